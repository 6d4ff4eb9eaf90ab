"""The hidden sheet `form`: whose form this is, and the words by which the formulas know choices, numbers and months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import product
from typing import NamedTuple

from pipeline import thai
from pipeline.drawing.book import Book
from pipeline.drawing.page import Page, quoted
from pipeline.forms.filling import Filling
from pipeline.intake.addresses import address
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
_VALUE, _FIRST_LIST, _FIRST_NUMBERS = 2, 4, 10
_LISTS: Mapping[str, Sequence[Choice]] = {"status": LEVEL_STATUSES, "has_obstacle": YES_NO, "budget": BUDGET_STATUSES}

_THAI = ("หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_ENGLISH = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _thai(place: str) -> list[str]:
    """What a digit says in a place, from 0 on."""
    return ["", *(digit + place for digit in _THAI)]


# Language → list → what is said for each number, from 0 on; 0 says nothing. English words bring the space before them.
_NUMBERS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "th": {
        **{place: _thai(place) for place in ("แสน", "หมื่น", "พัน", "ร้อย")},
        "สิบ": ["", "สิบ", "ยี่สิบ", *_thai("สิบ")[3:]],
        # A number that is nothing but หนึ่ง is put right in the sentence.
        "หน่วย": ["", "เอ็ด", *_THAI[1:]],
    },
    "en": {
        "hundreds": ["", *(f" {digit} hundred" for digit in _ENGLISH[:9])],
        "ones": [
            *("", *(f" {number}" for number in _ENGLISH)),
            *(f" {ten}{one}" for ten in _TENS for one in ("", *(f"-{digit}" for digit in _ENGLISH[:9]))),
        ],
    },
}
# Beside the numbers of the language that has the most lists.
_FIRST_MONTHS = _FIRST_NUMBERS + max(map(len, _NUMBERS.values()))
_SHORT_YEARS, _NO_SHORT_YEARS = 2543, 9999


class WordList(NamedTuple):
    """The ranges of a list of words and of the choice that each stands for, and the list itself, in small letters."""

    words: str
    numbers: str
    known: Mapping[str, int]


@cache
def word_list(name: str) -> WordList:
    """Where the words of a list of choices stand, and what choice each of them means, counted from 1."""
    column = _FIRST_LIST + 2 * list(_LISTS).index(name)
    known = _known(_LISTS[name])
    folded = {word.casefold(): number for word, number in known.items()}
    return WordList(_range(column, len(known)), _range(column + 1, len(known)), folded)


def number_of(name: str, choice_id: str) -> int:
    """The number by which the formulas know a choice."""
    return [choice.id for choice in _LISTS[name]].index(choice_id) + 1


class NumberWords(NamedTuple):
    """The range of a list of words for the numbers from 0 on, and the list itself."""

    words: str
    known: Sequence[str]


@cache
def number_words(lang: str, name: str) -> NumberWords:
    """Where the words of a list for numbers stand in the forms of a language."""
    lists = _NUMBERS[lang]
    return NumberWords(_range(_FIRST_NUMBERS + list(lists).index(name), len(lists[name])), lists[name])


class MonthNames(NamedTuple):
    """The ranges of a list of names of months, of the month that each means, and of its first year of two digits.

    A name is what stands between day and year: words without spaces and dots, figures with all their spaces. `known`:
    name → month, and the first B.E. year that may stand after it in two digits, as `thai.parse_date` has it.
    """

    names: str
    months: str
    first_years: str
    known: Mapping[str, tuple[int, int]]


@cache
def month_names() -> MonthNames:
    """Where the names of months stand."""
    known = _months()
    names, months, first_years = (_range(_FIRST_MONTHS + place, len(known)) for place in range(3))
    return MonthNames(names, months, first_years, known)


def write_identity(book: Book, filling: Filling) -> Page:
    """Write the hidden sheet; it comes last. Gives the sheet, for what else has to stand on it."""
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
    for column, words in enumerate(_NUMBERS[filling.lang].values(), _FIRST_NUMBERS):
        for row, word in enumerate(words):
            page.text(row, column, word, "key")
    for row, (name, numbers) in enumerate(_months().items()):
        page.text(row, _FIRST_MONTHS, name, "key")
        for column, number in enumerate(numbers, _FIRST_MONTHS + 1):
            page.number(row, column, number, "key", "0")
    page.sheet.protect()
    return page


def identity(filling: Filling) -> dict[str, str | int]:
    """The identity of a form: field of IDENTITY → value."""
    settings = filling.plan.settings
    return {
        "version": FORM_VERSION,
        "plan": filling.plan.fingerprint_of(filling.department),
        "department": filling.department,
        "fiscal_year": settings.fiscal_year,
        "round": str(settings.round),
        "revision": filling.revision,
    }


@cache
def _known(choices: Sequence[Choice]) -> Mapping[str, int]:
    """Every word for a choice, as names are compared, and the number of the choice; the first to claim a word has it."""
    known: dict[str, int] = {}
    for number, choice in enumerate(choices, 1):
        for word in (choice.title.th, choice.title.en, choice.id, *choice.aliases):
            known.setdefault(thai.key(word), number)
    return known


@cache
def _months() -> Mapping[str, tuple[int, int]]:
    """What `MonthNames` calls known."""
    known = {}
    for month in range(1, 13):
        for lang, short in product(("th", "en"), (False, True)):
            _, name, _ = thai.format_date(date(2000, month, 1), lang, False, short).split()
            known[thai.key(name).replace(".", "")] = month, _SHORT_YEARS if lang == "th" else _NO_SHORT_YEARS
        for mark, figures in product("/-", (f"{month}", f"{month:02}")):
            known[f" {mark} {figures} {mark} "] = month, _SHORT_YEARS if mark == "/" else _NO_SHORT_YEARS
    return known


def _range(column: int, rows: int) -> str:
    letter = address(0, column)[:-1]
    return f"{quoted(NAME)}!${letter}$1:${letter}${rows}"
