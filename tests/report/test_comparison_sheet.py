"""The sheet that lays two rounds side by side, drawn from the story of two rounds and from small changes to it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
from support.drawn import Drawn, drawn_seed, filled, is_number
from support.seed import plan_of
from support.two_rounds import answers, beside, earlier_round, plan_tables, summary_of_both

from pipeline.consolidation.summary import Summary
from pipeline.report.live import UNKNOWN, Live
from pipeline.report.movement import look, mean_then
from pipeline.report.workbook import PARTS
from pipeline.validation.findings import findings
from schemas.summary import COMPARISON

SHEET = "rounds"
UP, DOWN, SAME = "▲ เพิ่มขึ้น ", "▼ ลดลง ", "= คงเดิม"


@cache
def story(lang: str = "th") -> Drawn:
    return Drawn(summary_of_both(), lang)


def changed(**tables: pd.DataFrame) -> Drawn:
    """The story with some of its tables changed."""
    return Drawn(replace(summary_of_both(), **tables))


def rows(drawn: Drawn, values: bool = True) -> list[list[Any]]:
    """The rows of the sheet, each the values of its filled cells."""
    sheet = drawn.sheet(SHEET, values)
    made = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    return [row for row in made if row]


def row_of(drawn: Drawn, code: str) -> list[Any]:
    """The cells of a KPI's or an issue's row after its name, empty ones too."""
    sheet, (at,) = drawn.sheet(SHEET), [c.row for c in drawn.sheet(SHEET)["A"] if c.value == drawn.figures.digits(code)]
    return [sheet.cell(at, column).value for column in range(3, 12)]


def cell_of(drawn: Drawn, code: str, column: int) -> Any:
    """A cell of a KPI's row, with its formula and its look."""
    sheet = drawn.sheet(SHEET, values=False)
    (at,) = [c.row for c in sheet["A"] if c.value == drawn.figures.digits(code)]
    return sheet.cell(at, column)


# --- when it is there


def test_without_an_earlier_round_there_is_no_such_sheet():
    assert SHEET not in drawn_seed().canvas.pages
    assert "เทียบรอบก่อน" not in drawn_seed().formulas.sheetnames


@pytest.mark.parametrize(("lang", "name"), [("th", "เทียบรอบก่อน"), ("en", "Rounds")])
def test_it_stands_after_the_obstacles_and_in_the_contents(lang, name):
    drawn = story(lang)
    names = drawn.formulas.sheetnames
    assert names[names.index(name) - 1] == drawn.canvas.pages["obstacles"].name
    assert drawn.links("cover")[name] == f"'{name}'!A1"


def test_every_other_sheet_is_there_whether_or_not_there_was_a_round_before():
    for part in (part for part in PARTS if part.id != "decisions"):
        assert part.id in story().canvas.pages
        assert (part.id in drawn_seed().canvas.pages) is (part.id != SHEET)


# --- the whole


def test_its_title_names_both_rounds_and_the_file_of_the_earlier_one():
    assert rows(story())[:2] == [
        ["เปรียบเทียบรอบ ๖ เดือน กับรอบ ๑๒ เดือน"],
        ["รอบก่อนตามแฟ้ม summary-2565-06.xlsx · คลิกรหัสเพื่อดูผลของโครงการ"],
    ]


def whole(drawn: Drawn) -> dict[str, list[Any]]:
    """Measure of the ministry → what stands beside it on the left."""
    sheet = drawn.sheet(SHEET)
    return {row[0].value: [cell.value for cell in row[2:5]] for row in sheet.iter_rows(min_row=6, max_row=14)}


def test_the_ministry_s_means_and_rate_are_those_of_the_two_summaries():
    now, then = summary_of_both().rollup("ministry"), drawn_seed().summary.rollup("ministry")
    for name, measure in (("คะแนนเฉลี่ย (เต็ม ๕)", "score"), ("ร้อยละเฉลี่ย", "percent"), ("ร้อยละการเบิกจ่าย", "rate")):
        before, after = float(then[measure]), float(now[measure])
        assert whole(story())[name] == pytest.approx([before, after, after - before])


def test_kpis_are_counted_by_how_they_moved():
    counted = {name: cells[0] for name, cells in whole(story()).items() if str(name).startswith("ตัวชี้วัดที่")}
    moved = summary_of_both().comparison["score_change"]
    assert counted == {
        "ตัวชี้วัดที่คะแนนเพิ่มขึ้น ▲": (moved > 0).sum(),
        "ตัวชี้วัดที่คะแนนคงเดิม =": (moved == 0).sum(),
        "ตัวชี้วัดที่คะแนนลดลง ▼": (moved < 0).sum(),
        "ตัวชี้วัดที่ไม่มีในรอบนี้": 1,
    }
    assert whole(story())["ตัวชี้วัดใหม่ในรอบนี้"][0] == 1


def test_where_no_kpi_is_new_or_gone_that_is_not_counted():
    compared = summary_of_both().comparison
    drawn = changed(comparison=compared[compared["since"] == "continued"].reset_index(drop=True))
    assert not [name for name in whole(drawn) if name in ("ตัวชี้วัดใหม่ในรอบนี้", "ตัวชี้วัดที่ไม่มีในรอบนี้")]


def test_the_findings_about_rounds_are_counted_and_lead_to_their_sheet():
    sheet = story().sheet(SHEET)
    counted = {row[5].value: row[10].value for row in sheet.iter_rows(min_row=7, max_row=14)}
    assert counted == {
        "ค่าสะสมลดลง": 1,
        "ระดับที่เคยแล้วเสร็จ รอบนี้ไม่แล้วเสร็จ": 1,
        "เบิกจ่ายสะสมลดลง": 1,
        "คะแนนเปลี่ยน แต่รายละเอียดเหมือนเดิม": 1,
        "งบประมาณที่ได้รับเปลี่ยนไป": 1,
        "งบประมาณตามแผนเปลี่ยนไป": 1,
        "เกณฑ์การให้คะแนนเปลี่ยนไป": 1,
        "ตัวชี้วัดใหม่ในแผน": 1,
    }
    assert story().links(SHEET)["ดูแผ่นข้อสังเกต ›"] == f"'{story().canvas.pages['findings'].name}'!A1"


def test_where_nothing_is_odd_it_says_so_and_leads_nowhere():
    drawn = changed(findings=findings())
    assert "ไม่มีข้อสังเกตเมื่อเทียบกับรอบก่อน" in drawn.texts(SHEET)
    assert "ดูแผ่นข้อสังเกต ›" not in drawn.links(SHEET)


# --- KPI by KPI


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("1.1", [2, 3, 1, 2, 3, UNKNOWN, UNKNOWN, None, None]),
        ("1.2", [3, 5, 2, 3, 5, UNKNOWN, UNKNOWN, None, None]),
        ("1.3", [3, UNKNOWN, "ไม่มีในรอบนี้", 3, UNKNOWN, UNKNOWN, UNKNOWN, None, None]),
        ("2.1", [2, 1, -1, 2, 1, UNKNOWN, UNKNOWN, None, None]),
        ("2.2", [5, 5, 0, 5, 5, 310, 305, 36_000, 251_340]),
        ("2.3", [4, 5, 1, 4, 5, UNKNOWN, UNKNOWN, 37_800, 30_000]),
        ("3.3", [2, 4, 2, 2, 4, UNKNOWN, 12, 4_160_000, 29_120_000]),
    ],
)
def test_every_kpi_stands_with_what_it_was_and_what_it_is(code, shown):
    assert row_of(story(), code) == shown


def test_a_new_kpi_says_so():
    then, _, words, *_ = row_of(story(), "2.4")
    assert (then, words) == (UNKNOWN, "ใหม่ในรอบนี้")


def test_kpis_stand_under_their_issues_in_the_order_of_the_plan():
    digits = story().figures.digits
    codes = [c.value for c in story().sheet(SHEET)["A"] if c.value and c.value[0] in "๑๒๓"]
    order = ["1", "1.1", "1.2", "1.3", "2", "2.1", "2.2", "2.3", "2.4", "3", "3.1", "3.2", "3.3", "3.4", "3.5"]
    assert codes == [digits(code) for code in order]


@pytest.mark.parametrize("issue", ["1", "2", "3"])
def test_an_issue_has_its_means_and_its_money(issue):
    seed, now = drawn_seed().summary.rollup("issue", issue), summary_of_both().rollup("issue", issue)
    then, after, change, *_, before, disbursed = row_of(story(), issue)
    assert [then, after, change] == pytest.approx([seed["score"], now["score"], now["score"] - seed["score"]])
    baht = [UNKNOWN if pd.isna(own["disbursed"]) else own["disbursed"] / 100 for own in (seed, now)]
    assert [before, disbursed] == baht


def test_the_total_is_that_of_the_ministry():
    seed, now = drawn_seed().summary.rollup("ministry"), summary_of_both().rollup("ministry")
    total = next(row for row in rows(story()) if row[0] == "รวม")
    score, disbursed = (float(now["score"]), now["disbursed"] / 100)
    assert total[1:] == pytest.approx([seed["score"], score, score - seed["score"], seed["disbursed"] / 100, disbursed])


def test_codes_lead_to_projects_and_issues_to_their_pages():
    links = story().links(SHEET)
    assert links["๒.๒"] == story().canvas.link_to_project("2.2")
    assert links["๓"] == story().canvas.link_to("issue:3")


@pytest.mark.parametrize(
    ("code", "look_"),
    [("1.1", UP), ("2.1", DOWN), ("2.2", SAME)],
)
def test_a_change_has_its_sign_and_its_word_in_its_format_and_stays_a_number(code, look_):
    cell = cell_of(story(), code, 5)
    sections = cell.number_format.replace("[$-D00041E]", "").split(";")
    place = {UP: 0, DOWN: 1, SAME: 2}[look_]
    assert sections[place].startswith(f'"{look_}"') and is_number(row_of(story(), code)[2])
    assert not sections[1].count("-"), "the word says the sign"


@pytest.mark.parametrize(
    ("code", "column", "fell"),
    [
        ("2.1", 7, True),
        ("2.2", 9, True),
        ("2.3", 11, True),
        ("2.2", 7, False),
        ("2.2", 11, False),
        ("3.3", 9, False),
        ("1.1", 7, False),
    ],
)
def test_what_fell_and_has_a_finding_is_marked_in_more_than_colour(code, column, fell):
    assert ("▼" in cell_of(story(), code, column).number_format) is fell


def test_every_figure_is_live_but_the_means_of_the_earlier_round_and_the_counts_of_findings():
    sheet = story().sheet(SHEET, values=False)
    shown = [cell for cell in filled(story().sheet(SHEET)) if is_number(cell.value)]
    fixed = [cell for cell in shown if not str(sheet[cell.coordinate].value).startswith("=")]
    assert {cell.column for cell in fixed} == {3, 11}
    assert len(fixed) == 8 + len(["ministry", "total", "1", "2", "3"])


def test_the_head_of_the_table_stands_on_every_printed_page():
    sheet = story().formulas[story().canvas.pages[SHEET].name]
    (at,) = [cell.row for cell in sheet["A"] if cell.value == "รหัส"]
    assert sheet.print_title_rows == f"${at}:${at + 1}"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_it_prints_one_page_wide(lang):
    sheet = story(lang).formulas[story(lang).canvas.pages[SHEET].name]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


# --- what it cannot compare


def sent(department: str, given: dict[str, object] | None) -> Summary:
    """The story where a department sends these answers beside its own, or nothing."""
    told = {code: own for code, own in answers().items() if code != department}
    if given is not None:
        told[department] = answers()[department] | given
    return beside(earlier_round(), plan_of(plan_tables()), told)


@pytest.mark.parametrize(
    ("given", "words"),
    [({"1.1|self_score": "?"}, "ส่งคืนให้แก้ไข"), (None, "ยังไม่ส่ง")],
    ids=["returned", "missing"],
)
def test_a_kpi_without_a_score_now_says_why(given, words):
    assert row_of(Drawn(sent("CSC", given)), "1.1")[:3] == [2, UNKNOWN, words]


def test_a_kpi_without_a_score_then_says_so():
    compared = summary_of_both().comparison
    then = compared.assign(
        score_before=compared["score_before"].where(compared["kpi"] != "1.1"),
        score_change=compared["score_change"].where(compared["kpi"] != "1.1"),
    )
    assert row_of(changed(comparison=then), "1.1")[:3] == [UNKNOWN, 3, "รอบก่อนไม่มีคะแนน"]


def test_a_kpi_that_the_plan_no_longer_has_stands_last_and_leads_nowhere():
    compared = summary_of_both().comparison
    gone = {"kpi": "9.9", "project": "9.9", "issue": "9", "department": "X", "since": "gone", "score_before": 4}
    drawn = changed(comparison=COMPARISON.frame(pd.concat([compared, COMPARISON.frame([gone])])))
    listed = rows(drawn)
    at = next(n for n, row in enumerate(listed) if row[0] == "ตัวชี้วัดของรอบก่อนที่แผนรอบนี้ไม่มี")
    assert listed[at + 1][0] == "๙.๙" and listed[at + 2][0] == "รวม"
    assert row_of(drawn, "9.9")[:3] == [4, UNKNOWN, "ไม่มีในรอบนี้"]
    assert "๙.๙" not in drawn.links(SHEET)


def test_without_any_value_there_are_no_columns_for_values():
    compared = summary_of_both().comparison
    names = [name for name in compared if name.startswith("value")]
    drawn = changed(comparison=compared.assign(**dict.fromkeys(names, float("nan"))))
    assert "ค่าที่ทำได้จริง" not in drawn.texts(SHEET) and "ค่าที่ทำได้จริง" in story().texts(SHEET)


def test_where_neither_round_reports_anything_it_says_so():
    drawn = changed(comparison=COMPARISON.frame())
    assert "ทั้งสองรอบไม่มีตัวชี้วัดที่รายงาน จึงไม่มีสิ่งใดให้เปรียบเทียบ" in drawn.texts(SHEET)
    assert "รายตัวชี้วัด" not in drawn.texts(SHEET)


def test_a_summary_that_tells_no_score_has_no_mean_then():
    earlier = earlier_round()
    told = replace(summary_of_both(), earlier=replace(earlier, scores=earlier.scores.assign(score=float("nan"))))
    assert whole(Drawn(told))["คะแนนเฉลี่ย (เต็ม ๕)"][::2] == [UNKNOWN, UNKNOWN]
    assert whole(Drawn(told))["ร้อยละเฉลี่ย"][::2] == [UNKNOWN, UNKNOWN]


@pytest.mark.parametrize(
    ("weights", "issue", "mean"),
    [
        ({}, "", 30 / 11),
        ({}, "2", 11 / 3),
        ({"2.2": 3.0}, "2", (2 + 15 + 4) / 5),
        ({"2.1": 0.0, "2.2": 0.0, "2.3": 0.0}, "2", UNKNOWN),
        ({}, "9", UNKNOWN),
    ],
    ids=["all", "an issue", "weighted", "no weight", "no such issue"],
)
def test_the_mean_of_the_earlier_round_is_weighted_as_it_was(weights, issue, mean):
    earlier = earlier_round()
    scores = earlier.scores.assign(weight=earlier.scores["kpi"].map(weights).fillna(earlier.scores["weight"]))
    found = mean_then(replace(earlier, scores=scores), issue)
    assert found == (mean if isinstance(mean, str) else pytest.approx(mean))


@pytest.mark.parametrize(("value", "role"), [(1.0, "good"), (-0.5, "warning"), (0.0, "muted"), (UNKNOWN, "muted")])
def test_a_change_looks_good_bad_or_like_nothing(value, role):
    assert look(Live("=1", value)) == role


# --- language


def test_in_english_it_says_the_same():
    drawn = story("en")
    texts = drawn.texts(SHEET)
    assert {"The 12-month round beside the 6-month round", "6 months", "12 months", "gone this round"} <= set(texts)
    assert row_of(drawn, "2.2") == row_of(story(), "2.2")
    assert '"▲ up "' in cell_of(drawn, "1.1", 5).number_format
    assert [text for text in texts if "Cumulative value fell" in text]
