"""The score that the rubric gives for what now stands on a KPI's sheet, as a formula: one function a method."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.forms import live
from pipeline.forms.layout import MEANING
from pipeline.forms.live import Live, constant
from pipeline.forms.reading import DONE, Reading


def score(sheet: Reading) -> Live:
    """The score by the KPI's method; 0 for a rubric without levels."""
    return _METHODS[sheet.method](sheet) if sheet.levels else constant(0)


def first_gap(sheet: Reading) -> Live:
    """The first level that is not met; 0 where all are."""
    gaps = [(live.no(sheet.met[at]), constant(level.number)) for at, level in sheet.levels]
    return live.first_true(gaps, constant(0))


def _milestones(sheet: Reading) -> Live:
    """The highest level with every level up to it met."""
    before = [0, *(level.number for _, level in sheet.levels)]
    result = constant(before[-1])
    for place, (at, _) in reversed(list(enumerate(sheet.levels))):
        result = live.when(sheet.met[at], result, constant(before[place]))
    return result


def _checklist(sheet: Reading) -> Live:
    """How many levels are met."""
    return sheet.cells.count(sheet.levels[0][0], sheet.levels[-1][0], MEANING, "=", DONE)


def _thresholds(sheet: Reading) -> Live:
    """The highest level that is met."""
    highest_first = [(sheet.met[at], constant(level.number)) for at, level in reversed(sheet.levels)]
    return live.first_true(highest_first, constant(0))


_METHODS: Mapping[str, Callable[[Reading], Live]] = {
    "milestones": _milestones,
    "mixed": _milestones,
    "checklist": _checklist,
    "thresholds": _thresholds,
}
