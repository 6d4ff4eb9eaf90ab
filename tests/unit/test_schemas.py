"""A column is described once; pandera, dtypes, dropdowns and words all follow from it."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
import pytest

from schemas.fields import DTYPES, NOT_AS_DESCRIBED, Choice, Field, Kind, Table, Text
from schemas.plan import PLAN_TABLES, SETTINGS
from schemas.rules import FINDINGS, RULES
from schemas.submission import BUDGETS, FORM_TABLES, LEVELS, RESULTS
from schemas.summary import DATA_TABLES, SUMMARY_TABLES

TABLES = (*PLAN_TABLES, *FORM_TABLES, *SUMMARY_TABLES, FINDINGS)
FIELDS = [pytest.param(table, field, id=f"{table.id}.{field.id}") for table in TABLES for field in table]


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_column_speaks_both_languages(table, field):
    assert field.title.th and field.title.en
    assert bool(field.help.th) == bool(field.help.en)
    assert field.expected("th") and field.expected("en")


@pytest.mark.parametrize(("table", "field"), FIELDS)
def test_every_rule_that_a_column_names_is_in_the_catalogue(table, field):
    assert field.required is None or field.required in RULES
    assert field.between_rule in RULES


@pytest.mark.parametrize(("table", "field"), [p for p in FIELDS if p.values[1].choices])
def test_choices_fit_an_excel_dropdown_and_are_told_apart(table, field):
    for lang in ("th", "en"):
        titles = [choice.title.to(lang) for choice in field.choices]
        assert len(",".join(titles)) <= 255 or table in SUMMARY_TABLES
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("table", TABLES, ids=[t.id for t in TABLES])
def test_an_empty_frame_satisfies_its_own_schema(table):
    frame = table.frame()
    assert table.schema().validate(frame).empty
    assert frame.columns.tolist() == table.columns


@pytest.mark.parametrize("table", TABLES, ids=[t.id for t in TABLES])
def test_columns_and_keys_are_told_apart(table):
    assert len(set(table.columns)) == len(table.columns)
    assert set(table.key) <= set(table.columns)


def test_the_tables_of_a_workbook_have_names_of_their_own():
    for tables in (PLAN_TABLES, FORM_TABLES, SUMMARY_TABLES):
        assert len({t.id for t in tables}) == len(tables)
        for lang in ("th", "en"):
            titles = [t.title.to(lang) for t in tables]
            assert len(set(titles)) == len(titles)
            assert all(len(title) <= 31 for title in titles), "titles name sheets"
    assert set(DATA_TABLES) <= set(SUMMARY_TABLES)


def test_amounts_are_whole_satang_and_never_floats():
    assert DTYPES[Kind.AMOUNT] == "Int64"
    field = Field(id="a", title=Text("เงิน", "money"), kind=Kind.AMOUNT, between=(0, 100))
    schema = Table(id="t", title=Text("t", "t"), fields=(field,)).schema()
    assert schema.validate(pd.DataFrame({"a": pd.array([10_000], "Int64")})) is not None
    with pytest.raises(pa.errors.SchemaError, match="NUMBER_OUT_OF_RANGE"):
        schema.validate(pd.DataFrame({"a": pd.array([10_001], "Int64")}))


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [("status", "maybe", "CHOICE_NOT_ON_LIST"), ("status", None, "not_nullable")],
)
def test_a_failed_check_carries_the_name_of_its_rule(column, value, rule):
    frame = LEVELS.frame([{"kpi": "1", "level": 1, "status": "done"} | {column: value}])
    with pytest.raises(pa.errors.SchemaErrors) as failed:
        LEVELS.schema().validate(frame, lazy=True)
    assert failed.value.failure_cases["check"].tolist() == [rule]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda frame: frame.astype({"level": "float64"}), id="another kind"),
        pytest.param(lambda frame: frame.rename(columns={"date": "day"}), id="another name"),
        pytest.param(lambda frame: frame[frame.columns[::-1]], id="another order"),
        pytest.param(lambda frame: frame.assign(more=1), id="one more"),
        pytest.param(lambda frame: frame.drop(columns="evidence"), id="one less"),
    ],
)
def test_a_frame_whose_columns_are_not_those_described_satisfies_no_schema(change):
    frame = LEVELS.frame([{"kpi": "1", "level": 1, "status": "done"}])
    assert LEVELS.schema().validate(frame) is not None
    with pytest.raises(pa.errors.SchemaError, match=NOT_AS_DESCRIBED):
        LEVELS.schema().validate(change(frame))


def test_a_schema_is_made_once():
    assert LEVELS.schema() is LEVELS.schema()


def test_a_table_gives_its_columns_by_name():
    assert RESULTS["narrative"].kind is Kind.LONG_TEXT
    assert "narrative" in RESULTS
    assert "nothing" not in RESULTS
    with pytest.raises(KeyError):
        RESULTS["nothing"]
    assert SETTINGS.record


@pytest.mark.parametrize(
    ("choice", "lang", "words"), [("done", "th", "แล้วเสร็จ"), ("done", "en", "done"), ("unknown", "th", "unknown")]
)
def test_a_choice_has_words(choice, lang, words):
    assert LEVELS["status"].choice_title(choice, lang) == words


def test_what_is_expected_is_said_by_kind_choices_and_range():
    assert LEVELS["status"].expected("en") == "done / in progress / not started"
    assert RESULTS["self_score"].expected("en") == "a number from 0 to 5"
    assert BUDGETS["received"].expected("en") == "an amount in baht such as 36,000.00"
    plain = Field(id="x", title=Text("ก", "x"), kind=Kind.CHOICE, choices=(Choice("a", Text("เอ", "A")),))
    assert plain.expected("th") == "เอ"
