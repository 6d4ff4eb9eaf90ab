"""What the benchmark of the whole run does beside running: it keeps the machine busy, and proves a second run by a first."""

from __future__ import annotations

import subprocess

import pytest

from benchmarks import speed
from benchmarks.speed import Ran, Workspaces


@pytest.fixture
def of(tmp_path):
    """A workspace of one form."""
    form = tmp_path / "inputs" / "submissions" / "a.xlsx"
    form.parent.mkdir(parents=True)
    form.write_bytes(b"PK..\0\0")
    return Workspaces(1, tmp_path, tmp_path)


def running(monkeypatch, write):
    """Every run writes what `write` says of its number, and of the form that it finds."""
    runs = []

    def ran(_, folder):
        (form,) = (folder / "inputs" / "submissions").iterdir()
        runs.append(form.read_bytes())
        (folder / "outputs").mkdir(exist_ok=True)
        for name, data in write(len(runs), runs[-1]).items():
            (folder / "outputs" / name).write_bytes(data)
        return Ran(1, 1, 1)

    monkeypatch.setattr(speed, "ran", ran)
    return runs


def test_a_second_run_is_proved_by_one_from_nothing(of, monkeypatch):
    runs = running(monkeypatch, lambda number, form: {"summary.xlsx": form, "summary.previous.xlsx": bytes(number)})
    speed.prove(of)
    assert runs == [b"PK..\0\0", b"PK..\5\0again", b"PK..\5\0again"]
    assert (of.faulty / "inputs" / "submissions" / "a.xlsx").read_bytes() == b"PK..\0\0"


@pytest.mark.parametrize(
    ("written", "different"),
    [
        (lambda number, form: {"summary.xlsx": bytes(number)}, "summary.xlsx"),
        (lambda number, form: {"b.xlsx": b""} if number == 2 else {"a.xlsx": b""}, "b.xlsx"),
        (lambda number, form: {"a.xlsx": b""} | ({"c.xlsx": b""} if number == 3 else {}), "c.xlsx"),
    ],
    ids=["other bytes", "a file too much", "a file too few"],
)
def test_what_differs_is_named(of, monkeypatch, written, different):
    running(monkeypatch, written)
    with pytest.raises(RuntimeError, match=f"not the same: {different}$"):
        speed.prove(of)


def test_other_programs_are_at_work_as_long_as_it_says(monkeypatch):
    started = []
    real = subprocess.Popen
    monkeypatch.setattr(speed.subprocess, "Popen", lambda *given: started.append(real(*given)) or started[-1])
    with speed.busy(2):
        assert [program.poll() for program in started] == [None, None]
    assert all(program.returncode for program in started)
