"""The option that types more; and runs of the same plan read it once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.once import plans_read_once


def pytest_addoption(parser):
    parser.addoption("--fillings", type=int, default=80, help="how many fillings are typed into forms")


@pytest.fixture(scope="module", autouse=True)
def the_same_plan_is_read_once() -> Iterator[None]:
    with plans_read_once():
        yield
