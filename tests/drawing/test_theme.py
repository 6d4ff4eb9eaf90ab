"""Looks are roles: every role makes a format, in the font of the plan at its own size."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.drawing.theme import ROLES, Theme


def theme_in(font: str, lang: str = "th", size: float | None = None) -> Theme:
    words = {"title": "t", "company": "c", "subject": "s", "dated": date(2022, 4, 18)}
    return Book(font=font, font_size=size, figures=Figures(lang, "thai"), **words).theme


THEME = theme_in("Laksaman")
OVERLAYS = {"asked", "contradicts", "ready", "carried", "unneeded", "whole", "quiet_zero"}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_role_makes_a_format(role):
    look = THEME.role(role)
    assert (look.font_name == "Laksaman") is (role not in OVERLAYS)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_an_indented_cell_says_on_which_side(role):
    assert "indent" not in ROLES[role] or ROLES[role].get("align") in ("left", "right")


@pytest.mark.parametrize("role", sorted(set(ROLES) - OVERLAYS))
def test_dark_ink_stands_on_light_ground_and_light_ink_on_dark(role):
    ink, ground = (
        luminance(ROLES[role].get(name, default)) for name, default in (("color", "#000000"), ("bg", "#FFFFFF"))
    )
    lighter, darker = max(ink, ground), min(ink, ground)
    # The ratio that the accessibility guidelines ask of large text; keys and rules are not for reading.
    assert role in ("key", "rule") or (lighter + 0.05) / (darker + 0.05) > 3


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_role_is_made_once_for_each_number_format():
    assert THEME.role("number", "score") is THEME.role("number", "score")
    assert THEME.role("number", "score") is not THEME.role("number", "baht")


@pytest.mark.parametrize(
    ("font", "body", "title"),
    [
        ("Laksaman", 10.5, 16),
        ("Tahoma", 10.5, 16),
        ("TH SarabunPSK", 15, 22.5),
        ("th sarabun new", 15, 22.5),
        ("AngsanaUPC", 15, 22.5),
    ],
)
def test_fonts_that_are_drawn_small_are_larger(font, body, title):
    theme = theme_in(font)
    assert (theme.size("text"), theme.size("title")) == (body, title)


@pytest.mark.parametrize(
    ("font", "size", "body", "title", "small"),
    [
        ("Laksaman", None, 10.5, 16, 9),
        ("Laksaman", 10.5, 10.5, 16, 9),
        ("Laksaman", 14, 14, 21, 12),
        ("Laksaman", 9, 9, 13.5, 7.5),
        ("Laksaman", 8, 8, 12, 6.5),
        ("TH SarabunPSK", None, 15, 22.5, 13),
        ("TH SarabunPSK", 16, 16, 24, 13.5),
        ("TH SarabunPSK", 20, 20, 30, 17),
        ("TH SarabunPSK", 11, 11, 16.5, 9),
    ],
)
def test_a_size_that_was_chosen_is_that_of_the_text_and_the_rest_is_in_proportion(font, size, body, title, small):
    theme = theme_in(font, size=size)
    assert (theme.size("text"), theme.size("title"), theme.size("small_top")) == (body, title, small)


@pytest.mark.parametrize(
    ("font", "usual", "size"), [("Laksaman", 10.5, 14), ("Laksaman", 10.5, 9), ("TH Sarabun New", 14.91, 20)]
)
@pytest.mark.parametrize("role", ["text", "title", "head", "small_top"])
def test_text_is_measured_in_proportion_to_its_size(role, font, usual, size):
    chosen, default = theme_in(font, size=size), theme_in(font)
    assert chosen.measure(role) == pytest.approx(default.measure(role) * size / usual)
    assert chosen.pitch(role) == pytest.approx(default.pitch(role) * size / usual)


@pytest.mark.parametrize("size", [8, 9.3, 11, 12.7, 14])
@pytest.mark.parametrize("role", sorted(set(ROLES) - OVERLAYS))
def test_nothing_is_drawn_larger_than_it_is_measured(role, size):
    theme = theme_in("Laksaman", size=size)
    assert theme.size(role) <= theme.measure(role) + 1e-6


@pytest.mark.parametrize("font", ["Laksaman", "TH SarabunPSK", "No Such Font"])
def test_a_format_says_that_its_font_is_thai_so_that_another_thai_one_can_take_its_place(font):
    look = theme_in(font).role("text")
    assert (look.font_name, look.font_charset, look.font_family) == (font, 222, 2)


@pytest.mark.parametrize("role", ["amount", "group_amount", "total_amount", "number", "total_number", "card_value"])
def test_a_figure_that_is_too_wide_is_drawn_smaller(role):
    look = THEME.role(role, "baht")
    assert look.shrink and not look.text_wrap


@pytest.mark.parametrize(
    ("role", "size"), [("text", 10.5), ("small_top", 9), ("title", 16 * 1.06), ("head", 10.5 * 1.06)]
)
def test_bold_text_is_measured_a_little_wider(role, size):
    assert THEME.measure(role) == pytest.approx(size)
    assert theme_in("TH SarabunPSK").measure(role) == pytest.approx(size)


@pytest.mark.parametrize(("size", "points"), [(10.5, 10.5), (9, 9), (10.3, 10.5), (10.2, 10)])
def test_sizes_are_whole_or_half_points(size, points):
    assert THEME.points(size) == points


def test_lines_of_small_drawn_fonts_are_further_apart():
    assert theme_in("TH SarabunPSK").pitch("text") > THEME.pitch("text") > 10.5 * 1.655
