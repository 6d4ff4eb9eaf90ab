"""A KPI's rubric on its project's page: every level with its status, those that count marked by word and sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pipeline.consolidation.methods import THREE_LEVELS
from pipeline.drawing.page import Page
from pipeline.report.canvas import Canvas, Row
from pipeline.report.live import UNKNOWN
from pipeline.report.spans import Span, cells, head
from schemas.fields import Text
from schemas.plan import BY_STEPS
from schemas.summary import SCORES

_TITLES = {
    "level": Text("ระดับคะแนน", "Level"),
    "criterion": Text("คำอธิบายเกณฑ์การให้คะแนน", "Criteria"),
    "threshold": Text("ค่าเป้าหมาย", "Target"),
    "status": Text("ผลตามเกณฑ์", "Status"),
    "date": Text("วันที่แล้วเสร็จ", "Date done"),
    "evidence": Text("หลักฐานอ้างอิง", "Evidence"),
}
# What the thresholds of some methods are instead of targets.
_THRESHOLDS = {
    "checklist": Text("จำนวนรายการที่\nแล้วเสร็จ", "Items done"),
    "two_sided": Text("เบี่ยงเบนไม่เกิน\n(ร้อยละ)", "Deviation at\nmost (%)"),
}
_WORTH = Text(" (ร้อยละ {})", " ({} %)")
_REACHED = Text("● {} · ระดับที่ได้", "● {} · level reached")
_COUNTS = Text("✓ {}", "✓ {}")
_DOES_NOT_COUNT = Text("◐ {} · ไม่นับ", "◐ {} · does not count")
_DONE = Text("แล้วเสร็จ", "done")
_VALUE_MET = Text("ถึงเป้าหมาย", "target met")
_OPEN = {
    "in_progress": Text("◐ อยู่ระหว่างดำเนินการ", "◐ in progress"),
    "not_started": Text("○ ยังไม่ดำเนินการ", "○ not started"),
}
_VALUE_OPEN = Text("○ ยังไม่ถึงเป้าหมาย", "○ target not met")


class _Mark(NamedTuple):
    """How a level stands in the score, and the roles that show it: of its number, criterion, facts and status."""

    counts: bool
    reached: bool

    def role(self, column: str) -> str:
        """The role of a level's cell."""
        return _LOOKS[column][2 if self.reached else 1 if self.counts else 0]


# Open, counting, and the one that was reached.
_LOOKS = {
    "level": ("level", "level_counts", "level_met"),
    "criterion": ("criterion", "criterion_met", "criterion_top"),
    "threshold": ("number_centre", "number_centre", "fact_top"),
    "status": ("muted", "centre", "status_top"),
    "date": ("number_centre", "number_centre", "fact_top"),
    "evidence": ("text", "text", "criterion_top"),
}


def draw(canvas: Canvas, page: Page, row: int, kpi: Mapping[Any, Any]) -> int:
    """The rubric's table; gives the first row after it."""
    levels = _levels(canvas, kpi)
    spans = _columns(levels, len(page.widths) - 1, reported=kpi["state"] == "reported")
    named = _TITLES | {"threshold": _THRESHOLDS.get(kpi["method"], _TITLES["threshold"])}
    titles = {span: named[name].to(canvas.lang) for name, span in spans.items()}
    titles[spans["criterion"]] += f" · {SCORES['method'].choice_title(kpi['method'], canvas.lang)}"
    head(page, row, titles)
    for level in levels:
        row += 1
        mark = _Mark(level["counts"], level["reached"])
        _level(canvas, page, row, level, mark, spans)
        number = _number(canvas, kpi["method"], int(level["level"]))
        page.number(row, spans["level"].first, level["level"], mark.role("level"), number)
    page.high(row + 1, 9)
    return row + 2


def _levels(canvas: Canvas, kpi: Row) -> list[Row]:
    """The KPI's rows of LEVEL_RESULTS, with by_value (whether the value decides the level), and how each counts."""
    decides = canvas.once(_by_value)
    own = [{**level, "by_value": decides[level["at"]]} for level in canvas.rows("level_results", "kpi", kpi["kpi"])]
    return _counted(own, kpi["method"], kpi["rubric_score"])


def _by_value(canvas: Canvas) -> list[bool]:
    """Of every row of LEVEL_RESULTS, whether the value decides the level."""
    decides: list[bool] = canvas.plan.levels["by_value"].tolist()
    return decides


def _counted(levels: Sequence[Row], method: str, score: float) -> list[Row]:
    """Levels with counts and reached: those that are met count, by steps no further than the score; the highest is reached.

    A checklist counts every item that is met, and reaches none before the others.
    """
    counting = {
        row["level"] for row in levels if row["met"] == "yes" and (method not in BY_STEPS or row["level"] <= score)
    }
    top = max(counting, default=None) if method != "checklist" else None
    return [{**row, "counts": row["level"] in counting, "reached": row["level"] == top} for row in levels]


def _columns(levels: Sequence[Row], last: int, reported: bool) -> dict[str, Span]:
    """Where the columns stand: those with something to show at the right, evidence wide, the criterion over the rest."""
    shown = {name for name in ("threshold", "date", "evidence") if any(pd.notna(level[name]) for level in levels)}
    shown |= {"status"} if reported else set()
    spans: dict[str, Span] = {}
    for name in ("evidence", "date", "status", "threshold"):
        if name in shown:
            wide = 2 if name == "evidence" and "threshold" not in shown else 1
            spans[name] = Span(last - wide + 1, last)
            last -= wide
    return {"level": Span(0, 0), "criterion": Span(1, last), **dict(reversed(spans.items()))}


def _level(
    canvas: Canvas, page: Page, row: int, level: Mapping[Any, Any], mark: _Mark, spans: Mapping[str, Span]
) -> None:
    texts = {
        "criterion": level["criterion"],
        "status": _status(canvas.lang, level, mark),
        "evidence": level["evidence"],
    }
    words = {name: text if isinstance(text, str) else "" for name, text in texts.items() if name in spans}
    cells(page, row, {spans[name]: (text, mark.role(name)) for name, text in words.items()}, least=22)
    if "threshold" in spans:
        value = level["threshold"]
        number = "integer" if float(value).is_integer() else "number"
        page.number(row, spans["threshold"].first, value, mark.role("threshold"), number)
    if "date" in spans:
        day = None if pd.isna(level["date"]) else level["date"].date()
        page.day(row, spans["date"].first, day, mark.role("date"))


def _number(canvas: Canvas, method: str, level: int) -> str:
    """The number format of a level: of three levels each with the percent that it is worth."""
    if method != "three_level":
        return "plain"
    percent = canvas.figures.integer(int(THREE_LEVELS[level - 1]))
    return canvas.figures.format_with("", "plain", _WORTH.to(canvas.lang).format(percent))


def _status(lang: str, level: Mapping[Any, Any], mark: _Mark) -> str:
    """A level's status with its sign: filled for the level reached, a tick where it counts, a ring where it is open."""
    if level["met"] != "yes":
        words = _VALUE_OPEN if level["by_value"] else _OPEN.get(level["status"])
        return words.to(lang) if words else UNKNOWN
    sign = _REACHED if mark.reached else _COUNTS if mark.counts else _DOES_NOT_COUNT
    return sign.to(lang).format((_VALUE_MET if level["by_value"] else _DONE).to(lang))
