"""What is said beside an entry although nothing contradicts: what is due, what is not, and an amount in words."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.forms import live, words
from pipeline.forms.asking import needed, not_needed
from pipeline.forms.identity_sheet import number_of
from pipeline.forms.layout import CARRIED, VALUE, Entry
from pipeline.forms.live import Case, Live, constant
from pipeline.forms.reading import AMOUNT_NAMES, Reading
from pipeline.forms.said import said_of

_NOT_STATED = number_of("budget", "not_stated")


def remarks(sheet: Reading, name: str, at: int, entry: Entry) -> Iterator[Case]:
    """Condition and sentence, the first that holds is said."""
    if returned := _returned(sheet, entry, at):
        yield returned
    if name == "results.obstacle" and (needs := needed(sheet, name)):
        missing = live.all_of(needs, live.no(sheet.is_filled(name)))
        yield missing, said_of(sheet, "ENTRY_REQUIRED", entry, words.INCOMPLETE_SIGN)
    told = [_echo(sheet, name)] if name in AMOUNT_NAMES else []
    if name == "budgets.status":
        unstated = live.same(sheet.meaning[name], _NOT_STATED)
        why = said_of(sheet, "BUDGET_NOT_STATED", entry, words.INCOMPLETE_SIGN)
        yield from _carried(sheet, at, why, unstated)
        yield unstated, why
    if unneeded := not_needed(sheet, name):
        yield unneeded, sheet.workings.say(sheet.filling.say(words.NOT_NEEDED))
    yield from _carried(sheet, at, *told)
    if told:
        yield live.known(sheet.meaning[name]), told[0]


def _carried(sheet: Reading, at: int, said: Live | None = None, *also: Live) -> Iterator[Case]:
    """That an entry is carried over, after what else is said of it, while `also` holds."""
    if (at, CARRIED) in sheet.cells.formulas:
        origin = sheet.workings.say(sheet.filling.say(words.CARRIED_FROM, round=sheet.filling.carried_from))
        unchanged = live.same(sheet.cells.at(at, CARRIED), 1)
        yield live.all_of(unchanged, *also), live.joined(said, constant(words.SEPARATOR), origin) if said else origin


def _returned(sheet: Reading, entry: Entry, at: int) -> Case | None:
    """What the form was returned for, as long as its cell says what it said."""
    flag, raw = sheet.filling.flags.get(entry.key), sheet.filling.answers.get(entry.key)
    if not flag:
        return None
    return live.still_holds(live.cell(at, VALUE, raw), raw, sheet.workings.keep), sheet.workings.say(
        f"{words.WARN_SIGN} {flag.wrong}"
    )


def _echo(sheet: Reading, name: str) -> Live:
    """An amount once more, with its thousands apart and in words."""
    before, between, after = (constant(text.to(sheet.filling.lang)) for text in words.ECHO)
    amount = live.shown(sheet.meaning[name], sheet.figures)
    return live.joined(before, amount, between, sheet.spoken[name], after)
