"""The opening pages: the plan's own words whole and in order, the plans that it serves, every project with its link."""

from __future__ import annotations

import itertools
import re
from functools import cache

import pytest
from report.overview_support import ENGLISH, THAI, Read, answered, example, ministry, read, summary_named
from report.test_detail_print import bare, pages
from support.clients import converted, needs_libreoffice, needs_poppler
from support.seed import plan_of, plan_tables, seed_answers, summary_of

from pipeline import thai
from pipeline.report.workbook import write_summary

WORDS = "มีความสอดคล้องกับแผนแม่บทภายใต้ยุทธศาสตร์ชาติ ประเด็นการบริการประชาชน "
LONGEST = (WORDS * 500)[:32_765].rstrip() + "จบ"


@cache
def opened_with(*paragraphs: tuple[str | None, str], lang: str = "th") -> Read:
    """The example's summary, opened by these headings and texts."""
    tables = plan_tables() | {"opening": [{"heading": heading, "text": text} for heading, text in paragraphs]}
    summary = summary_of(plan_of(tables), seed_answers())
    return Read(write_summary(summary, THAI if lang == "th" else ENGLISH), lang)


@cache
def of_many(projects: int, issues: int) -> Read:
    tables = ministry(projects, issues=issues)
    return Read(write_summary(summary_of(plan_of(tables), answered(tables)), THAI))


def said(book: Read) -> list[str]:
    """The texts of the opening, without the space that begins a paragraph."""
    return [text.strip("\u00a0") for text in book.texts("opening")]


# --- title and paragraphs


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        (
            "th",
            [
                "รายงานผลการดำเนินงานตามแผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง)",
                "ของสำนักงานปลัดกระทรวงการคลัง รอบ ๖ เดือน",
            ],
        ),
        (
            "en",
            [
                "Performance report: แผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง)",
                "สำนักงานปลัดกระทรวงการคลัง, 6-month round",
            ],
        ),
    ],
)
def test_it_begins_with_what_the_report_is_and_whose(lang, title):
    assert said(read("example", lang))[:2] == title


def test_the_example_opens_with_its_legal_basis_and_its_alignment():
    basis, alignment = said(read("example"))[2:4]
    assert basis.startswith("ตามที่พระราชกฤษฎีกาว่าด้วยหลักเกณฑ์และวิธีการบริหารกิจการบ้านเมืองที่ดี พ.ศ. ๒๕๔๖")
    assert alignment.endswith("(พ.ศ. ๒๕๖๑- ๒๕๘๐) ของกระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม")
    assert [basis, alignment] == example().plan.opening["text"].tolist()


@pytest.mark.parametrize(
    ("paragraphs", "shown"),
    [
        pytest.param([], [], id="none"),
        pytest.param([(None, "หนึ่ง"), (None, "สอง")], ["หนึ่ง", "สอง"], id="without headings"),
        pytest.param([("ฐานอำนาจ", "หนึ่ง"), (None, "สอง")], ["ฐานอำนาจ", "หนึ่ง", "สอง"], id="with one"),
        pytest.param([(None, "บรรทัดแรก\nบรรทัดสอง")], ["บรรทัดแรก\nบรรทัดสอง"], id="of two lines"),
        pytest.param([("=1+1", "=2+2"), (None, "@x")], ["=1+1", "=2+2", "@x"], id="that would run"),
    ],
)
def test_paragraphs_stand_in_the_order_of_the_plan(paragraphs, shown):
    texts = said(opened_with(*paragraphs))
    assert texts[2 : texts.index("ความสอดคล้องกับแผนระดับชาติ")] == shown


def test_a_paragraph_is_indented_and_its_heading_is_not():
    heading, paragraph = opened_with(("ฐานอำนาจ", "ข้อความ")).texts("opening")[2:4]
    assert heading == "ฐานอำนาจ"
    assert re.fullmatch("\u00a0{4,}ข้อความ", paragraph)


def test_a_text_that_would_run_is_text():
    sheet = opened_with(("=1+1", "=2+2"), (None, "@x")).formula_sheet("opening")
    cells = [c for row in sheet.iter_rows() for c in row if str(c.value).strip("\u00a0") in ("=1+1", "=2+2", "@x")]
    assert {cell.data_type for cell in cells} == {"s"}
    # Behind spaces that no program drops nothing begins like a formula; a heading is kept text by its format.
    assert [cell.number_format for cell in cells] == ["@", "General", "General"]


def test_the_longest_text_goes_on_over_rows_and_is_whole():
    book = opened_with((None, LONGEST))
    texts = book.texts("opening")[2:]
    parts = texts[: texts.index("ความสอดคล้องกับแผนระดับชาติ")]
    assert len(parts) > 40
    assert "".join(parts).strip("\u00a0") == thai.clean(LONGEST)
    heights = [book.sheet("opening").row_dimensions[row].height for row in range(5, 5 + len(parts))]
    assert max(heights) < 150


# --- plans of the nation


@pytest.mark.parametrize(
    ("lang", "title", "head"),
    [
        ("th", "ความสอดคล้องกับแผนระดับชาติ", ["ระดับ", "แผน"]),
        ("en", "Alignment with the plans of the nation", ["Tier", "Plan"]),
    ],
)
def test_the_plans_of_the_nation_stand_with_their_tiers(lang, title, head):
    texts = said(read("example", lang))
    plans = example().plan.alignment
    at = texts.index(title)
    tiers = [thai.to_thai(str(tier)) if lang == "th" else str(tier) for tier in plans["tier"]]
    lines = [text for pair in zip(tiers, plans["name"], strict=True) for text in pair]
    assert texts[at + 1 : at + 3 + len(lines)] == [*head, *lines]


def test_without_plans_of_the_nation_there_is_no_table_of_them():
    tables = plan_tables() | {"alignment": [], "opening": []}
    book = Read(write_summary(summary_of(plan_of(tables), seed_answers()), THAI))
    assert said(book)[2:4] == ["โครงการตามแผน", "แผนนี้แบ่งได้เป็น ๓ เรื่อง รวม ๑๑ โครงการ ได้แก่"]


# --- issues and projects


@pytest.mark.parametrize(
    ("lang", "words", "counts"),
    [
        ("th", "แผนนี้แบ่งได้เป็น ๓ เรื่อง รวม ๑๑ โครงการ ได้แก่", ["๓ โครงการ", "๓ โครงการ", "๕ โครงการ"]),
        ("en", "The plan has 3 issues; projects in all: 11", ["projects: 3", "projects: 3", "projects: 5"]),
    ],
)
def test_the_plan_is_divided_into_issues_and_projects(lang, words, counts):
    texts = read("example", lang).texts("opening")
    assert texts.index(words) == texts.index({"th": "โครงการตามแผน", "en": "The plan's projects"}[lang]) + 1
    assert [text for text in texts if text in counts] == counts


def test_counts_are_live_figures_over_the_data():
    cells = [c for row in read("example").formula_sheet("opening").iter_rows() for c in row if c.data_type == "f"]
    assert len(cells) == 4
    assert all("SUMPRODUCT" in cell.value for cell in cells)


@pytest.mark.parametrize(
    ("name", "lang"), [("example", "th"), ("example", "en"), ("one project", "th"), ("every state", "th")]
)
def test_every_issue_and_project_is_listed_once_with_its_code_and_name(name, lang):
    book = read(name, lang)
    texts = said(book)
    plan = summary_named(name).plan
    for frame in (plan.issues, plan.projects):
        for code, words in zip(frame["code"], frame["name"], strict=True):
            shown = thai.to_thai(code) if lang == "th" else code
            assert (shown, words) in itertools.pairwise(texts)
            assert texts.count(words) == 1


def test_codes_lead_to_the_pages_of_issues_and_projects():
    book = read("example")
    leads = dict(book.links("opening").values())
    assert leads["๓"] == "'ผล ๓'!A1"
    for code in map(thai.to_thai, example().plan.projects["code"]):
        sheet, cell = re.fullmatch(r"'(.+)'!A(\d+)", leads[code]).groups()
        assert str(book.values[sheet].cell(int(cell), 1).value).startswith(code)


def test_an_issue_without_a_project_says_so():
    tables = ministry(2, issues=1)
    tables["issues"].append({"code": "9", "name": "เรื่องที่ยังไม่มีโครงการ"})
    texts = said(Read(write_summary(summary_of(plan_of(tables), {}), THAI)))
    at = texts.index("เรื่องที่ยังไม่มีโครงการ")
    assert texts[at + 1 : at + 3] == ["๐ โครงการ", "แผนไม่ได้กำหนดโครงการในเรื่องนี้"]


@pytest.mark.parametrize(("projects", "beside"), [(25, False), (26, True)])
def test_many_projects_stand_in_two_columns(projects, beside):
    sheet = of_many(projects, 2).sheet("opening")
    codes = {cell.column for row in sheet.iter_rows() for cell in row if cell.hyperlink and "." in cell.value}
    assert codes == ({1, 3} if beside else {1})


def test_very_many_projects_are_named_on_their_own_sheet_only():
    book = of_many(101, 12)
    leads = dict(book.links("opening").values())
    assert leads == {thai.to_thai(str(n)): f"'ผล {thai.to_thai(str(n))}'!A1" for n in range(1, 13)}
    assert "แผนนี้แบ่งได้เป็น ๑๒ เรื่อง รวม ๑๐๑ โครงการ รายชื่อโครงการอยู่ในแผ่น “สรุปผล” เรื่องต่าง ๆ ได้แก่" in said(book)
    assert len(dict(of_many(100, 12).links("opening").values())) == 112


def test_two_columns_are_read_one_after_the_other():
    sheet = of_many(26, 2).sheet("opening")
    rows = [[cell.value for cell in row if cell.hyperlink] for row in sheet.iter_rows()]
    first = [row for row in rows if row and row[0].startswith("๑.")]
    assert [row[0] for row in first] + [row[1] for row in first if len(row) > 1] == [
        thai.to_thai(f"1.{n}") for n in range(1, 14)
    ]


# --- print


def test_it_prints_upright_one_page_wide():
    sheet = read("example").sheet("opening")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("portrait", 0)
    assert sheet.print_area.startswith("'บทนำ'!$A$1:$E$")


@needs_libreoffice
@needs_poppler
def test_every_word_of_it_is_printed(tmp_path):
    books = {"short": read("example"), "long": opened_with((None, LONGEST))}
    for name, book in books.items():
        (tmp_path / f"{name}.xlsx").write_bytes(book.data)
    made = converted([tmp_path / f"{name}.xlsx" for name in books], "pdf", tmp_path / "pdf")
    header = bare("สำนักงานปลัดกระทรวงการคลังบทนำ")
    printed = {
        name: [page for page in map(bare, pages(path)) if page.startswith(header)] for name, path in made.items()
    }
    assert len(printed["short"]) == 2
    for text in example().plan.opening["text"]:
        assert bare(text) in "".join(printed["short"])
    shown = "".join(printed["long"])
    assert len(printed["long"]) > 8
    assert shown.count(bare(WORDS)) >= 400 and bare("จบ") in shown
