"""Adds up: the same measures for the ministry, for each strategic issue, department and project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.consolidation.methods import PERCENT_PER_LEVEL
from pipeline.validation.matching import NOWHERE
from pipeline.validation.plan import Plan
from schemas.plan import TOP_LEVEL
from schemas.summary import BUDGET_RESULTS, OWED, PACES, ROLLUPS

_AMOUNTS = ("received", "committed", "disbursed", "remaining")
# What weights and scores are counted in, while they are added up: millionths, and as many decimals as scores have.
_WEIGHT, _SCORE = 10**6, 10**12

# Name → what each row adds: marks, numbers, or integers of any size.
Measures = Mapping[str, NDArray[Any]]


def rollups(plan: Plan, scores: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of ROLLUPS, every group in the order of the plan.

    Two means stand side by side, both weighted: `score` over the KPIs that are reported, and `score_all` over all that are
    due, in which what is missing or returned counts as 0; KPIs that are not due or cancelled are in neither. A rate is
    disbursed ÷ received over totals, never a mean of rates.
    """
    groups = {"ministry": [""]} | {scope: getattr(plan, f"{scope}s")["code"].tolist() for scope in _SCOPES}
    kpis = _sums(groups, scores, _kpi_measures(scores))
    money = _sums(groups, budgets, _money_measures(budgets))
    # Nothing known is nothing, not 0: a group without any amount has no total.
    amounts = {
        name: [total if stated else None for total, stated in zip(money[name], money[f"{name}_stated"], strict=True)]
        for name in _AMOUNTS
    }
    measures = {
        "scope": [scope for scope, codes in groups.items() for _ in codes],
        "code": [code for codes in groups.values() for code in codes],
        "score": _ratios(kpis["weighted"], kpis["weight_reported"], _SCORE),
        "percent": _ratios(kpis["weighted"], kpis["weight_reported"], _SCORE, PERCENT_PER_LEVEL),
        "score_all": _ratios(kpis["weighted"], kpis["weight_due"], _SCORE),
        "percent_all": _ratios(kpis["weighted"], kpis["weight_due"], _SCORE, PERCENT_PER_LEVEL),
        "rate": _ratios(amounts["disbursed"], amounts["received"], times=100),
    }
    return ROLLUPS.frame(pd.DataFrame(kpis | money | amounts | measures, dtype=object))


_SCOPES = ("issue", "department", "project")


def _kpi_measures(scores: pd.DataFrame) -> Measures:
    """What is added up of KPIs; weights and scores are exact."""
    reported, due = (scores["state"] == "reported").to_numpy(), scores["state"].isin(OWED).to_numpy()
    weight = _counted(scores["weight"], _WEIGHT)
    level, pace = scores["score"].floordiv(1).to_numpy(), scores["pace"].to_numpy()
    return {
        "kpis": np.ones(len(scores), np.int64),
        "due": due,
        "reported": reported,
        "obstacles": reported & (scores["has_obstacle"] == "yes").to_numpy(),
        **{f"score_{k}": reported & (level == k) for k in range(TOP_LEVEL + 1)},
        **{choice.id: reported & (pace == choice.id) for choice in PACES},
        "weighted": np.where(reported, weight * _counted(scores["score"], _SCORE), 0),
        "weight_reported": np.where(reported, weight, 0),
        "weight_due": np.where(due, weight, 0),
    }


def _money_measures(budgets: pd.DataFrame) -> Measures:
    statuses = [choice.id for choice in BUDGET_RESULTS["status"].choices]
    names = {status: "with_budget" if status == "allocated" else status for status in statuses}
    return {
        "projects": np.ones(len(budgets), np.int64),
        **{name: (budgets["status"] == status).to_numpy() for status, name in names.items()},
        **{name: budgets[name].fillna(0).to_numpy(dtype=np.int64) for name in _AMOUNTS},
        **{f"{name}_stated": budgets[name].notna().to_numpy() for name in _AMOUNTS},
    }


def _sums(groups: Mapping[str, Sequence[str]], frame: pd.DataFrame, measures: Measures) -> dict[str, list[int]]:
    """The measures of a frame's rows added up for every group, scope by scope."""
    sums: dict[str, list[int]] = {name: [] for name in measures}
    for scope, codes in groups.items():
        own = frame[scope] if scope in _SCOPES else [""] * len(frame)
        places = pd.Index(codes).get_indexer(own)
        known = places != NOWHERE
        for name, numbers in measures.items():
            totals = np.zeros(len(codes), object if numbers.dtype == object else np.int64)
            np.add.at(totals, places[known], numbers[known])
            sums[name] += totals.tolist()
    return sums


def _counted(numbers: pd.Series, units: int) -> NDArray[np.object_]:
    """Numbers as whole units: exact integers of any size, as sums on paper are."""
    whole: NDArray[np.object_] = (
        np.rint(numbers.fillna(0).to_numpy(dtype=float) * units).astype(np.int64).astype(object)
    )
    return whole


def _ratios(
    parts: Sequence[int | None], wholes: Sequence[int | None], units: int = 1, times: int = 1
) -> list[float | None]:
    """Each part × `times` ÷ its whole in `units`, the float nearest to it; None where there is no part or no whole."""
    pairs = zip(parts, wholes, strict=True)
    return [None if part is None or not whole else part * times / (whole * units) for part, whole in pairs]
