"""What scoring and looking at evidence cost a KPI, from a thousand to 120,000: `python -m benchmarks.scoring`.

Plans of every method, with levels done and values reached, scored in one pass and added up to departments, issues and the
ministry; and the example's narratives and rubrics, each narrative with words of its own. Runs of the sizes are interleaved;
the table has the medians in microseconds of processor time a KPI.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from datetime import date
from statistics import median

import numpy as np
import pandas as pd

from examples import source
from pipeline.consolidation import methods, rollups
from pipeline.consolidation.scores import with_scores
from pipeline.evidence.rules import findings_of
from pipeline.validation.plan import Plan, Settings
from schemas.plan import ALIGNMENT, DEPARTMENTS, ISSUES, KPIS, METHODS, PROJECTS, RUBRIC, TARGETS
from schemas.submission import LEVELS
from schemas.summary import BUDGET_RESULTS, SCORES

SIZES = (1_000, 10_000, 120_000)
RUNS = 5
# As many KPIs as a local administration reports.
A_DEPARTMENT = 15
_TEXTS = ("|narrative", "|obstacle")
THRESHOLDS = np.array([100.0, 150, 200, 250, 300])


class Given:
    """A plan of so many KPIs, one a project, and what was reported for them."""

    def __init__(self, number: int) -> None:
        dice = np.random.default_rng(number)
        codes = [f"K{n}" for n in range(number)]
        owners = [f"D{n // A_DEPARTMENT}" for n in range(number)]
        issues = [f"I{n % 12}" for n in range(number)]
        method = np.resize([choice.id for choice in METHODS], number)
        self.kpis = KPIS.frame(pd.DataFrame({"code": codes, "project": codes, "name": "x", "method": method}))
        self.kpis = self.kpis.assign(
            target=85.0, step=5.0, target_level=3, direction="higher", value=dice.integers(0, 400, number).astype(float)
        )
        on_three = np.repeat(method == "three_level", 5) & np.tile(np.arange(5) > 2, number)
        levels = pd.DataFrame({"kpi": np.repeat(codes, 5), "level": np.tile(np.arange(1, 6), number)})
        levels = levels.assign(threshold=np.tile(THRESHOLDS, number), met=dice.random(number * 5) < 0.7)
        self.levels = levels[~on_three].reset_index(drop=True)
        place = {"project": codes, "issue": issues, "department": owners}
        self.results = SCORES.frame(
            pd.DataFrame({"kpi": codes, **place, "state": "reported", "weight": 1.0, "has_obstacle": "no"})
        )
        self.budgets = BUDGET_RESULTS.frame(
            pd.DataFrame({**place, "status": "allocated", "received": 100_00, "disbursed": 40_00, "remaining": 60_00})
        )
        self.results["narrative"] = _narratives(number)
        self.tables = {LEVELS.id: _done(codes)}
        self.plan = _plan(sorted(set(owners)), sorted(set(issues)), pd.DataFrame(place), codes)


def _narratives(number: int) -> list[str]:
    """Phrases of the example's texts, 12 to a narrative (some 400 letters) in an order of its own, and a day."""
    told = [str(text) for given in source.answers().values() for key, text in given.items() if key.endswith(_TEXTS)]
    phrases = np.array([phrase for text in told for phrase in text.split() if len(phrase) > 9])
    dice = np.random.default_rng(number)
    drawn = dice.choice(phrases, (number, 12))
    return [f"{' '.join(row)} แล้วเสร็จเมื่อ {n % 28 + 1} มีนาคม 2565" for n, row in enumerate(drawn)]


def _done(codes: list[str]) -> pd.DataFrame:
    levels = pd.DataFrame({"kpi": np.repeat(codes, 5), "level": np.tile(np.arange(1, 6), len(codes))})
    return LEVELS.frame(levels.assign(status="done")).assign(department="D")


def _plan(departments: list[str], issues: list[str], projects: pd.DataFrame, codes: list[str]) -> Plan:
    first, last = date(2021, 10, 1), date(2022, 3, 31)
    days = {"first_day": first, "last_day": last, "deadline": last, "report_date": last}
    words = dict.fromkeys(("organisation", "plan_name", "font"), "x")
    settings = Settings(**words, **days, fiscal_year=2565, round=6, language="th", numerals="thai")  # type: ignore[arg-type]
    criteria = [row["criterion"] for row in source.plan_tables()["rubric"]]
    rubric = pd.DataFrame({"kpi": np.repeat(codes, 5), "level": np.tile(np.arange(1, 6), len(codes))})
    kpis = KPIS.frame(pd.DataFrame({"code": codes, "project": codes, "name": "x", "method": "milestones"}))
    return Plan(
        settings,
        departments=DEPARTMENTS.frame([{"code": code} for code in departments]),
        issues=ISSUES.frame([{"code": code} for code in issues]),
        projects=PROJECTS.frame(projects.rename(columns={"project": "code"}).assign(name="x")),
        kpis=kpis,
        rubric=RUBRIC.frame(rubric.assign(criterion=np.resize(criteria, len(rubric)))),
        alignment=ALIGNMENT.frame(),
        targets=TARGETS.frame(),
    )


def score(given: Given) -> pd.DataFrame:
    """Every KPI by its method, and what follows from its score."""
    scores = methods.scores(given.kpis, given.levels, methods.Policies())
    return with_scores(given.results.assign(rubric_score=scores, score=scores))


def roll_up(given: Given) -> pd.DataFrame:
    """To projects, departments, issues and the ministry."""
    return rollups.rollups(given.plan, given.results.assign(score=3.5, pace="on_plan"), given.budgets)


def look_at_evidence(given: Given) -> pd.DataFrame:
    """What narratives, days and money say beside the scores."""
    told = given.results.assign(score=3.0, percent=60.0)
    return findings_of(given.plan, given.tables, told, given.budgets, None)


WORKS: dict[str, Callable[[Given], object]] = {"scores": score, "roll-ups": roll_up, "evidence": look_at_evidence}


def microseconds(work: Callable[[Given], object], given: Given) -> float:
    """Processor time of one run, a KPI."""
    gc.collect()
    start = time.process_time()
    work(given)
    return (time.process_time() - start) * 1e6 / len(given.kpis)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    given_sizes = parser.parse_args()
    sizes = {number: Given(number) for number in given_sizes.sizes}
    measured: dict[tuple[str, int], list[float]] = {(name, n): [] for name in WORKS for n in sizes}
    for _ in range(given_sizes.runs):
        for name, work in WORKS.items():
            for number, given in sizes.items():
                measured[name, number].append(microseconds(work, given))
    print(f"{'µs a KPI':12}" + "".join(f"{number:>12,}" for number in sizes))
    for name in WORKS:
        print(f"{name:12}" + "".join(f"{median(measured[name, number]):12.1f}" for number in sizes))


if __name__ == "__main__":
    main()
