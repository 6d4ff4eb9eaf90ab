"""Before a summary replaces the last one it is read back: what its data sheets hold is what it was drawn from."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.inputs import make, submission
from support.rounds import SUMMARY, files
from support.seed import seed_answers, seed_plan, summary_of

from pipeline import cli, recipe
from pipeline.consolidation.controls import NotReconciled
from pipeline.drawing.figures import Figures
from pipeline.forms import writers
from pipeline.proof import prove_written
from pipeline.report.workbook import write_summary
from schemas.fields import Kind
from schemas.summary import BUDGET_RESULTS, DATA_TABLES, LEDGER, SCORES

COLUMNS = [(table, field) for table in DATA_TABLES for field in table]
# A workbook writes most of these in a way of its own.
TYPED = [
    "_x000D_",
    "_x005F_x000D_",
    "\ufffe",
    "ก\r\nข",
    " ก ",
    "=1+1",
    "'ก",
    "a\tb\x0b\x01",
    "<&>]]>",
    "ก\u200bข",
    "😀",
]
SATANG = [1, 10**9 - 1, 22_933_910_000, 900_000_000_000_000]
WORDS = (Kind.CODE, Kind.CHOICE, Kind.TEXT, Kind.LONG_TEXT)


@pytest.fixture(scope="module")
def summary():
    """The example's, with texts and amounts that are not easily written, and a value in every column."""
    made = summary_of(seed_plan(), seed_answers())
    for row, text in enumerate(TYPED):
        made = changed(made, SCORES, SCORES["narrative"], row, text)
    for row, satang in enumerate(SATANG):
        made = changed(made, BUDGET_RESULTS, BUDGET_RESULTS["received"], row, satang)
    for table, field in COLUMNS:
        if rows_with(made, table, field).empty:
            made = changed(made, table, field, 0, sample(field))
    return made


@pytest.fixture(scope="module", params=["th", "en"])
def drawn(request, summary):
    return write_summary(summary, Figures(request.param, "thai")), summary, request.param


def sample(field):
    if field.choices:
        return field.choices[0].id
    return {Kind.DATE: pd.Timestamp(2022, 3, 31)}.get(field.kind, "x" if field.kind in WORDS else 1)


def changed(summary, table, field, row, value):
    """The summary with one other value."""
    frame = getattr(summary, table.id).copy()
    frame.loc[row, field.id] = value
    return replace(summary, **{table.id: frame})


def rows_with(summary, table, field, there=True):
    column = getattr(summary, table.id)[field.id]
    return column.index[(column.notna() & (column.astype("str") != "")) == there]


def named(columns):
    return [pytest.param(*c, id=f"{c[0].id}.{c[1].id}") for c in columns]


def test_what_was_drawn_is_proved_in_either_language(drawn):
    prove_written(*drawn)


@pytest.mark.parametrize(("table", "field"), named(COLUMNS))
def test_one_value_that_is_missing_or_too_much_is_found_in_every_column(drawn, table, field):
    workbook, summary, lang = drawn
    for there, value in ((True, None), (False, sample(field))):
        for row in rows_with(summary, table, field, there)[-1:]:
            with pytest.raises(NotReconciled, match=rf"^{table.id}\.{field.id}$"):
                prove_written(workbook, changed(summary, table, field, row, value), lang)


@pytest.mark.parametrize(("table", "field"), named(COLUMNS))
def test_one_other_figure_date_or_text_is_found(drawn, table, field):
    workbook, summary, lang = drawn
    row = rows_with(summary, table, field)[-1]
    held = getattr(summary, table.id).loc[row, field.id]
    other = held + ("x" if field.kind in WORDS else pd.Timedelta(days=1) if field.kind is Kind.DATE else 1)
    with pytest.raises(NotReconciled, match=rf"^{table.id}\.{field.id}$"):
        prove_written(workbook, changed(summary, table, field, row, other), lang)


@pytest.mark.parametrize("row", range(len(TYPED)), ids=map(ascii, TYPED))
def test_a_text_is_proved_whatever_stands_in_it(drawn, row):
    workbook, summary, lang = drawn
    assert summary.scores.loc[row, "narrative"] == TYPED[row]
    for other in (None, "other", TYPED[row] + "_", TYPED[row][:-1]):
        with pytest.raises(NotReconciled, match=r"^scores\.narrative$"):
            prove_written(workbook, changed(summary, SCORES, SCORES["narrative"], row, other), lang)


@pytest.mark.parametrize("row", range(len(SATANG)), ids=map(str, SATANG))
@pytest.mark.parametrize("off", [-1, 1])
def test_an_amount_is_proved_to_the_satang(drawn, row, off):
    workbook, summary, lang = drawn
    other = changed(summary, BUDGET_RESULTS, BUDGET_RESULTS["received"], row, SATANG[row] + off)
    with pytest.raises(NotReconciled, match=r"^budget_results\.received$"):
        prove_written(workbook, other, lang)


@pytest.mark.parametrize("table", DATA_TABLES, ids=lambda table: table.id)
def test_a_row_that_is_missing_is_found(drawn, table):
    workbook, summary, lang = drawn
    frame = getattr(summary, table.id)
    for more in (frame.iloc[:-1], pd.concat([frame, frame.tail(1)], ignore_index=True)):
        with pytest.raises(NotReconciled) as told:
            prove_written(workbook, replace(summary, **{table.id: more}), lang)
        assert str(told.value) == ", ".join(f"{table.id}.{field.id}" for field in table)


def test_a_sheet_that_is_not_there_holds_nothing(drawn):
    workbook, summary, lang = drawn
    with pytest.raises(NotReconciled) as told:
        prove_written(workbook, summary, "en" if lang == "th" else "th")
    assert str(told.value).split(", ") == [f"{table.id}.{field.id}" for table, field in COLUMNS]


def test_a_table_without_rows_is_proved(summary):
    empty = replace(summary, **{table.id: getattr(summary, table.id).head(0) for table in DATA_TABLES[3:]})
    prove_written(write_summary(empty, Figures("th", "thai")), empty, "th")


# --- the file was changed by somebody else


@pytest.fixture(scope="module")
def thai(summary):
    """The summary in Thai, and the name of the part with a table's rows."""
    workbook = write_summary(summary, Figures("th", "thai"))
    names = openpyxl.load_workbook(BytesIO(workbook), read_only=True).sheetnames
    parts = {table.id: f"xl/worksheets/sheet{names.index(table.title.th) + 1}.xml" for table in DATA_TABLES}
    return workbook, parts


def content(workbook: bytes, part: str) -> bytes:
    with ZipFile(BytesIO(workbook)) as package:
        return package.read(part)


def tampered(workbook: bytes, part: str, changed: bytes) -> bytes:
    """The workbook with another content of one part."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as whole, ZipFile(out, "w") as package:
        for name in whole.namelist():
            package.writestr(name, changed if name == part else whole.read(name))
    return out.getvalue()


def told(workbook: bytes, summary) -> list[str]:
    with pytest.raises(NotReconciled) as raised:
        prove_written(workbook, summary, "th")
    return str(raised.value).split(", ")


def every(table) -> list[str]:
    return [f"{table.id}.{field.id}" for field in table]


@pytest.mark.parametrize(
    ("table", "old", "new", "off"),
    [
        pytest.param(LEDGER, 't="s"><v>', 't="s"><v>1', ["ledger.sha256"], id="another text of the workbook"),
        pytest.param(LEDGER, 't="s"><v>', 't="s"><v>99', ["ledger.sha256"], id="a text that the workbook has not"),
        pytest.param(LEDGER, 't="s"><v>', 't="str"><v>', ["ledger.sha256"], id="a text that a formula gives"),
        pytest.param(LEDGER, 't="s"><v>', "><v>", ["ledger.sha256"], id="a number for a text"),
        pytest.param(BUDGET_RESULTS, "</v></c>", "1</v></c>", ["budget_results.sha256"], id="one digit more"),
        pytest.param(LEDGER, "</row>", '<c r="P9" s="1"><v>1</v></c></row>', None, id="a cell too much"),
        pytest.param(LEDGER, "</row></sheetData>", "</row><row/></sheetData>", None, id="an empty row"),
        pytest.param(LEDGER, "</row></sheetData>", "</row>?</sheetData>", None, id="a letter under the rows"),
        pytest.param(LEDGER, "</row><row", "</row>?<row", None, id="a letter between rows"),
        pytest.param(LEDGER, "<row ", '<row r="9"></row><row ', None, id="a row between rows"),
        pytest.param(SCORES, "</row></sheetData>", '</row><row r="17"></row></sheetData>', None, id="a row too much"),
        pytest.param(LEDGER, "<row ", "<row  ", None, id="a space"),
        pytest.param(LEDGER, "</sheetData>", "</sheetdata>", None, id="no end"),
    ],
)
def test_a_change_of_the_file_itself_is_found(thai, summary, table, old, new, off):
    workbook, parts = thai
    rows = content(workbook, parts[table.id]).decode()
    assert old in rows
    changed = tampered(workbook, parts[table.id], new.join(rows.rsplit(old, 1)).encode())
    assert told(changed, summary) == (off or every(table))


ROW, CELL = re.compile(rb'<row r="(\d+)".*?</row>', re.S), re.compile(rb'<c r="[A-Z]+\d+".*?</c>', re.S)
# A cell but for its look, and what of a number is beyond what a workbook keeps.
MEANT = re.compile(rb'<c r="[A-Z]+\d+" s="|"(?: t="\w+")?><(?:v>[^<]{1,14}|is><t(?: [^>]*)?>[^<]*)')


def rows_of(workbook: bytes, part: str) -> tuple[bytes, list[bytes], bytes]:
    """The XML of a data sheet: what stands above its rows, they, and what stands below them."""
    sheet = content(workbook, part)
    above, _, below = sheet.partition(b'<row r="6"')
    rows, end, after = (b'<row r="6"' + below).rpartition(b"</row>")
    return above, [match[0] for match in ROW.finditer(rows + end)], after


FILLED = [table for table in DATA_TABLES if table.id not in ("comparison", "budget_comparison", "decided")]
look_for = settings(deadline=None, derandomize=True, max_examples=40)


@look_for
@given(st.data())
def test_any_other_letter_of_a_cell_is_found(thai, summary, data):
    workbook, parts = thai
    part = parts[data.draw(st.sampled_from(FILLED)).id]
    above, rows, after = rows_of(workbook, part)
    at = data.draw(st.integers(0, len(rows) - 1))
    place = data.draw(st.sampled_from([i for m in MEANT.finditer(rows[at]) for i in range(*m.span())]))
    rows[at] = rows[at][:place] + bytes([rows[at][place] ^ 1]) + rows[at][place + 1 :]
    told(tampered(workbook, part, above + b"".join(rows) + after), summary)


@look_for
@given(st.data())
def test_any_cell_that_is_gone_and_any_two_rows_that_changed_places_are_found(thai, summary, data):
    workbook, parts = thai
    part = parts[data.draw(st.sampled_from(FILLED)).id]
    above, rows, after = rows_of(workbook, part)
    at = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(st.integers(0, len(rows) - 1))
    if at == other:
        cell = data.draw(st.sampled_from(CELL.findall(rows[at])))
        rows[at] = rows[at].replace(cell, b"")
    else:
        rows[at], rows[other] = rows[other], rows[at]
    told(tampered(workbook, part, above + b"".join(rows) + after), summary)


def test_two_rows_that_changed_places_under_their_numbers_are_found(thai, summary):
    workbook, parts = thai
    above, rows, after = rows_of(workbook, parts["scores"])
    rows[0], rows[1] = (
        re.sub(rb'(r="[A-Z]*)%d"' % old, rb'\g<1>%d"' % new, rows[of]) for of, old, new in ((1, 7, 6), (0, 6, 7))
    )
    assert "scores.kpi" in told(tampered(workbook, parts["scores"], above + b"".join(rows) + after), summary)


@pytest.mark.parametrize(
    ("table", "cell", "changed", "off"),
    [
        pytest.param(
            "level_results", rb'(<c r="E\d+" s=")\d+', rb"\g<1>1", "date", id="a day that is shown as a number"
        ),
        pytest.param("scores", rb'(<c r="O\d+" s="\d+")>', rb'\1 t="s">', "planned", id="a text for a number"),
        pytest.param("reporters", rb'(<c r="B\d+" .*?</c>)', b"", "name", id="no text"),
        pytest.param("scores", rb'(<c r="P\d+" .*?</c>)', b"", "pace", id="no choice"),
    ],
)
def test_a_column_that_was_changed_is_told(thai, summary, table, cell, changed, off):
    workbook, parts = thai
    above, rows, after = rows_of(workbook, parts[table])
    rows = [re.sub(cell, changed, row) for row in rows]
    assert told(tampered(workbook, parts[table], above + b"".join(rows) + after), summary) == [f"{table}.{off}"]


def test_a_shared_text_that_was_changed_is_found_wherever_it_stands(thai, summary):
    workbook, _ = thai
    part = "xl/sharedStrings.xml"
    changed = content(workbook, part).replace(b">reported<", b">returned<")
    assert {"scores.state", "budget_results.state"} <= set(told(tampered(workbook, part, changed), summary))


# --- a whole run


@pytest.fixture
def run(tmp_path):
    """A workspace that was consolidated, and then a form was changed."""
    others = [submission(code) for code in ("ACOC", "HRM", "ICT", "PSDG")]
    for name, told in (("before", "ก่อน"), ("inputs", "หลัง")):
        fill = {"department": "CSC", "type": {"1.1|self_score": "?", "1.1|narrative": told}}
        make(tmp_path / name, {"remove": others, "fill": [fill]})
    recipe.consolidate(tmp_path / "before", tmp_path / "outputs", None)
    return tmp_path / "inputs", tmp_path / "outputs"


@pytest.mark.parametrize("enough", [1, 10], ids=["forms are being written", "forms are written later"])
def test_a_summary_that_fails_the_proof_leaves_the_last_good_outputs_untouched(run, monkeypatch, enough):
    inputs, outputs = run
    monkeypatch.setattr(writers, "_FORMS_MEANWHILE", enough)
    monkeypatch.setattr(writers, "cores", lambda: 2)
    before = files(outputs)
    monkeypatch.setattr(recipe, "write_summary", lambda *_: before[SUMMARY])
    with pytest.raises(NotReconciled, match="register"):
        recipe.consolidate(inputs, outputs, None)
    assert files(outputs) == before


def test_it_is_told_as_a_fault_of_the_program(run, monkeypatch, capsys):
    inputs, outputs = run
    before = files(outputs)[SUMMARY]
    monkeypatch.setattr(recipe, "write_summary", lambda *_: before)
    monkeypatch.setattr("sys.argv", ["pipeline", "consolidate", "--inputs", str(inputs), "--outputs", str(outputs)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == cli.USAGE
    assert "NotReconciled: " in capsys.readouterr().err
