"""Live figures: each a formula over the data sheets, with the value that it gives, which previews show.

Conditions are written as products inside SUMPRODUCT: SUMIFS and COUNTIFS take the code "1.10" for the number 1.1 and
would add project 1.1 to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

import pandas as pd

from pipeline.consolidation.methods import PERCENT_PER_LEVEL
from pipeline.drawing.figures import Figures
from pipeline.report.canvas import Canvas
from pipeline.report.data import described
from schemas.fields import Kind, Text
from schemas.plan import TOP_LEVEL

# What stands where nothing is known: never 0.
UNKNOWN = "–"
# Scores from here on are good ones.
GOOD = 4
_PLACES = {"integer": 0, "percent": 1, "percent2": 2, "score": 2}
_REPORTED = "reported"
_NOT_ASKED = ("not_due", "cancelled")


class Live(NamedTuple):
    """A formula and its value."""

    formula: str
    value: float | str


@dataclass(frozen=True)
class Group:
    """The figures of the ministry, or of one issue, department or project."""

    canvas: Canvas
    scope: str = "ministry"
    code: str = ""

    def kpis(self) -> Live:
        """How many KPIs it has."""
        return self._count(self._where("scores", "kpi", '<>""'))

    def projects(self) -> Live:
        """How many projects it has."""
        return self._count(self._where("budget_results", "project", '<>""'), "projects")

    def due(self) -> Live:
        """How many KPIs are due this round."""
        return self._count(self._due(), "due")

    def reported(self) -> Live:
        """How many KPIs are reported."""
        return self._count(self._reported(), "reported")

    def incomplete(self) -> Live:
        """Reported of due, as 8/11, where not all of them are; else nothing."""
        number = self.canvas.figures.format("integer")
        reported, due = (live.formula.removeprefix("=") for live in (self.reported(), self.due()))
        counts = f'TEXT({reported},"{number}")&"/"&TEXT({due},"{number}")'
        shown = "/".join(self.canvas.figures.integer(int(self._row[column])) for column in ("reported", "due"))
        complete = self._row["reported"] == self._row["due"]
        return self._live(f'=IF({reported}={due},"",{counts})', "" if complete else shown)

    def in_state(self, state: str) -> Live:
        """How many KPIs are in a state of KPI_STATES."""
        count = self._states.count(state)
        return self._live(f"=SUMPRODUCT({self._where('scores', 'state', _equals(state))})", count)

    def scored(self, level: int) -> Live:
        """How many reported KPIs scored a level, or a level and a fraction."""
        score = self._column("scores", "score")
        return self._count(f"{self._reported()}*({score}>={level})*({score}<{level + 1})", f"score_{level}")

    def good(self) -> Live:
        """How many reported KPIs scored well; unknown where none is reported."""
        good = sum(int(self._row[f"score_{level}"]) for level in range(GOOD, TOP_LEVEL + 1))
        return self._of_reported(f"{self._reported()}*({self._column('scores', 'score')}>={GOOD})", good)

    def obstacles(self) -> Live:
        """How many reported KPIs met an obstacle; unknown where none is reported."""
        met = f"({self._column('scores', 'has_obstacle')}{_equals('yes')})"
        return self._of_reported(f"{self._reported()}*{met}", int(self._row["obstacles"]))

    def mean(self) -> Live:
        """The mean score, weighted, of what is reported."""
        under = f"SUMPRODUCT({self._reported()},{self._column('scores', 'weight')})"
        return self._live(f'=IFERROR({self._over()}/{under},"{UNKNOWN}")', known(self._row["score"]))

    def mean_all(self) -> Live:
        """The mean score, weighted, of what is due, in which what is not reported counts as 0."""
        return self._live(f'=IFERROR({self._over()}/{self._due_weight()},"{UNKNOWN}")', known(self._row["score_all"]))

    def partial(self) -> bool:
        """Whether some of what is due is reported, and some is not: only then the two means differ."""
        return bool(0 < self._row["reported"] < self._row["due"])

    def both_means(self, words: Text) -> Live:
        """A sentence with both means, {mean} and {all}; nothing where there are no two."""
        reported, due, mean, every = (
            live.formula.removeprefix("=") for live in (self.reported(), self.due(), self.mean(), self.mean_all())
        )
        figures, said = self.canvas.figures, words.to(self.canvas.lang)
        number = figures.format("score")
        texts = {name: f'"&TEXT({live},"{number}")&"' for name, live in (("mean", mean), ("all", every))}
        inner = said.replace("\n", '"&CHAR(10)&"').format(**texts)
        formula = f'=IF({reported}=0,"",IF({reported}={due},"","{inner}"))'
        if not self.partial():
            return self._live(formula, "")
        both = {"mean": self._row["score"], "all": self._row["score_all"]}
        return self._live(formula, said.format(**{name: figures.decimal(value, 2) for name, value in both.items()}))

    def paced(self, pace: str) -> Live:
        """How many reported KPIs are ahead of the plan, on it or behind: a pace of PACES."""
        return self._count(f"{self._reported()}*({self._column('scores', 'pace')}{_equals(pace)})", pace)

    def percent(self, mean_at: str) -> Live:
        """The mean score of a cell as a percentage."""
        return Live(f'=IFERROR({mean_at}*{PERCENT_PER_LEVEL},"{UNKNOWN}")', known(self._row["percent"]))

    def amount(self, name: str) -> Live:
        """The sum of an amount of BUDGET_RESULTS, in baht; unknown where no project states it."""
        own, amounts = self._own("budget_results"), self._column("budget_results", name)
        stated = f"SUMPRODUCT({own}*ISNUMBER({amounts}))"
        total = f"SUMPRODUCT({own}*1,{amounts})"
        return self._live(f'=IF({stated}=0,"{UNKNOWN}",{total})', baht(self._row[name]))

    def with_budget(self) -> Live:
        """How many projects have a budget; unknown where none says anything about it."""
        stated = self._where("budget_results", "status", '<>""')
        funded = self._where("budget_results", "status", _equals("allocated"))
        said = any(self._row[name] for name in ("with_budget", "no_budget", "not_stated"))
        shown = int(self._row["with_budget"]) if said else UNKNOWN
        return self._live(f'=IF(SUMPRODUCT({stated})=0,"{UNKNOWN}",SUMPRODUCT({funded}))', shown)

    def rate(self, disbursed_at: str, received_at: str) -> Live:
        """Disbursed as a percentage of received, of two cells."""
        return rate(disbursed_at, received_at, self._row["rate"])

    def own_rate(self) -> Live:
        """Disbursed as a percentage of received, where neither stands in a cell of the sheet."""
        disbursed, received = (self.amount(name).formula.removeprefix("=") for name in ("disbursed", "received"))
        return self.rate(f"({disbursed})", f"({received})")

    def _live(self, formula: str, value: float | str) -> Live:
        """A figure; without its formula where there are too many groups of this kind for formulas."""
        return Live(formula if self.is_live else "", value)

    @cached_property
    def is_live(self) -> bool:
        """Whether its figures are formulas: not where there are too many groups of this kind."""
        return self.scope == "ministry" or self.canvas.is_live(self.canvas.groups(self.scope))

    def _of_reported(self, where: str, value: int) -> Live:
        reported = f"SUMPRODUCT({self._reported()})"
        shown = value if self._row["reported"] else UNKNOWN
        return self._live(f'=IF({reported}=0,"{UNKNOWN}",SUMPRODUCT({where}))', shown)

    def _count(self, where: str, column: str = "kpis") -> Live:
        return self._live(f"=SUMPRODUCT({where})", int(self._row[column]))

    def _where(self, table: str, field: str, condition: str) -> str:
        return f"{self._own(table)}*({self._column(table, field)}{condition})"

    def _reported(self) -> str:
        return self._where("scores", "state", _equals(_REPORTED))

    def _due(self) -> str:
        state = self._column("scores", "state")
        asked = "*".join(f'({state}<>"{name}")' for name in _NOT_ASKED)
        return f"{self._own('scores')}*{asked}"

    def _over(self) -> str:
        return f"SUMPRODUCT({self._reported()},{self._column('scores', 'weighted')})"

    def _due_weight(self) -> str:
        return f"SUMPRODUCT({self._due()},{self._column('scores', 'weight')})"

    def _own(self, table: str) -> str:
        """1 for each row of this group, and 0 for each other."""
        if self.scope == "ministry":
            return f'({self._column(table, "project")}<>"")'
        return f"({self._column(table, self.scope)}{_equals(self.code)})"

    def _column(self, table: str, field: str) -> str:
        return self.canvas.ranges.column(table, field)

    @cached_property
    def _row(self) -> Mapping[Any, Any]:
        return self.canvas.summary.rollup(self.scope, self.code)

    @cached_property
    def _states(self) -> list[str]:
        """The state of each of its KPIs."""
        if self.scope == "ministry":
            return self.canvas.values("scores", "state")
        return self.canvas.states_of(self.scope, self.code)


def rate(disbursed_at: str, received_at: str, value: Any) -> Live:
    """Disbursed as a percentage of received, of two cells; `value` is that rate."""
    return Live(f'=IFERROR({disbursed_at}/{received_at}*100,"{UNKNOWN}")', known(value))


def one(canvas: Canvas, table: str, row: int, field: str) -> Live:
    """One value of a data sheet, `row` counting its frame's rows from 0; amounts in baht.

    The formula looks the row up by its code, so that an officer may sort and filter the data sheets.
    """
    values, (key, is_amount) = canvas.values(table, field), _described(table, field)
    shown = baht(values[row]) if is_amount else known(values[row])
    if not canvas.is_live(len(values)):
        return Live("", shown)
    found = f'MATCH("{canvas.values(table, key)[row]}",{canvas.ranges.column(table, key)},0)'
    at = f"INDEX({canvas.ranges.column(table, field)},{found})"
    return Live(f'=IF(ISNUMBER({at}),{at},"{UNKNOWN}")', shown)


@cache
def _described(table: str, field: str) -> tuple[str, bool]:
    """The column that tells the rows of a data sheet apart, and whether a field of it is an amount."""
    own = described(table)
    return own.columns[0], own[field].kind is Kind.AMOUNT


def note(figures: Figures, words: str, live: Live, number: str) -> Live:
    """A sentence around one live figure, which stands in `words` as {}; nothing where the figure is not known."""
    before, after = words.split("{}")
    said = "" if isinstance(live.value, str) else words.format(figures.decimal(live.value, _PLACES[number]))
    if not live.formula:
        return Live("", said)
    inner = live.formula.removeprefix("=")
    text = f'"{before}"&TEXT({inner},"{figures.format(number)}")&"{after}"'
    return Live(f'=IF(ISNUMBER({inner}),{text},"")', said)


def known(value: Any) -> float | str:
    """A figure of a summary table, or the sign for one that is not known."""
    return UNKNOWN if pd.isna(value) else float(value)


def baht(satang: Any) -> float | str:
    """An amount of a summary table in baht, or the sign for one that is not known."""
    return UNKNOWN if pd.isna(satang) else int(satang) / 100


def _equals(text: str) -> str:
    return f'="{text}"'
