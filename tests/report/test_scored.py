"""What each method shows of a score: the rubric with its levels, the facts beside it, the plan's pace, and both means."""

from __future__ import annotations

import pytest
from report.overview_support import differing, example_without, recalculated
from support.clients import needs_libreoffice
from support.drawn import Drawn, drawn_of, drawn_seed
from support.judged import drawn_judged, judged_zoo
from support.zoo import ALLOCATED, Zoo

from pipeline.report import pace
from schemas.summary import PACES

MET, REACHED, OPEN = "✓ ถึงเป้าหมาย", "● ถึงเป้าหมาย · ระดับที่ได้", "○ ยังไม่ถึงเป้าหมาย"
DONE, HERE, NOT_YET = "✓ แล้วเสร็จ", "● แล้วเสร็จ · ระดับที่ได้", "○ ยังไม่ดำเนินการ"


@pytest.fixture(scope="module")
def judged() -> Drawn:
    return drawn_judged()


def rubric(drawn: Drawn, project: str) -> tuple[list[str], list[list[object]]]:
    """Titles and rows of a project's rubric."""
    rows = drawn.project(project)
    head = next(number for number, row in enumerate(rows) if row[:1] == ["ระดับคะแนน"])
    last = next(number for number, row in enumerate(rows) if number > head and not row)
    return rows[head], rows[head + 1 : last]


RUBRICS = {
    "1.4": ([100, 150, 200, 250, 300], [MET, MET, MET, MET, REACHED]),
    "1.5": ([100, 150, 200, 250, 300], [MET, MET, REACHED, OPEN, OPEN]),
    "1.6": ([75, 80, 85, 90, 95], [MET, MET, REACHED, OPEN, OPEN]),
    "1.7": ([8, 16, 24, 32, 40], [MET, MET, MET, REACHED, OPEN]),
    "1.8": ([18, 16, 14, 12, 10], [MET, MET, REACHED, OPEN, OPEN]),
    "1.9": ([27, 40.5, 54], [MET, REACHED, OPEN]),
    "1.10": ([1, 2, 3, 4, 5], [DONE, NOT_YET, NOT_YET, DONE, NOT_YET]),
    "1.11": ([20], [DONE, DONE, DONE, HERE, OPEN]),
    "1.12": ([100, 150, 200, 250, 300], [MET, MET, MET, REACHED, OPEN]),
}


@pytest.mark.parametrize(("project", "shown"), RUBRICS.items())
def test_a_rubric_shows_its_thresholds_and_the_level_that_a_score_reaches(judged, project, shown):
    _, rows = rubric(judged, project)
    thresholds = [value for row in rows for value in row[2:] if isinstance(value, int | float)]
    assert (thresholds, [row[-1] for row in rows]) == shown


@pytest.mark.parametrize(
    ("project", "title"),
    [("1.5", "ค่าเป้าหมาย"), ("1.8", "เบี่ยงเบนไม่เกิน\n(ร้อยละ)"), ("1.10", "จำนวนรายการที่\nแล้วเสร็จ")],
    ids=["targets", "deviations", "counts"],
)
def test_the_column_of_thresholds_says_what_they_are(judged, project, title):
    assert rubric(judged, project)[0][2] == title


def test_each_of_three_levels_says_the_percent_that_it_is_worth(judged):
    sheet = judged.sheet("issue:1")
    first = int(judged.canvas.anchors["1.9"].rpartition("A")[2])
    numbers = [sheet.cell(row, 1) for row in range(first, first + 9)]
    assert [cell.number_format.split('"')[1] for cell in numbers if isinstance(cell.value, int)] == [
        " (ร้อยละ ๕๐)",
        " (ร้อยละ ๗๕)",
        " (ร้อยละ ๑๐๐)",
    ]


@pytest.mark.parametrize(
    ("project", "score", "percent", "decimals"),
    [("1.9", 25 / 6, 250 / 3, "0.00"), ("1.5", 3.5, 70, "0.0"), ("1.2", 4, 80, "0.0")],
)
def test_a_broken_score_has_two_decimals_and_three_levels_say_their_percent_too(
    judged, project, score, percent, decimals
):
    anchor = judged.canvas.anchors[project]
    rows = judged.sheet("issue:1").iter_rows(min_row=int(anchor.rpartition("A")[2]))
    result = next(row for row in rows if row[1].font.sz == 16 and row[1].value is not None)
    assert [result[1].value, result[2].value] == pytest.approx([score, percent])
    assert result[1].number_format.split(";")[0].endswith("0.00")
    assert result[2].number_format.split(";")[0].endswith(f"]{decimals}")


@pytest.mark.parametrize(
    ("below", "score", "first"),
    [("zero", 0, OPEN), ("lowest", 1, OPEN), ("proportional", 0.8, OPEN)],
)
def test_below_the_first_level_none_is_reached_whatever_the_policy_gives(below, score, first):
    zoo = Zoo()
    zoo.tables["settings"][0]["below_first"] = below
    zoo.one("1.1", plan={"method": "interpolated", "thresholds": [100, 150, 200, 250, 300]}, value=80, self_score=0)
    drawn = drawn_of(zoo.tables, zoo.answers)
    assert drawn.summary.scores["score"].tolist() == [score]
    assert [row[-1] for row in rubric(drawn, "1.1")[1]] == [first] * 5


def test_between_levels_with_one_undefined_the_defined_one_below_is_reached():
    zoo = Zoo()
    plan = {"method": "interpolated", "criteria": ["ก", "-", "ค", "-", "จ"], "thresholds": [10, None, 30, None, 50]}
    zoo.one("1.1", plan=plan, value=20, self_score=2)
    drawn = drawn_of(zoo.tables, zoo.answers)
    assert drawn.summary.scores["score"].tolist() == [2]
    assert [row[-1] for row in rubric(drawn, "1.1")[1]] == [REACHED, OPEN, OPEN]


# --- facts

FACTS = {
    "1.1": "ระดับตามแผนของรอบนี้: ๓ ● ตามแผน",
    "1.2": "ระดับตามแผนของรอบนี้: ๒ ▲ เร็วกว่าแผน",
    "1.3": "ระดับตามแผนของรอบนี้: ๓ ● ตามแผน · คะแนนที่ประเมินตนเอง: ๕ (ไม่ตรงกับเกณฑ์)",
    "1.4": "ค่าที่ทำได้จริง: ๓๑๐ คน · ทำได้ร้อยละ ๑๐๓.๓๓ ของเป้าหมาย",
    "1.5": "ค่าที่ทำได้จริง: ๒๒๕ คน",
    "1.6": "ค่าที่ทำได้จริง: ๘๘.๕",
    "1.9": "ค่าที่ทำได้จริง: ๔๕ ราย",
    "1.10": "แล้วเสร็จ ๒ จาก ๕ รายการ",
    "1.11": "ค่าที่ทำได้จริง: ๑๒ ชุด · ระดับตามแผนของรอบนี้: ๕ ▼ ช้ากว่าแผน",
    "1.12": "ค่าที่ทำได้จริง: ๒๕๐ คน",
}


@pytest.mark.parametrize(("project", "words"), FACTS.items())
def test_the_facts_of_a_kpi(judged, project, words):
    assert words in judged.project_texts(project)


def test_a_weight_is_that_of_the_round():
    zoo = Zoo()
    zoo.one("1.1", plan={"weight": 2, "weight_9": 3, "weight_12": 4})
    assert "น้ำหนัก: ๓" in drawn_of(zoo.tables, zoo.answers).project_texts("1.1")


# --- the plan's pace


def test_each_pace_has_its_sign_words_and_look():
    assert [pace.words(id_, "th") for id_ in pace.IDS] == ["▲ เร็วกว่าแผน", "● ตามแผน", "▼ ช้ากว่าแผน"]
    assert [pace.words(id_, "en") for id_ in pace.IDS] == ["▲ ahead of plan", "● on plan", "▼ behind plan"]
    assert [pace.look(id_) for id_ in pace.IDS] == ["good", "muted", "warning"]
    assert pace.words(None, "th") == pace.words(float("nan"), "en") == ""
    assert set(pace.IDS) == {choice.id for choice in PACES}


def test_the_pace_stands_beside_the_planned_level_and_levels_as_dots(judged):
    rows = {row["รหัส"]: row for row in judged.table("projects", "รหัส", "คะแนน")}
    shown = {code: (rows[code]["ระดับ ตามแผน"], rows[code]["เทียบกับแผน"]) for code in ("๑.๑", "๑.๒", "๑.๑๑", "๑.๕")}
    assert shown == {
        "๑.๑": (3, "● ตามแผน"),
        "๑.๒": (2, "▲ เร็วกว่าแผน"),
        "๑.๑๑": (5, "▼ ช้ากว่าแผน"),
        "๑.๕": (None, None),
    }
    assert (rows["๑.๕"]["ระดับที่ได้"], rows["๑.๙"]["ระดับที่ได้"]) == ("●●●○○", "●●○")


def test_the_executive_page_counts_paces_where_any_kpi_is_off_the_plan(judged):
    said = "เทียบกับระดับตามแผนของรอบนี้: ▲ เร็วกว่าแผน ๑ · ● ตามแผน ๒ · ▼ ช้ากว่าแผน ๑ ตัวชี้วัด"
    assert said in judged.texts("executive")
    assert "Against the levels planned for this round: ▲ ahead 1 · ● on plan 2 · ▼ behind 1" in drawn_judged(
        "en"
    ).texts("executive")
    assert not [text for text in drawn_seed().texts("executive") if text.startswith("เทียบกับระดับตามแผน")]


def below_heads(drawn: Drawn, id_: str, *titles: str) -> list[tuple[object, ...]]:
    """The values of a group table's columns, line by line; titles stand in one of its two head rows."""
    sheet = drawn.sheet(id_)
    at = {str(cell.value).replace("\n", " "): cell.column for row in sheet["5:6"] for cell in row if cell.value}
    last = next(row for row in range(7, sheet.max_row) if sheet.cell(row, 1).value == "รวม")
    return [tuple(sheet.cell(row, at[title]).value for title in titles) for row in range(7, last + 1)]


@pytest.mark.parametrize(
    ("id_", "counts"),
    [("by_department", [(1, 2, 1), (0, 0, 0), (1, 2, 1)]), ("by_issue", [(1, 2, 1), (0, 0, 0), (1, 2, 1)])],
)
def test_groups_count_their_paces(judged, id_, counts):
    assert below_heads(judged, id_, "▲ เร็วกว่า", "● ตามแผน", "▼ ช้ากว่า") == counts


def test_where_no_level_is_planned_nothing_is_said_of_paces():
    zoo = Zoo()
    zoo.one("1.1")
    drawn = drawn_of(zoo.tables, zoo.answers)
    for id_ in ("projects", "by_issue", "by_department"):
        assert not [text for text in drawn.texts(id_) if "แผน" in text and ("เทียบ" in text or "▲" in text)]


# --- both means

MEAN, ALL = 47.116666666666674 / 13, 47.116666666666674 / 14


def test_groups_show_the_mean_in_which_what_is_missing_is_0_beside_the_mean_of_what_is_reported(judged):
    rows = below_heads(judged, "by_department", "คะแนน เฉลี่ย", "ไม่รายงาน = ๐")
    assert rows == [(pytest.approx(MEAN), pytest.approx(MEAN)), ("–", 0), (pytest.approx(MEAN), pytest.approx(ALL))]


def test_the_table_of_projects_says_both_means_in_the_lines_of_groups_and_of_all(judged):
    both = "เฉพาะที่รายงาน ๓.๖๒\nไม่รายงาน = 0: ๓.๓๗"
    assert [text for text in judged.texts("projects") if text.startswith("เฉพาะที่รายงาน")] == [both, both]
    english = drawn_judged("en").texts("projects")
    assert english.count("of reported 3.62\nmissing = 0: 3.37") == 2


def test_a_group_of_which_all_is_reported_says_no_second_mean():
    drawn = Drawn(example_without("CSC"))
    said = [row["หน่วยงาน"] for row in drawn.table("projects", "รหัส", "คะแนน") if str(row["รหัส"]) in "๑๒๓"]
    assert [bool(words) for words in said] == [True, False, False]


@pytest.mark.parametrize("id_", ["projects", "by_issue", "by_department"])
def test_where_nothing_is_missing_there_is_one_mean(id_):
    assert not [text for text in drawn_seed().texts(id_) if "ไม่รายงาน" in text]


def test_a_second_mean_is_weighted_as_the_first():
    zoo = judged_zoo()
    for row in zoo.tables["projects"]:
        row["weight"] = 3 if row["code"] == "1.14" else 1
    drawn = drawn_of(zoo.tables, zoo.answers)
    assert below_heads(drawn, "by_issue", "ไม่รายงาน = ๐")[0] == (pytest.approx(MEAN * 13 / 16),)


@needs_libreoffice
def test_recalculation_changes_no_cell(tmp_path):
    zoo = judged_zoo()
    zoo.budget("1.1", ALLOCATED, 500, 20)
    books = {lang: drawn_judged(lang).data for lang in ("th", "en")} | {"money": drawn_of(zoo.tables, zoo.answers).data}
    after = recalculated(books, tmp_path)
    assert {name: differing(book, after[name]) for name, book in books.items()} == {name: [] for name in books}
