"""A sheet being drawn: cells by role, rows as high as their text, links, and a set-up that prints on A4."""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any, NamedTuple

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format

from pipeline.drawing import fit
from pipeline.drawing.rows import RowsSheet
from pipeline.drawing.sheet import letters
from pipeline.drawing.theme import BAR, ROLES, WHITE, Theme

_A4 = 9
# The points that the margins below leave of an A4 page: width and height, by whether it lies on its side.
_PRINTED = {False: (595 - 2 * 32.4, 842 - 2 * 46.8), True: (842 - 2 * 32.4, 595 - 2 * 46.8)}
# In characters: what an indent takes (9.6 points, as LibreOffice draws it), and what each further column of a merged
# cell adds to the sum of their widths (5 pixels).
_INDENT = 1.83
_BETWEEN = 5 / 7
# Excel allows so many characters in a header or footer.
_RUNNING_AT_MOST = 255
# What XML cannot hold.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_RUNS_IF_TYPED = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


class _Room(NamedTuple):
    """The width in characters that a text has, the size to measure it by, and the points from line to line."""

    width: float
    size: float
    pitch: float


class Page:
    """One sheet; rows and columns count from 0. Text is always written as text, whatever it looks like."""

    def __init__(self, sheet: RowsSheet, name: str, theme: Theme, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.name = name
        self.theme = theme
        self.figures = theme.figures
        self.heights: dict[int, float] = {}
        self._breaks: list[int] = []
        self._hidden = 0
        self._repeated = 0.0
        self.columns(widths)
        sheet.hide_gridlines(2)
        # What its public methods do, but for looking at every address whether it is one like "A1".
        self._write_string, self._write_blank = sheet._write_string, sheet._write_blank
        self._write_number, self._write_formula = sheet._write_number, sheet._write_formula
        self._write_day, self._write_link = sheet._write_datetime, sheet._write_url

    def columns(self, widths: Sequence[float]) -> None:
        """The printed columns, in characters: for a sheet that knows them only when it is drawn."""
        self.widths = list(widths)
        self._wide = self.pixels(0, len(self.widths) - 1) * 0.75
        self._rooms: dict[tuple[int | tuple[int, int], str], _Room] = {}
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def group(self, first: int, last: int) -> None:
        """Columns that a reader may fold away together."""
        for column in range(first, last + 1):
            _done(self.sheet.set_column(column, column, self.widths[column], None, {"level": 1}))

    # --- cells

    def text(self, row: int, col: int, value: str, role: str, number: str = "") -> None:
        """A text; one that starts like a formula is marked as text for whoever edits the cell."""
        if not value:
            self.blank(row, col, role, number)
            return
        _done(self._write_string(row, col, value, self.text_look(value, role, number)))

    def text_look(self, value: str, role: str, number: str = "") -> Format:
        """The look of a text; one that would run as a formula if somebody edited its cell is kept text by its format."""
        return self.theme.role(role, "@" if value[:1] in _RUNS_IF_TYPED else number)

    def blank(self, row: int, col: int, role: str, number: str = "") -> None:
        """An empty cell with a look."""
        _done(self._write_blank(row, col, None, self.theme.role(role, number)))

    def number(self, row: int, col: int, value: float | None, role: str, number: str) -> None:
        """A number in a number format of `Figures.format`; a missing one is an empty cell, never 0."""
        if value is None or value != value:
            self.blank(row, col, role, number)
            return
        _done(self._write_number(row, col, value, self.number_look(value, role, number)))

    def number_look(self, value: float, role: str, number: str) -> Format:
        """The look of a number: with optional decimals alone Excel shows a whole one with its decimal point, 310."""
        shown = "integer" if number == "number" and float(value).is_integer() else number
        return self.theme.role(role, shown)

    def day(self, row: int, col: int, value: date | None, role: str) -> None:
        """A date as a real Excel date."""
        if value is None:
            self.blank(row, col, role, "date")
            return
        moment = datetime(value.year, value.month, value.day)
        _done(self._write_day(row, col, moment, self.theme.role(role, "date")))

    def formula(self, row: int, col: int, formula: str, value: Any, role: str, number: str = "") -> None:
        """A live formula with the value that it gives: previews and Protected View show what is cached.

        Without a formula, that value.
        """
        if not formula and not isinstance(value, str):
            self.number(row, col, value, role, number)
            return
        if not formula:
            self.text(row, col, value, role, number)
            return
        cached = "" if value is None or value != value else value
        if isinstance(cached, str):
            # xlsxwriter escapes these in texts, and not in what a formula gives: there they would break the file.
            cached = _CONTROLS.sub(lambda sign: f"_x{ord(sign[0]):04X}_", cached)
        _done(self._write_formula(row, col, formula, self.theme.role(role, number), cached))

    def link(self, row: int, col: int, target: str, words: str, role: str) -> None:
        """A link to `Sheet!A1` in this workbook. Keep the words short: a linked cell does not wrap."""
        _done(self._write_link(row, col, f"internal:{target}", self.theme.role(role), words))

    def merged(self, row: int, col: int, last_col: int, value: str, role: str, last_row: int | None = None) -> None:
        """A text over several columns (never an entry cell)."""
        look = self.text_look(value, role)
        _done(self.sheet.merge_range(row, col, row if last_row is None else last_row, last_col, "", look))
        if value:
            _done(self._write_string(row, col, value, look))

    def area(self, row: int, col: int, last_row: int, last_col: int, role: str) -> None:
        """Empty cells made one, or a single empty cell; what is then written into the first fills them all."""
        if (row, col) == (last_row, last_col):
            self.blank(row, col, role)
        else:
            self.merged(row, col, last_col, "", role, last_row)

    def fill(self, row: int, first_col: int, last_col: int, role: str) -> None:
        """Empty cells with a look, side by side."""
        for col in range(first_col, last_col + 1):
            self.blank(row, col, role)

    # --- rows

    def high(self, row: int, points: float) -> None:
        """Set a row's height."""
        self.heights[row] = points
        _done(self.sheet.set_row(row, points))

    def fit(self, row: int, texts: Mapping[Any, tuple[str, str]], least: float = 0) -> float:
        """Make a row high enough for its texts: column (or first and last column) → (text, role). Gives the height."""
        highest = max([least, *(self.needs(cols, text, role) for cols, (text, role) in texts.items())])
        self.high(row, highest)
        return highest

    def needs(self, cols: int | tuple[int, int], text: str, role: str) -> float:
        """The height in points that a text takes in a column, or in columns from first to last."""
        room = self._room(cols, role)
        return fit.height(fit.lines(text, room.width, room.size), room.pitch)

    def lines(self, cols: int | tuple[int, int], text: str, role: str) -> int:
        """How many lines a text takes in a column, or in columns from first to last."""
        room = self._room(cols, role)
        return fit.lines(text, room.width, room.size)

    def parts(self, cols: int | tuple[int, int], text: str, role: str, most: int) -> list[str]:
        """A text cut into parts of at most so many lines there, for rows below each other; joined they are the text."""
        room = self._room(cols, role)
        return fit.parts(text, room.width, room.size, most)

    def _room(self, cols: int | tuple[int, int], role: str) -> _Room:
        """What a text of `role` has in a column, or in columns from first to last: many rows have texts there."""
        known = self._rooms.get((cols, role))
        if known is None:
            known = _Room(self.width(cols, role), self.theme.measure(role), self.theme.pitch(role))
            self._rooms[cols, role] = known
        return known

    def width(self, cols: int | tuple[int, int], role: str = "") -> float:
        """The width in characters that a text of `role` has in a column, or in columns from first to last."""
        first, last = (cols, cols) if isinstance(cols, int) else cols
        indent = ROLES[role].get("indent", 0) * _INDENT if role else 0
        return sum(self.widths[first : last + 1]) + (last - first) * _BETWEEN - indent

    # --- furniture

    def banner(self, title: str, subtitle: str, alert: bool = False, first: int = 0, last: int | None = None) -> int:
        """The coloured head of a sheet over its columns from `first` to `last`; gives the first free row."""
        last = len(self.widths) - 1 if last is None else last
        look = "alert_" if alert else ""
        self.fit(0, {(first, last): (title, "title")}, least=34)
        self.merged(0, first, last, title, f"{look}title")
        self.fit(1, {(first, last): (subtitle, "subtitle")}, least=22)
        self.merged(1, first, last, subtitle, f"{look}subtitle")
        self.high(2, 3.5)
        self.fill(2, first, last, "rule")
        self.high(3, 9)
        return 4

    def heading(self, row: int, col: int, last_col: int, words: str, role: str = "heading") -> None:
        """A heading with a line under it over several columns."""
        self.text(row, col, words, role)
        if last_col > col:
            self.fill(row, col + 1, last_col, role)
        self.high(row, 24)

    def head_row(self, row: int, titles: Sequence[str]) -> None:
        """The header of a table from the first column on."""
        for col, title in enumerate(titles):
            self.text(row, col, title, "head")
        self.fit(row, {col: (title, "head") for col, title in enumerate(titles)}, least=26)

    def chart(self, row: int, col: int, chart: Chart, width: int, height: int, described: str) -> None:
        """A chart of so many pixels, its upper left corner in a cell, with words for those who cannot see it."""
        chart.set_size({"width": width, "height": height})
        options = {"object_position": 1, "description": described, "x_offset": 2, "y_offset": 4}
        _done(self.sheet.insert_chart(row, col, chart, options))

    def bars(self, first_row: int, last_row: int, col: int, colour: str) -> None:
        """Bars behind the percentages of a column, full at 100."""
        look = {"bar_color": colour, "bar_solid": True, "bar_border_color": colour, "data_bar_2010": True}
        scale = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100}
        _done(self.sheet.conditional_format(first_row, col, last_row, col, {"type": "data_bar", **look, **scale}))

    def heat(self, row: int, col: int, last_row: int, last_col: int, most: int) -> None:
        """Counts shaded from white at 0 to the darkest at `most`, a 0 shown as a quiet dot."""
        scale = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": max(most, 1)}
        colours = {"type": "2_color_scale", "min_color": WHITE, "max_color": BAR}
        _done(self.sheet.conditional_format(row, col, last_row, last_col, colours | scale))
        self.quiet_zeros(row, col, last_row, last_col)

    def quiet_zeros(self, row: int, col: int, last_row: int, last_col: int) -> None:
        """Counts of 0 as a quiet dot."""
        zero = {"type": "cell", "criteria": "==", "value": 0, "format": self.theme.role("quiet_zero")}
        _done(self.sheet.conditional_format(row, col, last_row, last_col, zero))

    def chart_number(self, name: str) -> str:
        """The number format of a name for labels of a chart in which a 0 would only be in the way."""
        return self.figures.format(name).split(";")[0] + ";;"

    def chart_font(self, size: float = 10.5, **more: Any) -> dict[str, Any]:
        """The font of chart texts."""
        return {"name": self.theme.font, "size": self.theme.points(size), **more}

    # --- print

    def print_on_a4(self, landscape: bool) -> None:
        """A4, one page wide, centred, with quiet margins."""
        sheet = self.sheet
        sheet.set_paper(_A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(left=0.45, right=0.45, top=0.65, bottom=0.65)

    def running_lines(
        self, left: str, right: str, foot_left: str, foot_right: str, page_words: tuple[str, str]
    ) -> None:
        """Header and footer: whose report and what part, and the page number of the whole print."""
        font = f'&"{self.theme.font},Regular"&{round(self.theme.points(9))} '
        before, of = page_words
        number = f"&C{font}{before} &P {of} &N"
        self.sheet.set_header(_running(font, left, "", right))
        self.sheet.set_footer(_running(font, foot_left, number, foot_right))

    def beside(self, count: int) -> int:
        """So many hidden columns to the right of what is printed, for the cells that charts read; gives the first."""
        first = len(self.widths) + 1 + self._hidden
        self._hidden += count
        _done(self.sheet.set_column(first, first + count - 1, 12, None, {"hidden": True}))
        return first

    def pixels(self, first_col: int, last_col: int) -> int:
        """How wide these columns are on the screen."""
        return sum(int(width * 7 + 0.5) + 5 for width in self.widths[first_col : last_col + 1])

    def keep_together(self, row: int, last_row: int, landscape: bool = True) -> None:
        """A page break before rows that would not fit on what is left of their printed page.

        Where the page would end by itself is never relied upon: each program draws columns a little wider or narrower, and
        fits a little more or less on a page.
        """
        above, room = self._above(row, landscape)
        if above and above + self._points(row, last_row + 1) > room:
            self.new_page(row)

    def ends_before(self, row: int, points: float, landscape: bool = True) -> bool:
        """Whether a row so high begins a new printed page, as what is left of this one has no room: then it does."""
        above, room = self._above(row, landscape)
        if above + points <= room:
            return False
        self.new_page(row)
        return True

    def new_page(self, row: int) -> None:
        """A page break before a row."""
        insort(self._breaks, row)
        self.sheet.set_h_pagebreaks(self._breaks)

    def left(self, row: int, landscape: bool = True) -> float:
        """The points that are left on its printed page from a row on."""
        above, room = self._filled(row, landscape)
        return room - above

    def _filled(self, row: int, landscape: bool) -> tuple[float, float]:
        """The points above a row on its printed page, as far as pages end by themselves, and those of the whole page."""
        above, room = self._above(row, landscape)
        later = self._capacity(landscape) - self._repeated
        while above > room:
            above, room = above - room, later
        return above, room

    def _above(self, row: int, landscape: bool) -> tuple[float, float]:
        """The points from the last page break to a row, and those that the page after that break takes."""
        before = bisect(self._breaks, row)
        last_break = self._breaks[before - 1] if before else 0
        repeated = self._repeated if last_break else 0.0
        return self._points(last_break, row), self._capacity(landscape) - repeated

    def repeat(self, row: int, last_row: int) -> None:
        """Rows that stand at the top of every printed page: their heights are known by now."""
        self._repeated = self._points(row, last_row + 1)
        _done(self.sheet.repeat_rows(row, last_row))

    def room(self, last_row: int, landscape: bool = True) -> float:
        """The points that are left on the first printed page under a row; less than 0 where that page is too short."""
        return self._capacity(landscape) - self._points(0, last_row + 1)

    def _capacity(self, landscape: bool) -> float:
        """The points of rows that a printed page takes when all columns are fitted on it."""
        wide, high = _PRINTED[landscape]
        return float(high / min(1.0, wide / self._wide))

    def _points(self, row: int, end: int) -> float:
        return sum(map(self.heights.get, range(row, end), repeat(fit.LOWEST_ROW)))

    def address(self, row: int, col: int, absolute: bool = False) -> str:
        """`A1` of a cell."""
        return f"${letters(col)}${row + 1}" if absolute else f"{letters(col)}{row + 1}"

    def at(self, row: int, col: int = 0) -> str:
        """`'Sheet'!A1` of a cell, for links and formulas."""
        return f"{quoted(self.name)}!{self.address(row, col)}"


def quoted(name: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + name.replace("'", "''") + "'"


def _running(font: str, left: str, centre: str, right: str) -> str:
    """A header or footer, the longer texts shortened to what Excel allows."""
    most = (_RUNNING_AT_MOST - len(centre) - 2 * len(f"&L{font}")) // 2
    left, right = (text if len(text) <= most else f"{text[: most - 1]}…" for text in (_escaped(left), _escaped(right)))
    return f"&L{font}{left}{centre}&R{font}{right}"


def _escaped(text: str) -> str:
    """A text for a header or footer, where `&` starts a code."""
    return text.replace("&", "&&")


def _done(code: object) -> None:
    """xlsxwriter says by a negative number that it left something out; that is a bug, never a shrug."""
    if isinstance(code, int) and code < 0:
        raise RuntimeError(f"xlsxwriter left something out ({code})")
