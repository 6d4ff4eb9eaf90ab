"""One pandera validation of one table, as (row, column, rule): the frame on the left, what is broken on the right."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.validation.typed import broken_checks
from schemas.fields import Choice, Field, Kind, Table, Text
from schemas.plan import KPIS, RUBRIC, TARGETS
from schemas.submission import BUDGETS, LEVELS, REPORTER, RESULTS

RESULT = {"kpi": "1.1", "self_score": 3.0, "narrative": "x", "has_obstacle": "no"}
BUDGET = {"project": "P", "status": "allocated", "received": 100, "disbursed": 0}
KPI = {"code": "1.1", "project": "P", "name": "x", "method": "milestones"}
REPORT = {"name": "ก", "phone": "02", "date": pd.Timestamp(2022, 4, 1)}


def broken(table, *rows):
    return sorted(broken_checks(table, table.frame(rows)))


@pytest.mark.parametrize(
    ("table", "row", "changes", "expected"),
    [
        (RESULTS, RESULT, {}, []),
        (RESULTS, RESULT, {"narrative": None}, [("narrative", "ENTRY_REQUIRED")]),
        (RESULTS, RESULT, {"self_score": None}, [("self_score", "ENTRY_EXPECTED")]),
        (RESULTS, RESULT, {"self_score": 0.0}, []),
        (RESULTS, RESULT, {"self_score": 5.0}, []),
        (RESULTS, RESULT, {"self_score": 5.01}, [("self_score", "NUMBER_OUT_OF_RANGE")]),
        (RESULTS, RESULT, {"self_score": -0.01}, [("self_score", "NUMBER_OUT_OF_RANGE")]),
        (RESULTS, RESULT, {"value": 1e12}, []),
        (RESULTS, RESULT, {"value": -1.1e12}, [("value", "NUMBER_OUT_OF_RANGE")]),
        (RESULTS, RESULT, {"value": float("inf")}, [("value", "NUMBER_OUT_OF_RANGE")]),
        (RESULTS, RESULT, {"has_obstacle": "maybe"}, [("has_obstacle", "CHOICE_NOT_ON_LIST")]),
        (RESULTS, RESULT, {"has_obstacle": "มี"}, [("has_obstacle", "CHOICE_NOT_ON_LIST")]),
        (
            RESULTS,
            RESULT,
            {"narrative": None, "self_score": 9.0, "has_obstacle": None},
            [
                ("has_obstacle", "ENTRY_REQUIRED"),
                ("narrative", "ENTRY_REQUIRED"),
                ("self_score", "NUMBER_OUT_OF_RANGE"),
            ],
        ),
        (BUDGETS, BUDGET, {}, []),
        (BUDGETS, BUDGET, {"received": None, "committed": None, "disbursed": None}, []),
        (BUDGETS, BUDGET, {"status": None}, [("status", "ENTRY_REQUIRED")]),
        (BUDGETS, BUDGET, {"received": 10**15}, []),
        (BUDGETS, BUDGET, {"received": 10**15 + 1}, [("received", "NUMBER_OUT_OF_RANGE")]),
        (BUDGETS, BUDGET, {"committed": -1}, [("committed", "NUMBER_OUT_OF_RANGE")]),
        (LEVELS, {"kpi": "1.1", "level": 1, "status": "done"}, {}, []),
        (LEVELS, {"kpi": "1.1", "level": 1}, {}, [("status", "ENTRY_REQUIRED")]),
        (REPORTER, REPORT, {}, []),
        (
            REPORTER,
            {},
            {},
            [("date", "ENTRY_EXPECTED"), ("name", "ENTRY_EXPECTED"), ("phone", "ENTRY_EXPECTED")],
        ),
        (KPIS, KPI, {}, []),
        (KPIS, KPI, {"planned_6": 6}, [("planned_6", "NUMBER_OUT_OF_RANGE")]),
        (KPIS, KPI, {"weight": -0.5}, [("weight", "NUMBER_OUT_OF_RANGE")]),
        (KPIS, KPI, {"method": None}, [("method", "PLAN_VALUE_MISSING")]),
        (RUBRIC, {"kpi": "1.1", "level": 0, "criterion": "x"}, {}, [("level", "NUMBER_OUT_OF_RANGE")]),
        (
            TARGETS,
            {"fiscal_year": 2565, "quarter": 5, "budget_type": "overall", "percent": 100.5},
            {},
            [("percent", "NUMBER_OUT_OF_RANGE"), ("quarter", "NUMBER_OUT_OF_RANGE")],
        ),
    ],
)
def test_what_a_row_breaks_is_named_by_column_and_rule(table, row, changes, expected):
    assert broken(table, row | changes) == [(0, column, rule) for column, rule in expected]


def test_each_row_is_told_apart_by_its_index():
    frame = RESULTS.frame([RESULT, RESULT | {"narrative": None}, RESULT, RESULT | {"self_score": 6.0}])
    frame = frame.set_axis([7, 8, 12, 40], axis=0)
    assert sorted(broken_checks(RESULTS, frame)) == [
        (8, "narrative", "ENTRY_REQUIRED"),
        (40, "self_score", "NUMBER_OUT_OF_RANGE"),
    ]


def test_an_empty_table_breaks_nothing():
    for table in (RESULTS, BUDGETS, LEVELS, REPORTER, KPIS):
        assert broken(table) == []


def test_a_frame_that_is_none_of_the_table_is_a_bug_and_no_finding():
    frame = LEVELS.frame([{"kpi": "1.1", "level": 1, "status": None}]).astype({"level": "float64"})
    with pytest.raises(pa.errors.SchemaErrors):
        list(broken_checks(LEVELS, frame))


def test_a_cell_that_breaks_two_checks_is_told_once():
    field = Field(
        id="x",
        title=Text("ก", "x"),
        kind=Kind.INTEGER,
        choices=(Choice("1", Text("ก", "a")),),
        between=(0, 10),
        between_rule="FIELD_S_OWN_RULE",
    )
    table = Table(id="t", title=Text("ต", "t"), fields=(field,))
    assert [column for _, column, _ in broken(table, {"x": 11})] == ["x"]


def test_a_range_is_named_by_the_rule_of_its_field():
    field = Field(id="x", title=Text("ก", "x"), kind=Kind.NUMBER, between=(0, 10), between_rule="FIELD_S_OWN_RULE")
    table = Table(id="t", title=Text("ต", "t"), fields=(field,))
    assert broken(table, {"x": 11.0}, {"x": 10.0}, {"x": None}) == [(0, "x", "FIELD_S_OWN_RULE")]


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.one_of(st.none(), st.integers(-20, 80).map(lambda n: n / 10)), max_size=8))
def test_a_score_is_expected_and_lies_between_0_and_5(scores):
    rows = [RESULT | {"self_score": score} for score in scores]
    expected = {
        (n, "self_score", "ENTRY_EXPECTED" if score is None else "NUMBER_OUT_OF_RANGE")
        for n, score in enumerate(scores)
        if score is None or not 0 <= score <= 5
    }
    assert set(broken(RESULTS, *rows)) == expected
