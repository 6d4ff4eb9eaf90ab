"""The data sheets: tidy tables at the end of the workbook, and the ranges that live formulas read from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.consolidation.summary import Summary
from pipeline.drawing.book import sheet_name
from pipeline.drawing.page import Page, quoted
from pipeline.intake.addresses import address
from schemas.fields import Field, Kind, Table
from schemas.summary import DATA_TABLES

# The header of every data sheet stands here, so that every address is known before anything is drawn.
HEADER_ROW = 4
_FIRST = HEADER_ROW + 1
_WIDEST = 60.0
_NUMBERS = {Kind.INTEGER: "plain", Kind.NUMBER: "number", Kind.AMOUNT: "amount"}


def data_widths(table: Table) -> list[float]:
    """The column widths of a data sheet."""
    return [min(field.width, _WIDEST) for field in table]


@dataclass(frozen=True)
class Ranges:
    """Where the columns of the data sheets stand: `column("scores", "score")` → `'…'!$K$6:$K$16`."""

    summary: Summary
    lang: str

    def column(self, table: str, field: str) -> str:
        """The range of a column's values."""
        own, rows = described(table), len(getattr(self.summary, table))
        col = own.columns.index(field)
        letters = address(0, col)[:-1]
        sheet = quoted(sheet_name(own.title.to(self.lang)))
        return f"{sheet}!${letters}${_FIRST + 1}:${letters}${_FIRST + max(rows, 1)}"


def draw(page: Page, table: Table, frame: pd.DataFrame) -> None:
    """A tidy table: ids and plain numbers, one header row, frozen and filtered, ready to be read by a program."""
    lang = page.figures.lang
    page.banner(table.title.to(lang), table.help.to(lang))
    page.head_row(HEADER_ROW, [field.title.to(lang) for field in table])
    for index, row in enumerate(frame.itertuples(index=False), start=_FIRST):
        for col, (field, value) in enumerate(zip(table, row, strict=True)):
            _value(page, index, col, field, value)
        page.high(index, 17)
    page.sheet.freeze_panes(_FIRST, 1)
    page.sheet.autofilter(HEADER_ROW, 0, _FIRST + max(len(frame), 1) - 1, len(table.fields) - 1)
    page.sheet.repeat_rows(HEADER_ROW)


def _value(page: Page, row: int, col: int, field: Field, value: Any) -> None:
    missing = bool(pd.isna(value))
    if field.kind is Kind.DATE:
        page.day(row, col, None if missing else value.date(), "data_centre")
    elif field.kind in _NUMBERS:
        number = None if missing else float(value) / field.per_unit if field.per_unit > 1 else float(value)
        page.number(row, col, number, "data_number", _NUMBERS[field.kind])
    else:
        page.text(row, col, "" if missing else str(value), "data")


def tables() -> Iterable[Table]:
    """The tables that have a data sheet, in order."""
    return DATA_TABLES


def described(table: str) -> Table:
    """The table of a data sheet."""
    return next(t for t in DATA_TABLES if t.id == table)
