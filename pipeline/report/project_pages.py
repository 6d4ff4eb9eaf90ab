"""The pages of the projects: a sheet a strategic issue, a printed page a project, as the ministry's report has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.drawing.figures import Figures
from pipeline.drawing.page import Page
from pipeline.report import project_result, project_rubric
from pipeline.report.canvas import Canvas
from pipeline.report.spans import sentence
from schemas.fields import Text
from schemas.plan import PROJECTS

# Six columns in print: KPI, score, percent, four that narrative and obstacle share as they need, budget.
WIDTHS: list[float] = [23, 10, 15.5, 24, 23, 23, 24, 26]
_LAST = len(WIDTHS) - 1

_BACK = Text("◀ สารบัญ", "◀ Contents")
_SUBTITLE = Text(
    "ผลการดำเนินงานรายโครงการ {round} ({first} – {last}) · {count} โครงการ",
    "Results by project, {round} ({first} – {last}) · projects: {count}",
)
_NO_PROJECT = Text("แผนไม่ได้กำหนดโครงการในเรื่องนี้", "The plan states no project under this issue")
_NO_KPI = Text("แผนไม่ได้กำหนดตัวชี้วัดของโครงการนี้", "The plan states no KPI for this project")
_DEPARTMENT = Text("หน่วยงาน", "Department")
_KPI = Text("ตัวชี้วัด", "KPI")
_BUDGET_TYPE = Text("ประเภทงบ: {}", "Budget type: {}")
_WEIGHT = Text("น้ำหนัก: {}", "Weight: {}")
_VALUE = Text("ค่าที่ทำได้จริง: {}", "Value reached: {}")
_PLANNED = Text("ระดับตามแผนของรอบนี้: {}", "Level planned for this round: {}")
_SELF_SCORE = Text("คะแนนที่ประเมินตนเอง: {} (ไม่ตรงกับเกณฑ์)", "Self-assessed score: {} (differs from the rubric)")


def draw(canvas: Canvas, page: Page, issue: str) -> None:
    """The issue's banner, repeated on every printed page, and its projects, each on a page of its own."""
    projects = canvas.plan.projects[canvas.plan.projects["issue"] == issue]
    title = f"{canvas.code(issue)}. {canvas.plan.name_of('issues', issue)}"
    row = page.banner(title, _subtitle(canvas, len(projects)))
    page.repeat(0, row - 2)
    if projects.empty:
        sentence(page, row, _NO_PROJECT.to(canvas.lang))
    for number, project in enumerate(projects.to_dict("records")):
        if number:
            page.new_page(row)
        row = _project(canvas, page, row, project)


def _subtitle(canvas: Canvas, count: int) -> str:
    settings, figures = canvas.plan.settings, canvas.figures
    days = {"first": figures.date(settings.first_day), "last": figures.date(settings.last_day)}
    return _SUBTITLE.to(canvas.lang).format(round=canvas.round, count=figures.integer(count), **days)


def _project(canvas: Canvas, page: Page, row: int, project: Mapping[Any, Any]) -> int:
    """A project's page; gives the first row after it."""
    canvas.anchors[project["code"]] = page.at(row)
    heading = f"{canvas.code(project['code'])}  {project['name']}"
    page.merged(row, 0, _LAST - 1, heading, "project_heading")
    page.fit(row, {(0, _LAST - 1): (heading, "project_heading")}, least=30)
    page.link(row, _LAST, canvas.link_to("cover"), _BACK.to(canvas.lang), "project_back")
    row = _fact(page, row + 1, _DEPARTMENT.to(canvas.lang), " · ".join(_project_facts(canvas, project)))
    kpis = canvas.kpis_of("project", project["code"]).to_dict("records")
    for kpi in kpis:
        row = _kpi(canvas, page, row, kpi)
    if not kpis:
        return _fact(page, row, _KPI.to(canvas.lang), _NO_KPI.to(canvas.lang)) + 1
    return project_result.draw(canvas, page, row, project["code"], kpis) + 1


def _fact(page: Page, row: int, label: str, value: str) -> int:
    """A label, and what it stands for over the rest of the page; gives the next row."""
    page.text(row, 0, label, "bold")
    page.merged(row, 1, _LAST, value, "plain_wrap")
    page.fit(row, {(1, _LAST): (value, "plain_wrap")}, least=22)
    return row + 1


def _project_facts(canvas: Canvas, project: Mapping[Any, Any]) -> list[str]:
    """The department, and what the plan says of the project's budget and weight."""
    facts = [canvas.plan.name_of("departments", project["department"])]
    if isinstance(project["budget_type"], str):
        words = PROJECTS["budget_type"].choice_title(project["budget_type"], canvas.lang)
        facts.append(_BUDGET_TYPE.to(canvas.lang).format(words))
    if pd.notna(project["weight"]):
        facts.append(_WEIGHT.to(canvas.lang).format(_number(canvas.figures, project["weight"])))
    return facts


def _kpi(canvas: Canvas, page: Page, row: int, kpi: Mapping[Any, Any]) -> int:
    """A KPI's name, its facts and its rubric, on one printed page where it can be; gives the next row."""
    first = row
    row = _fact(page, row, _KPI.to(canvas.lang), project_result.kpi_name(canvas, kpi))
    facts = " · ".join(_kpi_facts(canvas, kpi))
    if facts:
        page.merged(row, 1, _LAST, facts, "caption_wrap")
        page.fit(row, {(1, _LAST): (facts, "caption_wrap")}, least=20)
        row += 1
    row = project_rubric.draw(canvas, page, row, kpi)
    page.keep_together(first, row - 2)
    return row


def _kpi_facts(canvas: Canvas, kpi: Mapping[Any, Any]) -> list[str]:
    """What the KPI reached, what the plan states of it, and the department's own score where it differs."""
    own = canvas.plan.kpis.set_index("code").loc[kpi["kpi"]]
    unit = own["unit"] if isinstance(own["unit"], str) else ""
    differs = kpi["self_score"] if kpi["self_score"] != kpi["score"] else None
    facts = []
    for words, value, after in (
        (_VALUE, kpi["value"], unit),
        (_PLANNED, kpi["planned"], ""),
        (_WEIGHT, own["weight"], ""),
        (_SELF_SCORE, differs, ""),
    ):
        if pd.notna(value):
            facts.append(words.to(canvas.lang).format(f"{_number(canvas.figures, value)} {after}".strip()))
    return facts


def _number(figures: Figures, value: Any) -> str:
    """A number in a sentence, with only the decimals that it has."""
    text = figures.decimal(value, 4)
    return text.rstrip("0๐").rstrip(".")
