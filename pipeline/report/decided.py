"""What was decided, as it stands beside what was reported: which decision it was, and what it says in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.report.canvas import Canvas
from schemas.fields import Text
from schemas.plan import ITEMS
from schemas.submission import AMOUNTS

SCORE = "score"
# Stands after a score that was decided.
SIGN = "*"
_AMOUNTS = tuple(field.id for field in AMOUNTS)
_ITEMS = {choice.id: choice.title for choice in ITEMS}
_WAIVED = {
    "waive": Text("ยกเว้นตามคำวินิจฉัยข้อ {n} โดย {by}: {reason}", "Waived by decision {n} of {by}: {reason}"),
    "accept": Text("รับตามคำวินิจฉัยข้อ {n} โดย {by}: {reason}", "Accepted by decision {n} of {by}: {reason}"),
}
_CORRECTED = Text(
    "คำวินิจฉัยข้อ {n}: {item} ที่รายงาน {reported} วินิจฉัยเป็น {decided} โดย {by}: {reason}",
    "Decision {n}: {item} reported {reported}, decided {decided} by {by}: {reason}",
)
_BY_RUBRIC = Text(
    "{sign} คำวินิจฉัยข้อ {n}: คะแนนตามเกณฑ์ {reported} วินิจฉัยเป็น {decided} โดย {by}: {reason}",
    "{sign} Decision {n}: score by the rubric {reported}, decided {decided} by {by}: {reason}",
)
_BLANK = Text("(ว่าง)", "(empty)")


def scores(canvas: Canvas) -> set[str]:
    """The KPIs whose score was decided."""
    return {row["kpi"] for row in canvas.corrections if row["item"] == SCORE}


def score_format(canvas: Canvas, name: str, decided: bool) -> str:
    """The number format of a score: with its sign where it was decided."""
    return canvas.figures.format_with("", name, SIGN) if decided else name


def numbers(canvas: Canvas) -> dict[tuple[str, str], int]:
    """Whose and which item → the number of the decision that corrects it: a KPI's value, or a project's amount."""
    project = dict(zip(canvas.plan.kpis["code"], canvas.plan.kpis["project"], strict=True))
    return {
        (project[row["kpi"]] if row["item"] in _AMOUNTS else row["kpi"], row["item"]): int(row["number"])
        for row in canvas.corrections
    }


def lines(canvas: Canvas, kpis: Sequence[Mapping[Any, Any]]) -> list[str]:
    """What was decided of these KPIs, and of their project's money: a sentence each. `kpis`: rows of SCORES."""
    own = {kpi["kpi"]: kpi for kpi in kpis}
    return [_line(canvas, row, own[row["kpi"]]) for row in canvas.corrections if row["kpi"] in own]


def _line(canvas: Canvas, row: Mapping[Any, Any], kpi: Mapping[Any, Any]) -> str:
    item = _ITEMS[row["item"]].to(canvas.lang)
    said = {"sign": SIGN, "item": item} | {name: in_numerals(canvas, row, name) for name in ("reported", "decided")}
    if row["item"] == SCORE:
        said |= {"reported": canvas.score(kpi["rubric_score"]), "decided": canvas.score(kpi["score"])}
    shown = {name: value or _BLANK.to(canvas.lang) for name, value in said.items()}
    template = _BY_RUBRIC if row["item"] == SCORE else _CORRECTED
    words = template.to(canvas.lang).format(**shown | _signed(canvas, row))
    return words if kpi["kpi"] == kpi["project"] else f"{canvas.code(row['kpi'])} {words}"


def in_numerals(canvas: Canvas, row: Mapping[Any, Any], name: str) -> str:
    """What a row of DECIDED says was reported or decided: numbers in the report's numerals, other words as submitted."""
    text = row[name] if isinstance(row[name], str) else ""
    return canvas.code(text) if row["action"] == "correct" else text


def waived(canvas: Canvas, number: int) -> str:
    """Why a finding no longer counts: the decision that waives it, and by whom."""
    made = canvas.summary.decided
    row = made[made["number"] == number].iloc[0]
    return _WAIVED[row["action"]].to(canvas.lang).format(**_signed(canvas, row))


def _signed(canvas: Canvas, row: Mapping[Any, Any] | pd.Series) -> dict[str, str]:
    return {"n": canvas.figures.integer(int(row["number"])), "by": row["by"], "reason": row["reason"]}
