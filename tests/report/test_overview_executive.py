"""The executive page: its cards, its table of issues, and the sentences that are made from the figures."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from report.overview_support import (
    ENGLISH,
    MINISTRIES,
    THAI,
    Read,
    answer,
    answered,
    canvas_of,
    example,
    example_with,
    example_without,
    ministry,
    read,
    summary_named,
    with_scores,
)
from support.seed import plan_of, summary_of

from pipeline.consolidation.budgets import rate
from pipeline.consolidation.rollups import rollups
from pipeline.drawing.theme import URGENT
from pipeline.report.exceptions import exceptions
from pipeline.report.facts import facts
from pipeline.report.sentences import lags
from pipeline.report.workbook import write_summary


def follow_ups(canvas):
    """What needs a decision, then the plain facts."""
    return exceptions(canvas) + facts(canvas)


def sentences(summary, figures=THAI):
    return [said.words for said in follow_ups(canvas_of(summary, figures))]


# --- the executive page


def cards(book):
    sheet = book.sheet("executive")
    return [tuple(sheet.cell(row, col).value for row in (7, 8, 9)) for col in range(1, 24, 4)]


def test_the_cards_of_the_example():
    assert cards(read("example")) == [
        ("ตัวชี้วัดที่รายงานแล้ว", 11, "จาก ๑๑ ตัวชี้วัด · ๑๑ โครงการ"),
        ("คะแนนเฉลี่ย (เต็ม ๕)", pytest.approx(30 / 11), "เทียบเท่าร้อยละ ๕๔.๕๕"),
        ("ตัวชี้วัดที่ได้ ๔–๕ คะแนน", 3, "จาก ๑๑ ตัวชี้วัดที่รายงาน"),
        ("งบประมาณที่ได้รับ (ล้านบาท)", 229_339_100, "ของ ๖ โครงการ"),
        ("เบิกจ่ายแล้ว (ล้านบาท)", 4_233_800, "ร้อยละ ๑.๘๕ ของที่ได้รับ"),
        ("ตัวชี้วัดที่มีปัญหาอุปสรรค", 3, "ดูรายละเอียด ›"),
    ]


def test_the_cards_in_english():
    assert [(label, below) for label, _, below in cards(read("example", "en"))] == [
        ("KPIs reported", "of 11 due · 11 projects"),
        ("Mean score (out of 5)", "equal to 54.55 %"),
        ("KPIs scoring 4–5", "of 11 reported"),
        ("Received (million baht)", "projects with money: 6"),
        ("Disbursed (million baht)", "1.85 % of what was received"),
        ("KPIs with obstacles", "see them ›"),
    ]


def test_the_first_card_counts_what_is_still_to_come():
    assert cards(read("every state"))[0] == ("ตัวชี้วัดที่รายงานแล้ว", 1, "จาก ๓ ตัวชี้วัด · ยังขาด ๒")


@pytest.mark.parametrize(
    ("received", "unit", "number"),
    [("275100", "ล้านบาท", ",,"), ("4000", "บาท", "#,##0")],
    ids=["millions in all", "less than a million"],
)
def test_small_budgets_are_shown_in_baht(received, unit, number):
    no_money = {f"{p}|budget|{field}": "" for p in ("3.2", "3.3", "3.4", "3.5") for field in ("received", "disbursed")}
    no_money |= {f"{p}|budget|status": "ไม่ใช้งบประมาณ" for p in ("3.2", "3.3", "3.4", "3.5")}
    kept = {} if unit == "ล้านบาท" else no_money
    summary = example_with({"ICT": kept, "HRM": {"2.2|budget|received": received, "2.2|budget|disbursed": "2000"}})
    book = Read(write_summary(summary, THAI))
    assert cards(book)[3][0] == f"งบประมาณที่ได้รับ ({unit})"
    assert number in book.sheet("executive").cell(8, 13).number_format


def test_the_sentences_of_the_example():
    canvas = canvas_of(example())
    assert [said.words for said in exceptions(canvas)] == [
        "ยังไม่เบิกจ่ายเลย ๓ โครงการ ๑๘๗.๔๒ ล้านบาท (ร้อยละ ๘๑.๗๒ ของที่ได้รับ): "
        "๓.๒ เครือข่ายอาคารใหม่, ๓.๔ พิสูจน์ยืนยันตัวตน, ๓.๕ e-Learning / อปท.",
        "ได้ต่ำกว่า ๓ คะแนน ๖ จาก ๑๑ ตัวชี้วัด ต่ำสุด ๑ คะแนน: ๓.๒ เครือข่ายอาคารใหม่",
        "เบิกจ่ายต่ำกว่าเป้าหมายเกิน ๒๐ จุด ๒ โครงการ ต่ำสุด ๓.๓ MOF Data Exchange (ร้อยละ ๑๐.๐)",
        "คะแนนสวนทางกับเงิน ๑ โครงการ ต่างสุด ๒.๒ ทักษะดิจิทัลบุคลากร (ร้อยละ ๑๐๐.๐ กับ ๑๓.๑)",
    ]
    assert [said.words for said in facts(canvas)] == [
        "ยังไม่ระบุข้อมูลงบประมาณ ๑ โครงการ: ๓.๑ New GFMS Thai",
        "มีปัญหาอุปสรรค ๓ ตัวชี้วัด: ๒.๑, ๓.๒, ๓.๓",
        "ข้อสังเกตที่ควรตรวจสอบ ๒๑ ข้อ",
        "คะแนนสูงสุด ๕ คะแนน: ๒.๒ ทักษะดิจิทัลบุคลากร",
    ]


def test_the_sentences_of_the_example_in_english():
    assert sentences(example(), ENGLISH) == [
        "Nothing disbursed: 3, with 187.42 million baht, 81.72 % of all received "
        "(3.2 เครือข่ายอาคารใหม่, 3.4 พิสูจน์ยืนยันตัวตน, 3.5 e-Learning / อปท.)",
        "KPIs scoring below 3: 6 of 11; the lowest, at 1: 3.2 เครือข่ายอาคารใหม่",
        "Spending over 20 points below target: 2; farthest: 3.3 MOF Data Exchange (10.0 %)",
        "Score and money disagree: 1; most: 2.2 ทักษะดิจิทัลบุคลากร (100.0 % and 13.1 %)",
        "Projects that do not state their budget: 1 (3.1 New GFMS Thai)",
        "KPIs that met obstacles: 3 (2.1, 3.2, 3.3)",
        "Findings to check: 21",
        "The highest score is 5: 2.2 ทักษะดิจิทัลบุคลากร",
    ]


def test_the_sentences_stand_on_the_page_with_links_to_what_they_are_about():
    book = read("example")
    sheet, links = book.sheet("executive"), book.links("executive")
    canvas = canvas_of(example())
    # Of the facts, as many as there is room for.
    for listed, at in ((exceptions(canvas), "K"), (facts(canvas)[:3], "W")):
        for said in listed:
            cell = next(c for row in sheet.iter_rows() for c in row if c.value == said.words)
            assert links[f"{at}{cell.row}"] == ("ดูเพิ่ม ›", f"'{book.name(said.sheet)}'!A1")


def changed(**columns):
    """The example with other columns of its scores, or with `budget_…` of its budgets."""
    summary = example()
    scores = {name: values for name, values in columns.items() if not name.startswith("budget_")}
    budgets = {name.removeprefix("budget_"): values for name, values in columns.items() if name.startswith("budget_")}
    return replace(
        summary, scores=summary.scores.assign(**scores), budget_results=summary.budget_results.assign(**budgets)
    )


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: example_without("CSC"), "ยังไม่รายงาน ๑ จาก ๑๑ ตัวชี้วัด เพราะ ๑ หน่วยงานยังไม่ส่งรายงาน"),
        (
            lambda: example_without("CSC", "PSDG", "ACOC", "HRM"),
            "ยังไม่รายงาน ๖ จาก ๑๑ ตัวชี้วัด เพราะ ๔ หน่วยงานยังไม่ส่งรายงาน",
        ),
        (
            lambda: example_without("CSC"),
            "คะแนนเฉลี่ย ๒.๘๐ คิดจาก ๑๐ ใน ๑๑ ตัวชี้วัด หากนับที่ยังไม่รายงานเป็น ๐ จะเหลือ ๒.๕๕",
        ),
        (lambda: example_with({"CSC": {"1.1|level|1|status": "เสร็จบ้าง"}}), "ส่งคืนให้แก้ไข ๑ ตัวชี้วัด: ๑.๑"),
        (lambda: changed(planned=pd.array([3] * 11, "Int64")), "ต่ำกว่าระดับตามแผนของรอบนี้ ๖ ตัวชี้วัด: ๑.๑, ๒.๑, ๓.๒ และอีก ๓"),
        (
            lambda: changed(budget_rate=[101.87] + [50.0] * 10),
            "เบิกจ่ายเกินที่ได้รับ ๑ โครงการ สูงสุดร้อยละ ๑๐๑.๘๗: ๑.๑ ยกระดับศูนย์บริการร่วม",
        ),
        (
            lambda: with_scores(example(), [2.5] * 11),
            "ได้ต่ำกว่า ๓ คะแนน ๑๑ จาก ๑๑ ตัวชี้วัด ต่ำสุด ๒.๕๐ คะแนน: ๑.๑, ๑.๒, ๑.๓ และอีก ๘",
        ),
        (
            lambda: changed(
                budget_received=pd.array([150_00] + [None] * 10, "Int64"),
                budget_disbursed=pd.array([0] + [None] * 10, "Int64"),
            ),
            "ยังไม่เบิกจ่ายเลย ๑ โครงการ ๑๕๐ บาท (ร้อยละ ๑๐๐.๐๐ ของที่ได้รับ): ๑.๑ ยกระดับศูนย์บริการร่วม",
        ),
    ],
)
def test_a_sentence_stands_where_it_holds(make, sentence):
    assert sentence in sentences(make())


@pytest.mark.parametrize(
    ("make", "start"),
    [
        (example, "ยังไม่รายงาน"),
        (example, "ส่งคืน"),
        (example, "คะแนนเฉลี่ย ๒"),
        (example, "เบิกจ่ายเกินที่ได้รับ"),
        (example, "ต่ำกว่าระดับตามแผน"),
        (lambda: with_scores(example(), [4.0] * 11), "ได้ต่ำกว่า"),
        (lambda: changed(has_obstacle=["no"] * 11), "มีปัญหาอุปสรรค"),
        (lambda: summary_named("no money"), "เบิกจ่าย"),
        (lambda: summary_named("no money"), "คะแนนสวนทาง"),
        (lambda: with_scores(example(), [3.99] * 11), "คะแนนสูงสุด"),
        (lambda: summary_named("several kpis"), "ยังไม่เบิกจ่าย"),
        (lambda: summary_named("nothing reported"), "คะแนนเฉลี่ย"),
    ],
)
def test_a_sentence_does_not_stand_where_it_does_not_hold(make, start):
    assert not [said for said in sentences(make()) if said.startswith(start)]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (THAI, "ตัวเลขของรอบนี้ไม่มีเรื่องที่ต้องพิจารณาสั่งการ"),
        (ENGLISH, "The figures of this round show nothing that needs a decision"),
    ],
)
def test_where_nothing_needs_a_decision_the_page_says_so(figures, words):
    tables = ministry(2)
    answers = answered(tables, money=False)
    for department, kpi in (("D1", "1.1"), ("D2", "2.2")):
        answers[department] |= answer(kpi, 5)
    canvas = canvas_of(summary_of(plan_of(tables), answers), figures)
    assert [said.words for said in exceptions(canvas)] == [words]


# --- where sentences begin to hold


def with_money(received, disbursed):
    """The example with the received and disbursed satang of its projects, None where unknown; totals added up anew."""
    summary = example()
    budgets = summary.budget_results.assign(
        received=pd.array(received, "Int64"), disbursed=pd.array(disbursed, "Int64")
    )
    budgets = budgets.assign(rate=rate(budgets["disbursed"], budgets["received"]))
    return replace(summary, budget_results=budgets, rollups=rollups(summary.plan, summary.scores, budgets))


def spending(percent):
    """The example with a single project that spends such a share of its million."""
    return with_money([10**8] + [None] * 10, [10**6 * percent] + [None] * 10)


@pytest.mark.parametrize(("percent", "behind"), [(1, True), (34, True), (35, False), (54, False), (90, False)])
def test_money_lags_behind_from_twenty_points_on(percent, behind):
    # The mean score of the example is 54.5 %, its target 51 %.
    assert lags(canvas_of(spending(percent))) == behind


@pytest.mark.parametrize(
    ("name", "urgent"),
    [
        ("example", [False, False, False, False, True, True]),
        ("every state", [True, False, False, False, True, False]),
        ("nothing reported", [True, False, False, False, False, False]),
        ("no money", [False] * 6),
        ("decimal scores", [False, False, False, False, True, True]),
        ("several kpis", [False, False, False, False, True, False]),
    ],
)
def test_only_cards_that_need_attention_are_urgent(name, urgent):
    sheet = read(name).sheet("executive")
    colours = [sheet.cell(8, col).font.color.rgb[2:] for col in range(1, 24, 4)]
    assert [colour == URGENT.lstrip("#") for colour in colours] == urgent


@pytest.mark.parametrize(
    ("received", "disbursed", "unspent"),
    [(10**8, 0, True), (10**8, 1, False), (0, 0, False), (10**8, None, False), (None, None, False), (None, 0, False)],
)
def test_only_money_of_which_nothing_is_spent_is_unspent(received, disbursed, unspent):
    said = sentences(with_money([received] + [None] * 10, [disbursed] + [None] * 10))
    assert bool([s for s in said if s.startswith("ยังไม่เบิกจ่าย")]) == unspent


@pytest.mark.parametrize(
    ("satang", "words", "english"),
    [
        (100, "๑ บาท", "1 baht"),
        (12_345_67, "๑๒,๓๔๕.๖๗ บาท", "12,345.67 baht"),
        (99_999_999, "๙๙๙,๙๙๙.๙๙ บาท", "999,999.99 baht"),
        (100_000_000, "๑.๐๐ ล้านบาท", "1.00 million baht"),
        (123_456_789_00, "๑๒๓.๔๖ ล้านบาท", "123.46 million baht"),
    ],
)
def test_money_in_sentences_is_in_baht_or_millions(satang, words, english):
    summary = with_money([satang] + [None] * 10, [0] + [None] * 10)
    assert f"๑ โครงการ {words} (" in " ".join(sentences(summary))
    assert f"with {english}, 100.00 %" in " ".join(sentences(summary, ENGLISH))


@pytest.mark.parametrize(("rate_", "over"), [(99.99, False), (100.0, False), (100.01, True), (101.87, True)])
def test_more_than_was_received_is_spent_from_over_100_percent(rate_, over):
    said = sentences(changed(budget_rate=[rate_] + [None] * 10, budget_gap=[None] * 11))
    assert bool([s for s in said if s.startswith("เบิกจ่ายเกิน")]) == over


@pytest.mark.parametrize(("score", "low"), [(0.0, True), (2.0, True), (2.99, True), (3.0, False), (4.0, False)])
def test_scores_are_low_below_three(score, low):
    said = sentences(with_scores(example(), [score] + [5.0] * 10))
    assert bool([s for s in said if s.startswith("ได้ต่ำกว่า")]) == low


@pytest.mark.parametrize(("planned", "behind"), [(3, True), (2, False), (1, False), (None, False)])
def test_a_kpi_is_behind_where_its_score_is_below_the_planned_level(planned, behind):
    said = sentences(changed(planned=pd.array([planned] + [None] * 10, "Int64")))
    assert ("ต่ำกว่าระดับตามแผนของรอบนี้ ๑ ตัวชี้วัด: ๑.๑" in said) == behind


@pytest.mark.parametrize(
    ("count", "words", "english"),
    [
        (1, "๑ ตัวชี้วัด: ๑.๑", "1 (1.1)"),
        (3, "๓ ตัวชี้วัด: ๑.๑, ๑.๒, ๑.๓", "3 (1.1, 1.2, 1.3)"),
        (4, "๔ ตัวชี้วัด: ๑.๑, ๑.๒, ๑.๓ และอีก ๑", "4 (1.1, 1.2, 1.3 and 1 more)"),
        (11, "๑๑ ตัวชี้วัด: ๑.๑, ๑.๒, ๑.๓ และอีก ๘", "11 (1.1, 1.2, 1.3 and 8 more)"),
    ],
)
def test_a_sentence_names_the_first_three_and_counts_the_others(count, words, english):
    summary = changed(has_obstacle=["yes"] * count + ["no"] * (11 - count))
    assert f"มีปัญหาอุปสรรค {words}" in sentences(summary)
    assert f"KPIs that met obstacles: {english}" in sentences(summary, ENGLISH)


@pytest.mark.parametrize(
    ("severities", "words", "english"),
    [
        (["error"], "ข้อสังเกตที่ต้องแก้ไข ๑ ข้อ", "Findings to correct: 1"),
        (["warning"] * 12, "ข้อสังเกตที่ควรตรวจสอบ ๑๒ ข้อ", "Findings to check: 12"),
        (
            ["error", "warning"],
            "ข้อสังเกตที่ต้องแก้ไข ๑ ข้อ · ข้อสังเกตที่ควรตรวจสอบ ๑ ข้อ",
            "Findings to correct: 1 · Findings to check: 1",
        ),
        (["note"], None, None),
        ([], None, None),
    ],
)
def test_findings_are_counted_by_severity_and_notes_are_left_to_their_sheet(severities, words, english):
    findings = pd.DataFrame({"severity": pd.Series(severities, dtype="str")})
    summary = replace(example(), findings=findings)
    for figures, expected in ((THAI, words), (ENGLISH, english)):
        said = [s for s in sentences(summary, figures) if s.startswith(("ข้อสังเกต", "Findings"))]
        assert said == ([expected] if expected else [])


ENGLISH_SENTENCES = [
    (lambda: example_without("CSC"), "KPIs not reported: 1 of 11, as departments have sent nothing: 1"),
    (
        lambda: example_without("CSC"),
        "The mean of 2.80 is of 10 of 11 KPIs due; with those not reported as 0 it is 2.55",
    ),
    (lambda: example_with({"CSC": {"1.1|level|1|status": "เสร็จบ้าง"}}), "KPIs returned for correction: 1 (1.1)"),
    (
        lambda: changed(planned=pd.array([3] * 11, "Int64")),
        "KPIs below the level planned for this round: 6 (1.1, 2.1, 3.2 and 3 more)",
    ),
    (
        lambda: changed(budget_rate=[120.0] + [1.0] * 10),
        "Projects that have disbursed more than they received: 1, up to 120.00 % (1.1 ยกระดับศูนย์บริการร่วม)",
    ),
]


@pytest.mark.parametrize(("make", "sentence"), ENGLISH_SENTENCES)
def test_sentences_in_english(make, sentence):
    assert sentence in sentences(make(), ENGLISH)


@pytest.mark.parametrize(
    ("start", "sheet"),
    [
        ("ยังไม่รายงาน", "status"),
        ("คะแนนเฉลี่ย ๒", "by_department"),
        ("ยังไม่เบิกจ่าย", "budget"),
        ("เบิกจ่ายต่ำกว่า", "budget"),
        ("คะแนนสวนทาง", "score_and_money"),
        ("ได้ต่ำกว่า", "projects"),
        ("มีปัญหาอุปสรรค", "obstacles"),
        ("ยังไม่ระบุ", "budget"),
        ("ข้อสังเกต", "findings"),
    ],
)
def test_a_sentence_leads_to_the_sheet_that_shows_more(start, sheet):
    assert [said.sheet for said in follow_ups(canvas_of(example_without("CSC"))) if said.words.startswith(start)] == [
        sheet
    ]


def test_what_stops_the_report_comes_first():
    summary = example_without("CSC")
    starts = [[said.words.split(" ")[0] for said in listed(canvas_of(summary))] for listed in (exceptions, facts)]
    assert starts[0][:2] == ["ยังไม่รายงาน", "ยังไม่เบิกจ่ายเลย"]
    assert starts[1][:2] == ["คะแนนเฉลี่ย", "ยังไม่ระบุข้อมูลงบประมาณ"]


# --- the table of issues


@pytest.mark.parametrize(
    ("row", "code", "name", "mean", "percent", "rate_"),
    [
        (30, "๑", "การเพิ่มประสิทธิภาพการดำเนินงาน", 8 / 3, 160 / 3, "–"),
        (31, "๒", "การพัฒนาเสริมสร้างคุณภาพบุคลากร", 11 / 3, 220 / 3, 7_380_000 / 319_100),
        (32, "๓", "การบริหารจัดการเทคโนโลยีสารสนเทศและการสื่อสาร", 2.2, 44, 416_000_000 / 229_020_000),
    ],
)
def test_issues_stand_with_their_mean_and_rate(row, code, name, mean, percent, rate_):
    sheet = read("example").sheet("executive")
    shown = [sheet.cell(row, col).value for col in (13, 14, 20, 22, 23)]
    assert shown == [code, name, pytest.approx(mean), pytest.approx(percent), pytest.approx(rate_)]


@pytest.mark.parametrize(("row", "sheet"), [(30, "ผล ๑"), (31, "ผล ๒"), (32, "ผล ๓")])
def test_an_issue_leads_to_its_projects(row, sheet):
    assert read("example").links("executive")[f"M{row}"][1] == f"'{sheet}'!A1"


@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        ("th", ["เรื่อง", "ชื่อเรื่อง", "คะแนนเฉลี่ย", "ร้อยละ", "เบิกจ่าย (%)"]),
        ("en", ["Issue", "Name", "Mean score", "Percent", "Rate (%)"]),
    ],
)
def test_the_titles_of_the_table_of_issues(lang, titles):
    sheet = read("example", lang).sheet("executive")
    assert [sheet.cell(29, col).value for col in (13, 14, 20, 22, 23)] == titles


@pytest.mark.parametrize(
    ("lang", "title", "subtitle"),
    [
        (
            "th",
            "รายงานผลการดำเนินงานตามแผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง) รอบ ๖ เดือน",
            "สำนักงานปลัดกระทรวงการคลัง · ข้อมูล ณ วันที่ ๓๑ มีนาคม ๒๕๖๕",
        ),
        (
            "en",
            "Performance report: แผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง) 6-month round",
            "สำนักงานปลัดกระทรวงการคลัง · as at 31 March 2022",
        ),
    ],
)
def test_the_head_says_whose_report_of_what_and_when(lang, title, subtitle):
    sheet = read("example", lang).sheet("executive")
    assert (sheet["A1"].value, sheet["A2"].value) == (title, subtitle)


# --- one page


@pytest.mark.parametrize("name", MINISTRIES)
def test_the_page_is_one_printed_page(name):
    sheet = read(name).sheet("executive")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [
        setup if setup is not None else 1 for setup in (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight)
    ] == [1, 1]
    assert not sheet.row_breaks.brk


@pytest.mark.parametrize(("name", "charts"), [("example", True), ("no money", True), ("nothing reported", False)])
def test_without_charts_the_lists_follow_the_cards(name, charts):
    rows = read(name).sheet("executive").iter_rows()
    titles = [row[0].row for row in rows if row[0].value == "เรื่องที่ต้องพิจารณาสั่งการ"]
    assert titles == [28 if charts else 11]
