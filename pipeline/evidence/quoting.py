"""Words as they stand in an entry, short enough for a finding; and figures as an officer writes them."""

from __future__ import annotations

import functools
import re

from pipeline import thai

LONGEST = 60
_MORE = "…"
# No letter is parted from its marks, nor a vowel that is written first from its consonant.
_FIRST, _MARKS = r"\u0e40-\u0e44", r"\u0e31\u0e33-\u0e3a\u0e45\u0e47-\u0e4e"
_HEAD = re.compile(rf"(?s).{{1,{LONGEST - 1}}}(?<![\s{_FIRST}])(?![{_MARKS}])")
_AFTER_SPACE = re.compile(r"(?<=\s)\S")
_ANYWHERE = re.compile(rf"(?<![{_FIRST}])[^\s{_MARKS}]")


def beginning(text: str) -> str:
    """The text, or its first letters and a sign that there is more."""
    if len(text) <= LONGEST:
        return text
    head = _HEAD.match(text)
    return (head[0] if head else text[: LONGEST - 1]) + _MORE


def passage(text: str, start: int, end: int) -> str:
    """The words of a text that are `thai.key(text)[start:end]`; its beginning where the two do not run side by side."""
    places = [place for place, sign in enumerate(text) if not sign.isspace()]
    if len(places) != len(thai.key(text)):
        return beginning(text)
    return beginning(text[places[start] : places[end - 1] + 1])


def up_to(text: str, start: int, end: int) -> str:
    """`text[start:end]` with as many of the words before it as fit, from a space on where there is one."""
    if end <= LONGEST:
        return text[:end]
    first = max(end - LONGEST + 1, 0)
    begun = _AFTER_SPACE.search(text, first, start) or _ANYWHERE.search(text, first, start)
    return beginning(_MORE + text[begun.start() if begun else start : end])


@functools.lru_cache(maxsize=1024)
def figure(number: float) -> str:
    """A number rounded half up to two decimals, without those that say nothing."""
    return thai.plain(number, 2)
