"""A sheet being drawn: text stays text, nothing is 0 that is not known, rows hold their text, pages break where asked."""

from __future__ import annotations

import re
import warnings
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.drawing.page import Page, quoted

LONG = "คณะกรรมการได้ประชุมเพื่อพิจารณาความพร้อมของระบบ (readiness) และรับทราบผลการดำเนินงาน "


class Drawing:
    """A workbook with one page, and what a reader finds in it."""

    def __init__(self, widths=(10, 30, 20), lang="th", numerals="thai", font="Laksaman", landscape=True):
        figures = Figures(lang, numerals)
        self.book = Book(font=font, figures=figures, title="t", company="c", subject="s", dated=date(2022, 4, 18))
        self.page: Page = self.book.page("หน้า", list(widths), landscape=landscape)

    def saved(self) -> bytes:
        return self.book.save()

    def read(self, values: bool = False):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl does not know data bars of 2010
            return openpyxl.load_workbook(BytesIO(self.saved()), data_only=values)["หน้า"]

    def xml(self) -> str:
        return zipfile.ZipFile(BytesIO(self.saved())).read("xl/worksheets/sheet1.xml").decode()


@pytest.fixture
def drawing():
    return Drawing()


# --- cells

SUBMITTED = [
    "ข้อความ",
    "=1+1",
    "+66 2 123",
    "-",
    "@here",
    '=HYPERLINK("http://x")',
    "http://example.org",
    "007",
    "1e5",
    "  spaced  ",
    "a\nb",
    "＝ทั้งหมด",
]


@pytest.mark.parametrize("text", SUBMITTED)
def test_text_is_written_word_for_word_as_text(drawing, text):
    drawing.page.text(0, 0, text, "text_top")
    cell = drawing.read()["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a"])
def test_what_would_run_when_typed_is_marked_as_text(drawing, text):
    drawing.page.text(0, 0, text, "text")
    assert drawing.read()["A1"].number_format == "@"


def test_ordinary_text_keeps_the_general_format(drawing):
    drawing.page.text(0, 0, "หนึ่ง = 1", "text")
    assert drawing.read()["A1"].number_format == "General"


def test_text_that_is_too_long_for_a_cell_is_a_bug_and_not_cut(drawing):
    with pytest.raises(RuntimeError, match="left something out"):
        drawing.page.text(0, 0, "ก" * 32_768, "text")


@pytest.mark.parametrize("text", ["", None])
def test_no_text_is_an_empty_cell_with_its_look(drawing, text):
    drawing.page.text(0, 0, text, "label")
    cell = drawing.read()["A1"]
    assert cell.value is None and cell.fill.fgColor.rgb == "FFDCE6F2"


@pytest.mark.parametrize(("value", "read"), [(0, 0), (2.5, 2.5), (-3, -3), (None, None), (float("nan"), None)])
def test_a_missing_number_is_empty_and_never_0(drawing, value, read):
    drawing.page.number(0, 0, value, "number", "score")
    cell = drawing.read()["A1"]
    assert cell.value == read
    assert cell.number_format == "[$-D00041E]0.00;[$-D00041E]-0.00;[$-D00041E]0.00"


@pytest.mark.parametrize(("value", "read"), [(date(2022, 2, 24), datetime(2022, 2, 24)), (None, None)])
def test_a_date_is_a_real_date(drawing, value, read):
    drawing.page.day(0, 0, value, "number_centre")
    cell = drawing.read()["A1"]
    assert cell.value == read
    assert cell.number_format == "[$-D07041E]d mmm yyyy"


@pytest.mark.parametrize(("value", "cached"), [(3, 3), (2.5, 2.5), ("–", "–"), (None, None), (float("nan"), None)])
def test_a_formula_carries_its_value(value, cached):
    drawing = Drawing()
    drawing.page.formula(0, 0, "=A2+A3", value, "number", "integer")
    assert drawing.read(values=True)["A1"].value == cached
    again = Drawing()
    again.page.formula(0, 0, "=A2+A3", value, "number", "integer")
    assert again.read()["A1"].value == "=A2+A3"


def test_a_link_leads_to_a_cell_of_this_workbook(drawing):
    drawing.page.link(0, 0, drawing.page.at(4, 2), "ไป", "link")
    cell = drawing.read()["A1"]
    assert cell.value == "ไป"
    assert cell.hyperlink.location == "'หน้า'!C5" and cell.hyperlink.target is None


def test_merged_cells_hold_one_text(drawing):
    drawing.page.merged(1, 0, 2, "ทั้งแถว", "label")
    sheet = drawing.read()
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A2:C2"]
    assert sheet["A2"].value == "ทั้งแถว"


def test_merged_cells_may_go_over_rows(drawing):
    drawing.page.merged(1, 0, 1, "", "label", last_row=3)
    sheet = drawing.read()
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A2:B4"]
    assert sheet["A2"].value is None


@pytest.mark.parametrize(("last_row", "last_col", "merged"), [(1, 0, []), (1, 2, ["A2:C2"]), (3, 0, ["A2:A4"])])
def test_an_area_is_merged_only_where_it_is_more_than_a_cell(drawing, last_row, last_col, merged):
    drawing.page.area(1, 0, last_row, last_col, "text")
    drawing.page.text(1, 0, "=ก", "text")
    sheet = drawing.read()
    assert [str(area) for area in sheet.merged_cells.ranges] == merged
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=ก", "s")


# --- rows


def test_a_row_is_as_high_as_its_highest_text(drawing):
    page = drawing.page
    texts = {0: ("สั้น", "text"), 1: (LONG, "text"), 2: (LONG, "text")}
    assert page.fit(3, texts) == page.needs(2, LONG, "text") > page.needs(1, LONG, "text") > page.needs(0, "สั้น", "text")
    assert drawing.read().row_dimensions[4].height == pytest.approx(page.heights[3], abs=0.5)


def test_a_row_can_be_given_a_least_height(drawing):
    assert drawing.page.fit(0, {0: ("สั้น", "text")}, least=40) == 40
    assert drawing.page.fit(1, {}, least=33) == 33


def test_text_over_several_columns_has_their_width(drawing):
    page = drawing.page
    assert page.width((0, 2)) == pytest.approx(60 + 2 * 5 / 7)
    assert page.width(1) == 30
    assert page.needs((0, 2), LONG, "text") < page.needs(1, LONG, "text")


def test_an_indent_takes_room(drawing):
    assert drawing.page.width(1, "text") == pytest.approx(30 - 1.83)
    assert drawing.page.width(1, "centre") == 30


@pytest.mark.parametrize("role", ["small_top", "text_top", "label", "lead"])
def test_larger_and_bolder_letters_need_more(drawing, role):
    assert drawing.page.needs(1, LONG * 3, role) <= drawing.page.needs(1, LONG * 3, "title")


@pytest.mark.parametrize(
    ("font", "points"), [("Laksaman", 18.06), ("TH SarabunPSK", 20.475), ("Angsana New", 20.475), ("Tahoma", 18.06)]
)
def test_the_distance_of_lines_depends_on_the_font(font, points):
    page = Drawing(font=font).page
    assert page.theme.pitch("text") == pytest.approx(points)
    assert page.needs(1, "a\nb\nc", "text") == -(-3 * points // 1) + 4


def test_parts_of_a_text_each_fit(drawing):
    page, text = drawing.page, LONG * 40
    parts = page.parts(1, text, "text_top", 9)
    assert "".join(parts) == text
    assert all(page.lines(1, part, "text_top") <= 9 for part in parts)


# --- furniture


@pytest.mark.parametrize(("alert", "colour"), [(False, "FF1F3864"), (True, "FFA80000")])
def test_a_banner_stands_over_all_columns(drawing, alert, colour):
    assert drawing.page.banner("ชื่อ", "คำอธิบาย", alert) == 4
    sheet = drawing.read()
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:C1", "A2:C2"]
    assert (sheet["A1"].value, sheet["A2"].value) == ("ชื่อ", "คำอธิบาย")
    assert sheet["A1"].fill.fgColor.rgb == colour


def test_a_long_title_makes_the_banner_higher(drawing):
    drawing.page.banner(LONG * 2, LONG)
    assert drawing.page.heights[0] > 34 and drawing.page.heights[1] > 22


def test_a_head_row_has_a_title_a_column(drawing):
    drawing.page.head_row(5, ["หนึ่ง", "สอง", "สาม"])
    assert [cell.value for cell in drawing.read()[6]] == ["หนึ่ง", "สอง", "สาม"]


def test_bars_are_full_at_100(drawing):
    drawing.page.bars(1, 3, 2, "#E0C068")
    xml = drawing.xml()
    assert '<conditionalFormatting sqref="C2:C4">' in xml
    assert '<cfvo type="num" val="0"/><cfvo type="num" val="100"/>' in xml


def test_columns_beside_the_page_are_hidden_and_apart(drawing):
    first, then = drawing.page.beside(2), drawing.page.beside(3)
    assert (first, then) == (4, 6)
    assert re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*hidden="1"', drawing.xml()) == [("5", "9")]


def test_chart_labels_leave_a_zero_out(drawing):
    assert drawing.page.chart_number("integer") == "[$-D00041E]#,##0;;"


# --- print


def test_running_lines_are_in_the_report_s_font(drawing):
    drawing.page.running_lines("ซ้าย", "ขวา", "ล่าง", "วันที่", ("หน้า", "จาก"))
    sheet = drawing.read()
    assert (sheet.oddHeader.left.text, sheet.oddHeader.right.text) == ("ซ้าย", "ขวา")
    assert sheet.oddFooter.center.text == "หน้า &P จาก &N"
    assert sheet.oddHeader.left.font == "Laksaman,Regular"


@pytest.mark.parametrize("organisation", ["R&D && Co", "12 กรม", "& "])
def test_ampersands_and_digits_in_running_lines_are_no_codes(organisation):
    drawing = Drawing()
    drawing.page.running_lines(organisation, "", "", "", ("หน้า", "จาก"))
    header = re.search(r"<oddHeader>(.*?)</oddHeader>", drawing.xml())[1].replace("&amp;", "&").replace("&quot;", '"')
    assert header == f'&L&"Laksaman,Regular"&9 {organisation.replace("&", "&&")}&R&"Laksaman,Regular"&9 '


def test_running_lines_that_are_too_long_for_excel_are_shortened_and_not_left_out(drawing):
    drawing.page.running_lines("ก" * 300, "ข" * 10, "ค" * 200, "ง" * 200, ("หน้า", "จาก"))
    xml = drawing.xml()
    header, footer = (re.search(rf"<odd{part}>(.*?)</odd{part}>", xml)[1] for part in ("Header", "Footer"))
    for line in (header, footer):
        assert len(line.replace("&amp;", "&").replace("&quot;", '"')) <= 255
    assert "ก…" in header and "ข" * 10 in header
    assert "ค…" in footer and "ง…" in footer and "&amp;P" in footer


def rows_of(page: Page, count: int, points: float) -> None:
    for row in range(count):
        page.high(row, points)


def breaks_of(drawing: Drawing) -> list[int]:
    found = re.search(r"<rowBreaks.*?</rowBreaks>", drawing.xml())
    return [int(row) for row in re.findall(r'<brk id="(\d+)"', found[0])] if found else []


def test_rows_that_fit_are_not_moved(drawing):
    rows_of(drawing.page, 10, 40)
    drawing.page.keep_together(8, 9)
    assert breaks_of(drawing) == []


def test_rows_that_do_not_fit_begin_a_page(drawing):
    rows_of(drawing.page, 20, 40)
    for row in range(20):
        drawing.page.keep_together(row, row)
    assert breaks_of(drawing) == [12]


def test_rows_stay_together(drawing):
    rows_of(drawing.page, 20, 40)
    drawing.page.keep_together(10, 14)
    assert breaks_of(drawing) == [10]


def test_repeated_rows_take_room_on_later_pages(drawing):
    rows_of(drawing.page, 40, 40)
    drawing.page.repeat(0, 1)
    for row in range(40):
        drawing.page.keep_together(row, row)
    assert breaks_of(drawing) == [12, 22, 32]
    assert drawing.page.sheet.repeat_row_range.endswith("$1:$2")


def test_a_row_that_begins_a_page_is_not_moved_though_it_is_too_high(drawing):
    drawing.page.high(0, 900)
    drawing.page.keep_together(0, 0)
    assert breaks_of(drawing) == []


def test_what_is_left_of_a_page(drawing):
    rows_of(drawing.page, 10, 40)
    whole = drawing.page.left(0)
    assert drawing.page.left(5) == pytest.approx(whole - 200)
    drawing.page.new_page(5)
    assert drawing.page.left(5) == pytest.approx(whole)
    assert drawing.page.left(7) == pytest.approx(whole - 80)
    assert breaks_of(drawing) == [5]


def test_wider_sheets_are_printed_smaller_and_hold_more_rows():
    assert Drawing(widths=[200]).page.left(0) > Drawing(widths=[100]).page.left(0) == Drawing(widths=[50]).page.left(0)


def test_an_upright_page_holds_more_rows(drawing):
    assert drawing.page.left(0, landscape=False) > drawing.page.left(0)


# --- addresses


@pytest.mark.parametrize(
    ("row", "col", "absolute", "address"),
    [(0, 0, False, "A1"), (9, 26, False, "AA10"), (4, 2, True, "$C$5")],
)
def test_addresses(drawing, row, col, absolute, address):
    assert drawing.page.address(row, col, absolute) == address


@pytest.mark.parametrize(("name", "quoted_name"), [("a b", "'a b'"), ("O'Brien", "'O''Brien'"), ("ผล ๑", "'ผล ๑'")])
def test_sheet_names_are_quoted(name, quoted_name):
    assert quoted(name) == quoted_name


@pytest.mark.parametrize(("value", "shown"), [(310, "#,##0"), (310.0, "#,##0"), (310.5, "#,##0.####"), (0, "#,##0")])
def test_a_whole_number_is_shown_without_a_decimal_point(value, shown):
    book = Book(
        font="Laksaman", figures=Figures("th", "arabic"), title="", company="", subject="", dated=date(2022, 4, 18)
    )
    book.page("s", [10.0]).number(0, 0, value, "number", "number")
    cell = openpyxl.load_workbook(BytesIO(book.save()))["s"]["A1"]
    assert (cell.value, cell.number_format) == (value, shown)
