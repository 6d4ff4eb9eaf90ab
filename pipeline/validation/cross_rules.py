"""Rules across cells and tables. Each looks at whole columns; what could not be read is missing here, and breaks none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

import pandas as pd

from pipeline import thai
from pipeline.validation.findings import day
from pipeline.validation.plan import Plan
from schemas.submission import AMOUNTS, BUDGET_PART, BUDGETS, LEVEL_PART, LEVELS, REPORTER, RESULTS

COLUMNS = ["department", "key", "rule", "found", "expected", "other"]
# What most rules find in most runs; nobody writes into it.
_NOTHING = pd.DataFrame(columns=COLUMNS)
# A hundred-thousandth of the allocated budget, or less, is taken for an amount in millions of baht.
IN_MILLIONS = 100_000
# So many times the allocated budget, or more, is taken for an amount multiplied by a thousand or a million.
ENLARGED = 500
# Satang by which what was received may miss the allocated budget: rounding, and no other amount.
NO_DIFFERENCE = 1


def findings_of(plan: Plan, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """What breaks a rule across cells: department, key of the cell to look at, rule, and the words that explain it."""
    budgets, results, levels = tables[BUDGETS.id], tables[RESULTS.id], tables[LEVELS.id]
    return together(
        *_amounts_required(budgets),
        *_amounts_without_budget(budgets),
        _disbursed_over_received(budgets),
        _not_stated(budgets),
        _obstacle_required(results),
        _obstacle_unmarked(results),
        _value_required(plan, results, levels),
        _done_outside_round(plan, levels),
        _late(plan, tables[REPORTER.id]),
        _beside_allocated(plan, budgets),
    )


def together(*frames: pd.DataFrame) -> pd.DataFrame:
    """The findings of several rules in one frame."""
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else _NOTHING


def at_cells(rows: pd.DataFrame, keys: pd.Series, rule: str, **words: pd.Series | str) -> pd.DataFrame:
    """A rule's findings at the cells of these keys; words are columns, or the same for all."""
    if rows.empty:
        return _NOTHING
    found = {"department": rows["department"], "key": keys, "rule": rule, **words}
    return pd.DataFrame(found, index=rows.index, columns=COLUMNS)


def _budget_key(budgets: pd.DataFrame, field: str) -> pd.Series:
    return budgets["project"] + f"|{BUDGET_PART}|{field}"


def _amounts_required(budgets: pd.DataFrame) -> list[pd.DataFrame]:
    allocated = budgets[budgets["status"] == "allocated"]
    return [
        at_cells(empty, _budget_key(empty, field), "ENTRY_REQUIRED")
        for field in ("received", "disbursed")
        if len(empty := allocated[allocated[field].isna()])
    ]


def _amounts_without_budget(budgets: pd.DataFrame) -> list[pd.DataFrame]:
    unused = budgets[budgets["status"] == "no_budget"]
    return [
        at_cells(given, _budget_key(given, field), "AMOUNT_WITHOUT_BUDGET", found=given[field].map(thai.format_baht))
        for field in ("received", "committed", "disbursed")
        if len(given := unused[unused[field].fillna(0) != 0])
    ]


def _disbursed_over_received(budgets: pd.DataFrame) -> pd.DataFrame:
    over = budgets[(budgets["disbursed"] > budgets["received"]).fillna(False)]
    words = {"found": over["disbursed"].map(thai.format_baht), "other": over["received"].map(thai.format_baht)}
    return at_cells(over, _budget_key(over, "disbursed"), "DISBURSED_OVER_RECEIVED", **words)


def _not_stated(budgets: pd.DataFrame) -> pd.DataFrame:
    unstated = budgets[budgets["status"] == "not_stated"]
    return at_cells(unstated, _budget_key(unstated, "status"), "BUDGET_NOT_STATED")


def _obstacle_required(results: pd.DataFrame) -> pd.DataFrame:
    empty = results[(results["has_obstacle"] == "yes") & results["obstacle"].isna()]
    return at_cells(empty, empty["kpi"] + "|obstacle", "ENTRY_REQUIRED")


def _obstacle_unmarked(results: pd.DataFrame) -> pd.DataFrame:
    told = results[(results["has_obstacle"] == "no") & results["obstacle"].notna()]
    return at_cells(told, told["kpi"] + "|obstacle", "OBSTACLE_UNMARKED")


def _value_required(plan: Plan, results: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """The value is needed where a threshold decides: always, or once every level before it is done."""
    first = plan.levels[plan.levels["by_value"]].groupby("kpi")["level"].min()
    open_ = levels[levels["status"].fillna("") != "done"]
    before = open_[open_["level"] < open_["kpi"].map(first)]["kpi"]
    needed = results["kpi"].isin(first.index) & ~results["kpi"].isin(set(before))
    empty = results[needed & results["value"].isna()]
    return at_cells(empty, empty["kpi"] + "|value", "ENTRY_REQUIRED")


def _late(plan: Plan, reporters: pd.DataFrame) -> pd.DataFrame:
    """A form that says of itself that it was made after the deadline; a file's own date says when it was copied."""
    deadline = plan.settings.deadline
    late = reporters[reporters["date"] > pd.Timestamp(deadline)]
    words = {"found": late["date"].map(day), "expected": day(deadline)}
    return at_cells(late, late["department"].map(lambda _: f"{REPORTER.id}|date"), "FORM_LATE", **words)


def _done_outside_round(plan: Plan, levels: pd.DataFrame) -> pd.DataFrame:
    first, last = plan.settings.reported_days
    outside = (levels["date"] < pd.Timestamp(first)) | (levels["date"] > pd.Timestamp(last))
    out = levels[(levels["status"] == "done") & outside]
    keys = out["kpi"] + f"|{LEVEL_PART}|" + out["level"].astype("str") + "|date"
    return at_cells(out, keys, "DATE_OUTSIDE_ROUND", found=out["date"].map(day), expected=f"{day(first)} – {day(last)}")


def _beside_allocated(plan: Plan, budgets: pd.DataFrame) -> pd.DataFrame:
    """Amounts that are odd beside the allocated budget: by their unit, or else received other than allocated."""
    allocated = budgets["project"].map(plan.projects.set_index("code")["allocated"]).astype("Int64")
    allocated = allocated.where((budgets["status"] == "allocated") & (allocated > 0).fillna(False))
    of_units = together(*(found for field in AMOUNTS for found in _of_units(budgets, allocated, field.id)))
    differs = ((budgets["received"] - allocated).abs() > NO_DIFFERENCE).fillna(False)
    explained = _budget_key(budgets, "received").isin(of_units["key"])
    other = _odd(budgets[differs & ~explained], allocated, "received", "RECEIVED_NOT_ALLOCATED")
    return together(of_units, other, _spent_over_received(budgets, set(of_units["key"])))


def _of_units(budgets: pd.DataFrame, allocated: pd.Series, field: str) -> Iterator[pd.DataFrame]:
    """An amount in millions or thousands of baht, or as many times too large.

    Only what was received is near a whole budget; what was disbursed may well be a thousandth of it.
    """
    amount = budgets[field]
    millions = (amount > 0) & (amount <= allocated // IN_MILLIONS)
    yield _odd(budgets[millions.fillna(False)], allocated, field, "AMOUNT_IN_MILLIONS")
    if field == "received":
        thousands = ((amount * 1000 - allocated).abs() * 2 <= allocated).fillna(False)
        yield _odd(budgets[thousands], allocated, field, "AMOUNT_IN_THOUSANDS")
    enlarged = (amount >= allocated * ENLARGED).fillna(False)
    yield _odd(budgets[enlarged], allocated, field, "AMOUNT_ENLARGED")


def _odd(budgets: pd.DataFrame, allocated: pd.Series, field: str, rule: str) -> pd.DataFrame:
    """A rule's findings at an amount, said beside the allocated budget."""
    words = {"found": budgets[field].map(thai.format_baht), "other": allocated[budgets.index].map(thai.format_baht)}
    return at_cells(budgets, _budget_key(budgets, field), rule, **words)


def _spent_over_received(budgets: pd.DataFrame, explained: Set[str]) -> pd.DataFrame:
    """More disbursed and committed than received, though not disbursed alone; not where an amount is in a wrong unit."""
    spent = budgets["disbursed"] + budgets["committed"]
    over = (spent > budgets["received"]) & (budgets["disbursed"] <= budgets["received"])
    odd = pd.concat([_budget_key(budgets, field.id).isin(explained) for field in AMOUNTS], axis=1).any(axis=1)
    own = budgets[over.fillna(False) & (budgets["status"] == "allocated") & ~odd]
    words = {"found": spent[own.index].map(thai.format_baht), "other": own["received"].map(thai.format_baht)}
    return at_cells(own, _budget_key(own, "committed"), "SPENT_OVER_RECEIVED", **words)
