"""What every sheet of the summary is drawn with: the book, the tables, the figures, and where the other sheets are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from pipeline.consolidation.summary import Summary
from pipeline.drawing import fit
from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.drawing.page import Page, quoted
from pipeline.report.data import Ranges
from pipeline.validation.plan import Plan
from schemas.fields import Text

_ROUND = Text("รอบ {months} เดือน", "{months}-month round")
_PAGE = (Text("หน้า", "page"), Text("จาก", "of"))
_MADE = Text("จัดทำเมื่อ {day}", "Prepared {day}")
_TITLE = Text("รายงานผลการดำเนินงานตาม{plan}", "Performance report: {plan}")

# A name is cut after so many letters, and not after a vowel that is written before its consonant.
_SHORT = 26
_NEVER_LAST = " เแโใไ"
# Points for the indent and the padding of amounts, and the narrowest of their columns in characters.
_AROUND_AMOUNTS = 16.0
_LEAST_AMOUNT = 14.5


class Entry(NamedTuple):
    """A line of the contents: a sheet by its id, and what it shows."""

    id: str
    about: str


@dataclass
class Canvas:
    """The summary workbook being drawn; `anchors` project code → where its page begins, known once it is drawn;
    `contents` every sheet in order.
    """

    book: Book
    summary: Summary
    ranges: Ranges
    pages: dict[str, Page] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)
    contents: list[Entry] = field(default_factory=list)

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
        rows: list[Mapping[Any, Any]] = made[(made["action"] == "correct") & (made["outcome"] == "applied")].to_dict(
            "records"
        )
        return rows

    def score(self, value: float) -> str:
        """A score in a sentence: without decimals where it is whole, else with two."""
        return self.figures.decimal(value, 0 if float(value).is_integer() else 2)

    def add(self, id_: str, name: str, about: str, widths: list[float], landscape: bool) -> Page:
        """A sheet in its place among the others, with the running lines of the report; drawn later."""
        settings = self.plan.settings
        page = self.book.page(name, widths, landscape=landscape)
        made = _MADE.to(self.lang).format(day=self.figures.date(settings.report_date))
        words = (_PAGE[0].to(self.lang), _PAGE[1].to(self.lang))
        page.running_lines(settings.organisation, name, f"{settings.plan_name} {self.round}", made, words)
        self.pages[id_] = page
        self.contents.append(Entry(id_, about))
        return page

    def link_to(self, id_: str) -> str:
        """The first cell of another sheet."""
        return f"{quoted(self.pages[id_].name)}!A1"

    def link_to_project(self, project: str) -> str:
        """Where a project's page begins, or the sheet of its issue."""
        issue = self.plan.projects.set_index("code")["issue"]
        return self.anchors.get(project) or self.link_to(issue_page(str(issue[project])))

    def code(self, code: str) -> str:
        """A code as the report shows it, in its numerals."""
        return self.figures.digits(code)

    def short(self, project: str) -> str:
        """A project's code and short name, for charts; the start of its name where it has none."""
        row = self.plan.projects[self.plan.projects["code"] == project].iloc[0]
        name = str(row["name"])
        start = name if len(name) <= _SHORT else name[:_SHORT].rstrip(_NEVER_LAST) + "…"
        return f"{self.code(project)} {row['short_name'] if isinstance(row['short_name'], str) else start}"

    def amount_width(self, name: str) -> float:
        """The width of a column for an amount of BUDGET_RESULTS, in baht: room for the total of all, in bold."""
        total = self.summary.rollup("ministry")[name]
        digits = "" if pd.isna(total) else self.figures.decimal(int(total) // 100, 0)
        points = fit.advance(digits) * self.book.theme.measure("total_amount") + _AROUND_AMOUNTS
        return max(_LEAST_AMOUNT, round(points / fit.column_points(1), 1))

    def kpis_of(self, scope: str, code: str) -> pd.DataFrame:
        """The rows of SCORES of an issue, department or project, in the order of the plan."""
        return self.summary.scores[self.summary.scores[scope] == code]

    def names(self, table: str) -> Mapping[str, str]:
        """Code → name of departments, issues, projects or kpis."""
        frame: pd.DataFrame = getattr(self.plan, table)
        return dict(zip(frame["code"], frame["name"], strict=True))


def issue_page(issue: str) -> str:
    """The id of the sheet that holds the pages of an issue's projects."""
    return f"issue:{issue}"
