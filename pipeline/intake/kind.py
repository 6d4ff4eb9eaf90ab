"""What a file is, told by its content and never by its name; the kinds are those of `schemas.summary.FILE_KINDS`."""

from __future__ import annotations

import re
import struct
from collections.abc import Collection

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
# The record of an xls that says how it is encrypted.
_FILE_PASS = 0x2F

# The first bytes of a file → its kind.
_MARKS = {
    _ZIP: "zip",
    b"PK\x05\x06": "zip",
    _OLE: "ole",
    b"%PDF": "pdf",
    b"\x89PNG\r\n\x1a\n": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
    b"II*\0": "image",
    b"MM\0*": "image",
    b"{\\rtf": "document",
    b"Rar!": "archive",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"\x1f\x8b": "archive",
    b"MIME-Version": "html",
}
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|style)\b", re.IGNORECASE)
_XML = re.compile(rb"<\?xml\b|<(?:\w+:)?Workbook\b")
_TEXT_CONTROLS = frozenset("\t\n\v\f\r\x1b")

# A name in a zip → what the whole is; the first that is there tells.
_PARTS = {
    "xl/workbook.bin": "xlsb",
    "xl/vbaproject.bin": "xlsm",
    "xl/workbook.xml": "xlsx",
    "word/document.xml": "document",
    "ppt/presentation.xml": "slides",
}
# A stream or storage of an OLE file → what the whole is; the first that is there tells.
_STREAMS = {
    "EncryptedPackage": "encrypted",
    "Workbook": "xls",
    "Book": "xls",
    "WordDocument": "document",
    "PowerPoint Document": "slides",
}
_OPEN_DOCUMENT = {"spreadsheet": "ods", "text": "document", "presentation": "slides"}
_OPEN_DOCUMENT_TYPE = re.compile(rb"mimetypeapplication/vnd\.oasis\.opendocument\.([a-z]+)")


def kind_of(data: bytes) -> str:
    """The kind of a file; of a zip and an OLE file only "zip" and "ole", see `kind_in_zip` and `kind_in_ole`."""
    if not data:
        return "empty"
    for mark, kind in _MARKS.items():
        if data.startswith(mark):
            return kind
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _XML.match(head):
        return "xml"
    return "html" if _HTML.match(head) else _text(data)


def _text(data: bytes) -> str:
    """Text in UTF-8, UTF-16 or the Thai code page of Windows is "text"; all else is "other"."""
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    head = data[: _HEAD - 4]
    for encoding in ("utf-16",) if utf_16 else ("utf-8", "cp874"):
        # The cut may go through a character: of UTF-8 up to three bytes are missing then.
        text = head.decode(encoding, "ignore")
        lost = 0 if utf_16 else len(head) - len(text.encode(encoding))
        if lost <= 3 and not any(c < " " and c not in _TEXT_CONTROLS for c in text):
            return "text"
    return "other"


def kind_in_zip(data: bytes, names: Collection[str]) -> str:
    """The kind of a zip file by the names of its members."""
    listed = {name.casefold() for name in names}
    for name, kind in _PARTS.items():
        if name in listed:
            return kind
    stated = _OPEN_DOCUMENT_TYPE.match(data, data.find(b"mimetype", 0, 256)) if "content.xml" in listed else None
    return _OPEN_DOCUMENT.get(stated[1].decode(), "zip") if stated else "zip"


def kind_in_ole(data: bytes) -> str:
    """The kind of an OLE file by the names of its directory."""
    return next((kind for name, kind in _STREAMS.items() if ole_entry(data, name) >= 0), "other")


def ole_entry(data: bytes, name: str) -> int:
    """Where the directory entry of this name begins in an OLE file; -1 where there is none.

    Entries of 128 bytes lie in sectors of 512 or 4096: the name in UTF-16 with its length, and a type.
    """
    written = name.encode("utf-16-le") + b"\0\0"
    place = data.find(written)
    while place >= 0:
        if place % 128 == 0 and data[place + 64 : place + 66] == struct.pack("<H", len(written)):
            return place
        place = data.find(written, place + 1)
    return -1


def ole_is_cut(data: bytes) -> bool:
    """Whether an OLE file ends before its directory, which often comes last."""
    return _sector(data, int.from_bytes(data[48:52], "little")) + 128 > len(data)


def _sector(data: bytes, number: int) -> int:
    """Where a sector of an OLE file begins; the header says how large sectors are, and is as large as one."""
    return (number + 1) << min(int.from_bytes(data[30:32], "little"), 16)


def xls_is_encrypted(data: bytes) -> bool:
    """Whether the workbook stream of an OLE file says, among its first records, that what follows is encrypted."""
    entry = max(ole_entry(data, "Workbook"), ole_entry(data, "Book"))
    if entry < 0 or len(data) < entry + 120:
        return False
    start = _sector(data, int.from_bytes(data[entry + 116 : entry + 120], "little"))
    records = data[start : start + 512]
    place = 0
    for _ in range(4):
        code, length = struct.unpack_from("<2H", records.ljust(place + 4, b"\0"), place)
        if code == _FILE_PASS:
            return True
        place += 4 + length
    return False
