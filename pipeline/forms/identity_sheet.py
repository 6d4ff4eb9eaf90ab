"""The hidden sheet `form`: whose form this is, and the words that the formulas know each choice by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline import thai
from pipeline.drawing.book import Book
from pipeline.drawing.page import quoted
from pipeline.forms.filling import Filling
from pipeline.intake.keyed import address
from schemas.fields import Choice
from schemas.submission import (
    BUDGET_STATUSES,
    COLUMN_MARK,
    FORM_VERSION,
    IDENTITY,
    KEY_CORNER,
    LEVEL_STATUSES,
    VALUE_COLUMN,
    YES_NO,
)

NAME = IDENTITY.id
_WIDTHS = [22.0, 22, 26, 4, 30, 8, 30, 8, 30, 8]
_VALUE, _FIRST_LIST = 2, 4
_LISTS: Mapping[str, Sequence[Choice]] = {"status": LEVEL_STATUSES, "has_obstacle": YES_NO, "budget": BUDGET_STATUSES}


class WordList(NamedTuple):
    """The ranges of a list of words and of the choice that each stands for, and the list itself."""

    words: str
    numbers: str
    known: Mapping[str, int]


def word_list(name: str) -> WordList:
    """Where the words of a list of choices stand, and what choice each of them means, counted from 1."""
    column = _FIRST_LIST + 2 * list(_LISTS).index(name)
    known = _known(_LISTS[name])
    return WordList(_range(column, len(known)), _range(column + 1, len(known)), known)


def number_of(name: str, choice_id: str) -> int:
    """The number by which the formulas know a choice."""
    return [choice.id for choice in _LISTS[name]].index(choice_id) + 1


def write_identity(book: Book, filling: Filling) -> None:
    """Write the hidden sheet; it comes last."""
    page = book.page(NAME, _WIDTHS, hidden=True)
    page.text(0, 0, KEY_CORNER, "key")
    page.text(0, _VALUE, COLUMN_MARK + VALUE_COLUMN, "key")
    for row, (field, value) in enumerate(identity(filling).items(), 1):
        page.text(row, 0, f"{IDENTITY.id}|{field}", "key")
        page.text(row, 1, IDENTITY[field].title.to(filling.lang), "label")
        if isinstance(value, int):
            page.number(row, _VALUE, value, "number_centre", "0")
        else:
            page.text(row, _VALUE, value, "centre")
    for place, choices in enumerate(_LISTS.values()):
        for row, (word, number) in enumerate(_known(choices).items()):
            page.text(row, _FIRST_LIST + 2 * place, word, "key")
            page.number(row, _FIRST_LIST + 2 * place + 1, number, "key", "0")
    page.sheet.protect()


def identity(filling: Filling) -> dict[str, str | int]:
    """The identity of a form: field of IDENTITY → value."""
    settings = filling.plan.settings
    return {
        "version": FORM_VERSION,
        "plan": filling.plan.fingerprint,
        "department": filling.department,
        "fiscal_year": settings.fiscal_year,
        "round": str(settings.round),
        "revision": filling.revision,
    }


def _known(choices: Sequence[Choice]) -> dict[str, int]:
    """Every word for a choice, as names are compared, and the number of the choice; the first to claim a word has it."""
    known: dict[str, int] = {}
    for number, choice in enumerate(choices, 1):
        for word in (choice.title.th, choice.title.en, choice.id, *choice.aliases):
            known.setdefault(thai.key(word), number)
    return known


def _range(column: int, rows: int) -> str:
    letter = address(0, column)[:-1]
    return f"{quoted(NAME)}!${letter}$1:${letter}${rows}"
