"""Which cells a form asks for: derived from the plan and the schemas; form, reader and checks all start from here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from schemas.submission import BUDGET_PART, BUDGETS, LEVEL_PART, LEVELS, REPORTER, RESULTS

COLUMNS = ["department", "kpi", "project", "key", "row_key", "table", "field", "level"]
_LEVEL_FIELDS = ("status", "date", "evidence")


class Asked(NamedTuple):
    """An entry cell that a form asks for; `row_key` is what stands in the hidden key column of its row."""

    department: str
    kpi: str
    project: str
    key: str
    row_key: str
    table: str
    field: str
    level: int | None


def entries(kpis: pd.DataFrame, rubric: pd.DataFrame) -> pd.DataFrame:
    """Every entry that the forms of a plan ask for, in the order of the form.

    `kpis`: the KPIs that are due, with code, project, department, first_of_project; `rubric`: the defined levels, as
    `Plan.levels`.
    """
    levels = _levels(rubric)
    rows = [
        *(row for department in dict.fromkeys(kpis["department"]) for row in _reporter(department)),
        *(row for kpi in kpis.to_dict("records") for row in _kpi(kpi, levels[kpi["code"]])),
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    return frame.astype({name: "str" for name in COLUMNS if name != "level"} | {"level": "Int64"})


def _levels(rubric: pd.DataFrame) -> Mapping[str, list[tuple[int, bool]]]:
    """KPI → its defined levels, lowest first: (level, whether the value decides it)."""
    levels = defaultdict(list)
    rising = rubric.sort_values("level", kind="stable")
    for kpi, level, by_value in zip(rising["kpi"], rising["level"], rising["by_value"], strict=True):
        levels[kpi].append((int(level), bool(by_value)))
    return levels


def _reporter(department: str) -> Iterator[Asked]:
    for field in REPORTER:
        key = f"{REPORTER.id}|{field.id}"
        yield Asked(department, "", "", key, key, REPORTER.id, field.id, None)


def _kpi(kpi: Mapping[Hashable, Any], levels: list[tuple[int, bool]]) -> Iterator[Asked]:
    code, project, department = kpi["code"], kpi["project"], kpi["department"]
    for level, by_value in levels:
        if not by_value:
            row_key = f"{code}|{LEVEL_PART}|{level}"
            for field in _LEVEL_FIELDS:
                yield Asked(department, code, project, f"{row_key}|{field}", row_key, LEVELS.id, field, level)
    for field in RESULTS.columns[1:]:
        if field != "value" or any(by_value for _, by_value in levels):
            key = f"{code}|{field}"
            yield Asked(department, code, project, key, key, RESULTS.id, field, None)
    if kpi["first_of_project"]:
        for field in BUDGETS.columns[1:]:
            key = f"{project}|{BUDGET_PART}|{field}"
            yield Asked(department, code, project, key, key, BUDGETS.id, field, None)
