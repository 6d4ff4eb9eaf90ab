"""The story of two rounds, as tests/runs/two-rounds tells it: the plan, and what each department types in the second."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from examples import source
from pipeline.consolidation.summary import Summary
from pipeline.drawing.figures import Figures
from pipeline.report.workbook import write_summary
from pipeline.validation.earlier import Earlier, latest_before
from pipeline.validation.plan import Plan
from support.inputs import change_table
from support.reading import sheets_in
from support.seed import Answers, plan_of, seed_summary, summary_of

FOLDER = Path(__file__).parents[1] / "runs" / "two-rounds"
# What a form does not bring from an earlier round: a person types it again.
_TYPED_AGAIN = ("narrative", "value", "self_score", "has_obstacle", "obstacle", "suggestion")


@cache
def story() -> Mapping[str, Any]:
    """What the story changes."""
    return tomllib.loads((FOLDER / "story.toml").read_text("utf-8"))


def plan_tables() -> dict[str, list[dict[str, Any]]]:
    """The plan of the twelve-month round."""
    tables = source.plan_tables()
    for change in story()["plan"]:
        change_table(tables[change["table"]], change)
    return tables


def typed() -> Answers:
    """Department → what a person types into the form that begins with the earlier round."""
    return {
        department: {key: value for key, value in given.items() if _typed_again(key)} | story()["answers"][department]
        for department, given in source.answers().items()
    }


def answers() -> Answers:
    """Department → everything that then stands in the form."""
    asked = set(plan_of(plan_tables()).entries["key"])
    return {
        department: {key: value for key, value in (given | story()["answers"][department]).items() if key in asked}
        for department, given in source.answers().items()
    }


def _typed_again(key: str) -> bool:
    # 1.3 is cancelled, so that no form asks for it.
    return not key.startswith("1.3|") and (key.startswith("reporter|") or key.split("|")[1] in _TYPED_AGAIN)


@cache
def earlier_round() -> Earlier:
    """The six-month round, as its summary workbook tells it."""
    workbook = write_summary(seed_summary(), Figures("th", "thai"))
    earlier = latest_before(plan_of(plan_tables()).settings, {"summary-2565-06.xlsx": sheets_in(workbook)})
    assert earlier
    return earlier


def beside(earlier: Earlier, plan: Plan, given: Answers) -> Summary:
    """The summary of a plan and answers beside an earlier round."""
    return summary_of(plan, given, earlier)


@cache
def summary_of_both() -> Summary:
    """The summary of the twelve-month round beside the six-month one; not to be changed."""
    return beside(earlier_round(), plan_of(plan_tables()), answers())
