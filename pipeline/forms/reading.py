"""What the entries of a KPI's sheet mean to its formulas: numbers, choices, and which levels are met."""

from __future__ import annotations

from pipeline.forms import live
from pipeline.forms.filling import Filling
from pipeline.forms.identity_sheet import number_of, word_list
from pipeline.forms.layout import DATE, DAY, MEANING, STATUS, VALUE, Entry, Layout, Level, has
from pipeline.forms.live import Cells, Live, constant
from pipeline.forms.workings import Workings
from schemas.fields import Kind
from schemas.submission import AMOUNTS, BUDGETS

DONE = number_of("status", "done")
CHOICES = {"results.has_obstacle": "has_obstacle", "budgets.status": "budget"}
TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
AMOUNT_NAMES = tuple(f"{BUDGETS.id}.{field.id}" for field in AMOUNTS)
_NUMBERS = (Kind.NUMBER, Kind.AMOUNT)


class Reading:
    """A KPI's sheet being read.

    `meaning`: `table.field` → the number of an entry, or which choice it names; `met`: row of a level → whether its
    own condition holds; `days`: row of a level → the day on which it was done; `spoken`: amount → its words. All refer
    to hidden cells.
    """

    def __init__(self, filling: Filling, layout: Layout, workings: Workings) -> None:
        self.filling = filling
        self.figures = filling.figures
        self.layout = layout
        self.cells = Cells(layout.sheet)
        self.workings = workings
        self.entries = {f"{entry.table}.{entry.field.id}": (at, entry) for at, entry in layout.of(Entry)}
        self.levels = layout.of(Level)
        self.meaning: dict[str, Live] = {}
        self.spoken: dict[str, Live] = {}
        for name, (at, entry) in self.entries.items():
            if name in CHOICES or entry.field.kind in _NUMBERS:
                self.meaning[name] = self.cells.put(at, MEANING, self._meaning(name, entry))
        self.met = {
            at: live.same(self.cells.put(at, MEANING, self._level(at, level)), DONE) for at, level in self.levels
        }
        self.days = {at: self.cells.put(at, DAY, self._day(at, level)) for at, level in self.levels if level.asks}

    @property
    def method(self) -> str:
        """How the KPI is scored."""
        return str(self.layout.kpi["method"])

    @property
    def allocated(self) -> int | None:
        """The satang that the plan allocates to the project; None where it says nothing."""
        satang = self.filling.projects[self.layout.kpi["project"]]["allocated"]
        return int(satang) if has(satang) else None

    @property
    def sequential(self) -> bool:
        """Whether a level counts only after those before it."""
        return self.method in ("milestones", "mixed")

    def entry(self, name: str) -> Live:
        """The cell of an entry."""
        at, entry = self.entries[name]
        return live.cell(at, VALUE, self.filling.answers.get(entry.key))

    def status(self, at: int, level: Level) -> Live:
        """The status cell of a level."""
        return live.cell(at, STATUS, self.filling.answers.get(f"{level.key}|status"))

    def _day(self, at: int, level: Level) -> Live:
        entry = live.cell(at, DATE, self.filling.answers.get(f"{level.key}|date"))
        return self.workings.day(self.layout.sheet, entry)

    def is_filled(self, name: str) -> Live:
        """Whether an entry is filled in; a dash says nothing where text is asked for."""
        text = self.entries[name][1].field.kind in TEXTS
        return live.filled(self.entry(name)) if text else live.given(self.entry(name))

    def _meaning(self, name: str, entry: Entry) -> Live:
        if name in CHOICES:
            return live.choice(self.entry(name), *word_list(CHOICES[name]))
        if entry.field.kind is not Kind.AMOUNT:
            return self.workings.number(self.layout.sheet, self.entry(name))
        amount, self.spoken[name] = self.workings.amount(self.layout.sheet, self.entry(name), self.filling.lang)
        return amount

    def _level(self, at: int, level: Level) -> Live:
        if level.asks:
            return live.choice(self.status(at, level), *word_list("status"))
        value, threshold = self.meaning["results.value"], level.threshold or 0.0
        lower = self.layout.kpi["direction"] == "lower"
        beyond = live.over(value, threshold) if lower else live.under(value, threshold)
        return live.when(live.all_of(live.known(value), live.no(beyond)), constant(DONE), constant(0))
