"""The ledger and the control totals: every filled cell once, with one fate, and no satang lost on the way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from consolidation.small_plans import clean, two_departments
from hypothesis import given, settings
from hypothesis import strategies as st
from support.seed import cells_of, forms_in, owners, summary_of

from pipeline import thai
from pipeline.consolidation import controls as controls_module
from pipeline.consolidation.controls import NotReconciled, controls, prove
from pipeline.consolidation.ledger import ledger
from pipeline.consolidation.summary import consolidate
from pipeline.validation.findings import findings
from pipeline.validation.outside import findings_of
from pipeline.validation.submissions import validate
from schemas.rules import RULES
from schemas.submission import LEFTOVERS
from schemas.summary import CONTROLS, FATES, LEDGER, REGISTER

FEW = settings(deadline=None, derandomize=True, max_examples=5)
AMOUNTS = ("received", "committed", "disbursed")


def summed_up(changes):
    """The summary where some cells of a clean sending hold something else; keys of A and B are X's, all others Y's."""
    return _summed_up(tuple(changes.items()))


@cache
def _summed_up(changes):
    answers = clean()
    for key, value in changes:
        answers["Y" if key.startswith("C") else "X"][key] = value
    return summary_of(two_departments(), answers)


def fate_of(summary, key):
    row = summary.ledger.set_index(["department", "key"]).loc[("X", key)]
    return row["fate"], row["reason"] if isinstance(row["reason"], str) else ""


def control(summary, department, field):
    row = summary.controls.set_index(["department", "field"]).loc[(department, f"budgets.{field}")]
    return row[["filled", "used", "rejected", "ignored", "difference"]].tolist()


# --- fates


@pytest.mark.parametrize(
    ("changes", "key", "fate", "reason"),
    [
        ({}, "A|narrative", "used", ""),
        ({}, "A|budget|received", "used", ""),
        ({}, "reporter|name", "used", ""),
        # What cannot be read takes its KPI with it, and each cell says by which rule.
        ({"A|self_score": "สาม"}, "A|self_score", "rejected", "NUMBER_UNREADABLE"),
        ({"A|self_score": "สาม"}, "A|narrative", "rejected", "NUMBER_UNREADABLE"),
        ({"A|self_score": "สาม"}, "A|budget|received", "rejected", "NUMBER_UNREADABLE"),
        ({"A|self_score": "สาม"}, "B|narrative", "used", ""),
        ({"A|self_score": 6}, "A|self_score", "rejected", "NUMBER_OUT_OF_RANGE"),
        ({"A|level|1|status": "?"}, "A|level|1|status", "rejected", "CHOICE_NOT_ON_LIST"),
        ({"A|level|1|status": "?"}, "A|level|2|status", "rejected", "CHOICE_NOT_ON_LIST"),
        # Of several errors a cell names its own, and the others the first.
        ({"A|level|1|status": "?", "A|self_score": 6}, "A|self_score", "rejected", "NUMBER_OUT_OF_RANGE"),
        ({"A|level|1|status": "?", "A|self_score": "x"}, "A|narrative", "rejected", "CHOICE_NOT_ON_LIST"),
        # A KPI that lacks something is returned whole.
        ({"A|narrative": ""}, "A|self_score", "rejected", "ENTRY_REQUIRED"),
        ({"A|narrative": "-"}, "A|narrative", "rejected", "ENTRY_REQUIRED"),
        # A dash says the same as nothing, and is a filled cell all the same.
        ({"A|suggestion": "-"}, "A|suggestion", "ignored", "dash"),
        ({"A|suggestion": "–"}, "A|suggestion", "ignored", "dash"),
        ({"reporter|email": "-"}, "reporter|email", "ignored", "dash"),
        # Amounts count only beside an allocated budget.
        ({"A|budget|status": "ยังไม่ระบุ"}, "A|budget|received", "ignored", "BUDGET_NOT_STATED"),
        ({"A|budget|status": "ยังไม่ระบุ"}, "A|budget|status", "used", ""),
        ({"A|budget|status": "ไม่ใช้งบประมาณ"}, "A|budget|received", "rejected", "AMOUNT_WITHOUT_BUDGET"),
        (
            {"A|budget|status": "ไม่ใช้งบประมาณ", "A|budget|received": 0, "A|budget|disbursed": 0},
            "A|budget|received",
            "ignored",
            "no_budget",
        ),
        # What nobody asked for is said and not used.
        ({"A|level|3|status": "แล้วเสร็จ"}, "A|level|3|status", "ignored", "ENTRY_NOT_ASKED"),
        ({"A|nonsense": 1}, "A|nonsense", "ignored", "ENTRY_NOT_ASKED"),
        # A warning takes nothing away.
        ({"A|self_score": 2}, "A|self_score", "used", ""),
        ({"A|budget|disbursed": 140}, "A|budget|disbursed", "used", ""),
    ],
)
def test_a_cell_is_used_rejected_by_a_rule_or_ignored(changes, key, fate, reason):
    assert fate_of(summed_up(changes), key) == (fate, reason)


def test_entries_that_stand_twice_are_both_rejected():
    plan, answers = two_departments(), clean()
    cells = cells_of(plan, answers)
    twins = cells[cells["key"].str.startswith("A|")].assign(sheet="A (2)")
    both = pd.concat([cells, twins], ignore_index=True)
    read = validate(plan, forms_in(both), owners(answers))
    summary = consolidate(plan, read, owners(answers), set(), REGISTER.frame(), findings(), LEFTOVERS.frame())
    own = summary.ledger[summary.ledger["key"].str.startswith("A|")]
    assert set(own["sheet"]) == {"A", "A (2)"}
    assert set(zip(own["fate"], own["reason"], strict=True)) == {("rejected", "KEY_TWICE")}
    assert control(summary, "X", "received") == [300_00, 100_00, 200_00, 0, 0]


def test_two_kpis_whose_sheets_are_gone_are_two_findings_and_neither_is_scored():
    plan, answers = two_departments(), clean()
    cells = cells_of(plan, answers)
    gone = cells[~cells["key"].str.startswith(("A|", "B|"))]
    read = validate(plan, forms_in(gone), owners(answers))
    summary = consolidate(plan, read, owners(answers), set(), REGISTER.frame(), findings(), LEFTOVERS.frame())
    assert (summary.findings["rule"] == "SHEET_MISSING").sum() == 2
    assert summary.scores["state"].tolist() == ["returned", "returned", "reported"]
    assert summary.scores["score"].isna().tolist() == [True, True, False]


def test_one_kpi_whose_sheet_is_gone_is_returned_and_the_others_count():
    plan, answers = two_departments(), clean()
    cells = cells_of(plan, answers)
    read = validate(plan, forms_in(cells[~cells["key"].str.startswith("A|")]), owners(answers))
    summary = consolidate(plan, read, owners(answers), set(), REGISTER.frame(), findings(), LEFTOVERS.frame())
    assert summary.scores["state"].tolist() == ["returned", "reported", "reported"]
    assert not summary.ledger["key"].str.startswith("A|").any()


# --- every filled cell exactly once

ANYTHING = st.sampled_from(
    [
        "",
        "   ",
        "-",
        "–",
        None,
        0,
        1,
        2.5,
        -3,
        True,
        "๑",
        "๒,๕๐๐",
        "1,000.25",
        "สามหมื่น",
        "?",
        "แล้วเสร็จ",
        "ไม่มี",
        "มี",
        "ยังไม่ระบุ",
    ]
)
KEYS = ["level|1|status", "level|2|date", "self_score", "narrative", "has_obstacle", "obstacle", "nonsense"]
KEYS += [f"budget|{field}" for field in ("status", *AMOUNTS)]
CHANGES = st.dictionaries(
    st.builds("{}|{}".format, st.sampled_from("ABC"), st.sampled_from(KEYS)), ANYTHING, max_size=8
)


@FEW
@given(changes=CHANGES)
def test_every_filled_cell_is_in_the_ledger_exactly_once_with_a_fate_and_every_rejection_has_a_rule(changes):
    answers = clean()
    for key, typed in changes.items():
        answers["Y" if key.startswith("C") else "X"][key] = typed
    summary = summary_of(two_departments(), answers)
    cells = cells_of(two_departments(), answers)
    filled = [
        place
        for *place, raw in cells[["file", "sheet", "cell", "key", "raw"]].values.tolist()
        if not thai.is_blank(raw)
    ]
    rows = summary.ledger
    assert sorted(rows[["file", "sheet", "cell", "key"]].values.tolist()) == sorted(filled)
    assert set(rows["fate"]) <= {fate.id for fate in FATES}
    assert set(rows.loc[rows["fate"] == "rejected", "reason"]) <= set(RULES)
    used = rows[rows["fate"] == "used"]
    returned = summary.scores.loc[summary.scores["state"] == "returned", "kpi"]
    assert not set(used["kpi"].dropna()) & set(returned)


# --- money

TYPED_AMOUNTS = {
    "": None,
    "  ": None,
    "0": 0,
    "๐": 0,
    "250": 250_00,
    "๑,๒๓๔.๕๐": 1_234_50,
    "99.99 บาท": 99_99,
    "9,999,999,999,999.99": 999_999_999_999_999,
    "สามหมื่น": "rejected",
    "-": "rejected",
    "1.005": "rejected",
    "2 ล้านบาท": "rejected",
}
BUDGET = st.fixed_dictionaries({field: st.sampled_from(sorted(TYPED_AMOUNTS)) for field in AMOUNTS})
STATUS = st.sampled_from(["ได้รับจัดสรรงบประมาณ", "ได้รับจัดสรร", "ไม่ใช้งบประมาณ", "ยังไม่ระบุ", "", "?"])


@FEW
@given(budgets=st.fixed_dictionaries({code: st.tuples(STATUS, BUDGET) for code in "ABC"}))
def test_the_totals_that_go_in_come_out_whatever_is_typed(budgets):
    changes = {}
    for code, (status, amounts) in budgets.items():
        changes |= {f"{code}|budget|{field}": typed for field, typed in (amounts | {"status": status}).items()}
    summary = summed_up(changes)
    for department, codes in (("X", "AB"), ("Y", "C")):
        for field in AMOUNTS:
            typed = [TYPED_AMOUNTS[budgets[code][1][field]] for code in codes]
            filled, used, rejected, ignored, difference = control(summary, department, field)
            assert filled == sum(amount for amount in typed if isinstance(amount, int))
            assert used + rejected + ignored == filled
            assert difference == 0
    total = summary.rollup("ministry")
    for field in AMOUNTS:
        used = sum(control(summary, department, field)[1] for department in "XY")
        assert used == (0 if pd.isna(total[field]) else total[field])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [200_00, 200_00, 0, 0, 0]),
        ({"A|budget|received": "๑๐๐.๒๕ บาท"}, [200_25, 200_25, 0, 0, 0]),
        ({"A|budget|received": ""}, [100_00, 100_00, 0, 0, 0]),
        ({"A|budget|received": "ร้อย"}, [100_00, 100_00, 0, 0, 0]),
        ({"A|narrative": ""}, [200_00, 100_00, 100_00, 0, 0]),
        ({"A|budget|status": "ยังไม่ระบุ"}, [200_00, 100_00, 0, 100_00, 0]),
        ({"A|budget|status": "ไม่ใช้งบประมาณ"}, [200_00, 100_00, 100_00, 0, 0]),
        ({"A|budget|received": -100}, [0, 100_00, -100_00, 0, 0]),
        ({"A|narrative": "", "B|budget|status": "ยังไม่ระบุ"}, [200_00, 0, 100_00, 100_00, 0]),
    ],
)
def test_what_was_filled_in_is_used_rejected_or_ignored(changes, expected):
    assert control(summed_up(changes), "X", "received") == expected


def test_every_department_that_sent_has_a_control_total_for_every_amount():
    rows = summed_up({}).controls
    assert rows[["department", "field"]].values.tolist() == [
        [department, f"budgets.{field}"] for department in "XY" for field in AMOUNTS
    ]
    assert CONTROLS.schema().validate(rows)["filled"].tolist() == [200_00, 0, 80_00, 100_00, 0, 40_00]


# --- where a used cell shows

SHOWN = {
    "A|narrative": "scores.narrative",
    "A|self_score": "scores.self_score",
    "B|has_obstacle": "scores.has_obstacle",
    "A|level|2|status": "level_results.status",
    "A|budget|status": "budget_results.status",
    "A|budget|received": "budget_results.received",
    "reporter|name": "reporters.name",
}


@pytest.mark.parametrize(("key", "place"), SHOWN.items())
def test_a_used_cell_says_where_the_summary_shows_it(key, place):
    summary = summed_up({})
    entry = summary.ledger.set_index(["department", "key"]).loc[("X", key)]
    table, _, field = entry["shown_in"].partition(".")
    row = getattr(summary, table).iloc[entry["shown_row"] - 1]
    assert entry["shown_in"] == place
    owner = {"scores": "kpi", "level_results": "kpi", "budget_results": "project", "reporters": "department"}[table]
    assert row[owner] == ("X" if table == "reporters" else key[0])
    assert not pd.isna(row[field])


def test_a_cell_that_is_not_used_shows_nowhere():
    rows = summed_up({"A|narrative": "", "B|suggestion": "-"}).ledger
    unused = rows[rows["fate"] != "used"]
    assert len(unused) > 5
    assert unused["shown_row"].isna().all() and set(unused["shown_in"].fillna("")) == {""}


# --- what stands outside the form


def test_what_stands_outside_the_form_is_ignored_in_the_ledger_and_nobody_else_s_is_there():
    plan, answers = two_departments(), clean()
    read = validate(plan, forms_in(cells_of(plan, answers)), owners(answers))
    beside = [("X.xlsx", "A", "J9", "ดูเอกสารแนบ"), ("not counted.xlsx", "A", "J9", "x")]
    outside = LEFTOVERS.frame([dict(zip(LEFTOVERS.columns, row, strict=True)) for row in beside])
    said = findings(findings_of(outside, owners(answers)))
    summary = consolidate(plan, read, owners(answers), set(), REGISTER.frame(), said, outside)
    rows = summary.ledger[summary.ledger["reason"] == "OUTSIDE_THE_FORM"]
    assert rows[["file", "department", "sheet", "cell", "raw", "fate"]].values.tolist() == [
        ["X.xlsx", "X", "A", "J9", "ดูเอกสารแนบ", "ignored"]
    ]


# --- tampering


@pytest.fixture(scope="module")
def proved():
    """What was read, and a summary of it that is proved; not to be changed."""
    plan, answers = two_departments(), clean()
    read = validate(plan, forms_in(cells_of(plan, answers)), owners(answers))
    summary = consolidate(plan, read, owners(answers), set(), REGISTER.frame(), findings(), LEFTOVERS.frame())
    LEDGER.schema().validate(summary.ledger)
    prove_again(read, summary)
    return read, summary


def prove_again(read, summary, **changed):
    """The proof of a summary, some of whose tables are changed."""
    tables = {name: getattr(summary, name) for name in ("scores", "level_results", "budget_results", "reporters")}
    accounts = changed.pop("ledger", summary.ledger)
    tables |= changed
    totals = controls(read.cells, accounts, tables["budget_results"])
    prove(totals, accounts, read.cells, read.received, tables)


@pytest.mark.parametrize("field", AMOUNTS)
@pytest.mark.parametrize("by", [1, -1, 10**12])
def test_a_satang_more_or_less_in_the_budgets_is_found(proved, field, by):
    read, summary = proved
    off = summary.budget_results.copy()
    off.loc[2, field] = (0 if pd.isna(off.loc[2, field]) else off.loc[2, field]) + by
    with pytest.raises(NotReconciled, match=rf"^Y budgets\.{field}"):
        prove_again(read, summary, budget_results=off)


def test_a_cell_said_to_be_rejected_and_used_all_the_same_is_found(proved):
    read, summary = proved
    key = summary.ledger["key"] == "C|budget|received"
    off = summary.ledger.assign(fate=summary.ledger["fate"].mask(key, "rejected"))
    off["finding"] = off["finding"].mask(key, 1)
    with pytest.raises(NotReconciled, match=r"^Y budgets\.received$"):
        prove_again(read, summary, ledger=off)


def test_a_cell_rejected_by_no_numbered_finding_is_found(proved):
    read, summary = proved
    key = summary.ledger["key"] == "C|narrative"
    off = summary.ledger.assign(fate=summary.ledger["fate"].mask(key, "rejected"))
    with pytest.raises(NotReconciled, match=r"^Y\.xlsx C!C\d+: \?$"):
        prove_again(read, summary, ledger=off)


def test_a_project_that_the_summary_forgot_is_found_with_all_its_amounts(proved):
    read, summary = proved
    with pytest.raises(NotReconciled, match=r"^X budgets\.received, X budgets\.disbursed, "):
        prove_again(read, summary, budget_results=summary.budget_results.drop(index=0))


@pytest.mark.parametrize(
    ("table", "field", "other"),
    [
        ("scores", "narrative", "a text that nobody wrote"),
        ("scores", "narrative", None),
        ("scores", "self_score", 4.0),
        ("level_results", "status", "not_started"),
        ("budget_results", "status", "no_budget"),
        ("reporters", "name", "somebody else"),
    ],
)
def test_a_value_that_is_not_what_was_filled_in_is_found(proved, table, field, other):
    read, summary = proved
    off = getattr(summary, table).copy()
    off.loc[0, field] = other
    with pytest.raises(NotReconciled, match=r"^X\.xlsx \S+!C\d+$"):
        prove_again(read, summary, **{table: off})


def test_a_cell_that_the_ledger_forgot_or_invented_is_found(proved):
    read, summary = proved
    count = read.received["X.xlsx"]
    with pytest.raises(NotReconciled, match=f"^X.xlsx: {count} ≠ {count - 1}$"):
        prove_again(read, summary, ledger=summary.ledger.drop(index=0))
    extra = pd.concat([summary.ledger, summary.ledger.head(1).assign(file="Z.xlsx", fate="ignored")])
    with pytest.raises(NotReconciled, match=r"^Z\.xlsx: 0 ≠ 1$"):
        prove_again(read, summary, ledger=extra)


def test_no_summary_is_made_where_the_totals_differ(monkeypatch):
    made = controls_module.controls
    monkeypatch.setattr(controls_module, "controls", lambda *given: made(*given).assign(difference=1))
    with pytest.raises(NotReconciled, match=r"X budgets\.received"):
        summary_of(two_departments(), clean())


def test_a_ledger_of_no_forms_is_empty(proved):
    read, summary = proved
    tables = {name: getattr(summary, name) for name in ("scores", "level_results", "budget_results", "reporters")}
    outside = LEFTOVERS.frame().assign(department="")
    rows = ledger(read.cells.iloc[:0], outside, summary.findings, pd.Series(dtype="str"), tables, summary.register)
    assert LEDGER.schema().validate(rows).empty
    totals = controls(read.cells.iloc[:0], rows, summary.budget_results)
    prove(totals, rows, read.cells.iloc[:0], {}, tables)


def test_the_summary_keeps_the_plan_it_was_made_from():
    plan = replace(two_departments())
    assert summary_of(plan, clean()).plan is plan
