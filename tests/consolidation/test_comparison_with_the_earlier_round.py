"""This round beside the earlier one, on plans of a few KPIs: what moved, and what is odd about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from consolidation.small_plans import small_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consolidation import comparison as compared
from pipeline.validation.cross_rules import COLUMNS
from pipeline.validation.earlier import Earlier
from pipeline.validation.findings import findings, wrong
from pipeline.validation.plan import Plan
from schemas.summary import BUDGET_COMPARISON, BUDGET_RESULTS, COMPARISON, LEVEL_RESULTS, SCORES

Row = Mapping[str, Any]
MILLION = 1_000_000_00


def plan_of(*kpis: Row, rubric: Sequence[Row] = ()) -> Plan:
    """The twelve-month plan of these KPIs, each in a project of its own code, issue 1, department X."""
    projects = [{"code": kpi["code"], "issue": "1", "department": "X"} for kpi in kpis]
    return small_plan(projects, [{"project": kpi["code"]} | dict(kpi) for kpi in kpis], rubric, months=12)


def score(kpi: str, state: str = "reported", **more: object) -> Row:
    return {"kpi": kpi, "project": kpi, "issue": "1", "department": "X", "state": state} | more


def level(kpi: str, number: int, status: str | None = None, **more: object) -> Row:
    met = {None: None, "done": "yes"}.get(status, "no")
    return {"kpi": kpi, "level": number, "criterion": "criterion", "status": status, "met": met} | more


def money(project: str, **more: object) -> Row:
    return {"project": project, "issue": "1", "department": "X", "state": "reported"} | more


def before(scores: Sequence[Row] = (), levels: Sequence[Row] = (), budgets: Sequence[Row] = ()) -> Earlier:
    """The six-month round, its rows numbered as those of a workbook."""
    frames = [
        table.frame(list(rows)).set_axis(range(6, 6 + len(rows)), axis=0)
        for table, rows in ((LEVEL_RESULTS, levels), (BUDGET_RESULTS, budgets), (SCORES, scores))
    ]
    return Earlier("summary-2565-06.xlsx", "6", *frames)


def rows_of(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The values of these columns, row by row; None where one is missing."""
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[list(columns)].to_numpy(object)]


def compare(then: Sequence[Row], now: Sequence[Row], levels: tuple[Sequence[Row], Sequence[Row]] = ((), ())) -> Any:
    earlier = before(then, levels[0])
    frame = compared.comparison(earlier, SCORES.frame(list(now)), LEVEL_RESULTS.frame(list(levels[1])))
    COMPARISON.schema().validate(frame)
    return frame


# --- which KPIs, and since when


@pytest.mark.parametrize(
    ("then", "now", "since"),
    [
        pytest.param("reported", "reported", "continued", id="reported in both"),
        pytest.param("missing", "reported", "continued", id="sent only now"),
        pytest.param("returned", "reported", "continued", id="returned then"),
        pytest.param("reported", "missing", "continued", id="not sent now"),
        pytest.param("reported", "returned", "continued", id="returned now"),
        pytest.param("not_due", "reported", "new", id="due for the first time"),
        pytest.param(None, "reported", "new", id="not in the earlier summary"),
        pytest.param("reported", "cancelled", "gone", id="cancelled since"),
        pytest.param("reported", None, "gone", id="not in the plan any more"),
        pytest.param("missing", "missing", None, id="never sent"),
        pytest.param("returned", "missing", None, id="returned, and not sent again"),
        pytest.param("not_due", "not_due", None, id="never due"),
        pytest.param("cancelled", "cancelled", None, id="cancelled in both"),
        pytest.param("missing", None, None, id="never sent and gone"),
        pytest.param(None, "missing", None, id="new and not sent"),
    ],
)
def test_a_kpi_that_either_round_reports_is_continued_new_or_gone(then, now, since):
    states = ([score("A", state)] if state else [] for state in (then, now))
    frame = compare(*states)
    assert frame["since"].tolist() == ([since] if since else [])


def test_kpis_stand_in_the_order_of_the_plan_and_after_them_those_it_no_longer_has():
    frame = compare([score(k) for k in "ZBAY"], [score(k) for k in "CBA"])
    assert rows_of(frame, "kpi", "since") == [
        ("C", "new"),
        ("B", "continued"),
        ("A", "continued"),
        ("Z", "gone"),
        ("Y", "gone"),
    ]


def test_a_kpi_that_is_gone_is_whose_it_was_and_one_that_moved_is_whose_it_is():
    then = [score("A", issue="1", department="X"), score("Z", issue="9", department="W", project="Q")]
    frame = compare(then, [score("A", issue="2", department="Y")])
    assert rows_of(frame, "kpi", "project", "issue", "department") == [("A", "A", "2", "Y"), ("Z", "Q", "9", "W")]


def test_a_summary_that_names_a_kpi_twice_is_read_once():
    frame = compare([score("A", score=2), score("A", score=5), {}], [score("A", score=3)])
    assert rows_of(frame, "kpi", "score_before", "score") == [("A", 2, 3)]


# --- how much they moved


@pytest.mark.parametrize(
    ("then", "now", "moved"),
    [
        pytest.param({"score": 2}, {"score": 3}, (2, 3, 1), id="up"),
        pytest.param({"score": 4}, {"score": 1.5}, (4, 1.5, -2.5), id="down"),
        pytest.param({"score": 3}, {"score": 3}, (3, 3, 0), id="as it was"),
        pytest.param({"score": 0}, {"score": 1}, (0, 1, 1), id="0 is a score"),
        pytest.param({"score": None}, {"score": 3}, (None, 3, None), id="not known then"),
        pytest.param({"score": 3}, {"score": None}, (3, None, None), id="not known now"),
        pytest.param({"score": 3, "state": "returned"}, {"score": 3}, (None, 3, None), id="returned then"),
        pytest.param({"score": 3}, {"score": 3, "state": "missing"}, (3, None, None), id="not sent now"),
    ],
)
def test_the_change_is_now_less_then_and_missing_where_either_is(then, now, moved):
    frame = compare([score("A") | then], [score("A") | now])
    assert rows_of(frame, "score_before", "score", "score_change") == [moved]


def test_a_value_moves_like_a_score():
    frame = compare([score("A", value=310)], [score("A", value=305.5)])
    assert rows_of(frame, "value_before", "value", "value_change") == [(310, 305.5, -4.5)]


@pytest.mark.parametrize(
    ("then", "now", "moved"),
    [
        (["done", "not_started"], ["done", "done"], (1, 2, 1)),
        (["done", "done"], ["in_progress", "not_started"], (2, 0, -2)),
        ([None, None], ["done", "not_started"], (None, 1, None)),
        ([], ["done"], (None, 1, None)),
        (["done"], [], (1, None, None)),
    ],
    ids=["one more", "both undone", "not known then", "no rows then", "no rows now"],
)
def test_levels_are_counted_where_they_are_met(then, now, moved):
    made = tuple([level("A", n, status) for n, status in enumerate(own, 1)] for own in (then, now))
    frame = compare([score("A")], [score("A")], levels=made)
    assert rows_of(frame, "levels_before", "levels", "levels_change") == [moved]


def test_levels_of_a_kpi_that_was_not_reported_do_not_count():
    rows = [level("A", 1, "done")]
    frame = compare([score("A", "returned")], [score("A")], levels=(rows, rows))
    assert rows_of(frame, "levels_before", "levels", "levels_change") == [(None, 1, None)]


# --- money


def test_amounts_and_rates_of_two_rounds_stand_side_by_side():
    then = [money("A", received=100, committed=10, disbursed=40, rate=40.0), money("Z", disbursed=5, issue="9")]
    now = [money("B", received=7), money("A", received=100, disbursed=90, rate=90.0), money("C", status="no_budget")]
    frame = compared.budget_comparison(before(budgets=then), BUDGET_RESULTS.frame(now))
    BUDGET_COMPARISON.schema().validate(frame)
    assert rows_of(frame, "project", "issue", "disbursed_before", "disbursed", "disbursed_change") == [
        ("B", "1", None, None, None),
        ("A", "1", 40, 90, 50),
        ("Z", "9", 5, None, None),
    ]
    assert rows_of(frame, "committed_change", "received_change", "rate_change") == [
        (None, None, None),
        (None, 0, 50),
        (None, None, None),
    ]


def test_without_an_earlier_round_there_is_nothing_to_compare():
    plan, nothing = plan_of({"code": "A"}), SCORES.frame([score("A")])
    assert compared.comparison(None, nothing, LEVEL_RESULTS.frame()).equals(COMPARISON.frame())
    assert compared.budget_comparison(None, BUDGET_RESULTS.frame()).equals(BUDGET_COMPARISON.frame())
    placed, rows = compared.findings_of(plan, None, nothing, LEVEL_RESULTS.frame(), BUDGET_RESULTS.frame())
    assert (len(placed), placed.columns.tolist(), rows) == (0, COLUMNS, [])


# --- findings


def odd(
    plan: Plan, earlier: Earlier, scores: Sequence[Row] = (), levels: Sequence[Row] = (), budgets: Sequence[Row] = ()
) -> list[dict[str, Any]]:
    """What is found, each finding as it is said."""
    frames = (SCORES.frame(list(scores)), LEVEL_RESULTS.frame(list(levels)), BUDGET_RESULTS.frame(list(budgets)))
    placed, rows = compared.findings_of(plan, earlier, *frames)
    assert len(findings(rows)) == len(rows)
    said = [*placed.to_dict("records"), *rows]
    return [{name: value for name, value in row.items() if isinstance(value, str)} for row in said]


def at_cells(*args: Any, **rows: Any) -> list[dict[str, Any]]:
    """Those of them that have a cell."""
    return [row for row in odd(*args, **rows) if "key" in row]


def rules(*args: Any, **rows: Any) -> list[str]:
    return [row["rule"] for row in odd(*args, **rows)]


COUNTED = plan_of({"code": "A", "method": "thresholds"})


@pytest.mark.parametrize(
    ("kpi", "then", "now", "fell"),
    [
        pytest.param({}, {"value": 310}, {"value": 305}, True, id="less than before"),
        pytest.param({"direction": "higher"}, {"value": 310}, {"value": 309.9}, True, id="a little less"),
        pytest.param({}, {"value": 310}, {"value": 310}, False, id="as much"),
        pytest.param({}, {"value": 310}, {"value": 311}, False, id="more"),
        pytest.param({"direction": "lower"}, {"value": 310}, {"value": 305}, False, id="lower is better"),
        pytest.param({"method": "two_sided"}, {"value": 310}, {"value": 305}, False, id="near a target is better"),
        pytest.param({}, {"value": None}, {"value": 305}, False, id="not known then"),
        pytest.param({}, {"value": 310}, {"value": None}, False, id="not known now"),
        pytest.param({}, {"value": 310, "state": "returned"}, {"value": 305}, False, id="returned then"),
        pytest.param({}, {"value": 310}, {"value": 305, "state": "returned"}, False, id="returned now"),
    ],
)
def test_a_cumulative_value_does_not_fall(kpi, then, now, fell):
    plan = plan_of({"code": "A", "method": "thresholds"} | kpi)
    assert rules(plan, before([score("A") | then]), [score("A") | now]) == (["VALUE_FELL"] if fell else [])


@pytest.mark.parametrize(
    ("then", "now", "found", "other"),
    [(310, 305, "305", "310"), (12.5, 12.25, "12.25", "12.5"), (1500, 0, "0", "1500")],
)
def test_a_value_that_fell_is_said_without_needless_decimals(then, now, found, other):
    (row,) = odd(COUNTED, before([score("A", value=then)]), [score("A", value=now)])
    words = {"found": found, "other": other, "expected": "6"}
    assert row == {"rule": "VALUE_FELL", "department": "X", "key": "A|value"} | words


STEPS = plan_of({"code": "A"}, {"code": "B"})


@pytest.mark.parametrize(
    ("then", "now", "undone"),
    [
        ("done", "in_progress", True),
        ("done", "not_started", True),
        ("done", "done", False),
        ("done", None, False),
        ("in_progress", "not_started", False),
        ("not_started", "done", False),
        (None, "not_started", False),
    ],
)
def test_a_level_that_was_done_stays_done(then, now, undone):
    earlier = before([score("A")], [level("A", 2, then)])
    found = at_cells(STEPS, earlier, [score("A")], [level("A", 2, now)])
    row = {"rule": "LEVEL_UNDONE", "department": "X", "key": "A|level|2|status", "found": "2", "other": "6"}
    assert found == ([row] if undone else [])


@pytest.mark.parametrize(
    ("then", "now"), [("returned", "reported"), ("reported", "returned"), ("reported", "cancelled")]
)
def test_a_level_is_undone_only_where_both_rounds_report_it(then, now):
    earlier = before([score("A", then)], [level("A", 2, "done")])
    assert at_cells(STEPS, earlier, [score("A", now)], [level("A", 2, "not_started")]) == []


def test_each_level_that_is_undone_is_a_finding_at_its_own_status():
    then = [level("A", n, "done") for n in (1, 2, 3)] + [level("B", 1, "done")]
    now = [level("A", 1, "done"), level("A", 2, "in_progress"), level("A", 3, "not_started"), level("B", 1, "done")]
    found = at_cells(STEPS, before([score("A"), score("B")], then), [score("A"), score("B")], now)
    assert [row["key"] for row in found] == ["A|level|2|status", "A|level|3|status"]


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        pytest.param({"disbursed": 100}, {"disbursed": 99}, ["AMOUNT_FELL"], id="less disbursed"),
        pytest.param({"disbursed": 100}, {"disbursed": 100}, [], id="as much disbursed"),
        pytest.param({"disbursed": 100}, {"disbursed": 101}, [], id="more disbursed"),
        pytest.param({"disbursed": None}, {"disbursed": 5}, [], id="not known then"),
        pytest.param({"disbursed": 5}, {"disbursed": None}, [], id="not known now"),
        pytest.param({"received": 100}, {"received": 101}, ["RECEIVED_CHANGED"], id="more received"),
        pytest.param({"received": 100}, {"received": 99}, ["RECEIVED_CHANGED"], id="less received"),
        pytest.param({"received": 100}, {"received": 100}, [], id="as much received"),
        pytest.param({"received": None}, {"received": 100}, [], id="received for the first time"),
        pytest.param({"committed": 100}, {"committed": 50}, [], id="what is committed becomes disbursed"),
        pytest.param(
            {"received": 9, "disbursed": 9},
            {"received": 8, "disbursed": 8},
            ["AMOUNT_FELL", "RECEIVED_CHANGED"],
            id="both",
        ),
    ],
)
def test_what_was_disbursed_does_not_fall_and_what_was_received_stays(then, now, expected):
    earlier = before(budgets=[money("A") | then])
    assert rules(STEPS, earlier, budgets=[money("A") | now]) == expected


def test_amounts_are_said_in_baht_at_their_cells():
    earlier = before(budgets=[money("A", received=2 * MILLION, disbursed=37_800_00)])
    found = odd(STEPS, earlier, budgets=[money("A", received=3 * MILLION, disbursed=30_000_50)])
    words = [(row["rule"], row["key"], row["found"], row["other"], row["expected"]) for row in found]
    assert words == [
        ("AMOUNT_FELL", "A|budget|disbursed", "30,000.50", "37,800.00", "6"),
        ("RECEIVED_CHANGED", "A|budget|received", "3,000,000.00", "2,000,000.00", "6"),
    ]


# --- findings about the plan


@pytest.mark.parametrize(
    ("then", "now", "changed"),
    [(100, 200, True), (100, 100, False), (None, 100, False), (100, None, False), (0, 100, True)],
)
def test_a_budget_that_the_plan_changed_is_a_finding_of_its_department(then, now, changed):
    found = odd(STEPS, before(budgets=[money("A", allocated=then)]), budgets=[money("A", allocated=now)])
    assert [row["rule"] for row in found] == (["PLAN_BUDGET_CHANGED"] if changed else [])


def test_a_budget_that_changed_is_said_in_baht():
    found = odd(STEPS, before(budgets=[money("A", allocated=100_00)]), budgets=[money("A", allocated=250_50)])
    words = {"found": "A", "other": "100.00", "expected": "250.50"}
    assert found == [{"rule": "PLAN_BUDGET_CHANGED", "department": "X"} | words]


RUBRIC = [{"kpi": "A", "level": n, "criterion": f"ทำ ขั้นที่ {n}", "threshold": None} for n in (1, 2, 3, 4)]


def rubric_with(**changes: object) -> list[dict[str, Any]]:
    """The rubric with changes by level: l2="…" a criterion, t2=5 a threshold, no3=True that it is not there."""
    rows = [dict(row) for row in RUBRIC]
    for name, value in changes.items():
        row = rows[int(name[-1]) - 1]
        row |= {"l": {"criterion": value}, "t": {"threshold": value}, "n": {"criterion": "-"}}[name[0]]
    return rows


def as_summary(rubric: Sequence[Row]) -> list[dict[str, Any]]:
    """The levels that a summary tells of this rubric."""
    return [dict(row) | {"status": "done", "met": "yes"} for row in rubric if row["criterion"] != "-"]


@pytest.mark.parametrize(
    ("then", "now", "levels"),
    [
        pytest.param({}, {}, None, id="the same"),
        pytest.param({"l2": "อื่น"}, {}, "2", id="a criterion"),
        pytest.param({"l2": "ทำขั้นที่๒"}, {}, None, id="spaces and digits do not count"),
        pytest.param({"l4": "อื่น", "l2": "อื่น"}, {}, "2, 4", id="two criteria, lowest first"),
        pytest.param({"t3": 10}, {"t3": 20}, "3", id="a threshold"),
        pytest.param({"t3": 10}, {"t3": 10}, None, id="the same threshold"),
        pytest.param({"t3": 10}, {}, "3", id="a threshold less"),
        pytest.param({}, {"t3": 10}, "3", id="a threshold more"),
        pytest.param({"n4": True}, {}, "4", id="a level that was not defined"),
        pytest.param({}, {"n4": True}, "4", id="a level that is defined no more"),
        pytest.param({"n4": True}, {"n4": True}, None, id="never defined"),
    ],
)
def test_a_rubric_that_changed_is_one_finding_with_its_levels(then, now, levels):
    plan = plan_of({"code": "A"}, rubric=rubric_with(**now))
    found = odd(plan, before([score("A")], as_summary(rubric_with(**then))), [score("A")])
    row = {"rule": "RUBRIC_CHANGED", "department": "X", "kpi": "A", "found": "A", "expected": levels, "other": "6"}
    assert found == ([row] if levels else [])


@pytest.mark.parametrize(("then", "now"), [("reported", "not_due"), ("not_due", "reported"), ("cancelled", "reported")])
def test_a_rubric_is_compared_where_both_rounds_ask_for_its_kpi(then, now):
    plan = plan_of({"code": "A"}, rubric=RUBRIC)
    earlier = before([score("A", then)], as_summary(rubric_with(l2="อื่น")))
    assert rules(plan, earlier, [score("A", now)]) == []


def test_a_summary_without_rubrics_cannot_be_compared_with():
    plan = plan_of({"code": "A"}, rubric=RUBRIC)
    assert rules(plan, before([score("A")]), [score("A")]) == []


@pytest.mark.parametrize(("threshold", "expected"), [(10, []), (11, ["RUBRIC_CHANGED"])])
def test_of_a_kpi_that_is_scored_by_its_target_only_thresholds_count(threshold, expected):
    plan = plan_of({"code": "A", "method": "proportional"}, rubric=rubric_with(t1=10)[:1])
    then = [RUBRIC[0] | {"criterion": "At least 10", "threshold": threshold}]
    assert rules(plan, before([score("A")], as_summary(then)), [score("A")]) == expected


@pytest.mark.parametrize(
    ("kpi", "then", "new"),
    [
        pytest.param({}, [score("B")], True, id="not in the earlier summary"),
        pytest.param({}, [score("A"), score("B")], False, id="reported then"),
        pytest.param({}, [score("A", "not_due"), score("B")], False, id="not due then, but there"),
        pytest.param({"first_round": "12"}, [score("B")], False, id="the plan says that it starts now"),
        pytest.param({"first_round": "9"}, [score("B")], False, id="or since the earlier round"),
        pytest.param({"first_round": "6"}, [score("B")], True, id="it should have been there"),
        pytest.param({"last_round": "9"}, [score("B")], False, id="cancelled, so not due now"),
        pytest.param({}, [], False, id="the summary tells of no KPI at all"),
    ],
)
def test_a_kpi_that_the_earlier_summary_does_not_know_is_new(kpi, then, new):
    plan = plan_of({"code": "A"} | kpi, {"code": "B"})
    row = {"rule": "KPI_NEW", "department": "X", "kpi": "A", "found": "A", "other": "6"}
    assert odd(plan, before(then), [score("A"), score("B")]) == ([row] if new else [])


@pytest.mark.parametrize(
    ("state", "gone"),
    [("reported", True), ("returned", True), ("missing", True), ("not_due", True), ("cancelled", False)],
)
def test_a_kpi_that_the_plan_no_longer_has_is_gone_unless_it_was_cancelled(state, gone):
    found = odd(STEPS, before([score("A"), score("B"), score("Z", state, department="W")]), [score("A"), score("B")])
    row = {"rule": "KPI_GONE", "department": "W", "kpi": "Z", "found": "Z", "other": "6"}
    assert found == ([row] if gone else [])


def test_a_kpi_that_the_plan_cancels_by_its_last_round_is_not_gone():
    plan = plan_of({"code": "A", "last_round": "6"})
    assert rules(plan, before([score("A")]), [score("A", "cancelled")]) == []


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_finding_is_said_with_what_it_found(lang):
    plan = plan_of({"code": "A", "method": "mixed"}, {"code": "N"}, rubric=rubric_with(l2="ใหม่"))
    earlier = before(
        [score("A", value=310), score("Z")],
        as_summary(RUBRIC),
        [money("A", received=100, disbursed=50, allocated=100)],
    )
    now = [level("A", 1, "not_started"), *(level("A", n, "done") for n in (2, 3, 4))]
    budgets = [money("A", received=90, disbursed=40, allocated=200)]
    found = odd(plan, earlier, [score("A", value=305), score("N")], now, budgets)
    sentences = {row["rule"]: wrong(row, lang) for row in found}
    assert len(sentences) == 8 and not [words for words in sentences.values() if "{" in words or "empty" in words]
    assert all(word in sentences["RUBRIC_CHANGED"] for word in ("A", "2", "6"))
    assert all(word in sentences["VALUE_FELL"] for word in ("305", "310", "6"))


# --- all together


KPI = st.builds(
    dict,
    state=st.sampled_from(["reported", "returned", "missing", "not_due", "cancelled"]),
    score=st.one_of(st.none(), st.integers(0, 20).map(lambda quarter: quarter / 4)),
    value=st.one_of(st.none(), st.integers(-3, 3)),
)
ROUND = st.dictionaries(st.sampled_from("ABCDE"), KPI)


@settings(deadline=None, derandomize=True, max_examples=100)
@given(ROUND, ROUND)
def test_two_rounds_compared_are_what_a_plain_loop_finds(then, now):
    frame = compare([score(k) | own for k, own in then.items()], [score(k) | own for k, own in now.items()])
    reported = [
        kpi for kpi in dict.fromkeys([*now, *then]) if "reported" in {r.get(kpi, {}).get("state") for r in (then, now)}
    ]
    assert frame["kpi"].tolist() == reported
    for row in frame.to_dict("records"):
        for name in ("score", "value"):
            sides = [
                r[row["kpi"]][name] if r.get(row["kpi"], {}).get("state") == "reported" else None for r in (then, now)
            ]
            known = None not in sides
            assert pd.isna(row[f"{name}_change"]) is not known
            assert not known or Fraction(row[f"{name}_change"]) == Fraction(sides[1]) - Fraction(sides[0])


@settings(deadline=None, derandomize=True, max_examples=50)
@given(ROUND, ROUND, st.randoms(use_true_random=False))
def test_the_order_of_the_earlier_summary_s_rows_changes_nothing_but_the_order_of_those_gone(then, now, chance):
    rows = [score(k) | own for k, own in then.items()]
    mixed = chance.sample(rows, len(rows))
    one, other = (compare(order, [score(k) | own for k, own in now.items()]) for order in (rows, mixed))
    pd.testing.assert_frame_equal(one, other.set_index("kpi").loc[one["kpi"]].reset_index()[one.columns])


def test_what_is_compared_is_left_as_it_was():
    plan = plan_of({"code": "A"}, rubric=RUBRIC)
    earlier = before([score("A")], as_summary(RUBRIC), [money("A", allocated=1)])
    held = [frame.copy() for frame in (plan.rubric, plan.kpis, earlier.scores, earlier.levels, earlier.budgets)]
    odd(plan, earlier, [score("A")], [level("A", 1, "done")], [money("A", allocated=2)])
    now = (plan.rubric, plan.kpis, earlier.scores, earlier.levels, earlier.budgets)
    for was, frame in zip(held, now, strict=True):
        pd.testing.assert_frame_equal(was, frame)
