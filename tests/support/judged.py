"""A round with a KPI of every method, planned levels, decisions with every outcome, and a department that sent nothing."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from support.drawn import Drawn, drawn_of
from support.zoo import ALLOCATED, DONE, SILENT, Zoo

_BY = {"by": "รองปลัดกระทรวง ก", "date": date(2022, 7, 1)}
_LEVELS = {"criteria": [], "thresholds": []}
_THREE = {"criteria": ["ร้อยละ 50", "ร้อยละ 75", "ร้อยละ 100"], "thresholds": [27, 40.5, 54]}
_RISING = [100, 150, 200, 250, 300]
# Method and what the plan has of it, the value, and the department's own score.
VALUED: dict[str, tuple[dict[str, Any], float, float]] = {
    "1.4": ({"method": "thresholds", "unit": "คน", "thresholds": _RISING}, 310, 5),
    "1.5": ({"method": "interpolated", "unit": "คน", "thresholds": _RISING}, 225, 3.5),
    "1.6": ({"method": "interval", "target": 85, "step": 5, **_LEVELS}, 88.5, 3.7),
    "1.7": ({"method": "proportional", "target": 40, **_LEVELS}, 32, 4),
    "1.8": ({"method": "two_sided", "target": 100, **_LEVELS}, 112.5, 3.75),
    "1.9": ({"method": "three_level", "unit": "ราย", **_THREE}, 45, 4.17),
}
DECISIONS: list[dict[str, Any]] = [
    {"action": "correct", "kpi": "1.1", "item": "score", "value": 3, "reason": "ตรวจหลักฐานเพิ่มเติมแล้วถือว่าครบระดับ 3"},
    {"action": "correct", "kpi": "1.12", "item": "value", "value": 250, "reason": "นับซ้ำ 60 คน"},
    {"action": "correct", "kpi": "1.13", "item": "disbursed", "value": "250.50", "reason": "พิมพ์จำนวนเงินผิด"},
    {"action": "waive", "kpi": "1.3", "finding": "SCORE_DIFFERS", "reason": "ประเมินก่อนแก้เกณฑ์"},
    {
        "action": "correct",
        "kpi": "1.2",
        "item": "score",
        "value": 5,
        "until": date(2022, 3, 31),
        "reason": "ใช้เฉพาะรอบ 6 เดือน",
    },
    {"action": "waive", "kpi": "1.4", "finding": "SCORE_DIFFERS", "reason": "ไม่มีข้อสังเกตนี้แล้ว"},
    {"action": "correct", "kpi": "1.2", "item": "score", "value": "ห้า", "reason": "ค่าไม่เป็นตัวเลข"},
]


def judged_zoo() -> Zoo:
    """The plan and the answers; the decisions stand in the order of DECISIONS, all of one office on one day."""
    zoo = Zoo()
    for code, levels, planned in (("1.1", 2, 3), ("1.2", 4, 2), ("1.3", 3, 3)):
        zoo.one(code, levels=levels, plan={"planned_9": planned})
    zoo.answers["DEP"]["1.3|self_score"] = 5
    for code, (plan, value, own) in VALUED.items():
        zoo.one(code, plan=plan, value=value, self_score=own)
    zoo.one("1.10", levels=0, plan={"method": "checklist", "thresholds": [1, 2, 3, 4, 5]}, self_score=2)
    for level in (1, 4):
        zoo.level("1.10", level, status=DONE)
    for level in (2, 3, 5):
        zoo.level("1.10", level, status="ยังไม่ดำเนินการ")
    mixed = {"method": "mixed", "unit": "ชุด", "thresholds": [None, None, None, None, 20], "planned_9": 5}
    zoo.one("1.11", levels=4, plan=mixed, value=12, self_score=4)
    zoo.one("1.12", plan={"method": "thresholds", "unit": "คน", "thresholds": _RISING}, value=310, self_score=4)
    zoo.project("1.13", allocated=1000)
    zoo.kpi("1.13", levels=3)
    zoo.budget("1.13", ALLOCATED, 1000, 25050)
    zoo.project("1.14", department=SILENT)
    zoo.kpi("1.14")
    for key in [key for key in zoo.answers["DEP"] if key.startswith("1.14|")]:
        del zoo.answers["DEP"][key]
    zoo.tables["decisions"] = [_BY | decision for decision in DECISIONS]
    return zoo


@cache
def drawn_judged(lang: str = "th") -> Drawn:
    """The summary of all that; not to be changed."""
    zoo = judged_zoo()
    return drawn_of(zoo.tables, zoo.answers, lang)
