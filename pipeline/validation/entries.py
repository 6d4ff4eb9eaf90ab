"""Which cells a form asks for: derived from the plan and the schemas; form, reader and checks all start from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.validation.matching import Numbers
from pipeline.validation.rows import Record, values
from schemas.submission import BUDGET_PART, BUDGETS, LEVEL_PART, LEVELS, REPORTER, RESULTS

COLUMNS = ["department", "kpi", "project", "key", "row_key", "table", "field", "level"]
_LEVEL_FIELDS = ("status", "date", "evidence")


# The defined levels of a KPI, lowest first: the number of each, and whether the value decides it.
AskedLevels = tuple[tuple[int, bool], ...]
# A KPI that is due: its code, its project, its department, and whether it carries its project's budget.
_Due = tuple[str, str, str, bool]
_DUE = ("code", "project", "department", "first_of_project")


class _Cells(NamedTuple):
    """The entry cells of every KPI that has these levels, column by column: `keys` and `rows` follow the KPI's code, those
    `of_project`, which come last, the project's."""

    keys: list[str]
    rows: list[str]
    of_project: list[str]
    tables: list[str]
    fields: list[str]
    levels: list[int | None]

    @property
    def number(self) -> int:
        """How many they are."""
        return len(self.fields)


def entries(kpis: pd.DataFrame, levels: Mapping[str, AskedLevels]) -> pd.DataFrame:
    """Every entry that the forms of a plan ask for, in the order of the form; a row each, with COLUMNS.

    `kpis`: the KPIs that are due, with code, project, department, first_of_project; `levels`: as `asked_levels` gives them.
    `row_key` is what stands in the hidden key column of the entry's row.
    """
    columns = _columns(_plain(kpis), levels)
    kinds = {"level": "Int64"}
    return pd.DataFrame({name: pd.array(column, kinds.get(name, "str")) for name, column in columns.items()})


def entry_rows(kpis: Iterable[Record], levels: Mapping[str, AskedLevels]) -> list[Record]:
    """The same as plain rows, for a few KPIs."""
    told = [(kpi["code"], kpi["project"], kpi["department"], kpi["first_of_project"]) for kpi in kpis]
    columns = _columns(told, levels)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


class EntryNumbers(NamedTuple):
    """Which row of `entries` is the first of each KPI's, and how many it has; the reporters' come before them."""

    firsts: Numbers
    counts: Numbers

    def of(self, departments: Sequence[int], kpis: Sequence[int]) -> Numbers:
        """The rows of some departments and KPIs, by their places among those that are due."""
        firsts = np.append(np.array(departments, np.int64) * _NUMBER, self.firsts[kpis])
        counts = np.append(np.full(len(departments), _NUMBER), self.counts[kpis])
        return np.repeat(firsts - counts.cumsum() + counts, counts) + np.arange(counts.sum())


def entry_numbers(kpis: pd.DataFrame, levels: Mapping[str, AskedLevels]) -> EntryNumbers:
    """The numbers of the rows that `entries` gives of these."""
    numbers = [_cells(levels.get(code, ()), bool(first)).number for code, _, _, first in _plain(kpis)]
    counts = np.array(numbers, np.int64)
    return EntryNumbers(kpis["department"].nunique() * _NUMBER + counts.cumsum() - counts, counts)


def asked_levels(rubric: pd.DataFrame) -> dict[str, AskedLevels]:
    """KPI → its defined levels. `rubric`: as `Plan.levels`."""
    rising = rubric.sort_values("level", kind="stable")
    levels: dict[str, list[tuple[int, bool]]] = {}
    for kpi, level, by_value in values(rising, "kpi", "level", "by_value"):
        levels.setdefault(kpi, []).append((level, by_value))
    # Most rubrics are asked for in one of a few ways; each is kept once.
    known: dict[AskedLevels, AskedLevels] = {}
    return {kpi: known.setdefault(own, own) for kpi, own in ((kpi, tuple(own)) for kpi, own in levels.items())}


def _plain(kpis: pd.DataFrame) -> list[_Due]:
    return list(values(kpis, *_DUE))


def _columns(kpis: Sequence[_Due], levels: Mapping[str, AskedLevels]) -> dict[str, list[Any]]:
    """The columns of entries: those about the reporters first, then KPI by KPI."""
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for department in dict.fromkeys(department for _, _, department, _ in kpis):
        _add(columns, (department, "", ""), _REPORTERS, _REPORTERS.keys, _REPORTERS.rows)
    for code, project, department, first in kpis:
        cells = _cells(levels.get(code, ()), bool(first))
        budget = [project + key for key in cells.of_project]
        keys, rows = ([code + key for key in own] + budget for own in (cells.keys, cells.rows))
        _add(columns, (department, code, project), cells, keys, rows)
    return columns


def _add(
    columns: Mapping[str, list[Any]], whose: tuple[str, str, str], cells: _Cells, keys: list[str], rows: list[str]
) -> None:
    """Add cells whose department, KPI and project are the same."""
    same = ([code] * len(keys) for code in whose)
    parts: tuple[Iterable[Any], ...] = (*same, keys, rows, cells.tables, cells.fields, cells.levels)
    for column, own in zip(columns.values(), parts, strict=True):
        column.extend(own)


@lru_cache(maxsize=1024)
def _cells(levels: AskedLevels, first_of_project: bool) -> _Cells:
    """The entries of all KPIs with these levels; the first of a project has those of its budget."""
    told = [field for field in RESULTS.columns[1:] if field != "value" or any(by_value for _, by_value in levels)]
    statuses = [(level, field) for level, by_value in levels if not by_value for field in _LEVEL_FIELDS]
    money = BUDGETS.columns[1:] if first_of_project else []
    results = [f"|{field}" for field in told]
    return _Cells(
        keys=[f"|{LEVEL_PART}|{level}|{field}" for level, field in statuses] + results,
        rows=[f"|{LEVEL_PART}|{level}" for level, _ in statuses] + results,
        of_project=[f"|{BUDGET_PART}|{field}" for field in money],
        tables=[LEVELS.id] * len(statuses) + [RESULTS.id] * len(told) + [BUDGETS.id] * len(money),
        fields=[field for _, field in statuses] + told + money,
        levels=[level for level, _ in statuses] + [None] * (len(told) + len(money)),
    )


_KEYS_OF_REPORTER = [f"{REPORTER.id}|{field}" for field in REPORTER.columns]
_NUMBER = len(_KEYS_OF_REPORTER)
_REPORTERS = _Cells(
    _KEYS_OF_REPORTER, _KEYS_OF_REPORTER, [], [REPORTER.id] * _NUMBER, REPORTER.columns, [None] * _NUMBER
)
