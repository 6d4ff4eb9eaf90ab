"""The example's source: what the plan and the answers hold, and that the one fits the other."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from examples import source
from pipeline.forms.plan_workbook import write_plan
from schemas.plan import PLAN_TABLES


@pytest.fixture(scope="module")
def tables():
    return source.plan_tables()


@pytest.fixture(scope="module")
def plan(tables):
    return source.plan_of(write_plan(tables, "th"))


@pytest.mark.parametrize(
    ("table", "rows"),
    [("settings", 1), ("departments", 5), ("issues", 3), ("projects", 11), ("kpis", 11), ("rubric", 55)],
)
def test_the_example_has_so_many_rows(tables, plan, table, rows):
    assert len(tables[table]) == rows
    if table != "settings":
        assert len(getattr(plan, table)) == rows


@pytest.mark.parametrize("table", PLAN_TABLES, ids=[table.id for table in PLAN_TABLES])
def test_every_row_has_only_columns_that_the_plan_has(tables, table):
    for row in tables.get(table.id, ()):
        assert set(row) <= set(table.columns)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("first_day", date(2021, 10, 1)),
        ("last_day", date(2022, 3, 31)),
        ("deadline", date(2022, 4, 15)),
        ("report_date", date(2022, 4, 18)),
    ],
)
def test_days_are_dates_and_survive_the_workbook(tables, plan, setting, value):
    assert tables["settings"][0][setting] == value
    assert getattr(plan.settings, setting) == value


def test_the_tables_are_made_afresh_so_that_a_test_may_change_them():
    source.plan_tables()["kpis"].clear()
    source.answers()["CSC"].clear()
    assert len(source.plan_tables()["kpis"]) == 11
    assert source.answers()["CSC"]


def test_every_answer_is_to_something_that_is_asked(plan):
    asked = {
        code: set(plan.entries.loc[plan.entries["department"] == code, "key"]) for code in plan.departments["code"]
    }
    for department, given in source.answers().items():
        assert set(given) <= asked[department]
    assert set(source.answers()) == set(plan.reporting) == set(asked)


def test_dates_are_typed_and_all_else_is_as_it_was_written():
    written = json.loads((source.SOURCE / "answers.json").read_text("utf-8"))
    for department, given in source.answers().items():
        for key, value in given.items():
            there = written[department][key]
            if isinstance(there, dict):
                assert value == datetime.fromisoformat(there["date"]), key
            else:
                assert value == there, key


def test_the_answers_show_many_ways_of_writing():
    values = [value for given in source.answers().values() for value in given.values()]
    assert {type(value) for value in values} == {str, int, datetime}
    assert any(value == "๓๖,๐๐๐ บาท" for value in values)


def test_a_workbook_without_a_usable_plan_is_refused(tables):
    with pytest.raises(ValueError):
        source.plan_of(b"no workbook")
    with pytest.raises(ValueError, match="PLAN_"):
        source.plan_of(write_plan({}, "th"))
