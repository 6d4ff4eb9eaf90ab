"""The register of probes: what the guards say of every file that tries them. A change either way fails."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from support.probes import (
    BOF,
    BOOK,
    EDGES,
    FILE_PASS,
    LINKS,
    OTHER_EDGES,
    OWN_LINKS,
    PARTS,
    ROOT,
    ROW,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    book_xml,
    cell,
    counted,
    external,
    large,
    links_xml,
    member,
    ods,
    ods_cell,
    ole,
    sheet_xml,
    strings_xml,
    types_xml,
    with_cell,
    with_links,
    with_member,
    with_sheet,
    with_sheet_link,
    workbook,
    zipped,
)

from pipeline.intake import ooxml
from pipeline.intake.guard import Guarded, guard
from pipeline.intake.limits import LIMITS, listed
from pipeline.intake.verdict import Refusal
from schemas.rules import RULES, Severity
from schemas.summary import FILE_KINDS, FILE_STATES

WHOLE = workbook()
DTD = '<!DOCTYPE a [<!ENTITY b "c">]>'
BOOK_TYPE = "application/vnd.ms-excel"
DAMAGED, ODD, MACROS = ("unreadable", "FILE_UNREADABLE"), ("refused", "FILE_SUSPICIOUS"), ("refused", "FILE_HAS_MACROS")
FORMAT, OTHER, LOCKED = (("refused", f"FILE_{end}") for end in ("OTHER_FORMAT", "NOT_A_WORKBOOK", "ENCRYPTED"))
READ = ("read", "")


class Probe(NamedTuple):
    """A file, what the guards say of it (a state and the rules), its kind, and a word of what was found."""

    make: Callable[[], bytes]
    verdict: tuple[str, str]
    kind: str = "xlsx"
    found: str = ""


def noted(rule: str) -> tuple[str, str]:
    return "read", rule


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0x10]) + data[place + 1 :]


def doc(kind: str) -> str:
    return f"application/vnd.oasis.opendocument.{kind}"


LINK = stat.S_IFLNK << 16
ONE, TWO = (f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(("one", "two"), start=1))
SHEET_2 = "xl/worksheets/sheet2.xml"


def two_sheets(listed=ONE + TWO, second=PARTS[SHEET], type_="worksheet"):
    links = (("worksheet", "worksheets/sheet1.xml", ""), (type_, "worksheets/sheet2.xml", ""))
    return workbook({BOOK: book_xml(listed), LINKS: links_xml(*links), SHEET_2: second})


def elsewhere(type_, place):
    """A part to which its link leads, while readers take the one in its usual place."""
    return with_links((type_, "other.xml", ""), parts={"xl/other.xml": PARTS[place]})


REGISTER: dict[str, Probe] = {
    # What a file is
    "nothing at all": Probe(lambda: b"", ("refused", "FILE_EMPTY"), "empty"),
    "a workbook": Probe(lambda: WHOLE, READ),
    "text": Probe(lambda: b"code,name\r\n1,2\r\n", OTHER, "text", "plain text"),
    "Thai text in UTF-8": Probe(lambda: "ข้อความ".encode(), OTHER, "text"),
    "Thai text of Windows": Probe(lambda: "ข้อความ".encode("cp874"), OTHER, "text"),
    "text in UTF-16": Probe(lambda: "ข้อความ".encode("utf-16"), OTHER, "text"),
    "bytes": Probe(lambda: bytes(range(256)), OTHER, "other"),
    "a PDF": Probe(lambda: b"%PDF-1.7\n...", OTHER, "pdf", "PDF"),
    "a PNG": Probe(lambda: b"\x89PNG\r\n\x1a\n...", OTHER, "image"),
    "a JPEG": Probe(lambda: b"\xff\xd8\xff\xe0...", OTHER, "image"),
    "an RTF": Probe(lambda: b"{\\rtf1 ...}", OTHER, "document"),
    "a RAR": Probe(lambda: b"Rar!\x1a\x07", OTHER, "archive"),
    "a web page that is called xls": Probe(lambda: b"\xef\xbb\xbf <html><table></table>", FORMAT, "html"),
    "a table of a web page": Probe(lambda: b"<TABLE border=1>", FORMAT, "html"),
    "a web archive": Probe(lambda: b"MIME-Version: 1.0\r\n", FORMAT, "html"),
    "XML of Excel 2003": Probe(
        lambda: b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', FORMAT, "xml"
    ),
    "other XML": Probe(lambda: b'<?xml version="1.0"?><a/>', OTHER, "xml"),
    "a zip of something else": Probe(lambda: zipped(member("a.txt", "x")), OTHER, "zip"),
    "a document of Word": Probe(lambda: zipped(member("word/document.xml")), OTHER, "document"),
    "slides": Probe(lambda: zipped(member("ppt/presentation.xml")), OTHER, "slides"),
    "a binary workbook": Probe(lambda: zipped(member("xl/workbook.bin")), FORMAT, "xlsb"),
    "an OpenDocument text": Probe(lambda: ods("", kind=doc("text")), OTHER, "document"),
    "an OpenDocument without its type": Probe(lambda: zipped(member("content.xml", "<a/>")), OTHER, "zip"),
    # OLE
    "xls": Probe(lambda: ole("Workbook", records=BOF), noted("FILE_OLD_FORMAT"), "xls", "xls"),
    "xls of 1995": Probe(lambda: ole("Book", records=BOF), noted("FILE_OLD_FORMAT"), "xls"),
    "xls with a password": Probe(lambda: ole("Workbook", records=BOF + FILE_PASS), LOCKED, "encrypted"),
    "xls with macros": Probe(lambda: ole("Workbook", "_VBA_PROJECT_CUR", records=BOF), MACROS, "xls", "VBA"),
    "xlsx with a password": Probe(lambda: ole("EncryptionInfo", "EncryptedPackage"), LOCKED, "encrypted"),
    "xls that names what is not in its directory": Probe(
        lambda: ole("Workbook", records=b"x" + "EncryptedPackage\0".encode("utf-16-le")),
        noted("FILE_OLD_FORMAT"),
        "xls",
    ),
    "a document of Word 97": Probe(lambda: ole("WordDocument"), OTHER, "document"),
    "OLE of something else": Probe(lambda: ole("Contents"), OTHER, "other"),
    "OLE cut off": Probe(lambda: ole("Workbook")[:600], DAMAGED, "other", "OLE"),
    "OLE cut off in its header": Probe(lambda: ole("Workbook")[:20], DAMAGED, "other"),
    # Zip
    "a zip cut off": Probe(lambda: WHOLE[:-30], DAMAGED, "zip", "zip"),
    "a zip of its first bytes": Probe(lambda: WHOLE[:4], DAMAGED, "zip"),
    "a zip without members": Probe(lambda: zipped(), DAMAGED, "zip"),
    "a comment": Probe(lambda: with_member(comment=b"said"), READ),
    "something behind the end": Probe(lambda: with_member(behind=b"more"), ODD, "zip", "behind"),
    "something before the start": Probe(lambda: with_member(before=b"PK\3\4 more"), ODD, "zip", "before"),
    "out of the folder": Probe(lambda: with_member(member("../a.xml")), ODD, "zip", "../a.xml"),
    "out of a folder further down": Probe(lambda: with_member(member("xl/../../a.xml")), ODD, "zip"),
    "dots in a name": Probe(lambda: with_member(member("xl/a..b.bin")), READ),
    "an absolute path": Probe(lambda: with_member(member("/a.xml")), ODD, "zip"),
    "a path with a drive": Probe(lambda: with_member(member("c:a.xml")), ODD, "zip"),
    "a path with a backslash": Probe(lambda: with_member(member("xl\\a.xml")), ODD, "zip"),
    "a name with a zero byte": Probe(lambda: with_member(member("a\0.xml")), ODD, "zip"),
    "a symbolic link": Probe(lambda: with_member(member("a", "/etc/passwd", attributes=LINK)), ODD, "zip", "link"),
    "a member twice": Probe(lambda: with_member(member(SHEET)), ODD, "zip", "two members"),
    "a member twice in other capitals": Probe(lambda: with_member(member(SHEET.upper())), ODD, "zip"),
    "members in one place": Probe(lambda: with_member(member("a", offset=0, own_name=TYPES)), ODD, "zip"),
    "members that overlap": Probe(
        lambda: zipped(member("a", packed=member("b", "x").content + zipped(member("c"))), member("c", offset=32)),
        ODD,
        "zip",
    ),
    "an encrypted member": Probe(lambda: with_member(member("a", flags=0x801)), LOCKED, "encrypted"),
    "Deflate64": Probe(lambda: with_member(member("a", method=9)), ODD, "zip", "method 9"),
    "LZMA": Probe(lambda: with_member(member("a", method=14)), ODD, "zip"),
    "stored members": Probe(lambda: with_member(member("a", "x", method=0)), READ),
    "a wrong checksum": Probe(lambda: with_member(member("a", "x", crc=1)), DAMAGED, found="a"),
    "a size that is too small": Probe(lambda: with_member(member("a", "xy", size=1)), DAMAGED),
    "a size that is too large": Probe(lambda: with_member(member("a", "xy", size=3)), DAMAGED),
    "content cut off": Probe(lambda: with_member(member("a", "x", packed=b"\x4b")), DAMAGED),
    "content that is no deflate": Probe(lambda: with_member(member("a", "x", packed=b"\xff\xff")), DAMAGED),
    "something behind content": Probe(lambda: with_member(member("a", "x", packed=b"\xab\x00\x00more")), DAMAGED),
    "a flipped bit": Probe(lambda: flipped(WHOLE, WHOLE.index(b"xl/sharedStrings.xml") + 40), DAMAGED),
    "another name in its own header": Probe(lambda: with_member(member("a", own_name="b")), ODD, "zip", "directory"),
    "another method in its own header": Probe(lambda: with_member(member("a", own_method=0)), ODD, "zip"),
    "another size in its own header": Probe(lambda: with_member(member("a", own_sizes=(0, 2, 9))), ODD, "zip"),
    "no sizes in its own header": Probe(lambda: with_member(member("a", "x", own_sizes=(0, 0, 0))), ODD, "zip"),
    "sizes that follow": Probe(lambda: with_member(member("a", "x", flags=0x808, own_sizes=(0, 0, 0))), READ),
    "sizes of 64 bits": Probe(
        lambda: with_member(member("a", "x", flags=0x808, own_sizes=(0, 0xFFFFFFFF, 0xFFFFFFFF))), READ
    ),
    "a header that is none": Probe(lambda: with_member(member("a", offset=5)), DAMAGED, "zip"),
    "a header beyond the end": Probe(lambda: with_member(member("a", offset=10**6)), DAMAGED, "zip"),
    "an end that counts fewer members": Probe(lambda: counted(WHOLE, 3, 3), ODD, "zip", "not counted"),
    "an end that counts fewer members in all": Probe(lambda: counted(WHOLE, 7, 3), ODD, "zip"),
    "an end that counts more members": Probe(lambda: counted(WHOLE, 8, 8), ODD, "zip"),
    "an end of large zips": Probe(lambda: large(WHOLE, 7), READ),
    "an end of large zips that counts fewer members": Probe(lambda: large(WHOLE, 3), ODD, "zip"),
    "an end of large zips that is elsewhere": Probe(lambda: large(WHOLE, 7, -1), ODD, "zip"),
    "an end of large zips that is not there": Probe(lambda: counted(WHOLE, 0xFFFF, 0xFFFF), ODD, "zip"),
    # XML
    "a DTD in a sheet": Probe(lambda: workbook({SHEET: f"{DTD}<worksheet/>"}), ODD, found="DTD"),
    "a DTD in the shared strings": Probe(lambda: workbook({STRINGS: f"{DTD}<sst/>"}), ODD),
    "a DTD in the workbook": Probe(lambda: workbook({BOOK: DTD + book_xml().split("\n")[1]}), ODD),
    "a DTD in the properties": Probe(lambda: workbook({"docProps/app.xml": f"{DTD}<a/>"}), ODD),
    "a DTD without entities": Probe(lambda: workbook({"docProps/app.xml": '<!DOCTYPE a SYSTEM "x"><a/>'}), ODD),
    "a DTD in UTF-16": Probe(lambda: workbook({"docProps/app.xml": f"{DTD}<a/>".encode("utf-16")}), ODD),
    "a DTD in UTF-16 without its mark": Probe(
        lambda: workbook({"docProps/app.xml": f"{DTD}<a/>".encode("utf-16-be")}), ODD, found="UTF-16"
    ),
    "an encoding that readers differ about": Probe(
        lambda: workbook({SHEET: '<?xml version="1.0" encoding="windows-874"?><worksheet/>'}), ODD, found="windows-874"
    ),
    "ASCII": Probe(lambda: workbook({STYLES: '<?xml version="1.0" encoding="US-ASCII"?><styleSheet/>'}), READ),
    "a mark of UTF-8": Probe(lambda: workbook({SHEET: "\ufeff" + sheet_xml(ROW)}), READ),
    "a part that ends early": Probe(lambda: workbook({SHEET: sheet_xml(ROW)[:-5]}), DAMAGED, found="sheet1"),
    "a part that is empty": Probe(lambda: workbook({STYLES: ""}), DAMAGED, found="styles"),
    "tags that cross": Probe(lambda: with_sheet('<row r="1"><c r="A1"></row></c>'), DAMAGED),
    "an attribute twice": Probe(lambda: with_cell("<v>1</v>", ' s="1" s="2"'), DAMAGED),
    "an entity that nobody knows": Probe(lambda: with_cell("<v>&b;</v>", ' t="str"'), DAMAGED),
    "a character that XML forbids": Probe(lambda: with_cell("<v>\x01</v>", ' t="str"'), DAMAGED),
    "a character that is none": Probe(lambda: with_cell("<v>\uffff</v>", ' t="str"'), DAMAGED),
    "bytes that are no UTF-8": Probe(lambda: workbook({SHEET: sheet_xml(ROW).encode() + b"<!-- \xe0 -->"}), DAMAGED),
    "bytes that are no UTF-8 in a cell": Probe(
        lambda: workbook({SHEET: sheet_xml(cell("A1", "<v>@</v>", ' t="str"')).encode().replace(b"@", b"\xe0@")}),
        DAMAGED,
    ),
    "a comment in a sheet": Probe(lambda: with_sheet(f"<!-- {ROW} -->"), READ),
    "a drawing in VML, which is not read": Probe(lambda: workbook({"xl/drawings/vmlDrawing1.vml": "<br>"}), READ),
    "properties that are empty": Probe(lambda: with_member(member("docProps/custom.xml")), READ),
    # Parts
    "no content types": Probe(lambda: workbook({TYPES: None}), DAMAGED, found="[content_types].xml"),
    "no links of the package": Probe(lambda: workbook({ROOT: None}), DAMAGED, found="_rels/.rels"),
    "no links of the workbook": Probe(lambda: workbook({LINKS: None}), DAMAGED),
    "no sheet": Probe(lambda: workbook({BOOK: book_xml("")}), DAMAGED),
    "a sheet without its part": Probe(lambda: workbook({SHEET: None}), DAMAGED, found="sheet1"),
    "no shared strings": Probe(lambda: workbook({STRINGS: None}), DAMAGED, found="sharedstrings"),
    "no styles": Probe(lambda: workbook({STYLES: None}), DAMAGED),
    "a sheet without its link": Probe(lambda: workbook({BOOK: book_xml(ONE.replace("rId1", "rId9"))}), DAMAGED),
    "a sheet that is outside": Probe(
        lambda: workbook({LINKS: links_xml(("worksheet", "http://a/b.xml", ' TargetMode="External"'))}), MACROS
    ),
    "two sheets of one name": Probe(lambda: workbook({BOOK: book_xml(ONE + ONE.replace("one", "ONE"))}), ODD),
    "two sheets": Probe(two_sheets, READ),
    "two sheets of one part": Probe(lambda: two_sheets(ONE + TWO.replace("rId2", "rId1")), ODD, found="one part"),
    "a sheet that is not listed": Probe(lambda: two_sheets(ONE), DAMAGED, found="sheet2"),
    "a sheet of another name": Probe(lambda: two_sheets(ONE + TWO.replace("<sheet", "<rheet")), DAMAGED),
    "a sheet that lost its tag": Probe(lambda: two_sheets(ONE + TWO.replace("<", "=")), DAMAGED),
    "a sheet without a table": Probe(lambda: two_sheets(second=PARTS[STYLES]), DAMAGED, found="sheet2"),
    "a sheet of a chart": Probe(lambda: two_sheets(second="<chartsheet/>", type_="chartsheet"), READ),
    "two links of one id": Probe(
        lambda: workbook({LINKS: PARTS[LINKS].replace('"rId3"', '"rId1"')}), ODD, found="one id"
    ),
    "shared strings elsewhere": Probe(lambda: elsewhere("sharedStrings", STRINGS), ODD, found="xl/other.xml"),
    "styles elsewhere": Probe(lambda: elsewhere("styles", STYLES), ODD, found="in the place of xl/styles.xml"),
    "a workbook elsewhere": Probe(
        lambda: workbook({ROOT: PARTS[ROOT].replace("workbook", "other"), "xl/other.xml": PARTS[BOOK]}),
        ODD,
        found="xl/other.xml",
    ),
    "shared strings without their link": Probe(lambda: workbook({LINKS: links_xml(OWN_LINKS[0])}), READ),
    "a link from the root": Probe(
        lambda: workbook({LINKS: links_xml(("worksheet", "/xl/worksheets/sheet1.xml", ""))}), READ
    ),
    "a link in other capitals": Probe(
        lambda: workbook({LINKS: links_xml(("worksheet", "Worksheets/Sheet1.xml", ""))}), READ
    ),
    "strict Open XML": Probe(
        lambda: workbook(
            {
                BOOK: book_xml().replace(
                    "http://schemas.openxmlformats.org/spreadsheetml/2006", "http://purl.oclc.org/ooxml/spreadsheetml"
                )
            }
        ),
        FORMAT,
        found="Strict",
    ),
    "strict links": Probe(lambda: with_links(("http://purl.oclc.org/ooxml/x", "styles.xml", "")), FORMAT),
    # What acts by itself
    "macros": Probe(lambda: with_member(member("xl/vbaProject.bin")), MACROS, "xlsm", "VBA"),
    "macros elsewhere": Probe(lambda: with_member(member("vbaProject.bin")), MACROS, "xlsm"),
    "macros by content type": Probe(
        lambda: workbook({TYPES: types_xml(f"{BOOK_TYPE}.sheet.macroEnabled.main+xml")}), MACROS, "xlsm"
    ),
    "macros by their link": Probe(
        lambda: with_links(("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "styles.xml", "")),
        MACROS,
        "xlsm",
    ),
    "a macro sheet of Excel 4.0": Probe(
        lambda: workbook({TYPES: types_xml(f"{BOOK_TYPE}.macrosheet+xml")}), MACROS, found="Excel 4.0"
    ),
    "an international macro sheet": Probe(
        lambda: workbook({TYPES: types_xml(f"{BOOK_TYPE}.intlMacrosheet+xml")}), MACROS, found="Excel 4.0"
    ),
    "a macro sheet by its name": Probe(lambda: with_member(member("xl/macrosheets/sheet1.xml", "<a/>")), MACROS),
    "ActiveX": Probe(
        lambda: workbook({TYPES: types_xml("application/vnd.ms-office.activeX+xml")}), MACROS, found="ActiveX"
    ),
    "DDE": Probe(
        lambda: with_links(
            ("externalLink", "externalLinks/externalLink1.xml", ""), parts=external('<ddeLink ddeService="cmd"/>')
        ),
        MACROS,
        found="DDE",
    ),
    "a link that calls a program": Probe(
        lambda: with_links(("externalLink", "externalLinks/externalLink1.xml", ""), parts=external("<oleLink/>")),
        MACROS,
    ),
    "a remote template": Probe(
        lambda: with_sheet_link("attachedTemplate", "http://a/b.xltm"), MACROS, found="attachedtemplate"
    ),
    "a remote picture": Probe(lambda: with_sheet_link("image", "http://a/b.png"), MACROS),
    "a remote object": Probe(lambda: with_sheet_link("oleObject", "file:///c:/a.exe"), MACROS),
    "a remote frame that does not say so": Probe(lambda: with_sheet_link("frame", "\\\\server\\a", ""), MACROS),
    "a hyperlink": Probe(lambda: with_sheet_link("hyperlink", "https://example.go.th/"), READ),
    # Worth a remark
    "a link to another workbook": Probe(
        lambda: with_links(
            ("externalLink", "externalLinks/externalLink1.xml", ""),
            parts=external("<externalBook/>")
            | {
                "xl/externalLinks/_rels/externalLink1.xml.rels": links_xml(
                    ("externalLinkPath", "file:///c:/a.xlsx", ' TargetMode="External"')
                )
            },
        ),
        noted("FILE_HAS_LINKS"),
        found="1",
    ),
    "a hidden sheet": Probe(
        lambda: two_sheets(ONE + TWO.replace('"two"', '"สอง" state="hidden"')),
        noted("FILE_HAS_HIDDEN_SHEETS"),
        found="สอง",
    ),
    "a very hidden sheet": Probe(
        lambda: workbook({BOOK: book_xml(ONE.replace('"one"', '"one" state="veryHidden"'))}),
        noted("FILE_HAS_HIDDEN_SHEETS"),
    ),
    "the form's own hidden sheet": Probe(
        lambda: workbook({BOOK: book_xml(ONE.replace('"one"', '"form" state="hidden"'))}), READ
    ),
    "the summary's own hidden sheet": Probe(
        lambda: workbook({BOOK: book_xml(ONE.replace('"one"', '"summary" state="hidden"'))}), READ
    ),
    "dates from 1904": Probe(
        lambda: workbook({BOOK: book_xml(before='<workbookPr date1904="1"/>')}), noted("FILE_OTHER_CALENDAR")
    ),
    "dates from 1900": Probe(lambda: workbook({BOOK: book_xml(before='<workbookPr date1904="false"/>')}), READ),
    # Cells
    "cells without addresses": Probe(lambda: with_sheet("<row><c><v>1</v></c><c/></row><row/>"), READ),
    "cells out of order": Probe(
        lambda: with_sheet('<row r="1"><c r="B1"/><c r="A1"/></row>'), ODD, found="A1 after B1"
    ),
    "a cell twice": Probe(lambda: with_sheet('<row r="1"><c r="A1"/><c r="A1"/></row>'), ODD),
    "a cell twice far right": Probe(lambda: with_sheet('<row r="1"><c r="BA1"/><c r="BA1"/></row>'), ODD),
    "cells in order far right": Probe(lambda: with_sheet('<row r="1"><c r="Z1"/><c r="AA1"/><c r="BA1"/></row>'), READ),
    "rows out of order": Probe(lambda: with_sheet(cell("A2") + cell("A1")), ODD, found="row 1 after row 2"),
    "a row twice": Probe(lambda: with_sheet(cell("A2") + cell("A2")), ODD),
    "a cell in another row": Probe(lambda: with_sheet('<row r="1"><c r="A2"/></row>'), ODD),
    "an address that is none": Probe(lambda: with_sheet('<row r="1"><c r="1A"/></row>'), ODD),
    "an address in small letters": Probe(lambda: with_sheet('<row r="1"><c r="a1"/></row>'), ODD),
    "row 0": Probe(lambda: with_sheet('<row r="0"/>'), ODD),
    "the last row": Probe(lambda: with_sheet('<row r="1048576"><c r="A1048576"/></row>'), READ),
    "a row beyond the last": Probe(lambda: with_sheet('<row r="1048577"/>'), ODD),
    "the last column": Probe(lambda: with_sheet(cell("XFD1")), READ),
    "a column beyond the last": Probe(lambda: with_sheet(cell("XFE1")), ODD),
    "a row in a row": Probe(lambda: with_sheet('<row r="1"><row r="2"/></row>'), ODD),
    "a cell in a cell": Probe(lambda: with_sheet('<row r="1"><c r="A1"><c r="B1"/></c></row>'), ODD),
    "a cell outside of rows": Probe(lambda: with_sheet('<c r="A1"/>'), ODD),
    "a row outside of the table": Probe(lambda: with_sheet("", '<row r="1"/>'), ODD),
    "two tables": Probe(lambda: with_sheet(ROW, "<sheetData/>"), ODD),
    "two values": Probe(lambda: with_cell("<v>1</v><v>2</v>"), ODD),
    "far cells that hold nothing": Probe(
        lambda: with_sheet(ROW + '<row r="1000000"><c r="XFD1000000" s="1"/></row>'), READ
    ),
    "one far cell": Probe(lambda: with_cell("<v>1</v>", address="XFD1000000"), ("refused", "FILE_TOO_HEAVY")),
    "a number that is none": Probe(lambda: with_cell("<v>NaN</v>"), ODD, found="NaN in B2"),
    "infinity": Probe(lambda: with_cell("<v>-INF</v>"), ODD),
    "a number beyond all numbers": Probe(lambda: with_cell("<v>1E+999</v>"), ODD),
    "the largest number": Probe(lambda: with_cell("<v>1.7976931348623157E+308</v>"), READ),
    "text where a number should be": Probe(lambda: with_cell("<v>abc</v>"), ODD),
    "a number in Thai digits": Probe(lambda: with_cell("<v>๑</v>"), ODD),
    "a merge of no cells": Probe(lambda: with_sheet(ROW, '<mergeCell ref="A"/>'), ODD),
    "a merge that is written backwards": Probe(lambda: with_sheet(ROW, '<mergeCell ref="$C$3:$A$1"/>'), READ),
    "rich text": Probe(
        lambda: workbook({STRINGS: strings_xml("").replace("<t></t>", '<r><rPr><b/><sz val="9"/></rPr><t>x</t></r>')}),
        READ,
    ),
    "a shared string that is not there": Probe(lambda: with_cell("<v>99</v>", ' t="s"'), READ),
    # OpenDocument
    "ods": Probe(lambda: ods(ods_cell()), noted("FILE_OLD_FORMAT"), "ods", "ods"),
    "ods with empty rows to the end": Probe(
        lambda: ods(ods_cell() + ods_cell(16384, 1048575, "")), noted("FILE_OLD_FORMAT"), "ods"
    ),
    "ods with a row for a million": Probe(lambda: ods(ods_cell(100, 1048576)), ("refused", "FILE_TOO_HEAVY"), "ods"),
    "ods with a cell for all": Probe(lambda: ods(ods_cell(10**9)), ODD, "ods"),
    "ods with a cell for none": Probe(lambda: ods(ods_cell(0)), ODD, "ods"),
    "ods with a password": Probe(
        lambda: ods("", member("META-INF/manifest.xml", "<a><encryption-data/></a>")), LOCKED, "encrypted"
    ),
    "ods with macros": Probe(lambda: ods("", member("Basic/Standard/Module1.xml", "<a/>")), MACROS, "ods", "Module1"),
    "ods with a list of no macros": Probe(
        lambda: ods("", member("Basic/script-lc.xml", "<a/>")), noted("FILE_OLD_FORMAT"), "ods"
    ),
    "ods with DDE": Probe(lambda: ods("<table:dde-link/>"), MACROS, "ods", "DDE"),
    "ods with a link": Probe(lambda: ods("<table:table-source/>"), noted("FILE_OLD_FORMAT FILE_HAS_LINKS"), "ods"),
    "ods with an empty part": Probe(
        lambda: ods("", member("Configurations2/current.xml")), noted("FILE_OLD_FORMAT"), "ods"
    ),
    "ods with a DTD": Probe(lambda: ods("", member("styles.xml", f"{DTD}<a/>")), ODD, "ods"),
    "ods without a table": Probe(
        lambda: zipped(member("mimetype", doc("spreadsheet"), method=0), member("content.xml", "<a/>")), DAMAGED, "ods"
    ),
    "ods that ends early": Probe(lambda: ods("<table:table-row>"), DAMAGED, "ods"),
}


def verdict(data, limits=LIMITS):
    said = guard(data, limits)
    if isinstance(said, Refusal):
        return (said.state, said.rule), said.kind, said.found
    return (
        ("read", " ".join(remark.rule for remark in said.remarks)),
        said.kind,
        " ".join(remark.found for remark in said.remarks),
    )


@pytest.mark.parametrize("name", REGISTER)
def test_a_probe_gets_its_verdict(name):
    probe = REGISTER[name]
    said, kind, found = verdict(probe.make())
    assert (said, kind) == (probe.verdict, probe.kind)
    assert probe.found in found


ALL_EDGES = {name: (name, make) for name, make in EDGES.items()} | OTHER_EDGES


@pytest.mark.parametrize(("more", "read"), [(-1, True), (0, True), (1, False)], ids=["below", "at", "over"])
@pytest.mark.parametrize("name", ALL_EDGES)
def test_a_limit_is_what_a_file_may_just_have(name, more, read):
    edge = ALL_EDGES[name][1](more)
    (state, rule), _, _ = verdict(*edge)
    assert state == ("read" if read else "refused")
    assert read or rule == ("FILE_TOO_LARGE" if name == "file_bytes" else "FILE_TOO_HEAVY")


@pytest.mark.parametrize("name", sorted(set(ALL_EDGES) - {"file_bytes"}))
def test_what_is_over_a_limit_is_told_in_words_with_the_limit(name):
    limit, make = ALL_EDGES[name]
    edge = make(1)
    refusal = guard(*edge)
    # How dense is too dense is known by two numbers, and said by the one that is a rule.
    limit = {"ratio_from": "ratio", "sparse": "sparse_grid"}.get(limit, limit)
    told = next(row for row in listed(edge.limits) if row.name == limit)
    assert f"{told.title.th} · {told.title.en}: " in refusal.found
    assert refusal.expected == f"{told.most:,}"


def test_every_limit_is_tried():
    assert set(EDGES) == {limit.name for limit in listed()}


GUARDS = ("cells", "guard", "kind", "limits", "markup", "ods", "ooxml", "package", "quick", "strings")


def test_every_rule_that_the_guards_name_is_tried():
    folder = Path(ooxml.__file__).parent
    source = "".join((folder / f"{name}.py").read_text("utf-8") for name in GUARDS)
    tried = {rule for probe in REGISTER.values() for rule in probe.verdict[1].split()}
    of_limits_and_cells = {"FILE_TOO_LARGE", "ERROR_VALUE", "FORMULA_NOT_CALCULATED"}
    assert {rule for rule in RULES if f'"{rule}"' in source} == tried | of_limits_and_cells


def test_remarks_are_notes_and_refusals_errors():
    for probe in REGISTER.values():
        state, rules = probe.verdict
        assert {RULES[rule].severity for rule in rules.split()} <= {
            Severity.NOTE if state == "read" else Severity.ERROR
        }


def test_the_words_of_kinds_and_states_are_known():
    kinds = {probe.kind for probe in REGISTER.values()}
    assert kinds == {choice.id for choice in FILE_KINDS}
    states = {probe.verdict[0] for probe in REGISTER.values()} - {"read"}
    assert states == {"refused", "unreadable"} < {choice.id for choice in FILE_STATES}


def thoroughly(monkeypatch):
    monkeypatch.setattr(ooxml, "quick_look", lambda data, limits: None)
    monkeypatch.setattr(ooxml, "quick_lengths", lambda data, limits: None)


@pytest.mark.parametrize("name", [name for name, probe in REGISTER.items() if probe.kind == "xlsx"])
def test_the_quick_way_and_the_thorough_way_agree(monkeypatch, name):
    data = REGISTER[name].make()
    said = guard(data)
    thoroughly(monkeypatch)
    assert guard(data) == said


@pytest.mark.parametrize("more", [-1, 0, 1])
@pytest.mark.parametrize("name", [name for name in ALL_EDGES if not name.endswith("ods") and "bytes" not in name])
def test_the_two_ways_agree_at_every_limit(monkeypatch, name, more):
    edge = ALL_EDGES[name][1](more)
    said = guard(*edge)
    thoroughly(monkeypatch)
    assert guard(*edge) == said


def test_there_are_more_probes_than_a_hundred_and_twenty():
    assert len(REGISTER) + 3 * len(ALL_EDGES) > 220


def test_a_workbook_is_made_of_the_parts_that_its_probes_change():
    assert set(PARTS) == {TYPES, ROOT, BOOK, LINKS, SHEET, STRINGS, STYLES}
    guarded = guard(WHOLE)
    assert isinstance(guarded, Guarded)
    assert guarded[:3] == ("xlsx", (), {})
