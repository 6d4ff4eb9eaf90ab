"""Numbers and amounts read by formulas: what was typed on the left, what a form and a check both make of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.clients import needs_libreoffice
from xlsxwriter.workbook import Workbook

from pipeline import thai
from pipeline.forms import live
from pipeline.forms.live import TOO_FINE, UNKNOWN, Cells, cell
from pipeline.forms.numbers import number
from pipeline.intake.addresses import address

NBSP = "\u00a0"
# What was typed, and the number it is; the second is what it is where an amount is asked for, if that differs.
TYPED = [
    ("310", 310, 310),
    (310, 310, 310),
    ("๓๑๐", 310, 310),
    ("  ๓๑๐ ", 310, 310),
    (f"{NBSP}310{NBSP}", 310, 310),
    ("๒๗๕,๑๐๐", 275100, 275100),
    ("36,000.50", 36000.5, 36000.5),
    ("1,234,567.25", 1234567.25, 1234567.25),
    ("007", 7, 7),
    ("-5", -5, -5),
    ("+7", 7, 7),
    ("-1,000", -1000, -1000),
    ("0", 0, 0),
    ("0.5", 0.5, 0.5),
    ("36.555", 36.555, TOO_FINE),
    (36.005, 36.005, TOO_FINE),
    (0.1 + 0.2, 0.1 + 0.2, 0.1 + 0.2),
    ("๓๖,๐๐๐ บาท", UNKNOWN, 36000),
    ("36,000บาท", UNKNOWN, 36000),
    ("๓๖๐๐๐ บาทถ้วน", UNKNOWN, 36000),
    ("36000 บาท ถ้วน", UNKNOWN, 36000),
    ("฿500", UNKNOWN, 500),
    ("฿ 500.25 บาท", UNKNOWN, 500.25),
    ("36,000.-", UNKNOWN, 36000),
    ("36,000.- บาท", UNKNOWN, 36000),
    *((raw, UNKNOWN, UNKNOWN) for raw in (
        "1,00,000", "1,00", "36.000,00", "1.000,5", "๗,๕", "3,0", "0,125", "01,000", "1,0000", ",5", "5,",
        "36 000", f"36{NBSP}000", "1 0", "- 5", "--5", "5-", "1-2", "1e5", "1E+3", "5.", ".5", "-.5", "(5)", "$5",
        "36,000-40,000", "1/2", "40%", "12:30", "31 มี.ค. 2565", "5 Apr 2022", "ยังไม่มี", "บาท", "บาท 36000",
        "36 บาท บาท", "36 ล้านบาท", "5 บาท 25", "฿", "-", "–", "", " ", "\u0e50\u0e5a",
    )),
]  # fmt: skip


def read(raw):
    """The number, and the amount, that the formulas give."""
    cells = Cells("s")
    amount = number(cells, 0, 2, cell(0, 0, raw), currency=True)
    return number(cells, 0, 1, cell(0, 0, raw)).value, live.amount(amount).value


@pytest.mark.parametrize(("raw", "plain", "amount"), TYPED)
def test_what_was_typed_is_read(raw, plain, amount):
    assert read(raw) == (plain, amount)


@pytest.mark.parametrize(("raw", "plain", "amount"), TYPED)
def test_a_check_reads_the_same(raw, plain, amount):
    known, satang = thai.parse_number(raw), thai.parse_amount(raw)
    assert plain == (UNKNOWN if known is None else pytest.approx(float(known)))
    assert amount in (UNKNOWN, TOO_FINE) if satang is None else amount == pytest.approx(satang / 100)


@pytest.mark.parametrize("raw", [True, date(2022, 3, 31)])
def test_what_a_formula_cannot_tell(raw):
    """A truth is no number; a date is one, for a formula does not see how a number is shown."""
    assert read(raw) == ((UNKNOWN, UNKNOWN) if raw is True else (44651, 44651))


PIECES = st.sampled_from([*"0123456789๐๑๒๓๙,,..-+ ", "บาท", "฿", "ถ้วน", ".-", NBSP, "000", ",000", "e", "/", "%"])


@settings(deadline=None, derandomize=True, max_examples=600)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_whatever_is_typed_a_form_and_a_check_read_the_same(raw):
    plain, amount = read(raw)
    known, satang = thai.parse_number(raw), thai.parse_amount(raw)
    assert (plain == UNKNOWN) == (known is None) and (known is None or plain == float(known))
    assert (amount in (UNKNOWN, TOO_FINE)) == (satang is None) and (satang is None or round(amount * 100) == satang)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(st.integers(0, 10**15), st.booleans(), st.sampled_from(["", " บาท", "บาทถ้วน"]))
def test_every_amount_as_it_is_written_is_read(satang, in_thai, after):
    text = thai.format_baht(satang) + after
    assert read(thai.to_thai(text) if in_thai else text)[1] == satang / 100


# --- LibreOffice agrees

RAWS = [raw for raw, _, _ in TYPED]


def book_of_numbers():
    out = BytesIO()
    book = Workbook(out, {"strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("terms")
    for row, raw in enumerate(RAWS):
        if raw != "":
            sheet.write(row, 0, raw)
        cells = Cells("terms")
        plain = number(cells, row, 1, cell(row, 0, raw))
        cells.put(row, 2, plain)
        read_as_amount = cells.put(row, 4, number(cells, row, 3, cell(row, 0, raw), currency=True))
        cells.put(row, 5, live.amount(read_as_amount))
        for (at, column), term in cells.formulas.items():
            sheet.write_formula(at, column, f"={term.formula}", None, term.value)
    # A control: if nothing is calculated afresh, this lie survives.
    sheet.write_formula(len(RAWS), 1, "=1+1", None, 99)
    book.close()
    return out.getvalue()


@needs_libreoffice
def test_libreoffice_reads_the_same(recalculated, differing, tmp_path):
    book = book_of_numbers()
    fresh = recalculated({"terms": book}, tmp_path)["terms"]
    assert differing(book, fresh) == [(f"terms!{address(len(RAWS), 1)}", 99, 2)]


def test_the_formulas_are_short():
    cells = Cells("s")
    read_as_amount = number(cells, 40, 15, cell(40, 2, "x"), currency=True)
    lengths = [len(term.formula) for term in (read_as_amount, *cells.formulas.values())]
    assert max(lengths) < 900
