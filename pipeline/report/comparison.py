"""This round beside the earlier one: what the ministry, its issues and every KPI moved, and what about it is odd."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import comparison_head, movement
from pipeline.report.budget import amount_format
from pipeline.report.canvas import Canvas
from pipeline.report.limits import only_issues
from pipeline.report.live import Group, Live, one
from pipeline.report.spans import sentence
from pipeline.validation.earlier import Earlier
from schemas.fields import Text
from schemas.summary import COMPARISON, SCORES

ABOUT = Text(
    "คะแนน ระดับ ค่า และการเบิกจ่ายของทุกตัวชี้วัด เทียบกับรอบก่อนของปีงบประมาณ",
    "Score, levels, value and disbursement of every KPI, beside the earlier round of the fiscal year",
)


class Column(NamedTuple):
    """A column: its id, the title that it shares with its neighbours, its own title, and its width."""

    id: str
    shared: Text
    title: Text
    width: float


_CODE, _NAME = Text("รหัส", "Code"), Text("ตัวชี้วัด", "KPI")
_SCORE, _LEVELS = Text("คะแนน", "Score"), Text("ระดับที่แล้วเสร็จ", "Levels met")
_VALUE, _DISBURSED = Text("ค่าที่ทำได้จริง", "Value reached"), Text("เบิกจ่ายสะสม (บาท)", "Disbursed (baht)")
_THEN, _NOW = Text("{then} เดือน", "{then} months"), Text("{now} เดือน", "{now} months")
_COLUMNS = (
    Column("kpi", _CODE, _CODE, 9),
    Column("name", _NAME, _NAME, 56),
    Column("score_before", _SCORE, _THEN, 11.5),
    Column("score", _SCORE, _NOW, 11.5),
    Column("change", _SCORE, Text("เปลี่ยนแปลง", "Change"), 20),
    Column("levels_before", _LEVELS, _THEN, 11.5),
    Column("levels", _LEVELS, _NOW, 11.5),
    Column("value_before", _VALUE, _THEN, 11.5),
    Column("value", _VALUE, _NOW, 11.5),
    Column("disbursed_before", _DISBURSED, _THEN, 17),
    Column("disbursed", _DISBURSED, _NOW, 17),
)
WIDTHS: list[float] = [column.width for column in _COLUMNS]
# What stands where a finding says that it should not have fallen.
_FELL = {"levels": "LEVEL_UNDONE", "value": "VALUE_FELL", "disbursed": "AMOUNT_FELL"}

_TITLE = Text("เปรียบเทียบรอบ {then} เดือน กับรอบ {now} เดือน", "The {now}-month round beside the {then}-month round")
_SUBTITLE = Text(
    "รอบก่อนตามแฟ้ม {file} · คลิกรหัสเพื่อดูผลของโครงการ",
    "The earlier round as {file} tells it · click a code for the project's page",
)
_BY_KPI = Text("รายตัวชี้วัด", "By KPI")
_GONE = Text("ตัวชี้วัดของรอบก่อนที่แผนรอบนี้ไม่มี", "KPIs of the earlier round that the plan no longer has")
_NOT_THEN = Text("รอบก่อนไม่มีคะแนน", "no score then")
_TOTAL = Text("รวม", "Total")
_NOTHING = Text(
    "ทั้งสองรอบไม่มีตัวชี้วัดที่รายงาน จึงไม่มีสิ่งใดให้เปรียบเทียบ", "Neither round reports a KPI, so there is nothing to compare"
)
_MEANING = Text(
    "▲ เพิ่มขึ้น · = คงเดิม · ▼ ลดลง · ช่องสีที่มี ▼ มีข้อสังเกต: ดูแผ่นข้อสังเกต · ยอดเบิกจ่ายเป็นของโครงการ",
    "▲ up · = as it was · ▼ down · a coloured cell with ▼ has a finding, see the findings · disbursed by the project",
)
_STATE_LOOKS = {"returned": "error", "missing": "warning"}
# With more than these under the head of the sheet the table goes on to another page.
_KPIS_A_PAGE = 6


@dataclass(frozen=True)
class _Sheet:
    """The sheet being drawn, where its columns stand, how single scores and amounts are written, and what fell oddly:
    rule and code of KPI or project.
    """

    canvas: Canvas
    page: Page
    earlier: Earlier
    at: Mapping[str, int]
    score: str
    amount: str
    odd: Set[tuple[str, str]]

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.at) - 1


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, the whole beside its findings, and the KPIs issue by issue with a total."""
    earlier, compared = canvas.summary.earlier, canvas.summary.comparison
    if earlier is None:
        raise ValueError("no earlier round")
    valued = bool(compared[["value_before", "value"]].notna().any(axis=None))
    shown = [column for column in _COLUMNS if valued or column.shared is not _VALUE]
    wide = canvas.amount_width("disbursed")
    page.columns([max(column.width, wide) if column.shared is _DISBURSED else column.width for column in shown])
    sheet = _Sheet(
        canvas,
        page,
        earlier,
        at={column.id: col for col, column in enumerate(shown)},
        score="plain" if (compared[["score_before", "score"]].stack().dropna() % 1 == 0).all() else "score",
        amount=amount_format(canvas.summary.budget_comparison[["disbursed_before", "disbursed"]]),
        odd=_odd(canvas.summary.findings),
    )
    title = _TITLE.to(canvas.lang).format(**comparison_head.months(canvas, earlier))
    row = page.banner(title, _SUBTITLE.to(canvas.lang).format(file=earlier.file))
    row = comparison_head.draw(canvas, page, row, earlier)
    if compared.empty:
        sentence(page, row, _NOTHING.to(canvas.lang))
        return
    row = _head(sheet, row, shown)
    row = _issues(sheet, row)
    page.text(row, 0, _MEANING.to(canvas.lang), "caption")


def _odd(findings: pd.DataFrame) -> set[tuple[str, str]]:
    """Rule and KPI or project of what fell and should not have: the first part of a cell's key."""
    own = findings[findings["rule"].isin(_FELL.values()) & findings["key"].notna()]
    return {(rule, key.partition("|")[0]) for rule, key in zip(own["rule"], own["key"], strict=True)}


def _head(sheet: _Sheet, row: int, shown: list[Column]) -> int:
    """Two rows: titles that columns share, and under them their own; gives the first free row."""
    canvas, page, lang = sheet.canvas, sheet.page, sheet.canvas.lang
    months = comparison_head.months(canvas, sheet.earlier)
    page.heading(row, 0, sheet.last, _BY_KPI.to(lang))
    groups: dict[Text, list[int]] = {}
    for col, column in enumerate(shown):
        groups.setdefault(column.shared, []).append(col)
        page.text(row + 2, col, column.title.to(lang).format(**months), "head")
    for title, cols in groups.items():
        page.area(row + 1, cols[0], row + 1 if len(cols) > 1 else row + 2, cols[-1], "head")
        page.text(row + 1, cols[0], title.to(lang), "head")
    page.high(row + 1, 24)
    page.high(row + 2, 24)
    if len(canvas.summary.comparison) > _KPIS_A_PAGE:
        page.repeat(row + 1, row + 2)
    return row + 3


def _issues(sheet: _Sheet, row: int) -> int:
    """The KPIs under their issues, those that the plan no longer has, and the total; gives the first free row."""
    canvas, compared = sheet.canvas, sheet.canvas.summary.comparison
    planned = compared["kpi"].isin(canvas.plan.kpis["code"])
    listed = not only_issues(canvas)
    for code, name in canvas.names("issues").items():
        own = compared[planned & (compared["issue"] == code)]
        if len(own):
            _issue(sheet, row, code, name)
            row = _kpis(sheet, row + 1, own if listed else own.head(0))
    if len(compared[~planned]):
        sheet.page.merged(row, 0, sheet.last, _GONE.to(canvas.lang), "group_name")
        sheet.page.high(row, 24)
        row = _kpis(sheet, row + 1, compared[~planned])
    sheet.page.merged(row, 0, 1, _TOTAL.to(canvas.lang), "total")
    _group(sheet, row, "", Group(canvas), ("total_centre", "total_amount"))
    sheet.page.high(row, 26)
    return row + 1


def _issue(sheet: _Sheet, row: int, code: str, name: str) -> None:
    canvas, page = sheet.canvas, sheet.page
    page.link(row, 0, canvas.link_to_issue(code), canvas.code(code), "group_link")
    page.text(row, 1, name, "group_name")
    _group(sheet, row, code, Group(canvas, "issue", code), ("group_centre", "group_amount"))
    page.fit(row, {1: (name, "group_name")}, least=24)
    page.keep_together(row, row + 1)


def _group(sheet: _Sheet, row: int, issue: str, group: Group, roles: tuple[str, str]) -> None:
    """The mean scores and the amounts of an issue or of all."""
    canvas, page, at = sheet.canvas, sheet.page, sheet.at
    centre, amount = roles
    page.fill(row, 2, sheet.last, centre)
    now = group.mean()
    then = movement.put(page, row, at["score_before"], movement.mean_then(sheet.earlier, issue), centre, "score")
    page.formula(row, at["score"], *now, centre, "score")
    moved = movement.change(page, row, (at["score_before"], at["score"]), then, now.value)
    page.formula(row, at["change"], *moved, centre, movement.number(canvas, "score"))
    for column in ("disbursed_before", "disbursed"):
        page.formula(row, at[column], *movement.total(canvas, column, issue), amount, sheet.amount)


def _kpis(sheet: _Sheet, row: int, own: pd.DataFrame) -> int:
    """A row a KPI, the money of its project with the first of them; gives the first free row."""
    money = {code: index for index, code in enumerate(sheet.canvas.summary.budget_comparison["project"])}
    first = ~own["project"].duplicated()
    for (index, kpi), carries in zip(own.iterrows(), first, strict=True):
        _kpi(sheet, row, int(index), kpi)
        _money(sheet, row, str(kpi["project"]), money if carries else {})
        sheet.page.keep_together(row, row)
        row += 1
    return row


def _kpi(sheet: _Sheet, row: int, index: int, kpi: Any) -> None:
    canvas, page, code = sheet.canvas, sheet.page, str(kpi["kpi"])
    planned = code in canvas.names("kpis")
    name = canvas.plan.name_of("kpis", code) if planned else COMPARISON["since"].choice_title("gone", canvas.lang)
    page.text(row, 1, name, "text")
    page.fit(row, {1: (name, "text")}, least=24)
    if planned:
        page.link(row, 0, canvas.link_to_project(str(kpi["project"])), canvas.code(code), "code_link")
    else:
        page.text(row, 0, canvas.code(code), "centre")
    for column, number in (("score", sheet.score), ("levels", "integer"), ("value", "number")):
        if column in sheet.at:
            then = one(canvas, "comparison", index, f"{column}_before")
            now = one(canvas, "comparison", index, column)
            _pair(sheet, row, column, (then, now), number, (_FELL.get(column, ""), code) in sheet.odd)
    _change(sheet, row, kpi)


def _pair(sheet: _Sheet, row: int, column: str, pair: tuple[Live, Live], number: str, odd: bool) -> None:
    """Then and now, side by side; what fell oddly says so."""
    page, (then, now) = sheet.page, pair
    amount = column == "disbursed"
    page.formula(
        row, sheet.at[f"{column}_before"], *then, "amount" if amount else "number_centre", _whole(number, then)
    )
    if odd:
        look = "amount_warning" if amount else "warning"
        page.formula(row, sheet.at[column], *now, look, movement.fell(sheet.canvas, _whole(number, now)))
        return
    role = "amount" if amount else "strong_number" if column == "score" else "number_centre"
    page.formula(row, sheet.at[column], *now, role, _whole(number, now))


def _whole(number: str, live: Live) -> str:
    """With optional decimals alone Excel shows a whole number with its decimal point: 310."""
    return (
        "integer"
        if number == "number" and float(live.value if not isinstance(live.value, str) else 0) % 1 == 0
        else number
    )


def _change(sheet: _Sheet, row: int, kpi: Any) -> None:
    """What the score moved; in words where one of the two rounds has none."""
    canvas, page, at = sheet.canvas, sheet.page, sheet.at
    if pd.notna(kpi["score_change"]):
        moved = movement.change(page, row, (at["score_before"], at["score"]), kpi["score_before"], kpi["score"])
        page.formula(row, at["change"], *moved, movement.look(moved), movement.number(canvas, sheet.score))
        return
    state = next((own["state"] for own in canvas.rows("scores", "kpi", kpi["kpi"])), "")
    if kpi["since"] != "continued":
        words, role = COMPARISON["since"].choice_title(kpi["since"], canvas.lang), "note"
    elif pd.isna(kpi["score"]):
        words, role = SCORES["state"].choice_title(state, canvas.lang), _STATE_LOOKS.get(state, "note")
    else:
        words, role = _NOT_THEN.to(canvas.lang), "note"
    page.text(row, at["change"], words, role)


def _money(sheet: _Sheet, row: int, project: str, money: Mapping[str, int]) -> None:
    """What the project of a KPI disbursed; empty where another KPI shows it, or where it has no money."""
    if project not in money:
        for column in ("disbursed_before", "disbursed"):
            sheet.page.blank(row, sheet.at[column], "amount")
        return
    then, now = (
        one(sheet.canvas, "budget_comparison", money[project], name) for name in ("disbursed_before", "disbursed")
    )
    _pair(sheet, row, "disbursed", (then, now), sheet.amount, (_FELL["disbursed"], project) in sheet.odd)
