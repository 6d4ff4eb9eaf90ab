"""The parts that the sheets of detail are put together from: spans, rows, marks of levels, targets and reasons."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from support.drawn import read

from pipeline.consolidation.targets import Target
from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.drawing.page import Page
from pipeline.report import findings, project_result, project_rubric, spans
from pipeline.report.budget import amount_format
from pipeline.report.budget_targets import gap
from pipeline.report.live import UNKNOWN, Live
from pipeline.report.project_pages import WIDTHS
from pipeline.report.spans import Span
from schemas.rules import SEVERITIES, Severity

SENTENCE = "คณะกรรมการได้ประชุมและรับทราบความพร้อมของระบบแล้ว "


@pytest.fixture
def book() -> Book:
    return Book(
        font="Laksaman", figures=Figures("th", "thai"), title="", company="", subject="", dated=date(2022, 4, 18)
    )


@pytest.fixture
def page(book) -> Page:
    return book.page("หน้า", WIDTHS)


def saved(book: Book):
    return read(book.save())["หน้า"]


# --- spans


@pytest.mark.parametrize(
    ("span", "merged"), [(Span(0, 0), []), (Span(0, 1), ["A3:B3"]), (Span(3, 6), ["D3:G3"])], ids=["one", "two", "four"]
)
def test_a_span_of_several_columns_is_one_cell(book, page, span, merged):
    spans.cell(page, 2, span, "=ก", "text")
    sheet = saved(book)
    assert [str(area) for area in sheet.merged_cells.ranges] == merged
    assert sheet.cell(3, span.first + 1).value == "=ก"


def test_cells_side_by_side_make_a_row_as_high_as_they_need(page):
    texts = {Span(0, 0): (SENTENCE * 3, "text"), Span(1, 6): (SENTENCE, "text")}
    spans.cells(page, 0, texts)
    assert page.heights[0] == page.needs((0, 0), SENTENCE * 3, "text")


def test_a_head_names_its_spans(book, page):
    spans.head(page, 0, {Span(0, 0): "รหัส", Span(1, 3): "โครงการ"})
    sheet = saved(book)
    assert (sheet["A1"].value, sheet["B1"].value, sheet["A1"].fill.fgColor.rgb) == ("รหัส", "โครงการ", "FF1F3864")


def test_a_sentence_stands_where_a_table_would_be_empty(book, page):
    spans.sentence(page, 4, "ไม่มีข้อมูล")
    assert page.heights[4] == 26
    assert saved(book)["A5"].value == "ไม่มีข้อมูล"


LEFT, RIGHT = Span(3, 4), Span(5, 6)


@pytest.mark.parametrize(("left", "right"), [("สั้น", "สั้น"), (SENTENCE * 10, "สั้น"), ("", "")])
def test_texts_that_are_not_too_long_stand_in_one_row(page, left, right):
    texts = {LEFT: (left, "text_top"), RIGHT: (right, "text_top")}
    assert spans.in_rows(page, texts, 14, 11) == [{LEFT: left, RIGHT: right}]


@pytest.mark.parametrize(("left", "right"), [(60, 0), (0, 60), (60, 90), (200, 1)])
def test_longer_texts_go_on_side_by_side_and_nothing_is_lost(page, left, right):
    texts = {LEFT: (SENTENCE * left, "text_top"), RIGHT: (SENTENCE * right, "text_top")}
    rows = spans.in_rows(page, texts, 14, 11)
    assert len(rows) > 1
    for span, (text, role) in texts.items():
        assert "".join(row[span] for row in rows) == text
        assert all(page.lines(span, row[span], role) <= 11 for row in rows)


# --- rubric


def levels(**columns) -> pd.DataFrame:
    frame = pd.DataFrame({"threshold": [None] * 5, "date": [pd.NaT] * 5, "evidence": [None] * 5}, dtype=object)
    return frame.assign(**{name: [value] + [None] * 4 for name, value in columns.items()})


STATUS, DATE, EVIDENCE, THRESHOLD = {"status": "x"}, {"date": date(2022, 1, 1)}, {"evidence": "x"}, {"threshold": 5.0}


@pytest.mark.parametrize(
    ("shown", "reported", "columns"),
    [
        ({}, False, {"criterion": (1, 7)}),
        ({}, True, {"criterion": (1, 6), "status": (7, 7)}),
        (THRESHOLD, True, {"criterion": (1, 5), "threshold": (6, 6), "status": (7, 7)}),
        (THRESHOLD, False, {"criterion": (1, 6), "threshold": (7, 7)}),
        (DATE, True, {"criterion": (1, 5), "status": (6, 6), "date": (7, 7)}),
        (EVIDENCE, True, {"criterion": (1, 4), "status": (5, 5), "evidence": (6, 7)}),
        (DATE | EVIDENCE, True, {"criterion": (1, 3), "status": (4, 4), "date": (5, 5), "evidence": (6, 7)}),
        (
            THRESHOLD | DATE | EVIDENCE,
            True,
            {"criterion": (1, 3), "threshold": (4, 4), "status": (5, 5), "date": (6, 6), "evidence": (7, 7)},
        ),
    ],
)
def test_the_columns_of_a_rubric_fill_the_page(shown, reported, columns):
    made = project_rubric._columns(levels(**shown).to_dict("records"), 7, reported)
    assert made == {"level": Span(0, 0)} | {name: Span(*at) for name, at in columns.items()}
    assert list(made) == ["level", *columns], "in the order in which they are read"


@pytest.mark.parametrize(
    ("method", "met", "score", "counting", "reached"),
    [
        ("milestones", [], 0, [], []),
        ("milestones", [1], 1, [1], [1]),
        ("milestones", [1, 2, 3], 3, [1, 2, 3], [3]),
        ("milestones", [1, 3, 4], 1, [1], [1]),
        ("mixed", [2, 5], 0, [], []),
        ("mixed", [1, 2, 3, 4, 5], 5, [1, 2, 3, 4, 5], [5]),
        ("thresholds", [1, 2], 2, [1, 2], [2]),
        ("interpolated", [1, 2, 3], 3.5, [1, 2, 3], [3]),
        ("interpolated", [], 1, [], []),
        ("three_level", [1, 2], 25 / 6, [1, 2], [2]),
        ("checklist", [2, 5], 2, [2, 5], []),
        ("milestones", [], float("nan"), [], []),
    ],
    ids=lambda value: str(value),
)
def test_levels_that_are_met_count_and_the_highest_is_reached(method, met, score, counting, reached):
    rubric = [{"level": level, "met": "yes" if level in met else "no"} for level in range(1, 6)]
    made = project_rubric._counted(rubric, method, score)
    assert [row["level"] for row in made if row["counts"]] == counting
    assert [row["level"] for row in made if row["reached"]] == reached


def test_no_level_counts_of_what_is_not_reported():
    rubric = [{"level": level, "met": float("nan")} for level in (1, 2)]
    made = project_rubric._counted(rubric, "milestones", float("nan"))
    assert not [row for row in made if row["counts"] or row["reached"]]


@pytest.mark.parametrize("column", ["level", "criterion", "threshold", "status", "date", "evidence"])
def test_the_level_that_was_reached_looks_unlike_the_others(column):
    looks = [project_rubric._Mark(*mark).role(column) for mark in ((False, False), (True, False), (True, True))]
    assert looks[2] not in looks[:2]


@pytest.mark.parametrize(
    ("status", "by_value", "met", "mark", "thai", "english"),
    [
        ("done", False, "yes", (True, False), "✓ แล้วเสร็จ", "✓ done"),
        ("done", False, "yes", (True, True), "● แล้วเสร็จ · ระดับที่ได้", "● done · level reached"),
        ("done", False, "yes", (False, False), "◐ แล้วเสร็จ · ไม่นับ", "◐ done · does not count"),
        ("in_progress", False, "no", (False, False), "◐ อยู่ระหว่างดำเนินการ", "◐ in progress"),
        ("not_started", False, "no", (False, False), "○ ยังไม่ดำเนินการ", "○ not started"),
        (None, True, "yes", (True, False), "✓ ถึงเป้าหมาย", "✓ target met"),
        (None, True, "yes", (True, True), "● ถึงเป้าหมาย · ระดับที่ได้", "● target met · level reached"),
        (None, True, "yes", (False, False), "◐ ถึงเป้าหมาย · ไม่นับ", "◐ target met · does not count"),
        (None, True, "no", (False, False), "○ ยังไม่ถึงเป้าหมาย", "○ target not met"),
        (None, False, "no", (False, False), UNKNOWN, UNKNOWN),
    ],
)
def test_the_status_of_a_level_in_words_and_sign(status, by_value, met, mark, thai, english):
    level = {"status": status, "by_value": by_value, "met": met}
    words = [project_rubric._status(lang, level, project_rubric._Mark(*mark)) for lang in ("th", "en")]
    assert words == [thai, english]


# --- result


def told(narrative: int, obstacle: int, role: str = "text_top") -> project_result._Told:
    return project_result._Told((SENTENCE * narrative, role), (SENTENCE * obstacle, role))


@pytest.mark.parametrize(
    ("narrative", "obstacle", "wider"),
    [(20, 0, "narrative"), (0, 20, "obstacle"), (20, 20, "neither"), (30, 8, "narrative"), (8, 30, "obstacle")],
)
def test_narrative_and_obstacle_get_the_room_that_they_need(page, narrative, obstacle, wider):
    left, right = project_result._shared(page, [told(narrative, obstacle)]).spans
    assert (left.first, right.last) == (3, 6) and right.first == left.last + 1
    widths = page.width(left), page.width(right)
    assert {"narrative": widths[0] > widths[1], "obstacle": widths[0] < widths[1], "neither": widths[0] == widths[1]}[
        wider
    ]


@pytest.mark.parametrize("first", [5, 20, 60])
def test_the_share_is_that_of_the_lowest_rows(page, first):
    texts = [told(first, 3), told(2, 9), told(7, 7)]
    best = project_result._shared(page, texts).high
    for right in (4, 5, 6):
        assert best <= project_result._rows_high(page, texts, (Span(3, right - 1), Span(right, 6)))


def test_smaller_letters_are_for_submitted_texts_only():
    state = project_result._Told(("ยังไม่ส่ง", "warning"), (UNKNOWN, "centre_top"))
    assert state.smaller() == state
    assert [role for _, role in told(1, 1).smaller()] == ["small_top", "small_top"]


def test_smaller_letters_make_lower_rows(page):
    assert (
        project_result._shared(page, [told(30, 30).smaller()]).high < project_result._shared(page, [told(30, 30)]).high
    )


@pytest.mark.parametrize(
    ("score", "planned", "low"),
    [
        (0, None, True),
        (2, None, True),
        (3, None, False),
        (5, None, False),
        (2, 2, False),
        (2, 3, True),
        (4, 5, True),
        (0, 0, False),
    ],
)
def test_a_score_is_low_beside_its_plan_or_below_the_middle(score, planned, low):
    assert project_result._is_low({"score": score, "planned": pd.NA if planned is None else planned}) is low


# --- targets


@pytest.mark.parametrize(
    ("rate", "target", "value"),
    [(1.85, 51.0, 1.85 - 51), (60.0, 51.0, 9.0), (UNKNOWN, 51.0, UNKNOWN), (60.0, None, UNKNOWN)],
)
def test_a_gap_is_rate_less_target_and_unknown_where_either_is(rate, target, value):
    live = gap("H7", Live("=1", rate), "$I$3", None if target is None else Target(target, ""))
    assert live.value == value
    assert live.formula == '=IF(AND(ISNUMBER(H7),ISNUMBER($I$3)),H7-$I$3,"–")'


@pytest.mark.parametrize(
    ("satang", "format_"),
    [([100, 200], "baht"), ([100, 201], "amount"), ([None, 100], "baht"), ([None, None], "baht"), ([-50, 0], "amount")],
)
def test_satang_decide_the_format_of_amounts(satang, format_):
    assert amount_format(pd.DataFrame({"a": pd.array(satang, dtype="Int64")})) == format_


# --- findings


@pytest.mark.parametrize(
    ("file", "sheet", "cell", "place"),
    [
        ("a/b.xlsx", "3.1", "C7", "a/b.xlsx · 3.1!C7"),
        ("b.xlsx", "3.1", None, "b.xlsx · 3.1"),
        ("b.xlsx", None, None, "b.xlsx"),
        (None, "ตัวชี้วัด", "C15", "ตัวชี้วัด!C15"),
        (None, None, None, UNKNOWN),
        (float("nan"), float("nan"), float("nan"), UNKNOWN),
    ],
)
def test_a_place_is_told_as_far_as_it_is_known(file, sheet, cell, place):
    assert findings.place({"file": file, "sheet": sheet, "cell": cell}) == place


@pytest.mark.parametrize(
    ("text", "most", "shown"), [("", 3, ""), ("กขค", 3, "กขค"), ("กขคง", 3, "กขค…"), ("a" * 10, 9, "a" * 9 + "…")]
)
def test_long_values_are_shortened_with_a_sign(text, most, shown):
    assert findings.short(text, most) == shown


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_severity_has_its_own_sign(lang):
    words = [findings.severity_words(Severity(choice.id), lang) for choice in SEVERITIES]
    assert len({word.split()[0] for word in words}) == len(SEVERITIES)
    assert all(choice.title.to(lang) in word for choice, word in zip(SEVERITIES, words, strict=True))


@pytest.mark.parametrize(("kpi", "shown"), [("9.9", "๙.๙"), (None, UNKNOWN), ("", UNKNOWN), (float("nan"), UNKNOWN)])
def test_a_code_that_is_not_in_the_plan_is_no_link(book, page, kpi, shown):
    canvas = SimpleNamespace(code=book.figures.digits, project_of={"1.1": "1.1"})
    findings.code(canvas, page, 0, 0, kpi)
    cell = saved(book)["A1"]
    assert (cell.value, cell.hyperlink) == (shown, None)


def test_a_code_of_the_plan_leads_to_its_project(book, page):
    canvas = SimpleNamespace(
        code=book.figures.digits,
        project_of={"1.1-2": "1.1"},
        link_to_project=lambda project: f"'หน้า'!A{len(project)}",
    )
    findings.code(canvas, page, 0, 0, "1.1-2")
    cell = saved(book)["A1"]
    assert (cell.value, cell.hyperlink.location) == ("๑.๑-๒", "'หน้า'!A3")
