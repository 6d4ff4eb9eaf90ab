"""A scatter chart: points of several kinds, each with a shape and a colour of its own, lines, and texts beside points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from xlsxwriter.chart import Chart

from pipeline.drawing.page import Page
from pipeline.drawing.theme import INK, LINE, MUTED, PALE, WHITE
from pipeline.report.canvas import Canvas
from pipeline.report.live import Live

# The size of texts beside points, and of what is less than they.
SIZE, _SMALL = 10.5, 9.0
_MARKER = 9
# From tick to tick of an axis.
STEP = 20


class Point(NamedTuple):
    """A point, and the text that stands beside it."""

    x: Live
    y: Live
    text: str = ""


class Marks(NamedTuple):
    """Points of one kind: its name, the shape and the colour of its markers."""

    name: str
    shape: str
    colour: str
    points: Sequence[Point]


class Texts(NamedTuple):
    """Texts alone, on a side of their points: above, below, left or right; `strong` ones are read first."""

    name: str
    side: str
    strong: bool
    points: Sequence[Point]


class Divide(NamedTuple):
    """A broken line between two points."""

    name: str
    points: Sequence[Point]


class Axis(NamedTuple):
    """What an axis shows, where it begins, which is a tick, and where it ends; numbers below 0 are not written."""

    title: str
    least: float
    end: float


def fixed(value: float) -> Live:
    """A coordinate that follows from no figure."""
    return Live("", value)


def scatter(
    canvas: Canvas,
    page: Page,
    axes: tuple[Axis, Axis],
    drawn: Iterable[Marks | Texts | Divide],
    number: str = "percent",
) -> Chart:
    """Points over hidden cells of their sheet, across and upwards along these axes. What has no point is left out."""
    chart = canvas.book.chart("scatter")
    first, row = page.beside(2), 0
    for one in drawn:
        if one.points:
            last = _cells(page, row, first, one.points, number)
            at = {
                "categories": [page.name, row, first, last, first],
                "values": [page.name, row, first + 1, last, first + 1],
            }
            chart.add_series({"name": one.name, **at, **_look(page, one)})
            row = last + 1
    for axis, place in zip(axes, (chart.set_x_axis, chart.set_y_axis), strict=True):
        place(_axis(page, axis))
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_title({"none": True})
    chart.show_hidden_data()
    return chart


def _cells(page: Page, row: int, col: int, points: Sequence[Point], number: str) -> int:
    for last, point in enumerate(points, start=row):
        page.formula(last, col, *point.x, "key", number)
        page.formula(last, col + 1, *point.y, "key", number)
    return last


def _look(page: Page, one: Marks | Texts | Divide) -> dict[str, Any]:
    bare: dict[str, Any] = {"marker": {"type": "none"}, "line": {"none": True}}
    if isinstance(one, Divide):
        return bare | {"line": {"color": MUTED, "width": 1, "dash_type": "dash"}}
    if isinstance(one, Marks):
        border = {"color": WHITE, "width": 0.5}
        return {"marker": {"type": one.shape, "size": _MARKER, "fill": {"color": one.colour}, "border": border}}
    font = page.chart_font(SIZE if one.strong else _SMALL, bold=one.strong, color=INK if one.strong else MUTED)
    # Texts of their own, not cells: LibreOffice shows the value in place of a label that is taken from a cell.
    texts = [{"value": point.text, "font": font} for point in one.points]
    return bare | {"data_labels": {"value": True, "position": one.side, "font": font, "custom": texts}}


def _axis(page: Page, axis: Axis) -> dict[str, Any]:
    number = page.figures.format("integer")
    above, _, zero = number.split(";") if ";" in number else (number,) * 3
    return {
        "name": axis.title,
        "name_font": page.chart_font(SIZE, bold=False, color=MUTED),
        "min": axis.least,
        "max": axis.end,
        "major_unit": STEP,
        "num_format": f"{above};;{zero}",
        "num_font": page.chart_font(SIZE, color=INK),
        "label_position": "low",
        "line": {"color": LINE},
        "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "major_gridlines": {"visible": True, "line": {"color": PALE, "width": 0.5}},
    }
