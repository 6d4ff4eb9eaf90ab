"""What the executive page says in sentences made from the figures: the whole in one, who has reported, and their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from pipeline.consolidation.targets import OVERALL, targets
from pipeline.report.canvas import Canvas
from schemas.fields import Text
from schemas.summary import SCORES


class FollowUp(NamedTuple):
    """A sentence, and the id of the sheet that shows more."""

    words: str
    sheet: str


# A sentence, or '' where it does not hold; and the sheet that it leads to.
Makers = tuple[tuple[Callable[[Canvas], str], str], ...]

# Scores below this are low; figures so many points apart do not go together.
LOW = 3
FAR_APART = 20
MILLION = 100_000_000
# So many things are named; where there are more, so many are given by their codes.
_NAMED = 3

_MORE = Text(" และอีก {n}", " and {n} more")
_BAHT = Text("{n} บาท", "{n} baht")
_MILLIONS = Text("{n} ล้านบาท", "{n} million baht")

_NO_RESULTS = Text("ยังไม่มีผลการดำเนินงานที่รายงานในรอบนี้", "No results have been reported this round")
_RESULT = Text("ผลงานเฉลี่ยร้อยละ {percent}", "The mean result is {percent} %")
_SPENT = Text("เบิกจ่ายได้ร้อยละ {rate} ของที่ได้รับ", "{rate} % of the money received is disbursed")
_BUT = Text(" แต่", ", but ")
_AND = Text(" และ", ", and ")
_BELOW = Text(" ต่ำกว่าเป้าหมายร้อยละ {target} อยู่ {gap} จุด", ", {gap} points below the target of {target} %")
_ABOVE = Text(" สูงกว่าเป้าหมายร้อยละ {target} อยู่ {gap} จุด", ", {gap} points above the target of {target} %")
_EVEN = Text(" เท่ากับเป้าหมายร้อยละ {target}", ", as the target of {target} %")

_ALL_SENT = Text("✓ ส่งรายงานครบทั้ง {all} หน่วยงาน", "✓ All departments have reported: {all}")
_NOT_SENT = Text("ยังไม่ส่งรายงาน {n} จาก {all} หน่วยงาน: {names}", "Not reported: {n} of {all} departments: {names}")
_NO_ONE_ASKED = Text("รอบนี้ไม่มีหน่วยงานที่ต้องส่งรายงาน", "No department has to report this round")


def headline(canvas: Canvas) -> str:
    """The whole in one sentence: the mean result, the rate of disbursement, and its gap to the target; what is known."""
    lang, whole = canvas.lang, canvas.summary.rollup("ministry")
    scored, spent = pd.notna(whole["percent"]), pd.notna(whole["rate"])
    if not scored and not spent:
        return _NO_RESULTS.to(lang)
    percent, rate = (canvas.figures.decimal(whole[name], 2) if pd.notna(whole[name]) else "" for name in _BOTH)
    told = _RESULT.to(lang).format(percent=percent) if scored else ""
    if not spent:
        return told
    joint = (_BUT if abs(whole["percent"] - whole["rate"]) >= FAR_APART else _AND).to(lang) if scored else ""
    return told + joint + _SPENT.to(lang).format(rate=rate) + _beside_target(canvas, whole["rate"])


_BOTH = ("percent", "rate")


def target_of_all(canvas: Canvas) -> float | None:
    """The percentage of all money received that should be disbursed by the last day of the round."""
    target = targets(canvas.plan).get(OVERALL)
    return target.percent if target else None


def _beside_target(canvas: Canvas, rate: float) -> str:
    target = target_of_all(canvas)
    if target is None:
        return ""
    words = _BELOW if rate < target else _ABOVE if rate > target else _EVEN
    shown = {"target": canvas.figures.plain(target), "gap": canvas.figures.decimal(abs(rate - target), 2)}
    return words.to(canvas.lang).format(**shown)


def lags(canvas: Canvas) -> bool:
    """Whether money is spent far more slowly than results are reached, or than the target wants."""
    whole, target = canvas.summary.rollup("ministry"), target_of_all(canvas)
    wanted = [value for value in (whole["percent"], target) if value is not None and pd.notna(value)]
    return bool(pd.notna(whole["rate"]) and any(value - whole["rate"] >= FAR_APART for value in wanted))


def silent(canvas: Canvas) -> list[str]:
    """The departments from which nothing came, by name, in the order of the plan."""
    scores = canvas.summary.scores
    missing = set(scores.loc[scores["state"] == "missing", "department"])
    return [name for code, name in canvas.names("departments").items() if code in missing]


def reporting(canvas: Canvas, fits: Callable[[str], bool]) -> str:
    """Who has not reported, as many by name as fit and at least one; or that all have."""
    names, asked = silent(canvas), len(canvas.plan.reporting)
    if not names:
        return (_ALL_SENT if asked else _NO_ONE_ASKED).to(canvas.lang).format(all=canvas.figures.integer(asked))
    said = _not_sent(canvas, names, asked, 1)
    # One more at a time: of thousands that are silent, a line holds a few.
    for count in range(2, len(names) + 1):
        if not fits(longer := _not_sent(canvas, names, asked, count)):
            break
        said = longer
    return said


def _not_sent(canvas: Canvas, names: Sequence[str], asked: int, count: int) -> str:
    counts = {"n": canvas.figures.integer(len(names)), "all": canvas.figures.integer(asked)}
    return _NOT_SENT.to(canvas.lang).format(names=listed(canvas, names, count), **counts)


def made(canvas: Canvas, makers: Makers) -> list[FollowUp]:
    """The sentences that hold."""
    return [FollowUp(words, sheet) for make, sheet in makers if (words := make(canvas))]


def listed(canvas: Canvas, names: Sequence[str], count: int = _NAMED) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join(names[:count])
    more = len(names) - count
    return shown + (_MORE.to(canvas.lang).format(n=canvas.figures.integer(more)) if more > 0 else "")


def say(canvas: Canvas, words: Text, names: Sequence[str], **figures: str) -> str:
    """A sentence about named things, {n} of them; '' where there is none."""
    if not names:
        return ""
    told = {"n": canvas.figures.integer(len(names)), "names": listed(canvas, names)}
    return words.to(canvas.lang).format(**(told | figures))


def projects(canvas: Canvas, codes: Sequence[str]) -> list[str]:
    """Projects by code and short name where they are few, else by their codes."""
    return [canvas.short(code) if len(codes) <= _NAMED else canvas.code(code) for code in codes]


def kpis(canvas: Canvas, where: pd.Series) -> list[str]:
    """The codes of the KPIs for which a condition on SCORES holds."""
    return [canvas.code(code) for code in canvas.summary.scores.loc[where.fillna(False), SCORES.key[0]]]


def money(canvas: Canvas, satang: int) -> str:
    """An amount in baht, or in millions."""
    if satang >= MILLION:
        return _MILLIONS.to(canvas.lang).format(n=canvas.figures.million(satang))
    return _BAHT.to(canvas.lang).format(n=canvas.figures.baht(satang))
