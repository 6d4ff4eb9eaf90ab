"""Every live figure, calculated anew by a small calculator of our own: what previews show is what Excel will find."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable, Iterable
from copy import copy
from functools import cache, lru_cache
from io import BytesIO
from itertools import product
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook
from report.overview_support import bytes_of, read
from support.judged import drawn_judged
from support.zoo import drawn_zoo
from xlsxwriter.workbook import Workbook

from pipeline import thai
from schemas.summary import DATA_TABLES

ERROR = "#ERROR"
ZOO, JUDGED = "many kinds", "decided"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Failed(Exception):
    """A formula that Excel would answer with an error."""


class Book:
    """A workbook's values and formulas by sheet and address, read fast; `typed` is what somebody typed over them."""

    def __init__(self, data: bytes) -> None:
        read = CalamineWorkbook.from_filelike(BytesIO(data))
        self.sheets = {name: read.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in read.sheet_names}
        self.formulas: list[tuple[str, str, str]] = []
        with zipfile.ZipFile(BytesIO(data)) as parts:
            for number, name in enumerate(read.sheet_names, start=1):
                xml = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
                for cell in xml.iterfind(f".//{MAIN}c[{MAIN}f]"):
                    self.formulas.append((name, cell.get("r", ""), "=" + (cell.findtext(f"{MAIN}f") or "")))
        self.typed: dict[tuple[str, int, int], Any] = {}

    def value(self, sheet: str, row: int, column: int) -> Any:
        if (sheet, row, column) in self.typed:
            return self.typed[sheet, row, column]
        rows = self.sheets[sheet]
        found = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else None
        return None if found == "" else found

    def at(self, sheet: str, address: str) -> Any:
        column, row, _, _ = range_boundaries(address)
        return self.value(sheet, row, column)

    def with_typed(self, cells: dict[tuple[str, int, int], Any]) -> Book:
        book = copy(self)
        book.typed = cells
        return book


class Calculator:
    """Formulas of a workbook, calculated from its values: the few functions that the report uses, and no others."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.ranges: dict[tuple[str, str], Any] = {}

    def of(self, formula: str, sheet: str) -> Any:
        """What a formula on a sheet gives."""
        self.sheet = sheet
        self.tokens = tokens_of(formula)
        self.next = 0
        try:
            result = self.comparison()
        except Failed:
            return ERROR
        assert self.next == len(self.tokens), f"not all of {formula} was understood"
        return result

    # --- the grammar, the loosest operator first

    def comparison(self) -> Any:
        return self.chain(self.joined, {"=", "<>", "<", ">", "<=", ">="})

    def joined(self) -> Any:
        return self.chain(self.sum, {"&"})

    def sum(self) -> Any:
        return self.chain(self.term, {"+", "-"})

    def term(self) -> Any:
        return self.chain(self.operand, {"*", "/"})

    def chain(self, tighter: Callable[[], Any], signs: set[str]) -> Any:
        left = tighter()
        while self.next < len(self.tokens) and self.sign() in signs:
            sign = self.sign()
            self.next += 1
            left = each(lambda a, b, sign=sign: operated(sign, a, b), left, tighter())
        return left

    def sign(self) -> str:
        token = self.tokens[self.next]
        return token.value if token.type == "OPERATOR-INFIX" else ""

    def operand(self) -> Any:
        token = self.tokens[self.next]
        self.next += 1
        if token.type == "OPERATOR-PREFIX":
            return each(lambda value: -number(value), self.operand())
        if token.type == "PAREN":
            inner = self.comparison()
            self.next += 1
            return inner
        if token.type == "FUNC":
            return self.function(token.value.rstrip("("))
        return self.literal(token)

    def literal(self, token: Any) -> Any:
        if token.subtype == "TEXT":
            return token.value[1:-1].replace('""', '"')
        if token.subtype == "NUMBER":
            return float(token.value)
        assert token.subtype == "RANGE", token.value
        return self.cells(token.value)

    def cells(self, reference: str) -> Any:
        if (self.sheet, reference) not in self.ranges:
            sheet, _, area = reference.rpartition("!")
            name = sheet.strip("'").replace("''", "'") if sheet else self.sheet
            left, top, right, bottom = range_boundaries(area.replace("$", ""))
            places = product(range(top, bottom + 1), range(left, right + 1))
            found = [self.book.value(name, row, column) for row, column in places]
            self.ranges[self.sheet, reference] = found if ":" in area else found[0]
        return self.ranges[self.sheet, reference]

    def function(self, name: str) -> Any:
        arguments: list[Any] = []
        while self.tokens[self.next].subtype != "CLOSE" or self.tokens[self.next].type != "FUNC":
            if self.tokens[self.next].type == "SEP":
                self.next += 1
                continue
            begins = self.next
            try:
                arguments.append(self.comparison())
            except Failed:
                arguments.append(Failed())
                self.skip(begins)
        self.next += 1
        return FUNCTIONS[name](*arguments)

    def skip(self, begins: int) -> None:
        """Go on after the argument that begins there, whatever stands in it."""
        depth, self.next = 0, begins
        while depth or self.tokens[self.next].type != "SEP":
            shuts = self.tokens[self.next].subtype == "CLOSE"
            if shuts and not depth:
                return
            depth += {"OPEN": 1, "CLOSE": -1}.get(self.tokens[self.next].subtype, 0)
            self.next += 1


@lru_cache(maxsize=2048)
def tokens_of(formula: str) -> list[Any]:
    return [token for token in Tokenizer(formula).items if token.type != "WHITE-SPACE"]


def each(what: Callable[..., Any], *values: Any) -> Any:
    """Done to single values, or to each value of a range."""
    long = next((len(value) for value in values if isinstance(value, list)), None)
    if long is None:
        return what(*values)
    rows = [value if isinstance(value, list) else [value] * long for value in values]
    return [what(*row) for row in zip(*rows, strict=True)]


def number(value: Any) -> float:
    if isinstance(value, str):
        raise Failed
    return float(value or 0)


def operated(sign: str, left: Any, right: Any) -> Any:
    if sign in ("=", "<>"):
        return same(left, right) is (sign == "=")
    if sign == "&":
        return written(left) + written(right)
    if sign in "+-*/":
        a, b = number(left), number(right)
        if sign == "/" and not b:
            raise Failed
        return {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0}[sign]
    if isinstance(left, str) != isinstance(right, str):
        # Excel sorts every text after every number.
        left, right = float(isinstance(left, str)), float(isinstance(right, str))
    a, b = left or 0, right or 0
    return {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[sign]


def same(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return (left or right) in (None, "", 0)
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return not isinstance(left, str) and not isinstance(right, str) and left == right


def written(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else f"{value:g}"


def known(value: Any) -> Any:
    if isinstance(value, Failed):
        raise value
    return value


def numeric(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def sum_product(*factors: Any) -> float:
    rows = zip(*(known(factor) for factor in factors), strict=True)
    return math.fsum(math.prod(value if numeric(value) or len(row) == 1 else 0 for value in row) for row in rows)


def text_of(value: Any, look: str) -> str:
    """A number in a format of whole groups and fixed decimals, in thousands for each comma after it, in Thai digits or not."""
    form = re.fullmatch(r"(\[\$-D00041E\])?(#,##)?0(\.0+)?(,*)(;.*)?", look)
    assert form, look
    places = len(re.match(r"[^;.]*\.?(0*)", look)[1])
    shown = number(known(value)) / 1000 ** len(form[4])
    said = f"{thai.half_up(shown, places):{',' if '#,##' in look else ''}}"
    return thai.to_thai(said) if "D00041E" in look else said


def match(wanted: Any, among: list[Any], kind: float) -> float:
    assert kind == 0, "only exact matches"
    found = [place for place, value in enumerate(among, start=1) if same(value, wanted)]
    if not found:
        raise Failed
    return float(found[0])


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUMPRODUCT": sum_product,
    "SUM": lambda values: math.fsum(value for value in values if numeric(value)),
    "IF": lambda test, yes, no: known(yes if known(test) else no),
    "IFERROR": lambda value, other: other if isinstance(value, Failed) else value,
    "ISNUMBER": lambda value: each(numeric, False if isinstance(value, Failed) else value),
    "AND": lambda *tests: all(known(test) for test in tests),
    "TEXT": text_of,
    "REPT": lambda text, times: text * int(times),
    "INT": lambda value: math.floor(number(value)),
    "ROUND": lambda value, places: float(thai.half_up(number(value), int(places))),
    "INDEX": lambda values, place: values[int(known(place)) - 1],
    "MATCH": match,
    "CHAR": lambda code: chr(int(code)),
}


@cache
def a_book() -> Book:
    """A workbook with three numbers, a text and an empty cell in a column."""
    data = BytesIO()
    with Workbook(data) as book:
        sheet = book.add_worksheet("ก ข")
        for row, value in enumerate([1, 2.5, 4, "a"]):
            sheet.write(row, 0, value)
    return Book(data.getvalue())


def agree(cached: Any, calculated: Any) -> bool:
    if numeric(cached) and numeric(calculated):
        return math.isclose(cached, calculated, rel_tol=1e-9, abs_tol=1e-9)
    return (cached or "") == (calculated or "")


@cache
def book_of(name: str) -> Book:
    """One of MINISTRIES, the many kinds, or what was decided; not to be changed."""
    drawn = {ZOO: drawn_zoo, JUDGED: drawn_judged}.get(name)
    return Book(drawn().data if drawn else bytes_of(name))


# --- the calculator itself


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3-4/2", 7),
        ('="a"&"b"="AB"', True),
        ("=SUM(A1:A5)", 7.5),
        ("=SUMPRODUCT((A1:A3>=2)*1)", 2),
        ("=SUMPRODUCT((A1:A3>=2)*1,A1:A3)", 6.5),
        ('=SUMPRODUCT((A1:A5="a")*1)', 1),
        ('=SUMPRODUCT((A1:A5<>"")*1)', 4),
        ("=SUMPRODUCT((A1:A5<>\"\")*ISNUMBER('ก ข'!$A$1:$A$5))", 3),
        ('=IFERROR(A1/A5,"–")', "–"),
        ('=IFERROR(A4*2,"–")', "–"),
        ("=A1/A5", ERROR),
        ('=IF(ISNUMBER(A4),A4/A5,"no")', "no"),
        ('=IF(AND(A1=1,A2<>1),"yes","no")', "yes"),
        ("=INDEX(A1:A4,MATCH(4,A1:A4,0))", 4),
        ('=IF(ISNUMBER(MATCH("z",A1:A4,0)),1,0)', 0),
        ('=TEXT(1234.5,"#,##0")', "1,235"),
        ('=TEXT(0.125,"0.00")', "0.13"),
        ('=TEXT(12,"[$-D00041E]0.0;[$-D00041E]-0.0;[$-D00041E]0.0")', "๑๒.๐"),
        ('=REPT("●",INT(A2))&REPT("○",5-INT(A2))', "●●○○○"),
        ("=ROUND(A2-A1-0.004,2)", 1.5),
        ('="a"&CHAR(10)&"b"', "a\nb"),
    ],
)
def test_the_calculator_calculates_as_excel_does(formula, result):
    assert agree(Calculator(a_book()).of(formula, "ก ข"), result)


def test_the_calculator_sees_a_cached_value_that_is_wrong():
    assert not agree(3, Calculator(a_book()).of("=1+1", "ก ข"))
    assert not agree("–", Calculator(a_book()).of("=1+1", "ก ข"))


# --- the report


@pytest.mark.parametrize("name", [ZOO, JUDGED, "example", "every state", "nothing reported"])
def test_every_formula_gives_the_value_that_it_carries(name):
    book = book_of(name)
    calculator = Calculator(book)
    wrong = [
        (sheet, at, formula, book.at(sheet, at))
        for sheet, at, formula in book.formulas
        if not agree(book.at(sheet, at), calculator.of(formula, sheet))
    ]
    assert len(book.formulas) > 200
    assert wrong == []


@pytest.mark.parametrize("name", ["example", "nothing reported", "every state"])
def test_formulas_read_only_data_sheets_and_their_own(name):
    book = book_of(name)
    data = {table.title.th for table in DATA_TABLES}
    for sheet, at, formula in book.formulas:
        assert set(re.findall(r"'([^']+)'!", formula)) <= data & book.sheets.keys(), (sheet, at)


@pytest.mark.parametrize("name", ["example", "every state", ZOO])
def test_ranges_begin_under_the_header_and_end_with_the_last_row(name):
    book = book_of(name)
    found = {r for _, _, f in book.formulas for r in re.findall(r"'([^']+)'!\$([A-Z]+)\$(\d+):\$([A-Z]+)\$(\d+)", f)}
    assert found
    for sheet, left, top, right, bottom in found:
        first_column = [row[0] for row in book.sheets[sheet]]
        assert left == right
        assert (int(top), int(bottom)) == (6, len(first_column)), sheet
        assert first_column[4] and all(first_column[5:])


@pytest.mark.parametrize("name", ["example", "every state"])
def test_formulas_stand_on_the_sheets_for_people_and_never_on_data_sheets(name):
    data = {table.title.th for table in DATA_TABLES}
    having = {sheet for sheet, *_ in book_of(name).formulas}
    assert having and not having & data


@pytest.mark.parametrize("name", ["example", "nothing reported", ZOO, JUDGED])
def test_formulas_have_few_functions_and_nothing_from_outside(name):
    for sheet, at, formula in book_of(name).formulas:
        used = set(re.findall(r"([A-Z][A-Z0-9.]+)\(", formula))
        assert used <= FUNCTIONS.keys(), (sheet, at)
        assert not re.search(r"\[\d+\]|https?:|file:|#REF!", formula), (sheet, at)


# --- what if: the figures follow the data sheets


def typed(name: str, sheet: str, title: str, rows: Iterable[int], value: Any) -> Calculator:
    """A calculator for a workbook in which somebody has typed another value into a data sheet."""
    book = book_of(name)
    column = book.sheets[sheet][4].index(title) + 1
    return Calculator(book.with_typed({(sheet, row, column): value for row in rows}))


SCORES, BUDGETS = "ข้อมูลผลรายตัวชี้วัด", "ข้อมูลงบประมาณ"


@pytest.mark.parametrize(
    ("sheet", "title", "row", "value", "part", "line", "column", "result"),
    [
        (SCORES, "สถานะ", 6, "missing", "by_issue", "๑", "รายงาน แล้ว", 2),
        (SCORES, "สถานะ", 6, "missing", "by_issue", "รวม", "รายงาน แล้ว", 10),
        (SCORES, "สถานะ", 6, "not_due", "by_issue", "รวม", "ต้อง รายงาน", 10),
        (SCORES, "สถานะ", 6, "missing", "by_department", "CSC", "ยังไม่ส่ง", 1),
        (SCORES, "สถานะ", 6, "missing", "by_department", "CSC", "คะแนน เฉลี่ย", "–"),
        (SCORES, "คะแนน × น้ำหนัก", 6, 5, "by_issue", "๑", "คะแนน เฉลี่ย", 11 / 3),
        (SCORES, "น้ำหนัก", 6, 0, "by_department", "CSC", "คะแนน เฉลี่ย", "–"),
        (SCORES, "คะแนน", 6, 5, "by_issue", "๑", "๕", 1),
        (SCORES, "คะแนน", 6, 4.99, "by_issue", "๑", "๔", 1),
        (SCORES, "มีปัญหาอุปสรรค", 6, "yes", "projects", "๑", "ปัญหา อุปสรรค", 1),
        (BUDGETS, "ได้รับ (บาท)", 10, 75_100, "by_department", "HRM", "ได้รับ (บาท)", 75_100),
        (BUDGETS, "ได้รับ (บาท)", 6, 0.25, "by_department", "CSC", "ได้รับ (บาท)", 0.25),
        (BUDGETS, "เบิกจ่าย (บาท)", 10, 275_100, "projects", "๒.๒", "เบิกจ่าย (บาท)", 275_100),
    ],
)
def test_a_value_changed_on_a_data_sheet_changes_the_figure(sheet, title, row, value, part, line, column, result):
    book = read("example")
    shown = typed("example", sheet, title, [row], value).of(book.formula(part, line, column), book.name(part))
    assert agree(shown, result)
    assert not agree(book.value(part, line, column), result), "the change must show"


@pytest.mark.parametrize(("part", "line"), [("by_issue", "๑"), ("by_issue", "รวม"), ("by_department", "CSC")])
def test_an_amount_that_is_cleared_everywhere_is_not_0(part, line):
    book, everywhere = read("example"), range(6, 17)
    calculator = typed("example", BUDGETS, "ได้รับ (บาท)", everywhere, None)
    assert calculator.of(book.formula(part, line, "ได้รับ (บาท)"), book.name(part)) == "–"
