"""A file is read by what it holds, never by its name; what cannot be read is refused by a rule."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from pipeline.intake import workbook
from pipeline.intake.workbook import Refusal, Sheet, read


def xlsx(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for address, value in cells.items():
            sheet[address] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(*names):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


def ole(*streams):
    """The first sector of an OLE file, and the directory names that follow it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(s.encode("utf-16-le") for s in streams)


def test_sheets_keep_their_names_and_cells_their_places():
    sheets = read(xlsx(one={"B2": "x", "C4": 5}, สอง={"A1": True}))
    assert sheets == [
        Sheet("one", [["", "", ""], ["", "x", ""], ["", "", ""], ["", "", 5.0]]),
        Sheet("สอง", [[True]]),
    ]


def test_an_open_document_spreadsheet_is_read_like_a_workbook(tmp_path):
    path = tmp_path / "form.ods"
    pd.DataFrame([["ก", 1.5]]).to_excel(path, header=False, index=False, engine="odf")
    (sheet,) = read(path.read_bytes())
    assert sheet.rows == [["ก", 1.5]]


@pytest.mark.parametrize(
    ("data", "state", "rule"),
    [
        (b"", "refused", "FILE_EMPTY"),
        (b"plain text", "refused", "FILE_NOT_A_WORKBOOK"),
        ("ข้อความ".encode(), "refused", "FILE_NOT_A_WORKBOOK"),
        (b"%PDF-1.7 ...", "refused", "FILE_NOT_A_WORKBOOK"),
        (b"\x89PNG\r\n\x1a\n\xff\xfe", "refused", "FILE_NOT_A_WORKBOOK"),
        (zipped("word/document.xml"), "refused", "FILE_NOT_A_WORKBOOK"),
        (zipped("xl/workbook.xml"), "unreadable", "FILE_UNREADABLE"),
        (b"PK\x03\x04 cut off", "unreadable", "FILE_UNREADABLE"),
        (ole("Workbook"), "unreadable", "FILE_UNREADABLE"),
        (ole("EncryptionInfo", "EncryptedPackage"), "refused", "FILE_ENCRYPTED"),
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


@pytest.mark.parametrize(("size", "refused"), [(-1, False), (0, False), (1, True)])
def test_a_file_may_be_as_large_as_the_limit(monkeypatch, size, refused):
    data = xlsx(sheet={"A1": "x"})
    monkeypatch.setattr(workbook, "LARGEST_FILE", len(data) - size)
    assert isinstance(read(data), Refusal) == refused
    if refused:
        assert read(data).rule == "FILE_TOO_LARGE"


def test_a_panic_of_the_reader_is_a_verdict_too(monkeypatch):
    class Panic(BaseException):
        pass

    def panics(_):
        raise Panic("out of bounds")

    monkeypatch.setattr(workbook.python_calamine.CalamineWorkbook, "from_filelike", panics)
    assert read(xlsx(sheet={"A1": 1})) == Refusal("unreadable", "FILE_UNREADABLE", "Panic")


def test_ctrl_c_is_no_verdict(monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(workbook.python_calamine.CalamineWorkbook, "from_filelike", interrupted)
    with pytest.raises(KeyboardInterrupt):
        read(xlsx(sheet={"A1": 1}))
