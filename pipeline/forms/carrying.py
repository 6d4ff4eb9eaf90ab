"""Whether cells still hold what was carried over into them from an earlier round, as formulas and in words."""

from __future__ import annotations

from pipeline.forms import live, words
from pipeline.forms.layout import CARRIED, LABEL, LEVEL_COLUMNS, VALUE
from pipeline.forms.live import Live, constant
from pipeline.forms.reading import Reading


def mark_carried(sheet: Reading) -> None:
    """Fill the hidden column that says which rows still hold what was carried over; a level says so beside its number."""
    for at, level in sheet.levels:
        own = [_unchanged(sheet, at, col, f"{level.key}|{field}") for field, col in LEVEL_COLUMNS.items()]
        kept = [term for term in own if term]
        if kept:
            mark = sheet.cells.put(at, CARRIED, live.flag(live.all_of(*kept)))
            number = constant(sheet.figures.integer(level.number))
            sign = live.joined(number, constant(f"   {words.CARRIED.to(sheet.filling.lang)}"))
            sheet.cells.put(at, LABEL, live.when(live.same(mark, 1), sign, number))
    for at, entry in sheet.entries.values():
        if kept_entry := _unchanged(sheet, at, VALUE, entry.key):
            sheet.cells.put(at, CARRIED, live.flag(kept_entry))


def _unchanged(sheet: Reading, at: int, col: int, key: str) -> Live | None:
    """Whether a cell holds what was carried over into it; None where nothing was."""
    raw = sheet.filling.carried.answers.get(key)
    if raw is None:
        return None
    return live.still_holds(live.cell(at, col, sheet.filling.answers.get(key)), raw, sheet.workings.keep)
