"""The disbursement target of a round: linear by the month between the ends of the quarters that the plan gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from consolidation.small_plans import files_of, one_kpi_each, small_plan, states_of, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidation.budgets import budget_results
from pipeline.consolidation.targets import Target, months_gone, quarters_gone, target_of, targets
from pipeline.validation.plan import Plan
from schemas.plan import TARGETS

ENDS = {
    **{1: date(2021, 10, 31), 2: date(2021, 11, 30), 3: date(2021, 12, 31), 4: date(2022, 1, 31), 5: date(2022, 2, 28)},
    **{6: date(2022, 3, 31), 7: date(2022, 4, 30), 8: date(2022, 5, 31), 9: date(2022, 6, 30), 10: date(2022, 7, 31)},
    **{11: date(2022, 8, 31), 12: date(2022, 9, 30)},
}
EACH = {1: 32, 2: 51, 3: 72, 4: 93}


def plan_with(last_day: date, *given: tuple[str, int, float], year: int = 2565, types: str | None = None) -> Plan:
    """A plan whose round ends on a day, with these targets: type of budget, quarter, percent."""
    rows = [
        {"fiscal_year": year, "budget_type": t, "quarter": q, "percent": p, "source": f"{t} {q}"} for t, q, p in given
    ]
    return until(replace(without_targets(types), targets=TARGETS.frame(rows)), last_day)


@cache
def without_targets(types: str | None) -> Plan:
    """A plan of one project with a budget of this type."""
    projects, kpis = one_kpi_each({"A": ("1", "X")})
    return small_plan([row | {"budget_type": types} for row in projects], kpis)


def until(plan: Plan, last_day: date) -> Plan:
    """The plan, its round ending on another day."""
    return replace(plan, settings=replace(plan.settings, last_day=last_day))


def overall(last_day: date, percents: dict[int, float]) -> Target | None:
    """The overall target on a day, of these quarters."""
    return targets(plan_with(last_day, *(("overall", q, p) for q, p in percents.items()))).get("overall")


@pytest.mark.parametrize(
    ("month", "percents", "percent"),
    [
        pytest.param(3, EACH, 32, id="the first quarter"),
        pytest.param(6, EACH, 51, id="six months are the second quarter"),
        pytest.param(9, EACH, 72, id="nine months are the third"),
        pytest.param(12, EACH, 93, id="twelve months are the fourth"),
        pytest.param(1, EACH, Fraction(32, 3), id="the year starts at 0"),
        pytest.param(2, EACH, Fraction(64, 3), id="two months of three"),
        pytest.param(5, EACH, 32 + Fraction(2 * 19, 3), id="between two quarters by the month"),
        pytest.param(10, EACH, 79, id="a third of the last quarter"),
        pytest.param(6, {1: 30, 3: 70}, 50, id="a quarter that is not given, between two that are"),
        pytest.param(3, {4: 100}, 25, id="only the end of the year is given"),
        pytest.param(6, {3: 72}, 48, id="the start is given always"),
        pytest.param(6, {2: 0}, 0, id="a target of nothing"),
        pytest.param(9, {2: 51}, None, id="beyond the last quarter that is given"),
        pytest.param(7, {2: 51}, None, id="a month beyond it"),
        pytest.param(6, {}, None, id="nothing is given"),
    ],
)
def test_the_target_on_the_last_day_of_a_month(month, percents, percent):
    target = overall(ENDS[month], percents)
    assert (target and target.percent) == (None if percent is None else float(percent))


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2022, 3, 31), Fraction(6)),
        (date(2022, 2, 28), Fraction(5)),
        (date(2022, 2, 14), Fraction(9, 2)),
        (date(2021, 10, 1), Fraction(1, 31)),
        (date(2022, 9, 30), Fraction(12)),
    ],
)
def test_a_day_within_a_month_is_so_much_of_it(day, months):
    assert months_gone(plan_with(day).settings) == months


@pytest.mark.parametrize(
    ("month", "quarter"),
    [
        (1, (0, False)),
        (3, (1, True)),
        (5, (1, False)),
        (6, (2, True)),
        (8, (2, False)),
        (9, (3, True)),
        (12, (4, True)),
    ],
)
def test_the_quarters_that_are_over(month, quarter):
    assert quarters_gone(plan_with(ENDS[month]).settings) == quarter


@pytest.mark.parametrize(
    ("month", "percents", "source"),
    [
        (6, EACH, "overall 2"),
        (5, EACH, "overall 1 · overall 2"),
        (2, EACH, "overall 1"),
        (6, {1: 30, 3: 70}, "overall 1 · overall 3"),
    ],
)
def test_a_target_is_from_the_quarters_that_it_stands_between(month, percents, source):
    target = overall(ENDS[month], percents)
    assert target and target.source == source


def test_the_targets_of_another_year_are_not_those_of_this_one():
    assert targets(plan_with(ENDS[6], ("overall", 2, 51), year=2564)) == {}


@pytest.mark.parametrize(
    ("given", "type_", "percent"),
    [
        pytest.param([("overall", 2, 51), ("investment", 2, 29)], "investment", 29, id="of its own type"),
        pytest.param([("overall", 2, 51), ("investment", 2, 29)], "operating", 51, id="its type has none"),
        pytest.param([("overall", 2, 51), ("investment", 1, 9)], "investment", 51, id="its type has none any more"),
        pytest.param([("overall", 2, 51)], None, 51, id="no type"),
        pytest.param([("investment", 2, 29)], "operating", None, id="neither"),
        pytest.param([("investment", 2, 29)], None, None, id="no type and no overall one"),
    ],
)
def test_a_project_has_the_target_of_its_type_or_else_the_overall_one(given, type_, percent):
    plan = plan_with(ENDS[6], *given, types=type_)
    target = target_of(targets(plan), type_)
    assert (target and target.percent) == percent
    budget = {"project": "A", "status": "allocated", "received": 1000_00, "disbursed": 400_00}
    (row,) = budget_results(plan, tables_of(plan, budgets=[budget]), states_of(plan), files_of(plan)).to_dict("records")
    expected = [float("nan")] * 2 if percent is None else [percent, 40 - percent]
    assert [row["target"], row["gap"]] == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("budget", "state", "target", "gap"),
    [
        ({"status": "allocated", "received": 100, "disbursed": 51}, "reported", True, True),
        ({"status": "allocated", "received": 0, "disbursed": 0}, "reported", True, False),
        ({"status": "allocated", "received": 100}, "reported", True, False),
        ({"status": "no_budget"}, "reported", False, False),
        ({"status": "not_stated"}, "reported", False, False),
        ({"status": "allocated", "received": 100, "disbursed": 51}, "returned", False, False),
    ],
    ids=["known", "nothing received", "not said", "no budget", "not stated", "returned"],
)
def test_the_gap_is_missing_where_rate_or_target_is(budget, state, target, gap):
    plan = plan_with(ENDS[6], ("overall", 2, 51))
    tables = tables_of(plan, budgets=[{"project": "A"} | budget])
    own = budget_results(plan, tables, states_of(plan, {"A": state}), files_of(plan)).iloc[0]
    assert own[["target", "gap"]].notna().tolist() == [target, gap]


PERCENTS = st.dictionaries(st.integers(1, 4), st.integers(0, 100), max_size=4)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(PERCENTS, st.integers(1, 12))
def test_the_target_is_the_exact_point_of_the_line_through_the_given_quarters(percents, month):
    points = {0: 0} | {3 * quarter: percent for quarter, percent in percents.items()}
    before = max(at for at in points if at < month)
    after = min((at for at in points if at >= month), default=None)
    target = overall(ENDS[month], percents)
    if after is None:
        assert target is None
    else:
        rise = Fraction(points[after] - points[before], after - before)
        assert target and target.percent == float(points[before] + rise * (month - before))


@settings(deadline=None, derandomize=True, max_examples=50)
@given(st.lists(st.integers(0, 100), min_size=4, max_size=4).map(sorted))
def test_where_the_quarters_rise_the_target_never_falls(percents):
    plan = plan_with(ENDS[12], *(("overall", quarter, percent) for quarter, percent in enumerate(percents, 1)))
    made = [targets(until(plan, day)).get("overall") for day in ENDS.values()]
    rising = [target.percent for target in made if target]
    assert len(rising) == 12 and rising == sorted(rising)
