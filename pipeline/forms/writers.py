"""Writes many forms, by several processes where there are enough of them; each form is the same whoever writes it.

A form depends on nothing but its order, which is small: the department's part of the plan, and what it sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

import pandas as pd

from pipeline.forms.filling import NOT_CARRIED, Carried
from pipeline.forms.form import NOTHING, write_form
from pipeline.intake.readers import cores
from pipeline.validation.plan import Part

# A process takes as long to start as eight large forms to write, or twenty small ones. Where something else is done
# meanwhile, it pays from fewer forms on; with very many of them there is one on that core too, for they take longer.
_FORMS_A_PROCESS, _FORMS_MEANWHILE, _MANY_MEANWHILE = 20, 10, 200
_MOST_PROCESSES = 4
# Orders that a process has before it, so that none waits, and no thousands of forms do.
_AHEAD = 8


class Order(NamedTuple):
    """A form to be written under a name; the rest is as in `write_form`."""

    name: str
    plan: Part
    department: str
    lang: str
    answers: Mapping[str, object] = NOTHING
    findings: pd.DataFrame | None = None
    leftovers: pd.DataFrame | None = None
    carried: Carried = NOT_CARRIED
    revision: int = 1


def written(order: Order) -> bytes:
    """The form that was ordered."""
    return write_form(
        order.plan,
        order.department,
        order.lang,
        answers=order.answers,
        findings=order.findings,
        leftovers=order.leftovers,
        carried=order.carried,
        revision=order.revision,
    )


Kept = TypeVar("Kept")


class Writers:
    """Writes forms; `forms`: how many there will be about, which decides whether processes of their own do it.

    `meanwhile`: the caller is busy with something else, so that one core is not theirs at first.
    """

    def __init__(self, forms: int, meanwhile: bool = False) -> None:
        enough = forms // (_FORMS_MEANWHILE if meanwhile else _FORMS_A_PROCESS)
        free = cores() - meanwhile
        processes = min(cores() if free and forms >= _MANY_MEANWHILE else free, _MOST_PROCESSES, enough)
        spawned = get_context("spawn")
        pays = processes >= (1 if meanwhile else 2)
        self._pool = ProcessPoolExecutor(processes, mp_context=spawned) if pays else None
        self._thread = ThreadPoolExecutor(1) if pays and meanwhile else None
        self._ahead = processes * _AHEAD

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        if self._thread:
            self._thread.shutdown()

    def begin(self, orders: Iterable[Order], keep: Callable[[str, bytes], Kept]) -> Callable[[], list[Kept]]:
        """Have forms written, each handed with its name to `keep`; gives what waits for all and gives what `keep` gave.

        Where processes write them, orders are taken and forms are kept by a thread, while the caller goes on.
        """

        def kept() -> list[Kept]:
            return [keep(name, form) for name, form in self.in_order(orders)]

        return self._thread.submit(kept).result if self._thread else kept

    def _begun(self, order: Order) -> Callable[[], bytes]:
        """What gives the form; meanwhile another process may be at work on it."""
        if self._pool is None:
            return lambda: written(order)
        try:
            form = self._pool.submit(written, order)
        except BrokenProcessPool:
            return lambda: written(order)
        return lambda: _form(form, order)

    def in_order(self, orders: Iterable[Order]) -> Iterator[tuple[str, bytes]]:
        """The forms by their names in the order of the orders, of which only so many are taken ahead."""
        begun: deque[tuple[str, Callable[[], bytes]]] = deque()
        for order in orders:
            begun.append((order.name, self._begun(order)))
            if len(begun) > self._ahead:
                name, form = begun.popleft()
                yield name, form()
        for name, form in begun:
            yield name, form()


def _form(form: Future[bytes], order: Order) -> bytes:
    """The form, written here where the process that had it was ended from outside."""
    try:
        return form.result()
    except BrokenProcessPool:
        return written(order)
