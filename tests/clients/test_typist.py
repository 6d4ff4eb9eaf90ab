"""The user at LibreOffice Calc whom other tests let work (`support.typist`): what is typed, read, bent and saved."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from support import typist
from support.fill import fill
from support.inputs import SHIPPED
from support.reading import keyed_in
from support.seed import seed_plan
from support.typist import Refused, Stopped, needs_office, office

from pipeline.forms.form import write_form

pytestmark = needs_office

SHEET = "3.1"
DATE_2022, DATE_2565_CE, DATE_1965 = 44651.0, 242978.0, 23832.0


@pytest.fixture(scope="module")
def calc():
    with office() as running:
        yield running


@pytest.fixture(scope="module")
def form():
    """A blank form."""
    return write_form(seed_plan(), "ICT", "th")


@pytest.fixture(scope="module")
def places(form):
    """Entry key → (sheet, cell)."""
    return {cell["key"]: (cell["sheet"], cell["cell"]) for cell in keyed_in(form).to_dict("records")}


@pytest.fixture(scope="module")
def typed_into(calc, form):
    """A form that the tests below type single cells into."""
    with calc.open(form) as book:
        yield book


@pytest.fixture
def book(calc, form):
    with calc.open(form) as fresh:
        yield fresh


@pytest.fixture
def small(calc, tmp_path):
    """A workbook of two sheets, unprotected: numbers, and sums of them."""
    made = openpyxl.Workbook()
    made.active.title = "one"
    for row in ([1, 2], [3, 4]):
        made.active.append(row)
    made.active["A3"] = "=SUM(A1:A2)"
    made.create_sheet("two")["A1"] = "=one!A3*10"
    made.save(tmp_path / "small.xlsx")
    with calc.open(tmp_path / "small.xlsx") as opened:
        yield opened


AMOUNT, DAY, TEXT, STORY = "budget|received", "level|1|date", "level|1|evidence", "narrative"
# An entry without a format of its own.
GENERAL = "self_score"


@pytest.mark.parametrize(
    ("entry", "typed", "value"),
    [
        (AMOUNT, "36,000.00", 36000.0),
        (AMOUNT, "๓๖,๐๐๐.๐๐", 36000.0),
        (AMOUNT, "๓๖๐๐๐", 36000.0),
        (AMOUNT, "฿36,000", 36000.0),
        (AMOUNT, "  36000 ", 36000.0),
        (AMOUNT, "0", 0.0),
        (AMOUNT, "36,000.00 บาท", "36,000.00 บาท"),
        (AMOUNT, "-", "-"),
        (AMOUNT, "=1+1", 2.0),
        (DAY, "31/3/2022", DATE_2022),
        (DAY, "2022-03-31", DATE_2022),
        (DAY, "31/3/2565", DATE_2565_CE),
        (DAY, "๓๑/๓/๒๕๖๕", DATE_2565_CE),
        (DAY, "31 มี.ค. 2565", DATE_2565_CE),
        (DAY, "31/3/65", DATE_1965),
        (DAY, "๓๑ มี.ค. ๒๕๖๕", "๓๑ มี.ค. ๒๕๖๕"),
        (DAY, "31-03-2565", "31-03-2565"),
        (TEXT, "=1+1", "=1+1"),
        (TEXT, "+1", "+1"),
        (TEXT, "36,000.00", "36,000.00"),
        (TEXT, "31/3/2565", "31/3/2565"),
        (GENERAL, "=1+1", 2.0),
        (GENERAL, "=1/0", "#DIV/0!"),
        (GENERAL, "=NA()", "#N/A"),
        (STORY, "=1+1", "=1+1"),
        (STORY, "๑. ก\n๒. ข\n", "๑. ก\n๒. ข\n"),
        (STORY, "-ก", "-ก"),
        (GENERAL, "๔", 4.0),
    ],
)
def test_what_is_typed_becomes_what_calc_makes_of_it(typed_into, places, entry, typed, value):
    place = places[f"{SHEET}|{entry}"]
    typed_into.fill({place: None})
    typed_into.type(*place, typed)
    assert typed_into.values(place) == {place: value}


def test_the_locale_says_what_a_number_is(form, places):
    place = places[f"{SHEET}|{GENERAL}"]
    with office("en-US") as american, american.open(form) as book:
        book.type(*place, "๔")
        assert book.values(place) == {place: "๔"}


def test_a_cell_keeps_its_format_when_it_is_emptied(book, places):
    place = places[f"{SHEET}|{AMOUNT}"]
    for typed, shown in (("5", "๕.๐๐"), (None, ""), ("6", "๖.๐๐"), ("", "")):
        book.fill({place: typed})
        assert book.shown(place) == [shown]
    assert book.values(place) == {place: ""}


def test_many_cells_on_many_sheets_at_once(book, places):
    typed = {place: f"ผล {key}" for key, place in places.items() if key.endswith(("|narrative", "|suggestion"))}
    assert len({sheet for sheet, _ in typed}) > 1
    book.fill(typed)
    assert book.values(*typed) == typed
    assert typed.items() <= book.values().items()


def test_a_form_that_is_typed_reads_like_one_that_is_filled(book, form, places, tmp_path):
    answers = {f"{SHEET}|{AMOUNT}": 36000.0, f"{SHEET}|{TEXT}": "@x =1", f"{SHEET}|{STORY}": "ก\nข"}
    book.fill({places[key]: str(value) for key, value in answers.items()})
    saved = book.save_as(tmp_path / "saved.xlsx").read_bytes()
    frames = [keyed_in(one).set_index("key")["raw"] for one in (saved, fill(form, answers))]
    assert frames[0].to_dict() == frames[1].to_dict()


@pytest.mark.parametrize(
    ("sheet", "cell", "words"),
    [
        (SHEET, "A1", "locked"),
        ("form", "C2", "hidden"),
        ("9.9", "A1", "there is no sheet 9.9"),
        (SHEET, "A1:B2", "not the address of one cell"),
    ],
)
def test_what_a_user_cannot_type_into_is_refused_in_words_and_nothing_is_typed(book, places, sheet, cell, words):
    before = book.values()
    with pytest.raises(Refused, match=words):
        book.fill({places[f"{SHEET}|{TEXT}"]: "ก", (sheet, cell): "x"})
    assert book.values() == before


def test_values_of_sheets_and_of_cells(small):
    one = {("one", "A1"): 1.0, ("one", "B1"): 2.0, ("one", "A2"): 3.0, ("one", "B2"): 4.0, ("one", "A3"): 4.0}
    assert small.values("one") == one
    assert small.values() == one | {("two", "A1"): 40.0}
    assert small.values("two", ("one", "Z99"), ("one", "B2")) == {
        ("two", "A1"): 40.0,
        ("one", "Z99"): "",
        ("one", "B2"): 4.0,
    }


def test_booleans_are_told_where_asked(small):
    small.fill({("one", "C1"): "=1=1", ("one", "C2"): "=FALSE()"})
    told = small.values("one", booleans=True)
    assert [told["one", cell] for cell in ("A1", "C1", "C2")] == [1.0, True, False]
    assert [type(told["one", cell]) for cell in ("A1", "C1", "C2")] == [float, bool, bool]
    assert type(small.values("one")["one", "C1"]) is float


def test_a_form_shows_what_it_came_with_until_it_is_calculated_afresh(calc, form):
    with calc.open(form) as book:
        assert book.values(afresh=False) == book.values()


def test_formulas_in_the_spelling_of_calc(small):
    assert (small.formulas("one"), small.formulas("two")) == ({"A3": "=SUM(A1:A2)"}, {"A1": "=$one.A3*10"})


def a_row_in_between(book):
    book.insert_rows("one", 2, 3)


def a_column_before(book):
    book.insert_columns("one", "A", 2)


def a_row_less(book):
    book.delete_rows("one", 2)


def a_cell_elsewhere(book):
    book.cut_and_paste("one", "A2", "D9")


def another_name(book):
    book.rename_sheet("one", "หนึ่ง")


def a_copy(book):
    book.copy_sheet("one", "one again")


@pytest.mark.parametrize(
    ("bend", "sheets", "formula", "total"),
    [
        (a_row_in_between, ["one", "two"], "=$one.A6*10", 40.0),
        (a_column_before, ["one", "two"], "=$one.C3*10", 40.0),
        (a_row_less, ["one", "two"], "=$one.A2*10", 10.0),
        (a_cell_elsewhere, ["one", "two"], "=$one.A3*10", 10.0),
        (another_name, ["หนึ่ง", "two"], "=$หนึ่ง.A3*10", 40.0),
        (a_copy, ["one", "one again", "two"], "=$one.A3*10", 40.0),
    ],
)
def test_formulas_follow_what_is_moved(small, bend, sheets, formula, total):
    bend(small)
    assert small.sheets == sheets
    assert small.formulas("two") == {"A1": formula}
    assert small.values("two") == {("two", "A1"): total}


def test_formulas_lose_a_sheet_that_is_deleted(calc, small, tmp_path):
    small.delete_sheet("one")
    assert small.sheets == ["two"]
    # While it is open, LibreOffice 7.4 says Err:522.
    with calc.open(small.save_as(tmp_path / "less.xlsx")) as again:
        assert again.values() == {("two", "A1"): "#REF!"}


@pytest.mark.parametrize("bend", [a_row_in_between, a_column_before, a_row_less])
def test_a_protected_sheet_keeps_its_rows_and_columns(small, bend):
    before = small.values()
    small.protect("one")
    with pytest.raises(Refused, match="protected"):
        bend(small)
    assert small.values() == before
    small.unprotect("one")
    bend(small)


def test_a_sheet_with_a_password_stays_protected(calc, tmp_path):
    made = openpyxl.Workbook()
    made.active.protection.set_password("ลับ")
    made.save(tmp_path / "closed.xlsx")
    with calc.open(tmp_path / "closed.xlsx") as book, pytest.raises(Refused, match="password"):
        book.unprotect("Sheet")


def test_a_hidden_sheet_that_is_shown_and_unprotected_takes_what_is_typed(book):
    book.show_sheet("form")
    book.unprotect("form")
    book.type("form", "C2", "9")
    assert book.values(("form", "C2")) == {("form", "C2"): 9.0}


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_saved_as_another_kind_it_opens_with_the_same_values(calc, small, tmp_path, kind):
    path = small.save_as(tmp_path / f"แบบ.{kind}", kind)
    with calc.open(path) as again:
        assert again.values() == small.values()
    small.type("one", "A1", "5")
    assert small.values(("two", "A1")) == {("two", "A1"): 80.0}


def test_values_pasted_into_a_new_workbook(calc, book, places, tmp_path):
    book.fill({places[f"{SHEET}|{TEXT}"]: "=1+1", places[f"{SHEET}|{DAY}"]: "31/3/2022"})
    book.type(*places[f"{SHEET}|{GENERAL}"], "=1/0")
    with calc.open(book.paste_values_into_new_workbook(tmp_path / "pasted.xlsx")) as pasted:
        assert pasted.values() == book.values()
        assert pasted.shown(places[f"{SHEET}|{DAY}"]) == ["44651"]
    sheets = openpyxl.load_workbook(tmp_path / "pasted.xlsx").worksheets
    assert {sheet.sheet_state for sheet in sheets} == {"visible"}
    assert not any(one.hidden for sheet in sheets for one in sheet.column_dimensions.values())
    # An error cannot be typed as a value; it is the formula =#DIV/0!.
    formulas = [cell.value for sheet in sheets for row in sheet.rows for cell in row if cell.data_type == "f"]
    assert all(formula.startswith("=#") for formula in formulas)


def test_a_file_is_only_read(calc):
    path = next((SHIPPED / "submissions").glob("*-ICT.xlsx"))
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir()))
    with calc.open(path) as book:
        book.fill({place: "ก" for place in book.values(afresh=False) if place[1] == "C25"})
        assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(path.parent.iterdir())) == before


def test_what_is_no_workbook_is_refused(calc):
    with pytest.raises(Refused, match="does not open"):
        calc.open(b"PK nothing of the kind")


def processes_of(folder: Path) -> list[int]:
    """The processes that name this folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            named = folder.name.encode() in entry.read_bytes()
        except OSError:  # it ended meanwhile
            continue
        if named:
            found.append(int(entry.parent.name))
    return found


def soffice_of(folder: Path) -> int:
    """The process that is LibreOffice itself."""
    (found,) = (n for n in processes_of(folder) if b"soffice.bin" in Path(f"/proc/{n}/cmdline").read_bytes())
    return found


def gone(folder: Path, within: float) -> bool:
    """Whether a folder and all processes that name it are gone by then."""
    until = time.monotonic() + within
    while (folder.exists() or processes_of(folder)) and time.monotonic() < until:
        time.sleep(0.05)
    return not folder.exists() and not processes_of(folder)


def test_nothing_is_left_behind():
    with pytest.raises(ZeroDivisionError), office() as running:
        folder = running.folder
        assert processes_of(folder)
        raise ZeroDivisionError
    assert gone(folder, within=1)


def test_when_libreoffice_falls_over_it_is_said_and_nothing_is_left_behind(form):
    with office() as running, running.open(form) as book:
        os.kill(soffice_of(running.folder), signal.SIGKILL)
        for _ in range(2):
            with pytest.raises(Stopped, match="fell over"):
                book.values()
    assert gone(running.folder, within=1)


def test_when_libreoffice_does_not_answer_it_is_said_and_nothing_is_left_behind(form, monkeypatch):
    with office() as running, running.open(form) as book:
        monkeypatch.setattr(typist, "ANSWER_WITHIN", 0.5)
        os.kill(soffice_of(running.folder), signal.SIGSTOP)
        for _ in range(2):
            with pytest.raises(Stopped, match="no answer to recalculate"):
                book.values()
    assert gone(running.folder, within=1)


def test_when_the_tests_are_killed_nothing_is_left_behind(tmp_path):
    said = tmp_path / "folder"
    code = (
        "from pathlib import Path; from support.typist import office; import time\n"
        f"with office() as running: Path({str(said)!r}).write_text(str(running.folder)); time.sleep(600)"
    )
    tests = str(Path(__file__).parents[1])
    with subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": tests}) as killed:
        until = time.monotonic() + 120
        while not (said.exists() and said.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        killed.kill()
    assert gone(Path(said.read_text()), within=30)
