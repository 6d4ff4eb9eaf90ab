"""What reading a form to keyed cells takes beside the reader's own time, and beside openpyxl: `python -m benchmarks.reading`.

Forms of `benchmarks.submissions` and the shipped ones, one after the other and turn by turn in one process: python-calamine
giving every sheet (`calamine`), the guards (`guards`), all that a worker does for a file (`reading`: guards, calamine, keyed
cells, what is left over), and openpyxl loading the workbook and walking its rows (`openpyxl`). Medians of processor time.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import openpyxl
import python_calamine

from benchmarks.submissions import fill
from pipeline.intake.guard import guard
from pipeline.intake.reading import reading

SHIPPED = Path(__file__).parents[1] / "inputs" / "submissions"


def calamine(data: bytes) -> None:
    """Every sheet, as lists."""
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def by_openpyxl(data: bytes) -> None:
    """Every cell of every sheet."""
    for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True):
        for _ in sheet.iter_rows(values_only=True):
            pass


WORKS: dict[str, Callable[[bytes], object]] = {
    "calamine": calamine,
    "guards": guard,
    "reading": reading,
    "openpyxl": by_openpyxl,
}


def milliseconds(forms: list[bytes]) -> dict[str, float]:
    """What each work takes for a form; openpyxl, which is slow and steady, for every tenth."""
    took: dict[str, list[float]] = {name: [] for name in WORKS}
    for number, data in enumerate(forms):
        for name, work in WORKS.items():
            if name != "openpyxl" or number % 10 == 0:
                start = time.process_time()
                work(data)
                took[name].append((time.process_time() - start) * 1000)
    return {name: median(times) for name, times in took.items()}


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=300)
    files = options.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        made = [path.read_bytes() for path in sorted((fill(Path(folder), files) / "submissions").iterdir())]
    shipped = [path.read_bytes() for path in sorted(SHIPPED.glob("*.xlsx"))]
    of = {f"{files} forms of 15 KPIs": made, "the shipped forms, of 1 to 5": shipped * (files // len(shipped))}
    heads = [*WORKS, "reading less guards, to calamine", "openpyxl, to reading"]
    print(f"| ms a form | {' | '.join(heads)} |\n|---|{'---:|' * len(heads)}")
    for name, forms in of.items():
        took = milliseconds(forms)
        ratios = (took["reading"] - took["guards"]) / took["calamine"], took["openpyxl"] / took["reading"]
        print(f"| {name} | {' | '.join(f'{figure:.1f}' for figure in (*took.values(), *ratios))} |", flush=True)


if __name__ == "__main__":
    main()
