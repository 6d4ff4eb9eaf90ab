"""What sheets ask of the tables: each answer is the tables' own, and is found once."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from report.overview_support import THAI
from support.whole import shipped

from pipeline.drawing.book import Book
from pipeline.report.canvas import Canvas, records
from pipeline.report.data import Ranges

TABLES = ("scores", "level_results", "budget_results", "ledger", "rollups", "register", "findings", "reporters")


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    book = Book(font="Laksaman", figures=THAI, title="t", company="c", subject="s", dated=date(2022, 4, 18))
    return Canvas(book, shipped(), Ranges(shipped(), "th"))


def same(one: object, other: object) -> bool:
    """Whether two cells are alike, or both missing."""
    return bool(one == other) if pd.notna(one) and pd.notna(other) else pd.isna(one) and pd.isna(other)


@pytest.mark.parametrize("table", TABLES)
def test_records_are_those_of_pandas(canvas, table):
    frame = getattr(canvas.summary, table)
    own, expected = records(frame), frame.to_dict("records")
    assert [list(row) for row in own] == [list(row) for row in expected]
    assert all(same(row[name], other[name]) for row, other in zip(own, expected, strict=True) for name in other)


def test_a_frame_without_rows_has_no_records(canvas):
    assert records(canvas.summary.scores.head(0)) == []


@pytest.mark.parametrize("scope", ["issue", "department", "project", "kpi"])
def test_rows_of_a_code_are_those_that_have_it_with_their_places(canvas, scope):
    scores = canvas.summary.scores
    for code in scores[scope].unique():
        own = canvas.kpis_of(scope, code)
        assert [row["at"] for row in own] == [at for at, of in enumerate(scores[scope]) if of == code]
        assert [row["kpi"] for row in own] == scores.loc[scores[scope] == code, "kpi"].tolist()


def test_two_ways_to_the_same_row_give_one_row(canvas):
    (kpi,) = canvas.kpis_of("kpi", "1.1")
    assert any(row is kpi for row in canvas.kpis_of("issue", "1"))


@pytest.mark.parametrize("code", ["1", "2", "3"])
def test_values_of_one_column_are_those_of_the_rows(canvas, code):
    rows = canvas.kpis_of("issue", code)
    assert canvas.values_of("scores", "kpi", "issue", code) == [row["kpi"] for row in rows]
    assert canvas.states_of("issue", code) == [row["state"] for row in rows]


def test_of_a_code_that_nobody_has_there_is_nothing(canvas):
    assert canvas.rows("scores", "issue", "9") == canvas.values_of("scores", "kpi", "issue", "9") == []
    assert canvas.projects_of("9") == canvas.states_of("issue", "9") == []


def test_the_rollup_of_a_group_is_its_row(canvas):
    rollups = canvas.summary.rollups
    for place, (scope, code) in enumerate(zip(rollups["scope"], rollups["code"].fillna(""), strict=True)):
        own, expected = canvas.summary.rollup(scope, code), rollups.iloc[place]
        assert all(same(own[name], expected[name]) for name in rollups.columns), (scope, code)


def test_a_kpi_belongs_to_the_project_that_the_plan_says(canvas):
    assert canvas.project_of["1.1"] == "1.1"
    assert list(canvas.project_of) == canvas.plan.kpis["code"].tolist()


def test_what_several_sheets_ask_is_made_once(canvas):
    asked = []

    def make(of: Canvas) -> str:
        asked.append(of)
        return "made"

    assert [canvas.once(make), canvas.once(make)] == ["made", "made"]
    assert asked == [canvas]
