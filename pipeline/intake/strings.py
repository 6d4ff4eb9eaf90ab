"""The rules for shared strings: one text can stand in a million cells."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.intake.cells import characters
from pipeline.intake.limits import Limits, hold
from pipeline.intake.markup import Attributes, scan


def lengths(data: bytes, limits: Limits) -> list[int]:
    """How many characters each shared string has; raises Refused as `scan` does, or for too many."""
    found: list[int] = []
    pieces: list[str] = []

    def closed(name: str) -> None:
        if name == "si":
            found.append(characters("".join(pieces), limits))
            hold(limits, "cells", len(found))
        if name in ("si", "sst"):
            pieces.clear()

    scan(data, limits, lambda name, attributes: None, closed, pieces.append)
    return found


def shared_text(data: bytes, each: Sequence[int], limits: Limits) -> int:
    """How many characters a sheet takes from the shared strings, which have so many each, as often as it does."""
    shared = False
    total = 0

    def opened(name: str, attributes: Attributes) -> None:
        nonlocal shared
        if name == "c":
            shared = attributes.get("t") == "s"

    def said(text: str) -> None:
        nonlocal total
        if shared and text.isdecimal() and int(text) < len(each):
            total += each[int(text)]

    scan(data, limits, opened, said=said)
    return total
