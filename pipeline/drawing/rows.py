"""Sheets with very many rows that are all alike: their XML is made here, from columns and a block of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from math import isfinite
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from pipeline.drawing.package import Part, text_element
from pipeline.drawing.sheet import Sheet

# Cells of a column, one a row, in XML; empty where there is none.
Cells = Sequence[bytes]

# Stands in a cell for the number of its row. No XML has it, and a text says it as _x0000_.
_ROW = "\0"
# What a cell holds of a text, in units of UTF-16.
_LONGEST = 32_767
# A sheet of more cells shares only short texts that repeat, so that the table of shared texts needs little memory.
_MANY, _SHORT = 400_000, 80


class _Following(NamedTuple):
    """Rows that a sheet does not hold: the first of them, and how many cells they have at the most."""

    first: int
    cells: int
    blocks: Iterable[Sequence[Cells]]


class RowsSheet(Sheet):
    """A worksheet of xlsxwriter; under the rows that it holds others may follow, made while the workbook is packed."""

    _following: _Following | None = None

    def follow(self, row: int, count: int, columns: int, blocks: Iterable[Sequence[Cells]]) -> None:
        """So many rows from `row` on, in blocks of columns as `numbers`, `days` and `texts` give them.

        The blocks are asked for when the workbook is saved. Raises `ValueError` where the rows go beyond the sheet.
        """
        self._following = _Following(row, count * columns, blocks)
        if count and self._check_dimensions(row + count - 1, columns - 1):
            raise ValueError(f"{count} rows from {row} on do not fit on a sheet")

    def numbers(self, col: int, values: Iterable[float | None], look: Callable[[float], Format]) -> Cells:
        """Cells with numbers, none where a value is None; `look`: value → its format."""
        return self._cells(col, values, look, _number)

    def days(self, col: int, values: Iterable[date | None], look: Callable[[date], Format]) -> Cells:
        """Cells with dates, as real dates of Excel."""

        def number(day: date) -> str:
            return _number(self._convert_date_time(datetime(day.year, day.month, day.day)))

        return self._cells(col, values, look, number)

    def texts(self, col: int, values: Sequence[str | None], look: Callable[[str], Format]) -> Cells:
        """Cells with texts. In a sheet of very many cells a text stands in its cell, unless it is short and repeats."""
        few = self._following is None or self._following.cells <= _MANY
        longest = _LONGEST if few else _SHORT if len(set(values)) * 2 <= len(values) else 0

        def content(text: str) -> str:
            if len(text) * 2 > _LONGEST and len(text.encode("utf-16-le")) > _LONGEST * 2:
                raise ValueError(f"no cell holds a text of {len(text)} letters")
            # Not every reader knows the escapes of a text that stands in its cell.
            if len(text) > longest and "_x" not in (element := text_element(text)):
                return f' t="inlineStr"><is>{element}</is>'
            return f' t="s"><v>{self.str_table._get_shared_string_index(_never_rich(text))}</v>'

        return self._cells(col, values, look, content)

    def _cells(
        self, col: int, values: Iterable[Any], look: Callable[[Any], Format], content: Callable[[Any], str]
    ) -> Cells:
        """The cells of a column; what repeats is made once."""

        @cache
        def start(shown: Format) -> str:
            return f'<c r="{xl_col_to_name(col)}{_ROW}" s="{shown._get_xf_index()}"'

        given = list(values)
        made = {
            value: f"{start(look(value))}{content(value)}</c>".encode()
            for value in dict.fromkeys(given)
            if value is not None
        }
        made[None] = b""
        return list(map(made.__getitem__, given))

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        """What xlsxwriter calls for a cell with a text."""
        code: int = super()._write_string(row, col, _never_rich(string), cell_format)
        return code

    def _write_rows(self) -> None:
        """What xlsxwriter calls for the rows of the sheet: first those that it holds, then those that follow."""
        super()._write_rows()
        if self._following:
            part: Part = self.fh
            part.stream(self._rows(self._following.first, self._following.blocks))

    def _rows(self, row: int, blocks: Iterable[Sequence[Cells]]) -> Iterator[bytes]:
        start = f'<row r="{_ROW}" ht="{self.default_row_height * 0.75:.16g}" customHeight="1">'.encode()
        mark = _ROW.encode()
        for columns in blocks:
            rows = [
                b"".join((start, *cells, b"</row>")).replace(mark, b"%d" % number)
                for number, cells in enumerate(zip(*columns, strict=True), start=row + 1)
            ]
            row += len(rows)
            yield b"".join(rows)


def _never_rich(text: str) -> str:
    """A text as it may be shared: xlsxwriter takes one that looks like XML of rich text for that, whoever typed it."""
    return (
        f'<r><t xml:space="preserve">{escape(text)}</t></r>'
        if text.startswith("<r>") and text.endswith("</r>")
        else text
    )


def _number(value: float) -> str:
    """The content of a cell with a number, in sixteen digits as Excel keeps it."""
    if not isfinite(value):
        raise ValueError(f"no cell holds {value}")
    return f"><v>{value:.16G}</v>"
