"""A user at LibreOffice Calc, without a screen: types into workbooks, reads them, bends and saves them.

    with office() as calc, calc.open(path_or_bytes) as book:
        book.fill({("3.1", "C32"): "๓๖,๐๐๐.๐๐", ("3.1", "E16"): "31/3/2022", ("3.1", "C25"): None})
        book.values("3.1")["3.1", "C32"]  # 36000.0

One `office()` is one LibreOffice with its own profile, locale and pipe, all in one temporary folder, so that many run
side by side; leaving it, or the death of whoever opened it, ends its processes and removes the folder.

What is typed goes through the commands `.uno:GoToCell` and `.uno:EnterString`, as from the keyboard into a cell.
`setFormula`, the usual way of scripts, is not how a user types. Measured with LibreOffice 7.4 and a form of 9 sheets:

| typed | into | by command | by setFormula |
|---|---|---|---|
| ๓๖,๐๐๐.๐๐ or ฿36,000 | amount | 36000.0 | text, and the cell's format is lost |
| 36,000.00 or "  36000 " | amount | 36000.0 | 36000.0 |
| 36,000.00 บาท | amount | text | text |
| 31/3/2022, 2022-03-31 | date | 31 March 2022 | text; 31 March 2022 |
| 31/3/2565, ๓๑/๓/๒๕๖๕, 31 มี.ค. 2565 | date | 31 March of the year 2565 CE, 242978.0 | text |
| 31/3/65 | date | 31 March 1965, 23832.0 | text |
| ๓๑ มี.ค. ๒๕๖๕, 31-03-2565 | date | text | text |
| =1+1, +1, 36,000.00, true | text (`@`) | that text | 2.0, 1.0, 36000.0, 1.0 |
| ๔ | general | 4.0 (text where the locale is en-US) | text |
| lines with Alt+Enter between them | any | one text, with \\n | one text, with \\n |
| 40 cells of a form, typed by a script of UNO alone | | 0.13 s | 0.29 s |
| the same where the document is not hidden (here it is) | | 0.6 s to 1.3 s | |

One `fill` of 40 cells takes 0.2 s to 0.3 s (it looks first whether they are locked), calculating and reading a whole
form, 1,100 cells, 0.1 s to 0.15 s, opening it 0.2 s to 0.6 s, and starting LibreOffice 1.5 s.

What a keyboard does and this does not: a validation's list or limits do not hold, as they do not for what is pasted;
words are not corrected or completed while they are typed. A cell that is locked, or of a hidden sheet, is refused here
before LibreOffice is asked: without a screen it can die of the message box that it would answer with.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import md5
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import IO, Any, Literal

import pytest

PYTHON_WITH_UNO = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("typist_office.py")

# Seconds. A step takes some hundredths of one, but many tests may run on one small machine.
START_WITHIN = 100
ANSWER_WITHIN = 60
END_WITHIN = 15  # more than the script gives itself

Place = tuple[str, str]
Value = str | float | bool
Kind = Literal["xlsx", "ods", "xls"]


@cache
def _installed() -> bool:
    if not shutil.which("soffice") or not Path(PYTHON_WITH_UNO).exists():
        return False
    return subprocess.run([PYTHON_WITH_UNO, "-c", "import uno"], capture_output=True, check=False).returncode == 0


needs_office = pytest.mark.skipif(not _installed(), reason="LibreOffice (soffice) or python3-uno is not installed")


class Refused(Exception):
    """What was asked cannot be done, in words; everything goes on."""


class Stopped(Exception):
    """LibreOffice is gone, in words; nothing more can be asked of it."""


class Book:
    """An open workbook. A place is (sheet, cell): ("3.1", "C32")."""

    def __init__(self, office: Office, number: int) -> None:
        self._office = office
        self._number = number
        self._open = True

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, what: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the workbook; nothing is saved. Closing again, or after LibreOffice is gone, does nothing."""
        if self._open and self._office.running:
            self._ask("close")
        self._open = False

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets, in order, hidden ones among them."""
        return self._ask("sheets")

    def fill(self, typed: Mapping[Place, str | None]) -> None:
        """Type into cells, in this order; None or "" empties a cell, whose format stays.

        Raises Refused, and types nothing, where a cell is locked or its sheet hidden.
        """
        self._ask("fill", cells=[(*place, text) for place, text in typed.items()])

    def type(self, sheet: str, cell: str, text: str | None) -> None:
        """Type into one cell; many are faster in one `fill`."""
        self.fill({(sheet, cell): text})

    def values(self, *where: str | Place, afresh: bool = True, booleans: bool = False) -> dict[Place, Value]:
        """Place → value, for whole sheets and single cells; for every sheet, where none is given.

        Numbers and dates are floats, errors their words (#N/A). An empty cell, or a formula that gives "", is "" where
        it was asked for by its place, and left out of a whole sheet. Everything is calculated afresh before, or with
        `afresh=False` read as it stands. Booleans are 1.0 and 0.0, as LibreOffice has them, or with `booleans=True`
        booleans if they have that format, which takes 5 ms more for each 1 and 0.
        """
        if afresh:
            self.recalculate()
        sheets = [one for one in where if isinstance(one, str)] if where else self.sheets
        cells = [one for one in where if not isinstance(one, str)]
        return {
            (sheet, cell): value
            for sheet, cell, value in self._ask("values", sheets=sheets, cells=cells, booleans=booleans)
        }

    def shown(self, *places: Place) -> list[str]:
        """What these cells show, in their formats: ๓๖,๐๐๐.๐๐."""
        return self._ask("shown", cells=places)

    def formulas(self, sheet: str) -> dict[str, str]:
        """Cell → formula, as LibreOffice spells it (; between arguments, $Sheet.A1)."""
        return dict(self._ask("formulas", sheet=sheet))

    def recalculate(self) -> None:
        """Calculate every formula afresh, whatever it came with."""
        self._ask("recalculate")

    def insert_rows(self, sheet: str, at: int, count: int = 1) -> None:
        """Empty rows before row `at`, counted from 1; they look like the row above. The sheet must be unprotected."""
        self._ask("insert_rows", sheet=sheet, at=at, count=count)

    def delete_rows(self, sheet: str, at: int, count: int = 1) -> None:
        """Take away rows from row `at` on. The sheet must be unprotected."""
        self._ask("delete_rows", sheet=sheet, at=at, count=count)

    def insert_columns(self, sheet: str, at: str, count: int = 1) -> None:
        """Empty columns before column `at`, by its letters. The sheet must be unprotected."""
        self._ask("insert_columns", sheet=sheet, at=at, count=count)

    def cut_and_paste(self, sheet: str, from_cell: str, to_cell: str) -> None:
        """Move a cell within its sheet, with its format; formulas follow it, and the place it left is bare."""
        self._ask("cut_and_paste", sheet=sheet, from_cell=from_cell, to_cell=to_cell)

    def rename_sheet(self, sheet: str, name: str) -> None:
        """Give a sheet another name; formulas follow it."""
        self._ask("rename_sheet", sheet=sheet, name=name)

    def copy_sheet(self, sheet: str, name: str) -> None:
        """A copy of a sheet, behind it, protected if it is."""
        self._ask("copy_sheet", sheet=sheet, name=name)

    def delete_sheet(self, sheet: str) -> None:
        """Take a sheet away."""
        self._ask("delete_sheet", sheet=sheet)

    def show_sheet(self, sheet: str) -> None:
        """Make a hidden sheet visible."""
        self._ask("show_sheet", sheet=sheet)

    def unprotect(self, sheet: str) -> None:
        """Take the protection off a sheet; raises Refused where it has a password."""
        self._ask("unprotect", sheet=sheet)

    def protect(self, sheet: str) -> None:
        """Protect a sheet without a password."""
        self._ask("protect", sheet=sheet)

    def save_as(self, path: Path, kind: Kind = "xlsx") -> Path:
        """The workbook as it stands, written to `path`; what is open stays open as it was."""
        self._ask("save_as", path=str(path.resolve()), kind=kind)
        return path

    def paste_values_into_new_workbook(self, path: Path) -> Path:
        """A new workbook (xlsx) with the values of every sheet: no formulas, no formats, and nothing hidden."""
        self._ask("paste_values", path=str(path.resolve()))
        return path

    def _ask(self, operation: str, **given: object) -> Any:
        return self._office.ask(operation, book=self._number, **given)


class Office:
    """A running LibreOffice, in a folder of its own; made by `office()`."""

    def __init__(self, folder: Path, locale: str) -> None:
        self.folder = folder
        with (folder / "log").open("wb") as log:
            self._script = subprocess.Popen(
                [PYTHON_WITH_UNO, "-I", str(SCRIPT), str(folder), locale],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=_environment(folder),
                start_new_session=True,
                encoding="utf-8",
            )
        assert self._script.stdin and self._script.stdout
        self._input = self._script.stdin
        self._answers: SimpleQueue[str] = SimpleQueue()
        self._listener = Thread(target=_hand_on, args=(self._script.stdout, self._answers), daemon=True)
        self._listener.start()
        self._why_stopped = ""
        self._opened = 0

    @property
    def running(self) -> bool:
        """Whether anything can still be asked."""
        return not self._why_stopped

    def open(self, book: Path | bytes, kind: Kind = "xlsx") -> Book:
        """A copy of a workbook, open; its file is only read. `kind` says what bytes are."""
        self._opened += 1
        name = f"{self._opened}.{kind}" if isinstance(book, bytes) else f"{self._opened}-{book.name}"
        copy = self.folder / name
        copy.write_bytes(book if isinstance(book, bytes) else book.read_bytes())
        return Book(self, self.ask("open", path=str(copy)))

    def ask(self, operation: str, **given: object) -> Any:
        """What an operation of `typist_office` gives."""
        if self._why_stopped:
            raise Stopped(self._why_stopped)
        with suppress(BrokenPipeError):  # its last words, if any, say why
            self._input.write(json.dumps({"do": operation, "with": given}) + "\n")
            self._input.flush()
        return self._answer(operation, ANSWER_WITHIN)

    def wait_until_ready(self) -> None:
        """Return when LibreOffice has started."""
        self._answer("start", START_WITHIN)

    def end(self, within: float = END_WITHIN) -> None:
        """End LibreOffice and the script; by force what has not ended by then."""
        self._why_stopped = self._why_stopped or "LibreOffice was closed"
        with suppress(BrokenPipeError):
            self._input.close()  # which says that nothing more will be asked
        with suppress(subprocess.TimeoutExpired):
            self._script.wait(within)
        with suppress(ProcessLookupError):
            os.killpg(self._script.pid, signal.SIGKILL)
        self._script.wait()
        self._listener.join()

    def _answer(self, operation: str, within: float) -> Any:
        try:
            line = self._answers.get(timeout=within)
        except Empty:
            raise self._stopped(f"no answer to {operation} within {within} s") from None
        if not line:
            raise self._stopped(f"the script ended at {operation}")
        answer = json.loads(line)
        if "stopped" in answer:
            raise self._stopped(f"{answer['stopped']} at {operation}")
        if "refused" in answer:
            raise Refused(answer["refused"])
        return answer["gave"]

    def _stopped(self, why: str) -> Stopped:
        self._why_stopped = why
        # Opened before: a script that ends removes the folder, and may be quicker than this.
        with (self.folder / "log").open("rb") as log:
            self.end(within=0)
            said = log.read().decode("utf-8", errors="replace")
        return Stopped(f"{why}\n{said[-1500:]}".strip())


@contextmanager
def office(locale: str = "th-TH") -> Iterator[Office]:
    """A LibreOffice of its own, which reads what is typed by the customs of `locale`; gone at the end in any case."""
    folder = Path(tempfile.mkdtemp(prefix="typist-"))
    try:
        running = Office(folder, locale)
        try:
            running.wait_until_ready()
            yield running
        finally:
            running.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for pipe in _pipes(folder):
            pipe.unlink(missing_ok=True)


def _pipes(folder: Path) -> Iterator[Path]:
    """The pipes that a LibreOffice leaves in /tmp if it did not end by itself: for requests, and its profile's."""
    profile = md5((folder / "profile").as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    for name in (folder.name, "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in profile)):
        yield from Path("/tmp").glob(f"OSL_PIPE_*_{name}")


def _environment(folder: Path) -> dict[str, str]:
    # Customs come from `locale`, not from who runs the tests; file names may be Thai. Whatever is left lying is in
    # the folder.
    own = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    return own | {"LANG": "C.UTF-8", "TMPDIR": str(folder)}


def _hand_on(lines: IO[str], answers: SimpleQueue[str]) -> None:
    """Put every answer where it is waited for, and "" when there can be no more."""
    with lines:
        for line in lines:
            answers.put(line)
    answers.put("")
