"""The published report under every rule of evidence: each alarm is listed here, and judged right or false with its reason.

The table is written out (pytest -s, or -rP) and is a property of the test's report; the test fails where an alarm comes or goes.
"""

from __future__ import annotations

import sys
from functools import cache

import pytest
from support.seed import seed_answers, seed_plan, validated

from pipeline.evidence.rules import findings_of
from pipeline.validation.cross_rules import COLUMNS
from pipeline.validation.findings import fix, wrong
from pipeline.validation.submissions import placed
from schemas.rules import RULES
from schemas.submission import BUDGETS, RESULTS
from schemas.summary import BUDGET_RESULTS, SCORES

CODES = ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "3.4", "3.5"]
# The scores of the published report, in the order of its projects.
PUBLISHED = dict(zip(CODES, [2, 3, 3, 2, 5, 4, 4, 1, 2, 2, 2], strict=True))

# Rule, KPI or project → whether the alarm is right, and why.
JUDGED = {
    ("NARRATIVE_COPIED", "1.2"): ("right", "level 3, word for word"),
    ("NARRATIVE_COPIED", "1.3"): ("right", "level 3, word for word, a line break apart"),
    ("NARRATIVE_COPIED", "2.3"): ("right", "levels 3 and 4, joined by “and”"),
    ("NARRATIVE_COPIED", "3.3"): ("right", "level 2, word for word"),
    ("NARRATIVE_TWIN", "3.4"): ("right", "two systems, one sentence"),
    ("NARRATIVE_TWIN", "3.5"): ("right", "two systems, one sentence"),
    ("LEVEL_WITHOUT_EVIDENCE", "1.2"): ("right", "a meeting was held, and no day or number of it is told"),
    ("LEVEL_WITHOUT_EVIDENCE", "1.3"): ("right", "a report was sent, and no letter is named"),
    ("LEVEL_WITHOUT_EVIDENCE", "2.1"): ("right", "who was urged is told, and not when or by which letter"),
    ("LEVEL_WITHOUT_EVIDENCE", "2.3"): ("right", "shields were made, and no day or order is told"),
    ("LEVEL_WITHOUT_EVIDENCE", "3.3"): ("right", "a list was made, and nothing points to it"),
    ("LEVEL_WITHOUT_EVIDENCE", "3.4"): ("right", "a specification is told of, and nothing points to it"),
    ("LEVEL_WITHOUT_EVIDENCE", "3.5"): ("right", "a specification is told of, and nothing points to it"),
    ("DATE_AFTER_ROUND", "3.1"): ("right", "the system goes live four days after the round"),
    ("DATES_CONTRADICT", "3.2"): ("right", "the drafts were announced in January, and in March"),
    ("OBSTACLE_WITHOUT_SUGGESTION", "3.2"): ("right", "late procurement, and nothing is asked for"),
    ("OBSTACLE_WITHOUT_SUGGESTION", "3.3"): ("right", "no parts and no meetings, and nothing is asked for"),
    ("UNSPENT_WITHOUT_OBSTACLE", "3.4"): ("right", "90 million baht lie idle without a word"),
    ("UNSPENT_WITHOUT_OBSTACLE", "3.5"): ("right", "33.7 million baht lie idle without a word"),
    ("SCORE_AND_MONEY_DISAGREE", "2.2"): ("right", "310 of 300 trained for 13 percent of the money, unexplained"),
}
# The known slips of the report: these, and nothing of these kinds anywhere else.
KNOWN = {
    "NARRATIVE_COPIED": {"1.2", "1.3", "2.3", "3.3"},
    "NARRATIVE_TWIN": {"3.4", "3.5"},
    "DATES_CONTRADICT": {"3.2"},
    "DATE_AFTER_ROUND": {"3.1"},
}
EVIDENCE = [
    *("NARRATIVE_COPIED", "NARRATIVE_TWIN", "NARRATIVE_UNCHANGED", "NARRATIVE_SHORT", "LEVEL_WITHOUT_EVIDENCE"),
    *("DATE_AFTER_ROUND", "DATES_BEFORE_ROUND", "DATES_CONTRADICT", "OBSTACLE_WITHOUT_SUGGESTION"),
    *("LOW_WITHOUT_OBSTACLE", "UNSPENT_WITHOUT_OBSTACLE", "SCORE_AND_MONEY_DISAGREE"),
]


@cache
def report():
    """The example's plan, what was sent, and what evidence does not bear out."""
    plan = seed_plan()
    sent = validated(plan, seed_answers())
    results, budgets = sent.tables[RESULTS.id], sent.tables[BUDGETS.id]
    owners = plan.measures.set_index("code")
    score = results["kpi"].map(PUBLISHED)
    told = {"project": results["kpi"].map(owners["project"]), "planned": results["kpi"].map(owners["planned"])}
    scores = SCORES.frame(results.assign(state="reported", weight=1.0, score=score, percent=score * 20, **told))
    money = BUDGET_RESULTS.frame(budgets.assign(rate=budgets["disbursed"] * 100 / budgets["received"]))
    return plan, sent, findings_of(plan, sent.tables, scores, money, None)


def alarms():
    """Rule, KPI or project → the words that were matched."""
    _, _, found = report()
    codes = found["key"].str.partition("|")[0]
    words = found["found"].where(found["found"].notna(), found["other"])
    return dict(zip(zip(found["rule"], codes, strict=True), words, strict=True))


def grid(found):
    """A line a rule and a column a KPI: ● for an alarm that is right, ✗ for a false one, ? for one nobody judged."""
    signs = {"right": "●", "false": "✗", "?": "?"}
    lines = [f"{'':28} {' '.join(CODES)}  right false"]
    for rule in EVIDENCE:
        judged = {code: JUDGED.get((rule, code), ("?",))[0] for code in CODES if (rule, code) in found}
        marks = " ".join(f" {signs[judged[code]] if code in judged else '·'} " for code in CODES)
        counts = [list(judged.values()).count(verdict) for verdict in ("right", "false")]
        lines.append(f"{rule:28} {marks}  {counts[0]:5} {counts[1]:5}")
    reasons = (f"{rule} {code}: {verdict}: {reason}" for (rule, code), (verdict, reason) in JUDGED.items())
    return "\n".join([*lines, "", *reasons])


def test_every_alarm_on_the_report_is_judged(record_property):
    found = alarms()
    table = grid(found)
    record_property("false alarms over the published report", table)
    sys.stdout.write(f"\n{table}\n")
    assert set(found) == set(JUDGED), table


@pytest.mark.parametrize("rule", KNOWN)
def test_the_known_slips_are_found_and_nothing_else_of_their_kinds(rule):
    assert {code for named, code in alarms() if named == rule} == KNOWN[rule]


@pytest.mark.parametrize("kpi", ["1.1", "2.1", "2.2"])
def test_what_is_told_well_is_left_alone(kpi):
    assert not {rule for rule, code in alarms() if code == kpi} & set(KNOWN)


@pytest.mark.parametrize(
    ("rule", "kpi", "words"),
    [
        ("NARRATIVE_COPIED", "3.3", "จัดทำรายการข้อมูลในฐานข้อมูลกลางกระทรวงการคลัง"),
        ("DATE_AFTER_ROUND", "3.1", "…New GFMS Thai ในวันที่ ๔ เมษายน ๒๕๖๕"),
        ("DATES_CONTRADICT", "3.2", "…และราคากลาง (ครั้งที่ ๑) เมื่อวันที่ ๗ มกราคม ๒๕๖๕"),
        ("SCORE_AND_MONEY_DISAGREE", "2.2", "100"),
    ],
)
def test_a_finding_says_the_words_that_it_matched(rule, kpi, words):
    assert alarms()[rule, kpi] == words


def test_the_two_columns_of_days_are_said_side_by_side():
    _, _, found = report()
    (other,) = found.loc[found["rule"] == "DATES_CONTRADICT", "other"]
    assert other.endswith("การประกาศครั้งที่ ๑ วันที่ ๗-๑๑ มี.ค. ๒๕๖๕")


def test_every_alarm_has_its_cell_and_is_a_warning_in_words():
    _, sent, found = report()
    assert list(found.columns) == COLUMNS
    listed = placed(found, sent.cells).to_dict("records")
    assert len(listed) == len(JUDGED)
    for finding in listed:
        assert finding["severity"] == "warning" and finding["cell"] and finding["file"]
        for lang in ("th", "en"):
            assert "{" not in wrong(finding, lang) + fix(finding, lang)


def test_the_rules_of_evidence_are_all_in_the_catalogue():
    assert set(EVIDENCE) <= set(RULES)
