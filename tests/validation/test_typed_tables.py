"""A table that was found by its titles: raw values on the left, typed values and what could not be read on the right."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.intake.titled import titled_tables
from pipeline.intake.workbook import Sheet
from pipeline.validation.tables import typed
from schemas.plan import ISSUES, RUBRIC

HEADER = ["kpi", "level", "criterion", "threshold"]


def read(*rows, table=RUBRIC, header=HEADER):
    found, _ = titled_tables([Sheet(table.id, [header, *map(list, rows)])])
    return typed(table, found[table.id])


def test_values_are_typed_by_their_columns_and_rows_keep_their_numbers():
    frame, unread = read(["1.1", 1.0, "a  b", ""], [], ["๑.๑", "๒", "c", "1,000"])
    assert frame.index.tolist() == [2, 4]
    assert frame["kpi"].tolist() == ["1.1", "1.1"]
    assert frame["level"].tolist() == [1, 2]
    assert frame["criterion"].tolist() == ["a b", "c"]
    assert frame["threshold"].isna().tolist() == [True, False] and frame["threshold"].iloc[1] == 1000
    assert unread == []


def test_what_cannot_be_read_is_missing_and_named_row_by_row():
    frame, unread = read(["1.1", "one", "a", "x"], ["1.1", 2, "b", "y"])
    assert unread == [
        (2, "level", "NUMBER_UNREADABLE"),
        (2, "threshold", "NUMBER_UNREADABLE"),
        (3, "threshold", "NUMBER_UNREADABLE"),
    ]
    assert frame["level"].isna().tolist() == [True, False]
    assert frame["threshold"].isna().all()


def test_equal_texts_are_kept_once():
    same = [["1.1", level, "".join(["ลงนาม", "แล้ว"]), ""] for level in (1, 2)]
    criteria = read(*same).frame["criterion"].array
    assert same[0][2] is not same[1][2]
    assert criteria[0] is criteria[1]


@pytest.mark.parametrize("found", [None, titled_tables([Sheet("rubric", [])])[0]["rubric"]], ids=["no sheet", "empty"])
def test_what_is_not_found_has_no_rows_but_all_its_columns(found):
    frame, unread = typed(RUBRIC, found)
    assert frame.empty and unread == []
    assert frame.dtypes.equals(RUBRIC.frame().dtypes)


def test_a_column_that_is_not_there_is_missing():
    frame, _ = read(["1", "บริการ"], table=ISSUES, header=["code", "name"])
    assert pd.isna(frame["weight"]).all()
