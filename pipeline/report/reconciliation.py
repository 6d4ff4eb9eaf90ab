"""The proof that nothing is lost: what was filled in = what the report uses + what it rejects + what it does not count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import unused
from pipeline.report.budget import amount_format
from pipeline.report.canvas import Canvas
from pipeline.report.live import Live
from pipeline.report.spans import Span, cells, head, sentence
from pipeline.validation.findings import field_of
from schemas.fields import Text

ABOUT = Text(
    "ยอดเงินและจำนวนช่องที่กรอก เทียบกับที่ใช้ในรายงาน และทุกช่องที่ไม่ได้ใช้",
    "Amounts and cells filled in beside those used, and every cell that was not",
)
# Code, department, item; six figures.
WIDTHS: list[float] = [9, 34, 28, 18, 18, 17, 17, 15, 17]
_FIRST, _LAST = 3, 8
_DEPARTMENT, _ITEM, _BOTH = Span(0, 1), Span(2, 2), Span(0, 2)
_TITLE = Text("การกระทบยอด", "Reconciliation")
_SUBTITLE = Text(
    "ที่กรอก = ใช้ในรายงาน + ไม่รับ + ไม่นับ ทั้งจำนวนเงินและจำนวนช่อง",
    "Filled in = used + rejected + not counted, in money and in cells",
)
_MONEY = Text("ยอดควบคุมจำนวนเงิน (บาท)", "Control totals of money (baht)")
_CELLS = Text("จำนวนช่องที่กรอก", "Cells filled in")
_DEPARTMENT_TITLE, _ITEM_TITLE = Text("หน่วยงาน", "Department"), Text("รายการ", "Amount")
_FIGURES = (
    Text("ที่กรอก", "Filled in"),
    Text("ใช้ในรายงาน", "Used"),
    Text("ไม่รับ", "Rejected"),
    Text("ไม่นับ", "Not counted"),
    Text("ผลต่าง", "Difference"),
    Text("ผล", "Result"),
)
_EQUAL, _DIFFERS = Text("✓ ตรงกัน", "✓ equal"), Text("✗ ไม่ตรงกัน", "✗ differs")
_TOTAL, _TOTAL_OF = Text("รวม", "Total"), Text("รวม {}", "Total: {}")
_NO_MONEY = Text("ไม่มีหน่วยงานใดกรอกจำนวนเงิน", "No department filled in an amount")
_WITHOUT = Text("หน่วยงานที่ไม่ได้กรอกจำนวนเงิน: {}", "Departments that filled in no amount: {}")
_NO_CELLS = Text("ยังไม่มีช่องที่กรอกในรอบนี้", "Nothing has been filled in this round")
_FATES = ("used", "rejected", "ignored")


class _Line(NamedTuple):
    """A line of a table: whose, of what, and what was filled in, used, rejected and not counted."""

    names: Mapping[Span, str]
    figures: Sequence[Live]


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, control totals, counts of cells, and the cells that were not used."""
    row = page.banner(_TITLE.to(canvas.lang), _SUBTITLE.to(canvas.lang))
    row = _money(canvas, page, row)
    row = _cells(canvas, page, row)
    unused.draw(canvas, page, row)


def _head(canvas: Canvas, page: Page, row: int, names: Mapping[Span, Text]) -> None:
    titles = {**names, **{Span(col, col): title for col, title in enumerate(_FIGURES, start=_FIRST)}}
    head(page, row, {span: title.to(canvas.lang) for span, title in titles.items()})


def _lines(page: Page, row: int, lines: Sequence[_Line], total: str, number: str) -> int:
    """Lines and their total; gives the first free row."""
    kind = "amount" if number != "integer" else "centre"
    for last, line in enumerate(lines, start=row):
        cells(page, last, {span: (name, "text") for span, name in line.names.items()}, least=22)
        _figures(page, last, line.figures, "amount" if kind == "amount" else "number_centre", "good", number)
        page.keep_together(last, last)
    page.quiet_zeros(row, _FIRST + 2, last, _LAST - 1)
    page.merged(last + 1, 0, _FIRST - 1, total, "group")
    page.high(last + 1, 24)
    totals = [_sum(page, row, last, col, lines) for col in range(_FIRST, _FIRST + len(_FATES) + 1)]
    _figures(page, last + 1, totals, f"group_{kind}", "group_centre", number)
    return last + 2


def _figures(page: Page, row: int, figures: Sequence[Live], role: str, result: str, number: str) -> None:
    """What was filled in, used, rejected and not counted; what is left over, and whether that is nothing."""
    for col, figure in enumerate(figures, start=_FIRST):
        if figure.formula:
            page.formula(row, col, *figure, role, number)
        else:
            page.number(row, col, float(figure.value), role, number)
    filled, used, rejected, ignored, difference = (page.address(row, _FIRST + n) for n in range(5))
    left = round(float(figures[0].value) - sum(float(figure.value) for figure in figures[1:]), 2)
    page.formula(row, _LAST - 1, f"=ROUND({filled}-{used}-{rejected}-{ignored},2)", left, role, number)
    equal, differs = _EQUAL.to(page.figures.lang), _DIFFERS.to(page.figures.lang)
    page.formula(row, _LAST, f'=IF({difference}=0,"{equal}","{differs}")', differs if left else equal, result)


def _sum(page: Page, first: int, last: int, col: int, lines: Sequence[_Line]) -> Live:
    total = sum(float(line.figures[col - _FIRST].value) for line in lines)
    return Live(f"=SUM({page.address(first, col)}:{page.address(last, col)})", round(total, 2))


# --- money


def _money(canvas: Canvas, page: Page, row: int) -> int:
    """Each kind of amount with its total, and who filled in none; gives the first free row."""
    page.heading(row, 0, _LAST, _MONEY.to(canvas.lang))
    controls = canvas.summary.controls
    stated = controls[(controls[["filled", "used"]] != 0).any(axis=1)]
    if stated.empty:
        sentence(page, row + 1, _NO_MONEY.to(canvas.lang))
        return row + 3
    number = amount_format(stated[["filled", *_FATES]])
    _head(canvas, page, row + 1, {_DEPARTMENT: _DEPARTMENT_TITLE, _ITEM: _ITEM_TITLE})
    row += 2
    for field, own in stated.groupby("field", sort=False):
        lines = [_control(canvas, control) for control in own.to_dict("records")]
        row = _lines(page, row, lines, _TOTAL_OF.to(canvas.lang).format(_title(canvas, str(field))), number)
    return _without_money(canvas, page, row, set(controls["department"]) - set(stated["department"]))


def _control(canvas: Canvas, control: Mapping[Any, Any]) -> _Line:
    """One amount of one department; what is used is added up from the data sheet of budgets."""
    own = f'({canvas.ranges.column("budget_results", "department")}="{control["department"]}")*1'
    amounts = canvas.ranges.column("budget_results", control["field"].partition(".")[2])
    filled, used, rejected, ignored = (int(control[name]) / 100 for name in ("filled", *_FATES))
    names = {
        _DEPARTMENT: canvas.plan.name_of("departments", control["department"]),
        _ITEM: _title(canvas, control["field"]),
    }
    live = Live(f"=SUMPRODUCT({own},{amounts})", used)
    return _Line(names, [Live("", filled), live, Live("", rejected), Live("", ignored)])


def _title(canvas: Canvas, qualified: str) -> str:
    field = field_of(qualified)
    return field.title.to(canvas.lang) if field else qualified


def _without_money(canvas: Canvas, page: Page, row: int, silent: set[str]) -> int:
    """The departments whose forms hold no amount, by name; gives the first free row."""
    if not silent:
        return row + 1
    names = ", ".join(name for code, name in canvas.names("departments").items() if code in silent)
    words = _WITHOUT.to(canvas.lang).format(names)
    page.merged(row, 0, _LAST, words, "caption_wrap")
    page.fit(row, {(0, _LAST): (words, "caption_wrap")}, least=20)
    return row + 2


# --- cells


def _cells(canvas: Canvas, page: Page, row: int) -> int:
    """How many cells each department filled in, by their fate; gives the first free row."""
    page.heading(row, 0, _LAST, _CELLS.to(canvas.lang))
    ledger = canvas.summary.ledger
    if ledger.empty:
        sentence(page, row + 1, _NO_CELLS.to(canvas.lang))
        return row + 3
    _head(canvas, page, row + 1, {_BOTH: _DEPARTMENT_TITLE})
    lines = [_counted(canvas, ledger, department) for department in ledger["department"].unique()]
    return _lines(page, row + 2, lines, _TOTAL.to(canvas.lang), "integer") + 1


def _counted(canvas: Canvas, ledger: pd.DataFrame, department: str) -> _Line:
    """The cells of one department, counted on the ledger's data sheet."""
    own = ledger[ledger["department"] == department]
    fates = canvas.ranges.column("ledger", "fate")
    where = f'({canvas.ranges.column("ledger", "department")}="{department}")'
    figures = [Live(f"=SUMPRODUCT({where}*1)", len(own))]
    for fate in _FATES:
        figures.append(Live(f'=SUMPRODUCT({where}*({fates}="{fate}"))', int((own["fate"] == fate).sum())))
    return _Line({_BOTH: canvas.plan.name_of("departments", department)}, figures)
