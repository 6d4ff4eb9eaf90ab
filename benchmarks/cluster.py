"""Reading handed to an engine that others run: `python -m benchmarks.cluster` (needs the extra `dask`).

Takes in the forms of a folder with the run's own readers and with a Dask cluster on this machine, which stands for one of
many machines, and says whether both gave the same and what each took.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from distributed import Client, LocalCluster

from benchmarks.submissions import fill
from pipeline.intake.answers import Answers
from pipeline.intake.taken import Taken, take_in


def timed(inputs: Path, answers: Answers) -> tuple[Taken, float]:
    """What lies in a folder, and the seconds that it took to find out."""
    start = time.perf_counter()
    return take_in(inputs, answers=answers), time.perf_counter() - start


def main() -> None:
    """Take in the same folder twice."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=100)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inputs = fill(Path(folder), given.files)
        with (
            LocalCluster(n_workers=given.workers, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            theirs, with_cluster = timed(inputs, Answers(client.get_executor()))
        ours, alone = timed(inputs, Answers())
    same = ours.files == theirs.files and dict(ours.forms) == dict(theirs.forms)
    print(f"{given.files} forms and their plan: own readers {alone:.1f} s, Dask {with_cluster:.1f} s, same: {same}")


if __name__ == "__main__":
    main()
