"""Rows that grow: the height without the mark that would fix it, on the rows that are named and on no others."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from xlsxwriter import Workbook

from pipeline.drawing.sheet import Sheet


def book(growing, high=60.0):
    """A workbook of five rows so high; and which of them keep their height."""
    out = BytesIO()
    workbook = Workbook(out)
    sheet, other = (workbook.add_worksheet(name, Sheet) for name in ("one", "two"))
    for row in range(5):
        for own in (sheet, other):
            own.set_row(row, high)
            own.write_string(row, 0, "x")
    sheet.set_row(7, high)
    sheet.let_grow(growing)
    workbook.close()
    return out.getvalue()


def rows(data, number=1):
    """Row → (height, whether it is fixed)."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        xml = package.read(f"xl/worksheets/sheet{number}.xml").decode()
    tags = re.findall(r'<row r="(\d+)"([^>]*?)/?>', xml)
    return {int(row): (float(re.search(r' ht="([\d.]+)"', rest)[1]), "customHeight" in rest) for row, rest in tags}


@pytest.mark.parametrize("growing", [set(), {0}, {1, 3}, {0, 1, 2, 3, 4}, {99}])
def test_the_rows_named_are_as_high_and_not_fixed(growing):
    found = rows(book(growing))
    assert {row: height for row, (height, _) in found.items()} == dict.fromkeys([1, 2, 3, 4, 5, 8], 60.0)
    assert {row - 1 for row, (_, fixed) in found.items() if not fixed} == growing & {0, 1, 2, 3, 4}


def test_other_sheets_keep_theirs():
    assert all(fixed for _, fixed in rows(book({0, 1}), 2).values())


def test_the_workbook_is_sound():
    sheet = openpyxl.load_workbook(BytesIO(book({1, 3})))["one"]
    assert [sheet.cell(row, 1).value for row in range(1, 6)] == ["x"] * 5
    assert sheet.row_dimensions[2].height == 60
