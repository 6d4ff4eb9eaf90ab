"""Reads back the rows that `RowsSheet` has just made: no guards, for nobody else has had them.

Every byte of the rows is accounted for: what this program does not write is told. A cell stays XML until it is asked what
it holds, so that what a million cells repeat is made out once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from html import unescape
from io import BytesIO
from typing import IO
from zipfile import ZipFile

from xlsxwriter.utility import xl_col_to_name

# The cells of a column, one a row: of each what stands behind `s="`, empty where there is none.
Cells = tuple[bytes, ...]
# What a cell holds: nothing, a text, a number, a day; its XML where this program writes no such cell.
Shown = str | float | date | bytes | None

# So many bytes of a sheet are looked at at once; what stands above its rows are always fewer.
PIECE = 1024 * 1024
# What so many different cells hold is kept.
_KNOWN = 20_000

_SHEET = re.compile('<sheet name="([^"]*)" [^>]*r:id="([^"]*)"/>')
_PART = re.compile('<Relationship Id="([^"]*)" [^>]*Target="([^"]*)"/>')
_FORMAT = re.compile('<numFmt numFmtId="([^"]*)" formatCode="([^"]*)"/>')
_LOOK = re.compile('<xf numFmtId="([^"]*)"')
_NO_PLACEHOLDER = re.compile(r"\[[^]]*\]|&quot;.*?&quot;")

_CELL = rb'(?:<c r="%s\1" s="([^<]*+<(?:v>[^<]*+</v|is><t[^<]*+</t></is)>)</c>|)'
_STRING = b'<t(?: xml:space="preserve")?>([^<]*)</t>'
_SHARED = re.compile(b"<si>(?:<r>)?%s(?:</r>)?</si>" % _STRING)
_HELD = re.compile(
    rb'(\d+)"(?: t="s"><v>(\d+)</v|><v>(-?\d+(?:\.\d+)?(?:E[+-]\d+)?)</v| t="inlineStr"><is>%s</is)>' % _STRING
)
_ESCAPED = re.compile("&(amp|lt|gt);|_x([0-9A-F]{4})_")
_MARKUP = {"amp": "&", "lt": "<", "gt": ">"}
# Excel has a 29 February 1900, by this number.
_NO_DAY = 60


class NotAsMade(Exception):
    """A sheet is not there, or holds something else than rows as this program writes them."""


class ReadBack:
    """A workbook that this program has just made."""

    def __init__(self, workbook: bytes) -> None:
        self._package = ZipFile(BytesIO(workbook))
        parts = dict(_PART.findall(self._xml("_rels/workbook.xml.rels")))
        self._parts = {unescape(name): parts[id_] for name, id_ in _SHEET.findall(self._xml("workbook.xml"))}
        shared = _SHARED.findall(self._package.read("xl/sharedStrings.xml"))
        self._shared = {b"%d" % number: _plain(text.decode()) for number, text in enumerate(shared)}
        self._days = _looks_of_days(self._xml("styles.xml"))
        self._known = _Known(self._value)

    def columns(self, sheet: str, titles: Sequence[str], header: int) -> Iterator[list[Cells]]:
        """The columns under a row of titles, some rows at a time; `header`: the number of the row of titles, from 1.

        Raises `NotAsMade`, where a later row is the reason only when it is reached.
        """
        if sheet not in self._parts:
            raise NotAsMade
        with self._package.open(f"xl/{self._parts[sheet]}") as xml:
            blocks = _blocks(xml, len(titles), header)
            first = next(blocks)
            if self.shown(tuple(cells[0] for cells in first)) != list(titles):
                raise NotAsMade
            yield [cells[1:] for cells in first]
            yield from blocks

    def shown(self, cells: Cells) -> list[Shown]:
        """What cells hold."""
        if len(self._known) > _KNOWN:
            self._known.clear()
        return list(map(self._known.__getitem__, cells))

    def _value(self, cell: bytes) -> Shown:
        found = _HELD.fullmatch(cell)
        if found is None:
            return cell or None
        look, shared, number, text = found.groups()
        if text is not None:
            return _plain(text.decode())
        if shared:
            return self._shared.get(shared, cell)
        return _day(int(number)) if look in self._days and number.isdigit() else float(number)

    def _xml(self, part: str) -> str:
        return self._package.read(f"xl/{part}").decode()


class _Known(dict[bytes, Shown]):
    """What cells hold, each made out when it is first asked for."""

    def __init__(self, made_out: Callable[[bytes], Shown]) -> None:
        super().__init__()
        self._made_out = made_out

    def __missing__(self, cell: bytes) -> Shown:
        self[cell] = shown = self._made_out(cell)
        return shown


def _blocks(xml: IO[bytes], width: int, number: int) -> Iterator[list[Cells]]:
    """The first columns of a sheet from the row of a number on, each row with the number after the one before it."""
    cells = b"".join(_CELL % xl_col_to_name(col).encode() for col in range(width))
    row, rest = re.compile(rb'<row r="(\d+)"[^>]*>%s</row>' % cells), b""
    for piece in _from(b'<row r="%d"' % number, iter(partial(xml.read, PIECE), b"")):
        rows, rest = _whole_rows(row, rest + piece)
        if rows:
            numbers, *columns = zip(*rows, strict=True)
            if [*map(int, numbers)] != [*range(number, number + len(rows))]:
                raise NotAsMade
            yield columns
            number += len(rows)
    if not rest.startswith(b"</sheetData>"):
        raise NotAsMade


def _whole_rows(row: re.Pattern[bytes], xml: bytes) -> tuple[list[Cells], bytes]:
    """The rows that XML begins with, without a gap between them, and what stands after the last of them."""
    rows, end = [], 0
    for found in row.finditer(xml):
        if found.start() != end:
            raise NotAsMade
        rows.append(found.groups(b""))
        end = found.end()
    if xml.find(b"</row>", end) >= 0:
        raise NotAsMade
    return rows, xml[end:]


def _from(begin: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Pieces without what stands before `begin`, which is in the first of them."""
    _, _, rest = next(pieces, b"").partition(begin)
    yield begin + rest
    yield from pieces


def _looks_of_days(styles: str) -> frozenset[bytes]:
    """The numbers of the looks in which a number is shown as a day."""
    days = {id_ for id_, code in _FORMAT.findall(styles) if "yy" in _NO_PLACEHOLDER.sub("", code)}
    looks = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    return frozenset(b"%d" % number for number, id_ in enumerate(_LOOK.findall(looks)) if id_ in days)


def _day(number: int) -> date:
    return date(1899, 12, 30) + timedelta(days=number + (number < _NO_DAY))


def _plain(text: str) -> str:
    """A text of XML, with the letters that a workbook writes as `_x000D_`."""
    if "&" in text or "_x" in text:
        return _ESCAPED.sub(lambda sign: _MARKUP.get(sign[1]) or chr(int(sign[2], 16)), text)
    return text
