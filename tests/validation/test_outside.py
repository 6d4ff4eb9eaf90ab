"""What was sent outside the form: a finding a sheet, and everything of it for the form that goes back."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest
from support.seed import seed_answers, seed_plan, validated

from pipeline.validation.findings import findings, wrong
from pipeline.validation.outside import findings_of, without_a_place
from schemas.rules import RULES
from schemas.submission import LEFTOVERS

ICT, HRM = "ICT.xlsx", "HRM.xlsx"
OWNERS = {ICT: "ICT", HRM: "HRM"}


def leftovers(*rows):
    """A frame of LEFTOVERS."""
    return LEFTOVERS.frame([dict(zip(LEFTOVERS.columns, row, strict=True)) for row in rows])


def said(*rows, owners=OWNERS):
    """File, sheet, cell, department, the first text and how many of each finding."""
    columns = ("file", "sheet", "cell", "department", "found", "other")
    found = list(findings_of(leftovers(*rows), owners))
    assert {f["rule"] for f in found} <= {"OUTSIDE_THE_FORM"}
    return [tuple(f[column] for column in columns) for f in found]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([(ICT, "3.2", "J9", "ดูภาคผนวก")], [(ICT, "3.2", "J9", "ICT", "ดูภาคผนวก", "1")], id="one cell"),
        pytest.param(
            [(ICT, "3.2", "J9", "หนึ่ง"), (ICT, "3.2", "B60", "สอง"), (ICT, "3.2", "C60", "สาม")],
            [(ICT, "3.2", "J9", "ICT", "หนึ่ง", "3")],
            id="several on a sheet are one finding, at the first",
        ),
        pytest.param(
            [(ICT, "3.2", "J9", "x"), (ICT, "ตาราง", "A1", "y"), (ICT, "3.2", "J10", "z")],
            [(ICT, "3.2", "J9", "ICT", "x", "2"), (ICT, "ตาราง", "A1", "ICT", "y", "1")],
            id="each sheet has its own",
        ),
        pytest.param(
            [(HRM, "2.1", "J9", "x"), (ICT, "2.1", "J9", "y")],
            [(HRM, "2.1", "J9", "HRM", "x", "1"), (ICT, "2.1", "J9", "ICT", "y", "1")],
            id="each form has its own",
        ),
        pytest.param([("old.xlsx", "3.2", "J9", "x")], [], id="of a form that does not count"),
        pytest.param(
            [(ICT, "3.2", f"J{row}", "x") for row in range(1, 1235)],
            [(ICT, "3.2", "J1", "ICT", "x", "1,234")],
            id="very many",
        ),
    ],
)
def test_a_finding_for_each_sheet_that_has_something_outside_the_form(rows, expected):
    assert said(*rows) == expected


@pytest.mark.parametrize(("length", "shown"), [(59, 59), (60, 60), (61, 60), (5000, 60)])
def test_only_the_start_of_the_first_is_said(length, shown):
    ((*_, found, _),) = said((ICT, "3.2", "J9", "ก" * length))
    assert found == "ก" * shown + ("…" if length > shown else "")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("th", "มีข้อความนอกช่องของแบบ 2 ช่อง ซึ่งไม่ได้นำมาใช้ เริ่มด้วย “ดู”"),
        ("en", "2 cells outside the form's own hold something, and are not used; the first says “ดู”"),
    ],
)
def test_what_is_said(lang, words):
    rows = leftovers((ICT, "3.2", "J9", "ดู"), (ICT, "3.2", "J10", "x"))
    (finding,) = findings(findings_of(rows, OWNERS)).to_dict("records")
    assert wrong(finding, lang) == words


def test_it_is_a_warning_and_belongs_to_no_kpi():
    """Nothing that was asked is wrong, so that nothing goes back for it alone."""
    assert RULES["OUTSIDE_THE_FORM"].severity == "warning"
    frame = findings(findings_of(leftovers((ICT, "3.2", "J9", "x")), OWNERS))
    assert frame["kpi"].isna().all() or set(frame["kpi"]) == {""}


# --- everything that has no place


@pytest.fixture(scope="module")
def answers():
    """What ICT sent in the example."""
    return {"ICT": seed_answers()["ICT"]}


def places(answers, *rows, more=(), twins=()):
    """What of ICT's form has no place in the form of the current plan: (sheet, cell, text)."""
    sent = {"ICT": answers["ICT"] | dict(more)}
    cells = validated(seed_plan(), sent).cells
    for key, raw in twins:
        own = cells[cells["key"] == key].assign(sheet="3.2 (2)", raw=[raw], given=raw != "")
        cells = cells_with(cells, own)
    kept = without_a_place(leftovers(*rows), cells, ICT)
    assert list(kept.columns) == LEFTOVERS.columns
    assert set(kept["file"]) <= {ICT}
    return list(kept[["sheet", "cell", "text"]].itertuples(index=False, name=None))


def cells_with(cells, own):
    """The cells and some more, each beside its twin, as validation orders them."""
    return pd.concat([cells, own]).sort_values("key", kind="stable").reset_index(drop=True)


def test_a_form_as_it_was_sent_out_leaves_nothing(answers):
    assert places(answers) == []


def test_what_stood_outside_is_kept_whole_and_in_order(answers):
    rows = [(ICT, "ตาราง", "B2", "ก" * 9000), (ICT, "3.2", "J9", "=1+1"), (HRM, "2.1", "J9", "อื่น")]
    assert places(answers, *rows) == [("ตาราง", "B2", "ก" * 9000), ("3.2", "J9", "=1+1")]


@pytest.mark.parametrize(
    ("key", "raw", "text"),
    [
        ("9.9|narrative", "ตัวชี้วัดที่ยกเลิก", "ตัวชี้วัดที่ยกเลิก"),
        ("9.9|value", 310.0, "310"),
        ("9.9|level|1|date", datetime(2022, 3, 31), "2022-03-31"),
        ("9.9|budget|received", 36000.5, "36000.5"),
        ("3.2|value", "ไม่ถาม", "ไม่ถาม"),
        ("3.2|level|4|note", "ช่องที่ไม่มี", "ช่องที่ไม่มี"),
    ],
)
def test_an_answer_that_is_not_asked_any_more_is_kept_too(answers, key, raw, text):
    ((_, _, kept),) = places(answers, more=[(key, raw)])
    assert kept == text


@pytest.mark.parametrize("raw", ["", None, "  ", " \u200b", float("nan")])
def test_an_empty_one_is_nothing(answers, raw):
    assert places(answers, more=[("9.9|narrative", raw)]) == []


def test_of_a_cell_that_stands_twice_the_second_is_kept(answers):
    assert [text for _, _, text in places(answers, twins=[("3.2|narrative", "ของแผ่นที่สอง")])] == ["ของแผ่นที่สอง"]


def test_a_twin_that_is_empty_is_nothing(answers):
    assert places(answers, twins=[("3.2|narrative", "")]) == []


def test_what_the_form_prints_of_the_plan_is_not_left_over(answers):
    assert places(answers, more=[("3.2|kpi", "x"), ("9.9|kpi", "x"), ("9.9|threshold|1|status", 5)]) == []
