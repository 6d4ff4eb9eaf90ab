"""How long `pipeline --help` takes beside an import of pandas: fresh processes, turn by turn, the median of the ratios."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 9
HELP = [sys.executable, "-m", "pipeline", "--help"]
PANDAS = [sys.executable, "-c", "import pandas"]
NOTHING = [sys.executable, "-c", "pass"]


def seconds(command: list[str]) -> float:
    """The wall time of one process."""
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the table."""
    turns = [{"help": seconds(HELP), "pandas": seconds(PANDAS), "nothing": seconds(NOTHING)} for _ in range(RUNS)]
    ratios = [turn["help"] / turn["pandas"] for turn in turns]
    for name in ("help", "pandas", "nothing"):
        print(f"{name:8} {statistics.median(turn[name] for turn in turns) * 1000:7.0f} ms")
    print(f"help / pandas: median {statistics.median(ratios):.2f}, from {min(ratios):.2f} to {max(ratios):.2f}")


if __name__ == "__main__":
    main()
