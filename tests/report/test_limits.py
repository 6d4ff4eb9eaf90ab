"""Reports of very many projects: what is left out, what is said of it, and that nothing of the data is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from report.overview_support import Read, answered, ministry
from support.seed import plan_of, summary_of

from pipeline.consolidation.controls import NotReconciled
from pipeline.consolidation.summary import Summary
from pipeline.drawing import rows
from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.intake import read_back
from pipeline.proof import prove_written
from pipeline.report import budget, canvas, data, limits, obstacles, projects, status
from pipeline.report.canvas import Canvas
from pipeline.report.data import Ranges
from pipeline.report.workbook import write_summary

PROJECTS, ISSUES, DEPARTMENTS = 12, 2, 3
NO_PAGES = {"th": "จึงไม่มีหน้ารายโครงการ", "en": "no pages of their own"}


@cache
def summary(most: int = 500) -> Summary:
    """Twelve projects in a plan that allows pages for so many."""
    tables = ministry(PROJECTS, issues=ISSUES, departments=DEPARTMENTS)
    tables["settings"][0]["pages_at_most"] = most
    return summary_of(plan_of(tables), answered(tables))


def written(of: Summary, lang: str = "th") -> Read:
    return Read(write_summary(of, Figures(lang, "thai" if lang == "th" else "arabic")))


def words(read: Read, sheet: str) -> str:
    return "\n".join(str(cell) for row in read.values[sheet].iter_rows(values_only=True) for cell in row if cell)


# --- pages of projects


@pytest.mark.parametrize(
    ("most", "pages"), [(500, True), (12, True), (11, False), (0, False)], ids=["usual", "as many", "one fewer", "none"]
)
def test_projects_have_pages_up_to_as_many_as_the_settings_allow(most, pages):
    read = written(summary(most))
    assert ("ผล ๑" in read.values.sheetnames) is pages
    assert (NO_PAGES["th"] in words(read, "ปก")) is not pages


@pytest.mark.parametrize(("lang", "cover"), [("th", "ปก"), ("en", "Cover")])
def test_the_cover_says_how_many_and_where_the_data_is(lang, cover):
    said = words(written(summary(5), lang), cover)
    assert NO_PAGES[lang] in said
    assert {"th": "๑๒ โครงการ", "en": "12 projects"}[lang] in said
    assert {"th": "แผ่นข้อมูล", "en": "data sheets"}[lang] in said


def test_without_pages_every_link_leads_to_a_sheet_that_is_there():
    book = written(summary(0)).formulas
    links = [c.hyperlink for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert len(links) > 20
    assert {link.location.rpartition("!")[0].strip("'") for link in links} <= set(book.sheetnames)


def test_without_pages_a_project_is_found_in_its_line_among_all_projects():
    book = written(summary(0)).formulas
    links = {c.value: c.hyperlink.location for row in book["งบประมาณ"].iter_rows() for c in row if c.hyperlink}
    code = summary().plan.projects["code"].iloc[3]
    sheet, _, cell = links[code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))].rpartition("!")
    assert book[sheet.strip("'")][cell].value == code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


# --- lines, formulas and rows


@pytest.fixture
def few_lines(monkeypatch):
    for module in (limits, budget, obstacles, status):
        monkeypatch.setattr(module, "LINES_AT_MOST", 4)


def test_beyond_so_many_lines_the_sheets_show_fewer_and_the_data_all(few_lines):
    read = written(summary())
    assert "แสดงไม่เกิน ๔ รายการ" in words(read, "ปก")
    assert len(limits.notices(_canvas(summary()))) == 1
    codes = {row[0].value for row in read.values["ข้อมูลผลรายตัวชี้วัด"].iter_rows(min_row=data.HEADER_ROW + 2)}
    assert codes == set(summary().scores["kpi"])
    shown = [c.value for c in read.values["งบประมาณ"]["A"] if c.value and str(c.value).startswith(("๑.", "๒."))]
    assert len(shown) == 4
    assert "แสดง ๔ จาก ๑๒ รายการ" in words(read, "งบประมาณ")
    assert "แต่ละโครงการอยู่ในแผ่นข้อมูล" in words(read, "สรุปผล")


def test_all_projects_are_then_their_issues_with_the_same_totals(few_lines, monkeypatch):
    assert projects.limits.LINES_AT_MOST == 4
    shown = written(summary()).values["สรุปผล"]
    monkeypatch.undo()
    whole = written(summary()).values["สรุปผล"]
    totals = [
        [c.value for c in row][4:] for sheet in (shown, whole) for row in sheet if str(row[0].value).startswith("รวม")
    ]
    assert totals[0] == totals[1]
    assert shown.max_row == whole.max_row - PROJECTS


def _canvas(of: Summary):
    """A canvas on which nothing is drawn."""
    settings = of.plan.settings
    figures = Figures("th", "thai")
    book = Book(font="Sarabun", figures=figures, title="", company="", subject="", dated=settings.report_date)
    return Canvas(book, of, Ranges(of, "th"))


def test_most_reports_leave_nothing_out():
    assert limits.notices(_canvas(summary())) == []


def test_beyond_so_many_reads_of_rows_lines_are_values_and_totals_are_formulas(monkeypatch):
    live = written(summary())
    monkeypatch.setattr(canvas, "_LIVE_AT_MOST", PROJECTS * DEPARTMENTS - 1)
    plain = written(summary())
    assert "เป็นค่า ไม่ใช่สูตร" in words(plain, "ปก")
    for row in live.values["รายหน่วยงาน"].iter_rows(min_row=7, max_row=6 + DEPARTMENTS, min_col=3):
        for cell in row:
            same = plain.formulas["รายหน่วยงาน"][cell.coordinate]
            assert same.value == cell.value or str(same.value).startswith("=IFERROR("), cell.coordinate
    total = [c for row in plain.formulas["รายหน่วยงาน"].iter_rows() for c in row if str(row[0].value) == "รวม"]
    assert len(total) > 10
    assert [c.coordinate for c in total[2:] if c.value is not None and c.data_type != "f"] == []


def test_a_table_longer_than_a_sheet_goes_on_on_the_next(monkeypatch):
    monkeypatch.setattr(data, "MOST_ROWS", 25)
    of = summary()
    workbook = write_summary(of, Figures("th", "thai"))
    sheets = [sheet for sheet in data.data_sheets(of, "th") if sheet.table.id == "ledger"]
    assert [len(sheet.rows) for sheet in sheets[:-1]] == [25] * (len(sheets) - 1)
    assert sum(len(sheet.rows) for sheet in sheets) == len(of.ledger) > 50
    assert [sheet.name for sheet in sheets[:2]] == ["บัญชีช่องข้อมูล", "บัญชีช่องข้อมูล 2"]
    prove_written(workbook, of, "th")
    with pytest.raises(NotReconciled, match=r"ledger\.raw"):
        changed = of.ledger.assign(raw=of.ledger["raw"].mask(of.ledger.index == len(of.ledger) - 1, "x"))
        prove_written(workbook, replace(of, ledger=changed), "th")


def test_sheets_of_very_many_cells_hold_the_same_and_share_only_what_is_short_and_repeats(monkeypatch):
    of = summary()
    shared = written(of)
    monkeypatch.setattr(rows, "_MANY", 0)
    sparing = written(of)
    for name in shared.values.sheetnames:
        one, other = (list(read.values[name].iter_rows(values_only=True)) for read in (shared, sparing))
        assert one == other, name


@pytest.mark.parametrize("block", [1, 7, 10_000])
def test_rows_are_the_same_in_blocks_of_any_size(monkeypatch, block):
    of = summary()
    whole = write_summary(of, Figures("th", "thai"))
    monkeypatch.setattr(data, "_BLOCK", block)
    parted = write_summary(of, Figures("th", "thai"))
    one, other = (Read(workbook).values["บัญชีช่องข้อมูล"] for workbook in (whole, parted))
    assert list(one.iter_rows(values_only=True)) == list(other.iter_rows(values_only=True))
    prove_written(parted, of, "th")


@pytest.mark.parametrize("many", [400_000, 0], ids=["shared texts", "texts in their cells"])
@pytest.mark.parametrize("piece", [6_000, 20_000])
def test_a_long_sheet_is_proved_in_pieces_to_its_last_cell(monkeypatch, many, piece):
    monkeypatch.setattr(rows, "_MANY", many)
    monkeypatch.setattr(read_back, "PIECE", piece)
    of = summary()
    workbook = write_summary(of, Figures("th", "thai"))
    prove_written(workbook, of, "th")
    for row in (0, len(of.ledger) // 2, len(of.ledger) - 1):
        changed = of.ledger.assign(raw=of.ledger["raw"].mask(of.ledger.index == row, "x"))
        with pytest.raises(NotReconciled, match=r"^ledger\.raw$"):
            prove_written(workbook, replace(of, ledger=changed), "th")
        with pytest.raises(NotReconciled, match=r"^ledger\.file, .*ledger\.sha256$"):
            prove_written(workbook, replace(of, ledger=of.ledger.drop(index=row)), "th")


def test_columns_of_categories_are_written_and_proved_as_their_texts():
    of = summary()
    kinds = {"file": "category", "department": "category", "reason": "category"}
    grouped = replace(of, ledger=of.ledger.astype(kinds))
    workbook = write_summary(of, Figures("th", "thai"))
    assert write_summary(grouped, Figures("th", "thai")) == workbook
    prove_written(workbook, grouped, "th")


# --- named totals


def test_the_ministry_s_totals_have_names_that_formulas_can_ask_for():
    read, whole = written(summary()), summary().rollup("ministry")
    named = {}
    for name, defined in read.values.defined_names.items():
        ((sheet, cell),) = defined.destinations
        named[name] = read.values[sheet][cell].value
    expected = {
        "total_projects": PROJECTS,
        "total_due": whole["due"],
        "total_reported": whole["reported"],
        "total_mean": whole["score"],
        "total_percent": whole["percent"],
        "total_received": whole["received"] / 100,
        "total_disbursed": whole["disbursed"] / 100,
        "total_rate": whole["rate"],
    }
    assert {name: named[name] for name in expected} == pytest.approx(expected)
