"""The rules for XML: in an encoding that readers know, without DTD, not too deep, whole. Parts are read as a stream."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import lru_cache
from pyexpat import ExpatError, ParserCreate
from typing import NamedTuple

from pipeline.intake.limits import Limits, damaged, hold, refuse

_KNOWN = {"", "utf-8", "utf8", "us-ascii", "ascii"}
# Small parts are much the same in all forms of a round; what was found in the last few is kept.
SMALL = 64 * 1024
KEPT = 128

Attributes = Mapping[str, str]


class Element(NamedTuple):
    """An element by its local name, with the local name of what it stands in."""

    parent: str
    name: str
    attributes: Attributes


# Elements of which a workbook may have so many: parent and name → the limit.
_COUNTED = {
    ("sheets", "sheet"): "sheets",
    ("definedNames", "definedName"): "names",
    ("cellXfs", "xf"): "formats",
    ("Relationships", "Relationship"): "covered",
}


def scan(
    data: bytes,
    limits: Limits,
    opened: Callable[[str, Attributes], None],
    closed: Callable[[str], None] = lambda name: None,
    said: Callable[[str], None] | None = None,
) -> int:
    """Tell of every element by its local name, as readers do, and of the text between; gives how deep they go.

    Raises Refused: an encoding that readers do not share, a DTD, too many levels, or malformed.
    """
    parser = ParserCreate()
    level = deepest = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal level, deepest
        level += 1
        if level > deepest:
            deepest = level
            hold(limits, "depth", level)
        opened(name.rpartition(":")[2], attributes)

    def end(name: str) -> None:
        nonlocal level
        level -= 1
        closed(name.rpartition(":")[2])

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = said
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _dtd
    parser.XmlDeclHandler = _encoding
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        refuse("FILE_SUSPICIOUS", "XML: UTF-16")
    try:
        parser.Parse(data, True)
    # Beside what is malformed, encodings that Python does not know or cannot read by the byte.
    except (ExpatError, LookupError, ValueError):
        damaged("XML")
    return deepest


def _dtd(*_: object) -> None:
    refuse("FILE_SUSPICIOUS", "XML: DTD")


def _encoding(_: str, encoding: str | None, __: int) -> None:
    if (encoding or "").lower() not in _KNOWN:
        refuse("FILE_SUSPICIOUS", f"XML: {encoding}")


def elements(data: bytes, wanted: frozenset[str], limits: Limits) -> tuple[Element, ...]:
    """The elements of the wanted local names, in their order; raises Refused as `scan` does, or for too many of some."""
    return (_kept_elements if len(data) <= SMALL else _elements)(data, wanted, limits)


def _elements(data: bytes, wanted: frozenset[str], limits: Limits) -> tuple[Element, ...]:
    found: list[Element] = []
    counts: Counter[str] = Counter()
    path = [""]

    def opened(name: str, attributes: Attributes) -> None:
        limit = _COUNTED.get((path[-1], name))
        if limit:
            counts[limit] += 1
            hold(limits, limit, counts[limit])
        if name in wanted:
            found.append(Element(path[-1], name, attributes))
        path.append(name)

    def closed(_: str) -> None:
        path.pop()

    scan(data, limits, opened, closed)
    return tuple(found)


_kept_elements = lru_cache(KEPT)(_elements)
