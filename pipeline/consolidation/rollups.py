"""Adds up: the same measures for the ministry, for each strategic issue, department and project."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.consolidation.methods import PERCENT_PER_LEVEL
from pipeline.validation.plan import Plan
from schemas.plan import TOP_LEVEL
from schemas.summary import BUDGET_RESULTS, OWED, PACES, ROLLUPS

_AMOUNTS = ("received", "committed", "disbursed", "remaining")
# What weights and scores are counted in, while they are added up: millionths, and as many decimals as scores have.
_WEIGHT, _SCORE = 10**6, 10**12


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
    reported, due = scores["state"] == "reported", scores["state"].isin(OWED)
    weight = _counted(scores["weight"], _WEIGHT)
    weighted = (weight * _counted(scores["score"], _SCORE)).where(reported, 0)
    own = {
        "kpis": 1,
        "due": due,
        "reported": reported,
        "obstacles": reported & (scores["has_obstacle"] == "yes"),
        **{f"score_{k}": reported & (scores["score"].floordiv(1) == k) for k in range(TOP_LEVEL + 1)},
        **{choice.id: reported & (scores["pace"] == choice.id) for choice in PACES},
        "weighted": weighted,
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
    percents = counts["weighted"] * PERCENT_PER_LEVEL
    measures = {
        "scope": scope,
        "code": codes,
        "score": _ratios(counts["weighted"], counts["weight_reported"] * _SCORE),
        "percent": _ratios(percents, counts["weight_reported"] * _SCORE),
        "score_all": _ratios(counts["weighted"], counts["weight_due"] * _SCORE),
        "percent_all": _ratios(percents, counts["weight_due"] * _SCORE),
        "rate": _ratios(amounts["disbursed"] * 100, amounts["received"].where(amounts["disbursed"].notna())),
    }
    return pd.concat([counts, projects, amounts], axis=1).assign(**measures)


def _counted(numbers: pd.Series, units: int) -> pd.Series:
    """Numbers as whole units: exact integers of any size, as sums on paper are."""
    whole = np.rint(numbers.fillna(0).to_numpy(dtype=float) * units).astype(np.int64)
    return pd.Series(whole, index=numbers.index).astype(object)


def _ratios(parts: pd.Series, wholes: pd.Series) -> list[float | None]:
    """Each part ÷ its whole, the float nearest to it; None where there is no whole."""
    pairs = zip(parts.tolist(), wholes.tolist(), strict=True)
    return [None if pd.isna(whole) or not whole else part / whole for part, whole in pairs]
