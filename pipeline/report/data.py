"""The data sheets: tidy tables at the end of the workbook, and the ranges that live formulas read from them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

import pandas as pd

from pipeline.consolidation.summary import Summary
from pipeline.drawing.book import sheet_name
from pipeline.drawing.page import Page, quoted
from pipeline.drawing.rows import Cells
from pipeline.intake.addresses import address
from schemas.fields import Field, Kind, Table, Text
from schemas.summary import DATA_TABLES

# The header of every data sheet stands here, so that every address is known before anything is drawn.
HEADER_ROW = 4
_FIRST = HEADER_ROW + 1
# As many rows as Excel has under the header; a longer table goes on on further sheets.
MOST_ROWS = 1_048_576 - _FIRST
# So many rows are made at once.
_BLOCK = 10_000
_WIDEST = 60.0
_ROW = 17.0
_NUMBERS = {Kind.INTEGER: "plain", Kind.NUMBER: "number", Kind.AMOUNT: "amount"}
_NOT_PRINTED = Text(
    " · ข้อความยาวอยู่ในคอลัมน์ทางขวา ซึ่งไม่พิมพ์", " · long texts stand in the columns to the right, which are not printed"
)


class DataSheet(NamedTuple):
    """A sheet of a table, or of so many of its rows as a sheet holds: `id` is how the canvas knows it."""

    id: str
    name: str
    table: Table
    rows: pd.DataFrame

    @property
    def hidden(self) -> bool:
        """Whether it stays out of sight, because there is nothing on it."""
        return bool(self.rows.empty)


def data_page(table: str) -> str:
    """The id of a table's first data sheet."""
    return f"data:{table}"


def data_sheets(summary: Summary, lang: str) -> Iterator[DataSheet]:
    """The data sheets in order; every table has at least one, which the next round reads."""
    for table in DATA_TABLES:
        frame = getattr(summary, table.id)
        for number, first in enumerate(range(0, max(len(frame), 1), MOST_ROWS), start=1):
            further = f" {number}" if number > 1 else ""
            name = sheet_name(table.title.to(lang) + further)
            yield DataSheet(data_page(table.id) + further, name, table, frame.iloc[first : first + MOST_ROWS])


def data_widths(table: Table) -> list[float]:
    """The column widths of a data sheet."""
    return [min(field.width, _WIDEST) for field in table]


@dataclasses.dataclass(frozen=True)
class Ranges:
    """Where the columns of the data sheets stand: `column("scores", "score")` → `'…'!$K$6:$K$16`."""

    summary: Summary
    lang: str
    _known: dict[tuple[str, str], str] = dataclasses.field(default_factory=dict)

    def column(self, table: str, field: str) -> str:
        """The range of a column's values; of a table that goes on on further sheets, of the first."""
        if (table, field) not in self._known:
            self._known[table, field] = self._column(table, field)
        return self._known[table, field]

    def _column(self, table: str, field: str) -> str:
        own, rows = described(table), len(getattr(self.summary, table))
        col = own.columns.index(field)
        letters = address(0, col)[:-1]
        sheet = quoted(sheet_name(own.title.to(self.lang)))
        return f"{sheet}!${letters}${_FIRST + 1}:${letters}${_FIRST + min(max(rows, 1), MOST_ROWS)}"


def draw(page: Page, sheet: DataSheet) -> None:
    """A tidy table: ids and plain numbers, one header row, frozen and filtered, ready to be read by a program."""
    lang, table = page.figures.lang, sheet.table
    printed = len(list(takewhile(lambda field: field.kind is not Kind.LONG_TEXT, table)))
    page.sheet.hide_gridlines(1)
    page.sheet.set_default_row(_ROW)
    more = _NOT_PRINTED.to(lang) if printed < len(table.fields) else ""
    page.banner(table.title.to(lang), table.help.to(lang) + more, last=printed - 1)
    page.head_row(HEADER_ROW, [field.title.to(lang) for field in table])
    page.sheet.follow(_FIRST, len(sheet.rows), len(table.fields), _blocks(page, sheet))
    if sheet.hidden:
        return
    last = HEADER_ROW + max(len(sheet.rows), 1)
    page.sheet.freeze_panes(_FIRST, 1)
    page.sheet.autofilter(HEADER_ROW, 0, last, len(table.fields) - 1)
    page.sheet.repeat_rows(HEADER_ROW)
    page.sheet.print_area(0, 0, last, printed - 1)


def _blocks(page: Page, sheet: DataSheet) -> Iterator[list[Cells]]:
    """The cells of the table, some rows at a time."""
    for first in range(0, len(sheet.rows), _BLOCK):
        rows = sheet.rows.iloc[first : first + _BLOCK]
        yield [_cells(page, col, field, values(field, rows[field.id])) for col, field in enumerate(sheet.table)]


def _cells(page: Page, col: int, field: Field, held: list[Any]) -> Cells:
    """The cells of a column with these values."""
    if field.kind in _NUMBERS:
        number = _NUMBERS[field.kind]
        return page.sheet.numbers(col, held, lambda value: page.number_look(value, "data_number", number))
    if field.kind is Kind.DATE:
        look = page.theme.role("data_centre", "date")
        return page.sheet.days(col, held, lambda day: look)
    return page.sheet.texts(col, held, lambda text: page.text_look(text, "data"))


def values(field: Field, column: pd.Series) -> list[Any]:
    """The values of a column as a workbook holds them: numbers, amounts in baht, days, texts; None where it is empty."""
    if field.kind in _NUMBERS:
        unit = field.per_unit
        return [None if value is None else value / unit for value in held(field, column)]
    return [value or None for value in held(field, column)]


def held(field: Field, column: pd.Series) -> list[Any]:
    """The values of a column as they are: numbers, amounts in satang, days, texts that may be empty; else None."""
    days = field.kind is Kind.DATE
    own: list[Any] = (column.to_numpy("datetime64[D]") if days else column.to_numpy(object, na_value=None)).tolist()
    return own


def described(table: str) -> Table:
    """The table of a data sheet."""
    return next(t for t in DATA_TABLES if t.id == table)
