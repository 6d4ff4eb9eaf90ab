"""Every call of the file system fails, one after the other: what lies in outputs stays whole, and the next run succeeds.

The checks and the drawing are done once, for they write nothing; proof and writing are real each time.
"""

from __future__ import annotations

import errno
import shutil
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from support.calls import watch
from support.rounds import SUMMARY, all_files, check_between, check_done, files, make_inputs

from pipeline import outputs, recipe
from pipeline.forms import writers


class Rounds(NamedTuple):
    """Inputs, what their check finds, the run of them, and what it gives; and outputs in which two other runs lie, one
    the previous of one."""

    inputs: Path
    checked: recipe.Checked
    run: recipe.Written
    new: dict[str, bytes]
    ready: Path


@pytest.fixture(scope="module")
def rounds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rounds")
    inputs = make_inputs(folder, ("clean", "one", "both"))
    for name in ("clean", "one"):
        recipe.consolidate(inputs[name], folder / "ready", None)
    run = recipe.consolidate(inputs["both"], folder / "new", None)
    return Rounds(inputs["both"], recipe.check(inputs["both"], None), run, files(folder / "new"), folder / "ready")


@pytest.fixture
def written(rounds, monkeypatch):
    """The rounds, with the run at hand as often as it is asked for."""
    returned = {path.name: path.read_bytes() for path in rounds.run.returned}
    monkeypatch.setattr(recipe, "take_in", lambda *_: SimpleNamespace(forms=()))
    monkeypatch.setattr(recipe, "judged", lambda *_: rounds.checked)
    monkeypatch.setattr(writers, "written", lambda order: returned[order.name])
    monkeypatch.setattr(recipe, "write_summary", lambda *_: rounds.new[SUMMARY])
    monkeypatch.setattr(outputs, "sleep", lambda _: None)
    return rounds


def failing(nth, number, ever):
    """What makes the n-th call fail, or also every later one; and the kinds of the calls until then."""
    seen = []

    def told(kind, when):
        if when == "before":
            seen.append(kind)
            if len(seen) == nth or (ever and len(seen) > nth):
                raise OSError(number, "made to fail")

    return told, seen


def failure(inputs, folder):
    """The OSError of a run; None where it got over what failed."""
    try:
        recipe.consolidate(inputs, folder, None)
    except OSError as trouble:
        return trouble
    return None


def stopped(written, folder, patch, told):
    """What a run leaves and raises when it is hindered so; what it leaves is of before or new, and the next one succeeds."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(written.ready, folder)
    before, sent = files(folder), all_files(written.inputs)
    with patch.context() as hindered:
        watch(hindered.setattr, told)
        trouble = failure(written.inputs, folder)
    left = all_files(folder)
    check_between(before, files(folder), written.new)
    assert all_files(written.inputs) == sent
    recipe.consolidate(written.inputs, folder, None)
    check_done(before, all_files(folder), written.new)
    return left, trouble


@pytest.mark.parametrize("ever", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES], ids=errno.errorcode.get)
def test_whichever_call_fails_outputs_are_old_or_new_and_whole(written, tmp_path, monkeypatch, number, ever):
    failed = []
    for nth in count(1):
        told, seen = failing(nth, number, ever)
        _, trouble = stopped(written, tmp_path / "outputs", monkeypatch, told)
        assert trouble is None or trouble.errno in (number, errno.EAGAIN)
        if len(seen) < nth:
            break
        failed.append(seen[nth - 1])
    assert set(failed) == {"mkdir", "lock", "list", "open", "write", "fsync", "read", "replace", "unlink"}
    assert (failed.count("write"), failed.count("replace")) == (4, 4), "two forms, the summary and the one before it"


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_what_a_disk_loses_without_a_word_is_found_by_reading_back(written, tmp_path, monkeypatch, nth):
    halves = count(1)

    def told(_, when):
        return "lost" if when == "halfway" and next(halves) == nth else None

    left, trouble = stopped(written, tmp_path / "outputs", monkeypatch, told)
    assert trouble.errno == errno.EIO
    assert not [name for name in left if name.endswith(".partial")]
