"""Scores, money and obstacles that should go together, and do not."""

from __future__ import annotations

import re

import pandas as pd

from pipeline import thai
from pipeline.evidence import quoting
from pipeline.validation.cross_rules import at_cells, together
from pipeline.validation.plan import Plan, Settings
from schemas.plan import TOP_LEVEL
from schemas.submission import BUDGET_PART

_SUGGESTS = re.compile(
    "(?<!สม)(?<!เกิน)ควร|ขอให้|ขอรับ|ขอขยาย|ขอความ|เสนอให้|ข้อเสนอแนะ|แนวทางแก้|should|suggest|recommend", re.IGNORECASE
)
# Means of floats are off by less.
_DECIMALS = 9


def findings_of(plan: Plan, told: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """The four rules about obstacles and money; `told` as in `rules`, `budgets` a frame of BUDGET_RESULTS."""
    own = _with_money(told, budgets)
    return together(
        _without_suggestion(told),
        _low(told, plan.settings),
        _unspent(told, own),
        _disagreeing(told, own, plan.settings),
    )


def suggests(obstacle: str) -> bool:
    """Whether an obstacle says what should be done, or what is asked for; ตามสมควร and เกินควร do not."""
    return bool(_SUGGESTS.search(obstacle))


def _without_suggestion(told: pd.DataFrame) -> pd.DataFrame:
    stated = told[(told["has_obstacle"] == "yes") & told["obstacle"].notna() & told["suggestion"].isna()]
    rows = stated[~stated["obstacle"].map(suggests).astype(bool)]
    found = rows["obstacle"].map(quoting.beginning)
    return at_cells(rows, rows["kpi"] + "|suggestion", "OBSTACLE_WITHOUT_SUGGESTION", found=found)


def _no_obstacle(told: pd.DataFrame) -> pd.Series:
    return (told["has_obstacle"] != "yes") & told["obstacle"].isna()


def _low(told: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Less than the settings call low, or than the level planned for the round, in percent of the full score."""
    planned = told["planned"].astype("float64") * 100 / TOP_LEVEL
    enough = planned.fillna(0).clip(lower=settings.low_percent)
    rows = told[(told["percent"] < enough) & _no_obstacle(told)]
    words = {"found": rows["percent"].map(quoting.figure), "expected": enough[rows.index].map(quoting.figure)}
    return at_cells(rows, rows["kpi"] + "|has_obstacle", "LOW_WITHOUT_OBSTACLE", **words)


def _unspent(told: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Money received and none of it spent, in projects of which no KPI has an obstacle."""
    held_up = told.loc[~_no_obstacle(told), "project"]
    rows = own[(own["disbursed"] == 0).fillna(False) & ~own["project"].isin(held_up)]
    other = rows["received"].map(thai.format_baht)
    return at_cells(rows, _disbursed(rows), "UNSPENT_WITHOUT_OBSTACLE", found="0", other=other)


def _disagreeing(told: pd.DataFrame, own: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Much done for little money, or much money for little done: the settings say what is much."""
    percent = own["project"].map(_means(told)).round(_DECIMALS)
    rate = own["rate"].round(_DECIMALS)
    differs = (percent >= settings.good_percent) != (rate >= settings.good_rate)
    rows = own[differs & percent.notna() & rate.notna()]
    words = {"found": percent[rows.index].map(quoting.figure), "other": rate[rows.index].map(quoting.figure)}
    return at_cells(rows, _disbursed(rows), "SCORE_AND_MONEY_DISAGREE", **words)


def _means(told: pd.DataFrame) -> pd.Series:
    """Project → its mean score in percent, weighted as in the roll-ups."""
    scored = told[told["percent"].notna()]
    weighted = scored.assign(percent=scored["percent"] * scored["weight"])
    sums = weighted.groupby("project")[["percent", "weight"]].sum()
    return sums["percent"] / sums["weight"].where(sums["weight"] > 0)


def _with_money(told: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """The projects that are reported and received something."""
    received = (budgets["status"] == "allocated") & (budgets["received"] > 0).fillna(False)
    return budgets[received & budgets["project"].isin(told["project"])]


def _disbursed(budgets: pd.DataFrame) -> pd.Series:
    return budgets["project"] + f"|{BUDGET_PART}|disbursed"
