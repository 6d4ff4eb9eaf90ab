"""By what titles a sheet or a column is known: in Thai, in English, or by its id."""

from __future__ import annotations

from functools import cache

from pipeline import thai
from schemas.fields import Field, Table


@cache
def names(described: Table | Field) -> frozenset[str]:
    """The titles as they are compared."""
    return frozenset(map(thai.key, (described.title.th, described.title.en, described.id)))
