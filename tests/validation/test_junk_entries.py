"""Whatever a department types anywhere in its form, validation says so cell by cell, and nobody else is touched."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from support.seed import cells_of, forms_in, owners, seed_answers, seed_plan, validated

from pipeline import thai
from pipeline.validation.findings import fix, wrong
from pipeline.validation.submissions import TABLES, validate
from schemas.rules import RULES

PLAN = seed_plan()
WHO, OTHER = "HRM", "CSC"
KEYS = PLAN.entries.loc[PLAN.entries["department"] == WHO, "key"].tolist()
PARSE_RULES = {
    "CHOICE_NOT_ON_LIST",
    "NUMBER_UNREADABLE",
    "AMOUNT_UNREADABLE",
    "DATE_UNREADABLE",
    "TEXT_TOO_LONG",
    "NUMBER_OUT_OF_RANGE",
    "ENTRY_REQUIRED",
    "ENTRY_EXPECTED",
}

TYPED = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙.,-+/ บาท฿", max_size=24),
    st.sampled_from(
        [
            *("แล้วเสร็จ", "มี", "ไม่มี", "done", "-", "–", "?", "ไม่ใช้งบประมาณ", "ได้รับจัดสรรงบประมาณ", "ยังไม่ระบุ"),
            *("9" * 400, "-" + "9" * 20, "1e5", "Infinity", "nan", "NaN", "๓๑ ก.พ. ๒๕๖๕", "32/13/9999", "0/0/0"),
            *("=1+1", "#REF!", "TRUE", "ก" * 8001, "\u200b", "\u00a0", "_x000D_", "\x7f", "|", "1|2"),
        ]
    ),
)
JUNK = st.one_of(
    TYPED,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
FORMS = st.dictionaries(st.sampled_from(KEYS), JUNK, min_size=12, max_size=len(KEYS))
# A validation looks at whole columns, so that many cells at once cost no more than one.
FEW = settings(deadline=None, derandomize=True, max_examples=5)


@cache
def alone():
    """What the other department's tables are when it is the only one; not to be changed."""
    return validated(PLAN, {OTHER: seed_answers()[OTHER]}).tables


@cache
def untouched():
    """What the tables of both are as they were sent; not to be changed."""
    return validated(PLAN, filled_with({})).tables


def filled_with(typed):
    answers = {department: seed_answers()[department] for department in (WHO, OTHER)}
    answers[WHO] |= typed
    return answers


def own(frame):
    return frame[frame["department"] == WHO]


@FEW
@given(FORMS)
def test_every_finding_points_at_a_cell_of_the_form_and_a_cell_is_found_wrong_once(typed):
    answers = filled_with(typed)
    found = validated(PLAN, answers).findings
    cells = cells_of(PLAN, answers).set_index(["file", "sheet", "cell"])["key"]
    assert set(found["rule"]) <= set(RULES)
    for finding in found.to_dict("records"):
        assert finding["department"] == WHO
        assert cells[finding["file"], finding["sheet"], finding["cell"]] == finding["key"]
    parsed = found[found["rule"].isin(PARSE_RULES)]
    assert not parsed.duplicated(["department", "key"]).any()


@FEW
@given(FORMS)
def test_another_department_s_tables_stay_as_they_are(typed):
    tables = validated(PLAN, filled_with(typed)).tables
    for table, frame in tables.items():
        others = frame[frame["department"] == OTHER].reset_index(drop=True)
        pd.testing.assert_frame_equal(others, alone()[table].reset_index(drop=True))


@FEW
@given(FORMS)
def test_a_cell_is_known_empty_or_has_a_finding_that_says_what_is_wrong(typed):
    result = validated(PLAN, filled_with(typed))
    found = set(own(result.findings)["key"])
    cells = own(result.cells)
    assert set(cells["state"]) <= {"filled", "blank", "unknown"}
    for cell in cells.to_dict("records"):
        if cell["state"] == "unknown":
            assert cell["value"] is None and cell["key"] in found
        if cell["state"] == "blank":
            assert cell["value"] is None
            assert thai.is_blank(cell["raw"]) or cell["raw"].strip() in {"-", "–", "—"}
        if cell["state"] == "filled":
            assert cell["value"] is not None and not thai.is_blank(cell["raw"])


@FEW
@given(FORMS)
def test_what_stands_in_the_tables_is_what_was_understood_of_the_cells(typed):
    result = validated(PLAN, filled_with(typed))
    owners_of = {"levels": ["kpi", "level"], "results": ["kpi"], "budgets": ["project"], "reporter": ["department"]}
    for table, by in owners_of.items():
        frame = own(result.tables[table]).set_index(by)
        for cell in own(result.cells).to_dict("records"):
            if cell["table"] == table:
                at = tuple(cell[name] for name in by)
                kept = frame.loc[at if len(at) > 1 else at[0], cell["field"]]
                value = pd.Timestamp(cell["value"]) if isinstance(cell["value"], date) else cell["value"]
                assert pd.isna(kept) if value is None else kept == value


@FEW
@given(FORMS)
def test_whatever_was_typed_can_be_said_back_in_both_languages(typed):
    for finding in validated(PLAN, filled_with(typed)).findings.to_dict("records"):
        for lang in ("th", "en"):
            assert wrong(finding, lang) and fix(finding, lang)


@FEW
@given(st.dictionaries(st.text(alphabet="1.|levstaunrriv9ก ", min_size=1, max_size=15), JUNK, min_size=1, max_size=6))
def test_keys_that_nobody_asked_for_change_nothing_and_are_said_where_they_hold_something(extra):
    extra = {key: raw for key, raw in extra.items() if key not in KEYS and not key.startswith("form|")}
    result = validated(PLAN, filled_with(extra))
    for table, plain in untouched().items():
        pd.testing.assert_frame_equal(result.tables[table], plain)
    filled = {key for key, raw in extra.items() if not thai.is_blank(raw)}
    told = result.findings[result.findings["rule"] == "ENTRY_NOT_ASKED"]
    assert set(told["key"]) == filled


@FEW
@given(
    st.sets(st.sampled_from(KEYS), min_size=1, max_size=12), st.sampled_from(["ERROR_VALUE", "FORMULA_NOT_CALCULATED"])
)
def test_a_cell_that_only_seems_empty_is_unknown_with_the_reason(keys, rule):
    answers = filled_with(dict.fromkeys(keys, "#N/A"))
    cells = cells_of(PLAN, answers)
    seems = (cells["file"] == f"{WHO}.xlsx") & cells["key"].isin(keys)
    result = validate(PLAN, forms_in(cells.assign(broken=seems.map({True: rule, False: ""}))), owners(answers))
    states = own(result.cells).set_index("key")["state"]
    assert set(states[sorted(keys)]) == {"unknown"}
    assert set(result.findings.loc[result.findings["rule"] == rule, "key"]) == keys
    assert not set(result.findings.loc[result.findings["rule"] != rule, "key"]) & keys


@FEW
@given(st.sets(st.sampled_from(KEYS), max_size=len(KEYS)))
def test_whichever_cells_are_gone_their_values_are_missing_and_the_rest_stays(keys):
    answers = filled_with({})
    cells = cells_of(PLAN, answers)
    kept = cells[(cells["file"] != f"{WHO}.xlsx") | ~cells["key"].isin(keys)].reset_index(drop=True)
    result = validate(PLAN, forms_in(kept), owners(answers))
    states = own(result.cells).set_index("key")["state"]
    assert set(states.index[states == "missing"]) == keys
    assert bool(keys) == bool(len(result.findings))
    assert set(result.findings["rule"]) <= {"KEY_MISSING", "SHEET_MISSING", "REPORTER_ROW_MISSING"}


def test_the_junk_is_of_every_kind_that_a_reader_gives():
    plain = {WHO: seed_answers()[WHO]}
    for raw in (True, 7, 7.5, "x", date(2022, 1, 1), datetime(2022, 1, 1, 8), time(8, 30), timedelta(hours=30)):
        plain[WHO] |= {"2.1|suggestion": raw}
        kept = validated(PLAN, plain).tables["results"].set_index("kpi").loc["2.1", "suggestion"]
        assert kept and isinstance(kept, str)
    assert {cell["table"] for cell in PLAN.entries.to_dict("records")} <= set(TABLES)
