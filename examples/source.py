"""The example's source: the plan's tables and the departments' answers, as they stand in examples/fy2565/."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.intake.verdict import Refusal
from pipeline.intake.workbook import read
from pipeline.validation.plan import Plan, read_plan

SOURCE = Path(__file__).parent / "fy2565"
_DAYS = ("first_day", "last_day", "deadline", "report_date")

Answers = dict[str, dict[str, object]]


def plan_tables() -> dict[str, list[dict[str, Any]]]:
    """The rows of the plan's tables; amounts in baht, dates as dates."""
    tables: dict[str, list[dict[str, Any]]] = json.loads((SOURCE / "plan.json").read_text("utf-8"))
    settings = tables["settings"][0]
    return tables | {"settings": [settings | {name: date.fromisoformat(settings[name]) for name in _DAYS}]}


def answers() -> Answers:
    """Department → entry key → what a person types there."""
    listed: Answers = json.loads((SOURCE / "answers.json").read_text("utf-8"))
    return {department: {key: _typed(value) for key, value in own.items()} for department, own in listed.items()}


def _typed(value: object) -> object:
    return datetime.fromisoformat(value["date"]) if isinstance(value, dict) else value


def plan_of(workbook: bytes) -> Plan:
    """The plan that a workbook holds."""
    book = read(workbook)
    if isinstance(book, Refusal):
        raise ValueError(book)
    plan, found = read_plan("plan.xlsx", book.sheets)
    if plan is None:
        raise ValueError(found)
    return plan
