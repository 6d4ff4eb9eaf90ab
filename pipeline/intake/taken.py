"""Takes in a folder: every file read once, told apart as plan, form or something else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.answer import Answer
from pipeline.intake.answers import Answers
from pipeline.intake.folder import Entry, entry_of, listed, shown_name
from pipeline.intake.keyed import KeyedCell
from pipeline.intake.reading import Reading
from pipeline.intake.verdict import Refusal, Remark
from pipeline.intake.workbook import Sheet, shown
from schemas.submission import IDENTITY, LEFTOVERS
from schemas.summary import SUMMARY_IDENTITY

# Told a stage of the work, how many pieces of it are done, and of how many.
Progress = Callable[[str, int, int], None]
# File → the keyed cells of the form that it is.
Forms = Mapping[str, Sequence[KeyedCell]]


def silent(stage: str, done: int, total: int) -> None:
    """The progress of who is told of none."""


# The keys by which a form and a summary say what they are.
_IDENTITIES = (f"{IDENTITY.id}|", f"{SUMMARY_IDENTITY}|")
# What counts once: of two that are the same to the byte, the second is a copy.
_KEPT = ("plan", "earlier_summary")
# So many forms lie open: all of most folders, and few enough for the memory.
_OPEN = 250


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
    its forms, and what has no place in them (a frame of LEFTOVERS)."""

    files: list[FileRecord]
    plans: dict[str, list[Sheet]]
    summaries: dict[str, list[Sheet]]
    forms: Forms
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
    forms: dict[str, Sequence[KeyedCell] | bytes] = {}
    outside: list[tuple[str, ...]] = []
    for number, (entry, answer) in enumerate((answers or Answers()).to(found), start=1):
        done(number)
        content = answer.content if isinstance(answer, Answer) else answer
        record = _record(entry, content)
        if record.state in _KEPT and first.setdefault(entry.sha256, entry.name) != entry.name:
            record = record._replace(state="unchanged_copy", other=first[entry.sha256])
        elif isinstance(answer, Answer) and isinstance(content, Reading):
            if record.state == "form":
                forms[entry.name] = content.cells if len(forms) < _OPEN else answer.packed
                outside += [(entry.name, *leftover) for leftover in content.leftovers]
            elif record.state in _KEPT:
                (plans if record.state == "plan" else summaries)[entry.name] = content.sheets
        files.append(record)
    leftovers = LEFTOVERS.frame(pd.DataFrame(outside, columns=LEFTOVERS.columns, dtype=object))
    return Taken(files, plans, summaries, _Forms(forms), leftovers)


class _Forms(Mapping[str, Sequence[KeyedCell]]):
    """Forms as they were read: some lie open, and each of the others is unpacked when it is asked for."""

    def __init__(self, forms: Mapping[str, Sequence[KeyedCell] | bytes]) -> None:
        self._forms = forms

    def __getitem__(self, file: str) -> Sequence[KeyedCell]:
        form = self._forms[file]
        if not isinstance(form, bytes):
            return form
        content = Answer(form).content
        return content.cells if isinstance(content, Reading) else ()

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)


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
