"""Reads files in a process of its own, with a time and a memory limit: whatever a file does there, the run goes on.

A reader that hangs, that asks for all the memory, or that dies is a verdict on the one file which it was reading; the
next file gets a new process. Requests and answers go through the process's standard input and output, each as its
length and its bytes; an answer is unpickled as plain data only.
"""

from __future__ import annotations

import atexit
import io
import pickle
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, Any

from pipeline.intake.reading import Reading, reading
from pipeline.intake.verdict import Refusal

SECONDS = 30.0
MEMORY = 2 * 1024**3

_START = "import sys; sys.path[:] = sys.argv[2:]; from pipeline.intake.worker import work; work(int(sys.argv[1]))"
_LENGTH = struct.Struct("<Q")
_READY = b"ready"
# No reading of a file within the guards' limits comes near it.
_LONGEST = 512 * 1024**2
_PLAIN = {
    "datetime": {"date", "datetime", "time", "timedelta"},
    "pipeline.intake.reading": {"Reading"},
    "pipeline.intake.keyed": {"KeyedCell", "Leftover"},
    "pipeline.intake.verdict": {"Reason", "Refusal", "Remark"},
    "pipeline.intake.workbook": {"Sheet"},
}


class Reader:
    """Reads files one after another in a worker process; `seconds` and `memory` (bytes) are what one file may take.

    The process starts with the first file, and again after one that ended it. Where the system knows no limit of
    memory for a process (Windows, macOS), the guards' limits of size are the only ones.
    """

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes) -> Reading | Refusal:
        """The reading of a file's bytes, or why it is not read; never raises because of what they hold."""
        used = self._process is not None
        answer = self._asked(data)
        if answer is None and used:
            # What ended it may have come from outside, or be what an earlier file left: only a new process can tell.
            answer = self._asked(data)
        return answer or _stopped(f"{self._memory // 1024**2:,} MB")

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process:
            _end(process)

    def _asked(self, data: bytes) -> Reading | Refusal | None:
        """What the process answers, or that it is late; None where it ends without an answer."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = _started(self._memory)
        process, late = self._process, threading.Event()
        timer = threading.Timer(self._seconds, _strike, (process, late))
        timer.start()
        answer = None
        try:
            answer = _answer(process, data)
        except (OSError, EOFError, pickle.UnpicklingError):
            pass
        finally:
            timer.cancel()
            # From here on the timer has struck or never will: it cannot strike while the next file is read.
            timer.join()
            if answer is None:
                self.close()
        return _stopped(f"{self._seconds:g} s") if answer is None and late.is_set() else answer


@cache
def shared_reader() -> Reader:
    """The reader that a whole run uses, ended with it."""
    reader = Reader()
    atexit.register(reader.close)
    return reader


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """What the worker does: says that it is there, and then gives an answer to every request, until there are no more."""
    _send(answers, _READY)
    with suppress(EOFError):
        while True:
            _send(answers, pickle.dumps(reading(_received(requests)), pickle.HIGHEST_PROTOCOL))


def work(memory: int) -> None:
    """The worker: serves its standard input, with so many bytes of memory at most."""
    _limit_memory(memory)
    # What a library may print is no answer.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    serve(sys.stdin.buffer, answers)


def _stopped(limit: str) -> Refusal:
    return Refusal("refused", "FILE_READER_STOPPED", expected=limit)


def _started(memory: int) -> subprocess.Popen[bytes]:
    # The worker finds the modules where this process found them, and nothing in the folder that it is started from.
    paths = [*filter(None, sys.path), str(Path(__file__).parents[2])]
    command = [sys.executable, "-P", "-c", _START, str(memory), *paths]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    ready = b""
    try:
        with suppress(EOFError):
            ready = _received(process.stdout)
    finally:
        if ready != _READY:
            _end(process)
    if ready != _READY:
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


def _answer(process: subprocess.Popen[bytes], data: bytes) -> Reading | Refusal:
    assert process.stdin and process.stdout
    _send(process.stdin, data)
    return _plain(_received(process.stdout))


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _received(stream: IO[bytes]) -> bytes:
    """What was sent; raises EOFError where the other side ended before it had sent all, or announces too much."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size) if size <= _LONGEST else b""
    if len(data) < size:
        raise EOFError
    return data


def _plain(pickled: bytes) -> Reading | Refusal:
    """An answer; raises UnpicklingError for anything that is none, whatever unpickling it leads to."""
    try:
        answer = _Plain(io.BytesIO(pickled)).load()
    except Exception as trouble:
        raise pickle.UnpicklingError(type(trouble).__name__) from trouble
    if not isinstance(answer, Reading | Refusal):
        raise pickle.UnpicklingError(type(answer).__name__)
    return answer


class _Plain(pickle.Unpickler):
    """Unpickles what a reading is made of, and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        if name not in _PLAIN.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # macOS knows no such limit; where the system's own is lower, that one holds.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
