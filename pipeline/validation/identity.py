"""Whose form a workbook is, for which round, and which of several counts: said inside the form, never by file times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from pipeline.validation.parse import parse
from pipeline.validation.plan import Plan
from schemas.submission import IDENTITY

COLUMNS = ["file", "department", "round", "revision", "state", "rule", "found", "expected", "other"]
# What is neither accepted nor set aside here still has to be validated.
CANDIDATE = "candidate"


def identities(plan: Plan, cells: pd.DataFrame) -> pd.DataFrame:
    """A row a form file: department, round, revision, and its state so far with the rule and words that explain it.

    `cells` is a frame of `CELLS`. State is "candidate" for the files that count, at most one a department.
    """
    rows = [_identity(plan, str(file), own) for file, own in cells.groupby("file", sort=True)]
    contents = {str(file): _content(own) for file, own in cells.groupby("file", sort=True)}
    _choose(rows, contents)
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _identity(plan: Plan, file: str, cells: pd.DataFrame) -> dict[str, Any]:
    raws: dict[str, list[object]] = {}
    for key, raw in zip(cells["key"], cells["raw"], strict=True):
        if key.startswith(f"{IDENTITY.id}|"):
            raws.setdefault(key.partition("|")[2], []).append(raw)
    known = {f.id: parse(f, raws[f.id][0]).value if len(raws.get(f.id, ())) == 1 else None for f in IDENTITY}
    row: dict[str, Any] = {
        "file": file,
        "department": known["department"] or "",
        "round": _round_id(known),
        "revision": known["revision"],
    }
    return row | _verdict(plan, known, row["round"])


def _verdict(plan: Plan, known: Mapping[str, Any], round_id: str) -> dict[str, Any]:
    gone = [f.title.th for f in IDENTITY if f.required and known[f.id] is None]
    if gone:
        return {"state": "not_a_form", "rule": "FORM_IDENTITY_MISSING", "found": ", ".join(gone)}
    if round_id != plan.settings.round_id:
        words = {"found": round_id, "expected": plan.settings.round_id}
        return {"state": "other_round", "rule": "FORM_OTHER_ROUND"} | words
    if known["department"] not in set(plan.departments["code"]):
        return {"state": "other_unit", "rule": "FORM_DEPARTMENT_UNKNOWN", "found": known["department"]}
    return {"state": CANDIDATE}


def _round_id(known: Mapping[str, Any]) -> str:
    year, months = known["fiscal_year"], known["round"]
    return f"{year}-{int(months):02d}" if year and str(months).isdigit() else ""


def _content(cells: pd.DataFrame) -> frozenset[tuple[str, str]]:
    filled = (
        (key, thai.clean(shown(raw)))
        for key, raw in zip(cells["key"], cells["raw"], strict=True)
        if not thai.is_blank(raw) and not key.startswith(f"{IDENTITY.id}|")
    )
    return frozenset(filled)


def _choose(rows: list[dict[str, Any]], contents: Mapping[str, frozenset[tuple[str, str]]]) -> None:
    """Of a department's candidates the highest revision counts; the others are told which file stands for them."""
    for group in _by_department(rows):
        highest = max(row["revision"] for row in group)
        last = [row for row in group if row["revision"] == highest]
        first = last[0]
        differing = [row for row in last if contents[row["file"]] != contents[first["file"]]]
        for row in group:
            if row["revision"] < highest:
                row |= {"state": "superseded", "other": first["file"]}
            elif differing:
                other = first if row is not first else differing[0]
                words = {"found": row["file"], "other": other["file"], "expected": str(highest)}
                row |= {"state": "refused", "rule": "FORM_SENT_TWICE"} | words
            elif row is not first:
                row |= {"state": "unchanged_copy", "other": first["file"]}


def _by_department(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["state"] == CANDIDATE:
            groups.setdefault(row["department"], []).append(row)
    yield from groups.values()
