"""Disbursement beside its targets: the ministry's rate, and that of each type of budget, with the gap in points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from pipeline.consolidation.targets import OVERALL, Target, quarters_gone, target_of, targets
from pipeline.drawing.page import Page
from pipeline.report.canvas import Canvas
from pipeline.report.live import UNKNOWN, Group, Live
from pipeline.report.spans import Span, cells, head
from schemas.fields import Text
from schemas.summary import BUDGET_RESULTS

_HEADING = Text(
    "เทียบกับเป้าหมายการเบิกจ่ายสะสม ไตรมาสที่ {quarter} ปีงบประมาณ พ.ศ. {year}",
    "Against the cumulative disbursement target: quarter {quarter}, fiscal year {year} B.E.",
)
_BETWEEN = Text(
    "เทียบกับเป้าหมายการเบิกจ่ายสะสม ณ {day} เทียบสัดส่วนรายเดือนระหว่าง{start}กับสิ้นไตรมาสที่ {next}",
    "Against the cumulative disbursement target on {day}, by the month between {start} and the end of quarter {next}",
)
_START = Text("ต้นปีงบประมาณ", "the start of the fiscal year")
_END = Text("สิ้นไตรมาสที่ {quarter} ", "the end of quarter {quarter}")
_TITLES = (
    Text("งบประมาณ", "Budget"),
    Text("เบิกจ่ายแล้ว\n(ร้อยละ)", "Disbursed (%)"),
    Text("เป้าหมาย\n(ร้อยละ)", "Target (%)"),
    Text("ผลต่าง\n(จุดร้อยละ)", "Gap (points)"),
    Text("ผล", "Result"),
)
_WHOLE = Text("ภาพรวมทุกโครงการ", "All projects")
_SOURCE = Text("ที่มาของเป้าหมาย: {}", "Source of the target: {}")
_NO_SOURCE = Text("แผนไม่ได้ระบุที่มาของเป้าหมาย", "The plan does not say where the target comes from")
_BY_OVERALL = Text(
    "แผนไม่ได้กำหนดเป้าหมายของประเภทนี้ จึงเทียบกับเป้าหมายภาพรวม",
    "The plan states no target for this type, so it is compared with the overall one",
)
_NO_TARGET = Text("แผนไม่ได้กำหนดเป้าหมายของไตรมาสนี้", "The plan states no target for this quarter")
_BELOW = Text("▼ ต่ำกว่าเป้าหมาย", "▼ below target")
_REACHED = Text("▲ ถึงเป้าหมาย", "▲ target reached")


class _Line(NamedTuple):
    """A line of the comparison."""

    budget_type: str
    name: str
    rate: Live
    target: Target | None
    source: str


def draw(canvas: Canvas, page: Page, row: int, money: pd.DataFrame) -> tuple[int, Mapping[str, str]]:
    """A line for the ministry and for each type that projects with money have.

    Gives the first free row, and type of budget → the address of its target, for those that have one.
    """
    last = len(page.widths) - 1
    page.heading(row, 0, last, _heading(canvas))
    spans = _spans(last)
    head(page, row + 1, {span: title.to(canvas.lang) for span, title in zip(spans, _TITLES, strict=True)})
    row += 2
    targets_at = {}
    for line in _lines(canvas, money):
        _draw(canvas, page, row, spans, line)
        if line.target:
            targets_at[line.budget_type] = page.address(row, spans[2].first, absolute=True)
        row += 1
    page.high(row, 9)
    return row + 1, targets_at


def _heading(canvas: Canvas) -> str:
    """The quarter that the round ends with, or between which two it ends."""
    settings, lang = canvas.plan.settings, canvas.lang
    quarter, ends = quarters_gone(settings)
    if ends:
        return canvas.code(_HEADING.to(lang).format(quarter=quarter, year=settings.fiscal_year))
    start = (_END if quarter else _START).to(lang).format(quarter=quarter)
    day = canvas.figures.date(settings.last_day)
    return canvas.code(_BETWEEN.to(lang).format(day=day, start=start, next=quarter + 1))


def _spans(last: int) -> tuple[Span, ...]:
    """Budget, rate, target, gap and result: the last columns one each, the result over what is left before the edge."""
    return (
        Span(0, last - 4),
        Span(last - 3, last - 3),
        Span(last - 2, last - 2),
        Span(last - 1, last - 1),
        Span(last, last),
    )


def _lines(canvas: Canvas, money: pd.DataFrame) -> Iterator[_Line]:
    """The whole, and each type."""
    due, lang = targets(canvas.plan), canvas.lang
    whole = due.get(OVERALL)
    yield _Line(OVERALL, _WHOLE.to(lang), Group(canvas).own_rate(), whole, _source(whole, lang))
    for choice in BUDGET_RESULTS["budget_type"].choices:
        own = money[money["budget_type"] == choice.id]
        if choice.id != OVERALL and len(own):
            target = target_of(due, choice.id)
            source = _BY_OVERALL.to(lang) if target and choice.id not in due else _source(target, lang)
            yield _Line(choice.id, choice.title.to(lang), _rate(canvas, choice.id, own), target, source)


def _rate(canvas: Canvas, budget_type: str, own: pd.DataFrame) -> Live:
    """The rate of the projects of one type."""
    of_type = f'({canvas.ranges.column("budget_results", "budget_type")}="{budget_type}")*1'
    sums = [
        f"SUMPRODUCT({of_type},{canvas.ranges.column('budget_results', name)})" for name in ("disbursed", "received")
    ]
    disbursed, received = (int(own[name].fillna(0).sum()) for name in ("disbursed", "received"))
    value = float(Fraction(disbursed * 100, received)) if received else UNKNOWN
    return Live(f'=IFERROR({sums[0]}/{sums[1]}*100,"{UNKNOWN}")', value)


def _draw(canvas: Canvas, page: Page, row: int, spans: tuple[Span, ...], line: _Line) -> None:
    rate_at, target_at, gap_at = (page.address(row, span.first) for span in spans[1:4])
    below = gap(rate_at, line.rate, target_at, line.target)
    cells(page, row, {spans[0]: (f"{line.name}\n{line.source}", "text"), spans[4]: ("", _look(below))}, least=30)
    page.formula(row, spans[1].first, *line.rate, "strong_number", "percent2")
    page.number(row, spans[2].first, line.target.percent if line.target else None, "number_centre", "percent2")
    page.formula(row, spans[3].first, *below, "strong_number", "percent2")
    page.formula(row, spans[4].first, *_verdict(gap_at, below, canvas.lang), _look(below))


def _source(target: Target | None, lang: str) -> str:
    if target is None:
        return _NO_TARGET.to(lang)
    return _SOURCE.to(lang).format(target.source) if target.source else _NO_SOURCE.to(lang)


def gap(rate_at: str, rate: Live, target_at: str, target: Target | None) -> Live:
    """Rate − target of two cells, in percentage points; unknown where either is."""
    known = target is not None and not isinstance(rate.value, str)
    return gap_of(rate_at, target_at, float(rate.value) - target.percent if known and target else UNKNOWN)


def gap_of(rate_at: str, target_at: str, value: float | str) -> Live:
    """The same, where its value is known already."""
    return Live(f'=IF(AND(ISNUMBER({rate_at}),ISNUMBER({target_at})),{rate_at}-{target_at},"{UNKNOWN}")', value)


def _verdict(gap_at: str, below: Live, lang: str) -> Live:
    words = {True: _BELOW.to(lang), False: _REACHED.to(lang)}
    formula = f'=IF(ISNUMBER({gap_at}),IF({gap_at}<0,"{words[True]}","{words[False]}"),"{UNKNOWN}")'
    return Live(formula, below.value if isinstance(below.value, str) else words[below.value < 0])


def _look(below: Live) -> str:
    return "muted" if isinstance(below.value, str) else "warning" if below.value < 0 else "good"
