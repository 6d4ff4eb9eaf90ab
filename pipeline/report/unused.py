"""The cells that the report does not use: each with where it stands, what was filled in, and why it was left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import decided, findings
from pipeline.report.canvas import Canvas, Row
from pipeline.report.data import data_page
from pipeline.report.live import UNKNOWN
from pipeline.report.spans import Span, cells, head, high, sentence
from pipeline.validation import findings as said
from pipeline.validation.rows import records
from schemas.fields import Text
from schemas.summary import DECISION, IGNORED_SINCE, LEDGER

_HEADING = Text("ช่องที่ไม่ได้ใช้ในรายงาน", "Cells that the report does not use")
_NONE = Text("ทุกช่องที่กรอกใช้ในรายงานแล้ว", "Every cell that was filled in is used")
_LEDGER = Text(
    "ทุกช่องที่กรอก พร้อมแฟ้ม แผ่นงาน และช่องต้นทาง อยู่ในบัญชีช่องข้อมูล",
    "Every filled cell, with its file, sheet and address, is in the ledger",
)
_MORE = Text("และอีก {} ช่อง", "and {} more cells")
_OPEN = Text("เปิดบัญชี ›", "open it ›")
_TITLES = (
    Text("ตัวชี้วัด", "KPI"),
    Text("ตำแหน่ง (แฟ้ม · แผ่นงาน!ช่อง)", "Place (file · sheet!cell)"),
    Text("รายการ", "Item"),
    Text("ค่าที่กรอก", "As filled in"),
    Text("ผล", "Fate"),
    Text("เหตุผล", "Reason"),
)
_LOOKS = {"rejected": "error", "replaced": "muted", "ignored": "muted"}
_FATE = 5
_FINDING = Text("ข้อ {}", "no. {}")
_DECISION = Text(" (ข้อ {})", " (decision {})")
_WITH_KPI = Text("ตัวชี้วัดนี้ส่งคืนให้แก้ไข: {}", "The KPI is returned for correction: {}")
_SINCE = {choice.id: choice.title for choice in IGNORED_SINCE}
_LONGEST = 240
_LEAST = 24.0
# Enough to act on; who pasted a whole table beside the form is told so, and the ledger has all of it.
_MOST = 500


def draw(canvas: Canvas, page: Page, row: int) -> None:
    """The table, and where the whole ledger stands."""
    ledger, last = canvas.summary.ledger, len(page.widths) - 1
    if ledger.empty:
        return
    page.heading(row, 0, last, _HEADING.to(canvas.lang))
    unused = ledger[ledger["fate"] != "used"]
    if unused.empty:
        sentence(page, row + 1, _NONE.to(canvas.lang))
        row += 3
    else:
        _head(canvas, page, row + 1)
        row = _cells(canvas, page, row + 2, records(unused.head(_MOST))) + 1
        if len(unused) > _MOST:
            sentence(page, row - 1, _MORE.to(canvas.lang).format(canvas.figures.integer(len(unused) - _MOST)))
            row += 1
    page.merged(row, 0, last - 1, _LEDGER.to(canvas.lang), "plain")
    page.link(row, last, canvas.link_to(data_page(LEDGER.id)), _OPEN.to(canvas.lang), "link_right")
    page.high(row, 22)


def _spans(page: Page) -> tuple[Span, ...]:
    """Where the columns stand: one each but for the value, and the reason over what is left."""
    return (*(Span(col, col) for col in range(3)), Span(3, 4), Span(5, 5), Span(6, len(page.widths) - 1))


def _head(canvas: Canvas, page: Page, row: int) -> None:
    head(page, row, dict(zip(_spans(page), (title.to(canvas.lang) for title in _TITLES), strict=True)))


def _cells(canvas: Canvas, page: Page, row: int, unused: list[Row]) -> int:
    reasons = _Reasons(canvas)
    for entry in unused:
        words = (
            ("", "centre"),
            (findings.place(entry), "text"),
            (canvas.code(said.item(entry, canvas.lang)) or UNKNOWN, "text"),
            (findings.short(said.text_of(entry, "raw"), _LONGEST), "text"),
            (_fate(canvas, entry), _LOOKS[entry["fate"]]),
            (findings.short(reasons.of(entry), _LONGEST), "text"),
        )
        texts = dict(zip(_spans(page), words, strict=True))
        if entry is not unused[0] and page.ends_before(row, high(page, texts, _LEAST)):
            _head(canvas, page, row)
            row += 1
        cells(page, row, texts, _LEAST)
        findings.code(canvas, page, row, 0, entry["kpi"])
        if entry["finding"] in canvas.findings:
            page.link(row, _FATE, canvas.findings[entry["finding"]], _fate(canvas, entry), _LOOKS[entry["fate"]])
        if entry is unused[0]:
            page.keep_together(row - 2, row)
        row += 1
    return row


def _fate(canvas: Canvas, entry: Mapping[Any, Any]) -> str:
    """What became of a cell, and the number of the finding that says why, where one does."""
    words = LEDGER["fate"].choice_title(entry["fate"], canvas.lang)
    if pd.isna(entry["finding"]):
        return words
    return f"{words} · {_FINDING.to(canvas.lang).format(canvas.figures.integer(int(entry['finding'])))}"


class _Reasons:
    """Why cells were left out, in the words of the findings that say so."""

    def __init__(self, canvas: Canvas) -> None:
        self._lang, self._canvas = canvas.lang, canvas
        self._decisions = decided.numbers(canvas)
        self._project = dict(zip(canvas.plan.kpis["code"], canvas.plan.kpis["project"], strict=True))
        self._findings = {finding["number"]: finding for finding in records(canvas.summary.findings)}

    def of(self, entry: Mapping[Any, Any]) -> str:
        """The reason for one cell of the ledger."""
        rule, found = said.text_of(entry, "reason"), self._findings.get(entry["finding"])
        if found is None:
            return _SINCE[rule].to(self._lang) + (self._number(entry) if rule == DECISION else "")
        words = said.wrong(found, self._lang)
        of_kpi = entry["fate"] == "rejected" and found["key"] != entry["key"]
        return _WITH_KPI.to(self._lang).format(words) if of_kpi else words

    def _number(self, entry: Mapping[Any, Any]) -> str:
        """Which decision gives the value that is used instead."""
        kpi, item = entry["kpi"], entry["field"].partition(".")[2]
        number = self._decisions.get((kpi, item), self._decisions.get((self._project.get(kpi, ""), item)))
        return _DECISION.to(self._lang).format(self._canvas.figures.integer(number)) if number else ""
