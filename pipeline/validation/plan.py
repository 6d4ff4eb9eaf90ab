"""The plan: read from its workbook, checked like a submission, and the one source of what is due and asked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.intake.titled import titled_cells
from pipeline.intake.workbook import Sheet, shown
from pipeline.validation import lint
from pipeline.validation.entries import entries
from pipeline.validation.findings import findings, joined
from pipeline.validation.printed import printed
from pipeline.validation.tables import parsed, typed_frame
from pipeline.validation.typed import broken_checks
from schemas.plan import PLAN_TABLES, SETTINGS, UNDEFINED_LEVEL

_FISCAL_YEAR_BEGINS = 10


@dataclass(frozen=True)
class Settings:
    """The plan's settings; `round` is in months."""

    organisation: str
    plan_name: str
    fiscal_year: int
    round: int
    first_day: date
    last_day: date
    deadline: date
    report_date: date
    language: str
    numerals: str
    font: str

    @property
    def reported_days(self) -> tuple[date, date]:
        """What is reported was done within these days: a round adds to those before it in the fiscal year.

        A Thai fiscal year begins in October.
        """
        year = self.first_day.year if self.first_day.month >= _FISCAL_YEAR_BEGINS else self.first_day.year - 1
        return date(year, _FISCAL_YEAR_BEGINS, 1), self.last_day

    @property
    def round_id(self) -> str:
        """The round as files name it: 2565-06."""
        return f"{self.fiscal_year}-{self.round:02d}"


@dataclass(frozen=True)
class Plan:
    """The tables of the plan workbook, typed; each frame has the columns of its table in `schemas.plan`."""

    settings: Settings
    departments: pd.DataFrame
    issues: pd.DataFrame
    projects: pd.DataFrame
    kpis: pd.DataFrame
    rubric: pd.DataFrame
    alignment: pd.DataFrame
    targets: pd.DataFrame

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Every KPI with its project's issue, department, and the state it has before anyone reports.

        Columns of KPIs, and issue, department, first_of_project (it carries the project's budget), planned (the level
        planned for this round) and due: "due", "not_due" or "cancelled".
        """
        projects = self.projects[["code", "issue", "department"]].rename(columns={"code": "project"})
        kpis = self.kpis.merge(projects, on="project", how="left", validate="many_to_one")
        due = [
            _due(first, last, self.settings.round)
            for first, last in zip(kpis["first_round"], kpis["last_round"], strict=True)
        ]
        kpis = kpis.assign(due=due, planned=kpis[f"planned_{self.settings.round}"])
        asked = kpis["due"] == "due"
        return kpis.assign(first_of_project=asked & ~kpis["project"].where(asked).duplicated())

    @cached_property
    def levels(self) -> pd.DataFrame:
        """The rubric levels that are defined; those left undefined ("-") are never asked and never scored."""
        return self.rubric[self.rubric["criterion"] != UNDEFINED_LEVEL].reset_index(drop=True)

    @cached_property
    def entries(self) -> pd.DataFrame:
        """Every entry cell that the forms of this round ask for."""
        due = self.measures[self.measures["due"] == "due"]
        return entries(due, self.levels)

    def entries_of(self, department: str) -> pd.DataFrame:
        """The entry cells that the form of a department asks for."""
        return self._entries_by_department.get(department, self.entries.iloc[:0])

    @cached_property
    def _entries_by_department(self) -> dict[str, pd.DataFrame]:
        return {str(code): own for code, own in self.entries.groupby("department", sort=False)}

    @cached_property
    def reporting(self) -> list[str]:
        """The codes of the departments that owe a form this round, in the order of the plan."""
        owing = set(self.entries["department"])
        return [code for code in self.departments["code"] if code in owing]

    @cached_property
    def printed(self) -> pd.DataFrame:
        """What the forms of this round print of the plan: a frame of `printed.COLUMNS`."""
        due = self.measures[self.measures["due"] == "due"]
        return printed(due, self.projects, self.issues, self.levels)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve letters that change when what the forms are made from changes."""
        return _fingerprint(self.settings.round_id, self.projects, self.kpis, self.rubric)

    @cached_property
    def form_fingerprints(self) -> dict[str, str]:
        """Department → twelve letters that change when what its own form is made from changes."""
        projects, kpis = dict(list(self.projects.groupby("department"))), self.measures.groupby("department")
        rubric = dict(list(self.rubric.groupby(self.rubric["kpi"].map(self.measures.set_index("code")["department"]))))
        return {
            str(department): _fingerprint(self.settings.round_id, projects[department], own, rubric[department])
            for department, own in kpis
        }

    def name_of(self, table: str, code: str) -> str:
        """The name of a code in departments, issues, projects or kpis; the code itself where it is none."""
        frame: pd.DataFrame = getattr(self, table)
        names = frame.loc[frame["code"] == code, "name"]
        return str(names.iloc[0]) if len(names) else code


def read_plan(file: str, sheets: Sequence[Sheet]) -> tuple[Plan | None, pd.DataFrame]:
    """The plan of a workbook's sheets, and its findings; no plan where one of them is an error."""
    cells, found, missing = titled_cells(sheets)
    cells = parsed(cells, _BY_ID)
    places = lint.Places(file, cells, found)
    frames = {table.id: typed_frame(table, cells) for table in PLAN_TABLES}
    listed = joined(
        findings(lint.missing(places, missing)),
        findings(_unreadable(places, cells)),
        findings(_broken(places, frames, cells)),
        findings(lint.across(places, frames)),
    )
    if (listed["severity"] == "error").any():
        return None, listed
    return Plan(_settings(frames["settings"]), **{t: frames[t] for t in _FRAMES}), listed


_FRAMES = ("departments", "issues", "projects", "kpis", "rubric", "alignment", "targets")
_BY_ID = {table.id: table for table in PLAN_TABLES}


def _fingerprint(round_id: str, *made_from: pd.DataFrame) -> str:
    text = round_id + "".join(frame.to_csv(index=False) for frame in made_from)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _due(first: object, last: object, now: int) -> str:
    if isinstance(first, str) and int(first) > now:
        return "not_due"
    return "cancelled" if isinstance(last, str) and int(last) < now else "due"


def _unreadable(places: lint.Places, cells: pd.DataFrame) -> list[dict[str, Any]]:
    wrong = cells[cells["broken"] != ""]
    return [
        places.at(c["table"], c["row"], c["field"], c["broken"], found=shown(c["raw"]))
        for c in wrong.to_dict("records")
    ]


def _broken(places: lint.Places, frames: dict[str, pd.DataFrame], cells: pd.DataFrame) -> list[dict[str, Any]]:
    unknown = set(cells.loc[cells["broken"] != "", ["table", "row", "field"]].itertuples(index=False, name=None))
    raws = {(c["table"], c["row"], c["field"]): c["raw"] for c in cells.to_dict("records")}
    rows = []
    for table, frame in frames.items():
        for row, field, rule in broken_checks(_BY_ID[table], frame):
            at = (table, row, field)
            if at not in unknown and at in raws:
                rows.append(places.at(*at, rule, found=shown(raws[at])))
    return rows


def _settings(frame: pd.DataFrame) -> Settings:
    row = frame.iloc[0]
    values: dict[str, Any] = {field.id: row[field.id] for field in SETTINGS}
    days = {name: values[name].date() for name in ("first_day", "last_day", "deadline", "report_date")}
    whole = {name: int(values[name]) for name in ("fiscal_year", "round")}
    return Settings(**(values | days | whole))
