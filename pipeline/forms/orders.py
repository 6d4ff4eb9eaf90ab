"""What is to be written: a form as an order, which is all that it depends on, plain and small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import NamedTuple

import pandas as pd

from pipeline import thai
from pipeline.consolidation.summary import Summary
from pipeline.forms.filling import NOT_CARRIED, Carried
from pipeline.forms.form import NOTHING, form_name, write_form
from pipeline.validation import outside
from pipeline.validation.plan import Part, Plan
from pipeline.validation.rows import records
from schemas.rules import RULES, Severity

# The states of the files whose departments have something to correct.
_BACK = ("returned", "accepted_in_part")


class Order(NamedTuple):
    """A form to be written under a name; the rest is as in `write_form`."""

    name: str
    plan: Part
    department: str
    lang: str
    answers: Mapping[str, object] = NOTHING
    findings: pd.DataFrame | None = None
    leftovers: pd.DataFrame | None = None
    carried: Carried = NOT_CARRIED
    revision: int = 1


def written(order: Order) -> bytes:
    """The form that was ordered."""
    return write_form(
        order.plan,
        order.department,
        order.lang,
        answers=order.answers,
        findings=order.findings,
        leftovers=order.leftovers,
        carried=order.carried,
        revision=order.revision,
    )


def fingerprint(order: Order) -> str:
    """What is the same for orders that give the same form, in every process, and another for all others."""
    frames = {name: records(frame) for name in ("findings", "leftovers") if (frame := getattr(order, name)) is not None}
    return sha256(
        repr((order._replace(findings=None, leftovers=None), frames)).encode(errors="surrogatepass")
    ).hexdigest()


def to_return(summary: Summary, cells: pd.DataFrame, leftovers: pd.DataFrame, lang: str) -> tuple[int, Iterator[Order]]:
    """A fresh form of what its department sent, with its findings, for every form with an error: how many, and their orders.

    `cells` as `Validated.cells`, `leftovers` a frame of LEFTOVERS. The orders are made as they are taken, of nothing that
    anything else looks at, so that another thread may take them.
    """
    plan, files = summary.plan, summary.register[summary.register["state"].isin(_BACK)]
    # Notes, and what is odd in the plan, are for the planning office: what a department has to do is in the rest.
    about = summary.findings["rule"].map({id_: rule.about for id_, rule in RULES.items()})
    told = _groups(summary.findings[(summary.findings["severity"] != Severity.NOTE) & (about != "plan")], "department")
    sent = _groups(cells[cells["file"].isin(files["file"])], "department")
    beside = _groups(leftovers[leftovers["file"].isin(files["file"])], "file")

    def order(file: str, department: str, revision: int) -> Order:
        own = sent(department)
        places = outside.without_a_place(beside(file), own, file)
        return filled(plan, own, department, lang, told(department), places, int(revision) + 1)

    return len(files), (order(*each) for each in files[["file", "department", "revision"]].to_numpy())


def filled(
    plan: Plan,
    cells: pd.DataFrame,
    department: str,
    lang: str,
    found: pd.DataFrame,
    leftovers: pd.DataFrame,
    revision: int,
) -> Order:
    """An order for the form of a department with everything that it sent: `cells` are its own of `Validated.cells`."""
    once = cells.drop_duplicates("key")
    answers = {key: raw for key, raw in zip(once["key"], once["raw"], strict=True) if not thai.is_blank(raw)}
    name = form_name(plan, department, revision)
    return Order(name, plan.part(department), department, lang, answers, found, leftovers, revision=revision)


def _groups(frame: pd.DataFrame, column: str) -> Callable[[str], pd.DataFrame]:
    """What gives the rows that have a value in a column: looked for once, however many are asked for."""
    rows = frame.groupby(column, sort=False).indices
    return lambda value: frame.iloc[rows.get(value, [])]
