"""Signs that a form which counts is not what it seems, as tables: what came on the left, what is said of it."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from support.seed import cells_of, forms_in, plan_of, plan_tables, seed_answers, validated

from pipeline.validation.earlier import Earlier
from pipeline.validation.submissions import validate
from pipeline.validation.wrong_files import LONG, findings_of
from schemas.summary import BUDGET_RESULTS, LEVEL_RESULTS, SCORES

HRM, ICT = "HRM กองบริหารทรัพยากรบุคคล", "ICT ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร"
SAID = ("rule", "file", "department", "found", "expected", "other")


def with_departments(*changes):
    """The example's plan, its departments changed: (row, values)."""
    tables = plan_tables()
    for row, values in changes:
        tables["departments"][row] |= values
    return plan_of(tables)


@pytest.fixture(scope="module")
def plan():
    return with_departments()


def said(plan, answers, names=None, earlier=None):
    """What is said of forms with these answers: department → key → raw; `names`: department → file."""
    names = {department: f"{department}.xlsx" for department in answers} | (names or {})
    read = read_once(plan, answers)
    named = read._replace(cells=read.cells.assign(file=read.cells["department"].map(names)))
    owners = {names[department]: department for department in answers}
    found = findings_of(plan, owners, named, earlier)
    return [tuple(finding.get(name) for name in SAID) for finding in found]


READ = {}


def read_once(plan, answers):
    """These answers, validated in files called after their departments; not to be changed."""
    known = id(plan), repr(answers)
    if known not in READ:
        READ[known] = plan, validated(plan, answers)  # the plan is kept, so that no other one has its id
    return READ[known][1]


def test_the_example_gives_no_sign(plan):
    assert said(plan, seed_answers()) == []


# --- another's KPIs


@pytest.mark.parametrize(
    ("own", "others", "told"),
    [
        (["2.1"], [], None),
        (["2.1"], ["3.1"], None),
        (["2.1", "2.2"], ["3.1"], None),
        (["2.1"], ["3.1", "3.2"], (ICT, "2/3")),
        (["2.1"], ["3.1", "3.2", "1.1"], (f"{ICT}, CSC ศูนย์บริการร่วม", "3/4")),
        (["2.1"], ["9.1", "9.2", "9.3"], None),
    ],
    ids=["its own", "as many of another", "one of another", "mostly another's", "of two others", "unknown ones"],
)
def test_a_form_with_more_kpis_of_others_than_of_its_own_is_told(plan, own, others, told):
    cells = cells_of(plan, {"HRM": {f"{code}|narrative": "x" for code in (*own, *others)}})
    there = cells[cells["key"].str.partition("|")[0].isin([*own, *others])]
    owners = {"HRM.xlsx": "HRM"}
    found = [
        tuple(f.get(n) for n in SAID) for f in findings_of(plan, owners, validate(plan, forms_in(there), owners), None)
    ]
    assert found == ([] if told is None else [("FORM_WITH_OTHERS_KPIS", "HRM.xlsx", "HRM", told[0], HRM, told[1])])


# --- another's name on the file


NAMES = [
    ("2565-06-HRM.xlsx", None),
    ("2565-06-HRM-r2.xlsx", None),
    ("2565-06-hrm (1).xlsx", None),
    ("scan0001.xlsx", None),
    ("แบบรายงาน 2565 รอบ 6.xlsx", None),
    ("2565-06-ICT.xlsx", ICT),
    ("2565-06-ICT-r3.xlsx", ICT),
    ("ict.xlsx", ICT),
    ("submissions/2565-06-ICT (แก้ไข).xlsx", ICT),
    ("ICT/2565-06-HRM.xlsx", None),
    ("ICT/report.xlsx", None),
    ("แบบรายงาน_ICT_final.xlsx", ICT),
    ("๒๕๖๕-๐๖-ICT.xlsx", ICT),
    ("predict.xlsx", None),
    ("ICTHRM.xlsx", None),
    ("HRM ส่งแทน ICT.xlsx", None),
    ("ศทส..xlsx", ICT),
    ("รายงาน ศทส.xlsx", ICT),
    ("ส่งจากศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร.xlsx", ICT),
    ("ศูนย์เทคโนโลยี สารสนเทศ และการสื่อสาร.xlsx", ICT),
    ("กองบริหารทรัพยากรบุคคล (2).xlsx", None),
    ("กบค รับจาก ศทส.xlsx", None),
    ("ศูนย์บริการร่วมกระทรวงการคลัง.xlsx", "CSC ศูนย์บริการร่วม"),
    ("ICT-CSC.xlsx", f"CSC ศูนย์บริการร่วม, {ICT}"),
]


@pytest.mark.parametrize("spelling", ["NFC", "NFD"])
@pytest.mark.parametrize(("name", "other"), NAMES)
def test_a_file_named_for_another_department_is_told(plan, name, other, spelling):
    file = unicodedata.normalize(spelling, name)
    base = file.rpartition("/")[2]
    expected = [] if other is None else [("FORM_NAMED_FOR_OTHER", file, "HRM", base, HRM, other)]
    assert said(plan, {"HRM": seed_answers()["HRM"]}, {"HRM": file}) == expected


def recoded(code, alias="", name="สำนัก"):
    """The plan with another code, alias and name for its first department, which sends nothing here."""
    tables = plan_tables()
    before = tables["departments"][0]["code"]
    tables["departments"][0] |= {"code": code, "aliases": alias, "name": name}
    for project in tables["projects"]:
        project["department"] = code if project["department"] == before else project["department"]
    return plan_of(tables)


@pytest.mark.parametrize(
    ("code", "alias", "name", "file", "told"),
    [
        ("IT", "", "สำนัก", "write it down.xlsx", False),
        ("IT", "", "สำนัก", "2565-06-IT.xlsx", True),
        ("IT", "", "สำนัก", "2565-06-ITA.xlsx", False),
        ("1", "", "สำนัก", "copy 1.xlsx", False),
        ("1", "", "สำนัก", "2565-06-1-r2.xlsx", True),
        ("101", "", "สำนัก", "scan 101.xlsx", False),
        ("101", "", "สำนัก", "2565-06-101.xlsx", True),
        ("กพ", "", "สำนัก", "2565-06-กพ.xlsx", True),
        ("X1", "งบ", "สำนัก", "งบ 2565.xlsx", False),
        ("X1", "กองคลัง", "สำนัก", "ส่งกองคลังแล้ว.xlsx", True),
        ("X1", "กลุ่มงาน; กคล.", "สำนัก", "กคล 2565.xlsx", True),
        ("X1", "", "กอง", "รายงานกองคลัง.xlsx", False),
        ("X1", "", "ทรัพยากรบุคคล", "ทรัพยากรบุคคล.xlsx", False),
    ],
    ids=[
        "a short code as a word",
        "a short code after the round",
        "a code that begins with it",
        "a number that counts copies",
        "a number after the round",
        "a longer number",
        "a longer number after the round",
        "a short Thai code",
        "a short alias",
        "a long alias within words",
        "the second alias",
        "a short name",
        "a part of its own name",
    ],
)
def test_what_stands_in_a_name_by_chance_is_no_sign(code, alias, name, file, told):
    plan = recoded(code, alias, name)
    found = said(plan, {"HRM": seed_answers()["HRM"]}, {"HRM": file})
    assert [finding[-1] for finding in found] == ([f"{code} {name}"] if told else [])


# --- another's reporter


@pytest.mark.parametrize(
    ("theirs", "ours", "given", "told"),
    [
        ("ict@example.go.th", "", "ict@example.go.th", True),
        ("ict@example.go.th", "", "ICT@Example.go.th ", True),
        ("somsri@example.go.th; ict@example.go.th", "", "ict@example.go.th", True),
        ("ict@example.go.th", "hrm@example.go.th", "hrm@example.go.th", False),
        ("ict@example.go.th", "ict@example.go.th", "ict@example.go.th", False),
        ("ict@example.go.th", "", "", False),
        ("ict@example.go.th", "", "-", False),
        ("", "", "ict@example.go.th", False),
        ("โทร 1234", "", "โทร 1234", False),
    ],
    ids=[
        "theirs",
        "in other letters",
        "one of theirs",
        "its own",
        "one that both have",
        "none given",
        "a dash",
        "none known",
        "no address at all",
    ],
)
def test_a_reporter_who_writes_from_anothers_address_is_told(theirs, ours, given, told):
    plan = with_departments((3, {"email": ours}), (4, {"email": theirs}))
    answers = {"HRM": seed_answers()["HRM"] | {"reporter|email": given}}
    expected = ("REPORTER_OF_OTHER", "HRM.xlsx", "HRM", given.strip(), None, ICT)
    assert said(plan, answers) == ([expected] if told else [])


def test_it_is_told_at_the_cell():
    plan = with_departments((4, {"email": "ict@example.go.th"}))
    answers = {"HRM": seed_answers()["HRM"] | {"reporter|email": "ict@example.go.th"}}
    owners = {"HRM.xlsx": "HRM"}
    read = validate(plan, forms_in(cells_of(plan, answers)), owners)
    (finding,) = findings_of(plan, owners, read, None)
    place = read.cells.set_index("key").loc["reporter|email"]
    assert (finding["key"], finding["field"]) == ("reporter|email", "reporter.email")
    assert (finding["sheet"], finding["cell"]) == (place["sheet"], place["cell"])


# --- answers of the earlier round


LEVEL_1 = "2.2|level|1|status"


def earlier(plan, answers, months="6"):
    """The summary of a round in which these were the answers."""
    read = validate(plan, forms_in(cells_of(plan, answers)), {f"{d}.xlsx": d for d in answers})
    scores, levels = SCORES.frame(read.tables["results"]), LEVEL_RESULTS.frame(read.tables["levels"])
    return Earlier("summary.xlsx", months, levels, BUDGET_RESULTS.frame(), scores)


def again(plan, changes=None, months="6"):
    """What is said of HRM, which sends the example's answers again with some changed."""
    before = seed_answers()
    now = {"HRM": before["HRM"] | (changes or {})}
    return said(plan, now, earlier=earlier(plan, before, months))


def test_answers_that_are_all_those_of_the_earlier_round_are_told(plan):
    assert again(plan) == [("ANSWERS_SENT_AGAIN", "HRM.xlsx", "HRM", "2", None, "2565-06")]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"2.1|narrative": "ผลการดำเนินงานของรอบนี้"}, False),
        ({"2.2|value": 320}, False),
        ({"2.2|value": ""}, False),
        ({"2.1|level|5|status": "แล้วเสร็จ"}, False),
        ({"2.1|level|1|status": ""}, False),
        ({"2.1|narrative": "", "2.2|narrative": ""}, False),
        ({"2.1|narrative": ""}, True),
        ({"2.1|budget|status": "ยังไม่ระบุ", "2.1|self_score": 1, "reporter|name": "คนใหม่"}, True),
    ],
    ids=[
        "another narrative",
        "another value",
        "a value is gone",
        "a level was reached",
        "a status is gone",
        "no narrative yet, as a form begins",
        "one narrative is the same, the other is not filled",
        "only what else was asked",
    ],
)
def test_narratives_values_and_statuses_all_have_to_be_the_same(plan, changes, told):
    assert bool(again(plan, changes)) == told


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_one_narrative_has_to_be_long(plan, more):
    short = {"2.1|narrative": "ก" * (LONG + more), "2.2|narrative": "ข" * 5}
    before = seed_answers()
    before["HRM"] |= short
    found = said(plan, {"HRM": before["HRM"]}, earlier=earlier(plan, before))
    assert bool(found) == (more >= 0)


def test_a_kpi_that_was_not_reported_before_is_new(plan):
    before = seed_answers()
    told = earlier(plan, before)
    unknown = replace(
        told, scores=told.scores.assign(narrative=told.scores["narrative"].where(told.scores["kpi"] != "2.1"))
    )
    assert said(plan, {"HRM": before["HRM"]}, earlier=unknown) == []


def test_spaces_and_spelling_are_no_difference(plan):
    before = seed_answers()
    spaced = {"2.1|narrative": f" {before['HRM']['2.1|narrative']}\n".replace("ำ", "ํา")}
    assert [finding[0] for finding in again(plan, spaced)] == ["ANSWERS_SENT_AGAIN"]


def test_only_the_departments_that_sent_it_again_are_told(plan):
    before = seed_answers()
    now = {"HRM": before["HRM"], "ICT": before["ICT"] | {"3.1|narrative": "อื่น"}, "CSC": before["CSC"]}
    found = said(plan, now, earlier=earlier(plan, before, "9"))
    assert {(finding[2], finding[-1]) for finding in found} == {("HRM", "2565-09"), ("CSC", "2565-09")}


def test_an_empty_earlier_summary_says_nothing(plan):
    empty = Earlier("summary.xlsx", "6", LEVEL_RESULTS.frame(), BUDGET_RESULTS.frame(), SCORES.frame())
    assert said(plan, {"HRM": seed_answers()["HRM"]}, earlier=empty) == []


# --- two departments alike


T, U, V = ("ก" * LONG, "ข" * LONG, "ค" * LONG)


@pytest.mark.parametrize(
    ("texts", "alike"),
    [
        ({"HRM": {"2.1|narrative": T}, "CSC": {"1.1|narrative": T}}, [("CSC", "HRM")]),
        ({"HRM": {"2.1|narrative": T[1:]}, "CSC": {"1.1|narrative": T[1:]}}, []),
        ({"HRM": {"2.1|narrative": T}, "CSC": {"1.1|narrative": U}}, []),
        ({"HRM": {"2.1|narrative": T, "2.2|narrative": U}, "CSC": {"1.1|narrative": T}}, [("CSC", "HRM")]),
        ({"HRM": {"2.1|narrative": T, "2.2|narrative": U}, "ICT": {"3.1|narrative": T, "3.2|narrative": V}}, []),
        ({"HRM": {"2.1|narrative": T}, "CSC": {"1.1|narrative": f" {T}\n"}}, [("CSC", "HRM")]),
        ({"HRM": {"2.1|narrative": T, "2.1|obstacle": U}, "CSC": {"1.1|suggestion": U}}, [("CSC", "HRM")]),
        ({"HRM": {"2.1|narrative": "ไม่มี"}, "CSC": {"1.1|narrative": "ไม่มี"}}, []),
        ({"HRM": {"2.1|narrative": T, "2.2|narrative": T}}, []),
        (
            {"HRM": {"2.1|narrative": T}, "CSC": {"1.1|narrative": T}, "PSDG": {"1.2|narrative": T}},
            [("CSC", "PSDG"), ("HRM", "CSC")],
        ),
        ({}, []),
    ],
    ids=[
        "the same",
        "too short",
        "others",
        "all of one among more of the other",
        "one of several",
        "other spaces",
        "in another entry",
        "what many say",
        "twice in one form",
        "three of them",
        "nothing came",
    ],
)
def test_departments_all_of_whose_long_texts_are_anothers_are_told_once(plan, texts, alike):
    found = [finding for finding in said(plan, texts) if finding[0] == "FORMS_ALIKE"]
    assert [(finding[2], finding[-1].partition(" ")[0]) for finding in found] == alike


def test_both_departments_and_files_are_named(plan):
    found = said(plan, {"HRM": {"2.1|narrative": T}, "ICT": {"3.1|narrative": T}}, {"ICT": "ศทส 2.xlsx"})
    assert found == [("FORMS_ALIKE", "HRM.xlsx", "HRM", f"{HRM} (HRM.xlsx)", None, f"{ICT} (ศทส 2.xlsx)")]


def test_nothing_is_said_where_nothing_came(plan):
    owners: dict[str, str] = {}
    nothing = validate(plan, forms_in(cells_of(plan, {})), owners)
    assert list(findings_of(plan, owners, nothing, earlier(plan, seed_answers()))) == []
