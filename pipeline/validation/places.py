"""Where the values of the plan workbook stand: findings about the plan are put at their cells here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

Rows = Iterator[dict[str, Any]]


class Places:
    """Where the plan's values stand: finding rows for a table's row and field are made here."""

    def __init__(self, file: str, cells: pd.DataFrame, sheets: Mapping[str, str]) -> None:
        self.file = file
        self.sheets = sheets
        self._cells = {(c["table"], c["row"], c["field"]): c["cell"] for c in cells.to_dict("records")}

    def at(self, table: str, row: int | None, field: str, rule: str, **words: Any) -> dict[str, Any]:
        """A finding's row at a cell of the plan."""
        return {
            "rule": rule,
            "file": self.file,
            "sheet": self.sheets.get(table, ""),
            "cell": self.cell(table, row, field),
            "field": f"{table}.{field}",
            **words,
        }

    def cell(self, table: str, row: int | None, field: str) -> str:
        """The address of a value, '' where there is none."""
        return str(self._cells.get((table, row, field), ""))
