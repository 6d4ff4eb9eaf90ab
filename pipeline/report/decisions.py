"""The planning office's decisions: what each was about, what was reported and what was decided, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import decided, findings
from pipeline.report.canvas import Canvas
from pipeline.report.live import UNKNOWN
from pipeline.validation import findings as said
from pipeline.validation.decisions import rule_named
from pipeline.validation.rows import records
from schemas.fields import Text
from schemas.summary import DECIDED, OUTCOMES

ABOUT = Text(
    "คำวินิจฉัยทุกข้อ: ที่รายงาน ที่วินิจฉัย ผู้วินิจฉัย และผลที่ได้",
    "Every decision: as reported, as decided, by whom, and what came of it",
)
WIDTHS: list[float] = [7, 11, 9, 26, 38, 17, 17, 20, 44, 24, 14, 14]
_TITLE = Text("คำวินิจฉัยต่อผลที่รายงาน", "Decisions of the planning office")
_TITLES = (
    Text("ข้อที่", "No."),
    Text("คำสั่ง", "Action"),
    Text("ตัวชี้วัด", "KPI"),
    Text("หน่วยงาน", "Department"),
    Text("เรื่องที่วินิจฉัย", "What it decides"),
    Text("ที่รายงาน", "As reported"),
    Text("ที่วินิจฉัย", "As decided"),
    Text("ผล", "Outcome"),
    Text("เหตุผล", "Reason"),
    Text("ผู้วินิจฉัย", "By"),
    Text("วันที่", "Date"),
    Text("ใช้ถึงวันที่", "Until"),
)
_KPI, _DATE = 2, 10
_LATE = Text("รับแบบรายงานที่ส่งช้า", "Accept the form that came late")
_FILE = Text("ใช้แฟ้มนี้เป็นแบบรายงานของหน่วยงาน", "Use this file as the department's form")
_COUNTED = Text("{outcome} {n} ข้อ", "{outcome}: {n}")
_SIGNS = {
    "applied": ("✓", "good"),
    "expired": ("○", "warning"),
    "unmatched": ("○", "warning"),
    "incomplete": ("✗", "error"),
}
_CHANGED = Text(
    "สิ่งที่รายงานไม่ถูกแก้ไข: ค่าที่วินิจฉัยใช้แทนในการให้คะแนนและยอดรวม และที่รายงานยังแสดงไว้คู่กัน",
    "Nothing reported is altered: what was decided counts in scores and totals, and what was reported stands beside it",
)
_LONGEST = 240


def draw(canvas: Canvas, page: Page) -> None:
    """Banner with what came of them, a row a decision, and what a decision does."""
    made, last = canvas.summary.decided, len(_TITLES) - 1
    row = page.banner(_TITLE.to(canvas.lang), _counts(canvas, made))
    page.head_row(row, [title.to(canvas.lang) for title in _TITLES])
    page.repeat(row, row)
    page.sheet.freeze_panes(row + 1, _KPI + 1)
    for at, decision in enumerate(records(made), start=row + 1):
        _decision(canvas, page, at, decision)
        page.keep_together(at, at)
    foot = row + len(made) + 1
    page.merged(foot, 0, last, _CHANGED.to(canvas.lang), "caption_wrap")
    page.fit(foot, {(0, last): (_CHANGED.to(canvas.lang), "caption_wrap")})


def _counts(canvas: Canvas, made: pd.DataFrame) -> str:
    """How many were applied, are past their day, met nothing, and could not be applied where any could not."""
    counts = made["outcome"].value_counts()
    return " · ".join(
        _COUNTED.to(canvas.lang).format(
            outcome=_outcome(choice.id, canvas.lang), n=canvas.figures.integer(int(counts.get(choice.id, 0)))
        )
        for choice in OUTCOMES
        if choice.id != "incomplete" or choice.id in counts
    )


def _outcome(id_: str, lang: str) -> str:
    return f"{_SIGNS[id_][0]} {DECIDED['outcome'].choice_title(id_, lang)}"


def _decision(canvas: Canvas, page: Page, row: int, decision: Mapping[Any, Any]) -> None:
    lang, department = canvas.lang, _department(canvas, decision, canvas.project_of)
    texts = (
        (canvas.figures.integer(int(decision["number"])), "centre"),
        (_choice("action", decision, lang), "centre"),
        ("", "centre"),
        (canvas.plan.name_of("departments", department) if department else UNKNOWN, "text"),
        (_about(canvas, decision), "text"),
        (_value(canvas, decision, "reported"), "centre"),
        (_value(canvas, decision, "decided"), "strong_number" if decision["action"] == "correct" else "centre"),
        (_outcome(decision["outcome"], lang), _SIGNS[decision["outcome"]][1]),
        (said.text_of(decision, "reason") or UNKNOWN, "text"),
        (said.text_of(decision, "by") or UNKNOWN, "text"),
    )
    for col, (text, role) in enumerate(texts):
        page.text(row, col, text, role)
    page.fit(row, dict(enumerate(texts)), least=26)
    findings.code(canvas, page, row, _KPI, decision["kpi"])
    for col, name in enumerate(("date", "until"), start=_DATE):
        day = decision[name]
        page.day(row, col, None if pd.isna(day) else day.date(), "number_centre")


def _department(canvas: Canvas, decision: Mapping[Any, Any], projects: Mapping[str, str]) -> str:
    """The department that a decision names, or else that of its KPI."""
    own = said.text_of(decision, "department")
    if own or said.text_of(decision, "kpi") not in projects:
        return own
    return str(canvas.plan.projects.set_index("code")["department"][projects[decision["kpi"]]])


def _choice(name: str, decision: Mapping[Any, Any], lang: str) -> str:
    return DECIDED[name].choice_title(decision[name], lang) if isinstance(decision[name], str) else UNKNOWN


def _about(canvas: Canvas, decision: Mapping[Any, Any]) -> str:
    """In words: the item that is corrected, the finding that is waived, or what is accepted."""
    if decision["action"] == "accept":
        return (_FILE if said.text_of(decision, "decided") else _LATE).to(canvas.lang)
    if decision["action"] == "correct":
        return _choice("item", decision, canvas.lang)
    own = canvas.summary.findings
    own = own[(own["decision"] == decision["number"]).fillna(False).astype(bool)]
    if len(own):
        return findings.short(said.wrong(own.iloc[0].to_dict(), canvas.lang), _LONGEST)
    return _rule(said.text_of(decision, "finding"), canvas.lang) or UNKNOWN


def _rule(named: str, lang: str) -> str:
    """What a rule says, with dots for what it would have found; the words of the decision where it names no rule."""
    rule = rule_named(named)
    return (
        said.wrong({"rule": rule, **dict.fromkeys(("found", "expected", "other", "field"), "…")}, lang)
        if rule
        else named
    )


def _value(canvas: Canvas, decision: Mapping[Any, Any], name: str) -> str:
    return findings.short(decided.in_numerals(canvas, decision, name), _LONGEST) or UNKNOWN
