"""What moved between two rounds, in a cell: then, now, and the change with its sign in a word."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pipeline.consolidation.methods import PERCENT_PER_LEVEL
from pipeline.drawing.page import Page
from pipeline.report.canvas import Canvas
from pipeline.report.live import UNKNOWN, Live
from pipeline.validation.earlier import Earlier
from schemas.fields import Text

_WORDS = (Text("▲ เพิ่มขึ้น ", "▲ up "), Text("▼ ลดลง ", "▼ down "), Text("= คงเดิม", "= as it was"))
_FELL = "▼ "
_UP = Text("ตัวชี้วัดที่คะแนนเพิ่มขึ้น ▲", "KPIs whose score went up ▲")
_SAME = Text("ตัวชี้วัดที่คะแนนคงเดิม =", "KPIs whose score is as it was =")
_DOWN = Text("ตัวชี้วัดที่คะแนนลดลง ▼", "KPIs whose score went down ▼")
_NEW = Text("ตัวชี้วัดใหม่ในรอบนี้", "KPIs new this round")
_GONE = Text("ตัวชี้วัดที่ไม่มีในรอบนี้", "KPIs gone this round")


def mean_then(earlier: Earlier, issue: str = "") -> float | str:
    """The weighted mean score of the earlier round, of an issue or of the ministry, as its summary tells the scores."""
    scores = earlier.scores[earlier.scores["state"] == "reported"].dropna(subset=["score", "weight"])
    own = scores[scores["issue"] == issue] if issue else scores
    weight = own["weight"].sum()
    return float((own["score"] * own["weight"]).sum() / weight) if weight else UNKNOWN


def total(canvas: Canvas, column: str, issue: str = "") -> Live:
    """The sum of an amount of BUDGET_COMPARISON in baht, of an issue or of the ministry; unknown where none is stated."""
    table = "budget_comparison"
    amounts = canvas.ranges.column(table, column)
    where = f'({canvas.ranges.column(table, "issue")}="{issue}")' if issue else f"ISNUMBER({amounts})"
    frame = canvas.summary.budget_comparison
    own = frame.loc[frame["issue"] == issue if issue else frame.index, column]
    value = UNKNOWN if own.isna().all() else float(Fraction(int(own.sum()), 100))
    summed = f"SUMPRODUCT({where}*1,{amounts})"
    return Live(f'=IF(SUMPRODUCT({where}*ISNUMBER({amounts}))=0,"{UNKNOWN}",{summed})', value)


def rate_then(canvas: Canvas) -> Live:
    """Disbursed as a percentage of received in the earlier round, over totals."""
    disbursed, received = (total(canvas, f"{name}_before") for name in ("disbursed", "received"))
    both = not isinstance(disbursed.value, str) and not isinstance(received.value, str) and received.value > 0
    value = float(Fraction(disbursed.value) * 100 / Fraction(received.value)) if both else UNKNOWN
    parts = [live.formula.removeprefix("=") for live in (disbursed, received)]
    return Live(f'=IFERROR({parts[0]}/{parts[1]}*100,"{UNKNOWN}")', value)


def percent(mean_at: str, mean: float | str) -> Live:
    """The mean score of a cell as a percentage."""
    value = mean if isinstance(mean, str) else mean * PERCENT_PER_LEVEL
    return Live(f'=IFERROR({mean_at}*{PERCENT_PER_LEVEL},"{UNKNOWN}")', value)


def put(page: Page, row: int, col: int, figure: Live | float | str, role: str, number: str) -> float | str:
    """A figure in a cell, live or as it was told, and a dash where it is not known; gives its value."""
    if isinstance(figure, Live):
        page.formula(row, col, *figure, role, number)
        return figure.value
    if isinstance(figure, str):
        page.text(row, col, figure, role)
    else:
        page.number(row, col, figure, role, number)
    return figure


def change(page: Page, row: int, cols: tuple[int, int], then: float | str, now: float | str) -> Live:
    """What now stands in a row's second cell less what stands in its first; unknown where either is no number."""
    before, after = (page.address(row, col) for col in cols)
    value = UNKNOWN if isinstance(then, str) or isinstance(now, str) else now - then
    return Live(f'=IF(AND(ISNUMBER({before}),ISNUMBER({after})),{after}-{before},"{UNKNOWN}")', value)


def number(canvas: Canvas, name: str) -> str:
    """The number format of a change: ▲, ▼ or =, with its word."""
    more, less, none = (words.to(canvas.lang) for words in _WORDS)
    return canvas.figures.format_of_change(name, (more, less, none))


def fell(canvas: Canvas, name: str) -> str:
    """The number format of a figure that fell, and should not have."""
    return canvas.figures.format_with(_FELL, name, "")


def look(moved: Live) -> str:
    """How a change looks: good, bad, or none."""
    if isinstance(moved.value, str) or moved.value == 0:
        return "muted"
    return "good" if moved.value > 0 else "warning"


def counted(canvas: Canvas) -> Iterator[tuple[str, Live]]:
    """How many scores rose, stayed and fell, and how many KPIs are new or gone where any is."""
    changes = canvas.ranges.column("comparison", "score_change")
    compared = canvas.summary.comparison
    moved = compared["score_change"]
    signs = (
        (_UP, ">", int((moved > 0).sum())),
        (_SAME, "=", int((moved == 0).sum())),
        (_DOWN, "<", int((moved < 0).sum())),
    )
    for words, sign, count in signs:
        yield words.to(canvas.lang), Live(f"=SUMPRODUCT(ISNUMBER({changes})*({changes}{sign}0))", count)
    since = canvas.ranges.column("comparison", "since")
    for id_, words in (("new", _NEW), ("gone", _GONE)):
        count = int((compared["since"] == id_).sum())
        if count:
            yield words.to(canvas.lang), Live(f'=SUMPRODUCT(({since}="{id_}")*1)', count)
