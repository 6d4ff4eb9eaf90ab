"""Every rule about evidence, on the KPIs that are reported: all are warnings, for an officer to look at."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline import thai
from pipeline.evidence import balance, claims, contradictions, copied, days, twins
from pipeline.validation.cross_rules import together
from pipeline.validation.earlier import Earlier
from pipeline.validation.plan import Plan
from schemas.submission import LEVELS


def findings_of(
    plan: Plan,
    tables: Mapping[str, pd.DataFrame],
    scores: pd.DataFrame,
    budgets: pd.DataFrame,
    earlier: Earlier | None,
) -> pd.DataFrame:
    """What evidence does not bear out, at the cells to look at: a frame of `cross_rules.COLUMNS`.

    `tables` are those of `Validated`, `scores` a frame of SCORES, `budgets` one of BUDGET_RESULTS. `found` has the words
    that were matched, as they stand in the entry.
    """
    reported = told(scores)
    levels = tables[LEVELS.id]
    return together(
        copied.findings_of(plan, reported),
        twins.findings_of(reported, earlier),
        claims.findings_of(plan, reported, levels),
        days.findings_of(plan, reported),
        contradictions.findings_of(plan, reported, levels),
        balance.findings_of(plan, reported, budgets),
    )


def told(scores: pd.DataFrame) -> pd.DataFrame:
    """What is told of the KPIs that are reported: their rows of SCORES, and letters, by which narratives are compared."""
    reported = scores[scores["state"] == "reported"]
    return reported.assign(letters=reported["narrative"].fillna("").map(thai.key).astype(object))
