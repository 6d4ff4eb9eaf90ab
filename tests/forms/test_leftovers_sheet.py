"""The last sheet of a form: what was sent and has no place in it, whole, so that nothing is lost."""

from __future__ import annotations

import pytest
from support.reading import keyed_in, sheets_in

from pipeline.forms.form import write_form
from pipeline.intake.keyed import leftovers as left_in
from pipeline.validation.findings import findings
from schemas.submission import LEFTOVERS

LANGUAGES = ("th", "en")
TITLES = {"th": "ส่วนที่ไม่มีที่ในแบบ", "en": "No place in the form"}
SENT = [
    ("3.2", "J9", "ดูภาคผนวก ๒"),
    ("3.2", "B60", "=1+1"),
    ("ตารางของเรา", "A1", "บรรทัดแรก\nบรรทัดที่สอง"),
    ("ตารางของเรา", "AB1234", "12"),
    ("9.9", "C26", "@x"),
]
LONG = "สรุปผลการดำเนินงานตามแผนปฏิบัติการประจำปี และเสนอคณะกรรมการเพื่อพิจารณา " * 100
FOUND = findings([{"rule": "ENTRY_REQUIRED", "kpi": "3.2", "key": "3.2|narrative", "field": "results.narrative"}])


def frame(rows):
    return LEFTOVERS.frame([{"file": "f.xlsx", "sheet": s, "cell": c, "text": t} for s, c, t in rows])


@pytest.fixture(scope="module")
def forms(write):
    """Language → a form with what had no place."""
    return {lang: write("ICT", lang, leftovers=frame(SENT)) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def sheets(forms, opened):
    """Language → the sheet."""
    return {lang: opened(forms[lang])[TITLES[lang]] for lang in LANGUAGES}


def listed(sheet):
    """Its rows: number, sheet, cell and text."""
    return [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=7, min_col=2, max_col=5)]


# --- when and where


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_the_last_sheet_that_people_see(forms, lang):
    names = [sheet.name for sheet in sheets_in(forms[lang])]
    assert names[-2:] == [TITLES[lang], "form"]
    assert names[0] == {"th": "หน้าหลัก", "en": "Start here"}[lang]


def test_a_returned_form_has_its_list_in_front_and_this_at_the_end(write):
    names = [sheet.name for sheet in sheets_in(write("HRM", leftovers=frame(SENT), findings=FOUND))]
    assert names == ["รายการที่ต้องแก้ไข", "หน้าหลัก", "2.1", "2.2", "ส่วนที่ไม่มีที่ในแบบ", "form"]


def test_nothing_left_over_no_sheet(write):
    assert write("ICT", leftovers=LEFTOVERS.frame()) == write("ICT")


def test_the_rest_of_the_form_is_as_it_is_without(forms, write, entries_of, shown):
    assert entries_of(forms["th"]) == entries_of(write("ICT"))
    rest = {name: cells for name, cells in shown(forms["th"]).items() if name != TITLES["th"]}
    assert rest == shown(write("ICT"))


def test_a_kpi_whose_code_is_the_title_of_the_sheet_gets_another_name(every_method):
    kpis, rubric = every_method.kpis, every_method.rubric
    plan = type(every_method)(
        **{
            **{name: getattr(every_method, name) for name in every_method.__dataclass_fields__},
            "kpis": kpis.assign(code=kpis["code"].replace("C", TITLES["en"])),
            "rubric": rubric.assign(kpi=rubric["kpi"].replace("C", TITLES["en"])),
        }
    )
    names = [sheet.name for sheet in sheets_in(write_form(plan, "CSC", "en", leftovers=frame(SENT)))]
    assert {TITLES["en"], TITLES["en"] + "_"} <= set(names)


# --- what it says


@pytest.mark.parametrize(
    ("lang", "title", "hint", "head"),
    [
        (
            "th",
            "ส่วนที่ไม่มีที่ในแบบ ๕ ช่อง",
            "สิ่งที่ส่งมานอกช่องของแบบ เก็บไว้ที่นี่ให้ครบ หากเป็นส่วนหนึ่งของรายงาน ให้คัดลอกลงในช่องของแบบ",
            ["ที่", "แผ่นงาน", "ช่อง", "ข้อความที่ส่งมา"],
        ),
        (
            "en",
            "5 cells without a place in the form",
            "What was sent outside the form's cells, all of it; "
            "what belongs to the report, copy into a cell of the form",
            ["No.", "Sheet", "Cell", "What was sent"],
        ),
    ],
)
def test_its_title_counts_and_says_what_to_do(sheets, lang, title, hint, head):
    sheet = sheets[lang]
    assert (sheet["A1"].value, sheet["A2"].value) == (title, hint)
    assert [cell.value for cell in sheet[6]][1:] == head


@pytest.mark.parametrize(("lang", "digits"), [("th", "๑๒๓๔๕"), ("en", "12345")])
def test_each_text_stands_where_it_was_sent_from_and_as_it_was(sheets, lang, digits):
    assert listed(sheets[lang]) == [(number, *sent) for number, sent in zip(digits, SENT, strict=True)]


def test_nothing_that_was_typed_runs(sheets):
    cells = [cell for row in sheets["th"].iter_rows(min_row=7) for cell in row if cell.value]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells if cell.value.startswith(("=", "@"))} == {"@"}
    assert not [cell for cell in cells if cell.hyperlink]


@pytest.mark.parametrize("length", [1, 500, 3000, len(LONG), 32_767])
def test_a_long_text_goes_on_in_the_rows_below_and_loses_nothing(write, opened, length):
    text = (LONG * 5)[:length]
    sheet = opened(write("CSC", leftovers=frame([("x", "A1", text), ("x", "A2", "ต่อไป")])))[TITLES["th"]]
    rows = listed(sheet)
    assert "".join(row[3] for row in rows if row[0] == "๑") == text
    assert [row[1:3] for row in rows] == [("x", "A1")] * (len(rows) - 1) + [("x", "A2")]
    assert rows[-1] == ("๒", "x", "A2", "ต่อไป")
    assert max(sheet.row_dimensions[number].height for number in range(7, sheet.max_row + 1)) < 409.5


def test_hundreds_of_them_are_all_there(write, opened):
    many = [("x", f"A{number}", f"ข้อความ {number}") for number in range(1, 501)]
    sheet = opened(write("CSC", leftovers=frame(many)))[TITLES["th"]]
    assert [row[1:] for row in listed(sheet)] == many
    assert sheet["A1"].value == "ส่วนที่ไม่มีที่ในแบบ ๕๐๐ ช่อง"


# --- how it is kept


def test_it_is_locked_and_has_no_entries(sheets, forms):
    sheet = sheets["th"]
    assert sheet.protection.sheet
    assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)
    assert set(keyed_in(forms["th"])["sheet"]) == {"หน้าหลัก", "3.1", "3.2", "3.3", "3.4", "3.5", "form"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sent_back_as_it_is_nothing_of_it_is_left_over_again(forms, lang):
    """Its rows and columns are marked as the form's, so that a form may go to and fro."""
    assert len(left_in(sheets_in(forms[lang]))) == 0


def test_of_a_returned_form_nothing_is_left_over_either(write, answers):
    form = write("ICT", answers=answers["ICT"], leftovers=frame(SENT), findings=FOUND, revision=2)
    assert len(left_in(sheets_in(form))) == 0


def test_keys_and_marks_are_hidden(sheets):
    sheet = sheets["th"]
    assert sheet["A5"].value == "#key"
    assert [cell.value for cell in sheet[5]][1:] == ["#"] * 4
    assert (sheet.column_dimensions["A"].hidden, sheet.row_dimensions[5].hidden) == (True, True)


def test_it_prints_on_a4_with_its_head_on_every_page(sheets):
    sheet = sheets["th"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth or 1) == (True, 1)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.freeze_panes == "A7"
