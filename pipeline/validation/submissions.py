"""Validates what the departments filled in: keyed cells become typed tables, and everything wrong becomes a finding.

Parse, then check: a cell that could not be read is unknown to every later rule, so one wrong cell gives one finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from pipeline.validation import cross_rules
from pipeline.validation.decisions import corrections
from pipeline.validation.findings import findings, joined
from pipeline.validation.parse import parse
from pipeline.validation.plan import Plan
from pipeline.validation.printed import differing
from pipeline.validation.typed import broken_checks
from schemas.fields import Kind, Table
from schemas.submission import (
    BUDGETS,
    CELLS,
    FORM_KEY,
    FORM_TABLES,
    FORM_VERSION,
    IDENTITY,
    LEVELS,
    LONGEST_TEXT,
    REPORTER,
    RESULTS,
)

TABLES: Mapping[str, Table] = {table.id: table for table in FORM_TABLES}
_OWNER = {LEVELS.id: "kpi", RESULTS.id: "kpi", BUDGETS.id: "project", REPORTER.id: "department"}
# Where a text is asked for, dashes say nothing.
_DASHES = "-–— "


class Validated(NamedTuple):
    """What validation gives.

    `tables`: levels, results, budgets and reporter, typed, each with a `department` column (reporter: one row each).
    `cells`: every entry cell of the forms that count, with where it stands, what was asked there, raw value, typed
    value, and state: "filled", "blank", "unknown" (unreadable or ambiguous), "missing" or "not_asked"; where a decision
    corrects it, `decision` is its number, the value is as decided, and the raw value what was reported.
    `findings`: a frame of FINDINGS.
    `received`: file → how many of its entry cells were filled, counted before anything was done with them.
    """

    tables: dict[str, pd.DataFrame]
    cells: pd.DataFrame
    findings: pd.DataFrame
    received: dict[str, int]


def validate(plan: Plan, cells: pd.DataFrame, owners: Mapping[str, str]) -> Validated:
    """Validate the forms that count: `cells` a frame of CELLS, `owners` file → department."""
    cells = CELLS.schema().validate(CELLS.frame(cells))
    sent = cells[cells["file"].isin(owners)].assign(department=lambda own: own["file"].map(owners))
    asked = _corrected(plan, _parsed(_asked(plan, sent, owners)))
    tables = {table: _typed(table, asked) for table in _OWNER}
    found = joined(
        findings(_of_versions(plan, sent)),
        findings(differing(plan.printed, plan.form_fingerprints, sent)),
        findings(_of_cells(asked)),
        findings(_of_extra_cells(plan, asked)),
        findings(_of_gone_rows(asked)),
        findings(_of_twins(asked)),
        findings(_of_checks(tables, asked)),
        placed(cross_rules.findings_of(plan, tables), asked),
    )
    return Validated(tables, asked, found, _received(sent))


def _received(sent: pd.DataFrame) -> dict[str, int]:
    filled = sent[~sent["key"].str.fullmatch(FORM_KEY) & ~sent["raw"].map(thai.is_blank).astype(bool)]
    return {str(file): int(count) for file, count in filled["file"].value_counts().items()}


def _asked(plan: Plan, sent: pd.DataFrame, owners: Mapping[str, str]) -> pd.DataFrame:
    """Every asked cell of the departments that sent a form, where it stands, and every entry cell that is not asked."""
    files = {department: file for file, department in owners.items()}
    due = plan.entries[plan.entries["department"].isin(files)]
    sent = sent[~sent["key"].str.fullmatch(FORM_KEY)]
    together = due.merge(sent, on=["department", "key"], how="outer", indicator=True, sort=False)
    order = {key: index for index, key in enumerate(plan.entries["department"] + "\n" + plan.entries["key"])}
    together["order"] = (together["department"] + "\n" + together["key"]).map(order)
    together = together.sort_values(["order", "file", "sheet", "cell"], kind="stable").reset_index(drop=True)
    together["file"] = together["file"].where(together["file"].notna(), together["department"].map(files))
    state = together["_merge"].astype("str").map({"both": "filled", "left_only": "missing", "right_only": "not_asked"})
    together["broken"] = together["broken"].fillna("")
    twice = together.duplicated(["department", "key"], keep=False) & (state == "filled")
    return together.drop(columns=["_merge", "order"]).assign(state=state.mask(twice, "unknown"), twice=twice)


def _parsed(asked: pd.DataFrame) -> pd.DataFrame:
    """Each filled cell's typed value and final state."""
    outcomes = [_outcome(cell) for cell in asked[["table", "field", "raw", "state", "broken"]].to_dict("records")]
    values, broken, states = zip(*outcomes, strict=True) if outcomes else ((), (), ())
    made = {"value": values, "broken": broken, "state": states}
    return asked.assign(**{name: pd.Series(list(v), index=asked.index, dtype=object) for name, v in made.items()})


def _corrected(plan: Plan, asked: pd.DataFrame) -> pd.DataFrame:
    """The cells with the values that the planning office decided in the place of what was typed there."""
    projects = dict(zip(plan.measures["code"], plan.measures["project"], strict=True))
    decided = corrections(plan.decisions, projects)
    asked = asked.assign(decision=pd.Series(pd.NA, index=asked.index, dtype="Int64"))
    for row in asked.index[asked["key"].isin(decided) & (asked["state"] != "not_asked")]:
        number, value = decided[asked.at[row, "key"]]
        asked.loc[row, ["decision", "value", "broken", "state"]] = [number, value, "", "filled"]
    return asked


def _outcome(cell: Mapping[Any, Any]) -> tuple[object, str, str]:
    if cell["state"] != "filled":
        return None, "", cell["state"]
    if cell["broken"]:
        return None, cell["broken"], "unknown"
    field = TABLES[cell["table"]][cell["field"]]
    raw = cell["raw"]
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT) and isinstance(raw, str) and not thai.clean(raw).strip(_DASHES):
        return None, "", "blank"
    value, rule = parse(field, raw)
    if rule:
        return None, rule, "unknown"
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return None, "TEXT_TOO_LONG", "unknown"
    return value, "", "blank" if value is None else "filled"


def _typed(table: str, asked: pd.DataFrame) -> pd.DataFrame:
    """The typed frame of a form's table, with its `department`; a row a KPI, level, project or department."""
    own = asked[(asked["table"] == table) & (asked["state"] != "not_asked")].drop_duplicates(["department", "key"])
    rows = ["department", _OWNER[table]] + (["level"] if table == LEVELS.id else [])
    rows = list(dict.fromkeys(rows))
    wide = own.pivot(index=rows, columns="field", values="value").reset_index()
    order = own.drop_duplicates(rows)[rows].reset_index(drop=True)
    wide = order.merge(wide, on=rows, how="left")
    typed = TABLES[table].frame(wide)
    return typed if "department" in typed else typed.assign(department=wide["department"])


def placed(found: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Findings that name a department and a key, put at their cells."""
    if found.empty:
        return findings()
    cells = {(cell["department"], cell["key"]): cell for cell in asked.to_dict("records")}
    rows = []
    for finding in found.to_dict("records"):
        cell = cells[finding["department"], finding["key"]]
        # A cell that could not be read is not an empty one: it has its finding already.
        if finding["rule"] != "ENTRY_REQUIRED" or cell["state"] == "blank":
            words = {name: finding[name] for name in ("found", "expected", "other") if isinstance(finding[name], str)}
            rows.append(_row(cell, finding["rule"], **words))
    return findings(rows)


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
    extra = asked[(asked["state"] == "not_asked") & ~asked["raw"].map(thai.is_blank)]
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
    sheets = asked.groupby(["department", "kpi"])["sheet"].first()
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


def _of_checks(tables: Mapping[str, pd.DataFrame], asked: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """One pandera validation for each table of all departments; its failures at their cells."""
    known = asked[asked["state"].isin(("filled", "blank"))]
    owner = known["kpi"].where(known["table"] != BUDGETS.id, known["project"])
    owner = owner.where(known["table"] != REPORTER.id, known["department"])
    level = known["level"].fillna(0)
    at = dict(
        zip(
            zip(known["table"], known["department"], owner, level, known["field"], strict=True),
            known.to_dict("records"),
            strict=True,
        )
    )
    for table, frame in tables.items():
        described = TABLES[table]
        for index, column, rule in broken_checks(described, frame[described.columns]):
            row = frame.loc[index]
            number = row["level"] if table == LEVELS.id else 0
            cell = at.get((table, row["department"], row[_OWNER[table]], number, column))
            if cell:
                yield _row(cell, rule)
