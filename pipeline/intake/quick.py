"""A quick way to the same answers for parts that look exactly as programs write a form: one pass of a strict grammar.

The body of a part (the rows of a sheet, the shared strings) must match a grammar that leaves nothing open: attributes in
their usual order, columns from A to AZ in theirs, a value after every formula, no error, no comment. What is around the
body goes the thorough way. A part that does not match is not wrong; it is looked at the thorough way as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import lt

from pipeline.intake.addresses import letters_of
from pipeline.intake.cells import LAST_ROW, Look, look
from pipeline.intake.limits import Limits, Refused

_COLUMNS, _BLOCK = 52, 7
_SMALL = 64 * 1024
# Levels of XML within the body of a sheet and of the shared strings.
_ROW_LEVELS, _STRING_LEVELS = 3, 4

# No markup, no character that XML forbids. Leads of UTF-8 from EF on are left to the parser: some make forbidden ones.
_PLAIN = rb"[^<>&\x00-\x08\x0b\x0c\x0e-\x1f\xef-\xff]*+"
_TEXT = _PLAIN + rb"(?:&(?:amp|lt|gt|quot|apos|#10);" + _PLAIN + rb")*+"
_FINITE = rb"-?+[0-9]{1,20}+(?:\.[0-9]{1,20}+)?+(?:[Ee][+-]?+[0-9]{1,2}+)?+"
_FORMULA = (
    rb'(?:<f(?: t="(?:shared|array)")?+(?: aca="(?:false|true)")?+(?: ref="[A-Z0-9:]++")?+(?: ca="1")?+(?: si="[0-9]++")?+'
    rb"(?:/>|>" + _TEXT + rb"</f>))?+"
)
_VALUES = (
    rb' t="s"><v>[0-9]++',
    rb'(?: t="n")?+>' + _FORMULA + rb"<v>" + _FINITE,
    rb' t="str">' + _FORMULA + rb'<v(?: xml:space="preserve")?+>' + _TEXT,
    rb' t="b">' + _FORMULA + rb"<v>[01]",
)
_FILLED = rb"(?:" + rb"|".join(_VALUES) + rb")</v></c>"
_ROW_LOOKS = (
    rb'(?: spans="[0-9:]++")?+(?: s="[0-9]++")?+(?: customFormat="\w++")?+(?: ht="[0-9.]++")?+(?: hidden="\w++")?+'
    rb'(?: customHeight="\w++")?+(?: outlineLevel="[0-9]")?+(?: collapsed="\w++")?+(?: thickTop="1")?+(?: thickBot="1")?+'
    rb'(?: x14ac:dyDescent="[0-9.]++")?+'
)
_ROW_NUMBER = re.compile(rb'<row r="([0-9]+)"')
_RUN = rb'(?:<r>(?:<rPr>(?:<[a-zA-Z]++(?: (?:val|rgb|theme)="' + _PLAIN.replace(b"<", b'"<') + rb'")?+/>)*+</rPr>)?+'
_T = rb'<t(?: xml:space="preserve")?+>' + _TEXT + rb"</t>"
_STRINGS = re.compile(rb"(?:<si>(?:" + _T + rb"|" + _RUN + _T + rb"</r>)*+)</si>)*+")
_STRINGS_AROUND = re.compile(rb'(?:<\?xml [^<>]*\?>\s*)?<sst(?: [\w:]+="[^"<>&]*")*></sst>\s*')


def quick_look(data: bytes, limits: Limits) -> Look | None:
    """What `look` gives, or None where the quick way is not sure."""
    head, _, rest = data.partition(b"<sheetData>")
    body, _, tail = rest.rpartition(b"</sheetData>")
    rows = _rows().fullmatch(body)
    if not rows or _text(body) is None or not _plain(body.split(b'<row r="')[1:], limits):
        return None
    around = head + b"<sheetData></sheetData>" + tail
    seen = _seen_around(around, limits) if len(around) <= _SMALL else _seen(around, limits)
    cells = body.count(b'<c r="')
    # The one table that is there must be the one from which the body was taken, and not stand in a comment.
    if not seen or seen.tables != 1 or around.count(b"<sheetData") > 1:
        return None
    if seen.depth + _ROW_LEVELS > limits.depth or cells > limits.cells:
        return None
    return seen._replace(cells=cells, grid=_last_row(body) * _last_column(rows))


def _seen(around: bytes, limits: Limits) -> Look | None:
    """What is around a body; None where that is refused."""
    try:
        return look(around, limits)
    except Refused:
        return None


# Sheets of one kind have the same around their rows in many forms.
_seen_around = lru_cache(128)(_seen)


def quick_longest(data: bytes, limits: Limits) -> int | None:
    """At least the characters of the longest shared string, none of which has too many; None where that is not sure."""
    start, end = data.find(b"<si>"), data.rfind(b"</si>") + len(b"</si>")
    body, around = data[start:end], data[: max(start, 0)] + data[end:]
    text = _text(body) if start >= 0 else None
    strings = text.split("<si>") if text else []
    longest = max(map(len, strings), default=0)
    if not longest or longest > limits.cell_characters or len(strings) > limits.cells:
        return None
    known = _STRINGS.fullmatch(body) and _STRINGS_AROUND.fullmatch(around) and _seen(around, limits)
    return longest if known and limits.depth > _STRING_LEVELS else None


def _text(body: bytes) -> str | None:
    """The body as text; None where it is not UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _plain(rows: Sequence[bytes], limits: Limits) -> bool:
    """Whether every row stands below the one before it, and no cell can have too many characters."""
    numbers = [int(row[: row.index(b'"')]) for row in rows]
    if numbers[-1] > LAST_ROW or not all(map(lt, numbers, numbers[1:])):
        return False
    most = limits.cell_characters
    return all(len(cell) <= most for row in rows if len(row) > most for cell in row.split(b"<c "))


@cache
def _rows() -> re.Pattern[bytes]:
    """The grammar of rows: in each, a cell a column at most; a group that is empty tells which columns are filled."""
    cells = b""
    for number in range(_COLUMNS, 0, -1):
        # Most rows end early: once in a block, it is asked whether there is one more cell.
        cells = cells if number % _BLOCK else rb"(?:(?=<c)" + cells + rb")?+"
        cells = rb'(?:<c r="%s\1"(?: s="[0-9]++")?+(?:/>|()' % letters_of(number).encode() + _FILLED + rb"))?+" + cells
    return re.compile(rb'(?:<row r="([1-9][0-9]{0,6}+)"' + _ROW_LOOKS + rb"(?:/>|>" + cells + rb"</row>))++")


def _last_row(body: bytes) -> int:
    """The number of the last row with a filled cell."""
    row = body.rfind(b'<row r="', 0, max(body.rfind(b"</v>"), 0))
    number = _ROW_NUMBER.match(body, row) if row >= 0 else None
    return int(number[1]) if number else 0


def _last_column(rows: re.Match[bytes]) -> int:
    """The number of the last column with a filled cell."""
    filled = [column for column, group in enumerate(rows.groups()[1:], start=1) if group is not None]
    return filled[-1] if filled else 0
