"""The summary workbook as a reader finds it: its sheets by id, its tables by their titles, its links and formulas."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from functools import cache, cached_property
from io import BytesIO
from typing import Any
from unittest.mock import patch

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.consolidation.summary import Summary
from pipeline.drawing.figures import Figures
from pipeline.report import project_pages
from pipeline.report.canvas import Canvas, issue_page
from pipeline.report.workbook import write_summary
from support.seed import Answers, plan_of, plan_tables, seed_answers, seed_summary, summary_of

NUMERALS = {"th": "thai", "en": "arabic"}
DETAIL = ("budget", "obstacles", "status", "findings", "reconciliation")


class Drawn:
    """A summary, written and read again; `canvas` is the one that it was drawn with."""

    def __init__(self, summary: Summary, lang: str = "th") -> None:
        self.summary = summary
        self.figures = Figures(lang, NUMERALS[lang])
        seen: list[Canvas] = []
        original = project_pages.draw

        def noting(canvas: Canvas, page: Any, issue: str) -> None:
            seen.append(canvas)
            original(canvas, page, issue)

        with patch.object(project_pages, "draw", noting):
            self.data = write_summary(summary, self.figures)
        self.canvas = seen[0]

    @cached_property
    def formulas(self) -> Workbook:
        """The workbook with its formulas."""
        return read(self.data)

    @cached_property
    def values(self) -> Workbook:
        """The workbook with the values that its formulas carry."""
        return read(self.data, values=True)

    @property
    def issue_ids(self) -> list[str]:
        """The ids of the sheets with the projects' pages."""
        return [issue_page(code) for code in self.summary.plan.issues["code"]]

    def sheet(self, id_: str, values: bool = True) -> Worksheet:
        """A sheet by its id."""
        return (self.values if values else self.formulas)[self.canvas.pages[id_].name]

    def texts(self, id_: str) -> list[str]:
        """Every text of a sheet."""
        return [cell.value for cell in filled(self.sheet(id_)) if isinstance(cell.value, str)]

    def numbers(self, id_: str) -> list[float]:
        """Every number of a sheet that is shown."""
        return [cell.value for cell in filled(self.sheet(id_)) if is_number(cell.value)]

    def links(self, id_: str) -> dict[str, str]:
        """The words of a sheet's links → where they lead."""
        return {str(cell.value): cell.hyperlink.location for cell in filled(self.sheet(id_)) if cell.hyperlink}

    def project(self, code: str) -> list[list[Any]]:
        """The rows of a project's page, each the values of its filled cells."""
        issue = self.summary.plan.projects.set_index("code")["issue"][code]
        sheet = self.sheet(issue_page(issue))
        starts = sorted(
            int(at.rpartition("A")[2])
            for other, at in self.canvas.anchors.items()
            if self.canvas.plan.projects.set_index("code")["issue"][other] == issue
        )
        first = int(self.canvas.anchors[code].rpartition("A")[2])
        end = next((start for start in starts if start > first), sheet.max_row + 1)
        rows = sheet.iter_rows(min_row=first, max_row=end - 1, values_only=True)
        return [[value for value in row if value is not None] for row in rows]

    def project_texts(self, code: str) -> list[str]:
        """The texts of a project's page."""
        return [value for row in self.project(code) for value in row if isinstance(value, str)]

    def table(self, id_: str, *titles: str, values: bool = True) -> list[dict[str, Any]]:
        """The rows under the header that has these titles (line breaks as spaces), down to the first empty row."""
        sheet = self.sheet(id_, values)
        head = next(row for row in sheet.iter_rows() if set(titles) <= {said(cell.value) for cell in row})
        at = {said(cell.value): cell.column for cell in head if cell.value}
        rows = []
        for number in range(head[0].row + 1, sheet.max_row + 1):
            row = {title: sheet.cell(number, column).value for title, column in at.items()}
            if all(value is None for value in row.values()):
                break
            rows.append(row)
        return rows


def read(data: bytes, values: bool = False) -> Workbook:
    """A workbook, with its formulas or with their values."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not know data bars of 2010
        return openpyxl.load_workbook(BytesIO(data), data_only=values)


def filled(sheet: Worksheet) -> Iterator[Cell]:
    """The cells of a sheet that hold something, but for those in hidden columns, which only charts read."""
    hidden = set()
    for letters, dimension in sheet.column_dimensions.items():
        if dimension.hidden:
            first = openpyxl.utils.column_index_from_string(letters)
            hidden |= set(range(dimension.min or first, (dimension.max or first) + 1))
    for row in sheet.iter_rows():
        yield from (cell for cell in row if cell.value is not None and cell.column not in hidden)


def said(value: object) -> str:
    """A title without its line breaks."""
    return re.sub(r"\s+", " ", value) if isinstance(value, str) else ""


def is_number(value: object) -> bool:
    """Whether a cell's value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def some_projects(*codes: str, department: str | None = None) -> tuple[dict[str, list[dict[str, Any]]], Answers]:
    """The example's plan and answers, with these projects only."""
    tables, answers = plan_tables(), seed_answers()
    tables["projects"] = [row for row in tables["projects"] if row["code"] in codes]
    tables["kpis"] = [row for row in tables["kpis"] if row["project"] in codes]
    kept = {row["code"] for row in tables["kpis"]}
    tables["rubric"] = [row for row in tables["rubric"] if row["kpi"] in kept]
    issues = {row["issue"] for row in tables["projects"]}
    tables["issues"] = [row for row in tables["issues"] if row["code"] in issues]
    owners = {row["department"] for row in tables["projects"]}
    own = {
        d: {key: value for key, value in given.items() if key.split("|")[0] in {*codes, "form", "reporter"}}
        for d, given in answers.items()
        if d in owners
    }
    return tables, own


@cache
def drawn_seed(lang: str = "th") -> Drawn:
    """The summary of the shipped example; not to be changed."""
    return Drawn(seed_summary(), lang)


def drawn_of(tables: dict[str, list[dict[str, Any]]], answers: Answers, lang: str = "th") -> Drawn:
    """The summary of this plan and these answers."""
    return Drawn(summary_of(plan_of(tables), answers), lang)


def one_project(code: str, changes: dict[str, object] | None = None, lang: str = "th") -> Drawn:
    """The summary of one project of the example, some of its answers changed (None takes an answer away)."""
    tables, answers = some_projects(code)
    (given,) = answers.values()
    for key, value in (changes or {}).items():
        given[f"{code}|{key}"] = "" if value is None else value
    return drawn_of(tables, answers, lang)
