"""The executive page alone, of ministries of any size: drawn quickly, read back, and measured as it is printed."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from report.overview_support import THAI, Chart, _charts, canvas_of, opened, summary_named
from support.seed import seed_plan

from examples import many
from pipeline.consolidation.summary import Summary
from pipeline.drawing.figures import Figures
from pipeline.report.canvas import Canvas, issue_page
from pipeline.report.executive import WIDTHS
from pipeline.report.workbook import PARTS
from schemas.summary import DATA_TABLES

# Projects, issues and departments.
SIZES = {"25": (25, 3, 8), "20 of 9 issues": (20, 9, 8), "60": (60, 6, 12), "400": (400, 12, 40)}
# The points that the margins leave of A4 on its side.
_WIDE, _HIGH = 842 - 2 * 0.45 * 72, 595 - 2 * 0.65 * 72


@cache
def ministry_of(name: str) -> Summary:
    """A ministry of one of SIZES, or one of MINISTRIES."""
    return many.ministry(seed_plan(), *SIZES[name]).summary() if name in SIZES else summary_named(name)


class ExecutivePage:
    """The executive page of a summary: its bytes, its cells and its charts."""

    def __init__(self, summary: Summary, figures: Figures = THAI) -> None:
        self.summary = summary
        self.canvas = canvas_of(summary, figures)
        _with_sheets(self.canvas)
        next(part for part in PARTS if part.id == "executive").draw(self.canvas, self.canvas.pages["executive"])
        self.canvas.pages["executive"].sheet.activate()
        for id_, page in self.canvas.pages.items():
            if id_ != "executive":
                page.sheet.hide()
        self.data = self.canvas.book.save()
        self.sheet = opened(BytesIO(self.data))[self.canvas.pages["executive"].name]

    @property
    def charts(self) -> list[Chart]:
        number = list(self.canvas.pages).index("executive") + 1
        return list(_charts(self.data, number))

    @property
    def printed(self) -> list[Any]:
        """The filled cells of the print area."""
        return [
            cell
            for row in self.sheet[self.sheet.print_area.split("!")[1].replace("$", "")]
            for cell in row
            if cell.value is not None
        ]

    @property
    def texts(self) -> list[str]:
        return [cell.value for cell in self.printed if isinstance(cell.value, str)]

    @property
    def filled(self) -> float:
        """The share of the printed page's height that rows take, at the scale of its width."""
        return self.height * (_WIDE / self.width) / _HIGH

    @property
    def scale(self) -> float:
        """What the fit to one page leaves of every size."""
        return min(1.0, _WIDE / self.width, _HIGH / self.height)

    @property
    def width(self) -> float:
        """Points of the printed columns."""
        return sum(int(width * 7 + 0.5) + 5 for width in WIDTHS) * 0.75

    @property
    def height(self) -> float:
        """Points of the printed rows."""
        last = int(self.sheet.print_area.rsplit("$", 1)[1])
        return sum(self.sheet.row_dimensions[row].height or 15 for row in range(1, last + 1))

    @property
    def smallest(self) -> float:
        """The size of the smallest text as it is printed, in points."""
        sizes = [cell.font.sz for cell in self.printed]
        sizes += [int(font.get("sz", "9999")) / 100 for chart in self.charts for font in chart.found(".//a:defRPr")]
        return min(sizes) * self.scale


def _with_sheets(canvas: Canvas) -> None:
    for part in PARTS:
        canvas.add(part.id, part.name.to(canvas.lang), "", part.widths, True)
    for id_ in (*map(issue_page, canvas.plan.issues["code"]), *(table.id for table in DATA_TABLES)):
        canvas.add(id_, f"- {id_}".replace(":", " "), "", [10.0], True)


@cache
def page_of(name: str, lang: str = "th", numerals: str = "thai") -> ExecutivePage:
    """The executive page of one of SIZES or MINISTRIES."""
    return ExecutivePage(ministry_of(name), Figures(lang, numerals))
