"""Looks again, with openpyxl, at cells that came back empty, to say why: python-calamine gives '' for an error value."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Collection
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

import openpyxl

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

Place = tuple[str, str]


class Reason(NamedTuple):
    """Why a cell reads as empty: the rule it breaks, and what stands in it."""

    rule: str
    found: str


def reasons(data: bytes, places: Collection[Place]) -> dict[Place, Reason]:
    """Of these (sheet, cell) of an xlsx file, those that are not empty at all, each with the reason.

    A file that is no xlsx, or holds neither error nor formula at these places, is not opened a second time.
    """
    if not places or not zipfile.is_zipfile(BytesIO(data)):
        return {}
    with zipfile.ZipFile(BytesIO(data)) as package:
        suspects = _suspects(package, places)
    return _looked_at(data, suspects) if suspects else {}


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the member of an xlsx package that holds it; empty where the package is no such workbook."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(package.namelist()):
        return {}
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = ElementTree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    found = {sheet.get("name", ""): targets.get(sheet.get(_LINK), "") for sheet in sheets}
    return {name: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for name, target in found.items()}


def _suspects(package: zipfile.ZipFile, places: Collection[Place]) -> list[Place]:
    """The places where an error value or a formula stands: a fast look at the sheets' XML."""
    found = []
    for name, part in sheet_parts(package).items():
        cells = sorted(cell for sheet, cell in places if sheet == name)
        if cells and part in package.namelist():
            telling = re.compile(rb'<c r="(%s)"(?:[^>]* t="e"|[^>]*>\s*<f)' % "|".join(cells).encode())
            found += [(name, cell.decode()) for cell in telling.findall(package.read(part))]
    return found


def _looked_at(data: bytes, places: Collection[Place]) -> dict[Place, Reason]:
    with warnings.catch_warnings():
        # openpyxl tells what it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        formulas = openpyxl.load_workbook(BytesIO(data))
        values = openpyxl.load_workbook(BytesIO(data), data_only=True)
    found = {}
    for sheet, cell in places:
        written, shown = formulas[sheet][cell].value, values[sheet][cell].value
        if isinstance(shown, str) and shown.startswith("#"):
            found[sheet, cell] = Reason("ERROR_VALUE", shown)
        elif isinstance(written, str) and written.startswith("=") and shown is None:
            found[sheet, cell] = Reason("FORMULA_NOT_CALCULATED", written)
    return found
