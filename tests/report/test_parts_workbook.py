"""The workbook as a whole: its sheets, its furniture, its identity, and nothing in it that runs or leads away."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from report.overview_support import Read, example, ministry, opened, read
from support.reading import keyed_in
from support.seed import plan_of, summary_of
from support.zoo import Zoo

from pipeline import thai
from pipeline.consolidation.rollups import rollups
from pipeline.drawing.figures import Figures
from pipeline.report.workbook import write_summary
from schemas.submission import AMOUNTS, LEVELS, REPORTER, RESULTS
from schemas.summary import DATA_TABLES, LEDGER

FORPEOPLE = {
    "th": [
        *("ปก", "ภาพรวม", "บทนำ", "สรุปผล", "รายเรื่อง", "รายหน่วยงาน", "ผล ๑", "ผล ๒", "ผล ๓"),
        *("คะแนนกับเงิน", "งบประมาณ", "ปัญหาอุปสรรค", "สถานะการส่ง", "ข้อสังเกต", "กระทบยอด"),
    ],
    "en": [
        *(
            "Cover",
            "Executive",
            "Opening",
            "All projects",
            "By issue",
            "By department",
            "Results 1",
            "Results 2",
            "Results 3",
        ),
        *("Score and money", "Budget", "Obstacles", "Submissions", "Findings", "Reconciliation"),
    ],
}
DATA = {
    "th": [
        *("ข้อมูลผลรายตัวชี้วัด", "ข้อมูลผลรายระดับ", "ข้อมูลงบประมาณ", "ข้อมูลผู้รายงาน"),
        *("ข้อมูลข้อสังเกต", "บัญชีช่องข้อมูล", "ทะเบียนแฟ้ม"),
    ],
    "en": [
        *("KPI data", "Level data", "Budget data", "Reporter data"),
        *("Finding data", "Ledger of cells", "Register of files"),
    ],
}
# The example has no earlier round and no decisions.
EMPTY = {
    "th": ["ข้อมูลเปรียบเทียบรายตัวชี้วัด", "ข้อมูลเปรียบเทียบงบประมาณ", "ข้อมูลคำวินิจฉัย"],
    "en": ["KPI comparison data", "Budget comparison data", "Decision data"],
}
LANGUAGES = ("th", "en")
SHEETS = [(lang, name) for lang in LANGUAGES for name in (*FORPEOPLE[lang], *DATA[lang])]
every_sheet = pytest.mark.parametrize(("lang", "name"), SHEETS)


@cache
def book(lang: str) -> openpyxl.Workbook:
    return read("example", lang).formulas


# --- sheets


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_stand_in_their_order_and_the_data_after_them(lang):
    first, rest = DATA[lang][:4], DATA[lang][4:]
    assert book(lang).sheetnames == [*FORPEOPLE[lang], *first, *EMPTY[lang], *rest, "summary"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_the_identity_and_empty_data_are_hidden(lang):
    hidden = [sheet.title for sheet in book(lang).worksheets if sheet.sheet_state != "visible"]
    assert hidden == [*EMPTY[lang], "summary"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_opens_at_its_cover(lang):
    assert book(lang).active.title == FORPEOPLE[lang][0]
    assert [s.title for s in book(lang).worksheets if s.sheet_view.tabSelected] == [FORPEOPLE[lang][0]]


@every_sheet
def test_a_sheet_s_name_is_one_that_excel_accepts(lang, name):
    assert 0 < len(name) <= 31
    assert not re.search(r"[\[\]:*?/\\]", name)
    assert name in book(lang).sheetnames


# --- furniture


@every_sheet
def test_a_sheet_prints_on_a4_one_page_wide(lang, name):
    sheet = book(lang)[name]
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth in (None, 1)
    upright = (FORPEOPLE[lang][0], FORPEOPLE[lang][2])
    assert sheet.page_setup.orientation == ("portrait" if name in upright else "landscape")


@every_sheet
def test_a_sheet_has_no_gridlines_but_those_of_the_data_on_the_screen(lang, name):
    sheet = book(lang)[name]
    assert (sheet.sheet_view.showGridLines is False) is (name in FORPEOPLE[lang])
    assert not sheet.print_options.gridLines


@every_sheet
def test_a_header_says_whose_report_and_what_part(lang, name):
    header = book(lang)[name].oddHeader
    assert header.left.text == "สำนักงานปลัดกระทรวงการคลัง"
    assert header.right.text == name
    assert header.center.text is None


@every_sheet
def test_a_footer_says_which_report_and_counts_the_pages(lang, name):
    footer = book(lang)[name].oddFooter
    page, made, months = {
        "th": ("หน้า &P จาก &N", "จัดทำเมื่อ ๑๘ เมษายน ๒๕๖๕", "รอบ ๖ เดือน"),
        "en": ("page &P of &N", "Prepared 18 April 2022", "6-month round"),
    }[lang]
    assert footer.left.text == f"แผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง) {months}"
    assert footer.center.text == page
    assert footer.right.text == made


@every_sheet
def test_headers_and_footers_are_in_the_report_s_font(lang, name):
    sheet = book(lang)[name]
    parts = [sheet.oddHeader.left, sheet.oddHeader.right, *(getattr(sheet.oddFooter, p) for p in PLACES)]
    assert {part.font for part in parts} == {"Laksaman,Regular"}


PLACES = ("left", "center", "right")


@every_sheet
def test_no_column_that_is_printed_is_hidden(lang, name):
    sheet = book(lang)[name]
    if not sheet.print_area:
        return
    _, _, right, _ = range_boundaries(sheet.print_area.split("!")[-1].replace("$", ""))
    hidden = [d for d in sheet.column_dimensions.values() if d.hidden]
    assert all(d.min > right for d in hidden)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("ปก", None),
        ("ภาพรวม", None),
        ("สรุปผล", "B6"),
        ("รายเรื่อง", "C7"),
        ("รายหน่วยงาน", "C7"),
        ("ปัญหาอุปสรรค", "B6"),
        ("ข้อสังเกต", "E1"),
        ("บัญชีช่องข้อมูล", "B6"),
    ],
)
def test_the_heads_of_long_tables_stay_in_view(name, cell):
    assert book("th")[name].freeze_panes == cell


@pytest.mark.parametrize(
    ("name", "rows"),
    [("สรุปผล", "$5:$5"), ("ผล ๑", "$1:$3"), ("ปัญหาอุปสรรค", "$5:$5"), ("ข้อสังเกต", "$14:$14"), ("ทะเบียนแฟ้ม", "$5:$5")],
)
def test_heads_are_repeated_on_every_printed_page(name, rows):
    assert book("th")[name].print_title_rows == rows


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_properties_say_what_it_is_and_whose(lang):
    properties = book(lang).properties
    assert properties.title == "แผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง) · 2565-06"
    assert properties.creator == "สำนักงานปลัดกระทรวงการคลัง"
    assert properties.subject == {"th": "รายงานรวมทั้งกระทรวง", "en": "Ministry-wide summary"}[lang]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_dated_by_the_plan_and_not_by_a_clock(lang):
    made = book(lang).properties
    assert f"{made.created:%Y-%m-%d %H:%M}" == "2022-04-18 00:00"
    assert made.modified == made.created


# --- identity


def identity(data: bytes) -> dict[str, str]:
    """The hidden sheet as a later round's intake reads it."""
    cells = keyed_in(data).to_dict("records")
    return {cell["key"]: cell["raw"] for cell in cells}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_summary_says_its_version_its_round_and_its_plan(lang):
    assert identity(read("example", lang).data) == {
        "summary|version": "1",
        "summary|round": "2565-06",
        "summary|plan": example().plan.fingerprint,
    }


@pytest.mark.parametrize(("name", "round_id"), [("every state", "2565-09"), ("one project", "2565-06")])
def test_the_round_and_the_plan_are_those_of_the_report(name, round_id):
    said = identity(read(name).data)
    assert said["summary|round"] == round_id
    assert said["summary|plan"] != example().plan.fingerprint


@pytest.mark.parametrize("name", ["example", "every state"])
def test_nothing_but_the_identity_looks_like_a_key(name):
    found = keyed_in(read(name).data)
    assert set(found["sheet"]) == {"summary"}


# --- contents and links


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["example", "every state", "one project"])
def test_every_sheet_but_the_cover_is_listed_once(name, lang):
    summary = read(name, lang)
    links = [words for words, _ in summary.links("cover").values()]
    listed = [words for words in links if words in summary.sheetnames]
    assert listed == summary.sheetnames[1:]


@pytest.mark.parametrize("name", ["example", "every state", "one project"])
def test_a_line_of_the_contents_leads_to_the_sheet_that_it_names(name):
    summary = read(name)
    leads = {words: to for words, to in summary.links("cover").values() if words in summary.sheetnames}
    assert leads == {sheet: f"'{sheet}'!A1" for sheet in summary.sheetnames[1:]}


@pytest.mark.parametrize("name", ["example", "every state"])
def test_the_contents_are_numbered_from_one(name):
    rows = [row[:2] for row in read(name).sheet("cover").iter_rows(values_only=True)]
    numbers = [thai.to_arabic(number) for number, sheet in rows if sheet in read(name).sheetnames]
    assert numbers == [str(n) for n in range(1, len(read(name).sheetnames))]


@pytest.mark.parametrize(
    "table", [table for table in DATA_TABLES if table.title.th in DATA["th"]], ids=lambda table: table.id
)
def test_the_contents_count_the_rows_of_the_data(table):
    rows = {row[1]: row[3] for row in read("example").sheet("cover").iter_rows(values_only=True)}
    assert rows[table.title.th] == f"{thai.to_thai(f'{len(getattr(example(), table.id)):,}')} แถว"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_link_of_every_sheet_stays_in_the_workbook(lang):
    cells = [(s.title, c) for s in book(lang).worksheets for row in s.iter_rows() for c in row if c.hyperlink]
    links = [(sheet, cell.hyperlink) for sheet, cell in cells]
    assert len(links) > 50
    assert not [(sheet, link.ref) for sheet, link in links if link.target or not link.location]
    for sheet, link in links:
        name = link.location.rpartition("!")[0].strip("'")
        assert name in book(lang).sheetnames, (sheet, link.ref)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_part_of_the_file_leads_outside_or_runs(lang):
    with zipfile.ZipFile(BytesIO(read("example", lang).data)) as parts:
        names = parts.namelist()
        relations = "".join(parts.read(name).decode() for name in names if name.endswith(".rels"))
    assert "External" not in relations
    assert not [n for n in names if re.search(r"vba|externalLink|connection|activeX|embedding|customXml", n, re.I)]


# --- texts that would run

DANGEROUS = ("=1+1", '=HYPERLINK("http://evil.example","x")', "+1-1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0")


@cache
def injected() -> SimpleNamespace:
    """A summary in which every text that a department or the plan can write begins like a formula."""
    zoo = Zoo()
    texts = iter(DANGEROUS * 20)
    planned = zoo.tables["departments"][0] | {name: next(texts) for name in ("name", "contact", "email")}
    zoo.tables["departments"][0] = planned
    zoo.tables["settings"][0] |= {"organisation": "=1+1", "plan_name": "@SUM(A1)"}
    zoo.tables["issues"][0]["name"] = next(texts)
    zoo.tables["opening"] = [{"heading": words, "text": words} for words in DANGEROUS]
    for number, words in enumerate(DANGEROUS, start=1):
        code = f"1.{number}"
        zoo.project(code, name=words, short_name=words[:20], budget_type="operating")
        zoo.kpi(code, levels=3, plan={"name": words, "unit": words[:5], "criteria": [f"{words} {n}" for n in range(5)]})
        zoo.answers["DEP"] |= {f"{code}|{f}": words for f in ("narrative", "obstacle", "suggestion")}
        zoo.answers["DEP"] |= {f"{code}|has_obstacle": "มี"}
        zoo.budget(code, "ได้รับจัดสรรงบประมาณ", 1000, 10)
        zoo.level(code, 1, evidence=words)
    zoo.kpi("1.9", "1.1", plan={"name": "=x"})
    zoo.level("1.9", 1, status="=2+2")
    zoo.answers["DEP"] |= {f"{REPORTER.id}|{f}": "=1+1" for f in ("name", "position", "phone", "email", "approver")}
    zoo.tables["targets"][0]["source"] = "=1+1"
    summary = summary_of(plan_of(zoo.tables), zoo.answers)
    data = write_summary(summary, Figures("th", "thai"))
    return SimpleNamespace(summary=summary, read=Read(data), data=data)


@pytest.mark.parametrize("words", DANGEROUS)
def test_what_looks_like_a_formula_is_written_as_text(words):
    sheets = injected().read.formulas.worksheets
    cells = [c for s in sheets for row in s.iter_rows() for c in row if c.value == words]
    assert len({cell.parent.title for cell in cells}) >= 5
    assert {cell.data_type for cell in cells} == {"s"}


def text_cells(words: str, merged: bool) -> list:
    """The cells that hold these words, in merged cells or alone, without the links."""
    found = []
    for sheet in injected().read.formulas.worksheets:
        inside = {area.start_cell.coordinate for area in sheet.merged_cells.ranges}
        cells = [c for row in sheet.iter_rows() for c in row if c.value == words and not c.hyperlink]
        found += [c for c in cells if (c.coordinate in inside) is merged]
    return found


@pytest.mark.parametrize("words", DANGEROUS)
def test_what_looks_like_a_formula_stays_text_when_somebody_edits_its_cell(words):
    cells = text_cells(words, merged=False)
    assert len(cells) > 5
    assert {cell.number_format for cell in cells} == {"@"}


@pytest.mark.parametrize("words", DANGEROUS)
def test_a_merged_text_stays_text_too_when_somebody_edits_it(words):
    assert {cell.number_format for cell in text_cells(words, merged=True)} == {"@"}


@pytest.mark.parametrize("words", DANGEROUS)
def test_there_are_merged_texts_that_look_like_formulas(words):
    assert text_cells(words, merged=True)


def test_no_formula_has_a_word_of_theirs_in_it():
    cells = [c for s in injected().read.formulas.worksheets for row in s.iter_rows() for c in row]
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert len(formulas) > 100
    assert not [f for f in formulas if any(words.lstrip("=") in f for words in DANGEROUS)]


def test_every_formula_begins_with_a_function_a_text_a_cell_or_a_number_of_ours():
    with zipfile.ZipFile(BytesIO(injected().data)) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
    ours = re.compile(r'(SUM|SUMPRODUCT|IF|IFERROR|ROUND)\(|"(ภาพรวม:|[✗!•] )|\$?[A-Z]+\$?\d+(&amp;|$)|[\d.]+$')
    assert not [f for xml in sheets for f in re.findall(r"<f>([^<]*)</f>", xml) if not ours.match(f)]


@pytest.mark.parametrize(
    "field",
    [
        *(f"{RESULTS.id}.{name}" for name in ("narrative", "obstacle", "suggestion")),
        f"{LEVELS.id}.evidence",
        f"{LEVELS.id}.status",
        *(f"{REPORTER.id}.{name}" for name in ("name", "position", "phone", "email", "approver")),
    ],
)
def test_the_ledger_has_dangerous_texts_word_for_word(field):
    sheet = injected().read.formulas["บัญชีช่องข้อมูล"]
    said = LEDGER.columns.index("raw")
    rows = [row for row in sheet.iter_rows(min_row=6) if row[6].value == field and row[said].value[0] in "=+-@"]
    assert rows
    assert {row[said].data_type for row in rows} == {"s"}


def test_charts_have_dangerous_names_as_texts_of_hidden_cells():
    with zipfile.ZipFile(BytesIO(injected().data)) as parts:
        charts = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/charts/chart")]
    references = [f for xml in charts for f in re.findall(r"<c:f>([^<]*)</c:f>", xml)]
    assert references
    assert all(re.fullmatch(r"('[^']+'|[ก-๙]+)!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", f) for f in references)


# --- language and numerals


def own_words() -> set[str]:
    """What the plan and the departments wrote, which stands in every report as it is."""
    summary = example()
    plan = summary.plan
    frames = (
        plan.departments,
        plan.issues,
        plan.projects,
        plan.kpis,
        plan.rubric,
        plan.targets,
        plan.alignment,
        plan.opening,
    )
    tables = (summary.scores, summary.level_results, summary.ledger, summary.register, summary.findings)
    texts = {v for frame in (*frames, *tables) for v in frame.to_numpy().ravel() if isinstance(v, str)}
    settings = plan.settings
    return texts | {settings.organisation, settings.plan_name}


@pytest.mark.parametrize("name", FORPEOPLE["en"])
def test_the_english_workbook_has_no_thai_words_of_ours(name):
    theirs = sorted(own_words(), key=len, reverse=True)
    for row in read("example", "en").values[name].iter_rows():
        for cell in (c for c in row if isinstance(c.value, str)):
            rest = cell.value
            for text in theirs:
                rest = rest.replace(text, "")
            # Charts shorten long names, and tables long texts.
            cut = {re.sub(r"^[\d.]+ |…$", "", said) for said in (rest, cell.value) if said.endswith("…")}
            begins = any(text.startswith(tuple(cut)) for text in theirs)
            assert begins or not re.search("[ก-๙]", rest), (cell.coordinate, cell.value)


@pytest.mark.parametrize("name", [*FORPEOPLE["en"], *DATA["en"]])
def test_the_english_workbook_shows_no_number_in_thai_digits(name):
    formats = {cell.number_format for row in book("en")[name].iter_rows() for cell in row}
    assert not [look for look in formats if "[$-D" in look]


@pytest.mark.parametrize("name", FORPEOPLE["th"])
def test_the_thai_workbook_shows_numbers_in_thai_digits_while_they_stay_numbers(name):
    sheet = read("example").values[name]
    numbers = [c for row in sheet.iter_rows() for c in row if c.data_type == "n" and c.value is not None]
    shown = [c for c in numbers if c.number_format != "General"]
    assert shown or name in ("ปก", "บทนำ", "ข้อสังเกต")
    assert {c.number_format[:10] for c in shown} <= {"[$-D00041E", "[$-D07041E"}
    assert not [c.coordinate for c in numbers if c not in shown]


@pytest.mark.parametrize("name", ["ปก", "ภาพรวม", "สรุปผล", "รายเรื่อง", "งบประมาณ", "สถานะการส่ง"])
def test_our_own_words_in_thai_have_no_arabic_digits(name):
    theirs = own_words()
    for row in read("example").values[name].iter_rows():
        for cell in (c for c in row if isinstance(c.value, str) and re.search("[0-9]", c.value)):
            known = any(text in cell.value for text in theirs if re.search("[0-9]", text))
            # A hash and the data of departments keep their digits.
            assert known or re.fullmatch(r"[0-9a-f]{1,12}", cell.value), (cell.coordinate, cell.value)


def test_a_thai_workbook_in_arabic_digits_has_no_thai_digit_of_ours():
    tables = ministry(2, issues=1, departments=1, name="โครงการ")
    tables["settings"][0] |= {"plan_name": "แผน", "organisation": "กรม"}
    tables |= {"alignment": [], "opening": []}
    summary = summary_of(plan_of(tables), {})
    values = opened(BytesIO(write_summary(summary, Figures("th", "arabic"))))
    for sheet in values.worksheets:
        texts = [c for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
        assert not [c.value for c in texts if re.search("[๐-๙]", c.value)], sheet.title
        assert not [c for row in sheet.iter_rows() for c in row if "[$-D" in c.number_format]


def test_the_roll_ups_of_the_dangerous_workbook_are_added_up_as_ever():
    summary = injected().summary
    again = rollups(summary.plan, summary.scores, summary.budget_results)
    assert again.equals(summary.rollups)
    assert summary.rollup("ministry")["received"] == 1000_00 * len(DANGEROUS)
    assert {field.id for field in AMOUNTS} <= set(again.columns)
