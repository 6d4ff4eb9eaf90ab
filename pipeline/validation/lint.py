"""Checks the plan as a whole: codes that lead nowhere, rubrics that cannot be scored, each with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.validation.findings import day
from schemas.plan import CODE_PATTERN, DECISIONS, PLAN_TABLES, TOP_LEVEL, UNDEFINED_LEVEL

Rows = Iterator[dict[str, Any]]
_BY_ID = {table.id: table for table in PLAN_TABLES}
_CODE = re.compile(CODE_PATTERN)
_KEYS = {"departments": "code", "issues": "code", "projects": "code", "kpis": "code"}
_REFERENCES = (
    ("projects", "issue", "issues"),
    ("projects", "department", "departments"),
    ("kpis", "project", "projects"),
    ("rubric", "kpi", "kpis"),
)
_COUNTED = ("จำนวน", "ร้อยละ", "ค่าเฉลี่ย", "number of", "percentage", "percent of")


class Places:
    """Where the plan's values stand: finding rows for a table's row and field are made here."""

    def __init__(self, file: str, cells: pd.DataFrame, sheets: Mapping[str, str]) -> None:
        self.file = file
        self.sheets = sheets
        self._cells = {(c["table"], c["row"], c["field"]): c["cell"] for c in cells.to_dict("records")}

    def at(self, table: str, row: int | None, field: str, rule: str, **words: Any) -> dict[str, Any]:
        """A finding's row at a cell of the plan."""
        return {
            "rule": rule,
            "file": self.file,
            "sheet": self.sheets.get(table, ""),
            "cell": self.cell(table, row, field),
            "field": f"{table}.{field}",
            **words,
        }

    def cell(self, table: str, row: int | None, field: str) -> str:
        """The address of a value, '' where there is none."""
        return str(self._cells.get((table, row, field), ""))


def missing(places: Places, gone: list[tuple[str, str, str]]) -> Rows:
    """Sheets and required columns that the plan workbook does not have."""
    for table, field, _ in gone:
        if field:
            yield places.at(table, None, field, "PLAN_COLUMN_MISSING", expected=_BY_ID[table][field].title.th)
        elif table != DECISIONS.id:
            yield places.at(table, None, "", "PLAN_SHEET_MISSING", expected=_BY_ID[table].title.th)


def across(places: Places, frames: Mapping[str, pd.DataFrame]) -> Rows:
    """What is wrong between rows and tables of a plan; what could not be read is no part of it."""
    for table, field in _KEYS.items():
        yield from _codes(places, table, field, frames[table])
    for table, field, target in _REFERENCES:
        yield from _references(places, table, field, frames[table], target, frames[target])
    yield from _round(places, frames["settings"])
    yield from _rubrics(places, frames["kpis"], frames["rubric"])
    yield from _projects(places, frames["projects"], frames["kpis"])


def _codes(places: Places, table: str, field: str, frame: pd.DataFrame) -> Rows:
    seen: dict[str, Any] = {}
    for row, code in frame[field].dropna().items():
        if not _CODE.fullmatch(code):
            yield places.at(table, row, field, "PLAN_CODE_FORM", found=code)
        elif code.casefold() in seen:
            other = places.cell(table, seen[code.casefold()], field)
            yield places.at(table, row, field, "PLAN_CODE_TWICE", found=code, other=other)
        # Codes name files and sheets, where capitals make no difference.
        seen.setdefault(code.casefold(), row)


def _references(places: Places, table: str, field: str, frame: pd.DataFrame, target: str, known: pd.DataFrame) -> Rows:
    codes = set(known["code"].dropna())
    for row, code in frame[field].dropna().items():
        if code not in codes:
            yield places.at(table, row, field, "PLAN_CODE_UNKNOWN", found=code, expected=_BY_ID[target].title.th)


def _round(places: Places, settings: pd.DataFrame) -> Rows:
    for row, values in settings.iterrows():
        first, last = values["first_day"], values["last_day"]
        if pd.notna(first) and pd.notna(last) and last < first:
            yield places.at("settings", row, "last_day", "PLAN_ROUND_DATES", found=day(last), other=day(first))


def _rubrics(places: Places, kpis: pd.DataFrame, rubric: pd.DataFrame) -> Rows:
    if kpis["code"].dropna().empty:
        yield places.at("kpis", None, "code", "PLAN_NO_KPI")
    levels_of = {code: levels.sort_values("level") for code, levels in rubric.groupby("kpi")}
    for row, kpi in kpis[kpis["code"].notna() & kpis["method"].notna()].iterrows():
        levels = levels_of.get(kpi["code"], rubric.iloc[:0])
        yield from _levels(places, row, kpi, levels)
        yield from _thresholds(places, kpi, levels)
        yield from _counted(places, row, kpi, levels)


def _levels(places: Places, row: Any, kpi: pd.Series, levels: pd.DataFrame) -> Rows:
    numbers = levels["level"].dropna()
    for number in sorted(set(range(1, TOP_LEVEL + 1)) - set(numbers)):
        yield places.at("kpis", row, "code", "PLAN_LEVEL_MISSING", found=kpi["code"], expected=str(number))
    for twice in levels.index[levels["level"].duplicated() & levels["level"].notna()]:
        number = levels.at[twice, "level"]
        first = levels.index[levels["level"] == number][0]
        words = {"found": f"{kpi['code']} · {number}", "other": places.cell("rubric", first, "level")}
        yield places.at("rubric", twice, "level", "PLAN_CODE_TWICE", **words)


def _thresholds(places: Places, kpi: pd.Series, levels: pd.DataFrame) -> Rows:
    defined = levels[levels["criterion"] != UNDEFINED_LEVEL]
    if kpi["method"] == "thresholds":
        for row in defined.index[defined["threshold"].isna()]:
            yield places.at("rubric", row, "threshold", "PLAN_THRESHOLD_MISSING", other=kpi["code"])
    if kpi["method"] == "mixed" and len(defined) and defined["threshold"].isna().all():
        yield places.at("rubric", defined.index[-1], "threshold", "PLAN_THRESHOLD_MISSING", other=kpi["code"])
    rising = kpi["direction"] != "lower"
    given = defined["threshold"].dropna()
    for before, here in zip(given.index, given.index[1:], strict=False):
        low, high = (before, here) if rising else (here, before)
        if not given[low] < given[high]:
            words = {"found": f"{given[here]:g}", "other": f"{given[before]:g}"}
            yield places.at("rubric", here, "threshold", "PLAN_THRESHOLD_ORDER", **words)


def _counted(places: Places, row: Any, kpi: pd.Series, levels: pd.DataFrame) -> Rows:
    name = _said(kpi["name"])
    if name.lower().startswith(_COUNTED) and levels["threshold"].isna().sum() * 2 > len(levels):
        yield places.at("kpis", row, "name", "PLAN_COUNT_BY_MILESTONES", found=name)


def _projects(places: Places, projects: pd.DataFrame, kpis: pd.DataFrame) -> Rows:
    measured = set(kpis["project"].dropna())
    for row, code in projects["code"].dropna().items():
        if code not in measured:
            yield places.at("projects", row, "code", "PLAN_PROJECT_WITHOUT_KPI", found=code)


def _said(value: object) -> str:
    return value if isinstance(value, str) else ""
