"""A folder is taken in: every file gets one record that says what it is, and only plans and forms give cells."""

from __future__ import annotations

import hashlib
from concurrent.futures import Executor, Future
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.probes import member, ole, zipped

from pipeline.intake.answer import answer_of
from pipeline.intake.answers import Answers
from pipeline.intake.folder import Entry
from pipeline.intake.keyed import KeyedCell, Leftover
from pipeline.intake.reading import Reading
from pipeline.intake.taken import FileRecord, take_in, take_in_file, taken
from pipeline.intake.verdict import Reason, Refusal, Remark
from schemas.submission import LEFTOVERS


def workbook(**sheets):
    """A saved workbook: sheet → rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def form(narrative="ทำแล้ว"):
    return workbook(
        home=[["#key", "#value"], ["reporter|name", "ก"]],
        hidden=[["#key", "#value"], ["form|version", "1"], ["form|department", "ICT"]],
        กิจกรรม=[
            ["#key", "", "#value", "#status"],
            ["3.1|narrative", "", narrative, ""],
            ["3.1|level|1", "", "", "done"],
        ],
    )


# Plans that differ in their names.
PLANS = [workbook(ตั้งค่า=[["ชื่อแผน", n]], โครงการ=[["รหัสโครงการ"]], ตัวชี้วัด=[["รหัสตัวชี้วัด"]]) for n in range(6)]
PLAN = PLANS[0]
FORM = form()
SUMMARY = workbook(summary=[["#key", "#value"], ["summary|version", "1"], ["summary|round", "2564-12"]])
OTHER = workbook(Sheet1=[["รายชื่อ", "a | b"]])
LOCKED = ole("EncryptedPackage")
BROKEN = FORM[:-100]


KEYS = ["#key", "#value"]


def lay(folder, **files):
    """Put files into a folder; in a name, __ stands for /."""
    for name, data in files.items():
        put(folder, name.replace("__", "/"), data)
    return folder


def put(folder, name, data):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def states(folder):
    return {record.name: (record.state, record.rule) for record in take_in(folder).files}


@pytest.mark.parametrize(
    ("name", "data", "state", "rule"),
    [
        ("plan.xlsx", PLAN, "plan", ""),
        ("แผนของเรา.xlsx", PLAN, "plan", ""),
        ("ict.xlsx", FORM, "form", ""),
        ("no suffix", FORM, "form", ""),
        ("old.xls", FORM, "form", ""),
        ("form.ods", FORM, "form", ""),
        ("summary-2565-06.xlsx", SUMMARY, "earlier_summary", ""),
        ("contacts.xlsx", OTHER, "not_a_form", "FILE_NOT_A_FORM"),
        ("blank.xlsx", workbook(Sheet1=[]), "not_a_form", "FILE_NOT_A_FORM"),
        ("empty.xlsx", b"", "refused", "FILE_EMPTY"),
        ("notes.txt", "บันทึก".encode(), "refused", "FILE_NOT_A_WORKBOOK"),
        ("scan.xlsx", b"%PDF-1.7", "refused", "FILE_NOT_A_WORKBOOK"),
        ("letter.docx", zipped(member("word/document.xml")), "refused", "FILE_NOT_A_WORKBOOK"),
        ("locked.xlsx", LOCKED, "refused", "FILE_ENCRYPTED"),
        ("cut.xlsx", FORM[:400], "unreadable", "FILE_UNREADABLE"),
        ("broken.xlsx", BROKEN, "unreadable", "FILE_UNREADABLE"),
        ("~$ict.xlsx", FORM, "ignored", ""),
        (".DS_Store", b"\0", "ignored", ""),
        ("__MACOSX/ict.xlsx", FORM, "ignored", ""),
        ("half.xlsx.tmp", PLAN, "ignored", ""),
    ],
)
def test_a_file_has_one_record_that_says_what_it_is(tmp_path, name, data, state, rule):
    put(tmp_path, name, data)
    (record,) = take_in(tmp_path).files
    hashed = "" if state == "ignored" else hashlib.sha256(data).hexdigest()
    assert record[:5] == (name, len(data), hashed, state, rule)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PLAN, "xlsx"),
        (FORM, "xlsx"),
        (OTHER, "xlsx"),
        (b"", "empty"),
        ("บันทึก".encode(), "text"),
        (b"%PDF-1.7", "pdf"),
        (LOCKED, "encrypted"),
        (BROKEN, "zip"),
    ],
)
def test_a_record_has_the_kind_of_what_the_file_holds(tmp_path, data, kind):
    put(tmp_path, "f.docx", data)
    assert take_in(tmp_path).files[0].kind == kind


@pytest.mark.parametrize(("data", "version", "round"), [(FORM, "1", ""), (SUMMARY, "", "2564-12"), (PLAN, "", "")])
def test_a_record_has_the_version_of_a_form_and_the_round_of_a_summary(tmp_path, data, version, round):
    put(tmp_path, "f", data)
    (record,) = take_in(tmp_path).files
    assert (record.version, record.round) == (version, round)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("บันทึก".encode(), "ข้อความล้วน เช่น CSV · plain text, such as CSV"),
        (b"%PDF-1.7", "PDF"),
        (b"", ""),
        (LOCKED, ""),
        (OTHER, ""),
        (FORM, ""),
    ],
)
def test_a_record_carries_the_words_of_its_rule(tmp_path, data, found):
    put(tmp_path, "f", data)
    (record,) = take_in(tmp_path).files
    assert (record.found, record.expected) == (found, "")


def test_a_file_too_large_says_how_large_it_is_and_may_be(tmp_path):
    put(tmp_path, "film.xlsx", b"PK\x03\x04" + bytes(26 * 1024 * 1024))
    (record,) = take_in(tmp_path).files
    assert (record.state, record.rule, record.found, record.expected) == (
        "refused",
        "FILE_TOO_LARGE",
        "26.0 MB",
        "25.0 MB",
    )


def test_what_is_not_opened_is_a_record_that_says_why(tmp_path):
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere")
    (record,) = take_in(tmp_path).files
    assert (record.name, record.state, record.rule, record.sha256) == ("gone.xlsx", "unreadable", "FILE_IS_A_LINK", "")


@pytest.mark.parametrize(
    ("sheets", "state"),
    [
        ({"a": [KEYS, ["form|version", "1"]]}, "form"),
        ({"a": [KEYS, ["reporter|name"]]}, "form"),
        ({"a": [["x"]], "b": [KEYS, ["3.1|narrative"]]}, "form"),
        ({"a": [KEYS, ["summary|version", "1"]], "b": [KEYS, ["form|version", "1"]]}, "earlier_summary"),
        ({"a": [KEYS, ["summary|plan", "1"]]}, "earlier_summary"),
        ({"Settings": [KEYS, ["form|version"]], "Projects": [[]], "KPIs": [[]]}, "form"),
        ({"Settings": [["x"]], "Projects": [["x"]], "KPIs": [["x"]]}, "plan"),
        ({"Settings": [["x"]], "Projects": [["x"]]}, "not_a_form"),
        ({"a": [["#key"], ["reporter|name"]]}, "not_a_form"),
        ({"a": [["reporter|name"]]}, "not_a_form"),
        ({"a": [["summary|version", "1"]]}, "not_a_form"),
        ({"a": [["platform|version"]]}, "not_a_form"),
    ],
)
def test_a_workbook_is_told_by_the_keys_and_sheets_it_has(tmp_path, sheets, state):
    put(tmp_path, "f.xlsx", workbook(**sheets))
    assert take_in(tmp_path).files[0].state == state


@pytest.mark.parametrize(
    "sheets",
    [{"a": [["form|version", "1"]]}, {"a": [["x"], ["", "", "form|round"]]}, {"a": [["x"]], "b": [["form|plan"]]}],
)
def test_a_form_whose_keys_lost_their_corner_is_told_what_it_lost(tmp_path, sheets):
    put(tmp_path, "f.xlsx", workbook(**sheets))
    (record,) = take_in(tmp_path).files
    assert (record.state, record.rule, record.found) == ("not_a_form", "FORM_IDENTITY_MISSING", "#key")


def test_one_bad_file_stops_no_other(tmp_path):
    lay(tmp_path, a=BROKEN, b=FORM, c=b"", d=PLAN, e=LOCKED, f=SUMMARY)
    assert states(tmp_path) == {
        "a": ("unreadable", "FILE_UNREADABLE"),
        "b": ("form", ""),
        "c": ("refused", "FILE_EMPTY"),
        "d": ("plan", ""),
        "e": ("refused", "FILE_ENCRYPTED"),
        "f": ("earlier_summary", ""),
    }


def test_records_come_in_the_order_of_names_and_folders_are_no_files(tmp_path):
    lay(tmp_path, z=FORM, a__z=FORM, a__b__c=FORM, ก=FORM, B=FORM)
    (tmp_path / "hollow" / "deeper").mkdir(parents=True)
    assert [record.name for record in take_in(tmp_path).files] == ["B", "a/b/c", "a/z", "z", "ก"]


def test_progress_is_told_after_every_file_how_many_are_done(tmp_path):
    lay(tmp_path, b=b"", a__x=FORM, c=PLAN)
    put(tmp_path, "~$b", b"lock")
    told = []
    take_in(tmp_path, lambda *given: told.append(given))
    assert told == [("files", done, 4) for done in (1, 2, 3, 4)]


def test_every_plan_keeps_its_sheets_under_its_name(tmp_path):
    lay(tmp_path, plan=PLAN, old__plan=PLANS[1], form=FORM, other=OTHER)
    plans = take_in(tmp_path).plans
    assert list(plans) == ["old/plan", "plan"]
    for sheets in plans.values():
        assert [sheet.name for sheet in sheets] == ["ตั้งค่า", "โครงการ", "ตัวชี้วัด"]


def test_a_summary_keeps_its_sheets_under_its_name(tmp_path):
    lay(tmp_path, before=SUMMARY, form=FORM)
    summaries = take_in(tmp_path).summaries
    assert {name: [sheet.name for sheet in sheets] for name, sheets in summaries.items()} == {"before": ["summary"]}


@pytest.mark.parametrize("data", [PLAN, SUMMARY], ids=["plan", "summary"])
def test_the_same_plan_or_summary_twice_counts_once_and_names_the_first(tmp_path, data):
    lay(tmp_path, b=data, a=data, c__a=data)
    taken = take_in(tmp_path)
    copies = [(record.name, record.other) for record in taken.files if record.state == "unchanged_copy"]
    assert copies == [("b", "a"), ("c/a", "a")]
    assert [*taken.plans, *taken.summaries] == ["a"]


def test_cells_come_from_forms_only_each_under_its_file(tmp_path):
    lay(tmp_path, plan=PLAN, sub__one=form("หนึ่ง"), two=form("สอง"), summary=SUMMARY, other=OTHER)
    put(tmp_path, "~$two", form("ล็อก"))
    forms = take_in(tmp_path).forms
    told = {file: cell.raw for file, cells in forms.items() for cell in cells if cell.key == "3.1|narrative"}
    assert (len(forms), told) == (2, {"sub/one": "หนึ่ง", "two": "สอง"})


def test_a_form_s_cells_have_sheet_address_key_and_value(tmp_path):
    lay(tmp_path, f=FORM)
    assert take_in(tmp_path).forms["f"] == [
        ("home", "B2", "reporter|name", "ก"),
        ("hidden", "B2", "form|version", "1"),
        ("hidden", "B3", "form|department", "ICT"),
        ("กิจกรรม", "C2", "3.1|narrative", "ทำแล้ว"),
        ("กิจกรรม", "C3", "3.1|level|1", ""),
        ("กิจกรรม", "D3", "3.1|level|1|status", "done"),
    ]


def test_a_folder_with_nothing_in_it_gives_nothing(tmp_path):
    (tmp_path / "hollow").mkdir()
    told = []
    taken = take_in(tmp_path, lambda *given: told.append(given))
    assert (taken.files, taken.plans, taken.summaries, told) == ([], {}, {}, [])
    assert dict(taken.forms) == {}
    assert taken.leftovers.empty and taken.leftovers.columns.tolist() == LEFTOVERS.columns


def test_a_folder_without_forms_gives_none(tmp_path):
    lay(tmp_path, plan=PLAN, other=OTHER)
    assert dict(take_in(tmp_path).forms) == {}


def test_the_folder_is_only_read(tmp_path):
    lay(tmp_path, plan=PLAN, sub__form=FORM, bad=BROKEN)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    take_in(tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_same_folder_is_taken_in_the_same_way_twice(tmp_path):
    lay(tmp_path, b=FORM, a=PLAN, c=BROKEN)
    first, again = take_in(tmp_path), take_in(tmp_path)
    assert (first.files, first.plans) == (again.files, again.plans)
    assert dict(first.forms) == dict(again.forms)


# --- one file, and what a reader says of it


def test_one_file_is_taken_in_wherever_it_lies(tmp_path):
    put(tmp_path, "deep/er/ก.xlsx", FORM)
    taken = take_in_file(tmp_path / "deep" / "er" / "ก.xlsx")
    assert [(record.name, record.state) for record in taken.files] == [("ก.xlsx", "form")]
    assert list(taken.forms) == ["ก.xlsx"]


class Told(Executor):
    """An executor that gives the same answer to whatever is asked."""

    def __init__(self, content):
        self.answer = Future()
        self.answer.set_result(answer_of(content))

    def submit(self, call, *given):
        return self.answer


def test_a_cell_that_only_reads_as_empty_has_what_stands_in_it_and_the_rule_it_breaks():
    cells = [KeyedCell("s", "B2", "k", Reason("ERROR_VALUE", "#N/A")), KeyedCell("s", "B3", "l", 5.0)]
    answer = Reading("xlsx", "form", (Remark("FILE_OLD_FORMAT", "xls"),), cells, [Leftover("s", "Z9", "note")], [])
    found = taken([Entry("f", b"x", 1, "ab")], answers=Answers(Told(answer)))
    assert [(cell.key, cell.found, cell.broken) for cell in found.forms["f"]] == [
        ("k", "#N/A", "ERROR_VALUE"),
        ("l", 5.0, ""),
    ]
    assert found.leftovers.to_numpy().tolist() == [["f", "s", "Z9", "note"]]
    assert found.files[0].remarks == (Remark("FILE_OLD_FORMAT", "xls"),)


def test_forms_that_do_not_lie_open_say_the_same_whenever_they_are_asked(tmp_path, monkeypatch):
    for name in "abc":
        put(tmp_path, name, FORM)
    open_ = dict(take_in(tmp_path).forms)
    monkeypatch.setattr("pipeline.intake.taken._OPEN", 1)
    forms = take_in(tmp_path).forms
    assert dict(forms) == dict(forms) == open_


def test_a_file_at_which_its_reader_stopped_is_a_record_like_others():
    answer = Refusal("refused", "FILE_READER_STOPPED", expected="30 s")
    (record,) = taken([Entry("f", b"x", 1, "ab")], answers=Answers(Told(answer))).files
    assert record == FileRecord("f", 1, "ab", "refused", "FILE_READER_STOPPED", expected="30 s")


def test_what_the_folder_refused_is_not_given_to_a_reader():
    entry = Entry("f", None, 7, "", Refusal("unreadable", "FILE_STILL_CHANGING"))
    (record,) = taken([entry], answers=Answers(Told(None))).files
    assert record == FileRecord("f", 7, "", "unreadable", "FILE_STILL_CHANGING")


KINDS = {"form": FORM, "not_a_form": OTHER, "unreadable": BROKEN, "refused": b"text"}


@settings(deadline=None, derandomize=True, max_examples=15)
@given(kinds=st.lists(st.sampled_from(["plan", *KINDS]), max_size=6))
def test_however_many_files_of_a_kind_there_are_each_has_its_record(tmp_path_factory, kinds):
    folder = tmp_path_factory.mktemp("inputs")
    for number, kind in enumerate(kinds):
        put(folder, f"{number:02d}", KINDS.get(kind, PLANS[number]))
    taken = take_in(folder)
    assert [record.state for record in taken.files] == kinds
    assert len(taken.plans) == kinds.count("plan")
    assert len(taken.forms) == kinds.count("form")
