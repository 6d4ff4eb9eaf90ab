"""Which entries of a KPI's sheet are required now, and which of those are empty, as formulas."""

from __future__ import annotations

from pipeline.forms import live
from pipeline.forms.identity_sheet import number_of
from pipeline.forms.layout import ASKED, MISSING
from pipeline.forms.live import Live, constant
from pipeline.forms.reading import AMOUNT_NAMES, Reading

_YES, _NO = number_of("has_obstacle", "yes"), number_of("has_obstacle", "no")
_ALLOCATED, _NO_BUDGET = number_of("budget", "allocated"), number_of("budget", "no_budget")


def ask(sheet: Reading) -> None:
    """Fill the hidden columns of what is required and what of it is missing."""
    for at, level in sheet.levels:
        if level.asks:
            _ask_for(sheet, at, constant(1), live.given(sheet.status(at)))
    for name, (at, entry) in sheet.entries.items():
        needs = needed(sheet, name)
        if needs is not None or entry.field.required:
            _ask_for(sheet, at, constant(1) if needs is None else live.flag(needs), sheet.is_filled(name))


def needed(sheet: Reading, name: str) -> Live | None:
    """What it takes for an entry to be required; None where nothing in the form decides it."""
    if name == "results.obstacle":
        return live.same(sheet.meaning["results.has_obstacle"], _YES)
    if name in ("budgets.received", "budgets.disbursed"):
        return live.same(sheet.meaning["budgets.status"], _ALLOCATED)
    return live.all_of(*before_the_value(sheet)) if name == "results.value" else None


def not_needed(sheet: Reading, name: str) -> Live | None:
    """Whether an entry may be left as empty as it is, by what another says; None where no other decides it."""
    if name == "results.obstacle":
        other = live.same(sheet.meaning["results.has_obstacle"], _NO)
    elif name in AMOUNT_NAMES:
        other = live.same(sheet.meaning["budgets.status"], _NO_BUDGET)
    else:
        return None
    return live.all_of(other, live.no(sheet.is_filled(name)))


def before_the_value(sheet: Reading) -> list[Live]:
    """Whether each level is met before the first that the value decides; where all depends on it, it is just asked."""
    first = next(place for place, (_, level) in enumerate(sheet.levels) if not level.asks)
    met = [sheet.met[at] for at, _ in sheet.levels[:first]] if sheet.sequential else []
    return met or [Live("TRUE", True)]


def _ask_for(sheet: Reading, at: int, asked: Live, filled: Live) -> None:
    mark = sheet.cells.put(at, ASKED, asked)
    sheet.cells.put(at, MISSING, live.flag(live.all_of(live.same(mark, 1), live.no(filled))))
