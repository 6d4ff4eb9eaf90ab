"""Who has sent what: the state of every department's report, what came corrected, and every file of the inputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import revised
from pipeline.report.canvas import Canvas
from pipeline.report.limits import LINES_AT_MOST, cut_off
from pipeline.report.live import UNKNOWN, Group, Live
from pipeline.report.nouns import DEPARTMENT, Noun
from pipeline.report.spans import Span, cells, head, high, sentence
from pipeline.validation.rows import records
from schemas.fields import Text
from schemas.rules import Severity
from schemas.submission import REPORTER
from schemas.summary import REGISTER

ABOUT = Text(
    "สถานะการส่งของทุกหน่วยงาน และทะเบียนของทุกแฟ้มที่ได้รับ", "What every department has sent, and the register of all files"
)
WIDTHS: list[float] = [40, 20, 9, 10, 10, 11, 11, 11, 12, 46]
_TITLE = Text("สถานะการส่งแบบรายงาน", "State of submissions")
_SUBTITLE = Text(
    "ส่งแล้ว {sent} จาก {due} · กำหนดส่ง {deadline} · ได้รับ {files}",
    "Sent: {sent} of {due} · deadline {deadline} · {files} received",
)

_FILE = Noun("แฟ้ม", "file", "files")
_DEPARTMENTS = Text("รายหน่วยงาน", "By department")
_TITLES = (
    Text("หน่วยงาน", "Department"),
    Text("สถานะการส่ง", "State"),
    Text("ฉบับที่", "Revision"),
    Text("ต้อง\nรายงาน", "KPIs due"),
    Text("รายงาน\nแล้ว", "Reported"),
    Text("ส่งคืน\nให้แก้ไข", "Returned"),
    Text("ยังไม่ส่ง", "Missing"),
    Text("ข้อที่ต้อง\nแก้ไข", "Errors"),
    Text("ข้อที่ควร\nตรวจสอบ", "Warnings"),
    Text("ผู้ประสานงาน / ผู้รายงาน", "Contact / reporter"),
)
_STATE, _REVISION, _FIRST_COUNT, _ERRORS, _CONTACT = 1, 2, 3, 7, 9
_TOTAL = Text("รวม {}", "Total of {}")
# A department's state in words and sign, and how it looks.
_STATES = {
    "accepted": (Text("✓ รับแล้ว", "✓ accepted"), "good"),
    "accepted_in_part": (Text("◐ รับบางส่วน", "◐ accepted in part"), "warning"),
    "returned": (Text("✗ ส่งคืนให้แก้ไข", "✗ returned"), "error"),
    "refused": (Text("✗ ไม่รับ", "✗ refused"), "error"),
    "missing": (Text("○ ยังไม่ส่ง", "○ nothing sent"), "warning"),
    "not_due": (Text("ไม่ต้องรายงานรอบนี้", "nothing due"), "muted"),
}
_SIGNED = tuple(f"{REPORTER.id}.{name}" for name in ("name", "phone"))
_COUNTED = ("accepted", "accepted_in_part", "returned")

_FILES = Text("ทะเบียนแฟ้ม", "Register of files")
_FILE_TITLES = {
    Span(0, 0): Text("แฟ้ม", "File"),
    Span(1, 1): Text("สถานะ", "State"),
    Span(2, 2): Text("ฉบับที่", "Revision"),
    Span(3, 5): Text("หน่วยงาน", "Department"),
    Span(6, 6): Text("ขนาด\n(ไบต์)", "Size (bytes)"),
    Span(7, 8): Text("ลายนิ้วมือ\n(SHA-256 ย่อ)", "SHA-256 (short)"),
    Span(9, 9): Text("เหตุผล", "Reason"),
}
_FILE_LOOKS = {
    "accepted": "good",
    "plan": "good",
    "accepted_in_part": "warning",
    "returned": "error",
    "refused": "error",
    "unreadable": "error",
}
_NO_FILES = Text("ไม่พบแฟ้มใดในโฟลเดอร์นำเข้า", "No file was found in the inputs folder")
_HASH_SHOWN = 12
_LEAST = 24.0


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, the departments with a live total, what revisions changed, and the register of files."""
    owning = set(canvas.plan.measures["department"])
    names = {code: name for code, name in canvas.names("departments").items() if code in owning}
    row = page.banner(_TITLE.to(canvas.lang), _subtitle(canvas))
    row = _departments(canvas, page, row, names)
    row = revised.draw(canvas, page, row + 1)
    _register(canvas, page, row)


def _subtitle(canvas: Canvas) -> str:
    plan, figures, register = canvas.plan, canvas.figures, canvas.summary.register
    sent = set(register.loc[register["state"].isin(_COUNTED), "department"])
    return _SUBTITLE.to(canvas.lang).format(
        sent=figures.integer(len(sent & set(plan.reporting))),
        due=DEPARTMENT.of(len(plan.reporting), figures),
        deadline=figures.date(plan.settings.deadline),
        files=_FILE.of(len(register), figures),
    )


# --- departments


def _departments(canvas: Canvas, page: Page, row: int, names: Mapping[str, str]) -> int:
    """A line a department, and the total; gives the first free row."""
    titles = [title.to(canvas.lang) for title in _TITLES]
    page.heading(row, 0, _CONTACT, _DEPARTMENTS.to(canvas.lang))
    page.head_row(row + 1, titles)
    first, signed = row + 2, _signatures(canvas)
    row = first
    for code, name in names.items():
        state, revision = _submission(canvas, code)
        texts = _texts(canvas, name, state, _contact(canvas, code, signed))
        if row > first and page.ends_before(row, high(page, texts, _LEAST)):
            page.head_row(row, titles)
            row += 1
        cells(page, row, texts, _LEAST)
        _figures(canvas, page, row, code, revision)
        row += 1
    _total(canvas, page, first, row, len(names))
    page.quiet_zeros(first, _FIRST_COUNT, row, _CONTACT - 1)
    return row + 1


def _texts(canvas: Canvas, name: str, state: str, contact: str) -> Mapping[Span, tuple[str, str]]:
    """What is said of a department in words."""
    words, look = _STATES[state]
    return {
        Span(0, 0): (name, "text"),
        Span(_STATE, _STATE): (words.to(canvas.lang), look),
        Span(_CONTACT, _CONTACT): (contact, "text"),
    }


def _figures(canvas: Canvas, page: Page, row: int, code: str, revision: int | None) -> None:
    page.number(row, _REVISION, revision, "number_centre", "plain")
    for col, count in enumerate(_counts(Group(canvas, "department", code)), start=_FIRST_COUNT):
        page.formula(row, col, *count, "number_centre", "integer")
    own = canvas.values_of("findings", "severity", "department", code)
    for col, severity in enumerate((Severity.ERROR, Severity.WARNING), start=_ERRORS):
        page.number(row, col, own.count(severity), "number_centre", "integer")


def _counts(group: Group) -> tuple[Live, ...]:
    """KPIs due, reported, returned and missing."""
    return group.due(), group.reported(), group.in_state("returned"), group.in_state("missing")


def _submission(canvas: Canvas, code: str) -> tuple[str, int | None]:
    """The state of a department's report, and the revision of the file that counts."""
    counted = (file for file in canvas.rows("register", "department", code) if file["state"] in _COUNTED)
    if file := next(counted, None):
        return file["state"], None if pd.isna(file["revision"]) else int(file["revision"])
    states = canvas.states_of("department", code)
    return "refused" if "returned" in states else "missing" if "missing" in states else "not_due", None


def _contact(canvas: Canvas, code: str, signed: Mapping[tuple[str, str], str]) -> str:
    """Whom the plan names, else who signs the form, with a way to reach them."""
    own = canvas.departments[code]
    named = [own[name] for name in ("contact", "email") if isinstance(own[name], str)]
    return " · ".join(named or filter(None, (signed.get((code, field), "") for field in _SIGNED))) or UNKNOWN


def _signatures(canvas: Canvas) -> Mapping[tuple[str, str], str]:
    """Department and field of the reporter → what the form says there."""
    ledger = canvas.summary.ledger
    cells = ledger[ledger["field"].isin(_SIGNED)]
    return {(cell["department"], cell["field"]): cell["raw"] for cell in records(cells)}


def _total(canvas: Canvas, page: Page, first: int, row: int, count: int) -> None:
    page.merged(row, 0, _REVISION, _TOTAL.to(canvas.lang).format(DEPARTMENT.of(count, canvas.figures)), "total")
    for col, total in enumerate(_counts(Group(canvas)), start=_FIRST_COUNT):
        page.formula(row, col, *total, "total_centre", "integer")
    findings = canvas.summary.findings
    named = findings[findings["department"].isin(canvas.names("departments"))]
    for col, severity in enumerate((Severity.ERROR, Severity.WARNING), start=_ERRORS):
        cells_above = f"{page.address(first, col)}:{page.address(row - 1, col)}"
        page.formula(
            row, col, f"=SUM({cells_above})", int((named["severity"] == severity).sum()), "total_centre", "integer"
        )
    page.blank(row, _CONTACT, "total")
    page.high(row, 26)


# --- files


def _register(canvas: Canvas, page: Page, row: int) -> None:
    """Every file with its state and the reason, what counts first."""
    page.heading(row, 0, _CONTACT, _FILES.to(canvas.lang))
    register = canvas.summary.register
    if register.empty:
        sentence(page, row + 1, _NO_FILES.to(canvas.lang))
        return
    titles = {span: title.to(canvas.lang) for span, title in _FILE_TITLES.items()}
    head(page, row + 1, titles)
    first = number = row + 2
    if words := cut_off(canvas, len(register)):
        page.text(row, 3, words, "heading")
    for file in records(register.head(LINES_AT_MOST)):
        texts = _of_file(canvas, file)
        if number > first and page.ends_before(number, high(page, texts, _LEAST)):
            head(page, number, titles)
            number += 1
        _file(page, number, file, texts)
        if number == first:
            page.keep_together(row, number)
        number += 1


def _of_file(canvas: Canvas, file: Mapping[Any, Any]) -> Mapping[Span, tuple[str, str]]:
    """What is said of a file in words."""
    department = file["department"] if isinstance(file["department"], str) else ""
    words = (
        (file["file"], "text"),
        (REGISTER["state"].choice_title(file["state"], canvas.lang), _FILE_LOOKS.get(file["state"], "muted")),
        ("", "number_centre"),
        (canvas.plan.name_of("departments", department) or UNKNOWN, "text"),
        ("", "amount"),
        (file["sha256"][:_HASH_SHOWN], "centre"),
        (file["reason"] if isinstance(file["reason"], str) and file["reason"] else UNKNOWN, "text"),
    )
    return dict(zip(_FILE_TITLES, words, strict=True))


def _file(page: Page, row: int, file: Mapping[Any, Any], texts: Mapping[Span, tuple[str, str]]) -> None:
    cells(page, row, texts, _LEAST)
    page.number(row, _REVISION, None if pd.isna(file["revision"]) else int(file["revision"]), "number_centre", "plain")
    page.number(row, 6, None if pd.isna(file["size"]) else int(file["size"]), "amount", "integer")
