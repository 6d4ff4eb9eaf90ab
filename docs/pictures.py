"""Draws the pictures of the documents: `python -m docs.pictures` (needs LibreOffice and poppler-utils).

Those of the guide are of the form of the example's ICT centre: being filled, returned, and begun with an earlier round.
Those of the summary's sheets are in `docs/sheets.py`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from docs import sheets
from docs.rendering import pages, picture, printed
from examples import source
from pipeline.forms.filling import Carried
from pipeline.forms.form import write_form
from pipeline.forms.plan_workbook import write_plan
from pipeline.validation.findings import findings
from pipeline.validation.plan import Plan
from schemas.submission import LEFTOVERS

FOLDER = Path(__file__).parent / "pictures"
_DEPARTMENT = "ICT"
_DOTS_PER_INCH = 96
# Picture → workbook and page.
PICTURES: Mapping[str, tuple[str, int]] = {
    "home": ("filling", 1),
    "kpi-contradicts": ("filling", 3),
    "kpi-ready": ("filling", 5),
    "to-fix": ("returned", 1),
    "returned-cells": ("returned", 5),
    "leftovers": ("returned", -1),
    "carried-over": ("carried", 3),
}
_WRONG = {
    "3.2|level|1|status": "ยังไม่ดำเนินการ",
    "3.2|level|3|status": "แล้วเสร็จ",
    "3.2|level|3|date": date(2022, 5, 9),
    "3.2|budget|received": 63.76,
    "3.2|self_score": 4,
    "3.2|narrative": "ประกาศร่าง TOR ครั้งที่ ๒ เมื่อวันที่ ๒๖ ม.ค. ๒๕๖๕ และประกาศเชิญชวนเมื่อวันที่ ๗ ก.พ. ๒๕๖๕",
    "3.2|obstacle": "มีผู้วิจารณ์ร่าง TOR จึงต้องประกาศอีกครั้ง",
}
_FOUND = (
    ("DATE_UNREADABLE", "3.1", "3.1|level|1|date", "levels.date", 1, "๒๔-๒๕ ก.พ. ๒๕๖๕", ""),
    ("AMOUNT_UNREADABLE", "3.2", "3.2|budget|disbursed", "budgets.disbursed", None, "ยังไม่มี", ""),
    ("ENTRY_REQUIRED", "3.2", "3.2|narrative", "results.narrative", None, "", ""),
    ("SCORE_DIFFERS", "3.3", "3.3|self_score", "results.self_score", None, "4", "2"),
    ("ENTRY_EXPECTED", "", "reporter|phone", "reporter.phone", None, "", ""),
    ("OUTSIDE_THE_FORM", "", "", "", None, "รายชื่อผู้เข้าร่วมประชุม", ""),
)
_OUTSIDE = (("3.2", "Q18", "ดูเอกสารแนบ 3 ฉบับ"), ("ภาคผนวก", "A1", "รายชื่อผู้เข้าร่วมประชุม"))


def workbooks() -> dict[str, bytes]:
    """Name → the form as one of the pictures shows it."""
    plan, answers = source.plan_of(write_plan(source.plan_tables(), "th")), source.answers()[_DEPARTMENT]
    return {
        "filling": _filling(plan, answers),
        "returned": _returned(plan, answers),
        "carried": _carried(plan, answers),
    }


def _filling(plan: Plan, answers: Mapping[str, object]) -> bytes:
    """One KPI is ready, one contradicts, one is incomplete, and two are not begun."""
    ready = {key: raw for key, raw in answers.items() if key.startswith(("3.2", "3.4", "reporter"))}
    begun = {key: raw for key, raw in answers.items() if key.startswith("3.3|level")}
    return write_form(plan, _DEPARTMENT, "th", answers=ready | _WRONG | begun)


def _returned(plan: Plan, answers: Mapping[str, object]) -> bytes:
    names = ("rule", "kpi", "key", "field", "level", "found", "expected")
    rows = [{name: value for name, value in zip(names, row, strict=True) if value} for row in _FOUND]
    sent = answers | {row["key"]: row.get("found", "") for row in rows if "key" in row}
    rows = [row | {"other": "2", "sheet": "ภาคผนวก", "cell": "A1"} if "key" not in row else row for row in rows]
    outside = LEFTOVERS.frame([dict(zip(("sheet", "cell", "text"), row, strict=True)) for row in _OUTSIDE])
    found = findings(row | {"department": _DEPARTMENT} for row in rows)
    return write_form(plan, _DEPARTMENT, "th", answers=sent, findings=found, leftovers=outside, revision=2)


def _carried(plan: Plan, answers: Mapping[str, object]) -> bytes:
    """The form of the next round, one level brought up to date already."""
    settings = replace(plan.settings, round=9, last_day=date(2022, 6, 30), deadline=date(2022, 7, 15))
    kept = {key: raw for key, raw in answers.items() if "|level|" in key or "|budget|" in key}
    done = {"3.2|level|2|status": "แล้วเสร็จ", "3.2|level|2|date": date(2022, 5, 20)}
    return write_form(replace(plan, settings=settings), _DEPARTMENT, "th", answers=done, carried=Carried("6", kept))


def draw(folder: Path) -> None:
    """Write every picture into `folder`."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        pdfs = printed(workbooks(), Path(scratch))
        for name, (workbook, page) in PICTURES.items():
            number = page if page > 0 else len(pages(pdfs[workbook]))
            picture(pdfs[workbook], number, folder / name, _DOTS_PER_INCH)


if __name__ == "__main__":
    draw(FOLDER)
    sheets.draw(sheets.FOLDER)
