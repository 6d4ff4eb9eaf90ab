"""What the form's sheets have in common: running lines, protection, hidden keys, and looks that follow a condition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.drawing.page import Page
from pipeline.forms import words
from pipeline.forms.filling import Filling
from pipeline.forms.live import Cells
from pipeline.intake.addresses import address
from schemas.submission import COLUMN_MARK, FORM_VERSION, KEY_CORNER, VALUE_COLUMN

Place = tuple[int, int]
# The rows that say what a sheet is, on every page that it takes.
BANNER = (0, 1)
# Protection keeps honest people honest: there is no password, and rows and columns may be made larger.
_ALLOWED = {"format_rows": True, "format_columns": True}
# How much too long for a page a sheet may be to be printed smaller rather than on a page more.
_SQUEEZED = 0.15
_LOOKED_AT = "A1:N500"


def frame(page: Page, filling: Filling) -> None:
    """Header and footer."""
    say = filling.say
    revision = {"version": FORM_VERSION, "revision": filling.revision}
    foot = say(words.FORM_FOOT, round=filling.plan.settings.round_id, **revision)
    page_words = (words.PAGE[0].to(filling.lang), words.PAGE[1].to(filling.lang))
    deadline = say(words.DEADLINE, day=filling.figures.date(filling.plan.settings.deadline))
    page.running_lines(filling.title, filling.department_name, filling.figures.digits(foot), deadline, page_words)


def on_one_page(page: Page, last: int, landscape: bool = False) -> bool:
    """Print a sheet that is little too long for a page on one, smaller; gives whether it is on one page."""
    fits = page.room(last, landscape) > -_SQUEEZED * page.room(-1, landscape)
    if fits:
        page.sheet.fit_to_pages(1, 1)
    return fits


def close(page: Page, first_entry: Place | None = None) -> None:
    """Protect a sheet, without marks for codes that look like numbers, and begin at its first entry."""
    page.sheet.protect("", _ALLOWED)
    page.sheet.ignore_errors({"number_stored_as_text": _LOOKED_AT, "formula_differs": _LOOKED_AT})
    if first_entry:
        page.sheet.set_selection(*first_entry, *first_entry)


def marks(page: Page, row: int, last: int, columns: Mapping[str, int] | None = None, value: int | None = None) -> None:
    """The hidden row that marks the form's columns up to `last`, and says which hold entries; `columns`: field → column."""
    named = {column: name for name, column in (columns or {}).items()}
    named |= {value: VALUE_COLUMN} if value is not None else {}
    page.text(row, 0, KEY_CORNER, "key")
    for column in range(1, last + 1):
        page.text(row, column, COLUMN_MARK + named.get(column, ""), "key")
    page.sheet.set_row(row, None, None, {"hidden": True})
    page.heights[row] = 0


def own_rows(page: Page, rows: Iterable[int]) -> None:
    """Mark rows as the form's, so that what stands in others is known to have no place in it."""
    for row in rows:
        page.text(row, 0, COLUMN_MARK, "key")


def hide_columns(page: Page, *columns: int) -> None:
    """Hide columns: those of keys, and those that only formulas look at."""
    for column in columns:
        page.sheet.set_column(column, column, 8, None, {"hidden": True})


def formula(page: Page, cells: Cells, place: Place, role: str, number: str = "", last_col: int | None = None) -> str:
    """Write the formula that stands at a place, over columns up to `last_col`; gives what it shows now."""
    row, col = place
    live = cells.formulas[place]
    if last_col is not None:
        page.merged(row, col, last_col, "", role)
    page.formula(row, col, f"={live.formula}", live.value, role, number)
    return str(live.value)


def helpers(page: Page, cells: Cells, columns: Sequence[int]) -> None:
    """Write the formulas of hidden columns, and hide them."""
    for (row, col), live in cells.formulas.items():
        if col in columns and live.formula == str(live.value):
            page.number(row, col, float(live.value), "key", "")
        elif col in columns:
            page.formula(row, col, f"={live.formula}", live.value, "key")
    hide_columns(page, *columns)


def look_while(page: Page, places: Sequence[Place], condition: str, role: str, number: str = "") -> None:
    """Lay a look over cells while a condition holds; `condition` is a formula with {row} for the cell's own row.

    One rule for each column: Excel and LibreOffice agree on a rule's first cell only where it is all of one column.
    """
    look = page.theme.role(role, number)
    for _, column in groupby(sorted(places, key=itemgetter(1, 0)), itemgetter(1)):
        first, *_ = own = list(column)
        rule: dict[str, Any] = {"type": "formula", "criteria": f"={condition.format(row=first[0] + 1)}", "format": look}
        page.sheet.conditional_format(*first, *first, rule | {"multi_range": addresses(own)})


def addresses(places: Iterable[Place]) -> str:
    """Cells as a rule of a sheet names them."""
    return " ".join([address(*place) for place in places])


def letter(column: int) -> str:
    """The letter of a column."""
    return address(0, column)[:-1]


def looks_by_sign(page: Page, places: Sequence[Place]) -> None:
    """Colour cells that begin with a sign: the sign says the same without the colour."""
    if not places:
        return
    column = letter(places[0][1])
    looks = {words.READY_SIGN: "ready", words.WARN_SIGN: "contradicts", words.INCOMPLETE_SIGN: "asked"}
    for sign, role in looks.items():
        look_while(page, places, f'LEFT(${column}{{row}},1)="{sign}"', role)
