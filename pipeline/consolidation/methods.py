"""How a rubric gives a score: each method one short function over columns, a row a KPI.

Scores count levels, 0 to 5, and percent = score × 20: the practice of Thai performance agreements. A KPI on three levels
is scored in percent, 50, 75 and 100, and its score is that percent on the same scale. `docs/scoring.md` has an example of
every method, made from `tests/spec/scoring.toml`.

Of levels there is a column each, 1 to 5: of an undefined one, and of one that is decided by a status, the threshold is
missing. `sign` is 1 where higher is better, −1 where lower is. A value that is missing reaches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from schemas.plan import ALL_LEVELS, KPIS, TOP_LEVEL

PERCENT_PER_LEVEL = 20
THREE_LEVELS = np.array([50.0, 75.0, 100.0, np.nan, np.nan])
_LEVELS = np.array(ALL_LEVELS, dtype=float)
_FIRST = _LEVELS[0]

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]


def milestones(defined: Marks, met: Marks) -> Numbers:
    """The highest level with every defined level up to it met; 0 where the first is not. Undefined ones are passed over."""
    unbroken = np.logical_and.accumulate(met | ~defined, axis=1)
    return _highest(unbroken & defined)


def checklist(met: Marks, counts: Numbers) -> Numbers:
    """How many levels are met, in whatever order; where the rubric has `counts`, the highest level whose count that is."""
    number = met.sum(axis=1).astype(float)
    return np.where(np.isnan(counts).all(axis=1), number, _highest(number[:, None] >= counts))


def stepped(value: Numbers, thresholds: Numbers, sign: Numbers) -> Numbers:
    """The highest level whose threshold is reached; 0 below the first."""
    return _highest(_ahead(value, thresholds, sign) >= 0)


def interpolated(value: Numbers, thresholds: Numbers, sign: Numbers, below: str, points: Numbers = _LEVELS) -> Numbers:
    """k + (x − Xₖ) ÷ (Xₗ − Xₖ) × (l − k) between two thresholds, and the highest level beyond the last.

    `points`: what each threshold is worth. Below the first, by policy: "zero", "lowest" (what the first is worth), or
    "proportional": that × x ÷ X₁, or × X₁ ÷ x where lower is better.
    """
    past = _ahead(value, thresholds, sign)
    reached, open_ = past >= 0, past < 0
    behind, ahead = np.where(reached, past, np.inf).min(axis=1), np.where(open_, -past, np.inf).min(axis=1)
    low, high = np.where(reached, points, -np.inf).max(axis=1), np.where(open_, points, np.inf).min(axis=1)
    with np.errstate(invalid="ignore"):
        between = low + behind / (behind + ahead) * (high - low)
    first = np.where(np.isnan(thresholds), np.inf, points).argmin(axis=1)
    worth = points[first]
    under = _below(below, worth, worth * _share(value, thresholds[np.arange(len(value)), first], sign))
    scored = np.where(reached.any(axis=1), np.where(open_.any(axis=1), between, low), under)
    return np.where(np.isnan(value), 0.0, scored)


def interval(value: Numbers, target: Numbers, step: Numbers, at: Numbers, sign: Numbers, below: str) -> Numbers:
    """k₀ ± (x − T) ÷ Δ, at most 5: the target T is worth k₀ (`at`), and each Δ (`step`) one point.

    Where that is less than 1, by policy: "zero", "lowest" (1), or "proportional" (the line itself, down to 0).
    """
    line = np.minimum(at + sign * (value - target) / step, TOP_LEVEL)
    scored = np.where(line >= _FIRST, line, _below(below, np.full_like(line, _FIRST), line))
    return np.where(np.isnan(value), 0.0, scored)


def proportional(value: Numbers, target: Numbers) -> Numbers:
    """5 × x ÷ X, at most 5 and at least 0."""
    return np.clip(np.nan_to_num(TOP_LEVEL * value / target), 0, TOP_LEVEL)


def deviation(value: Numbers, target: Numbers) -> Numbers:
    """How far a value is from its target, to whichever side, in percent of the target, to ten decimals."""
    return np.round(np.abs(value - target) / np.abs(target) * 100, 10)


def two_sided(deviation: Numbers, full: float, none: float) -> Numbers:
    """5 up to a deviation of `full` percent, 0 from `none` percent on, and linear between."""
    line = TOP_LEVEL * (none - deviation) / (none - full)
    return np.clip(np.where(np.isnan(deviation), 0.0, line), 0, TOP_LEVEL)


def three_level(value: Numbers, thresholds: Numbers, sign: Numbers, below: str) -> Numbers:
    """50, 75 and 100 percent at three thresholds, linear between them, as a score on the scale of five."""
    return interpolated(value, thresholds, sign, below, THREE_LEVELS) / PERCENT_PER_LEVEL


def met(levels: pd.DataFrame) -> pd.Series:
    """Whether each level's own condition holds: its status is done, or its threshold is reached by what was measured.

    `levels`: status, by_value, threshold, measured, direction. What is missing reaches nothing.
    """
    higher = levels["measured"] >= levels["threshold"]
    lower = levels["measured"] <= levels["threshold"]
    reached = higher.where(levels["direction"] != "lower", lower)
    return reached.where(levels["by_value"], levels["status"] == "done").astype(bool)


class Policies(NamedTuple):
    """What the plan's settings say of scores: below the first level, and the deviations with and without a score."""

    below: str = "zero"
    full: float = 10.0
    none: float = 20.0


class Columns(NamedTuple):
    """What KPIs are scored from, a row a KPI; `defined`, `met` and `thresholds` have a column a level.

    Quantities are in millionths: mostly whole numbers, so that decimals are subtracted exactly and 88.5 − 85 is 3.5.
    """

    defined: Marks
    met: Marks
    thresholds: Numbers
    value: Numbers
    target: Numbers
    step: Numbers
    at: Numbers
    sign: Numbers

    def of(self, rows: Marks) -> Columns:
        """The columns of some rows."""
        return Columns._make(column[rows] for column in self)


METHODS: Mapping[str, Callable[[Columns, Policies], Numbers]] = {
    "milestones": lambda c, _: milestones(c.defined, c.met),
    # A mixed rubric is a milestone rubric some of whose levels a value decides.
    "mixed": lambda c, _: milestones(c.defined, c.met),
    "checklist": lambda c, _: checklist(c.met, c.thresholds),
    "thresholds": lambda c, _: stepped(c.value, c.thresholds, c.sign),
    "interpolated": lambda c, p: interpolated(c.value, c.thresholds, c.sign, p.below),
    "interval": lambda c, p: interval(c.value, c.target, c.step, c.at, c.sign, p.below),
    "proportional": lambda c, _: proportional(c.value, c.target),
    "two_sided": lambda c, p: two_sided(deviation(c.value, c.target), p.full, p.none),
    "three_level": lambda c, p: three_level(c.value, c.thresholds, c.sign, p.below),
}

# Twelve decimals are far more than is ever shown, and few enough that 3.49995 is what it says, for rounding half up.
_DECIMALS = 12
_MILLION = 1e6


def scores(kpis: pd.DataFrame, levels: pd.DataFrame, policies: Policies) -> Numbers:
    """The score of each row of `kpis`, by its method.

    `kpis`: code, method, direction, value, target, step, target_level; `levels`, the defined ones: kpi, level, threshold,
    met (a boolean).
    """
    columns = _columns(kpis, levels)
    method = kpis["method"].to_numpy()
    result = np.zeros(len(kpis))
    for name in np.unique(method.astype(str)):
        own = method == name
        result[own] = METHODS[name](columns.of(own), policies)
    return np.round(result, _DECIMALS)


def _columns(kpis: pd.DataFrame, levels: pd.DataFrame) -> Columns:
    places = pd.Index(kpis["code"]).get_indexer(levels["kpi"]), levels["level"].to_numpy(dtype=int) - 1
    shape = (len(kpis), TOP_LEVEL)
    defined, met_, thresholds = np.zeros(shape, bool), np.zeros(shape, bool), np.full(shape, np.nan)
    defined[places], met_[places] = True, levels["met"].to_numpy(dtype=bool)
    counts = (kpis["method"] == "checklist").to_numpy()[places[0]]
    thresholds[places] = np.where(counts, levels["threshold"], _millionths(levels["threshold"]))
    return Columns(
        defined=defined,
        met=met_,
        thresholds=thresholds,
        value=_millionths(kpis["value"]),
        target=_millionths(kpis["target"]),
        step=_millionths(kpis["step"]),
        at=_numbers(kpis["target_level"].fillna(KPIS["target_level"].default)),
        sign=np.where(kpis["direction"] == "lower", -1.0, 1.0),
    )


def _numbers(column: Any) -> Numbers:
    return np.asarray(column.to_numpy(dtype=float, na_value=np.nan), dtype=float)


def _millionths(column: Any) -> Numbers:
    millionths: Numbers = np.round(_numbers(column) * _MILLION, 3)
    return millionths


def _ahead(value: Numbers, thresholds: Numbers, sign: Numbers) -> Numbers:
    """How far each threshold is behind the value: from 0 on where it is reached, below 0 where it is not."""
    return (value[:, None] - thresholds) * sign[:, None]


def _highest(counted: Marks) -> Numbers:
    highest: Numbers = np.where(counted, _LEVELS, 0.0).max(axis=1)
    return highest


def _share(value: Numbers, threshold: Numbers, sign: Numbers) -> Numbers:
    """x ÷ X, or X ÷ x where lower is better, from 0 to 1; 0 where that makes no sense."""
    part, whole = np.where(sign > 0, value, threshold), np.where(sign > 0, threshold, value)
    return np.clip(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0), 0, 1)


def _below(policy: str, lowest: Numbers, share: Numbers) -> Numbers:
    return {"zero": np.zeros_like(lowest), "lowest": lowest, "proportional": np.maximum(share, 0)}[policy]
