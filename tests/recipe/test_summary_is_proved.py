"""Before a summary replaces the last one it is read back: what its data sheets hold is what it was drawn from."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
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
# The first of these a workbook writes in a way of its own, so that they are only proved to be there.
ESCAPED = ["_x000D_", "_x005F_x000D_", "\ufffe"]
TYPED = [*ESCAPED, "ก\r\nข", " ก ", "=1+1", "'ก", "a\tb\x0b\x01", "<&>]]>", "ก\u200bข", "😀"]
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
    for other in (None,) if TYPED[row] in ESCAPED else (None, "other"):
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


# --- one cell of the file that was changed by somebody else


def tampered(workbook: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with the last `old` in a part replaced, and all else as it was."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook)) as whole, ZipFile(out, "w") as package:
        for name in whole.namelist():
            content = whole.read(name)
            package.writestr(name, new.join(content.rsplit(old, 1)) if name == part else content)
        assert whole.read(part).count(old)
    return out.getvalue()


def part_of(workbook: bytes, table) -> str:
    names = openpyxl.load_workbook(BytesIO(workbook), read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index(table.title.th) + 1}.xml"


@pytest.mark.parametrize(
    ("table", "old", "new", "off"),
    [
        (LEDGER, b't="s"><v>', b't="str"><v>', "ledger.sha256"),
        (LEDGER, b't="s"><v>', b"><v>", "ledger.sha256"),
        (LEDGER, b"</row>", b'<c r="O9999" t="inlineStr"><is><t>x</t></is></c></row>', "every"),
        (LEDGER, b"</row></sheetData>", b"</row><row/></sheetData>", ""),
        (
            BUDGET_RESULTS,
            b"</v></c></row></sheetData>",
            b"</v></c></row><row><c><v>1</v></c></row></sheetData>",
            "every",
        ),
    ],
    ids=["another text", "a number for a text", "a cell too much", "an empty row", "a row too much"],
)
def test_a_change_of_the_file_itself_is_found(table, old, new, off):
    made = summary_of(seed_plan(), seed_answers())
    workbook = write_summary(made, Figures("th", "thai"))
    changed = tampered(workbook, part_of(workbook, table), old, new)
    if not off:
        prove_written(changed, made, "th")
        return
    with pytest.raises(NotReconciled) as told:
        prove_written(changed, made, "th")
    every = [f"{table.id}.{field.id}" for field in table]
    assert str(told.value).split(", ") == (every if off == "every" else [off])


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
