"""Scores every KPI: its state, its levels as they count, its score beside what the department gave itself."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.consolidation import methods
from pipeline.validation.cross_rules import at_cells, together
from pipeline.validation.plan import Plan
from schemas.submission import LEVEL_PART, LEVELS, RESULTS
from schemas.summary import LEVEL_RESULTS, SCORES


def kpi_states(plan: Plan, owners: Mapping[str, str], broken: set[str], refused: set[str]) -> pd.Series:
    """KPI → its state. `owners` file → department, `broken` KPIs with an error, `refused` departments without a file."""
    sent = set(owners.values())

    def state(kpi: str, department: str, due: str) -> str:
        if due != "due":
            return due
        if department in sent:
            return "returned" if kpi in broken else "reported"
        return "returned" if department in refused else "missing"

    measures = plan.measures
    listed = zip(measures["code"], measures["department"], measures["due"], strict=True)
    return pd.Series([state(*row) for row in listed], index=measures["code"], dtype="str")


def level_results(plan: Plan, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A frame of LEVEL_RESULTS, and value and direction of its KPI: every defined level, and whether it is met."""
    given = tables[LEVELS.id][["kpi", "level", "status", "date", "evidence"]]
    value = tables[RESULTS.id].set_index("kpi")["value"]
    direction = plan.measures.set_index("code")["direction"]
    levels = plan.levels.merge(given, on=["kpi", "level"], how="left")
    levels = levels.assign(value=levels["kpi"].map(value), direction=levels["kpi"].map(direction))
    counted = methods.met(levels)
    return levels.assign(met=counted.map({True: "yes", False: "no"}).astype("str"))


def scored(
    plan: Plan, tables: Mapping[str, pd.DataFrame], levels: pd.DataFrame, states: pd.Series, files: Mapping[str, str]
) -> pd.DataFrame:
    """A frame of SCORES, in the order of the plan. Only what is reported has a score; nothing else is counted as 0."""
    measures = plan.measures.drop(columns=["unit", "name", "direction", "due"]).rename(columns={"code": "kpi"})
    kpis = measures.merge(tables[RESULTS.id].drop(columns="department"), on="kpi", how="left")
    by_method = plan.measures.set_index("code")["method"]
    score = methods.scores(levels.assign(met=levels["met"] == "yes"), by_method)
    reported = kpis["kpi"].map(states) == "reported"
    kpis = kpis.assign(
        state=kpis["kpi"].map(states),
        weight=weights(plan),
        score=kpis["kpi"].map(score).where(reported),
        file=kpis["department"].map(files),
    )
    kpis = kpis.assign(percent=kpis["score"] * methods.PERCENT_PER_LEVEL, weighted=kpis["score"] * kpis["weight"])
    shown = [f for f in RESULTS.columns if f != "kpi"]
    kpis[shown] = kpis[shown].where(reported)
    return SCORES.frame(kpis)


def weights(plan: Plan) -> pd.Series:
    """The weight of every KPI, in the order of the plan: its own × its project's × its issue's, each 1 where empty."""
    measures = plan.measures
    project = plan.projects.set_index("code")["weight"].fillna(1.0)
    issue = plan.issues.set_index("code")["weight"].fillna(1.0)
    return measures["weight"].fillna(1.0) * measures["project"].map(project) * measures["issue"].map(issue)


def findings_of(
    plan: Plan, tables: Mapping[str, pd.DataFrame], levels: pd.DataFrame, kpis: pd.DataFrame
) -> pd.DataFrame:
    """What scoring brings to light: a self-assessed score that differs, and levels that do not count after a gap."""
    return together(_differing(kpis), _skipped(plan, tables[LEVELS.id], levels))


def _differing(kpis: pd.DataFrame) -> pd.DataFrame:
    differs = kpis[kpis["score"].notna() & kpis["self_score"].notna() & (kpis["score"] != kpis["self_score"])]
    words = {"found": differs["self_score"].map(_plain), "expected": differs["score"].map(_plain)}
    return at_cells(differs, differs["kpi"] + "|self_score", "SCORE_DIFFERS", **words)


def _skipped(plan: Plan, given: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """The first level of a KPI that is done although one before it is not, where the method goes level by level.

    A status that could not be read, or a value that is not known, is no level that is not done.
    """
    by_method = levels["kpi"].map(plan.measures.set_index("code")["method"])
    steps = levels[by_method.isin(("milestones", "mixed"))].sort_values(["kpi", "level"])
    known = steps["status"].notna() | (steps["threshold"].notna() & steps["value"].notna())
    open_ = steps[(steps["met"] == "no") & known].groupby("kpi")["level"].min()
    gap = steps["kpi"].map(open_)
    after = steps[(steps["status"] == "done") & (steps["level"] > gap)].drop_duplicates("kpi")
    department = plan.measures.set_index("code")["department"]
    after = after[after["kpi"].isin(set(given["kpi"]))].assign(department=after["kpi"].map(department))
    keys = after["kpi"] + f"|{LEVEL_PART}|" + after["level"].astype("str") + "|status"
    words = {"found": after["level"].map(str), "other": after["kpi"].map(open_).map(lambda n: str(int(n)))}
    return at_cells(after, keys, "LEVEL_SKIPPED", **words)


def levels_frame(levels: pd.DataFrame, states: pd.Series) -> pd.DataFrame:
    """A frame of LEVEL_RESULTS; of a KPI that is not reported only the rubric is shown."""
    reported = levels["kpi"].map(states) == "reported"
    shown = ["status", "date", "evidence", "met"]
    return LEVEL_RESULTS.frame(levels.assign(**{name: levels[name].where(reported) for name in shown}))


def _plain(score: float) -> str:
    return f"{score:g}"
