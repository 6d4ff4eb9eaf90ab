"""What a form prints of the plan, each text with its key: read back, a locked cell that was changed is seen.

The plan's own text is what counts, whatever stands in a form.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from schemas.fields import Kind
from schemas.plan import ISSUES, KPIS, PROJECTS, RUBRIC
from schemas.submission import BUDGET_PART, IDENTITY, LEVEL_PART, THRESHOLD_PART

COLUMNS = ["department", "kpi", "key", "field", "level", "text"]


class Printed(NamedTuple):
    """A cell of a form that says what the plan says; `text` as people read it, amounts in baht, digits Arabic."""

    department: str
    kpi: str
    key: str
    field: str
    level: int | None
    text: str


class _Names(NamedTuple):
    """Code → name of issues and projects, and project → allocated budget in satang."""

    issues: Mapping[str, str]
    projects: Mapping[str, str]
    allocated: Mapping[str, Any]


def printed(kpis: pd.DataFrame, projects: pd.DataFrame, issues: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Everything that the forms print of the plan, in the order of the form.

    `kpis`: those that are due, as rows of `Plan.measures`; `levels`: as `Plan.levels`.
    """
    names = _Names(
        issues=dict(zip(issues["code"], issues["name"], strict=True)),
        projects=dict(zip(projects["code"], projects["name"], strict=True)),
        allocated=dict(zip(projects["code"], projects["allocated"], strict=True)),
    )
    rubrics = defaultdict(list)
    for level in levels.to_dict("records"):
        rubrics[level["kpi"]].append(level)
    rows = [
        text for kpi in kpis.to_dict("records") for text in (*_names(kpi, names), *_levels(kpi, rubrics[kpi["code"]]))
    ]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def named(code: str, name: str) -> str:
    """A code and the name that it stands for, as a form prints them."""
    return f"{code}  {name}"


def _names(kpi: Mapping[Hashable, Any], names: _Names) -> Iterator[Printed]:
    department, code, issue, project = kpi["department"], kpi["code"], kpi["issue"], kpi["project"]
    for part, table, text in (
        ("issue", ISSUES, named(issue, names.issues[issue])),
        ("project", PROJECTS, named(project, names.projects[project])),
        ("kpi", KPIS, named(code, kpi["name"])),
    ):
        yield Printed(department, code, f"{code}|{part}", f"{table.id}.name", None, text)
    if kpi["first_of_project"] and pd.notna(names.allocated[project]):
        key = f"{project}|{BUDGET_PART}|allocated"
        yield Printed(
            department, code, key, f"{PROJECTS.id}.allocated", None, thai.format_baht(int(names.allocated[project]))
        )


def _levels(kpi: Mapping[Hashable, Any], levels: Iterable[Mapping[Hashable, Any]]) -> Iterator[Printed]:
    department, code = kpi["department"], kpi["code"]
    for own in levels:
        level, criterion, by_value = int(own["level"]), own["criterion"], own["by_value"]
        key = f"{code}|{THRESHOLD_PART if by_value else LEVEL_PART}|{level}"
        yield Printed(department, code, key, f"{RUBRIC.id}.criterion", level, criterion)
        if by_value:
            yield Printed(
                department, code, f"{key}|status", f"{RUBRIC.id}.threshold", level, shown(float(own["threshold"]))
            )


def differing(printed: pd.DataFrame, fingerprints: Mapping[str, str], cells: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """What forms say otherwise than the plan, as findings.

    In a form of this very plan somebody changed a locked cell; another is only older than the plan. `fingerprints`:
    department → that of its form; `cells`: the keyed cells of the forms that count, with their `department`.
    """
    made_from = cells[cells["key"] == f"{IDENTITY.id}|plan"].drop_duplicates("file").set_index("file")["raw"]
    together = cells.merge(printed, on=["department", "key"], how="inner", sort=False).drop_duplicates(["file", "key"])
    # All forms print much the same: a text is made comparable once, however often it stands there.
    compared = lru_cache(maxsize=None, typed=True)(_as_compared)
    texts = (together[name].tolist() for name in ("field", "raw", "text"))
    other = [compared(field, raw) != compared(field, text) for field, raw, text in zip(*texts, strict=True)]
    for cell in together[other].to_dict("records"):
        ours = made_from.get(cell["file"]) == fingerprints.get(cell["department"])
        place = {name: cell[name] for name in ("file", "sheet", "cell", "key", "department", "kpi", "field", "level")}
        words = {"found": _as_said(cell["field"], cell["raw"]), "expected": cell["text"]}
        yield {"rule": "PRINTED_TEXT_CHANGED" if ours else "PLAN_CHANGED_SINCE"} | place | words


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
