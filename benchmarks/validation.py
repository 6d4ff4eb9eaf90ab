"""How much of a run is pandera's: `python -m benchmarks.validation --files 300`.

Runs `recipe.consolidate` in this process, and counts the passes of each table and the processor time that they take.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from functools import wraps
from pathlib import Path
from typing import Any

from pandera.pandas import DataFrameSchema

from benchmarks.submissions import fill
from pipeline import recipe


def main() -> None:
    """Print the share."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=300)
    files = options.parse_args().files
    passes: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    validate = DataFrameSchema.validate

    @wraps(validate)
    def watched(schema: DataFrameSchema, *args: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return validate(schema, *args, **named)
        finally:
            passes[str(schema.name)] += 1
            seconds["pandera"] += time.process_time() - start

    with tempfile.TemporaryDirectory() as folder:
        inputs = fill(Path(folder), files)
        DataFrameSchema.validate = watched
        start = time.process_time()
        recipe.consolidate(inputs, Path(folder) / "outputs", None)
        seconds["run"] = time.process_time() - start
    share = seconds["pandera"] / seconds["run"]
    print(f"{files} files: {passes.total()} passes of {len(passes)} tables, {max(passes.values())} at most of one;")
    print(f"{seconds['pandera']:.2f} of {seconds['run']:.2f} s of processor time: {share:.1%}")
    print(", ".join(f"{table} {count}" for table, count in passes.items() if count > 1) or "no table more than once")


if __name__ == "__main__":
    main()
