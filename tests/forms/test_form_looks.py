"""How a form looks is decided by roles; colours only repeat what signs and words say."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest

from pipeline.drawing import theme
from pipeline.drawing.theme import ROLES

KINDS = ("entry", "entry_top", "entry_centre", "entry_number")


@pytest.fixture(scope="module")
def form(write, answers):
    """A filled form."""
    return write("ICT", answers=answers["ICT"])


@pytest.fixture(scope="module")
def book(form, opened):
    """The filled form as openpyxl sees it."""
    return opened(form)


@pytest.fixture(scope="module")
def parts(form):
    """Name → XML of the sheets."""
    with zipfile.ZipFile(BytesIO(form)) as package:
        names = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        return {name: package.read(name).decode() for name in sorted(names)}


@pytest.mark.parametrize("severity", ["error", "warning"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_with_a_finding_keeps_the_shape_of_its_kind(kind, severity):
    own, plain = ROLES[f"{kind}_{severity}"], ROLES[kind]
    assert {name for name in own if own[name] != plain.get(name)} == {"color", "bg", "border_color"}
    assert not own["locked"]


@pytest.mark.parametrize("role", ["computed", "computed_number", "state", "hint", "label", "text", "level", "step"])
def test_all_else_is_locked(role):
    assert ROLES[role].get("locked", True)


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("3.2|level|1|status", "entry_centre"),
        ("3.2|level|1|evidence", "entry"),
        ("3.2|narrative", "entry_top"),
        ("3.2|self_score", "entry"),
        ("3.2|budget|received", "entry_number"),
    ],
)
def test_an_entry_is_laid_out_by_what_it_holds(form, entries_of, book, key, role):
    sheet, cell, _ = entries_of(form)[key]
    alignment = book[sheet][cell].alignment
    assert alignment.horizontal == ROLES[role]["align"]
    assert (alignment.vertical or "bottom").replace("center", "vcenter") == ROLES[role]["valign"]
    assert bool(alignment.wrap_text) == ROLES[role]["text_wrap"]


def test_only_entries_and_heads_are_white_or_coloured_none_is_black(book):
    colours = {
        cell.font.color.rgb for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value
    }
    known = {
        "FF" + value[1:] for value in vars(theme).values() if isinstance(value, str) and re.fullmatch("#.{6}", value)
    }
    known |= {"FF" + look["color"][1:] for look in ROLES.values() if "color" in look}
    assert colours <= known


def rules(book):
    """(sheet, formula of the condition, its fill) of every conditional look."""
    for sheet in book.worksheets:
        for cells in sheet.conditional_formatting:
            for rule in cells.rules:
                fill = rule.dxf.fill.bgColor.rgb if rule.dxf.fill else None
                yield sheet.title, rule.formula[0], fill


@pytest.mark.parametrize(("sign", "colour"), [("✓", theme.GOOD_FILL), ("!", theme.ERROR_FILL), ("…", theme.ASK)])
def test_a_colour_follows_its_sign(book, sign, colour):
    own = {fill for _, formula, fill in rules(book) if formula.startswith("LEFT(") and f'"{sign}"' in formula}
    assert own == {"FF" + colour[1:]}


@pytest.mark.parametrize(
    ("home", "column", "colour"),
    [
        (True, "H", theme.ASK),
        (True, "I", theme.ERROR_FILL),
        (False, "I", theme.ASK),
        (False, "K", theme.ERROR_FILL),
        (False, "N", theme.ERROR_FILL),
    ],
)
def test_a_cell_is_coloured_by_its_hidden_mark(book, home, column, colour):
    own = {
        fill
        for sheet, formula, fill in rules(book)
        if re.fullmatch(rf"\${column}\d+=1", formula) and (sheet == "หน้าหลัก") == home
    }
    assert own == {"FF" + colour[1:]}


def test_a_whole_number_is_shown_without_a_decimal_point(form, entries_of, book):
    sheet, cell, _ = entries_of(form)["3.3|value"]
    own = [
        r
        for cells in book[sheet].conditional_formatting
        if cell in cells.sqref
        for r in cells.rules
        if "INT(" in r.formula[0]
    ]
    assert [rule.dxf.numFmt.formatCode for rule in own] == ["[$-D00041E]#,##0;[$-D00041E]-#,##0;[$-D00041E]#,##0"]


def test_nothing_in_a_sheet_is_an_extension_that_other_programs_drop(parts):
    assert [name for name, xml in parts.items() if "<extLst>" in xml] == []


def test_grid_lines_are_hidden_and_helpers_too(book):
    for sheet in book.worksheets[:-1]:
        assert not sheet.sheet_view.showGridLines
    for sheet in book.worksheets[1:-1]:
        hidden = [column for column in sheet.column_dimensions.values() if column.hidden]
        assert [(column.min, column.max) for column in hidden] == [(1, 1), (8, 14)]


@pytest.mark.parametrize(("sheet", "cell"), [("3.1", "D16"), ("3.3", "D16")])
def test_a_sheet_begins_at_its_first_entry(form, entries_of, book, sheet, cell):
    own = [place for _, (name, place, _) in entries_of(form).items() if name == sheet]
    assert cell in own
    assert cell in [selection.activeCell for selection in book[sheet].sheet_view.selection]


def test_the_workbook_opens_at_its_first_sheet(book):
    assert book.active.title == "หน้าหลัก"


def test_codes_that_look_like_numbers_are_not_marked_as_mistakes(parts):
    for xml in list(parts.values())[:-1]:
        assert 'numberStoredAsText="1"' in xml


def test_a_form_has_no_macro_no_link_outside_and_no_picture(form):
    with zipfile.ZipFile(BytesIO(form)) as package:
        names = package.namelist()
        relations = b"".join(package.read(name) for name in names if name.endswith(".rels"))
    assert not [name for name in names if re.search(r"vba|media|externalLink|drawing|connections", name)]
    assert b'TargetMode="External"' not in relations


def test_the_workbook_says_whose_it_is_and_is_dated_by_the_plan(book):
    properties = book.properties
    assert properties.title == "แบบรายงานผลการดำเนินงาน รอบ ๖ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๕"
    assert properties.subject == "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร"
    assert properties.creator == "สำนักงานปลัดกระทรวงการคลัง"
    assert properties.created.date().isoformat() == "2022-04-18"
