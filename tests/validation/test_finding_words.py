"""Findings as a table and in words: what a finding carries on the left, what an officer reads on the right."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import sheets_in
from support.seed import plan_tables, seed_answers, seed_plan, summary_of, validated

from pipeline.forms.plan_workbook import write_plan
from pipeline.validation.findings import expected, field_of, findings, fix, item, joined, text_of, wrong
from pipeline.validation.plan import read_plan
from schemas.rules import FINDINGS, RULES, severity_of

LANGS = ("th", "en")
RULE_IDS = st.sampled_from(sorted(RULES))


def rules(frame):
    return frame["rule"].tolist()


# --- the table


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_gets_the_severity_of_its_rule(rule):
    (row,) = findings([{"rule": rule, "file": "f"}]).to_dict("records")
    assert row["severity"] == RULES[rule].severity.value == severity_of(rule)
    assert row["severity"] in {"error", "warning", "note"}


def test_a_severity_that_is_given_does_not_count():
    assert findings([{"rule": "SCORE_DIFFERS", "severity": "error"}])["severity"].tolist() == ["warning"]


def test_a_finding_of_no_rule_is_a_mistake_in_the_program():
    with pytest.raises(KeyError):
        findings([{"rule": "NO_SUCH_RULE"}])


def test_findings_have_the_columns_of_their_table_and_what_is_left_out_is_missing():
    frame = findings([{"rule": "KEY_TWICE", "key": "k", "unknown": 1}])
    assert frame.columns.tolist() == FINDINGS.columns
    assert frame.drop(columns=["rule", "severity", "key"]).isna().all(axis=None)
    assert findings().columns.tolist() == FINDINGS.columns


def at(rule, key="k", **more):
    return {"rule": rule, "key": key, **more}


@pytest.mark.parametrize(
    ("frames", "order"),
    [
        ([], []),
        ([[]], []),
        ([[at("ENTRY_EXPECTED")], [at("ENTRY_REQUIRED")]], ["ENTRY_REQUIRED", "ENTRY_EXPECTED"]),
        ([[at("ENTRY_EXPECTED", "a"), at("SCORE_DIFFERS", "b")]], ["ENTRY_EXPECTED", "SCORE_DIFFERS"]),
        ([[at("SCORE_DIFFERS")], [], [at("ENTRY_EXPECTED")]], ["SCORE_DIFFERS", "ENTRY_EXPECTED"]),
        (
            [[at("KEY_TWICE"), at("LEVEL_SKIPPED")], [at("ERROR_VALUE"), at("BUDGET_NOT_STATED")]],
            ["KEY_TWICE", "ERROR_VALUE", "LEVEL_SKIPPED", "BUDGET_NOT_STATED"],
        ),
    ],
)
def test_errors_come_first_and_then_findings_in_their_order(frames, order):
    assert rules(joined(*map(findings, frames))) == order


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        ({}, 1),
        ({"rule": "KEY_MISSING"}, 2),
        ({"file": "g"}, 2),
        ({"sheet": "t"}, 2),
        ({"cell": "B2"}, 2),
        ({"key": "l"}, 2),
        ({"found": "y"}, 2),
    ],
)
def test_a_finding_that_is_told_twice_is_kept_once(other, kept):
    told = {"rule": "KEY_TWICE", "file": "f", "sheet": "s", "cell": "A1", "key": "k", "found": "x"}
    assert len(joined(findings([told]), findings([told | other]))) == kept
    assert len(joined(findings([told, told | other]))) == kept


@pytest.mark.parametrize(
    ("rule", "one", "two"),
    [
        ("SHEET_MISSING", {"kpi": "3.3"}, {"kpi": "3.4"}),
        ("PLAN_SHEET_MISSING", {"expected": "เรื่อง"}, {"expected": "โครงการ"}),
        ("PLAN_COLUMN_MISSING", {"field": "kpis.name"}, {"field": "kpis.code"}),
        ("PLAN_LEVEL_MISSING", {"expected": "1"}, {"expected": "2"}),
    ],
)
def test_findings_about_different_things_are_both_kept(rule, one, two):
    told = {"rule": rule, "file": "f.xlsx"}
    assert len(joined(findings([told | one, told | two]))) == 2


@settings(deadline=None, derandomize=True, max_examples=50)
@given(st.lists(st.lists(st.tuples(RULE_IDS, st.sampled_from("abc")), max_size=5), max_size=4))
def test_findings_together_are_those_told_each_once_worst_first(told):
    frames = [findings([at(rule, key) for rule, key in part]) for part in told]
    once = list(dict.fromkeys(pair for part in told for pair in part))
    by_rank = [p for s in ("error", "warning", "note") for p in once if severity_of(p[0]) == s]
    together = joined(*frames)
    assert list(zip(together["rule"], together["key"], strict=True)) == by_rank
    assert together.index.tolist() == list(range(len(by_rank)))
    assert joined(together, *frames).equals(together)


# --- the words


@pytest.mark.parametrize(
    ("carried", "th", "en"),
    [
        ({"field": "levels.status", "level": 2}, "ระดับ 2 · สถานะ", "level 2 · Status"),
        ({"field": "levels.date", "level": 5.0}, "ระดับ 5 · วันที่แล้วเสร็จ", "level 5 · Date done"),
        ({"field": "results.narrative"}, "รายละเอียดการดำเนินงาน", "Narrative"),
        ({"field": "results.narrative", "level": None}, "รายละเอียดการดำเนินงาน", "Narrative"),
        ({"field": "results.narrative", "level": pd.NA}, "รายละเอียดการดำเนินงาน", "Narrative"),
        ({"field": "budgets.disbursed", "level": float("nan")}, "เบิกจ่ายจริง (บาท)", "Disbursed (baht)"),
        ({"field": "kpis.method"}, "วิธีให้คะแนน", "Method"),
        ({"field": "settings.organisation"}, "ชื่อหน่วยงานเจ้าของแผน", "Organisation"),
        ({"field": "reporter.phone"}, "โทรศัพท์", "Telephone"),
        ({"field": "no.such"}, "no.such", "no.such"),
        ({"field": "results.nothing"}, "results.nothing", "results.nothing"),
        ({"field": "kpis."}, "kpis.", "kpis."),
        ({"field": None}, "", ""),
        ({}, "", ""),
    ],
)
def test_an_item_is_its_field_s_title_and_its_level(carried, th, en):
    assert (item(carried, "th"), item(carried, "en")) == (th, en)


@pytest.mark.parametrize(
    ("carried", "th", "en"),
    [
        ({"expected": "6"}, "6", "6"),
        ({"expected": "6", "field": "levels.status"}, "6", "6"),
        (
            {"field": "levels.status"},
            "แล้วเสร็จ / อยู่ระหว่างดำเนินการ / ยังไม่ดำเนินการ",
            "done / in progress / not started",
        ),
        ({"field": "results.self_score"}, "ตัวเลข 0 ถึง 5", "a number from 0 to 5"),
        ({"field": "results.value"}, "ตัวเลข เช่น 310 หรือ ๓๑๐", "a number such as 310"),
        ({"field": "levels.date"}, "วันที่ เช่น 31 มี.ค. 2565", "a date such as 31/3/2565"),
        (
            {"field": "budgets.received"},
            "จำนวนเงินเป็นบาท เช่น 36,000.00",
            "an amount in baht such as 36,000.00",
        ),
        (
            {"field": "results.obstacle"},
            "เกิดอะไรขึ้น กระทบขั้นตอนใด ตั้งแต่เมื่อใด",
            "What happened, which step it holds up, since when",
        ),
        ({"field": "reporter.position"}, "ตำแหน่งของผู้รายงาน", "The reporter's position"),
        ({"field": "kpis.planned_6"}, "ตัวเลข 0 ถึง 5", "a number from 0 to 5"),
        ({"field": "no.such"}, "", ""),
        ({"expected": float("nan"), "field": "results.self_score"}, "ตัวเลข 0 ถึง 5", "a number from 0 to 5"),
        ({}, "", ""),
    ],
)
def test_what_was_expected_is_stated_or_described_by_the_field(carried, th, en):
    assert (expected(carried, "th"), expected(carried, "en")) == (th, en)


@pytest.mark.parametrize(
    ("value", "text"),
    [("x", "x"), ("", ""), (" ", " "), (None, ""), (float("nan"), ""), (pd.NA, ""), (pd.NaT, ""), (5, ""), (True, "")],
)
def test_a_text_that_is_missing_is_an_empty_one(value, text):
    assert text_of({"found": value}, "found") == text
    assert text_of({}, "found") == ""


@pytest.mark.parametrize(
    ("qualified", "title"),
    [("levels.status", "สถานะ"), ("issues.weight", "น้ำหนัก"), ("form.round", "รอบ"), ("levels", None), ("", None)],
)
def test_a_field_is_found_by_its_table_and_its_name(qualified, title):
    field = field_of(qualified)
    assert (field and field.title.th) == title


MARKS = {"found": "⟨พบ⟩", "expected": "⟨ควร⟩", "other": "⟨อื่น⟩"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_every_word_that_a_rule_carries_stands_where_its_sentence_wants_it(rule, lang):
    finding = {"rule": rule.id, "field": "levels.status", "level": 4} | MARKS
    words = MARKS | {"item": item(finding, lang)}
    for sentence, template in ((wrong(finding, lang), rule.wrong.to(lang)), (fix(finding, lang), rule.fix.to(lang))):
        assert not re.search(r"\{\w*\}", sentence)
        assert {name for name, word in words.items() if word in sentence} == set(re.findall(r"\{(\w+)\}", template))


@pytest.mark.parametrize("rule", RULES)
def test_both_languages_carry_the_same_words(rule):
    for said in (RULES[rule].wrong, RULES[rule].fix):
        placed = [set(re.findall(r"\{\w+\}", words)) for words in said]
        assert placed[0] == placed[1]
    assert wrong({"rule": rule} | MARKS, "th") != wrong({"rule": rule} | MARKS, "en")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
@pytest.mark.parametrize("rule", ["CHOICE_NOT_ON_LIST", "PLAN_TWICE", "SCORE_DIFFERS", "DATE_UNREADABLE"])
def test_what_was_found_is_said_to_be_empty_where_nothing_was(rule, missing, lang):
    finding = {"rule": rule} | dict.fromkeys(("field", "level", "found", "expected", "other"), missing)
    assert {"th": "(ว่าง)", "en": "(empty)"}[lang] in wrong(finding, lang)


@pytest.mark.parametrize(
    "typed",
    [
        "เกือบ {เสร็จ}",
        "{found}",
        "{expected}",
        "{other}",
        "{item}",
    ],
)
def test_what_was_typed_is_said_as_it_was_typed(typed):
    finding = {"rule": "CHOICE_NOT_ON_LIST", "field": "levels.status", "level": 1, "found": typed}
    assert wrong(finding, "en") == f"“{typed}” is not on the list"


# --- the words of findings as they come


def of_forms():
    """Findings of forms in which much is wrong, and of what the consolidation makes of them."""
    plan, answers = seed_plan(), seed_answers()
    answers["CSC"] |= {"1.1|narrative": "ก" * 9000, "1.1|level|1|status": "?", "1.1|budget|received": 5, "9|x": "?"}
    answers["HRM"] |= {"2.2|value": "มาก", "2.1|self_score": 9, "reporter|name": ""}
    answers["ICT"] |= {
        "3.2|budget|disbursed": 1e9,
        "3.3|budget|received": "?",
        "3.2|level|2|date": "?",
        "3.2|obstacle": "",
    }
    answers["ICT"] |= {"3.1|obstacle": "x", "3.2|level|1|date": "1/5/2565", "3.4|self_score": 5}
    answers["ICT"] |= {"3.5|level|1|status": "ยังไม่ดำเนินการ"}
    del answers["PSDG"]
    return pd.concat([validated(plan, answers).findings, summary_of(plan, answers).findings], ignore_index=True)


def of_plans():
    """Findings of a plan in which much is wrong."""
    tables = plan_tables()
    tables["settings"][0] |= {"organisation": None, "round": "7"}
    tables["projects"][0] |= {"issue": "9", "code": "1|1"}
    tables["kpis"][0] |= {"method": "เดา", "weight": -1, "planned_6": 6}
    tables["kpis"][2] |= {"code": "1.2"}
    tables["rubric"][22] |= {"threshold": 120}
    tables["rubric"][44] |= {"threshold": None}
    del tables["rubric"][7]
    sheets = [sheet for sheet in sheets_in(write_plan(tables, "th")) if sheet.name != "เป้าหมายการเบิกจ่าย"]
    return read_plan("plan.xlsx", sheets)[1]


@pytest.fixture(scope="module")
def produced():
    return pd.concat([of_forms(), of_plans()], ignore_index=True)


UNFINISHED = re.compile(r"\{|\}|“”|\( *\)|  |: *$|\s$|\bnan\b|<NA>|None")


@pytest.mark.parametrize("lang", LANGS)
def test_a_finding_as_it_comes_is_said_in_whole_sentences(produced, lang):
    for finding in produced.to_dict("records"):
        for sentence in (wrong(finding, lang), fix(finding, lang)):
            assert sentence and not UNFINISHED.search(sentence), (finding["rule"], sentence)


def test_those_findings_are_of_many_rules(produced):
    assert len(set(produced["rule"])) >= 25


@pytest.mark.parametrize("lang", LANGS)
def test_a_level_that_stands_twice_says_where_it_stands_already(lang):
    tables = plan_tables()
    tables["rubric"][1] |= {"level": 1}
    found = read_plan("plan.xlsx", sheets_in(write_plan(tables, "th")))[1]
    (twice,) = found[found["rule"] == "PLAN_CODE_TWICE"].to_dict("records")
    assert wrong(twice, lang).endswith("B7")
