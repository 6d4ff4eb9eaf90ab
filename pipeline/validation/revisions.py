"""What a revision changed: every answer that differs from the one in the revision before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from pipeline.validation.identity import CANDIDATE
from pipeline.validation.plan import Plan
from schemas.summary import CHANGES


class Revised(NamedTuple):
    """A department's form that counts, and the one of its highest revision below that."""

    department: str
    revision: int
    file: str
    before: str


def revised(who: pd.DataFrame) -> list[Revised]:
    """The forms that count and have a revision before them; `who` as `identities` gives it.

    Where that one came more than once, the first by name is the one to compare with.
    """
    earlier = who[who["state"] == "superseded"].sort_values(["revision", "file"], ascending=[False, True])
    before = dict(earlier.drop_duplicates("department")[["department", "file"]].to_numpy())
    counting = who[(who["state"] == CANDIDATE) & who["department"].isin(before)]
    listed = counting[["department", "revision", "file"]].to_numpy()
    return [Revised(department, revision, file, before[department]) for department, revision, file in listed]


def changes(plan: Plan, who: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """A frame of CHANGES, in the order of the form: what is asked and reads otherwise than in the revision before.

    `cells` is a frame of CELLS. An answer without a row in one of the two forms is empty there.
    """
    pairs = revised(who)
    files = {file for pair in pairs for file in (pair.file, pair.before)}
    forms = {
        str(file): {cell["key"]: cell for cell in own.to_dict("records")[::-1]}
        for file, own in cells[cells["file"].isin(files)].groupby("file", sort=False)
    }
    return CHANGES.frame([row for pair in pairs for row in _of(plan, pair, forms[pair.before], forms[pair.file])])


def findings_of(who: pd.DataFrame, changed: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The revisions that changed nothing; `changed`: a frame of CHANGES."""
    different = set(changed["file"])
    for pair in revised(who):
        if pair.file not in different:
            words = {"found": str(pair.revision), "other": pair.before}
            yield {"rule": "FORM_REVISION_UNCHANGED", "file": pair.file, "department": pair.department} | words


def _of(plan: Plan, pair: Revised, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for entry in plan.entries_of(pair.department).to_dict("records"):
        was, is_ = before.get(entry["key"], {}), now.get(entry["key"], {})
        if _text(was) != _text(is_):
            about = {"department": pair.department, "kpi": entry["kpi"] or None, "level": entry["level"]}
            texts = {"field": f"{entry['table']}.{entry['field']}", "was": _text(was), "now": _text(is_)}
            places = {f"{name}_before": was.get(name) for name in ("file", "sheet", "cell")}
            places |= {name: is_.get(name) for name in ("file", "sheet", "cell")}
            yield about | texts | places | {"file": pair.file, "file_before": pair.before}


def _text(cell: Mapping[str, Any]) -> str:
    """What a cell says, as people read it."""
    raw = cell.get("raw")
    return "" if thai.is_blank(raw) else thai.clean(shown(raw))
