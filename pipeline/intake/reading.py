"""What one file holds: guarded, opened, told apart, and of a form its cells by key. Runs in the reading worker.

Nothing here may import pandas or pandera: the worker is at work while the main process still waits for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline import thai
from pipeline.intake.keyed import KeyedCell, Leftover, keyed_cells, leftovers
from pipeline.intake.titles import names
from pipeline.intake.verdict import Refusal, Remark
from pipeline.intake.workbook import Sheet, read
from schemas.plan import KPIS, PROJECTS, SETTINGS
from schemas.submission import IDENTITY, KEY_CORNER
from schemas.summary import SUMMARY_IDENTITY


class Reading(NamedTuple):
    """A workbook that was read: its kind by content, what it is, what is to be said of it, and what it holds.

    State: "form" or "earlier_summary" (with the keyed cells, of a form also the filled ones that are none of its own),
    "plan" (with the sheets, as a summary has them too), or "not_a_form".
    """

    kind: str
    state: str
    remarks: tuple[Remark, ...]
    cells: list[KeyedCell]
    leftovers: list[Leftover]
    sheets: list[Sheet]


def reading(data: bytes) -> Reading | Refusal:
    """The reading of a file's bytes, or why it is not read."""
    book = read(data)
    if isinstance(book, Refusal):
        return book
    cells = keyed_cells(book.sheets)
    state = _state(book.sheets, cells)
    if state == "form" and not cells:
        return Refusal("not_a_form", "FORM_IDENTITY_MISSING", KEY_CORNER, kind=book.kind)
    outside = leftovers(book.sheets) if state == "form" else []
    sheets = book.sheets if state in ("plan", "earlier_summary") else []
    return Reading(book.kind, state, book.remarks, cells, outside, sheets)


def _state(sheets: Sequence[Sheet], cells: Sequence[KeyedCell]) -> str:
    """A form is one by any key of ours, so that one which lost a part of them is told what it lost."""
    if any(cell.key.startswith(f"{SUMMARY_IDENTITY}|") for cell in cells):
        return "earlier_summary"
    if cells or _holds_identity(sheets):
        return "form"
    return "plan" if is_plan(sheets) else "not_a_form"


def _holds_identity(sheets: Sequence[Sheet]) -> bool:
    values = (value for sheet in sheets for row in sheet.rows for value in row)
    return any(isinstance(value, str) and value.startswith(f"{IDENTITY.id}|") for value in values)


def is_plan(sheets: Sequence[Sheet]) -> bool:
    """Whether a workbook is a plan: it has the sheets of settings, projects and KPIs."""
    found = {thai.key(sheet.name) for sheet in sheets}
    return all(found & names(table) for table in (SETTINGS, PROJECTS, KPIS))
