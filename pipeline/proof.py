"""The last proof before a summary goes out: its data sheets, read back, hold what it was drawn from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from itertools import islice
from math import isclose
from typing import Any

import pandas as pd

from pipeline.consolidation.controls import NotReconciled
from pipeline.consolidation.summary import Summary
from pipeline.intake.read_back import Row, read_back
from pipeline.report.data import data_sheets, values
from schemas.fields import Field, Kind, Table

# A workbook keeps sixteen digits of a number: to the satang up to nine trillion baht.
_AS_KEPT = 1e-15
# So many rows are compared at once.
_BLOCK = 10_000
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
        for column in _differing(sheet.table, sheet.rows, held.get(sheet.name, iter(())), lang)
    ]
    if off:
        raise NotReconciled(", ".join(off))


def _differing(table: Table, frame: pd.DataFrame, sheet: Iterator[Row], lang: str) -> list[str]:
    """The columns of a table that its sheet does not hold as the frame does; all of them where a row is not there."""
    titles = [field.title.to(lang) for field in table]
    # What stands above the header is passed over.
    any(list(row[: len(titles)]) == titles for row in sheet)
    off, count = set(), 0
    while rows := list(islice(sheet, _BLOCK)):
        part = frame.iloc[count : count + len(rows)]
        count += len(rows)
        shown = zip(*rows, strict=True)
        off |= {field.id for field, own in zip(table, shown, strict=False) if not _alike(field, own, part[field.id])}
    return [column for column in table.columns if column in off or count != len(frame)]


def _alike(field: Field, shown: Sequence[object], column: pd.Series) -> bool:
    """Whether the cells of a column show what a frame holds: mostly to the letter, else as readers differ."""
    held = ["" if value is None else value for value in values(field, column)]
    return list(shown) == held or all(map(partial(_same, field), shown, column))


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
