"""What lies in the inputs folder: every entry at any depth, hashed as it was read, and named as it is named there."""

from __future__ import annotations

import fnmatch
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.intake.limits import LIMITS, too_large
from pipeline.intake.verdict import Refusal

# Lock files, system files and half-written downloads: listed, never opened.
_IGNORED = (
    "~$*",
    ".~lock.*#",
    ".ds_store",
    "._*",
    "thumbs.db",
    "desktop.ini",
    "*.tmp",
    "*.partial",
    "*.crdownload",
    ".gitkeep",
    ".lock",
    ".kept.sqlite*",
)
_IGNORED_FOLDERS = ("__macosx",)

# A file of OneDrive that is not on this machine yet, and a folder that stands for another (both known on Windows only).
_RECALL_ON_DATA_ACCESS = 0x400000
_MOUNT_POINT = 0xA0000003

# Seconds to wait for a file that is still being written, before each further look at it.
_PAUSES = (0.0, 0.2, 1.0)


def _rest(seconds: float) -> None:
    # On a busy machine even a sleep of no time takes longer than reading a file.
    if seconds:
        time.sleep(seconds)


class Entry(NamedTuple):
    """An entry of the inputs folder: its name relative to it, and what it holds; None where `refusal` says why not.

    A name that is no text is shown with `\\xNN` for what cannot be read of it.
    """

    name: str
    data: bytes | None
    size: int
    sha256: str
    refusal: Refusal | None = None


def entries(folder: Path, sleep: Callable[[float], None] = _rest) -> Iterator[Entry]:
    """Everything under `folder`, in the order of the names; what cannot be read is an entry too."""
    for name, path in listed(folder).items():
        yield entry_of(path, name, sleep)


def listed(folder: Path) -> dict[str, Path]:
    """Name → path of everything under `folder`, in the order of the names; nothing is opened."""
    named: dict[str, Path] = {}
    for path in _walk(folder):
        unique = shown_name(path.relative_to(folder))
        while unique in named:
            unique += " (2)"
        named[unique] = path
    return dict(sorted(named.items()))


def entry_of(path: Path, name: str, sleep: Callable[[float], None] = _rest) -> Entry:
    """One entry; `name` is what it is called."""
    try:
        status = path.lstat()
        refusal = _refusal(status, name)
        if refusal:
            return Entry(name, None, status.st_size, "", refusal)
        if stat.S_ISDIR(status.st_mode):
            # A folder is an entry of its own only where it cannot be listed: this says why.
            next(path.iterdir(), None)
        data = _steady(path, sleep)
    except OSError as trouble:
        return Entry(name, None, 0, "", _unreadable(trouble.strerror or type(trouble).__name__))
    if data is None:
        return Entry(name, None, status.st_size, "", Refusal("unreadable", "FILE_STILL_CHANGING"))
    return Entry(name, data, len(data), hashlib.sha256(data).hexdigest())


def shown_name(relative: Path) -> str:
    """A name as text, its folders separated by `/`."""
    return os.fsencode(relative.as_posix()).decode("utf-8", "backslashreplace")


def _walk(folder: Path) -> Iterator[Path]:
    """Everything below a folder but the folders themselves; links are not followed, so that no way leads in circles."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            found = sorted(here.iterdir())
        except OSError:
            yield here
            continue
        for path in found:
            if _is_folder(path):
                waiting.append(path)
            else:
                yield path


def _is_folder(path: Path) -> bool:
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and not _stands_for_another(status)


def _refusal(status: os.stat_result, name: str) -> Refusal | None:
    """Why an entry is not opened."""
    *folders, own = name.lower().split("/")
    if any(fnmatch.fnmatchcase(own, pattern) for pattern in _IGNORED) or set(folders) & set(_IGNORED_FOLDERS):
        return Refusal("ignored", "")
    if stat.S_ISLNK(status.st_mode) or _stands_for_another(status):
        return Refusal("unreadable", "FILE_IS_A_LINK")
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        return _unreadable(stat.filemode(status.st_mode))
    if getattr(status, "st_file_attributes", 0) & _RECALL_ON_DATA_ACCESS:
        return Refusal("unreadable", "FILE_NOT_DOWNLOADED")
    return too_large(status.st_size, LIMITS)


def _stands_for_another(status: os.stat_result) -> bool:
    return getattr(status, "st_reparse_tag", 0) == _MOUNT_POINT


def _unreadable(why: str) -> Refusal:
    return Refusal("unreadable", "FILE_UNREADABLE", why)


def _steady(path: Path, sleep: Callable[[float], None]) -> bytes | None:
    """What a file holds, once it is the same before and after it was read; None while somebody is still writing it."""
    for pause in _PAUSES:
        sleep(pause)
        before = path.stat()
        with path.open("rb") as file:
            data = file.read(LIMITS.file_bytes + 1)
        after = path.stat()
        if len(data) == before.st_size == after.st_size and before.st_mtime_ns == after.st_mtime_ns:
            return data
    return None
