"""Finds the cells of tables by the titles of sheets and columns, in Thai, English or by id, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from pipeline import thai
from pipeline.intake.addresses import address
from pipeline.intake.titles import names
from pipeline.intake.workbook import Sheet
from schemas.fields import Table
from schemas.plan import PLAN_TABLES

COLUMNS = ["table", "row", "field", "sheet", "cell", "raw"]
_HEADER_WITHIN = 20


def titled_cells(
    sheets: Sequence[Sheet], tables: Iterable[Table] = PLAN_TABLES
) -> tuple[pd.DataFrame, dict[str, str], list[tuple[str, str, str]]]:
    """The cells of the tables of a workbook, the plan's where not said; the sheet of each table; and what is missing.

    Cells: a row a cell, also an empty one, with table, row (from 1), field, sheet, cell and raw value.
    Missing: (table, field or "", sheet or ""), a field where a column is not found, "" for the whole sheet.
    """
    rows: list[dict[str, object]] = []
    found: dict[str, str] = {}
    missing: list[tuple[str, str, str]] = []
    for table in tables:
        sheet = next((s for s in sheets if thai.key(s.name) in names(table)), None)
        if sheet is None:
            missing.append((table.id, "", ""))
            continue
        found[table.id] = sheet.name
        places = _record_places(sheet, table) if table.record else _column_places(sheet, table)
        rows += ({"table": table.id, "sheet": sheet.name, **cell} for cell in _cells(sheet, table, places))
        missing += [(table.id, f.id, sheet.name) for f in table if f.id not in places and f.required]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object), found, missing


def _column_places(sheet: Sheet, table: Table) -> dict[str, tuple[int, int]]:
    """Field → (header row, column), from the row among the first ones where most titles stand."""
    best: dict[str, tuple[int, int]] = {}
    for index, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        keys = [thai.key(value) if isinstance(value, str) else "" for value in row]
        here = {
            f.id: (index, column)
            for f in table
            if (column := next((c for c, k in enumerate(keys) if k in names(f)), None)) is not None
        }
        if len(here) > len(best):
            best = here
    return best


def _record_places(sheet: Sheet, table: Table) -> dict[str, tuple[int, int]]:
    """Field → (row, column of its value), the cell right of the title."""
    titles = {f.id: names(f) for f in table}
    places: dict[str, tuple[int, int]] = {}
    for index, row in enumerate(sheet.rows):
        for column, value in enumerate(row[:-1]):
            key = thai.key(value) if isinstance(value, str) else ""
            field = next((id_ for id_, known in titles.items() if key in known), None)
            if field and field not in places:
                places[field] = (index, column + 1)
    return places


def _cells(sheet: Sheet, table: Table, places: Mapping[str, tuple[int, int]]) -> Iterator[dict[str, object]]:
    if table.record:
        for field, (row, column) in places.items():
            yield _cell(sheet, row, column, field, at=1)
        return
    first = max((row for row, _ in places.values()), default=-1) + 1
    for row in range(first, len(sheet.rows)):
        values = sheet.rows[row]
        if places and any(not thai.is_blank(values[c]) for _, c in places.values() if c < len(values)):
            for field, (_, column) in places.items():
                yield _cell(sheet, row, column, field, at=row + 1)


def _cell(sheet: Sheet, row: int, column: int, field: str, at: int) -> dict[str, object]:
    values = sheet.rows[row]
    raw = values[column] if column < len(values) else ""
    return {"row": at, "field": field, "cell": address(row, column), "raw": raw}
