"""The rules for an xlsx package: its parts are there, none of them acts by itself, and what is worth a remark."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar
from urllib.parse import unquote

from pipeline.intake.cells import Look, look
from pipeline.intake.limits import Limits, Refused, damaged, hold, refuse
from pipeline.intake.markup import KEPT, SMALL, Attributes, Element, elements
from pipeline.intake.quick import quick_lengths, quick_look, quick_shared_text
from pipeline.intake.strings import lengths, shared_text
from pipeline.intake.verdict import Reason, Remark
from schemas.submission import IDENTITY
from schemas.summary import DATA_TABLES, SUMMARY_IDENTITY

_CONTENT_TYPES, _WORKBOOK, _WORKBOOK_LINKS = "[content_types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_ROOT_LINKS = "_rels/.rels"
_NEEDED = (_CONTENT_TYPES, _ROOT_LINKS, _WORKBOOK, _WORKBOOK_LINKS)
_MARKUP = (".xml", ".rels")
_OUR_HIDDEN_SHEETS = {IDENTITY.id, SUMMARY_IDENTITY, *(name for table in DATA_TABLES for name in table.title)}

# What a content type, the type of a link or the name of a part has in it → what acts by itself.
_ACTS = {
    "macroenabled": "VBA",
    "vbaproject": "VBA",
    "macrosheet": "Excel 4.0",
    "activex": "ActiveX",
    "attachedtoolbars": "Excel 5 toolbars",
}
# Elements of a link to another workbook that call a program.
_CALLS = frozenset({"ddeLink", "oleLink"})
_STRICT = "purl.oclc.org/ooxml"
# Where readers look for a part, whatever its link says.
_PLACES = {
    "/officedocument": _WORKBOOK,
    "/sharedstrings": "xl/sharedstrings.xml",
    "/styles": "xl/styles.xml",
}
# Links to places outside that only lead there when somebody follows them.
_HYPERLINK, _OTHER_WORKBOOK = ("/hyperlink",), ("externallink", "xlexternallinkpath")

_Parts = Mapping[str, bytes]
_Found = TypeVar("_Found")


class Told(NamedTuple):
    """What is to be said of a workbook, and by sheet name why cells only read as empty."""

    remarks: tuple[Remark, ...]
    unread: Mapping[str, Mapping[str, Reason]]


class _Link(NamedTuple):
    """A relationship: its type in small letters, and its target, which is outside or the name of a part."""

    id: str
    type: str
    target: str
    outside: bool


class _Book(NamedTuple):
    """What the workbook part lists: sheets by name with the part that holds them, hidden ones, and its calendar."""

    sheets: Mapping[str, str]
    hidden: tuple[str, ...]
    from_1904: bool


def workbook_told(members: _Parts, limits: Limits) -> Told:
    """Go through the parts of an xlsx package. Raises Refused: parts missing or damaged, or what must not be there."""
    parts = {name.casefold(): content for name, content in members.items()}
    for part in _NEEDED:
        if part not in parts:
            damaged(part)
    _nothing_acts(parts, limits)
    links = _links_of_the_workbook(parts, limits)
    book = _book(parts, links, limits)
    strings = _PLACES["/sharedstrings"] if _PLACES["/sharedstrings"] in parts else ""
    looks = _sheets(parts, book.sheets, strings, limits)
    _are_whole(book.sheets, links, looks)
    _rest_is_plain(parts, {*book.sheets.values(), strings}, limits)
    unread = {name: found.unread for name, found in looks.items() if found.unread}
    return Told(tuple(_remarks(book, links)), unread)


def _remarks(book: _Book, links: Mapping[str, _Link]) -> Iterator[Remark]:
    others = sum(link.type.endswith("/externallink") for link in links.values())
    if others:
        yield Remark("FILE_HAS_LINKS", f"{others}")
    if book.hidden:
        yield Remark("FILE_HAS_HIDDEN_SHEETS", ", ".join(book.hidden))
    if book.from_1904:
        yield Remark("FILE_OTHER_CALENDAR")


def _in(part: str, find: Callable[[], _Found]) -> _Found:
    """What is found in a part; a refusal names it."""
    try:
        return find()
    except Refused as why:
        raise Refused(why.refusal._replace(found=f"{part}: {why.refusal.found}")) from None


def _elements(parts: _Parts, part: str, limits: Limits, *wanted: str) -> tuple[Element, ...]:
    return _in(part, lambda: elements(parts[part], frozenset(wanted), limits))


def _nothing_acts(parts: _Parts, limits: Limits) -> None:
    for _, _, attributes in _elements(parts, _CONTENT_TYPES, limits, "Default", "Override"):
        _acts(attributes.get("ContentType", ""))
    for part in parts:
        _acts(part)
        for link in _links(parts, part, limits) if part.endswith(".rels") else ():
            _acts(link.type)
            _stays(link)
            if link.type.endswith("/externallink") and link.target in parts:
                _calls(parts, link.target, limits)


def _acts(word: str) -> None:
    """A content type, the type of a link or the name of a part is of nothing that acts."""
    for telling, name in _ACTS.items():
        if telling in word.lower():
            refuse("FILE_HAS_MACROS", name, kind="xlsm" if name == "VBA" else "")


def _calls(parts: _Parts, part: str, limits: Limits) -> None:
    if _elements(parts, part, limits, *_CALLS):
        refuse("FILE_HAS_MACROS", "DDE")


def _stays(link: _Link) -> None:
    """What a part takes from outside the file is only a hyperlink or another workbook."""
    if link.outside and not link.type.endswith(_HYPERLINK) and not any(word in link.type for word in _OTHER_WORKBOOK):
        refuse("FILE_HAS_MACROS", f"{posixpath.basename(link.type)} → {link.target[:80]}")


def _links(parts: _Parts, part: str, limits: Limits) -> Sequence[_Link]:
    data = parts[part]
    told = _kept_links if len(data) <= SMALL else _links_told
    return _in(part, lambda: told(posixpath.dirname(posixpath.dirname(part)), data, limits))


def _links_told(folder: str, data: bytes, limits: Limits) -> Sequence[_Link]:
    return tuple(_link(folder, element.attributes) for element in elements(data, frozenset({"Relationship"}), limits))


# The links of a part are the same in all forms of a round that have as many sheets.
_kept_links = lru_cache(KEPT)(_links_told)


def _link(folder: str, attributes: Attributes) -> _Link:
    target = attributes.get("Target", "")
    outside = attributes.get("TargetMode", "").lower() == "external" or "://" in target or target.startswith("\\\\")
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))[1:].casefold()
    return _Link(attributes.get("Id", ""), attributes.get("Type", "").lower(), target, outside)


def _links_of_the_workbook(parts: _Parts, limits: Limits) -> dict[str, _Link]:
    """The links of the workbook part by id, each once; what readers do not look for by its link is where they look."""
    links = _links(parts, _WORKBOOK_LINKS, limits)
    for link in (*_links(parts, _ROOT_LINKS, limits), *links):
        for type_, place in _PLACES.items():
            if link.type.endswith(type_) and link.target != place:
                refuse("FILE_SUSPICIOUS", f"{link.target[:80]} in the place of {place}")
    by_id = {link.id: link for link in links}
    if len(by_id) < len(links):
        refuse("FILE_SUSPICIOUS", f"{_WORKBOOK_LINKS}: two links of one id")
    return by_id


def _book(parts: _Parts, links: Mapping[str, _Link], limits: Limits) -> _Book:
    if any(_STRICT in link.type for link in links.values()):
        refuse("FILE_OTHER_FORMAT", "Strict Open XML")
    for link in links.values():
        if not link.outside and link.target not in parts:
            damaged(link.target)
    found = _elements(parts, _WORKBOOK, limits, "workbook", "sheet", "workbookPr")
    if any(_STRICT in value for element in found for value in element.attributes.values()):
        refuse("FILE_OTHER_FORMAT", "Strict Open XML")
    sheets: dict[str, str] = {}
    for element in found:
        if element.name == "sheet":
            name = element.attributes.get("name", "")
            if name.casefold() in map(str.casefold, sheets):
                refuse("FILE_SUSPICIOUS", f"{_WORKBOOK}: {name}")
            sheets[name] = _sheet_part(element.attributes, links)
    if not sheets:
        damaged(_WORKBOOK)
    return _Book(sheets, _hidden(found), _from_1904(found))


def _sheet_part(attributes: Attributes, links: Mapping[str, _Link]) -> str:
    by = next((value for name, value in attributes.items() if name.endswith(":id")), "")
    if by not in links or links[by].outside:
        damaged(f"{_WORKBOOK}: {attributes.get('name', '')}")
    return links[by].target


def _hidden(found: tuple[Element, ...]) -> tuple[str, ...]:
    sheets = (element.attributes for element in found if element.name == "sheet")
    hidden = (sheet.get("name", "") for sheet in sheets if sheet.get("state", "visible") != "visible")
    return tuple(name for name in hidden if name not in _OUR_HIDDEN_SHEETS)


def _from_1904(found: tuple[Element, ...]) -> bool:
    return any(element.attributes.get("date1904", "0").lower() in ("1", "true", "on") for element in found)


def _sheets(parts: _Parts, sheets: Mapping[str, str], strings: str, limits: Limits) -> dict[str, Look]:
    """Look at every sheet, and at what all of them have together."""
    each = _in(strings, lambda: _lengths(parts[strings], limits)) if strings else []
    quick = {name: quick_look(parts[part], limits) for name, part in sheets.items()}
    looks = {
        name: quick[name] or _in(part, lambda part=part: look(parts[part], limits))  # type: ignore[misc]
        for name, part in sheets.items()
    }
    cells, grid = sum(found.cells for found in looks.values()), sum(found.grid for found in looks.values())
    hold(limits, "cells", cells)
    hold(limits, "grid", grid)
    if grid > limits.sparse * cells:
        hold(limits, "sparse_grid", grid)
    # Shared strings can stand in any number of cells; they are only added up where they might be too much.
    if max(each, default=0) * cells > limits.text:
        sure = None not in quick.values()
        if not sure or sum(quick_shared_text(parts[part], each) for part in sheets.values()) > limits.text:
            each = lengths(parts[strings], limits)
            hold(limits, "text", sum(shared_text(parts[part], each, limits) for part in sheets.values()))
    return looks


def _are_whole(sheets: Mapping[str, str], links: Mapping[str, _Link], looks: Mapping[str, Look]) -> None:
    """Every sheet has a part of its own, and every worksheet is listed and has a table: readers miss neither."""
    if len(set(sheets.values())) < len(sheets):
        refuse("FILE_SUSPICIOUS", f"{_WORKBOOK}: two sheets of one part")
    tables = {part: looks[name].tables for name, part in sheets.items()}
    for link in links.values():
        if link.type.endswith("/worksheet") and not tables.get(link.target):
            damaged(link.target)


def _lengths(data: bytes, limits: Limits) -> Sequence[int]:
    """At least how many characters each shared string has."""
    quick = quick_lengths(data, limits)
    return lengths(data, limits) if quick is None else quick


def _rest_is_plain(parts: _Parts, seen: set[str], limits: Limits) -> None:
    """Every other part of XML keeps the rules of XML, unless there is nothing in it. Drawings in VML, which Excel writes
    otherwise, are not read."""
    for part in parts:
        if part.endswith(_MARKUP) and part not in seen and (parts[part] or part.startswith("xl/")):
            _elements(parts, part, limits)
