"""A form that counts, by its keys: what it says of itself and prints of the plan, and what its department filled in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from sys import intern

from pipeline import thai
from pipeline.intake.keyed import ByKey
from schemas.submission import FORM_KEY, IDENTITY

# Answers that other forms may have too: choices, days, numbers in words.
_SHORT = 100


@dataclass(frozen=True)
class Sent:
    """The form of a department, its cells by their keys."""

    file: str
    department: str
    cells: ByKey

    @cached_property
    def says(self) -> dict[str, object]:
        """Field of IDENTITY → what the form says of itself."""
        own = ((name, self.cells.get(f"{IDENTITY.id}|{name}")) for name in IDENTITY.columns)
        return {name: cells[0].found for name, cells in own if cells}

    @cached_property
    def entered(self) -> ByKey:
        """The cells of what the form does not fill itself, by key."""
        return {key: cells for key, cells in self.cells.items() if not FORM_KEY.fullmatch(key)}

    @cached_property
    def given(self) -> int:
        """How many of its entry cells are filled in, counted before anything is done with them."""
        return sum(is_given(cell.found) for cells in self.entered.values() for cell in cells)


def is_given(raw: object) -> bool:
    """Whether anything stands in a cell."""
    # Most cells of most forms are empty, and that is seen at once.
    return raw != "" and not thai.is_blank(raw)


def once(found: object) -> object:
    """What stands in a cell; short texts are kept once, however many cells hold them."""
    return intern(found) if type(found) is str and len(found) <= _SHORT else found
