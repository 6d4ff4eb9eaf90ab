"""A file is read by what it holds, never by its name; what cannot be read is refused by a rule."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from support.probes import member, ole, with_cell, zipped
from support.reading import sheets_in

from pipeline.intake import workbook
from pipeline.intake.addresses import column_of
from pipeline.intake.verdict import Reason, Refusal, Remark
from pipeline.intake.workbook import Sheet, Workbook, read


def xlsx(**sheets):
    """A workbook as openpyxl saves it: formulas have no results."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for place, value in cells.items():
            sheet[place] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def calculated(formula, result):
    """A workbook with a formula and its result in B2."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("one").write_formula("B2", formula, None, result)
    book.close()
    return out.getvalue()


def test_sheets_keep_their_names_and_cells_their_places():
    one, two = [["", "", ""], ["", "x", ""], ["", "", ""], ["", "", 5.0]], [[True]]
    sheets = [Sheet("one", one), Sheet("สอง", two)]
    assert read(xlsx(one={"B2": "x", "C4": 5}, สอง={"A1": True})) == Workbook("xlsx", (), sheets)


def test_an_open_document_spreadsheet_is_read_like_a_workbook(tmp_path):
    path = tmp_path / "form.ods"
    pd.DataFrame([["ก", 1.5]]).to_excel(path, header=False, index=False, engine="odf")
    book = read(path.read_bytes())
    assert (book.kind, book.remarks) == ("ods", (Remark("FILE_OLD_FORMAT", "ods"),))
    assert [sheet.rows for sheet in book.sheets] == [[["ก", 1.5]]]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("=1+1", Reason("FORMULA_NOT_CALCULATED", "=1+1")),
        ("#N/A", Reason("ERROR_VALUE", "#N/A")),
        ("#DIV/0!", Reason("ERROR_VALUE", "#DIV/0!")),
    ],
)
@pytest.mark.parametrize("place", ["B2", "D9"], ids=["among others", "beyond what the reader gives"])
def test_a_cell_that_only_reads_as_empty_says_what_stands_in_it(place, value, reason):
    one, two = sheets_in(xlsx(one={"A1": "x", "C3": "y", place: value}, two={"A1": "x", place: "z"}))
    row, column = int(place[1]) - 1, column_of(place[0]) - 1
    assert one.rows[row][column] == reason
    assert two.rows[row][column] == "z"
    assert [value for row in one.rows for value in row if value] == (
        ["x", reason, "y"] if place == "B2" else ["x", "y", reason]
    )


@pytest.mark.parametrize(
    ("formula", "result", "raw"),
    [("=1/0", "#DIV/0!", Reason("ERROR_VALUE", "#DIV/0!")), ("=1+1", 2, 2.0), ('="a"', "a", "a")],
)
def test_a_formula_reads_as_its_result(formula, result, raw):
    (sheet,) = sheets_in(calculated(formula, result))
    assert sheet.rows[1][1] == raw


def test_a_formula_whose_result_is_an_empty_text_is_empty():
    (sheet,) = sheets_in(with_cell('<f>""</f><v></v>', ' t="str"', "B2"))
    assert sheet.rows[1][1:] == [""]


@pytest.mark.parametrize(
    ("data", "state", "rule"),
    [
        (b"", "refused", "FILE_EMPTY"),
        (b"plain text", "refused", "FILE_NOT_A_WORKBOOK"),
        ("ข้อความ".encode(), "refused", "FILE_NOT_A_WORKBOOK"),
        (b"%PDF-1.7 ...", "refused", "FILE_NOT_A_WORKBOOK"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "refused", "FILE_NOT_A_WORKBOOK"),
        (zipped(member("word/document.xml")), "refused", "FILE_NOT_A_WORKBOOK"),
        (b"PK\x03\x04 cut off", "unreadable", "FILE_UNREADABLE"),
        (ole("Workbook"), "unreadable", "FILE_UNREADABLE"),
        (ole("EncryptedPackage"), "refused", "FILE_ENCRYPTED"),
    ],
)
def test_what_cannot_be_read_is_refused_by_a_rule(data, state, rule):
    refusal = read(data)
    assert isinstance(refusal, Refusal)
    assert (refusal.state, refusal.rule) == (state, rule)


def test_a_truncated_workbook_is_a_verdict_and_never_an_exception():
    whole = xlsx(sheet={f"A{n}": f"text {n}" for n in range(1, 50)})
    for length in range(0, len(whole), 97):
        assert isinstance(read(whole[:length]), Refusal)


def failing(monkeypatch, trouble):
    """Makes the reader fail behind the guards."""

    def fails(_):
        raise trouble

    monkeypatch.setattr(workbook.python_calamine.CalamineWorkbook, "from_filelike", fails)


class Panic(BaseException):
    """What a panic in calamine is: no Exception."""


@pytest.mark.parametrize(
    ("trouble", "refusal"),
    [
        (Panic("out of bounds"), Refusal("unreadable", "FILE_UNREADABLE", "Panic", kind="xlsx")),
        (ValueError("x"), Refusal("unreadable", "FILE_UNREADABLE", "ValueError", kind="xlsx")),
        (OSError("Password protected"), Refusal("refused", "FILE_ENCRYPTED", kind="xlsx")),
    ],
)
def test_whatever_the_reader_raises_is_a_verdict(monkeypatch, trouble, refusal):
    failing(monkeypatch, trouble)
    assert read(xlsx(sheet={"A1": 1})) == refusal


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_is_not_about_the_file_is_no_verdict(monkeypatch, trouble):
    failing(monkeypatch, trouble)
    with pytest.raises(trouble):
        read(xlsx(sheet={"A1": 1}))
