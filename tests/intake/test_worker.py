"""Whatever a file makes its reader do, that file gets the verdict, and the next one is read."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from concurrent.futures import CancelledError
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from support import hostile_worker
from support.inputs import SHIPPED, submission

from pipeline.intake import reader as reader_module
from pipeline.intake.answer import answer_of
from pipeline.intake.keyed import KeyedCell, Leftover
from pipeline.intake.reader import Reader
from pipeline.intake.reading import Reading, reading
from pipeline.intake.verdict import Reason, Refusal, Remark
from pipeline.intake.workbook import Sheet

ROOT = Path(__file__).parents[2]
FORM = (SHIPPED / submission("ICT")).read_bytes()
ALSO = b"the next file"


@pytest.fixture
def reader():
    reader = Reader()
    yield reader
    reader.close()


@pytest.fixture
def obeying(monkeypatch):
    """A reader whose worker does what files tell it to."""
    monkeypatch.setattr(reader_module, "_START", hostile_worker.OBEYS)
    reader = Reader(seconds=60)
    yield reader
    reader.close()


@pytest.fixture
def impatient(obeying):
    obeying._seconds = 1
    return obeying


def process(answer):
    """The process that an obeying worker says it is."""
    assert answer.content.rule == "SAID"
    return int(answer.content.found)


def test_what_is_read_in_the_worker_is_what_would_be_read_here(reader):
    for data in (FORM, (SHIPPED / "plan.xlsx").read_bytes(), b"", b"text", FORM[:5000]):
        assert reader.read(data).content == reading(data)


def test_files_are_read_one_after_another_by_one_process(obeying):
    assert len({process(obeying.read(data)) for data in (b"a", b"b", b"c")}) == 1


@pytest.mark.parametrize("size", [0, 1, 25 * 1024**2, 26 * 1024**2])
def test_files_of_any_size_come_to_the_worker_and_get_a_verdict(reader, size):
    answer = reader.read(bytes(size)).content
    assert answer == reading(bytes(size))
    assert answer.rule != "FILE_READER_STOPPED"


@pytest.mark.parametrize(
    "stimulus",
    [
        pytest.param(b"exit", id="it ends without a word"),
        pytest.param(b"crash", id="it crashes"),
        pytest.param(b"raise", id="it has a bug"),
        pytest.param(b"fill", id="it asks for all the memory"),
        pytest.param(b"send:", id="an answer of nothing"),
        pytest.param(b"send:not packed", id="an answer that is not packed"),
        pytest.param(b"send:" + answer_of(Refusal("a", "b")).packed[:-4], id="an answer cut short"),
        pytest.param(b"announce:4611686018427387904", id="an answer longer than any memory"),
    ],
)
def test_a_worker_that_ends_is_a_verdict_on_the_file_it_was_reading(obeying, stimulus):
    before = process(obeying.read(ALSO))
    assert obeying.read(stimulus).content == Refusal("refused", "FILE_READER_STOPPED", expected="2,048 MB")
    assert process(obeying.read(ALSO)) != before


def test_a_file_that_hangs_is_stopped_in_time_and_the_next_one_is_read(impatient):
    before = process(impatient.read(ALSO))
    assert impatient.read(b"hang").content == Refusal("refused", "FILE_READER_STOPPED", expected="1 s")
    assert process(impatient.read(ALSO)) != before


def test_two_that_talk_at_once_do_not_wait_for_each_other_for_ever(impatient, monkeypatch):
    monkeypatch.setattr(reader_module, "_START", hostile_worker.DEAF)
    assert impatient.read(bytes(2**22)).content == Refusal("refused", "FILE_READER_STOPPED", expected="1 s")
    monkeypatch.setattr(reader_module, "_START", hostile_worker.OBEYS)
    assert process(impatient.read(ALSO))


def test_an_answer_that_could_run_is_not_run(obeying, tmp_path):
    trap = tmp_path / "sprung"
    assert obeying.read(b"trap:" + os.fsencode(trap)).content.rule == "FILE_READER_STOPPED"
    assert not trap.exists()
    with pickle.loads(pickle.dumps(hostile_worker.Trap(str(trap)))):
        assert trap.exists()


def test_everything_that_a_reading_is_made_of_comes_through(obeying):
    cells = [KeyedCell("s", "A1", "k", raw) for raw in ("ก", 1, 1.5, True, None, Reason("R", "#N/A"))]
    cells += [KeyedCell("s", "A2", "k", raw) for raw in (date.min, datetime.max, time.max, timedelta(days=1.5))]
    whole = Reading("xlsx", "form", (Remark("R", "x"),), cells, [Leftover("s", "B1", "t")], [Sheet("n", [["", 1.0]])])
    assert obeying.read(b"send:" + answer_of(whole).packed).content == whole


def test_what_a_library_prints_is_no_answer(obeying):
    assert process(obeying.read(b"print")) == process(obeying.read(ALSO))


def test_a_worker_that_was_ended_while_idle_is_no_verdict_on_the_next_file(obeying):
    first = process(obeying.read(ALSO))
    obeying._process.kill()
    obeying._process.wait()
    assert process(obeying.read(ALSO)) != first


def test_nor_is_one_that_is_ended_just_before_it_gets_the_file(obeying, monkeypatch):
    first = process(obeying.read(ALSO))
    obeying._process.kill()
    obeying._process.wait()
    monkeypatch.setattr(obeying._process, "poll", lambda: None)
    assert process(obeying.read(ALSO)) != first


def test_a_timer_that_strikes_at_the_last_moment_hits_no_other_file(obeying, monkeypatch):
    class Late(reader_module.threading.Timer):
        def start(self):
            pass

        def cancel(self):
            self.function(*self.args)

        def join(self):
            pass

    first = process(obeying.read(ALSO))
    monkeypatch.setattr(reader_module.threading, "Timer", Late)
    assert process(obeying.read(ALSO)) == first
    monkeypatch.undo()
    monkeypatch.setattr(reader_module, "_START", hostile_worker.OBEYS)
    assert process(obeying.read(ALSO)) != first


def test_ctrl_c_is_no_verdict_and_leaves_no_worker(obeying, monkeypatch):
    def interrupted(stream):
        raise KeyboardInterrupt

    assert process(obeying.read(ALSO))
    monkeypatch.setattr(reader_module, "received", interrupted)
    with pytest.raises(KeyboardInterrupt):
        obeying.read(ALSO)
    assert obeying._process is None
    with pytest.raises(KeyboardInterrupt):
        obeying.read(ALSO)
    assert obeying._process is None


@pytest.mark.parametrize("start", ["raise SystemExit(1)", "print('hello')", "import no_such_module"])
def test_a_worker_that_does_not_start_is_no_verdict_on_any_file(reader, monkeypatch, start):
    monkeypatch.setattr(reader_module, "_START", start)
    with pytest.raises(RuntimeError, match="does not start"):
        reader.read(FORM)


def test_a_lower_limit_of_the_system_is_kept_to(reader, monkeypatch):
    resource = pytest.importorskip("resource", reason="this system has no limits of resources")
    lower = f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({2**30}, {2**30})); "
    monkeypatch.setattr(reader_module, "_START", lower + reader_module._START)
    assert resource.getrlimit(resource.RLIMIT_AS)[1] != 2**30
    assert reader.read(FORM).content.state == "form"


def test_a_reader_that_is_closed_reads_no_more(obeying):
    assert process(obeying.read(ALSO))
    obeying.close()
    obeying.close()
    with pytest.raises(CancelledError):
        obeying.read(ALSO)


def run(script, *options, cwd=ROOT):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, *options, "-c", script]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_worker_waits_for_nothing_that_only_the_rest_of_the_run_needs():
    script = (
        "import io, struct, sys; from pipeline.intake.worker import serve; from pathlib import Path\n"
        f"data = Path({str(SHIPPED / submission('ICT'))!r}).read_bytes(); answers = io.BytesIO()\n"
        "serve(io.BytesIO(struct.pack('<Q', len(data)) + data), answers); assert len(answers.getvalue()) > 1000\n"
        "heavy = {'pandas', 'numpy', 'pandera', 'openpyxl', 'xlsxwriter', 'click'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = run(script)
    assert done.returncode == 0, done.stderr


def test_the_worker_imports_nothing_from_the_folder_it_is_started_in(reader, tmp_path, monkeypatch):
    for name in ("zipfile", "struct", "pickle", "python_calamine", "pipeline", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("open('imported', 'w')\nraise SystemExit\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert reader.read(FORM).content.state == "form"
    assert not (tmp_path / "imported").exists()


def test_a_run_ends_without_a_word_and_takes_its_worker_along():
    script = (
        "from pipeline.intake.answer import read_file; from pipeline.intake.readers import shared_readers\n"
        "print(shared_readers().submit(read_file, b'').result().content.rule)"
    )
    done = run(script, "-X", "dev", "-W", "error")
    assert (done.returncode, done.stdout, done.stderr) == (0, "FILE_EMPTY\n", "")


def test_the_memory_of_the_worker_stays_flat_over_many_files(reader):
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not say how much memory a process takes")

    def resident():
        lines = Path(f"/proc/{reader._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    files = [*(path.read_bytes() for path in sorted(SHIPPED.rglob("*.xlsx"))), b"", b"text", FORM[:5000]]
    for data in files * 5:
        reader.read(data)
    before = resident()
    for data in files * 25:
        reader.read(data)
    assert resident() - before < 8 * 1024
