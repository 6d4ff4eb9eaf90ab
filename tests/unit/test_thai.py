"""What `pipeline.thai` promises, as tables: what is accepted and what it becomes, and what is refused."""

from __future__ import annotations

import datetime
import re
import time
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline import thai
from pipeline.thai import (
    clean,
    digest,
    format_date,
    half_up,
    is_blank,
    key,
    parse_amount,
    parse_date,
    parse_number,
    plain,
    to_arabic,
    to_thai,
)

steady = settings(deadline=None, derandomize=True)

D = datetime.date
DT = datetime.datetime
LAST_OF_MARCH = D(2022, 3, 31)

# Whatever cleaning has an opinion about, so that random text is mostly made of it.
AWKWARD = [
    *("ก", "น", "เ", "แ", "า", "ำ", "\u0e4d", "\u0e31", "\u0e34", "\u0e35", "\u0e38", "\u0e39", "\u0e3a", "\u0e47"),
    *("\u0e48", "\u0e49", "\u0e4c", "a", "e", "\u0301", "\u0323", "é", "๕", "5", "_x000D_", "_x00", "0D_"),
    *(" ", "\u00a0", "\u2003", "\u2028", "\t", "\n", "\r", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"),
]
awkward_text = st.lists(st.sampled_from(AWKWARD), max_size=12).map("".join)
any_text = awkward_text | st.text(max_size=20)


# --- digits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "arabic"),
    [
        ("๐๑๒๓๔๕๖๗๘๙", "0123456789"),
        ("ปี ๒๕๖๕", "ปี 2565"),
        ("๑.1 ก", "1.1 ก"),
        ("", ""),
        ("½ ² ４ ٣", "½ ² ４ ٣"),
    ],
)
def test_only_thai_digits_become_arabic(text: str, arabic: str) -> None:
    assert to_arabic(text) == arabic


@pytest.mark.parametrize(
    ("text", "thai"),
    [
        ("0123456789", "๐๑๒๓๔๕๖๗๘๙"),
        ("36,000.50 บาท", "๓๖,๐๐๐.๕๐ บาท"),
        ("ก–ฮ a", "ก–ฮ a"),
        ("", ""),
    ],
)
def test_only_arabic_digits_become_thai(text: str, thai: str) -> None:
    assert to_thai(text) == thai


@steady
@given(st.text(st.characters(max_codepoint=127)))
def test_text_comes_back_from_thai_digits(text: str) -> None:
    assert to_arabic(to_thai(text)) == text


# --- clean -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "invisible",
    ["\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u00ad"],
    ids=["ZWSP", "ZWNJ", "ZWJ", "LRM", "RLM", "WJ", "BOM", "SHY"],
)
def test_invisible_characters_are_removed(invisible: str) -> None:
    assert clean(f"{invisible}โครง{invisible}การ{invisible}") == "โครงการ"


@pytest.mark.parametrize(
    "space", [" ", "  ", "\u00a0", "\u2003", "\u2009", "\u202f", "\u3000", "\t", "\u2028", " \u00a0 "]
)
def test_every_space_becomes_one_plain_space(space: str) -> None:
    assert clean(f"{space}แผน{space}งาน{space}") == "แผน งาน"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        # composed characters
        ("cafe\u0301", "café"),
        # two sara e for sara ae
        ("เเผนงาน", "แผนงาน"),
        ("เเละเเผน", "และแผน"),
        ("เ\u200bเผน", "แผน"),
        # nikhahit and sara aa for sara am
        ("ทํา", "ทำ"),
        ("น\u0e4d\u0e49า", "น้ำ"),
        ("น\u0e49\u0e4dา", "น้ำ"),
        # sara am before its tone mark
        ("น\u0e33\u0e49", "น้ำ"),
        # a tone mark, or a thanthakhat, before its vowel
        ("ก\u0e48\u0e35", "กี่"),
        ("ท\u0e48\u0e35", "ที่"),
        ("ผ\u0e49\u0e39", "ผู้"),
        ("ต\u0e49\u0e31ง", "ตั้ง"),
        ("สิทธ\u0e4c\u0e34", "สิทธิ์"),
        ("พันธ\u0e4c\u0e38", "พันธุ์"),
    ],
)
def test_misspelt_marks_are_put_right(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@pytest.mark.parametrize("text", ["น้ำ", "กี่", "ค่ำ", "เก้าอี้", "แผนปฏิบัติการประจำปี", "ใช้จ่าย", "สิทธิ์", "ก็", "Q3/๒๕๖๕", "เ เ"])
def test_proper_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("broken", ["ประจาปี", "จงั หวดั"])
def test_text_broken_by_a_pdf_is_not_guessed_at(broken: str) -> None:
    assert clean(broken) == broken


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("ก\nข", "ก\nข"),
        ("ก\r\nข", "ก\nข"),
        ("ก\rข", "ก\nข"),
        ("ก_x000D_ข", "ก\nข"),
        ("ก_x000D_\nข", "ก\nข"),
        ("ก_x000d_\nข", "ก\nข"),
        ("ก  \n ข", "ก\n ข"),
        ("ก\n\nข", "ก\n\nข"),
        ("ก\n\n\nข", "ก\n\nข"),
        ("ก\n \u00a0\n\t\n\nข", "ก\n\nข"),
        ("\n ก \n", "ก"),
        ("_x000D_", ""),
        (" \u200b\n", ""),
        ("", ""),
    ],
)
def test_lines_are_kept_with_at_most_one_blank_line(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@settings(steady, max_examples=500)
@given(any_text)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


PIECES = [
    "เ",
    "แ",
    " ",
    "\n",
    "\n\n",
    "_x000D_",
    "\r",
    "_",
    "-",
    "A",
    "é",
    "e\u0301",
    "\u00a0",
    "\u200b",
    "\u0e33",
    "\u0e3a",
    "\u0e4d",
]


@settings(steady, max_examples=1000)
@given(st.lists(st.sampled_from("กนที่ปู่์็๑12.,~" * 3) | st.sampled_from(PIECES), max_size=10).map("".join))
def test_what_is_taken_for_clean_at_a_glance_is_clean(text: str) -> None:
    assert clean(text) == thai._put_right(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ผู้เข้าอบรม 310 คน",
        "บรรทัดหนึ่ง\n\nบรรทัดสอง",
        "ก็ไม่ได้ทำน้ำ",
        "(1) 36,000.50 ฿ ๆ ฯลฯ",
        "https://moph.go.th/?a=1&b~2",
    ],
)
def test_ordinary_text_is_clean_at_a_glance(text: str) -> None:
    assert thai._is_proper(text) and clean(text) is text


# What cleaning does to marks, said as repairs in turn, each made until there is none left to make.
VOWELS, TONES, THANTHAKHAT = "\u0e31\u0e34-\u0e39", "\u0e48-\u0e4b", "\u0e4c"
REPAIRS = [
    ("เเ", "แ"),
    (f"([{TONES}{THANTHAKHAT}])([{VOWELS}])", r"\2\1"),
    (f"\u0e4d([{TONES}]*)\u0e32", "\\1\u0e33"),
    (f"\u0e33([{TONES}])", "\\1\u0e33"),
]


def until_nothing_changes(change: Callable[[str], str], text: str) -> str:
    return text if (changed := change(text)) == text else until_nothing_changes(change, changed)


def repaired(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    for wrong, right in REPAIRS:
        text = until_nothing_changes(partial(re.sub, wrong, right), text)
    return text


THAI_MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e33\u0e32"


@settings(steady, max_examples=1000)
@given(st.text("กนเ" + THAI_MARKS * 2, max_size=12))
def test_marks_come_out_as_repairs_one_by_one_would_leave_them(text: str) -> None:
    # Nobody says what a thanthakhat on a sara am with a tone mark would be.
    assume(not re.search("[\u0e33\u0e4d].*\u0e4c", text))
    assert clean(text) == until_nothing_changes(repaired, text)


@settings(steady, max_examples=500)
@given(st.text("กe" + THAI_MARKS + "\u0e3a\u0301\u0323\u0338\u05b4\u0f73\u0344\ufb1d\u3099", max_size=14))
def test_marks_of_every_script_are_cleaned_once_whatever_form_they_came_in(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned == unicodedata.normalize("NFC", cleaned)
    assert {clean(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")} == {cleaned}


# Four times what a cell can hold. Repaired one after the other, or put in order as Python does, it takes minutes.
@pytest.mark.parametrize(
    ("piled", "ends"),
    [
        ("\u0e48" + "\u0e34\u0e3a" * 65_536, ("\u0e3a" * 3, "\u0e34\u0e48")),
        ("\u0e48" * 65_536 + "\u0e34\u05b4" * 32_768, ("\u05b4" * 3, "\u0e48" * 3)),
        ("\u0e33" * 131_072 + "\u0e48", ("\u0e48\u0e33", "\u0e33\u0e33")),
        ("\u0e33\u0301" * 65_536 + "\u0e48", ("\u0e48\u0e33", "\u0301" * 3)),
        ("\u0301\u0323" * 65_536, ("\u0323" * 3, "\u0301" * 3)),
        ("\u0f73" * 131_072, ("\u0f71" * 3, "\u0f72" * 3)),
        ("\u0e4d\u0e48" * 65_536, ("\u0e4d\u0e48\u0e4d", "\u0e4d\u0e48")),
    ],
    ids=["vowels and phinthu", "two piles", "sara am", "sara am and accents", "accents", "marks of two", "nikhahit"],
)
def test_signs_piled_up_without_end_are_cleaned_at_once(piled: str, ends: tuple[str, str]) -> None:
    begun = time.process_time()
    cleaned = clean(piled)
    assert time.process_time() - begun < 10
    assert (cleaned[: len(ends[0])], cleaned[-len(ends[1]) :]) == ends


# --- key -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("แผนงานที่ ๑", "เเผนงาน ที่ 1"),
        ("สำนักงาน ก.พ.", "สํานักงาน\u00a0ก.พ. "),
        ("กองคลัง", "กอง\u200bคลัง"),
        ("กอง\nคลัง", "กอง_x000D_\nคลัง"),
        ("Big Data", "BIG  data"),
        ("ที่", "ท\u0e48 \u0e35"),
        ("เเผน", "เ เผน"),
    ],
)
def test_names_written_differently_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("แผน 1", "แผน 11"), ("ปา", "ป่า"), ("1.1", "11"), ("", "-")])
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(("text", "expected"), [("แผน งาน\nที่ ๑ A", "แผนงานที่1a"), (" \u200b ", "")])
def test_a_key_is_plain_text(text: str, expected: str) -> None:
    assert key(text) == expected


@steady
@given(st.lists(any_text.filter(lambda part: "_x" not in part and "D_" not in part), max_size=5))
def test_a_key_ignores_spaces(parts: list[str]) -> None:
    assert key(" ".join(parts)) == key("\n\u00a0".join(parts)) == key("".join(parts))


@steady
@given(any_text, any_text)
def test_digests_are_the_same_where_the_keys_are(one: str, other: str) -> None:
    assert len(digest(key(one))) == 16
    assert (digest(key(one)) == digest(key(other))) == (key(one) == key(other))


# --- is_blank --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [None, "", " ", "\u00a0\n", "\u200b", "_x000D_", float("nan"), np.nan, pd.NaT])
def test_a_cell_with_nothing_to_see_is_blank(raw: object) -> None:
    assert is_blank(raw)


@pytest.mark.parametrize("raw", [0, 0.0, False, "-", "0", "ไม่มี", float("inf"), LAST_OF_MARCH, DT(2022, 3, 31)])
def test_a_cell_with_anything_in_it_is_not_blank(raw: object) -> None:
    assert not is_blank(raw)


@steady
@given(any_text)
def test_text_is_blank_exactly_where_cleaning_leaves_nothing(text: str) -> None:
    assert is_blank(text) == (clean(text) == "")


# --- parse_number ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (0, "0"),
        (310, "310"),
        (-5, "-5"),
        (10**20, "100000000000000000000"),
        (np.int64(310), "310"),
        (36000.0, "36000"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1234567.8900000001, "1234567.89"),
        (1e-7, "0.0000001"),
        (np.float64(4.5), "4.5"),
        ("310", "310"),
        ("๓๑๐", "310"),
        ("36,000", "36000"),
        ("๓๖,๐๐๐", "36000"),
        ("36000.00", "36000"),
        ("1,234,567.891", "1234567.891"),
        ("1234567", "1234567"),
        ("0.10000000000000000001", "0.10000000000000000001"),
        ("+5", "5"),
        ("-1,000.5", "-1000.5"),
        ("007", "7"),
        ("\u00a0 42 \u200b", "42"),
    ],
)
def test_a_number_is_read_from_a_number_or_its_text(raw: object, number: str) -> None:
    assert parse_number(raw) == Decimal(number)


@pytest.mark.parametrize(
    "raw",
    [
        *(None, "", " ", float("nan"), float("inf"), float("-inf"), True, False, np.True_),
        *(LAST_OF_MARCH, DT(2022, 3, 31), pd.NaT, [], b"1"),
        *("36,000-40,000", "36000-40000", "5–10", "สามหมื่น", "3 ชุด", "36,000 บาท", "50%", "-", "ไม่มี"),
        *("1,00", "1,0000", "12,34,567", "1000,000", ",100", "100,", "0,125", "1,000,", "1.000,00"),
        *(
            "1.",
            ".5",
            "1.2.3",
            "1 000",
            "1\n2",
            "- 5",
            "--5",
            "\u22125",
            "1e5",
            "1_000",
            "(5)",
            "NaN",
            "Infinity",
            "½",
            "４",
        ),
    ],
    ids=repr,
)
def test_what_is_not_just_a_number_is_refused(raw: object) -> None:
    assert parse_number(raw) is None


# --- parse_amount ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "satang"),
    [
        (36000, 3_600_000),
        (0, 0),
        (-1, -100),
        (36000.00, 3_600_000),
        (36000.5, 3_600_050),
        (0.29, 29),
        (1.1 + 2.2, 330),
        (1234567890.0000005, 123_456_789_000),
        (99.9999995, 10_000),
        (np.float64(36000.25), 3_600_025),
        (np.int64(36000), 3_600_000),
        (10**15, 10**17),
        ("36,000", 3_600_000),
        ("๓๖,๐๐๐", 3_600_000),
        ("36000.00", 3_600_000),
        ("36,000.5", 3_600_050),
        ("36,000.500", 3_600_050),
        ("36,000 บาท", 3_600_000),
        ("๓๖,๐๐๐ บาท", 3_600_000),
        ("36,000บาท", 3_600_000),
        ("36,000\nบาท", 3_600_000),
        ("36,000\u00a0บาทถ้วน", 3_600_000),
        ("36,000 บาท ถ้วน", 3_600_000),
        ("36,000.50บาทถ้วน", 3_600_050),
        ("36,000.50 บาท", 3_600_050),
        ("฿36,000", 3_600_000),
        ("฿ ๓๖,๐๐๐.๒๕", 3_600_025),
        ("36,000.-", 3_600_000),
        ("36,000.- บาท", 3_600_000),
        ("-36,000.00", -3_600_000),
    ],
)
def test_an_amount_is_read_to_the_satang(raw: object, satang: int) -> None:
    assert parse_amount(raw) == satang


@pytest.mark.parametrize(
    "raw",
    [
        *(None, "", "บาท", "฿", ".-", "-", True, float("nan"), float("inf"), LAST_OF_MARCH),
        *("36,000-40,000", "36,000-40,000 บาท", "36,000 - 40,000", "สามหมื่นหกพันบาท", "ประมาณ 36,000", "36,000 บาท/ปี"),
        *("36 ล้านบาท", "๓๖ ล้านบาท", "1.5 ล้าน", "36 พันบาท", "36 พัน", "36,000 USD", "บาท 36,000", "36,000 ถ้วน"),
        *("1,00 บาท", "36,00", "36,000.", "36,000.50.-", "36,000.-.-"),
    ],
    ids=repr,
)
def test_what_is_not_one_amount_in_baht_is_refused(raw: object) -> None:
    assert parse_amount(raw) is None


@pytest.mark.parametrize(
    "raw",
    ["36,000.505", "0.001 บาท", "1.0000001", "1." + "0" * 40 + "1", 0.005, 36000.505, 1.00001, 99.99999],
    ids=repr,
)
def test_an_amount_finer_than_a_satang_is_refused(raw: object) -> None:
    assert parse_amount(raw) is None


@pytest.mark.parametrize("raw", [10**15 + 1, -(10**15) - 1, 1e300, "9" * 5000], ids=lambda raw: str(raw)[:20])
def test_an_amount_too_large_to_be_one_is_refused(raw: object) -> None:
    assert parse_amount(raw) is None


@steady
@given(st.integers(0, 10**15), st.sampled_from([to_arabic, to_thai]), st.sampled_from(["", " บาท"]))
def test_an_amount_comes_back_from_how_it_is_written(satang: int, digits: Callable[[str], str], unit: str) -> None:
    assert parse_amount(digits(f"{Decimal(satang) / 100:,.2f}") + unit) == satang


@steady
@given(st.integers(0, 10**13))
def test_an_amount_comes_back_from_an_excel_number(satang: int) -> None:
    assert parse_amount(satang / 100) == satang


# --- parse_date ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        *(LAST_OF_MARCH, DT(2022, 3, 31), DT(2022, 3, 31, 16, 30), pd.Timestamp("2022-03-31")),
        *(D(2565, 3, 31), DT(2565, 3, 31)),
        *("2022-03-31", "2022-03-31T00:00:00", "2022-03-31 00:00:00", "2565-03-31", "๒๕๖๕-๐๓-๓๑"),
        *("๓๑ มีนาคม ๒๕๖๕", "31 มีนาคม 2565", "31 มีนาคม 65", "31มีนาคม2565", "31 มีนาคม 2022"),
        *("31 มี.ค. 65", "31 มี.ค.2565", "31 มี.ค. 2565", "31 มีค 2565", "31 มีค. 65", "31 มี. ค. 2565", "๓๑ มี.ค. ๖๕"),
        *("31/3/2565", "31/03/2565", "31/03/65", "31/3/65", "๓๑/๓/๒๕๖๕", "31 / 3 / 2565", "31/3/2022"),
        *("31-3-2565", "31-03-2565", "31-3-2022"),
        *("วันที่ 31 มีนาคม 2565", "วันที่ ๓๑ มีนาคม ๒๕๖๕", "เมื่อวันที่ 31 มี.ค. 65", "เมื่อวันที่31/3/2565"),
        *("31 มีนาคม พ.ศ. 2565", "31 มี.ค. พ.ศ.2565", "31 มีนาคม พศ 65", "วันที่ ๓๑ มีนาคม พ.ศ. ๒๕๖๕"),
        *("31 March 2022", "31 Mar 2022", "31 march 2022", "31 MAR 2022", "31 March 2565"),
        *("\u00a031\u00a0มีนาคม\u200b 2565 ", "31 มี.ค.\n2565", "31 ม\u0e35นาคม  2565"),
    ],
    ids=repr,
)
def test_one_day_is_read_from_every_way_to_write_it(raw: object) -> None:
    assert parse_date(raw) == LAST_OF_MARCH


def test_a_read_day_is_a_plain_date() -> None:
    assert [type(parse_date(raw)) for raw in (DT(2022, 3, 31), pd.Timestamp("2022-03-31"))] == [D, D]


@pytest.mark.parametrize(
    ("names", "month"),
    [
        ("มกราคม ม.ค. มค January Jan", 1),
        ("กุมภาพันธ์ ก.พ. กพ February Feb", 2),
        ("มีนาคม มี.ค. มีค March Mar", 3),
        ("เมษายน เม.ย. เมย April Apr", 4),
        ("พฤษภาคม พ.ค. พค May May", 5),
        ("มิถุนายน มิ.ย. มิย June Jun", 6),
        ("กรกฎาคม ก.ค. กค July Jul", 7),
        ("สิงหาคม ส.ค. สค August Aug", 8),
        ("กันยายน ก.ย. กย September Sep", 9),
        ("ตุลาคม ต.ค. ตค October Oct", 10),
        ("พฤศจิกายน พ.ย. พย November Nov", 11),
        ("ธันวาคม ธ.ค. ธค December Dec", 12),
    ],
)
def test_every_month_is_known_by_all_its_names(names: str, month: int) -> None:
    assert {parse_date(f"5 {name} 2565") for name in names.split()} == {D(2022, month, 5)}


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("5-10-2565", D(2022, 10, 5)),
        ("5-11-2565", D(2022, 11, 5)),
        ("5/12/2565", D(2022, 12, 5)),
        ("3/4/2022", D(2022, 4, 3)),
        ("29/2/2563", D(2020, 2, 29)),
        ("31/12/43", D(2000, 12, 31)),
        ("1/1/99", D(2056, 1, 1)),
        ("1 ม.ค. พ.ศ. 42", D(1999, 1, 1)),
        ("1 ม.ค. 2500", D(1957, 1, 1)),
        ("31 ธ.ค. 2700", D(2157, 12, 31)),
    ],
)
def test_a_date_is_day_month_year_and_its_era_follows_from_the_year(raw: str, day: datetime.date) -> None:
    assert parse_date(raw) == day


@pytest.mark.parametrize(
    "raw",
    ["๗-๑๑ มี.ค. ๒๕๖๕", "7–11 มี.ค. 2565", "31 มี.ค. - 2 เม.ย. 2565", "1/3/2565-31/3/2565", "มี.ค. - เม.ย. 65"],
)
def test_a_range_of_days_is_refused(raw: str) -> None:
    assert parse_date(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        *("35 มีนาคม", "35 มีนาคม 2565", "30 ก.พ.", "30 ก.พ. 2565", "29 ก.พ. 2565", "0 มีนาคม 2565", "31/4/2565"),
        *("3/31/2565", "12-31-2022", "2022-13-01", "2022-02-30", "31/0/2565", D(2564, 2, 29), "31 มีนา 2565"),
    ],
    ids=repr,
)
def test_a_day_that_does_not_exist_is_refused(raw: object) -> None:
    assert parse_date(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        *("31 มีนาคม", "31/3", "มีนาคม 2565", "2565", "31 มี.ค. 565"),
        *("31 มี.ค. 22", "31/3/22", "1/1/42", "31-3-65", "31 Mar 22", "31 March 65"),
        *(
            "31 มีนาคม พ.ศ. 2022",
            "31 มีนาคม 2300",
            "31/3/1900",
            "31 ธ.ค. 2499",
            "1 ม.ค. 2701",
            D(1956, 12, 31),
            D(2158, 1, 1),
        ),
    ],
    ids=repr,
)
def test_a_year_that_is_missing_ambiguous_or_far_off_is_refused(raw: object) -> None:
    assert parse_date(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        *(None, "", " ", 44651, 44651.0, "44651", 2565, True, False, float("nan"), pd.NaT, []),
        *("ไม่ระบุ", "ไตรมาส 2/2565", "31.3.2565", "31/3-2565", "2022-03-31T10:00:00", "20220331", "31/3/2565 (ร่าง)"),
    ],
    ids=repr,
)
def test_what_is_not_just_a_date_is_refused(raw: object) -> None:
    assert parse_date(raw) is None


# --- format_date -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "thai_digits", "short", "text"),
    [
        ("th", True, False, "๓๑ มีนาคม ๒๕๖๕"),
        ("th", False, False, "31 มีนาคม 2565"),
        ("th", True, True, "๓๑ มี.ค. ๒๕๖๕"),
        ("th", False, True, "31 มี.ค. 2565"),
        ("en", False, False, "31 March 2022"),
        ("en", False, True, "31 Mar 2022"),
        ("en", True, False, "31 March 2022"),
    ],
)
def test_a_day_is_written_in_its_language(lang: str, thai_digits: bool, short: bool, text: str) -> None:
    assert format_date(LAST_OF_MARCH, lang, thai_digits, short) == text


def test_a_day_of_one_digit_is_written_without_a_zero() -> None:
    assert format_date(D(2021, 10, 1), "th", False) == "1 ตุลาคม 2564"


@settings(steady, max_examples=300)
@given(st.dates(D(1990, 1, 1), D(2100, 12, 31)))
def test_a_day_comes_back_from_how_it_is_written(day: datetime.date) -> None:
    thai = [format_date(day, "th", digits, short) for digits in (True, False) for short in (True, False)]
    english = [format_date(day, "en", False, short) for short in (True, False)]
    assert len(set(thai)) == 4
    assert {parse_date(text) for text in thai + english} == {day}


# --- half_up ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (-0.4, 0, "0"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (4.4449, 2, "4.44"),
        (np.float64(2.675), 2, "2.68"),
        (3, 2, "3.00"),
        (2**60 + 1, 0, "1152921504606846977"),
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("-0.125"), 2, "-0.13"),
        (Decimal("12345678901234567890123456789.05"), 1, "12345678901234567890123456789.1"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(14, 3), 2, "4.67"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: float | Decimal | Fraction, places: int, rounded: str) -> None:
    assert str(half_up(value, places)) == rounded


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_rounding_what_is_no_number_is_an_error(value: float | Decimal) -> None:
    with pytest.raises((ValueError, OverflowError)):
        half_up(value, 2)


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (3.0, 4, "3"),
        (3.7, 4, "3.7"),
        (3.49995, 4, "3.5"),
        (100.0, 2, "100"),
        (13.0862, 2, "13.09"),
        (0.00004, 4, "0"),
        (-2.5, 1, "-2.5"),
        (1_200_000.0, 2, "1200000"),
    ],
)
def test_a_plain_number_has_no_decimals_that_say_nothing(value, places, written):
    assert plain(value, places) == written
