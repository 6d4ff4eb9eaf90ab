"""Runs `pipeline consolidate`, each time in a process of its own that kills itself where it is told to.

`python -m support.killing` reads a line of JSON a run: inputs, outputs, a kind of call, which one of that kind, and
"before", "halfway" or "after". It answers with what the process ended with: -9 where it was killed. What the same inputs
give is worked out once, before the first fork, unless the run is `afresh`; proof and writing are real each time.
"""

from __future__ import annotations

import functools
import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline import cli, recipe
from pipeline.forms import writers
from support.calls import Told, watch

# What a run does beside writing, in this order; what is not remembered comes again each time.
STEPS = ("take_in", "judged", "to_return", "write_summary", "prove_written")
_REMEMBERED = (
    (recipe, "take_in"),
    (recipe, "judged"),
    (recipe, "to_return"),
    (writers, "written"),
    (recipe, "write_summary"),
)


def answer(run: dict[str, Any]) -> int:
    """Make this run in a child, and wait for its end."""
    if not run["afresh"]:
        _work_out(run["inputs"])
    child = os.fork()
    if child == 0:
        _die_in(run)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _die_in(run: dict[str, Any]) -> None:
    """The run, to its end or as far as it may go; it never comes back."""
    seen = 0

    def told(kind: str, when: str) -> None:
        nonlocal seen
        if (kind, when) == (run["kind"], run["when"]):
            seen += 1
            if seen == run["nth"]:
                os.kill(os.getpid(), signal.SIGKILL)

    for step in STEPS:
        setattr(recipe, step, _told_of(getattr(recipe, step), step, told))
    watch(setattr, told)
    sys.argv = ["pipeline", "consolidate", "--inputs", run["inputs"], "--outputs", run["outputs"]]
    with Path(os.devnull).open("w") as nowhere:
        sys.stdout = sys.stderr = nowhere
        try:
            cli.main()
        except SystemExit as done:
            os._exit(int(done.code or 0))
        finally:
            os._exit(99)


def _told_of(step: Callable[..., Any], name: str, told: Told) -> Callable[..., Any]:
    @functools.wraps(step)
    def watched(*given: Any) -> Any:
        told(name, "before")
        done = step(*given)
        told(name, "after")
        return done

    return watched


@functools.cache
def _work_out(inputs: str) -> None:
    for module, name in _REMEMBERED:
        if not hasattr(getattr(module, name), "__wrapped__"):
            setattr(module, name, _remembered(getattr(module, name)))
    with tempfile.TemporaryDirectory() as folder:
        recipe.consolidate(Path(inputs), Path(folder), None)


def _remembered(call: Callable[..., Any]) -> Callable[..., Any]:
    """The call, done once for the same first argument: the same path, or the same tables, which are kept here too."""
    known: dict[Any, tuple[Any, Any]] = {}

    @functools.wraps(call)
    def remembered(first: Any, *others: Any) -> Any:
        key = first if isinstance(first, Path) else id(first)
        if key not in known:
            done = call(first, *others)
            # Orders of forms can be taken only once, and are wanted again.
            known[key] = first, (done[0], list(done[1])) if isinstance(done, tuple) and len(done) == 2 else done
        return known[key][1]

    return remembered


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"{answer(json.loads(line))}\n")
        sys.stdout.flush()
