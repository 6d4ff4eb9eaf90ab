"""What an earlier round reported: which summary is looked at, and what is read of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from support.reading import sheets_in
from support.seed import plan_of, plan_tables, seed_answers, summary_of

from pipeline.drawing.figures import Figures
from pipeline.forms.carried import carried
from pipeline.intake.workbook import Sheet
from pipeline.report.workbook import write_summary
from pipeline.validation.earlier import latest_before
from schemas.summary import BUDGET_RESULTS, LEVEL_RESULTS

DAYS = {6: date(2022, 3, 31), 9: date(2022, 6, 30), 12: date(2022, 9, 30)}


@pytest.fixture(scope="module")
def plan():
    return plan_of(plan_tables())


@pytest.fixture(scope="module")
def sheets_of(plan):
    """Language and numerals → the sheets of the example's summary."""
    summary = summary_of(plan, seed_answers())
    made = {}

    def sheets(lang="th", numerals="thai"):
        if (lang, numerals) not in made:
            made[lang, numerals] = sheets_in(write_summary(summary, Figures(lang, numerals)))
        return made[lang, numerals]

    return sheets


def settings_of(plan, round_=9, fiscal_year=2565):
    """The plan's settings in another round."""
    return replace(plan.settings, round=round_, fiscal_year=fiscal_year, last_day=DAYS[round_])


def summary_says(round_):
    """A summary as far as its hidden sheet tells of it."""
    return [Sheet("id", [["#key", "", "#value"], ["summary|round", "", round_]])]


# --- which


@pytest.mark.parametrize(
    ("round_", "files", "expected"),
    [
        pytest.param(9, {}, None, id="no summary"),
        pytest.param(9, {"a": "2565-06"}, ("a", "6"), id="the round before"),
        pytest.param(12, {"a": "2565-06"}, ("a", "6"), id="a round is left out"),
        pytest.param(12, {"a": "2565-06", "b": "2565-09"}, ("b", "9"), id="the latest"),
        pytest.param(12, {"b": "2565-09", "a": "2565-06"}, ("b", "9"), id="whatever their order"),
        pytest.param(12, {"z": "2565-06", "a": "2565-09"}, ("a", "9"), id="whatever their names"),
        pytest.param(6, {"a": "2565-06"}, None, id="the same round"),
        pytest.param(6, {"a": "2565-09", "b": "2565-12"}, None, id="later rounds"),
        pytest.param(9, {"a": "2565-06", "b": "2565-12"}, ("a", "6"), id="before, and not after"),
        pytest.param(6, {"a": "2564-12"}, None, id="the year before"),
        pytest.param(9, {"a": "2566-06"}, None, id="the year after"),
        pytest.param(9, {"a": "2564-09", "b": "2565-06"}, ("b", "6"), id="of the same year"),
        pytest.param(9, {"a": "๒๕๖๕-๐๖"}, ("a", "6"), id="Thai digits"),
        pytest.param(9, {"a": "2565"}, None, id="no months"),
        pytest.param(9, {"a": "first"}, None, id="no round"),
        pytest.param(9, {"a": ""}, None, id="nothing"),
        pytest.param(9, {"a": 2565.0}, None, id="a number"),
        pytest.param(9, {"a": "2565-06", "b": "nonsense"}, ("a", "6"), id="one that says nothing beside one that does"),
    ],
)
def test_the_last_summary_of_the_fiscal_year_before_this_round(plan, round_, files, expected):
    earlier = latest_before(settings_of(plan, round_), {file: summary_says(said) for file, said in files.items()})
    assert (earlier and (earlier.file, earlier.months)) == expected


@pytest.mark.parametrize("sheets", [[], [Sheet("x", [])], [Sheet("x", [["2565-06"]])], [Sheet("x", [["#key"]])]])
def test_a_workbook_that_says_no_round_is_none(plan, sheets):
    assert latest_before(settings_of(plan), {"a": sheets}) is None


def test_a_summary_without_its_tables_has_nothing_to_tell(plan):
    earlier = latest_before(settings_of(plan), {"a": summary_says("2565-06")})
    assert (len(earlier.levels), len(earlier.budgets)) == (0, 0)
    assert (list(earlier.levels.columns), list(earlier.budgets.columns)) == (
        LEVEL_RESULTS.columns,
        BUDGET_RESULTS.columns,
    )


# --- what is read of it


@pytest.mark.parametrize("numerals", ["thai", "arabic"])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_a_summary_is_read_in_either_language_and_numerals(plan, sheets_of, lang, numerals):
    one = latest_before(settings_of(plan), {"s": sheets_of()})
    other = latest_before(settings_of(plan), {"s": sheets_of(lang, numerals)})
    pd.testing.assert_frame_equal(one.levels, other.levels)
    pd.testing.assert_frame_equal(one.budgets, other.budgets)
    assert (other.file, other.months) == ("s", "6")


def test_its_tables_are_typed(plan, sheets_of):
    earlier = latest_before(settings_of(plan), {"s": sheets_of()})
    LEVEL_RESULTS.schema().validate(earlier.levels.reset_index(drop=True))
    BUDGET_RESULTS.schema().validate(earlier.budgets.reset_index(drop=True))


def row_of(frame, **key):
    """The row with this key."""
    (row,) = frame[(frame[list(key)] == list(key.values())).all(axis=1)].to_dict("records")
    return row


@pytest.mark.parametrize(
    ("table", "key", "expected"),
    [
        ("levels", {"kpi": "3.1", "level": 1}, {"status": "done", "met": "yes"}),
        ("budgets", {"project": "3.1"}, {"state": "reported", "department": "ICT"}),
        (
            "scores",
            {"kpi": "2.2"},
            {"value": 310.0, "self_score": 5.0, "narrative": seed_answers()["HRM"]["2.2|narrative"]},
        ),
    ],
)
def test_what_was_reported_is_what_its_tables_say(plan, sheets_of, table, key, expected):
    row = row_of(getattr(latest_before(settings_of(plan), {"s": sheets_of()}), table), **key)
    assert {name: row[name] for name in expected} == expected


def test_every_defined_level_and_every_project_is_there(plan, sheets_of):
    earlier = latest_before(settings_of(plan), {"s": sheets_of()})
    levels = earlier.levels
    assert set(zip(levels["kpi"], levels["level"], strict=True)) >= set(
        zip(plan.levels["kpi"], plan.levels["level"], strict=True)
    )
    assert set(earlier.budgets["project"]) == set(plan.projects["code"])


def test_amounts_are_in_satang(plan, sheets_of):
    budgets = latest_before(settings_of(plan), {"s": sheets_of()}).budgets
    assert budgets["disbursed"].sum() == 423_380_000


# --- what cannot be read


def edited(sheets, table, change):
    """The summary with the rows of a table changed: `change` is given the head, and the rows under it."""
    titles = {table.title.th, table.title.en}
    (sheet,) = [sheet for sheet in sheets if sheet.name in titles]
    heads = {field.title.th for field in table}
    head = next(n for n, row in enumerate(sheet.rows) if len(heads & set(map(str, row))) > len(heads) // 2)
    rows = [list(row) for row in sheet.rows]
    rows[head:] = change(rows[head:])
    return [Sheet(s.name, rows) if s is sheet else s for s in sheets]


def with_value(table, field, raw):
    """Change a column of the first row under the head."""

    def change(rows):
        column = rows[0].index(table[field].title.th)
        return [rows[0], [*rows[1][:column], raw, *rows[1][column + 1 :]], *rows[2:]]

    return change


@pytest.mark.parametrize(
    ("table", "field", "raw"),
    [
        (LEVEL_RESULTS, "date", "ปลายเดือน"),
        (LEVEL_RESULTS, "status", "เกือบเสร็จ"),
        (LEVEL_RESULTS, "level", "หนึ่ง"),
        (BUDGET_RESULTS, "received", "36 ล้านบาท"),
        (BUDGET_RESULTS, "disbursed", "#REF!"),
        (BUDGET_RESULTS, "status", True),
    ],
)
def test_a_cell_that_cannot_be_read_is_missing_and_the_others_are_not(plan, sheets_of, table, field, raw):
    whole = latest_before(settings_of(plan), {"s": sheets_of()})
    broken = latest_before(settings_of(plan), {"s": edited(sheets_of(), table, with_value(table, field, raw))})
    place = [table.id == LEVEL_RESULTS.id, table.id == BUDGET_RESULTS.id].index(True)
    before, after = (whole.levels, whole.budgets)[place], (broken.levels, broken.budgets)[place]
    assert pd.isna(after[field].iloc[0])
    pd.testing.assert_frame_equal(before.drop(columns=field), after.drop(columns=field))
    pd.testing.assert_series_equal(before[field].iloc[1:], after[field].iloc[1:])


@pytest.mark.parametrize("field", ["date", "evidence", "status"])
def test_a_column_that_is_gone_is_missing_in_every_row(plan, sheets_of, field):
    def without(rows):
        column = rows[0].index(LEVEL_RESULTS[field].title.th)
        return [[*row[:column], *row[column + 1 :]] for row in rows]

    levels = latest_before(settings_of(plan), {"s": edited(sheets_of(), LEVEL_RESULTS, without)}).levels
    assert levels[field].isna().all()
    assert levels["criterion"].notna().all()


def test_what_is_missing_in_it_is_carried_over_by_nobody(plan, sheets_of):
    """A date that cannot be read is left for the department; the status beside it is not lost."""
    later = replace(plan, settings=settings_of(plan))
    earlier = latest_before(later.settings, {"s": sheets_of()})
    levels = earlier.levels
    row = next(n for n in levels.index if pd.notna(levels["date"][n]))
    code, level = levels["kpi"][row], levels["level"][row]
    department = plan.measures.set_index("code")["department"][code]
    key = f"{code}|level|{level}"
    broken = replace(earlier, levels=levels.assign(date=levels["date"].mask(levels.index == row)))
    before, after = (set(carried(later, told, department, "th").answers) for told in (earlier, broken))
    assert before - after == {f"{key}|date"}
    assert f"{key}|status" in after
