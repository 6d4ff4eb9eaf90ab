"""Results by department: the table of the issues with the states of the KPIs beside it, and its own charts."""

from __future__ import annotations

from pipeline.drawing.page import Page
from pipeline.report import group_charts, groups
from pipeline.report.canvas import Canvas
from schemas.fields import Text

ABOUT = Text(
    "คะแนนเฉลี่ย สถานะการรายงาน และงบประมาณรายหน่วยงาน", "Mean scores, states of reporting and budget by department"
)
_TITLE = Text("สรุปผลรายหน่วยงาน", "Results by department")
_SUBTITLE = Text(
    "คลิกรหัสเพื่อดูสถานะการส่งแบบรายงาน · จำนวนเงินเป็นบาท", "Click a code for the state of submissions · amounts in baht"
)
_TITLES = (Text("รหัส", "Code"), Text("หน่วยงาน", "Department"))
_ALWAYS = ("returned", "missing")
WIDTHS: list[float] = groups.widths(groups.columns(_ALWAYS))


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, table, and charts where anything is reported."""
    owning = set(canvas.plan.projects["department"])
    names = {code: name for code, name in canvas.names("departments").items() if code in owning}
    occurring = set(canvas.summary.scores["state"])
    states = [state for state in groups.STATES if state in _ALWAYS or state in occurring]
    shown = groups.shown(canvas, states)
    page.columns(groups.widths(shown))
    lines = [groups.Line(code, name, canvas.link_to("status")) for code, name in names.items()]
    row = page.banner(_TITLE.to(canvas.lang), _SUBTITLE.to(canvas.lang))
    row = groups.GroupTable(canvas, page, "department", _TITLES, lines, shown).draw(row)
    row = group_charts.means(canvas, page, row + 1, "department", names)
    row = group_charts.states(canvas, page, row, names)
    page.sheet.print_area(0, 0, row, len(shown) + 1)
