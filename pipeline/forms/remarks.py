"""What is said beside an entry although nothing contradicts: what is due, what is not, and an amount in words."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.forms import live, words
from pipeline.forms.asking import needed, not_needed
from pipeline.forms.carrying import still_holds
from pipeline.forms.identity_sheet import number_of
from pipeline.forms.in_words import in_words
from pipeline.forms.layout import CARRIED, VALUE, WORKING, Entry
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
    if name == "budgets.status":
        unstated = live.same(sheet.meaning[name], _NOT_STATED)
        yield unstated, said_of(sheet, "BUDGET_NOT_STATED", entry, words.INCOMPLETE_SIGN)
    if unneeded := not_needed(sheet, name):
        yield unneeded, constant(sheet.filling.say(words.NOT_NEEDED))
    echo = _echo(sheet, name, at) if name in AMOUNT_NAMES else None
    if (at, CARRIED) in sheet.cells.formulas:
        origin = constant(sheet.filling.say(words.CARRIED_FROM, round=sheet.filling.carried_from))
        said = live.joined(echo, constant(words.SEPARATOR), origin) if echo else origin
        yield live.same(sheet.cells.at(at, CARRIED), 1), said
    if echo:
        yield live.known(sheet.meaning[name]), echo


def _returned(sheet: Reading, entry: Entry, at: int) -> Case | None:
    """What the form was returned for, as long as its cell says what it said."""
    flag, raw = sheet.filling.flags.get(entry.key), sheet.filling.answers.get(entry.key)
    if not flag:
        return None
    return still_holds(live.cell(at, VALUE, raw), raw), constant(f"{words.WARN_SIGN} {flag.wrong}")


def _echo(sheet: Reading, name: str, at: int) -> Live:
    """An amount once more, with its thousands apart and in words."""
    amount, lang = sheet.meaning[name], sheet.filling.lang
    before, between, after = (constant(text.to(lang)) for text in words.ECHO)
    spoken = in_words(sheet.cells, at, WORKING, amount, lang)
    return live.joined(before, live.shown(amount, sheet.figures), between, spoken, after)
