"""Formulas that are the same in every row, written once for a column as Excel itself writes what is filled down.

xlsxwriter writes each formula out; on the hidden sheet of a form that alone would be a tenth of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from pipeline.drawing.sheet import FormulaElement, Sheet
from pipeline.forms.layout import Place
from pipeline.intake.addresses import address

# Stands for the number of a formula's own row. No formula has it.
_ROW = "\0"


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
    columns: dict[int, dict[str, list[Place]]] = {}
    for row, col in sorted(formulas):
        alike, formula = columns.setdefault(col, {}), formulas[row, col]
        number = str(row + 1)
        # Most are like one above, which is seen sooner than what in them is a reference.
        known = (relative for relative in alike if relative.replace(_ROW, number) == formula)
        alike.setdefault(next(known, None) or _relative(formula, number), []).append((row, col))
    return sorted(own for alike in columns.values() for own in alike.values() if len(own) > 1)


def _relative(formula: str, number: str) -> str:
    """A formula with a sign for the number of its own row where that follows the letters of a column of this sheet."""
    letters = "|".join(f"(?<=[^$A-Z!]{column}{number})" for column in ("[A-Z]", "[A-Z][A-Z]"))
    return re.sub(rf"{number}(?![0-9])(?:{letters})", _ROW, f"={formula}").removeprefix("=")
