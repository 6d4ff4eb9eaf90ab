"""The specification of scoring: every worked example of scoring.toml, by the pipeline and by the oracle."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from consolidation.small_plans import small_plan
from support.scoring import exact_score, frames_of, kpi_of, score_of

from pipeline.consolidation.methods import METHODS, Policies
from pipeline.consolidation.rollups import rollups
from pipeline.consolidation.scores import achievement
from schemas import plan as schema
from schemas.summary import BUDGET_RESULTS, SCORES

SPEC = tomllib.loads(Path(__file__).with_name("scoring.toml").read_text("utf-8"))
EXAMPLES = [
    pytest.param(method["id"], example, id=f"{method['id']}: {example.get('about') or example}")
    for method in SPEC["method"]
    for example in method["examples"]
]
_OF_THE_RESULT = ("score", "percent", "achievement", "about", "below")


def kpi_in(method, example):
    return kpi_of(method, **{name: value for name, value in example.items() if name not in _OF_THE_RESULT})


def expected_score(example):
    return Fraction(example["percent"]) / 20 if "percent" in example else Fraction(str(example["score"]))


@pytest.mark.parametrize(("method", "example"), EXAMPLES)
def test_the_pipeline_scores_the_worked_example(method, example):
    score = score_of(kpi_in(method, example), Policies(below=example.get("below", "zero")))
    assert score == pytest.approx(float(expected_score(example)), abs=1e-12)


@pytest.mark.parametrize(("method", "example"), EXAMPLES)
def test_the_oracle_agrees_with_the_worked_example(method, example):
    assert exact_score(kpi_in(method, example), Policies(below=example.get("below", "zero"))) == expected_score(example)


@pytest.mark.parametrize(("method", "example"), [given for given in EXAMPLES if "achievement" in given.values[1]])
def test_the_achievement_is_kept_where_the_score_is_capped(method, example):
    kpis, levels = frames_of({"K": kpi_in(method, example)})
    assert achievement(kpis, levels)[0] == pytest.approx(float(Fraction(example["achievement"])), abs=1e-9)


def test_every_method_of_a_plan_has_examples():
    listed = [method["id"] for method in SPEC["method"]]
    assert sorted(listed) == sorted(METHODS) == sorted(choice.id for choice in schema.METHODS)
    assert all(len(method["examples"]) >= 3 for method in SPEC["method"])


@pytest.mark.parametrize("given", [pytest.param(given, id=given["about"]) for given in SPEC["rollup"]])
def test_scores_add_up_as_in_the_worked_example(given):
    codes = [f"K{n}" for n in range(len(given["kpis"]))]
    plan = small_plan(
        [{"code": "P", "issue": "1", "department": "X"}], [{"code": code, "project": "P"} for code in codes]
    )
    place = {"project": "P", "issue": "1", "department": "X"}
    rows = [
        place | {"kpi": code, "weight": 1.0 if weight == "-" else float(weight)} | state_and_score(told)
        for code, (weight, told) in zip(codes, given["kpis"], strict=True)
    ]
    rolled = rollups(plan, SCORES.frame(rows), BUDGET_RESULTS.frame([place]))
    for name in ("score", "score_all"):
        exact = Fraction(given[name])
        assert set(rolled[name]) == {float(exact)}, rolled
    assert set(rolled["percent"]) == {float(Fraction(given["score"]) * 20)}
    assert pd.api.types.is_float_dtype(rolled["score"])


def state_and_score(told):
    return {"state": told} if isinstance(told, str) else {"state": "reported", "score": float(told)}
