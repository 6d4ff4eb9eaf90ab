"""Score against money: the projects of which both are known, each in one of four quadrants."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pipeline.drawing.theme import BAR, NAVY, SCORE_COLOURS, URGENT
from pipeline.report.canvas import Canvas
from schemas.fields import Text


class Quadrant(NamedTuple):
    """A quadrant: its sign, which is the shape of its points, whether score and money are good, and its colour."""

    sign: str
    good_score: bool
    good_rate: bool
    shape: str
    colour: str

    @property
    def disagrees(self) -> bool:
        """Whether score and money do not go together."""
        return self.good_score != self.good_rate

    def name(self, lang: str) -> str:
        """Its name: how the score is, and the money."""
        return _BOTH.to(lang).format(score=_SCORE[self.good_score].to(lang), rate=_RATE[self.good_rate].to(lang))

    def named(self, lang: str) -> str:
        """Its sign and its name."""
        return f"{self.sign} {self.name(lang)}"


_SCORE = {True: Text("คะแนนดี", "Good score"), False: Text("คะแนนน้อย", "Lower score")}
_RATE = {True: Text("เบิกจ่ายดี", "good rate"), False: Text("เบิกจ่ายน้อย", "low rate")}
_BOTH = Text("{score} {rate}", "{score}, {rate}")
# Those in which score and money disagree come first.
QUADRANTS = (
    Quadrant("▲", True, False, "triangle", URGENT),
    Quadrant("◆", False, True, "diamond", SCORE_COLOURS[0]),
    Quadrant("●", True, True, "circle", NAVY),
    Quadrant("■", False, False, "square", BAR),
)
# Ratios of floats are off by less.
DECIMALS = 9


def projects(canvas: Canvas) -> pd.DataFrame:
    """The projects whose score and disbursement rate are known, those that disagree first, then the widest gap first.

    Columns: project, department, percent (mean score), rate, gap (percent − rate, in points), quadrant (its place in
    QUADRANTS), disagrees. The index is that of BUDGET_RESULTS.
    """
    settings, rolled = canvas.plan.settings, canvas.summary.rollups
    percents = rolled[rolled["scope"] == "project"].set_index("code")["percent"]
    own = canvas.summary.budget_results[["project", "department", "rate"]]
    own = own.assign(percent=own["project"].map(percents)).dropna(subset=["percent", "rate"])
    places = {(quadrant.good_score, quadrant.good_rate): place for place, quadrant in enumerate(QUADRANTS)}
    good = (own["percent"].round(DECIMALS) >= settings.good_percent, own["rate"].round(DECIMALS) >= settings.good_rate)
    own = own.assign(
        gap=own["percent"] - own["rate"],
        quadrant=[places[bool(score), bool(rate)] for score, rate in zip(*good, strict=True)],
        disagrees=good[0] != good[1],
    )
    widest = own["gap"].abs().sort_values(ascending=False, kind="stable").index
    return own.loc[widest].sort_values("disagrees", ascending=False, kind="stable")
