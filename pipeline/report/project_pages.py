"""The pages of the projects: a sheet a strategic issue, a printed page a project, as the ministry's report has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import pace, project_result, project_rubric
from pipeline.report.canvas import Canvas
from pipeline.report.project_lines import differs
from pipeline.report.spans import sentence
from schemas.fields import Text
from schemas.plan import PROJECTS, TOP_LEVEL

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
_ACHIEVED = Text("ทำได้ร้อยละ {} ของเป้าหมาย", "{} % of the target reached")
_ITEMS_DONE = Text("แล้วเสร็จ {} จาก {} รายการ", "Items done: {} of {}")
_PLANNED = Text("ระดับตามแผนของรอบนี้: {}", "Level planned for this round: {}")
_SELF_SCORE = Text("คะแนนที่ประเมินตนเอง: {} (ไม่ตรงกับเกณฑ์)", "Self-assessed score: {} (differs from the rubric)")


def draw(canvas: Canvas, page: Page, issue: str) -> None:
    """The issue's banner, repeated on every printed page, and its projects, each on a page of its own."""
    projects = canvas.projects_of(issue)
    title = f"{canvas.code(issue)}. {canvas.plan.name_of('issues', issue)}"
    row = page.banner(title, _subtitle(canvas, len(projects)))
    page.repeat(0, row - 2)
    if not projects:
        sentence(page, row, _NO_PROJECT.to(canvas.lang))
    for number, project in enumerate(projects):
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
    kpis = canvas.kpis_of("project", project["code"])
    for number, kpi in enumerate(kpis):
        first, row = row, _kpi(canvas, page, row, kpi)
        # The first stays under the project's heading, however long it is.
        if number:
            page.keep_together(first, row - 2)
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
        facts.append(_WEIGHT.to(canvas.lang).format(canvas.figures.plain(project["weight"])))
    return facts


def _kpi(canvas: Canvas, page: Page, row: int, kpi: Mapping[Any, Any]) -> int:
    """A KPI's name, its facts and its rubric; gives the next row."""
    row = _fact(page, row, _KPI.to(canvas.lang), project_result.kpi_name(canvas, kpi))
    facts = " · ".join(_kpi_facts(canvas, kpi))
    if facts:
        page.merged(row, 1, _LAST, facts, "caption_wrap")
        page.fit(row, {(1, _LAST): (facts, "caption_wrap")}, least=20)
        row += 1
    return project_rubric.draw(canvas, page, row, kpi)


def _kpi_facts(canvas: Canvas, kpi: Mapping[Any, Any]) -> list[str]:
    """What the KPI reached, what the plan states of it, and the department's own score where it differs."""
    own = canvas.measures[kpi["kpi"]]
    unit = own["unit"] if isinstance(own["unit"], str) else ""
    capped = kpi["rubric_score"] == TOP_LEVEL and kpi["achievement"] > 100
    facts = [
        _fact_of(canvas, _VALUE, kpi["value"], unit),
        _ACHIEVED.to(canvas.lang).format(canvas.figures.decimal(kpi["achievement"], 2)) if capped else "",
        _items_done(canvas, kpi),
        _fact_of(canvas, _PLANNED, kpi["planned"], pace.words(kpi["pace"], canvas.lang)),
        _fact_of(canvas, _WEIGHT, own["weight"]),
        _fact_of(canvas, _SELF_SCORE, kpi["self_score"]) if differs(kpi["rubric_score"], kpi["self_score"]) else "",
    ]
    return [fact for fact in facts if fact]


def _fact_of(canvas: Canvas, words: Text, value: Any, after: str = "") -> str:
    """A number in words, with only the decimals that it has; '' where it is not known."""
    return "" if pd.isna(value) else words.to(canvas.lang).format(f"{canvas.figures.plain(value)} {after}".strip())


def _items_done(canvas: Canvas, kpi: Mapping[Any, Any]) -> str:
    """How many items of a checklist are done, where its rubric counts them."""
    items = canvas.rows("level_results", "kpi", kpi["kpi"])
    if kpi["method"] != "checklist" or kpi["state"] != "reported" or all(pd.isna(item["threshold"]) for item in items):
        return ""
    done = sum(item["met"] == "yes" for item in items)
    return _ITEMS_DONE.to(canvas.lang).format(*map(canvas.figures.integer, (done, len(items))))
