"""KPIs to be scored, made from what a rubric says and what was reported; and a slow and plain oracle of every method."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from pipeline.consolidation import methods

LEVELS = (1, 2, 3, 4, 5)
USUAL = methods.Policies()


def decided_by_status(kpi, level):
    """Whether a level of a KPI has a status."""
    if kpi["method"] in ("milestones", "checklist"):
        return True
    return kpi["method"] == "mixed" and kpi["thresholds"].get(level) is None


def kpi_of(method, thresholds=(), undefined=(), done=(), counts=(), value=None, direction="higher", **more):
    """A KPI as rows of columns: thresholds and done by level, target, step, target_level and value where there are any."""
    given = dict(zip(LEVELS, counts or thresholds, strict=False))
    limits = {level: None if limit == "-" else limit for level, limit in given.items()}
    by_value = method in ("thresholds", "interpolated", "three_level")
    defined = [n for n in LEVELS if n not in undefined and not (by_value and limits.get(n) is None)]
    own = {"method": method, "thresholds": limits, "defined": defined, "done": set(done), "value": value}
    return own | {"direction": direction, "target": None, "step": None, "target_level": None} | more


def frames_of(kpis):
    """The two frames that `methods.scores` takes, of code → KPI."""
    columns = ["method", "direction", "value", "target", "step", "target_level"]
    rows = [{"code": code, **{name: kpi[name] for name in columns}} for code, kpi in kpis.items()]
    listed = [_level(code, kpi, level) for code, kpi in kpis.items() for level in kpi["defined"]]
    frame = pd.DataFrame(rows, columns=["code", *columns])
    numbers = dict.fromkeys(["value", "target", "step"], "float64")
    frame["target_level"] = frame["target_level"].fillna(3)
    levels = pd.DataFrame(listed, columns=["kpi", "level", "status", "by_value", "threshold", "measured", "direction"])
    levels = levels.astype({"threshold": "float64", "measured": "float64", "by_value": bool})
    return frame.astype(numbers | {"target_level": "Int64"}), levels.assign(met=methods.met(levels))


def _level(code, kpi, level):
    threshold = kpi["thresholds"].get(level)
    by_value = not decided_by_status(kpi, level)
    status = "done" if level in kpi["done"] else "not_started"
    row = {"kpi": code, "level": level, "status": None if by_value else status, "by_value": by_value}
    measured = {"measured": kpi["value"], "direction": kpi["direction"]}
    return row | {"threshold": None if threshold is None else float(threshold)} | measured


def score_of(kpi, policies=USUAL):
    """The score that the pipeline gives a KPI."""
    return float(methods.scores(*frames_of({"K": kpi}), policies)[0])


# --- the oracle: exact fractions, one KPI at a time, straight from the rules


def exact_score(kpi, policies=USUAL):
    """The score of a KPI as a fraction."""
    return _ORACLES[kpi["method"]](kpi, policies)


def _fraction(number):
    return Fraction(str(number))


def _limits(kpi):
    return {n: _fraction(kpi["thresholds"][n]) for n in kpi["defined"] if kpi["thresholds"].get(n) is not None}


def _reached(kpi, limit):
    if kpi["value"] is None:
        return False
    value = _fraction(kpi["value"])
    return value <= limit if kpi["direction"] == "lower" else value >= limit


def _met(kpi, level):
    return level in kpi["done"] if decided_by_status(kpi, level) else _reached(kpi, _limits(kpi)[level])


def _milestones(kpi, _):
    score = 0
    for level in kpi["defined"]:
        if not _met(kpi, level):
            break
        score = level
    return Fraction(score)


def _checklist(kpi, _):
    number = sum(level in kpi["done"] for level in kpi["defined"])
    counts = _limits(kpi)
    return Fraction(max((n for n, count in counts.items() if number >= count), default=0) if counts else number)


def _thresholds(kpi, _):
    return Fraction(max((n for n, limit in _limits(kpi).items() if _reached(kpi, limit)), default=0))


def _interpolated(kpi, policies, points=None):
    if kpi["value"] is None:
        return Fraction(0)
    value, limits = _fraction(kpi["value"]), _limits(kpi)
    worth = {n: Fraction(points[n] if points else n) for n in limits}
    reached = [n for n, limit in limits.items() if _reached(kpi, limit)]
    if not reached:
        first = min(limits)
        return _under(policies.below, worth[first], value, limits[first], kpi["direction"] == "lower")
    here = max(reached)
    further = [n for n in limits if n > here]
    if not further:
        return worth[here]
    there = min(further)
    part = (value - limits[here]) / (limits[there] - limits[here])
    return worth[here] + part * (worth[there] - worth[here])


def _under(policy, lowest, value, limit, lower):
    if policy == "zero":
        return Fraction(0)
    if policy == "lowest":
        return lowest
    part, whole = (limit, value) if lower else (value, limit)
    return lowest * min(max(part / whole, Fraction(0)), Fraction(1)) if whole > 0 else Fraction(0)


def _interval(kpi, policies):
    if kpi["value"] is None:
        return Fraction(0)
    points = (_fraction(kpi["value"]) - _fraction(kpi["target"])) / _fraction(kpi["step"])
    line = Fraction(kpi["target_level"] or 3) + (-points if kpi["direction"] == "lower" else points)
    if line >= 1:
        return min(line, Fraction(5))
    return {"zero": Fraction(0), "lowest": Fraction(1), "proportional": max(line, Fraction(0))}[policies.below]


def _proportional(kpi, _):
    if kpi["value"] is None:
        return Fraction(0)
    return max(min(5 * _fraction(kpi["value"]) / _fraction(kpi["target"]), Fraction(5)), Fraction(0))


def _two_sided(kpi, policies):
    if kpi["value"] is None:
        return Fraction(0)
    target, full, none = _fraction(kpi["target"]), _fraction(policies.full), _fraction(policies.none)
    off = abs(_fraction(kpi["value"]) - target) / abs(target) * 100
    return max(min(5 * (none - off) / (none - full), Fraction(5)), Fraction(0))


def _three_level(kpi, policies):
    return _interpolated(kpi, policies, {1: 50, 2: 75, 3: 100}) / 20


_ORACLES = {
    "milestones": _milestones,
    "mixed": _milestones,
    "checklist": _checklist,
    "thresholds": _thresholds,
    "interpolated": _interpolated,
    "interval": _interval,
    "proportional": _proportional,
    "two_sided": _two_sided,
    "three_level": _three_level,
}
