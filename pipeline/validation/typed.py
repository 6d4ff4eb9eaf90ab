"""One pandera validation of one table; its failure cases become (row, column, rule)."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pandera.pandas as pa

from schemas.fields import NOT_AS_DESCRIBED, Table


def broken_checks(table: Table, frame: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    """What pandera finds wrong in a frame of `table`: (index of the row, column, id of the rule), one a cell.

    Raises pandera's `SchemaErrors` where the frame is none of this table: then there is no cell to put it right in.
    """
    try:
        table.schema().validate(frame, lazy=True, inplace=True)
    except pa.errors.SchemaErrors as failed:
        if NOT_AS_DESCRIBED in set(failed.failure_cases["check"]):
            raise
        seen = set()
        for case in failed.failure_cases.to_dict("records"):
            row, column = case["index"], case["column"]
            if (row, column) not in seen:
                seen.add((row, column))
                yield row, column, _rule(table, column, case["check"])


def _rule(table: Table, column: str, check: str) -> str:
    """A check is named by the rule it guards; only pandera's own test for missing values has a name of its own."""
    if check == "not_nullable":
        return table[column].required or check
    return check
