"""The charts of the executive page: scores by project, or by issue and by department, and disbursement beside its target."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd
from xlsxwriter.chart import Chart

from pipeline.drawing.page import Page
from pipeline.drawing.theme import BAR, DEEP_GOLD, INK, NAVY, SCORE_COLOURS
from pipeline.report import charts, live
from pipeline.report.canvas import Canvas, start_of
from pipeline.report.cards import money_unit
from pipeline.report.charts import Amounted, Look, Series
from pipeline.report.executive_lists import DRAWN_AT_MOST, LISTED_AT_MOST, MORE, draws_issues
from pipeline.report.live import Group, Live
from pipeline.report.sentences import listed, target_of_all
from schemas.fields import Text
from schemas.plan import TOP_LEVEL

_BY_PROJECT = Text("คะแนนรายโครงการ (เต็ม {top})", "Score by project (out of {top})")
_FROM_TO = Text(" · {first}–{last}", " · {first}–{last}")
_BY_ISSUE = Text("คะแนนเฉลี่ยรายเรื่อง (เต็ม {top})", "Score by issue (out of {top})")
_BY_DEPARTMENT = Text("คะแนนเฉลี่ยรายหน่วยงาน", "Score by department")
_LOWEST = Text(" · ต่ำสุด {n} จาก {all}", ": {n} lowest of {all}")
_RATES = Text("ร้อยละเบิกจ่าย · ได้รับ ({unit})", "% disbursed (of {unit})")
_LARGEST = Text(" · มากสุด {n} จาก {all}", ": {n} largest of {all}")
_STATED = Text(" · ทราบผล {n} จาก {all}", ": {n} of {all} known")
_UNITS = {"million": Text("ล้านบาท", "baht m"), "baht": Text("บาท", "baht")}
_DISBURSED = Text("เบิกจ่ายแล้ว (ร้อยละ)", "Disbursed (%)")
_TARGET = Text("เป้าหมายร้อยละ {target}", "Target {target} %")
_TARGETS = Text("เป้าหมายตามประเภทงบ", "Target by budget type")

# What charts say to those who cannot see them.
_SAYS = Text(
    "{title}: สูงสุด {best} ({most}), ต่ำสุด {worst} ({least})",
    "{title}: highest {best} ({most}), lowest {worst} ({least})",
)
_ALIKE = Text("{title}: เท่ากันทุกรายการ ({most})", "{title}: all alike ({most})")
_REACHED = Text("; ถึงเป้าหมาย {n} จาก {all}", "; target reached by {n} of {all}")

# So many groups stand in one chart; of more, fewer: the lowest, or those with most money.
_GROUPS_AT_MOST = 12
_OF_MORE = 10
# So many pixels a bar needs, or labels are left out; and with so many it is at its calmest.
_BAR = 23
_WIDE_BAR = 42
_AROUND = 46
_LOWEST_CHART = 200
_SPACE = 4
_SPARE = 20
_HEADING = 24
_ROWS = 16
# The columns that one, two or three charts take.
_SPANS = {1: ((0, 22),), 2: ((0, 10), (12, 22)), 3: ((0, 6), (8, 14), (16, 22))}
# So many letters of a name stand beside a bar in the narrow charts, and beside a bar with an amount.
_NAME, _NAME_AND_AMOUNT = 20, 13

Span = tuple[int, int]
_Named = Mapping[str, str]


class Panel(NamedTuple):
    """A chart: its heading, what it says in words, the sheet that shows more, its bars, and who draws it in a size."""

    title: str
    said: str
    sheet: str
    bars: int
    draw: Callable[[Page, int, int], Chart]


def panels(canvas: Canvas) -> list[Panel]:
    """The charts from left to right; none where there is nothing to draw."""
    if len(canvas.plan.projects) > DRAWN_AT_MOST:
        return [*_issues(canvas), *_departments(canvas), *_rates(canvas, "issue", narrow=True)]
    scores = _projects(canvas)
    if draws_issues(canvas):
        scores += _issues(canvas)
    return scores + _rates(canvas, "project", narrow=len(scores) > 1)


def rows(shown: list[Panel]) -> int:
    """How many rows the charts take with their headings."""
    return 1 + _ROWS if shown else 0


def draw(canvas: Canvas, page: Page, row: int, last: int, shown: list[Panel]) -> None:
    """The charts side by side, as high as the page allows down to its last row."""
    if not shown:
        return
    page.high(row, _HEADING)
    tall = _height(page, row, last, max(panel.bars for panel in shown))
    for panel, span in zip(shown, _SPANS[len(shown)], strict=True):
        width = page.pixels(*span) - _SPACE
        page.heading(row, *span, panel.title)
        page.link(row, span[1], canvas.link_to(panel.sheet), MORE.to(canvas.lang), "heading_link")
        page.chart(row + 1, span[0], panel.draw(page, width, tall), width, tall, panel.said)


def _height(page: Page, row: int, last: int, bars: int) -> int:
    """The pixels of the charts, between what so many bars need and what is calm, as there is room; sets their rows."""
    for below in range(row + 1, row + 1 + _ROWS):
        page.high(below, 0)
    least = max(_LOWEST_CHART, bars * _BAR + _AROUND)
    pixels = max(least, min(int(page.room(last) * 4 / 3) - _SPARE, bars * _WIDE_BAR + _AROUND))
    each = -(-(pixels + _SPACE) // _ROWS)
    for below in range(row + 1, row + 1 + _ROWS):
        page.high(below, each * 3 / 4)
    return each * _ROWS - _SPACE


def _projects(canvas: Canvas) -> list[Panel]:
    """A chart, or two of about as many bars."""
    scores = _rolled(canvas, "project")["score"].dropna()
    half = len(scores) if len(scores) <= LISTED_AT_MOST else (len(scores) + 1) // 2
    title = canvas.code(_BY_PROJECT.to(canvas.lang).format(top=TOP_LEVEL))
    made = []
    for start in range(0, len(scores), half or 1):
        own = scores.iloc[start : start + half]
        ends = {"first": canvas.code(own.index[0]), "last": canvas.code(own.index[-1])}
        part = _FROM_TO.to(canvas.lang).format(**ends) if len(own) < len(scores) else ""
        made.append(_scores(canvas, "project", own, title + part, "projects"))
    return made


def _issues(canvas: Canvas) -> list[Panel]:
    title = canvas.code(_BY_ISSUE.to(canvas.lang).format(top=TOP_LEVEL))
    return _groups(canvas, "issue", title, "by_issue")


def _departments(canvas: Canvas) -> list[Panel]:
    return _groups(canvas, "department", _BY_DEPARTMENT.to(canvas.lang), "by_department")


def _groups(canvas: Canvas, scope: str, title: str, sheet: str) -> list[Panel]:
    """A chart of the groups that reported, in the order of the plan; of many the lowest, and the heading says so."""
    scores = _rolled(canvas, scope)["score"].dropna()
    if scores.empty:
        return []
    if len(scores) <= _GROUPS_AT_MOST:
        return [_scores(canvas, scope, scores, title, sheet)]
    lowest = scores.sort_values(kind="stable").head(_OF_MORE)
    title += _LOWEST.to(canvas.lang).format(**_counts(canvas, len(lowest), len(scores)))
    return [_scores(canvas, scope, lowest, title, sheet)]


def _scores(canvas: Canvas, scope: str, scores: pd.Series, title: str, sheet: str) -> Panel:
    """Bars of mean scores in the colours of their levels."""
    number = "plain" if (scores % 1 == 0).all() else "score"
    labels = [_label(canvas, scope, code, None if scope == "project" else _NAME) for code in scores.index]
    values = [Group(canvas, scope, code).mean() for code in scores.index]
    series = Series(title, values, NAVY, INK, [SCORE_COLOURS[int(score)] for score in scores])

    def drawn(page: Page, width: int, tall: int) -> Chart:
        look = Look(width, number, most=TOP_LEVEL + 0.5, tall=tall)
        return charts.bars(canvas, page, labels, [series], look)

    return Panel(title, _said(canvas, scope, scores, title, canvas.score), sheet, len(scores), drawn)


def _rates(canvas: Canvas, scope: str, narrow: bool) -> list[Panel]:
    """Bars of what is disbursed of what was received, beside the target; where they are many, of those with most money."""
    rolled = _rolled(canvas, scope)
    funded = rolled[(rolled["received"] > 0).fillna(False)]
    known = funded[funded["rate"].notna()]
    if known.empty:
        return []
    shown = known
    if len(known) > _GROUPS_AT_MOST:
        shown = known.sort_values("received", ascending=False, kind="stable").head(_OF_MORE)
    unit = money_unit(shown["received"].max())
    title = _RATES.to(canvas.lang).format(unit=_UNITS[unit].to(canvas.lang)) + _of_all(canvas, shown, known, funded)
    target = _target(canvas, scope, shown)
    labels, values = [], []
    for code in shown.index:
        group = Group(canvas, scope, code)
        name = _label(canvas, scope, code, _NAME_AND_AMOUNT if narrow else None)
        labels.append(Amounted(name, group.amount("received"), unit))
        values.append(group.own_rate())
    colours = [NAVY if reached else BAR for reached in _reached(shown, target)]
    series = Series(_DISBURSED.to(canvas.lang), values, BAR, INK, colours)

    def drawn(page: Page, width: int, tall: int) -> Chart:
        return charts.bars_to_target(canvas, page, labels, series, target, Look(width, "percent", tall=tall))

    said = _said(canvas, scope, shown["rate"], title, lambda rate: canvas.figures.decimal(rate, 1))
    if target:
        said += f"; {target.name}"
        said += _REACHED.to(canvas.lang).format(**_counts(canvas, sum(_reached(shown, target)), len(shown)))
    return [Panel(title, said, "budget", len(shown), drawn)]


def _of_all(canvas: Canvas, shown: pd.DataFrame, known: pd.DataFrame, funded: pd.DataFrame) -> str:
    """What the heading says where not all that have money are shown."""
    if len(shown) == len(funded):
        return ""
    words = _LARGEST if len(shown) < len(known) else _STATED
    return words.to(canvas.lang).format(**_counts(canvas, len(shown), len(funded)))


def _target(canvas: Canvas, scope: str, shown: pd.DataFrame) -> Series | None:
    """The target of each project, or that of all money; none where the plan does not state it for all that are shown."""
    if scope == "project":
        budgets = canvas.summary.budget_results
        own = budgets.set_index("project")["target"][shown.index]
        places = {code: place for place, code in enumerate(budgets["project"])}
        values = [live.one(canvas, "budget_results", places[code], "target") for code in shown.index]
    else:
        whole = target_of_all(canvas)
        own = pd.Series(whole, index=shown.index, dtype="float64")
        values = [Live(f"={whole!r}", whole)] * len(shown) if whole is not None else []
    if own.isna().any():
        return None
    words = _TARGET if own.nunique() == 1 else _TARGETS
    return Series(words.to(canvas.lang).format(target=canvas.figures.plain(own.iloc[0])), values, DEEP_GOLD)


def _reached(shown: pd.DataFrame, target: Series | None) -> list[bool]:
    """Whether each rate is at its target or beyond; of no target, none is."""
    if target is None:
        return [False] * len(shown)
    return [rate >= float(wanted.value) for rate, wanted in zip(shown["rate"], target.values, strict=True)]


def _said(canvas: Canvas, scope: str, values: pd.Series, title: str, written: Callable[[float], str]) -> str:
    """The message of a chart in words: what is highest and what is lowest."""
    most, least = values.max(), values.min()
    if most == least:
        return _ALIKE.to(canvas.lang).format(title=title, most=written(most))
    best, worst = (
        listed(canvas, [_name(canvas, scope, code) for code in values.index[values == end]]) for end in (most, least)
    )
    shown = {"best": best, "most": written(most), "worst": worst, "least": written(least)}
    return _SAYS.to(canvas.lang).format(title=title, **shown)


def _rolled(canvas: Canvas, scope: str) -> pd.DataFrame:
    """The rows of ROLLUPS of a scope, by code, in the order of the plan."""
    rollups = canvas.summary.rollups
    return rollups[rollups["scope"] == scope].set_index("code")


def _name(canvas: Canvas, scope: str, code: str) -> str:
    """What a group is called in words: its code, or the name of a department."""
    return canvas.names("departments")[code] if scope == "department" else canvas.code(code)


def _label(canvas: Canvas, scope: str, code: str, letters: int | None = None) -> str:
    """What stands beside a bar: a code and a name of at most so many letters; of a department, its name."""
    if scope == "project":
        short = canvas.short(code)
        return start_of(short, len(code) + 1 + letters) if letters else short
    name = start_of(canvas.names(f"{scope}s")[code], letters or _NAME)
    return name if scope == "department" else f"{canvas.code(code)} {name}"


def _counts(canvas: Canvas, n: int, every: int) -> dict[str, str]:
    return {"n": canvas.figures.integer(n), "all": canvas.figures.integer(every)}
