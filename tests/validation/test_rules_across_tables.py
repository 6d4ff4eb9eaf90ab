"""Rules across cells, on tables of a row or two: what is known on the left, what it breaks on the right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.seed import seed_answers, seed_plan, validated

from pipeline import thai
from pipeline.validation.cross_rules import COLUMNS, findings_of, together
from schemas.plan import PROJECTS
from schemas.submission import BUDGETS, LEVELS, REPORTER, RESULTS

FIRST_DAY, LAST_DAY, DEADLINE = date(2021, 10, 1), date(2022, 3, 31), date(2022, 4, 15)


def plan_with(**thresholds):
    """What the rules look at of a plan: the days of its round, M's allocated budget (P has none, Z 0), and K's levels.

    a5=20 is level 5 with a threshold.
    """
    rows = [{"kpi": "K", "level": int(name[1:]), "threshold": value} for name, value in thresholds.items()]
    levels = pd.DataFrame(rows, columns=["kpi", "level", "threshold"])
    return SimpleNamespace(
        levels=levels.astype({"kpi": "str", "level": "Int64", "threshold": "float64"}).assign(
            by_value=levels["threshold"].notna()
        ),
        projects=PROJECTS.frame(
            [{"code": "M", "allocated": 36_000_000_00}, {"code": "P"}, {"code": "Z", "allocated": 0}]
        ),
        settings=SimpleNamespace(reported_days=(FIRST_DAY, LAST_DAY), deadline=DEADLINE),
    )


MILESTONES = plan_with(a1=None, a2=None, a3=None, a4=None, a5=None)
THRESHOLDS = plan_with(a1=10, a2=20, a3=30, a4=40, a5=50)
MIXED = plan_with(a1=None, a2=None, a3=30, a4=40, a5=50)


def frames(budgets=(), results=(), levels=(), reporters=()):
    given_rows = {BUDGETS: budgets, RESULTS: results, LEVELS: levels, REPORTER: reporters}
    return {
        table.id: table.frame(list(rows)).assign(department=[row.get("department", "D") for row in rows])
        for table, rows in given_rows.items()
    }


def found(plan=MILESTONES, **rows):
    return findings_of(plan, frames(**rows)).to_dict("records")


def broken(plan=MILESTONES, **rows):
    return {(f["rule"], f["key"]) for f in found(plan, **rows)}


def budget(status, received=None, committed=None, disbursed=None, **more):
    amounts = {"received": received, "committed": committed, "disbursed": disbursed}
    return {"project": "P", "status": status} | amounts | more


def result(**more):
    return {"kpi": "K", "narrative": "x", "has_obstacle": "no"} | more


def level(number, status=None, day=None, **more):
    return {"kpi": "K", "level": number, "status": status, "date": day} | more


# --- money


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (budget("allocated", 100, None, 0), []),
        (budget("allocated", 0, None, 0), []),
        (budget("allocated"), [("ENTRY_REQUIRED", "received"), ("ENTRY_REQUIRED", "disbursed")]),
        (budget("allocated", 100), [("ENTRY_REQUIRED", "disbursed")]),
        (budget("allocated", None, 5, 0), [("ENTRY_REQUIRED", "received")]),
        (budget("allocated", 100, 100, 100), [("SPENT_OVER_RECEIVED", "committed")]),
        (budget("allocated", 100, 100, 0), []),
        (budget("allocated", 100, 0, 101), [("DISBURSED_OVER_RECEIVED", "disbursed")]),
        (budget("allocated", 0, 0, 1), [("DISBURSED_OVER_RECEIVED", "disbursed")]),
        (budget("allocated", 100, 100, 1), [("SPENT_OVER_RECEIVED", "committed")]),
        (budget("allocated", 100, 60, 40), []),
        (budget("allocated", 100, 61, 40), [("SPENT_OVER_RECEIVED", "committed")]),
        (budget("allocated", 100, 61, 101), [("DISBURSED_OVER_RECEIVED", "disbursed")]),
        (budget("allocated", 0, 1, 0), [("SPENT_OVER_RECEIVED", "committed")]),
        (budget(None, 100, 100, 1), []),
        (budget("no_budget"), []),
        (budget("no_budget", 0, 0, 0), []),
        (budget("no_budget", 5), [("AMOUNT_WITHOUT_BUDGET", "received")]),
        (budget("no_budget", None, 5), [("AMOUNT_WITHOUT_BUDGET", "committed")]),
        (budget("no_budget", 5, 5, 5), [("AMOUNT_WITHOUT_BUDGET", f) for f in ("received", "committed", "disbursed")]),
        (
            budget("no_budget", 1, None, 2),
            [
                ("AMOUNT_WITHOUT_BUDGET", "received"),
                ("AMOUNT_WITHOUT_BUDGET", "disbursed"),
                ("DISBURSED_OVER_RECEIVED", "disbursed"),
            ],
        ),
        (budget("not_stated"), [("BUDGET_NOT_STATED", "status")]),
        (budget("not_stated", 100, 0, 50), [("BUDGET_NOT_STATED", "status")]),
        (budget(None), []),
        (budget(None, 100, 0, 50), []),
        (budget(None, 1, 0, 2), [("DISBURSED_OVER_RECEIVED", "disbursed")]),
        (budget(None, None, 0, 2), []),
        (budget(None, 1), []),
    ],
)
def test_money_agrees_with_the_budget_s_status(row, expected):
    assert broken(budgets=[row]) == {(rule, f"P|budget|{field}") for rule, field in expected}


@pytest.mark.parametrize(
    ("row", "rule", "words"),
    [
        (budget("allocated", 6_376_400_000, None, 6_376_400_001), "DISBURSED_OVER_RECEIVED", ["63,764,000.01", None]),
        (budget("no_budget", 123_456), "AMOUNT_WITHOUT_BUDGET", ["1,234.56", None]),
        (budget("allocated", 1), "ENTRY_REQUIRED", [None, None]),
    ],
)
def test_a_finding_about_money_says_the_amounts_in_baht(row, rule, words):
    (finding,) = [f for f in found(budgets=[row]) if f["rule"] == rule]
    assert [finding[n] if isinstance(finding[n], str) else None for n in ("found", "expected")] == words
    if rule == "DISBURSED_OVER_RECEIVED":
        assert finding["other"] == "63,764,000.00"


@pytest.mark.parametrize(
    ("satang", "text"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (10, "0.10"),
        (99, "0.99"),
        (100, "1.00"),
        (12_345, "123.45"),
        (100_000, "1,000.00"),
        (6_376_400_000, "63,764,000.00"),
        (10**15, "10,000,000,000,000.00"),
        (-100, "-1.00"),
        (-1, "-0.01"),
        (-550, "-5.50"),
    ],
)
def test_satang_are_written_as_baht(satang, text):
    assert thai.format_baht(satang) == text


@settings(deadline=None, derandomize=True, max_examples=100)
@given(st.integers(0, 10**15))
def test_baht_are_read_back_as_the_same_satang(satang):
    assert thai.parse_amount(thai.format_baht(satang)) == satang


# --- obstacles


@pytest.mark.parametrize(
    ("has", "obstacle", "rule"),
    [
        ("yes", "ล่าช้า", None),
        ("yes", None, "ENTRY_REQUIRED"),
        ("no", None, None),
        ("no", "ล่าช้า", "OBSTACLE_UNMARKED"),
        (None, None, None),
        (None, "ล่าช้า", None),
    ],
)
def test_an_obstacle_is_told_where_there_is_one_and_only_there(has, obstacle, rule):
    expected = {(rule, "K|obstacle")} if rule else set()
    assert broken(results=[result(has_obstacle=has, obstacle=obstacle)]) == expected


# --- the value that a threshold decides by


def done_to(last, levels=4):
    return [level(n, "done" if n <= last else "not_started") for n in range(1, levels + 1)]


@pytest.mark.parametrize(
    ("plan", "levels", "value", "needed"),
    [
        pytest.param(MILESTONES, done_to(5, 5), None, False, id="milestones never need it"),
        pytest.param(THRESHOLDS, [], None, True, id="thresholds always need it"),
        pytest.param(THRESHOLDS, [], 5.0, False, id="and it is there"),
        pytest.param(THRESHOLDS, [], 0.0, False, id="0 is a value"),
        pytest.param(MIXED, done_to(2, 2), None, True, id="mixed: every level before the threshold is done"),
        pytest.param(MIXED, done_to(1, 2), None, False, id="mixed: one of them is not"),
        pytest.param(MIXED, done_to(0, 2), None, False, id="mixed: none of them is"),
        pytest.param(MIXED, done_to(2, 2), 30.0, False, id="mixed: it is there"),
        pytest.param(MIXED, done_to(1, 2), 30.0, False, id="mixed: it is there early"),
        pytest.param(MIXED, [level(1, "done"), level(2)], None, False, id="mixed: a status is unknown"),
        pytest.param(MIXED, [level(1), level(2, "done")], None, False, id="mixed: an early status is unknown"),
        pytest.param(
            plan_with(a1=None, a3=30, a5=50), [level(1, "done")], None, True, id="mixed: undefined levels do not count"
        ),
        pytest.param(
            plan_with(a1=10, a2=20, a3=None), [level(3, "not_started")], None, True, id="a criterion after a threshold"
        ),
    ],
)
def test_the_value_is_needed_once_a_threshold_decides(plan, levels, value, needed):
    expected = {("ENTRY_REQUIRED", "K|value")} if needed else set()
    assert broken(plan, results=[result(value=value)], levels=levels) == expected


def test_the_levels_of_one_kpi_do_not_open_or_close_another():
    levels = [*done_to(2, 2), level(1, "not_started", kpi="L")]
    rows = [result(), result(kpi="L")]
    assert broken(MIXED, results=rows, levels=levels) == {("ENTRY_REQUIRED", "K|value")}


# --- dates


@pytest.mark.parametrize(
    ("status", "day", "outside"),
    [
        ("done", date(2022, 3, 31), False),
        ("done", date(2022, 4, 1), True),
        ("done", date(2021, 10, 1), False),
        ("done", date(2021, 9, 30), True),
        ("done", date(2023, 1, 1), True),
        ("done", None, False),
        ("in_progress", date(2022, 4, 1), False),
        ("not_started", date(2022, 4, 1), False),
        (None, date(2022, 4, 1), False),
    ],
)
def test_what_is_done_was_done_in_the_fiscal_year_and_by_the_last_day_of_the_round(status, day, outside):
    expected = {("DATE_OUTSIDE_ROUND", "K|level|3|date")} if outside else set()
    assert broken(levels=[level(3, status, day)]) == expected


def test_a_late_date_is_said_beside_the_days_of_the_round_in_the_buddhist_era():
    (finding,) = found(levels=[level(2, "done", date(2022, 5, 9))])
    assert (finding["found"], finding["expected"]) == ("9/5/2565", "1/10/2564 – 31/3/2565")


# --- amounts beside the allocated budget of 36 million baht


@pytest.mark.parametrize(
    ("baht", "tiny"),
    [(36, True), ("36.5", True), ("0.01", True), (360, True), ("360.01", False), (36_000_000, False), (0, False)],
)
@pytest.mark.parametrize("field", ["received", "committed", "disbursed"])
def test_a_hundred_thousandth_of_the_allocated_budget_looks_like_millions(field, baht, tiny):
    amounts = {"received": 36_000_000_00, "disbursed": 0} | {field: int(Decimal(baht) * 100)}
    amounts["received"] = max(amounts.values()) if field != "received" else amounts["received"]
    rules = {
        rule
        for rule, key in broken(budgets=[budget("allocated", project="M", **amounts)])
        if key == f"M|budget|{field}"
    }
    assert ("AMOUNT_IN_MILLIONS" in rules) == tiny


def test_an_amount_in_millions_is_said_beside_the_allocated_budget():
    (finding,) = found(budgets=[budget("allocated", received=36_00, disbursed=0, project="M")])
    assert (finding["found"], finding["other"]) == ("36.00", "36,000,000.00")


MILLION = 1_000_000_00
UNITS = {
    "AMOUNT_IN_MILLIONS",
    "AMOUNT_IN_THOUSANDS",
    "AMOUNT_ENLARGED",
    "RECEIVED_NOT_ALLOCATED",
    "SPENT_OVER_RECEIVED",
}


def odd(**amounts):
    """Field → the rules about units and allocation that the amounts of M, which got 36 million baht, break."""
    row = budget("allocated", **({"received": 36 * MILLION, "disbursed": 0} | amounts), project="M")
    return {(rule, key.split("|")[2]) for rule, key in broken(budgets=[row]) if rule in UNITS}


@pytest.mark.parametrize(
    ("baht", "rule"),
    [
        pytest.param("36_000_000", None, id="as allocated"),
        pytest.param("36_000_000.01", None, id="a satang more is rounding"),
        pytest.param("35_999_999.99", None, id="a satang less is rounding"),
        pytest.param("36_000_000.02", "RECEIVED_NOT_ALLOCATED", id="two satang are a difference"),
        pytest.param("30_000_000", "RECEIVED_NOT_ALLOCATED", id="less"),
        pytest.param("40_000_000", "RECEIVED_NOT_ALLOCATED", id="more"),
        pytest.param("0", "RECEIVED_NOT_ALLOCATED", id="nothing"),
        pytest.param("36", "AMOUNT_IN_MILLIONS", id="in millions"),
        pytest.param("360.01", "RECEIVED_NOT_ALLOCATED", id="ten times that is no unit"),
        pytest.param("36_000", "AMOUNT_IN_THOUSANDS", id="in thousands"),
        pytest.param("18_000", "AMOUNT_IN_THOUSANDS", id="half of it in thousands"),
        pytest.param("54_000", "AMOUNT_IN_THOUSANDS", id="half more in thousands"),
        pytest.param("17_999.99", "RECEIVED_NOT_ALLOCATED", id="less than half of it in thousands"),
        pytest.param("54_000.01", "RECEIVED_NOT_ALLOCATED", id="more than half more in thousands"),
        pytest.param("17_999_999_999", "RECEIVED_NOT_ALLOCATED", id="nearly five hundred times"),
        pytest.param("18_000_000_000", "AMOUNT_ENLARGED", id="five hundred times"),
        pytest.param("36_000_000_000", "AMOUNT_ENLARGED", id="a thousand times"),
        pytest.param("9_999_999_999_999", "AMOUNT_ENLARGED", id="as much as a form takes"),
    ],
)
def test_what_was_received_has_one_finding_beside_what_was_allocated(baht, rule):
    assert odd(received=int(Decimal(baht) * 100)) == ({(rule, "received")} if rule else set())


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        pytest.param({"disbursed": 36_000_00}, set(), id="a thousandth may well be disbursed"),
        pytest.param({"committed": 36_000_00}, set(), id="or committed"),
        pytest.param({"disbursed": 36_000 * MILLION}, {("AMOUNT_ENLARGED", "disbursed")}, id="disbursed enlarged"),
        pytest.param(
            {"committed": 36_000 * MILLION}, {("AMOUNT_ENLARGED", "committed")}, id="enlarged, and so over received"
        ),
        pytest.param(
            {"received": 36_00, "committed": 20_00, "disbursed": 20_00},
            {("AMOUNT_IN_MILLIONS", f) for f in ("received", "committed", "disbursed")},
            id="all in millions, and so over received",
        ),
        pytest.param(
            {"received": 30 * MILLION, "committed": 20 * MILLION, "disbursed": 20 * MILLION},
            {("RECEIVED_NOT_ALLOCATED", "received"), ("SPENT_OVER_RECEIVED", "committed")},
            id="two cells, two findings",
        ),
    ],
)
def test_one_odd_amount_is_one_finding(amounts, expected):
    assert odd(**amounts) == expected


@pytest.mark.parametrize(
    ("rule", "amounts", "found_", "other"),
    [
        ("AMOUNT_IN_THOUSANDS", {"received": 36_000_00, "disbursed": 0}, "36,000.00", "36,000,000.00"),
        ("AMOUNT_ENLARGED", {"received": 36_000 * MILLION, "disbursed": 0}, "36,000,000,000.00", "36,000,000.00"),
        ("RECEIVED_NOT_ALLOCATED", {"received": 35 * MILLION, "disbursed": 0}, "35,000,000.00", "36,000,000.00"),
        (
            "SPENT_OVER_RECEIVED",
            {"received": 36 * MILLION, "committed": 30 * MILLION, "disbursed": 10 * MILLION},
            "40,000,000.00",
            "36,000,000.00",
        ),
    ],
)
def test_an_odd_amount_is_said_beside_what_it_is_compared_with(rule, amounts, found_, other):
    (finding,) = found(budgets=[budget("allocated", project="M", **amounts)])
    assert (finding["rule"], finding["found"], finding["other"]) == (rule, found_, other)


@pytest.mark.parametrize("received", [36_00, 36_000_00, 30 * MILLION, 36_000 * MILLION], ids=str)
@pytest.mark.parametrize(
    ("status", "project"),
    [("no_budget", "M"), ("not_stated", "M"), (None, "M"), ("allocated", "P"), ("allocated", "Z")],
    ids=["no budget", "not stated", "status unknown", "the plan says nothing", "the plan says 0"],
)
def test_without_money_or_an_allocated_budget_there_is_nothing_to_compare(status, project, received):
    row = budget(status, received=received, disbursed=0, project=project)
    assert not UNITS & {rule for rule, _ in broken(budgets=[row])}


def test_amounts_that_are_not_known_are_not_odd():
    assert not UNITS & {rule for rule, _ in broken(budgets=[budget("allocated", project="M")])}


def test_the_example_has_no_odd_amount():
    plan, answers = seed_plan(), seed_answers()
    assert not UNITS & set(validated(plan, answers).findings["rule"])


# --- the day of the report


@pytest.mark.parametrize(
    ("day", "late"),
    [
        (date(2022, 4, 15), False),
        (date(2022, 4, 16), True),
        (date(2022, 3, 1), False),
        (date(2023, 1, 1), True),
        (None, False),
    ],
)
def test_a_form_made_after_the_deadline_is_late(day, late):
    listed = found(reporters=[{"date": day, "department": "X"}])
    assert [(f["rule"], f["department"], f["key"]) for f in listed] == [("FORM_LATE", "X", "reporter|date")] * late
    assert [f["expected"] for f in listed] == ["15/4/2565"] * late


# --- all together


def test_empty_tables_break_no_rule():
    nothing = findings_of(MIXED, frames())
    assert nothing.empty and nothing.columns.tolist() == COLUMNS
    assert together().columns.tolist() == COLUMNS


def test_every_finding_names_the_department_whose_cell_it_is():
    listed = found(
        budgets=[budget("not_stated", department="X"), budget("not_stated", department="Y", project="Q")],
        results=[result(has_obstacle="yes", department="Y")],
        levels=[level(1, "done", date(2022, 4, 4), department="X")],
    )
    assert {(f["department"], f["rule"], f["key"]) for f in listed} == {
        ("X", "BUDGET_NOT_STATED", "P|budget|status"),
        ("Y", "BUDGET_NOT_STATED", "Q|budget|status"),
        ("Y", "ENTRY_REQUIRED", "K|obstacle"),
        ("X", "DATE_OUTSIDE_ROUND", "K|level|1|date"),
    }


AMOUNT = st.one_of(st.none(), st.integers(0, 3))
BUDGET_ROWS = st.builds(budget, st.sampled_from([None, "allocated", "no_budget", "not_stated"]), AMOUNT, AMOUNT, AMOUNT)


@settings(deadline=None, derandomize=True, max_examples=20)
@given(st.lists(BUDGET_ROWS, max_size=5))
def test_the_rows_of_a_table_are_judged_each_for_itself(rows):
    numbered = [row | {"project": f"P{n}"} for n, row in enumerate(rows)]
    alone = set().union(*(broken(budgets=[row]) for row in numbered)) if rows else set()
    assert broken(budgets=numbered) == alone
    assert broken(budgets=numbered[::-1]) == alone


@settings(deadline=None, derandomize=True, max_examples=80)
@given(BUDGET_ROWS, st.sets(st.sampled_from(["status", "received", "committed", "disbursed"])))
def test_what_is_not_known_breaks_no_more_rules_than_what_is(row, forgotten):
    before = {rule for rule in broken(budgets=[row]) if rule[0] != "ENTRY_REQUIRED"}
    after = {rule for rule in broken(budgets=[row | dict.fromkeys(forgotten)]) if rule[0] != "ENTRY_REQUIRED"}
    assert after <= before


@settings(deadline=None, derandomize=True, max_examples=80)
@given(
    statuses=st.lists(st.sampled_from([None, "done", "in_progress", "not_started"]), min_size=2, max_size=2),
    value=st.one_of(st.none(), st.floats(0, 100)),
)
def test_the_value_of_a_mixed_kpi_is_needed_only_after_two_levels_that_are_done(statuses, value):
    levels = [level(n, status) for n, status in enumerate(statuses, start=1)]
    needed = statuses == ["done", "done"] and value is None
    assert bool(broken(MIXED, results=[result(value=value)], levels=levels)) == needed
