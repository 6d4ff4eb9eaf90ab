"""Quoted words stand in the entry as they stand in the finding, short and with no letter parted from its marks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evidence.quoting import LONGEST, beginning, figure, passage, up_to
from pipeline.thai import clean, key

steady = settings(deadline=None, derandomize=True, max_examples=300)
texts = st.text(st.sampled_from("กเแ่้าำี\u0e31 \nab๑2ß"), max_size=150).map(clean)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("", ""),
        ("ก" * 60, "ก" * 60),
        ("ก" * 61, "ก" * 59 + "…"),
        ("ก" * 58 + "ที่ดี", "ก" * 58 + "…"),
        ("ก" * 58 + "เมื่อ", "ก" * 58 + "…"),
        ("ก" * 58 + " กกก", "ก" * 58 + "…"),
        ("่" * 61, "่" * 59 + "…"),
    ],
    ids=[
        "nothing",
        "what fits",
        "a letter more",
        "before its marks",
        "after a first vowel",
        "after a space",
        "marks alone",
    ],
)
def test_a_long_text_is_quoted_from_its_beginning(text, quoted):
    assert beginning(text) == quoted


@pytest.mark.parametrize(
    ("text", "words", "quoted"),
    [
        ("ประชุม 7 ม.ค. 2565 แล้ว", "7 ม.ค. 2565", "ประชุม 7 ม.ค. 2565"),
        ("ก" * 30 + " " + "ข" * 40 + " 7 ม.ค. 2565", "7 ม.ค. 2565", "…" + "ข" * 40 + " 7 ม.ค. 2565"),
        ("ก" * 100 + "7 ม.ค. 2565", "7 ม.ค. 2565", "…" + "ก" * 48 + "7 ม.ค. 2565"),
        ("ก" + "่" * 100 + "7 ม.ค. 2565", "7 ม.ค. 2565", "…7 ม.ค. 2565"),
        ("ก " * 40 + "1, " * 30 + "2 ม.ค. 2565", "1, " * 30 + "2 ม.ค. 2565", "…" + "1, " * 19 + "1…"),
    ],
    ids=[
        "from the beginning of the text",
        "from a space on",
        "where there is no space",
        "marks alone",
        "of too many words",
    ],
)
def test_words_are_quoted_with_what_leads_to_them(text, words, quoted):
    start = text.index(words)
    assert up_to(text, start, start + len(words)) == quoted


@pytest.mark.parametrize(
    ("text", "letters", "quoted"),
    [
        ("๑. ก ข\nค ง", "กขค", "ก ข\nค"),
        ("กขค", "ข", "ข"),
        ("Straße ที่ ๑", "ที่1", "Straße ที่ ๑"),
    ],
    ids=["over spaces and lines", "a letter", "letters that are not told side by side"],
)
def test_a_passage_is_quoted_as_it_stands(text, letters, quoted):
    start = key(text).index(letters)
    assert passage(text, start, start + len(letters)) == quoted


@steady
@given(texts, st.integers(0, 150), st.integers(1, 150))
def test_quoted_words_stand_in_the_text_and_are_short(text, start, length):
    start = min(start, len(text))
    end = min(start + length, len(text))
    for quoted in (beginning(text), up_to(text, start, end)):
        assert quoted.strip("…") in text
        assert len(quoted) <= LONGEST
    if key(text):
        assert passage(text, 0, len(key(text))).strip("…") in text


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (100, "100"),
        (0, "0"),
        (83.3333, "83.33"),
        (13.085, "13.09"),
        (3.5, "3.5"),
        (0.005, "0.01"),
        (-2.5, "-2.5"),
        (1e6, "1000000"),
    ],
)
def test_a_figure_has_no_more_decimals_than_it_needs(number, written):
    assert figure(number) == written
