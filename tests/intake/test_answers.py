"""Answers come in the order of the files, whoever reads them, and whenever that began."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest
from support.inputs import SHIPPED, submission

from pipeline.intake import answers as module
from pipeline.intake.answer import Answer, answer_of
from pipeline.intake.answers import Answers
from pipeline.intake.folder import Entry, entries
from pipeline.intake.reading import reading
from pipeline.intake.taken import take_in
from pipeline.intake.verdict import Refusal

ROOT = Path(__file__).parents[2]
FORM = (SHIPPED / submission("CSC")).read_bytes()


def given(data, refusal=None):
    return Entry("f", None if refusal else data, len(data), f"sha {data!r}", refusal)


class Late(Executor):
    """An executor that answers in time, when it is told to, or never; it says what it was asked."""

    def __init__(self, *answers):
        self.answers, self.asked = list(answers), []

    def submit(self, call, data):
        self.asked.append(data)
        answer = Future()
        if self.answers:
            said = self.answers.pop(0)
            answer.set_exception(said) if isinstance(said, BaseException) else answer.set_result(said)
        return answer


@contextmanager
def of_pool(kind):
    if kind == "dask":
        distributed = pytest.importorskip("distributed", reason="Dask is not installed")
        with distributed.Client(processes=False, n_workers=1, dashboard_address=None) as client:
            yield client.get_executor()
    else:
        with ThreadPoolExecutor(3) if kind == "threads" else ProcessPoolExecutor(2, get_context("spawn")) as pool:
            yield pool


@pytest.mark.parametrize("kind", ["threads", "processes", "dask"])
def test_any_executor_reads_what_our_own_readers_read(kind):
    inputs = SHIPPED
    with of_pool(kind) as executor:
        theirs = take_in(inputs, answers=Answers(executor))
    ours = take_in(inputs)
    assert (theirs.files, theirs.plans, theirs.summaries) == (ours.files, ours.plans, ours.summaries)
    assert dict(theirs.forms) == dict(ours.forms) and theirs.leftovers.equals(ours.leftovers)


@pytest.mark.parametrize(
    "failed",
    [RuntimeError("a worker was lost"), MemoryError(), Answer(b"no answer"), "no answer at all"],
    ids=["its worker died", "it had no memory left", "it sent what cannot be unpacked", "it sent something else"],
)
def test_what_an_executor_fails_to_read_is_read_by_our_own_readers(failed):
    right = answer_of(Refusal("refused", "RIGHT"))
    told = Answers(Late(right, failed, right)).to([given(b"a"), given(FORM), given(b"b")])
    assert [answer.content for _, answer in told] == [right.content, reading(FORM), right.content]


def test_answers_come_in_the_order_of_the_files_however_late_they_are():
    with ThreadPoolExecutor(4) as pool:
        files = [given(FORM), *map(given, (b"", b"a", b"b")), given(b"", Refusal("ignored", "")), given(FORM)]
        told = list(Answers(pool).to(files))
    assert [entry for entry, _ in told] == files
    assert [type(answer) for _, answer in told] == [*[Answer] * 4, Refusal, Answer]


def test_what_the_folder_refused_is_asked_of_nobody():
    late = Late()
    refusal = Refusal("unreadable", "FILE_STILL_CHANGING")
    assert list(Answers(late).to([given(b"", refusal)])) == [(given(b"", refusal), refusal)]
    assert late.asked == []


@pytest.mark.parametrize(
    ("files", "bytes_", "at_once"), [(5, 1000, 5), (100, 1000, 65), (100, 2**24, 5), (3, 2**27, 1)]
)
def test_some_files_are_asked_ahead_and_never_too_much_memory(files, bytes_, at_once):
    late = Late()
    waiting = Answers(late).to(Entry("f", data, bytes_, "sha", None) for data in [bytes(bytes_)] * files)
    threading.Thread(target=lambda: next(waiting, None), daemon=True).start()
    while len(late.asked) < at_once:
        pass
    assert len(late.asked) == at_once


def test_who_stops_asking_cancels_what_waits():
    first = answer_of(Refusal("refused", "X"))
    asked = []

    class Kept(Late):
        def submit(self, call, data):
            asked.append(super().submit(call, data))
            return asked[-1]

    told = Answers(Kept(first)).to(map(given, [b"%d" % number for number in range(100)]))
    next(told)
    told.close()
    assert [future.cancelled() for future in asked] == [False, *[True] * (len(asked) - 1)]


# --- what is read before it is asked


def begun(folder, late, cache=None):
    """Answers that have begun with a folder, when the thread that asks ahead has ended."""
    before = set(threading.enumerate())
    answers = Answers(late, cache)
    answers.begin(folder)
    for thread in set(threading.enumerate()) - before:
        thread.join()
    return answers


def lay(folder, *texts):
    for number, text in enumerate(texts):
        (folder / f"{number:03}").write_text(text)
    return folder


def said(*texts):
    return [answer_of(Refusal("refused", "SAID", text)) for text in texts]


def test_a_folder_is_read_ahead_once_for_each_content(tmp_path):
    late = Late(*said("a", "b"))
    answers = begun(lay(tmp_path, "a", "b", "a"), late)
    assert late.asked == [b"a", b"b"]
    late.answers = said("a again")
    assert [answer.content.found for _, answer in answers.to(entries(tmp_path))] == ["a", "b", "a again"]


def test_a_file_that_was_changed_since_is_read_as_it_is_now(tmp_path):
    late = Late(*said("a", "b", "new"))
    answers = begun(lay(tmp_path, "a", "b"), late)
    lay(tmp_path, "new")
    assert [answer.content.found for _, answer in answers.to(entries(tmp_path))] == ["new", "b"]


def test_only_so_much_is_read_ahead(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_MOST_ASKED", 3)
    late = Late()
    begun(lay(tmp_path, *map(str, range(9))), late)
    assert late.asked == [b"0", b"1", b"2"]


def test_nothing_is_read_ahead_once_the_files_are_taken_in(tmp_path):
    late = Late()
    answers = Answers(late)
    assert list(answers.to([])) == []
    answers._begin(lay(tmp_path, "a"))
    assert late.asked == []


def test_trouble_ahead_is_told_when_the_files_are_taken_in(tmp_path):
    late = Late()
    late.submit = None
    answers = begun(lay(tmp_path, "a"), late)
    with pytest.raises(TypeError):
        list(answers.to(entries(tmp_path)))


def test_what_the_cache_has_is_not_read_ahead(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.cache.WORTH_KEEPING", 1)
    inputs, cache = tmp_path / "inputs", tmp_path / "cache"
    inputs.mkdir()
    list(Answers(Late(*said("a", "b")), cache, kept=True).to(entries(lay(inputs, "a", "b"))))
    late = Late()
    begun(lay(inputs, "a", "c"), late, cache)
    assert late.asked == [b"c"]


def test_reading_begins_before_pandas_is_imported():
    script = (
        "import sys; from pathlib import Path; from pipeline.intake.answers import Answers; a = Answers()\n"
        f"a.begin(Path({str(SHIPPED)!r}))\n"
        "while len(a._ahead) < 6: pass\n"
        "assert all(f.result().content.state in ('form', 'plan') for f in a._ahead.values())\n"
        "sys.exit(str({'pandas', 'numpy', 'pandera', 'openpyxl', 'xlsxwriter'} & set(sys.modules)))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "set()"
