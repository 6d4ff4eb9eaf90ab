"""What the benchmarks measure with: forms as departments send them, and a naive peer that comes to the same figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from benchmarks.naive import consolidate
from benchmarks.submissions import FAULTY, KPIS, fill
from pipeline import recipe
from pipeline.recipe import Checked

DEPARTMENTS = 10


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("workspace"), DEPARTMENTS)


@pytest.fixture(scope="module")
def checked(inputs: Path) -> Checked:
    return recipe.check(inputs, None)


def test_every_form_is_one_of_ours_and_one_of_ten_has_faults(checked: Checked) -> None:
    states = checked.register.set_index("department")["state"].dropna()
    assert states["D00010"] == "accepted_in_part"
    assert (states.drop("D00010") == "accepted").sum() == DEPARTMENTS - DEPARTMENTS // FAULTY


def test_the_forms_are_of_this_plan_and_print_it(checked: Checked) -> None:
    about_the_form = {
        "FORM_OF_EARLIER_PLAN",
        "PRINTED_TEXT_CHANGED",
        "KEY_MISSING",
        "NOT_IN_THE_PLAN",
        "ENTRY_NOT_ASKED",
    }
    assert not about_the_form & set(checked.findings["rule"])


def test_the_faults_are_each_found_once(checked: Checked) -> None:
    errors = checked.findings[checked.findings["severity"] == "error"]
    assert set(errors["department"]) == {"D00010"}
    assert not errors.duplicated(["file", "key"]).any()


def test_narratives_are_long_and_no_two_alike(checked: Checked) -> None:
    assert checked.summary
    told = checked.summary.scores["narrative"].dropna()
    assert not told.duplicated().any()
    assert 300 < told.str.len().mean() < 700


def test_the_same_size_gives_the_same_files(inputs: Path, tmp_path: Path) -> None:
    again = fill(tmp_path, DEPARTMENTS)
    names = sorted(path.relative_to(inputs) for path in inputs.rglob("*.xlsx"))
    assert len(names) == DEPARTMENTS + 1
    assert all((again / name).read_bytes() == (inputs / name).read_bytes() for name in names)


def test_the_naive_peer_comes_to_the_same_scores_and_sums(inputs: Path, checked: Checked, tmp_path: Path) -> None:
    assert checked.summary
    consolidate(inputs, tmp_path / "naive.xlsx")
    theirs = pd.read_excel(tmp_path / "naive.xlsx", sheet_name=None, engine="calamine")
    results, money = theirs["results"].set_index("kpi"), theirs["money"].set_index("project")
    ours = checked.summary.scores[checked.summary.scores["state"] == "reported"].set_index("kpi")
    budgets = checked.summary.budget_results.set_index("project")
    sound = budgets[(budgets["state"] == "reported") & (budgets["status"] == "allocated")]
    assert len(ours) > DEPARTMENTS * KPIS - 5
    assert (results.loc[ours.index, "score"] - ours["score"].astype(float)).abs().max() < 1e-9
    for field in ("received", "disbursed"):
        assert money.loc[sound.index, field].sum() * 100 == sound[field].sum()
