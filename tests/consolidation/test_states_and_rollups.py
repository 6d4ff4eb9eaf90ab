"""What becomes of KPIs that are missing, returned, not due or cancelled, and how weights and amounts add up."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from support.seed import plan_of, plan_tables, seed_answers, summary_of


@pytest.fixture
def tables():
    return plan_tables()


@pytest.fixture
def answers():
    return seed_answers()


def state_of(summary, kpi):
    row = summary.scores.set_index("kpi").loc[kpi]
    return row["state"], None if pd.isna(row["score"]) else row["score"]


def test_a_department_that_sent_nothing_is_missing_and_not_scored_as_0(tables, answers):
    del answers["HRM"]
    summary = summary_of(plan_of(tables), answers)
    assert state_of(summary, "2.1") == state_of(summary, "2.2") == ("missing", None)
    assert summary.rollup("ministry")["reported"] == 9
    assert summary.rollup("ministry")["due"] == 11
    assert summary.rollup("ministry")["score"] == pytest.approx(23 / 9)
    assert all(pd.isna(summary.rollup("department", "HRM")[name]) for name in ("score", "received"))
    assert "DEPARTMENT_MISSING" in summary.findings["rule"].tolist()


def test_one_wrong_kpi_is_returned_and_the_department_s_others_still_count(tables, answers):
    answers["ICT"]["3.4|level|2|status"] = "เกือบเสร็จ"
    summary = summary_of(plan_of(tables), answers)
    assert state_of(summary, "3.4") == ("returned", None)
    assert state_of(summary, "3.5") == ("reported", 2)
    assert summary.register.set_index("department").loc["ICT", "state"] == "accepted_in_part"
    budget = summary.budget_results.set_index("project").loc["3.4"]
    assert budget["state"] == "returned"
    assert budget[["received", "disbursed"]].isna().all()
    assert summary.rollup("ministry")["received"] == 139_339_100_00


def test_a_form_whose_every_kpi_is_wrong_is_returned_whole(tables, answers):
    answers["CSC"]["1.1|narrative"] = ""
    summary = summary_of(plan_of(tables), answers)
    assert summary.register.set_index("department").loc["CSC", "state"] == "returned"


@pytest.mark.parametrize(
    ("column", "months", "state"),
    [("first_round", "12", "not_due"), ("last_round", "6", None), ("first_round", "6", None)],
)
def test_a_kpi_is_asked_only_between_its_first_and_its_last_round(tables, answers, column, months, state):
    next(k for k in tables["kpis"] if k["code"] == "2.1")[column] = months
    summary = summary_of(plan_of(tables), answers)
    assert state_of(summary, "2.1")[0] == (state or "reported")
    assert summary.rollup("ministry")["due"] == (10 if state else 11)


def test_a_kpi_whose_last_round_is_over_is_cancelled(tables, answers):
    tables["settings"][0]["round"] = "9"
    next(k for k in tables["kpis"] if k["code"] == "2.1")["last_round"] = "6"
    summary = summary_of(plan_of(tables), answers)
    assert state_of(summary, "2.1") == ("cancelled", None)


def test_what_a_kpi_that_is_not_due_was_filled_with_is_ignored_and_said(tables, answers):
    next(k for k in tables["kpis"] if k["code"] == "2.1")["first_round"] = "12"
    plan = plan_of(tables)
    summary = summary_of(plan, answers)
    assert "2.1|narrative" not in plan.entries["key"].tolist()
    ignored = summary.ledger[summary.ledger["fate"] == "ignored"]
    assert set(ignored["reason"]) == {"NOT_IN_THE_PLAN"}
    assert "2.1|narrative" in ignored["key"].tolist()
    said = summary.findings[summary.findings["rule"] == "NOT_IN_THE_PLAN"]
    assert said[["found", "other"]].values.tolist() == [["2.1", str(len(ignored))]]


def test_weights_multiply_down_from_issue_to_kpi(tables, answers):
    tables["issues"][0]["weight"] = 2
    tables["projects"][0]["weight"] = 3
    tables["kpis"][0]["weight"] = 0.5
    summary = summary_of(plan_of(tables), answers)
    assert summary.scores["weight"].tolist()[:4] == [3.0, 2.0, 2.0, 1.0]
    expected = Fraction(2 * 3 + 3 * 2 + 3 * 2 + 22, 3 + 2 + 2 + 8)
    assert summary.rollup("ministry")["score"] == float(expected)


def test_a_project_s_money_is_asked_once_however_many_kpis_it_has(tables, answers):
    second = dict(tables["kpis"][9], code="3.4b", name="ตัวชี้วัดที่สอง")
    tables["kpis"].insert(10, second)
    tables["rubric"] += [dict(r, kpi="3.4b") for r in tables["rubric"] if r["kpi"] == "3.4"]
    plan = plan_of(tables)
    keys = plan.entries["key"]
    assert keys[keys.str.endswith("budget|received")].str.startswith("3.4|").sum() == 1
    answers["ICT"] |= {
        key.replace("3.4|", "3.4b|"): value
        for key, value in answers["ICT"].items()
        if key.startswith("3.4|") and "budget" not in key
    }
    summary = summary_of(plan, answers)
    assert summary.rollup("ministry")["received"] == 229_339_100_00
    assert summary.rollup("project", "3.4")["kpis"] == 2
    assert summary.rollup("ministry")["kpis"] == 12


def test_amounts_beside_a_budget_that_is_not_stated_are_ignored_and_stay_in_the_ledger(tables, answers):
    answers["ICT"]["3.1|budget|received"] = 1000
    summary = summary_of(plan_of(tables), answers)
    assert summary.rollup("ministry")["received"] == 229_339_100_00
    row = summary.ledger.set_index("key").loc["3.1|budget|received"]
    assert (row["fate"], row["reason"]) == ("ignored", "BUDGET_NOT_STATED")
    control = summary.controls.set_index(["department", "field"]).loc[("ICT", "budgets.received")]
    assert control["ignored"] == 1000_00
    assert control["difference"] == 0


def test_a_returned_kpi_s_cells_are_rejected_each_by_a_rule(tables, answers):
    answers["ICT"]["3.4|budget|disbursed"] = "สามหมื่น"
    summary = summary_of(plan_of(tables), answers)
    rejected = summary.ledger[summary.ledger["fate"] == "rejected"]
    assert set(rejected["kpi"]) == {"3.4"}
    assert set(rejected["reason"]) == {"AMOUNT_UNREADABLE"}
    assert (summary.controls["difference"] == 0).all()


def test_committed_money_is_spent_too(tables, answers):
    answers["ICT"]["3.3|budget|committed"] = "๑,๐๐๐,๐๐๐.๒๕"
    budget = summary_of(plan_of(tables), answers).budget_results.set_index("project").loc["3.3"]
    assert budget["remaining"] == 41_600_000_00 - 4_160_000_00 - 1_000_000_25
    assert budget["rate"] == 10


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"1.1|level|2|status": "ยังไม่ดำเนินการ", "1.1|level|3|status": "แล้วเสร็จ"}, [("1.1|level|3|status", "3", "2")]),
        ({"1.1|level|1|status": "?"}, []),
        ({"1.1|level|4|status": "แล้วเสร็จ", "1.1|level|5|status": "แล้วเสร็จ"}, [("1.1|level|4|status", "4", "3")]),
    ],
)
def test_a_level_done_after_one_that_is_not_is_said_once_and_never_after_an_unreadable_one(
    tables, answers, typed, found
):
    answers["CSC"] |= typed
    findings = summary_of(plan_of(tables), answers).findings
    skipped = findings[findings["rule"] == "LEVEL_SKIPPED"]
    assert list(skipped[["key", "found", "other"]].itertuples(index=False, name=None)) == found


@pytest.mark.parametrize(
    ("self_score", "differs"), [(2, False), ("๒", False), (2.0, False), (3, True), (1.5, True), ("", False)]
)
def test_a_self_assessed_score_that_differs_is_said_and_the_rubric_s_counts(tables, answers, self_score, differs):
    answers["CSC"]["1.1|self_score"] = self_score
    summary = summary_of(plan_of(tables), answers)
    assert ("SCORE_DIFFERS" in summary.findings["rule"].tolist()) == differs
    assert state_of(summary, "1.1") == ("reported", 2)
