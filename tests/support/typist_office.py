"""LibreOffice Calc that obeys requests: one line of JSON in, one line of JSON out, until its input ends.

Run by the python that has `uno` (`support.typist` starts it and asks), as the leader of a group of processes that
LibreOffice is in, so that whoever ends the group ends both. It imports nothing of the project.

Arguments: a folder of its own, and a locale. A request is {"do": an operation of `Calc`, "with": its arguments};
the answer is {"gave": …}, or {"refused": words} after which all goes on, or
{"stopped": words} after which nothing does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import IllegalArgumentException
from com.sun.star.uno import Exception as UnoException

END_WITHIN = 10  # seconds
FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}

# Of com.sun.star.sheet.CellFlags: numbers, dates, text and formulas. Formats, checks and comments stay.
CONTENT = 1 | 2 | 4 | 16
FORMULAS = 16
ERROR_RESULTS = 4  # of com.sun.star.sheet.FormulaResult
LOGICAL = 1024  # of com.sun.star.util.NumberFormat
NEVER_RUN_MACROS = 0  # of com.sun.star.document.MacroExecMode

# A file that LibreOffice opens here is a copy, which needs no lock; nothing asks, updates or saves by itself.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Common/Misc">
<prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Recovery/AutoSave">
<prop oor:name="Enabled" oor:op="fuse"><value>false</value></prop>
</item>
</oor:items>
"""


Place = tuple[str, str]


class Refused(Exception):
    """What was asked cannot be done, in words."""


def properties(**given: object) -> tuple[Any, ...]:
    """These names and values as UNO takes them."""
    return tuple(PropertyValue(name, 0, value, 0) for name, value in given.items())


class Book:
    """An open workbook. Every new object that UNO hands out costs about 2 ms: those that stay are kept."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.sheets = document.Sheets
        self.view = document.CurrentController
        self.frame = self.view.Frame

    def sheet(self, name: str) -> Any:
        """A sheet by its name."""
        if not self.sheets.hasByName(name):
            raise Refused(f"there is no sheet {name}: {', '.join(self.sheets.ElementNames)}")
        return self.sheets.getByName(name)

    def cells(self, places: list[Place]) -> Iterator[tuple[Any, Any]]:
        """The sheet and the cell of each of these places."""
        pages: dict[str, Any] = {}
        for name, cell in places:
            if name not in pages:
                pages[name] = self.sheet(name)
            yield pages[name], pages[name].getCellRangeByName(one(cell))

    def open_cells(self, places: list[Place]) -> list[tuple[Any, Any]]:
        """The same, where a user can change each of them.

        LibreOffice without a screen can die of the message box with which it would say no.
        """
        found = list(self.cells(places))
        states: dict[str, tuple[bool, bool]] = {}
        for (name, cell), (sheet, target) in zip(places, found, strict=True):
            if name not in states:
                states[name] = sheet.IsVisible, sheet.isProtected()
            visible, protected = states[name]
            if not visible:
                raise Refused(f"{name} is hidden: nobody types into {cell}")
            if protected and target.CellProtection.IsLocked:
                raise Refused(f"{name}!{cell} is locked")
        return found

    def unprotected(self, name: str) -> Any:
        """A sheet by its name, if it is not protected."""
        sheet = self.sheet(name)
        if sheet.isProtected():
            raise Refused(f"{name} is protected: it takes no rows or columns, and gives none away")
        return sheet

    def free(self, name: str) -> str:
        """A name that no sheet has."""
        if self.sheets.hasByName(name):
            raise Refused(f"there is a sheet {name} already")
        return name


class Calc:
    """The operations, named as in `support.typist`; a book is known by a number."""

    def __init__(self, context: Any) -> None:
        services = context.ServiceManager
        self.desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self._dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        self._books: dict[int, Book] = {}
        self._opened = 0

    @property
    def alive(self) -> bool:
        """Whether LibreOffice answers at all."""
        try:
            self.desktop.getCurrentFrame()
        except UnoException:
            return False
        return True

    def open(self, path: str) -> int:
        """The number of the workbook at `path`, now open."""
        how = properties(Hidden=True, MacroExecutionMode=NEVER_RUN_MACROS)
        document = self.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, how)
        if document is None:
            raise Refused("LibreOffice does not open it")
        if not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            document.close(True)
            raise Refused("LibreOffice does not open it as a workbook")
        self._opened += 1
        self._books[self._opened] = Book(document)
        return self._opened

    def close(self, book: int) -> None:
        """Close a workbook; nothing is saved."""
        self._books.pop(book).document.close(True)

    def sheets(self, book: int) -> list[str]:
        """The names of the sheets, in order."""
        return list(self._books[book].sheets.ElementNames)

    def fill(self, book: int, cells: list[tuple[str, str, str | None]]) -> None:
        """Type into cells, or empty them; where one of them cannot be typed into, nothing is typed."""
        on = self._books[book]
        targets = on.open_cells([(sheet, cell) for sheet, cell, _ in cells])
        shown = None
        for (name, cell, text), (sheet, target) in zip(cells, targets, strict=True):
            if not text:
                target.clearContents(CONTENT)
                continue
            if name != shown:
                on.view.ActiveSheet = sheet
                shown = name
            self._dispatch(on.frame, "GoToCell", ToPoint=cell)
            self._dispatch(on.frame, "EnterString", StringName=text)

    def values(self, book: int, sheets: list[str], cells: list[Place], booleans: bool) -> list[tuple[str, str, Any]]:
        """Sheet, cell and value of the cells that show something in these sheets, and of each of these cells."""
        on = self._books[book]
        asked = dict.fromkeys([*sheets, *(name for name, _ in cells)])
        known = {name: dict(_values(on, on.sheet(name), booleans)) for name in asked}
        whole = [(name, cell, value) for name in sheets for cell, value in known[name].items()]
        return whole + [(name, cell, known[name].get(one(cell), "")) for name, cell in cells]

    def shown(self, book: int, cells: list[Place]) -> list[str]:
        """What these cells show, as their formats say."""
        return [cell.String for _, cell in self._books[book].cells(cells)]

    def formulas(self, book: int, sheet: str) -> list[tuple[str, str]]:
        """Cell and formula of every formula of a sheet, in LibreOffice's own spelling."""
        ranges = self._books[book].sheet(sheet).queryContentCells(FORMULAS)
        return [
            (f"{letters(column)}{row + 1}", formula)
            for part in _parts(ranges)
            for row, column, formula in _cells(part, part.getFormulaArray())
        ]

    def recalculate(self, book: int) -> None:
        """Calculate every formula afresh."""
        self._books[book].document.calculateAll()

    def insert_rows(self, book: int, sheet: str, at: int, count: int) -> None:
        """Empty rows before row `at`, counted from 1."""
        self._books[book].unprotected(sheet).Rows.insertByIndex(at - 1, count)

    def delete_rows(self, book: int, sheet: str, at: int, count: int) -> None:
        """Take away rows from row `at` on."""
        self._books[book].unprotected(sheet).Rows.removeByIndex(at - 1, count)

    def insert_columns(self, book: int, sheet: str, at: str, count: int) -> None:
        """Empty columns before column `at`, by its letters."""
        page = self._books[book].unprotected(sheet)
        page.Columns.insertByIndex(page.getCellRangeByName(one(f"{at}1")).CellAddress.Column, count)

    def cut_and_paste(self, book: int, sheet: str, from_cell: str, to_cell: str) -> None:
        """Move a cell within its sheet, as cutting and pasting does."""
        (page, source), (_, target) = self._books[book].open_cells([(sheet, from_cell), (sheet, to_cell)])
        page.moveRange(target.CellAddress, source.RangeAddress)

    def rename_sheet(self, book: int, sheet: str, name: str) -> None:
        """Give a sheet another name."""
        on = self._books[book]
        on.sheet(sheet).Name = on.free(name)

    def copy_sheet(self, book: int, sheet: str, name: str) -> None:
        """A copy of a sheet, behind it."""
        on = self._books[book]
        on.sheets.copyByName(sheet, on.free(name), on.sheet(sheet).RangeAddress.Sheet + 1)

    def delete_sheet(self, book: int, sheet: str) -> None:
        """Take a sheet away."""
        on = self._books[book]
        on.sheet(sheet)
        on.sheets.removeByName(sheet)

    def show_sheet(self, book: int, sheet: str) -> None:
        """Make a hidden sheet visible."""
        self._books[book].sheet(sheet).IsVisible = True

    def unprotect(self, book: int, sheet: str) -> None:
        """Take the protection off a sheet that has no password."""
        page = self._books[book].sheet(sheet)
        try:
            page.unprotect("")
        except IllegalArgumentException as no:
            raise Refused(f"{sheet} is protected with a password") from no

    def protect(self, book: int, sheet: str) -> None:
        """Protect a sheet without a password."""
        self._books[book].sheet(sheet).protect("")

    def save_as(self, book: int, path: str, kind: str) -> None:
        """Write the workbook as it stands to `path`; what is open stays what it was."""
        _store(self._books[book].document, path, kind)

    def paste_values(self, book: int, path: str) -> None:
        """Write a new workbook with the values of every sheet, and nothing else of them."""
        old = self._books[book].sheets
        new = self.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, properties(Hidden=True))
        try:
            sheets = new.Sheets
            sheets.getByIndex(0).Name = old.ElementNames[0]
            for number, name in enumerate(old.ElementNames):
                if number:
                    sheets.insertNewByName(name, number)
                _paste(_used(old.getByName(name)), sheets.getByIndex(number))
            _store(new, path, "xlsx")
        finally:
            new.close(True)

    def _dispatch(self, frame: Any, command: str, **given: object) -> None:
        self._dispatcher.executeDispatch(frame, f".uno:{command}", "", 0, properties(**given))


def one(cell: str) -> str:
    """The address of one cell, if it is that."""
    if not re.fullmatch("[A-Z]{1,3}[1-9][0-9]*", cell):
        raise Refused(f"{cell} is not the address of one cell")
    return cell


def letters(column: int) -> str:
    """A column counted from 0 by its letters."""
    found = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _used(sheet: Any) -> Any:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)


def _parts(ranges: Any) -> Iterator[Any]:
    for number in range(ranges.Count):
        yield ranges.getByIndex(number)


def _cells(area: Any, rows: Any) -> Iterator[tuple[int, int, Any]]:
    """Row, column (from 0) and value of every cell of an area, whose rows are these."""
    start = area.RangeAddress
    for row, values in enumerate(rows, start=start.StartRow):
        for column, value in enumerate(values, start=start.StartColumn):
            yield row, column, value


def _errors(sheet: Any, area: Any) -> dict[tuple[int, int], str]:
    """Row and column → what is shown, for formulas of an area that give an error: its values have nothing there."""
    return {
        (row, column): sheet.getCellByPosition(column, row).String
        for part in _parts(area.queryFormulaCells(ERROR_RESULTS))
        for row, column, _ in _cells(part, part.getDataArray())
    }


def _values(book: Book, sheet: Any, booleans: bool) -> Iterator[tuple[str, Any]]:
    """Cell and value of every cell of a sheet that shows something."""
    area = _used(sheet)
    errors = _errors(sheet, area)
    formats = book.document.NumberFormats
    for row, column, value in _cells(area, area.getDataArray()):
        given = errors.get((row, column), value)
        if booleans and given in (0.0, 1.0):
            # LibreOffice has no booleans, only numbers with a format of theirs.
            kind = formats.getByKey(sheet.getCellByPosition(column, row).NumberFormat).Type
            given = bool(given) if kind & LOGICAL else given
        if given != "":
            yield f"{letters(column)}{row + 1}", given


def _paste(area: Any, sheet: Any) -> None:
    end = area.RangeAddress
    target = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    target.setDataArray(tuple(tuple("" if v is None else v for v in row) for row in area.getDataArray()))
    for (row, column), shown in _errors(area.Spreadsheet, area).items():
        sheet.getCellByPosition(column, row).setFormula(f"={shown}" if shown.startswith("#") else shown)


def _store(document: Any, path: str, kind: str) -> None:
    document.storeToURL(Path(path).as_uri(), properties(FilterName=FILTERS[kind], Overwrite=True))


def start(folder: Path, locale: str) -> subprocess.Popen[bytes]:
    """A LibreOffice with a profile of its own, and not a window to be seen."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS.format(locale=locale), "utf-8")
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--nologo", "--nodefault", f"--accept=pipe,name={folder.name};urp;"]
    # What LibreOffice says must not stand among the answers.
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, stderr=sys.stderr)


def connect(running: subprocess.Popen[bytes], name: str) -> Any:
    """The context of a LibreOffice that was just started and listens at the pipe of this name."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while running.poll() is None:
        with suppress(NoConnectException):
            return resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
        time.sleep(0.05)
    raise ChildProcessError(f"LibreOffice ended at its start, with {running.returncode}")


def listen(requests: SimpleQueue[str], folder: Path) -> None:
    """Hand on the requests, and "" when there can be no more; who does not end by then is ended."""
    for line in sys.stdin:
        requests.put(line)
    requests.put("")
    time.sleep(END_WITHIN)
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def answer(calc: Calc, asked: dict[str, Any]) -> dict[str, Any]:
    """What an operation gave, or the words with which it did not."""
    try:
        return {"gave": getattr(calc, asked["do"])(**asked["with"])}
    except Refused as no:
        return {"refused": str(no)}
    except UnoException as no:
        words = f"{type(no).__name__}: {no.Message}"
        return {"refused": words} if calc.alive else {"stopped": f"LibreOffice fell over: {words}"}


def say(what: dict[str, Any]) -> None:
    """Write one answer."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(folder: Path, locale: str) -> None:
    """Start, say so, obey, and end."""
    requests: SimpleQueue[str] = SimpleQueue()
    Thread(target=listen, args=(requests, folder), daemon=True).start()
    running = start(folder, locale)
    calc = Calc(connect(running, folder.name))
    with suppress(BrokenPipeError):  # whoever asked died meanwhile
        say({"gave": None})
        while line := requests.get():
            say(answer(calc, json.loads(line)))
    with suppress(UnoException):
        calc.desktop.terminate()
    running.wait()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
