"""A form says beforehand what a check says afterwards: the same score, the same gaps, the same contradictions.

Random fillings, each of a KPI of its own in one plan; the form's formulas against validation and scoring.
"""

from __future__ import annotations

import random
from datetime import date, datetime

import pandas as pd
import pytest
from support.seed import plan_of, plan_tables, validated

from pipeline.consolidation.scores import level_results, scored
from pipeline.forms import layout as lay
from pipeline.forms.filling import Filling
from pipeline.forms.kpi_live import kpi_formulas
from pipeline.forms.reading import DONE
from pipeline.forms.workings import Workings
from pipeline.validation.findings import findings

FILLINGS = 210
# Method, thresholds by level, and what else the plan gives.
RUBRICS = (
    ("milestones", [None] * 5, {}),
    ("milestones", [None, "-", None, None, "-"], {}),
    ("checklist", [None] * 5, {}),
    ("thresholds", [100, 150, 200, 250, 300], {}),
    ("mixed", [None, None, 10, None, 20], {}),
    ("mixed", [5, None, None, None, None], {}),
    ("checklist", [1, "-", 2, "-", 3], {}),
    ("interpolated", [1, 3, 12, 150, 300], {}),
    ("interpolated", [300, "-", 100, "-", 3], {"direction": "lower"}),
    ("interval", [], {"target": 5, "step": 1.5}),
    ("proportional", [], {"target": 160}),
    ("two_sided", [], {"target": 160}),
    ("three_level", [3, 12, 200], {}),
    ("interval", [], {"target": 5, "step": 1.5, "target_level": 4, "direction": "lower"}),
)
STATUSES = ["แล้วเสร็จ", "แล้วเสร็จ", "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "not started", "เสร็จ", "เกือบเสร็จ", "", " "]
TEXTS = ["ดำเนินการแล้ว", "", "-", " – ", "\u00a0", "ก" * 8001]
NUMBERS = [0, 1, 2, 3, 5, 6, "๒", "3.5", "สาม", "", -1, 12, 150, 275, "๓๑๐", 9.5]
AMOUNTS = ["", "", 0, 1000, 500, "๑,๐๐๐", "500 บาท", "พันบาท", -5, "1,000-2,000", 36, 0.36, 12.345, "๑๒.๕๐"]
DATES = [
    *(
        "",
        "",
        " ",
        "31/3/2565",
        "๓๑ มี.ค. ๒๕๖๕",
        "1 ต.ค. 2564",
        date(2021, 10, 1),
        date(2022, 3, 31),
        datetime(2022, 1, 5),
    ),
    *(
        "30/9/2564",
        "1 เม.ย. 65",
        date(2021, 9, 30),
        date(2022, 4, 1),
        "๗-๑๑ มี.ค. ๒๕๖๕",
        "ปลายเดือน",
        "31/2/2565",
        5,
        True,
    ),
]
# Of 36,000,000.00 baht the first hundred-thousandth is 360.00; no allocation is nothing to compare with.
ALLOCATED = [None, 3_600_000, 36_000_000]
ANSWERS = {
    "value": NUMBERS,
    "self_score": NUMBERS,
    "narrative": TEXTS,
    "has_obstacle": ["มี", "ไม่มี", "yes", "-", "อาจจะ", ""],
    "obstacle": TEXTS,
    "suggestion": TEXTS,
    "budget|status": ["ไม่ใช้งบประมาณ", "ได้รับจัดสรรงบประมาณ", "allocated", "ยังไม่ระบุ", "?", ""],
    "budget|received": AMOUNTS,
    "budget|committed": AMOUNTS,
    "budget|disbursed": AMOUNTS,
}
# What every third filling is made of: answers that a check has nothing to say about, most of the time.
SOUND = {
    "value": [0, 12, 150, "๓๑๐"],
    "self_score": [0, 1, 2, 3, 5, "๒"],
    "narrative": ["ดำเนินการแล้ว"],
    "has_obstacle": ["ไม่มี"],
    "obstacle": ["", "-"],
    "budget|status": ["ไม่ใช้งบประมาณ"],
    "budget|received": ["", 0],
    "budget|committed": [""],
    "budget|disbursed": ["", 0],
}
SOUND_STATUSES, SOUND_DATES = ["แล้วเสร็จ", "เสร็จ", "not started"], ["", "31/3/2565", date(2022, 1, 5)]
SAID_IN_BOTH = {
    "NUMBER_UNREADABLE",
    "NUMBER_OUT_OF_RANGE",
    "AMOUNT_IN_MILLIONS",
    "AMOUNT_TOO_FINE",
    "AMOUNT_UNREADABLE",
    "AMOUNT_WITHOUT_BUDGET",
    "CHOICE_NOT_ON_LIST",
    "DISBURSED_OVER_RECEIVED",
    "OBSTACLE_UNMARKED",
    "TEXT_TOO_LONG",
}
WRONG_DAYS = {"DATE_UNREADABLE", "DATE_OUTSIDE_ROUND"}
EMPTY = {"ENTRY_REQUIRED", "ENTRY_EXPECTED"}


def filling_plan():
    """A plan with a KPI, in a project of its own, for every filling."""
    tables = plan_tables()
    tables["settings"][0] |= {"below_first": "proportional"}
    kinds = [(f"K{number}", *RUBRICS[number % len(RUBRICS)]) for number in range(FILLINGS)]
    projects = [
        {"code": c, "issue": "1", "department": "CSC", "name": c, "allocated": ALLOCATED[number % len(ALLOCATED)]}
        for number, (c, *_) in enumerate(kinds)
    ]
    kpis = [{"code": c, "project": c, "name": c, "method": method, **more} for c, method, _, more in kinds]
    rubric = [
        {
            "kpi": code,
            "level": level,
            "criterion": "-" if threshold == "-" else "x",
            "threshold": None if threshold == "-" else threshold,
        }
        for code, _, thresholds, _ in kinds
        for level, threshold in enumerate(thresholds, 1)
    ]
    return plan_of(tables | {"projects": projects, "kpis": kpis, "rubric": rubric})


def random_answers(plan):
    """Entry key → something that somebody might type there."""
    chance = random.Random(2565)
    given = {}
    for entry in plan.entries[plan.entries["table"] != "reporter"].to_dict("records"):
        code, _, field = entry["key"].partition("|")
        sound = int(code[1:]) % 3 == 0
        if entry["table"] == "levels" and entry["field"] == "status":
            given[entry["key"]] = chance.choice(SOUND_STATUSES if sound else STATUSES)
        elif entry["table"] == "levels" and entry["field"] == "date":
            given[entry["key"]] = chance.choice(SOUND_DATES if sound else DATES)
        elif field in ANSWERS:
            given[entry["key"]] = chance.choice(SOUND.get(field, [""]) if sound else ANSWERS[field])
    return given


@pytest.fixture(scope="module")
def plan():
    """In place of the example's plan: one with every filling."""
    return filling_plan()


@pytest.fixture(scope="module")
def given(plan):
    """What was typed."""
    return random_answers(plan)


@pytest.fixture(scope="module")
def said(plan, given):
    """KPI → its sheet's layout and formulas."""
    filling = Filling(plan, "CSC", "th", given, findings(), 1)
    layouts = {kpi["code"]: lay.layout(filling, kpi, kpi["code"]) for kpi in filling.kpis}
    workings = Workings()
    return {code: (layout, kpi_formulas(filling, layout, workings).formulas) for code, layout in layouts.items()}


@pytest.fixture(scope="module")
def checked(plan, given):
    """The same answers, validated."""
    return validated(plan, {"CSC": given})


def marked(said, column, of_level="status"):
    """The entries in whose rows a hidden column says 1; of a level its status, or another of its cells."""
    found = set()
    for layout, formulas in said.values():
        for key, (row, col) in layout.places.items():
            decides = col == lay.VALUE or key.endswith(f"|{of_level}")
            if decides and (row, column) in formulas and formulas[row, column].value == 1:
                found.add(key)
    return found


def found_by(checked, rules):
    found = checked.findings
    return set(found.loc[found["rule"].isin(rules), "key"])


def test_the_fillings_are_of_every_kind(checked, given):
    assert len(given) > 10 * FILLINGS
    rules = set(checked.findings["rule"])
    assert rules >= SAID_IN_BOTH | EMPTY | WRONG_DAYS


def test_the_score_and_its_percent_are_the_same(plan, said, checked):
    reported = pd.Series("reported", index=plan.measures["code"])
    levels = level_results(plan, checked.tables)
    scores = scored(plan, checked.tables, levels, reported, {}).set_index("kpi")
    for code, (layout, formulas) in said.items():
        ((row, _),) = layout.of(lay.Score)
        score, percent = formulas[row, lay.STATUS].value, formulas[row, lay.COUNTS].value
        assert score == pytest.approx(scores.at[code, "rubric_score"], abs=1e-9), code
        assert percent == pytest.approx(scores.at[code, "percent"], abs=1e-7), code
    assert scores["rubric_score"].round(4).nunique() > 12


def test_a_level_is_met_in_both_or_in_neither(plan, said, checked):
    levels = level_results(plan, checked.tables)
    met = {(row["kpi"], row["level"]): row["met"] == "yes" for row in levels.to_dict("records")}
    beforehand = {
        (code, level.number): formulas[row, lay.MEANING].value == DONE
        for code, (layout, formulas) in said.items()
        for row, level in layout.of(lay.Level)
    }
    assert beforehand == met


def test_what_is_missing_is_the_same(plan, said, checked):
    reporter = {key for key in plan.entries["key"] if key.startswith("reporter|")}
    assert marked(said, lay.MISSING) == found_by(checked, EMPTY) - reporter


def test_what_is_required_and_filled_is_not_missing(said, given):
    blank = {key for key, raw in given.items() if str(raw).replace("\u00a0", "").strip(" -–") == ""}
    missing = marked(said, lay.MISSING)
    assert missing <= marked(said, lay.ASKED)
    dashes = {key for key in given if given[key] == "-" and key.endswith("has_obstacle")}
    assert missing <= blank - dashes


def test_what_cannot_be_read_or_contradicts_is_the_same(said, checked, given):
    levels = {key for key in given if "|level|" in key}
    scores = {key for key in given if key.endswith("|self_score")}
    beforehand, afterwards = marked(said, lay.PROBLEM), found_by(checked, SAID_IN_BOTH)
    assert beforehand - levels - scores == afterwards - levels - scores
    assert afterwards <= beforehand


def test_a_day_that_cannot_be_read_or_is_outside_the_round_is_the_same(said, checked):
    assert marked(said, lay.WRONG_DAY, of_level="date") == found_by(checked, WRONG_DAYS)


@pytest.mark.parametrize(
    ("rule", "words"),
    [("DATE_UNREADABLE", "! อ่านวันที่ไม่ได้"), ("DATE_OUTSIDE_ROUND", "! วันที่อยู่นอกรอบ")],
)
def test_a_wrong_day_is_said_beside_its_level_where_its_status_is_right(said, checked, rule, words):
    """One cell says both; what is wrong with the status comes first."""
    wrong = found_by(checked, {rule})
    seen = 0
    for layout, formulas in said.values():
        for row, level in layout.of(lay.Level):
            if level.asks and f"{level.key}|date" in wrong and not formulas[row, lay.PROBLEM].value:
                assert formulas[row, lay.COUNTS].value == words
                seen += 1
    assert seen > 3


def test_a_score_that_is_no_score_is_said_at_once(said, checked):
    wrong = found_by(checked, {"NUMBER_UNREADABLE", "NUMBER_OUT_OF_RANGE"})
    assert {key for key in wrong if key.endswith("self_score")} <= marked(said, lay.PROBLEM)


def test_a_level_that_is_wrong_is_said_beside_it(said, checked):
    words = {
        f"{level.key}|status": formulas[row, lay.COUNTS].value
        for layout, formulas in said.values()
        for row, level in layout.of(lay.Level)
        if level.asks
    }
    strange = {key for key in found_by(checked, {"CHOICE_NOT_ON_LIST"}) if "|level|" in key}
    assert strange == {key for key, said_ in words.items() if said_ == "! ไม่อยู่ในรายการ"}


def test_a_kpi_with_an_error_is_never_said_to_be_ready(said, checked):
    errors = checked.findings[checked.findings["severity"] == "error"]
    ready = {code for code, (_, formulas) in said.items() if formulas[lay.STRIP, lay.STATE].value == "✓ พร้อมส่ง"}
    assert not ready & set(errors["kpi"])


def test_a_kpi_without_a_finding_is_ready(said, checked, given):
    """But for what scoring alone finds: a score that differs, and levels after a gap."""
    clean = set(said) - set(checked.findings["kpi"].dropna())
    assert len(clean) > 20
    states = {code: said[code][1][lay.STRIP, lay.STATE].value for code in clean}
    for code, state in states.items():
        layout, formulas = said[code]
        row = layout.entries["results.self_score"]
        differs = formulas[row, lay.PROBLEM].value == 1
        gaps = any(formulas[at, lay.PROBLEM].value for at, level in layout.of(lay.Level) if level.asks)
        assert (state == "✓ พร้อมส่ง") == (not differs and not gaps), code
