"""Where the rows of the results come from: the file with its hash, the sheet, and the first cell of the form that fills them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

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
_NOWHERE = (None, None, None)


def with_sources(
    results: Mapping[str, pd.DataFrame], cells: pd.DataFrame, register: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables of results by id, their rows with file, sheet, cell and sha256.

    `cells` as `Validated.cells`; the ledger has the cell of each single value. A row that no form fills, because its KPI
    is not reported, has none. A level that a value decides has no cells of its own: it stands where the value does.
    """
    standing = cells[cells["sheet"].notna()]
    hashes = dict(zip(register["file"], register["sha256"], strict=True))
    value = _first(standing[standing["field"] == "value"], RESULTS.id, ["kpi"])
    made = dict(results)
    for table, (result, by) in SHOWN_IN.items():
        frame, own = results[result], _first(standing, table, by)
        filled = frame[_FILLED.get(result, "file")].notna()
        places = [
            own.get(key) or value.get(key[:1], _NOWHERE) if shown else _NOWHERE
            for key, shown in zip(keys(frame, by), filled, strict=True)
        ]
        made[result] = frame.assign(
            **{name: _texts(place[at] for place in places) for at, name in enumerate(_PLACE)},
            sha256=_texts(hashes.get(file) for file, *_ in places),
        )
    return made


def _first(cells: pd.DataFrame, table: str, by: Sequence[str]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The first cell of a table of the form for each row that it has there."""
    first = cells[cells["table"] == table].drop_duplicates(list(by))
    return dict(zip(keys(first, by), keys(first, _PLACE), strict=True))


def _texts(values: Iterable[object]) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def keys(frame: pd.DataFrame, by: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The values of these columns, row by row."""
    return zip(*(frame[name] for name in by), strict=True)
