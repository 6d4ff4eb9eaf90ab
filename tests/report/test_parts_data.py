"""The data sheets: every value of the tables, of its own type, and nothing where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries
from report.overview_support import THAI, example, opened
from support.drawn import Drawn, drawn_of
from support.seed import cells_of, seed_answers
from support.zoo import REPORTING, filled_zoo

from pipeline import thai
from pipeline.consolidation.summary import Summary
from pipeline.drawing.book import Book
from pipeline.report import data
from pipeline.report.data import Ranges
from schemas.fields import Field, Kind, Table, Text
from schemas.summary import BUDGET_COMPARISON, COMPARISON, DATA_TABLES, SCORES

HEADER, FIRST = 5, 6
TABLES = [pytest.param(table, id=table.id) for table in DATA_TABLES]
FIELDS = [pytest.param(table, field, id=f"{table.id}.{field.id}") for table in DATA_TABLES for field in table]
OF_KIND = {
    kind: [p for p in FIELDS if p.values[1].kind is kind]
    for kind in (Kind.AMOUNT, Kind.NUMBER, Kind.INTEGER, Kind.DATE)
}
TEXTS = [p for p in FIELDS if p.values[1].kind in (Kind.CODE, Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE)]


@pytest.fixture(scope="module")
def zoo():
    """The summary of many kinds of projects, and its workbook."""
    kinds = filled_zoo()
    kinds.answers[REPORTING]["reporter|date"] = date(2022, 7, 5)
    decision = {"action": "waive", "kpi": "1.29", "finding": "SCORE_DIFFERS", "reason": "ตรวจแล้ว", "by": "รองปลัด"}
    kinds.tables["decisions"] = [decision | {"date": date(2022, 7, 1), "until": date(2022, 9, 30)}]
    drawn = Drawn(beside_a_round(drawn_of(kinds.tables, kinds.answers).summary))
    return SimpleNamespace(
        answers=kinds.answers, summary=drawn.summary, values=drawn.values, sheet=lambda t: drawn.values[t.title.th]
    )


def beside_a_round(summary: Summary) -> Summary:
    """A summary with a row of what moved since an earlier round, for a KPI and for its money."""
    own = {"project": "1.1", "issue": "1", "department": REPORTING}
    moved = {"score": 2, "score_before": 1, "score_change": 1, "levels": 2, "value_before": 0.5}
    return replace(
        summary,
        comparison=COMPARISON.frame([{"kpi": "1.1", "since": "continued"} | own | moved]),
        budget_comparison=BUDGET_COMPARISON.frame([own | {"received_before": 100_050, "rate": 25.5}]),
    )


def column(zoo, table: Table, field: Field) -> list:
    """The cells of a column, as many as the table has rows."""
    sheet, col = zoo.sheet(table), table.columns.index(field.id) + 1
    return [sheet.cell(FIRST + row, col) for row in range(len(frame(zoo, table)))]


def frame(zoo, table: Table) -> pd.DataFrame:
    return getattr(zoo.summary, table.id)


# --- what stands in the cells


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_a_value_that_is_missing_is_an_empty_cell_and_no_other_is(zoo, table, field):
    missing = [bool(pd.isna(value) or value == "") for value in frame(zoo, table)[field.id]]
    assert [cell.value is None for cell in column(zoo, table, field)] == missing


@pytest.mark.parametrize(("table", "field"), OF_KIND[Kind.AMOUNT])
def test_satang_of_the_table_are_baht_on_the_sheet(zoo, table, field):
    satang = frame(zoo, table)[field.id]
    shown = [None if cell.value is None else round(cell.value * 100) for cell in column(zoo, table, field)]
    assert shown == [None if pd.isna(value) else int(value) for value in satang]


@pytest.mark.parametrize(("table", "field"), [*OF_KIND[Kind.NUMBER], *OF_KIND[Kind.INTEGER]])
def test_numbers_of_the_table_are_numbers_on_the_sheet(zoo, table, field):
    numbers = [value for value in frame(zoo, table)[field.id] if pd.notna(value)]
    cells = [cell for cell in column(zoo, table, field) if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"n"}
    assert [cell.value for cell in cells] == pytest.approx([float(value) for value in numbers])


@pytest.mark.parametrize(("table", "field"), OF_KIND[Kind.DATE])
def test_dates_of_the_table_are_real_dates_on_the_sheet(zoo, table, field):
    days = [value.to_pydatetime() for value in frame(zoo, table)[field.id] if pd.notna(value)]
    cells = [cell for cell in column(zoo, table, field) if cell.value is not None]
    assert [cell.value for cell in cells] == days
    assert days and all(cell.is_date and isinstance(cell.value, datetime) for cell in cells)


@pytest.mark.parametrize(("table", "field"), TEXTS)
def test_texts_of_the_table_are_texts_word_for_word(zoo, table, field):
    texts = [value for value in frame(zoo, table)[field.id] if isinstance(value, str) and value]
    cells = [cell for cell in column(zoo, table, field) if cell.value is not None]
    assert [cell.value for cell in cells] == texts
    assert {cell.data_type for cell in cells} <= {"s"}


@pytest.mark.parametrize(
    ("table", "code", "field", "value"),
    [
        ("scores", "1.20", "score", 0),
        ("scores", "1.21", "score", 5),
        ("scores", "1.21", "percent", 100),
        ("scores", "1.22", "self_score", 1),
        ("scores", "1.23", "value", 35),
        ("scores", "1.29", "weight", 2.5),
        ("scores", "1.29", "weighted", 5),
        ("scores", "1.29", "planned", 3),
        ("scores", "1.60", "score", None),
        ("scores", "1.60", "state", "returned"),
        ("scores", "1.60", "narrative", None),
        ("scores", "1.61", "state", "not_due"),
        ("scores", "1.62", "state", "cancelled"),
        ("scores", "1.63", "state", "missing"),
        ("scores", "1.63", "file", None),
        ("scores", "1.40", "narrative", "=1+1"),
        ("budget_results", "1.1", "received", 1000),
        ("budget_results", "1.1", "disbursed", 250),
        ("budget_results", "1.1", "committed", None),
        ("budget_results", "1.1", "remaining", 750),
        ("budget_results", "1.1", "rate", 25),
        ("budget_results", "1.2", "disbursed", 0),
        ("budget_results", "1.2", "rate", 0),
        ("budget_results", "1.3", "remaining", 500),
        ("budget_results", "1.4", "disbursed", 1018.7),
        ("budget_results", "1.4", "remaining", -18.7),
        ("budget_results", "1.5", "received", 0),
        ("budget_results", "1.5", "rate", None),
        ("budget_results", "1.6", "received", None),
        ("budget_results", "1.7", "status", "not_stated"),
        ("budget_results", "1.10", "budget_type", "operating"),
        ("budget_results", "1.60", "status", None),
        ("budget_results", "1.64", "state", "not_due"),
    ],
)
def test_what_was_told_of_a_project_stands_on_its_row(zoo, table, code, field, value):
    described = next(t for t in DATA_TABLES if t.id == table)
    sheet = zoo.sheet(described)
    (row,) = [row for row in sheet.iter_rows(min_row=FIRST) if row[0].value == code]
    assert row[described.columns.index(field)].value == value


@pytest.mark.parametrize(
    ("code", "level", "field", "value"),
    [
        ("1.20", 1, "status", "not_started"),
        ("1.20", 1, "met", "no"),
        ("1.21", 5, "met", "yes"),
        ("1.22", 2, "status", "in_progress"),
        ("1.22", 3, "met", "yes"),
        ("1.23", 5, "threshold", 50.5),
        ("1.23", 1, "status", None),
        ("1.26", 5, "date", datetime(2022, 3, 31)),
        ("1.26", 5, "evidence", "หนังสือที่ กค 1/2565"),
        ("1.28", 1, "date", datetime(2021, 10, 1)),
        ("1.60", 2, "status", None),
        ("1.63", 1, "met", None),
    ],
)
def test_what_was_told_of_a_level_stands_on_its_row(zoo, code, level, field, value):
    (table,) = [t for t in DATA_TABLES if t.id == "level_results"]
    (row,) = [row for row in zoo.sheet(table).iter_rows(min_row=FIRST) if [row[0].value, row[1].value] == [code, level]]
    assert row[table.columns.index(field)].value == value


def test_a_level_left_undefined_has_no_row(zoo):
    sheet = zoo.values["ข้อมูลผลรายระดับ"]
    assert [row[1] for row in sheet.iter_rows(min_row=FIRST, values_only=True) if row[0] == "1.27"] == [1, 3, 5]


def test_the_ledger_has_every_cell_that_was_filled_in_once(zoo):
    plan, answers = zoo.summary.plan, zoo.answers
    given = cells_of(plan, answers)
    filled = {(row["file"], row["cell"]) for row in given.to_dict("records") if not thai.is_blank(row["raw"])}
    (ledger,) = [t for t in DATA_TABLES if t.id == "ledger"]
    listed = [(row[0].value, row[2].value) for row in zoo.sheet(ledger).iter_rows(min_row=FIRST)]
    assert len(listed) == len(set(listed))
    assert set(listed) == filled


# --- how the sheets look


@pytest.mark.parametrize("table", TABLES)
def test_a_data_sheet_has_its_titles_in_one_header_row(zoo, table):
    header = [cell.value for cell in zoo.sheet(table)[HEADER]]
    assert header == [field.title.th for field in table]
    assert len(set(header)) == len(header)


@pytest.mark.parametrize("table", TABLES)
def test_a_data_sheet_says_what_it_is(zoo, table):
    sheet = zoo.sheet(table)
    assert sheet["A1"].value == table.title.th
    assert sheet["A2"].value.startswith(table.help.th)


@pytest.mark.parametrize("table", TABLES)
def test_what_is_long_stands_right_of_what_is_printed_and_the_sheet_says_so(zoo, table):
    sheet, kinds = zoo.sheet(table), [field.kind is Kind.LONG_TEXT for field in table]
    assert kinds == sorted(kinds), "the long ones last"
    right = range_boundaries(sheet.print_area.split("!")[-1].replace("$", ""))[2] if sheet.print_area else None
    assert right in (kinds.count(False), None)
    assert ("ไม่พิมพ์" in sheet["A2"].value) is (True in kinds)


@pytest.mark.parametrize("table", TABLES)
def test_a_data_sheet_has_as_many_rows_as_its_table_and_nothing_below(zoo, table):
    assert zoo.sheet(table).max_row == HEADER + len(frame(zoo, table))


@pytest.mark.parametrize("table", TABLES)
def test_the_header_of_a_data_sheet_is_frozen_repeated_and_filtered(zoo, table):
    sheet = zoo.sheet(table)
    left, top, right, bottom = range_boundaries(sheet.auto_filter.ref)
    assert sheet.freeze_panes == f"B{FIRST}"
    assert sheet.print_title_rows == f"${HEADER}:${HEADER}"
    assert (left, top) == (1, HEADER)
    assert (right, bottom) == (len(table.fields), HEADER + len(frame(zoo, table)))


@pytest.mark.parametrize("table", TABLES)
def test_no_cell_of_a_data_sheet_is_merged_but_its_banner(zoo, table):
    rows = {area.min_row for area in zoo.sheet(table).merged_cells.ranges}
    assert rows == {1, 2}


@pytest.mark.parametrize("table", TABLES)
def test_the_key_tells_the_rows_of_a_data_sheet_apart(zoo, table):
    places = [table.columns.index(name) for name in table.key]
    keys = [tuple(row[place].value for place in places) for row in zoo.sheet(table).iter_rows(min_row=FIRST)]
    assert len(set(keys)) == len(keys)
    assert all(key[0] for key in keys)


def test_kpis_and_projects_stand_in_the_order_of_the_plan(zoo):
    plan = zoo.summary.plan
    sheets = {"ข้อมูลผลรายตัวชี้วัด": plan.kpis["code"], "ข้อมูลงบประมาณ": plan.projects["code"]}
    for name, codes in sheets.items():
        assert [row[0].value for row in zoo.values[name].iter_rows(min_row=FIRST)] == list(codes)


# --- tables of other shapes, drawn alone

_KINDS = (Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.AMOUNT, Kind.DATE)
ALL_KINDS = Table(
    id="kinds",
    title=Text("ทุกชนิด", "All kinds"),
    help=Text("ตารางสมมติ", "A table made up"),
    fields=tuple(Field(id=kind.value, title=Text(f"ช่อง {kind}", kind.value), kind=kind) for kind in _KINDS),
)
_ROWS = st.fixed_dictionaries(
    {
        "text": st.none() | st.text("กข=+-@ 1๑", min_size=1, max_size=8),
        "integer": st.none() | st.integers(-(10**6), 10**6),
        "number": st.none() | st.floats(-1e9, 1e9, allow_nan=False),
        "amount": st.none() | st.integers(0, 10**15),
        "date": st.none() | st.dates(date(1957, 1, 1), date(2157, 1, 1)),
    }
)


def sheet_of(table: Table, rows) -> data.DataSheet:
    return data.DataSheet("data:kinds", table.title.th, table, table.frame(rows))


def drawn(table: Table, rows, figures=THAI):
    """A data sheet of these rows, read back."""
    book = Book(font="Sarabun", figures=figures, title="", company="", subject="", dated=date(2022, 4, 18))
    data.draw(book.page(table.title.th, data.data_widths(table)), sheet_of(table, rows))
    return opened(BytesIO(book.save()), formulas=True).active


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.lists(_ROWS, max_size=6))
def test_whatever_a_table_holds_comes_back_from_its_sheet(rows):
    sheet = drawn(ALL_KINDS, rows)
    for number, row in enumerate(rows, start=FIRST):
        text, integer, value, amount, day = (cell.value for cell in sheet[number])
        assert text == row["text"]
        assert integer == row["integer"]
        assert value == (None if row["number"] is None else pytest.approx(row["number"], rel=1e-14))
        assert (None if amount is None else round(amount * 100)) == row["amount"]
        assert (day and day.date()) == row["date"]
    assert sheet.max_row <= HEADER + max(len(rows), 1)
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("kind", _KINDS)
def test_a_row_that_holds_nothing_is_empty_and_not_0(kind):
    sheet = drawn(ALL_KINDS, [{}])
    assert sheet.cell(FIRST, _KINDS.index(kind) + 1).value is None


@pytest.mark.parametrize(("wide", "width"), [(8, 8), (60, 60), (200, 60)])
def test_no_column_of_a_data_sheet_is_wider_than_a_screen(wide, width):
    table = replace(ALL_KINDS, fields=(replace(ALL_KINDS.fields[0], width=wide),))
    assert data.data_widths(table) == [width]


# --- addresses


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_a_range_holds_the_values_of_its_column_and_no_others(zoo, table, field):
    said = Ranges(zoo.summary, "th").column(table.id, field.id)
    name, _, area = said.rpartition("!")
    sheet = zoo.values[name.strip("'")]
    cells = [cell.value for (cell,) in sheet[area.replace("$", "")]]
    left, top, _, bottom = range_boundaries(area.replace("$", ""))
    assert sheet.cell(top - 1, left).value == field.title.th
    assert sheet.cell(bottom + 1, left).value is None
    assert cells == [cell.value for cell in column(zoo, table, field)]


@pytest.mark.parametrize(
    ("lang", "table", "field", "words"),
    [
        ("th", "scores", "kpi", "'ข้อมูลผลรายตัวชี้วัด'!$A$6:$A$16"),
        ("en", "scores", "kpi", "'KPI data'!$A$6:$A$16"),
        ("en", "scores", "score", "'KPI data'!$K$6:$K$16"),
        ("en", "level_results", "level", "'Level data'!$B$6:$B$60"),
        ("en", "budget_results", "received", "'Budget data'!$H$6:$H$16"),
        ("en", "register", "file", "'Register of files'!$A$6:$A$10"),
    ],
)
def test_a_range_in_words_of_the_workbook_s_language(lang, table, field, words):
    assert Ranges(example(), lang).column(table, field) == words


def test_the_range_of_an_empty_table_is_its_first_row():
    empty = replace(example(), scores=SCORES.frame())
    assert Ranges(empty, "en").column("scores", "kpi") == "'KPI data'!$A$6:$A$6"


@pytest.mark.parametrize("field", ["", "nothing", "kpis"])
def test_a_column_that_is_not_there_is_an_error_and_no_wrong_range(field):
    with pytest.raises(ValueError):
        Ranges(example(), "th").column("scores", field)


def test_the_example_s_sheets_are_the_example_s_answers():
    answers = {key: value for given in seed_answers().values() for key, value in given.items()}
    scores = example().scores.set_index("kpi")
    told = {key.split("|")[0]: value for key, value in answers.items() if key.endswith("|narrative")}
    assert {kpi: thai.clean(str(value)) for kpi, value in told.items()} == scores["narrative"].to_dict()
