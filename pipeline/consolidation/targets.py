"""Disbursement targets: what the plan wants disbursed by the last day of the round, overall and by type of budget.

The plan gives cumulative percentages at the ends of quarters. The fiscal year starts at 0, and from one end that is given
to the next the target goes in a straight line, month by month.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from pipeline.validation.plan import Plan, Settings

OVERALL = "overall"
_MONTHS_A_QUARTER = 3


class Target(NamedTuple):
    """The percentage to be disbursed by the last day of the round, and where it is written."""

    percent: float
    source: str


class _End(NamedTuple):
    """A target as the plan gives it: at the end of so many months of the fiscal year."""

    months: int
    percent: Fraction
    source: str


def months_gone(settings: Settings) -> Fraction:
    """How many months of the fiscal year are over on the last day of the round; of one that is not, its part."""
    first, last = settings.fiscal_year_days[0], settings.last_day
    whole = (last.year - first.year) * 12 + last.month - first.month
    return whole + Fraction(last.day, monthrange(last.year, last.month)[1])


def quarters_gone(settings: Settings) -> tuple[int, bool]:
    """The last quarter that is over on the last day of the round (0 for none), and whether the round ends with it."""
    quarters = months_gone(settings) / _MONTHS_A_QUARTER
    return int(quarters), quarters.denominator == 1


def targets(plan: Plan) -> Mapping[str, Target]:
    """Type of budget → this round's target. What lies beyond the last quarter that the plan gives is unknown."""
    settings = plan.settings
    given = plan.targets[plan.targets["fiscal_year"] == settings.fiscal_year].sort_values("quarter", kind="stable")
    due = {str(type_): _at(months_gone(settings), own) for type_, own in given.groupby("budget_type", sort=False)}
    return {type_: target for type_, target in due.items() if target}


def target_of(due: Mapping[str, Target], budget_type: object) -> Target | None:
    """The target of a project with this type of budget: the overall one where it has no type, or its type no target."""
    return due.get(str(budget_type), due.get(OVERALL))


def _at(months: Fraction, given: pd.DataFrame) -> Target | None:
    """The target of a type after so many months, on the line between the two ends around them."""
    ends = [
        _End(int(row["quarter"]) * _MONTHS_A_QUARTER, Fraction(row["percent"]), _text(row["source"]))
        for row in given.to_dict("records")
    ]
    for before, after in pairwise([_End(0, Fraction(0), ""), *ends]):
        if before.months < months <= after.months:
            part = (months - before.months) / (after.months - before.months)
            sources = (after.source,) if part == 1 else (before.source, after.source)
            percent = before.percent + part * (after.percent - before.percent)
            return Target(float(percent), " · ".join(dict.fromkeys(filter(None, sources))))
    return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
