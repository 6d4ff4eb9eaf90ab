"""How fast a folder of filled forms is taken in, and what memory that takes: `python -m benchmarks.intake --files 8000`.

The forms are the shipped ones with another number behind each of their long texts, written to a temporary folder and taken
in as any run does. Processor time and memory of the main process and of its reading worker are looked at as the files go
by (Linux: read from /proc).
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import re
import tempfile
import time
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.cache import CACHE
from pipeline.intake.answers import Answers
from pipeline.intake.folder import entries
from pipeline.intake.readers import Readers
from pipeline.intake.taken import taken

FORMS = Path(__file__).parents[1] / "inputs" / "submissions"
WARM, FIRST_MARK = 100, 500
LONG_TEXT = re.compile(rb"[^<>]{120,}(?=</t></si>)")
STRINGS = "xl/sharedStrings.xml"
HEADS = ("files", "files a second", "workers, ms", "main, ms", "workers, MB", "main, MB", "main, KB a file")
TICKS = os.sysconf("SC_CLK_TCK")


class Mark(NamedTuple):
    """How far it has come: files, seconds; and of the main process and its workers, seconds of processor and MB."""

    files: int
    seconds: float
    main_seconds: float
    worker_seconds: float
    main_memory: float
    worker_memory: float


# --- files


def fill_folder(folder: Path, files: int) -> None:
    """Write so many forms, no two of them alike."""
    forms = [(path.stem, _parts(path)) for path in sorted(FORMS.glob("*.xlsx"))]
    for number in range(files):
        name, parts = forms[number % len(forms)]
        (folder / f"{name}-{number:05}.xlsx").write_bytes(_form(parts, number))


def _parts(form: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(form) as package:
        return {name: package.read(name) for name in package.namelist()}


def _form(parts: dict[str, bytes], number: int) -> bytes:
    filled = LONG_TEXT.sub(rb"\g<0> %d" % number, parts[STRINGS])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (parts | {STRINGS: filled}).items():
            package.writestr(name, content)
    return out.getvalue()


# --- what they take


def _mark(files: int, start: float, readers: Readers) -> Mark:
    """How far it has come now."""
    workers = [reader._process.pid for reader in readers._readers if reader._process]
    seconds, memory = (sum(map(of, workers)) for of in (_seconds, _resident))
    return Mark(files, time.perf_counter() - start, _seconds("self"), seconds, _resident("self"), memory)


def _seconds(process: int | str) -> float:
    """The processor time that a process took until now."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _resident(process: int | str, kind: str = "VmRSS") -> float:
    """The resident memory of a process in MB, or the most that it ever had (VmHWM)."""
    found = re.search(rf"{kind}:\s*(\d+) kB", Path(f"/proc/{process}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def take_in(folder: Path, files: int, cache: Path | None = None) -> Iterator[Mark]:
    """Take in the folder, as `pipeline.intake.taken.take_in` does; gives marks after 100 files, when all is warm, after 500
    and its doubles, before the last file, and when what was kept of all files is in frames."""
    readers, wanted = Readers(), {WARM, *_marks(files), files - 1}
    found: list[Mark] = []
    start = time.perf_counter()

    def done(number: int) -> None:
        if number in wanted:
            found.append(_mark(number, start, readers))

    kept = taken(entries(folder), done, Answers(readers, cache, kept=cache is not None))
    found.append(_mark(files, start, readers))
    readers.shutdown()
    states = {record.state for record in kept.files}
    assert (len(kept.files), states) == (files, {"form"}), states
    yield from found


def _marks(files: int) -> Iterator[int]:
    at = FIRST_MARK
    while at < files:
        yield at
        at *= 2


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=8000, help="how many forms are taken in")
    files = options.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        # In a process of its own, so that this one holds nothing of it.
        filling = multiprocessing.get_context("spawn").Process(target=fill_folder, args=(Path(folder), files))
        filling.start()
        filling.join()
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        print(f"{files} files, {size / files / 1024:.0f} KB each", flush=True)
        *marks, last = take_in(Path(folder), files)
        cold, again = _with_cache(Path(folder), files)
    print("".join(f"{head:>16}" for head in HEADS))
    for before, now in pairwise(marks):
        print("".join(f"{figure:16,.1f}" for figure in figures(before, now)))
    print(f"with a cache: {cold:.1f} s at first, {again:.1f} s again with one file changed ({again / cold:.2f})")
    print(f"in frames: {last.main_memory:.0f} MB; the most that there ever was: {_resident('self', 'VmHWM'):.0f} MB")


def _with_cache(folder: Path, files: int) -> tuple[float, float]:
    """Seconds of processor time, in all processes, of a run that fills a cache, and of the next, with one file changed."""
    took = []
    with tempfile.TemporaryDirectory() as other:
        for number in range(2):
            changed = min(folder.iterdir())
            changed.write_bytes(_form(_parts(changed), files + number))
            before = _seconds("self")
            *_, last = take_in(folder, files, Path(other) / CACHE)
            took.append(last.main_seconds - before + last.worker_seconds)
    return took[0], took[1]


def figures(before: Mark, now: Mark) -> tuple[float, ...]:
    """A row of the table: how far it has come, and what the files since the mark before took."""
    files = now.files - before.files
    speed = files / (now.seconds - before.seconds)
    worker, main = now.worker_seconds - before.worker_seconds, now.main_seconds - before.main_seconds
    grown = (now.main_memory - before.main_memory) / files * 1024
    return now.files, speed, worker / files * 1000, main / files * 1000, now.worker_memory, now.main_memory, grown


if __name__ == "__main__":
    main()
