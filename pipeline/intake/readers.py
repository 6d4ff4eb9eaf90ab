"""Reads files side by side, each reader in a process of its own: an executor that does one thing, with limits.

Any other executor can read files as well, for it is a function that is handed to it (`answer.read_file`); but only here
a file that hangs or takes all the memory ends nothing else.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any

from pipeline.intake.answer import Answer, read_file
from pipeline.intake.reader import MEMORY, SECONDS, Reader

# More would wait for the process that takes the answers.
_MOST = 4
# A worker is at work after the time that it takes to read so many files: for fewer, one more does not pay.
FILES_EACH = 24

_Job = tuple[Future[Answer], bytes]


class Readers(Executor):
    """As many readers as this process may use cores, four at most; each starts when there is enough to read for it.

    After a shutdown they start anew with the next file.
    """

    def __init__(self, most: int | None = None, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._most, self._limits = most or min(cores(), _MOST), (seconds, memory)
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._readers: list[Reader] = []
        self._starting = threading.Lock()
        self._asked = 0

    def submit(self, call: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """The answer to come: `call` must be `read_file`, given the bytes of a file."""
        assert call is read_file and not named
        (data,) = given
        future: Future[Answer] = Future()
        with self._starting:
            self._jobs.put((future, data))
            self._asked += 1
            if len(self._readers) < self._most and self._asked > FILES_EACH * len(self._readers):
                self._readers.append(Reader(*self._limits))
                threading.Thread(target=self._read, args=(self._readers[-1], self._jobs), daemon=True).start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all readers at once: what they were reading is cancelled, like what waits."""
        with self._starting:
            readers, self._readers, self._asked = self._readers, [], 0
            jobs, self._jobs = self._jobs, SimpleQueue()
        for reader in readers:
            reader.close()
        _cancel(jobs)
        for _ in readers:
            jobs.put(None)

    def _read(self, reader: Reader, jobs: SimpleQueue[_Job | None]) -> None:
        while job := jobs.get():
            future, data = job
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(reader.read(data))
                except BaseException as trouble:
                    future.set_exception(trouble)
            # Nothing of a file is kept while the next one is waited for.
            del job, future, data


def _cancel(jobs: SimpleQueue[_Job | None]) -> None:
    try:
        while job := jobs.get_nowait():
            job[0].cancel()
    except Empty:
        pass


@cache
def shared_readers() -> Readers:
    """The readers that a whole run uses, ended with it."""
    readers = Readers()
    atexit.register(readers.shutdown)
    return readers


def cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1
