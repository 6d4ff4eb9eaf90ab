"""The rules for the cells of an xlsx sheet, and what stands in those that only read as empty."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import NamedTuple

from pipeline.intake.addresses import column_of, letters_of
from pipeline.intake.limits import Limits, hold, refuse
from pipeline.intake.markup import Attributes, scan
from pipeline.intake.verdict import Reason

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_ROW = re.compile(r"[1-9][0-9]{0,6}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?", re.ASCII)
# Excel writes characters that XML cannot hold in seven; they count as one.
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")


class Look(NamedTuple):
    """What a sheet holds: stored cells, the grid from A1 to the last filled one, cells under merges or links, levels of
    XML, `sheetData` elements, and why cells only read as empty."""

    cells: int
    grid: int
    covered: int
    depth: int
    tables: int
    unread: Mapping[str, Reason]


def look(data: bytes, limits: Limits) -> Look:
    """Read a sheet from its first cell to its last. Raises Refused: what XML may not be; too many cells, merges or
    characters; references that are none, out of order or there twice; numbers that are none or not finite."""
    sheet = _Sheet(limits)
    depth = scan(data, limits, sheet.opened, sheet.closed, sheet.said)
    grid = sheet.last_row * sheet.last_column
    return Look(sheet.cells, grid, sheet.covered, depth, sheet.tables, sheet.unread)


def characters(text: str, limits: Limits) -> int:
    """How many characters a cell's text has, when that is not too many."""
    count = len(text)
    if count > limits.cell_characters:
        count = len(_ESCAPED.sub("_", text))
        hold(limits, "cell_characters", count)
    return count


class _Sheet:
    """A sheet while it is being read; `row` and `column` are those of the last row and cell, counted from 1."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = self.covered = self.tables = 0
        self.last_row = self.last_column = 0
        self.unread: dict[str, Reason] = {}
        self.reasons: dict[Reason, Reason] = {}
        self.row = self.column = 0
        self.in_table = self.in_row = self.in_cell = False
        self.kind = ""
        self.texts: dict[str, list[str]] = {}
        self.piece: list[str] | None = None

    def opened(self, name: str, attributes: Attributes) -> None:
        """A start tag."""
        if name == "c":
            self._cell_opens(attributes)
        elif self.in_cell:
            if name in ("v", "f", "t"):
                self._text_opens(name)
        elif name == "row":
            self._row_opens(attributes)
        elif name == "sheetData":
            self.tables += 1
            self.in_table = True
            if self.tables > 1:
                refuse("FILE_SUSPICIOUS", "two tables of cells")
        elif name in ("mergeCell", "hyperlink"):
            self._covers(attributes.get("ref", ""))

    def said(self, text: str) -> None:
        """Text between tags."""
        if self.piece is not None:
            self.piece.append(text)

    def closed(self, name: str) -> None:
        """An end tag."""
        if name in ("v", "f", "t"):
            self.piece = None
        elif name == "c" and self.in_cell:
            self.in_cell = False
            self._cell_closes({name: "".join(pieces) for name, pieces in self.texts.items()})
        elif name == "row":
            self.in_row = False
        elif name == "sheetData":
            self.in_table = False

    def _row_opens(self, attributes: Attributes) -> None:
        number = attributes.get("r", str(self.row + 1))
        row = int(number) if _ROW.fullmatch(number) else 0
        if not self.in_table or self.in_row or not self.row < row <= LAST_ROW:
            refuse("FILE_SUSPICIOUS", f"row {number} after row {self.row}")
        self.in_row, self.row, self.column = True, row, 0

    def _cell_opens(self, attributes: Attributes) -> None:
        self.cells += 1
        hold(self.limits, "cells", self.cells)
        last, column = self.column, self.column + 1
        address = attributes.get("r")
        if address is not None:
            place = _ADDRESS.fullmatch(address)
            column = column_of(place[1]) if place and int(place[2]) == self.row else 0
        if not self.in_row or self.in_cell or not last < column <= LAST_COLUMN:
            refuse("FILE_SUSPICIOUS", f"cell {address} after {letters_of(last) or 'row '}{self.row}")
        self.in_cell, self.column, self.kind = True, column, attributes.get("t", "n")
        self.texts = {}

    def _text_opens(self, name: str) -> None:
        if name != "t" and name in self.texts:
            refuse("FILE_SUSPICIOUS", f"two contents in {self._address()}")
        self.piece = self.texts.setdefault(name, [])

    def _cell_closes(self, texts: Mapping[str, str]) -> None:
        for text in texts.values():
            characters(text, self.limits)
        value = texts.get("v", "")
        if self.kind == "n" and value and not _is_finite(value):
            refuse("FILE_SUSPICIOUS", f"{value[:40]} in {self._address()}")
        if texts:
            self.last_row, self.last_column = self.row, max(self.last_column, self.column)
            self._explain(texts, value)

    def _explain(self, texts: Mapping[str, str], value: str) -> None:
        """Say why a cell reads as empty; a formula whose result is an empty text is empty."""
        if self.kind == "e":
            reason = Reason("ERROR_VALUE", value or "#")
        elif "f" in texts and not value and not (self.kind == "str" and "v" in texts):
            reason = Reason("FORMULA_NOT_CALCULATED", f"={texts['f'] or '…'}")
        else:
            return
        self.unread[self._address()] = self.reasons.setdefault(reason, reason)

    def _covers(self, reference: str) -> None:
        first, _, last = reference.replace("$", "").partition(":")
        places = [_ADDRESS.fullmatch(corner) for corner in (first, last or first)]
        if not places[0] or not places[1]:
            refuse("FILE_SUSPICIOUS", f"reference {reference[:40]}")
        columns = abs(column_of(places[1][1]) - column_of(places[0][1])) + 1
        self.covered += columns * (abs(int(places[1][2]) - int(places[0][2])) + 1)
        hold(self.limits, "covered", self.covered)

    def _address(self) -> str:
        return f"{letters_of(self.column)}{self.row}"


def _is_finite(number: str) -> bool:
    number = number.strip(" \t\r\n")
    return not number or (_NUMBER.fullmatch(number) is not None and math.isfinite(float(number)))
