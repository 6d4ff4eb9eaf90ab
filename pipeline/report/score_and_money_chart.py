"""The chart of score against money: a point a project, the lines between the quadrants, and codes where there is room."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd
from xlsxwriter.chart import Chart

from pipeline.drawing.page import Page
from pipeline.report import scatter
from pipeline.report.apart import apart
from pipeline.report.canvas import Canvas
from pipeline.report.live import Live
from pipeline.report.quadrants import QUADRANTS
from pipeline.report.scatter import Axis, Divide, Marks, Point, Texts, fixed
from schemas.fields import Text

_SCORE = Text("คะแนน (ร้อยละ)", "Score (%)")
_RATE = Text("เบิกจ่าย (ร้อยละของที่ได้รับ)", "Rate (disbursed, % of what was received)")
_GOOD_SCORE, _GOOD_RATE = Text("คะแนนดี", "Good score"), Text("เบิกจ่ายดี", "Good rate")
_CODES, _NAMES = Text("รหัสโครงการ", "Project codes"), Text("ชื่อกลุ่ม", "Names of the quadrants")
_DESCRIBED = Text(
    "คะแนน (แกนตั้ง) กับการเบิกจ่าย (แกนนอน) ของ {n} โครงการ: {counts} เส้นแบ่งอยู่ที่คะแนนร้อยละ {score} และเบิกจ่ายร้อยละ {rate} "
    "ห่างกันมากที่สุด: {widest} คะแนนร้อยละ {percent} เบิกจ่ายร้อยละ {spent}",
    "Score (upright) against rate (across) of {n} projects: {counts}. Parted at a score of {score} % and a rate of "
    "{rate} %. Widest apart: {widest}, score {percent} %, rate {spent} %",
)
_FULL = 100
# Where a rate is over the full one the axis is longer, to here at the most; what is farther stands at its end.
FARTHEST = 200
# More projects than this have no code each: those that disagree have, the widest gaps first.
LABELLED, _WIDEST = 25, 12
# Over and under the scores the chart has a band for the quadrants' names, and one to the right for codes; in points.
_BAND, _RIGHT, _OVER = 20, 8, 14
# What the texts of the axes take of the chart, in pixels.
_ACROSS, _UPWARDS = 70, 70


def farthest(rates: pd.Series) -> float:
    """The last tick of the axis of rates."""
    most = math.ceil(float(rates.max()) / scatter.STEP) * scatter.STEP
    return min(max(_FULL, most), FARTHEST)


def draw(
    canvas: Canvas, page: Page, projects: pd.DataFrame, at: Sequence[tuple[str, str]], size: tuple[int, int]
) -> tuple[Chart, str]:
    """The chart of a frame of `quadrants.projects`, and the words that describe it.

    `at`: for each project the addresses of its rate and of its score; `size` in pixels.
    """
    lang, settings = canvas.lang, canvas.plan.settings
    most = farthest(projects["rate"])
    # An axis that ended at its next tick would write that too.
    axes = (Axis(_RATE.to(lang), 0, most + _RIGHT), Axis(_SCORE.to(lang), -_BAND, _FULL + _BAND - 1))
    points = [
        Point(_within(rate_at, rate, most), Live(f"={score_at}", score), canvas.code(code))
        for (rate_at, score_at), code, rate, score in zip(
            at, projects["project"], projects["rate"], projects["percent"], strict=True
        )
    ]
    marks = [
        Marks(quadrant.named(lang), quadrant.shape, quadrant.colour, _of(points, projects["quadrant"] == place))
        for place, quadrant in enumerate(QUADRANTS)
    ]
    labelled = points if len(points) <= LABELLED else _of(points, projects["disagrees"])[:_WIDEST]
    texts = apart(labelled, _pixels(axes, size))
    x, y = settings.good_rate, settings.good_percent
    drawn: tuple[Marks | Texts | Divide, ...] = (
        Divide(_GOOD_RATE.to(lang), _line((x, axes[1].least), (x, axes[1].end))),
        Divide(_GOOD_SCORE.to(lang), _line((0, y), (axes[0].end, y))),
        *marks,
        *(Texts(_CODES.to(lang), side, True, own) for side, own in texts.items()),
        *(Texts(_NAMES.to(lang), side, False, _names(lang, axes, side == "left")) for side in ("right", "left")),
    )
    return scatter.scatter(canvas, page, axes, drawn), _described(canvas, projects)


def _within(at: str, rate: float, most: float) -> Live:
    """The rate of a cell, or the end of the axis where it is farther."""
    return Live(f"=IF({at}>{most:g},{most:g},{at})", min(rate, most))


def _of(points: Iterable[Point], wanted: Iterable[bool]) -> list[Point]:
    return [point for point, own in zip(points, wanted, strict=True) if own]


def _line(*ends: tuple[float, float]) -> list[Point]:
    return [Point(fixed(x), fixed(y)) for x, y in ends]


def _pixels(axes: tuple[Axis, Axis], size: tuple[int, int]) -> tuple[float, float]:
    """The pixels of one unit of each axis."""
    room = (size[0] - _ACROSS, size[1] - _UPWARDS)
    across, upwards = (pixels / (axis.end - axis.least) for pixels, axis in zip(room, axes, strict=True))
    return across, upwards


def _names(lang: str, axes: tuple[Axis, Axis], good_rate: bool) -> list[Point]:
    """The names of the quadrants to one side of the line, over and under the scores."""
    across = axes[0].end if good_rate else 0
    heights = {True: _FULL + _OVER, False: -_OVER}
    own = [quadrant for quadrant in QUADRANTS if quadrant.good_rate is good_rate]
    return [Point(fixed(across), fixed(heights[q.good_score]), q.name(lang)) for q in own]


def _described(canvas: Canvas, projects: pd.DataFrame) -> str:
    """The chart's message for those who cannot see it."""
    figures, settings = canvas.figures, canvas.plan.settings
    counts = projects["quadrant"].value_counts()
    told = [
        f"{quadrant.name(canvas.lang)} {figures.integer(int(counts.get(place, 0)))}"
        for place, quadrant in enumerate(QUADRANTS)
    ]
    widest = projects.loc[projects["gap"].abs().idxmax()]
    return _DESCRIBED.to(canvas.lang).format(
        n=figures.integer(len(projects)),
        counts=" · ".join(told),
        score=figures.plain(settings.good_percent),
        rate=figures.plain(settings.good_rate),
        widest=canvas.code(widest["project"]),
        percent=figures.decimal(widest["percent"], 1),
        spent=figures.decimal(widest["rate"], 1),
    )
