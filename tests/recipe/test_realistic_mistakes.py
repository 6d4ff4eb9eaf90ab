"""What people really do to a form, each once: the file gets the right state, and the right cell is named.

A table of mistakes, made to the filled form of a department of the shipped example. What LibreOffice does to forms stands in
tests/clients/test_round_trips.py.
"""

from __future__ import annotations

import shutil
import struct
import zipfile
import zlib
from datetime import date
from functools import partial
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from openpyxl.comments import Comment
from support.fill import fill, sheet_parts
from support.inputs import FILES, SHIPPED, submission
from support.reading import keyed_in
from support.seed import plan_of, plan_tables

from pipeline import recipe
from pipeline.forms.form import write_form

DEPARTMENT = "ICT"
FORM = (SHIPPED / submission(DEPARTMENT)).read_bytes()
PLACES = {cell["key"]: f"{cell['sheet']}!{cell['cell']}" for cell in keyed_in(FORM).to_dict("records")}
KPI, HOME = "3.3", "หน้าหลัก"
LEVEL, DATE, TEXT = f"{KPI}|level|2|status", f"{KPI}|level|2|date", f"{KPI}|narrative"
SCORE, MONEY, PAID = f"{KPI}|self_score", f"{KPI}|budget|received", f"{KPI}|budget|disbursed"


# --- how a mistake is made


def typed(**cells):
    """Typed into cells, by the last parts of their keys; None empties one."""
    return lambda form: fill(form, {f"{KPI}|{key.replace('__', '|')}": value for key, value in cells.items()})


def said(**identity):
    """Typed into the hidden sheet."""
    return lambda form: fill(form, {f"form|{key}": value for key, value in identity.items()})


def of_other(department=DEPARTMENT, **settings):
    """The form of another plan: of other settings, or with another code for the department."""

    def made(form):
        tables = plan_tables()
        tables["settings"][0] |= settings
        for table, column in (("departments", "code"), ("projects", "department")):
            for row in tables[table]:
                if row[column] == DEPARTMENT != department:
                    row[column] = department
                    row["name"] += " ของกระทรวงอื่น"
        return write_form(plan_of(tables), department, "th")

    return made


def by_hand(change):
    """Opened and saved by openpyxl, and `change` done to the workbook between."""

    def made(form):
        book, out = openpyxl.load_workbook(BytesIO(form)), BytesIO()
        change(book)
        book.save(out)
        return out.getvalue()

    return made


def at(book, key):
    """The cell of a key."""
    sheet, _, cell = PLACES[key].partition("!")
    return book[sheet][cell]


def in_xml(change, sheet=KPI):
    """The XML of a sheet changed as a program would have written it."""

    def made(form):
        out = BytesIO()
        with zipfile.ZipFile(BytesIO(form)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for member in old.infolist():
                data = old.read(member)
                if member.filename == sheet_parts(old)[sheet]:
                    changed = change(data.decode())
                    assert changed != data.decode()
                    data = changed.encode()
                new.writestr(member.filename, data)
        return out.getvalue()

    return made


def with_parts(**parts):
    """Further parts in the package; in a name, __ stands for /."""

    def made(form):
        out = BytesIO(form)
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name.replace("__", "/"), data)
        return out.getvalue()

    return made


def with_cell(key, inner, kind=""):
    """What Excel writes into the cell of a key, such as a formula and its result."""
    cell = PLACES[key].partition("!")[2]

    def change(xml):
        start = xml.index(f'<c r="{cell}"')
        stop = min(place for end in ("/>", "</c>") if (place := xml.find(end, start)) > 0)
        style = xml[start:stop].partition(' s="')[2].partition('"')[0]
        end = xml.index(">", stop) + 1
        return f'{xml[:start]}<c r="{cell}" s="{style}"{kind}>{inner}</c>{xml[end:]}'

    return in_xml(change)


def by_pandas(form, **as_file):
    """Read to values and written again."""
    sheets = pd.read_excel(BytesIO(form), sheet_name=None, header=None, keep_default_na=False, engine="calamine")
    out = BytesIO()
    with pd.ExcelWriter(out, **as_file) as writer:
        for sheet, frame in sheets.items():
            frame.to_excel(writer, sheet_name=sheet, header=False, index=False)
    return out.getvalue()


def rows_inserted(book):
    book[KPI].insert_rows(at(book, LEVEL).row, 2)


def merged(book):
    sheet, row = book[KPI], at(book, LEVEL).row
    sheet.merge_cells(f"D{row}:F{row}")


def filtered(book):
    sheet = book[KPI]
    sheet.auto_filter.ref = f"B15:F{sheet.max_row}"
    for row in range(16, 20):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["F"].hidden = True


def key_row_deleted(book):
    book[KPI].delete_rows(at(book, TEXT).row)


def cut_and_pasted(book):
    cell = at(book, PAID)
    book[KPI]["J30"], cell.value = cell.value, None


def beside(book, place="Q20"):
    book[KPI][place] = "ดูหนังสือแนบ"


def extra_sheet(book):
    book.create_sheet("คำนวณ")["B2"] = "ทดไว้ก่อน"


def commented(book):
    at(book, TEXT).comment = Comment("ขอหารือ", "ผู้ตรวจ")


def picture(form):
    """A picture pasted on a sheet, with the parts that Excel writes for it."""
    row = b"\0\xff\xff\xff"
    chunks = [(b"IHDR", struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(row)), (b"IEND", b"")]
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return with_parts(xl__media__image1=png, xl__drawings__drawing99="<wsDr/>")(form)


def macro(form):
    return with_parts(**{"xl__vbaProject.bin": b"\xd0\xcf\x11\xe0"})(form)


def strict(form):
    swap = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(form)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member, old.read(member).replace(swap[0].encode(), swap[1].encode()))
    return out.getvalue()


def zipped(form):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("แบบรายงาน.xlsx", form)
    return out.getvalue()


def instead(data):
    """Another file under the form's name."""
    return lambda form: data


# --- the mistakes: what is done, the state of the file, and each finding with what it is about

FINE, PART, BACK = "accepted", "accepted_in_part", "returned"
MISTAKES = {
    # Numbers and amounts.
    "a number as text in Thai digits": (typed(self_score="๒.๐"), FINE, []),
    "a number with its unit": (typed(self_score="2 คะแนน"), PART, [("NUMBER_UNREADABLE", SCORE)]),
    "a number in words": (typed(self_score="หนึ่ง"), PART, [("NUMBER_UNREADABLE", SCORE)]),
    "a percentage for a score": (typed(self_score="20%"), PART, [("NUMBER_UNREADABLE", SCORE)]),
    "a tick for a number": (
        by_hand(lambda book: setattr(at(book, SCORE), "value", True)),
        PART,
        [("NUMBER_UNREADABLE", SCORE)],
    ),
    "a score over five": (typed(self_score=6), PART, [("NUMBER_OUT_OF_RANGE", SCORE)]),
    "another score than the rubric's": (typed(self_score=5), FINE, [("SCORE_DIFFERS", SCORE)]),
    "an amount in Thai digits": (typed(budget__received="๔๑,๖๐๐,๐๐๐.๐๐ บาท"), FINE, []),
    "an amount with the sign for baht": (typed(budget__received="฿ 41,600,000.-"), FINE, []),
    "an amount in words": (typed(budget__received="สี่สิบล้าน"), PART, [("AMOUNT_UNREADABLE", MONEY)]),
    "an amount in millions, in words": (typed(budget__received="41.6 ล้านบาท"), PART, [("AMOUNT_UNREADABLE", MONEY)]),
    "an amount in millions": (typed(budget__received=41.6, budget__disbursed=0), FINE, [("AMOUNT_IN_MILLIONS", MONEY)]),
    "an amount finer than a satang": (typed(budget__received=41.62375), PART, [("AMOUNT_TOO_FINE", MONEY)]),
    "a dash for an amount": (typed(budget__disbursed="-"), PART, [("AMOUNT_UNREADABLE", PAID)]),
    "an amount below zero": (typed(budget__disbursed=-5), PART, [("NUMBER_OUT_OF_RANGE", PAID)]),
    "points and commas the other way round": (
        typed(budget__disbursed="36.000,00"),
        PART,
        [("AMOUNT_UNREADABLE", PAID)],
    ),
    "more paid than received": (
        typed(budget__disbursed=41_600_001),
        FINE,
        [("DISBURSED_OVER_RECEIVED", PAID), ("SCORE_AND_MONEY_DISAGREE", PAID)],
    ),
    "an amount without a budget": (
        typed(budget__status="ไม่ใช้งบประมาณ"),
        PART,
        [("AMOUNT_WITHOUT_BUDGET", MONEY), ("AMOUNT_WITHOUT_BUDGET", PAID)],
    ),
    # Dates.
    "a real date of the Buddhist era": (typed(level__2__date=pd.Timestamp("2022-03-31").to_pydatetime()), FINE, []),
    "a date in words": (typed(level__2__date="๓๑ มี.ค. ๒๕๖๕"), FINE, []),
    "a range of days": (typed(level__2__date="๗-๑๑ มี.ค. ๒๕๖๕"), PART, [("DATE_UNREADABLE", DATE)]),
    "a day that does not exist": (typed(level__2__date="31 เม.ย. 2565"), PART, [("DATE_UNREADABLE", DATE)]),
    "a month without a day": (typed(level__2__date="มี.ค. 2565"), PART, [("DATE_UNREADABLE", DATE)]),
    "the year before": (typed(level__2__date="31 มี.ค. 2564"), FINE, [("DATE_OUTSIDE_ROUND", DATE)]),
    # Choices and texts.
    "a choice with a double vowel and spaces": (typed(level__3__status=" ยังไม่ ดําเนินการ"), FINE, []),
    "a choice of one's own": (typed(level__2__status="เกือบเสร็จ"), PART, [("CHOICE_NOT_ON_LIST", LEVEL)]),
    "a choice forgotten": (typed(level__2__status=None), PART, [("ENTRY_REQUIRED", LEVEL)]),
    "no narrative": (typed(narrative=None), PART, [("ENTRY_REQUIRED", TEXT)]),
    "a dash for a narrative": (typed(narrative="-"), PART, [("ENTRY_REQUIRED", TEXT)]),
    "a narrative of nine thousand letters": (typed(narrative="ก" * 9000), PART, [("TEXT_TOO_LONG", TEXT)]),
    "no obstacle, and then one": (
        typed(has_obstacle="ไม่มี", obstacle="ไม่มีผู้ยื่นข้อเสนอ"),
        FINE,
        [("OBSTACLE_UNMARKED", f"{KPI}|obstacle")],
    ),
    "a level left out": (
        typed(level__2__status="ยังไม่ดำเนินการ", level__3__status="แล้วเสร็จ"),
        FINE,
        [
            ("LEVEL_SKIPPED", f"{KPI}|level|3|status"),
            ("LEVEL_WITHOUT_EVIDENCE", f"{KPI}|level|3|status"),
            ("SCORE_DIFFERS", SCORE),
        ],
    ),
    # Formulas and errors.
    "an error value": (with_cell(SCORE, "<v>#N/A</v>", ' t="e"'), PART, [("ERROR_VALUE", SCORE)]),
    "a formula that gives an error": (
        with_cell(SCORE, "<f>1/0</f><v>#DIV/0!</v>", ' t="e"'),
        PART,
        [("ERROR_VALUE", SCORE)],
    ),
    "a formula never calculated": (with_cell(SCORE, "<f>1+0</f>"), PART, [("FORMULA_NOT_CALCULATED", SCORE)]),
    "a formula with its result": (with_cell(SCORE, "<f>1+1</f><v>2</v>"), FINE, []),
    # What is done to rows, columns and sheets.
    "rows inserted": (by_hand(rows_inserted), FINE, []),
    "a sheet renamed": (by_hand(lambda book: setattr(book[KPI], "title", "กิจกรรมที่สาม")), FINE, []),
    "sheets in another order": (by_hand(lambda book: book.move_sheet(KPI, -3)), FINE, []),
    "cells merged over answers": (by_hand(merged), FINE, []),
    "a filter, hidden rows and a hidden column": (by_hand(filtered), FINE, []),
    "a key's row deleted": (by_hand(key_row_deleted), PART, [("KEY_MISSING", f"{KPI}!")]),
    "a sheet deleted": (by_hand(lambda book: book.remove(book[KPI])), PART, [("SHEET_MISSING", "")]),
    "a sheet copied": (by_hand(lambda book: book.copy_worksheet(book[KPI])), PART, [("KEY_TWICE", f"{KPI} Copy!D16")]),
    "the hidden sheet deleted": (
        by_hand(lambda book: book.remove(book["form"])),
        "not_a_form",
        [("FORM_IDENTITY_MISSING", "")],
    ),
    "an answer cut and pasted elsewhere": (
        by_hand(cut_and_pasted),
        PART,
        [("ENTRY_REQUIRED", PAID), ("OUTSIDE_THE_FORM", f"{KPI}!J30")],
    ),
    "a note beside the cells": (by_hand(beside), FINE, [("OUTSIDE_THE_FORM", f"{KPI}!Q20")]),
    "a sheet of one's own": (by_hand(extra_sheet), FINE, [("OUTSIDE_THE_FORM", "คำนวณ!B2")]),
    "a comment": (by_hand(commented), FINE, []),
    "a pasted picture": (picture, FINE, []),
    # Saved in another way.
    "values pasted into a new workbook": (partial(by_pandas, engine="openpyxl"), FINE, []),
    "saved by pandas as ods": (partial(by_pandas, engine="odf"), FINE, [("FILE_OLD_FORMAT", "")]),
    "saved with a password": (instead((FILES / "locked.xlsx").read_bytes()), "refused", [("FILE_ENCRYPTED", "")]),
    "saved with macros": (macro, "refused", [("FILE_HAS_MACROS", "")]),
    "saved as strict Open XML": (strict, "refused", [("FILE_OTHER_FORMAT", "")]),
    "sent in a zip": (zipped, "refused", [("FILE_NOT_A_WORKBOOK", "")]),
    "a web page named xlsx": (instead(b"<html><table></table></html>"), "refused", [("FILE_OTHER_FORMAT", "")]),
    "a scan named xlsx": (instead(b"%PDF-1.7\n"), "refused", [("FILE_NOT_A_WORKBOOK", "")]),
    "nothing in it": (instead(b""), "refused", [("FILE_EMPTY", "")]),
    "cut off on the way": (lambda form: form[: len(form) * 2 // 3], "unreadable", [("FILE_UNREADABLE", "")]),
    # The wrong file.
    "a form of another round": (
        of_other(round="12", last_day=date(2022, 9, 30)),
        "other_round",
        [("FORM_OTHER_ROUND", "")],
    ),
    "a form of another year": (of_other(fiscal_year=2566), "other_round", [("FORM_OTHER_YEAR", "")]),
    "a form of nobody": (of_other("XYZ"), "other_unit", [("FORM_DEPARTMENT_UNKNOWN", "")]),
    "a form that says it is another department's": (said(department="HRM"), "refused", [("FORM_HEAD_DIFFERS", "")]),
    "no revision": (said(revision=None), "not_a_form", [("FORM_IDENTITY_MISSING", "")]),
}


@pytest.fixture(scope="module")
def as_it_is(tmp_path_factory):
    """Every finding about the form before anybody bends it, wherever its cell comes to stand: rule and key."""
    ((state, told),) = found({"as it is": FORM}, tmp_path_factory.mktemp("as it is")).values()
    assert state == FINE
    return {(rule, key) for rule, _, key in told}


@pytest.fixture(scope="module")
def not_counted(tmp_path_factory):
    """What is found in the files of which nothing counts: they lie together, for none of them is in another's way."""
    forms = {name: make(FORM) for name, (make, state, _) in MISTAKES.items() if state not in (FINE, PART)}
    return found(forms, tmp_path_factory.mktemp("not counted"))


def found(forms, folder):
    """Name → the state of this form, and every finding about it, or about no form: rule, place and key."""
    inputs = folder / "inputs"
    inputs.mkdir()
    shutil.copy(SHIPPED / "plan.xlsx", inputs)
    for name, form in forms.items():
        (inputs / f"{name}.xlsx").write_bytes(form)
    checked = recipe.check(inputs, "th")
    states = checked.register.set_index("file")["state"]
    told = checked.findings[checked.findings["rule"] != "DEPARTMENT_MISSING"]
    told = told[["file", "rule", "sheet", "cell", "key"]].fillna("").to_numpy()
    places = [(file, (rule, f"{sheet}!{cell}" if sheet else "", key)) for file, rule, sheet, cell, key in told]
    files = {f"{name}.xlsx" for name in forms}
    return {
        name: (states[f"{name}.xlsx"], [one for file, one in places if file == f"{name}.xlsx" or file not in files])
        for name in forms
    }


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_gives_the_file_its_state_and_names_the_cell(mistake, as_it_is, not_counted, tmp_path):
    make, state, told = MISTAKES[mistake]
    seen, findings = (not_counted if mistake in not_counted else found({mistake: make(FORM)}, tmp_path))[mistake]
    new = sorted({(rule, place) for rule, place, key in findings if (rule, key) not in as_it_is})
    assert (seen, new) == (state, sorted((rule, PLACES.get(place, place)) for rule, place in told))


def test_there_are_enough_of_them():
    assert len(MISTAKES) >= 60
    assert len({rule for _, _, told in MISTAKES.values() for rule, _ in told}) >= 25
