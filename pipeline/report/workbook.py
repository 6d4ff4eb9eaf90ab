"""The summary workbook: its sheets in order, each drawn by its module, the data at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.consolidation.summary import Summary
from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.drawing.page import Page
from pipeline.report import (
    budget,
    by_department,
    by_issue,
    comparison,
    cover,
    data,
    decisions,
    executive,
    findings,
    limits,
    obstacles,
    opening,
    project_pages,
    projects,
    reconciliation,
    score_and_money,
    status,
)
from pipeline.report.canvas import Canvas, issue_page
from pipeline.report.identity import write_identity
from schemas.fields import Text


class Part(NamedTuple):
    """A sheet of the summary: its name, what it shows, its columns, who draws it, and whether a summary has it."""

    id: str
    name: Text
    about: Text
    widths: list[float]
    draw: Callable[[Canvas, Page], None]
    landscape: bool = True
    when: Callable[[Summary], bool] = lambda summary: True


PARTS = (
    Part("cover", Text("ปก", "Cover"), cover.ABOUT, cover.WIDTHS, cover.draw, landscape=False),
    Part("executive", Text("ภาพรวม", "Executive"), executive.ABOUT, executive.WIDTHS, executive.draw),
    Part("opening", Text("บทนำ", "Opening"), opening.ABOUT, opening.WIDTHS, opening.draw, landscape=False),
    Part("projects", Text("สรุปผล", "All projects"), projects.ABOUT, projects.WIDTHS, projects.draw),
    Part("by_issue", Text("รายเรื่อง", "By issue"), by_issue.ABOUT, by_issue.WIDTHS, by_issue.draw),
    Part(
        "by_department",
        Text("รายหน่วยงาน", "By department"),
        by_department.ABOUT,
        by_department.WIDTHS,
        by_department.draw,
    ),
    Part(
        "score_and_money",
        Text("คะแนนกับเงิน", "Score and money"),
        score_and_money.ABOUT,
        score_and_money.WIDTHS,
        score_and_money.draw,
    ),
    Part("budget", Text("งบประมาณ", "Budget"), budget.ABOUT, budget.WIDTHS, budget.draw),
    Part("obstacles", Text("ปัญหาอุปสรรค", "Obstacles"), obstacles.ABOUT, obstacles.WIDTHS, obstacles.draw),
    Part(
        "rounds",
        Text("เทียบรอบก่อน", "Rounds"),
        comparison.ABOUT,
        comparison.WIDTHS,
        comparison.draw,
        when=lambda summary: summary.earlier is not None,
    ),
    Part("status", Text("สถานะการส่ง", "Submissions"), status.ABOUT, status.WIDTHS, status.draw),
    Part("findings", Text("ข้อสังเกต", "Findings"), findings.ABOUT, findings.WIDTHS, findings.draw),
    Part(
        "decisions",
        Text("คำวินิจฉัย", "Decisions"),
        decisions.ABOUT,
        decisions.WIDTHS,
        decisions.draw,
        when=lambda summary: len(summary.decided) > 0,
    ),
    Part(
        "reconciliation",
        Text("กระทบยอด", "Reconciliation"),
        reconciliation.ABOUT,
        reconciliation.WIDTHS,
        reconciliation.draw,
    ),
)
# The pages of the projects, a sheet a strategic issue, stand after this one.
PROJECT_PAGES_AFTER = "by_department"
ISSUE_PAGES = Text("ผล {code}", "Results {code}")
_ISSUE_ABOUT = Text("ผลรายโครงการ: {issue}", "Results by project: {issue}")
_SUBJECT = Text("รายงานรวมทั้งกระทรวง", "Ministry-wide summary")


def write_summary(summary: Summary, figures: Figures) -> bytes:
    """The summary workbook of these tables, in the language and numerals of `figures`."""
    settings = summary.plan.settings
    book = Book(
        font=settings.font,
        font_size=settings.font_size,
        figures=figures,
        title=f"{settings.plan_name} · {settings.round_id}",
        company=settings.organisation,
        subject=_SUBJECT.to(figures.lang),
        dated=settings.report_date,
    )
    canvas = Canvas(book, summary, data.Ranges(summary, figures.lang))
    canvas.notices += limits.notices(canvas)
    data_sheets = list(data.data_sheets(summary, figures.lang))
    _add_sheets(canvas, data_sheets)
    # The projects' pages are drawn first: the other sheets link to where each of them begins.
    for issue in summary.plan.issues["code"] if canvas.has_pages else ():
        project_pages.draw(canvas, canvas.pages[issue_page(issue)], issue)
    for part in _parts(summary):
        part.draw(canvas, canvas.pages[part.id])
    for sheet in data_sheets:
        data.draw(canvas.pages[sheet.id], sheet)
    write_identity(canvas)
    canvas.pages["cover"].sheet.activate()
    return book.save()


def _parts(summary: Summary) -> list[Part]:
    return [part for part in PARTS if part.when(summary)]


def _add_sheets(canvas: Canvas, data_sheets: Iterable[data.DataSheet]) -> None:
    for part in _parts(canvas.summary):
        canvas.add(part.id, part.name.to(canvas.lang), part.about.to(canvas.lang), part.widths, part.landscape)
        if part.id == PROJECT_PAGES_AFTER and canvas.has_pages:
            for issue, named in canvas.names("issues").items():
                name = ISSUE_PAGES.to(canvas.lang).format(code=canvas.code(issue))
                about = _ISSUE_ABOUT.to(canvas.lang).format(issue=named)
                canvas.add(issue_page(issue), name, about, project_pages.WIDTHS, True)
    for sheet in data_sheets:
        canvas.add_data(sheet)
