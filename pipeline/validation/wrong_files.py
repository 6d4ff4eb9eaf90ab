"""Signs that a form which counts is not what it seems: another's name on it, old answers, or another's answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.validation.belonging import ANSWER
from pipeline.validation.earlier import Earlier
from pipeline.validation.plan import Plan
from pipeline.validation.rows import values
from pipeline.validation.submissions import Validated
from schemas.submission import LEVELS, REPORTER, RESULTS

# Shorter texts are alike by chance: "อยู่ระหว่างดำเนินการ".
LONG = 30
_TEXTS = ("narrative", "obstacle", "suggestion")
# What is shorter may stand in a file's name by chance: a word, unless the round stands before it, and a name.
_SURE_WORD, _SURE_NAME = 3, 6
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_BETWEEN_ADDRESSES = re.compile(r"[\s;,<>]+")
_EMAIL = f"{REPORTER.id}|email"

Row = dict[str, Any]


def findings_of(plan: Plan, owners: Mapping[str, str], validated: Validated, earlier: Earlier | None) -> Iterator[Row]:
    """All of them; `owners`: file → department of the forms that count, `earlier`: the round before this one."""
    files = {department: file for file, department in owners.items()}
    yield from _with_others_kpis(plan, owners, validated.cells)
    yield from _named_for_another(plan, owners)
    yield from _reported_by_another(plan, validated.cells)
    if earlier is not None:
        yield from _sent_again(plan, files, validated.tables, earlier)
    yield from _alike(plan, files, validated.tables[RESULTS.id])


def _about(rule: str, file: str, department: str, **words: str) -> Row:
    return {"rule": rule, "file": file, "department": department} | words


# --- another's KPIs


def _with_others_kpis(plan: Plan, owners: Mapping[str, str], cells: pd.DataFrame) -> Iterator[Row]:
    """Forms that hold more KPIs of others than of their own department."""
    department_of = dict(values(plan.measures, "code", "department"))
    kpis: dict[str, dict[str, None]] = {}
    for file, key, state in values(cells, "file", "key", "state"):
        if key.endswith(ANSWER) and state != "missing":
            kpis.setdefault(file, {})[key.removesuffix(ANSWER)] = None
    for file, own in kpis.items():
        department = owners[file]
        held = Counter(department_of.get(kpi, department) for kpi in own)
        others = held.total() - held[department]
        if others > held[department]:
            found = ", ".join(plan.department_in_words(code) for code in held if code != department)
            words = {
                "found": found,
                "expected": plan.department_in_words(department),
                "other": f"{others}/{held.total()}",
            }
            yield _about("FORM_WITH_OTHERS_KPIS", file, department, **words)


# --- another's name


class _Called(NamedTuple):
    """What a department is called: code and aliases as words of a file's name, and its names as names are compared."""

    words: list[str]
    names: list[str]


def _named_for_another(plan: Plan, owners: Mapping[str, str]) -> Iterator[Row]:
    """Files whose name says another department, and not the one whose form it is."""
    listed = plan.departments[["code", "name", "aliases"]].to_numpy()
    called = {code: _called(code, name, aliases) for code, name, aliases in listed}
    round_ = _words(plan.settings.round_id)
    for file, department in owners.items():
        stem, own = PurePosixPath(file).stem, called[department]
        words, text = _words(stem), thai.key(stem)
        if any(word in words for word in own.words) or any(name in text for name in own.names):
            continue
        others = [
            plan.department_in_words(code)
            for code, its in called.items()
            if any(_carries(words, word, round_) for word in its.words) or _tells(text, its.names, own.names)
        ]
        if others:
            found = {"found": PurePosixPath(file).name, "other": ", ".join(others)}
            yield _about(
                "FORM_NAMED_FOR_OTHER", file, department, expected=plan.department_in_words(department), **found
            )


def _called(code: str, name: str, aliases: object) -> _Called:
    also = [alias for alias in aliases.split(";") if thai.key(alias)] if isinstance(aliases, str) else []
    return _Called([_words(word) for word in (code, *also)], [thai.key(name), *map(thai.key, also)])


def _words(text: str) -> str:
    """The words of a file's name as forms are named: `-2565-06-ict-r2-`."""
    return f"-{_BETWEEN_WORDS.sub('-', thai.to_arabic(thai.clean(text)).casefold()).strip('-')}-"


def _carries(words: str, word: str, round_: str) -> bool:
    """Whether a file's name holds a word, or `-2565-06-it-` where the word alone would not be sure."""
    letters = word.strip("-")
    sure = len(letters) >= _SURE_WORD and not letters.isdecimal()
    return (word if sure else round_ + word[1:]) in words


def _tells(text: str, names: Iterable[str], own: Iterable[str]) -> bool:
    """Whether a file's name holds one of these names; one that is a part of its own department's name says nothing."""
    return any(len(name) >= _SURE_NAME and name in text and not any(name in ours for ours in own) for name in names)


def _reported_by_another(plan: Plan, cells: pd.DataFrame) -> Iterator[Row]:
    """Forms whose reporter writes from the address at which the plan reaches another department."""
    emails = values(plan.departments, "code", "email")
    reached = {code: _addresses(email) for code, email in emails}
    given = cells[(cells["key"] == _EMAIL) & (cells["state"] == "filled")]
    for cell in given.to_dict("records"):
        own = _addresses(cell["value"])
        others = [code for code, addresses in reached.items() if addresses & own]
        if others and cell["department"] not in others:
            place = {name: cell[name] for name in ("file", "sheet", "cell", "key", "department")}
            words = {"found": cell["value"], "other": ", ".join(plan.department_in_words(code) for code in others)}
            yield {"rule": "REPORTER_OF_OTHER", "field": f"{cell['table']}.{cell['field']}"} | place | words


def _addresses(text: object) -> set[str]:
    return (
        {word for word in _BETWEEN_ADDRESSES.split(text.casefold()) if "@" in word} if isinstance(text, str) else set()
    )


# --- another's answers


def _sent_again(
    plan: Plan, files: Mapping[str, str], tables: Mapping[str, pd.DataFrame], earlier: Earlier
) -> Iterator[Row]:
    """Departments that report in every narrative, value and status what they did in the earlier round.

    Statuses, dates and amounts are carried over into a form; the same narratives were copied.
    """
    results = tables[RESULTS.id]
    before, now = _told(earlier.scores, earlier.levels), _told(results, tables[LEVELS.id])
    for department, own in results[results["kpi"].isin(now)].groupby("department", sort=False):
        same = all(now[kpi] == before.get(kpi) for kpi in own["kpi"])
        if same and own["narrative"].str.len().max() >= LONG:
            words = {"found": str(len(own)), "other": f"{plan.settings.fiscal_year}-{int(earlier.months):02d}"}
            yield _about("ANSWERS_SENT_AGAIN", files[str(department)], str(department), **words)


def _told(results: pd.DataFrame, levels: pd.DataFrame) -> dict[str, tuple[Any, ...]]:
    """KPI → narrative, value and statuses, of those that have a narrative."""
    statuses: dict[str, set[tuple[int, str]]] = {}
    for kpi, level, status in levels[["kpi", "level", "status"]].dropna().to_numpy():
        statuses.setdefault(kpi, set()).add((int(level), status))
    told = results[["kpi", "narrative", "value"]].dropna(subset=["kpi", "narrative"]).to_numpy()
    return {
        kpi: (thai.key(narrative), None if pd.isna(value) else value, statuses.get(kpi, set()))
        for kpi, narrative, value in told
    }


def _alike(plan: Plan, files: Mapping[str, str], results: pd.DataFrame) -> Iterator[Row]:
    """Departments all of whose long texts are another's too; two that say the same are told once."""
    texts: dict[str, set[bytes]] = {}
    holders: dict[bytes, set[str]] = {}
    for department, *said in results[["department", *_TEXTS]].to_numpy():
        for text in (text for text in said if isinstance(text, str) and len(text) >= LONG):
            digest = thai.digest(thai.key(text))
            texts.setdefault(department, set()).add(digest)
            holders.setdefault(digest, set()).add(department)
    told: set[frozenset[str]] = set()
    for department, own in texts.items():
        sharing = set.intersection(*(holders[text] for text in own)) - {department}
        other = next(code for code in texts if code in sharing) if sharing else department
        if sharing and {department, other} not in told:
            told.add(frozenset((department, other)))
            found, others = (f"{plan.department_in_words(code)} ({files[code]})" for code in (department, other))
            yield _about("FORMS_ALIKE", files[department], department, found=found, other=others)
