"""Narratives that are hardly more than the text of their own rubric."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import thai
from pipeline.evidence import quoting
from pipeline.evidence.fingerprints import SHINGLE, Fingerprints, lacking, marks, no_marks
from pipeline.validation.cross_rules import at_cells
from pipeline.validation.plan import Plan
from pipeline.validation.rows import values

# Letters in a row: more than a word that any narrative of the KPI would use.
RUN = 12
# Percent of a narrative's letters in such runs, which leaves no room for who, when and what came of it.
COPIED = 80
# So many KPIs at a time, so that the marks of their criteria fit the memory.
_TOGETHER = 2048


class Copy(NamedTuple):
    """The levels whose text a narrative is, and the longest run of it, as places in its letters."""

    levels: list[int]
    start: int
    end: int


class _Run(NamedTuple):
    length: int
    level: int
    start: int


def findings_of(plan: Plan, told: pd.DataFrame, prints: Fingerprints) -> pd.DataFrame:
    """NARRATIVE_COPIED; `told` and `prints` as in `rules`."""
    like = told[_may_be_copied(told, prints, plan.levels)]
    rubrics = _rubrics(plan.levels[plan.levels["kpi"].isin(like["kpi"])])
    listed = values(like, "kpi", "narrative")
    copies = pd.Series([copy_of(thai.key(text), rubrics[kpi]) for kpi, text in listed], index=like.index, dtype=object)
    rows, copies = like[copies.notna()], copies.dropna()
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


def _may_be_copied(told: pd.DataFrame, prints: Fingerprints, levels: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether a narrative has so many of its rubric's shingles as the runs of a copy have."""
    places = pd.Index(told["kpi"]).get_indexer(levels["kpi"])
    order = np.argsort(places, kind="stable")
    ends = np.searchsorted(places, range(0, len(told) + _TOGETHER, _TOGETHER), sorter=order)
    may = prints.lengths >= RUN
    # The shortest run has the fewest for its letters.
    lacks = prints.lengths * (1 - COPIED / 100 * (RUN - SHINGLE + 1) / RUN)
    for number, (first, end) in enumerate(pairwise(ends)):
        rows, own = slice(number * _TOGETHER, (number + 1) * _TOGETHER), order[first:end]
        rubrics = _marks(places[own] - rows.start, levels["criterion"].iloc[own], len(may[rows]))
        may[rows] &= lacking(prints.marks[rows], rubrics) <= lacks[rows]
    return may


def _marks(places: NDArray[np.intp], criteria: pd.Series, number: int) -> NDArray[np.uint64]:
    """The marks of so many rubrics, joined from those of their criteria; `places`, rising: whose each criterion is."""
    joined = no_marks(number)
    # Not by pandas, which would leave each text with a second copy of itself, in UTF-8.
    different = {text: number for number, text in enumerate(dict.fromkeys(criteria.tolist()))}
    texts = [different[text] for text in criteria.tolist()]
    firsts = np.flatnonzero(np.diff(places, prepend=-1))
    if len(firsts):
        joined[places[firsts]] = np.bitwise_or.reduceat(marks(list(different))[texts], firsts, axis=0)
    return joined


def _rubrics(levels: pd.DataFrame) -> Mapping[str, Mapping[int, str]]:
    """KPI → level → the letters of its criterion."""
    rubrics: Mapping[str, dict[int, str]] = defaultdict(dict)
    letters = {criterion: thai.key(criterion) for criterion in levels["criterion"].unique()}
    for kpi, level, criterion in values(levels, "kpi", "level", "criterion"):
        rubrics[kpi][int(level)] = letters[criterion]
    return rubrics
