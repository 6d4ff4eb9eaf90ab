"""Writes a department's form: blank, begun with an earlier round, filled with what it sent, or returned with findings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256

import pandas as pd

from pipeline.drawing.book import Book
from pipeline.forms import fix_list, home_sheet, identity_sheet, leftovers_sheet, words
from pipeline.forms import layout as lay
from pipeline.forms.filling import NOT_CARRIED, Carried, Filling
from pipeline.forms.fix_list import FixList, draw_fix_list
from pipeline.forms.home_sheet import HomeSheet, draw_home, home_title
from pipeline.forms.identity_sheet import write_identity
from pipeline.forms.kpi_live import kpi_formulas
from pipeline.forms.kpi_sheet import KpiSheet, draw_kpi
from pipeline.forms.layout import Layout
from pipeline.forms.leftovers_sheet import draw_leftovers
from pipeline.forms.live import Cells
from pipeline.forms.workings import Workings
from pipeline.validation.findings import findings as no_findings
from pipeline.validation.plan import Part, Plan
from schemas.submission import LEFTOVERS

NOTHING: Mapping[str, object] = {}

# All but letters, with the marks of Thai ones, digits and these signs; and what would end in a revision.
_NOT_IN_FILE_NAMES = re.compile(r"[^\w.\u0e31\u0e34-\u0e3a\u0e47-\u0e4e-]+|^\.+")
_LIKE_A_REVISION = re.compile(r"-r[0-9]+$", re.IGNORECASE)
# Forty Thai letters: a name of 255 bytes is the longest, and Excel opens no path of more than 218 signs.
_LONGEST_CODE = 120
# Excel keeps this name for itself.
_RESERVED = {"history"}


def write_form(
    plan: Plan | Part,
    department: str,
    lang: str,
    *,
    answers: Mapping[str, object] = NOTHING,
    findings: pd.DataFrame | None = None,
    leftovers: pd.DataFrame | None = None,
    carried: Carried = NOT_CARRIED,
    revision: int = 1,
) -> bytes:
    """The form of a department for the round of the plan, as a workbook.

    `answers`: entry key → raw value as it was read; `findings`: the rows of FINDINGS of this department, whose list
    becomes the first sheet; `leftovers`: a frame of LEFTOVERS, which becomes the last; `carried`: answers of an earlier
    round, for what is not answered. Entries are found again by their hidden keys (`pipeline.intake.keyed`).
    """
    found = _no_findings() if findings is None else findings
    outside = _no_leftovers() if leftovers is None else leftovers
    filling = Filling(plan, department, lang, {**carried.answers, **answers}, found, revision, carried, outside)
    book = _book(filling)
    names, workings = sheet_names(filling), Workings()
    fix_page = book.page(words.TO_FIX.to(lang), fix_list.WIDTHS) if filling.returned else None
    home = book.page(words.HOME.to(lang), home_sheet.WIDTHS, landscape=False)
    kpis = _kpi_sheets(book, filling, names, home.at(0), workings)
    fix_top = fix_page.at(0) if fix_page else None
    reporter = draw_home(HomeSheet(home, filling, kpis, fix_top, Cells(home.name), workings))
    if fix_page:
        places = {key: (home.name, place) for key, place in reporter.items()}
        for kpi, _ in kpis:
            own = sorted((kpi.printed | kpi.places).items(), key=lambda item: item[1])
            places |= {key: (kpi.sheet, place) for key, place in own}
        draw_fix_list(FixList(fix_page, filling, places, {"": home.name} | names, LEFTOVERS.title.to(lang)))
    if len(outside):
        draw_leftovers(book.page(LEFTOVERS.title.to(lang), leftovers_sheet.WIDTHS), filling)
    workings.write(write_identity(book, filling))
    return book.save(small=True)


@cache
def _no_findings() -> pd.DataFrame:
    return no_findings()


@cache
def _no_leftovers() -> pd.DataFrame:
    return LEFTOVERS.frame()


def _kpi_sheets(
    book: Book, filling: Filling, names: Mapping[str, str], home: str, workings: Workings
) -> list[tuple[Layout, Cells]]:
    """Draw the sheet of every KPI; gives their layouts, and the formulas that other sheets refer to."""
    drawn = []
    for kpi in filling.kpis:
        layout = lay.layout(filling, kpi, names[kpi["code"]])
        cells = kpi_formulas(filling, layout, workings)
        page = book.page(layout.sheet, lay.WIDTHS, landscape=False)
        draw_kpi(KpiSheet(page, filling, layout, cells, home, names))
        drawn.append((layout, cells))
    return drawn


def form_name(plan: Plan, department: str, revision: int = 1) -> str:
    """The name of a department's form as a file, such as 2565-06-ICT.xlsx, or 2565-06-ICT-r2.xlsx for a later one.

    Every file system takes it, and no two departments of a plan share one, also where capitals do not count.
    """
    own, again = _in_file_name(department), f"-r{revision}" if revision > 1 else ""
    if own.casefold() in _shared(tuple(plan.departments["code"])) or _LIKE_A_REVISION.search(own):
        own += f"-{sha256(department.encode()).hexdigest()[:8]}"
    return f"{plan.settings.round_id}-{own}{again}.xlsx"


@lru_cache(maxsize=2)
def _shared(departments: tuple[str, ...]) -> frozenset[str]:
    """What two departments or more would be called in the names of files."""
    counts = Counter(_in_file_name(code).casefold() for code in set(departments))
    return frozenset(name for name, count in counts.items() if count > 1)


def _in_file_name(code: str) -> str:
    return _NOT_IN_FILE_NAMES.sub("-", code).encode()[:_LONGEST_CODE].decode(errors="ignore")


def sheet_names(filling: Filling) -> dict[str, str]:
    """KPI code → the name of its sheet: the code, made different where Excel would take two names for one."""
    ours = (words.HOME, words.TO_FIX, LEFTOVERS.title)
    taken = {identity_sheet.NAME, *(title.to(filling.lang).casefold() for title in ours)}
    names = {}
    for code in (kpi["code"] for kpi in filling.kpis):
        name = code
        while name.casefold() in taken | _RESERVED:
            name += "_"
        taken.add(name.casefold())
        names[code] = name
    return names


def _book(filling: Filling) -> Book:
    settings = filling.plan.settings
    return Book(
        font=settings.font,
        figures=filling.figures,
        title=home_title(filling),
        company=settings.organisation,
        subject=filling.department_name,
        dated=settings.report_date,
    )
