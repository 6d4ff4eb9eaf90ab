"""A rule's words as a formula, so that the form says while people type what a finding would say later."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from pipeline.forms import live, words
from pipeline.forms.layout import Entry
from pipeline.forms.live import Live, constant, joined
from pipeline.forms.reading import Reading
from schemas.rules import RULES

_LONGEST_FOUND = 40
_PLACE = re.compile(r"\{(found|expected|other|item)\}")


def said(rule: str, lang: str, text: Callable[[str], Live] = constant, **parts: Live) -> Live:
    """What is wrong by a rule, with formulas in the places of what was found and expected; `text` writes the words."""
    terms = [parts[piece] if place % 2 else text(piece) for place, piece in enumerate(_pieces(rule, lang)) if piece]
    return joined(*terms)


@cache
def _pieces(rule: str, lang: str) -> list[str]:
    """The words of a rule, and between them the names of what is put in."""
    return _PLACE.split(RULES[rule].wrong.to(lang))


def said_of(sheet: Reading, rule: str, entry: Entry, sign: str = words.WARN_SIGN, **parts: Live) -> Live:
    """What is wrong with an entry by a rule, with a sign before it."""
    item = sheet.workings.say(entry.field.title.to(sheet.filling.lang))
    return live.joined(constant(f"{sign} "), said(rule, sheet.filling.lang, sheet.workings.say, item=item, **parts))


def start_of(sheet: Reading, name: str) -> Live:
    """The first characters of what an entry holds."""
    return live.start(sheet.entry(name), _LONGEST_FOUND)
