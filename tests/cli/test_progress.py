"""A run that takes long enough to wonder about says on a terminal how far it is; in a pipe it says nothing of it."""

from __future__ import annotations

import sys

import pytest

from pipeline import cli


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still; `clock[0]` is its time."""
    now = [100.0]
    monkeypatch.setattr(cli, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def terminal(capsys, monkeypatch):
    """What a terminal got."""
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda stream: True)
    return lambda: capsys.readouterr().err


def lines(told):
    """What stood on the line, one after the other."""
    return [line for line in told.split("\r") if line.strip()]


@pytest.mark.parametrize(
    ("stage", "done", "total", "lang", "said"),
    [
        ("files", 120, 300, None, "กำลังอ่านแฟ้ม 120/300 …"),
        ("files", 1200, 8000, "en", "Reading files 1,200/8,000 …"),
        ("forms", 40, 300, "th", "กำลังเขียนแบบรายงาน 40/300 …"),
        ("check", 1, 1, "th", "กำลังตรวจและให้คะแนน …"),
        ("summary", 1, 1, "en", "Writing the summary …"),
    ],
)
def test_a_stage_is_said_with_how_many_are_done(clock, terminal, stage, done, total, lang, said):
    with cli._Progress(lang) as progress:
        clock[0] += 1
        progress(stage, done, total)
    assert lines(terminal()) == [said]


@pytest.mark.parametrize(("after", "times"), [(0.0, 0), (0.9, 0), (1.0, 1), (60.0, 1)])
def test_a_short_run_says_nothing(clock, terminal, after, times):
    with cli._Progress("th") as progress:
        progress("files", 1, 2)
        clock[0] += after
        progress("files", 2, 2)
    assert len(lines(terminal())) == times


def test_the_line_is_not_rewritten_faster_than_anyone_reads(clock, terminal):
    with cli._Progress("en") as progress:
        clock[0] += 1
        for done in range(1000):
            progress("files", done, 1000)
            clock[0] += 0.001
    assert 9 <= len(lines(terminal())) <= 11


def test_each_line_covers_the_one_before_and_the_end_leaves_none(clock, terminal):
    with cli._Progress("en") as progress:
        for stage, done in (("files", 300), ("check", 1)):
            clock[0] += 1
            progress(stage, done, done)
    first, second = "Reading files 300/300 …", "Checking and scoring …"
    assert terminal() == f"\r\r{first}\r{' ' * len(first)}\r{second}\r{' ' * len(second)}\r"


def test_nothing_is_left_on_the_line_when_a_run_fails(clock, terminal):
    with pytest.raises(OSError), cli._Progress("th") as progress:
        clock[0] += 1
        progress("files", 1, 2)
        raise OSError
    assert terminal().endswith(" \r")


def test_a_pipe_is_told_nothing(clock, capsys):
    with cli._Progress("th") as progress:
        clock[0] += 60
        progress("files", 1, 2)
    assert capsys.readouterr() == ("", "")
