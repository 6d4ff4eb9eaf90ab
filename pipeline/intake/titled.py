"""Finds the cells of tables by the titles of sheets and columns, in Thai, English or by id, in any order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pipeline import thai
from pipeline.intake.addresses import address
from pipeline.intake.titles import names
from pipeline.intake.workbook import Sheet
from schemas.fields import Table
from schemas.plan import PLAN_TABLES

_HEADER_WITHIN = 20

Places = Mapping[str, tuple[int, int]]


class Titled(NamedTuple):
    """A table as it stands in a sheet: its rows that are not empty, by their numbers in Excel, and their raw values.

    `raws`: field → its values, row by row, of the columns that are found. `places`: field → where its title stands, from 0;
    in a record, where its value stands. A record has one row, with the number 1.
    """

    table: Table
    sheet: str
    rows: list[int]
    raws: dict[str, list[object]]
    places: Places

    def cell(self, row: int | None, field: str) -> str:
        """The address of a value, '' where there is none."""
        if row is None or field not in self.places or self._index(row) is None:
            return ""
        title, column = self.places[field]
        return address(title if self.table.record else row - 1, column)

    def raw(self, row: int, field: str) -> object:
        """The raw value of a field in a row; None where there is no such cell."""
        index = self._index(row)
        return None if index is None or field not in self.raws else self.raws[field][index]

    def _index(self, row: int) -> int | None:
        index = bisect_left(self.rows, row)
        return index if index < len(self.rows) and self.rows[index] == row else None


def titled_tables(
    sheets: Sequence[Sheet], tables: Iterable[Table] = PLAN_TABLES
) -> tuple[dict[str, Titled], list[tuple[str, str, str]]]:
    """The tables of a workbook by their ids, the plan's where not said; and what is missing.

    Missing: (table, field or "", sheet or ""), a field where a column is not found, "" for the whole sheet.
    """
    found: dict[str, Titled] = {}
    missing: list[tuple[str, str, str]] = []
    for table in tables:
        sheet = next((s for s in sheets if thai.key(s.name) in names(table)), None)
        if sheet is None:
            missing.append((table.id, "", ""))
            continue
        found[table.id] = _record(sheet, table) if table.record else _rows(sheet, table)
        missing += [(table.id, f.id, sheet.name) for f in table if f.id not in found[table.id].places and f.required]
    return found, missing


def _record(sheet: Sheet, table: Table) -> Titled:
    places = _record_places(sheet, table)
    raws = {field: [sheet.rows[row][column]] for field, (row, column) in places.items()}
    return Titled(table, sheet.name, [1] if places else [], raws, places)


def _rows(sheet: Sheet, table: Table) -> Titled:
    places = _column_places(sheet, table)
    columns = [column for _, column in places.values()]
    # A row may be cut short where the rest of it is empty.
    padding = [""] * (max(columns, default=-1) + 1)
    first = max((row for row, _ in places.values()), default=len(sheet.rows)) + 1
    rows, raws = [], []
    for number, values in enumerate(sheet.rows[first:], start=first + 1):
        own = values if len(values) >= len(padding) else values + padding[len(values) :]
        for column in columns:
            if not thai.is_blank(own[column]):
                rows.append(number)
                raws.append(own)
                break
    return Titled(
        table, sheet.name, rows, {field: [own[column] for own in raws] for field, (_, column) in places.items()}, places
    )


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
