"""Outputs appear whole or not at all, one run at a time, and what cannot take its place lies beside it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import outputs
from pipeline.outputs import outputs_folder, write_whole

ROOT = Path(__file__).parents[2]
TODAY = "2022-05-03-083000"
LONGEST = 255


def names(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def contents(folder):
    return {name: (folder / name).read_bytes() for name in names(folder)}


@pytest.fixture(autouse=True)
def naps(monkeypatch):
    """How long it waited, without anybody waiting; and it is always the same day."""
    waited = []
    monkeypatch.setattr(outputs, "sleep", waited.append)
    monkeypatch.setattr(outputs, "strftime", lambda _: TODAY)
    return waited


def open_elsewhere(monkeypatch, *held, tries=1000):
    """As on Windows while a program has these files open: they can be neither replaced nor removed, so many times."""
    left = dict.fromkeys(held, tries)

    def refusing(act, about):
        def acting(path, *others, **options):
            name = Path(about(path, *others)).name
            if left.get(name, 0):
                left[name] -= 1
                raise PermissionError(errno.EACCES, "open in another program", name)
            return act(path, *others, **options)

        return acting

    monkeypatch.setattr(Path, "replace", refusing(Path.replace, lambda _, target: target))
    monkeypatch.setattr(Path, "unlink", refusing(Path.unlink, lambda path: path))


# --- a file


def test_a_file_is_written_with_its_folders(tmp_path):
    path = tmp_path / "a" / "b" / "out.xlsx"
    assert write_whole(path, b"new") == path
    assert contents(tmp_path) == {"a/b/out.xlsx": b"new"}


def test_a_file_replaces_the_one_before(tmp_path):
    path = tmp_path / "out.xlsx"
    for data in (b"first", b"second, and longer", b"3", b""):
        assert write_whole(path, data) == path
        assert contents(tmp_path) == {"out.xlsx": data}


def test_what_lies_there_already_is_left_alone(tmp_path):
    path = tmp_path / "out.xlsx"
    write_whole(path, b"same")
    path.chmod(0o444)
    before = path.stat()
    assert write_whole(path, b"same") == path
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("length", [1, 240, 241, 245, 246, 250, 255])
@pytest.mark.parametrize("letter", ["a", "ก"])
def test_a_name_may_be_as_long_as_the_file_system_allows(tmp_path, letter, length):
    stem = (letter * length)[: (length - len(".xlsx")) // len(letter.encode())] or letter
    path = tmp_path / f"{stem}.xlsx"
    assert len(path.name.encode()) <= LONGEST
    assert write_whole(path, b"new") == path
    assert names(tmp_path) == [path.name]


def test_two_long_names_that_begin_alike_do_not_meet_in_what_lies_beside_them(tmp_path, monkeypatch):
    long = ["ก" * 83 + last for last in "ab"]
    for name in long:
        (tmp_path / name).write_bytes(b"old")
    open_elsewhere(monkeypatch, *long)
    beside = {write_whole(tmp_path / name, name.encode()) for name in long}
    assert len(beside) == 2
    assert all(len(path.name.encode()) <= LONGEST and TODAY in path.name for path in beside)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS], ids=errno.errorcode.get)
@pytest.mark.parametrize("call", ["fsync", "replace", "read_bytes", "open"])
def test_when_a_write_fails_the_last_good_file_stays_and_nothing_else(tmp_path, monkeypatch, call, number):
    path = tmp_path / "out.xlsx"
    write_whole(path, b"good")

    def failing(*_, **__):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os if call == "fsync" else Path, call, failing)
        with pytest.raises(OSError, match=os.strerror(number)) as told:
            write_whole(path, b"bad")
    assert told.value.errno == number
    assert contents(tmp_path) == {"out.xlsx": b"good"}


def test_what_went_wrong_is_about_the_output_and_not_about_what_lies_beside_it(tmp_path, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError) as told:
        write_whole(tmp_path / "out.xlsx", b"bad")
    assert told.value.filename == str(tmp_path / "out.xlsx")


def test_a_folder_that_cannot_be_flushed_is_no_failure(tmp_path, monkeypatch):
    def no_folders(*_):
        raise PermissionError(errno.EACCES, "a folder")

    monkeypatch.setattr(os, "open", no_folders)
    assert write_whole(tmp_path / "out.xlsx", b"new").read_bytes() == b"new"


def test_what_a_killed_run_leaves_behind_is_used_up_by_the_next(tmp_path):
    (tmp_path / ".out.xlsx.partial").write_bytes(b"half, and longer than what is whole")
    write_whole(tmp_path / "out.xlsx", b"whole")
    assert contents(tmp_path) == {"out.xlsx": b"whole"}


# --- files that wait for others


def test_what_is_set_aside_is_whole_on_disk_and_in_nobodys_place(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"old")
    with outputs_folder(tmp_path) as out:
        waiting = [out.set_aside(name, b"new") for name in ("a.xlsx", "back/b.xlsx")]
        assert {name: data for name, data in contents(tmp_path).items() if name != ".lock"} == {
            "a.xlsx": b"old",
            ".a.xlsx.partial": b"new",
            "back/.b.xlsx.partial": b"new",
        }
        assert [out.place(each) for each in waiting] == [tmp_path / "a.xlsx", tmp_path / "back" / "b.xlsx"]
    assert contents(tmp_path) == {"a.xlsx": b"new", "back/b.xlsx": b"new"}


def test_what_lies_there_already_is_not_set_aside_and_is_still_this_runs(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"same")
    with outputs_folder(tmp_path) as out:
        waiting = out.set_aside("a.xlsx", b"same")
        assert names(tmp_path) == [".lock", "a.xlsx"]
        assert out.place(waiting) == tmp_path / "a.xlsx"
        out.remove_others("*.xlsx")
    assert contents(tmp_path) == {"a.xlsx": b"same"}


def test_a_run_that_fails_leaves_nothing_of_what_it_set_aside(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), outputs_folder(tmp_path) as out:
        out.set_aside("a.xlsx", b"new")
        out.set_aside("back/b.xlsx", b"new")
        raise ZeroDivisionError
    assert contents(tmp_path) == {"a.xlsx": b"old"}


# --- a file that is open in another program


@pytest.mark.parametrize("tries", [1, 5])
def test_a_file_that_is_open_for_a_moment_is_waited_for(tmp_path, monkeypatch, naps, tries):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    open_elsewhere(monkeypatch, "out.xlsx", tries=tries)
    assert write_whole(path, b"new") == path
    assert contents(tmp_path) == {"out.xlsx": b"new"}
    assert len(naps) == tries


def test_one_that_stays_open_keeps_its_content_and_the_new_one_lies_beside_it(tmp_path, monkeypatch, naps):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    open_elsewhere(monkeypatch, "out.xlsx")
    assert write_whole(path, b"new") == tmp_path / f"out.{TODAY}.xlsx"
    assert contents(tmp_path) == {"out.xlsx": b"old", f"out.{TODAY}.xlsx": b"new"}
    assert sum(naps) == pytest.approx(2.5)


def test_where_even_that_is_not_allowed_nothing_changes(tmp_path, monkeypatch):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    open_elsewhere(monkeypatch, "out.xlsx", f"out.{TODAY}.xlsx")
    with pytest.raises(PermissionError):
        write_whole(path, b"new")
    assert contents(tmp_path) == {"out.xlsx": b"old"}


def test_the_folder_says_what_lies_beside_its_place(tmp_path, monkeypatch):
    (tmp_path / "a.xlsx").write_bytes(b"old")
    open_elsewhere(monkeypatch, "a.xlsx")
    with outputs_folder(tmp_path) as out:
        there = [out.write(name, b"new") for name in ("a.xlsx", "b.xlsx")]
    assert there == [tmp_path / f"a.{TODAY}.xlsx", tmp_path / "b.xlsx"]
    assert out.beside == there[:1]


# --- the previous one


@pytest.mark.parametrize(
    ("written", "left"),
    [
        (["1"], {"s.xlsx": b"1"}),
        (["1", "1"], {"s.xlsx": b"1"}),
        (["1", "2"], {"s.xlsx": b"2", "s.previous.xlsx": b"1"}),
        (["1", "2", "2", "2"], {"s.xlsx": b"2", "s.previous.xlsx": b"1"}),
        (["1", "2", "3"], {"s.xlsx": b"3", "s.previous.xlsx": b"2"}),
        (["1", "2", "1"], {"s.xlsx": b"1", "s.previous.xlsx": b"2"}),
    ],
    ids="-".join,
)
def test_the_one_before_is_kept_once_and_the_same_again_is_no_other(tmp_path, written, left):
    for data in written:
        with outputs_folder(tmp_path) as out:
            assert out.write_keeping_previous("s.xlsx", data.encode()) == tmp_path / "s.xlsx"
    assert contents(tmp_path) == left


def test_a_disk_that_is_full_does_not_push_the_previous_one_out(tmp_path, monkeypatch):
    for data in (b"1", b"2"):
        with outputs_folder(tmp_path) as out:
            out.write_keeping_previous("s.xlsx", data)

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"), outputs_folder(tmp_path) as out:
        out.write_keeping_previous("s.xlsx", b"3")
    assert contents(tmp_path) == {"s.xlsx": b"2", "s.previous.xlsx": b"1"}


def test_where_the_one_before_is_open_it_is_kept_and_stays_too(tmp_path, monkeypatch):
    (tmp_path / "s.xlsx").write_bytes(b"1")
    open_elsewhere(monkeypatch, "s.xlsx")
    with outputs_folder(tmp_path) as out:
        out.write_keeping_previous("s.xlsx", b"2")
    assert contents(tmp_path) == {"s.xlsx": b"1", "s.previous.xlsx": b"1", f"s.{TODAY}.xlsx": b"2"}


# --- what goes


@pytest.fixture
def earlier(tmp_path):
    """Files of earlier runs, and one that is nobody's business."""
    (tmp_path / "back").mkdir()
    for name in ("2565-06-A.xlsx", "2565-06-B.xlsx", "2565-12-A.xlsx", "notes.txt"):
        (tmp_path / "back" / name).write_bytes(b"earlier")
    return tmp_path


def test_only_the_files_of_an_earlier_run_are_removed(earlier):
    with outputs_folder(earlier) as out:
        out.write("back/2565-06-B.xlsx", b"new")
        out.remove_others("back/2565-06-*.xlsx")
    assert names(earlier / "back") == ["2565-06-B.xlsx", "2565-12-A.xlsx", "notes.txt"]


def test_where_one_is_open_both_the_old_and_what_lies_beside_it_stay(earlier, monkeypatch):
    open_elsewhere(monkeypatch, "2565-06-B.xlsx")
    with outputs_folder(earlier) as out:
        out.write("back/2565-06-B.xlsx", b"new")
        out.remove_others("back/2565-06-*.xlsx")
    assert names(earlier / "back") == [f"2565-06-B.{TODAY}.xlsx", "2565-06-B.xlsx", "2565-12-A.xlsx", "notes.txt"]


def test_an_old_name_of_a_new_file_is_not_removed(earlier):
    with outputs_folder(earlier) as out:
        new = out.write("back/2565-06-C.xlsx", b"new")
        # As where capitals do not count: the folder still calls it by the name that it had before.
        (earlier / "back" / "2565-06-c.xlsx").hardlink_to(new)
        out.remove_others("back/2565-06-*.xlsx")
    assert names(earlier / "back") == ["2565-06-C.xlsx", "2565-06-c.xlsx", "2565-12-A.xlsx", "notes.txt"]


def test_one_that_is_open_and_cannot_be_removed_is_an_error(earlier, monkeypatch):
    open_elsewhere(monkeypatch, "2565-06-A.xlsx")
    with pytest.raises(PermissionError), outputs_folder(earlier) as out:
        out.remove_others("back/2565-06-*.xlsx")


def test_in_a_folder_that_is_not_there_nothing_is_removed(tmp_path):
    with outputs_folder(tmp_path) as out:
        out.remove_others("none/*.xlsx")
    assert names(tmp_path) == []


def test_what_killed_runs_left_half_written_is_swept_and_nothing_else(tmp_path):
    swept = [".a.xlsx.partial", "returned/.b.xlsx.partial", "forms/.c.partial"]
    kept = ["a.partial", ".notes", "returned/b.xlsx", "mine/deep/.d.partial", ".e.partial.xlsx"]
    for name in (*swept, *kept):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"half")
    with outputs_folder(tmp_path):
        assert names(tmp_path) == sorted([*kept, ".lock"])
    assert names(tmp_path) == sorted(kept)


# --- one run at a time

# What it starts is as a reading worker that outlives a killed run, until its input ends.
HOLD = """
import subprocess, sys
from pathlib import Path
from pipeline.outputs import outputs_folder
with outputs_folder(Path(sys.argv[1])):
    subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"])
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path):
    """Another process that has the folder; what `stdin` says lets it go."""
    command, env = [sys.executable, "-c", HOLD, str(tmp_path)], os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_run_is_told_so_and_touches_nothing(tmp_path, held):
    (tmp_path / ".a.xlsx.partial").write_bytes(b"being written")
    with pytest.raises(BlockingIOError) as told, outputs_folder(tmp_path):
        pytest.fail("two runs at once")
    assert told.value.filename == str(tmp_path)
    assert names(tmp_path) == [".a.xlsx.partial", ".lock"]


def test_looking_into_the_folder_does_not_let_it_go(tmp_path):
    with outputs_folder(tmp_path):
        assert contents(tmp_path) == {".lock": b""}
        with pytest.raises(BlockingIOError), outputs_folder(tmp_path):
            pytest.fail("two runs at once")


def test_when_the_first_has_finished_the_next_may_start(tmp_path, held):
    held.communicate("")
    assert names(tmp_path) == []
    with outputs_folder(tmp_path):
        assert names(tmp_path) == [".lock"]


def test_a_killed_run_holds_nothing_up(tmp_path, held):
    held.kill()
    held.wait()
    assert names(tmp_path) == [".lock"]
    with outputs_folder(tmp_path) as out:
        out.write("a.xlsx", b"new")
    assert names(tmp_path) == ["a.xlsx"]


def test_a_run_that_fails_lets_go(tmp_path):
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), outputs_folder(tmp_path):
            raise ZeroDivisionError
    assert names(tmp_path) == []


def test_a_lock_that_its_run_removes_just_before_it_is_taken_is_not_the_one_that_counts(tmp_path, monkeypatch):
    lock, taken = outputs._lock, []

    def just_late(file):
        if not taken:
            (tmp_path / ".lock").unlink()
        lock(file)
        taken.append(file)

    monkeypatch.setattr(outputs, "_lock", just_late)
    with outputs_folder(tmp_path):
        assert len(taken) == 2
        assert names(tmp_path) == [".lock"]


def test_a_folder_that_is_read_only_is_no_run_at_work(tmp_path, monkeypatch):
    def read_only(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", read_only)
    with pytest.raises(PermissionError), outputs_folder(tmp_path):
        pytest.fail("held")


def test_a_system_without_locks_is_an_error_of_its_own(tmp_path, monkeypatch):
    def none_left(_):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(outputs, "_lock", none_left)
    with pytest.raises(OSError, match="No locks") as told, outputs_folder(tmp_path):
        pytest.fail("held")
    assert not isinstance(told.value, BlockingIOError)
