"""Every finding, department by department, the gravest first: where it is, what is wrong and how to fix it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import pandas as pd

from pipeline.drawing.page import Page
from pipeline.report import decided
from pipeline.report.canvas import Canvas
from pipeline.report.limits import LINES_AT_MOST, cut_off
from pipeline.report.live import UNKNOWN, Live, note
from pipeline.report.spans import Span, cells, head, sentence
from pipeline.validation import findings as said
from pipeline.validation.rows import records
from schemas.fields import Text
from schemas.rules import SEVERITIES, Severity

ABOUT = Text(
    "ข้อสังเกตจากการตรวจทุกข้อ รายหน่วยงาน พร้อมตำแหน่งและวิธีแก้ไข",
    "Every finding of the checks by department, with its place and how to fix it",
)
WIDTHS: list[float] = [7, 27, 15, 11, 23, 19, 37, 35, 26]
_TITLE = Text("ข้อสังเกตจากการตรวจสอบ", "Findings of the checks")
_TITLES = (
    Text("ข้อที่", "No."),
    Text("หน่วยงาน", "Department"),
    Text("ระดับ", "Severity"),
    Text("ตัวชี้วัด", "KPI"),
    Text("ตำแหน่ง (แฟ้ม · แผ่นงาน!ช่อง)", "Place (file · sheet!cell)"),
    Text("รายการ", "Item"),
    Text("สิ่งที่พบ", "What is wrong"),
    Text("วิธีแก้ไข", "How to fix it"),
    Text("กฎ", "Rule"),
)
_NUMBER, _DEPARTMENT, _SEVERITY, _KPI, _WRONG = 0, 1, 2, 3, 6
_LAST = len(_TITLES) - 1
_SIGNS = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "•"}
_SEVERITIES = {Severity(choice.id): choice.title for choice in SEVERITIES}
_GRAVEST_FIRST = tuple(Severity(choice.id) for choice in SEVERITIES)

# The table of departments over that of findings: name, a count of each severity, and where its findings begin.
_BY_DEPARTMENT = Text("จำนวนข้อสังเกตรายหน่วยงาน", "Findings by department")
_NAME, _COUNTS = Span(_NUMBER, _SEVERITY), dict(enumerate(_GRAVEST_FIRST, start=_KPI))
_WHERE = max(_COUNTS) + 1
_WHERE_TITLE = Text("อยู่ที่", "Where")
_FROM_TO, _ONE = Text("ข้อ {first}–{last} ›", "nos. {first}–{last} ›"), Text("ข้อ {first} ›", "no. {first} ›")
_NO_DEPARTMENT = Text("แผนและแฟ้มที่ไม่ระบุหน่วยงาน", "The plan, and files of no department")
_TOTAL = Text("รวม", "Total")
# Its heading and its head; under its total what the signs mean, a free row, and the head of the findings.
_ABOVE, _BELOW = 2, 3

_NONE = Text("ไม่มีข้อสังเกต: แผนและแบบรายงานทุกฉบับผ่านการตรวจทุกข้อ", "No findings: the plan and every form passed all checks")
_MEANING = Text(
    "✗ ต้องแก้ไข: ยังไม่ใช้ตัวชี้วัดนี้จนกว่าหน่วยงานจะแก้ไข · ! ควรตรวจสอบ: ใช้ในรายงานแล้ว แต่ควรดูอีกครั้ง · • เพื่อทราบ",
    "✗ error: the KPI is not used until its department corrects it · ! warning: used, but worth a look · • note",
)
_NONE_ABOUT = Text("ผลการตรวจแผนและแบบรายงานของรอบนี้", "What checking the plan and the forms of this round found")
# What was found may be a whole text; the ledger of cells has all of it.
_LONGEST = 400


class _Group(NamedTuple):
    """A department's findings, or those of none: its name, its line over the table and its row in it, and they."""

    name: str
    line: int
    row: int
    findings: Sequence[Mapping[Any, Any]]

    @property
    def numbers(self) -> tuple[int, int]:
        """The first and the last of its numbers, which no other group has one between."""
        return int(self.findings[0]["number"]), int(self.findings[-1]["number"])

    def count(self, severity: Severity) -> int:
        """How many of its findings are of a severity."""
        return sum(finding["severity"] == severity for finding in self.findings)


def draw(canvas: Canvas, page: Page) -> None:
    """Banner with the counts, a line a department with links, and a row a finding, by their numbers."""
    findings = canvas.summary.findings
    errors = bool((findings["severity"] == Severity.ERROR).any())
    row = page.banner(_TITLE.to(canvas.lang), _counts(canvas, findings), alert=errors)
    if findings.empty:
        sentence(page, row, _NONE.to(canvas.lang))
        return
    listed = records(findings.sort_values("number").head(LINES_AT_MOST))
    groups = _groups(canvas, row + _ABOVE, listed)
    first, last = groups[0].row, groups[-1].row + len(groups[-1].findings)
    _departments(canvas, page, row, groups, (first, last))
    words = [_MEANING.to(canvas.lang), cut_off(canvas, len(findings))]
    page.text(first - _BELOW, 0, " · ".join(filter(None, words)), "caption")
    _table(canvas, page, first - 1, last)
    for group in groups:
        _group(canvas, page, group)


def _counts(canvas: Canvas, findings: pd.DataFrame) -> str:
    """How many findings of each severity there are."""
    if findings.empty:
        return _NONE_ABOUT.to(canvas.lang)
    counts = findings["severity"].value_counts()
    return " · ".join(
        f"{severity_words(severity, canvas.lang)} {canvas.figures.integer(int(counts.get(severity, 0)))}"
        for severity in _GRAVEST_FIRST
    )


def _department(canvas: Canvas, finding: Mapping[Any, Any]) -> str:
    """The department that a finding is listed under: '' for none, and for one that the plan does not have."""
    code = said.text_of(finding, "department")
    return code if code in canvas.names("departments") else ""


def _groups(canvas: Canvas, line: int, listed: Sequence[Mapping[Any, Any]]) -> list[_Group]:
    """The findings by department, in the order of their numbers; `line` is the first one over the table."""
    own = [(code, list(found)) for code, found in groupby(listed, lambda finding: _department(canvas, finding))]
    groups: list[_Group] = []
    row = line + len(own) + 1 + _BELOW
    for code, found in own:
        name = canvas.names("departments").get(code, _NO_DEPARTMENT.to(canvas.lang))
        groups.append(_Group(name, line + len(groups), row, found))
        row += 1 + len(found)
    return groups


# --- the departments


def _departments(canvas: Canvas, page: Page, row: int, groups: Sequence[_Group], rows: tuple[int, int]) -> None:
    """A line a department: its counts, live over the rows of the table of findings, and where they begin."""
    titles = {
        _NAME: _TITLES[_DEPARTMENT].to(canvas.lang),
        **{Span(col, col): severity_words(severity, canvas.lang) for col, severity in _COUNTS.items()},
        Span(_WHERE, _WHERE): _WHERE_TITLE.to(canvas.lang),
    }
    page.heading(row, 0, _WHERE, _BY_DEPARTMENT.to(canvas.lang))
    head(page, row + 1, titles)
    for group in groups:
        cells(page, group.line, {_NAME: (group.name, "text")}, least=22)
        for col, severity in _COUNTS.items():
            page.formula(group.line, col, *_count(canvas, page, group, severity, rows), "number_centre", "integer")
        page.link(group.line, _WHERE, page.at(group.row, _DEPARTMENT), _numbers(canvas, group), "text_link")
        page.keep_together(row if group is groups[0] else group.line, group.line)
    first, total = groups[0].line, groups[-1].line + 1
    page.merged(total, _NAME.first, _NAME.last, _TOTAL.to(canvas.lang), "group")
    for col, severity in _COUNTS.items():
        above = f"{page.address(first, col)}:{page.address(total - 1, col)}"
        count = sum(group.count(severity) for group in groups)
        page.formula(total, col, f"=SUM({above})", count, "group_centre", "integer")
    page.blank(total, _WHERE, "group")
    page.high(total, 22)
    page.quiet_zeros(first, min(_COUNTS), total, max(_COUNTS))


def _count(canvas: Canvas, page: Page, group: _Group, severity: Severity, rows: tuple[int, int]) -> Live:
    """How many findings of a group are of a severity: by their numbers, for two departments may have one name."""
    numbers, severities = (
        ":".join(page.address(row, col, absolute=True) for row in rows) for col in (_NUMBER, _SEVERITY)
    )
    first, last = group.numbers
    own = f'({numbers}>={first})*({numbers}<={last})*({severities}="{severity_words(severity, canvas.lang)}")'
    return Live(f"=SUMPRODUCT({own})", group.count(severity))


def _numbers(canvas: Canvas, group: _Group) -> str:
    """From which number on, and up to which, the findings of a group are listed."""
    first, last = group.numbers
    words = (_ONE if first == last else _FROM_TO).to(canvas.lang)
    return words.format(first=canvas.figures.integer(first), last=canvas.figures.integer(last))


# --- the findings


def _table(canvas: Canvas, page: Page, row: int, last: int) -> None:
    """The head of one table that is filtered as a whole: a department's line is a row of it, and has its name.

    Excel shows the titles of such a table in place of the letters of its columns, however far down a reader is, so that
    they need not be frozen under the table of departments.
    """
    titles = [title.to(canvas.lang) for title in _TITLES]
    page.head_row(row, titles)
    page.repeat(row, row)
    columns = [{"header": title, "header_format": page.theme.role("head")} for title in titles]
    page.sheet.add_table(row, 0, last, _LAST, {"name": "Findings", "style": None, "columns": columns})
    page.sheet.freeze_panes(0, _KPI + 1)


def _group(canvas: Canvas, page: Page, group: _Group) -> None:
    """A department's line, which stays with its first finding, and a row a finding."""
    page.fill(group.row, 0, _LAST, "band")
    page.text(group.row, _DEPARTMENT, group.name, "band")
    counts = [
        note(canvas.figures, f"{severity_words(severity, canvas.lang)} {{}}", live, "integer")
        for live, severity in (
            (Live(f"={page.address(group.line, col)}", group.count(severity)), severity)
            for col, severity in _COUNTS.items()
        )
    ]
    formula = '&" · "&'.join(count.formula.removeprefix("=") for count in counts)
    page.formula(group.row, _WRONG, f"={formula}", " · ".join(str(count.value) for count in counts), "band")
    page.high(group.row, 22)
    begins = group.row
    for row, finding in enumerate(group.findings, start=group.row + 1):
        canvas.findings[int(finding["number"])] = page.at(row, _NUMBER)
        _finding(canvas, page, row, finding, group.name)
        page.keep_together(begins, row)
        begins = row + 1


def _finding(canvas: Canvas, page: Page, row: int, finding: Mapping[Any, Any], department: str) -> None:
    severity = Severity(finding["severity"])
    texts = {
        Span(col, col): (text, role)
        for col, (text, role) in enumerate(
            (
                (department, "text"),
                (severity_words(severity, canvas.lang), severity.value),
                ("", "centre"),
                *((text, "text") for text in _words(canvas, finding)),
                (finding["rule"], "small"),
            ),
            start=_DEPARTMENT,
        )
    }
    cells(page, row, texts, least=26)
    page.number(row, _NUMBER, int(finding["number"]), "number_centre", "integer")
    code(canvas, page, row, _KPI, finding["kpi"])


def _words(canvas: Canvas, finding: Mapping[Any, Any]) -> Sequence[str]:
    """Place, item, what is wrong, and how to fix it, or by which decision it no longer counts."""
    lang, decision = canvas.lang, finding["decision"]
    fix = said.fix(finding, lang) if pd.isna(decision) else decided.waived(canvas, int(decision))
    return (
        place(finding),
        canvas.code(said.item(finding, lang)) or UNKNOWN,
        short(said.wrong(finding, lang), _LONGEST),
        short(fix, _LONGEST),
    )


def severity_words(severity: Severity, lang: str) -> str:
    """A severity with its sign."""
    return f"{_SIGNS[severity]} {_SEVERITIES[severity].to(lang)}"


def place(where: Mapping[Any, Any]) -> str:
    """`file · sheet!cell`, as far as it is known."""
    file, sheet, cell = (said.text_of(where, name) for name in ("file", "sheet", "cell"))
    inside = f"{sheet}!{cell}" if sheet and cell else sheet or cell
    return " · ".join(part for part in (file, inside) if part) or UNKNOWN


def code(canvas: Canvas, page: Page, row: int, col: int, kpi: object) -> None:
    """A KPI's code that leads to its project's page; a dash where what stands there is about no KPI of the plan."""
    if isinstance(kpi, str) and kpi in canvas.project_of:
        page.link(row, col, canvas.link_to_project(canvas.project_of[kpi]), canvas.code(kpi), "code_link")
    else:
        page.text(row, col, canvas.code(kpi) if isinstance(kpi, str) and kpi else UNKNOWN, "centre")


def short(text: str, most: int) -> str:
    """A text, its end left out where it is longer than a table of findings can show."""
    return text if len(text) <= most else f"{text[:most]}…"
