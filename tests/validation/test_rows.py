"""Rows of frames as plain values: what pandas gives, group by group."""

from __future__ import annotations

import pandas as pd
import pytest
from support.seed import plan_of, plan_tables

from pipeline.validation.rows import Grouped, records

FRAME = pd.DataFrame(
    {
        "kpi": pd.Series(["1.2", "1.1", "1.2"], dtype="str"),
        "level": pd.Series([1, pd.NA, 3], dtype="Int64"),
        "threshold": pd.Series([0.5, None, 100], dtype="float64"),
        "day": pd.to_datetime(["2022-03-31", None, "2021-10-01"]),
        "done": [True, False, True],
        "raw": pd.Series(["๑๐", None, 7], dtype=object),
    }
)


def told(rows: list) -> list:
    """Rows with the type and the value of everything in them; what is missing is missing, in whatever way."""
    return [
        [(name, "missing" if pd.isna(value) else (type(value), value)) for name, value in row.items()] for row in rows
    ]


@pytest.mark.parametrize("frame", [FRAME, FRAME[::-1], FRAME[["level"]], FRAME[:0]], ids=["all", "turned", "one", "no"])
def test_rows_are_as_pandas_gives_them(frame):
    assert told(records(frame)) == told(frame.to_dict("records"))


@pytest.mark.parametrize(("kpi", "rows"), [("1.1", [1]), ("1.2", [0, 2]), ("9.9", [])])
def test_a_group_has_its_rows_in_order_and_one_that_is_unknown_has_none(kpi, rows):
    assert told(Grouped.by(FRAME, "kpi").of(kpi)) == told(FRAME.iloc[rows].to_dict("records"))


PLAN = plan_of(plan_tables())


@pytest.mark.parametrize("department", PLAN.reporting)
def test_what_is_a_department_s_are_its_rows_of_the_plan(department):
    own, kpis = PLAN.own(department), PLAN.measures[PLAN.measures["department"] == department]
    projects = PLAN.projects[PLAN.projects["department"] == department]
    assert told(own.projects) == told(projects.to_dict("records"))
    assert told(own.kpis) == told(kpis.to_dict("records"))
    assert told(own.rubric) == told(PLAN.rubric[PLAN.rubric["kpi"].isin(kpis["code"])].to_dict("records"))


@pytest.mark.parametrize("department", PLAN.reporting)
def test_its_entries_are_those_that_its_form_asks_for(department):
    asked = PLAN.entries[PLAN.entries["department"] == department].to_dict("records")
    assert asked
    assert told(PLAN.own(department).entries) == told(asked)
