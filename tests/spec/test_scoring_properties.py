"""What holds of every method for any rubric and any value, against the oracle's exact fractions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.scoring import LEVELS, exact_score, frames_of, kpi_of, score_of

from pipeline.consolidation import methods
from pipeline.consolidation.methods import METHODS, Policies
from pipeline.thai import half_up

MODEST = settings(deadline=None, derandomize=True, max_examples=30)
BY_STATUS = ("milestones", "checklist")
BY_VALUE = tuple(sorted(set(METHODS) - set(BY_STATUS)))
POLICIES = st.builds(
    Policies,
    below=st.sampled_from(["zero", "lowest", "proportional"]),
    full=st.sampled_from([0.0, 5.0, 10.0]),
    none=st.sampled_from([12.5, 20.0, 100.0]),
)


def decimals(low, high):
    """Numbers of two decimals, as people type them."""
    return st.integers(low * 100, high * 100).map(lambda hundredths: hundredths / 100)


POSITIVE = decimals(1, 99_999)
SUBSETS = st.sets(st.sampled_from(LEVELS))


@st.composite
def kpis(draw, method=None):
    """Any KPI of a method, with a rubric that the plan's checks let through."""
    method = method or draw(st.sampled_from(sorted(METHODS)))
    more = {"direction": draw(st.sampled_from(["higher", "lower"])), "done": draw(SUBSETS)}
    if method not in BY_STATUS:
        more["value"] = draw(st.none() | decimals(-1_000, 120_000))
    if method in ("milestones", "checklist", "mixed"):
        more["undefined"] = draw(st.sets(st.sampled_from(LEVELS), max_size=4))
    if method in ("thresholds", "interpolated", "three_level", "mixed"):
        more["thresholds"] = _thresholds(draw, method, more["direction"])
    if method == "checklist" and draw(st.booleans()):
        more["counts"] = sorted(draw(st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True)))
    more |= {"target": draw(POSITIVE), "step": draw(POSITIVE), "target_level": draw(st.sampled_from(LEVELS))}
    return kpi_of(method, **more)


def _thresholds(draw, method, direction):
    number = 3 if method == "three_level" else 5
    rising = sorted(draw(st.lists(decimals(0, 99_999), min_size=number, max_size=number, unique=True)))
    limits = rising[::-1] if direction == "lower" else rising
    gaps = {"interpolated": LEVELS[1:4], "thresholds": LEVELS, "mixed": LEVELS}.get(method, ())
    left_out = draw(st.sets(st.sampled_from(gaps), max_size=4)) if gaps else ()
    return ["-" if level in left_out else limit for level, limit in enumerate(limits, 1)]


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_agrees_with_the_oracle_to_the_last_decimal_shown(method):
    @MODEST
    @given(kpi=kpis(method), policies=POLICIES)
    def agrees(kpi, policies):
        score, exact = score_of(kpi, policies), exact_score(kpi, policies)
        assert abs(Fraction(repr(score)) - exact) <= Fraction(1, 10**11)
        for places in (0, 1, 2, 4):
            assert half_up(score, places) == half_up(exact, places)

    agrees()


@pytest.mark.parametrize("method", BY_VALUE)
def test_a_better_value_never_scores_less(method):
    @MODEST
    @given(kpi=kpis(method), values=st.tuples(decimals(0, 120_000), decimals(0, 120_000)), policies=POLICIES)
    def monotone(kpi, values, policies):
        worse, better = sorted(values, reverse=_falls(kpi))
        if method == "two_sided":
            worse, better = sorted(values, key=lambda value: -abs(value - kpi["target"]))
        assert score_of(kpi | {"value": worse}, policies) <= score_of(kpi | {"value": better}, policies)

    monotone()


def _falls(kpi):
    return kpi["direction"] == "lower" and kpi["method"] != "proportional"


@pytest.mark.parametrize("method", ["milestones", "checklist", "mixed"])
def test_a_level_more_never_scores_less(method):
    @MODEST
    @given(kpi=kpis(method), level=st.sampled_from(LEVELS))
    def monotone(kpi, level):
        assert score_of(kpi) <= score_of(kpi | {"done": kpi["done"] | {level}})

    monotone()


@MODEST
@given(kpi=kpis(), policies=POLICIES)
def test_scores_stay_on_the_scale(kpi, policies):
    assert 0 <= score_of(kpi, policies) <= 5


@MODEST
@given(listed=st.lists(kpis(), min_size=1, max_size=8), policies=POLICIES, seed=st.integers(0, 99))
def test_a_kpi_scores_the_same_in_any_company_and_in_any_order_of_rows(listed, policies, seed):
    alone = [score_of(kpi, policies) for kpi in listed]
    frame, levels = frames_of({f"K{n}": kpi for n, kpi in enumerate(listed)})
    together = methods.scores(frame, levels, policies)
    shuffled = frame.sample(frac=1, random_state=seed)
    again = methods.scores(shuffled, levels.sample(frac=1, random_state=seed), policies)
    assert together.tolist() == alone
    assert pd.Series(again, index=shuffled.index).sort_index().tolist() == alone


def test_no_kpis_have_no_scores():
    assert methods.scores(*frames_of({}), Policies()).tolist() == []


# --- rounding: once, half up, where it is shown


def shown(values):
    """The scores of interpolated KPIs for these values, in millionths, rounded as they are shown."""
    number = len(values)
    limits = np.tile(np.array([1.0, 2, 3, 4, 5]) * 1e6, (number, 1))
    scores = methods.interpolated(np.array(values, dtype=float), limits, np.ones(number), "zero")
    return [half_up(score, 4) for score in np.round(scores, 12).tolist()]


@pytest.mark.parametrize("first", [1, 2, 3, 4])
def test_every_half_of_the_fourth_decimal_goes_up_and_a_millionth_less_goes_down(first):
    # Every x.xxxx5 of a level: on the boundary, a millionth before it, and a millionth after it.
    halves = [first * 1_000_000 + 50 + 100 * n for n in range(10_000)]
    for off, rounded in ((0, 50), (-1, -50), (1, 50)):
        expected = [Fraction(half + rounded, 10**6) for half in halves]
        assert [Fraction(score) for score in shown([half + off for half in halves])] == expected


@MODEST
@given(kpi=kpis("interpolated"), policies=POLICIES)
def test_a_score_and_its_percent_are_rounded_once_from_what_is_exact(kpi, policies):
    exact = exact_score(kpi, policies)
    assume(exact != int(exact))
    percent = round(score_of(kpi, policies) * methods.PERCENT_PER_LEVEL, 12)
    assert half_up(percent, 2) == half_up(exact * 20, 2)


@pytest.mark.parametrize(
    ("value", "expected"), [(88.5, "3.7000"), (85.00025, "3.0001"), (85.00024, "3.0000"), (0.1 + 0.2, "0.0000")]
)
def test_decimals_are_subtracted_as_on_paper(value, expected):
    kpi = kpi_of("interval", target=85, step=5, value=value)
    assert str(half_up(score_of(kpi), 4)) == expected
