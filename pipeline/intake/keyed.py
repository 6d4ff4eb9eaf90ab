"""Finds the form's cells by their keys, wherever they stand: rows and columns may be inserted, sheets renamed or copied.

A sheet of the form has a hidden corner cell `#key`. Below it stand the rows' keys, to its right the columns' marks
(`#value`, `#status`, …). A row's entries are in the columns of `#value`, or for a rubric level in all the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from pipeline.intake.workbook import Sheet
from schemas.submission import CELLS, COLUMN_MARK, KEY_CORNER, LEVEL_PART, VALUE_COLUMN


def keyed_cells(file: str, sheets: Iterable[Sheet]) -> pd.DataFrame:
    """Every keyed cell of a workbook, filled or not: a frame of `CELLS`; a key that stands twice has two rows."""
    rows = [{"file": file, **cell} for sheet in sheets for cell in _cells_of(sheet)]
    return CELLS.validate(pd.DataFrame(rows, columns=list(CELLS.columns), dtype=object))


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
        if column > left and isinstance(value, str) and value.startswith(COLUMN_MARK)
    }


def _entry_columns(row_key: str, marks: Mapping[int, str]) -> dict[int, str]:
    level = f"|{LEVEL_PART}|" in row_key
    return {column: name for column, name in marks.items() if (name != VALUE_COLUMN) == level}


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
