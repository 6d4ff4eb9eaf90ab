"""The opening pages: what the plan says before its results, the plans that it serves, and its issues with their projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from pipeline.drawing.page import Page
from pipeline.report import nouns
from pipeline.report.canvas import Canvas
from pipeline.report.live import Group, note
from pipeline.report.spans import Span, cell, cells, head
from pipeline.validation.rows import records
from schemas.fields import Text

ABOUT = Text("บทนำ ความสอดคล้องกับแผนระดับชาติ และโครงการตามแผน", "Opening text, alignment and the plan's projects")
# Two lists beside each other, a code and a name each, and room for counts at the end of the second; in all what an A4
# page on end takes at its full size.
WIDTHS: list[float] = [10, 38, 9, 25, 14]
_LAST = len(WIDTHS) - 1
_ALL, _AFTER_CODE, _NAME = Span(0, _LAST), Span(1, _LAST), Span(1, _LAST - 1)
# Where the codes and the names of projects stand, one a line or two.
_ONE = ((0, _AFTER_CODE),)
_TWO = ((0, Span(1, 1)), (2, Span(3, 4)))
_Line = tuple[Mapping[Any, Any] | None, ...]

_TITLE = Text("รายงานผลการดำเนินงานตาม{plan}", "Performance report: {plan}")
_WHOSE = Text("ของ{organisation} {round}", "{organisation}, {round}")
_ALIGNMENT = Text("ความสอดคล้องกับแผนระดับชาติ", "Alignment with the plans of the nation")
_TIER, _PLAN = Text("ระดับ", "Tier"), Text("แผน", "Plan")
_PROJECTS = Text("โครงการตามแผน", "The plan's projects")
_DIVIDED = Text("แผนนี้แบ่งได้เป็น {issues} รวม {{}} โครงการ ได้แก่", "The plan has {issues}; projects in all: {{}}")
_NAMED_ELSEWHERE = Text(
    "แผนนี้แบ่งได้เป็น {issues} รวม {{}} โครงการ รายชื่อโครงการอยู่ในแผ่น “{sheet}” เรื่องต่าง ๆ ได้แก่",
    "The plan has {issues}; projects in all: {{}}, named on sheet “{sheet}”",
)
_COUNT = Text("{} โครงการ", "projects: {}")
_NO_PROJECT = Text("แผนไม่ได้กำหนดโครงการในเรื่องนี้", "The plan states no project under this issue")

# The first line of a paragraph begins so far in: by spaces that no program drops, so that “=…” behind them stays text.
_INDENT = "\u00a0" * 10
# A paragraph of more lines than this goes on over several rows, so that pages end where there are lines for them.
_ONE_ROW, _LINES_A_ROW = 18, 6
# With more projects than this their names stand in two columns, smaller; with very many, on the sheet of all projects only.
_IN_ONE_COLUMN = 25
_NAMED_AT_MOST = 100


def draw(canvas: Canvas, page: Page) -> None:
    """Title, paragraphs, the plans of the nation, and the issues with their projects."""
    row = _paragraphs(canvas, page, _title(canvas, page))
    row = _alignment(canvas, page, row)
    row = _projects(canvas, page, row)
    page.sheet.print_area(0, 0, row - 1, _LAST)


def _title(canvas: Canvas, page: Page) -> int:
    """What the report is, whose and of which round, and a rule; gives the first free row."""
    settings = canvas.plan.settings
    lines = (
        _TITLE.to(canvas.lang).format(plan=settings.plan_name),
        _WHOSE.to(canvas.lang).format(organisation=settings.organisation, round=canvas.round),
    )
    for row, words in enumerate(lines):
        page.merged(row, 0, _LAST, words, "opening_title")
        page.fit(row, {_ALL: (words, "opening_title")}, least=26)
    page.fill(len(lines), 0, _LAST, "rule")
    page.high(len(lines), 2.5)
    page.high(len(lines) + 1, 10)
    return len(lines) + 2


def _paragraphs(canvas: Canvas, page: Page, row: int) -> int:
    """The plan's opening, paragraph by paragraph; gives the next row."""
    for paragraph in records(canvas.plan.opening):
        first = row
        if isinstance(paragraph["heading"], str):
            row = _heading(page, row, paragraph["heading"])
        row = _paragraph(page, row, paragraph["text"])
        page.keep_together(first, first + 1, landscape=False)
        page.high(row, 6)
        row += 1
    return row


def _heading(page: Page, row: int, words: str) -> int:
    cells(page, row, {_ALL: (words, "opening_heading")}, least=24)
    return row + 1


def _paragraph(page: Page, row: int, text: str) -> int:
    """A paragraph in one row, or in several that go on over the printed pages; gives the next row."""
    whole = _INDENT + text
    most = _LINES_A_ROW if page.lines(_ALL, whole, "paragraph") > _ONE_ROW else _ONE_ROW
    for part in page.parts(_ALL, whole, "paragraph", most):
        cells(page, row, {_ALL: (part, "paragraph")})
        row += 1
    return row


def _alignment(canvas: Canvas, page: Page, row: int) -> int:
    """The plans of the nation that this plan serves, where it names any; gives the next row."""
    plans = canvas.plan.alignment
    if plans.empty:
        return row
    first = row
    row = _heading(page, row, _ALIGNMENT.to(canvas.lang))
    head(page, row, {Span(0, 0): _TIER.to(canvas.lang), _AFTER_CODE: _PLAN.to(canvas.lang)})
    for tier, name in zip(plans["tier"], plans["name"], strict=True):
        row += 1
        page.text(row, 0, canvas.figures.integer(int(tier)), "centre")
        cells(page, row, {_AFTER_CODE: (name, "text")}, least=22)
        page.keep_together(first, row, landscape=False)
        first = row + 1
    page.high(row + 1, 10)
    return row + 2


def _projects(canvas: Canvas, page: Page, row: int) -> int:
    """How many issues and projects the plan has, and each issue with its projects; gives the next row."""
    issues = canvas.plan.issues["code"]
    row = _heading(page, row, _PROJECTS.to(canvas.lang))
    told = _NAMED_ELSEWHERE if len(canvas.plan.projects) > _NAMED_AT_MOST else _DIVIDED
    counted = nouns.ISSUE.of(len(issues), canvas.figures)
    words = told.to(canvas.lang).format(issues=counted, sheet=canvas.pages["projects"].name)
    said = note(canvas.figures, words, Group(canvas).projects(), "integer")
    page.area(row, 0, row, _LAST, "paragraph")
    page.formula(row, 0, *said, "paragraph")
    page.fit(row, {_ALL: (str(said.value), "paragraph")}, least=24)
    first = row - 1
    for issue in issues:
        row = _issue(canvas, page, first, row + 1, issue)
        first = row + 1
    return row + 1


def _issue(canvas: Canvas, page: Page, first: int, row: int, issue: str) -> int:
    """An issue and its projects, begun on one printed page with what stands above it from `first` on; gives the last row."""
    name = canvas.plan.name_of("issues", issue)
    count = note(canvas.figures, _COUNT.to(canvas.lang), Group(canvas, "issue", issue).projects(), "integer")
    page.link(row, 0, canvas.link_to_issue(issue), canvas.code(issue), "group_link")
    cell(page, row, _NAME, name, "group_name")
    page.formula(row, _LAST, *count, "group_count")
    page.fit(row, {_NAME: (name, "group_name")}, least=24)
    page.keep_together(first, row, landscape=False)
    for projects in _lines(canvas, issue):
        row += 1
        _line(canvas, page, row, projects)
        page.keep_together(first, row, landscape=False)
        first = row + 1
    return row


def _lines(canvas: Canvas, issue: str) -> Sequence[_Line]:
    """The projects of an issue line by line: one a line where there are few, else half of them beside the other half."""
    projects = canvas.plan.projects
    if len(projects) > _NAMED_AT_MOST:
        return []
    own = canvas.projects_of(issue)
    if not own:
        return [(None,)]
    if len(projects) <= _IN_ONE_COLUMN:
        return [(project,) for project in own]
    half = -(-len(own) // 2)
    return list(zip_longest(own[:half], own[half:]))


def _line(canvas: Canvas, page: Page, row: int, projects: _Line) -> None:
    """Projects beside each other, each with its code, which leads to its page; a sentence where the issue has none."""
    names: dict[Span, tuple[str, str]] = {}
    places, role = (_ONE, "text") if len(projects) == 1 else (_TWO, "listed")
    for (code, span), project in zip(places, projects, strict=True):
        if project is None:
            page.blank(row, code, role)
            names[span] = (_NO_PROJECT.to(canvas.lang) if len(projects) == 1 else "", role)
        else:
            page.link(row, code, canvas.link_to_project(project["code"]), canvas.code(project["code"]), "code_link")
            names[span] = (project["name"], role)
    cells(page, row, names, least=20)
