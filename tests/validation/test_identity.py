"""Whose form a file is and which one counts, as tables: what the forms say of themselves, and what becomes of each."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest
from support.seed import CELLS, forms_in, plan_of, plan_tables, seed_plan

from pipeline.validation.identity import identities

US = {"version": "1", "plan": "x", "department": "ICT", "fiscal_year": 2565, "round": "6", "revision": 1}
TITLE = "แบบรายงานผลการดำเนินงาน รอบ 6 เดือน ปีงบประมาณ พ.ศ. 2565"


@pytest.fixture(scope="module")
def plan():
    return seed_plan()


def owner(plan, department="ICT", **changes):
    """The line under the title of a form: department, plan and organisation."""
    parts = {
        "department": plan.name_of("departments", department),
        "title": plan.settings.plan_name,
        "organisation": plan.settings.organisation,
    }
    return " · ".join((parts | changes).values())


def form(file, says=None, narrative="done", holds=None, **changes):
    """The cells of a form: what its identity sheet says, and what it holds (one answer, where that is not said)."""
    said = (US if says is None else says) | changes
    cells = {f"form|{name}": value for name, value in said.items()}
    cells |= {"3.1|narrative": narrative} if holds is None else holds
    return [{"file": file, "sheet": "s", "cell": "B2", "key": key, "raw": raw} for key, raw in cells.items()]


def rows_of(plan, *forms):
    """File → its row of identities."""
    cells = pd.DataFrame([cell for cells in forms for cell in cells], columns=CELLS, dtype=object)
    return {row["file"]: row for row in identities(plan, forms_in(cells)).to_dict("records")}


def states(plan, *forms):
    return {file: (row["state"], row["rule"]) for file, row in rows_of(plan, *forms).items()}


def test_a_form_for_this_round_and_plan_is_a_candidate(plan):
    assert states(plan, form("a"))["a"][0] == "candidate"


def test_no_forms_have_no_identities(plan):
    assert identities(plan, {}).empty


# --- what the hidden sheet says


@pytest.mark.parametrize(
    ("changes", "state", "rule"),
    [
        ({"department": ""}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"version": None}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"revision": "first"}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"revision": ""}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"revision": -1}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"revision": 0}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"revision": 1.5}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"revision": 1000}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"revision": 1e300}, "not_a_form", "FORM_IDENTITY_MISSING"),
        ({"round": "12"}, "other_round", "FORM_OTHER_ROUND"),
        ({"round": "six"}, "other_round", "FORM_OTHER_ROUND"),
        ({"round": "6" * 5000}, "other_round", "FORM_OTHER_ROUND"),
        ({"fiscal_year": 2566}, "other_round", "FORM_OTHER_YEAR"),
        ({"fiscal_year": 2564, "round": "12"}, "other_round", "FORM_OTHER_YEAR"),
        ({"department": "XYZ"}, "other_unit", "FORM_DEPARTMENT_UNKNOWN"),
    ],
)
def test_a_form_that_cannot_count_says_why(plan, changes, state, rule):
    assert states(plan, form("a", **changes)) == {"a": (state, rule)}


@pytest.mark.parametrize("revision", [1, 999])
def test_revisions_that_a_form_may_have(plan, revision):
    assert states(plan, form("a", revision=revision))["a"][0] == "candidate"


@pytest.mark.parametrize(
    "written", [{"fiscal_year": "๒๕๖๕"}, {"revision": "1"}, {"round": 6.0}, {"department": " ICT "}]
)
def test_identities_survive_how_programs_save_numbers(plan, written):
    assert states(plan, form("a", **written))["a"][0] == "candidate"


def test_an_identity_that_stands_twice_is_none(plan):
    assert states(plan, form("a") + form("a"))["a"][0] == "not_a_form"


# --- against the head of the form


HEADS = [
    ("as it was sent out", {}, {}, None),
    ("in Thai figures", {"head|round": "แบบรายงาน รอบ ๖ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๕"}, {}, None),
    ("in English", {"head|round": "Performance report form · 6 months, fiscal year 2565 B.E."}, {}, None),
    ("without a head, as forms were before", {"head|round": "", "head|owner": ""}, {}, None),
    ("a head without a year", {"head|round": "แบบรายงาน"}, {}, None),
    ("the hidden sheet of another round", {}, {"round": "12"}, (TITLE, "2565-12")),
    ("the hidden sheet of another year", {}, {"fiscal_year": 2566}, (TITLE, "2566-06")),
    ("the hidden sheet of another department", {}, {"department": "HRM"}, (None, "HRM กองบริหารทรัพยากรบุคคล")),
    ("the hidden sheet of an unknown department", {}, {"department": "XYZ"}, (None, "XYZ")),
]


@pytest.mark.parametrize(("head", "identity", "named"), [pytest.param(*row[1:], id=row[0]) for row in HEADS])
def test_a_form_whose_head_and_hidden_sheet_disagree_is_nobodys(plan, head, identity, named):
    holds = {"head|round": TITLE, "head|owner": owner(plan), "3.1|narrative": "done"} | head
    row = rows_of(plan, form("a", holds=holds, **identity))["a"]
    if named is None:
        assert row["state"] == "candidate"
        return
    assert (row["state"], row["rule"], row["department"]) == ("refused", "FORM_HEAD_DIFFERS", "")
    assert (row["found"], row["expected"]) == (named[0] or owner(plan), named[1])


@pytest.mark.parametrize(
    ("department", "said", "agrees"),
    [
        ("ICT", "ศูนย์เทคโนโลยี สารสนเทศและการสื่อสาร", True),
        ("ICT", "ชื่อเดิมของศูนย์", True),
        ("ICT", "กองบริหารทรัพยากรบุคคล ส่วนที่ 2", True),
        ("ICT", "กองบริหารทรัพยากรบุคคล", False),
    ],
    ids=["other spaces", "a name from before", "a longer name", "another's name"],
)
def test_only_the_name_of_another_department_is_another_department(plan, department, said, agrees):
    holds = {"head|owner": owner(plan, department=said), "3.1|narrative": "done"}
    assert (states(plan, form("a", holds=holds, department=department))["a"][0] == "candidate") == agrees


def test_names_with_the_separator_in_them_are_names():
    tables = plan_tables()
    tables["departments"][3]["name"] = "กอง · ก"
    tables["departments"][4]["name"] = "กอง"
    plan = plan_of(tables)
    told = {
        code: states(plan, form("a", holds={"head|owner": owner(plan, code)}, department=code))["a"][0]
        for code in ("HRM", "ICT")
    }
    assert told == {"HRM": "candidate", "ICT": "candidate"}
    crossed = form("a", holds={"head|owner": owner(plan, "ICT")}, department="HRM")
    assert states(plan, crossed)["a"] == ("refused", "FORM_HEAD_DIFFERS")


def test_a_disagreement_touches_no_form_of_either_department(plan):
    bad = form("bad", holds={"head|owner": owner(plan, "HRM")}, department="ICT", revision=9)
    found = states(plan, bad, form("ours"), form("theirs", holds={"2.1|narrative": "x"}, department="HRM"))
    assert {file: state for file, (state, _) in found.items()} == {
        "bad": "refused",
        "ours": "candidate",
        "theirs": "candidate",
    }


# --- against the plan


OURS = {"3.1|kpi": "printed", "3.1|project": "printed", "3.1|narrative": "done"}
ELSEWHERE = {"title": "แผนอื่น", "organisation": "กรมอื่น"}
PLANS = [
    ("what this plan prints", OURS, None, "candidate"),
    ("a KPI was renamed", OURS | {"3.1|kpi": "3.1  ชื่อเดิม"}, None, "candidate"),
    ("all was renamed, and the head names us", OURS | {"3.1|kpi": "x", "3.1|project": "y"}, {}, "candidate"),
    ("all KPIs have new codes, and the head names us", {"9.1|narrative": "done"}, {}, "candidate"),
    ("the plan's title was corrected", OURS, {"title": "แผนเดิม"}, "candidate"),
    ("a form of version 1, which marks no printed text", {"3.1|narrative": "done"}, None, "candidate"),
    ("only printed keys of KPIs that the plan lacks", {"9.1|kpi": "x", "3.1|narrative": "done"}, None, "candidate"),
    ("nothing that it prints is ours", OURS | {"3.1|kpi": "x", "3.1|project": "y"}, None, "other_unit"),
    ("the same, and its head says whose", OURS | {"3.1|kpi": "x", "3.1|project": "y"}, ELSEWHERE, "other_unit"),
    ("no KPI is ours", {"9.1|narrative": "done", "9.2|narrative": "done"}, None, "other_unit"),
    ("no KPI is ours, and its head says whose", {"9.1|narrative": "done"}, ELSEWHERE, "other_unit"),
]


@pytest.mark.parametrize(("holds", "head", "state"), [pytest.param(*row[1:], id=row[0]) for row in PLANS])
def test_a_form_is_another_plans_where_nothing_in_it_is_of_this_one(plan, holds, head, state):
    texts = {own.key: own.text for own in plan.printed_of("ICT")}
    holds = {key: texts[key] if raw == "printed" else raw for key, raw in holds.items()}
    holds |= {} if head is None else {"head|owner": owner(plan, **head)}
    row = rows_of(plan, form("a", holds=holds))["a"]
    assert row["state"] == state
    if state == "other_unit":
        assert (row["rule"], row["department"]) == ("FORM_OF_OTHER_PLAN", "")
        assert row["expected"] == f"{plan.settings.plan_name} · {plan.settings.organisation}"


@pytest.mark.parametrize(
    ("holds", "found"),
    [
        ({"9.1|narrative": "x", "9.2|narrative": "x"}, "9.1, 9.2"),
        ({"3.1|kpi": "3.1  อื่น", "3.1|narrative": "x"}, "3.1  อื่น"),
        ({"head|owner": "กอง · แผน ก · กรม ข", "3.1|kpi": "อื่น"}, "กอง · แผน ก · กรม ข"),
    ],
    ids=["by its codes", "by a name that it prints", "by its head"],
)
def test_another_plan_is_named_by_the_best_that_is_known_of_it(plan, holds, found):
    assert rows_of(plan, form("a", holds=holds))["a"]["found"] == found


@pytest.mark.parametrize(
    ("holds", "state"),
    [
        ({"2.1|narrative": "x", "2.2|narrative": ""}, "refused"),
        ({"2.1|narrative": "x", "9.9|narrative": "x"}, "refused"),
        ({"2.1|narrative": "x", "3.1|narrative": ""}, "candidate"),
        ({"reporter|name": "x"}, "candidate"),
    ],
    ids=["all are another's", "another's and unknown ones", "one is its own", "none are there"],
)
def test_a_form_of_which_every_kpi_is_anothers_is_nobodys(plan, holds, state):
    row = rows_of(plan, form("a", holds=holds))["a"]
    assert row["state"] == state
    if state == "refused":
        assert (row["rule"], row["department"]) == ("FORM_OF_OTHER_DEPARTMENT", "")
        assert (row["found"], row["expected"][:3]) == ("HRM กองบริหารทรัพยากรบุคคล", "ICT")


# --- which one counts


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ([("a", 1, "x"), ("b", 2, "y")], {"a": "superseded", "b": "candidate"}),
        ([("a", 2, "x"), ("b", 1, "y"), ("c", 10, "z")], {"a": "superseded", "b": "superseded", "c": "candidate"}),
        ([("a", 1, "x"), ("b", 1, "x")], {"a": "candidate", "b": "unchanged_copy"}),
        ([("a", 1, "x"), ("b", 1, " x ")], {"a": "candidate", "b": "unchanged_copy"}),
        ([("a", 1, "x"), ("b", 1, "x"), ("c", 1, "x")], dict(a="candidate", b="unchanged_copy", c="unchanged_copy")),
        ([("a", 1, "x"), ("b", 1, "y")], {"a": "refused", "b": "refused"}),
        ([("a", 1, "x"), ("b", 1, "y"), ("c", 1, "z")], {"a": "refused", "b": "refused", "c": "refused"}),
        ([("a", 1, "x"), ("b", 1, "x"), ("c", 1, "y")], {"a": "refused", "b": "refused", "c": "refused"}),
        ([("a", 1, "x"), ("b", 2, "y"), ("c", 2, "z")], {"a": "superseded", "b": "refused", "c": "refused"}),
        ([("a", 1, "x"), ("b", 1, "y"), ("c", 2, "z")], {"a": "superseded", "b": "superseded", "c": "candidate"}),
        ([("a", 1, "x"), ("b", 1, "x"), ("c", 2, "z")], {"a": "superseded", "b": "superseded", "c": "candidate"}),
        ([("a", 1, "x"), ("b", 2, "x")], {"a": "superseded", "b": "candidate"}),
        ([("a", 1, "x"), ("b", 1, "")], {"a": "refused", "b": "refused"}),
    ],
)
def test_the_highest_revision_counts_and_a_clash_counts_for_none(plan, forms, expected):
    made = [form(file, revision=revision, narrative=text) for file, revision, text in forms]
    assert {file: state for file, (state, _) in states(plan, *made).items()} == expected


def test_the_order_in_which_files_are_found_decides_nothing(plan):
    made = [form("b", revision=2, narrative="x"), form("a", revision=2, narrative="x"), form("c", narrative="z")]
    for forms in (made, made[::-1]):
        found = states(plan, *forms)
        assert {file: found[file][0] for file in "abc"} == dict(a="candidate", b="unchanged_copy", c="superseded")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"3.1|kpi": "3.1  ชื่อเดิม"}, True),
        ({"head|round": "แบบรายงาน 6 2565"}, True),
        ({"form|plan": "an earlier plan"}, True),
        ({"3.1|level|1|status": "แล้วเสร็จ"}, False),
        ({"3.1|threshold|1": "x"}, True),
        ({"9.9|narrative": "x"}, False),
    ],
)
def test_what_two_files_say_is_what_was_filled_into_them(plan, other, same):
    """What a form prints of the plan is the plan's, and no answer."""
    texts = {own.key: own.text for own in plan.printed_of("ICT")}
    holds = {"3.1|kpi": texts["3.1|kpi"], "3.1|project": texts["3.1|project"], "3.1|narrative": "x"}
    found = states(plan, form("a", holds=holds), form("b", holds=holds | other))
    assert (found["b"][0] == "unchanged_copy") == same


def test_forms_of_two_departments_do_not_touch_each_other(plan):
    found = states(plan, form("a"), form("b", department="HRM", holds={"2.1|narrative": "other"}))
    assert {state for state, _ in found.values()} == {"candidate"}


def test_names_that_look_alike_are_two_files(plan):
    """A name in two spellings of the same letters, as two systems write it."""
    composed, decomposed = unicodedata.normalize("NFC", "é.xlsx"), unicodedata.normalize("NFD", "é.xlsx")
    found = states(plan, form(composed), form(decomposed, revision=2))
    assert {found[composed][0], found[decomposed][0]} == {"superseded", "candidate"}
    assert len(found) == 2


# --- in words


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        ([("a", 1, "x"), ("b", 1, "y")], {"a": ("a, b", "1", "2"), "b": ("a, b", "1", "2")}),
        ([("a", 3, "x"), ("b", 3, "x"), ("c", 3, "y")], dict.fromkeys("abc", ("a, b, c", "3", "3"))),
    ],
)
def test_a_clash_names_all_files_its_revision_and_their_number(plan, forms, said):
    found = rows_of(plan, *(form(file, revision=revision, narrative=text) for file, revision, text in forms))
    assert {file: (row["found"], row["expected"], row["other"]) for file, row in found.items()} == said


@pytest.mark.parametrize(
    ("later", "named"),
    [([("b", 2, "y")], "b"), ([("b", 2, "y"), ("c", 2, "y")], "b"), ([("b", 2, "y"), ("c", 2, "z")], "b, c")],
    ids=["one", "one and its copy", "two that clash"],
)
def test_what_is_superseded_names_what_is_later(plan, later, named):
    forms = [form(file, revision=revision, narrative=text) for file, revision, text in [("a", 1, "x"), *later]]
    row = rows_of(plan, *forms)["a"]
    assert (row["expected"], row["other"]) == ("2", named)
