"""What was answered stands in the form exactly as it was read: text as text, numbers as numbers, dates as dates."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest

from pipeline.forms.form import write_form

LONG = "สรุปผลการดำเนินงานตามแผนปฏิบัติการ " * 100
TEXT, LONG_TEXT, CHOICE = "reporter|phone", "1.1|narrative", "1.1|level|1|status"
NUMBER, AMOUNT, DATE, EVIDENCE = "1.1|self_score", "1.1|budget|received", "1.1|level|1|date", "1.1|level|1|evidence"
EVERY_KIND = (TEXT, LONG_TEXT, CHOICE, NUMBER, AMOUNT, DATE, EVIDENCE)


def cell_of(form, key, entries_of, opened):
    sheet, cell, _ = entries_of(form)[key]
    return opened(form)[sheet][cell]


@pytest.mark.parametrize("department", ["CSC", "PSDG", "ACOC", "HRM", "ICT"])
def test_what_the_example_sent_is_read_back_as_it_was(write, answers, entries_of, department):
    sent = answers[department]
    again = entries_of(write(department, answers=sent))
    assert {key: again[key][2] for key in sent} == {key: as_read(raw) for key, raw in sent.items()}


def as_read(raw):
    """Dates come back as dates, without a time of day."""
    return raw.date() if isinstance(raw, datetime) else raw


@pytest.mark.parametrize(
    "raw",
    [
        "ข้อความ",
        "๒๗๕,๑๐๐ บาท",
        "0812345678",
        "1/2565",
        "=1+1",
        '=HYPERLINK("http://x","y")',
        "+66 2",
        "-",
        "@x",
        "{=1}",
        "http://example.org",
        "สอง\nบรรทัด",
        "<b>&amp;</b>",
        " เว้นหน้า",
        2,
        2.5,
        -1,
        0,
        1e15,
        True,
        False,
        date(2022, 3, 31),
        date(2565, 3, 31),
        "",
    ],
)
def test_any_value_is_read_back_from_any_entry(write, entries_of, raw):
    entries = entries_of(write("CSC", answers=dict.fromkeys(EVERY_KIND, raw)))
    for key in EVERY_KIND:
        again = entries[key][2]
        assert again == raw, key
        assert isinstance(again, str) == isinstance(raw, str), key
        assert isinstance(again, bool) == isinstance(raw, bool), key


@pytest.mark.parametrize("nothing", [None, "", float("nan")])
def test_nothing_is_an_empty_cell(write, entries_of, nothing):
    assert entries_of(write("CSC", answers=dict.fromkeys(EVERY_KIND, nothing)))[TEXT][2] == ""


@pytest.mark.parametrize("raw", ["=1+1", "+1", "-1", "@x", "\t=1", "＝1"])
def test_a_text_that_starts_like_a_formula_stays_text(write, entries_of, opened, raw):
    form = write("CSC", answers=dict.fromkeys(EVERY_KIND, raw))
    for key in EVERY_KIND:
        cell = cell_of(form, key, entries_of, opened)
        assert (cell.data_type, cell.value, cell.number_format) == ("s", raw, "@"), key
        assert not cell.protection.locked


def test_an_address_does_not_become_a_link(write, entries_of, opened):
    form = write("CSC", answers=dict.fromkeys(EVERY_KIND, "http://example.org"))
    assert [key for key in EVERY_KIND if cell_of(form, key, entries_of, opened).hyperlink] == []


@pytest.mark.parametrize(
    ("key", "raw", "formatted"),
    [
        (AMOUNT, 36000, "[$-D00041E]#,##0.00;[$-D00041E]-#,##0.00;[$-D00041E]#,##0.00"),
        (AMOUNT, "๓๖,๐๐๐", "[$-D00041E]#,##0.00;[$-D00041E]-#,##0.00;[$-D00041E]#,##0.00"),
        (AMOUNT, date(2022, 3, 31), "[$-D07041E]d mmm yyyy"),
        (DATE, date(2022, 3, 31), "[$-D07041E]d mmm yyyy"),
        (DATE, "31 มี.ค. 65", "[$-D07041E]d mmm yyyy"),
        (DATE, 44651, "General"),
        (TEXT, "0812345678", "@"),
        (EVIDENCE, "๑/๒๕๖๕", "@"),
        (LONG_TEXT, "ข้อความ", "@"),
    ],
)
def test_a_cell_is_ready_for_what_is_typed_next_and_changes_nothing_that_stands_in_it(
    write, entries_of, opened, key, raw, formatted
):
    cell = cell_of(write("CSC", answers={key: raw}), key, entries_of, opened)
    assert cell.number_format == formatted


@pytest.mark.parametrize(
    ("raw", "again"),
    [
        (datetime(2022, 3, 31, 13, 30), datetime(2022, 3, 31, 13, 30)),
        (date(1899, 1, 1), "1899-01-01"),
        (datetime(1, 1, 1), "0001-01-01"),
    ],
)
def test_dates_that_excel_does_not_know_are_kept_as_text(write, entries_of, raw, again):
    assert entries_of(write("CSC", answers={DATE: raw}))[DATE][2] == again


@pytest.mark.parametrize("raw", [time(13, 30), timedelta(hours=30)])
def test_times_are_written_too(write, entries_of, raw):
    assert entries_of(write("CSC", answers={DATE: raw}))[DATE][2] != ""


@pytest.mark.parametrize(("length", "kept"), [(32_767, 32_767), (40_000, 32_767)])
def test_a_text_is_kept_as_far_as_a_cell_can_hold_it(write, entries_of, length, kept):
    assert entries_of(write("CSC", answers={LONG_TEXT: "ก" * length}))[LONG_TEXT][2] == "ก" * kept


def test_answers_that_the_form_does_not_ask_for_are_left_out(write, entries_of):
    form = write("CSC", answers={"9.9|narrative": "x", "3.1|value": 3})
    assert form == write("CSC")
    assert "9.9|narrative" not in entries_of(form)


def test_answers_are_not_changed(write, answers):
    before = dict(answers["CSC"])
    write("CSC", answers=answers["CSC"])
    assert answers["CSC"] == before


# --- rows as high as their text, and growing


def rows_of(form, sheet):
    """Row → (height, whether the height is fixed)."""
    with zipfile.ZipFile(BytesIO(form)) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        xml = package.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml").decode()
    tags = re.findall(r'<row r="(\d+)"([^>]*)>', xml)
    height = {int(row): re.search(r' ht="([\d.]+)"', rest) for row, rest in tags}
    fixed = {int(row): "customHeight" in rest for row, rest in tags}
    return {row: (float(found[1]) if found else 15.0, fixed[row]) for row, found in height.items()}


def row_number(entries_of, form, key):
    sheet, cell, _ = entries_of(form)[key]
    return sheet, int(re.sub(r"\D", "", cell))


@pytest.mark.parametrize("key", [LONG_TEXT, EVIDENCE, TEXT, "reporter|name"])
def test_the_row_of_an_entry_grows_while_people_type(write, entries_of, key):
    form = write("CSC")
    sheet, row = row_number(entries_of, form, key)
    height, fixed = rows_of(form, sheet)[row]
    assert not fixed
    assert height > 20


def test_other_rows_keep_their_height(write, entries_of):
    form = write("CSC")
    growing = {row_number(entries_of, form, key)[1] for key in entries_of(form) if key.startswith("1.1|")}
    rows = rows_of(form, "1.1")
    assert {row for row, (height, fixed) in rows.items() if not fixed and height != 15.0} == growing


@pytest.mark.parametrize("key", [LONG_TEXT, EVIDENCE, "1.1|obstacle"])
def test_a_row_is_high_enough_for_what_was_answered(write, entries_of, key):
    blank, filled = write("CSC"), write("CSC", answers={key: LONG})
    sheet, row = row_number(entries_of, blank, key)
    assert row_number(entries_of, filled, key) == (sheet, row)
    assert rows_of(filled, sheet)[row][0] == 405 > rows_of(blank, sheet)[row][0]


def test_longer_answers_make_higher_rows(write, entries_of):
    heights = []
    for length in (0, 300, 600, 900):
        form = write("CSC", answers={LONG_TEXT: LONG[:length]})
        sheet, row = row_number(entries_of, form, LONG_TEXT)
        heights.append(rows_of(form, sheet)[row][0])
    assert heights == sorted(set(heights))


@pytest.mark.parametrize("score", [None, 2, 2.5])
def test_a_number_may_be_corrected_to_any_other_and_still_be_seen_whole(plan, entries_of, opened, score):
    form = write_form(plan, "CSC", "th", answers={} if score is None else {"1.1|self_score": score})
    sheet, cell, _ = entries_of(form)["1.1|self_score"]
    assert opened(form)[sheet][cell].number_format == "General"
