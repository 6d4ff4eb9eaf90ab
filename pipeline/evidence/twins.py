"""Narratives that were told before: for another project, or in the earlier round."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import thai
from pipeline.evidence import quoting
from pipeline.evidence.fingerprints import SHINGLE, Fingerprints, lacking
from pipeline.validation.cross_rules import at_cells, together
from pipeline.validation.earlier import Earlier

# Two projects may well say “ดำเนินการแล้วเสร็จตามแผน” of their own accord.
TOO_SHORT = 30
# Of the shingles of the one that has more.
NEAR = 0.9
# Scores that differ by less are shown as the same.
_SAME = 0.00005
# So many others are named, and then there are more.
NAMED = 3

# Of eight smallest hashes.
_AGREED = 4
# Texts that share nearly all shingles are about as long; not quite, for a text may say a thing twice.
_AS_LONG = 0.8
# A text is laid beside so many of those with the same smallest hash, the nearest in length: a letter that a whole
# ministry copies would be compared by the square of its copies else.
_BESIDE = 2
# So many pairs at a time, so that what is compared of them fits the memory.
_PAIRS = 20_000


def findings_of(told: pd.DataFrame, prints: Fingerprints, earlier: Earlier | None) -> pd.DataFrame:
    """NARRATIVE_TWIN and NARRATIVE_UNCHANGED; `told` and `prints` as in `rules`."""
    return together(_twins(told, prints), *([_unchanged(told, earlier.scores)] if earlier else []))


def _twins(told: pd.DataFrame, prints: Fingerprints) -> pd.DataFrame:
    others = pd.Series(_others(told, prints), index=told.index, dtype=object)
    rows = told[others != ""]
    found = rows["narrative"].map(quoting.beginning)
    return at_cells(rows, rows["kpi"] + "|narrative", "NARRATIVE_TWIN", found=found, other=others[rows.index])


def _unchanged(told: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The narrative of the earlier round again, of a KPI whose score moved since."""
    before = before.dropna(subset=["kpi", "narrative"]).drop_duplicates("kpi").set_index("kpi")
    was = told["kpi"].map(before["score"])
    moved = told[((told["score"] - was).abs() > _SAME) & (told["letters"] > 0)]
    told_before = before["narrative"].reindex(moved["kpi"])
    same = [thai.key(now) == thai.key(then) for now, then in zip(moved["narrative"], told_before, strict=True)]
    rows = moved[np.array(same, dtype=bool)]
    moves = zip(was[rows.index], rows["score"], strict=True)
    scores = [f"{quoting.figure(then)} → {quoting.figure(now)}" for then, now in moves]
    found = rows["narrative"].map(quoting.beginning)
    return at_cells(rows, rows["kpi"] + "|narrative", "NARRATIVE_UNCHANGED", found=found, other=scores)


def _others(told: pd.DataFrame, prints: Fingerprints) -> list[str]:
    """The KPIs of other projects that tell the same, for each row, as words; '' where there is none."""
    texts, _ = pd.factorize(prints.digests)
    _, first, tellers = np.unique(texts, return_index=True, return_counts=True)
    long = prints.lengths[first] >= TOO_SHORT
    near: Mapping[int, list[int]] = defaultdict(list)
    for one, other in _near(told["narrative"].to_list(), prints, first[long]):
        near[texts[one]].append(texts[other])
        near[texts[other]].append(texts[one])
    shared = long & ((tellers > 1) | np.isin(np.arange(len(first)), list(near)))
    rows = list(
        zip(texts.tolist(), shared[texts].tolist(), told["kpi"].tolist(), told["project"].tolist(), strict=True)
    )
    kpis: Mapping[int, list[tuple[str, str]]] = defaultdict(list)
    for text, _, kpi, project in (row for row in rows if row[1]):
        kpis[text].append((kpi, project))
    return [
        _named(kpi for also in (text, *near[text]) for kpi, of in kpis[also] if of != project) if is_shared else ""
        for text, is_shared, _, project in rows
    ]


def _named(kpis: Iterable[str]) -> str:
    first = list(islice(kpis, NAMED + 1))
    return ", ".join(first[:NAMED]) + (", …" if len(first) > NAMED else "")


def _near(texts: Sequence[str], prints: Fingerprints, rows: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """The pairs of these rows, of which no two have the same letters, that share nearly all shingles."""
    found: Counter[int] = Counter()
    for one, other in _candidates(prints, rows).tolist():
        # Who has more twins than are named needs no other.
        if min(found[one], found[other]) <= NAMED and _share(texts[one], texts[other]) >= NEAR:
            found.update((one, other))
            yield one, other


def _share(one: str, other: str) -> float:
    """The shingles that two texts have in common, as a share of those of the text that has more."""
    ours, theirs = _shingles(one), _shingles(other)
    return len(ours & theirs) / max(len(ours), len(theirs))


@lru_cache(maxsize=256)
def _shingles(text: str) -> frozenset[str]:
    letters = thai.key(text)
    return frozenset([letters[place : place + SHINGLE] for place in range(len(letters) - SHINGLE + 1)])


def _candidates(prints: Fingerprints, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Pairs of these rows that may be near: two columns, rising, each pair once. No text is short."""
    near = [np.empty((0, 2), np.intp)]
    listed = _beside(prints.smallest[rows], prints.lengths[rows])
    for part in np.array_split(listed, len(listed) // _PAIRS + 1):
        pairs = rows[np.column_stack(np.divmod(part, max(len(rows), 1)))]
        near.append(pairs[_may_be_near(*map(prints.of, pairs.T))])
    return np.concatenate(near)


def _beside(smallest: NDArray[np.uint64], lengths: NDArray[np.intp]) -> NDArray[np.intp]:
    """Pairs of places that have a smallest hash in common and lie side by side in the order of their lengths.

    Each pair once, as one number: the smaller place times the number of places, and the larger one.
    """
    pairs = [np.empty(0, np.intp)]
    for own in smallest.T:
        order = np.lexsort((lengths, own))
        for step in range(1, _BESIDE + 1):
            one, other = order[:-step], order[step:]
            same = own[one] == own[other]
            pairs.append((np.minimum(one, other) * len(own) + np.maximum(one, other))[same])
    listed = np.concatenate(pairs)
    listed.sort()
    return listed[np.diff(listed, prepend=-1) > 0]


def _may_be_near(ours: Fingerprints, theirs: Fingerprints) -> NDArray[np.bool_]:
    """Whether two texts agree in half of their smallest hashes and are about as long, and neither has too much of its own."""
    agreed = (ours.smallest == theirs.smallest).sum(axis=1) >= _AGREED
    shorter, longer = np.minimum(ours.lengths, theirs.lengths), np.maximum(ours.lengths, theirs.lengths)
    # A text has no more shingles than letters.
    own = np.maximum(lacking(ours.marks, theirs.marks), lacking(theirs.marks, ours.marks))
    near: NDArray[np.bool_] = agreed & (shorter >= longer * _AS_LONG) & (own <= longer * (1 - NEAR))
    return near
