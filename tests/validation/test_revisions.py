"""What a revision changed against the one before it, as tables: two answers on the left, what is told on the right."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest
from support.seed import CELLS, forms_in, seed_plan

from pipeline.validation.findings import item
from pipeline.validation.identity import identities
from pipeline.validation.revisions import changes, findings_of, revised
from schemas.summary import CHANGES

KEY = "3.1|narrative"


@pytest.fixture(scope="module")
def plan():
    return seed_plan()


def form(file, revision, answers, department="ICT"):
    """The cells of a form, each at an address of its own."""
    says = {"version": "2", "department": department, "fiscal_year": 2565, "round": "6", "revision": revision}
    said = {f"form|{name}": value for name, value in says.items()} | answers
    return [
        {"file": file, "sheet": file.upper(), "cell": f"C{row}", "key": key, "raw": raw}
        for row, (key, raw) in enumerate(said.items(), start=1)
    ]


def compared(plan, *forms):
    """Whose forms these are, and what changed."""
    cells = forms_in(pd.DataFrame([cell for own in forms for cell in own], columns=CELLS, dtype=object))
    who = identities(plan, cells)
    return who, CHANGES.schema().validate(changes(plan, who, cells))


def texts(plan, *forms):
    """Item in words → was, is."""
    _, changed = compared(plan, *forms)
    return {item(row, "th"): (row["was"], row["now"]) for row in changed.to_dict("records")}


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("ทำแล้ว", "ทำแล้วทั้งหมด", ("ทำแล้ว", "ทำแล้วทั้งหมด")),
        ("", "ทำแล้ว", ("", "ทำแล้ว")),
        ("ทำแล้ว", "", ("ทำแล้ว", "")),
        ("36,000", 36000.0, ("36,000", "36000")),
        (310.0, 320.0, ("310", "320")),
        (datetime(2022, 3, 1), datetime(2022, 3, 31), ("2022-03-01", "2022-03-31")),
        ("  ทำแล้ว ", "ทำ\u200bแล้ว", None),
        ("นํ้า", "น้ำ", None),
        (310.0, 310, None),
        (310.0, "310", None),
        ("", None, None),
        (float("nan"), " ", None),
        ("แล้ว\r\nเสร็จ", "แล้ว\nเสร็จ", None),
    ],
)
def test_an_answer_is_changed_where_it_reads_otherwise(plan, was, now, told):
    found = texts(plan, form("a", 1, {KEY: was}), form("b", 2, {KEY: now}))
    assert found == ({} if told is None else {"รายละเอียดการดำเนินงาน": told})


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("3.1|level|2|status", "ระดับ 2 · สถานะ"),
        ("3.3|value", "ค่าที่ทำได้จริง"),
        ("3.3|budget|received", "งบประมาณที่ได้รับ (บาท)"),
        ("reporter|phone", "โทรศัพท์"),
    ],
)
def test_every_kind_of_answer_is_named_in_words(plan, key, words):
    assert texts(plan, form("a", 1, {KEY: "x", key: "1"}), form("b", 2, {KEY: "x", key: "2"})) == {words: ("1", "2")}


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("3.1|kpi", "the plan's own text"),
        ("head|owner", "the head of the form"),
        ("form|version", "what the form says of itself"),
        ("9.9|narrative", "not asked"),
    ],
)
def test_what_is_no_answer_of_this_plan_is_not_compared(plan, key, why):
    names = {own.key: own.text for own in plan.printed_of("ICT")}
    ours = {KEY: "x", "3.1|project": names["3.1|project"]}
    assert texts(plan, form("a", 1, ours | {key: "1"}), form("b", 2, ours | {key: "2"})) == {}, why


def test_a_row_that_is_gone_is_empty_and_has_no_place(plan):
    _, changed = compared(plan, form("a", 1, {KEY: "x", "3.1|obstacle": "y"}), form("b", 2, {KEY: "x"}))
    (row,) = changed.to_dict("records")
    assert (row["was"], row["now"], row["cell_before"]) == ("y", "", "C7")
    assert row["cell"] is None or pd.isna(row["cell"])
    assert (row["file_before"], row["file"]) == ("a", "b")


def test_a_change_says_where_both_stand(plan):
    _, changed = compared(plan, form("old", 3, {KEY: "x"}), form("new", 5, {"3.2|narrative": "z", KEY: "y"}))
    row = changed.set_index("kpi").loc["3.1"]
    assert row[["department", "field"]].tolist() == ["ICT", "results.narrative"]
    assert row[["file_before", "sheet_before", "cell_before"]].tolist() == ["old", "OLD", "C6"]
    assert row[["file", "sheet", "cell"]].tolist() == ["new", "NEW", "C7"]
    assert changed["kpi"].tolist() == ["3.1", "3.2"], "in the order of the form"


PAIRS = [
    ("one form", [("a", 1, "x")], []),
    ("two", [("a", 1, "x"), ("b", 2, "y")], [("b", "a")]),
    ("the next-highest, whatever its name", [("z", 2, "x"), ("a", 1, "w"), ("b", 10, "y")], [("b", "z")]),
    ("a copy of it stands for nothing", [("a", 1, "x"), ("b", 2, "y"), ("c", 2, "y")], [("b", "a")]),
    ("the one before came twice", [("a", 1, "x"), ("b", 1, "w"), ("c", 2, "y")], [("c", "a")]),
    ("those that count clash", [("a", 1, "x"), ("b", 2, "y"), ("c", 2, "z")], []),
]


@pytest.mark.parametrize(("forms", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PAIRS])
def test_a_form_is_compared_with_the_revision_before_it(plan, forms, expected):
    who, changed = compared(plan, *(form(file, revision, {KEY: text}) for file, revision, text in forms))
    assert [(pair.file, pair.before) for pair in revised(who)] == expected
    assert list(zip(changed["file"], changed["file_before"], strict=True)) == expected


def test_departments_are_compared_each_with_itself(plan):
    theirs = [form("c", 1, {"2.1|narrative": "x"}, "HRM"), form("d", 2, {"2.1|narrative": "y"}, "HRM")]
    _, changed = compared(plan, form("a", 1, {KEY: "x"}), form("b", 2, {KEY: "z"}), *theirs)
    assert changed[["department", "was", "now"]].to_numpy().tolist() == [["ICT", "x", "z"], ["HRM", "x", "y"]]


def test_of_a_key_that_stands_twice_the_first_is_compared(plan):
    twice = [*form("a", 1, {KEY: "x"}), {"file": "a", "sheet": "copy", "cell": "C9", "key": KEY, "raw": "y"}]
    assert texts(plan, twice, form("b", 2, {KEY: "x"})) == {}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({KEY: "x"}, [("FORM_REVISION_UNCHANGED", "b", "ICT", "2", "a")]),
        ({KEY: " x", "3.1|kpi": "3.1  อื่น", "reporter|name": ""}, [("FORM_REVISION_UNCHANGED", "b", "ICT", "2", "a")]),
        ({KEY: "y"}, []),
        ({KEY: "x", "reporter|name": "สมศรี"}, []),
    ],
    ids=["the same", "the same in its answers", "an answer", "the reporter"],
)
def test_a_revision_that_changed_no_answer_is_told(plan, now, told):
    names = {own.key: own.text for own in plan.printed_of("ICT")}
    ours = {"3.1|project": names["3.1|project"]}
    who, changed = compared(plan, form("a", 1, ours | {KEY: "x"}), form("b", 2, ours | now))
    found = [tuple(f[n] for n in ("rule", "file", "department", "found", "other")) for f in findings_of(who, changed)]
    assert found == told
