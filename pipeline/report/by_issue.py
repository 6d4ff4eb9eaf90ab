"""Results by strategic issue: a table with the scores counted, and charts of how they spread and of their means."""

from __future__ import annotations

from pipeline.drawing.page import Page
from pipeline.report import group_charts, groups
from pipeline.report.canvas import Canvas
from schemas.fields import Text

ABOUT = Text(
    "คะแนนเฉลี่ย การกระจายของคะแนน และงบประมาณรายเรื่อง", "Mean scores, how scores spread, and budget by strategic issue"
)
_TITLE = Text("สรุปผลรายเรื่อง", "Results by strategic issue")
_SUBTITLE = Text(
    "คลิกรหัสเพื่อดูผลรายโครงการของเรื่องนั้น · จำนวนเงินเป็นบาท", "Click a code for the projects of an issue · amounts in baht"
)
_TITLES = (Text("รหัส", "Code"), Text("เรื่อง", "Strategic issue"))
WIDTHS: list[float] = groups.widths(groups.columns())


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, table, and charts where anything is reported."""
    lines = [groups.Line(code, name, canvas.link_to_issue(code)) for code, name in canvas.names("issues").items()]
    shown = groups.shown(canvas)
    page.columns(groups.widths(shown))
    row = page.banner(_TITLE.to(canvas.lang), _SUBTITLE.to(canvas.lang))
    row = groups.GroupTable(canvas, page, "issue", _TITLES, lines, shown).draw(row)
    labels = {line.code: f"{canvas.code(line.code)}. {line.name}" for line in lines}
    row = group_charts.spread(canvas, page, row + 1, "issue", labels)
    row = group_charts.means(canvas, page, row, "issue", labels)
    page.sheet.print_area(0, 0, row, len(shown) + 1)
