"""What was just written is read back: the sheets asked for, whole or in pieces, row by row."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from pipeline.intake import read_back as reader
from pipeline.intake.read_back import read_back


def workbook(**sheets: list[list[object]]) -> bytes:
    """A workbook of these sheets, by a writer that is not this program's."""
    book, out = openpyxl.Workbook(), BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def read(data: bytes, *names: str) -> dict[str, list[list[object]]]:
    return {name: list(rows) for name, rows in read_back(data, names).items()}


def test_only_the_sheets_asked_for_are_read_back():
    assert read(workbook(one=[[1, "ก", None]], two=[[2]]), "one", "three") == {"one": [[1.0, "ก"]]}


def test_sheets_are_read_in_whatever_order_they_are_asked_for():
    assert list(read(workbook(one=[[1]], two=[[2]]), "two", "one").values()) == [[[2.0]], [[1.0]]]


MANY = [["head", "of", "columns"], *([number, f"ข้อความ {number % 3}", None] for number in range(200))]
GAPS = [[None, "b"], *([[None]] * 40), ["a", None, "c"], *([[None, None, "only"]] * 60)]


def as_read(rows: list[list[object]], width: int) -> list[list[object]]:
    padded = [row + [None] * (width - len(row)) for row in rows]
    return [["" if value is None else value for value in row] for row in padded]


@pytest.mark.parametrize("piece", [600, 1_000, 5_000, 10**6])
@pytest.mark.parametrize("rows", [MANY, GAPS, [[1]]], ids=["many", "gaps", "one"])
def test_a_sheet_read_in_pieces_has_the_rows_of_the_whole(monkeypatch, rows, piece):
    data = workbook(first=[["x"]], long=rows)
    monkeypatch.setattr(reader, "PIECE", piece)
    width = max(map(len, rows))
    assert [row + [""] * (width - len(row)) for row in read(data, "long")["long"]] == as_read(rows, width)


@pytest.mark.parametrize("piece", [400, 10**6])
def test_a_sheet_without_rows_has_none(monkeypatch, piece):
    monkeypatch.setattr(reader, "PIECE", piece)
    assert read(workbook(none=[], one=[[1]]), "none") == {"none": []}
