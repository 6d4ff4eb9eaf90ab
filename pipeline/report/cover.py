"""The cover: whose report of what, of which days; and the contents, with a link to every sheet and project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pipeline.drawing.page import Page
from pipeline.report import nouns
from pipeline.report.canvas import Canvas, Entry, issue_page
from pipeline.report.live import UNKNOWN, Group, note
from pipeline.report.nouns import Noun
from schemas.fields import Text
from schemas.summary import SCORES

ABOUT = Text("ปกและสารบัญ", "Cover and contents")
WIDTHS: list[float] = [7, 22, 80, 18]

_TITLE = Text("รายงานผลการดำเนินงานตาม\n{plan}", "Performance report\n{plan}")
_DAYS = Text("{round} ({first} – {last})", "{round} ({first} – {last})")
_MADE = Text("จัดทำเมื่อ {day}", "Prepared {day}")
_CONTENTS = Text("สารบัญ", "Contents")
_HEADS = (Text("ลำดับ", "No."), Text("แผ่นงาน", "Sheet"), Text("เนื้อหา", "What it shows"), Text("จำนวน", "Holds"))
_ALIGNMENT = Text("ความสอดคล้องกับแผนระดับชาติ", "Alignment with the plans of the nation")
_TIER = Text("ระดับ {tier}", "tier {tier}")
_SCORE = Text("{} คะแนน", "score {}")
_LAST = len(WIDTHS) - 1


def draw(canvas: Canvas, page: Page) -> None:
    """The title above, the contents under it."""
    row = _title(canvas, page)
    page.heading(row, 0, _LAST, _CONTENTS.to(canvas.lang))
    page.head_row(row + 1, [words.to(canvas.lang) for words in _HEADS])
    row += 2
    listed = [entry for entry in canvas.contents if canvas.pages[entry.id] is not page]
    for number, entry in enumerate(listed, start=1):
        row = _entry(canvas, page, row, number, entry)
    row = _alignment(canvas, page, row)
    page.sheet.print_area(0, 0, row - 1, _LAST)
    page.sheet.fit_to_pages(1, 1 if len(canvas.plan.projects) <= _ON_ONE_PAGE else 0)


# More projects than this would make the contents too small to read on one page.
_ON_ONE_PAGE = 16


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


def _alignment(canvas: Canvas, page: Page, row: int) -> int:
    """The plans of the nation that this plan serves, where it names any; gives the next free row."""
    plans = canvas.plan.alignment
    if plans.empty:
        return row
    page.high(row, 12)
    page.heading(row + 1, 0, _LAST, _ALIGNMENT.to(canvas.lang))
    row += 2
    for tier, name in zip(plans["tier"], plans["name"], strict=True):
        page.text(row, 0, _TIER.to(canvas.lang).format(tier=canvas.figures.integer(int(tier))), "muted")
        page.merged(row, 1, _LAST, name, "text")
        page.fit(row, {(1, _LAST): (name, "text")}, least=22)
        row += 1
    return row


def _entry(canvas: Canvas, page: Page, row: int, number: int, entry: Entry) -> int:
    """A sheet's line, and the lines of its projects where it is an issue's; gives the next free row."""
    figures = canvas.figures
    page.text(row, 0, figures.integer(number), "muted")
    page.link(row, 1, canvas.link_to(entry.id), canvas.pages[entry.id].name, "text_link")
    page.text(row, 2, entry.about, "text")
    noun, count = _holds(canvas, entry.id)
    page.text(row, 3, noun.of(count, figures), "muted")
    page.fit(row, {2: (entry.about, "text")}, least=22)
    row += 1
    for project in _projects(canvas, entry.id):
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
    states = canvas.kpis_of("project", project)["state"].drop_duplicates()
    if "reported" in set(states):
        return ""
    return " · ".join(SCORES["state"].choice_title(state, canvas.lang) for state in states) or UNKNOWN


def _projects(canvas: Canvas, id_: str) -> list[dict[str, Any]]:
    projects = canvas.plan.projects
    pages = projects["issue"].map(issue_page)
    rows: list[dict[str, Any]] = projects[pages == id_].to_dict("records")
    return rows


def _holds(canvas: Canvas, id_: str) -> tuple[Noun, int]:
    """What a sheet holds: in what it counts, and how many."""
    known = _COUNTED.get(id_)
    if known:
        noun, count = known
        return noun, count(canvas)
    table = getattr(canvas.summary, id_, None)
    return (nouns.PROJECT, len(_projects(canvas, id_))) if table is None else (nouns.ROW, len(table))


def _met(canvas: Canvas) -> int:
    return int(canvas.summary.rollup("ministry")["obstacles"])


def _departments(canvas: Canvas) -> int:
    return len(canvas.plan.projects["department"].unique())


_COUNTED: Mapping[str, tuple[Noun, Callable[[Canvas], int]]] = {
    "executive": (nouns.PAGE, lambda canvas: 1),
    "projects": (nouns.PROJECT, lambda canvas: len(canvas.plan.projects)),
    "by_issue": (nouns.ISSUE, lambda canvas: len(canvas.plan.issues)),
    "by_department": (nouns.DEPARTMENT, _departments),
    "budget": (nouns.PROJECT, lambda canvas: int(canvas.summary.rollup("ministry")["with_budget"])),
    "obstacles": (nouns.KPI, _met),
    "rounds": (nouns.KPI, lambda canvas: len(canvas.summary.comparison)),
    "status": (nouns.DEPARTMENT, lambda canvas: len(canvas.plan.reporting)),
    "findings": (nouns.FINDING, lambda canvas: len(canvas.summary.findings)),
    "decisions": (nouns.DECISION, lambda canvas: len(canvas.summary.decided)),
    "reconciliation": (nouns.ROW, lambda canvas: len(canvas.summary.ledger)),
}
