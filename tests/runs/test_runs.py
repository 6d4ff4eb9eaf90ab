"""Whole runs: inputs on one side, everything that a user sees on the other."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from support.inputs import make

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
RUNS = sorted(path.parent for path in HERE.glob("*/inputs.toml"))


def run_in(folder: Path, words: list[str]) -> str:
    """What a command of the pipeline shows in a folder: exit code, output, and the files that it wrote."""
    command = [sys.executable, "-m", "pipeline", *words]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    outputs = folder / "outputs"
    written = sorted(p.relative_to(folder).as_posix() for p in outputs.rglob("*") if p.is_file())
    parts = [f"exit code {done.returncode}", done.stdout, done.stderr, "\n".join(["files:", *written])]
    return "\n".join(part.rstrip() for part in parts if part.strip()) + "\n"


def hashes(folder: Path) -> dict[str, str]:
    """File → hash, for every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("run", [pytest.param(run, id=run.name) for run in RUNS])
def test_run(run, tmp_path, request):
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
