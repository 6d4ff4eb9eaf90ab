"""The ledger: every filled cell of the forms that count, with its one fate and the place where the summary shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from schemas.submission import AMOUNTS, BUDGETS, LEVELS, REPORTER, RESULTS
from schemas.summary import BUDGET_RESULTS, DASH, DECISION, LEDGER, LEVEL_RESULTS, NO_BUDGET, OUTSIDE, REPORTERS, SCORES

# The table of the summary that shows what a table of the form holds, and by which columns a row of it is known.
_SHOWN_IN = {
    LEVELS.id: (LEVEL_RESULTS.id, ["kpi", "level"]),
    RESULTS.id: (SCORES.id, ["kpi"]),
    BUDGETS.id: (BUDGET_RESULTS.id, ["project"]),
    REPORTER.id: (REPORTERS.id, ["department"]),
}
_AMOUNTS = {field.id for field in AMOUNTS}


class _Verdicts(NamedTuple):
    """What decides a cell's fate: errors by cell and by KPI, each KPI's state, each project's budget status."""

    at_cell: Mapping[tuple[str, str], str]
    of_kpi: Mapping[str, str]
    states: Mapping[str, str]
    budgets: Mapping[str, str]


def ledger(
    cells: pd.DataFrame,
    leftovers: pd.DataFrame,
    findings: pd.DataFrame,
    states: pd.Series,
    tables: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """A frame of LEDGER: every filled cell of the forms that count, whether it is used, where, and if not, why.

    `cells` as `Validated.cells`, `leftovers` with a `department`, `tables` those that the summary shows, by id. A cell
    is rejected by its own finding, or with the KPI whose error returns it.
    """
    errors = findings[findings["severity"] == "error"]
    budgets = tables[BUDGET_RESULTS.id]
    verdicts = _Verdicts(
        at_cell=dict(zip(zip(errors["file"], errors["key"], strict=True), errors["rule"], strict=True)),
        of_kpi=dict(zip(errors["kpi"][::-1], errors["rule"][::-1], strict=True)),
        states=states.to_dict(),
        budgets=dict(zip(budgets["project"], budgets["status"], strict=True)),
    )
    filled = cells[~cells["raw"].map(thai.is_blank).astype(bool)]
    entries = LEDGER.frame([_entry(cell, verdicts) for cell in filled.to_dict("records")])
    return LEDGER.frame(pd.concat([_placed(entries, filled, tables), LEDGER.frame(list(_outside(leftovers)))]))


def _entry(cell: Mapping[Any, Any], verdicts: _Verdicts) -> dict[str, Any]:
    fate, reason = _fate(cell, verdicts)
    same = {name: cell[name] for name in ("file", "sheet", "cell", "key", "department", "kpi", "level")}
    asked = isinstance(cell["table"], str)
    field = f"{cell['table']}.{cell['field']}" if asked else ""
    return same | {"field": field, "raw": shown(cell["raw"]), "fate": fate, "reason": reason}


def _fate(cell: Mapping[Any, Any], verdicts: _Verdicts) -> tuple[str, str]:
    if cell["state"] == "not_asked":
        return "ignored", "ENTRY_NOT_ASKED"
    return _rejected(cell, verdicts) or _in_use(cell, verdicts)


def _rejected(cell: Mapping[Any, Any], verdicts: _Verdicts) -> tuple[str, str] | None:
    own = verdicts.at_cell.get((cell["file"], cell["key"]), "")
    if cell["twice"]:
        return "rejected", "KEY_TWICE"
    if cell["state"] == "unknown":
        return "rejected", own or cell["broken"]
    if verdicts.states.get(cell["kpi"]) == "returned":
        return "rejected", own or verdicts.of_kpi.get(cell["kpi"], "")
    return None


def _in_use(cell: Mapping[Any, Any], verdicts: _Verdicts) -> tuple[str, str]:
    """The fate of a cell whose KPI is used: unless something stands in its place, or it says nothing, it is used too."""
    if pd.notna(cell["decision"]):
        return "replaced", DECISION
    budget = verdicts.budgets.get(cell["project"])
    if cell["table"] == BUDGETS.id and cell["field"] in _AMOUNTS and budget != "allocated":
        return "ignored", "BUDGET_NOT_STATED" if budget == "not_stated" else NO_BUDGET
    # A dash is filled, and says the same as an empty cell.
    return ("ignored", DASH) if cell["state"] == "blank" else ("used", "")


def _placed(entries: pd.DataFrame, cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The entries with the table, column and row (from 1) where the summary shows those that are used."""
    used = (entries["fate"] == "used").to_numpy()
    shown_in, shown_row = pd.Series("", index=entries.index, dtype="str"), pd.Series(pd.NA, index=entries.index)
    for table, (result, by) in _SHOWN_IN.items():
        own = used & (cells["table"] == table).to_numpy()
        rows = dict(zip(_keys(tables[result], by), range(1, len(tables[result]) + 1), strict=True))
        shown_in[own] = result + "." + cells["field"].to_numpy()[own]
        shown_row[own] = [rows.get(key) for key in _keys(cells[own], by)]
    return entries.assign(shown_in=shown_in, shown_row=shown_row)


def _keys(frame: pd.DataFrame, by: list[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(frame[name] for name in by), strict=True)


def _outside(leftovers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in leftovers.to_dict("records"):
        same = {name: row[name] for name in ("file", "sheet", "cell", "department")}
        yield same | {"raw": row["text"], "fate": "ignored", "reason": OUTSIDE}
