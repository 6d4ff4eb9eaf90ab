"""Writes outputs whole or not at all: a run that is killed leaves the last good file as it was."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: written beside it, flushed to disk, and only then moved over what was there.

    The file beside it has a fixed name, so what a killed run leaves behind is used up by the next one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.partial")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def keep_only(folder: Path, names: set[str], pattern: str) -> None:
    """Remove the files of `folder` that match `pattern` and are not among `names`: those of an earlier run."""
    for path in sorted(folder.glob(pattern)):
        if path.name not in names:
            path.unlink()
