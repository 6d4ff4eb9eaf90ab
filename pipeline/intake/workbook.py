"""Opens a workbook, once, with python-calamine; what cannot be opened is refused with the rule it breaks."""

from __future__ import annotations

import zipfile
from datetime import datetime, time
from io import BytesIO
from typing import NamedTuple

import python_calamine

LARGEST_FILE = 25 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# The stream that holds the real workbook in an OLE file when Excel encrypts it; names in OLE are UTF-16.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class Sheet(NamedTuple):
    """A sheet's name and its rows of raw values from A1; an empty cell is ''."""

    name: str
    rows: list[list[object]]


class Refusal(NamedTuple):
    """Why a file was not read: the state it gets, the rule it breaks, and what was found and expected."""

    state: str
    rule: str
    found: str = ""
    expected: str = ""


def read(data: bytes) -> list[Sheet] | Refusal:
    """The sheets of a workbook (xlsx, xls or ods, told by content and never by the file's name), or why not."""
    refusal = _refusal(data)
    if refusal:
        return refusal
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        return [Sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names]
    except (KeyboardInterrupt, SystemExit):
        raise
    # No list of exception classes is enough: readers raise whatever hostile bytes lead them to, and a panic in
    # calamine is not even an Exception. Whatever it is, it is a verdict on this one file.
    except BaseException as trouble:
        if "password" in str(trouble).lower() or "encrypt" in str(trouble).lower():
            return Refusal("refused", "FILE_ENCRYPTED")
        return Refusal("unreadable", "FILE_UNREADABLE", type(trouble).__name__)


def shown(raw: object) -> str:
    """A raw cell as people would read it in Excel, for findings."""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ")
    return str(raw)


def _refusal(data: bytes) -> Refusal | None:
    if not data:
        return Refusal("refused", "FILE_EMPTY")
    if len(data) > LARGEST_FILE:
        return Refusal("refused", "FILE_TOO_LARGE", _megabytes(len(data)), _megabytes(LARGEST_FILE))
    if data.startswith(_OLE):
        return Refusal("refused", "FILE_ENCRYPTED") if _ENCRYPTED_STREAM in data else None
    if not data.startswith(_ZIP):
        return Refusal("refused", "FILE_NOT_A_WORKBOOK", _looks_like(data))
    return _zip_refusal(data)


def _zip_refusal(data: bytes) -> Refusal | None:
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return Refusal("unreadable", "FILE_UNREADABLE", "zip")
    if "xl/workbook.xml" in names or "content.xml" in names or "xl/workbook.bin" in names:
        return None
    return Refusal("refused", "FILE_NOT_A_WORKBOOK", "zip")


def _looks_like(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return "PDF"
    try:
        data[:4096].decode("utf-8")
    except UnicodeDecodeError:
        return "?"
    return "text"


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB"
