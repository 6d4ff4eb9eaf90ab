"""The process of a command: it runs the command line, and is over as soon as that is."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextlib import suppress

from pipeline.cli import main


def run() -> None:
    """The command `pipeline`, and `python -m pipeline`."""
    try:
        main()
    except SystemExit as end:
        _leave(int(end.code or 0))


def _leave(code: int) -> None:
    """End at once: the system frees what a run has made, which Python does piece by piece, in a quarter of a second."""
    # As Python would: threads come to their end before what they use is taken from them.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
