"""Every rule about evidence, on the KPIs that are reported: all are warnings, for an officer to look at."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline import thai
from pipeline.evidence import balance, claims, contradictions, copied, days, twins
from pipeline.evidence.fingerprints import fingerprints
from pipeline.validation.cross_rules import together
from pipeline.validation.earlier import Earlier
from pipeline.validation.plan import Plan
from schemas.submission import LEVELS

# What the rules read of SCORES.
_READ = (
    *("kpi", "project", "department", "score", "percent", "planned", "weight"),
    *("narrative", "has_obstacle", "obstacle", "suggestion"),
)


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

    The rules share one reading of the narratives: `told` are the rows that are reported, numbered from 0, with how many letters
    a narrative has; `prints` the fingerprints of these narratives, row by row; `narrated` their days.
    """
    reported = scores.loc[scores["state"] == "reported", list(_READ)].reset_index(drop=True)
    narratives = reported["narrative"].fillna("").to_list()
    prints = fingerprints(narratives)
    told = reported.assign(letters=prints.lengths)
    narrated = {
        kpi: found for kpi, text in zip(told["kpi"].tolist(), narratives, strict=True) if (found := thai.days_in(text))
    }
    levels = tables[LEVELS.id]
    return together(
        copied.findings_of(plan, told, prints),
        twins.findings_of(told, prints, earlier),
        claims.findings_of(plan, told, narrated, levels),
        days.findings_of(plan, told, narrated),
        contradictions.findings_of(plan, told, narrated, levels),
        balance.findings_of(plan, told, budgets),
    )
