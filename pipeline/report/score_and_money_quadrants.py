"""Score against money in four quadrants: how many projects each has, their money, and which projects are in none."""

from __future__ import annotations

import pandas as pd

from pipeline.report import score_and_money_chart as chart
from pipeline.report.canvas import Canvas
from pipeline.report.limits import cut_off
from pipeline.report.live import UNKNOWN, Live, baht, note
from pipeline.report.quadrants import QUADRANTS
from pipeline.report.score_and_money_lines import AMOUNTS, AT, COLUMNS, LAST, Sheet
from pipeline.report.sentences import listed
from pipeline.report.spans import Span, cells, head
from schemas.fields import Text

_QUADRANTS = Text("จำนวนโครงการและเงินในแต่ละกลุ่ม", "Projects and money by quadrant")
_TOTAL = Text("รวม", "Total")
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

# The table stands beside the chart: its columns are some of the list's.
NAME = Span(AT["percent"], AT["rate"])
_COUNT, _CODES = AT["gap"], AT["said"]
_TITLES = {
    NAME: Text("กลุ่ม", "Quadrant"),
    Span(_COUNT, _COUNT): Text("โครงการ", "Projects"),
    **{Span(AT[name], AT[name]): COLUMNS[AT[name]].title for name in ("received", "disbursed")},
    Span(_CODES, _CODES): Text("รหัสโครงการ", "Project codes"),
}
_CODES_AT_MOST = 8
# The height of a quadrant's line, in points.
_LINE = 56.0
# The rows from the heading on, to the last note.
ROWS = len(QUADRANTS) + 5


def draw(sheet: Sheet, row: int) -> list[str]:
    """The table with its total, and what is to be said under it; gives where the projects of each quadrant are counted."""
    canvas, page = sheet.canvas, sheet.page
    page.heading(row, NAME.first, LAST, _QUADRANTS.to(canvas.lang))
    head(page, row + 1, {span: title.to(canvas.lang) for span, title in _TITLES.items()})
    for line, place in enumerate(range(len(QUADRANTS)), start=row + 2):
        _quadrant(sheet, line, place)
    total = row + 2 + len(QUADRANTS)
    _total(sheet, row + 2, total)
    _notes(sheet, total + 1, page.address(total, _COUNT))
    return [page.address(line, _COUNT) for line in range(row + 2, total)]


def _quadrant(sheet: Sheet, row: int, place: int) -> None:
    """A quadrant's line: how many projects, their money, and their codes."""
    canvas, page, name = sheet.canvas, sheet.page, QUADRANTS[place].named(sheet.canvas.lang)
    own = sheet.projects[sheet.projects["quadrant"] == place]
    cells(page, row, {NAME: (name, "label"), Span(_CODES, _CODES): (_codes(canvas, own), "text")}, least=_LINE)
    inside = f'({sheet.range("quadrant")}="{name}")*1'
    count = page.address(row, _COUNT)
    live = sheet.counted(f"=SUMPRODUCT({inside})", len(own))
    page.formula(row, _COUNT, *live, "strong_number", "integer")
    budgets = canvas.summary.budget_results.loc[own.index]
    for amount in AMOUNTS:
        formula = f'=IF({count}=0,"{UNKNOWN}",SUMPRODUCT({inside},{sheet.range(amount)}))'
        value = baht(budgets[amount].sum() if len(own) else None)
        page.formula(row, AT[amount], *sheet.counted(formula, value), "amount", "baht")


def _total(sheet: Sheet, first: int, row: int) -> None:
    page, budgets = sheet.page, sheet.canvas.summary.budget_results.loc[sheet.projects.index]
    page.merged(row, NAME.first, NAME.last, _TOTAL.to(sheet.canvas.lang), "total")
    sums = {_COUNT: len(budgets), **{AT[amount]: baht(budgets[amount].sum()) for amount in AMOUNTS}}
    for col, value in sums.items():
        above = f"{page.address(first, col)}:{page.address(row - 1, col)}"
        role, number = ("total_centre", "integer") if col == _COUNT else ("total_amount", "baht")
        page.formula(row, col, f"=SUM({above})", value, role, number)
    page.blank(row, _CODES, "total")
    page.high(row, 26)


def _codes(canvas: Canvas, own: pd.DataFrame) -> str:
    """The codes of projects, or the first of them and how many more there are."""
    return listed(canvas, [canvas.code(code) for code in own["project"]], _CODES_AT_MOST) or UNKNOWN


def _notes(sheet: Sheet, row: int, listed_at: str) -> None:
    """Where the quadrants are parted, and which projects are in none."""
    canvas, page, span = sheet.canvas, sheet.page, (NAME.first, LAST)
    figures, settings = canvas.figures, canvas.plan.settings
    limits = {"score": figures.plain(settings.good_percent), "rate": figures.plain(settings.good_rate)}
    words = _PARTED.to(canvas.lang).format(**limits)
    if sheet.projects["rate"].max() > chart.FARTHEST:
        words += _FARTHER.to(canvas.lang).format(most=figures.integer(chart.FARTHEST))
    if truncated := cut_off(canvas, len(sheet.projects)):
        words += f" · {truncated}"
    rest = left_out(canvas, listed_at, len(sheet.projects))
    page.merged(row, *span, words, "caption_wrap")
    page.fit(row, {span: (words, "caption_wrap")}, least=20)
    page.area(row + 1, span[0], row + 1, span[1], "caption_wrap")
    page.formula(row + 1, span[0], *rest, "caption_wrap")
    page.fit(row + 1, {span: (str(rest.value), "caption_wrap")}, least=20)


def left_out(canvas: Canvas, listed_at: str, count: int) -> Live:
    """How many projects are not listed, by the reason, in words; `listed_at` is where the listed ones are counted."""
    statuses = canvas.summary.budget_results["status"].fillna("")
    own, status = (canvas.ranges.column("budget_results", name) for name in ("project", "status"))
    parts = []
    for words, state in _LEFT_OUT:
        own_count = Live(f'=SUMPRODUCT(({own}<>"")*({status}="{state}"))', int((statuses == state).sum()))
        parts.append(note(canvas.figures, words.to(canvas.lang), own_count, "integer"))
    funded = int((statuses == "allocated").sum())
    some = f'SUMPRODUCT(({status}="allocated")*1)-{listed_at}'
    rest = note(canvas.figures, _INCOMPLETE.to(canvas.lang), Live(f"=({some})", funded - count), "integer")
    parts.append(Live(f'=IF({some}=0,"",{rest.formula[1:]})', rest.value if funded > count else ""))
    return Live("=" + "&".join(part.formula[1:] for part in parts), "".join(str(part.value) for part in parts))
