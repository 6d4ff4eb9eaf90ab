"""Rubrics as they are used: of a KPI that is scored beside its own target, the levels follow from the target."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from pipeline import thai
from schemas.fields import Text
from schemas.plan import ALL_LEVELS, BY_TARGET, KPIS, RUBRIC, TOP_LEVEL, UNDEFINED_LEVEL

_Kpi = Mapping[Hashable, Any]
_Deviations = tuple[float, float]

_AT_LEAST = Text("ตั้งแต่ {value} {unit} ขึ้นไป", "At least {value} {unit}")
_AT_MOST = Text("ไม่เกิน {value} {unit}", "At most {value} {unit}")
_WITHIN = Text(
    "ต่างจากเป้าหมาย {target} {unit} ไม่เกินร้อยละ {value}", "Within {value} percent of the target of {target} {unit}"
)
# What is typed in decimals is not off by what binary fractions leave.
_DECIMALS = 6


def completed(
    kpis: pd.DataFrame, rubric: pd.DataFrame, deviations: _Deviations, lang: str, thai_digits: bool = False
) -> pd.DataFrame:
    """The rubric with the five levels of every KPI that is scored by its target: their thresholds, and texts in `lang`.

    A text that the plan gives for such a level stays. `deviations`: the percentages with the full score and without a
    score, for KPIs by deviation; their thresholds are percentages of the target.
    """
    by_target = kpis[kpis["method"].isin(BY_TARGET)]
    if by_target.empty:
        return rubric
    own = rubric["kpi"].isin(by_target["code"])
    texts = {(row["kpi"], row["level"]): row["criterion"] for row in rubric[own].to_dict("records")}
    in_words = _Words(lang, thai_digits)
    derived = RUBRIC.frame(
        [row for kpi in by_target.to_dict("records") for row in _levels(kpi, texts, deviations, in_words)]
    )
    return pd.concat([rubric[~own], derived], ignore_index=True)


class _Words(NamedTuple):
    """The language and digits of the texts that are made."""

    lang: str
    thai_digits: bool

    def criterion(self, kpi: _Kpi, threshold: float) -> str:
        """What a level takes, as a sentence."""
        falling = kpi["method"] == "interval" and kpi["direction"] == "lower"
        sentence = _WITHIN if kpi["method"] == "two_sided" else _AT_MOST if falling else _AT_LEAST
        numbers = {"value": self._number(threshold), "target": self._number(kpi["target"])}
        unit = kpi["unit"] if isinstance(kpi["unit"], str) else ""
        return " ".join(sentence.to(self.lang).format(**numbers, unit=unit).split())

    def _number(self, number: float) -> str:
        written = f"{number:,.{_DECIMALS}f}".rstrip("0").rstrip(".")
        return thai.to_thai(written) if self.thai_digits else written


def _levels(kpi: _Kpi, texts: Mapping[Any, str], deviations: _Deviations, in_words: _Words) -> Iterator[dict[str, Any]]:
    for level in ALL_LEVELS:
        threshold = round(_THRESHOLDS[kpi["method"]](kpi, level, deviations), _DECIMALS)
        said = texts.get((kpi["code"], level), UNDEFINED_LEVEL)
        criterion = said if said != UNDEFINED_LEVEL else in_words.criterion(kpi, threshold)
        yield {"kpi": kpi["code"], "level": level, "criterion": criterion, "threshold": threshold}


def _interval(kpi: _Kpi, level: int, _: _Deviations) -> float:
    """The target stands at its level, and each level more takes a step more, or a step less where lower is better."""
    step = -kpi["step"] if kpi["direction"] == "lower" else kpi["step"]
    at = KPIS["target_level"].default if pd.isna(kpi["target_level"]) else kpi["target_level"]
    return float(kpi["target"] + (level - at) * step)


def _proportional(kpi: _Kpi, level: int, _: _Deviations) -> float:
    return float(kpi["target"] * level / TOP_LEVEL)


def _two_sided(_: _Kpi, level: int, deviations: _Deviations) -> float:
    full, none = deviations
    return none - (none - full) * level / TOP_LEVEL


_THRESHOLDS: Mapping[str, Callable[[_Kpi, int, _Deviations], float]] = {
    "interval": _interval,
    "proportional": _proportional,
    "two_sided": _two_sided,
}
