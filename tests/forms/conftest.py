"""Forms written and read back, and formulas calculated again by LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import unescape

import openpyxl
import pytest
from openpyxl.formula.translate import Translator
from openpyxl.utils.datetime import to_excel
from support.reading import keyed_in, sheets_in
from support.seed import plan_of, plan_tables, seed_answers, seed_plan

from pipeline.forms.form import write_form
from pipeline.intake.addresses import address
from pipeline.intake.verdict import Reason
from pipeline.thai import to_thai
from schemas.submission import PRINTED_KEY

# LibreOffice trusts what is cached unless it is told to calculate everything afresh while loading.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


@pytest.fixture(scope="session")
def plan():
    """The shipped example's plan."""
    return seed_plan()


@pytest.fixture(scope="session")
def answers():
    """Department → entry key → what it sent, in the shipped example."""
    return seed_answers()


@pytest.fixture(scope="session")
def keyed_of():
    """Form → key → (sheet, cell, raw value), as intake reads it; a key that stands twice is an error."""

    @lru_cache(maxsize=24)
    def keyed(form: bytes) -> dict[str, tuple[str, str, object]]:
        cells = keyed_in(form).to_dict("records")
        found = {cell["key"]: (cell["sheet"], cell["cell"], cell["raw"]) for cell in cells}
        assert len(found) == len(cells), "a key stands twice"
        return found

    return keyed


@pytest.fixture(scope="session")
def entries_of(keyed_of):
    """The same of the entries and of the identity."""

    def entries(form: bytes) -> dict[str, tuple[str, str, object]]:
        return {key: place for key, place in keyed_of(form).items() if not PRINTED_KEY.fullmatch(key)}

    return entries


@pytest.fixture(scope="session")
def printed_of(keyed_of):
    """The same of what the form prints of the plan, where something stands there."""

    def printed(form: bytes) -> dict[str, tuple[str, str, object]]:
        return {key: place for key, place in keyed_of(form).items() if PRINTED_KEY.fullmatch(key) and place[2] != ""}

    return printed


@pytest.fixture(scope="session")
def opened():
    """Form → the workbook as openpyxl sees it, only to look at; `values`: cached values in place of formulas."""

    @lru_cache(maxsize=24)
    def open_(form: bytes, values: bool = False):
        return openpyxl.load_workbook(BytesIO(form), data_only=values)

    return open_


@pytest.fixture(scope="session")
def every_method():
    """A plan with one department, and a KPI for every way of scoring.

    M milestones · G milestones with levels 2 and 4 undefined · C checklist · T thresholds 100 to 300 · L thresholds
    that fall from 20 to 5 · X milestones 1 to 3 and then a value · S a second KPI of M's project.
    """
    tables = plan_tables()
    projects = [
        {"code": code, "issue": "1", "department": "CSC", "name": f"โครงการ {code}", "allocated": 1000000}
        for code in "MGCTLX"
    ]
    kpis = [
        {"code": code, "project": project, "name": f"ตัวชี้วัด {code}", "method": method, "unit": "คน", **more}
        for code, project, method, more in (
            ("M", "M", "milestones", {"planned_6": 3, "weight": 12.5}),
            ("S", "M", "milestones", {}),
            ("G", "G", "milestones", {}),
            ("C", "C", "checklist", {}),
            ("T", "T", "thresholds", {"direction": "higher"}),
            ("L", "L", "thresholds", {"direction": "lower"}),
            ("X", "X", "mixed", {"direction": "higher"}),
        )
    ]
    thresholds = {"T": [100, 150, 200, 250, 300], "L": [20, 15, 10, 8, 5], "X": [None, None, None, 10, 20]}
    rubric = [
        {
            "kpi": kpi["code"],
            "level": level,
            "criterion": "-" if kpi["code"] == "G" and level in (2, 4) else f"เกณฑ์ระดับ {level}",
            "threshold": thresholds.get(kpi["code"], [None] * 5)[level - 1],
        }
        for kpi in kpis
        for level in range(1, 6)
    ]
    return plan_of(tables | {"projects": projects, "kpis": kpis, "rubric": rubric})


@pytest.fixture(scope="session")
def twenty_kpis():
    """A plan in which one department reports twenty KPIs."""
    tables = plan_tables()
    numbered = range(1, 21)
    project = {"issue": "1", "department": "CSC", "name": "โครงการพัฒนาระบบบริหารจัดการภาครัฐแบบอิเล็กทรอนิกส์"}
    kpi = {"name": "ระดับความสำเร็จของการพัฒนาระบบบริหารจัดการภาครัฐแบบอิเล็กทรอนิกส์", "method": "milestones"}
    criterion = "จัดทำรายงานสรุปผลการดำเนินงานเสนอคณะกรรมการเพื่อพิจารณาให้ความเห็นชอบ"
    return plan_of(
        tables
        | {
            "projects": [project | {"code": f"P{n}"} for n in numbered],
            "kpis": [kpi | {"code": f"P{n}", "project": f"P{n}"} for n in numbered],
            "rubric": [{"kpi": f"P{n}", "level": k, "criterion": criterion} for n in numbered for k in range(1, 6)],
        }
    )


@pytest.fixture(scope="session")
def write(plan):
    """A form of the shipped example's plan."""

    @lru_cache(maxsize=24)
    def blank(department: str, lang: str) -> bytes:
        return write_form(plan, department, lang)

    def form(department: str = "ICT", lang: str = "th", **more) -> bytes:
        return write_form(plan, department, lang, **more) if more else blank(department, lang)

    return form


@pytest.fixture(scope="session")
def recalculated():
    """Name → workbook, each calculated afresh by LibreOffice: one start for all of them."""

    def recalculate(books: dict[str, bytes], folder: Path) -> dict[str, bytes]:
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(ALWAYS_RECALCULATE, "utf-8")
        for name, book in books.items():
            (folder / f"{name}.xlsx").write_bytes(book)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
        files = [str(folder / f"{name}.xlsx") for name in books]
        subprocess.run([*command, *files], check=True, capture_output=True, timeout=300)
        shutil.rmtree(folder / "profile")
        return {name: (folder / "out" / f"{name}.xlsx").read_bytes() for name in books}

    return recalculate


@pytest.fixture(scope="session")
def shown():
    """Workbook → sheet → address → what the cell shows, as intake reads it; empty cells are left out."""

    @lru_cache(maxsize=24)
    def show(book: bytes) -> dict[str, dict[str, object]]:
        return {
            sheet.name: {
                address(row, col): value
                for row, values in enumerate(sheet.rows)
                for col, value in enumerate(values)
                if value != "" and not (isinstance(value, Reason) and value.rule == "FORMULA_NOT_CALCULATED")
            }
            for sheet in sheets_in(book)
        }

    return show


@pytest.fixture(scope="session")
def formulas():
    """Workbook → (sheet, address) → formula; one that is written once for many cells is given as each has it."""

    @lru_cache(maxsize=24)
    def find(book: bytes) -> dict[tuple[str, str], str]:
        with zipfile.ZipFile(BytesIO(book)) as package:
            names = re.findall(r'<sheet name="([^"]+)"', package.read("xl/workbook.xml").decode())
            parts = [package.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, len(names) + 1)]
        found = {
            (unescape(name), cell): formula
            for name, xml in zip(names, parts, strict=True)
            for cell, formula in formulas_of(xml)
        }
        assert len(found) == sum(xml.count("<f>") + xml.count("<f ") for xml in parts)
        return found

    return find


@pytest.fixture(scope="session")
def as_seen():
    """Cell → its value, a number with the words that its number format lays around it."""

    def seen(cell) -> object:
        around = re.fullmatch(r'(?:\[\$-D00041E\])?(?:"([^"]*)")?([#,0.]+)(?:"([^"]*)")?', cell.number_format)
        if not isinstance(cell.value, int | float) or not around or not (around[1] or around[3]):
            return cell.value
        number = f"{cell.value:,.{4 if '.' in around[2] else 0}f}"
        number = number.rstrip("0").rstrip(".") if "." in number else number
        return (around[1] or "") + (to_thai(number) if "$" in cell.number_format else number) + (around[3] or "")

    return seen


@pytest.fixture(scope="session")
def differing(shown, formulas):
    """What two workbooks do not agree on in the cells that are formulas in the first: sheet!cell, before, after."""

    def differences(before: bytes, after: bytes) -> list[tuple[str, object, object]]:
        one, two = shown(before), shown(after)
        pairs = [(sheet, cell, one[sheet].get(cell), two[sheet].get(cell)) for sheet, cell in formulas(before)]
        return [(f"{sheet}!{cell}", a, b) for sheet, cell, a, b in pairs if not same_value(a, b)]

    return differences


def formulas_of(xml: str) -> Iterator[tuple[str, str]]:
    """Every cell of a sheet that has a formula, and that formula; shared ones are moved to each cell by openpyxl."""
    shared: dict[str, Translator] = {}
    for cell, attributes, written in re.findall(r'<c r="([A-Z]+[0-9]+)"[^>]*><f([^>]*?)(?:/>|>(.*?)</f>)', xml):
        formula, number = unescape(written), re.search(r' si="([0-9]+)"', attributes)
        if number and formula:
            shared[number[1]] = Translator(f"={formula}", cell)
        yield cell, formula or shared[number[1]].translate_formula(cell).removeprefix("=")


def same_value(one: object, two: object) -> bool:
    """Equal, numbers to twelve digits; LibreOffice shows a number as a date where it comes from one."""
    one, two = (to_excel(value) if isinstance(value, date) else value for value in (one, two))
    if isinstance(one, int | float) and isinstance(two, int | float):
        return one == pytest.approx(two, rel=1e-12, abs=1e-12)
    return one == two
