"""Parses a cell by what its column holds: a value, nothing, or unknown with the rule that says why."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeVar

from pipeline import thai
from pipeline.intake.verdict import Reason
from pipeline.intake.workbook import shown
from schemas.fields import Choice, Field, Kind

T = TypeVar("T")


class Parsed(NamedTuple):
    """The value (None where the cell is empty), or the rule that an unreadable cell breaks."""

    value: str | int | float | date | None = None
    broken: str = ""


def parse(field: Field, raw: object) -> Parsed:
    """What a raw cell holds as `field` understands it; text is cleaned, digits may be Thai."""
    if isinstance(raw, Reason):
        return Parsed(broken=raw.rule)
    if thai.is_blank(raw):
        return Parsed()
    return _PARSERS[field.kind](field, raw)


def parse_each(field: Field, raws: Sequence[object]) -> list[Parsed]:
    """What `parse` gives for each of these."""
    return each(raws, lambda raw: parse(field, raw))


def each(raws: Sequence[object], read: Callable[[object], T]) -> list[T]:
    """What `read` gives for each of these, each different one read once: the same few answers stand in most cells."""
    marks = [(type(raw), raw) for raw in raws]
    known = {mark: read(mark[1]) for mark in set(marks)}
    return [known[mark] for mark in marks]


def _text(field: Field, raw: object) -> Parsed:
    return Parsed(thai.clean(shown(raw)))


def _code(field: Field, raw: object) -> Parsed:
    return Parsed(thai.to_arabic(thai.clean(shown(raw))))


def _choice(field: Field, raw: object) -> Parsed:
    choice = _called(field.choices).get(thai.key(shown(raw)))
    return Parsed(choice) if choice else Parsed(broken="CHOICE_NOT_ON_LIST")


@functools.cache
def _called(choices: tuple[Choice, ...]) -> Mapping[str, str]:
    """What each choice is called, as keys → its id; of two that are called the same, the first."""
    return {
        thai.key(name): choice.id
        for choice in reversed(choices)
        for name in (choice.id, choice.title.th, choice.title.en, *choice.aliases)
    }


def _number(field: Field, raw: object) -> Parsed:
    number = thai.parse_number(raw)
    return Parsed(broken="NUMBER_UNREADABLE") if number is None else Parsed(float(number))


def _integer(field: Field, raw: object) -> Parsed:
    number = thai.parse_number(raw)
    if number is None or number != number.to_integral_value() or abs(number) >= Decimal(10) ** 15:
        return Parsed(broken="NUMBER_UNREADABLE")
    return Parsed(int(number))


def _amount(field: Field, raw: object) -> Parsed:
    satang = thai.parse_amount(raw)
    number = thai.parse_number(raw) if satang is None else None
    if number is not None and abs(number) < 10**15 and number != round(number, 2):
        return Parsed(broken="AMOUNT_TOO_FINE")
    return Parsed(broken="AMOUNT_UNREADABLE") if satang is None or abs(satang) >= 10**17 else Parsed(satang)


def _date(field: Field, raw: object) -> Parsed:
    day = thai.parse_date(raw)
    return Parsed(broken="DATE_UNREADABLE") if day is None else Parsed(day)


_PARSERS: Mapping[Kind, Callable[[Field, object], Parsed]] = {
    Kind.CODE: _code,
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.AMOUNT: _amount,
    Kind.DATE: _date,
}
