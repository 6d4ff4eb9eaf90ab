"""Takes in a folder: every file read once, told apart as plan, form or something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from sys import intern
from typing import NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.answers import Answers
from pipeline.intake.folder import Entry, entry_of, listed, shown_name
from pipeline.intake.keyed import KeyedCell
from pipeline.intake.reading import Reading
from pipeline.intake.verdict import Reason, Refusal, Remark
from pipeline.intake.workbook import Sheet, shown
from schemas.fields import Table
from schemas.submission import CELLS, IDENTITY, LEFTOVERS
from schemas.summary import SUMMARY_IDENTITY

# Told a stage of the work, how many pieces of it are done, and of how many.
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """The progress of who is told of none."""


# The keys by which a form and a summary say what they are.
_IDENTITIES = (f"{IDENTITY.id}|", f"{SUMMARY_IDENTITY}|")
# Answers that other forms may have too: choices, days, numbers in words, what the form prints of a rubric.
_SHORT = 100
# What counts once: of two that are the same to the byte, the second is a copy.
_KEPT = ("plan", "earlier_summary")


class FileRecord(NamedTuple):
    """An entry of the inputs folder: its kind by content, its state as far as intake can tell, and the rule that explains
    it, with what was found, expected and, of a copy, the `other` file; the `version` of a form and the `round` of a
    summary, as they say themselves; `remarks`: what else is to be said of it.

    State: "plan", "form", "earlier_summary", "unchanged_copy", "not_a_form", "unreadable", "refused" or "ignored".
    """

    name: str
    size: int
    sha256: str
    state: str
    rule: str = ""
    found: str = ""
    expected: str = ""
    kind: str = ""
    other: str = ""
    version: str = ""
    round: str = ""
    remarks: tuple[Remark, ...] = ()


class Taken(NamedTuple):
    """What lies in a folder: a record an entry, the sheets of its plan workbooks and of the summaries of earlier rounds,
    and of its forms the keyed cells (a frame of CELLS) and what has no place in them (one of LEFTOVERS)."""

    files: list[FileRecord]
    plans: dict[str, list[Sheet]]
    summaries: dict[str, list[Sheet]]
    cells: pd.DataFrame
    leftovers: pd.DataFrame


def take_in(folder: Path, progress: Progress = silent, answers: Answers | None = None) -> Taken:
    """Everything in `folder`, which is only ever read; `progress` is told "files", how many are done, and of how many."""
    paths = listed(folder)

    def told(done: int) -> None:
        progress("files", done, len(paths))

    return taken((entry_of(path, name) for name, path in paths.items()), told, answers)


def take_in_file(path: Path) -> Taken:
    """The same for one file, wherever it lies."""
    return taken([entry_of(path, shown_name(Path(path.name)))])


def taken(
    found: Iterable[Entry], done: Callable[[int], None] = lambda number: None, answers: Answers | None = None
) -> Taken:
    """The same for entries that are found already; what they hold is asked of `answers`."""
    files: list[FileRecord] = []
    plans: dict[str, list[Sheet]] = {}
    summaries: dict[str, list[Sheet]] = {}
    first: dict[str, str] = {}
    cells, outside = _Columns(CELLS), _Columns(LEFTOVERS)
    for number, (entry, content) in enumerate((answers or Answers()).to(found), start=1):
        done(number)
        record = _record(entry, content)
        if record.state in _KEPT and first.setdefault(entry.sha256, entry.name) != entry.name:
            record = record._replace(state="unchanged_copy", other=first[entry.sha256])
        elif isinstance(content, Reading):
            if record.state == "form":
                cells.add(_rows(entry.name, content.cells))
                outside.add((entry.name, *leftover) for leftover in content.leftovers)
            elif record.state in _KEPT:
                (plans if record.state == "plan" else summaries)[entry.name] = content.sheets
        files.append(record)
    return Taken(files, plans, summaries, cells.frame(), outside.frame())


class _Columns:
    """The rows of a table that come file by file, kept as plain columns, and a frame of all of them at the end.

    A frame for every file would cost more than reading it, and rows that are kept as such three times the memory.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._columns: list[list[object]] = [[] for _ in table.columns]

    def add(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Add rows with a value a column."""
        for column, values in zip(self._columns, zip(*rows, strict=True), strict=False):
            column.extend(values)

    def frame(self) -> pd.DataFrame:
        """All of them."""
        return self._table.frame(pd.DataFrame(dict(zip(self._table.columns, self._columns, strict=True)), dtype=object))


def _rows(file: str, cells: Iterable[KeyedCell]) -> Iterator[tuple[object, ...]]:
    """Rows of CELLS; of a cell that only reads as empty, what stands in it and the rule that it breaks.

    Places and keys are the same in all files of a kind, as are many answers; each is kept once.
    """
    for sheet, cell, key, raw in cells:
        found, broken = (raw.found, raw.rule) if isinstance(raw, Reason) else (raw, "")
        if type(found) is str and len(found) <= _SHORT:
            found = intern(found)
        yield file, intern(sheet), intern(cell), intern(key), found, broken


def _record(entry: Entry, content: Reading | Refusal) -> FileRecord:
    record = FileRecord(entry.name, entry.size, entry.sha256, content.state, kind=content.kind)
    if isinstance(content, Refusal):
        return record._replace(rule=content.rule, found=content.found, expected=content.expected)
    rule = "FILE_NOT_A_FORM" if content.state == "not_a_form" else ""
    says = {cell.key: _plain(cell.raw) for cell in content.cells if cell.key.startswith(_IDENTITIES)}
    version, round_ = says.get(f"{IDENTITY.id}|version", ""), says.get(f"{SUMMARY_IDENTITY}|round", "")
    return record._replace(rule=rule, version=version, round=round_, remarks=content.remarks)


def _plain(raw: object) -> str:
    return thai.to_arabic(thai.clean(shown(raw)))
