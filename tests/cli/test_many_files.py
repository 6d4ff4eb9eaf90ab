"""With very many files the terminal counts those that are as they should be, and lists what somebody must look at."""

from __future__ import annotations

import pytest

from pipeline import cli
from schemas.summary import REGISTER


def register(states):
    told = [{"file": f"{number:04}.xlsx", "state": state} for number, state in enumerate(states)]
    return REGISTER.frame([file | {"reason": "-", "size": 1, "sha256": "0"} for file in told])


def said(capsys, states):
    cli._say_files(register(states), "en")
    head, *lines = capsys.readouterr().out.splitlines()
    return head, lines


def test_up_to_a_hundred_files_are_all_listed(capsys):
    _, lines = said(capsys, ["plan", *["accepted"] * 99])
    assert len(lines) == 100
    assert "more files" not in lines[-1]


@pytest.mark.parametrize("state", ["returned", "accepted_in_part", "unreadable", "refused", "superseded", "ignored"])
def test_of_more_only_those_are_listed_that_are_not_as_they_should_be(capsys, state):
    head, lines = said(capsys, ["plan", *["accepted"] * 120, state])
    assert "120" in head
    assert [line.split()[-2] for line in lines[:1]] == ["0121.xlsx:"]
    assert lines[1:] == ["  and 121 more files"]


def test_even_those_are_a_hundred_at_most(capsys):
    _, lines = said(capsys, ["returned"] * 1200)
    assert len(lines) == 101
    assert lines[-1] == "  and 1,100 more files"
