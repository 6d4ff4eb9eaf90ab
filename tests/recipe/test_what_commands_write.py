"""What new, forms and consolidate write, and what they leave alone."""

from __future__ import annotations

import openpyxl
import pytest
from support.inputs import make, submission
from support.reading import keyed_in
from support.rounds import returned_forms

from pipeline import cache, recipe
from pipeline.forms import writers
from pipeline.forms.orders import written
from schemas.submission import PRINTED_KEY

OTHERS = [submission(code) for code in ("ACOC", "HRM", "ICT", "PSDG")]
WRONG = {"1.1|self_score": "สามคะแนน", "1.1|narrative": "ทำแล้ว <b> & ครบ"}
HOME = {"th": "หน้าหลัก", "en": "Start here"}


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def sheets(path):
    book = openpyxl.load_workbook(path, read_only=True)
    titles = book.sheetnames
    book.close()
    return titles


def entries(path):
    return {cell["key"]: cell["raw"] for cell in keyed_in(path.read_bytes()).to_dict("records")}


def faulty(folder, **changes):
    """Inputs with the form of CSC alone, and that with a fault."""
    fill = {"department": "CSC", "type": WRONG} | changes
    return make(folder / "inputs", {"remove": OTHERS, "fill": [fill]})


# --- new


@pytest.mark.parametrize(("lang", "first"), [("th", "ตั้งค่า"), ("en", "Settings")])
def test_a_new_workspace_has_a_plan_to_fill_in_its_language(tmp_path, lang, first):
    plan = recipe.new(tmp_path / "กระทรวง", lang)
    assert plan == tmp_path / "กระทรวง" / "inputs" / "plan.xlsx"
    assert names(tmp_path) == ["กระทรวง/inputs/plan.xlsx"]
    assert (tmp_path / "กระทรวง" / "outputs").is_dir()
    assert sheets(plan)[0] == first


def test_a_new_plan_is_a_plan_that_asks_to_be_filled(tmp_path):
    plan = recipe.new(tmp_path, "th")
    checked = recipe.check(plan.parent, None)
    assert checked.plan is None
    assert checked.register["state"].tolist() == ["plan"]
    assert {"PLAN_VALUE_MISSING", "PLAN_NO_KPI"} <= set(checked.findings["rule"])


def test_new_never_writes_over_a_plan(tmp_path):
    plan = recipe.new(tmp_path, "th")
    plan.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        recipe.new(tmp_path, "en")
    assert plan.read_bytes() == b"mine"


def test_new_leaves_what_lies_in_the_folder(tmp_path):
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "notes.txt").write_text("mine")
    recipe.new(tmp_path, "th")
    assert names(tmp_path) == ["inputs/plan.xlsx", "outputs/notes.txt"]


# --- forms


@pytest.mark.parametrize(
    ("language", "lang", "expected"), [("th", None, "th"), ("en", None, "en"), ("th", "en", "en"), ("en", "th", "th")]
)
def test_forms_are_in_the_language_asked_for_or_else_in_the_plan_s(tmp_path, language, lang, expected):
    # Only the department of the first project is left with something to report.
    late = [{"table": "kpis", "row": row, "set": {"first_round": "12"}} for row in range(1, 11)]
    plan = [*late, {"table": "settings", "row": 0, "set": {"language": language}}]
    inputs = make(tmp_path / "inputs", {"plan": plan, "remove": [*OTHERS, submission("CSC")]})
    written = recipe.forms(inputs, tmp_path / "outputs", lang).written
    assert [path.name for path in written] == ["2565-06-CSC.xlsx"]
    titles = {title for path in written for title in sheets(path)}
    assert HOME[expected] in titles
    assert not {title for lang, title in HOME.items() if lang != expected} & titles


def test_there_is_a_form_for_each_department_that_owes_one_in_the_order_of_the_plan(tmp_path):
    inputs = make(tmp_path / "inputs", {"remove": [*OTHERS, submission("CSC")]})
    made = recipe.forms(inputs, tmp_path / "outputs", None)
    forms = tmp_path / "outputs" / "forms"
    assert made.written == tuple(forms / f"2565-06-{code}.xlsx" for code in made.plan.reporting)
    assert names(tmp_path / "outputs") == sorted(f"forms/{path.name}" for path in made.written)
    for path, department in zip(made.written, made.plan.reporting, strict=True):
        given = entries(path)
        assert (given["form|department"], given["form|revision"]) == (department, 1)
        asked = {
            key for key in given if not (key.startswith("form|") or PRINTED_KEY.fullmatch(key) or "|threshold|" in key)
        }
        assert asked == set(made.plan.entries_of(department)["key"])


def test_a_plan_with_errors_gives_no_form(tmp_path):
    orphan = [{"table": "projects", "row": 0, "set": {"department": "NOBODY"}}]
    inputs = make(tmp_path / "inputs", {"plan": orphan})
    made = recipe.forms(inputs, tmp_path / "outputs", None)
    assert (made.plan, made.written) == (None, ())
    assert "error" in set(made.findings["severity"])
    assert names(tmp_path / "outputs") == []


# --- consolidate


@pytest.fixture(scope="module")
def returned(tmp_path_factory):
    """A consolidation of one faulty form into outputs where files of earlier runs lie."""
    folder = tmp_path_factory.mktemp("returned")
    inputs = faulty(folder)
    back = folder / "outputs" / "returned"
    back.mkdir(parents=True)
    for name in (
        "2565-06-ICT-r2.xlsx",
        "2565-06-CSC-r9.xlsx",
        "2565-12-ICT-r2.xlsx",
        "2564-06-CSC-r2.xlsx",
        "notes.txt",
    ):
        (back / name).write_bytes(b"earlier")
    before = names(inputs)
    written = recipe.consolidate(inputs, folder / "outputs", None)
    assert names(inputs) == before
    return inputs, folder / "outputs", written


def test_every_path_that_it_gives_is_a_file(returned):
    _, outputs, written = returned
    assert written.summary == outputs / "summary-2565-06.xlsx"
    assert written.returned == (outputs / "returned" / "2565-06-CSC-r2.xlsx",)
    assert all(path.is_file() for path in (written.summary, *written.returned))


def test_returned_forms_of_this_round_s_earlier_runs_go_and_all_else_stays(returned):
    _, outputs, _ = returned
    kept = ["2564-06-CSC-r2.xlsx", "2565-06-CSC-r2.xlsx", "2565-12-ICT-r2.xlsx", "notes.txt"]
    assert names(outputs / "returned") == kept
    assert (outputs / "returned" / "notes.txt").read_bytes() == b"earlier"


def test_a_returned_form_holds_every_answer_as_it_was_sent(returned):
    inputs, _, written = returned
    sent, back = entries(inputs / submission("CSC")), entries(written.returned[0])
    assert back["form|revision"] == 2
    assert {k: v for k, v in back.items() if k != "form|revision"} == {
        k: v for k, v in sent.items() if k != "form|revision"
    }
    assert back["1.1|narrative"] == "ทำแล้ว <b> & ครบ"


def test_a_returned_form_begins_with_what_is_to_be_corrected(returned):
    *_, written = returned
    book = openpyxl.load_workbook(written.returned[0])
    words = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert any("“สามคะแนน” ไม่ใช่ตัวเลขที่อ่านได้" in text for text in words)


def test_returned_forms_are_made_of_the_register_and_nothing_else(returned):
    inputs, _, written = returned
    back = returned_forms(recipe.check(inputs, None), "th")
    assert {path.name: path.read_bytes() for path in written.returned} == back


def test_forms_that_are_written_while_the_summary_is_drawn_are_the_same(returned, tmp_path, monkeypatch):
    inputs, _, written = returned
    monkeypatch.setattr(writers, "_FORMS_MEANWHILE", 1)
    monkeypatch.setattr(writers, "cores", lambda: 2)
    again = recipe.consolidate(inputs, tmp_path, None)
    for one, other in zip((written.summary, *written.returned), (again.summary, *again.returned), strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_a_second_run_writes_only_the_forms_that_changed(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "WORTH_KEEPING", 1)
    asked = []
    monkeypatch.setattr(writers, "written", lambda order: asked.append(order.department) or written(order))
    wrong = {"CSC": {"1.1|self_score": "?"}, "HRM": {"2.1|self_score": "?"}}

    def inputs(name):
        return make(tmp_path / name, {"fill": [{"department": code, "type": typed} for code, typed in wrong.items()]})

    before = inputs("before")
    outputs = tmp_path / "outputs"
    first, again = (recipe.consolidate(before, outputs, None) for _ in range(2))
    assert (asked, again.returned) == (["CSC", "HRM"], first.returned)
    wrong["HRM"] = {"2.1|self_score": "สอง?"}
    changed = recipe.consolidate(inputs("after"), outputs, None)
    assert asked == ["CSC", "HRM", "HRM"]
    monkeypatch.setattr(cache, "_program", lambda kind: "another")
    afresh = recipe.consolidate(tmp_path / "after", tmp_path / "afresh", None)
    for one, other in zip((changed.summary, *changed.returned), (afresh.summary, *afresh.returned), strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_a_form_sent_back_as_revision_3_comes_back_as_4(tmp_path):
    written = recipe.consolidate(faulty(tmp_path, revision=3), tmp_path / "outputs", "en")
    assert [path.name for path in written.returned] == ["2565-06-CSC-r4.xlsx"]
    assert entries(written.returned[0])["form|revision"] == 4
    assert HOME["en"] in sheets(written.returned[0])


def test_once_it_is_corrected_nothing_is_returned_any_more(tmp_path):
    outputs = tmp_path / "outputs"
    inputs = make(tmp_path / "inputs", {"remove": OTHERS})
    (outputs / "returned").mkdir(parents=True)
    (outputs / "returned" / "2565-06-CSC-r2.xlsx").write_bytes(b"earlier")
    written = recipe.consolidate(inputs, outputs, None)
    assert (written.returned, names(outputs)) == ((), ["summary-2565-06.xlsx"])


def test_without_a_plan_the_last_good_outputs_stay_as_they_are(tmp_path):
    inputs = make(tmp_path / "inputs", {"remove": ["plan.xlsx"]})
    for name in ("summary-2565-06.xlsx", "returned/2565-06-CSC-r2.xlsx"):
        path = tmp_path / "outputs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"good")
    written = recipe.consolidate(inputs, tmp_path / "outputs", None)
    assert (written.summary, written.returned) == (None, ())
    assert [p.read_bytes() for p in sorted((tmp_path / "outputs").rglob("*.xlsx"))] == [b"good", b"good"]


def test_a_form_with_an_error_in_the_reporter_s_entries_comes_back(tmp_path):
    inputs = make(
        tmp_path / "inputs", {"remove": OTHERS, "fill": [{"department": "CSC", "type": {"reporter|date": "วันหนึ่ง"}}]}
    )
    written = recipe.consolidate(inputs, tmp_path / "outputs", None)
    assert written.checked.has_errors
    assert [path.name for path in written.returned] == ["2565-06-CSC-r2.xlsx"]
