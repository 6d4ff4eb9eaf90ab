"""What lies in the inputs folder is listed whole, in order, and never changed."""

from __future__ import annotations

import hashlib

import pytest

from pipeline.intake.folder import entries


def names(folder):
    return [(e.name, e.ignored) for e in entries(folder)]


def test_files_are_found_at_any_depth_in_the_order_of_their_names(tmp_path):
    for name in ("b.xlsx", "a/z.xlsx", "a/deep/er/x.xlsx", "ก.xlsx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert [name for name, _ in names(tmp_path)] == ["a/deep/er/x.xlsx", "a/z.xlsx", "b.xlsx", "ก.xlsx"]


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("~$plan.xlsx", True),
        (".~lock.plan.xlsx#", True),
        (".DS_Store", True),
        ("._plan.xlsx", True),
        ("Thumbs.db", True),
        ("desktop.ini", True),
        ("form.xlsx.tmp", True),
        ("form.partial", True),
        ("form.crdownload", True),
        ("__MACOSX/form.xlsx", True),
        (".gitkeep", True),
        ("plan.xlsx", False),
        ("plan~.xlsx", False),
        ("notes.txt", False),
    ],
)
def test_system_files_and_leftovers_are_listed_and_ignored(tmp_path, name, ignored):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    assert names(tmp_path) == [(name, ignored)]


def test_an_entry_knows_its_size_and_hash(tmp_path):
    (tmp_path / "f").write_bytes(b"hello")
    (entry,) = entries(tmp_path)
    assert (entry.size, entry.sha256) == (5, hashlib.sha256(b"hello").hexdigest())
    assert entry.data == b"hello"


def test_a_file_that_cannot_be_read_is_an_entry_with_its_trouble(tmp_path):
    (tmp_path / "gone.xlsx").symlink_to(tmp_path / "nowhere.xlsx")
    (entry,) = entries(tmp_path)
    assert entry.data is None
    assert entry.trouble


def test_an_empty_folder_has_no_entries(tmp_path):
    (tmp_path / "empty" / "deeper").mkdir(parents=True)
    assert names(tmp_path) == []
