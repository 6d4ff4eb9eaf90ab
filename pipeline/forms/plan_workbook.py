"""Writes a plan workbook, empty or filled: a sheet a table, its columns as the schemas describe them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.drawing.page import Page
from schemas.fields import Field, Kind, Table, Text
from schemas.plan import PLAN_TABLES, SETTINGS

Rows = Sequence[Mapping[str, Any]]

_TITLE = Text("แฟ้มแผนปฏิบัติการ", "Plan workbook")
_HINT = Text(
    "แฟ้มเดียวที่กลุ่มแผนงานแก้ไข · สลับหรือเพิ่มคอลัมน์ได้ แต่อย่าเปลี่ยนชื่อหัวคอลัมน์",
    "The one file that the planning office edits · columns may be moved or added, but keep their titles",
)
# Rows of each table that get dropdowns and formats; more may be filled, these are only help.
_READY_ROWS = 400
_CELL = {Kind.AMOUNT: ("number", "amount"), Kind.NUMBER: ("number", ""), Kind.INTEGER: ("number_centre", "plain")}
DEFAULT_FONT = "TH SarabunPSK"
_UNDATED = date(2000, 1, 1)


def write_plan(tables: Mapping[str, Rows], lang: str) -> bytes:
    """A plan workbook that holds `tables`: table id → rows of field → value (amounts in baht, dates as dates).

    It is drawn in the font of its settings and dated by their report date, never by the clock.
    """
    settings = (tables.get(SETTINGS.id) or [{}])[0]
    font, dated = settings.get("font") or DEFAULT_FONT, settings.get("report_date") or _UNDATED
    figures = Figures(lang, "arabic")
    book = Book(font=font, figures=figures, title=_TITLE.to(lang), company="", subject="", dated=dated)
    for table in PLAN_TABLES:
        rows = tables.get(table.id, ())
        if table.record:
            _record(book, table, rows[0] if rows else {})
        else:
            _table(book, table, rows)
    return book.save()


def _record(book: Book, table: Table, row: Mapping[str, Any]) -> None:
    page = book.page(table.title.to(book.lang), [34, 62, 58], landscape=True)
    line = page.banner(_TITLE.to(book.lang), _HINT.to(book.lang))
    for field in table:
        page.text(line, 0, field.title.to(book.lang), "label")
        _value(page, line, 1, field, row.get(field.id), "text")
        page.text(line, 2, _help(field, book.lang), "help")
        page.fit(line, {1: (str(row.get(field.id, "")), "text"), 2: (_help(field, book.lang), "help")}, least=24)
        _dropdown(page, field, line, line, 1)
        line += 1


def _table(book: Book, table: Table, rows: Rows) -> None:
    lang = book.lang
    page = book.page(table.title.to(lang), [max(f.width, 9) for f in table])
    line = page.banner(table.title.to(lang), table.help.to(lang) or _HINT.to(lang))
    helps = {col: (_help(field, lang), "help") for col, field in enumerate(table)}
    for col, (words, role) in helps.items():
        page.text(line, col, words, role)
    page.fit(line, helps)
    titles = [field.title.to(lang) for field in table]
    page.head_row(line + 1, titles)
    first = line + 2
    for index, row in enumerate(rows):
        for col, field in enumerate(table):
            _value(page, first + index, col, field, row.get(field.id), "text")
        texts = {col: (str(row.get(f.id) or ""), "text") for col, f in enumerate(table) if f.kind is not Kind.DATE}
        page.fit(first + index, texts)
    for index in range(len(rows), max(len(rows), 20)):
        for col, field in enumerate(table):
            _value(page, first + index, col, field, None, "text")
    for col, field in enumerate(table):
        _dropdown(page, field, first, first + _READY_ROWS, col)
    page.sheet.freeze_panes(first, 1)
    page.sheet.autofilter(first - 1, 0, first + max(len(rows), 20) - 1, len(titles) - 1)
    page.sheet.repeat_rows(first - 1)


def _value(page: Page, row: int, col: int, field: Field, value: Any, role: str) -> None:
    if field.kind is Kind.DATE:
        page.day(row, col, value, "centre")
    elif field.kind in _CELL and not isinstance(value, str):
        role, number = _CELL[field.kind]
        page.number(row, col, value, role, number)
    elif field.kind is Kind.CHOICE and value is not None:
        page.text(row, col, field.choice_title(str(value), page.figures.lang), role)
    else:
        # Codes such as 1.10 must stay text while people type, so the cell's format is text.
        page.sheet.write_string(row, col, str(value), page.theme.role(role, "@")) if value else page.blank(
            row, col, role, "@"
        )


def _dropdown(page: Page, field: Field, first: int, last: int, col: int) -> None:
    if field.choices:
        titles = [choice.title.to(page.figures.lang) for choice in field.choices]
        page.sheet.data_validation(
            first, col, last, col, {"validate": "list", "source": titles, "error_type": "warning"}
        )


def _help(field: Field, lang: str) -> str:
    words = field.help.to(lang) or field.expected(lang)
    return words if field.required is None else f"* {words}"


def empty_settings(lang: str) -> dict[str, Any]:
    """What a new plan starts with: only what is the same for everyone."""
    return {"language": lang, "numerals": "thai", "font": DEFAULT_FONT, SETTINGS["round"].id: "6"}
