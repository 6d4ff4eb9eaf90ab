"""The result on a project's page, in six columns: KPI, score, percent, narrative, obstacle and suggestion, budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, NamedTuple

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import decided
from pipeline.report.canvas import Canvas, Row
from pipeline.report.live import UNKNOWN
from pipeline.report.sentences import LOW
from pipeline.report.spans import Span, cells, head, in_rows
from schemas.fields import Text
from schemas.summary import BUDGET_RESULTS

_KPI, _SCORE, _PERCENT = Span(0, 0), Span(1, 1), Span(2, 2)
# Narrative and obstacle share the columns between percent and budget.
_FIRST_SHARED = 3
# Texts that would fill a page go on in rows below, of a height that lets two of them stand on a printed page.
_HEAD, _PADDING, _LEAST = 44.0, 5.0, 30.0
_ONE_ROW = 14
_LINES_A_ROW = 11

_TITLES = (
    Text("ตัวชี้วัด", "KPI"),
    Text("ค่าคะแนน\nที่ได้", "Score"),
    Text("ผลการดำเนินงาน\n(ร้อยละ)", "Performance\n(percent)"),
    Text("รายละเอียดการดำเนินงาน", "What was done"),
    Text("ปัญหาอุปสรรค/\nข้อเสนอแนะ", "Obstacles and\nsuggestions"),
    Text("ผลการใช้จ่ายงบประมาณ", "Use of the budget"),
)
_STATES = {
    "returned": Text("ส่งคืนให้หน่วยงานแก้ไข จึงยังไม่มีผลในรอบนี้", "Returned to the department for correction"),
    "missing": Text("หน่วยงานยังไม่ส่งรายงานของรอบนี้", "The department has not reported this round"),
    "not_due": Text("ยังไม่ถึงรอบที่ต้องรายงาน", "Not due this round"),
    "cancelled": Text("ยกเลิกตัวชี้วัดแล้ว", "The KPI is cancelled"),
}
_STATE_LOOKS = {"returned": "error", "missing": "warning"}
_CONTINUED = Text("{} (ต่อ)", "{} (continued)")
_SEE_ABOVE = Text("ดังแถวแรก", "as in the first row")
_NO_OBSTACLE = Text("ไม่มีปัญหาอุปสรรค", "No obstacle reported")
_SUGGESTION = Text("ข้อเสนอแนะ: {}", "Suggestion: {}")

_DISBURSED = Text("เบิกจ่าย {} บาท", "Disbursed {} baht")
_OF_RECEIVED = Text("จากที่ได้รับ {} บาท", "of {} baht received")
_RATE = Text("(ร้อยละ {})", "({} %)")
_RECEIVED = Text("ได้รับ {} บาท", "Received {} baht")
_NOTHING_DISBURSED = Text("ยังไม่มีการเบิกจ่าย", "Nothing disbursed yet")
_COMMITTED = Text("ผูกพันแล้ว {} บาท", "Committed: {} baht")
_NOT_STATED = Text("ยังไม่ระบุว่า\nใช้งบประมาณหรือไม่", "Not stated whether\na budget is used")


Words = Mapping[Span, tuple[str, str]]


class _Told(NamedTuple):
    """What a KPI's row tells beside its score, each text with its role."""

    narrative: tuple[str, str]
    obstacle: tuple[str, str]

    def smaller(self) -> _Told:
        """The same in smaller letters."""
        return _Told(*((text, "small_top" if role == "text_top" else role) for text, role in self))


def kpi_name(canvas: Canvas, kpi: Mapping[Any, Any]) -> str:
    """A KPI's name, after its code where that is not the project's."""
    name = canvas.plan.name_of("kpis", kpi["kpi"])
    return name if kpi["kpi"] == kpi["project"] else f"{canvas.code(kpi['kpi'])} {name}"


def draw(canvas: Canvas, page: Page, row: int, project: str, kpis: Sequence[Mapping[Any, Any]]) -> int:
    """A row a KPI, longer texts going on below it; the project's budget is told once. Gives the first row after it."""
    told = [_told(canvas, kpi) for kpi in kpis]
    shared, left = _shared(page, told), page.left(row) - _HEAD
    if shared.high > left:
        small = [texts.smaller() for texts in told]
        # Smaller letters where they save a page, and only there.
        if left >= (smaller := _shared(page, small)).high:
            told, shared = small, smaller
    table = _Table(canvas, page, shared.spans)
    budgets = [_budget(canvas, project), *[_SEE_ABOVE.to(canvas.lang)] * (len(kpis) - 1)]
    rows = [table.rows(*one) for one in zip(kpis, told, budgets, strict=True)]
    if page.left(row) < _HEAD + table.high(rows[0][0]):
        page.new_page(row)
    table.head(row)
    for kpi, own in zip(kpis, rows, strict=True):
        for index, words in enumerate(own):
            row = table.below(row, words)
            cells(page, row, words, least=_LEAST)
            _score(canvas, page, row, kpi, first=not index)
    return _decided(canvas, page, row + 1, kpis)


def _decided(canvas: Canvas, page: Page, row: int, kpis: Sequence[Mapping[Any, Any]]) -> int:
    """What was decided of what stands above, a line each; gives the first row after them."""
    whole = (0, len(page.widths) - 1)
    for words in decided.lines(canvas, kpis):
        page.merged(row, *whole, words, "decided")
        page.fit(row, {whole: (words, "decided")}, least=22)
        page.keep_together(row, row)
        row += 1
    return row


@dataclass(frozen=True)
class _Table:
    """The table being drawn; its head is drawn again wherever its rows go on on a new printed page."""

    canvas: Canvas
    page: Page
    shares: tuple[Span, Span]

    @property
    def budget(self) -> Span:
        """The last column."""
        return Span(len(self.page.widths) - 1, len(self.page.widths) - 1)

    def head(self, row: int) -> None:
        """The titles of the six columns."""
        spans = (_KPI, _SCORE, _PERCENT, *self.shares, self.budget)
        titles = {span: title.to(self.canvas.lang) for span, title in zip(spans, _TITLES, strict=True)}
        head(self.page, row, titles)

    def rows(self, kpi: Mapping[Any, Any], told: _Told, budget: str) -> list[Words]:
        """A KPI's rows: its name, its texts part by part, and the budget in the first."""
        texts = dict(zip(self.shares, told, strict=True))
        again = _CONTINUED.to(self.canvas.lang).format(self.canvas.code(kpi["kpi"]))
        made: list[Words] = []
        for parts in in_rows(self.page, texts, _ONE_ROW, _LINES_A_ROW):
            named = {_KPI: (again if made else kpi_name(self.canvas, kpi), "small_top")}
            own = {span: (part, texts[span][1]) for span, part in parts.items()}
            made.append({**named, **own, self.budget: ("" if made else budget, "centre_top")})
        return made

    def high(self, words: Words) -> float:
        """How high a row of these words is."""
        return max(_LEAST, *(self.page.needs(span, *text) for span, text in words.items()))

    def below(self, row: int, words: Words) -> int:
        """The row under another: under a new head where it would not fit on the printed page."""
        if self.page.left(row + 1) >= self.high(words):
            return row + 1
        self.page.new_page(row + 1)
        self.head(row + 1)
        return row + 2


def _told(canvas: Canvas, kpi: Mapping[Any, Any]) -> _Told:
    """The texts of a KPI as submitted; in words, where it has none, why not."""
    if kpi["state"] != "reported":
        words = _STATES[kpi["state"]].to(canvas.lang)
        return _Told((words, _STATE_LOOKS.get(kpi["state"], "muted")), (UNKNOWN, "centre_top"))
    narrative = kpi["narrative"] if isinstance(kpi["narrative"], str) else UNKNOWN
    given = [kpi["obstacle"]] if isinstance(kpi["obstacle"], str) else []
    if isinstance(kpi["suggestion"], str):
        given.append(_SUGGESTION.to(canvas.lang).format(kpi["suggestion"]))
    obstacle = ("\n".join(given), "text_top") if given else (_NO_OBSTACLE.to(canvas.lang), "centre_top")
    return _Told((narrative, "text_top"), obstacle)


class _Shared(NamedTuple):
    """How narrative and obstacle share their columns, and how high its rows then are, each KPI in one."""

    high: float
    spans: tuple[Span, Span]


def _shared(page: Page, told: Sequence[_Told]) -> _Shared:
    """The way in which the rows are as low as they can be; of those alike, with the widest narrative."""
    last = len(page.widths) - 2
    first, *others = [(Span(_FIRST_SHARED, right - 1), Span(right, last)) for right in range(last, _FIRST_SHARED, -1)]
    lowest = _Shared(_rows_high(page, told, first), first)
    for way in others:
        # The narrower a text, the more lines it takes and the longer it is measured: no further than could be lower.
        high = _rows_high(page, told, way, lowest.high)
        lowest = _Shared(high, way) if high < lowest.high else lowest
    return lowest


def _rows_high(page: Page, told: Sequence[_Told], spans: tuple[Span, Span], most: float = inf) -> float:
    """The points of the rows, were Excel to allow rows of any height; once they make `most`, no more are measured."""

    def high(span: Span, text: str, role: str) -> float:
        return page.lines(span, text, role) * page.theme.pitch(role) + _PADDING

    points = 0.0
    for texts in told:
        points += max(high(span, *text) for span, text in zip(spans, texts, strict=True))
        if points >= most:
            break
    return points


def _score(canvas: Canvas, page: Page, row: int, kpi: Mapping[Any, Any], first: bool) -> None:
    """Score and percent; a dash, never a 0, where they are not known, and nothing where they stand above."""
    if not first or pd.isna(kpi["score"]):
        for span in (_SCORE, _PERCENT):
            page.text(row, span.first, UNKNOWN if first else "", "centre_top")
        return
    role = "big_score_low" if _is_low(kpi) else "big_score"
    score = decided.score_format(canvas, canvas.single_score, kpi["kpi"] in canvas.once(decided.scores))
    page.number(row, _SCORE.first, kpi["score"], role, score)
    percent = "plain" if canvas.single_score == "plain" else "percent"
    percent = "percent2" if kpi["method"] == "three_level" else percent
    page.number(row, _PERCENT.first, kpi["percent"], role, percent)


def _is_low(kpi: Mapping[Any, Any]) -> bool:
    """Whether a score is below the level planned for the round, or below the middle where none is planned."""
    return bool(kpi["score"] < (LOW if pd.isna(kpi["planned"]) else kpi["planned"]))


# --- the budget


def _budget(canvas: Canvas, project: str) -> str:
    """The use of a project's budget in words, as its status has it."""
    (own,) = canvas.rows("budget_results", "project", project)
    if own["state"] != "reported":
        return BUDGET_RESULTS["state"].choice_title(own["state"], canvas.lang)
    if own["status"] == "allocated":
        return "\n".join(_amounts(canvas, own))
    if own["status"] == "not_stated":
        return _NOT_STATED.to(canvas.lang)
    return (
        BUDGET_RESULTS["status"].choice_title(own["status"], canvas.lang) if isinstance(own["status"], str) else UNKNOWN
    )


def _amounts(canvas: Canvas, own: Row) -> list[str]:
    """What was received, disbursed and committed, line by line."""
    figures = canvas.figures
    received, disbursed, committed = (
        0 if pd.isna(own[n]) else int(own[n]) for n in ("received", "disbursed", "committed")
    )
    if disbursed:
        said = [(_DISBURSED, figures.baht(disbursed)), (_OF_RECEIVED, figures.baht(received))]
        said += [] if pd.isna(own["rate"]) else [(_RATE, figures.decimal(own["rate"], 2))]
    else:
        said = [(_RECEIVED, figures.baht(received)), (_NOTHING_DISBURSED, "")]
    said += [(_COMMITTED, figures.baht(committed))] if committed else []
    return [words.to(canvas.lang).format(amount) for words, amount in said]
