"""What executives should follow up, in sentences made from the figures: each stands only where it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from pipeline.report import pace
from pipeline.report.canvas import Canvas
from schemas.fields import Text
from schemas.rules import Severity


class FollowUp(NamedTuple):
    """A sentence, and the id of the sheet that shows more."""

    words: str
    sheet: str


# Scores below this are low; a rate so many points below the mean score's percent lags behind it.
LOW = 3
FAR_APART = 20
MILLION = 100_000_000
_NAMED = 3

_MORE = Text(" และอีก {n}", " and {n} more")
_BAHT = Text("{n} บาท", "{n} baht")
_MILLIONS = Text("{n} ล้านบาท", "{n} million baht")
_MISSING = Text(
    "หน่วยงานที่ยังไม่ส่งรายงาน {n} จาก {all} หน่วยงาน: {names}", "Departments that have not reported: {n} of {all} ({names})"
)
_RETURNED = Text("ตัวชี้วัดที่ส่งคืนให้แก้ไข {n} ตัวชี้วัด: {names}", "KPIs returned for correction: {n} ({names})")
_PARTIAL = Text(
    "คะแนนเฉลี่ย {mean} คิดจาก {n} ใน {all} ตัวชี้วัดที่ต้องรายงาน หากนับที่ยังไม่รายงานเป็น {zero} จะเหลือ {least}",
    "The mean of {mean} is of {n} of {all} KPIs due; with those not reported as {zero} it is {least}",
)
_LAGGING = Text(
    "คะแนนเฉลี่ยร้อยละ {percent} แต่เบิกจ่ายร้อยละ {rate} ของที่ได้รับ",
    "The mean score is {percent} %, but {rate} % of the money received is disbursed",
)
_UNSPENT = Text(
    "ได้รับงบประมาณแต่ยังไม่เบิกจ่าย {n} โครงการ รวม {sum}: {names}",
    "Projects that have disbursed nothing: {n}, with {sum} ({names})",
)
_OVERSPENT = Text(
    "เบิกจ่ายเกินที่ได้รับ {n} โครงการ: {names}", "Projects that have disbursed more than they received: {n} ({names})"
)
_LOWEST = Text(
    "ได้ต่ำกว่า {low} คะแนน {n} จาก {all} ตัวชี้วัด ต่ำสุด {score} คะแนน: {names}",
    "KPIs scoring below {low}: {n} of {all}; the lowest, at {score}: {names}",
)
_BEHIND = Text(
    "ต่ำกว่าระดับตามแผนของรอบนี้ {n} ตัวชี้วัด: {names}", "KPIs below the level planned for this round: {n} ({names})"
)
_PACES = Text(
    "เทียบกับระดับตามแผนของรอบนี้: ▲ เร็วกว่าแผน {ahead} · ● ตามแผน {on_plan} · ▼ ช้ากว่าแผน {behind} ตัวชี้วัด",
    "Against the levels planned for this round: ▲ ahead {ahead} · ● on plan {on_plan} · ▼ behind {behind}",
)
_DECIDED = Text("นำคำวินิจฉัยไปใช้แล้ว {n} ข้อ", "Decisions applied: {n}")
_OBSTACLES = Text("มีปัญหาอุปสรรค {n} ตัวชี้วัด: {names}", "KPIs that met obstacles: {n} ({names})")
_NOT_STATED = Text("ยังไม่ระบุข้อมูลงบประมาณ {n} โครงการ: {names}", "Projects that do not state their budget: {n} ({names})")
_ERRORS = Text("ข้อสังเกตที่ต้องแก้ไข {n} ข้อ", "Findings to correct: {n}")
_WARNINGS = Text("ข้อสังเกตที่ควรตรวจสอบ {n} ข้อ", "Findings to check: {n}")
_NOTHING = Text("ไม่พบเรื่องที่ต้องติดตามจากตัวเลขของรอบนี้", "The figures of this round show nothing to follow up")


def follow_ups(canvas: Canvas) -> list[FollowUp]:
    """The sentences that hold, the weightiest first; one that says so where none does."""
    made = [FollowUp(words, sheet) for make, sheet in _MAKERS if (words := make(canvas))]
    return made or [FollowUp(_NOTHING.to(canvas.lang), "projects")]


def lags(canvas: Canvas) -> bool:
    """Whether money is spent far more slowly than results are reached."""
    whole = canvas.summary.rollup("ministry")
    both = pd.notna(whole["rate"]) and pd.notna(whole["percent"])
    return bool(both and whole["percent"] - whole["rate"] >= FAR_APART)


def _missing(canvas: Canvas) -> str:
    scores = canvas.summary.scores
    silent = scores.loc[scores["state"] == "missing", "department"].unique()
    names = [canvas.plan.name_of("departments", code) for code in silent]
    return _say(canvas, _MISSING, names, all=canvas.figures.integer(len(canvas.plan.reporting)))


def _returned(canvas: Canvas) -> str:
    return _say(canvas, _RETURNED, _codes(canvas, _state(canvas, "returned")))


def _partial(canvas: Canvas) -> str:
    """The mean beside what it would be if nothing were left out: leaving out what is missing raises a mean."""
    whole = canvas.summary.rollup("ministry")
    if pd.isna(whole["score_all"]) or not 0 < whole["reported"] < whole["due"]:
        return ""
    figures = canvas.figures
    return _PARTIAL.to(canvas.lang).format(
        mean=figures.decimal(whole["score"], 2),
        n=figures.integer(int(whole["reported"])),
        all=figures.integer(int(whole["due"])),
        zero=figures.integer(0),
        least=figures.decimal(whole["score_all"], 2),
    )


def _lagging(canvas: Canvas) -> str:
    if not lags(canvas):
        return ""
    whole = canvas.summary.rollup("ministry")
    shown = {name: canvas.figures.decimal(whole[name], 1) for name in ("percent", "rate")}
    return _LAGGING.to(canvas.lang).format(**shown)


def _unspent(canvas: Canvas) -> str:
    budgets = canvas.summary.budget_results
    idle = budgets[(budgets["received"] > 0).fillna(False) & (budgets["disbursed"] == 0).fillna(False)]
    return _say(canvas, _UNSPENT, _codes(canvas, idle["project"]), sum=_money(canvas, int(idle["received"].sum())))


def _overspent(canvas: Canvas) -> str:
    budgets = canvas.summary.budget_results
    return _say(canvas, _OVERSPENT, _codes(canvas, budgets.loc[budgets["rate"] > 100, "project"]))


def _lowest(canvas: Canvas) -> str:
    scores = canvas.summary.scores
    low = scores[scores["score"] < LOW]
    if low.empty:
        return ""
    lowest = low[low["score"] == low["score"].min()]
    names = [canvas.short(project) for project in lowest["project"].drop_duplicates()]
    return _say(
        canvas,
        _LOWEST,
        names,
        low=canvas.figures.integer(LOW),
        n=canvas.figures.integer(len(low)),
        all=canvas.figures.integer(int(scores["score"].notna().sum())),
        score=canvas.score(low["score"].min()),
    )


def _behind(canvas: Canvas) -> str:
    scores = canvas.summary.scores
    behind = (scores["score"] < scores["planned"]).fillna(False)
    return _say(canvas, _BEHIND, _codes(canvas, scores.loc[behind, "kpi"]))


def _paces(canvas: Canvas) -> str:
    counts = canvas.summary.rollup("ministry")[list(pace.IDS)]
    figures = {name: canvas.figures.integer(int(count)) for name, count in counts.items()}
    return _PACES.to(canvas.lang).format(**figures) if counts["ahead"] + counts["behind"] else ""


def _decided(canvas: Canvas) -> str:
    applied = int((canvas.summary.decided["outcome"] == "applied").sum())
    return _DECIDED.to(canvas.lang).format(n=canvas.figures.integer(applied)) if applied else ""


def _obstacles(canvas: Canvas) -> str:
    scores = canvas.summary.scores
    met = (scores["state"] == "reported") & (scores["has_obstacle"] == "yes")
    return _say(canvas, _OBSTACLES, _codes(canvas, scores.loc[met, "kpi"]))


def _not_stated(canvas: Canvas) -> str:
    budgets = canvas.summary.budget_results
    return _say(canvas, _NOT_STATED, _codes(canvas, budgets.loc[budgets["status"] == "not_stated", "project"]))


def _findings(canvas: Canvas) -> str:
    severity = canvas.summary.findings["severity"]
    counts = (
        (_ERRORS, int((severity == Severity.ERROR).sum())),
        (_WARNINGS, int((severity == Severity.WARNING).sum())),
    )
    return " · ".join(words.to(canvas.lang).format(n=canvas.figures.integer(n)) for words, n in counts if n)


_MAKERS: Sequence[tuple[Callable[[Canvas], str], str]] = (
    (_missing, "status"),
    (_returned, "findings"),
    (_partial, "by_department"),
    (_lagging, "budget"),
    (_unspent, "budget"),
    (_overspent, "budget"),
    (_lowest, "projects"),
    (_behind, "projects"),
    (_paces, "projects"),
    (_obstacles, "obstacles"),
    (_not_stated, "budget"),
    (_findings, "findings"),
    (_decided, "decisions"),
)


def _say(canvas: Canvas, words: Text, names: Sequence[str], **figures: str) -> str:
    """A sentence about named things: the first few by name, the others counted; '' where there is none."""
    if not names:
        return ""
    shown = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        shown += _MORE.to(canvas.lang).format(n=canvas.figures.integer(len(names) - _NAMED))
    return words.to(canvas.lang).format(**({"n": canvas.figures.integer(len(names)), "names": shown} | figures))


def _state(canvas: Canvas, state: str) -> pd.Series:
    scores = canvas.summary.scores
    return scores.loc[scores["state"] == state, "kpi"]


def _codes(canvas: Canvas, codes: Iterable[str]) -> list[str]:
    return [canvas.code(code) for code in codes]


def _money(canvas: Canvas, satang: int) -> str:
    if satang >= MILLION:
        return _MILLIONS.to(canvas.lang).format(n=canvas.figures.million(satang))
    return _BAHT.to(canvas.lang).format(n=canvas.figures.baht(satang))
