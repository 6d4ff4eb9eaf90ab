"""The hidden sheet: whose form it is, and every word that the formulas know a choice by."""

from __future__ import annotations

import pytest

from pipeline import thai
from pipeline.forms.filling import Filling
from pipeline.forms.identity_sheet import identity, number_of, word_list
from pipeline.validation.findings import findings
from pipeline.validation.parse import parse
from schemas.submission import BUDGET_STATUSES, BUDGETS, FORM_VERSION, IDENTITY, LEVEL_STATUSES, LEVELS, RESULTS, YES_NO

LISTS = {
    "status": (LEVEL_STATUSES, LEVELS["status"]),
    "has_obstacle": (YES_NO, RESULTS["has_obstacle"]),
    "budget": (BUDGET_STATUSES, BUDGETS["status"]),
}


@pytest.fixture(scope="module")
def sheet(write, opened):
    """The hidden sheet of a form."""
    return opened(write("CSC"))["form"]


@pytest.mark.parametrize(("department", "revision"), [("CSC", 1), ("ICT", 3)])
def test_the_identity_has_every_field(plan, department, revision):
    own = identity(Filling(plan, department, "th", {}, findings(), revision))
    assert list(own) == IDENTITY.columns
    assert own == {
        "version": FORM_VERSION,
        "plan": plan.form_fingerprints[department],
        "department": department,
        "fiscal_year": 2565,
        "round": "6",
        "revision": revision,
    }


@pytest.mark.parametrize("name", LISTS)
def test_every_word_of_a_choice_stands_in_its_list(name):
    choices, _ = LISTS[name]
    known = word_list(name).known
    for choice in choices:
        for word in (choice.id, choice.title.th, choice.title.en, *choice.aliases):
            assert known[thai.key(word)] == number_of(name, choice.id)


@pytest.mark.parametrize("name", LISTS)
def test_the_reader_understands_each_word_in_the_same_way(name):
    choices, field = LISTS[name]
    for word, number in word_list(name).known.items():
        assert parse(field, word).value == choices[number - 1].id


@pytest.mark.parametrize("name", LISTS)
def test_the_list_stands_where_the_formulas_look(sheet, name):
    words, numbers, known = word_list(name)
    _, _, area = words.partition("!")
    read = [row[0].value for row in sheet[area.replace("$", "")]]
    counted = [row[0].value for row in sheet[numbers.partition("!")[2].replace("$", "")]]
    assert dict(zip(read, counted, strict=True)) == known


@pytest.mark.parametrize(
    ("name", "choice", "number"),
    [("status", "done", 1), ("status", "not_started", 3), ("has_obstacle", "no", 2), ("budget", "allocated", 2)],
)
def test_choices_are_counted_from_one(name, choice, number):
    assert number_of(name, choice) == number


def test_the_lists_do_not_look_like_entries(sheet, write, entries_of):
    keys = {key for key, (name, _, _) in entries_of(write("CSC")).items() if name == "form"}
    assert keys == {f"form|{field}" for field in IDENTITY.columns}


def test_it_is_hidden_and_protected(sheet):
    assert sheet.sheet_state == "hidden"
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)
