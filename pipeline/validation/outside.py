"""What was sent and has no place in the form: said in a finding a sheet, and kept for the form that goes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pipeline.intake.workbook import shown
from schemas.submission import LEFTOVERS

# The start of a text, to recognise it by; all of it stands on the sheet of leftovers.
_SHORT = 60


def findings_of(leftovers: pd.DataFrame, owners: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A finding for each sheet on which something stands outside the form; `owners`: file → department."""
    counted = leftovers[leftovers["file"].isin(owners)]
    for (file, sheet), own in counted.groupby(["file", "sheet"], sort=False):
        first = own["text"].iloc[0]
        shortened = first if len(first) <= _SHORT else f"{first[:_SHORT]}…"
        words = {"found": shortened, "other": f"{len(own):,}"}
        place = {"file": file, "sheet": sheet, "cell": own["cell"].iloc[0], "department": owners[file]}
        yield {"rule": "OUTSIDE_THE_FORM"} | place | words


def without_a_place(leftovers: pd.DataFrame, cells: pd.DataFrame, file: str) -> pd.DataFrame:
    """A frame of LEFTOVERS: everything of a file that the form of the current plan has no cell for.

    `cells` as `Validated.cells`: also answers that are not asked any more, and of cells that stand twice the second.
    """
    outside = leftovers[leftovers["file"] == file]
    filled = cells[(cells["file"] == file) & cells["given"]]
    extra = filled[(filled["state"] == "not_asked") | filled.duplicated("key")]
    if extra.empty:
        return outside.reset_index(drop=True)
    extra = extra.assign(text=extra["raw"].map(shown))
    return LEFTOVERS.frame(pd.concat([outside, extra[LEFTOVERS.columns]]))
