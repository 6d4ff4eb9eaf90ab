"""The days that a running text tells of: which words are a day, which numbers are none, and where the words stand."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.thai import clean, days_in, format_date, parse_date, to_arabic, to_thai

steady = settings(deadline=None, derandomize=True)


def told(text):
    """Each day with its words."""
    return [(f"{found.day:%d/%m/%Y}", text[found.start : found.end]) for found in days_in(text)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ลงวันที่ 31 มีนาคม 2565 ขอความร่วมมือ", [("31/03/2022", "31 มีนาคม 2565")]),
        ("เมื่อ 31 มี.ค. 2565", [("31/03/2022", "31 มี.ค. 2565")]),
        ("เมื่อ 31 มี.ค.2565แล้ว", [("31/03/2022", "31 มี.ค.2565")]),
        ("เมื่อ 31 มีค 2565", [("31/03/2022", "31 มีค 2565")]),
        ("เมื่อ 31 มี. ค. 65", [("31/03/2022", "31 มี. ค. 65")]),
        ("ณ วันที่ 31 เดือนมีนาคม พ.ศ. 2565", [("31/03/2022", "31 เดือนมีนาคม พ.ศ. 2565")]),
        ("เมื่อ 1/3/2565 และ 31/3/65", [("01/03/2022", "1/3/2565"), ("31/03/2022", "31/3/65")]),
        ("เมื่อ 1-3-2565", [("01/03/2022", "1-3-2565")]),
        ("on 31 March 2022, the", [("31/03/2022", "31 March 2022")]),
        ("ON 31 MAR 2022.", [("31/03/2022", "31 MAR 2022")]),
        ("เมื่อ 7 ก.พ. 2565\n8 ก.พ. 2565", [("07/02/2022", "7 ก.พ. 2565"), ("08/02/2022", "8 ก.พ. 2565")]),
        ("ข้อ 1. 7 มกราคม 2565", [("07/01/2022", "7 มกราคม 2565")]),
        ("(1) 7 มกราคม 2565 (2) 26 มกราคม 2565", [("07/01/2022", "7 มกราคม 2565"), ("26/01/2022", "26 มกราคม 2565")]),
        ("สำนักงาน ป.ป.ช.7 มกราคม 2565", [("07/01/2022", "7 มกราคม 2565")]),
        ("1/3/2565-31/3/2565", [("01/03/2022", "1/3/2565"), ("31/03/2022", "31/3/2565")]),
        ("31/3/65-1/4/65", [("31/03/2022", "31/3/65"), ("01/04/2022", "1/4/65")]),
    ],
    ids=[
        *(
            "in full",
            "abbreviated",
            "run together",
            "without dots",
            "dots and spaces, two digits",
            "with its month named",
        ),
        *("with slashes", "with dashes", "in English", "in capitals", "on two lines", "after a number of an item"),
        *("after numbers in brackets", "after letters with a dot", "from day to day in digits", "and with short years"),
    ],
)
@pytest.mark.parametrize("digits", [to_arabic, to_thai], ids=["Arabic digits", "Thai digits"])
def test_a_day_is_a_number_a_month_and_a_year_side_by_side(text, days, digits):
    assert told(digits(text)) == [(day, digits(words)) for day, words in days]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("วันที่ ๗-๑๑ มี.ค. ๒๕๖๕", ["07/03/2022", "11/03/2022"]),
        ("วันที่ 26 – 31 มี.ค.2565", ["26/03/2022", "31/03/2022"]),
        ("วันที่ 7 ถึงวันที่ 11 มีนาคม 2565", ["07/03/2022", "11/03/2022"]),
        ("7, 14 และ 26 ม.ค. 2565", ["07/01/2022", "14/01/2022", "26/01/2022"]),
        ("7-11/3/2565", ["07/03/2022", "11/03/2022"]),
        ("7 and 26 January 2022", ["07/01/2022", "26/01/2022"]),
        ("0-7 มกราคม 2565", ["07/01/2022"]),
    ],
)
def test_days_of_one_month_share_it_and_their_words(text, days):
    assert [day for day, _ in told(text)] == days
    assert len({words for _, words in told(text)}) == 1


@pytest.mark.parametrize(
    ("text", "last"),
    [("31 มี.ค. - 2 เม.ย. 2565", "02/04/2022"), ("28 ธันวาคม ถึง 4 มกราคม 2565", "04/01/2022")],
)
def test_a_day_without_a_year_of_its_own_is_left_out(text, last):
    assert [day for day, _ in told(text)] == [last]


@pytest.mark.parametrize(
    "text",
    [
        "เมื่อวันที่ 7 มกราคม ที่ผ่านมา",
        "เดือนมกราคม 2565",
        "ประจำปี พ.ศ. 2565",
        "ที่ กค 0203.4/2382",
        "ครั้งที่ 1/2565",
        "คำสั่งที่ 31/2565",
        "ไตรมาส 2/2565",
        "โรค COVID-19 มีนาคม 2565",
        "ไวรัสโคโรนา 2019",
        "ระบบราชการ 4.0 มีนาคม 2565",
        "โทร 02-126-5800 ต่อ 3",
        "0 2126 5800",
        "จำนวน 36,000 มีนาคม 2565",
        "วันที่ 131 มีนาคม 2565",
        "วันที่ 31 มีนาคม 25651",
        "วันที่ 35 มีนาคม 2565",
        "วันที่ 30 กุมภาพันธ์ 2565",
        "วันที่ 31/13/2565",
        "ข้อ 1/31/3/2565",
        "ข้อ 3.7 มกราคม 2565",
        "ได้รับ 7 มี.ค. 65,000 บาท",
        "7 มี.ค. 25 คน",
        "31/3-2565",
        "31.3.2565",
        "31 มีนาคม 1822",
        "31 ม.น. 2565",
        "24/7",
        "",
    ],
)
@pytest.mark.parametrize("digits", [to_arabic, to_thai], ids=["Arabic digits", "Thai digits"])
def test_what_is_no_day_for_certain_is_none(text, digits):
    assert days_in(digits(text)) == []


AROUND = st.text(st.sampled_from("กขคเะ่ ()\nab.,"), max_size=8)


@settings(steady, max_examples=300)
@given(
    st.dates(date(1990, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["th", "en"]),
    st.booleans(),
    st.booleans(),
    AROUND,
    AROUND,
)
def test_a_written_day_is_found_where_it_stands(day, lang, thai_digits, short, before, after):
    words = format_date(day, lang, thai_digits, short)
    (found,) = days_in(f"{before} {words} {after}")
    assert found == (day, len(before) + 1, len(before) + 1 + len(words))


PIECES = [
    *"0123456789๐๓๗",
    *"./-–, กค",
    "วันที่ ",
    "ถึง",
    "และ",
    "มี.ค.",
    "มีนาคม",
    "March",
    "พ.ศ.",
    "2565",
    "๒๕๖๕",
    "65",
    "COVID-",
]
junk = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=40)


@settings(steady, max_examples=500)
@given(junk)
def test_junk_gives_days_of_its_own_words_in_their_order_or_none(text):
    found = days_in(clean(text))
    assert [place.start for place in found] == sorted(place.start for place in found)
    for day, start, end in found:
        words = to_arabic(clean(text)[start:end])
        assert words[0].isdecimal() and words[-1].isdecimal()
        assert parse_date(words) in (day, None)
        assert str(day.day) in words


@pytest.mark.parametrize(
    "piece", ["1,", "1 ", "11-", "1 - ", "7 ม.ค. ", "1/", "1", "1 และวันที่ ", "ก", "๗ มีนาคม", "31/3/2565 "]
)
def test_long_junk_takes_no_time(piece):
    text = (piece * 8000)[:8000]
    begun = time.process_time()
    found = days_in(text)
    assert time.process_time() - begun < 2
    assert bool(found) == ("2565" in piece)
