"""Where the values of the plan workbook stand: findings about the plan are put at their cells here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.intake.titled import Titled

Rows = Iterator[dict[str, Any]]


class Places:
    """Where the plan's values stand: finding rows for a table's row and field are made here."""

    def __init__(self, file: str, tables: Mapping[str, Titled]) -> None:
        self.file = file
        self.sheets = {table: titled.sheet for table, titled in tables.items()}
        self._tables = tables

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
        return self._tables[table].cell(row, field) if table in self._tables else ""

    def raw(self, table: str, row: int, field: str) -> object:
        """What stands in a cell; None where there is no such cell."""
        return self._tables[table].raw(row, field) if table in self._tables else None
