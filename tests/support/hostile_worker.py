"""A reading worker that does what the file tells it to, where a file could bring a reader to do it."""

from __future__ import annotations

import os
import signal
import struct
import sys
import time
from typing import Any

from pipeline.intake import worker
from pipeline.intake.answer import answer_of
from pipeline.intake.verdict import Refusal

# What the parent runs in place of its worker; the deaf one sends before it listens.
START = "import sys; sys.path[:] = sys.argv[2:]; from support import hostile_worker; hostile_worker."
OBEYS, DEAF = START + "work()", START + "talk()"


class Trap:
    """Pickled, it is a command that makes a file."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return open, (self.path, "w")


def obey(data: bytes) -> Any:
    """Do as told: hang (or hang:SECONDS), exit, crash, fill the memory, print, raise, trap:PATH, or send:BYTES; else give the process."""
    order, _, argument = data.partition(b":")
    match order:
        case b"hang":
            time.sleep(float(argument or 600))
        case b"exit":
            os._exit(0)
        case b"crash":
            os.kill(os.getpid(), getattr(signal, "SIGSEGV", signal.SIGTERM))
        case b"fill":
            return [bytearray(1024**2) for _ in range(10**6)]
        case b"print":
            sys.stdout.write("x" * 100_000)
        case b"raise":
            raise ValueError(data)
        case b"trap":
            return Trap(argument.decode())
        case b"send":
            os.write(1, struct.pack("<Q", len(argument)) + argument)
            time.sleep(600)
        case b"announce":
            os.write(1, struct.pack("<Q", int(argument)))
            time.sleep(600)
    return Refusal("refused", "SAID", str(os.getpid()))


def work() -> None:
    """A worker with the memory of the real one."""
    worker.read_file = lambda data: answer_of(obey(data))
    worker.work(256 * 1024**2)


def talk() -> None:
    """A worker that is ready, and then says more than a pipe holds before it listens."""
    os.write(1, struct.pack("<Q", 5) + b"ready")
    while True:
        os.write(1, bytes(2**20))
