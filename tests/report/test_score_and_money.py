"""Score against money: which quadrant a project is in, the sheet's figures, its chart, and texts that stand apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd
import pytest
from report.overview_support import (
    ENGLISH,
    THAI,
    Read,
    answer,
    answered,
    bytes_of,
    canvas_of,
    differing,
    example,
    ministry,
    read,
    recalculated,
    summary_named,
)
from support.clients import needs_libreoffice
from support.seed import plan_of, summary_of

from pipeline import thai
from pipeline.consolidation.summary import Summary
from pipeline.report import canvas, limits, score_and_money_chart, score_and_money_lines
from pipeline.report.apart import apart
from pipeline.report.live import Live
from pipeline.report.quadrants import QUADRANTS, projects
from pipeline.report.scatter import Point
from pipeline.report.workbook import write_summary

PART = "score_and_money"
LANGUAGES = ("th", "en")
GOOD_LOW, LOW_GOOD, GOOD_GOOD, LOW_LOW = range(4)
DISAGREE, AGREE = "คะแนนกับการเบิกจ่ายไม่สอดคล้องกัน", "คะแนนกับการเบิกจ่ายสอดคล้องกัน"


def of(pairs: list[tuple[int, float | None]], received: float = 1000, **settings: float) -> Summary:
    """A ministry whose projects have these scores, of 5, and rates; without a rate, no budget."""
    tables = ministry(len(pairs), issues=1, departments=1)
    tables["settings"][0] |= settings
    answers = answered(tables, money=False)
    for (score, rate), project in zip(pairs, tables["projects"], strict=True):
        answers["D1"] |= answer(str(project["code"]), score)
        if rate is not None:
            told = {"status": "ได้รับจัดสรรงบประมาณ", "received": received, "disbursed": round(received * rate / 100, 2)}
            answers["D1"] |= {f"{project['code']}|budget|{name}": value for name, value in told.items()}
    return summary_of(plan_of(tables), answers)


@cache
def drawn(*pairs: tuple[int, float | None], lang: str = "th") -> Read:
    """The summary of such a ministry, read back; not to be changed."""
    return Read(write_summary(of([*pairs]), THAI if lang == "th" else ENGLISH), lang)


EVERY = ((5, 10), (1, 90), (4, 80), (1, 0), (2, None), (3, 50), (0, 100))


def listed(book: Read) -> list[dict[str, Any]]:
    """The rows of the list, by their titles; a line over a part has only a name."""
    sheet = book.sheet(PART)
    rows = [[cell.value for cell in row[:10]] for row in sheet.iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] in ("รหัส", "Code"))
    titles = ("code", "name", "department", "quadrant", "percent", "rate", "gap", "received", "disbursed", "said")
    return [dict(zip(titles, row, strict=True)) for row in rows[head + 1 :] if row[1]]


def codes(book: Read) -> list[str]:
    """The codes in the order of the list."""
    return [thai.to_arabic(row["code"]) for row in listed(book) if row["code"]]


def quadrants(book: Read) -> dict[str, list[Any]]:
    """Quadrant → projects, received, disbursed and codes, from the table beside the chart."""
    signs = tuple(quadrant.sign for quadrant in QUADRANTS)
    rows = [[cell.value for cell in row] for row in book.sheet(PART).iter_rows(max_row=11)]
    return {row[4]: row[6:10] for row in rows if str(row[4]).startswith((*signs, "รวม", "Total"))}


# --- quadrants


@pytest.mark.parametrize(
    ("score", "rate", "settings", "quadrant"),
    [
        (5, 13.09, {}, GOOD_LOW),
        (3, 50, {}, GOOD_GOOD),
        (3, 49.99, {}, GOOD_LOW),
        (2, 50, {}, LOW_GOOD),
        (2, 49.99, {}, LOW_LOW),
        (0, 0, {}, LOW_LOW),
        (5, 101.87, {}, GOOD_GOOD),
        (3, 50, {"good_percent": 61}, LOW_GOOD),
        (3, 50, {"good_rate": 51}, GOOD_LOW),
    ],
)
def test_score_and_money_are_parted_by_the_settings_of_the_plan(score, rate, settings, quadrant):
    (own,) = projects(canvas_of(of([(score, rate)], received=10_000, **settings))).to_dict("records")
    assert own["quadrant"] == quadrant
    assert own["disagrees"] is QUADRANTS[quadrant].disagrees
    assert own["gap"] == pytest.approx(score * 20 - rate)


def test_a_trace_less_of_a_mean_that_only_floats_have_does_not_part():
    summary = of([(3, 50)])
    rollups = summary.rollups.assign(percent=summary.rollups["percent"] - 1e-12)
    assert projects(canvas_of(replace(summary, rollups=rollups)))["quadrant"].tolist() == [GOOD_GOOD]


def test_those_that_disagree_come_first_and_the_widest_gap_on_top():
    own = projects(canvas_of(of([*EVERY])))
    assert own["project"].tolist() == ["1.7", "1.1", "1.2", "1.4", "1.6", "1.3"]
    assert own["disagrees"].tolist() == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    ("changes", "listed"),
    [
        ({}, True),
        ({"status": "ไม่ใช้งบประมาณ", "received": "", "disbursed": ""}, False),
        ({"status": "ยังไม่ระบุ", "received": "", "disbursed": ""}, False),
        ({"received": 0, "disbursed": 0}, False),
    ],
    ids=["money", "no budget", "not stated", "nothing received"],
)
def test_only_projects_with_money_that_is_reported_are_placed(changes, listed):
    tables = ministry(1, issues=1, departments=1)
    answers = answered(tables)
    answers["D1"] |= {f"1.1|budget|{name}": value for name, value in changes.items()}
    assert bool(len(projects(canvas_of(summary_of(plan_of(tables), answers))))) is listed


@pytest.mark.parametrize("name", ["example", "several kpis", "weights and long names", "every state"])
def test_what_disagrees_is_what_the_rule_finds(name):
    summary = summary_named(name)
    found = summary.findings.loc[summary.findings["rule"] == "SCORE_AND_MONEY_DISAGREE", "key"]
    own = projects(canvas_of(summary))
    assert set(own.loc[own["disagrees"], "project"]) == {key.partition("|")[0] for key in found}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quadrants_differ_by_sign_shape_colour_and_name(lang):
    for of_each in (
        [q.sign for q in QUADRANTS],
        [q.shape for q in QUADRANTS],
        [q.colour for q in QUADRANTS],
        [q.name(lang) for q in QUADRANTS],
    ):
        assert len(set(of_each)) == len(QUADRANTS)


# --- the sheet


@pytest.mark.parametrize(
    ("lang", "pair"),
    [
        ("th", "ภาพรวม: คะแนนร้อยละ ๕๔.๕๕ · เบิกจ่ายร้อยละ ๑.๘๕"),
        ("en", "All projects: score 54.55 % · rate 1.85 %"),
    ],
)
def test_the_banner_says_the_ministry_s_own_pair(lang, pair):
    book = read("example", lang)
    assert book.sheet(PART)["A2"].value == pair
    assert book.formula_sheet(PART)["A2"].value.startswith('="')


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("no money", "ภาพรวม: คะแนนร้อยละ ๓๐.๐๐ · เบิกจ่ายร้อยละ –"),
        ("nothing reported", "ภาพรวม: คะแนนร้อยละ – · เบิกจ่ายร้อยละ –"),
    ],
)
def test_without_any_money_a_sentence_stands_in_place_of_the_chart(name, pair):
    book = read(name)
    assert book.sheet(PART)["A2"].value == pair
    assert book.charts(PART) == []
    assert "ยังไม่มีโครงการที่รายงานคะแนนและการเบิกจ่าย" in book.texts(PART)
    assert len(book.texts(PART)) == 4, "title, pair, sentence and who is left out"


def test_the_quadrants_of_the_example():
    assert quadrants(read("example")) == {
        "▲ คะแนนดี เบิกจ่ายน้อย": [1, 275_100, 36_000, "๒.๒"],
        "◆ คะแนนน้อย เบิกจ่ายดี": [0, "–", "–", "–"],
        "● คะแนนดี เบิกจ่ายดี": [1, 44_000, 37_800, "๒.๓"],
        "■ คะแนนน้อย เบิกจ่ายน้อย": [4, 229_020_000, 4_160_000, "๓.๔, ๓.๕, ๓.๓, ๓.๒"],
        "รวม": [6, 229_339_100, 4_233_800, None],
    }


def test_every_quadrant_counts_its_own():
    assert [row[0] for row in quadrants(drawn(*EVERY)).values()] == [1, 2, 2, 1, 6]
    assert [row[0] for row in quadrants(drawn((1, 0), (0, 10))).values()] == [0, 0, 0, 2, 2]


def test_of_many_codes_the_first_stand_in_a_quadrant():
    told = quadrants(drawn(*[(1, 0)] * 10))["■ คะแนนน้อย เบิกจ่ายน้อย"][3]
    assert told == "๑.๑, ๑.๒, ๑.๓, ๑.๔, ๑.๕, ๑.๖, ๑.๗, ๑.๘ และอีก ๒"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("example", "โครงการที่ไม่ใช้งบประมาณ ๔ · ไม่ระบุ ๑ · ยังไม่รายงาน ๐"),
        ("no money", "โครงการที่ไม่ใช้งบประมาณ ๔ · ไม่ระบุ ๐ · ยังไม่รายงาน ๐"),
        ("nothing reported", "โครงการที่ไม่ใช้งบประมาณ ๐ · ไม่ระบุ ๐ · ยังไม่รายงาน ๑๑"),
    ],
)
def test_who_is_in_no_quadrant_is_counted(name, words):
    assert words in read(name).texts(PART)


def test_a_project_that_received_nothing_is_counted_as_incomplete():
    tables = ministry(2, issues=1, departments=1)
    answers = answered(tables)
    answers["D1"] |= {"1.1|budget|received": 0, "1.1|budget|disbursed": 0}
    book = Read(write_summary(summary_of(plan_of(tables), answers), THAI))
    assert "โครงการที่ไม่ใช้งบประมาณ ๐ · ไม่ระบุ ๐ · ยังไม่รายงาน ๐ · ข้อมูลไม่ครบ ๑" in book.texts(PART)
    assert codes(book) == ["1.2"]


def test_the_list_of_the_example_begins_with_what_disagrees():
    rows = listed(read("example"))
    assert [row["name"] for row in rows if not row["code"]] == [f"{DISAGREE} ๑ โครงการ", f"{AGREE} ๕ โครงการ"]
    first = rows[1]
    assert [first[name] for name in ("code", "quadrant", "percent", "received", "disbursed", "said")] == [
        *("๒.๒", "▲ คะแนนดี เบิกจ่ายน้อย", 100, 275_100, 36_000, "–"),
    ]
    assert (first["rate"], first["gap"]) == (pytest.approx(13.0862, abs=1e-4), pytest.approx(86.9138, abs=1e-4))
    assert codes(read("example")) == ["2.2", "3.4", "3.5", "3.3", "3.2", "2.3"]


def test_both_parts_are_named_where_one_of_them_is_empty():
    names = [row["name"] for row in listed(drawn((1, 0))) if not row["code"]]
    assert names == [f"{DISAGREE} ๐ โครงการ", f"{AGREE} ๑ โครงการ"]


def test_what_the_department_says_is_its_obstacle_shortened():
    told = {thai.to_arabic(row["code"] or ""): row["said"] for row in listed(read("example"))}
    obstacles = example().scores.set_index("kpi")["obstacle"]
    for code in ("3.2", "3.3"):
        assert told[code].endswith("…") and obstacles[code].startswith(told[code].removesuffix("…"))


def test_codes_lead_to_the_pages_of_their_projects():
    links = [target for words, target in read("example").links(PART).values() if words == "๒.๒"]
    assert len(links) == 1 and links[0].startswith("'ผล ๒'!A")


def test_the_list_is_filtered_whole_and_its_titles_are_printed_on_every_page():
    sheet = read("example").sheet(PART)
    head = next(cell.row for cell in sheet["A"] if cell.value == "รหัส")
    assert sheet.auto_filter.ref == f"A{head}:J{head + 8}"
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.print_area.replace("$", "").endswith(f"A1:J{head + 8}")
    assert not [merged for merged in sheet.merged_cells.ranges if merged.max_row >= head], "or it could not be sorted"


@pytest.mark.parametrize(
    "formula", ["=SUMPRODUCT(", "=IF(G", "=SUM(G", "=IFERROR(IF(ROUND("], ids=["count", "amount", "total", "quadrant"]
)
def test_figures_are_live(formula):
    formulas = [cell.value for row in read("example").formula_sheet(PART).iter_rows() for cell in row]
    assert [value for value in formulas if isinstance(value, str) and value.startswith(formula)]


def test_figures_are_formulas_wherever_they_are_numbers():
    book = read("example")
    for row in book.sheet(PART).iter_rows(max_col=10):
        for cell in row:
            if isinstance(cell.value, int | float):
                assert str(book.formula_sheet(PART)[cell.coordinate].value).startswith("="), cell.coordinate


# --- very many projects


def test_of_very_many_projects_the_widest_apart_are_listed_and_all_are_counted(monkeypatch):
    for module in (limits, score_and_money_lines):
        monkeypatch.setattr(module, "LINES_AT_MOST", 2)
    book = Read(write_summary(of([*EVERY]), THAI))
    assert codes(book) == ["1.7", "1.1"]
    assert [row[0] for row in quadrants(book).values()] == [1, 2, 2, 1, 6]
    assert [text for text in book.texts(PART) if "แสดง ๒ จาก ๖ รายการ" in text]


def test_where_formulas_would_be_too_many_lines_hold_the_same_values(monkeypatch):
    live = listed(drawn(*EVERY))
    monkeypatch.setattr(canvas, "_LIVE_AT_MOST", 0)
    assert listed(Read(write_summary(of([*EVERY]), THAI))) == live


# --- the chart


def series(book: Read) -> Mapping[str, list[tuple[float, float]]]:
    """The name of each series → its points."""
    (chart,) = book.charts(PART)
    points = [zip(chart.points(n, "xVal"), chart.points(n, "yVal"), strict=True) for n in range(len(chart.series))]
    return {name: [(float(x), float(y)) for x, y in own] for name, own in zip(chart.series_names, points, strict=True)}


def test_every_project_is_a_point_of_its_quadrant():
    own = series(drawn(*EVERY))
    assert own["▲ คะแนนดี เบิกจ่ายน้อย"] == [(10, 100)]
    assert sorted(own["◆ คะแนนน้อย เบิกจ่ายดี"]) == [(90, 20), (100, 0)]
    assert sorted(own["● คะแนนดี เบิกจ่ายดี"]) == [(50, 60), (80, 80)]
    assert own["■ คะแนนน้อย เบิกจ่ายน้อย"] == [(0, 20)]


def test_lines_stand_where_the_quadrants_part():
    own = series(drawn(*EVERY))
    assert {x for x, _ in own["เบิกจ่ายดี"]} == {50}
    assert {y for _, y in own["คะแนนดี"]} == {60}


def test_a_quadrant_without_projects_is_no_series():
    names = series(drawn((1, 0), (0, 10)))
    assert [name for name in names if name[0] in "▲◆●■"] == ["■ คะแนนน้อย เบิกจ่ายน้อย"]


@pytest.mark.parametrize(("lang", "digits"), [("th", True), ("en", False)])
def test_axes_are_written_in_the_workbook_s_numerals_and_not_below_0(lang, digits):
    (chart,) = read("example", lang).charts(PART)
    written = {number.get("formatCode", "") for number in chart.found(".//c:valAx/c:numFmt")}
    assert {"D00041E" in number for number in written} == {digits}
    assert all(number.split(";")[1] == "" for number in written)


def test_shapes_and_colours_are_those_of_the_quadrants():
    (chart,) = drawn(*EVERY).charts(PART)
    shapes = [symbol.get("val") for symbol in chart.found(".//c:ser/c:marker/c:symbol")]
    assert [shape for shape in shapes if shape != "none"] == [quadrant.shape for quadrant in QUADRANTS]
    fills = [c.get("val") for c in chart.found(".//c:ser/c:marker/c:spPr/a:solidFill/a:srgbClr")]
    assert [f"#{fill}" for fill in fills] == [quadrant.colour for quadrant in QUADRANTS]


def labels(book: Read) -> list[str]:
    """The texts beside points."""
    (chart,) = book.charts(PART)
    return [text.text or "" for text in chart.found(".//c:dLbl//a:t")]


def test_points_have_their_codes_and_quadrants_their_names():
    assert sorted(labels(read("example"))) == sorted(
        [*("๒.๒", "๒.๓", "๓.๒", "๓.๓", "๓.๔, ๓.๕"), *(quadrant.name("th") for quadrant in QUADRANTS)]
    )


@pytest.mark.parametrize(
    ("pairs", "codes"),
    [
        ([(2, n * 2.0) for n in range(25)], 25),
        ([(2, n * 1.9) for n in range(25)] + [(5, 20)], 1),
        ([(5, n * 1.5) for n in range(30)], 12),
    ],
    ids=["as many as have codes", "one more, and one disagrees", "many disagree"],
)
def test_where_there_are_many_points_only_the_widest_apart_have_codes(pairs, codes):
    own = labels(drawn(*pairs))[: -len(QUADRANTS)]
    shown = sum(text.count(",") + 1 + int(thai.to_arabic(text.partition("+")[2] or "0")) for text in own)
    assert shown == codes


@pytest.mark.parametrize(
    ("rates", "most"), [([0, 100], 100), ([101.87], 120), ([120], 120), ([120.1], 140), ([999], 200), ([0], 100)]
)
def test_the_axis_of_rates_is_as_long_as_they_need_up_to_an_end(rates, most):
    assert score_and_money_chart.farthest(pd.Series(rates)) == most


def test_a_rate_beyond_the_end_stands_at_it_and_the_sheet_says_so():
    book = drawn((5, 450), (1, 10))
    assert series(book)["● คะแนนดี เบิกจ่ายดี"] == [(200, 100)]
    assert [text for text in book.texts(PART) if "เกินร้อยละ ๒๐๐" in text]
    assert listed(book)[2]["rate"] == 450
    assert not [text for text in drawn((5, 190), (1, 10)).texts(PART) if "เกินร้อยละ ๒๐๐" in text]


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("th", "ของ ๖ โครงการ: คะแนนดี เบิกจ่ายน้อย ๑ · คะแนนน้อย เบิกจ่ายดี ๐ · คะแนนดี เบิกจ่ายดี ๑ · คะแนนน้อย เบิกจ่ายน้อย ๔"),
        ("en", "of 6 projects: Good score, low rate 1 · Lower score, good rate 0 · Good score, good rate 1"),
    ],
)
def test_the_chart_says_its_message_to_those_who_cannot_see_it(lang, message):
    (chart,) = read("example", lang).charts(PART)
    assert message in chart.described
    assert thai.to_arabic(chart.described).count("2.2") == 1
    assert chart.fonts == {"Laksaman"}


# --- texts apart


def points(*at: tuple[float, float]) -> list[Point]:
    return [Point(Live("", x), Live("", y), f"1.{n}") for n, (x, y) in enumerate(at, start=1)]


@pytest.mark.parametrize(
    ("at", "above", "below"),
    [
        ([(0, 0)], ["1.1"], []),
        ([(0, 0), (100, 0)], ["1.1", "1.2"], []),
        ([(0, 0), (14, 0)], ["1.1"], ["1.2"]),
        ([(0, 0), (0, 0)], ["1.1, 1.2"], []),
        ([(0, 0), (3, 3)], ["1.1, 1.2"], []),
        ([(0, 0), (0, 0), (0, 0), (0, 0)], ["1.1, 1.2 +2"], []),
        ([(0, 0), (0, 14)], ["1.2"], ["1.1"]),
        ([(14, 0), (0, 0)], ["1.2"], ["1.1"]),
        ([(0, 0), (14, 0), (28, 0)], ["1.1", "1.3"], ["1.2"]),
    ],
    ids=[
        *("alone", "far", "too near for two texts", "at one place", "covering each other", "many at one place"),
        *("one over the other", "from left to right", "in turn"),
    ],
)
def test_texts_stand_over_their_points_or_under_them_and_never_on_each_other(at, above, below):
    placed = apart(points(*at), (1, 1))
    assert {side: [point.text for point in own] for side, own in placed.items()} == {"above": above, "below": below}


def test_no_text_is_lost_where_points_are_dense():
    dense = points(*[(n % 5 * 9, n // 5 * 9) for n in range(25)])
    told = [text for own in apart(dense, (1, 1)).values() for text in (point.text for point in own)]
    assert sum(text.count(",") + 1 + int(text.partition("+")[2] or 0) for text in told) == 25


# --- recalculation


@needs_libreoffice
def test_recalculation_changes_no_cell(tmp_path):
    files = {"example": bytes_of("example"), "every": drawn(*EVERY, lang="en").data}
    after = recalculated(files, tmp_path)
    for name, data in files.items():
        assert differing(data, after[name]) == []
