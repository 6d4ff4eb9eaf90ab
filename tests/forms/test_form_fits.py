"""Nothing is cut: every text on a form has the height that it needs, and every link the width."""

from __future__ import annotations

from dataclasses import replace

import pytest
from openpyxl.utils import get_column_letter
from support.seed import plan_of, plan_tables

from pipeline.drawing import fit
from pipeline.forms.form import write_form
from pipeline.validation.findings import findings

LONG = "สรุปผลการดำเนินงานตามแผนปฏิบัติการประจำปี และเสนอคณะกรรมการเพื่อพิจารณาให้ความเห็นชอบ "
# The points from line to line of Laksaman, as rows of it are drawn; and what an indent takes, in characters.
PITCH, INDENT = 1.72, 1.83
BANNER = (1, 2)


def spans(sheet):
    """The first cell of each merged area → its last column; the other cells of it are no cells."""
    return {area.coord.split(":")[0]: area.max_col for area in sheet.merged_cells.ranges}


def widths(sheet):
    """Column number → its width in characters, 0 where it is hidden."""
    found = {}
    for letter, column in sheet.column_dimensions.items():
        for number in range(column.min, column.max + 1):
            found[number] = 0 if column.hidden else column.width - 5 / 7
        assert get_column_letter(column.min) == letter
    return found


def needed(cell, last, wide):
    """The height in points that a text takes in its columns."""
    size = cell.font.sz * (1.06 if cell.font.b else 1.0)
    room = sum(wide[column] for column in range(cell.column, last + 1)) + (last - cell.column) * 5 / 7
    lines = fit.lines(str(cell.value), room - INDENT * (cell.alignment.indent or 0), size)
    return fit.height(lines, cell.font.sz * PITCH)


def too_low(book):
    """The cells of the visible sheets whose text needs more than its row has."""
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        merged, wide = spans(sheet), widths(sheet)
        for cell in (c for row in sheet.iter_rows() for c in row if c.alignment.wrap_text and c.value is not None):
            row = sheet.row_dimensions[cell.row]
            if row.hidden or not wide[cell.column] or cell.font.sz < 9:
                continue
            # Heights are whole pixels: three quarters of a point.
            if needed(cell, merged.get(cell.coordinate, cell.column), wide) > (row.height or 15) + 0.75:
                yield f"{sheet.title}!{cell.coordinate}", str(cell.value)[:40]


@pytest.fixture(scope="module")
def long_names():
    """A plan in which everything that has a name has a long one."""
    tables = plan_tables()
    for table in ("issues", "projects", "kpis"):
        for row in tables[table]:
            row["name"] = f"{row['name']} {LONG}"
    for row in tables["rubric"]:
        row["criterion"] = f"{row['criterion']} {LONG * 2}"
    return plan_of(tables)


@pytest.fixture(scope="module")
def found():
    """Findings with long words."""
    rows = [
        {"rule": "CHOICE_NOT_ON_LIST", "key": "2.1|has_obstacle", "field": "results.has_obstacle", "found": LONG * 3},
        {"rule": "NUMBER_UNREADABLE", "key": "2.1|self_score", "field": "results.self_score", "found": LONG},
        {"rule": "DATE_OUTSIDE_ROUND", "key": "2.1|level|1|date", "field": "levels.date", "expected": LONG},
    ]
    return findings(row | {"kpi": "2.1"} for row in rows)


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("department", ["CSC", "HRM", "ICT"])
def test_a_blank_form(write, opened, department, lang):
    assert list(too_low(opened(write(department, lang), values=True))) == []


@pytest.mark.parametrize("department", ["CSC", "PSDG", "ACOC", "HRM", "ICT"])
def test_a_filled_form(write, answers, opened, department):
    assert list(too_low(opened(write(department, answers=answers[department]), values=True))) == []


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_form_with_long_names_long_answers_and_long_findings(long_names, found, opened, lang):
    answers = {key: LONG * 2 for key in ("2.1|level|1|evidence", "2.1|level|2|date", "2.1|obstacle", "reporter|name")}
    answers |= {"2.1|self_score": LONG, "2.1|has_obstacle": LONG}
    form = write_form(long_names, "HRM", lang, answers=answers, findings=found)
    assert list(too_low(opened(form, values=True))) == []


@pytest.mark.parametrize("lang", ["th", "en"])
def test_links_are_short_enough_for_their_cell(write, answers, found, opened, lang):
    book = opened(write("HRM", lang, answers=answers["HRM"], findings=found))
    checked = 0
    for sheet in book.worksheets[:-1]:
        merged, wide = spans(sheet), widths(sheet)
        for cell in (c for row in sheet.iter_rows() for c in row if c.hyperlink):
            last = merged.get(cell.coordinate, cell.column)
            room = fit.column_points(sum(wide[column] for column in range(cell.column, last + 1)))
            assert fit.advance(str(cell.value)) * cell.font.sz < room, cell.value
            checked += 1
    assert checked >= 3 + 2 + 2 + 1


@pytest.mark.parametrize("lang", ["th", "en"])
def test_what_a_formula_may_come_to_say_has_room_too(write, opened, lang):
    """The words beside an entry and beside a level, at their longest."""
    book = opened(write("ICT", lang), values=True)
    sheet = book["3.2"]
    wide = widths(sheet)
    skipped = {"th": "! ระดับ ๕ ยังไม่แล้วเสร็จ", "en": "! level 5 is not done"}[lang]
    row = next(cell.row for cell in sheet["G"] if cell.value == "–")
    cell = sheet[f"G{row}"]
    lines = fit.lines(skipped, wide[7], cell.font.sz)
    assert fit.height(lines, cell.font.sz * PITCH) <= sheet.row_dimensions[row].height + 0.75


@pytest.mark.parametrize(
    ("font", "scale"), [("Laksaman", 1.0), ("TH SarabunPSK", 1.42), ("TH Sarabun New", 1.42), ("Tahoma", 1.0)]
)
def test_the_form_is_in_the_plans_font_at_a_size_that_reads_alike(plan, opened, font, scale):
    own = replace(plan, settings=replace(plan.settings, font=font))
    sheet = opened(write_form(own, "CSC", "th")).worksheets[0]
    assert {c.font.name for row in sheet.iter_rows() for c in row if c.value is not None} == {font}
    assert sheet["B1"].font.sz == round(16 * scale * 2) / 2
