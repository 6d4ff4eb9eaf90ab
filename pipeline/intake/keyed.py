"""Finds the form's cells by their keys, wherever they stand: rows and columns may be inserted, sheets renamed or copied.

A sheet of the form has a hidden corner cell `#key`. Below it stand the rows' keys, to its right the columns' marks
(`#value`, `#status`, …). A row's entry is in the column of `#value`; a rubric level has some in the others too. Above
it stand the keys of what the head of the form says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline import thai
from pipeline.intake.addresses import address
from pipeline.intake.verdict import Reason
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

# Where the corners of a sheet stand: row and column, from 0.
Corners = Sequence[tuple[int, int]]


class KeyedCell(NamedTuple):
    """A cell of the form: where it stands, its key, and its value as the reader gave it; '' where it is empty."""

    sheet: str
    cell: str
    key: str
    raw: object

    @property
    def found(self) -> object:
        """What stands in the cell, also where it only reads as empty."""
        return self.raw.found if isinstance(self.raw, Reason) else self.raw

    @property
    def broken(self) -> str:
        """The rule that a cell breaks which only reads as empty; '' for all others."""
        return self.raw.rule if isinstance(self.raw, Reason) else ""


# Key → everything that stands at it, in the order of the form.
ByKey = Mapping[str, Sequence[KeyedCell]]


def by_key(cells: Sequence[KeyedCell]) -> ByKey:
    """The cells of a form by their keys."""
    found = {cell.key: [cell] for cell in cells}
    # In most forms no key stands twice.
    if len(found) < len(cells):
        found = {}
        for cell in cells:
            found.setdefault(cell.key, []).append(cell)
    return found


class Leftover(NamedTuple):
    """A filled cell that is none of the form's: where it stands, and what people read there."""

    sheet: str
    cell: str
    text: str


def keyed_cells(sheets: Iterable[Sheet]) -> list[KeyedCell]:
    """Every keyed cell of a workbook, filled or not; a key that stands twice is there twice."""
    return [cell for sheet in sheets for top, left in _corners(sheet) for cell in _cells_of(sheet, top, left)]


def leftovers(sheets: Iterable[Sheet]) -> list[Leftover]:
    """What stands outside the form's own rows and columns, and on sheets that are not the form's; what goes beyond
    MOST_LEFTOVERS is one more, whose text says how many cells it stands for.

    A form older than version 2 does not mark what it prints, so nothing can be told of it.
    """
    listed = [(sheet, _corners(sheet)) for sheet in sheets]
    if not any(_tells(sheet, corners) for sheet, corners in listed):
        return []
    found = (cell for sheet, corners in listed if not _hidden(sheet, corners) for cell in _outside(sheet, corners))
    told = list(islice(found, MOST_LEFTOVERS))
    more = list(found)
    # Somebody pasted a whole table beside the form: the rest of it is told as one.
    return [*told, Leftover(more[0].sheet, more[0].cell, f"… + {len(more):,}")] if more else told


def _tells(sheet: Sheet, corners: Corners) -> bool:
    """Whether a sheet marks the rows that it only prints."""
    return any(key == COLUMN_MARK for key in _keys(sheet, corners))


def _hidden(sheet: Sheet, corners: Corners) -> bool:
    """Whether this is the form's hidden sheet, where nobody writes."""
    return any(isinstance(key, str) and key.startswith(f"{IDENTITY.id}|") for key in _keys(sheet, corners))


def _keys(sheet: Sheet, corners: Corners) -> Iterator[object]:
    """What stands in the columns of the corners."""
    return (row[left] for _, left in corners for row in sheet.rows if len(row) > left)


def _outside(sheet: Sheet, corners: Corners) -> Iterator[Leftover]:
    columns = {column for top, _ in corners for column, mark in enumerate(sheet.rows[top]) if not thai.is_blank(mark)}
    others = [column for column in range(max(map(len, sheet.rows), default=0)) if column not in columns]
    for index, row in enumerate(sheet.rows):
        # Most rows are the form's or empty: that is asked first.
        own = any(left < len(row) and not thai.is_blank(row[left]) for _, left in corners)
        for column in others if own else range(len(row) if row.count("") < len(row) else 0):
            if column < len(row) and not thai.is_blank(row[column]):
                yield Leftover(sheet.name, address(index, column), shown(row[column]))


def _cells_of(sheet: Sheet, top: int, left: int) -> Iterator[KeyedCell]:
    yield from _head_of(sheet, top, left)
    marks = _marks(sheet.rows[top], left)
    values = {column: name for column, name in marks.items() if name == VALUE_COLUMN}
    for index, row in enumerate(sheet.rows[top + 1 :], start=top + 1):
        row_key = row[left] if left < len(row) else ""
        if not isinstance(row_key, str) or "|" not in row_key:
            continue
        row_key = row_key.strip()
        for column, name in (marks if _is_level(row_key) else values).items():
            raw = row[column] if column < len(row) else ""
            yield KeyedCell(sheet.name, address(index, column), entry_key(row_key, name), raw)


def _head_of(sheet: Sheet, top: int, left: int) -> Iterator[KeyedCell]:
    """What the head says above the corner: beside each of its keys stands one text over all columns."""
    for index, row in enumerate(sheet.rows[:top]):
        row_key = row[left] if left < len(row) else ""
        if isinstance(row_key, str) and row_key.strip() in HEAD_KEYS:
            column = next((at for at in range(left + 1, len(row)) if not thai.is_blank(row[at])), left + 1)
            raw = row[column] if column < len(row) else ""
            yield KeyedCell(sheet.name, address(index, column), row_key.strip(), raw)


def _corners(sheet: Sheet) -> Corners:
    return [
        (index, column)
        for index, row in enumerate(sheet.rows)
        if KEY_CORNER in row
        for column, value in enumerate(row)
        if value == KEY_CORNER
    ]


def _marks(row: list[object], left: int) -> dict[int, str]:
    return {
        column: value.removeprefix(COLUMN_MARK)
        for column, value in enumerate(row)
        if column > left and isinstance(value, str) and value.startswith(COLUMN_MARK) and value != COLUMN_MARK
    }


def _is_level(row_key: str) -> bool:
    """Whether this is the key of a row with more entries than a value."""
    return f"|{LEVEL_PART}|" in row_key or f"|{THRESHOLD_PART}|" in row_key


def entry_key(row_key: str, column: str) -> str:
    """The key of an entry cell: `3.2|narrative` in the value column, `3.2|level|4|status` in another."""
    return row_key if column == VALUE_COLUMN else f"{row_key}|{column}"
