"""A worksheet of xlsxwriter that is written three times as fast, byte for byte the same.

xlsxwriter asks of every cell whether its address is one like "A1", looks for array functions in every formula, and makes
a list of attributes for every cell's XML, each of them escaped. Its own methods write what is seldom met here: rich
texts, truths, rows in a look, and cells in the look of their row or column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from functools import cache
from io import StringIO
from itertools import groupby, product
from math import isfinite
from typing import Any, NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.url import Url
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellDatetimeTuple,
    CellFormulaTuple,
    CellNumberTuple,
    CellStringTuple,
    RowInfo,
    Worksheet,
)

_ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"))
# What makes a named tuple, sooner than its own constructor does.
_made = tuple.__new__
# Rows share what they say of the columns that they fill.
_BLOCK = 16
# What is told of a look that a formula decides, and what is kept of it.
_LOOK_BY_FORMULA = {"type", "criteria", "format", "multi_range"}
_RULE_BY_FORMULA = {"type", "criteria", "format", "priority"}


class FormulaElement(NamedTuple):
    """A cell whose formula is given in XML: one that xlsxwriter cannot write, such as one that cells share."""

    element: str
    format: Format
    value: Any


class PromptElement(NamedTuple):
    """A prompt and a check for cells, in XML but for the addresses of the cells: many sheets have the same."""

    before: str
    after: str


class Sheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A worksheet; a formula is kept as it is given, with no function younger than Excel 2013 and no array in it."""

    # Where what is filled begins and ends, if anything is.
    dim_rowmin: int | None
    dim_rowmax: int
    dim_colmin: int | None
    dim_colmax: int
    _growing: Collection[int] = ()

    def let_grow(self, rows: Collection[int]) -> None:
        """Let rows (counted from 0) grow while people type, beyond the height that they are given.

        xlsxwriter marks every height as the user's own (`customHeight`), and a row so marked keeps its height whatever is
        typed into it. With the height alone the row is as high as it was drawn, and still grows.
        """
        self._growing = rows

    def _check_dimensions(self, row: int, col: int, ignore_row: bool = False, ignore_col: bool = False) -> int:
        top, left = self.dim_rowmin, self.dim_colmin
        # Most cells stand within what is filled already.
        if top is not None and left is not None and top <= row <= self.dim_rowmax and left <= col <= self.dim_colmax:
            return 0
        code: int = super()._check_dimensions(row, col, ignore_row, ignore_col)
        return code

    def set_row(
        self, row: int, height: float | None = None, cell_format: Format | None = None, options: Any = None
    ) -> int:
        """Set how high a row is, as xlsxwriter does."""
        pixels = int((height or 0) * 4 / 3 + 0.5)
        if not pixels or cell_format or options or self._check_dimensions(row, self.dim_colmin or 0):
            code: int = super().set_row(row, height, cell_format, options)
            return code
        self.row_info[row] = RowInfo(pixels, None, hidden=False, level=0, collapsed=False)
        self.row_sizes[row] = [pixels, False]
        return 0

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        if len(string) * 2 > self.xls_strmax or self._check_dimensions(row, col):
            code: int = super()._write_string(row, col, string, cell_format)
            return code
        index = self.str_table._get_shared_string_index(string)
        self.table[row][col] = _made(CellStringTuple, (index, cell_format))
        return 0

    def _write_number(self, row: int, col: int, number: Any, cell_format: Format | None = None) -> int:
        if not isfinite(number) or isinstance(number, Fraction) or self._check_dimensions(row, col):
            code: int = super()._write_number(row, col, number, cell_format)
            return code
        self.table[row][col] = _made(CellNumberTuple, (number, cell_format))
        return 0

    def _write_blank(self, row: int, col: int, blank: object, cell_format: Format | None = None) -> int:
        if cell_format is None or self._check_dimensions(row, col):
            code: int = super()._write_blank(row, col, blank, cell_format)
            return code
        self.table[row][col] = _made(CellBlankTuple, (cell_format,))
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def _escape_attributes(self, attribute: Any) -> Any:
        if not isinstance(attribute, str):
            return attribute
        return self._escape_data(attribute).replace('"', "&quot;").replace("\n", "&#xA;")

    def _escape_data(self, data: Any) -> Any:
        if not isinstance(data, str):
            return data
        return data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: Any = 0
    ) -> int:
        # xlsxwriter searches it for fifty younger functions, a third of the time that a form takes, and would find them
        # in its texts too.
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = _made(CellFormulaTuple, (formula.removeprefix("="), cell_format, value))
        return 0

    def merge_range(
        self,
        first_row: int,
        first_col: int,
        last_row: int,
        last_col: int,
        data: str = "",
        cell_format: Format | None = None,
    ) -> int:
        """Make empty cells one, as xlsxwriter does."""
        rows, cols = range(first_row, last_row + 1), range(first_col, last_col + 1)
        places = list(product(rows, cols))
        beyond = self._check_dimensions(first_row, first_col) or self._check_dimensions(last_row, last_col)
        free = self.merged_cells.keys().isdisjoint(places) and not self.table_cells
        if data or not cell_format or beyond or not free or len(places) < 2:
            code: int = super().merge_range(first_row, first_col, last_row, last_col, data, cell_format)
            return code
        merged = [first_row, first_col, last_row, last_col]
        self.merge.append(merged)
        self.merged_cells.update(dict.fromkeys(places, _range(*merged)))
        blanks = dict.fromkeys(cols, CellBlankTuple(cell_format))
        for row in rows:
            self.table[row].update(blanks)
        return 0

    def conditional_format(
        self, first_row: int, first_col: int, last_row: int, last_col: int, options: dict[str, Any] | None = None
    ) -> int:
        """Lay a look over cells while a condition holds, as xlsxwriter does."""
        corners = ((first_row, first_col), (last_row, last_col))
        beyond = any(self._check_dimensions(*corner, True, True) for corner in corners)
        if beyond or not options or options.keys() != _LOOK_BY_FORMULA or options["type"] != "formula":
            code: int = super().conditional_format(first_row, first_col, last_row, last_col, options)
            return code
        look, formula, cells = options["format"], options["criteria"], options["multi_range"].replace("$", "")
        priority = self.dxf_priority
        self.dxf_priority += 1
        rule = {"type": "expression", "criteria": formula, "format": look._get_dxf_index(), "priority": priority}
        self.cond_formats.setdefault(cells, []).append(rule)
        return 0

    def _write_cf_rule(self, params: Mapping[str, Any]) -> None:
        if params.keys() != _RULE_BY_FORMULA:
            super()._write_cf_rule(params)
            return
        formula = self._escape_control_characters(self._escape_data(self._prepare_formula(params["criteria"])))
        look, priority = params["format"], params["priority"]
        self.fh.write(
            f'<cfRule type="expression" dxfId="{look}" priority="{priority}"><formula>{formula}</formula></cfRule>'
        )

    def prompt(self, cells: str, element: PromptElement) -> None:
        """Lay a prompt and a check over cells (such as `A1 B3:B5`)."""
        self.validations.append(f"{element.before}{cells}{element.after}")

    def _write_data_validation(self, options: dict[str, Any] | str) -> None:
        if isinstance(options, str):
            self.fh.write(options)
        else:
            super()._write_data_validation(options)

    def _write_merge_cell(self, merged_range: list[int]) -> None:
        self.fh.write(f'<mergeCell ref="{_range(*merged_range)}"/>')

    def _write_hyperlink_internal(self, row: int, col: int, url: Url) -> None:
        if url.tip:
            super()._write_hyperlink_internal(row, col, url)
            return
        location, display = map(self._escape_attributes, (url._link, url.text))
        self.fh.write(f'<hyperlink ref="{letters(col)}{row + 1}" location="{location}" display="{display}"/>')

    def _calculate_spans(self) -> None:
        if self.comments:
            super()._calculate_spans()
            return
        filled = ((row, cells) for row in sorted(self.table) if (cells := self.table[row]))
        self.row_spans = {}
        for block, rows in groupby(filled, lambda own: own[0] // _BLOCK):
            columns = [col for _, cells in rows for col in (min(cells), max(cells))]
            self.row_spans[block] = f"{min(columns) + 1}:{max(columns) + 1}"

    def _write_rows(self) -> None:
        self._calculate_spans()

        @cache
        def look(shown: Format) -> str:
            return f'" s="{shown._get_xf_index()}"'

        for row in sorted(self.table.keys() | self.row_info.keys() | self.comments.keys()):
            span, info, cells = self.row_spans.get(row // _BLOCK), self.row_info.get(row), self.table.get(row)
            self._write_row(row, span, info, empty_row=not cells)
            if cells:
                self._write_cells(row, cells, look)
                self.fh.write("</row>")

    def _write_row(self, row: int, spans: str | None, row_info: RowInfo | None = None, empty_row: bool = False) -> None:
        if row_info is None or row_info.row_format or row_info.level or row_info.collapsed:
            super()._write_row(row, spans, row_info, empty_row)
            return
        high, mark = "", ""
        if row_info.height != self.original_row_height or row_info.height != self.default_row_height:
            high = f' ht="{row_info.height * 0.75:.16g}"'
            mark = "" if row in self._growing else ' customHeight="1"'
        spans_, hidden = f' spans="{spans}"' if spans else "", ' hidden="1"' if row_info.hidden else ""
        # What xlsxwriter says of every row where a sheet has bars of 2010.
        descent = ' x14ac:dyDescent="0.25"' if self.excel_version == 2010 else ""
        self.fh.write(f'<row r="{row + 1}"{spans_}{high}{hidden}{mark}{descent}{"/>" if empty_row else ">"}')

    def _write_cells(self, row: int, cells: Mapping[int, Any], look: Callable[[Format], str]) -> None:
        """The cells of a row; `look`: format → what stands behind the number of the row."""
        number, write = row + 1, self.fh.write
        for col in sorted(cells):
            cell = cells[col]
            made = _WRITTEN.get(cell.__class__)
            if made is None or cell.format is None:
                self._write_cell(row, col, cell)
            else:
                write(f'<c r="{letters(col)}{number}{look(cell.format)}{made(self, cell)}')

    def _blank(self, cell: CellBlankTuple) -> str:
        return "/>"

    def _string(self, cell: CellStringTuple) -> str:
        return f' t="s"><v>{cell.string}</v></c>'

    def _number(self, cell: CellNumberTuple | CellDatetimeTuple) -> str:
        return f"><v>{cell.number:.16G}</v></c>"

    def _formula(self, cell: CellFormulaTuple) -> str:
        return self._calculated(f"<f>{self._escape_data(cell.formula)}</f>", cell.value)

    def _element(self, cell: FormulaElement) -> str:
        return self._calculated(cell.element, cell.value)

    def _calculated(self, formula: str, value: Any) -> str:
        kind = ""
        if isinstance(value, bool):
            kind, value = ' t="b"', int(value)
        elif isinstance(value, str) and value:
            kind = ' t="e"' if value in _ERRORS else ' t="str"'
            value = self._escape_data(value)
        return f"{kind}>{formula}<v>{value}</v></c>"


def prompt_element(options: Mapping[str, Any]) -> PromptElement:
    """What xlsxwriter makes of the options of a `data_validation`."""
    sheet, gap = Sheet(), "\0"
    sheet._set_xml_writer(StringIO())
    if sheet.data_validation(0, 0, 0, 0, {**options, "multi_range": gap}):
        raise ValueError(f"Excel takes no such prompt: {options}")
    sheet._write_data_validation(*sheet.validations)
    before, after = sheet.fh.getvalue().split(gap)
    return PromptElement(before, after)


@cache
def letters(col: int) -> str:
    """The name of a column, counted from 0."""
    return str(xl_col_to_name(col))


def _range(row: int, col: int, last_row: int, last_col: int) -> str:
    return f"{letters(col)}{row + 1}:{letters(last_col)}{last_row + 1}"


_WRITTEN = {
    CellBlankTuple: Sheet._blank,
    CellStringTuple: Sheet._string,
    CellNumberTuple: Sheet._number,
    CellDatetimeTuple: Sheet._number,
    CellFormulaTuple: Sheet._formula,
    FormulaElement: Sheet._element,
}
