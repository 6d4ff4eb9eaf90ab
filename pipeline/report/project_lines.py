"""A project's lines in the table of all projects: one a KPI, with its name, department and money once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline import thai
from pipeline.consolidation.methods import PERCENT_PER_LEVEL, THREE_LEVELS
from pipeline.drawing.page import Page
from pipeline.report import decided, pace
from pipeline.report.canvas import Canvas, Row
from pipeline.report.live import UNKNOWN, Live, one, rate
from schemas.fields import Text
from schemas.plan import LEVELS_OF, TOP_LEVEL
from schemas.summary import BUDGET_RESULTS, SCORES

_NO_KPI = Text("แผนไม่ได้กำหนดตัวชี้วัด", "The plan states no KPI")
_STATE_LOOKS = {"returned": "error", "missing": "warning"}
_STATUS_LOOKS = {"not_stated": "warning"}
_OBSTACLE_LOOKS = {"yes": "warning"}


@dataclass(frozen=True)
class Sheet:
    """The sheet being drawn, and where its columns stand."""

    canvas: Canvas
    page: Page
    at: Mapping[str, int]

    def address(self, row: int, column: str) -> str:
        """The address of a row's cell."""
        return self.page.address(row, self.at[column])

    def live(self, row: int, column: str, live: Live, role: str, number: str = "") -> None:
        """A live figure in a row's cell."""
        self.page.formula(row, self.at[column], *live, role, number)


def draw(sheet: Sheet, row: int, project: Mapping[str, Any]) -> int:
    """A project's lines, one a KPI; its name, department and money stand once. Gives the next free row."""
    canvas, page, at = sheet.canvas, sheet.page, sheet.at
    kpis = canvas.kpis_of("project", project["code"])
    last = row + max(len(kpis), 1) - 1
    texts = {"project": project["name"], "department": canvas.plan.name_of("departments", project["department"])}
    page.area(row, at["code"], last, at["code"], "code_link")
    if canvas.has_pages:
        page.link(row, at["code"], canvas.link_to_project(project["code"]), canvas.code(project["code"]), "code_link")
    else:
        page.text(row, at["code"], canvas.code(project["code"]), "centre")
        canvas.anchors[project["code"]] = page.at(row)
    for column, text in texts.items():
        page.area(row, at[column], last, at[column], "text")
        page.text(row, at[column], text, "text")
    heights = [_kpi(sheet, row + n, kpi) for n, kpi in enumerate(kpis)] or [_no_kpi(sheet, row)]
    least = heights[0] + max(0.0, *(page.needs(at[c], text, "text") - sum(heights) for c, text in texts.items()))
    page.high(row, least)
    _money(sheet, row, last, project["code"])
    return last + 1


def _kpi(sheet: Sheet, row: int, kpi: Row) -> float:
    """A KPI's own cells, and how high its text is; what is not reported has words where its level would stand."""
    canvas, page, at = sheet.canvas, sheet.page, sheet.at
    name = canvas.plan.name_of("kpis", kpi["kpi"])
    words = name if kpi["kpi"] == kpi["project"] else f"{canvas.code(kpi['kpi'])} {name}"
    page.text(row, at["kpi"], words, "text")
    if kpi["state"] == "reported":
        _result(sheet, row, kpi)
    else:
        page.fill(row, at["score"], at["percent"], "centre")
        state = SCORES["state"].choice_title(kpi["state"], canvas.lang)
        page.text(row, at["level"], state, _STATE_LOOKS.get(kpi["state"], "muted"))
    _beside_plan(sheet, row, kpi)
    _obstacle(sheet, row, kpi["has_obstacle"])
    return page.fit(row, {at["kpi"]: (words, "text")}, least=24)


def _result(sheet: Sheet, row: int, kpi: Row) -> None:
    canvas = sheet.canvas
    score = one(canvas, "scores", kpi["at"], "score")
    percent = "plain" if canvas.single_score == "plain" else "percent"
    number = decided.score_format(canvas, canvas.single_score, kpi["kpi"] in canvas.once(decided.scores))
    sheet.live(row, "score", score, "strong_number", number)
    sheet.live(row, "percent", one(canvas, "scores", kpi["at"], "percent"), "number_centre", percent)
    sheet.live(row, "level", _dots(sheet.address(row, "score"), score, kpi["method"]), "dots")


def _dots(at: str, score: Live, method: str) -> Live:
    """●●○○○: the whole levels of a score, on the scale of its method."""
    most, value = len(LEVELS_OF.get(method, ())) or TOP_LEVEL, float(score.value)
    whole, reached = f"INT({at})", int(value)
    if method == "three_level":
        worth = [percent / PERCENT_PER_LEVEL for percent in THREE_LEVELS[:most]]
        whole = f"({'+'.join(f'({at}>={one:g})' for one in worth)})"
        reached = sum(value >= one for one in worth)
    formula = f'=IF(ISNUMBER({at}),REPT("●",{whole})&REPT("○",{most}-{whole}),"")'
    return Live(formula, "●" * reached + "○" * (most - reached))


def _beside_plan(sheet: Sheet, row: int, kpi: Row) -> None:
    """The level that the plan expects by now, and the score that the department gave itself where the rubric differs."""
    if "planned" in sheet.at:
        planned = None if pd.isna(kpi["planned"]) else int(kpi["planned"])
        sheet.page.number(row, sheet.at["planned"], planned, "number_centre", "plain")
        words = pace.words(kpi["pace"], sheet.canvas.lang)
        sheet.page.text(row, sheet.at["pace"], words, pace.look(kpi["pace"]) if words else "centre")
    if "self_score" in sheet.at:
        own = kpi["self_score"] if differs(kpi["rubric_score"], kpi["self_score"]) else None
        sheet.page.number(row, sheet.at["self_score"], own, "number_centre", sheet.canvas.single_score)


def differs(score: Any, own: Any) -> bool:
    """Whether two scores differ, in as many decimals as a person types; not where one of them is missing."""
    known = pd.notna(score) and pd.notna(own) and score != own
    return bool(known and thai.half_up(score, 2) != thai.half_up(own, 2))


def _obstacle(sheet: Sheet, row: int, answer: Any) -> None:
    words = "" if pd.isna(answer) else SCORES["has_obstacle"].choice_title(answer, sheet.canvas.lang)
    sheet.page.text(row, sheet.at["obstacle"], words, _OBSTACLE_LOOKS.get(answer, "muted"))


def _no_kpi(sheet: Sheet, row: int) -> float:
    words = _NO_KPI.to(sheet.canvas.lang)
    sheet.page.fill(row, sheet.at["kpi"], len(sheet.at) - 1, "muted")
    sheet.page.text(row, sheet.at["kpi"], words, "muted")
    return sheet.page.fit(row, {sheet.at["kpi"]: (words, "muted")}, least=24)


def _money(sheet: Sheet, row: int, last: int, project: str) -> None:
    """The project's budget: its amounts, or in words why it has none."""
    canvas, page, at = sheet.canvas, sheet.page, sheet.at
    (own,) = canvas.rows("budget_results", "project", project)
    index, status = own["at"], own["status"]
    if status != "allocated":
        role = _STATUS_LOOKS.get(status, "muted")
        words = UNKNOWN if pd.isna(status) else BUDGET_RESULTS["status"].choice_title(status, canvas.lang)
        page.area(row, at["received"], last, at["rate"], role)
        page.text(row, at["received"], words, role)
        return
    for column in ("received", "disbursed"):
        page.area(row, at[column], last, at[column], "amount")
        sheet.live(row, column, one(canvas, "budget_results", index, column), "amount", "baht")
    page.area(row, at["rate"], last, at["rate"], "number_centre")
    amounts = sheet.address(row, "disbursed"), sheet.address(row, "received")
    sheet.live(row, "rate", rate(*amounts, own["rate"]), "number_centre", "percent")
