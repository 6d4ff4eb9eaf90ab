"""Formulas carry the value that they give: each is compared with what is expected, and with LibreOffice's own result."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from pipeline.drawing.figures import Figures
from pipeline.forms import arithmetic, live
from pipeline.forms.identity_sheet import WordList, number_of, word_list
from pipeline.forms.live import UNKNOWN, Cells, Live, cell, constant
from pipeline.forms.said import said
from pipeline.intake.addresses import address

THAI, ARABIC = Figures("th", "thai"), Figures("th", "arabic")
NBSP = "\u00a0"
NOTHING = cell(0, 0, "")


# --- what stands in a cell


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("๓๑๐", "๓๑๐"),
        (3, 3.0),
        (2.5, 2.5),
        (True, True),
        (None, ""),
        ("", ""),
        (float("nan"), ""),
        (date(2022, 3, 31), 44651.0),
        (datetime(2022, 3, 31, 12), 44651.5),
        (time(6), 0.25),
        (timedelta(days=2), 2.0),
    ],
)
def test_a_raw_value_is_taken_as_excel_would(raw, value):
    assert live.as_excel(raw) == value


@pytest.mark.parametrize(
    ("raw", "given", "filled"),
    [
        ("", False, False),
        (None, False, False),
        ("  ", False, False),
        (f" {NBSP} ", False, False),
        ("-", True, False),
        (" – ", True, False),
        ("ไม่มี", True, True),
        ("a-b", True, True),
        (0, True, True),
        (-1, True, True),
        (True, True, True),
        (date(2022, 3, 31), True, True),
    ],
)
def test_spaces_are_nothing_and_where_text_is_asked_a_dash_is_nothing_too(raw, given, filled):
    entry = cell(0, 0, raw)
    assert (live.given(entry).value, live.filled(entry).value) == (given, filled)


@pytest.mark.parametrize(
    ("raw", "choice"),
    [
        ("แล้วเสร็จ", "done"),
        (" แล้ว เสร็จ ", "done"),
        (f"แล้วเสร็จ{NBSP}", "done"),
        ("done", "done"),
        ("DONE", "done"),
        ("เสร็จ", "done"),
        ("อยู่ระหว่างดำเนินการ", "in_progress"),
        ("in progress", "in_progress"),
        ("ยังไม่ดำเนินการ", "not_started"),
    ],
)
def test_a_choice_is_known_by_every_word_that_the_reader_knows(raw, choice):
    assert live.choice(cell(0, 0, raw), *word_list("status")).value == number_of("status", choice)


@pytest.mark.parametrize("raw", ["", "เกือบเสร็จ", "-", "*", "?", 1, True, None])
def test_what_is_no_choice_is_none(raw):
    assert live.choice(cell(0, 0, raw), *word_list("status")).value == 0


def test_a_dash_says_that_there_is_no_obstacle():
    assert live.choice(cell(0, 0, "-"), *word_list("has_obstacle")).value == number_of("has_obstacle", "no")


# --- conditions and sums


@pytest.mark.parametrize(
    ("term", "formula", "value"),
    [
        (live.all_of(Live("A1", True)), "A1", True),
        (live.all_of(Live("A1", True), Live("B1", False)), "AND(A1,B1)", False),
        (live.any_of(Live("A1", True)), "A1", True),
        (live.any_of(Live("A1", True), Live("B1", False)), "OR(A1,B1)", True),
        (live.no(Live("A1", True)), "NOT(A1)", False),
        (live.flag(Live("A1", True)), "IF(A1,1,0)", 1),
        (live.when(Live("A1", False), constant(1), constant("x")), 'IF(A1,1,"x")', "x"),
        (live.first_true([], constant(0)), "0", 0),
        (live.same(Live("A1", 2.0), 2), "A1=2", True),
        (live.over(Live("A1", 2.5), 2), "A1>2", True),
        (live.under(Live("A1", 2.5), 2), "A1<2", False),
        (live.over(Live("A1", UNKNOWN), 2), "A1>2", True),
        (live.known(Live("A1", UNKNOWN)), "ISNUMBER(A1)", False),
        (live.known(Live("A1", 0.0)), "ISNUMBER(A1)", True),
        (arithmetic.less(Live("A1", 9), Live("B1", 2)), "A1-B1", 7),
        (arithmetic.plus(Live("A1", 9), Live("B1", 2)), "A1+B1", 11),
        (arithmetic.times(Live("A1", 4), 20), "A1*20", 80),
        (arithmetic.times(Live("A1", 4), 1.25), "A1*1.25", 5),
        (arithmetic.times(Live("A1", 4), 1), "A1", 4),
        (arithmetic.quotient(Live("A1", 3), Live("B1", 4)), "A1/B1", 0.75),
        (arithmetic.quotient(Live("A1-2", 3), Live("9-B1", 4)), "(A1-2)/(9-B1)", 0.75),
        (arithmetic.quotient(constant(2.5), Live("B1", 0)), "2.5/B1", 0),
        (arithmetic.quotient(constant(-2), Live("B1", 4)), "(-2)/B1", -0.5),
        (arithmetic.apart(Live("A1", 3), Live("B1", 4)), "ABS(A1-B1)", 1),
        (arithmetic.rounded(Live("A1", 0.1 + 0.2), 10), "ROUND(A1,10)", 0.3),
        (arithmetic.rounded(Live("A1", 2.675), 2), "ROUND(A1,2)", 2.68),
        (arithmetic.rounded(Live("A1", -2.5), 0), "ROUND(A1,0)", -3),
        (arithmetic.rounded(Live("A1", float("inf")), 2), "ROUND(A1,2)", float("inf")),
        (arithmetic.within(Live("A1", 7), 0, 5), "MAX(0,MIN(5,A1))", 5),
        (arithmetic.within(Live("A1", -7), 0, 2.5), "MAX(0,MIN(2.5,A1))", 0),
        (arithmetic.within(Live("A1", 3), 1, 5), "MAX(1,MIN(5,A1))", 3),
        (arithmetic.less(Live("A1", UNKNOWN), Live("B1", 2)), "A1-B1", -2),
        (arithmetic.percent(Live("A1", 1.0), Live("B1", 8.0)), "A1/B1*100", 12.5),
        (arithmetic.whole_percent(Live("A1", 199), Live("B1", 200)), "INT(100*(A1)/B1)", 99),
        (live.joined(constant("a"), Live("A1", 2.0)), '"a"&A1', "a2"),
    ],
)
def test_a_term_is_a_formula_and_its_value(term, formula, value):
    assert term == (formula, value)


def test_the_first_condition_that_holds_decides():
    cases = [(Live("A1", False), constant("a")), (Live("B1", True), constant("b")), (Live("C1", True), constant("c"))]
    assert live.first_true(cases, constant("d")) == ('IF(A1,"a",IF(B1,"b",IF(C1,"c","d")))', "b")


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("ก", '"ก"'),
        ('ว่า "ก"', '"ว่า ""ก"""'),
        ("", '""'),
        ("x" * 251, '"' + "x" * 250 + '"&"x"'),
    ],
)
def test_a_text_in_a_formula_is_quoted_and_kept_under_excels_limit(text, formula):
    assert constant(text) == (formula, text)


@pytest.mark.parametrize(("number", "formula"), [(1, "1"), (0, "0"), (2.5, "2.5"), (-1e12, "-1000000000000")])
def test_a_number_in_a_formula_is_written_in_full(number, formula):
    assert constant(number) == (formula, number)


@pytest.mark.parametrize(
    ("number", "thai", "arabic"),
    [(2.0, "๒", "2"), (2.5, "๒.๕๐", "2.50"), (275100.0, "๒๗๕,๑๐๐", "275,100"), (0.0, "๐", "0"), (-3.0, "-๓", "-3")],
)
def test_a_number_in_a_sentence_is_in_the_numerals_of_the_form(number, thai, arabic):
    term = Live("A1", number)
    assert (live.shown(term, THAI).value, live.shown(term, ARABIC).value) == (thai, arabic)


@pytest.mark.parametrize(
    ("number", "thai", "arabic"),
    [
        (3.0, "๓", "3"),
        (3.7, "๓.๗", "3.7"),
        (25 / 6, "๔.๑๖๖๗", "4.1667"),
        (2.99999, "๓", "3"),
        (0.00005, "๐.๐๐๐๑", "0.0001"),
        (-1234.5, "-๑,๒๓๔.๕", "-1,234.5"),
    ],
)
def test_a_number_said_plainly_has_no_more_decimals_than_it_needs(number, thai, arabic):
    term = Live("A1", number)
    assert (live.plain(term, THAI).value, live.plain(term, ARABIC).value) == (thai, arabic)


def test_the_cells_of_a_sheet_are_added_up_and_referred_to():
    cells = Cells("3.2")
    assert cells.put(2, 7, constant(1)) == ("H3", 1)
    cells.put(4, 7, constant(3))
    cells.put(5, 7, constant(UNKNOWN))
    assert cells.total(0, 9, 7) == ("SUM(H1:H10)", 4)
    assert cells.count(0, 9, 7, ">", 0) == ('COUNTIF(H1:H10,">0")', 2)
    assert cells.count(0, 9, 7, "=", 3) == ('COUNTIF(H1:H10,"=3")', 1)
    assert cells.abroad(2, 7) == ("'3.2'!H3", 1)
    assert cells.at(4, 7) == ("H5", 3)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("th", "คะแนนประเมินตนเอง ๓ ไม่ตรงกับเกณฑ์ ซึ่งให้ ๒"),
        ("en", "The self-assessed score ๓ differs from the rubric's ๒"),
    ],
)
def test_a_rule_is_said_in_its_own_words(lang, sentence):
    parts = {"found": Live("A1", "๓"), "expected": Live("B1", "๒"), "item": constant("คะแนน")}
    assert said("SCORE_DIFFERS", lang, **parts).value == sentence


# --- LibreOffice agrees

# LibreOffice takes TRUE for the number 1 as soon as a text function looks at it; Excel does not.
RAWS = [
    "310",
    310,
    "๓๑๐",
    "๓๖,๐๐๐ บาท",
    "12:30",
    "",
    2.5,
    date(2022, 3, 31),
    "\n",
    "--",
    "-",
    " – ",
    "แล้ว เสร็จ",
    "DONE",
    "*",
    "ก" * 60,
    '=1+1"&"',
    0.1 + 0.2,
    25 / 6,
    -3.70005,
    1e9,
]


def terms_of(entry: Live, words: WordList) -> list[Live]:
    read, sound = entry, live.known(entry)
    dash = constant("–")
    return [
        live.flag(live.given(entry)),
        live.flag(live.filled(entry)),
        live.when(sound, live.amount(entry), dash),
        live.choice(entry, *words),
        live.start(entry, 40),
        live.length(entry),
        live.when(sound, live.shown(read, THAI), dash),
        live.when(sound, live.shown(read, ARABIC), dash),
        live.when(sound, live.plain(read, THAI), dash),
        live.when(sound, live.plain(read, ARABIC), dash),
        live.when(live.all_of(sound, live.over(read, 100)), arithmetic.percent(constant(7), read), dash),
        # To Excel an empty cell is less than a number: formulas never compare one.
        live.when(live.given(entry), live.flag(live.under(read, 100)), dash),
        live.flag(live.same(entry, constant("done"))),
    ]


def book_of_terms() -> bytes:
    out = BytesIO()
    book = Workbook(out, {"strings_to_formulas": False, "strings_to_numbers": False, "remove_timezone": True})
    sheet, lists = book.add_worksheet("terms"), book.add_worksheet("form")
    for number, word in enumerate(word_list("status").known):
        lists.write_string(number, 0, word)
        lists.write_number(number, 1, word_list("status").known[word])
    count = len(word_list("status").known)
    words = WordList(f"form!$A$1:$A${count}", f"form!$B$1:$B${count}", word_list("status").known)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, raw in enumerate(RAWS):
        if isinstance(raw, date):
            sheet.write_datetime(row, 0, raw, day)
        elif raw != "":
            sheet.write(row, 0, raw)
        for column, term in enumerate(terms_of(cell(row, 0, raw), words), 1):
            sheet.write_formula(row, column, f"={term.formula}", None, term.value)
    # A control: if nothing is calculated afresh, this lie survives.
    sheet.write_formula(len(RAWS), 1, "=1+1", None, 99)
    book.close()
    return out.getvalue()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_libreoffice_gives_the_same_values(recalculated, differing, tmp_path):
    book = book_of_terms()
    fresh = recalculated({"terms": book}, tmp_path)["terms"]
    assert differing(book, fresh) == [(f"terms!{address(len(RAWS), 1)}", 99, 2)]
