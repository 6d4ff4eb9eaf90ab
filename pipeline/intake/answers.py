"""What files hold, answered in their order: from the cache, by readers side by side, or by whatever executor is handed in.

Nothing here may import pandas or pandera: files are being read while the rest of the program still waits for them.
"""

from __future__ import annotations

import pickle
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import suppress
from itertools import islice
from pathlib import Path

from pipeline.cache import Cache, Kind
from pipeline.intake.answer import Answer, read_file
from pipeline.intake.folder import Entry, entries
from pipeline.intake.reader import STOPPED
from pipeline.intake.readers import Readers, shared_readers
from pipeline.intake.verdict import Refusal

# Kept by the SHA-256 of the file.
ANSWERS = Kind("answers", ("pipeline/intake/*.py", "pipeline/thai.py", "schemas/*.py"), "python-calamine")
# What is asked before the first answer is waited for: enough for every reader, and never much memory.
_MOST_ASKED, _MOST_BYTES = 64, 64 * 1024**2

_Asked = tuple[Entry, Refusal | Answer | Future[Answer]]


class Answers:
    """Gives what files hold. `executor` runs `read_file`, else the run's own readers do; `cache` is a path to look into,
    and to write to where it is `kept`.

    An executor's processes have what limits of time and memory it gives them; a file that it fails to read, however it
    fails, is read once more by the run's own readers, whose verdict counts.
    """

    def __init__(self, executor: Executor | None = None, cache: Path | None = None, kept: bool = False) -> None:
        self._executor, self._cache, self._kept = executor or shared_readers(), cache or Path(), kept and bool(cache)
        self._ahead: dict[str, Future[Answer]] = {}
        self._under_way = threading.Event()

    def begin(self, folder: Path) -> None:
        """Have the first files of a folder read from now on, in a thread of its own; `to` knows them again by what they
        hold, and depends on none of it."""
        threading.Thread(target=self._begin, args=(folder,), daemon=True).start()

    def to(self, found: Iterable[Entry]) -> Iterator[tuple[Entry, Answer | Refusal]]:
        """Each entry with the answer to what it holds, or why it was not asked, in the order of the entries."""
        self._under_way.set()
        asked: deque[_Asked] = deque()
        size = 0
        with Cache(self._cache, ANSWERS, self._kept) as cache:
            try:
                for entry in found:
                    asked.append((entry, self._ask(entry, cache)))
                    size += len(entry.data or b"")
                    while len(asked) > _MOST_ASKED or size > _MOST_BYTES:
                        size -= len(asked[0][0].data or b"")
                        yield self._answered(asked.popleft(), cache)
                while asked:
                    yield self._answered(asked.popleft(), cache)
            finally:
                for _, answer in asked:
                    if isinstance(answer, Future):
                        answer.cancel()

    def _begin(self, folder: Path) -> None:
        # What goes wrong here is met again, and told, when the files are taken in.
        with suppress(Exception), Cache(self._cache, ANSWERS, kept=False) as cache:
            for entry in islice(entries(folder), _MOST_ASKED):
                if self._under_way.is_set():
                    break
                if not entry.refusal and entry.sha256 not in self._ahead and entry.sha256 not in cache:
                    self._ahead[entry.sha256] = self._submitted(entry)

    def _submitted(self, entry: Entry) -> Future[Answer]:
        return self._executor.submit(read_file, entry.data or b"")

    def _ask(self, entry: Entry, cache: Cache) -> Refusal | Answer | Future[Answer]:
        if entry.refusal:
            return entry.refusal
        return self._ahead.pop(entry.sha256, None) or _kept(cache, entry) or self._submitted(entry)

    def _answered(self, asked: _Asked, cache: Cache) -> tuple[Entry, Answer | Refusal]:
        entry, answer = asked
        if isinstance(answer, Refusal):
            return entry, answer
        if isinstance(answer, Future):
            answer = self._settled(entry, answer)
            content = answer.content
            # That its reader was stopped may not happen again.
            if not (isinstance(content, Refusal) and content.rule == STOPPED):
                cache.put(entry.sha256, answer.packed)
        return entry, answer

    def _settled(self, entry: Entry, answer: Future[Answer]) -> Answer:
        try:
            return answer.result().checked()
        except Exception:
            if isinstance(self._executor, Readers):
                raise
        again: Future[Answer] = shared_readers().submit(read_file, entry.data or b"")
        return again.result()


def _kept(cache: Cache, entry: Entry) -> Answer | None:
    """The answer as an earlier run kept it."""
    packed = cache.get(entry.sha256)
    with suppress(pickle.UnpicklingError):
        return Answer(packed).checked() if packed else None
    return None
