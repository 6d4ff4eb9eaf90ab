"""The charts of groups: how their scores spread, their means, and what became of their KPIs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipeline.drawing import fit
from pipeline.drawing.page import Page
from pipeline.drawing.theme import NAVY, SCORE_COLOURS, SCORE_INKS, STATE_COLOURS, STATE_INKS
from pipeline.report import charts
from pipeline.report.canvas import Canvas
from pipeline.report.charts import Look, Series
from pipeline.report.groups import LEVELS
from pipeline.report.live import Group
from schemas.fields import Text
from schemas.plan import TOP_LEVEL
from schemas.summary import KPI_STATES

_SPREAD = Text("จำนวนตัวชี้วัดตามระดับคะแนน", "KPIs by score")
_SCORE = Text("คะแนน {level}", "Score {level}")
_MEANS = Text("คะแนนเฉลี่ย (เต็ม {top})", "Mean score (out of {top})")
_STATES = Text("สถานะการรายงานตัวชี้วัด", "States of the KPIs")
# So many groups stand in one chart; more of them continue in the next.
_AT_MOST = 22
_ROW_PIXELS = fit.LOWEST_ROW * 4 / 3

Names = Mapping[str, str]


def spread(canvas: Canvas, page: Page, row: int, scope: str, names: Names) -> int:
    """How many KPIs of each group have each score; gives the first free row."""

    def series(codes: Names) -> list[Series]:
        groups = [Group(canvas, scope, code) for code in codes]
        titles = [canvas.code(_SCORE.to(canvas.lang).format(level=level)) for level in LEVELS]
        looks = zip(titles, SCORE_COLOURS, SCORE_INKS, LEVELS, strict=True)
        return [Series(title, [g.scored(level) for g in groups], colour, ink) for title, colour, ink, level in looks]

    counted = _reported(canvas, scope, names)
    look = Look(_width(page), "integer", stacked=True, legend=True, quiet_zeros=True)
    return _charts(canvas, page, row, _SPREAD.to(canvas.lang), counted, series, look)


def means(canvas: Canvas, page: Page, row: int, scope: str, names: Names) -> int:
    """The mean score of each group that reported anything; gives the first free row."""

    def series(codes: Names) -> list[Series]:
        return [Series(title, [Group(canvas, scope, code).mean() for code in codes], NAVY)]

    title = canvas.code(_MEANS.to(canvas.lang).format(top=TOP_LEVEL))
    counted = _reported(canvas, scope, names)
    return _charts(canvas, page, row, title, counted, series, Look(_width(page), "score", most=TOP_LEVEL + 0.5))


def states(canvas: Canvas, page: Page, row: int, names: Names) -> int:
    """What became of the KPIs of each department, where not all are reported; gives the first free row."""
    occurring = [choice for choice in KPI_STATES if choice.id in set(canvas.summary.scores["state"])]
    if [choice.id for choice in occurring] == ["reported"]:
        return row

    def series(codes: Names) -> list[Series]:
        groups = [Group(canvas, "department", code) for code in codes]
        return [
            Series(c.title.to(canvas.lang), [g.in_state(c.id) for g in groups], STATE_COLOURS[c.id], STATE_INKS[c.id])
            for c in occurring
        ]

    look = Look(_width(page), "integer", stacked=True, legend=True, quiet_zeros=True)
    return _charts(canvas, page, row, _STATES.to(canvas.lang), names, series, look)


def _charts(
    canvas: Canvas,
    page: Page,
    row: int,
    title: str,
    names: Names,
    series: Callable[[Names], list[Series]],
    look: Look,
) -> int:
    """A heading and a chart, or several where there are many groups; nothing where there is none."""
    for part in _parts(names):
        tall = charts.height(len(part), look.legend)
        below = row + 1 + int(tall / _ROW_PIXELS) + 2
        page.keep_together(row, below - 1)
        page.heading(row, 0, len(page.widths) - 1, title)
        labels, drawn = list(part.values()), series(part)
        chart = charts.bars(canvas, page, labels, drawn, look)
        page.chart(row + 1, 0, chart, look.width, tall, charts.said(page, title, labels, drawn, look))
        row = below
    return row


def _parts(names: Names) -> list[Names]:
    listed = list(names.items())
    return [dict(listed[start : start + _AT_MOST]) for start in range(0, len(listed), _AT_MOST)]


def _reported(canvas: Canvas, scope: str, names: Names) -> Names:
    return {code: name for code, name in names.items() if canvas.summary.rollup(scope, code)["reported"]}


def _width(page: Page) -> int:
    return page.pixels(0, len(page.widths) - 1) - 8
