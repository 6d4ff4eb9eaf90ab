"""Outputs appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.outputs import keep_only, write_whole


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_a_file_is_written_with_its_folders(tmp_path):
    path = tmp_path / "a" / "b" / "out.xlsx"
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["out.xlsx"]


def test_a_file_replaces_the_one_before(tmp_path):
    path = tmp_path / "out.xlsx"
    for data in (b"first", b"second, and longer", b"3"):
        write_whole(path, data)
        assert path.read_bytes() == data


def failing(*_, **__):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_when_a_write_fails_the_last_good_file_stays(tmp_path, monkeypatch, call):
    path = tmp_path / "out.xlsx"
    write_whole(path, b"good")
    with monkeypatch.context() as patch:
        patch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[call], failing)
        with pytest.raises(OSError, match="No space"):
            write_whole(path, b"bad")
    assert path.read_bytes() == b"good"


def test_what_a_killed_run_leaves_behind_is_used_up_by_the_next(tmp_path, monkeypatch):
    path = tmp_path / "out.xlsx"
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(OSError):
            write_whole(path, b"half")
    assert names(tmp_path) == [".out.xlsx.partial"]
    write_whole(path, b"whole")
    assert names(tmp_path) == ["out.xlsx"]
    assert path.read_bytes() == b"whole"


def test_only_the_files_of_an_earlier_run_are_removed(tmp_path):
    for name in ("2565-06-A.xlsx", "2565-06-B.xlsx", "2565-12-A.xlsx", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    keep_only(tmp_path, {"2565-06-B.xlsx"}, "2565-06-*.xlsx")
    assert names(tmp_path) == ["2565-06-B.xlsx", "2565-12-A.xlsx", "notes.txt"]


def test_a_folder_that_is_not_there_holds_nothing_to_remove(tmp_path):
    keep_only(tmp_path / "none", set(), "*.xlsx")
