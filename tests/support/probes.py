"""Files that try the guards: workbooks made by hand, as small as can be, each with one thing in it that a rule is about."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from pipeline.intake.addresses import letters_of
from pipeline.intake.limits import LIMITS, Limits

# --- zip files, of which every field can be a lie


class Member(NamedTuple):
    """A member of a zip; what the directory says of it, and what its own header says where that is different."""

    name: str
    content: bytes = b""
    method: int = 8
    flags: int = 0x800
    attributes: int = 0
    crc: int | None = None
    size: int | None = None
    packed: bytes | None = None
    own_name: str | None = None
    own_method: int | None = None
    own_sizes: tuple[int, int, int] | None = None
    offset: int | None = None


def zipped(*members: Member, before: bytes = b"", behind: bytes = b"", comment: bytes = b"") -> bytes:
    """The zip of these members."""
    body, listed = before, b""
    for member in members:
        packed = member.packed if member.packed is not None else _packed(member)
        crc = zlib.crc32(member.content) if member.crc is None else member.crc
        size = len(member.content) if member.size is None else member.size
        name = member.name.encode()
        own_name = name if member.own_name is None else member.own_name.encode()
        own_method = member.method if member.own_method is None else member.own_method
        sizes = (crc, len(packed), size)
        offset = len(body) if member.offset is None else member.offset
        head = (20, member.flags, own_method, 0, 33, *(member.own_sizes or sizes), len(own_name), 0)
        body += struct.pack("<4s5H3I2H", b"PK\3\4", *head) + own_name + packed
        tail = (20, 20, member.flags, member.method, 0, 33, *sizes, len(name), 0, 0, 0, 0, member.attributes, offset)
        listed += struct.pack("<4s6H3I5H2I", b"PK\1\2", *tail) + name
    count = len(members)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(listed), len(body), len(comment))
    return body + listed + end + comment + behind


def _packed(member: Member) -> bytes:
    if member.method != 8:
        return member.content
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(member.content) + packer.flush()


def counted(data: bytes, here: int, in_all: int) -> bytes:
    """A zip whose end says that it has so many members."""
    return data[:-14] + struct.pack("<2H", here, in_all) + data[-10:]


def large(data: bytes, count: int, offset: int = 0) -> bytes:
    """A zip that ends as large ones do, with a record more; that says how many members there are."""
    body, end = data[:-22], data[-22:]
    size, place = struct.unpack_from("<2I", end, 12)
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, place)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, len(body) + offset, 1)
    return body + record + locator + counted(end, 0xFFFF, 0xFFFF)


# --- workbooks

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
BOOK, TYPES, LINKS, SHEET = (
    "xl/workbook.xml",
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
)
ROOT, STRINGS, STYLES = "_rels/.rels", "xl/sharedStrings.xml", "xl/styles.xml"

Parts = Mapping[str, str | bytes]


def sheet_xml(rows: str, behind: str = "") -> str:
    """A sheet with these rows."""
    return f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{behind}</worksheet>'


def strings_xml(*texts: str) -> str:
    """A part of shared strings."""
    return f'{_XML}<sst xmlns="{_MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def links_xml(*links: tuple[str, str, str]) -> str:
    """Links: the end of their type, their target, and what else they say."""
    listed = (
        f'<Relationship Id="rId{number}" Type="{type_ if ":" in type_ else f"{_OFFICE}/{type_}"}" Target="{target}"{more}/>'
        for number, (type_, target, more) in enumerate(links, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(listed)}</Relationships>'


def types_xml(*more: str) -> str:
    """Content types: those of a workbook, and more."""
    listed = "".join(f'<Override PartName="/xl/more{n}.xml" ContentType="{type_}"/>' for n, type_ in enumerate(more))
    book = f'<Override PartName="/{BOOK}" ContentType="{_TYPE}.sheet.main+xml"/>'
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>{book}{listed}</Types>'


def book_xml(sheets: str = '<sheet name="one" sheetId="1" r:id="rId1"/>', before: str = "", behind: str = "") -> str:
    """The workbook part."""
    return f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{before}<sheets>{sheets}</sheets>{behind}</workbook>'


OWN_LINKS = (("worksheet", "worksheets/sheet1.xml", ""), ("sharedStrings", "sharedStrings.xml", ""))
ROW = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>'
PARTS: Parts = {
    TYPES: types_xml(),
    ROOT: links_xml(("officeDocument", "xl/workbook.xml", "")),
    BOOK: book_xml(),
    LINKS: links_xml(*OWN_LINKS, ("styles", "styles.xml", "")),
    SHEET: sheet_xml(ROW),
    STRINGS: strings_xml("ข้อความ"),
    STYLES: f'{_XML}<styleSheet xmlns="{_MAIN}"><cellXfs count="1"><xf/></cellXfs></styleSheet>',
}


def workbook(changes: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """A workbook with these parts changed; None takes one out."""
    parts = PARTS | (changes or {})
    return zipped(*(member(name, content) for name, content in parts.items() if content is not None))


def member(name: str, content: str | bytes = b"", **lies: object) -> Member:
    """A member of a package."""
    return Member(name, content.encode() if isinstance(content, str) else content, **lies)  # type: ignore[arg-type]


def with_member(*more: Member, **lies: bytes) -> bytes:
    """A workbook with more members."""
    return zipped(*(member(name, content) for name, content in PARTS.items()), *more, **lies)


def with_sheet(rows: str, behind: str = "") -> bytes:
    """A workbook whose sheet has these rows."""
    return workbook({SHEET: sheet_xml(rows, behind)})


def with_links(*more: tuple[str, str, str], parts: Mapping[str, str] | None = None) -> bytes:
    """A workbook whose workbook part has more links."""
    return workbook({LINKS: links_xml(*OWN_LINKS, *more), **(parts or {})})


def with_sheet_link(type_: str, target: str, more: str = ' TargetMode="External"') -> bytes:
    """A workbook whose sheet has a link."""
    return workbook({"xl/worksheets/_rels/sheet1.xml.rels": links_xml((type_, target, more))})


def cell(address: str, inside: str = "<v>1</v>", more: str = "") -> str:
    """A row with one cell."""
    return f'<row r="{address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{address}"{more}>{inside}</c></row>'


def with_cell(inside: str, more: str = "", address: str = "B2") -> bytes:
    """A workbook with one cell."""
    return with_sheet(cell(address, inside, more))


def external(content: str) -> Mapping[str, str]:
    """The part of a link to another workbook."""
    return {"xl/externalLinks/externalLink1.xml": f'{_XML}<externalLink xmlns="{_MAIN}">{content}</externalLink>'}


# --- other files

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def ods(rows: str, *more: Member, kind: str = _ODS) -> bytes:
    """An OpenDocument file with a table of these rows."""
    names = f'xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" xmlns:text="{_ODF}:text:1.0"'
    table = f'<table:table table:name="one">{rows}</table:table>'
    content = f"{_XML}<office:document-content {names}>{table}</office:document-content>"
    return zipped(member("mimetype", kind, method=0), member("content.xml", content), *more)


def ods_cell(columns: int = 1, rows: int = 1, text: str = "x") -> str:
    """A row with a cell, so many times each."""
    inside = f"<text:p>{text}</text:p>" if text else ""
    one = f'<table:table-cell table:number-columns-repeated="{columns}">{inside}</table:table-cell>'
    return f'<table:table-row table:number-rows-repeated="{rows}">{one}</table:table-row>'


def ole(*entries: str, records: bytes = b"") -> bytes:
    """An OLE file: its header, a sector of its directory, and a sector where its workbook begins."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)
    listed = b"".join(_entry(name) for name in ("Root Entry", *entries))
    directory = listed.ljust(1024, b"\0")
    return header.ljust(512, b"\0") + directory + records.ljust(512, b"\0")


def _entry(name: str) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    start = struct.pack("<IQ", 2, 4096)
    return (written.ljust(64, b"\0") + struct.pack("<HB", len(written), 2)).ljust(116, b"\0") + start


BOF = struct.pack("<2H", 0x0809, 16) + bytes(16)
FILE_PASS = struct.pack("<2H", 0x2F, 6) + bytes(6)


# --- one limit at a time


class Edge(NamedTuple):
    """A file that has so many of what a limit counts, and the limits under which that is one fewer, as many, one more."""

    data: bytes
    limits: Limits


def _sized(size: int) -> bytes:
    """A workbook of so many bytes."""
    filler = "filler.bin"
    return with_member(member(filler, bytes(size - len(with_member(member(filler, method=0)))), method=0))


def _inflated(size: int) -> bytes:
    own = sum(len(content.encode()) if isinstance(content, str) else len(content) for content in PARTS.values())
    return with_member(member("filler.bin", bytes(size - own)))


def _sheets(count: int) -> bytes:
    names = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    parts = [f"worksheets/more{n}.xml" for n in range(count)]
    links = links_xml(*(("worksheet", part, "") for part in parts))
    return workbook({BOOK: book_xml(names), LINKS: links, **{f"xl/{part}": sheet_xml(ROW) for part in parts}})


def _names(count: int) -> bytes:
    defined = '<definedName name="a">1</definedName>' * count
    return workbook({BOOK: book_xml(behind=f"<definedNames>{defined}</definedNames>")})


def _grid(size: int, fill: int = 1) -> bytes:
    """A sheet of twenty columns, and a second one for what is left; the first row has so many cells."""
    rows, left = divmod(size, 20)
    first = "".join(f'<c r="{letters_of(n)}1"><v>1</v></c>' for n in range(1, fill + 1))
    sheets = '<sheet name="one" sheetId="1" r:id="rId1"/><sheet name="two" sheetId="2" r:id="rId3"/>'
    changes = {
        BOOK: book_xml(sheets),
        LINKS: links_xml(*OWN_LINKS, ("worksheet", "worksheets/sheet2.xml", "")),
        SHEET: sheet_xml(f'<row r="1">{first}</row>' + cell(f"T{rows}")),
        "xl/worksheets/sheet2.xml": sheet_xml(cell(f"{letters_of(left)}1") if left else ""),
    }
    return workbook(changes)


def _covered(count: int, tag: str = "mergeCell") -> bytes:
    rows, left = divmod(count, 20)
    more = f'<{tag} ref="V1:V{left}"/>' if left else ""
    return with_sheet(ROW, f'<{tag}s><{tag} ref="A1:T{rows}"/>{more}</{tag}s>')


def _expanded(count: int, more: Parts = MappingProxyType({})) -> bytes:
    """A string as long as can be in so many cells, and one as long as what is left."""
    times, left = divmod(count, LIMITS.cell_characters)
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{int(n > times)}</v></c></row>' for n in range(1, times + 2))
    return workbook({SHEET: sheet_xml(rows), STRINGS: strings_xml("x" * LIMITS.cell_characters, "x" * left), **more})


def _cells(count: int) -> bytes:
    return with_sheet("".join(cell(f"A{n}") for n in range(1, count + 1)))


def _at(limit: str, make: Callable[[int], bytes], **small: int) -> Callable[[int], Edge]:
    """Files with one fewer, as many and one more than a limit: the default one, or a smaller one where that is slow."""
    limits = replace(LIMITS, **small)
    return lambda more: Edge(make(getattr(limits, limit) + more), limits)


def _dense(more: int) -> Edge:
    """Zeros are packed a thousand to one; how densely exactly is known only afterwards."""
    zeros = member("filler.bin", bytes(100_000))
    ratio = -(-100_000 // len(_packed(zeros)))
    return Edge(with_member(zeros), replace(LIMITS, ratio=ratio - more, ratio_from=5000))


def _sparse(more: int) -> Edge:
    """Cells in a grid of ten times as many."""
    return Edge(_grid(10 * 12 + more, fill=12 - 1 - bool(more % 20)), replace(LIMITS, sparse=10, sparse_grid=100))


EDGES: Mapping[str, Callable[[int], Edge]] = {
    "file_bytes": _at("file_bytes", _sized),
    "members": _at("members", lambda n: with_member(*(member(f"filler{m}") for m in range(n - len(PARTS))))),
    "member_bytes": _at("member_bytes", lambda n: with_member(member("filler.bin", bytes(n))), member_bytes=5000),
    "total_bytes": _at("total_bytes", _inflated, total_bytes=20_000),
    "ratio": _dense,
    "ratio_from": _at("ratio_from", lambda n: with_member(member("filler.bin", bytes(n)))),
    "depth": _at("depth", lambda n: with_member(member("docProps/app.xml", "<a>" * n + "</a>" * n))),
    "sheets": _at("sheets", _sheets),
    "names": _at("names", _names),
    "formats": _at(
        "formats", lambda n: workbook({STYLES: f"<styleSheet><cellXfs>{'<xf/>' * n}</cellXfs></styleSheet>"})
    ),
    "cells": _at("cells", _cells, cells=40),
    "grid": _at("grid", _grid, grid=20_000),
    "sparse_grid": _at("sparse_grid", _grid),
    "sparse": _sparse,
    "covered": _at("covered", _covered),
    "cell_characters": _at("cell_characters", lambda n: workbook({STRINGS: strings_xml("ก" * n)})),
    "text": _at("text", _expanded),
}
OTHER_EDGES: Mapping[str, tuple[str, Callable[[int], Edge]]] = {
    "links": ("covered", _at("covered", lambda n: _covered(n, "hyperlink"))),
    "characters of a value": (
        "cell_characters",
        _at("cell_characters", lambda n: with_cell(f"<v>{'ก' * n}</v>", ' t="str"')),
    ),
    "characters of an inline text": (
        "cell_characters",
        _at("cell_characters", lambda n: with_cell(f"<is><t>{'ก' * n}</t></is>", ' t="inlineStr"')),
    ),
    "characters of a formula": (
        "cell_characters",
        _at("cell_characters", lambda n: with_cell(f"<f>{'1' * n}</f><v>1</v>")),
    ),
    "escaped characters": (
        "cell_characters",
        _at("cell_characters", lambda n: workbook({STRINGS: strings_xml("_x000D_" * n)})),
    ),
    "cells without numbers": (
        "cells",
        _at("cells", lambda n: with_sheet(f"<row>{'<c><v>1</v></c>' * n}</row>"), cells=40),
    ),
    "cells of an ods": (
        "cells",
        _at("cells", lambda n: ods(ods_cell(n))),
    ),
    "text of strings without their link": (
        "text",
        _at("text", lambda n: _expanded(n, {LINKS: links_xml(OWN_LINKS[0])})),
    ),
    "rows of an ods": ("cells", _at("cells", lambda n: ods(ods_cell(1, n)), sparse_grid=2_000_000)),
    "grid of an ods": ("grid", _at("grid", lambda n: ods(ods_cell(1, n - 1, "") + ods_cell()), grid=20_000)),
    "nearly empty ods": ("sparse_grid", _at("sparse_grid", lambda n: ods(ods_cell(1, n - 1, "") + ods_cell()))),
    "characters of an ods": ("cell_characters", _at("cell_characters", lambda n: ods(ods_cell(text="x" * n)))),
    "text of an ods": (
        "text",
        _at("text", lambda n: ods(ods_cell(n // 100, 1, "x" * 100) + ods_cell(text="x" * (n % 100))), text=1010),
    ),
    "sheets of an ods": ("sheets", _at("sheets", lambda n: ods("</table:table><table:table>" * (n - 1)))),
}
