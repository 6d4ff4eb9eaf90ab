"""What every sheet of the summary is drawn with: the book, the tables, the figures, and where the other sheets are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from pipeline.consolidation.summary import Summary
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


@dataclass
class Canvas:
    """The summary workbook being drawn; `anchors` project code → where its page begins, known once it is drawn."""

    book: Book
    summary: Summary
    ranges: Ranges
    pages: dict[str, Page] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)

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

    def add(self, id_: str, name: str, widths: list[float], landscape: bool) -> Page:
        """A sheet in its place among the others, with the running lines of the report; drawn later."""
        settings = self.plan.settings
        page = self.book.page(name, widths, landscape=landscape)
        made = _MADE.to(self.lang).format(day=self.figures.date(settings.report_date))
        words = (_PAGE[0].to(self.lang), _PAGE[1].to(self.lang))
        page.running_lines(settings.organisation, name, f"{settings.plan_name} {self.round}", made, words)
        self.pages[id_] = page
        return page

    def link_to(self, id_: str) -> str:
        """The first cell of another sheet."""
        return f"{quoted(self.pages[id_].name)}!A1"

    def code(self, code: str) -> str:
        """A code as the report shows it, in its numerals."""
        return self.figures.digits(code)

    def short(self, project: str) -> str:
        """A project's code and short name, for charts; the start of its name where it has none."""
        row = self.plan.projects[self.plan.projects["code"] == project].iloc[0]
        name = row["short_name"] if isinstance(row["short_name"], str) else str(row["name"])[:26]
        return f"{self.code(project)} {name}"

    def kpis_of(self, scope: str, code: str) -> pd.DataFrame:
        """The rows of SCORES of an issue, department or project, in the order of the plan."""
        return self.summary.scores[self.summary.scores[scope] == code]

    def names(self, table: str) -> Mapping[str, str]:
        """Code → name of departments, issues, projects or kpis."""
        frame: pd.DataFrame = getattr(self.plan, table)
        return dict(zip(frame["code"], frame["name"], strict=True))
