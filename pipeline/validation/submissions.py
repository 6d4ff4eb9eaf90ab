"""Validates what the departments filled in: keyed cells become typed tables, and everything wrong becomes a finding.

Parse, then check: a cell that could not be read is unknown to every later rule, so one wrong cell gives one finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline import thai
from pipeline.intake.keyed import by_key
from pipeline.intake.taken import Forms
from pipeline.intake.workbook import shown
from pipeline.validation import cross_rules
from pipeline.validation.asked import TABLES, Typed, asked_cells, typed
from pipeline.validation.findings import findings, joined
from pipeline.validation.plan import Plan
from pipeline.validation.printed import differing
from pipeline.validation.sent import Sent
from pipeline.validation.typed import broken_checks
from schemas.submission import FORM_VERSION, LONGEST_TEXT, REPORTER

# So many forms are looked at together: enough for whole columns to pay, and few enough for the memory.
_TOGETHER = 250


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


def validate(plan: Plan, forms: Forms, owners: Mapping[str, str]) -> Validated:
    """Validate the forms that count: those of `owners`, file → department."""
    counting = sorted(owners.items())
    starts = range(0, max(len(counting), 1), _TOGETHER)
    parts = [_part(plan, forms, dict(counting[start : start + _TOGETHER])) for start in starts]
    asked = _together([part.asked for part in parts])
    made = typed(asked)
    tables = {table: own.frame for table, own in made.items()}
    found = chain(
        *(part.versions for part in parts),
        *(part.printed for part in parts),
        _of_cells(asked),
        _of_extra_cells(plan, asked),
        _of_gone_rows(asked),
        _of_twins(asked),
        _of_checks(made, asked),
        _at_cells(cross_rules.findings_of(plan, tables), asked),
    )
    received = {file: number for part in parts for file, number in part.received.items()}
    return Validated(tables, asked, joined(findings(found)), received)


class _Part(NamedTuple):
    """What validation keeps of some forms: their entry cells as `Validated.cells`, with the `number` of each; what is found
    in what they say of themselves, and in what they print of the plan; and `received`."""

    asked: pd.DataFrame
    versions: list[dict[str, Any]]
    printed: list[dict[str, Any]]
    received: dict[str, int]


def _part(plan: Plan, forms: Forms, owners: Mapping[str, str]) -> _Part:
    """Some forms on their own: all that their cells hold is much more than what is kept of them."""
    sent = [Sent(file, department, by_key(forms[file])) for file, department in owners.items()]
    return _Part(
        asked_cells(plan, sent),
        list(_of_versions(plan, sent)),
        [row for form in sent for row in _of_printed(plan, form)],
        {form.file: form.given for form in sent if form.given},
    )


def _together(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The cells of all forms, in the order of the plan; last those that it does not ask for, file by file.

    The parts are taken apart, so that no more than a column is there twice.
    """
    order = np.argsort(np.concatenate([part.pop("number") for part in parts]), kind="stable")
    names = list(parts[0])
    columns = {name: pd.concat([part.pop(name) for part in parts]).array.take(order) for name in names}
    return pd.DataFrame(columns, copy=False)


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
    due = plan.asked_codes | {REPORTER.id}
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


def _of_versions(plan: Plan, sent: Iterable[Sent]) -> Iterator[dict[str, Any]]:
    """Forms of another version than this program writes, and forms made from an earlier state of the plan."""
    for form in sent:
        said, place = form.says, {"file": form.file, "department": form.department}
        version, plan_of_form = (shown(said[name]) if name in said else None for name in ("version", "plan"))
        if said and version != FORM_VERSION:
            yield {"rule": "FORM_OF_OTHER_VERSION", "found": version, "expected": FORM_VERSION} | place
        elif said and plan_of_form != plan.form_fingerprints.get(form.department):
            yield {"rule": "FORM_OF_EARLIER_PLAN"} | place


def _of_printed(plan: Plan, form: Sent) -> Iterator[dict[str, Any]]:
    return differing(plan.printed_of(form.department), plan.fingerprint_of(form.department), form)


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
        for cell in rows[~_row_keys(rows).duplicated()].to_dict("records"):
            yield _row(cell | {"sheet": sheet, "cell": None}, "KEY_MISSING" if kpi else "REPORTER_ROW_MISSING")


def _row_keys(cells: pd.DataFrame) -> pd.Series:
    """The key of each cell's row: those of a level share one."""
    return cells["key"].where(cells["level"].isna(), cells["key"].str.rpartition("|")[0])


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
