"""Where forms are put: what lies there already as an earlier run wrote it, by the same order, stays as it is."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from pipeline.cache import Cache, Kind
from pipeline.forms.orders import Order, fingerprint
from pipeline.outputs import Aside, Outputs

# What is kept is the SHA-256 of the form that came of an order.
FORMS = Kind("forms", ("pipeline/**/*.py", "schemas/*.py"), "xlsxwriter")


class Place(NamedTuple):
    """The place of a form: its name in the outputs, the order it is for, and where the form is if it lies there already."""

    name: str
    order: str
    lying: Aside | None


class Shelf:
    """A folder of the outputs for forms; `cache` knows which form came of an order."""

    def __init__(self, out: Outputs, folder: str, cache: Cache) -> None:
        self._out, self._folder, self._cache = out, folder, cache

    def place(self, order: Order) -> Place:
        """Where the form of an order belongs."""
        name, ordered = f"{self._folder}/{order.name}", fingerprint(order)
        known = self._cache.get(ordered)
        return Place(name, ordered, self._out.lying(name, known) if known else None)

    def put(self, place: Place, form: bytes) -> Aside:
        """Set a form aside for its place, which was empty or held another."""
        self._cache.put(place.order, sha256(form).digest())
        return self._out.set_aside(place.name, form)
