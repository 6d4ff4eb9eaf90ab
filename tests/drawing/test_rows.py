"""Rows that are made column by column: the values, looks and letters that xlsxwriter's own cells would have."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from drawing.test_book import a_book, part
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pipeline.drawing import rows

TEXTS = [
    "ข้อความ",
    "<&>]]>\"'",
    " ก ",
    "ก\n",
    "\tก\rข\r\n",
    "_x000D_",
    "_x005F_x0041_",
    "_x00e1_x",
    "\x00\x01\x1f",
    "\ufffe\uffff",
    "=1+1",
    "<r><t>x</t></r>",
    "<r>",
    "😀👩‍👩‍👧",
    "ก\u200b\u00a0",
]
NUMBERS = [0, 1, -1, 310.0, 2.7272727272727275, 0.1, 1e-7, 9e14, 12345678901234567, -18.7, 1e300]
DAYS = [date(1900, 3, 1), date(1957, 1, 1), date(2022, 3, 31), date(2157, 1, 1)]
PARTS = "xl/worksheets/sheet1.xml"


def book_of(values: list, kind: str, blocks: int = 1) -> bytes:
    """A workbook with a sheet whose first column holds these values, under a row that says "head"."""
    book = a_book()
    page = book.page("แผ่น", [10])
    page.text(0, 0, "head", "head")
    look = page.theme.role("data", "date" if kind == "days" else "")
    size = -(-len(values) // blocks) or 1
    cut = (values[first : first + size] for first in range(0, len(values), size))
    page.sheet.follow(1, len(values), 1, ([getattr(page.sheet, kind)(0, some, lambda value: look)] for some in cut))
    return book.save()


def by_page(values: list, kind: str) -> bytes:
    """The same, cell by cell through xlsxwriter."""
    book = a_book()
    page = book.page("แผ่น", [10])
    page.text(0, 0, "head", "head")
    look = page.theme.role("data", "date" if kind == "days" else "")
    write = {"texts": "write_string", "numbers": "write_number", "days": "write_datetime"}[kind]
    for row, value in enumerate(values, start=1):
        getattr(page.sheet, write)(row, 0, value, look)
    return book.save()


def cells(workbook: bytes) -> list:
    return [(c.value, c.number_format, c.data_type) for (c,) in openpyxl.load_workbook(BytesIO(workbook)).active.rows]


def as_openpyxl(text: str) -> str:
    """What openpyxl reads of a text: what is written as an escape, as that."""
    return text.replace("\x01", "_x0001_")


def seen(workbook: bytes) -> list:
    return CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("many", [400_000, 0], ids=["shared", "in their cells"])
@pytest.mark.parametrize(
    ("kind", "values"),
    [("texts", TEXTS[:11] + TEXTS[12:]), ("numbers", NUMBERS), ("days", DAYS)],
    ids=lambda v: str(v)[:7],
)
def test_cells_are_read_as_those_that_xlsxwriter_writes(monkeypatch, kind, values, many):
    monkeypatch.setattr(rows, "_MANY", many)
    own, theirs = book_of(values, kind), by_page(values, kind)
    assert cells(own) == cells(theirs)
    assert seen(own) == seen(theirs)


@pytest.mark.parametrize("write", [book_of, by_page])
@pytest.mark.parametrize("text", ["<r><t>x</t></r>", "<r></r>", "<r> & \x01 </r>"])
def test_a_text_that_looks_like_a_rich_one_is_that_text(write, text):
    assert [cells(write([text], "texts"))[1][0], seen(write([text], "texts"))[1]] == [as_openpyxl(text), [text]]


@settings(deadline=None, derandomize=True, max_examples=30)
@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6), min_size=1))
def test_whatever_is_written_is_well_formed_and_there(texts):
    shown = cells(book_of(texts, "texts"))[1:]
    assert [value is None for value, *_ in shown] == [text is None for text in texts][: len(shown)]
    assert all(text is None for text in texts[len(shown) :])


def test_numbers_are_written_in_sixteen_digits():
    assert "<v>0.3</v>" in part(book_of([0.1 + 0.2], "numbers"), PARTS)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_a_fault(value):
    with pytest.raises(ValueError, match="no cell holds"):
        book_of([value], "numbers")


@pytest.mark.parametrize(("text", "fits"), [("ก" * 32_767, True), ("ก" * 32_768, False), ("😀" * 16_384, False)])
def test_a_text_is_never_cut(text, fits):
    if fits:
        assert seen(book_of([text], "texts"))[1:] == [[text]]
        return
    with pytest.raises(ValueError, match="no cell holds"):
        book_of([text], "texts")


def test_rows_beyond_the_sheet_are_a_fault():
    page = a_book().page("แผ่น", [10])
    with pytest.raises(ValueError, match="do not fit"):
        page.sheet.follow(5, 1_048_572, 1, [])


@pytest.mark.parametrize("blocks", [1, 2, 3, 200])
def test_blocks_follow_each_other_without_a_gap(blocks):
    numbers = [float(number) for number in range(200)]
    whole = book_of(numbers, "numbers", blocks)
    assert seen(whole)[1:] == [[number] for number in numbers]
    assert whole == book_of(numbers, "numbers")


def test_a_sheet_that_nothing_follows_is_as_xlsxwriter_makes_it():
    assert cells(book_of([], "numbers")) == [("head", "General", "s")]


@pytest.mark.parametrize(
    ("text", "often", "shared"),
    [("สั้น", 9, True), ("สั้น", 1, False), ("ย" * 80, 9, True), ("ย" * 81, 9, False)],
    ids=["short, repeats", "once", "just short", "long"],
)
def test_of_very_many_cells_only_short_texts_that_repeat_are_shared(monkeypatch, text, often, shared):
    monkeypatch.setattr(rows, "_MANY", 0)
    package = book_of([text] * often, "texts")
    assert (text in part(package, "xl/sharedStrings.xml")) is shared
    assert part(package, PARTS).count("inlineStr") == (0 if shared else often)
