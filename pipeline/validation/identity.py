"""Whose form a workbook is, for which round, and which of several counts: said inside the form, never by file times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline import thai
from pipeline.intake.keyed import ByKey, by_key
from pipeline.intake.taken import Forms
from pipeline.intake.workbook import shown
from pipeline.validation.belonging import Marks, Verdict, round_id, verdicts
from pipeline.validation.decisions import accepted_files
from pipeline.validation.parse import parse
from pipeline.validation.plan import Plan
from schemas.fields import Field
from schemas.submission import FORM_KEY, IDENTITY

COLUMNS = ["file", "department", "round", "revision", "state", "rule", "found", "expected", "other"]
# What is neither accepted nor set aside here still has to be validated.
CANDIDATE = "candidate"

_Answers = frozenset[tuple[str, str]]


def identities(plan: Plan, forms: Forms) -> pd.DataFrame:
    """A row a form file: department, round, revision, and its state so far with the rule and words that explain it.

    State is "candidate" for the files that count, at most one a department.
    """
    marks, accepted = Marks(plan), accepted_files(plan.decisions)
    rows = [_identity(marks, file, by_key(forms[file])) for file in sorted(forms)]
    for group in _by_department(rows):
        if len(group) > 1:
            _choose(group, {row["file"]: _answers(by_key(forms[row["file"]])) for row in group}, accepted)
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _identity(marks: Marks, file: str, said: ByKey) -> dict[str, Any]:
    known = {field.id: _known(field, said) for field in IDENTITY}
    row = {
        "file": file,
        "department": known["department"] or "",
        "round": round_id(known),
        "revision": known["revision"],
    }
    return row | _verdict(marks, known, said)


def _known(field: Field, said: ByKey) -> Any:
    """What a form says of itself; None for what it does not say once, and for a number that no form was given."""
    cells = said.get(f"{IDENTITY.id}|{field.id}", ())
    value: Any = parse(field, cells[0].found).value if len(cells) == 1 else None
    if value is None or field.between is None:
        return value
    least, most = field.between
    return value if least <= value <= most else None


def _verdict(marks: Marks, known: Mapping[str, Any], said: ByKey) -> Verdict:
    gone = [f.title.th for f in IDENTITY if f.required and known[f.id] is None]
    if gone:
        return {"state": "not_a_form", "rule": "FORM_IDENTITY_MISSING", "found": ", ".join(gone)}
    return next(verdicts(marks, known, said), {"state": CANDIDATE})


def _answers(said: ByKey) -> _Answers:
    """What was filled in: neither what the form says of itself nor what it prints of the plan."""
    filled = (
        (key, thai.clean(shown(cell.found)))
        for key, cells in said.items()
        if not FORM_KEY.fullmatch(key)
        for cell in cells
        if not thai.is_blank(cell.found)
    )
    return frozenset(filled)


def _choose(group: list[dict[str, Any]], answers: Mapping[str, _Answers], accepted: Mapping[str, str]) -> None:
    """Of a department's candidates the highest revision counts; the others are told which file stands for them.

    Of several that differ, the one that the planning office accepted does (`accepted`: department → file).
    """
    highest = max(row["revision"] for row in group)
    last = [row for row in group if row["revision"] == highest]
    last = [row for row in last if row["file"] == accepted.get(row["department"])] or last
    clash = len({answers[row["file"]] for row in last}) > 1
    names = ", ".join(row["file"] for row in last) if clash else last[0]["file"]
    for row in group:
        if row["revision"] < highest or (row not in last and not clash):
            row |= {"state": "superseded", "expected": str(highest), "other": names}
        elif clash:
            words = {"found": names, "expected": str(highest), "other": str(len(last))}
            row |= {"state": "refused", "rule": "FORM_SENT_TWICE"} | words
        elif row is not last[0]:
            row |= {"state": "unchanged_copy", "other": names}


def _by_department(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["state"] == CANDIDATE:
            groups.setdefault(row["department"], []).append(row)
    yield from groups.values()
