"""Validates what the departments filled in: keyed cells become typed tables, and everything wrong becomes a finding.

Parse, then check: a cell that could not be read is unknown to every later rule, so one wrong cell gives one finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from pipeline.validation import cross_rules
from pipeline.validation.asked import TABLES, Typed, asked_cells, given, typed
from pipeline.validation.findings import findings, joined
from pipeline.validation.plan import Plan
from pipeline.validation.printed import differing
from pipeline.validation.typed import broken_checks
from schemas.submission import CELLS, FORM_KEY, FORM_VERSION, IDENTITY, LONGEST_TEXT, REPORTER


class Validated(NamedTuple):
    """What validation gives.

    `tables`: levels, results, budgets and reporter, typed, each with a `department` column (reporter: one row each).
    `cells`: every entry cell of the forms that count, with where it stands, what was asked there, raw value, whether
    anything is `given`, typed value, and state: "filled", "blank", "unknown" (unreadable or ambiguous), "missing" or
    "not_asked"; where a decision corrects it, `decision` is its number, the value is as decided, and the raw value what
    was reported.
    `findings`: a frame of FINDINGS.
    `received`: file → how many of its entry cells were filled, counted before anything was done with them.
    """

    tables: dict[str, pd.DataFrame]
    cells: pd.DataFrame
    findings: pd.DataFrame
    received: dict[str, int]


def validate(plan: Plan, cells: pd.DataFrame, owners: Mapping[str, str]) -> Validated:
    """Validate the forms that count: `cells` a frame of CELLS, `owners` file → department."""
    cells = CELLS.schema().validate(CELLS.frame(cells), inplace=True)
    sent = cells[cells["file"].isin(owners)]
    sent = sent.assign(department=sent["file"].map(owners), given=given(sent["raw"]))
    by_form = sent["key"].str.fullmatch(FORM_KEY).to_numpy(dtype=bool)
    printed, entered = sent[by_form], sent[~by_form]
    asked = asked_cells(plan, entered, {department: file for file, department in owners.items()})
    made = typed(asked)
    tables = {table: own.frame for table, own in made.items()}
    found = chain(
        _of_versions(plan, printed),
        differing(plan.printed, plan.form_fingerprints, printed),
        _of_cells(asked),
        _of_extra_cells(plan, asked),
        _of_gone_rows(asked),
        _of_twins(asked),
        _of_checks(made, asked),
        _at_cells(cross_rules.findings_of(plan, tables), asked),
    )
    received = entered.loc[entered["given"], "file"].value_counts()
    return Validated(tables, asked, joined(findings(found)), {str(file): int(n) for file, n in received.items()})


def placed(found: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Findings that name a department and a key, put at their cells."""
    return findings(_at_cells(found, asked))


def _at_cells(found: pd.DataFrame, asked: pd.DataFrame) -> Iterator[dict[str, Any]]:
    about = asked[asked["key"].isin(set(found["key"]))] if len(found) else asked[:0]
    cells = {(cell["department"], cell["key"]): cell for cell in about.to_dict("records")}
    for finding in found.to_dict("records"):
        cell = cells[finding["department"], finding["key"]]
        # A cell that could not be read is not an empty one: it has its finding already.
        if finding["rule"] != "ENTRY_REQUIRED" or cell["state"] == "blank":
            words = {name: finding[name] for name in ("found", "expected", "other") if isinstance(finding[name], str)}
            yield _row(cell, finding["rule"], **words)


def _row(cell: Mapping[Any, Any], rule: str, **words: str) -> dict[str, Any]:
    """A finding's row at a cell; what was found is the raw value where the rule says nothing else."""
    raw = cell["raw"]
    found = {} if thai.is_blank(raw) else {"found": shown(raw)}
    names = ("file", "sheet", "cell", "key", "department", "kpi", "level")
    place = {name: cell[name] for name in names if not thai.is_blank(cell[name]) and cell[name] is not pd.NA}
    return {"rule": rule, "field": f"{cell['table']}.{cell['field']}"} | place | found | words


def _of_cells(asked: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for cell in asked[asked["broken"] != ""].to_dict("records"):
        if cell["broken"] == "TEXT_TOO_LONG":
            yield _row(cell, cell["broken"], found=f"{len(cell['raw']):,}", expected=f"{LONGEST_TEXT:,}")
        else:
            yield _row(cell, cell["broken"])


def _of_extra_cells(plan: Plan, asked: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """What was filled in and is not asked: one finding for all of a KPI that is not due, else one a cell."""
    extra = asked[(asked["state"] == "not_asked") & asked["given"]]
    if extra.empty:
        return
    due = set(plan.entries["kpi"]) | set(plan.entries["project"]) | {REPORTER.id}
    heads = extra["key"].map(lambda key: key.partition("|")[0])
    for (_, head), own in extra.groupby(["file", heads], sort=False):
        first = own.iloc[0]
        place = {name: first[name] for name in ("file", "sheet", "cell", "key", "department")}
        if head not in due and len(own) > 1:
            yield {"rule": "NOT_IN_THE_PLAN", "found": head, "other": str(len(own))} | place
            continue
        for cell in own.to_dict("records"):
            place = {name: cell[name] for name in ("file", "sheet", "cell", "key", "department")}
            yield {"rule": "ENTRY_NOT_ASKED", "found": shown(cell["raw"])} | place


def _of_versions(plan: Plan, sent: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Forms of another version than this program writes, and forms made from an earlier state of the plan."""
    identity = sent[sent["key"].str.startswith(f"{IDENTITY.id}|")].drop_duplicates(["file", "key"])
    for (file, department), own in identity.groupby(["file", "department"], sort=False):
        said = {key.partition("|")[2]: shown(raw) for key, raw in zip(own["key"], own["raw"], strict=True)}
        place = {"file": file, "department": department}
        if said.get("version") != FORM_VERSION:
            yield {"rule": "FORM_OF_OTHER_VERSION", "found": said.get("version"), "expected": FORM_VERSION} | place
        elif said.get("plan") != plan.form_fingerprints.get(department):
            yield {"rule": "FORM_OF_EARLIER_PLAN"} | place


def _of_gone_rows(asked: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """One finding for a row whose key is gone, or one for the whole KPI where all of its rows are."""
    gone = asked[asked["state"] == "missing"]
    standing = asked[asked["department"].isin(set(gone["department"])) & asked["kpi"].isin(set(gone["kpi"]))]
    sheets = standing.groupby(["department", "kpi"])["sheet"].first()
    for (department, kpi), rows in gone.groupby(["department", "kpi"], sort=False):
        sheet = sheets[department, kpi]
        if kpi and pd.isna(sheet):
            yield {"rule": "SHEET_MISSING", "department": department, "kpi": kpi, "file": rows["file"].iloc[0]}
            continue
        for cell in rows.drop_duplicates("row_key").to_dict("records"):
            yield _row(cell | {"sheet": sheet, "cell": None}, "KEY_MISSING" if kpi else "REPORTER_ROW_MISSING")


def _of_twins(asked: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """One finding for entries that stand twice, for each KPI and pair of sheets."""
    twins = asked[asked["twice"]]
    for (department, kpi), own in twins.groupby(["department", "kpi"], sort=False):
        first = own.iloc[0]
        again = own[own["key"] == first["key"]].iloc[1]
        place = {"file": first["file"], "sheet": again["sheet"], "cell": again["cell"], "key": first["key"]}
        words = {"found": f"{first['sheet']}!{first['cell']}", "other": f"{again['sheet']}!{again['cell']}"}
        yield {"rule": "KEY_TWICE", "department": department, "kpi": kpi or None} | place | words


def _of_checks(made: Mapping[str, Typed], asked: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """One pandera validation for each table of all departments; its failures at their cells."""
    for table, own in made.items():
        described = TABLES[table]
        broken = list(broken_checks(described, own.frame[described.columns]))
        rows = [own.rows[column][row] for row, column, _ in broken]
        for cell, (_, _, rule) in zip(asked.iloc[rows].to_dict("records"), broken, strict=True):
            if cell["state"] in ("filled", "blank"):
                yield _row(cell, rule)
