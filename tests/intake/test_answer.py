"""An answer travels and is kept packed; unpacking it gives what was read, or fails, and never runs anything."""

from __future__ import annotations

import pickle
import zlib
from datetime import date, datetime, time, timedelta

import pytest
from support import hostile_worker
from support.inputs import SHIPPED, submission

from pipeline.intake.answer import Answer, answer_of, read_file
from pipeline.intake.keyed import KeyedCell, Leftover
from pipeline.intake.reading import Reading, reading
from pipeline.intake.verdict import Reason, Refusal, Remark
from pipeline.intake.workbook import Sheet

CELLS = [KeyedCell("s", "A1", "k", raw) for raw in ("ก", 1, 1.5, True, None, date.min, datetime.max, time.max)]
CELLS += [KeyedCell("s", "A2", "k", raw) for raw in (timedelta(days=1.5), Reason("R", "#N/A"))]
WHOLE = Reading("xlsx", "form", (Remark("R", "x"),), CELLS, [Leftover("s", "B1", "t")], [Sheet("n", [["", 1.0]])])
FORM = (SHIPPED / submission("ICT")).read_bytes()


def packed(value):
    return zlib.compress(value if isinstance(value, bytes) else pickle.dumps(value))


def as_packed(kind="xlsx", columns=()):
    return packed(((kind, "form", (), [], [], []), list(columns)))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(WHOLE, id="everything that a reading is made of"),
        pytest.param(Reading("xlsx", "form", (), [], [], []), id="a form without a cell"),
        pytest.param(Reading("ods", "plan", (), [], [], [Sheet("ก", [])]), id="a plan"),
        pytest.param(Refusal("refused", "FILE_EMPTY", "a", "b", "c"), id="a refusal"),
    ],
)
def test_what_is_unpacked_is_what_was_packed(content):
    assert Answer(answer_of(content).packed).content == content


def test_reading_a_file_gives_its_reading_packed():
    assert read_file(FORM).content == reading(FORM)
    assert read_file(b"").content == reading(b"")


def test_an_answer_is_sent_as_nothing_but_bytes():
    sent = pickle.loads(pickle.dumps(read_file(FORM)))
    assert vars(sent) == {"packed": read_file(FORM).packed}
    assert len(sent.packed) < len(FORM)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"not packed", id="bytes that are not packed"),
        pytest.param(packed(b"not a pickle"), id="bytes that are no pickle"),
        pytest.param(answer_of(WHOLE).packed[:-1], id="an answer cut short"),
        pytest.param(packed("Reading"), id="another type"),
        pytest.param(packed(Remark("X")), id="another of our types"),
        pytest.param(packed((("xlsx", "form"), [])), id="a reading with a part missing"),
        pytest.param(as_packed(columns=[["s"], ["A1"], ["k"]]), id="cells with a part missing"),
        pytest.param(as_packed(columns=[["s"], ["A1"], ["k"], ["x"], [1]]), id="cells with a part too many"),
        pytest.param(as_packed(columns=[["s"], ["A1", "A2"], ["k"], [1]]), id="more places than cells"),
        pytest.param(as_packed(columns=[["s"], [7], ["k"], [1]]), id="a place that is no text"),
        pytest.param(packed(b"\x80\x04\x8c\x05posix\x8c\x06system\x93."), id="one that names a function"),
        pytest.param(packed(b"cpipeline.intake.reading\nreading\n."), id="one that names a function of ours"),
        pytest.param(packed(b"(lp0\nP1\n."), id="one that refers to something outside"),
    ],
)
def test_what_is_no_answer_cannot_be_unpacked(wrong):
    with pytest.raises(pickle.UnpicklingError):
        Answer(wrong).checked()


def test_an_answer_that_could_run_is_not_run(tmp_path):
    trap = hostile_worker.Trap(str(tmp_path / "sprung"))
    with pytest.raises(pickle.UnpicklingError):
        Answer(packed((trap, []))).checked()
    assert not (tmp_path / "sprung").exists()


def test_an_answer_that_unpacks_to_more_than_any_reading_is_not_unpacked_whole(monkeypatch):
    monkeypatch.setattr("pipeline.intake.answer._LONGEST", 1000)
    with pytest.raises(pickle.UnpicklingError):
        Answer(answer_of(Refusal("refused", "X", "a" * 2000)).packed).checked()
