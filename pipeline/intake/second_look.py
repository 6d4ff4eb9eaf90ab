"""Looks again, with openpyxl, at cells that came back empty, to say why: python-calamine gives '' for an error value."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from io import BytesIO
from typing import NamedTuple

import openpyxl

_ERROR_CELL = re.compile(rb'<c [^>]*t="e"')
# A formula whose result is an empty text (t="str") was calculated; one without any result was not.
_UNCALCULATED = re.compile(rb'<c (?![^>]*t="str")[^>]*><f[^>]*>[^<]*</f>(?:<v\s*/>|<v></v>|</c>)')


class Reason(NamedTuple):
    """Why a cell reads as empty: the rule it breaks, and what stands in it."""

    rule: str
    found: str


def reasons(data: bytes, places: Collection[tuple[str, str]]) -> dict[tuple[str, str], Reason]:
    """Of these (sheet, cell) of an xlsx file, those that are not empty at all, each with the reason.

    A file that is no xlsx, or holds neither error values nor uncalculated formulas, is not opened a second time.
    """
    if not places or not _worth_opening(data):
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


def _worth_opening(data: bytes) -> bool:
    if not zipfile.is_zipfile(BytesIO(data)):
        return False
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(_ERROR_CELL.search(xml) or _UNCALCULATED.search(xml) for xml in map(package.read, parts))
