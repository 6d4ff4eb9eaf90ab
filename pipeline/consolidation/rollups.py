"""Adds up: the same measures for the ministry, for each strategic issue, department and project."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.consolidation.methods import PERCENT_PER_LEVEL
from pipeline.validation.plan import Plan
from schemas.plan import TOP_LEVEL
from schemas.summary import ROLLUPS

_AMOUNTS = ("received", "committed", "disbursed", "remaining")


def rollups(plan: Plan, scores: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of ROLLUPS. A mean is weighted over reported KPIs; a rate is disbursed ÷ received over totals."""
    groups = [("ministry", "", scores, budgets)]
    for scope, table in (("issue", "issues"), ("department", "departments"), ("project", "projects")):
        for code in getattr(plan, table)["code"]:
            groups.append((scope, code, scores[scores[scope] == code], budgets[budgets[scope] == code]))
    return ROLLUPS.frame([_rolled(*group) for group in groups])


def _rolled(scope: str, code: str, scores: pd.DataFrame, budgets: pd.DataFrame) -> dict[str, Any]:
    counted = scores[scores["state"] == "reported"]
    mean = weighted_mean(counted["score"], counted["weight"])
    return {
        "scope": scope,
        "code": code,
        "projects": len(budgets),
        "kpis": len(scores),
        "due": int((~scores["state"].isin(("not_due", "cancelled"))).sum()),
        "reported": len(counted),
        "score": None if mean is None else float(mean),
        "percent": None if mean is None else float(mean * PERCENT_PER_LEVEL),
        "obstacles": int((counted["has_obstacle"] == "yes").sum()),
        **{f"score_{k}": int((counted["score"].floordiv(1) == k).sum()) for k in range(TOP_LEVEL + 1)},
        **_money(budgets),
    }


def _money(budgets: pd.DataFrame) -> dict[str, Any]:
    status = budgets["status"].value_counts()
    # Nothing known is nothing, not 0: a group without any amount has no total.
    totals = {name: budgets[name].sum(min_count=1) for name in _AMOUNTS}
    received, disbursed = totals["received"], totals["disbursed"]
    known = pd.notna(received) and pd.notna(disbursed) and received > 0
    return {
        "with_budget": int(status.get("allocated", 0)),
        "no_budget": int(status.get("no_budget", 0)),
        "not_stated": int(status.get("not_stated", 0)),
        **totals,
        "rate": float(Fraction(int(disbursed) * 100, int(received))) if known else None,
    }


def weighted_mean(values: pd.Series, weights: pd.Series) -> Fraction | None:
    """Σ(weight × value) ÷ Σ weight, exact; None where there is nothing to weigh."""
    pairs = [(Fraction(value), Fraction(weight)) for value, weight in zip(values, weights, strict=True)]
    total = sum(weight for _, weight in pairs)
    return sum(value * weight for value, weight in pairs) / total if total else None
