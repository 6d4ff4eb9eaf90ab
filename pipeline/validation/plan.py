"""The plan: read from its workbook, checked like a submission, and the one source of what is due and asked."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pipeline.intake.titled import titled_tables
from pipeline.intake.workbook import Sheet, shown
from pipeline.validation import lint
from pipeline.validation.decisions import no_decisions, read_decisions
from pipeline.validation.entries import AskedLevels, EntryNumbers, asked_levels, entries, entry_numbers, entry_rows
from pipeline.validation.findings import findings, joined
from pipeline.validation.places import Places, Rows
from pipeline.validation.printed import LEVEL_COLUMNS, Names, Printed, printed
from pipeline.validation.rows import Grouped, Record, records, values
from pipeline.validation.rubrics import completed
from pipeline.validation.tables import Typed, typed
from pipeline.validation.typed import broken_checks
from schemas.plan import OPENING, PLAN_TABLES, SETTINGS, UNDEFINED_LEVEL

# What the forms print of the plan is made from these columns.
_PRINTED_OF_KPIS = ["department", "code", "name", "issue", "project", "first_of_project"]
# The lines of so many departments are made at once.
_TOGETHER = 250
# Department → the places of its rows in a frame.
_Rows = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Settings:
    """The plan's settings; `round` is in months, and what a policy of scores or of evidence is not given has its default."""

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
    font_size: float | None = None
    below_first: str = "zero"
    two_sided_full: float = 10.0
    two_sided_none: float = 20.0
    short_narrative: int = 15
    low_percent: float = 40.0
    good_percent: float = 60.0
    good_rate: float = 50.0
    pages_at_most: int = 500

    @property
    def fiscal_year_days(self) -> tuple[date, date]:
        """The first and the last day of the fiscal year in which the round begins: from October to September."""
        year = self.first_day.year if self.first_day.month >= 10 else self.first_day.year - 1
        return date(year, 10, 1), date(year + 1, 9, 30)

    @property
    def reported_days(self) -> tuple[date, date]:
        """What is reported was done within these days: a round adds to those before it in the fiscal year."""
        return self.fiscal_year_days[0], self.last_day

    @property
    def round_id(self) -> str:
        """The round as files name it: 2565-06."""
        return f"{self.fiscal_year}-{self.round:02d}"


class Own(NamedTuple):
    """The rows of the plan that are one department's, in the order of the plan.

    `kpis` are rows of `Plan.measures`, `entries` of `Plan.entries`.
    """

    projects: list[Record]
    kpis: list[Record]
    rubric: list[Record]
    entries: list[Record]


@dataclass(frozen=True)
class Part:
    """The plan as far as the form of one department shows it: plain and small, to be sent to another process."""

    settings: Settings
    rows: Own
    names: Mapping[str, Mapping[str, str]]
    fingerprint: str

    def own(self, department: str) -> Own:
        """What is the department's."""
        return self.rows

    def name_of(self, table: str, code: str) -> str:
        """The name of the department or of an issue; the code itself where it is none."""
        return self.names[table].get(code, code)

    def fingerprint_of(self, department: str) -> str:
        """As `Plan.fingerprint_of`."""
        return self.fingerprint


@dataclass(frozen=True)
class Plan:
    """The tables of the plan workbook, typed; each frame has the columns of its table in `schemas.plan`.

    `decisions` are as `read_decisions` gives them.
    """

    settings: Settings
    departments: pd.DataFrame
    issues: pd.DataFrame
    projects: pd.DataFrame
    kpis: pd.DataFrame
    rubric: pd.DataFrame
    alignment: pd.DataFrame
    targets: pd.DataFrame
    opening: pd.DataFrame = dataclasses.field(default_factory=OPENING.frame)
    decisions: pd.DataFrame = dataclasses.field(default_factory=no_decisions)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Every KPI with its project's issue, department, and the state it has before anyone reports.

        Columns of KPIs, and issue, department, first_of_project (it carries the project's budget), planned (the level
        planned for this round), weight (that of this round) and due: "due", "not_due" or "cancelled".
        """
        projects = self.projects[["code", "issue", "department"]].rename(columns={"code": "project"})
        kpis = self.kpis.merge(projects, on="project", how="left", validate="many_to_one")
        due = [_due(first, last, self.settings.round) for first, last in values(kpis, "first_round", "last_round")]
        months = self.settings.round
        weight = kpis[f"weight_{months}"].fillna(kpis["weight"])
        kpis = kpis.assign(due=due, planned=kpis[f"planned_{months}"], weight=weight)
        asked = kpis["due"] == "due"
        return kpis.assign(first_of_project=asked & ~kpis["project"].where(asked).duplicated())

    @cached_property
    def levels(self) -> pd.DataFrame:
        """The rubric levels that are defined; those left undefined ("-") are never asked and never scored.

        Columns of RUBRIC, and by_value: whether the value decides a level, and not a status. The thresholds of a
        checklist are counts of items, so its levels all have a status.
        """
        defined = self.rubric[self.rubric["criterion"] != UNDEFINED_LEVEL].reset_index(drop=True)
        method = defined["kpi"].map(self.kpis.set_index("code")["method"])
        return defined.assign(by_value=defined["threshold"].notna() & (method != "checklist"))

    @cached_property
    def entries(self) -> pd.DataFrame:
        """Every entry cell that the forms of this round ask for; `entries_of` where not all are needed at once."""
        return entries(self._due, self._asked_levels)

    def entries_of(self, *departments: str) -> pd.DataFrame:
        """The entry cells that the forms of some departments ask for, department by department; the index has their rows
        in `entries`."""
        due, rows = self._due_of
        reporting = [department for department in departments if department in rows]
        places = [row for department in reporting for row in rows[department]]
        numbers = self._entry_numbers.of([self._order[department] for department in reporting], places)
        return entries(due.iloc[places], self._asked_levels).set_axis(numbers)

    def printed_of(self, department: str) -> Iterator[Printed]:
        """What the form of a department prints of the plan."""
        return printed(self._kpis_of.of(department), self._printed_names, self._levels_of.plain)

    def own(self, department: str) -> Own:
        """What is a department's."""
        projects, kpis, rubric = (records(frame.iloc[rows.get(department, [])]) for frame, rows in self._by_department)
        due = (kpi for kpi in kpis if kpi["due"] == "due")
        return Own(projects, kpis, rubric, entry_rows(due, self._asked_levels))

    @cached_property
    def _by_department(self) -> list[tuple[pd.DataFrame, _Rows]]:
        """The first frames of `Own`, each with department → its rows: found once, however many departments there are."""
        department_of = self.measures.set_index("code")["department"]
        owners = (
            (self.projects, self.projects["department"]),
            (self.measures, self.measures["department"]),
            (self.rubric, self.rubric["kpi"].map(department_of)),
        )
        return [(frame, frame.groupby(owner, sort=False).indices) for frame, owner in owners]

    @cached_property
    def _due(self) -> pd.DataFrame:
        """What entries are made from, of the KPIs that are due."""
        return self.measures.loc[self.measures["due"] == "due", ["code", "project", "department", "first_of_project"]]

    @cached_property
    def _due_of(self) -> tuple[pd.DataFrame, _Rows]:
        return self._due, self._due.groupby("department", sort=False).indices

    @cached_property
    def _entry_numbers(self) -> EntryNumbers:
        return entry_numbers(self._due, self._asked_levels)

    @cached_property
    def _order(self) -> dict[str, int]:
        """Department → its place among those that report, in the order of their first KPIs."""
        return {department: place for place, department in enumerate(self._due["department"].unique())}

    @cached_property
    def _asked_levels(self) -> Mapping[str, AskedLevels]:
        return asked_levels(self.levels)

    @cached_property
    def asked_codes(self) -> Set[str]:
        """The codes of the KPIs that are due, and of their projects."""
        return {*self._due["code"], *self._due["project"]}

    @cached_property
    def reporting(self) -> list[str]:
        """The codes of the departments that owe a form this round, in the order of the plan."""
        owing = set(self._due["department"])
        return [code for code in self.departments["code"] if code in owing]

    @cached_property
    def _kpis_of(self) -> Grouped:
        """What is printed of the KPIs that are due, by department."""
        return Grouped.by(self.measures.loc[self.measures["due"] == "due", _PRINTED_OF_KPIS], "department")

    @cached_property
    def _levels_of(self) -> Grouped:
        """What is printed of the defined levels, by KPI."""
        return Grouped(self.levels[[*LEVEL_COLUMNS]], self.levels.groupby("kpi", sort=False).indices)

    @cached_property
    def fingerprint(self) -> str:
        """Twelve letters that change when what the forms are made from changes."""
        lines = (line for frame in (self.projects, self.kpis, self.rubric) for line in _lines(frame))
        return _fingerprint(self.settings.round_id, lines)

    @cached_property
    def form_fingerprints(self) -> dict[str, str]:
        """Department → twelve letters that change when what its own form is made from changes."""
        (projects, own), *others = self._by_department
        named = projects.assign(issue_name=projects["issue"].map(self._names["issues"]))
        departments = self.measures["department"].unique().tolist()
        parts = (departments[start : start + _TOGETHER] for start in range(0, len(departments), _TOGETHER))
        made_from = [(named, own), *others]
        return {
            department: _fingerprint(self.settings.round_id, lines)
            for part in parts
            for department, *lines in zip(part, *(_lines_of(part, *each) for each in made_from), strict=True)
        }

    def fingerprint_of(self, department: str) -> str:
        """Twelve letters that change when what the form of a department is made from changes."""
        return self.form_fingerprints[department]

    def part(self, department: str) -> Part:
        """What the form of a department is made from."""
        names = {"departments": {department: self.name_of("departments", department)}, "issues": self._names["issues"]}
        return Part(self.settings, self.own(department), names, self.fingerprint_of(department))

    def name_of(self, table: str, code: str) -> str:
        """The name of a code in departments, issues, projects or kpis; the code itself where it is none."""
        return self._names[table].get(code, code)

    def department_in_words(self, code: str) -> str:
        """A department with its code and name; the code alone where it is none."""
        name = self._names["departments"].get(code, "")
        return f"{code} {name}".strip()

    @cached_property
    def _printed_names(self) -> Names:
        allocated = dict(values(self.projects, "code", "allocated"))
        return Names(self._names["issues"], self._names["projects"], allocated)

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        """Table → code → name."""
        frames = {"departments": self.departments, "issues": self.issues, "projects": self.projects, "kpis": self.kpis}
        return {table: dict(values(frame, "code", "name")) for table, frame in frames.items()}


def read_plan(file: str, sheets: Sequence[Sheet]) -> tuple[Plan | None, pd.DataFrame]:
    """The plan of a workbook's sheets, and its findings; no plan where one of them is an error."""
    tables, missing = titled_tables(sheets)
    places = Places(file, tables)
    read = {table.id: typed(table, tables.get(table.id)) for table in PLAN_TABLES}
    frames = {table: own.frame for table, own in read.items()}
    listed = joined(
        findings(lint.missing(places, missing)),
        findings(_unreadable(places, read)),
        findings(_broken(places, read)),
        findings(lint.across(places, frames)),
    )
    if (listed["severity"] == "error").any():
        return None, listed
    settings = _settings(frames["settings"])
    deviations = (settings.two_sided_full, settings.two_sided_none)
    rubric = completed(frames["kpis"], frames["rubric"], deviations, settings.language, settings.numerals == "thai")
    decisions = read_decisions(frames["decisions"], places, settings.report_date)
    return Plan(settings, **({t: frames[t] for t in _FRAMES} | {"rubric": rubric}), decisions=decisions), listed


_FRAMES = ("departments", "issues", "projects", "kpis", "rubric", "opening", "alignment", "targets")
_BY_ID = {table.id: table for table in PLAN_TABLES}


class _Lines(list[str]):
    """A file as a list of what was written to it, in which a CSV has an item for its head and for each row."""

    write = list.append


def _lines(frame: pd.DataFrame) -> _Lines:
    lines = _Lines()
    frame.to_csv(lines, index=False, lineterminator="\n")
    return lines


def _lines_of(departments: Sequence[str], frame: pd.DataFrame, rows: _Rows) -> Iterator[str]:
    """A CSV of each department's rows."""
    own = [rows.get(department, ()) for department in departments]
    head, *lines = _lines(frame.iloc[np.concatenate(own, dtype=np.intp, casting="unsafe")])
    left = iter(lines)
    return (head + "".join(islice(left, len(places))) for places in own)


def _fingerprint(round_id: str, lines: Iterable[str]) -> str:
    return hashlib.sha256((round_id + "".join(lines)).encode()).hexdigest()[:12]


def _due(first: object, last: object, now: int) -> str:
    if isinstance(first, str) and int(first) > now:
        return "not_due"
    return "cancelled" if isinstance(last, str) and int(last) < now else "due"


def _unreadable(places: Places, read: Mapping[str, Typed]) -> Rows:
    for table, own in read.items():
        for row, field, rule in own.unread:
            yield places.at(table, row, field, rule, found=shown(places.raw(table, row, field)))


def _broken(places: Places, read: Mapping[str, Typed]) -> Rows:
    for table, own in read.items():
        unknown = {(row, field) for row, field, _ in own.unread}
        for row, field, rule in broken_checks(_BY_ID[table], own.frame):
            raw = places.raw(table, row, field)
            if raw is not None and (row, field) not in unknown:
                yield places.at(table, row, field, rule, found=shown(raw))


def _settings(frame: pd.DataFrame) -> Settings:
    row = frame.iloc[0]
    values: dict[str, Any] = {f.id: f.default if pd.isna(row[f.id]) else row[f.id] for f in SETTINGS}
    days = {name: values[name].date() for name in ("first_day", "last_day", "deadline", "report_date")}
    whole = {name: int(values[name]) for name in ("fiscal_year", "round", "short_narrative", "pages_at_most")}
    return Settings(**(values | days | whole))
