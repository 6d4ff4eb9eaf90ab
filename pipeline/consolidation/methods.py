"""How a rubric gives a score: each method one pure function over columns. A score counts levels, 0 to 5.

The methods follow the practice of Thai performance agreements: five levels, percent = score × 20.
"""

from __future__ import annotations

import pandas as pd

PERCENT_PER_LEVEL = 20


def met(levels: pd.DataFrame) -> pd.Series:
    """Whether each level's own condition holds: its status is done, or its threshold is reached by the value.

    `levels`: status, threshold, value, direction. A value that is missing reaches nothing.
    """
    higher = levels["value"] >= levels["threshold"]
    lower = levels["value"] <= levels["threshold"]
    reached = higher.where(levels["direction"] != "lower", lower)
    return reached.where(levels["threshold"].notna(), levels["status"] == "done").astype(bool)


def milestones(levels: pd.DataFrame) -> pd.Series:
    """KPI → the highest level k such that every defined level up to k is met; 0 where the first is not.

    `levels`: kpi, level, met; levels that the rubric leaves undefined are no rows, so they are passed over.
    """
    ordered = levels.sort_values(["kpi", "level"], kind="stable")
    unbroken = ordered.groupby("kpi", sort=False)["met"].cummin()
    return _highest(ordered.assign(counted=unbroken))


def checklist(levels: pd.DataFrame) -> pd.Series:
    """KPI → how many of its levels are met, in whatever order."""
    return levels.groupby("kpi", sort=False)["met"].sum().astype("float64")


def thresholds(levels: pd.DataFrame) -> pd.Series:
    """KPI → the highest level whose threshold is reached; 0 below the first."""
    return _highest(levels.assign(counted=levels["met"]))


def _highest(levels: pd.DataFrame) -> pd.Series:
    reached = levels["level"].where(levels["counted"].astype(bool), 0)
    return reached.groupby(levels["kpi"], sort=False).max().astype("float64")


# A mixed rubric is a milestone rubric some of whose levels a value decides.
METHODS = {"milestones": milestones, "mixed": milestones, "checklist": checklist, "thresholds": thresholds}


def scores(levels: pd.DataFrame, method: pd.Series) -> pd.Series:
    """KPI → score, each by its method; `levels` as for `milestones`, `method` is KPI → method id."""
    own = levels["kpi"].map(method)
    parts = [score(levels[own == name]) for name, score in METHODS.items()]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled) if filled else pd.Series(dtype="float64")
