"""What stands in cells that only read as empty, and that the quick way sees of a sheet what the thorough way sees."""

from __future__ import annotations

import random
import re
import zipfile
from io import BytesIO
from operator import ge
from pathlib import Path

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from support.probes import (
    BOOK,
    LINKS,
    OWN_LINKS,
    book_xml,
    cell,
    links_xml,
    sheet_xml,
    strings_xml,
    with_cell,
    with_sheet,
    workbook,
)

from pipeline.intake import cells, quick
from pipeline.intake.addresses import letters_of
from pipeline.intake.guard import guard
from pipeline.intake.limits import LIMITS, Limits, Refused
from pipeline.intake.strings import lengths, shared_text
from pipeline.intake.verdict import Reason

FORMS = sorted((Path(__file__).parents[2] / "inputs").rglob("*.xlsx"))


def unread(data):
    return guard(data).unread


def values(data):
    """What the reader gives, by sheet and cell."""
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {
        (name, f"{letters_of(column)}{row}"): value
        for name, rows in sheets.items()
        for row, listed in enumerate(rows, start=1)
        for column, value in enumerate(listed, start=1)
    }


NOT_CALCULATED, ERROR = "FORMULA_NOT_CALCULATED", "ERROR_VALUE"


@pytest.mark.parametrize(
    ("inside", "more", "reason"),
    [
        ("<v>#N/A</v>", ' t="e"', (ERROR, "#N/A")),
        ("<f>1/0</f><v>#DIV/0!</v>", ' s="1" t="e"', (ERROR, "#DIV/0!")),
        ("<f>1+1</f>", "", (NOT_CALCULATED, "=1+1")),
        ("<f>1+1</f><v></v>", "", (NOT_CALCULATED, "=1+1")),
        ("<f>1+1</f><v/>", ' t="n"', (NOT_CALCULATED, "=1+1")),
        ("<f>A1&amp;&quot;&lt;&quot;</f>", ' t="str"', (NOT_CALCULATED, '=A1&"<"')),
        ('<f t="shared" si="0"/>', "", (NOT_CALCULATED, "=…")),
        ('<f t="shared" ref="B2:B9" si="0">1+1</f><v/>', "", (NOT_CALCULATED, "=1+1")),
        ("<f>1+1</f><v>2</v>", "", None),
        ('<f>""</f><v></v>', ' t="str"', None),
        ('<f>""</f><v/>', ' t="str"', None),
        ("<f>TRUE</f><v>1</v>", ' t="b"', None),
        ("<v>1</v>", "", None),
        ("<v>#N/A</v>", ' t="str"', None),
        ("", "", None),
        ('<is><t>a</t><r><t xml:space="preserve"> b</t></r></is>', ' t="inlineStr"', None),
    ],
)
def test_why_a_cell_reads_as_empty(inside, more, reason):
    data = with_cell(inside, more)
    assert unread(data) == ({"one": {"B2": Reason(*reason)}} if reason else {})
    if reason:
        assert values(data).get(("one", "B2"), "") == "", "otherwise nobody has to say why"


def test_every_sheet_and_every_cell_is_looked_at():
    sheets = '<sheet name="one" sheetId="1" r:id="rId1"/><sheet name="สอง" sheetId="2" r:id="rId3"/>'
    wrong = '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="C2"><f>A1</f></c></row>'
    data = workbook(
        {
            BOOK: book_xml(sheets),
            LINKS: links_xml(*OWN_LINKS, ("worksheet", "worksheets/sheet2.xml", "")),
            "xl/worksheets/sheet2.xml": sheet_xml(cell("A1") + wrong),
        }
    )
    assert unread(data) == {"สอง": {"A2": Reason(ERROR, "#REF!"), "C2": Reason(NOT_CALCULATED, "=A1")}}


def test_a_cell_without_an_address_is_told_by_its_place():
    data = with_sheet('<row/><row><c/><c t="e"><v>#N/A</v></c></row>')
    assert unread(data) == {"one": {"B2": Reason(ERROR, "#N/A")}}


def saved_by_openpyxl(path):
    book, out = openpyxl.load_workbook(path), BytesIO()
    book.save(out)
    formulas = sum(c.data_type == "f" for sheet in book for row in sheet.iter_rows() for c in row)
    return out.getvalue(), formulas


def test_a_form_saved_by_openpyxl_has_lost_the_results_of_all_its_formulas():
    data, formulas = saved_by_openpyxl(FORMS[-1])
    told = [reason for sheet in unread(data).values() for reason in sheet.values()]
    assert len(told) == formulas > 100
    assert {reason.rule for reason in told} == {NOT_CALCULATED}


def test_what_xlsxwriter_writes_is_calculated():
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Sheet")
        sheet.write_formula("A1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("A2", '=" "', None, " ")
        sheet.write_formula("A3", "=1+1", None, 2)
    assert unread(out.getvalue()) == {"Sheet": {"A1": Reason(ERROR, "#DIV/0!")}}


# --- the quick way


def sheets_of(path):
    with zipfile.ZipFile(path) as package:
        return [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]


def seen(look, data, limits=LIMITS):
    """What a way sees, or why it refuses; the levels of XML are only to be few enough."""
    try:
        found = look(data, limits)
    except Refused as why:
        return why.refusal
    return found and found._replace(depth=0)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_the_quick_way_is_sure_of_all_that_we_write(path):
    for sheet in sheets_of(path):
        assert seen(quick.quick_look, sheet) == seen(cells.look, sheet) != None  # noqa: E711
    with zipfile.ZipFile(path) as package:
        strings = package.read("xl/sharedStrings.xml")
    each, exact = quick.quick_lengths(strings, LIMITS), lengths(strings, LIMITS)
    assert each and all(map(ge, each, exact)) and len(each) == len(exact)


AS_EXCEL = (
    '<row r="1" spans="1:3" s="4" customFormat="1" ht="15.75" customHeight="1" thickBot="1" x14ac:dyDescent="0.3">'
    '<c r="A1" s="1" t="s"><v>0</v></c><c r="C1"><f t="shared" ref="C1:C2" ca="1" si="0">A1&amp;"ก"</f><v>-1.5E-2</v></c></row>'
    '<row r="7" ht="3" hidden="1"/><row r="9"><c r="AZ9" t="str"><f>1</f><v xml:space="preserve"> </v></c></row>'
)


def test_the_quick_way_is_sure_of_what_excel_writes():
    sheet = sheet_xml(AS_EXCEL, '<mergeCell ref="A1:B2"/>').encode()
    found = seen(quick.quick_look, sheet)
    assert found == seen(cells.look, sheet)
    assert found[:3] == (3, 9 * 52, 4)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="BA1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1" r="2"/>',
        '<row r="1048577"/>',
        '<row r="1"><c r="A1" s="1" s="1"/></row>',
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
        '<row r="1"><c r="A1"><f>1</f></c></row>',
        '<row r="1"><c r="A1"><v>1e999</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v>\ufffe</v></c></row>',
        '<row r="1"><!-- --></row>',
        '<row r="1"></row></sheetData><sheetData>',
        "<row/>",
    ],
)
def test_of_all_else_it_is_not_sure(rows):
    assert quick.quick_look(sheet_xml(rows).encode(), LIMITS) is None


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><!-- <sheetData>{}</sheetData> --></worksheet>",
        "<worksheet><!-- <sheetData>{}</sheetData> --><sheetData/></worksheet>",
        "<worksheet><x><![CDATA[<sheetData>{}</sheetData>]]></x></worksheet>",
    ],
)
def test_rows_that_only_look_like_rows_are_none(sheet):
    data = sheet.format(cell("A1")).encode()
    assert quick.quick_look(data, LIMITS) is None
    assert cells.look(data, LIMITS).cells == 0


def test_the_levels_of_a_body_count_with_those_around_it():
    sheet = sheet_xml(cell("A1")).encode()
    for depth in (4, 5, 6):
        said = seen(quick.quick_look, sheet, Limits(depth=depth)) or seen(cells.look, sheet, Limits(depth=depth))
        assert said == seen(cells.look, sheet, Limits(depth=depth))


# --- what is kept from sheets before


KNOWN = cell("A1") + '<row r="2"><c r="B2" t="s"><v>7</v></c></row>'


@pytest.fixture
def nothing_known(monkeypatch):
    monkeypatch.setattr(quick, "_KNOWN", {})


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param('<row r="2"><c r="B2" t="s"><v>7</v></c></row>' + cell("A1"), id="in another order"),
        pytest.param(KNOWN + cell("A1"), id="one that is there twice"),
        pytest.param(KNOWN + '<row r="3"><c r="B2" t="s"><v>7</v></c></row>', id="a cell of another row"),
        pytest.param(KNOWN.replace("<v>7", "<v>7x"), id="a number of a string that is none"),
        pytest.param(KNOWN.replace("<v>7", "<v>"), id="no number of a string"),
        pytest.param(
            KNOWN.replace("<v>7", f"<v>{'7' * 40_000}"), id="a number of a string that is too long for a cell"
        ),
        pytest.param("x" + KNOWN, id="text before them"),
        pytest.param(KNOWN + "x", id="text behind them"),
    ],
)
def test_rows_that_were_found_sound_make_no_other_sheet_sound(nothing_known, rows):
    assert quick.quick_look(sheet_xml(KNOWN).encode(), LIMITS)
    assert quick.quick_look(sheet_xml(rows).encode(), LIMITS) is None


def test_forms_that_differ_in_the_numbers_of_their_strings_have_the_same_rows(nothing_known):
    for number in (7, 0, 216_090):
        sheet = sheet_xml(KNOWN.replace("<v>7", f"<v>{number}")).encode()
        assert seen(quick.quick_look, sheet) == seen(cells.look, sheet)
    assert len(quick._KNOWN) == 2


def test_what_is_kept_is_never_much(nothing_known, monkeypatch):
    monkeypatch.setattr(quick, "_MOST_KNOWN", 10)
    for number in range(1, 200):
        sheet = sheet_xml(cell(f"A{number}") + f'<row r="{number + 1}"/>').encode()
        assert seen(quick.quick_look, sheet) == seen(cells.look, sheet)
        assert len(quick._KNOWN) <= 13


def test_and_no_long_row_is_kept(nothing_known):
    long = f'<row r="1"><c r="A1" t="str"><v>{"ก" * 4000}</v></c></row>'
    assert quick.quick_look(sheet_xml(long).encode(), LIMITS).cells == 1
    assert not quick._KNOWN


HEAD = "<headerFooter><oddHeader>{}</oddHeader></headerFooter>"
LINK = '<hyperlinks><hyperlink ref="B2" location="{}" display="{}"/></hyperlinks>'


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(HEAD.format("&amp;L a"), id="a header"),
        pytest.param(LINK.format("'ก'!A1", "ก &amp; ข"), id="a link"),
        pytest.param(HEAD.format("a & b"), id="a header with a bare ampersand"),
        pytest.param(HEAD.format("]]>"), id="a header with the end of a section"),
        pytest.param(HEAD.format("\x01"), id="a header with a forbidden character"),
        pytest.param(HEAD.format("\ufffe"), id="a header with no character"),
        pytest.param(LINK.format("&b;", ""), id="a link with an unknown reference"),
        pytest.param(LINK.format("a<b", ""), id="a link with a tag in it"),
        pytest.param(f"<!-- {HEAD.format('a')} -->", id="a header in a comment"),
        pytest.param(f"<!-- {HEAD.format('a -- b')} -->", id="a comment that may not be"),
        pytest.param(f"<!-- {HEAD.format('-->')}", id="a comment that ends in a header"),
        pytest.param(f"<?x {HEAD.format('?> <y>')}", id="an instruction that ends in a header"),
        pytest.param(f"<x><![CDATA[{HEAD.format('a')}]]></x>", id="a header in a section"),
        pytest.param(f"<x y='{LINK.format('a', 'b')}'/>", id="a link in an attribute"),
    ],
)
def test_words_that_are_of_no_matter_hide_nothing(tail):
    plain = sheet_xml(KNOWN).encode()
    assert quick.quick_look(plain, LIMITS)
    data = plain.replace(b"</worksheet>", tail.encode() + b"</worksheet>")
    found = seen(quick.quick_look, data)
    assert found is None or found == seen(cells.look, data)


def test_sheets_that_differ_in_such_words_are_the_same_to_the_guards():
    quick._kept_seen.cache_clear()
    for word in ("ก", "ข &amp; ค", "D00001-04"):
        tail = LINK.format(f"'{word}'!A1", word) + HEAD.format(f"&amp;R{word}")
        assert quick.quick_look(sheet_xml(KNOWN).replace("</worksheet>", f"{tail}</worksheet>").encode(), LIMITS)
    assert quick._kept_seen.cache_info().misses == 1


def mutated(data, drawn):
    """The XML with a piece taken out, doubled, moved or changed, mostly at the edges of tags."""
    edges = [match.start() for match in re.finditer(rb"[<>\" ]", data)]
    start = drawn.choice(edges) + drawn.randint(0, 1)
    end = min(len(data), start + drawn.choice([1, 2, 5, 20, 80, 400]))
    elsewhere = drawn.choice(edges)
    new = drawn.choice(
        [b"", data[start:end] * 2, data[elsewhere : elsewhere + end - start], b"0", b"<", b"&", b'"', b"\xe0"]
    )
    return data[:start] + new + data[end:]


FORM_SHEETS = sheets_of(FORMS[-1])
SOME_SHEETS = [sheet_xml(AS_EXCEL).encode(), FORM_SHEETS[0], FORM_SHEETS[1]]


@pytest.mark.parametrize("seed", range(300))
def test_whatever_the_quick_way_is_sure_of_the_thorough_way_sees_too(seed):
    drawn = random.Random(seed)
    sheet = mutated(drawn.choice(SOME_SHEETS), drawn)
    found = seen(quick.quick_look, sheet)
    assert found is None or found == seen(cells.look, sheet)


RICH = "<r><rPr><b/><sz val='9'/></rPr><t>ค</t></r>".replace("'", '"')
SOME_STRINGS = strings_xml("ก &amp; ข", "x" * 50).replace("</sst>", f"<si>{RICH}{RICH}</si></sst>").encode()


def test_text_of_shared_strings_is_counted_as_often_as_it_stands():
    sheet = sheet_xml(KNOWN + '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>7</v></c></row>').encode()
    assert quick.quick_look(sheet, LIMITS)
    for each in ([5, 0, 0, 0, 0, 0, 0, 100], [5, 100], [5] * 9):
        assert quick.quick_shared_text(sheet, each) == shared_text(sheet, each, LIMITS)


@pytest.mark.parametrize("seed", range(300))
def test_and_of_shared_strings_none_is_ever_longer(seed):
    strings = mutated(SOME_STRINGS, random.Random(seed))
    each = quick.quick_lengths(strings, LIMITS)
    if each is not None:
        exact = lengths(strings, LIMITS)
        assert len(each) == len(exact) and all(map(ge, each, exact))
