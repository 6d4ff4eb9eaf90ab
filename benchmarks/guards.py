"""What guarding a form costs beside reading it: `python -m benchmarks.guards`.

Turn by turn, for each form of the shipped inputs: the guards, the guards with nothing kept from files before (the parts
that forms share are looked at once), the guards going the thorough way, and two readers.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from unittest import mock

import openpyxl
import python_calamine

from pipeline.intake import markup, ooxml, quick
from pipeline.intake.guard import guard

FORMS = Path(__file__).parents[1] / "inputs" / "submissions"
RUNS = 41
MOST_MS = 3


def first(data: bytes) -> None:
    """Guard a file as the first of its kind."""
    quick._KNOWN.clear()
    quick._kept_seen.cache_clear()
    ooxml._kept_links.cache_clear()
    markup._kept_elements.cache_clear()
    guard(data)


def thorough(data: bytes) -> None:
    """Guard a file as one that no program of ours wrote."""
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    with mock.patch.object(ooxml, "quick_look", nothing), mock.patch.object(ooxml, "quick_lengths", nothing):
        first(data)


def calamine(data: bytes) -> None:
    """Read every cell with python-calamine."""
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def read_by_openpyxl(data: bytes) -> None:
    """Read every cell with openpyxl."""
    openpyxl.load_workbook(io.BytesIO(data))


WORKS: Mapping[str, Callable[[bytes], object]] = {
    "first": first,
    "guard": guard,
    "thorough": thorough,
    "calamine": calamine,
    "openpyxl": read_by_openpyxl,
}


def milliseconds(work: Callable[[bytes], object], data: bytes) -> float:
    """The processor time of some work on a file."""
    start = time.process_time()
    work(data)
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print the table."""
    print(f"{'':20}{'KB':>5}" + "".join(f"{name:>10}" for name in WORKS) + f"{'to calamine':>13}{'to openpyxl':>13}")
    slowest = 0.0
    for path in sorted(FORMS.glob("*.xlsx")):
        data = path.read_bytes()
        turns = [{name: milliseconds(work, data) for name, work in WORKS.items()} for _ in range(RUNS)]
        medians = {name: statistics.median(turn[name] for turn in turns) for name in WORKS}
        ratios = (statistics.median(turn["guard"] / turn[to] for turn in turns) for to in ("calamine", "openpyxl"))
        slowest = max(slowest, medians["guard"])
        took = "".join(f"{medians[name]:10.1f}" for name in WORKS)
        print(f"{path.stem:20}{len(data) / 1024:5.0f}{took}{next(ratios):13.2f}{next(ratios):13.3f}")
    print(
        f"a form must cost {MOST_MS} ms at most: {'it does' if slowest <= MOST_MS else f'one costs {slowest:.1f} ms'}"
    )


if __name__ == "__main__":
    main()
