"""Writes many forms, by several processes where there are enough of them; each form is the same whoever writes it.

A form depends on nothing but its order, which is small: the department's part of the plan, and what it sent.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType
from typing import NamedTuple, Self

import pandas as pd

from pipeline.forms.filling import NOT_CARRIED, Carried
from pipeline.forms.form import NOTHING, write_form
from pipeline.intake.readers import cores
from pipeline.validation.plan import Part

# A process takes as long to start as eight large forms to write, or twenty small ones.
_FORMS_A_PROCESS = 20
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


class Writers:
    """Writes forms; `forms`: how many there will be about, which decides whether processes of their own do it, `most`
    of them where that is given, else as many as there are cores."""

    def __init__(self, forms: int, most: int | None = None) -> None:
        processes = min(most or cores(), _MOST_PROCESSES, forms // _FORMS_A_PROCESS)
        spawned = get_context("spawn")
        self._pool = ProcessPoolExecutor(processes, mp_context=spawned) if processes > 1 else None
        self._ahead = processes * _AHEAD

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

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
