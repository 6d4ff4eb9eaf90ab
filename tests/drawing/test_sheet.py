"""The quicker worksheet: whatever stands in it, its XML is that of xlsxwriter's own, byte for byte."""

from __future__ import annotations

import random
from datetime import date, datetime
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipeline.drawing.sheet import FormulaElement, Sheet, prompt_element

KINDS = {
    "a text": lambda sheet, look: sheet.write_string(3, 2, "ข้อความ <&>", look),
    "a text in no look": lambda sheet, look: sheet.write_string(3, 2, "ข้อความ"),
    "a text in the look of its row": lambda sheet, look: (sheet.set_row(3, 40, look), sheet.write_string(3, 2, "ก")),
    "a text in the look of its column": lambda sheet, look: (
        sheet.set_column(2, 2, 9, look),
        sheet.write_string(3, 2, "ก"),
    ),
    "a rich text": lambda sheet, look: sheet.write_rich_string(3, 2, "ก", look, "ข", "ค"),
    "nothing": lambda sheet, look: None,
    "an empty cell": lambda sheet, look: sheet.write_blank(3, 2, None, look),
    "a whole number": lambda sheet, look: sheet.write_number(3, 2, 229339100, look),
    "a fraction": lambda sheet, look: sheet.write_number(3, 2, 100 / 3, look),
    "a small number": lambda sheet, look: sheet.write_number(3, 2, 1e-17, look),
    "a day": lambda sheet, look: sheet.write_datetime(3, 2, datetime(2022, 4, 18), look),
    "a truth": lambda sheet, look: sheet.write_boolean(3, 2, True, look),
    "a formula with a number": lambda sheet, look: sheet.write_formula(3, 2, '=IF(A1<2,"ก&ข",0)', look, 2.5),
    "a formula with a text": lambda sheet, look: sheet.write_formula(3, 2, "=A1", look, "<ก>"),
    "a formula with no text": lambda sheet, look: sheet.write_formula(3, 2, "=A1", look, ""),
    "a formula with an error": lambda sheet, look: sheet.write_formula(3, 2, "=A1/0", look, "#DIV/0!"),
    "a formula with a truth": lambda sheet, look: sheet.write_formula(3, 2, "=A1=1", look, True),
    "bars of 2010": lambda sheet, look: (
        sheet.write_number(3, 2, 1, look),
        sheet.set_row(3, 40),
        sheet.conditional_format(3, 2, 3, 2, {"type": "data_bar", "data_bar_2010": True}),
    ),
    "a number that is a fraction": lambda sheet, look: sheet.write_number(3, 2, Fraction(1, 3), look),
    "links": lambda sheet, look: (
        sheet.write_url(3, 2, "internal:'ก & \"ข\"'!A1", look, "<ไป>"),
        sheet.write_url(4, 27, "internal:Sheet1!A1", look, "ไป", "ที่นี่"),
        sheet.write_url(4, 0, "https://example.org/?a=1&b=2", look, "ออก"),
    ),
    "merged cells": lambda sheet, look: sheet.merge_range(3, 2, 5, 4, "รวม", look),
    "merged cells that are empty": lambda sheet, look: (
        sheet.merge_range(3, 2, 5, 4, "", look),
        sheet.write_string(3, 2, "รวม", look),
        sheet.merge_range(6, 30, 6, 28, "", look),
    ),
    "merged cells in no look": lambda sheet, look: sheet.merge_range(3, 2, 5, 4, ""),
    "a row that is hidden": lambda sheet, look: (sheet.set_row(3, None, None, {"hidden": True}), sheet.set_row(4, 0)),
    "a row that folds away": lambda sheet, look: sheet.set_row(3, 30, None, {"level": 1, "collapsed": True}),
    "a look on a condition": lambda sheet, look: sheet.conditional_format(
        3, 2, 5, 2, {"type": "formula", "criteria": '=LEFT($C4,1)<>"<&>"', "format": look, "multi_range": "C4 C6"}
    ),
    "a prompt with a list": lambda sheet, look: sheet.data_validation(
        3, 2, 3, 2, {"validate": "list", "source": ['ใช่ & "จริง"', "<ไม่>"], "input_message": 'บรรทัด\n"สอง" <&>'}
    ),
    "a check of a number": lambda sheet, look: sheet.data_validation(
        3, 2, 3, 2, {"validate": "decimal", "criteria": "between", "minimum": -1.5, "maximum": "=A1"}
    ),
    "a comment": lambda sheet, look: (sheet.write_comment(3, 2, "หมายเหตุ"), sheet.write_number(3, 2, 1, look)),
    "a comment on nothing": lambda sheet, look: (sheet.write_comment(3, 2, "หมายเหตุ"), sheet.set_row(4, 40)),
    "a row that is high and empty": lambda sheet, look: sheet.set_row(20, 40),
    "cells in many rows": lambda sheet, look: [sheet.write_number(row, row % 7, row, look) for row in range(0, 99, 3)],
    "cells from right to left": lambda sheet, look: [sheet.write_number(2, col, 1, look) for col in (30, 27, 3, 0)],
}


def written(kind: type[Worksheet], fill) -> bytes:
    """The XML of a sheet of that class."""
    into = BytesIO()
    book = Workbook(into, {"in_memory": True})
    fill(book.add_worksheet(worksheet_class=kind), book.add_format({"bold": True}))
    book.close()
    return ZipFile(into).read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("fill", KINDS.values(), ids=KINDS)
def test_what_is_written_is_what_xlsxwriter_writes(fill):
    assert written(Sheet, fill) == written(Worksheet, fill)


@pytest.mark.parametrize("seed", range(5))
def test_so_are_sheets_of_everything(seed):
    def fill(sheet, look):
        dice = random.Random(seed)
        for _ in range(300):
            at = dice.randrange(60), dice.randrange(40)
            sheet.write_formula(*at, f"=SUM(A1:B{at[0] + 1})", look, dice.choice((1.5, "ข", "")))
            for write, value in (
                (sheet.write_string, f"ก{at[0]}"),
                (sheet.write_number, 1 / 3),
                (sheet.write_blank, None),
            ):
                write(dice.randrange(60), dice.randrange(40), value, look)
            sheet.set_row(dice.randrange(60), dice.choice((15, 15.5, 99)))

    assert written(Sheet, fill) == written(Worksheet, fill)


PROMPTS = {
    "a list": {"validate": "list", "source": ['ใช่ & "จริง"', "<ไม่>"], "input_message": 'บรรทัด\n"สอง" <&>'},
    "a number": {"validate": "decimal", "criteria": "between", "minimum": -1.5, "maximum": 5, "error_type": "warning"},
    "a day": {"validate": "date", "criteria": "between", "minimum": date(2021, 10, 1), "maximum": date(2022, 9, 30)},
    "words alone": {"validate": "any", "input_title": "ชื่อ", "input_message": "กรอกชื่อ"},
}


@pytest.mark.parametrize("options", PROMPTS.values(), ids=PROMPTS)
def test_a_prompt_that_many_sheets_have_is_written_as_xlsxwriter_writes_it(options):
    element = prompt_element(options)

    def as_element(sheet, look):
        sheet.prompt("C4", element)
        sheet.prompt("C6 D8", element)

    def as_options(sheet, look):
        sheet.data_validation(3, 2, 3, 2, options)
        sheet.data_validation(5, 2, 5, 2, options | {"other_cells": [[7, 3, 7, 3]]})

    assert written(Sheet, as_element) == written(Worksheet, as_options)


def test_a_prompt_that_excel_would_not_take_is_refused():
    with pytest.warns(UserWarning), pytest.raises(ValueError, match="no such prompt"):
        prompt_element({"validate": "any", "input_title": "ก" * 33})


def test_two_looks_that_are_alike_are_one():
    def fill(sheet, look):
        twin = sheet.write_string(0, 0, "ก", look) or look.__class__({"bold": True}, look.xf_format_indices, {})
        sheet.write_string(0, 1, "ข", twin)

    assert written(Sheet, fill).count(b' s="1"') == 2
    assert written(Sheet, fill) == written(Worksheet, fill)


@pytest.mark.parametrize("formula", ["=SORT(A1)", '="a{b}"', "=CONCAT(A1)"])
def test_a_formula_is_kept_as_it_is_given(formula):
    told = written(Sheet, lambda sheet, look: sheet.write_formula(0, 0, formula, look, 1))
    assert f"<f>{formula[1:]}</f>".encode() in told


def test_what_is_merged_already_is_not_merged_again():
    sheet, look = Sheet(), Workbook(BytesIO()).add_format()
    sheet.merge_range(0, 0, 0, 2, "", look)
    with pytest.raises(OverlappingRange, match="A1:C1"):
        sheet.merge_range(0, 2, 4, 2, "", look)


@pytest.mark.parametrize("value", [2.5, "<ก>", "", True])
def test_a_formula_given_in_xml_stands_there_as_it_is(value):
    def fill(element):
        def put(sheet, look):
            sheet.write_formula(3, 2, "=1+1", look, value)
            if element:
                sheet.table[3][2] = FormulaElement(element, look, value)

        return put

    alone, shared = "<f>1+1</f>", '<f t="shared" si="0"/>'
    assert written(Sheet, fill(shared)) == written(Sheet, fill("")).replace(alone.encode(), shared.encode())


@pytest.mark.parametrize("place", [(-1, 0), (0, -1), (1_048_576, 0), (0, 16_384)])
def test_a_formula_beyond_the_sheet_is_refused(place):
    assert Sheet().write_formula(*place, "=A1") == -1
