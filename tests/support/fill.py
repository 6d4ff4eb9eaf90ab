"""Fills a form as a person would: finds each cell by its key, types into it, and leaves everything else as it was.

The sheets' XML is edited in place, so that styles, checks and formulas stay exactly as the form's writer made them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from support.reading import keyed_of, sheets_in

_EXCEL_DAY_0 = date(1899, 12, 30)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def fill(form: bytes, answers: Mapping[str, object]) -> bytes:
    """The form with these answers typed in: entry key → text, number or date; None empties a cell.

    Raises KeyError for a key that the form does not have.
    """
    sheets = sheets_in(form)
    places = {cell["key"]: (cell["sheet"], cell["cell"]) for cell in keyed_of(sheets).to_dict("records")}
    typed: dict[str, dict[str, object]] = {}
    for key, value in answers.items():
        sheet, cell = places[key]
        typed.setdefault(sheet, {})[cell] = value
    return _edited(form, typed)


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the member of an xlsx package that holds it."""
    links = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = ElementTree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    found = {sheet.get("name", ""): targets.get(sheet.get(_LINK), "") for sheet in sheets}
    return {name: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for name, target in found.items()}


def _edited(form: bytes, typed: Mapping[str, Mapping[str, object]]) -> bytes:
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(form)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {part: sheet for sheet, part in sheet_parts(old).items()}
        for member in old.infolist():
            content = old.read(member)
            if parts.get(member.filename) in typed:
                content = _typed_into(content.decode(), typed[parts[member.filename]]).encode()
            new.writestr(member, content, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _typed_into(xml: str, cells: Mapping[str, object]) -> str:
    for cell, value in cells.items():
        pattern = re.compile(rf'<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
        xml, count = pattern.subn(lambda found: _cell(cell, found[1] or "", value), xml)  # noqa: B023 (used at once)
        if count != 1:
            raise KeyError(cell)
    return xml


def _cell(cell: str, style: str, value: object) -> str:
    if value is None:
        return f'<c r="{cell}"{style}/>'
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f'<c r="{cell}"{style}><v>{(value - _EXCEL_DAY_0).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{cell}"{style}><v>{value!r}</v></c>'
    text = escape(str(value))
    return f'<c r="{cell}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
