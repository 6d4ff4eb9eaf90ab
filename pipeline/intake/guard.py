"""The guards: whether a file may be read at all, before anything reads it. Light enough for the reading worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pipeline.intake.kind import kind_in_ole, kind_in_zip, kind_of, ole_entry, ole_is_cut, xls_is_encrypted
from pipeline.intake.limits import LIMITS, Limits, Refused, refuse, too_large
from pipeline.intake.ods import spreadsheet_told
from pipeline.intake.ooxml import Told, workbook_told
from pipeline.intake.package import directory, inflated, stored
from pipeline.intake.verdict import Reason, Refusal, Remark
from schemas.summary import FILE_KINDS

# What a program can read and we do not, by what to call it.
_OTHER_FORMATS = {"xlsb": "Excel Binary (.xlsb)", "html": "HTML"}
_SPREADSHEET_XML = (b"urn:schemas-microsoft-com:office:spreadsheet", b"urn:oasis:names:tc:opendocument:xmlns:office")
_SMALL = 16 * 1024**2
_VBA_ENTRIES = ("_VBA_PROJECT_CUR", "_VBA_PROJECT")


class Guarded(NamedTuple):
    """A workbook that may be read: its kind by content (xlsx, xls or ods), what is to be said of it, by sheet name and
    cell of an xlsx why cells only read as empty, and the bytes to read: of a small zip file, what was guarded, not packed."""

    kind: str
    remarks: tuple[Remark, ...]
    unread: Mapping[str, Mapping[str, Reason]]
    data: bytes


def guard(data: bytes, limits: Limits = LIMITS) -> Guarded | Refusal:
    """Whether a file of these bytes may be read, or why not; never raises, whatever they are.

    A refusal's state is "unreadable" for what is damaged, and "refused" for what breaks another rule.
    """
    kind = kind_of(data)
    large = too_large(len(data), limits)
    if large:
        return large._replace(kind=kind_in_ole(data) if kind == "ole" else kind)
    if kind == "zip":
        return _zip(data, limits)
    if kind == "ole":
        return _ole(data)
    if kind == "empty":
        return Refusal("refused", "FILE_EMPTY", kind=kind)
    if kind == "xml" and any(mark in data[: 64 * 1024] for mark in _SPREADSHEET_XML):
        return Refusal("refused", "FILE_OTHER_FORMAT", "XML", kind=kind)
    return _not_read(kind)


def _zip(data: bytes, limits: Limits) -> Guarded | Refusal:
    kind = "zip"
    try:
        members = directory(data, limits)
        kind = kind_in_zip(data, [member.name for member in members])
        if kind == "xlsm":
            refuse("FILE_HAS_MACROS", "VBA")
        if kind not in ("ods", "xlsx"):
            return _not_read(kind)
        contents = inflated(data, members, limits)
        told = Told(spreadsheet_told(contents, limits), {}) if kind == "ods" else workbook_told(contents, limits)
        # Of a large one, inflating it once more is little beside reading it, and the memory is not.
        small = sum(map(len, contents.values())) <= _SMALL
        return Guarded(kind, *told, stored(members, contents) if small else data)
    except Refused as why:
        return why.refusal._replace(kind=why.refusal.kind or kind)


def _ole(data: bytes) -> Guarded | Refusal:
    kind = kind_in_ole(data)
    if kind == "encrypted" or (kind == "xls" and xls_is_encrypted(data)):
        return Refusal("refused", "FILE_ENCRYPTED", kind="encrypted")
    if kind == "other" and ole_is_cut(data):
        return Refusal("unreadable", "FILE_UNREADABLE", "OLE", kind=kind)
    if kind != "xls":
        return _not_read(kind)
    if any(ole_entry(data, name) >= 0 for name in _VBA_ENTRIES):
        return Refusal("refused", "FILE_HAS_MACROS", "VBA", kind=kind)
    return Guarded(kind, (Remark("FILE_OLD_FORMAT", "xls"),), {}, data)


def _not_read(kind: str) -> Refusal:
    if kind in _OTHER_FORMATS:
        return Refusal("refused", "FILE_OTHER_FORMAT", _OTHER_FORMATS[kind], kind=kind)
    title = next(choice.title for choice in FILE_KINDS if choice.id == kind)
    return Refusal("refused", "FILE_NOT_A_WORKBOOK", " · ".join(dict.fromkeys(title)), kind=kind)
