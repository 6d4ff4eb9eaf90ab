"""What an earlier round of the same fiscal year reported, as its summary tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pipeline import thai
from pipeline.intake.keyed import keyed_cells
from pipeline.intake.titled import titled_tables
from pipeline.intake.workbook import Sheet, shown
from pipeline.validation.plan import Settings
from pipeline.validation.rows import Grouped
from pipeline.validation.tables import typed
from schemas.summary import BUDGET_RESULTS, LEVEL_RESULTS, SCORES, SUMMARY_IDENTITY

_TABLES = (LEVEL_RESULTS, BUDGET_RESULTS, SCORES)


@dataclass(frozen=True)
class Earlier:
    """An earlier round: its summary's file, its months as the plan's settings have them, and its typed tables.

    `levels`: a frame of LEVEL_RESULTS; `budgets`: one of BUDGET_RESULTS; `scores`: one of SCORES. What cannot be read
    is missing in them.
    """

    file: str
    months: str
    levels: pd.DataFrame
    budgets: pd.DataFrame
    scores: pd.DataFrame

    @cached_property
    def levels_of(self) -> Grouped:
        """The rows of `levels` by KPI."""
        return Grouped.by(self.levels, "kpi")

    @cached_property
    def budgets_of(self) -> Grouped:
        """The rows of `budgets` by project."""
        return Grouped.by(self.budgets, "project")


def latest_before(settings: Settings, summaries: Mapping[str, Sequence[Sheet]]) -> Earlier | None:
    """The last round before this one among the summaries of a folder: file → sheets; None where there is none."""
    rounds = ((round_, file) for file, sheets in summaries.items() for round_ in _rounds(sheets))
    before = [
        (round_, file) for round_, file in rounds if round_[0] == settings.fiscal_year and round_[1] < settings.round
    ]
    if not before:
        return None
    (_, months), file = max(before)
    found, _ = titled_tables(summaries[file], _TABLES)
    levels, budgets, scores = (typed(table, found.get(table.id)).frame for table in _TABLES)
    return Earlier(file, str(months), levels, budgets, scores)


def _rounds(sheets: Sequence[Sheet]) -> Iterator[tuple[int, int]]:
    """Fiscal year and months of a summary, as its hidden sheet says them."""
    for cell in keyed_cells(sheets):
        year, _, months = thai.to_arabic(shown(cell.raw)).partition("-")
        if cell.key == f"{SUMMARY_IDENTITY}|round" and year.isdigit() and months.isdigit():
            yield int(year), int(months)
