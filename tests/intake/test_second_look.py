"""A cell that reads as empty is looked at again, to say why it is not."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
import xlsxwriter

from pipeline.intake.second_look import Reason, reasons
from pipeline.intake.workbook import read


def saved(**cells):
    """A workbook as openpyxl saves it: formulas have no results."""
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("=1+1", Reason("FORMULA_NOT_CALCULATED", "=1+1")),
        ("#N/A", Reason("ERROR_VALUE", "#N/A")),
        ("#DIV/0!", Reason("ERROR_VALUE", "#DIV/0!")),
    ],
)
def test_the_reason_is_said(value, reason):
    data = saved(B2=value)
    (sheet,) = read(data)
    assert not any(value for row in sheet.rows for value in row), "the reader shows nothing there"
    assert reasons(data, [("Sheet", "B2")]) == {("Sheet", "B2"): reason}


def test_a_calculated_error_is_told_by_what_is_shown():
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("Sheet").write_formula("B2", "=1/0", None, "#DIV/0!")
    book.close()
    assert reasons(out.getvalue(), [("Sheet", "B2")]) == {("Sheet", "B2"): Reason("ERROR_VALUE", "#DIV/0!")}


def test_a_cell_that_is_empty_has_no_reason():
    assert reasons(saved(A1="=1+1"), [("Sheet", "B2"), ("Sheet", "C9"), ("gone", "A1")]) == {}


def test_nothing_is_opened_when_nothing_is_asked_or_nothing_can_be_there(monkeypatch):
    def opened(*_, **__):
        raise AssertionError("opened a second time")

    plain = saved(A1="text")
    monkeypatch.setattr(openpyxl, "load_workbook", opened)
    assert reasons(saved(A1="=1+1"), []) == {}
    assert reasons(plain, [("Sheet", "B2")]) == {}
    assert reasons(b"not a zip", [("Sheet", "B2")]) == {}


def test_formulas_whose_result_is_an_empty_text_are_no_reason_to_open(monkeypatch):
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("Sheet").write_formula("B2", '=""', None, "")
    book.close()
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("opened a second time"))
    assert reasons(out.getvalue(), [("Sheet", "A1")]) == {}


def test_a_formula_on_another_sheet_at_the_same_address_is_no_reason_to_open(monkeypatch):
    book = openpyxl.Workbook()
    book.active["B2"] = "=1+1"
    book.create_sheet("entries")["A1"] = "x"
    out = BytesIO()
    book.save(out)
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("opened a second time"))
    assert reasons(out.getvalue(), [("entries", "B2")]) == {}


def test_what_openpyxl_would_lose_is_no_warning_here():
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet")
    sheet.conditional_format("A1:A9", {"type": "data_bar", "data_bar_2010": True})
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    book.close()
    assert reasons(out.getvalue(), [("Sheet", "B2")])
