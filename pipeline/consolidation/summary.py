"""Consolidates: validated submissions and the plan become the tables that the summary is drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from pipeline.consolidation import budgets, comparison, controls, decided, rollups, scores
from pipeline.consolidation.ledger import ledger
from pipeline.consolidation.sources import with_sources
from pipeline.evidence import rules as evidence
from pipeline.validation import decisions
from pipeline.validation.cross_rules import together
from pipeline.validation.earlier import Earlier
from pipeline.validation.findings import findings as found
from pipeline.validation.findings import joined, numbered
from pipeline.validation.plan import Plan
from pipeline.validation.rows import Record, records, values
from pipeline.validation.submissions import Validated, placed
from schemas.submission import REPORTER
from schemas.summary import (
    BUDGET_COMPARISON,
    BUDGET_RESULTS,
    CHANGES,
    COMPARISON,
    DECIDED,
    LEVEL_RESULTS,
    REPORTERS,
    SCORES,
    SUMMARY_TABLES,
)


@dataclass(frozen=True)
class Summary:
    """Everything that the summary workbook shows: the plan, and a frame for each table of `schemas.summary`."""

    plan: Plan
    scores: pd.DataFrame
    level_results: pd.DataFrame
    budget_results: pd.DataFrame
    reporters: pd.DataFrame
    rollups: pd.DataFrame
    ledger: pd.DataFrame
    controls: pd.DataFrame
    register: pd.DataFrame
    findings: pd.DataFrame
    changes: pd.DataFrame
    comparison: pd.DataFrame = field(default_factory=COMPARISON.frame)
    budget_comparison: pd.DataFrame = field(default_factory=BUDGET_COMPARISON.frame)
    decided: pd.DataFrame = field(default_factory=DECIDED.frame)
    earlier: Earlier | None = None

    def rollup(self, scope: str, code: str = "") -> Record:
        """The row of ROLLUPS for one issue, department or project, or for the whole ministry."""
        if scope not in self._rolled_up:
            own = records(self.rollups[self.rollups["scope"] == scope])
            self._rolled_up[scope] = {row["code"] if isinstance(row["code"], str) else "": row for row in own}
        return self._rolled_up[scope][code]

    @cached_property
    def _rolled_up(self) -> dict[str, Mapping[str, Record]]:
        """Scope → code → row, of the scopes that were asked for."""
        return {}


def consolidate(
    plan: Plan,
    validated: Validated,
    owners: Mapping[str, str],
    refused: Set[str],
    register: pd.DataFrame,
    findings: pd.DataFrame,
    leftovers: pd.DataFrame,
    changes: pd.DataFrame | None = None,
    earlier: Earlier | None = None,
) -> Summary:
    """Score and add up. `owners`: file → department of the forms that count; `refused`: departments whose files clash.

    `findings` are those of the plan and the files; those of entries and scores are added. `leftovers`: a frame of
    LEFTOVERS; `changes`: one of CHANGES, where forms came corrected; `earlier`: the round to compare with. Raises
    `NotReconciled` where the summary does not hold what was sent.
    """
    levels, results = _scored(plan, validated, owners, refused)
    results = with_sources(results, validated.cells, register)
    sent = joined(findings, validated.findings, found(_missing(plan, owners, refused)))
    listed, met = _listed(plan, validated, owners, earlier, levels, results, sent)
    outside = leftovers[leftovers["file"].isin(owners)].assign(department=lambda own: own["file"].map(owners))
    states = results[SCORES.id].set_index("kpi")["state"]
    accounts = ledger(validated.cells, outside, listed, states, results, register)
    totals = controls.controls(validated.cells, accounts, results[BUDGET_RESULTS.id])
    received = Counter(validated.received) + Counter(outside["file"].tolist())
    controls.prove(totals, accounts, validated.cells, received, results)
    summary = Summary(
        plan=plan,
        **results,
        rollups=rollups.rollups(plan, results[SCORES.id], results[BUDGET_RESULTS.id]),
        ledger=accounts,
        controls=totals,
        register=_judged(register, results[SCORES.id], listed),
        findings=listed,
        changes=CHANGES.frame() if changes is None else changes,
        comparison=comparison.comparison(earlier, results[SCORES.id], results[LEVEL_RESULTS.id]),
        budget_comparison=comparison.budget_comparison(earlier, results[BUDGET_RESULTS.id]),
        decided=met,
        earlier=earlier,
    )
    for table in SUMMARY_TABLES:
        table.schema().validate(getattr(summary, table.id), inplace=True)
    return summary


def _scored(
    plan: Plan, validated: Validated, owners: Mapping[str, str], refused: Set[str]
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Every level as `scores.level_results` has it, and the tables of results by id."""
    tables = validated.tables
    files = {department: file for file, department in owners.items()}
    kept = decisions.waived(plan.decisions, validated.findings)
    broken = set(kept.loc[kept["severity"] == "error", "kpi"].dropna())
    states = scores.kpi_states(plan, owners, broken, set(refused))
    levels = scores.level_results(plan, tables)
    kpis = scores.scored(plan, tables, levels, states, files)
    return levels, {
        SCORES.id: decided.with_decided_scores(plan, kpis),
        LEVEL_RESULTS.id: scores.levels_frame(levels, states),
        BUDGET_RESULTS.id: budgets.budget_results(plan, tables, states, files),
        REPORTERS.id: REPORTERS.frame(tables[REPORTER.id].assign(file=lambda own: own["department"].map(files))),
    }


def _listed(
    plan: Plan,
    validated: Validated,
    owners: Mapping[str, str],
    earlier: Earlier | None,
    levels: pd.DataFrame,
    results: Mapping[str, pd.DataFrame],
    sent: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All findings, numbered, and waived where that was decided; and a frame of DECIDED.

    `sent`: the findings of the plan, the files and the entries; what scores, evidence and the earlier round bring to light
    is added.
    """
    kpis, told, money = (results[table.id] for table in (SCORES, LEVEL_RESULTS, BUDGET_RESULTS))
    moved, since = comparison.findings_of(plan, earlier, kpis, told, money)
    brought = together(
        scores.findings_of(plan, validated.tables, levels, kpis),
        evidence.findings_of(plan, validated.tables, kpis, money, earlier),
        _of_sound_cells(moved, validated.findings),
    )
    listed = joined(sent, placed(brought, validated.cells), found(since))
    listed = decisions.waived(plan.decisions, listed)
    met = decided.decided(plan, validated.cells, kpis, listed, set(owners))
    every = joined(decisions.findings_of(plan.decisions, plan.settings.report_date, met), listed)
    return numbered(every, plan.departments["code"].tolist()), met


def _of_sound_cells(moved: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    """What moved since the earlier round, but for cells that have a finding of their own: one bad cell, one finding."""
    own = set(values(sent, "department", "key"))
    sound = [place not in own for place in values(moved, "department", "key")]
    return moved[pd.Series(sound, index=moved.index, dtype=bool)]


def _missing(plan: Plan, owners: Mapping[str, str], refused: Set[str]) -> list[dict[str, str]]:
    heard = {*owners.values(), *refused}
    return [
        {"rule": "DEPARTMENT_MISSING", "department": code, "found": plan.name_of("departments", code)}
        for code in plan.reporting
        if code not in heard
    ]


def _judged(register: pd.DataFrame, kpis: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The register with the forms that count marked: accepted, accepted in part or returned, by their errors.

    An error about no KPI, such as an unreadable date of the report, returns the form and none of its KPIs.
    """
    wrong = set(listed.loc[listed["severity"] == "error", "department"].dropna())
    counting = set(kpis.loc[kpis["state"] == "reported", "department"])

    def verdict(state: str, department: object) -> str:
        if state != "accepted" or department not in wrong:
            return state
        return "accepted_in_part" if department in counting else "returned"

    states = [verdict(*row) for row in values(register, "state", "department")]
    return register.assign(state=pd.Series(states, index=register.index, dtype="str"))
