"""Many forms are written side by side: the same forms in the same order, whoever writes them and whatever ends it."""

from __future__ import annotations

import pytest
from support.seed import plan_of, plan_tables, seed_answers

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


def test_processes_write_the_same_forms_in_the_same_order(orders, alone):
    with Writers(MANY, CORES) as writers:
        assert writers._pool
        assert list(writers.in_order(orders)) == list(alone.items())


@pytest.mark.parametrize(("forms", "cores"), [(1, 8), (MANY - 1, 8), (8000, 1)], ids=["one", "few", "one core"])
def test_where_processes_do_not_pay_there_is_none(orders, alone, forms, cores):
    with Writers(forms, cores) as writers:
        assert writers._pool is None
        assert dict(writers.in_order(orders)) == alone


def test_a_form_whose_process_is_ended_is_written_here(orders, alone):
    with Writers(MANY, CORES) as writers:
        forms = writers.in_order(orders * 10)
        assert next(forms) == (orders[0].name, alone[orders[0].name])
        for process in writers._pool._processes.values():
            process.kill()
        assert [name for name, form in forms if form != alone[name]] == []


def test_thousands_of_orders_are_not_taken_at_once(orders):
    taken = 0

    def thousands():
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield orders[0]

    with Writers(1000, CORES) as writers:
        next(writers.in_order(thousands()))
    assert taken < 40
