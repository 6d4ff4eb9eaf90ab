"""The score that the rubric gives for what now stands on a KPI's sheet, as a formula: one function a method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.forms import live
from pipeline.forms.arithmetic import less, plus, quotient, rounded, times, within
from pipeline.forms.how_scored import target_level
from pipeline.forms.layout import MEANING
from pipeline.forms.live import Live, constant
from pipeline.forms.reading import DECIMALS, DONE, Reading
from schemas.plan import TOP_LEVEL

# What the levels of a KPI on three levels are worth: 50, 75 and 100 percent.
_OF_THREE = {1: 2.5, 2: 3.75, 3: 5.0}
# What a score by a straight line is at least, by the policy below the first level.
_LEAST = {"lowest": 1, "proportional": 0}


class _Point(NamedTuple):
    """A threshold: whether it is reached, where it is, and what it is worth."""

    met: Live
    at: Live
    worth: float


def score(sheet: Reading) -> Live:
    """The score by the KPI's method; 0 for a rubric without levels, and where a value that it takes is no number."""
    if not sheet.levels:
        return constant(0)
    if sheet.method in _BY_VALUE:
        return live.when(live.known(sheet.measured), _BY_VALUE[sheet.method](sheet), constant(0))
    return _BY_LEVELS[sheet.method](sheet)


def first_gap(sheet: Reading) -> Live:
    """The first level that is not met; 0 where all are."""
    gaps = [(live.no(sheet.met[at]), constant(level.number)) for at, level in sheet.levels]
    return live.first_true(gaps, constant(0))


# --- by the levels that are met


def _milestones(sheet: Reading) -> Live:
    """The highest level with every level up to it met."""
    before = [0, *(level.number for _, level in sheet.levels)]
    result = constant(before[-1])
    for place, (at, _) in reversed(list(enumerate(sheet.levels))):
        result = live.when(sheet.met[at], result, constant(before[place]))
    return result


def _checklist(sheet: Reading) -> Live:
    """How many levels are met; where the rubric has counts, the highest level whose count that is."""
    number = sheet.cells.count(sheet.levels[0][0], sheet.levels[-1][0], MEANING, "=", DONE)
    counts = [(level.items, constant(level.number)) for _, level in reversed(sheet.levels) if level.items is not None]
    cases = [(live.no(live.under(number, items)), worth) for items, worth in counts]
    return live.first_true(cases, constant(0)) if cases else number


def _thresholds(sheet: Reading) -> Live:
    """The highest level that is met."""
    highest_first = [(sheet.met[at], constant(level.number)) for at, level in reversed(sheet.levels)]
    return live.first_true(highest_first, constant(0))


# --- by the value, to a fraction of a level


def _interpolated(sheet: Reading) -> Live:
    """k + (x − Xₖ) ÷ (Xₗ − Xₖ) × (l − k) between two levels."""
    return _between(sheet, {level.number: level.number for _, level in sheet.levels})


def _three_level(sheet: Reading) -> Live:
    """The same of 50, 75 and 100 percent, divided by 20."""
    return _between(sheet, _OF_THREE)


def _between(sheet: Reading, worth: Mapping[int, float]) -> Live:
    """What the value is worth on the straight line between the levels around it, and beyond the highest what that is."""
    points = [
        _Point(sheet.met[at], constant(level.threshold), worth[level.number])
        for at, level in sheet.levels
        if level.threshold is not None
    ]
    return live.first_true(_highest_first(sheet.measured, points), _below(sheet, points[0]))


def _highest_first(value: Live, points: Sequence[_Point]) -> list[live.Case]:
    between = [
        (low.met, _line(less(value, low.at), less(high.at, low.at), high.worth - low.worth, constant(low.worth)))
        for low, high in pairwise(points)
    ]
    return [(points[-1].met, constant(points[-1].worth)), *reversed(between)]


def _line(part: Live, whole: Live, rise: float, start: Live) -> Live:
    return rounded(plus(start, times(quotient(part, whole), rise)), DECIMALS)


def _below(sheet: Reading, first: _Point) -> Live:
    """What a value is worth that does not reach the first level, by the plan's policy."""
    policy = sheet.filling.plan.settings.below_first
    if policy == "lowest":
        return constant(first.worth)
    if policy == "zero" or live.as_number(first.at.value) <= 0:
        return constant(0)
    part, whole = (first.at, sheet.measured) if sheet.layout.falling else (sheet.measured, first.at)
    return within(rounded(times(quotient(part, whole), first.worth), DECIMALS), 0, first.worth)


def _interval(sheet: Reading) -> Live:
    """k₀ + (x − T) ÷ Δ, or − where lower is better, at most 5; below 1 by the plan's policy."""
    kpi, policy = sheet.layout.kpi, sheet.filling.plan.settings.below_first
    ends = sheet.measured, constant(kpi["target"])
    ahead = less(*(reversed(ends) if sheet.layout.falling else ends))
    line = _line(ahead, constant(kpi["step"]), 1, constant(target_level(kpi)))
    if policy in _LEAST:
        return within(line, _LEAST[policy], TOP_LEVEL)
    return live.when(live.under(line, 1), constant(0), within(line, 1, TOP_LEVEL))


def _proportional(sheet: Reading) -> Live:
    """5 × x ÷ T."""
    share = quotient(sheet.measured, constant(sheet.layout.kpi["target"]))
    return within(rounded(times(share, TOP_LEVEL), DECIMALS), 0, TOP_LEVEL)


def _two_sided(sheet: Reading) -> Live:
    """5 up to the deviation with the full score, 0 from the one without a score on, and linear between."""
    settings = sheet.filling.plan.settings
    full, none = constant(settings.two_sided_full), constant(settings.two_sided_none)
    share = quotient(less(none, sheet.measured), less(none, full))
    return within(rounded(times(share, TOP_LEVEL), DECIMALS), 0, TOP_LEVEL)


_BY_LEVELS: Mapping[str, Callable[[Reading], Live]] = {
    "milestones": _milestones,
    "mixed": _milestones,
    "checklist": _checklist,
    "thresholds": _thresholds,
}
_BY_VALUE: Mapping[str, Callable[[Reading], Live]] = {
    "interpolated": _interpolated,
    "interval": _interval,
    "proportional": _proportional,
    "two_sided": _two_sided,
    "three_level": _three_level,
}
