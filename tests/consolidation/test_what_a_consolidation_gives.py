"""A consolidation as a whole: its tables, its verdicts on files, and that the order of things changes nothing."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from consolidation.small_plans import clean, one_kpi_each, small_plan, two_departments
from support.seed import cells_of, forms_in, owners, summary_of

from pipeline.consolidation.summary import consolidate
from pipeline.validation.findings import findings
from pipeline.validation.submissions import validate
from schemas.rules import FINDINGS, RULES
from schemas.submission import LEFTOVERS
from schemas.summary import REGISTER, SUMMARY_TABLES

SITUATIONS = {
    "all is well": {},
    "one KPI is returned": {"A|narrative": ""},
    "a whole form is returned": {"A|narrative": "", "B|self_score": "?"},
    "everything is returned": {"A|narrative": "", "B|self_score": "?", "C|has_obstacle": "x"},
    "a budget is not stated": {"C|budget|status": "ยังไม่ระบุ"},
    "something was not asked": {"X|nothing": 1},
}


@cache
def situation(name):
    answers = clean()
    for key, value in SITUATIONS[name].items():
        answers["Y" if key.startswith("C") else "X"][key] = value
    return summary_of(two_departments(), answers)


def consolidated(answers, refused=(), register=(), found=(), shuffle=None):
    """The summary of these answers; `shuffle` deals the cells anew."""
    plan, cells = two_departments(), cells_of(two_departments(), answers)
    if shuffle is not None:
        cells = cells.sample(frac=1, random_state=shuffle)
    read = validate(plan, forms_in(cells), owners(answers))
    return consolidate(
        plan, read, owners(answers), set(refused), REGISTER.frame(register), findings(found), LEFTOVERS.frame()
    )


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("table", SUMMARY_TABLES, ids=[table.id for table in SUMMARY_TABLES])
def test_every_table_of_a_summary_is_as_it_is_described(name, table):
    frame = getattr(situation(name), table.id)
    assert table.schema().validate(frame).columns.tolist() == table.columns
    assert not frame.duplicated(list(table.key)).any()


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_findings_of_a_summary_are_as_described_and_stand_worst_first(name):
    found = FINDINGS.schema().validate(situation(name).findings)
    ranks = found["severity"].map(["error", "warning", "note"].index).tolist()
    assert ranks == sorted(ranks)
    assert set(found["rule"]) <= set(RULES)


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [
        ("all is well", "accepted", "accepted"),
        ("one KPI is returned", "accepted_in_part", "accepted"),
        ("a whole form is returned", "returned", "accepted"),
        ("everything is returned", "returned", "returned"),
        ("a budget is not stated", "accepted", "accepted"),
        ("something was not asked", "accepted", "accepted"),
    ],
)
def test_a_form_is_accepted_in_part_or_returned_by_its_kpis(name, x, y):
    register = situation(name).register
    assert dict(zip(register["department"], register["state"], strict=True)) == {"X": x, "Y": y}


def test_only_the_forms_that_count_are_judged():
    states = ["plan", "superseded", "unchanged_copy", "other_round", "refused", "ignored", "not_a_form", "accepted"]
    rows = [{"file": f"{state}.xlsx", "state": state, "department": "X"} for state in states]
    summary = consolidated(clean() | {"X": clean()["X"] | {"A|narrative": ""}}, register=rows)
    assert summary.register["state"].tolist() == [*states[:-1], "accepted_in_part"]


def test_a_kpi_that_is_not_due_says_nothing_of_its_form():
    projects, kpis = one_kpi_each({"A": ("1", "X"), "B": ("1", "X")})
    plan = small_plan(projects, [kpis[0], kpis[1] | {"first_round": "12"}])
    answers = {"X": {**clean()["X"], "A|narrative": ""}}
    assert summary_of(plan, answers).register["state"].tolist() == ["returned"]


def test_the_totals_of_a_clean_round_are_those_of_the_answers():
    total = situation("all is well").rollup("ministry")
    assert [total[name] for name in ("kpis", "due", "reported", "with_budget")] == [3, 3, 3, 3]
    assert [total[name] for name in ("received", "disbursed", "remaining")] == [300_00, 120_00, 180_00]
    assert [total[name] for name in ("score", "percent", "rate")] == [1, 20, 40]
    assert pd.isna(total["committed"])


@pytest.mark.parametrize(("scope", "code"), [("issue", "1"), ("department", "X"), ("project", "A")])
def test_a_group_is_found_by_its_scope_and_code(scope, code):
    row = situation("all is well").rollup(scope, code)
    assert (row["scope"], row["code"]) == (scope, code)


def test_what_is_known_of_the_files_is_kept_and_said_with_the_rest():
    found = [{"rule": "FILE_EMPTY", "file": "empty.xlsx"}]
    answers = clean() | {"Y": clean()["Y"] | {"C|narrative": ""}}
    findings = consolidated(answers, found=found).findings
    assert findings.loc[findings["severity"] == "error", "rule"].tolist() == ["FILE_EMPTY", "ENTRY_REQUIRED"]


@pytest.mark.parametrize(
    ("sent", "refused", "states", "silent"),
    [
        ("XY", "", ["reported", "reported", "reported"], []),
        ("X", "", ["reported", "reported", "missing"], ["Y"]),
        ("Y", "", ["missing", "missing", "reported"], ["X"]),
        ("X", "Y", ["reported", "reported", "returned"], []),
        ("", "X", ["returned", "returned", "missing"], ["Y"]),
        ("", "", ["missing", "missing", "missing"], ["X", "Y"]),
    ],
)
def test_who_sent_nothing_is_said_and_whose_files_clash_is_not_silent(sent, refused, states, silent):
    summary = consolidated({code: clean()[code] for code in sent}, refused)
    assert summary.scores["state"].tolist() == states
    missing = summary.findings[summary.findings["rule"] == "DEPARTMENT_MISSING"]
    assert missing["department"].tolist() == silent
    assert summary.rollup("ministry")["reported"] == states.count("reported")


def test_two_silent_departments_of_one_name_are_two_findings():
    projects, kpis = one_kpi_each({"A": ("1", "X"), "B": ("1", "Y")})
    plan = small_plan(projects, kpis, departments=[{"code": code, "name": "กองกลาง"} for code in "XY"])
    summary = summary_of(plan, {})
    assert summary.findings["department"].tolist() == ["X", "Y"]


def same(one, other):
    """Every table of two summaries."""
    for table in SUMMARY_TABLES:
        pd.testing.assert_frame_equal(getattr(one, table.id), getattr(other, table.id), obj=table.id)
    pd.testing.assert_frame_equal(one.findings, other.findings)


@pytest.mark.parametrize("seed", range(2))
def test_the_order_in_which_cells_are_read_changes_nothing(seed):
    answers = clean()
    answers["X"] |= {"A|narrative": "", "B|budget|status": "ยังไม่ระบุ", "B|self_score": 2}
    same(consolidated(answers), consolidated(answers, shuffle=seed))


def test_the_order_in_which_departments_sent_changes_no_score_and_no_total():
    answers = clean() | {"Y": clean()["Y"] | {"C|budget|disbursed": "๑๒.๕๐"}}
    one, other = consolidated(answers), consolidated(dict(reversed(answers.items())))
    for table in ("scores", "level_results", "budget_results", "rollups", "ledger"):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table))


def test_consolidating_twice_gives_the_same_tables():
    answers = clean() | {"Y": clean()["Y"] | {"C|self_score": "?"}}
    same(consolidated(answers), consolidated(answers))
