"""What came corrected: every answer that a revision changed, as it was and as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.drawing.page import Page
from pipeline.report import findings
from pipeline.report.canvas import Canvas
from pipeline.report.live import UNKNOWN
from pipeline.report.nouns import Noun
from pipeline.report.spans import Span, cells, head
from pipeline.validation import findings as said
from pipeline.validation.rows import records
from schemas.fields import Text
from schemas.summary import CHANGES

_TITLES = {
    Span(0, 0): Text("รายการ", "Item"),
    Span(1, 1): Text("ตัวชี้วัด", "KPI"),
    Span(2, 4): Text("แผ่นงาน!ช่อง", "Sheet!cell"),
    Span(5, 8): Text("เดิม", "Was"),
    Span(9, 9): Text("ปัจจุบัน", "Is"),
}
_KPI = 1
_ITEM = Noun("ข้อ", "answer", "answers")
# An answer may be a whole text: of a long one the part is shown in which the two differ, and a little before it.
_LONGEST, _BEFORE = 240, 40


def draw(canvas: Canvas, page: Page, row: int) -> int:
    """A table of what changed, department by department; nothing where nothing did. Gives the first free row."""
    changes = canvas.summary.changes
    if changes.empty:
        return row
    top, last = row, len(page.widths) - 1
    page.heading(row, 0, last, CHANGES.title.to(canvas.lang))
    head(page, row + 1, {span: title.to(canvas.lang) for span, title in _TITLES.items()})
    row += 2
    for code, own in changes.groupby("department", sort=False):
        listed = records(own)
        name, items = canvas.plan.name_of("departments", str(code)), _ITEM.of(len(listed), canvas.figures)
        words = f"{name} · {items} · {listed[0]['file']} ← {listed[0]['file_before']}"
        cells(page, row, {Span(0, last): (words, "group_name")}, least=24)
        for at, change in enumerate(listed, row + 1):
            _change(canvas, page, at, change)
            page.keep_together(top if at == row + 1 else at, at)
        row = top = row + len(listed) + 1
    return row + 1


def _change(canvas: Canvas, page: Page, row: int, change: Mapping[Any, Any]) -> None:
    where = change if said.text_of(change, "cell") else {n: change[f"{n}_before"] for n in ("sheet", "cell")}
    place = findings.place({"sheet": where["sheet"], "cell": where["cell"]})
    was, now = _where_they_differ(said.text_of(change, "was"), said.text_of(change, "now"))
    item = canvas.code(said.item(change, canvas.lang))
    texts = ((item, "text"), ("", "centre"), (place, "centre"), (was or UNKNOWN, "text"), (now or UNKNOWN, "text"))
    cells(page, row, dict(zip(_TITLES, texts, strict=True)), least=24)
    findings.code(canvas, page, row, _KPI, change["kpi"])


def _where_they_differ(was: str, now: str) -> tuple[str, str]:
    """Two texts, shortened to where they differ."""
    letters = enumerate(zip(was, now, strict=False))
    alike = next((at for at, (before, after) in letters if before != after), min(len(was), len(now)))
    start = max(0, alike - _BEFORE) if max(len(was), len(now)) > _LONGEST else 0
    cut = "…" if start else ""
    return cut + findings.short(was[start:], _LONGEST), cut + findings.short(now[start:], _LONGEST)
