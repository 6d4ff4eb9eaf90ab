"""The sheets of detail in English: the same figures, and every word that is the report's own."""

from __future__ import annotations

import pytest
from support.drawn import DETAIL, Drawn, drawn_seed, filled, is_number
from support.zoo import drawn_zoo


@pytest.fixture(scope="module")
def english() -> Drawn:
    return drawn_seed("en")


@pytest.fixture(scope="module")
def zoo() -> Drawn:
    return drawn_zoo("en")


@pytest.mark.parametrize("id_", ["issue:1", "issue:2", "issue:3", *DETAIL])
def test_figures_are_the_same_in_both_languages(english, id_):
    def shown(drawn: Drawn) -> dict[str, object]:
        return {cell.coordinate: cell.value for cell in filled(drawn.sheet(id_)) if is_number(cell.value)}

    assert shown(english) == shown(drawn_seed())


@pytest.mark.parametrize("id_", ["issue:1", *DETAIL])
def test_figures_have_arabic_digits(english, id_):
    formats = {cell.number_format for cell in filled(english.sheet(id_)) if is_number(cell.value)}
    assert not [format_ for format_ in formats if "D00041E" in format_]


TITLES = {
    "budget": "Use of the budget",
    "obstacles": "Obstacles and suggestions",
    "status": "State of submissions",
    "findings": "Findings of the checks",
    "reconciliation": "Reconciliation",
}


@pytest.mark.parametrize(("id_", "title"), TITLES.items())
def test_titles(english, id_, title):
    assert english.sheet(id_)["A1"].value == title


SUBTITLES = {
    "issue:3": "Results by project, 6-month round (1 October 2021 – 31 March 2022) · projects: 5",
    "budget": "Projects with a budget: 6 · without: 4 · not stated or not reported: 1",
    "obstacles": "3 of 11 KPIs reported · in the departments' own words · click a code for the project's page",
    "status": "Sent: 5 of 5 departments · deadline 15 April 2022 · 5 files received",
    "findings": "✗ error 0 · ! warning 21 · • note 0",
    "reconciliation": "Filled in = used + rejected + not counted, in money and in cells",
}


@pytest.mark.parametrize(("id_", "words"), SUBTITLES.items())
def test_subtitles(english, id_, words):
    assert english.sheet(id_)["A2"].value == words


HEADS = {
    "issue:1": [
        "KPI",
        "Score",
        "Performance\n(percent)",
        "What was done",
        "Obstacles and\nsuggestions",
        "Use of the budget",
    ],
    "budget": ["Code", "Project", "Received (baht)", "Disbursed (baht)", "Remaining (baht)", "Rate (%)"],
    "obstacles": ["Code", "Project / department", "Score", "Obstacle"],
    "status": ["Department", "State", "Revision", "KPIs due", "Reported", "Returned", "Missing", "Errors", "Warnings"],
    "findings": ["Severity", "KPI", "Department", "Item", "What is wrong", "How to fix it", "Rule"],
    "reconciliation": ["Department", "Amount", "Filled in", "Used", "Rejected", "Not counted", "Difference", "Result"],
}


@pytest.mark.parametrize(("id_", "titles"), HEADS.items())
def test_heads_of_tables(english, id_, titles):
    assert set(titles) <= set(english.texts(id_))


WORDS = {
    "issue:1": [
        "◀ Contents",
        "Department",
        "No obstacle reported",
        "Returned to the department for correction",
        "Not due this round",
        "The KPI is cancelled",
        "The department has not reported this round",
        "1.41 (continued)",
        "as in the first row",
        "Level planned for this round: 3 ▼ behind plan · Weight: 2.5 · Self-assessed score: 4 (differs from the rubric)",
        "Value reached: 35 คน",
        "กองที่รายงาน · Budget type: investment",
        "The plan states no KPI for this project",
    ],
    "issue:2": ["The plan states no project under this issue"],
    "budget": [
        "Against the cumulative disbursement target: quarter 3, fiscal year 2565 B.E.",
        "▼ below target",
        "Total of 7 projects",
        "No budget used",
        "Not stated whether a budget is used; left out of the totals",
        "Projects without amounts",
    ],
    "obstacles": ["KPIs that report no obstacle: 24 · KPIs not reported: 2"],
    "status": ["◐ accepted in part", "○ nothing sent", "Total of 2 departments", "Register of files"],
    "findings": ["✗ error", "! warning"],
    "reconciliation": [
        "✓ equal",
        "Total: Received (baht)",
        "The KPI is returned for correction: “?” is not on the list",
        "open it ›",
    ],
}


@pytest.mark.parametrize(("id_", "words"), [(id_, words) for id_, listed in WORDS.items() for words in listed])
def test_the_report_s_own_words(zoo, id_, words):
    assert words in zoo.texts(id_)


@pytest.mark.parametrize(
    ("project", "heading"),
    [("1.1", "1.1  โครงการ 1.1"), ("1.10", "1.10  โครงการ 1.10"), ("1.45", "1.45  โครงการ 1.45")],
)
def test_codes_are_written_in_arabic_digits(zoo, project, heading):
    assert zoo.project(project)[0][0] == heading


def test_dates_are_of_the_common_era(zoo):
    dates = {cell.number_format for cell in filled(zoo.sheet("issue:1")) if hasattr(cell.value, "isoformat")}
    assert dates == {"d mmm yyyy"}
