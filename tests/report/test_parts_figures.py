"""Figures of ministries put together at random, beside a plain oracle; sentences, cards, targets and reconciliation."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.overview_support import (
    ENGLISH,
    THAI,
    answered,
    example,
    example_with,
    example_without,
    ministry,
    summary_named,
    with_scores,
)
from report.test_parts_states import Alone
from support.seed import plan_of, summary_of
from support.zoo import Zoo

from pipeline import thai
from pipeline.consolidation.summary import Summary
from pipeline.drawing.book import Book
from pipeline.report.canvas import Canvas
from pipeline.report.data import Ranges
from pipeline.report.exceptions import exceptions
from pipeline.report.facts import facts
from pipeline.validation.findings import findings

SEEDS = (1, 2565)
ALLOCATED = "ได้รับจัดสรรงบประมาณ"


class Told:
    """What a random ministry reports, remembered in plain Python: a score a KPI, and satang a project."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        count = chance.randint(7, 12)
        self.tables = ministry(count, kpis=2, issues=3, departments=4)
        for row in (*self.tables["issues"], *self.tables["projects"], *self.tables["kpis"]):
            row["weight"] = chance.choice([None, 1, 2, 2.5, 10])
        self.answers = answered(self.tables, money=False)
        silent = chance.choice(sorted(self.answers))
        del self.answers[silent]
        self.projects = {str(row["code"]): row for row in self.tables["projects"]}
        self.kpis = [row for row in self.tables["kpis"] if self.owner(row["project"]) != silent]
        self.scores = {row["code"]: chance.randint(0, 5) for row in self.kpis}
        self.money = {}
        for row in self.kpis:
            own = self.answers[self.owner(row["project"])]
            for level in range(1, 6):
                done = level <= self.scores[row["code"]]
                own[f"{row['code']}|level|{level}|status"] = "แล้วเสร็จ" if done else "ยังไม่ดำเนินการ"
        for code in {row["project"]: None for row in self.kpis}:
            if chance.random() < 0.7:
                received = chance.randint(1, 10**11)
                self.money[code] = (received, chance.randint(0, received))
                told = {"status": ALLOCATED, "received": received / 100, "disbursed": self.money[code][1] / 100}
                self.answers[self.owner(code)] |= {f"{code}|budget|{name}": value for name, value in told.items()}
        self.summary = summary_of(plan_of(self.tables), self.answers)

    def owner(self, project: str) -> str:
        return self.projects[project]["department"]

    def of(self, scope: str, code: str) -> list[dict[str, Any]]:
        return [row for row in self.kpis if not code or self.projects[row["project"]][scope] == code]

    def mean(self, scope: str, code: str) -> float | str:
        """The weighted mean of what is reported."""
        return self._mean(self.of(scope, code))

    def mean_all(self, scope: str, code: str) -> float | str:
        """The weighted mean of what is due, in which what is missing is 0."""
        due = self.tables["kpis"]
        return self._mean([row for row in due if not code or self.projects[row["project"]][scope] == code])

    def _mean(self, kpis: list[dict[str, Any]]) -> float | str:
        issues = {row["code"]: row["weight"] for row in self.tables["issues"]}
        over, under = Fraction(0), Fraction(0)
        for row in kpis:
            project = self.projects[row["project"]]
            weight = Fraction(1)
            for one in (row["weight"], project["weight"], issues[project["issue"]]):
                weight *= Fraction(1 if one is None else one)
            over, under = over + weight * self.scores.get(row["code"], 0), under + weight
        return float(over / under) if under else "–"

    def sums(self, scope: str, code: str) -> tuple[float | str, float | str]:
        own = [m for p, m in self.money.items() if not code or self.projects[p][scope] == code]
        return (sum(m[0] for m in own) / 100, sum(m[1] for m in own) / 100) if own else ("–", "–")


@cache
def told(seed: int) -> Told:
    return Told(seed)


@cache
def group_sheet(seed: int, part: str) -> dict[str, list[Any]]:
    """The lines of a table of groups by their first cell."""
    sheet = Alone(told(seed).summary, part).sheet
    return {thai.to_arabic(str(row[0])): list(row) for row in sheet.iter_rows(min_row=7, values_only=True) if row[0]}


GROUPS = [
    *(("by_issue", "issue", str(number)) for number in range(1, 4)),
    *(("by_department", "department", f"D{number}") for number in range(1, 5)),
    ("by_issue", "issue", ""),
    ("by_department", "department", ""),
]
every_group = pytest.mark.parametrize(("part", "scope", "code"), GROUPS)


def line(seed: int, part: str, code: str) -> dict[str, Any]:
    """A line of a table of groups: counts, both means, percent, the six scores and the money."""
    cells = group_sheet(seed, part)[code or "รวม"]
    states = 2 if part == "by_department" else 0
    named = ("projects", "due", "reported", *("returned", "missing")[:states], "mean", "mean_all", "percent")
    scores = tuple(range(6))
    return dict(zip((*named, *scores, "received", "disbursed", "remaining", "rate"), cells[2:], strict=False))


@pytest.mark.parametrize("seed", SEEDS)
@every_group
def test_a_group_counts_its_kpis_by_score(seed, part, scope, code):
    scores = [told(seed).scores[row["code"]] for row in told(seed).of(scope, code)]
    shown = line(seed, part, code)
    assert [shown[level] for level in range(6)] == [scores.count(level) for level in range(6)]
    assert shown["reported"] == len(scores)


@pytest.mark.parametrize("seed", SEEDS)
@every_group
def test_a_group_s_mean_is_weighted_over_what_is_reported(seed, part, scope, code):
    mean = told(seed).mean(scope, code)
    shown = line(seed, part, code)
    assert shown["mean"] == (mean if isinstance(mean, str) else pytest.approx(mean, rel=1e-12))
    assert shown["mean_all"] == pytest.approx(told(seed).mean_all(scope, code), rel=1e-12)
    assert shown["percent"] == (mean if isinstance(mean, str) else pytest.approx(mean * 20, rel=1e-12))


@pytest.mark.parametrize("seed", SEEDS)
@every_group
def test_a_group_s_money_is_added_up_to_the_satang(seed, part, scope, code):
    received, disbursed = told(seed).sums(scope, code)
    shown = line(seed, part, code)
    assert [shown["received"], shown["disbursed"]] == [received, disbursed]
    if isinstance(received, str):
        assert [shown["remaining"], shown["rate"]] == ["–", "–"]
    else:
        assert shown["remaining"] == pytest.approx(received - disbursed, abs=0.001)
        assert shown["rate"] == pytest.approx(disbursed / received * 100)


@pytest.mark.parametrize("seed", SEEDS)
@every_group
def test_a_group_says_how_many_are_still_missing(seed, part, scope, code):
    kpis = [row for row in told(seed).tables["kpis"] if not code or told(seed).projects[row["project"]][scope] == code]
    shown, sent = line(seed, part, code), told(seed).of(scope, code)
    assert [shown["due"], shown["reported"]] == [len(kpis), len(sent)]
    assert shown["projects"] == len({row["project"] for row in kpis})
    if part == "by_department":
        assert [shown["returned"], shown["missing"]] == [0, len(kpis) - len(sent)]


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_on_the_sheet_of_all_projects_are_those_that_were_told(seed):
    sheet = Alone(told(seed).summary, "projects").sheet
    names = {row[2]: row[4] for row in sheet.iter_rows(min_row=6, values_only=True) if row[2]}
    shown = {thai.to_arabic(name.split()[0]): score for name, score in names.items()}
    assert {kpi: score for kpi, score in shown.items() if score is not None} == told(seed).scores


# --- sentences


def said(summary: Summary, figures=THAI) -> dict[str, list[str]]:
    """The sentences by the sheet that they lead to."""
    plan = summary.plan.settings
    book = Book(font=plan.font, figures=figures, title="", company="", subject="", dated=plan.report_date)
    found: dict[str, list[str]] = {}
    canvas = Canvas(book, summary, Ranges(summary, figures.lang))
    for one in exceptions(canvas) + facts(canvas):
        found.setdefault(one.sheet, []).append(one.words)
    return found


def every(summary: Summary, figures=THAI) -> list[str]:
    return [words for sheet in said(summary, figures).values() for words in sheet]


def spent_whole() -> Summary:
    tables = ministry(3, departments=1)
    answers = answered(tables)
    for number, row in enumerate(tables["projects"], start=1):
        answers["D1"][f"{row['code']}|budget|disbursed"] = 1_000_000 * number
    return summary_of(plan_of(tables), answers)


_CASES = {
    "everything": spent_whole,
    "no money": lambda: summary_named("no money"),
    "nothing": lambda: summary_named("nothing reported"),
    "all well": lambda: replace(with_scores(case("everything"), [5.0, 4.0, 3.0]), findings=findings()),
    "one returned": lambda: example_with({"CSC": {"1.1|level|1|status": "?"}}),
    "two silent": lambda: example_without("CSC", "HRM"),
    "lowest together": lambda: with_scores(example(), [0, 4, 0, 4, 0, 4, 0, 4, 0, 4, 4]),
    "half a point": lambda: with_scores(example(), [2.5, *[4.0] * 10]),
    "satang": lambda: example_with({"ICT": {f"3.{n}|budget|received": 0.25 for n in (2, 4, 5)}}),
}


@cache
def case(name: str) -> Summary:
    return _CASES[name]()


@pytest.mark.parametrize(
    ("name", "sentence", "english"),
    [
        (
            "one returned",
            "ส่งคืนให้แก้ไข ๑ ตัวชี้วัด: ๑.๑",
            "KPIs returned for correction: 1 (1.1)",
        ),
        (
            "one returned",
            "ข้อสังเกตที่ต้องแก้ไข ๑ ข้อ · ข้อสังเกตที่ควรตรวจสอบ ๒๑ ข้อ",
            "Findings to correct: 1 · Findings to check: 21",
        ),
        (
            "one returned",
            "คะแนนเฉลี่ย ๒.๘๐ คิดจาก ๑๐ ใน ๑๑ ตัวชี้วัด หากนับที่ยังไม่รายงานเป็น ๐ จะเหลือ ๒.๕๕",
            "The mean of 2.80 is of 10 of 11 KPIs due; with those not reported as 0 it is 2.55",
        ),
        (
            "two silent",
            "ยังไม่รายงาน ๓ จาก ๑๑ ตัวชี้วัด เพราะ ๒ หน่วยงานยังไม่ส่งรายงาน",
            "KPIs not reported: 3 of 11, as departments have sent nothing: 2",
        ),
        (
            "satang",
            "ยังไม่เบิกจ่ายเลย ๓ โครงการ ๐.๗๕ บาท (ร้อยละ ๐.๐๐ ของที่ได้รับ): "
            "๓.๒ เครือข่ายอาคารใหม่, ๓.๔ พิสูจน์ยืนยันตัวตน, ๓.๕ e-Learning / อปท.",
            "Nothing disbursed: 3, with 0.75 baht, 0.00 % of all received "
            "(3.2 เครือข่ายอาคารใหม่, 3.4 พิสูจน์ยืนยันตัวตน, 3.5 e-Learning / อปท.)",
        ),
    ],
)
def test_a_sentence_stands_in_both_languages_with_its_figures(name, sentence, english):
    assert sentence in every(case(name))
    assert english in every(case(name), ENGLISH)


@pytest.mark.parametrize(
    ("name", "counts", "ends"),
    [
        ("lowest together", "ได้ต่ำกว่า ๓ คะแนน ๕ จาก ๑๑ ตัวชี้วัด ต่ำสุด ๐ คะแนน: ", " และอีก ๒"),
        ("half a point", "ได้ต่ำกว่า ๓ คะแนน ๑ จาก ๑๑ ตัวชี้วัด ต่ำสุด ๒.๕๐ คะแนน: ", ""),
        ("everything", "ได้ต่ำกว่า ๓ คะแนน ๓ จาก ๓ ตัวชี้วัด ต่ำสุด ๐ คะแนน: ", ""),
    ],
)
def test_the_lowest_kpis_are_named_and_those_after_the_third_counted(name, counts, ends):
    (words,) = [words for words in every(case(name)) if words.startswith("ได้ต่ำกว่า")]
    assert words.startswith(counts)
    assert words.endswith(ends)
    assert words.removeprefix(counts).count(", ") == (2 if ends else 0)


@pytest.mark.parametrize(
    ("name", "starts", "stands"),
    [
        ("everything", "ยังไม่เบิกจ่าย", False),
        ("everything", "เบิกจ่ายเกินที่ได้รับ", False),
        ("everything", "ยังไม่ระบุข้อมูลงบประมาณ", False),
        ("everything", "คะแนนสวนทางกับเงิน", True),
        ("everything", "ยังไม่รายงาน", False),
        ("no money", "ยังไม่เบิกจ่าย", False),
        ("no money", "คะแนนสวนทางกับเงิน", False),
        ("no money", "ได้ต่ำกว่า", True),
        ("nothing", "ยังไม่รายงาน", True),
        ("nothing", "คะแนนเฉลี่ย", False),
        ("nothing", "ได้ต่ำกว่า", False),
        ("nothing", "ยังไม่เบิกจ่าย", False),
        ("nothing", "มีปัญหาอุปสรรค", False),
        ("all well", "ตัวเลขของรอบนี้ไม่มีเรื่อง", True),
        ("everything", "ตัวเลขของรอบนี้ไม่มีเรื่อง", False),
        ("two silent", "คะแนนเฉลี่ย", True),
        ("lowest together", "คะแนนสวนทางกับเงิน", True),
    ],
)
def test_a_sentence_stands_only_where_it_holds(name, starts, stands):
    found = [words for words in every(case(name)) if words.startswith(starts)]
    assert bool(found) is stands


@pytest.mark.parametrize("name", ["one returned", "two silent", "lowest together", "half a point", "satang", "nothing"])
def test_sentences_have_the_digits_of_their_language(name):
    digits = [[char for words in every(case(name), figures) for char in words] for figures in (THAI, ENGLISH)]
    assert not set("0123456789") & set(digits[0])
    assert not set("๐๑๒๓๔๕๖๗๘๙") & set(digits[1])


@pytest.mark.parametrize("name", _CASES)
def test_both_languages_have_the_same_sentences(name):
    shapes = [{sheet: len(words) for sheet, words in said(case(name), f).items()} for f in (THAI, ENGLISH)]
    assert shapes[0] == shapes[1]


@settings(deadline=None, derandomize=True, max_examples=6)
@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, 2.5, 3.0, 4.0, 5.0]), min_size=11, max_size=11))
def test_the_sentence_of_low_scores_counts_those_below_three(scores):
    low = [score for score in scores if score < 3]
    found = [
        words for words in every(with_scores(example(), scores), ENGLISH) if words.startswith("KPIs scoring below")
    ]
    assert len(found) == bool(low)
    if low:
        assert found[0].startswith(f"KPIs scoring below 3: {len(low)} of 11; the lowest, at ")


# --- targets


def with_targets(
    *targets: dict[str, Any], last_day: date = date(2022, 3, 31), types: tuple[str | None, ...] = (None, None)
) -> Summary:
    """Two projects that have disbursed a tenth and a half of a thousand baht, and these targets."""
    zoo = Zoo()
    zoo.tables["settings"][0] |= {"round": "6", "last_day": last_day}
    zoo.tables["targets"] = [{"fiscal_year": 2565, "source": "มติ"} | target for target in targets]
    for number, (type_, spent) in enumerate(zip(types, (100, 500), strict=True), start=1):
        zoo.project(f"1.{number}", budget_type=type_)
        zoo.kpi(f"1.{number}", levels=2)
        zoo.budget(f"1.{number}", ALLOCATED, 1000, spent)
    return summary_of(plan_of(zoo.tables), zoo.answers)


OVERALL = {"budget_type": "overall", "quarter": 2, "percent": 45}
INVESTMENT = {"budget_type": "investment", "quarter": 2, "percent": 50}
OPERATING = {"budget_type": "operating", "quarter": 2, "percent": 5}


@pytest.mark.parametrize(
    ("targets", "types", "name", "shown"),
    [
        ([OVERALL], (None, None), "ภาพรวมทุกโครงการ", [30, 45, -15, "▼ ต่ำกว่าเป้าหมาย"]),
        ([OVERALL | {"percent": 30}], (None, None), "ภาพรวมทุกโครงการ", [30, 30, 0, "▲ ถึงเป้าหมาย"]),
        ([OVERALL | {"percent": 0}], (None, None), "ภาพรวมทุกโครงการ", [30, 0, 30, "▲ ถึงเป้าหมาย"]),
        ([], (None, None), "ภาพรวมทุกโครงการ", [30, "–", "–"]),
        ([OVERALL | {"quarter": 1}], (None, None), "ภาพรวมทุกโครงการ", [30, "–", "–"]),
        ([OVERALL | {"quarter": 3}], (None, None), "ภาพรวมทุกโครงการ", [30, 30, 0, "▲ ถึงเป้าหมาย"]),
        ([OVERALL | {"fiscal_year": 2564}], (None, None), "ภาพรวมทุกโครงการ", [30, "–", "–"]),
        ([INVESTMENT], ("investment", None), "รายจ่ายลงทุน", [10, 50, -40, "▼ ต่ำกว่าเป้าหมาย"]),
        ([OPERATING], ("operating", None), "รายจ่ายประจำ", [10, 5, 5, "▲ ถึงเป้าหมาย"]),
        ([OVERALL], ("operating", None), "รายจ่ายประจำ", [10, 45, -35, "▼ ต่ำกว่าเป้าหมาย"]),
        ([], ("operating", None), "รายจ่ายประจำ", [10, "–", "–"]),
        ([INVESTMENT], ("investment", "investment"), "รายจ่ายลงทุน", [30, 50, -20, "▼ ต่ำกว่าเป้าหมาย"]),
    ],
)
def test_a_rate_stands_beside_the_target_of_its_quarter_and_type(targets, types, name, shown):
    rows = Alone(with_targets(*targets, types=types), "budget").rows
    (own,) = [row for row in rows if str(row[0]).startswith(f"{name}\n")]
    assert own[1:] == pytest.approx(shown) if "–" not in shown else own[1:] == shown


@pytest.mark.parametrize(
    ("targets", "source"),
    [
        ([OVERALL], "ที่มาของเป้าหมาย: มติ"),
        ([OVERALL | {"source": None}], "แผนไม่ได้ระบุที่มาของเป้าหมาย"),
        ([], "แผนไม่ได้กำหนดเป้าหมายของไตรมาสนี้"),
    ],
)
def test_a_target_says_where_it_comes_from(targets, source):
    assert f"ภาพรวมทุกโครงการ\n{source}" in Alone(with_targets(*targets), "budget").texts


def test_a_type_without_a_target_of_its_own_says_that_it_is_compared_with_the_overall_one():
    texts = Alone(with_targets(OVERALL, types=("operating", None)), "budget").texts
    assert "รายจ่ายประจำ\nแผนไม่ได้กำหนดเป้าหมายของประเภทนี้ จึงเทียบกับเป้าหมายภาพรวม" in texts


AGAINST = "เทียบกับเป้าหมายการเบิกจ่ายสะสม"


@pytest.mark.parametrize(
    ("last_day", "percent", "heading"),
    [
        (date(2021, 12, 31), 10, f"{AGAINST} ไตรมาสที่ ๑ ปีงบประมาณ พ.ศ. ๒๕๖๕"),
        (date(2022, 3, 31), 20, f"{AGAINST} ไตรมาสที่ ๒ ปีงบประมาณ พ.ศ. ๒๕๖๕"),
        (date(2022, 9, 30), 40, f"{AGAINST} ไตรมาสที่ ๔ ปีงบประมาณ พ.ศ. ๒๕๖๕"),
        (
            date(2022, 4, 30),
            pytest.approx(70 / 3),
            f"{AGAINST} ณ ๓๐ เมษายน ๒๕๖๕ เทียบสัดส่วนรายเดือนระหว่างสิ้นไตรมาสที่ ๒ กับสิ้นไตรมาสที่ ๓",
        ),
        (
            date(2021, 11, 30),
            pytest.approx(20 / 3),
            f"{AGAINST} ณ ๓๐ พฤศจิกายน ๒๕๖๔ เทียบสัดส่วนรายเดือนระหว่างต้นปีงบประมาณกับสิ้นไตรมาสที่ ๑",
        ),
    ],
)
def test_the_target_is_that_of_the_last_day_of_the_round(last_day, percent, heading):
    every_quarter = [OVERALL | {"quarter": n, "percent": 10 * n} for n in range(1, 5)]
    sheet = Alone(with_targets(*every_quarter, last_day=last_day), "budget")
    (own,) = [row for row in sheet.rows if str(row[0]).startswith("ภาพรวมทุกโครงการ")]
    assert own[2] == percent
    assert heading in sheet.texts


# --- reconciliation


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("title", "place"), [("งบประมาณที่ได้รับ (บาท)", 0), ("เบิกจ่ายจริง (บาท)", 1)])
def test_what_departments_filled_in_is_what_the_report_uses(seed, title, place):
    total = sum(money[place] for money in told(seed).money.values()) / 100
    rows = Alone(told(seed).summary, "reconciliation").rows
    assert [f"รวม {title}", total, total, 0, 0, 0, "✓ ตรงกัน"] in rows


def test_a_difference_is_said_and_not_hidden():
    controls = example().controls
    off = replace(example(), controls=controls.assign(filled=controls["filled"] + (controls["used"] > 0) * 100))
    rows = Alone(off, "reconciliation").rows
    assert [row[-2:] for row in rows if row[-1] == "✗ ไม่ตรงกัน"].count([1, "✗ ไม่ตรงกัน"]) >= 3
