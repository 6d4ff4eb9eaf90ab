"""Weights, policies and the planned level: what the plan says on the left, what stands beside the score on the right."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from consolidation.small_plans import files_of, one_kpi_each, small_plan, states_of, tables_of
from support.seed import plan_of, plan_tables, seed_answers, summary_of

from pipeline.consolidation.methods import Policies
from pipeline.consolidation.scores import level_results, policies, scored, weights, with_scores
from schemas.summary import SCORES

NAN = float("nan")


def weights_in(months, *, kpi=(), project=(), issue=()):
    """The weight of a plan's one KPI in a round; what is given is by column."""
    projects, kpis = one_kpi_each({"A": ("1", "X")})
    plan = small_plan(
        [projects[0] | dict(project)], [kpis[0] | dict(kpi)], issues=[{"code": "1"} | dict(issue)], months=months
    )
    return weights(plan).tolist()


@pytest.mark.parametrize(
    ("given", "by_round"),
    [
        pytest.param({}, {6: 1, 9: 1, 12: 1}, id="nothing given is 1"),
        pytest.param({"kpi": {"weight": 30}}, {6: 30, 9: 30, 12: 30}, id="a KPI's own"),
        pytest.param({"kpi": {"weight": 30, "weight_12": 50}}, {6: 30, 9: 30, 12: 50}, id="another one in one round"),
        pytest.param(
            {"kpi": {"weight_6": 10, "weight_9": 0}}, {6: 10, 9: 0, 12: 1}, id="only in some rounds, or nought"
        ),
        pytest.param(
            {"kpi": {"weight": 2, "weight_6": 3}, "project": {"weight": 5}, "issue": {"weight": 7}},
            {6: 105, 9: 70, 12: 70},
            id="times its project's and its issue's",
        ),
    ],
)
def test_a_weight_is_that_of_the_round(given, by_round):
    assert {months: weights_in(months, **given) for months in by_round} == {m: [w] for m, w in by_round.items()}


@pytest.mark.parametrize(
    ("score", "planned", "pace"),
    [
        (3, 3, "on_plan"),
        (3, 2, "ahead"),
        (3, 4, "behind"),
        (3.5, 3, "ahead"),
        (2.9999, 3, "behind"),
        (0, 0, "on_plan"),
        (3, None, None),
        (NAN, 3, None),
        (NAN, None, None),
    ],
)
def test_a_score_is_ahead_of_the_planned_level_on_it_or_behind(score, planned, pace):
    row = with_scores(SCORES.frame([{"kpi": "K", "score": score, "planned": planned, "weight": 2}])).iloc[0]
    assert (None if pd.isna(row["pace"]) else row["pace"]) == pace
    if not math.isnan(score):
        assert (row["percent"], row["weighted"]) == (score * 20, score * 2)


def test_the_planned_level_is_that_of_the_round():
    projects, kpis = one_kpi_each({"A": ("1", "X")})
    for months, planned in ((6, 2), (9, 3), (12, 5)):
        plan = small_plan(projects, [kpis[0] | {"planned_6": 2, "planned_9": 3, "planned_12": 5}], months=months)
        assert plan.measures["planned"].tolist() == [planned]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Policies("zero", 10, 20)),
        ({"below_first": "lowest"}, Policies("lowest", 10, 20)),
        ({"below_first": "ตามสัดส่วนของระดับแรก", "two_sided_full": "๕"}, Policies("proportional", 5, 20)),
        ({"two_sided_none": 30.5}, Policies("zero", 10, 30.5)),
    ],
)
def test_policies_are_read_from_the_settings_and_have_defaults(given, expected):
    tables = plan_tables()
    tables["settings"][0] |= given
    assert policies(plan_of(tables)) == expected


@pytest.mark.parametrize(("below", "score"), [("zero", 0), ("lowest", 1), ("proportional", 0.8)])
def test_a_policy_decides_the_score_below_the_first_level(below, score):
    tables, answers = plan_tables(), seed_answers()
    tables["settings"][0]["below_first"] = below
    tables["kpis"][4]["method"] = "interpolated"
    answers["HRM"]["2.2|value"] = 80
    summary = summary_of(plan_of(tables), answers)
    assert summary.scores.set_index("kpi").loc["2.2", "score"] == score


def test_by_default_the_example_scores_as_its_report_does_and_keeps_what_was_achieved():
    scores = summary_of(plan_of(plan_tables()), seed_answers()).scores.set_index("kpi")
    assert scores["score"].tolist() == [2, 3, 3, 2, 5, 4, 4, 1, 2, 2, 2]
    assert scores["rubric_score"].tolist() == scores["score"].tolist()
    assert scores["achievement"].dropna().to_dict() == {"2.2": pytest.approx(310 / 3)}
    assert scores["pace"].dropna().to_dict() == {"1.3": "on_plan"}


@pytest.mark.parametrize(
    ("method", "direction", "met"),
    [
        ("thresholds", "lower", {3, 4, 5}),
        ("thresholds", None, {1, 2, 3}),
        # A proportion knows no lower-is-better, and a deviation is the better the less it is.
        ("proportional", "lower", {1, 2, 3}),
        ("two_sided", "higher", {3, 4, 5}),
    ],
)
def test_a_level_is_met_in_the_direction_that_its_method_knows(method, direction, met):
    projects, kpis = one_kpi_each({"A": ("1", "X")})
    measured = {"thresholds": 60, "proportional": 60, "two_sided": 160}[method]
    kpi = kpis[0] | {"method": method, "direction": direction, "target": 100}
    rubric = [{"kpi": "A", "level": level, "threshold": level * 20} for level in range(1, 6)]
    plan = small_plan(projects, [kpi], rubric)
    tables = tables_of(plan, results=[{"kpi": "A", "value": measured}])
    levels = level_results(plan, tables)
    assert set(levels.loc[levels["met"] == "yes", "level"]) == met
    kpis_scored = scored(plan, tables, levels, states_of(plan), files_of(plan))
    assert kpis_scored["state"].tolist() == ["reported"]
