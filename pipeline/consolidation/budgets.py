"""The money of every project: what it received, committed and disbursed, exact to the satang."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.consolidation.targets import OVERALL, targets
from pipeline.validation.plan import Plan
from schemas.submission import BUDGETS
from schemas.summary import BUDGET_RESULTS


def budget_results(
    plan: Plan, tables: Mapping[str, pd.DataFrame], states: pd.Series, files: Mapping[str, str]
) -> pd.DataFrame:
    """A frame of BUDGET_RESULTS, a row a project in the order of the plan; amounts in satang, rate in percent.

    A project's budget is reported with its first KPI and shares that KPI's state. What is not stated stays missing:
    an amount is 0 only where somebody wrote 0.
    """
    carrier = plan.measures[plan.measures["first_of_project"]].set_index("project")["code"]
    projects = plan.projects.rename(columns={"code": "project"}).drop(columns=["name"])
    given = tables[BUDGETS.id].drop(columns="department")
    frame = projects.merge(given, on="project", how="left")
    state = frame["project"].map(carrier).map(states).fillna("not_due")
    counted = state == "reported"
    entered = BUDGETS.columns[1:]
    frame[entered] = frame[entered].where(counted)
    amounts = ["received", "committed", "disbursed"]
    frame[amounts] = frame[amounts].where(frame["status"] == "allocated")
    frame = frame.assign(state=state, file=frame["department"].map(files).where(counted))
    return _with_rates(plan, BUDGET_RESULTS.frame(frame))


def _with_rates(plan: Plan, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of BUDGET_RESULTS with all that follows from its amounts: remaining, rate, target and gap.

    `target` is what should be disbursed by the last day of the round, in percent, and `gap` the rate less it, in points;
    without a budget there is neither.
    """
    spent = budgets["disbursed"].fillna(0) + budgets["committed"].fillna(0)
    due = {budget_type: target.percent for budget_type, target in targets(plan).items()}
    target = budgets["budget_type"].map(due).fillna(due.get(OVERALL, float("nan"))).astype("float64")
    target = target.where(budgets["status"] == "allocated")
    disbursed = rate(budgets["disbursed"], budgets["received"])
    remaining = budgets["received"] - spent
    return budgets.assign(remaining=remaining, rate=disbursed, target=target, gap=disbursed - target)


def rate(disbursed: pd.Series, received: pd.Series) -> pd.Series:
    """Disbursed as a percentage of received; missing where nothing was received."""
    base = received.astype("Float64").where(received.fillna(0) > 0)
    return (disbursed.astype("Float64") * 100 / base).astype("float64")
