"""The ledger: every filled cell of the forms that count, with its one fate and the place where the summary shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.consolidation.sources import SHOWN_IN, keys
from pipeline.intake.workbook import shown
from schemas.submission import AMOUNTS, BUDGETS
from schemas.summary import BUDGET_RESULTS, DASH, DECISION, LEDGER, NO_BUDGET, OUTSIDE

_GONE = "NOT_IN_THE_PLAN"
_AMOUNTS = {field.id for field in AMOUNTS}


class _Verdicts(NamedTuple):
    """What decides a cell's fate: errors by cell and by KPI, each KPI's state, each project's budget status.

    `gone`: file and code of what a form reports and the plan does not ask.
    """

    at_cell: Mapping[tuple[str, str], str]
    of_kpi: Mapping[str, str]
    states: Mapping[str, str]
    budgets: Mapping[str, str]
    gone: Collection[tuple[str, str]]


def ledger(
    cells: pd.DataFrame,
    leftovers: pd.DataFrame,
    findings: pd.DataFrame,
    states: pd.Series,
    tables: Mapping[str, pd.DataFrame],
    register: pd.DataFrame,
) -> pd.DataFrame:
    """A frame of LEDGER: every filled cell of the forms that count, whether it is used, where, and if not, why.

    `cells` as `Validated.cells`, `leftovers` with a `department`, `tables` those that the summary shows, by id. A cell
    is rejected by its own finding, or with the KPI whose error returns it; `finding` is that finding's number.
    """
    errors = findings[findings["severity"] == "error"]
    gone = findings[findings["rule"] == _GONE]
    budgets = tables[BUDGET_RESULTS.id]
    verdicts = _Verdicts(
        at_cell=dict(zip(zip(errors["file"], errors["key"], strict=True), errors["rule"], strict=True)),
        of_kpi=dict(zip(errors["kpi"][::-1], errors["rule"][::-1], strict=True)),
        states=states.to_dict(),
        budgets=dict(zip(budgets["project"], budgets["status"], strict=True)),
        gone=set(zip(gone["file"], gone["found"], strict=True)),
    )
    filled = cells[~cells["raw"].map(thai.is_blank).astype(bool)]
    entries = LEDGER.frame([_entry(cell, verdicts) for cell in filled.to_dict("records")])
    every = LEDGER.frame(pd.concat([_placed(entries, filled, tables), LEDGER.frame(list(_outside(leftovers)))]))
    hashes = every["file"].map(register.set_index("file")["sha256"]).astype("str")
    return every.assign(finding=_numbers(every, findings), sha256=hashes)


def _entry(cell: Mapping[Any, Any], verdicts: _Verdicts) -> dict[str, Any]:
    fate, reason = _fate(cell, verdicts)
    same = {name: cell[name] for name in ("file", "sheet", "cell", "key", "department", "kpi", "level")}
    asked = isinstance(cell["table"], str)
    field = f"{cell['table']}.{cell['field']}" if asked else ""
    return same | {"field": field, "raw": shown(cell["raw"]), "fate": fate, "reason": reason}


def _fate(cell: Mapping[Any, Any], verdicts: _Verdicts) -> tuple[str, str]:
    if cell["state"] == "not_asked":
        return "ignored", _GONE if (cell["file"], _head(cell["key"])) in verdicts.gone else "ENTRY_NOT_ASKED"
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
    for table, (result, by) in SHOWN_IN.items():
        own = used & (cells["table"] == table).to_numpy()
        rows = dict(zip(keys(tables[result], by), range(1, len(tables[result]) + 1), strict=True))
        shown_in[own] = result + "." + cells["field"].to_numpy()[own]
        shown_row[own] = [rows.get(key) for key in keys(cells[own], by)]
    return entries.assign(shown_in=shown_in, shown_row=shown_row)


def _head(key: str) -> str:
    """The code of the KPI or project that a key begins with."""
    return key.partition("|")[0]


# A cell's own finding says why it is left out, or one of all that is filled in under its code, or of its KPI, or one that
# is about all that stands on its sheet.
_SAID_OF = (["rule", "file", "key"], ["rule", "file", "head"], ["rule", "kpi"], ["rule", "file", "sheet"])


def _numbers(entries: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """The number of the finding that says why a cell is not used; missing where none does."""
    numbers = pd.Series(pd.NA, index=entries.index, dtype="Int64")
    asked = entries.assign(rule=entries["reason"], head=entries["key"].map(_head, na_action="ignore"))
    listed = findings.assign(head=findings["key"].map(_head, na_action="ignore"))
    for by in _SAID_OF:
        said = listed[listed[by].notna().all(axis=1)].drop_duplicates(by).set_index(by)["number"]
        own = pd.MultiIndex.from_frame(asked[by])
        numbers = numbers.fillna(pd.Series(said.reindex(own).to_numpy(), index=entries.index, dtype="Int64"))
    return numbers


def _outside(leftovers: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in leftovers.to_dict("records"):
        same = {name: row[name] for name in ("file", "sheet", "cell", "department")}
        yield same | {"raw": row["text"], "fate": "ignored", "reason": OUTSIDE}
