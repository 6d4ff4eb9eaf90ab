"""A form lies on the shelf while its order and its file are as they were; else it is written anew, and the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.seed import plan_of, plan_tables, seed_answers

from pipeline import cache as cache_module
from pipeline.cache import CACHE, Cache
from pipeline.forms.orders import Order, fingerprint, written
from pipeline.forms.shelf import FORMS, Shelf
from pipeline.outputs import outputs_folder
from pipeline.validation.findings import findings
from schemas.submission import LEFTOVERS

ROOT = Path(__file__).parents[2]
WRONG = {"rule": "AMOUNT_UNREADABLE", "department": "HRM", "key": "2.2|budget|received", "found": "สามหมื่น"}


@pytest.fixture(scope="module")
def plan():
    return plan_of(plan_tables())


@pytest.fixture(scope="module")
def order(plan):
    return Order("HRM.xlsx", plan.part("HRM"), "HRM", "th", seed_answers()["HRM"], findings([WRONG]), revision=2)


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(cache_module, "WORTH_KEEPING", 1)


def shelved(folder, order):
    """Whether the form of an order lay on the shelf; if not, it does afterwards."""
    with outputs_folder(folder) as out, Cache(folder / CACHE, FORMS, kept=True) as cache:
        shelf = Shelf(out, "returned", cache)
        place = shelf.place(order)
        out.place(place.lying or shelf.put(place, written(order)))
    assert (folder / "returned" / order.name).read_bytes() == written(order)
    return place.lying is not None


def test_a_form_lies_there_once_it_was_written(tmp_path, order):
    assert [shelved(tmp_path, order) for _ in range(3)] == [False, True, True]


DAMAGES = [
    pytest.param(lambda form: form.unlink(), id="removed"),
    pytest.param(lambda form: form.write_bytes(form.read_bytes()[:-1]), id="cut"),
    pytest.param(lambda form: form.write_bytes(b"another"), id="another file"),
    pytest.param(lambda form: (form.parents[1] / CACHE).unlink(), id="the cache removed"),
    pytest.param(lambda form: (form.parents[1] / CACHE).write_bytes(b"no cache"), id="the cache damaged"),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_form_that_is_not_as_it_was_written_is_written_again(tmp_path, order, damage):
    shelved(tmp_path, order)
    damage(tmp_path / "returned" / order.name)
    assert [shelved(tmp_path, order) for _ in range(2)] == [False, True]


def test_a_form_of_another_program_is_written_again(tmp_path, order, monkeypatch):
    shelved(tmp_path, order)
    monkeypatch.setattr(cache_module, "_program", lambda kind: "another")
    assert [shelved(tmp_path, order) for _ in range(2)] == [False, True]


def test_the_program_is_another_when_any_module_of_it_is(tmp_path, monkeypatch):
    for file in ("pipeline/thai.py", "pipeline/drawing/fit.py", "schemas/plan.py", "tests/test_thai.py"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text("one")
    monkeypatch.setattr(cache_module, "_ROOT", tmp_path)
    program = cache_module._program.__wrapped__
    told = [program(FORMS)]
    for file in ("tests/test_thai.py", "pipeline/thai.py", "pipeline/drawing/fit.py", "schemas/plan.py"):
        (tmp_path / file).write_text("two")
        told.append(program(FORMS))
    assert told[0] == told[1]
    assert len(set(told)) == 4


LEFTOVER = {"file": "a.xlsx", "sheet": "s", "cell": "B2", "text": "beside"}
CHANGES = [
    pytest.param(lambda order: {"name": "ICT.xlsx"}, id="name"),
    pytest.param(lambda order: {"lang": "en"}, id="language"),
    pytest.param(lambda order: {"revision": 3}, id="revision"),
    pytest.param(lambda order: {"answers": dict(order.answers) | {"2.2|narrative": "another"}}, id="an answer"),
    pytest.param(lambda order: {"answers": dict(order.answers) | {"2.2|value": 310.5}}, id="a number"),
    pytest.param(lambda order: {"answers": dict(order.answers) | {"2.2|value": "310"}}, id="a number as a text"),
    pytest.param(lambda order: {"findings": findings([WRONG | {"found": "สี่หมื่น"}])}, id="a finding"),
    pytest.param(lambda order: {"findings": findings()}, id="no finding"),
    pytest.param(lambda order: {"leftovers": LEFTOVERS.frame([LEFTOVER])}, id="what stands beside"),
    pytest.param(lambda order: {"plan": changed_plan().part("HRM")}, id="the plan"),
]


def changed_plan():
    tables = plan_tables()
    tables["kpis"] = [row | {"name": f"{row['name']} ใหม่"} for row in tables["kpis"]]
    return plan_of(tables)


@pytest.mark.parametrize("change", CHANGES)
def test_an_order_that_differs_in_anything_has_another_fingerprint(order, change):
    assert fingerprint(order._replace(**change(order))) != fingerprint(order)


def test_equal_orders_have_one_fingerprint_in_every_process(order):
    script = (
        "from support.seed import plan_of, plan_tables, seed_answers; from pipeline.forms.orders import Order, fingerprint\n"
        "from pipeline.validation.findings import findings\n"
        f"wrong = findings([{WRONG!r}]); plan = plan_of(plan_tables())\n"
        "print(fingerprint(Order('HRM.xlsx', plan.part('HRM'), 'HRM', 'th', seed_answers()['HRM'], wrong, revision=2)))\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {fingerprint(order)}
