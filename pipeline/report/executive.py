"""The executive page: one sheet of A4 with its message, the key figures, charts, and what needs a decision."""

from __future__ import annotations

from pipeline.drawing.page import Page
from pipeline.report import cards, executive_charts, executive_lists, sentences
from pipeline.report.canvas import Canvas
from pipeline.report.spans import Span
from schemas.fields import Text

ABOUT = Text(
    "หน้าเดียวสำหรับผู้บริหาร: ตัวเลขสำคัญ แผนภูมิ และเรื่องที่ต้องพิจารณาสั่งการ",
    "One page for executives: key figures, charts and what needs a decision",
)
# Six cards of three columns, with a gap after each but the last; the left half is three of them. A card's columns
# differ, so that the sentences and the table under the cards have the columns that they need.
_GAP = 1.6
_MARK, _CARD, _LINKED = [2.8, 12.7, 12.7], [9.4, 9.4, 9.4], [10.2, 10.2, 7.8]
_CODE, _LISTED = [7.4, 10.4, 10.4], [9.0, 8.4, 10.8]
WIDTHS: list[float] = [
    *(*_MARK, _GAP, *_CARD, _GAP, *_LINKED, _GAP),
    *(*_CODE, _GAP, *_CARD, _GAP, *_LISTED),
]

_DATED = Text("{organisation} · ข้อมูล ณ วันที่ {day}", "{organisation} · as at {day}")
_WHOLE = Span(0, len(WIDTHS) - 1)
_REPORTING = Span(0, len(WIDTHS) - 2)
_LINES, _LINES_WITHOUT_CHARTS = 2, 8
_HIGHEST = 34


def draw(canvas: Canvas, page: Page) -> None:
    """Everything on one page, each part under the one before it."""
    day = canvas.figures.date(canvas.plan.settings.last_day)
    subtitle = _DATED.to(canvas.lang).format(organisation=canvas.plan.settings.organisation, day=day)
    row = page.banner(f"{canvas.title} {canvas.round}", subtitle) - 1
    shown = executive_charts.panels(canvas)
    row = _message(canvas, page, row, _LINES if shown else _LINES_WITHOUT_CHARTS)
    row = cards.draw(canvas, page, row)
    below = row + executive_charts.rows(shown)
    last = executive_lists.draw(canvas, page, below)
    # Drawn last, so that the charts take what the lists leave of the page.
    executive_charts.draw(canvas, page, row, last, shown)
    _spread(page, below + 1, last)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.print_area(0, 0, last, _WHOLE.last)


def _message(canvas: Canvas, page: Page, row: int, most: int) -> int:
    """The whole in one sentence, and who has not reported; gives the first free row."""
    said = sentences.headline(canvas)
    page.merged(row, *_WHOLE, said, "message")
    page.fit(row, {_WHOLE: (said, "message")}, least=26)
    look = "reporting_urgent" if sentences.silent(canvas) else "reporting"
    sent = sentences.reporting(canvas, lambda words: page.lines(_REPORTING, words, look) <= most)
    page.merged(row + 1, *_REPORTING, sent, look)
    page.link(row + 1, _WHOLE.last, canvas.link_to("status"), executive_lists.MORE.to(canvas.lang), "link_right")
    page.fit(row + 1, {_REPORTING: (sent, look)}, least=22)
    page.high(row + 2, 6)
    return row + 3


def _spread(page: Page, row: int, last: int) -> None:
    """Rows of the lists somewhat higher, where the page has room left for it."""
    each = page.room(last) / (last - row + 1)
    for index in range(row, last + 1):
        page.high(index, max(page.heights[index], min(_HIGHEST, page.heights[index] + each)))
