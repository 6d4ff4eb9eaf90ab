"""Texts that break careless workbooks, through the whole summary: every reader finds the same text, and nothing that runs."""

from __future__ import annotations

import re
import zipfile
from functools import cache
from io import BytesIO
from xml.etree import ElementTree

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from report.overview_support import Read
from support.nasty import CODES, LONGEST, LONGEST_KPI, NASTY, SHORT, TEXTS, nasty
from support.whole import book_of

from pipeline import thai
from pipeline.report.data import HEADER_ROW, described
from schemas.fields import Kind
from schemas.submission import LEVELS, REPORTER, RESULTS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPED = re.compile("_x([0-9A-F]{4})_")
READERS = ("openpyxl", "python-calamine")
# Where a text stands in the cell above its KPI, in the ledger's words.
FIELDS = {**{f"{RESULTS.id}.{field}": field for field in TEXTS}, f"{LEVELS.id}.evidence": "evidence"}


@cache
def book() -> Read:
    return book_of(nasty())


@cache
def table(id_: str, reader: str) -> pd.DataFrame:
    """A data sheet as a program reads it: its columns by id, its values as they come."""
    own = described(id_)
    name = own.title.to("th")
    if reader == "openpyxl":
        # It leaves the escapes of control characters as they stand in the file.
        sheet = book().values[name]
        rows = [[_unescaped(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        sheet = CalamineWorkbook.from_filelike(BytesIO(book().data)).get_sheet_by_name(name)
        rows = sheet.to_python(skip_empty_area=False)
    return pd.DataFrame(rows[HEADER_ROW + 1 :], columns=own.columns, dtype=object)


def _unescaped(value: object) -> object:
    return ESCAPED.sub(lambda code: chr(int(code[1], 16)), value) if isinstance(value, str) else value


# --- the same text


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("kind", SHORT)
def test_a_result_is_the_text_that_was_sent(reader, field, kind):
    row = table("scores", reader).set_index("kpi").loc[CODES[kind]]
    assert row[field] == as_read(thai.clean(NASTY[kind]), reader)


def as_read(text: str, reader: str) -> str:
    """What a reader makes of a text that spells an escape: openpyxl has no other way to say so."""
    return _unescaped(text) if reader == "openpyxl" else text


@pytest.mark.parametrize("reader", READERS)
def test_a_text_as_long_as_a_cell_is_not_cut(reader):
    assert table("scores", reader).set_index("kpi").loc[LONGEST_KPI, "narrative"] == LONGEST


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("kind", SHORT)
def test_the_ledger_has_it_letter_for_letter(reader, field, kind):
    ledger = table("ledger", reader)
    (raw,) = ledger.loc[(ledger["kpi"] == CODES[kind]) & (ledger["field"] == field), "raw"]
    assert raw == as_read(NASTY[kind], reader)


@pytest.mark.parametrize("reader", READERS)
def test_what_the_reporter_wrote_is_the_text_that_was_sent(reader):
    (row,) = table("reporters", reader).to_dict("records")
    sent = dict(zip(("name", "position", "phone", "email", "approver"), list(SHORT.values())[2:], strict=False))
    assert {field: row[field] for field in sent} == sent
    assert {field.id for field in REPORTER if field.kind is Kind.TEXT} >= set(sent) - {"phone"}


@cache
def rows_of(part: int) -> list[list[str]]:
    """The texts of the rows of the report's sheet in this place."""
    name = book().sheetnames[part]
    sheet = CalamineWorkbook.from_filelike(BytesIO(book().data)).get_sheet_by_name(name)
    return [[cell for cell in row if isinstance(cell, str) and cell] for row in sheet.to_python(skip_empty_area=False)]


# The opening and the projects' pages among the sheets, from 0, and how a project's page begins.
OPENING, PAGES = 2, 6
HEADING = "[๐-๙]+[.][๐-๙]+  "


@pytest.mark.parametrize("kind", SHORT)
def test_a_project_s_page_shows_it_wherever_it_was_written(kind):
    text = thai.clean(NASTY[kind])
    rows = rows_of(PAGES)
    heading = [thai.to_thai(CODES[kind]) + "  " + text]
    at = next(number for number, row in enumerate(rows) if row[:1] == heading)
    ends = (n for n, row in enumerate(rows) if n > at and row and re.match(HEADING, row[0]))
    shown = [cell for row in rows[at : next(ends, len(rows))] for cell in row]
    # The KPI in its line, with its code where it is another's, and in the table; five criteria; evidence; narrative.
    assert shown.count(text) >= 8
    assert f"{text}\nข้อเสนอแนะ: {text}" in shown


def test_a_project_s_heading_never_stands_alone_on_its_page():
    sheet = book().values.worksheets[PAGES]
    headings = [row for row, texts in enumerate(rows_of(PAGES), start=1) if texts and re.match(HEADING, texts[0])]
    # A break comes after the row that it names: here after the heading, the department, or the KPI's name.
    breaks = {break_.id for break_ in sheet.row_breaks.brk}
    assert len(headings) == len(NASTY)
    assert [row for row in headings if breaks & {row, row + 1, row + 2}] == []


@pytest.mark.parametrize("kind", SHORT)
def test_the_opening_has_it_as_heading_and_as_paragraph(kind):
    text = thai.clean(NASTY[kind])
    shown = [cell.lstrip("\u00a0") for row in rows_of(OPENING) for cell in row]
    assert shown.count(text) >= 3


# --- nothing that runs


def parts() -> zipfile.ZipFile:
    return zipfile.ZipFile(BytesIO(book().data))


def test_no_formula_has_a_text_of_theirs_in_it():
    with parts() as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = [f.text or "" for xml in sheets for f in ElementTree.fromstring(xml).iter(f"{MAIN}f")]
    assert len(formulas) > 500
    theirs = [text.lstrip("=") for kind, text in SHORT.items() if kind not in ("a number", "a truth", "an error")]
    assert [f for f in formulas if any(text in f for text in [*theirs, "evil", "cmd", "HYPERLINK"])] == []


def test_no_part_brings_macros_objects_or_other_files():
    allowed = re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml"
        r"|xl/theme/theme1\.xml|xl/_rels/workbook\.xml\.rels|xl/(worksheets|drawings)/(_rels/)?\w+\.xml(\.rels)?"
        r"|xl/(charts|tables)/\w+\.xml"
    )
    with parts() as package:
        assert [name for name in package.namelist() if not allowed.fullmatch(name)] == []
        types = package.read("[Content_Types].xml").decode()
    assert not re.search("macro|vba|ole|external|activeX", types, re.IGNORECASE)


def test_no_relation_leads_out_of_the_workbook():
    with parts() as package:
        names = [name for name in package.namelist() if name.endswith(".rels")]
        relations = [row for name in names for row in ElementTree.fromstring(package.read(name))]
    assert len(relations) > 30
    assert [row.get("Target") for row in relations if row.get("TargetMode") or "://" in row.get("Target", "")] == []
    kinds = {row.get("Type", "").rsplit("/", 1)[-1] for row in relations}
    inner = {"worksheet", "theme", "styles", "sharedStrings", "drawing", "chart", "table"}
    assert kinds == inner | {"officeDocument", "core-properties", "extended-properties"}


def test_every_link_leads_to_a_cell_of_the_workbook():
    with parts() as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    links = [link for xml in sheets for link in ElementTree.fromstring(xml).iter(f"{MAIN}hyperlink")]
    assert len(links) > 100
    places = [re.fullmatch(r"'([^']+)'!\$?[A-Z]+\$?\d+", link.get("location", "")) for link in links]
    assert {place[1] for place in places if place} <= set(book().sheetnames)
    assert all(places)


def test_no_defined_name_and_no_validation_has_a_text_of_theirs():
    with parts() as package:
        workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))
        sheets = b"".join(package.read(n) for n in package.namelist() if n.startswith("xl/worksheets/sheet"))
    names = [name.text or "" for name in workbook.iter(f"{MAIN}definedName")]
    assert len(names) > 5
    assert [
        name for name in names if not re.fullmatch(r"('[^']+'|[\wก-๙]+)!\$?[A-Z]*\$?\d+(:\$?[A-Z]*\$?\d+)?", name)
    ] == []
    assert b"<dataValidation" not in sheets
