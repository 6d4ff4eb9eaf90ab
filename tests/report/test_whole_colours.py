"""The colours of the whole report: text that can be read on its ground, charts that grey print and the colour-blind can read."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from itertools import combinations, pairwise
from typing import Any

import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from report.overview_support import Chart, read
from support.whole import LANGUAGES, cell_name, charts_of, hidden_columns, report_sheets, shipped, shipped_book

from pipeline.drawing.theme import (
    BAR,
    DEEP_GOLD,
    INK,
    NAVY,
    PALE_BAR,
    PALE_RATE_BAR,
    ROLES,
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
# The example, and a workbook with the looks of what is wrong, late or returned.
BOOKS = {"example": shipped_book, "every state": lambda: read("every state")}


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


Rules = dict[str, list[Any]]


def rules_of(sheet: Worksheet) -> Rules:
    """Cell → the conditions that may change its look."""
    found: Rules = defaultdict(list)
    for ranges in sheet.conditional_formatting:
        for area in ranges.sqref.ranges:
            for row, column in area.cells:
                found[sheet.cell(row, column).coordinate] += ranges.rules
    return found


def grounds(cell: Cell, rules: Rules) -> set[str]:
    """The colours that may lie behind a cell's text: its fill, a bar, or the ends of a scale."""
    ground = {own(cell.fill.fgColor, WHITE) if cell.fill.fill_type == "solid" else WHITE}
    for rule in rules[cell.coordinate]:
        ground |= {own(rule.dataBar.color, WHITE)} if rule.type == "dataBar" else set()
        if rule.type == "colorScale":
            # From the lightest, which is that of 0, to the darkest.
            ground |= {own(colour, WHITE) for colour in rule.colorScale.color[: 2 if cell.value else 1]}
    return ground


def ink(cell: Cell, rules: Rules) -> str:
    """The colour that a cell's text has, or that its 0 has by a condition."""
    quiet = [rule for rule in rules[cell.coordinate] if rule.type == "cellIs" and cell.value == 0]
    by_rule = [own(rule.dxf.font.color, INK) for rule in quiet if rule.dxf.font and rule.dxf.font.color]
    return by_rule[0] if by_rule else own(cell.font.color, "#000000")


def faint(sheet: Worksheet) -> Iterator[str]:
    """The cells whose text is too faint for its ground; large bold text may be fainter."""
    rules, hidden = rules_of(sheet), hidden_columns(sheet)
    for row in sheet.iter_rows():
        for cell in (cell for cell in row if cell.value not in (None, "") and cell.column not in hidden):
            colour = ink(cell, rules)
            ratio = min(contrast(colour, ground) for ground in grounds(cell, rules))
            if ratio < (3 if cell.font.sz >= 18 and cell.font.b else 4.5):
                yield f"{cell_name(cell)} {ratio:.1f}"


@pytest.mark.parametrize("name", BOOKS)
def test_every_text_can_be_read_on_its_ground(name):
    sheets = [sheet for sheet in BOOKS[name]().values.worksheets if sheet.sheet_state == "visible"]
    assert [cell for sheet in sheets for cell in faint(sheet)] == []


# Keys are in hidden cells, and these hold no text.
WITHOUT_TEXT = {"key", "rule", "card_gap"}
OVERLAYS = {"whole", "asked", "quiet_zero"}


@pytest.mark.parametrize("role", sorted(set(ROLES) - WITHOUT_TEXT - OVERLAYS))
def test_every_role_of_the_theme_can_be_read(role):
    look = ROLES[role]
    assert contrast(look["color"], look.get("bg", WHITE)) >= (
        3 if look.get("size", 0) >= 18 and look.get("bold") else 4.5
    )


@pytest.mark.parametrize("bar", [PALE_BAR, PALE_RATE_BAR, BAR])
def test_figures_can_be_read_on_bars_and_shades(bar):
    assert contrast(INK, bar) >= 4.5


# --- charts


CHARTS = [
    (name, number)
    for name in report_sheets(shipped_book(), shipped())
    for number in range(len(charts_of(shipped_book(), name)))
]
every_chart = pytest.mark.parametrize(("name", "number"), CHARTS)


def chart_of(name: str, number: int) -> Chart:
    return charts_of(shipped_book(), name)[number]


def test_there_are_charts():
    assert len(CHARTS) == 7


@every_chart
def test_a_chart_says_in_words_what_it_shows(name, number):
    described = chart_of(name, number).described
    title, _, message = described.partition(": ")
    assert len(title) >= 10
    assert len(re.findall(r"[๐-๙]+", message)) >= 3
    assert len(message) > len(title) // 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_drawing_has_such_words(lang):
    with zipfile.ZipFile(BytesIO(shipped_book(lang).data)) as parts:
        drawings = [parts.read(n).decode() for n in parts.namelist() if re.match(r"xl/drawings/drawing\d+\.xml", n)]
    frames = [frame for xml in drawings for frame in re.findall(r"<xdr:cNvPr [^>]*>", xml)]
    assert len(frames) == len(CHARTS)
    assert [frame for frame in frames if not re.search(r'descr="[^"]{40,}"', frame)] == []


def shown_series(chart: Chart) -> list[Any]:
    """The series that can be seen: bars that are filled, and points."""
    return [s for s in chart.series if s.find("c:spPr/a:noFill", Chart.names) is None]


def has_labels(series: Any) -> bool:
    return any(node.get("val") == "1" for node in series.findall("c:dLbls//c:showVal", Chart.names))


def marker(series: Any) -> str:
    node = series.find("c:marker/c:symbol", Chart.names)
    return "" if node is None else node.get("val", "")


@every_chart
def test_series_differ_by_more_than_colour(name, number):
    """By their labels, by the shape of their points, or by a place of their own: a line at the target."""
    series = shown_series(chart_of(name, number))
    shapes = [marker(one) for one in series if marker(one) not in ("", "none")]
    unlabelled = [one for one in series if not has_labels(one) and marker(one) == ""]
    assert len(unlabelled) <= (1 if len(series) > 1 else 0)
    assert len(shapes) == len(set(shapes))


def test_the_scores_of_a_bar_differ_for_everybody_and_carry_their_number():
    for who in SEEN_BY:
        assert min(apart(*pair, who) for pair in pairwise(SCORE_COLOURS)) > 12
    for colour, ink_ in zip(SCORE_COLOURS, SCORE_INKS, strict=True):
        assert contrast(ink_, colour) >= 4.5
    (chart,) = (c for c in charts_of(shipped_book(), shipped_book().name("by_issue")) if len(c.series) == 6)
    assert all(map(has_labels, chart.series))


def test_levels_get_lighter_or_darker_step_by_step_in_grey():
    steps = [abs(lightness(one) - lightness(other)) for one, other in pairwise(SCORE_COLOURS)]
    # Scores of 0 and of 1 both are the darkest red: their labels tell them apart.
    assert min(steps[1:]) > 15


@pytest.mark.parametrize(
    ("one", "other"), [(BAR, NAVY), (BAR, DEEP_GOLD), (NAVY, DEEP_GOLD)], ids=["money", "target", "reached"]
)
def test_colours_that_stand_side_by_side_differ_in_grey_and_for_the_colour_blind(one, other):
    assert abs(lightness(one) - lightness(other)) > 15
    assert min(apart(one, other, who) for who in SEEN_BY) > 20


def test_the_states_of_a_kpi_differ_for_everybody_and_carry_their_number():
    for who in SEEN_BY:
        assert min(apart(*pair, who) for pair in combinations(STATE_COLOURS.values(), 2)) > 10
    for state, colour in STATE_COLOURS.items():
        assert contrast(STATE_INKS[state], colour) >= 4.5
