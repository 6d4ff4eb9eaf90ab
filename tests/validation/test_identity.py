"""Whose form a file is and which one counts, as tables: what the forms say of themselves, and what becomes of each."""

from __future__ import annotations

import pandas as pd
import pytest
from support.seed import seed_plan

from pipeline.validation.identity import identities
from schemas.submission import CELLS

US = {"version": "1", "plan": "x", "department": "ICT", "fiscal_year": 2565, "round": "6", "revision": 1}


@pytest.fixture(scope="module")
def plan():
    return seed_plan()


def form(file, says=None, narrative="done", **changes):
    """The cells of a form: what its identity sheet says, and one answer."""
    said = (US if says is None else says) | changes
    cells = {f"form|{name}": value for name, value in said.items()} | {"3.1|narrative": narrative}
    return [{"file": file, "sheet": "s", "cell": "B2", "key": key, "raw": raw} for key, raw in cells.items()]


def states(plan, *forms):
    cells = pd.DataFrame([cell for cells in forms for cell in cells], columns=list(CELLS.columns), dtype=object)
    return {row["file"]: (row["state"], row["rule"]) for row in identities(plan, cells).to_dict("records")}


def test_a_form_for_this_round_and_plan_is_a_candidate(plan):
    assert states(plan, form("a"))["a"][0] == "candidate"


@pytest.mark.parametrize(
    ("changes", "state", "rule"),
    [
        ({"department": ""}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"version": None}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"revision": "first"}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"round": "12"}, "other_round", "FORM_OTHER_ROUND"),
        ({"fiscal_year": 2566}, "other_round", "FORM_OTHER_ROUND"),
        ({"department": "XYZ"}, "other_unit", "FORM_DEPARTMENT_UNKNOWN"),
    ],
)
def test_a_form_that_cannot_count_says_why(plan, changes, state, rule):
    assert states(plan, form("a", **changes)) == {"a": (state, rule)}


@pytest.mark.parametrize(
    "written", [{"fiscal_year": "๒๕๖๕"}, {"revision": "1"}, {"round": 6.0}, {"department": " ICT "}]
)
def test_identities_survive_how_programs_save_numbers(plan, written):
    assert states(plan, form("a", **written))["a"][0] == "candidate"


def test_an_identity_that_stands_twice_is_none(plan):
    assert states(plan, form("a") + form("a"))["a"][0] == "not_a_form"


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ([("a", 1, "x"), ("b", 2, "y")], {"a": "superseded", "b": "candidate"}),
        ([("a", 2, "x"), ("b", 1, "y"), ("c", 10, "z")], {"a": "superseded", "b": "superseded", "c": "candidate"}),
        ([("a", 1, "x"), ("b", 1, "x")], {"a": "candidate", "b": "unchanged_copy"}),
        ([("a", 1, "x"), ("b", 1, " x ")], {"a": "candidate", "b": "unchanged_copy"}),
        ([("a", 1, "x"), ("b", 1, "y")], {"a": "refused", "b": "refused"}),
        ([("a", 1, "x"), ("b", 1, "x"), ("c", 1, "y")], {"a": "refused", "b": "refused", "c": "refused"}),
        ([("a", 1, "x"), ("b", 1, "y"), ("c", 2, "z")], {"a": "superseded", "b": "superseded", "c": "candidate"}),
    ],
)
def test_the_highest_revision_counts_and_a_clash_counts_for_neither(plan, forms, expected):
    made = [form(file, revision=revision, narrative=text) for file, revision, text in forms]
    assert {file: state for file, (state, _) in states(plan, *made).items()} == expected


def test_forms_of_two_departments_do_not_touch_each_other(plan):
    found = states(plan, form("a"), form("b", department="HRM", narrative="other"))
    assert {state for state, _ in found.values()} == {"candidate"}


def test_a_clash_names_both_files(plan):
    cells = pd.DataFrame(form("a") + form("b", narrative="other"), columns=list(CELLS.columns), dtype=object)
    rows = identities(plan, cells).set_index("file")
    assert rows.loc["a", ["found", "other"]].tolist() == ["a", "b"]
    assert rows.loc["b", ["found", "other"]].tolist() == ["b", "a"]


def test_no_forms_have_no_identities(plan):
    assert identities(plan, pd.DataFrame(columns=list(CELLS.columns), dtype=object)).empty
