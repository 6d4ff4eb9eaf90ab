"""Files may be called anything: each is in the register under its own name, and no terminal obeys one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from support.fill import fill
from support.inputs import SHIPPED, submission
from support.reading import sheets_in

from pipeline import cli
from pipeline.intake.folder import shown_name
from schemas.summary import REGISTER

ROOT = Path(__file__).parents[2]
FORM = (SHIPPED / submission("ICT")).read_bytes()
ASKED = "3.1|level|1|status"
HEADINGS = ("แฟ้มในโฟลเดอร์นำเข้า", "ข้อสังเกต")

NAMES = [
    *("a\nb.xlsx", "a\r[ต้องแก้ไข].xlsx", "tab\t.xlsx", "\x1b[31mred\x1b[0m.xlsx", "\x07\x7f\x9b2J", "\u202exslx.exe"),
    *("=cmd|' C calc'!A0.xlsx", "+1.xlsx", "@SUM(A1)", "-rf", "http: x.y", "<b>&amp;", "{other} {round}", "%s", "nan"),
    *("a\\b.xlsx", "_x001B_", "น\u0e49\u0e33.xlsx", "น\u0e4d\u0e49\u0e32.xlsx", "FORM", "form", "ก" * 85),
    *("\udcff\udcfe.xlsx", "deep/\n/er/x", "\uffff"),
]


def obeyed(text):
    """The signs that a terminal would obey: controls, and what turns the direction of writing."""
    return [sign for sign in text if unicodedata.category(sign) == "Cc" or "\u202a" <= sign <= "\u202e"]


def run(folder, *arguments):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "pipeline", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture(scope="module")
def consolidated(tmp_path_factory):
    """The shipped inputs with a form, a text and half a form under each of these names; and what was said of them."""
    if sys.platform != "linux":
        pytest.skip("names that only Linux takes")
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(SHIPPED, folder / "inputs")
    contents = (FORM, b"text", FORM[:1000])
    for number, name in enumerate(NAMES):
        path = folder / "inputs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents[number % 3])
    assert len([*(folder / "inputs").iterdir()]) > len(NAMES)
    return folder, run(folder, "consolidate")


def test_no_name_stops_a_run(consolidated):
    _, (code, said, trouble) = consolidated
    assert (code, trouble) == (1, "")
    assert "คะแนนเฉลี่ย 2.7273" in said


def test_no_name_reaches_the_terminal_as_what_it_would_obey(consolidated):
    folder, (_, said, _) = consolidated
    lines = said.split("\n")
    assert [line for line in lines if obeyed(line)] == []
    files, findings = (next(n for n, line in enumerate(lines) if line.startswith(f"{word}: ")) for word in HEADINGS)
    assert findings - files - 1 == sum(path.is_file() for path in (folder / "inputs").rglob("*"))
    for shown in (r"a\nb.xlsx", r"\x1b[31mred\x1b[0m.xlsx", r"\x07\x7f\x9b2J", r"\u202exslx.exe", r"\xff\xfe.xlsx"):
        assert f"] {shown}" in said


def test_the_register_has_every_file_once_under_its_own_name(consolidated):
    folder, _ = consolidated
    (summary,) = (folder / "outputs").glob("summary-*.xlsx")
    (register,) = [sheet for sheet in sheets_in(summary.read_bytes()) if sheet.name == REGISTER.title.th]
    listed = [value for row in register.rows for value in row]
    # Excel keeps no such sign; its number stands there instead.
    names = [shown_name(Path(name)).replace("\uffff", "_xFFFF_") for name in NAMES]
    assert [(name, listed.count(name)) for name in names] == [(name, 1) for name in names]


def test_a_name_is_shown_as_it_is_where_no_terminal_would_obey_it(capsys):
    for line in ("แฟ้ม “น้ำ” · café — 100 %", "a\u200bb\u00a0c 😀 {x} [red]", ""):
        cli._tell(line)
        assert capsys.readouterr().out == line + "\n"


@pytest.mark.parametrize(
    "sign", ["\0", "\n", "\r", "\t", "\x1b", "\x7f", "\x9b", "\u2028", "\u202e", "\u2066", "\ud800"]
)
def test_what_a_terminal_would_obey_is_shown_by_its_number(capsys, sign):
    cli._tell(f"a{sign}b", err=True)
    shown = capsys.readouterr().err
    assert shown == f"a{sign.encode('unicode_escape').decode()}b\n"
    assert shown.isascii() and obeyed(shown) == ["\n"]


def test_what_was_typed_reaches_the_terminal_as_text_too(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "inputs")
    typed = fill(FORM, {ASKED: "_x001B_[2Jเสร็จ\n  [แผน] \u202eแล้ว"})
    (tmp_path / "inputs" / submission("ICT")).write_bytes(typed)
    _, said, _ = run(tmp_path, "check")
    assert r"\x1b[2Jเสร็จ\n  [แผน] \u202eแล้ว" in said
    assert [line for line in said.splitlines() if obeyed(line)] == []
