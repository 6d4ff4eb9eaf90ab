"""What is known of fonts by their names."""

from __future__ import annotations

import pytest

from pipeline.drawing.fonts import family


@pytest.mark.parametrize(
    ("font", "body", "sizes"),
    [
        ("Laksaman", 10.5, (8, 14)),
        ("Tahoma", 10.5, (8, 14)),
        ("", 10.5, (8, 14)),
        ("THSarabun", 10.5, (8, 14)),
        ("TH SarabunPSK", 15, (11, 20)),
        ("th sarabun new", 15, (11, 20)),
        ("AngsanaUPC", 15, (11, 20)),
        ("Cordia New", 15, (11, 20)),
    ],
)
def test_a_family_suits_a_size_and_bears_some(font, body, sizes):
    own = family(font)
    assert (own.body, (own.least, own.most)) == (body, sizes)


def test_the_largest_size_enlarges_every_family_alike():
    enlarged = {own.most / own.body for own in map(family, ("Laksaman", "TH SarabunPSK"))}
    assert enlarged == {4 / 3}


def test_small_families_are_drawn_larger_and_with_more_room_between_lines():
    small, usual = family("TH SarabunPSK"), family("Laksaman")
    assert small.scale > usual.scale == 1
    assert small.pitch > usual.pitch
    assert round(small.scale * usual.body) == small.body
