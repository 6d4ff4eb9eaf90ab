"""What a level's own condition is, which state a KPI has, and what the table of KPIs shows of it."""

from __future__ import annotations

import math
from fractions import Fraction

import pandas as pd
import pytest
from consolidation.small_plans import files_of, one_kpi_each, small_plan, states_of, tables_of
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidation import methods
from pipeline.consolidation.scores import kpi_states, level_results, levels_frame, scored, weights
from schemas.summary import LEVEL_RESULTS, SCORES

NAN = float("nan")
MODEST = settings(deadline=None, derandomize=True, max_examples=20)
RESULT_COLUMNS = ["value", "self_score", "narrative", "has_obstacle", "obstacle", "suggestion"]


def conditions(*rows):
    frame = pd.DataFrame(rows, columns=["status", "threshold", "measured", "direction"])
    frame = frame.astype({"status": "str", "threshold": "float64", "measured": "float64", "direction": "str"})
    return frame.assign(by_value=frame["threshold"].notna())


# --- met


@pytest.mark.parametrize(
    ("status", "threshold", "value", "direction", "expected"),
    [
        ("done", NAN, NAN, None, True),
        ("in_progress", NAN, NAN, None, False),
        ("not_started", NAN, NAN, None, False),
        (None, NAN, NAN, None, False),
        # A value says nothing of a level that a status decides.
        ("in_progress", NAN, 1e9, "higher", False),
        ("done", NAN, 0, "lower", True),
        # A status says nothing of a level that a threshold decides.
        ("done", 10, 9, "higher", False),
        ("not_started", 10, 10, "higher", True),
        (None, 10, 10.01, None, True),
        (None, 10, 9.99, None, False),
        (None, 10, 10, "lower", True),
        (None, 10, 9, "lower", True),
        (None, 10, 11, "lower", False),
        # What is missing reaches nothing, on either side.
        ("done", 10, NAN, "higher", False),
        ("done", 10, NAN, "lower", False),
        # Nought and less are numbers like others.
        (None, 0, 0, "higher", True),
        (None, 0, -1, "higher", False),
        (None, -5, -5, "higher", True),
        (None, 0, 0, "lower", True),
        (None, 0, -1, "lower", True),
    ],
)
def test_a_level_is_met_by_its_threshold_where_it_has_one_and_else_by_its_status(
    status, threshold, value, direction, expected
):
    assert methods.met(conditions((status, threshold, value, direction))).tolist() == [expected]


def plainly_met(status, threshold, value, direction):
    if threshold is None:
        return status == "done"
    if value is None:
        return False
    return value <= threshold if direction == "lower" else value >= threshold


MAYBE = st.none() | st.integers(-3, 3)
CONDITION = st.tuples(
    st.sampled_from(["done", "in_progress", "not_started", None]),
    MAYBE,
    MAYBE,
    st.sampled_from(["higher", "lower", None]),
)


@MODEST
@given(rows=st.lists(CONDITION, min_size=1, max_size=12))
def test_every_level_is_met_or_not_by_itself(rows):
    given_rows = conditions(*rows)
    counted = methods.met(given_rows)
    assert counted.tolist() == [plainly_met(*row) for row in rows]
    assert counted.dtype == bool


# --- level_results


@pytest.fixture
def mixed():
    """A plan of one KPI by milestones, one by falling thresholds, and one with an undefined level."""
    projects, kpis = one_kpi_each({"A": ("1", "X"), "B": ("1", "X"), "C": ("2", "Y")})
    kpis[1] |= {"method": "thresholds", "direction": "lower"}
    rubric = [
        {"kpi": "A", "level": 1},
        {"kpi": "A", "level": 2},
        {"kpi": "B", "level": 1, "threshold": 20},
        {"kpi": "B", "level": 2, "threshold": 10},
        {"kpi": "C", "level": 1},
        {"kpi": "C", "level": 2, "criterion": "-"},
        {"kpi": "C", "level": 3},
    ]
    return small_plan(projects, kpis, rubric)


def met_of(levels):
    return {
        (kpi, int(level)): met for kpi, level, met in zip(levels["kpi"], levels["level"], levels["met"], strict=True)
    }


def test_every_defined_level_has_a_row_even_where_nothing_was_sent(mixed):
    levels = level_results(mixed, tables_of(mixed))
    places = [("A", 1), ("A", 2), ("B", 1), ("B", 2), ("C", 1), ("C", 3)]
    assert met_of(levels) == dict.fromkeys(places, "no")
    assert levels["measured"].isna().all()


@pytest.mark.parametrize(
    ("levels", "value", "met"),
    [
        ([("A", 1, "done")], None, {("A", 1)}),
        ([("A", 2, "done"), ("A", 1, "in_progress")], None, {("A", 2)}),
        ([("C", 3, "done"), ("C", 1, "done")], None, {("C", 1), ("C", 3)}),
        ([], 20, {("B", 1)}),
        ([], 10, {("B", 1), ("B", 2)}),
        ([], 20.5, set()),
        ([("A", 1, "done")], 0, {("A", 1), ("B", 1), ("B", 2)}),
    ],
)
def test_each_level_says_whether_its_own_condition_holds(mixed, levels, value, met):
    sent = [{"kpi": kpi, "level": level, "status": status} for kpi, level, status in levels]
    results = [{"kpi": "B", "value": value}]
    found = met_of(level_results(mixed, tables_of(mixed, levels=sent, results=results)))
    assert {place for place, said in found.items() if said == "yes"} == met


def test_a_value_stands_beside_every_level_of_its_own_kpi_and_of_no_other(mixed):
    levels = level_results(mixed, tables_of(mixed, results=[{"kpi": "B", "value": 15}, {"kpi": "A", "value": None}]))
    assert dict(zip(levels["kpi"], levels["measured"].fillna(-1), strict=True)) == {"A": -1, "B": 15, "C": -1}
    assert levels.loc[levels["kpi"] == "B", "direction"].tolist() == ["lower", "lower"]


def test_of_a_kpi_that_is_not_reported_only_the_rubric_is_shown(mixed):
    sent = [{"kpi": kpi, "level": 1, "status": "done", "date": "2022-03-01", "evidence": "หนังสือ"} for kpi in ("A", "C")]
    levels = level_results(mixed, tables_of(mixed, levels=sent))
    shown = levels_frame(levels, states_of(mixed, {"A": "returned"}))
    assert LEVEL_RESULTS.schema().validate(shown).shape[0] == 6
    hidden, open_ = shown[shown["kpi"] == "A"], shown[shown["kpi"] == "C"]
    assert hidden[["status", "date", "evidence", "met"]].isna().all(axis=None)
    assert hidden["criterion"].tolist() == ["criterion", "criterion"]
    assert open_.iloc[0][["status", "evidence", "met"]].tolist() == ["done", "หนังสือ", "yes"]
    assert open_["met"].tolist() == ["yes", "no"]


@pytest.mark.parametrize("state", ["returned", "missing", "not_due", "cancelled"])
def test_only_reported_levels_count_as_met_or_not(mixed, state):
    levels = level_results(mixed, tables_of(mixed))
    shown = levels_frame(levels, states_of(mixed, {"A": state, "B": state}))
    assert set(shown.loc[shown["met"].notna(), "kpi"]) == {"C"}
    assert shown.loc[shown["kpi"] == "B", "threshold"].tolist() == [20, 10]


# --- kpi_states


@pytest.mark.parametrize(
    ("first", "last", "sent", "broken", "refused", "expected"),
    [
        (None, None, True, False, False, "reported"),
        (None, None, True, True, False, "returned"),
        (None, None, False, False, False, "missing"),
        (None, None, False, False, True, "returned"),
        (None, None, False, True, False, "missing"),
        ("9", None, True, False, False, "reported"),
        (None, "9", True, False, False, "reported"),
        ("9", "9", False, False, False, "missing"),
        ("12", None, True, False, False, "not_due"),
        ("12", None, True, True, False, "not_due"),
        ("12", None, False, False, True, "not_due"),
        (None, "6", True, False, False, "cancelled"),
        (None, "6", True, True, False, "cancelled"),
        (None, "6", False, False, False, "cancelled"),
    ],
)
def test_a_kpi_has_one_state(first, last, sent, broken, refused, expected):
    projects, kpis = one_kpi_each({"K": ("1", "X")})
    plan = small_plan(projects, [kpis[0] | {"first_round": first, "last_round": last}], months=9)
    owners = {"X.xlsx": "X"} if sent else {}
    states = kpi_states(plan, owners, {"K"} if broken else set(), {"X"} if refused else set())
    assert states.to_dict() == {"K": expected}


def test_a_broken_kpi_leaves_its_neighbours_alone():
    plan = small_plan(*one_kpi_each({"A": ("1", "X"), "B": ("1", "X"), "C": ("1", "Y"), "D": ("1", "Z")}))
    states = kpi_states(plan, {"x.xlsx": "X", "y.xlsx": "Y"}, {"B"}, {"Z"})
    assert list(states.items()) == [("A", "reported"), ("B", "returned"), ("C", "reported"), ("D", "returned")]


# --- weights

WEIGHT = st.none() | st.sampled_from([0, 0.25, 0.5, 1, 2, 3, 40])


@pytest.mark.parametrize(
    ("issue", "project", "kpi", "expected"),
    [
        (None, None, None, 1),
        (2, None, None, 2),
        (None, 3, None, 3),
        (None, None, 0.5, 0.5),
        (2, 3, 0.5, 3),
        (0, 3, 7, 0),
        (5, None, 0, 0),
    ],
)
def test_a_weight_is_the_product_of_three_and_1_where_nothing_is_said(issue, project, kpi, expected):
    projects, kpis = one_kpi_each({"K": ("1", "X")})
    plan = small_plan(
        [projects[0] | {"weight": project}], [kpis[0] | {"weight": kpi}], issues=[{"code": "1", "weight": issue}]
    )
    assert weights(plan).tolist() == [expected]


@MODEST
@given(data=st.lists(st.tuples(st.sampled_from("12"), WEIGHT, WEIGHT), min_size=1, max_size=8), issue=WEIGHT)
def test_weights_stand_in_the_order_of_the_plan_whatever_its_rows(data, issue):
    projects = [{"code": f"P{n}", "issue": i, "department": "X", "weight": w} for n, (i, w, _) in enumerate(data)]
    kpis = [{"code": f"K{n}", "project": f"P{n}", "weight": w} for n, (*_, w) in enumerate(data)][::-1]
    plan = small_plan(projects, kpis, issues=[{"code": "1", "weight": issue}, {"code": "2"}])

    def one(weight):
        return Fraction(1) if weight is None else Fraction(weight)

    expected = [one(issue if i == "1" else None) * one(p) * one(k) for i, p, k in data][::-1]
    assert [Fraction(weight) for weight in weights(plan)] == expected


# --- scored


@pytest.fixture
def five():
    """A plan whose five KPIs have a state each; each department sent the same of its own."""
    return small_plan(*one_kpi_each({code: ("1", f"D{code}") for code in ("e", "d", "c", "b", "a")}))


EVERY_STATE = {"e": "reported", "d": "returned", "c": "missing", "b": "not_due", "a": "cancelled"}


def scored_five(plan):
    told = {
        "value": 7,
        "self_score": 1,
        "narrative": "ทำแล้ว",
        "has_obstacle": "yes",
        "obstacle": "o",
        "suggestion": "s",
    }
    tables = tables_of(
        plan,
        levels=[{"kpi": code, "level": 1, "status": "done"} for code in EVERY_STATE],
        results=[{"kpi": code} | told for code in EVERY_STATE],
    )
    return scored(plan, tables, level_results(plan, tables), states_of(plan, EVERY_STATE), files_of(plan))


def test_kpis_stand_in_the_order_of_the_plan_with_their_states(five):
    kpis = scored_five(five)
    assert SCORES.schema().validate(kpis).shape[0] == 5
    assert dict(zip(kpis["kpi"], kpis["state"], strict=True)) == EVERY_STATE
    assert kpis["kpi"].tolist() == list(EVERY_STATE)


def test_what_is_reported_is_shown_whole(five):
    row = scored_five(five).iloc[0]
    assert row[["score", "percent", "weighted", "weight"]].tolist() == [1, 20, 1, 1]
    assert row[RESULT_COLUMNS].tolist() == [7, 1, "ทำแล้ว", "yes", "o", "s"]


@pytest.mark.parametrize("column", [*RESULT_COLUMNS, "score", "percent", "weighted"])
def test_nothing_that_is_not_reported_has_a_value_of_any_kind(five, column):
    assert scored_five(five)[column].isna().tolist() == [False, True, True, True, True]


def test_what_the_plan_says_is_shown_in_every_state(five):
    kpis = scored_five(five)
    for column in ("project", "issue", "department", "method", "weight"):
        assert kpis[column].notna().all(), column


def test_the_level_that_was_planned_is_that_of_the_round():
    projects, kpis = one_kpi_each({"K": ("1", "X")})
    rows = [kpis[0] | {"planned_6": 1, "planned_9": 3, "planned_12": 5}]
    planned = {}
    for months in (6, 9, 12):
        plan = small_plan(projects, rows, months=months)
        tables = tables_of(plan)
        kpi = scored(plan, tables, level_results(plan, tables), states_of(plan), files_of(plan))
        planned[months] = kpi["planned"].tolist()
    assert planned == {6: [1], 9: [3], 12: [5]}


@MODEST
@given(
    done=st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 5)),
    weight=st.dictionaries(st.sampled_from("ABCDEF"), st.sampled_from([0.5, 2, 3])),
)
def test_a_score_is_what_was_done_and_weighs_what_the_plan_says(done, weight):
    projects, kpis = one_kpi_each({code: ("1", "X") for code in "FEDCBA"})
    plan = small_plan(projects, [row | {"weight": weight.get(row["code"])} for row in kpis])
    sent = [
        {"kpi": kpi, "level": level, "status": "done" if level <= last else "in_progress"}
        for kpi, last in done.items()
        for level in range(1, 6)
    ]
    tables = tables_of(plan, levels=sent)
    frame = scored(plan, tables, level_results(plan, tables), states_of(plan), files_of(plan))
    for row in frame.to_dict("records"):
        score = done.get(row["kpi"], 0)
        own = Fraction(weight.get(row["kpi"], 1))
        assert (row["score"], row["percent"]) == (score, score * 20)
        assert Fraction(row["weighted"]) == score * own
        assert not math.isnan(row["weight"])
