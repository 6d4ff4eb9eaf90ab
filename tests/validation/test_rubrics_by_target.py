"""The levels that follow from a KPI's target: the KPI on the left, thresholds and texts on the right."""

from __future__ import annotations

import pytest

from pipeline.validation.rubrics import completed
from schemas.plan import KPIS, RUBRIC

DEVIATIONS = (10.0, 20.0)


def levels_of(lang="th", thai_digits=False, criteria=(), **kpi):
    kpis = KPIS.frame([{"code": "K", "project": "P", "name": "x"} | kpi])
    given = RUBRIC.frame([{"kpi": "K", "level": level, "criterion": said} for level, said in criteria])
    rubric = completed(kpis, given, DEVIATIONS, lang, thai_digits)
    return rubric["threshold"].tolist(), rubric["criterion"].tolist()


@pytest.mark.parametrize(
    ("kpi", "thresholds"),
    [
        pytest.param({"method": "interval", "target": 85, "step": 5}, [75, 80, 85, 90, 95], id="the target at level 3"),
        pytest.param(
            {"method": "interval", "target": 100, "step": 10, "target_level": 5}, [60, 70, 80, 90, 100], id="at level 5"
        ),
        pytest.param(
            {"method": "interval", "target": 10, "step": 2, "direction": "lower"},
            [14, 12, 10, 8, 6],
            id="lower is better",
        ),
        pytest.param(
            {"method": "interval", "target": 0.3, "step": 0.1}, [0.1, 0.2, 0.3, 0.4, 0.5], id="tenths stay tenths"
        ),
        pytest.param({"method": "proportional", "target": 40}, [8, 16, 24, 32, 40], id="fifths of the target"),
        pytest.param(
            {"method": "proportional", "target": 40, "direction": "lower"},
            [8, 16, 24, 32, 40],
            id="whatever the direction",
        ),
        pytest.param({"method": "two_sided", "target": 80}, [18, 16, 14, 12, 10], id="percentages of deviation"),
    ],
)
def test_thresholds_follow_from_the_target(kpi, thresholds):
    assert levels_of(**kpi)[0] == pytest.approx(thresholds)


@pytest.mark.parametrize(
    ("kpi", "lang", "thai_digits", "first"),
    [
        ({"method": "interval", "target": 85, "step": 5, "unit": "คน"}, "th", False, "ตั้งแต่ 75 คน ขึ้นไป"),
        ({"method": "interval", "target": 85, "step": 5, "unit": "คน"}, "th", True, "ตั้งแต่ ๗๕ คน ขึ้นไป"),
        ({"method": "interval", "target": 85, "step": 5}, "en", False, "At least 75"),
        ({"method": "interval", "target": 10, "step": 2.5, "direction": "lower"}, "th", False, "ไม่เกิน 15"),
        ({"method": "proportional", "target": 6_000_000, "unit": "บาท"}, "th", False, "ตั้งแต่ 1,200,000 บาท ขึ้นไป"),
        ({"method": "two_sided", "target": 80, "unit": "ราย"}, "th", False, "ต่างจากเป้าหมาย 80 ราย ไม่เกินร้อยละ 18"),
        (
            {"method": "two_sided", "target": 80, "unit": "cases"},
            "en",
            False,
            "Within 18 percent of the target of 80 cases",
        ),
    ],
)
def test_a_level_says_what_it_takes(kpi, lang, thai_digits, first):
    assert levels_of(lang, thai_digits, **kpi)[1][0] == first


def test_a_text_that_the_plan_gives_stays_and_one_left_undefined_is_filled_in():
    _, texts = levels_of(criteria=[(5, "ผ่านเกณฑ์ดีเยี่ยม"), (4, "-")], method="proportional", target=40)
    assert texts[3:] == ["ตั้งแต่ 32 ขึ้นไป", "ผ่านเกณฑ์ดีเยี่ยม"]


@pytest.mark.parametrize("method", ["milestones", "thresholds", "three_level"])
def test_other_rubrics_are_left_as_they_are(method):
    kpis = KPIS.frame([{"code": "K", "project": "P", "name": "x", "method": method, "target": 40}])
    given = RUBRIC.frame([{"kpi": "K", "level": 1, "criterion": "x", "threshold": 3}])
    assert completed(kpis, given, DEVIATIONS, "th") is given
