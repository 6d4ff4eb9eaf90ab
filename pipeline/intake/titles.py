"""By what titles a sheet or a column is known: in Thai, in English, or by its id."""

from __future__ import annotations

from pipeline import thai
from schemas.fields import Field, Table


def names(described: Table | Field) -> set[str]:
    """The titles as they are compared."""
    return {thai.key(described.title.th), thai.key(described.title.en), thai.key(described.id)}
