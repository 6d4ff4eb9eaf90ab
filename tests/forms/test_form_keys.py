"""Every entry of a form is found again by its hidden key: once, and nothing else that looks like one."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import sheets_in
from support.seed import plan_of, plan_tables

import schemas.plan
from pipeline.forms.form import form_name, write_form
from pipeline.intake.keyed import leftovers
from schemas.submission import HEAD_KEYS, IDENTITY, REPORTER

DEPARTMENTS = ("CSC", "PSDG", "ACOC", "HRM", "ICT")
IDENTITY_KEYS = {f"form|{field.id}" for field in IDENTITY}


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_form_has_the_entries_that_the_plan_asks_for_and_no_others(plan, write, entries_of, department, lang):
    asked = set(plan.entries.loc[plan.entries["department"] == department, "key"])
    assert set(entries_of(write(department, lang))) == asked | IDENTITY_KEYS


def test_every_way_of_scoring_has_the_entries_that_it_asks_for(every_method, entries_of):
    found = set(entries_of(write_form(every_method, "CSC", "th")))
    assert found == set(every_method.entries["key"]) | IDENTITY_KEYS


@pytest.mark.parametrize(
    ("key", "sheet"),
    [
        ("reporter|name", "หน้าหลัก"),
        ("3.1|level|1|status", "3.1"),
        ("3.3|value", "3.3"),
        ("3.3|budget|received", "3.3"),
        ("form|department", "form"),
    ],
)
def test_entries_stand_on_the_sheet_of_their_kpi(write, entries_of, key, sheet):
    assert entries_of(write("ICT"))[key][0] == sheet


def test_a_blank_form_has_no_answers(write, entries_of):
    entries = entries_of(write("ICT"))
    assert {raw for key, (_, _, raw) in entries.items() if key not in IDENTITY_KEYS} == {""}


# --- what is printed, and what is nobody's


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("department", DEPARTMENTS)
def test_what_the_form_prints_of_the_plan_has_keys_and_nothing_else_looks_like_it(
    plan, write, printed_of, department, lang
):
    """So that a locked cell that was changed is seen when the form comes back."""
    own = {own.key for own in plan.printed_of(department)}
    assert set(printed_of(write(department, lang))) == {*own, *HEAD_KEYS}


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("th", "แบบรายงานผลการดำเนินงาน รอบ ๖ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๕"),
        ("en", "Performance report form · 6 months, fiscal year 2565 B.E."),
    ],
)
def test_the_head_says_for_which_round_the_form_is_and_whose(plan, write, printed_of, lang, title):
    """In a form that comes back the hidden sheet is compared with it."""
    found = printed_of(write("HRM", lang))
    whose = ("กองบริหารทรัพยากรบุคคล", plan.settings.plan_name, plan.settings.organisation)
    assert found["head|round"] == ("หน้าหลัก" if lang == "th" else "Start here", "B1", title)
    assert found["head|owner"][1:] == ("B2", " · ".join(whose))


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("T|issue", "๑  การเพิ่มประสิทธิภาพการดำเนินงาน"),
        ("T|project", "T  โครงการ T"),
        ("T|kpi", "T  ตัวชี้วัด T"),
        ("T|threshold|2", "เกณฑ์ระดับ 2"),
        ("T|threshold|2|status", 150),
        ("X|level|3", "เกณฑ์ระดับ 3"),
        ("X|threshold|4|status", 10),
        ("M|budget|allocated", 1_000_000),
    ],
)
def test_each_stands_at_its_key_and_numbers_are_numbers(every_method, printed_of, key, raw):
    assert printed_of(write_form(every_method, "CSC", "th"))[key][2] == raw


def test_of_two_kpis_of_a_project_the_first_prints_its_budget(every_method, printed_of):
    found = printed_of(write_form(every_method, "CSC", "th"))
    assert found["M|budget|allocated"][0] == "M"
    assert not [key for key, (sheet, _, _) in found.items() if sheet == "S" and "|budget|" in key]


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_form_as_it_is_written_has_nothing_without_a_place(write, answers, department, lang):
    """Every row and column that it prints is marked as its own."""
    assert len(leftovers(sheets_in(write(department, lang)))) == 0
    assert len(leftovers(sheets_in(write(department, lang, answers=answers[department])))) == 0


def test_neither_has_one_of_every_method_or_of_twenty_kpis(every_method, twenty_kpis):
    for plan in (every_method, twenty_kpis):
        assert len(leftovers(sheets_in(write_form(plan, "CSC", "th")))) == 0


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [
        ("3.2", "Q24"),
        ("3.2", "C60"),
        ("3.2", "B7"),
        ("3.2", "C12"),
        ("3.2", "D4"),
        ("หน้าหลัก", "C7"),
        ("หน้าหลัก", "L26"),
        ("หน้าหลัก", "C21"),
        ("หน้าหลัก", "B60"),
    ],
)
def test_what_is_typed_beside_below_or_in_a_gap_of_the_form_is_known_to_have_no_place(write, sheet, cell):
    """Rows 7 and 12 of a KPI's sheet, 7 and 21 of the home sheet are gaps between parts; row 4 is above the keys."""
    book = openpyxl.load_workbook(BytesIO(write("ICT")))
    book[sheet][cell] = "ดูภาคผนวก"
    out = BytesIO()
    book.save(out)
    found = leftovers(sheets_in(out.getvalue()))
    assert [tuple(left) for left in found] == [(sheet, cell, "ดูภาคผนวก")]


def test_what_is_typed_over_a_cell_of_the_form_is_not(write):
    """It has a place; what a locked cell says otherwise than the plan is seen by its key."""
    book = openpyxl.load_workbook(BytesIO(write("ICT")))
    for cell in ("C9", "B24", "D24", "G16", "C40"):
        book["3.2"][cell] = "ดูภาคผนวก"
    out = BytesIO()
    book.save(out)
    assert [left.cell for left in leftovers(sheets_in(out.getvalue()))] == ["C40"]


# --- whose form it is


@pytest.mark.parametrize("revision", [1, 2, 7])
def test_the_hidden_sheet_says_whose_form_it_is(plan, write, entries_of, revision):
    entries = entries_of(write("HRM", revision=revision))
    assert {key.partition("|")[2]: entries[key][2] for key in IDENTITY_KEYS} == {
        "version": "2",
        "plan": plan.form_fingerprints["HRM"],
        "department": "HRM",
        "fiscal_year": 2565,
        "round": "6",
        "revision": revision,
    }


def test_keys_marks_and_identity_are_hidden(write, opened):
    book = opened(write("ICT"))
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"] == ["form"]
    for sheet in book.worksheets[:-1]:
        corner = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "#key")
        assert corner.column_letter == "A"
        assert sheet.column_dimensions["A"].hidden
        assert sheet.row_dimensions[corner.row].hidden


def test_a_kpi_that_is_not_due_has_no_sheet():
    tables = plan_tables()
    tables["kpis"][1] |= {"code": "1.2", "first_round": "12"}
    tables["kpis"][2] |= {"last_round": "6"}
    plan = plan_of(tables)
    assert [sheet.name for sheet in sheets_in(write_form(plan, "ACOC", "th"))] == ["หน้าหลัก", "1.3", "2.3", "form"]
    assert "PSDG" not in plan.reporting


@pytest.mark.parametrize(
    ("lang", "answers", "sheets"),
    [
        ("th", {}, ["หน้าหลัก", "2.1", "2.2", "form"]),
        ("en", {}, ["Start here", "2.1", "2.2", "form"]),
        ("th", {"2.1|narrative": "x"}, ["หน้าหลัก", "2.1", "2.2", "form"]),
    ],
)
def test_a_form_has_a_home_sheet_and_a_sheet_for_every_kpi(write, lang, answers, sheets):
    assert [sheet.name for sheet in sheets_in(write("HRM", lang, answers=answers))] == sheets


def renamed(names: dict[str, str]):
    """The example's plan with some KPIs of ICT under other codes."""
    tables = plan_tables()
    for table, column in (("kpis", "code"), ("rubric", "kpi")):
        for row in tables[table]:
            row[column] = names.get(row[column], row[column])
    return plan_of(tables)


def test_codes_that_excel_would_not_take_as_sheet_names_get_others(entries_of):
    plan = renamed({"3.1": "form", "3.2": "History", "3.3": "Form_", "3.4": "x1", "3.5": "form__"})
    form = write_form(plan, "ICT", "th")
    names = ["หน้าหลัก", "form_", "History_", "Form__", "x1", "form___", "form"]
    assert [sheet.name for sheet in sheets_in(form)] == names
    assert set(entries_of(form)) >= set(plan.entries.loc[plan.entries["department"] == "ICT", "key"])


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_form_is_named_by_round_and_department(plan, department):
    assert form_name(plan, department) == f"2565-06-{department}.xlsx"


@pytest.mark.parametrize(
    ("revision", "name"), [(1, "2565-06-ICT.xlsx"), (2, "2565-06-ICT-r2.xlsx"), (12, "2565-06-ICT-r12.xlsx")]
)
def test_a_later_revision_says_so_in_its_name(plan, revision, name):
    assert form_name(plan, "ICT", revision) == name


@pytest.mark.parametrize(
    ("table", "row", "values", "same"),
    [
        ("kpis", 1, {"name": "อื่น"}, True),
        ("rubric", 6, {"criterion": "อื่น"}, True),
        ("projects", 1, {"allocated": 5}, True),
        ("departments", 1, {"name": "อื่น"}, True),
        ("kpis", 0, {"name": "อื่น"}, False),
        ("rubric", 0, {"criterion": "อื่น"}, False),
        ("projects", 0, {"allocated": 5}, False),
        ("issues", 0, {"name": "อื่น"}, False),
        ("issues", 2, {"name": "อื่น"}, True),
        ("settings", 0, {"round": "9"}, False),
    ],
)
def test_the_plans_fingerprint_is_that_of_what_this_form_is_made_from(plan, entries_of, table, row, values, same):
    """What is changed for another department leaves the forms of this one current."""
    tables = plan_tables()
    tables[table][row] |= values
    later = entries_of(write_form(plan_of(tables), "CSC", "th"))["form|plan"][2]
    assert (later == entries_of(write_form(plan, "CSC", "th"))["form|plan"][2]) == same


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("A/B", "2565-06-A-B.xlsx"),
        ("..\\x", "2565-06---x.xlsx"),
        ("กพร", "2565-06-กพร.xlsx"),
        ("กองน้ำที่ ๑", "2565-06-กองน้ำที่-๑.xlsx"),
        ("a b:c*?", "2565-06-a-b-c-.xlsx"),
        ("CON", "2565-06-CON.xlsx"),
        ("a.b. ", "2565-06-a.b.-.xlsx"),
        ("ก" * 500, f"2565-06-{'ก' * 40}.xlsx"),
    ],
)
def test_a_form_has_a_safe_name(plan, code, name):
    assert form_name(plan, code) == name


def with_departments(plan, codes):
    return replace(plan, departments=schemas.plan.DEPARTMENTS.frame([{"code": code, "name": code} for code in codes]))


CODES = st.text(st.sampled_from('aAรร่ -/\\:*?"<>|.\0\n\x1b\u202e_~$r12ßẞſ😀'), min_size=1, max_size=5)
LONG = CODES | st.sampled_from(["CON", "nul.", "A-r2", "a-R2", "ก" * 90, "ก" * 91, "x" * 300, "-", "..", "COM1.txt"])


@settings(deadline=None, derandomize=True, max_examples=400)
@given(st.lists(LONG, min_size=1, max_size=8, unique=True), st.lists(st.integers(1, 999), min_size=8, max_size=8))
def test_whatever_departments_are_called_their_forms_have_names_of_their_own(plan, codes, revisions):
    plan = with_departments(plan, codes)
    names = [form_name(plan, code, n) for code in codes for n in (1, 2, *revisions[:1])]
    shared = {(code, n) for code in codes for n in (1, 2, *revisions[:1])}
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in names}) == len(shared)
    for name in names:
        # Neither what Windows forbids, nor room for less than what is put around a name while it is written.
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f\u202a-\u202e]|[. ]$', name)
        assert not re.match(r"(?i)\.|(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", name)
        assert len(f".{name}.partial".encode()) <= 255


def test_the_home_sheet_asks_who_reports(write, entries_of):
    entries = entries_of(write("CSC"))
    assert {key for key in entries if key.startswith("reporter|")} == {f"reporter|{field.id}" for field in REPORTER}
