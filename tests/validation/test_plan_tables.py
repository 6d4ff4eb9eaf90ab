"""The plan, once read: its settings typed, what is due in which round, and what its fingerprint stands for."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import sheets_in
from support.seed import plan_of, plan_tables

from pipeline.forms.plan_workbook import write_plan
from pipeline.intake.workbook import Sheet
from pipeline.validation.plan import Settings, read_plan
from schemas.plan import PLAN_TABLES

MONTHS = ("6", "9", "12")


@pytest.fixture
def tables():
    return plan_tables()


@pytest.fixture(scope="module")
def plan():
    return plan_of(plan_tables())


@cache
def seed_sheets():
    """The sheets of the seed's plan; not to be changed."""
    return sheets_in(write_plan(plan_tables(), "th"))


@pytest.fixture
def sheets():
    return seed_sheets()


def findings(sheets):
    _, found = read_plan("plan.xlsx", sheets)
    return found.to_dict("records")


def at(table, row, **values):
    """A change: set these values in one row of a table."""

    def change(tables):
        tables[table][row] = tables[table][row] | values

    return change


# --- settings


def test_settings_are_typed(plan):
    assert plan.settings == Settings(
        organisation="สำนักงานปลัดกระทรวงการคลัง",
        plan_name="แผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง)",
        fiscal_year=2565,
        round=6,
        first_day=date(2021, 10, 1),
        last_day=date(2022, 3, 31),
        deadline=date(2022, 4, 15),
        report_date=date(2022, 4, 18),
        language="th",
        numerals="thai",
        font="Laksaman",
    )
    whole, days = ("fiscal_year", "round"), ("first_day", "last_day", "deadline", "report_date")
    assert {type(getattr(plan.settings, name)) for name in whole} == {int}
    assert {type(getattr(plan.settings, name)) for name in days} == {date}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("fiscal_year", "๒๕๖๖", 2566),
        ("fiscal_year", 2566.0, 2566),
        ("round", "รอบ 12 เดือน", 12),
        ("round", "๙ เดือน", 9),
        ("round", "9 months", 9),
        ("round", 6.0, 6),
        ("last_day", "31 มี.ค. 2565", date(2022, 3, 31)),
        ("last_day", "๓๐ มิถุนายน ๒๕๖๕", date(2022, 6, 30)),
        ("deadline", "15/5/2565", date(2022, 5, 15)),
        ("report_date", "2022-04-18", date(2022, 4, 18)),
        ("language", "อังกฤษ", "en"),
        ("language", "EN", "en"),
        ("numerals", "เลขอารบิก", "arabic"),
        ("organisation", "  กรม\u200b  ก ", "กรม ก"),
        ("font", "TH SarabunPSK", "TH SarabunPSK"),
        ("font_size", "๑๒", 12.0),
        ("font_size", "", None),
    ],
)
def test_a_setting_may_be_typed_as_people_type(sheets, field, typed, value):
    titles = {f.id: f.title.th for f in PLAN_TABLES[0]}
    rows = [[row[0], typed] if row and row[0] == titles[field] else row for row in sheets[0].rows]
    read_back, _ = read_plan("plan.xlsx", [Sheet(sheets[0].name, rows), *sheets[1:]])
    assert getattr(read_back.settings, field) == value


@pytest.mark.parametrize(
    ("year", "months", "name"), [(2565, 6, "2565-06"), (2565, 9, "2565-09"), (2566, 12, "2566-12")]
)
def test_a_round_is_named_as_files_name_it(tables, year, months, name):
    at("settings", 0, fiscal_year=year, round=str(months))(tables)
    assert plan_of(tables).settings.round_id == name


# --- the opening


@pytest.mark.parametrize(
    ("rows", "read_back"),
    [
        ([], []),
        ([{"heading": None, "text": "หนึ่ง"}], [(None, "หนึ่ง")]),
        ([{"heading": "ก", "text": "หนึ่ง"}, {"text": "=1+1\nสอง"}], [("ก", "หนึ่ง"), (None, "=1+1\nสอง")]),
    ],
)
def test_the_opening_is_read_in_order(tables, rows, read_back):
    opening = plan_of(tables | {"opening": rows}).opening
    assert [(h if isinstance(h, str) else None, text) for h, text in opening.to_numpy().tolist()] == read_back


def test_a_plan_of_before_has_no_opening_and_is_whole(sheets):
    plan, found = read_plan("plan.xlsx", [sheet for sheet in sheets if sheet.name != "บทนำ"])
    assert plan is not None and plan.opening.empty
    assert "PLAN_SHEET_MISSING" not in set(found["rule"])


@pytest.mark.parametrize("change", [{"opening": []}, {"opening": [{"heading": "ก", "text": "ข"}]}])
def test_forms_do_not_depend_on_the_opening(plan, tables, change):
    other = plan_of(tables | change)
    assert (other.fingerprint, other.form_fingerprints) == (plan.fingerprint, plan.form_fingerprints)


# --- what is due


# First round, last round → the state in the rounds of six, nine and twelve months.
WINDOWS = {
    (None, None): ("due", "due", "due"),
    ("6", None): ("due", "due", "due"),
    ("9", None): ("not_due", "due", "due"),
    ("12", None): ("not_due", "not_due", "due"),
    (None, "6"): ("due", "cancelled", "cancelled"),
    (None, "9"): ("due", "due", "cancelled"),
    (None, "12"): ("due", "due", "due"),
    ("6", "6"): ("due", "cancelled", "cancelled"),
    ("9", "9"): ("not_due", "due", "cancelled"),
    ("12", "12"): ("not_due", "not_due", "due"),
    ("6", "9"): ("due", "due", "cancelled"),
    ("9", "12"): ("not_due", "due", "due"),
}


def plan_of_every_window(months):
    """A plan in a round, whose KPIs are due from and to these rounds in turns."""
    tables = plan_tables()
    tables["kpis"].append(tables["kpis"][0] | {"code": "9.9"})
    tables["rubric"] += [row | {"kpi": "9.9"} for row in tables["rubric"] if row["kpi"] == "1.1"]
    tables["kpis"] = [
        row | {"first_round": first, "last_round": last}
        for row, (first, last) in zip(tables["kpis"], WINDOWS, strict=True)
    ]
    at("settings", 0, round=months)(tables)
    return plan_of(tables)


@pytest.mark.parametrize("window", WINDOWS)
def test_a_kpi_is_due_from_its_first_round_to_its_last(window):
    number = list(WINDOWS).index(window)
    states = [plan_of_every_window(months).measures["due"].iloc[number] for months in MONTHS]
    assert tuple(states) == WINDOWS[window]


@pytest.mark.parametrize(("months", "planned"), [("6", 1), ("9", 3), ("12", 5)])
def test_the_planned_level_is_that_of_the_round(tables, months, planned):
    at("kpis", 0, planned_6=1, planned_9=3, planned_12=5)(tables)
    at("settings", 0, round=months)(tables)
    measures = plan_of(tables).measures.set_index("code")
    assert measures.loc["1.1", "planned"] == planned
    assert measures["planned"].isna().sum() == (9 if months == "6" else 10)


def test_a_measure_has_the_issue_and_the_department_of_its_project(plan):
    measures = plan.measures.set_index("code")
    assert len(measures) == 11
    assert measures.loc["2.3", ["project", "issue", "department"]].tolist() == ["2.3", "2", "ACOC"]
    assert measures.loc["3.5", ["project", "issue", "department"]].tolist() == ["3.5", "3", "ICT"]


@pytest.mark.parametrize(
    ("change", "firsts"),
    [
        ({}, ["3.1"]),
        ({"first_round": "12"}, ["3.2"]),
        ({"last_round": "6"}, ["3.1"]),
    ],
)
def test_the_first_kpi_that_is_due_carries_its_project_s_budget(tables, change, firsts):
    at("kpis", 6, **change)(tables)
    at("kpis", 7, project="3.1")(tables)
    at("kpis", 8, project="3.1")(tables)
    measures = plan_of(tables).measures
    own = measures[measures["project"] == "3.1"]
    assert own.loc[own["first_of_project"], "code"].tolist() == firsts


# --- what is asked, and of whom


@pytest.mark.parametrize("state", [{"first_round": "9"}, {"first_round": "12", "last_round": "12"}])
def test_a_kpi_that_is_not_due_is_not_asked_for(tables, state):
    at("kpis", 6, **state)(tables)
    asked = plan_of(tables).entries
    assert "3.1" not in set(asked["kpi"]) | set(asked["project"])
    assert {"3.2", "3.3", "3.4", "3.5"} <= set(asked["kpi"])


@pytest.mark.parametrize(
    "departments", [[], ["ICT"], ["ICT", "CSC"], ["CSC", "PSDG", "ACOC", "HRM", "ICT"], ["nobody", "HRM"]], ids=len
)
def test_some_departments_are_asked_what_the_plan_asks_of_them(plan, departments):
    asked = plan.entries_of(*departments)
    assert set(asked["department"]) == set(departments) - {"nobody"}
    for department, own in asked.groupby("department", sort=False):
        of_plan = plan.entries[plan.entries["department"] == department]
        pd.testing.assert_frame_equal(own.reset_index(drop=True), of_plan.reset_index(drop=True))


@pytest.mark.parametrize(
    ("changes", "reporting"),
    [
        ([], ["CSC", "PSDG", "ACOC", "HRM", "ICT"]),
        ([at("kpis", 0, first_round="9")], ["PSDG", "ACOC", "HRM", "ICT"]),
        ([at("kpis", 2, first_round="9")], ["CSC", "PSDG", "ACOC", "HRM", "ICT"]),
        ([at("kpis", 2, first_round="9"), at("kpis", 5, first_round="12")], ["CSC", "PSDG", "HRM", "ICT"]),
        ([at("projects", 0, department="ICT")], ["PSDG", "ACOC", "HRM", "ICT"]),
    ],
)
def test_who_has_something_due_owes_a_form_in_the_order_of_the_plan(tables, changes, reporting):
    for change in changes:
        change(tables)
    assert plan_of(tables).reporting == reporting


def test_departments_report_in_their_own_order_not_that_of_the_projects(tables):
    tables["departments"].reverse()
    assert plan_of(tables).reporting == ["ICT", "HRM", "ACOC", "PSDG", "CSC"]


@pytest.mark.parametrize(
    ("criterion", "defined"),
    [("-", False), (" - ", False), ("\u200b-", False), ("–", True), ("- ไม่กำหนด", True), ("มี", True)],
)
def test_a_level_with_a_hyphen_for_its_criterion_is_undefined(tables, criterion, defined):
    at("rubric", 1, criterion=criterion)(tables)
    plan = plan_of(tables)
    levels = plan.levels
    assert (2 in levels.loc[levels["kpi"] == "1.1", "level"].tolist()) is defined
    assert ("1.1|level|2|status" in set(plan.entries["key"])) is defined
    assert len(plan.rubric) == 55


# --- the fingerprint


@pytest.mark.parametrize(
    "change",
    [
        at("settings", 0, round="9"),
        at("settings", 0, fiscal_year=2566),
        at("projects", 0, name="ชื่อใหม่"),
        at("projects", 0, department="ICT"),
        at("projects", 4, allocated=275_100.01),
        at("kpis", 0, name="ชื่อใหม่"),
        at("kpis", 0, unit="ครั้ง"),
        at("kpis", 0, planned_6=2),
        at("kpis", 0, first_round="9"),
        at("kpis", 0, method="checklist"),
        at("rubric", 0, criterion="เกณฑ์ใหม่"),
        at("rubric", 0, criterion="-"),
        at("rubric", 24, threshold=301),
        lambda tables: tables["kpis"].reverse(),
    ],
)
def test_the_fingerprint_changes_with_what_a_form_is_made_from(plan, tables, change):
    change(tables)
    assert plan_of(tables).fingerprint != plan.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        lambda tables: None,
        at("settings", 0, report_date=date(2022, 5, 1)),
        at("settings", 0, language="en", numerals="arabic"),
        at("settings", 0, font="TH SarabunPSK"),
        at("departments", 0, contact="นาย ก", email="a@example.go.th"),
        at("issues", 0, weight=2),
        at("projects", 0, name="  การให้บริการ\u200b"),
        lambda tables: tables["targets"].clear(),
        lambda tables: tables["alignment"].clear(),
    ],
)
def test_the_fingerprint_stays_while_projects_kpis_and_rubric_say_the_same(plan, tables, change):
    tables["projects"][0]["name"] = "การให้บริการ"
    before = plan_of(tables).fingerprint
    change(tables)
    assert plan_of(tables).fingerprint == before != plan.fingerprint


def test_the_fingerprint_does_not_depend_on_where_things_stand(plan, sheets):
    moved = [
        sheet if sheet.name == "ตั้งค่า" else Sheet(sheet.name, [[], *([row[-1], *row] for row in sheet.rows)])
        for sheet in reversed(sheets)
    ]
    again, _ = read_plan("other.xlsx", moved)
    original, _ = read_plan("plan.xlsx", sheets)
    assert again.fingerprint == original.fingerprint == plan.fingerprint
    assert re.fullmatch("[0-9a-f]{12}", plan.fingerprint)


# --- names


@pytest.mark.parametrize(
    ("table", "code", "name"),
    [
        ("departments", "ACOC", "ศูนย์ปฏิบัติการต่อต้านการทุจริต"),
        ("issues", "2", "การพัฒนาเสริมสร้างคุณภาพบุคลากร"),
        ("departments", "XYZ", "XYZ"),
        ("issues", "", ""),
        ("projects", "9.9", "9.9"),
    ],
)
def test_a_code_has_a_name_or_stands_for_itself(plan, table, code, name):
    assert plan.name_of(table, code) == name


@pytest.mark.parametrize("table", ["departments", "issues", "projects", "kpis"])
def test_every_code_of_the_plan_has_its_name(plan, table):
    listed = {row["code"]: row["name"] for row in plan_tables()[table]}
    assert {code: plan.name_of(table, code) for code in listed} == listed


# --- reading


@settings(deadline=None, derandomize=True, max_examples=5)
@given(order=st.permutations(range(9)))
def test_sheets_stand_in_any_order(order):
    plan, found = read_plan("plan.xlsx", [seed_sheets()[n] for n in order])
    assert plan.kpis["code"].tolist() == [row["code"] for row in plan_tables()["kpis"]]
    assert plan.settings.round_id == "2565-06"
    assert set(found["severity"]) == {"warning"}


def test_blank_rows_among_the_plan_s_rows_change_nothing(sheets):
    loose = [
        sheet if sheet.name == "ตั้งค่า" else Sheet(sheet.name, [r for row in sheet.rows for r in (row, [])][:-1])
        for sheet in sheets
    ]
    spread, _ = read_plan("plan.xlsx", loose)
    original, _ = read_plan("plan.xlsx", sheets)
    assert spread.kpis.reset_index(drop=True).equals(original.kpis.reset_index(drop=True))
    assert spread.fingerprint == original.fingerprint


def test_amounts_of_the_plan_are_whole_satang(tables):
    at("projects", 4, allocated="๒๗๕,๑๐๐.๒๕ บาท")(tables)
    allocated = plan_of(tables).projects.set_index("code")["allocated"]
    assert allocated["2.2"] == 27_510_025
    assert str(allocated.dtype) == "Int64"


@pytest.mark.parametrize(
    "gone",
    [
        ["เรื่อง"],
        ["เรื่อง", "เป้าหมายการเบิกจ่าย"],
        ["หน่วยงาน", "เรื่อง", "ตั้งค่า"],
    ],
)
def test_every_missing_sheet_is_a_finding_of_its_own(sheets, gone):
    found = findings([sheet for sheet in sheets if sheet.name not in gone])
    assert {f["expected"] for f in found if f["rule"] == "PLAN_SHEET_MISSING"} == set(gone)


@pytest.mark.parametrize(
    "gone",
    [
        ["ชื่อตัวชี้วัด"],
        ["ชื่อตัวชี้วัด", "วิธีให้คะแนน"],
    ],
)
def test_every_missing_column_is_a_finding_of_its_own(sheets, gone):
    blanked = [
        Sheet(sheet.name, [["" if value in gone else value for value in row] for row in sheet.rows])
        if sheet.name == "ตัวชี้วัด"
        else sheet
        for sheet in sheets
    ]
    assert {f["expected"] for f in findings(blanked) if f["rule"] == "PLAN_COLUMN_MISSING"} == set(gone)


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([0], {"1"}),
        ([0, 1], {"1", "2"}),
        (range(5), set("12345")),
    ],
)
def test_every_missing_level_is_a_finding_of_its_own(tables, rows, missing):
    tables["rubric"] = [row for n, row in enumerate(tables["rubric"]) if n not in rows]
    found = findings(sheets_in(write_plan(tables, "th")))
    assert {f["expected"] for f in found if f["rule"] == "PLAN_LEVEL_MISSING"} == missing


def test_no_sheets_are_no_plan_and_no_exception():
    plan, found = read_plan("plan.xlsx", [])
    assert plan is None
    assert set(found["rule"]) == {"PLAN_SHEET_MISSING", "PLAN_NO_KPI"}
