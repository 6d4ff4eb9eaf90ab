"""Finds the form's cells by their keys, wherever they stand: rows and columns may be inserted, sheets renamed or copied.

A sheet of the form has a hidden corner cell `#key`. Below it stand the rows' keys, to its right the columns' marks
(`#value`, `#status`, …). A row's entry is in the column of `#value`; a rubric level has some in the others too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import Sheet, shown
from schemas.submission import (
    CELLS,
    COLUMN_MARK,
    IDENTITY,
    KEY_CORNER,
    LEFTOVERS,
    LEVEL_PART,
    THRESHOLD_PART,
    VALUE_COLUMN,
)


def keyed_cells(file: str, sheets: Iterable[Sheet]) -> pd.DataFrame:
    """Every keyed cell of a workbook, filled or not: a frame of `CELLS`; a key that stands twice has two rows."""
    rows = [{"file": file, **cell} for sheet in sheets for cell in _cells_of(sheet)]
    return CELLS.validate(pd.DataFrame(rows, columns=list(CELLS.columns), dtype=object))


def leftovers(file: str, sheets: Iterable[Sheet]) -> pd.DataFrame:
    """What stands outside the form's own rows and columns, and on sheets that are not the form's: a frame of LEFTOVERS.

    A form older than version 2 does not mark what it prints, so nothing can be told of it.
    """
    listed = list(sheets)
    tells = any(
        row[left] == COLUMN_MARK for sheet in listed for _, left in _corners(sheet) for row in _from(sheet, left)
    )
    rows = (
        [{"file": file, **cell} for sheet in listed if not _hidden(sheet) for cell in _outside(sheet)] if tells else []
    )
    return LEFTOVERS.frame(rows)


def _hidden(sheet: Sheet) -> bool:
    """Whether this is the form's hidden sheet, where nobody writes."""
    rows = (row[left] for _, left in _corners(sheet) for row in _from(sheet, left))
    return any(isinstance(key, str) and key.startswith(f"{IDENTITY.id}|") for key in rows)


def _from(sheet: Sheet, column: int) -> Iterator[list[object]]:
    """The rows that reach a column."""
    return (row for row in sheet.rows if len(row) > column)


def _outside(sheet: Sheet) -> Iterator[dict[str, str]]:
    corners = list(_corners(sheet))
    columns = {column for top, _ in corners for column, mark in enumerate(sheet.rows[top]) if not thai.is_blank(mark)}
    for index, row in enumerate(sheet.rows):
        own = any(not thai.is_blank(row[left]) for _, left in corners if left < len(row))
        for column, raw in enumerate(row):
            if not (own and column in columns) and not thai.is_blank(raw):
                yield {"sheet": sheet.name, "cell": address(index, column), "text": shown(raw)}


def _cells_of(sheet: Sheet) -> Iterator[dict[str, object]]:
    for top, left in _corners(sheet):
        marks = _marks(sheet.rows[top], left)
        for index in range(top + 1, len(sheet.rows)):
            row = sheet.rows[index]
            row_key = row[left] if left < len(row) else ""
            if not isinstance(row_key, str) or "|" not in row_key:
                continue
            for column, name in _entry_columns(row_key.strip(), marks).items():
                yield {
                    "sheet": sheet.name,
                    "cell": address(index, column),
                    "key": entry_key(row_key.strip(), name),
                    "raw": row[column] if column < len(row) else "",
                }


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


def address(row: int, column: int) -> str:
    """`A1` of a cell counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
