"""Rebuilds the shipped inputs: the plan workbook, and each department's form filled with the report's results.

`python -m examples.build` writes inputs/ afresh from examples/fy2565/. The answers go into the form by their keys, as a
person types them, and what the form computes from them stands in it as if Excel had saved it.
"""

from __future__ import annotations

from pathlib import Path

from examples import source
from pipeline.forms.form import form_name, write_form
from pipeline.forms.plan_workbook import write_plan
from pipeline.outputs import write_whole

INPUTS = Path(__file__).parents[1] / "inputs"


def build() -> dict[str, bytes]:
    """The files of inputs/: name → content."""
    workbook = write_plan(source.plan_tables(), "th")
    plan = source.plan_of(workbook)
    filled = {
        f"submissions/{form_name(plan, department)}": write_form(plan, department, "th", answers=own)
        for department, own in source.answers().items()
    }
    return {"plan.xlsx": workbook} | filled


if __name__ == "__main__":
    for name, data in build().items():
        write_whole(INPUTS / name, data)
