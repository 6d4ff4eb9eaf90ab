"""The executive page as a whole, of ministries of every size: its message, its charts, and how it is printed."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest
from report.executive_support import SIZES, ExecutivePage, ministry_of, page_of
from report.overview_support import ENGLISH, MINISTRIES, THAI, canvas_of, example, example_without
from support.clients import converted, needs_libreoffice, needs_poppler, pdf_text

from pipeline import thai
from pipeline.consolidation.budgets import rate
from pipeline.consolidation.rollups import rollups
from pipeline.drawing import fit
from pipeline.drawing.theme import ROLES
from pipeline.report.exceptions import exceptions
from pipeline.report.executive_charts import panels
from pipeline.report.sentences import headline, reporting

EVERY = (*MINISTRIES, *SIZES)

# --- the message


def spending(percent: float | None):
    """The example with a single project that spends such a share of its million; None: no money at all."""
    summary = example()
    received = [None if percent is None else 10**8, *[None] * 10]
    disbursed = [None if percent is None else int(10**6 * percent), *[None] * 10]
    budgets = summary.budget_results.assign(
        received=pd.array(received, "Int64"), disbursed=pd.array(disbursed, "Int64")
    )
    budgets = budgets.assign(rate=rate(budgets["disbursed"], budgets["received"]))
    return replace(summary, budget_results=budgets, rollups=rollups(summary.plan, summary.scores, budgets))


def without_targets(summary):
    return replace(summary, plan=replace(summary.plan, targets=summary.plan.targets[:0]))


@pytest.mark.parametrize(
    ("make", "words", "english"),
    [
        (
            example,
            "ผลงานเฉลี่ยร้อยละ ๕๔.๕๕ แต่เบิกจ่ายได้ร้อยละ ๑.๘๕ ของที่ได้รับ ต่ำกว่าเป้าหมายร้อยละ ๕๑ อยู่ ๔๙.๑๕ จุด",
            "The mean result is 54.55 %, but 1.85 % of the money received is disbursed, "
            "49.15 points below the target of 51 %",
        ),
        (
            lambda: spending(60),
            "ผลงานเฉลี่ยร้อยละ ๕๔.๕๕ และเบิกจ่ายได้ร้อยละ ๖๐.๐๐ ของที่ได้รับ สูงกว่าเป้าหมายร้อยละ ๕๑ อยู่ ๙.๐๐ จุด",
            "The mean result is 54.55 %, and 60.00 % of the money received is disbursed, "
            "9.00 points above the target of 51 %",
        ),
        (
            lambda: spending(51),
            "ผลงานเฉลี่ยร้อยละ ๕๔.๕๕ และเบิกจ่ายได้ร้อยละ ๕๑.๐๐ ของที่ได้รับ เท่ากับเป้าหมายร้อยละ ๕๑",
            "The mean result is 54.55 %, and 51.00 % of the money received is disbursed, as the target of 51 %",
        ),
        (
            lambda: without_targets(example()),
            "ผลงานเฉลี่ยร้อยละ ๕๔.๕๕ แต่เบิกจ่ายได้ร้อยละ ๑.๘๕ ของที่ได้รับ",
            "The mean result is 54.55 %, but 1.85 % of the money received is disbursed",
        ),
        (lambda: spending(None), "ผลงานเฉลี่ยร้อยละ ๕๔.๕๕", "The mean result is 54.55 %"),
        (
            lambda: replace(example(), rollups=example().rollups.assign(percent=float("nan"))),
            "เบิกจ่ายได้ร้อยละ ๑.๘๕ ของที่ได้รับ ต่ำกว่าเป้าหมายร้อยละ ๕๑ อยู่ ๔๙.๑๕ จุด",
            "1.85 % of the money received is disbursed, 49.15 points below the target of 51 %",
        ),
        (
            lambda: ministry_of("nothing reported"),
            "ยังไม่มีผลการดำเนินงานที่รายงานในรอบนี้",
            "No results have been reported this round",
        ),
    ],
    ids=["below", "above", "even", "no target", "no money", "no scores", "nothing"],
)
def test_the_whole_is_said_in_one_sentence_of_what_is_known(make, words, english):
    summary = make()
    assert (headline(canvas_of(summary)), headline(canvas_of(summary, ENGLISH))) == (words, english)


@pytest.mark.parametrize(("numerals", "written"), [("thai", "๕๔.๕๕"), ("arabic", "54.55")])
def test_the_message_stands_first_in_the_numerals_of_the_report(numerals, written):
    assert page_of("example", "th", numerals).sheet["A4"].value.startswith(f"ผลงานเฉลี่ยร้อยละ {written} ")


FIVE = "ศูนย์บริการร่วม, กลุ่มพัฒนาระบบบริหาร, ศูนย์ปฏิบัติการต่อต้านการทุจริต, กองบริหารทรัพยากรบุคคล, ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (example, "✓ ส่งรายงานครบทั้ง ๕ หน่วยงาน"),
        (lambda: example_without("CSC"), "ยังไม่ส่งรายงาน ๑ จาก ๕ หน่วยงาน: ศูนย์บริการร่วม"),
        (lambda: ministry_of("nothing reported"), f"ยังไม่ส่งรายงาน ๕ จาก ๕ หน่วยงาน: {FIVE}"),
        (
            lambda: ministry_of("400"),
            "ยังไม่ส่งรายงาน ๒ จาก ๔๐ หน่วยงาน: กองที่ 20 สำนักงานพัฒนาระบบบริหารและสนับสนุนการปฏิบัติงาน, "
            "กองที่ 40 สำนักงานพัฒนาระบบบริหารและสนับสนุนการปฏิบัติงาน",
        ),
    ],
    ids=["all have", "one has not", "none has", "two of forty"],
)
def test_the_page_always_says_who_has_not_reported(make, words):
    page = ExecutivePage(make())
    assert page.sheet["A5"].value == words
    assert page.sheet["W5"].hyperlink.location == "'สถานะการส่ง'!A1"


@pytest.mark.parametrize(
    ("letters", "ending"),
    [
        (200, "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร"),
        (145, "กองบริหารทรัพยากรบุคคล และอีก ๑"),
        (60, "ศูนย์บริการร่วม และอีก ๔"),
        (1, "ศูนย์บริการร่วม และอีก ๔"),
    ],
)
def test_as_many_departments_are_named_as_fit(letters, ending):
    said = reporting(canvas_of(ministry_of("nothing reported")), lambda words: len(words) <= letters)
    assert said.startswith("ยังไม่ส่งรายงาน ๕ จาก ๕ หน่วยงาน: ")
    assert said.endswith(ending)


# --- numbers in sentences


def numbers(words: str) -> list[float]:
    """The decimal numbers of a sentence."""
    return [float(found) for found in re.findall(r"(?<![\d.])\d+\.\d\d(?!\d)", words)]


@pytest.mark.parametrize("name", ["example", "several kpis", "60", "400"])
def test_the_figures_of_the_message_are_those_of_the_tables(name):
    whole = ministry_of(name).rollup("ministry")
    shown = [thai.half_up(value, 2) for value in (whole["percent"], whole["rate"], abs(whole["rate"] - 51))]
    assert numbers(headline(canvas_of(ministry_of(name), ENGLISH))) == [float(value) for value in shown]


@pytest.mark.parametrize("name", ["example", "several kpis", "60", "400"])
def test_the_figures_of_the_exceptions_are_those_of_the_tables(name):
    summary = ministry_of(name)
    budgets, scores = summary.budget_results, summary.scores
    slow = budgets[(budgets["gap"] < -20) & (budgets["disbursed"] > 0)]
    low = scores[scores["score"] < 3]
    said = " | ".join(line.words for line in exceptions(canvas_of(summary, ENGLISH)))
    assert (
        f"KPIs scoring below 3: {len(low)} of {scores['score'].count()}; the lowest, at {low['score'].min():g}" in said
    )
    assert f"Spending over 20 points below target: {len(slow)}; " in said
    assert f"({slow['rate'].min():.1f} %)" in said


# --- the charts


def scopes(name: str) -> list[tuple[str, int]]:
    """The sheets that the charts lead to, and how many bars each has."""
    return [(panel.sheet, panel.bars) for panel in panels(canvas_of(ministry_of(name)))]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("example", [("projects", 11), ("budget", 6)]),
        ("one project", [("projects", 1), ("budget", 1)]),
        ("several kpis", [("projects", 9), ("budget", 9)]),
        ("no money", [("projects", 4)]),
        ("nothing reported", []),
        ("25", [("projects", 13), ("projects", 12), ("budget", 10)]),
        ("20 of 9 issues", [("projects", 10), ("projects", 10), ("budget", 10)]),
        ("60", [("by_issue", 6), ("by_department", 12), ("budget", 6)]),
        ("400", [("by_issue", 12), ("by_department", 10), ("budget", 12)]),
    ],
)
def test_projects_are_drawn_up_to_25_and_issues_and_departments_above(name, shown):
    assert scopes(name) == shown
    assert len(page_of(name).charts) == len(shown)


def test_of_many_departments_the_lowest_are_drawn_and_the_heading_says_so():
    page, rolled = page_of("400", "en", "arabic"), ministry_of("400").rollups
    scores = rolled.loc[rolled["scope"] == "department", "score"].dropna()
    assert "Score by department: 10 lowest of 38" in page.texts
    assert [float(score) for score in page.charts[1].points(0)] == sorted(scores)[:10]


def test_of_much_money_the_largest_are_drawn_and_the_heading_says_so():
    page = page_of("25", "en", "arabic")
    received = ministry_of("25").budget_results["received"].dropna().sort_values(ascending=False)
    assert "% disbursed (of baht): 10 largest of 13" in page.texts
    assert page.charts[2].points(0, "cat")[0].endswith(f" · {received.iloc[0] // 100:,}")


@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        ("example", 0, "คะแนนรายโครงการ (เต็ม ๕): สูงสุด ๒.๒ (๕), ต่ำสุด ๓.๒ (๑)"),
        (
            "example",
            1,
            "ร้อยละเบิกจ่าย · ได้รับ (ล้านบาท): สูงสุด ๒.๓ (๘๕.๙), ต่ำสุด ๓.๒, ๓.๔, ๓.๕ (๐.๐); เป้าหมายร้อยละ ๕๑; ถึงเป้าหมาย ๑ จาก ๖",
        ),
        (
            "several kpis",
            1,
            "ร้อยละเบิกจ่าย · ได้รับ (ล้านบาท): เท่ากันทุกรายการ (๒๕.๐); เป้าหมายร้อยละ ๕๑; ถึงเป้าหมาย ๐ จาก ๙",
        ),
        (
            "400",
            1,
            "คะแนนเฉลี่ยรายหน่วยงาน · ต่ำสุด ๑๐ จาก ๓๘: สูงสุด กองที่ 6 สำนักงานพัฒนาระบบบริหารและสนับสนุนการปฏิบัติงาน, "
            "กองที่ 17 สำนักงานพัฒนาระบบบริหารและสนับสนุนการปฏิบัติงาน, กองที่ 18 สำนักงานพัฒนาระบบบริหารและสนับสนุนการปฏิบัติงาน และอีก ๓ (๒.๒๐), "
            "ต่ำสุด กองที่ 37 สำนักงานพัฒนาระบบบริหารและสนับสนุนการปฏิบัติงาน (๑.๗๘)",
        ),
    ],
)
def test_a_chart_is_described_by_its_message(name, number, said):
    assert page_of(name).charts[number].described == said


def test_a_chart_in_english_is_described_by_its_message():
    assert [chart.described for chart in page_of("example", "en", "arabic").charts] == [
        "Score by project (out of 5): highest 2.2 (5), lowest 3.2 (1)",
        "% disbursed (of baht m): highest 2.3 (85.9), lowest 3.2, 3.4, 3.5 (0.0); Target 51 %; "
        "target reached by 1 of 6",
    ]


# --- money beside its target


def test_rates_stand_beside_what_was_received_and_a_line_at_the_target():
    chart = page_of("example").charts[1]
    assert chart.points(0, "cat")[:2] == ["๒.๒ ทักษะดิจิทัลบุคลากร · ๐.๒๘", "๒.๓ องค์กรคุณธรรม · ๐.๐๔"]
    rates = example().budget_results["rate"].dropna()
    assert [float(point) for point in chart.points(0)] == pytest.approx(rates.tolist())
    assert [float(point) for point in chart.points(1)] == [51] * 6
    assert chart.series_names == ["เบิกจ่ายแล้ว (ร้อยละ)", "เป้าหมายร้อยละ ๕๑", "เป้าหมายร้อยละ ๕๑"]


def test_both_axes_of_the_target_have_one_scale_and_one_order():
    chart = page_of("example").charts[1]
    for path, values in ((".//c:valAx/c:scaling/c:max", {"115"}), (".//c:catAx/c:scaling/c:orientation", {"maxMin"})):
        found = [element.get("val") for element in chart.found(path)]
        assert (len(found), set(found)) == (2, values)
    assert [element.get("val") for element in chart.found(".//c:legendEntry/c:idx")] == ["1"]


def test_without_a_target_there_is_no_line():
    (_, chart) = ExecutivePage(without_targets(with_no_target_of_projects(example()))).charts
    assert (len(chart.series), chart.found(".//c:legend")) == (1, [])
    assert "เป้าหมาย" not in chart.described


def with_no_target_of_projects(summary):
    return replace(summary, budget_results=summary.budget_results.assign(target=float("nan"), gap=float("nan")))


def test_targets_of_several_types_are_each_project_s_own():
    own = [float("nan")] * 4 + [51.0, 51.0, float("nan"), 29.0, 29.0, 29.0, 29.0]
    summary = replace(example(), budget_results=example().budget_results.assign(target=own))
    chart = ExecutivePage(summary, ENGLISH).charts[1]
    assert [float(point) for point in chart.points(1)] == [51, 51, 29, 29, 29, 29]
    assert chart.series_names[1] == "Target by budget type"


def test_a_name_that_looks_like_a_formula_is_no_part_of_one():
    projects = example().plan.projects.assign(short_name='=1+1"&A1')
    summary = replace(example(), plan=replace(example().plan, projects=projects))
    page = ExecutivePage(summary)
    assert page.charts[1].points(0, "cat")[0] == '๒.๒ =1+1"&A1 · ๐.๒๘'


# --- one printed page


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_no_text_is_printed_smaller_than_seven_and_a_half_points(name, lang):
    page = page_of(name, lang)
    assert page.scale >= 0.7
    assert page.smallest >= 7.5


@pytest.mark.parametrize("name", ["example", "several kpis", *SIZES])
def test_the_page_uses_its_height(name):
    assert page_of(name).filled >= 0.9


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("name", EVERY)
def test_headings_of_charts_have_room_beside_their_links(name, lang):
    page = page_of(name, lang)
    size = ROLES["heading"]["size"] * 1.06
    spans = {1: (0, 22), 2: (0, 10), 3: (0, 6)}
    drawn = page.canvas.pages["executive"]
    for panel in panels(page.canvas):
        first, last = spans[len(page.charts)]
        assert fit.advance(panel.title) * size <= drawn.pixels(first, last - 1) * 0.75


@pytest.mark.parametrize("name", EVERY)
def test_every_bar_has_room_for_its_label(name):
    # LibreOffice leaves labels out where a bar has less than 23 pixels; legend and margins take 46.
    page = page_of(name)
    pixels = sum(page.sheet.row_dimensions[row].height or 15 for row in range(12, 28)) * 4 / 3 - 4
    assert all((pixels - 46) / len(chart.points(0)) >= 23 for chart in page.charts)


@needs_libreoffice
@needs_poppler
def test_libreoffice_prints_the_page_as_one(tmp_path):
    names = ("example", "60", "400", "nothing reported")
    for number, name in enumerate(names):
        (tmp_path / f"{number}.xlsx").write_bytes(page_of(name).data)
    made = converted([tmp_path / f"{number}.xlsx" for number in range(len(names))], "pdf", tmp_path / "pdf")
    texts = [pdf_text(made[str(number)]) for number in range(len(names))]
    assert [text.count("\f") for text in texts] == [1] * len(names)
    assert not [text for text in texts if "###" in text]


def test_the_ministries_of_the_tests_are_those_that_they_should_be():
    sizes = {name: (len(ministry_of(name).plan.projects), len(ministry_of(name).plan.issues)) for name in SIZES}
    assert sizes == {"25": (25, 3), "20 of 9 issues": (20, 9), "60": (60, 6), "400": (400, 12)}
    assert THAI.thai_digits
