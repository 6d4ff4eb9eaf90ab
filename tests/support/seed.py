"""The shipped example as tables: its plan, and its answers as keyed cells, so that a test needs no form workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from examples import source
from pipeline.consolidation.summary import Summary, consolidate
from pipeline.forms.plan_workbook import write_plan
from pipeline.intake.keyed import KeyedCell
from pipeline.intake.taken import Forms
from pipeline.intake.verdict import Reason
from pipeline.intake.workbook import shown
from pipeline.validation.earlier import Earlier
from pipeline.validation.findings import findings
from pipeline.validation.plan import Plan
from pipeline.validation.submissions import Validated, validate
from schemas.submission import LEFTOVERS
from schemas.summary import REGISTER

Answers = dict[str, dict[str, object]]
# What is said of a keyed cell; `broken`: the rule of one that only reads as empty.
CELLS = ["file", "sheet", "cell", "key", "raw", "broken"]


def plan_of(tables: Mapping[str, list[dict[str, object]]]) -> Plan:
    """The plan that these tables make, written to a workbook and read back; the same tables give the same plan again."""
    return _plan_in(write_plan(tables, "th"))


_plan_in = lru_cache(maxsize=64)(source.plan_of)


def plan_tables() -> dict[str, list[dict[str, object]]]:
    """The rows of the seed's plan, to be changed at will."""
    return source.plan_tables()


def seed_plan() -> Plan:
    """The shipped example's plan."""
    return plan_of(plan_tables())


def seed_answers() -> Answers:
    """Department → entry key → raw value, as the shipped submissions hold them."""
    return source.answers()


def cells_of(plan: Plan, answers: Answers) -> pd.DataFrame:
    """The cells as if each department had sent a form with these answers; every asked cell has an address."""
    rows = []
    for department, given in answers.items():
        asked = plan.entries[plan.entries["department"] == department]
        sheets = dict(zip(asked["key"], asked["kpi"], strict=True))
        for number, key in enumerate([*sheets, *(key for key in given if key not in sheets)], start=2):
            place = {"file": f"{department}.xlsx", "sheet": sheets.get(key) or "home", "cell": f"C{number}"}
            rows.append({**place, "key": key, "raw": given.get(key, "")})
    return pd.DataFrame(rows, columns=CELLS, dtype=object)


def forms_in(cells: pd.DataFrame) -> Forms:
    """File → its keyed cells, of a frame of CELLS; a file of which there are none has sent an empty form."""
    forms: dict[str, list[KeyedCell]] = defaultdict(list)
    for file, sheet, cell, key, raw, broken in cells.reindex(columns=CELLS).to_numpy(dtype=object):
        is_broken = isinstance(broken, str) and broken
        forms[file].append(KeyedCell(sheet, cell, key, Reason(broken, shown(raw)) if is_broken else raw))
    return forms


def validated(plan: Plan, answers: Answers) -> Validated:
    """These answers, validated."""
    return validate(plan, forms_in(cells_of(plan, answers)), owners(answers))


def owners(answers: Answers) -> dict[str, str]:
    """File → department."""
    return {f"{department}.xlsx": department for department in answers}


def summary_of(plan: Plan, answers: Answers, earlier: Earlier | None = None) -> Summary:
    """These answers, consolidated, beside an earlier round where there is one."""
    register = [
        {
            "file": file,
            "state": "accepted",
            "reason": "",
            "department": d,
            "round": plan.settings.round_id,
            "revision": 1,
            "size": 1,
            "sha256": "0",
        }
        for file, d in owners(answers).items()
    ]
    files, sent = REGISTER.frame(register), validated(plan, answers)
    return consolidate(plan, sent, owners(answers), set(), files, findings(), LEFTOVERS.frame(), earlier=earlier)


def seed_summary() -> Summary:
    """The shipped example, consolidated."""
    return summary_of(seed_plan(), seed_answers())
