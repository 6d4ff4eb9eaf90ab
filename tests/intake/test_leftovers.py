"""What has no place in the form: the workbook on the left, the cells that are nobody's on the right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.intake.keyed import MOST_LEFTOVERS, keyed_cells, leftovers
from pipeline.intake.verdict import Reason
from pipeline.intake.workbook import Sheet

# Rows 0 and 1: a title in the key column; row 2: the marks; row 5: a gap, which is not marked.
FORM = [
    ["A banner", "", "", ""],
    ["#", "strip", "state", ""],
    ["#key", "#", "#value", "#status"],
    ["#", "heading", "", ""],
    ["K|narrative", "label", "what was done", "a hint"],
    ["", "", "", ""],
    ["K|level|1", "1", "the criterion", "done"],
]
IDENTITY = [["#key", "", "#value"], ["form|version", "version", "2"], ["", "", "", "a list"]]


def of(*sheets):
    """(sheet, cell, text) of what has no place."""
    return leftovers(Sheet(name, rows) for name, rows in sheets)


def with_cell(row, column, value, rows=FORM):
    """The form with one more cell filled."""
    wide = [[*line, *[""] * (column + 1 - len(line))] for line in rows]
    wide += [[""] * (column + 1) for _ in range(row + 1 - len(wide))]
    wide[row][column] = value
    return wide


def row_inserted(at, *values):
    return [*FORM[:at], ["", *values], *FORM[at:]]


def column_inserted(at, texts):
    return [[*row[:at], texts.get(n, ""), *row[at:]] for n, row in enumerate(FORM)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(FORM, [], id="the form as it was sent out"),
        pytest.param(with_cell(4, 5, "see annex"), [("F5", "see annex")], id="text beside an entry"),
        pytest.param(with_cell(9, 2, "below"), [("C10", "below")], id="text below the form"),
        pytest.param(with_cell(5, 2, "in a gap"), [("C6", "in a gap")], id="text in a gap between parts"),
        pytest.param(with_cell(5, 1, " \u200b"), [], id="nothing to see"),
        pytest.param(with_cell(4, 4, 12.0), [("E5", "12")], id="a number"),
        pytest.param(with_cell(4, 4, True), [("E5", "TRUE")], id="a tick"),
        pytest.param(row_inserted(4, "note", "", "x"), [("B5", "note"), ("D5", "x")], id="a row inserted"),
        pytest.param(column_inserted(2, {4: "mine"}), [("C5", "mine")], id="a column inserted"),
        pytest.param(column_inserted(0, {0: "over", 6: "left"}), [("A1", "over"), ("A7", "left")], id="one on the left"),
        pytest.param([["", *row[1:]] if row[0] == "K|level|1" else row for row in FORM],
                     [("B7", "1"), ("C7", "the criterion"), ("D7", "done")], id="a row whose key is gone"),
    ],
)  # fmt: skip
def test_what_stands_outside_the_form_s_rows_and_columns(rows, expected):
    assert of(("3.2", rows)) == [("3.2", cell, text) for cell, text in expected]


def test_a_sheet_that_is_not_the_form_s_is_kept_whole():
    extra = [["", "our own table"], [], [1.5, None, "x"]]
    assert of(("3.2", FORM), ("extra", extra)) == [
        ("extra", "B1", "our own table"),
        ("extra", "A3", "1.5"),
        ("extra", "C3", "x"),
    ]


def test_the_hidden_sheet_is_nobody_s_to_fill():
    assert of(("3.2", FORM), ("form", IDENTITY)) == []


def test_of_a_form_that_does_not_mark_what_it_prints_nothing_can_be_told():
    older = [["" if cell == "#" else cell for cell in row] for row in FORM]
    assert of(("3.2", with_cell(4, 9, "beside", older)), ("extra", [["x"]])) == []


def test_a_copied_sheet_is_the_form_s_too():
    assert of(("3.2", FORM), ("3.2 (2)", FORM)) == []


def test_a_cell_that_only_reads_as_empty_is_left_over_with_what_stands_in_it():
    assert of(("3.2", with_cell(4, 5, Reason("ERROR_VALUE", "#N/A")))) == [("3.2", "F5", "#N/A")]


@pytest.mark.parametrize("more", [-1, 0, 1, 1234])
def test_a_whole_table_beside_the_form_is_told_up_to_a_limit_and_the_rest_as_one(more):
    table = [["x"] * 10 for _ in range((MOST_LEFTOVERS + more) // 10)] + [["x"] * ((MOST_LEFTOVERS + more) % 10)]
    found = of(("3.2", FORM), ("table", table))
    assert len(found) == min(MOST_LEFTOVERS + more, MOST_LEFTOVERS + 1)
    assert found[MOST_LEFTOVERS:] == ([("table", f"A{MOST_LEFTOVERS // 10 + 1}", f"… + {more:,}")] if more > 0 else [])


BESIDE = st.tuples(st.sampled_from([0, 1, 3, 4, 5, 6, 9]), st.integers(4, 8))
BELOW = st.tuples(st.integers(7, 12), st.integers(1, 3))


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.dictionaries(BESIDE | BELOW, st.text("กขค123 ", min_size=1).filter(str.strip), max_size=6))
def test_whatever_is_typed_around_the_form_is_left_over_and_no_entry(typed):
    rows = FORM
    for (row, column), text in typed.items():
        rows = with_cell(row, column, text, rows)
    expected = sorted(("ABCDEFGHI"[column] + str(row + 1), text) for (row, column), text in typed.items())
    assert sorted((cell, text) for _, cell, text in of(("3.2", rows))) == expected
    keyed = [[cell.raw for cell in keyed_cells([Sheet("3.2", sheet)])] for sheet in (rows, FORM)]
    assert keyed[0] == keyed[1]
