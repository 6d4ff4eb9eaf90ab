"""The shipped example as tables: its plan, and its answers as keyed cells, so that a test needs no form workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.consolidation.summary import Summary, consolidate
from pipeline.forms.plan_workbook import write_plan
from pipeline.intake.workbook import Refusal, read
from pipeline.validation.findings import findings
from pipeline.validation.plan import Plan, read_plan
from pipeline.validation.submissions import Validated, validate
from schemas.submission import CELLS
from schemas.summary import REGISTER

EXAMPLE = Path(__file__).parents[2] / "examples" / "fy2565"
Answers = dict[str, dict[str, object]]


def plan_tables() -> dict[str, list[dict[str, object]]]:
    """The rows of the plan's tables; amounts in baht, dates as dates."""
    tables: dict[str, list[dict[str, object]]] = json.loads((EXAMPLE / "plan.json").read_text("utf-8"))
    settings = tables["settings"][0]
    for name in ("first_day", "last_day", "deadline", "report_date"):
        settings[name] = date.fromisoformat(str(settings[name]))
    return tables


def plan_of(tables: Mapping[str, list[dict[str, object]]]) -> Plan:
    """The plan that these tables make, written to a workbook and read back."""
    sheets = read(write_plan(tables, "th"))
    assert not isinstance(sheets, Refusal)
    plan, found = read_plan("plan.xlsx", sheets)
    assert plan is not None, found[["rule", "cell", "found"]]
    return plan


def seed_plan() -> Plan:
    """The shipped example's plan."""
    return plan_of(plan_tables())


def seed_answers() -> Answers:
    """Department → entry key → raw value, as the shipped submissions hold them."""
    answers: Answers = json.loads((EXAMPLE / "answers.json").read_text("utf-8"))
    return {d: {key: _raw(value) for key, value in own.items()} for d, own in answers.items()}


def _raw(value: object) -> object:
    return datetime.fromisoformat(value["date"]) if isinstance(value, dict) else value


def cells_of(plan: Plan, answers: Answers) -> pd.DataFrame:
    """A frame of CELLS as if each department had sent a form with these answers; every asked cell has an address."""
    rows = []
    for department, given in answers.items():
        asked = plan.entries[plan.entries["department"] == department]
        for number, entry in enumerate(asked.to_dict("records"), start=2):
            place = {"file": f"{department}.xlsx", "sheet": entry["kpi"] or "home", "cell": f"C{number}"}
            rows.append({**place, "key": entry["key"], "raw": given.get(entry["key"], "")})
    return pd.DataFrame(rows, columns=list(CELLS.columns), dtype=object)


def validated(plan: Plan, answers: Answers) -> Validated:
    """These answers, validated."""
    return validate(plan, cells_of(plan, answers), owners(answers), lambda file, places: {})


def owners(answers: Answers) -> dict[str, str]:
    """File → department."""
    return {f"{department}.xlsx": department for department in answers}


def summary_of(plan: Plan, answers: Answers) -> Summary:
    """These answers, consolidated."""
    register = [
        {"file": file, "state": "accepted", "reason": "", "department": d, "round": plan.settings.round_id, "revision": 1, "size": 1, "sha256": "0"}
        for file, d in owners(answers).items()
    ]
    return consolidate(plan, validated(plan, answers), owners(answers), set(), REGISTER.frame(register), findings())


def seed_summary() -> Summary:
    """The shipped example, consolidated."""
    return summary_of(seed_plan(), seed_answers())
