"""Runs are killed at every stage, again and again and without a run in between that would set things right."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import pytest
from support.killing import STEPS
from support.rounds import CHANGES, SUMMARY, all_files, check_between, check_done, files, make_inputs

ROOT = Path(__file__).parents[2]
KILLED = -9
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills processes that were forked")
WRITING = ("mkdir", "lock", "list", "open", "write", "fsync", "read", "replace", "unlink")


@contextmanager
def killer():
    """A function that makes a run which kills itself where it is told to; it gives what the run ended with."""
    command = [sys.executable, "-m", "support.killing"]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]), "PYTHONUTF8": "1"}
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def run(inputs, outputs, kind="", when="", nth=0, afresh=False):
            told = {"inputs": str(inputs), "outputs": str(outputs), "kind": kind, "when": when, "nth": nth}
            process.stdin.write(json.dumps(told | {"afresh": afresh}) + "\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield run


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """What makes runs, the inputs by name, and what each of them gives alone."""
    folder = tmp_path_factory.mktemp("kills")
    inputs = make_inputs(folder)
    with killer() as run:
        codes = {name: run(path, folder / name / "outputs") for name, path in inputs.items()}
        assert codes == {name: 0 if name == "clean" else 1 for name in CHANGES}
        yield run, inputs, {name: files(folder / name / "outputs") for name in inputs}


@pytest.mark.parametrize("stage", [*STEPS[1:], *WRITING])
def test_killed_runs_leave_outputs_old_or_new_and_whole(ready, tmp_path, request, stage):
    run, inputs, given = ready
    outputs = tmp_path / "outputs"
    chance, kills, most = random.Random(stage), 0, request.config.getoption("--kills", 3)
    sent = {name: all_files(path) for name, path in inputs.items()}
    run(inputs["both"], outputs)
    for name in islice(cycle(CHANGES), 20 * most):
        before = files(outputs)
        when = chance.choice(["before", "after", *["halfway"] * 4 * (stage == "write")])
        ended = run(inputs[name], outputs, stage, when, chance.randint(1, 1 if stage in (*STEPS, "lock") else 5))
        left = files(outputs)
        check_between(before, left, given[name])
        kills += ended == KILLED
        if ended != KILLED:
            check_done(before, all_files(outputs), given[name])
        if kills == most:
            break
    assert kills == most, "a stage that never came"
    assert {name: all_files(path) for name, path in inputs.items()} == sent
    assert run(inputs[name], outputs) in (0, 1)
    check_done(left, all_files(outputs), given[name])


@pytest.mark.parametrize(
    ("stage", "when"), [("take_in", "after"), ("judged", "after"), ("write_summary", "after"), ("replace", "before")]
)
def test_a_run_that_is_killed_while_it_works_everything_out_leaves_the_last_good_outputs(ready, tmp_path, stage, when):
    run, inputs, given = ready
    run(inputs["one"], tmp_path)
    with killer() as elsewhere:
        assert elsewhere(inputs["both"], tmp_path, stage, when, 1, afresh=True) == KILLED
    assert files(tmp_path) == given["one"]
    assert run(inputs["both"], tmp_path) == 1
    check_done(given["one"], all_files(tmp_path), given["both"])


def test_what_a_killed_run_left_half_written_is_gone_after_the_next(ready, tmp_path):
    run, inputs, given = ready
    assert run(inputs["one"], tmp_path, "write", "halfway", 2) == KILLED
    left = all_files(tmp_path)
    assert left.keys() - given["one"].keys() == {".lock", f".{SUMMARY}.partial"}
    assert run(inputs["clean"], tmp_path) == 0
    assert all_files(tmp_path) == given["clean"]
