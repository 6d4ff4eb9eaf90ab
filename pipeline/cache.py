"""What a run worked out, kept for the next one in one file that is safe to delete at any time.

It is found again by what it was made from and by the program that made it, never by a name or a time. Whatever is wrong
with the cache (damaged, locked, another program's, on a disk that is full or read-only), everything is worked out anew.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

CACHE = ".kept.sqlite"
# Fewer things are made as soon as they are looked up, and leave no cache behind.
WORTH_KEEPING = 50
# What tells our file from another program's.
_OURS = 0x41505032
_TABLES = f"""
PRAGMA application_id = {_OURS};
CREATE TABLE kept (key BLOB PRIMARY KEY, kind TEXT, checksum BLOB, content BLOB);
CREATE TABLE used (kind TEXT, run INTEGER, key BLOB);
"""
# Seconds to wait while another run looks something up.
_PATIENCE = 1.0
# SQLITE_ERROR (a table is missing), SQLITE_CORRUPT and SQLITE_NOTADB; any other trouble passes, and the file stays.
_BEYOND_USE = {1, 11, 26}
_ROOT = Path(__file__).parents[1]


class Kind(NamedTuple):
    """What is kept: its name, and what makes it: modules of this program, as patterns of paths, and a library."""

    name: str
    modules: tuple[str, ...]
    library: str


class Cache:
    """What is kept of a kind in the cache at `path`; one that is not `kept` is only looked into.

    A block that uses it ends with what is new written, in one transaction, and with what neither this run nor the one
    before it asked for forgotten. A block that fails, or a process that is killed, changes nothing.
    """

    def __init__(self, path: Path, kind: Kind, kept: bool) -> None:
        self._path, self._kind, self._kept = path, kind, kept
        self._book: sqlite3.Connection | None = None
        self._asked: list[str] = []
        self._new: dict[str, bytes] = {}

    def __enter__(self) -> Self:
        if self._path.is_file():
            with self._harmless():
                self._book = self._opened("rw" if self._kept else "ro")
                if self._book.execute("PRAGMA application_id").fetchone() != (_OURS,):
                    raise sqlite3.DatabaseError("another program's")
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        if kind is None and self._kept and self._book:
            with self._harmless():
                self._write(self._book)
                self._forget(self._book)
                self._book.execute("COMMIT")
        self._close()

    def __contains__(self, sha: str) -> bool:
        row = None
        if self._book:
            with self._harmless():
                row = self._book.execute("SELECT 1 FROM kept WHERE key = ?", (_key(self._kind, sha),)).fetchone()
        return row is not None

    def get(self, sha: str) -> bytes | None:
        """What was made from what has this SHA-256, if it is here and whole."""
        if self._book is None:
            return None
        key, row = _key(self._kind, sha), None
        with self._harmless():
            row = self._book.execute("SELECT checksum, content FROM kept WHERE key = ?", (key,)).fetchone()
        if row and isinstance(row[1], bytes) and row[0] == _checksum(key, row[1]):
            self._asked.append(sha)
            return row[1]
        return None

    def put(self, sha: str, content: bytes) -> None:
        """Keep what was made from what has this SHA-256."""
        if not self._kept:
            return
        self._asked.append(sha)
        self._new[sha] = content
        if len(self._new) >= WORTH_KEEPING:
            with self._harmless():
                self._book = self._book or self._made()
                self._write(self._book)
            self._new.clear()

    def _opened(self, mode: str) -> sqlite3.Connection:
        uri = f"{self._path.absolute().as_uri()}?mode={mode}"
        # One thread may open it, and then leave it to another.
        book = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        # A power cut may damage it; the checksums tell.
        book.execute("PRAGMA synchronous = OFF")
        return book

    def _made(self) -> sqlite3.Connection:
        book = self._opened("rwc")
        book.executescript(_TABLES)
        return book

    def _write(self, book: sqlite3.Connection) -> None:
        """Add what is new to the one transaction of this run."""
        if not book.in_transaction:
            book.execute("BEGIN IMMEDIATE")
        new = ((_key(self._kind, sha), content) for sha, content in self._new.items())
        rows = ((key, self._kind.name, _checksum(key, content), content) for key, content in new)
        book.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)

    def _forget(self, book: sqlite3.Connection) -> None:
        kind = self._kind.name
        (run,) = book.execute("SELECT coalesce(max(run), 0) + 1 FROM used WHERE kind = ?", (kind,)).fetchone()
        book.executemany(
            "INSERT INTO used VALUES (?, ?, ?)", ((kind, run, _key(self._kind, sha)) for sha in self._asked)
        )
        book.execute("DELETE FROM used WHERE kind = ? AND run < ?", (kind, run - 1))
        book.execute("DELETE FROM kept WHERE kind = ? AND key NOT IN (SELECT key FROM used)", (kind,))

    @contextmanager
    def _harmless(self) -> Iterator[None]:
        """Nothing that is wrong with the cache is more than the end of its use; one beyond use is removed."""
        try:
            yield
        except sqlite3.Error as trouble:
            self._close()
            if self._kept and getattr(trouble, "sqlite_errorcode", 1) & 0xFF in _BEYOND_USE:
                for path in (self._path, self._path.with_name(f"{self._path.name}-journal")):
                    with suppress(OSError):
                        path.unlink(missing_ok=True)

    def _close(self) -> None:
        if self._book:
            self._book.close()
        self._book = None


def _key(kind: Kind, sha: str) -> bytes:
    return sha256(f"{kind.name} {_program(kind)} {sha}".encode()).digest()


def _checksum(key: bytes, content: bytes) -> bytes:
    return sha256(key + content).digest()


@cache
def _program(kind: Kind) -> str:
    """What makes a kind of thing: its modules, the library that they use, and the language."""
    sources = (path.read_bytes() for pattern in kind.modules for path in sorted(_ROOT.glob(pattern)))
    maker = f"{version(kind.library)} {sys.version}"
    return sha256(b"\0".join([maker.encode(), *sources])).hexdigest()
