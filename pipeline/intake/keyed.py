"""Finds the form's cells by their keys, wherever they stand: rows and columns may be inserted, sheets renamed or copied.

A sheet of the form has a hidden corner cell `#key`. Below it stand the rows' keys, to its right the columns' marks
(`#value`, `#status`, …). A row's entry is in the column of `#value`; a rubric level has some in the others too. Above
it stand the keys of what the head of the form says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from pipeline import thai
from pipeline.intake.addresses import address
from pipeline.intake.workbook import Sheet, shown
from schemas.submission import (
    COLUMN_MARK,
    HEAD_KEYS,
    IDENTITY,
    KEY_CORNER,
    LEVEL_PART,
    THRESHOLD_PART,
    VALUE_COLUMN,
)

# As many cells outside the form as are told one by one.
MOST_LEFTOVERS = 2000


class KeyedCell(NamedTuple):
    """A cell of the form: where it stands, its key, and its value as the reader gave it; '' where it is empty."""

    sheet: str
    cell: str
    key: str
    raw: object


class Leftover(NamedTuple):
    """A filled cell that is none of the form's: where it stands, and what people read there."""

    sheet: str
    cell: str
    text: str


def keyed_cells(sheets: Iterable[Sheet]) -> list[KeyedCell]:
    """Every keyed cell of a workbook, filled or not; a key that stands twice is there twice."""
    return [cell for sheet in sheets for cell in _cells_of(sheet)]


def leftovers(sheets: Iterable[Sheet]) -> list[Leftover]:
    """What stands outside the form's own rows and columns, and on sheets that are not the form's; what goes beyond
    MOST_LEFTOVERS is one more, whose text says how many cells it stands for.

    A form older than version 2 does not mark what it prints, so nothing can be told of it.
    """
    listed = list(sheets)
    tells = any(
        row[left] == COLUMN_MARK for sheet in listed for _, left in _corners(sheet) for row in _from(sheet, left)
    )
    found = (cell for sheet in listed if not _hidden(sheet) for cell in _outside(sheet)) if tells else iter(())
    told = list(islice(found, MOST_LEFTOVERS))
    more = list(found)
    # Somebody pasted a whole table beside the form: the rest of it is told as one.
    return [*told, Leftover(more[0].sheet, more[0].cell, f"… + {len(more):,}")] if more else told


def _hidden(sheet: Sheet) -> bool:
    """Whether this is the form's hidden sheet, where nobody writes."""
    rows = (row[left] for _, left in _corners(sheet) for row in _from(sheet, left))
    return any(isinstance(key, str) and key.startswith(f"{IDENTITY.id}|") for key in rows)


def _from(sheet: Sheet, column: int) -> Iterator[list[object]]:
    """The rows that reach a column."""
    return (row for row in sheet.rows if len(row) > column)


def _outside(sheet: Sheet) -> Iterator[Leftover]:
    corners = list(_corners(sheet))
    columns = {column for top, _ in corners for column, mark in enumerate(sheet.rows[top]) if not thai.is_blank(mark)}
    for index, row in enumerate(sheet.rows):
        own = any(not thai.is_blank(row[left]) for _, left in corners if left < len(row))
        for column, raw in enumerate(row):
            if not (own and column in columns) and not thai.is_blank(raw):
                yield Leftover(sheet.name, address(index, column), shown(raw))


def _cells_of(sheet: Sheet) -> Iterator[KeyedCell]:
    for top, left in _corners(sheet):
        yield from _head_of(sheet, top, left)
        marks = _marks(sheet.rows[top], left)
        for index in range(top + 1, len(sheet.rows)):
            row = sheet.rows[index]
            row_key = row[left] if left < len(row) else ""
            if not isinstance(row_key, str) or "|" not in row_key:
                continue
            for column, name in _entry_columns(row_key.strip(), marks).items():
                raw = row[column] if column < len(row) else ""
                yield KeyedCell(sheet.name, address(index, column), entry_key(row_key.strip(), name), raw)


def _head_of(sheet: Sheet, top: int, left: int) -> Iterator[KeyedCell]:
    """What the head says above the corner: beside each of its keys stands one text over all columns."""
    for index, row in enumerate(sheet.rows[:top]):
        row_key = row[left] if left < len(row) else ""
        if isinstance(row_key, str) and row_key.strip() in HEAD_KEYS:
            column = next((at for at in range(left + 1, len(row)) if not thai.is_blank(row[at])), left + 1)
            raw = row[column] if column < len(row) else ""
            yield KeyedCell(sheet.name, address(index, column), row_key.strip(), raw)


def _corners(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for index, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            if value == KEY_CORNER:
                yield index, column


def _marks(row: list[object], left: int) -> dict[int, str]:
    return {
        column: value.removeprefix(COLUMN_MARK)
        for column, value in enumerate(row)
        if column > left and isinstance(value, str) and value.startswith(COLUMN_MARK) and value != COLUMN_MARK
    }


def _entry_columns(row_key: str, marks: Mapping[int, str]) -> dict[int, str]:
    level = f"|{LEVEL_PART}|" in row_key or f"|{THRESHOLD_PART}|" in row_key
    return {column: name for column, name in marks.items() if level or name == VALUE_COLUMN}


def entry_key(row_key: str, column: str) -> str:
    """The key of an entry cell: `3.2|narrative` in the value column, `3.2|level|4|status` in another."""
    return row_key if column == VALUE_COLUMN else f"{row_key}|{column}"
