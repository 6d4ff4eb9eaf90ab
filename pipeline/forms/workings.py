"""Where formulas read what was typed: a row of the hidden sheet for each date, each number and each amount of the form.

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
from pipeline.intake.addresses import address

# Columns beside the lists of words, those of one kind side by side so that their formulas fill them without a gap: what
# was typed, the same made plain, what it is, and an amount checked and put into words; then the sentences of formulas.
_DAY, _NUMBER, _AMOUNT, _SENTENCES = 20, 23, 26, 32
_PLAIN, _MEANT, _CHECKED, _DIGITS, _WORDS = range(1, 6)
# An empty cell as a formula can say it: no-break spaces count as nothing.
_NOTHING = constant("\u00a0")
_SHORT = 8


class Workings:
    """The cells of the hidden sheet that the sheets of one form share; an entry is given with the sheet it stands on.

    `sentences`: text → the reference to it, in the order of their rows.
    """

    def __init__(self) -> None:
        self.cells = Cells(NAME)
        self.sentences: dict[str, Live] = {}
        self._rows = dict.fromkeys((_DAY, _NUMBER, _AMOUNT), 0)

    def say(self, text: str) -> Live:
        """A text in a formula: written once for all formulas of the form, but for the shortest."""
        return constant(text) if len(text) <= _SHORT else self.keep(text)

    def keep(self, text: str) -> Live:
        """What somebody sent, for formulas that compare with it: it stands in a cell, never in a formula."""
        said = self.sentences.get(text)
        if said is None:
            place = address(len(self.sentences), _SENTENCES)
            said = self.sentences[text] = Live(f"{quoted(NAME)}!{place}", text)
        return said

    def day(self, sheet: str, entry: Live) -> Live:
        """The day that an entry holds; see `days.day`."""
        row, typed = self._typed(_DAY, sheet, entry)
        day(self.cells, row, (_DAY + _PLAIN, _DAY + _MEANT), typed)
        return self.cells.abroad(row, _DAY + _MEANT)

    def number(self, sheet: str, entry: Live) -> Live:
        """The number that an entry holds; see `numbers.number`."""
        row, typed = self._typed(_NUMBER, sheet, entry)
        self.cells.put(row, _NUMBER + _MEANT, number(self.cells, row, _NUMBER + _PLAIN, typed))
        return self.cells.abroad(row, _NUMBER + _MEANT)

    def amount(self, sheet: str, entry: Live, lang: str) -> tuple[Live, Live]:
        """The amount that an entry holds, see `live.amount`, and the same in words."""
        row, typed = self._typed(_AMOUNT, sheet, entry)
        plain, meant, checked, digits, words = (_AMOUNT + part for part in (_PLAIN, _MEANT, _CHECKED, _DIGITS, _WORDS))
        read = self.cells.put(row, meant, number(self.cells, row, plain, typed, currency=True))
        in_words(self.cells, row, (digits, words), self.cells.put(row, checked, live.amount(read)), lang)
        return self.cells.abroad(row, checked), self.cells.abroad(row, words)

    def _typed(self, kind: int, sheet: str, entry: Live) -> tuple[int, Live]:
        """The next row of a kind, and in its first column what the entry holds."""
        row = self._rows[kind]
        self._rows[kind] += 1
        there = Live(f"{quoted(sheet)}!{entry.formula}", entry.value)
        return row, self.cells.put(row, kind, live.when(live.same(there, constant("")), _NOTHING, there))

    def write(self, page: Page) -> None:
        """Write everything to the hidden sheet."""
        for place, term in self.cells.formulas.items():
            page.formula(*place, f"={term.formula}", term.value, "key")
        for row, text in enumerate(self.sentences):
            page.text(row, _SENTENCES, text, "key")
        own_row = {place: term.formula for place, term in self.cells.formulas.items() if place[1] not in self._rows}
        share(page.sheet, own_row)
