"""The sheets of detail as LibreOffice prints and recalculates them: every text whole, every figure as it was."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from report.overview_support import differing, recalculated
from support.clients import converted, needs_libreoffice, needs_poppler
from support.drawn import DETAIL, Drawn, drawn_seed
from support.zoo import drawn_texts, drawn_zoo

# White space, and marks above and below: a PDF has them in another order than the text.
_LOOSE = re.compile("[\\s\u200b\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_SARA_AM = ("\u0e33", "\u0e32")


def bare(text: str) -> str:
    """A text as it can be compared with what a PDF gives back."""
    return _LOOSE.sub("", text.replace(*_SARA_AM))


@pytest.fixture(scope="module")
def books() -> dict[str, Drawn]:
    return {"seed": drawn_seed(), "texts": drawn_texts()}


@pytest.fixture(scope="module")
def printed(books, tmp_path_factory) -> dict[str, list[str]]:
    """Book → the bare text of each of its printed pages."""
    folder = tmp_path_factory.mktemp("print")
    for name, drawn in books.items():
        (folder / f"{name}.xlsx").write_bytes(drawn.data)
    made = converted([folder / f"{name}.xlsx" for name in books], "pdf", folder / "pdf")
    return {name: [bare(page) for page in pages(path)] for name, path in made.items()}


def pages(path: Path) -> list[str]:
    """The text of each page, line by line within each cell."""
    done = subprocess.run(["pdftotext", "-raw", str(path), "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8").split("\f")[:-1]


def of_sheet(drawn: Drawn, printed: list[str], id_: str) -> list[str]:
    """The printed pages of a sheet, known by their header and footer."""
    settings = drawn.summary.plan.settings
    header = bare(f"{settings.organisation}{drawn.canvas.pages[id_].name}{settings.plan_name}")
    return [page for page in printed if page.startswith(header)]


@needs_libreoffice
@needs_poppler
@pytest.mark.parametrize("field", ["narrative", "obstacle"])
def test_every_text_of_the_example_is_printed_whole(books, printed, field):
    drawn = books["seed"]
    scores = drawn.summary.scores.dropna(subset=[field])
    assert len(scores) == {"narrative": 11, "obstacle": 3}[field]
    for issue, text in zip(scores["issue"], scores[field], strict=True):
        assert bare(text) in "".join(of_sheet(drawn, printed["seed"], f"issue:{issue}"))


@needs_libreoffice
@needs_poppler
def test_every_project_of_the_example_is_one_printed_page(books, printed):
    drawn = books["seed"]
    for issue, projects in drawn.summary.plan.projects.groupby("issue"):
        shown = of_sheet(drawn, printed["seed"], f"issue:{issue}")
        assert len(shown) == len(projects)
        for page, project in zip(shown, projects.to_dict("records"), strict=True):
            assert bare(f"{drawn.figures.digits(project['code'])} {project['name']}") in page


@needs_libreoffice
@needs_poppler
@pytest.mark.parametrize("field", ["narrative", "obstacle", "suggestion"])
def test_every_line_of_8000_characters_is_printed(books, printed, field):
    drawn = books["texts"]
    row = drawn.summary.scores.set_index("kpi").loc["1.41"]
    shown = "".join(of_sheet(drawn, printed["texts"], "issue:1"))
    words = [word for word in map(bare, row[field].split()) if word]
    assert len(words) > 300
    for mark in (f"<{field}", f"{field}>"):
        assert mark in shown
    assert all(shown.count(bare(word)) >= words.count(bare(word)) for word in set(words) if len(word) < 40)


@needs_libreoffice
@needs_poppler
@pytest.mark.parametrize("name", ["seed", "texts"])
def test_no_figure_is_too_wide_for_its_column(printed, name):
    assert not [number for number, page in enumerate(printed[name], start=1) if "###" in page]


@needs_libreoffice
@needs_poppler
def test_the_obstacles_of_the_example_stand_whole_on_their_sheet(books, printed):
    drawn = books["seed"]
    (page,) = of_sheet(drawn, printed["seed"], "obstacles")
    for text in drawn.summary.scores["obstacle"].dropna():
        assert bare(text) in page


@needs_libreoffice
@needs_poppler
def test_findings_are_printed_whole(books, printed):
    drawn = books["texts"]
    shown = "".join(of_sheet(drawn, printed["texts"], "findings"))
    for text in drawn.texts("findings"):
        assert bare(text) in shown, text


@needs_libreoffice
def test_recalculation_changes_no_value_and_makes_no_error(tmp_path):
    files = {"zoo": drawn_zoo().data}
    after = recalculated(files, tmp_path)
    for name, data in files.items():
        assert differing(data, after[name]) == []


def test_every_sheet_of_detail_is_among_those_that_are_printed(books):
    drawn = books["seed"]
    for id_ in (*drawn.issue_ids, *DETAIL):
        assert drawn.sheet(id_).sheet_state == "visible"
        assert drawn.sheet(id_).page_setup.paperSize == 9
