"""Addresses of cells, as Excel writes them: columns count from 1 here, rows and columns of `address` from 0."""

from __future__ import annotations

from functools import cache


def column_of(letters: str) -> int:
    """The number of a column from 1: A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@cache
def letters_of(column: int) -> str:
    """The letters of a column counted from 1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """`A1` of a cell counted from 0."""
    return f"{letters_of(column + 1)}{row + 1}"
