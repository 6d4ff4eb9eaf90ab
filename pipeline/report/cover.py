"""The cover: whose report of what, of which days; and the contents, with a link to every sheet and, of few, every project."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pipeline.drawing.page import Page
from pipeline.report import nouns, quadrants
from pipeline.report.canvas import Canvas, Entry, Row, issue_page
from pipeline.report.live import UNKNOWN, Group, note
from pipeline.report.nouns import Noun
from schemas.fields import Text
from schemas.summary import SCORES

ABOUT = Text("ปกและสารบัญ", "Cover and contents")
WIDTHS: list[float] = [7, 26, 82, 16]

_TITLE = Text("รายงานผลการดำเนินงานตาม\n{plan}", "Performance report\n{plan}")
_DAYS = Text("{round} ({first} – {last})", "{round} ({first} – {last})")
_MADE = Text("จัดทำเมื่อ {day}", "Prepared {day}")
_CONTENTS = Text("สารบัญ", "Contents")
_PRINT = Text(
    "พิมพ์รายงาน: ตั้งแต่แผ่น “{first}” ถึงแผ่น “{last}” แผ่นข้อมูลไม่ต้องพิมพ์",
    "To print the report: from sheet “{first}” to sheet “{last}”; the data need no printing",
)
_HEADS = (Text("ลำดับ", "No."), Text("แผ่นงาน", "Sheet"), Text("เนื้อหา", "What it shows"), Text("จำนวน", "Holds"))
_REPORT, _DATA = Text("รายงาน", "Report"), Text("ข้อมูลและหลักฐาน", "Data and evidence")
_SCORE = Text("{} คะแนน", "score {}")
_LAST = len(WIDTHS) - 1
# With more projects than this the contents would be too small to read on one page; the opening pages list them.
_LISTED_AT_MOST = 20


def draw(canvas: Canvas, page: Page) -> None:
    """The title above, the contents under it, on one page."""
    row = _notices(canvas, page, _title(canvas, page))
    row = _contents(canvas, page, row)
    page.sheet.print_area(0, 0, row - 1, _LAST)
    page.sheet.fit_to_pages(1, 1)


def _title(canvas: Canvas, page: Page) -> int:
    """Organisation, title, round and date, between two rules; gives the first free row."""
    settings, figures = canvas.plan.settings, canvas.figures
    days = {"first": figures.date(settings.first_day), "last": figures.date(settings.last_day)}
    lines = (
        (settings.organisation, "cover_organisation", 34.0),
        (_TITLE.to(canvas.lang).format(plan=settings.plan_name), "cover_title", 48.0),
        (_DAYS.to(canvas.lang).format(round=canvas.round, **days), "cover_line", 30.0),
        (_MADE.to(canvas.lang).format(day=figures.date(settings.report_date)), "cover_small", 24.0),
    )
    page.high(0, 18)
    for row, (words, role, least) in enumerate(lines, start=1):
        page.merged(row, 0, _LAST, words, role)
        page.fit(row, {(0, _LAST): (words, role)}, least)
    rule = len(lines) + 2
    page.high(rule - 1, 12)
    page.fill(rule, 0, _LAST, "rule")
    page.high(rule, 3.5)
    page.high(rule + 1, 12)
    return rule + 2


def _notices(canvas: Canvas, page: Page, row: int) -> int:
    """What this workbook leaves out, where it does; gives the next row."""
    for words in canvas.notices:
        page.merged(row, 0, _LAST, words, "note")
        page.fit(row, {(0, _LAST): (words, "note")}, least=24)
        row += 1
    if canvas.notices:
        page.high(row, 12)
        row += 1
    return row


def _contents(canvas: Canvas, page: Page, row: int) -> int:
    """What to print, the sheets of the report, and those of the data under them; gives the next row."""
    report = [entry for entry in canvas.contents if entry.rows is None]
    first, last = (canvas.pages[entry.id].name for entry in (report[0], report[-1]))
    page.heading(row, 0, _LAST, _CONTENTS.to(canvas.lang))
    page.text(row + 1, 0, _PRINT.to(canvas.lang).format(first=first, last=last), "plain")
    page.high(row + 1, 22)
    page.head_row(row + 2, [words.to(canvas.lang) for words in _HEADS])
    listed = [entry for entry in report if canvas.pages[entry.id] is not page]
    row = _group(canvas, page, row + 3, _REPORT, enumerate(listed, start=1))
    kept = [entry for entry in canvas.contents if entry.rows is not None]
    return _group(canvas, page, row, _DATA, enumerate(kept, start=len(listed) + 1))


def _group(canvas: Canvas, page: Page, row: int, title: Text, entries: Iterable[tuple[int, Entry]]) -> int:
    """A title and the lines of its sheets; gives the next row."""
    page.merged(row, 0, _LAST, title.to(canvas.lang), "group")
    page.high(row, 21)
    row += 1
    for number, entry in entries:
        row = _entry(canvas, page, row, number, entry)
    return row


def _entry(canvas: Canvas, page: Page, row: int, number: int, entry: Entry) -> int:
    """A sheet's line, and the lines of its projects where it is an issue's; gives the next row."""
    figures = canvas.figures
    page.text(row, 0, figures.integer(number), "muted")
    page.link(row, 1, canvas.link_to(entry.id), canvas.pages[entry.id].name, "text_link")
    page.text(row, 2, entry.about, "text")
    noun, count = _holds(canvas, entry)
    page.text(row, 3, noun.of(count, figures), "muted")
    page.fit(row, {2: (entry.about, "text")}, least=21)
    row += 1
    for project in _projects(canvas, entry.id) if len(canvas.plan.projects) <= _LISTED_AT_MOST else ():
        _project(canvas, page, row, project)
        row += 1
    return row


def _project(canvas: Canvas, page: Page, row: int, project: Mapping[str, Any]) -> None:
    page.blank(row, 0, "muted")
    page.link(row, 1, canvas.link_to_project(project["code"]), canvas.code(project["code"]), "contents_code")
    page.text(row, 2, project["name"], "contents_project")
    group = Group(canvas, "project", project["code"])
    places = "integer" if canvas.single_score == "plain" and group.kpis().value == 1 else "score"
    state = _state(canvas, project["code"])
    if state:
        page.text(row, 3, state, "muted")
    else:
        page.formula(row, 3, *note(canvas.figures, _SCORE.to(canvas.lang), group.mean(), places), "muted")
    page.fit(row, {2: (project["name"], "contents_project")}, least=20)


def _state(canvas: Canvas, project: str) -> str:
    """The states of a project's KPIs in words, where none of them is reported."""
    states = list(dict.fromkeys(canvas.states_of("project", project)))
    if "reported" in states:
        return ""
    return " · ".join(SCORES["state"].choice_title(state, canvas.lang) for state in states) or UNKNOWN


def _projects(canvas: Canvas, id_: str) -> list[Row]:
    """The projects whose pages are on a sheet."""
    pages = issue_page("")
    return canvas.projects_of(id_.removeprefix(pages)) if id_.startswith(pages) else []


def _holds(canvas: Canvas, entry: Entry) -> tuple[Noun, int]:
    """What a sheet holds: in what it counts, and how many."""
    if entry.rows is not None:
        return nouns.ROW, entry.rows
    if entry.id not in _COUNTED:
        return nouns.PROJECT, len(_projects(canvas, entry.id))
    noun, count = _COUNTED[entry.id]
    return noun, count(canvas)


def _met(canvas: Canvas) -> int:
    return int(canvas.summary.rollup("ministry")["obstacles"])


def _departments(canvas: Canvas) -> int:
    return len(canvas.plan.projects["department"].unique())


_COUNTED: Mapping[str, tuple[Noun, Callable[[Canvas], int]]] = {
    "executive": (nouns.PAGE, lambda canvas: 1),
    "opening": (nouns.ISSUE, lambda canvas: len(canvas.plan.issues)),
    "projects": (nouns.PROJECT, lambda canvas: len(canvas.plan.projects)),
    "by_issue": (nouns.ISSUE, lambda canvas: len(canvas.plan.issues)),
    "by_department": (nouns.DEPARTMENT, _departments),
    "score_and_money": (nouns.PROJECT, lambda canvas: len(canvas.once(quadrants.projects))),
    "budget": (nouns.PROJECT, lambda canvas: int(canvas.summary.rollup("ministry")["with_budget"])),
    "obstacles": (nouns.KPI, _met),
    "rounds": (nouns.KPI, lambda canvas: len(canvas.summary.comparison)),
    "status": (nouns.DEPARTMENT, lambda canvas: len(canvas.plan.reporting)),
    "findings": (nouns.FINDING, lambda canvas: len(canvas.summary.findings)),
    "decisions": (nouns.DECISION, lambda canvas: len(canvas.summary.decided)),
    "reconciliation": (nouns.ROW, lambda canvas: len(canvas.summary.ledger)),
}
