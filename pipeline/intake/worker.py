"""The process in which files are read: it gives an answer to every request, until there are no more.

Requests and answers go through its standard input and output, each as its length and its bytes.
"""

from __future__ import annotations

import struct
import sys
from contextlib import suppress
from typing import IO

from pipeline.intake.answer import read_file

READY = b"ready"
_LENGTH = struct.Struct("<Q")
# Neither a file nor an answer comes near it.
_LONGEST = 512 * 1024**2


def work(memory: int) -> None:
    """The worker: serves its standard input, with so many bytes of memory at most."""
    _limit_memory(memory)
    # What a library may print is no answer.
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    serve(sys.stdin.buffer, answers)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """What the worker does: says that it is there, and then gives an answer to every request, until there are no more."""
    send(answers, READY)
    with suppress(EOFError):
        while True:
            send(answers, read_file(received(requests)).packed)


def send(stream: IO[bytes], data: bytes) -> None:
    """Send a request or an answer."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def received(stream: IO[bytes]) -> bytes:
    """What was sent; raises EOFError where the other side ended before it had sent all, or announces too much."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size) if size <= _LONGEST else b""
    if len(data) < size:
        raise EOFError
    return data


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # macOS knows no such limit; where the system's own is lower, that one holds.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
