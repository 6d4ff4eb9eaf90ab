"""The return loop: whatever error a form has, it comes back, is corrected where it says so, and is accepted.

A row for every rule that is an error about an entry: what was done to the filled form of ICT, and what is typed into
the form that came back.
"""

from __future__ import annotations

import pytest
from support.fill import fill
from support.inputs import make, submission
from support.reading import keyed_in
from support.rounds import returned_forms

from pipeline.recipe import check
from schemas.rules import RULES
from schemas.submission import LONGEST_TEXT

LOOP = {
    "ENTRY_REQUIRED": ({"type": {"3.5|narrative": ""}}, {"3.5|narrative": "จัดเก็บข้อสรุปความต้องการแล้ว"}),
    "CHOICE_NOT_ON_LIST": ({"type": {"3.4|level|2|status": "เกือบเสร็จ"}}, {"3.4|level|2|status": "แล้วเสร็จ"}),
    "NUMBER_UNREADABLE": ({"type": {"3.3|self_score": "สองคะแนน"}}, {"3.3|self_score": 2}),
    "NUMBER_OUT_OF_RANGE": ({"type": {"3.3|self_score": 20}}, {"3.3|self_score": "๒"}),
    "AMOUNT_UNREADABLE": ({"type": {"3.2|budget|disbursed": "สามหมื่น"}}, {"3.2|budget|disbursed": "30,000 บาท"}),
    "AMOUNT_TOO_FINE": ({"type": {"3.2|budget|received": 63.764}}, {"3.2|budget|received": 63764000}),
    "AMOUNT_WITHOUT_BUDGET": (
        {"type": {"3.2|budget|status": "ไม่ใช้งบประมาณ"}},
        {"3.2|budget|status": "ได้รับจัดสรรงบประมาณ"},
    ),
    "DATE_UNREADABLE": ({"type": {"3.1|level|1|date": "๗-๑๑ มี.ค. ๒๕๖๕"}}, {"3.1|level|1|date": "๗ มี.ค. ๒๕๖๕"}),
    "TEXT_TOO_LONG": ({"type": {"3.2|suggestion": "ก" * (LONGEST_TEXT + 1)}}, {"3.2|suggestion": "ขอขยายเวลา"}),
    "FORMULA_NOT_CALCULATED": ({"formula": {"3.3|value": "=4*4"}}, {"3.3|value": 16}),
    "ERROR_VALUE": ({"formula": {"3.2|budget|received": "#REF!"}}, {"3.2|budget|received": 63764000}),
    "KEY_MISSING": ({"delete_row": "3.4|level|2"}, {"3.4|level|2|status": "แล้วเสร็จ"}),
    "SHEET_MISSING": (
        {"delete_sheet": "3.1"},
        {f"3.1|level|{n}|status": "แล้วเสร็จ" for n in range(1, 6)}
        | {
            "3.1|self_score": 5,
            "3.1|narrative": "แล้วเสร็จ",
            "3.1|has_obstacle": "ไม่มี",
            "3.1|budget|status": "ไม่ใช้งบประมาณ",
        },
    ),
    "KEY_TWICE": ({"duplicate_sheet": "3.4"}, {}),
}


def entries(data):
    """Entry key → raw value; of a key that stands twice the first."""
    cells = keyed_in(data).drop_duplicates("key")
    return dict(zip(cells["key"], cells["raw"], strict=True))


def changes(change):
    """What is done to the shipped inputs."""
    own = {"department": "ICT"} | change
    return {"fill": [own]} if "type" in change else {"edit": [own]}


def run(inputs):
    """What a check finds, and the forms that go back: name → workbook."""
    checked = check(inputs, "th")
    return checked, returned_forms(checked, "th")


@pytest.fixture(scope="module", params=LOOP)
def loop(request, tmp_path_factory):
    """The rule, what was sent, what a check found, what came back, its correction, and what that gives."""
    change, correction = LOOP[request.param]
    inputs = make(tmp_path_factory.mktemp("loop") / "inputs", changes(change))
    sent = entries((inputs / submission("ICT")).read_bytes())
    first, forms = run(inputs)
    ((name, back),) = forms.items()
    (inputs / "submissions" / name).write_bytes(fill(back, correction))
    return request.param, sent, first, entries(back), correction, run(inputs)


def test_the_table_has_every_error_about_an_entry():
    assert set(LOOP) == {id_ for id_, rule in RULES.items() if rule.about == "entry" and rule.severity == "error"}


def test_the_form_is_returned_for_this_and_nothing_else(loop):
    rule, _, first, _, _, _ = loop
    errors = first.findings.query("severity == 'error'")
    assert set(errors["rule"]) == {rule}
    assert set(errors["department"]) == {"ICT"}


def test_only_the_kpi_in_question_is_not_used(loop):
    _, _, first, _, _, _ = loop
    states = first.summary.scores.query("department == 'ICT'")["state"]
    assert sorted(states) == ["reported"] * 4 + ["returned"]


def test_what_was_sent_is_in_the_returned_form_cell_for_cell(loop):
    rule, sent, _, returned, _, _ = loop
    filled = {key: raw for key, raw in sent.items() if raw != "" and key not in ("form|revision", "form|plan")}
    # Of a formula without a result, and of an error value, what stood there is said in words.
    filled |= LOOP[rule][0].get("formula", {})
    assert {key: returned[key] for key in filled} == filled


def test_corrected_where_it_says_so_it_is_accepted(loop):
    *_, (second, returned) = loop
    assert not second.has_errors
    assert returned == {}
    states = second.register.set_index("file")["state"]
    assert states["submissions/2565-06-ICT-r2.xlsx"] == "accepted"
    assert (second.summary.scores["state"] == "reported").all()


def test_every_cell_that_was_not_corrected_is_unchanged(loop):
    _, _, _, returned, correction, (second, _) = loop
    used = second.validated.cells.query("department == 'ICT'")
    now = {key: raw for key, raw in zip(used["key"], used["raw"], strict=True) if raw != ""}
    asked = {key: raw for key, raw in returned.items() if key in set(used["key"]) and raw != ""}
    assert {k: v for k, v in now.items() if k not in correction} == {
        k: v for k, v in asked.items() if k not in correction
    }
