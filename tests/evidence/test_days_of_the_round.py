"""The days of a narrative: what was done lies in the round, or at least not all of it before the fiscal year."""

from __future__ import annotations

from datetime import date

import pytest
from evidence.small import found, kpi

from pipeline.thai import to_arabic, to_thai

DIGITS = pytest.mark.parametrize("digits", [to_arabic, to_thai], ids=["Arabic digits", "Thai digits"])


def after(narrative, **told):
    rows = found("DATE_AFTER_ROUND", kpi(narrative=narrative, **told))
    return [words["found"] for at, words in rows if at == "1|narrative" and words["expected"] == "31/3/2565"]


@pytest.mark.parametrize(
    ("narrative", "words"),
    [
        ("ประชุมเมื่อวันที่ 1 เมษายน 2565", "ประชุมเมื่อวันที่ 1 เมษายน 2565"),
        ("ประชุม 4 เม.ย. 65 แล้วเสร็จ", "ประชุม 4 เม.ย. 65"),
        ("ประชุม 4/4/2565", "ประชุม 4/4/2565"),
        ("ประชุม 7 ม.ค. 2565 และลงนาม 4 เม.ย. 2565", "ประชุม 7 ม.ค. 2565 และลงนาม 4 เม.ย. 2565"),
        ("ประชุมวันที่ 28-30 มิ.ย. 2565", "ประชุมวันที่ 28-30 มิ.ย. 2565"),
        ("มีมติเห็นชอบการขึ้นใช้งานระบบในวันที่ 4 เมษายน 2565", "มีมติเห็นชอบการขึ้นใช้งานระบบในวันที่ 4 เมษายน 2565"),
        ("คาดว่าแล้วเสร็จ แต่ลงนามเมื่อวันที่ 4 เมษายน 2565", "คาดว่าแล้วเสร็จ แต่ลงนามเมื่อวันที่ 4 เมษายน 2565"),
        ("Signed on 4 April 2022", "Signed on 4 April 2022"),
        ("ลงนาม 1 มี.ค. 2575", "ลงนาม 1 มี.ค. 2575"),
        ("ติดตั้งอุปกรณ์ภายในอาคาร 4 เม.ย. 2565", "ติดตั้งอุปกรณ์ภายในอาคาร 4 เม.ย. 2565"),
        (
            "จะจัดอบรมเจ้าหน้าที่ของทุกหน่วยงานในสังกัดให้ครบถ้วน ส่วนการลงนามในสัญญานั้นทำแล้ว 4 เม.ย. 2565",
            "…ส่วนการลงนามในสัญญานั้นทำแล้ว 4 เม.ย. 2565",
        ),
    ],
    ids=[
        *("the day after", "abbreviated", "in digits", "beside one in the round", "two days", "agreed to be done then"),
        *("expected, but done then", "in English", "years later", "inside", "what is to come is of something else"),
    ],
)
@DIGITS
def test_a_day_after_the_round_is_found_with_the_words_before_it(narrative, words, digits):
    assert after(digits(narrative)) == [digits(words)]


@pytest.mark.parametrize(
    "narrative",
    [
        "ประชุมเมื่อวันที่ 31 มีนาคม 2565",
        "ประชุมเมื่อวันที่ 1 ตุลาคม 2564",
        "ส่งมอบงานภายในวันที่ 30 เมษายน 2565",
        "กำหนดแล้วเสร็จในวันที่ 30 เมษายน 2565",
        "คาดว่าลงนามได้ในวันที่ 4 เมษายน 2565",
        "จะประชุมอีกครั้งในวันที่ 4 เมษายน 2565",
        "ขยายเวลาถึงวันที่ 30 มิถุนายน 2565",
        "เลื่อนการตรวจรับไปวันที่ 4 เมษายน 2565",
        "The system will be opened on 4 April 2022",
        "ประชุมเมื่อวันที่ 4 เมษายน",
        "แผนปฏิบัติการปี 2566",
        "ที่ กค 0203.4/2566 และครั้งที่ 4/2566",
        "ผู้เข้าอบรม 4,565 คน",
        None,
    ],
    ids=[
        *("the last day", "the year's first day", "to be done by then", "due then", "expected then", "to come"),
        *("a longer time", "put off", "to come, in English", "without its year", "a year", "numbers of letters"),
        *("a count", "nothing told"),
    ],
)
@DIGITS
def test_a_day_of_the_round_or_one_that_lies_ahead_is_not(narrative, digits):
    assert after(narrative and digits(narrative)) == []


@pytest.mark.parametrize("entry", ["obstacle", "suggestion"])
def test_an_obstacle_may_tell_of_days_to_come(entry):
    assert found("DATE_AFTER_ROUND", kpi(has_obstacle="yes", **{entry: "ตรวจรับ 4 เมษายน 2565"})) == []


def test_one_day_is_enough_for_a_kpi():
    assert after("ประชุม 4 เม.ย. 2565 และ 5 เม.ย. 2565") == ["ประชุม 4 เม.ย. 2565"]


def before(narrative, **told):
    rows = found("DATES_BEFORE_ROUND", kpi(narrative=narrative, **told))
    return [words["found"] for at, words in rows if at == "1|narrative" and words["expected"] == "1/10/2564"]


@pytest.mark.parametrize(
    ("narrative", "words"),
    [
        ("ประชุมเมื่อ 30 กันยายน 2564", "ประชุมเมื่อ 30 กันยายน 2564"),
        ("ประชุม 7/1/2564", "ประชุม 7/1/2564"),
        ("ประชุม 7 ม.ค. 64 และ 26 ก.ย. 64", "ประชุม 7 ม.ค. 64 และ 26 ก.ย. 64"),
        ("ประชุม 26 ก.ย. 64 หลังจาก 7 ม.ค. 64", "ประชุม 26 ก.ย. 64"),
        ("ประชุม 7-11 มี.ค. 2564", "ประชุม 7-11 มี.ค. 2564"),
        ("Signed on 7 March 2020", "Signed on 7 March 2020"),
    ],
    ids=["the day before", "in digits", "the last of two", "the last, told first", "from day to day", "in English"],
)
@DIGITS
def test_days_that_all_lie_before_the_fiscal_year_are_told_by_the_last(narrative, words, digits):
    assert before(digits(narrative)) == [digits(words)]


@pytest.mark.parametrize(
    "narrative",
    [
        "ประชุมเมื่อ 1 ตุลาคม 2564",
        "คำสั่งลงวันที่ 7 ม.ค. 2563 และประชุม 7 ม.ค. 2565",
        "คำสั่งลงวันที่ 7 ม.ค. 2563 และประชุม 7 เม.ย. 2565",
        "แผนปี 2563",
        "คำสั่งที่ 7/2563",
        "ที่ กค 0203.4/2563",
        "ประชุมวันที่ 7 มกราคม",
        "ไวรัสโคโรนา 2019 (COVID-19)",
        None,
    ],
    ids=[
        *(
            "the first day",
            "one in the round",
            "one after the round",
            "a year",
            "an order",
            "a letter",
            "without a year",
        ),
        *("an illness", "nothing told"),
    ],
)
@DIGITS
def test_one_day_of_the_year_or_none_at_all_is_no_fault(narrative, digits):
    assert before(narrative and digits(narrative)) == []


def test_a_later_round_tells_of_the_whole_fiscal_year():
    settings = {"first_day": date(2022, 4, 1), "last_day": date(2022, 9, 30)}
    told = kpi(narrative="ประชุม 7 ม.ค. 2565")
    assert found("DATES_BEFORE_ROUND", told, **settings) == [] == found("DATE_AFTER_ROUND", told, **settings)
