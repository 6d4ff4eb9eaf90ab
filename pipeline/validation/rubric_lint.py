"""Checks every rubric of the plan: whether its method has what it needs, and whether each of its levels can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.validation.places import Places, Rows
from schemas.plan import (
    ALL_LEVELS,
    BY_TARGET,
    BY_THRESHOLDS,
    KPIS,
    LEVELS_OF,
    UNDEFINED_LEVEL,
    WITHOUT_DIRECTION,
)

_COUNTED = ("จำนวน", "ร้อยละ", "ค่าเฉลี่ย", "number of", "percentage", "percent of")
# What a method that goes by the target needs of the KPI; both must be more than 0 where a ratio or a step is made of them.
_NEEDED = {"interval": ("target", "step"), "proportional": ("target",), "two_sided": ("target",)}
_POSITIVE = {"interval": ("step",), "proportional": ("target",), "two_sided": ("target",)}
# Between their thresholds lines are drawn, so these cannot do without the ends.
_ENDS = {"interpolated": (ALL_LEVELS[0], ALL_LEVELS[-1]), "three_level": LEVELS_OF["three_level"]}


def rubrics(places: Places, kpis: pd.DataFrame, rubric: pd.DataFrame) -> Rows:
    """What is wrong with the rubric of each KPI that has a code and a method."""
    if kpis["code"].dropna().empty:
        yield places.at("kpis", None, "code", "PLAN_NO_KPI")
    levels_of = {code: levels.sort_values("level") for code, levels in rubric.groupby("kpi")}
    for row, kpi in kpis[kpis["code"].notna() & kpis["method"].notna()].iterrows():
        levels = levels_of.get(kpi["code"], rubric.iloc[:0])
        defined = levels[levels["criterion"] != UNDEFINED_LEVEL]
        yield from _twice(places, kpi, levels)
        yield from _direction(places, row, kpi)
        if kpi["method"] in BY_TARGET:
            yield from _target(places, row, kpi)
            continue
        yield from _levels(places, row, kpi, levels, defined)
        yield from _thresholds_missing(places, kpi, defined)
        yield from _counts(places, kpi, defined) if kpi["method"] == "checklist" else _order(places, kpi, defined)
        if kpi["method"] not in BY_THRESHOLDS:
            yield from _counted_by_steps(places, row, kpi, levels)


def _twice(places: Places, kpi: pd.Series, levels: pd.DataFrame) -> Rows:
    for twice in levels.index[levels["level"].duplicated() & levels["level"].notna()]:
        number = levels.at[twice, "level"]
        first = levels.index[levels["level"] == number][0]
        words = {"found": f"{kpi['code']} · {number}", "other": places.cell("rubric", first, "level")}
        yield places.at("rubric", twice, "level", "PLAN_CODE_TWICE", **words)


def _direction(places: Places, row: Any, kpi: pd.Series) -> Rows:
    if kpi["direction"] == "lower" and kpi["method"] in WITHOUT_DIRECTION:
        yield places.at("kpis", row, "direction", "PLAN_DIRECTION_NOT_USED", found=_method(kpi), other=kpi["code"])


def _target(places: Places, row: Any, kpi: pd.Series) -> Rows:
    for field in _NEEDED[kpi["method"]]:
        if pd.isna(kpi[field]):
            yield places.at("kpis", row, field, "PLAN_TARGET_MISSING", found=_method(kpi), other=kpi["code"])
        elif field in _POSITIVE[kpi["method"]] and kpi[field] <= 0:
            yield places.at("kpis", row, field, "PLAN_TARGET_NOT_POSITIVE", found=f"{kpi[field]:g}")


def _levels(places: Places, row: Any, kpi: pd.Series, levels: pd.DataFrame, defined: pd.DataFrame) -> Rows:
    """Levels that are not there, ends that are left undefined, and levels that the scale does not have."""
    scale = LEVELS_OF.get(kpi["method"], ALL_LEVELS)
    for number in sorted(set(scale) - set(levels["level"].dropna())):
        yield places.at("kpis", row, "code", "PLAN_LEVEL_MISSING", found=kpi["code"], expected=str(number))
    for at in levels.index[
        (levels["criterion"] == UNDEFINED_LEVEL) & levels["level"].isin(_ENDS.get(kpi["method"], ()))
    ]:
        words = {"found": kpi["code"], "expected": str(levels.at[at, "level"])}
        yield places.at("rubric", at, "criterion", "PLAN_END_MISSING", **words)
    for at in defined.index[~defined["level"].isin(scale) & defined["level"].notna()]:
        words = {"found": str(defined.at[at, "level"]), "expected": str(len(scale)), "other": kpi["code"]}
        yield places.at("rubric", at, "level", "PLAN_LEVEL_OFF_SCALE", **words)


def _thresholds_missing(places: Places, kpi: pd.Series, defined: pd.DataFrame) -> Rows:
    missing = defined["threshold"].isna()
    if kpi["method"] in BY_THRESHOLDS:
        for row in defined.index[missing]:
            yield places.at("rubric", row, "threshold", "PLAN_THRESHOLD_MISSING", other=kpi["code"])
    if kpi["method"] == "mixed" and len(defined) and missing.all():
        yield places.at("rubric", defined.index[-1], "threshold", "PLAN_THRESHOLD_MISSING", other=kpi["code"])


def _order(places: Places, kpi: pd.Series, defined: pd.DataFrame) -> Rows:
    yield from _out_of_order(places, defined["threshold"].dropna(), rising=kpi["direction"] != "lower")


def _out_of_order(places: Places, thresholds: pd.Series, rising: bool) -> Iterator[dict[str, Any]]:
    """Thresholds that do not go on rising, or falling: out of order, or equal."""
    for before, here in zip(thresholds.index, thresholds.index[1:], strict=False):
        low, high = (before, here) if rising else (here, before)
        if not thresholds[low] < thresholds[high]:
            words = {"found": f"{thresholds[here]:g}", "other": f"{thresholds[before]:g}"}
            yield places.at("rubric", here, "threshold", "PLAN_THRESHOLD_ORDER", **words)


def _counts(places: Places, kpi: pd.Series, defined: pd.DataFrame) -> Rows:
    """The thresholds of a checklist say how many of its items each level takes."""
    counts = defined["threshold"].dropna()
    yield from _out_of_order(places, counts, rising=True)
    for row in counts.index[counts > len(defined)]:
        words = {"found": f"{counts[row]:g}", "expected": str(len(defined)), "other": kpi["code"]}
        yield places.at("rubric", row, "threshold", "PLAN_COUNT_OVER_ITEMS", **words)


def _counted_by_steps(places: Places, row: Any, kpi: pd.Series, levels: pd.DataFrame) -> Rows:
    name = kpi["name"] if isinstance(kpi["name"], str) else ""
    if name.lower().startswith(_COUNTED) and levels["threshold"].isna().sum() * 2 > len(levels):
        yield places.at("kpis", row, "name", "PLAN_COUNT_BY_MILESTONES", found=name)


def _method(kpi: pd.Series) -> str:
    return KPIS["method"].choice_title(kpi["method"], "th")
