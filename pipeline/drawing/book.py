"""A workbook being drawn: in memory, reproducible to the byte, and with nothing in it that runs."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime
from io import BytesIO, StringIO
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter.chart import Chart
from xlsxwriter.theme import THEME_XML_2007

from pipeline.drawing.figures import Figures
from pipeline.drawing.package import PackedWorkbook
from pipeline.drawing.page import Page, quoted
from pipeline.drawing.rows import RowsSheet
from pipeline.drawing.theme import Theme

# Nothing submitted is ever run, and column widths are measured against this font (7 pixels a character).
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "Arial", "font_size": 10},
}
# Packed as here a summary is a twentieth larger than as usual, in two thirds of the time.
_QUICK = 5
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


class Book:
    """A workbook; `dated` stands as its creation date, so that the same content gives the same bytes.

    `font_size`: the points of its body text, where they are not to be those that suit the font.
    """

    def __init__(
        self,
        *,
        font: str,
        font_size: float | None = None,
        figures: Figures,
        title: str,
        company: str,
        subject: str,
        dated: date,
    ) -> None:
        # A copy, for xlsxwriter writes into it: a second workbook would have another Normal font than the first.
        self.xlsx = PackedWorkbook(deepcopy(_OPTIONS), RowsSheet)
        self.xlsx.use_custom_theme(StringIO(_theme_xml(font)))
        self.xlsx.set_properties(
            {
                "title": title,
                "subject": subject,
                "author": company,
                "company": company,
                "created": datetime(dated.year, dated.month, dated.day),
            }
        )
        self.figures = figures
        self.lang = figures.lang
        self.theme = Theme(self.xlsx, font, figures, font_size)
        self.pages: dict[str, Page] = {}

    def page(self, name: str, widths: list[float], *, landscape: bool = True, hidden: bool = False) -> Page:
        """A new sheet with these column widths, set up to print on A4, one page wide."""
        safe = sheet_name(name)
        sheet = self.xlsx.add_worksheet(safe)
        page = Page(sheet, safe, self.theme, widths)
        self.pages[safe] = page
        if hidden:
            sheet.hide()
        else:
            page.print_on_a4(landscape)
        return page

    def name(self, name: str, page: Page, row: int, col: int) -> None:
        """A name for a cell, by which formulas of other sheets and workbooks can ask for it."""
        self.xlsx.define_name(name, f"={quoted(page.name)}!{page.address(row, col, absolute=True)}")

    def chart(self, kind: str, subtype: str | None = None) -> Chart:
        """A native chart, drawn in the workbook's font by `Page.chart`."""
        options = {"type": kind} | ({"subtype": subtype} if subtype else {})
        return self.xlsx.add_chart(options)

    def save(self, small: bool = False) -> bytes:
        """The finished workbook; `small`: packed as tightly as can be, for what goes out by e-mail to many."""
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=9 if small else _QUICK) as package:
            self.xlsx.pack(package)
        return packed.getvalue()


def sheet_name(name: str) -> str:
    """A name as Excel accepts it for a sheet."""
    return name.translate(_NOT_IN_SHEET_NAMES).strip("'")[:_LONGEST_SHEET_NAME]


def _theme_xml(font: str) -> str:
    """The theme in which charts find their Thai font; without it Thai labels fall back to Tahoma."""
    face = f"typeface={quoteattr(font)}"
    standard: str = THEME_XML_2007
    return (
        standard.replace('<a:cs typeface=""/>', f"<a:cs {face}/>")
        .replace('<a:font script="Thai" typeface="Tahoma"/>', f'<a:font script="Thai" {face}/>')
        .replace('<a:latin typeface="Calibri"/>', f"<a:latin {face}/>")
        .replace('<a:latin typeface="Cambria"/>', f"<a:latin {face}/>")
    )
