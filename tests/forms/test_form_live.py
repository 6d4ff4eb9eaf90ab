"""What a form says by itself while it is filled in: a table of fillings, each on a KPI's sheet of its own.

All fillings stand in one workbook, whose formulas LibreOffice then calculates afresh: no cell may change.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

import pytest
from support.seed import plan_of, plan_tables
from xlsxwriter.worksheet import Worksheet

from pipeline.forms.form import write_form
from pipeline.validation.findings import findings
from schemas.submission import LEVEL_STATUSES

DEPARTMENTS = ("CSC", "PSDG", "ACOC", "HRM", "ICT")
EMPTY, INCOMPLETE, WRONG, READY = "○", "…", "!", "✓"
STATUSES = dict(zip("dpn", LEVEL_STATUSES, strict=True)) | {"x": None}
RUBRICS = {
    "M": ("milestones", [None] * 5),
    "C": ("checklist", [None] * 5),
    "T": ("thresholds", [100, 150, 200, 250, 300]),
    "L": ("thresholds", [20, 15, 10, 8, 5]),
    "X": ("mixed", [None, None, None, 10, 20]),
    "G": ("milestones", [None, "-", None, "-", None]),
    "E": ("milestones", ["-"] * 5),
    "K": ("checklist", [1, "-", 2, "-", 3]),
    "N": ("interpolated", [100, 150, 200, 250, 300]),
    "I": ("interval", []),
    "D": ("two_sided", []),
    "H": ("three_level", [27, 40.5, 54]),
}
TARGETS = {"I": {"target": 85, "step": 5}, "D": {"target": 80}}
DONE = {"narrative": "ดำเนินการแล้ว", "has_obstacle": "ไม่มี", "budget|status": "ไม่ใช้งบประมาณ"}
PAID = DONE | {"budget|status": "ได้รับจัดสรรงบประมาณ", "budget|received": 275100, "budget|disbursed": 36000}


class Case(NamedTuple):
    """A filling: rubric, statuses of the levels (done, in progress, not started, x unknown, . empty), other answers.

    Then what the form says: the rubric's score, the sign of the state, and how many required cells are missing.
    `allocated`: the project's budget in the plan, in baht.
    """

    rubric: str
    levels: str
    answers: dict[str, object]
    score: float
    sign: str
    missing: int
    allocated: int | None = None


def dated(*days, levels="ddnnn", sign=READY, **more):
    """Milestones of which the first two are done, with days of the first levels; the rest is in order."""
    days_ = {f"level|{level}|date": day for level, day in enumerate(days, 1)}
    return Case("M", levels, DONE | {"self_score": 2} | days_ | more, 2, sign, 0)


def paid(sign, allocated=36_000_000, **amounts):
    """A budget of which so much was received, committed and disbursed; the rest is in order."""
    given = {f"budget|{name}": amount for name, amount in amounts.items()}
    return Case("M", "ddnnn", PAID | {"self_score": 2} | given, 2, sign, 0, allocated)


CASES = {
    # Milestones: the highest level with every level up to it done.
    "nothing": Case("M", "", {}, 0, EMPTY, 9),
    "optional only": Case("M", "", {"suggestion": "x"}, 0, EMPTY, 9),
    "spaces only": Case("M", "", {"narrative": " \u00a0 ", "self_score": " "}, 0, EMPTY, 9),
    "statuses only": Case("M", "dddnn", {}, 3, INCOMPLETE, 4),
    "ready": Case("M", "ddnnn", DONE | {"self_score": 2}, 2, READY, 0),
    "ready, nothing done": Case("M", "nnnnn", DONE | {"self_score": 0}, 0, READY, 0),
    "ready, everything done": Case("M", "ddddd", DONE | {"self_score": 5}, 5, READY, 0),
    "score in Thai digits": Case("M", "ddpnn", DONE | {"self_score": "๒"}, 2, READY, 0),
    "a gap": Case("M", "dnddn", DONE | {"self_score": 1}, 1, WRONG, 0),
    "the first level is missing": Case("M", ".dddd", {}, 0, WRONG, 5),
    "not on the list": Case("M", "dxnnn", DONE | {"self_score": 1}, 1, WRONG, 0),
    "score differs": Case("M", "ddnnn", DONE | {"self_score": 3}, 2, WRONG, 0),
    "score differs, statuses still missing": Case("M", "d....", {"self_score": 3}, 1, INCOMPLETE, 7),
    "score no number": Case("M", "ddnnn", DONE | {"self_score": "สอง"}, 2, WRONG, 0),
    "score out of range": Case("M", "ddddd", DONE | {"self_score": 6}, 5, WRONG, 0),
    # Levels that the rubric leaves undefined are passed over.
    "undefined levels": Case("G", "ddn", DONE | {"self_score": 3}, 3, READY, 0),
    "undefined levels, all done": Case("G", "ddd", DONE | {"self_score": 5}, 5, READY, 0),
    "undefined levels, a gap": Case("G", "ndn", DONE | {"self_score": 0}, 0, WRONG, 0),
    "no level defined": Case("E", "", DONE | {"self_score": 0}, 0, READY, 0),
    # Checklist: how many are done, in whatever order.
    "checklist": Case("C", "ndndn", DONE | {"self_score": 2}, 2, READY, 0),
    "checklist, all": Case("C", "ddddd", DONE | {"self_score": 5}, 5, READY, 0),
    "checklist, in part": Case("C", ".d.d.", {}, 2, INCOMPLETE, 7),
    # Thresholds: the highest level that the value reaches.
    "no value": Case("T", "", DONE | {"self_score": 0}, 0, INCOMPLETE, 1),
    "below the first": Case("T", "", DONE | {"value": 80, "self_score": 0}, 0, READY, 0),
    "just reached": Case("T", "", DONE | {"value": 100, "self_score": 1}, 1, READY, 0),
    "between": Case("T", "", DONE | {"value": 225, "self_score": 3}, 3, READY, 0),
    "beyond": Case("T", "", DONE | {"value": "๓๑๐", "self_score": 5}, 5, READY, 0),
    "value no number": Case("T", "", DONE | {"value": "สามร้อย", "self_score": 3}, 0, WRONG, 0),
    "value 0": Case("T", "", DONE | {"value": 0, "self_score": 0}, 0, READY, 0),
    "lower is better": Case("L", "", DONE | {"value": 9, "self_score": 3}, 3, READY, 0),
    "lower, just reached": Case("L", "", DONE | {"value": "5", "self_score": 5}, 5, READY, 0),
    "lower, too high": Case("L", "", DONE | {"value": 25, "self_score": 0}, 0, READY, 0),
    "lower, no value": Case("L", "", {}, 0, EMPTY, 5),
    # Counts of a checklist: how many items it takes for a score.
    "counts": Case("K", "ddn", DONE | {"self_score": 3}, 3, READY, 0),
    "counts, in whatever order": Case("K", "ndn", DONE | {"self_score": 1}, 1, READY, 0),
    "counts, in part": Case("K", "d..", DONE | {"self_score": 5}, 1, INCOMPLETE, 2),
    # By the value, to a fraction of a level: the value is always asked for.
    "interpolated": Case("N", "", DONE | {"value": 225, "self_score": 3.5}, 3.5, READY, 0),
    "interpolated, no value": Case("N", "", DONE | {"self_score": 3}, 0, INCOMPLETE, 1),
    "interpolated, below the first": Case("N", "", DONE | {"value": 80, "self_score": 0}, 0, READY, 0),
    "interpolated, value no number": Case("N", "", DONE | {"value": "ร้อย", "self_score": 3}, 0, WRONG, 0),
    "interval": Case("I", "", DONE | {"value": "๘๘.๕", "self_score": "๓.๗"}, 3.7, READY, 0),
    "interval, no value": Case("I", "", {}, 0, EMPTY, 5),
    "deviation": Case("D", "", DONE | {"value": 70, "self_score": 3.75}, 3.75, READY, 0),
    "deviation, score differs": Case("D", "", DONE | {"value": 90, "self_score": 3.7}, 3.75, WRONG, 0),
    "deviation, no value": Case("D", "", DONE | {"self_score": 5}, 0, INCOMPLETE, 1),
    "three levels": Case("H", "", DONE | {"value": 45, "self_score": 4.17}, 25 / 6, READY, 0),
    "three levels, score differs": Case("H", "", DONE | {"value": 45, "self_score": 4.16}, 25 / 6, WRONG, 0),
    # Mixed: milestones, some of which the value decides.
    "mixed, value not yet asked": Case("X", "ddn", DONE | {"self_score": 2}, 2, READY, 0),
    "mixed, value now asked": Case("X", "ddd", DONE | {"self_score": 3}, 3, INCOMPLETE, 1),
    "mixed, reached in part": Case("X", "ddd", DONE | {"value": 15, "self_score": 4}, 4, READY, 0),
    "mixed, reached": Case("X", "ddd", DONE | {"value": 20, "self_score": 5}, 5, READY, 0),
    "mixed, reached too early": Case("X", "ddn", DONE | {"value": 25, "self_score": 2}, 2, READY, 0),
    # The obstacle is told where there is one.
    "obstacle not told": Case("M", "ddnnn", DONE | {"self_score": 2, "has_obstacle": "มี"}, 2, INCOMPLETE, 1),
    "obstacle a dash": Case(
        "M", "ddnnn", DONE | {"self_score": 2, "has_obstacle": "มี", "obstacle": "-"}, 2, INCOMPLETE, 1
    ),
    "obstacle told": Case("M", "ddnnn", DONE | {"self_score": 2, "has_obstacle": "yes", "obstacle": "ฝน"}, 2, READY, 0),
    "obstacle denied and told": Case("M", "ddnnn", DONE | {"self_score": 2, "obstacle": "ฝนตก"}, 2, WRONG, 0),
    "obstacle denied with a dash": Case("M", "ddnnn", DONE | {"self_score": 2, "obstacle": "-"}, 2, READY, 0),
    "obstacle no choice": Case("M", "ddnnn", DONE | {"self_score": 2, "has_obstacle": "อาจจะ"}, 2, WRONG, 0),
    "narrative too long": Case("M", "ddnnn", DONE | {"self_score": 2, "narrative": "ก" * 8001}, 2, WRONG, 0),
    "narrative just short enough": Case("M", "ddnnn", DONE | {"self_score": 2, "narrative": "ก" * 8000}, 2, READY, 0),
    # Amounts are asked where a budget is allocated.
    "paid": Case("M", "ddnnn", PAID | {"self_score": 2}, 2, READY, 0),
    "paid in Thai digits": Case(
        "M",
        "ddnnn",
        PAID | {"self_score": 2, "budget|received": "๒๗๕,๑๐๐", "budget|disbursed": "๓๖,๐๐๐ บาท"},
        2,
        READY,
        0,
    ),
    "nothing paid yet": Case("M", "ddnnn", PAID | {"self_score": 2, "budget|disbursed": 0}, 2, READY, 0),
    "amounts missing": Case("M", "ddnnn", DONE | {"self_score": 2, "budget|status": "allocated"}, 2, INCOMPLETE, 2),
    "one amount missing": Case("M", "ddnnn", PAID | {"self_score": 2, "budget|disbursed": ""}, 2, INCOMPLETE, 1),
    "more paid than received": Case("M", "ddnnn", PAID | {"self_score": 2, "budget|disbursed": 300000}, 2, WRONG, 0),
    "amount no number": Case("M", "ddnnn", PAID | {"self_score": 2, "budget|committed": "สามหมื่น"}, 2, WRONG, 0),
    "amount below zero": Case("M", "ddnnn", PAID | {"self_score": 2, "budget|committed": -1}, 2, WRONG, 0),
    "no budget and an amount": Case("M", "ddnnn", DONE | {"self_score": 2, "budget|received": "๕๐๐"}, 2, WRONG, 0),
    "no budget and zero": Case("M", "ddnnn", DONE | {"self_score": 2, "budget|received": 0}, 2, READY, 0),
    "budget not stated": Case("M", "ddnnn", DONE | {"self_score": 2, "budget|status": "ยังไม่ระบุ"}, 2, READY, 0),
    "budget no choice": Case("M", "ddnnn", DONE | {"self_score": 2, "budget|status": "?"}, 2, WRONG, 0),
    "received nothing, paid nothing": Case(
        "M", "ddnnn", PAID | {"self_score": 2, "budget|received": 0, "budget|disbursed": 0}, 2, READY, 0
    ),
    # A level was done on a day of the fiscal year, up to the end of the round.
    "first day of the year": dated(date(2021, 10, 1)),
    "last day of the round": dated(date(2022, 3, 31), datetime(2022, 3, 31, 23, 59)),
    "days in words and figures": dated("๓๑ มี.ค. ๒๕๖๕", "1/10/64"),
    "the day before the year": dated(date(2021, 9, 30), sign=WRONG),
    "the day after the round": dated("1 เม.ย. 2565", sign=WRONG),
    "a year that is C.E. in words": dated("31 March 2022"),
    "a Buddhist year as a real date": dated(date(2565, 3, 31)),
    "several days": dated("๗-๑๑ มี.ค. ๒๕๖๕", sign=WRONG),
    "a day that its month does not have": dated("31/2/2565", sign=WRONG),
    "a number of days": dated(31, sign=WRONG),
    "two wrong days": dated("ปลายเดือน", "1/4/2565", sign=WRONG),
    "a day of spaces": dated(" \u00a0 "),
    "a plan for a level that is not done": dated("", "", "30/9/2565"),
    "no day of a level that is not done": dated("", "", "เร็ว ๆ นี้", sign=WRONG),
    "a wrong day and a wrong status": Case(
        "M", "dxnnn", DONE | {"self_score": 1, "level|2|date": "เมื่อวาน"}, 1, WRONG, 0
    ),
    "a day of a checklist": Case("C", "ndnnn", DONE | {"self_score": 1, "level|2|date": "1/4/2565"}, 1, WRONG, 0),
    # An amount is in baht: a hundred-thousandth of what the plan allocates, or less, is taken for one in millions.
    "in millions": paid(WRONG, received=36, disbursed=4.5),
    "in millions, Thai digits": paid(WRONG, received="๓๖ บาท", disbursed=0),
    "just so little": paid(WRONG, received=360, disbursed=0),
    "just more": paid(READY, received=360.01, disbursed=0),
    "nothing is not in millions": paid(READY, received=0, disbursed=0),
    "little beside nothing": paid(READY, allocated=None, received=36, disbursed=0),
    "little beside little": paid(READY, allocated=36_000, received=36, disbursed=0),
    "only committed is in millions": paid(WRONG, received=36_000_000, committed=12.5, disbursed=0),
    "little, and not stated": paid(READY, status="ยังไม่ระบุ", received=36, disbursed=4.5),
    "finer than a satang": paid(WRONG, received=36_000_000, disbursed=4.123),
    "finer than a satang, as text": paid(WRONG, received=36_000_000, disbursed="๔.๑๒๓"),
    "a satang": paid(READY, received=36_000_000, disbursed=1234567.89),
}
CODES = {name: f"{case.rubric}{number}" for number, (name, case) in enumerate(CASES.items(), 1)}

SCORE = "คะแนนตามเกณฑ์ (คำนวณให้)"
LABEL, VALUE, HINT, STATE, COUNTS = "B", "C", "D", "E", "G"


def rubric_rows(code, kind):
    for level, threshold in enumerate(RUBRICS[kind][1], 1):
        yield {
            "kpi": code,
            "level": level,
            "criterion": "-" if threshold == "-" else f"เกณฑ์ระดับ {level}",
            "threshold": None if threshold == "-" else threshold,
        }


def plan_of_cases():
    """A plan in which one department has a KPI, and a project, for every case."""
    kinds = {CODES[name]: case.rubric for name, case in CASES.items()}
    return plan_of(
        plan_tables()
        | {
            "projects": [
                {
                    "code": CODES[name],
                    "issue": "1",
                    "department": "CSC",
                    "name": f"โครงการ {CODES[name]}",
                    "allocated": case.allocated,
                }
                for name, case in CASES.items()
            ],
            "kpis": [
                {
                    "code": code,
                    "project": code,
                    "name": f"ตัวชี้วัด {code}",
                    "method": RUBRICS[kind][0],
                    "direction": "lower" if kind == "L" else "higher",
                    **TARGETS.get(kind, {}),
                }
                for code, kind in kinds.items()
            ],
            "rubric": [row for code, kind in kinds.items() for row in rubric_rows(code, kind)],
        }
    )


def answers_of(case, code):
    """Entry key → raw value."""
    counts = case.rubric == "K"
    levels = [level for level, t in enumerate(RUBRICS[case.rubric][1], 1) if t is None or (counts and t != "-")]
    given = {
        f"{code}|level|{level}|status": STATUSES[letter].title.th if STATUSES[letter] else "เกือบเสร็จ"
        for level, letter in zip(levels, case.levels, strict=False)
        if letter != "."
    }
    return given | {f"{code}|{field}": value for field, value in case.answers.items()}


def all_answers():
    return {key: raw for name, case in CASES.items() for key, raw in answers_of(case, CODES[name]).items()}


@pytest.fixture(scope="module")
def form():
    """The workbook of all cases."""
    return write_form(plan_of_cases(), "CSC", "th", answers=all_answers())


@pytest.fixture(scope="module")
def cases(form, shown):
    """Sheet → address → what it shows, of all cases."""
    return shown(form)


def row_of(sheet, label):
    """The row whose label begins so."""
    labels = {cell: value for cell, value in sheet.items() if re.fullmatch(LABEL + "[0-9]+", cell)}
    return next(int(cell[1:]) for cell, value in labels.items() if str(value).startswith(label))


def arabic(text):
    return str(text).translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))


# --- what every filling gives


@pytest.mark.parametrize("name", CASES)
def test_the_rubrics_score(cases, name):
    sheet = cases[CODES[name]]
    row = row_of(sheet, SCORE)
    score, percent = CASES[name].score, CASES[name].score * 20
    assert (sheet[f"{HINT}{row}"], sheet[f"{COUNTS}{row}"]) == pytest.approx((score, percent), abs=1e-8)


@pytest.mark.parametrize("name", CASES)
def test_the_state_is_a_sign_and_words(cases, name):
    sign, _, words = cases[CODES[name]]["E5"].partition(" ")
    assert sign == CASES[name].sign
    assert words


@pytest.mark.parametrize("name", CASES)
def test_how_much_is_filled_in(cases, name):
    sheet = cases[CODES[name]]
    _, filled, _, asked, *_ = arabic(sheet["C5"]).split()
    assert int(asked) - int(filled) == CASES[name].missing
    assert sheet["D5"] == 100 * int(filled) // int(asked)


@pytest.mark.parametrize("name", CASES)
def test_the_home_sheet_says_the_same(cases, name):
    home, sheet = cases["หน้าหลัก"], cases[CODES[name]]
    row = next(cell[1:] for cell, value in home.items() if cell[0] == LABEL and arabic(value) == CODES[name])
    assert [home[f"{column}{row}"] for column in "EF"] == [sheet["D5"], sheet["E5"]]


# --- what is said beside the cells


@pytest.mark.parametrize(
    ("name", "label", "words"),
    [
        ("ready", "คะแนนประเมินตนเอง", "คะแนน ๐ ถึง ๕ ที่หน่วยงานประเมินตนเอง"),
        ("score differs", "คะแนนประเมินตนเอง", "! คะแนนประเมินตนเอง ๓ ไม่ตรงกับเกณฑ์ ซึ่งให้ ๒"),
        ("deviation, score differs", "คะแนนประเมินตนเอง", "! คะแนนประเมินตนเอง ๓.๗ ไม่ตรงกับเกณฑ์ ซึ่งให้ ๓.๗๕"),
        ("three levels, score differs", "คะแนนประเมินตนเอง", "! คะแนนประเมินตนเอง ๔.๑๖ ไม่ตรงกับเกณฑ์ ซึ่งให้ ๔.๑๖๖๗"),
        ("score no number", "คะแนนประเมินตนเอง", "! “สอง” ไม่ใช่ตัวเลขที่อ่านได้"),
        ("score out of range", "คะแนนประเมินตนเอง", "! ค่า ๖ อยู่นอกช่วงที่กำหนด"),
        ("value no number", "ค่าที่ทำได้จริง", "! “สามร้อย” ไม่ใช่ตัวเลขที่อ่านได้"),
        ("value no number", "คะแนนประเมินตนเอง", "คะแนน ๐ ถึง ๕ ที่หน่วยงานประเมินตนเอง"),
        ("obstacle not told", "ปัญหาอุปสรรค", "… ยังไม่ได้กรอก “ปัญหาอุปสรรค”"),
        ("obstacle denied and told", "ปัญหาอุปสรรค", "! ระบุว่าไม่มีปัญหาอุปสรรค แต่มีข้อความในช่อง “ปัญหาอุปสรรค”"),
        ("obstacle no choice", "มีปัญหาอุปสรรคหรือไม่", "! “อาจจะ” ไม่อยู่ในรายการให้เลือก"),
        ("narrative too long", "รายละเอียดการดำเนินงาน", "! ข้อความยาว ๘,๐๐๑ ตัวอักษร เกินที่รับได้"),
        ("more paid than received", "เบิกจ่ายจริง", "! เบิกจ่าย ๓๐๐,๐๐๐ มากกว่างบประมาณที่ได้รับ ๒๗๕,๑๐๐"),
        ("amount no number", "ผูกพัน", "! “สามหมื่น” ไม่ใช่จำนวนเงินที่อ่านได้"),
        ("amount below zero", "ผูกพัน", "! ค่า -๑ อยู่นอกช่วงที่กำหนด"),
        (
            "no budget and an amount",
            "งบประมาณที่ได้รับ",
            "! ระบุว่าไม่ใช้งบประมาณ แต่กรอก “งบประมาณที่ได้รับ (บาท)” ๕๐๐",
        ),
        ("budget not stated", "สถานะงบประมาณ", "… ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอดงบประมาณ"),
        (
            "in millions",
            "งบประมาณที่ได้รับ",
            "! “งบประมาณที่ได้รับ (บาท)” ๓๖ บาท น้อยผิดปกติเมื่อเทียบกับงบประมาณตามแผน ๓๖,๐๐๐,๐๐๐ บาท อาจพิมพ์เป็นหน่วยล้านบาท",
        ),
        (
            "in millions",
            "เบิกจ่าย",
            "! “เบิกจ่ายจริง (บาท)” ๔.๕๐ บาท น้อยผิดปกติเมื่อเทียบกับงบประมาณตามแผน ๓๖,๐๐๐,๐๐๐ บาท อาจพิมพ์เป็นหน่วยล้านบาท",
        ),
        ("just more", "งบประมาณที่ได้รับ", "= ๓๖๐.๐๑ บาท (สามร้อยหกสิบบาทหนึ่งสตางค์)"),
        ("finer than a satang", "เบิกจ่าย", "! “4.123” มีทศนิยมเกินสองตำแหน่ง อาจพิมพ์เป็นหน่วยล้านบาท"),
        ("finer than a satang, as text", "เบิกจ่าย", "! “๔.๑๒๓” มีทศนิยมเกินสองตำแหน่ง อาจพิมพ์เป็นหน่วยล้านบาท"),
    ],
)
def test_what_contradicts_is_said_beside_the_cell(cases, name, label, words):
    sheet = cases[CODES[name]]
    assert sheet[f"{HINT}{row_of(sheet, label)}"] == words


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("nothing", ["–", "–", "–", "–", "–"]),
        ("ready", ["✓ นับ", "✓ นับ", "–", "–", "–"]),
        ("a gap", ["✓ นับ", "–", "! ระดับ ๒ ยังไม่แล้วเสร็จ", "! ระดับ ๒ ยังไม่แล้วเสร็จ", "–"]),
        ("not on the list", ["✓ นับ", "! ไม่อยู่ในรายการ", "–", "–", "–"]),
        ("undefined levels, a gap", ["–", None, "! ระดับ ๑ ยังไม่แล้วเสร็จ", None, "–"]),
        ("checklist", ["–", "✓ นับ", "–", "✓ นับ", "–"]),
        ("between", ["✓ นับ", "✓ นับ", "✓ นับ", "–", "–"]),
        ("lower is better", ["✓ นับ", "✓ นับ", "✓ นับ", "–", "–"]),
        ("mixed, reached too early", ["✓ นับ", "✓ นับ", "–", "– ระดับ ๓ ยังไม่แล้วเสร็จ", "– ระดับ ๓ ยังไม่แล้วเสร็จ"]),
        ("last day of the round", ["✓ นับ", "✓ นับ", "–", "–", "–"]),
        ("the day after the round", ["! วันที่อยู่นอกรอบ", "✓ นับ", "–", "–", "–"]),
        ("several days", ["! อ่านวันที่ไม่ได้", "✓ นับ", "–", "–", "–"]),
        ("two wrong days", ["! อ่านวันที่ไม่ได้", "! วันที่อยู่นอกรอบ", "–", "–", "–"]),
        ("a plan for a level that is not done", ["✓ นับ", "✓ นับ", "–", "–", "–"]),
        ("no day of a level that is not done", ["✓ นับ", "✓ นับ", "! อ่านวันที่ไม่ได้", "–", "–"]),
        ("a wrong day and a wrong status", ["✓ นับ", "! ไม่อยู่ในรายการ", "–", "–", "–"]),
        ("a day of a checklist", ["–", "! วันที่อยู่นอกรอบ", "–", "–", "–"]),
    ],
)
def test_each_level_says_whether_it_counts(cases, name, counts):
    sheet = cases[CODES[name]]
    last = row_of(sheet, SCORE)
    assert [sheet.get(f"{COUNTS}{row}") for row in range(last - 5, last)] == counts


@pytest.mark.parametrize(
    ("name", "rate"),
    [
        ("paid", pytest.approx(13.0861504907)),
        ("paid in Thai digits", pytest.approx(13.0861504907)),
        ("more paid than received", pytest.approx(109.0512540894)),
        ("nothing paid yet", 0),
        ("received nothing, paid nothing", "–"),
        ("one amount missing", "–"),
        ("ready", "–"),
    ],
)
def test_the_disbursement_rate(cases, name, rate):
    sheet = cases[CODES[name]]
    assert sheet[f"{VALUE}{row_of(sheet, 'ร้อยละการเบิกจ่าย')}"] == rate


@pytest.mark.parametrize(
    ("name", "problems"),
    [
        ("the day before the year", 1),
        ("several days", 1),
        ("two wrong days", 2),
        ("a wrong day and a wrong status", 2),
        ("in millions", 2),
        ("only committed is in millions", 1),
        ("finer than a satang", 1),
    ],
)
def test_every_wrong_cell_is_counted_once(cases, name, problems):
    assert arabic(cases[CODES[name]]["E5"]) == f"! ต้องตรวจแก้ {problems} จุด"


@pytest.mark.parametrize(
    ("round_", "last_day", "day", "said"),
    [
        ("6", date(2022, 3, 31), "31/3/2565", "✓ counts"),
        ("6", date(2022, 3, 31), "1/4/2565", "! date outside the round"),
        ("9", date(2022, 6, 30), "1/4/2565", "✓ counts"),
        ("9", date(2022, 6, 30), "1/10/2564", "✓ counts"),
        ("12", date(2022, 9, 30), "30/9/2565", "✓ counts"),
        ("12", date(2022, 9, 30), "30/9/2564", "! date outside the round"),
        ("12", date(2022, 9, 30), "some day", "! not a date"),
    ],
)
def test_a_round_adds_to_those_before_it_in_the_fiscal_year(plan, entries_of, shown, round_, last_day, day, said):
    """Also where the round itself is said to begin later than the year."""
    later = replace(plan.settings, round=int(round_), first_day=date(2022, 1, 1), last_day=last_day)
    answers = {"1.1|level|1|status": "done", "1.1|level|1|date": day}
    form = write_form(replace(plan, settings=later), "CSC", "en", answers=answers)
    sheet, cell, _ = entries_of(form)["1.1|level|1|status"]
    assert shown(form)[sheet][f"{COUNTS}{cell[1:]}"] == said


# --- the form as a whole


def test_one_light_for_the_whole_form(cases):
    wrong = sum(case.sign == WRONG for case in CASES.values())
    assert arabic(cases["หน้าหลัก"]["C5"]) == f"! ต้องตรวจแก้ {wrong} รายการ"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("th", ["กรอกแล้ว ๙ จาก ๑๐ ช่อง คิดเป็นร้อยละ", 90, "! ต้องตรวจแก้ ๑ จุด"]),
        ("en", ["Filled 9 of 10 cells; in percent", 90, "! to put right: 1"]),
    ],
)
def test_the_strip_on_top_of_a_kpi(write, answers, shown, lang, words):
    form = write("HRM", lang, answers=answers["HRM"] | {"2.1|narrative": "", "2.1|self_score": 9})
    assert [shown(form)["2.1"][f"{column}5"] for column in "CDE"] == words


def test_the_light_of_a_blank_form(write, shown):
    assert shown(write("HRM"))["หน้าหลัก"]["C5"] == "○ ยังไม่เริ่มกรอก"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "✓ ครบถ้วน พร้อมส่ง"),
        ({"reporter|name": ""}, "… ยังต้องกรอกอีก ๑ ช่อง"),
        ({"reporter|name": "-", "2.1|narrative": ""}, "… ยังต้องกรอกอีก ๒ ช่อง"),
        ({"2.1|self_score": 5}, "! ต้องตรวจแก้ ๑ รายการ"),
        ({"2.1|self_score": 5, "reporter|name": ""}, "! ต้องตรวจแก้ ๑ รายการ"),
        ({"reporter|date": "๑๕ เม.ย. ๒๕๖๕"}, "✓ ครบถ้วน พร้อมส่ง"),
        ({"reporter|date": "เมื่อวาน"}, "! ต้องตรวจแก้ ๑ รายการ"),
        ({"reporter|date": "เมื่อวาน", "2.1|self_score": 5}, "! ต้องตรวจแก้ ๒ รายการ"),
    ],
)
def test_the_light_counts_who_reports_too(write, answers, shown, more, words):
    form = write("HRM", answers=answers["HRM"] | more)
    assert shown(form)["หน้าหลัก"]["C5"] == words


@pytest.mark.parametrize(
    ("lang", "day", "words"),
    [
        ("th", "", "เช่น ๓๑ มี.ค. ๒๕๖๕ หรือ ๓๑/๓/๒๕๖๕"),
        ("th", date(2022, 4, 15), "เช่น ๓๑ มี.ค. ๒๕๖๕ หรือ ๓๑/๓/๒๕๖๕"),
        ("th", "15 เม.ย. 65", "เช่น ๓๑ มี.ค. ๒๕๖๕ หรือ ๓๑/๓/๒๕๖๕"),
        ("th", "เมื่อวาน", "! อ่านวันที่ไม่ได้"),
        ("th", "31/4/2565", "! อ่านวันที่ไม่ได้"),
        ("en", "yesterday", "! not a date"),
    ],
)
def test_the_date_of_the_report_is_read_too(write, answers, entries_of, shown, lang, day, words):
    form = write("HRM", lang, answers=answers["HRM"] | {"reporter|date": day})
    sheet, cell, _ = entries_of(form)["reporter|date"]
    assert shown(form)[sheet][f"{HINT}{cell[1:]}"] == words


def test_a_second_kpi_of_a_project_says_where_the_budget_is_reported(every_method, opened):
    sheet = opened(write_form(every_method, "CSC", "th"))["S"]
    links = {cell.value: cell.hyperlink.location for cell in sheet[LABEL] if cell.hyperlink}
    assert links["งบประมาณของโครงการนี้รายงานที่แผ่น M"] == "'M'!A1"


@pytest.fixture(scope="module")
def books(form, write, answers):
    """Every workbook with formulas that this module knows."""
    odd = {"3.1|level|1|date": '๗-๑๑ มี.ค. "๒๕๖๕"', "3.2|narrative": "=1/0", "3.3|level|1|status": True}
    keys = ("3.1|level|1|date", "3.2|narrative")
    found = [{"rule": "DATE_UNREADABLE", "kpi": key[:3], "key": key, "field": "levels.date"} for key in keys]
    books = {"cases": form, "blank": write("ICT"), "en": write("HRM", "en", answers=answers["HRM"])}
    books |= {f"filled {department}": write(department, answers=answers[department]) for department in DEPARTMENTS}
    books |= {f"blank {department}": write(department) for department in DEPARTMENTS if department != "ICT"}
    books["returned"] = write("ICT", answers=answers["ICT"] | odd, findings=findings(found))
    books["no date"] = write("HRM", answers=answers["HRM"] | {"reporter|date": "เมื่อวาน"})
    return books


@pytest.fixture(scope="module")
def calculated(books, recalculated, tmp_path_factory):
    """The same as written, and as LibreOffice calculates them afresh."""
    return books, recalculated(books, tmp_path_factory.mktemp("calculated"))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize(
    "name",
    [
        *("cases", "blank", "en", "returned", "no date"),
        *(f"filled {department}" for department in DEPARTMENTS),
        *(f"blank {department}" for department in DEPARTMENTS if department != "ICT"),
    ],
)
def test_calculated_afresh_no_cell_changes(calculated, differing, name):
    before, after = (of[name] for of in calculated)
    assert differing(before, after) == []


def test_no_cell_shows_an_error_or_nothing_at_all(form, cases, formulas):
    values = [cases[sheet].get(cell) for sheet, cell in formulas(form)]
    assert len(values) > 50 * len(CASES)
    assert not [value for value in values if value is None or str(value).startswith("#")]


def test_formulas_are_such_as_old_excel_knows(form, formulas):
    written = list(formulas(form).values())
    assert max(map(len, written)) < 8192
    words = ("LET(", "XLOOKUP(", "FILTER(", "BAHTTEXT(", "_xlfn", "INDIRECT(", "OFFSET(", "TODAY(", "NOW(", "{")
    assert not [formula for formula in written if any(word in formula for word in words)]


# Functions of Excel 2007, which LibreOffice has too. A workbook says a younger one with `_xlfn.` before its name, and
# a page writes formulas as they are: whoever adds a function here sees to it that it needs none.
EXCEL_2007 = {
    *("ABS", "AND", "CHAR", "COUNTIF", "DATE", "DAY", "FIND", "IF", "IFERROR", "INDEX", "INT", "ISERROR", "ISNUMBER"),
    *("LEFT", "LEN", "LOWER", "MAX", "MID", "MIN", "MOD", "MONTH", "NOT", "OR", "RIGHT", "ROUND", "SUBSTITUTE", "SUM"),
    *("SUMPRODUCT", "TEXT", "TRIM", "VALUE", "YEAR"),
}


def bare(formula):
    """A formula without the texts and the names of sheets in it."""
    return re.sub(r"""'(?:[^']|'')*'!|"(?:[^"]|"")*\"""", "", formula)


@pytest.fixture(scope="module")
def every_formula(books, formulas, opened):
    """Those of cells, of conditional looks and of checks while typing, in every workbook that this module knows."""
    found = set()
    for book in books.values():
        found |= set(formulas(book).values())
        for sheet in opened(book).worksheets:
            found |= {f for cells in sheet.conditional_formatting for rule in cells.rules for f in rule.formula}
            checks = sheet.data_validations.dataValidation
            found |= {str(f) for check in checks for f in (check.formula1, check.formula2) if f}
    return found


def test_no_formula_uses_a_function_that_would_need_a_prefix(every_formula):
    used = {name for formula in every_formula for name in re.findall(r"([A-Za-z_][\w.]*)\(", bare(formula))}
    assert used == EXCEL_2007, "all of them, so that none is allowed for nothing"


def test_what_xlsxwriter_would_have_prepared_is_written_already(every_formula):
    """Its own list of younger functions agrees."""
    sheet = Worksheet()
    changed = {
        formula
        for formula in map(bare, every_formula)
        if sheet._prepare_formula(formula, expand_future_functions=True) != formula
    }
    assert changed == set()
    assert sheet._prepare_formula("IFNA(CONCAT(A1),XLOOKUP(1,A1,B1))", True).count("_xlfn.") == 3, "which it would say"
