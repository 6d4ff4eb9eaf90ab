"""What every sheet of the summary is drawn with: the book, the tables, the figures, and where the other sheets are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from pipeline.consolidation.summary import Summary
from pipeline.drawing import fit
from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.drawing.page import Page, quoted
from pipeline.report.data import DataSheet, Ranges, data_widths
from pipeline.validation.plan import Plan
from pipeline.validation.rows import records
from schemas.fields import Text

_ROUND = Text("รอบ {months} เดือน", "{months}-month round")
_PAGE = (Text("หน้า", "page"), Text("จาก", "of"))
_MADE = Text("จัดทำเมื่อ {day}", "Prepared {day}")
_TITLE = Text("รายงานผลการดำเนินงานตาม{plan}", "Performance report: {plan}")

T = TypeVar("T")
# A row of a table: column → value.
Row = Mapping[Any, Any]

# A name is cut after so many letters, and not after a vowel that is written before its consonant.
_SHORT = 26
# A live formula reads every row of the data for every line of a table: beyond so many reads of rows Excel is no longer
# quick, and the lines hold plain values. The totals are live formulas always.
_LIVE_AT_MOST = 25_000_000
_NEVER_LAST = " เแโใไ"
# Points for the indent and the padding of amounts, and the narrowest of their columns in characters.
_AROUND_AMOUNTS = 16.0
_LEAST_AMOUNT = 14.5


class Entry(NamedTuple):
    """A line of the contents: a sheet by its id, and what it shows; `rows`: of a data sheet how many it has."""

    id: str
    about: str
    rows: int | None = None


@dataclass
class Canvas:
    """The summary workbook being drawn; `anchors` project code → where its page begins, known once it is drawn;
    `findings` a finding's number → its address, known once they are drawn; `contents` every sheet in order; `notices` what this workbook leaves out, in sentences.
    """

    book: Book
    summary: Summary
    ranges: Ranges
    pages: dict[str, Page] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)
    findings: dict[int, str] = field(default_factory=dict)
    contents: list[Entry] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    _names: dict[str, Mapping[str, str]] = field(default_factory=dict)
    _values: dict[tuple[str, str], list[Any]] = field(default_factory=dict)
    _records: dict[str, list[Row]] = field(default_factory=dict)
    _rows: dict[tuple[str, str], Mapping[Any, list[Row]]] = field(default_factory=dict)
    _grouped: dict[tuple[str, str, str], Mapping[Any, list[Any]]] = field(default_factory=dict)
    _made: dict[Callable[[Canvas], Any], Any] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The plan that the summary reports on."""
        return self.summary.plan

    @property
    def lang(self) -> str:
        """The workbook's language."""
        return self.book.lang

    @property
    def figures(self) -> Figures:
        """The workbook's figures."""
        return self.book.figures

    @property
    def title(self) -> str:
        """The report's title, without the round."""
        return _TITLE.to(self.lang).format(plan=self.plan.settings.plan_name)

    @property
    def round(self) -> str:
        """The round in words."""
        return _ROUND.to(self.lang).format(months=self.figures.integer(self.plan.settings.round))

    @cached_property
    def single_score(self) -> str:
        """The number format of one KPI's score: without decimals where every score of the report is whole."""
        return "plain" if (self.summary.scores["score"].dropna() % 1 == 0).all() else "score"

    @cached_property
    def corrections(self) -> list[Mapping[Any, Any]]:
        """The decisions that correct something and were applied: rows of DECIDED, in the order of the plan."""
        made = self.summary.decided
        return records(made[(made["action"] == "correct") & (made["outcome"] == "applied")])

    @cached_property
    def departments(self) -> Mapping[str, Row]:
        """Department code → its row of the plan."""
        return {row["code"]: row for row in records(self.plan.departments)}

    @cached_property
    def measures(self) -> Mapping[str, Mapping[Any, Any]]:
        """KPI code → its row of `Plan.measures`."""
        return {row["code"]: row for row in records(self.plan.measures)}

    @cached_property
    def project_of(self) -> Mapping[str, str]:
        """KPI code → the code of its project."""
        return dict(zip(self.plan.measures["code"], self.plan.measures["project"], strict=True))

    @cached_property
    def _issue_of(self) -> Mapping[str, str]:
        """Project code → the code of its issue."""
        return dict(zip(self.plan.projects["code"], self.plan.projects["issue"], strict=True))

    def score(self, value: float) -> str:
        """A score in a sentence: without decimals where it is whole, else with two."""
        return self.figures.decimal(value, 0 if float(value).is_integer() else 2)

    def add(self, id_: str, name: str, about: str, widths: list[float], landscape: bool) -> Page:
        """A sheet in its place among the others; drawn later."""
        page = self._page(id_, name, widths, landscape)
        self.contents.append(Entry(id_, about))
        return page

    def add_data(self, sheet: DataSheet) -> None:
        """A data sheet in its place; a hidden one is not among the contents."""
        self._page(sheet.id, sheet.name, data_widths(sheet.table), True, hidden=sheet.hidden)
        if not sheet.hidden:
            self.contents.append(Entry(sheet.id, sheet.table.help.to(self.lang), len(sheet.rows)))

    def _page(self, id_: str, name: str, widths: list[float], landscape: bool, **how: bool) -> Page:
        """A sheet with the running lines of the report."""
        settings = self.plan.settings
        page = self.book.page(name, widths, landscape=landscape, **how)
        made = _MADE.to(self.lang).format(day=self.figures.date(settings.report_date))
        words = (_PAGE[0].to(self.lang), _PAGE[1].to(self.lang))
        page.running_lines(settings.organisation, name, f"{settings.plan_name} {self.round}", made, words)
        self.pages[id_] = page
        return page

    def link_to(self, id_: str) -> str:
        """The first cell of another sheet."""
        return f"{quoted(self.pages[id_].name)}!A1"

    def link_to_project(self, project: str) -> str:
        """Where a project's page begins; in a report without these, its line among all projects, or that sheet."""
        return self.anchors.get(project) or self.link_to_issue(self._issue_of[project])

    def link_to_issue(self, issue: str) -> str:
        """The sheet of an issue's projects, or of all projects in a report without the pages of each."""
        return self.link_to(issue_page(issue) if self.has_pages else "projects")

    @cached_property
    def has_pages(self) -> bool:
        """Whether every project has a page of its own: not where the plan has more of them than its settings allow."""
        return len(self.plan.projects) <= self.plan.settings.pages_at_most

    def code(self, code: str) -> str:
        """A code as the report shows it, in its numerals."""
        return self.figures.digits(code)

    def short(self, project: str) -> str:
        """A project's code and short name, for charts; the start of its name where it has none."""
        named = self._short_names[project]
        return f"{self.code(project)} {named if isinstance(named, str) else start_of(self.names('projects')[project])}"

    @cached_property
    def _short_names(self) -> Mapping[str, Any]:
        """Project code → its short name, where the plan gives one."""
        return dict(zip(self.plan.projects["code"], self.plan.projects["short_name"], strict=True))

    def amount_width(self, name: str, number: str = "baht") -> float:
        """The width of a column for an amount of BUDGET_RESULTS, in baht: room for the total of all, in bold."""
        return self.width_of(self.summary.rollup("ministry")[name], number)

    def width_of(self, satang: Any, number: str = "baht") -> float:
        """The width of a column for amounts up to this one, in bold, as a number format of "baht" or "amount" shows them."""
        places = 2 if number == "amount" else 0
        digits = "" if pd.isna(satang) else self.figures.decimal(Fraction(int(satang), 100), places)
        points = fit.advance(digits) * self.book.theme.measure("total_amount") + _AROUND_AMOUNTS
        return max(_LEAST_AMOUNT, round(points / fit.column_points(1), 1))

    def kpis_of(self, scope: str, code: str) -> list[Row]:
        """The rows of SCORES of an issue, department or project, in the order of the plan."""
        return self.rows("scores", scope, code)

    def projects_of(self, issue: str) -> list[Row]:
        """The rows of the plan's projects of an issue."""
        return self._projects_of.get(issue, [])

    @cached_property
    def _projects_of(self) -> Mapping[str, list[Row]]:
        return _grouped(self.plan.projects["issue"], records(self.plan.projects))

    def rows(self, table: str, by: str, code: str) -> list[Row]:
        """The rows of a table of the summary that have a code in a column; `at` is a row's place in its table, from 0."""
        if table not in self._records:
            listed = records(getattr(self.summary, table))
            self._records[table] = [{**row, "at": at} for at, row in enumerate(listed)]
        if (table, by) not in self._rows:
            self._rows[table, by] = _grouped(self.values(table, by), self._records[table])
        return self._rows[table, by].get(code, [])

    def values(self, table: str, column: str) -> list[Any]:
        """A column of a table of the summary."""
        if (table, column) not in self._values:
            self._values[table, column] = getattr(self.summary, table)[column].tolist()
        return self._values[table, column]

    def values_of(self, table: str, column: str, by: str, code: str) -> list[Any]:
        """The values of a column in the rows that have a code in another one: where one column is enough."""
        if (table, column, by) not in self._grouped:
            self._grouped[table, column, by] = _grouped(self.values(table, by), self.values(table, column))
        return self._grouped[table, column, by].get(code, [])

    def states_of(self, scope: str, code: str) -> list[str]:
        """The states of the KPIs of an issue, department or project, in the order of the plan."""
        return self.values_of("scores", "state", scope, code)

    def once(self, make: Callable[[Canvas], T]) -> T:
        """What several sheets ask of the whole report, such as which projects stand where: made for the first of them."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def groups(self, scope: str) -> int:
        """How many issues, departments or projects there are."""
        return self._groups[scope]

    @cached_property
    def _groups(self) -> Mapping[str, int]:
        return {str(scope): int(count) for scope, count in self.summary.rollups["scope"].value_counts().items()}

    def is_live(self, lines: int, rows: int | None = None) -> bool:
        """Whether so many lines can be formulas over `rows` of the data, or over all KPIs, in a workbook that opens quickly."""
        return lines * (len(self.summary.scores) if rows is None else rows) <= _LIVE_AT_MOST

    def names(self, table: str) -> Mapping[str, str]:
        """Code → name of departments, issues, projects or kpis."""
        if table not in self._names:
            frame: pd.DataFrame = getattr(self.plan, table)
            self._names[table] = dict(zip(frame["code"], frame["name"], strict=True))
        return self._names[table]


def start_of(name: str, letters: int = _SHORT) -> str:
    """A name, or its first letters where it is longer."""
    return name if len(name) <= letters else name[:letters].rstrip(_NEVER_LAST) + "…"


def _grouped(keys: Iterable[Any], values: Iterable[T]) -> Mapping[Any, list[T]]:
    """Values by the key of each: found once, however many projects ask for theirs."""
    grouped: dict[Any, list[T]] = {}
    for key, value in zip(keys, values, strict=True):
        grouped.setdefault(key, []).append(value)
    return grouped


def issue_page(issue: str) -> str:
    """The id of the sheet that holds the pages of an issue's projects."""
    return f"issue:{issue}"
