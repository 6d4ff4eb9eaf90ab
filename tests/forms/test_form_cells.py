"""Only entries are open; each helps while people type, and refuses nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime

import pytest

from pipeline.forms.form import write_form
from pipeline.forms.reading import TEXTS
from pipeline.thai import to_thai
from schemas.submission import BUDGET_STATUSES, FORM_TABLES, LEVEL_STATUSES, YES_NO

LANGUAGES = ("th", "en")
LIST, DECIMAL, DATE, ANY = "list", "decimal", "date", "none"


@pytest.fixture(scope="module", params=LANGUAGES)
def form(request, write):
    """The blank form of a department, in each language."""
    return write("ICT", request.param)


@pytest.fixture(scope="module")
def places(form, entries_of):
    """Entry key → (sheet, cell), without the identity."""
    return {key: place[:2] for key, place in entries_of(form).items() if not key.startswith("form|")}


@pytest.fixture(scope="module")
def helps(form, opened):
    """(sheet, cell) → the data validation there; a cell has one."""
    found = {}
    for sheet in opened(form).worksheets:
        for rule in sheet.data_validations.dataValidation:
            for cells in rule.sqref.ranges:
                for row, col in cells.cells:
                    place = (sheet.title, sheet.cell(row, col).coordinate)
                    assert place not in found
                    found[place] = rule
    return found


def test_only_entries_are_open(form, places, opened):
    book = opened(form)
    open_ = {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }
    assert open_ == set(places.values())


def test_every_sheet_is_protected_without_a_password(form, opened):
    for sheet in opened(form).worksheets:
        assert sheet.protection.sheet
        assert not sheet.protection.password
        assert not sheet.protection.hashValue


def test_rows_and_columns_may_be_made_larger(form, opened):
    for sheet in opened(form).worksheets[:-1]:
        # In the file these say what is protected, so False is allowed.
        assert (sheet.protection.formatRows, sheet.protection.formatColumns) == (False, False)
        assert (sheet.protection.insertRows, sheet.protection.deleteRows) == (True, True)


def test_no_entry_is_part_of_a_merged_cell(form, places, opened):
    book = opened(form)
    merged = {
        (sheet.title, sheet.cell(row, col).coordinate)
        for sheet in book.worksheets
        for cells in sheet.merged_cells.ranges
        for row, col in cells.cells
    }
    assert not merged & set(places.values())


def test_every_entry_has_a_prompt_within_excels_limits(places, helps):
    assert set(helps) == set(places.values())
    for rule in helps.values():
        assert rule.showInputMessage
        assert 0 < len(rule.promptTitle) <= 32
        assert 0 < len(rule.prompt) <= 255
        assert len(rule.error or "") <= 255


def test_nothing_that_people_type_is_refused(helps):
    assert {rule.errorStyle for rule in helps.values() if rule.type} <= {"warning", "information"}


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("reporter|name", ANY),
        ("reporter|date", DATE),
        ("3.2|level|1|status", LIST),
        ("3.2|level|1|date", DATE),
        ("3.2|level|1|evidence", ANY),
        ("3.3|value", DECIMAL),
        ("3.2|self_score", DECIMAL),
        ("3.2|narrative", ANY),
        ("3.2|has_obstacle", LIST),
        ("3.2|budget|status", LIST),
        ("3.2|budget|received", DECIMAL),
        ("3.2|budget|committed", DECIMAL),
    ],
)
def test_each_kind_of_entry_is_checked_in_its_way(places, helps, key, kind):
    assert (helps[places[key]].type or ANY) == kind


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [("3.2|self_score", 0, 5), ("3.2|budget|received", 0, 1e13), ("3.2|budget|disbursed", 0, 1e13)],
)
def test_numbers_are_expected_within_their_bounds(places, helps, key, low, high):
    rule = helps[places[key]]
    assert (rule.operator or "between", float(rule.formula1), float(rule.formula2)) == ("between", low, high)


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("3.2|level|1|date", date(2021, 10, 1), date(2022, 9, 30)),
        ("reporter|date", date(2021, 10, 1), date(2022, 12, 31)),
    ],
)
def test_dates_are_expected_within_the_fiscal_year(places, helps, key, first, last):
    rule = helps[places[key]]
    day_0 = datetime(1899, 12, 30).date()
    assert [float(rule.formula1), float(rule.formula2)] == [(first - day_0).days, (last - day_0).days]
    assert rule.errorStyle == "warning"


def test_prompts_and_warnings_have_digits_of_one_kind(helps):
    """But for an example that shows that either will do."""
    said = {text for rule in helps.values() for text in (rule.prompt, rule.error) if text and "310 หรือ ๓๑๐" not in text}
    in_thai, in_arabic = ({text for text in said if set(text) & set(digits)} for digits in ("๐๑๒๓๔๕๖๗๘๙", "0123456789"))
    assert bool(in_thai) != bool(in_arabic)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2021, 10, 1), date(2021, 10, 1), date(2022, 9, 30)),
        (date(2021, 12, 31), date(2021, 10, 1), date(2022, 9, 30)),
        (date(2022, 9, 30), date(2021, 10, 1), date(2022, 9, 30)),
    ],
)
def test_the_fiscal_year_begins_in_october(plan, day, first, last):
    assert replace(plan.settings, first_day=day).fiscal_year_days == (first, last)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("key", "choices"),
    [
        ("3.2|level|1|status", LEVEL_STATUSES),
        ("3.2|has_obstacle", YES_NO),
        ("3.2|budget|status", BUDGET_STATUSES),
    ],
)
def test_choices_are_offered_in_the_forms_language(write, entries_of, opened, lang, key, choices):
    form = write("ICT", lang)
    sheet, cell, _ = entries_of(form)[key]
    rules = opened(form)[sheet].data_validations.dataValidation
    rule = next(rule for rule in rules if cell in rule.sqref)
    assert rule.formula1 == '"' + ",".join(choice.title.to(lang) for choice in choices) + '"'
    assert not rule.showDropDown, "which would hide it"


def prompts_of(book, entries):
    """Entry key → what its prompt says."""
    at = {
        (sheet.title, coordinate): rule.prompt
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
        for cells in rule.sqref.ranges
        for row in cells.rows
        for coordinate in (sheet.cell(*place).coordinate for place in row)
    }
    return {key: at[place[:2]] for key, place in entries.items() if place[:2] in at}


@pytest.fixture(scope="module")
def prompts(write, entries_of, opened):
    """Language → entry key → what the prompt says, in ICT's form."""
    forms = {lang: write("ICT", lang) for lang in LANGUAGES}
    said = {lang: prompts_of(opened(form), entries_of(form)) for lang, form in forms.items()}
    return said.__getitem__


@pytest.mark.parametrize(
    ("lang", "key", "prompt"),
    [
        ("th", "reporter|position", "ตำแหน่งของผู้รายงาน"),
        ("th", "3.2|has_obstacle", "เลือก มี หรือ ไม่มี\n(มี / ไม่มี)"),
        ("th", "reporter|date", "เช่น ๓๑ มี.ค. ๒๕๖๕ หรือ ๓๑/๓/๒๕๖๕"),
        ("th", "3.2|self_score", "คะแนน ๐ ถึง ๕ ที่หน่วยงานประเมินตนเอง\n(ตัวเลข ๐ ถึง ๕)"),
        ("en", "3.2|has_obstacle", "Choose yes or no\n(yes / no)"),
        ("en", "3.2|suggestion", "What will be done, or what help is asked for"),
        ("en", "3.2|budget|received", "In baht, not in millions\n(an amount in baht such as 36,000.00)"),
        ("en", "3.2|level|1|date", "The day this level was done, such as 31/3/2565"),
        ("th", "3.3|value", "ตัวเลขสะสมถึงวันสิ้นสุดรอบ ไม่ต้องพิมพ์หน่วย\n(ตัวเลข เช่น 310 หรือ ๓๑๐)"),
    ],
)
def test_a_prompt_is_the_fields_own_help(prompts, lang, key, prompt):
    assert prompts(lang)[key] == prompt


ENDINGS = {
    "reporter|name": ("ของผู้กรอกแบบรายงาน", "who fills the form"),
    "reporter|phone": ("ติดต่อได้ในเวลาราชการ", "answers in office hours"),
    "reporter|email": ("อีเมลราชการของผู้รายงาน", "official e-mail"),
    "reporter|approver": ("ผู้บังคับบัญชาที่รับรอง", "approving superior"),
    "3.2|level|1|date": ("แล้วเสร็จ เช่น ๓๑ มี.ค. ๒๕๖๕", "was done, such as 31/3/2565"),
    "3.2|level|1|evidence": ("ชื่อเอกสาร หรือลิงก์", "document or link"),
    "3.3|value": ("310 หรือ ๓๑๐)", "310)"),
    "3.2|narrative": ("ขึ้นบรรทัดใหม่ด้วย Alt+Enter", "Alt+Enter starts a new line"),
    "3.2|obstacle": ("ตั้งแต่เมื่อใด", "since when"),
    "3.2|suggestion": ("หรือขอให้ช่วยเหลือ", "what help is asked for"),
    "3.2|budget|disbursed": ("๓๖,๐๐๐.๐๐)", "36,000.00)"),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", ENDINGS)
def test_a_prompt_ends_with_what_a_cell_holds_where_its_help_does_not_say_it(prompts, lang, key):
    """What a text holds needs no saying, and an example is said once."""
    assert prompts(lang)[key].endswith(ENDINGS[key][LANGUAGES.index(lang)])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_prompt_gives_an_answer_that_somebody_might_leave_there(prompts, lang):
    """Whole answers stand in the list of what to fix; a prompt has no room for them."""
    samples = [field.sample.to(lang) for table in FORM_TABLES for field in table if field.kind in TEXTS]
    samples = [shown for sample in samples if sample for shown in (sample, to_thai(sample))]
    assert len(samples) > 10
    said = prompts(lang)
    assert {key: prompt for key, prompt in said.items() if any(sample in prompt for sample in samples)} == {}
    assert [key for key, prompt in said.items() if "ตัวอย่าง" in prompt or "Example" in prompt] == []


@pytest.mark.parametrize(("numerals", "other"), [("thai", "0123456789"), ("arabic", "๐๑๒๓๔๕๖๗๘๙")])
def test_a_prompt_is_in_the_digits_of_the_form(plan, numerals, other, entries_of, opened):
    """But for one that shows that both kinds may be typed."""
    form = write_form(replace(plan, settings=replace(plan.settings, numerals=numerals)), "ICT", "th")
    said = prompts_of(opened(form), entries_of(form))
    assert {key for key, prompt in said.items() if set(other) & set(prompt)} == {"3.3|value"}


def test_a_required_field_has_a_star(write, opened):
    labels = [cell.value for cell in opened(write("ICT"))["3.3"]["B"] if cell.value]
    starred = [label.partition("\u00a0")[0] for label in labels if label.endswith("\u00a0*")]
    assert starred == ["คะแนนประเมินตนเอง", "รายละเอียดการดำเนินงาน", "มีปัญหาอุปสรรคหรือไม่", "สถานะงบประมาณ"]


# --- looks that follow what is typed


def rules_at(sheet, cell):
    """The formulas of the conditional formats at a cell."""
    return [
        rule.formula[0]
        for cells, rules in sheet.conditional_formatting._cf_rules.items()
        for rule in rules
        if cell in cells.sqref
    ]


@pytest.mark.parametrize("key", ["3.2|level|3|status", "3.2|narrative", "3.2|obstacle", "3.2|budget|received"])
def test_a_required_cell_is_coloured_while_it_is_empty(write, entries_of, opened, key):
    form = write("ICT")
    sheet, cell, _ = entries_of(form)[key]
    assert any(re.fullmatch(r"\$I\d+=1", rule) for rule in rules_at(opened(form)[sheet], cell))


@pytest.mark.parametrize("key", ["3.2|suggestion", "3.2|budget|committed", "3.2|level|1|evidence"])
def test_a_cell_that_may_stay_empty_is_not(write, entries_of, opened, key):
    form = write("ICT")
    sheet, cell, _ = entries_of(form)[key]
    assert not any(re.fullmatch(r"\$I\d+=1", rule) for rule in rules_at(opened(form)[sheet], cell))


def test_a_rule_of_looks_stays_in_one_column(form, opened):
    for sheet in opened(form).worksheets:
        for cells in sheet.conditional_formatting:
            assert len({col for area in cells.sqref.ranges for _, col in area.cells}) == 1


# --- what is shown from the plan


@pytest.mark.parametrize(
    ("code", "lang", "facts"),
    [
        ("M", "th", "วิธีให้คะแนน: ขั้นตอนตามลำดับ · หน่วยนับ: คน · น้ำหนัก: ๑๒.๕ · ระดับตามแผนรอบ ๖ เดือน: ๓"),
        ("T", "th", "วิธีให้คะแนน: ค่าเป้าหมายเป็นขั้น · หน่วยนับ: คน · ยิ่งมากยิ่งดี"),
        ("L", "en", "Method: thresholds · Unit: คน · lower is better"),
    ],
)
def test_a_kpi_shows_what_the_plan_says_of_it(forms_of_every_method, code, lang, facts):
    assert facts in [cell.value for cell in forms_of_every_method[lang][code]["C"]]


@pytest.mark.parametrize(
    ("code", "lang", "level", "number", "words"),
    [
        ("T", "th", 1, 100, "ตั้งแต่ ๑๐๐ คน ขึ้นไป"),
        ("T", "th", 5, 300, "ตั้งแต่ ๓๐๐ คน ขึ้นไป"),
        ("L", "th", 1, 20, "ไม่เกิน ๒๐ คน"),
        ("L", "th", 5, 5, "ไม่เกิน ๕ คน"),
        ("X", "en", 4, 10, "10 คน or more"),
        ("X", "en", 5, 20, "20 คน or more"),
    ],
)
def test_a_threshold_is_a_number_whose_format_says_it_in_words(
    forms_of_every_method, as_seen, code, lang, level, number, words
):
    sheet = forms_of_every_method[lang][code]
    row = next(cell.row for cell in sheet["A"] if cell.value == f"{code}|threshold|{level}")
    assert (sheet[f"D{row}"].value, as_seen(sheet[f"D{row}"])) == (number, words)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_allocated_budget_is_a_number_that_nobody_fills_in(forms_of_every_method, lang):
    sheet = forms_of_every_method[lang]["M"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "M|budget|allocated")
    label, amount, beside = (sheet.cell(row, column) for column in (2, 3, 4))
    assert label.value == {"th": "งบประมาณตามแผน (บาท)", "en": "Allocated budget (baht)"}[lang]
    assert (amount.value, amount.protection.locked) == (1_000_000, True)
    assert beside.value == {"th": "ตามแผน ไม่ต้องกรอก", "en": "As in the plan; nothing to fill in"}[lang]


def test_a_level_left_undefined_is_shown_as_such(forms_of_every_method):
    said = [cell.value for cell in forms_of_every_method["th"]["G"]["C"]]
    assert said.count("เกณฑ์ไม่กำหนดระดับนี้ (-)") == 2


@pytest.fixture(scope="module")
def forms_of_every_method(every_method, opened):
    """Language → the blank form of a plan with every method."""
    return {lang: opened(write_form(every_method, "CSC", lang)) for lang in LANGUAGES}
