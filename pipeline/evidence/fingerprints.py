"""Texts as numbers: what shows which texts are the same, may be alike or cannot be, without keeping their letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline import thai

# Letters in a row; texts are as near as their shares of common ones.
SHINGLE = 5

# Two texts share their smallest hash as likely as any one shingle. Each sign puts the hashes in another order, for its
# eighth of them comes first.
_SIGNS = np.arange(8, dtype=np.uint64) << np.uint64(61)
# A text of 400 letters sets a fifth of so many marks; which ones, the bits of the hashes from here on say.
_MARKS, _FIRST_BIT = 2048, np.uint64(40)
# Numbers that mix bits well: those of FNV and of SplitMix64, both in the public domain.
_BASE, _MIX = np.uint64(0x100000001B3), np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)
# So many letters or texts at a time, so that their hashes and marks fit the memory.
_LETTERS, _TEXTS = 400_000, 2048


class Fingerprints(NamedTuple):
    """Of each text a row, made from its letters, which are its `thai.key`.

    `lengths`: how many letters; `digests`: the same where the letters are; `smallest`: the smallest hash of its shingles in
    each of eight orders, where near texts agree in half of them, all but a few in a thousand; `marks`: see `marks`.
    """

    lengths: NDArray[np.intp]
    digests: NDArray[np.object_]
    smallest: NDArray[np.uint64]
    marks: NDArray[np.uint64]

    def of(self, rows: NDArray[np.intp]) -> Fingerprints:
        """Those of some of the texts, by their places."""
        return Fingerprints(self.lengths[rows], self.digests[rows], self.smallest[rows], self.marks[rows])


class _Shingles(NamedTuple):
    """The hashes of the shingles of several texts, text by text, and how many each has."""

    hashes: NDArray[np.uint64]
    counts: NDArray[np.intp]


def fingerprints(texts: Sequence[str]) -> Fingerprints:
    """The fingerprints of texts."""
    number, smallest = len(texts), np.empty((len(texts), len(_SIGNS)), np.uint64)
    prints = Fingerprints(np.empty(number, np.intp), np.empty(number, object), smallest, no_marks(number))
    for rows, letters in _batches(texts):
        shingles = _shingles(letters)
        prints.lengths[rows] = [len(text) for text in letters]
        prints.digests[rows] = [thai.digest(text) for text in letters]
        prints.smallest[rows] = _smallest(shingles)
        prints.marks[rows] = _marks(shingles)
    return prints


def marks(texts: Sequence[str]) -> NDArray[np.uint64]:
    """Of each text a row of bits, among which each of its shingles has one; the marks of several texts are joined by “or”."""
    marked = no_marks(len(texts))
    for rows, letters in _batches(texts):
        marked[rows] = _marks(_shingles(letters))
    return marked


def lacking(ours: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> NDArray[np.intp]:
    """How many shingles of ours are not theirs, at the least, row by row: more where several share a mark."""
    counts = np.zeros(len(ours), np.intp)
    for own, other in zip(ours.T, theirs.T, strict=True):
        counts += np.bitwise_count(own & ~other)
    return counts


def no_marks(texts: int) -> NDArray[np.uint64]:
    """The marks of so many texts without a shingle."""
    return np.zeros((texts, _MARKS // 64), np.uint64)


def _batches(texts: Sequence[str]) -> Iterator[tuple[slice, list[str]]]:
    """The rows and letters of texts, some together."""
    letters: list[str] = []
    so_far = 0
    for row, text in enumerate(texts, start=1):
        letters.append(thai.key(text))
        so_far += len(letters[-1])
        if so_far >= _LETTERS or len(letters) == _TEXTS or row == len(texts):
            yield slice(row - len(letters), row), letters
            letters, so_far = [], 0


def _shingles(letters: Sequence[str]) -> _Shingles:
    """What is shorter than a shingle is filled up to be one."""
    filled = [text.ljust(SHINGLE, "\0") for text in letters]
    signs = np.frombuffer("".join(filled).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    hashes = np.zeros(len(signs) - SHINGLE + 1, dtype=np.uint64)
    for place in range(SHINGLE):
        hashes = hashes * _BASE + signs[place : place + len(hashes)]
    hashes = (hashes ^ (hashes >> _HALF)) * _MIX
    lengths = np.array([len(text) for text in filled])
    # What begins in one text and ends in the next is of neither.
    across = np.cumsum(lengths)[:-1, None] - np.arange(1, SHINGLE)
    return _Shingles(np.delete(hashes, across.ravel()), lengths - SHINGLE + 1)


def _smallest(shingles: _Shingles) -> NDArray[np.uint64]:
    firsts = np.cumsum(shingles.counts) - shingles.counts
    return np.column_stack([np.minimum.reduceat(shingles.hashes ^ sign, firsts) for sign in _SIGNS])


def _marks(shingles: _Shingles) -> NDArray[np.uint64]:
    bits = np.zeros(len(shingles.counts) * _MARKS, dtype=bool)
    own = (shingles.hashes >> _FIRST_BIT).astype(np.intp) % _MARKS
    bits[own + np.repeat(np.arange(len(shingles.counts)) * _MARKS, shingles.counts)] = True
    return np.packbits(bits).view(np.uint64).reshape(-1, _MARKS // 64)
