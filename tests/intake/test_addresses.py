"""Addresses of cells, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.intake.addresses import address, column_of, letters_of


@pytest.mark.parametrize(
    ("row", "column", "a1"),
    [(0, 0, "A1"), (9, 25, "Z10"), (0, 26, "AA1"), (1, 701, "ZZ2"), (1048575, 16383, "XFD1048576")],
)
def test_addresses_are_those_of_excel(row, column, a1):
    assert address(row, column) == a1


@pytest.mark.parametrize(
    ("column", "letters"), [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (703, "AAA"), (16384, "XFD")]
)
def test_columns_have_the_letters_of_excel(column, letters):
    assert (letters_of(column), column_of(letters)) == (letters, column)


@settings(deadline=None, derandomize=True)
@given(column=st.integers(1, 16384))
def test_a_column_s_letters_lead_back_to_its_number(column):
    assert column_of(letters_of(column)) == column
