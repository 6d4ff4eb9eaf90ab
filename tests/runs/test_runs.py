"""Whole runs: inputs on one side, everything that a user sees on the other."""

from __future__ import annotations

import hashlib
import sys
import tomllib
from pathlib import Path

import pytest
from support.inputs import make
from support.once import plans_read_once

from pipeline import cli

HERE = Path(__file__).parent
RUNS = sorted(path.parent for path in HERE.glob("*/inputs.toml"))


@pytest.fixture(scope="module", autouse=True)
def the_same_plan_is_read_once():
    with plans_read_once():
        yield


@pytest.fixture
def run_in(monkeypatch, capsys):
    """What a command of the pipeline shows in a folder: exit code, output, and the files that it wrote."""

    def run(folder: Path, words: list[str]) -> str:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["pipeline", *words])
        with pytest.raises(SystemExit) as done:
            cli.main()
        outputs = folder / "outputs"
        written = sorted(p.relative_to(folder).as_posix() for p in outputs.rglob("*") if p.is_file())
        parts = [f"exit code {done.value.code}", *capsys.readouterr(), "\n".join(["files:", *written])]
        return "\n".join(part.rstrip() for part in parts if part.strip()) + "\n"

    return run


def hashes(folder: Path) -> dict[str, str]:
    """File → hash, for every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("run", [pytest.param(run, id=run.name) for run in RUNS])
def test_run(run, run_in, tmp_path, request):
    changes = tomllib.loads((run / "inputs.toml").read_text("utf-8"))
    inputs = make(tmp_path / "inputs", changes)
    before = hashes(inputs)
    seen = f"{changes['about']}\n\n{run_in(tmp_path, changes.get('command', ['consolidate']))}"
    assert hashes(inputs) == before, "inputs are never written"
    assert "Traceback" not in seen
    expected = run / "expected.txt"
    if request.config.getoption("--write-expected"):
        expected.write_text(seen, "utf-8")
    assert seen == expected.read_text("utf-8")
