"""What stands on a KPI's sheet, row by row, as data: the drawing, the formulas and the links all start from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from pipeline.forms import how_scored, words
from pipeline.forms.filling import Filling, has
from pipeline.validation.printed import named
from pipeline.validation.rows import Record
from schemas.fields import Field, Table, Text
from schemas.plan import BY_STEPS, PROJECTS, RUBRIC, UNDEFINED_LEVEL
from schemas.submission import BUDGET_PART, BUDGETS, COLUMN_MARK, LEVELS, RESULTS, THRESHOLD_PART

# Columns: the hidden keys, what people see, and hidden helpers of the formulas.
KEY, LABEL, VALUE, STATUS, DATE, EVIDENCE, COUNTS, ASKED, MISSING, MEANING, PROBLEM, CARRIED, DAY, WRONG_DAY = range(14)
HINT, LAST = STATUS, COUNTS
WIDTHS = [0.0, 24.5, 47, 17, 13, 18.5, 12.5]
HELPERS = (ASKED, MISSING, MEANING, PROBLEM, CARRIED, DAY, WRONG_DAY)
# What thresholds are compared with, where that is not the value itself, stands in the row of the score, which has no day.
MEASURED = DAY
# Rows: the banner is above, the strip shows the KPI's state, and the marks are hidden.
STRIP, MARKS, FIRST = 4, 5, 7
FILLED, SHARE, STATE = VALUE, STATUS, DATE
LEVEL_COLUMNS = {"status": STATUS, "date": DATE, "evidence": EVIDENCE}


Place = tuple[int, int]


class Gap(NamedTuple):
    """A little air."""


class Fact(NamedTuple):
    """Something that the plan says about the KPI."""

    label: str
    text: str
    key: str = COLUMN_MARK


class Heading(NamedTuple):
    """The head of a part."""

    words: str


class Hint(NamedTuple):
    """A sentence over the whole width."""

    words: str


class LevelHead(NamedTuple):
    """The titles of the rubric's table; `entries`: whether any level has a status to fill in."""

    entries: bool


class Level(NamedTuple):
    """A level of the rubric. For one with a threshold nothing is filled in: the value decides.

    `items`: of a checklist, how many of its items must be done for this score, where its rubric says so.
    """

    number: int
    criterion: str
    threshold: float | None
    key: str
    items: float | None = None

    @property
    def asks(self) -> bool:
        """Whether it has a status to fill in."""
        return self.threshold is None


class Undefined(NamedTuple):
    """A level that the rubric leaves undefined."""

    number: int


class Score(NamedTuple):
    """The score that the rubric gives."""


class Entry(NamedTuple):
    """A cell to fill in, in the value column; `needs`: what it takes for the cell to be required."""

    table: str
    field: Field
    key: str
    needs: Text | None


class Allocated(NamedTuple):
    """The project's budget as the plan has it, in satang."""

    satang: int
    key: str


class Rate(NamedTuple):
    """The disbursement rate."""


class Elsewhere(NamedTuple):
    """Says on which KPI's sheet the project's budget is reported."""

    kpi: str


Row = Gap | Fact | Heading | Hint | LevelHead | Level | Undefined | Score | Entry | Allocated | Rate | Elsewhere
R = TypeVar("R", Heading, Level, Undefined, Score, Entry, Rate)


@dataclass(frozen=True)
class Layout:
    """A KPI's sheet: its name, its KPI as a row of `Plan.measures`, and what stands in its rows from FIRST on."""

    sheet: str
    kpi: Record
    rows: tuple[Row, ...]

    @property
    def last(self) -> int:
        """The last row."""
        return FIRST + len(self.rows) - 1

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        return iter(enumerate(self.rows, FIRST))

    def of(self, kind: type[R]) -> list[tuple[int, R]]:
        """The rows of a kind, with their numbers."""
        return cast(list[tuple[int, R]], self._kinds.get(kind, []))

    @cached_property
    def _kinds(self) -> dict[type[Row], list[tuple[int, Row]]]:
        """Kind → its rows."""
        kinds: dict[type[Row], list[tuple[int, Row]]] = {}
        for at, row in self:
            kinds.setdefault(type(row), []).append((at, row))
        return kinds

    @property
    def falling(self) -> bool:
        """Whether a level is reached from above: where less is better, or the less a value is off its target."""
        return self.kpi["method"] == "two_sided" or how_scored.lower(self.kpi)

    @property
    def has_statuses(self) -> bool:
        """Whether any level has a status to fill in."""
        return any(level.asks for _, level in self.of(Level))

    @cached_property
    def entries(self) -> dict[str, int]:
        """`table.field` → the row of its entry in the value column."""
        return {f"{row.table}.{row.field.id}": at for at, row in self.of(Entry)}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Entry key → row and column of its cell."""
        levels = {
            f"{row.key}|{field}": (at, col)
            for at, row in self.of(Level)
            if row.asks
            for field, col in LEVEL_COLUMNS.items()
        }
        return levels | {row.key: (at, VALUE) for at, row in self.of(Entry)}

    @cached_property
    def printed(self) -> dict[str, Place]:
        """Key → the cell of what is printed of the plan."""
        cells = {row.key: (at, VALUE) for at, row in self if isinstance(row, Fact | Level | Allocated)}
        return cells | {f"{level.key}|status": (at, STATUS) for at, level in self.of(Level) if not level.asks}


def layout(filling: Filling, kpi: Record, sheet: str) -> Layout:
    """The rows of a KPI's sheet."""
    asked = filling.entries.get(kpi["code"], [])
    parts = [
        *_facts(filling, kpi),
        Gap(),
        *_rubric(filling, kpi, asked),
        Gap(),
        *_results(filling, kpi, asked),
        Gap(),
        *_budget(filling, kpi, asked),
    ]
    return Layout(sheet, kpi, tuple(parts))


def _facts(filling: Filling, kpi: Record) -> Iterator[Row]:
    plan, lang, digits = filling.plan, filling.lang, filling.figures.digits
    code, issue, project = kpi["code"], kpi["issue"], kpi["project"]
    yield Fact(words.ISSUE.to(lang), named(digits(issue), plan.name_of("issues", issue)), f"{code}|issue")
    yield Fact(words.PROJECT.to(lang), named(digits(project), filling.projects[project]["name"]), f"{code}|project")
    yield Fact(words.KPI.to(lang), named(digits(code), kpi["name"]), f"{code}|kpi")
    yield Fact(words.FROM_PLAN.to(lang), words.SEPARATOR.join(_from_plan(filling, kpi)))


def _from_plan(filling: Filling, kpi: Record) -> Iterator[str]:
    """What else the plan gives, and only what it gives."""
    say, figures = filling.say, filling.figures
    yield from how_scored.facts(filling, kpi)
    if has(kpi["weight"]):
        yield say(words.FACT_WEIGHT, figures.plain(kpi["weight"]))
    if has(kpi["planned"]):
        yield say(words.FACT_PLANNED, round=filling.round, level=figures.integer(int(kpi["planned"])))


def _rubric(filling: Filling, kpi: Record, asked: list[Record]) -> Iterator[Row]:
    row_keys = {entry["level"]: entry["row_key"] for entry in _of(LEVELS, asked)}
    yield Heading(_part(filling, 1, RUBRIC.title))
    yield Hint(how_scored.sentence(filling, kpi))
    yield LevelHead(bool(row_keys))
    for level in filling.rubrics.get(kpi["code"], []):
        number, threshold = int(level["level"]), float(level["threshold"]) if has(level["threshold"]) else None
        if level["criterion"] == UNDEFINED_LEVEL:
            yield Undefined(number)
        elif number in row_keys:
            yield Level(number, level["criterion"], None, row_keys[number], items=threshold)
        else:
            yield Level(number, level["criterion"], threshold, f"{kpi['code']}|{THRESHOLD_PART}|{number}")
    yield Score()


def _results(filling: Filling, kpi: Record, asked: list[Record]) -> Iterator[Row]:
    yield Heading(_part(filling, 2, RESULTS.title))
    for entry in _of(RESULTS, asked):
        field = RESULTS[entry["field"]]
        yield Entry(RESULTS.id, field, entry["key"], _needs(field, kpi["method"]))


def _budget(filling: Filling, kpi: Record, asked: list[Record]) -> Iterator[Row]:
    yield Heading(_part(filling, 3, BUDGETS.title))
    if not kpi["first_of_project"]:
        first = next(k for k in filling.kpis if k["project"] == kpi["project"] and k["first_of_project"])
        yield Elsewhere(first["code"])
        return
    allocated = filling.projects[kpi["project"]]["allocated"]
    if has(allocated):
        yield Allocated(int(allocated), f"{kpi['project']}|{BUDGET_PART}|{PROJECTS['allocated'].id}")
    for entry in _of(BUDGETS, asked):
        field = BUDGETS[entry["field"]]
        needs = words.IF_ALLOCATED if field.id in ("received", "disbursed") else None
        yield Entry(BUDGETS.id, field, entry["key"], needs)
    yield Rate()


def _of(table: Table, asked: list[Record]) -> list[Record]:
    return [entry for entry in asked if entry["table"] == table.id]


def _needs(field: Field, method: str) -> Text | None:
    """What it takes for a result to be required, where its field alone does not say so."""
    if field.id == "obstacle":
        return words.IF_OBSTACLE
    if field.id != "value":
        return None
    return words.IF_LEVELS_DONE if method in BY_STEPS else words.REQUIRED


def _part(filling: Filling, number: int, title: Text) -> str:
    return filling.say(words.PART, number=filling.figures.integer(number), title=title.to(filling.lang))


def key_of(row: Row) -> str:
    """What stands in the hidden key column of a row; a row without a key is not the form's."""
    match row:
        case Entry() | Level() | Fact() | Allocated():
            return row.key
        case Gap():
            return ""
        case _:
            return COLUMN_MARK


def hint(filling: Filling, layout: Layout, entry: Entry) -> str:
    """What stands beside an entry: what it takes to be required, its unit, its help."""
    unit = layout.kpi["unit"]
    parts = [
        filling.say(entry.needs) if entry.needs else "",
        filling.say(words.UNIT_HINT, unit) if entry.field.id == "value" and has(unit) else "",
        filling.say(entry.field.help) or entry.field.expected(filling.lang),
    ]
    return words.SEPARATOR.join(part for part in parts if part)


def label(field: Field, lang: str) -> str:
    """A field's title, with a star where it must be filled in."""
    asked = field.required in ("ENTRY_REQUIRED", "ENTRY_EXPECTED")
    return f"{field.title.to(lang)}\u00a0*" if asked else field.title.to(lang)
