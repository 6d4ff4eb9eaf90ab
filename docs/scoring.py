"""The page of scoring methods: every rule with its worked examples, which the tests hold the code to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.thai import half_up
from schemas.plan import BELOW_FIRST, METHODS, SETTINGS

SPEC = Path(__file__).parents[1] / "tests" / "spec" / "scoring.toml"
_MADE = "<!-- Made from tests/spec/scoring.toml by `python -m docs.write`; edit there. -->"
_INTRODUCTION = """
คะแนนเต็ม 5 · ร้อยละ = คะแนน × 20 · ปัดเศษครั้งเดียวเมื่อแสดง ครึ่งหนึ่งปัดขึ้น<br>
Scores are out of 5 · percent = score × 20 · rounded once, where shown, half up.

เลือกวิธีในคอลัมน์ “วิธีให้คะแนน” ของแผ่นตัวชี้วัดในแฟ้มแผน ค่าที่ไม่ได้รายงานไม่ถึงเกณฑ์ใด<br>
The method is chosen in the plan workbook, on the sheet of KPIs. A value that is not reported reaches nothing.
"""
_POLICIES = ("below_first", "two_sided_full", "two_sided_none")
_BELOW = {choice.id: f"{choice.title.th} · {choice.title.en}" for choice in BELOW_FIRST}
_ROLLUPS = """## การรวมคะแนน · Adding up

Σ(น้ำหนัก × คะแนน) ÷ Σ น้ำหนัก น้ำหนักของตัวชี้วัด = ของตนเองในรอบนี้ × ของโครงการ × ของเรื่อง ช่องว่าง = 1 ค่าเฉลี่ยสองค่าแสดงคู่กัน:
เฉพาะที่รายงานแล้ว และนับที่ยังไม่รายงานหรือส่งคืนเป็น 0 ตัวชี้วัดที่ยังไม่ถึงรอบหรือยกเลิกไม่อยู่ในตัวหาร<br>
Σ(weight × score) ÷ Σ weight. A KPI's weight is its own in this round × its project's × its issue's, each 1 where empty. Two means
stand side by side: of those reported, and with what is missing or returned as 0; KPIs not due or cancelled are in neither.

| ตัวอย่าง · Example | น้ำหนัก: คะแนน · Weight: score | เฉพาะที่รายงาน · Of those reported | ไม่รายงาน = 0 · Missing = 0 |
|---|---|---:|---:|"""


def page() -> str:
    """docs/scoring.md."""
    spec = tomllib.loads(SPEC.read_text("utf-8"))
    titles = {choice.id: choice.title for choice in METHODS}
    lines = ["# วิธีให้คะแนน · Scoring methods", _MADE, _INTRODUCTION, *_policies(), ""]
    for method in spec["method"]:
        title = titles[method["id"]]
        lines += [f"## {title.th} · {title.en} (`{method['id']}`)", "", f"{method['th']}<br>", method["en"], ""]
        lines += [f"    {method['formula']}", "", *_examples(method["examples"]), ""]
    rows = (_rollup(given) for given in spec["rollup"])
    return "\n".join([*lines, _ROLLUPS, *rows, ""])


def _policies() -> Iterator[str]:
    yield "| ตั้งค่า · Setting | id | เว้นว่าง = · Empty = |"
    yield "|---|---|---|"
    for name in _POLICIES:
        field = SETTINGS[name]
        default = _BELOW.get(str(field.default), f"{field.default:g}" if isinstance(field.default, float) else "")
        yield f"| {field.title.th}<br>{field.title.en} | `{name}` | {default} |"


def _examples(examples: list[Mapping[str, Any]]) -> Iterator[str]:
    yield "| เกณฑ์ · Rubric | ผล · Result | คะแนน · Score | ร้อยละ · Percent | หมายเหตุ · Note |"
    yield "|---|---|---:|---:|---|"
    for example in examples:
        score = Fraction(example["percent"]) / 20 if "percent" in example else Fraction(str(example["score"]))
        cells = (_rubric(example), _result(example), _decimal(score), _decimal(score * 20), _note(example))
        yield f"| {' | '.join(cells)} |"


def _rubric(example: Mapping[str, Any]) -> str:
    parts = []
    if "thresholds" in example:
        parts.append(" / ".join(map(_plain, example["thresholds"])))
    if "counts" in example:
        parts.append(f"นับ · counts {' / '.join(map(_plain, example['counts']))}")
    if "undefined" in example:
        parts.append(f"ไม่กำหนด · undefined {', '.join(map(str, example['undefined']))}")
    names = {"target": "T", "step": "Δ", "target_level": "k₀"}
    parts += [f"{sign} = {_plain(example[name])}" for name, sign in names.items() if name in example]
    if example.get("direction") == "lower":
        parts.append("ยิ่งน้อยยิ่งดี · lower is better")
    return " · ".join(parts) or "1 – 5"


def _result(example: Mapping[str, Any]) -> str:
    done = ", ".join(map(str, example.get("done", ())))
    parts = [f"แล้วเสร็จ · done {done or '–'}"] if "done" in example else []
    parts += [f"x = {_plain(example['value'])}"] if "value" in example else []
    return " · ".join(parts)


def _note(example: Mapping[str, Any]) -> str:
    parts = [example.get("about", "")]
    if "below" in example:
        parts.append(f"ต่ำกว่าระดับแรก · below the first: {_BELOW[example['below']]}")
    if "achievement" in example:
        parts.append(f"ร้อยละของเป้าหมาย · achievement {_decimal(Fraction(example['achievement']), 2)}")
    return " · ".join(part for part in parts if part)


def _rollup(given: Mapping[str, Any]) -> str:
    kpis = ", ".join(f"{_plain(weight)}: {_plain(score)}" for weight, score in given["kpis"])
    means = (_decimal(Fraction(given[name])) for name in ("score", "score_all"))
    return f"| {given['about']} | {kpis} | {' | '.join(means)} |"


def _decimal(exact: Fraction, places: int = 4) -> str:
    return f"{half_up(exact, places)}"


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else "–" if value == "-" else str(value)
