"""Where the rows of the results come from: the file with its hash, the sheet, and the first cell of the form that fills them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pipeline.validation.matching import rows_of
from schemas.submission import BUDGETS, LEVELS, REPORTER, RESULTS
from schemas.summary import BUDGET_RESULTS, LEVEL_RESULTS, REPORTERS, SCORES

# The table of the summary that shows what a table of the form holds, and by which columns a row of it is known.
SHOWN_IN: Mapping[str, tuple[str, list[str]]] = {
    LEVELS.id: (LEVEL_RESULTS.id, ["kpi", "level"]),
    RESULTS.id: (SCORES.id, ["kpi"]),
    BUDGETS.id: (BUDGET_RESULTS.id, ["project"]),
    REPORTER.id: (REPORTERS.id, ["department"]),
}
# The column that a row has only where a form fills it.
_FILLED = {LEVEL_RESULTS.id: "met"}
_PLACE = ["file", "sheet", "cell"]


def with_sources(
    results: Mapping[str, pd.DataFrame], cells: pd.DataFrame, register: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables of results by id, their rows with file, sheet, cell and sha256.

    `cells` as `Validated.cells`; the ledger has the cell of each single value. A row that no form fills, because its KPI
    is not reported, has none. A level that a value decides has no cells of its own: it stands where the value does.
    """
    hashes = register.set_index("file")["sha256"]
    standing = cells["sheet"].notna()
    values = cells.loc[standing & (cells["table"] == RESULTS.id) & (cells["field"] == "value"), ["kpi", *_PLACE]]
    made = dict(results)
    for table, (result, by) in SHOWN_IN.items():
        frame, own = results[result], cells.loc[standing & (cells["table"] == table), [*by, *_PLACE]]
        filled = frame[_FILLED.get(result, "file")].notna()
        places = _places(frame, own, by)
        if table == LEVELS.id:
            places = places.where(places["file"].notna(), _places(frame, values, ["kpi"]))
        places = places.where(filled)
        made[result] = frame.assign(**dict(places.items()), sha256=places["file"].map(hashes).astype("str"))
    return made


def _places(frame: pd.DataFrame, cells: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """File, sheet and cell of the first of these cells that each row of a frame has; missing where it has none."""
    first = cells[_PLACE].reset_index(drop=True).reindex(rows_of(frame, cells, by))
    return first.set_axis(frame.index, axis=0)
