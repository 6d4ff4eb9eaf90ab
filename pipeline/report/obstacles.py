"""Obstacles and suggestions: every KPI that reports one, in the words of its department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.drawing.page import Page
from pipeline.report.canvas import Canvas
from pipeline.report.limits import LINES_AT_MOST, cut_off
from pipeline.report.live import UNKNOWN
from pipeline.report.spans import Span, cells, in_rows, sentence
from pipeline.validation.rows import records
from schemas.fields import Text

ABOUT = Text("ปัญหาอุปสรรคและข้อเสนอแนะที่หน่วยงานรายงาน", "Obstacles and suggestions as the departments report them")


class Column(NamedTuple):
    """A column: its id, title, and its width beside suggestions and without them."""

    id: str
    title: Text
    width: float
    alone: float


_COLUMNS = (
    Column("code", Text("รหัส", "Code"), 9, 9),
    Column("project", Text("โครงการ / หน่วยงาน", "Project / department"), 36, 42),
    Column("score", Text("คะแนน", "Score"), 9, 9),
    Column("obstacle", Text("ปัญหาอุปสรรค", "Obstacle"), 58, 90),
    Column("suggestion", Text("ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน", "Suggestion or support asked for"), 42, 0),
)
WIDTHS: list[float] = [column.width for column in _COLUMNS]
_TITLE = Text("ปัญหาอุปสรรคและข้อเสนอแนะ", "Obstacles and suggestions")
_SUBTITLE = Text(
    "{some} จาก {all} ตัวชี้วัดที่รายงานแล้ว · ข้อความตามที่หน่วยงานรายงาน · คลิกรหัสเพื่อดูผลของโครงการ",
    "{some} of {all} KPIs reported · in the departments' own words · click a code for the project's page",
)
_NOTHING_YET = Text("ยังไม่มีตัวชี้วัดที่รายงานในรอบนี้", "No KPI has been reported this round")
_NONE = Text("ไม่มีตัวชี้วัดใดรายงานปัญหาอุปสรรคหรือข้อเสนอแนะ", "No KPI reports an obstacle or a suggestion")
_OTHERS = Text("อีก {} ตัวชี้วัดรายงานว่าไม่มีปัญหาอุปสรรค", "KPIs that report no obstacle: {}")
_SILENT = Text("ยังไม่มีรายงาน {} ตัวชี้วัด", "KPIs not reported: {}")
_CONTINUED = Text("{} (ต่อ)", "{} (continued)")
# Texts that would fill a page go on in rows below, of a height that lets two of them stand on a printed page.
_ONE_ROW = 16
_LINES_A_ROW = 10


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, a row a KPI, and how many report none."""
    reported = canvas.summary.scores[canvas.summary.scores["state"] == "reported"]
    told = reported[reported[["obstacle", "suggestion"]].notna().any(axis=1) | (reported["has_obstacle"] == "yes")]
    suggested = bool(told["suggestion"].notna().any())
    shown = [column for column in _COLUMNS if suggested or column.alone]
    page.columns([column.width if suggested else column.alone for column in shown])
    row = page.banner(_TITLE.to(canvas.lang), _subtitle(canvas, len(told), len(reported)))
    if told.empty:
        sentence(page, row, (_NOTHING_YET if reported.empty else _NONE).to(canvas.lang))
    else:
        row = _table(canvas, page, row, records(told.head(LINES_AT_MOST)), shown)
    words = (_rest(canvas, len(reported) - len(told)), cut_off(canvas, len(told)))
    page.text(row + 1, 0, " · ".join(filter(None, words)), "caption")


def _subtitle(canvas: Canvas, some: int, every: int) -> str:
    figures = canvas.figures
    words = _SUBTITLE if every else _NOTHING_YET
    return words.to(canvas.lang).format(some=figures.integer(some), all=figures.integer(every))


def _table(canvas: Canvas, page: Page, row: int, told: Sequence[Mapping[Any, Any]], shown: Sequence[Column]) -> int:
    """The table; gives the first row after it."""
    page.head_row(row, [column.title.to(canvas.lang) for column in shown])
    page.sheet.freeze_panes(row + 1, 1)
    page.repeat(row, row)
    row += 1
    at = {column.id: col for col, column in enumerate(shown)}
    for kpi in told:
        row = _kpi(canvas, page, row, kpi, at)
    return row


def _kpi(canvas: Canvas, page: Page, row: int, kpi: Mapping[Any, Any], at: Mapping[str, int]) -> int:
    """A KPI's row, and those in which its texts go on; gives the next row."""
    told = {
        Span(at[name], at[name]): (_text(kpi[name]), "text_top") for name in ("obstacle", "suggestion") if name in at
    }
    whose = _whose(canvas, kpi)
    for index, parts in enumerate(in_rows(page, told, _ONE_ROW, _LINES_A_ROW)):
        words = {span: (part, "text_top") for span, part in parts.items()}
        cells(page, row, {Span(at["project"], at["project"]): (whose, "text_top"), **words}, least=26)
        page.blank(row, at["code"], "centre_top")
        page.number(row, at["score"], None if index else kpi["score"], "score_top", canvas.single_score)
        if not index:
            page.link(row, at["code"], canvas.link_to_project(kpi["project"]), canvas.code(kpi["kpi"]), "code_link_top")
        page.keep_together(row, row)
        whose = _CONTINUED.to(canvas.lang).format(canvas.code(kpi["kpi"]))
        row += 1
    return row


def _text(value: object) -> str:
    return value if isinstance(value, str) else UNKNOWN


def _whose(canvas: Canvas, kpi: Mapping[Any, Any]) -> str:
    """Project and department; the KPI's own name too, where the project has several."""
    names = [canvas.plan.name_of("projects", kpi["project"])]
    if len(canvas.states_of("project", kpi["project"])) > 1:
        names.append(canvas.plan.name_of("kpis", kpi["kpi"]))
    return "\n".join([*names, canvas.plan.name_of("departments", kpi["department"])])


def _rest(canvas: Canvas, without: int) -> str:
    """How many KPIs report no obstacle, and how many report nothing."""
    state = canvas.summary.scores["state"]
    counts = ((_OTHERS, without), (_SILENT, int(state.isin(("returned", "missing")).sum())))
    return " · ".join(words.to(canvas.lang).format(canvas.figures.integer(n)) for words, n in counts if n)
