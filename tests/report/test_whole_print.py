"""The whole report as LibreOffice prints it: every text and every figure on its page, once, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from report.overview_support import Read
from support.clients import converted, needs_libreoffice, needs_poppler
from support.nasty import CODES, FULL, LONGEST, LONGEST_KPI, NASTY, SHORT, nasty
from support.whole import (
    LANGUAGES,
    Print,
    book_of,
    by_sheet,
    charts_of,
    key,
    made_once,
    pages_of,
    printed_cells,
    repeated_rows,
    report_sheets,
    running_lines,
    shipped,
    shipped_book,
    shown,
)

from pipeline import thai
from pipeline.consolidation.summary import Summary
from pipeline.report.workbook import PARTS

pytestmark = [needs_libreoffice, needs_poppler]

# Sheets of the report in order, and how many pages each has: a project is a page.
PAGES = {
    **{"cover": 1, "executive": 1, "opening": 2, "projects": 1, "by_issue": 1, "by_department": 1},
    **{"1": 3, "2": 3, "3": 5},
    **{"score_and_money": 2, "budget": 2, "obstacles": 1, "status": 1, "findings": 3, "reconciliation": 1},
}
# The fewest letters on a page that is not a stray one, besides its running lines.
LEAST = 60
# Where the sheets of the projects' pages begin, from 0.
FIRST_OF_PROJECTS = 6
BROKEN = re.compile(r"#{3,}|Err:\d|#REF|#NAME|#VALUE|#DIV|#N/A|#NUM")


@dataclass
class Printed:
    """A summary's workbook, and its printed pages by sheet."""

    summary: Summary
    book: Read
    pages: list[str]
    sheets: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        organisation = self.summary.plan.settings.organisation
        self.sheets = by_sheet(self.pages, organisation, self.book.sheetnames)

    def expected(self, name: str) -> list[str]:
        """All that the pages of a sheet should say: its cells, the rows that repeat, and the running lines."""
        sheet, pages = self.book.values[name], self.sheets[name]
        first = list(self.sheets).index(name)
        before = sum(len(self.sheets[other]) for other in list(self.sheets)[:first])
        said = [shown(cell) for cell in printed_cells(sheet)]
        said += [shown(cell) for cell in printed_cells(sheet, repeated_rows(sheet))] * (len(pages) - 1)
        for number in range(before + 1, before + 1 + len(pages)):
            said += running_lines(self.book, self.summary, name, number, len(self.pages))
        return said


def books() -> dict[str, tuple[Summary, Read]]:
    """What is printed."""
    return {lang: (shipped(lang), shipped_book(lang)) for lang in LANGUAGES} | {"nasty": (nasty(), nasty_book())}


@cache
def nasty_book() -> Read:
    return book_of(nasty())


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, Printed]:
    """The example in both languages, and the nasty texts, printed by one start of LibreOffice."""
    folder = made_once(tmp_path_factory, "whole-print", _print)
    return {name: Printed(*book, pages_of(folder / f"{name}.pdf")) for name, book in books().items()}


def _print(folder: Path) -> None:
    for name, (_, book) in books().items():
        (folder / f"{name}.xlsx").write_bytes(book.data)
    converted([folder / f"{name}.xlsx" for name in books()], "pdf", folder)


def chart_words(book: Read, name: str) -> list[str]:
    """The words of a sheet's charts: names of series, labels and titles."""
    charts = charts_of(book, name)
    texts = [node.text or "" for chart in charts for node in (*chart.found(".//c:v"), *chart.found(".//a:t"))]
    return [text for text in texts if re.search(r"[^\d.]", text)]


# --- every text and figure, and nothing else


EVERY_SHEET = [(lang, name) for lang in LANGUAGES for name in report_sheets(shipped_book(lang), shipped(lang))]


@pytest.mark.parametrize(("lang", "name"), EVERY_SHEET)
def test_everything_that_a_sheet_says_stands_on_its_pages_and_nothing_else(printed, lang, name):
    book = printed[lang]
    print_ = Print.of(book.sheets[name])
    texts = sorted(book.expected(name), key=lambda text: -len(key(text)))
    assert [text for text in texts if not print_.take(text)] == []
    for words in sorted(chart_words(book.book, name), key=lambda text: -len(key(text))):
        print_.take(words)
    left = [words for words in print_.left if not re.fullmatch(r"[\d.,]+", words)]
    assert left == []


def own_texts(summary: Summary) -> dict[str, list[str]]:
    """What the plan and the departments wrote, by kind: each must be printed whole in the report."""
    plan, scores = summary.plan, summary.scores
    told = {name: scores[name].dropna().tolist() for name in ("narrative", "obstacle", "suggestion")}
    return told | {
        "criterion": plan.rubric.loc[plan.rubric["criterion"] != "-", "criterion"].tolist(),
        "evidence": summary.level_results["evidence"].dropna().tolist(),
        "project": plan.projects["name"].tolist(),
        "kpi": plan.kpis["name"].tolist(),
        "issue": plan.issues["name"].tolist(),
        "department": plan.departments["name"].tolist(),
        "opening": plan.opening["text"].tolist(),
        "alignment": plan.alignment["name"].tolist(),
    }


HOW_MANY = {"narrative": 11, "obstacle": 3, "suggestion": 0, "criterion": 55, "evidence": 5, "project": 11, "kpi": 11}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", own_texts(shipped()))
def test_every_text_of_the_plan_and_the_departments_is_printed_whole(printed, lang, kind):
    book = printed[lang]
    texts = own_texts(book.summary)[kind]
    assert len(texts) == HOW_MANY.get(kind, len(texts))
    print_ = Print.of([page for name in report_sheets(book.book, book.summary) for page in book.sheets[name]])
    assert [text for text in texts if not print_.take(text)] == []


def test_a_figure_that_is_not_printed_would_be_missed(printed):
    name = printed["th"].book.name("budget")
    print_ = Print.of(printed["th"].sheets[name])
    assert print_.take("๒๒๙,๓๓๙,๑๐๐")
    assert not print_.take("๒๒๙,๓๓๙,๑๐๐")
    assert not print_.take("๒๙,๓๓๙,๑๐๐")


# --- pages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_sheet_has_as_many_pages_as_it_should(printed, lang):
    book = printed[lang]
    names = report_sheets(book.book, book.summary)
    assert dict(zip(names, PAGES.values(), strict=True)) == {name: len(book.sheets[name]) for name in names}


def test_the_sheets_are_those_that_are_counted():
    parts = [part.id for part in PARTS if part.when(shipped())]
    assert [name for name in PAGES if not name.isdigit()] == parts


@pytest.mark.parametrize("name", [*LANGUAGES, "nasty"])
def test_no_page_is_blank_or_stray(printed, name):
    book = printed[name]
    running = [len(key("".join(running_lines(book.book, book.summary, sheet, 1, 1)))) for sheet in book.book.sheetnames]
    sparse = [n for n, page in enumerate(book.pages, start=1) if len(key(page)) < min(running) + LEAST]
    assert sparse == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_figure_is_too_wide_and_no_formula_fails(printed, name):
    assert [page for page in printed[name].pages if BROKEN.search(page)] == []


# --- long and foreign texts


def printed_part(printed: dict[str, Printed]) -> Print:
    """The pages of the nasty projects."""
    name = nasty_book().sheetnames[FIRST_OF_PROJECTS]
    return Print.of(printed["nasty"].sheets[name])


@cache
def told(kpi: str) -> list[str]:
    """The parts of a KPI's narrative on its project's page: the cells beside its name, and beside “(continued)”."""
    rows = list(nasty_book().values.worksheets[FIRST_OF_PROJECTS].iter_rows())
    code = thai.to_thai(kpi)
    heading = next(at for at, row in enumerate(rows) if str(row[0].value).startswith(f"{code}  "))
    first = next(at for at, row in enumerate(rows) if at > heading and row[1].value and row[3].value) + 1
    more = [row[3].value for row in rows if row[0].value == f"{code} (ต่อ)"]
    return [text for text in [rows[first][3].value, *more] if text]


def test_a_narrative_as_long_as_a_cell_goes_on_over_rows_that_are_the_text():
    parts = told(LONGEST_KPI)
    assert len(LONGEST) == FULL
    assert len(parts) > 40
    assert "".join(parts) == LONGEST


def test_each_part_of_the_longest_narrative_is_printed_whole(printed):
    print_ = printed_part(printed)
    assert [part for part in told(LONGEST_KPI) if not print_.take(part)] == []


# Letters that run from right to left, and those that another font has, stand in a PDF in another order than in the text.
IN_ANOTHER_ORDER = ("right to left", "emoji", "controls", "nothing to see")


@pytest.mark.parametrize("kind", IN_ANOTHER_ORDER[:2])
def test_every_word_from_right_to_left_and_every_picture_is_printed(printed, kind):
    (text,) = told(CODES[kind])
    words = Counter(key(word) for page in printed["nasty"].pages for word in page.split())
    assert thai.clean(NASTY[kind]) == text
    assert [word for word in text.split() if words[key(word)] < 4] == []


@pytest.mark.parametrize("kind", [kind for kind in SHORT if kind not in IN_ANOTHER_ORDER])
def test_a_text_that_looks_like_something_else_is_printed_as_it_is(printed, kind):
    print_ = printed_part(printed)
    # Name, KPI twice, unit-less criteria, evidence, narrative, obstacle with its suggestion: nine times at least.
    (text,) = told(CODES[kind])
    assert text == thai.clean(NASTY[kind])
    assert all(print_.take(text) for _ in range(9))
