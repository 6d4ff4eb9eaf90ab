"""What every run does again with the same bytes, done once for all the runs of a test file."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import pandas as pd
import pytest

from pipeline import recipe
from pipeline.intake.workbook import Sheet
from pipeline.validation.plan import Plan, read_plan


@contextmanager
def plans_read_once() -> Iterator[None]:
    """Runs within this read a plan, which takes as long as the forms, only where its file or its cells are others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipe, "read_plan", lambda file, sheets: _read(file, pickle.dumps(sheets)))
        yield


@lru_cache(maxsize=32)
def _read(file: str, sheets: bytes) -> tuple[Plan | None, pd.DataFrame]:
    known: list[Sheet] = pickle.loads(sheets)
    return read_plan(file, known)
