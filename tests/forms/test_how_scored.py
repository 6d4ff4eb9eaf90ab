"""What a sheet says of how its KPI is scored: what the plan gives for the method, and the policy below the first level."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.scored_sheets import answers_of, plan_with
from support.scoring import kpi_of

from pipeline.consolidation.methods import METHODS, Policies
from pipeline.forms import layout as lay
from pipeline.forms import words
from pipeline.forms.filling import Filling
from pipeline.forms.form import write_form
from pipeline.forms.how_scored import facts, in_fractions, sentence
from pipeline.forms.layout import Entry, Level, LevelHead
from pipeline.validation.findings import findings

STEPS = [100, 150, 200, 250, 300]
KINDS = {
    "N": kpi_of("interpolated", thresholds=STEPS),
    "I": kpi_of("interval", target=85, step=5, unit="คน", value=88.5),
    "J": kpi_of("interval", target=10, step=2.5, target_level=4, direction="lower", unit="วัน"),
    "P": kpi_of("proportional", target=40, direction="lower", unit="เรื่อง", value=39),
    "D": kpi_of("two_sided", target=1234.5, direction="lower"),
    "H": kpi_of("three_level", thresholds=[27, 40.5, 54], value=45),
    "C": kpi_of("checklist"),
    "K": kpi_of("checklist", counts=[1, "-", 2, 3], undefined=[5]),
    "T": kpi_of("thresholds", thresholds=STEPS),
}
BY_VALUE = "NIJPDHT"


def filling_of(plan, lang="th", below="zero"):
    """The form of a department that reports one KPI of each of these kinds."""
    kinds = plan_with(plan, KINDS, Policies(below, 7.5, 22.0))
    return Filling(kinds, "CSC", lang, {}, findings(), 1)


def kpi_in(filling, code):
    return next(kpi for kpi in filling.kpis if kpi["code"] == code)


@pytest.fixture(scope="module")
def layouts(plan):
    """KPI → its layout."""
    filling = filling_of(plan)
    return {kpi["code"]: lay.layout(filling, kpi, kpi["code"]) for kpi in filling.kpis}


# --- what the plan gives


@pytest.mark.parametrize(
    ("code", "lang", "told"),
    [
        ("N", "th", ["วิธีให้คะแนน: ค่าเป้าหมายเทียบสัดส่วน", "ยิ่งมากยิ่งดี"]),
        (
            "I",
            "th",
            [
                "วิธีให้คะแนน: ช่วงปรับเกณฑ์ ±",
                "หน่วยนับ: คน",
                "ค่าเป้าหมาย: ๘๕",
                "ช่วงปรับเกณฑ์: ±๕ ต่อ ๑ คะแนน",
                "ยิ่งมากยิ่งดี",
            ],
        ),
        ("J", "en", ["Method: interval ±", "Unit: วัน", "Target: 10", "Interval: ±2.5 per point", "lower is better"]),
        ("P", "th", ["วิธีให้คะแนน: ตามสัดส่วนของเป้าหมาย", "หน่วยนับ: เรื่อง", "ค่าเป้าหมาย: ๔๐"]),
        ("D", "en", ["Method: deviation from the target", "Target: 1,234.5"]),
        ("H", "th", ["วิธีให้คะแนน: สามระดับ ๕๐/๗๕/๑๐๐", "ยิ่งมากยิ่งดี"]),
        ("C", "en", ["Method: checklist"]),
    ],
)
def test_only_what_the_method_looks_at_is_told(plan, code, lang, told):
    filling = filling_of(plan, lang)
    assert list(facts(filling, kpi_in(filling, code))) == told


@pytest.mark.parametrize(
    ("round_", "weight"), [(6, "น้ำหนัก: ๑.๕"), (9, "น้ำหนัก: ๒"), (12, "น้ำหนัก: ๐.๒๕")], ids=["6", "9, as always", "12"]
)
def test_the_weight_is_that_of_this_round(plan, round_, weight):
    kpi = {"K": kpi_of("milestones", weight=2, weight_6=1.5, weight_12=0.25)}
    in_round = replace(plan, settings=replace(plan.settings, round=round_))
    filling = Filling(plan_with(in_round, kpi, Policies()), "CSC", "th", {}, findings(), 1)
    told = [row.text for _, row in lay.layout(filling, filling.kpis[0], "K") if isinstance(row, lay.Fact)]
    assert weight in told[-1].split(" · ")


# --- how the score comes about


@pytest.mark.parametrize(
    ("code", "lang", "said"),
    [
        (
            "N",
            "th",
            "คะแนนเทียบบัญญัติไตรยางศ์ระหว่างเกณฑ์ของสองระดับที่ค่าอยู่ระหว่างกลาง สูงสุดเท่าระดับสุดท้าย กรอกค่าในส่วนที่ ๒ · "
            "ไม่ถึงระดับ ๑ ได้ ๐ คะแนน",
        ),
        (
            "I",
            "th",
            "ค่า ๘๕ คน ได้ ๓ คะแนน สูงกว่านั้นทุก ๕ คน เพิ่ม ๑ คะแนน ต่ำกว่านั้นทุก ๕ คน ลด ๑ คะแนน สูงสุด ๕ คะแนน "
            "กรอกค่าในส่วนที่ ๒ · ที่คิดได้ไม่ถึง ๑ ให้ ๐ คะแนน",
        ),
        (
            "J",
            "th",
            "ค่า ๑๐ วัน ได้ ๔ คะแนน ต่ำกว่านั้นทุก ๒.๕ วัน เพิ่ม ๑ คะแนน สูงกว่านั้นทุก ๒.๕ วัน ลด ๑ คะแนน สูงสุด ๕ คะแนน "
            "กรอกค่าในส่วนที่ ๒ · ที่คิดได้ไม่ถึง ๑ ให้ ๐ คะแนน",
        ),
        (
            "J",
            "en",
            "10 วัน scores 4; every 2.5 วัน less adds a point and every 2.5 วัน more takes one off, up to 5; "
            "fill the value in part 2 · less than 1 becomes 0",
        ),
        ("P", "th", "คะแนน = ๕ × ค่าที่ทำได้จริง ÷ ค่าเป้าหมาย ๔๐ เรื่อง สูงสุด ๕ คะแนน กรอกค่าในส่วนที่ ๒"),
        (
            "D",
            "th",
            "ต่างจากเป้าหมาย ๑,๒๓๔.๕ ไม่เกินร้อยละ ๗.๕ ได้ ๕ คะแนน ต่างตั้งแต่ร้อยละ ๒๒ ขึ้นไปได้ ๐ คะแนน "
            "ระหว่างนั้นลดลงตามสัดส่วน กรอกค่าในส่วนที่ ๒",
        ),
        (
            "H",
            "en",
            "Levels 1, 2 and 3 are 50, 75 and 100 percent, in proportion between; the score is percent ÷ 20; "
            "fill the value in part 2 · short of level 1 there is no point",
        ),
        ("C", "th", "คะแนนคือจำนวนรายการที่แล้วเสร็จ ไม่ต้องเรียงลำดับ"),
        (
            "K",
            "th",
            "คะแนนขึ้นกับจำนวนรายการที่แล้วเสร็จ ไม่ต้องเรียงลำดับ · ครบ ๑ รายการ ได้ ๑ คะแนน · ครบ ๒ รายการ ได้ ๓ คะแนน · "
            "ครบ ๓ รายการ ได้ ๔ คะแนน",
        ),
    ],
)
def test_the_sentence_over_the_rubric(plan, code, lang, said):
    filling = filling_of(plan, lang)
    assert sentence(filling, kpi_in(filling, code)) == said


@pytest.mark.parametrize(
    ("code", "below", "said"),
    [
        ("N", "lowest", "ไม่ถึงระดับ ๑ ยังได้ ๑ คะแนน"),
        ("N", "proportional", "ไม่ถึงระดับ ๑ ลดลงตามสัดส่วนของระดับ ๑"),
        ("I", "lowest", "ที่คิดได้ไม่ถึง ๑ ให้ ๑ คะแนน"),
        ("I", "proportional", "ต่ำสุด ๐ คะแนน"),
        ("H", "lowest", "ไม่ถึงระดับ ๑ ยังได้ร้อยละ ๕๐"),
        ("H", "proportional", "ไม่ถึงระดับ ๑ ลดลงตามสัดส่วนของระดับ ๑"),
    ],
)
def test_the_policy_below_the_first_level_is_said_last(plan, code, below, said):
    filling = filling_of(plan, below=below)
    assert sentence(filling, kpi_in(filling, code)).split(" · ")[-1] == said


@pytest.mark.parametrize("below", ["zero", "lowest", "proportional"])
@pytest.mark.parametrize("code", "PDTC")
def test_where_there_is_no_policy_none_is_said(plan, code, below):
    filling = filling_of(plan, below=below)
    assert " · " not in sentence(filling, kpi_in(filling, code))


def test_every_method_has_its_sentence():
    assert words.METHOD_HINTS.keys() == METHODS.keys()
    assert words.BELOW_FIRST.keys() == {"interpolated", "interval", "three_level"}


# --- what the sheet asks


@pytest.mark.parametrize("code", BY_VALUE)
def test_a_kpi_by_its_value_asks_for_no_status_and_always_for_the_value(layouts, code):
    layout = layouts[code]
    ((_, head),) = layout.of(LevelHead)
    assert not head.entries
    assert not any(level.asks for _, level in layout.of(Level))
    value = next(entry for _, entry in layout.of(Entry) if entry.field.id == "value")
    assert value.needs == words.REQUIRED


@pytest.mark.parametrize(
    ("code", "thresholds"),
    [
        ("I", [75, 80, 85, 90, 95]),
        ("J", [17.5, 15, 12.5, 10, 7.5]),
        ("P", [8, 16, 24, 32, 40]),
        ("D", [19.1, 16.2, 13.3, 10.4, 7.5]),
        ("H", [27, 40.5, 54]),
    ],
)
def test_the_levels_of_a_kpi_are_at_their_thresholds(layouts, code, thresholds):
    assert [level.threshold for _, level in layouts[code].of(Level)] == thresholds


def test_the_items_of_a_checklist_with_counts_are_asked_for_their_status(layouts):
    levels = [level for _, level in layouts["K"].of(Level)]
    assert [(level.number, level.asks, level.items) for level in levels] == [
        *((1, True, 1), (2, True, None), (3, True, 2), (4, True, 3)),
    ]
    assert [level.key for level in levels] == [f"K|level|{n}" for n in range(1, 5)]
    assert "results.value" not in layouts["K"].entries


@pytest.mark.parametrize(
    ("code", "falling"), [("N", False), ("I", False), ("J", True), ("P", False), ("D", True), ("H", False)]
)
def test_a_level_is_reached_from_below_or_from_above(layouts, code, falling):
    assert layouts[code].falling is falling


@pytest.mark.parametrize(("code", "broken"), [*((code, True) for code in "NIJPDH"), ("T", False), ("C", False)])
def test_a_score_may_lie_between_two_levels(layouts, code, broken):
    assert in_fractions(layouts[code].kpi) is broken


# --- how it looks


@pytest.fixture(scope="module")
def drawn(plan, opened):
    """The form as openpyxl sees it, with the values that are answered."""
    kinds = plan_with(plan, KINDS, Policies("zero", 7.5, 22.0))
    return opened(write_form(kinds, "CSC", "th", answers=answers_of(kinds, KINDS)))


@pytest.mark.parametrize(
    ("code", "level", "said"),
    [
        ("N", 1, "ตั้งแต่ ๑๐๐ ขึ้นไป"),
        ("I", 5, "ตั้งแต่ ๙๕ คน ขึ้นไป"),
        ("J", 3, "ไม่เกิน ๑๒.๕ วัน"),
        ("P", 2, "ตั้งแต่ ๑๖ เรื่อง ขึ้นไป"),
        ("D", 4, "ต่างไม่เกินร้อยละ ๑๐.๔"),
        ("H", 2, "ตั้งแต่ ๔๐.๕ ขึ้นไป"),
    ],
)
def test_a_threshold_says_what_it_asks_for(drawn, as_seen, code, level, said):
    sheet = drawn[code]
    row = next(cell.row for cell in sheet["A"] if cell.value == f"{code}|threshold|{level}")
    assert as_seen(sheet[f"D{row}"]) == said


def score_cell(sheet):
    row = next(cell.row for cell in sheet["B"] if cell.value == words.SCORE.th)
    return sheet[f"D{row}"], sheet[f"G{row}"]


@pytest.mark.parametrize("code", "NIJPDH")
def test_a_broken_score_shows_its_decimals_and_a_whole_one_no_decimal_point(drawn, code):
    sheet = drawn[code]
    for cell in score_cell(sheet):
        assert cell.number_format.startswith("[$-D00041E]#,##0.####;")
        rules = [
            rule
            for cells in sheet.conditional_formatting
            if cell.coordinate in cells.sqref
            for rule in cells.rules
            if rule.formula == [f"${cell.coordinate[0]}{cell.row}=INT(${cell.coordinate[0]}{cell.row})"]
        ]
        assert [rule.dxf.numFmt.formatCode.split(";")[0] for rule in rules] == ["[$-D00041E]#,##0"]


@pytest.mark.parametrize("code", "TCK")
def test_a_score_that_is_always_whole_needs_no_condition(drawn, code):
    assert [cell.number_format.split(";")[0] for cell in score_cell(drawn[code])] == ["[$-D00041E]0"] * 2
