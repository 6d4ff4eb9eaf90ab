"""Small plans made straight from rows, as a workbook's reader would give them, and the typed tables of what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from pipeline.validation.plan import Plan, Settings
from schemas.plan import ALIGNMENT, DEPARTMENTS, ISSUES, KPIS, PROJECTS, RUBRIC, TARGETS
from schemas.submission import BUDGETS, LEVELS, REPORTER, RESULTS

Rows = Sequence[Mapping[str, Any]]
# A reader's frames are numbered by the rows of the workbook, so the first row is never row 0.
_FIRST_ROW = 7


def small_plan(
    projects: Rows, kpis: Rows, rubric: Rows = (), *, issues: Rows = (), departments: Rows = (), months: int = 6
) -> Plan:
    """A plan of these rows; issues and departments that are not given are those that the projects name.

    A KPI is by milestones and has five of them, unless its rows say something else.
    """
    given = {
        ISSUES: issues or [{"code": code} for code in dict.fromkeys(row["issue"] for row in projects)],
        DEPARTMENTS: departments or [{"code": code} for code in dict.fromkeys(row["department"] for row in projects)],
        PROJECTS: projects,
        KPIS: [{"method": "milestones"} | dict(row) for row in kpis],
        RUBRIC: rubric or [{"kpi": row["code"], "level": level} for row in kpis for level in range(1, 6)],
        ALIGNMENT: (),
        TARGETS: (),
    }
    frames = {}
    for table, rows in given.items():
        named = [{"name": f"name of {row.get('code')}", "criterion": "criterion"} | dict(row) for row in rows]
        frames[table.id] = table.frame(named).set_axis(range(_FIRST_ROW, _FIRST_ROW + len(named)), axis=0)
    return Plan(_settings(months), **frames)


def one_kpi_each(owners: Mapping[str, tuple[str, str]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of projects, code → (issue, department), and of one KPI for each, of the same code."""
    projects = [{"code": code, "issue": issue, "department": unit} for code, (issue, unit) in owners.items()]
    return projects, [{"code": code, "project": code} for code in owners]


def tables_of(plan: Plan, *, levels: Rows = (), results: Rows = (), budgets: Rows = ()) -> dict[str, pd.DataFrame]:
    """What was sent, typed, each row with the department that owns it, as `Validated.tables`."""
    unit_of_kpi = plan.measures.set_index("code")["department"]
    unit_of_project = plan.projects.set_index("code")["department"]
    frames = {LEVELS: LEVELS.frame(levels), RESULTS: RESULTS.frame(results), BUDGETS: BUDGETS.frame(budgets)}
    units = {LEVELS: ("kpi", unit_of_kpi), RESULTS: ("kpi", unit_of_kpi), BUDGETS: ("project", unit_of_project)}
    sent = {
        table.id: frame.assign(department=frame[units[table][0]].map(units[table][1]).astype("str"))
        for table, frame in frames.items()
    }
    return sent | {REPORTER.id: REPORTER.frame().assign(department=pd.Series(dtype="str"))}


def files_of(plan: Plan) -> dict[str, str]:
    """Department → the name of its file."""
    return {code: f"{code}.xlsx" for code in plan.departments["code"]}


def states_of(plan: Plan, states: Mapping[str, str] | None = None) -> pd.Series:
    """KPI → state; reported where nothing else is said."""
    codes = plan.kpis["code"].tolist()
    return pd.Series([(states or {}).get(code, "reported") for code in codes], index=codes, dtype="str")


@cache
def two_departments() -> Plan:
    """A plan of three projects of one KPI each: A and B of department X, C of department Y."""
    projects, kpis = one_kpi_each({"A": ("1", "X"), "B": ("1", "X"), "C": ("2", "Y")})
    rubric = [{"kpi": code, "level": level} for code in "ABC" for level in (1, 2)]
    return small_plan(projects, kpis, rubric)


def kpi_answers(code: str, **budget: object) -> dict[str, object]:
    """What a department types that has nothing to be sorry for, with this budget."""
    told: dict[str, object] = {"level|1|status": "แล้วเสร็จ", "level|2|status": "ยังไม่ดำเนินการ"}
    told |= {"self_score": 1, "narrative": "ทำแล้ว", "has_obstacle": "ไม่มี"}
    budget = {"status": "ได้รับจัดสรรงบประมาณ", "received": 100, "disbursed": 40} | budget
    return {f"{code}|{key}": value for key, value in told.items()} | {
        f"{code}|budget|{field}": value for field, value in budget.items()
    }


def clean() -> dict[str, dict[str, object]]:
    """The answers of both departments, without a fault."""
    reporter = {"reporter|name": "ผู้รายงาน", "reporter|phone": "02", "reporter|date": "5/4/2565"}
    return {"X": reporter | kpi_answers("A") | kpi_answers("B"), "Y": reporter | kpi_answers("C")}


def _settings(months: int) -> Settings:
    return Settings(
        organisation="กระทรวงตัวอย่าง",
        plan_name="แผนตัวอย่าง",
        fiscal_year=2565,
        round=months,
        first_day=date(2021, 10, 1),
        last_day=date(2022, 3, 31),
        deadline=date(2022, 4, 15),
        report_date=date(2022, 4, 18),
        language="th",
        numerals="thai",
        font="Laksaman",
    )
