"""Every call of the file system by which outputs are written, so that a test can make the n-th fail, or be the last."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import outputs

CALLS: dict[str, tuple[Any, str]] = {
    "mkdir": (Path, "mkdir"),
    "lock": (outputs, "_lock"),
    "list": (Path, "glob"),
    "open": (Path, "open"),
    "fsync": (os, "fsync"),
    "read": (Path, "read_bytes"),
    "replace": (Path, "replace"),
    "unlink": (Path, "unlink"),
}

# Told of each call by its kind (one of CALLS, or "write"), "before" and "after" it, and of a write when it is "halfway":
# an answer other than None then means that the rest of what is written gets lost.
Told = Callable[[str, str], Any]


def watch(patch: Callable[[Any, str, Any], None], told: Told) -> None:
    """Tell of every call that `pipeline.outputs` itself makes; `patch` is setattr, or that of monkeypatch."""
    for kind, (owner, name) in CALLS.items():
        patch(owner, name, _watched(getattr(owner, name), kind, told))


def _watched(call: Callable[..., Any], kind: str, told: Told) -> Callable[..., Any]:
    @functools.wraps(call)
    def watched(*args: Any, **options: Any) -> Any:
        if sys._getframe(1).f_globals.get("__name__") != "pipeline.outputs":
            return call(*args, **options)
        told(kind, "before")
        done = call(*args, **options)
        told(kind, "after")
        return _File(done, told) if kind == "open" else done

    return watched


class _File:
    """An open file that tells of what is written into it."""

    def __init__(self, file: Any, told: Told) -> None:
        self._file, self._told = file, told

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> None:
        """Write in two halves, with word of it before, between and after."""
        self._told("write", "before")
        half = len(data) // 2
        self._file.write(data[:half])
        self._file.flush()
        if self._told("write", "halfway") is None:
            self._file.write(data[half:])
        self._told("write", "after")
