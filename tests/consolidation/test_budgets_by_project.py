"""The money of every project: what is known, what is not, and what follows from it, exact to the satang."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from consolidation.small_plans import files_of, one_kpi_each, small_plan, states_of, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidation.budgets import budget_results, rate
from schemas.submission import LARGEST_BAHT
from schemas.summary import BUDGET_RESULTS

MODEST = settings(deadline=None, derandomize=True, max_examples=15)
MOST = int(LARGEST_BAHT) * 100
AMOUNTS = ["received", "committed", "disbursed"]


def series(*values):
    return pd.Series(pd.array([pd.NA if value is None else value for value in values], "Int64"))


def known(frame, column):
    return [None if pd.isna(value) else value for value in frame[column]]


# --- rate


@pytest.mark.parametrize(
    ("disbursed", "received", "percent"),
    [
        (0, 100, 0),
        (50, 100, 50),
        (100, 100, 100),
        (150, 100, 150),
        (1, 3, float(Fraction(100, 3))),
        (1, MOST, float(Fraction(100, MOST))),
        (MOST, MOST, 100),
        (MOST - 1, MOST, float(Fraction(100 * (MOST - 1), MOST))),
        (0, 0, None),
        (5, 0, None),
        (None, 100, None),
        (5, None, None),
        (None, None, None),
        (None, 0, None),
    ],
)
def test_a_rate_is_a_percentage_of_what_was_received_and_missing_where_nothing_was(disbursed, received, percent):
    (found,) = known(pd.DataFrame({"rate": rate(series(disbursed), series(received))}), "rate")
    assert found == (None if percent is None else pytest.approx(percent, rel=1e-15))


@MODEST
@given(st.lists(st.tuples(st.none() | st.integers(0, MOST), st.none() | st.integers(0, MOST)), max_size=8))
def test_every_rate_is_its_own_project_s(rows):
    rates = rate(series(*(d for d, _ in rows)), series(*(r for _, r in rows)))
    assert rates.dtype == "float64"
    for found, (disbursed, received) in zip(rates, rows, strict=True):
        if disbursed is None or not received:
            assert pd.isna(found)
        else:
            assert found == pytest.approx(float(Fraction(100 * disbursed, received)), rel=1e-15)


# --- one project in every situation


def one(budget=None, state="reported", allocated=None):
    """The budget of one project; `allocated` in satang is what the plan says."""
    projects, kpis = one_kpi_each({"P": ("1", "X")})
    plan = small_plan([projects[0] | {"allocated": allocated, "budget_type": "operating"}], kpis)
    sent = [{"project": "P"} | budget] if budget else []
    frame = budget_results(plan, tables_of(plan, budgets=sent), states_of(plan, {"P": state}), files_of(plan))
    return BUDGET_RESULTS.schema().validate(frame)


FULL = {"status": "allocated", "received": 100_00, "committed": 20_50, "disbursed": 30_25}


@pytest.mark.parametrize(
    ("budget", "state", "status", "amounts", "remaining", "percent"),
    [
        (FULL, "reported", "allocated", [100_00, 20_50, 30_25], 49_25, 30.25),
        (FULL | {"committed": None}, "reported", "allocated", [100_00, None, 30_25], 69_75, 30.25),
        (FULL | {"committed": 0, "disbursed": 0}, "reported", "allocated", [100_00, 0, 0], 100_00, 0),
        (FULL | {"disbursed": 130_00}, "reported", "allocated", [100_00, 20_50, 130_00], -50_50, 130),
        (
            {"status": "allocated", "received": 0, "committed": 0, "disbursed": 0},
            "reported",
            "allocated",
            [0, 0, 0],
            0,
            None,
        ),
        # Amounts beside anything but an allocated budget are not the project's money.
        (FULL | {"status": "no_budget"}, "reported", "no_budget", [None] * 3, None, None),
        (FULL | {"status": "not_stated"}, "reported", "not_stated", [None] * 3, None, None),
        (FULL | {"status": None}, "reported", None, [None] * 3, None, None),
        ({"status": "no_budget"}, "reported", "no_budget", [None] * 3, None, None),
        # What is not reported shows nothing of what was sent.
        (FULL, "returned", None, [None] * 3, None, None),
        (FULL, "missing", None, [None] * 3, None, None),
        (FULL, "not_due", None, [None] * 3, None, None),
        (None, "missing", None, [None] * 3, None, None),
    ],
)
def test_a_project_shows_its_money_only_where_it_is_reported_and_allocated(
    budget, state, status, amounts, remaining, percent
):
    frame = one(budget, state)
    assert known(frame, "state") == [state]
    assert known(frame, "status") == [status]
    assert [known(frame, name)[0] for name in AMOUNTS] == amounts
    assert known(frame, "remaining") == [remaining]
    assert known(frame, "rate") == [percent]


@pytest.mark.parametrize(("state", "file"), [("reported", "X.xlsx"), ("returned", None), ("missing", None)])
def test_the_source_file_is_named_where_something_of_it_is_used(state, file):
    assert known(one(FULL, state), "file") == [file]


@pytest.mark.parametrize("state", ["reported", "returned", "missing"])
def test_what_the_plan_allocated_is_shown_whatever_was_reported(state):
    frame = one(FULL, state, allocated=123_45)
    assert frame[["allocated", "budget_type"]].values.tolist() == [[123_45, "operating"]]


@MODEST
@given(received=st.integers(0, MOST), committed=st.none() | st.integers(0, MOST), disbursed=st.integers(0, MOST))
def test_what_remains_is_exact_to_the_satang_however_large_the_amounts(received, committed, disbursed):
    frame = one({"status": "allocated", "received": received, "committed": committed, "disbursed": disbursed})
    assert [known(frame, name)[0] for name in AMOUNTS] == [received, committed, disbursed]
    assert known(frame, "remaining") == [received - (committed or 0) - disbursed]
    assert str(frame["remaining"].dtype) == "Int64"


# --- several projects and KPIs


def test_projects_stand_in_the_order_of_the_plan_whatever_the_order_of_what_was_sent():
    owners = {"P3": ("1", "X"), "P1": ("2", "Y"), "P2": ("1", "X")}
    plan = small_plan(*one_kpi_each(owners))
    sent = [{"project": code, "status": "allocated", "received": n, "disbursed": 0} for n, code in enumerate(owners)]
    for rows in (sent, sent[::-1], [sent[1], sent[2], sent[0]]):
        frame = budget_results(plan, tables_of(plan, budgets=rows), states_of(plan), files_of(plan))
        assert frame["project"].tolist() == ["P3", "P1", "P2"]
        assert frame["received"].tolist() == [0, 1, 2]
        assert frame["file"].tolist() == ["X.xlsx", "Y.xlsx", "X.xlsx"]


def two_kpis(**first):
    """The state of the budget of one project with the KPIs A (changed by `first`) and B, in each of these states."""
    projects = [{"code": "P", "issue": "1", "department": "X"}]
    plan = small_plan(projects, [{"code": "A", "project": "P"} | first, {"code": "B", "project": "P"}])

    def state(a, b):
        tables = tables_of(plan, budgets=[{"project": "P"} | FULL])
        frame = budget_results(plan, tables, states_of(plan, {"A": a, "B": b}), files_of(plan))
        return known(frame, "state")[0], known(frame, "received")[0]

    return state


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("reported", "reported", ("reported", 100_00)),
        ("reported", "returned", ("reported", 100_00)),
        ("returned", "reported", ("returned", None)),
        ("missing", "reported", ("missing", None)),
    ],
)
def test_a_budget_shares_the_state_of_its_project_s_first_kpi(a, b, expected):
    assert two_kpis()(a, b) == expected


@pytest.mark.parametrize(("b", "expected"), [("reported", ("reported", 100_00)), ("returned", ("returned", None))])
@pytest.mark.parametrize("first", [{"first_round": "12"}])
def test_where_the_first_kpi_is_not_asked_the_next_carries_the_budget(first, b, expected):
    assert two_kpis(**first)("not_due", b) == expected


def test_a_project_that_nobody_is_asked_about_is_not_due():
    projects, kpis = one_kpi_each({"P": ("1", "X"), "Q": ("1", "X")})
    plan = small_plan(projects, [kpis[0] | {"first_round": "12"}])
    tables = tables_of(plan, budgets=[{"project": "P"} | FULL, {"project": "Q"} | FULL])
    frame = budget_results(plan, tables, states_of(plan, {"P": "not_due"}), files_of(plan))
    assert frame["state"].tolist() == ["not_due", "not_due"]
    assert frame[[*AMOUNTS, "remaining", "rate"]].isna().all(axis=None)
