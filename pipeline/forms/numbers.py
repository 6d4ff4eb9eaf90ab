"""The number that a cell holds, by formulas: what was typed, made plain, in one cell; its number made of that.

The formulas read what `thai.parse_number` and `thai.parse_amount` read: Thai or Arabic digits, thousands commas in
their places, and of amounts ฿, .-, บาท and บาทถ้วน. A formula cannot see that a number is shown as a date or a time.
"""

from __future__ import annotations

import re

from pipeline.forms import live
from pipeline.forms.live import UNKNOWN, Cells, Live, constant

_DIGITS = '"0123456789"'
_WRITTEN = re.compile(r"[+-]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
# It marks where a text begins and ends: typed ones have become spaces.
_EDGE = "\u00a0"
# What may stand around an amount, from the outside in; spaces between the pieces go as they are met.
_AFTER_AMOUNTS = ("บาท ถ้วน", "บาทถ้วน", "บาท", ".-")


def number(cells: Cells, row: int, column: int, entry: Live, currency: bool = False) -> Live:
    """Put what was typed into a hidden cell of a row, made plain; gives the number, UNKNOWN where it is none.

    `currency`: whether the text may say baht.
    """
    return _read(entry, cells.put(row, column, _typed(entry, currency)))


@live.by_value
def _typed(entry: Live, currency: bool) -> Live:
    text = _without_currency(_plain(entry)) if currency else _plain(entry)
    return live.unless_error(live.when(live.given(entry), text, constant(UNKNOWN)), constant(UNKNOWN))


def _plain(entry: Live) -> Live:
    return live.trimmed(live.in_arabic(live.replaced(entry, _EDGE, " ")))


def _without_currency(text: Live) -> Live:
    text = live.replaced(live.joined(constant(_EDGE), text, constant(_EDGE)), f"{_EDGE}฿", _EDGE)
    for piece in _AFTER_AMOUNTS:
        text = live.replaced(live.replaced(text, f"{piece}{_EDGE}", _EDGE), f" {_EDGE}", _EDGE)
    return live.trimmed(live.replaced(text, _EDGE, ""))


def _read(entry: Live, plain: Live) -> Live:
    """The number of a plain text. The E0 leaves VALUE nothing to read as a date, a time or a percentage."""
    p = plain.formula
    unsigned = f'SUBSTITUTE(SUBSTITUTE({p},"-",""),"+","")'
    whole = f'TEXT(INT(VALUE(SUBSTITUTE({unsigned},",","")&"E0")),"#,##0")'
    in_place = f'AND(LEFT({unsigned},LEN({whole}))={whole},ISERROR(FIND(",",{unsigned},LEN({whole})+1)))'
    sound = (
        f"ISNUMBER(FIND(RIGHT({p},1),{_DIGITS}))",
        f"ISNUMBER(FIND(LEFT({unsigned},1),{_DIGITS}))",
        f'ISERROR(FIND(" ",{p}))',
        f'OR(ISERROR(FIND(",",{p})),{in_place})',
    )
    read = f'IFERROR(IF(AND({",".join(sound)}),VALUE(SUBSTITUTE({p},",","")&"E0"),"{UNKNOWN}"),"{UNKNOWN}")'
    ref, value = entry.formula, entry.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Live(f"IF(ISNUMBER({ref}),{ref},{read})", value)
    text = str(plain.value)
    known = float(text.replace(",", "")) if _WRITTEN.fullmatch(text) else UNKNOWN
    return Live(f"IF(ISNUMBER({ref}),{ref},{read})", known)
