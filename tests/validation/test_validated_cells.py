"""From keyed cells to typed tables: what each cell becomes, whose it is, and where its findings are put."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.seed import CELLS, cells_of, forms_in, owners, plan_of, plan_tables, seed_answers, seed_plan, validated

from pipeline import thai
from pipeline.validation.cross_rules import COLUMNS
from pipeline.validation.submissions import placed, validate
from schemas.submission import BUDGETS, FORM_VERSION, LEVELS, REPORTER, RESULTS

SEED = seed_plan()
TABLES = {table.id: table for table in (LEVELS, RESULTS, BUDGETS, REPORTER)}


@pytest.fixture
def answers():
    return seed_answers()


def shipped(*departments):
    return {department: seed_answers()[department] for department in departments}


def cell(result, department, key):
    """The one cell of a key, as validation leaves it."""
    cells = result.cells
    (found,) = cells[(cells["department"] == department) & (cells["key"] == key)].to_dict("records")
    return found


def row(result, table, department, **at):
    frame = result.tables[table]
    own = frame[frame["department"] == department]
    for column, value in at.items():
        own = own[own[column] == value]
    (found,) = own.to_dict("records")
    return found


def told(result):
    return {(f["rule"], f["key"]) for f in result.findings.to_dict("records")}


# --- typed tables


@pytest.mark.parametrize(
    ("table", "department", "at", "key", "raw", "value"),
    [
        ("levels", "CSC", {"kpi": "1.1", "level": 2}, "1.1|level|2|status", " แล้ว เสร็จ", "done"),
        ("levels", "CSC", {"kpi": "1.1", "level": 2}, "1.1|level|2|status", "กำลังดำเนินการ", "in_progress"),
        ("levels", "CSC", {"kpi": "1.1", "level": 2}, "1.1|level|2|date", "๗ ก.พ. ๒๕๖๕", pd.Timestamp(2022, 2, 7)),
        ("levels", "CSC", {"kpi": "1.1", "level": 2}, "1.1|level|2|date", date(2022, 2, 7), pd.Timestamp(2022, 2, 7)),
        ("levels", "CSC", {"kpi": "1.1", "level": 2}, "1.1|level|2|evidence", 7.0, "7"),
        ("levels", "CSC", {"kpi": "1.1", "level": 2}, "1.1|level|2|evidence", datetime(2022, 2, 7), "2022-02-07"),
        ("results", "HRM", {"kpi": "2.2"}, "2.2|value", "๓๑๐.๕", 310.5),
        ("results", "HRM", {"kpi": "2.2"}, "2.2|value", -3, -3.0),
        ("results", "HRM", {"kpi": "2.2"}, "2.2|self_score", "๔", 4.0),
        ("results", "HRM", {"kpi": "2.2"}, "2.2|has_obstacle", "-", "no"),
        ("results", "HRM", {"kpi": "2.2"}, "2.2|has_obstacle", "YES", "yes"),
        ("results", "HRM", {"kpi": "2.2"}, "2.2|suggestion", True, "TRUE"),
        ("budgets", "HRM", {"project": "2.2"}, "2.2|budget|received", "๒๗๕,๑๐๐.๕๐ บาท", 27_510_050),
        ("budgets", "HRM", {"project": "2.2"}, "2.2|budget|committed", 0, 0),
        ("budgets", "HRM", {"project": "2.2"}, "2.2|budget|disbursed", "฿ 1.-", 100),
        ("budgets", "HRM", {"project": "2.2"}, "2.2|budget|status", "ไม่ระบุ", "not_stated"),
        ("reporter", "HRM", {}, "reporter|phone", 22734000.0, "22734000"),
        ("reporter", "HRM", {}, "reporter|date", "8/4/2565", pd.Timestamp(2022, 4, 8)),
    ],
)
def test_a_cell_is_typed_by_its_kind(table, department, at, key, raw, value):
    given_answers = shipped(department)
    given_answers[department][key] = raw
    result = validated(SEED, given_answers)
    field = cell(result, department, key)["field"]
    assert row(result, table, department, **at)[field] == value
    assert cell(result, department, key)["state"] == "filled"


@pytest.mark.parametrize("table", TABLES)
def test_typed_tables_have_the_columns_and_dtypes_of_their_description(answers, table):
    frame = validated(SEED, answers).tables[table]
    described = TABLES[table]
    assert frame[described.columns].dtypes.astype(str).to_dict() == described.frame().dtypes.astype(str).to_dict()
    assert set(frame.columns) == {*described.columns, "department"}


def test_tables_hold_a_row_for_each_thing_that_is_reported_on_in_the_order_of_the_plan(answers):
    tables = validated(SEED, answers).tables
    assert tables["results"]["kpi"].tolist() == [r["code"] for r in plan_tables()["kpis"]]
    assert tables["budgets"]["project"].tolist() == [r["code"] for r in plan_tables()["projects"]]
    assert tables["reporter"]["department"].tolist() == ["CSC", "PSDG", "ACOC", "HRM", "ICT"]
    # 55 levels, of which 6 are decided by a threshold
    assert len(tables["levels"]) == 49
    assert tables["levels"].loc[tables["levels"]["kpi"] == "3.3", "level"].tolist() == [1, 2, 3, 4]


def test_two_departments_report_into_the_same_tables_each_under_its_name(answers):
    both = validated(SEED, answers)
    for department in answers:
        alone = validated(SEED, shipped(department))
        for table, frame in both.tables.items():
            own = frame[frame["department"] == department].reset_index(drop=True)
            pd.testing.assert_frame_equal(own, alone.tables[table].reset_index(drop=True))


def test_departments_may_report_one_project_together():
    tables = plan_tables()
    tables["kpis"][7] |= {"project": "3.1"}
    plan = plan_of(tables)
    result = validated(plan, shipped("ICT"))
    assert "3.2|budget|received" in set(result.findings["key"]), "no longer asked"
    assert result.tables["budgets"]["project"].tolist() == ["3.1", "3.3", "3.4", "3.5"]
    assert result.tables["results"]["kpi"].tolist() == ["3.1", "3.2", "3.3", "3.4", "3.5"]


@settings(deadline=None, derandomize=True, max_examples=3)
@given(data=st.data())
def test_the_order_in_which_cells_come_changes_nothing(data):
    given_answers = shipped("CSC", "HRM")
    given_answers["CSC"] |= {"1.1|narrative": "", "1.1|self_score": "?", "9.9|narrative": "x"}
    cells = cells_of(SEED, given_answers)
    order = data.draw(st.permutations(range(len(cells))))
    shuffled = cells.iloc[list(order)].reset_index(drop=True)
    one = validate(SEED, forms_in(cells), owners(given_answers))
    two = validate(SEED, forms_in(shuffled), owners(given_answers))
    pd.testing.assert_frame_equal(one.findings, two.findings)
    for table in TABLES:
        pd.testing.assert_frame_equal(one.tables[table], two.tables[table])


# --- states of cells


@pytest.mark.parametrize(
    ("key", "raw", "state", "value"),
    [
        ("1.1|narrative", "ทำแล้ว", "filled", "ทำแล้ว"),
        ("1.1|narrative", "", "blank", None),
        ("1.1|narrative", " \u200b\n", "blank", None),
        ("1.1|narrative", "-", "blank", None),
        ("1.1|narrative", " – ", "blank", None),
        ("1.1|narrative", "—", "blank", None),
        ("1.1|narrative", "--", "blank", None),
        ("1.1|narrative", "-- x", "filled", "-- x"),
        ("1.1|narrative", "- ไม่มี", "filled", "- ไม่มี"),
        ("1.1|narrative", 0, "filled", "0"),
        ("1.1|narrative", "ก" * 8000, "filled", "ก" * 8000),
        ("1.1|narrative", "ก" * 8001, "unknown", None),
        ("1.1|narrative", "ก" * 8000 + " " * 99, "filled", "ก" * 8000),
        ("1.1|level|1|status", "?", "unknown", None),
        ("1.1|level|1|status", "-", "unknown", None),
        ("1.1|level|1|date", "-", "unknown", None),
        ("1.1|self_score", 7, "filled", 7.0),
        ("1.1|budget|received", "มาก", "unknown", None),
        ("1.1|budget|committed", None, "blank", None),
        ("1.1|obstacle", "-", "blank", None),
        ("reporter|position", "-", "blank", None),
        ("1.1|narrative", "-\u200b", "blank", None),
    ],
)
def test_a_cell_has_a_state_and_what_is_not_known_has_no_value(key, raw, state, value):
    given_answers = shipped("CSC")
    given_answers["CSC"][key] = raw
    found = cell(validated(SEED, given_answers), "CSC", key)
    assert (found["state"], found["value"]) == (state, value)


def test_a_cell_that_stands_nowhere_is_missing_and_a_cell_that_was_not_asked_for_is_kept():
    given_answers = shipped("CSC")
    cells = cells_of(SEED, given_answers | {"CSC": given_answers["CSC"] | {"3.1|narrative": "ของผู้อื่น"}})
    cells = cells[cells["key"] != "1.1|suggestion"].reset_index(drop=True)
    result = validate(SEED, forms_in(cells), owners(given_answers))
    assert cell(result, "CSC", "1.1|suggestion")["state"] == "missing"
    assert cell(result, "CSC", "1.1|suggestion")["file"] == "CSC.xlsx"
    assert cell(result, "CSC", "3.1|narrative")["state"] == "not_asked"
    assert told(result) == {("KEY_MISSING", "1.1|suggestion"), ("ENTRY_NOT_ASKED", "3.1|narrative")}


@pytest.mark.parametrize("raw", ["", None, " ", "\u200b", float("nan")])
def test_an_empty_cell_that_was_not_asked_for_is_no_finding(raw):
    given_answers = shipped("CSC")
    given_answers["CSC"]["3.1|narrative"] = raw
    assert told(validated(SEED, given_answers)) == set()


def test_a_cell_that_stands_twice_is_unknown_in_both_places_even_when_they_agree():
    given_answers = shipped("CSC")
    cells = cells_of(SEED, given_answers)
    twin = cells[cells["key"] == "1.1|narrative"].assign(sheet="copy", cell="C99")
    result = validate(SEED, forms_in(pd.concat([cells, twin])), owners(given_answers))
    own = result.cells[result.cells["key"] == "1.1|narrative"]
    assert own["state"].tolist() == ["unknown", "unknown"]
    assert pd.isna(row(result, "results", "CSC", kpi="1.1")["narrative"])
    assert told(result) == {("KEY_TWICE", "1.1|narrative")}


def test_every_keyed_cell_of_the_forms_that_count_is_accounted_for(answers):
    cells = cells_of(SEED, answers)
    counted = {file: department for file, department in owners(answers).items() if department != "ICT"}
    result = validate(SEED, forms_in(cells), counted)
    kept = result.cells[result.cells["state"] != "missing"]
    expected = cells[cells["file"] != "ICT.xlsx"]
    assert sorted(zip(kept["file"], kept["key"], strict=True)) == sorted(
        zip(expected["file"], expected["key"], strict=True)
    )
    assert set(result.cells["state"]) <= {"filled", "blank", "unknown", "missing", "not_asked"}


def test_the_form_s_identity_is_no_entry():
    given_answers = shipped("CSC")
    given_answers["CSC"] |= {"form|version": FORM_VERSION, "form|department": "CSC"}
    given_answers["CSC"] |= {"form|plan": SEED.form_fingerprints["CSC"]}
    result = validated(SEED, given_answers)
    assert not result.cells["key"].str.startswith("form|").any()
    assert told(result) == set()


@pytest.mark.parametrize(
    ("key", "raw"),
    [
        ("2.2|value", "มาก"),
        ("2.2|self_score", "สาม"),
        ("2.2|has_obstacle", "?"),
        ("2.2|narrative", "ก" * 8001),
        ("2.2|budget|status", "?"),
        ("2.2|budget|received", "?"),
        ("2.1|level|3|status", "?"),
        ("2.1|level|3|date", "?"),
        ("reporter|date", "เมื่อวาน"),
    ],
)
def test_what_is_not_known_stays_missing_in_its_table_and_everything_else_stays(key, raw):
    before, given_answers = validated(SEED, shipped("HRM")), shipped("HRM")
    given_answers["HRM"][key] = raw
    after = validated(SEED, given_answers)
    wrong = cell(after, "HRM", key)
    assert wrong["state"] == "unknown"
    for table, frame in after.tables.items():
        changed = [c for c in frame.columns if not frame[c].equals(before.tables[table][c])]
        assert set(changed) <= ({wrong["field"]} if table == wrong["table"] else set())
    own = after.tables[wrong["table"]][wrong["field"]]
    assert own.isna().sum() == before.tables[wrong["table"]][wrong["field"]].isna().sum() + int(
        before.cells.set_index("key").loc[key, "state"] == "filled"
    )
    assert [f["key"] for f in after.findings.to_dict("records")] == [key]


# --- texts


TEXTS = st.text(alphabet=st.sampled_from("กขคงจเเแะำาํ่้ิี์ ๑๒1aZ.-–=+@'\"\n\t\u00a0\u200b|#{}<>&"), min_size=1, max_size=40)


STARTS = st.sampled_from(["", "=", "+", "-", "@", "=SUM(A1)", "'"])
TEXT_KEYS = [
    *(f"3.{kpi}|level|{level}|evidence" for kpi in (1, 2, 4, 5) for level in range(1, 6)),
    *(f"3.{kpi}|suggestion" for kpi in range(1, 6)),
    *(f"3.{kpi}|narrative" for kpi in range(1, 6)),
]


@settings(deadline=None, derandomize=True, max_examples=4)
@given(st.lists(st.builds(str.__add__, STARTS, TEXTS), min_size=len(TEXT_KEYS), max_size=len(TEXT_KEYS)))
def test_texts_are_kept_word_for_word_as_they_were_meant(texts):
    typed = {key: text for key, text in zip(TEXT_KEYS, texts, strict=True) if thai.clean(text).strip("-–—")}
    given_answers = shipped("ICT")
    given_answers["ICT"] |= typed
    result = validated(SEED, given_answers)
    levels = result.tables["levels"].set_index(["kpi", "level"])["evidence"]
    results = result.tables["results"].set_index("kpi")
    for key, text in typed.items():
        kpi, *_, field = key.split("|")
        kept = levels[kpi, int(key.split("|")[2])] if field == "evidence" else results.loc[kpi, field]
        assert kept == thai.clean(text)
    assert told(result) == {("BUDGET_NOT_STATED", "3.1|budget|status")}


# --- findings, placed


@pytest.fixture(scope="module")
def asked():
    given_answers = shipped("HRM", "CSC")
    given_answers["CSC"] |= {"1.1|narrative": "", "1.1|self_score": "?", "1.1|budget|received": 5}
    return validated(SEED, given_answers).cells


def across(**finding):
    words = dict.fromkeys(("found", "expected", "other"), float("nan"))
    return pd.DataFrame([{"department": "CSC"} | words | finding], columns=COLUMNS)


def test_a_finding_is_put_at_the_cell_of_its_department_and_key(asked):
    (found,) = placed(
        across(key="1.1|level|2|date", rule="DATE_OUTSIDE_ROUND", found="a", expected="b"), asked
    ).to_dict("records")
    where = asked[(asked["department"] == "CSC") & (asked["key"] == "1.1|level|2|date")].iloc[0]
    assert (found["file"], found["sheet"], found["cell"]) == ("CSC.xlsx", "1.1", where["cell"])
    assert (found["kpi"], found["level"], found["field"]) == ("1.1", 2, "levels.date")
    assert (found["found"], found["expected"], found["severity"]) == ("a", "b", "warning")


def test_a_key_that_two_departments_have_is_told_apart(asked):
    files = [placed(across(department=d, key="reporter|name", rule="KEY_TWICE"), asked)["file"] for d in ("HRM", "CSC")]
    assert [file.tolist() for file in files] == [["HRM.xlsx"], ["CSC.xlsx"]]


@pytest.mark.parametrize(
    ("key", "rule", "kept"),
    [
        ("1.1|narrative", "ENTRY_REQUIRED", 1),
        ("1.1|self_score", "ENTRY_REQUIRED", 0),
        ("1.1|has_obstacle", "ENTRY_REQUIRED", 0),
        ("1.1|self_score", "OBSTACLE_UNMARKED", 1),
        ("1.1|has_obstacle", "OBSTACLE_UNMARKED", 1),
    ],
)
def test_only_a_cell_that_is_empty_is_asked_to_be_filled(asked, key, rule, kept):
    assert len(placed(across(key=key, rule=rule), asked)) == kept


def test_a_finding_without_words_shows_what_stands_in_the_cell(asked):
    (found,) = placed(across(key="1.1|budget|received", rule="AMOUNT_WITHOUT_BUDGET"), asked).to_dict("records")
    assert found["found"] == "5"
    assert pd.isna(found["expected"]) and pd.isna(found["other"])


def test_no_findings_are_placed_nowhere(asked):
    assert placed(pd.DataFrame(columns=COLUMNS), asked).empty


# --- rows and sheets that are gone


def without(prefixes, department="ICT"):
    given_answers = shipped(department)
    cells = cells_of(SEED, given_answers)
    kept = cells[~cells["key"].str.startswith(tuple(prefixes))].reset_index(drop=True)
    found = validate(SEED, forms_in(kept), owners(given_answers)).findings
    return [(f["rule"], f["kpi"], f["level"]) for f in found.to_dict("records") if f["rule"] != "BUDGET_NOT_STATED"]


@pytest.mark.parametrize(
    ("gone", "expected"),
    [
        (["3.4|level|1|"], {("KEY_MISSING", "3.4", 1)}),
        (["3.4|level|1|status"], {("KEY_MISSING", "3.4", 1)}),
        (["3.4|level|1|", "3.4|level|5|"], {("KEY_MISSING", "3.4", 1), ("KEY_MISSING", "3.4", 5)}),
        (["3.4|narrative"], {("KEY_MISSING", "3.4", None)}),
        (
            ["3.4|level|", "3.4|self", "3.4|narr", "3.4|has", "3.4|obs", "3.4|sug"],
            {("KEY_MISSING", "3.4", n) for n in (1, 2, 3, 4, 5, None)},
        ),
        (["3.4|"], {("SHEET_MISSING", "3.4", None)}),
        (["3.1|level|2|", "3.4|"], {("KEY_MISSING", "3.1", 2), ("SHEET_MISSING", "3.4", None)}),
        (["3.3|", "3.4|"], {("SHEET_MISSING", "3.3", None), ("SHEET_MISSING", "3.4", None)}),
    ],
)
def test_what_is_gone_is_told_by_row_or_by_sheet(gone, expected):
    assert {(rule, kpi, None if pd.isna(n) else int(n)) for rule, kpi, n in without(gone)} == expected


def test_forms_of_nobody_give_nothing(answers):
    result = validate(SEED, forms_in(cells_of(SEED, answers)), {})
    assert result.cells.empty and result.findings.empty
    assert all(table.empty for table in result.tables.values())


def test_a_form_with_no_cells_at_all_misses_every_sheet_and_the_reporter():
    nothing = pd.DataFrame(columns=CELLS, dtype=object)
    result = validate(SEED, forms_in(nothing), {"CSC.xlsx": "CSC"})
    assert {f["rule"] for f in result.findings.to_dict("records")} == {"SHEET_MISSING", "REPORTER_ROW_MISSING"}
    assert set(result.findings["file"]) == {"CSC.xlsx"}
    assert set(result.cells["state"]) == {"missing"}


# --- forms of another version or plan, and what the plan of today does not ask


@pytest.mark.parametrize(
    ("identity", "rules"),
    [
        ({"form|version": "1"}, {"FORM_OF_OTHER_VERSION"}),
        ({"form|version": "99", "form|plan": "?"}, {"FORM_OF_OTHER_VERSION"}),
        ({"form|version": FORM_VERSION, "form|plan": "?"}, {"FORM_OF_EARLIER_PLAN"}),
        ({"form|version": FORM_VERSION}, {"FORM_OF_EARLIER_PLAN"}),
        ({}, set()),
    ],
    ids=["an earlier version", "a later version", "another state of the plan", "no fingerprint", "nothing is known"],
)
def test_a_form_that_is_not_of_today_is_said_to_be_one(identity, rules):
    answers = shipped("CSC")
    answers["CSC"] |= identity
    assert {rule for rule, _ in told(validated(SEED, answers))} == rules


@pytest.mark.parametrize(
    ("extra", "rules"),
    [
        ({"9.9|narrative": "x", "9.9|value": 3}, ["NOT_IN_THE_PLAN"]),
        ({"9.9|narrative": "x"}, ["ENTRY_NOT_ASKED"]),
        ({"9.9|narrative": "", "9.9|value": " "}, []),
        ({"1.1|level|9|status": "x", "1.1|level|9|date": "y"}, ["ENTRY_NOT_ASKED", "ENTRY_NOT_ASKED"]),
        ({"8.8|x": 1, "8.8|y": 1, "9.9|x": 1, "9.9|y": 1}, ["NOT_IN_THE_PLAN", "NOT_IN_THE_PLAN"]),
    ],
    ids=["a KPI", "one cell", "nothing filled in", "a level of a KPI", "two KPIs"],
)
def test_what_is_not_asked_is_said_once_for_a_kpi_that_the_plan_does_not_have(extra, rules):
    answers = shipped("CSC")
    answers["CSC"] |= extra
    result = validated(SEED, answers)
    assert sorted(result.findings.loc[result.findings["rule"].isin(set(rules) | {"NOT_IN_THE_PLAN"}), "rule"]) == rules


# --- however many departments there are


@pytest.mark.parametrize("departments", [("HRM",), ("CSC", "PSDG", "ACOC", "HRM", "ICT")], ids=["one", "all"])
def test_each_table_goes_through_pandera_once(monkeypatch, departments):
    seen = []
    validate_frame = pa.DataFrameSchema.validate
    monkeypatch.setattr(
        pa.DataFrameSchema,
        "validate",
        lambda schema, *a, **k: seen.append(schema.name) or validate_frame(schema, *a, **k),
    )
    validated(SEED, shipped(*departments))
    assert sorted(seen) == sorted(TABLES)


@pytest.mark.parametrize(
    ("raw", "given"), [("ก", True), ("-", True), (0, True), (False, True), ("", False), (" ", False), (None, False)]
)
def test_a_cell_tells_whether_anything_is_given_in_it(answers, raw, given):
    answers["HRM"]["2.2|obstacle"] = raw
    assert cell(validated(SEED, answers), "HRM", "2.2|obstacle")["given"] == given
