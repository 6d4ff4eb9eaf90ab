"""The commands as a planning officer meets them: what is typed, the exit code, what is said and what is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]


def run(folder, *arguments, **environment):
    command = [sys.executable, "-m", "pipeline", *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environment
    options = {"capture_output": True, "text": True, "encoding": "utf-8", "errors": "replace", "check": False}
    return subprocess.run(command, cwd=folder, env=env, **options)


@pytest.fixture
def workspace(tmp_path):
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    return tmp_path


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.mark.parametrize("command", [(), ("new",), ("forms",), ("check",), ("consolidate",)])
def test_help_answers_without_loading_what_only_the_work_needs(command, tmp_path):
    script = (
        "import sys; from pipeline import cli\n"
        f"code = cli.cli.main([*{command!r}, '--help'], standalone_mode=False)\n"
        "heavy = {'pandas', 'numpy', 'pandera', 'xlsxwriter', 'openpyxl', 'python_calamine'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout


def test_the_readme_shows_every_command():
    from pipeline.cli import cli

    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in cli.commands if f"`pipeline {name}" not in readme] == []


def test_check_reports_and_writes_nothing(workspace):
    done = run(workspace, "check")
    assert done.returncode == 0
    assert "คะแนนเฉลี่ย 2.7273 (ร้อยละ 54.55) จาก 11 ใน 11 ตัวชี้วัด" in done.stdout
    assert "ได้รับ 229,339,100.00 บาท เบิกจ่าย 4,233,800.00 บาท (ร้อยละ 1.8461)" in done.stdout
    assert not (workspace / "outputs").exists()


def test_english_is_a_language_like_thai(workspace):
    done = run(workspace, "check", "--lang", "en")
    assert "Mean score 2.7273 (54.55 %) of 11 of 11 KPIs" in done.stdout
    assert "[warning] submissions/2565-06-ICT.xlsx · 3.1" in done.stdout
    assert not re.search("คะแนน|ข้อสังเกต", done.stdout)


def test_forms_writes_one_workbook_a_department(workspace):
    done = run(workspace, "forms")
    assert done.returncode == 0
    written = files(workspace / "outputs")
    assert written == [f"forms/2565-06-{code}.xlsx" for code in ("ACOC", "CSC", "HRM", "ICT", "PSDG")]
    assert all(name.rpartition("/")[2] in done.stdout for name in written)


def test_folders_are_where_they_are_said_to_be(workspace):
    (workspace / "inputs").rename(workspace / "ขาเข้า")
    done = run(workspace, "consolidate", "--inputs", "ขาเข้า", "--outputs", "ขาออก/ลึก")
    assert done.returncode == 0
    assert files(workspace / "ขาออก") == ["ลึก/summary-2565-06.xlsx"]


def test_new_starts_a_workspace_that_says_what_to_fill(tmp_path):
    done = run(tmp_path, "new", "กระทรวงใหม่")
    assert done.returncode == 0
    assert files(tmp_path / "กระทรวงใหม่") == ["inputs/plan.xlsx"]
    assert (tmp_path / "กระทรวงใหม่" / "outputs").is_dir()
    checked = run(tmp_path / "กระทรวงใหม่", "check")
    assert checked.returncode == 3
    assert "ยังไม่ได้กรอก “ชื่อหน่วยงานเจ้าของแผน”" in checked.stdout


def test_a_new_plan_has_every_sheet_and_is_in_the_language_asked_for(tmp_path):
    run(tmp_path, "new", "ws", "--lang", "en")
    book = openpyxl.load_workbook(tmp_path / "ws" / "inputs" / "plan.xlsx")
    assert book.sheetnames == [
        "Settings",
        "Departments",
        "Strategic issues",
        "Projects",
        "KPIs",
        "Rubric levels",
        "Opening",
        "Alignment",
        "Disbursement targets",
        "Decisions",
    ]


def test_new_never_overwrites_a_plan(workspace):
    before = (workspace / "inputs" / "plan.xlsx").read_bytes()
    done = run(workspace, "new", ".")
    assert done.returncode == 2
    assert "ไม่เขียนทับ" in done.stderr
    assert (workspace / "inputs" / "plan.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("consolidate", "--no-such-option"),
        ("no-such-command",),
        ("consolidate", "--inputs", "not-there"),
        ("consolidate", "--lang", "fr"),
        ("new",),
    ],
)
def test_wrong_usage_is_2_and_no_traceback(workspace, arguments):
    done = run(workspace, *arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_outputs_that_cannot_be_written_are_said_in_words(workspace):
    (workspace / "outputs").write_text("a file where a folder should be")
    done = run(workspace, "consolidate", "--outputs", "outputs/deeper")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "อ่านหรือเขียนแฟ้มไม่ได้" in done.stderr
    assert "outputs/deeper" in done.stderr


def test_a_bug_is_a_message_and_not_a_traceback(workspace):
    script = (
        "import sys; from pipeline import cli, recipe\n"
        "def broken(*_): raise RuntimeError('boom')\n"
        "recipe.check = broken; sys.argv = ['pipeline', 'check']; cli.main()\n"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, cwd=workspace, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert "RuntimeError: boom" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_console_without_thai_letters_gets_question_marks_and_no_error(workspace):
    done = run(workspace, "check", PYTHONUTF8="0", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert "?" in done.stdout
    assert "2.7273" in done.stdout


def test_the_version_is_said(workspace):
    assert re.search(r"\d+\.\d+\.\d+", run(workspace, "--version").stdout)


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_a_process_that_ends_at_once_says_everything_and_leaves_nothing_undone(code, tmp_path):
    script = (
        "import atexit, sys, time, threading; from pathlib import Path; import pipeline.__main__ as process\n"
        "def work(): time.sleep(0.3); Path('thread').write_text(str(Path('done').exists()))\n"
        f"def main(): print('said ' * 9999); print('told', file=sys.stderr); sys.exit({code})\n"
        "threading.Thread(target=work).start(); atexit.register(Path('done').touch)\n"
        "process.main = main; process.run(); print('never')\n"
    )
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stdout.split(), done.stderr.strip()) == (code, [b"said"] * 9999, b"told")
    # A thread that was still at work has come to its end, and before what it may use was taken from it.
    assert (files(tmp_path), (tmp_path / "thread").read_text()) == (["done", "thread"], "False")
