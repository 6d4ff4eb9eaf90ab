"""What the planning office decided, as the summary shows it: on a sheet of its own, and beside what was reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from support.drawn import Drawn, drawn_of, drawn_seed, some_projects
from support.judged import drawn_judged, judged_zoo
from support.seed import plan_of, summary_of

from pipeline.report import decided
from pipeline.report.workbook import PARTS
from pipeline.validation.findings import findings, joined, numbered
from pipeline.validation.findings import fix as how_to_fix
from schemas.rules import RULES

BY, DAY = "รองปลัดกระทรวง ก", datetime(2022, 7, 1)
SHOWN = ("ข้อที่", "คำสั่ง", "ตัวชี้วัด", "เรื่องที่วินิจฉัย", "ที่รายงาน", "ที่วินิจฉัย", "ผล")


@pytest.fixture(scope="module")
def judged() -> Drawn:
    return drawn_judged()


@pytest.fixture(scope="module")
def english() -> Drawn:
    return drawn_judged("en")


def decisions(drawn: Drawn, *titles: str) -> list[tuple[object, ...]]:
    rows = drawn.table("decisions", *titles)
    return [tuple(row[title] for title in titles) for row in rows if row[titles[-1]]]


def one_decision(**decision: object) -> Drawn:
    """Project 1.1 of the example with one decision."""
    tables, answers = some_projects("1.1")
    tables["decisions"] = [{"reason": "เหตุผล", "by": BY, "date": DAY.date()} | decision]
    return drawn_of(tables, answers)


# --- the sheet


@pytest.mark.parametrize("lang", ["th", "en"])
def test_without_a_decision_there_is_no_sheet_of_them(lang):
    assert "decisions" not in drawn_seed(lang).canvas.pages
    assert not {"คำวินิจฉัย", "Decisions"} & set(drawn_seed(lang).values.sheetnames)


def test_it_stands_after_the_findings():
    ids = [part.id for part in PARTS]
    assert ids.index("decisions") == ids.index("findings") + 1


def test_every_decision_says_what_it_is_about_and_what_came_of_it(judged):
    assert decisions(judged, *SHOWN) == [
        ("๑", "แก้ไข", "๑.๑", "คะแนน", "๒", "๓", "✓ นำไปใช้แล้ว"),
        ("๒", "แก้ไข", "๑.๑๒", "ค่าที่ทำได้จริง", "๓๑๐", "๒๕๐", "✓ นำไปใช้แล้ว"),
        ("๓", "แก้ไข", "๑.๑๓", "เบิกจ่ายจริง", "๒๕๐๕๐", "๒๕๐.๕๐", "✓ นำไปใช้แล้ว"),
        ("๔", "ยกเว้น", "๑.๓", "คะแนนประเมินตนเอง 5 ไม่ตรงกับเกณฑ์ ซึ่งให้ 3", "5", "–", "✓ นำไปใช้แล้ว"),
        ("๕", "แก้ไข", "๑.๒", "คะแนน", "–", "–", "○ หมดอายุ"),
        ("๖", "ยกเว้น", "๑.๔", "คะแนนประเมินตนเอง … ไม่ตรงกับเกณฑ์ ซึ่งให้ …", "–", "–", "○ ไม่พบสิ่งที่วินิจฉัย"),
        ("๗", "แก้ไข", "๑.๒", "คะแนน", "–", "–", "✗ นำไปใช้ไม่ได้"),
    ]


def test_in_english_too(english):
    titles = ("No.", "Action", "KPI", "What it decides", "As reported", "As decided", "Outcome")
    rows = decisions(english, *titles)
    assert rows[2] == ("3", "correct", "1.13", "disbursed", "25050", "250.50", "✓ applied")
    assert [row[-1] for row in rows[4:]] == ["○ expired", "○ nothing to decide", "✗ cannot be applied"]
    assert rows[5][3] == "The self-assessed score … differs from the rubric's …"


def test_who_decided_why_and_until_when_stands_beside_it(judged):
    rows = decisions(judged, "หน่วยงาน", "เหตุผล", "ใช้ถึงวันที่", "ผู้วินิจฉัย", "วันที่")
    assert rows[0] == ("กองที่รายงาน", "ตรวจหลักฐานเพิ่มเติมแล้วถือว่าครบระดับ 3", None, BY, DAY)
    assert [row[2] for row in rows] == [None, None, None, None, datetime(2022, 3, 31), None, None]


@pytest.mark.parametrize(
    ("lang", "counts"),
    [
        ("th", "✓ นำไปใช้แล้ว ๔ ข้อ · ○ หมดอายุ ๑ ข้อ · ○ ไม่พบสิ่งที่วินิจฉัย ๑ ข้อ · ✗ นำไปใช้ไม่ได้ ๑ ข้อ"),
        ("en", "✓ applied: 4 · ○ expired: 1 · ○ nothing to decide: 1 · ✗ cannot be applied: 1"),
    ],
)
def test_the_banner_counts_what_came_of_them(lang, counts):
    assert drawn_judged(lang).sheet("decisions")["A2"].value == counts


def test_what_could_not_be_applied_is_counted_only_where_there_is_any():
    drawn = one_decision(action="correct", kpi="1.1", item="score", value=3)
    assert drawn.sheet("decisions")["A2"].value == "✓ นำไปใช้แล้ว ๑ ข้อ · ○ หมดอายุ ๐ ข้อ · ○ ไม่พบสิ่งที่วินิจฉัย ๐ ข้อ"


def test_codes_lead_to_the_pages_of_their_projects(judged):
    assert judged.links("decisions")["๑.๑๒"] == judged.canvas.link_to_project("1.12").lstrip("#")


@pytest.mark.parametrize(
    ("decision", "shown"),
    [
        ({"action": "accept", "department": "CSC"}, ("รับ", "–", "ศูนย์บริการร่วม", "รับแบบรายงานที่ส่งช้า", "–")),
        (
            {"action": "accept", "department": "CSC", "value": "CSC.xlsx"},
            ("รับ", "–", "ศูนย์บริการร่วม", "ใช้แฟ้มนี้เป็นแบบรายงานของหน่วยงาน", "CSC.xlsx"),
        ),
        ({"action": "waive", "department": "CSC", "finding": "อะไรก็ได้"}, ("ยกเว้น", "–", "ศูนย์บริการร่วม", "อะไรก็ได้", "–")),
        (
            {"action": "waive", "finding": "SCORE_DIFFERS"},
            ("ยกเว้น", "–", "–", "คะแนนประเมินตนเอง … ไม่ตรงกับเกณฑ์ ซึ่งให้ …", "–"),
        ),
        ({"action": "correct", "kpi": "9.9", "value": 1}, ("แก้ไข", "๙.๙", "–", "–", "–")),
    ],
    ids=["a late form", "one of two forms", "no rule of that name", "about nobody", "no item, and no KPI of the plan"],
)
def test_what_a_decision_is_about_in_words(decision, shown):
    (row,) = decisions(one_decision(**decision), "คำสั่ง", "ตัวชี้วัด", "หน่วยงาน", "เรื่องที่วินิจฉัย", "ที่วินิจฉัย")
    assert row == shown


def test_the_contents_list_it_with_its_number_of_decisions(judged):
    (row,) = [row for row in judged.sheet("cover").iter_rows(values_only=True) if row[1] == "คำวินิจฉัย"]
    assert row[3] == "๗ ข้อ"


def test_the_executive_page_says_how_many_were_applied(judged, english):
    assert "นำคำวินิจฉัยไปใช้แล้ว ๔ ข้อ" in judged.texts("executive")
    assert "Decisions applied: 4" in english.texts("executive")
    assert not [text for text in drawn_seed().texts("executive") if "คำวินิจฉัย" in text]


# --- findings


def test_a_waived_finding_is_a_note_that_says_by_which_decision(judged, english):
    (row,) = [row for row in judged.table("findings", "ระดับ", "กฎ") if row["ระดับ"] == "• เพื่อทราบ"]
    assert (row["ตัวชี้วัด"], row["กฎ"]) == ("๑.๓", "SCORE_DIFFERS")
    assert row["วิธีแก้ไข"] == f"ยกเว้นตามคำวินิจฉัยข้อ ๔ โดย {BY}: ประเมินก่อนแก้เกณฑ์"
    (row,) = [row for row in english.table("findings", "Severity", "Rule") if row["Severity"] == "• note"]
    assert row["How to fix it"] == f"Waived by decision 4 of {BY}: ประเมินก่อนแก้เกณฑ์"


def test_a_late_form_that_was_accepted_says_so():
    zoo = judged_zoo()
    zoo.tables["decisions"] = [
        {"action": "accept", "department": "DEP", "reason": "ไฟดับ", "by": BY, "date": DAY.date()}
    ]
    late = findings([{"rule": "FORM_LATE", "department": "DEP", "found": "1/8/2565"}])
    summary = summary_of(plan_of(zoo.tables), zoo.answers)
    listed = joined(summary.findings, late.assign(severity="note", decision=1))
    listed = numbered(listed, summary.plan.departments["code"].tolist())
    rows = Drawn(replace(summary, findings=listed)).table("findings", "ระดับ", "กฎ")
    (row,) = [row for row in rows if row["กฎ"] == "FORM_LATE"]
    assert row["วิธีแก้ไข"] == f"รับตามคำวินิจฉัยข้อ ๑ โดย {BY}: ไฟดับ"


def test_every_other_finding_says_how_to_fix_it_and_its_rule(judged):
    others = judged.summary.findings.query("decision.isna()").sort_values("number").to_dict("records")
    told = {row["ข้อที่"]: (row["วิธีแก้ไข"], row["กฎ"]) for row in judged.table("findings", "ระดับ", "กฎ")}
    assert [told[f["number"]] for f in others] == [(how_to_fix(f, "th"), f["rule"]) for f in others]


def test_a_rule_s_id_has_room_in_two_lines(judged):
    column = judged.sheet("findings").column_dimensions["I"]
    assert max(map(len, RULES)) <= 2 * column.width


# --- the pages of the projects, and the table of all


@pytest.mark.parametrize(
    ("project", "lang", "words"),
    [
        (
            "1.1",
            "th",
            f"* คำวินิจฉัยข้อ ๑: คะแนนตามเกณฑ์ ๒ วินิจฉัยเป็น ๓ โดย {BY}: ตรวจหลักฐานเพิ่มเติมแล้วถือว่าครบระดับ 3",
        ),
        ("1.12", "th", f"คำวินิจฉัยข้อ ๒: ค่าที่ทำได้จริง ที่รายงาน ๓๑๐ วินิจฉัยเป็น ๒๕๐ โดย {BY}: นับซ้ำ 60 คน"),
        ("1.13", "en", f"Decision 3: disbursed reported 25050, decided 250.50 by {BY}: พิมพ์จำนวนเงินผิด"),
    ],
)
def test_what_was_decided_stands_under_the_result(project, lang, words):
    drawn = drawn_judged(lang)
    assert drawn.project_texts(project)[-1] == words


@pytest.mark.parametrize("project", ["1.2", "1.3", "1.4"])
def test_what_was_not_decided_has_no_such_line(judged, project):
    assert not [text for text in judged.project_texts(project) if "วินิจฉัย" in text]


def test_of_several_kpis_the_line_names_its_own_and_a_blank_value_is_called_so():
    zoo = judged_zoo()
    zoo.project("1.20")
    counted = {"method": "thresholds", "thresholds": [10, 20, 30, 40, 50]}
    for number in (1, 2):
        zoo.kpi(f"1.20-{number}", "1.20", levels=3)
    zoo.kpi("1.20-3", "1.20", plan=counted, value=12, self_score=1)
    correct = {"action": "correct", "reason": "ก", "by": "ข", "date": DAY.date()}
    zoo.tables["decisions"] = [
        correct | {"kpi": "1.20-3", "item": "value", "value": 45},
        correct | {"kpi": "1.20-2", "item": "score", "value": 2.5},
        correct | {"kpi": "1.13", "item": "committed", "value": 5},
    ]
    drawn = drawn_of(zoo.tables, zoo.answers)
    assert [text for text in drawn.project_texts("1.20") if "คำวินิจฉัย" in text] == [
        "๑.๒๐-๓ คำวินิจฉัยข้อ ๑: ค่าที่ทำได้จริง ที่รายงาน ๑๒ วินิจฉัยเป็น ๔๕ โดย ข: ก",
        "๑.๒๐-๒ * คำวินิจฉัยข้อ ๒: คะแนนตามเกณฑ์ ๓ วินิจฉัยเป็น ๒.๕๐ โดย ข: ก",
    ]
    assert drawn.project_texts("1.13")[-1].startswith("คำวินิจฉัยข้อ ๓: ผูกพัน/PO ที่รายงาน (ว่าง) วินิจฉัยเป็น ๕.๐๐")


def test_a_score_that_was_decided_stays_a_number_and_carries_a_sign(judged):
    rows = {row["รหัส"]: row for row in judged.table("projects", "รหัส", "คะแนน")}
    assert (rows["๑.๑"]["คะแนน"], rows["๑.๒"]["คะแนน"]) == (3, 4)
    signed = [
        cell.value for cell in judged.sheet("projects")["E"] if str(cell.number_format).endswith(f'"{decided.SIGN}"')
    ]
    assert signed == [3]
    assert judged.texts("projects")[-1].endswith("* คะแนนตามคำวินิจฉัย")
    assert "คำวินิจฉัย" not in drawn_seed().texts("projects")[-1]


def test_a_department_that_scored_itself_by_the_rubric_does_not_differ_where_something_else_was_decided(judged):
    own = {row["รหัส"]: row["คะแนนที่ ประเมินตนเอง"] for row in judged.table("projects", "รหัส", "คะแนน")}
    assert (own["๑.๑"], own["๑.๓"]) == (None, 5)
    assert not [text for text in judged.project_texts("1.1") if "ประเมินตนเอง" in text]


def test_the_rubric_marks_what_was_reached_and_not_what_was_decided(judged):
    reached = [row for row in judged.project("1.1") if "● แล้วเสร็จ · ระดับที่ได้" in row]
    assert [row[0] for row in reached] == [2]


# --- reconciliation

COLUMNS = ("ที่กรอก", "ตามคำวินิจฉัย", "ใช้ในรายงาน", "ไม่รับ", "แทนที่", "ไม่นับ", "ผลต่าง", "ผล")


def test_what_was_filled_in_and_decided_is_used_rejected_replaced_or_not_counted(judged):
    rows = [tuple(row[title] for title in COLUMNS) for row in judged.table("reconciliation", *COLUMNS, "รายการ")]
    assert rows == [
        (1000, 0, 1000, 0, 0, 0, 0, "✓ ตรงกัน"),
        (1000, 0, 1000, 0, 0, 0, 0, "✓ ตรงกัน"),
        (25_050, 250.5, 250.5, 0, 25_050, 0, 0, "✓ ตรงกัน"),
        (25_050, 250.5, 250.5, 0, 25_050, 0, 0, "✓ ตรงกัน"),
    ]


def test_the_difference_is_live_over_all_of_them(judged):
    formulas = [row["ผลต่าง"] for row in judged.table("reconciliation", *COLUMNS, "รายการ", values=False)]
    assert formulas[0] == "=ROUND(D7+E7-F7-G7-H7-I7,2)"


def test_cells_that_a_decision_replaced_are_counted_and_no_decision_is_a_cell(judged):
    used, replaced = (int((judged.summary.ledger["fate"] == fate).sum()) for fate in ("used", "replaced"))
    sheet = judged.sheet("reconciliation")
    start = next(cell.row for cell in sheet["A"] if cell.value == "จำนวนช่องที่กรอก")
    counts = [cell.value for cell in sheet[start + 2]][3:]
    assert counts == [used + replaced, 0, used, 0, replaced, 0, 0, "✓ ตรงกัน"]
    assert replaced == 2


@pytest.mark.parametrize(
    ("lang", "rows"),
    [
        (
            "th",
            [
                ("๑.๑๒", "310", "แทนด้วยคำวินิจฉัย", "ใช้ค่าตามคำวินิจฉัยแทน (ข้อ ๒)"),
                ("๑.๑๓", "25050", "แทนด้วยคำวินิจฉัย", "ใช้ค่าตามคำวินิจฉัยแทน (ข้อ ๓)"),
            ],
        ),
        (
            "en",
            [
                ("1.12", "310", "replaced by a decision", "A decision gives another value (decision 2)"),
                ("1.13", "25050", "replaced by a decision", "A decision gives another value (decision 3)"),
            ],
        ),
    ],
)
def test_a_cell_that_was_replaced_names_the_decision(lang, rows):
    titles = {"th": ("ตัวชี้วัด", "ค่าที่กรอก", "ผล", "เหตุผล"), "en": ("KPI", "As filled in", "Fate", "Reason")}[lang]
    listed = drawn_judged(lang).table("reconciliation", titles[1], titles[3])
    assert [tuple(row[title] for title in titles) for row in listed] == rows


def test_without_anything_replaced_the_columns_are_as_ever():
    titles = {str(cell.value) for row in drawn_seed().sheet("reconciliation").iter_rows() for cell in row}
    assert not {"ตามคำวินิจฉัย", "แทนที่"} & titles
    assert "ตามคำวินิจฉัย" not in one_decision(action="waive", kpi="1.1", finding="SCORE_DIFFERS").texts("reconciliation")
