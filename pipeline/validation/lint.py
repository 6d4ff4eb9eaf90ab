"""Checks the plan as a whole: codes that lead nowhere, rubrics that cannot be scored, each with its cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from pipeline.drawing.fonts import family
from pipeline.validation.findings import day
from pipeline.validation.places import Places, Rows
from pipeline.validation.rubric_lint import rubrics
from schemas.plan import CODE_PATTERN, DECISIONS, OPENING, PLAN_TABLES, SETTINGS

_BY_ID = {table.id: table for table in PLAN_TABLES}
# Sheets that a plan of before may not have.
_MAY_BE_GONE = (DECISIONS.id, OPENING.id)
_CODE = re.compile(CODE_PATTERN)
_KEYS = {"departments": "code", "issues": "code", "projects": "code", "kpis": "code"}
_REFERENCES = (
    ("projects", "issue", "issues"),
    ("projects", "department", "departments"),
    ("kpis", "project", "projects"),
    ("rubric", "kpi", "kpis"),
)


def missing(places: Places, gone: list[tuple[str, str, str]]) -> Rows:
    """Sheets and required columns that the plan workbook does not have."""
    for table, field, _ in gone:
        if field:
            yield places.at(table, None, field, "PLAN_COLUMN_MISSING", expected=_BY_ID[table][field].title.th)
        elif table not in _MAY_BE_GONE:
            yield places.at(table, None, "", "PLAN_SHEET_MISSING", expected=_BY_ID[table].title.th)


def across(places: Places, frames: Mapping[str, pd.DataFrame]) -> Rows:
    """What is wrong between rows and tables of a plan; what could not be read is no part of it."""
    for table, field in _KEYS.items():
        yield from _codes(places, table, field, frames[table])
    for table, field, target in _REFERENCES:
        yield from _references(places, table, field, frames[table], target, frames[target])
    yield from _round(places, frames["settings"])
    yield from _deviations(places, frames["settings"])
    yield from _font_size(places, frames["settings"])
    yield from rubrics(places, frames["kpis"], frames["rubric"])
    yield from _projects(places, frames["projects"], frames["kpis"])


def _codes(places: Places, table: str, field: str, frame: pd.DataFrame) -> Rows:
    seen: dict[str, Any] = {}
    for row, code in frame[field].dropna().to_dict().items():
        if not _CODE.fullmatch(code):
            yield places.at(table, row, field, "PLAN_CODE_FORM", found=code)
        elif code.casefold() in seen:
            other = places.cell(table, seen[code.casefold()], field)
            yield places.at(table, row, field, "PLAN_CODE_TWICE", found=code, other=other)
        # Codes name files and sheets, where capitals make no difference.
        seen.setdefault(code.casefold(), row)


def _references(places: Places, table: str, field: str, frame: pd.DataFrame, target: str, known: pd.DataFrame) -> Rows:
    codes = set(known["code"].dropna())
    for row, code in zip(frame.index, frame[field].to_list(), strict=True):
        if code not in codes and pd.notna(code):
            yield places.at(table, row, field, "PLAN_CODE_UNKNOWN", found=code, expected=_BY_ID[target].title.th)


def _round(places: Places, settings: pd.DataFrame) -> Rows:
    for row, values in settings.iterrows():
        first, last = values["first_day"], values["last_day"]
        if pd.notna(first) and pd.notna(last) and last < first:
            yield places.at("settings", row, "last_day", "PLAN_ROUND_DATES", found=day(last), other=day(first))


def _deviations(places: Places, settings: pd.DataFrame) -> Rows:
    """The deviation that is worth nothing lies beyond the one that is still worth all; empty ones are as by default."""
    for row, values in settings.iterrows():
        full, none = (
            SETTINGS[name].default if pd.isna(values[name]) else values[name]
            for name in ("two_sided_full", "two_sided_none")
        )
        if not full < none:
            words = {"found": f"{none:g}", "other": f"{full:g}"}
            yield places.at("settings", row, "two_sided_none", "PLAN_DEVIATION_ORDER", **words)


def _font_size(places: Places, settings: pd.DataFrame) -> Rows:
    """The size of the report's text is one that its font can have."""
    for row, values in settings.dropna(subset=["font", "font_size"]).iterrows():
        own = family(values["font"])
        if not own.least <= values["font_size"] <= own.most:
            words = {"found": f"{values['font_size']:g}", "expected": f"{own.least:g}–{own.most:g} ({values['font']})"}
            yield places.at("settings", row, "font_size", "NUMBER_OUT_OF_RANGE", **words)


def _projects(places: Places, projects: pd.DataFrame, kpis: pd.DataFrame) -> Rows:
    measured = set(kpis["project"].dropna())
    for row, code in projects["code"].dropna().to_dict().items():
        if code not in measured:
            yield places.at("projects", row, "code", "PLAN_PROJECT_WITHOUT_KPI", found=code)
