"""Filling a form as a person would: the keyed cell holds what was typed, and nothing else of the file is another."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fill import fill
from support.inputs import SHIPPED, submission
from support.reading import keyed_in

NARRATIVE = "1.1|narrative"
FORM = (SHIPPED / submission("CSC")).read_bytes()


def entries(form):
    return {cell["key"]: cell["raw"] for cell in keyed_in(form).to_dict("records")}


def place(key):
    cells = keyed_in(FORM).to_dict("records")
    return next((cell["sheet"], cell["cell"]) for cell in cells if cell["key"] == key)


def members(form):
    with zipfile.ZipFile(BytesIO(form)) as package:
        return {member.filename: package.read(member) for member in package.infolist()}


@pytest.mark.parametrize(
    ("key", "typed", "read_again"),
    [
        (NARRATIVE, "ทำแล้ว", "ทำแล้ว"),
        (NARRATIVE, "  ช่องว่าง  ", "  ช่องว่าง  "),
        (NARRATIVE, "บรรทัดแรก\nบรรทัดที่สอง\n\nท้าย", "บรรทัดแรก\nบรรทัดที่สอง\n\nท้าย"),
        (NARRATIVE, "a & b < c > d \"e\" 'f'", "a & b < c > d \"e\" 'f'"),
        (NARRATIVE, "&amp; </t></is></c> ]]>", "&amp; </t></is></c> ]]>"),
        (NARRATIVE, r"\1 \g<0> $1", r"\1 \g<0> $1"),
        (NARRATIVE, "=1+1", "=1+1"),
        (NARRATIVE, '=HYPERLINK("http://example.com")', '=HYPERLINK("http://example.com")'),
        (NARRATIVE, "+66 2 000 0000", "+66 2 000 0000"),
        (NARRATIVE, "😀 ๑๒๓", "😀 ๑๒๓"),
        ("1.1|self_score", 3, 3),
        ("1.1|self_score", 2.5, 2.5),
        ("1.1|self_score", -0.1, -0.1),
        ("1.1|self_score", "๓", "๓"),
        ("1.1|self_score", None, ""),
        ("1.1|budget|received", 9_999_999_999_999.99, 9_999_999_999_999.99),
        ("reporter|date", date(2022, 4, 5), date(2022, 4, 5)),
        ("reporter|date", datetime(2022, 4, 5, 16, 30), date(2022, 4, 5)),
        ("reporter|date", "5 เม.ย. 2565", "5 เม.ย. 2565"),
        ("reporter|date", None, ""),
        ("1.1|level|2|status", "แล้วเสร็จ", "แล้วเสร็จ"),
        ("form|revision", 7, 7),
    ],
)
def test_what_is_typed_is_read_again(key, typed, read_again):
    found = entries(fill(FORM, {key: typed}))[key]
    assert (found.date() if isinstance(found, datetime) else found) == read_again


@pytest.mark.parametrize("typed", ["=1+1", "ข้อความ", 12, date(2022, 3, 1), None])
def test_nothing_typed_becomes_a_formula_and_the_cell_looks_as_before(typed):
    sheet, cell = place(NARRATIVE)
    before = openpyxl.load_workbook(BytesIO(FORM))[sheet][cell]
    after = openpyxl.load_workbook(BytesIO(fill(FORM, {NARRATIVE: typed})))[sheet][cell]
    assert after.data_type != "f"
    assert after.style_id == before.style_id


def test_only_the_sheet_of_the_cell_changes_and_every_other_member_stays_byte_for_byte():
    before, after = members(FORM), members(fill(FORM, {NARRATIVE: "อื่น"}))
    assert list(before) == list(after)
    (changed,) = [name for name in before if before[name] != after[name]]
    assert changed.startswith("xl/worksheets/sheet")


def test_the_sheet_itself_differs_in_that_cell_alone():
    sheet, cell = place(NARRATIVE)
    old, new = members(FORM), members(fill(FORM, {NARRATIVE: "อื่น"}))
    (name,) = [name for name in old if old[name] != new[name]]
    begin = f'<c r="{cell}"'.encode()
    (head_old, tail_old), (head_new, tail_new) = (package[name].split(begin) for package in (old, new))
    assert head_old == head_new
    assert tail_old.partition(b"</c>")[2] == tail_new.partition(b"</c>")[2]
    assert sheet == "1.1"


def test_every_other_cell_of_the_workbook_holds_what_it_held():
    typed = {NARRATIVE: "<ใหม่>", "reporter|name": "ก & ข", "1.1|level|1|status": None}
    changed = {place(key) for key in typed}
    before, after = (openpyxl.load_workbook(BytesIO(form)) for form in (FORM, fill(FORM, typed)))
    assert before.sheetnames == after.sheetnames
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                again = after[sheet.title][cell.coordinate]
                if (sheet.title, cell.coordinate) not in changed:
                    assert (again.value, again.style_id) == (cell.value, cell.style_id)


def test_typing_nothing_changes_nothing():
    assert members(fill(FORM, {})) == members(FORM)


def test_filling_twice_gives_what_was_typed_last():
    assert fill(fill(FORM, {NARRATIVE: "หนึ่ง"}), {NARRATIVE: "สอง"}) == fill(FORM, {NARRATIVE: "สอง"})
    assert entries(fill(fill(FORM, {NARRATIVE: None}), {NARRATIVE: "สอง"}))[NARRATIVE] == "สอง"


@pytest.mark.parametrize("key", ["9.9|narrative", "1.1|level|6|status", "1.1", "1.1|value"])
def test_a_key_that_the_form_does_not_have_is_an_error(key):
    with pytest.raises(KeyError, match=key.replace("|", r"\|")):
        fill(FORM, {NARRATIVE: "ดี", key: "x"})


VISIBLE = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))


@settings(deadline=None, derandomize=True, max_examples=20)
@given(texts=st.lists(st.text(VISIBLE, min_size=1), min_size=2, max_size=2))
def test_any_text_survives(texts):
    typed = dict(zip((NARRATIVE, "1.1|suggestion"), texts, strict=True))
    again = entries(fill(FORM, typed))
    assert {key: again[key] for key in typed} == typed
    untouched = entries(FORM)
    assert {k: v for k, v in again.items() if k not in typed} == {k: v for k, v in untouched.items() if k not in typed}
