"""What the entries of a KPI's sheet mean to its formulas: numbers, choices, and which levels are met."""

from __future__ import annotations

from pipeline.forms import arithmetic, live
from pipeline.forms.filling import Filling, has
from pipeline.forms.identity_sheet import number_of, word_list
from pipeline.forms.layout import DATE, DAY, MEANING, MEASURED, STATUS, VALUE, Entry, Layout, Level, Score
from pipeline.forms.live import UNKNOWN, Cells, Live, constant
from pipeline.forms.workings import Workings
from schemas.fields import Kind
from schemas.plan import BY_STEPS
from schemas.submission import AMOUNTS, BUDGETS

DONE = number_of("status", "done")
CHOICES = {"results.has_obstacle": "has_obstacle", "budgets.status": "budget"}
TEXTS = (Kind.TEXT, Kind.LONG_TEXT)
AMOUNT_NAMES = tuple(f"{BUDGETS.id}.{field.id}" for field in AMOUNTS)
# To so many decimals what is worked out of the value is what it is by decimal fractions: 3.7, and not 3.7000000000000002.
DECIMALS = 10
_NUMBERS = (Kind.NUMBER, Kind.AMOUNT)


class Reading:
    """A KPI's sheet being read.

    `meaning`: `table.field` → the number of an entry, or which choice it names; `met`: row of a level → whether its
    own condition holds; `days`: row of a level → the day on which it was done; `spoken`: amount → its words; `measured`:
    what thresholds are compared with, where there are any. All refer to hidden cells.
    """

    def __init__(self, filling: Filling, layout: Layout, workings: Workings) -> None:
        self.filling = filling
        self.figures = filling.figures
        self.layout = layout
        self.cells = Cells(layout.sheet)
        self.workings = workings
        self.entries = {f"{entry.table}.{entry.field.id}": (at, entry) for at, entry in layout.of(Entry)}
        self.levels = layout.of(Level)
        self._typed = {name: self._cell(at, VALUE, entry.key) for name, (at, entry) in self.entries.items()}
        self._statuses = {at: self._cell(at, STATUS, f"{level.key}|status") for at, level in self.levels}
        self.meaning: dict[str, Live] = {}
        self.spoken: dict[str, Live] = {}
        for name, (at, entry) in self.entries.items():
            if name in CHOICES or entry.field.kind in _NUMBERS:
                self.meaning[name] = self.cells.put(at, MEANING, self._meaning(name, entry))
        self.measured = self._measured()
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
        return self.method in BY_STEPS

    def entry(self, name: str) -> Live:
        """The cell of an entry."""
        return self._typed[name]

    def status(self, at: int) -> Live:
        """The status cell of the level of a row."""
        return self._statuses[at]

    def _cell(self, at: int, col: int, key: str) -> Live:
        return live.cell(at, col, self.filling.answers.get(key))

    def _day(self, at: int, level: Level) -> Live:
        return self.workings.day(self.layout.sheet, self._cell(at, DATE, f"{level.key}|date"))

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

    def _measured(self) -> Live:
        """The value; for a KPI by deviation, how far it is from the target, in percent of the target."""
        value = self.meaning.get("results.value", constant(UNKNOWN))
        if self.method != "two_sided":
            return value
        ((at, _),) = self.layout.of(Score)
        target = constant(self.layout.kpi["target"])
        deviation = arithmetic.rounded(arithmetic.percent(arithmetic.apart(value, target), target), DECIMALS)
        return self.cells.put(at, MEASURED, live.when(live.known(value), deviation, constant(UNKNOWN)))

    def _level(self, at: int, level: Level) -> Live:
        if level.asks:
            return live.choice(self.status(at), *word_list("status"))
        measured, threshold = self.measured, level.threshold or 0.0
        beyond = live.over(measured, threshold) if self.layout.falling else live.under(measured, threshold)
        return live.when(live.all_of(live.known(measured), live.no(beyond)), constant(DONE), constant(0))
