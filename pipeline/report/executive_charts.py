"""The charts of the executive page: the KPIs' scores, and the money received and disbursed."""

from __future__ import annotations

import pandas as pd
from xlsxwriter.chart import Chart

from pipeline.drawing.page import Page
from pipeline.drawing.theme import BAR, INK, NAVY, SCORE_COLOURS
from pipeline.report import charts
from pipeline.report.canvas import Canvas
from pipeline.report.cards import money_unit
from pipeline.report.charts import Look, Series
from pipeline.report.live import Group, one
from schemas.fields import Text
from schemas.plan import TOP_LEVEL

_SCORES = Text("คะแนนรายตัวชี้วัด (เต็ม {top})", "Score of each KPI (out of {top})")
_SPREAD = Text("จำนวนตัวชี้วัดตามระดับคะแนน", "KPIs by score")
_MONEY = Text("งบประมาณที่ได้รับและเบิกจ่าย ({unit})", "Money received and disbursed ({unit})")
_LARGEST = Text(" · {n} โครงการที่ได้รับมากที่สุดจาก {all}", " · the {n} largest of {all}")
_UNITS = {"million": Text("ล้านบาท", "million baht"), "baht": Text("บาท", "baht")}
_RECEIVED = Text("ได้รับ", "Received")
_DISBURSED = Text("เบิกจ่าย", "Disbursed")
# More KPIs than this are counted by score, and more projects than this are left to the sheet of budgets.
_SCORES_AT_MOST = 16
_MONEY_AT_MOST = 8
_LOWEST = 180
_BAR = 25
_HIGHEST = 520
_SPACE = 4
_SPARE = 24
_HEADING = 24
_ROWS = 16

Span = tuple[int, int]


def rows(canvas: Canvas) -> int:
    """How many rows the charts take; none where there is nothing to draw."""
    scores = canvas.summary.scores["score"]
    return 1 + _ROWS if scores.notna().any() or len(_with_money(canvas)) else 0


def draw(canvas: Canvas, page: Page, row: int, last: int, left: Span, right: Span) -> None:
    """The charts side by side, or one over the whole width; as high as the page allows down to its last row."""
    if not rows(canvas):
        return
    scores, money = canvas.summary.scores["score"].dropna(), _funded(canvas)
    page.high(row, _HEADING)
    tall = _height(page, row, last, max(min(len(scores), _SCORES_AT_MOST), int(len(money) * 1.6)))
    whole = (left[0], right[1])
    if len(scores):
        _scores(canvas, page, row, left if len(money) else whole, tall)
    if len(money):
        _money(canvas, page, row, right if len(scores) else whole, tall)


def _height(page: Page, row: int, last: int, bars: int) -> int:
    """The pixels of the charts, between what so many bars need and twice that, as the page has room; sets their rows."""
    for below in range(row + 1, row + 1 + _ROWS):
        page.high(below, 0)
    needed = max(_LOWEST, bars * _BAR)
    pixels = max(needed, min(int(page.room(last) * 4 / 3) - _SPARE, needed * 2, _HIGHEST))
    for below in range(row + 1, row + 1 + _ROWS):
        page.high(below, (pixels + _SPACE * 3) * 3 / 4 / _ROWS)
    return pixels


def _scores(canvas: Canvas, page: Page, row: int, span: Span, tall: int) -> None:
    """A bar a KPI in the colour of its level, or the count of each score where there are too many KPIs."""
    kpis = canvas.summary.scores[canvas.summary.scores["score"].notna()]
    many = len(kpis) > _SCORES_AT_MOST
    title = canvas.code((_SPREAD if many else _SCORES).to(canvas.lang).format(top=TOP_LEVEL))
    look = Look(page.pixels(*span) - _SPACE, "integer" if many else canvas.single_score, tall=tall)
    chart = _spread(canvas, page, look) if many else _each(canvas, page, kpis, look._replace(most=TOP_LEVEL + 0.5))
    page.heading(row, *span, title)
    page.chart(row + 1, span[0], chart, look.width, tall, title)


def _each(canvas: Canvas, page: Page, kpis: pd.DataFrame, look: Look) -> Chart:
    several = kpis["project"].duplicated(keep=False)
    labels = [
        canvas.short(project) if not shared else f"{canvas.short(project)} · {canvas.code(kpi)}"
        for kpi, project, shared in zip(kpis["kpi"], kpis["project"], several, strict=True)
    ]
    values = [one(canvas, "scores", index, "score") for index in kpis.index]
    colours = [SCORE_COLOURS[int(score)] for score in kpis["score"]]
    return charts.bars(canvas, page, labels, [Series(_SCORES.to(canvas.lang), values, NAVY, INK, colours)], look)


def _spread(canvas: Canvas, page: Page, look: Look) -> Chart:
    levels = range(TOP_LEVEL + 1)
    counts = [Group(canvas).scored(level) for level in levels]
    labels = [canvas.code(str(level)) for level in levels]
    return charts.columns(canvas, page, labels, Series(_SPREAD.to(canvas.lang), counts, NAVY, INK, SCORE_COLOURS), look)


def _money(canvas: Canvas, page: Page, row: int, span: Span, tall: int) -> None:
    funded, every = _funded(canvas), len(_with_money(canvas))
    unit = money_unit(funded["received"].max())
    title = _MONEY.to(canvas.lang).format(unit=_UNITS[unit].to(canvas.lang))
    if every > len(funded):
        shown = {"n": canvas.figures.integer(len(funded)), "all": canvas.figures.integer(every)}
        title += _LARGEST.to(canvas.lang).format(**shown)
    series = [
        Series(name.to(canvas.lang), [one(canvas, "budget_results", i, column) for i in funded.index], colour)
        for name, column, colour in ((_RECEIVED, "received", BAR), (_DISBURSED, "disbursed", NAVY))
    ]
    labels = [canvas.short(project) for project in funded["project"]]
    look = Look(page.pixels(*span) - _SPACE, unit, legend=True, tall=tall)
    page.heading(row, *span, title)
    page.chart(row + 1, span[0], charts.bars(canvas, page, labels, series, look), look.width, tall, title)


def _with_money(canvas: Canvas) -> pd.DataFrame:
    budgets = canvas.summary.budget_results
    return budgets[(budgets["received"] > 0).fillna(False)]


def _funded(canvas: Canvas) -> pd.DataFrame:
    """The projects with money: in the order of the plan, or the largest first where they are too many."""
    budgets = _with_money(canvas)
    if len(budgets) <= _MONEY_AT_MOST:
        return budgets
    return budgets.sort_values("received", ascending=False, kind="stable").head(_MONEY_AT_MOST)
