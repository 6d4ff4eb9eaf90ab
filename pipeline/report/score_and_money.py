"""Score against money: four quadrants of projects, a chart of them, and every project, those that disagree first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import score_and_money_chart as chart
from pipeline.report.canvas import Canvas
from pipeline.report.findings import short
from pipeline.report.live import UNKNOWN, Group, Live, baht, note, one
from pipeline.report.quadrants import DECIMALS, QUADRANTS, projects
from pipeline.report.spans import Span, cells, head, sentence
from schemas.fields import Text

ABOUT = Text(
    "คะแนนเทียบกับการเบิกจ่ายของทุกโครงการที่มีงบประมาณ และโครงการที่ไม่สอดคล้องกัน",
    "Score beside the disbursement of every project with a budget, and where the two disagree",
)


class Column(NamedTuple):
    """A column of the list of projects."""

    id: str
    title: Text
    width: float


_COLUMNS = (
    Column("project", Text("รหัส", "Code"), 8),
    Column("name", Text("โครงการ", "Project"), 38),
    Column("department", Text("หน่วยงาน", "Department"), 25),
    Column("quadrant", Text("กลุ่ม", "Quadrant"), 20),
    Column("percent", Text("คะแนน\n(ร้อยละ)", "Score\n(%)"), 10),
    Column("rate", Text("ร้อยละ\nเบิกจ่าย", "Rate\n(%)"), 11),
    Column("gap", Text("ห่างกัน\n(จุดร้อยละ)", "Apart\n(points)"), 11),
    Column("received", Text("ได้รับ (บาท)", "Received\n(baht)"), 15.5),
    Column("disbursed", Text("เบิกจ่าย (บาท)", "Disbursed\n(baht)"), 15),
    Column("said", Text("ปัญหาอุปสรรคที่หน่วยงานรายงาน", "Obstacle that the department reports"), 36),
)
WIDTHS: list[float] = [column.width for column in _COLUMNS]
_AT = {column.id: col for col, column in enumerate(_COLUMNS)}
_LAST = len(_COLUMNS) - 1

_TITLE = Text("คะแนนกับการเบิกจ่าย", "Score against money")
_PAIR = Text("ภาพรวม: คะแนนร้อยละ {score} · เบิกจ่ายร้อยละ {rate}", "All projects: score {score} % · rate {rate} %")
_NOTHING = Text("ยังไม่มีโครงการที่รายงานคะแนนและการเบิกจ่าย", "No project has reported both a score and its money")
_CHART = Text("คะแนนกับการเบิกจ่าย แต่ละจุดคือหนึ่งโครงการ", "Score and rate: each point is a project")
_QUADRANTS = Text("จำนวนโครงการและเงินในแต่ละกลุ่ม", "Projects and money by quadrant")
_PROJECTS = Text("รายโครงการ เรียงจากที่คะแนนกับการเบิกจ่ายห่างกันมากที่สุด", "Projects, the widest apart first")
_DISAGREE = Text("คะแนนกับการเบิกจ่ายไม่สอดคล้องกัน {} โครงการ", "Score and money disagree: {}")
_AGREE = Text("คะแนนกับการเบิกจ่ายสอดคล้องกัน {} โครงการ", "Score and money go together: {}")
_TOTAL = Text("รวม", "Total")
_MORE = Text(" และอีก {}", " and {} more")
_PARTED = Text(
    "คะแนนดี: ตั้งแต่ร้อยละ {score} · เบิกจ่ายดี: ตั้งแต่ร้อยละ {rate} ของที่ได้รับ (แก้ได้ในแผ่นตั้งค่าของแผน)",
    "Good score: from {score} % · good rate: from {rate} % of what was received (settings of the plan)",
)
_FARTHER = Text(
    " · จุดที่เบิกจ่ายเกินร้อยละ {most} อยู่ที่ขอบขวาของแผนภูมิ", " · points over {most} % stand at the right edge of the chart"
)
_LEFT_OUT = (
    (Text("โครงการที่ไม่ใช้งบประมาณ {}", "Projects without a budget: {}"), "no_budget"),
    (Text(" · ไม่ระบุ {}", " · not stated: {}"), "not_stated"),
    (Text(" · ยังไม่รายงาน {}", " · not reported: {}"), ""),
)
_INCOMPLETE = Text(" · ข้อมูลไม่ครบ {}", " · incomplete: {}")

# The chart stands over the first columns, and the table of the quadrants beside it: its columns are some of the list's.
_CHART_SPAN = Span(0, _AT["quadrant"])
_NAME = Span(_AT["percent"], _AT["rate"])
_COUNT, _CODES = _AT["gap"], _AT["said"]
_TITLES = {
    _NAME: Text("กลุ่ม", "Quadrant"),
    Span(_COUNT, _COUNT): Text("โครงการ", "Projects"),
    **{Span(_AT[name], _AT[name]): _COLUMNS[_AT[name]].title for name in ("received", "disbursed")},
    Span(_CODES, _CODES): Text("รหัสโครงการ", "Project codes"),
}
_AMOUNTS = ("received", "disbursed")
_CODES_AT_MOST = 8
# The height of a quadrant's line, and what the chart leaves of its room: in points, and in pixels.
_LINE, _SPACE = 56.0, 16
_LONGEST = 120


@dataclass(frozen=True)
class _Sheet:
    """The sheet being drawn, its projects, and the first and last row of their list."""

    canvas: Canvas
    page: Page
    projects: pd.DataFrame
    first: int
    last: int

    def at(self, row: int, column: str) -> str:
        """The address of a column of the list."""
        return self.page.address(row, _AT[column])

    def range(self, column: str) -> str:
        """The addresses of a column of the list, absolute."""
        ends = (self.page.address(row, _AT[column], absolute=True) for row in (self.first, self.last))
        return ":".join(ends)


def draw(canvas: Canvas, page: Page) -> None:
    """Banner with the ministry's own pair; chart and quadrants side by side; the list of projects."""
    own = projects(canvas)
    wide = {name: canvas.amount_width(name) for name in _AMOUNTS}
    page.columns([wide.get(column.id, column.width) for column in _COLUMNS])
    row = page.banner(_TITLE.to(canvas.lang), " ")
    page.formula(1, 0, *_pair(canvas), "subtitle")
    if own.empty:
        sentence(page, row, _NOTHING.to(canvas.lang))
        page.formula(row + 1, 0, *_left_out(canvas, "0", 0), "caption")
        return
    listed = row + len(QUADRANTS) + 6
    sheet = _Sheet(canvas, page, own, listed + 2, listed + 3 + len(own))
    total = _quadrants(sheet, row)
    _notes(sheet, total + 1, page.address(total, _COUNT))
    at = _list(sheet, listed, (row + 2, total))
    _chart(sheet, row, listed - 2, at)
    page.sheet.print_area(0, 0, sheet.last, _LAST)


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


# --- the quadrants


def _quadrants(sheet: _Sheet, row: int) -> int:
    """The table of the quadrants and its total, which it gives the row of."""
    canvas, page = sheet.canvas, sheet.page
    page.heading(row, _NAME.first, _LAST, _QUADRANTS.to(canvas.lang))
    head(page, row + 1, {span: title.to(canvas.lang) for span, title in _TITLES.items()})
    for line, place in enumerate(range(len(QUADRANTS)), start=row + 2):
        _quadrant(sheet, line, place)
    total = row + 2 + len(QUADRANTS)
    _total(sheet, row + 2, total)
    return total


def _quadrant(sheet: _Sheet, row: int, place: int) -> None:
    """A quadrant's line: how many projects, their money, and their codes."""
    canvas, page, name = sheet.canvas, sheet.page, QUADRANTS[place].named(sheet.canvas.lang)
    own = sheet.projects[sheet.projects["quadrant"] == place]
    cells(page, row, {_NAME: (name, "label"), Span(_CODES, _CODES): (_codes(canvas, own), "text")}, least=_LINE)
    inside = f'({sheet.range("quadrant")}="{name}")*1'
    count = page.address(row, _COUNT)
    page.formula(row, _COUNT, f"=SUMPRODUCT({inside})", len(own), "strong_number", "integer")
    budgets = canvas.summary.budget_results.loc[own.index]
    for amount in _AMOUNTS:
        formula = f'=IF({count}=0,"{UNKNOWN}",SUMPRODUCT({inside},{sheet.range(amount)}))'
        value = baht(budgets[amount].sum() if len(own) else None)
        page.formula(row, _AT[amount], formula, value, "amount", "baht")


def _total(sheet: _Sheet, first: int, row: int) -> None:
    page, budgets = sheet.page, sheet.canvas.summary.budget_results.loc[sheet.projects.index]
    page.merged(row, _NAME.first, _NAME.last, _TOTAL.to(sheet.canvas.lang), "total")
    sums = {_COUNT: len(budgets), **{_AT[amount]: baht(budgets[amount].sum()) for amount in _AMOUNTS}}
    for col, value in sums.items():
        above = f"{page.address(first, col)}:{page.address(row - 1, col)}"
        role, number = ("total_centre", "integer") if col == _COUNT else ("total_amount", "baht")
        page.formula(row, col, f"=SUM({above})", value, role, number)
    page.blank(row, _CODES, "total")
    page.high(row, 26)


def _codes(canvas: Canvas, own: pd.DataFrame) -> str:
    """The codes of projects, or the first of them and how many more there are."""
    codes = [canvas.code(code) for code in own["project"]]
    more = len(codes) - _CODES_AT_MOST
    words = ", ".join(codes[:_CODES_AT_MOST]) or UNKNOWN
    return words + (_MORE.to(canvas.lang).format(canvas.figures.integer(more)) if more > 0 else "")


def _notes(sheet: _Sheet, row: int, listed_at: str) -> None:
    """Where the quadrants are parted, and which projects are in none."""
    canvas, page, span = sheet.canvas, sheet.page, (_NAME.first, _LAST)
    figures, settings = canvas.figures, canvas.plan.settings
    shown = {"score": figures.plain(settings.good_percent), "rate": figures.plain(settings.good_rate)}
    words = _PARTED.to(canvas.lang).format(**shown)
    if sheet.projects["rate"].max() > chart.FARTHEST:
        words += _FARTHER.to(canvas.lang).format(most=figures.integer(chart.FARTHEST))
    left_out = _left_out(canvas, listed_at, len(sheet.projects))
    page.merged(row, *span, words, "caption_wrap")
    page.fit(row, {span: (words, "caption_wrap")}, least=20)
    page.area(row + 1, span[0], row + 1, span[1], "caption_wrap")
    page.formula(row + 1, span[0], *left_out, "caption_wrap")
    page.fit(row + 1, {span: (str(left_out.value), "caption_wrap")}, least=20)


def _left_out(canvas: Canvas, listed_at: str, listed: int) -> Live:
    """How many projects are not listed, by the reason, in words; `listed_at` is where the listed ones are counted."""
    statuses = canvas.summary.budget_results["status"].fillna("")
    own, status = (canvas.ranges.column("budget_results", name) for name in ("project", "status"))
    parts = []
    for words, state in _LEFT_OUT:
        count = Live(f'=SUMPRODUCT(({own}<>"")*({status}="{state}"))', int((statuses == state).sum()))
        parts.append(note(canvas.figures, words.to(canvas.lang), count, "integer"))
    funded = int((statuses == "allocated").sum())
    some = f'SUMPRODUCT(({status}="allocated")*1)-{listed_at}'
    rest = note(canvas.figures, _INCOMPLETE.to(canvas.lang), Live(f"=({some})", funded - listed), "integer")
    parts.append(Live(f'=IF({some}=0,"",{rest.formula[1:]})', rest.value if funded > listed else ""))
    return Live("=" + "&".join(part.formula[1:] for part in parts), "".join(str(part.value) for part in parts))


# --- the chart


def _chart(sheet: _Sheet, row: int, last: int, at: Sequence[tuple[str, str]]) -> None:
    """The chart beside the table of the quadrants and its notes, which end with the row `last`."""
    page = sheet.page
    page.heading(row, _CHART_SPAN.first, _CHART_SPAN.last, _CHART.to(sheet.canvas.lang))
    points = sum(page.heights[below] for below in range(row + 1, last + 1))
    size = (page.pixels(*_CHART_SPAN) - _SPACE, int(points * 96 / 72))
    drawn, described = chart.draw(sheet.canvas, page, sheet.projects, at, size)
    page.chart(row + 1, 0, drawn, *size, described)


# --- the projects


def _list(sheet: _Sheet, row: int, lines: tuple[int, int]) -> list[tuple[str, str]]:
    """Every project, those that disagree first. Gives the addresses of each one's rate and score.

    `lines`: the first of the quadrants' lines and that of their total.
    """
    canvas, page = sheet.canvas, sheet.page
    page.heading(row, 0, _LAST, _PROJECTS.to(canvas.lang))
    page.head_row(row + 1, [column.title.to(canvas.lang) for column in _COLUMNS])
    page.repeat(row + 1, row + 1)
    page.sheet.autofilter(row + 1, 0, sheet.last, _LAST)
    said, at = _said(canvas), []
    row += 2
    for disagrees, words in ((True, _DISAGREE), (False, _AGREE)):
        _section(sheet, row, words, [lines[0] + place for place, q in enumerate(QUADRANTS) if q.disagrees is disagrees])
        begins, row = row, row + 1
        for index, project in sheet.projects[sheet.projects["disagrees"] == disagrees].iterrows():
            _project(sheet, row, int(index), project, said)
            page.keep_together(begins, row)
            at.append((sheet.at(row, "rate"), sheet.at(row, "percent")))
            begins = row = row + 1
    return at


def _section(sheet: _Sheet, row: int, words: Text, lines: Sequence[int]) -> None:
    """A line over the projects of two quadrants, which says how many they are."""
    canvas, page = sheet.canvas, sheet.page
    count = int(sheet.projects["disagrees"].eq(words is _DISAGREE).sum())
    formula = "+".join(page.address(line, _COUNT) for line in lines)
    page.fill(row, 0, _LAST, "group")
    said = note(canvas.figures, words.to(canvas.lang), Live(f"=({formula})", count), "integer")
    page.formula(row, _AT["name"], *said, "group_name")
    page.high(row, 24)


def _project(sheet: _Sheet, row: int, index: int, own: pd.Series, said: Mapping[str, str]) -> None:
    """A project's line: its figures are live, and its quadrant follows from them."""
    canvas, page, code = sheet.canvas, sheet.page, own["project"]
    group = Group(canvas, "project", code)
    page.link(row, 0, canvas.link_to_project(code), canvas.code(code), "code_link")
    texts = {
        "name": canvas.plan.name_of("projects", code),
        "department": canvas.plan.name_of("departments", own["department"]),
        "said": short(said.get(code, UNKNOWN), _LONGEST),
    }
    cells(page, row, {Span(_AT[name], _AT[name]): (text, "text") for name, text in texts.items()}, least=26)
    for amount in _AMOUNTS:
        page.formula(row, _AT[amount], *one(canvas, "budget_results", index, amount), "amount", "baht")
    percent = group.percent(f"({group.mean().formula.removeprefix('=')})")
    page.formula(row, _AT["percent"], *percent, "number_centre", "percent")
    rate = group.rate(sheet.at(row, "disbursed"), sheet.at(row, "received"))
    page.formula(row, _AT["rate"], *rate, "number_centre", "percent")
    both = [sheet.at(row, name) for name in ("percent", "rate")]
    gap = f'=IFERROR({both[0]}-{both[1]},"{UNKNOWN}")'
    signs = canvas.figures.format_of_change("percent", ("+", "−", canvas.figures.decimal(0, 1)))
    page.formula(row, _AT["gap"], gap, own["gap"], "strong_number", signs)
    page.formula(row, _AT["quadrant"], *_of_quadrant(canvas, both, int(own["quadrant"])), "text")


def _of_quadrant(canvas: Canvas, both: Sequence[str], place: int) -> Live:
    """The quadrant of a score and a rate, of two cells."""
    limits = (canvas.plan.settings.good_percent, canvas.plan.settings.good_rate)
    good = [f"ROUND({at},{DECIMALS})>={limit:.15g}" for at, limit in zip(both, limits, strict=True)]
    names = {(q.good_score, q.good_rate): f'"{q.named(canvas.lang)}"' for q in QUADRANTS}
    either = [f"IF({good[1]},{names[score, True]},{names[score, False]})" for score in (True, False)]
    return Live(f'=IFERROR(IF({good[0]},{either[0]},{either[1]}),"{UNKNOWN}")', QUADRANTS[place].named(canvas.lang))


def _said(canvas: Canvas) -> Mapping[str, str]:
    """Project → the obstacles that its department reports."""
    told = canvas.summary.scores.dropna(subset=["obstacle"])
    told = told[told["state"] == "reported"]
    return {str(project): "\n".join(own) for project, own in told.groupby("project")["obstacle"]}
