"""Evidence on a few KPIs: what is told of them on the left, what each rule finds on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from consolidation.small_plans import small_plan, tables_of

from pipeline.evidence.rules import findings_of
from schemas.summary import BUDGET_RESULTS, SCORES

Rows = Sequence[Mapping[str, Any]]
# A narrative that breaks no rule: of its own words, long enough, with its days in the round and a letter's number.
GOOD = "หนังสือที่ กค 0203.4/2382 ลงวันที่ 31 มีนาคม 2565 แจ้งผลการประชุมหารือร่วมกับผู้แทนหน่วยงานทั้ง 25 แห่งให้ทราบทั่วกัน"
NOTHING = {"found": None, "expected": None, "other": None}


def kpi(code: str = "1", **told: Any) -> dict[str, Any]:
    """A KPI as SCORES has it, reported without a fault; its project has its own code."""
    fine = {"state": "reported", "weight": 1, "score": 3, "percent": 60, "narrative": GOOD, "has_obstacle": "no"}
    return {"kpi": code, "project": code, "department": "D"} | fine | told


def earlier(**narratives: tuple[str | None, float | None]) -> Any:
    """An earlier round in which these KPIs, k1 for 1, told this and had this score."""
    rows = [{"kpi": code[1:], "narrative": told, "score": score} for code, (told, score) in narratives.items()]
    return SimpleNamespace(scores=SCORES.frame(rows))


def evidence(
    *kpis: Mapping[str, Any],
    criteria: Sequence[str] = (),
    rubric: Rows = (),
    levels: Rows = (),
    budgets: Rows = (),
    before: Any = None,
    names: Mapping[str, str] | None = None,
    **settings: Any,
) -> list[dict[str, Any]]:
    """Every finding. `criteria` are the levels of KPI 1, `names` those of projects by their code."""
    projects = {row["project"]: {"code": row["project"], "issue": "1", "department": "D"} for row in kpis}
    for code, name in (names or {}).items():
        projects[code]["name"] = name
    measures = [{"code": row["kpi"], "project": row["project"]} for row in kpis]
    given = [{"kpi": "1", "level": level, "criterion": text} for level, text in enumerate(criteria, start=1)]
    plan = small_plan(list(projects.values()), measures, rubric or given)
    plan = replace(plan, settings=replace(plan.settings, **settings))
    money = BUDGET_RESULTS.frame([{"department": "D"} | dict(row) for row in budgets])
    found = findings_of(plan, tables_of(plan, levels=levels), SCORES.frame(kpis), money, before)
    return [
        {name: value if isinstance(value, str) else None for name, value in row.items()}
        for row in found.to_dict("records")
    ]


def found(rule: str, *kpis: Mapping[str, Any], **given: Any) -> list[tuple[str, dict[str, str]]]:
    """What one rule finds: the key of each cell, and the words that are said there."""
    return [
        (row["key"], {name: row[name] for name in NOTHING if row[name] is not None})
        for row in evidence(*kpis, **given)
        if row["rule"] == rule
    ]
