"""Readers side by side: as one reader would read, each file with its own verdict, and no more processes than pay."""

from __future__ import annotations

import time
from concurrent.futures import CancelledError, Future, wait

import pytest
from support import hostile_worker
from support.inputs import SHIPPED, submission

from pipeline.intake import reader, readers
from pipeline.intake.answer import read_file
from pipeline.intake.readers import FILES_EACH, Readers, shared_readers
from pipeline.intake.reading import reading

FORM = (SHIPPED / submission("ICT")).read_bytes()
FILES = [FORM, (SHIPPED / "plan.xlsx").read_bytes(), b"", b"text", FORM[:5000]]


@pytest.fixture
def three(monkeypatch):
    """Three readers at once, whose workers do what files tell them to."""
    monkeypatch.setattr(reader, "_START", hostile_worker.OBEYS)
    monkeypatch.setattr(readers, "FILES_EACH", 1)
    with Readers(3, seconds=60) as given:
        yield given


def said(future: Future):
    return future.result(timeout=60).content


def ask(executor, *files):
    return [executor.submit(read_file, data) for data in files]


def test_what_readers_read_is_what_would_be_read_here(monkeypatch):
    monkeypatch.setattr(readers, "FILES_EACH", 1)
    with Readers(3) as executor:
        assert [said(future) for future in ask(executor, *FILES * 3)] == [reading(data) for data in FILES * 3]


def test_files_are_read_by_several_processes_at_once(three):
    slow = ask(three, b"hang:1", b"hang:1", b"hang:1")
    assert len({said(future).found for future in slow}) == 3


@pytest.mark.parametrize(
    ("files", "processes"), [(1, 1), (FILES_EACH, 1), (FILES_EACH + 1, 2), (FILES_EACH * 2, 2), (FILES_EACH * 9, 3)]
)
def test_one_more_reader_starts_when_there_is_enough_to_read_for_it(monkeypatch, files, processes):
    started = []
    monkeypatch.setattr(readers.Reader, "read", lambda own, data: started.append(own))
    with Readers(3) as executor:
        wait(ask(executor, *[b""] * files))
        assert len(executor._readers) == processes


@pytest.mark.parametrize("cores", [1, 2, 4, 64])
def test_there_are_no_more_readers_than_cores_nor_than_four(monkeypatch, cores):
    monkeypatch.setattr(readers, "cores", lambda: cores)
    assert Readers()._most == min(cores, 4)


def test_how_many_cores_there_are_is_known_on_every_system(monkeypatch):
    assert readers.cores() >= 1
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert readers.cores() == 1


def test_a_file_that_ends_its_reader_changes_no_other_verdict(three):
    futures = ask(three, *[b"crash", b"a", b"raise", b"b", b"exit", b"c"] * 3)
    rules = [said(future).rule for future in futures]
    assert rules == ["FILE_READER_STOPPED", "SAID"] * 9


def test_others_are_read_while_a_file_hangs(three):
    hanging, *others = ask(three, b"hang", *[b"a"] * 20)
    assert {said(future).rule for future in others} == {"SAID"}
    assert not hanging.done()


def test_a_worker_that_does_not_start_is_no_verdict_on_any_file(monkeypatch):
    monkeypatch.setattr(reader, "_START", "raise SystemExit(1)")
    with Readers(1) as executor, pytest.raises(RuntimeError, match="does not start"):
        said(executor.submit(read_file, FORM))


def test_whoever_ends_the_readers_waits_for_no_file(three):
    started = time.monotonic()
    futures = ask(three, *[b"hang"] * 9)
    while not all(one._process for one in three._readers):
        time.sleep(0.01)
    three.shutdown()
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(timeout=30)
    assert time.monotonic() - started < 30


def test_readers_that_were_ended_read_again(monkeypatch):
    monkeypatch.setattr(readers, "FILES_EACH", 1)
    executor = Readers(3)
    for _ in range(5):
        assert [said(future) for future in ask(executor, *FILES)] == [reading(data) for data in FILES]
        executor.shutdown()


def test_readers_read_files_and_do_nothing_else():
    with pytest.raises(AssertionError):
        Readers(1).submit(print, b"")


def test_a_run_has_its_readers_once():
    assert shared_readers() is shared_readers()
