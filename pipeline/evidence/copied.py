"""Narratives that are hardly more than the text of their own rubric."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.evidence import quoting
from pipeline.validation.cross_rules import at_cells
from pipeline.validation.plan import Plan

# Letters in a row: more than a word that any narrative of the KPI would use.
RUN = 12
# Percent of a narrative's letters in such runs, which leaves no room for who, when and what came of it.
COPIED = 80


class Copy(NamedTuple):
    """The levels whose text a narrative is, and the longest run of it, as places in its letters."""

    levels: list[int]
    start: int
    end: int


class _Run(NamedTuple):
    length: int
    level: int
    start: int


def findings_of(plan: Plan, told: pd.DataFrame) -> pd.DataFrame:
    """NARRATIVE_COPIED; `told` as in `rules`."""
    rubrics = _rubrics(plan.levels[plan.levels["kpi"].isin(told["kpi"])])
    listed = zip(told["kpi"], told["letters"], strict=True)
    copies = pd.Series([copy_of(letters, rubrics[kpi]) for kpi, letters in listed], index=told.index, dtype=object)
    rows, copies = told[copies.notna()], copies.dropna()
    quoted = [quoting.passage(text, copy.start, copy.end) for text, copy in zip(rows["narrative"], copies, strict=True)]
    levels = [", ".join(map(str, copy.levels)) for copy in copies]
    return at_cells(rows, rows["kpi"] + "|narrative", "NARRATIVE_COPIED", found=quoted, other=levels)


def copy_of(letters: str, rubric: Mapping[int, str]) -> Copy | None:
    """What a narrative took from its rubric, level → letters; None where it has enough of its own to tell.

    Once it has, the rest is not looked at, so that the common case is cheap.
    """
    criteria = "\n".join(rubric.values())
    most_own, own, place = len(letters) * (100 - COPIED) / 100, 0, 0
    runs = []
    while place < len(letters) and own <= most_own:
        head = letters[place : place + RUN]
        if len(head) == RUN and head in criteria:
            runs.append(_longest(letters, place, rubric))
            place += runs[-1].length
        else:
            own += 1
            place += 1
    if own > most_own or not runs:
        return None
    longest = max(runs, key=lambda run: run.length)
    return Copy(sorted({run.level for run in runs}), longest.start, longest.start + longest.length)


def _longest(letters: str, start: int, rubric: Mapping[int, str]) -> _Run:
    """The longest run from this place on that stands in a criterion."""
    runs = (_Run(_length(letters, start, text), level, start) for level, text in rubric.items())
    return max(runs, key=lambda run: run.length)


def _length(letters: str, start: int, text: str) -> int:
    ends = range(start + 1, len(letters) + 1)
    return bisect_left(ends, True, key=lambda end: letters[start:end] not in text)


def _rubrics(levels: pd.DataFrame) -> Mapping[str, Mapping[int, str]]:
    """KPI → level → the letters of its criterion."""
    rubrics: Mapping[str, dict[int, str]] = defaultdict(dict)
    letters = {criterion: thai.key(criterion) for criterion in levels["criterion"].unique()}
    for kpi, level, criterion in zip(levels["kpi"], levels["level"], levels["criterion"], strict=True):
        rubrics[kpi][int(level)] = letters[criterion]
    return rubrics
