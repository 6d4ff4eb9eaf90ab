"""What is said of a file before anything is known of its content: why it was not read, and what is worth a remark."""

from __future__ import annotations

from typing import NamedTuple


class Refusal(NamedTuple):
    """Why a file was not read: the state it gets, the rule it breaks, what was found and expected, and its kind."""

    state: str
    rule: str
    found: str = ""
    expected: str = ""
    kind: str = ""


class Remark(NamedTuple):
    """What is worth saying of a file that is read: a rule, and what was found."""

    rule: str
    found: str = ""


class Reason(NamedTuple):
    """Why a cell reads as empty although something stands in it: the rule it breaks, and what stands there."""

    rule: str
    found: str
