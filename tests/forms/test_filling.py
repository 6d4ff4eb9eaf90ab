"""What a form is filled with: its KPIs, its entries, and what was found at each of them."""

from __future__ import annotations

import pytest

from pipeline.forms.filling import NOT_CARRIED, Carried, Filling
from pipeline.validation.findings import findings
from schemas.fields import Text

FOUND = [
    {"rule": "SCORE_DIFFERS", "kpi": "2.1", "key": "2.1|self_score", "found": "3", "expected": "2"},
    {"rule": "NUMBER_UNREADABLE", "kpi": "2.1", "key": "2.1|self_score", "found": "สาม"},
    {"rule": "DATE_UNREADABLE", "kpi": "2.1", "key": "2.1|level|1|date", "found": "มี.ค."},
    {"rule": "BUDGET_NOT_STATED", "kpi": "2.2", "key": "2.2|budget|status"},
    {"rule": "ERROR_VALUE", "kpi": "2.2", "key": "2.2|narrative", "found": "#REF!"},
    {"rule": "FORM_OTHER_ROUND", "found": "2565-09", "expected": "2565-06"},
]


def filling(plan, department="HRM", lang="th", found=(), answers=None):
    rows = [{"field": "results.self_score"} | row for row in found]
    return Filling(plan, department, lang, answers or {}, joined_worst_first(rows), 1)


def joined_worst_first(rows):
    """Findings as a check gives them."""
    frame = findings(rows)
    return frame.iloc[frame["severity"].map({"error": 0, "warning": 1, "note": 2}).argsort(kind="stable")]


@pytest.mark.parametrize(
    ("department", "kpis"),
    [("CSC", ["1.1"]), ("ACOC", ["1.3", "2.3"]), ("ICT", ["3.1", "3.2", "3.3", "3.4", "3.5"]), ("NOBODY", [])],
)
def test_its_kpis_are_those_of_the_department_in_the_order_of_the_plan(plan, department, kpis):
    assert [kpi["code"] for kpi in filling(plan, department).kpis] == kpis


@pytest.mark.parametrize("department", ["CSC", "HRM"])
def test_its_entries_are_grouped_by_kpi(plan, department):
    own = filling(plan, department)
    assert list(own.entries) == ["", *(kpi["code"] for kpi in own.kpis)]
    assert all(entry["kpi"] == kpi for kpi, entries in own.entries.items() for entry in entries)
    assert {entry["table"] for entry in own.entries[""]} == {"reporter"}


def test_a_rubric_is_in_the_order_of_its_levels(plan):
    assert [level["level"] for level in filling(plan).rubrics["2.1"]] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("found", "returned"), [([], False), (FOUND, True)])
def test_a_form_with_findings_is_returned(plan, found, returned):
    assert filling(plan, found=found).returned == returned


@pytest.mark.parametrize(("severity", "count"), [("error", 3), ("warning", 3), ("note", 0)])
def test_findings_are_counted_by_severity(plan, severity, count):
    assert filling(plan, found=FOUND).count(severity) == count


@pytest.mark.parametrize(
    ("key", "severity"),
    [("2.1|self_score", "error"), ("2.1|level|1|date", "error"), ("2.2|budget|status", "warning")],
)
def test_an_entry_has_the_severity_of_its_worst_finding(plan, key, severity):
    assert filling(plan, found=FOUND).flags[key].severity == severity


def test_only_findings_of_an_entry_flag_it(plan):
    keys = {row["key"] for row in FOUND if "key" in row}
    assert set(filling(plan, found=FOUND).flags) == keys


@pytest.mark.parametrize(
    ("lang", "note"),
    [
        (
            "th",
            [
                "ต้องแก้ไข: “สาม” ไม่ใช่ตัวเลขที่อ่านได้",
                "→ พิมพ์ตัวเลขอย่างเดียว: ",
                "ควรตรวจสอบ: คะแนนประเมินตนเอง 3 ไม่ตรงกับเกณฑ์ ซึ่งให้ 2",
                "→ รายงานใช้คะแนนตามเกณฑ์ หากสถานะระดับไม่ถูกต้องให้แก้ที่สถานะ",
            ],
        ),
        (
            "en",
            [
                "error: “สาม” is not a number",
                "→ Type digits only: ",
                "warning: The self-assessed score 3 differs from the rubric's 2",
                "→ The report uses the rubric's score; if a level's status is wrong, correct it there",
            ],
        ),
    ],
)
def test_a_note_says_what_is_wrong_and_how_to_fix_it_worst_first(plan, lang, note):
    lines = filling(plan, lang=lang, found=FOUND).flags["2.1|self_score"].note.splitlines()
    assert len(lines) == len(note)
    assert all(line.startswith(expected) for line, expected in zip(lines, note, strict=True))


@pytest.mark.parametrize(
    ("lang", "words"),
    [("th", "“สาม” ไม่ใช่ตัวเลขที่อ่านได้"), ("en", "“สาม” is not a number")],
)
def test_what_is_wrong_by_the_worst_finding_stands_beside_the_entry(plan, lang, words):
    assert filling(plan, lang=lang, found=FOUND).flags["2.1|self_score"].wrong == words


@pytest.mark.parametrize(
    ("lang", "round_", "words"),
    [("th", "6", "รอบ ๖ เดือน"), ("th", "9", "รอบ ๙ เดือน"), ("en", "6", "6 months")],
)
def test_the_round_that_answers_are_carried_over_from_is_said_in_words(plan, lang, round_, words):
    own = Filling(plan, "HRM", lang, {}, findings(), 1, Carried(round_, {"2.1|level|1|status": "x"}))
    assert own.carried_from == words


def test_a_filling_of_its_own_carries_nothing_and_has_nothing_left_over(plan):
    assert filling(plan).carried == NOT_CARRIED == Carried("", {})
    assert len(filling(plan).leftovers) == 0


def test_the_entries_that_could_not_be_read(plan):
    assert filling(plan, found=FOUND).unread == {"2.1|level|1|date", "2.2|narrative"}


@pytest.mark.parametrize(
    ("text", "parts", "said"),
    [
        (Text("ระดับ 2", "level 2"), {}, "ระดับ ๒"),
        (Text("{n} ช่อง", "{n} cells"), {"n": "3"}, "3 ช่อง"),
        (Text("{name}", "{name}"), {"name": "{n} 5"}, "{n} 5"),
    ],
)
def test_words_are_in_the_forms_numerals_and_what_is_put_in_is_not_touched(plan, text, parts, said):
    assert filling(plan).say(text, **parts) == said


@pytest.mark.parametrize(
    ("department", "name"), [("CSC", "ศูนย์บริการร่วม"), ("HRM", "กองบริหารทรัพยากรบุคคล"), ("XYZ", "XYZ")]
)
def test_a_department_has_its_name_or_its_code(plan, department, name):
    assert filling(plan, department).department_name == name
