"""Whole summaries of 11, 60 and 400 projects, calculated anew by LibreOffice: no cell of any sheet changes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from report.executive_support import SIZES
from report.overview_support import THAI, differing, recalculated
from support.clients import needs_libreoffice
from support.seed import seed_plan
from support.whole import shipped_book

from examples import many
from pipeline.report.workbook import write_summary

# Projects → so many formulas at least.
LIVE = {"11": 500, "60": 1_500, "400": 6_000}


def workbook(projects: str) -> bytes:
    """A summary of so many projects; that of 11 is the example's."""
    if projects == "11":
        return shipped_book().data
    return write_summary(many.ministry(seed_plan(), *SIZES[projects]).summary(), THAI)


def formulas(data: bytes) -> int:
    """How many cells of a workbook are live."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        return sum(parts.read(name).count(b"<f>") for name in parts.namelist() if re.search(r"worksheets/sheet", name))


@needs_libreoffice
def test_recalculation_changes_no_cell_of_any_sheet_in_any_size(tmp_path):
    books = {projects: workbook(projects) for projects in LIVE}
    assert [projects for projects, book in books.items() if formulas(book) < LIVE[projects]] == []
    after = recalculated(books, tmp_path)
    assert {name: differing(book, after[name]) for name, book in books.items()} == {name: [] for name in books}
