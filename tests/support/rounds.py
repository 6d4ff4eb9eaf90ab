"""The same round consolidated from different inputs: what each of them gives, and what may lie in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.forms.orders import to_return, written
from pipeline.recipe import Checked
from support.inputs import make, submission

SUMMARY, PREVIOUS = "summary-2565-06.xlsx", "summary-2565-06.previous.xlsx"

_OTHERS = {"remove": [submission(code) for code in ("HRM", "ICT", "PSDG")]}


def _faulty(**narratives: str) -> dict[str, object]:
    """Changes by which these departments' first KPIs have no readable score, and this narrative."""
    first = {"CSC": "1.1", "ACOC": "1.3"}
    return {
        "fill": [
            {"department": code, "type": {f"{first[code]}|self_score": "?", f"{first[code]}|narrative": told}}
            for code, told in narratives.items()
        ]
    }


# From each to the next: a form comes back, it comes back changed with another, and neither comes back any more.
CHANGES = {
    "clean": _OTHERS,
    "one": _OTHERS | _faulty(CSC="หนึ่ง"),
    "both": _OTHERS | _faulty(CSC="สอง", ACOC="สอง"),
}


def make_inputs(folder: Path, names: Iterable[str] = tuple(CHANGES)) -> dict[str, Path]:
    """Name → an inputs folder, of these of CHANGES."""
    return {name: make(folder / name / "inputs", CHANGES[name]) for name in names}


def returned_forms(checked: Checked, lang: str) -> dict[str, bytes]:
    """Name → the form that goes back."""
    assert checked.summary is not None and checked.validated is not None and checked.leftovers is not None
    _, orders = to_return(checked.summary, checked.validated.cells, checked.leftovers, lang)
    return {order.name: written(order) for order in orders}


def files(folder: Path) -> dict[str, bytes]:
    """Name → content of every file of a folder, those of a run at work left out."""
    return {name: data for name, data in all_files(folder).items() if not Path(name).name.startswith(".")}


def all_files(folder: Path) -> dict[str, bytes]:
    """Name → content of every file of a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def check_between(before: Mapping[str, bytes], after: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Assert that what a run left when it was stopped is of before or new, each file whole, and says nothing false."""
    may_be = {name: {data} for name, data in before.items()}
    for name, data in new.items():
        may_be.setdefault(name, set()).add(data)
    if SUMMARY in before:
        may_be.setdefault(PREVIOUS, set()).add(before[SUMMARY])
    for name, data in after.items():
        assert data in may_be.get(name, ()), f"{name} is neither the one of before nor the new one"
    gone = set(before) - set(after)
    assert all(name.startswith("returned/") and name not in new for name in gone), f"gone: {gone}"
    changed = after.get(SUMMARY) != before.get(SUMMARY)
    if changed or gone:
        assert new.items() <= after.items(), "the summary names forms that are not there, or they went before it came"
    if changed and SUMMARY in before:
        assert after[PREVIOUS] == before[SUMMARY]


def check_done(before: Mapping[str, bytes], after: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    """Assert that a run that finished left what it should, and nothing else of this round."""
    check_between(before, after, new)
    assert {name: data for name, data in after.items() if name != PREVIOUS} == new
