"""Draws a KPI's sheet: the rubric with what was done, the results, and the project's budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.drawing.page import Page, quoted
from pipeline.forms import furniture, how_scored, words
from pipeline.forms import layout as lay
from pipeline.forms.entry_cells import as_shown, help_with, look_of, write_entry
from pipeline.forms.filling import Filling, has
from pipeline.forms.furniture import letter
from pipeline.forms.layout import (
    ASKED,
    CARRIED,
    COUNTS,
    DATE,
    EVIDENCE,
    HINT,
    LABEL,
    LAST,
    PROBLEM,
    STATUS,
    VALUE,
    WRONG_DAY,
)
from pipeline.forms.live import Cells
from schemas.fields import Kind
from schemas.plan import PROJECTS, RUBRIC
from schemas.submission import AMOUNTS, LEVELS

# How high boxes are before anything is typed.
_BOXES = {"narrative": 98.0, "obstacle": 58, "suggestion": 42}
_LEVEL, _ROW, _GAP = 38.0, 24.0, 8.0
# Rows may come out higher than they were measured.
_SURELY = 100.0
# Beside an amount there is room for it in words.
_AMOUNT = 34.0
_MAY_BE_NEEDLESS = ("obstacle", *(field.id for field in AMOUNTS))


@dataclass(frozen=True)
class KpiSheet:
    """A KPI's sheet being drawn; `home`: the cell to link back to, `sheets`: KPI → name of its sheet."""

    page: Page
    filling: Filling
    layout: lay.Layout
    cells: Cells
    home: str
    sheets: Mapping[str, str]

    def formula(self, row: int, col: int, role: str, number: str = "", last_col: int | None = None) -> str:
        """Write the formula that stands in a cell; gives what it shows."""
        return furniture.formula(self.page, self.cells, (row, col), role, number, last_col)

    def answer(self, key: str) -> str:
        """What was answered, as people read it."""
        return as_shown(self.filling.answers.get(key))


def draw_kpi(sheet: KpiSheet) -> None:
    """Draw the sheet of a KPI."""
    _top(sheet)
    for row, content in sheet.layout:
        _DRAWN[type(content)](sheet, row, content)
        sheet.page.text(row, lay.KEY, lay.key_of(content), "key")
    furniture.own_rows(sheet.page, [lay.STRIP])
    furniture.marks(sheet.page, lay.MARKS, max(lay.HELPERS), lay.LEVEL_COLUMNS, VALUE)
    furniture.hide_columns(sheet.page, lay.KEY)
    furniture.helpers(sheet.page, sheet.cells, lay.HELPERS)
    _help(sheet)
    _conditions(sheet)
    _finish(sheet)


def _top(sheet: KpiSheet) -> None:
    page, filling, kpi = sheet.page, sheet.filling, sheet.layout.kpi
    project = filling.projects[kpi["project"]]["name"]
    title = filling.say(words.KPI_TITLE, code=filling.figures.digits(kpi["code"]), project=project)
    page.banner(title, words.SEPARATOR.join((filling.title_with_days, filling.department_name)))
    page.link(lay.STRIP, LABEL, sheet.home, words.BACK.to(filling.lang), "code_link")
    sheet.formula(lay.STRIP, lay.FILLED, "text_right")
    sheet.formula(lay.STRIP, lay.SHARE, "strong_number", "plain")
    sheet.formula(lay.STRIP, lay.STATE, "state", last_col=LAST)
    page.high(lay.STRIP, 27)
    page.high(lay.MARKS + 1, _GAP)
    page.sheet.freeze_panes(lay.STRIP + 1, 0)


# --- the kinds of rows


def _gap(sheet: KpiSheet, row: int, _: lay.Gap) -> None:
    sheet.page.high(row, _GAP)


def _fact(sheet: KpiSheet, row: int, fact: lay.Fact) -> None:
    sheet.page.text(row, LABEL, fact.label, "label")
    sheet.page.merged(row, VALUE, LAST, fact.text, "text")
    sheet.page.fit(row, {LABEL: (fact.label, "label"), (VALUE, LAST): (fact.text, "text")}, least=22)


def _heading(sheet: KpiSheet, row: int, heading: lay.Heading) -> None:
    sheet.page.heading(row, LABEL, LAST, heading.words)


def _hint(sheet: KpiSheet, row: int, hint: lay.Hint) -> None:
    sheet.page.merged(row, LABEL, LAST, hint.words, "hint")
    sheet.page.fit(row, {(LABEL, LAST): (hint.words, "hint")}, least=21)


def _level_head(sheet: KpiSheet, row: int, head: lay.LevelHead) -> None:
    page, lang = sheet.page, sheet.filling.lang
    titles = {LABEL: RUBRIC["level"], VALUE: RUBRIC["criterion"]}
    titles |= {col: LEVELS[field] for field, col in lay.LEVEL_COLUMNS.items()} if head.entries else {}
    shown_titles = {col: lay.label(field, lang) for col, field in titles.items()} | {COUNTS: words.COUNTS.to(lang)}
    if not head.entries:
        page.merged(row, STATUS, EVIDENCE, words.THRESHOLD.to(lang), "head")
    for col, title in shown_titles.items():
        page.text(row, col, title, "head")
    page.fit(row, {col: (title, "head") for col, title in shown_titles.items()}, least=27)


def _level(sheet: KpiSheet, row: int, level: lay.Level) -> None:
    page = sheet.page
    number = sheet.filling.figures.integer(level.number)
    if (row, LABEL) in sheet.cells.formulas:
        sheet.formula(row, LABEL, "level")
    else:
        page.text(row, LABEL, number, "level")
    page.text(row, VALUE, level.criterion, "text")
    sheet.formula(row, COUNTS, "centre")
    texts = {VALUE: (level.criterion, "text")}
    if level.asks:
        texts |= _level_entries(sheet, row, level)
    else:
        page.merged(row, STATUS, EVIDENCE, "", "computed")
        page.number(row, STATUS, level.threshold, "computed", _threshold(sheet, level))
    page.fit(row, texts, least=_LEVEL if sheet.layout.has_statuses else _ROW)


def _level_entries(sheet: KpiSheet, row: int, level: lay.Level) -> dict[int, tuple[str, str]]:
    texts = {}
    for name, col in lay.LEVEL_COLUMNS.items():
        field, key, centred = LEVELS[name], f"{level.key}|{name}", name != "evidence"
        write_entry(sheet.page, sheet.filling, field, key, (row, col), centred)
        texts[col] = (sheet.answer(key), look_of(field, centred))
    return texts


def _threshold(sheet: KpiSheet, level: lay.Level) -> str:
    """The number format that says what value a level asks for, with its unit; the cell holds the number alone."""
    kpi, filling = sheet.layout.kpi, sheet.filling
    by_deviation = kpi["method"] == "two_sided"
    unit = f" {kpi['unit']}" if has(kpi["unit"]) and not by_deviation else ""
    sentence = words.AT_MOST if sheet.layout.falling else words.AT_LEAST
    before, after = (words.WITHIN if by_deviation else sentence).to(filling.lang).split("{}")
    whole = float(level.threshold or 0).is_integer()
    return filling.figures.format_with(before, "integer" if whole else "number", unit + after)


def _undefined(sheet: KpiSheet, row: int, level: lay.Undefined) -> None:
    sheet.page.text(row, LABEL, sheet.filling.figures.integer(level.number), "level")
    sheet.page.merged(row, VALUE, LAST, words.UNDEFINED.to(sheet.filling.lang), "note")
    sheet.page.high(row, _ROW)


def _score(sheet: KpiSheet, row: int, _: lay.Score) -> None:
    lang, number = sheet.filling.lang, "number" if how_scored.in_fractions(sheet.layout.kpi) else "plain"
    sheet.page.merged(row, LABEL, VALUE, words.SCORE.to(lang), "group")
    sheet.formula(row, STATUS, "group_centre", number)
    sheet.page.merged(row, DATE, EVIDENCE, words.SCORE_PERCENT.to(lang), "group_centre")
    sheet.formula(row, COUNTS, "group_centre", number)
    sheet.page.high(row, _ROW)


def _entry(sheet: KpiSheet, row: int, entry: lay.Entry) -> None:
    page, field = sheet.page, entry.field
    label = lay.label(field, sheet.filling.lang)
    page.text(row, LABEL, label, "label")
    write_entry(page, sheet.filling, field, entry.key, (row, VALUE))
    beside = sheet.formula(row, HINT, "hint", last_col=LAST)
    texts = {
        LABEL: (label, "label"),
        VALUE: (sheet.answer(entry.key), look_of(field)),
        (HINT, LAST): (beside, "hint"),
    }
    page.fit(row, texts, least=_BOXES.get(field.id, _AMOUNT if field.kind is Kind.AMOUNT else _ROW))


def _allocated(sheet: KpiSheet, row: int, allocated: lay.Allocated) -> None:
    label = PROJECTS["allocated"].title.to(sheet.filling.lang)
    sheet.page.text(row, LABEL, label, "label")
    sheet.page.number(row, VALUE, allocated.satang / 100, "computed_number", "amount")
    sheet.page.merged(row, HINT, LAST, words.AS_PLANNED.to(sheet.filling.lang), "hint")
    sheet.page.fit(row, {LABEL: (label, "label")}, least=_ROW)


def _rate(sheet: KpiSheet, row: int, _: lay.Rate) -> None:
    lang, hint = sheet.filling.lang, sheet.filling.say(words.RATE_HINT)
    sheet.page.text(row, LABEL, words.RATE.to(lang), "label")
    sheet.formula(row, VALUE, "computed_number", "percent2")
    sheet.page.merged(row, HINT, LAST, hint, "hint")
    sheet.page.fit(row, {LABEL: (words.RATE.to(lang), "label"), (HINT, LAST): (hint, "hint")}, least=_ROW)


def _elsewhere(sheet: KpiSheet, row: int, elsewhere: lay.Elsewhere) -> None:
    code = sheet.filling.figures.digits(elsewhere.kpi)
    target = f"{quoted(sheet.sheets[elsewhere.kpi])}!A1"
    sheet.page.merged(row, LABEL, LAST, "", "text_link")
    sheet.page.link(row, LABEL, target, sheet.filling.say(words.BUDGET_ELSEWHERE, code=code), "text_link")
    sheet.page.high(row, _ROW)


_DRAWN: Mapping[type[Any], Callable[[KpiSheet, int, Any], None]] = {
    lay.Gap: _gap,
    lay.Fact: _fact,
    lay.Heading: _heading,
    lay.Hint: _hint,
    lay.LevelHead: _level_head,
    lay.Level: _level,
    lay.Undefined: _undefined,
    lay.Score: _score,
    lay.Entry: _entry,
    lay.Allocated: _allocated,
    lay.Rate: _rate,
    lay.Elsewhere: _elsewhere,
}


# --- help, looks and print


def _help(sheet: KpiSheet) -> None:
    levels = [row for row, level in sheet.layout.of(lay.Level) if level.asks]
    if levels:
        for name, col in lay.LEVEL_COLUMNS.items():
            help_with(sheet.page, sheet.filling, LEVELS[name], [(row, col) for row in levels])
    for row, entry in sheet.layout.of(lay.Entry):
        help_with(sheet.page, sheet.filling, entry.field, [(row, VALUE)])


def _conditions(sheet: KpiSheet) -> None:
    """Cells without a finding follow what is typed; those with one keep its colour until the form is checked again."""
    page, formulas = sheet.page, sheet.cells.formulas
    open_ = [place for key, place in sheet.layout.places.items() if key not in sheet.filling.flags]
    decisive = [(row, col) for row, col in sorted(open_) if col in (VALUE, STATUS)]
    asked = [(row, col) for row, col in decisive if (row, ASKED) in formulas]
    furniture.look_while(page, asked, f"${letter(lay.MISSING)}{{row}}=1", "asked")
    wrong = [(row, col) for row, col in decisive if (row, PROBLEM) in formulas]
    furniture.look_while(page, wrong, f"${letter(PROBLEM)}{{row}}=1", "contradicts")
    wrong_days = [(row, col) for row, col in sorted(open_) if col == DATE and (row, WRONG_DAY) in formulas]
    furniture.look_while(page, wrong_days, f"${letter(WRONG_DAY)}{{row}}=1", "contradicts")
    carried = sorted(place for key, place in sheet.layout.places.items() if key in sheet.filling.carried.answers)
    furniture.look_while(page, carried, f"${letter(CARRIED)}{{row}}=1", "carried")
    _grey_out(sheet)
    entries = sheet.layout.of(lay.Entry)
    furniture.looks_by_sign(page, [(row, HINT) for row, _ in entries])
    furniture.looks_by_sign(page, [(row, COUNTS) for row, _ in sheet.layout.of(lay.Level)])
    furniture.looks_by_sign(page, [(lay.STRIP, lay.STATE)])
    _whole_numbers(sheet, [(row, VALUE) for row, entry in entries if entry.field.kind is Kind.NUMBER], lay.MEANING)
    if how_scored.in_fractions(sheet.layout.kpi):
        for row, _ in sheet.layout.of(lay.Score):
            for col in (STATUS, COUNTS):
                _whole_numbers(sheet, [(row, col)], col)


def _whole_numbers(sheet: KpiSheet, places: Sequence[lay.Place], col: int) -> None:
    """No decimal point while the number that stands in a column of the row is whole."""
    whole = f"${letter(col)}{{row}}=INT(${letter(col)}{{row}})"
    furniture.look_while(sheet.page, places, whole, "whole", "integer")


def _break_between_parts(sheet: KpiSheet) -> None:
    """Where a sheet takes two pages, the second begins with a part: the last that the first page surely has no room for."""
    _, results, budget = (row for row, _ in sheet.layout.of(lay.Heading))
    sheet.page.new_page(budget if sheet.page.room(budget, landscape=False) > _SURELY else results)


def _grey_out(sheet: KpiSheet) -> None:
    """Entries that another answer makes needless."""
    hint = letter(HINT)
    needless = [(row, VALUE) for row, entry in sheet.layout.of(lay.Entry) if entry.field.id in _MAY_BE_NEEDLESS]
    words_ = words.NOT_NEEDED.to(sheet.filling.lang)
    furniture.look_while(sheet.page, needless, f'${hint}{{row}}="{words_}"', "unneeded")


def _finish(sheet: KpiSheet) -> None:
    page = sheet.page
    page.sheet.let_grow({row for row, _ in sheet.layout.places.values()})
    if not furniture.on_one_page(page, sheet.layout.last):
        page.repeat(*furniture.BANNER)
        _break_between_parts(sheet)
    furniture.frame(page, sheet.filling)
    furniture.close(page, min(sheet.layout.places.values()))
