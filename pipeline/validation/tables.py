"""Tables of a workbook that are found by their titles: the plan's, and those of an earlier summary."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.validation.parse import parse
from schemas.fields import Table


def parsed(cells: pd.DataFrame, tables: Mapping[str, Table]) -> pd.DataFrame:
    """Cells as `titled_cells` finds them, with the value of each and the rule that it breaks ("" where it is read)."""
    outcomes = [
        parse(tables[table][field], raw)
        for table, field, raw in zip(cells["table"], cells["field"], cells["raw"], strict=True)
    ]
    return cells.assign(
        value=pd.Series([p.value for p in outcomes], dtype=object, index=cells.index),
        broken=pd.Series([p.broken for p in outcomes], dtype=object, index=cells.index),
    )


def typed_frame(table: Table, cells: pd.DataFrame) -> pd.DataFrame:
    """The typed frame of a table from its parsed cells; its index is the row in the workbook."""
    own = cells[cells["table"] == table.id]
    wide = own.pivot(index="row", columns="field", values="value").sort_index()
    typed = table.frame(wide.reset_index(drop=True))
    return typed.set_axis(wide.index, axis=0)
