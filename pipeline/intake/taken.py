"""Takes in a folder: every file read once, told apart as plan, form or something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from pipeline.intake.folder import Entry, entries, entry_of
from pipeline.intake.keyed import keyed_cells, leftovers
from pipeline.intake.second_look import reasons
from pipeline.intake.titled import is_plan
from pipeline.intake.workbook import Refusal, Sheet, read
from pipeline.thai import is_blank
from schemas.submission import IDENTITY
from schemas.summary import SUMMARY_IDENTITY


class FileRecord(NamedTuple):
    """A file of the inputs folder: its state as far as intake can tell, and the rule that explains it.

    State: "plan", "form", "earlier_summary", "not_a_form", "unreadable", "refused" or "ignored".
    """

    name: str
    size: int
    sha256: str
    state: str
    rule: str = ""
    found: str = ""
    expected: str = ""


class Taken(NamedTuple):
    """What lies in a folder: a record a file, the sheets of its plan workbooks and of the summaries of earlier rounds,
    and of its forms the keyed cells and what has no place in them."""

    files: list[FileRecord]
    plans: dict[str, list[Sheet]]
    summaries: dict[str, list[Sheet]]
    cells: pd.DataFrame
    leftovers: pd.DataFrame


def take_in(folder: Path, progress: Callable[[str], None] = lambda name: None) -> Taken:
    """Everything in `folder`, which is only ever read; `progress` is told the name of each file."""
    return taken(entries(folder), progress)


def take_in_file(path: Path) -> Taken:
    """The same for one file, wherever it lies."""
    return taken([entry_of(path, Path(path.name))])


def taken(found: Iterable[Entry], progress: Callable[[str], None] = lambda name: None) -> Taken:
    """The same for files that are read already."""
    files: list[FileRecord] = []
    plans: dict[str, list[Sheet]] = {}
    summaries: dict[str, list[Sheet]] = {}
    kept = {"plan": plans, "earlier_summary": summaries}
    cells, outside = [keyed_cells("", [])], [leftovers("", [])]
    for entry in found:
        progress(entry.name)
        state, content = _content(entry)
        if isinstance(content, Refusal):
            files.append(_record(entry, content.state, content))
            continue
        files.append(_record(entry, state))
        if state in kept:
            kept[state][entry.name] = content
        elif state == "form":
            cells.append(_explained(keyed_cells(entry.name, content), entry.data))
            outside.append(leftovers(entry.name, content))
    return Taken(files, plans, summaries, _together(cells), _together(outside))


def _together(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The frames as one; the first is empty, and gives the columns where there is no other."""
    return pd.concat(frames[1:] or frames, ignore_index=True)


def _content(entry: Entry) -> tuple[str, list[Sheet] | Refusal]:
    if entry.ignored:
        return "ignored", []
    if entry.data is None:
        return "", Refusal("unreadable", "FILE_UNREADABLE", entry.trouble)
    sheets = read(entry.data)
    if isinstance(sheets, Refusal):
        return "", sheets
    return _kind(sheets), sheets


def _explained(cells: pd.DataFrame, data: bytes | None) -> pd.DataFrame:
    """The cells of a form, and of those that only read as empty what stands in them and the rule that they break."""
    places = list(zip(cells["sheet"], cells["cell"], strict=True))
    empty = [place for place, raw in zip(places, cells["raw"], strict=True) if is_blank(raw)]
    why = reasons(data or b"", empty)
    raws = [why[place].found if place in why else raw for place, raw in zip(places, cells["raw"], strict=True)]
    broken = [why[place].rule if place in why else "" for place in places]
    return cells.assign(raw=pd.Series(raws, index=cells.index, dtype=object), broken=broken)


def _kind(sheets: list[Sheet]) -> str:
    keys = {value for sheet in sheets for row in sheet.rows for value in row if isinstance(value, str) and "|" in value}
    if f"{SUMMARY_IDENTITY}|version" in keys:
        return "earlier_summary"
    if any(key.startswith(f"{IDENTITY.id}|") for key in keys):
        return "form"
    return "plan" if is_plan(sheets) else "not_a_form"


def _record(entry: Entry, state: str, refusal: Refusal | None = None) -> FileRecord:
    if refusal:
        return FileRecord(entry.name, entry.size, entry.sha256, state, refusal.rule, refusal.found, refusal.expected)
    rule = "FILE_NOT_A_FORM" if state == "not_a_form" else ""
    return FileRecord(entry.name, entry.size, entry.sha256, state, rule)
