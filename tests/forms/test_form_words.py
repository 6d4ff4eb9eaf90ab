"""The form's words: complete in both languages, in the numerals of the plan, and unharmed by what a plan may hold."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from support.reading import sheets_in
from support.seed import plan_of, plan_tables

from pipeline.forms import words
from pipeline.forms.filling import Filling
from pipeline.forms.form import form_name, write_form
from pipeline.forms.home_sheet import home_title
from pipeline.validation.findings import findings
from schemas.fields import Text

THAI = re.compile("[ก-๙]")
THAI_DIGIT = re.compile("[๐-๙]")


def texts(value):
    """Every text in a module's constant, however deep."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for own in value.values():
            yield from texts(own)
    elif isinstance(value, tuple):
        for own in value:
            yield from texts(own)


WORDS = [
    pytest.param(text, id=f"{name}-{number}")
    for name, value in vars(words).items()
    if name.isupper()
    for number, text in enumerate(texts(value))
]


@pytest.mark.parametrize("text", WORDS)
def test_words_are_in_both_languages(text):
    assert not THAI.search(text.en)
    assert text.th
    assert text.th == text.en or THAI.search(text.th) or not re.search("[a-z]{3}", text.th)


@pytest.mark.parametrize("text", WORDS)
def test_words_have_the_same_places_to_fill_in_both_languages(text):
    assert sorted(re.findall(r"\{\w*\}", text.th)) == sorted(re.findall(r"\{\w*\}", text.en))


@pytest.mark.parametrize("text", WORDS)
def test_words_are_written_with_arabic_digits_and_shown_in_the_plans(text):
    assert not THAI_DIGIT.search(text.th)


@pytest.mark.parametrize(
    "state", [words.EMPTY, words.INCOMPLETE, words.PROBLEMS, words.READY, words.ALL_EMPTY, words.ALL_READY]
)
def test_a_state_begins_with_its_sign(state):
    signs = {words.EMPTY_SIGN, words.INCOMPLETE_SIGN, words.WARN_SIGN, words.READY_SIGN}
    assert state.th.split()[0] in signs
    assert state.th.split()[0] == state.en.split()[0]


# --- numerals, rounds, days


@pytest.fixture(scope="module")
def with_settings(plan):
    """The example's plan with other settings."""
    return lambda **settings: replace(plan, settings=replace(plan.settings, **settings))


def filling(plan, lang="th", revision=1):
    return Filling(plan, "ICT", lang, {}, findings(), revision)


@pytest.mark.parametrize(
    ("numerals", "lang", "title"),
    [
        ("thai", "th", "แบบรายงานผลการดำเนินงาน รอบ ๖ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๕"),
        ("arabic", "th", "แบบรายงานผลการดำเนินงาน รอบ 6 เดือน ปีงบประมาณ พ.ศ. 2565"),
        ("thai", "en", "Performance report form · 6 months, fiscal year 2565 B.E."),
        ("arabic", "en", "Performance report form · 6 months, fiscal year 2565 B.E."),
    ],
)
def test_the_title_names_the_round_and_the_year(with_settings, numerals, lang, title):
    assert home_title(filling(with_settings(numerals=numerals), lang)) == title


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("th", "แบบรายงานผลการดำเนินงาน รอบ ๖ เดือน (๑ ตุลาคม ๒๕๖๔ – ๓๑ มีนาคม ๒๕๖๕)"),
        ("en", "Performance report form · 6 months (1 October 2021 – 31 March 2022)"),
    ],
)
def test_a_kpis_sheet_names_the_days_of_the_round(plan, lang, title):
    assert filling(plan, lang).title_with_days == title


@pytest.mark.parametrize("numerals", ["thai", "arabic"])
def test_labels_and_states_are_in_the_plans_numerals(with_settings, numerals):
    form = write_form(with_settings(numerals=numerals), "ICT", "th")
    sheet = next(sheet for sheet in sheets_in(form) if sheet.name == "3.2")
    own = [value for row in sheet.rows for value in row[1:7] if isinstance(value, str)]
    state = next(value for value in own if value.startswith("กรอกแล้ว"))
    assert bool(THAI_DIGIT.search(state)) == (numerals == "thai")
    assert bool(re.search("[0-9]", state)) == (numerals == "arabic")


@pytest.mark.parametrize(
    ("numerals", "lang", "amount", "day"),
    [
        ("thai", "th", "[$-D00041E]#,##0.00;[$-D00041E]-#,##0.00;[$-D00041E]#,##0.00", "[$-D07041E]d mmm yyyy"),
        ("arabic", "th", "#,##0.00", "[$-107041E]d mmm yyyy"),
        ("thai", "en", "#,##0.00", "d mmm yyyy"),
    ],
)
def test_cells_are_in_the_plans_numerals(with_settings, entries_of, opened, numerals, lang, amount, day):
    form = write_form(with_settings(numerals=numerals), "ICT", lang)
    entries, book = entries_of(form), opened(form)
    formats = {}
    for key in ("3.2|budget|received", "3.2|level|1|date"):
        sheet, cell, _ = entries[key]
        formats[key] = book[sheet][cell].number_format
    assert list(formats.values()) == [amount, day]


@pytest.mark.parametrize(
    ("round_", "name", "title"),
    [
        (6, "2565-06-ICT.xlsx", "รอบ ๖ เดือน"),
        (9, "2565-09-ICT.xlsx", "รอบ ๙ เดือน"),
        (12, "2565-12-ICT.xlsx", "รอบ ๑๒ เดือน"),
    ],
)
def test_every_round_has_its_form(with_settings, entries_of, round_, name, title):
    plan = with_settings(round=round_, last_day=date(2022, 9, 30))
    assert form_name(plan, "ICT") == name
    assert title in filling(plan).title
    assert entries_of(write_form(plan, "ICT", "th"))["form|round"][2] == str(round_)


@pytest.fixture(scope="module")
def weighted():
    """The example's plan with planned levels and weights."""
    tables = plan_tables()
    for row in tables["kpis"]:
        row |= {"planned_6": 2, "planned_9": 3, "planned_12": 5}
    for row, weight in zip(tables["kpis"][-5:], (10, 12.5, 33.3333, 1000, None), strict=True):
        row |= {"weight": weight}
    return plan_of(tables)


def facts(form, kpi):
    """What a KPI's sheet says from the plan."""
    sheet = next(sheet for sheet in sheets_in(form) if sheet.name == kpi)
    return next(row[2] for row in sheet.rows if row[1] == "ตามแผน").split(" · ")


@pytest.mark.parametrize(
    ("round_", "said"),
    [(6, "ระดับตามแผนรอบ ๖ เดือน: ๒"), (9, "ระดับตามแผนรอบ ๙ เดือน: ๓"), (12, "ระดับตามแผนรอบ ๑๒ เดือน: ๕")],
)
def test_the_planned_level_is_that_of_the_round(weighted, round_, said):
    plan = replace(weighted, settings=replace(weighted.settings, round=round_))
    assert said in facts(write_form(plan, "CSC", "th"), "1.1")


@pytest.mark.parametrize(
    ("kpi", "said"),
    [("3.1", "น้ำหนัก: ๑๐"), ("3.2", "น้ำหนัก: ๑๒.๕"), ("3.3", "น้ำหนัก: ๓๓.๓๓๓๓"), ("3.4", "น้ำหนัก: ๑,๐๐๐"), ("3.5", None)],
)
def test_a_weight_has_the_decimals_that_it_has(weighted, kpi, said):
    weights = [fact for fact in facts(write_form(weighted, "ICT", "th"), kpi) if fact.startswith("น้ำหนัก")]
    assert weights == ([said] if said else [])


# --- what a plan may hold

AWKWARD = ["{0} {round} {", "100% & <b>", "\"quoted\" 'single'", "=1+1", "@x ๑ & 2"]


@pytest.fixture(scope="module")
def awkward(opened):
    """A plan whose five last KPIs have awkward names, and the form of it."""
    tables = plan_tables()
    for number, name in enumerate(AWKWARD, 1):
        named = [row for table in ("projects", "kpis") for row in tables[table] if row["code"] == f"3.{number}"]
        for row in named:
            row["name"] = name
        next(row for row in tables["rubric"] if row["kpi"] == f"3.{number}")["criterion"] = name
        next(row for row in tables["kpis"] if row["code"] == f"3.{number}")["unit"] = name
    tables["issues"][2]["name"] = AWKWARD[0]
    return opened(write_form(plan_of(tables), "ICT", "th"))


@pytest.mark.parametrize(("number", "name"), list(enumerate(AWKWARD, 1)))
def test_names_are_shown_as_they_are(awkward, number, name):
    sheet = awkward[f"3.{number}"]
    code = "๓." + "๐๑๒๓๔๕"[number]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    shown = {cell.value for cell in cells}
    assert {f"ตัวชี้วัด {code} · {name}", f"{code}  {name}", name, f"๓  {AWKWARD[0]}"} <= shown
    assert [cell for cell in cells if cell.data_type == "f" and cell.value.startswith("=1+1")] == []


def test_an_ampersand_in_a_name_is_no_code_of_the_header():
    plan = plan_of(plan_tables() | {"departments": [{"code": "CSC", "name": "R&D 5"}], **only("CSC")})
    assert filling_of(plan).department_name == "R&D 5"
    assert b"R&amp;&amp;D 5" in header_of(write_form(plan, "CSC", "th"))


def only(department):
    """The tables of the plan with the projects of one department alone."""
    tables = plan_tables()
    projects = [row for row in tables["projects"] if row["department"] == department]
    codes = {row["code"] for row in projects}
    kpis = [row for row in tables["kpis"] if row["project"] in codes]
    return {"projects": projects, "kpis": kpis, "rubric": [row for row in tables["rubric"] if row["kpi"] in codes]}


def filling_of(plan):
    return replace(filling(plan), department="CSC")


def header_of(form):
    with zipfile.ZipFile(BytesIO(form)) as package:
        return re.search(rb"<oddHeader>.*</oddHeader>", package.read("xl/worksheets/sheet1.xml"))[0]
