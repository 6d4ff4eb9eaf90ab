"""What is known of fonts: how large they are drawn, how far their lines stand apart, and which sizes a report can have."""

from __future__ import annotations

from typing import NamedTuple


class Family(NamedTuple):
    """Fonts that are drawn alike.

    `scale`: how many times the size of others they need to read alike. `pitch`: the points from line to line for each
    point of such a size. `body`, `least`, `most`: the points that suit them, and those that a report can have.
    """

    scale: float
    pitch: float
    body: float
    least: float
    most: float


# Figures of a report in the largest size still have room in their columns, and notes in the smallest can be read.
# Laksaman takes 1.66 points from line to line in LibreOffice, Latin and newer Thai fonts 1.2 to 1.5.
_USUAL = Family(scale=1.0, pitch=1.72, body=10.5, least=8, most=14)
# Older Thai fonts are drawn small: 16 points of them read like 11 of others. TH Sarabun New at 1.42 times the size takes
# 1.85 in Excel and LibreOffice, whole pixels make it 1.93.
_SMALL = Family(scale=1.42, pitch=1.95, body=15, least=11, most=20)
_SMALL_NAMES = (
    "TH ",
    "ANGSANA",
    "CORDIA",
    "BROWALLIA",
    "EUCROSIA",
    "FREESIA",
    "IRIS",
    "JASMINE",
    "KODCHIANG",
    "LILY",
)


def family(font: str) -> Family:
    """The family of a font, by its name."""
    return _SMALL if font.upper().startswith(_SMALL_NAMES) else _USUAL
