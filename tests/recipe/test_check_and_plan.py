"""What a check makes of a folder: which plan counts, what is said where none does, and that nothing is written."""

from __future__ import annotations

import shutil

import pytest
from support.inputs import FILES, SHIPPED, make, submission

from pipeline import recipe
from pipeline.intake.taken import take_in
from pipeline.recipe import check, the_plan
from schemas.rules import FINDINGS
from schemas.summary import REGISTER

OTHERS = [submission(code) for code in ("ACOC", "HRM", "ICT", "PSDG")]
ONE_FORM = {"remove": OTHERS}
NO_FORM = {"remove": [*OTHERS, submission("CSC")]}
ORPHAN = [{"table": "projects", "row": 3, "set": {"issue": "9"}}]


def other_plans(*names):
    """Further plan workbooks, each of which says something else."""
    return [{"table": "projects", "row": 0, "set": {"name": name}, "as": name} for name in names]


def everything(folder):
    """Every path under a folder, and what the files hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


def rules_of(found, severity="error"):
    return found.loc[found["severity"] == severity, "rule"].tolist()


def states(checked):
    return dict(zip(checked.register["file"], checked.register["state"], strict=True))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The shipped inputs, checked, with what lay around before and after."""
    folder = tmp_path_factory.mktemp("shipped")
    inputs = make(folder / "inputs", {})
    before, seen = everything(folder), []
    checked = check(inputs, None, lambda *told: seen.append(told))
    return checked, before, everything(folder), seen


def test_a_check_writes_nothing_anywhere(shipped):
    _, before, after, _ = shipped
    assert after == before


def test_a_check_tells_of_every_file_once_as_it_goes(shipped):
    checked, before, _, seen = shipped
    files = sorted(name.removeprefix("inputs/") for name, data in before.items() if data is not None)
    assert files == checked.register["file"].tolist()
    read = [("files", done, len(files)) for done in range(1, len(files) + 1)]
    assert seen == [*read, ("check", 1, 1)]


def test_a_check_of_the_example_is_clean_and_gives_everything(shipped):
    checked = shipped[0]
    assert not checked.has_errors
    assert checked.plan and checked.summary and checked.validated
    assert checked.summary.findings is checked.findings
    assert set(states(checked).values()) == {"plan", "accepted"}
    assert REGISTER.schema().validate(checked.register).shape[0] == 6
    # Two of the plan and of the money, and those of evidence, which tests/evidence/test_the_report.py judges one by one.
    assert FINDINGS.schema().validate(checked.findings)["severity"].tolist() == ["warning"] * 22


# --- which plan


@pytest.mark.parametrize(
    ("changes", "found", "errors"),
    [
        (NO_FORM, True, []),
        (NO_FORM | {"remove": ["*"]}, False, ["PLAN_NOT_FOUND"]),
        (NO_FORM | {"copy": {"plan.xlsx": "another.xlsx"}}, True, []),
        (NO_FORM | {"plan": other_plans("another.xlsx")}, False, ["PLAN_TWICE"]),
        (NO_FORM | {"plan": other_plans("another.xlsx"), "copy": {"plan.xlsx": "z.xlsx"}}, False, ["PLAN_TWICE"]),
        (NO_FORM | {"plan": ORPHAN}, False, ["PLAN_CODE_UNKNOWN"]),
    ],
    ids=["one", "none", "one and its copy", "two", "two and a copy", "one with an error"],
)
def test_there_is_a_plan_where_exactly_one_lies_there_without_errors(tmp_path, changes, found, errors):
    plan, told = the_plan(take_in(make(tmp_path / "inputs", changes)))
    assert (plan is not None) == found
    assert rules_of(told) == errors


def test_two_plans_are_named_in_the_order_of_their_names(tmp_path):
    inputs = make(tmp_path / "inputs", NO_FORM | {"plan": other_plans("ก.xlsx", "a.xlsx")})
    _, told = the_plan(take_in(inputs))
    assert told["found"].tolist() == ["a.xlsx, plan.xlsx, ก.xlsx"]


def test_a_plan_goes_by_what_it_holds_and_not_by_its_name(tmp_path):
    inputs = make(tmp_path / "inputs", NO_FORM)
    (inputs / "แผนลึก").mkdir()
    (inputs / "plan.xlsx").rename(inputs / "แผนลึก" / "แผนปฏิบัติราชการ ๒๕๖๕ (ฉบับจริง).xlsx")
    plan, _ = the_plan(take_in(inputs))
    assert plan.settings.round_id == "2565-06"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("locked", "FILE_ENCRYPTED"),
        (b"", "FILE_EMPTY"),
        (b"PK\x03\x04 cut off", "FILE_UNREADABLE"),
        (b"text", "FILE_NOT_A_WORKBOOK"),
    ],
)
def test_a_plan_that_cannot_be_opened_is_said_as_a_file_too(tmp_path, content, rule):
    inputs = make(tmp_path / "inputs", {"remove": ["*"]})
    data = (FILES / "locked.xlsx").read_bytes() if content == "locked" else content
    (inputs / "plan.xlsx").write_bytes(data)
    checked = check(inputs, None)
    told = checked.findings[["rule", "file"]].fillna("").values.tolist()
    assert told == [["PLAN_NOT_FOUND", ""], [rule, "plan.xlsx"]]
    assert checked.plan is checked.summary is checked.validated is None
    assert checked.has_errors


def test_forms_too_says_why_a_plan_cannot_be_opened(tmp_path):
    inputs = make(tmp_path / "inputs", {"remove": ["*"]})
    shutil.copy(FILES / "locked.xlsx", inputs / "plan.xlsx")
    made = recipe.forms(inputs, tmp_path / "outputs", None)
    assert made.written == ()
    assert "FILE_ENCRYPTED" in rules_of(made.findings)


@pytest.mark.parametrize(
    "changes",
    [{"remove": ["plan.xlsx"]}, {"plan": ORPHAN}, {"plan": other_plans("2.xlsx")}],
    ids=["none", "bad", "two"],
)
def test_without_a_usable_plan_every_file_is_listed_and_no_form_is_judged(tmp_path, changes):
    checked = check(make(tmp_path / "inputs", changes), None)
    assert checked.summary is None
    forms = {state for name, state in states(checked).items() if name.startswith("submissions/")}
    assert forms == {"ignored"}


def test_an_empty_folder_has_no_plan_and_nothing_else_to_say(tmp_path):
    checked = check(tmp_path, None)
    assert rules_of(checked.findings) == ["PLAN_NOT_FOUND"]
    assert checked.register.empty


# --- several things at once


def test_all_that_is_wrong_with_a_folder_comes_at_once(tmp_path):
    changes = {
        "remove": OTHERS[1:],
        "write": {"notes.txt": "see attached"},
        "place": {"submissions/locked.xlsx": "locked.xlsx"},
        "fill": [{"department": "CSC", "type": {"1.1|narrative": "", "1.1|self_score": 9}}],
    }
    checked = check(make(tmp_path / "inputs", changes), None)
    assert sorted(rules_of(checked.findings)) == [
        "ENTRY_REQUIRED",
        "FILE_ENCRYPTED",
        "FILE_NOT_A_WORKBOOK",
        "NUMBER_OUT_OF_RANGE",
    ]
    silent = checked.findings[checked.findings["rule"] == "DEPARTMENT_MISSING"]
    assert sorted(silent["department"]) == ["HRM", "ICT", "PSDG"]
    assert states(checked) == {
        "notes.txt": "refused",
        "plan.xlsx": "plan",
        "submissions/2565-06-ACOC.xlsx": "accepted",
        "submissions/2565-06-CSC.xlsx": "returned",
        "submissions/locked.xlsx": "refused",
    }


def test_forms_are_found_in_folders_of_any_name_and_any_depth(tmp_path):
    inputs = make(tmp_path / "inputs", NO_FORM)
    deep = inputs / "ส่งแล้ว" / "รอบ ๖ เดือน" / "ศูนย์บริการร่วม & อื่น ๆ"
    deep.mkdir(parents=True)
    shutil.copy(SHIPPED / submission("CSC"), deep / "แบบรายงาน (แก้ไข) #๑.xlsx")
    checked = check(inputs, None)
    name = "ส่งแล้ว/รอบ ๖ เดือน/ศูนย์บริการร่วม & อื่น ๆ/แบบรายงาน (แก้ไข) #๑.xlsx"
    assert states(checked)[name] == "accepted"
    scores = checked.summary.scores.set_index("kpi")
    assert scores.loc["1.1", ["score", "file"]].tolist() == [2, name]


@pytest.mark.parametrize(
    ("language", "lang", "reason"),
    [
        ("th", None, "แฟ้มแผนของรอบนี้"),
        ("en", None, "The plan of this round"),
        ("th", "en", "The plan of this round"),
        ("en", "th", "แฟ้มแผนของรอบนี้"),
    ],
)
def test_words_are_in_the_language_asked_for_or_else_in_the_plan_s(tmp_path, language, lang, reason):
    plan = [{"table": "settings", "row": 0, "set": {"language": language}}]
    checked = check(make(tmp_path / "inputs", NO_FORM | {"plan": plan}), lang)
    assert checked.register["reason"].tolist() == [reason]
