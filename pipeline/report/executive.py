"""The executive page: one sheet of A4 with the key figures, two charts, the issues, and what to follow up."""

from __future__ import annotations

from pipeline.drawing.page import Page
from pipeline.drawing.theme import PALE_BAR
from pipeline.report import cards, executive_charts, sentences
from pipeline.report.canvas import Canvas, issue_page
from pipeline.report.live import Group
from schemas.fields import Text

ABOUT = Text(
    "หน้าเดียวสำหรับผู้บริหาร: ตัวเลขสำคัญ แผนภูมิ และสิ่งที่ควรติดตาม",
    "One page for executives: key figures, charts and what to follow up",
)
# Six cards of three columns, with a gap after each but the last; the left half is three of them. A card's columns
# differ, so that the table and the sentences under the cards have the columns that they need.
_GAP = 1.6
_CODE, _CARD, _MARK = [7.4, 10.4, 10.4], [9.4, 9.4, 9.4], [2.8, 12.7, 12.7]
_LISTED = [9.0, 8.4, 10.8]
WIDTHS: list[float] = [*_CODE, _GAP, *_CARD, _GAP, *_LISTED, _GAP, *_MARK, _GAP, *_CARD, _GAP, *_CARD]
LEFT = (0, 10)
RIGHT = (12, 22)

_DATED = Text("{organisation} · ข้อมูล ณ วันที่ {day}", "{organisation} · as at {day}")
_ISSUES = Text("ผลรายเรื่อง", "By strategic issue")
_TITLES = (
    Text("เรื่อง", "Issue"),
    Text("ชื่อเรื่อง", "Name"),
    Text("คะแนนเฉลี่ย", "Mean score"),
    Text("ร้อยละ", "Percent"),
    Text("เบิกจ่าย (%)", "Rate (%)"),
)
# The columns of the table: first and last of each.
_SPANS = ((0, 0), (1, 6), (7, 8), (9, 9), (10, 10))
_FOLLOW_UPS = Text("สิ่งที่ควรติดตาม", "To follow up")
_MORE = Text("ดูเพิ่ม ›", "more ›")


def draw(canvas: Canvas, page: Page) -> None:
    """Everything on one page, each part under the one before it."""
    day = canvas.figures.date(canvas.plan.settings.last_day)
    subtitle = _DATED.to(canvas.lang).format(organisation=canvas.plan.settings.organisation, day=day)
    row = page.banner(f"{canvas.title} {canvas.round}", subtitle)
    row = cards.draw(canvas, page, row)
    below = row + executive_charts.rows(canvas)
    page.heading(below, *LEFT, _ISSUES.to(canvas.lang))
    page.heading(below, *RIGHT, _FOLLOW_UPS.to(canvas.lang))
    last = _lists(canvas, page, below + 1)
    # Drawn last, so that the charts take what the lists leave of the page.
    executive_charts.draw(canvas, page, row, last, LEFT, RIGHT)
    page.sheet.fit_to_pages(1, 1)
    page.sheet.print_area(0, 0, last, len(WIDTHS) - 1)


def _lists(canvas: Canvas, page: Page, row: int) -> int:
    """The issues on the left and the sentences on the right, line by line; gives the last row."""
    issues = list(canvas.names("issues").items())
    said = sentences.follow_ups(canvas)
    _head(canvas, page, row)
    for index, (code, name) in enumerate(issues, start=row + 1):
        _issue(canvas, page, index, code, name)
    for index, follow_up in enumerate(said, start=row):
        _sentence(canvas, page, index, follow_up)
    for index in range(max(len(issues) + 1, len(said))):
        words = said[index].words if index < len(said) else ""
        name = issues[index - 1][1] if 0 < index <= len(issues) else ""
        page.fit(row + index, {_SPANS[1]: (name, "text"), _WORDS: (words, "follow_up")}, least=25)
    page.bars(row + 1, row + len(issues), _SPANS[3][0], PALE_BAR)
    return row + max(len(issues) + 1, len(said)) - 1


def _head(canvas: Canvas, page: Page, row: int) -> None:
    for (first, last), title in zip(_SPANS, _TITLES, strict=True):
        page.area(row, first, row, last, "head")
        page.text(row, first, title.to(canvas.lang), "head")


def _issue(canvas: Canvas, page: Page, row: int, code: str, name: str) -> None:
    group = Group(canvas, "issue", code)
    page.link(row, 0, canvas.link_to(issue_page(code)), canvas.code(code), "code_link")
    page.merged(row, *_SPANS[1], name, "text")
    mean, percent, rate = (first for first, _ in _SPANS[2:])
    page.area(row, mean, row, _SPANS[2][1], "strong_number")
    page.formula(row, mean, *group.mean(), "strong_number", "score")
    page.formula(row, percent, *group.percent(page.address(row, mean)), "number_centre", "percent")
    page.formula(row, rate, *group.own_rate(), "number_centre", "percent")


_WORDS = (RIGHT[0] + 1, RIGHT[1] - 1)


def _sentence(canvas: Canvas, page: Page, row: int, follow_up: sentences.FollowUp) -> None:
    """A mark, the sentence, and a short link to the sheet that shows more: a long linked cell would not wrap."""
    page.text(row, RIGHT[0], "■", "bullet")
    page.merged(row, *_WORDS, follow_up.words, "follow_up")
    page.link(row, RIGHT[1], canvas.link_to(follow_up.sheet), _MORE.to(canvas.lang), "follow_up_link")
