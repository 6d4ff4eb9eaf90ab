"""Texts over or under the points of a chart, so that none covers another: points that are too near share a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.drawing import fit
from pipeline.report.scatter import SIZE, Point

SIDES = ("above", "below")
# In pixels: the height of a text, half the width of a marker, and what a text leaves free to its sides.
_HEIGHT, _MARKER, _FREE = 17.0, 6.0, 2.0
_PIXELS = 96 / 72
_TOGETHER = 2


class _Box(NamedTuple):
    """A text's place, in pixels to the right and upwards."""

    left: float
    right: float
    low: float
    high: float

    def meets(self, other: _Box) -> bool:
        """Whether two texts would cover each other."""
        across = self.left < other.right and other.left < self.right
        return across and self.low < other.high and other.low < self.high


@dataclass
class _Group:
    """Points that share a text, beside the first of them; `at` in pixels."""

    point: Point
    at: tuple[float, float]
    texts: list[str] = field(default_factory=list)
    side: str = ""

    @property
    def text(self) -> str:
        """The texts, or the first of them and how many more there are."""
        more = len(self.texts) - _TOGETHER
        return ", ".join(self.texts) if more <= 0 else f"{', '.join(self.texts[:_TOGETHER])} +{more}"

    def box(self, side: str) -> _Box:
        """Where the text stands on a side."""
        (x, y), half = self.at, fit.advance(self.text) * SIZE * _PIXELS / 2 + _FREE
        low = y + _MARKER if side == "above" else y - _MARKER - _HEIGHT
        return _Box(x - half, x + half, low, low + _HEIGHT)

    @property
    def marker(self) -> _Box:
        """Where the point itself stands."""
        x, y = self.at
        return _Box(x - _MARKER, x + _MARKER, y - _MARKER, y + _MARKER)


def apart(points: Sequence[Point], pixels: tuple[float, float]) -> Mapping[str, list[Point]]:
    """The points with their texts, by the side that these stand on; `pixels` of one unit, across and upwards."""
    groups = _groups(points, pixels)
    placed: list[_Group] = []
    for group in groups:
        side, other = _free(group, groups, placed)
        if other is None:
            group.side = side
            placed.append(group)
        else:
            other.texts += group.texts
    return {side: [g.point._replace(text=g.text) for g in placed if g.side == side] for side in SIDES}


def _groups(points: Sequence[Point], pixels: tuple[float, float]) -> list[_Group]:
    """From left to right, those whose markers cover each other in one."""
    groups: list[_Group] = []
    for point in sorted(points, key=lambda point: float(point.x.value)):
        new = _Group(point, (float(point.x.value) * pixels[0], float(point.y.value) * pixels[1]))
        own = next((group for group in groups if group.marker.meets(new.marker)), new)
        own.texts.append(point.text)
        if own is new:
            groups.append(new)
    return groups


def _free(group: _Group, groups: Sequence[_Group], placed: Sequence[_Group]) -> tuple[str, _Group | None]:
    """A side on which a group's text covers nothing; where there is none, the group whose text is in the way."""
    for side in SIDES:
        if not any(True for _ in _in_the_way(group, side, groups, placed)):
            return side, None
    near = [other for side in SIDES for other in placed if other.box(other.side).meets(group.box(side))]
    return SIDES[0], near[0] if near else None


def _in_the_way(group: _Group, side: str, groups: Sequence[_Group], placed: Sequence[_Group]) -> Iterator[_Group]:
    box = group.box(side)
    yield from (other for other in placed if other.box(other.side).meets(box))
    yield from (other for other in groups if other is not group and other.marker.meets(box))
