"""Forms that do not begin empty: with an earlier round, or with the answers of a form that an older plan was made for."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from support.fill import fill
from support.inputs import FILES, SHIPPED, make, submission
from support.reading import keyed_in, sheets_in

from pipeline import recipe, thai
from schemas.submission import FORM_VERSION, LEFTOVERS, PRINTED_KEY

NINE_MONTHS = {
    "round": "9",
    "last_day": date(2022, 6, 30),
    "deadline": date(2022, 7, 15),
    "report_date": date(2022, 7, 31),
}
NEXT_ROUND = [{"table": "settings", "row": 0, "set": NINE_MONTHS}]
# Level 2 of 3.2 says something else, 3.4 is not due this round, and 3.5 has another name.
CHANGED = [
    {"table": "rubric", "row": 36, "set": {"criterion": "ลงนามในสัญญาจ้างแล้วเสร็จ"}},
    {"table": "kpis", "row": 9, "set": {"first_round": "9"}},
    {"table": "kpis", "row": 10, "set": {"name": "ตัวชี้วัดใหม่"}},
]


def entries(data):
    """Key → raw value of what is filled in, without the form's own."""
    cells = keyed_in(data).to_dict("records")
    return {c["key"]: c["raw"] for c in cells if c["raw"] != "" and not PRINTED_KEY.fullmatch(c["key"])}


def answers(data):
    return {key: raw for key, raw in entries(data).items() if not key.startswith("form|")}


def meant(key, raw):
    """What an answer says, however it was typed."""
    if key.endswith("|date"):
        return thai.parse_date(raw)
    return thai.parse_amount(raw) if key.endswith(("received", "committed", "disbursed")) else thai.clean(str(raw))


def shipped(department):
    """A form of the example, as it was sent."""
    return (SHIPPED / submission(department)).read_bytes()


def sheet(data, name):
    """The texts of a sheet, row by row, without empty cells."""
    (found,) = [s for s in sheets_in(data) if s.name == name]
    return [[str(value) for value in row if value != ""] for row in found.rows if any(value != "" for value in row)]


# --- from an earlier round


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The inputs of the nine-month round, and what writing its forms gave."""
    folder = tmp_path_factory.mktemp("begun")
    inputs = make(
        folder / "inputs", {"summarise": "earlier/summary.xlsx", "plan": NEXT_ROUND, "remove": ["submissions/*"]}
    )
    return inputs, recipe.forms(inputs, folder / "outputs", None)


def test_the_summary_that_forms_begin_with_is_named(begun):
    assert begun[1].earlier == "earlier/summary.xlsx"


def test_statuses_dates_evidence_and_amounts_are_those_that_were_reported(begun):
    _, made = begun
    (form,) = [path for path in made.written if path.stem.endswith("ICT")]
    expected = {key: raw for key, raw in answers(shipped("ICT")).items() if "|level|" in key or "|budget|" in key}
    now = answers(form.read_bytes())
    assert {k: meant(k, raw) for k, raw in now.items()} == {k: meant(k, raw) for k, raw in expected.items()}


def test_what_only_this_round_can_tell_is_left_empty(begun):
    for path in begun[1].written:
        now = answers(path.read_bytes())
        assert not [
            key for key in now if key.endswith(("narrative", "self_score", "value", "has_obstacle", "obstacle"))
        ]
        assert not [key for key in now if key.startswith("reporter|")]
        assert entries(path.read_bytes())["form|revision"] == 1


def test_the_form_says_where_it_comes_from(begun):
    home = sheet(begun[1].written[0].read_bytes(), "หน้าหลัก")
    assert any("ยกมาจากที่รายงานไว้ในรอบ ๖ เดือน" in text for row in home for text in row)


def test_without_an_earlier_summary_forms_are_blank(tmp_path):
    inputs = make(tmp_path / "inputs", {"plan": NEXT_ROUND, "remove": ["submissions/*"]})
    made = recipe.forms(inputs, tmp_path / "outputs", None)
    assert made.earlier == ""
    assert all(answers(path.read_bytes()) == {} for path in made.written)


def test_a_summary_of_this_very_round_is_no_earlier_one(tmp_path):
    inputs = make(tmp_path / "inputs", {"summarise": "summary.xlsx", "remove": ["submissions/*"]})
    made = recipe.forms(inputs, tmp_path / "outputs", None)
    assert made.earlier == ""


def test_a_changed_criterion_begins_empty(tmp_path):
    inputs = make(tmp_path / "inputs", {"summarise": "summary.xlsx", "plan": [*NEXT_ROUND, CHANGED[0]]})
    made = recipe.forms(inputs, tmp_path / "outputs", None)
    now = answers(made.written[-1].read_bytes())
    assert "3.2|level|1|status" in now and "3.2|level|2|status" not in now


# --- from an older form


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """The inputs of a plan that changed, the form that was sent, and what moving it gave."""
    folder = tmp_path_factory.mktemp("moved")
    inputs = make(folder / "inputs", {"plan": CHANGED})
    made = recipe.moved_forms(inputs, folder / "outputs", [inputs / submission("ICT")], None)
    return inputs, (inputs / submission("ICT")).read_bytes(), made


def test_it_is_the_next_revision_of_the_current_form(moved):
    _, _, made = moved
    assert [path.name for path in made.written] == ["2565-06-ICT-r2.xlsx"]
    now = entries(made.written[0].read_bytes())
    assert (now["form|version"], now["form|revision"]) == (FORM_VERSION, 2)
    assert now["form|plan"] == made.plan.form_fingerprints["ICT"]


def test_every_answer_that_is_still_asked_is_in_it(moved):
    _, sent, made = moved
    asked = set(made.plan.entries_of("ICT")["key"])
    assert answers(made.written[0].read_bytes()) == {key: raw for key, raw in answers(sent).items() if key in asked}


def test_what_is_not_asked_any_more_is_on_the_last_sheet(moved):
    _, sent, made = moved
    dropped = [raw for key, raw in answers(sent).items() if key.startswith("3.4|") and not isinstance(raw, float)]
    listed = [row[-1] for row in sheet(made.written[0].read_bytes(), LEFTOVERS.title.th)]
    assert dropped and set(map(str, dropped)) <= set(listed)


def test_what_differs_is_listed_on_the_first_and_said(moved):
    _, _, made = moved
    said = made.findings[made.findings["department"] == "ICT"]
    assert sorted(said["rule"]) == ["NOT_IN_THE_PLAN", "PLAN_CHANGED_SINCE", "PLAN_CHANGED_SINCE"]
    texts = [text for row in sheet(made.written[0].read_bytes(), "รายการที่ต้องแก้ไข") for text in row]
    assert any("ลงนามในสัญญาจ้างแล้วเสร็จ" in text for text in texts)
    assert any("ตัวชี้วัดใหม่" in text for text in texts)


def test_sent_in_its_place_it_is_accepted_and_nothing_differs(moved, tmp_path):
    inputs, _, made = moved
    again = shutil.copytree(inputs, tmp_path / "inputs")
    shutil.copy(made.written[0], again / "submissions")
    checked = recipe.check(again, None)
    states = checked.register.set_index("file")["state"]
    assert states["submissions/2565-06-ICT-r2.xlsx"] == "accepted"
    assert states[submission("ICT")] == "superseded"
    rules = set(checked.findings["rule"])
    assert not rules & {"PLAN_CHANGED_SINCE", "PRINTED_TEXT_CHANGED", "NOT_IN_THE_PLAN", "FORM_OF_EARLIER_PLAN"}


def test_a_form_of_version_1_loses_nothing(tmp_path):
    inputs = make(tmp_path / "inputs", {})
    older = FILES / "form-of-version-1.xlsx"
    made = recipe.moved_forms(inputs, tmp_path / "outputs", [older], None)
    before, now = answers(older.read_bytes()), answers(made.written[0].read_bytes())
    assert now == before
    assert LEFTOVERS.title.th not in [s.name for s in sheets_in(made.written[0].read_bytes())]


def test_a_kpi_that_is_new_in_the_plan_is_said_to_be_empty(tmp_path):
    later = [{"table": "kpis", "row": 9, "set": {"first_round": "9"}}]
    folder = tmp_path / "before"
    without = make(folder / "inputs", {"plan": later})
    (older,) = [p for p in recipe.forms(without, folder / "outputs", None).written if p.stem.endswith("ICT")]
    made = recipe.moved_forms(make(tmp_path / "inputs", {}), tmp_path / "outputs", [older], None)
    told = made.findings[made.findings["rule"] == "SHEET_MISSING"]
    assert told["kpi"].tolist() == ["3.4"]


def test_half_filled_forms_are_moved_without_a_word_about_what_is_empty(tmp_path):
    inputs = make(tmp_path / "inputs", {})
    half = tmp_path / "half.xlsx"
    half.write_bytes(fill(shipped("ICT"), {"3.1|narrative": None, "3.2|budget|received": "หกสิบล้าน"}))
    made = recipe.moved_forms(inputs, tmp_path / "outputs", [half], None)
    assert made.findings["department"].dropna().empty
    now = answers(made.written[0].read_bytes())
    assert now["3.2|budget|received"] == "หกสิบล้าน" and "3.1|narrative" not in now


def test_a_form_of_another_round_is_not_moved(tmp_path):
    inputs = make(tmp_path / "inputs", {"plan": NEXT_ROUND})
    made = recipe.moved_forms(inputs, tmp_path / "outputs", [inputs / submission("CSC")], None)
    assert made.written == () and list((tmp_path / "outputs").iterdir()) == []
    assert "FORM_OTHER_ROUND" in set(made.findings["rule"])


def test_several_forms_are_moved_at_once(tmp_path):
    inputs = make(tmp_path / "inputs", {})
    sources = [inputs / submission(code) for code in ("CSC", "HRM")]
    made = recipe.moved_forms(inputs, tmp_path / "outputs", sources, "en")
    assert [path.name for path in made.written] == ["2565-06-CSC-r2.xlsx", "2565-06-HRM-r2.xlsx"]
    assert all("Start here" in [s.name for s in sheets_in(path.read_bytes())] for path in made.written)


def test_the_form_that_is_moved_is_only_read(moved):
    inputs, sent, _ = moved
    assert (inputs / submission("ICT")).read_bytes() == sent
