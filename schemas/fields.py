"""How a column is described, once: the description that form, reader, checks, summary and docs are derived from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

# Whoever only needs to know what a column is called must not wait for pandas: the process that reads files does not.
if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


class Text(NamedTuple):
    """Words for people, in both languages."""

    th: str
    en: str

    def to(self, lang: str) -> str:
        """The words in `lang` ("th" or "en")."""
        return self.en if lang == "en" else self.th


NO_TEXT = Text("", "")


class Kind(StrEnum):
    """What a cell of a column holds; decides its parser, its dtype and its number format."""

    CODE = "code"
    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    AMOUNT = "amount"
    DATE = "date"


# Amounts are whole satang, so that no sum of money is ever a float; they become baht where they are shown.
DTYPES: Mapping[Kind, str] = {
    Kind.CODE: "str",
    Kind.TEXT: "str",
    Kind.LONG_TEXT: "str",
    Kind.CHOICE: "str",
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "float64",
    Kind.AMOUNT: "Int64",
    Kind.DATE: "datetime64[ns]",
}

HOLDS: Mapping[Kind, Text] = {
    Kind.CODE: Text("รหัส", "a code"),
    Kind.TEXT: Text("ข้อความ", "text"),
    Kind.LONG_TEXT: Text("ข้อความ", "text"),
    Kind.CHOICE: Text("เลือกจากรายการ", "one of the list"),
    Kind.INTEGER: Text("จำนวนเต็ม", "a whole number"),
    Kind.NUMBER: Text("ตัวเลข", "a number"),
    Kind.AMOUNT: Text("จำนวนเงินเป็นบาท", "an amount in baht"),
    Kind.DATE: Text("วันที่", "a date"),
}
EXAMPLES: Mapping[Kind, Text] = {
    Kind.CODE: Text("1.1", "1.1"),
    Kind.INTEGER: Text("3 หรือ ๓", "3"),
    Kind.NUMBER: Text("310 หรือ ๓๑๐", "310"),
    Kind.AMOUNT: Text("36,000.00", "36,000.00"),
    Kind.DATE: Text("31 มี.ค. 2565", "31/3/2565"),
}
SUCH_AS = Text(" เช่น ", " such as ")

# What a schema says of a frame whose columns are not its table's.
NOT_AS_DESCRIBED = "columns or kinds differ"

# A range is said where a person may run into it; the widest ones only keep nonsense out.
_BETWEEN = Text("ตัวเลข {:g} ถึง {:g}", "a number from {:g} to {:g}")
_WORTH_SAYING = 10_000


class Choice(NamedTuple):
    """One entry of a dropdown: the id that code uses, and the words that people choose."""

    id: str
    title: Text
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column: what it is called, what it holds, and which rule is broken when it does not.

    `required` and `between_rule` name rules of `schemas.rules`; `between` is inclusive, and for amounts in baht.
    `sample`: an answer as it might be, where the kind alone does not give one. `default`: what an empty cell means.
    """

    id: str
    title: Text
    kind: Kind
    help: Text = NO_TEXT
    sample: Text = NO_TEXT
    width: float = 14
    required: str | None = None
    choices: tuple[Choice, ...] = ()
    between: tuple[float, float] | None = None
    between_rule: str = "NUMBER_OUT_OF_RANGE"
    default: Any = None

    @property
    def checked(self) -> bool:
        """Whether its values have to be looked at, beyond their kind."""
        return bool(self.choices or self.between or self.required)

    def column(self) -> pa.Column:
        """The pandera column of what its values must be; a check's error is the id of the rule it breaks."""
        import pandera.pandas as pa

        checks = []
        if self.choices:
            checks.append(pa.Check.isin([c.id for c in self.choices], error="CHOICE_NOT_ON_LIST"))
        if self.between:
            low, high = (bound * self.per_unit for bound in self.between)
            checks.append(pa.Check.in_range(low, high, error=self.between_rule))
        return pa.Column(
            checks=checks, nullable=self.required is None, title=self.title.en, description=self.help.en or None
        )

    @property
    def per_unit(self) -> int:
        """How many of the stored unit make one that people write: 100 satang to the baht, else 1."""
        return 100 if self.kind is Kind.AMOUNT else 1

    def choice_title(self, choice_id: str, lang: str) -> str:
        """The words of a choice, or the id itself where it is none of them."""
        return next((c.title.to(lang) for c in self.choices if c.id == choice_id), choice_id)

    def holds(self, lang: str) -> str:
        """What a cell of this column should hold, in words."""
        if self.choices:
            return " / ".join(c.title.to(lang) for c in self.choices)
        if self._narrow:
            return _BETWEEN.to(lang).format(*self.between or ())
        return HOLDS[self.kind].to(lang)

    def example(self, lang: str) -> str:
        """A cell of this column as it might be; nothing where the choices say it all."""
        if self.choices:
            return ""
        return (self.sample if self.sample.th else EXAMPLES.get(self.kind, NO_TEXT)).to(lang)

    def expected(self, lang: str) -> str:
        """What a cell of this column should hold, with an example where a short one says more."""
        example = EXAMPLES.get(self.kind, NO_TEXT).to(lang)
        return f"{self.holds(lang)}{SUCH_AS.to(lang)}{example}" if example and not self._narrow else self.holds(lang)

    @property
    def _narrow(self) -> bool:
        """Whether its range is worth saying."""
        return bool(self.between) and max(map(abs, self.between or ())) <= _WORTH_SAYING


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its columns in order, and the columns that tell its rows apart.

    A `record` table has one row only, and is laid out downwards in a workbook: title left, value right.
    """

    id: str
    title: Text
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    help: Text = NO_TEXT
    record: bool = False

    def __getitem__(self, field_id: str) -> Field:
        return self._by_id[field_id]

    def __contains__(self, field_id: object) -> bool:
        return field_id in self._by_id

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields)

    @cached_property
    def _by_id(self) -> dict[str, Field]:
        return {f.id: f for f in self.fields}

    @property
    def columns(self) -> list[str]:
        """The ids of the columns, in order."""
        return [f.id for f in self.fields]

    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema that a frame of this table must satisfy, made once.

        Names, order and kinds of all columns are one check of the frame: told column by column, pandera takes ten times
        as long. It goes into the columns of which more is asked.
        """
        return self._schema

    @cached_property
    def _schema(self) -> pa.DataFrameSchema:
        import pandera.pandas as pa

        kinds = [(f.id, DTYPES[f.kind]) for f in self.fields]
        described = pa.Check(
            lambda frame: [(name, str(dtype)) for name, dtype in frame.dtypes.items()] == kinds, error=NOT_AS_DESCRIBED
        )
        columns = {f.id: f.column() for f in self.fields if f.checked}
        return pa.DataFrameSchema(columns, checks=described, name=self.id)

    def frame(self, rows: Sequence[Mapping[str, Any]] | pd.DataFrame = ()) -> pd.DataFrame:
        """A frame with this table's columns and dtypes, unvalidated; what a row leaves out is missing."""
        import pandas as pd

        if not isinstance(rows, pd.DataFrame):
            return pd.DataFrame(
                {name: pd.array([row.get(name) for row in rows], dtype) for name, dtype in self._dtypes}
            )
        missing = pd.Series(index=rows.index, dtype=object)
        return pd.DataFrame({name: rows.get(name, missing).astype(dtype).array for name, dtype in self._dtypes})

    @cached_property
    def _dtypes(self) -> list[tuple[str, Any]]:
        """Column and dtype: pandas takes longer to understand the name of a dtype than to give a small column that dtype."""
        import pandas as pd

        return [(f.id, pd.api.types.pandas_dtype(DTYPES[f.kind])) for f in self.fields]
