"""Every entry that the forms ask for, beside what stands in it: found by its key, and each different answer read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline import thai
from pipeline.validation.decisions import corrections
from pipeline.validation.matching import NOWHERE, Numbers, numbered_groups, rows_of
from pipeline.validation.parse import Parsed, parse_each
from pipeline.validation.plan import Plan
from schemas.fields import Field, Kind, Table
from schemas.submission import BUDGETS, FORM_TABLES, LEVELS, LONGEST_TEXT, REPORTER, RESULTS

TABLES: Mapping[str, Table] = {table.id: table for table in FORM_TABLES}
# By which columns a row of each table is known.
_KEYS = {
    LEVELS.id: ["department", "kpi", "level"],
    RESULTS.id: ["department", "kpi"],
    BUDGETS.id: ["department", "project"],
    REPORTER.id: ["department"],
}
_TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
# Where a text is asked for, dashes say nothing.
_DASHES = "-–— "
_PLACE = ["file", "sheet", "cell", "key"]

Marks = NDArray[np.bool_]
Objects = NDArray[np.object_]
_STATES: Objects = np.array(["filled", "unknown", "not_asked", "missing"], dtype=object)


class Typed(NamedTuple):
    """A table of the form, typed, with its `department`; and of its cells, field by field, in which row of `asked` each is."""

    frame: pd.DataFrame
    rows: Mapping[str, Numbers]


def given(raws: pd.Series) -> Marks:
    """Whether anything stands in each cell."""
    # Most cells of most forms are empty, and that is seen at once.
    marks = (raw != "" and not thai.is_blank(raw) for raw in raws.array)
    return np.fromiter(marks, bool, len(raws))


def asked_cells(plan: Plan, sent: pd.DataFrame, files: Mapping[str, str]) -> pd.DataFrame:
    """A frame as `Validated.cells`: every asked cell of the departments that sent a form, and every cell not asked.

    `sent`: the entry cells of their forms, with `department` and `given`; `files`: department → file.
    """
    due = plan.entries[plan.entries["department"].isin(files)].reset_index(drop=True)
    return _corrected(plan, _read(_asked(due, sent.reset_index(drop=True), files)))


def _asked(due: pd.DataFrame, sent: pd.DataFrame, files: Mapping[str, str]) -> pd.DataFrame:
    """What is `due`, in its order, beside what was sent for it; last what was sent and is not asked."""
    entry = rows_of(sent, due, ["department", "key"])
    missing = np.setdiff1d(np.arange(len(due)), entry)
    times = np.append(np.bincount(entry[entry != NOWHERE], minlength=len(due)), 0)
    ranks = _ranks(sent, (entry == NOWHERE) | (times[entry] > 1))
    place = np.append(np.where(entry == NOWHERE, len(due), entry), missing)
    cell = np.append(np.arange(len(sent)), np.full(len(missing), NOWHERE))
    order = np.lexsort((np.append(ranks, np.zeros(len(missing), np.int64)), place))
    place, cell = place[order], cell[order]
    asked, twice = place < len(due), times[place] > 1
    # Neither has a row of these numbers: what is not due is missing there, and so is what was not sent.
    own, stands = due.reindex(place).reset_index(drop=True), sent.reindex(cell).reset_index(drop=True)
    department = own["department"].where(asked, stands["department"])
    return own.assign(
        department=department,
        key=own["key"].where(asked, stands["key"]),
        file=stands["file"].where(cell != NOWHERE, department.map(files)),
        sheet=stands["sheet"],
        cell=stands["cell"],
        raw=stands["raw"],
        broken=stands["broken"].fillna(""),
        given=np.append(sent["given"].to_numpy(dtype=bool), False)[cell],
        state=_STATES[np.select([cell == NOWHERE, ~asked, twice], [3, 2, 1])],
        twice=twice,
    )


def _ranks(sent: pd.DataFrame, shared: Marks) -> Numbers:
    """Which comes first of the cells that share a place in the form: by file, sheet and cell. The others are alone."""
    ranks = np.zeros(len(sent), np.int64)
    ordered = sent.loc[shared, _PLACE].sort_values(_PLACE, kind="stable").index
    ranks[ordered] = np.arange(len(ordered))
    return ranks


def _read(asked: pd.DataFrame) -> pd.DataFrame:
    """Each cell's typed value and final state."""
    once = (asked["state"] == "filled").to_numpy()
    broken: Objects = np.where(once, asked["broken"].to_numpy(dtype=object), "")
    unread, there = broken != "", asked["given"].to_numpy()
    states = np.where(once & unread, "unknown", np.where(once & ~there, "blank", asked["state"].to_numpy(dtype=object)))
    values: Objects = np.full(len(asked), None, dtype=object)
    raws = asked["raw"].to_numpy()
    for field, own in _by_field(asked, np.flatnonzero(once & ~unread & there)):
        read = parse_each(field, raws[own].tolist())
        outcomes = [_outcome(field, raw, told) for raw, told in zip(raws[own], read, strict=True)]
        for column, told in zip((values, broken, states), zip(*outcomes, strict=True), strict=True):
            column[own] = np.fromiter(told, object, len(told))
    made = {"value": values, "broken": broken, "state": states}
    return asked.assign(**{name: pd.Series(column, asked.index, dtype=object) for name, column in made.items()})


def _by_field(asked: pd.DataFrame, rows: Numbers) -> Iterator[tuple[Field, Numbers]]:
    """Of these rows those of each field."""
    named = asked[["table", "field"]].iloc[rows]
    groups = numbered_groups(named, ["table", "field"])
    for number, (table, field) in enumerate(named.drop_duplicates().itertuples(index=False)):
        yield TABLES[table][field], rows[groups == number]


def _outcome(field: Field, raw: object, parsed: Parsed) -> tuple[object, str, str]:
    """Value, rule that is broken, and state of a cell in which something stands."""
    value, rule = parsed
    if rule:
        return None, rule, "unknown"
    if isinstance(value, str) and field.kind in _TEXTS and isinstance(raw, str) and not value.strip(_DASHES):
        return None, "", "blank"
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return None, "TEXT_TOO_LONG", "unknown"
    return value, "", "blank" if value is None else "filled"


def _corrected(plan: Plan, asked: pd.DataFrame) -> pd.DataFrame:
    """The cells with the values that the planning office decided in the place of what was typed there."""
    projects = dict(zip(plan.measures["code"], plan.measures["project"], strict=True))
    decided = corrections(plan.decisions, projects)
    asked = asked.assign(decision=pd.Series(pd.NA, index=asked.index, dtype="Int64"))
    for row in asked.index[asked["key"].isin(decided) & (asked["state"] != "not_asked")] if decided else ():
        number, value = decided[asked.at[row, "key"]]
        asked.loc[row, ["decision", "value", "broken", "state"]] = [number, value, "", "filled"]
    return asked


def typed(asked: pd.DataFrame) -> dict[str, Typed]:
    """The tables of the form by id, a row a KPI, level, project or department, in the order of the form."""
    again = asked.loc[asked["twice"], ["department", "key"]].duplicated()
    once = (asked["state"] != "not_asked").to_numpy(copy=True)
    once[again.index[again]] = False
    return {table: _typed(table, asked, np.flatnonzero(once & (asked["table"] == table).to_numpy())) for table in _KEYS}


def _typed(table: str, asked: pd.DataFrame, rows: Numbers) -> Typed:
    described, by = TABLES[table], _KEYS[table]
    own = asked[[*by, "field", "value"]].iloc[rows].reset_index(drop=True)
    numbers = numbered_groups(own, by)
    first = own[~pd.Series(numbers).duplicated()]
    fields, values = own["field"].to_numpy(), own["value"].to_numpy()
    places, columns = {}, {name: first[name].to_numpy() for name in by}
    for name in [name for name in described.columns if name not in columns]:
        of = fields == name
        places[name] = np.full(len(first), NOWHERE)
        places[name][numbers[of]] = rows[of]
        columns[name] = np.full(len(first), None, dtype=object)
        columns[name][numbers[of]] = values[of]
    frame = described.frame(pd.DataFrame(columns))
    return Typed(frame.assign(department=columns["department"]), places)
