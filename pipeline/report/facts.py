"""Plain facts beside what needs a decision, in sentences made from the figures: each stands only where it holds."""

from __future__ import annotations

import pandas as pd

from pipeline.report import pace, sentences
from pipeline.report.canvas import Canvas
from pipeline.report.live import GOOD
from pipeline.report.sentences import FollowUp, Makers, say
from schemas.fields import Text
from schemas.rules import Severity

_BEST = Text("คะแนนสูงสุด {score} คะแนน: {names}", "The highest score is {score}: {names}")
_PARTIAL = Text(
    "คะแนนเฉลี่ย {mean} คิดจาก {n} ใน {all} ตัวชี้วัด หากนับที่ยังไม่รายงานเป็น {zero} จะเหลือ {least}",
    "The mean of {mean} is of {n} of {all} KPIs due; with those not reported as {zero} it is {least}",
)
_PACES = Text(
    "เทียบกับระดับตามแผนของรอบนี้: ▲ เร็วกว่าแผน {ahead} · ● ตามแผน {on_plan} · ▼ ช้ากว่าแผน {behind} ตัวชี้วัด",
    "Against the levels planned for this round: ▲ ahead {ahead} · ● on plan {on_plan} · ▼ behind {behind}",
)
_ISSUES = Text("คะแนนเฉลี่ยรายเรื่อง: {means}", "Mean score by issue: {means}")
_OBSTACLES = Text("มีปัญหาอุปสรรค {n} ตัวชี้วัด: {names}", "KPIs that met obstacles: {n} ({names})")
_NOT_STATED = Text("ยังไม่ระบุข้อมูลงบประมาณ {n} โครงการ: {names}", "Projects that do not state their budget: {n} ({names})")
_ERRORS = Text("ข้อสังเกตที่ต้องแก้ไข {n} ข้อ", "Findings to correct: {n}")
_WARNINGS = Text("ข้อสังเกตที่ควรตรวจสอบ {n} ข้อ", "Findings to check: {n}")
_DECIDED = Text("นำคำวินิจฉัยไปใช้แล้ว {n} ข้อ", "Decisions applied: {n}")


def facts(canvas: Canvas, with_issues: bool = False) -> list[FollowUp]:
    """The sentences that hold, the weightiest first; `with_issues`: the means of the issues too."""
    return sentences.made(canvas, _MAKERS + (_OF_ISSUES if with_issues else ()))


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


def _best(canvas: Canvas) -> str:
    """The projects with the highest score, where it is a good one."""
    scores = canvas.summary.scores
    best = scores["score"].max()
    if not best >= GOOD:
        return ""
    codes = scores.loc[scores["score"] == best, "project"].drop_duplicates().tolist()
    return say(canvas, _BEST, sentences.projects(canvas, codes), score=canvas.score(best))


def _issues(canvas: Canvas) -> str:
    """The mean of each issue that reported."""
    rolled = canvas.summary.rollups
    own = rolled[(rolled["scope"] == "issue") & rolled["score"].notna()]
    means = [
        f"{canvas.code(c)} = {canvas.figures.decimal(s, 2)}" for c, s in zip(own["code"], own["score"], strict=True)
    ]
    return _ISSUES.to(canvas.lang).format(means=" · ".join(means)) if means else ""


def _paces(canvas: Canvas) -> str:
    counts = canvas.summary.rollup("ministry")
    figures = {name: canvas.figures.integer(int(counts[name])) for name in pace.IDS}
    return _PACES.to(canvas.lang).format(**figures) if counts["ahead"] + counts["behind"] else ""


def _obstacles(canvas: Canvas) -> str:
    scores = canvas.summary.scores
    met = (scores["state"] == "reported") & (scores["has_obstacle"] == "yes")
    return say(canvas, _OBSTACLES, sentences.kpis(canvas, met))


def _not_stated(canvas: Canvas) -> str:
    budgets = canvas.summary.budget_results
    codes = budgets.loc[budgets["status"] == "not_stated", "project"].tolist()
    return say(canvas, _NOT_STATED, sentences.projects(canvas, codes))


def _findings(canvas: Canvas) -> str:
    severity = canvas.summary.findings["severity"]
    counts = (
        (_ERRORS, int((severity == Severity.ERROR).sum())),
        (_WARNINGS, int((severity == Severity.WARNING).sum())),
    )
    return " · ".join(words.to(canvas.lang).format(n=canvas.figures.integer(n)) for words, n in counts if n)


def _decided(canvas: Canvas) -> str:
    applied = int((canvas.summary.decided["outcome"] == "applied").sum())
    return _DECIDED.to(canvas.lang).format(n=canvas.figures.integer(applied)) if applied else ""


_MAKERS: Makers = (
    (_partial, "by_department"),
    (_not_stated, "budget"),
    (_obstacles, "obstacles"),
    (_findings, "findings"),
    (_paces, "projects"),
    (_decided, "decisions"),
    (_best, "projects"),
)
_OF_ISSUES: Makers = ((_issues, "by_issue"),)
