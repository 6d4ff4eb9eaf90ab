"""A form prints on A4, is small, and is the same to the byte whenever and wherever it is written."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.reading import sheets_in

from pipeline.forms.form import write_form
from pipeline.validation.findings import findings

ROOT = Path(__file__).parents[2]
A4 = 9


@pytest.fixture(scope="module")
def book(write, answers, opened):
    """A filled form."""
    return opened(write("ICT", answers=answers["ICT"]))


def test_every_sheet_prints_on_a4_one_page_wide(book):
    for sheet in book.worksheets[:-1]:
        assert sheet.page_setup.paperSize == A4
        assert sheet.page_setup.orientation == "portrait"
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth or 1) == (True, 1)


def test_header_and_footer_say_whose_form_it_is_and_by_when(book):
    for sheet in book.worksheets[:-1]:
        assert "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร" in sheet.oddHeader.right.text
        assert "แบบรายงานผลการดำเนินงาน รอบ ๖ เดือน" in sheet.oddHeader.left.text
        assert "แบบรายงานรุ่น ๒ · รอบ ๒๕๖๕-๐๖ · ฉบับที่ ๑" in sheet.oddFooter.left.text
        assert "กำหนดส่ง ๑๕ เมษายน ๒๕๖๕" in sheet.oddFooter.right.text


def test_what_a_kpi_is_filled_with_stays_in_sight_under_its_state(book):
    assert {sheet.freeze_panes for sheet in book.worksheets[1:-1]} == {"A6"}


@pytest.mark.parametrize(
    ("lang", "steps"),
    [("th", "แล้วส่งกลับภายในวันที่ ๑๕ เมษายน ๒๕๖๕"), ("en", "send it back by 15 April 2022")],
)
def test_the_home_sheet_says_what_to_do_by_when(write, opened, lang, steps):
    home = opened(write("HRM", lang)).worksheets[0]
    text = "\n".join(str(cell.value) for row in home.iter_rows() for cell in row if cell.value)
    assert steps in text


def test_the_home_sheet_links_to_every_kpi(book):
    home = book.worksheets[0]
    links = [cell.hyperlink.location for cell in home["B"] if cell.hyperlink]
    assert links == [f"'{code}'!A1" for code in ("3.1", "3.2", "3.3", "3.4", "3.5")]


@pytest.mark.parametrize("code", ["3.1", "3.5"])
def test_a_kpi_links_back_home(book, code):
    assert book[code]["B5"].hyperlink.location == "'หน้าหลัก'!A1"


@pytest.mark.parametrize(
    ("lang", "foreign"), [("en", ["สถานะ", "ส่วนที่", "ขั้นตอน", "กรอก"]), ("th", ["Status", "Part", "Steps", "Fill"])]
)
def test_a_form_is_in_one_language(write, lang, foreign):
    texts = [value for sheet in sheets_in(write("HRM", lang))[:-1] for row in sheet.rows for value in row]
    own = [text for text in texts if isinstance(text, str) and "โครงการ" not in text and "ระดับความ" not in text]
    assert [text for text in own for word in foreign if word in text] == []


@pytest.fixture(scope="module")
def large(twenty_kpis):
    """The form of a department with twenty KPIs."""
    return write_form(twenty_kpis, "CSC", "th")


def test_the_form_of_twenty_kpis_is_small(large):
    """What is typed is read on one sheet, by formulas that are written once for all rows."""
    assert len(large) < 150 * 1024


def test_the_same_arguments_give_the_same_bytes(write, answers):
    assert write("ICT", answers=answers["ICT"]) == write("ICT", answers=answers["ICT"])


SCRIPT = """
import hashlib
from support.seed import seed_answers, seed_plan
from pipeline.forms.form import write_form
from pipeline.validation.findings import findings
found = findings([{"rule": "ENTRY_REQUIRED", "kpi": "3.3", "key": "3.3|narrative", "field": "results.narrative"}])
form = write_form(seed_plan(), "ICT", "th", answers=seed_answers()["ICT"], findings=found, revision=2)
print(hashlib.sha256(form).hexdigest())
"""


def test_hash_seed_time_zone_and_language_of_the_computer_change_no_byte(write, answers):
    rows = [{"rule": "ENTRY_REQUIRED", "kpi": "3.3", "key": "3.3|narrative", "field": "results.narrative"}]
    here = write("ICT", answers=answers["ICT"], findings=findings(rows), revision=2)
    path = os.pathsep.join((str(ROOT / "tests"), str(ROOT)))
    elsewhere = {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C", "PYTHONPATH": path}
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, env=os.environ | elsewhere, capture_output=True, check=True, text=True)
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()


def printed(sheet):
    """How many pages high a sheet is printed, 0 for as many as it takes; and after which rows it is broken."""
    high = sheet.page_setup.fitToHeight
    return 1 if high is None else high, [brk.id for brk in sheet.row_breaks.brk]


@pytest.mark.parametrize("code", ["1.1", "2.1", "2.2", "3.2", "3.3"])
def test_the_blank_sheet_of_a_kpi_prints_on_one_page(plan, write, opened, code):
    department = plan.measures.set_index("code").loc[code, "department"]
    assert printed(opened(write(department))[code]) == (1, [])


@pytest.mark.parametrize("department", ["CSC", "HRM", "ICT"])
def test_the_home_sheet_prints_on_one_page(write, opened, department):
    assert printed(opened(write(department)).worksheets[0]) == (1, [])


@pytest.mark.parametrize(("code", "high"), [("3.1", 0), ("3.2", 0), ("3.3", 0), ("3.4", 1)])
def test_a_filled_one_prints_on_one_page_where_it_is_not_much_too_long(book, code, high):
    assert printed(book[code])[0] == high


@pytest.mark.parametrize("code", ["3.1", "3.2", "3.3"])
def test_where_it_takes_two_pages_the_second_begins_with_a_part(book, code):
    """The results, or the budget where there is surely room for the results above it."""
    heads = {str(cell.value)[8:9]: cell.row for cell in book[code]["B"] if str(cell.value).startswith("ส่วนที่ ")}
    assert list(heads) == ["๑", "๒", "๓"]
    (row,) = printed(book[code])[1]
    assert row + 1 in (heads["๒"], heads["๓"])


def test_a_home_sheet_of_many_kpis_keeps_its_legend_together(large, opened):
    sheet = opened(large).worksheets[0]
    legend = next(cell.row for cell in sheet["B"] if str(cell.value).startswith("ความหมายของสี"))
    high, breaks = printed(sheet)
    assert high == 0
    assert not [row for row in breaks if row >= legend]


def listing(write, opened, count):
    """The list of so many findings, by turns about the KPI and about the whole form."""
    rows = [
        {"rule": "ENTRY_NOT_ASKED", "kpi": "1.1" if number > count / 2 else "", "found": "x"} for number in range(count)
    ]
    return opened(write("CSC", findings=findings(rows))).worksheets[0]


@pytest.mark.parametrize(("count", "high"), [(3, 1), (60, 0)])
def test_a_short_list_of_findings_prints_on_one_page(write, opened, count, high):
    assert printed(listing(write, opened, count))[0] == high


def test_a_head_of_the_list_is_never_the_last_row_of_a_page(write, opened):
    breaks = 0
    for count in (20, 21, 35, 48, 49, 50, 51):
        sheet = listing(write, opened, count)
        for row in printed(sheet)[1]:
            assert sheet.cell(row, 3).hyperlink, "a page ends with a finding"
            assert not sheet.cell(row + 1, 3).hyperlink, "and the next begins with a head"
            breaks += 1
    assert breaks, "with some of these numbers a head would stand at the foot of a page"
