"""The register: a row a file, with its one state and the reason in words; and the findings about whole files."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.intake.taken import FileRecord
from pipeline.register import file_findings, register
from pipeline.validation.identity import COLUMNS
from schemas.rules import FINDINGS
from schemas.summary import FILE_STATES, REGISTER

LANGS = ("th", "en")


def record(name="f.xlsx", state="form", rule="", found="", expected=""):
    return FileRecord(name, 1234, "ab" * 32, state, rule, found, expected)


def identity(file="f.xlsx", **says):
    return {"file": file, "department": "ICT", "round": "2565-06", "revision": 1, "state": "candidate"} | says


def identities(*rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def row(file, *own, lang="en"):
    (only,) = register([file], identities(*own), lang).to_dict("records")
    return only


def clash(*files, department="ICT", revision=1):
    words = {"state": "refused", "rule": "FORM_SENT_TWICE", "expected": str(revision), "revision": revision}
    others = [files[1], *[files[0]] * (len(files) - 1)]
    return [
        identity(file, department=department, found=file, other=other, **words)
        for file, other in zip(files, others, strict=True)
    ]


@pytest.mark.parametrize(
    ("file", "says", "state", "reason"),
    [
        (record(state="plan"), None, "plan", "The plan of this round"),
        (record(), {}, "accepted", "The department's form"),
        (record(), None, "ignored", "Not looked at, since there is no usable plan"),
        (record(), {"state": "superseded", "other": "b.xlsx"}, "superseded", "A later revision stands: b.xlsx"),
        (record(), {"state": "unchanged_copy", "other": "b.xlsx"}, "unchanged_copy", "Same content as b.xlsx"),
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
            "Revision 1 of this department came twice with different content: f.xlsx and g.xlsx",
        ),
        (record(state="earlier_summary"), None, "earlier_summary", "A summary made in an earlier round"),
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


def test_a_row_keeps_name_size_and_hash():
    said = row(record("sub/แบบ.xlsx", "plan"))
    assert (said["file"], said["size"], said["sha256"]) == ("sub/แบบ.xlsx", 1234, "ab" * 32)


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
    assert (twice["found"], twice["other"], twice["expected"], twice["department"]) == ("b", "c", "3", "ICT")
