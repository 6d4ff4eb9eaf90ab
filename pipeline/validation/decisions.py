"""What the planning office decided: forms accepted late, findings waived, scores and values corrected.

A decision changes nothing that was reported: it stands beside it, numbered, with who decided it and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

from pipeline import thai
from pipeline.intake.workbook import shown
from pipeline.validation.findings import day, findings
from pipeline.validation.parse import parse
from pipeline.validation.places import Places
from pipeline.validation.rows import values
from schemas.fields import Field
from schemas.plan import DECISIONS
from schemas.rules import RULES, Severity
from schemas.submission import AMOUNTS, BUDGET_PART, RESULTS
from schemas.summary import DECIDED

# A decision as the plan has it, numbered; `typed` is the value that it gives, `broken` the field of DECISIONS that is empty
# or wrong where one is, and `outcome` whether it can be applied: "applied" until it turns out to meet nothing, "incomplete"
# or "expired". Then where it stands.
COLUMNS = ["number", *DECISIONS.columns, "typed", "broken", "outcome", "file", "sheet", "cell"]
SCORE = "score"

_ITEMS: Mapping[str, Field] = {
    SCORE: RESULTS["self_score"],
    "value": RESULTS["value"],
    **{field.id: field for field in AMOUNTS},
}
# What a decision of each kind cannot do without, beside reason, name and date.
_NEEDS = {"accept": ("department",), "waive": ("finding",), "correct": ("kpi", "item", "value")}
_LATE = "FORM_LATE"


def read_decisions(frame: pd.DataFrame, places: Places, report_date: date) -> pd.DataFrame:
    """The decisions of a plan workbook, a row each with COLUMNS, numbered from 1. `frame`: the typed frame of DECISIONS.

    They hold, or have expired, on the day of the report. The cell of one that cannot be applied is that of the field which is empty or wrong, else that of its action.
    """
    rows = []
    for number, (row, decision) in enumerate(zip(frame.index, frame.to_dict("records"), strict=True), start=1):
        typed, broken = _understood(decision)
        cell = places.cell(DECISIONS.id, row, broken or "action")
        place = {"file": places.file, "sheet": places.sheets.get(DECISIONS.id, ""), "cell": cell}
        made = {"number": number, "typed": typed, "broken": broken} | decision | place
        rows.append(made | {"outcome": _outcome(made, report_date)})
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def no_decisions() -> pd.DataFrame:
    """Of a plan without any: the columns and no rows."""
    return pd.DataFrame(columns=COLUMNS, dtype=object)


def _understood(decision: Mapping[Any, Any]) -> tuple[object, str]:
    """The value that a decision gives, and the field that keeps it from being applied, if one does."""
    needs = _NEEDS.get(decision["action"], ())
    if empty := next((name for name in needs if thai.is_blank(decision[name])), ""):
        return None, empty
    if decision["action"] == "waive":
        about = all(thai.is_blank(decision[name]) for name in ("kpi", "department"))
        return None, "kpi" if about else "" if rule_named(decision["finding"]) else "finding"
    if decision["action"] != "correct":
        return None, ""
    field = _ITEMS[decision["item"]]
    value, broken = parse(field, decision["value"])
    low, high = (bound * field.per_unit for bound in field.between or (float("-inf"), float("inf")))
    sound = not broken and isinstance(value, int | float) and low <= value <= high
    return (value, "") if sound else (None, "value")


def rule_named(finding: str) -> str:
    """The id of the rule that a decision names, in whatever case; '' where there is none."""
    said = thai.key(finding)
    return next((id_ for id_ in RULES if thai.key(id_) == said), "")


def _outcome(decision: Mapping[Any, Any], report_date: date) -> str:
    if decision["broken"]:
        return "incomplete"
    return "expired" if pd.notna(decision["until"]) and decision["until"].date() < report_date else "applied"


def in_force(decisions: pd.DataFrame, *actions: str) -> list[dict[Any, Any]]:
    """The decisions of these kinds that can be applied."""
    own = decisions["action"].isin(actions) & (decisions["outcome"] == "applied")
    listed: list[dict[Any, Any]] = decisions[own].to_dict("records")
    return listed


def accepted_files(decisions: pd.DataFrame) -> dict[str, str]:
    """Department → the file that was accepted where several clash: the value of a decision to accept."""
    accepted = in_force(decisions, "accept")
    return {d["department"]: shown(d["value"]) for d in accepted if not thai.is_blank(d["value"])}


def corrections(decisions: pd.DataFrame, projects: Mapping[str, str]) -> dict[str, tuple[int, object]]:
    """Entry key → number and value of the decision that corrects it; of two, the later row. `projects`: KPI → project."""
    corrected: dict[str, tuple[int, object]] = {}
    for decision in in_force(decisions, "correct"):
        kpi, item = decision["kpi"], decision["item"]
        if item != SCORE:
            key = f"{kpi}|{item}" if item in RESULTS else f"{projects.get(kpi, '')}|{BUDGET_PART}|{item}"
            corrected[key] = (decision["number"], decision["typed"])
    return corrected


def corrected_scores(decisions: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """KPI → number and score of the decision that corrects it; of two, the later row."""
    decided = in_force(decisions, "correct")
    return {d["kpi"]: (d["number"], float(d["typed"])) for d in decided if d["item"] == SCORE}


def waived(decisions: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """The findings with those that are waived as notes, each with the number of its decision.

    A form that came late is waived by accepting it. An error of a file, such as two forms that clash, is none that can be
    waived: whatever is decided, it is not known which file counts.
    """
    numbers = pd.Series(pd.NA, index=listed.index, dtype="Int64")
    for decision in in_force(decisions, "waive", "accept")[::-1]:
        rule = _LATE if decision["action"] == "accept" else rule_named(decision["finding"])
        if RULES[rule].severity != Severity.ERROR or RULES[rule].about == "entry":
            numbers[_meant(listed, rule, decision)] = decision["number"]
    own = numbers.notna()
    severity = listed["severity"].mask(own, Severity.NOTE.value)
    return listed.assign(severity=severity, decision=numbers.where(own, listed["decision"]))


def _meant(listed: pd.DataFrame, rule: str, decision: Mapping[Any, Any]) -> pd.Series:
    """The findings that a decision is about: by rule, and by KPI and department where it names them."""
    meant = listed["rule"] == rule
    for name in ("kpi", "department"):
        if not thai.is_blank(decision[name]):
            meant &= (listed[name] == decision[name]).fillna(False)
    return meant.astype(bool)


def decided(decisions: pd.DataFrame, met: Mapping[int, tuple[str, str]]) -> pd.DataFrame:
    """A frame of DECIDED. `met`: number → what was reported and what is decided, for the decisions that met something."""
    rows = []
    for decision in decisions.to_dict("records"):
        was, is_ = met.get(decision["number"], ("", ""))
        unmatched = decision["outcome"] == "applied" and decision["number"] not in met
        outcome = "unmatched" if unmatched else decision["outcome"]
        rows.append(decision | {"outcome": outcome, "reported": was, "decided": is_})
    return DECIDED.frame(rows)


def findings_of(decisions: pd.DataFrame, report_date: date, told: pd.DataFrame) -> pd.DataFrame:
    """The decisions that could not be applied, as findings at their cells. `told`: a frame of DECIDED."""
    outcomes = dict(values(told, "number", "outcome"))
    return findings(_told(decisions, report_date, outcomes))


def _told(decisions: pd.DataFrame, report_date: date, outcomes: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    for decision in decisions.to_dict("records"):
        place = {name: decision[name] for name in ("file", "sheet", "cell")} | {"field": f"{DECISIONS.id}.action"}
        match outcomes[decision["number"]]:
            case "incomplete":
                field = DECISIONS[decision["broken"]]
                words = {"found": shown(decision[field.id]) if not thai.is_blank(decision[field.id]) else None}
                yield {"rule": "DECISION_INCOMPLETE"} | place | {"field": f"{DECISIONS.id}.{field.id}"} | words
            case "expired":
                words = {"found": day(decision["until"].date()), "other": day(report_date)}
                yield {"rule": "DECISION_EXPIRED"} | place | words
            case "unmatched":
                yield {"rule": "DECISION_UNMATCHED", "found": _about(decision)} | place


def _about(decision: Mapping[Any, Any]) -> str:
    parts = (decision[name] for name in ("department", "kpi", "finding", "item"))
    return " · ".join(str(part) for part in parts if not thai.is_blank(part))
