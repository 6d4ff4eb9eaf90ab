"""Opens a workbook, once, behind the guards; a cell that only reads as empty says what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from io import BytesIO
from typing import NamedTuple

import python_calamine

from pipeline.intake.addresses import column_of
from pipeline.intake.guard import guard
from pipeline.intake.verdict import Reason, Refusal, Remark

_ADDRESS = re.compile(r"([A-Z]+)([0-9]+)")


class Sheet(NamedTuple):
    """A sheet's name and its rows of raw values from A1; an empty cell is '', one that only seems so a `Reason`."""

    name: str
    rows: list[list[object]]


class Workbook(NamedTuple):
    """A workbook that passed the guards: its kind by content (xlsx, xls or ods), what is to be said of it, its sheets."""

    kind: str
    remarks: tuple[Remark, ...]
    sheets: list[Sheet]


def read(data: bytes) -> Workbook | Refusal:
    """The sheets of a workbook, told by content and never by the file's name, or why it is not read."""
    guarded = guard(data)
    if isinstance(guarded, Refusal):
        return guarded
    try:
        sheets = _sheets(guarded.data)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    # No list of exception classes is enough: readers raise whatever hostile bytes lead them to, and a panic in
    # calamine is not even an Exception. Whatever it is, it is a verdict on this one file.
    except BaseException as trouble:
        if "password" in str(trouble).lower() or "encrypt" in str(trouble).lower():
            return Refusal("refused", "FILE_ENCRYPTED", kind=guarded.kind)
        return Refusal("unreadable", "FILE_UNREADABLE", type(trouble).__name__, kind=guarded.kind)
    told = [_with_reasons(sheet, guarded.unread.get(sheet.name, {})) for sheet in sheets]
    return Workbook(guarded.kind, guarded.remarks, told)


def shown(raw: object) -> str:
    """A raw cell as people would read it in Excel, for findings."""
    if isinstance(raw, Reason):
        return raw.found
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ")
    return str(raw)


def _sheets(data: bytes) -> Iterable[Sheet]:
    with python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        return [Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]


def _with_reasons(sheet: Sheet, reasons: Mapping[str, Reason]) -> Sheet:
    """The sheet with its errors and uncalculated formulas, which the reader gives as empty cells."""
    for cell, reason in reasons.items():
        place = _ADDRESS.fullmatch(cell)
        if place:
            row, column = int(place[2]) - 1, column_of(place[1]) - 1
            sheet.rows.extend([] for _ in range(row + 1 - len(sheet.rows)))
            sheet.rows[row].extend("" for _ in range(column + 1 - len(sheet.rows[row])))
            sheet.rows[row][column] = reason
    return sheet
