"""The register: a row a file, with its one state and the reason in words; and the findings about whole files."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.intake.taken import FileRecord
from pipeline.intake.verdict import Remark
from pipeline.register import as_line, file_findings, register, with_verdicts
from pipeline.validation.findings import findings
from pipeline.validation.identity import COLUMNS
from schemas.rules import FINDINGS
from schemas.summary import FILE_STATES, REGISTER

LANGS = ("th", "en")
OLD = (Remark("FILE_OLD_FORMAT", "xls"),)


def record(name="f.xlsx", state="form", rule="", found="", expected="", **more):
    return FileRecord(name, 1234, "ab" * 32, state, rule, found, expected, **more)


def identity(file="f.xlsx", **says):
    return {"file": file, "department": "ICT", "round": "2565-06", "revision": 1, "state": "candidate"} | says


def identities(*rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def row(file, *own, lang="en"):
    (only,) = register([file], identities(*own), lang).to_dict("records")
    return only


def clash(*files, department="ICT", revision=1):
    words = {"found": ", ".join(files), "other": str(len(files)), "expected": str(revision), "revision": revision}
    says = {"state": "refused", "rule": "FORM_SENT_TWICE", "department": department} | words
    return [identity(file, **says) for file in files]


@pytest.mark.parametrize(
    ("file", "says", "state", "reason"),
    [
        (record(state="plan"), None, "plan", "The plan of this round"),
        (record(), {}, "accepted", "The department's form"),
        (record(), None, "ignored", "Not looked at, since there is no usable plan"),
        (
            record(),
            {"state": "superseded", "other": "b.xlsx", "expected": "3"},
            "superseded",
            "Revision 3 is later: b.xlsx",
        ),
        (record(), {"state": "unchanged_copy", "other": "b.xlsx"}, "unchanged_copy", "Same data as b.xlsx"),
        (record(), {"state": "unchanged_copy", "other": "{round}.xlsx"}, "unchanged_copy", "Same data as {round}.xlsx"),
        (record(state="unchanged_copy", other="a.xlsx"), None, "unchanged_copy", "Same data as a.xlsx"),
        (
            record(),
            {"state": "other_round", "rule": "FORM_OTHER_ROUND", "found": "2565-12", "expected": "2565-06"},
            "other_round",
            "This form is for round 2565-12, not 2565-06",
        ),
        (
            record(),
            {"state": "other_unit", "rule": "FORM_DEPARTMENT_UNKNOWN", "found": "XYZ"},
            "other_unit",
            "The department XYZ is not in the plan",
        ),
        (
            record(),
            {"state": "not_a_form", "rule": "FORM_IDENTITY_MISSING", "found": "รอบ, ฉบับที่"},
            "not_a_form",
            "The form has lost its identity (รอบ, ฉบับที่)",
        ),
        (
            record(),
            clash("f.xlsx", "g.xlsx")[0],
            "refused",
            "Revision 1 of this department came in 2 files that differ, so none counts: f.xlsx, g.xlsx",
        ),
        (record(state="earlier_summary", round="2564-12"), None, "earlier_summary", "The summary of round 2564-12"),
        (record(state="ignored"), None, "ignored", "A system file or a temporary one"),
        (
            record(state="not_a_form", rule="FILE_NOT_A_FORM"),
            None,
            "not_a_form",
            "This workbook is not the form, so nothing of it was used",
        ),
        (
            record(state="unreadable", rule="FILE_UNREADABLE", found="zip"),
            None,
            "unreadable",
            "The file cannot be read (zip)",
        ),
        (
            record(state="unreadable", rule="FILE_IS_A_LINK"),
            None,
            "unreadable",
            "This is a link to somewhere else, not a file",
        ),
        (
            record(state="unreadable", rule="FILE_NOT_DOWNLOADED"),
            None,
            "unreadable",
            "This file is in the cloud and not on this machine yet",
        ),
        (
            record(state="unreadable", rule="FILE_STILL_CHANGING"),
            None,
            "unreadable",
            "This file is still being written, so it was not read",
        ),
        (
            record(state="refused", rule="FILE_READER_STOPPED", expected="30 s"),
            None,
            "refused",
            "Reading this file was stopped at the limit of 30 s",
        ),
        (record(state="refused", rule="FILE_EMPTY"), None, "refused", "The file is empty (0 bytes)"),
        (
            record(state="refused", rule="FILE_TOO_LARGE", found="26.0 MB", expected="25.0 MB"),
            None,
            "refused",
            "The file is too large (26.0 MB)",
        ),
        (
            record(state="refused", rule="FILE_NOT_A_WORKBOOK", found="PDF"),
            None,
            "refused",
            "This file is not an Excel workbook (PDF)",
        ),
        (
            record(state="refused", rule="FILE_ENCRYPTED"),
            None,
            "refused",
            "This workbook is protected by a password and cannot be read",
        ),
    ],
)
def test_every_state_is_said_with_its_reason(file, says, state, reason):
    own = [] if says is None else [identity(**says)]
    english, thai = row(file, *own), row(file, *own, lang="th")
    assert (english["state"], english["reason"]) == (state, reason)
    assert thai["state"] == state
    assert any("ก" <= letter <= "๙" for letter in thai["reason"])
    assert state in {choice.id for choice in FILE_STATES}


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ([identity()], ["ICT", "2565-06", 1]),
        ([identity(revision=12, round="2566-09")], ["ICT", "2566-09", 12]),
        ([identity(department="", round="", revision=None)], [None, None, None]),
        ([], [None, None, None]),
    ],
)
def test_a_row_says_whose_form_it_is_as_far_as_the_form_does(own, expected):
    said = row(record(), *own)
    assert [None if pd.isna(said[name]) else said[name] for name in ("department", "round", "revision")] == expected


def test_a_row_keeps_name_size_hash_and_kind():
    said = row(record("sub/แบบ.xlsx", "plan", kind="xlsx"))
    assert (said["file"], said["size"], said["sha256"]) == ("sub/แบบ.xlsx", 1234, "ab" * 32)
    assert said["kind"] == "xlsx"


def test_a_row_says_of_which_version_a_form_and_of_which_round_a_summary_is():
    assert row(record(version="2"), identity())["version"] == "2"
    assert row(record(state="earlier_summary", round="2564-12"))["round"] == "2564-12"
    assert row(record(version="2", round="x"), identity(round="2565-06"))["round"] == "2565-06"


@pytest.mark.parametrize(
    ("file", "own", "line"),
    [
        (record("plan.xlsx", "plan"), [], "[plan] plan.xlsx: The plan of this round"),
        (
            record("a/b.xlsx"),
            [identity("a/b.xlsx")],
            "[accepted] a/b.xlsx (ICT 2565-06 revision 1): The department's form",
        ),
        (
            record("s.xlsx", "earlier_summary", round="2564-12"),
            [],
            "[earlier summary] s.xlsx (2564-12): The summary of round 2564-12",
        ),
        (record("~$a", "ignored"), [], "[ignored] ~$a: A system file or a temporary one"),
    ],
)
def test_a_row_is_said_in_one_line(file, own, line):
    assert as_line(row(file, *own), "en") == line


@pytest.mark.parametrize("lang", LANGS)
def test_a_row_a_file_in_the_order_given(lang):
    files = [record("a", "plan"), record("b"), record("c"), record("d", "ignored"), record("e")]
    listed = register(files, identities(identity("c"), identity("b", state="superseded", other="c")), lang)
    assert listed[["file", "state"]].values.tolist() == [
        ["a", "plan"],
        ["b", "superseded"],
        ["c", "accepted"],
        ["d", "ignored"],
        ["e", "ignored"],
    ]
    assert (listed["reason"].str.len() > 0).all()
    assert REGISTER.schema().validate(listed) is not None


@pytest.mark.parametrize("lang", LANGS)
def test_no_files_give_an_empty_register(lang):
    assert register([], identities(), lang).columns.tolist() == REGISTER.columns
    assert register([], identities(), lang).empty


# --- findings about whole files


def found(files, *own):
    listed = file_findings(files, identities(*own))
    assert listed.columns.tolist() == FINDINGS.columns
    return [(f["rule"], f["severity"], f["file"]) for f in listed.to_dict("records")]


@pytest.mark.parametrize(
    ("files", "own", "expected"),
    [
        ([], [], []),
        ([record("a", "plan"), record("b"), record("c", "earlier_summary"), record("d", "ignored")], [], []),
        ([record("a", "refused", "FILE_EMPTY")], [], [("FILE_EMPTY", "error", "a")]),
        ([record("a", "not_a_form", "FILE_NOT_A_FORM")], [], [("FILE_NOT_A_FORM", "warning", "a")]),
        (
            [record("a", "unreadable", "FILE_UNREADABLE", "zip"), record("b", "refused", "FILE_ENCRYPTED")],
            [],
            [("FILE_UNREADABLE", "error", "a"), ("FILE_ENCRYPTED", "error", "b")],
        ),
        ([record("a")], [identity("a")], []),
        ([record("a", remarks=OLD)], [identity("a")], [("FILE_OLD_FORMAT", "note", "a")]),
        ([record("a", "plan", remarks=OLD)], [], [("FILE_OLD_FORMAT", "note", "a")]),
        ([record("a", "not_a_form", "FILE_NOT_A_FORM", remarks=OLD)], [], [("FILE_NOT_A_FORM", "warning", "a")]),
        ([record("a")], [identity("a", state="superseded", other="b")], []),
        (
            [record("a")],
            [identity("a", state="other_round", rule="FORM_OTHER_ROUND", found="x", expected="y")],
            [("FORM_OTHER_ROUND", "warning", "a")],
        ),
        (
            [record("a"), record("b")],
            [identity(f, state="other_unit", rule="FORM_DEPARTMENT_UNKNOWN", found="XYZ") for f in "ab"],
            [("FORM_DEPARTMENT_UNKNOWN", "error", "a"), ("FORM_DEPARTMENT_UNKNOWN", "error", "b")],
        ),
        ([record("a"), record("b")], clash("a", "b"), [("FORM_SENT_TWICE", "error", "a")]),
        ([record(f) for f in "abc"], clash("a", "b", "c"), [("FORM_SENT_TWICE", "error", "a")]),
        (
            [record(f) for f in "abcd"],
            [*clash("a", "b"), *clash("c", "d", department="HRM")],
            [("FORM_SENT_TWICE", "error", "a"), ("FORM_SENT_TWICE", "error", "c")],
        ),
    ],
)
def test_a_file_that_breaks_a_rule_is_one_finding_and_a_clash_of_files_is_one_for_all(files, own, expected):
    assert found(files, *own) == expected


def test_a_finding_about_a_file_carries_its_words():
    files = [record("a", "refused", "FILE_TOO_LARGE", "26.0 MB", "25.0 MB"), record("b"), record("c")]
    large, twice = file_findings(files, identities(*clash("b", "c", revision=3))).to_dict("records")
    assert (large["found"], large["expected"]) == ("26.0 MB", "25.0 MB")
    assert pd.isna(large["department"]) and pd.isna(large["other"])
    said = (twice["found"], twice["other"], twice["expected"], twice["department"])
    assert said == ("b, c", "2", "3", "ICT")


# --- what a consolidation says of them


@pytest.mark.parametrize(
    ("state", "lang", "reason"),
    [
        ("accepted", "en", "The department's form"),
        ("superseded", "en", "The department's form"),
        ("accepted_in_part", "en", "Findings to correct: 2; the rest is used"),
        ("accepted_in_part", "th", "มี 2 ข้อที่ต้องแก้ไข ส่วนอื่นใช้ได้"),
        ("returned", "en", "Findings to correct: 2; nothing of it is used yet"),
        ("returned", "th", "มี 2 ข้อที่ต้องแก้ไข จึงยังไม่ใช้"),
    ],
)
def test_a_form_that_was_judged_says_how_much_is_to_be_corrected(state, lang, reason):
    listed = register([record()], identities(identity()), "en").assign(state=state)
    wrong = [("ENTRY_REQUIRED", "ICT"), ("ENTRY_REQUIRED", "ICT"), ("ENTRY_EXPECTED", "ICT"), ("ENTRY_REQUIRED", "HRM")]
    told = findings([{"rule": rule, "department": code, "key": n} for n, (rule, code) in enumerate(wrong)])
    assert with_verdicts(listed, told, lang)["reason"].tolist() == [reason]


def test_a_row_in_one_line_says_state_file_whose_form_it_is_and_why():
    listed = register(
        [record("ส่ง/ict.xlsx"), record("x.pdf", "refused", "FILE_EMPTY")], identities(identity("ส่ง/ict.xlsx")), "en"
    )
    assert [as_line(file, "en") for file in listed.to_dict("records")] == [
        "[accepted] ส่ง/ict.xlsx (ICT 2565-06 revision 1): The department's form",
        "[refused] x.pdf: The file is empty (0 bytes)",
    ]
