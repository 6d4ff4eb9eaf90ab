"""The plan's cells are found by the titles that people see, however they move sheets, rows and columns about."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.intake.reading import is_plan
from pipeline.intake.titled import titled_tables
from pipeline.intake.workbook import Sheet
from schemas.plan import ISSUES, KPIS, PLAN_TABLES, SETTINGS

NEEDED = {"settings", "projects", "kpis"}
HEADER = ["รหัสเรื่อง", "ชื่อเรื่อง", "น้ำหนัก"]
ROWS = [["1", "บริการ", 2.0], ["2", "บุคลากร", ""], ["๓", "ดิจิทัล", 1.5]]
ISSUES_READ = [
    {"code": "1", "name": "บริการ", "weight": 2.0},
    {"code": "2", "name": "บุคลากร", "weight": ""},
    {"code": "๓", "name": "ดิจิทัล", "weight": 1.5},
]


def issues(*rows, name="เรื่อง"):
    return Sheet(name, [list(row) for row in rows])


def read(table, *sheets):
    """The rows of a table as titled_tables finds them: field → raw value, a row of the sheet each."""
    own = titled_tables(sheets)[0][table]
    return [dict(zip(own.raws, values, strict=True)) for values in zip(*own.raws.values(), strict=True)]


def missing(*sheets):
    return titled_tables(sheets)[1]


def position(address):
    """Row and column, from 0, of an address in the first 26 columns."""
    letter, digits = re.fullmatch(r"([A-Z])([0-9]+)", address).groups()
    return int(digits) - 1, ord(letter) - ord("A")


# --- which workbook is a plan


@pytest.mark.parametrize(
    ("names", "plan"),
    [
        (["ตั้งค่า", "โครงการ", "ตัวชี้วัด"], True),
        (["Settings", "Projects", "KPIs"], True),
        (["settings", "projects", "kpis"], True),
        (["SETTINGS", "projects", "ตัวชี้วัด"], True),
        (["ตัวชี้วัด", "โครงการ", "ตั้งค่า"], True),
        ([" ตั้ง ค่า ", "โครง\u200bการ", "ตัวชี้วัด\u00a0"], True),
        (["ของฉัน", "ตั้งค่า", "โครงการ", "ตัวชี้วัด", "Sheet1"], True),
        (["ตั้งค่า", "โครงการ", "ตัวชี้วัด", "ตัวชี้วัด (2)"], True),
        (["ตั้งค่า", "โครงการ"], False),
        (["ตั้งค่า", "ตัวชี้วัด"], False),
        (["โครงการ", "ตัวชี้วัด"], False),
        (["ตั้งค่า", "โครงการ", "ตัวชี้วัด (2)"], False),
        (["ตั้งค่า", "โครงการ 2565", "ตัวชี้วัด"], False),
        (["Setting", "Project", "KPI"], False),
        (["Sheet1"], False),
        ([], False),
    ],
)
def test_a_workbook_is_a_plan_when_it_has_settings_projects_and_kpis(names, plan):
    assert is_plan([Sheet(name, []) for name in names]) is plan


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(PLAN_TABLES), st.sampled_from(["th", "en", "id"])), max_size=9))
def test_whatever_else_lies_beside_them_only_those_three_make_it_a_plan(chosen):
    names = [table.id if how == "id" else table.title.to(how) for table, how in chosen]
    assert is_plan(Sheet(name, []) for name in names) == ({table.id for table, _ in chosen} >= NEEDED)


# --- tables with a header row


@pytest.mark.parametrize("name", ["เรื่อง", "Strategic issues", "issues", "ISSUES", " strategic  ISSUES ", "เรื่ อง"])
def test_a_sheet_is_found_by_its_title_in_either_language_or_by_its_id(name):
    found, gone = titled_tables([issues(HEADER, *ROWS, name=name)])
    assert {table: own.sheet for table, own in found.items()} == {"issues": name}
    assert [table for table, _, _ in gone] == [table.id for table in PLAN_TABLES if table.id != "issues"]


@pytest.mark.parametrize(
    "header",
    [
        ["รหัสเรื่อง", "ชื่อเรื่อง", "น้ำหนัก"],
        ["Issue code", "Strategic issue", "Weight"],
        ["code", "name", "weight"],
        ["CODE", "ชื่อเรื่อง", "wEiGhT"],
        [" รหัส เรื่อง ", "ชื่อ\nเรื่อง", "น้ำ\u200bหนัก"],
        ["Issue\u00a0code", "strategicissue", "weight "],
    ],
)
def test_a_column_is_found_by_its_title_however_it_is_written(header):
    assert read("issues", issues(header, *ROWS)) == ISSUES_READ


@pytest.mark.parametrize(
    "title", ["ระดับตามแผนรอบ 6 เดือน", "ระดับตามแผนรอบ ๖ เดือน", "planned level, 6 months", "planned_6"]
)
def test_digits_in_a_title_may_be_thai(title):
    sheet = Sheet("ตัวชี้วัด", [["รหัสตัวชี้วัด", title], ["1.1", 3]])
    assert read("kpis", sheet) == [{"code": "1.1", "planned_6": 3}]


@pytest.mark.parametrize("above", range(20))
def test_the_header_is_found_in_any_of_the_first_twenty_rows(above):
    banner = [["แผนปฏิบัติการ", "", ""]] * above
    assert read("issues", issues(*banner, HEADER, *ROWS)) == ISSUES_READ


def test_a_header_further_down_is_not_looked_for():
    sheet = issues(*[["", "", ""]] * 20, HEADER, *ROWS)
    assert read("issues", sheet) == []
    assert [gone for gone in missing(sheet) if gone[0] == "issues"] == [
        ("issues", "code", "เรื่อง"),
        ("issues", "name", "เรื่อง"),
    ]


@pytest.mark.parametrize(
    "above",
    [
        [["น้ำหนัก", "คือความสำคัญของเรื่อง", ""]],
        [["code", "", ""], ["name", "", ""]],
        [["", "ชื่อเรื่อง", "น้ำหนัก"]],
    ],
)
def test_the_header_is_the_row_with_the_most_titles(above):
    assert read("issues", issues(*above, HEADER, *ROWS)) == ISSUES_READ


def test_of_two_rows_with_as_many_titles_the_first_is_the_header():
    assert read("issues", issues(HEADER, *ROWS[:1], HEADER)) == [
        ISSUES_READ[0],
        dict(zip(("code", "name", "weight"), HEADER, strict=True)),
    ]


def test_of_two_columns_with_one_title_the_left_one_counts():
    sheet = issues([*HEADER, "ชื่อเรื่อง"], ["1", "ซ้าย", 1, "ขวา"])
    assert read("issues", sheet) == [{"code": "1", "name": "ซ้าย", "weight": 1}]


@settings(deadline=None, derandomize=True, max_examples=40)
@given(
    order=st.permutations(range(5)),
    own=st.tuples(st.sampled_from(["หมายเหตุ", "", "ผู้ตรวจ", "Weight (%)"]), st.sampled_from(["remark", ""])),
    above=st.integers(0, 8),
)
def test_columns_stand_in_any_order_with_the_officer_s_own_among_them(order, own, above):
    wide = [[*HEADER, *own], *([*row, "ของฉัน", 99] for row in ROWS)]
    turned = [[row[n] for n in order] for row in wide]
    assert read("issues", issues(*[["ชื่อแฟ้ม"]] * above, *turned)) == ISSUES_READ


@pytest.mark.parametrize(
    "blank",
    [
        ["", "", ""],
        [],
        [None, None, None],
        ["  ", "\u00a0", "\u200b\n"],
        [float("nan"), "", None],
        ["", "", "", "a remark in a column of the officer's own"],
    ],
)
def test_a_row_with_nothing_in_the_table_s_columns_is_skipped(blank):
    assert read("issues", issues([*HEADER, "หมายเหตุ"], ROWS[0], blank, *ROWS[1:], blank)) == ISSUES_READ


@pytest.mark.parametrize("filled", [["1", "", ""], ["", "x", ""], ["", "", 0], ["", "", False]])
def test_a_row_with_anything_in_it_is_read_whole_and_empty_cells_too(filled):
    assert read("issues", issues(HEADER, filled)) == [dict(zip(("code", "name", "weight"), filled, strict=True))]


def test_a_row_cut_short_by_the_reader_reads_as_empty():
    assert read("issues", issues(HEADER, ["1"])) == [{"code": "1", "name": "", "weight": ""}]


def test_rows_are_numbered_as_excel_numbers_them():
    own = titled_tables([issues([], HEADER, ROWS[0], [], ROWS[1])])[0]["issues"]
    assert own.rows == [3, 5]


@settings(deadline=None, derandomize=True, max_examples=40)
@given(down=st.integers(0, 18), right=st.integers(0, 20), gaps=st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_an_address_leads_back_to_the_value(down, right, gaps):
    rows = [[]] * down + [HEADER]
    for row, gap in zip(ROWS, gaps, strict=True):
        rows += [[]] * gap + [row]
    sheet = issues(*([""] * right + list(row) for row in rows))
    own = titled_tables([sheet])[0]["issues"]
    assert (own.sheet, len(own.rows), list(own.raws)) == ("เรื่อง", 3, ["code", "name", "weight"])
    for number, field in product(own.rows, own.raws):
        row, column = position(own.cell(number, field))
        assert sheet.rows[row][column] == own.raw(number, field)
        assert number == row + 1


@pytest.mark.parametrize(
    ("row", "field"), [(None, "code"), (1, "code"), (3, "code"), (9, "code"), (2, "weight"), (2, "none")]
)
def test_what_is_not_there_has_neither_address_nor_value(row, field):
    own = titled_tables([issues(HEADER[:2], ["1", "บริการ"], [], ["2", "บุคลากร"])])[0]["issues"]
    assert own.cell(row, field) == ""
    assert row is None or own.raw(row, field) is None


# --- records: title left, value right


def test_a_record_reads_the_cell_right_of_each_title():
    sheet = Sheet("ตั้งค่า", [["ชื่อแผน", "แผน ก", "help"], ["รอบรายงาน", "6", ""], ["แบบอักษร", "Laksaman", ""]])
    assert read("settings", sheet) == [{"plan_name": "แผน ก", "round": "6", "font": "Laksaman"}]


@pytest.mark.parametrize(
    ("rows", "address"),
    [
        ([["ชื่อแผน", "แผน ก"]], "B1"),
        ([["", "", ""], ["", "Plan name", "แผน ก"]], "C2"),
        ([["plan_name", "แผน ก", "รอบรายงาน", "6"]], "B1"),
        ([["รอบรายงาน", "6", "", " ชื่อ แผน ", "แผน ก"]], "E1"),
        ([["banner"]] * 40 + [["ชื่อแผน", "แผน ก"]], "B41"),
        ([["ชื่อแผน", "แผน ก"], ["ชื่อแผน", "แผน ข"]], "B1"),
        ([["ข้อความยาวก่อนหน้า", "ชื่อแผน", "แผน ก", "คำอธิบาย"]], "C1"),
    ],
)
def test_a_record_s_value_stands_right_of_its_title_wherever_that_is(rows, address):
    own = titled_tables([Sheet("ตั้งค่า", rows)])[0]["settings"]
    assert (own.rows, own.cell(1, "plan_name"), own.raw(1, "plan_name")) == ([1], address, "แผน ก")


def test_an_empty_value_in_a_record_is_a_cell_with_an_address():
    own = titled_tables([Sheet("ตั้งค่า", [["ชื่อแผน", ""], ["แบบอักษร", "x"]])])[0]["settings"]
    assert own.raws == {"plan_name": [""], "font": ["x"]}
    assert [own.cell(1, field) for field in own.raws] == ["B1", "B2"]


@settings(deadline=None, derandomize=True, max_examples=30)
@given(order=st.permutations(list(SETTINGS)), lang=st.sampled_from(["th", "en"]), data=st.data())
def test_the_lines_of_a_record_stand_in_any_order_and_place(order, lang, data):
    rows = []
    for field in order:
        rows += [[]] * data.draw(st.integers(0, 2))
        rows.append([""] * data.draw(st.integers(0, 3)) + [field.title.to(lang), f"value of {field.id}"])
    sheet = Sheet("settings", rows)
    assert read("settings", sheet) == [{field.id: f"value of {field.id}" for field in SETTINGS}]
    assert [gone for gone in missing(sheet) if gone[0] == "settings"] == []


# --- what is missing


@pytest.mark.parametrize("gone", [table.id for table in PLAN_TABLES])
def test_a_missing_sheet_is_reported_by_its_table(gone):
    sheets = [Sheet(t.title.th, [[f.title.th for f in t]]) for t in PLAN_TABLES if t.id != gone and not t.record]
    record = [Sheet("ตั้งค่า", [[f.title.th, ""] for f in SETTINGS])] if gone != "settings" else []
    assert missing(*sheets, *record) == [(gone, "", "")]


@pytest.mark.parametrize("field", list(KPIS), ids=lambda f: f.id)
def test_a_missing_column_is_reported_when_the_plan_needs_it(field):
    sheet = Sheet("KPIs", [[f.title.en for f in KPIS if f is not field]])
    expected = [("kpis", field.id, "KPIs")] if field.id in {"code", "project", "name", "method"} else []
    assert [gone for gone in missing(sheet) if gone[0] == "kpis"] == expected


def test_an_empty_sheet_misses_every_column_that_is_needed():
    for rows in ([], [[]], [["", ""]], [["nothing", "known"]]):
        assert [gone for gone in missing(Sheet("เรื่อง", rows)) if gone[0] == "issues"] == [
            ("issues", field.id, "เรื่อง") for field in ISSUES if field.id != "weight"
        ]


def test_no_sheets_miss_everything_and_give_no_cells():
    found, gone = titled_tables([])
    assert found == {}
    assert gone == [(table.id, "", "") for table in PLAN_TABLES]


def test_of_two_sheets_with_one_title_the_first_counts():
    sheets = [issues(HEADER, ROWS[0]), issues(HEADER, ROWS[1], name="issues")]
    assert read("issues", *sheets) == ISSUES_READ[:1]
