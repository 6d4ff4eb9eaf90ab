"""Scores every KPI: its state, its levels as they count, its score beside what the department gave itself."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from pipeline import thai
from pipeline.consolidation import methods
from pipeline.validation.cross_rules import at_cells, together
from pipeline.validation.plan import Plan
from pipeline.validation.rows import values
from schemas.plan import BY_STEPS, BY_TARGET, WITHOUT_DIRECTION
from schemas.submission import LEVEL_PART, LEVELS, RESULTS
from schemas.summary import LEVEL_RESULTS, SCORES

# As many as the scores themselves have.
_DECIMALS = 12


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
    listed = values(measures, "code", "department", "due")
    return pd.Series([state(*row) for row in listed], index=measures["code"], dtype="str")


def level_results(plan: Plan, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """A frame of LEVEL_RESULTS, by_value, and measured and direction of its KPI: every defined level, and whether it is met.

    What is measured beside a threshold is the value; for a KPI by deviation, how far that is from the target in percent.
    """
    given = tables[LEVELS.id][["kpi", "level", "status", "date", "evidence"]]
    kpis = plan.measures.set_index("code")
    value = tables[RESULTS.id].set_index("kpi")["value"].reindex(kpis.index)
    by_deviation = kpis["method"] == "two_sided"
    measured = value.where(~by_deviation, methods.deviation(value, kpis["target"].where(by_deviation)))
    direction = kpis["direction"].mask(kpis["method"].isin(WITHOUT_DIRECTION), "higher").mask(by_deviation, "lower")
    levels = plan.levels.merge(given, on=["kpi", "level"], how="left")
    levels = levels.assign(measured=levels["kpi"].map(measured), direction=levels["kpi"].map(direction))
    counted = methods.met(levels)
    return levels.assign(met=counted.map({True: "yes", False: "no"}).astype("str"))


def scored(
    plan: Plan, tables: Mapping[str, pd.DataFrame], levels: pd.DataFrame, states: pd.Series, files: Mapping[str, str]
) -> pd.DataFrame:
    """A frame of SCORES, in the order of the plan. Only what is reported has a score; nothing else is counted as 0."""
    kpis = plan.measures.merge(
        tables[RESULTS.id].drop(columns="department"), left_on="code", right_on="kpi", how="left"
    )
    reported = kpis["code"].map(states) == "reported"
    score = methods.scores(kpis, levels.assign(met=levels["met"] == "yes"), policies(plan))
    kpis = kpis.assign(
        kpi=kpis["code"],
        state=kpis["code"].map(states),
        weight=weights(plan),
        achievement=achievement(kpis, plan.levels).where(reported),
        rubric_score=pd.Series(score).where(reported),
        file=kpis["department"].map(files),
    )
    shown = [f for f in RESULTS.columns if f != "kpi"]
    kpis[shown] = kpis[shown].where(reported)
    return with_scores(SCORES.frame(kpis.assign(score=kpis["rubric_score"])))


def with_scores(kpis: pd.DataFrame) -> pd.DataFrame:
    """A frame of SCORES with all that follows from its `score`: percent, weighted, and pace where a level is planned."""
    score = kpis["score"]
    ahead = score - kpis["planned"].astype("float64")
    pace = pd.Series(
        np.select([ahead > 0, ahead < 0, ahead == 0], ["ahead", "behind", "on_plan"], ""), index=kpis.index
    )
    percent = (score * methods.PERCENT_PER_LEVEL).round(_DECIMALS)
    return SCORES.frame(kpis.assign(percent=percent, weighted=score * kpis["weight"], pace=pace.where(pace != "")))


def policies(plan: Plan) -> methods.Policies:
    """What the settings of a plan say of scores."""
    settings = plan.settings
    return methods.Policies(settings.below_first, settings.two_sided_full, settings.two_sided_none)


def achievement(kpis: pd.DataFrame, levels: pd.DataFrame) -> pd.Series:
    """The value in percent of what the full score takes, however far beyond: 310 of 300 is 103.33, though the score is 5.

    What the full score takes is the KPI's target, or else the threshold of its highest level. Where lower is better, it is
    that in percent of the value. Missing where nothing is measured, where nearer is better, or where one of the two is not
    above 0.
    """
    top = levels[levels["by_value"]].sort_values("level").drop_duplicates("kpi", keep="last")
    by_rubric = kpis["code"].map(top.set_index("kpi")["threshold"])
    target = kpis["target"].where(kpis["method"].isin(BY_TARGET), by_rubric).where(kpis["method"] != "two_sided")
    lower = (kpis["direction"] == "lower") & ~kpis["method"].isin(WITHOUT_DIRECTION)
    part, whole = kpis["value"].where(~lower, target), target.where(~lower, kpis["value"])
    return (part * 100 / whole.where(whole > 0)).where(part > 0)


def weights(plan: Plan) -> pd.Series:
    """The weight of every KPI, in the order of the plan: its own × its project's × its issue's, each 1 where empty.

    Its own is that of this round, where the plan has one for the round.
    """
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
    """By the rubric, also where the planning office decided otherwise: that is none of the department's doing."""
    both = kpis[
        kpis["rubric_score"].notna() & kpis["self_score"].notna() & (kpis["rubric_score"] != kpis["self_score"])
    ]
    differs = both[both["rubric_score"].map(_as_typed) != both["self_score"].map(_as_typed)]
    words = {"found": differs["self_score"].map(_in_words), "expected": differs["rubric_score"].map(_in_words)}
    return at_cells(differs, differs["kpi"] + "|self_score", "SCORE_DIFFERS", **words)


def _skipped(plan: Plan, given: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """The first level of a KPI that is done although one before it is not, where the method goes level by level.

    A status that could not be read, or a value that is not known, is no level that is not done.
    """
    by_method = levels["kpi"].map(plan.measures.set_index("code")["method"])
    steps = levels[by_method.isin(BY_STEPS)].sort_values(["kpi", "level"])
    known = steps["status"].notna() | (steps["by_value"] & steps["measured"].notna())
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


def _as_typed(score: float) -> Decimal:
    """A score with as many decimals as a person may be asked to type."""
    return thai.half_up(score, 2)


def _in_words(score: float) -> str:
    return thai.plain(score, 4)
