"""What the planning office decides, on the left, and what the summary then shows, on the right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pandas as pd
import pytest
from support.seed import cells_of, forms_in, owners, plan_of, plan_tables, seed_answers, seed_plan, summary_of

from pipeline.intake.titled import Titled
from pipeline.validation.decisions import accepted_files, read_decisions, waived
from pipeline.validation.identity import identities
from pipeline.validation.places import Places
from schemas.plan import DECISIONS
from schemas.rules import RULES
from schemas.submission import IDENTITY

SIGNED = {"reason": "หนังสือ กค 0203/100", "by": "ผู้อำนวยการกลุ่มแผนงาน", "date": date(2022, 4, 17)}


def waive(finding, **about):
    return {"action": "waive", "finding": finding} | about


def correct(kpi, item, value, **more):
    return {"action": "correct", "kpi": kpi, "item": item, "value": value} | more


FIRST_ROW = 7
COLUMN_OF = dict(zip(DECISIONS.columns, "ABCDEFGHIJ", strict=True))


@cache
def seed():
    return seed_plan()


def decisions_in(decisions, report_date=date(2022, 4, 18)):
    """Decisions as they are read from rows 7 and on of the plan's sheet."""
    frame = DECISIONS.frame([SIGNED | decision for decision in decisions])
    rows = list(range(FIRST_ROW, FIRST_ROW + len(frame)))
    titles = {field: (FIRST_ROW - 2, column) for column, field in enumerate(DECISIONS.columns)}
    places = Places("plan.xlsx", {DECISIONS.id: Titled(DECISIONS, "คำวินิจฉัย", rows, {}, titles)})
    return read_decisions(frame.set_axis(rows), places, report_date)


def plan_with(*decisions, **settings):
    plan = seed()
    own = replace(plan.settings, **settings)
    return replace(plan, decisions=decisions_in(decisions, own.report_date), settings=own)


def test_the_plan_s_sheet_of_decisions_is_read_as_these_tests_make_it():
    rows = [waive("LATE", kpi="1.1"), correct("2.2", "received", "275,100"), {"action": "accept"}]
    tables = plan_tables() | {"decisions": [SIGNED | row for row in rows]}
    pd.testing.assert_frame_equal(plan_of(tables).decisions, decisions_in(rows))


def summary_with(*decisions, typed=(), **settings):
    answers = seed_answers()
    for department, key, value in typed:
        answers[department][key] = value
    return summary_of(plan_with(*decisions, **settings), answers)


@cache
def as_it_is():
    """The summary without a decision; not to be changed."""
    return summary_of(seed(), seed_answers())


def findings_with(*decisions):
    """What is then said of the findings that there are without a decision."""
    plan = plan_with(*decisions)
    return waived(plan.decisions, as_it_is().findings)


def outcomes(summary):
    return summary.decided["outcome"].tolist()


def kpi(summary, code):
    return summary.scores.set_index("kpi").loc[code]


def listed(findings, rule):
    own = findings[findings["rule"] == rule]
    return list(
        own[["severity", "kpi", "decision"]].astype(object).where(own.notna(), None).itertuples(index=False, name=None)
    )


# --- waive


def test_a_waived_error_no_longer_returns_its_kpi_and_stays_listed_with_its_decision():
    empty = ("CSC", "1.1|narrative", "")
    before, after = summary_with(typed=[empty]), summary_with(waive("ENTRY_REQUIRED", kpi="1.1"), typed=[empty])
    assert (kpi(before, "1.1")["state"], kpi(after, "1.1")["state"]) == ("returned", "reported")
    assert listed(before.findings, "ENTRY_REQUIRED") == [("error", "1.1", None)]
    assert listed(after.findings, "ENTRY_REQUIRED") == [("note", "1.1", 1)]
    assert before.register.set_index("department")["state"]["CSC"] == "returned"
    assert after.register.set_index("department")["state"]["CSC"] == "accepted"
    assert outcomes(after) == ["applied"]


@pytest.mark.parametrize(
    ("about", "is_meant"),
    [
        ({"kpi": "3.1"}, True),
        ({"department": "ICT"}, True),
        ({"kpi": "3.1", "department": "ICT"}, True),
        ({"kpi": "3.2"}, False),
        ({"department": "HRM"}, False),
        ({"kpi": "3.1", "department": "HRM"}, False),
    ],
)
def test_a_finding_is_meant_by_its_rule_and_by_the_kpi_and_department_that_are_named(about, is_meant):
    told = findings_with(waive("BUDGET_NOT_STATED", **about))
    assert listed(told, "BUDGET_NOT_STATED") == [("note", "3.1", 1) if is_meant else ("warning", "3.1", None)]


def test_a_waiver_is_applied_where_it_means_a_finding_and_else_meets_nothing():
    summary = summary_with(waive("BUDGET_NOT_STATED", kpi="3.1"), waive("BUDGET_NOT_STATED", kpi="3.2"))
    assert outcomes(summary) == ["applied", "unmatched"]


@pytest.mark.parametrize("said", ["BUDGET_NOT_STATED", "budget_not_stated", " Budget_Not_Stated "])
def test_a_rule_is_named_in_whatever_case(said):
    assert listed(findings_with(waive(said, kpi="3.1")), "BUDGET_NOT_STATED") == [("note", "3.1", 1)]


# --- correct


def test_a_corrected_score_counts_and_the_rubric_s_stays_beside_it():
    before, after = as_it_is(), summary_with(correct("3.2", "score", "2"))
    assert (kpi(after, "3.2")["rubric_score"], kpi(after, "3.2")["score"], kpi(after, "3.2")["percent"]) == (1, 2, 40)
    assert after.rollup("ministry")["score"] * 11 == pytest.approx(before.rollup("ministry")["score"] * 11 + 1)
    assert after.decided[["reported", "decided", "by", "reason"]].to_numpy().tolist() == [
        ["1", "2", SIGNED["by"], SIGNED["reason"]]
    ]


def test_a_corrected_score_does_not_make_the_department_s_own_differ_from_its_rubric():
    assert listed(summary_with(correct("3.2", "score", "2")).findings, "SCORE_DIFFERS") == []


@pytest.mark.parametrize(
    ("value", "score", "shown"), [("200", 3, "200"), ("๒๐๐", 3, "200"), ("99.5", 0, "99.5"), ("1,000", 5, "1000")]
)
def test_a_corrected_value_is_scored_by_the_rubric(value, score, shown):
    summary = summary_with(correct("2.2", "value", value))
    assert (kpi(summary, "2.2")["value"], kpi(summary, "2.2")["score"]) == (float(shown), score)
    assert summary.decided[["reported", "decided"]].to_numpy().tolist() == [["๓๑๐", shown]]
    cell = summary.ledger[summary.ledger["key"] == "2.2|value"].iloc[0]
    assert (cell["raw"], cell["fate"], cell["reason"]) == ("๓๑๐", "replaced", "decision")


def test_a_value_that_could_not_be_read_is_put_right_by_a_decision():
    unreadable = ("HRM", "2.2|value", "ประมาณสามร้อย")
    before, after = summary_with(typed=[unreadable]), summary_with(correct("2.2", "value", "310"), typed=[unreadable])
    assert (kpi(before, "2.2")["state"], kpi(after, "2.2")["state"]) == ("returned", "reported")
    assert listed(after.findings, "NUMBER_UNREADABLE") == []


@pytest.mark.parametrize(
    ("item", "typed", "baht"),
    [("received", "275,100.50", 275_100.5), ("disbursed", "๔๐,๐๐๐", 40_000), ("committed", "100 บาท", 100)],
)
def test_a_corrected_amount_is_added_up_and_the_control_totals_still_meet(item, typed, baht):
    summary = summary_with(correct("2.2", item, typed))
    money = summary.budget_results.set_index("project").loc["2.2"]
    assert money[item] == round(baht * 100)
    own = summary.controls[
        (summary.controls["department"] == "HRM") & (summary.controls["field"] == f"budgets.{item}")
    ].iloc[0]
    assert own["difference"] == 0
    assert own["decided"] == money[item]
    assert own["replaced"] == own["filled"] == {"received": 275_100_00, "disbursed": 36_000_00, "committed": 0}[item]


def test_of_two_corrections_of_one_value_the_later_row_counts_and_the_other_meets_nothing():
    summary = summary_with(correct("2.2", "value", "100"), correct("2.2", "value", "200"))
    assert kpi(summary, "2.2")["value"] == 200
    assert outcomes(summary) == ["unmatched", "applied"]


UNMATCHED = {
    "a value that is not asked": correct("1.1", "value", "3"),
    "a KPI that is not in the plan": correct("9.9", "score", "3"),
    "the score of a KPI that is returned": correct("1.1", "score", "3"),
    "an amount of no project": correct("9.9", "received", "3"),
    "a form that is not late": {"action": "accept", "department": "CSC"},
}


def test_a_decision_that_meets_nothing_is_a_finding_at_its_cell():
    summary = summary_with(*UNMATCHED.values(), typed=[("CSC", "1.1|narrative", "")])
    assert dict(zip(UNMATCHED, outcomes(summary), strict=True)) == dict.fromkeys(UNMATCHED, "unmatched")
    found = summary.findings[summary.findings["rule"] == "DECISION_UNMATCHED"].to_dict("records")
    assert sorted((f["file"], f["sheet"], f["cell"], f["severity"]) for f in found) == sorted(
        ("plan.xlsx", "คำวินิจฉัย", f"A{FIRST_ROW + n}", "warning") for n in range(len(UNMATCHED))
    )


# --- accept late


LATE = ("CSC", "reporter|date", "16/4/2565")


def test_a_form_that_came_late_is_accepted_by_a_decision():
    assert listed(summary_with(typed=[LATE]).findings, "FORM_LATE") == [("warning", None, None)]
    accepted = summary_with({"action": "accept", "department": "CSC"}, typed=[LATE])
    assert listed(accepted.findings, "FORM_LATE") == [("note", None, 1)]
    assert outcomes(accepted) == ["applied"]
    assert accepted.decided["reported"].tolist() == ["16/4/2565"]


def test_of_two_files_that_clash_the_accepted_one_counts():
    plan = plan_with({"action": "accept", "department": "CSC", "value": "CSC again.xlsx"})
    answers = {"CSC": seed_answers()["CSC"]}
    identity = {"version": "2", "department": "CSC", "fiscal_year": 2565, "round": "6", "revision": 1}
    first = cells_of(plan, answers)
    again = first.assign(file="CSC again.xlsx", raw=first["raw"].mask(first["key"] == "1.1|self_score", 5))
    said = [
        {"file": file, "sheet": "x", "cell": "A1", "key": f"{IDENTITY.id}|{name}", "raw": value, "broken": ""}
        for file in ("CSC.xlsx", "CSC again.xlsx")
        for name, value in identity.items()
    ]
    who = identities(plan, forms_in(pd.concat([first, again, pd.DataFrame(said)], ignore_index=True)))
    assert dict(zip(who["file"], who["state"], strict=True)) == {
        "CSC again.xlsx": "candidate",
        "CSC.xlsx": "superseded",
    }
    assert accepted_files(plan.decisions) == {"CSC": "CSC again.xlsx"}


# --- what cannot be applied


@pytest.mark.parametrize(
    ("until", "outcome"), [(None, "applied"), (date(2022, 4, 18), "applied"), (date(2022, 4, 17), "expired")]
)
def test_a_decision_holds_until_its_day_by_the_day_of_the_report(until, outcome):
    summary = summary_with(correct("3.2", "score", "2", until=until), report_date=date(2022, 4, 18))
    assert outcomes(summary) == [outcome]
    assert kpi(summary, "3.2")["score"] == (2 if outcome == "applied" else 1)
    expired = summary.findings[summary.findings["rule"] == "DECISION_EXPIRED"]
    assert expired[["found", "other", "cell"]].to_numpy().tolist() == [["17/4/2565", "18/4/2565", "A7"]] * (
        outcome == "expired"
    )


# Decision → the column that it lacks, or that cannot be applied.
INCOMPLETE = {
    "accept what": ({"action": "accept"}, "B"),
    "waive what": (waive(None, kpi="1.1"), "D"),
    "waive it of whom": (waive("ENTRY_REQUIRED"), "C"),
    "a rule that there is not": (waive("NO_SUCH_RULE", kpi="1.1"), "D"),
    "correct it of what": (correct(None, "score", "3"), "C"),
    "correct what of it": (correct("1.1", None, "3"), "E"),
    "correct it to what": (correct("1.1", "score", None), "F"),
    "a score beyond the scale": (correct("1.1", "score", "6"), "F"),
    "a score in words": (correct("1.1", "score", "ดี"), "F"),
    "an amount in millions": (correct("2.2", "received", "1.5 ล้านบาท"), "F"),
    "an amount below nothing": (correct("2.2", "disbursed", "-5"), "F"),
}


@cache
def of_incomplete_ones():
    """The summary of a plan with all of them; not to be changed."""
    return summary_with(*(decision for decision, _ in INCOMPLETE.values()))


@pytest.mark.parametrize("name", INCOMPLETE)
def test_a_decision_that_does_not_say_what_it_must_is_a_finding_at_the_cell_that_lacks_it(name):
    row, column = FIRST_ROW + list(INCOMPLETE).index(name), INCOMPLETE[name][1]
    summary = of_incomplete_ones()
    found = summary.findings[summary.findings["rule"] == "DECISION_INCOMPLETE"]
    own = found[found["cell"].str.fullmatch(f"[A-Z]+{row}")]
    assert own[["file", "sheet", "cell"]].to_numpy().tolist() == [["plan.xlsx", "คำวินิจฉัย", f"{column}{row}"]]


def test_no_such_decision_is_applied():
    assert outcomes(of_incomplete_ones()) == ["incomplete"] * len(INCOMPLETE)
    pd.testing.assert_frame_equal(of_incomplete_ones().scores, as_it_is().scores)
    pd.testing.assert_frame_equal(of_incomplete_ones().budget_results, as_it_is().budget_results)


def test_a_decision_about_an_error_of_a_file_meets_nothing_since_no_cell_is_known_to_count():
    files = [id_ for id_, rule in RULES.items() if rule.about == "file" and rule.severity == "error"]
    summary = summary_with(*(waive(rule, department="CSC") for rule in files))
    assert outcomes(summary) == ["unmatched"] * len(files)


def test_decisions_change_nothing_that_was_reported():
    before, after = as_it_is(), summary_with(correct("2.2", "value", "1"), waive("BUDGET_NOT_STATED", kpi="3.1"))
    assert before.ledger["raw"].tolist() == after.ledger["raw"].tolist()
    assert owners(seed_answers()) == dict(zip(after.register["file"], after.register["department"], strict=True))
    untouched = ~before.scores["kpi"].isin(["2.2"])
    pd.testing.assert_frame_equal(before.scores[untouched], after.scores[untouched])
