"""A workbook: the same content gives the same bytes, its names are legal, and its Normal font is never the Thai one."""

from __future__ import annotations

import gc
import re
import weakref
import zipfile
from datetime import date
from io import BytesIO

import pytest
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.drawing.book import Book, sheet_name
from pipeline.drawing.figures import Figures
from pipeline.drawing.package import PackedWorkbook


def a_book(font: str = "Laksaman", title: str = "t", dated: date = date(2022, 4, 18)) -> Book:
    figures = Figures("th", "thai")
    return Book(font=font, figures=figures, title=title, company="สำนักงาน", subject="s", dated=dated)


def drawn(**options) -> bytes:
    book = a_book(**options)
    page = book.page("แผ่น", [10, 40])
    page.text(0, 0, "ข้อความ", "text")
    page.formula(1, 0, "=SUM(B1:B2)", 3, "number", "integer")
    chart = book.chart("bar")
    chart.add_series({"values": [page.name, 0, 1, 1, 1]})
    page.chart(3, 0, chart, 300, 200, "แผนภูมิ")
    return book.save()


def part(data: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def test_the_same_content_gives_the_same_bytes():
    assert drawn() == drawn() == drawn()


def test_another_workbook_in_between_changes_nothing():
    first = drawn()
    a_book("TH SarabunPSK").save()
    assert drawn() == first


@pytest.mark.parametrize("options", [{"title": "u"}, {"font": "TH SarabunPSK"}, {"dated": date(2022, 4, 19)}])
def test_other_content_gives_other_bytes(options):
    assert drawn(**options) != drawn()


def test_no_clock_is_read():
    core = part(drawn(), "docProps/core.xml")
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}", core)) == {"2022-04-18"}
    stamps = {entry.date_time for entry in zipfile.ZipFile(BytesIO(drawn())).infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("font", ["Laksaman", "TH SarabunPSK", "TH Sarabun New & Co"])
def test_columns_are_measured_against_arial_whatever_the_font_is(font):
    normal = re.search(r"<font>.*?</font>", part(drawn(font=font), "xl/styles.xml"))[0]
    assert '<name val="Arial"/>' in normal and '<sz val="10"/>' in normal
    assert "scheme" not in normal


@pytest.mark.parametrize("font", ["Laksaman", "TH SarabunPSK"])
def test_charts_find_the_thai_font_in_the_theme(font):
    theme = part(drawn(font=font), "xl/theme/theme1.xml")
    assert theme.count(f'<a:font script="Thai" typeface="{font}"/>') == 2
    assert theme.count(f'<a:latin typeface="{font}"/>') == 2
    assert "Tahoma" not in theme.replace('script="Viet" typeface="Tahoma"', "")


def test_a_font_with_an_ampersand_leaves_the_theme_well_formed():
    assert 'typeface="A &amp; B"' in part(drawn(font="A & B"), "xl/theme/theme1.xml")


def test_who_made_it_and_what_it_is():
    core = part(drawn(title="แผนปฏิบัติการ"), "docProps/core.xml")
    assert "แผนปฏิบัติการ" in core and "สำนักงาน" in core


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("ภาพรวม", "ภาพรวม"),
        ("ผล ๑/๒", "ผล ๑-๒"),
        ("a[b]:c*d?e/f\\g", "a-b--c-d-e-f-g"),
        ("'quoted'", "quoted"),
        ("x" * 40, "x" * 31),
        ("O'Brien", "O'Brien"),
    ],
)
def test_sheet_names_are_what_excel_accepts(name, safe):
    assert sheet_name(name) == safe
    assert a_book().page(name, [10]).name == safe


def test_a_page_is_known_by_its_name():
    book = a_book()
    page = book.page("หนึ่ง", [10])
    assert book.pages == {"หนึ่ง": page}


def test_a_hidden_page_is_hidden_and_not_set_up_to_print():
    book = a_book()
    book.page("seen", [10])
    book.page("kept", [10], hidden=True)
    data = book.save()
    assert 'name="kept" sheetId="2" state="hidden"' in part(data, "xl/workbook.xml")
    assert "pageSetup" not in part(data, "xl/worksheets/sheet2.xml")


def test_a_page_prints_on_a4_one_page_wide():
    book = a_book()
    book.page("wide", [10])
    book.page("tall", [10], landscape=False)
    data = book.save()
    wide, tall = (part(data, f"xl/worksheets/sheet{n}.xml") for n in (1, 2))
    assert 'paperSize="9"' in wide and 'orientation="landscape"' in wide and 'fitToHeight="0"' in wide
    assert 'orientation="portrait"' in tall and '<pageSetUpPr fitToPage="1"/>' in tall
    assert 'showGridLines="0"' in wide


TEXTS = ["ข้อความ", " <&> ", "_x0041_", "\x07", "สอง\nบรรทัด\n", "ก\u00a0", "<r>", "<r><t>หนา</t></r>", '"', "ก" * 9000]


def test_shared_texts_are_written_as_xlsxwriter_writes_them():
    def shared(into: BytesIO) -> bytes:
        return zipfile.ZipFile(into).read("xl/sharedStrings.xml")

    theirs, ours = BytesIO(), BytesIO()
    with Workbook(theirs) as plain:
        plain.add_worksheet().write_column(0, 0, TEXTS)
    packed = PackedWorkbook({}, Worksheet)
    packed.add_worksheet().write_column(0, 0, TEXTS)
    with zipfile.ZipFile(ours, "w") as package:
        packed.pack(package)
    assert shared(ours) == shared(theirs)


def test_a_workbook_that_is_saved_takes_no_memory():
    book = a_book()
    book.page("แผ่น", [10]).text(0, 0, "ข้อความ", "text")
    left = weakref.ref(book.xlsx)
    book.save()
    gc.disable()
    try:
        del book
        assert left() is None
    finally:
        gc.enable()


def test_a_look_is_its_own_in_every_workbook():
    def packed(*looks: dict[str, object]) -> bytes:
        into, book = BytesIO(), PackedWorkbook({}, Worksheet)
        sheet = book.add_worksheet()
        for row, look in enumerate(looks):
            sheet.write_string(row, 0, "ก", book.add_format(look))
        with zipfile.ZipFile(into, "w") as package:
            book.pack(package)
        return zipfile.ZipFile(into).read("xl/styles.xml")

    bold, red = {"bold": True}, {"font_color": "red", "num_format": "0.00"}
    first = packed(bold, red)
    assert packed(red, bold) != first
    assert packed(bold, red) == first
    assert packed(red).count(b"<xf ") == packed(bold).count(b"<xf ") == first.count(b"<xf ") - 1
