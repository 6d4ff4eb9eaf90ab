"""Many forms are written side by side: the same forms in the same order, whoever writes them and whatever ends it."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

import pytest
from support.seed import plan_of, plan_tables, seed_answers

from pipeline.forms import writers as writers_module
from pipeline.forms.form import write_form
from pipeline.forms.writers import Order, Writers, written
from pipeline.validation.findings import findings

MANY, CORES = 40, 2


@pytest.fixture(scope="module")
def plan():
    return plan_of(plan_tables())


@pytest.fixture(scope="module")
def orders(plan):
    """A form of each department, filled with what it sent; one of them returned."""
    listed = [
        Order(f"{code}.xlsx", plan.part(code), code, "th", answers, findings())
        for code, answers in seed_answers().items()
    ]
    wrong = [{"rule": "AMOUNT_UNREADABLE", "department": "HRM", "key": "2.2|budget|received", "found": "สามหมื่น"}]
    return [order._replace(findings=findings(wrong), revision=2) if "HRM" in order.name else order for order in listed]


@pytest.fixture(scope="module")
def alone(orders):
    """The forms as this process writes them."""
    return {order.name: written(order) for order in orders}


def test_a_part_of_the_plan_gives_the_form_of_the_whole(plan, orders, alone):
    for order in orders:
        whole = write_form(
            plan,
            order.department,
            order.lang,
            answers=order.answers,
            findings=order.findings,
            revision=order.revision,
        )
        assert alone[order.name] == whole, order.name


@pytest.fixture
def cores(monkeypatch):
    """As on a machine with so many cores."""

    def has(many):
        monkeypatch.setattr(writers_module, "cores", lambda: many)

    has(CORES)
    return has


def test_processes_write_the_same_forms_in_the_same_order(orders, alone, cores):
    with Writers(MANY) as writers:
        assert writers._pool
        assert list(writers.in_order(orders)) == list(alone.items())


PROCESSES = [
    # forms, cores, while something else is done → processes
    (1, 8, False, 0),
    (MANY - 1, 8, False, 0),
    (8000, 1, False, 0),
    (MANY, 8, False, 2),
    (8000, 2, False, 2),
    (8000, 64, False, 4),
    (9, 8, True, 0),
    (8000, 1, True, 0),
    (10, 8, True, 1),
    (20, 8, True, 2),
    (199, 2, True, 1),
    (8000, 2, True, 2),
    (8000, 64, True, 4),
]


@pytest.mark.parametrize(("forms", "many", "meanwhile", "processes"), PROCESSES)
def test_processes_write_where_that_pays(cores, forms, many, meanwhile, processes):
    cores(many)
    with Writers(forms, meanwhile) as writers:
        assert (writers._pool._max_workers if writers._pool else 0) == processes


@pytest.mark.parametrize("meanwhile", [False, True])
def test_few_forms_are_written_here_when_they_are_asked_for(orders, alone, cores, meanwhile):
    kept = {}
    with Writers(len(orders), meanwhile) as writers:
        forms = writers.begin(orders, kept.setdefault)
        assert kept == {}
        assert forms() == list(alone.values())
    assert kept == alone


def test_many_forms_are_written_while_the_caller_goes_on(orders, alone, cores):
    kept, all_there = {}, threading.Event()

    def keep(name, form):
        kept[name] = form
        if len(kept) == len(orders):
            all_there.set()
        return name

    with Writers(MANY, meanwhile=True) as writers:
        names = writers.begin(orders, keep)
        assert all_there.wait(60)
        assert kept == alone
        assert names() == list(alone)


def test_what_goes_wrong_with_a_form_is_told_when_they_are_asked_for(orders, cores):
    def full(name, form):
        raise OSError(name)

    with Writers(MANY, meanwhile=True) as writers:
        forms = writers.begin(orders, full)
        with pytest.raises(OSError, match=orders[0].name):
            forms()


def test_a_caller_that_fails_waits_for_no_thousands_of_forms(orders, cores):
    kept = []
    with pytest.raises(ZeroDivisionError), Writers(8000, meanwhile=True) as writers:
        forms = writers.begin(orders * 1000, lambda name, form: kept.append(name))
        raise ZeroDivisionError
    with pytest.raises((CancelledError, RuntimeError)):
        forms()
    assert len(kept) < 100


def test_a_form_whose_process_is_ended_is_written_here(orders, alone, cores):
    with Writers(MANY) as writers:
        forms = writers.in_order(orders * 10)
        assert next(forms) == (orders[0].name, alone[orders[0].name])
        for process in writers._pool._processes.values():
            process.kill()
        assert [name for name, form in forms if form != alone[name]] == []


def test_thousands_of_orders_are_not_taken_at_once(orders, cores):
    taken = 0

    def thousands():
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield orders[0]

    with Writers(1000) as writers:
        next(writers.in_order(thousands()))
    assert taken < 40
