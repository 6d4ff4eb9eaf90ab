"""What was just written is read back: as it was given, as another reader has it, and nothing passed over."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from drawing.test_book import a_book
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pipeline.drawing import rows as writer
from pipeline.intake import read_back
from pipeline.intake.read_back import NotAsMade, ReadBack

TITLES = ["ข้อความ", "จำนวน", "วันที่"]
# The number of the row of titles.
HEADER = 3

TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
NUMBERS = st.none() | st.integers(-(10**14), 10**14).map(float) | st.sampled_from([0.5, 1e-7, 1e300, -18.7])
DAYS = st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1))
ROWS = st.lists(st.tuples(TEXTS, NUMBERS, DAYS), max_size=20)
MANY = [(f"ข้อความ {n % 7} <&>", float(n) if n % 3 else None, date(2022, 1, 1 + n % 28)) for n in range(1_000)]


def workbook(rows: list[tuple], name: str = "แผ่น") -> bytes:
    """A workbook whose sheet has these rows under its titles."""
    book = a_book()
    page = book.page(name, [10, 10, 10])
    page.text(0, 0, "above", "title")
    for col, title in enumerate(TITLES):
        page.text(HEADER - 1, col, title, "head")
    plain, day = page.theme.role("data"), page.theme.role("data", "date")
    texts, numbers, days = zip(*rows, strict=True) if rows else ((), (), ())
    sheet = page.sheet
    cells = [
        sheet.texts(0, texts, lambda _: plain),
        sheet.numbers(1, numbers, lambda _: plain),
        sheet.days(2, days, lambda _: day),
    ]
    sheet.follow(HEADER, len(rows), len(cells), [cells])
    return book.save()


def read(data: bytes, name: str = "แผ่น", titles: list[str] = TITLES, header: int = HEADER) -> list[tuple]:
    book = ReadBack(data)
    blocks = [[book.shown(cells) for cells in columns] for columns in book.columns(name, titles, header)]
    return [row for columns in blocks for row in zip(*columns, strict=True)]


@settings(deadline=None, derandomize=True, max_examples=40)
@given(ROWS)
def test_rows_are_read_back_as_they_were_given(rows):
    assert read(workbook(rows)) == rows


@settings(deadline=None, derandomize=True, max_examples=30)
@given(ROWS)
def test_rows_are_read_back_as_another_reader_has_them(rows):
    sheet = CalamineWorkbook.from_filelike(BytesIO(workbook(rows))).get_sheet_by_name("แผ่น")
    theirs = [["" if value is None else value for value in row] for row in rows]
    while theirs and not any(value != "" for value in theirs[-1]):
        theirs.pop()
    assert sheet.to_python()[HEADER:] == theirs


@pytest.mark.parametrize("many", [400_000, 0], ids=["shared", "in their cells"])
@pytest.mark.parametrize("piece", [4_000, 4_001, 30_000, 10**6])
def test_pieces_of_any_size_give_the_same_rows(monkeypatch, many, piece):
    monkeypatch.setattr(writer, "_MANY", many)
    data = workbook(MANY)
    monkeypatch.setattr(read_back, "PIECE", piece)
    assert read(data) == MANY


def test_what_different_cells_hold_is_not_kept_without_end(monkeypatch):
    monkeypatch.setattr(read_back, "PIECE", 4_000)
    monkeypatch.setattr(read_back, "_KNOWN", 10)
    assert read(workbook(MANY)) == MANY


@pytest.mark.parametrize("name", ["แผ่น", "a & b", "it's", '"x"', "_x0041_"])
def test_a_sheet_is_found_by_its_name(name):
    assert read(workbook([("a", 1.0, None)], name), name) == [("a", 1.0, None)]


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"name": "อื่น"}, id="a sheet that is not there"),
        pytest.param({"titles": ["ข้อความ", "วันที่", "จำนวน"]}, id="other titles"),
        pytest.param({"titles": TITLES[:2]}, id="a column less"),
        pytest.param({"titles": [*TITLES, "อีก"]}, id="a column more"),
        pytest.param({"header": HEADER - 1}, id="a row above the titles"),
        pytest.param({"header": HEADER + 1}, id="a row under the titles"),
        pytest.param({"header": HEADER + 2}, id="a row that is not there"),
    ],
)
def test_what_is_not_there_is_told(asked):
    with pytest.raises(NotAsMade):
        read(workbook([("a", 1.0, None)]), **asked)


def changed(data: bytes, old: str, new: str) -> bytes:
    """The workbook with something else in its sheet, once."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as whole, ZipFile(out, "w") as package:
        for part in whole.namelist():
            content = whole.read(part)
            if part == "xl/worksheets/sheet1.xml":
                assert old in content.decode()
                content = content.decode().replace(old, new, 1).encode()
            package.writestr(part, content)
    return out.getvalue()


@pytest.mark.parametrize("piece", [4_000, 10**6])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param('<row r="500"', '<row r="501"', id="a row with another number"),
        pytest.param('<c r="B500"', '<c r="B501"', id="a cell of another row"),
        pytest.param('<c r="B500"', '<c r="D500"', id="a cell beyond the columns"),
        pytest.param('<c r="B500"', '<c r="A500"', id="two cells of a column"),
        pytest.param('<c r="A500"', '?<c r="A500"', id="a letter between cells"),
        pytest.param('<row r="500"', '?<row r="500"', id="a letter between rows"),
        pytest.param('<row r="500"', '<row r="499"/><row r="500"', id="a row between rows"),
        pytest.param("</sheetData>", "<row/></sheetData>", id="an empty row at the end"),
        pytest.param("</sheetData>", "", id="no end"),
    ],
)
def test_rows_that_this_program_does_not_write_are_told(monkeypatch, piece, old, new):
    data = changed(workbook(MANY), old, new)
    monkeypatch.setattr(read_back, "PIECE", piece)
    with pytest.raises(NotAsMade):
        read(data)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("<v>7.5</v>", "<v>7.4</v>", 7.4),
        ("<v>7.5</v>", "<v>7,5</v>", None),
        ("<v>7.5</v>", "<v>nan</v>", None),
        ("<v>7.5</v>", "<v></v>", None),
        ("><v>7.5</v>", ' t="b"><v>1</v>', None),
        ("><v>7.5</v>", ' t="e"><v>#N/A</v>', None),
        ("><v>7.5</v>", ' t="s"><v>999</v>', None),
        ("><v>7.5</v>", ' t="s"><v>0</v>', "above"),
        ("><v>7.5</v>", ' t="inlineStr"><is><t>7.5</t></is>', "7.5"),
        ("><v>7.5</v>", ' t="inlineStr"><is><t>_x000D_&lt;&amp;_x005F_x000D_</t></is>', "\r<&_x000D_"),
    ],
)
def test_a_cell_holds_what_its_xml_says_or_is_told_apart_from_every_value(old, new, shown):
    ((_, number, _),) = read(changed(workbook([("a", 7.5, None)]), old, new))
    assert number == shown if shown is not None else isinstance(number, bytes)
