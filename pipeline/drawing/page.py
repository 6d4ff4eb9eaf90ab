"""A sheet being drawn: cells by role, rows as high as their text, links, and a set-up that prints on A4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pipeline.drawing import fit
from pipeline.drawing.theme import ROLES, Theme

_A4 = 9
_RUNS_IF_TYPED = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
Value = str | int | float | date | None


class Page:
    """One sheet; rows and columns count from 0. Text is always written as text, whatever it looks like."""

    def __init__(self, sheet: Worksheet, name: str, theme: Theme, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.name = name
        self.theme = theme
        self.figures = theme.figures
        self.widths = list(widths)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.hide_gridlines(2)

    # --- cells

    def text(self, row: int, col: int, value: str, role: str) -> None:
        """A text; one that starts like a formula is marked as text for whoever edits the cell."""
        if not value:
            self.blank(row, col, role)
            return
        look = self.theme.role(role, "@") if value.startswith(_RUNS_IF_TYPED) else self.theme.role(role)
        _done(self.sheet.write_string(row, col, value, look))

    def blank(self, row: int, col: int, role: str, number: str = "") -> None:
        """An empty cell with a look."""
        _done(self.sheet.write_blank(row, col, None, self.theme.role(role, number)))

    def number(self, row: int, col: int, value: float | None, role: str, number: str) -> None:
        """A number in a number format of `Figures.format`; a missing one is an empty cell, never 0."""
        if value is None or value != value:
            self.blank(row, col, role, number)
            return
        _done(self.sheet.write_number(row, col, value, self.theme.role(role, number)))

    def day(self, row: int, col: int, value: date | None, role: str) -> None:
        """A date as a real Excel date."""
        if value is None:
            self.blank(row, col, role, "date")
            return
        moment = datetime(value.year, value.month, value.day)
        _done(self.sheet.write_datetime(row, col, moment, self.theme.role(role, "date")))

    def formula(self, row: int, col: int, formula: str, value: Any, role: str, number: str = "") -> None:
        """A live formula with the value that it gives: previews and Protected View show what is cached."""
        cached = "" if value is None or value != value else value
        _done(self.sheet.write_formula(row, col, formula, self.theme.role(role, number), cached))

    def link(self, row: int, col: int, target: str, words: str, role: str) -> None:
        """A link to `Sheet!A1` in this workbook. Keep the words short: a linked cell does not wrap."""
        _done(self.sheet.write_url(row, col, f"internal:{target}", self.theme.role(role), words))

    def merged(self, row: int, col: int, last_col: int, value: str, role: str, last_row: int | None = None) -> None:
        """A text over several columns (never an entry cell)."""
        look = self.theme.role(role)
        _done(self.sheet.merge_range(row, col, row if last_row is None else last_row, last_col, "", look))
        if value:
            _done(self.sheet.write_string(row, col, value, look))

    def fill(self, row: int, first_col: int, last_col: int, role: str) -> None:
        """Empty cells with a look, side by side."""
        for col in range(first_col, last_col + 1):
            self.blank(row, col, role)

    # --- rows

    def high(self, row: int, points: float) -> None:
        """Set a row's height."""
        _done(self.sheet.set_row(row, points))

    def fit(self, row: int, texts: Mapping[int | tuple[int, int], tuple[str, str]], least: float = 0) -> float:
        """Make a row high enough for its texts: column (or first and last column) → (text, role). Gives the height."""
        highest = max([least, *(self._height(cols, text, role) for cols, (text, role) in texts.items())])
        self.high(row, highest)
        return highest

    def _height(self, cols: int | tuple[int, int], text: str, role: str) -> float:
        size = self.theme.measure(role)
        return fit.height(fit.lines(text, self.width(cols, role), size), ROLES[role].get("size", 10.5))

    def width(self, cols: int | tuple[int, int], role: str = "") -> float:
        """The width in characters that a text of `role` has in a column, or in columns from first to last."""
        first, last = (cols, cols) if isinstance(cols, int) else cols
        indent = ROLES[role].get("indent", 0) * 1.3 if role else 0
        return sum(self.widths[first : last + 1]) - indent

    # --- furniture

    def banner(self, title: str, subtitle: str, alert: bool = False) -> int:
        """The coloured head of a sheet over all its columns; gives the first free row."""
        last = len(self.widths) - 1
        look = "alert_" if alert else ""
        self.merged(0, 0, last, title, f"{look}title")
        self.merged(1, 0, last, subtitle, f"{look}subtitle")
        self.fit(0, {(0, last): (title, "title")}, least=34)
        self.fit(1, {(0, last): (subtitle, "subtitle")}, least=22)
        self.fill(2, 0, last, "rule")
        self.high(2, 3.5)
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

    def running_lines(self, left: str, right: str, foot_left: str, foot_right: str, page_words: tuple[str, str]) -> None:
        """Header and footer: whose report and what part, and the page number of the whole print."""
        font = f'&"{self.theme.font},Regular"&{self.theme.points(9):g} '
        before, of = page_words
        self.sheet.set_header(f"&L{font}{_escaped(left)}&R{font}{_escaped(right)}")
        self.sheet.set_footer(
            f"&L{font}{_escaped(foot_left)}&C{font}{before} &P {of} &N&R{font}{_escaped(foot_right)}"
        )

    def address(self, row: int, col: int, absolute: bool = False) -> str:
        """`A1` of a cell."""
        return str(xl_rowcol_to_cell(row, col, row_abs=absolute, col_abs=absolute))

    def at(self, row: int, col: int = 0) -> str:
        """`'Sheet'!A1` of a cell, for links and formulas."""
        return f"{quoted(self.name)}!{self.address(row, col)}"


def quoted(name: str) -> str:
    """A sheet's name as formulas and links write it."""
    return "'" + name.replace("'", "''") + "'"


def _escaped(text: str) -> str:
    """A text for a header or footer, where `&` starts a code."""
    return text.replace("&", "&&")


def _done(code: object) -> None:
    """xlsxwriter says by a negative number that it left something out; that is a bug, never a shrug."""
    if isinstance(code, int) and code < 0:
        raise RuntimeError(f"xlsxwriter left something out ({code})")
