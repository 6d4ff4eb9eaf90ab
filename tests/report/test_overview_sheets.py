"""What the cover, the executive page, and the sheets of all projects, by issue and by department show."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pandas as pd
import pytest
from openpyxl.utils import column_index_from_string
from report.overview_support import (
    ENGLISH,
    MINISTRIES,
    OVERVIEW,
    THAI,
    Read,
    answer,
    answered,
    bytes_of,
    differing,
    example,
    example_with,
    example_without,
    ministry,
    read,
    recalculated,
    summary_named,
    with_scores,
)
from support.clients import needs_libreoffice
from support.seed import plan_of, seed_summary, summary_of
from xlsxwriter.workbook import Workbook

from pipeline import thai
from pipeline.drawing.book import Book
from pipeline.drawing.theme import SCORE_COLOURS
from pipeline.report.canvas import Canvas
from pipeline.report.data import Ranges
from pipeline.report.live import Group, Live, note
from pipeline.report.nouns import FINDING, PROJECT
from pipeline.report.sentences import follow_ups
from pipeline.report.workbook import write_summary

ROLLED = {
    "projects": {
        "คะแนน": "score",
        "ร้อยละ": "percent",
        "ได้รับ (บาท)": "received",
        "เบิกจ่าย (บาท)": "disbursed",
        "ร้อยละ เบิกจ่าย": "rate",
    },
    "by_issue": {
        "โครงการ": "projects",
        "ต้อง รายงาน": "due",
        "รายงาน แล้ว": "reported",
        "คะแนน เฉลี่ย": "score",
        "ร้อยละ": "percent",
        "ได้รับ (บาท)": "received",
        "เบิกจ่าย (บาท)": "disbursed",
        "คงเหลือ (บาท)": "remaining",
        "ร้อยละ เบิกจ่าย": "rate",
        **{thai.to_thai(str(level)): f"score_{level}" for level in range(6)},
    },
}
ROLLED["by_department"] = ROLLED["by_issue"]
AMOUNTS = {"received", "disbursed", "remaining"}


def canvas_of(summary, figures=THAI):
    """A canvas to draw or to speak with, without any sheet."""
    settings = summary.plan.settings
    book = Book(font=settings.font, figures=figures, title="", company="", subject="", dated=settings.report_date)
    return Canvas(book, summary, Ranges(summary, figures.lang))


def expected(rollup, column):
    """What a sheet shows of a column of ROLLUPS: baht for satang, and a dash where nothing is known."""
    value = rollup[column]
    if pd.isna(value):
        return "–"
    return value / 100 if column in AMOUNTS else value


def sentences(summary, figures=THAI):
    return [said.words for said in follow_ups(canvas_of(summary, figures))]


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
    assert [sheet.cell(6, col).value for col in range(1, 24, 4)] == [0, "–", "–", "–", "–", "–"]
    assert [sheet.cell(7, col).value for col in range(5, 21, 4)] == [None, "จาก ๐ ตัวชี้วัดที่รายงาน", None, None]


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
    book = Read(write_summary(summary_of(plan_of(tables), answered(tables)), THAI))
    for part in OVERVIEW:
        cells = [c for row in book.formula_sheet(part).iter_rows() for c in row if "HYPERLINK" in str(c.value)]
        assert not [c for c in cells if c.data_type == "f"]
        assert cells


# --- the executive page


def cards(book):
    sheet = book.sheet("executive")
    return [tuple(sheet.cell(row, col).value for row in (5, 6, 7)) for col in range(1, 24, 4)]


def test_the_cards_of_the_example():
    assert cards(read("example")) == [
        ("ตัวชี้วัดที่รายงานแล้ว", 11, "จาก ๑๑ ตัวชี้วัด · ๑๑ โครงการ"),
        ("คะแนนเฉลี่ย (เต็ม ๕)", pytest.approx(30 / 11), "เทียบเท่าร้อยละ ๕๔.๕"),
        ("ตัวชี้วัดที่ได้ ๔–๕ คะแนน", 3, "จาก ๑๑ ตัวชี้วัดที่รายงาน"),
        ("งบประมาณที่ได้รับ (ล้านบาท)", 229_339_100, "โครงการที่ใช้งบประมาณ ๖ โครงการ"),
        ("เบิกจ่ายแล้ว (ล้านบาท)", 4_233_800, "ร้อยละ ๑.๘ ของที่ได้รับ"),
        ("ตัวชี้วัดที่มีปัญหาอุปสรรค", 3, "ดูรายละเอียด ›"),
    ]


def test_the_cards_in_english():
    assert [(label, below) for label, _, below in cards(read("example", "en"))] == [
        ("KPIs reported", "of 11 due · 11 projects"),
        ("Mean score (out of 5)", "equal to 54.5 %"),
        ("KPIs scoring 4–5", "of 11 reported"),
        ("Received (million baht)", "projects with money: 6"),
        ("Disbursed (million baht)", "1.8 % of what was received"),
        ("KPIs with obstacles", "see them ›"),
    ]


def test_the_first_card_counts_what_is_still_to_come():
    assert cards(read("every state"))[0] == ("ตัวชี้วัดที่รายงานแล้ว", 1, "จาก ๓ ตัวชี้วัด · ยังขาด ๒")


@pytest.mark.parametrize(
    ("received", "unit", "number"),
    [("275100", "ล้านบาท", ",,"), ("4000", "บาท", "#,##0")],
    ids=["millions in all", "less than a million"],
)
def test_small_budgets_are_shown_in_baht(received, unit, number):
    no_money = {f"{p}|budget|{field}": "" for p in ("3.2", "3.3", "3.4", "3.5") for field in ("received", "disbursed")}
    no_money |= {f"{p}|budget|status": "ไม่ใช้งบประมาณ" for p in ("3.2", "3.3", "3.4", "3.5")}
    kept = {} if unit == "ล้านบาท" else no_money
    summary = example_with({"ICT": kept, "HRM": {"2.2|budget|received": received, "2.2|budget|disbursed": "2000"}})
    book = Read(write_summary(summary, THAI))
    assert cards(book)[3][0] == f"งบประมาณที่ได้รับ ({unit})"
    assert number in book.sheet("executive").cell(6, 13).number_format


def test_the_sentences_of_the_example():
    assert sentences(example()) == [
        "คะแนนเฉลี่ยร้อยละ ๕๔.๕ แต่เบิกจ่ายร้อยละ ๑.๘ ของที่ได้รับ",
        "ได้รับงบประมาณแต่ยังไม่เบิกจ่าย ๓ โครงการ รวม ๑๘๗.๔๒ ล้านบาท: ๓.๒, ๓.๔, ๓.๕",
        "ได้ต่ำกว่า ๓ คะแนน ๖ จาก ๑๑ ตัวชี้วัด ต่ำสุด ๑ คะแนน: ๓.๒ เครือข่ายอาคารใหม่",
        "มีปัญหาอุปสรรค ๓ ตัวชี้วัด: ๒.๑, ๓.๒, ๓.๓",
        "ยังไม่ระบุข้อมูลงบประมาณ ๑ โครงการ: ๓.๑",
        "ข้อสังเกตที่ควรตรวจสอบ ๑ ข้อ",
    ]


def test_the_sentences_of_the_example_in_english():
    assert sentences(example(), ENGLISH) == [
        "The mean score is 54.5 %, but 1.8 % of the money received is disbursed",
        "Projects that have disbursed nothing: 3, with 187.42 million baht (3.2, 3.4, 3.5)",
        "KPIs scoring below 3: 6 of 11; the lowest, at 1: 3.2 เครือข่ายอาคารใหม่",
        "KPIs that met obstacles: 3 (2.1, 3.2, 3.3)",
        "Projects that do not state their budget: 1 (3.1)",
        "Findings to check: 1",
    ]


def test_the_sentences_stand_on_the_page_with_links_to_what_they_are_about():
    book = read("example")
    sheet, links = book.sheet("executive"), book.links("executive")
    for said in follow_ups(canvas_of(example())):
        cell = next(c for row in sheet.iter_rows() for c in row if c.value == said.words)
        assert links[f"W{cell.row}"] == ("ดูเพิ่ม ›", f"'{book.name(said.sheet)}'!A1")


def changed(**columns):
    """The example with other columns of its scores, or with `budget_…` of its budgets."""
    summary = example()
    scores = {name: values for name, values in columns.items() if not name.startswith("budget_")}
    budgets = {name.removeprefix("budget_"): values for name, values in columns.items() if name.startswith("budget_")}
    return replace(
        summary, scores=summary.scores.assign(**scores), budget_results=summary.budget_results.assign(**budgets)
    )


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: example_without("CSC"), "หน่วยงานที่ยังไม่ส่งรายงาน ๑ จาก ๕ หน่วยงาน: ศูนย์บริการร่วม"),
        (
            lambda: example_without("CSC", "PSDG", "ACOC", "HRM"),
            "หน่วยงานที่ยังไม่ส่งรายงาน ๔ จาก ๕ หน่วยงาน: ศูนย์บริการร่วม, กลุ่มพัฒนาระบบบริหาร, ศูนย์ปฏิบัติการต่อต้านการทุจริต และอีก ๑",
        ),
        (
            lambda: example_without("CSC"),
            "คะแนนเฉลี่ย ๒.๘๐ คิดจาก ๑๐ ใน ๑๑ ตัวชี้วัดที่ต้องรายงาน หากนับที่ยังไม่รายงานเป็น ๐ จะเหลือ ๒.๕๕",
        ),
        (lambda: example_with({"CSC": {"1.1|level|1|status": "เสร็จบ้าง"}}), "ตัวชี้วัดที่ส่งคืนให้แก้ไข ๑ ตัวชี้วัด: ๑.๑"),
        (lambda: changed(planned=pd.array([3] * 11, "Int64")), "ต่ำกว่าระดับตามแผนของรอบนี้ ๖ ตัวชี้วัด: ๑.๑, ๒.๑, ๓.๒ และอีก ๓"),
        (lambda: changed(budget_rate=[101.87] + [50.0] * 10), "เบิกจ่ายเกินที่ได้รับ ๑ โครงการ: ๑.๑"),
        (
            lambda: with_scores(example(), [2.5] * 11),
            "ได้ต่ำกว่า ๓ คะแนน ๑๑ จาก ๑๑ ตัวชี้วัด ต่ำสุด ๒.๕๐ คะแนน: ๑.๑ ยกระดับศูนย์บริการร่วม, ๑.๒ ระบบราชการ 4.0 (PMQA), ๑.๓ ความเสี่ยงการทุจริต และอีก ๘",
        ),
        (
            lambda: changed(
                budget_received=pd.array([150_00] + [None] * 10, "Int64"),
                budget_disbursed=pd.array([0] + [None] * 10, "Int64"),
            ),
            "ได้รับงบประมาณแต่ยังไม่เบิกจ่าย ๑ โครงการ รวม ๑๕๐ บาท: ๑.๑",
        ),
    ],
)
def test_a_sentence_stands_where_it_holds(make, sentence):
    assert sentence in sentences(make())


@pytest.mark.parametrize(
    ("make", "start"),
    [
        (example, "หน่วยงานที่ยังไม่ส่งรายงาน"),
        (example, "ตัวชี้วัดที่ส่งคืน"),
        (example, "คะแนนเฉลี่ย ๒"),
        (example, "เบิกจ่ายเกินที่ได้รับ"),
        (example, "ต่ำกว่าระดับตามแผน"),
        (lambda: with_scores(example(), [4.0] * 11), "ได้ต่ำกว่า"),
        (lambda: changed(has_obstacle=["no"] * 11), "มีปัญหาอุปสรรค"),
        (lambda: summary_named("no money"), "คะแนนเฉลี่ยร้อยละ"),
        (lambda: summary_named("several kpis"), "ได้รับงบประมาณแต่ยังไม่เบิกจ่าย"),
        (lambda: summary_named("nothing reported"), "คะแนนเฉลี่ย"),
    ],
)
def test_a_sentence_does_not_stand_where_it_does_not_hold(make, start):
    assert not [said for said in sentences(make()) if said.startswith(start)]


@pytest.mark.parametrize(
    ("figures", "words"),
    [(THAI, "ไม่พบเรื่องที่ต้องติดตามจากตัวเลขของรอบนี้"), (ENGLISH, "The figures of this round show nothing to follow up")],
)
def test_where_no_sentence_holds_the_page_says_so(figures, words):
    tables = ministry(2)
    answers = answered(tables, money=False)
    for department, kpi in (("D1", "1.1"), ("D2", "2.2")):
        answers[department] |= answer(kpi, 5)
    summary = summary_of(plan_of(tables), answers)
    assert sentences(replace(summary, findings=summary.findings[:0]), figures) == [words]


# --- charts


@pytest.mark.parametrize(
    ("name", "part", "series"),
    [
        ("example", "executive", [1, 2]),
        ("example", "by_issue", [6, 1]),
        ("example", "by_department", [1]),
        ("every state", "by_department", [1, 5]),
        ("several kpis", "executive", [1, 2]),
        ("no money", "executive", [1]),
        ("nothing reported", "executive", []),
        ("nothing reported", "by_issue", []),
        ("nothing reported", "by_department", [1]),
    ],
)
def test_charts_are_drawn_where_there_is_something_to_draw(name, part, series):
    assert [len(chart.series) for chart in read(name).charts(part)] == series


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("name", ["example", "several kpis", "every state"])
def test_every_chart_has_words_labels_and_the_report_s_font(name, lang):
    for part in ("executive", "by_issue", "by_department"):
        for chart in read(name, lang).charts(part):
            assert chart.described
            assert chart.fonts == {"Laksaman"}
            assert all(chart.points(number, of) for number in range(len(chart.series)) for of in ("val", "cat"))
            assert "3DChart" not in chart.xml and "view3D" not in chart.xml
            assert 'plotVisOnly val="1"' not in chart.xml


@pytest.mark.parametrize(("lang", "thai_digits"), [("th", True), ("en", False)])
def test_charts_write_numbers_in_the_workbook_s_numerals(lang, thai_digits):
    for part in ("executive", "by_issue", "by_department"):
        for chart in read("example", lang).charts(part):
            assert {"D00041E" in number for number in chart.numbers if number != "General"} == {thai_digits}


def test_charts_read_cells_of_their_own_sheet_that_hold_what_they_show():
    book = read("example")
    for part in ("executive", "by_issue", "by_department"):
        for chart in book.charts(part):
            for number in range(len(chart.series)):
                held = [cell.value for cell in cells_at(book, chart.ranges[2 * number + 1])]
                assert [float(value) for value in held] == pytest.approx([float(p) for p in chart.points(number)])


def cells_at(book, formula):
    """The cells of `'Sheet'!$A$1:$A$3`."""
    sheet, area = re.fullmatch(r"'?(.+?)'?!(.+)", formula).groups()
    cells = book.values[sheet][area.replace("$", "")]
    return [row[0] for row in cells] if isinstance(cells, tuple) else [cells]


def test_bars_of_scores_have_the_colour_of_their_level():
    chart = read("example").charts("executive")[0]
    assert [f"#{colour}" for colour in chart.colours] == [SCORE_COLOURS[int(float(score))] for score in chart.points(0)]


def test_scores_that_are_missing_have_no_bar():
    chart = read("every state").charts("executive")[0]
    assert chart.points(0, "cat") == ["๑.๑ โครงการพัฒนา 1"]


def test_many_kpis_are_counted_by_score_and_many_budgets_give_the_largest():
    scores, money = read("several kpis").charts("executive")
    assert scores.points(0, "cat") == list("๐๑๒๓๔๕")
    assert [float(count) for count in scores.points(0)] == [3] * 6
    assert [float(received) for received in money.points(0)] == [1_000_000 * n for n in range(9, 1, -1)]
    assert money.described.endswith("๘ โครงการที่ได้รับมากที่สุดจาก ๙")


def test_names_of_issues_and_departments_are_readable_beside_their_bars():
    book = read("example")
    assert book.charts("by_issue")[0].points(0, "cat")[2] == "๓. การบริหารจัดการเทคโนโลยีสารสนเทศและการสื่อสาร"
    assert book.charts("by_department")[0].points(0, "cat")[0] == "ศูนย์บริการร่วม"


def test_many_departments_continue_in_a_second_chart():
    tables = ministry(23, departments=23)
    book = Read(write_summary(summary_of(plan_of(tables), answered(tables)), THAI))
    assert [len(chart.points(0)) for chart in book.charts("by_department")] == [22, 1]


# --- cover, contents and links


def test_the_cover_names_organisation_plan_round_and_days():
    assert read("example").texts("cover")[:4] == [
        "สำนักงานปลัดกระทรวงการคลัง",
        "รายงานผลการดำเนินงานตาม\nแผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง)",
        "รอบ ๖ เดือน (๑ ตุลาคม ๒๕๖๔ – ๓๑ มีนาคม ๒๕๖๕)",
        "จัดทำเมื่อ ๑๘ เมษายน ๒๕๖๕",
    ]


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("name", ["example", "several kpis"])
def test_the_contents_lead_to_every_sheet_and_every_project(name, lang):
    book = read(name, lang)
    words = [word for word, _ in book.links("cover").values()]
    codes = list(summary_named(name).plan.projects["code"])
    shown = [thai.to_thai(code) if lang == "th" else code for code in codes]
    assert [word for word in words if word in shown] == shown
    assert [word for word in words if word not in shown] == book.sheetnames[1:]


@pytest.mark.parametrize(
    ("sheet", "holds"),
    [
        ("ภาพรวม", "๑ หน้า"),
        ("สรุปผล", "๑๑ โครงการ"),
        ("รายเรื่อง", "๓ เรื่อง"),
        ("รายหน่วยงาน", "๕ หน่วยงาน"),
        ("ผล ๑", "๓ โครงการ"),
        ("ผล ๓", "๕ โครงการ"),
        ("๑.๑", "๒ คะแนน"),
        ("๒.๒", "๕ คะแนน"),
        ("งบประมาณ", "๖ โครงการ"),
        ("ปัญหาอุปสรรค", "๓ ตัวชี้วัด"),
        ("ข้อสังเกต", "๑ ข้อ"),
        ("ข้อมูลผลรายตัวชี้วัด", "๑๑ แถว"),
        ("ทะเบียนแฟ้ม", "๕ แถว"),
    ],
)
def test_the_contents_say_how_much_each_sheet_holds(sheet, holds):
    cover = read("example").sheet("cover")
    row = next(row for row in cover.iter_rows() if row[1].value == sheet)
    assert row[2].value
    assert row[3].value == holds


def test_a_project_of_several_kpis_shows_its_mean_in_the_contents():
    row = next(row for row in read("several kpis").sheet("cover").iter_rows() if row[1].value == "๑.๑")
    assert row[3].value == "๐.๕๐ คะแนน"


@pytest.mark.parametrize("part", OVERVIEW)
@pytest.mark.parametrize(("name", "lang"), [*((name, "th") for name in MINISTRIES), ("example", "en")])
def test_links_lead_to_cells_that_exist(name, lang, part):
    book = read(name, lang)
    for words, target in book.links(part).values():
        sheet, cell = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", target).groups()
        assert sheet in book.sheetnames
        assert book.values[sheet][cell].row <= book.values[sheet].max_row
        assert len(words) <= 31, "a linked cell does not wrap"


@pytest.mark.parametrize("part", ["cover", "projects"])
def test_a_project_s_code_leads_to_where_its_page_begins(part):
    book = read("example")
    for words, target in book.links(part).values():
        if "." in words:
            sheet, cell = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", target).groups()
            row = [c.value for c in book.values[sheet][re.sub(r"\D", "", cell)]]
            assert [value for value in row if isinstance(value, str) and value.startswith(words)], target


# --- language, numerals and print


@pytest.mark.parametrize("part", OVERVIEW)
@pytest.mark.parametrize("name", ["example", "every state", "several kpis"])
def test_the_english_report_is_english_but_for_names(name, part):
    plan = summary_named(name).plan
    frames = (plan.departments, plan.issues, plan.projects, plan.kpis)
    names = {str(value) for frame in frames for value in frame.to_numpy().ravel() if isinstance(value, str)}
    names |= {plan.settings.organisation, plan.settings.plan_name}
    for text in read(name, "en").texts(part):
        for own in sorted(names, key=len, reverse=True):
            text = text.replace(own, "")
        assert not re.search("[ก-๙]", text), text


@pytest.mark.parametrize(("lang", "thai_digits"), [("th", True), ("en", False)])
@pytest.mark.parametrize("part", ROLLED)
def test_figures_are_numbers_shown_in_the_workbook_s_numerals(part, lang, thai_digits):
    sheet = read("example", lang).sheet(part)
    numbers = [c for row in sheet.iter_rows(min_row=7) for c in row if isinstance(c.value, int | float)]
    assert numbers
    assert {"D00041E" in cell.number_format for cell in numbers} == {thai_digits}


@pytest.mark.parametrize(
    ("part", "orientation", "pages"),
    [
        ("cover", "portrait", (1, 1)),
        ("executive", "landscape", (1, 1)),
        ("projects", "landscape", (1, 0)),
        ("by_issue", "landscape", (1, 0)),
        ("by_department", "landscape", (1, 0)),
    ],
)
def test_every_sheet_prints_on_a4_one_page_wide(part, orientation, pages):
    sheet = read("example").sheet(part)
    setup = sheet.page_setup
    assert (setup.paperSize, setup.orientation or "portrait") == (9, orientation)
    assert (setup.fitToWidth or 1, setup.fitToHeight if setup.fitToHeight is not None else 1) in (pages, (1, 1))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_area


@pytest.mark.parametrize("name", ["several kpis", "weights and long names"])
def test_long_tables_repeat_their_header_and_keep_it_in_view(name):
    sheet = read(name).sheet("projects")
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.freeze_panes == "B6"


@pytest.mark.parametrize("name", MINISTRIES)
def test_what_charts_read_lies_outside_the_print_in_hidden_columns(name):
    for part in ("executive", "by_issue", "by_department"):
        sheet = read(name).sheet(part)
        last = sheet[sheet.print_area.split("!")[1].replace("$", "")][0][-1].column
        filled = {
            cell.column_letter for row in sheet.iter_rows(min_col=last + 1) for cell in row if cell.value is not None
        }
        assert all(hidden(sheet, letter) for letter in filled)


def hidden(sheet, letter):
    at = column_index_from_string(letter)
    return any(d.hidden and d.min <= at <= d.max for d in sheet.column_dimensions.values())


def test_large_amounts_have_room():
    summary = example()
    whole = summary.rollups.assign(received=summary.rollups["received"] * 1000)
    wide, usual = (canvas_of(s).amount_width("received") for s in (replace(summary, rollups=whole), summary))
    assert wide > usual > 14.5
    assert canvas_of(summary_named("nothing reported")).amount_width("received") == 14.5


# --- words


@pytest.mark.parametrize(
    ("noun", "number", "figures", "words"),
    [
        (PROJECT, 1, THAI, "๑ โครงการ"),
        (PROJECT, 1200, THAI, "๑,๒๐๐ โครงการ"),
        (PROJECT, 1, ENGLISH, "1 project"),
        (PROJECT, 0, ENGLISH, "0 projects"),
        (FINDING, 3, ENGLISH, "3 findings"),
    ],
)
def test_counted_things_in_words(noun, number, figures, words):
    assert noun.of(number, figures) == words


@pytest.mark.parametrize(
    ("value", "number", "said"),
    [
        (54.54545, "percent", "ร้อยละ ๕๔.๕"),
        (3.0, "integer", "ร้อยละ ๓"),
        (2.125, "score", "ร้อยละ ๒.๑๓"),
        ("–", "percent", ""),
    ],
)
def test_a_note_says_its_figure_or_nothing(value, number, said):
    assert note(THAI, "ร้อยละ {}", Live("=A1", value), number).value == said


@pytest.mark.parametrize(
    ("project", "words"),
    [("1.1", "๑.๑ ยกระดับศูนย์บริการร่วม"), ("3.1", "๓.๑ New GFMS Thai")],
)
def test_a_project_goes_by_its_short_name_in_charts(project, words):
    assert canvas_of(example()).short(project) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [("โครงการสั้น", "๑.๑ โครงการสั้น 1"), ("โครงการพัฒนาระบบงานและบุคลากรเพื่อประชาชน", "๑.๑ โครงการพัฒนาระบบงานและบุคล…")],
)
def test_a_project_without_a_short_name_goes_by_the_start_of_its_name(name, words):
    tables = ministry(1, issues=1, name=name)
    assert canvas_of(summary_of(plan_of(tables), answered(tables))).short("1.1") == words
