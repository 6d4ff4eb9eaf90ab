"""Days of one event in different months contradict each other; days that may be of two events do not."""

from __future__ import annotations

import pytest
from evidence.small import found, kpi

from pipeline.thai import to_arabic, to_thai

DIGITS = pytest.mark.parametrize("digits", [to_arabic, to_thai], ids=["Arabic digits", "Thai digits"])
DRAFT = "ประกาศร่างเอกสารประกวดราคาและราคากลาง"


def contradicting(narrative, obstacle=None, suggestion=None, levels=(), **given):
    told = kpi(narrative=narrative, obstacle=obstacle, suggestion=suggestion, has_obstacle="yes")
    rows = found("DATES_CONTRADICT", told, levels=levels, **given)
    return [(at, words["found"], words["other"]) for at, words in rows]


@pytest.mark.parametrize(
    ("narrative", "obstacle"),
    [
        (f"{DRAFT} เมื่อวันที่ 7 มกราคม 2565", f"{DRAFT} วันที่ 7 มี.ค. 2565"),
        (f"{DRAFT} เมื่อ 7/1/2565", f"ล่าช้าเพราะ{DRAFT} เมื่อ 7/3/2565"),
        (f"{DRAFT} เมื่อวันที่ 7 มกราคม 2565", f"{DRAFT} วันที่ 7-11 มี.ค. 2565"),
        (f"{DRAFT} เมื่อวันที่ 7 มกราคม 2565", f"{DRAFT} วันที่ 7 มกราคม 2564"),
        (f"{DRAFT} (ครั้งที่ 1) เมื่อวันที่ 7 มกราคม 2565", f"{DRAFT}ครั้งที่ 1 วันที่ 7 มี.ค. 2565"),
        ("เปิดซอง 7 ม.ค. 2565 ลงนาม 26 ม.ค. 2565", "ผู้ค้าไม่มา 7 มี.ค. 2565 จึงช้า และผิดนัด 26 มี.ค. 2565"),
        (f"{DRAFT} 7 ม.ค. 2565 ลงนาม 8 ก.พ. 2565", f"ลงนาม 8 ก.พ. 2565 ช้าจาก{DRAFT} 7 มี.ค. 2565"),
        ("Bids were opened on 7 January 2022", "The bids were opened on 7 March 2022"),
    ],
    ids=[
        *("the same words", "in digits", "the first of two days", "in different years", "the first time, twice"),
        *("two days move to one month", "another day agrees", "in English"),
    ],
)
@DIGITS
def test_one_event_has_one_day(narrative, obstacle, digits):
    ((at, said, other),) = contradicting(digits(narrative), digits(obstacle))
    assert at == "1|narrative"
    assert said.removeprefix("…") in digits(narrative) and other.removeprefix("…") in digits(obstacle)


@pytest.mark.parametrize(
    ("narrative", "obstacle"),
    [
        (f"{DRAFT} เมื่อวันที่ 7 มกราคม 2565", f"{DRAFT} วันที่ 7 ม.ค. 2565"),
        (f"{DRAFT} เมื่อวันที่ 7 มกราคม 2565", f"{DRAFT} วันที่ 8 มี.ค. 2565"),
        (f"{DRAFT} เมื่อวันที่ 7 มกราคม 2565", "ผู้ค้ายื่นหนังสือคัดค้านเมื่อวันที่ 7 มี.ค. 2565"),
        (f"{DRAFT} เมื่อวันที่ 7 มกราคม 2565", f"{DRAFT} ตรงกับวันหยุด"),
        (f"{DRAFT} เมื่อวันที่ 7 มกราคม 2565", f"{DRAFT} วันที่ 7 มี.ค."),
        (f"{DRAFT} ครั้งที่ 1 เมื่อ 7 ม.ค. 2565", f"{DRAFT} ครั้งที่ 2 เมื่อ 7 มี.ค. 2565"),
        (f"{DRAFT} เมื่อ 7 ม.ค. 2565", f"{DRAFT} 7 ม.ค. 2565 แล้วยกเลิก {DRAFT}ใหม่ 7 มี.ค. 2565"),
        (f"{DRAFT} 7 ม.ค. 2565 แล้ว{DRAFT} 7 มี.ค. 2565", f"{DRAFT} 7 มี.ค. 2565"),
        (f"{DRAFT} เมื่อ 7 ม.ค. 2565", f"{DRAFT} ให้แล้วเสร็จภายในวันที่ 7 มี.ค. 2565"),
        (f"{DRAFT} กำหนดวันที่ 7 ม.ค. 2565", f"{DRAFT} เมื่อวันที่ 7 มี.ค. 2565"),
        (f"{DRAFT} เมื่อ 7 ม.ค. 2565", f"จะเลื่อน{DRAFT}เป็น 7 มี.ค. 2565"),
        ("ประชุมคณะกรรมการ 7 ม.ค. 2565", "คณะกรรมการลาออก 7 มี.ค. 2565"),
        ("หนังสือที่ กค 0203.4/12 ลงวันที่ 7 ม.ค. 2565", "หนังสือที่ กค 0203.4/99 ลงวันที่ 7 มี.ค. 2565"),
        (f"{DRAFT}ที่ กค 1/2565", f"{DRAFT}ที่ กค 1/2564"),
        ("เปิดซอง 7 ม.ค. 2565 ลงนาม 26 ก.พ. 2565", "ผู้ค้าไม่มา 7 มี.ค. 2565 จึงช้า และผิดนัด 26 เม.ย. 2565"),
        (f"{DRAFT} 7 ม.ค. 2565 และเปิดซอง 7 มี.ค. 2564", None),
    ],
    ids=[
        *("the same day", "another day number", "another event", "no day", "a day without a year"),
        *("the first time and the second", "both told in one", "both told in the other", "to be done by then"),
        *("it was due then", "put off", "a word that anybody uses", "two letters", "two numbers of letters"),
        *("two days move differently", "in one entry"),
    ],
)
@DIGITS
def test_two_events_have_two_days(narrative, obstacle, digits):
    assert contradicting(digits(narrative), obstacle and digits(obstacle)) == []


@pytest.mark.parametrize(
    ("entries", "at"),
    [
        ({"obstacle": f"{DRAFT} 7 มี.ค. 2565"}, "1|narrative"),
        ({"suggestion": f"{DRAFT} 7 มี.ค. 2565"}, "1|narrative"),
        ({"levels": [{"kpi": "1", "level": 2, "evidence": f"{DRAFT} 7 มี.ค. 2565"}]}, "1|narrative"),
        (
            {"narrative": "ทำแล้ว", "obstacle": f"{DRAFT} 7 ม.ค. 2565", "suggestion": f"{DRAFT} 7 มี.ค. 2565"},
            "1|obstacle",
        ),
    ],
    ids=["in the obstacle", "in the suggestion", "in the evidence of a level", "in obstacle and suggestion"],
)
def test_any_two_entries_may_contradict_each_other(entries, at):
    ((key, *_),) = contradicting(**{"narrative": f"{DRAFT} 7 ม.ค. 2565"} | entries)
    assert key == at


def test_the_evidence_of_two_levels_is_of_two_events():
    levels = [{"kpi": "1", "level": n, "evidence": f"{DRAFT} 7/{n}/2565"} for n in (1, 3)]
    assert contradicting("ทำแล้ว", levels=levels) == []


def test_the_name_of_the_project_is_no_event():
    name = "โครงการติดตั้งระบบเครือข่ายสื่อสารภายในอาคาร"
    told = (f"ตรวจรับ{name} 7 ม.ค. 2565", f"ผู้ค้าขอดูแบบ{name} 7 มี.ค. 2565")
    assert contradicting(*told, names={"1": name}) == []
    assert len(contradicting(*told)) == 1


def test_entries_of_two_kpis_do_not_contradict_each_other():
    both = (kpi("1", narrative=f"{DRAFT} 7 ม.ค. 2565"), kpi("2", narrative="ทำแล้ว", obstacle=f"{DRAFT} 7 มี.ค. 2565"))
    assert found("DATES_CONTRADICT", *both) == []


def test_a_kpi_that_is_not_reported_contradicts_nothing():
    told = kpi(narrative=f"{DRAFT} 7 ม.ค. 2565", obstacle=f"{DRAFT} 7 มี.ค. 2565", state="returned")
    assert found("DATES_CONTRADICT", told) == []
