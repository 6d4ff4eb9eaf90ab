"""What was typed is read on the hidden sheet: a row a reading, each sentence once, formulas written once for a column."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from io import BytesIO
from unittest.mock import patch

import pytest
from support.reading import sheets_in
from support.seed import plan_of, plan_tables

from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.forms import form as form_module
from pipeline.forms import live
from pipeline.forms.days import day
from pipeline.forms.filling import Filling
from pipeline.forms.form import write_form
from pipeline.forms.identity_sheet import write_identity
from pipeline.forms.in_words import in_words
from pipeline.forms.live import TOO_FINE, UNKNOWN, Cells, Live, cell, constant
from pipeline.forms.numbers import number
from pipeline.forms.workings import Workings
from pipeline.intake.addresses import address
from pipeline.validation.findings import findings

LANGUAGES = ("th", "en")
NBSP = "\u00a0"
DAY, NUMBER = ["U", "V", "W"], ["X", "Y", "Z"]
AMOUNT = ["AA", "AB", "AC", "AD", "AE", "AF"]
SENTENCES = "AG"
# The first column of each kind is what was typed.
TYPED = {20: "U", 23: "X", 26: "AA"}
EMPTY = ["", None, float("nan")]
RAWS = [
    *("310", 310, "๓๑๐", 2.5, "36,000.50", "๓๖,๐๐๐ บาท", "฿500", "4.123", 4.123, -1, 10**14, "สามหมื่น", "1/2", "12:30"),
    *("๓๑ มี.ค. ๒๕๖๕", "31/3/2565", "2022-03-31", date(2022, 3, 31), date(2565, 3, 31), "ปลายเดือน", "๗-๑๑ มี.ค. ๒๕๖๕"),
    *(" ", NBSP, "-", "=1+1", 'ว่า "ก"', "ก" * 300, *EMPTY),
]


def at(raw, row=23):
    """An entry in column C of a KPI's sheet."""
    return cell(row, 2, raw)


def workings_of(raws):
    """Every value read as a day, a number and an amount, each with its three places on the hidden sheet."""
    workings = Workings()
    for row, raw in enumerate(raws):
        workings.day("3.1", at(raw, row))
        workings.number("3.2", at(raw, row))
        workings.amount("3.3", at(raw, row), "th")
    return workings


# --- where it stands


def test_every_reading_has_a_row_of_its_own():
    workings = Workings()
    found = [
        workings.day("3.1", at("1/3/2565")),
        workings.number("3.1", at("๓๑๐")),
        *workings.amount("ก ข", at("36,000 บาท"), "th"),
        workings.number("it's", at(5)),
    ]
    assert [reference.formula for reference in found] == [
        "'form'!W1",
        "'form'!Z1",
        "'form'!AD1",
        "'form'!AF1",
        "'form'!Z2",
    ]
    by_row = {}
    for row, column in workings.cells.formulas:
        by_row.setdefault(row, []).append(address(0, column)[:-1])
    assert by_row == {
        0: [*DAY, *NUMBER, *AMOUNT],
        1: NUMBER,
    }


def test_an_entry_is_looked_at_on_its_own_sheet_once():
    workings = Workings()
    for sheet in ("3.1", "it's"):
        workings.amount(sheet, at(5), "th")
    typed = [workings.cells.formulas[row, 26].formula for row in (0, 1)]
    assert typed == [f"""IF('3.1'!C24="","{NBSP}",'3.1'!C24)""", f"""IF('it''s'!C24="","{NBSP}",'it''s'!C24)"""]
    others = [term.formula for (_, column), term in workings.cells.formulas.items() if column > 26]
    assert not [formula for formula in others if "C24" in formula or "3.1" in formula]


def test_a_row_looks_only_at_itself_and_at_lists():
    """That is what makes a formula the same for all rows."""
    for (row, column), term in workings_of(RAWS).cells.formulas.items():
        if column not in TYPED:
            bare = re.sub(r'"(?:[^"]|"")*"', "", term.formula)
            own = re.findall(r"(?<![$A-Z!])([A-Z]{1,2})([0-9]+)(?![0-9(])", bare)
            assert {int(number) for _, number in own} == {row + 1}
            assert {letter for letter, _ in own} <= {*DAY, *NUMBER, *AMOUNT}


# --- what it is


@pytest.mark.parametrize("raw", RAWS, ids=repr)
def test_a_day_is_what_days_make_of_it(raw):
    cells = Cells("x")
    assert Workings().day("3.1", at(raw)).value == day(cells, 0, (1, 2), at(raw)).value


@pytest.mark.parametrize("raw", RAWS, ids=repr)
def test_a_number_is_what_numbers_make_of_it(raw):
    assert Workings().number("3.1", at(raw)).value == number(Cells("x"), 0, 1, at(raw)).value


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("raw", RAWS, ids=repr)
def test_an_amount_is_checked_and_said_as_it_is_elsewhere(raw, lang):
    alone = live.amount(number(Cells("x"), 0, 1, at(raw), currency=True))
    said = in_words(Cells("x"), 0, (1, 2), alone, lang)
    assert [term.value for term in Workings().amount("3.1", at(raw), lang)] == [alone.value, said.value]


@pytest.mark.parametrize(
    ("raw", "amount", "said"),
    [
        ("๓๖,๐๐๐ บาท", 36000.0, "สามหมื่นหกพันบาทถ้วน"),
        ("4.123", TOO_FINE, "–"),
        ("สามหมื่น", UNKNOWN, "–"),
    ],
)
def test_an_amount_and_its_words(raw, amount, said):
    assert [term.value for term in Workings().amount("3.1", at(raw), "th")] == [amount, said]


@pytest.mark.parametrize("raw", [*EMPTY, " ", NBSP])
def test_an_empty_cell_is_nothing(raw):
    """Not 0, which a reference to an empty cell gives."""
    workings = Workings()
    assert workings.day("3.1", at(raw)).value == 0
    assert workings.number("3.1", at(raw)).value == UNKNOWN
    assert [term.value for term in workings.amount("3.1", at(raw), "th")] == [UNKNOWN, "–"]


# --- sentences


def test_a_sentence_stands_once_and_the_shortest_in_the_formulas_themselves():
    workings = Workings()
    long, other = "อ่านวันที่ไม่ได้ โปรดแก้ไข", "! ระบุว่าไม่ใช้งบประมาณ"
    assert workings.say(long) == workings.say(long) == ("'form'!AG1", long)
    assert workings.say(other) == ("'form'!AG2", other)
    assert workings.say(long) == ("'form'!AG1", long)
    assert workings.say("12345678") == constant("12345678")
    assert workings.say("123456789") == ("'form'!AG3", "123456789")
    assert list(workings.sentences) == [long, other, "123456789"]
    assert workings.cells.formulas == {}


@pytest.mark.parametrize("text", ['ว่า "ก" ' * 3, "ก" * 999, "=1+1&A1:B2", "{0} & <b>&amp;</b>", "บรรทัด\nถัดไป ๆ"])
def test_a_sentence_is_written_as_it_is(text):
    workings = Workings()
    said = workings.say(text)
    assert said.value == text
    sheets = {sheet.name: sheet.rows for sheet in sheets_in(written(workings))}
    assert sheets["form"][0][32] == text


# --- as it is written


def written(workings, raws=(), filling=None):
    """A workbook with the readings, and the entries where `workings_of` looks for them; `filling`: with lists of words."""
    book = Book(
        font="Laksaman", figures=Figures("th", "thai"), title="x", company="x", subject="x", dated=date(2022, 4, 1)
    )
    for name in ("3.1", "3.2", "3.3"):
        page = book.page(name, [8.0, 8, 8])
        for row, raw in enumerate(raws):
            if isinstance(raw, date):
                page.day(row, 2, raw, "text")
            elif isinstance(raw, str) and raw:
                page.text(row, 2, raw, "text")
            elif isinstance(raw, int | float) and raw == raw:
                page.number(row, 2, raw, "text", "")
    workings.write(write_identity(book, filling) if filling else book.page("form", [8.0]))
    return book.save()


@pytest.fixture(scope="module")
def known():
    """Forms with what their workings hold: name → (form, `Workings`)."""
    kept = []

    class Kept(Workings):
        def __init__(self) -> None:
            super().__init__()
            kept.append(self)

    def make(*arguments, **more):
        with patch.object(form_module, "Workings", Kept):
            made = write_form(*arguments, **more)
        return made, kept.pop()

    return make


@pytest.fixture(scope="module")
def forms(known, plan, answers, every_method, twenty_kpis):
    made = {f"{department} {lang}": known(plan, department, lang, answers=answers[department])
            for department in ("HRM", "ICT", "ACOC") for lang in LANGUAGES}  # fmt: skip
    made["blank"] = known(plan, "ICT", "th")
    made["every method"] = known(every_method, "CSC", "th")
    made["twenty"] = known(twenty_kpis, "CSC", "en")
    return made


NAMES = [*(f"{department} {lang}" for department in ("HRM", "ICT", "ACOC") for lang in LANGUAGES)]
NAMES += ["blank", "every method", "twenty"]


def alone(workings):
    """Address → the formula of a cell and what it gives."""
    return {address(*place): term for place, term in workings.cells.formulas.items()}


def on_hidden_sheet(formulas):
    """The formulas beside the lists of words of a form, and those alone."""
    return {place: formula for (sheet, place), formula in formulas.items() if sheet == "form"}


@pytest.mark.parametrize("name", NAMES)
def test_a_shared_formula_is_in_every_row_what_it_would_be_alone(forms, formulas, name):
    form, workings = forms[name]
    expected = {place: term.formula for place, term in alone(workings).items()}
    assert len(expected) > 20
    assert on_hidden_sheet(formulas(form)) == expected


@pytest.mark.parametrize("name", NAMES)
def test_openpyxl_reads_the_same(forms, opened, name):
    """It moves shared formulas by itself."""
    form, workings = forms[name]
    sheet = opened(form)["form"]
    assert {place: sheet[place].value for place in alone(workings)} == {
        place: f"={term.formula}" for place, term in alone(workings).items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_what_is_cached_is_what_the_formulas_give(forms, shown, opened, name):
    form, workings = forms[name]
    sheet, values = shown(form)["form"], opened(form, values=True)["form"]
    expected = {place: term.value for place, term in alone(workings).items()}
    assert {place: sheet.get(place, "") for place in expected} == expected
    assert {place: values[place].value for place in expected} == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_stands_on_the_hidden_sheet(forms, shown, name):
    form, workings = forms[name]
    sheet = shown(form)["form"]
    assert workings.sentences
    assert {text: sheet[f"{SENTENCES}{row + 1}"] for row, text in enumerate(workings.sentences)} == {
        text: text for text in workings.sentences
    }


def hidden_xml(book):
    with zipfile.ZipFile(BytesIO(book)) as package:
        names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
        return package.read(f"xl/worksheets/sheet{names.index('form') + 1}.xml").decode()


@pytest.mark.parametrize("name", NAMES)
def test_long_formulas_are_written_once_for_a_kind_of_reading(forms, name):
    """A day, a number, an amount: what is typed is all that differs from row to row."""
    form, workings = forms[name]
    xml = hidden_xml(form)
    told = re.findall(r'<c r="([A-Z]+)([0-9]+)"[^>]*><f t="shared" ref="([^"]+)" si="([0-9]+)">', xml)
    assert [int(si) for *_, si in told] == list(range(len(told))), "numbered through, in the order of the sheet"
    for column, row, area, _ in told:
        first, last = re.fullmatch(rf"{column}([0-9]+):{column}([0-9]+)", area).groups()
        assert int(first) == int(row) < int(last)
    written_out = re.findall(r'<c r="([A-Z]+)[0-9]+"[^>]*><f[^>]*>[^<]', xml)
    columns = {*DAY, *NUMBER, *AMOUNT} - set(TYPED.values())
    assert {column: written_out.count(column) for column in columns} == dict.fromkeys(columns, 1)
    assert xml.count('<f t="shared" si="') > len(workings.cells.formulas) // 3
    assert not re.findall(r'<c r="(?:U|X|AA)[0-9]+"[^>]*><f t="shared"', xml), "each looks at another entry"


@pytest.mark.parametrize("name", NAMES)
def test_a_member_of_a_group_stands_within_the_cells_of_the_first(forms, name):
    form, _ = forms[name]
    areas, members = {}, []
    for cell_, attributes in re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*><f t="shared"([^>]*?)/?>', hidden_xml(form)):
        number_ = re.search(r'si="([0-9]+)"', attributes)[1]
        if area := re.search(r'ref="([^"]+)"', attributes):
            areas[number_] = area[1]
        members.append((cell_, number_))
    for cell_, number_ in members:
        column, first, last = re.fullmatch(r"([A-Z]+)([0-9]+):[A-Z]+([0-9]+)", areas[number_]).groups()
        assert (re.match("[A-Z]+", cell_)[0], int(first) <= int(re.search("[0-9]+", cell_)[0]) <= int(last)) == (
            column,
            True,
        )


def test_codes_that_look_like_cells_are_not_taken_for_them(known, formulas):
    """KPIs named as cells are: K3 is read in row 3, K5 in row 5, and each on its own sheet."""
    project = {"code": "P", "issue": "1", "department": "CSC", "name": "โครงการ", "allocated": None}
    codes = ("K1", "K3", "K5", "K10")
    kpis = [
        {"code": code, "project": "P", "name": code, "method": "thresholds", "direction": "higher"} for code in codes
    ]
    rubric = [
        {"kpi": code, "level": level, "criterion": f"เกณฑ์ {level}", "threshold": level}
        for code in codes
        for level in range(1, 6)
    ]
    plan = plan_of(plan_tables() | {"projects": [project], "kpis": kpis, "rubric": rubric})
    form, workings = known(plan, "CSC", "th")
    typed = {place: term.formula for place, term in alone(workings).items() if re.fullmatch("(?:U|X|AA)[0-9]+", place)}
    assert "'K3'!" in typed["X3"] and "'K5'!" in typed["X5"], "else this tests nothing"
    assert {place: f for place, f in on_hidden_sheet(formulas(form)).items() if place in typed} == typed


@pytest.mark.parametrize("raws", [[], ["1/3/2565"]], ids=["nothing", "one row"])
def test_what_stands_alone_is_not_shared(raws, formulas):
    book = written(workings_of(raws)) if raws else written(Workings())
    expected = {place: term.formula for place, term in alone(workings_of(raws)).items()}
    assert on_hidden_sheet(formulas(book)) == expected


def test_a_text_that_xml_would_take_for_its_own_stays_what_it_is(formulas, shown):
    """In what is cached and in formulas."""
    workings = Workings()
    for row, raw in enumerate(('<a & "b">', "&amp;", "x < 1")):
        workings.number("3.1", at(raw, row))
        workings.cells.put(row, 40, Live(f'"<&>"&Z{row + 1}', f"<&>{UNKNOWN}"))
    book = written(workings, ['<a & "b">', "&amp;", "x < 1"])
    assert on_hidden_sheet(formulas(book)) == {place: term.formula for place, term in alone(workings).items()}
    assert [shown(book)["form"][f"AO{row}"] for row in (1, 2, 3)] == [f"<&>{UNKNOWN}"] * 3
    assert [shown(book)["form"][f"X{row}"] for row in (1, 2, 3)] == ['<a & "b">', "&amp;", "x < 1"]


# --- LibreOffice agrees


@pytest.fixture(scope="module")
def fresh(forms, plan, recalculated, tmp_path_factory):
    """Each as written, and as LibreOffice calculates it afresh; one with a lie in it, which must not survive."""
    filling = Filling(plan, "ICT", "th", {}, findings(), 1)
    books = {name: form for name, (form, _) in forms.items()}
    lie = Workings()
    lie.cells.put(0, 20, Live("1+1", 99))
    books["raws"], books["lie"] = written(workings_of(RAWS), RAWS, filling), written(lie)
    return books, recalculated(books, tmp_path_factory.mktemp("workings"))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("name", [*NAMES, "raws"])
def test_calculated_afresh_nothing_on_the_hidden_sheet_changes(fresh, differing, name):
    before, after = (books[name] for books in fresh)
    assert differing(before, after) == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_that_it_is_calculated_afresh_is_seen_by_a_lie(fresh, differing):
    before, after = (books["lie"] for books in fresh)
    assert differing(before, after) == [("form!U1", 99, 2)]
