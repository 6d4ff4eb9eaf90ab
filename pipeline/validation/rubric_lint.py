"""Checks every rubric of the plan: whether its method has what it needs, and whether each of its levels can be reached."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from pipeline.validation.places import Places, Rows
from pipeline.validation.rows import values
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


class _Kpi(NamedTuple):
    """A KPI of the plan, with its row; what is empty is missing."""

    row: int
    code: str
    name: Any
    method: str
    direction: Any
    target: float
    step: float


class _Level(NamedTuple):
    """A level of a rubric, with its row; what is empty is missing."""

    row: int
    level: Any
    criterion: Any
    threshold: float

    @property
    def is_defined(self) -> bool:
        return bool(self.criterion != UNDEFINED_LEVEL)


def rubrics(places: Places, kpis: pd.DataFrame, rubric: pd.DataFrame) -> Rows:
    """What is wrong with the rubric of each KPI that has a code and a method."""
    if kpis["code"].dropna().empty:
        yield places.at("kpis", None, "code", "PLAN_NO_KPI")
    levels_of = _by_kpi(rubric)
    own = kpis[kpis["code"].notna() & kpis["method"].notna()]
    for kpi in map(_Kpi._make, zip(own.index, *(own[name].tolist() for name in _Kpi._fields[1:]), strict=True)):
        levels = levels_of.get(kpi.code, [])
        yield from _twice(places, kpi, levels)
        yield from _direction(places, kpi)
        yield from _target(places, kpi) if kpi.method in BY_TARGET else _by_levels(places, kpi, levels)


def _by_kpi(rubric: pd.DataFrame) -> Mapping[str, list[_Level]]:
    """KPI → its levels, lowest first."""
    levels = defaultdict(list)
    rising = rubric[rubric["kpi"].notna()].sort_values("level", kind="stable")
    for row, (kpi, *own) in zip(rising.index, values(rising, "kpi", "level", "criterion", "threshold"), strict=True):
        levels[kpi].append(_Level(row, *own))
    return levels


def _by_levels(places: Places, kpi: _Kpi, levels: Sequence[_Level]) -> Rows:
    defined = [level for level in levels if level.is_defined]
    yield from _levels(places, kpi, levels)
    yield from _thresholds_missing(places, kpi, defined)
    yield from _counts(places, kpi, defined) if kpi.method == "checklist" else _order(places, kpi, defined)
    if kpi.method not in BY_THRESHOLDS:
        yield from _counted_by_steps(places, kpi, levels)


def _twice(places: Places, kpi: _Kpi, levels: Sequence[_Level]) -> Rows:
    first: dict[int, int] = {}
    for row, level, *_ in levels:
        if pd.notna(level) and first.setdefault(level, row) != row:
            words = {"found": f"{kpi.code} · {level}", "other": places.cell("rubric", first[level], "level")}
            yield places.at("rubric", row, "level", "PLAN_CODE_TWICE", **words)


def _direction(places: Places, kpi: _Kpi) -> Rows:
    if kpi.direction == "lower" and kpi.method in WITHOUT_DIRECTION:
        yield places.at(
            "kpis", kpi.row, "direction", "PLAN_DIRECTION_NOT_USED", found=_method(kpi.method), other=kpi.code
        )


def _target(places: Places, kpi: _Kpi) -> Rows:
    for field in _NEEDED[kpi.method]:
        value = getattr(kpi, field)
        if math.isnan(value):
            yield places.at("kpis", kpi.row, field, "PLAN_TARGET_MISSING", found=_method(kpi.method), other=kpi.code)
        elif field in _POSITIVE[kpi.method] and value <= 0:
            yield places.at("kpis", kpi.row, field, "PLAN_TARGET_NOT_POSITIVE", found=f"{value:g}")


def _levels(places: Places, kpi: _Kpi, levels: Sequence[_Level]) -> Rows:
    """Levels that are not there, ends that are left undefined, and levels that the scale does not have."""
    scale = LEVELS_OF.get(kpi.method, ALL_LEVELS)
    numbered = [level for level in levels if pd.notna(level.level)]
    for number in sorted(set(scale) - {level.level for level in numbered}):
        yield places.at("kpis", kpi.row, "code", "PLAN_LEVEL_MISSING", found=kpi.code, expected=str(number))
    for level in numbered:
        if level.level in _ENDS.get(kpi.method, ()) and not level.is_defined:
            words = {"found": kpi.code, "expected": str(level.level)}
            yield places.at("rubric", level.row, "criterion", "PLAN_END_MISSING", **words)
    for level in numbered:
        if level.level not in scale and level.is_defined:
            words = {"found": str(level.level), "expected": str(len(scale)), "other": kpi.code}
            yield places.at("rubric", level.row, "level", "PLAN_LEVEL_OFF_SCALE", **words)


def _thresholds_missing(places: Places, kpi: _Kpi, defined: Sequence[_Level]) -> Rows:
    missing = [level for level in defined if math.isnan(level.threshold)]
    if kpi.method in BY_THRESHOLDS:
        for level in missing:
            yield places.at("rubric", level.row, "threshold", "PLAN_THRESHOLD_MISSING", other=kpi.code)
    if kpi.method == "mixed" and defined and len(missing) == len(defined):
        yield places.at("rubric", defined[-1].row, "threshold", "PLAN_THRESHOLD_MISSING", other=kpi.code)


def _order(places: Places, kpi: _Kpi, defined: Sequence[_Level]) -> Rows:
    yield from _out_of_order(places, _with_threshold(defined), rising=kpi.direction != "lower")


def _with_threshold(defined: Sequence[_Level]) -> list[_Level]:
    return [level for level in defined if not math.isnan(level.threshold)]


def _out_of_order(places: Places, levels: Sequence[_Level], rising: bool) -> Rows:
    """Thresholds that do not go on rising, or falling: out of order, or equal."""
    for before, here in pairwise(levels):
        low, high = (before, here) if rising else (here, before)
        if not low.threshold < high.threshold:
            words = {"found": f"{here.threshold:g}", "other": f"{before.threshold:g}"}
            yield places.at("rubric", here.row, "threshold", "PLAN_THRESHOLD_ORDER", **words)


def _counts(places: Places, kpi: _Kpi, defined: Sequence[_Level]) -> Rows:
    """The thresholds of a checklist say how many of its items each level takes."""
    counts = _with_threshold(defined)
    yield from _out_of_order(places, counts, rising=True)
    for level in counts:
        if level.threshold > len(defined):
            words = {"found": f"{level.threshold:g}", "expected": str(len(defined)), "other": kpi.code}
            yield places.at("rubric", level.row, "threshold", "PLAN_COUNT_OVER_ITEMS", **words)


def _counted_by_steps(places: Places, kpi: _Kpi, levels: Sequence[_Level]) -> Rows:
    name = kpi.name if isinstance(kpi.name, str) else ""
    without = sum(math.isnan(level.threshold) for level in levels)
    if name.lower().startswith(_COUNTED) and without * 2 > len(levels):
        yield places.at("kpis", kpi.row, "name", "PLAN_COUNT_BY_MILESTONES", found=name)


def _method(method: str) -> str:
    return KPIS["method"].choice_title(method, "th")
