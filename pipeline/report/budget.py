"""The use of the budget: every project with money, the ministry's rate beside its target, and who has no money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from pipeline.consolidation.targets import OVERALL
from pipeline.drawing.page import Page
from pipeline.drawing.theme import BAR, NAVY, PALE_RATE_BAR
from pipeline.report import budget_targets, charts
from pipeline.report.canvas import Canvas, Row
from pipeline.report.cards import UNITS, money_unit
from pipeline.report.limits import LINES_AT_MOST, cut_off
from pipeline.report.live import UNKNOWN, Group, Live, known, one, rate
from pipeline.report.spans import Span, cells, head, sentence
from pipeline.validation.rows import records
from schemas.fields import Text
from schemas.summary import BUDGET_RESULTS

ABOUT = Text(
    "งบประมาณที่ได้รับและเบิกจ่ายของทุกโครงการ เทียบกับเป้าหมายของรอบ",
    "Money received and disbursed by every project, beside the target of the round",
)


class Column(NamedTuple):
    """A column of the table of projects; what is not `always` there stands there when it has something to show."""

    id: str
    title: Text
    width: float
    always: bool = True


_COLUMNS = (
    Column("project", Text("รหัส", "Code"), 9),
    Column("name", Text("โครงการ", "Project"), 72),
    Column("budget_type", Text("ประเภทงบ", "Budget type"), 14, always=False),
    Column("received", Text("ได้รับ (บาท)", "Received (baht)"), 18),
    Column("committed", Text("ผูกพัน (บาท)", "Committed (baht)"), 17, always=False),
    Column("disbursed", Text("เบิกจ่าย (บาท)", "Disbursed (baht)"), 18),
    Column("remaining", Text("คงเหลือ (บาท)", "Remaining (baht)"), 18),
    Column("rate", Text("ร้อยละ\nเบิกจ่าย", "Rate (%)"), 14),
    Column("gap", Text("ต่างจากเป้าหมาย\n(จุดร้อยละ)", "Gap to target\n(points)"), 16, always=False),
)
WIDTHS: list[float] = [column.width for column in _COLUMNS if column.always]
_AMOUNTS = ("received", "committed", "disbursed", "remaining")

_TITLE = Text("ผลการใช้จ่ายงบประมาณ", "Use of the budget")
_SUBTITLE = Text(
    "ได้รับงบประมาณ {money} โครงการ · ไม่ใช้งบประมาณ {without} โครงการ · ยังไม่ระบุหรือยังไม่รายงาน {unknown} โครงการ",
    "Projects with a budget: {money} · without: {without} · not stated or not reported: {unknown}",
)
_PROJECTS = Text("รายโครงการ", "By project")
_TOTAL = Text("รวม {} โครงการ", "Total of {} projects")
_NONE = Text("รอบนี้ยังไม่มีโครงการที่รายงานว่าได้รับงบประมาณ", "No project has reported a budget this round")
_OTHERS = Text("โครงการที่ไม่มียอดงบประมาณ", "Projects without amounts")
_OTHER_TITLES = (Text("รหัส", "Code"), Text("โครงการ", "Project"), Text("เหตุผล", "Reason"))
_REASONS = {
    "no_budget": Text("ไม่ใช้งบประมาณ", "No budget used"),
    "not_stated": Text(
        "ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอด", "Not stated whether a budget is used; left out of the totals"
    ),
    "returned": Text("ส่งคืนให้หน่วยงานแก้ไข", "Returned to the department for correction"),
    "missing": Text("หน่วยงานยังไม่ส่งรายงาน", "The department has not reported"),
    "not_due": Text("ยังไม่ถึงรอบที่ต้องรายงาน", "Not due this round"),
    "cancelled": Text("ยกเลิกแล้ว", "Cancelled"),
}
_REASON_LOOKS = {"not_stated": "warning", "returned": "error", "missing": "warning"}
_CHART = Text("งบประมาณที่ได้รับและเบิกจ่าย ({unit})", "Money received and disbursed ({unit})")
_LARGEST = Text(" · {n} โครงการที่ได้รับมากที่สุด", " · the {n} largest projects")
_RECEIVED, _DISBURSED = Text("ได้รับ", "Received"), Text("เบิกจ่าย", "Disbursed")
_BARS_AT_MOST = 14
_PROJECTS_A_PAGE = 12
_TOGETHER = 6
# Characters that the names give up where there are more columns.
_NAME_GIVES = 22
_PIXELS_A_ROW = 20
# The points of a chart's heading and what is around it.
_HEADING = 54


@dataclass(frozen=True)
class _Sheet:
    """The sheet being drawn, where its columns stand, and how its amounts are written."""

    canvas: Canvas
    page: Page
    at: Mapping[str, int]
    amount: str

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.at) - 1

    def address(self, row: int, column: str) -> str:
        """The address of a row's cell."""
        return self.page.address(row, self.at[column])

    def live(self, row: int, column: str, live: Live, role: str, number: str) -> None:
        """A live figure in a row's cell."""
        self.page.formula(row, self.at[column], *live, role, number)


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, comparison with the targets, projects with money and their chart, and those without."""
    budgets = canvas.summary.budget_results
    money = budgets[budgets["status"] == "allocated"]
    shown = [column for column in _COLUMNS if column.always or _has(canvas, money, column.id)]
    at = {column.id: col for col, column in enumerate(shown)}
    sheet = _Sheet(canvas, page, at, amount_format(money[list(_AMOUNTS)]))
    page.columns([_width(sheet, column) for column in shown])
    row = page.banner(_TITLE.to(canvas.lang), _subtitle(canvas, budgets))
    if len(money):
        row, targets_at = budget_targets.draw(canvas, page, row, money)
        row = _projects(sheet, row, money, shown, targets_at)
        row = _others(sheet, row, budgets.drop(money.index))
        _chart(sheet, row, money)
    else:
        sentence(page, row, _NONE.to(canvas.lang))
        _others(sheet, row + 2, budgets)


def _width(sheet: _Sheet, column: Column) -> float:
    """A column's width: of names less where there are many columns, of amounts more where they are long."""
    if column.id in _AMOUNTS:
        return max(column.width, sheet.canvas.amount_width(column.id, sheet.amount))
    return column.width - (_NAME_GIVES if column.id == "name" and len(sheet.at) > len(WIDTHS) else 0)


def _has(canvas: Canvas, money: pd.DataFrame, column: str) -> bool:
    """Whether a column that is not always there has something to show."""
    if column == "gap":
        return bool(money["target"].notna().any())
    return bool((money[column].notna() & (money[column] != 0).fillna(False)).any())


def amount_format(satang: pd.DataFrame) -> str:
    """The number format of these amounts: satang are shown only where there are any."""
    return "amount" if (satang.fillna(0) % 100 != 0).any(axis=None) else "baht"


def _subtitle(canvas: Canvas, budgets: pd.DataFrame) -> str:
    count = budgets["status"].value_counts()
    money, without = int(count.get("allocated", 0)), int(count.get("no_budget", 0))
    counts = {"money": money, "without": without, "unknown": len(budgets) - money - without}
    words = _SUBTITLE.to(canvas.lang).format(**{name: canvas.figures.integer(n) for name, n in counts.items()})
    # Each of the two tables ends there by itself; of the longer one it is said.
    return " · ".join(filter(None, (words, cut_off(canvas, max(money, len(budgets) - money)))))


# --- the projects with money


def _projects(sheet: _Sheet, row: int, money: pd.DataFrame, shown: list[Column], targets_at: Mapping[str, str]) -> int:
    """The table of projects with its live total; gives the first free row."""
    page, lang = sheet.page, sheet.canvas.lang
    page.heading(row, 0, sheet.last, _PROJECTS.to(lang))
    page.head_row(row + 1, [column.title.to(lang) for column in shown])
    if len(money) > _PROJECTS_A_PAGE:
        page.repeat(row + 1, row + 1)
    first = row = row + 2
    listed = money if len(money) <= LINES_AT_MOST else money.nlargest(LINES_AT_MOST, "received")
    for index, own in zip(listed.index.tolist(), records(listed), strict=True):
        _project(sheet, row, index, own)
        page.keep_together(row, row)
        if "gap" in sheet.at:
            _gap(sheet, row, targets_at.get(str(own["budget_type"]), targets_at.get(OVERALL)), own["gap"])
        row += 1
    page.bars(first, row - 1, sheet.at["rate"], PALE_RATE_BAR)
    _total(sheet, row, len(money))
    return row + 2


def _project(sheet: _Sheet, row: int, index: int, own: Row) -> None:
    """A project's line."""
    canvas, page, code = sheet.canvas, sheet.page, own["project"]
    name = canvas.plan.name_of("projects", code)
    page.link(row, 0, canvas.link_to_project(code), canvas.code(code), "code_link")
    page.text(row, sheet.at["name"], name, "text")
    page.fit(row, {sheet.at["name"]: (name, "text")}, least=24)
    if "budget_type" in sheet.at:
        known = isinstance(own["budget_type"], str)
        words = BUDGET_RESULTS["budget_type"].choice_title(own["budget_type"], canvas.lang) if known else UNKNOWN
        page.text(row, sheet.at["budget_type"], words, "centre")
    for amount in _AMOUNTS:
        if amount in sheet.at:
            sheet.live(row, amount, one(canvas, "budget_results", index, amount), "amount", sheet.amount)
    disbursed = rate(sheet.address(row, "disbursed"), sheet.address(row, "received"), own["rate"])
    sheet.live(row, "rate", disbursed, "number_centre", "percent2")


def _gap(sheet: _Sheet, row: int, target_at: str | None, value: object) -> None:
    """The gap to the target of the project's type, or to the overall one; a dash where the plan has neither."""
    if target_at is None:
        sheet.page.text(row, sheet.at["gap"], UNKNOWN, "number_centre")
        return
    gap = budget_targets.gap_of(sheet.address(row, "rate"), target_at, known(value))
    sheet.live(row, "gap", gap, "number_centre", "percent2")


def _total(sheet: _Sheet, row: int, count: int) -> None:
    canvas, page, group = sheet.canvas, sheet.page, Group(sheet.canvas)
    page.merged(row, 0, sheet.at["received"] - 1, _TOTAL.to(canvas.lang).format(canvas.figures.integer(count)), "total")
    page.fill(row, sheet.at["received"], sheet.last, "total_centre")
    for amount in _AMOUNTS:
        if amount in sheet.at:
            sheet.live(row, amount, group.amount(amount), "total_amount", sheet.amount)
    rate = group.rate(sheet.address(row, "disbursed"), sheet.address(row, "received"))
    sheet.live(row, "rate", rate, "total_centre", "percent2")
    page.high(row, 26)


def _chart(sheet: _Sheet, row: int, money: pd.DataFrame) -> None:
    """Received and disbursed, project by project, or the largest where there are many."""
    canvas, page, lang = sheet.canvas, sheet.page, sheet.canvas.lang
    largest = money.sort_values("received", ascending=False, kind="stable").head(_BARS_AT_MOST)
    many = len(money) > _BARS_AT_MOST
    drawn = largest if many else money
    unit = money_unit(money["received"].max())
    title = _CHART.to(lang).format(unit=UNITS[unit].to(lang))
    title += _LARGEST.to(lang).format(n=canvas.figures.integer(len(drawn))) if many else ""
    series = [
        charts.Series(name.to(lang), [one(canvas, "budget_results", i, column) for i in drawn.index], colour)
        for name, column, colour in ((_RECEIVED, "received", BAR), (_DISBURSED, "disbursed", NAVY))
    ]
    labels = [canvas.short(code) for code in drawn["project"]]
    tall = _height(page, row, len(drawn))
    page.keep_together(row, row + 2 + tall // _PIXELS_A_ROW)
    page.heading(row, 0, sheet.last, title)
    look = charts.Look(page.pixels(0, sheet.last) - 8, unit, legend=True, tall=tall)
    words = charts.said(page, title, labels, series, look)
    page.chart(row + 1, 0, charts.bars(canvas, page, labels, series, look), look.width, tall, words)


def _height(page: Page, row: int, bars: int) -> int:
    """The pixels of a chart: a little lower than it would be where that saves a page."""
    tall, room = charts.height(bars, legend=True), int((page.left(row) - _HEADING) * 4 / 3)
    return room if charts.lowest(bars) <= room < tall else tall


# --- the projects without


def _others(sheet: _Sheet, row: int, others: pd.DataFrame) -> int:
    """The projects that have no amounts, each with the reason in words; gives the first free row."""
    canvas, page = sheet.canvas, sheet.page
    if others.empty:
        return row
    spans = (Span(0, 0), Span(1, sheet.at["received"]), Span(sheet.at["received"] + 1, sheet.last))
    page.heading(row, 0, sheet.last, _OTHERS.to(canvas.lang))
    head(page, row + 1, {span: title.to(canvas.lang) for span, title in zip(spans, _OTHER_TITLES, strict=True)})
    for number, own in enumerate(records(others.head(LINES_AT_MOST)), start=row + 2):
        reason, role = _reason(canvas, own)
        texts = {spans[1]: (canvas.plan.name_of("projects", own["project"]), "text"), spans[2]: (reason, role)}
        cells(page, number, texts, least=22)
        page.link(number, 0, canvas.link_to_project(own["project"]), canvas.code(own["project"]), "code_link")
        page.keep_together(row if number < row + 2 + _TOGETHER else number, number)
    return row + min(len(others), LINES_AT_MOST) + 3


def _reason(canvas: Canvas, own: Mapping[Any, Any]) -> tuple[str, str]:
    """Why a project has no amounts, in words, and how that looks."""
    id_ = own["status"] if own["state"] == "reported" else own["state"]
    words = _REASONS.get(id_)
    return (words.to(canvas.lang) if words else UNKNOWN), _REASON_LOOKS.get(id_, "muted")
