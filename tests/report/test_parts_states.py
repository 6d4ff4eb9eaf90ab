"""States and findings in words: every state of a file and of a KPI, every rule, and every cell that is not used."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report.overview_support import ENGLISH, THAI, example, opened, summary_named
from support.seed import plan_of, summary_of
from support.zoo import Zoo, drawn_zoo

from pipeline import thai
from pipeline.consolidation.summary import Summary
from pipeline.drawing.book import Book
from pipeline.report import findings as findings_sheet
from pipeline.report import limits
from pipeline.report import unused as unused_cells
from pipeline.report.canvas import Canvas, issue_page
from pipeline.report.data import Ranges, data_page
from pipeline.report.workbook import PARTS
from pipeline.validation.findings import findings, joined, numbered
from schemas.rules import RULES, SEVERITIES, Severity
from schemas.summary import DATA_TABLES, FILE_STATES, KPI_STATES, REGISTER

FIGURES = {"th": THAI, "en": ENGLISH}
LANGUAGES = ("th", "en")


class Alone:
    """One sheet of the summary, drawn without the others and read back."""

    def __init__(self, summary: Summary, part: str, lang: str = "th") -> None:
        plan = summary.plan
        book = Book(
            font="Sarabun", figures=FIGURES[lang], title="", company="", subject="", dated=plan.settings.last_day
        )
        canvas = Canvas(book, summary, Ranges(summary, lang))
        for one in PARTS:
            canvas.add(one.id, one.name.to(lang), "", one.widths, True)
        for id_ in (*map(issue_page, plan.issues["code"]), *(data_page(table.id) for table in DATA_TABLES)):
            canvas.add(id_, id_.replace(":", " "), "", [10.0], True)
        (drawn,) = [one for one in PARTS if one.id == part]
        drawn.draw(canvas, canvas.pages[part])
        data = BytesIO(book.save())
        self.sheet = opened(data)[drawn.name.to(lang)]

    @property
    def rows(self) -> list[list[Any]]:
        """The filled cells of each row."""
        rows = [[v for v in row if v is not None] for row in self.sheet.iter_rows(values_only=True)]
        return [row for row in rows if row]

    def row(self, words: str) -> list[Any]:
        """The first row that has a cell with exactly these words."""
        return next(row for row in self.rows if words in row)

    @property
    def texts(self) -> list[str]:
        return [value for row in self.rows for value in row if isinstance(value, str)]


# --- the register of files


def of_every_state() -> Summary:
    """A summary whose folder held a file of every state."""
    rows = [
        {
            "file": f"{number:02d}-{choice.id}.xlsx",
            "state": choice.id,
            "reason": f"เหตุผล {number}",
            "size": 1000 * number,
        }
        | {"sha256": f"{number:02d}" * 32, "department": "ICT" if number % 2 else None, "revision": number}
        for number, choice in enumerate(FILE_STATES, start=1)
    ]
    return replace(example(), register=REGISTER.frame(rows))


@cache
def status(lang: str) -> Alone:
    return Alone(of_every_state(), "status", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("state", "thai", "english"),
    [
        ("plan", "แผน", "plan"),
        ("accepted", "รับแล้ว", "accepted"),
        ("accepted_in_part", "รับบางส่วน", "accepted in part"),
        ("returned", "ส่งคืนให้แก้ไข", "returned"),
        ("superseded", "มีฉบับใหม่แทน", "superseded"),
        ("unchanged_copy", "สำเนาซ้ำ", "unchanged copy"),
        ("other_round", "ของรอบอื่น", "other round"),
        ("other_unit", "ของหน่วยงานอื่น", "other unit's"),
        ("earlier_summary", "รายงานรอบก่อน", "earlier summary"),
        ("not_a_form", "ไม่ใช่แบบรายงาน", "not a form"),
        ("unreadable", "เปิดอ่านไม่ได้", "unreadable"),
        ("refused", "ไม่รับ", "refused"),
        ("ignored", "ไม่เกี่ยวข้อง", "ignored"),
    ],
)
def test_every_state_of_a_file_is_said_in_words(lang, state, thai, english):
    number = [choice.id for choice in FILE_STATES].index(state) + 1
    row = status(lang).row(f"{number:02d}-{state}.xlsx")
    assert row[1] == {"th": thai, "en": english}[lang]


def test_the_table_of_states_is_complete():
    assert len(FILE_STATES) == 13
    assert len([row for row in status("th").rows if str(row[0]).endswith(".xlsx")]) == 13


@pytest.mark.parametrize("number", range(1, 14))
def test_a_file_has_its_revision_size_reason_and_the_start_of_its_hash(number):
    row = status("th").row(f"{number:02d}-{FILE_STATES[number - 1].id}.xlsx")
    name = "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร" if number % 2 else "–"
    assert row[2:] == [number, name, 1000 * number, f"{number:02d}" * 6, f"เหตุผล {number}"]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"reason": None}, ["a.xlsx", "ไม่เกี่ยวข้อง", 2, "–", 5, "ab", "–"]),
        ({"reason": ""}, ["a.xlsx", "ไม่เกี่ยวข้อง", 2, "–", 5, "ab", "–"]),
        ({"revision": None}, ["a.xlsx", "ไม่เกี่ยวข้อง", "–", 5, "ab", "ก"]),
        ({"size": None}, ["a.xlsx", "ไม่เกี่ยวข้อง", 2, "–", "ab", "ก"]),
        ({"size": 0}, ["a.xlsx", "ไม่เกี่ยวข้อง", 2, "–", 0, "ab", "ก"]),
        ({"department": "ICTX"}, ["a.xlsx", "ไม่เกี่ยวข้อง", 2, "ICTX", 5, "ab", "ก"]),
    ],
)
def test_what_is_not_known_of_a_file_is_a_dash_or_empty_and_never_0(changes, shown):
    row = {"file": "a.xlsx", "state": "ignored", "reason": "ก", "revision": 2, "size": 5, "sha256": "ab"} | changes
    assert Alone(replace(example(), register=REGISTER.frame([row])), "status").row("a.xlsx") == shown


@pytest.mark.parametrize(
    ("state", "thai", "english"),
    [
        ("accepted", "✓ รับแล้ว", "✓ accepted"),
        ("accepted_in_part", "◐ รับบางส่วน", "◐ accepted in part"),
        ("returned", "✗ ส่งคืนให้แก้ไข", "✗ returned"),
        ("superseded", "ไม่ต้องรายงานรอบนี้", "nothing due"),
    ],
)
def test_a_department_s_state_is_that_of_the_file_that_counts(state, thai, english):
    register = REGISTER.frame([{"file": "a.xlsx", "state": state, "department": "CSC", "revision": 7, "sha256": "0"}])
    summary = replace(example(), register=register)
    for lang, words in (("th", thai), ("en", english)):
        row = Alone(summary, "status", lang).row("ศูนย์บริการร่วม")
        assert row[1] == words
        assert (7 in row) is (state != "superseded")


@pytest.mark.parametrize(
    ("department", "state"), [("กองที่ 1", "✗ ไม่รับ"), ("กองที่ 2", "○ ยังไม่ส่ง"), ("กองที่ 3", "ไม่ต้องรายงานรอบนี้")]
)
def test_a_department_without_a_file_that_counts_says_why(department, state):
    summary = replace(summary_named("every state"), register=REGISTER.frame())
    assert Alone(summary, "status").row(department)[1] == state


# --- the states of a KPI


@cache
def every_state(part: str, lang: str) -> Alone:
    return Alone(summary_named("every state"), part, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", range(1, 5))
def test_every_state_of_a_kpi_but_reported_stands_where_its_level_would(lang, place):
    codes = dict(
        zip(summary_named("every state").scores["state"], summary_named("every state").scores["kpi"], strict=True)
    )
    choice = KPI_STATES[place]
    sheet = every_state("projects", lang)
    name = summary_named("every state").plan.name_of("projects", codes[choice.id])
    assert choice.title.to(lang) in sheet.row(name)
    assert not [value for value in sheet.row(name) if isinstance(value, int | float)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_states_head_the_columns_of_the_departments(lang):
    words = [text.replace("\n", " ").casefold() for text in every_state("by_department", lang).texts]
    assert {choice.title.to(lang) for choice in KPI_STATES if choice.id != "reported"} <= set(words)


# --- findings

ABOUT = {"department": "ICT", "kpi": "3.1", "file": "ก.xlsx", "sheet": "3.1", "cell": "D7", "field": "results.value"}
WORDS = {"found": "ค่าที่พบ", "expected": "ค่าที่ควรเป็น", "other": "อีกค่าหนึ่ง"}


def with_findings(*rows: dict[str, Any]) -> Summary:
    listed = numbered(joined(findings(rows)), example().plan.departments["code"].tolist())
    return replace(example(), findings=listed)


def listed(sheet: Alone) -> list[list[Any]]:
    """The rows of the table of findings, without its head and the lines of departments."""
    return [row for row in sheet.rows if len(row) == 9][1:]


@cache
def every_rule(lang: str) -> Alone:
    rows = [{"rule": rule, "key": rule} | ABOUT | WORDS for rule in RULES]
    return Alone(with_findings(*rows), "findings", lang)


def filled(words: str, lang: str) -> str:
    item = {"th": "ค่าที่ทำได้จริง", "en": "Value reached"}[lang]
    return words.format(**WORDS, item=item)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_says_what_is_wrong_and_how_to_fix_it(rule, lang):
    described = RULES[rule]
    told = [filled(described.wrong.to(lang), lang), filled(described.fix.to(lang), lang), rule]
    assert [row[-3:] for row in every_rule(lang).rows].count(told) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_a_row_of_its_own_grouped_by_severity(lang):
    signs = {"error": "✗", "warning": "!", "note": "•"}
    titles = {choice.id: f"{signs[choice.id]} {choice.title.to(lang)}" for choice in SEVERITIES}
    shown = [row[2] for row in listed(every_rule(lang))]
    count = {severity: sum(rule.severity == severity for rule in RULES.values()) for severity in Severity}
    expected = [titles[severity] for severity in ("error", "warning", "note") for _ in range(count[severity])]
    assert shown == expected
    assert len(shown) == len(RULES)


@pytest.mark.parametrize(
    ("lang", "errors", "banner"),
    [
        ("th", 0, "✗ ต้องแก้ไข ๐ · ! ควรตรวจสอบ ๒ · • เพื่อทราบ ๐"),
        ("th", 12, "✗ ต้องแก้ไข ๑๒ · ! ควรตรวจสอบ ๒ · • เพื่อทราบ ๐"),
        ("en", 0, "✗ error 0 · ! warning 2 · • note 0"),
        ("en", 45, "✗ error 45 · ! warning 2 · • note 0"),
    ],
)
def test_the_banner_counts_the_findings_of_each_severity(lang, errors, banner):
    rows = [{"rule": "ENTRY_REQUIRED", "key": str(number)} for number in range(errors)]
    warnings = [{"rule": "SCORE_DIFFERS", "key": str(number)} for number in range(2)]
    assert Alone(with_findings(*warnings, *rows), "findings", lang).sheet["A2"].value == banner


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_within_a_severity_findings_keep_their_order(severity):
    rules = [rule.id for rule in RULES.values() if rule.severity == severity][:5]
    sheet = Alone(with_findings(*({"rule": rule} | ABOUT | WORDS for rule in reversed(rules))), "findings")
    assert [row[-3] for row in listed(sheet)] == [filled(RULES[rule].wrong.th, "th") for rule in reversed(rules)]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, ["๓.๑", "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร", "ก.xlsx · 3.1!D7", "ค่าที่ทำได้จริง"]),
        ({"level": 4}, ["๓.๑", "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร", "ก.xlsx · 3.1!D7", "ระดับ ๔ · ค่าที่ทำได้จริง"]),
        ({"kpi": None}, ["–", "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร", "ก.xlsx · 3.1!D7", "ค่าที่ทำได้จริง"]),
        ({"kpi": "9.9"}, ["๙.๙", "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร", "ก.xlsx · 3.1!D7", "ค่าที่ทำได้จริง"]),
        ({"department": None}, ["๓.๑", "แผนและแฟ้มที่ไม่ระบุหน่วยงาน", "ก.xlsx · 3.1!D7", "ค่าที่ทำได้จริง"]),
        ({"department": "XX"}, ["๓.๑", "แผนและแฟ้มที่ไม่ระบุหน่วยงาน", "ก.xlsx · 3.1!D7", "ค่าที่ทำได้จริง"]),
        ({"cell": None}, ["๓.๑", "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร", "ก.xlsx · 3.1", "ค่าที่ทำได้จริง"]),
        (
            {"file": None, "sheet": None, "cell": None, "field": None},
            ["๓.๑", "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร", "–", "–"],
        ),
    ],
)
def test_a_finding_says_whose_where_and_about_what(changes, shown):
    sheet = Alone(with_findings({"rule": "NUMBER_UNREADABLE"} | ABOUT | WORDS | changes), "findings")
    number, department, severity, *rest = listed(sheet)[0]
    assert (number, severity) == (1, "✗ ต้องแก้ไข")
    assert [rest[0], department, *rest[1:3]] == shown


def test_of_very_many_findings_the_first_are_listed_and_a_line_says_so(monkeypatch):
    for module in (limits, findings_sheet):
        monkeypatch.setattr(module, "LINES_AT_MOST", 3)
    sheet = every_rule.__wrapped__("th")
    assert [row[0] for row in listed(sheet)] == [1, 2, 3]
    assert [text for text in sheet.texts if f"แสดง ๓ จาก {thai.to_thai(str(len(RULES)))} รายการ" in text]


@settings(deadline=None, derandomize=True, max_examples=8)
@given(st.text("กขค ๑2=+-@{}", min_size=1, max_size=500).filter(str.strip))
def test_what_was_found_is_quoted_as_it_is_and_shortened_only_where_it_is_long(found):
    sheet = Alone(with_findings({"rule": "NUMBER_UNREADABLE"} | ABOUT | {"found": found}), "findings")
    said, whole = listed(sheet)[0][6], f"“{found}” ไม่ใช่ตัวเลขที่อ่านได้"
    assert said == (whole if len(whole) <= 400 else whole[:400] + "…")


# --- cells that are not used


def test_of_very_many_cells_the_first_are_listed_and_the_rest_are_counted(monkeypatch):
    monkeypatch.setattr(unused_cells, "_MOST", 2)
    zoo = Zoo()
    zoo.one("1.1", self_score="สี่")
    summary = summary_of(plan_of(zoo.tables), zoo.answers)
    count = int((summary.ledger["fate"] != "used").sum())
    rows = Alone(summary, "reconciliation").rows
    assert len([row for row in rows if len(row) == 6 and str(row[4]).startswith(("ไม่รับ", "ไม่ได้ใช้"))]) == 2
    assert [row for row in rows if row and str(row[0]).startswith("และอีก")] == [
        [f"และอีก {thai.to_thai(str(count - 2))} ช่อง"]
    ]
    assert count > 5


def unused(zoo: Zoo) -> list[list[Any]]:
    """The rows of the table of cells that are not used."""
    rows = Alone(summary_of(plan_of(zoo.tables), zoo.answers), "reconciliation").rows
    return [row for row in rows if len(row) == 6 and str(row[4]).startswith(("ไม่รับ", "ไม่ได้ใช้"))]


@pytest.mark.parametrize(
    ("key", "value", "fate", "reason"),
    [
        ("level|1|status", "เสร็จบ้าง", "ไม่รับ · ข้อ ๑", "“เสร็จบ้าง” ไม่อยู่ในรายการให้เลือก"),
        ("self_score", "สี่", "ไม่รับ · ข้อ ๑", "“สี่” ไม่ใช่ตัวเลขที่อ่านได้"),
        ("self_score", 6, "ไม่รับ · ข้อ ๑", "ค่า 6 อยู่นอกช่วงที่กำหนด"),
        ("level|2|date", "ต้นเดือน", "ไม่รับ · ข้อ ๑", "“ต้นเดือน” ไม่ใช่วันที่ที่ระบุได้แน่นอน"),
        ("budget|received", "ล้านบาท", "ไม่รับ · ข้อ ๑", "“ล้านบาท” ไม่ใช่จำนวนเงินที่อ่านได้"),
        ("has_obstacle", "อาจมี", "ไม่รับ · ข้อ ๑", "“อาจมี” ไม่อยู่ในรายการให้เลือก"),
    ],
)
def test_a_cell_that_cannot_be_read_is_listed_with_what_was_filled_in(key, value, fate, reason):
    zoo = Zoo()
    zoo.one("1.1")
    zoo.answers["DEP"][f"1.1|{key}"] = value
    (own,) = [row for row in unused(zoo) if row[3] == str(value)]
    assert own[0] == "๑.๑"
    assert own[4:] == [fate, reason]


def test_the_other_cells_of_a_returned_kpi_are_rejected_with_it():
    zoo = Zoo()
    zoo.one("1.1", narrative="ผลที่ส่งคืน")
    zoo.level("1.1", 1, status="?")
    (own,) = [row for row in unused(zoo) if row[3] == "ผลที่ส่งคืน"]
    assert own[4:] == ["ไม่รับ · ข้อ ๑", "ตัวชี้วัดนี้ส่งคืนให้แก้ไข: “?” ไม่อยู่ในรายการให้เลือก"]


def test_an_amount_of_a_project_that_states_no_budget_yet_is_not_counted():
    zoo = Zoo()
    zoo.project("1.1")
    zoo.kpi("1.1")
    zoo.budget("1.1", "ยังไม่ระบุ", received=5000)
    (own,) = [row for row in unused(zoo) if row[2] == "งบประมาณที่ได้รับ (บาท)"]
    assert own[3:5] == ["5000", "ไม่ได้ใช้ · ข้อ ๒"]
    assert "ยังไม่ระบุว่าใช้งบประมาณหรือไม่" in own[5]


def test_every_cell_that_is_not_used_stands_in_the_list_once():
    summary = drawn_zoo().summary
    lost = summary.ledger[summary.ledger["fate"] != "used"]
    rows = [
        row
        for row in Alone(summary, "reconciliation").rows
        if len(row) == 6 and str(row[4]).startswith(("ไม่รับ", "ไม่ได้ใช้"))
    ]
    assert [row[1].rpartition("!")[2] for row in rows] == list(lost["cell"])
