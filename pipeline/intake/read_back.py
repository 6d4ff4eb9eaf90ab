"""Reads back what this program has just made: no guards, for nobody else has had it, and only the sheets asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import IO
from zipfile import ZipFile

from python_calamine import CalamineSheet, CalamineWorkbook

Row = list[object]

# A sheet of more bytes of XML is read in pieces of so many, for what reads it takes several times as much memory.
PIECE = 32 * 1024 * 1024
_ROWS, _ROW_END, _END = b"<sheetData>", b"</row>", b"</sheetData></worksheet>"


def read_back(workbook: bytes, sheets: Iterable[str]) -> dict[str, Iterator[Row]]:
    """Sheet → its rows of raw values from A1, '' where empty, read when they are asked for; without what is not there."""
    book, package = CalamineWorkbook.from_filelike(BytesIO(workbook)), ZipFile(BytesIO(workbook))
    return {name: _rows(_ahead(_sheets(book, package, name))) for name in sheets if name in book.sheet_names}


def _ahead(sheets: Iterator[CalamineSheet]) -> Iterator[CalamineSheet]:
    """The same, each read by a thread while the one before it is looked at: calamine lets Python go on meanwhile."""
    with ThreadPoolExecutor(1) as thread:
        following = thread.submit(next, sheets, None)
        while sheet := following.result():
            following = thread.submit(next, sheets, None)
            yield sheet


def _rows(sheets: Iterable[CalamineSheet]) -> Iterator[Row]:
    """The rows of sheets that follow each other, as wide as the first of them."""
    number = width = 0
    for sheet in sheets:
        # A sheet as it is read begins at its first row and column that are not empty.
        row, col = sheet.start or (number, 0)
        width = max(width, col + sheet.width)
        before: Row = [""] * col
        behind: Row = [""] * (width - col - sheet.width)
        empty: Row = [""] * width
        yield from (empty for _ in range(number, row))
        rows: list[Row] = sheet.to_python()
        yield from (before + cells + behind for cells in rows) if before or behind else rows
        number = row + sheet.height


def _sheets(book: CalamineWorkbook, package: ZipFile, name: str) -> Iterator[CalamineSheet]:
    """A sheet as a whole, or cut into pieces each of which stands alone in a workbook like this one."""
    # This program's writers number the parts as the sheets are ordered.
    part = package.getinfo(f"xl/worksheets/sheet{book.sheet_names.index(name) + 1}.xml")
    if part.file_size <= PIECE:
        yield book.get_sheet_by_name(name)
        return
    around = {own: package.read(own) for own in package.namelist() if not own.startswith("xl/worksheets/")}
    with package.open(part) as xml:
        for piece in _pieces(xml):
            with CalamineWorkbook.from_filelike(_packed(around | {part.filename: piece})) as own:
                yield own.get_sheet_by_name(name)


def _pieces(xml: IO[bytes]) -> Iterator[bytes]:
    """A sheet cut between two of its rows, each piece with all that stands before the first of them."""
    head, begin, rest = xml.read(PIECE).partition(_ROWS)
    while more := xml.read(PIECE):
        rows, end, rest = rest.rpartition(_ROW_END)
        if end:
            yield head + begin + rows + end + _END
        rest += more
    yield head + begin + rest


def _packed(parts: dict[str, bytes]) -> BytesIO:
    """A workbook of these parts."""
    packed = BytesIO()
    with ZipFile(packed, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    packed.seek(0)
    return packed
