"""A rule's words as a formula, so that the form says while people type what a finding would say later."""

from __future__ import annotations

import re

from pipeline.forms.live import Live, constant, joined
from schemas.rules import RULES

_PLACE = re.compile(r"\{(found|expected|other|item)\}")


def said(rule: str, lang: str, **parts: Live) -> Live:
    """What is wrong by a rule, with formulas in the places of what was found and expected."""
    pieces = _PLACE.split(RULES[rule].wrong.to(lang))
    terms = [parts[piece] if place % 2 else constant(piece) for place, piece in enumerate(pieces) if piece]
    return joined(*terms)
