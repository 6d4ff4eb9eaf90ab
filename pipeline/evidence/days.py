"""The days that a narrative tells of, beside the days of the round."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from pipeline.evidence import quoting
from pipeline.thai import Mention
from pipeline.validation.cross_rules import at_cells, together
from pipeline.validation.findings import day
from pipeline.validation.plan import Plan

# So many letters before a day say what it is the day of.
_BEFORE = 30
# ภายใน is also “inside”, so only right before a day does it mean “by”.
_AHEAD = re.compile(r"ภายใน\s?(?:วันที่\s?)?$|กำหนด|คาดว่า|จะ|ขยาย|เลื่อน|will|expected|planned", re.IGNORECASE)
_DONE = re.compile(r"เมื่อ\s?(?:วันที่\s?)?$")

# KPI → the days that its narrative tells of; only of those with some.
Narrated = Mapping[str, Sequence[Mention]]


def findings_of(plan: Plan, told: pd.DataFrame, narrated: Narrated) -> pd.DataFrame:
    """DATE_AFTER_ROUND and DATES_BEFORE_ROUND, one a KPI; `told` and `narrated` as in `rules`.

    A day after the round is found where the text may mean that it is done: not after ภายใน, กำหนด, คาดว่า, จะ, ขยาย or เลื่อน,
    unless เมื่อวันที่ stands right before it. What is only said to be agreed, “เห็นชอบการขึ้นใช้งานระบบในวันที่ …”, is found:
    a reader may take it for done.
    """
    first, last = plan.settings.reported_days
    days = [narrated.get(kpi, ()) for kpi in told["kpi"].tolist()]
    after = [
        next((m for m in own if m.day > last and not lies_ahead(text[max(m.start - _BEFORE, 0) : m.start])), None)
        for text, own in zip(told["narrative"].tolist(), days, strict=True)
    ]
    before = [max(own) if own and max(own).day < first else None for own in days]
    return together(
        _told(told, after, "DATE_AFTER_ROUND", last),
        _told(told, before, "DATES_BEFORE_ROUND", first),
    )


def lies_ahead(before: str) -> bool:
    """Whether the words before a day say that it was still to come when they were written."""
    return bool(_AHEAD.search(before)) and not _DONE.search(before)


def _told(told: pd.DataFrame, mentions: list[Mention | None], rule: str, expected: date) -> pd.DataFrame:
    """The rule's findings where there is a mention, with the words that lead to its day."""
    found = [mention for mention in mentions if mention]
    rows = told[pd.Series([mention is not None for mention in mentions], index=told.index, dtype=bool)]
    quoted = [quoting.up_to(text, m.start, m.end) for text, m in zip(rows["narrative"], found, strict=True)]
    return at_cells(rows, rows["kpi"] + "|narrative", rule, found=quoted, expected=day(expected))
