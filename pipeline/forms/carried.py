"""What a form begins with: what its department reported in an earlier round, where the plan still asks the same."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pipeline import thai
from pipeline.forms.filling import NOT_CARRIED, Carried, has
from pipeline.validation.earlier import Earlier
from pipeline.validation.plan import Own, Plan
from schemas.fields import Kind, Table
from schemas.submission import BUDGET_PART, BUDGETS, LEVEL_PART, LEVELS

_OF_LEVELS = ("status", "date", "evidence")


def carried(plan: Plan, earlier: Earlier | None, department: str, lang: str) -> Carried:
    """The statuses, dates and evidence of levels, and the amounts, that a department has reported already.

    A level whose criterion has changed since is not carried over: what was done was another thing.
    """
    if earlier is None:
        return NOT_CARRIED
    own = plan.own(department)
    asked = {entry["key"] for entry in own.entries}
    answers = {key: raw for key, raw in (*_levels(own, earlier, lang), *_budgets(own, earlier, lang)) if key in asked}
    return Carried(earlier.months, answers)


def _levels(own: Own, earlier: Earlier, lang: str) -> Iterator[tuple[str, object]]:
    now = {(level["kpi"], level["level"]): thai.key(level["criterion"]) for level in own.rubric}
    for row in (row for kpi in own.kpis for row in earlier.levels_of.of(kpi["code"])):
        told = has(row["level"]) and has(row["criterion"])
        if not told or now.get((row["kpi"], row["level"])) != thai.key(row["criterion"]):
            continue
        for field in _OF_LEVELS:
            if not thai.is_blank(row[field]):
                yield f"{row['kpi']}|{LEVEL_PART}|{row['level']}|{field}", _raw(LEVELS, field, row[field], lang)


def _budgets(own: Own, earlier: Earlier, lang: str) -> Iterator[tuple[str, object]]:
    for row in (row for project in own.projects for row in earlier.budgets_of.of(project["code"])):
        for field in BUDGETS.columns[1:]:
            if not (row[field] is pd.NA or thai.is_blank(row[field])):
                yield f"{row['project']}|{BUDGET_PART}|{field}", _raw(BUDGETS, field, row[field], lang)


def _raw(table: Table, field: str, value: object, lang: str) -> object:
    """A typed value as somebody would have typed it."""
    described = table[field]
    if described.choices:
        return described.choice_title(str(value), lang)
    if described.kind is Kind.AMOUNT:
        return int(str(value)) / described.per_unit
    return value.date() if isinstance(value, pd.Timestamp) else value
