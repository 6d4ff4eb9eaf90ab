"""The shipped example gives the totals of the report it was made from."""

from __future__ import annotations

import pandas as pd
import pytest
from support.seed import seed_summary

from pipeline import thai

PLAN_ORDER = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5"]
SCORES = [2, 3, 3, 2, 5, 4, 4, 1, 2, 2, 2]
MONEY = {  # project: received, disbursed in baht
    "2.2": (275_100, 36_000),
    "2.3": (44_000, 37_800),
    "3.2": (63_764_000, 0),
    "3.3": (41_600_000, 4_160_000),
    "3.4": (90_000_000, 0),
    "3.5": (33_656_000, 0),
}


@pytest.fixture(scope="module")
def summary():
    return seed_summary()


def test_the_scores_stand_in_the_order_of_the_plan(summary):
    assert summary.scores["kpi"].tolist() == PLAN_ORDER
    assert summary.scores["score"].tolist() == SCORES


def test_every_percentage_is_the_score_times_twenty(summary):
    assert summary.scores["percent"].tolist() == [score * 20 for score in SCORES]


@pytest.mark.parametrize(
    ("scope", "code", "mean"),
    [("ministry", "", "2.7273"), ("issue", "1", "2.6667"), ("issue", "2", "3.6667"), ("issue", "3", "2.2000")],
)
def test_means_are_over_kpis(summary, scope, code, mean):
    assert str(thai.half_up(summary.rollup(scope, code)["score"], 4)) == mean


def test_the_ministry_stands_at_54_percent_of_the_score_and_under_2_of_the_money(summary):
    total = summary.rollup("ministry")
    assert str(thai.half_up(total["percent"], 2)) == "54.55"
    assert (total["received"], total["disbursed"]) == (229_339_100_00, 4_233_800_00)
    assert str(thai.half_up(total["rate"], 4)) == "1.8461"


@pytest.mark.parametrize(("code", "rate"), [("2", "23.1275"), ("3", "1.8164")])
def test_a_rate_is_over_totals_and_never_a_mean_of_rates(summary, code, rate):
    assert str(thai.half_up(summary.rollup("issue", code)["rate"], 4)) == rate


def test_money_is_exact_and_stands_where_it_was_stated(summary):
    known = summary.budget_results[summary.budget_results["status"] == "allocated"]
    amounts = zip(known["project"], known["received"], known["disbursed"], strict=True)
    assert {project: (received, disbursed) for project, received, disbursed in amounts} == {
        project: (received * 100, disbursed * 100) for project, (received, disbursed) in MONEY.items()
    }


def test_nothing_is_counted_as_0_that_was_not_stated_as_0(summary):
    silent = summary.budget_results[~summary.budget_results["project"].isin(list(MONEY))]
    for amount in ("received", "committed", "disbursed", "remaining", "rate"):
        assert silent[amount].isna().all(), amount
    assert all(pd.isna(summary.rollup("issue", "1")[amount]) for amount in ("received", "disbursed", "rate"))
    assert summary.scores.loc[summary.scores["kpi"] != "2.2", "value"].isna().all()


def test_a_budget_not_stated_is_a_finding_that_does_not_stop_its_score(summary):
    listed = summary.findings[["rule", "severity", "kpi"]].values.tolist()
    assert [finding for finding in listed if finding[2] == "3.1"] == [
        ["BUDGET_NOT_STATED", "warning", "3.1"],
        ["DATE_AFTER_ROUND", "warning", "3.1"],
    ]
    assert summary.scores.set_index("kpi").loc["3.1", "score"] == 4
    assert summary.rollup("ministry")["not_stated"] == 1


@pytest.mark.parametrize(
    ("measure", "count"),
    [
        ("projects", 11),
        ("kpis", 11),
        ("due", 11),
        ("reported", 11),
        ("with_budget", 6),
        ("no_budget", 4),
        ("not_stated", 1),
        ("obstacles", 3),
        ("score_0", 0),
        ("score_1", 1),
        ("score_2", 5),
        ("score_3", 2),
        ("score_4", 2),
        ("score_5", 1),
    ],
)
def test_the_ministry_is_counted(summary, measure, count):
    assert summary.rollup("ministry")[measure] == count


def test_every_filled_cell_is_used_and_the_money_adds_up(summary):
    assert set(summary.ledger["fate"]) == {"used"}
    assert (summary.controls["difference"] == 0).all()
    filled = summary.controls.groupby("field")["filled"].sum()
    assert filled["budgets.received"] == 229_339_100_00
    assert filled["budgets.disbursed"] == 4_233_800_00
