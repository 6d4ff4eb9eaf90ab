"""Every finding, the gravest first: where it is, what is wrong and how to fix it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import decided
from pipeline.report.canvas import Canvas
from pipeline.report.live import UNKNOWN
from pipeline.report.spans import sentence
from pipeline.validation import findings as said
from schemas.fields import Text
from schemas.rules import SEVERITIES, Severity

ABOUT = Text(
    "ข้อสังเกตจากการตรวจทุกข้อ พร้อมตำแหน่งและวิธีแก้ไข", "Every finding of the checks, with its place and how to fix it"
)
WIDTHS: list[float] = [15, 9, 21, 24, 19, 40, 38, 22]
_TITLE = Text("ข้อสังเกตจากการตรวจสอบ", "Findings of the checks")
_TITLES = (
    Text("ระดับ", "Severity"),
    Text("ตัวชี้วัด", "KPI"),
    Text("หน่วยงาน", "Department"),
    Text("ตำแหน่ง (แฟ้ม · แผ่นงาน!ช่อง)", "Place (file · sheet!cell)"),
    Text("รายการ", "Item"),
    Text("สิ่งที่พบ", "What is wrong"),
    Text("วิธีแก้ไข", "How to fix it"),
    Text("กฎ", "Rule"),
)
_KPI = 1
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "•"}
_NONE = Text("ไม่มีข้อสังเกต: แผนและแบบรายงานทุกฉบับผ่านการตรวจทุกข้อ", "No findings: the plan and every form passed all checks")
_MEANING = Text(
    "✗ ต้องแก้ไข: ยังไม่ใช้ตัวชี้วัดนี้จนกว่าหน่วยงานจะแก้ไข · ! ควรตรวจสอบ: ใช้ในรายงานแล้ว แต่ควรดูอีกครั้ง · • เพื่อทราบ",
    "✗ error: the KPI is not used until its department corrects it · ! warning: used, but worth a look · • note",
)
_NONE_ABOUT = Text("ผลการตรวจแผนและแบบรายงานของรอบนี้", "What checking the plan and the forms of this round found")
# What was found may be a whole text; the ledger of cells has all of it.
_LONGEST = 400


def draw(canvas: Canvas, page: Page) -> None:
    """Banner with the counts, and a row a finding."""
    findings = canvas.summary.findings
    errors = bool((findings["severity"] == Severity.ERROR).any())
    row = page.banner(_TITLE.to(canvas.lang), _counts(canvas, findings), alert=errors)
    if findings.empty:
        sentence(page, row, _NONE.to(canvas.lang))
        return
    page.head_row(row, [title.to(canvas.lang) for title in _TITLES])
    page.repeat(row, row)
    projects = dict(zip(canvas.plan.measures["code"], canvas.plan.measures["project"], strict=True))
    order = {choice.id: place for place, choice in enumerate(SEVERITIES)}
    graver_first = findings.iloc[findings["severity"].map(order).argsort(kind="stable")]
    for number, finding in enumerate(graver_first.to_dict("records"), start=row + 1):
        _finding(canvas, page, number, finding, projects)
        page.keep_together(number, number)
    page.text(row + len(findings) + 1, 0, _MEANING.to(canvas.lang), "caption")
    page.sheet.freeze_panes(row + 1, _KPI + 1)
    page.sheet.autofilter(row, 0, row + len(findings), len(_TITLES) - 1)


def _counts(canvas: Canvas, findings: pd.DataFrame) -> str:
    """How many findings of each severity there are."""
    if findings.empty:
        return _NONE_ABOUT.to(canvas.lang)
    counts = findings["severity"].value_counts()
    return " · ".join(
        f"{_SIGNS[Severity(choice.id)]} {choice.title.to(canvas.lang)} {canvas.figures.integer(int(counts.get(choice.id, 0)))}"
        for choice in SEVERITIES
    )


def _finding(canvas: Canvas, page: Page, row: int, finding: Mapping[Any, Any], projects: Mapping[str, str]) -> None:
    severity = Severity(finding["severity"])
    texts = [severity_words(severity, canvas.lang), "", *_words(canvas, finding), finding["rule"]]
    roles = [severity.value, "centre", *["text"] * (len(texts) - 3), "small"]
    for col, (text, role) in enumerate(zip(texts, roles, strict=True)):
        page.text(row, col, text, role)
    page.fit(row, dict(enumerate(zip(texts, roles, strict=True))), least=26)
    code(canvas, page, row, _KPI, finding["kpi"], projects)


def _words(canvas: Canvas, finding: Mapping[Any, Any]) -> Sequence[str]:
    """Department, place, item, what is wrong, and how to fix it, or by which decision it no longer counts."""
    lang, department, decision = canvas.lang, said.text_of(finding, "department"), finding["decision"]
    fix = said.fix(finding, lang) if pd.isna(decision) else decided.waived(canvas, int(decision))
    return (
        canvas.plan.name_of("departments", department) if department else UNKNOWN,
        place(finding),
        canvas.code(said.item(finding, lang)) or UNKNOWN,
        short(said.wrong(finding, lang), _LONGEST),
        short(fix, _LONGEST),
    )


def severity_words(severity: Severity, lang: str) -> str:
    """A severity with its sign."""
    return f"{_SIGNS[severity]} {next(c.title.to(lang) for c in SEVERITIES if c.id == severity)}"


def place(where: Mapping[Any, Any]) -> str:
    """`file · sheet!cell`, as far as it is known."""
    file, sheet, cell = (said.text_of(where, name) for name in ("file", "sheet", "cell"))
    inside = f"{sheet}!{cell}" if sheet and cell else sheet or cell
    return " · ".join(part for part in (file, inside) if part) or UNKNOWN


def code(canvas: Canvas, page: Page, row: int, col: int, kpi: object, projects: Mapping[str, str]) -> None:
    """A KPI's code that leads to its project's page; a dash where what stands there is about no KPI of the plan."""
    if isinstance(kpi, str) and kpi in projects:
        page.link(row, col, canvas.link_to_project(projects[kpi]), canvas.code(kpi), "code_link")
    else:
        page.text(row, col, canvas.code(kpi) if isinstance(kpi, str) and kpi else UNKNOWN, "centre")


def short(text: str, most: int) -> str:
    """A text, its end left out where it is longer than a table of findings can show."""
    return text if len(text) <= most else f"{text[:most]}…"
