"""Narratives beside what they claim: long enough for the score, and with something to show for the level."""

from __future__ import annotations

import math
import re

import pandas as pd

from pipeline import thai
from pipeline.evidence import quoting
from pipeline.evidence.days import Narrated
from pipeline.validation.cross_rules import at_cells, together
from pipeline.validation.plan import Plan
from schemas.submission import LEVEL_PART

# What can be looked up: the letters กค 0203.4/2382, กค (กบร) 0405.3/141 and นร 0505/ว 12; meeting 1/2565 and order 12/65, but
# not quarter 1/2565; a link; and a day that leaves its year unsaid, which is a day all the same.
_REFERENCE = re.compile(
    r"ที่\s?[ก-ฮ]{1,3}\.?\s?(?:\([^()]{1,12}\)\s?)?[0-9][0-9.]*\s?/\s?(?:ว[^0-9]{0,4})?[0-9]"
    r"|(?<!ไตรมาส)ที่\s?[0-9]{1,4}\s?/\s?(?:[0-9]{2}){1,2}(?![0-9])"
    r"|https?://|www\.|วันที่\s?[0-9]",
    re.IGNORECASE,
)


def findings_of(plan: Plan, told: pd.DataFrame, narrated: Narrated, levels: pd.DataFrame) -> pd.DataFrame:
    """NARRATIVE_SHORT and LEVEL_WITHOUT_EVIDENCE; `told` and `narrated` as in `rules`, `levels` a frame of LEVELS."""
    return together(_short(told, plan.settings.short_narrative), _without_evidence(plan, told, narrated, levels))


def shows(text: str) -> bool:
    """Whether a text has a day, a letter's or a meeting's number, or a link."""
    return bool(_REFERENCE.search(thai.to_arabic(text)) or thai.days_in(text))


def _short(told: pd.DataFrame, per_point: int) -> pd.DataFrame:
    """Fewer letters than so many for each point of the score."""
    length, needed = told["letters"], (told["score"].fillna(0) * per_point).round(6).map(math.ceil)
    rows = told[(length > 0) & (length < needed)]
    words = {
        "found": length[rows.index].map(str),
        "expected": needed[rows.index].map(str),
        "other": rows["score"].map(quoting.figure),
    }
    return at_cells(rows, rows["kpi"] + "|narrative", "NARRATIVE_SHORT", **words)


def _without_evidence(plan: Plan, told: pd.DataFrame, narrated: Narrated, levels: pd.DataFrame) -> pd.DataFrame:
    """The highest level of a KPI that is done, where neither its row nor the narrative has anything to show."""
    asked = plan.levels.loc[~plan.levels["by_value"], ["kpi", "level"]]
    done = levels[(levels["status"] == "done") & levels["kpi"].isin(told["kpi"])].merge(asked, on=["kpi", "level"])
    highest = done.sort_values("level", kind="stable").drop_duplicates("kpi", keep="last")
    bare = highest[highest["date"].isna() & highest["evidence"].isna() & ~highest["kpi"].isin(narrated)]
    narrative = bare["kpi"].map(told.set_index("kpi")["narrative"]).fillna("")
    rows = bare[~narrative.map(shows).astype(bool)].sort_index()
    number = rows["level"].astype("str")
    keys = rows["kpi"] + f"|{LEVEL_PART}|" + number + "|status"
    return at_cells(rows, keys, "LEVEL_WITHOUT_EVIDENCE", found=number)
