"""What was read of files, kept from one run to the next in one file that is safe to delete at any time.

An answer is found again by what the file holds and by the program that read it, never by a name or a time. Whatever is
wrong with the cache (damaged, locked, another program's, on a disk that is full or read-only), files are read anew.
"""

from __future__ import annotations

import pickle
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

from pipeline.intake.answer import Answer
from pipeline.intake.reader import STOPPED
from pipeline.intake.verdict import Refusal

CACHE = ".read.sqlite"
# Fewer files are read while the rest of the program still starts, and leave no cache behind.
WORTH_KEEPING = 50

# What tells our file from another program's.
_OURS = 0x41505031
_TABLES = f"""
PRAGMA application_id = {_OURS};
CREATE TABLE answers (key BLOB PRIMARY KEY, checksum BLOB, packed BLOB);
CREATE TABLE used (run INTEGER, key BLOB);
"""
# Seconds to wait while another run looks something up.
_PATIENCE = 1.0
# SQLITE_ERROR (a table is missing), SQLITE_CORRUPT and SQLITE_NOTADB; any other trouble passes, and the file stays.
_BEYOND_USE = {1, 11, 26}
_ROOT = Path(__file__).parents[2]
_READ_BY = ("pipeline/intake/*.py", "pipeline/thai.py", "schemas/*.py")


class Cache:
    """The cache at `path`; one that is not `kept` is only looked into.

    A block that uses it ends with what is new written, in one transaction, and with what neither this run nor the one
    before it asked for forgotten. A block that fails, or a process that is killed, changes nothing.
    """

    def __init__(self, path: Path, kept: bool) -> None:
        self._path, self._kept = path, kept
        self._book: sqlite3.Connection | None = None
        self._asked: list[bytes] = []
        self._new: list[tuple[bytes, bytes, bytes]] = []

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
                row = self._book.execute("SELECT 1 FROM answers WHERE key = ?", (_key(sha),)).fetchone()
        return row is not None

    def get(self, sha: str) -> Answer | None:
        """The answer to a file of this SHA-256, if it is here and whole."""
        if self._book is None:
            return None
        key, row = _key(sha), None
        with self._harmless():
            row = self._book.execute("SELECT checksum, packed FROM answers WHERE key = ?", (key,)).fetchone()
        with suppress(pickle.UnpicklingError):
            if row and isinstance(row[1], bytes) and row[0] == _checksum(key, row[1]):
                answer = Answer(row[1]).checked()
                self._asked.append(key)
                return answer
        return None

    def put(self, sha: str, answer: Answer) -> None:
        """Keep the answer to a file of this SHA-256; but not that its reader was stopped, which may not happen again."""
        said = answer.content
        if not self._kept or (isinstance(said, Refusal) and said.rule == STOPPED):
            return
        key = _key(sha)
        self._asked.append(key)
        self._new.append((key, _checksum(key, answer.packed), answer.packed))
        if len(self._new) >= WORTH_KEEPING:
            with self._harmless():
                self._book = self._book or self._made()
                self._write(self._book)
            self._new.clear()

    def _opened(self, mode: str) -> sqlite3.Connection:
        book = sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None
        )
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
        book.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?)", self._new)

    def _forget(self, book: sqlite3.Connection) -> None:
        (run,) = book.execute("SELECT coalesce(max(run), 0) + 1 FROM used").fetchone()
        book.executemany("INSERT INTO used VALUES (?, ?)", ((run, key) for key in self._asked))
        book.execute("DELETE FROM used WHERE run < ?", (run - 1,))
        book.execute("DELETE FROM answers WHERE key NOT IN (SELECT key FROM used)")

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


def _key(sha: str) -> bytes:
    return sha256(f"{_program()} {sha}".encode()).digest()


def _checksum(key: bytes, packed: bytes) -> bytes:
    return sha256(key + packed).digest()


@cache
def _program() -> str:
    """What reads a file: the modules that do, the library that they use, and the language."""
    sources = (path.read_bytes() for pattern in _READ_BY for path in sorted(_ROOT.glob(pattern)))
    reader = f"{version('python-calamine')} {sys.version}"
    return sha256(b"\0".join([reader.encode(), *sources])).hexdigest()
