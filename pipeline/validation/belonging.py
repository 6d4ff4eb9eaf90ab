"""Whether a form is one of this plan, round and department: what its hidden sheet says against what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline import thai
from pipeline.intake.keyed import ByKey
from pipeline.intake.workbook import shown
from pipeline.validation.plan import Plan
from pipeline.validation.printed import named
from pipeline.validation.rows import values
from schemas.submission import HEAD_OWNER, HEAD_ROUND, HEAD_SEPARATOR

Verdict = dict[str, Any]
# The key of what is asked of every KPI, after its code.
ANSWER = "|narrative"
_MONTHS = re.compile("[0-9]{1,2}")
_SEPARATOR = thai.key(HEAD_SEPARATOR)


def text_at(said: ByKey, key: str) -> str:
    """What stands at a key, where it stands once; '' where it does not."""
    cells = said.get(key, ())
    return "" if len(cells) != 1 or thai.is_blank(cells[0].found) else shown(cells[0].found)


@dataclass(frozen=True)
class Marks:
    """By what the forms of a plan are known, whatever their departments filled in."""

    plan: Plan

    @cached_property
    def departments(self) -> dict[str, str]:
        """Department → its name."""
        return dict(values(self.plan.departments, "code", "name"))

    @cached_property
    def department_of(self) -> dict[str, str]:
        """KPI → the department that reports it."""
        return dict(values(self.plan.measures, "code", "department"))

    @cached_property
    def names(self) -> dict[str, str]:
        """Key → the name of a KPI or of its project, as the forms print it and as names are compared."""
        measures, name_of = self.plan.measures, self.plan.name_of
        printed = {}
        for code, name, project in values(measures, "code", "name", "project"):
            printed[f"{code}|kpi"] = thai.key(named(code, name))
            printed[f"{code}|project"] = thai.key(named(project, name_of("projects", project)))
        return printed

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        """Name of a department, as names are compared → the departments that have it."""
        codes: dict[str, set[str]] = {}
        for code, name in self.departments.items():
            codes.setdefault(thai.key(name), set()).add(code)
        return codes

    @cached_property
    def owner(self) -> str:
        """The plan and its organisation, as the head of the home sheet ends with them."""
        return HEAD_SEPARATOR.join((self.plan.settings.plan_name, self.plan.settings.organisation))

    @cached_property
    def _end(self) -> str:
        """The same as heads are compared."""
        return _SEPARATOR + thai.key(self.owner)

    def is_ours(self, head: str) -> bool:
        """Whether a head names this plan and its organisation."""
        return thai.key(head).endswith(self._end)

    def named_in(self, head: str) -> set[str]:
        """The departments whose name begins a head; none where it names a department that the plan does not have."""
        parts = thai.key(head).split(_SEPARATOR)
        beginnings = (_SEPARATOR.join(parts[:count]) for count in range(1, len(parts)))
        return set().union(*(self._by_name.get(name, ()) for name in beginnings))


def verdicts(marks: Marks, known: Mapping[str, Any], said: ByKey) -> Iterator[Verdict]:
    """Why a form cannot count, the surest reason first; nothing where it is what its hidden sheet says it is.

    `known`: field of IDENTITY → value. Where hidden sheet and form disagree neither is certain: no department is named.
    """
    yield from _otherwise_in_its_head(marks, known, said)
    yield from _of_another_time(marks.plan, known)
    if known["department"] not in marks.departments:
        yield {"state": "other_unit", "rule": "FORM_DEPARTMENT_UNKNOWN", "found": known["department"]}
    yield from _of_another_plan(marks, said)
    yield from _of_another_department(marks, known["department"], said)


def round_id(known: Mapping[str, Any]) -> str:
    """The round of a form as files name it; '' where it has none."""
    year, months = known["fiscal_year"], known["round"]
    return f"{year}-{int(months):02d}" if year and _MONTHS.fullmatch(months or "") else ""


def _otherwise_in_its_head(marks: Marks, known: Mapping[str, Any], said: ByKey) -> Iterator[Verdict]:
    verdict = {"state": "refused", "rule": "FORM_HEAD_DIFFERS", "department": ""}
    title, owner = text_at(said, HEAD_ROUND), text_at(said, HEAD_OWNER)
    numbers = set(re.findall("[0-9]+", thai.to_arabic(title)))
    year, _, months = round_id(known).partition("-")
    if numbers and year and not {year, months.removeprefix("0")} <= numbers:
        yield verdict | {"found": title, "expected": f"{year}-{months}"}
    others = marks.named_in(owner)
    if others and known["department"] not in others:
        yield verdict | {"found": owner, "expected": marks.plan.department_in_words(known["department"])}


def _of_another_time(plan: Plan, known: Mapping[str, Any]) -> Iterator[Verdict]:
    ours, year = plan.settings.round_id, plan.settings.fiscal_year
    if known["fiscal_year"] != year:
        words = {"found": str(known["fiscal_year"]), "expected": str(year)}
        yield {"state": "other_round", "rule": "FORM_OTHER_YEAR"} | words
    elif round_id(known) != ours:
        words = {"found": round_id(known) or known["round"], "expected": ours}
        yield {"state": "other_round", "rule": "FORM_OTHER_ROUND"} | words


def _of_another_plan(marks: Marks, said: ByKey) -> Iterator[Verdict]:
    """A form with the codes, year and round of this plan is another's where nothing that it prints agrees.

    A form that names this plan was made from it, however much the plan has changed since.
    """
    owner = text_at(said, HEAD_OWNER)
    if marks.is_ours(owner):
        return
    printed = {key: text for key in said if key in marks.names and (text := text_at(said, key))}
    codes = kpis(said)
    strange = codes and not any(code in marks.department_of for code in codes)
    renamed = printed and not any(thai.key(text) == marks.names[key] for key, text in printed.items())
    if strange or renamed:
        found = owner or ", ".join(printed.values() or codes)
        verdict = {"state": "other_unit", "rule": "FORM_OF_OTHER_PLAN", "department": ""}
        yield verdict | {"found": found, "expected": marks.owner}


def _of_another_department(marks: Marks, department: str, said: ByKey) -> Iterator[Verdict]:
    """A form of which every KPI is another department's."""
    owners = {marks.department_of[code]: code for code in kpis(said) if code in marks.department_of}
    if owners and department not in owners:
        found = ", ".join(marks.plan.department_in_words(code) for code in owners)
        verdict = {"state": "refused", "rule": "FORM_OF_OTHER_DEPARTMENT", "department": ""}
        yield verdict | {"found": found, "expected": marks.plan.department_in_words(department)}


def kpis(said: ByKey) -> list[str]:
    """The codes of the KPIs that a form asks for."""
    return [key.removesuffix(ANSWER) for key in said if key.endswith(ANSWER)]
