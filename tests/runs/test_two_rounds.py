"""Two rounds of one year, from the first form to the comparison: the story in two-rounds/, and what comes of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pandas as pd
import pytest
from support.fill import fill
from support.inputs import SHIPPED
from support.two_rounds import FOLDER, plan_tables, story, typed

from pipeline import thai
from pipeline.forms.plan_workbook import write_plan
from pipeline.recipe import Written, consolidate, forms
from pipeline.validation.findings import wrong
from schemas.summary import BUDGET_COMPARISON, COMPARISON, REGISTER

ABOUT_ROUNDS = {
    *("KPI_NEW", "KPI_GONE", "RUBRIC_CHANGED", "PLAN_BUDGET_CHANGED"),
    *("VALUE_FELL", "LEVEL_UNDONE", "AMOUNT_FELL", "RECEIVED_CHANGED", "NARRATIVE_UNCHANGED"),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Written:
    """The six-month round consolidated, its summary taken into the twelve-month round, and that consolidated."""
    folder = tmp_path_factory.mktemp("two-rounds")
    first = consolidate(SHIPPED, folder / "six months", "th")
    inputs = folder / "inputs"
    (inputs / "submissions").mkdir(parents=True)
    (inputs / "plan.xlsx").write_bytes(write_plan(plan_tables(), "th"))
    assert first.summary
    shutil.copy(first.summary, inputs / "summary-2565-06.xlsx")
    for form in forms(inputs, folder / "outputs", "th").written:
        department = form.stem.rpartition("-")[2]
        (inputs / "submissions" / form.name).write_bytes(fill(form.read_bytes(), typed()[department]))
    return consolidate(inputs, folder / "outputs", "th")


def test_the_story_of_two_rounds(written, request):
    seen = "\n".join(_told(written))
    expected = FOLDER / "expected.txt"
    if request.config.getoption("--write-expected"):
        expected.write_text(seen, "utf-8")
    assert seen == expected.read_text("utf-8")


def test_what_the_story_changes_is_found_and_nothing_else_about_rounds(written):
    """Rule, and the KPI or project that the story tells it of."""
    findings = written.checked.findings
    about = findings["kpi"].fillna(findings["found"])
    found = set(zip(findings["rule"], about, strict=True))
    assert {(rule, code) for rule, code in found if rule in ABOUT_ROUNDS} == {
        ("KPI_NEW", "2.4"),
        ("RUBRIC_CHANGED", "3.5"),
        ("PLAN_BUDGET_CHANGED", "3.4"),
        ("NARRATIVE_UNCHANGED", "1.2"),
        ("VALUE_FELL", "2.2"),
        ("LEVEL_UNDONE", "2.1"),
        ("AMOUNT_FELL", "2.3"),
        ("RECEIVED_CHANGED", "3.4"),
    }


def test_levels_and_amounts_that_nobody_typed_again_are_those_of_the_earlier_round(written):
    """Level 1 of 3.2 with its date, and what 3.3 received."""
    summary = written.checked.summary
    levels = summary.level_results.set_index(["kpi", "level"])
    assert levels.loc[("3.2", 1), "status"] == "done"
    assert "3.3|budget|received" not in story()["answers"]["ICT"]
    assert summary.budget_results.set_index("project").loc["3.3", "received"] == 41_600_000_00


def _told(written: Written) -> Iterator[str]:
    """The files, the two comparisons and the findings, as a person reads them."""
    summary = written.checked.summary
    yield story()["about"].strip()
    yield from ("", "# what changed in the plan", "")
    yield from (f"- {change['about']}" for change in story()["plan"])
    yield from ("", f"# {REGISTER.title.th}", "")
    yield from _table(written.checked.register, "state", "file", "reason")
    yield from ("", f"# {COMPARISON.title.th}", "")
    yield from _table(summary.comparison, "kpi", "since", *_moved("score", "levels", "value"))
    yield from ("", f"# {BUDGET_COMPARISON.title.th}", "")
    amounts = _moved("received", "disbursed")
    baht = {name: summary.budget_comparison[name].map(thai.format_baht, na_action="ignore") for name in amounts}
    yield from _table(summary.budget_comparison.assign(**baht), "project", *amounts, *_moved("rate"))
    yield from ("", "# findings", "")
    for finding in written.checked.findings.to_dict("records"):
        place = "!".join(str(finding[name]) for name in ("sheet", "cell") if isinstance(finding[name], str))
        yield f"[{finding['severity']}] {' '.join(filter(None, (finding['rule'], place)))}: {wrong(finding, 'th')}"
    yield ""


def _moved(*measures: str) -> list[str]:
    return [f"{name}{side}" for name in measures for side in ("_before", "", "_change")]


def _table(frame: pd.DataFrame, *columns: str) -> Iterator[str]:
    """Rows of a table, its columns apart by at least two spaces."""
    lines = [list(columns), *([_shown(value) for value in row] for row in frame[list(columns)].to_numpy(object))]
    widths = [max(len(line[col]) for line in lines) for col in range(len(columns))]
    for line in lines:
        yield "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()


def _shown(value: object) -> str:
    if pd.isna(value):
        return "–"
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
