"""A quick way to the same answers for parts that look exactly as programs write a form: one pass of a strict grammar.

The body of a part (the rows of a sheet, the shared strings) must match a grammar that leaves nothing open: attributes in
their usual order, columns from A to AZ in theirs, a value after every formula, no error, no comment. What is around the
body goes the thorough way. A part that does not match is not wrong; it is looked at the thorough way as a whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import lt
from typing import NamedTuple

from pipeline.intake.addresses import column_of, letters_of
from pipeline.intake.cells import LAST_ROW, Look, look
from pipeline.intake.limits import Limits, Refused
from pipeline.intake.markup import KEPT, SMALL

_COLUMNS, _BLOCK = 52, 7
# So many rows are kept, none longer than so many bytes.
_MOST_KNOWN, _LONG = 4096, 8 * 1024
# Levels of XML within the body of a sheet and of the shared strings.
_ROW_LEVELS, _STRING_LEVELS = 3, 4

# No character that XML forbids. Leads of UTF-8 from EF on are left to the parser: some make forbidden ones.
_ORDINARY = bytes({*b"\t\n\r", *range(0x20, 0xEF)})
_REFERENCE = re.compile(rb"&(?:amp|lt|gt|quot|apos|#10|#xA);")
# Texts have ordinary characters and references only, see `_text`.
_TEXT = rb"[^<]*+"
_QUOTED = rb'[^<"]*+'
_FINITE = rb"-?+[0-9]{1,20}+(?:\.[0-9]{1,20}+)?+(?:[Ee][+-]?+[0-9]{1,2}+)?+"
_FORMULA = (
    rb'(?:<f(?: t="(?:shared|array)")?+(?: aca="(?:false|true)")?+(?: ref="[A-Z0-9:]++")?+(?: ca="1")?+(?: si="[0-9]++")?+'
    rb"(?:/>|>" + _TEXT + rb"</f>))?+"
)
_VALUES = (
    rb' t="s"><v>[0-9]{1,9}+',
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
_ROW, _CELL = b'<row r="', b'<c r="'
_SHARED_NUMBER = re.compile(rb' t="s"><v>([0-9]++)')
_SHARED, _SOME_STRING = re.compile(rb' t="s"><v>[0-9]{1,9}+(?=<)'), b' t="s"><v>0'
# Words around the rows that are of no matter: those of headers, and where links lead within the workbook.
_HEADER = re.compile(rb"<oddHeader>[^<>]*+(?=</)")
_LINK = re.compile(rb'(<hyperlink ref="[A-Z0-9:]++" location=")[^<>"]*+(" display=")[^<>"]*+(?="/>)')
_RUN = rb'(?:<r>(?:<rPr>(?:<[a-zA-Z]++(?: (?:val|rgb|theme)="' + _QUOTED + rb'")?+/>)*+</rPr>)?+'
_T = rb'<t(?: xml:space="preserve")?+>' + _TEXT + rb"</t>"
_STRINGS = re.compile(rb"(?:<si>(?:" + _T + rb"|" + _RUN + _T + rb"</r>)*+)</si>)*+")
# The least that stands around the text of a shared string which has one.
_STRING_MARKUP = len("<t></t></si>")
_STRINGS_AROUND = re.compile(rb'(?:<\?xml [^<>]*\?>\s*)?<sst(?: [\w:]+="[^"<>&]*")*></sst>\s*')


class _Row(NamedTuple):
    """A row of a sheet: its number, how many cells it has, and the last column with a filled one."""

    number: int
    cells: int
    filled: int


# Rows that were found sound, without what they begin with and the numbers of their shared strings.
_KNOWN: dict[bytes, _Row] = {}


def quick_look(data: bytes, limits: Limits) -> Look | None:
    """What `look` gives, or None where the quick way is not sure."""
    head, _, rest = data.partition(b"<sheetData>")
    body, _, tail = rest.rpartition(b"</sheetData>")
    rows = (_known_rows if len(body) <= SMALL else _all_rows)(body, limits)
    if not rows or rows[0] > limits.cells:
        return None
    around = head + b"<sheetData></sheetData>" + _wordless(tail)
    seen = (_kept_seen if len(around) <= SMALL else _seen)(around, limits)
    # The one table that is there must be the one from which the body was taken, and not stand in a comment.
    if not seen or seen.tables != 1 or around.count(b"<sheetData") > 1 or seen.depth + _ROW_LEVELS > limits.depth:
        return None
    return seen._replace(cells=rows[0], grid=rows[1])


def _known_rows(body: bytes, limits: Limits) -> tuple[int, int] | None:
    """How many cells the rows of a small sheet have, and the grid of the filled ones; None where that is not sure.

    Sheets of one kind have much the same rows in many forms, but for the numbers of their shared strings.
    """
    rows = _split(_SHARED.sub(_SOME_STRING, body), limits)
    if max(map(len, rows), default=0) > _LONG:
        return _all_rows(body, limits)
    found = list(map(_KNOWN.get, rows))
    new = [row for row, known in zip(rows, found, strict=True) if not known]
    if not rows or (new and not _matched(_ROW + _ROW.join(new))):
        return None
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    seen = {row: _row(row) for row in new}
    _KNOWN.update(seen)
    # Another thread may forget them meanwhile.
    numbers, cells, filled = zip(*(known or seen[row] for row, known in zip(rows, found, strict=True)), strict=True)
    last = next((number for number, column in zip(reversed(numbers), reversed(filled), strict=True) if column), 0)
    return (sum(cells), last * max(filled)) if _below(numbers) else None


def _row(row: bytes) -> _Row:
    """What is to be known of a sound row."""
    number = row[: row.index(b'"')]
    start = row.rfind(_CELL, 0, max(row.rfind(b"</v>"), 0)) + len(_CELL)
    address = row[start : row.index(b'"', start)].decode() if start >= len(_CELL) else ""
    return _Row(int(number), row.count(_CELL), column_of(address[: -len(number)]))


def _all_rows(body: bytes, limits: Limits) -> tuple[int, int] | None:
    """The same of a large sheet, in one go."""
    rows = _split(body, limits)
    matched = _matched(body) if rows else None
    if not matched or not _below([int(row[: row.index(b'"')]) for row in rows]):
        return None
    return body.count(_CELL), _last_row(body) * _last_column(matched)


def _split(body: bytes, limits: Limits) -> list[bytes]:
    """The rows of a body without what they begin with; none where the quick way is not sure."""
    before, *rows = body.split(_ROW)
    # A row that is no longer than a cell may be has no cell that is.
    return rows if not before and max(map(len, rows), default=0) <= limits.cell_characters else []


def _matched(rows: bytes) -> re.Match[bytes] | None:
    return None if _text(rows) is None else _row_grammar().fullmatch(rows)


def _below(numbers: Sequence[int]) -> bool:
    """Whether every row stands below the one before it."""
    return numbers[-1] <= LAST_ROW and all(map(lt, numbers, numbers[1:]))


def _wordless(tail: bytes) -> bytes:
    """What follows the rows of a sheet, without words of no matter: the rest is the same in many forms."""
    before, checks, after = tail.rpartition(b"</dataValidations>")
    # Words that could not be anywhere in XML, in a comment for one, are left where they are.
    if b"--" in after or _text(after) is None:
        return tail
    return before + checks + _LINK.sub(rb"\1\2", _HEADER.sub(b"<oddHeader>", after))


def _seen(around: bytes, limits: Limits) -> Look | None:
    """What is around a body; None where that is refused."""
    try:
        return look(around, limits)
    except Refused:
        return None


_kept_seen = lru_cache(KEPT)(_seen)


def quick_lengths(data: bytes, limits: Limits) -> Sequence[int] | None:
    """At least how many characters each shared string has, none of them too many; None where that is not sure."""
    start, end = data.find(b"<si>"), data.rfind(b"</si>") + len(b"</si>")
    body, around = data[start:end], data[: max(start, 0)] + data[end:]
    text = _text(body) if start >= 0 else None
    found = [max(len(string) - _STRING_MARKUP, 0) for string in text.split("<si>")[1:]] if text else []
    if not found or max(found) > limits.cell_characters or len(found) > limits.cells:
        return None
    known = _STRINGS.fullmatch(body) and _STRINGS_AROUND.fullmatch(around) and _seen(around, limits)
    return found if known and limits.depth > _STRING_LEVELS else None


def quick_shared_text(data: bytes, each: Sequence[int]) -> int:
    """How many characters a sheet of which the quick way is sure takes from shared strings that have so many each."""
    times = Counter(_SHARED_NUMBER.findall(data))
    return sum(each[int(number)] * count for number, count in times.items() if int(number) < len(each))


def _text(data: bytes) -> str | None:
    """XML as text; None where it is not UTF-8, or what stands between its tags may not."""
    references = data.count(b"&")
    if data.translate(None, _ORDINARY) or (references and len(_REFERENCE.findall(data)) < references):
        return None
    try:
        return None if b"]]>" in data else data.decode()
    except UnicodeDecodeError:
        return None


@cache
def _row_grammar() -> re.Pattern[bytes]:
    """The grammar of rows: in each, a cell a column at most; a group that is empty tells which columns are filled."""
    cells = b""
    for number in range(_COLUMNS, 0, -1):
        # Most rows end early: once in a block, it is asked whether there is one more cell.
        cells = cells if number % _BLOCK else rb"(?:(?=<c)" + cells + rb")?+"
        cells = rb'(?:<c r="%s\1"(?: s="[0-9]++")?+(?:/>|()' % letters_of(number).encode() + _FILLED + rb"))?+" + cells
    return re.compile(rb'(?:<row r="([1-9][0-9]{0,6}+)"' + _ROW_LOOKS + rb"(?:/>|>" + cells + rb"</row>))++")


def _last_row(body: bytes) -> int:
    """The number of the last row with a filled cell."""
    row = body.rfind(_ROW, 0, max(body.rfind(b"</v>"), 0)) + len(_ROW)
    return int(body[row : body.index(b'"', row)]) if row >= len(_ROW) else 0


def _last_column(rows: re.Match[bytes]) -> int:
    """The number of the last column with a filled cell."""
    groups = rows.groups()
    return next((column for column in range(len(groups) - 1, 0, -1) if groups[column] is not None), 0)
