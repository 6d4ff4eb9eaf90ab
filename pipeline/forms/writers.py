"""Writes many forms, by several processes where there are enough of them; each form is the same whoever writes it."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock
from types import TracebackType
from typing import Self, TypeVar

from pipeline.forms.orders import Order, written
from pipeline.forms.shelf import Shelf
from pipeline.intake.readers import cores
from pipeline.outputs import Aside

# A process takes as long to start as eight large forms to write, or twenty small ones. Where something else is done
# meanwhile, it pays from fewer forms on; with very many of them there is one on that core too, for they take longer.
_FORMS_A_PROCESS, _FORMS_MEANWHILE, _MANY_MEANWHILE = 20, 10, 200
_MOST_PROCESSES = 4
# Orders that a process has before it, so that none waits, and no thousands of forms do.
_AHEAD = 8

T = TypeVar("T")


class Writers:
    """Writes forms. `meanwhile`: the caller is busy with something else, so that one core is not theirs at first."""

    def __init__(self, meanwhile: bool = False) -> None:
        self._meanwhile = meanwhile
        self._processes = 0
        self._pool: ProcessPoolExecutor | None = None
        self._thread = ThreadPoolExecutor(1)
        self._ending = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        self._end_processes(cancel=True)
        self._thread.shutdown()

    def get_ready(self) -> None:
        """Have a process load what it needs while the caller still finds out whether there are forms to write."""
        if cores() > 1:
            self._start(1)
            self._submit(_ready)

    def begin(
        self, forms: int, orders: Iterable[Order], shelf: Shelf, done: Callable[[int], None]
    ) -> Callable[[], list[Aside]]:
        """Have forms put on a shelf, written where they do not lie there; gives what waits for all and gives where they are.

        `forms`: how many there will be about, which decides whether processes of their own write them; where they do and
        the caller is busy, a thread takes the orders. `done` is told how many are there.
        """
        self._start(self._worth(forms))

        def shelved() -> list[Aside]:
            asides = []
            for aside in self._in_order(orders, shelf):
                asides.append(aside)
                done(len(asides))
            # Processes take a while to end: a caller who is busy meanwhile has not to wait for that.
            self._end_processes()
            return asides

        return self._thread.submit(shelved).result if self._pool and self._meanwhile else shelved

    def _worth(self, forms: int) -> int:
        """How many processes pay for so many forms."""
        free = cores() - self._meanwhile
        enough = forms // (_FORMS_MEANWHILE if self._meanwhile else _FORMS_A_PROCESS)
        processes = min(cores() if free and forms >= _MANY_MEANWHILE else free, _MOST_PROCESSES, enough)
        return processes if processes >= (1 if self._meanwhile else 2) else 0

    def _start(self, processes: int) -> None:
        """Have at least so many processes at hand; each starts when there is something to do for it."""
        if processes > self._processes:
            self._end_processes()
            # They look for circles among objects as rarely as this process does.
            self._pool = ProcessPoolExecutor(
                processes, get_context("spawn"), initializer=gc.set_threshold, initargs=gc.get_threshold()
            )
            self._processes = processes

    def _end_processes(self, cancel: bool = False) -> None:
        """Wait for the processes to end. A pool that two threads end at once closes its queue twice, and fails."""
        with self._ending:
            if self._pool:
                self._pool.shutdown(cancel_futures=cancel)

    def _in_order(self, orders: Iterable[Order], shelf: Shelf) -> Iterator[Aside]:
        """Where each form is, in the order of the orders, of which only so many are taken ahead."""
        begun: deque[Callable[[], Aside]] = deque()
        for order in orders:
            begun.append(self._begun(order, shelf))
            if len(begun) > self._processes * _AHEAD:
                yield begun.popleft()()
        for put in begun:
            yield put()

    def _begun(self, order: Order, shelf: Shelf) -> Callable[[], Aside]:
        """What waits for a form and puts it on the shelf; meanwhile another process may be at work on it."""
        place = shelf.place(order)
        if lying := place.lying:
            return lambda: lying
        form = self._submit(written, order)
        return lambda: shelf.put(place, _form(form, order))

    def _submit(self, call: Callable[..., T], *given: Order) -> Future[T] | None:
        """The call to a process, where there is one that lives."""
        try:
            return self._pool.submit(call, *given) if self._pool else None
        except BrokenProcessPool:
            return None


def _ready() -> None:
    """What a process is asked that only has to be there: by now it has loaded this module, and with it all others."""


def _form(form: Future[bytes] | None, order: Order) -> bytes:
    """The form, written here where no process does, or where that was ended from outside."""
    try:
        return form.result() if form else written(order)
    except BrokenProcessPool:
        return written(order)
