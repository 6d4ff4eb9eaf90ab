"""Which cells a form asks for: derived from the plan and the schemas; form, reader and checks all start from here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from pipeline.validation.rows import Record
from schemas.submission import BUDGET_PART, BUDGETS, LEVEL_PART, LEVELS, REPORTER, RESULTS

COLUMNS = ["department", "kpi", "project", "key", "row_key", "table", "field", "level"]
_LEVEL_FIELDS = ("status", "date", "evidence")


# The defined levels of a KPI, lowest first: the number of each, and whether the value decides it.
AskedLevels = tuple[tuple[int, bool], ...]
# A KPI that is due: its code, its project, its department, and whether it carries its project's budget.
_Due = tuple[str, str, str, bool]


class _Cell(NamedTuple):
    """An entry cell of every KPI that has these levels: `row` and `key` follow the KPI's or the project's code."""

    of_project: bool
    key: str
    row: str
    table: str
    field: str
    level: int | None


def entries(kpis: pd.DataFrame, levels: Mapping[str, AskedLevels]) -> pd.DataFrame:
    """Every entry that the forms of a plan ask for, in the order of the form; a row each, with COLUMNS.

    `kpis`: the KPIs that are due, with code, project, department, first_of_project; `levels`: as `asked_levels` gives them.
    `row_key` is what stands in the hidden key column of the entry's row.
    """
    due = (kpis[name].tolist() for name in ("code", "project", "department", "first_of_project"))
    rows = list(_listed(list(zip(*due, strict=True)), levels))
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(COLUMNS, ())
    frame = pd.DataFrame({name: pd.Series(list(column), dtype=object) for name, column in columns.items()})
    return frame.astype({name: "str" for name in COLUMNS if name != "level"} | {"level": "Int64"})


def entry_rows(kpis: Iterable[Record], levels: Mapping[str, AskedLevels]) -> list[Record]:
    """The same as plain rows, for a few KPIs."""
    told = [(kpi["code"], kpi["project"], kpi["department"], kpi["first_of_project"]) for kpi in kpis]
    return [dict(zip(COLUMNS, row, strict=True)) for row in _listed(told, levels)]


def asked_levels(rubric: pd.DataFrame) -> dict[str, AskedLevels]:
    """KPI → its defined levels. `rubric`: as `Plan.levels`."""
    rising = rubric.sort_values("level", kind="stable")
    levels: dict[str, list[tuple[int, bool]]] = {}
    for kpi, level, by_value in zip(rising["kpi"], rising["level"].tolist(), rising["by_value"].tolist(), strict=True):
        levels.setdefault(kpi, []).append((level, by_value))
    return {kpi: tuple(own) for kpi, own in levels.items()}


def _listed(kpis: Sequence[_Due], levels: Mapping[str, AskedLevels]) -> Iterator[tuple[Any, ...]]:
    yield from _reporters(dict.fromkeys(department for _, _, department, _ in kpis))
    yield from _of_kpis(kpis, levels)


def _reporters(departments: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    keys = [f"{REPORTER.id}|{field.id}" for field in REPORTER]
    for department in departments:
        for key, field in zip(keys, REPORTER.columns, strict=True):
            yield department, "", "", key, key, REPORTER.id, field, None


def _of_kpis(kpis: Iterable[_Due], levels: Mapping[str, AskedLevels]) -> Iterator[tuple[Any, ...]]:
    for code, project, department, first in kpis:
        for of_project, key, row, table, field, level in _cells(levels.get(code, ()), bool(first)):
            owner = project if of_project else code
            yield department, code, project, owner + key, owner + row, table, field, level


@lru_cache(maxsize=1024)
def _cells(levels: AskedLevels, first_of_project: bool) -> list[_Cell]:
    """The entries of all KPIs with these levels; the first of a project has those of its budget."""
    told = [field for field in RESULTS.columns[1:] if field != "value" or any(by_value for _, by_value in levels)]
    return [
        *(
            _Cell(False, f"|{LEVEL_PART}|{level}|{field}", f"|{LEVEL_PART}|{level}", LEVELS.id, field, level)
            for level, by_value in levels
            if not by_value
            for field in _LEVEL_FIELDS
        ),
        *(_Cell(False, f"|{field}", f"|{field}", RESULTS.id, field, None) for field in told),
        *(
            _Cell(True, f"|{BUDGET_PART}|{field}", f"|{BUDGET_PART}|{field}", BUDGETS.id, field, None)
            for field in (BUDGETS.columns[1:] if first_of_project else ())
        ),
    ]
