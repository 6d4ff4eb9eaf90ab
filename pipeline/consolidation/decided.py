"""What the planning office's decisions came to: which met something, what was reported, and what is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pipeline import thai
from pipeline.consolidation.scores import with_scores
from pipeline.intake.workbook import shown
from pipeline.validation import decisions
from pipeline.validation.plan import Plan
from pipeline.validation.rows import values
from schemas.submission import BUDGETS

# Number of a decision → what was reported, and what is decided.
Met = dict[int, tuple[str, str]]


def with_decided_scores(plan: Plan, kpis: pd.DataFrame) -> pd.DataFrame:
    """A frame of SCORES with the scores that were decided, of KPIs that are reported; `rubric_score` stays what it was."""
    decided = decisions.corrected_scores(plan.decisions)
    given = kpis["kpi"].map({kpi: score for kpi, (_, score) in decided.items()}).astype("float64")
    own = given.notna() & (kpis["state"] == "reported")
    return with_scores(kpis.assign(score=kpis["score"].mask(own, given)))


def decided(plan: Plan, cells: pd.DataFrame, kpis: pd.DataFrame, listed: pd.DataFrame, files: set[str]) -> pd.DataFrame:
    """A frame of DECIDED. `cells` as `Validated.cells`, `kpis` of SCORES, `listed` all findings, `files` those that count."""
    met: Met = {}
    for part in (_waived(listed), _values(cells), _scores(plan, kpis), _files(plan, files)):
        met |= dict(part)
    return decisions.decided(plan.decisions, met)


def _waived(listed: pd.DataFrame) -> Iterator[tuple[int, tuple[str, str]]]:
    for number, own in listed[listed["decision"].notna()].groupby("decision"):
        yield int(number), ("; ".join(own["found"].dropna().unique()), "")


def _values(cells: pd.DataFrame) -> Iterator[tuple[int, tuple[str, str]]]:
    for cell in cells[cells["decision"].notna()].to_dict("records"):
        reported = "" if thai.is_blank(cell["raw"]) else shown(cell["raw"])
        value = thai.format_baht(cell["value"]) if cell["table"] == BUDGETS.id else thai.plain(cell["value"], 4)
        yield cell["decision"], (reported, value)


def _scores(plan: Plan, kpis: pd.DataFrame) -> Iterator[tuple[int, tuple[str, str]]]:
    by_rubric: Mapping[str, float] = dict(values(kpis, "kpi", "rubric_score"))
    for kpi, (number, score) in decisions.corrected_scores(plan.decisions).items():
        if pd.notna(by_rubric.get(kpi)):
            yield number, (thai.plain(by_rubric[kpi], 4), thai.plain(score, 4))


def _files(plan: Plan, files: set[str]) -> Iterator[tuple[int, tuple[str, str]]]:
    for decision in decisions.in_force(plan.decisions, "accept"):
        if not thai.is_blank(decision["value"]) and shown(decision["value"]) in files:
            yield decision["number"], ("", shown(decision["value"]))
