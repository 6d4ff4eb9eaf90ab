"""The colours of the whole report: text that can be read on its ground, charts that grey print and the colour-blind can read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations, pairwise

import pytest
from openpyxl.cell.cell import Cell
from report.overview_support import Chart, Read, read
from support.judged import drawn_judged
from support.whole import LANGUAGES, book_of, cell_name, charts_of, report_sheets, shipped, shipped_book
from support.zoo import drawn_zoo

from pipeline.drawing.theme import (
    BAR,
    DEEP_GOLD,
    INK,
    NAVY,
    PALE_BAR,
    PALE_RATE_BAR,
    SCORE_COLOURS,
    SCORE_INKS,
    STATE_COLOURS,
    STATE_INKS,
    WHITE,
)

Colour = tuple[float, float, float]
# What of the light of red, green and blue each of them sees (Machado, Oliveira and Fernandes 2009), and a grey printer.
SEEN_BY = {
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
}
BOOKS = {**{lang: shipped_book(lang) for lang in LANGUAGES}, "every state": read("every state")}
# Books with looks that the example has no need of: errors, decisions, returned KPIs.
MORE = {"many kinds": drawn_zoo, "decided": drawn_judged}


def light(colour: str) -> Colour:
    """The light of a colour: red, green and blue, 0 to 1."""
    parts = [int(colour.lstrip("#")[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(colour: str) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), light(colour), strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG has it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lab(seen: Colour) -> Colour:
    """A light as L*, a* and b*."""
    weights = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(w * part for w, part in zip(row, seen, strict=True)) for row in weights]
    x, y, z = (_cube_root(max(value, 0) / white) for value, white in zip(xyz, (0.9505, 1, 1.089), strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube_root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def lightness(colour: str) -> float:
    """How light a colour comes out of a grey printer, 0 to 100."""
    return lab((luminance(colour),) * 3)[0]


def apart(one: str, other: str, who: str) -> float:
    """How far apart two colours are to somebody's eyes; 2 can just be told."""
    seen = []
    for colour in (one, other):
        parts = [sum(w * part for w, part in zip(row, light(colour), strict=True)) for row in SEEN_BY[who]]
        red, green, blue = (min(1.0, max(0.0, part)) for part in parts)
        seen.append(lab((red, green, blue)))
    return sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5


# --- the ruler itself


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#FFFFFF", 21), ("#777777", "#FFFFFF", 4.48), ("#FFFFFF", "#FFFFFF", 1)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_red_and_green_of_one_lightness_are_alike_to_the_colour_blind():
    assert apart("#B85450", "#7F7A3A", "deuteranopia") < 15 < apart("#B85450", "#3A5FBF", "deuteranopia")


# --- text


def own(colour: object, default: str) -> str:
    """A colour of a cell's look; `default` where it has none."""
    rgb = getattr(colour, "rgb", None)
    return f"#{rgb[-6:]}" if isinstance(rgb, str) else default


def grounds(cell: Cell) -> set[str]:
    """The colours that may lie behind a cell's text: its fill, a bar, or the darkest of a scale."""
    solid = cell.fill.fill_type == "solid"
    ground = {own(cell.fill.fgColor, WHITE) if solid else WHITE}
    for rule in rules_of(cell):
        if rule.type == "dataBar":
            ground.add(own(rule.dataBar.color, WHITE))
        if rule.type == "colorScale" and cell.value:
            ground |= {own(colour, WHITE) for colour in rule.colorScale.color}
    return ground


def inks(cell: Cell) -> set[str]:
    """The colours that a cell's text has, or has by a condition that holds."""
    by_rule = {
        own(rule.dxf.font.color, INK)
        for rule in rules_of(cell)
        if rule.type == "cellIs" and rule.formula == ["0"] and cell.value == 0 and rule.dxf.font
    }
    return by_rule or {own(cell.font.color, "#000000")}


def rules_of(cell: Cell) -> list:
    return [
        rule
        for ranges in cell.parent.conditional_formatting
        if cell.coordinate in ranges.sqref
        for rule in ranges.rules
    ]


def is_large(cell: Cell) -> bool:
    """Whether a text is large as WCAG has it: 18 points, or 14 and bold."""
    return bool(cell.font.sz >= 18 or (cell.font.sz >= 14 and cell.font.b))


def faint(book: Read | object, names: list[str]) -> Iterator[str]:
    """The cells whose text is too faint for its ground."""
    for name in names:
        for row in book.values[name].iter_rows():
            for cell in (cell for cell in row if cell.value not in (None, "")):
                ratio = min(contrast(ink, ground) for ink in inks(cell) for ground in grounds(cell))
                if ratio < (3 if is_large(cell) else 4.5):
                    yield f"{cell_name(cell)} {ratio:.1f}"


def names_of(book: Read | object) -> list[str]:
    return [sheet.title for sheet in book.values.worksheets if sheet.sheet_state == "visible"]


@pytest.mark.parametrize("name", BOOKS)
def test_every_text_can_be_read_on_its_ground(name):
    assert list(faint(BOOKS[name], names_of(BOOKS[name]))) == []


@pytest.mark.parametrize("name", MORE)
def test_every_text_of_a_look_that_the_example_has_no_need_of_can_be_read(name):
    book = MORE[name]()
    assert list(faint(book, names_of(book))) == []
