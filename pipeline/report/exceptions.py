"""What needs a decision, in sentences made from the figures: each stands only where it holds."""

from __future__ import annotations

from pipeline.report import quadrants, sentences
from pipeline.report.canvas import Canvas
from pipeline.report.sentences import FAR_APART, LOW, FollowUp, Makers, say
from schemas.fields import Text

_MISSING = Text(
    "ยังไม่รายงาน {n} จาก {all} ตัวชี้วัด เพราะ {departments} หน่วยงานยังไม่ส่งรายงาน",
    "KPIs not reported: {n} of {all}, as departments have sent nothing: {departments}",
)
_RETURNED = Text("ส่งคืนให้แก้ไข {n} ตัวชี้วัด: {names}", "KPIs returned for correction: {n} ({names})")
_UNSPENT = Text(
    "ยังไม่เบิกจ่ายเลย {n} โครงการ {sum} (ร้อยละ {share} ของที่ได้รับ): {names}",
    "Nothing disbursed: {n}, with {sum}, {share} % of all received ({names})",
)
_OVERSPENT = Text(
    "เบิกจ่ายเกินที่ได้รับ {n} โครงการ สูงสุดร้อยละ {most}: {names}",
    "Projects that have disbursed more than they received: {n}, up to {most} % ({names})",
)
_LOWEST = Text(
    "ได้ต่ำกว่า {low} คะแนน {n} จาก {all} ตัวชี้วัด ต่ำสุด {score} คะแนน: {names}",
    "KPIs scoring below {low}: {n} of {all}; the lowest, at {score}: {names}",
)
_BEHIND = Text(
    "ต่ำกว่าระดับตามแผนของรอบนี้ {n} ตัวชี้วัด: {names}", "KPIs below the level planned for this round: {n} ({names})"
)
_SLOW = Text(
    "เบิกจ่ายต่ำกว่าเป้าหมายเกิน {points} จุด {n} โครงการ ต่ำสุด {name} (ร้อยละ {rate})",
    "Spending over {points} points below target: {n}; farthest: {name} ({rate} %)",
)
_DISAGREEING = Text(
    "คะแนนสวนทางกับเงิน {n} โครงการ ต่างสุด {name} (ร้อยละ {percent} กับ {rate})",
    "Score and money disagree: {n}; most: {name} ({percent} % and {rate} %)",
)
_NOTHING = Text("ตัวเลขของรอบนี้ไม่มีเรื่องที่ต้องพิจารณาสั่งการ", "The figures of this round show nothing that needs a decision")


def exceptions(canvas: Canvas) -> list[FollowUp]:
    """The sentences that hold, the weightiest first; one that says so where none does."""
    return sentences.made(canvas, _MAKERS) or [FollowUp(_NOTHING.to(canvas.lang), "projects")]


def _missing(canvas: Canvas) -> str:
    figures, states = canvas.figures, canvas.summary.scores["state"]
    names = sentences.kpis(canvas, states == "missing")
    due, departments = canvas.summary.rollup("ministry")["due"], len(sentences.silent(canvas))
    return say(canvas, _MISSING, names, all=figures.integer(int(due)), departments=figures.integer(departments))


def _returned(canvas: Canvas) -> str:
    return say(canvas, _RETURNED, sentences.kpis(canvas, canvas.summary.scores["state"] == "returned"))


def _unspent(canvas: Canvas) -> str:
    budgets = canvas.summary.budget_results[["project", "received", "disbursed"]]
    idle = budgets[(budgets["received"] > 0).fillna(False) & (budgets["disbursed"] == 0).fillna(False)]
    if idle.empty:
        return ""
    satang, received = int(idle["received"].sum()), int(budgets["received"].sum())
    shown = {"sum": sentences.money(canvas, satang), "share": canvas.figures.decimal(satang * 100 / received, 2)}
    return say(canvas, _UNSPENT, sentences.projects(canvas, idle["project"].tolist()), **shown)


def _overspent(canvas: Canvas) -> str:
    budgets = canvas.summary.budget_results[["project", "rate"]]
    over = budgets[budgets["rate"] > 100]
    names = sentences.projects(canvas, over["project"].tolist())
    return say(canvas, _OVERSPENT, names, most=canvas.figures.decimal(over["rate"].max(), 2) if names else "")


def _lowest(canvas: Canvas) -> str:
    scores = canvas.summary.scores[["project", "score"]]
    low = scores[scores["score"] < LOW]
    if low.empty:
        return ""
    least = low["score"].min()
    shown = {
        "low": canvas.figures.integer(LOW),
        "n": canvas.figures.integer(len(low)),
        "all": canvas.figures.integer(int(scores["score"].notna().sum())),
        "score": canvas.score(least),
    }
    lowest = low.loc[low["score"] == least, "project"].drop_duplicates().tolist()
    return say(canvas, _LOWEST, sentences.projects(canvas, lowest), **shown)


def _behind(canvas: Canvas) -> str:
    scores = canvas.summary.scores
    return say(canvas, _BEHIND, sentences.kpis(canvas, scores["score"] < scores["planned"]))


def _slow(canvas: Canvas) -> str:
    """Projects that have begun to spend: those that have not are named already."""
    budgets = canvas.summary.budget_results[["project", "disbursed", "rate", "gap"]]
    slow = budgets[(budgets["gap"] < -FAR_APART) & (budgets["disbursed"] > 0).fillna(False)]
    if slow.empty:
        return ""
    worst, figures = slow.loc[slow["gap"].idxmin()], canvas.figures
    return say(
        canvas,
        _SLOW,
        slow["project"].tolist(),
        points=figures.integer(FAR_APART),
        name=canvas.short(worst["project"]),
        rate=figures.decimal(worst["rate"], 1),
    )


def _disagreeing(canvas: Canvas) -> str:
    """The projects in which score and money do not go together, and that in which they are farthest apart."""
    judged = canvas.once(quadrants.projects)
    own = judged[judged["disagrees"].astype(bool)]
    if own.empty:
        return ""
    farthest = own.iloc[0]
    shown = {name: canvas.figures.decimal(farthest[name], 1) for name in ("percent", "rate")}
    return say(canvas, _DISAGREEING, own["project"].tolist(), name=canvas.short(farthest["project"]), **shown)


_MAKERS: Makers = (
    (_missing, "status"),
    (_returned, "findings"),
    (_unspent, "budget"),
    (_overspent, "budget"),
    (_lowest, "projects"),
    (_behind, "projects"),
    (_slow, "budget"),
    (_disagreeing, "score_and_money"),
)
