"""The proof that nothing is lost: as many cells, and as much money, come out as went in, and each stands where it is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np
import pandas as pd

from pipeline.validation.matching import rows_of
from pipeline.validation.parse import parse_each
from pipeline.validation.rows import values
from schemas.rules import RULES
from schemas.submission import AMOUNTS, BUDGETS
from schemas.summary import CONTROLS

_AMOUNTS = {field.id: field for field in AMOUNTS}
_PLACE = ["file", "sheet", "cell"]
_UNUSED = ("rejected", "replaced", "ignored")


class NotReconciled(Exception):
    """The summary does not hold what the cells it was made from hold: a bug, and no summary may be written."""


def controls(cells: pd.DataFrame, accounts: pd.DataFrame, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of CONTROLS: for each department and amount, what was filled in, what decisions gave, and what became of it.

    `filled` is read from the cells as they came (`Validated.cells`), and `used` added up from the summary's own budget
    table, so that the difference proves the whole way between them; satang.
    """
    money = cells[cells["given"] & (cells["table"] == BUDGETS.id) & cells["field"].isin(_AMOUNTS)]
    fates = np.append(accounts["fate"].to_numpy(dtype=object), "")[rows_of(money, accounts, _PLACE)]
    filled: Counter[tuple[str, str]] = Counter()
    left: Counter[tuple[str, str, str]] = Counter()
    for field, described in _AMOUNTS.items():
        own = (money["field"] == field).to_numpy()
        amounts = parse_each(described, money["raw"][own].tolist())
        for department, fate, amount in zip(money["department"][own].tolist(), fates[own], amounts, strict=True):
            # A cell that cannot be read has no amount.
            filled[department, field] += cast(int | None, amount.value) or 0
            left[department, field, fate] += cast(int | None, amount.value) or 0
    used = budgets.groupby("department")[list(_AMOUNTS)].sum().astype("Int64").to_dict("index")
    decided = _decided(cells, budgets)
    rows = []
    for department in cells["department"].unique():
        for field in _AMOUNTS:
            row = {fate: left[department, field, fate] for fate in _UNUSED}
            row |= {"filled": filled[department, field], "used": used.get(department, {}).get(field, 0)}
            row["decided"] = decided[department, field]
            difference = row["filled"] + row["decided"] - row["used"] - sum(row[fate] for fate in _UNUSED)
            rows.append({"department": department, "field": f"{BUDGETS.id}.{field}", "difference": difference} | row)
    return CONTROLS.frame(rows)


def _decided(cells: pd.DataFrame, budgets: pd.DataFrame) -> Counter[tuple[str, str]]:
    """What decisions gave in the place of what was typed, as it stands in the summary's own table."""
    shown = budgets.set_index("project")
    total: Counter[tuple[str, str]] = Counter()
    money = (cells["table"] == BUDGETS.id) & cells["field"].isin(_AMOUNTS)
    for cell in cells[cells["decision"].notna() & money].to_dict("records"):
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
    used = accounts[accounts["fate"] == "used"]
    # NOWHERE is the last place, at which nothing is given.
    given = [*cells["value"].tolist(), None]
    columns = {place: _shown(tables, str(place)) for place in used["shown_in"].unique()}
    listed = values(used.fillna({"shown_row": 0}), *_PLACE, "shown_in", "shown_row")
    for (file, sheet, cell, place, row), own in zip(listed, rows_of(used, cells, _PLACE).tolist(), strict=True):
        column = columns.get(place, ())
        # A row that the table does not have shows nothing.
        stands = column[row - 1] if 0 < row <= len(column) else pd.NA
        if stands is pd.NA or stands != given[own]:
            yield f"{file} {sheet}!{cell}"


def _shown(tables: Mapping[str, pd.DataFrame], place: str) -> Sequence[Any]:
    """What the column of a table shows, row by row; days as cells have them."""
    table, _, field = place.partition(".")
    column = tables[table][field] if table in tables else pd.Series(dtype=object)
    shown: list[Any] = (column.dt.date if pd.api.types.is_datetime64_dtype(column) else column).tolist()
    return shown
