"""What a form prints of the plan, read back: a text that was changed on the left, what is said of it on the right."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from support.reading import keyed_in
from support.seed import forms_in, plan_of, plan_tables

from pipeline.forms.form import write_form
from pipeline.intake.keyed import by_key
from pipeline.validation.findings import findings, fix, item, wrong
from pipeline.validation.printed import differing, named
from pipeline.validation.sent import Sent
from schemas.rules import FINDINGS

FORM = "2565-06-DEP.xlsx"


def small_plan(**changes):
    """A plan of two departments: DEP has P with K (milestones, level 2 undefined) and T (thresholds), and Q with M.

    `changes`: table → row number → what is other in it.
    """
    projects = [
        {"code": "P", "issue": "1", "department": "DEP", "name": "โครงการ 1/2565", "allocated": 36_000_000.5},
        {"code": "Q", "issue": "2", "department": "DEP", "name": "โครงการ  ใหญ่"},
        {"code": "O", "issue": "2", "department": "OTHER", "name": "โครงการอื่น", "allocated": 100},
    ]
    kpis = [
        {"code": "K", "project": "P", "name": "ตัวชี้วัด K", "method": "milestones"},
        {"code": "T", "project": "P", "name": "ร้อยละ 80", "method": "thresholds", "direction": "higher", "unit": "คน"},
        {"code": "M", "project": "Q", "name": "ตัวชี้วัด M", "method": "mixed", "direction": "lower"},
        {"code": "O", "project": "O", "name": "ตัวชี้วัด O", "method": "checklist"},
    ]
    thresholds = {"T": [100, 150.5, 200, 1000, 12345.6789], "M": [None, None, None, 10, 5]}
    tables = plan_tables() | {
        "departments": [{"code": "DEP", "name": "กอง"}, {"code": "OTHER", "name": "กองอื่น"}],
        "issues": [{"code": "1", "name": "เรื่องที่ 1"}, {"code": "2", "name": "เรื่องที่ 2"}],
        "projects": projects,
        "kpis": kpis,
        "rubric": [
            {
                "kpi": kpi["code"],
                "level": level,
                "criterion": "-" if (kpi["code"], level) == ("K", 2) else f"เกณฑ์ {kpi['code']} ระดับ {level}",
                "threshold": thresholds.get(kpi["code"], [None] * 5)[level - 1],
            }
            for kpi in kpis
            for level in range(1, 6)
        ],
        "alignment": [],
    }
    for table, rows in changes.items():
        for row, values in rows.items():
            tables[table][row] |= values
    return plan_of(tables)


@pytest.fixture(scope="module")
def plan():
    return small_plan()


def cells_of(form, department="DEP", changed=()):
    """The keyed cells of a form as validation has them, some of them changed: key → raw."""
    cells = keyed_in(form).assign(file=FORM, department=department)
    return cells.assign(raw=cells["key"].map(dict(changed)).where(cells["key"].isin(dict(changed)), cells["raw"]))


@pytest.fixture(scope="module")
def cells(plan):
    """The cells of the form of DEP as it was sent out."""
    return cells_of(write_form(plan, "DEP", "th"))


def with_text(cells, key, raw):
    assert (cells["key"] == key).sum() == 1
    changed = cells.copy()
    changed.loc[changed["key"] == key, "raw"] = pd.Series(
        [raw], dtype=object, index=changed.index[changed["key"] == key]
    )
    return changed


def said(plan, cells):
    """The findings, as dictionaries."""
    owners = dict(cells[["file", "department"]].drop_duplicates().to_numpy())
    forms = [Sent(file, owners[file], by_key(own)) for file, own in forms_in(cells).items()]
    return [
        found
        for form in forms
        for found in differing(plan.printed_of(form.department), plan.fingerprint_of(form.department), form)
    ]


# --- what is printed

# Key → KPI, field, level and text, of all that the form of DEP prints of the plan.
PRINTED = {
    "K|issue": ("K", "issues.name", None, "1  เรื่องที่ 1"),
    "K|project": ("K", "projects.name", None, "P  โครงการ 1/2565"),
    "K|kpi": ("K", "kpis.name", None, "K  ตัวชี้วัด K"),
    "P|budget|allocated": ("K", "projects.allocated", None, "36,000,000.50"),
    "K|level|1": ("K", "rubric.criterion", 1, "เกณฑ์ K ระดับ 1"),
    "K|level|3": ("K", "rubric.criterion", 3, "เกณฑ์ K ระดับ 3"),
    "K|level|4": ("K", "rubric.criterion", 4, "เกณฑ์ K ระดับ 4"),
    "K|level|5": ("K", "rubric.criterion", 5, "เกณฑ์ K ระดับ 5"),
    "T|issue": ("T", "issues.name", None, "1  เรื่องที่ 1"),
    "T|project": ("T", "projects.name", None, "P  โครงการ 1/2565"),
    "T|kpi": ("T", "kpis.name", None, "T  ร้อยละ 80"),
    "T|threshold|1": ("T", "rubric.criterion", 1, "เกณฑ์ T ระดับ 1"),
    "T|threshold|1|status": ("T", "rubric.threshold", 1, "100"),
    "T|threshold|2": ("T", "rubric.criterion", 2, "เกณฑ์ T ระดับ 2"),
    "T|threshold|2|status": ("T", "rubric.threshold", 2, "150.5"),
    "T|threshold|3": ("T", "rubric.criterion", 3, "เกณฑ์ T ระดับ 3"),
    "T|threshold|3|status": ("T", "rubric.threshold", 3, "200"),
    "T|threshold|4": ("T", "rubric.criterion", 4, "เกณฑ์ T ระดับ 4"),
    "T|threshold|4|status": ("T", "rubric.threshold", 4, "1000"),
    "T|threshold|5": ("T", "rubric.criterion", 5, "เกณฑ์ T ระดับ 5"),
    "T|threshold|5|status": ("T", "rubric.threshold", 5, "12345.6789"),
    "M|issue": ("M", "issues.name", None, "2  เรื่องที่ 2"),
    "M|project": ("M", "projects.name", None, "Q  โครงการ ใหญ่"),
    "M|kpi": ("M", "kpis.name", None, "M  ตัวชี้วัด M"),
    "M|level|1": ("M", "rubric.criterion", 1, "เกณฑ์ M ระดับ 1"),
    "M|level|2": ("M", "rubric.criterion", 2, "เกณฑ์ M ระดับ 2"),
    "M|level|3": ("M", "rubric.criterion", 3, "เกณฑ์ M ระดับ 3"),
    "M|threshold|4": ("M", "rubric.criterion", 4, "เกณฑ์ M ระดับ 4"),
    "M|threshold|4|status": ("M", "rubric.threshold", 4, "10"),
    "M|threshold|5": ("M", "rubric.criterion", 5, "เกณฑ์ M ระดับ 5"),
    "M|threshold|5|status": ("M", "rubric.threshold", 5, "5"),
}


def test_everything_that_a_form_prints_of_the_plan_is_known(plan):
    found = {own.key: (own.kpi, own.field, own.level, own.text) for own in plan.printed_of("DEP")}
    assert found == PRINTED
    assert list(found) == list(PRINTED), "in the order of the form"


def test_every_one_of_them_stands_in_the_form(cells):
    assert set(PRINTED) <= set(cells["key"])


def test_a_code_and_its_name_stand_together():
    assert named("3.2", "ระบบ") == "3.2  ระบบ"


# --- nothing was changed


@pytest.mark.parametrize("numerals", ["thai", "arabic"])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_form_as_it_was_sent_out_says_what_the_plan_says(plan, lang, numerals):
    own = replace(plan, settings=replace(plan.settings, numerals=numerals))
    assert said(own, cells_of(write_form(own, "DEP", lang))) == []


@pytest.mark.parametrize("lang", ["th", "en"])
def test_so_does_every_form_of_the_example(lang):
    plan = plan_of(plan_tables())
    for department in plan.reporting:
        assert said(plan, cells_of(write_form(plan, department, lang), department)) == []


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("K|issue", "๑ เรื่องที่ ๑"),
        ("K|project", "P  โครงการ ๑/๒๕๖๕ "),
        ("K|project", "P\nโครงการ 1/2565"),
        ("M|project", "Q โครงการใหญ่"),
        ("K|kpi", "k  ตัวชี้วัด\u00a0K"),
        ("K|level|1", " เกณฑ์  K ระดับ ๑\u200b"),
        ("T|threshold|2|status", "๑๕๐.๕"),
        ("T|threshold|2|status", "150.50"),
        ("T|threshold|4|status", "1,000"),
        ("T|threshold|4|status", 1000),
        ("T|threshold|4|status", 1000.0),
        ("P|budget|allocated", "๓๖,๐๐๐,๐๐๐.๕๐"),
        ("P|budget|allocated", 36_000_000.50),
    ],
)
def test_spacing_letter_case_and_the_shape_of_figures_change_nothing(plan, cells, key, raw):
    assert said(plan, with_text(cells, key, raw)) == []


# --- something was


@pytest.mark.parametrize("key", PRINTED)
def test_each_text_that_is_changed_is_one_finding_at_its_cell(plan, cells, key):
    kpi, field, level, text = PRINTED[key]
    number = field in ("rubric.threshold", "projects.allocated")
    typed = 77 if number else f"{text} ฉบับแก้ไข"
    (cell,) = cells[cells["key"] == key].to_dict("records")
    assert said(plan, with_text(cells, key, typed)) == [
        {
            "rule": "PRINTED_TEXT_CHANGED",
            "file": FORM,
            "sheet": cell["sheet"],
            "cell": cell["cell"],
            "key": key,
            "department": "DEP",
            "kpi": kpi,
            "field": field,
            "level": level,
            "found": {"projects.allocated": "77.00", "rubric.threshold": "77"}.get(field, typed),
            "expected": text,
        }
    ]


@pytest.mark.parametrize(
    ("key", "raw", "found"),
    [
        ("K|level|1", "", ""),
        ("K|level|1", " \u200b", ""),
        ("K|level|1", 5, "5"),
        ("K|level|1", True, "TRUE"),
        ("T|threshold|2|status", 150.4999, "150.4999"),
        ("T|threshold|2|status", "150 คน", "150 คน"),
        ("T|threshold|5|status", 12345.6788, "12345.6788"),
        ("T|threshold|1|status", "", ""),
        ("P|budget|allocated", 36_000_000.51, "36,000,000.51"),
        ("P|budget|allocated", "36 ล้านบาท", "36 ล้านบาท"),
        ("P|budget|allocated", "", ""),
    ],
)
def test_what_stands_there_instead_is_said_as_people_read_it(plan, cells, key, raw, found):
    (finding,) = said(plan, with_text(cells, key, raw))
    assert (finding["rule"], finding["key"], finding["found"]) == ("PRINTED_TEXT_CHANGED", key, found)


@pytest.mark.parametrize(
    ("key", "lang", "words"),
    [
        (
            "K|level|1",
            "th",
            [
                "ระดับ 1 · คำอธิบายเกณฑ์",
                "ข้อความของแผนในแบบถูกแก้ไข: “ระดับ 1 · คำอธิบายเกณฑ์” เป็น “x”",
                "ใช้ข้อความตามแผนเสมอ: เกณฑ์ K ระดับ 1",
            ],
        ),
        (
            "K|level|1",
            "en",
            [
                "level 1 · Criterion",
                "The form's text of the plan was changed: “level 1 · Criterion” says “x”",
                "The plan's text is what counts: เกณฑ์ K ระดับ 1",
            ],
        ),
    ],
)
def test_a_finding_says_what_was_found_and_what_the_plan_says(plan, cells, key, lang, words):
    (finding,) = findings(said(plan, with_text(cells, key, "x"))).to_dict("records")
    assert [item(finding, lang), wrong(finding, lang), fix(finding, lang)] == words


def test_its_rules_are_warnings_since_the_plans_own_text_is_used(plan, cells):
    frame = findings(said(plan, with_text(cells, "K|kpi", "x")))
    assert list(frame["severity"]) == ["warning"]
    assert list(frame.columns) == FINDINGS.columns


# --- not by the department


# What of the plan was changed after the form was made → which key then differs.
LATER = {
    "the name of a project": ({"projects": {1: {"name": "ชื่อใหม่"}}}, {"M|project"}),
    "the name of a KPI": ({"kpis": {0: {"name": "ชื่อใหม่"}}}, {"K|kpi"}),
    "the name of an issue": ({"issues": {1: {"name": "ชื่อใหม่"}}}, {"M|issue"}),
    "an allocated budget": ({"projects": {0: {"allocated": 5}}}, {"P|budget|allocated"}),
    "a criterion": ({"rubric": {0: {"criterion": "ใหม่"}}}, {"K|level|1"}),
    "a threshold": ({"rubric": {5: {"threshold": 99}}}, {"T|threshold|1|status"}),
    "a project's issue": ({"projects": {1: {"issue": "1"}}}, {"M|issue"}),
    "an allocated budget that there was not": ({"projects": {1: {"allocated": 5}}}, set()),
}


@pytest.mark.parametrize("name", LATER)
def test_a_form_that_is_older_than_the_plan_was_not_tampered_with(cells, name):
    changes, keys = LATER[name]
    found = said(small_plan(**changes), cells)
    assert {finding["key"] for finding in found} == keys
    assert {finding["rule"] for finding in found} <= {"PLAN_CHANGED_SINCE"}


def test_a_form_of_another_plan_altogether_is_not_tampered_with_either(plan, cells):
    other = with_text(with_text(cells, "form|plan", "0123456789ab"), "K|kpi", "K  ชื่อเดิม")
    (finding,) = said(plan, other)
    assert (finding["rule"], finding["found"]) == ("PLAN_CHANGED_SINCE", "K  ชื่อเดิม")
    assert finding["expected"] == "K  ตัวชี้วัด K"


def test_a_form_without_its_hidden_sheet_is_not_accused(plan, cells):
    gone = with_text(cells, "K|kpi", "x")
    (finding,) = said(plan, gone[~gone["key"].str.startswith("form|")])
    assert finding["rule"] == "PLAN_CHANGED_SINCE"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"projects": {2: {"name": "ใหม่", "allocated": 7}}}, id="a project of another department"),
        pytest.param({"rubric": {15: {"criterion": "ใหม่"}}}, id="a criterion of another department"),
        pytest.param({"departments": {1: {"name": "ใหม่"}}}, id="the name of another department"),
        pytest.param({"settings": {0: {"font": "TH SarabunPSK"}}}, id="the font"),
    ],
)
def test_what_is_none_of_the_departments_own_changes_nothing(plan, cells, changes):
    """Its form is still of this very plan: what is changed in it was changed by somebody."""
    later = small_plan(**changes)
    assert later.form_fingerprints["DEP"] == plan.form_fingerprints["DEP"]
    assert [f["rule"] for f in said(later, with_text(cells, "K|kpi", "x"))] == ["PRINTED_TEXT_CHANGED"]


# --- no such finding at all


def test_a_kpi_that_is_not_in_the_plan_any_more_is_another_matter(cells):
    """Its answers are listed as not asked; that its texts are gone is not said one by one."""
    assert said(small_plan(kpis={0: {"first_round": "12"}}), with_text(cells, "K|kpi", "x")) == []


def test_a_text_whose_row_is_gone_is_another_matter(plan, cells):
    assert said(plan, cells[cells["key"] != "K|level|1"]) == []


def test_a_text_of_another_department_is_not_looked_at(plan, cells):
    assert said(plan, cells.assign(department="OTHER")) == []


def test_of_a_sheet_that_stands_twice_the_first_is_looked_at(plan, cells):
    twice = pd.concat([cells, with_text(cells, "K|kpi", "x")], ignore_index=True)
    assert said(plan, twice) == []


def test_two_forms_are_told_apart(plan, cells):
    other = with_text(cells_of(write_form(plan, "OTHER", "th"), "OTHER"), "O|kpi", "x").assign(file="other.xlsx")
    both = pd.concat([with_text(cells, "M|kpi", "y"), other], ignore_index=True)
    assert [(f["file"], f["department"], f["key"]) for f in said(plan, both)] == [
        (FORM, "DEP", "M|kpi"),
        ("other.xlsx", "OTHER", "O|kpi"),
    ]
