"""Parses a cell by what its column holds: a value, nothing, or unknown with the rule that says why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline import thai
from pipeline.intake.verdict import Reason
from pipeline.intake.workbook import shown
from schemas.fields import Field, Kind


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


def _text(field: Field, raw: object) -> Parsed:
    return Parsed(thai.clean(shown(raw)))


def _code(field: Field, raw: object) -> Parsed:
    return Parsed(thai.to_arabic(thai.clean(shown(raw))))


def _choice(field: Field, raw: object) -> Parsed:
    key = thai.key(shown(raw))
    for choice in field.choices:
        if key in map(thai.key, (choice.id, choice.title.th, choice.title.en, *choice.aliases)):
            return Parsed(choice.id)
    return Parsed(broken="CHOICE_NOT_ON_LIST")


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
