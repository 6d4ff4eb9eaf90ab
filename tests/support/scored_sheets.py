"""KPIs of `support.scoring` on the sheets of a form: the plan that asks for them, what is answered, and what is said."""

from __future__ import annotations

from dataclasses import replace

from pipeline.forms import layout as lay
from pipeline.forms.filling import Filling
from pipeline.forms.kpi_live import kpi_formulas
from pipeline.forms.workings import Workings
from pipeline.validation.findings import findings
from pipeline.validation.rubrics import completed
from schemas.plan import BY_TARGET, KPIS, PROJECTS, RUBRIC


def plan_with(plan, kpis_, policies):
    """The plan with a department that reports these KPIs, code → KPI, each of a project of its own."""
    own = [{"code": code, "project": code, "name": code, **kpi} for code, kpi in kpis_.items()]
    frame = KPIS.frame([{name: kpi[name] for name in KPIS.columns if name in kpi} for kpi in own])
    projects = PROJECTS.frame([{"code": c, "issue": "1", "department": "CSC", "name": c} for c in kpis_])
    given_rubric = RUBRIC.frame([level for code, kpi in kpis_.items() for level in rubric_of(code, kpi)])
    deviations = (policies.full, policies.none)
    settings_ = replace(
        plan.settings, below_first=policies.below, two_sided_full=policies.full, two_sided_none=policies.none
    )
    rubric = completed(frame, given_rubric, deviations, "th")
    return replace(plan, settings=settings_, kpis=frame, projects=projects, rubric=rubric)


def rubric_of(code, kpi):
    """The rows of a rubric as a plan has them; a KPI by its target has none."""
    if kpi["method"] not in BY_TARGET:
        for level in range(1, 4 if kpi["method"] == "three_level" else 6):
            defined = level in kpi["defined"]
            threshold = kpi["thresholds"].get(level) if defined else None
            yield {"kpi": code, "level": level, "criterion": "x" if defined else "-", "threshold": threshold}


def answers_of(plan, kpis_):
    """Entry key → raw value: the levels that are done, and the value."""
    statuses = {
        entry["key"]: "แล้วเสร็จ" if entry["level"] in kpis_[entry["kpi"]]["done"] else "ยังไม่ดำเนินการ"
        for entry in plan.entries.to_dict("records")
        if entry["table"] == "levels" and entry["field"] == "status"
    }
    values = {f"{code}|value": kpi["value"] for code, kpi in kpis_.items() if kpi["value"] is not None}
    return statuses | values


def sheets_of(plan, kpis_, policies):
    """Code → the KPI's formulas, and the row of its score."""
    plan = plan_with(plan, kpis_, policies)
    filling = Filling(plan, "CSC", "th", answers_of(plan, kpis_), findings(), 1)
    workings, sheets = Workings(), {}
    for kpi in filling.kpis:
        layout = lay.layout(filling, kpi, kpi["code"])
        ((row, _),) = layout.of(lay.Score)
        sheets[kpi["code"]] = kpi_formulas(filling, layout, workings).formulas, row
    return sheets
