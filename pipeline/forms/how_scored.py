"""How a KPI is scored, in words: what the plan gives for its method, and the sentence over its rubric."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.forms import words
from pipeline.forms.filling import Filling, has
from pipeline.validation.rows import Record
from schemas.plan import BY_TARGET, BY_THRESHOLDS, KPIS, UNDEFINED_LEVEL, WITHOUT_DIRECTION

_WITH_DIRECTION = (*BY_THRESHOLDS, "mixed", "interval")


def lower(kpi: Record) -> bool:
    """Whether a lower value is better."""
    return bool(kpi["direction"] == "lower") and kpi["method"] not in WITHOUT_DIRECTION


def in_fractions(kpi: Record) -> bool:
    """Whether its score may lie between two levels."""
    return kpi["method"] in (*BY_TARGET, "interpolated", "three_level")


def target_level(kpi: Record) -> int:
    """What the target of a KPI by interval is worth."""
    return int(kpi["target_level"]) if has(kpi["target_level"]) else int(KPIS["target_level"].default)


def facts(filling: Filling, kpi: Record) -> Iterator[str]:
    """The method, the unit, and what else the plan gives that the method looks at."""
    say, plain = filling.say, filling.figures.plain
    yield say(words.FACT_METHOD, filling.figures.digits(KPIS["method"].choice_title(kpi["method"], filling.lang)))
    if has(kpi["unit"]):
        yield say(words.FACT_UNIT, kpi["unit"])
    if kpi["method"] in BY_TARGET:
        yield say(words.FACT_TARGET, plain(kpi["target"]))
    if kpi["method"] == "interval":
        yield say(words.FACT_STEP, plain(kpi["step"]))
    if has(kpi["direction"]) and kpi["method"] in _WITH_DIRECTION:
        yield KPIS["direction"].choice_title(kpi["direction"], filling.lang)


def sentence(filling: Filling, kpi: Record) -> str:
    """How the score comes about, and what there is below the first level where that is a policy of the plan."""
    settings, plain, method = filling.plan.settings, filling.figures.plain, kpi["method"]
    above, below = (text.to(filling.lang) for text in (words.ABOVE, words.BELOW))
    named: dict[str, str] = {}
    if method == "two_sided":
        named |= {"full": plain(settings.two_sided_full), "none": plain(settings.two_sided_none)}
    if method in BY_TARGET:
        named |= {"target": plain(kpi["target"]), "unit": kpi["unit"] if has(kpi["unit"]) else ""}
    if method == "interval":
        named |= {"step": plain(kpi["step"]), "level": filling.figures.integer(target_level(kpi))}
        named |= {"better": below, "worse": above} if lower(kpi) else {"better": above, "worse": below}
    counts = list(_counts(filling, kpi)) if method == "checklist" else []
    policy = words.BELOW_FIRST.get(method, {}).get(settings.below_first)
    hint = filling.say(words.BY_COUNTS if counts else words.METHOD_HINTS[method], **named)
    return words.SEPARATOR.join((" ".join(hint.split()), *counts, *([filling.say(policy)] if policy else [])))


def _counts(filling: Filling, kpi: Record) -> Iterator[str]:
    """How many items of a checklist it takes for each score, where its rubric says so."""
    for level in filling.rubrics.get(kpi["code"], []):
        if has(level["threshold"]) and level["criterion"] != UNDEFINED_LEVEL:
            items, score = filling.figures.plain(level["threshold"]), filling.figures.integer(int(level["level"]))
            yield filling.say(words.ITEMS_FOR, items=items, score=score)
