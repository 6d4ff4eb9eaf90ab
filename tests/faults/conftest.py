"""The option that kills more often."""

from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption("--kills", type=int, default=3, help="how often a run is killed at each of its stages")
