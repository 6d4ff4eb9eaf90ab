"""Cover and contents, links, language, numerals and print of the overview sheets."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from openpyxl.utils import column_index_from_string
from report.overview_support import (
    ENGLISH,
    MINISTRIES,
    OVERVIEW,
    ROLLED,
    THAI,
    answered,
    canvas_of,
    example,
    ministry,
    read,
    summary_named,
)
from support.seed import plan_of, summary_of

from pipeline import thai
from pipeline.report.live import Live, note
from pipeline.report.nouns import FINDING, PROJECT

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
