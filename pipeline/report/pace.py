"""A score beside the level planned for its round, in words with a sign: ahead of the plan, on it, or behind."""

from __future__ import annotations

from schemas.summary import PACES, SCORES

_SIGNS = {"ahead": "▲", "on_plan": "●", "behind": "▼"}
_LOOKS = {"ahead": "good", "behind": "warning"}
IDS = tuple(choice.id for choice in PACES)


def words(pace: object, lang: str) -> str:
    """A pace of PACES with its sign; '' where there is none."""
    return f"{_SIGNS[pace]} {SCORES['pace'].choice_title(pace, lang)}" if isinstance(pace, str) else ""


def look(pace: object) -> str:
    """The role of a pace's cell."""
    return _LOOKS.get(str(pace), "muted")
