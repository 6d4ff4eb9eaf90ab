"""The report in other sizes: all of it larger or smaller alike, every text whole, every figure in its column."""

from __future__ import annotations

from functools import cache

import pytest
from report.overview_support import OVERVIEW, THAI, Read
from report.test_detail_print import bare, pages
from report.test_overview_sheets import boxes, wide
from support.clients import converted, needs_libreoffice, needs_poppler
from support.seed import plan_of, plan_tables, seed_answers, summary_of

from pipeline.drawing import fit
from pipeline.drawing.fonts import family
from pipeline.report.workbook import write_summary

# Font and size; None is what suits the font. TH SarabunPSK may be missing, and another font then takes its place.
SIZES = [("Laksaman", None), ("Laksaman", 9), ("Laksaman", 14), ("TH SarabunPSK", 16), ("TH SarabunPSK", 20)]
SHEETS = (*OVERVIEW, "opening", "budget", "obstacles", "status", "reconciliation")


@cache
def in_size(font: str, size: float | None) -> Read:
    """The example's summary in a font and a size."""
    tables = plan_tables()
    tables["settings"][0] |= {"font": font, "font_size": size}
    return Read(write_summary(summary_of(plan_of(tables), seed_answers()), THAI))


@pytest.mark.parametrize("part", SHEETS)
@pytest.mark.parametrize(("font", "size"), SIZES)
def test_every_text_has_the_height_that_it_needs(font, size, part):
    sheet = in_size(font, size).sheet(part)
    own = family(font)
    for cell, columns, rows in boxes(sheet):
        drawn = cell.font.sz / own.scale
        # Sizes are rounded to half a point where none was chosen, and TH SarabunPSK is 6 % narrower than it is measured.
        measured = drawn * (1.06 if cell.font.b else 1) * (0.96 if own.scale > 1 else 1)
        count = fit.lines(cell.value, wide(sheet, columns) - 1.83 * cell.alignment.indent, measured)
        high = sum(sheet.row_dimensions[row].height or 15 for row in rows)
        assert high + 2 >= min(fit.HIGHEST_ROW, count * drawn * own.pitch * 0.98), (cell.coordinate, cell.value)


@pytest.mark.parametrize(("font", "size"), SIZES)
def test_the_text_has_the_size_of_the_settings(font, size):
    cell = next(c for row in in_size(font, size).sheet("opening").iter_rows() for c in row if c.value == "๑.๑")
    assert (cell.font.name, cell.font.sz) == (font, size or family(font).body)


@pytest.mark.parametrize(("font", "size"), SIZES)
def test_running_lines_have_whole_points_for_excel_reads_no_others(font, size):
    for sheet in in_size(font, size).values.worksheets[:3]:
        assert isinstance(sheet.oddHeader.left.size, int)
        assert sheet.oddHeader.left.text == "สำนักงานปลัดกระทรวงการคลัง"


@needs_libreoffice
@needs_poppler
def test_in_every_size_texts_are_printed_whole_and_figures_have_room(tmp_path):
    books = {f"{font}-{size}".replace(" ", ""): in_size(font, size) for font, size in SIZES[1:]}
    for name, book in books.items():
        (tmp_path / f"{name}.xlsx").write_bytes(book.data)
    made = converted([tmp_path / f"{name}.xlsx" for name in books], "pdf", tmp_path / "pdf")
    summary = summary_of(plan_of(plan_tables()), seed_answers())
    texts = [*summary.scores["narrative"], *summary.scores["obstacle"].dropna(), *summary.plan.opening["text"]]
    assert len(texts) == 16
    for name, path in made.items():
        printed = "".join(map(bare, pages(path)))
        assert "###" not in printed, name
        assert all(amount in printed for amount in ("๒๒๙,๓๓๙,๑๐๐", "๔,๒๓๓,๘๐๐")), name
        # A font that takes the place of a missing TH SarabunPSK is drawn larger: figures shrink, texts may be cut.
        if name.startswith("Laksaman"):
            assert [text for text in texts if bare(text) not in printed] == [], name
