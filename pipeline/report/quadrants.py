"""Score against money: the projects of which both are known, each in one of four quadrants."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pipeline.drawing.theme import BAR, NAVY, SCORE_COLOURS, URGENT
from pipeline.report.canvas import Canvas
from schemas.fields import Text


class Quadrant(NamedTuple):
    """A quadrant: its sign, which is the shape of its points, its name, whether score and money are good, its colour."""

    sign: str
    name: Text
    good_score: bool
    good_rate: bool
    shape: str
    colour: str

    @property
    def disagrees(self) -> bool:
        """Whether score and money do not go together."""
        return self.good_score != self.good_rate

    def named(self, lang: str) -> str:
        """Its sign and its name."""
        return f"{self.sign} {self.name.to(lang)}"


# Those in which score and money disagree come first.
QUADRANTS = (
    Quadrant("▲", Text("คะแนนดี เบิกจ่ายน้อย", "Good score, low rate"), True, False, "triangle", URGENT),
    Quadrant("◆", Text("คะแนนน้อย เบิกจ่ายดี", "Lower score, good rate"), False, True, "diamond", SCORE_COLOURS[0]),
    Quadrant("●", Text("คะแนนดี เบิกจ่ายดี", "Good score, good rate"), True, True, "circle", NAVY),
    Quadrant("■", Text("คะแนนน้อย เบิกจ่ายน้อย", "Lower score, low rate"), False, False, "square", BAR),
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
