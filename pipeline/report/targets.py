"""The disbursement targets of the round: what the plan wants disbursed by now, overall and by type of budget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.validation.plan import Plan

OVERALL = "overall"
_MONTHS_A_QUARTER = 3


class Target(NamedTuple):
    """The percentage to be disbursed by the end of a quarter, and where it is written."""

    percent: float
    source: str


def quarter(plan: Plan) -> int:
    """The quarter of the fiscal year in which the round ends."""
    return plan.settings.round // _MONTHS_A_QUARTER


def targets(plan: Plan) -> Mapping[str, Target]:
    """Type of budget → this round's target."""
    listed = plan.targets
    due = listed[(listed["fiscal_year"] == plan.settings.fiscal_year) & (listed["quarter"] == quarter(plan))]
    return {
        row["budget_type"]: Target(float(row["percent"]), row["source"] if isinstance(row["source"], str) else "")
        for row in due.to_dict("records")
    }
