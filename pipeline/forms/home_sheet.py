"""Draws the form's home sheet: what to do by when, the KPIs with their state, who reports, and what colours mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.drawing.page import Page, quoted
from pipeline.forms import arithmetic, furniture, live, words
from pipeline.forms import layout as lay
from pipeline.forms.entry_cells import Place, as_shown, help_with, look_of, write_entry
from pipeline.forms.filling import Filling
from pipeline.forms.live import Cells, Live, constant
from pipeline.forms.reading import TEXTS
from pipeline.forms.workings import Workings
from schemas.fields import Field, Kind, Text
from schemas.submission import HEAD_KEYS, HEAD_SEPARATOR, REPORTER

KEY, LABEL, ENTRY, FILLED, SHARE, STATE, ASKED, MISSING, PROBLEMS = range(9)
HELPERS = (ASKED, MISSING, PROBLEMS)
WIDTHS = [0.0, 22, 62, 14, 11, 22]
STRIP, MARKS, FIRST = 4, 5, 7
_BESIDE = (FILLED, STATE)
_ROW, _GAP = 25.0, 10.0


@dataclass(frozen=True)
class HomeSheet:
    """The home sheet being drawn; `kpis`: the sheets of its KPIs with their formulas, `fix_list`: where that begins."""

    page: Page
    filling: Filling
    kpis: Sequence[tuple[lay.Layout, Cells]]
    fix_list: str | None
    cells: Cells
    workings: Workings

    def formula(self, row: int, col: int, role: str, number: str = "") -> str:
        """Write the formula that stands in a cell; gives what it shows."""
        return furniture.formula(self.page, self.cells, (row, col), role, number)


def draw_home(sheet: HomeSheet) -> dict[str, Place]:
    """Draw the home sheet; gives the place of each of its entries."""
    filling, page = sheet.filling, sheet.page
    settings = filling.plan.settings
    about = (filling.department_name, settings.plan_name, settings.organisation)
    page.banner(home_title(filling), HEAD_SEPARATOR.join(about), first=LABEL)
    for row, key in zip(furniture.BANNER, HEAD_KEYS, strict=True):
        page.text(row, KEY, key, "key")
    table = _steps(sheet, FIRST)
    reporter = _kpis(sheet, table)
    places = _reporter(sheet, reporter)
    end = max(row for row, _ in places.values())
    _overall(sheet, table, end)
    last = _legend(sheet, end + 1)
    if not furniture.on_one_page(page, last):
        page.repeat(*furniture.BANNER)
        page.keep_together(end + 2, last, landscape=False)
    _finish(sheet, places, last)
    return places


def home_title(filling: Filling) -> str:
    """The form's title, with its fiscal year."""
    year = filling.figures.digits(str(filling.plan.settings.fiscal_year))
    return filling.say(words.FISCAL_YEAR, title=filling.title, year=year)


def _steps(sheet: HomeSheet, row: int) -> int:
    """The numbered steps; gives the row after them."""
    page, filling = sheet.page, sheet.filling
    page.heading(row, LABEL, STATE, words.STEPS_TITLE.to(filling.lang))
    deadline = filling.figures.date(filling.plan.settings.deadline)
    steps = [filling.say(step, deadline=deadline) for step in words.STEPS]
    if filling.carried.answers:
        steps.insert(2, filling.say(words.CARRIED_STEP, round=filling.carried_from))
    steps = [filling.say(words.FIX_STEP), *steps] if sheet.fix_list else steps
    for number, step in enumerate(steps, 1):
        row += 1
        page.text(row, LABEL, filling.figures.integer(number), "step")
        page.merged(row, ENTRY, STATE, step, "text")
        page.fit(row, {(ENTRY, STATE): (step, "text")}, least=_ROW)
    if sheet.fix_list:
        page.link(row - len(steps) + 1, ENTRY, sheet.fix_list, steps[0], "text_link")
    page.high(row + 1, _GAP)
    return row + 2


def _kpis(sheet: HomeSheet, row: int) -> int:
    """The table of the KPIs; gives the row after it."""
    page, lang = sheet.page, sheet.filling.lang
    page.heading(row, LABEL, STATE, words.KPIS_TITLE.to(lang))
    page.head_row(row + 1, ["", *(title.to(lang) for title in words.KPI_COLUMNS)])
    first = row + 2
    for row, (kpi, cells) in enumerate(sheet.kpis, first):
        _kpi(sheet, row, kpi, cells)
    furniture.looks_by_sign(page, [(at, STATE) for at in range(first, row + 1)])
    page.high(row + 1, _GAP)
    return row + 2


def _kpi(sheet: HomeSheet, row: int, kpi: lay.Layout, cells: Cells) -> None:
    page, filling, put = sheet.page, sheet.filling, sheet.cells.put
    for own, theirs in ((ASKED, lay.ASKED), (MISSING, lay.MISSING), (PROBLEMS, lay.PROBLEM)):
        put(row, own, cells.abroad(lay.STRIP, theirs))
    asked, filled = (
        sheet.cells.at(row, ASKED),
        arithmetic.less(sheet.cells.at(row, ASKED), sheet.cells.at(row, MISSING)),
    )
    put(row, FILLED, _of(filling, filled, asked))
    put(row, SHARE, cells.abroad(lay.STRIP, lay.SHARE))
    put(row, STATE, cells.abroad(lay.STRIP, lay.STATE))
    project, name = filling.projects[kpi.kpi["project"]]["name"], kpi.kpi["name"]
    page.link(row, LABEL, f"{quoted(kpi.sheet)}!A1", filling.figures.digits(kpi.kpi["code"]), "code_link")
    look = page.theme.role
    page.sheet.write_rich_string(row, ENTRY, look("bold"), project, look("plain"), f"\n{name}", look("text"))
    sheet.formula(row, FILLED, "centre")
    sheet.formula(row, SHARE, "strong_number", "plain")
    sheet.formula(row, STATE, "state")
    page.high(row, page.needs(ENTRY, project, "label") + page.needs(ENTRY, name, "text") - 4)


def _of(filling: Filling, part: Live, whole: Live) -> Live:
    between = constant(words.OF.to(filling.lang))
    return live.joined(live.counted(part, filling.figures), between, live.counted(whole, filling.figures))


def _reporter(sheet: HomeSheet, row: int) -> dict[str, Place]:
    """Who reports; gives the places of the entries."""
    page, filling = sheet.page, sheet.filling
    page.heading(row, LABEL, STATE, REPORTER.title.to(filling.lang))
    places = {f"{REPORTER.id}|{field.id}": (at, ENTRY) for at, field in enumerate(REPORTER, row + 1)}
    for field, (key, place) in zip(REPORTER, places.items(), strict=True):
        _reporter_entry(sheet, field, key, place)
    return places


def _reporter_entry(sheet: HomeSheet, field: Field, key: str, place: Place) -> None:
    page, filling, (row, _) = sheet.page, sheet.filling, place
    label, hint, answer = lay.label(field, filling.lang), filling.say(field.help), filling.answers.get(key)
    page.text(row, KEY, key, "key")
    page.text(row, LABEL, label, "label")
    write_entry(page, filling, field, key, place)
    if field.kind is Kind.DATE:
        hint = _judged_day(sheet, place, answer, hint)
    else:
        page.merged(row, *_BESIDE, hint, "hint")
    texts = {LABEL: (label, "label"), ENTRY: (as_shown(answer), look_of(field)), _BESIDE: (hint, "hint")}
    page.fit(row, texts, least=_ROW)
    help_with(page, filling, field, [place])
    if field.required:
        sheet.cells.put(row, ASKED, constant(1))
        told = live.filled if field.kind in TEXTS else live.given
        filled = told(live.cell(*place, answer))
        sheet.cells.put(row, MISSING, live.flag(live.no(filled)))


def _judged_day(sheet: HomeSheet, place: Place, answer: object, hint: str) -> str:
    """Say beside a date that it cannot be read; else its hint stands there. Gives what is said now."""
    row, column = place[0], _BESIDE[0]
    day = sheet.workings.day(sheet.page.name, live.cell(*place, answer))
    unreadable = live.same(day, constant(live.UNKNOWN))
    sheet.cells.put(row, PROBLEMS, live.flag(unreadable))
    said = constant(sheet.filling.say(words.DATE_UNREADABLE))
    sheet.cells.put(row, column, live.when(unreadable, said, constant(hint)))
    furniture.looks_by_sign(sheet.page, [(row, column)])
    return furniture.formula(sheet.page, sheet.cells, (row, column), "hint", last_col=_BESIDE[1])


def _overall(sheet: HomeSheet, first: int, last: int) -> None:
    """One light for the whole form, and the day it is due."""
    page, filling, cells = sheet.page, sheet.filling, sheet.cells
    asked, missing = (cells.put(STRIP, column, cells.total(first, last, column)) for column in (ASKED, MISSING))
    problems = cells.put(STRIP, PROBLEMS, cells.count(first, last, PROBLEMS, ">", 0))
    cells.put(STRIP, ENTRY, _light(filling, asked, missing, problems))
    due = filling.say(words.DEADLINE, day=filling.figures.date(filling.plan.settings.deadline))
    page.text(STRIP, LABEL, words.OVERALL.to(filling.lang), "label")
    sheet.formula(STRIP, ENTRY, "state")
    page.merged(STRIP, *_BESIDE, due, "state")
    page.high(STRIP, 30)
    page.high(MARKS + 1, _GAP)
    furniture.looks_by_sign(page, [(STRIP, ENTRY)])


def _light(filling: Filling, asked: Live, missing: Live, problems: Live) -> Live:
    def counting(before: Text, number: Live, after: Text) -> Live:
        first, last = constant(filling.say(before)), constant(filling.say(after))
        return live.joined(first, live.counted(number, filling.figures), *([last] if last.value else []))

    cases = [
        (live.over(problems, 0), counting(words.ALL_PROBLEMS, problems, words.ALL_PROBLEMS_AFTER)),
        (live.same(missing, asked), constant(filling.say(words.ALL_EMPTY))),
        (live.over(missing, 0), counting(words.ALL_MISSING, missing, words.ALL_MISSING_AFTER)),
    ]
    return live.first_true(cases, constant(filling.say(words.ALL_READY)))


def _legend(sheet: HomeSheet, row: int) -> int:
    """What colours and signs mean; gives the last row."""
    page, lang = sheet.page, sheet.filling.lang
    page.high(row, _GAP)
    page.heading(row + 1, LABEL, STATE, words.LEGEND_TITLE.to(lang))
    legend = words.LEGEND + (words.RETURNED_LEGEND if sheet.fix_list else ())
    legend += (words.CARRIED_LEGEND,) if sheet.filling.carried.answers else ()
    for at, (role, sign, meaning) in enumerate(legend, row + 2):
        page.text(at, LABEL, sign.to(lang), role)
        page.merged(at, ENTRY, STATE, meaning.to(lang), "text")
        page.fit(at, {LABEL: (sign.to(lang), role), (ENTRY, STATE): (meaning.to(lang), "text")})
    return row + 1 + len(legend)


def _finish(sheet: HomeSheet, places: Mapping[str, Place], last: int) -> None:
    page = sheet.page
    entries = {row for row, _ in places.values()}
    drawn = (row for row in range(FIRST, last + 1) if page.heights.get(row) != _GAP and row not in entries)
    furniture.own_rows(page, [STRIP, *drawn])
    furniture.marks(page, MARKS, max(HELPERS), value=ENTRY)
    furniture.hide_columns(page, KEY)
    furniture.helpers(page, sheet.cells, HELPERS)
    open_ = [place for key, place in places.items() if key not in sheet.filling.flags]
    for column, role in ((MISSING, "asked"), (PROBLEMS, "contradicts")):
        judged = [place for place in open_ if (place[0], column) in sheet.cells.formulas]
        furniture.look_while(page, judged, f"${furniture.letter(column)}{{row}}=1", role)
    page.sheet.let_grow(entries)
    furniture.frame(page, sheet.filling)
    furniture.close(page, min(places.values()))
