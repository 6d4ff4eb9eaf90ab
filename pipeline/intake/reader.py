"""Reads files in a process of its own, with a time and a memory limit: whatever a file does there, the run goes on.

A reader that hangs, that asks for all the memory, or that dies is a verdict on the one file which it was reading; the
next file gets a new process.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path

from pipeline.intake.answer import Answer, answer_of
from pipeline.intake.verdict import Refusal
from pipeline.intake.worker import READY, received, send

SECONDS = 30.0
# Seconds more for every MB from the fifth on: the plan of a country has ten, and takes twenty seconds on a slow machine.
_A_MB, _USUAL = 5.0, 4
MEMORY = 2 * 1024**3
STOPPED = "FILE_READER_STOPPED"

_START = "import sys; sys.path[:] = sys.argv[2:]; from pipeline.intake.worker import work; work(int(sys.argv[1]))"


class Reader:
    """Reads files one after another in a worker process; `seconds` and `memory` (bytes) are what one file may take,
    a large one more seconds in proportion.

    The process starts with the first file, and again after one that ended it. Where the system knows no limit of
    memory for a process (Windows, macOS), the guards' limits of size are the only ones.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def read(self, data: bytes) -> Answer:
        """The answer to a file's bytes; never raises because of what they hold. Raises CancelledError once closed."""
        used = self._process is not None
        answer = self._asked(data)
        if answer is None and (used or self._closed):
            # What ended it may have come from outside, or be what an earlier file left: only a new process can tell.
            answer = self._asked(data)
        return answer or _stopped(f"{self._memory // 1024**2:,} MB")

    def close(self) -> None:
        """End the process, if there is one, even while another thread waits for its answer."""
        self._closed = True
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            _end(process)

    def _asked(self, data: bytes) -> Answer | None:
        """What the process answers, or that it is late; None where it ends without an answer."""
        if self._closed:
            raise CancelledError
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = _started(self._memory)
        process, late = self._process, threading.Event()
        seconds = self._seconds + max(len(data) // 1024**2 - _USUAL, 0) * _A_MB
        timer = threading.Timer(seconds, _strike, (process, late))
        timer.start()
        answer = None
        try:
            answer = _answer(process, data)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            pass
        finally:
            timer.cancel()
            # From here on the timer has struck or never will: it cannot strike while the next file is read.
            timer.join()
            if answer is None:
                self._end()
        return _stopped(f"{seconds:g} s") if answer is None and late.is_set() else answer


def _stopped(limit: str) -> Answer:
    return answer_of(Refusal("refused", STOPPED, expected=limit))


def _started(memory: int) -> subprocess.Popen[bytes]:
    # The worker finds the modules where this process found them, and nothing in the folder that it is started from.
    paths = [*filter(None, sys.path), str(Path(__file__).parents[2])]
    command = [sys.executable, "-P", "-S", "-c", _START, str(memory), *paths]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    ready = b""
    try:
        with suppress(EOFError):
            ready = received(process.stdout)
    finally:
        if ready != READY:
            _end(process)
    if ready != READY:
        # A worker that does not even start is no verdict on a file.
        raise RuntimeError("the reading worker does not start")
    return process


def _strike(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _end(process: subprocess.Popen[bytes]) -> None:
    # Closing its pipes may find that it has ended already, with a request half sent.
    with suppress(OSError), process:
        process.kill()


def _answer(process: subprocess.Popen[bytes], data: bytes) -> Answer:
    """The answer, unpacked already: what cannot be unpacked is none."""
    assert process.stdin and process.stdout
    send(process.stdin, data)
    return Answer(received(process.stdout)).checked()
