"""The option that writes the expected texts afresh."""

from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption("--write-expected", action="store_true", help="write tests/runs/*/expected.txt afresh")
