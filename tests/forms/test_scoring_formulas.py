"""The score as a formula: the worked examples of every method, any rubric and value against exact fractions."""

from __future__ import annotations

import shutil
import tomllib
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spec.test_scoring_properties import POLICIES, kpis
from support.scored_sheets import answers_of, plan_with, sheets_of
from support.scoring import exact_score, kpi_of

from pipeline.consolidation.methods import METHODS, Policies
from pipeline.forms import layout as lay
from pipeline.forms import live
from pipeline.forms.filling import Filling
from pipeline.forms.form import write_form
from pipeline.forms.kpi_live import kpi_formulas
from pipeline.forms.layout import MEANING, Level
from pipeline.forms.live import Cells, Live, constant
from pipeline.forms.reading import DONE
from pipeline.forms.scoring import first_gap, score
from pipeline.forms.workings import Workings
from pipeline.intake.addresses import address
from pipeline.validation.findings import findings

steady = settings(deadline=None, derandomize=True)
modest = settings(deadline=None, derandomize=True, max_examples=15)
SPEC = tomllib.loads((Path(__file__).parents[1] / "spec" / "scoring.toml").read_text("utf-8"))
EXAMPLES = [(method["id"], example) for method in SPEC["method"] for example in method["examples"]]
# More than there are on paper: where the line ends, what is no number, and what the first level is not worth.
MORE = [
    ("interpolated", {"thresholds": [100, 150, 200, 250, 300], "value": 100, "score": 1}),
    ("interpolated", {"thresholds": [100, 150, 200, 250, 300], "value": 99.99, "score": 0}),
    ("interpolated", {"thresholds": [100, "-", "-", "-", 300], "value": 250, "score": 4, "about": "between 1 and 5"}),
    ("interpolated", {"thresholds": [20, 15, 10, 8, 5], "direction": "lower", "value": 5, "score": 5}),
    ("interpolated", {"thresholds": [0, 1, 2, 3, 4], "value": -1, "below": "proportional", "score": 0}),
    ("interpolated", {"thresholds": [10, 20, 30, 40, 50], "value": -1, "below": "proportional", "score": 0}),
    ("interpolated", {"thresholds": [-5, 1, 2, 3, 4], "value": -2, "score": 1.5, "about": "thresholds below 0"}),
    ("interpolated", {"thresholds": [10, 20, 30, 40, 50], "below": "lowest", "score": 0, "about": "no value"}),
    ("interval", {"target": 0.3, "step": 0.1, "value": 0.1, "score": 1, "about": "no trace of binary fractions"}),
    ("interval", {"target": 85, "step": 5, "value": 40, "below": "proportional", "score": 0}),
    ("interval", {"target": 10, "step": 2, "direction": "lower", "value": 16, "below": "lowest", "score": 1}),
    ("interval", {"target": 10, "step": 2, "direction": "lower", "value": 1, "score": 5}),
    ("interval", {"target": 85, "step": 5, "below": "lowest", "score": 0, "about": "no value"}),
    ("proportional", {"target": 40, "value": -4, "score": 0}),
    ("proportional", {"target": 40, "direction": "lower", "value": 32, "score": 4, "about": "whatever the direction"}),
    ("two_sided", {"target": 0.7, "value": 0.77, "score": 5, "about": "10 percent in decimals"}),
    ("two_sided", {"target": 80, "direction": "lower", "value": 90, "score": 3.75, "about": "whatever the direction"}),
    ("two_sided", {"target": 80, "score": 0, "about": "no value"}),
    ("three_level", {"thresholds": [54, 40.5, 27], "direction": "lower", "value": 36, "percent": "250/3"}),
    (
        "three_level",
        {"thresholds": [54, 40.5, 27], "direction": "lower", "value": 108, "below": "lowest", "percent": "50"},
    ),
]
TOLD = ("score", "percent", "achievement", "about", "below")
EXACT = 1e-9


# --- KPIs on sheets of a form


def example_kpi(method, example):
    return kpi_of(method, **{name: value for name, value in example.items() if name not in TOLD})


def expected_score(example):
    return float(Fraction(example["percent"]) / 20 if "percent" in example else example["score"])


def scores_of(plan, kpis_, policies):
    """Code → the score on the KPI's sheet, and its percent."""
    sheets = sheets_of(plan, kpis_, policies)
    return {code: (cells[row, lay.STATUS].value, cells[row, lay.COUNTS].value) for code, (cells, row) in sheets.items()}


# --- what the form scores


@pytest.mark.parametrize(("method", "example"), [*EXAMPLES, *MORE], ids=lambda given: str(given)[:80])
def test_the_form_scores_the_worked_example(plan, method, example):
    policies = Policies(below=example.get("below", "zero"))
    scores = scores_of(plan, {"K": example_kpi(method, example)}, policies)
    exact = expected_score(example)
    assert scores["K"] == (pytest.approx(exact, abs=EXACT), pytest.approx(exact * 20, abs=EXACT * 20))


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_agrees_with_exact_fractions(plan, method):
    @modest
    @given(listed=st.lists(kpis(method), min_size=5, max_size=5), policies=POLICIES)
    def agrees(listed, policies):
        named = {f"K{number}": kpi for number, kpi in enumerate(listed)}
        for code, (score_, _) in scores_of(plan, named, policies).items():
            assert score_ == pytest.approx(float(exact_score(named[code], policies)), abs=1e-6)

    agrees()


@pytest.mark.parametrize(
    ("method", "example", "met"),
    [
        ("interpolated", {"thresholds": [100, 150, 200, 250, 300], "value": 225}, [1, 2, 3]),
        ("interpolated", {"thresholds": [20, 15, 10, 8, 5], "direction": "lower", "value": 9}, [1, 2, 3]),
        ("interval", {"target": 85, "step": 5, "value": 88.5}, [1, 2, 3]),
        ("interval", {"target": 10, "step": 2, "direction": "lower", "value": 9}, [1, 2, 3]),
        ("proportional", {"target": 40, "value": 32}, [1, 2, 3, 4]),
        ("proportional", {"target": 40, "direction": "lower", "value": 32}, [1, 2, 3, 4]),
        ("two_sided", {"target": 80, "value": 90}, [1, 2, 3]),
        ("two_sided", {"target": 80, "value": 70}, [1, 2, 3]),
        ("two_sided", {"target": 0.7, "value": 0.77}, [1, 2, 3, 4, 5]),
        ("three_level", {"thresholds": [27, 40.5, 54], "value": 45}, [1, 2]),
        ("interval", {"target": 85, "step": 5}, []),
        ("two_sided", {"target": 80}, []),
    ],
)
def test_a_level_counts_from_its_threshold_on(plan, method, example, met):
    ((cells, row),) = sheets_of(plan, {"K": example_kpi(method, example)}, Policies()).values()
    rows = range(row - (3 if method == "three_level" else 5), row)
    assert [n for n, at in enumerate(rows, 1) if cells[at, MEANING].value == DONE] == met
    assert [n for n, at in enumerate(rows, 1) if cells[at, lay.COUNTS].value == "✓ นับ"] == met


@pytest.mark.parametrize(
    ("own", "differs"), [(3.7, 0), ("๓.๗", 0), (3.7049, 0), (3.695, 0), (3.71, 1), (3.69, 1), (4, 1), ("3,7", 1)]
)
def test_a_self_assessed_score_agrees_that_is_the_same_to_two_decimals(plan, own, differs):
    kpi = {"K": kpi_of("interval", target=85, step=5, value=88.5)}
    plan = plan_with(plan, kpi, Policies())
    filling = Filling(plan, "CSC", "th", answers_of(plan, kpi) | {"K|self_score": own}, findings(), 1)
    layout = lay.layout(filling, filling.kpis[0], "K")
    row = layout.entries["results.self_score"]
    cells = kpi_formulas(filling, layout, Workings()).formulas
    assert cells[row, lay.PROBLEM].value == differs
    if own == 4:
        assert cells[row, lay.HINT].value == "! คะแนนประเมินตนเอง ๔ ไม่ตรงกับเกณฑ์ ซึ่งให้ ๓.๗"


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_libreoffice_gives_every_worked_example_its_score(plan, recalculated, differing, shown, tmp_path):
    books, expected = {}, {}
    for below in ("zero", "lowest", "proportional"):
        policies = Policies(below=below)
        own = [(method, given_) for method, given_ in [*EXAMPLES, *MORE] if given_.get("below", "zero") == below]
        named = {f"{below[0]}{n}": example_kpi(*one) for n, one in enumerate(own)}
        with_kpis = plan_with(plan, named, policies)
        books[below] = write_form(with_kpis, "CSC", "th", answers=answers_of(with_kpis, named))
        rows = {code: row for code, (_, row) in sheets_of(plan, named, policies).items()}
        scores = {code: expected_score(given_) for code, (_, given_) in zip(named, own, strict=True)}
        expected[below] = {(code, address(rows[code], lay.STATUS)): exact for code, exact in scores.items()}
    fresh = recalculated(books, tmp_path)
    for below, book in fresh.items():
        assert differing(books[below], book) == []
        found = {place: shown(book)[place[0]][place[1]] for place in expected[below]}
        assert found == {place: pytest.approx(exact, abs=EXACT) for place, exact in expected[below].items()}


# --- the formulas


def sheet(method, met, points=None, below="zero", **kpi) -> SimpleNamespace:
    """As much of a sheet as scoring looks at: a level a row, whether it is met, and the number that it is scored by.

    Level 1 stands in row 16 of the sheet. `points`: level → threshold, or of a checklist how many items it takes.
    """
    cells, points = Cells("x"), points or {}
    of_items = method == "checklist"
    levels = [
        (14 + n, Level(n, "x", None if of_items else points.get(n), "k", items=points.get(n) if of_items else None))
        for n in sorted(met)
    ]
    marks = {row: cells.put(row, MEANING, constant(DONE if met[level.number] else 0)) for row, level in levels}
    conditions = {row: live.same(mark, DONE) for row, mark in marks.items()}
    policy = SimpleNamespace(below_first=below, two_sided_full=10.0, two_sided_none=20.0)
    return SimpleNamespace(
        method=method,
        levels=levels,
        met=conditions,
        cells=cells,
        measured=Live("J30", 0.0),
        layout=SimpleNamespace(kpi={"target_level": None} | kpi, falling=kpi.get("direction") == "lower"),
        filling=SimpleNamespace(plan=SimpleNamespace(settings=policy)),
    )


def unbroken(met: dict[int, bool]) -> int:
    """The highest level with every level up to it met."""
    result = 0
    for number in sorted(met):
        if not met[number]:
            break
        result = number
    return result


ORACLES = {
    "milestones": unbroken,
    "mixed": unbroken,
    "checklist": lambda met: sum(met.values()),
    "thresholds": lambda met: max((number for number in met if met[number]), default=0),
}
rubrics = st.dictionaries(st.integers(1, 5), st.booleans(), max_size=5)


@steady
@given(met=rubrics, method=st.sampled_from(sorted(ORACLES)))
def test_the_score_is_what_its_method_says(met, method):
    assert score(sheet(method, met)).value == ORACLES[method](met)


@steady
@given(met=rubrics)
def test_the_first_gap_is_the_first_level_that_is_not_met(met):
    assert first_gap(sheet("milestones", met)).value == min((n for n in met if not met[n]), default=0)


@steady
@given(met=rubrics.filter(bool))
def test_milestones_never_score_more_than_a_checklist_of_the_same_levels_reaches(met):
    assert score(sheet("milestones", met)).value <= score(sheet("thresholds", met)).value


@pytest.mark.parametrize(
    ("method", "levels", "formula"),
    [
        ("milestones", [1, 2, 3], "IF(J16=1,IF(J17=1,IF(J18=1,3,2),1),0)"),
        ("milestones", [1, 3, 5], "IF(J16=1,IF(J18=1,IF(J20=1,5,3),1),0)"),
        ("mixed", [2], "IF(J17=1,2,0)"),
        ("checklist", [1, 2, 3], 'COUNTIF(J16:J18,"=1")'),
        ("checklist", [1, 5], 'COUNTIF(J16:J20,"=1")'),
        ("thresholds", [1, 2, 3], "IF(J18=1,3,IF(J17=1,2,IF(J16=1,1,0)))"),
        ("milestones", [], "0"),
        ("checklist", [], "0"),
        ("interpolated", [], "0"),
    ],
)
def test_the_formula_can_be_read(method, levels, formula):
    assert score(sheet(method, dict.fromkeys(levels, False))).formula == formula


@pytest.mark.parametrize(
    ("own", "formula"),
    [
        (
            sheet("checklist", {1: True, 3: True, 4: True}, {1: 2, 3: 3}),
            'IF(NOT(COUNTIF(J16:J19,"=1")<3),3,IF(NOT(COUNTIF(J16:J19,"=1")<2),1,0))',
        ),
        (
            sheet("interpolated", {1: False, 2: False, 5: False}, {1: 100, 2: 150, 5: 300}),
            "IF(ISNUMBER(J30),IF(J20=1,5,IF(J17=1,ROUND(2+(J30-150)/(300-150)*3,10),"
            "IF(J16=1,ROUND(1+(J30-100)/(150-100),10),0))),0)",
        ),
        (
            sheet("interpolated", {1: False}, {1: 100}, "proportional"),
            "IF(ISNUMBER(J30),IF(J16=1,1,MAX(0,MIN(1,ROUND(J30/100,10)))),0)",
        ),
        (
            sheet("interpolated", {1: False}, {1: 20}, "proportional", direction="lower"),
            "IF(ISNUMBER(J30),IF(J16=1,1,MAX(0,MIN(1,ROUND(20/J30,10)))),0)",
        ),
        (
            sheet("three_level", {1: False, 2: False}, {1: 27, 2: 40.5}, "lowest"),
            "IF(ISNUMBER(J30),IF(J17=1,3.75,IF(J16=1,ROUND(2.5+(J30-27)/(40.5-27)*1.25,10),2.5)),0)",
        ),
        (
            sheet("interval", {1: False}, target=85, step=5),
            "IF(ISNUMBER(J30),IF(ROUND(3+(J30-85)/5,10)<1,0,MAX(1,MIN(5,ROUND(3+(J30-85)/5,10)))),0)",
        ),
        (
            sheet("interval", {1: False}, None, "lowest", target=10, step=2, target_level=4, direction="lower"),
            "IF(ISNUMBER(J30),MAX(1,MIN(5,ROUND(4+(10-J30)/2,10))),0)",
        ),
        (
            sheet("interval", {1: False}, None, "proportional", target=85, step=5),
            "IF(ISNUMBER(J30),MAX(0,MIN(5,ROUND(3+(J30-85)/5,10))),0)",
        ),
        (sheet("proportional", {1: False}, target=40), "IF(ISNUMBER(J30),MAX(0,MIN(5,ROUND(J30/40*5,10))),0)"),
        (sheet("two_sided", {1: False}), "IF(ISNUMBER(J30),MAX(0,MIN(5,ROUND((20-J30)/(20-10)*5,10))),0)"),
    ],
    ids=lambda own: own.method if isinstance(own, SimpleNamespace) else "",
)
def test_the_formula_of_a_score_between_levels_can_be_read(own, formula):
    assert score(own).formula == formula


@pytest.mark.parametrize(
    ("met", "gap"),
    [
        ({1: True, 2: False, 3: True}, 2),
        ({1: False}, 1),
        ({1: True, 3: False}, 3),
        ({1: True, 2: True}, 0),
        ({}, 0),
    ],
)
def test_the_first_gap(met, gap):
    assert first_gap(sheet("milestones", met)).value == gap


@pytest.mark.parametrize(
    ("value", "threshold", "lower", "reached"),
    [
        (100.0, 100, False, True),
        (99.99, 100, False, False),
        (live.UNKNOWN, 100, False, False),
        (20.0, 20, True, True),
        (20.01, 20, True, False),
        (live.UNKNOWN, 20, True, False),
        (0.0, 0, False, True),
    ],
)
def test_a_threshold_is_reached_from_its_own_side(value, threshold, lower, reached):
    cell = Live("J30", value)
    beyond = live.over(cell, threshold) if lower else live.under(cell, threshold)
    assert live.all_of(live.known(cell), live.no(beyond)).value == reached
