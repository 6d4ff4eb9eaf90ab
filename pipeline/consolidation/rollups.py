"""Adds up: the same measures for the ministry, for each strategic issue, department and project."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.consolidation.methods import PERCENT_PER_LEVEL
from pipeline.validation.plan import Plan
from schemas.plan import TOP_LEVEL
from schemas.summary import BUDGET_RESULTS, PACES, ROLLUPS

_AMOUNTS = ("received", "committed", "disbursed", "remaining")
_OWED = ("reported", "returned", "missing")


def rollups(plan: Plan, scores: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of ROLLUPS, every group in the order of the plan.

    Two means stand side by side, both weighted: `score` over the KPIs that are reported, and `score_all` over all that are
    due, in which what is missing or returned counts as 0; KPIs that are not due or cancelled are in neither. A rate is
    disbursed ÷ received over totals, never a mean of rates.
    """
    kpis, money = _kpi_measures(scores), _money_measures(budgets)
    groups = {"ministry": [""]} | {scope: getattr(plan, f"{scope}s")["code"].tolist() for scope in _SCOPES}
    return ROLLUPS.frame(pd.concat([_rolled(scope, codes, kpis, money) for scope, codes in groups.items()]))


_SCOPES = ("issue", "department", "project")


def _kpi_measures(scores: pd.DataFrame) -> pd.DataFrame:
    """What is added up of KPIs, a row a KPI, and its groups; weights and scores are exact."""
    reported, due = scores["state"] == "reported", scores["state"].isin(_OWED)
    weight = scores["weight"].map(_exact)
    weighted = [w * _exact(s) if counts else 0 for w, s, counts in zip(weight, scores["score"], reported, strict=True)]
    own = {
        "kpis": 1,
        "due": due,
        "reported": reported,
        "obstacles": reported & (scores["has_obstacle"] == "yes"),
        **{f"score_{k}": reported & (scores["score"].floordiv(1) == k) for k in range(TOP_LEVEL + 1)},
        **{choice.id: reported & (scores["pace"] == choice.id) for choice in PACES},
        "weighted": pd.Series(weighted, index=scores.index, dtype=object),
        "weight_reported": weight.where(reported, 0),
        "weight_due": weight.where(due, 0),
    }
    return scores[list(_SCOPES)].assign(ministry="", **own)


def _money_measures(budgets: pd.DataFrame) -> pd.DataFrame:
    statuses = [choice.id for choice in BUDGET_RESULTS["status"].choices]
    names = {status: "with_budget" if status == "allocated" else status for status in statuses}
    counts = {name: budgets["status"] == status for status, name in names.items()}
    return budgets[[*_SCOPES, *_AMOUNTS]].assign(ministry="", projects=1, **counts)


def _rolled(scope: str, codes: Sequence[str], kpis: pd.DataFrame, money: pd.DataFrame) -> pd.DataFrame:
    """The measures of every group of a scope."""
    others = [name for name in ("ministry", *_SCOPES) if name != scope]
    counts = kpis.drop(columns=others).groupby(scope).sum().reindex(codes, fill_value=0)
    projects = money.drop(columns=[*others, *_AMOUNTS]).groupby(scope).sum().reindex(codes, fill_value=0)
    # Nothing known is nothing, not 0: a group without any amount has no total.
    amounts = money.groupby(scope)[list(_AMOUNTS)].sum(min_count=1).reindex(codes)
    score = _means(counts["weighted"], counts["weight_reported"])
    score_all = _means(counts["weighted"], counts["weight_due"])
    rates = [_share(d, r) for d, r in zip(amounts["disbursed"], amounts["received"], strict=True)]
    measures = {
        "scope": scope,
        "code": codes,
        "score": [_float(mean) for mean in score],
        "percent": [_float(mean, PERCENT_PER_LEVEL) for mean in score],
        "score_all": [_float(mean) for mean in score_all],
        "percent_all": [_float(mean, PERCENT_PER_LEVEL) for mean in score_all],
        "rate": rates,
    }
    return pd.concat([counts, projects, amounts], axis=1).assign(**measures)


def _means(weighted: pd.Series, weights: pd.Series) -> list[Fraction | None]:
    return [Fraction(total) / weight if weight else None for total, weight in zip(weighted, weights, strict=True)]


def _exact(number: float) -> int | Fraction:
    """A number as it reads in decimals, so that sums of them are what they would be on paper."""
    return int(number) if number == int(number) else Fraction(repr(float(number)))


def _share(part: Any, whole: Any) -> float | None:
    known = pd.notna(part) and pd.notna(whole) and whole > 0
    return float(Fraction(int(part) * 100, int(whole))) if known else None


def _float(mean: Fraction | None, factor: int = 1) -> float | None:
    return None if mean is None else float(mean * factor)
