"""The whole run beside what one would write in an afternoon, and beside what no program could save: `python -m benchmarks.speed`.

For each size a workspace of `benchmarks.submissions` is written to a temporary folder, and in turns, each in a process of
its own, run: the imports that any such program needs; the naive script; `pipeline consolidate` from nothing; the same again
after one form was changed; and the same on forms without faults. The tables have medians, ratios to the first of them, and
the most memory that all processes of a run held together (Linux: read from /proc).

`--files 20 300` measures these sizes; the naive script runs up to `--naive` files, and beyond is taken to be as slow a file.
`--busy 2` has two other programs at work all the time, as on a machine that is loaded; `--prove` holds that after one form was
changed a run with what an earlier one kept gives the same bytes as a run from nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.submissions import fill

FILES, RUNS, NAIVE = (1, 20, 300), 3, 1000
IMPORTS = "import pandas, pandera.pandas, xlsxwriter"
LOOK_EVERY = 0.1
# Errors of severity error are what a run is for.
_FINE = (0, 1)
# Modules that were imported once are not compiled again, as where the package is installed.
_AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Ran(NamedTuple):
    """What a run took: seconds, seconds of processor time, and the most MiB that its processes held at a time."""

    seconds: float
    processor: float
    memory: float


def ran(command: Sequence[str], folder: Path) -> Ran:
    """Run a command of Python in a folder, and watch it."""
    before, start = _processor(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        env=_AS_INSTALLED,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = _Watch(process.pid)
    watch.start()
    told = process.communicate()[1]
    took = time.perf_counter() - start
    watch.done.set()
    watch.join()
    if process.returncode not in _FINE:
        raise RuntimeError(told)
    return Ran(took, _processor() - before, watch.most)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Watch(threading.Thread):
    """Looks again and again at how much memory a process and all that it started hold."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self.most, self.done = process, 0.0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(LOOK_EVERY):
            self.most = max(self.most, sum(map(_resident, _family(self._process))))


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return
    for child in started:
        yield from _family(int(child))


def _resident(process: int) -> float:
    """MiB of a process; memory that two share is counted once for each, so that it is never told too low."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * resource.getpagesize() / 1024**2


# --- what is run


class Workspaces(NamedTuple):
    """Two folders of the same size: one with faults in a tenth of its forms, and one without."""

    files: int
    faulty: Path
    sound: Path


def workspaces(folder: Path, files: int, sound: bool) -> Workspaces:
    """Write them."""
    made = Workspaces(files, folder / f"{files}-faulty", folder / f"{files}-sound")
    for path, faulty in ((made.faulty, True), (made.sound, False)):
        if not (path / "inputs").exists() and (faulty or sound):
            fill(path, files, faulty)
    return made


def imports(of: Workspaces) -> Ran:
    """What any program needs that reads with pandas, checks with pandera and writes with xlsxwriter."""
    return ran(["-c", IMPORTS], of.faulty)


def naive(of: Workspaces) -> Ran:
    """The script of an afternoon."""
    return ran([str(Path(__file__).with_name("naive.py")), "inputs", "naive.xlsx"], of.faulty)


def cold(of: Workspaces) -> Ran:
    """The whole run, from nothing."""
    return _consolidate(of.faulty)


def clean(of: Workspaces) -> Ran:
    """The same, on forms without faults."""
    return _consolidate(of.sound)


def again(of: Workspaces) -> Ran:
    """The same after `cold`, with one form that came anew."""
    with _one_changed(of.faulty):
        return ran(["-m", "pipeline", "consolidate"], of.faulty)


def prove(of: Workspaces) -> None:
    """Raise RuntimeError where `again` gives other files than a run from nothing on the same inputs, or other bytes."""
    if not (of.faulty / "outputs").exists():
        cold(of)
    with _one_changed(of.faulty):
        ran(["-m", "pipeline", "consolidate"], of.faulty)
        kept = _digests(of.faulty)
        cold(of)
        afresh = _digests(of.faulty)
    different = {name for name in kept.keys() | afresh if kept.get(name) != afresh.get(name)}
    if different:
        raise RuntimeError(f"not the same: {', '.join(sorted(different))}")


@contextmanager
def _one_changed(folder: Path) -> Iterator[None]:
    """Another form of the first department, as long as the block is: the archive says something of itself, and its bytes
    are others."""
    first = sorted((folder / "inputs" / "submissions").iterdir())[0]
    kept = first.read_bytes()
    try:
        first.write_bytes(_commented(kept))
        yield
    finally:
        first.write_bytes(kept)


def _digests(folder: Path) -> Mapping[str, str]:
    """Name → SHA-256 of every workbook in the outputs that is this run's."""
    written = (path for path in sorted((folder / "outputs").rglob("*.xlsx")) if ".previous" not in path.suffixes)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in written}


def _consolidate(folder: Path) -> Ran:
    shutil.rmtree(folder / "outputs", ignore_errors=True)
    return ran(["-m", "pipeline", "consolidate"], folder)


def _commented(archive: bytes) -> bytes:
    """A zip with another comment at its end."""
    comment = b"again"
    return archive[:-2] + len(comment).to_bytes(2, "little") + comment


RUN: dict[str, Callable[[Workspaces], Ran]] = {
    "imports": imports,
    "naive": naive,
    "whole run": cold,
    "again, one file changed": again,
    "whole run, no faults": clean,
}


def measured(of: Workspaces, runs: int, names: Sequence[str]) -> dict[str, Ran]:
    """The medians of so many turns."""
    turns = [{name: RUN[name](of) for name in names} for _ in range(runs)]
    return {
        name: Ran(*(median(figures) for figures in zip(*(turn[name] for turn in turns), strict=True))) for name in names
    }


@contextmanager
def busy(programs: int) -> Iterator[None]:
    """So many other programs are at work as long as the block is, each with all of a core that it can get."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(programs)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def main() -> None:
    """Print a table a size."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, nargs="+", default=FILES)
    options.add_argument("--runs", type=int, default=RUNS)
    options.add_argument("--naive", type=int, default=NAIVE, help="the most files that the naive script is run on")
    options.add_argument("--only", nargs="+", choices=RUN, default=list(RUN))
    options.add_argument("--folder", type=Path, help="where the workspaces are kept")
    options.add_argument("--busy", type=int, default=0, help="how many other programs are at work meanwhile")
    options.add_argument("--prove", action="store_true", help="hold that a second run gives the same bytes as a first")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, busy(given.busy):
        for files in given.files:
            of = workspaces((given.folder or Path(folder)).resolve(), files, "whole run, no faults" in given.only)
            names = [name for name in given.only if name != "naive" or files <= given.naive]
            told = measured(of, given.runs, names)
            first = told[names[0]].seconds
            print(
                f"\n| {files:,} files | s | to {names[0]} | ms a file | processor, s | memory, MiB |\n|---|---:|---:|---:|---:|---:|"
            )
            for name, (seconds, processor, memory) in told.items():
                each = seconds * 1000 / files
                print(
                    f"| {name} | {seconds:.2f} | {seconds / first:.2f} | {each:.1f} | {processor:.2f} | {memory:.0f} |",
                    flush=True,
                )
            if given.prove:
                prove(of)
                print("A second run gives the same bytes as a first.", flush=True)


if __name__ == "__main__":
    main()
