"""Roll-ups of random plans against adding up by hand: any way to part the ministry adds up to the ministry."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import pandas as pd
import pytest
from consolidation.small_plans import one_kpi_each, small_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidation.rollups import rollups
from schemas.summary import BUDGET_RESULTS, KPI_STATES, ROLLUPS, SCORES

MODEST = settings(deadline=None, derandomize=True, max_examples=8)
STATES = [choice.id for choice in KPI_STATES]
COUNTS = ["projects", "kpis", "due", "reported", "with_budget", "no_budget", "not_stated", "obstacles"]
COUNTS += [f"score_{k}" for k in range(6)]
AMOUNTS = ["received", "committed", "disbursed", "remaining"]
OWED = ("reported", "returned", "missing")
PARTS = ("issue", "department", "project")


class Given(NamedTuple):
    """One project with one KPI and its budget, as drawn."""

    issue: str
    department: str
    state: str
    score: float
    weight: Fraction
    obstacle: str | None
    status: str | None
    amounts: tuple[int, int | None, int]

    @property
    def exact(self):
        """Its score as it reads."""
        return Fraction(str(self.score))

    @property
    def money(self):
        """Its amounts by name; None throughout where there are none."""
        if self.status != "allocated":
            return dict.fromkeys(AMOUNTS)
        received, committed, disbursed = self.amounts
        return dict(zip(AMOUNTS, (*self.amounts, received - (committed or 0) - disbursed), strict=True))


BAHT = st.integers(0, 10**15)
ROW = st.builds(
    Given,
    issue=st.sampled_from("123"),
    department=st.sampled_from("XYZ"),
    state=st.sampled_from([*STATES, "reported", "reported"]),
    score=st.sampled_from([0, 1, 2, 3, 4, 5, 2.5, 3.7, 0.1, 4.166666666667]),
    weight=st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1), Fraction(3), Fraction(7, 2)]),
    obstacle=st.sampled_from(["yes", "no", None]),
    status=st.sampled_from(["allocated", "allocated", "no_budget", "not_stated", None]),
    amounts=st.tuples(BAHT, st.none() | BAHT, BAHT),
)
ROWS = st.lists(ROW, min_size=1, max_size=8)


def rolled(rows):
    """The roll-ups of a plan of these rows, by scope and code ("" for the ministry)."""
    projects, kpis = one_kpi_each({f"P{n}": (row.issue, row.department) for n, row in enumerate(rows)})
    issues, departments = [{"code": code} for code in "321"], [{"code": code} for code in "ZYX"]
    plan = small_plan(projects, kpis, issues=issues, departments=departments)
    scores, budgets = [], []
    for n, row in enumerate(rows):
        place = {"project": f"P{n}", "issue": row.issue, "department": row.department, "state": row.state}
        told = {"score": row.score, "has_obstacle": row.obstacle} if row.state == "reported" else {}
        scores.append(place | {"kpi": f"P{n}", "weight": float(row.weight)} | told)
        budgets.append(place | {"status": row.status} | row.money)
    frame = rollups(plan, SCORES.frame(scores), BUDGET_RESULTS.frame(budgets))
    return {
        (scope, code): row
        for scope, code, row in zip(frame["scope"], frame["code"], frame.to_dict("records"), strict=True)
    }


def members(rows, scope, code):
    if scope == "ministry":
        return rows
    return [row for n, row in enumerate(rows) if code == (f"P{n}" if scope == "project" else getattr(row, scope))]


def counted(rows):
    """What COUNTS says of these rows, counted one by one."""
    reported = [row for row in rows if row.state == "reported"]
    plain = {
        "projects": len(rows),
        "kpis": len(rows),
        "due": len([row for row in rows if row.state in OWED]),
        "reported": len(reported),
        "obstacles": len([row for row in reported if row.obstacle == "yes"]),
        "with_budget": len([row for row in rows if row.status == "allocated"]),
        "no_budget": len([row for row in rows if row.status == "no_budget"]),
        "not_stated": len([row for row in rows if row.status == "not_stated"]),
    }
    return plain | {f"score_{k}": len([row for row in reported if k <= row.score < k + 1]) for k in range(6)}


def summed(values):
    stated = [value for value in values if value is not None]
    return sum(stated) if stated else None


def value(row, column):
    return None if pd.isna(row[column]) else row[column]


@MODEST
@given(rows=ROWS)
def test_every_group_is_counted_as_by_hand(rows):
    for (scope, code), row in rolled(rows).items():
        assert {name: row[name] for name in COUNTS} == counted(members(rows, scope, code)), (scope, code)


@MODEST
@given(rows=ROWS)
def test_every_amount_is_the_exact_sum_of_what_was_stated_and_missing_where_nothing_was(rows):
    for (scope, code), row in rolled(rows).items():
        own = members(rows, scope, code)
        for name in AMOUNTS:
            assert value(row, name) == summed(one.money[name] for one in own), (scope, code, name)


@MODEST
@given(rows=ROWS)
def test_every_mean_is_the_sum_of_weight_times_score_over_the_sum_of_weights(rows):
    for (scope, code), row in rolled(rows).items():
        own = [one for one in members(rows, scope, code) if one.state == "reported"]
        weight = sum(one.weight for one in own)
        if not weight:
            assert (value(row, "score"), value(row, "percent")) == (None, None)
            continue
        mean = sum(one.weight * one.exact for one in own) / weight
        assert (row["score"], row["percent"]) == (float(mean), float(mean * 20))
        assert min(one.exact for one in own) <= mean <= max(one.exact for one in own)


@MODEST
@given(rows=ROWS)
def test_beside_it_stands_the_mean_in_which_what_is_missing_counts_as_nought(rows):
    for (scope, code), row in rolled(rows).items():
        due = [one for one in members(rows, scope, code) if one.state in OWED]
        weight = sum(one.weight for one in due)
        if not weight:
            assert (value(row, "score_all"), value(row, "percent_all")) == (None, None)
            continue
        mean = sum(one.weight * one.exact for one in due if one.state == "reported") / weight
        assert (row["score_all"], row["percent_all"]) == (float(mean), float(mean * 20))
        assert value(row, "score") is None or row["score_all"] <= row["score"]


@MODEST
@given(rows=ROWS)
def test_any_partition_gives_the_ministry_back(rows):
    groups = rolled(rows)
    for part in PARTS:
        own = [(code, row) for (scope, code), row in groups.items() if scope == part]
        weights = {
            code: sum(one.weight for one in members(rows, part, code) if one.state == "reported") for code, _ in own
        }
        total = sum(Fraction(row["score"]) * weights[code] for code, row in own if weights[code])
        if sum(weights.values()):
            assert float(total / sum(weights.values())) == pytest.approx(groups["ministry", ""]["score"], abs=1e-12)


@MODEST
@given(rows=ROWS)
def test_every_rate_is_over_totals(rows):
    for (scope, code), row in rolled(rows).items():
        money = [one.money for one in members(rows, scope, code)]
        received, disbursed = (summed(one[name] for one in money) for name in ("received", "disbursed"))
        expected = float(Fraction(100 * disbursed, received)) if received else None
        assert value(row, "rate") == expected


@MODEST
@given(rows=ROWS)
def test_issues_departments_and_projects_each_add_up_to_the_ministry(rows):
    groups = rolled(rows)
    total = groups["ministry", ""]
    for part in PARTS:
        own = [row for (scope, _), row in groups.items() if scope == part]
        for name in COUNTS:
            assert sum(row[name] for row in own) == total[name], (part, name)
        for name in AMOUNTS:
            assert summed(value(row, name) for row in own) == value(total, name), (part, name)


@MODEST
@given(rows=ROWS)
def test_every_reported_kpi_stands_at_one_score(rows):
    for row in rolled(rows).values():
        assert sum(row[f"score_{k}"] for k in range(6)) == row["reported"] <= row["due"] <= row["kpis"]


@MODEST
@given(rows=ROWS, seed=st.integers(0, 99))
def test_the_order_of_the_plan_changes_no_sum(rows, seed):
    shuffled = pd.Series(range(len(rows))).sample(frac=1, random_state=seed)
    before, after = rolled(rows), rolled([rows[n] for n in shuffled])
    for part in [("ministry", ""), *(("issue", code) for code in "123"), *(("department", code) for code in "XYZ")]:
        columns = [*COUNTS, *AMOUNTS, "score", "percent", "rate"]
        assert [value(before[part], c) for c in columns] == [value(after[part], c) for c in columns]


def test_groups_stand_in_the_order_of_the_plan():
    row = Given("2", "Y", "reported", 3, Fraction(1), "no", "no_budget", (0, None, 0))
    parts = [("ministry", "")]
    parts += [("issue", code) for code in "321"] + [("department", code) for code in "ZYX"] + [("project", "P0")]
    groups = rolled([row])
    assert list(groups) == parts
    assert ROLLUPS.schema().validate(ROLLUPS.frame(list(groups.values()))).shape == (len(parts), len(ROLLUPS.columns))


@pytest.mark.parametrize("state", [state for state in STATES if state != "reported"])
def test_where_nothing_is_reported_there_is_no_mean_and_no_total(state):
    row = Given("1", "X", state, 5, Fraction(1), "yes", None, (1, 1, 1))
    for group in rolled([row]).values():
        assert [value(group, name) for name in ("score", "percent", "rate", *AMOUNTS)] == [None] * 7
        assert group["reported"] == group["obstacles"] == 0


def test_a_group_without_projects_is_there_and_empty():
    row = Given("1", "X", "reported", 5, Fraction(1), "yes", "allocated", (100, 0, 1))
    groups = rolled([row])
    for empty in [("issue", "2"), ("department", "Y")]:
        assert [groups[empty][name] for name in COUNTS] == [0] * len(COUNTS)
        assert [value(groups[empty], name) for name in ("score", "rate", *AMOUNTS)] == [None] * 6
