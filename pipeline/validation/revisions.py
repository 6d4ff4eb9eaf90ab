"""What a revision changed: every answer that differs from the one in the revision before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.keyed import KeyedCell
from pipeline.intake.taken import Forms
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


def changes(plan: Plan, who: pd.DataFrame, forms: Forms) -> pd.DataFrame:
    """A frame of CHANGES, in the order of the form: what is asked and reads otherwise than in the revision before.

    An answer without a row in one of the two forms is empty there.
    """
    return CHANGES.frame([row for pair in revised(who) for row in _of(plan, pair, forms)])


def _cells(form: Sequence[KeyedCell]) -> Mapping[str, KeyedCell]:
    """Key → the first cell that has it."""
    return {cell.key: cell for cell in reversed(form)}


def findings_of(who: pd.DataFrame, changed: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The revisions that changed nothing; `changed`: a frame of CHANGES."""
    different = set(changed["file"])
    for pair in revised(who):
        if pair.file not in different:
            words = {"found": str(pair.revision), "other": pair.before}
            yield {"rule": "FORM_REVISION_UNCHANGED", "file": pair.file, "department": pair.department} | words


def _of(plan: Plan, pair: Revised, forms: Forms) -> Iterator[dict[str, Any]]:
    before, now = _cells(forms[pair.before]), _cells(forms[pair.file])
    for entry in plan.entries_of(pair.department).to_dict("records"):
        was, is_ = before.get(entry["key"]), now.get(entry["key"])
        if _text(was) != _text(is_):
            about = {"department": pair.department, "kpi": entry["kpi"] or None, "level": entry["level"]}
            texts = {"field": f"{entry['table']}.{entry['field']}", "was": _text(was), "now": _text(is_)}
            places = {"file_before": pair.before, "sheet_before": was and was.sheet, "cell_before": was and was.cell}
            yield about | texts | places | {"file": pair.file, "sheet": is_ and is_.sheet, "cell": is_ and is_.cell}


def _text(cell: KeyedCell | None) -> str:
    """What a cell says, as people read it."""
    return "" if cell is None or thai.is_blank(cell.found) else thai.clean(shown(cell.found))
