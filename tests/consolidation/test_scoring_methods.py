"""How rubrics give scores, as tables: what was done on the left, the score on the right."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidation import methods

HUNDREDS = {1: 100, 2: 150, 3: 200, 4: 250, 5: 300}
DAYS = {1: 20, 2: 15, 3: 10, 4: 8, 5: 5}


def score(method, done=(), thresholds=None, value=None, direction="higher", defined=(1, 2, 3, 4, 5)):
    """The score of one KPI whose levels `done` are done, or whose `value` meets `thresholds`."""
    thresholds = thresholds or {}
    levels = pd.DataFrame(
        {
            "kpi": "K",
            "level": list(defined),
            "status": ["done" if level in done else "not_started" for level in defined],
            "threshold": [float(thresholds[n]) if n in thresholds else float("nan") for n in defined],
            "value": float("nan") if value is None else float(value),
            "direction": direction,
        }
    )
    levels["met"] = methods.met(levels)
    return methods.scores(levels, pd.Series({"K": method}))["K"]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ((), 0),
        ((1,), 1),
        ((1, 2, 3), 3),
        ((1, 2, 3, 4, 5), 5),
        ((1, 3), 1),
        ((2, 3, 4, 5), 0),
        ((1, 2, 4, 5), 2),
    ],
)
def test_milestones_count_up_to_the_first_level_that_is_not_done(done, expected):
    assert score("milestones", done) == expected


@pytest.mark.parametrize(
    ("defined", "done", "expected"),
    [
        ((1, 3, 5), (1, 3), 3),
        ((1, 3, 5), (1, 3, 5), 5),
        ((1, 3, 5), (1, 5), 1),
        ((2, 4), (2,), 2),
        ((5,), (), 0),
        ((5,), (5,), 5),
    ],
)
def test_levels_that_the_rubric_leaves_undefined_are_passed_over_and_never_scored(defined, done, expected):
    assert score("milestones", done, defined=defined) == expected


@pytest.mark.parametrize(
    ("done", "expected"), [((), 0), ((5,), 1), ((1, 2, 3, 4), 4), ((2, 5), 2), ((1, 2, 3, 4, 5), 5)]
)
def test_a_checklist_counts_what_is_ready_in_any_order(done, expected):
    assert score("checklist", done) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(310, 5), (300, 5), (299.99, 4), (225, 3), (200, 3), (150, 2), (100, 1), (99.99, 0), (0, 0), (None, 0)],
)
def test_a_measured_kpi_gets_the_highest_threshold_met(value, expected):
    assert score("thresholds", thresholds=HUNDREDS, value=value) == expected


@pytest.mark.parametrize(("value", "expected"), [(25, 0), (20, 1), (16, 1), (9, 3), (8, 4), (5, 5), (0, 5), (None, 0)])
def test_where_lower_is_better_the_thresholds_fall(value, expected):
    assert score("thresholds", thresholds=DAYS, value=value, direction="lower") == expected


@pytest.mark.parametrize(
    ("done", "value", "expected"),
    [
        ((1, 2), None, 2),
        ((1, 2), 25, 2),
        ((1, 2, 3, 4), None, 4),
        ((1, 2, 3, 4), 19, 4),
        ((1, 2, 3, 4), 20, 5),
        ((1, 2, 4), 20, 2),
    ],
)
def test_a_mixed_rubric_takes_milestones_first_and_a_count_last(done, value, expected):
    assert score("mixed", done, thresholds={5: 20}, value=value) == expected


def test_each_kpi_is_scored_by_its_own_method():
    levels = pd.DataFrame(
        {"kpi": ["A"] * 3 + ["B"] * 3, "level": [1, 2, 3] * 2, "met": [True, False, True, True, False, True]}
    )
    scores = methods.scores(levels, pd.Series({"A": "milestones", "B": "checklist"}))
    assert scores.to_dict() == {"A": 1, "B": 2}


def test_no_levels_give_no_scores():
    levels = pd.DataFrame({"kpi": [], "level": [], "met": []})
    assert methods.scores(levels, pd.Series(dtype="str")).empty


# --- against a slow and plain oracle

MET = st.dictionaries(st.integers(1, 5), st.booleans(), min_size=1)
ORACLE = {
    "milestones": lambda met: max([k for k in met if all(met[j] for j in met if j <= k)], default=0),
    "checklist": lambda met: sum(met.values()),
    "thresholds": lambda met: max([k for k in met if met[k]], default=0),
}


def frame_of(kpis):
    rows = [{"kpi": kpi, "level": level, "met": met} for kpi, levels in kpis.items() for level, met in levels.items()]
    return pd.DataFrame(rows)


@settings(deadline=None, derandomize=True)
@given(kpis=st.dictionaries(st.sampled_from("ABCDEFG"), MET, min_size=1), name=st.sampled_from(sorted(ORACLE)))
def test_every_method_agrees_with_its_oracle(kpis, name):
    given_scores = methods.METHODS[name](frame_of(kpis))
    assert given_scores.to_dict() == {kpi: ORACLE[name](met) for kpi, met in kpis.items()}


@settings(deadline=None, derandomize=True)
@given(met=MET, level=st.integers(1, 5), name=st.sampled_from(sorted(ORACLE)))
def test_a_level_more_never_lowers_a_score_and_scores_stay_on_the_scale(met, level, name):
    before = methods.METHODS[name](frame_of({"K": met}))["K"]
    after = methods.METHODS[name](frame_of({"K": met | {level: True}}))["K"] if level in met else before
    assert 0 <= before <= after <= 5


@settings(deadline=None, derandomize=True)
@given(
    kpis=st.dictionaries(st.sampled_from("ABC"), MET, min_size=1),
    name=st.sampled_from(sorted(ORACLE)),
    seed=st.integers(0, 99),
)
def test_the_order_of_rows_changes_nothing(kpis, name, seed):
    frame = frame_of(kpis)
    shuffled = frame.sample(frac=1, random_state=seed)
    method = methods.METHODS[name]
    assert method(shuffled).to_dict() == method(frame).to_dict()
