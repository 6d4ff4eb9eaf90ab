"""Every row of the results says which file, sheet and cell it comes from, and findings and rejected cells have numbers."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest
from support.seed import cells_of, forms_in, owners, plan_of, seed_answers, seed_plan, seed_summary, summary_of
from support.zoo import Zoo

from pipeline.consolidation.sources import SHOWN_IN
from pipeline.consolidation.summary import consolidate
from pipeline.validation.findings import findings, numbered
from pipeline.validation.submissions import validate
from schemas.rules import RULES
from schemas.submission import LEFTOVERS
from schemas.summary import IGNORED_SINCE

RESULTS = [result for result, _ in SHOWN_IN.values()]


@cache
def seed():
    return seed_summary()


@cache
def faulty():
    """A KPI with a wrong cell, one with a wrong amount, and one that is as it should be."""
    zoo = Zoo()
    for code in ("1.1", "1.2", "1.3"):
        zoo.one(code)
    zoo.level("1.1", 1, status="?")
    zoo.budget("1.2", "ได้รับจัดสรรงบประมาณ", "ล้านบาท", 10)
    return summary_of(plan_of(zoo.tables), zoo.answers)


# --- sources


@pytest.mark.parametrize("result", RESULTS)
def test_a_row_that_a_form_fills_says_where_it_comes_from(result):
    rows = getattr(seed(), result)
    assert rows[["file", "sheet", "cell", "sha256"]].notna().all(axis=None)


@pytest.mark.parametrize("result", RESULTS)
def test_the_hash_is_that_of_the_file_in_the_register(result):
    hashes = seed().register.set_index("file")["sha256"]
    rows = getattr(seed(), result)
    assert (rows["sha256"] == rows["file"].map(hashes)).all()


@pytest.mark.parametrize(("table", "result"), [(table, result) for table, (result, _) in SHOWN_IN.items()])
def test_the_cell_is_one_that_the_ledger_knows_as_part_of_the_row(table, result):
    """The first cell of a row may have been left blank, and then it is in no ledger."""
    ledger = seed().ledger
    known = ledger[ledger["field"].str.startswith(f"{table}.")]
    sheets = set(zip(known["file"], known["sheet"], strict=True))
    rows = getattr(seed(), result)
    by_value = rows["status"].isna() if result == "level_results" else pd.Series(False, index=rows.index)
    assert set(zip(rows.loc[~by_value, "file"], rows.loc[~by_value, "sheet"], strict=True)) <= sheets


def test_a_level_that_a_value_decides_stands_where_the_value_does():
    levels, ledger = seed().level_results, seed().ledger
    value = ledger[(ledger["kpi"] == "2.2") & (ledger["field"] == "results.value")].iloc[0]
    places = levels.loc[levels["kpi"] == "2.2", ["file", "sheet", "cell"]].drop_duplicates()
    assert places.to_numpy().tolist() == [[value["file"], value["sheet"], value["cell"]]]


def test_a_level_with_cells_of_its_own_stands_in_their_row():
    levels, ledger = seed().level_results, seed().ledger
    status = ledger[ledger["field"] == "levels.status"].set_index(["kpi", "level"])["cell"]
    own = levels[levels["status"].notna()].set_index(["kpi", "level"])["cell"]
    assert own.to_dict() == status.to_dict()


def test_what_no_form_fills_has_no_source():
    summary = summary_of(seed().plan, {})
    for result in RESULTS:
        rows = getattr(summary, result)
        assert rows[["sheet", "cell", "sha256"]].isna().all(axis=None)


def test_a_returned_kpi_keeps_its_source_and_its_levels_show_nothing():
    summary = faulty()
    (kpi,) = summary.scores[summary.scores["kpi"] == "1.1"].to_dict("records")
    assert (kpi["state"], kpi["file"]) == ("returned", "DEP.xlsx")
    assert isinstance(kpi["cell"], str)
    levels = summary.level_results[summary.level_results["kpi"] == "1.1"]
    assert levels["cell"].isna().all()


# --- numbers


def test_findings_are_numbered_from_one_department_by_department():
    rows = [
        {"rule": "ENTRY_REQUIRED", "department": "B"},
        {"rule": "ENTRY_REQUIRED", "department": "A"},
        {"rule": "PLAN_TWICE"},
        {"rule": "SCORE_DIFFERS", "department": "B"},
        {"rule": "SCORE_DIFFERS", "department": "A"},
    ]
    assert numbered(findings(rows), ["A", "B", "C"])["number"].tolist() == [4, 2, 1, 5, 3]


def test_a_finding_of_a_department_that_the_plan_does_not_know_counts_with_those_of_none():
    rows = [{"rule": "ENTRY_REQUIRED", "department": code} for code in ("A", "X")]
    assert numbered(findings(rows), ["A"])["number"].tolist() == [2, 1]


def test_no_findings_have_no_numbers():
    assert numbered(findings(), ["A"]).empty


@pytest.mark.parametrize("summary", [seed, faulty], ids=["example", "faulty"])
def test_every_number_is_given_once(summary):
    numbers = sorted(summary().findings["number"])
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_rejected_cell_names_the_finding_that_rejects_it():
    ledger, listed = faulty().ledger, faulty().findings.set_index("number")
    rejected = ledger[ledger["fate"] == "rejected"]
    assert len(rejected) > 5
    for cell in rejected.to_dict("records"):
        finding = listed.loc[cell["finding"]]
        assert (finding["rule"], finding["kpi"]) == (cell["reason"], cell["kpi"])


def test_a_used_cell_names_no_finding_and_one_that_a_rule_leaves_out_does():
    ledger = faulty().ledger
    assert ledger.loc[ledger["fate"] == "used", "finding"].isna().all()
    by_rule = ledger[(ledger["fate"] != "used") & ledger["reason"].isin(RULES)]
    since = {choice.id for choice in IGNORED_SINCE}
    assert by_rule.loc[~by_rule["reason"].isin(since), "finding"].notna().all()


def test_of_entries_that_stand_twice_every_cell_names_the_one_finding_of_them():
    plan, answers = seed_plan(), seed_answers()
    cells = cells_of(plan, answers)
    again = cells[(cells["file"] == "ICT.xlsx") & cells["key"].str.startswith("reporter|")].assign(sheet="copy")
    read = validate(plan, forms_in(pd.concat([cells, again], ignore_index=True)), owners(answers))
    files = seed().register
    summary = consolidate(plan, read, owners(answers), set(), files, findings(), LEFTOVERS.frame())
    (number,) = summary.findings.loc[summary.findings["rule"] == "KEY_TWICE", "number"]
    twice = summary.ledger[summary.ledger["reason"] == "KEY_TWICE"]
    assert len(twice) == 6
    assert set(twice["finding"]) == {number}
