"""Reads back what this program has just made: no guards, for nobody else has had it, and only the sheets asked for."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import python_calamine


def read_back(workbook: bytes, sheets: Iterable[str]) -> dict[str, list[list[object]]]:
    """Sheet → its rows of raw values from A1, '' where empty; a sheet that is not there is left out."""
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(workbook))
    there = [name for name in sheets if name in book.sheet_names]
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in there}
