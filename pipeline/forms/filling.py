"""What a form is filled with: whose it is, what they answered, and what was found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from pipeline.drawing.figures import Figures
from pipeline.forms import words
from pipeline.validation.findings import fix, text_of, wrong
from pipeline.validation.plan import Own, Part, Plan
from pipeline.validation.rows import Record, records
from schemas.fields import Text
from schemas.plan import SETTINGS
from schemas.rules import FINDINGS
from schemas.submission import LEFTOVERS

# The rules that a cell breaks which holds something, but nothing that can be read.
_UNREAD = ("DATE_UNREADABLE", "ERROR_VALUE", "FORMULA_NOT_CALCULATED")


@dataclass(frozen=True)
class Flag:
    """What was found at an entry cell: the worst severity, what is wrong by it, and the note with all of it."""

    severity: str
    wrong: str
    note: str


class Carried(NamedTuple):
    """What a form brings from an earlier round: the round's id in the plan, and entry key → raw value."""

    round: str
    answers: Mapping[str, object]


NOT_CARRIED = Carried("", {})


@dataclass(frozen=True)
class Filling:
    """One department's form: `answers` entry key → raw value, `findings` a frame of FINDINGS, worst first.

    `carried`: those of the answers that come from an earlier round; `leftovers`: a frame of LEFTOVERS, what was sent
    and has no place in the form.
    """

    plan: Plan | Part
    department: str
    lang: str
    answers: Mapping[str, object]
    findings: pd.DataFrame
    revision: int
    carried: Carried = NOT_CARRIED
    leftovers: pd.DataFrame = field(default_factory=LEFTOVERS.frame)

    @cached_property
    def figures(self) -> Figures:
        """The numerals of this form."""
        return Figures(self.lang, self.plan.settings.numerals)

    @cached_property
    def kpis(self) -> list[Record]:
        """The KPIs that this department reports, as rows of `Plan.measures`, in the order of the plan."""
        return [kpi for kpi in self._own.kpis if kpi["due"] == "due"]

    @cached_property
    def entries(self) -> dict[str, list[Record]]:
        """KPI → the entry cells that the form has for it; "" → those about the reporter."""
        return _grouped(self._own.entries)

    @cached_property
    def rubrics(self) -> dict[str, list[Record]]:
        """KPI → the levels of its rubric, in order."""
        return _grouped(sorted(self._own.rubric, key=lambda level: level["level"]))

    @cached_property
    def projects(self) -> dict[str, Record]:
        """Project → its row in the plan, of those that are this department's."""
        return {project["code"]: project for project in self._own.projects}

    @cached_property
    def _own(self) -> Own:
        return self.plan.own(self.department)

    @cached_property
    def found(self) -> list[Record]:
        """The findings, one after the other."""
        return records(self.findings)

    @property
    def returned(self) -> bool:
        """Whether the form goes back with findings."""
        return len(self.findings) > 0

    @cached_property
    def flags(self) -> dict[str, Flag]:
        """Entry key → what was found there."""
        notes: dict[str, list[Record]] = {}
        for finding in self.found:
            notes.setdefault(text_of(finding, "key"), []).append(finding)
        return {
            key: Flag(found[0]["severity"], wrong(found[0], self.lang), self._note(found))
            for key, found in notes.items()
            if key
        }

    def _note(self, found: list[Record]) -> str:
        said = (f"{self.severity(f['severity'])}: {wrong(f, self.lang)}\n→ {fix(f, self.lang)}" for f in found)
        return "\n".join(said)

    @cached_property
    def unread(self) -> set[str]:
        """The keys of the entries that could not be read."""
        return {text_of(finding, "key") for finding in self.found if finding["rule"] in _UNREAD} - {""}

    def severity(self, id_: str) -> str:
        """A severity in words."""
        return FINDINGS["severity"].choice_title(id_, self.lang)

    def count(self, severity: str) -> int:
        """How many findings have a severity."""
        return sum(finding["severity"] == severity for finding in self.found)

    # --- words

    def say(self, text: Text, *parts: object, **named: object) -> str:
        """Words of the form in its language and numerals."""
        return self.figures.digits(text.to(self.lang)).format(*parts, **named)

    @cached_property
    def round(self) -> str:
        """The round in words."""
        return self._round(str(self.plan.settings.round))

    @cached_property
    def carried_from(self) -> str:
        """The round that answers are carried over from, in words."""
        return self._round(self.carried.round)

    def _round(self, id_: str) -> str:
        return self.figures.digits(SETTINGS["round"].choice_title(id_, self.lang))

    @cached_property
    def title(self) -> str:
        """What this form is, with its round."""
        return self.say(words.FORM_OF_ROUND, round=self.round)

    @cached_property
    def title_with_days(self) -> str:
        """What this form is, with the first and the last day of its round."""
        settings, day = self.plan.settings, self.figures.date
        return self.say(words.ROUND_DAYS, round=self.title, first=day(settings.first_day), last=day(settings.last_day))

    @cached_property
    def department_name(self) -> str:
        """The department's name."""
        return self.plan.name_of("departments", self.department)


def has(value: object) -> bool:
    """Whether the plan gives a value."""
    return not (value is None or value is pd.NA or value != value or value == "")


def _grouped(rows: Iterable[Record]) -> dict[str, list[Record]]:
    """KPI → its rows."""
    groups: dict[str, list[Record]] = {}
    for row in rows:
        groups.setdefault(row["kpi"], []).append(row)
    return groups
