"""How the report's charts look: bars over hidden cells of their sheet, in its font, numerals and colours, and little else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from xlsxwriter.chart import Chart

from pipeline import thai
from pipeline.drawing import fit
from pipeline.drawing.page import Page
from pipeline.drawing.theme import INK, LINE, MUTED, NAVY, PALE
from pipeline.report.canvas import Canvas
from pipeline.report.live import Live

_SIZE = 10.5
# Bars of one category stand in so many pixels, fewer where there are many; head, foot and legend take some more.
_BAND = 28
_WIDE_BAND = 40
_NARROW_BAND = 27
_MARGIN = 34
_LEGEND = 34
# Labels take at most this share of a chart's width.
_LABELS_AT_MOST = 0.45
_FEW = 8
# A target is drawn so many points of the scale wide; beyond the scale's longest bar lies room for the label.
_TICK = 0.7
_BEYOND = 1.15
_WHOLE = 100
_BETWEEN = " · "
# The decimals of figures in the words of a chart, by number format.
_PLACES = {"million": 2, "score": 2, "percent": 1}
_MILLION = 1_000_000


class Amounted(NamedTuple):
    """A label that ends with an amount of baht, written as "million" or "baht"."""

    name: str
    amount: Live
    number: str

    def shown(self, page: Page) -> str:
        """The label as it is read."""
        satang = thai.half_up(float(self.amount.value) * 100, 0)
        written = page.figures.million if self.number == "million" else page.figures.baht
        return f"{self.name}{_BETWEEN}{written(int(satang))}"

    def live(self, page: Page, name_at: str) -> Live:
        """The label as a formula; its name stands in a cell, so that no text of others is part of the formula."""
        amount = f'TEXT({self.amount.formula.removeprefix("=")},"{page.figures.format(self.number)}")'
        return Live(f'={name_at}&"{_BETWEEN}"&{amount}', self.shown(page))


Label = str | Amounted


class Series(NamedTuple):
    """One colour of bars: its name, what it shows of each category, and a colour of each bar where they differ."""

    name: str
    values: Sequence[Live]
    colour: str = NAVY
    ink: str = INK
    each: Sequence[str] = ()


class Look(NamedTuple):
    """What sets one chart apart from the others; `most` is the end of the scale, with a line at every `grid`,
    and `tall` the height, where they are given.
    """

    width: int
    number: str
    stacked: bool = False
    legend: bool = False
    most: float | None = None
    tall: int = 0
    quiet_zeros: bool = False
    grid: float = 1


def height(categories: int, legend: bool = False) -> int:
    """The pixels of a chart of so many categories."""
    band = _WIDE_BAND if categories <= _FEW else _BAND
    return categories * band + _MARGIN + (_LEGEND if legend else 0)


def lowest(categories: int) -> int:
    """The fewest pixels in which two bars of each of so many categories can be told apart, under a legend."""
    return categories * _NARROW_BAND + _MARGIN + _LEGEND


def said(page: Page, title: str, labels: Sequence[str], series: Sequence[Series], look: Look) -> str:
    """What bars show, in words for those who cannot see them: each label with its figures, named where there are several."""

    def figures(row: int) -> str:
        known = [(one.name, one.values[row].value) for one in series]
        shown = [(name, float(value)) for name, value in known if value or not look.quiet_zeros]
        names = [f"{name} " if len(series) > 1 else "" for name, _ in shown]
        return ", ".join(
            name + _figure(page, look.number, value) for name, (_, value) in zip(names, shown, strict=True)
        )

    return f"{title}: {'; '.join(f'{label} ({figures(row)})' for row, label in enumerate(labels))}"


def _figure(page: Page, number: str, value: float) -> str:
    return page.figures.decimal(value / _MILLION if number == "million" else value, _PLACES.get(number, 0))


def bars(canvas: Canvas, page: Page, labels: Sequence[str], series: Sequence[Series], look: Look) -> Chart:
    """Horizontal bars, the first category on top."""
    chart = canvas.book.chart("bar", "stacked" if look.stacked else None)
    first = _cells(page, labels, series, look.number)
    for number, one in enumerate(series, start=1):
        chart.add_series(_series(page, one, look, first, first + number, len(labels)))
    _axes(page, chart, look)
    _legend(page, chart, look)
    _plot_area(chart, labels, look)
    return chart


def bars_to_target(
    canvas: Canvas, page: Page, labels: Sequence[Amounted], one: Series, target: Series | None, look: Look
) -> Chart:
    """Horizontal bars of percentages, and a line at the target of each, which are one line where all have the same.

    The line is the end of an unseen bar on a second axis, of the same scale, with no gap from one bar to the next.
    """
    longest = max(float(live.value) for series in (one, target) if series for live in series.values)
    look = look._replace(
        most=math.ceil(round(max(_WHOLE, longest) * _BEYOND, 6)), grid=_WHOLE, legend=target is not None
    )
    cells = [one, target, Series("", [Live(f"={_TICK}", _TICK)] * len(labels))] if target else [one]
    first = _cells(page, labels, cells, look.number)
    chart = canvas.book.chart("bar")
    chart.add_series(_series(page, one, look, first, first + 1, len(labels)))
    if target:
        chart.combine(_lines(canvas, page, target, look, first, len(labels)))
    _axes(page, chart, look)
    _legend(page, chart, look, unseen=[1] if target else [])
    _plot_area(chart, [label.shown(page) for label in labels], look)
    return chart


def _lines(canvas: Canvas, page: Page, target: Series, look: Look, first: int, count: int) -> Chart:
    """A line across each bar at its target."""
    chart = canvas.book.chart("bar", "stacked")
    for place, fill in ((2, {"none": True}), (3, {"color": target.colour})):
        shown = {
            "name": target.name,
            "categories": [page.name, 0, first, count - 1, first],
            "values": [page.name, 0, first + place, count - 1, first + place],
            "fill": fill,
            "border": {"none": True},
            "gap": 0,
            "y2_axis": True,
        }
        chart.add_series(shown)
    chart.set_x2_axis({"reverse": True})
    # LibreOffice would stack the lines on the other bars if this axis were deleted; so it is there, and not seen.
    unseen = {"label_position": "none", "line": {"none": True}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    chart.set_y2_axis({"min": 0, "max": look.most, "major_gridlines": {"visible": False}, **unseen})
    return chart


def columns(canvas: Canvas, page: Page, labels: Sequence[str], one: Series, look: Look) -> Chart:
    """Upright bars of one series."""
    chart = canvas.book.chart("column")
    first = _cells(page, labels, [one], look.number)
    chart.add_series(_series(page, one, look, first, first + 1, len(labels)))
    _axes(page, chart, look, upright=True)
    _legend(page, chart, look)
    return chart


def _cells(page: Page, labels: Sequence[Label], series: Sequence[Series], number: str) -> int:
    """Labels, then the values of each series, side by side in hidden columns; gives the labels' column."""
    first = page.beside(1 + len(series))
    names = page.beside(1) if any(isinstance(label, Amounted) for label in labels) else first
    for row, label in enumerate(labels):
        if isinstance(label, Amounted):
            page.text(row, names, label.name, "key")
            page.formula(row, first, *label.live(page, page.address(row, names)), "key")
        else:
            page.text(row, first, label, "key")
        for col, one in enumerate(series, start=first + 1):
            page.formula(row, col, *one.values[row], "key", number)
    return first


def _series(page: Page, one: Series, look: Look, labels: int, values: int, count: int) -> dict[str, Any]:
    number = page.chart_number(look.number) if look.quiet_zeros else page.figures.format(look.number)
    return {
        "name": one.name,
        "categories": [page.name, 0, labels, count - 1, labels],
        "values": [page.name, 0, values, count - 1, values],
        "fill": {"color": one.colour},
        "border": {"color": LINE, "width": 0.5},
        "gap": 60 if count > _FEW else 80,
        "overlap": 100 if look.stacked else 0,
        "points": [{"fill": {"color": colour}, "border": {"color": LINE, "width": 0.5}} for colour in one.each],
        "data_labels": {
            "value": True,
            "num_format": number,
            "position": "center" if look.stacked else "outside_end",
            "font": page.chart_font(_SIZE, bold=not look.legend or look.stacked, color=one.ink),
        },
    }


def _axes(page: Page, chart: Chart, look: Look, upright: bool = False) -> None:
    quiet = {"line": {"color": LINE}, "major_tick_mark": "none", "minor_tick_mark": "none"}
    font = page.chart_font(_SIZE, color=INK)
    scale = {"min": 0} if look.most is None else {"min": 0, "max": look.most, "major_unit": look.grid}
    names = {"reverse": not upright, "num_font": font, "interval_unit": 1, **quiet}
    values = {
        **scale,
        "visible": False,
        "num_format": page.figures.format(look.number),
        "num_font": font,
        "major_gridlines": {"visible": look.most is not None, "line": {"color": PALE, "width": 0.5}},
    }
    chart.set_x_axis(names if upright else values)
    chart.set_y_axis(values if upright else names)


def _legend(page: Page, chart: Chart, look: Look, unseen: Sequence[int] = ()) -> None:
    shown = {"position": "top", "font": page.chart_font(_SIZE, color=MUTED), "delete_series": list(unseen)}
    chart.set_legend(shown if look.legend else {"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_title({"none": True})
    chart.show_hidden_data()


def _plot_area(chart: Chart, labels: Sequence[str], look: Look) -> None:
    """Room for the longest label, so that none is broken where there is space for it."""
    points = max(fit.advance(label) for label in labels) * _SIZE
    left = min((points * 96 / 72 + 24) / look.width, _LABELS_AT_MOST)
    tall = look.tall or height(len(labels), look.legend)
    top = (_LEGEND if look.legend else 8) / tall
    chart.set_plotarea({"layout": {"x": left, "y": top, "width": 0.93 - left, "height": 1 - top - 12 / tall}})
