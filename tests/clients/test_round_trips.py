"""A form that others opened, bent and saved: every value is found again, or a finding says that it is not.

One table of cases, each done to the form that a department of the shipped example sends, and to one with several things
wrong in it. A user at LibreOffice bends it, or a script with openpyxl or pandas.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from support.fill import fill
from support.inputs import SHIPPED, submission
from support.reading import keyed_in, sheets_in
from support.rounds import returned_forms
from support.typist import needs_office, office

from examples.build import build
from pipeline import recipe
from pipeline.forms import words
from schemas.submission import LEFTOVERS

DEPARTMENT, RETURNED = "ICT", "2565-06-ICT-r2.xlsx"
KPIS = ("3.1", "3.2", "3.3", "3.4", "3.5")
# The KPI that is bent, and some of its entries; in the faulty form it and 3.4 are without an error.
KPI, LEVEL, ANSWER, AMOUNT = "3.3", "3.3|level|2|status", "3.3|narrative", "3.3|budget|received"
WRONG = {
    "3.1|level|1|date": "๗-๑๑ มี.ค. ๒๕๖๕",
    "3.2|budget|disbursed": "สามหมื่น",
    "3.3|self_score": 4,
    "3.3|suggestion": "R&D <b> ๑\n@x",
    "3.5|level|2|status": "เกือบเสร็จ",
    "3.5|narrative": None,
}
HOME, HIDDEN, EXTRA = words.HOME.th, "form", "บันทึกของเรา"
NOTE = "ส่งเอกสารเพิ่มเติมภายหลัง"
# What a finding may be about that is about no KPI and no sheet.
REPORTER, FILE = "reporter", "file"


# --- what a user does


class Open:
    """A form that its user has open; `row` and `place` say where an entry stood at first."""

    def __init__(self, book, form):
        self.book = book
        cells = keyed_in(form).to_dict("records")
        self.places = {cell["key"]: (cell["sheet"], cell["cell"]) for cell in cells}

    def row(self, key):
        """The row of an entry, or of what is printed."""
        return int(self.places[key][1].lstrip("ABCDEFGH"))

    def unlocked(self, *sheets):
        """These sheets, their protection taken off."""
        for sheet in sheets:
            self.book.unprotect(sheet)
        return sheets


def nothing(form):
    """It is only opened, and saved."""


def rows_above_the_rubric(form):
    for kpi in form.unlocked(*KPIS):
        form.book.insert_rows(kpi, form.row(f"{kpi}|level|1|status") - 1, 2)


def rows_inside_the_rubric(form):
    for kpi in form.unlocked(*KPIS):
        form.book.insert_rows(kpi, form.row(f"{kpi}|level|3|status"), 3)


def rows_at_the_top(form):
    for sheet in form.unlocked(HOME, *KPIS):
        form.book.insert_rows(sheet, 1, 2)


def columns_inserted(form, at, sheets=KPIS):
    for sheet in form.unlocked(*sheets):
        form.book.insert_columns(sheet, at, 2)


def rows_and_columns(form):
    rows_inside_the_rubric(form)
    rows_at_the_top(form)
    columns_inserted(form, "E")
    columns_inserted(form, "A", [HOME, *KPIS])


def sheets_renamed(form):
    for number, sheet in enumerate((HOME, *KPIS)):
        form.book.rename_sheet(sheet, f"แผ่น {number}")


def copied(form, sheet, times=1):
    form.book.show_sheet(sheet)
    for number in range(times):
        form.book.copy_sheet(sheet, f"{sheet}_{number + 2}")


def copied_and_filled_otherwise(form):
    copied(form, KPI)
    form.book.type(f"{KPI}_2", form.places[ANSWER][1], NOTE)


def copied_and_the_originals_deleted(form):
    for sheet in (HOME, *KPIS):
        copied(form, sheet)
        form.book.delete_sheet(sheet)


def deleted(form, *keys):
    """The rows of these keys, the lowest first."""
    for key in sorted(keys, key=form.row, reverse=True):
        (sheet,) = form.unlocked(form.places[key][0])
        form.book.delete_rows(sheet, form.row(key))


def marks_deleted(form):
    form.unlocked(KPI)
    form.book.delete_rows(KPI, 6)


def sheet_deleted(form, sheet):
    form.book.delete_sheet(sheet)


def cut_and_pasted(form, key, to):
    sheet, cell = form.places[key]
    form.unlocked(sheet)
    form.book.cut_and_paste(sheet, cell, to)


def typed(form, *places):
    for sheet, cell in places:
        form.unlocked(sheet)
        form.book.type(sheet, cell, NOTE)


def typed_into_what_was_inserted(form):
    row = form.row(LEVEL)
    form.unlocked(KPI)
    form.book.insert_rows(KPI, row)
    form.book.insert_columns(KPI, "E")
    form.book.fill({(KPI, f"C{row}"): NOTE, (KPI, f"E{row - 1}"): NOTE})


def criterion_overwritten(form):
    typed(form, form.places["3.3|level|2"])


# --- what a script does


def by_openpyxl(form, change=lambda book: None):
    """Opened and saved, and something done to it between."""
    book, out = openpyxl.load_workbook(BytesIO(form)), BytesIO()
    change(book)
    book.save(out)
    return out.getvalue()


def in_another_order(book):
    book.move_sheet(HIDDEN, -6)
    book.move_sheet("3.5", -4)
    book.move_sheet(HOME, 5)


def with_an_extra_sheet(book):
    book.create_sheet(EXTRA, 2)


def without_a_column(book, column):
    sheet = book[KPI]
    for area in list(sheet.merged_cells.ranges):  # openpyxl does not move them
        sheet.unmerge_cells(str(area))
    sheet.delete_cols(ord(column) - ord("A") + 1)


def by_pandas(form, header=False, index=False):
    """Read to values and written again."""
    sheets = pd.read_excel(BytesIO(form), sheet_name=None, header=None, keep_default_na=False, engine="calamine")
    out = BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        for sheet, frame in sheets.items():
            frame.to_excel(writer, sheet_name=sheet, header=header, index=index)
    return out.getvalue()


# --- the cases


@dataclass(frozen=True)
class Case:
    """What is done to a form: `before` by a script, `bend` by a user who saves it as `kind`, `after` by a script.

    `says`: the findings that it brings, each a rule and what it is about, a KPI, a sheet, the reporter or the file. Only
    what they are about is lost. `kept`: whether NOTE stands in the form that is returned.
    """

    bend: Callable[[Open], None] | None
    says: frozenset[tuple[str, str]] = frozenset()
    kind: str = "xlsx"
    before: Callable[[bytes], bytes] = bytes
    after: Callable[[bytes], bytes] = bytes
    kept: bool = False


def user(bend, *says, **more):
    """What is done at LibreOffice."""
    return Case(bend, frozenset(says), **more)


def script(after, *says, **more):
    """What is done without it."""
    return Case(None, frozenset(says), after=after, **more)


def of_format(case):
    """What is noted of a form in another format than Excel's own; its answers are read all the same."""
    return {("FILE_OLD_FORMAT", FILE)} if case.kind in ("ods", "xls") else set()


def outside(*sheets):
    """A finding for each sheet on which something has no place in the form."""
    return [("OUTSIDE_THE_FORM", sheet) for sheet in sheets]


CASES = {
    # Saved in other formats, and by other programs.
    "saved as xlsx": user(nothing),
    "saved as ods": user(nothing, kind="ods"),
    "saved as xls": user(nothing, kind="xls"),
    "saved by openpyxl": script(by_openpyxl),
    "saved as xlsx, then by openpyxl": user(nothing, after=by_openpyxl),
    "dumped by pandas": script(by_pandas),
    "dumped by pandas with a header": script(partial(by_pandas, header=True)),
    # Its numbers stand beside the form.
    "dumped by pandas with an index": script(partial(by_pandas, index=True), *outside(HOME, *KPIS)),
    "dumped by pandas with both": script(partial(by_pandas, header=True, index=True), *outside(HOME, *KPIS)),
    # A date that lost its format is a bare number, and no day.
    "values pasted into a new workbook": user(
        nothing, ("DATE_UNREADABLE", "3.2"), ("DATE_UNREADABLE", REPORTER), kind="pasted"
    ),
    # Rows and columns more.
    "rows inserted above the rubric": user(rows_above_the_rubric),
    "rows inserted inside the rubric": user(rows_inside_the_rubric),
    "rows inserted at the top": user(rows_at_the_top),
    "columns inserted before the entries": user(partial(columns_inserted, at="C")),
    "columns inserted between the entries": user(partial(columns_inserted, at="E")),
    "columns inserted at A": user(partial(columns_inserted, at="A")),
    "rows and columns inserted": user(rows_and_columns),
    "rows and columns inserted, saved as ods": user(rows_and_columns, kind="ods"),
    "rows and columns inserted, saved as xls": user(rows_and_columns, kind="xls"),
    # Sheets by other names, in another order, more than once.
    "sheets renamed": user(sheets_renamed),
    "sheets in another order": user(nothing, before=partial(by_openpyxl, change=in_another_order)),
    "sheets copied, the originals deleted": user(copied_and_the_originals_deleted),
    "a sheet copied": user(partial(copied, sheet=KPI), ("KEY_TWICE", KPI)),
    "a sheet copied twice": user(partial(copied, sheet=KPI, times=2), ("KEY_TWICE", KPI)),
    "a sheet copied, the copy filled otherwise": user(copied_and_filled_otherwise, ("KEY_TWICE", KPI), kept=True),
    "the home sheet copied": user(partial(copied, sheet=HOME), ("KEY_TWICE", REPORTER)),
    "the hidden sheet copied": user(partial(copied, sheet=HIDDEN), ("FORM_IDENTITY_MISSING", FILE)),
    # Rows, columns and sheets less.
    "a level and an answer deleted": user(lambda form: deleted(form, LEVEL, ANSWER), ("KEY_MISSING", KPI)),
    "an amount deleted": user(lambda form: deleted(form, AMOUNT), ("KEY_MISSING", KPI)),
    "a row of the reporter deleted": user(
        lambda form: deleted(form, "reporter|phone"), ("REPORTER_ROW_MISSING", REPORTER)
    ),
    "rows deleted in which nothing is filled": user(lambda form: deleted(form, "3.3|issue", "3.3|project")),
    # Without keys or marks nothing on the sheet is known for the form's.
    "the hidden row of marks deleted": user(marks_deleted, ("SHEET_MISSING", KPI), *outside(KPI)),
    "the column of keys deleted": script(
        partial(by_openpyxl, change=partial(without_a_column, column="A")), ("SHEET_MISSING", KPI), *outside(KPI)
    ),
    "the column of answers deleted": script(
        partial(by_openpyxl, change=partial(without_a_column, column="C")), ("KEY_MISSING", KPI)
    ),
    "the column of statuses deleted": script(
        partial(by_openpyxl, change=partial(without_a_column, column="D")), ("KEY_MISSING", KPI)
    ),
    "the column of evidence deleted": script(
        partial(by_openpyxl, change=partial(without_a_column, column="F")), ("KEY_MISSING", KPI)
    ),
    "a KPI's sheet deleted": user(partial(sheet_deleted, sheet=KPI), ("SHEET_MISSING", KPI)),
    "the hidden sheet deleted": user(partial(sheet_deleted, sheet=HIDDEN), ("FORM_IDENTITY_MISSING", FILE)),
    # An answer elsewhere.
    "a status cut and pasted beside the form": user(
        partial(cut_and_pasted, key=LEVEL, to="R40"), ("ENTRY_REQUIRED", KPI), *outside(KPI)
    ),
    "an answer cut and pasted below the form": user(
        partial(cut_and_pasted, key=ANSWER, to="C90"), ("ENTRY_REQUIRED", KPI), *outside(KPI)
    ),
    # What has no place in the form.
    "text typed beside the form": user(
        lambda form: typed(form, (KPI, "Q20"), (HOME, "L9")),
        *outside(KPI, HOME),
        kept=True,
    ),
    "text typed below the form": user(lambda form: typed(form, (KPI, "C90")), *outside(KPI), kept=True),
    "text typed into rows and columns inserted": user(typed_into_what_was_inserted, *outside(KPI), kept=True),
    "text typed on an extra sheet": user(
        lambda form: typed(form, (EXTRA, "B2")),
        *outside(EXTRA),
        before=partial(by_openpyxl, change=with_an_extra_sheet),
        kept=True,
    ),
    "a criterion overwritten": user(criterion_overwritten, ("PRINTED_TEXT_CHANGED", KPI)),
}
# Only these leave every value where it is.
NOTHING_LOST = {"OUTSIDE_THE_FORM", "PRINTED_TEXT_CHANGED"}


# --- what is found


def lost(case):
    """What the findings of a case are about, where they take values away."""
    those = {subject for rule, subject in case.says if rule not in NOTHING_LOST}
    return {FILE, REPORTER, *KPIS} if FILE in those else those


# Where nothing goes back for what was bent, the faulty form shows all: it has KPIs with and without an error.
BENT = [
    pytest.param(case, name, id=f"{id_}-{name}")
    for id_, case in CASES.items()
    for name in (("clean", "faulty") if case.kept or lost(case) else ("faulty",))
]


def bent(calc, form, case, folder):
    """The form after all that a case does to it."""
    form = case.before(form)
    if case.bend:
        with calc.open(form) as book:
            case.bend(Open(book, form))
            path = folder / f"bent.{case.kind}"
            pasted = case.kind == "pasted"
            form = (book.paste_values_into_new_workbook(path) if pasted else book.save_as(path, case.kind)).read_bytes()
    return case.after(form)


def checked(plan, forms, folder):
    """What a check finds where these forms lie together: department → form."""
    folder.mkdir()
    (folder / "plan.xlsx").write_bytes(plan)
    for department, form in forms.items():
        (folder / f"{department}.xlsx").write_bytes(form)
    return recipe.check(folder, "th")


def about(finding):
    """What a finding is about."""
    if finding["rule"] == "OUTSIDE_THE_FORM":
        return finding["sheet"]
    if isinstance(finding["kpi"], str):
        return finding["kpi"]
    return REPORTER if isinstance(finding["key"], str) else FILE


def findings_of(result):
    """Every finding about the form, wherever it stands: rule, what it is about, key and what was found."""
    found = result.findings[result.findings["rule"] != "DEPARTMENT_MISSING"]
    said = found[["rule", "key", "found"]].astype(object).fillna("").itertuples(index=False, name=None)
    subjects = map(about, found.to_dict("records"))
    return Counter((*one, subject) for one, subject in zip(said, subjects, strict=True))


def values_of(result, department=DEPARTMENT):
    """Entry key → the value that was read."""
    cells = result.validated.cells
    filled = cells[(cells["state"] == "filled") & (cells["department"] == department)]
    assert filled["key"].is_unique, "one of two places was believed"
    return dict(zip(filled["key"], filled["value"], strict=True))


def counted(result):
    """KPI → what is counted of it: its score, its levels, its budget."""
    summary, found = result.summary, {}
    for frame in (summary.scores, summary.level_results, summary.budget_results.rename(columns={"project": "kpi"})):
        plain = frame.drop(columns=["file", "sheet", "cell", "sha256"], errors="ignore").astype(object)
        for row in plain.where(plain.notna(), None).to_dict("records"):
            found.setdefault(row["kpi"], []).append(row)
    return found


def owner(key):
    """The KPI that an entry belongs to, or the reporter; in these forms a project has its KPI's code."""
    return key.partition("|")[0]


def returned(result):
    """File name → the form that goes back."""
    return returned_forms(result, "th")


def texts_of(form, sheet):
    return [value for one in sheets_in(form) if one.name == sheet for row in one.rows for value in row]


@pytest.fixture(scope="module")
def sent():
    """The files of the shipped example."""
    return build()


@pytest.fixture(scope="module")
def forms(sent):
    """The form of the example's department, and the same with several things wrong in it."""
    clean = sent[submission(DEPARTMENT)]
    return {"clean": clean, "faulty": fill(clean, WRONG)}


@pytest.fixture(scope="module")
def before(sent, forms, tmp_path_factory):
    """Clean or faulty → what a check finds where nobody bent the form."""
    folder = tmp_path_factory.mktemp("before")
    return {name: checked(sent["plan.xlsx"], {DEPARTMENT: form}, folder / name) for name, form in forms.items()}


@pytest.fixture(scope="module")
def calc():
    with office() as running:
        yield running


def test_one_form_is_clean_and_one_is_not(before):
    assert not before["clean"].has_errors
    states = before["faulty"].summary.scores.set_index("kpi")["state"]
    assert states[list(KPIS)].tolist() == ["returned", "returned", "reported", "reported", "returned"]
    assert len(values_of(before["faulty"])) > 60


@needs_office
@pytest.mark.parametrize(("case", "name"), BENT)
def test_every_value_is_found_again_or_a_finding_says_that_it_is_not(calc, sent, forms, before, tmp_path, name, case):
    was = before[name]
    form = bent(calc, forms[name], case, tmp_path)
    now = checked(sent["plan.xlsx"], {DEPARTMENT: form}, tmp_path / "inputs")

    new, gone = findings_of(now) - findings_of(was), findings_of(was) - findings_of(now)
    assert {(rule, subject) for rule, *_, subject in new} == case.says | of_format(case)
    assert {subject for *_, subject in gone} <= lost(case)

    old_values, values = values_of(was), values_of(now)
    assert values.items() <= old_values.items(), "a wrong value"
    assert {owner(key) for key in old_values.keys() - values.keys()} <= lost(case), "a value is lost without a word"

    old_results, results = counted(was), counted(now)
    for kpi in KPIS:
        if kpi not in lost(case):
            assert results[kpi] == old_results[kpi]
        else:
            score, *levels, budget = results[kpi]
            assert score["state"] in ("returned", "missing")
            unknown = [score["score"], budget["received"], budget["disbursed"], *(level["status"] for level in levels)]
            assert set(unknown) == {None}
    if case.kept or lost(case):
        goes_back_with_everything(now, case)


def goes_back_with_everything(result, case):
    """What has an error is returned, if anybody can tell whose it is, with what has no place in the form."""
    wrong = result.findings[result.findings["severity"] == "error"]["department"].notna().any()
    back = returned(result)
    assert list(back) == ([RETURNED] if wrong and FILE not in lost(case) else [])
    for form in back.values():
        assert (NOTE in texts_of(form, LEFTOVERS.title.th)) == case.kept


OTHERS = ("ACOC", "CSC", "HRM", "PSDG")
SAVED = {name: case for name, case in CASES.items() if name.startswith(("saved as", "dumped")) and not case.says}


@pytest.fixture(scope="module")
def others(sent, tmp_path_factory):
    """The forms of the other departments, and what a check finds in them."""
    forms = {department: sent[submission(department)] for department in OTHERS}
    return forms, checked(sent["plan.xlsx"], forms, tmp_path_factory.mktemp("others") / "inputs")


@needs_office
@pytest.mark.parametrize("case", SAVED.values(), ids=SAVED)
def test_the_forms_of_the_other_departments_are_read_as_before(calc, sent, others, tmp_path, case):
    forms, was = others
    again = {department: bent(calc, form, case, tmp_path) for department, form in forms.items()}
    now = checked(sent["plan.xlsx"], again, tmp_path / "inputs")
    assert counted(now) == counted(was)
    for department in OTHERS:
        assert values_of(now, department) == values_of(was, department)
    new, gone = findings_of(now) - findings_of(was), findings_of(was) - findings_of(now)
    assert ({(rule, subject) for rule, *_, subject in new}, gone) == (of_format(case), Counter())


def test_the_shipped_forms_are_those_of_this_plan():
    assert sorted(p.name for p in (SHIPPED / "submissions").iterdir()) == sorted(
        submission(code).rpartition("/")[2] for code in (DEPARTMENT, *OTHERS)
    )
