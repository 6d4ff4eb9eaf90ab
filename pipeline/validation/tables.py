"""Tables of a workbook that are found by their titles: the plan's, and those of an earlier summary."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pipeline.intake.titled import Titled
from pipeline.validation.parse import parse_each
from schemas.fields import Table


class Typed(NamedTuple):
    """A typed table, whose index is the row in the workbook; and what could not be read: row, field and broken rule."""

    frame: pd.DataFrame
    unread: list[tuple[int, str, str]]


def typed(table: Table, titled: Titled | None) -> Typed:
    """A table as it was found in a workbook, typed; without rows where it was not found."""
    rows, columns = (titled.rows, titled.raws) if titled else ([], {})
    values, unread = {}, []
    for field, raws in columns.items():
        read = parse_each(table[field], raws)
        values[field] = pd.Series([parsed.value for parsed in read], dtype=object)
        unread += [(row, field, parsed.broken) for row, parsed in zip(rows, read, strict=True) if parsed.broken]
    frame = table.frame(pd.DataFrame(values)).set_axis(pd.Index(rows, name="row", dtype="int64"), axis=0)
    return Typed(frame, sorted(unread, key=lambda cell: cell[0]))
