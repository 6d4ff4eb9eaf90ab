"""Figures as people read them: number formats that keep numbers numbers, and numbers inside sentences."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from pipeline.drawing.figures import Figures

THAI, ARABIC, ENGLISH = Figures("th", "thai"), Figures("th", "arabic"), Figures("en", "arabic")
# English text has Arabic digits, whatever the plan's numerals are.
STUBBORN = Figures("en", "thai")


@pytest.mark.parametrize(
    ("figures", "thai"),
    [(THAI, True), (ARABIC, False), (ENGLISH, False), (STUBBORN, False)],
    ids=["th", "ar", "en", "en-th"],
)
def test_thai_digits_are_for_thai_text(figures, thai):
    assert figures.thai_digits is thai


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("integer", "#,##0"),
        ("plain", "0"),
        ("number", "#,##0.####"),
        ("score", "0.00"),
        ("percent", "0.0"),
        ("percent2", "0.00"),
        ("amount", "#,##0.00"),
        ("baht", "#,##0"),
        ("million", "#,##0.00,,"),
    ],
)
def test_a_number_format_has_the_thai_locale_in_every_section(name, body):
    assert ARABIC.format(name) == ENGLISH.format(name) == STUBBORN.format(name) == body
    assert THAI.format(name).split(";") == [f"[$-D00041E]{body}", f"[$-D00041E]-{body}", f"[$-D00041E]{body}"]


@pytest.mark.parametrize(
    ("figures", "format_"),
    [
        (THAI, "[$-D07041E]d mmm yyyy"),
        (ARABIC, "[$-107041E]d mmm yyyy"),
        (ENGLISH, "d mmm yyyy"),
        (STUBBORN, "d mmm yyyy"),
    ],
)
def test_dates_are_of_the_buddhist_era_in_thai(figures, format_):
    assert figures.format("date") == format_


@pytest.mark.parametrize("format_", ["@", "0.000", "General"])
def test_a_format_that_is_no_name_stands_for_itself(format_):
    assert THAI.format(format_) == format_


@pytest.mark.parametrize(
    ("text", "thai"),
    [("1.10", "๑.๑๐"), ("2565-06", "๒๕๖๕-๐๖"), ("KPI", "KPI"), ("", ""), ("๑2", "๑๒")],
)
def test_codes_are_written_in_the_numerals(text, thai):
    assert THAI.digits(text) == thai
    assert ARABIC.digits(text) == ENGLISH.digits(text) == text


@pytest.mark.parametrize(
    ("value", "thai", "arabic"),
    [(0, "๐", "0"), (7, "๗", "7"), (1234, "๑,๒๓๔", "1,234"), (-1234567, "-๑,๒๓๔,๕๖๗", "-1,234,567")],
)
def test_whole_numbers_have_separators(value, thai, arabic):
    assert (THAI.integer(value), ENGLISH.integer(value)) == (thai, arabic)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (2.5, 0, "3"),
        (0.5, 0, "1"),
        (-2.5, 0, "-3"),
        (1.005, 2, "1.01"),
        (2.675, 2, "2.68"),
        (54.55, 1, "54.6"),
        (Fraction(30, 11), 4, "2.7273"),
        (Fraction(1, 3), 2, "0.33"),
        (1846.0871, 2, "1,846.09"),
        (3, 2, "3.00"),
    ],
)
def test_decimals_are_rounded_half_up_once(value, places, text):
    assert ENGLISH.decimal(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (3.7, "3.7"),
        (3.70001, "3.7"),
        (25 / 6, "4.1667"),
        (2.99999, "3"),
        (0.00005, "0.0001"),
        (1e9, "1,000,000,000"),
    ],
)
def test_a_number_said_plainly_has_no_more_decimals_than_it_needs(value, text):
    assert ENGLISH.plain(value) == text


@pytest.mark.parametrize(
    ("satang", "text"),
    [(0, "0"), (100, "1"), (101, "1.01"), (3_600_000, "36,000"), (123_450, "1,234.50"), (-5, "-0.05")],
)
def test_satang_are_said_only_where_there_are_any(satang, text):
    assert ENGLISH.baht(satang) == text


@pytest.mark.parametrize(
    ("satang", "text"),
    [(22_933_910_000, "229.34"), (500_000, "0.01"), (499_999, "0.00"), (123_456_789_000, "1,234.57")],
)
def test_millions_have_two_decimals(satang, text):
    assert ENGLISH.million(satang) == text
    assert THAI.million(satang) == text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


@pytest.mark.parametrize(
    ("figures", "short", "text"),
    [
        (THAI, False, "๓๑ มีนาคม ๒๕๖๕"),
        (THAI, True, "๓๑ มี.ค. ๒๕๖๕"),
        (ARABIC, False, "31 มีนาคม 2565"),
        (ENGLISH, False, "31 March 2022"),
        (ENGLISH, True, "31 Mar 2022"),
    ],
)
def test_dates_in_sentences(figures, short, text):
    assert figures.date(date(2022, 3, 31), short) == text


@pytest.mark.parametrize(
    ("lang", "numerals", "name", "format_"),
    [
        ("en", "arabic", "plain", '"+ "0;"- "0;"="'),
        ("th", "arabic", "score", '"+ "0.00;"- "0.00;"="'),
        ("th", "thai", "score", '[$-D00041E]"+ "0.00;[$-D00041E]"- "0.00;[$-D00041E]"="'),
        ("en", "thai", "percent", '"+ "0.0;"- "0.0;"="'),
    ],
)
def test_a_change_has_words_for_more_for_less_and_for_none(lang, numerals, name, format_):
    assert Figures(lang, numerals).format_of_change(name, ("+ ", "- ", "=")) == format_
