"""The rules for an OpenDocument spreadsheet: nothing in it acts by itself, and no cell stands for a million others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.intake.limits import Limits, damaged, hold, refuse
from pipeline.intake.markup import Attributes, elements, scan
from pipeline.intake.verdict import Remark

_MANIFEST, _CONTENT = "META-INF/manifest.xml", "content.xml"
_NO_ELEMENTS: frozenset[str] = frozenset()
# LibreOffice lists its libraries of macros in these, also when there are none.
_LISTS = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
_CELLS = ("table-cell", "covered-table-cell")
_TABLE = {"table", "table-row", *_CELLS}
_DDE = frozenset({"dde-source", "dde-link"})
_LINKS = frozenset({"table-source", "cell-range-source"})


def spreadsheet_told(members: Mapping[str, bytes], limits: Limits) -> tuple[Remark, ...]:
    """What is to be said of a spreadsheet. Raises Refused: encrypted, parts missing, macros, or more than the limits."""
    if _CONTENT not in members:
        damaged(_CONTENT)
    if _MANIFEST in members and elements(members[_MANIFEST], frozenset({"encryption-data"}), limits):
        refuse("FILE_ENCRYPTED", kind="encrypted")
    for name in members:
        if name.startswith(("Basic/", "Scripts/")) and not name.endswith(("/", *_LISTS)):
            refuse("FILE_HAS_MACROS", name)
        # Parts that LibreOffice does not need are there, and empty.
        if name.endswith((".xml", ".rdf")) and name != _CONTENT and members[name]:
            elements(members[name], _NO_ELEMENTS, limits)
    tables = _Tables(limits)
    scan(members[_CONTENT], limits, tables.opened, tables.closed, tables.said)
    tables.hold()
    if not tables.sheets:
        damaged(_CONTENT)
    return tuple(_remarks(tables))


def _remarks(tables: _Tables) -> Iterator[Remark]:
    yield Remark("FILE_OLD_FORMAT", "ods")
    if tables.links:
        yield Remark("FILE_HAS_LINKS", f"{tables.links}")


class _Tables:
    """The tables while they are being read; a cell or row that is repeated counts as often as it is."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = self.grid = self.text = self.links = self.sheets = 0
        self.row = self.row_times = self.column = self.times = 0
        self.filled_row = self.filled_column = self.row_filled = 0
        self.in_cell = self.filled = False
        self.length = 0

    def opened(self, name: str, attributes: Attributes) -> None:
        """A start tag."""
        if name in _TABLE:
            self._table_opens(name, {key.rpartition(":")[2]: value for key, value in attributes.items()})
        elif name in _DDE:
            refuse("FILE_HAS_MACROS", "DDE")
        elif name in _LINKS:
            self.links += 1

    def _table_opens(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self.sheets += 1
            hold(self.limits, "sheets", self.sheets)
            self.row = self.filled_row = self.filled_column = 0
        elif name == "table-row":
            self.row_times = _times(attributes, "number-rows-repeated")
            self.column = self.row_filled = 0
        else:
            self.in_cell, self.length = True, 0
            self.times = _times(attributes, "number-columns-repeated")
            self.filled = "value-type" in attributes or "formula" in attributes

    def said(self, text: str) -> None:
        """Text between tags."""
        if self.in_cell and text.strip():
            self.filled = True
            self.length += len(text)

    def closed(self, name: str) -> None:
        """An end tag."""
        if name in _CELLS:
            self._cell_closes()
        elif name == "table-row":
            self.row += self.row_times
            self.cells += self.row_filled * self.row_times
            self.filled_row = self.row if self.row_filled else self.filled_row
            hold(self.limits, "cells", self.cells)
        elif name == "table":
            self.grid += self.filled_row * self.filled_column

    def hold(self) -> None:
        """Hold all tables together against the limits."""
        hold(self.limits, "grid", self.grid)
        if self.grid > self.limits.sparse * self.cells:
            hold(self.limits, "sparse_grid", self.grid)

    def _cell_closes(self) -> None:
        self.in_cell = False
        self.column += self.times
        if not self.filled:
            return
        self.row_filled += self.times
        self.filled_column = max(self.filled_column, self.column)
        self.text += self.length * self.times * self.row_times
        hold(self.limits, "cell_characters", self.length)
        hold(self.limits, "text", self.text)


def _times(attributes: Attributes, name: str) -> int:
    """How often a row or cell stands there."""
    times = attributes.get(name, "1")
    if not (times.isascii() and times.isdecimal() and 0 < int(times[:9]) <= 2**22 and len(times) <= 9):
        refuse("FILE_SUSPICIOUS", f"{name} {times[:20]}")
    return int(times)
