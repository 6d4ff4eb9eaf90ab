"""Many forms are written side by side: the same forms in the same order, whoever writes them and whatever ends it."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError

import pytest
from support.seed import plan_of, plan_tables, seed_answers

from pipeline.forms import writers as writers_module
from pipeline.forms.form import write_form
from pipeline.forms.orders import Order, written
from pipeline.forms.shelf import Place
from pipeline.forms.writers import Writers
from pipeline.validation.findings import findings

MANY, CORES = 40, 2


class Table:
    """Takes the place of a shelf: forms by their names, in the order in which they came; some may lie there before."""

    def __init__(self, forms=()):
        self.forms = dict(forms)

    def place(self, order):
        return Place(order.name, "", order.name if order.name in self.forms else None)

    def put(self, place, form):
        self.forms[place.name] = form
        return place.name


def silent(number):
    pass


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
    table = Table()
    with Writers() as writers:
        assert writers.begin(MANY, orders, table, silent)() == list(alone)
        assert writers._pool
    assert list(table.forms.items()) == list(alone.items())


PROCESSES = [
    # forms, cores, while something else is done, one has got ready → processes
    (1, 8, False, False, 0),
    (MANY - 1, 8, False, False, 0),
    (8000, 1, False, False, 0),
    (MANY, 8, False, False, 2),
    (8000, 2, False, False, 2),
    (8000, 64, False, False, 4),
    (9, 8, True, False, 0),
    (8000, 1, True, False, 0),
    (10, 8, True, False, 1),
    (20, 8, True, False, 2),
    (199, 2, True, False, 1),
    (8000, 2, True, False, 2),
    (8000, 64, True, False, 4),
    (1, 1, True, True, 0),
    (1, 8, True, True, 1),
    (20, 8, True, True, 2),
]


@pytest.mark.parametrize(("forms", "many", "meanwhile", "ready", "processes"), PROCESSES)
def test_processes_write_where_that_pays(cores, forms, many, meanwhile, ready, processes):
    cores(many)
    with Writers(meanwhile) as writers:
        if ready:
            writers.get_ready()
        writers.begin(forms, [], Table(), silent)
        assert (writers._pool._max_workers if writers._pool else 0) == processes


@pytest.mark.parametrize("meanwhile", [False, True])
def test_few_forms_are_written_here_when_they_are_asked_for(orders, alone, cores, meanwhile):
    table = Table()
    with Writers(meanwhile) as writers:
        forms = writers.begin(len(orders), orders, table, silent)
        assert table.forms == {}
        assert forms() == list(alone)
    assert table.forms == alone


@pytest.mark.parametrize("ready", [False, True])
def test_forms_are_written_while_the_caller_goes_on(orders, alone, cores, ready):
    table, told, all_there = Table(), [], threading.Event()

    def done(number):
        told.append(number)
        if number == len(orders):
            all_there.set()

    with Writers(meanwhile=True) as writers:
        if ready:
            writers.get_ready()
        names = writers.begin(1 if ready else MANY, orders, table, done)
        assert all_there.wait(60)
        assert table.forms == alone
        assert names() == list(alone)
    assert told == [*range(1, len(orders) + 1)]


def test_a_form_that_lies_there_is_not_written_again(orders, alone, cores, monkeypatch):
    asked = []
    monkeypatch.setattr(writers_module, "written", lambda order: asked.append(order.name) or written(order))
    first = orders[0].name
    table = Table({first: b"as it was written"})
    with Writers() as writers:
        assert writers.begin(len(orders), orders, table, silent)() == list(alone)
    assert asked == list(alone)[1:]
    assert table.forms == alone | {first: b"as it was written"}


def test_what_goes_wrong_with_a_form_is_told_when_they_are_asked_for(orders, cores):
    class Full(Table):
        def put(self, place, form):
            raise OSError(place.name)

    with Writers(meanwhile=True) as writers:
        forms = writers.begin(MANY, orders, Full(), silent)
        with pytest.raises(OSError, match=orders[0].name):
            forms()


def test_a_caller_that_fails_waits_for_no_thousands_of_forms(orders, cores):
    written_ones = []
    again = (order._replace(name=f"{number} {order.name}") for number in range(1000) for order in orders)
    with pytest.raises(ZeroDivisionError), Writers(meanwhile=True) as writers:
        forms = writers.begin(8000, again, Table(), written_ones.append)
        raise ZeroDivisionError
    with pytest.raises((CancelledError, RuntimeError)):
        forms()
    assert len(written_ones) < 100


def test_a_caller_that_fails_while_the_processes_are_ended_waits_for_that(orders, cores, monkeypatch):
    inside, most, begun = [], [], threading.Event()

    class Slow(writers_module.ProcessPoolExecutor):
        """Takes a while to end, and tells how many threads were at it."""

        def shutdown(self, wait=True, *, cancel_futures=False):
            inside.append(self)
            most.append(len(inside))
            begun.set()
            threading.Event().wait(0.2)
            super().shutdown(wait, cancel_futures=cancel_futures)
            inside.pop()

    monkeypatch.setattr(writers_module, "ProcessPoolExecutor", Slow)
    with pytest.raises(ZeroDivisionError), Writers(meanwhile=True) as writers:
        writers.begin(MANY, orders[:1], Table(), silent)
        assert begun.wait(60)
        raise ZeroDivisionError
    assert most == [1, 1]


def test_a_form_whose_process_is_ended_is_written_here(orders, alone, cores):
    again = [order._replace(name=f"{number} {order.name}") for number in range(10) for order in orders]
    table = Table()

    def done(number):
        if number == 1:
            for process in writers._pool._processes.values():
                process.kill()

    with Writers() as writers:
        names = writers.begin(MANY, again, table, done)()
    assert names == [order.name for order in again]
    assert [name for name, form in table.forms.items() if form != alone[name.partition(" ")[2]]] == []


def test_a_process_that_was_ended_before_it_had_anything_to_do_is_missed_by_nobody(orders, alone, cores):
    table = Table()
    with Writers(meanwhile=True) as writers:
        writers.get_ready()
        for process in writers._pool._processes.values():
            process.kill()
        writers.begin(1, orders, table, silent)()
    assert table.forms == alone


def test_thousands_of_orders_are_not_taken_at_once(orders, cores):
    taken, counts = 0, []

    def thousands():
        nonlocal taken
        for number in range(100):
            taken += 1
            yield orders[0]._replace(name=f"{number}")

    with Writers() as writers:
        writers.begin(1000, thousands(), Table(), lambda number: counts.append(taken - number))()
    assert max(counts) < 40
