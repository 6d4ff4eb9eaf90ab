"""Tables whose cells span several columns: the pages of the projects, and sheets that hold more than one table."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import NamedTuple

from pipeline.drawing.page import Page
from schemas.fields import Text


class Column(NamedTuple):
    """A column of a table that stands on its sheet's own columns: its id, title and width."""

    id: str
    title: Text
    width: float


class Span(NamedTuple):
    """Columns side by side that make one cell."""

    first: int
    last: int


def cell(page: Page, row: int, span: Span, text: str, role: str) -> None:
    """A text over the columns of a span."""
    if span.last > span.first:
        page.area(row, span.first, row, span.last, role)
    page.text(row, span.first, text, role)


def cells(page: Page, row: int, texts: Mapping[Span, tuple[str, str]], least: float = 0) -> None:
    """Texts with their roles, side by side, in a row as high as they need."""
    for span, (text, role) in texts.items():
        cell(page, row, span, text, role)
    page.fit(row, texts, least)


def high(page: Page, texts: Mapping[Span, tuple[str, str]], least: float = 0) -> float:
    """The points of a row of such texts."""
    return max([least, *(page.needs(span, text, role) for span, (text, role) in texts.items())])


def in_rows(page: Page, texts: Mapping[Span, tuple[str, str]], one_row: int, most: int) -> list[dict[Span, str]]:
    """Texts row by row: all in one where none has more than `one_row` lines, else cut into at most `most` lines each."""
    if max(page.lines(span, text, role) for span, (text, role) in texts.items()) <= one_row:
        return [{span: text for span, (text, _) in texts.items()}]
    parts = [page.parts(span, text, role, most) for span, (text, role) in texts.items()]
    return [dict(zip(texts, row, strict=True)) for row in zip_longest(*parts, fillvalue="")]


def sentence(page: Page, row: int, words: str) -> None:
    """A sentence in place of a table that would be empty."""
    page.text(row, 0, words, "plain")
    page.high(row, 26)


def head(page: Page, row: int, titles: Mapping[Span, str]) -> None:
    """The header of a table."""
    cells(page, row, {span: (title, "head") for span, title in titles.items()}, least=26)
