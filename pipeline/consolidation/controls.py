"""The proof that nothing is lost: as many cells, and as much money, come out as went in, and each stands where it is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.validation.parse import parse
from schemas.rules import RULES
from schemas.submission import AMOUNTS, BUDGETS
from schemas.summary import CONTROLS

_AMOUNTS = {field.id: field for field in AMOUNTS}
_UNUSED = ("rejected", "replaced", "ignored")


class NotReconciled(Exception):
    """The summary does not hold what the cells it was made from hold: a bug, and no summary may be written."""


def controls(cells: pd.DataFrame, accounts: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of CONTROLS: for each department and amount, what was filled in, what decisions gave, and what became of it.

    `filled` is read from the cells as they came (`Validated.cells`), and `used` added up from the summary's own budget
    table, so that the difference proves the whole way between them; satang.
    """
    places = zip(accounts["file"], accounts["sheet"], accounts["cell"], strict=True)
    fates = dict(zip(places, accounts["fate"], strict=True))
    money = cells[(cells["table"] == BUDGETS.id) & cells["field"].isin(_AMOUNTS)]
    amounts = [parse(_AMOUNTS[field], raw).value for field, raw in zip(money["field"], money["raw"], strict=True)]
    places = zip(money["file"], money["sheet"], money["cell"], strict=True)
    money = money.assign(amount=pd.Series(amounts, index=money.index, dtype=object), fate=list(map(fates.get, places)))
    filled: Counter[tuple[str, str]] = Counter()
    left: Counter[tuple[str, str, str]] = Counter()
    for department, field, fate, amount in money[["department", "field", "fate", "amount"]].itertuples(index=False):
        filled[department, field] += amount or 0
        left[department, field, fate] += amount or 0
    used = budgets.groupby("department")[list(_AMOUNTS)].sum().astype("Int64").to_dict("index")
    decided = _decided(money, budgets)
    rows = []
    for department in dict.fromkeys(cells["department"]):
        for field in _AMOUNTS:
            row = {fate: left[department, field, fate] for fate in _UNUSED}
            row |= {"filled": filled[department, field], "used": used.get(department, {}).get(field, 0)}
            row["decided"] = decided[department, field]
            difference = row["filled"] + row["decided"] - row["used"] - sum(row[fate] for fate in _UNUSED)
            rows.append({"department": department, "field": f"{BUDGETS.id}.{field}", "difference": difference} | row)
    return CONTROLS.frame(rows)


def _decided(money: pd.DataFrame, budgets: pd.DataFrame) -> Counter[tuple[str, str]]:
    """What decisions gave in the place of what was typed, as it stands in the summary's own table."""
    shown = budgets.set_index("project")
    total: Counter[tuple[str, str]] = Counter()
    for cell in money[money["decision"].notna()].to_dict("records"):
        amount = shown.at[cell["project"], cell["field"]]
        total[cell["department"], cell["field"]] += 0 if pd.isna(amount) else int(amount)
    return total


def prove(
    totals: pd.DataFrame,
    accounts: pd.DataFrame,
    cells: pd.DataFrame,
    received: Mapping[str, int],
    tables: Mapping[str, pd.DataFrame],
) -> None:
    """Raise `NotReconciled` where the summary is not what was sent.

    That is where a control total differs (`totals`, of CONTROLS), where the ledger (`accounts`) has more or fewer cells
    of a file than were `received`, where no numbered finding says why a rule leaves a cell out, and where a cell that is
    used (`cells` has its value) is not what stands in the place of the summary's `tables` that the ledger names.
    """
    off = totals[totals["difference"] != 0]
    wrong = [
        *(off["department"] + " " + off["field"]),
        *_miscounted(accounts, received),
        *_unexplained(accounts),
        *_misplaced(accounts, cells, tables),
    ]
    if wrong:
        raise NotReconciled(", ".join(wrong))


def _miscounted(accounts: pd.DataFrame, received: Mapping[str, int]) -> Iterator[str]:
    counted = accounts["file"].value_counts().to_dict()
    for file in sorted(received.keys() | counted.keys()):
        if received.get(file, 0) != counted.get(file, 0):
            yield f"{file}: {received.get(file, 0)} ≠ {counted.get(file, 0)}"


def _unexplained(accounts: pd.DataFrame) -> Iterator[str]:
    by_rule = (accounts["fate"] == "rejected") | accounts["reason"].isin(RULES)
    silent = accounts[by_rule & accounts["finding"].isna()]
    for file, sheet, cell in silent[["file", "sheet", "cell"]].itertuples(index=False):
        yield f"{file} {sheet}!{cell}: ?"


def _misplaced(accounts: pd.DataFrame, cells: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    values = dict(zip(zip(cells["file"], cells["sheet"], cells["cell"], strict=True), cells["value"], strict=True))
    used = accounts[accounts["fate"] == "used"]
    for place, own in used.groupby("shown_in", dropna=False):
        table, _, field = str(place).partition(".")
        column = tables[table][field].tolist() if table in tables else []
        for file, sheet, cell, row in own[["file", "sheet", "cell", "shown_row"]].itertuples(index=False):
            stands = not pd.isna(row) and 0 < row <= len(column) and _same(column[row - 1], values[file, sheet, cell])
            if not stands:
                yield f"{file} {sheet}!{cell}"


def _same(shown: Any, value: object) -> bool:
    day = isinstance(shown, pd.Timestamp) and not pd.isna(shown)
    return not pd.isna(shown) and bool((shown.date() if day else shown) == value)
