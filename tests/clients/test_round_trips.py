"""A form that other programs opened and saved reads back with the same values and the same findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from support.clients import converted, needs_libreoffice
from support.inputs import SHIPPED, make, submission

from pipeline.recipe import check

# What a form says with nothing wrong in it, and what it says with several things wrong.
CLEAN = {}
FAULTY = {
    "fill": [
        {
            "department": "ICT",
            "type": {
                "3.4|level|2|status": "เกือบเสร็จ",
                "3.2|budget|disbursed": "สามหมื่น",
                "3.5|narrative": "",
                "3.1|level|1|date": "๗-๑๑ มี.ค. ๒๕๖๕",
                "3.3|self_score": 4,
                "3.3|suggestion": "R&D <b> ๑\n@x",
            },
        }
    ]
}
SAVED_AS = ("xlsx", "ods", "xls")
WHERE = {"file", "sheet", "cell"}


def tables_of(inputs):
    """Scores, levels and budgets, without where they came from."""
    summary = check(inputs, "th").summary
    assert summary is not None
    frames = (summary.scores, summary.level_results, summary.budget_results)
    return [frame.drop(columns=["file"], errors="ignore") for frame in frames]


def findings_of(inputs):
    """What was found, without where."""
    found = check(inputs, "th").findings
    return sorted(found[["rule", "severity", "kpi", "key", "found"]].fillna("").values.tolist())


def same(before, after):
    for left, right in zip(tables_of(before), tables_of(after), strict=True):
        pd.testing.assert_frame_equal(left, right)
    assert findings_of(after) == findings_of(before)


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """The shipped inputs, and those with a faulty form."""
    folder = tmp_path_factory.mktemp("forms")
    return {"clean": make(folder / "clean", CLEAN), "faulty": make(folder / "faulty", FAULTY)}


@pytest.fixture(scope="module")
def saved(forms, tmp_path_factory):
    """(clean or faulty, format) → inputs whose forms LibreOffice saved; one start a format."""
    made = {}
    for kind in SAVED_AS:
        folder = tmp_path_factory.mktemp(kind)
        originals = []
        for name, inputs in forms.items():
            for path in sorted((inputs / "submissions").glob("*.xlsx")):
                copy = folder / f"{name}--{path.name}"
                shutil.copy(path, copy)
                originals.append(copy)
        files = converted(originals, kind, folder / "saved")
        for name, inputs in forms.items():
            target = tmp_path_factory.mktemp(f"{name}-{kind}") / "inputs"
            target.mkdir()
            shutil.copy(inputs / "plan.xlsx", target)
            for stem, path in files.items():
                if stem.startswith(f"{name}--"):
                    shutil.copy(path, target / path.name.removeprefix(f"{name}--"))
            made[name, kind] = target
    return made


@needs_libreoffice
@pytest.mark.parametrize("kind", SAVED_AS)
@pytest.mark.parametrize("name", ["clean", "faulty"])
def test_saved_by_libreoffice(forms, saved, name, kind):
    same(forms[name], saved[name, kind])


@pytest.mark.parametrize("index", [False, True], ids=["without index", "with index"])
@pytest.mark.parametrize("name", ["clean", "faulty"])
def test_dumped_to_values_by_pandas(forms, tmp_path, name, index):
    target = tmp_path / "inputs"
    target.mkdir()
    shutil.copy(forms[name] / "plan.xlsx", target)
    for path in sorted((forms[name] / "submissions").glob("*.xlsx")):
        dump(path, target / path.name, index)
    same(forms[name], target)


def dump(path: Path, target: Path, index: bool) -> None:
    sheets = pd.read_excel(path, sheet_name=None, header=None, keep_default_na=False, engine="calamine")
    with pd.ExcelWriter(target, engine="openpyxl") as writer:
        for sheet, frame in sheets.items():
            frame.to_excel(writer, sheet_name=sheet, header=index, index=index)


def test_the_shipped_forms_are_those_of_this_plan():
    assert sorted(p.name for p in (SHIPPED / "submissions").iterdir()) == sorted(
        submission(code).rpartition("/")[2] for code in ("ACOC", "CSC", "HRM", "ICT", "PSDG")
    )
