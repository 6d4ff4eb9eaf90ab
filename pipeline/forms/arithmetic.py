"""Numbers worked out by formulas, each with its result. Whether they are numbers is asked before, by `live.known`."""

from __future__ import annotations

import math
import re

from pipeline import thai
from pipeline.forms import live
from pipeline.forms.live import Live, as_number, constant

# A reference or a number: it needs no brackets.
_SIMPLE = re.compile(r"[\w.!']+")


def less(one: Live, two: Live) -> Live:
    """One number less another."""
    return Live(f"{one.formula}-{two.formula}", as_number(one.value) - as_number(two.value))


def plus(one: Live, *more: Live) -> Live:
    """Numbers added up."""
    terms = (one, *more)
    return Live("+".join(term.formula for term in terms), sum(as_number(term.value) for term in terms))


def times(term: Live, factor: float) -> Live:
    """A number taken so many times; it is no sum."""
    if factor == 1:
        return term
    return Live(f"{term.formula}*{constant(factor).formula}", as_number(term.value) * factor)


def quotient(part: Live, whole: Live) -> Live:
    """One number divided by another, which is never 0 where this is asked."""
    share = as_number(part.value) / as_number(whole.value) if as_number(whole.value) else 0.0
    return Live(f"{_bracketed(part)}/{_bracketed(whole)}", share)


def percent(part: Live, whole: Live) -> Live:
    """What part of the whole in percent; the whole is never 0 where this is asked."""
    share = as_number(part.value) / as_number(whole.value) * 100 if as_number(whole.value) else 0.0
    return Live(f"{part.formula}/{whole.formula}*100", share)


def whole_percent(part: Live, whole: Live) -> Live:
    """What part of the whole in whole percent, rounded down: 100 is only what is complete."""
    share = 100 * as_number(part.value) // as_number(whole.value) if as_number(whole.value) else 0
    return Live(f"INT(100*({part.formula})/{whole.formula})", int(share))


def apart(one: Live, two: Live) -> Live:
    """How far two numbers are from each other."""
    return Live(f"ABS({one.formula}-{two.formula})", abs(as_number(one.value) - as_number(two.value)))


@live.by_value
def rounded(term: Live, places: int) -> Live:
    """A number rounded half up; what binary fractions leave of a sum of decimals is gone."""
    value = as_number(term.value)
    near = float(thai.half_up(value, places)) if math.isfinite(value) else value
    return Live(f"ROUND({term.formula},{places})", int(near) if near.is_integer() else near)


def within(term: Live, low: float, high: float) -> Live:
    """A number, or the end of a range that it is beyond."""
    ends = constant(low), constant(high)
    formula = f"MAX({ends[0].formula},MIN({ends[1].formula},{term.formula}))"
    return Live(formula, max(low, min(high, as_number(term.value))))


def _bracketed(term: Live) -> str:
    return term.formula if _SIMPLE.fullmatch(term.formula) else f"({term.formula})"
