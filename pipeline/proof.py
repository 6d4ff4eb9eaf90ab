"""The last proof before a summary goes out: its data sheets, read back, hold what it was drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from math import isclose
from typing import Any

import pandas as pd

from pipeline.consolidation.controls import NotReconciled
from pipeline.consolidation.summary import Summary
from pipeline.intake.read_back import read_back
from pipeline.report.data import data_sheets
from schemas.fields import Field, Kind, Table

# A workbook keeps sixteen digits of a number: to the satang up to nine trillion baht.
_AS_KEPT = 1e-15
_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT)
# What a workbook writes in a way of its own, so that readers differ: of such a text it is enough that it is there.
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_|[\ufffe\uffff]")


def prove_written(workbook: bytes, summary: Summary, lang: str) -> None:
    """Raise `NotReconciled` with `table.column` of whatever the workbook in `lang` does not hold as `summary` does.

    Every value is compared, row by row and amounts to the satang, and with them every count of cells and control total.
    The other sheets add up by formulas what these hold.
    """
    drawn = list(data_sheets(summary, lang))
    held = read_back(workbook, [sheet.name for sheet in drawn])
    off = [
        f"{sheet.table.id}.{column}"
        for sheet in drawn
        for column in _differing(sheet.table, sheet.rows, held.get(sheet.name, []), lang)
    ]
    if off:
        raise NotReconciled(", ".join(off))


def _differing(table: Table, frame: pd.DataFrame, sheet: Sequence[Sequence[object]], lang: str) -> Iterator[str]:
    """The columns of a table that its sheet does not hold as the frame does; all of them where a row is not there."""
    titles = [field.title.to(lang) for field in table]
    head = next((row for row, cells in enumerate(sheet) if list(cells[: len(titles)]) == titles), len(sheet))
    rows = sheet[head + 1 :]
    for col, field in enumerate(table):
        pairs = zip((row[col] for row in rows), frame[field.id], strict=False)
        if len(rows) != len(frame) or not all(_same(field, shown, held) for shown, held in pairs):
            yield field.id


def _same(field: Field, shown: object, held: Any) -> bool:
    """Whether a cell shows what a frame holds."""
    if pd.isna(held) or held == "":
        return shown == ""
    if field.kind in _NUMBERS:
        return isinstance(shown, int | float) and isclose(shown * field.per_unit, held, rel_tol=_AS_KEPT)
    if field.kind is Kind.DATE:
        day = shown.date() if isinstance(shown, datetime) else shown
        return isinstance(day, date) and day == held.date()
    return shown == held or (shown != "" and bool(_ESCAPED.search(held)))
