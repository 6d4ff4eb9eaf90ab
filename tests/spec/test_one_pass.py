"""However many KPIs there are, each method is called once: scoring is a pass over columns, never over KPIs."""

from __future__ import annotations

from collections import Counter

import pytest
from support.scoring import frames_of, kpi_of

from pipeline.consolidation import methods

RUBRICS = {
    "milestones": {"done": (1, 2)},
    "checklist": {"done": (2, 5)},
    "mixed": {"done": (1,), "thresholds": ["-", "-", "-", "-", 20], "value": 20},
    "thresholds": {"thresholds": [1, 2, 3, 4, 5], "value": 3},
    "interpolated": {"thresholds": [1, 2, 3, 4, 5], "value": 3.5},
    "interval": {"target": 85, "step": 5, "value": 90},
    "proportional": {"target": 40, "value": 32},
    "two_sided": {"target": 40, "value": 41},
    "three_level": {"thresholds": [27, 40.5, 54], "value": 45},
}


@pytest.mark.parametrize("number", [1, 9, 900])
def test_each_method_is_called_once_whatever_the_number_of_kpis(monkeypatch, number):
    calls: Counter[str] = Counter()

    def counting(name, method):
        def call(*columns):
            calls[name] += 1
            return method(*columns)

        return call

    monkeypatch.setattr(methods, "METHODS", {name: counting(name, m) for name, m in methods.METHODS.items()})
    named = list(RUBRICS)
    kpis = {f"K{n}": kpi_of(named[n % len(named)], **RUBRICS[named[n % len(named)]]) for n in range(number)}
    scores = methods.scores(*frames_of(kpis), methods.Policies())
    assert len(scores) == number
    assert calls == dict.fromkeys(named[:number], 1)
