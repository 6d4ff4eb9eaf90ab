"""What lies in the inputs folder: every file at any depth, read once, hashed, and named as it is named there."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

# Lock files, system files and half-written downloads: listed, never opened.
_IGNORED = (
    "~$*",
    ".~lock.*#",
    ".DS_Store",
    "._*",
    "Thumbs.db",
    "desktop.ini",
    "*.tmp",
    "*.partial",
    "*.crdownload",
    ".gitkeep",
)
_IGNORED_FOLDERS = ("__MACOSX",)


class Entry(NamedTuple):
    """A file of the inputs folder: its name relative to it, and what it holds (None: not read, `trouble` says why)."""

    name: str
    data: bytes | None
    size: int
    sha256: str
    ignored: bool
    trouble: str = ""


def entries(folder: Path) -> Iterator[Entry]:
    """Every file under `folder`, in the order of their names; one that cannot be read is an entry too."""
    files = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    for path in sorted(files, key=lambda p: p.relative_to(folder).as_posix()):
        yield entry_of(path, path.relative_to(folder))


def entry_of(path: Path, relative: Path) -> Entry:
    """A file, named by its path relative to the folder."""
    name = relative.as_posix()
    ignored = any(fnmatch.fnmatch(relative.name, pattern) for pattern in _IGNORED) or any(
        part in _IGNORED_FOLDERS for part in relative.parts
    )
    try:
        data = path.read_bytes()
    except OSError as trouble:
        return Entry(name, None, 0, "", ignored, trouble.strerror or type(trouble).__name__)
    return Entry(name, data, len(data), hashlib.sha256(data).hexdigest(), ignored)
