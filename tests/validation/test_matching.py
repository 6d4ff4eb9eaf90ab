"""Rows that belong together by some of their columns: numbered, and found in another frame."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.validation.matching import NOWHERE, numbered_groups, rows_of


def frame(*rows):
    listed = pd.DataFrame(rows, columns=["file", "key", "level"], dtype=object)
    return listed.astype({"file": "str", "key": "str", "level": "Int64"})


@pytest.mark.parametrize(
    ("rows", "by", "numbers"),
    [
        pytest.param([], ["file", "key"], [], id="no rows"),
        pytest.param([("b", "k", 1), ("a", "k", 1), ("b", "k", 2)], ["file"], [0, 1, 0], id="as they come"),
        pytest.param([("b", "k", 1), ("a", "k", 1), ("b", "k", 2)], ["file", "key"], [0, 1, 0], id="by two columns"),
        pytest.param([("b", "k", 1), ("a", "k", 1), ("b", "k", 2)], ["file", "level"], [0, 1, 2], id="by a number"),
        pytest.param([("a", "bc", 1), ("ab", "c", 1)], ["file", "key"], [0, 1], id="alike only if joined"),
        pytest.param(
            [("a", "k", None), ("a", "k", 1), ("a", "k", None)], ["level"], [NOWHERE, 0, NOWHERE], id="missing"
        ),
        pytest.param(
            [(None, "k", 1), ("a", None, 1), ("a", "k", 1)], ["file", "key"], [NOWHERE, NOWHERE, 0], id="in part"
        ),
    ],
)
def test_rows_with_the_same_values_have_the_same_number(rows, by, numbers):
    assert numbered_groups(frame(*rows), by).tolist() == numbers


@pytest.mark.parametrize(
    ("asked", "listed", "by", "places"),
    [
        pytest.param([("a", "k", 1)], [], ["file"], [NOWHERE], id="nothing listed"),
        pytest.param([], [("a", "k", 1)], ["file"], [], id="nothing asked"),
        pytest.param(
            [("a", "k", 1), ("b", "k", 1)], [("b", "k", 9), ("a", "k", 9)], ["file"], [1, 0], id="each its own"
        ),
        pytest.param(
            [("a", "k", 1)], [("a", "x", 1), ("a", "k", 1), ("a", "k", 1)], ["file", "key"], [1], id="the first"
        ),
        pytest.param([("a", "k", 1), ("a", "k", 1)], [("a", "k", 1)], ["file"], [0, 0], id="asked twice"),
        pytest.param([("a", "k", 1)], [("a", "k", 2)], ["file", "level"], [NOWHERE], id="another number"),
        pytest.param([("a", None, 1)], [("a", None, 1)], ["file", "key"], [NOWHERE], id="what is missing is nobody's"),
    ],
)
def test_a_row_is_found_by_its_values(asked, listed, by, places):
    assert rows_of(frame(*asked), frame(*listed), by).tolist() == places


def test_as_many_columns_as_there_are_never_mix_rows_up():
    wide = pd.DataFrame({f"c{n}": [f"{n}-{row % (n + 2)}" for row in range(5000)] for n in range(12)})
    expected = wide.groupby(list(wide), sort=False).ngroup()
    assert numbered_groups(wide, list(wide)).tolist() == expected.tolist()
