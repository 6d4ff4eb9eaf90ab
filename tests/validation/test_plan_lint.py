"""The plan is checked like a submission: what was changed in it on the left, the finding and its cell on the right."""

from __future__ import annotations

import pytest
from support.reading import sheets_in
from support.seed import plan_tables

from pipeline.forms.plan_workbook import write_plan
from pipeline.validation.plan import read_plan

# The example's KPI 3.3 counts data sets, but four of its five levels are milestones.
BASELINE = [("PLAN_COUNT_BY_MILESTONES", "ตัวชี้วัด", "C15")]


@pytest.fixture
def tables():
    return plan_tables()


def lint(tables):
    plan, found = read_plan("plan.xlsx", sheets_in(write_plan(tables, "th")))
    listed = [(f["rule"], f["sheet"], f["cell"]) for f in found.to_dict("records")]
    return plan, [finding for finding in listed if finding not in BASELINE]


def test_the_example_s_plan_has_no_errors(tables):
    plan, found = lint(tables)
    assert plan is not None
    assert found == []


def row(table, index, **values):
    """A change: set these values in one row of a table."""

    def change(tables):
        tables[table][index] = tables[table][index] | values

    return change


def add(table, **values):
    def change(tables):
        tables[table].append(values)

    return change


def drop(table, index):
    def change(tables):
        del tables[table][index]

    return change


@pytest.mark.parametrize(
    ("change", "rule", "sheet", "cell"),
    [
        (row("projects", 0, issue="9"), "PLAN_CODE_UNKNOWN", "โครงการ", "B7"),
        (row("projects", 0, department="XYZ"), "PLAN_CODE_UNKNOWN", "โครงการ", "C7"),
        (row("kpis", 10, project="9.9"), "PLAN_CODE_UNKNOWN", "ตัวชี้วัด", "B17"),
        (row("departments", 1, code="CSC"), "PLAN_CODE_TWICE", "หน่วยงาน", "A8"),
        (row("issues", 0, name=None), "PLAN_VALUE_MISSING", "เรื่อง", "B7"),
        (row("issues", 0, weight="มาก"), "NUMBER_UNREADABLE", "เรื่อง", "C7"),
        (row("issues", 0, weight=-1), "NUMBER_OUT_OF_RANGE", "เรื่อง", "C7"),
        (row("kpis", 0, method="เดา"), "CHOICE_NOT_ON_LIST", "ตัวชี้วัด", "E7"),
        (drop("rubric", 0), "PLAN_LEVEL_MISSING", "ตัวชี้วัด", "A7"),
        (row("rubric", 1, level=1), "PLAN_CODE_TWICE", "เกณฑ์การให้คะแนน", "B8"),
        (row("rubric", 0, criterion=None), "PLAN_VALUE_MISSING", "เกณฑ์การให้คะแนน", "C7"),
        (row("rubric", 22, threshold=None), "PLAN_THRESHOLD_MISSING", "เกณฑ์การให้คะแนน", "D29"),
        (row("rubric", 22, threshold=150), "PLAN_THRESHOLD_ORDER", "เกณฑ์การให้คะแนน", "D29"),
        (row("rubric", 44, threshold=None), "PLAN_THRESHOLD_MISSING", "เกณฑ์การให้คะแนน", "D51"),
        (row("settings", 0, round="7"), "CHOICE_NOT_ON_LIST", "ตั้งค่า", "B8"),
        (row("settings", 0, organisation=None), "PLAN_VALUE_MISSING", "ตั้งค่า", "B5"),
        (row("settings", 0, fiscal_year=65), "NUMBER_OUT_OF_RANGE", "ตั้งค่า", "B7"),
        (
            add("projects", code="3.6", issue="3", department="ICT", name="ใหม่"),
            "PLAN_PROJECT_WITHOUT_KPI",
            "โครงการ",
            "A18",
        ),
        (row("departments", 0, code="A|B"), "PLAN_CODE_FORM", "หน่วยงาน", "A7"),
    ],
)
def test_what_is_wrong_in_a_plan_is_said_with_its_cell(tables, change, rule, sheet, cell):
    change(tables)
    _, found = lint(tables)
    assert (rule, sheet, cell) in found


# --- rubrics that no value could be scored by: 2.2 is the KPI of row 11, with levels in rows 27 to 31; 3.1 has 37 to 41


def method(name, kpi=4, **values):
    return row("kpis", kpi, method=name, **values)


def together(*changes):
    def change(tables):
        for one in changes:
            one(tables)

    return change


def three_levels(*thresholds):
    """KPI 2.2 on three levels, and the others undefined."""
    limits = (*thresholds, *[None] * (5 - len(thresholds)))
    rows = (row("rubric", 20 + n, threshold=t, criterion="-" if t is None else "x") for n, t in enumerate(limits))
    return together(method("three_level"), *rows)


def counts(*numbers):
    """KPI 3.1, a checklist of five items, with these counts by level."""
    return together(*(row("rubric", 30 + n, threshold=count) for n, count in enumerate(numbers)))


UNDEFINED = {"criterion": "-", "threshold": None}
KPIS, RUBRIC, SETTINGS = "ตัวชี้วัด", "เกณฑ์การให้คะแนน", "ตั้งค่า"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(method("interpolated"), [], id="thresholds may be interpolated"),
        pytest.param(
            together(method("interpolated"), row("rubric", 22, **UNDEFINED)),
            [],
            id="also with a level left undefined between",
        ),
        pytest.param(
            together(method("interpolated"), row("rubric", 20, **UNDEFINED)),
            [("PLAN_END_MISSING", RUBRIC, "C27")],
            id="not below",
        ),
        pytest.param(
            together(method("interpolated"), row("rubric", 24, **UNDEFINED)),
            [("PLAN_END_MISSING", RUBRIC, "C31")],
            id="nor above",
        ),
        pytest.param(
            together(method("interpolated"), row("rubric", 21, threshold=100)),
            [("PLAN_THRESHOLD_ORDER", RUBRIC, "D28")],
            id="two equal thresholds",
        ),
        pytest.param(
            method("interpolated", direction="lower"),
            [("PLAN_THRESHOLD_ORDER", RUBRIC, f"D{n}") for n in (28, 29, 30, 31)],
            id="rising thresholds where lower is better",
        ),
        pytest.param(
            together(method("interpolated"), row("rubric", 23, threshold=None)),
            [("PLAN_THRESHOLD_MISSING", RUBRIC, "D30")],
            id="a level without its threshold",
        ),
        pytest.param(method("interval", target=85, step=5), [], id="an interval needs no levels"),
        pytest.param(
            together(method("interval", target=85, step=5), *[drop("rubric", 20)] * 5), [], id="not even rows for them"
        ),
        pytest.param(
            method("interval"),
            [("PLAN_TARGET_MISSING", KPIS, "G11"), ("PLAN_TARGET_MISSING", KPIS, "H11")],
            id="an interval needs target and step",
        ),
        pytest.param(
            method("interval", target=-3, step=0), [("PLAN_TARGET_NOT_POSITIVE", KPIS, "H11")], id="a step of 0"
        ),
        pytest.param(
            method("interval", target=85, step=5, target_level=6), [("NUMBER_OUT_OF_RANGE", KPIS, "I11")], id="level 6"
        ),
        pytest.param(method("proportional", target=40), [], id="a proportion of a target"),
        pytest.param(method("proportional"), [("PLAN_TARGET_MISSING", KPIS, "G11")], id="of nothing"),
        pytest.param(method("proportional", target=0), [("PLAN_TARGET_NOT_POSITIVE", KPIS, "G11")], id="of nought"),
        pytest.param(
            method("proportional", target=4, direction="lower"),
            [("PLAN_DIRECTION_NOT_USED", KPIS, "F11")],
            id="the less the better",
        ),
        pytest.param(method("two_sided", target=80), [], id="a deviation from a target"),
        pytest.param(
            method("two_sided", target=-80), [("PLAN_TARGET_NOT_POSITIVE", KPIS, "G11")], id="from less than nothing"
        ),
        pytest.param(
            row("settings", 0, two_sided_full=20),
            [("PLAN_DEVIATION_ORDER", SETTINGS, "B19")],
            id="full and no score at 20 percent",
        ),
        pytest.param(row("settings", 0, two_sided_full=5, two_sided_none=6), [], id="a narrow deviation"),
        pytest.param(three_levels(27, 40.5, 54), [], id="three levels"),
        pytest.param(
            three_levels(27, 40.5), [("PLAN_END_MISSING", RUBRIC, "C29")], id="three levels, one of them undefined"
        ),
        pytest.param(
            three_levels(27, 40.5, 54, 60), [("PLAN_LEVEL_OFF_SCALE", RUBRIC, "B30")], id="a fourth of three levels"
        ),
        pytest.param(
            three_levels(27, 54, 40.5), [("PLAN_THRESHOLD_ORDER", RUBRIC, "D29")], id="three levels out of order"
        ),
        pytest.param(counts(1, 2, 3, 4, 5), [], id="counts of a checklist"),
        pytest.param(counts(2, 4, 5), [], id="counts of some levels"),
        pytest.param(counts(3, 2, 4), [("PLAN_THRESHOLD_ORDER", RUBRIC, "D38")], id="counts out of order"),
        pytest.param(counts(1, 2, 3, 4, 6), [("PLAN_COUNT_OVER_ITEMS", RUBRIC, "D41")], id="more than there are items"),
    ],
)
def test_a_rubric_that_cannot_be_scored_by_is_said_with_its_cell(tables, change, expected):
    change(tables)
    _, found = lint(tables)
    assert found == expected


@pytest.mark.parametrize(
    ("font", "size", "expected"),
    [
        ("Laksaman", 8, None),
        ("Laksaman", 14, None),
        ("Laksaman", 14.5, "8–14 (Laksaman)"),
        ("Laksaman", 0, "8–14 (Laksaman)"),
        ("TH SarabunPSK", 20, None),
        ("TH SarabunPSK", 10, "11–20 (TH SarabunPSK)"),
    ],
)
def test_a_font_has_sizes_that_a_report_can_have(tables, font, size, expected):
    row("settings", 0, font=font, font_size=size)(tables)
    plan, found = read_plan("plan.xlsx", sheets_in(write_plan(tables, "th")))
    assert (plan is None) == bool(expected)
    said = found.loc[found["rule"] == "NUMBER_OUT_OF_RANGE", ["cell", "found", "expected"]].to_numpy().tolist()
    assert said == ([["B16", f"{size:g}", expected]] if expected else [])


def test_a_heading_without_a_text_is_said_with_its_cell(tables):
    tables["opening"].append({"heading": "ฐานอำนาจ"})
    assert lint(tables)[1] == [("PLAN_VALUE_MISSING", "บทนำ", "B9")]


@pytest.mark.parametrize(
    ("change", "usable"),
    [
        (row("projects", 0, issue="9"), False),
        (row("issues", 0, name=None), False),
        (add("projects", code="3.6", issue="3", department="ICT", name="ใหม่"), True),
        (row("rubric", 2, criterion="-"), True),
        (row("kpis", 4, direction="lower"), False),
    ],
)
def test_an_error_in_the_plan_stops_it_and_a_warning_does_not(tables, change, usable):
    change(tables)
    plan, _ = lint(tables)
    assert (plan is not None) == usable


def test_an_empty_plan_says_what_is_missing_and_where():
    plan, found = lint({"settings": [{}]})
    assert plan is None
    assert ("PLAN_VALUE_MISSING", "ตั้งค่า", "B5") in found
    assert any(rule == "PLAN_NO_KPI" for rule, _, _ in found)


def renamed(sheets, old, new):
    return [sheet._replace(name=new if sheet.name == old else sheet.name) for sheet in sheets]


@pytest.mark.parametrize("name", ["KPIs", "kpis", " ตัวชี้วัด ", "ตัว ชี้วัด"])
def test_sheets_are_found_by_title_in_either_language_or_id(tables, name):
    sheets = renamed(sheets_in(write_plan(tables, "th")), "ตัวชี้วัด", name)
    assert read_plan("plan.xlsx", sheets)[0] is not None


def test_a_missing_sheet_is_a_finding(tables):
    sheets = [s for s in sheets_in(write_plan(tables, "th")) if s.name != "เกณฑ์การให้คะแนน"]
    plan, found = read_plan("plan.xlsx", sheets)
    assert plan is None
    assert "PLAN_SHEET_MISSING" in found["rule"].tolist()


def test_columns_may_be_reordered_and_the_officer_s_own_added(tables):
    sheets = sheets_in(write_plan(tables, "th"))
    turned = [
        sheet._replace(rows=[["ของฉัน", *reversed(r)] for r in sheet.rows]) if sheet.name != "ตั้งค่า" else sheet
        for sheet in sheets
    ]
    plan, _ = read_plan("plan.xlsx", turned)
    assert plan is not None
    assert len(plan.rubric) == 55


def test_a_missing_column_is_a_finding(tables):
    sheets = [
        sheet._replace(rows=[["" if value == "วิธีให้คะแนน" else value for value in r] for r in sheet.rows])
        for sheet in sheets_in(write_plan(tables, "th"))
    ]
    plan, found = read_plan("plan.xlsx", sheets)
    assert plan is None
    missing = found[found["rule"] == "PLAN_COLUMN_MISSING"]
    assert missing["field"].tolist() == ["kpis.method"]


def test_the_english_plan_reads_like_the_thai_one(tables):
    english, _ = read_plan("plan.xlsx", sheets_in(write_plan(tables, "en")))
    thai, _ = read_plan("plan.xlsx", sheets_in(write_plan(tables, "th")))
    assert english.settings == thai.settings
    assert english.fingerprint == thai.fingerprint


def test_the_fingerprint_changes_with_what_forms_are_made_from(tables):
    before = lint(tables)[0].fingerprint
    tables["rubric"][0]["criterion"] += " (แก้ไข)"
    assert lint(tables)[0].fingerprint != before
