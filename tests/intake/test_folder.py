"""What lies in the inputs folder is listed whole, in order, each entry once, and never changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.intake import folder as module
from pipeline.intake.folder import Entry, entries, entry_of, shown_name
from pipeline.intake.limits import Limits
from pipeline.intake.verdict import Refusal

posix = pytest.mark.skipif(os.name != "posix", reason="names and entries that only POSIX systems have")


def no_sleep(seconds):
    pass


def put(folder, name, data=b"x"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(folder):
    return [entry.name for entry in entries(folder)]


def verdicts(folder):
    """Name → the rule it breaks, "ignored", or what it holds."""
    return {
        e.name: e.data if e.refusal is None else e.refusal.rule or e.refusal.state for e in entries(folder, no_sleep)
    }


def changed(status, **attributes):
    """A status as the system gives it, but for some attributes."""
    own = {name: getattr(status, name) for name in ("st_mode", "st_size", "st_mtime_ns")}
    return SimpleNamespace(**own | attributes)


@pytest.fixture
def refusing(monkeypatch):
    """Makes a call of Path fail for the paths of one name, as root cannot be refused otherwise."""

    def refuse(call, name, error):
        real = getattr(Path, call)

        def refused(path, *args, **options):
            if path.name == name:
                raise error
            return real(path, *args, **options)

        monkeypatch.setattr(Path, call, refused)

    return refuse


# --- what is found, and in which order


def test_files_are_found_at_any_depth_in_the_order_of_their_names(tmp_path):
    for name in ("b.xlsx", "a/z.xlsx", "a/deep/er/x.xlsx", "ก.xlsx"):
        put(tmp_path, name)
    assert names(tmp_path) == ["a/deep/er/x.xlsx", "a/z.xlsx", "b.xlsx", "ก.xlsx"]


@settings(deadline=None, derandomize=True, max_examples=30)
@given(order=st.permutations(["b", "a/z", "a/deep/x", "B.xlsx", "ก", "~$b", "a.b"]))
def test_the_order_in_which_they_came_does_not_matter(tmp_path_factory, order):
    folder = tmp_path_factory.mktemp("inputs")
    for name in order:
        put(folder, name)
    assert names(folder) == sorted(order)


def test_an_entry_knows_its_size_and_hash_and_holds_its_bytes(tmp_path):
    put(tmp_path, "f", b"hello")
    assert list(entries(tmp_path)) == [Entry("f", b"hello", 5, hashlib.sha256(b"hello").hexdigest())]


def test_a_file_of_nothing_is_an_entry_that_holds_nothing(tmp_path):
    put(tmp_path, "f", b"")
    assert list(entries(tmp_path)) == [Entry("f", b"", 0, hashlib.sha256(b"").hexdigest())]


def test_a_file_is_found_wherever_it_lies_under_the_name_it_is_given(tmp_path):
    path = put(tmp_path, "a/b/form.xlsx", b"hello")
    assert entry_of(path, "form.xlsx")[:3] == ("form.xlsx", b"hello", 5)


def test_folders_are_no_entries(tmp_path):
    (tmp_path / "empty" / "deeper").mkdir(parents=True)
    assert names(tmp_path) == []


def test_folders_two_hundred_deep_are_searched(tmp_path):
    deep = "/".join(["d"] * 200)
    put(tmp_path, f"{deep}/f.xlsx")
    assert names(tmp_path) == [f"{deep}/f.xlsx"]


@posix
def test_a_folder_too_deep_for_the_system_is_an_entry_that_says_so(tmp_path):
    put(tmp_path, "f.xlsx")
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    deep, file = entries(tmp_path)
    assert (file.name, file.data) == ("f.xlsx", b"x")
    assert set(deep.name) == {"d", "/"} and deep.refusal == Refusal(
        "unreadable", "FILE_UNREADABLE", "File name too long"
    )


# --- what is not opened


@pytest.mark.parametrize(
    ("name", "ignored"),
    [
        ("~$plan.xlsx", True),
        (".~lock.plan.xlsx#", True),
        (".DS_Store", True),
        ("._plan.xlsx", True),
        ("Thumbs.db", True),
        ("THUMBS.DB", True),
        ("desktop.ini", True),
        ("form.xlsx.tmp", True),
        ("form.partial", True),
        ("form.crdownload", True),
        ("__MACOSX/form.xlsx", True),
        ("a/__macosx/b/form.xlsx", True),
        (".gitkeep", True),
        ("plan.xlsx", False),
        ("plan~.xlsx", False),
        ("notes.txt", False),
        ("form.tmp.xlsx", False),
        ("form.tmp/plan.xlsx", False),
        ("__MACOSX", False),
    ],
)
def test_system_files_and_leftovers_are_listed_and_ignored(tmp_path, name, ignored):
    put(tmp_path, name)
    assert verdicts(tmp_path) == {name: "ignored" if ignored else b"x"}


def test_what_is_ignored_is_never_opened(tmp_path, refusing):
    put(tmp_path, "~$f.xlsx")
    refusing("open", "~$f.xlsx", AssertionError("opened"))
    assert verdicts(tmp_path) == {"~$f.xlsx": "ignored"}


@pytest.mark.parametrize(("more", "rule"), [(-1, None), (0, None), (1, "FILE_TOO_LARGE")])
def test_a_file_may_be_as_large_as_the_limit(tmp_path, monkeypatch, more, rule):
    monkeypatch.setattr(module, "LIMITS", Limits(file_bytes=1000))
    put(tmp_path, "f", bytes(1000 + more))
    (entry,) = entries(tmp_path)
    assert (entry.refusal and entry.refusal.rule, entry.size) == (rule, 1000 + more)


def test_a_file_too_large_says_so_without_being_read(tmp_path, refusing):
    with put(tmp_path, "film.xlsx").open("r+b") as film:
        film.truncate(4 * 1024**3)
    refusing("open", "film.xlsx", AssertionError("opened"))
    (entry,) = entries(tmp_path)
    assert entry == Entry(
        "film.xlsx", None, 4 * 1024**3, "", Refusal("refused", "FILE_TOO_LARGE", "4,096.0 MB", "25.0 MB")
    )


@pytest.mark.parametrize("to", ["f.xlsx", "nowhere.xlsx", "folder", ".", "link", "/dev/zero"])
def test_a_link_is_an_entry_and_never_followed(tmp_path, to):
    put(tmp_path, "f.xlsx")
    put(tmp_path, "folder/g.xlsx")
    (tmp_path / "link").symlink_to(to, target_is_directory=to in ("folder", "."))
    assert verdicts(tmp_path) == {"f.xlsx": b"x", "folder/g.xlsx": b"x", "link": "FILE_IS_A_LINK"}


def test_two_folders_that_link_to_each_other_end(tmp_path):
    for one, other in (("a", "b"), ("b", "a")):
        (tmp_path / one).mkdir()
        (tmp_path / one / "link").symlink_to(tmp_path / other, target_is_directory=True)
    assert verdicts(tmp_path) == {"a/link": "FILE_IS_A_LINK", "b/link": "FILE_IS_A_LINK"}


def test_the_inputs_folder_itself_may_be_a_link(tmp_path):
    put(tmp_path, "real/f.xlsx")
    (tmp_path / "inputs").symlink_to("real", target_is_directory=True)
    assert names(tmp_path / "inputs") == ["f.xlsx"]


@pytest.mark.parametrize("folder", [True, False], ids=["a folder", "a file"])
def test_a_folder_that_windows_shows_for_another_is_not_entered(tmp_path, monkeypatch, folder):
    put(tmp_path, "stands/f.xlsx" if folder else "stands")
    real = Path.lstat
    tag = {"st_reparse_tag": 0xA0000003}
    monkeypatch.setattr(Path, "lstat", lambda path: changed(real(path), **tag if path.name == "stands" else {}))
    assert verdicts(tmp_path) == {"stands": "FILE_IS_A_LINK"}


def test_a_file_that_is_in_the_cloud_is_not_fetched(tmp_path, monkeypatch, refusing):
    put(tmp_path, "f.xlsx")
    real = Path.lstat
    monkeypatch.setattr(Path, "lstat", lambda path: changed(real(path), st_file_attributes=0x400020))
    refusing("open", "f.xlsx", AssertionError("fetched"))
    assert verdicts(tmp_path) == {"f.xlsx": "FILE_NOT_DOWNLOADED"}


@posix
def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (entry,) = entries(tmp_path)
    assert entry.refusal == Refusal("unreadable", "FILE_UNREADABLE", entry.refusal.found)
    assert entry.refusal.found.startswith("p")


# --- what cannot be read


@pytest.mark.parametrize("call", ["lstat", "stat", "open"])
@pytest.mark.parametrize(
    ("error", "why"),
    [
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (FileNotFoundError(2, "No such file or directory"), "No such file or directory"),
        (OSError(5, "Input/output error"), "Input/output error"),
        (OSError("without a number"), "OSError"),
    ],
)
def test_a_file_that_cannot_be_read_or_is_gone_is_an_entry_that_says_why(tmp_path, refusing, call, error, why):
    put(tmp_path, "a.xlsx")
    put(tmp_path, "f.xlsx")
    refusing(call, "f.xlsx", error)
    read, unread = entries(tmp_path, no_sleep)
    assert read.data == b"x"
    assert unread == Entry("f.xlsx", None, 0, "", Refusal("unreadable", "FILE_UNREADABLE", why))


def test_a_file_that_vanishes_between_listing_and_reading_is_an_entry(tmp_path):
    put(tmp_path, "a.xlsx")
    gone = put(tmp_path, "b.xlsx")
    found = entries(tmp_path)
    assert next(found).name == "a.xlsx"
    gone.unlink()
    assert [(e.name, e.refusal.rule) for e in found] == [("b.xlsx", "FILE_UNREADABLE")]


def test_a_folder_that_cannot_be_listed_is_an_entry_that_says_why(tmp_path, refusing):
    put(tmp_path, "a/f.xlsx")
    put(tmp_path, "closed/f.xlsx")
    refusing("iterdir", "closed", PermissionError(13, "Permission denied"))
    read, closed = entries(tmp_path)
    assert read.name == "a/f.xlsx"
    assert closed == Entry("closed", None, 0, "", Refusal("unreadable", "FILE_UNREADABLE", "Permission denied"))


def test_so_is_the_inputs_folder_itself(tmp_path):
    (entry,) = entries(tmp_path / "nowhere")
    assert (entry.name, entry.refusal.rule, entry.refusal.found) == (
        ".",
        "FILE_UNREADABLE",
        "No such file or directory",
    )


# --- what changes while it is read

BUSY = Refusal("unreadable", "FILE_STILL_CHANGING")


def written_while_read(monkeypatch, path, *contents):
    """Writes the next of `contents` whenever the file is opened, just after it was."""
    real, left = Path.open, list(contents)

    def opened(self, *args, **options):
        file = real(self, *args, **options)
        if self == path and left:
            now = path.stat().st_mtime_ns
            with real(path, "wb") as again:
                again.write(left.pop(0))
            os.utime(path, ns=(now, now + 10**9))
        return file

    monkeypatch.setattr(Path, "open", opened)


@pytest.mark.parametrize(
    ("contents", "held"),
    [
        pytest.param([], b"begun", id="nobody writes"),
        pytest.param([b"begun and done"], b"begun and done", id="it grows once"),
        pytest.param([b"BEGUN"], b"BEGUN", id="it changes at the same length"),
        pytest.param([b"be"], b"be", id="it shrinks"),
        pytest.param([b"begun.", b"begun.."], b"begun..", id="it stands still at the third look"),
        pytest.param([b"begun.", b"begun..", b"begun..."], None, id="it does not stand still"),
        pytest.param([b"B", b"BE", b"BEG", b"BEGU"], None, id="it goes on"),
    ],
)
def test_a_file_is_read_once_it_stands_still(tmp_path, monkeypatch, contents, held):
    path = put(tmp_path, "f.xlsx", b"begun")
    written_while_read(monkeypatch, path, *contents)
    pauses = []
    (entry,) = entries(tmp_path, pauses.append)
    assert entry.data == held
    assert (entry.refusal == BUSY) == (held is None)
    assert pauses == [0.0, 0.2, 1.0][: len(contents) + 1]
    if held is not None:
        assert (entry.size, entry.sha256) == (len(held), hashlib.sha256(held).hexdigest())


# --- names

# Sara am in one sign and in two, its tone mark before and after; NFC and NFD.
THAI_NAMES = [
    *("แบบรายงาน.xlsx", "น\u0e49\u0e33.xlsx", "น\u0e33\u0e49.xlsx", "น\u0e4d\u0e49\u0e32.xlsx"),
    *("น\u0e49\u0e4d\u0e32.xlsx", "caf\u00e9.xlsx", "cafe\u0301.xlsx"),
]


def test_thai_names_are_listed_as_they_are_each_once(tmp_path):
    for number, name in enumerate(THAI_NAMES):
        put(tmp_path, name, bytes([number]))
    if len([*tmp_path.iterdir()]) < len(THAI_NAMES):
        pytest.skip("this file system takes different forms of a name for one")
    assert verdicts(tmp_path) == {name: bytes([number]) for number, name in enumerate(THAI_NAMES)}


def test_names_that_differ_in_case_only_are_two(tmp_path):
    put(tmp_path, "form.xlsx", b"1")
    put(tmp_path, "FORM.xlsx", b"2")
    if len([*tmp_path.iterdir()]) < 2:
        pytest.skip("this file system takes them for one")
    assert verdicts(tmp_path) == {"form.xlsx": b"1", "FORM.xlsx": b"2"}


def test_a_name_as_long_as_a_name_can_be_is_listed_whole(tmp_path):
    name = f"{'น้ำ' * 27}ไฟa.xlsx"
    assert len(name.encode()) == 255
    put(tmp_path, name)
    assert names(tmp_path) == [name]


@posix
@pytest.mark.parametrize(
    "name",
    [
        *("a\nb.xlsx", "tab\t.xlsx", "\x1b[31mred.xlsx", "\x7f", "=cmd|' /C calc'!A0.xlsx", "+1.xlsx", "@x", "-rf"),
        *("\u202exslx.exe", "{other}.xlsx", "a\\b.xlsx", " ", "...", "CON", "a:b?.xlsx", "'\"`$(x).xlsx", "nan"),
        *("\u0e48\u0e34", "😀"),
    ],
    ids=ascii,
)
def test_a_name_of_any_signs_is_listed_as_it_is(tmp_path, name):
    put(tmp_path, name)
    assert verdicts(tmp_path) == {name: b"x"}


@posix
@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"\xa1\xba\xba.xlsx", "\\xa1\\xba\\xba.xlsx"),
        (b"\xe0\xb8\x81\xff.xlsx", "ก\\xff.xlsx"),
        (b"\xed\xa0\x80", "\\xed\\xa0\\x80"),
    ],
)
def test_a_name_that_is_no_text_is_shown_as_far_as_it_is(tmp_path, raw, name):
    try:
        put(tmp_path, os.fsdecode(raw))
    except OSError:
        pytest.skip("this file system has no such names")
    assert verdicts(tmp_path) == {name: b"x"}
    assert name.encode("utf-8")


@posix
def test_two_entries_never_have_one_name(tmp_path):
    try:
        for raw in (b"\xff", b"\\xff", b"\\xff (2)"):
            put(tmp_path, os.fsdecode(raw), raw)
    except OSError:
        pytest.skip("this file system has no such names")
    found = verdicts(tmp_path)
    assert sorted(found.values()) == sorted([b"\xff", b"\\xff", b"\\xff (2)"])


def test_a_name_of_windows_that_is_no_text_is_shown_too():
    assert shown_name(Path("a/\udcff")) == "a/\\xff"
