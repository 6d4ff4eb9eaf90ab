"""Draws the sheet of what was sent and has no place in the form, so that nothing is lost."""

from __future__ import annotations

from pipeline.drawing.page import Page
from pipeline.forms import furniture, words
from pipeline.forms.filling import Filling
from schemas.submission import LEFTOVERS

KEY, NUMBER, SHEET, CELL, TEXT = range(5)
WIDTHS = [0.0, 6, 28, 12, 110]
MARKS, HEAD = 4, 5
_COLUMNS = ("sheet", "cell", "text")
# A row of Excel is no higher than this takes, so a longer text goes on in the rows below.
_MOST_LINES = 20


def draw_leftovers(page: Page, filling: Filling) -> None:
    """Draw the sheet: where each text stood in the form that was sent, and the whole of it."""
    count = filling.figures.integer(len(filling.leftovers))
    page.banner(filling.say(words.LEFTOVERS_TITLE, count=count), filling.say(words.LEFTOVERS_HINT))
    titles = [LEFTOVERS[name].title.to(filling.lang) for name in _COLUMNS]
    page.head_row(HEAD, ["", words.FIX_COLUMNS[0].to(filling.lang), *titles])
    page.repeat(HEAD, HEAD)
    page.sheet.freeze_panes(HEAD + 1, 0)
    row = HEAD
    for number, (sheet, cell, text) in enumerate(filling.leftovers[list(_COLUMNS)].itertuples(index=False), 1):
        for part in page.parts(TEXT, text, "text_top", _MOST_LINES):
            row += 1
            for col, said in ((NUMBER, filling.figures.integer(number)), (SHEET, sheet), (CELL, cell)):
                page.text(row, col, said, "text_top")
            page.text(row, TEXT, part, "text_top")
            page.fit(row, {SHEET: (sheet, "text_top"), TEXT: (part, "text_top")}, least=24)
    furniture.marks(page, MARKS, TEXT)
    furniture.own_rows(page, range(HEAD, row + 1))
    furniture.hide_columns(page, KEY)
    furniture.frame(page, filling)
    furniture.close(page)
