"""What a raw cell holds, by the kind of its column: typed on the left, understood on the right."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from pipeline.intake.workbook import shown
from pipeline.validation import parse as parsing
from pipeline.validation.parse import Parsed, parse, parse_each
from schemas.fields import Choice, Field, Kind, Text

STATUS = (Choice("done", Text("แล้วเสร็จ", "done"), ("เสร็จ",)), Choice("no", Text("ไม่มี", "none")))


def field(kind, **more):
    return Field(id="f", title=Text("ช่อง", "field"), kind=kind, **more)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("raw", ["", "   ", None, "\u00a0", "\u200b\n"])
def test_an_empty_cell_is_nothing_whatever_its_kind(kind, raw):
    assert parse(field(kind, choices=STATUS), raw) == Parsed(None, "")


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, "  นาย  ก\u200b  ", "นาย ก"),
        (Kind.TEXT, 5.0, "5"),
        (Kind.TEXT, 5.25, "5.25"),
        (Kind.TEXT, True, "TRUE"),
        (Kind.TEXT, datetime(2022, 3, 31), "2022-03-31"),
        (Kind.LONG_TEXT, "บรรทัดหนึ่ง\r\nบรรทัดสอง", "บรรทัดหนึ่ง\nบรรทัดสอง"),
        (Kind.LONG_TEXT, "ครั้งที่ ๑/๒๕๖๕", "ครั้งที่ ๑/๒๕๖๕"),
        (Kind.CODE, "๓.๒", "3.2"),
        (Kind.CODE, 3.2, "3.2"),
        (Kind.CODE, 3.0, "3"),
        (Kind.CHOICE, "แล้วเสร็จ", "done"),
        (Kind.CHOICE, "แล้ว เสร็จ ", "done"),
        (Kind.CHOICE, "DONE", "done"),
        (Kind.CHOICE, "เสร็จ", "done"),
        (Kind.CHOICE, "none", "no"),
        (Kind.INTEGER, "๒๕๖๕", 2565),
        (Kind.INTEGER, 3.0, 3),
        (Kind.NUMBER, "1,234.5", 1234.5),
        (Kind.NUMBER, 310, 310.0),
        (Kind.AMOUNT, "๓๖,๐๐๐ บาท", 3_600_000),
        (Kind.AMOUNT, 0, 0),
        (Kind.AMOUNT, 0.1, 10),
        (Kind.AMOUNT, 1234.56, 123_456),
        (Kind.DATE, "๓๑ มี.ค. ๒๕๖๕", date(2022, 3, 31)),
        (Kind.DATE, datetime(2565, 3, 31), date(2022, 3, 31)),
    ],
)
def test_a_cell_is_understood_by_its_kind(kind, raw, value):
    assert parse(field(kind, choices=STATUS if kind is Kind.CHOICE else ()), raw) == Parsed(value, "")


@pytest.mark.parametrize(
    ("kind", "raw", "rule"),
    [
        (Kind.CHOICE, "เกือบเสร็จ", "CHOICE_NOT_ON_LIST"),
        (Kind.CHOICE, 1, "CHOICE_NOT_ON_LIST"),
        (Kind.INTEGER, 2.5, "NUMBER_UNREADABLE"),
        (Kind.INTEGER, 1e15, "NUMBER_UNREADABLE"),
        (Kind.INTEGER, True, "NUMBER_UNREADABLE"),
        (Kind.NUMBER, "3 ชุด", "NUMBER_UNREADABLE"),
        (Kind.NUMBER, float("inf"), "NUMBER_UNREADABLE"),
        (Kind.NUMBER, datetime(2022, 1, 1), "NUMBER_UNREADABLE"),
        (Kind.AMOUNT, "สามหมื่น", "AMOUNT_UNREADABLE"),
        (Kind.AMOUNT, "63.764 ล้านบาท", "AMOUNT_UNREADABLE"),
        (Kind.AMOUNT, 0.001, "AMOUNT_TOO_FINE"),
        (Kind.AMOUNT, 1e300, "AMOUNT_UNREADABLE"),
        (Kind.DATE, "๗-๑๑ มี.ค. ๒๕๖๕", "DATE_UNREADABLE"),
        (Kind.DATE, 44651, "DATE_UNREADABLE"),
    ],
)
def test_what_cannot_be_understood_is_unknown_and_says_which_rule_it_breaks(kind, raw, rule):
    assert parse(field(kind, choices=STATUS if kind is Kind.CHOICE else ()), raw) == Parsed(None, rule)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("as typed ", "as typed "),
        (3.0, "3"),
        (3.5, "3.5"),
        (True, "TRUE"),
        (False, "FALSE"),
        (datetime(2022, 3, 31), "2022-03-31"),
        (datetime(2022, 3, 31, 13, 5), "2022-03-31 13:05:00"),
    ],
)
def test_a_raw_cell_is_shown_as_excel_shows_it(raw, text):
    assert shown(raw) == text


def test_each_different_answer_is_read_once_and_told_apart_by_its_kind(monkeypatch):
    read = []
    monkeypatch.setattr(parsing, "parse", lambda field, raw: read.append(raw) or parse(field, raw))
    field = Field(id="x", title=Text("ก", "x"), kind=Kind.TEXT)
    raws = ["1", 1, "1", True, 1.0, "1", True]
    assert [told.value for told in parse_each(field, raws)] == ["1", "1", "1", "TRUE", "1", "1", "TRUE"]
    assert sorted(map(repr, read)) == ["'1'", "1", "1.0", "True"]
