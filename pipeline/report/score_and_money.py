"""Score against money: a chart of the projects, the quadrants that they fall into, and every project."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.drawing.page import Page
from pipeline.report import score_and_money_chart as chart
from pipeline.report import score_and_money_lines as lines
from pipeline.report import score_and_money_quadrants as quadrants
from pipeline.report.canvas import Canvas
from pipeline.report.live import UNKNOWN, Group, Live
from pipeline.report.quadrants import projects
from pipeline.report.score_and_money_lines import AMOUNTS, COLUMNS, LAST, Sheet
from pipeline.report.spans import sentence
from schemas.fields import Text

ABOUT = Text(
    "คะแนนเทียบกับการเบิกจ่ายของทุกโครงการที่มีงบประมาณ และโครงการที่ไม่สอดคล้องกัน",
    "Score beside the disbursement of every project with a budget, and where the two disagree",
)

WIDTHS: list[float] = [column.width for column in COLUMNS]
_TITLE = Text("คะแนนกับการเบิกจ่าย", "Score against money")
_PAIR = Text("ภาพรวม: คะแนนร้อยละ {score} · เบิกจ่ายร้อยละ {rate}", "All projects: score {score} % · rate {rate} %")
_NOTHING = Text("ยังไม่มีโครงการที่รายงานคะแนนและการเบิกจ่าย", "No project has reported both a score and its money")
_CHART = Text("คะแนนกับการเบิกจ่าย แต่ละจุดคือหนึ่งโครงการ", "Score and rate: each point is a project")
# The chart stands over the columns to the left of the quadrants', and leaves so many pixels of them.
_LAST_OF_CHART, _SPACE = quadrants.NAME.first - 1, 16


def draw(canvas: Canvas, page: Page) -> None:
    """Banner with the ministry's own pair; chart and quadrants side by side; the list of projects."""
    own = canvas.once(projects)
    wide = {name: canvas.amount_width(name) for name in AMOUNTS}
    page.columns([wide.get(column.id, column.width) for column in COLUMNS])
    row = page.banner(_TITLE.to(canvas.lang), " ")
    page.formula(1, 0, *_pair(canvas), "subtitle")
    if own.empty:
        sentence(page, row, _NOTHING.to(canvas.lang))
        page.formula(row + 1, 0, *quadrants.left_out(canvas, "0", 0), "caption")
        return
    # Between the notes on the quadrants and the table: a free row, its heading and its head.
    sheet = Sheet(canvas, page, own, row + quadrants.ROWS + 3)
    counts = quadrants.draw(sheet, row)
    _chart(sheet, row, lines.draw(sheet, counts))
    page.sheet.print_area(0, 0, sheet.last, LAST)


def _pair(canvas: Canvas) -> Live:
    """The ministry's score and its disbursement, in percent, as a sentence."""
    whole, number = Group(canvas), canvas.figures.format("percent2")
    figures = (whole.percent(f"({whole.mean().formula.removeprefix('=')})"), whole.own_rate())
    words = _PAIR.to(canvas.lang)
    formula, said = words, words
    for name, (live, value) in zip(("{score}", "{rate}"), figures, strict=True):
        inner = live.removeprefix("=")
        formula = formula.replace(name, f'"&IF(ISNUMBER({inner}),TEXT({inner},"{number}"),"{UNKNOWN}")&"')
        said = said.replace(name, value if isinstance(value, str) else canvas.figures.decimal(value, 2))
    return Live(f'="{formula}"', said)


def _chart(sheet: Sheet, row: int, at: Sequence[tuple[str, str]]) -> None:
    """The chart, as high as the table of the quadrants and its notes."""
    page = sheet.page
    page.heading(row, 0, _LAST_OF_CHART, _CHART.to(sheet.canvas.lang))
    points = sum(page.heights[below] for below in range(row + 1, row + quadrants.ROWS))
    size = (page.pixels(0, _LAST_OF_CHART) - _SPACE, int(points * 96 / 72))
    drawn, described = chart.draw(sheet.canvas, page, sheet.listed, at, size)
    page.chart(row + 1, 0, drawn, *size, described)
