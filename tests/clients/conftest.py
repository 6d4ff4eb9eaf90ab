"""The option that types more."""

from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption("--fillings", type=int, default=80, help="how many fillings are typed into forms")
