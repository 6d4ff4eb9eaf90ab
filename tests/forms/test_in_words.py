"""Amounts said in words: each sentence against a plain description of the language, and against LibreOffice."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.clients import needs_libreoffice

from pipeline.drawing.book import Book
from pipeline.forms import furniture, live
from pipeline.forms.filling import Filling
from pipeline.forms.identity_sheet import number_words, write_identity
from pipeline.forms.in_words import IN_WORDS_COLUMNS, MOST_BAHT, in_words
from pipeline.forms.live import UNKNOWN, Cells, Live, constant
from pipeline.validation.findings import findings

steady = settings(deadline=None, derandomize=True, max_examples=400)
LANGS = ("th", "en")
LISTS = {"th": ("แสน", "หมื่น", "พัน", "ร้อย", "สิบ", "หน่วย"), "en": ("hundreds", "ones")}
# The amount stands in J25, and the helpers in K25 and L25.
ROW, AMOUNT, HELPERS = 24, 9, (10, 11)
MOST_SATANG = MOST_BAHT * 100
NOTHING_SAID = "–"


def formulas_of(amount, lang: str) -> Cells:
    """The helpers for an amount in J25."""
    cells = Cells("x")
    in_words(cells, ROW, HELPERS, Live("J25", amount), lang)
    return cells


def said(amount, lang: str):
    """The sentence for an amount."""
    return in_words(Cells("x"), ROW, HELPERS, Live("J25", amount), lang).value


# --- a plain description of both languages

THAI_DIGITS = ["", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"]
THAI_PLACES = ((100_000, "แสน"), (10_000, "หมื่น"), (1_000, "พัน"), (100, "ร้อย"))
ENGLISH_DIGITS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ENGLISH_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH_PLACES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def thai(number: int, after: bool = False) -> str:
    """A whole number as it is read in Thai; `after`: whether something higher was said before it."""
    if number >= 1_000_000:
        return thai(number // 1_000_000, after) + "ล้าน" + thai(number % 1_000_000, True)
    for size, name in THAI_PLACES:
        if number >= size:
            return THAI_DIGITS[number // size] + name + thai(number % size, True)
    if number >= 10:
        tens = {1: "", 2: "ยี่"}.get(number // 10, THAI_DIGITS[number // 10])
        return tens + "สิบ" + thai(number % 10, True)
    return "เอ็ด" if number == 1 and after else THAI_DIGITS[number]


def english(number: int) -> str:
    """A whole number as it is read in English."""
    for size, name in ENGLISH_PLACES:
        if number >= size:
            return f"{english(number // size)} {name} {english(number % size)}".strip()
    if number >= 20:
        return f"{ENGLISH_TENS[number // 10 - 2]}-{english(number % 10)}".strip("-")
    return ENGLISH_TEENS[number - 10] if number >= 10 else ENGLISH_DIGITS[number]


def described(satang: int, lang: str) -> str:
    """What is to be said of an amount."""
    baht, rest = divmod(satang, 100)
    if lang == "th":
        whole = f"{thai(baht) or 'ศูนย์'}บาท" if baht or not rest else ""
        return whole + (f"{thai(rest)}สตางค์" if rest else "ถ้วน")
    whole = f"{english(baht) or 'zero'} baht" if baht or not rest else ""
    return f"{whole} {english(rest)} satang".strip() if rest else whole


# --- what is said

SPELLED = [
    (0, "ศูนย์บาทถ้วน", "zero baht"),
    (0.01, "หนึ่งสตางค์", "one satang"),
    (0.11, "สิบเอ็ดสตางค์", "eleven satang"),
    (0.25, "ยี่สิบห้าสตางค์", "twenty-five satang"),
    (0.29, "ยี่สิบเก้าสตางค์", "twenty-nine satang"),
    (1, "หนึ่งบาทถ้วน", "one baht"),
    (1.01, "หนึ่งบาทหนึ่งสตางค์", "one baht one satang"),
    (10, "สิบบาทถ้วน", "ten baht"),
    (11, "สิบเอ็ดบาทถ้วน", "eleven baht"),
    (20.2, "ยี่สิบบาทยี่สิบสตางค์", "twenty baht twenty satang"),
    (21.5, "ยี่สิบเอ็ดบาทห้าสิบสตางค์", "twenty-one baht fifty satang"),
    (100, "หนึ่งร้อยบาทถ้วน", "one hundred baht"),
    (101, "หนึ่งร้อยเอ็ดบาทถ้วน", "one hundred one baht"),
    (110, "หนึ่งร้อยสิบบาทถ้วน", "one hundred ten baht"),
    (36000, "สามหมื่นหกพันบาทถ้วน", "thirty-six thousand baht"),
    (36000.0, "สามหมื่นหกพันบาทถ้วน", "thirty-six thousand baht"),
    (100001, "หนึ่งแสนเอ็ดบาทถ้วน", "one hundred thousand one baht"),
    (275100, "สองแสนเจ็ดหมื่นห้าพันหนึ่งร้อยบาทถ้วน", "two hundred seventy-five thousand one hundred baht"),
    (1_000_000, "หนึ่งล้านบาทถ้วน", "one million baht"),
    (1_000_001, "หนึ่งล้านเอ็ดบาทถ้วน", "one million one baht"),
    (11_000_000, "สิบเอ็ดล้านบาทถ้วน", "eleven million baht"),
    (101_000_000, "หนึ่งร้อยเอ็ดล้านบาทถ้วน", "one hundred one million baht"),
    (
        229_339_100,
        "สองร้อยยี่สิบเก้าล้านสามแสนสามหมื่นเก้าพันหนึ่งร้อยบาทถ้วน",
        "two hundred twenty-nine million three hundred thirty-nine thousand one hundred baht",
    ),
    (10**12, "หนึ่งล้านล้านบาทถ้วน", "one trillion baht"),
    (10**12 + 10**6, "หนึ่งล้านเอ็ดล้านบาทถ้วน", "one trillion one million baht"),
    (10**12 + 1, "หนึ่งล้านล้านเอ็ดบาทถ้วน", "one trillion one baht"),
    (10**13, "สิบล้านล้านบาทถ้วน", "ten trillion baht"),
]


@pytest.mark.parametrize(("amount", "in_thai", "in_english"), SPELLED)
def test_what_is_said(amount, in_thai, in_english):
    assert (said(amount, "th"), said(amount, "en")) == (in_thai, in_english)


@pytest.mark.parametrize(("amount", "in_thai", "in_english"), SPELLED)
def test_the_description_says_the_same(amount, in_thai, in_english):
    satang = round(amount * 100)
    assert (described(satang, "th"), described(satang, "en")) == (in_thai, in_english)


satangs = st.one_of(
    st.integers(0, MOST_SATANG),
    # Many zeros, and ones after them: where the languages have their turns.
    st.integers(0, 15).flatmap(lambda places: st.integers(0, 10**places)),
    st.lists(st.sampled_from("001129"), min_size=1, max_size=15).map(lambda digits: int("".join(digits))),
)


@steady
@given(satang=satangs, lang=st.sampled_from(LANGS))
@example(satang=MOST_SATANG, lang="th")
@example(satang=MOST_SATANG - 1, lang="th")
@example(satang=MOST_SATANG - 1, lang="en")
def test_every_amount_is_said_as_described(satang, lang):
    assert said(satang / 100, lang) == described(satang, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_amount_up_to_two_thousand_and_every_satang_is_said_as_described(lang):
    for satang in (*range(200), *range(0, 200_000, 100)):
        assert said(satang / 100, lang) == described(satang, lang)


@steady
@given(baht=st.integers(0, MOST_BAHT), lang=st.sampled_from(LANGS))
def test_a_whole_number_is_said_like_the_same_number_with_decimals(baht, lang):
    assert said(baht, lang) == said(float(baht), lang)


@steady
@given(satang=st.integers(0, MOST_SATANG))
def test_nothing_is_left_of_what_the_sentence_is_made_with(satang):
    in_thai, in_english = (said(satang / 100, lang) for lang in LANGS)
    assert re.fullmatch("[ก-๛]+", in_thai)
    assert re.fullmatch("[a-z]+(?:[ -][a-z]+)*", in_english)


@steady
@given(satang=st.integers(0, MOST_SATANG), lang=st.sampled_from(LANGS))
def test_two_amounts_are_never_said_in_the_same_words(satang, lang):
    near = {max(satang - 1, 0), satang, min(satang + 1, MOST_SATANG), satang // 10, satang // 1000}
    assert len({said(other / 100, lang) for other in near}) == len(near)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "amount", [UNKNOWN, "", "สามหมื่น", True, -0.01, -1, -36000.0, -1e15, MOST_BAHT + 1, 1e15, 1e300]
)
def test_what_is_no_amount_is_a_dash_in_every_cell(amount, lang):
    cells = formulas_of(amount, lang)
    assert {helper.value for helper in cells.formulas.values()} == {NOTHING_SAID}


# --- the formulas


@pytest.mark.parametrize("lang", LANGS)
def test_the_helpers_stand_in_their_columns_and_the_last_is_the_sentence(lang):
    cells = Cells("x")
    sentence = in_words(cells, 6, (20, 30), Live("J7", 101), lang)
    assert list(cells.formulas) == [(6, 20), (6, 30)]
    assert sentence == cells.at(6, 30) == ("AE7", described(10100, lang))
    assert len(HELPERS) == IN_WORDS_COLUMNS


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_helper_holds_fourteen_digits_of_baht_and_two_of_satang(lang):
    guard = "AND(ISNUMBER(J25),NOT(J25<0),NOT(J25>10000000000000))"
    formula = f'IF({guard},TEXT(ROUND(J25*100,0),"0000000000000000"),"–")'
    assert formulas_of(36000.5, lang).at(ROW, HELPERS[0]).value == "0000000003600050"
    assert formulas_of(36000.5, lang).formulas[ROW, HELPERS[0]].formula == formula


@steady
@given(amount=st.one_of(st.just(UNKNOWN), st.integers(-5, MOST_BAHT)), lang=st.sampled_from(LANGS))
def test_the_formulas_are_the_same_whatever_the_amount(amount, lang):
    one, other = ([helper.formula for helper in formulas_of(x, lang).formulas.values()] for x in (amount, 1.5))
    assert one == other


@pytest.mark.parametrize("lang", LANGS)
def test_the_formulas_are_short_and_such_as_old_excel_knows(lang):
    known = {"IF", "AND", "NOT", "ISNUMBER", "TEXT", "ROUND", "MID", "INDEX", "SUBSTITUTE"}
    for helper in formulas_of(1.5, lang).formulas.values():
        assert set(re.findall(r"([A-Z.]+)\(", helper.formula)) <= known
        assert len(helper.formula) < 950
        assert helper.formula.count("(") == helper.formula.count(")")


@pytest.mark.parametrize("lang", LANGS)
def test_no_digit_is_passed_over_or_said_twice(lang):
    digits, sentence = (helper.formula for helper in formulas_of(0, lang).formulas.values())
    read = re.findall(r"INDEX\([^,]*,MID\(K25,(\d+),(\d+)\)\+1\)", sentence)
    spans = [(int(first), int(first) + int(length)) for first, length in read]
    assert (spans[0][0], spans[-1][1]) == (1, digits.count("0000000000000000") * 16 + 1)
    assert all(end == start for (_, end), (start, _) in pairwise(spans))


# --- the terms


@pytest.mark.parametrize(
    ("term", "formula", "value"),
    [
        (live.satang(Live("A1", 0.29), 4), 'TEXT(ROUND(A1*100,0),"0000")', "0029"),
        (live.satang(Live("A1", 12), 4), 'TEXT(ROUND(A1*100,0),"0000")', "1200"),
        (live.satang(Live("A1", 123.45), 4), 'TEXT(ROUND(A1*100,0),"0000")', "12345"),
        (live.satang(Live("A1", UNKNOWN), 3), 'TEXT(ROUND(A1*100,0),"000")', "000"),
        (live.piece(Live("A1", "abcdef"), 2, 3), "MID(A1,2,3)", "bcd"),
        (live.piece(Live("A1", "abc"), 3, 5), "MID(A1,3,5)", "c"),
        (live.piece(Live("A1", "abc"), 4, 1), "MID(A1,4,1)", ""),
        (live.piece(Live("A1", 120.0), 1, 2), "MID(A1,1,2)", "12"),
        (live.word_at(Live("A1", "02"), "C1:C3", ["", "x", "y"]), "INDEX(C1:C3,A1+1)", "y"),
        (live.word_at(Live("A1", 1.0), "C1:C3", ["", "x", "y"]), "INDEX(C1:C3,A1+1)", "x"),
        (live.word_at(Live("A1", "–"), "C1:C3", ["", "x", "y"]), "INDEX(C1:C3,A1+1)", ""),
        (live.replaced(constant("a-a"), "a", 'b"'), 'SUBSTITUTE("a-a","a","b""")', 'b"-b"'),
        (live.replaced(Live("A1", 12.0), "1", ""), 'SUBSTITUTE(A1,"1","")', "2"),
    ],
)
def test_a_term_is_a_formula_and_its_value(term, formula, value):
    assert term == (formula, value)


# --- a workbook of amounts

AMOUNTS = [
    *(amount for amount, _, _ in SPELLED),
    *(UNKNOWN, "สามหมื่น", -0.01, -1, -36000, MOST_BAHT + 1, 1e15, 1e300),
    *(0.02, 0.07, 0.1, 0.57, 0.58, 1.1, 1.15, 4.35, 8.29, 12, 19.99, 99.99, 111.11, 999.99, 1001, 1010.1, 1100.01),
    *(10101.01, 99999.99, 123456.78, 999999.99, 1000010.1, 1234567.89, 9999999.99, 20202020.2, 121000021.21),
    *(1e9, 1000000001, 123456789012.34, 999999999999.99, 1000001000001, 2000000000002.02, 1111111111111.11),
    *(4503599627370.49, 9007199254740.93, 9999999999999.98, 9999999999999.99),
]
CONTROL = len(AMOUNTS)


def book_of_amounts(plan, lang: str) -> bytes:
    """A sheet with an amount in each row and its helpers, and the hidden sheet as a form has it."""
    filling = Filling(plan, "CSC", lang, {}, findings(), 1)
    names = dict.fromkeys(("title", "company", "subject"), "x")
    book = Book(font="Arial", figures=filling.figures, dated=plan.settings.report_date, **names)
    page = book.page("amounts", [20.0] * AMOUNT)
    cells = Cells(page.name)
    for row, amount in enumerate(AMOUNTS):
        page.sheet.write(row, AMOUNT, amount)
        in_words(cells, row, HELPERS, Live(page.address(row, AMOUNT), amount), lang)
    furniture.helpers(page, cells, HELPERS)
    # A control: if nothing is calculated afresh, this lie survives.
    page.formula(CONTROL, HELPERS[0], "=1+1", 99, "key")
    write_identity(book, filling)
    return book.save()


@pytest.fixture(scope="module")
def books(plan):
    """The amounts of this module in both languages, with the values that their formulas carry."""
    return {lang: book_of_amounts(plan, lang) for lang in LANGS}


# --- the lists on the hidden sheet


@pytest.mark.parametrize(("lang", "name"), [(lang, name) for lang in LANGS for name in LISTS[lang]])
def test_the_words_stand_where_the_formulas_look(books, opened, lang, name):
    words, known = number_words(lang, name)
    sheet, _, area = words.partition("!")
    cells = opened(books[lang])[sheet.strip("'")][area.replace("$", "")]
    assert [cell.value or "" for (cell,) in cells] == list(known)


@pytest.mark.parametrize("lang", LANGS)
def test_the_lists_stand_side_by_side_and_apart_from_the_choices(lang):
    areas = [number_words(lang, name).words.partition("!")[2] for name in LISTS[lang]]
    assert [area[1] for area in areas] == list("KLMNOP"[: len(areas)])


@pytest.mark.parametrize(("lang", "name"), [(lang, name) for lang in LANGS for name in LISTS[lang]])
def test_zero_says_nothing_and_no_two_numbers_say_the_same(lang, name):
    _, known = number_words(lang, name)
    assert known[0] == ""
    assert len(known) == len(set(known)) == (100 if name == "ones" else 10)
    assert all(word.startswith(" ") == (lang == "en") for word in known[1:])


@pytest.mark.parametrize(("name", "size"), [("แสน", 100_000), ("หมื่น", 10_000), ("พัน", 1000), ("ร้อย", 100), ("สิบ", 10)])
def test_a_place_is_read_as_described(name, size):
    assert list(number_words("th", name).known) == [thai(digit * size) for digit in range(10)]


def test_units_are_read_as_after_something_higher():
    assert list(number_words("th", "หน่วย").known) == [thai(digit, after=True) for digit in range(10)]


# --- LibreOffice agrees


@pytest.fixture(scope="module")
def calculated(books, recalculated, tmp_path_factory):
    """The same, calculated afresh by LibreOffice."""
    return recalculated(books, tmp_path_factory.mktemp("in_words"))


@pytest.mark.parametrize("lang", LANGS)
def test_no_cell_is_empty_or_an_error(books, shown, formulas, lang):
    values = [shown(books[lang])["amounts"].get(cell) for _, cell in formulas(books[lang])]
    assert len(values) == IN_WORDS_COLUMNS * len(AMOUNTS) + 1
    assert not [value for value in values if value is None or str(value).startswith("#")]


@needs_libreoffice
@pytest.mark.parametrize("lang", LANGS)
def test_libreoffice_says_the_same(books, calculated, differing, lang):
    assert differing(books[lang], calculated[lang]) == [(f"amounts!K{CONTROL + 1}", 99, 2)]


@needs_libreoffice
@pytest.mark.parametrize("lang", LANGS)
def test_what_libreoffice_calculates_is_what_is_described(calculated, shown, lang):
    sheet = shown(calculated[lang])["amounts"]
    for row, amount in enumerate(AMOUNTS, 1):
        sound = not isinstance(amount, str) and 0 <= amount <= MOST_BAHT
        assert sheet[f"L{row}"] == (described(round(amount * 100), lang) if sound else NOTHING_SAID)
