"""The ledger: every filled cell of the forms that count, with its one fate and the place where the summary shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.consolidation.sources import SHOWN_IN
from pipeline.intake.workbook import shown
from pipeline.validation.matching import numbered_groups, rows_of
from schemas.submission import AMOUNTS, BUDGETS
from schemas.summary import BUDGET_RESULTS, DASH, DECISION, LEDGER, NO_BUDGET, OUTSIDE

_GONE = "NOT_IN_THE_PLAN"
_AMOUNTS = [field.id for field in AMOUNTS]

Marks = NDArray[np.bool_]
Objects = NDArray[np.object_]


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
    filled = cells[cells["given"]].reset_index(drop=True)
    fate, reason = _fates(filled, findings, states, tables[BUDGET_RESULTS.id])
    shown_in, shown_row = _shown(filled, fate == "used", tables)
    raws = [raw if type(raw) is str else shown(raw) for raw in filled["raw"].tolist()]
    entries = filled.assign(
        field=_fields(filled),
        fate=fate,
        reason=reason,
        shown_in=shown_in,
        shown_row=shown_row,
        raw=pd.Series(raws, dtype="str"),
    )
    outside = leftovers.assign(raw=leftovers["text"], fate="ignored", reason=OUTSIDE)
    every = LEDGER.frame(pd.concat([entries, outside]) if len(outside) else entries)
    hashes = every["file"].map(register.set_index("file")["sha256"]).astype("str")
    return every.assign(finding=_numbers(every, findings), sha256=hashes)


def _fates(
    cells: pd.DataFrame, findings: pd.DataFrame, states: pd.Series, budgets: pd.DataFrame
) -> tuple[Objects, Objects]:
    """The fate of each filled cell, and the reason where it is not used: of all that speak against it the surest.

    It is not asked; it stands there twice; it could not be read; its KPI is returned; a decision stands in its place; it
    is an amount of a project without a budget; it is a dash, which says the same as an empty cell.
    """
    errors = findings[findings["severity"] == "error"]
    own = _rules(cells, errors[::-1], ["file", "key"])
    budget = _column(cells, budgets, ["project"], "status")
    amount = ((cells["table"] == BUDGETS.id) & cells["field"].isin(_AMOUNTS)).to_numpy()
    state = cells["state"].to_numpy(dtype=object)
    cases: list[tuple[Marks, str, str | Objects]] = [
        (state == "not_asked", "ignored", _why_not_asked(cells, findings)),
        (cells["twice"].to_numpy(dtype=bool), "rejected", "KEY_TWICE"),
        (state == "unknown", "rejected", np.where(own != "", own, cells["broken"].to_numpy(dtype=object))),
        (
            (cells["kpi"].map(states) == "returned").to_numpy(dtype=bool),
            "rejected",
            np.where(own != "", own, _rules(cells, errors, ["kpi"])),
        ),
        (cells["decision"].notna().to_numpy(), "replaced", DECISION),
        (amount & (budget == "not_stated"), "ignored", "BUDGET_NOT_STATED"),
        (amount & (budget != "allocated"), "ignored", NO_BUDGET),
        (state == "blank", "ignored", DASH),
    ]
    # Filled in twice: numpy would make a text of its own for each cell.
    fates, reasons = np.empty(len(cells), dtype=object), np.empty(len(cells), dtype=object)
    fates[:], reasons[:] = "used", ""
    for holds, fate, reason in reversed(cases):
        fates[holds] = fate
        reasons[holds] = reason if isinstance(reason, str) else reason[holds]
    return fates, reasons


def _column(cells: pd.DataFrame, frame: pd.DataFrame, by: Sequence[str], name: str) -> Objects:
    """A column of a frame beside the cells, from the first row that is theirs by `by`; "" where none is."""
    beside: Objects = np.append(frame[name].to_numpy(dtype=object), "")[rows_of(cells, frame, by)]
    return beside


def _rules(cells: pd.DataFrame, errors: pd.DataFrame, by: Sequence[str]) -> Objects:
    return _column(cells, errors, by, "rule")


def _why_not_asked(cells: pd.DataFrame, findings: pd.DataFrame) -> Objects:
    """The rule about each cell that is not asked: what is filled in under a code that the plan no longer asks is one."""
    extra = cells.loc[cells["state"] == "not_asked", ["file", "key"]]
    gone = findings[findings["rule"] == _GONE]
    heads = extra.assign(found=_heads(extra["key"]))
    rules: Objects = np.full(len(cells), "", dtype=object)
    rules[extra.index] = np.where(rows_of(heads, gone, ["file", "found"]) < 0, "ENTRY_NOT_ASKED", _GONE)
    return rules


def _fields(cells: pd.DataFrame) -> pd.Series:
    """Table and field of each cell as findings name them; "" where none was asked. The names are made once."""
    groups = numbered_groups(cells, ["table", "field"])
    named = cells[["table", "field"]].dropna().drop_duplicates()
    names = np.array([*(f"{table}.{field}" for table, field in named.to_numpy()), ""], dtype=object)
    return pd.Series(names[groups], index=cells.index, dtype="str")


def _shown(cells: pd.DataFrame, used: Marks, tables: Mapping[str, pd.DataFrame]) -> tuple[pd.Series, pd.Series]:
    """The column of a table, and the row from 1, where the summary shows the cells that are used."""
    shown_in, shown_row = np.full(len(cells), "", dtype=object), np.zeros(len(cells), np.int64)
    for table, (result, by) in SHOWN_IN.items():
        own = used & (cells["table"] == table).to_numpy()
        fields = cells["field"][own]
        shown_in[own] = fields.map({name: f"{result}.{name}" for name in fields.unique()}).to_numpy()
        shown_row[own] = rows_of(cells[[*by]][own], tables[result], by) + 1
    rows = pd.Series(shown_row, dtype="Int64")
    return pd.Series(shown_in, dtype="str"), rows.where(rows > 0)


def _heads(keys: pd.Series) -> pd.Series:
    """The code of the KPI or project that each key begins with."""
    return keys.map(lambda key: key.partition("|")[0], na_action="ignore").astype("str")


# A cell's own finding says why it is left out, or one of all that is filled in under its code, or of its KPI, or one that
# is about all that stands on its sheet.
_SAID_OF = (["rule", "file", "key"], ["rule", "file", "head"], ["rule", "kpi"], ["rule", "file", "sheet"])


def _numbers(entries: pd.DataFrame, findings: pd.DataFrame) -> pd.Series:
    """The number of the finding that says why a cell is not used; missing where none does."""
    unused = entries[entries["reason"] != ""]
    asked = unused.assign(rule=unused["reason"], head=_heads(unused["key"]))
    listed = findings.assign(head=_heads(findings["key"]))
    numbers = pd.Series(pd.NA, index=unused.index, dtype="Int64")
    for by in _SAID_OF:
        said = findings["number"].reset_index(drop=True).reindex(rows_of(asked, listed, by))
        numbers = numbers.fillna(said.set_axis(unused.index).astype("Int64"))
    return numbers.reindex(entries.index)
