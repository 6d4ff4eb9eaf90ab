"""Entry cells: open, with a look by what they hold, a prompt, a check that only warns, and what was found in a note."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from pipeline import thai
from pipeline.drawing import fit
from pipeline.drawing.figures import Figures
from pipeline.drawing.page import Page
from pipeline.drawing.sheet import PromptElement, prompt_element
from pipeline.forms import words
from pipeline.forms.filling import Filling
from pipeline.forms.furniture import addresses
from pipeline.intake.workbook import shown
from schemas.fields import Field, Kind
from schemas.submission import REPORTER

Place = tuple[int, int]
Options = dict[str, Any]

_LONGEST_TITLE, _LONGEST_MESSAGE, _LONGEST_CELL = 32, 255, 32_767
_LOOKS = {Kind.LONG_TEXT: "entry_top", Kind.AMOUNT: "entry_number"}
# Text stays text while people type, so that none of 081…, 12/2565 and "- a list" becomes something else.
# A plain number has no format of its own: any would round, or show a lone decimal point, when the cell is corrected.
_NUMBER_FORMATS = {Kind.AMOUNT: "amount", Kind.DATE: "date", Kind.TEXT: "@", Kind.LONG_TEXT: "@"}
_MEASURED = (Kind.NUMBER, Kind.AMOUNT)
_EXCEL_DAY_1 = date(1900, 1, 1)
# The last round's report is made after the fiscal year has ended.
_AFTER_THE_YEAR = timedelta(days=92)
_NOTE_CHARACTERS, _NOTE_ROLE = 46, "small_top"


def write_entry(page: Page, filling: Filling, field: Field, key: str, place: Place, centred: bool = False) -> None:
    """Write an entry cell with what was answered, exactly as it was read, and with what was found there."""
    flag = filling.flags.get(key)
    look = look_of(field, centred) + (f"_{_severity(flag.severity)}" if flag else "")
    write_raw(page, place, filling.answers.get(key), look, _NUMBER_FORMATS.get(field.kind, ""))
    if flag:
        write_note(page, place, flag.note, filling.title)


def as_shown(raw: object) -> str:
    """A raw value as people read it; nothing is an empty text."""
    return "" if thai.is_blank(raw) else shown(raw)


def look_of(field: Field, centred: bool = False) -> str:
    """The role of a field's entry cell."""
    return "entry_centre" if centred else _LOOKS.get(field.kind, "entry")


def write_raw(page: Page, place: Place, raw: object, look: str, number: str) -> None:
    """Write a raw value so that reading it gives the same again: text is text, a number a number, a date a date."""
    row, col = place
    if isinstance(raw, datetime | date) and _day(raw) < _EXCEL_DAY_1:
        raw = shown(raw)
    if isinstance(raw, datetime | date | time | timedelta):
        page.sheet.write_datetime(row, col, raw, page.theme.role(look, "date"))
    elif isinstance(raw, bool):
        page.sheet.write_boolean(row, col, raw, page.theme.role(look, number))
    elif isinstance(raw, int | float) and raw == raw:
        page.number(row, col, raw, look, "" if number == "date" else number)
    elif isinstance(raw, str) and raw:
        page.text(row, col, raw[:_LONGEST_CELL], look, number)
    else:
        page.blank(row, col, look, number)


def _day(raw: date) -> date:
    return raw.date() if isinstance(raw, datetime) else raw


def _severity(severity: str) -> str:
    """The look of a severity; a note is no reason for alarm."""
    return "error" if severity == "error" else "warning"


def write_note(page: Page, place: Place, note: str, author: str) -> None:
    """A note at a cell, as large as its words in this workbook's font."""
    theme = page.theme
    lines = fit.lines(note, _NOTE_CHARACTERS, theme.measure(_NOTE_ROLE))
    high = fit.height(lines, theme.pitch(_NOTE_ROLE))
    font = {"font_name": theme.font, "font_size": theme.size(_NOTE_ROLE)}
    size = {"width": _NOTE_CHARACTERS * 7 + 20, "height": round(high / 0.75) + 12}
    page.sheet.write_comment(*place, note, {"author": author, **font, **size})


# --- help while typing


def help_with(page: Page, filling: Filling, field: Field, places: Sequence[Place]) -> None:
    """A prompt on every cell of a field, and a check that warns but never refuses."""
    help_ = _help(filling.figures, filling.plan.settings.fiscal_year_days, field)
    page.sheet.prompt(addresses(places), help_)


@lru_cache(maxsize=256)
def _help(figures: Figures, year: tuple[date, date], field: Field) -> PromptElement:
    """The prompt and the check of a field: the same in every form of a fiscal year."""
    expected = own_digits(figures, field.expected(figures.lang))
    prompt: Options = {
        "input_title": _cut(field.title.to(figures.lang), _LONGEST_TITLE),
        "input_message": _cut(_message(figures, field, expected), _LONGEST_MESSAGE),
        "error_title": _cut(words.CHECK_ENTRY.to(figures.lang), _LONGEST_TITLE),
    }
    return prompt_element(prompt | _check(figures, year, field, expected))


def _message(figures: Figures, field: Field, expected: str) -> str:
    """What a cell is for, and what it holds where that is not said already."""
    help_ = figures.digits(field.help.to(figures.lang))
    example = own_digits(figures, field.example(figures.lang)) or expected
    said = field.kind in (Kind.TEXT, Kind.LONG_TEXT) or example in help_
    return help_ if help_ and said else f"{help_}\n({expected})".strip()


def own_digits(figures: Figures, text: str) -> str:
    """Words about what a cell holds in this form's numerals; those that show both kinds of digits stay as they are."""
    return text if thai.to_arabic(text) != text else figures.digits(text)


def _check(figures: Figures, year: tuple[date, date], field: Field, expected: str) -> Options:
    if field.choices:
        titles = [choice.title.to(figures.lang) for choice in field.choices]
        return {"validate": "list", "source": titles, "error_type": "warning"} | _error(figures, expected)
    if field.kind in _MEASURED and field.between:
        low, high = field.between
        check: Options = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        return check | {"error_type": "information"} | _error(figures, expected)
    if field.kind is Kind.DATE:
        return _check_day(figures, year, field, expected)
    return {"validate": "any"}


def _check_day(figures: Figures, year: tuple[date, date], field: Field, expected: str) -> Options:
    first, last = year
    if field in REPORTER.fields:
        last += _AFTER_THE_YEAR
    days = {"first": figures.date(first, short=True), "last": figures.date(last, short=True)}
    words_ = words.DAY_IN_YEAR.to(figures.lang).format(expected=expected, **days)
    check: Options = {
        "validate": "date",
        "criteria": "between",
        "minimum": first,
        "maximum": last,
        "error_type": "warning",
    }
    return check | _error(figures, words_)


def _error(figures: Figures, expected: str) -> Options:
    return {"error_message": _cut(words.NOT_AS_EXPECTED.to(figures.lang).format(expected=expected), _LONGEST_MESSAGE)}


def _cut(text: str, most: int) -> str:
    """A text within a limit that Excel counts in UTF-16; past it the whole help would be left out."""
    if len(text.encode("utf-16-le")) // 2 <= most:
        return text
    while len(text.encode("utf-16-le")) // 2 > most - 1:
        text = text[:-1]
    return f"{text}…"
