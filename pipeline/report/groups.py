"""The table that the sheets by issue and by department share: a line a group, its scores counted, its money, a total."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.drawing.page import Page
from pipeline.drawing.theme import PALE_BAR, PALE_RATE_BAR
from pipeline.report import pace
from pipeline.report.canvas import Canvas
from pipeline.report.live import Group, Live
from schemas.fields import Text
from schemas.plan import TOP_LEVEL
from schemas.summary import KPI_STATES

LEVELS = tuple(range(TOP_LEVEL + 1))
STATES = tuple(choice.id for choice in KPI_STATES if choice.id != "reported")


class Column(NamedTuple):
    """A column: its id, title, width and number format."""

    id: str
    title: Text
    width: float
    number: str


class Line(NamedTuple):
    """A group of the table: its code, its name, and where its code leads."""

    code: str
    name: str
    target: str


_COUNTS = (
    Column("projects", Text("โครงการ", "Projects"), 8.5, "integer"),
    Column("due", Text("ต้อง\nรายงาน", "Due"), 8.5, "integer"),
    Column("reported", Text("รายงาน\nแล้ว", "Reported"), 9, "integer"),
)
_RESULTS = (
    Column("mean", Text("คะแนน\nเฉลี่ย", "Mean\nscore"), 9, "score"),
    Column("percent", Text("ร้อยละ", "Percent"), 9.5, "percent"),
)
# Beside the mean of what is reported, where something is not.
_MEAN_ALL = Column("mean_all", Text("ไม่รายงาน\n= 0", "Missing\n= 0"), 10.5, "score")
_PACES = (
    Column("ahead", Text("▲ เร็วกว่า", "▲ Ahead"), 12, "integer"),
    Column("on_plan", Text("● ตามแผน", "● On plan"), 12, "integer"),
    Column("behind", Text("▼ ช้ากว่า", "▼ Behind"), 12, "integer"),
)
_SCORES = tuple(Column(f"score_{level}", Text(str(level), str(level)), 5.5, "integer") for level in LEVELS)
_MONEY = (
    Column("received", Text("ได้รับ (บาท)", "Received\n(baht)"), 15.5, "baht"),
    Column("disbursed", Text("เบิกจ่าย (บาท)", "Disbursed\n(baht)"), 15, "baht"),
    Column("remaining", Text("คงเหลือ (บาท)", "Remaining\n(baht)"), 15.5, "baht"),
    Column("rate", Text("ร้อยละ\nเบิกจ่าย", "Rate\n(%)"), 9.5, "percent"),
)
_STATE_COLUMNS = {
    id_: Column(id_, Text(title.th, title.en.capitalize()), 11, "integer") for id_, title, *_ in KPI_STATES
}
_SCORES_TITLE = Text("จำนวนตัวชี้วัดตามระดับคะแนน", "KPIs by score")
_PACES_TITLE = Text("เทียบกับระดับตามแผน", "Against the planned level")
_CODE_WIDTH = 8
# The least height of each of the two rows of the head.
_HALF_HEAD = 24.0
_NAME_WIDTH = 42
# Before the id of a column, the name of its total: total_mean, total_received.
TOTAL_NAME = "total_"
_TOTAL = Text("รวม", "Total")
_FIRST = 2
_LEAST_LINE = 26.0


def columns(states: Sequence[str] = (), also: Sequence[Column] = (), paces: Sequence[Column] = ()) -> list[Column]:
    """The columns after code and name; those of `states` count the KPIs that are in them."""
    (mean, percent), counted = _RESULTS, (_STATE_COLUMNS[state] for state in states)
    return [*_COUNTS, *counted, mean, *also, percent, *_SCORES, *paces, *_MONEY]


def shown(canvas: Canvas, states: Sequence[str] = ()) -> list[Column]:
    """The columns that this report needs: the second mean where something is not reported, paces where levels are planned."""
    whole = Group(canvas)
    planned = bool(canvas.summary.scores["pace"].notna().any())
    return fitted(canvas, columns(states, [_MEAN_ALL] if whole.partial() else [], _PACES if planned else []))


def widths(shown: Sequence[Column]) -> list[float]:
    """The widths of code, name and these columns."""
    return [_CODE_WIDTH, _NAME_WIDTH, *(column.width for column in shown)]


def fitted(canvas: Canvas, shown: Sequence[Column]) -> list[Column]:
    """These columns, those of amounts as wide as the report's amounts need."""
    return [c._replace(width=canvas.amount_width(c.id)) if c.number == "baht" else c for c in shown]


_FIGURES: Mapping[str, Callable[[Group], Live]] = {
    "projects": Group.projects,
    "due": Group.due,
    "reported": Group.reported,
    "mean": Group.mean,
    "mean_all": Group.mean_all,
}


@dataclass(frozen=True)
class GroupTable:
    """The table being drawn: of a scope of the roll-ups, with these lines and columns."""

    canvas: Canvas
    page: Page
    scope: str
    titles: tuple[Text, Text]
    lines: Sequence[Line]
    columns: Sequence[Column]

    def draw(self, row: int) -> int:
        """The table from a row on; gives the first free row."""
        self._head(row)
        # A table that is longer than a page has its head on each; known before the lines, for it takes room there.
        if self.page.room(row + 1) < len(self.lines) * _LEAST_LINE:
            self.page.repeat(row, row + 1)
        first = row + 2
        for number, line in enumerate(self.lines, start=first):
            self._line(number, line)
        last = first + len(self.lines) - 1
        self._total(last + 1)
        self._shades(first, last)
        self.page.sheet.freeze_panes(first, _FIRST)
        # Without the counts the table fits a narrow screen.
        for part in (_SCORES, _PACES):
            if cols := self._cols(part):
                self.page.group(cols[0], cols[-1])
        return last + 2

    def _head(self, row: int) -> None:
        """Two rows: the titles, and under shared ones the scores and the paces."""
        lang, page = self.canvas.lang, self.page
        titles = [*self.titles, *(column.title for column in self.columns)]
        shared = {title: self._cols(part) for title, part in ((_SCORES_TITLE, _SCORES), (_PACES_TITLE, _PACES))}
        under = {col for cols in shared.values() for col in cols}
        half = _HALF_HEAD
        for col, title in enumerate(titles):
            words = self.canvas.code(title.to(lang))
            at = row + 1 if col in under else row
            page.area(at, col, row + 1, col, "head")
            page.text(at, col, words, "head")
            half = max(half, page.needs(col, words, "head") / (row + 2 - at))
        for title, cols in shared.items():
            if cols:
                page.merged(row, cols[0], cols[-1], title.to(lang), "head")
        page.high(row, half)
        page.high(row + 1, half)

    def _line(self, row: int, line: Line) -> None:
        page, group = self.page, Group(self.canvas, self.scope, line.code)
        page.link(row, 0, line.target, self.canvas.code(line.code), "code_link")
        page.text(row, 1, line.name, "text")
        page.fit(row, {1: (line.name, "text")}, least=_LEAST_LINE)
        page.keep_together(row, row)
        looks = {"mean": "strong_number", "amount": "amount", "centre": "number_centre"}
        self._figures(row, group, looks)

    def _total(self, row: int) -> None:
        self.page.merged(row, 0, 1, _TOTAL.to(self.canvas.lang), "total")
        self.page.high(row, 26)
        # Never alone on a page.
        self.page.keep_together(row - 1, row)
        looks = {"mean": "total_centre", "amount": "total_amount", "centre": "total_centre"}
        self._figures(row, Group(self.canvas), looks)
        # The totals of the ministry stand on several sheets; by name they are those of the issues.
        for col, column in enumerate(self.columns if self.scope == "issue" else (), start=_FIRST):
            self.canvas.book.name(f"{TOTAL_NAME}{column.id}", self.page, row, col)

    def _figures(self, row: int, group: Group, looks: Mapping[str, str]) -> None:
        for col, column in enumerate(self.columns, start=_FIRST):
            role = looks["amount"] if column.number == "baht" else looks.get(column.id, looks["centre"])
            self.page.formula(row, col, *self._figure(row, group, column.id), role, column.number)

    def _figure(self, row: int, group: Group, column: str) -> Live:
        """A group's figure of a column; percent and rate are taken from the cells beside them."""
        if column == "percent":
            return group.percent(self._at(row, "mean"))
        if column == "rate":
            return group.rate(self._at(row, "disbursed"), self._at(row, "received"))
        if column.startswith("score_"):
            return group.scored(int(column.removeprefix("score_")))
        if column in STATES:
            return group.in_state(column)
        if column in {money.id for money in _MONEY}:
            return group.amount(column)
        if column in pace.IDS:
            return group.paced(column)
        return _FIGURES[column](group)

    def _shades(self, first: int, last: int) -> None:
        page, rollups = self.page, self.canvas.summary.rollups
        most = rollups.loc[rollups["scope"] == self.scope, [f"score_{level}" for level in LEVELS]].max().max()
        page.heat(first, self._col("score_0"), last, self._col(f"score_{TOP_LEVEL}"), int(most))
        page.quiet_zeros(first, _FIRST, last + 1, self._col("mean") - 1)
        page.quiet_zeros(last + 1, self._col("score_0"), last + 1, self._col(f"score_{TOP_LEVEL}"))
        if paces := self._cols(_PACES):
            page.quiet_zeros(first, paces[0], last + 1, paces[-1])
        page.bars(first, last, self._col("percent"), PALE_BAR)
        page.bars(first, last, self._col("rate"), PALE_RATE_BAR)

    def _col(self, column: str) -> int:
        return self._at_column[column]

    @cached_property
    def _at_column(self) -> Mapping[str, int]:
        return {column.id: col for col, column in enumerate(self.columns, start=_FIRST)}

    def _cols(self, part: Sequence[Column]) -> list[int]:
        """Where the columns of a part stand, as far as they are shown."""
        return [col for col, column in enumerate(self.columns, start=_FIRST) if column in part]

    def _at(self, row: int, column: str) -> str:
        return self.page.address(row, self._col(column))
