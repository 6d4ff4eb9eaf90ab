"""Formulas that are the same in every row, written once for a column as Excel itself writes what is filled down.

xlsxwriter writes each formula out; on the hidden sheet of a form that alone would be a tenth of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from pipeline.forms.layout import Place
from pipeline.intake.addresses import address

_REFERENCE = re.compile(r"(?<![$A-Z!])([A-Z]{1,2})([0-9]+)")
Attributes = list[tuple[str, object]]


class _Group(NamedTuple):
    """Cells of a column with one formula: its number, and the first and the last of them."""

    number: int
    first: str
    last: str


def share(sheet: Worksheet, formulas: Mapping[Place, str]) -> None:
    """Write these formulas of a sheet as shared ones: their references are to cells of their own row, or absolute."""
    groups = _groups(formulas)
    written = sheet._xml_formula_element

    def shared(formula: str, result: object, attributes: Attributes) -> None:
        cell = str(dict(attributes)["r"])
        if cell not in groups:
            written(formula, result, attributes)
            return
        number, first, last = groups[cell]
        own = "".join(f' {name}="{sheet._escape_attributes(value)}"' for name, value in attributes)
        told = f'<f t="shared" ref="{first}:{last}" si="{number}">{sheet._escape_data(formula)}</f>'
        told = told if cell == first else f'<f t="shared" si="{number}"/>'
        sheet.fh.write(f"<c{own}>{told}<v>{sheet._escape_data(result)}</v></c>")

    sheet._xml_formula_element = shared


def _groups(formulas: Mapping[Place, str]) -> dict[str, _Group]:
    """Cell → its group; a formula that stands alone has none."""
    rows: dict[tuple[int, str], list[int]] = {}
    for (row, col), formula in sorted(formulas.items()):
        rows.setdefault((col, _relative(formula, row)), []).append(row)
    several = [(col, own) for (col, _), own in rows.items() if len(own) > 1]
    return {
        address(row, col): _Group(number, address(own[0], col), address(own[-1], col))
        for number, (col, own) in enumerate(several)
        for row in own
    }


def _relative(formula: str, row: int) -> str:
    """A formula without the number of its own row in its references."""
    own = str(row + 1)
    return _REFERENCE.sub(lambda found: f"{found[1]}#" if found[2] == own else found[0], formula)
