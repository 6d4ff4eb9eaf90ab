"""The report's charts: what they show, in which colours, numerals and font."""

from __future__ import annotations

import re

import pytest
from report.overview_support import (
    drawn,
    ministry,
    read,
)

from pipeline.drawing.theme import SCORE_COLOURS, STATE_COLOURS
from pipeline.report import charts

DRAWN = ("executive", "by_issue", "by_department")

# --- charts


@pytest.mark.parametrize(
    ("name", "part", "series"),
    [
        ("example", "executive", [1, 3]),
        ("example", "by_issue", [6, 1]),
        ("example", "by_department", [1]),
        ("every state", "by_department", [1, 5]),
        ("several kpis", "executive", [1, 3]),
        ("no money", "executive", [1]),
        ("nothing reported", "executive", []),
        ("nothing reported", "by_issue", []),
        ("nothing reported", "by_department", [1]),
    ],
)
def test_charts_are_drawn_where_there_is_something_to_draw(name, part, series):
    assert [len(chart.series) for chart in read(name).charts(part)] == series


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("name", ["example", "several kpis", "every state"])
def test_every_chart_has_words_labels_and_the_report_s_font(name, lang):
    for part in DRAWN:
        for chart in read(name, lang).charts(part):
            assert chart.described
            assert chart.fonts == {"Laksaman"}
            assert all(chart.points(number, of) for number in range(len(chart.series)) for of in ("val", "cat"))
            assert "3DChart" not in chart.xml and "view3D" not in chart.xml
            assert 'plotVisOnly val="1"' not in chart.xml


@pytest.mark.parametrize(("lang", "thai_digits"), [("th", True), ("en", False)])
def test_charts_write_numbers_in_the_workbook_s_numerals(lang, thai_digits):
    for part in DRAWN:
        for chart in read("example", lang).charts(part):
            assert {"D00041E" in number for number in chart.numbers if number != "General"} == {thai_digits}


def test_charts_read_cells_of_their_own_sheet_that_hold_what_they_show():
    book = read("example")
    for part in DRAWN:
        for chart in book.charts(part):
            for number in range(len(chart.series)):
                held = [cell.value for cell in cells_at(book, chart.ranges[2 * number + 1])]
                assert [float(value) for value in held] == pytest.approx([float(p) for p in chart.points(number)])


def cells_at(book, formula):
    """The cells of `'Sheet'!$A$1:$A$3`."""
    sheet, area = re.fullmatch(r"'?(.+?)'?!(.+)", formula).groups()
    cells = book.values[sheet][area.replace("$", "")]
    return [row[0] for row in cells] if isinstance(cells, tuple) else [cells]


def test_bars_of_scores_have_the_colour_of_their_level():
    chart = read("example").charts("executive")[0]
    assert [f"#{colour}" for colour in chart.colours] == [SCORE_COLOURS[int(float(score))] for score in chart.points(0)]


def test_scores_that_are_missing_have_no_bar():
    chart = read("every state").charts("executive")[0]
    assert chart.points(0, "cat") == ["๑.๑ โครงการพัฒนา 1"]


def test_a_project_of_several_kpis_is_drawn_by_its_mean():
    scores = read("several kpis").charts("executive")[0]
    assert [float(mean) for mean in scores.points(0)] == [0.5, 2.5, 4.5] * 3


def test_names_of_issues_and_departments_are_readable_beside_their_bars():
    book = read("example")
    assert book.charts("by_issue")[0].points(0, "cat")[2] == "๓. การบริหารจัดการเทคโนโลยีสารสนเทศและการสื่อสาร"
    assert book.charts("by_department")[0].points(0, "cat")[0] == "ศูนย์บริการร่วม"


def test_many_departments_continue_in_a_second_chart():
    tables = ministry(23, departments=23)
    book = drawn(tables)
    assert [len(chart.points(0)) for chart in book.charts("by_department")] == [22, 1]


# --- looks


ALL = [(name, part) for name in ("example", "several kpis", "every state") for part in DRAWN]


@pytest.mark.parametrize(("name", "part"), ALL)
def test_every_category_has_its_label_and_every_bar_its_figure(name, part):
    for chart in read(name).charts(part):
        assert [skip.get("val") for skip in chart.found(".//c:tickLblSkip")] == ["1"]
        shown = [value.get("val") for value in chart.found(".//c:ser/c:dLbls/c:showVal")]
        assert shown == ["1"] * len(chart.found("./c:chart/c:plotArea/c:barChart[1]/c:ser"))


@pytest.mark.parametrize(("name", "part"), ALL)
def test_a_legend_stands_only_where_there_is_more_than_one_colour(name, part):
    for chart in read(name).charts(part):
        assert bool(chart.found(".//c:legend")) == (len(chart.series) > 1)


@pytest.mark.parametrize(("name", "part"), ALL)
def test_charts_are_calm(name, part):
    for chart in read(name).charts(part):
        assert len(chart.found(".//c:majorGridlines")) <= 1
        assert not chart.found(".//c:minorGridlines")
        assert [mark.get("val") for mark in chart.found(".//c:majorTickMark")][:1] == ["none"]
        assert not chart.found("./c:chart/c:title")


@pytest.mark.parametrize(
    ("name", "part", "number", "most"),
    [
        ("example", "executive", 0, "5.5"),
        ("example", "by_issue", 1, "5.5"),
        ("example", "by_department", 0, "5.5"),
        ("example", "executive", 1, "115"),
        ("example", "by_issue", 0, None),
    ],
)
def test_scores_are_drawn_on_the_whole_scale(name, part, number, most):
    chart = read(name).charts(part)[number]
    assert {limit.get("val") for limit in chart.found(".//c:valAx/c:scaling/c:min")} == {"0"}
    assert {limit.get("val") for limit in chart.found(".//c:valAx/c:scaling/c:max")} == ({most} if most else set())


@pytest.mark.parametrize(
    ("part", "number"), [("executive", 0), ("executive", 1), ("by_issue", 0), ("by_issue", 1), ("by_department", 0)]
)
def test_the_first_category_stands_on_top(part, number):
    chart = read("example").charts(part)[number]
    assert {order.get("val") for order in chart.found(".//c:catAx/c:scaling/c:orientation")} == {"maxMin"}


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("th", ["คะแนน ๐", "คะแนน ๑", "คะแนน ๒", "คะแนน ๓", "คะแนน ๔", "คะแนน ๕"]),
        ("en", ["Score 0", "Score 1", "Score 2", "Score 3", "Score 4", "Score 5"]),
    ],
)
def test_scores_are_spread_in_the_colours_of_their_levels(lang, names):
    chart = read("example", lang).charts("by_issue")[0]
    assert chart.series_names == names
    assert chart.series_colours == [colour.lstrip("#") for colour in SCORE_COLOURS]
    assert [grouping.get("val") for grouping in chart.found(".//c:grouping")] == ["stacked"]


@pytest.mark.parametrize(
    ("level", "counts"),
    [(0, [0, 0, 0]), (1, [0, 0, 1]), (2, [1, 1, 3]), (3, [2, 0, 0]), (4, [0, 1, 1]), (5, [0, 1, 0])],
)
def test_the_spread_of_the_example(level, counts):
    points = read("example").charts("by_issue")[0].points(level)
    assert [float(point) for point in points] == counts


@pytest.mark.parametrize(
    ("part", "means"), [("by_issue", [8 / 3, 11 / 3, 2.2]), ("by_department", [2, 3, 3.5, 3.5, 2.2])]
)
def test_the_means_of_the_example(part, means):
    points = read("example").charts(part)[-1].points(0)
    assert [float(point) for point in points] == pytest.approx(means)


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("th", ["รายงานแล้ว", "ส่งคืนให้แก้ไข", "ยังไม่ส่ง", "ยังไม่ถึงรอบ", "ยกเลิก"]),
        ("en", ["reported", "returned", "missing", "not due", "cancelled"]),
    ],
)
def test_states_are_drawn_in_their_colours(lang, names):
    chart = read("every state", lang).charts("by_department")[1]
    assert chart.series_names == names
    assert chart.series_colours == [colour.lstrip("#") for colour in STATE_COLOURS.values()]


@pytest.mark.parametrize(("department", "counts"), [(0, [1, 1, 0, 0, 0]), (1, [0, 0, 1, 1, 0]), (2, [0, 0, 0, 0, 1])])
def test_states_are_counted_by_department(department, counts):
    chart = read("every state").charts("by_department")[1]
    assert [float(chart.points(number)[department]) for number in range(5)] == counts


@pytest.mark.parametrize("part", ["by_issue", "by_department"])
def test_the_description_of_a_chart_names_what_it_compares(part):
    for chart in read("example").charts(part):
        assert all(label in chart.described for label in chart.points(0, "cat"))


# --- sizes


@pytest.mark.parametrize(
    ("categories", "legend", "pixels"),
    [(1, False, 74), (3, False, 154), (8, True, 388), (9, False, 286), (22, False, 650)],
)
def test_a_chart_grows_with_its_categories(categories, legend, pixels):
    assert charts.height(categories, legend) == pixels


@pytest.mark.parametrize("name", ["example", "weights and long names", "no money"])
def test_labels_have_room_but_never_most_of_the_chart(name):
    for part in DRAWN:
        for chart in read(name).charts(part):
            (left,) = (float(x.get("val")) for x in chart.found(".//c:plotArea/c:layout//c:x"))
            (width,) = (float(w.get("val")) for w in chart.found(".//c:plotArea/c:layout//c:w"))
            assert 0 < left <= 0.45
            assert left + width == pytest.approx(0.93)


def test_bars_need_room_to_be_read():
    # At least 24 pixels a KPI, or labels are left out.
    book = read("weights and long names")
    rows = book.sheet("executive")
    tall = sum(rows.row_dimensions[row].height for row in range(10, 26)) * 4 / 3
    assert tall / len(book.charts("executive")[0].points(0)) >= 24


def test_a_count_of_0_has_no_label_but_a_score_of_0_does():
    spread, _ = read("example").charts("by_issue")
    scores = read("decimal scores").charts("executive")[0]
    assert {number.split(";")[-1] for number in spread.labels} == {""}
    assert all(number.split(";")[-1] for number in scores.labels)
    assert "0.0" in scores.points(0)
