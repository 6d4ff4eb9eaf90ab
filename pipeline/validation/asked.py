"""Every entry that the forms ask for, beside what stands in it: found by its key, and each different answer read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from sys import intern
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.intake.keyed import KeyedCell
from pipeline.intake.verdict import Reason
from pipeline.validation.decisions import corrections
from pipeline.validation.matching import NOWHERE, Numbers, numbered_groups
from pipeline.validation.parse import each, parse
from pipeline.validation.plan import Plan
from pipeline.validation.rows import values
from pipeline.validation.sent import Sent, is_given, once
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
# More than any plan's entries.
_BEYOND = 2**62

Marks = NDArray[np.bool_]
Objects = NDArray[np.object_]
_STATES: Objects = np.array(["filled", "unknown", "not_asked", "missing"], dtype=object)


class Typed(NamedTuple):
    """A table of the form, typed, with its `department`; and of its cells, field by field, in which row of `asked` each is."""

    frame: pd.DataFrame
    rows: Mapping[str, Numbers]


def asked_cells(plan: Plan, forms: Sequence[Sent]) -> pd.DataFrame:
    """A frame as `Validated.cells`: every cell that these forms are asked for, and last every entry that is not asked.

    `number` is the row of `Plan.entries` that a cell belongs to, and beyond them all where it is not asked.
    """
    due = plan.entries_of(*(form.department for form in forms)).drop(columns="row_key")
    return _corrected(plan, _read(_asked(due.rename_axis("number").reset_index(), forms)))


def _asked(due: pd.DataFrame, forms: Sequence[Sent]) -> pd.DataFrame:
    """What is `due`, form by form, beside what was sent for it; last in each form what was sent and is not asked."""
    asked_of: dict[str, dict[str, int]] = {form.department: {} for form in forms}
    for row, (department, key) in enumerate(values(due, "department", "key")):
        asked_of[department][key] = row
    standing = [_standing(form, asked_of[form.department]) for form in forms]
    of = [form for form, own in zip(forms, standing, strict=True) for _ in own]
    places, cells = zip(*chain(*standing), strict=True) if of else ((), ())
    # By column: a form has hundreds of cells, and most of a folder's are asked.
    sheets, addresses, names, raws = zip(*cells, strict=True) if of else ((), (), (), ())
    found = [raw.found if isinstance(raw, Reason) else raw for raw in raws]
    place = np.array(places, np.int64)
    missing, asked = np.array([sheet == "" for sheet in sheets], bool), place != NOWHERE
    twice = asked & (np.bincount(place + 1, minlength=1)[place + 1] > 1)
    # No row of `due` has the number of what is not asked: all that it says is missing there.
    own = due.drop(columns=["department", "key"]).reindex(place).reset_index(drop=True)
    texts = {
        "department": [form.department for form in of],
        "key": names,
        "file": [form.file for form in of],
        "sheet": [intern(sheet) or None for sheet in sheets],
        "cell": [intern(address) or None for address in addresses],
        "broken": [raw.rule if isinstance(raw, Reason) else "" for raw in raws],
    }
    return own.assign(
        **{name: pd.Series(column, dtype="str") for name, column in texts.items()},
        raw=pd.Series([once(raw) for raw in found], dtype=object),
        number=own["number"].fillna(_BEYOND).astype("int64"),
        given=np.array([is_given(raw) for raw in found], bool),
        state=_STATES[np.select([missing, ~asked, twice], [3, 2, 1])],
        twice=twice,
    )


def _standing(form: Sent, asked: Mapping[str, int]) -> list[tuple[int, KeyedCell]]:
    """The entry cells of a form, each with its row of those `asked`, in their order; last those that are not asked.

    Of a row that is missing the cell has neither sheet nor place. What stands twice comes by sheet and place.
    """
    entered = form.entered
    own = [(row, cell) for key, row in asked.items() for cell in _by_place(entered.get(key) or [_missing(key)])]
    extra = [cell for key, cells in entered.items() if key not in asked for cell in cells]
    return own + [(NOWHERE, cell) for cell in _by_place(extra)]


def _missing(key: str) -> KeyedCell:
    return KeyedCell("", "", key, None)


def _by_place(cells: Sequence[KeyedCell]) -> Sequence[KeyedCell]:
    return cells if len(cells) == 1 else sorted(cells, key=lambda cell: cell[:3])


def _read(asked: pd.DataFrame) -> pd.DataFrame:
    """Each cell's typed value and final state."""
    once = (asked["state"] == "filled").to_numpy()
    broken, states = (np.array(asked[name], dtype=object) for name in ("broken", "state"))
    values: Objects = np.full(len(asked), None, dtype=object)
    unread, there = broken != "", asked["given"].to_numpy()
    broken[~once], states[once & unread], states[once & ~unread & ~there] = "", "unknown", "blank"
    raws = asked["raw"].to_numpy()
    for field, own in _by_field(asked, np.flatnonzero(once & ~unread & there)):
        outcomes = each(raws[own].tolist(), partial(_outcome, field))
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


def _outcome(field: Field, raw: object) -> tuple[object, str, str]:
    """Value, rule that is broken, and state of a cell in which something stands."""
    value, rule = parse(field, raw)
    if rule:
        return None, rule, "unknown"
    if isinstance(value, str) and field.kind in _TEXTS and isinstance(raw, str) and not value.strip(_DASHES):
        return None, "", "blank"
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        return None, "TEXT_TOO_LONG", "unknown"
    return value, "", "blank" if value is None else "filled"


def _corrected(plan: Plan, asked: pd.DataFrame) -> pd.DataFrame:
    """The cells with the values that the planning office decided in the place of what was typed there."""
    projects = dict(values(plan.measures, "code", "project"))
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
