"""Writes outputs whole or not at all: a run that is killed leaves the last good file as it was."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: written beside it, flushed to disk, and only then moved over what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".writing-", suffix=".partial", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def keep_only(folder: Path, names: set[str], pattern: str) -> None:
    """Remove the files of `folder` that match `pattern` and are not among `names`: those of an earlier run."""
    for path in sorted(folder.glob(pattern)):
        if path.name not in names:
            path.unlink()
