"""Each thing that can be wrong in a form: what was typed on the left, the one finding that it gives on the right."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest
from support.seed import cells_of, forms_in, owners, seed_answers, seed_plan, validated

from pipeline.validation import findings as words
from pipeline.validation.submissions import validate

BASELINE = {("BUDGET_NOT_STATED", "3.1|budget|status")}


@pytest.fixture(scope="module")
def plan():
    return seed_plan()


@pytest.fixture
def answers():
    return seed_answers()


def department_of(plan, key):
    return plan.entries.set_index("key").loc[[key], "department"].iloc[0]


def findings_of(plan, answers):
    found = validated(plan, answers).findings
    return {(f["rule"], f["key"]) for f in found.to_dict("records")} - BASELINE


def with_typed(plan, answers, key, raw):
    answers[department_of(plan, key)][key] = raw
    return findings_of(plan, answers)


@pytest.mark.parametrize(
    ("key", "raw", "rule"),
    [
        # not filled at all
        ("1.1|level|3|status", "", "ENTRY_REQUIRED"),
        ("1.1|narrative", "   ", "ENTRY_REQUIRED"),
        ("1.1|narrative", "\u00a0\u200b", "ENTRY_REQUIRED"),
        ("1.1|narrative", "-", "ENTRY_REQUIRED"),
        ("1.1|has_obstacle", None, "ENTRY_REQUIRED"),
        ("1.1|budget|status", "", "ENTRY_REQUIRED"),
        ("1.1|self_score", "", "ENTRY_EXPECTED"),
        # needed because of another answer
        ("2.2|value", "", "ENTRY_REQUIRED"),
        ("3.2|budget|received", "", "ENTRY_REQUIRED"),
        ("3.2|budget|disbursed", "", "ENTRY_REQUIRED"),
        ("3.2|obstacle", "", "ENTRY_REQUIRED"),
        # not on the list
        ("1.1|level|3|status", "เกือบเสร็จ", "CHOICE_NOT_ON_LIST"),
        ("1.1|level|3|status", True, "CHOICE_NOT_ON_LIST"),
        ("1.1|has_obstacle", "ไม่แน่ใจ", "CHOICE_NOT_ON_LIST"),
        ("3.1|budget|status", "-", "CHOICE_NOT_ON_LIST"),
        # not a number, not an amount
        ("2.2|value", "สามร้อย", "NUMBER_UNREADABLE"),
        ("2.2|value", "310 คน", "NUMBER_UNREADABLE"),
        ("1.1|self_score", "สอง", "NUMBER_UNREADABLE"),
        ("1.1|self_score", 6, "NUMBER_OUT_OF_RANGE"),
        ("1.1|self_score", -1, "NUMBER_OUT_OF_RANGE"),
        ("3.2|budget|disbursed", "สามหมื่น", "AMOUNT_UNREADABLE"),
        ("3.2|budget|disbursed", "36,000-40,000", "AMOUNT_UNREADABLE"),
        ("3.2|budget|disbursed", "0.5 ล้านบาท", "AMOUNT_UNREADABLE"),
        ("3.2|budget|disbursed", "-", "AMOUNT_UNREADABLE"),
        ("3.2|budget|disbursed", -1, "NUMBER_OUT_OF_RANGE"),
        # not one certain date
        ("3.2|level|1|date", "๗-๑๑ มี.ค. ๒๕๖๕", "DATE_UNREADABLE"),
        ("3.2|level|1|date", "35 มีนาคม 2565", "DATE_UNREADABLE"),
        ("3.2|level|1|date", "กำลังดำเนินการ", "DATE_UNREADABLE"),
        ("3.2|level|1|date", datetime(2022, 4, 4), "DATE_OUTSIDE_ROUND"),
        ("3.2|level|1|date", datetime(2565, 4, 4), "DATE_OUTSIDE_ROUND"),
        # too long
        ("1.1|narrative", "ก" * 8001, "TEXT_TOO_LONG"),
    ],
)
def test_one_wrong_cell_gives_one_finding(plan, answers, key, raw, rule):
    before = BASELINE - {(r, k) for r, k in BASELINE if k == key}
    found = with_typed(plan, answers, key, raw)
    assert found - before == {(rule, key)}


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("1.1|level|3|status", "done"),
        ("1.1|level|3|status", "in progress"),
        ("1.1|level|3|status", " กำลังดำเนินการ "),
        ("2.2|value", 310),
        ("2.2|value", "310.00"),
        ("1.1|self_score", "๒"),
        ("3.2|budget|received", "๖๓,๗๖๔,๐๐๐ บาท"),
        ("3.2|budget|disbursed", "๐"),
        ("3.2|level|1|date", "๗ กุมภาพันธ์ ๒๕๖๕"),
        ("3.2|level|1|date", "7/2/2565"),
        ("3.2|level|1|date", datetime(2565, 2, 7)),
        ("1.1|suggestion", "=1+1"),
        ("1.1|narrative", "ก" * 8000),
        ("3.3|value", ""),
    ],
)
def test_what_a_person_may_well_type_is_understood(plan, answers, key, raw):
    assert with_typed(plan, answers, key, raw) == set()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"1.1|budget|received": 500}, {("AMOUNT_WITHOUT_BUDGET", "1.1|budget|received")}),
        ({"1.1|budget|received": 0}, set()),
        ({"3.2|budget|disbursed": 63_764_000.01}, {("DISBURSED_OVER_RECEIVED", "3.2|budget|disbursed")}),
        ({"3.2|budget|disbursed": 63_764_000}, set()),
        ({"3.2|has_obstacle": "ไม่มี"}, {("OBSTACLE_UNMARKED", "3.2|obstacle")}),
        ({"3.2|has_obstacle": "ไม่มี", "3.2|obstacle": "-"}, set()),
        (
            {f"3.3|level|{n}|status": "แล้วเสร็จ" for n in range(1, 5)} | {"3.3|self_score": 5},
            {("ENTRY_REQUIRED", "3.3|value")},
        ),
        # unreadable is not empty, and breaks no further rule
        ({"3.2|budget|status": "?"}, {("CHOICE_NOT_ON_LIST", "3.2|budget|status")}),
        ({"3.2|budget|received": "?", "3.2|budget|disbursed": 1000}, {("AMOUNT_UNREADABLE", "3.2|budget|received")}),
        ({"3.2|budget|disbursed": 1}, {("AMOUNT_IN_MILLIONS", "3.2|budget|disbursed")}),
    ],
)
def test_rules_across_cells(plan, answers, typed, expected):
    answers[department_of(plan, next(iter(typed)))] |= typed
    assert findings_of(plan, answers) == expected


def test_all_findings_come_in_one_run(plan, answers):
    answers["CSC"] |= {"1.1|narrative": "", "1.1|level|1|status": "?", "1.1|budget|received": "x"}
    answers["HRM"] |= {"2.2|value": "มาก"}
    assert findings_of(plan, answers) == {
        ("ENTRY_REQUIRED", "1.1|narrative"),
        ("CHOICE_NOT_ON_LIST", "1.1|level|1|status"),
        ("AMOUNT_UNREADABLE", "1.1|budget|received"),
        ("NUMBER_UNREADABLE", "2.2|value"),
    }


def test_a_finding_names_file_sheet_cell_item_what_was_found_what_was_expected_and_the_repair(plan, answers):
    answers["ICT"]["3.2|level|2|status"] = "เกือบเสร็จ"
    found = validated(plan, answers).findings
    finding = found[found["rule"] == "CHOICE_NOT_ON_LIST"].iloc[0].to_dict()
    assert (finding["file"], finding["sheet"], finding["department"], finding["kpi"]) == (
        "ICT.xlsx",
        "3.2",
        "ICT",
        "3.2",
    )
    assert finding["cell"].startswith("C")
    assert finding["found"] == "เกือบเสร็จ"
    assert words.item(finding, "th") == "ระดับ 2 · สถานะ"
    assert words.expected(finding, "th") == "แล้วเสร็จ / อยู่ระหว่างดำเนินการ / ยังไม่ดำเนินการ"
    assert words.wrong(finding, "th") == "“เกือบเสร็จ” ไม่อยู่ในรายการให้เลือก"
    assert words.fix(finding, "en") == "Choose one of: done / in progress / not started"


def test_texts_are_kept_word_for_word_but_for_invisible_signs(plan, answers):
    answers["CSC"]["1.1|narrative"] = "ประชุม\u200b ครั้งที่ ๑/๒๕๖๕\u00a0 เเล้ว\r\nบรรทัดสอง"
    results = validated(plan, answers).tables["results"].set_index("kpi")
    assert results.loc["1.1", "narrative"] == "ประชุม ครั้งที่ ๑/๒๕๖๕ แล้ว\nบรรทัดสอง"


# --- cells that are gone, or stand twice


def without(cells, keep):
    return cells[keep].reset_index(drop=True)


def check(plan, answers, cells):
    found = validate(plan, forms_in(cells), owners(answers)).findings
    return [f for f in found.to_dict("records") if (f["rule"], f["key"]) not in BASELINE]


def test_a_deleted_row_is_one_finding_however_many_cells_it_held(plan, answers):
    cells = cells_of(plan, answers)
    found = check(plan, answers, without(cells, ~cells["key"].str.startswith("1.1|level|2|")))
    assert [(f["rule"], f["kpi"], f["level"]) for f in found] == [("KEY_MISSING", "1.1", 2)]


def test_a_deleted_sheet_is_one_finding(plan, answers):
    cells = cells_of(plan, answers)
    found = check(plan, answers, without(cells, ~cells["key"].str.startswith("3.3|")))
    assert [(f["rule"], f["kpi"], f["file"]) for f in found] == [("SHEET_MISSING", "3.3", "ICT.xlsx")]


def test_a_duplicated_sheet_is_one_finding_that_names_both_places(plan, answers):
    cells = cells_of(plan, answers)
    twin = cells[cells["key"].str.startswith("3.3|")].assign(sheet="3.3 (2)")
    found = check(plan, answers, pd.concat([cells, twin], ignore_index=True))
    assert [(f["rule"], f["kpi"]) for f in found] == [("KEY_TWICE", "3.3")]
    assert found[0]["found"].startswith("3.3!") and found[0]["other"].startswith("3.3 (2)!")


def test_a_reporter_s_deleted_row_is_a_warning(plan, answers):
    cells = cells_of(plan, answers)
    gone = without(cells, ~((cells["key"] == "reporter|name") & (cells["file"] == "CSC.xlsx")))
    assert [(f["rule"], f["severity"]) for f in check(plan, answers, gone)] == [("REPORTER_ROW_MISSING", "warning")]


def test_a_cell_that_only_reads_as_empty_says_why(plan, answers):
    answers["HRM"]["2.2|value"] = "#N/A"
    cells = cells_of(plan, answers)
    at = cells["key"] == "2.2|value"
    found = validate(
        plan, forms_in(cells.assign(broken=at.map({True: "ERROR_VALUE", False: ""}))), owners(answers)
    ).findings
    errors = found[found["severity"] == "error"]
    assert errors[["rule", "cell", "found"]].values.tolist() == [["ERROR_VALUE", cells.loc[at, "cell"].iloc[0], "#N/A"]]


def test_no_forms_give_empty_tables_and_no_findings(plan):
    nothing = validated(plan, {})
    assert nothing.findings.empty
    assert all(table.empty for table in nothing.tables.values())
