"""The cards of the executive page: one key figure each, with a line that says what of."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import sentences
from pipeline.report.canvas import Canvas
from pipeline.report.live import GOOD, Group, Live, note
from pipeline.report.nouns import PROJECT
from schemas.fields import Text
from schemas.plan import TOP_LEVEL

_REPORTED = Text("ตัวชี้วัดที่รายงานแล้ว", "KPIs reported")
_OF_DUE = Text("จาก {{}} ตัวชี้วัด · {projects}", "of {{}} due · {projects}")
_OF_DUE_OPEN = Text("จาก {{}} ตัวชี้วัด · ยังขาด {open}", "of {{}} due · {open} still open")
_MEAN = Text("คะแนนเฉลี่ย (เต็ม {top})", "Mean score (out of {top})")
_PERCENT = Text("เทียบเท่าร้อยละ {}", "equal to {} %")
_GOOD = Text("ตัวชี้วัดที่ได้ {good}–{top} คะแนน", "KPIs scoring {good}–{top}")
_OF_REPORTED = Text("จาก {} ตัวชี้วัดที่รายงาน", "of {} reported")
_RECEIVED = Text("งบประมาณที่ได้รับ ({unit})", "Received ({unit})")
_PROJECTS = Text("ของ {} โครงการ", "projects with money: {}")
_DISBURSED = Text("เบิกจ่ายแล้ว ({unit})", "Disbursed ({unit})")
_RATE = Text("ร้อยละ {} ของที่ได้รับ", "{} % of what was received")
_OBSTACLES = Text("ตัวชี้วัดที่มีปัญหาอุปสรรค", "KPIs with obstacles")
_SEE = Text("ดูรายละเอียด ›", "see them ›")
UNITS = {"million": Text("ล้านบาท", "million baht"), "baht": Text("บาท", "baht")}
_OPEN = ("returned", "missing")
_EVERY = 4


class Card(NamedTuple):
    """A card: what it shows, its figure, how that is written, and a line under it."""

    label: str
    figure: Live
    number: str
    below: Live | str
    urgent: bool = False


def draw(canvas: Canvas, page: Page, row: int) -> int:
    """The six cards side by side; gives the first free row."""
    for index, card in enumerate([_reported(canvas), _mean(canvas), _good(canvas), *_money(canvas)]):
        _card(page, row, index * _EVERY, card)
        _below(page, row + 2, index * _EVERY, card.below)
    obstacles = Group(canvas).obstacles()
    met = not isinstance(obstacles.value, str) and obstacles.value > 0
    _card(page, row, 5 * _EVERY, Card(_OBSTACLES.to(canvas.lang), obstacles, "integer", "", met))
    page.area(row + 2, 5 * _EVERY, row + 2, 5 * _EVERY + 2, "card_link")
    page.link(row + 2, 5 * _EVERY, canvas.link_to("obstacles"), _SEE.to(canvas.lang), "card_link")
    for offset, points in enumerate((22, 36, 21, 6)):
        page.high(row + offset, points)
    return row + 4


def _card(page: Page, row: int, col: int, card: Card) -> None:
    look = "urgent" if card.urgent else "card"
    page.merged(row, col, col + 2, card.label, f"{look}_label")
    page.area(row + 1, col, row + 1, col + 2, f"{look}_value")
    page.formula(row + 1, col, *card.figure, f"{look}_value", card.number)


def _below(page: Page, row: int, col: int, below: Live | str) -> None:
    page.area(row, col, row, col + 2, "card_note")
    if isinstance(below, str):
        page.text(row, col, below, "card_note")
    else:
        page.formula(row, col, *below, "card_note")


def _reported(canvas: Canvas) -> Card:
    """Reported of due, and how many are still to come where any is."""
    lang, figures, group = canvas.lang, canvas.figures, Group(canvas)
    open_ = sum(int(group.in_state(state).value) for state in _OPEN)
    shown = {"projects": PROJECT.of(int(group.projects().value), figures), "open": figures.integer(open_)}
    words = (_OF_DUE_OPEN if open_ else _OF_DUE).to(lang).format(**shown)
    below = note(figures, words, group.due(), "integer")
    return Card(_REPORTED.to(lang), group.reported(), "integer", below, urgent=open_ > 0)


def _mean(canvas: Canvas) -> Card:
    group, lang = Group(canvas), canvas.lang
    label = canvas.code(_MEAN.to(lang).format(top=TOP_LEVEL))
    mean = group.mean()
    percent = group.percent(f"({mean.formula.removeprefix('=')})")
    return Card(label, mean, "score", note(canvas.figures, _PERCENT.to(lang), percent, "percent2"))


def _good(canvas: Canvas) -> Card:
    group, lang = Group(canvas), canvas.lang
    label = canvas.code(_GOOD.to(lang).format(good=GOOD, top=TOP_LEVEL))
    return Card(
        label, group.good(), "integer", note(canvas.figures, _OF_REPORTED.to(lang), group.reported(), "integer")
    )


def _money(canvas: Canvas) -> list[Card]:
    group, lang, figures = Group(canvas), canvas.lang, canvas.figures
    received = canvas.summary.rollup("ministry")["received"]
    unit = money_unit(received)
    labels = [label.to(lang).format(unit=UNITS[unit].to(lang)) for label in (_RECEIVED, _DISBURSED)]
    projects = note(figures, _PROJECTS.to(lang), group.with_budget(), "integer")
    rate = note(figures, _RATE.to(lang), group.own_rate(), "percent2")
    return [
        Card(labels[0], group.amount("received"), unit, projects),
        Card(labels[1], group.amount("disbursed"), unit, rate, urgent=sentences.lags(canvas)),
    ]


def money_unit(satang: object) -> str:
    """The number format for amounts of this order: millions, or baht where there is less than a million."""
    return "million" if pd.isna(satang) or int(str(satang)) >= sentences.MILLION else "baht"
