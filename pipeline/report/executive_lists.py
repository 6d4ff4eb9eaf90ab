"""The lower half of the executive page: what needs a decision on the left, issues and plain facts on the right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from pipeline.drawing.page import Page
from pipeline.drawing.theme import PALE_BAR
from pipeline.report.canvas import Canvas
from pipeline.report.exceptions import exceptions
from pipeline.report.facts import facts
from pipeline.report.live import Group
from pipeline.report.spans import Span
from schemas.fields import Text

MORE = Text("ดูเพิ่ม ›", "more ›")
_EXCEPTIONS = Text("เรื่องที่ต้องพิจารณาสั่งการ", "What needs a decision")
_FACTS = Text("ข้อมูลประกอบ", "Other facts")
_ISSUES = Text("ผลรายเรื่อง", "By strategic issue")
_TITLES = (
    Text("เรื่อง", "Issue"),
    Text("ชื่อเรื่อง", "Name"),
    Text("คะแนนเฉลี่ย", "Mean score"),
    Text("ร้อยละ", "Percent"),
    Text("เบิกจ่าย (%)", "Rate (%)"),
)
# The issues stand in a table beside so many projects at most, and so many issues.
LISTED_AT_MOST = 13
_ISSUES_AT_MOST = 6
# Up to so many projects are drawn each by itself.
DRAWN_AT_MOST = 25
# So many lines stand under the headings unless the exceptions are more; facts beyond them are left to their own sheets.
_LINES_AT_MOST = 8

LEFT, RIGHT = Span(0, 10), Span(12, 22)
_MARK, _EXCEPTION = 0, Span(1, 9)
_FACT = Span(12, 21)
_CODE, _NAME, _MEAN, _PERCENT, _RATE = Span(12, 12), Span(13, 18), Span(19, 20), Span(21, 21), Span(22, 22)
_LEAST = 23


class Line(NamedTuple):
    """A line of one of the two lists: what it is, the sentence or the name that it shows, and where it leads."""

    kind: str
    words: str = ""
    leads: str = ""


def lists_issues(canvas: Canvas) -> bool:
    """Whether the issues stand in a table: where they and the projects are few; else charts compare them."""
    return len(canvas.plan.issues) <= _ISSUES_AT_MOST and len(canvas.plan.projects) <= LISTED_AT_MOST


def draws_issues(canvas: Canvas) -> bool:
    """Whether a chart compares the issues: where there are many projects, or few of many issues."""
    projects = len(canvas.plan.projects)
    return projects > DRAWN_AT_MOST or (projects <= LISTED_AT_MOST and not lists_issues(canvas))


def draw(canvas: Canvas, page: Page, row: int) -> int:
    """Both lists, line by line; gives the last row."""
    page.heading(row, *LEFT, _EXCEPTIONS.to(canvas.lang))
    left = [Line("exception", *said) for said in exceptions(canvas)]
    right = list(_right(canvas))[: 1 + max(_LINES_AT_MOST, len(left))]
    if right:
        page.heading(row, *RIGHT, right[0].words)
    for index, (exception, other) in enumerate(zip_longest(left, right[1:]), start=row + 1):
        _line(canvas, page, index, [line for line in (exception, other) if line])
    issues = [index for index, line in enumerate(right[1:], start=row + 1) if line.kind == "issue"]
    if issues:
        page.bars(issues[0], issues[-1], _PERCENT.first, PALE_BAR)
    return row + max(len(left), len(right) - 1)


def _right(canvas: Canvas) -> Iterator[Line]:
    if lists_issues(canvas):
        yield Line("heading", _ISSUES.to(canvas.lang))
        yield Line("titles")
        yield from (Line("issue", name, code) for code, name in canvas.names("issues").items())
    told = facts(canvas, with_issues=not (lists_issues(canvas) or draws_issues(canvas)))
    if told:
        yield Line("heading", _FACTS.to(canvas.lang))
        yield from (Line("fact", *said) for said in told)


def _line(canvas: Canvas, page: Page, row: int, lines: list[Line]) -> None:
    """What stands side by side in a row, and its height."""
    texts = {}
    for line in lines:
        _DRAWN[line.kind](canvas, page, row, line)
        if line.kind in _SPANS:
            span, role = _SPANS[line.kind]
            texts[span] = (line.words, role)
    page.fit(row, texts, least=_LEAST)


def _exception(canvas: Canvas, page: Page, row: int, line: Line) -> None:
    """A mark, the sentence, and a short link to the sheet that shows more: a long linked cell would not wrap."""
    page.text(row, _MARK, "■", "bullet")
    page.merged(row, *_EXCEPTION, line.words, "follow_up")
    page.link(row, LEFT.last, canvas.link_to(line.leads), MORE.to(canvas.lang), "follow_up_link")


def _fact(canvas: Canvas, page: Page, row: int, line: Line) -> None:
    page.merged(row, *_FACT, line.words, "follow_up")
    page.link(row, RIGHT.last, canvas.link_to(line.leads), MORE.to(canvas.lang), "follow_up_link")


def _heading(canvas: Canvas, page: Page, row: int, line: Line) -> None:
    page.heading(row, *RIGHT, line.words)


def _titles(canvas: Canvas, page: Page, row: int, line: Line) -> None:
    for span, title in zip((_CODE, _NAME, _MEAN, _PERCENT, _RATE), _TITLES, strict=True):
        page.area(row, span.first, row, span.last, "head")
        page.text(row, span.first, title.to(canvas.lang), "head")


def _issue(canvas: Canvas, page: Page, row: int, line: Line) -> None:
    group = Group(canvas, "issue", line.leads)
    page.link(row, _CODE.first, canvas.link_to_issue(line.leads), canvas.code(line.leads), "code_link")
    page.merged(row, *_NAME, line.words, "text")
    page.area(row, _MEAN.first, row, _MEAN.last, "strong_number")
    page.formula(row, _MEAN.first, *group.mean(), "strong_number", "score")
    percent = group.percent(page.address(row, _MEAN.first))
    page.formula(row, _PERCENT.first, *percent, "number_centre", "percent2")
    page.formula(row, _RATE.first, *group.own_rate(), "number_centre", "percent2")


_DRAWN = {"exception": _exception, "fact": _fact, "heading": _heading, "titles": _titles, "issue": _issue}
# Where the words of a line stand that may take several lines of text.
_SPANS = {"exception": (_EXCEPTION, "follow_up"), "fact": (_FACT, "follow_up"), "issue": (_NAME, "text")}
