"""Scores, money and obstacles beside each other: what should be explained, and what needs no word."""

from __future__ import annotations

import pytest
from evidence.small import evidence, found, kpi

from pipeline.evidence.balance import suggests
from pipeline.thai import to_arabic, to_thai

HELD_UP = "ไม่มีผู้ยื่นข้อเสนอราคาตั้งแต่เดือนกุมภาพันธ์ ระดับที่ 3 จึงล่าช้า"


def cells(rule, *kpis, **given):
    return [at for at, _ in found(rule, *kpis, **given)]


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"has_obstacle": "yes", "obstacle": HELD_UP}, True),
        ({"has_obstacle": "yes", "obstacle": to_thai(HELD_UP)}, True),
        ({"has_obstacle": "yes", "obstacle": HELD_UP, "suggestion": "ขยายเวลา"}, False),
        ({"has_obstacle": "yes", "obstacle": HELD_UP + " จึงควรขยายเวลา"}, False),
        ({"has_obstacle": "yes", "obstacle": None}, False),
        ({"has_obstacle": "no", "obstacle": HELD_UP}, False),
        ({"has_obstacle": "no", "obstacle": None}, False),
        ({"has_obstacle": "yes", "obstacle": HELD_UP, "state": "returned"}, False),
    ],
    ids=[
        *(
            "alone",
            "alone, in Thai digits",
            "beside its suggestion",
            "with its suggestion in it",
            "marked but not told",
        ),
        *("told but not marked", "none", "of a KPI that is not reported"),
    ],
)
def test_an_obstacle_has_a_suggestion(told, missing):
    rows = found("OBSTACLE_WITHOUT_SUGGESTION", kpi(**told))
    assert [at for at, _ in rows] == (["1|suggestion"] if missing else [])
    assert all(told["obstacle"].startswith(words["found"].strip("…")) for _, words in rows)


SUGGESTIONS = [
    "ซึ่งเจ้าหน้าที่ควรขอเบอร์มือถือของคณะทำงาน",
    "เห็นควรขยายเวลา",
    "ขอให้กรมบัญชีกลางเร่งตรวจ",
    "ขอรับการสนับสนุนเจ้าหน้าที่ 2 คน",
    "ขอขยายเวลา 30 วัน",
    "ขอความร่วมมือจากทุกกอง",
    "เสนอให้ปรับแผน",
    "ข้อเสนอแนะ: ปรับแผน",
    "แนวทางแก้ไข คือปรับแผน",
    "The plan should be changed",
]
NONE = [
    "ล่าช้าเกินควร",
    "ได้ผลตามสมควร",
    "ไม่มีผู้ยื่นข้อเสนอ",
    "ขอบเขตของงานไม่ชัดเจน",
    "เสนอราคาสูงเกินราคากลาง",
    "แนวทางของสาธารณสุขเปลี่ยน",
    "การแก้ไขแบบใช้เวลา",
    "ผู้รับจ้างขอเลิกสัญญา",
    "Nobody bid",
    "",
]


@pytest.mark.parametrize("digits", [to_arabic, to_thai], ids=["Arabic digits", "Thai digits"])
@pytest.mark.parametrize(("obstacle", "suggested"), [*((o, True) for o in SUGGESTIONS), *((o, False) for o in NONE)])
def test_an_obstacle_may_hold_its_suggestion(obstacle, suggested, digits):
    assert suggests(digits(obstacle)) == suggested


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"percent": 20}, ("20", "40")),
        ({"percent": 39.99}, ("39.99", "40")),
        ({"percent": 0}, ("0", "40")),
        ({"percent": 40, "planned": 3}, ("40", "60")),
        ({"percent": 20, "planned": 1}, ("20", "40")),
        ({"percent": 83.3333, "planned": 5}, ("83.33", "100")),
        ({"percent": 20, "has_obstacle": None}, ("20", "40")),
        ({"percent": 40}, None),
        ({"percent": 60, "planned": 3}, None),
        ({"percent": 80, "planned": 3}, None),
        ({"percent": None}, None),
        ({"percent": 20, "has_obstacle": "yes"}, None),
        ({"percent": 20, "has_obstacle": "yes", "obstacle": HELD_UP}, None),
        ({"percent": 20, "has_obstacle": "no", "obstacle": HELD_UP}, None),
        ({"percent": 20, "state": "returned"}, None),
    ],
    ids=[
        *(
            "low",
            "a trace too low",
            "nothing",
            "behind the plan",
            "on the plan, but low",
            "a broken one behind the plan",
        ),
        *("nobody says", "just enough", "on the plan", "ahead of the plan", "no score", "marked", "told and marked"),
        *("told but not marked", "not reported"),
    ],
)
def test_a_low_score_has_an_obstacle(told, words):
    rows = found("LOW_WITHOUT_OBSTACLE", kpi(**told))
    assert rows == ([("1|has_obstacle", dict(zip(("found", "expected"), words, strict=True)))] if words else [])


def test_what_is_low_is_a_setting():
    assert cells("LOW_WITHOUT_OBSTACLE", kpi(percent=20), low_percent=20) == []
    assert cells("LOW_WITHOUT_OBSTACLE", kpi(percent=60), low_percent=61) == ["1|has_obstacle"]


def budget(project="1", status="allocated", received=100_00, disbursed=50_00, **more):
    rate = disbursed * 100 / received if received and disbursed is not None else None
    amounts = {"received": received, "disbursed": disbursed, "rate": rate}
    return {"project": project, "status": status} | amounts | more


@pytest.mark.parametrize(
    ("money", "told", "unspent"),
    [
        (budget(disbursed=0), [{}], True),
        (budget(disbursed=0, committed=100_00), [{}], True),
        (budget(disbursed=0), [{}, {}], True),
        (budget(disbursed=0), [{}, {"has_obstacle": "yes", "state": "returned"}], True),
        (budget(disbursed=0), [{}, {"has_obstacle": "yes", "project": "2"}], True),
        (budget(disbursed=1), [{}], False),
        (budget(disbursed=None), [{}], False),
        (budget(received=0, disbursed=0), [{}], False),
        (budget(received=None, disbursed=0), [{}], False),
        (budget(status="no_budget", disbursed=0), [{}], False),
        (budget(status="not_stated", disbursed=0), [{}], False),
        (budget(disbursed=0), [{"has_obstacle": "yes"}], False),
        (budget(disbursed=0), [{"obstacle": HELD_UP}], False),
        (budget(disbursed=0), [{}, {"has_obstacle": "yes"}], False),
        (budget(disbursed=0), [{"state": "returned"}], False),
    ],
    ids=[
        *(
            "nothing spent",
            "only ordered",
            "with two KPIs",
            "the obstacle is not reported",
            "another project's obstacle",
        ),
        *("a little spent", "not said", "nothing received", "not said what was received", "no budget", "not stated"),
        *("marked", "told", "of one of two KPIs", "not reported"),
    ],
)
def test_money_that_is_not_spent_has_an_obstacle(money, told, unspent):
    kpis = [kpi(str(number), **{"project": "1", **own}) for number, own in enumerate(told, start=1)]
    rows = found("UNSPENT_WITHOUT_OBSTACLE", *kpis, budgets=[money])
    assert rows == ([("1|budget|disbursed", {"found": "0", "other": "100.00"})] if unspent else [])


@pytest.mark.parametrize(
    ("percents", "money", "words"),
    [
        ([100], budget(disbursed=13_09), ("100", "13.09")),
        ([60], budget(disbursed=49_99), ("60", "49.99")),
        ([40], budget(disbursed=50_00), ("40", "50")),
        ([80, 40], budget(disbursed=10_00), ("60", "10")),
        ([100, 20], budget(disbursed=0), ("60", "0")),
        ([20, 100], budget(disbursed=101_87), None),
        ([59.99], budget(received=300, disbursed=200), ("59.99", "66.67")),
        ([80], budget(disbursed=86_00), None),
        ([60], budget(disbursed=50_00), None),
        ([40], budget(disbursed=10_00), None),
        ([59.99], budget(disbursed=49_99), None),
        ([100], budget(disbursed=None), None),
        ([None], budget(disbursed=90_00), None),
        ([100], budget(received=0, disbursed=0), None),
        ([100], budget(status="not_stated", disbursed=0), None),
        ([80, 40, 60], budget(disbursed=50_00), None),
    ],
    ids=[
        *("much done for little", "just enough done for a little less", "little done for much", "the mean of two"),
        *("nothing paid", "over everything", "two thirds paid", "much for much", "just enough for both"),
        *("little for little", "a trace less of both", "not said what was paid", "no score", "nothing received"),
        *("not stated", "the mean of three"),
    ],
)
def test_score_and_money_go_together(percents, money, words):
    kpis = [kpi(str(number), project="1", percent=percent) for number, percent in enumerate(percents, start=1)]
    rows = found("SCORE_AND_MONEY_DISAGREE", *kpis, budgets=[money])
    assert rows == ([("1|budget|disbursed", dict(zip(("found", "other"), words, strict=True)))] if words else [])


@pytest.mark.parametrize(
    ("weights", "percent"),
    [((1, 1), None), ((3, 1), "80"), ((1, 3), None), ((0, 0), None)],
    ids=["as heavy as the other", "the better one heavier", "the worse one heavier", "without weight"],
)
def test_the_score_of_a_project_is_weighted(weights, percent):
    kpis = [
        kpi(str(number), project="1", percent=own, weight=weight)
        for number, (own, weight) in enumerate(zip((100, 20), weights, strict=True), start=1)
    ]
    rows = found("SCORE_AND_MONEY_DISAGREE", *kpis, budgets=[budget(disbursed=10_00)], good_percent=61)
    assert [words["found"] for _, words in rows] == ([percent] if percent else [])


def test_what_is_much_is_a_setting():
    told, money = kpi(percent=60), budget(disbursed=10_00)
    assert cells("SCORE_AND_MONEY_DISAGREE", told, budgets=[money], good_percent=61) == []
    assert cells("SCORE_AND_MONEY_DISAGREE", told, budgets=[money], good_rate=10) == []
    assert len(cells("SCORE_AND_MONEY_DISAGREE", told, budgets=[money])) == 1


def test_nothing_reported_gives_no_findings():
    assert evidence(kpi(state="missing", narrative=None), budgets=[budget(status=None, received=None)]) == []


def test_a_good_report_gives_no_findings():
    assert evidence(kpi(), budgets=[budget()]) == []
