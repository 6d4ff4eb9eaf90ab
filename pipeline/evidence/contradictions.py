"""Days of one event that the entries of a KPI put in different months."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.evidence import quoting
from pipeline.evidence.days import Narrated, lies_ahead
from pipeline.thai import Mention
from pipeline.validation.cross_rules import at_cells
from pipeline.validation.plan import Plan
from pipeline.validation.rows import values
from schemas.submission import LEVEL_PART

# So many letters before a day say of which event it is the day.
_BEFORE = 80
# Letters in a row that two passages share when they tell of one event; คณะกรรมการ and ดำเนินการ alone are shorter.
_PHRASE = 12
# A phrase ends where a figure stands, and the words that lead to any day are of no event.
_NO_PHRASE = re.compile(r"(?:เมื่อ|ระหว่าง|ตั้งแต่|ใน|ลง|ณ|ถึง)?วันที่|[0-9]+")
# ครั้งที่ 1 and ครั้งที่ 2 are two events, and so are two letters.
_NUMBERED = re.compile(r"ที่\s?(?:[ก-ฮ]{1,3}\.?\s?)?([0-9][0-9./]*)")


class Told(NamedTuple):
    """A day in an entry: the entry's key and text, the day's place in it, and the words before it, in Arabic digits."""

    key: str
    text: str
    mention: Mention
    before: str


def findings_of(plan: Plan, told: pd.DataFrame, narrated: Narrated, levels: pd.DataFrame) -> pd.DataFrame:
    """DATES_CONTRADICT, one a KPI, at the earlier of the two entries; `told` and `narrated` as in `rules`, `levels` a frame of LEVELS."""
    of_kpis = _entries(told, narrated, levels)
    names = _names(plan, of_kpis)
    found = {}
    for kpi, entries in of_kpis.items():
        if pair := contradiction(entries, names.get(kpi, "")):
            found[kpi] = pair
    rows = told[told["kpi"].isin(found)]
    pairs = [found[kpi] for kpi in rows["kpi"]]
    words = {"found": [_words(one) for one, _ in pairs], "other": [_words(other) for _, other in pairs]}
    keys = pd.Series([one.key for one, _ in pairs], index=rows.index, dtype=object)
    return at_cells(rows, keys, "DATES_CONTRADICT", **words)


def contradiction(entries: Sequence[Sequence[Told]], names: str) -> tuple[Told, Told] | None:
    """Two days of one event in different entries, with the same day number in different months; None where there are none.

    They are of one event where the words before them share a phrase that is not in the names of the KPI and its project, or
    where another day number moves between the same two months as well. A day that both entries tell of is no contradiction,
    nor is one that lay ahead.
    """
    moved = [pair for one, other in combinations(entries, 2) for pair in _moved(one, other)]
    days = Counter(move for move, _ in {(_move(pair), pair[0].mention.day.day) for pair in moved})
    return next((pair for pair in moved if days[_move(pair)] > 1 or _share_a_phrase(*pair, names)), None)


def _moved(ours: Sequence[Told], theirs: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """The days of two entries with the same number in different months, which may be days of one event."""
    common = {told.mention.day for told in ours} & {told.mention.day for told in theirs}
    for one in ours:
        for other in theirs:
            day, day_there = one.mention.day, other.mention.day
            if (
                day.day == day_there.day
                and day != day_there
                and not common & {day, day_there}
                and _may_be_one(one, other)
            ):
                yield one, other


def _may_be_one(one: Told, other: Told) -> bool:
    numbers = {found[-1] for told in (one, other) if (found := _NUMBERED.findall(told.before))}
    return len(numbers) < 2 and not any(lies_ahead(told.before) for told in (one, other))


def _move(pair: tuple[Told, Told]) -> tuple[str, ...]:
    """From which month to which, and between which entries."""
    return tuple(text for told in pair for text in (told.key, f"{told.mention.day:%Y-%m}"))


def _share_a_phrase(one: Told, other: Told, names: str) -> bool:
    shared = _phrases(one.before) & _phrases(other.before)
    # A name, with the letter that happens to stand before or after it in both, is no more than the name.
    return any(phrase[2:-2] not in names for phrase in shared)


def _phrases(before: str) -> set[str]:
    parts = (thai.key(part) for part in _NO_PHRASE.split(before))
    return {part[place : place + _PHRASE] for part in parts for place in range(len(part) - _PHRASE + 1)}


def _entries(told: pd.DataFrame, narrated: Narrated, levels: pd.DataFrame) -> Mapping[str, Sequence[Sequence[Told]]]:
    """KPI → the days of each of its entries that have some, if several do; the evidence of all levels counts as one entry."""
    others: dict[str, dict[str, list[Told]]] = {}
    shown = levels[levels["kpi"].isin(told["kpi"])]
    for column, rows in (("obstacle", told), ("suggestion", told), ("evidence", shown)):
        for kpi, days in _days(rows[rows[column].notna()], column):
            others.setdefault(kpi, {}).setdefault(column, []).extend(days)
    own = told[told["kpi"].isin(others.keys() & narrated.keys())]
    narratives = {kpi: _told(f"{kpi}|narrative", text, narrated[kpi]) for kpi, text in values(own, "kpi", "narrative")}
    entries = {
        kpi: [*([narratives[kpi]] if kpi in narratives else []), *columns.values()] for kpi, columns in others.items()
    }
    return {kpi: days for kpi, days in entries.items() if len(days) > 1}


def _days(rows: pd.DataFrame, column: str) -> Iterator[tuple[str, list[Told]]]:
    """The KPIs and days of the entries of a column that tell of some."""
    levels = [f"{LEVEL_PART}|{level}|" for level in rows["level"]] if "level" in rows else [""] * len(rows)
    for (kpi, text), level in zip(values(rows, "kpi", column), levels, strict=True):
        if mentions := thai.days_in(text):
            yield kpi, _told(f"{kpi}|{level}{column}", text, mentions)


def _told(key: str, text: str, mentions: Sequence[Mention]) -> list[Told]:
    return [Told(key, text, mention, _before(text, mention, mentions)) for mention in mentions]


def _before(text: str, mention: Mention, mentions: Iterable[Mention]) -> str:
    """The words that lead to a day, from the day before it on."""
    start = max((m.end for m in mentions if m.end <= mention.start), default=0)
    return thai.to_arabic(text[max(start, mention.start - _BEFORE) : mention.start])


def _words(told: Told) -> str:
    return quoting.up_to(told.text, told.mention.start, told.mention.end)


def _names(plan: Plan, kpis: Iterable[str]) -> Mapping[str, str]:
    """KPI → the names of it and of its project, as letters."""
    measures = plan.measures[plan.measures["code"].isin(set(kpis))]
    projects = plan.projects.set_index("code")["name"]
    names = measures["name"] + "\n" + measures["project"].map(projects)
    return dict(zip(measures["code"], names.map(thai.key), strict=True))
