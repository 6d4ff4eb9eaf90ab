"""What stands on a KPI's sheet, row by row: the one description that drawing, formulas and links start from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.forms import layout as lay
from pipeline.forms.filling import Filling
from pipeline.forms.layout import (
    Allocated,
    Elsewhere,
    Entry,
    Fact,
    Gap,
    Heading,
    Hint,
    Layout,
    Level,
    LevelHead,
    Rate,
    Score,
    Undefined,
)
from pipeline.validation.findings import findings
from schemas.submission import BUDGETS, RESULTS

FACTS = [Fact, Fact, Fact, Fact, Gap]
HEAD = [Heading, Hint, LevelHead]
RESULT = [Heading, Entry, Entry, Entry, Entry, Entry]
MONEY = [Heading, Allocated, Entry, Entry, Entry, Entry, Rate]


@pytest.fixture(scope="module")
def layouts(every_method):
    """KPI → its layout, in Thai."""
    filling = Filling(every_method, "CSC", "th", {}, findings(), 1)
    return {kpi["code"]: lay.layout(filling, kpi, kpi["code"]) for kpi in filling.kpis}


def kinds(layout: Layout) -> list[type]:
    return [type(row) for _, row in layout]


@pytest.mark.parametrize(
    ("kpi", "rows"),
    [
        ("M", [*FACTS, *HEAD, *[Level] * 5, Score, Gap, *RESULT, Gap, *MONEY]),
        ("S", [*FACTS, *HEAD, *[Level] * 5, Score, Gap, *RESULT, Gap, Heading, Elsewhere]),
        ("G", [*FACTS, *HEAD, Level, Undefined, Level, Undefined, Level, Score, Gap, *RESULT, Gap, *MONEY]),
        ("C", [*FACTS, *HEAD, *[Level] * 5, Score, Gap, *RESULT, Gap, *MONEY]),
        ("T", [*FACTS, *HEAD, *[Level] * 5, Score, Gap, *RESULT, Entry, Gap, *MONEY]),
        ("X", [*FACTS, *HEAD, *[Level] * 5, Score, Gap, *RESULT, Entry, Gap, *MONEY]),
    ],
)
def test_the_rows_of_each_way_of_scoring(layouts, kpi, rows):
    assert kinds(layouts[kpi]) == rows


@pytest.mark.parametrize("kpi", "MSGCTLX")
def test_rows_are_counted_from_the_first(layouts, kpi):
    layout = layouts[kpi]
    numbers = [number for number, _ in layout]
    assert numbers == list(range(lay.FIRST, layout.last + 1))
    assert lay.FIRST > lay.MARKS > lay.STRIP


@pytest.mark.parametrize("kpi", "MSGCTLX")
def test_every_entry_has_a_place_of_its_own(layouts, every_method, kpi):
    entries = every_method.entries
    places = layouts[kpi].places
    assert set(places) == set(entries.loc[entries["kpi"] == kpi, "key"])
    assert len(set(places.values())) == len(places)


@pytest.mark.parametrize(
    ("key", "column"),
    [
        ("M|level|1|status", lay.STATUS),
        ("M|level|1|date", lay.DATE),
        ("M|level|5|evidence", lay.EVIDENCE),
        ("M|self_score", lay.VALUE),
        ("M|narrative", lay.VALUE),
        ("M|budget|disbursed", lay.VALUE),
    ],
)
def test_levels_have_columns_of_their_own_and_all_else_the_value_column(layouts, key, column):
    assert layouts["M"].places[key][1] == column


@pytest.mark.parametrize(
    ("kpi", "thresholds", "keys"),
    [
        ("M", [None] * 5, [f"M|level|{n}" for n in range(1, 6)]),
        ("G", [None] * 3, ["G|level|1", "G|level|3", "G|level|5"]),
        ("T", [100, 150, 200, 250, 300], [f"T|threshold|{n}" for n in range(1, 6)]),
        (
            "X",
            [None, None, None, 10, 20],
            ["X|level|1", "X|level|2", "X|level|3", "X|threshold|4", "X|threshold|5"],
        ),
    ],
)
def test_a_level_is_decided_by_its_status_or_by_its_threshold(layouts, kpi, thresholds, keys):
    levels = [level for _, level in layouts[kpi].of(Level)]
    assert [level.threshold for level in levels] == thresholds
    assert [level.key for level in levels] == keys
    assert [level.asks for level in levels] == [threshold is None for threshold in thresholds]


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (Fact("เรื่อง", "๑  x", "3.2|issue"), "3.2|issue"),
        (Fact("ตามแผน", "x"), "#"),
        (Heading("x"), "#"),
        (Hint("x"), "#"),
        (LevelHead(True), "#"),
        (Level(4, "x", None, "3.2|level|4"), "3.2|level|4"),
        (Level(4, "x", 30.0, "3.2|threshold|4"), "3.2|threshold|4"),
        (Undefined(2), "#"),
        (Score(), "#"),
        (Entry("results", RESULTS["narrative"], "3.2|narrative", None), "3.2|narrative"),
        (Allocated(100, "3.2|budget|allocated"), "3.2|budget|allocated"),
        (Rate(), "#"),
        (Elsewhere("3.1"), "#"),
        (Gap(), ""),
    ],
)
def test_a_row_that_is_only_printed_is_marked_and_a_gap_is_nobodys(row, key):
    assert lay.key_of(row) == key


@pytest.mark.parametrize("kpi", "MSGCTLX")
def test_what_the_plan_says_has_keys_of_its_own(layouts, kpi):
    keys = [row.key for _, row in layouts[kpi] if isinstance(row, Fact)]
    assert keys == [f"{kpi}|issue", f"{kpi}|project", f"{kpi}|kpi", "#"]


@pytest.mark.parametrize(("kpi", "allocated"), [("M", [100_000_000]), ("S", []), ("T", [100_000_000])])
def test_the_allocated_budget_is_shown_where_the_budget_is_asked(layouts, kpi, allocated):
    rows = [row for _, row in layouts[kpi] if isinstance(row, Allocated)]
    assert [row.satang for row in rows] == allocated
    assert [row.key for row in rows] == [f"{kpi}|budget|allocated"] * len(allocated)


def test_where_the_plan_allocates_nothing_there_is_no_such_row(every_method):
    nothing = every_method.projects["allocated"].mask(every_method.projects["allocated"].notna())
    projects = every_method.projects.assign(allocated=nothing)
    filling = Filling(replace(every_method, projects=projects), "CSC", "th", {}, findings(), 1)
    rows = kinds(lay.layout(filling, filling.kpis[0], "M"))
    assert Allocated not in rows
    assert rows[-len(MONEY) + 1 :] == [Heading, Entry, Entry, Entry, Entry, Rate]


@pytest.mark.parametrize(("kpi", "statuses"), [("M", True), ("G", True), ("C", True), ("T", False), ("X", True)])
def test_the_rubrics_table_has_columns_to_fill_in_where_there_is_something_to_fill_in(layouts, kpi, statuses):
    ((_, head),) = layouts[kpi].of(LevelHead)
    assert head.entries == layouts[kpi].has_statuses == statuses


@pytest.mark.parametrize(
    ("kpi", "fields"),
    [
        ("M", ["self_score", "narrative", "has_obstacle", "obstacle", "suggestion"]),
        ("T", ["value", "self_score", "narrative", "has_obstacle", "obstacle", "suggestion"]),
    ],
)
def test_results_are_asked_in_the_order_of_their_table(layouts, kpi, fields):
    asked = [entry.field.id for _, entry in layouts[kpi].of(Entry) if entry.table == RESULTS.id]
    assert asked == fields == [field for field in RESULTS.columns if field in fields]


@pytest.mark.parametrize(("kpi", "amounts"), [("M", BUDGETS.columns[1:]), ("S", []), ("T", BUDGETS.columns[1:])])
def test_the_budget_is_asked_once_a_project(layouts, kpi, amounts):
    assert [entry.field.id for _, entry in layouts[kpi].of(Entry) if entry.table == BUDGETS.id] == amounts


def test_another_kpi_of_the_project_says_where(layouts):
    assert [row.kpi for _, row in layouts["S"].of(Elsewhere)] == ["M"]


@pytest.mark.parametrize(
    ("kpi", "name", "words"),
    [
        ("T", "results.value", "ต้องกรอก · หน่วย: คน · ตัวเลขสะสมถึงวันสิ้นสุดรอบ ไม่ต้องพิมพ์หน่วย"),
        (
            "X",
            "results.value",
            "ต้องกรอกเมื่อระดับก่อนหน้าแล้วเสร็จครบ · หน่วย: คน · ตัวเลขสะสมถึงวันสิ้นสุดรอบ ไม่ต้องพิมพ์หน่วย",
        ),
        ("M", "results.obstacle", "ต้องกรอกเมื่อเลือก “มี” · เกิดอะไรขึ้น กระทบขั้นตอนใด ตั้งแต่เมื่อใด"),
        ("M", "budgets.received", "ต้องกรอกเมื่อได้รับจัดสรรงบประมาณ · จำนวนเงินที่ได้รับจัดสรร หน่วยบาท ไม่ใช่ล้านบาท"),
        ("M", "budgets.committed", "เงินที่ก่อหนี้ผูกพันแล้วแต่ยังไม่เบิกจ่าย ไม่มีให้เว้นว่าง"),
        ("M", "results.self_score", "คะแนน ๐ ถึง ๕ ที่หน่วยงานประเมินตนเอง"),
    ],
)
def test_a_hint_says_when_an_entry_is_required_its_unit_and_its_help(every_method, layouts, kpi, name, words):
    filling = Filling(every_method, "CSC", "th", {}, findings(), 1)
    layout = layouts[kpi]
    entry = next(entry for _, entry in layout.of(Entry) if f"{entry.table}.{entry.field.id}" == name)
    assert layout.entries[name] == next(row for row, own in layout.of(Entry) if own is entry)
    assert lay.hint(filling, layout, entry) == words


@pytest.mark.parametrize(
    ("field", "label"),
    [
        (RESULTS["narrative"], "รายละเอียดการดำเนินงาน\u00a0*"),
        (RESULTS["self_score"], "คะแนนประเมินตนเอง\u00a0*"),
        (RESULTS["suggestion"], "ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน"),
        (BUDGETS["received"], "งบประมาณที่ได้รับ (บาท)"),
    ],
)
def test_a_label_has_a_star_where_the_entry_is_always_required(field, label):
    assert lay.label(field, "th") == label


@pytest.mark.parametrize("value", [None, float("nan"), ""])
def test_what_the_plan_leaves_empty_is_not_there(value):
    assert not lay.has(value)


@pytest.mark.parametrize("value", [0, 0.0, "x", 12.5])
def test_a_zero_is_there(value):
    assert lay.has(value)
