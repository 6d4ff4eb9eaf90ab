"""Rows that belong together by the values of some columns: told apart by numbers, so that no text is joined or copied."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
NOWHERE = -1


def numbered_groups(frame: pd.DataFrame, by: Sequence[str]) -> Numbers:
    """A number for each row, from 0 in the order in which they come, the same where all values of `by` are.

    A row of which one value is missing belongs to none: NOWHERE.
    """
    numbers, known = np.zeros(len(frame), np.int64), np.ones(len(frame), bool)
    for name in by:
        own, distinct = pd.factorize(frame[name])
        known &= own >= 0
        # Counted again after each column, so that the numbers stay small however many there are.
        numbers, _ = pd.factorize(numbers * (len(distinct) + 1) + own)
    groups = np.full(len(frame), NOWHERE, np.int64)
    groups[known] = pd.factorize(numbers[known])[0]
    return groups


def rows_of(asked: pd.DataFrame, listed: pd.DataFrame, by: Sequence[str]) -> Numbers:
    """For each row of `asked` the place of the first row of `listed` with the same values in `by`; NOWHERE without one."""
    names = list(by)
    numbers = numbered_groups(pd.concat([asked[names], listed[names]], ignore_index=True), names)
    wanted, there = numbers[: len(asked)], numbers[len(asked) :]
    first = np.full(numbers.max(initial=NOWHERE) + 2, NOWHERE, np.int64)
    # Backwards, so that of several the first is what stays; NOWHERE is the last place, which none of them is at.
    first[there[::-1]] = np.arange(len(listed))[::-1]
    first[NOWHERE] = NOWHERE
    return first[wanted]
