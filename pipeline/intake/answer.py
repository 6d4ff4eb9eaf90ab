"""What was read of a file, as it travels between processes and is kept between runs: packed, and plain data only.

A form has hundreds of cells; they are packed by column, which takes a third of the time that row by row takes.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Iterable
from functools import cached_property
from itertools import repeat
from typing import Any

from pipeline.intake.keyed import KeyedCell
from pipeline.intake.reading import Reading, reading
from pipeline.intake.verdict import Refusal
from pipeline.intake.workbook import Sheet

# No reading of a file within the guards' limits comes near it.
_LONGEST = 512 * 1024**2
# Beyond this level a smaller answer takes several times as long.
_LEVEL = 3
_PLAIN = {
    "datetime": {"date", "datetime", "time", "timedelta"},
    "pipeline.intake.keyed": {"Leftover"},
    "pipeline.intake.verdict": {"Reason", "Refusal", "Remark"},
    "pipeline.intake.workbook": {"Sheet"},
}


class Answer:
    """What was read of a file: `packed`, light to send and to keep, and unpacked into its `content` when that is asked for."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    @cached_property
    def content(self) -> Reading | Refusal:
        """The reading, or why the file is not read; raises UnpicklingError for what is no answer, whatever it is."""
        try:
            return _unpacked(self.packed)
        # What unpickling raises for bytes that are no pickle has no end.
        except Exception as trouble:
            raise pickle.UnpicklingError(type(trouble).__name__) from trouble

    def checked(self) -> Answer:
        """The same, which can be unpacked; raises UnpicklingError where it cannot."""
        return self if self.content else Answer(b"")


def read_file(data: bytes) -> Answer:
    """The answer to a file's bytes: a pure function, for whatever process or machine an executor has."""
    return answer_of(reading(data))


def answer_of(content: Reading | Refusal) -> Answer:
    """A reading or a refusal, packed."""
    plain: object = content
    columns: list[list[object]] = []
    if isinstance(content, Reading):
        known: dict[str, str] = {}
        sheets = [Sheet(sheet.name, [_once(row, known) for row in sheet.rows]) for sheet in content.sheets]
        plain = tuple(content._replace(cells=[], sheets=sheets))
        columns = [_once(column, known) for column in zip(*content.cells, strict=True)]
    return Answer(zlib.compress(pickle.dumps((plain, columns), pickle.HIGHEST_PROTOCOL), _LEVEL))


def _once(values: Iterable[object], known: dict[str, str]) -> list[object]:
    """The values, equal texts as one text: the reader makes a new one for each cell, in a large plan a million."""
    return [known.setdefault(value, value) if type(value) is str else value for value in values]


def _unpacked(packed: bytes) -> Reading | Refusal:
    inflater = zlib.decompressobj()
    plain, columns = _Plain(io.BytesIO(inflater.decompress(packed, _LONGEST))).load()
    if not inflater.eof:
        raise EOFError
    if isinstance(plain, Refusal):
        return plain
    if columns and len(columns) != len(KeyedCell._fields):
        raise TypeError
    if not all(set(map(type, column)) == {str} for column in columns[:-1]):
        raise TypeError
    # A form has hundreds of cells; what makes a tuple makes them sooner than their own constructor, and asks nothing.
    return Reading(*plain)._replace(cells=list(map(tuple.__new__, repeat(KeyedCell), zip(*columns, strict=True))))


class _Plain(pickle.Unpickler):
    """Unpickles what a reading is made of, and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        if name not in _PLAIN.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)
