"""The proof that nothing is lost: what was filled in = what the report uses + what it rejects + what it does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.drawing.page import Page
from pipeline.report import unused
from pipeline.report.budget import amount_format
from pipeline.report.canvas import Canvas
from pipeline.report.data import MOST_ROWS
from pipeline.report.live import Live
from pipeline.report.sentences import listed
from pipeline.report.spans import Span, cells, head, high, sentence
from pipeline.validation.findings import field_of
from schemas.fields import Text
from schemas.summary import FATES

ABOUT = Text(
    "ยอดเงินและจำนวนช่องที่กรอก เทียบกับที่ใช้ในรายงาน และทุกช่องที่ไม่ได้ใช้",
    "Amounts and cells filled in beside those used, and every cell that was not",
)
# Code, department, item; six figures, and two more where something was decided.
WIDTHS: list[float] = [9, 34, 28, 18, 18, 17, 17, 15, 17]
_WIDTH_DECIDED = 17.0
_FIRST = 3
_DEPARTMENT, _ITEM, _BOTH = Span(0, 1), Span(2, 2), Span(0, 2)
_TITLE = Text("การกระทบยอด", "Reconciliation")
_SUBTITLE = Text(
    "ที่กรอก = ใช้ในรายงาน + ไม่รับ + ไม่นับ ทั้งจำนวนเงินและจำนวนช่อง",
    "Filled in = used + rejected + not counted, in money and in cells",
)
_SUBTITLE_DECIDED = Text(
    "ที่กรอก + ตามคำวินิจฉัย = ใช้ในรายงาน + ไม่รับ + แทนที่ + ไม่นับ ทั้งจำนวนเงินและจำนวนช่อง",
    "Filled in + as decided = used + rejected + replaced + not counted, in money and in cells",
)
_MONEY = Text("ยอดควบคุมจำนวนเงิน (บาท)", "Control totals of money (baht)")
_CELLS = Text("จำนวนช่องที่กรอก", "Cells filled in")
_DEPARTMENT_TITLE, _ITEM_TITLE = Text("หน่วยงาน", "Department"), Text("รายการ", "Amount")
_FIGURES = {
    "filled": Text("ที่กรอก", "Filled in"),
    "decided": Text("ตามคำวินิจฉัย", "As decided"),
    "used": Text("ใช้ในรายงาน", "Used"),
    "rejected": Text("ไม่รับ", "Rejected"),
    "replaced": Text("แทนที่", "Replaced"),
    "ignored": Text("ไม่นับ", "Not counted"),
    "difference": Text("ผลต่าง", "Difference"),
    "result": Text("ผล", "Result"),
}
_BY_DECISION = ("decided", "replaced")
_IN = ("filled", "decided")
_EQUAL, _DIFFERS = Text("✓ ตรงกัน", "✓ equal"), Text("✗ ไม่ตรงกัน", "✗ differs")
_TOTAL, _TOTAL_OF = Text("รวม", "Total"), Text("รวม {}", "Total: {}")
_NO_MONEY = Text("ไม่มีหน่วยงานใดกรอกจำนวนเงิน", "No department filled in an amount")
_WITHOUT = Text("หน่วยงานที่ไม่ได้กรอกจำนวนเงิน: {}", "Departments that filled in no amount: {}")
_NAMED = 40
_LEAST = 22.0
# A heading stays with so many rows below it.
_TOGETHER = 4
_Names = Mapping[Span, Text]
_OF_MONEY: _Names = {_DEPARTMENT: _DEPARTMENT_TITLE, _ITEM: _ITEM_TITLE}
_OF_CELLS: _Names = {_BOTH: _DEPARTMENT_TITLE}
_NO_CELLS = Text("ยังไม่มีช่องที่กรอกในรอบนี้", "Nothing has been filled in this round")


class _Line(NamedTuple):
    """A line of a table: whose, of what, and its figures: what was filled in and decided, and what became of it."""

    names: Mapping[Span, str]
    figures: Mapping[str, Live]


@dataclass(frozen=True)
class _Sheet:
    """The sheet being drawn, and the figures that it shows, from `filled` to `result`."""

    canvas: Canvas
    page: Page
    shown: Sequence[str]

    @property
    def last(self) -> int:
        """The last column."""
        return _FIRST + len(self.shown) - 1

    @property
    def added(self) -> Sequence[str]:
        """The figures that are added up; the difference and the result follow from them."""
        return self.shown[:-2]

    def col(self, name: str) -> int:
        """Where a figure stands."""
        return _FIRST + list(self.shown).index(name)


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, control totals, counts of cells, and the cells that were not used."""
    decided = _anything_decided(canvas)
    sheet = _Sheet(canvas, page, [name for name in _FIGURES if decided or name not in _BY_DECISION])
    page.columns([*WIDTHS[:_FIRST], *_widths(sheet, decided)])
    row = page.banner(_TITLE.to(canvas.lang), (_SUBTITLE_DECIDED if decided else _SUBTITLE).to(canvas.lang))
    row = _money(sheet, row)
    row = _cells(sheet, row)
    unused.draw(canvas, page, row)


def _widths(sheet: _Sheet, decided: bool) -> Iterator[float]:
    """The widths of the figures: more where amounts are long."""
    amounts = sheet.canvas.summary.controls[["field", *sheet.added]].groupby("field").sum()
    least = sheet.canvas.width_of(amounts.max(axis=None), amount_format(amounts))
    usual = [_WIDTH_DECIDED] * len(sheet.shown) if decided else WIDTHS[_FIRST:]
    for name, width in zip(sheet.shown, usual, strict=True):
        yield max(width, least) if name in sheet.added else width


def _anything_decided(canvas: Canvas) -> bool:
    """Whether a decision replaced something that was filled in, or gave an amount that was not."""
    controls, ledger = canvas.summary.controls, canvas.summary.ledger
    return bool((controls[list(_BY_DECISION)] != 0).any(axis=None) or (ledger["fate"] == "replaced").any())


def _head(sheet: _Sheet, row: int, names: _Names) -> None:
    titles = {**names, **{Span(sheet.col(name), sheet.col(name)): _FIGURES[name] for name in sheet.shown}}
    head(sheet.page, row, {span: title.to(sheet.canvas.lang) for span, title in titles.items()})


def _lines(sheet: _Sheet, row: int, lines: Sequence[_Line], names: _Names, total: str, number: str) -> int:
    """Lines and their total, under their head again on each printed page; gives the first free row."""
    page, kind, last = sheet.page, "amount" if number != "integer" else "centre", row - 1
    for line in lines:
        texts = {span: (name, "text") for span, name in line.names.items()}
        last += 1
        if page.ends_before(last, high(page, texts, _LEAST)):
            _head(sheet, last, names)
            last += 1
        cells(page, last, texts, _LEAST)
        _figures(sheet, last, line.figures, ("amount" if kind == "amount" else "number_centre", "good"), number)
    for name in sheet.shown[1:-1]:
        if name != "used":
            page.quiet_zeros(row, sheet.col(name), last, sheet.col(name))
    page.merged(last + 1, 0, _FIRST - 1, total, "group")
    page.high(last + 1, 24)
    totals = {name: _sum(sheet, (row, last), name, lines) for name in sheet.added}
    _figures(sheet, last + 1, totals, (f"group_{kind}", "group_centre"), number)
    return last + 2


def _figures(sheet: _Sheet, row: int, figures: Mapping[str, Live], roles: tuple[str, str], number: str) -> None:
    """What was filled in and what became of it; what is left over, and whether that is nothing."""
    page, (role, result) = sheet.page, roles
    for name in sheet.added:
        figure = figures[name]
        if figure.formula:
            page.formula(row, sheet.col(name), *figure, role, number)
        else:
            page.number(row, sheet.col(name), float(figure.value), role, number)
    signs = {name: 1 if name in _IN else -1 for name in sheet.added}
    left = round(sum(sign * float(figures[name].value) for name, sign in signs.items()), 2)
    at = {name: page.address(row, sheet.col(name)) for name in sheet.shown}
    terms = "".join(f"{'+' if sign > 0 else '-'}{at[name]}" for name, sign in signs.items()).removeprefix("+")
    page.formula(row, sheet.col("difference"), f"=ROUND({terms},2)", left, role, number)
    equal, differs = _EQUAL.to(page.figures.lang), _DIFFERS.to(page.figures.lang)
    formula = f'=IF({at["difference"]}=0,"{equal}","{differs}")'
    page.formula(row, sheet.col("result"), formula, differs if left else equal, result)


def _sum(sheet: _Sheet, rows: tuple[int, int], name: str, lines: Sequence[_Line]) -> Live:
    first, last = (sheet.page.address(row, sheet.col(name)) for row in rows)
    return Live(f"=SUM({first}:{last})", round(sum(float(line.figures[name].value) for line in lines), 2))


# --- money


def _money(sheet: _Sheet, row: int) -> int:
    """Each kind of amount with its total, and who filled in none; gives the first free row."""
    canvas, page, controls = sheet.canvas, sheet.page, sheet.canvas.summary.controls
    page.heading(row, 0, sheet.last, _MONEY.to(canvas.lang))
    stated = controls[(controls[["filled", "decided", "used"]] != 0).any(axis=1)]
    if stated.empty:
        sentence(page, row + 1, _NO_MONEY.to(canvas.lang))
        return row + 3
    number = amount_format(stated[list(sheet.added)])
    page.keep_together(row, row + _TOGETHER)
    _head(sheet, row + 1, _OF_MONEY)
    row += 2
    for field, own in stated.groupby("field", sort=False):
        lines = [_control(sheet, control) for control in own.to_dict("records")]
        row = _lines(sheet, row, lines, _OF_MONEY, _TOTAL_OF.to(canvas.lang).format(_title(canvas, str(field))), number)
    return _without_money(sheet, row, set(controls["department"]) - set(stated["department"]))


def _control(sheet: _Sheet, control: Mapping[Any, Any]) -> _Line:
    """One amount of one department; what is used is added up from the data sheet of budgets."""
    canvas = sheet.canvas
    own = f'({canvas.ranges.column("budget_results", "department")}="{control["department"]}")*1'
    amounts = canvas.ranges.column("budget_results", control["field"].partition(".")[2])
    names = {
        _DEPARTMENT: canvas.plan.name_of("departments", control["department"]),
        _ITEM: _title(canvas, control["field"]),
    }
    used = f"=SUMPRODUCT({own},{amounts})" if canvas.is_live(len(canvas.summary.controls)) else ""
    live = {name: Live(used if name == "used" else "", int(control[name]) / 100) for name in sheet.added}
    return _Line(names, live)


def _title(canvas: Canvas, qualified: str) -> str:
    field = field_of(qualified)
    return field.title.to(canvas.lang) if field else qualified


def _without_money(sheet: _Sheet, row: int, silent: set[str]) -> int:
    """The departments whose forms hold no amount, by name; gives the first free row."""
    if not silent:
        return row + 1
    canvas, page, whole = sheet.canvas, sheet.page, (0, sheet.last)
    names = [name for code, name in canvas.names("departments").items() if code in silent]
    words = _WITHOUT.to(canvas.lang).format(listed(canvas, names, _NAMED))
    page.merged(row, *whole, words, "caption_wrap")
    page.fit(row, {whole: (words, "caption_wrap")}, least=20)
    return row + 2


# --- cells


def _cells(sheet: _Sheet, row: int) -> int:
    """How many cells each department filled in, by their fate; gives the first free row."""
    canvas, page, ledger = sheet.canvas, sheet.page, sheet.canvas.summary.ledger
    page.heading(row, 0, sheet.last, _CELLS.to(canvas.lang))
    if ledger.empty:
        sentence(page, row + 1, _NO_CELLS.to(canvas.lang))
        return row + 3
    page.keep_together(row, row + _TOGETHER)
    _head(sheet, row + 1, _OF_CELLS)
    counts = ledger.groupby(["department", "fate"], sort=False).size().to_dict()
    departments = list(ledger["department"].unique())
    live = canvas.is_live(len(departments), len(ledger)) and len(ledger) <= MOST_ROWS
    lines = [_counted(sheet, counts, department, live) for department in departments]
    return _lines(sheet, row + 2, lines, _OF_CELLS, _TOTAL.to(canvas.lang), "integer") + 1


def _counted(sheet: _Sheet, counts: Mapping[tuple[str, str], int], department: str, live: bool) -> _Line:
    """The cells of one department, counted on the ledger's data sheet; a decision fills in none.

    `counts`: department and fate → how many; not `live`: these stand as values.
    """
    canvas, own = sheet.canvas, {fate.id: int(counts.get((department, fate.id), 0)) for fate in FATES}
    fates = canvas.ranges.column("ledger", "fate")
    where = f'({canvas.ranges.column("ledger", "department")}="{department}")'
    figures = {"filled": Live(f"=SUMPRODUCT({where}*1)", sum(own.values())), "decided": Live("", 0)}
    for fate in sheet.added:
        if fate not in figures:
            figures[fate] = Live(f'=SUMPRODUCT({where}*({fates}="{fate}"))', own[fate])
    if not live:
        figures = {name: Live("", figure.value) for name, figure in figures.items()}
    return _Line({_BOTH: canvas.plan.name_of("departments", department)}, figures)
