"""A faulty form comes back as a workbook that explains itself; corrected only where it says so, it is accepted."""

from __future__ import annotations

import shutil

import openpyxl
import pytest
from support.fill import fill
from support.inputs import make, submission
from support.reading import keyed_in

from pipeline.recipe import consolidate

WRONG = {
    "3.2|budget|disbursed": "สามหมื่น",
    "3.4|level|2|status": "เกือบเสร็จ",
    "3.5|narrative": "",
}
RIGHT = {
    "3.2|budget|disbursed": 0,
    "3.4|level|2|status": "แล้วเสร็จ",
    "3.5|narrative": "จัดเก็บข้อสรุปความต้องการแล้ว",
}


def entries(path):
    return {c["key"]: c["raw"] for c in keyed_in(path.read_bytes()).to_dict("records")}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A run with a faulty form: its inputs, and its outputs with the form that came back."""
    folder = tmp_path_factory.mktemp("first")
    inputs = make(folder / "inputs", {"fill": [{"department": "ICT", "type": WRONG}]})
    written = consolidate(inputs, folder / "outputs", "th")
    assert [path.name for path in written.returned] == ["2565-06-ICT-r2.xlsx"]
    return folder


@pytest.fixture
def returned(first, tmp_path):
    """The inputs with a faulty form, and the form that came back."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return tmp_path / "inputs", tmp_path / "outputs" / "returned" / "2565-06-ICT-r2.xlsx"


def test_everything_that_was_sent_is_in_it(returned):
    inputs, back = returned
    sent, again = entries(inputs / submission("ICT")), entries(back)
    changed = {key for key in sent if sent[key] != again.get(key)}
    assert changed == {"form|revision"}
    assert (sent["form|revision"], again["form|revision"]) == (1.0, 2.0)


def test_its_first_sheet_lists_the_findings_and_links_to_their_cells(returned):
    _, back = returned
    book = openpyxl.load_workbook(back)
    keys = {c["key"]: (c["sheet"], c["cell"]) for c in keyed_in(back.read_bytes()).to_dict("records")}
    first = book.worksheets[0]
    links = {cell.hyperlink.location.replace("'", "") for row in first.iter_rows() for cell in row if cell.hyperlink}
    assert {"!".join(keys[key]) for key in WRONG} <= links
    words = "\n".join(str(cell.value) for row in first.iter_rows() for cell in row if cell.value)
    assert "“สามหมื่น” ไม่ใช่จำนวนเงินที่อ่านได้" in words
    assert "ยังไม่ได้กรอก “รายละเอียดการดำเนินงาน”" in words


def test_the_cells_to_correct_carry_a_note(returned):
    _, back = returned
    book = openpyxl.load_workbook(back)
    for cell in keyed_in(back.read_bytes()).to_dict("records"):
        if cell["key"] in WRONG:
            assert book[cell["sheet"]][cell["cell"]].comment, cell["key"]


def test_corrected_only_there_and_dropped_in_again_it_is_accepted(returned, tmp_path):
    inputs, back = returned
    (inputs / "submissions" / back.name).write_bytes(fill(back.read_bytes(), RIGHT))
    written = consolidate(inputs, tmp_path / "outputs", "th")
    assert not written.checked.has_errors
    assert written.returned == ()
    states = written.checked.register.set_index("file")["state"]
    assert states[f"submissions/{back.name}"] == "accepted"
    assert states[submission("ICT")] == "superseded"
    assert not list((tmp_path / "outputs" / "returned").glob("*.xlsx")), "what is accepted is no longer returned"
    scores = written.checked.summary.scores.set_index("kpi")["score"]
    assert scores[["3.1", "3.2", "3.3", "3.4", "3.5"]].tolist() == [4, 1, 2, 2, 2]


def test_corrected_in_part_it_comes_back_as_the_next_revision(returned, tmp_path):
    inputs, back = returned
    partly = {key: RIGHT[key] for key in ("3.2|budget|disbursed", "3.5|narrative")}
    (inputs / "submissions" / back.name).write_bytes(fill(back.read_bytes(), partly))
    written = consolidate(inputs, tmp_path / "outputs", "th")
    assert [path.name for path in written.returned] == ["2565-06-ICT-r3.xlsx"]
    assert [path.name for path in (tmp_path / "outputs" / "returned").glob("*.xlsx")] == ["2565-06-ICT-r3.xlsx"]


def test_what_was_typed_like_a_formula_comes_back_as_text(tmp_path):
    typed = {"1.1|narrative": '=HYPERLINK("x")', "1.1|suggestion": "+66 2", "1.1|self_score": "@two"}
    inputs = make(tmp_path / "inputs", {"fill": [{"department": "CSC", "type": typed}]})
    (back,) = consolidate(inputs, tmp_path / "outputs", "th").returned
    again = entries(back)
    assert {key: again[key] for key in typed} == typed
