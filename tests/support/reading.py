"""What a workbook's bytes hold, as intake finds it, in the shapes that tests look at."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pipeline.intake.keyed import keyed_cells
from pipeline.intake.verdict import Reason, Refusal
from pipeline.intake.workbook import Sheet, read


def sheets_in(data: bytes) -> list[Sheet]:
    """The sheets of a workbook that must be readable."""
    book = read(data)
    assert not isinstance(book, Refusal), book
    return book.sheets


def keyed_in(data: bytes) -> pd.DataFrame:
    """Its keyed cells: sheet, cell, key, raw (of a cell that only reads as empty: what stands in it)."""
    return keyed_of(sheets_in(data))


def keyed_of(sheets: Iterable[Sheet]) -> pd.DataFrame:
    """The keyed cells of sheets."""
    cells = [
        cell._replace(raw=cell.raw.found if isinstance(cell.raw, Reason) else cell.raw) for cell in keyed_cells(sheets)
    ]
    return pd.DataFrame(cells, columns=["sheet", "cell", "key", "raw"], dtype=object)
