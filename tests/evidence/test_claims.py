"""What a narrative claims: it is long enough for its score, and has something to show for the highest level that is done."""

from __future__ import annotations

from datetime import date

import pytest
from evidence.small import GOOD, found, kpi

from pipeline.evidence.claims import shows
from pipeline.thai import to_arabic, to_thai

BARE = "ได้ประสานงานกับหน่วยงานที่เกี่ยวข้องครบถ้วนทุกแห่งแล้ว และรวบรวมข้อมูลเสร็จสิ้น"


def short(length, score, **settings):
    rows = found("NARRATIVE_SHORT", kpi(narrative="ก" * length, score=score), **settings)
    return [(at, *words.values()) for at, words in rows]


@pytest.mark.parametrize(
    ("length", "score", "words"),
    [
        (44, 3, ("44", "45", "3")),
        (45, 3, None),
        (74, 5, ("74", "75", "5")),
        (75, 5, None),
        (14, 1, ("14", "15", "1")),
        (15, 1, None),
        (1, 0, None),
        (52, 3.5, ("52", "53", "3.5")),
        (53, 3.5, None),
        (0, 5, None),
        (1, None, None),
    ],
)
def test_each_point_of_the_score_takes_so_many_letters(length, score, words):
    assert short(length, score) == ([("1|narrative", *words)] if words else [])


def test_how_many_letters_is_a_setting():
    assert short(44, 3, short_narrative=14) == []
    assert short(44, 3, short_narrative=20) == [("1|narrative", "44", "60", "3")]


def test_spaces_and_lines_are_no_letters():
    assert [words["found"] for _, words in found("NARRATIVE_SHORT", kpi(narrative="ก \n ข ค"))] == ["3"]


def level(number, status="done", **told):
    return {"kpi": "1", "level": number, "status": status} | told


def without_evidence(*levels, narrative=BARE, **given):
    rows = found("LEVEL_WITHOUT_EVIDENCE", kpi(narrative=narrative), levels=levels, **given)
    return [(at, words["found"]) for at, words in rows]


@pytest.mark.parametrize(
    ("levels", "bare"),
    [
        ([level(1), level(2), level(3, "in_progress")], 2),
        ([level(2), level(1)], 2),
        ([level(1, evidence="หนังสือ"), level(2)], 2),
        ([level(1, date=date(2022, 1, 7)), level(2)], 2),
        ([level(1), level(5)], 5),
        ([level(1), level(2, date=date(2022, 1, 7))], None),
        ([level(1), level(2, evidence="ประกาศเชิญชวน")], None),
        ([level(1, "in_progress"), level(2, "not_started")], None),
        ([level(1, None)], None),
        ([], None),
    ],
    ids=[
        *("the highest that is done", "in any order", "evidence is of another level", "a day is of another level"),
        *("after a gap", "it has its day", "it has its evidence", "none is done", "the status is unknown", "no levels"),
    ],
)
def test_the_highest_level_done_has_a_day_or_evidence(levels, bare):
    assert without_evidence(*levels) == ([(f"1|level|{bare}|status", str(bare))] if bare else [])


def test_a_level_that_the_value_decides_needs_none():
    rubric = [{"kpi": "1", "level": 1}, {"kpi": "1", "level": 2, "threshold": 20}]
    assert without_evidence(level(1), level(2), rubric=rubric) == [("1|level|1|status", "1")]


def test_a_kpi_that_is_not_reported_claims_nothing():
    assert found("LEVEL_WITHOUT_EVIDENCE", kpi(narrative=BARE, state="returned"), levels=[level(1)]) == []


SHOWN = {
    "a letter": "หนังสือที่ กค 0203.4/2382",
    "a circular": "หนังสือด่วนที่สุด ที่ นร 0505/ว 12",
    "a circular without a space": "ตามที่ กค 0405/ว123 แจ้ง",
    "a letter of a committee": "ที่ กค (กบร) 0405.3/141",
    "a meeting": "ประชุมครั้งที่ 1/2565",
    "a meeting of a short year": "ประชุมครั้งที่ 12/65",
    "an order": "คำสั่งที่ 12/2565",
    "a link": "เผยแพร่ที่ https://example.go.th/1",
    "a link without its scheme": "เผยแพร่ทาง WWW.example.go.th",
    "a day": "ประชุมเมื่อ 7 ม.ค. 2565",
    "a day in digits": "ประชุมเมื่อ 7/1/2565",
    "a day without its year": "ประชุมเมื่อวันที่ 7 มกราคม",
}
NOT_SHOWN = {
    "a level": "ระดับที่ 3",
    "a part of five": "ระดับที่ 3/5",
    "a count of meetings": "ประชุมครั้งที่ 2",
    "a quarter": "ไตรมาสที่ 1/2565",
    "a year": "ปีงบประมาณ พ.ศ. 2565",
    "a month": "เดือนมกราคม 2565",
    "a version": "ระบบราชการ 4.0",
    "an illness": "COVID-19",
    "a telephone": "โทร 0 2126 5800",
    "an amount": "ใช้เงิน 36,000 บาท",
    "a share": "แล้วเสร็จ 24/7",
    "what a place does": "ในพื้นที่ 12 แห่ง",
    "no words": "",
}


@pytest.mark.parametrize("digits", [to_arabic, to_thai], ids=["Arabic digits", "Thai digits"])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(text, shown, id=name)
        for shown, own in ((True, SHOWN), (False, NOT_SHOWN))
        for name, text in own.items()
    ],
)
def test_a_narrative_shows_what_can_be_looked_up(text, shown, digits):
    assert shows(digits(text)) == shown
    assert (without_evidence(level(1), narrative=f"{BARE} {digits(text)}") == []) == shown


def test_a_good_narrative_breaks_no_rule():
    assert without_evidence(level(1), level(2), narrative=GOOD) == [] == short(90, 5)
