"""Draws the first sheet of a returned form: every finding with a link to its cell, and how to put it right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from pipeline.drawing import fit
from pipeline.drawing.page import Page, quoted
from pipeline.forms import furniture, words
from pipeline.forms.entry_cells import Place, own_digits
from pipeline.forms.filling import Filling
from pipeline.intake.addresses import address
from pipeline.validation.findings import example, expected, fix, item, text_of, wrong
from pipeline.validation.rows import Record
from schemas.rules import SEVERITIES

KEY, NUMBER, WHERE, ITEM, FOUND, WRONG, EXPECTED, FIX, EXAMPLE = range(9)
LAST = EXAMPLE
WIDTHS = [0.0, 6, 12, 22, 24, 36, 26, 30, 22]
MARKS, HEAD = 4, 5
_TOP = (0, 0)
_OUTSIDE = "OUTSIDE_THE_FORM"
_ROW = 27.0
# Points around the words of a link, and the characters that its column may have.
_AROUND_LINK, _WIDEST_LINK = 8.0, 40.0
# What was sent is there to recognise the cell by, not to be read again.
_LONGEST = 240


class Section(NamedTuple):
    """All findings of a severity follow."""

    severity: str
    findings: int


class Group(NamedTuple):
    """The findings of a KPI follow; "" is the reporter and the whole form."""

    kpi: str


class Item(NamedTuple):
    """A finding."""

    number: int
    finding: Record


Line = Section | Group | Item


@dataclass(frozen=True)
class FixList:
    """The sheet being drawn.

    `places`: entry key → sheet and cell, in the order of the form; `tops`: "" → the home sheet, KPI → its sheet;
    `leftovers`: the sheet of what has no place in the form.
    """

    page: Page
    filling: Filling
    places: Mapping[str, tuple[str, Place]]
    tops: Mapping[str, str]
    leftovers: str

    def kpi_of(self, finding: Record) -> str:
        """The KPI that a finding belongs to; "" where it is about the reporter or the whole form."""
        kpi = text_of(finding, "kpi")
        return kpi if kpi in self.tops else ""

    def target(self, finding: Record) -> tuple[str, Place]:
        """The sheet and the cell to go to: the finding's own, or the top of its KPI's sheet."""
        if finding["rule"] == _OUTSIDE:
            return self.leftovers, _TOP
        return self.places.get(text_of(finding, "key"), (self.tops[self.kpi_of(finding)], _TOP))


def draw_fix_list(sheet: FixList) -> None:
    """Draw the sheet."""
    page, filling = sheet.page, sheet.filling
    page.columns(list(_widths(sheet)))
    page.banner(_title(filling), words.SEPARATOR.join(_subtitle(filling)), alert=True)
    page.head_row(HEAD, ["", *(title.to(filling.lang) for title in words.FIX_COLUMNS)])
    page.repeat(HEAD, HEAD)
    page.sheet.freeze_panes(HEAD + 1, 0)
    lines = list(_lines(sheet))
    for row, line in enumerate(lines, HEAD + 1):
        _DRAWN[type(line)](sheet, row, line)
    if not furniture.on_one_page(page, HEAD + len(lines), landscape=True):
        for first, last in _heads(lines):
            page.keep_together(HEAD + 1 + first, HEAD + 1 + last)
    furniture.marks(page, MARKS, LAST)
    furniture.own_rows(page, range(HEAD, HEAD + 1 + len(lines)))
    furniture.hide_columns(page, KEY)
    furniture.frame(page, filling)
    furniture.close(page)


def _widths(sheet: FixList) -> Iterator[float]:
    """The columns, that of the links wide enough for the longest, up to a limit: a link does not wrap."""
    longest = max(fit.advance(_where(sheet, finding)) for finding in sheet.filling.found)
    needed = (longest * sheet.page.theme.measure("code_link") + _AROUND_LINK) / fit.column_points(1)
    for column, width in enumerate(WIDTHS):
        yield min(max(width, needed), _WIDEST_LINK) if column == WHERE else width


def _title(filling: Filling) -> str:
    errors, warnings = filling.count("error"), filling.count("warning")
    counts = {"errors": filling.figures.integer(errors), "warnings": filling.figures.integer(warnings)}
    if not errors:
        return filling.say(words.CHECK_TITLE, **counts)
    return filling.say(words.FIX_TITLE, **counts) + (filling.say(words.AND_CHECK, **counts) if warnings else "")


def _subtitle(filling: Filling) -> Iterator[str]:
    errors = {text_of(finding, "kpi") for finding in filling.found if finding["severity"] == "error"}
    codes = [kpi["code"] for kpi in filling.kpis]
    accepted = len(set(codes) - errors)
    integer = filling.figures.integer
    yield filling.say(words.ACCEPTED_OF, accepted=integer(accepted), all=integer(len(codes)))
    yield filling.department_name
    yield filling.say(words.FIX_HINT)


def _lines(sheet: FixList) -> Iterator[Line]:
    """Errors apart from warnings, each together by KPI and in the order of the form."""
    number = 0
    for severity in (choice.id for choice in SEVERITIES):
        own = _of_severity(sheet, severity)
        if own:
            yield Section(severity, len(own))
        for kpi, findings in groupby(own, sheet.kpi_of):
            yield Group(kpi)
            for finding in findings:
                number += 1
                yield Item(number, finding)


def _of_severity(sheet: FixList, severity: str) -> list[Record]:
    kpis = {kpi: place for place, kpi in enumerate(sheet.tops)}
    keys = {key: place for place, key in enumerate(sheet.places)}
    own = (finding for finding in sheet.filling.found if finding["severity"] == severity)
    return sorted(own, key=lambda f: (kpis[sheet.kpi_of(f)], keys.get(text_of(f, "key"), -1)))


def _heads(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """The first and the last of the lines that belong on one page: heads, and the finding after them."""
    first = None
    for place, line in enumerate(lines):
        if first is None and not isinstance(line, Item):
            first = place
        elif first is not None and isinstance(line, Item):
            yield first, place
            first = None


# --- the kinds of lines


def _section(sheet: FixList, row: int, section: Section) -> None:
    filling = sheet.filling
    count = filling.figures.integer(section.findings)
    title = filling.say(words.SECTION, severity=filling.severity(section.severity), count=count)
    sheet.page.merged(row, NUMBER, LAST, title, f"section_{section.severity}")
    sheet.page.high(row, _ROW)


def _group(sheet: FixList, row: int, group: Group) -> None:
    filling = sheet.filling
    title = filling.say(words.WHOLE_FORM)
    if group.kpi:
        name = next(kpi["name"] for kpi in filling.kpis if kpi["code"] == group.kpi)
        title = filling.say(words.GROUP, code=filling.figures.digits(group.kpi), name=name)
    sheet.page.merged(row, NUMBER, LAST, title, "group_name")
    sheet.page.fit(row, {(NUMBER, LAST): (title, "group_name")}, least=24)


def _finding(sheet: FixList, row: int, line: Item) -> None:
    page, filling, finding = sheet.page, sheet.filling, line.finding
    name, place = sheet.target(finding)
    lang, digits = filling.lang, filling.figures.digits
    texts = {
        ITEM: digits(item(finding, lang)) or _sent_from(finding),
        FOUND: _short(text_of(finding, "found")) or _nothing(sheet, finding),
        WRONG: _short(wrong(finding, lang)),
        EXPECTED: _short(text_of(finding, "expected") or own_digits(filling.figures, expected(finding, lang)))
        or words.NOT_COUNTED,
        FIX: _short(fix(finding, lang, beside_expected=True)),
        EXAMPLE: own_digits(filling.figures, example(finding, lang)) or words.NOT_COUNTED,
    }
    page.text(row, NUMBER, filling.figures.integer(line.number), finding["severity"])
    page.link(row, WHERE, f"{quoted(name)}!{address(*place)}", _where(sheet, finding), "code_link")
    for col, text in texts.items():
        page.text(row, col, text, "text")
    page.fit(row, {col: (text, "text") for col, text in texts.items()}, least=_ROW)


_DRAWN: Mapping[type[Any], Callable[[FixList, int, Any], None]] = {Section: _section, Group: _group, Item: _finding}


def _where(sheet: FixList, finding: Record) -> str:
    """The KPI and the cell, as short as a link must be."""
    if finding["rule"] == _OUTSIDE:
        return words.LAST_SHEET.to(sheet.filling.lang)
    kpi = sheet.filling.figures.digits(sheet.kpi_of(finding)) or words.HOME.to(sheet.filling.lang)
    _, place = sheet.target(finding)
    return kpi if place == _TOP else f"{kpi} · {address(*place)}"


def _sent_from(finding: Record) -> str:
    """Where in the workbook that was sent something stood that is no entry."""
    return words.SEPARATOR.join(filter(None, (text_of(finding, "sheet"), text_of(finding, "cell"))))


def _nothing(sheet: FixList, finding: Record) -> str:
    """What stands for what was found where there was nothing: an empty entry, or no cell at all."""
    entry = text_of(finding, "key") in sheet.places
    return words.BLANK.to(sheet.filling.lang) if entry else words.NOT_COUNTED


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
