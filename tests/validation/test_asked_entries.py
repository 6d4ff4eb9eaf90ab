"""Which cells a form asks for: KPIs and their levels on the left, the keys of the entries on the right."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reading import keyed_of

from pipeline.intake.keyed import entry_key
from pipeline.intake.workbook import Sheet
from pipeline.validation.entries import COLUMNS, asked_levels, entries
from schemas.submission import FORM_TABLES, PRINTED_KEY

REPORTER = [f"reporter|{name}" for name in ("name", "position", "phone", "email", "date", "approver")]
TOLD = ["self_score", "narrative", "has_obstacle", "obstacle", "suggestion"]
MONEY = ["budget|status", "budget|received", "budget|committed", "budget|disbursed"]
TABLES = {table.id: table for table in FORM_TABLES}


def kpi(code, department="D", project=None, first=True):
    return {"code": code, "project": project or f"P{code}", "department": department, "first_of_project": first}


def levels(kpi, **thresholds):
    """Levels of a KPI: a1=None is level 1 with a criterion, a5=20 is level 5 with a threshold."""
    return [{"kpi": kpi, "level": int(name[1:]), "threshold": value} for name, value in thresholds.items()]


def asked(kpis, rubric=()):
    rubric = pd.DataFrame(list(rubric), columns=["kpi", "level", "threshold"]).astype({"threshold": "float64"})
    rubric = rubric.assign(by_value=rubric["threshold"].notna())
    kpis = pd.DataFrame(kpis, columns=["code", "project", "department", "first_of_project"])
    return entries(kpis, asked_levels(rubric))


def keys(kpis, rubric=()):
    """The keys that are asked for, without the reporter's."""
    return [key for key in asked(kpis, rubric)["key"] if not key.startswith("reporter|")]


def level_keys(*numbers, code="K"):
    return [f"{code}|level|{n}|{field}" for n in numbers for field in ("status", "date", "evidence")]


def result_keys(value, code="K"):
    return [f"{code}|{field}" for field in (["value", *TOLD] if value else TOLD)]


BUDGET = [f"PK|{name}" for name in MONEY]


@pytest.mark.parametrize(
    ("thresholds", "asked_levels", "value"),
    [
        pytest.param({f"a{n}": None for n in range(1, 6)}, [1, 2, 3, 4, 5], False, id="milestones or a checklist"),
        pytest.param({f"a{n}": n * 10 for n in range(1, 6)}, [], True, id="thresholds"),
        pytest.param({"a1": None, "a2": None, "a3": None, "a4": None, "a5": 20}, [1, 2, 3, 4], True, id="mixed"),
        pytest.param({"a1": None, "a4": 10, "a5": 20}, [1], True, id="mixed with undefined levels between"),
        pytest.param({"a1": None, "a3": None, "a5": None}, [1, 3, 5], False, id="levels 2 and 4 undefined"),
        pytest.param({"a5": None}, [5], False, id="only the highest level"),
        pytest.param({"a3": 0}, [], True, id="a threshold of 0 is one"),
        pytest.param({"a5": None, "a1": None, "a3": None}, [1, 3, 5], False, id="levels in another order"),
        pytest.param({}, [], False, id="no level at all"),
    ],
)
def test_a_form_asks_for_what_the_rubric_is_decided_by(thresholds, asked_levels, value):
    found = keys([kpi("K")], levels("K", **thresholds))
    assert found == [*level_keys(*asked_levels), *result_keys(value), *BUDGET]


def test_the_levels_of_another_kpi_are_not_asked():
    assert keys([kpi("K")], levels("OTHER", a1=None, a2=9)) == [*result_keys(False), *BUDGET]


@pytest.mark.parametrize(
    ("kpis", "budgets"),
    [
        ([kpi("A", project="P"), kpi("B", project="P", first=False)], [("A", "P")]),
        ([kpi("A", project="P"), kpi("B", project="Q")], [("A", "P"), ("B", "Q")]),
        ([kpi("A", project="P", first=False)], []),
        ([kpi("A", project="P", first=False), kpi("B", project="P")], [("B", "P")]),
    ],
)
def test_a_project_s_money_is_asked_once_with_its_first_kpi(kpis, budgets):
    found = asked(kpis)
    own = found[found["table"] == "budgets"]
    assert list(dict.fromkeys(zip(own["kpi"], own["project"], strict=True))) == budgets
    assert own["key"].tolist() == [f"{project}|{name}" for _, project in budgets for name in MONEY]


def test_every_department_is_asked_once_who_reports():
    found = asked([kpi("A", "D1"), kpi("B", "D2"), kpi("C", "D1")])
    own = found[found["table"] == "reporter"]
    assert list(zip(own["department"], own["key"], strict=True)) == [(d, key) for d in ("D1", "D2") for key in REPORTER]
    assert set(own["kpi"]) | set(own["project"]) == {""}


def test_the_order_is_that_of_the_form():
    found = asked([kpi("B", "D2"), kpi("A", "D1")], levels("A", a2=None, a1=None))
    order = list(dict.fromkeys(zip(found["department"], found["kpi"], found["table"], strict=True)))
    assert order == [
        ("D2", "", "reporter"),
        ("D1", "", "reporter"),
        ("D2", "B", "results"),
        ("D2", "B", "budgets"),
        ("D1", "A", "levels"),
        ("D1", "A", "results"),
        ("D1", "A", "budgets"),
    ]
    assert found.loc[found["table"] == "levels", "level"].tolist() == [1, 1, 1, 2, 2, 2]


def test_only_levels_have_a_level():
    found = asked([kpi("K")], levels("K", a1=None, a5=20))
    assert set(found.loc[found["level"].notna(), "table"]) == {"levels"}
    assert found.loc[found["table"] == "levels", "level"].notna().all()
    assert str(found["level"].dtype) == "Int64"


@pytest.mark.parametrize(
    ("key", "row_key"),
    [
        ("K|level|2|status", "K|level|2"),
        ("K|level|2|evidence", "K|level|2"),
        ("K|narrative", "K|narrative"),
        ("PK|budget|received", "PK|budget|received"),
        ("reporter|name", "reporter|name"),
    ],
)
def test_the_row_s_key_is_what_the_entries_of_a_row_share(key, row_key):
    found = asked([kpi("K")], levels("K", a2=None)).set_index("key")
    assert found.loc[key, "row_key"] == row_key


def test_nothing_due_asks_for_nothing():
    found = asked([])
    assert found.empty
    assert found.columns.tolist() == COLUMNS


RUBRICS = st.dictionaries(st.integers(1, 5), st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=5)
PLANS = st.lists(st.tuples(st.sampled_from("DEF"), st.sampled_from("PQR"), RUBRICS), max_size=6)


def built(plan):
    seen = set()
    kpis, rubric = [], []
    for number, (department, project, given_levels) in enumerate(plan):
        code, own = f"{number}.1", department + project
        kpis.append(kpi(code, department, own, own not in seen))
        seen.add(own)
        rubric += [{"kpi": code, "level": n, "threshold": t} for n, t in given_levels.items()]
    return kpis, rubric


@settings(deadline=None, derandomize=True, max_examples=60)
@given(PLANS)
def test_as_many_cells_are_asked_as_the_plan_s_parts_count_up_to(plan):
    found = asked(*built(plan))
    criteria = sum(threshold is None for _, _, own in plan for threshold in own.values())
    valued = sum(any(t is not None for t in own.values()) for _, _, own in plan)
    departments, projects = {d for d, _, _ in plan}, {(d, p) for d, p, _ in plan}
    assert len(found) == 6 * len(departments) + 3 * criteria + 5 * len(plan) + valued + 4 * len(projects)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(PLANS)
def test_a_department_is_never_asked_for_one_key_twice_and_every_entry_is_described(plan):
    found = asked(*built(plan))
    assert not found.duplicated(["department", "key"]).any()
    assert all(row["field"] in TABLES[row["table"]] for row in found.to_dict("records"))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(PLANS)
def test_a_row_s_key_and_its_column_s_mark_make_the_key(plan):
    for row in asked(*built(plan)).to_dict("records"):
        column = row["field"] if row["table"] == "levels" else "value"
        assert entry_key(row["row_key"], column) == row["key"]


@settings(deadline=None, derandomize=True, max_examples=25)
@given(PLANS)
def test_what_a_form_asks_for_is_what_intake_finds_in_it(plan):
    found = asked(*built(plan))
    for _, own in found.groupby("department"):
        rows = [["#key", "#value", "#status", "#date", "#evidence"]]
        rows += [[row_key, "v", "s", "d", "e"] for row_key in dict.fromkeys(own["row_key"])]
        cells = keyed_of([Sheet("form", rows)])
        cells = cells[~cells["key"].str.fullmatch(PRINTED_KEY)]
        assert set(cells["key"]) == set(own["key"])
        values = {"status": "s", "date": "d", "evidence": "e"}
        wanted = {
            row["key"]: values[row["field"]] if row["table"] == "levels" else "v" for row in own.to_dict("records")
        }
        assert dict(zip(cells["key"], cells["raw"], strict=True)) == wanted
