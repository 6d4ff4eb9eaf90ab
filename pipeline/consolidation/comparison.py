"""This round beside the earlier one: how every score, level, value and amount moved, and what in it is odd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from pipeline.validation.cross_rules import at_cells, together
from pipeline.validation.earlier import Earlier
from pipeline.validation.plan import Plan
from schemas.plan import BY_TARGET
from schemas.submission import BUDGET_PART, LEVEL_PART
from schemas.summary import BUDGET_COMPARISON, COMPARISON, OWED

Rows = list[dict[str, Any]]

_MEASURES = ["score", "levels", "value"]
_AMOUNTS = ("received", "committed", "disbursed")
# Whose a code is, by the columns of its table.
_WHOSE = {"kpi": ("project", "issue", "department"), "project": ("issue", "department")}


def comparison(earlier: Earlier | None, scores: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """A frame of COMPARISON: every KPI that is reported now (`scores`, `levels`) or was reported then.

    Those of the plan come in its order, those that it no longer has after them. A KPI is new where only this round asks
    for it, and gone where only the earlier one did. What is not reported is missing, and so is its change.
    """
    if earlier is None:
        return COMPARISON.frame()
    both = _side_by_side(_measured(earlier.scores, earlier.levels), _measured(scores, levels), "kpi")
    both = both[(both["state"] == "reported") | (both["state_before"] == "reported")]
    asked, asked_before = both["state"].isin(OWED), both["state_before"].isin(OWED)
    since = pd.Series("continued", index=both.index).mask(~asked_before, "new").mask(~asked, "gone")
    return COMPARISON.frame(_with_changes(both.assign(since=since), _MEASURES))


def budget_comparison(earlier: Earlier | None, budgets: pd.DataFrame) -> pd.DataFrame:
    """A frame of BUDGET_COMPARISON: every project with an amount now or then, in the order of `comparison`; satang."""
    if earlier is None:
        return BUDGET_COMPARISON.frame()
    both = _side_by_side(_once(earlier.budgets, "project"), budgets, "project")
    amounts = [f"{name}{when}" for name in _AMOUNTS for when in ("", "_before")]
    stated = both[both[amounts].notna().any(axis=1)]
    return BUDGET_COMPARISON.frame(_with_changes(stated, [*_AMOUNTS, "rate"]))


def findings_of(
    plan: Plan, earlier: Earlier | None, scores: pd.DataFrame, levels: pd.DataFrame, budgets: pd.DataFrame
) -> tuple[pd.DataFrame, Rows]:
    """What the earlier round makes odd: findings at cells, as `cross_rules.at_cells` makes them, and rows without a cell.

    At cells: a cumulative value or what was disbursed fell, what was received changed, a level is done no more; each only
    where both rounds reported it. Without: what became of the plan since then.
    """
    if earlier is None:
        return together(), []
    both = _side_by_side(_once(earlier.scores, "kpi"), scores, "kpi")
    continued = both[(both["state"] == "reported") & (both["state_before"] == "reported")]
    money = _side_by_side(_once(earlier.budgets, "project"), budgets, "project")
    placed = together(
        _value_fell(plan, earlier, continued),
        _levels_undone(earlier, levels, continued),
        _amounts(earlier, money, "AMOUNT_FELL", "disbursed", money["disbursed"] < money["disbursed_before"]),
        _amounts(earlier, money, "RECEIVED_CHANGED", "received", money["received"] != money["received_before"]),
    )
    asked = both[both["state"].isin(OWED) & both["state_before"].isin(OWED)]
    rows = [
        *_budgets_changed(money),
        *_rubrics_changed(plan, earlier, asked),
        *_new(plan, earlier),
        *_gone(plan, earlier),
    ]
    return placed, rows


def _once(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """A table of an earlier summary, which anybody may have edited, with one row for each code."""
    return frame[frame[key].notna()].drop_duplicates(key)


def _measured(scores: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """What is compared of KPIs: score, value and how many levels are met, each only where the KPI is reported."""
    own = _once(scores, "kpi")
    known = levels[levels["met"].notna()]
    met = (known["met"] == "yes").groupby(known["kpi"]).sum()
    own = own.assign(levels=own["kpi"].map(met).astype("Int64"))
    own[_MEASURES] = own[_MEASURES].where(own["state"] == "reported")
    return own


def _side_by_side(before: pd.DataFrame, now: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows of two rounds by their code, the columns of the earlier one with _before.

    This round's come first, in their order; those that it no longer has after them, with whose they were.
    """
    codes = pd.concat([now[[key]], before[[key]]]).drop_duplicates()
    then = before.rename(columns={name: f"{name}_before" for name in before.columns if name != key})
    both = codes.merge(now, on=key, how="left").merge(then, on=key, how="left")
    return both.assign(**{name: both[name].fillna(both[f"{name}_before"]) for name in _WHOSE[key]})


def _with_changes(both: pd.DataFrame, measures: list[str]) -> pd.DataFrame:
    return both.assign(**{f"{name}_change": both[name] - both[f"{name}_before"] for name in measures})


# --- findings at cells


def _value_fell(plan: Plan, earlier: Earlier, continued: pd.DataFrame) -> pd.DataFrame:
    """A value that adds up over the year can only rise; one that should be low, or near a target, may go either way."""
    kpis = plan.kpis
    rising = kpis.loc[(kpis["direction"].fillna("higher") == "higher") & (kpis["method"] != "two_sided"), "code"]
    fell = continued[continued["kpi"].isin(rising) & (continued["value"] < continued["value_before"])]
    words = {"found": fell["value"].map(shown), "other": fell["value_before"].map(shown)}
    return at_cells(fell, fell["kpi"] + "|value", "VALUE_FELL", **words, expected=earlier.months)


def _levels_undone(earlier: Earlier, levels: pd.DataFrame, continued: pd.DataFrame) -> pd.DataFrame:
    then = earlier.levels[earlier.levels["status"] == "done"].drop_duplicates(["kpi", "level"])[["kpi", "level"]]
    undone = levels[levels["status"].notna() & (levels["status"] != "done")].merge(then, on=["kpi", "level"])
    undone = undone.merge(continued[["kpi", "department"]], on="kpi")
    level = undone["level"].astype("str")
    keys = undone["kpi"] + f"|{LEVEL_PART}|" + level + "|status"
    return at_cells(undone, keys, "LEVEL_UNDONE", found=level, other=earlier.months)


def _amounts(earlier: Earlier, money: pd.DataFrame, rule: str, field: str, wrong: pd.Series) -> pd.DataFrame:
    """A rule's findings at an amount that both rounds state."""
    own = money[wrong.fillna(False) & money[f"{field}_before"].notna() & money[field].notna()]
    words = {"found": own[field].map(thai.format_baht), "other": own[f"{field}_before"].map(thai.format_baht)}
    return at_cells(own, own["project"] + f"|{BUDGET_PART}|{field}", rule, **words, expected=earlier.months)


# --- findings without a cell: the plan


def _budgets_changed(money: pd.DataFrame) -> Iterator[dict[str, Any]]:
    changed = money[(money["allocated"] != money["allocated_before"]).fillna(False)]
    for own in changed.to_dict("records"):
        words = {"expected": thai.format_baht(own["allocated"]), "other": thai.format_baht(own["allocated_before"])}
        yield {"rule": "PLAN_BUDGET_CHANGED", "department": own["department"], "found": own["project"]} | words


def _rubrics_changed(plan: Plan, earlier: Earlier, asked: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Levels that are defined otherwise, are defined no more, or were not; one finding for a KPI.

    A summary that does not tell a KPI's rubric cannot be compared with. Of a KPI that is scored by its target only the
    thresholds count: their texts may be written in the language of the report.
    """
    columns = ["kpi", "level", "criterion", "threshold"]
    then = earlier.levels.loc[earlier.levels["criterion"].notna(), columns].drop_duplicates(["kpi", "level"])
    then = then[then["kpi"].isin(asked["kpi"])]
    now = plan.levels[plan.levels["kpi"].isin(then["kpi"])][columns]
    both = now.merge(then, on=["kpi", "level"], how="outer", suffixes=("", "_before"))
    differs = both["threshold"].fillna(float("inf")) != both["threshold_before"].fillna(float("inf"))
    by_target = both["kpi"].isin(plan.kpis.loc[plan.kpis["method"].isin(BY_TARGET), "code"])
    others = both[~by_target & ~differs & (both["criterion"] != both["criterion_before"])]
    written = _keys(others["criterion"]) != _keys(others["criterion_before"])
    changed = both[differs | written.reindex(both.index, fill_value=False)]
    levels = changed.sort_values("level")["level"].astype("str").groupby(changed["kpi"]).agg(", ".join)
    for kpi, department in asked.loc[asked["kpi"].isin(levels.index), ["kpi", "department"]].to_numpy():
        words = {"found": kpi, "expected": levels[kpi], "other": earlier.months}
        yield {"rule": "RUBRIC_CHANGED", "department": department, "kpi": kpi} | words


def _keys(texts: pd.Series) -> pd.Series:
    return texts.fillna("").map(thai.key)


def _new(plan: Plan, earlier: Earlier) -> Iterator[dict[str, Any]]:
    """KPIs that are due and were not in the earlier summary, though the plan does not say that they start since then.

    A summary that tells of no KPI cannot be compared with.
    """
    measures, then = plan.measures, _once(earlier.scores, "kpi")["kpi"]
    since = pd.to_numeric(measures["first_round"]) > int(earlier.months)
    new = measures[(measures["due"] == "due") & ~since & ~measures["code"].isin(then)]
    if len(then):
        yield from _about(new.rename(columns={"code": "kpi"}), "KPI_NEW", earlier)


def _gone(plan: Plan, earlier: Earlier) -> Iterator[dict[str, Any]]:
    """KPIs of the earlier summary that the plan no longer has; one that was cancelled then already is not missed."""
    then = _once(earlier.scores, "kpi")
    return _about(then[~then["kpi"].isin(plan.kpis["code"]) & (then["state"] != "cancelled")], "KPI_GONE", earlier)


def _about(kpis: pd.DataFrame, rule: str, earlier: Earlier) -> Iterator[dict[str, Any]]:
    for kpi, department in kpis[["kpi", "department"]].to_numpy():
        yield {"rule": rule, "department": department, "kpi": kpi, "found": kpi, "other": earlier.months}
