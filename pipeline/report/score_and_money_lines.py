"""Score against money, project by project: those in which the two disagree first, the widest apart on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report.canvas import Canvas, Row
from pipeline.report.findings import short
from pipeline.report.limits import LINES_AT_MOST
from pipeline.report.live import UNKNOWN, Group, Live, known, note, one, rate
from pipeline.report.quadrants import DECIMALS, QUADRANTS
from pipeline.report.spans import Column, Span, cells
from pipeline.validation.rows import records
from schemas.fields import Text

COLUMNS = (
    Column("project", Text("รหัส", "Code"), 8),
    Column("name", Text("โครงการ", "Project"), 38),
    Column("department", Text("หน่วยงาน", "Department"), 25),
    Column("quadrant", Text("กลุ่ม", "Quadrant"), 24.5),
    Column("percent", Text("คะแนน\n(ร้อยละ)", "Score\n(%)"), 10),
    Column("rate", Text("ร้อยละ\nเบิกจ่าย", "Rate\n(%)"), 11),
    Column("gap", Text("ห่างกัน\n(จุดร้อยละ)", "Apart\n(points)"), 11),
    Column("received", Text("ได้รับ (บาท)", "Received\n(baht)"), 15.5),
    Column("disbursed", Text("เบิกจ่าย (บาท)", "Disbursed\n(baht)"), 15),
    Column("said", Text("ปัญหาอุปสรรคที่หน่วยงานรายงาน", "Obstacle that the department reports"), 36),
)
AT = {column.id: col for col, column in enumerate(COLUMNS)}
LAST = len(COLUMNS) - 1
AMOUNTS = ("received", "disbursed")
_PROJECTS = Text("รายโครงการ เรียงจากที่คะแนนกับการเบิกจ่ายห่างกันมากที่สุด", "Projects, the widest apart first")
_DISAGREE = Text("คะแนนกับการเบิกจ่ายไม่สอดคล้องกัน {} โครงการ", "Score and money disagree: {}")
_AGREE = Text("คะแนนกับการเบิกจ่ายสอดคล้องกัน {} โครงการ", "Score and money go together: {}")
_LONGEST = 120


@dataclass(frozen=True)
class Sheet:
    """The sheet being drawn, the projects of `quadrants.projects`, and the first row of their list's table."""

    canvas: Canvas
    page: Page
    projects: pd.DataFrame
    first: int

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The projects that have a line."""
        return self.projects.head(LINES_AT_MOST)

    @property
    def last(self) -> int:
        """The last row of the table, which has a line over each of its two parts."""
        return self.first + len(self.listed) + 1

    def at(self, row: int, column: str) -> str:
        """The address of a column's cell."""
        return self.page.address(row, AT[column])

    def counted(self, formula: str, value: float | str) -> Live:
        """A figure over the table's rows; a plain value where not all projects have one."""
        return Live(formula if len(self.listed) == len(self.projects) else "", value)

    def range(self, column: str) -> str:
        """The addresses of a column of the table."""
        return ":".join(self.page.address(row, AT[column], absolute=True) for row in (self.first, self.last))


def draw(sheet: Sheet, counts: Sequence[str]) -> list[tuple[str, str]]:
    """The table and its heading. Gives the addresses of each project's rate and score.

    `counts`: where the projects of each quadrant are counted.
    """
    canvas, page, row = sheet.canvas, sheet.page, sheet.first - 2
    page.heading(row, 0, LAST, _PROJECTS.to(canvas.lang))
    page.head_row(row + 1, [column.title.to(canvas.lang) for column in COLUMNS])
    page.repeat(row + 1, row + 1)
    page.sheet.autofilter(row + 1, 0, sheet.last, LAST)
    said, at = _said(canvas), []
    row += 2
    for disagrees, words in ((True, _DISAGREE), (False, _AGREE)):
        _part(sheet, row, words, [at for at, q in zip(counts, QUADRANTS, strict=True) if q.disagrees is disagrees])
        begins, row = row, row + 1
        own = sheet.listed[sheet.listed["disagrees"] == disagrees]
        for index, project in zip(own.index.tolist(), records(own), strict=True):
            _project(sheet, row, index, project, said)
            page.keep_together(begins, row)
            at.append((sheet.at(row, "rate"), sheet.at(row, "percent")))
            begins = row = row + 1
    return at


def _part(sheet: Sheet, row: int, words: Text, counts: Sequence[str]) -> None:
    """A line over the projects of two quadrants, which says how many they are."""
    canvas, page = sheet.canvas, sheet.page
    count = int(sheet.projects["disagrees"].eq(words is _DISAGREE).sum())
    page.fill(row, 0, LAST, "band")
    said = note(canvas.figures, words.to(canvas.lang), Live(f"=({'+'.join(counts)})", count), "integer")
    page.formula(row, AT["name"], *said, "band")
    page.high(row, 24)


def _project(sheet: Sheet, row: int, index: int, own: Row, said: Mapping[str, str]) -> None:
    """A project's line: its figures are live, and its quadrant follows from them."""
    canvas, page, code = sheet.canvas, sheet.page, own["project"]
    group = Group(canvas, "project", code)
    page.link(row, 0, canvas.link_to_project(code), canvas.code(code), "code_link")
    texts = {
        "name": canvas.plan.name_of("projects", code),
        "department": canvas.plan.name_of("departments", own["department"]),
        "said": short(said.get(code, UNKNOWN), _LONGEST),
    }
    cells(page, row, {Span(AT[name], AT[name]): (text, "text") for name, text in texts.items()}, least=26)
    for amount in AMOUNTS:
        page.formula(row, AT[amount], *one(canvas, "budget_results", index, amount), "amount", "baht")
    page.formula(row, AT["percent"], *_percent(group, own["percent"]), "number_centre", "percent")
    amounts = sheet.at(row, "disbursed"), sheet.at(row, "received")
    page.formula(row, AT["rate"], *rate(*amounts, own["rate"]), "number_centre", "percent")
    both = [sheet.at(row, name) for name in ("percent", "rate")]
    gap = f'=IFERROR({both[0]}-{both[1]},"{UNKNOWN}")'
    signs = canvas.figures.format_of_change("percent", ("+", "−", canvas.figures.decimal(0, 1)))
    page.formula(row, AT["gap"], gap, own["gap"], "strong_number", signs)
    page.formula(row, AT["quadrant"], *_of_quadrant(canvas, both, int(own["quadrant"])), "text")


def _percent(group: Group, value: float) -> Live:
    """The mean score of a project in percent; a plain value where its mean is one."""
    if not group.is_live:
        return Live("", known(value))
    return group.percent(f"({group.mean().formula.removeprefix('=')})")


def _of_quadrant(canvas: Canvas, both: Sequence[str], place: int) -> Live:
    """The quadrant of a score and a rate, of two cells."""
    limits = (canvas.plan.settings.good_percent, canvas.plan.settings.good_rate)
    good = [f"ROUND({at},{DECIMALS})>={limit:.15g}" for at, limit in zip(both, limits, strict=True)]
    names = {(q.good_score, q.good_rate): f'"{q.named(canvas.lang)}"' for q in QUADRANTS}
    either = [f"IF({good[1]},{names[score, True]},{names[score, False]})" for score in (True, False)]
    return Live(f'=IFERROR(IF({good[0]},{either[0]},{either[1]}),"{UNKNOWN}")', QUADRANTS[place].named(canvas.lang))


def _said(canvas: Canvas) -> Mapping[str, str]:
    """Project → the obstacles that its department reports."""
    told: dict[str, list[str]] = {}
    columns = (canvas.values("scores", name) for name in ("project", "state", "obstacle"))
    for project, state, obstacle in zip(*columns, strict=True):
        if state == "reported" and isinstance(obstacle, str):
            told.setdefault(project, []).append(obstacle)
    return {project: "\n".join(own) for project, own in told.items()}
