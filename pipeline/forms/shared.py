"""Formulas that are the same in every row, written once for a column as Excel itself writes what is filled down.

xlsxwriter writes each formula out; on the hidden sheet of a form that alone would be a tenth of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from xml.sax.saxutils import escape

from pipeline.drawing.sheet import FormulaElement, Sheet
from pipeline.forms.layout import Place
from pipeline.intake.addresses import address


def share(sheet: Sheet, formulas: Mapping[Place, str]) -> None:
    """Write these formulas of a sheet as shared ones: their references are to cells of their own row, or absolute."""
    for number, own in enumerate(_groups(formulas)):
        (first, col), (last, _) = own[0], own[-1]
        told = f'ref="{address(first, col)}:{address(last, col)}" si="{number}">{escape(formulas[first, col])}</f>'
        for row, _ in own:
            cell = sheet.table[row][col]
            element = f'<f t="shared" {told}' if row == first else f'<f t="shared" si="{number}"/>'
            sheet.table[row][col] = FormulaElement(element, cell.format, cell.value)


def _groups(formulas: Mapping[Place, str]) -> list[list[Place]]:
    """The cells of a column that have one formula, from the first to the last; a formula that stands alone is in none."""
    places: dict[tuple[int, str], list[Place]] = {}
    for row, col in sorted(formulas):
        places.setdefault((col, _relative(formulas[row, col], row)), []).append((row, col))
    return [own for own in places.values() if len(own) > 1]


def _relative(formula: str, row: int) -> str:
    """A formula without the number of its own row in its references."""
    return _own_row(row).sub("#", f"={formula}")


@cache
def _own_row(row: int) -> re.Pattern[str]:
    """Finds the number of a row where it follows the letters of a column of this sheet."""
    number = str(row + 1)
    letters = "|".join(f"(?<=[^$A-Z!]{column}{number})" for column in ("[A-Z]", "[A-Z][A-Z]"))
    return re.compile(rf"{number}(?![0-9])(?:{letters})")
