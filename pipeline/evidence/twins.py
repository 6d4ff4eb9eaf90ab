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
from pipeline.validation.cross_rules import at_cells, together
from pipeline.validation.earlier import Earlier

# Two projects may well say “ดำเนินการแล้วเสร็จตามแผน” of their own accord.
TOO_SHORT = 30
# Letters in a row; texts are as near as their shares of common ones.
SHINGLE = 5
NEAR = 0.9
# Scores that differ by less are shown as the same.
_SAME = 0.00005
# So many others are named, and then there are more.
NAMED = 3

# Two texts share their smallest hash as likely as any one shingle. Each sign puts the hashes in another order, for its
# eighth of them comes first; near texts agree in half of the eight orders, all but a few in a thousand.
_SIGNS = np.arange(8, dtype=np.uint64) << np.uint64(61)
_AGREED = 4
# Texts that share nearly all shingles are about as long; not quite, for a text may say a thing twice.
_AS_LONG = 0.8
# Numbers that mix bits well: those of FNV and of SplitMix64, both in the public domain.
_BASE, _MIX = np.uint64(0x100000001B3), np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)
# So many texts at a time, so that their hashes fit the memory.
_TOGETHER = 2048
# A text is laid beside so many of those with the same smallest hash, the nearest in length: a letter that a whole
# ministry copies would be compared by the square of its copies else.
_BESIDE = 2


def findings_of(told: pd.DataFrame, earlier: Earlier | None) -> pd.DataFrame:
    """NARRATIVE_TWIN and NARRATIVE_UNCHANGED; `told` as in `rules`."""
    return together(_twins(told), *([_unchanged(told, earlier.scores)] if earlier else []))


def _twins(told: pd.DataFrame) -> pd.DataFrame:
    long = told[told["letters"].str.len() >= TOO_SHORT]
    others = pd.Series(_others(long), index=long.index, dtype=object)
    rows = long[others != ""]
    found = rows["narrative"].map(quoting.beginning)
    return at_cells(rows, rows["kpi"] + "|narrative", "NARRATIVE_TWIN", found=found, other=others[rows.index])


def _unchanged(told: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The narrative of the earlier round again, of a KPI whose score moved since."""
    before = before.dropna(subset=["kpi", "narrative"]).drop_duplicates("kpi").set_index("kpi")
    was = told["kpi"].map(before["score"])
    moved = told[((told["score"] - was).abs() > _SAME) & (told["letters"] != "")]
    told_before = before.loc[moved["kpi"], "narrative"].map(thai.key)
    rows = moved[(moved["letters"] == told_before.set_axis(moved.index)).astype(bool)]
    moves = zip(was[rows.index], rows["score"], strict=True)
    scores = [f"{quoting.figure(then)} → {quoting.figure(now)}" for then, now in moves]
    found = rows["narrative"].map(quoting.beginning)
    return at_cells(rows, rows["kpi"] + "|narrative", "NARRATIVE_UNCHANGED", found=found, other=scores)


def _others(long: pd.DataFrame) -> list[str]:
    """The KPIs of other projects that tell the same, for each row, as words; '' where there is none."""
    tellers: Mapping[str, list[tuple[str, str]]] = defaultdict(list)
    for kpi, project, letters in zip(long["kpi"], long["project"], long["letters"], strict=True):
        tellers[letters].append((kpi, project))
    texts = list(tellers)
    near: Mapping[str, list[str]] = defaultdict(list)
    for one, other in _near(texts):
        near[texts[one]].append(texts[other])
        near[texts[other]].append(texts[one])
    return [
        _named(teller for text in (letters, *near.get(letters, ())) for teller, of in tellers[text] if of != project)
        for project, letters in zip(long["project"], long["letters"], strict=True)
    ]


def _named(kpis: Iterable[str]) -> str:
    first = list(islice(kpis, NAMED + 1))
    return ", ".join(first[:NAMED]) + (", …" if len(first) > NAMED else "")


def _near(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs of different texts, by their places, that share nearly all shingles."""
    found: Counter[int] = Counter()
    for one, other in _candidates(texts).tolist():
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
    return frozenset([text[place : place + SHINGLE] for place in range(len(text) - SHINGLE + 1)])


def _candidates(texts: Sequence[str]) -> NDArray[np.intp]:
    """Pairs of places of texts that agree in half of their smallest hashes: two columns, rising, each pair once."""
    smallest = [_smallest(texts[at : at + _TOGETHER]) for at in range(0, len(texts), _TOGETHER)]
    hashes = np.vstack([np.empty((0, len(_SIGNS)), np.uint64), *smallest])
    lengths = np.array([len(text) for text in texts])
    pairs = [np.empty((0, 2), np.intp)]
    for own in hashes.T:
        order = np.lexsort((lengths, own))
        for step in range(1, _BESIDE + 1):
            beside = np.column_stack((order[:-step], order[step:]))
            pairs.append(beside[own[beside[:, 0]] == own[beside[:, 1]]])
    listed = np.unique(np.sort(np.vstack(pairs), axis=1), axis=0)
    agreed = (hashes[listed[:, 0]] == hashes[listed[:, 1]]).sum(axis=1)
    shorter, longer = np.sort(lengths[listed], axis=1).T
    near: NDArray[np.intp] = listed[(agreed >= _AGREED) & (shorter >= longer * _AS_LONG)]
    return near


def _smallest(texts: Sequence[str]) -> NDArray[np.uint64]:
    """The smallest hash of each text's shingles, in every order: a row a text, a column an order. No text is short."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    hashes = np.zeros(len(letters) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes = hashes * _BASE + letters[place : place + len(hashes)]
    hashes = (hashes ^ (hashes >> _HALF)) * _MIX
    lengths = np.array([len(text) for text in texts])
    ends = np.cumsum(lengths)
    # Of each text from its first shingle to its last: what begins in one text and ends in the next is of neither.
    bounds = np.column_stack((ends - lengths, ends - SHINGLE + 1)).ravel()[:-1]
    return np.column_stack([np.minimum.reduceat(hashes ^ sign, bounds)[::2] for sign in _SIGNS])
