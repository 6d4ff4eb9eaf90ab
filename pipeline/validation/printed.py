"""What a form prints of the plan, each text with its key: read back, a locked cell that was changed is seen.

The plan's own text is what counts, whatever stands in a form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from pipeline.validation.rows import Record
from pipeline.validation.sent import Sent
from schemas.fields import Kind
from schemas.plan import ISSUES, KPIS, PROJECTS, RUBRIC
from schemas.submission import BUDGET_PART, LEVEL_PART, THRESHOLD_PART

# The fields that are printed, as findings name them.
_ISSUE, _PROJECT, _KPI = (f"{table.id}.name" for table in (ISSUES, PROJECTS, KPIS))
_ALLOCATED, _CRITERION, _THRESHOLD = f"{PROJECTS.id}.allocated", f"{RUBRIC.id}.criterion", f"{RUBRIC.id}.threshold"

# What is printed of a level is made from these columns of `Plan.levels`.
LEVEL_COLUMNS = ("level", "criterion", "threshold", "by_value")
_Level = tuple[int, str, float, bool]


class Printed(NamedTuple):
    """A cell of a form that says what the plan says; `text` as people read it, amounts in baht, digits Arabic."""

    department: str
    kpi: str
    key: str
    field: str
    level: int | None
    text: str


class Names(NamedTuple):
    """Code → name of issues and projects, and project → allocated budget in satang."""

    issues: Mapping[str, str]
    projects: Mapping[str, str]
    allocated: Mapping[str, Any]


def printed(kpis: Iterable[Record], names: Names, levels: Callable[[str], Iterable[_Level]]) -> Iterator[Printed]:
    """Everything that the forms print of the plan, in the order of the form.

    `kpis`: those that are due, as rows of `Plan.measures`; `levels`: gives the LEVEL_COLUMNS of the levels of a KPI.
    """
    for kpi in kpis:
        yield from _names(kpi, names)
        yield from _levels(kpi["department"], kpi["code"], levels(kpi["code"]))


def named(code: str, name: str) -> str:
    """A code and the name that it stands for, as a form prints them."""
    return f"{code}  {name}"


def _names(kpi: Record, names: Names) -> Iterator[Printed]:
    department, code, issue, project = kpi["department"], kpi["code"], kpi["issue"], kpi["project"]
    for part, field, text in (
        ("issue", _ISSUE, named(issue, names.issues[issue])),
        ("project", _PROJECT, named(project, names.projects[project])),
        ("kpi", _KPI, named(code, kpi["name"])),
    ):
        yield Printed(department, code, f"{code}|{part}", field, None, text)
    if kpi["first_of_project"] and pd.notna(names.allocated[project]):
        key = f"{project}|{BUDGET_PART}|allocated"
        yield Printed(department, code, key, _ALLOCATED, None, thai.format_baht(int(names.allocated[project])))


def _levels(department: str, code: str, levels: Iterable[_Level]) -> Iterator[Printed]:
    for level, criterion, threshold, by_value in levels:
        key = f"{code}|{THRESHOLD_PART if by_value else LEVEL_PART}|{level}"
        yield Printed(department, code, key, _CRITERION, level, criterion)
        if by_value:
            yield Printed(department, code, f"{key}|status", _THRESHOLD, level, shown(threshold))


def differing(plan_says: Iterable[Printed], fingerprint: str, form: Sent) -> Iterator[dict[str, Any]]:
    """What a form says otherwise than the plan, as findings.

    In a form of this very plan somebody changed a locked cell; another is only older than the plan. `fingerprint`: that
    of the department's form.
    """
    changed = {own.key: own for own in plan_says if (at := form.cells.get(own.key)) and _differs(own, at[0].found)}
    rule = "PRINTED_TEXT_CHANGED" if form.says.get("plan") == fingerprint else "PLAN_CHANGED_SINCE"
    for key in form.cells if changed else ():
        if own := changed.get(key):
            cell = form.cells[key][0]
            place = {"file": form.file, "sheet": cell.sheet, "cell": cell.cell, "key": key}
            about = {"department": own.department, "kpi": own.kpi, "field": own.field, "level": own.level}
            words = {"found": _as_said(own.field, cell.found), "expected": own.text}
            yield {"rule": rule} | place | about | words


def _differs(own: Printed, found: object) -> bool:
    return found != own.text and _as_compared(own.field, found) != _as_compared(own.field, own.text)


# All forms print much the same: a text is made comparable once, however often it stands there.
@lru_cache(maxsize=2**14, typed=True)
def _as_compared(field: str, raw: object) -> object:
    """What a printed text is compared by: an amount or a threshold by its number, a text without its spacing."""
    if _KINDS[field] in (Kind.AMOUNT, Kind.NUMBER):
        number = thai.parse_number(raw)
        return shown(raw) if number is None else number
    return thai.key(shown(raw))


def _as_said(field: str, raw: object) -> str:
    """A printed text as it stands in a form; an amount as amounts are written."""
    satang = thai.parse_amount(raw) if _KINDS[field] is Kind.AMOUNT else None
    if satang is not None:
        return thai.format_baht(satang)
    return "" if thai.is_blank(raw) else shown(raw)


_KINDS = {f"{table.id}.{field.id}": field.kind for table in (ISSUES, PROJECTS, KPIS, RUBRIC) for field in table}
