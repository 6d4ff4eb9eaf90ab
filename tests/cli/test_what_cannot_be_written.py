"""What a planning officer is told when outputs cannot be written, or not where they belong: words, and exit code 2."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.inputs import make, submission

from pipeline import cli, outputs, recipe
from pipeline.outputs import outputs_folder

ROOT = Path(__file__).parents[2]
TODAY = "2022-05-03-083000"


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def told(monkeypatch, capsys):
    """A command → exit code, what is said, and what is said of trouble."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["pipeline", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("number", "thai", "english"),
    [
        (errno.ENOSPC, "เนื้อที่จัดเก็บเต็ม", "The disk is full"),
        (errno.EDQUOT, "เนื้อที่จัดเก็บเต็ม", "The disk is full"),
        (errno.EACCES, "อาจเปิดอยู่ใน Excel", "it may be open in Excel, or the folder is read-only"),
        (errno.EPERM, "อาจเปิดอยู่ใน Excel", "it may be open in Excel, or the folder is read-only"),
        (errno.EROFS, "อาจเปิดอยู่ใน Excel", "it may be open in Excel, or the folder is read-only"),
        (errno.EAGAIN, "มีการสั่งงานอื่นกำลังเขียน", "Another run is at work"),
        (errno.EIO, "อ่านหรือเขียนแฟ้มไม่ได้", "A file cannot be read or written"),
    ],
    ids=lambda value: errno.errorcode.get(value),
)
def test_what_the_system_says_of_a_file_is_said_in_words(told, monkeypatch, tmp_path, number, thai, english):
    def failing(*_):
        raise OSError(number, os.strerror(number), "outputs/summary.xlsx")

    monkeypatch.setattr(recipe, "take_in", failing)
    code, said, trouble = told("consolidate", "--inputs", ROOT / "inputs", "--outputs", tmp_path)
    assert (code, said) == (cli.USAGE, "")
    assert thai in trouble and english in trouble and "outputs/summary.xlsx" in trouble


@pytest.fixture
def open_in_excel(monkeypatch):
    """Files of these names cannot be replaced; nobody waits for them."""
    names, replace = set(), Path.replace

    def replacing(path, target):
        if Path(target).name in names:
            raise PermissionError(errno.EACCES, "open in another program", str(target))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", replacing)
    monkeypatch.setattr(outputs, "sleep", lambda _: None)
    monkeypatch.setattr(outputs, "strftime", lambda _: TODAY)
    return names


@pytest.mark.parametrize(
    ("lang", "words"), [("th", "แฟ้มเดิมเปิดค้างอยู่"), ("en", "The file of before is open, perhaps in Excel")]
)
def test_a_summary_that_is_open_stays_and_the_new_one_is_named(told, tmp_path, open_in_excel, lang, words):
    others = [submission(code) for code in ("ACOC", "HRM", "ICT", "PSDG")]
    inputs, folder = make(tmp_path / "inputs", {"remove": others}), tmp_path / "outputs"
    folder.mkdir()
    (folder / "summary-2565-06.xlsx").write_bytes(b"old")
    open_in_excel.add("summary-2565-06.xlsx")
    code, said, trouble = told("consolidate", "--inputs", inputs, "--outputs", folder, "--lang", lang)
    beside = f"summary-2565-06.{TODAY}.xlsx"
    assert code == cli.USAGE
    assert said.endswith(f": {folder / beside}\n")
    assert words in trouble and trouble.endswith(f":\n  {folder / beside}\n")
    left = files(folder)
    assert left.keys() == {"summary-2565-06.xlsx", "summary-2565-06.previous.xlsx", beside}
    assert left["summary-2565-06.xlsx"] == b"old"


def test_a_form_that_is_open_stays_and_the_new_one_is_named(told, tmp_path, open_in_excel):
    form = tmp_path / "outputs" / "forms" / "2565-06-HRM.xlsx"
    form.parent.mkdir(parents=True)
    form.write_bytes(b"old")
    open_in_excel.add(form.name)
    code, said, trouble = told("forms", "--inputs", ROOT / "inputs", "--outputs", tmp_path / "outputs")
    beside = form.with_name(f"2565-06-HRM.{TODAY}.xlsx")
    assert (code, form.read_bytes()) == (cli.USAGE, b"old")
    assert str(beside) in said and str(form) not in said
    assert trouble.endswith(f":\n  {beside}\n")


# --- two runs at once


def second(folder, *arguments):
    command = [sys.executable, "-m", "pipeline", *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.parametrize(
    "command", [("consolidate",), ("forms",), ("forms", "--from", "inputs/plan.xlsx"), ("new", ".")]
)
def test_while_a_run_is_at_work_a_second_one_is_told_so_and_writes_nothing(tmp_path, command):
    inputs = make(tmp_path / "inputs", {})
    if command[0] == "new":
        (inputs / "plan.xlsx").unlink()
    with outputs_folder(tmp_path / "outputs") as out:
        out.write("summary-2565-06.xlsx", b"half way")
        before = files(tmp_path)
        done = second(tmp_path, *command)
        assert files(tmp_path) == before
    assert (done.returncode, done.stdout) == (cli.USAGE, "")
    assert "มีการสั่งงานอื่นกำลังเขียนลงโฟลเดอร์นี้" in done.stderr and "Another run is at work" in done.stderr
    assert "outputs" in done.stderr and "Traceback" not in done.stderr


def test_a_check_writes_nothing_and_needs_not_wait(tmp_path):
    inputs = make(tmp_path / "inputs", {})
    with outputs_folder(tmp_path / "outputs"):
        assert second(tmp_path, "check", "--inputs", inputs).returncode == 0
