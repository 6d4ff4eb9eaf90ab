"""Looks again, with openpyxl, at cells that came back empty, to say why: python-calamine gives '' for an error value."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from io import BytesIO
from typing import NamedTuple

import openpyxl

class Reason(NamedTuple):
    """Why a cell reads as empty: the rule it breaks, and what stands in it."""

    rule: str
    found: str


def reasons(data: bytes, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], Reason]:
    """Of these (sheet, cell) of an xlsx file, those that are not empty at all, each with the reason.

    A file that is no xlsx, or holds neither error nor formula at these addresses, is not opened a second time.
    """
    if not places or not _worth_opening(data, {cell for _, cell in places}):
        return {}
    formulas = openpyxl.load_workbook(BytesIO(data))
    values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    found = {}
    for sheet, cell in places:
        if sheet not in formulas.sheetnames:
            continue
        written, shown = formulas[sheet][cell].value, values[sheet][cell].value
        if isinstance(shown, str) and shown.startswith("#"):
            found[sheet, cell] = Reason("ERROR_VALUE", shown)
        elif isinstance(written, str) and written.startswith("=") and shown is None:
            found[sheet, cell] = Reason("FORMULA_NOT_CALCULATED", written)
    return found


def _worth_opening(data: bytes, cells: Collection[str]) -> bool:
    if not zipfile.is_zipfile(BytesIO(data)):
        return False
    # An error value, or a formula, at one of the addresses on any sheet.
    telling = re.compile(rb'<c r="(?:%s)"(?:[^>]* t="e"|[^>]*>\s*<f)' % "|".join(sorted(cells)).encode())
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(telling.search(package.read(part)) for part in parts)
