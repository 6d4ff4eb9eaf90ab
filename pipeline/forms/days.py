"""The day that a date cell holds, by formulas: what was typed, made plain, in one cell, the day in the next.

The formulas read what `thai.parse_date` reads, and never another day. Where a rare spelling would cost much, they read
nothing: line breaks, tabs and invisible characters beside figures, and marks out of order; a time after an
ISO date, or spaces around it; พ.ศ. in another spelling, before two digits or a year from 2600 on, or after a month in
figures.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pipeline.forms import arithmetic, live
from pipeline.forms.identity_sheet import month_names
from pipeline.forms.live import UNKNOWN, Cells, Live, Result, constant

# It marks where a text begins and ends: typed ones have become spaces.
_EDGE = constant("\u00a0")
_UNKNOWN = constant(UNKNOWN)
# Years to be read are C.E. 1957 to 2157 and the same in B.E.: at half an era from their middle, give or take a century.
_FIRST_YEAR, _SPAN, _ERA = 1957, 200, 543
_MIDDLE = _FIRST_YEAR + (_SPAN + _ERA) / 2


def day(cells: Cells, row: int, columns: Sequence[int], entry: Live) -> Live:
    """Put the formulas into hidden cells of a row; gives the reference to the day.

    It is the serial number of the C.E. day, 0 where the entry is blank, and UNKNOWN where it holds no certain day.
    """
    plain = cells.put(row, columns[0], live.unless_error(_plain(entry), _UNKNOWN))
    return cells.put(row, columns[1], live.when(live.given(entry), _meant(plain), constant(0)))


@live.by_value
def _plain(entry: Live) -> Live:
    """What was typed: `0`, then in small letters and Arabic digits day, month and year, marks between single spaces."""
    text = live.replaced(live.when(live.known(entry), _real(entry), _turned(entry)), "\u00a0", " ")
    for mark in "/-":
        text = live.replaced(text, mark, f" {mark} ")
    text = live.joined(_EDGE, live.trimmed(text))
    for prefix in ("เมื่อวันที่", "วันที่"):
        text = live.replaced(text, f"\u00a0{prefix}", "")
    text = live.trimmed(live.replaced(text, "\u00a0", ""))
    return live.joined(constant(0), live.lowered(live.in_arabic(text)))


@live.by_value
def _meant(plain: Live) -> Live:
    """The day that a plain text names."""
    return _day(_parts(plain))


def _real(entry: Live) -> Live:
    """A real date as it would be typed, its year as it is; other numbers are none."""
    first, after = (live.as_excel(date(year, 1, 1)) for year in (_FIRST_YEAR, _FIRST_YEAR + _SPAN + _ERA + 1))
    meant = live.all_of(live.no(live.under(entry, constant(first))), live.under(entry, constant(after)))
    return live.when(meant, live.written_day(entry), _UNKNOWN)


def _turned(entry: Live) -> Live:
    """A text, an ISO date turned round: 31-03-2022."""
    spaceless = live.replaced(live.replaced(entry, " ", ""), "\u00a0", "")
    shape = live.joined(live.piece(entry, 5, 1), live.piece(entry, 8, 1), live.length(entry), live.length(spaceless))
    turned = live.joined(live.piece(entry, 9, 2), live.piece(entry, 5, 4), live.piece(entry, 1, 4))
    return live.when(live.same(shape, constant("--1010")), turned, live.joined(entry, constant("")))


class _Parts(NamedTuple):
    """A plain text taken apart: the figures of its day, with the 0, and of its year, and the numbers that they are.

    `texts`: the text itself, and without พ.ศ., spaces and dots; `short`: whether the year has two figures.
    """

    texts: Live
    start: Live
    end: Live
    day: Live
    year: Live
    short: Live


def _parts(plain: Live) -> _Parts:
    bare = plain
    for piece, other in (("พ.ศ. 25", "25"), ("พ.ศ.25", "25"), (" ", ""), (".", "")):
        bare = live.replaced(bare, piece, other)
    texts = live.joined(_EDGE, plain, _EDGE, bare, _EDGE)
    start = live.left(plain, arithmetic.plus(constant(2), live.known(live.in_figures(live.piece(plain, 3, 1)))))
    four = live.in_figures(live.right(plain, constant(4)))
    end = live.right(plain, arithmetic.plus(constant(2), arithmetic.times(live.known(four), 2)))
    year = live.unless_error(four, live.in_figures(live.joined(constant(25), live.right(plain, constant(2)))))
    return _Parts(texts, start, end, live.in_figures(start), year, live.no(live.known(four)))


def _day(parts: _Parts) -> Live:
    """The serial number of the day: every name of a month is tried between the figures of the day and of the year."""
    names, (texts, start, end, day, year, short) = month_names(), (part.formula for part in parts)
    tried = f"DATE(MOD({year}-{_FIRST_YEAR},{_ERA})+{_FIRST_YEAR},{names.months},{day})"
    factors = (
        f"ISNUMBER(FIND({_EDGE.formula}&{start}&{names.names}&{end}&{_EDGE.formula},{texts}))",
        f"({year}>={names.first_years}*{short})",
        f"(ABS(ABS({year}-{_MIDDLE})-{_ERA / 2})<={_SPAN // 2})",
        # A day that its month does not have is one of the next.
        f"(DAY({tried})={day})",
        tried,
    )
    # Where no name fits the sum is 0, and this an error.
    serial = Live(f"ROUND(1/(1/SUMPRODUCT({'*'.join(factors)})),0)", _serial(parts))
    return live.unless_error(serial, _UNKNOWN)


def _serial(parts: _Parts) -> Result:
    """What the formula of `_day` gives; UNKNOWN stands for an error."""
    texts, start, end, day, year, short = (part.value for part in parts)
    if isinstance(day, str) or isinstance(year, str) or abs(abs(year - _MIDDLE) - _ERA / 2) > _SPAN // 2:
        return UNKNOWN
    for name, (month, first_year) in month_names().known.items():
        if f"\u00a0{start}{name}{end}\u00a0" in str(texts) and (year >= first_year or not short):
            first = date(int((year - _FIRST_YEAR) % _ERA + _FIRST_YEAR), month, 1)
            tried = first + timedelta(days=math.floor(day) - 1)
            return live.as_excel(tried) if tried.day == day else UNKNOWN
    return UNKNOWN
