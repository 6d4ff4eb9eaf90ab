"""Where forms are put: what lies there already as an earlier run wrote it, by the same order, stays as it is."""

from __future__ import annotations

from hashlib import sha256

from pipeline.cache import Cache, Kind
from pipeline.forms.orders import Order, fingerprint
from pipeline.outputs import Aside, Outputs

# What is kept is the SHA-256 of the form that came of an order.
FORMS = Kind("forms", ("pipeline/**/*.py", "schemas/*.py"), "xlsxwriter")


class Shelf:
    """A folder of the outputs for forms; `cache` knows which form came of an order."""

    def __init__(self, out: Outputs, folder: str, cache: Cache) -> None:
        self._out, self._folder, self._cache = out, folder, cache

    def lying(self, order: Order) -> Aside | None:
        """The form of an order, where it lies in its place already; None where it is to be written."""
        known = self._cache.get(fingerprint(order))
        return self._out.lying(self._name(order), known) if known else None

    def put(self, order: Order, form: bytes) -> Aside:
        """Set a form aside that was written."""
        self._cache.put(fingerprint(order), sha256(form).digest())
        return self._out.set_aside(self._name(order), form)

    def _name(self, order: Order) -> str:
        return f"{self._folder}/{order.name}"
