"""The same inputs give the same bytes, and inputs are never written."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.fill import fill
from support.inputs import SHIPPED, make, submission
from support.reading import keyed_in

from examples import source
from examples.build import build
from pipeline.forms.form import write_form

ROOT = Path(__file__).parents[2]
FAULTY = {"fill": [{"department": "ICT", "type": {"3.4|level|2|status": "?"}}]}


def pipeline(folder, *arguments, **environment):
    command = [sys.executable, "-m", "pipeline", *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


def hashes(folder):
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def test_the_shipped_inputs_are_what_the_example_builds():
    built = {name: hashlib.sha256(data).hexdigest() for name, data in build().items()}
    assert hashes(SHIPPED) == built, "run: python -m examples.build"


def test_the_shipped_forms_hold_what_a_person_types_into_the_blank_ones():
    plan = source.plan_of((SHIPPED / "plan.xlsx").read_bytes())
    for department, answers in source.answers().items():
        typed = fill(write_form(plan, department, "th"), answers)
        shipped = (SHIPPED / submission(department)).read_bytes()
        cells = [keyed_in(data).set_index("key")["raw"].to_dict() for data in (typed, shipped)]
        assert cells[0] == cells[1], department


def test_two_folders_two_hash_seeds_two_time_zones_and_one_result(tmp_path):
    results = []
    for name, seed, zone in (("one", "1", "Asia/Bangkok"), ("a longer name/โฟลเดอร์", "4242", "America/New_York")):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        make(folder / "inputs", FAULTY)
        for path in (folder / "inputs").rglob("*.xlsx"):
            os.utime(path, (len(results) * 1e9, len(results) * 1e9))
        for command in ("consolidate", "forms"):
            done = pipeline(folder, command, PYTHONHASHSEED=seed, TZ=zone)
            assert done.returncode in (0, 1), done.stderr
        results.append(hashes(folder / "outputs"))
    assert results[0] == results[1]
    assert {Path(name).parts[0] for name in results[0]} == {"summary-2565-06.xlsx", "returned", "forms"}


@pytest.mark.parametrize("command", ["check", "consolidate", "forms"])
def test_inputs_are_never_written(tmp_path, command):
    inputs = make(tmp_path / "inputs", FAULTY)
    before = hashes(inputs)
    pipeline(tmp_path, command)
    assert hashes(inputs) == before
