"""Formulas that carry the value they give: each is built together with its result, so that the two never part.

What is written is what Excel 2013 and LibreOffice both calculate: no arrays, no names, no function younger than them.
No formula gives an empty text, so that none looks as if it had never been calculated.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache, wraps
from typing import NamedTuple, TypeVar, cast

from pipeline import thai
from pipeline.drawing.figures import Figures
from pipeline.drawing.page import quoted
from pipeline.intake.addresses import address

Result = str | float | int | bool

# Terms are joined from lists: thousands of formulas are made of two or three, for which a generator takes longer.
UNKNOWN = "?"
# An amount finer than a satang.
TOO_FINE = "?."
_TRACE = 0.000001
_NBSP = "\u00a0"
_ZERO_WIDTH = "\u200b"
_DASHES = "-–—"
_DAY_0 = datetime(1899, 12, 30)
# The last day of the year 9999.
_LAST_DAY = 2958465
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
# Excel's limit for a text inside a formula.
_LONGEST_CONSTANT = 250
# Of a text longer than this, or one with lines, only the length is compared.
_LONGEST_COMPARED = 200


class Live(NamedTuple):
    """A formula without its `=`, and what it gives for what stands in its cells now."""

    formula: str
    value: Result


Case = tuple[Live, Live]
Builder = TypeVar("Builder", bound=Callable[..., Live])

# Stands for the one cell that a formula is about, until it is known which.
_HERE = "__here__"
# Most entries of most forms hold one of few values, and many hold nothing.
_REMEMBERED = 4096


def by_value(build: Builder) -> Builder:
    """Build a formula about one cell once for each value that the cell may hold, and not once for each cell.

    What the formula gives follows from the value alone; the reference to the cell is put in where it stands.
    """

    @lru_cache(_REMEMBERED, typed=True)
    def built(value: Result, *rest: Hashable) -> Live:
        return build(Live(_HERE, value), *rest)

    @wraps(build)
    def placed(cell: Live, *rest: Hashable) -> Live:
        formula, value = built(cell.value, *rest)
        return Live(formula.replace(_HERE, cell.formula), value)

    return cast(Builder, placed)


class Cells:
    """The formula cells of a sheet: what stands where, and references to it from here and from other sheets."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.formulas: dict[tuple[int, int], Live] = {}

    def put(self, row: int, col: int, live: Live) -> Live:
        """Put a formula into a cell; gives the reference to it."""
        self.formulas[row, col] = live
        return Live(address(row, col), live.value)

    def at(self, row: int, col: int) -> Live:
        """A reference to a formula of this sheet."""
        return Live(address(row, col), self.formulas[row, col].value)

    def abroad(self, row: int, col: int) -> Live:
        """A reference to a formula of this sheet as other sheets write it."""
        return Live(f"{quoted(self.sheet)}!{address(row, col)}", self.formulas[row, col].value)

    def total(self, first: int, last: int, col: int) -> Live:
        """The sum of a column from row to row."""
        return Live(f"SUM({_range(first, last, col)})", sum(self._numbers(first, last, col)))

    def count(self, first: int, last: int, col: int, wanted: str, value: float) -> Live:
        """How many numbers of a column are as wanted: "=" or ">" a value."""
        numbers = self._numbers(first, last, col)
        found = sum(number > value if wanted == ">" else number == value for number in numbers)
        return Live(f'COUNTIF({_range(first, last, col)},"{wanted}{value:g}")', found)

    def _numbers(self, first: int, last: int, col: int) -> list[float]:
        values = (self.formulas[row, col].value for row in range(first, last + 1) if (row, col) in self.formulas)
        return [value for value in values if not isinstance(value, str)]


def _range(first: int, last: int, col: int) -> str:
    return f"{address(first, col)}:{address(last, col)}"


# --- what stands in a cell


def cell(row: int, col: int, raw: object) -> Live:
    """An entry cell, with what stands in it as Excel would take it."""
    return Live(address(row, col), as_excel(raw))


def as_excel(raw: object) -> Result:
    """A raw value as a formula meets it: dates are numbers of days, nothing is an empty text."""
    if isinstance(raw, bool | str):
        return raw
    if isinstance(raw, int | float):
        return "" if math.isnan(raw) else float(raw)
    if isinstance(raw, datetime):
        return (raw.replace(tzinfo=None) - _DAY_0) / timedelta(days=1)
    if isinstance(raw, date):
        return float((raw - _DAY_0.date()).days)
    if isinstance(raw, timedelta):
        return raw / timedelta(days=1)
    if isinstance(raw, time):
        return (datetime.combine(_DAY_0, raw) - _DAY_0) / timedelta(days=1)
    return ""


@by_value
def filled(entry: Live) -> Live:
    """Whether a cell holds anything but spaces, line breaks and dashes; an error value is something."""
    bare, left = _spaceless(entry)
    for dash in _DASHES:
        bare = f'SUBSTITUTE({bare},"{dash}","")'
    return Live(f'IFERROR(LEN(SUBSTITUTE({bare}," ",""))>0,TRUE)', bool(left.strip(f" {_DASHES}")))


@by_value
def given(entry: Live) -> Live:
    """Whether a cell holds anything but spaces and line breaks."""
    bare, left = _spaceless(entry)
    return Live(f"IFERROR(LEN(TRIM({bare}))>0,TRUE)", bool(left.strip(" ")))


def _spaceless(entry: Live) -> tuple[str, str]:
    """A text without line breaks and invisible spaces, no-break spaces as plain ones: the formula, and what it gives."""
    bare = f'SUBSTITUTE({entry.formula},"{_NBSP}"," ")'
    left = _text(entry.value).replace(_NBSP, " ")
    for code, character in (("CHAR(10)", "\n"), (f'"{_ZERO_WIDTH}"', _ZERO_WIDTH)):
        bare, left = f'SUBSTITUTE({bare},{code},"")', left.replace(character, "")
    return bare, left


def choice(entry: Live, words: str, numbers: str, known: Mapping[str, int]) -> Live:
    """Which choice a cell names, counted from 1; 0 for none of them.

    `words`, `numbers`: the ranges of a list of words and of the choice that each stands for; `known` is that list, in
    small letters.
    """
    bare = f'SUBSTITUTE(SUBSTITUTE({entry.formula},"{_NBSP}","")," ","")'
    key = _text(entry.value).replace(_NBSP, "").replace(" ", "").casefold()
    return Live(f"IFERROR(SUMPRODUCT(({words}={bare})*{numbers}),0)", known.get(key, 0))


@by_value
def amount(baht: Live) -> Live:
    """A number of baht; TOO_FINE where it has more than two decimals, but for the trace that floating point leaves."""
    ref, exact = baht.formula, baht.value
    fine = f'IF(ABS(ROUND({ref},2)-{ref})>{_TRACE:f},"{TOO_FINE}",{ref})'
    formula = f'IF(ISNUMBER({ref}),{fine},"{UNKNOWN}")'
    if isinstance(exact, str):
        return Live(formula, UNKNOWN)
    return Live(formula, TOO_FINE if abs(float(thai.half_up(exact, 2)) - exact) > _TRACE else exact)


def still_holds(entry: Live, raw: object, keep: Callable[[str], Live]) -> Live:
    """Whether a cell holds a raw value; of a long text, or one with lines, whether it is as long.

    `keep` gives a text to compare with.
    """
    value = as_excel(raw)
    if isinstance(value, bool):
        # Whether TRUE equals 1 is not the same everywhere; nobody means one in an entry.
        return Live("FALSE", False)
    if isinstance(value, str) and (len(value) > _LONGEST_COMPARED or not value.isprintable()):
        return same(length(entry), len(value.encode("utf-16-le")) // 2)
    return same(entry, keep(value) if isinstance(value, str) else constant(value))


def start(entry: Live, length: int) -> Live:
    """The first characters of what a cell holds, for sentences."""
    return Live(f'IFERROR(LEFT({entry.formula},{length}),"{UNKNOWN}")', _text(entry.value)[:length])


def length(entry: Live) -> Live:
    """How many characters a cell holds."""
    return Live(f"IFERROR(LEN({entry.formula}),0)", len(_text(entry.value).encode("utf-16-le")) // 2)


# --- constants and conditions


@lru_cache(_REMEMBERED, typed=True)
def constant(value: str | int | float) -> Live:
    """A text or a number that does not change."""
    if not isinstance(value, str):
        return Live(f"{value:.15g}", value)
    pieces = [value[i : i + _LONGEST_CONSTANT] for i in range(0, len(value), _LONGEST_CONSTANT)] or [""]
    return Live("&".join('"' + piece.replace('"', '""') + '"' for piece in pieces), value)


def when(condition: Live, then: Live, other: Live) -> Live:
    """One or the other."""
    return Live(
        f"IF({condition.formula},{then.formula},{other.formula})", then.value if condition.value else other.value
    )


def first_true(cases: Sequence[tuple[Live, Live]], otherwise: Live) -> Live:
    """The result of the first condition that holds."""
    result = otherwise
    for condition, then in reversed(cases):
        result = when(condition, then, result)
    return result


def all_of(*terms: Live) -> Live:
    """Whether every condition holds; there is at least one."""
    if len(terms) == 1:
        return terms[0]
    return Live(f"AND({','.join([term.formula for term in terms])})", all([term.value for term in terms]))


def any_of(*terms: Live) -> Live:
    """Whether one of the conditions holds; there is at least one."""
    if len(terms) == 1:
        return terms[0]
    return Live(f"OR({','.join([term.formula for term in terms])})", any([term.value for term in terms]))


def no(term: Live) -> Live:
    """Whether a condition does not hold."""
    return Live(f"NOT({term.formula})", not term.value)


def known(term: Live) -> Live:
    """Whether a result is a number."""
    return Live(f"ISNUMBER({term.formula})", isinstance(term.value, int | float) and not isinstance(term.value, bool))


def same(one: Live, two: Live | int) -> Live:
    """Whether two results are equal; of texts, in whatever case."""
    two = two if isinstance(two, Live) else constant(two)
    return Live(f"{one.formula}={two.formula}", _folded(one.value) == _folded(two.value))


def over(one: Live, two: Live | float) -> Live:
    """Whether one number is greater than another; Excel ranks a text above every number."""
    two = two if isinstance(two, Live) else constant(two)
    return Live(f"{one.formula}>{two.formula}", _rank(one.value) > _rank(two.value))


def under(one: Live, two: Live | float) -> Live:
    """Whether one number is less than another."""
    two = two if isinstance(two, Live) else constant(two)
    return Live(f"{one.formula}<{two.formula}", _rank(one.value) < _rank(two.value))


def flag(condition: Live) -> Live:
    """1 where a condition holds, else 0: what columns of helpers add up."""
    return Live(f"IF({condition.formula},1,0)", 1 if condition.value else 0)


# --- sentences


def joined(*terms: Live) -> Live:
    """Texts, one after the other."""
    return Live("&".join([term.formula for term in terms]), "".join([_text(term.value) for term in terms]))


@by_value
def shown(term: Live, figures: Figures) -> Live:
    """A number in a sentence, in this workbook's numerals, with two decimals where it is not whole."""
    whole, broken = figures.format("integer"), figures.format("amount")
    ref = term.formula
    value = as_number(term.value)
    words = figures.decimal(value, 0 if value == math.floor(value) else 2)
    return Live(f'IF(INT({ref})={ref},TEXT({ref},"{whole}"),TEXT({ref},"{broken}"))', words)


@by_value
def plain(term: Live, figures: Figures) -> Live:
    """A number in a sentence with no more decimals than it has, four at most."""
    whole, broken = figures.format("integer"), figures.format("number")
    near = f"ROUND({term.formula},4)"
    words = figures.plain(as_number(term.value))
    return Live(f'IF(INT({near})={near},TEXT({near},"{whole}"),TEXT({near},"{broken}"))', words)


def counted(term: Live, figures: Figures) -> Live:
    """A whole number in a sentence."""
    return Live(f'TEXT({term.formula},"{figures.format("integer")}")', figures.integer(int(as_number(term.value))))


@by_value
def satang(baht: Live, width: int) -> Live:
    """An amount that is not below 0, counted in satang and written as a text of so many digits."""
    exact = int(thai.half_up(as_number(baht.value), 2) * 100)
    return Live(f'TEXT(ROUND({baht.formula}*100,0),"{"0" * width}")', f"{exact:0{width}}")


def piece(text: Live, first: int, length: int) -> Live:
    """So many characters of a text from the first, counted from 1."""
    return Live(f"MID({text.formula},{first},{length})", _text(text.value)[first - 1 : first - 1 + length])


def left(text: Live, length: Live) -> Live:
    """So many characters from the start of a text."""
    return Live(f"LEFT({text.formula},{length.formula})", _text(text.value)[: int(as_number(length.value))])


def right(text: Live, length: Live) -> Live:
    """So many characters from the end of a text, at least one."""
    return Live(f"RIGHT({text.formula},{length.formula})", _text(text.value)[-int(as_number(length.value)) :])


def trimmed(text: Live) -> Live:
    """A text with single spaces between its words and none around it."""
    return Live(f"TRIM({text.formula})", " ".join(filter(None, _text(text.value).split(" "))))


def lowered(text: Live) -> Live:
    """A text in small letters."""
    return Live(f"LOWER({text.formula})", _text(text.value).lower())


def in_figures(text: Live) -> Live:
    """The number that a text is in Arabic digits, else an error, for which UNKNOWN stands; the E0 leaves VALUE no date to read."""
    value = _text(text.value)
    return Live(f'VALUE({text.formula}&"E0")', float(value) if _PLAIN_NUMBER.fullmatch(value) else UNKNOWN)


def unless_error(term: Live, other: Live) -> Live:
    """One, or the other where the one is an error, for which UNKNOWN stands."""
    return Live(f"IFERROR({term.formula},{other.formula})", other.value if term.value == UNKNOWN else term.value)


def written_day(serial: Live) -> Live:
    """Day, month and year of a real date as 31/3/2565; the date is one after 1900 where this is asked."""
    ref, day = serial.formula, _DAY_0 + timedelta(days=math.floor(min(max(as_number(serial.value), 0), _LAST_DAY)))
    return Live(f'DAY({ref})&"/"&MONTH({ref})&"/"&YEAR({ref})', f"{day.day}/{day.month}/{day.year}")


def word_at(place: Live, words: str, known: Sequence[str]) -> Live:
    """The word at a place of a list, counted from 0; the place is a number or a text of digits where this is asked.

    `words`: the range of the list; `known` is that list. An empty word must be joined to others: alone it would be 0.
    """
    digits = _text(place.value)
    return Live(f"INDEX({words},{place.formula}+1)", known[int(digits) if digits.isdecimal() else 0])


def replaced(text: Live, old: str, new: str) -> Live:
    """A text with one piece in the place of another, everywhere."""
    return Live(
        f"SUBSTITUTE({text.formula},{constant(old).formula},{constant(new).formula})",
        _text(text.value).replace(old, new),
    )


def in_arabic(text: Live) -> Live:
    """A text with Thai digits as Arabic ones."""
    for figure in range(10):
        text = replaced(text, thai.to_thai(str(figure)), str(figure))
    return text


def _text(value: Result) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:.15g}"


def as_number(value: Result) -> float:
    """A result as a number; a text counts as 0."""
    return 0.0 if isinstance(value, str) else value


def _folded(value: Result) -> Result:
    return value.casefold() if isinstance(value, str) else value


def _rank(value: Result) -> tuple[bool, float, str]:
    return (True, 0.0, value.casefold()) if isinstance(value, str) else (False, float(value), "")
