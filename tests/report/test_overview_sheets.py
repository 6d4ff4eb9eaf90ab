"""What the sheets of all projects, by issue and by department show: figures, states and words."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pandas as pd
import pytest
from report.overview_support import (
    MINISTRIES,
    OVERVIEW,
    ROLLED,
    THAI,
    Read,
    answered,
    bytes_of,
    canvas_of,
    differing,
    drawn,
    expected,
    ministry,
    read,
    recalculated,
    summary_named,
)
from support.clients import needs_libreoffice
from support.seed import plan_of, seed_summary, summary_of
from xlsxwriter.workbook import Workbook

from pipeline import thai
from pipeline.consolidation.rollups import rollups
from pipeline.drawing import fit
from pipeline.drawing.theme import ASK, ERROR_FILL, NAVY, PALE
from pipeline.report.live import Group
from pipeline.report.workbook import write_summary

# --- figures


@pytest.mark.parametrize(
    ("part", "row", "column", "value"),
    [
        ("projects", "รวม", "คะแนน", 30 / 11),
        ("projects", "รวม", "ร้อยละ", 600 / 11),
        ("projects", "รวม", "ได้รับ (บาท)", 229_339_100.00),
        ("projects", "รวม", "เบิกจ่าย (บาท)", 4_233_800.00),
        ("projects", "รวม", "ร้อยละ เบิกจ่าย", 423_380_000 / 229_339_100),
        ("projects", "รวม", "ปัญหา อุปสรรค", 3),
        ("projects", "๓", "ปัญหา อุปสรรค", 2),
        ("projects", "๑", "คะแนน", 8 / 3),
        ("projects", "๒", "คะแนน", 11 / 3),
        ("projects", "๓", "คะแนน", 2.2),
        ("projects", "๑.๑", "คะแนน", 2),
        ("projects", "๒.๒", "ร้อยละ", 100),
        ("projects", "๓.๓", "ได้รับ (บาท)", 41_600_000),
        ("projects", "๓.๒", "เบิกจ่าย (บาท)", 0),
        ("projects", "๓.๒", "ร้อยละ เบิกจ่าย", 0),
        ("projects", "๒.๓", "ร้อยละ เบิกจ่าย", 37_800 / 440),
        ("by_issue", "๑", "คะแนน เฉลี่ย", 8 / 3),
        ("by_issue", "๒", "ร้อยละ เบิกจ่าย", 7_380_000 / 319_100),
        ("by_issue", "๓", "ร้อยละ เบิกจ่าย", 416_000_000 / 229_020_000),
        ("by_issue", "๓", "๒", 3),
        ("by_issue", "รวม", "คะแนน เฉลี่ย", 30 / 11),
        ("by_issue", "รวม", "คงเหลือ (บาท)", 225_105_300.00),
        ("by_issue", "รวม", "๒", 5),
        ("by_department", "ICT", "คะแนน เฉลี่ย", 2.2),
        ("by_department", "ACOC", "เบิกจ่าย (บาท)", 37_800),
        ("by_department", "รวม", "ยังไม่ส่ง", 0),
    ],
)
def test_the_example_shows_these_figures(part, row, column, value):
    assert read("example").value(part, row, column) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(("places", "mean", "rate"), [(4, "2.7273", "1.8461")])
def test_the_totals_of_the_example_read_as_in_its_report(places, mean, rate):
    book = read("example")
    shown = [book.value("projects", "รวม", column) for column in ("คะแนน", "ร้อยละ เบิกจ่าย")]
    assert [str(thai.half_up(value, places)) for value in shown] == [mean, rate]


@pytest.mark.parametrize("part", ROLLED)
@pytest.mark.parametrize("name", MINISTRIES)
def test_every_total_is_that_of_the_roll_ups(name, part):
    book, summary = read(name), summary_named(name)
    for column, field in ROLLED[part].items():
        assert book.value(part, "รวม", column) == pytest.approx(expected(summary.rollup("ministry"), field)), column


@pytest.mark.parametrize(
    ("part", "scope"), [("projects", "issue"), ("by_issue", "issue"), ("by_department", "department")]
)
@pytest.mark.parametrize("name", MINISTRIES)
def test_every_group_is_that_of_the_roll_ups(name, part, scope):
    book, summary = read(name), summary_named(name)
    for code in set(summary.scores[scope]):
        for column, field in ROLLED[part].items():
            value = book.value(part, thai.to_thai(code), column)
            assert value == pytest.approx(expected(summary.rollup(scope, code), field)), (code, column)


@pytest.mark.parametrize("name", ["one project", "several kpis", "decimal scores", "weights and long names"])
def test_every_reported_kpi_shows_its_own_score(name):
    summary = summary_named(name)
    sheet = read(name).sheet("projects")
    column = re.sub(r"\d", "", read(name).cell("projects", "รวม", "คะแนน"))
    shown = [sheet[f"{column}{row}"] for row in range(6, sheet.max_row)]
    own = [cell.value for cell in shown if cell.value is not None and cell.fill.fgColor.rgb in ("00000000", None)]
    assert own == pytest.approx(list(summary.scores["score"]))


@pytest.mark.parametrize("part", ROLLED)
def test_totals_and_groups_are_live_formulas_over_the_data_sheets(part):
    book = read("several kpis")
    for row in ("รวม", {"projects": "๑", "by_issue": "๑", "by_department": "D๑"}[part]):
        for column, field in ROLLED[part].items():
            formula = book.formula(part, row, column)
            assert formula.startswith("=")
            assert "'ข้อมูล" in formula or field in ("percent", "rate")


@pytest.mark.parametrize("part", OVERVIEW)
def test_a_code_is_never_taken_for_a_number(part):
    # SUMIFS and its kin read the condition "1.10" as 1.1.
    sheet = read("several kpis").formula_sheet(part)
    formulas = [c.value for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert not [formula for formula in formulas if re.search(r"\b(SUM|COUNT|AVERAGE)IFS?\(", formula)]


@pytest.mark.parametrize(
    ("code", "received"), [("1.1", 1_000_000), ("1.10", 10_000_000), ("1.11", 11_000_000), ("1.100", "–")]
)
def test_project_1_1_is_not_project_1_10(code, received):
    live = Group(canvas_of(twelve_projects()), "project", code).amount("received")
    assert live.value == received
    assert f'="{code}"' in live.formula


@cache
def twelve_projects():
    """An issue of projects 1.1 to 1.11, and 1.100 without a budget."""
    tables = ministry(12, issues=1)
    tables["projects"][11]["code"] = tables["kpis"][11]["code"] = tables["kpis"][11]["project"] = "1.100"
    for level in tables["rubric"][55:]:
        level["kpi"] = "1.100"
    answers = answered(tables)
    answers["D3"] |= {"1.100|budget|status": "ไม่ใช้งบประมาณ", "1.100|budget|received": "", "1.100|budget|disbursed": ""}
    return summary_of(plan_of(tables), answers)


# --- recalculation


@needs_libreoffice
def test_recalculation_changes_no_cell(tmp_path):
    books = {name: bytes_of(name) for name in MINISTRIES} | {"in English": bytes_of("example", "en")}
    after = recalculated(books | {"control": stale()}, tmp_path)
    assert {name: differing(book, after[name]) for name, book in books.items()} == {name: [] for name in books}
    assert differing(stale(), after["control"]) == ["Sheet1 (0, 0): 3.0 → 2.0"]


def stale():
    """A workbook whose cached value is wrong: the check must see it."""
    data = BytesIO()
    with Workbook(data) as book:
        book.add_worksheet().write_formula(0, 0, "=1+1", None, 3)
    return data.getvalue()


@pytest.mark.parametrize("name", MINISTRIES)
def test_no_cell_holds_an_error(name):
    for part in OVERVIEW:
        assert not [cell for row in read(name).sheet(part).iter_rows() for cell in row if cell.data_type == "e"]


def test_the_same_summary_gives_the_same_bytes():
    assert write_summary(seed_summary(), THAI) == bytes_of("example")


# --- what is not known is not 0


@pytest.mark.parametrize("part", ROLLED)
def test_where_nothing_is_reported_no_score_and_no_amount_is_0(part):
    book = read("nothing reported")
    for column, field in ROLLED[part].items():
        if field in ("score", "percent", "received", "disbursed", "remaining", "rate"):
            assert book.value(part, "รวม", column) == "–", column


def test_where_nothing_is_reported_the_cards_show_dashes():
    sheet = read("nothing reported").sheet("executive")
    assert [sheet.cell(8, col).value for col in range(1, 24, 4)] == [0, "–", "–", "–", "–", "–"]
    assert [sheet.cell(9, col).value for col in range(5, 21, 4)] == [None, "จาก ๐ ตัวชี้วัดที่รายงาน", None, None]


@pytest.mark.parametrize("lang", ["th", "en"])
def test_where_nothing_is_reported_every_project_says_so(lang):
    book = read("nothing reported", lang)
    words = {"th": "ยังไม่ส่ง", "en": "missing"}[lang]
    assert book.texts("projects").count(words) == 11
    assert book.texts("cover").count(words) == 11


@pytest.mark.parametrize(
    ("code", "state"),
    [("๑.๑", "○○○○○"), ("๑.๒", "ยังไม่ถึงรอบ"), ("๑.๓", "ยกเลิก"), ("๒.๔", "ส่งคืนให้แก้ไข"), ("๒.๕", "ยังไม่ส่ง")],
)
def test_a_kpi_that_is_not_reported_says_why_and_has_no_score(code, state):
    book = read("every state")
    assert book.value("projects", code, "ระดับที่ได้") == state
    reported = state.startswith("○")
    assert book.value("projects", code, "คะแนน") == (0 if reported else None)
    assert book.value("projects", code, "ร้อยละ") == (0 if reported else None)
    assert book.value("projects", code, "ปัญหา อุปสรรค") == ("ไม่มี" if reported else None)


@pytest.mark.parametrize(
    ("row", "returned", "missing", "not_due", "cancelled"),
    [("D๑", 1, 0, 0, 0), ("D๒", 0, 1, 1, 0), ("D๓", 0, 0, 0, 1), ("รวม", 1, 1, 1, 1)],
)
def test_departments_show_the_states_of_their_kpis(row, returned, missing, not_due, cancelled):
    titles = ("ส่งคืนให้แก้ไข", "ยังไม่ส่ง", "ยังไม่ถึงรอบ", "ยกเลิก")
    shown = [read("every state").value("by_department", row, title) for title in titles]
    assert shown == [returned, missing, not_due, cancelled]


def test_departments_show_rare_states_only_where_they_occur():
    words = read("example").texts("by_department")
    assert {"ส่งคืนให้แก้ไข", "ยังไม่ส่ง"} <= set(words)
    assert not {"ยังไม่ถึงรอบ", "ยกเลิก"} & set(words)


@pytest.mark.parametrize(
    ("row", "shown"), [("๑ ", "๑/๑"), ("๒ ", "๐/๒"), ("รวม", "๑/๓")], ids=["issue 1", "issue 2", "total"]
)
def test_incomplete_groups_say_how_many_of_those_due_are_reported(row, shown):
    book = read("every state")
    value = book.value("projects", row.strip(), "ระดับที่ได้")
    assert (value or "") == ("" if shown == "๑/๑" else shown)


@pytest.mark.parametrize(("code", "words"), [("๑.๑", "ไม่ใช้งบประมาณ"), ("๓.๑", "ยังไม่ระบุ"), ("๒.๑", "ไม่ใช้งบประมาณ")])
def test_a_budget_without_amounts_is_said_in_words(code, words):
    assert read("example").value("projects", code, "ได้รับ (บาท)") == words
    assert read("example").value("projects", code, "เบิกจ่าย (บาท)") is None


def test_a_score_of_0_is_a_score():
    book = read("decimal scores")
    assert book.value("projects", "๑.๓", "คะแนน") == 0
    assert book.value("projects", "๑.๓", "ระดับที่ได้") == "○○○○○"


@pytest.mark.parametrize(("code", "dots"), [("๑.๑", "●●○○○"), ("๑.๒", "●●●○○"), ("๒.๒", "●●●●●"), ("๓.๑", "●●●●○")])
def test_dots_show_the_level_reached(code, dots):
    assert read("example").value("projects", code, "ระดับที่ได้") == dots


# --- the table of projects


def test_a_project_with_several_kpis_shows_its_money_once():
    book = read("several kpis")
    sheet = book.sheet("projects")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    for title in ("รหัส", "โครงการ", "หน่วยงาน", "ได้รับ (บาท)", "เบิกจ่าย (บาท)", "ร้อยละ เบิกจ่าย"):
        at = book.cell("projects", "๑.๑", title)
        letter, row = re.match(r"([A-Z]+)(\d+)", at).groups()
        assert f"{at}:{letter}{int(row) + 1}" in merged, title
    assert book.value("projects", "รวม", "ได้รับ (บาท)") == sum(range(1, 10)) * 1_000_000


def test_kpis_of_one_project_are_told_apart_by_their_codes():
    words = read("several kpis").texts("projects")
    own = [word for word in words if word.startswith("๑.๑-")]
    assert own == ["๑.๑-๑ ระดับความสำเร็จ 1.1-1", "๑.๑-๒ ระดับความสำเร็จ 1.1-2"]


@pytest.mark.parametrize(
    ("name", "planned", "self_score"),
    [("example", True, False), ("no money", False, False), ("decimal scores", True, True)],
)
def test_columns_stand_there_only_where_they_have_something_to_show(name, planned, self_score):
    words = read(name).texts("projects")
    assert ("ระดับ\nตามแผน" in words, "คะแนนที่\nประเมินตนเอง" in words) == (planned, self_score)


def test_the_planned_level_and_a_self_assessed_score_that_differs_stand_beside_the_score():
    book = read("decimal scores")
    assert book.value("projects", "๑.๓", "ระดับ ตามแผน") == 3
    assert book.value("projects", "๑.๑", "คะแนนที่ ประเมินตนเอง") == 2
    assert book.value("projects", "๒.๒", "คะแนนที่ ประเมินตนเอง") is None


@pytest.mark.parametrize(("name", "number"), [("example", "plain"), ("decimal scores", "score")])
def test_scores_have_decimals_only_where_one_of_them_does(name, number):
    cell = read(name).sheet("projects")["E7"]
    assert cell.number_format == THAI.format(number)


@pytest.mark.parametrize(
    ("name", "words"), [("example", "ทุกตัวชี้วัดมีน้ำหนักเท่ากัน"), ("weights and long names", "ถ่วงน้ำหนักตามแผน")]
)
def test_the_table_says_how_its_means_are_weighted(name, words):
    assert words in read(name).texts("projects")[-1]


def test_a_project_without_a_kpi_says_so():
    tables = ministry(3)
    tables["projects"].append({"code": "2.9", "issue": "2", "department": "D1", "name": "โครงการที่ไม่มีตัวชี้วัด"})
    book = Read(write_summary(summary_of(plan_of(tables), answered(ministry(3))), THAI))
    assert book.value("projects", "๒.๙", "ตัวชี้วัด") == "แผนไม่ได้กำหนดตัวชี้วัด"
    assert book.value("projects", "๒.๙", "คะแนน") is None


def test_a_name_that_looks_like_a_formula_stays_text():
    tables = ministry(2)
    for table in ("projects", "issues", "departments"):
        tables[table][0]["name"] = '=HYPERLINK("http://example.org")'
    book = drawn(tables)
    for part in OVERVIEW:
        cells = [c for row in book.formula_sheet(part).iter_rows() for c in row if "HYPERLINK" in str(c.value)]
        assert not [c for c in cells if c.data_type == "f"]
        assert cells


# --- how the tables are laid out

TITLES = {
    ("projects", "th"): "รหัส | โครงการ | ตัวชี้วัด | หน่วยงาน | คะแนน | ร้อยละ | ระดับที่ได้ | ระดับ ตามแผน"
    " | เทียบกับแผน | ได้รับ (บาท) | เบิกจ่าย (บาท) | ร้อยละ เบิกจ่าย | ปัญหา อุปสรรค",
    ("projects", "en"): "Code | Project | KPI | Department | Score | Percent | Level reached | Planned level"
    " | Against the plan | Received (baht) | Disbursed (baht) | Rate (%) | Obstacle",
    ("by_issue", "th"): "รหัส | เรื่อง | โครงการ | ต้อง รายงาน | รายงาน แล้ว | คะแนน เฉลี่ย | ร้อยละ"
    " | จำนวนตัวชี้วัดตามระดับคะแนน | เทียบกับระดับตามแผน | ได้รับ (บาท) | เบิกจ่าย (บาท) | คงเหลือ (บาท) | ร้อยละ เบิกจ่าย",
    ("by_issue", "en"): "Code | Strategic issue | Projects | Due | Reported | Mean score | Percent"
    " | KPIs by score | Against the planned level | Received (baht) | Disbursed (baht) | Remaining (baht) | Rate (%)",
    ("by_department", "th"): "รหัส | หน่วยงาน | โครงการ | ต้อง รายงาน | รายงาน แล้ว | ส่งคืนให้แก้ไข | ยังไม่ส่ง"
    " | คะแนน เฉลี่ย | ร้อยละ | จำนวนตัวชี้วัดตามระดับคะแนน | เทียบกับระดับตามแผน"
    " | ได้รับ (บาท) | เบิกจ่าย (บาท) | คงเหลือ (บาท) | ร้อยละ เบิกจ่าย",
    ("by_department", "en"): "Code | Department | Projects | Due | Reported | Returned | Missing | Mean score | Percent"
    " | KPIs by score | Against the planned level | Received (baht) | Disbursed (baht) | Remaining (baht) | Rate (%)",
}


def line(book, part, row):
    """The texts that a reader sees in a row, line breaks as spaces."""
    sheet = book.sheet(part)
    cells = [cell for cell in sheet[row] if cell.value is not None and not sheet_hidden(sheet, cell)]
    return " | ".join(cell.value.replace("\n", " ") for cell in cells)


@pytest.mark.parametrize(("part", "lang"), TITLES)
def test_the_columns_in_order(part, lang):
    assert line(read("example", lang), part, 5) == TITLES[part, lang]


UNDER = {
    "th": "๐ | ๑ | ๒ | ๓ | ๔ | ๕ | ▲ เร็วกว่า | ● ตามแผน | ▼ ช้ากว่า",
    "en": "0 | 1 | 2 | 3 | 4 | 5 | ▲ Ahead | ● On plan | ▼ Behind",
}
COMMON = {"จำนวนตัวชี้วัดตามระดับคะแนน": 6, "KPIs by score": 6, "เทียบกับระดับตามแผน": 3, "Against the planned level": 3}


@pytest.mark.parametrize(("lang", "titles"), UNDER.items())
@pytest.mark.parametrize("part", ["by_issue", "by_department"])
def test_scores_and_paces_stand_under_their_common_titles(part, lang, titles):
    book = read("example", lang)
    assert line(book, part, 6) == titles
    shared = [c for c in book.sheet(part)[5] if c.value in COMMON]
    assert len(shared) == 2
    for title in shared:
        (span,) = [area for area in book.sheet(part).merged_cells.ranges if title.coordinate in area]
        assert (span.size["columns"], span.size["rows"]) == (COMMON[title.value], 1)


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        ("projects", ["๑", "๑.๑", "๑.๒", "๑.๓", "๒", "๒.๑", "๒.๒", "๒.๓", "๓", "๓.๑", "๓.๒", "๓.๓", "๓.๔", "๓.๕"]),
        ("by_issue", ["๑", "๒", "๓"]),
        ("by_department", ["CSC", "PSDG", "ACOC", "HRM", "ICT"]),
    ],
)
def test_lines_stand_in_the_order_of_the_plan(part, codes):
    sheet = read("example").sheet(part)
    first = 6 if part == "projects" else 7
    assert [sheet.cell(row, 1).value for row in range(first, first + len(codes))] == codes
    assert str(sheet.cell(first + len(codes), 1).value).startswith("รวม")


@pytest.mark.parametrize(
    ("part", "lang", "words"),
    [
        ("projects", "th", "รวม ๑๑ โครงการ ๑๑ ตัวชี้วัด"),
        ("projects", "en", "Total: 11 projects, 11 KPIs"),
        ("by_issue", "th", "รวม"),
        ("by_department", "en", "Total"),
    ],
)
def test_the_total_says_of_what(part, lang, words):
    sheet = read("example", lang).sheet(part)
    assert [row[0].value for row in sheet.iter_rows() if str(row[0].value).startswith(("รวม", "Total"))] == [words]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("๑", "การเพิ่มประสิทธิภาพการดำเนินงาน (๓ โครงการ)"),
        ("๒", "การพัฒนาเสริมสร้างคุณภาพบุคลากร (๓ โครงการ)"),
        ("๓", "การบริหารจัดการเทคโนโลยีสารสนเทศและการสื่อสาร (๕ โครงการ)"),
    ],
)
def test_an_issue_s_line_says_how_many_projects_it_has(row, words):
    assert read("example").value("projects", row, "โครงการ") == words


def test_one_project_is_called_so_in_english():
    assert "เรื่องที่ 1 ของแผน (1 project)" in read("one project", "en").texts("projects")


@pytest.mark.parametrize(
    ("code", "department"),
    [("๑.๑", "ศูนย์บริการร่วม"), ("๑.๓", "ศูนย์ปฏิบัติการต่อต้านการทุจริต"), ("๒.๒", "กองบริหารทรัพยากรบุคคล")],
)
def test_a_project_stands_beside_its_department(code, department):
    assert read("example").value("projects", code, "หน่วยงาน") == department


def test_departments_without_a_project_have_no_line():
    tables = ministry(2, departments=2)
    tables["departments"].append({"code": "D9", "name": "กองที่ไม่มีโครงการ"})
    book = drawn(tables)
    assert "กองที่ไม่มีโครงการ" not in book.texts("by_department")


NUMBERS = {
    "projects": {
        "คะแนน": "score",
        "ร้อยละ": "percent",
        "ได้รับ (บาท)": "baht",
        "ร้อยละ เบิกจ่าย": "percent",
        "ปัญหา อุปสรรค": "integer",
    },
    "by_issue": {
        "โครงการ": "integer",
        "คะแนน เฉลี่ย": "score",
        "ร้อยละ": "percent",
        "๓": "integer",
        "คงเหลือ (บาท)": "baht",
    },
    "by_department": {"ยังไม่ส่ง": "integer", "คะแนน เฉลี่ย": "score", "เบิกจ่าย (บาท)": "baht", "ร้อยละ เบิกจ่าย": "percent"},
}


@pytest.mark.parametrize(
    ("part", "column", "number"), [(p, c, n) for p, own in NUMBERS.items() for c, n in own.items()]
)
def test_totals_have_the_number_format_of_their_column(part, column, number):
    book = read("example")
    assert book.sheet(part)[book.cell(part, "รวม", column)].number_format == THAI.format(number)


def fill_of(book, part, row, column):
    cell = book.sheet(part)[book.cell(part, row, column)]
    return f"#{cell.fill.fgColor.rgb[2:]}" if cell.fill.patternType else ""


@pytest.mark.parametrize(
    ("name", "code", "column", "fill"),
    [
        ("every state", "๑.๑", "ระดับที่ได้", ""),
        ("every state", "๑.๒", "ระดับที่ได้", ""),
        ("every state", "๑.๓", "ระดับที่ได้", ""),
        ("every state", "๒.๔", "ระดับที่ได้", ERROR_FILL),
        ("every state", "๒.๕", "ระดับที่ได้", ASK),
        ("example", "๓.๑", "ได้รับ (บาท)", ASK),
        ("example", "๑.๑", "ได้รับ (บาท)", ""),
        ("example", "๓.๒", "ปัญหา อุปสรรค", ASK),
        ("example", "๓.๑", "ปัญหา อุปสรรค", ""),
        ("example", "๑", "คะแนน", PALE),
        ("example", "รวม", "คะแนน", NAVY),
    ],
)
def test_only_what_needs_attention_is_coloured(name, code, column, fill):
    assert fill_of(read(name), "projects", code, column) == fill


def rules(book, part, kind):
    """The areas of a sheet that a kind of conditional format lies over."""
    listed = book.sheet(part).conditional_formatting
    return [str(area.sqref) for area in listed if any(rule.type == kind for rule in area.rules)]


@pytest.mark.parametrize(
    ("part", "areas"),
    [
        ("projects", ["F7:F9", "L7:L9", "F11:F13", "L11:L13", "F15:F19", "L15:L19"]),
        ("by_issue", ["G7:G9", "T7:T9"]),
        ("by_department", ["I7:I11", "V7:V11"]),
        ("executive", ["V30:V32"]),
    ],
)
def test_percentages_have_bars_in_the_lines_but_not_in_the_totals(part, areas):
    assert rules(read("example"), part, "dataBar") == areas


def test_a_rate_over_several_rows_has_no_bar():
    assert rules(read("several kpis"), "projects", "dataBar") == ["F7:F16", "F18:F25"]


@pytest.mark.parametrize(("part", "area"), [("by_issue", "H7:M9"), ("by_department", "J7:O11")])
def test_counts_by_score_are_shaded(part, area):
    assert rules(read("example"), part, "colorScale") == [area]


@pytest.mark.parametrize(
    ("part", "areas"),
    [
        ("by_issue", {"H7:M9", "C7:E10", "H10:M10", "N7:P10"}),
        ("by_department", {"J7:O11", "C7:G12", "J12:O12", "P7:R12"}),
    ],
)
def test_a_count_of_0_is_a_quiet_dot(part, areas):
    assert set(rules(read("example"), part, "cellIs")) == areas


# --- everything has room

PITCH = 1.72


def boxes(sheet):
    """Every cell with a text that wraps: the cell, and its columns and rows (more than one where it is merged)."""
    merged = {area.start_cell.coordinate: area for area in sheet.merged_cells.ranges}
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, str) and cell.alignment.wrap_text and not sheet_hidden(sheet, cell):
            area = merged.get(cell.coordinate)
            columns = range(cell.column, (area.max_col if area else cell.column) + 1)
            yield cell, columns, range(cell.row, (area.max_row if area else cell.row) + 1)


def sheet_hidden(sheet, cell):
    return any(d.hidden and d.min <= cell.column <= d.max for d in sheet.column_dimensions.values())


def wide(sheet, columns):
    """The width of columns in characters, as they were set: Excel adds the padding to what is in the file."""
    found = {at: d.width for d in sheet.column_dimensions.values() for at in range(d.min, d.max + 1)}
    return sum(found.get(column, 9.14) for column in columns) - 5 / 7


@pytest.mark.parametrize("part", OVERVIEW)
@pytest.mark.parametrize("name", MINISTRIES)
def test_every_text_has_the_height_that_it_needs(name, part):
    sheet = read(name).sheet(part)
    for cell, columns, rows in boxes(sheet):
        size = cell.font.sz * (1.06 if cell.font.b else 1)
        count = fit.lines(cell.value, wide(sheet, columns) - 1.83 * cell.alignment.indent, size)
        high = sum(sheet.row_dimensions[row].height or 15 for row in rows)
        assert high + 1 >= min(fit.HIGHEST_ROW, count * cell.font.sz * PITCH), (cell.coordinate, cell.value)


def written(number, number_format, figures):
    """A number as its format shows it, near enough to measure it."""
    places = len(number_format.split(";")[0].partition(".")[2].rstrip(",").replace("#", ""))
    scale = 1_000_000 if number_format.split(";")[0].endswith(",,") else 1
    return figures.decimal(number / scale, places)


@pytest.mark.parametrize("part", ["executive", "projects", "by_issue", "by_department"])
@pytest.mark.parametrize("name", MINISTRIES)
def test_every_figure_has_the_width_that_it_needs(name, part):
    sheet = read(name).sheet(part)
    merged = {area.start_cell.coordinate: area.max_col for area in sheet.merged_cells.ranges}
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, int | float) and not sheet_hidden(sheet, cell):
            columns = range(cell.column, merged.get(cell.coordinate, cell.column) + 1)
            points = fit.advance(written(cell.value, cell.number_format, THAI)) * cell.font.sz
            assert points <= fit.column_points(wide(sheet, columns) - 1.83 * cell.alignment.indent), cell.coordinate


@pytest.mark.parametrize("satang", [10**9, 10**12, 10**14])
def test_columns_of_amounts_grow_with_the_amounts(satang):
    summary = summary_named("one project")
    budgets = summary.budget_results.assign(received=pd.array([satang], "Int64"))
    summary = replace(summary, budget_results=budgets, rollups=rollups(summary.plan, summary.scores, budgets))
    book = Read(write_summary(summary, THAI))
    for part in ("projects", "by_issue", "by_department"):
        cell = book.sheet(part)[book.cell(part, "รวม", "ได้รับ (บาท)")]
        points = fit.advance(written(cell.value, cell.number_format, THAI)) * cell.font.sz * 1.06
        assert points <= fit.column_points(wide(book.sheet(part), [cell.column]) - 1.83)
