"""Pictures of the summary's sheets, one of each, and the page that shows them in order: `docs/look/`.

Those of the shipped example, then what the example has no need of: English, 400 projects, and the longest page.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from docs.rendering import pages, picture, printed
from examples import many
from pipeline import recipe
from pipeline.consolidation.summary import Summary
from pipeline.drawing.figures import Figures
from pipeline.report.canvas import issue_page
from pipeline.report.data import data_sheets
from pipeline.report.workbook import ISSUE_PAGES, PARTS, PROJECT_PAGES_AFTER, write_summary
from schemas.fields import Text

FOLDER = Path(__file__).parent / "look"
PAGE = "README.md"
_INPUTS = Path(__file__).parents[1] / "inputs"
_DOTS_PER_INCH = 60
_THAI, _ENGLISH = Figures("th", "thai"), Figures("en", "arabic")
_LARGE = 400
_ISSUE = Text("ผลรายโครงการ: {}", "Results by project: {}")
_HEAD = """# The summary, sheet by sheet

What `pipeline consolidate` writes of the shipped example, as LibreOffice prints it; of each sheet the first page.
`python -m docs.pictures` draws these pictures anew.
"""


class Shown(NamedTuple):
    """A picture: its file's stem, the workbook, the sheet's name, which of the sheet's pages, and what is to be seen."""

    stem: str
    workbook: str
    sheet: str
    page: int
    words: str


@cache
def example(lang: str) -> Summary:
    """The summary of the shipped inputs."""
    summary = recipe.check(_INPUTS, lang).summary
    assert summary is not None, "the shipped inputs have a plan"
    return summary


def shown() -> list[Shown]:
    """Every picture in order."""
    large, issue = f"{_LARGE} projects", ISSUE_PAGES.th.format(code="๓")
    return [
        *_sheets(example("th")),
        Shown("executive-english", "english", "Executive", 0, "The executive page in English"),
        Shown("executive-large", "large", "ภาพรวม", 0, f"ภาพรวมของ {_LARGE} โครงการ · The executive page of {large}"),
        Shown("longest-project", "example", issue, 2, "หน้าโครงการที่ยาวที่สุด · The longest page of a project"),
    ]


def _sheets(summary: Summary) -> Iterator[Shown]:
    """A picture of each sheet of the example that a reader sees."""
    for part in (part for part in PARTS if part.when(summary)):
        yield Shown(part.id.replace("_", "-"), "example", part.name.th, 0, _both(part.about))
        if part.id == PROJECT_PAGES_AFTER:
            for code, name in summary.plan.issues[["code", "name"]].to_numpy():
                sheet = ISSUE_PAGES.th.format(code=_THAI.digits(code))
                words = Text(*(text.format(name) for text in _ISSUE))
                yield Shown(issue_page(code).replace(":", "-"), "example", sheet, 0, _both(words))
    for sheet in data_sheets(summary, "th"):
        if not sheet.hidden:
            yield Shown(f"data-{sheet.table.id.replace('_', '-')}", "example", sheet.name, 0, _both(sheet.table.help))


def _both(words: Text) -> str:
    return f"{words.th} · {words.en}"


def page(listed: list[Shown]) -> str:
    """The page that shows the pictures."""
    parts = [f"## {one.sheet}\n\n{one.words}\n\n![{one.words}]({one.stem}.png)\n" for one in listed]
    return "\n".join([_HEAD, *parts])


def workbooks() -> dict[str, bytes]:
    """Name → the summary of the example, of the example in English, and of a large ministry."""
    plan = example("th").plan
    # Without a page a project, which takes long to print.
    large = many.ministry(replace(plan, settings=replace(plan.settings, pages_at_most=1)), _LARGE).summary()
    return {
        "example": write_summary(example("th"), _THAI),
        "english": write_summary(example("en"), _ENGLISH),
        "large": write_summary(large, _THAI),
    }


def draw(folder: Path) -> None:
    """Write every picture and the page that shows them into `folder`, and nothing else is left there."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    listed = shown()
    with tempfile.TemporaryDirectory() as scratch:
        pdfs = printed(workbooks(), Path(scratch))
        texts = {name: pages(pdf) for name, pdf in pdfs.items()}
        for one in listed:
            picture(pdfs[one.workbook], _number(texts[one.workbook], one), folder / one.stem, _DOTS_PER_INCH)
    (folder / PAGE).write_text(page(listed), "utf-8")


def _number(texts: list[str], one: Shown) -> int:
    """The number of a sheet's page in its print: the running line at its head ends with the sheet's name."""
    own = [number for number, text in enumerate(texts, start=1) if text.partition("\n")[0].endswith(f" {one.sheet}")]
    return own[one.page]
