"""The sheets of detail: a page a project, budget, obstacles, submissions, findings and the reconciliation.

`seed` is the shipped example; `zoo` has a project of every kind (`support.zoo` says which); `silent` is the example
before anything has come in.
"""

from __future__ import annotations

import re
import zipfile
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl.utils.cell import coordinate_from_string
from support.drawn import DETAIL, Drawn, drawn_of, drawn_seed, filled, is_number, one_project, said, some_projects
from support.seed import plan_of, plan_tables, summary_of
from support.zoo import LONG, drawn_zoo, long_text

from pipeline.report.live import UNKNOWN
from pipeline.report.project_result import _STATES
from pipeline.report.workbook import PARTS, write_summary
from pipeline.validation.findings import fix, wrong
from schemas.summary import KPI_STATES

KPIS = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5")
WITH_MONEY = ("2.2", "2.3", "3.2", "3.3", "3.4", "3.5")
WITH_OBSTACLE = ("2.1", "3.2", "3.3")
LANGUAGES = ("th", "en")


@pytest.fixture(scope="module")
def seed() -> Drawn:
    return drawn_seed()


@pytest.fixture(scope="module")
def english() -> Drawn:
    return drawn_seed("en")


@pytest.fixture(scope="module")
def zoo() -> Drawn:
    return drawn_zoo()


@pytest.fixture(scope="module")
def english_zoo() -> Drawn:
    return drawn_zoo("en")


@pytest.fixture(scope="module")
def silent() -> Drawn:
    return Drawn(summary_of(plan_of(plan_tables()), {}))


def told(drawn: Drawn, field: str) -> dict[str, str]:
    """KPI → what its department wrote."""
    scores = drawn.summary.scores
    return dict(zip(scores["kpi"], scores[field], strict=True))


def results(drawn: Drawn, project: str) -> list[list[object]]:
    """The rows of the result table of a project's page, without its head wherever it stands."""
    rows = drawn.project(project)
    heads = [number for number, row in enumerate(rows) if "รายละเอียดการดำเนินงาน" in row or "What was done" in row]
    return [row for number, row in enumerate(rows) if row and number > heads[0] and number not in heads]


# --- pages of the projects


@pytest.mark.parametrize("kpi", KPIS)
def test_every_narrative_stands_word_for_word_on_its_page(seed, kpi):
    assert told(seed, "narrative")[kpi] in seed.project_texts(kpi)


@pytest.mark.parametrize("kpi", KPIS)
def test_every_narrative_stands_word_for_word_in_the_english_report(english, kpi):
    assert told(english, "narrative")[kpi] in english.project_texts(kpi)


@pytest.mark.parametrize("kpi", WITH_OBSTACLE)
def test_every_obstacle_stands_word_for_word_on_its_page(seed, kpi):
    assert told(seed, "obstacle")[kpi] in seed.project_texts(kpi)


@pytest.mark.parametrize("kpi", sorted(set(KPIS) - set(WITH_OBSTACLE)))
def test_where_no_obstacle_is_reported_words_say_so(seed, kpi):
    assert "ไม่มีปัญหาอุปสรรค" in seed.project_texts(kpi)


@pytest.mark.parametrize("code", KPIS)
def test_every_project_has_its_anchor(seed, code):
    sheet, at = seed.canvas.anchors[code].rsplit("!", 1)
    heading = seed.values[sheet.strip("'")][at].value
    name = seed.summary.plan.name_of("projects", code)
    assert heading == f"{seed.figures.digits(code)}  {name}"


def test_anchors_are_recorded_for_all_projects_and_no_others(seed, zoo, silent):
    for drawn in (seed, zoo, silent):
        assert set(drawn.canvas.anchors) == set(drawn.summary.plan.projects["code"])


@pytest.mark.parametrize("code", KPIS)
def test_every_project_leads_back_to_the_contents(seed, code):
    sheet, at = seed.canvas.anchors[code].rsplit("!", 1)
    row = coordinate_from_string(at)[1]
    links = [cell.hyperlink.location for cell in seed.values[sheet.strip("'")][row] if cell.hyperlink]
    assert links == [seed.canvas.link_to("cover")]


def test_every_project_but_the_first_of_its_sheet_begins_a_printed_page(seed, zoo):
    for drawn in (seed, zoo):
        for id_ in drawn.issue_ids:
            name = drawn.canvas.pages[id_].name
            starts = [int(at.rpartition("A")[2]) for at in drawn.canvas.anchors.values() if at.startswith(f"'{name}'")]
            breaks = {brk.id for brk in drawn.sheet(id_).row_breaks.brk}
            assert {start - 1 for start in starts[1:]} <= breaks


def test_every_project_of_the_example_fits_one_printed_page(seed, english):
    for drawn in (seed, english):
        breaks = sum(len(drawn.sheet(id_).row_breaks.brk) for id_ in drawn.issue_ids)
        assert breaks == len(KPIS) - len(drawn.issue_ids)


def test_the_banner_is_printed_on_every_page(seed):
    assert [seed.sheet(id_).print_title_rows for id_ in seed.issue_ids] == ["$1:$3"] * 3


@pytest.mark.parametrize(
    ("issue", "title", "about"),
    [
        ("1", "๑. การเพิ่มประสิทธิภาพการดำเนินงาน", "๓ โครงการ"),
        ("3", "๓. การบริหารจัดการเทคโนโลยีสารสนเทศและการสื่อสาร", "๕ โครงการ"),
    ],
)
def test_the_banner_names_the_issue_the_round_and_its_days(seed, issue, title, about):
    sheet = seed.sheet(f"issue:{issue}")
    assert sheet["A1"].value == title
    assert sheet["A2"].value == f"ผลการดำเนินงานรายโครงการ รอบ ๖ เดือน (๑ ตุลาคม ๒๕๖๔ – ๓๑ มีนาคม ๒๕๖๕) · {about}"


SCORED = {"1.1": 2, "1.2": 3, "1.3": 3, "2.1": 2, "2.2": 5, "2.3": 4, "3.1": 4, "3.2": 1, "3.3": 2, "3.4": 2, "3.5": 2}


@pytest.mark.parametrize(("kpi", "score"), SCORED.items())
def test_score_and_percent_are_numbers(seed, kpi, score):
    (row,) = results(seed, kpi)
    assert row[1:3] == [score, score * 20]


def test_a_result_has_the_six_columns_of_the_ministry_s_report(seed):
    head = next(row for row in seed.project("1.1") if "รายละเอียดการดำเนินงาน" in row)
    assert [said(title) for title in head] == [
        "ตัวชี้วัด",
        "ค่าคะแนน ที่ได้",
        "ผลการดำเนินงาน (ร้อยละ)",
        "รายละเอียดการดำเนินงาน",
        "ปัญหาอุปสรรค/ ข้อเสนอแนะ",
        "ผลการใช้จ่ายงบประมาณ",
    ]


# Of each level in order, what its status says; levels that the rubric leaves undefined are no rows.
RUBRICS = {
    "1.20": ["○ ยังไม่ดำเนินการ"] * 5,
    "1.21": [*["✓ แล้วเสร็จ"] * 4, "● แล้วเสร็จ · ระดับที่ได้"],
    "1.22": [
        "● แล้วเสร็จ · ระดับที่ได้",
        "◐ อยู่ระหว่างดำเนินการ",
        "◐ แล้วเสร็จ · ไม่นับ",
        "○ ยังไม่ดำเนินการ",
        "○ ยังไม่ดำเนินการ",
    ],
    "1.23": ["✓ ถึงเป้าหมาย", "✓ ถึงเป้าหมาย", "● ถึงเป้าหมาย · ระดับที่ได้", "○ ยังไม่ถึงเป้าหมาย", "○ ยังไม่ถึงเป้าหมาย"],
    "1.24": ["○ ยังไม่ถึงเป้าหมาย"] * 5,
    "1.25": ["✓ ถึงเป้าหมาย", "● ถึงเป้าหมาย · ระดับที่ได้", *["○ ยังไม่ถึงเป้าหมาย"] * 3],
    "1.26": ["○ ยังไม่ดำเนินการ", "✓ แล้วเสร็จ", "○ ยังไม่ดำเนินการ", "○ ยังไม่ดำเนินการ", "✓ แล้วเสร็จ"],
    "1.27": ["✓ แล้วเสร็จ", "● แล้วเสร็จ · ระดับที่ได้", "○ ยังไม่ดำเนินการ"],
    "1.28": [*["✓ แล้วเสร็จ"] * 4, "● ถึงเป้าหมาย · ระดับที่ได้"],
}


def rubric(drawn: Drawn, project: str) -> tuple[list[str], list[list[object]]]:
    """Titles and rows of the first rubric on a project's page."""
    rows = drawn.project(project)
    head = next(number for number, row in enumerate(rows) if row[:1] in (["ระดับคะแนน"], ["Level"]))
    last = next(number for number, row in enumerate(rows) if number > head and not row)
    return rows[head], rows[head + 1 : last]


@pytest.mark.parametrize(("project", "statuses"), RUBRICS.items())
def test_each_level_says_whether_it_counts(zoo, project, statuses):
    titles, rows = rubric(zoo, project)
    signs = [next(v for v in row if isinstance(v, str) and v[:1] in "✓●○◐") for row in rows]
    assert signs == statuses
    assert "ผลตามเกณฑ์" in titles


ROUGHLY = {"done": "✓", "reached": "●", "open": "○", "busy": "◐"}


@pytest.mark.parametrize(("kpi", "score"), SCORED.items())
def test_the_marked_levels_of_the_example_are_its_scores(seed, kpi, score):
    _, rows = rubric(seed, kpi)
    marked = [row for row in rows if any(isinstance(v, str) and v[:1] in "✓●" for v in row)]
    assert len(marked) == score
    reached = [row[0] for row in marked if any(isinstance(v, str) and v[:1] == "●" for v in row)]
    assert reached == ([] if kpi == "3.1" else [score])


@pytest.mark.parametrize(
    ("project", "columns"),
    [
        ("1.20", []),
        ("1.23", ["ค่าเป้าหมาย"]),
        ("1.26", ["วันที่แล้วเสร็จ", "หลักฐานอ้างอิง"]),
        ("1.28", ["ค่าเป้าหมาย", "วันที่แล้วเสร็จ", "หลักฐานอ้างอิง"]),
    ],
)
def test_a_rubric_has_only_the_columns_that_it_needs(zoo, project, columns):
    titles, _ = rubric(zoo, project)
    assert [title for title in titles if title in ("ค่าเป้าหมาย", "วันที่แล้วเสร็จ", "หลักฐานอ้างอิง")] == columns


@pytest.mark.parametrize(
    ("project", "method"),
    [("1.20", "ขั้นตอนตามลำดับ"), ("1.23", "ค่าเป้าหมายเป็นขั้น"), ("1.26", "นับรายการที่แล้วเสร็จ"), ("1.28", "ขั้นตอนและค่าเป้าหมาย")],
)
def test_a_rubric_says_how_it_is_scored(zoo, project, method):
    assert f"คำอธิบายเกณฑ์การให้คะแนน · {method}" in rubric(zoo, project)[0]


def test_thresholds_are_numbers_and_dates_are_dates(zoo):
    _, rows = rubric(zoo, "1.23")
    assert [row[2] for row in rows] == [10, 20, 30, 40, 50.5]
    _, rows = rubric(zoo, "1.26")
    assert [value.date().isoformat() for row in rows for value in row if hasattr(value, "date")] == ["2022-03-31"]


def test_a_rubric_of_what_is_not_reported_has_no_statuses(zoo):
    titles, rows = rubric(zoo, "1.60")
    assert "ผลตามเกณฑ์" not in titles
    assert all(len(row) == 2 for row in rows)


# What the page says of the project's money.
BUDGETS = {
    "1.1": "เบิกจ่าย ๒๕๐ บาท\nจากที่ได้รับ ๑,๐๐๐ บาท\n(ร้อยละ ๒๕.๐๐)",
    "1.2": "ได้รับ ๑,๐๐๐ บาท\nยังไม่มีการเบิกจ่าย",
    "1.3": "เบิกจ่าย ๑๐๐ บาท\nจากที่ได้รับ ๑,๐๐๐ บาท\n(ร้อยละ ๑๐.๐๐)\nผูกพันแล้ว ๔๐๐ บาท",
    "1.4": "เบิกจ่าย ๑,๐๑๘.๗๐ บาท\nจากที่ได้รับ ๑,๐๐๐ บาท\n(ร้อยละ ๑๐๑.๘๗)",
    "1.5": "ได้รับ ๐ บาท\nยังไม่มีการเบิกจ่าย",
    "1.6": "ไม่ใช้งบประมาณ",
    "1.7": "ยังไม่ระบุว่า\nใช้งบประมาณหรือไม่",
    "1.10": "เบิกจ่าย ๙,๐๐๐ บาท\nจากที่ได้รับ ๙๐,๐๐๐ บาท\n(ร้อยละ ๑๐.๐๐)",
    "1.60": "ส่งคืนให้แก้ไข",
    "1.61": "ยังไม่ถึงรอบ",
    "1.63": "ยังไม่ส่ง",
}


@pytest.mark.parametrize(("project", "words"), BUDGETS.items())
def test_the_budget_is_told_in_words(zoo, project, words):
    assert results(zoo, project)[0][-1] == words


ENGLISH_BUDGETS = {
    "1.1": "Disbursed 250 baht\nof 1,000 baht received\n(25.00 %)",
    "1.2": "Received 1,000 baht\nNothing disbursed yet",
    "1.3": "Disbursed 100 baht\nof 1,000 baht received\n(10.00 %)\nCommitted: 400 baht",
    "1.6": "no budget used",
    "1.7": "Not stated whether\na budget is used",
}


@pytest.mark.parametrize(("project", "words"), ENGLISH_BUDGETS.items())
def test_the_budget_is_told_in_english(english_zoo, project, words):
    assert results(english_zoo, project)[0][-1] == words


STATES = {
    "1.60": ("returned", "ส่งคืนให้หน่วยงานแก้ไข จึงยังไม่มีผลในรอบนี้"),
    "1.61": ("not_due", "ยังไม่ถึงรอบที่ต้องรายงาน"),
    "1.62": ("cancelled", "ยกเลิกตัวชี้วัดแล้ว"),
    "1.63": ("missing", "หน่วยงานยังไม่ส่งรายงานของรอบนี้"),
}


@pytest.mark.parametrize(("project", "state", "words"), [(p, *told_) for p, told_ in STATES.items()])
def test_what_is_not_reported_has_words_and_no_number(zoo, project, state, words):
    assert told(zoo, "state")[project] == state
    (row,) = results(zoo, project)
    assert row[1:4] == [UNKNOWN, UNKNOWN, words]
    assert not any(is_number(value) for value in row)


def test_a_score_of_nothing_done_is_0(zoo):
    assert results(zoo, "1.20")[0][1:3] == [0, 0]


FACTS = {
    "1.23": "ค่าที่ทำได้จริง: ๓๕ คน",
    "1.28": "ค่าที่ทำได้จริง: ๒๐ ชุด",
    "1.29": "ระดับตามแผนของรอบนี้: ๓ ▼ ช้ากว่าแผน · น้ำหนัก: ๒.๕ · คะแนนที่ประเมินตนเอง: ๔ (ไม่ตรงกับเกณฑ์)",
    "1.30": "ระดับตามแผนของรอบนี้: ๒ ● ตามแผน",
}


@pytest.mark.parametrize(("project", "words"), FACTS.items())
def test_what_the_plan_and_the_department_say_of_a_kpi(zoo, project, words):
    assert words in zoo.project_texts(project)


@pytest.mark.parametrize("project", ["1.1", "1.20", "1.60"])
def test_where_there_is_nothing_to_say_no_line_is_empty(zoo, project):
    assert not [text for text in zoo.project_texts(project) if text.strip(" ·:") == ""]


@pytest.mark.parametrize(
    ("project", "words"),
    [("1.2", "กองที่รายงาน · ประเภทงบ: รายจ่ายลงทุน"), ("1.45", "กองที่รายงาน · น้ำหนัก: ๑.๕"), ("1.63", "กองที่เงียบ")],
)
def test_the_department_and_what_the_plan_says_of_the_project(zoo, project, words):
    assert ["หน่วยงาน", words] in zoo.project(project)


def test_several_kpis_have_a_rubric_and_a_row_each_and_the_budget_is_told_once(zoo):
    rows = zoo.project("1.45")
    assert sum(row[:1] == ["ระดับคะแนน"] for row in rows) == 4
    told_rows = [row for row in results(zoo, "1.45") if len(row) > 2]
    assert [row[:3] for row in told_rows[:3]] == [
        ["๑.๔๕-๑ ตัวชี้วัด 1.45-1", 1, 20],
        ["๑.๔๕-๒ ตัวชี้วัด 1.45-2", 2, 40],
        ["๑.๔๕-๓ ตัวชี้วัด 1.45-3", 3, 60],
    ]
    budgets = [row[-1] for row in told_rows if str(row[0]).startswith("๑.๔๕-") and "(ต่อ)" not in str(row[0])]
    assert budgets == ["เบิกจ่าย ๑๒๕ บาท\nจากที่ได้รับ ๕๐๐ บาท\n(ร้อยละ ๒๕.๐๐)", *["ดังแถวแรก"] * 3]


def columns_of(drawn: Drawn, project: str, left: int, right: int) -> str:
    """All that stands between two columns on a project's page, from top to bottom, without heads and names."""
    issue = drawn.summary.plan.projects.set_index("code")["issue"][project]
    sheet = drawn.sheet(f"issue:{issue}")
    first = int(drawn.canvas.anchors[project].rpartition("A")[2])
    after = [int(at.rpartition("A")[2]) for at in drawn.canvas.anchors.values()]
    last = min((row for row in after if row > first), default=sheet.max_row + 1) - 1
    cells = sheet.iter_cols(min_row=first, max_row=last, min_col=left, max_col=right, values_only=True)
    return "".join(str(value) for column in cells for value in column if isinstance(value, str))


def test_texts_of_8000_characters_are_whole_over_the_rows_in_which_they_go_on(zoo):
    narrative, obstacle, suggestion = (long_text(name) for name in ("narrative", "obstacle", "suggestion"))
    assert {len(narrative), len(obstacle), len(suggestion)} == {8000}
    told_ = columns_of(zoo, "1.41", 4, 7)
    assert all(re.sub("(รายละเอียดการดำเนินงาน|ปัญหาอุปสรรค/\nข้อเสนอแนะ)", "", told_).count(t) == 1 for t in (narrative,))
    heads = re.compile("รายละเอียดการดำเนินงาน|ปัญหาอุปสรรค/\nข้อเสนอแนะ")
    assert f"{obstacle}\nข้อเสนอแนะ: {suggestion}" in heads.sub("", told_)


def test_a_text_that_goes_on_names_its_kpi_again(zoo):
    rows = results(zoo, "1.41")
    assert len(rows) > 10
    assert {row[0] for row in rows[1:]} == {"๑.๔๑ (ต่อ)"}


def test_the_head_stands_above_every_part_that_begins_a_page(zoo):
    heads = [row for row in zoo.project("1.41") if "รายละเอียดการดำเนินงาน" in row]
    assert 3 <= len(heads) < len(results(zoo, "1.41"))


def test_no_row_is_higher_than_excel_allows(zoo):
    for id_ in (*zoo.issue_ids, *DETAIL):
        heights = [dimension.height or 0 for dimension in zoo.sheet(id_).row_dimensions.values()]
        assert max(heights) <= 409


@pytest.mark.parametrize("words", ["=1+1", "+ปัญหา\nข้อเสนอแนะ: @ขอรับการสนับสนุน"])
def test_text_that_looks_like_a_formula_stays_text(zoo, words):
    cells = [cell for cell in filled(zoo.sheet("issue:1", values=False)) if cell.value == words]
    assert [(cell.data_type, cell.number_format) for cell in cells] == [("s", "@")]


@pytest.mark.parametrize(
    ("project", "words"),
    [
        ("1.42", "บรรทัดแรก\n\nบรรทัดที่สาม"),
        ("1.42", "๑) หนึ่ง\n๒) สอง"),
        ("1.43", "The committee met twice; minutes are at https://example.go.th/very-long-address-" + "x" * 90),
        ("1.44", "ข้อเสนอแนะ: ขอให้ขยายเวลา"),
    ],
)
def test_texts_of_all_kinds_stand_word_for_word(zoo, project, words):
    assert words in zoo.project_texts(project)


def test_a_project_without_a_kpi_says_so(zoo):
    assert ["ตัวชี้วัด", "แผนไม่ได้กำหนดตัวชี้วัดของโครงการนี้"] in zoo.project("1.64")


def test_an_issue_without_a_project_says_so(zoo):
    assert "แผนไม่ได้กำหนดโครงการในเรื่องนี้" in zoo.texts("issue:2")


# --- budget


def money(drawn: Drawn) -> dict[str, dict[str, object]]:
    """Code → the row of the table of projects with money, and "รวม" the total."""
    rows = drawn.table("budget", "รหัส", "โครงการ", "ได้รับ (บาท)")
    return {str(row["รหัส"]).split()[0]: row for row in rows}


# Received, disbursed and remaining in baht, and the rate in percent.
AMOUNTS = {
    "2.2": (275_100, 36_000, 239_100, 13.0862),
    "2.3": (44_000, 37_800, 6_200, 85.9091),
    "3.2": (63_764_000, 0, 63_764_000, 0),
    "3.3": (41_600_000, 4_160_000, 37_440_000, 10),
    "3.4": (90_000_000, 0, 90_000_000, 0),
    "3.5": (33_656_000, 0, 33_656_000, 0),
    "รวม": (229_339_100, 4_233_800, 225_105_300, 1.8461),
}


@pytest.mark.parametrize(("code", "amounts"), AMOUNTS.items())
def test_amounts_and_rates_of_the_example(seed, code, amounts):
    row = money(seed)[seed.figures.digits(code)]
    shown = (row["ได้รับ (บาท)"], row["เบิกจ่าย (บาท)"], row["คงเหลือ (บาท)"], row["ร้อยละ เบิกจ่าย"])
    assert shown == pytest.approx(amounts, abs=5e-5)


@pytest.mark.parametrize("code", WITH_MONEY)
def test_amounts_are_those_of_the_table(seed, code):
    budgets = seed.summary.budget_results.set_index("project").loc[code]
    row = money(seed)[seed.figures.digits(code)]
    for title, column in (("ได้รับ (บาท)", "received"), ("เบิกจ่าย (บาท)", "disbursed"), ("คงเหลือ (บาท)", "remaining")):
        assert Fraction(row[title]) == Fraction(int(budgets[column]), 100)
    assert row["ร้อยละ เบิกจ่าย"] == pytest.approx(float(budgets["rate"]), rel=1e-12)


def test_every_amount_rate_and_gap_is_live(seed, zoo):
    for drawn in (seed, zoo):
        sheet = drawn.sheet("budget", values=False)
        shown = {cell.coordinate for cell in filled(drawn.sheet("budget")) if is_number(cell.value)}
        fixed = {at for at in shown if not str(sheet[at].value).startswith("=")}
        targets = {target for target in drawn.summary.plan.targets["percent"]}
        assert {sheet[at].value for at in fixed} <= targets


def test_the_total_is_taken_from_the_data_sheet(seed):
    total = seed.table("budget", "รหัส", "โครงการ", "ได้รับ (บาท)", values=False)[-1]
    assert seed.canvas.ranges.column("budget_results", "received") in total["ได้รับ (บาท)"]
    assert seed.canvas.ranges.column("budget_results", "disbursed") in total["เบิกจ่าย (บาท)"]


def comparison(drawn: Drawn) -> dict[str, dict[str, object]]:
    """Budget → its rate, target, gap and result."""
    rows = drawn.table("budget", "งบประมาณ", "เป้าหมาย (ร้อยละ)")
    return {str(row["งบประมาณ"]).split("\n")[0]: row for row in rows}


def test_the_gap_is_the_rate_less_the_target_of_this_round(seed):
    row = comparison(seed)["ภาพรวมทุกโครงการ"]
    assert row["เป้าหมาย (ร้อยละ)"] == 51
    assert row["ผลต่าง (จุดร้อยละ)"] == pytest.approx(float(Fraction(423_380_000, 22_933_910_000) * 100 - 51))
    assert row["ผล"] == "▼ ต่ำกว่าเป้าหมาย"


def test_the_source_of_the_target_is_printed(seed):
    source = seed.summary.plan.targets.query("quarter == 2 and budget_type == 'overall'")["source"].iloc[0]
    assert f"ภาพรวมทุกโครงการ\nที่มาของเป้าหมาย: {source}" in seed.texts("budget")


# In the zoo: received and disbursed 4000 + 90000, of which investment 2000 and operating 90000; the third quarter.
TYPES = {
    "ภาพรวมทุกโครงการ": (Fraction(250 + 0 + 100 + 101870 // 100 + 9000, 1) + Fraction(7, 10) + 125, 94_500, 72),
    "รายจ่ายลงทุน": (Fraction(100), 2000, 46),
    "รายจ่ายประจำ": (Fraction(9000), 90_000, 79),
}


@pytest.mark.parametrize(("name", "disbursed", "received", "target"), [(n, *amounts) for n, amounts in TYPES.items()])
def test_each_type_is_compared_with_its_own_target(zoo, name, disbursed, received, target):
    row = comparison(zoo)[name]
    rate = float(disbursed * 100 / received)
    assert row["เบิกจ่ายแล้ว (ร้อยละ)"] == pytest.approx(rate)
    assert row["เป้าหมาย (ร้อยละ)"] == target
    assert row["ผลต่าง (จุดร้อยละ)"] == pytest.approx(rate - target)


@pytest.mark.parametrize(
    ("code", "type_", "gap"),
    [
        ("๑.๑", UNKNOWN, 25 - 72),
        ("๑.๒", "รายจ่ายลงทุน", -46),
        ("๑.๓", "รายจ่ายลงทุน", 10 - 46),
        ("๑.๑๐", "รายจ่ายประจำ", 10 - 79),
    ],
)
def test_a_project_is_compared_with_the_target_of_its_type_and_without_one_with_the_overall_target(
    zoo, code, type_, gap
):
    row = money(zoo)[code]
    assert (row["ประเภทงบ"], row["ต่างจากเป้าหมาย (จุดร้อยละ)"]) == (type_, gap)


def test_columns_that_would_be_empty_are_left_out(seed, zoo):
    titles = set(money(seed)["รวม"])
    assert not titles & {"ผูกพัน (บาท)", "ประเภทงบ"}
    assert set(money(zoo)["รวม"]) - titles == {"ผูกพัน (บาท)", "ประเภทงบ"}


def test_without_any_target_there_is_no_column_for_gaps():
    tables, answers = some_projects("2.2", "2.3")
    tables["targets"] = []
    assert "ต่างจากเป้าหมาย (จุดร้อยละ)" not in money(drawn_of(tables, answers))["รวม"]


@pytest.mark.parametrize("code", WITH_MONEY)
def test_the_gap_of_a_project_is_that_of_the_table(seed, code):
    gap = seed.summary.budget_results.set_index("project")["gap"][code]
    assert money(seed)[seed.figures.digits(code)]["ต่างจากเป้าหมาย (จุดร้อยละ)"] == pytest.approx(gap)


@pytest.mark.parametrize(
    ("code", "amounts"),
    [
        ("๑.๑", (1000, UNKNOWN, 250, 750, 25)),
        ("๑.๓", (1000, 400, 100, 500, 10)),
        ("๑.๔", (1000, UNKNOWN, 1018.7, -18.7, 101.87)),
        ("๑.๕", (0, UNKNOWN, 0, 0, UNKNOWN)),
        ("๑.๑๐", (90_000, UNKNOWN, 9000, 81_000, 10)),
        ("๑.๔๕", (500, UNKNOWN, 125, 375, 25)),
        ("รวม", (94_500, 400, 10_493.7, 83_606.3, 10_493.7 / 945)),
    ],
)
def test_amounts_of_all_kinds(zoo, code, amounts):
    row = money(zoo)[code]
    titles = ("ได้รับ (บาท)", "ผูกพัน (บาท)", "เบิกจ่าย (บาท)", "คงเหลือ (บาท)", "ร้อยละ เบิกจ่าย")
    assert [row[title] for title in titles] == [pytest.approx(a) if is_number(a) else a for a in amounts]


def test_satang_are_shown_where_there_are_any(seed, zoo):
    assert formats_of(seed, "budget", "ได้รับ (บาท)") == {seed.figures.format("baht")}
    assert formats_of(zoo, "budget", "ได้รับ (บาท)") == {zoo.figures.format("amount")}


def formats_of(drawn: Drawn, id_: str, title: str) -> set[str]:
    """The number formats of the numbers under a title."""
    sheet = drawn.sheet(id_)
    head = next(cell for cell in filled(sheet) if cell.value == title)
    below = (sheet.cell(row, head.column) for row in range(head.row + 1, sheet.max_row + 1))
    return {cell.number_format for cell in below if is_number(cell.value)}


OTHERS = {
    "๑.๖": "ไม่ใช้งบประมาณ",
    "๑.๗": "ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอด",
    "๑.๖๐": "ส่งคืนให้หน่วยงานแก้ไข",
    "๑.๖๑": "ยังไม่ถึงรอบที่ต้องรายงาน",
    "๑.๖๓": "หน่วยงานยังไม่ส่งรายงาน",
}


@pytest.mark.parametrize(("code", "reason"), OTHERS.items())
def test_projects_without_amounts_are_listed_with_the_reason(zoo, code, reason):
    rows = {row["รหัส"]: row for row in zoo.table("budget", "รหัส", "โครงการ", "เหตุผล")}
    assert rows[code]["เหตุผล"] == reason


def test_every_project_stands_on_the_budget_sheet_once(seed, zoo):
    for drawn in (seed, zoo):
        codes = list(money(drawn))[:-1] + [row["รหัส"] for row in drawn.table("budget", "รหัส", "โครงการ", "เหตุผล")]
        assert sorted(codes) == sorted(map(drawn.figures.digits, drawn.summary.plan.projects["code"]))


def test_without_any_money_there_is_a_sentence_and_no_number(silent):
    assert "รอบนี้ยังไม่มีโครงการที่รายงานว่าได้รับงบประมาณ" in silent.texts("budget")
    assert silent.numbers("budget") == []
    assert not silent.sheet("budget")._charts


def test_the_chart_has_words_for_those_who_cannot_see_it(seed):
    drawings = [
        zipfile.ZipFile(BytesIO(seed.data)).read(name).decode()
        for name in zipfile.ZipFile(BytesIO(seed.data)).namelist()
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)
    ]
    described = [words for drawing in drawings for words in re.findall(r'descr="([^"]+)"', drawing)]
    assert any("งบประมาณที่ได้รับและเบิกจ่าย (ล้านบาท)" in words and "๓.๓ MOF Data Exchange" in words for words in described)


def test_a_plan_without_a_target_for_the_quarter_says_so():
    tables, answers = some_projects("2.2")
    tables["targets"] = [row | {"quarter": 1} for row in tables["targets"] if row["quarter"] == 3]
    drawn = drawn_of(tables, answers)
    (row,) = comparison(drawn).values()
    assert "แผนไม่ได้กำหนดเป้าหมายของไตรมาสนี้" in row["งบประมาณ"]
    assert (row["เป้าหมาย (ร้อยละ)"], row["ผลต่าง (จุดร้อยละ)"], row["ผล"]) == (None, UNKNOWN, UNKNOWN)


# --- obstacles


def test_the_kpis_with_obstacles_are_listed_word_for_word(seed):
    rows = {row["รหัส"]: row for row in seed.table("obstacles", "รหัส", "ปัญหาอุปสรรค")}
    assert list(rows) == [seed.figures.digits(kpi) for kpi in WITH_OBSTACLE]
    for kpi in WITH_OBSTACLE:
        row = rows[seed.figures.digits(kpi)]
        assert row["ปัญหาอุปสรรค"] == told(seed, "obstacle")[kpi]
        assert row["คะแนน"] == SCORED[kpi]
        assert row["โครงการ / หน่วยงาน"].startswith(seed.summary.plan.name_of("projects", kpi))


def test_suggestions_have_a_column_where_there_are_any(seed, zoo):
    assert "ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน" not in seed.texts("obstacles")
    rows = {row["รหัส"]: row for row in zoo.table("obstacles", "รหัส", "ปัญหาอุปสรรค")}
    assert rows["๑.๔๐"]["ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน"] == "@ขอรับการสนับสนุน"
    assert rows["๑.๔๔"]["ปัญหาอุปสรรค"] == UNKNOWN
    assert rows["๑.๔๒"]["ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน"] == UNKNOWN


@pytest.mark.parametrize(("title", "field"), [("ปัญหาอุปสรรค", "obstacle"), ("ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน", "suggestion")])
def test_long_obstacles_are_whole_over_the_rows_in_which_they_go_on(zoo, title, field):
    rows = zoo.table("obstacles", "รหัส", "ปัญหาอุปสรรค")
    first = next(number for number, row in enumerate(rows) if row["รหัส"] == "๑.๔๑")
    own = [rows[first], *(row for row in rows if row["โครงการ / หน่วยงาน"] == "๑.๔๑ (ต่อ)")]
    assert len(own) > 10
    assert "".join(row[title] or "" for row in own) == long_text(field)


@pytest.mark.parametrize(
    ("which", "subtitle", "rest"),
    [
        ("seed", "๓ จาก ๑๑ ตัวชี้วัดที่รายงานแล้ว", "อีก ๘ ตัวชี้วัดรายงานว่าไม่มีปัญหาอุปสรรค"),
        ("zoo", "๔ จาก ๒๘ ตัวชี้วัดที่รายงานแล้ว", "อีก ๒๔ ตัวชี้วัดรายงานว่าไม่มีปัญหาอุปสรรค · ยังไม่มีรายงาน ๒ ตัวชี้วัด"),
        ("silent", "ยังไม่มีตัวชี้วัดที่รายงานในรอบนี้", "ยังไม่มีรายงาน ๑๑ ตัวชี้วัด"),
    ],
)
def test_how_many_report_obstacles_and_how_many_none(request, which, subtitle, rest):
    texts = request.getfixturevalue(which).texts("obstacles")
    assert texts[1].startswith(subtitle)
    assert texts[-1] == rest


# --- submissions


def departments(drawn: Drawn) -> dict[str, dict[str, object]]:
    """Department → its row, and "รวม" the total."""
    rows = drawn.table("status", "หน่วยงาน", "สถานะการส่ง")
    return {"รวม" if str(row["หน่วยงาน"]).startswith("รวม ") else str(row["หน่วยงาน"]): row for row in rows}


COUNTS = ("ต้อง รายงาน", "รายงาน แล้ว", "ส่งคืน ให้แก้ไข", "ยังไม่ส่ง", "ข้อที่ต้อง แก้ไข", "ข้อที่ควร ตรวจสอบ")


@pytest.mark.parametrize(
    ("which", "department", "state", "counts"),
    [
        ("seed", "ศูนย์บริการร่วม", "✓ รับแล้ว", (1, 1, 0, 0, 0, 0)),
        ("seed", "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร", "✓ รับแล้ว", (5, 5, 0, 0, 0, 13)),
        ("seed", "รวม", None, (11, 11, 0, 0, 0, 21)),
        ("zoo", "กองที่รายงาน", "◐ รับบางส่วน", (29, 28, 1, 0, 1, 56)),
        ("zoo", "กองที่เงียบ", "○ ยังไม่ส่ง", (1, 0, 0, 1, 0, 1)),
        ("zoo", "รวม", None, (30, 28, 1, 1, 1, 57)),
        ("silent", "ศูนย์บริการร่วม", "○ ยังไม่ส่ง", (1, 0, 0, 1, 0, 1)),
    ],
)
def test_what_each_department_has_sent(request, which, department, state, counts):
    row = departments(request.getfixturevalue(which))[department]
    assert row["สถานะการส่ง"] == state
    assert tuple(row[title] for title in COUNTS) == counts


def test_a_department_s_contact_is_the_plan_s_or_else_who_signed_the_form(seed, zoo, silent):
    contact = "ผู้ประสานงาน / ผู้รายงาน"
    assert departments(zoo)["กองที่รายงาน"][contact] == "นางสาวใจดี · dep@example.go.th"
    assert departments(zoo)["กองที่เงียบ"][contact] == UNKNOWN
    assert departments(seed)["ศูนย์บริการร่วม"][contact].startswith("ผู้รายงานศูนย์บริการร่วม · ")
    assert departments(silent)["ศูนย์บริการร่วม"][contact] == UNKNOWN


def test_counts_of_kpis_are_live(seed):
    rows = seed.table("status", "หน่วยงาน", "สถานะการส่ง", values=False)
    for row in rows:
        assert all(str(row[title]).startswith("=SUMPRODUCT(") for title in COUNTS[:4])


def test_every_file_of_the_register_is_listed(seed):
    rows = seed.table("status", "แฟ้ม", "สถานะ", "เหตุผล")
    register = seed.summary.register
    assert [row["แฟ้ม"] for row in rows] == list(register["file"])
    assert {row["สถานะ"] for row in rows} == {"รับแล้ว"}


def test_a_register_says_in_words_what_became_of_each_file(seed):
    summary = seed.summary
    register = summary.register.assign(
        state=["superseded", "refused", "ignored", "accepted", "unreadable"],
        reason=["มีฉบับใหม่กว่า: b.xlsx", "แฟ้มใหญ่เกินไป (9 GB)", "", "แบบรายงานของหน่วยงาน", "เปิดไม่ได้"],
        sha256=["0123456789abcdef" * 4] * 5,
        size=[20_312, 1, 0, 5, 6],
    )
    drawn = Drawn(type(summary)(**{**vars_of(summary), "register": register}))
    rows = drawn.table("status", "แฟ้ม", "สถานะ", "เหตุผล")
    assert [(row["สถานะ"], row["เหตุผล"]) for row in rows[:3]] == [
        ("มีฉบับใหม่แทน", "มีฉบับใหม่กว่า: b.xlsx"),
        ("ไม่รับ", "แฟ้มใหญ่เกินไป (9 GB)"),
        ("ไม่เกี่ยวข้อง", UNKNOWN),
    ]
    assert {row["ลายนิ้วมือ (SHA-256 ย่อ)"] for row in rows} == {"0123456789ab"}
    assert rows[0]["ขนาด (ไบต์)"] == 20_312


def vars_of(summary: object) -> dict[str, object]:
    return {name: getattr(summary, name) for name in summary.__dataclass_fields__}


def test_an_empty_folder_says_so(silent):
    assert "ไม่พบแฟ้มใดในโฟลเดอร์นำเข้า" in silent.texts("status")


@pytest.mark.parametrize(
    ("which", "subtitle"),
    [
        ("seed", "ส่งแล้ว ๕ จาก ๕ หน่วยงาน · กำหนดส่ง ๑๕ เมษายน ๒๕๖๕ · ได้รับ ๕ แฟ้ม"),
        ("zoo", "ส่งแล้ว ๑ จาก ๒ หน่วยงาน · กำหนดส่ง ๑๕ เมษายน ๒๕๖๕ · ได้รับ ๑ แฟ้ม"),
        ("silent", "ส่งแล้ว ๐ จาก ๕ หน่วยงาน · กำหนดส่ง ๑๕ เมษายน ๒๕๖๕ · ได้รับ ๐ แฟ้ม"),
    ],
)
def test_the_banner_says_how_many_have_sent(request, which, subtitle):
    assert subtitle in request.getfixturevalue(which).texts("status")


# --- findings


def listed(drawn: Drawn) -> list[dict[str, object]]:
    """The rows of the table of findings, without the lines of departments."""
    return [row for row in drawn.table("findings", "ระดับ", "สิ่งที่พบ") if row["ข้อที่"] is not None]


def by_number(drawn: Drawn) -> list[dict[str, object]]:
    return drawn.summary.findings.sort_values("number").to_dict("records")


def test_every_finding_is_listed_by_its_number_with_its_words(seed, zoo):
    for drawn in (seed, zoo):
        told = [(row["ข้อที่"], row["สิ่งที่พบ"], row["วิธีแก้ไข"], row["กฎ"]) for row in listed(drawn)]
        assert told == [(f["number"], wrong(f, "th"), fix(f, "th"), f["rule"]) for f in by_number(drawn)]


def test_numbers_count_from_1_without_a_gap(seed, zoo):
    for drawn in (seed, zoo):
        assert [row["ข้อที่"] for row in listed(drawn)] == [*range(1, len(drawn.summary.findings) + 1)]


def test_findings_stand_department_by_department_in_the_order_of_the_plan(seed):
    names = list(dict.fromkeys(row["หน่วยงาน"] for row in listed(seed)))
    assert names == [name for name in seed.summary.plan.departments["name"] if name in names]
    assert len(names) == 4


def test_within_a_department_the_gravest_come_first(zoo):
    told = [(row["หน่วยงาน"], row["ระดับ"]) for row in listed(zoo)]
    assert told[0] == ("กองที่รายงาน", "✗ ต้องแก้ไข")
    assert {severity for _, severity in told[1:]} == {"! ควรตรวจสอบ"}


def test_every_department_has_a_line_over_its_findings_with_its_counts(zoo):
    rows = zoo.table("findings", "ระดับ", "สิ่งที่พบ")
    lines = {place: row for place, row in enumerate(rows) if row["ข้อที่"] is None}
    assert [(row["หน่วยงาน"], row["สิ่งที่พบ"]) for row in lines.values()] == [
        ("กองที่รายงาน", "✗ ต้องแก้ไข ๑ · ! ควรตรวจสอบ ๕๖ · • เพื่อทราบ ๐"),
        ("กองที่เงียบ", "✗ ต้องแก้ไข ๐ · ! ควรตรวจสอบ ๑ · • เพื่อทราบ ๐"),
    ]
    assert all(rows[place + 1]["หน่วยงาน"] == row["หน่วยงาน"] for place, row in lines.items())


def test_departments_are_counted_and_lead_to_their_findings(seed, zoo):
    for drawn in (seed, zoo):
        counts = drawn.summary.findings.groupby("department")["severity"].value_counts()
        *lines, total = drawn.table("findings", "หน่วยงาน", "อยู่ที่")[
            : len(drawn.summary.findings["department"].unique()) + 1
        ]
        codes = {name: code for code, name in drawn.canvas.names("departments").items()}
        for line in lines:
            found = [counts.get((codes[line["หน่วยงาน"]], severity), 0) for severity in ("error", "warning", "note")]
            assert [line["✗ ต้องแก้ไข"], line["! ควรตรวจสอบ"], line["• เพื่อทราบ"]] == found
            at = drawn.links("findings")[line["อยู่ที่"]].rpartition("!")[2]
            assert drawn.sheet("findings")[at].value == line["หน่วยงาน"]
        assert total["! ควรตรวจสอบ"] == sum(line["! ควรตรวจสอบ"] for line in lines)


def test_departments_with_one_name_are_counted_apart():
    tables, answers = some_projects("1.1", "1.2")
    for row in tables["departments"]:
        row["name"] = "กองกลาง"
    drawn = drawn_of(tables, {department: {} for department in answers})
    lines = drawn.table("findings", "หน่วยงาน", "อยู่ที่")
    counts = drawn.summary.findings["department"].value_counts(sort=False)
    own = [line["✗ ต้องแก้ไข"] + line["! ควรตรวจสอบ"] for line in lines if line["หน่วยงาน"] == "กองกลาง"]
    assert len(own) == len(counts) > 1
    assert own == [counts[code] for code in tables_order(tables, counts)]


def tables_order(tables, counts):
    """The departments of a plan that have findings, in its order."""
    return [row["code"] for row in tables["departments"] if row["code"] in counts]


def test_a_finding_s_number_is_where_others_find_it(seed):
    for number, location in seed.canvas.findings.items():
        sheet, at = location.rsplit("!", 1)
        assert seed.values[sheet.strip("'")][at].value == number
    assert len(seed.canvas.findings) == len(seed.summary.findings)


@pytest.mark.parametrize(
    ("kpi", "place", "item"),
    [
        ("๑.๖๐", r"DEP.xlsx · 1\.60!C\d+", "ระดับ ๑ · สถานะ"),
        ("๑.๔", r"DEP.xlsx · 1\.4!C\d+", "เบิกจ่ายจริง (บาท)"),
        ("๑.๗", r"DEP.xlsx · 1\.7!C\d+", "สถานะงบประมาณ"),
    ],
)
def test_a_finding_has_its_place_and_its_item(zoo, kpi, place, item):
    row = next(row for row in listed(zoo) if row["ตัวชี้วัด"] == kpi)
    assert re.fullmatch(place, row["ตำแหน่ง (แฟ้ม · แผ่นงาน!ช่อง)"])
    assert row["รายการ"] == item
    assert row["หน่วยงาน"] == "กองที่รายงาน"


def test_a_finding_about_no_kpi_has_dashes(zoo):
    missing = next(row for row in listed(zoo) if "กองที่เงียบ" in str(row["สิ่งที่พบ"]))
    assert (missing["ตัวชี้วัด"], missing["ตำแหน่ง (แฟ้ม · แผ่นงาน!ช่อง)"], missing["รายการ"]) == (UNKNOWN,) * 3
    assert missing["หน่วยงาน"] == "กองที่เงียบ"


@pytest.mark.parametrize(
    ("which", "counts"),
    [
        ("seed", "✗ ต้องแก้ไข ๐ · ! ควรตรวจสอบ ๒๑ · • เพื่อทราบ ๐"),
        ("zoo", "✗ ต้องแก้ไข ๑ · ! ควรตรวจสอบ ๕๗ · • เพื่อทราบ ๐"),
        ("english", "✗ error 0 · ! warning 21 · • note 0"),
    ],
)
def test_the_banner_counts_findings(request, which, counts):
    assert request.getfixturevalue(which).sheet("findings")["A2"].value == counts


def test_the_banner_is_red_where_something_must_be_corrected(seed, zoo):
    grounds = [drawn.sheet("findings")["A1"].fill.fgColor.rgb for drawn in (seed, zoo)]
    assert grounds == ["FF1F3864", "FFA80000"]


def test_findings_are_filtered_as_one_table_with_the_lines_of_their_departments(zoo):
    sheet = zoo.sheet("findings")
    (table,) = sheet.tables.values()
    first, last = (coordinate_from_string(at) for at in table.ref.split(":"))
    assert (first[0], last[0]) == ("A", "I")
    assert last[1] - first[1] == len(zoo.summary.findings) + 2, "and a line for each of two departments"
    assert table.autoFilter.ref == table.ref
    assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[first[1]]][:9]
    assert not [merged for merged in sheet.merged_cells.ranges if merged.max_row > first[1]], (
        "or it could not be sorted"
    )


def test_the_titles_of_findings_are_printed_on_every_page_and_their_codes_stay_in_sight(zoo):
    sheet = zoo.sheet("findings")
    (table,) = sheet.tables.values()
    head = coordinate_from_string(table.ref.split(":")[0])[1]
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == "E1"


def test_without_findings_a_sentence_says_so():
    drawn = one_project("1.1")
    assert drawn.summary.findings.empty
    assert "ไม่มีข้อสังเกต: แผนและแบบรายงานทุกฉบับผ่านการตรวจทุกข้อ" in drawn.texts("findings")


def test_a_very_long_value_is_shortened_in_a_finding():
    drawn = one_project("1.1", {"level|1|status": LONG * 100})
    row = listed(drawn)[0]
    assert row["สิ่งที่พบ"].startswith(f"“{LONG}") and row["สิ่งที่พบ"].endswith("…")


# --- reconciliation

IN_AND_OUT = ("ที่กรอก", "ใช้ในรายงาน", "ไม่รับ", "ไม่นับ", "ผลต่าง", "ผล")


@pytest.mark.parametrize("which", ["seed", "zoo"])
def test_what_was_filled_in_is_used_rejected_or_not_counted(request, which):
    drawn = request.getfixturevalue(which)
    for titles in (("รายการ",), ()):
        rows = drawn.table("reconciliation", *IN_AND_OUT, *titles)
        assert rows
        for row in rows:
            if is_number(row["ที่กรอก"]):
                filled_in, used, rejected, ignored, difference, result = (row[title] for title in IN_AND_OUT)
                assert filled_in == pytest.approx(used + rejected + ignored)
                assert (difference, result) == (0, "✓ ตรงกัน")


def control_rows(drawn: Drawn) -> dict[tuple[str, str], dict[str, object]]:
    rows = drawn.table("reconciliation", *IN_AND_OUT, "รายการ")
    return {(str(row["หน่วยงาน"]), str(row["รายการ"])): row for row in rows}


@pytest.mark.parametrize(
    ("department", "item", "amount"),
    [
        ("ศูนย์ปฏิบัติการต่อต้านการทุจริต", "งบประมาณที่ได้รับ (บาท)", 44_000),
        ("กองบริหารทรัพยากรบุคคล", "เบิกจ่ายจริง (บาท)", 36_000),
        ("ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร", "งบประมาณที่ได้รับ (บาท)", 229_020_000),
        ("รวม งบประมาณที่ได้รับ (บาท)", "None", 229_339_100),
        ("รวม เบิกจ่ายจริง (บาท)", "None", 4_233_800),
    ],
)
def test_control_totals_of_the_example(seed, department, item, amount):
    row = control_rows(seed)[department, item]
    assert (row["ที่กรอก"], row["ใช้ในรายงาน"], row["ไม่รับ"], row["ไม่นับ"]) == (amount, amount, 0, 0)


def test_what_is_used_and_what_is_left_over_are_live(seed):
    for row in seed.table("reconciliation", *IN_AND_OUT, "รายการ", values=False):
        if row["รายการ"] != "รายการ" and row["ผลต่าง"]:
            assert str(row["ใช้ในรายงาน"]).startswith(("=SUMPRODUCT(", "=SUM("))
            assert str(row["ผลต่าง"]).startswith("=ROUND(")
            assert str(row["ผล"]).startswith("=IF(")


def test_departments_without_amounts_are_named(seed):
    assert "หน่วยงานที่ไม่ได้กรอกจำนวนเงิน: ศูนย์บริการร่วม, กลุ่มพัฒนาระบบบริหาร" in seed.texts("reconciliation")


def counted(drawn: Drawn) -> dict[str, tuple[object, ...]]:
    """Department → its cells filled in, used, rejected and not counted."""
    rows = drawn.sheet("reconciliation").iter_rows(values_only=True)
    found = {}
    for row in rows:
        if row[0] == "จำนวนช่องที่กรอก":
            for line in rows:
                if line[0] is None:
                    break
                found[line[0]] = line[3:7]
    return found


def test_every_filled_cell_is_counted_once(seed, zoo):
    for drawn in (seed, zoo):
        ledger = drawn.summary.ledger
        fates = [int((ledger["fate"] == fate).sum()) for fate in ("used", "rejected", "ignored")]
        assert counted(drawn)["รวม"] == (len(ledger), *fates)


def test_every_cell_that_is_not_used_is_listed_with_the_reason(zoo):
    unused = zoo.summary.ledger.query("fate != 'used'")
    told = zoo.table("reconciliation", "ค่าที่กรอก", "เหตุผล")
    # The head stands again at the top of each printed page.
    rows = [row for row in told if row["เหตุผล"] != "เหตุผล"]
    assert len(rows) < len(told)
    assert [row["ค่าที่กรอก"] for row in rows] == list(unused["raw"])
    assert all(row["เหตุผล"] for row in rows)


@pytest.mark.parametrize(
    ("changes", "kpi", "fate", "reason"),
    [
        ({"level|1|status": "?"}, "๑.๑", "ไม่รับ · ข้อ ๑", "“?” ไม่อยู่ในรายการให้เลือก"),
        ({"level|1|status": "?"}, "๑.๑", "ไม่รับ · ข้อ ๑", "ตัวชี้วัดนี้ส่งคืนให้แก้ไข: “?” ไม่อยู่ในรายการให้เลือก"),
        ({"suggestion": "-"}, "๑.๑", "ไม่ได้ใช้", "เครื่องหมายแทนช่องว่าง"),
        (
            {"budget|status": "ยังไม่ระบุ", "budget|received": 5},
            "๑.๑",
            "ไม่ได้ใช้ · ข้อ ๑",
            "ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอดงบประมาณ",
        ),
    ],
    ids=["its own finding", "with its KPI", "a dash", "budget not stated"],
)
def test_the_reason_is_said_in_words(changes, kpi, fate, reason):
    drawn = one_project("1.1", changes)
    rows = drawn.table("reconciliation", "ค่าที่กรอก", "เหตุผล")
    assert (kpi, fate, reason) in {(row["ตัวชี้วัด"], row["ผล"], row["เหตุผล"]) for row in rows}


def test_where_every_cell_is_used_a_sentence_says_so(seed):
    assert "ทุกช่องที่กรอกใช้ในรายงานแล้ว" in seed.texts("reconciliation")


def test_the_ledger_of_all_cells_is_a_click_away(seed, zoo):
    for drawn in (seed, zoo):
        assert drawn.links("reconciliation")["เปิดบัญชี ›"] == drawn.canvas.link_to("data:ledger")


def test_where_nothing_was_filled_in_sentences_say_so(silent):
    texts = silent.texts("reconciliation")
    assert "ไม่มีหน่วยงานใดกรอกจำนวนเงิน" in texts and "ยังไม่มีช่องที่กรอกในรอบนี้" in texts
    assert silent.numbers("reconciliation") == []


# --- all of them


@pytest.mark.parametrize("which", ["seed", "english", "zoo", "english_zoo", "silent"])
def test_no_cell_holds_an_error(request, which):
    drawn = request.getfixturevalue(which)
    for id_ in (*drawn.issue_ids, *DETAIL):
        assert not [cell.coordinate for cell in filled(drawn.sheet(id_)) if cell.data_type == "e"]
        assert not [
            text for text in drawn.texts(id_) if re.search(r"#(REF|N/A|NAME|VALUE|DIV/0)|\bnan\b|<NA>|None", text)
        ]


@pytest.mark.parametrize("which", ["seed", "english", "zoo", "silent"])
def test_links_lead_to_cells_that_exist(request, which):
    drawn = request.getfixturevalue(which)
    for id_ in (*drawn.issue_ids, *DETAIL):
        for location in drawn.links(id_).values():
            sheet, at = location.rsplit("!", 1)
            target = drawn.values[sheet.strip("'")]
            assert at == "A1" or target[at].value is not None


@pytest.mark.parametrize("which", ["seed", "zoo"])
@pytest.mark.parametrize("id_", ["budget", "obstacles", "findings", "reconciliation"])
def test_codes_lead_to_their_project_s_page(request, which, id_):
    drawn = request.getfixturevalue(which)
    projects = {drawn.figures.digits(code): code for code in drawn.summary.plan.projects["code"]}
    for words, location in drawn.links(id_).items():
        if words in projects:
            assert location == drawn.canvas.anchors[projects[words]]


def test_before_anything_is_reported_nothing_is_0(silent):
    for id_ in silent.issue_ids:
        thresholds = set(silent.summary.level_results["threshold"].dropna())
        assert set(silent.numbers(id_)) <= {1, 2, 3, 4, 5} | thresholds, "only the rubrics have numbers"
    assert silent.numbers("obstacles") == silent.numbers("budget") == silent.numbers("reconciliation") == []


@pytest.mark.parametrize("which", ["seed", "zoo", "silent"])
@pytest.mark.parametrize("id_", DETAIL)
def test_formulas_use_only_what_excel_2013_and_libreoffice_know(request, which, id_):
    known = {
        "TEXT",
        "SUM",
        "SUMPRODUCT",
        "IF",
        "IFERROR",
        "ISNUMBER",
        "ROUND",
        "AND",
        "INDEX",
        "MATCH",
        "COUNTIFS",
        "SUMIFS",
    }
    formulas = [
        cell.value for cell in filled(request.getfixturevalue(which).sheet(id_, values=False)) if cell.data_type == "f"
    ]
    unquoted = [re.sub(r"'[^']*'|\"[^\"]*\"", "", formula) for formula in formulas]
    assert {name for formula in unquoted for name in re.findall(r"([A-Z][A-Z.]+)\(", formula)} <= known


@pytest.mark.parametrize("which", ["english", "english_zoo"])
def test_in_the_english_report_only_the_plan_and_the_departments_speak_thai(request, which):
    drawn = request.getfixturevalue(which)
    summary = drawn.summary
    frames = (
        summary.plan.projects,
        summary.plan.kpis,
        summary.plan.issues,
        summary.plan.departments,
        summary.plan.targets,
    )
    frames += (summary.level_results, summary.scores, summary.ledger, summary.findings)
    theirs = "\n".join(str(value) for frame in frames for value in frame.to_numpy().ravel())
    for id_ in (*drawn.issue_ids, *DETAIL):
        for text in drawn.texts(id_):
            for run in re.findall(r"[\u0e01-\u0e5b][\u0e01-\u0e5b ]*[\u0e01-\u0e5b]", text):
                assert all(word in theirs for word in run.split()), f"{id_}: {text}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_state_words_cover_every_state_but_reported(lang):
    assert set(_STATES) == {choice.id for choice in KPI_STATES} - {"reported"}
    assert all(words.to(lang) for words in _STATES.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", [*DETAIL])
def test_every_sheet_has_a_line_for_the_contents(lang, part):
    about = next(p.about for p in PARTS if p.id == part).to(lang)
    assert len(about) > 20 and bool(re.search("[ก-๙]", about)) is (lang == "th")


def test_the_same_summary_gives_the_same_bytes(zoo):
    assert write_summary(zoo.summary, zoo.figures) == zoo.data


def test_one_project_alone_makes_a_whole_report():
    drawn = one_project("3.3")
    assert results(drawn, "3.3")[0][1:3] == [2, 40]
    assert money(drawn)["รวม"]["ได้รับ (บาท)"] == 41_600_000
    assert drawn.texts("obstacles")[-1] != ""
