"""Entries are found by their keys, wherever people move them: the sheet on the left, what is found on the right."""

from __future__ import annotations

import pytest

from pipeline.intake.keyed import by_key, entry_key, keyed_cells
from pipeline.intake.verdict import Reason
from pipeline.intake.workbook import Sheet

FORM = [
    ["#key", "#", "#value", "#status", "#date"],
    ["#", "heading", "", "", ""],
    ["K|level|1", "1", "the criterion", "done", "d1"],
    ["K|level|2", "2", "the criterion", "", ""],
    ["K|narrative", "label", "what was done", "a hint", ""],
    ["", "", "", "", ""],
]
FOUND = {
    "K|level|1": "the criterion",
    "K|level|2": "the criterion",
    "K|level|1|status": "done",
    "K|level|1|date": "d1",
    "K|level|2|status": "",
    "K|level|2|date": "",
    "K|narrative": "what was done",
}


def found(*sheets):
    return {cell.key: cell.raw for cell in keyed_cells(sheets)}


def row_inserted(rows, at):
    return [*rows[:at], ["", "a note", "x", "y", "z"], *rows[at:]]


def column_inserted(rows, at):
    return [[*row[:at], "note", *row[at:]] for row in rows]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(FORM, id="as it was sent out"),
        pytest.param(row_inserted(FORM, 0), id="a row inserted above"),
        pytest.param(row_inserted(FORM, 3), id="a row inserted between levels"),
        pytest.param(column_inserted(FORM, 0), id="a column inserted on the left"),
        pytest.param(column_inserted(FORM, 2), id="a column inserted before the entries"),
        pytest.param(column_inserted(FORM, 4), id="a column inserted between entries"),
        pytest.param([[n, *row] for n, row in enumerate(FORM)], id="dumped by pandas with its index"),
        pytest.param([*FORM, ["", "", "a remark below"]], id="text below"),
        pytest.param([FORM[0], *reversed(FORM[1:])], id="rows in another order"),
        pytest.param([[*row, "", "beside"] for row in FORM], id="text beside"),
        pytest.param([[f" {row[0]} " if "|" in row[0] else row[0], *row[1:]] for row in FORM], id="spaces around keys"),
    ],
)
def test_entries_are_found_wherever_they_are_moved(rows):
    assert found(Sheet("any name", rows)) == FOUND


def test_a_cell_knows_its_sheet_and_address():
    cells = {cell.key: cell for cell in keyed_cells([Sheet("3.2", column_inserted(FORM, 0))])}
    assert cells["K|narrative"] == ("3.2", "D5", "K|narrative", "what was done")
    assert cells["K|level|1|date"].cell == "F3"


def test_a_cell_that_only_reads_as_empty_keeps_what_stands_in_it():
    error = Reason("ERROR_VALUE", "#N/A")
    rows = [[error if value == "what was done" else value for value in row] for row in FORM]
    assert found(Sheet("s", rows)) == FOUND | {"K|narrative": error}


HEADS = [
    ("beside its key", ["head|round", "รอบ 6 เดือน", ""], ("B1", "รอบ 6 เดือน")),
    ("after empty columns", ["head|round", "", " ", "รอบ 6 เดือน"], ("D1", "รอบ 6 เดือน")),
    ("emptied", ["head|round", "", ""], ("B1", "")),
    ("cut short by a reader", ["head|round"], ("B1", "")),
    ("spaces around the key", [" head|round ", "รอบ 6 เดือน"], ("B1", "รอบ 6 เดือน")),
    ("another key above the corner", ["3.2|narrative", "รอบ 6 เดือน"], None),
    ("no key", ["รอบ 6 เดือน", "รอบ 9 เดือน"], None),
    ("nothing", [], None),
]


@pytest.mark.parametrize(("row", "place"), [pytest.param(*case[1:], id=case[0]) for case in HEADS])
def test_above_the_corner_the_head_stands_beside_its_keys(row, place):
    above = [c for c in keyed_cells([Sheet("s", [row, [], *FORM])]) if c.key not in FOUND]
    assert [(c.key, c.cell, c.raw) for c in above] == ([] if place is None else [("head|round", *place)])


def test_below_the_corner_a_key_of_the_head_is_a_key_like_others():
    assert found(Sheet("s", [*FORM, ["head|owner", "", "x"]])) == FOUND | {"head|owner": "x"}


def test_rows_cut_short_by_a_reader_read_as_empty():
    rows = [row[:1] if row[0] == "K|level|2" else row for row in FORM]
    assert found(Sheet("s", rows)) == FOUND | {"K|level|2": ""}


def test_a_copied_sheet_gives_every_key_twice():
    keys = [cell.key for cell in keyed_cells([Sheet("s", FORM), Sheet("s (2)", FORM)])]
    assert sorted(keys) == sorted([*FOUND, *FOUND])


@pytest.mark.parametrize("sheets", [["s"], ["s", "s (2)"], []])
def test_by_key_is_everything_that_stands_at_a_key_in_order(sheets):
    cells = keyed_cells([Sheet(name, FORM) for name in sheets])
    assert by_key(cells) == ({key: [cell for cell in cells if cell.key == key] for key in FOUND} if sheets else {})


def test_a_deleted_key_row_is_simply_not_there():
    rows = [row for row in FORM if row[0] != "K|narrative"]
    assert set(found(Sheet("s", rows))) == set(FOUND) - {"K|narrative"}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[]],
        [["no", "keys", "here"]],
        [["#key"], ["K|narrative"]],
        [["K|narrative", "x"], ["#value", ""]],
        [["#key", "#value"], [3.2, "a number where a key would stand"]],
    ],
)
def test_a_sheet_without_marks_has_no_entries(rows):
    assert found(Sheet("s", rows)) == {}


def test_the_value_column_has_no_name_in_the_key():
    assert entry_key("3.2|narrative", "value") == "3.2|narrative"
    assert entry_key("3.2|level|4", "status") == "3.2|level|4|status"
