"""How large and how slow the departments' forms are: one with twenty KPIs beside a bare workbook, or thousands of them.

`python -m benchmarks.forms` prints size, formulas and time of a form, turn by turn with what it is compared to.
`python -m benchmarks.forms --departments 8000` runs `pipeline forms` on a plan of so many departments, in a temporary
folder, and prints how fast it writes and how much memory it holds on the way (Linux: read from /proc).
"""

from __future__ import annotations

import argparse
import io
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from examples import source
from pipeline.forms.form import write_form
from pipeline.forms.plan_workbook import write_plan
from schemas.fields import Kind
from schemas.submission import FORM_TABLES

ROOT = Path(__file__).parents[1]
RUNS = 9
KPIS_OF_ONE, KPIS_OF_MANY = 20, 3
MOST_KB = 150
LONG = 1500
FIRST_MARK = 500
LOOK_EVERY = 0.5
IMPORTS = [sys.executable, "-c", "import pandas, pandera, xlsxwriter"]

Tables = dict[str, list[dict[str, Any]]]


# --- a plan as large as one likes, in the words of the example


def plan_tables(departments: int, kpis: int) -> Tables:
    """The example's plan with so many departments of so many KPIs each, the example's KPIs one after the other."""
    example = source.plan_tables()
    rows: Tables = {"departments": [], "projects": [], "kpis": [], "rubric": []}
    for department in range(1, departments + 1):
        owner = {"code": f"D{department:05}", "name": f"หน่วยงานที่ {department}"}
        rows["departments"].append(owner)
        for number in range(kpis):
            kpi = example["kpis"][number % len(example["kpis"])]
            code = {"code": _code(department, number)}
            project = next(project for project in example["projects"] if project["code"] == kpi["project"])
            rows["projects"].append(project | code | {"department": owner["code"]})
            rows["kpis"].append(kpi | code | {"project": code["code"]})
            levels = (level for level in example["rubric"] if level["kpi"] == kpi["code"])
            rows["rubric"] += [level | {"kpi": code["code"]} for level in levels]
    return example | rows


def _code(department: int, number: int) -> str:
    return f"{department}.{number + 1}"


def long_answers(kpis: int) -> dict[str, object]:
    """What the first department sends: the example's answers, each long text made long from phrases of all of them."""
    example = source.plan_tables()["kpis"]
    given = {key: value for own in source.answers().values() for key, value in own.items()}
    answers = {key: value for key, value in given.items() if key.startswith("reporter|")}
    for number in range(kpis):
        old, new = f"{example[number % len(example)]['code']}|", f"{_code(1, number)}|"
        answers |= {new + key.removeprefix(old): value for key, value in given.items() if key.startswith(old)}
    texts = tuple(f"|{field.id}" for table in FORM_TABLES for field in table if field.kind is Kind.LONG_TEXT)
    phrases = [phrase for key, value in given.items() if key.endswith(texts) for phrase in str(value).split()]
    drawn = random.Random(1)
    return {
        key: " ".join(drawn.choices(phrases, k=LONG))[:LONG] if key.endswith(texts) else value
        for key, value in answers.items()
    }


# --- one form


class Contents(NamedTuple):
    """What is in a workbook."""

    cells: int
    formulas: int


def contents(workbook: bytes) -> Contents:
    """Count the cells and formulas of a workbook."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    return Contents(*(sum(len(re.findall(tag, sheet)) for sheet in sheets) for tag in (rb"<c r=", rb"<f>")))


def bare_workbook(cells: int) -> bytes:
    """A workbook of so many cells with short texts, and nothing else."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for cell in range(cells):
            sheet.write_string(cell // 10, cell % 10, f"cell {cell}")
    return data.getvalue()


def seconds(work: Callable[[], object]) -> float:
    """The wall time of some work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def one_form() -> None:
    """Print the table of a form with twenty KPIs."""
    plan = source.plan_of(write_plan(plan_tables(1, KPIS_OF_ONE), "th"))
    (department,), answers = plan.reporting, long_answers(KPIS_OF_ONE)
    forms: Mapping[str, Callable[[], bytes]] = {
        "blank form": lambda: write_form(plan, department, "th"),
        "filled form": lambda: write_form(plan, department, "th", answers=answers),
    }
    books = {name: write() for name, write in forms.items()}
    cells = contents(books["blank form"]).cells
    works: Mapping[str, Callable[[], object]] = {
        **forms,
        "bare workbook": lambda: bare_workbook(cells),
        "imports": lambda: subprocess.run(IMPORTS, check=True),
    }
    turns = [{name: seconds(work) for name, work in works.items()} for _ in range(RUNS)]
    print(f"{'':15}{'KB':>6}{'cells':>8}{'formulas':>10}{'ms':>8}{'to bare':>9}{'to imports':>12}")
    for name in works:
        book = books.get(name) or (bare_workbook(cells) if name == "bare workbook" else b"")
        sizes = f"{len(book) / 1024:6.0f}{contents(book).cells:8}{contents(book).formulas:10}" if book else " " * 24
        took = statistics.median(turn[name] for turn in turns) * 1000
        ratios = (statistics.median(turn[name] / turn[to] for turn in turns) for to in ("bare workbook", "imports"))
        print(f"{name:15}{sizes}{took:8.0f}{next(ratios):9.2f}{next(ratios):12.2f}")
    blank = len(books["blank form"]) / 1024
    print(f"a blank form must be less than {MOST_KB} KB: {'it is' if blank < MOST_KB else f'it is {blank:.0f} KB'}")


# --- thousands of forms


class Mark(NamedTuple):
    """How far a run has come: its forms, seconds since its start, and the most MB that it held since the mark before."""

    forms: int
    seconds: float
    memory: float


def many_forms(departments: int) -> None:
    """Print how fast `pipeline forms` goes, and what memory it holds, as it goes along."""
    with tempfile.TemporaryDirectory() as folder:
        inputs, outputs = Path(folder, "inputs"), Path(folder, "outputs")
        inputs.mkdir()
        (inputs / "plan.xlsx").write_bytes(write_plan(plan_tables(departments, KPIS_OF_MANY), "th"))
        marks = _run(inputs, outputs, departments)
        first = before = next(marks)
        print(f"the plan is read and grouped after {first.seconds:.0f} s ({first.memory:.0f} MB)", flush=True)
        print(f"{'forms':>8}{'forms/s':>9}{'ms a form':>11}{'memory MB':>11}", flush=True)
        for mark in marks:
            each = (mark.seconds - before.seconds) / max(mark.forms - before.forms, 1)
            print(f"{mark.forms:8}{1 / each:9.1f}{each * 1000:11.0f}{mark.memory:11.0f}", flush=True)
            before = mark
        size = sum(path.stat().st_size for path in (outputs / "forms").iterdir())
        print(
            f"{before.forms / before.seconds:.1f} forms a second with all, {size / before.forms / 1024:.0f} KB a form"
        )


def _run(inputs: Path, outputs: Path, departments: int) -> Iterator[Mark]:
    """Run the command; gives a mark at the first form, and at 500 and its doubles up to the number of departments."""
    command = [sys.executable, "-m", "pipeline", "forms", "--inputs", str(inputs), "--outputs", str(outputs)]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as run:
        running, written = True, 0
        for wanted in (1, *_marks(departments)):
            memory = _resident(run.pid)
            while written < wanted and running:
                time.sleep(LOOK_EVERY)
                running = run.poll() is None
                memory = max(memory, _resident(run.pid))
                # They are set aside as they are written, and take their places together.
                written = sum(1 for _ in (outputs / "forms").glob("*.xlsx*"))
            if written >= wanted:
                yield Mark(written, time.perf_counter() - start, memory)
    if run.returncode:
        raise SystemExit(f"pipeline forms ended with {run.returncode}")


def _marks(departments: int) -> Iterator[int]:
    mark = FIRST_MARK
    while mark < departments:
        yield mark
        mark *= 2
    yield departments


def _resident(process: int) -> float:
    """The resident memory of a process in MB; 0 where it has ended."""
    try:
        found = re.search(r"VmRSS:\s*(\d+) kB", Path(f"/proc/{process}/status").read_text())
    except FileNotFoundError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Print one of the two tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--departments", type=int, help="write the forms of a plan with so many departments")
    departments = options.parse_args().departments
    if departments:
        many_forms(departments)
    else:
        one_form()


if __name__ == "__main__":
    main()
