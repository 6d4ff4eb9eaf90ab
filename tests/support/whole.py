"""The whole summary of the shipped example as a reader has it: every cell as it is shown, every page as it is printed."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from report.overview_support import ENGLISH, THAI, Chart, Read, _charts

from pipeline import recipe, thai
from pipeline.consolidation.summary import Summary
from pipeline.report.data import data_sheets
from pipeline.report.workbook import write_summary

INPUTS = Path(__file__).parents[2] / "inputs"
FIGURES = {"th": THAI, "en": ENGLISH}
LANGUAGES = tuple(FIGURES)


@cache
def shipped(lang: str = "th") -> Summary:
    """The summary that the first command of the README writes, or the same in English; not to be changed."""
    summary = recipe.check(INPUTS, lang).summary
    assert summary is not None
    return summary


@cache
def shipped_book(lang: str = "th") -> Read:
    """Its workbook, read back; not to be changed."""
    return book_of(shipped(lang), lang)


def book_of(summary: Summary, lang: str = "th") -> Read:
    """The workbook of a summary, read back."""
    return Read(write_summary(summary, FIGURES[lang]), lang)


def report_sheets(book: Read, summary: Summary) -> list[str]:
    """The names of the sheets that are to be printed: all that are visible but the data."""
    data = {sheet.name for sheet in data_sheets(summary, book.lang)}
    return [name for name in book.sheetnames if name not in data]


def charts_of(book: Read, name: str) -> list[Chart]:
    """The charts of a sheet."""
    return list(_charts(book.data, book.values.sheetnames.index(name) + 1))


# --- cells as they are shown


def printed_cells(sheet: Worksheet, rows: range | None = None) -> Iterator[Cell]:
    """The filled cells of the print area, or of some rows of it; without one, those outside hidden columns."""
    area = sheet.print_area.split("!")[-1].replace("$", "") if sheet.print_area else sheet.dimensions
    hidden = hidden_columns(sheet)
    for row in sheet[area]:
        for cell in row:
            if cell.value not in (None, "") and cell.column not in hidden and (rows is None or cell.row in rows):
                yield cell


def hidden_columns(sheet: Worksheet) -> set[int]:
    """The numbers of the columns that only charts read."""
    known = [d for d in sheet.column_dimensions.values() if d.hidden]
    return {column for d in known for column in range(d.min, d.max + 1)}


def shown(cell: Cell) -> str:
    """What a cell shows, by its number format, and by the condition that shows a 0 as a quiet dot."""
    if isinstance(cell.value, str):
        return cell.value
    if cell.value == 0 and is_quiet(cell):
        return "·"
    return as_format(cell.value, cell.number_format)


def is_quiet(cell: Cell) -> bool:
    """Whether a condition of its sheet shows this cell's 0 as a dot."""
    rules = cell.parent.conditional_formatting
    return any(
        cell.coordinate in ranges.sqref
        and any(rule.type == "cellIs" and rule.formula == ["0"] for rule in ranges.rules)
        for ranges in rules
    )


def as_format(value: Any, number_format: str) -> str:
    """A number or a day in one of the formats of `Figures`, by an engine of its own."""
    if isinstance(value, datetime):
        buddhist = number_format.startswith("[$-")
        words = thai.format_date(value.date(), "th" if buddhist else "en", False, True)
        return thai.to_thai(words) if "D07041E" in number_format else words
    sections = number_format.split(";")
    number = Decimal(repr(value))
    section = sections[0] if number > 0 or len(sections) == 1 else sections[1] if number < 0 else sections[-1]
    text = _section(abs(number) if len(sections) > 1 else number, section.partition("]")[2] or section)
    return thai.to_thai(text) if "D00041E" in number_format else text


def _section(number: Decimal, section: str) -> str:
    """A number in a section such as `"+"0.0` or `#,##0.00,,`."""
    pattern = re.sub('"[^"]*"', "", section).lstrip("-")
    literal = section.replace('"', "")
    if not pattern:
        return literal
    whole, _, decimals = pattern.partition(".")
    number /= 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    places = len(decimals.rstrip(","))
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    told = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    return literal.replace(pattern, told.rstrip("0").rstrip(".") if "#" in decimals else told)


# --- what is made once for all workers of a test run


def made_once(base: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that one worker of this test run fills, while the others wait for it."""
    root = base.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / name
    try:
        folder.mkdir()
    except FileExistsError:
        return _awaited(folder)
    try:
        make(folder)
        (folder / "done").touch()
    except BaseException:
        (folder / "failed").touch()
        raise
    return folder


def _awaited(folder: Path) -> Path:
    for _ in range(3000):
        if (folder / "done").exists():
            return folder
        assert not (folder / "failed").exists(), "another worker could not make it"
        time.sleep(0.1)
    raise TimeoutError(folder)


# --- pages as they are printed

# White space, what has no width, and the marks above and below a letter, which a PDF has in an order of its own.
_LOOSE = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
# Signs come from another font, and a PDF has them before or after the line that they stand in.
_SIGNS = re.compile("[●○◐✓✗▲▼◆■◀›▶↺−•]")
_CONSUMED = "\0"


def key(text: str) -> str:
    """A text as it can be found in what a PDF gives back: without spaces and signs, sara am in two, marks in one order."""
    bare = _SIGNS.sub("", _LOOSE.sub("", text)).replace("\u0e33", "\u0e4d\u0e32")
    return _MARKS.sub(lambda found: "".join(sorted(found[0])), bare)


@dataclass
class Print:
    """The printed pages of a sheet as words: what a text takes is gone, so that nothing counts for two."""

    words: str
    _starts: set[int]

    @classmethod
    def of(cls, pages: list[str]) -> Print:
        """The print of these pages."""
        words, starts = [], {0}
        at = 0
        for word in filter(None, (key(word) for page in pages for word in page.split())):
            words.append(word)
            at += len(word)
            starts.add(at)
        return cls("".join(words), starts)

    def take(self, text: str) -> bool:
        """Take a text out of the print, whole words of it; False where it does not stand there."""
        wanted = key(text)
        places = list(self._places(wanted)) if wanted else []
        if places:
            at = min(places, key=lambda at: (len(self._starts & set(range(at, at + len(wanted)))), at))
            self.words = self.words[:at] + _CONSUMED * len(wanted) + self.words[at + len(wanted) :]
        return bool(places) or not wanted

    def _places(self, wanted: str) -> Iterator[int]:
        """Where a text stands, in as many words as may be: two that each say 1 are as well an 11."""
        at = self.words.find(wanted)
        while at >= 0:
            if at in self._starts and at + len(wanted) in self._starts:
                yield at
            at = self.words.find(wanted, at + 1)

    @property
    def left(self) -> list[str]:
        """What nobody took."""
        return [words for words in self.words.split(_CONSUMED) if words]


def pages_of(pdf: Path) -> list[str]:
    """The text of each page, in the order in which it is drawn."""
    done = subprocess.run(["pdftotext", "-raw", str(pdf), "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8").split("\f")[:-1]


def by_sheet(pages: list[str], organisation: str, names: list[str]) -> dict[str, list[str]]:
    """Sheet → its printed pages, known by the running line at their head."""
    heads = {f"{organisation} {name}": name for name in names}
    sorted_: dict[str, list[str]] = {name: [] for name in names}
    for page in pages:
        sorted_[heads[page.split("\n", 1)[0].strip()]].append(page)
    return sorted_


def running_lines(book: Read, summary: Summary, name: str, page: int, pages: int) -> list[str]:
    """What stands above and below the rows of a printed page."""
    settings = summary.plan.settings
    footer = book.values[name].oddFooter
    number = footer.center.text.replace("&P", str(page)).replace("&N", str(pages))
    return [settings.organisation, name, footer.left.text, number, footer.right.text]


def repeated_rows(sheet: Worksheet) -> range:
    """The rows that stand at the top of every printed page."""
    if not sheet.print_title_rows:
        return range(0)
    first, last = (int(row) for row in sheet.print_title_rows.replace("$", "").split(":"))
    return range(first, last + 1)


def cell_name(cell: Cell) -> str:
    """`Sheet!A1` of a cell, as a failing test says it."""
    return f"{cell.parent.title}!{cell.coordinate}"
