"""Findings as a table: made from rows, put in order, and said in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from schemas.fields import Field, Kind, Table, Text
from schemas.plan import PLAN_TABLES
from schemas.rules import FINDINGS, RULES, SEVERITIES
from schemas.submission import FORM_TABLES

_TABLES: Mapping[str, Table] = {table.id: table for table in (*PLAN_TABLES, *FORM_TABLES)}
_SEVERITY_ORDER = {choice.id: index for index, choice in enumerate(SEVERITIES)}
_PLACE = re.compile(r"\{(found|expected|other|item)\}")
_COLON_EXPECTED = ": {expected}"
_LEVEL = Text("ระดับ", "level")
_BLANK = Text("(ว่าง)", "(empty)")


def findings(rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """A frame of findings; each row needs a rule, and gets the rule's severity."""
    listed = [dict(row) | {"severity": RULES[row["rule"]].severity.value} for row in rows]
    return FINDINGS.frame(listed)


def joined(*frames: pd.DataFrame) -> pd.DataFrame:
    """Findings together, without repetitions, worst first and then in the order in which they came."""
    filled = [frame for frame in frames if len(frame)]
    if not filled:
        return findings()
    together = pd.concat(filled, ignore_index=True).drop_duplicates()
    order = together["severity"].map(_SEVERITY_ORDER)
    return together.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def numbered(listed: pd.DataFrame, departments: Sequence[str]) -> pd.DataFrame:
    """The findings with their numbers, from 1: those of no department first, then department by department as given.

    Within a department, in their own order.
    """
    places = {code: place for place, code in enumerate(departments, start=1)}
    order = listed["department"].map(places).fillna(0).argsort(kind="stable")
    return listed.assign(number=(order.argsort() + 1).astype("Int64"))


def field_of(qualified: str) -> Field | None:
    """The field that `table.field` names."""
    table, _, field = qualified.partition(".")
    return _TABLES[table][field] if table in _TABLES and field in _TABLES[table] else None


def item(finding: Mapping[str, Any], lang: str) -> str:
    """What a finding is about, in words: the title of its field, and its rubric level."""
    field = field_of(text_of(finding, "field"))
    title = field.title.to(lang) if field else text_of(finding, "field")
    level = finding.get("level")
    return title if level is None or pd.isna(level) else f"{_LEVEL.to(lang)} {int(level)} · {title}"


def expected(finding: Mapping[str, Any], lang: str) -> str:
    """What was expected: as the finding says it, or as its field describes itself; for texts, what they should tell."""
    stated = text_of(finding, "expected")
    field = field_of(text_of(finding, "field"))
    if stated or field is None:
        return stated
    told = field.help.to(lang) if field.kind in (Kind.TEXT, Kind.LONG_TEXT) else ""
    return told or field.expected(lang)


def example(finding: Mapping[str, Any], lang: str) -> str:
    """An answer that would keep the rule: the rule's own example, or one of the entry where nothing else is expected."""
    own = RULES[finding["rule"]].example.to(lang)
    field = field_of(text_of(finding, "field"))
    return own if own or field is None or text_of(finding, "expected") else field.example(lang)


def wrong(finding: Mapping[str, Any], lang: str) -> str:
    """What is wrong, as a sentence."""
    return _said(RULES[finding["rule"]].wrong.to(lang), finding, lang)


def fix(finding: Mapping[str, Any], lang: str, beside_expected: bool = False) -> str:
    """How to put it right, as a sentence; where it stands beside what is expected, that is not said again."""
    sentence = RULES[finding["rule"]].fix.to(lang)
    return _said(sentence.removesuffix(_COLON_EXPECTED) if beside_expected else sentence, finding, lang)


def day(date: date) -> str:
    """A day as an officer writes it in a cell."""
    return f"{date.day}/{date.month}/{date.year + 543}"


def text_of(finding: Mapping[str, Any], column: str) -> str:
    """A text of a finding; '' where it has none."""
    value = finding.get(column)
    return value if isinstance(value, str) else ""


def _said(sentence: str, finding: Mapping[str, Any], lang: str) -> str:
    words = {
        "found": text_of(finding, "found") or _BLANK.to(lang),
        "expected": expected(finding, lang),
        "other": text_of(finding, "other"),
        "item": item(finding, lang),
    }
    # In one pass, so that braces which somebody typed are said as they were typed.
    return _PLACE.sub(lambda place: words[place[1]], sentence)
