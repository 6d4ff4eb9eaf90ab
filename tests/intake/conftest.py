"""The option that damages more forms."""

from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption("--mutations", type=int, default=2000, help="how many damaged forms are read")
