"""Where formulas read what was typed: a row of the hidden sheet for each number and each date of the form.

The same long formulas side by side on one sheet take a fraction of the room in the file that they would take on many.
"""

from __future__ import annotations

from pipeline.drawing.page import Page, quoted
from pipeline.forms import live
from pipeline.forms.days import day
from pipeline.forms.identity_sheet import NAME
from pipeline.forms.in_words import in_words
from pipeline.forms.live import Cells, Live, constant
from pipeline.forms.numbers import number
from pipeline.forms.shared import share
from pipeline.intake.keyed import address

# Columns beside the lists of words: what was typed, the same made plain, what it is, and an amount checked and put
# into words; then the sentences that formulas are made of.
_TYPED, _PLAIN, _MEANT, _AMOUNT, _DIGITS, _WORDS, _SENTENCES = range(20, 27)
# An empty cell as a formula can say it: no-break spaces count as nothing.
_NOTHING = constant("\u00a0")
_SHORT = 8


class Workings:
    """The cells of the hidden sheet that the sheets of one form share; an entry is given with the sheet it stands on.

    `sentences`: text → the row in which it stands.
    """

    def __init__(self) -> None:
        self.cells = Cells(NAME)
        self.sentences: dict[str, int] = {}
        self._rows = 0

    def say(self, text: str) -> Live:
        """A text in a formula: written once for all formulas of the form, but for the shortest."""
        if len(text) <= _SHORT:
            return constant(text)
        row = self.sentences.setdefault(text, len(self.sentences))
        return Live(f"{quoted(NAME)}!{address(row, _SENTENCES)}", text)

    def day(self, sheet: str, entry: Live) -> Live:
        """The day that an entry holds; see `days.day`."""
        row, typed = self._typed(sheet, entry)
        day(self.cells, row, (_PLAIN, _MEANT), typed)
        return self.cells.abroad(row, _MEANT)

    def number(self, sheet: str, entry: Live) -> Live:
        """The number that an entry holds; see `numbers.number`."""
        row, typed = self._typed(sheet, entry)
        self.cells.put(row, _MEANT, number(self.cells, row, _PLAIN, typed))
        return self.cells.abroad(row, _MEANT)

    def amount(self, sheet: str, entry: Live, lang: str) -> tuple[Live, Live]:
        """The amount that an entry holds, see `live.amount`, and the same in words."""
        row, typed = self._typed(sheet, entry)
        meant = self.cells.put(row, _MEANT, number(self.cells, row, _PLAIN, typed, currency=True))
        amount = self.cells.put(row, _AMOUNT, live.amount(meant))
        in_words(self.cells, row, (_DIGITS, _WORDS), amount, lang)
        return self.cells.abroad(row, _AMOUNT), self.cells.abroad(row, _WORDS)

    def _typed(self, sheet: str, entry: Live) -> tuple[int, Live]:
        """A new row, and in it what the entry holds."""
        row, self._rows = self._rows, self._rows + 1
        there = Live(f"{quoted(sheet)}!{entry.formula}", entry.value)
        return row, self.cells.put(row, _TYPED, live.when(live.same(there, constant("")), _NOTHING, there))

    def write(self, page: Page) -> None:
        """Write everything to the hidden sheet."""
        for place, term in self.cells.formulas.items():
            page.formula(*place, f"={term.formula}", term.value, "key")
        for text, row in self.sentences.items():
            page.text(row, _SENTENCES, text, "key")
        share(page.sheet, {place: term.formula for place, term in self.cells.formulas.items()})
