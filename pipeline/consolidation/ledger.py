"""The proof that nothing is lost: every filled cell has one fate, and the money that came in is the money that is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from schemas.submission import AMOUNTS, BUDGETS
from schemas.summary import CONTROLS, LEDGER

_AMOUNTS = tuple(field.id for field in AMOUNTS)


class NotReconciled(Exception):
    """The summary's totals are not those of the cells it was made from: a bug, and no summary may be written."""


class _Verdicts(NamedTuple):
    """What decides a cell's fate: errors by cell and by KPI, each KPI's state, each project's budget status."""

    at_cell: Mapping[tuple[str, str], str]
    of_kpi: Mapping[str, str]
    states: Mapping[str, str]
    budgets: Mapping[str, str]


def ledger(cells: pd.DataFrame, findings: pd.DataFrame, states: pd.Series, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of LEDGER: every filled cell of the forms that count, whether it is used, and if not, why.

    `cells` as `Validated.cells`; a cell is rejected by its own finding, or with the KPI whose error returns it.
    """
    errors = findings[findings["severity"] == "error"]
    verdicts = _Verdicts(
        at_cell=dict(zip(zip(errors["file"], errors["key"], strict=True), errors["rule"], strict=True)),
        of_kpi=dict(zip(errors["kpi"][::-1], errors["rule"][::-1], strict=True)),
        states=states.to_dict(),
        budgets=dict(zip(budgets["project"], budgets["status"], strict=True)),
    )
    filled = cells[~cells["raw"].map(thai.is_blank)]
    return LEDGER.frame([_row(cell, verdicts) for cell in filled.to_dict("records")])


def _row(cell: Mapping[Any, Any], verdicts: _Verdicts) -> dict[str, Any]:
    fate, reason = _fate(cell, verdicts)
    same = {name: cell[name] for name in ("file", "sheet", "cell", "key", "department", "kpi", "level")}
    asked = isinstance(cell["table"], str)
    field = f"{cell['table']}.{cell['field']}" if asked else ""
    return same | {"field": field, "raw": shown(cell["raw"]), "fate": fate, "reason": reason}


def _fate(cell: Mapping[Any, Any], verdicts: _Verdicts) -> tuple[str, str]:
    if cell["state"] == "not_asked":
        return "ignored", "ENTRY_NOT_ASKED"
    own = verdicts.at_cell.get((cell["file"], cell["key"]), "")
    if cell["twice"]:
        return "rejected", "KEY_TWICE"
    if cell["state"] == "unknown":
        return "rejected", own or cell["broken"]
    if verdicts.states.get(cell["kpi"]) == "returned":
        return "rejected", own or verdicts.of_kpi.get(cell["kpi"], "")
    if _is_amount_cell(cell) and verdicts.budgets.get(cell["project"]) != "allocated":
        return "ignored", "BUDGET_NOT_STATED" if verdicts.budgets.get(cell["project"]) == "not_stated" else ""
    # A dash is filled, and says the same as an empty cell.
    return ("ignored", "") if cell["state"] == "blank" else ("used", "")


def _is_amount_cell(cell: Mapping[Any, Any]) -> bool:
    return cell["table"] == BUDGETS.id and cell["field"] in _AMOUNTS


def controls(cells: pd.DataFrame, accounts: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of CONTROLS: for each department and amount, what was filled in, what is used and what is rejected.

    `used` is added up from the summary's own budget table, so that the difference proves the whole way; satang.
    """
    fate = dict(
        zip(zip(accounts["file"], accounts["sheet"], accounts["cell"], strict=True), accounts["fate"], strict=True)
    )
    money = cells[(cells["table"] == BUDGETS.id) & cells["field"].isin(_AMOUNTS) & (cells["state"] == "filled")]
    places = zip(money["file"], money["sheet"], money["cell"], strict=True)
    money = money.assign(fate=[fate[place] for place in places])
    rows = []
    for department in dict.fromkeys(cells["department"]):
        for field in AMOUNTS:
            own = money[(money["department"] == department) & (money["field"] == field.id)]
            fates = {fate: sum(own.loc[own["fate"] == fate, "value"]) for fate in ("rejected", "ignored")}
            used = int(budgets.loc[budgets["department"] == department, field.id].fillna(0).sum())
            filled = sum(own["value"])
            row = {"department": department, "field": f"{BUDGETS.id}.{field.id}", "filled": filled, "used": used}
            rows.append(row | fates | {"difference": filled - used - sum(fates.values())})
    return CONTROLS.frame(rows)


def prove(totals: pd.DataFrame) -> None:
    """Raise `NotReconciled` where a control total differs."""
    off = totals[totals["difference"] != 0]
    if len(off):
        places = ", ".join(off["department"] + " " + off["field"])
        raise NotReconciled(places)
