"""A returned form explains itself: a list in front, a link to every cell, its colour and a note."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import openpyxl
import pytest
from support.reading import sheets_in

from benchmarks.submissions import plan_of as long_codes
from pipeline.drawing import fit
from pipeline.drawing.theme import ASK, ERROR_FILL, WARNING_FILL
from pipeline.forms.form import write_form
from pipeline.validation.findings import findings, fix, wrong
from schemas.submission import LEFTOVERS

# What was wrong: rule, KPI, key, field, and what was found.
WRONG = [
    ("LEVEL_SKIPPED", "3.2", "3.2|level|3|status", "levels.status", "3"),
    ("AMOUNT_UNREADABLE", "3.2", "3.2|budget|disbursed", "budgets.disbursed", "ยังไม่มีเบิกจ่าย"),
    ("NUMBER_UNREADABLE", "3.2", "3.2|self_score", "results.self_score", "๒ คะแนน"),
    ("SCORE_DIFFERS", "3.2", "3.2|self_score", "results.self_score", "2"),
    ("DATE_UNREADABLE", "3.1", "3.1|level|1|date", "levels.date", "๗-๑๑ มี.ค. ๒๕๖๕"),
    ("ENTRY_REQUIRED", "3.3", "3.3|narrative", "results.narrative", None),
    ("ENTRY_EXPECTED", None, "reporter|phone", "reporter.phone", None),
    ("KEY_MISSING", "3.4", "3.4|level|2", "levels.status", None),
    ("ENTRY_NOT_ASKED", None, "9.9|narrative", "", "=1+1"),
]
CELLS = [
    "3.2|level|3|status",
    "3.2|budget|disbursed",
    "3.2|self_score",
    "3.1|level|1|date",
    "3.3|narrative",
    "reporter|phone",
]
TITLES = {"th": "รายการที่ต้องแก้ไข", "en": "To fix"}
# What stands in columns B to I; A is hidden.
COLUMNS = ("number", "where", "item", "found", "wrong", "expected", "fix", "example")


@pytest.fixture(scope="module")
def found():
    """The findings, as a frame of FINDINGS."""
    names = ("rule", "kpi", "key", "field", "found")
    rows = [dict(zip(names, row, strict=True)) | {"department": "ICT", "other": "2", "level": 1} for row in WRONG]
    return findings(row | {"expected": "1"} if row["rule"] == "SCORE_DIFFERS" else row for row in rows)


@pytest.fixture(scope="module")
def forms(write, answers, found):
    """Language → the returned form."""
    sent = answers["ICT"] | {key: raw or "" for _, _, key, _, raw in reversed(WRONG)}
    return {lang: write("ICT", lang, answers=sent, findings=found, revision=2) for lang in TITLES}


@pytest.fixture(scope="module")
def listed(forms, opened):
    """The rows of the list that are findings, each by the columns of the list."""
    return findings_in(opened(forms["th"]).worksheets[0])


def findings_in(sheet):
    """The rows that link somewhere: column → cell."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in sheet.iter_rows(min_row=7, min_col=2, max_col=9)]
    return [row for row in rows if row["where"].hyperlink]


def texts(row, *columns):
    return tuple(row[column].value for column in columns)


@pytest.mark.parametrize("lang", TITLES)
def test_the_list_comes_first_and_the_form_after_it(forms, lang):
    home = {"th": "หน้าหลัก", "en": "Start here"}[lang]
    names = [sheet.name for sheet in sheets_in(forms[lang])]
    assert names == [TITLES[lang], home, "3.1", "3.2", "3.3", "3.4", "3.5", "form"]


def test_nothing_to_fix_no_list(write, answers):
    form = write("ICT", answers=answers["ICT"], findings=findings())
    assert form == write("ICT", answers=answers["ICT"])
    assert sheets_in(form)[0].name == "หน้าหลัก"


@pytest.mark.parametrize(
    ("lang", "title", "state"),
    [
        ("th", "รายการที่ต้องแก้ไข ๕ จุด · ควรตรวจสอบ ๔ จุด", "รับแล้ว ๑ จาก ๕ ตัวชี้วัด"),
        ("en", "5 to fix · 4 to check", "1 of 5 KPIs accepted"),
    ],
)
def test_its_title_counts_and_says_what_is_accepted(forms, opened, lang, title, state):
    sheet = opened(forms[lang]).worksheets[0]
    assert sheet["A1"].value == title
    assert sheet["A2"].value.startswith(state)


@pytest.mark.parametrize(
    ("rules", "title"),
    [
        (["ENTRY_REQUIRED"], "รายการที่ต้องแก้ไข ๑ จุด"),
        (["SCORE_DIFFERS", "BUDGET_NOT_STATED"], "รายการที่ควรตรวจสอบ ๒ จุด"),
    ],
)
def test_its_title_names_only_what_there_is(write, opened, rules, title):
    found = findings({"rule": rule, "kpi": "3.1", "field": "results.narrative"} for rule in rules)
    assert opened(write("ICT", findings=found)).worksheets[0]["A1"].value == title


@pytest.mark.parametrize(
    ("lang", "heads"),
    [
        ("th", ["ที่", "ช่อง", "รายการ", "ค่าที่พบ", "สิ่งที่ไม่ถูกต้อง", "ค่าที่ควรเป็น", "วิธีแก้ไข", "ตัวอย่าง"]),
        ("en", ["No.", "Cell", "Item", "Found", "What is wrong", "Expected", "How to fix it", "Example"]),
    ],
)
def test_the_columns_of_the_list(forms, opened, lang, heads):
    sheet = opened(forms[lang]).worksheets[0]
    assert [cell.value for cell in sheet[6]][1:] == heads


def test_findings_are_numbered_through(listed):
    assert [row["number"].value for row in listed] == list("๑๒๓๔๕๖๗๘๙")


def test_a_number_is_coloured_by_the_severity_and_its_head_names_it(listed):
    colours = [row["number"].fill.fgColor.rgb for row in listed]
    assert colours == ["FF" + ERROR_FILL[1:]] * 5 + ["FF" + ASK[1:]] * 4


def test_errors_come_before_warnings_each_together_by_kpi_and_in_the_order_of_the_form(listed):
    assert [texts(row, "where", "item") for row in listed] == [
        ("๓.๑ · E16", "ระดับ ๑ · วันที่แล้วเสร็จ"),
        ("๓.๒ · C24", "ระดับ ๑ · คะแนนประเมินตนเอง"),
        ("๓.๒ · C35", "ระดับ ๑ · เบิกจ่ายจริง (บาท)"),
        ("๓.๓ · C26", "ระดับ ๑ · รายละเอียดการดำเนินงาน"),
        ("๓.๔ · C17", "ระดับ ๑ · สถานะ"),
        ("หน้าหลัก", "ระดับ ๑ · "),
        ("หน้าหลัก · C26", "ระดับ ๑ · โทรศัพท์"),
        ("๓.๒ · D18", "ระดับ ๑ · สถานะ"),
        ("๓.๒ · C24", "ระดับ ๑ · คะแนนประเมินตนเอง"),
    ]


def test_heads_name_the_severity_and_the_kpi(forms, opened):
    sheet = opened(forms["th"]).worksheets[0]
    heads = [row[1].value for row in sheet.iter_rows(min_row=7) if row[1].value and not row[2].hyperlink]
    assert [head.partition(" · ")[0] for head in heads] == [
        "ต้องแก้ไข ๕ รายการ",
        "ตัวชี้วัด ๓.๑",
        "ตัวชี้วัด ๓.๒",
        "ตัวชี้วัด ๓.๓",
        "ตัวชี้วัด ๓.๔",
        "ควรตรวจสอบ ๔ รายการ",
        "ข้อมูลผู้รายงานและทั้งแฟ้ม",
        "ตัวชี้วัด ๓.๒",
    ]


@pytest.mark.parametrize("lang", TITLES)
def test_the_words_are_those_of_the_rules(forms, opened, found, lang):
    """As they are; what is expected has a column of its own, so that the way to fix it does not say it again."""
    said = {texts(row, "wrong", "fix") for row in findings_in(opened(forms[lang]).worksheets[0])}
    own = found.to_dict("records")
    assert said == {(wrong(f, lang), fix(f, lang, beside_expected=True)) for f in own}


EXPECTED = {
    "DATE_UNREADABLE": ("วันที่ เช่น ๓๑ มี.ค. ๒๕๖๕", "a date such as 31/3/2565"),
    "NUMBER_UNREADABLE": ("ตัวเลข ๐ ถึง ๕", "a number from 0 to 5"),
    "AMOUNT_UNREADABLE": ("จำนวนเงินเป็นบาท เช่น ๓๖,๐๐๐.๐๐", "an amount in baht such as 36,000.00"),
    "SCORE_DIFFERS": ("1", "1"),
    "ENTRY_NOT_ASKED": ("–", "–"),
}
EXAMPLES = {
    "DATE_UNREADABLE": ("๓๑ มี.ค. ๒๕๖๕", "31/3/2565"),
    "NUMBER_UNREADABLE": ("๓", "3"),
    "AMOUNT_UNREADABLE": ("๓๖,๐๐๐.๐๐", "36,000.00"),
    "SCORE_DIFFERS": ("–", "–"),
    "LEVEL_SKIPPED": ("ระดับ ๑ ถึง ๓ แล้วเสร็จครบ จึงได้ ๓ คะแนน", "Levels 1 to 3 all done give a score of 3"),
    "ENTRY_NOT_ASKED": ("–", "–"),
}


@pytest.mark.parametrize("lang", TITLES)
@pytest.mark.parametrize(("column", "words"), [("expected", EXPECTED), ("example", EXAMPLES)])
def test_what_is_expected_and_an_example_stand_beside_what_is_wrong(forms, opened, found, lang, column, words):
    """Where the answer itself is known there is nothing to give an example of; a dash says that there is nothing."""
    rows = findings_in(opened(forms[lang]).worksheets[0])
    said = {row["wrong"].value: row[column].value for row in rows}
    rules = {f["rule"]: f for f in found.to_dict("records")}
    given = {rule: said[wrong(rules[rule], lang)] for rule in words}
    assert given == {rule: both[list(TITLES).index(lang)] for rule, both in words.items()}


def test_what_a_finding_expects_is_said_rather_than_what_its_field_holds(write, opened):
    row = {"rule": "BUDGET_NOT_STATED", "kpi": "3.1", "field": "budgets.status", "expected": "ระบุ"}
    sheet = opened(write("ICT", findings=findings([row | {"expected": "กรมบัญชีกลาง"}]))).worksheets[0]
    assert texts(findings_in(sheet)[0], "expected", "example") == ("กรมบัญชีกลาง", "–")


def test_what_was_found_is_shown_as_text_and_not_at_length(listed, write, opened):
    found_ = [row["found"].value for row in listed]
    assert found_[:5] == ["๗-๑๑ มี.ค. ๒๕๖๕", "๒ คะแนน", "ยังไม่มีเบิกจ่าย", "(ว่าง)", "(ว่าง)"]
    formula = next(row["found"] for row in listed if row["found"].value == "=1+1")
    assert formula.data_type == "s"
    long = findings([{"rule": "CHOICE_NOT_ON_LIST", "kpi": "3.1", "field": "results.has_obstacle", "found": "ก" * 999}])
    (row,) = findings_in(opened(write("ICT", findings=long)).worksheets[0])
    assert row["found"].value == "ก" * 240 + "…"
    assert len(row["wrong"].value) <= 241


@pytest.mark.parametrize(("lang", "empty"), [("th", "(ว่าง)"), ("en", "(empty)")])
def test_an_entry_is_found_empty_and_of_what_is_no_cell_nothing_was_found(write, opened, lang, empty):
    rows = [
        {"rule": "SHEET_MISSING", "kpi": "3.1"},
        {"rule": "ENTRY_REQUIRED", "kpi": "3.3", "key": "3.3|narrative", "field": "results.narrative"},
        {"rule": "ENTRY_NOT_ASKED", "kpi": "3.4", "key": "3.4|colour"},
    ]
    sheet = opened(write("ICT", lang, findings=findings(rows))).worksheets[0]
    assert [row["found"].value for row in findings_in(sheet)] == ["–", empty, "–"]


# Key → an answer as it might be: the samples of the fields, in the digits of the form.
SAMPLES = {
    "reporter|name": ("สมศรี ใจดี", "Somsri Jaidee"),
    "reporter|phone": ("๐ ๒๐๐๐ ๐๐๐๐ ต่อ ๑๒๓๔", "0 2000 0000 ext. 1234"),
    "reporter|email": ("somsri@example.go.th", "somsri@example.go.th"),
    "reporter|approver": ("มานะ รักงาน ผู้อำนวยการกอง", "Mana Rakngan, division director"),
    "3.2|level|1|evidence": ("หนังสือที่ ๑๒๓/๒๕๖๕ ลงวันที่ ๑๕ มี.ค. ๒๕๖๕", "Letter 123/2565 of 15 March 2565"),
    "3.2|narrative": ("มีผู้เข้าร่วม ๒๕ คน เห็นชอบร่างแผนแล้ว", "25 people took part and agreed to the draft"),
    "3.2|obstacle": ("ระดับที่ ๓ จึงล่าช้า ๒ เดือน", "so level 3 is two months late"),
    "3.2|suggestion": ("ขอขยายเวลาถึงเดือน มิ.ย. ๒๕๖๕", "Extend to June 2565"),
}
SAMPLE_FIELDS = {"reporter": "reporter", "level": "levels"}


@pytest.mark.parametrize("lang", TITLES)
@pytest.mark.parametrize("key", SAMPLES)
def test_an_answer_as_it_might_be_stands_beside_what_is_missing(write, opened, lang, key):
    kpi, table, name = key.partition("|")[0], key.split("|")[-3 if "level" in key else 0], key.rpartition("|")[2]
    field = f"{SAMPLE_FIELDS.get(table, 'results')}.{name}"
    found = findings([{"rule": "ENTRY_EXPECTED", "kpi": kpi, "key": key, "field": field}])
    (row,) = findings_in(opened(write("ICT", lang, findings=found)).worksheets[0])
    assert row["example"].value.endswith(SAMPLES[key][list(TITLES).index(lang)])


@pytest.mark.parametrize(
    ("field", "stated", "said"),
    [
        ("levels.date", "", "วันที่ เช่น ๓๑ มี.ค. ๒๕๖๕"),
        ("levels.date", "31 มี.ค. 2565", "31 มี.ค. 2565"),
        ("results.value", "", "ตัวเลข เช่น 310 หรือ ๓๑๐"),
        ("results.value", "310", "310"),
    ],
)
def test_what_is_stated_is_not_put_into_other_digits(write, opened, field, stated, said):
    """Nor is what shows that both kinds of digits may be typed."""
    found = findings([{"rule": "NUMBER_UNREADABLE", "kpi": "3.3", "field": field, "found": "x", "expected": stated}])
    (row,) = findings_in(opened(write("ICT", findings=found)).worksheets[0])
    assert row["expected"].value == said


# In the order of the form, printed ones among those to fill in.
KEYS_IN_ORDER = [
    *("3.2|kpi", "3.2|level|3", "3.2|level|3|status", "3.2|level|4", "3.2|level|4|status", "3.2|narrative"),
    *("3.2|budget|allocated", "3.2|budget|status"),
]


@pytest.fixture(scope="module")
def changed(write, opened):
    """The rows of a list about every one of these keys, given from the last to the first."""
    rows = [{"rule": "PRINTED_TEXT_CHANGED", "kpi": "3.2", "key": key, "found": key} for key in reversed(KEYS_IN_ORDER)]
    return findings_in(opened(write("ICT", findings=findings(rows))).worksheets[0])


def test_what_is_printed_of_the_plan_has_a_cell_too(changed, write, entries_of, printed_of):
    form = write("ICT")
    at = {key: "'{}'!{}".format(*place) for key, place in (entries_of(form) | printed_of(form)).items()}
    links = {row["found"].value: row["where"].hyperlink.location for row in changed}
    assert links == {key: at[key] for key in KEYS_IN_ORDER}


def test_findings_about_what_is_printed_stand_where_the_form_has_it(changed):
    assert [row["found"].value for row in changed] == KEYS_IN_ORDER


@pytest.mark.parametrize(("lang", "words"), [("th", "แผ่นท้าย"), ("en", "last sheet")])
def test_what_has_no_place_is_to_be_looked_for_on_the_last_sheet(write, opened, lang, words):
    outside = findings([{"rule": "OUTSIDE_THE_FORM", "sheet": "3.2", "cell": "J12", "found": "x", "other": "2"}])
    places = LEFTOVERS.frame([{"file": "f", "sheet": "3.2", "cell": "J12", "text": "x"}])
    book = opened(write("ICT", lang, findings=outside, leftovers=places))
    (row,) = findings_in(book.worksheets[0])
    assert texts(row, "where", "item") == (words, "3.2 · J12")
    assert row["where"].hyperlink.location == f"'{book.worksheets[-2].title}'!A1"
    assert book.worksheets[-2].title == LEFTOVERS.title.to(lang)


@pytest.mark.parametrize("lang", TITLES)
@pytest.mark.parametrize("key", CELLS)
def test_a_finding_links_to_its_cell_in_this_workbook(forms, entries_of, opened, lang, key):
    sheet, cell, _ = entries_of(forms[lang])[key]
    links = {
        c.hyperlink.location: c.value
        for row in opened(forms[lang]).worksheets[0].iter_rows()
        for c in row
        if c.hyperlink
    }
    assert links[f"'{sheet}'!{cell}"].endswith(f" · {cell}")


@pytest.mark.parametrize(
    ("item", "target", "words"),
    [("ระดับ ๑ · สถานะ", "'3.4'!C17", "๓.๔ · C17"), ("ระดับ ๑ · ", "'หน้าหลัก'!A1", "หน้าหลัก")],
)
def test_a_finding_without_a_cell_links_to_the_top_of_its_sheet(listed, item, target, words):
    links = [(row["where"].hyperlink.location, row["where"].value) for row in listed if row["item"].value == item]
    assert (target, words) in links


@pytest.mark.parametrize(
    ("key", "colour"),
    [
        ("3.2|level|3|status", WARNING_FILL),
        ("3.2|budget|disbursed", ERROR_FILL),
        ("3.2|self_score", ERROR_FILL),
        ("3.1|level|1|date", ERROR_FILL),
        ("3.3|narrative", ERROR_FILL),
        ("reporter|phone", WARNING_FILL),
    ],
)
def test_a_cell_has_the_colour_of_its_worst_finding(forms, entries_of, opened, key, colour):
    sheet, cell, _ = entries_of(forms["th"])[key]
    look = opened(forms["th"])[sheet][cell]
    assert look.fill.fgColor.rgb == "FF" + colour[1:]
    assert not look.protection.locked
    rules = [c for c in opened(forms["th"])[sheet].conditional_formatting if cell in c.sqref]
    hiding = {rule.formula[0] for c in rules for rule in c.rules if "INT(" not in rule.formula[0]}
    assert {formula.partition("=")[2] for formula in hiding} <= {'"– ไม่ต้องกรอก"'}, "which is said once it is changed"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "! “ยังไม่มีเบิกจ่าย” ไม่ใช่จำนวนเงินที่อ่านได้"),
        ({"3.2|budget|status": "ไม่ใช้งบประมาณ"}, "! “ยังไม่มีเบิกจ่าย” ไม่ใช่จำนวนเงินที่อ่านได้"),
        ({"3.2|narrative": ""}, "! “ยังไม่มีเบิกจ่าย” ไม่ใช่จำนวนเงินที่อ่านได้"),
    ],
)
def test_beside_an_entry_stands_what_it_was_returned_for(write, answers, found, entries_of, opened, changes, said):
    sent = answers["ICT"] | {"3.2|budget|disbursed": "ยังไม่มีเบิกจ่าย"} | changes
    form = write("ICT", answers=sent, findings=found)
    sheet, cell, _ = entries_of(form)["3.2|budget|disbursed"]
    assert opened(form, values=True)[sheet][f"D{cell[1:]}"].value == said


@pytest.mark.parametrize(
    ("rule", "key", "raw", "said"),
    [
        ("BUDGET_NOT_STATED", "3.2|budget|status", "ยังไม่ระบุ", "! ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอดงบประมาณ"),
        ("ENTRY_REQUIRED", "3.2|narrative", "", "! ยังไม่ได้กรอก “รายละเอียดการดำเนินงาน”"),
        ("ENTRY_REQUIRED", "3.2|obstacle", "", "! ยังไม่ได้กรอก “ปัญหาอุปสรรค”"),
    ],
)
def test_also_where_the_form_itself_would_say_less(write, answers, entries_of, opened, rule, key, raw, said):
    """What a check found outranks what is only due, or needless by now, as long as the cell is as it was sent."""
    field = {"status": "budgets.status", "narrative": "results.narrative", "obstacle": "results.obstacle"}
    found = findings([{"rule": rule, "kpi": "3.2", "key": key, "field": field[key.rpartition("|")[2]]}])
    form = write("ICT", answers=answers["ICT"] | {"3.2|has_obstacle": "ไม่มี", key: raw}, findings=found)
    sheet, cell, _ = entries_of(form)[key]
    assert opened(form, values=True)[sheet][f"D{cell[1:]}"].value == said


def test_other_cells_have_no_colour_and_no_note(forms, entries_of, opened):
    book = opened(forms["th"])
    noted = {key for key, (sheet, cell, _) in entries_of(forms["th"]).items() if book[sheet][cell].comment}
    assert noted == set(CELLS)


@pytest.mark.parametrize("lang", TITLES)
def test_a_note_says_all_that_was_found_at_the_cell(forms, entries_of, opened, found, lang):
    for key in CELLS:
        sheet, cell, _ = entries_of(forms[lang])[key]
        note = opened(forms[lang])[sheet][cell].comment.text
        own = [f for f in found.to_dict("records") if f["key"] == key]
        for finding in own:
            assert wrong(finding, lang) in note
            assert f"→ {fix(finding, lang)}" in note
        assert len(note.splitlines()) == 2 * len(own)


def test_a_note_is_as_large_as_its_words_in_the_forms_font(forms):
    with zipfile.ZipFile(BytesIO(forms["th"])) as package:
        notes = [package.read(name).decode() for name in package.namelist() if "comments" in name]
        boxes = [package.read(name).decode() for name in package.namelist() if "vmlDrawing" in name]
    assert {font for note in notes for font in re.findall(r'rFont val="([^"]+)"', note)} == {"Laksaman"}
    heights = [float(h) for box in boxes for h in re.findall(r"height:([\d.]+)pt", box)]
    assert len(heights) == len(CELLS)
    assert max(heights) > 1.5 * min(heights) > 30, "the note of two findings is the highest"


def test_what_was_sent_is_all_still_there(forms, entries_of, answers):
    again = entries_of(forms["th"])
    assert again["3.2|self_score"][2] == "๒ คะแนน"
    assert again["3.2|narrative"][2] == answers["ICT"]["3.2|narrative"]
    assert again["form|revision"][2] == 2


def test_a_returned_form_has_the_same_entries_as_a_blank_one(forms, write, entries_of):
    assert set(entries_of(forms["th"])) == set(entries_of(write("ICT")))


def test_the_home_sheet_begins_with_the_list(forms, opened):
    home = opened(forms["th"]).worksheets[1]
    step = next(cell for cell in home["C"] if cell.hyperlink)
    assert step.hyperlink.location == "'รายการที่ต้องแก้ไข'!A1"
    signs = [cell.value for cell in home["B"]]
    assert {"! ต้องแก้ไข", "! ควรตรวจสอบ"} <= set(signs)


@pytest.mark.parametrize(
    ("key", "raw", "sign"),
    [
        ("2.1|level|1|date", "๗-๑๑ มี.ค.", "!"),
        ("2.1|level|1|date", "5/3/2565", "✓"),
        ("2.1|narrative", "=A1", "!"),
    ],
)
def test_a_kpi_is_not_ready_while_an_unreadable_cell_holds_what_it_held(write, answers, opened, key, raw, sign):
    rule = "DATE_UNREADABLE" if key.endswith("date") else "FORMULA_NOT_CALCULATED"
    found = findings([{"rule": rule, "kpi": "2.1", "key": key, "field": "levels.date"}] if sign == "!" else [])
    form = write("HRM", answers=answers["HRM"] | {key: raw}, findings=found)
    said = {"!": "! ต้องตรวจแก้ ๑ จุด", "✓": "✓ พร้อมส่ง"}[sign]
    assert opened(form, values=True)["2.1"]["E5"].value == said, "a cell is counted once"


def test_the_list_prints_on_a4_with_its_head_on_every_page(forms, opened):
    sheet = opened(forms["th"]).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.freeze_panes == "A7"


def test_keys_and_marks_are_hidden(forms, opened):
    """So that what is typed beside the list is known to have no place in the form."""
    sheet = opened(forms["th"]).worksheets[0]
    assert sheet["A5"].value == "#key"
    assert [cell.value for cell in sheet[5]][1:] == ["#"] * len(COLUMNS)
    assert {sheet.cell(row, 1).value for row in range(6, sheet.max_row + 1)} == {"#"}
    assert (sheet.column_dimensions["A"].hidden, sheet.row_dimensions[5].hidden) == (True, True)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_link_of_a_long_code_is_read_whole(lang):
    plan = long_codes(range(1, 2))
    (department,) = plan.reporting
    told = [
        {"rule": "NUMBER_UNREADABLE", "kpi": f"{department}-15", "key": f"{department}-15|self_score", "found": "x"}
    ]
    form = write_form(plan, department, lang, findings=findings(told), revision=2)
    sheet = openpyxl.load_workbook(BytesIO(form)).worksheets[0]
    (link,) = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink and cell.column_letter == "C"]
    assert fit.advance(link.value) * link.font.sz <= fit.column_points(sheet.column_dimensions["C"].width)
