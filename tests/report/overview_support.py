"""Ministries of other shapes than the example, and the report's sheets read back: cells, links and charts."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pandas as pd
from python_calamine import CalamineWorkbook, SheetVisibleEnum
from support.clients import converted
from support.seed import Answers, plan_of, plan_tables, seed_answers, seed_summary, summary_of

from pipeline import thai
from pipeline.consolidation.rollups import rollups
from pipeline.consolidation.summary import Summary
from pipeline.drawing.book import Book
from pipeline.drawing.figures import Figures
from pipeline.report.canvas import Canvas
from pipeline.report.data import Ranges
from pipeline.report.workbook import PARTS, write_summary

THAI, ENGLISH = Figures("th", "thai"), Figures("en", "arabic")
OVERVIEW = ("cover", "executive", "projects", "by_issue", "by_department")
Tables = dict[str, list[dict[str, object]]]

# --- ministries


def ministry(projects: int, kpis: int = 1, issues: int = 2, departments: int = 3, name: str = "โครงการพัฒนา") -> Tables:
    """A plan of so many projects with so many KPIs each, all scored by milestones."""
    tables: Tables = plan_tables() | {"decisions": [], "projects": [], "kpis": [], "rubric": []}
    tables["issues"] = [{"code": str(n), "name": f"เรื่องที่ {n} ของแผน"} for n in range(1, issues + 1)]
    tables["departments"] = [{"code": f"D{n}", "name": f"กองที่ {n}"} for n in range(1, departments + 1)]
    for number in range(projects):
        issue, place = number * issues // projects + 1, number % departments + 1
        code = f"{issue}.{number + 1}"
        row = {"code": code, "issue": str(issue), "department": f"D{place}", "name": f"{name} {number + 1}"}
        tables["projects"].append(row)
        for kpi in [code] if kpis == 1 else [f"{code}-{n}" for n in range(1, kpis + 1)]:
            tables["kpis"].append(
                {"code": kpi, "project": code, "name": f"ระดับความสำเร็จ {kpi}", "method": "milestones"}
            )
            levels = [{"kpi": kpi, "level": level, "criterion": f"ขั้นที่ {level}"} for level in range(1, 6)]
            tables["rubric"].extend(levels)
    return tables


def answered(tables: Tables, money: bool = True) -> Answers:
    """What the departments of `ministry` report: scores 0 to 5 in turn, and with money every project's budget."""
    owner = {row["code"]: str(row["department"]) for row in tables["projects"]}
    answers: Answers = {d: {"reporter|name": "ก", "reporter|phone": "1"} for d in dict.fromkeys(owner.values())}
    for number, row in enumerate(tables["kpis"]):
        answers[owner[row["project"]]] |= answer(str(row["code"]), number % 6)
    for number, project in enumerate(owner):
        key, received = f"{project}|budget", 1_000_000 * (number + 1)
        stated = {"status": "ได้รับจัดสรรงบประมาณ", "received": received, "disbursed": received / 4}
        given = stated if money else {"status": "ไม่ใช้งบประมาณ"}
        answers[owner[project]] |= {f"{key}|{name}": value for name, value in given.items()}
    return answers


def answer(kpi: str, score: int) -> dict[str, object]:
    """The entries of a KPI that reached a score by milestones, without an obstacle."""
    levels = {f"{kpi}|level|{n}|status": "แล้วเสร็จ" if n <= score else "ยังไม่ดำเนินการ" for n in range(1, 6)}
    return levels | {f"{kpi}|self_score": score, f"{kpi}|narrative": "ดำเนินการแล้ว", f"{kpi}|has_obstacle": "ไม่มี"}


def with_scores(summary: Summary, scores: list[float]) -> Summary:
    """A summary whose KPIs have other scores, its totals added up anew."""
    frame = summary.scores.assign(score=scores, rubric_score=scores)
    frame = frame.assign(percent=frame["score"] * 20, weighted=frame["score"] * frame["weight"])
    return replace(summary, scores=frame, rollups=rollups(summary.plan, frame, summary.budget_results))


def states_of_every_kind() -> Summary:
    """The nine-month round of a ministry in which each KPI but the first is in another state than reported."""
    tables = ministry(5, departments=3)
    tables["settings"][0]["round"] = "9"
    tables["kpis"][1] |= {"first_round": "12"}
    tables["kpis"][2] |= {"last_round": "6"}
    answers = answered(tables)
    del answers["D2"]
    answers["D1"]["2.4|level|1|status"] = "เสร็จบ้าง"
    return summary_of(plan_of(tables), answers)


def _of(tables: Tables, money: bool = True) -> Summary:
    return summary_of(plan_of(tables), answered(tables, money))


def _weighted() -> Summary:
    tables = ministry(7, name="โครงการ" + "พัฒนาระบบงานและบุคลากรเพื่อรองรับการให้บริการประชาชน" * 3)
    for number, row in enumerate(tables["projects"]):
        row["weight"] = 10 + number
    return _of(tables)


def _decimals() -> Summary:
    return with_scores(example(), [2.5, 3.125, 0, 4.0001, 5, 1 / 3, 4, 1, 2.75, 2, 2.9999])


_MAKERS = {
    "example": seed_summary,
    "one project": lambda: _of(ministry(1, issues=1, departments=1)),
    "several kpis": lambda: _of(ministry(9, 2)),
    "weights and long names": _weighted,
    "decimal scores": _decimals,
    "no money": lambda: _of(ministry(4), money=False),
    "nothing reported": lambda: summary_of(example().plan, {}),
    "every state": states_of_every_kind,
}
MINISTRIES = tuple(_MAKERS)


@cache
def summary_named(name: str) -> Summary:
    """One of MINISTRIES, consolidated; not to be changed."""
    return _MAKERS[name]()


@cache
def bytes_of(name: str, lang: str = "th") -> bytes:
    """The summary workbook of one of MINISTRIES."""
    return write_summary(summary_named(name), THAI if lang == "th" else ENGLISH)


def example() -> Summary:
    """The shipped example; not to be changed."""
    return summary_named("example")


def example_with(changes: Mapping[str, Mapping[str, object]]) -> Summary:
    """The example with other answers: department → key → value."""
    answers = seed_answers()
    for department, given in changes.items():
        answers[department] |= given
    return summary_of(example().plan, answers)


@cache
def example_without(*silent: str) -> Summary:
    """The example without the forms of some departments."""
    return summary_of(example().plan, {d: given for d, given in seed_answers().items() if d not in silent})


# --- reading back


def opened(book: BytesIO | Path, formulas: bool = False) -> openpyxl.Workbook:
    """A workbook's values, or its formulas; openpyxl warns that it keeps no data bars of 2010, which no test needs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(book, data_only=not formulas)


class Read:
    """A workbook read back: its values, its formulas, and its sheets by the ids of the parts."""

    def __init__(self, data: bytes, lang: str = "th") -> None:
        self.data = data
        self.lang = lang

    @cached_property
    def values(self) -> openpyxl.Workbook:
        return opened(BytesIO(self.data))

    @cached_property
    def formulas(self) -> openpyxl.Workbook:
        return opened(BytesIO(self.data), formulas=True)

    @cached_property
    def sheetnames(self) -> list[str]:
        """The sheets that a reader sees."""
        sheets = CalamineWorkbook.from_filelike(BytesIO(self.data)).sheets_metadata
        return [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]

    def name(self, part: str) -> str:
        return next(p.name.to(self.lang) for p in PARTS if p.id == part)

    def sheet(self, part: str) -> Any:
        return self.values[self.name(part)]

    def formula_sheet(self, part: str) -> Any:
        return self.formulas[self.name(part)]

    def texts(self, part: str) -> list[str]:
        return [cell.value for row in self.sheet(part).iter_rows() for cell in row if isinstance(cell.value, str)]

    def cell(self, part: str, row: str, column: str) -> str:
        """The address where the line that starts with `row` meets the column titled `column` (line breaks ignored)."""
        first, lines = self._places(part)
        title = first[column]
        return f"{title.column_letter}{next(n for words, n in lines if n > title.row and words.startswith(row))}"

    @cache  # noqa: B019 - a book that is read lives as long as the tests
    def _places(self, part: str) -> tuple[dict[str, Any], list[tuple[str, int]]]:
        """Where each text of a sheet first stands, and the texts that its lines start with."""
        first: dict[str, Any] = {}
        rows = list(self.sheet(part).iter_rows())
        for cell in (cell for row in rows for cell in row if isinstance(cell.value, str)):
            first.setdefault(_flat(cell.value), cell)
        return first, [(_flat(row[0].value), row[0].row) for row in rows]

    def value(self, part: str, row: str, column: str) -> Any:
        return self.sheet(part)[self.cell(part, row, column)].value

    def formula(self, part: str, row: str, column: str) -> str:
        return str(self.formula_sheet(part)[self.cell(part, row, column)].value)

    def links(self, part: str) -> dict[str, tuple[str, str]]:
        """Cell → its words, and where it leads."""
        cells = [cell for row in self.sheet(part).iter_rows() for cell in row if cell.hyperlink]
        return {cell.coordinate: (str(cell.value), cell.hyperlink.location) for cell in cells}

    def charts(self, part: str) -> list[Chart]:
        number = self.sheetnames.index(self.name(part)) + 1
        return list(_charts(self.data, number))


@cache
def read(name: str, lang: str = "th") -> Read:
    """The summary of one of MINISTRIES, read back; not to be changed."""
    return Read(bytes_of(name, lang), lang)


def drawn(tables: Tables) -> Read:
    """The summary of a ministry that reports everything, read back."""
    return Read(write_summary(_of(tables), THAI))


def _flat(value: object) -> str:
    return re.sub(r"\s+", " ", value) if isinstance(value, str) else ""


_NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


class Chart:
    """A chart as it stands in the workbook's XML."""

    def __init__(self, xml: str, described: str) -> None:
        self.xml = xml
        self.described = described
        self.root = ElementTree.fromstring(xml)
        self.series = self.root.findall(".//c:ser", _NS)

    def points(self, number: int, of: str = "val") -> list[str]:
        """What a series shows, as the chart keeps it; "cat" for its labels."""
        return [point.text or "" for point in self.series[number].findall(f"./c:{of}//c:pt/c:v", _NS)]

    names = _NS

    def found(self, path: str) -> list[ElementTree.Element]:
        """The elements at a path."""
        return self.root.findall(path, _NS)

    @property
    def series_names(self) -> list[str]:
        return [name.text or "" for name in self.found(".//c:ser/c:tx//c:v")]

    @property
    def series_colours(self) -> list[str]:
        return [colour.get("val", "") for colour in self.found(".//c:ser/c:spPr/a:solidFill/a:srgbClr")]

    @property
    def labels(self) -> set[str]:
        """The number formats of the labels of its bars."""
        return {number.get("formatCode", "") for number in self.found(".//c:dLbls/c:numFmt")}

    @property
    def ranges(self) -> list[str]:
        return [formula.text or "" for formula in self.root.findall(".//c:f", _NS)]

    @property
    def fonts(self) -> set[str]:
        return {font.get("typeface", "") for font in self.root.findall(".//a:latin", _NS)}

    @property
    def colours(self) -> list[str]:
        return [c.get("val", "") for c in self.root.findall(".//c:dPt/c:spPr/a:solidFill/a:srgbClr", _NS)]

    @property
    def numbers(self) -> set[str]:
        return {number.get("formatCode", "") for number in self.root.findall(".//c:numFmt", _NS)}


def _charts(data: bytes, number: int) -> Iterator[Chart]:
    with zipfile.ZipFile(BytesIO(data)) as book:

        def relations(part: str) -> dict[str, str]:
            path = part.replace("/", "/_rels/", 1) if part.count("/") == 1 else re.sub(r"/([^/]+)$", r"/_rels/\1", part)
            if f"{path}.rels" not in book.namelist():
                return {}
            rows = ElementTree.fromstring(book.read(f"{path}.rels"))
            return {row.get("Id", ""): "xl/" + row.get("Target", "").removeprefix("../") for row in rows}

        for drawing in relations(f"xl/worksheets/sheet{number}.xml").values():
            if "/drawing" in drawing:
                charts = relations(drawing)
                for frame in ElementTree.fromstring(book.read(drawing)).findall(".//xdr:graphicFrame", _NS):
                    described = frame.find(".//xdr:cNvPr", _NS).get("descr", "")
                    id_ = frame.find(".//c:chart", _NS).get(f"{{{_NS['r']}}}id")
                    yield Chart(book.read(charts[id_]).decode("utf-8"), described)


# --- what is expected

ROLLED = {
    "projects": {
        "คะแนน": "score",
        "ร้อยละ": "percent",
        "ได้รับ (บาท)": "received",
        "เบิกจ่าย (บาท)": "disbursed",
        "ร้อยละ เบิกจ่าย": "rate",
    },
    "by_issue": {
        "โครงการ": "projects",
        "ต้อง รายงาน": "due",
        "รายงาน แล้ว": "reported",
        "คะแนน เฉลี่ย": "score",
        "ร้อยละ": "percent",
        "ได้รับ (บาท)": "received",
        "เบิกจ่าย (บาท)": "disbursed",
        "คงเหลือ (บาท)": "remaining",
        "ร้อยละ เบิกจ่าย": "rate",
        **{thai.to_thai(str(level)): f"score_{level}" for level in range(6)},
    },
}
ROLLED["by_department"] = ROLLED["by_issue"]
AMOUNTS = {"received", "disbursed", "remaining"}


def canvas_of(summary: Summary, figures: Figures = THAI) -> Canvas:
    """A canvas to draw or to speak with, without any sheet."""
    settings = summary.plan.settings
    book = Book(font=settings.font, figures=figures, title="", company="", subject="", dated=settings.report_date)
    return Canvas(book, summary, Ranges(summary, figures.lang))


def expected(rollup: pd.Series, column: str) -> object:
    """What a sheet shows of a column of ROLLUPS: baht for satang, and a dash where nothing is known."""
    value = rollup[column]
    if pd.isna(value):
        return "–"
    return value / 100 if column in AMOUNTS else value


# --- recalculation

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def recalculated(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """These workbooks as LibreOffice saves them with every formula calculated anew: stem → the new file."""
    profile = folder / "out" / ".profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_ALWAYS, "utf-8")
    for stem, data in files.items():
        (folder / f"{stem}.xlsx").write_bytes(data)
    return converted([folder / f"{stem}.xlsx" for stem in files], "xlsx", folder / "out")


def differing(before: bytes, after: Path) -> list[str]:
    """The cells whose value is not what it was."""
    old, new = CalamineWorkbook.from_filelike(BytesIO(before)), CalamineWorkbook.from_path(after)
    found = []
    for sheet in old.sheet_names:
        was, now = (_cells(book, sheet) for book in (old, new))
        places = sorted(was.keys() | now.keys())
        found += [f"{sheet} {p}: {was.get(p)} → {now.get(p)}" for p in places if not _same(was.get(p), now.get(p))]
    return found


def _cells(book: CalamineWorkbook, sheet: str) -> dict[tuple[int, int], object]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return {(r, c): value for r, row in enumerate(rows) for c, value in enumerate(row) if value != ""}


def _same(was: object, now: object) -> bool:
    if isinstance(was, int | float) and isinstance(now, int | float):
        return abs(was - now) <= 1e-9 * max(1.0, abs(was))
    return was == now
