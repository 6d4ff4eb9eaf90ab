"""Rows that grow while people type.

xlsxwriter marks every height as the user's own (`customHeight`), and a row so marked keeps its height whatever is
typed into it. With the height alone the row is as high as it was drawn, and still grows.
"""

from __future__ import annotations

from collections.abc import Collection

from xlsxwriter.worksheet import Worksheet

Attributes = list[tuple[str, object]]


def let_grow(sheet: Worksheet, rows: Collection[int]) -> None:
    """Let these rows of a sheet (counted from 0) grow beyond the height that they are given."""
    numbers = {row + 1 for row in rows}
    start_tag = sheet._xml_start_tag_unencoded

    def without_mark(tag: str, attributes: Attributes) -> None:
        if tag == "row" and dict(attributes)["r"] in numbers:
            attributes = [(name, value) for name, value in attributes if name != "customHeight"]
        start_tag(tag, attributes)

    sheet._xml_start_tag_unencoded = without_mark
