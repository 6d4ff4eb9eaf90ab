"""Cover and contents, links, language, numerals and print of the overview sheets."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from io import BytesIO

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
    drawn,
    example,
    ministry,
    opened,
    read,
    summary_named,
)
from support.seed import plan_of, summary_of

from pipeline import thai
from pipeline.report import cover
from pipeline.report.live import Live, note
from pipeline.report.nouns import FINDING, PROJECT
from pipeline.report.workbook import PARTS
from schemas.summary import DATA_TABLES

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
        ("บทนำ", "๓ เรื่อง"),
        ("สรุปผล", "๑๑ โครงการ"),
        ("รายเรื่อง", "๓ เรื่อง"),
        ("รายหน่วยงาน", "๕ หน่วยงาน"),
        ("ผล ๑", "๓ โครงการ"),
        ("ผล ๓", "๕ โครงการ"),
        ("๑.๑", "๒ คะแนน"),
        ("๒.๒", "๕ คะแนน"),
        ("งบประมาณ", "๖ โครงการ"),
        ("ปัญหาอุปสรรค", "๓ ตัวชี้วัด"),
        ("ข้อสังเกต", "๒๑ ข้อ"),
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
    frames = (plan.departments, plan.issues, plan.projects, plan.kpis, plan.alignment)
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


# --- the contents, line by line


def rows_of(book):
    """The contents, with the titles of the groups: the first four cells of each row."""
    sheet = book.sheet("cover")
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value in ("ลำดับ", "No."))
    rows = (tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=head + 1, max_col=4))
    return list(itertools.takewhile(any, rows))


def lines(book):
    """The contents: number, words of the link, what it shows, how much it holds."""
    return [row for row in rows_of(book) if any(row[1:])]


@pytest.mark.parametrize(
    ("lang", "report", "data"), [("th", "รายงาน", "ข้อมูลและหลักฐาน"), ("en", "Report", "Data and evidence")]
)
def test_what_is_read_and_what_proves_it_are_listed_apart(lang, report, data):
    book = read("example", lang)
    rows = rows_of(book)
    assert [row[0] for row in rows if not any(row[1:])] == [report, data]
    at = [row[0] for row in rows].index(data)
    tables = {table.title.to(lang) for table in DATA_TABLES}
    assert {row[1] for row in rows[at + 1 :]} <= tables
    assert not {row[1] for row in rows[:at]} & tables


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("th", "พิมพ์รายงาน: ตั้งแต่แผ่น “ปก” ถึงแผ่น “กระทบยอด” แผ่นข้อมูลไม่ต้องพิมพ์"),
        ("en", "To print the report: from sheet “Cover” to sheet “Reconciliation”; the data need no printing"),
    ],
)
def test_the_cover_says_what_to_print(lang, words):
    assert words in read("example", lang).texts("cover")


@pytest.mark.parametrize("notices", [[], ["หน้าโครงการไม่ได้รวมไว้"], ["=1+1", "เหตุผล"]])
def test_what_the_workbook_leaves_out_stands_under_the_title(notices):
    canvas = canvas_of(example())
    canvas.notices.extend(notices)
    for part in PARTS[:1]:
        canvas.add(part.id, part.name.th, part.about.th, part.widths, part.landscape)
    cover.draw(canvas, canvas.pages["cover"])
    sheet = opened(BytesIO(canvas.book.save()))["ปก"]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert texts[4 : texts.index("สารบัญ")] == notices


@pytest.mark.parametrize(
    ("lang", "heads"),
    [("th", ("ลำดับ", "แผ่นงาน", "เนื้อหา", "จำนวน")), ("en", ("No.", "Sheet", "What it shows", "Holds"))],
)
def test_the_titles_of_the_contents(lang, heads):
    sheet = read("example", lang).sheet("cover")
    assert heads in [tuple(cell.value for cell in row[:4]) for row in sheet.iter_rows()]


def test_sheets_are_numbered_and_their_projects_are_not():
    shown = lines(read("example"))
    numbered = [line for line in shown if line[0]]
    assert [line[0] for line in numbered] == [thai.to_thai(str(n)) for n in range(1, len(numbered) + 1)]
    assert [line[1] for line in shown if not line[0]] == [
        thai.to_thai(code) for code in example().plan.projects["code"]
    ]


@pytest.mark.parametrize(
    ("sheet", "codes"),
    [("ผล ๑", ["๑.๑", "๑.๒", "๑.๓"]), ("ผล ๒", ["๒.๑", "๒.๒", "๒.๓"]), ("ผล ๓", ["๓.๑", "๓.๒", "๓.๓", "๓.๔", "๓.๕"])],
)
def test_projects_stand_under_the_sheet_of_their_issue(sheet, codes):
    words = [line[1] for line in lines(read("example"))]
    at = words.index(sheet)
    assert words[at + 1 : at + 1 + len(codes)] == codes


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_line_says_what_it_leads_to(lang):
    for _, words, about, holds in lines(read("example", lang)):
        assert words and about and holds


@pytest.mark.parametrize(
    ("sheet", "about", "holds"),
    [
        ("Executive", "One page for executives: key figures, charts and what needs a decision", "1 page"),
        ("All projects", "Score, percent and budget of every project, with totals by strategic issue", "11 projects"),
        ("By issue", "Mean scores, how scores spread, and budget by strategic issue", "3 issues"),
        ("By department", "Mean scores, states of reporting and budget by department", "5 departments"),
        ("Results 2", "Results by project: การพัฒนาเสริมสร้างคุณภาพบุคลากร", "3 projects"),
        ("2.2", "โครงการพัฒนาศักยภาพบุคลากรด้านเทคโนโลยีดิจิทัล", "score 5"),
        ("Obstacles", "Obstacles and suggestions as the departments report them", "3 KPIs"),
        ("Findings", "Every finding of the checks by department, with its place and how to fix it", "21 findings"),
    ],
)
def test_the_contents_in_english(sheet, about, holds):
    assert (about, holds) in [(line[2], line[3]) for line in lines(read("example", "en")) if line[1] == sheet]


@pytest.mark.parametrize(
    ("code", "holds"),
    [("๑.๑", "๐ คะแนน"), ("๑.๒", "ยังไม่ถึงรอบ"), ("๑.๓", "ยกเลิก"), ("๒.๔", "ส่งคืนให้แก้ไข"), ("๒.๕", "ยังไม่ส่ง")],
)
def test_a_project_that_is_not_reported_says_why_in_the_contents(code, holds):
    assert [line[3] for line in lines(read("every state")) if line[1] == code] == [holds]


def test_scores_with_decimals_have_them_in_the_contents():
    shown = {line[1]: line[3] for line in lines(read("decimal scores"))}
    assert [shown[code] for code in ("๑.๑", "๑.๒", "๑.๓", "๓.๓")] == [
        "๒.๕๐ คะแนน",
        "๓.๑๓ คะแนน",
        "๐.๐๐ คะแนน",
        "๒.๗๕ คะแนน",
    ]


def test_an_issue_without_a_project_holds_none():
    tables = ministry(2, issues=1)
    tables["issues"].append({"code": "9", "name": "เรื่องที่ยังไม่มีโครงการ"})
    book = drawn(tables)
    assert [line[3] for line in lines(book) if line[1] == "ผล ๙"] == ["๐ โครงการ"]
    assert book.value("projects", "๙", "โครงการ") == "เรื่องที่ยังไม่มีโครงการ (๐ โครงการ)"


@pytest.mark.parametrize(("projects", "listed"), [(20, 20), (21, 0)])
def test_the_contents_stay_one_page_because_many_projects_are_listed_elsewhere(projects, listed):
    book = drawn(ministry(projects))
    assert book.sheet("cover").page_setup.fitToHeight in (None, 1)
    assert len([line for line in lines(book) if not line[0]]) == listed
    assert {line[1] for line in lines(book) if line[0]} >= {"ผล ๑", "ผล ๒"}


# --- where links lead


@pytest.mark.parametrize(
    ("part", "cell", "words", "target"),
    [
        ("projects", "A6", "๑", "'ผล ๑'!A1"),
        ("projects", "A14", "๓", "'ผล ๓'!A1"),
        ("by_issue", "A8", "๒", "'ผล ๒'!A1"),
        ("by_department", "A7", "CSC", "'สถานะการส่ง'!A1"),
        ("executive", "U9", "ดูรายละเอียด ›", "'ปัญหาอุปสรรค'!A1"),
    ],
)
def test_codes_and_cards_lead_to_more(part, cell, words, target):
    assert read("example").links(part)[cell] == (words, target)


def test_without_the_page_of_a_project_its_code_leads_to_its_issue():
    canvas = canvas_of(example())
    canvas.add("issue:2", "ผล ๒", "", [10.0], True)
    assert canvas.link_to_project("2.3") == "'ผล ๒'!A1"
    canvas.anchors["2.3"] = "'ผล ๒'!A40"
    assert canvas.link_to_project("2.3") == "'ผล ๒'!A40"


def test_the_contents_know_the_sheets_in_the_order_in_which_they_were_added():
    canvas = canvas_of(example())
    for name in ("b", "a"):
        canvas.add(name, name, f"about {name}", [10.0], True)
    assert [(entry.id, entry.about) for entry in canvas.contents] == [("b", "about b"), ("a", "about a")]
