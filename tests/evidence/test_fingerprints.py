"""Fingerprints say which texts are the same and what one lacks of another, without their letters; never too much of it."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.evidence import fingerprints as prints_of
from pipeline.evidence.fingerprints import SHINGLE, fingerprints, lacking, marks, no_marks
from pipeline.thai import key, to_thai

LONG = "คณะทำงานได้ประชุมร่วมกับผู้แทนจากส่วนราชการในสังกัดทั้งสิ้น 12 แห่ง เมื่อวันที่ 7 มกราคม 2565"
steady = settings(deadline=None, derandomize=True)
texts = st.text(st.sampled_from("กขคab \u0301\U0001f600\ud800"), max_size=40)


def shingles(text):
    letters = key(text)
    return {letters[place : place + SHINGLE] for place in range(len(letters) - SHINGLE + 1)}


@pytest.mark.parametrize(
    ("other", "same"),
    [(LONG, True), (to_thai(LONG), True), (LONG.replace(" ", "\n"), True), (LONG + "ก", False), ("", False)],
    ids=["itself", "in Thai digits", "on other lines", "a letter more", "nothing"],
)
def test_texts_of_the_same_letters_have_one_digest(other, same):
    one, two = fingerprints([LONG, other]).digests
    assert (one == two) == same


@steady
@given(st.lists(texts, max_size=8))
def test_lengths_are_those_of_the_letters(given_texts):
    assert fingerprints(given_texts).lengths.tolist() == [len(key(text)) for text in given_texts]


@steady
@given(texts, texts)
@example("", "")
@example("กขค", "กขคกขค")
def test_no_text_lacks_more_than_it_does(one, other):
    (ours, theirs) = (marks([text]) for text in (one, other))
    assert lacking(ours, ours).tolist() == [0]
    if len(key(one)) >= SHINGLE:
        assert lacking(ours, theirs)[0] <= len(shingles(one) - shingles(other))


def test_of_ordinary_texts_hardly_a_shingle_is_overlooked():
    draw = random.Random(1)
    one, other = ("".join(draw.choices(LONG.replace(" ", ""), k=430)) for _ in range(2))
    told = lacking(marks([one]), marks([other]))[0]
    assert 0.6 * len(shingles(one)) < told <= len(shingles(one) - shingles(other))


def test_joined_marks_are_those_of_all_their_texts():
    one, other = LONG[:40], LONG[40:]
    both = marks([one]) | marks([other])
    assert lacking(marks([one, other]), np.repeat(both, 2, axis=0)).tolist() == [0, 0]
    assert lacking(marks([LONG]), both)[0] < SHINGLE
    assert lacking(both, no_marks(1))[0] > 60


@pytest.mark.parametrize("limit", ["_LETTERS", "_TEXTS"])
def test_texts_are_the_same_one_by_one_and_many_together(monkeypatch, limit):
    given_texts = ["", "ก", LONG, LONG[:4], LONG[:5], "\U0001f600" * 7, LONG]
    together = fingerprints(given_texts)
    monkeypatch.setattr(prints_of, limit, 1)
    for at_once, apart in zip(together, fingerprints(given_texts), strict=True):
        assert at_once.tolist() == apart.tolist()


def test_some_rows_can_be_taken():
    some = fingerprints([LONG, "ก", "ข"]).of(np.array([2, 0]))
    assert some.lengths.tolist() == [1, len(key(LONG))]
    assert (some.marks == marks(["ข", LONG])).all()


def test_near_texts_share_their_smallest_hashes_and_others_do_not():
    one, near, other = fingerprints([LONG, LONG + "ก", LONG[::-1]]).smallest
    assert (one == near).sum() > 4
    assert not (one == other).any()
