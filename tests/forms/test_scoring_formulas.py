"""The score as a formula, against a plain description of each method: random rubrics, statuses and values."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.forms import live
from pipeline.forms.layout import MEANING, Level
from pipeline.forms.live import Cells, Live, constant
from pipeline.forms.reading import DONE
from pipeline.forms.scoring import first_gap, score

steady = settings(deadline=None, derandomize=True)
# Level 1 stands in row 16 of the sheet.
ROW_OF_LEVEL_0 = 14


def sheet(method: str, met: dict[int, bool]) -> SimpleNamespace:
    """As much of a sheet as scoring looks at: a level a row, and whether it is met."""
    cells = Cells("x")
    levels = [(ROW_OF_LEVEL_0 + number, Level(number, "x", None, "k")) for number in sorted(met)]
    marks = {row: cells.put(row, MEANING, constant(DONE if met[level.number] else 0)) for row, level in levels}
    conditions = {row: live.same(mark, DONE) for row, mark in marks.items()}
    return SimpleNamespace(method=method, levels=levels, met=conditions, cells=cells)


def unbroken(met: dict[int, bool]) -> int:
    """The highest level with every level up to it met."""
    result = 0
    for number in sorted(met):
        if not met[number]:
            break
        result = number
    return result


ORACLES = {
    "milestones": unbroken,
    "mixed": unbroken,
    "checklist": lambda met: sum(met.values()),
    "thresholds": lambda met: max((number for number in met if met[number]), default=0),
}
rubrics = st.dictionaries(st.integers(1, 5), st.booleans(), max_size=5)


@steady
@given(met=rubrics, method=st.sampled_from(sorted(ORACLES)))
def test_the_score_is_what_its_method_says(met, method):
    assert score(sheet(method, met)).value == ORACLES[method](met)


@steady
@given(met=rubrics)
def test_the_first_gap_is_the_first_level_that_is_not_met(met):
    assert first_gap(sheet("milestones", met)).value == min((n for n in met if not met[n]), default=0)


@steady
@given(met=rubrics.filter(bool))
def test_milestones_never_score_more_than_a_checklist_of_the_same_levels_reaches(met):
    assert score(sheet("milestones", met)).value <= score(sheet("thresholds", met)).value


@pytest.mark.parametrize(
    ("method", "levels", "formula"),
    [
        ("milestones", [1, 2, 3], "IF(J16=1,IF(J17=1,IF(J18=1,3,2),1),0)"),
        ("milestones", [1, 3, 5], "IF(J16=1,IF(J18=1,IF(J20=1,5,3),1),0)"),
        ("mixed", [2], "IF(J17=1,2,0)"),
        ("checklist", [1, 2, 3], 'COUNTIF(J16:J18,"=1")'),
        ("checklist", [1, 5], 'COUNTIF(J16:J20,"=1")'),
        ("thresholds", [1, 2, 3], "IF(J18=1,3,IF(J17=1,2,IF(J16=1,1,0)))"),
        ("milestones", [], "0"),
        ("checklist", [], "0"),
    ],
)
def test_the_formula_can_be_read(method, levels, formula):
    assert score(sheet(method, dict.fromkeys(levels, False))).formula == formula


@pytest.mark.parametrize(
    ("met", "gap"),
    [
        ({1: True, 2: False, 3: True}, 2),
        ({1: False}, 1),
        ({1: True, 3: False}, 3),
        ({1: True, 2: True}, 0),
        ({}, 0),
    ],
)
def test_the_first_gap(met, gap):
    assert first_gap(sheet("milestones", met)).value == gap


@pytest.mark.parametrize(
    ("value", "threshold", "lower", "reached"),
    [
        (100.0, 100, False, True),
        (99.99, 100, False, False),
        (live.UNKNOWN, 100, False, False),
        (20.0, 20, True, True),
        (20.01, 20, True, False),
        (live.UNKNOWN, 20, True, False),
        (0.0, 0, False, True),
    ],
)
def test_a_threshold_is_reached_from_its_own_side(value, threshold, lower, reached):
    cell = Live("J30", value)
    beyond = live.over(cell, threshold) if lower else live.under(cell, threshold)
    assert live.all_of(live.known(cell), live.no(beyond)).value == reached
