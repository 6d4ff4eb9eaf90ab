"""The cells of the whole report: figures are numbers, tables have heads, titles come first, data have no merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from report.executive_support import SIZES
from report.overview_support import Read
from support.seed import seed_plan
from support.whole import (
    LANGUAGES,
    book_of,
    cell_name,
    hidden_columns,
    printed_cells,
    repeated_rows,
    report_sheets,
    shipped,
    shipped_book,
)

from examples import many
from pipeline import thai
from pipeline.drawing.theme import LINE, NAVY
from pipeline.report.data import HEADER_ROW, data_sheets
from schemas.fields import Kind

# A text that somebody would take for a figure.
FIGURE = re.compile(r"[-+−]?[\d,.\s%]*\d[\d,.\s%]*")
REPORT = [(lang, name) for lang in LANGUAGES for name in report_sheets(shipped_book(lang), shipped(lang))]
DATA = [(lang, sheet) for lang in LANGUAGES for sheet in data_sheets(shipped(lang), lang) if not sheet.hidden]
report_sheet = pytest.mark.parametrize(("lang", "name"), REPORT)
data_sheet = pytest.mark.parametrize(("lang", "sheet"), [pytest.param(*d, id=f"{d[0]}-{d[1].id}") for d in DATA])


def cells_of(lang: str, name: str) -> Iterator[Cell]:
    """The filled cells of a sheet that a reader sees."""
    sheet = shipped_book(lang).values[name]
    hidden = hidden_columns(sheet)
    return (c for row in sheet.iter_rows() for c in row if c.value not in (None, "") and c.column not in hidden)


def fill(cell: Cell) -> str:
    return str(cell.fill.fgColor.rgb)[-6:] if cell.fill.fill_type == "solid" else ""


def is_head(cell: Cell) -> bool:
    """Whether a cell has the look of a table's head, which no other cell has."""
    look = cell.alignment
    return fill(cell) == NAVY[1:] and look.horizontal == "center" and bool(look.wrap_text)


# --- figures


def codes(frames: str) -> set[str]:
    """The codes of some tables of the plan."""
    return {code for frame in frames.split() for code in getattr(shipped().plan, frame)["code"]}


def may_be_text(cell: Cell, book: str) -> bool:
    """What has digits and is no figure: codes, one or several, titles of columns, lines of a list, the plan's words."""
    words = thai.to_arabic(str(cell.value))
    listed = {"cover": "A", "opening": "A"}.get(part_of(cell, book))
    return (
        set(words.split(", ")) <= codes("projects kpis")
        or (cell.hyperlink is not None and words in codes("issues"))
        or is_head(cell)
        or cell.column_letter == listed
        or cell.value in set(shipped().plan.rubric["criterion"])
    )


def part_of(cell: Cell, lang: str) -> str:
    """The id of a cell's sheet, of those in which lines are numbered."""
    names = {shipped_book(lang).name(part): part for part in ("cover", "opening")}
    return names.get(cell.parent.title, "")


@report_sheet
def test_what_reads_as_a_figure_is_a_number(lang, name):
    texts = [cell for cell in cells_of(lang, name) if isinstance(cell.value, str)]
    figures = [cell for cell in texts if FIGURE.fullmatch(cell.value.strip())]
    assert [cell_name(cell) for cell in figures if not may_be_text(cell, lang)] == []


def test_there_are_figures_on_every_sheet_for_people_but_the_cover():
    numbers = {name: [c for c in cells_of("th", name) if c.data_type == "n"] for _, name in REPORT[: len(REPORT) // 2]}
    assert [name for name, cells in numbers.items() if len(cells) < 3] == [
        shipped_book().name(part) for part in ("cover", "opening")
    ]


KINDS = {Kind.INTEGER: (int, float), Kind.NUMBER: (int, float), Kind.AMOUNT: (int, float), Kind.DATE: datetime}


@data_sheet
def test_a_column_of_data_holds_what_its_kind_says(lang, sheet):
    rows = shipped_book(lang).values[sheet.name].iter_rows(min_row=HEADER_ROW + 2)
    wrong = []
    for row in rows:
        for field, cell in zip(sheet.table, row, strict=False):
            if cell.value is not None and not isinstance(cell.value, KINDS.get(field.kind, str)):
                wrong.append(cell_name(cell))
    assert wrong == []


# --- titles, heads, order


@report_sheet
def test_the_title_of_a_sheet_comes_first(lang, name):
    first = next(cells_of(lang, name))
    assert (first.column, first.row) in {(1, 1), (1, 2)}
    assert first.font.bold
    assert first.font.sz >= 14


@data_sheet
def test_the_title_of_a_data_sheet_is_its_table_s(lang, sheet):
    assert shipped_book(lang).values[sheet.name]["A1"].value == sheet.table.title.to(lang)


def covered(sheet: Worksheet) -> set[str]:
    """The cells that a merged one covers."""
    return {sheet.cell(row, col).coordinate for area in sheet.merged_cells.ranges for row, col in list(area.cells)[1:]}


@report_sheet
def test_no_column_of_a_table_is_without_a_title(lang, name):
    sheet = shipped_book(lang).values[name]
    heads = [cell for row in sheet.iter_rows() for cell in row if is_head(cell)]
    inside = covered(sheet)
    assert [cell.coordinate for cell in heads if cell.value in (None, "") and cell.coordinate not in inside] == []


def in_a_table(cell: Cell) -> bool:
    """Whether a cell has the borders of a table's cells."""
    sides = [getattr(cell.border, side) for side in ("left", "right", "top", "bottom")]
    return all(side is not None and side.style and str(side.color.rgb)[-6:] == LINE[1:] for side in sides)


@report_sheet
def test_every_cell_of_a_table_has_a_title_above_it(lang, name):
    sheet = shipped_book(lang).values[name]
    titled: set[int] = set()
    orphans = []
    for row in sheet.iter_rows():
        titled |= {cell.column for cell in row if is_head(cell)}
        orphans += [c for c in row if c.value is not None and in_a_table(c) and c.column not in titled]
    # A count that says itself of what needs no title: “3 projects”.
    assert [cell.coordinate for cell in orphans if not re.search(r"\w{3}", str(cell.value))] == []


@data_sheet
def test_data_have_one_head_and_no_merged_cells(lang, sheet):
    page = shipped_book(lang).values[sheet.name]
    heads = [cell.value for cell in page[HEADER_ROW + 1]]
    assert heads == [field.title.to(lang) for field in sheet.table]
    assert all(is_head(cell) for cell in page[HEADER_ROW + 1])
    assert [area.coord for area in page.merged_cells.ranges if area.max_row > HEADER_ROW] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_are_read_in_the_order_of_the_contents(lang):
    book = shipped_book(lang)
    listed = [words for words, _ in book.links("cover").values() if words in book.sheetnames]
    assert [book.sheetnames[0], *listed] == book.sheetnames


# --- tables that go on over printed pages


@cache
def large() -> Read:
    """The summary of 60 projects without a page each: its tables are longer than a page."""
    plan = seed_plan()
    settings = replace(plan.settings, pages_at_most=1)
    return book_of(many.ministry(replace(plan, settings=settings), *SIZES["60"]).summary())


def names_of_long_tables() -> list[str]:
    """The sheets that are one long table, under what stands above it."""
    parts = ("projects", "score_and_money", "budget", "obstacles", "findings")
    return [*(shipped_book().name(part) for part in parts), *(sheet.name for lang, sheet in DATA if lang == "th")]


@pytest.mark.parametrize("name", names_of_long_tables())
def test_the_head_of_a_long_table_stands_on_every_printed_page(name):
    sheet = large().values[name]
    titles = list(printed_cells(sheet, repeated_rows(sheet)))
    assert len(titles) > 2
    assert all(map(is_head, titles))


# --- where a reader begins


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sheet_opens_at_its_beginning_and_the_book_at_its_cover(lang):
    values = shipped_book(lang).values
    assert values.active.title == shipped_book(lang).sheetnames[0]
    for sheet in values.worksheets:
        assert sheet.sheet_view.topLeftCell in (None, "A1")
        assert sheet.sheet_view.selection[-1].activeCell == "A1"


@report_sheet
def test_merged_cells_do_not_reach_out_of_the_print(lang, name):
    sheet = shipped_book(lang).values[name]
    if sheet.print_area:
        _, _, right, bottom = range_boundaries(sheet.print_area.split("!")[-1].replace("$", ""))
        areas = sheet.merged_cells.ranges
        assert [area.coord for area in areas if area.max_col > right or area.max_row > bottom] == []
