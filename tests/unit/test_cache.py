"""The cache saves work and changes nothing: whatever is done to it, files give what they hold."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import Executor, Future
from contextlib import closing
from pathlib import Path

import pytest

from pipeline import cache as module
from pipeline.cache import CACHE, WORTH_KEEPING, Cache, Kind
from pipeline.intake.answer import answer_of, read_file
from pipeline.intake.answers import ANSWERS, Answers
from pipeline.intake.folder import Entry, entries
from pipeline.intake.reading import Reading
from pipeline.intake.taken import take_in
from pipeline.intake.verdict import Refusal

ROOT = Path(__file__).parents[2]
MANY = WORTH_KEEPING + 10
STOPPED = Refusal("refused", "FILE_READER_STOPPED", expected="30 s")


class Counting(Executor):
    """An executor that reads here, and counts; it gives a refusal that names the file's text."""

    def __init__(self):
        self.read = []

    def submit(self, call, data):
        assert call is read_file
        self.read.append(data)
        answer = Future()
        answer.set_result(answer_of(STOPPED if data == b"stops" else Refusal("refused", "READ", data.decode())))
        return answer


def found(*texts):
    return [Entry(text, text.encode(), len(text), f"sha of {text}") for text in texts]


TEXTS = [f"file {number}" for number in range(MANY)]


def run(path, texts, kept=True):
    """What a run reads anew; whatever that is, every file has what it holds."""
    counting = Counting()
    answers = Answers(counting, path, kept)
    assert [answer.content.found for _, answer in answers.to(found(*texts))] == list(texts)
    return [data.decode() for data in counting.read]


@pytest.fixture
def path(tmp_path):
    return tmp_path / CACHE


@pytest.fixture
def filled(path):
    assert run(path, TEXTS) == TEXTS
    assert run(path, TEXTS) == []
    return path


def changed(path, statement, *given):
    with closing(sqlite3.connect(path)) as book, book:
        book.execute(statement, given)


def rows(path):
    with closing(sqlite3.connect(path)) as book:
        return book.execute("SELECT count(*) FROM kept").fetchone()[0]


def test_only_what_changed_is_read_again(filled):
    assert run(filled, [*TEXTS[:5], "another", *TEXTS[6:]]) == ["another"]


def test_a_small_folder_leaves_no_cache(path):
    assert run(path, TEXTS[: WORTH_KEEPING - 1]) == TEXTS[: WORTH_KEEPING - 1]
    assert not path.exists()


def test_a_small_folder_uses_and_keeps_one_that_is_there(filled):
    assert run(filled, ["new", *TEXTS[:3]]) == ["new"]
    assert run(filled, ["new", *TEXTS[:3]]) == []


def test_what_two_runs_did_not_ask_for_is_forgotten(filled):
    assert run(filled, TEXTS[:5]) == []
    assert rows(filled) == MANY
    assert run(filled, TEXTS[:5]) == []
    assert rows(filled) == 5
    assert run(filled, TEXTS[4:7]) == TEXTS[5:7]


def test_what_is_kept_of_another_kind_is_none_of_it_and_stays(filled):
    others = Kind("others", ANSWERS.modules, ANSWERS.library)
    for kept in (b"one", b"two"):
        with Cache(filled, others, kept=True) as cache:
            assert cache.get("sha of file 0") == (None if kept == b"one" else b"one")
            cache.put("sha of file 0", kept)
    assert run(filled, TEXTS) == []
    with Cache(filled, others, kept=True) as cache:
        assert cache.get("sha of file 0") == b"two"


def test_that_a_reader_was_stopped_is_not_kept(path):
    for _ in range(2):
        counting = Counting()
        told = list(Answers(counting, path, kept=True).to(found(*TEXTS, "stops")))
        assert told[-1][1].content == STOPPED
    assert counting.read == [b"stops"]


def test_another_version_of_the_program_reads_anew(filled, monkeypatch):
    monkeypatch.setattr(module, "_program", lambda kind: "another")
    assert run(filled, TEXTS) == TEXTS
    monkeypatch.undo()
    assert run(filled, TEXTS) == []


@pytest.mark.parametrize("changed_file", ["pipeline/intake/cells.py", "pipeline/thai.py", "schemas/submission.py"])
def test_a_program_is_another_when_anything_that_reads_is_changed(tmp_path, monkeypatch, changed_file):
    for file in ("pipeline/intake/cells.py", "pipeline/thai.py", "schemas/submission.py", "pipeline/cli.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("one")
    monkeypatch.setattr(module, "_ROOT", tmp_path)
    program = module._program.__wrapped__
    before = program(ANSWERS)
    (tmp_path / "pipeline/cli.py").write_text("two")
    assert program(ANSWERS) == before
    (tmp_path / changed_file).write_text("two")
    assert program(ANSWERS) != before


def write(data):
    return lambda path: path.write_bytes(data)


def foreign(path):
    path.unlink()
    with closing(sqlite3.connect(path)) as book, book:
        book.execute("CREATE TABLE kept (of TEXT, another TEXT)")


def cut(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scratched(path):
    data = bytearray(path.read_bytes())
    data[4096::997] = bytes(255 - byte for byte in data[4096::997])
    path.write_bytes(data)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(write(b""), id="emptied"),
        pytest.param(write(b"not a database"), id="no database"),
        pytest.param(write(b"SQLite format 3\0" + b"\xff" * 5000), id="a database by its name only"),
        pytest.param(cut, id="cut short"),
        pytest.param(scratched, id="a byte changed here and there"),
        pytest.param(foreign, id="another program's"),
        pytest.param(lambda path: changed(path, "DROP TABLE kept"), id="without what it keeps"),
        pytest.param(lambda path: changed(path, "DROP TABLE used"), id="without its runs"),
        pytest.param(lambda path: path.unlink(), id="deleted"),
    ],
)
def test_a_cache_beyond_use_is_made_anew(filled, damage):
    damage(filled)
    run(filled, TEXTS, kept=False)
    for _ in range(2):
        run(filled, TEXTS)
    assert run(filled, TEXTS) == []
    assert rows(filled) == MANY


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE kept SET content = x'00'", id="answers changed"),
        pytest.param("UPDATE kept SET content = 'text'", id="answers of another type"),
        pytest.param("UPDATE kept SET content = NULL, checksum = NULL", id="answers removed"),
        pytest.param("UPDATE kept SET content = substr(content, 1, 20)", id="answers cut short"),
        pytest.param("UPDATE kept SET checksum = x'00'", id="checksums changed"),
        pytest.param(
            "UPDATE kept SET (checksum, content) = (SELECT checksum, content FROM kept ORDER BY key DESC)",
            id="the answer to another file",
        ),
    ],
)
def test_an_answer_that_is_not_as_it_was_kept_is_none(filled, statement):
    changed(filled, statement)
    assert len(run(filled, TEXTS)) >= MANY - 1
    assert run(filled, TEXTS) == []


def test_an_answer_that_was_forged_with_its_checksum_runs_nothing(filled):
    key = module._key(ANSWERS, "sha of file 0")
    changed(filled, "UPDATE kept SET content = x'00', checksum = ? WHERE key = ?", module._checksum(key, b"\0"), key)
    assert run(filled, TEXTS) == ["file 0"]


def test_a_look_into_it_writes_nothing(filled):
    before = filled.read_bytes()
    assert run(filled, ["new", *TEXTS], kept=False) == ["new"]
    assert (filled.read_bytes(), [p.name for p in filled.parent.iterdir()]) == (before, [CACHE])


def test_a_look_for_one_that_is_not_there_makes_none(path):
    assert run(path, TEXTS, kept=False) == TEXTS
    assert not path.exists()


def test_one_that_another_run_has_locked_is_left_alone(filled, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE", 0)
    with closing(sqlite3.connect(filled)) as book:
        book.execute("BEGIN EXCLUSIVE")
        assert run(filled, TEXTS) == TEXTS
    assert run(filled, TEXTS) == []


def test_one_that_is_locked_only_at_the_end_is_as_it_was(filled, monkeypatch):
    monkeypatch.setattr(module, "_PATIENCE", 0)
    with closing(sqlite3.connect(filled)) as book:
        book.execute("BEGIN IMMEDIATE")
        assert run(filled, ["new", *TEXTS]) == ["new"]
    assert run(filled, ["new", *TEXTS]) == ["new"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_is_read_only_is_no_trouble(filled):
    filled.chmod(0o400)
    filled.parent.chmod(0o500)
    try:
        assert run(filled, ["new", *TEXTS]) == ["new"]
    finally:
        filled.parent.chmod(0o700)


@pytest.mark.parametrize("in_the_way", ["a folder in its place", "no folder to lie in"])
def test_where_it_cannot_be_written_files_are_read_anew(tmp_path, in_the_way):
    path = tmp_path / "gone" / CACHE
    if in_the_way == "a folder in its place":
        path.mkdir(parents=True)
    assert run(path, TEXTS) == run(path, TEXTS) == TEXTS


@pytest.mark.parametrize("limit", ["max_page_count = 1", "query_only = 1"], ids=["a full disk", "a read-only one"])
def test_a_disk_that_takes_nothing_is_no_trouble(filled, monkeypatch, limit):
    opened = Cache._opened

    def limited(own, mode):
        book = opened(own, mode)
        book.execute(f"PRAGMA {limit}")
        return book

    monkeypatch.setattr(Cache, "_opened", limited)
    texts = [f"{number} " * 2000 for number in range(MANY)]
    assert run(filled, texts) == texts
    monkeypatch.undo()
    assert run(filled, TEXTS) == []


def test_a_run_that_fails_changes_nothing(filled):
    before = rows(filled)
    answers = Answers(Counting(), filled, kept=True).to(found(*[f"new {number}" for number in range(3 * MANY)]))
    for _ in range(2 * MANY):
        next(answers)
    answers.close()
    assert rows(filled) == before
    assert run(filled, TEXTS) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process that was forked")
def test_a_run_that_is_killed_while_it_writes_changes_nothing(filled):
    script = (
        "import os, sys; from pathlib import Path\n"
        "from pipeline.cache import Cache; from pipeline.intake.answers import ANSWERS\n"
        "with Cache(Path(sys.argv[1]), ANSWERS, kept=True) as cache:\n"
        "    for number in range(3000): cache.put(f'{number}', os.urandom(4000))\n"
        "    cache._forget(cache._book); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, filled], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert filled.with_name(f"{CACHE}-journal").exists()
    assert run(filled, TEXTS, kept=False) in ([], TEXTS)
    assert run(filled, TEXTS) == []
    assert rows(filled) == MANY


def test_the_cache_is_no_file_of_the_inputs(tmp_path):
    for name in (CACHE, f"{CACHE}-journal"):
        (tmp_path / name).write_bytes(b"x")
    assert {record.state for record in take_in(tmp_path).files} == {"ignored"}


def test_real_forms_are_the_same_with_and_without_it(tmp_path, path, monkeypatch):
    monkeypatch.setattr(module, "WORTH_KEEPING", 1)
    inputs = ROOT / "inputs"
    cold, *warm = (list(Answers(None, path, kept=True).to(entries(inputs))) for _ in range(3))
    assert [[answer.packed for _, answer in told] for told in warm] == [[answer.packed for _, answer in cold]] * 2
    assert {type(answer.content) for _, answer in cold} == {Reading}
