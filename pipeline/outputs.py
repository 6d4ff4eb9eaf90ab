"""Writes outputs whole or not at all, one run at a time: a run that is killed leaves every last good file as it was."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import sleep, strftime
from typing import BinaryIO, NamedTuple

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = ".lock"
_PARTIAL = ".partial"
# What file systems allow for a name; a Thai letter takes three of these bytes.
_LONGEST_NAME = 255
# Two and a half seconds in all, for a file that a virus scanner or a preview has open for a moment.
_WAITS = (0.1, 0.2, 0.4, 0.8, 1.0)


class Aside(NamedTuple):
    """What is to lie at `path`, whole and on disk in `partial` beside it; no such file where `path` holds it already."""

    path: Path
    partial: Path | None


@dataclass
class Outputs:
    """The outputs folder while this run has it alone; names are relative to it, as in `returned/2565-06-ICT-r2.xlsx`.

    `beside`: the files that could not take their own place, since what stands there is open; `write_whole` tells more.
    """

    folder: Path
    beside: list[Path] = field(default_factory=list)
    _own: list[Path] = field(default_factory=list)

    def write(self, name: str, data: bytes) -> Path:
        """Put `data` into the folder, as `write_whole` does; gives where it really lies."""
        return self.place(self.set_aside(name, data))

    def set_aside(self, name: str, data: bytes) -> Aside:
        """Have `data` safe on disk, to be put into the folder by `place`; a run that fails before leaves none of it."""
        return _set_aside(self.folder / name, data)

    def lying(self, name: str, digest: bytes) -> Aside | None:
        """What lies in the folder under a name, where its content has this SHA-256: it is left alone."""
        path = self.folder / name
        return Aside(path, None) if path.is_file() and sha256(path.read_bytes()).digest() == digest else None

    def place(self, aside: Aside) -> Path:
        """Put what was set aside where it belongs; gives where it really lies."""
        return self._noted(aside.path, _placed(aside))

    def write_keeping_previous(self, name: str, data: bytes) -> Path:
        """The same, and what it replaces stays as `NAME.previous.xlsx`; the same content again replaces nothing."""
        # Kept only when the new one is safe on disk: where that fails, the previous one is still that of before.
        aside = self.set_aside(name, data)
        path = aside.path
        if aside.partial and path.exists():
            previous = path.with_name(_named("", path.stem, f".previous{path.suffix}"))
            self._noted(previous, write_whole(previous, path.read_bytes()))
        return self.place(aside)

    def remove_others(self, pattern: str) -> None:
        """Remove the files that match `pattern` and that this run did not write: those of an earlier run."""
        # Told by what they are and not by name: where capitals do not count, an old name may be a new file's.
        own = {_identity(path) for path in self._own}
        for path in sorted(self.folder.glob(pattern)):
            if path.is_file() and _identity(path) not in own:
                _patiently(path.unlink)

    def _noted(self, wanted: Path, there: Path) -> Path:
        self._own += [wanted, there]
        if there != wanted:
            self.beside.append(there)
        return there


@contextmanager
def outputs_folder(folder: Path) -> Iterator[Outputs]:
    """The folder, made where there is none, held by this run alone and swept of what killed runs left half-written.

    Raises BlockingIOError where another run is at work in it, and OSError where it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / LOCK):
        _sweep(folder)
        try:
            yield Outputs(folder)
        except BaseException:
            with suppress(OSError):
                _sweep(folder)
            raise


def _sweep(folder: Path) -> None:
    for pattern in (f".*{_PARTIAL}", f"*/.*{_PARTIAL}"):
        for path in folder.glob(pattern):
            _forget(path)


def write_whole(path: Path, data: bytes) -> Path:
    """Put `data` at `path`: written beside it, flushed to disk, read back, and only then moved over what was there.

    Gives where it lies: `path`, or a dated name beside it where what stands at `path` stays open in another program.
    What holds `data` already is left alone. Raises OSError, and then `path` is as it was.
    """
    return _placed(_set_aside(path, data))


def _set_aside(path: Path, data: bytes) -> Aside:
    if path.exists() and path.read_bytes() == data:
        return Aside(path, None)
    path.parent.mkdir(parents=True, exist_ok=True)
    # A fixed name, so that what a killed run leaves behind is used up by the next one even where nobody sweeps.
    aside = Aside(path, path.with_name(_named(".", path.name, _PARTIAL)))
    with _whole(aside) as partial:
        _write(partial, data)
    return aside


def _placed(aside: Aside) -> Path:
    if aside.partial is None:
        return aside.path
    with _whole(aside) as partial:
        return _moved(partial, aside.path)


@contextmanager
def _whole(aside: Aside) -> Iterator[Path]:
    """The file beside, which goes where anything goes wrong with it; an OSError is about the file that it is to be."""
    assert aside.partial
    try:
        yield aside.partial
    except OSError as trouble:
        _forget(aside.partial)
        raise OSError(trouble.errno, trouble.strerror, str(aside.path)) from trouble


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    # A full disk or a poor connection may lose a part and say nothing.
    if path.read_bytes() != data:
        raise OSError(errno.EIO, "what was written reads back differently")


def _moved(partial: Path, path: Path) -> Path:
    """Where the file lies now: over what was at `path`, or under a dated name while that is open in another program."""
    there = path
    try:
        _patiently(lambda: partial.replace(path))
    except PermissionError:
        there = path.with_name(_named("", path.stem, f".{strftime('%Y-%m-%d-%H%M%S')}{path.suffix}"))
        partial.replace(there)
    _flush_folder(path.parent)
    return there


def _patiently(act: Callable[[], object]) -> None:
    """Do it, again and again for a while where another program has the file open, as Windows then forbids it."""
    for wait in _WAITS:
        try:
            act()
        except PermissionError:
            sleep(wait)
        else:
            return
    act()


def _flush_folder(folder: Path) -> None:
    """Make the new name in the folder last through a power cut, where the system can; the file itself is on disk."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """This run alone has the file, which goes with it."""
    with _locked(lock):
        try:
            yield
        finally:
            if sys.platform != "win32":
                # While it is held: afterwards it may be another run's.
                _forget(lock)
    if sys.platform == "win32":
        # Windows removes no file that is open, and so only one that is nobody's.
        _forget(lock)


def _locked(path: Path) -> BinaryIO:
    """The file, open and locked until it is closed or the process dies, however it dies."""
    while True:
        file = path.open("ab")
        try:
            _lock(file.fileno())
        except OSError as trouble:
            file.close()
            if isinstance(trouble, BlockingIOError | PermissionError):
                raise BlockingIOError(errno.EAGAIN, "another run is at work", str(path.parent)) from trouble
            raise
        # The run before may have removed it after it was opened here: then the next run would lock another.
        if _stands(file, path):
            return file
        file.close()


def _lock(file: int) -> None:
    if sys.platform == "win32":
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        # Not lockf, which lets go as soon as anything in this process has looked into the file and closed it again.
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _forget(path: Path) -> None:
    """Remove a file that nobody misses, if it can be removed."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _stands(file: BinaryIO, path: Path) -> bool:
    """Whether this open file is the one at `path`."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def _identity(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_dev, found.st_ino


def _named(before: str, name: str, after: str) -> str:
    """The three in one, `name` as a fingerprint where it would be too long."""
    whole = before + name + after
    fits = len(os.fsencode(whole)) <= _LONGEST_NAME
    return whole if fits else before + sha256(os.fsencode(name)).hexdigest()[:32] + after
