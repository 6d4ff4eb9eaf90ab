"""The last proof before a summary goes out: its data sheets, read back, hold what it was drawn from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import isclose
from typing import Any

from pipeline.consolidation.controls import NotReconciled
from pipeline.consolidation.summary import Summary
from pipeline.intake.read_back import NotAsMade, ReadBack, Shown
from pipeline.report.data import HEADER_ROW, DataSheet, data_sheets, held
from schemas.fields import Field, Kind

# A workbook keeps sixteen digits of a number: to the satang up to nine trillion baht.
_AS_KEPT = 1e-15
_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT)


def prove_written(workbook: bytes, summary: Summary, lang: str) -> None:
    """Raise `NotReconciled` with `table.column` of whatever the workbook in `lang` does not hold as `summary` does.

    Every value is compared, row by row and amounts to the satang, and with them every count of cells and control total.
    The other sheets add up by formulas what these hold.
    """
    book = ReadBack(workbook)
    off = [f"{sheet.table.id}.{column}" for sheet in data_sheets(summary, lang) for column in _off(book, sheet, lang)]
    if off:
        raise NotReconciled(", ".join(off))


def _off(book: ReadBack, sheet: DataSheet, lang: str) -> list[str]:
    """The columns of a table that its sheet does not hold as it should; all of them where its rows are others."""
    try:
        off = set(_differing(book, sheet, lang))
    except NotAsMade:
        return sheet.table.columns
    return [column for column in sheet.table.columns if column in off]


def _differing(book: ReadBack, sheet: DataSheet, lang: str) -> Iterator[str]:
    """The columns that differ, as often as they do. Raises `NotAsMade` where there is a row more or less."""
    titles, count = [field.title.to(lang) for field in sheet.table], 0
    for columns in book.columns(sheet.name, titles, HEADER_ROW + 1):
        rows = sheet.rows.iloc[count : count + len(columns[0])]
        if len(rows) < len(columns[0]):
            raise NotAsMade
        count += len(rows)
        for field, cells in zip(sheet.table, columns, strict=True):
            if not _alike(field, book.shown(cells), held(field, rows[field.id])):
                yield field.id
    if count < len(sheet.rows):
        raise NotAsMade


def _alike(field: Field, shown: list[Shown], values: list[Any]) -> bool:
    """Whether cells hold the values of a column as `held` gives them; for none, or an empty text, there is no cell."""
    if field.kind in _NUMBERS:
        return (shown == values and field.per_unit == 1) or all(map(partial(_same, field.per_unit), shown, values))
    return shown == values or shown == [None if value == "" else value for value in values]


def _same(unit: int, shown: Shown, value: float | None) -> bool:
    """Whether a cell holds a number, which stands there in such a unit: of amounts, in baht."""
    if value is None:
        return shown is None
    return isinstance(shown, float) and isclose(shown * unit, value, rel_tol=_AS_KEPT)
