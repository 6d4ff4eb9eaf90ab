"""The top of the comparison: what the whole ministry moved on the left, and what is odd beside the earlier round on the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.drawing.page import Page
from pipeline.report import movement
from pipeline.report.canvas import Canvas
from pipeline.report.live import Group, Live
from pipeline.report.spans import Span, cell, head
from pipeline.validation.earlier import Earlier
from schemas.fields import Text
from schemas.plan import TOP_LEVEL

_WHOLE = Text("ภาพรวม", "The whole")
_ODD = Text("ข้อสังเกตเมื่อเทียบกับรอบก่อน", "Findings beside the earlier round")
_TITLES = (
    Text("รายการ", "Measure"),
    Text("{then} เดือน", "{then} months"),
    Text("{now} เดือน", "{now} months"),
    Text("เปลี่ยนแปลง", "Change"),
)
_ODD_TITLES = (Text("ข้อสังเกต", "Finding"), Text("จำนวน", "Count"))
_MEAN = Text("คะแนนเฉลี่ย (เต็ม {top})", "Mean score (out of {top})")
_PERCENT = Text("ร้อยละเฉลี่ย", "Mean percent")
_RATE = Text("ร้อยละการเบิกจ่าย", "Disbursement rate (%)")
_NO_FINDING = Text("ไม่มีข้อสังเกตเมื่อเทียบกับรอบก่อน", "No finding beside the earlier round")
_SEE = Text("ดูแผ่นข้อสังเกต ›", "see them ›")
# The rules that look at two rounds, as short as a table of counts wants them.
_RULES = {
    "VALUE_FELL": Text("ค่าสะสมลดลง", "Cumulative value fell"),
    "LEVEL_UNDONE": Text("ระดับที่เคยแล้วเสร็จ รอบนี้ไม่แล้วเสร็จ", "Level done then, not done now"),
    "AMOUNT_FELL": Text("เบิกจ่ายสะสมลดลง", "Disbursed fell"),
    "RECEIVED_CHANGED": Text("งบประมาณที่ได้รับเปลี่ยนไป", "Received changed"),
    "NARRATIVE_UNCHANGED": Text("คะแนนเปลี่ยน แต่รายละเอียดเหมือนเดิม", "Score moved, narrative did not"),
    "PLAN_BUDGET_CHANGED": Text("งบประมาณตามแผนเปลี่ยนไป", "Allocated budget changed"),
    "RUBRIC_CHANGED": Text("เกณฑ์การให้คะแนนเปลี่ยนไป", "Rubric changed"),
    "KPI_NEW": Text("ตัวชี้วัดใหม่ในแผน", "KPI new in the plan"),
    "KPI_GONE": Text("ตัวชี้วัดหายไปจากแผน", "KPI gone from the plan"),
}
_THEN, _NOW, _CHANGE = 2, 3, 4
_LABEL = Span(0, 1)


class _Line(NamedTuple):
    """A measure of the ministry in two rounds, and how it is written."""

    name: str
    then: Live | float | str
    now: Live
    number: str


def draw(canvas: Canvas, page: Page, row: int, earlier: Earlier) -> int:
    """Both parts side by side; gives the first free row."""
    last = len(page.widths) - 1
    odd_label, odd_count = Span(_CHANGE + 1, last - 1), Span(last, last)
    page.heading(row, 0, _CHANGE, _WHOLE.to(canvas.lang))
    page.heading(row, _CHANGE + 1, last, _ODD.to(canvas.lang))
    spans = (_LABEL, Span(_THEN, _THEN), Span(_NOW, _NOW), Span(_CHANGE, _CHANGE))
    titles = [title.to(canvas.lang).format(**months(canvas, earlier)) for title in (*_TITLES, *_ODD_TITLES)]
    head(page, row + 1, dict(zip((*spans, odd_label, odd_count), titles, strict=True)))
    first = row + 2
    lines = list(_lines(canvas, page, first, earlier))
    odd = list(_odd(canvas))
    for at, line in enumerate(lines, first):
        _draw(canvas, page, at, line)
    for at, (name, count) in enumerate(odd, first):
        cell(page, at, odd_label, name, "text")
        page.number(at, odd_count.first, count, "strong_number", "integer")
    counts = list(movement.counted(canvas))
    for at, (name, live) in enumerate(counts, first + len(lines)):
        cell(page, at, _LABEL, name, "label")
        page.area(at, _THEN, at, _CHANGE, "number_centre")
        page.formula(at, _THEN, *live, "number_centre", "integer")
    if not odd:
        page.merged(first, odd_label.first, last, _NO_FINDING.to(canvas.lang), "good")
    end = first + max(len(lines) + len(counts), len(odd))
    for at in range(first, end):
        page.high(at, 23)
    if odd:
        page.link(end, last, canvas.link_to("findings"), _SEE.to(canvas.lang), "link_right")
    page.high(end, 20)
    return end + 1


def months(canvas: Canvas, earlier: Earlier) -> dict[str, str]:
    """The months of the two rounds, as titles say them."""
    return {"then": canvas.code(earlier.months), "now": canvas.figures.integer(canvas.plan.settings.round)}


def _lines(canvas: Canvas, page: Page, row: int, earlier: Earlier) -> Iterator[_Line]:
    """Mean score, mean percent and disbursement rate, the first of them in `row`."""
    group, lang = Group(canvas), canvas.lang
    mean, percent = movement.mean_then(earlier), group.percent(page.address(row, _NOW))
    yield _Line(canvas.code(_MEAN.to(lang).format(top=TOP_LEVEL)), mean, group.mean(), "score")
    yield _Line(_PERCENT.to(lang), movement.percent(page.address(row, _THEN), mean), percent, "percent")
    yield _Line(_RATE.to(lang), movement.rate_then(canvas), group.own_rate(), "percent2")


def _draw(canvas: Canvas, page: Page, row: int, line: _Line) -> None:
    cell(page, row, _LABEL, line.name, "label")
    then = movement.put(page, row, _THEN, line.then, "number_centre", line.number)
    page.formula(row, _NOW, *line.now, "strong_number", line.number)
    moved = movement.change(page, row, (_THEN, _NOW), then, line.now.value)
    page.formula(row, _CHANGE, *moved, movement.look(moved), movement.number(canvas, line.number))


def _odd(canvas: Canvas) -> Iterator[tuple[str, int]]:
    """The rules about rounds that somebody broke, and how often."""
    found = canvas.summary.findings["rule"].value_counts()
    for rule, name in _RULES.items():
        if rule in found:
            yield name.to(canvas.lang), int(found[rule])
