"""What the summary workbook costs, from the example to the local administrations of a country: `python -m benchmarks.report`.

Ministries of `examples.many` with a KPI a project; each workbook is written in a process of its own, in turns. The table has
the medians of processor time, the most memory that the process took beyond its tables, and the size of the workbook; beside
them what reading it back for the proof costs. `--sizes 11 400` measures only these.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from statistics import median

from examples import source
from examples.many import ministry
from pipeline.consolidation.summary import Summary
from pipeline.drawing.figures import Figures
from pipeline.forms.plan_workbook import write_plan
from pipeline.proof import prove_written
from pipeline.report.workbook import write_summary

SIZES = (11, 60, 400, 4_500, 120_000)
RUNS = 3
# Beyond this many one run says enough.
_ONCE = 10_000
_A_DEPARTMENT = 15


def summary_of(kpis: int) -> Summary:
    """A ministry of so many KPIs, fifteen a department and spread over twelve issues."""
    plan = source.plan_of(write_plan(source.plan_tables(), "th"))
    return ministry(plan, kpis, min(12, max(3, kpis // 30)), max(kpis // _A_DEPARTMENT, 3)).summary()


def measured(kpis: int) -> dict[str, float]:
    """Seconds of writing and of proving, MiB of memory taken, and MB of the workbook."""
    summary = summary_of(kpis)
    before, start = _peak(), time.process_time()
    workbook = write_summary(summary, Figures("th", "thai"))
    written, memory = time.process_time(), _peak() - before
    prove_written(workbook, summary, "th")
    return {
        "write": written - start,
        "prove": time.process_time() - written,
        "memory": memory,
        "tables": before,
        "size": len(workbook) / 1e6,
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _apart(kpis: int) -> dict[str, float]:
    """What `measured` gives, in a process of its own."""
    ran = subprocess.run([sys.executable, "-m", __spec__.name, "--one", str(kpis)], check=True, capture_output=True)
    told: dict[str, float] = json.loads(ran.stdout)
    return told


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measured(given.one)))
        return
    turns = [size for run in range(given.runs) for size in given.sizes if not run or size <= _ONCE]
    runs: dict[int, list[dict[str, float]]] = {size: [] for size in given.sizes}
    for size in turns:
        runs[size].append(_apart(size))
    print(
        "| KPIs | write, s | a KPI, ms | prove, s | tables, MiB | writing adds, MiB | workbook, MB |\n|---|---|---|---|---|---|---|"
    )
    for size, own in runs.items():
        of = {name: median(run[name] for run in own) for name in own[0]}
        each = of["write"] * 1000 / size
        print(
            f"| {size:,} | {of['write']:.2f} | {each:.2f} | {of['prove']:.2f} | {of['tables']:.0f} | {of['memory']:.0f} | {of['size']:.2f} |"
        )


if __name__ == "__main__":
    main()
