"""What each command does, step by step: the whole flow on one page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from pipeline.cache import CACHE, Cache
from pipeline.consolidation.summary import Summary
from pipeline.consolidation.summary import consolidate as consolidated
from pipeline.drawing.figures import Figures
from pipeline.forms.carried import carried
from pipeline.forms.form import form_name
from pipeline.forms.orders import Order, filled, to_return, written
from pipeline.forms.plan_workbook import empty_settings, write_plan
from pipeline.forms.shelf import FORMS, Shelf
from pipeline.forms.writers import Writers
from pipeline.intake.answers import Answers
from pipeline.intake.readers import shared_readers
from pipeline.intake.taken import Progress, Taken, silent, take_in, take_in_file
from pipeline.outputs import Outputs, outputs_folder, write_whole
from pipeline.proof import prove_written
from pipeline.register import file_findings, register, with_verdicts
from pipeline.report.workbook import write_summary
from pipeline.validation import outside, revisions, wrong_files
from pipeline.validation.earlier import latest_before
from pipeline.validation.findings import findings, joined
from pipeline.validation.identity import CANDIDATE, identities
from pipeline.validation.identity import COLUMNS as IDENTITY_COLUMNS
from pipeline.validation.plan import Plan, read_plan
from pipeline.validation.submissions import Validated, validate

# Of so many forms some are to be returned, most likely.
_SOME_COME_BACK = 10
# What is said of a form whose answers are moved to the current one: where the two differ, and nothing about the answers.
_MOVED = (
    "SHEET_MISSING",
    "KEY_TWICE",
    "PLAN_CHANGED_SINCE",
    "PRINTED_TEXT_CHANGED",
    "NOT_IN_THE_PLAN",
    "ENTRY_NOT_ASKED",
    "OUTSIDE_THE_FORM",
)


@dataclass(frozen=True)
class Checked:
    """What a check brings to light. Without a usable plan there is no summary, and only findings and files remain."""

    findings: pd.DataFrame
    register: pd.DataFrame
    plan: Plan | None = None
    summary: Summary | None = None
    validated: Validated | None = None
    leftovers: pd.DataFrame | None = None

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return bool((self.findings["severity"] == "error").any())


@dataclass(frozen=True)
class Written:
    """What a consolidation wrote, beside what its check found without the cells; `beside` as `Outputs` has it."""

    checked: Checked
    summary: Path | None = None
    returned: tuple[Path, ...] = ()
    beside: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Forms:
    """The forms that were written, the findings of what they were made from, and the summary they carry over from.

    `beside` as `Outputs` has it.
    """

    plan: Plan | None
    findings: pd.DataFrame
    written: tuple[Path, ...] = ()
    earlier: str = ""
    beside: tuple[Path, ...] = ()


def new(folder: Path, lang: str) -> Path:
    """An empty workspace: inputs with a plan workbook to fill, and outputs. Gives the plan; raises FileExistsError."""
    plan = folder / "inputs" / "plan.xlsx"
    with outputs_folder(folder / "outputs"):
        if plan.exists():
            raise FileExistsError(plan)
        return write_whole(plan, write_plan({"settings": [empty_settings(lang)]}, lang))


def forms(
    inputs: Path, outputs: Path, lang: str | None, progress: Progress = silent, answers: Answers | None = None
) -> Forms:
    """A form for every department that reports this round, begun with what it reported in an earlier one."""
    with outputs_folder(outputs) as out:
        return _forms(inputs, out, lang, progress, answers)


def _forms(inputs: Path, out: Outputs, lang: str | None, progress: Progress, answers: Answers | None) -> Forms:
    taken = take_in(inputs, progress, answers)
    plan, found = the_plan(taken)
    if plan is None:
        return Forms(None, joined(found, file_findings(taken.files, who_sent(plan, taken))))
    earlier = latest_before(plan.settings, taken.summaries)
    language = lang or plan.settings.language
    orders = (
        Order(
            form_name(plan, department),
            plan.part(department),
            department,
            language,
            carried=carried(plan, earlier, department, language),
        )
        for department in plan.reporting
    )
    every = len(plan.reporting)
    with Writers() as writers, _kept(out) as cache:
        made = writers.begin(every, orders, Shelf(out, "forms", cache), _done(progress, every))()
    paths = tuple(out.place(form) for form in made)
    return Forms(plan, found, paths, earlier.file if earlier else "", tuple(out.beside))


def moved_forms(
    inputs: Path, outputs: Path, sources: Sequence[Path], lang: str | None, answers: Answers | None = None
) -> Forms:
    """The current form with the answers of each of these workbooks, whatever version or plan they were made from."""
    with outputs_folder(outputs) as out:
        return _moved_forms(inputs, out, sources, lang, answers)


def _moved_forms(
    inputs: Path, out: Outputs, sources: Sequence[Path], lang: str | None, answers: Answers | None
) -> Forms:
    plan, found = the_plan(take_in(inputs, silent, answers))
    if plan is None:
        return Forms(None, found)
    paths = []
    for source in sources:
        differences, moved = _moved(plan, take_in_file(source), lang or plan.settings.language)
        found = joined(found, differences)
        paths += [out.write(f"forms/{name}", data) for name, data in moved.items()]
    return Forms(plan, found, tuple(paths), beside=tuple(out.beside))


def _moved(plan: Plan, taken: Taken, lang: str) -> tuple[pd.DataFrame, dict[str, bytes]]:
    """What differs between a form and the current one, and the current one with its answers, if it is one to move."""
    who = who_sent(plan, taken)
    owners = _owners(who)
    validated = validate(plan, taken.forms, owners)
    told = joined(validated.findings, findings(outside.findings_of(taken.leftovers, owners)))
    differences = told[told["rule"].isin(_MOVED)].reset_index(drop=True)
    moved = {}
    for file, department, revision in who.loc[who["file"].isin(owners), ["file", "department", "revision"]].to_numpy():
        places, own = outside.without_a_place(taken.leftovers, validated.cells, file), validated.cells
        own = own[own["department"] == department]
        order = filled(plan, own, department, lang, differences, places, int(revision) + 1)
        moved[order.name] = written(order)
    other = [{"rule": "FILE_NOT_A_FORM", "file": f.name} for f in taken.files if f.state in ("plan", "earlier_summary")]
    return joined(file_findings(taken.files, who), findings(other), differences), moved


def check(inputs: Path, lang: str | None, progress: Progress = silent, answers: Answers | None = None) -> Checked:
    """Read, validate and score what lies in `inputs`, and write nothing."""
    return judged(take_in(inputs, progress, answers), lang, progress)


def judged(taken: Taken, lang: str | None, progress: Progress = silent) -> Checked:
    """Validate and score what was taken in."""
    progress("check", 1, 1)
    plan, found = the_plan(taken)
    # The sheets of a large plan weigh as much as all else that is taken in, and have been read.
    taken = taken._replace(plans={})
    who = who_sent(plan, taken)
    found = joined(found, file_findings(taken.files, who))
    if plan is None:
        return Checked(found, register(taken.files, who, lang or "th"))
    owners = _owners(who)
    refused = set(who.loc[who["state"] == "refused", "department"])
    validated = validate(plan, taken.forms, owners)
    language = lang or plan.settings.language
    files = register(taken.files, who, language)
    changes = revisions.changes(plan, who, taken.forms)
    earlier = latest_before(plan.settings, taken.summaries)
    found = joined(
        found,
        findings(outside.findings_of(taken.leftovers, owners)),
        findings(revisions.findings_of(who, changes)),
        findings(wrong_files.findings_of(plan, owners, validated, earlier)),
    )
    summary = consolidated(plan, validated, owners, refused, files, found, taken.leftovers, changes, earlier)
    summary = replace(summary, register=with_verdicts(summary.register, summary.findings, language))
    return Checked(summary.findings, summary.register, plan, summary, validated, taken.leftovers)


def consolidate(
    inputs: Path, outputs: Path, lang: str | None, progress: Progress = silent, answers: Answers | None = None
) -> Written:
    """Check, then write the summary workbook and the forms that go back to their departments."""
    # Held from the first look at the inputs: what an earlier look found never replaces what a later one did.
    with outputs_folder(outputs) as out:
        return _consolidate(inputs, out, lang, progress, answers)


def _consolidate(inputs: Path, out: Outputs, lang: str | None, progress: Progress, answers: Answers | None) -> Written:
    with Writers(meanwhile=True) as writers:
        checked = judged(_taken(inputs, writers, progress, answers), lang, progress)
        plan, summary = checked.plan, checked.summary
        if plan is None or summary is None or checked.validated is None or checked.leftovers is None:
            return Written(checked)
        language = lang or plan.settings.language
        many, orders = to_return(summary, checked.validated.cells, checked.leftovers, language)
        # What is drawn takes as much memory as the cells that it was made from; they are let go first.
        checked = replace(checked, validated=None, leftovers=None)
        with _kept(out) as cache:
            back = writers.begin(many, orders, Shelf(out, "returned", cache), _done(progress, many))
            progress("summary", 1, 1)
            workbook = write_summary(summary, Figures(language, plan.settings.numerals))
            prove_written(workbook, summary, language)
            forms = back()
    # Whoever finds the folder after a kill goes by the summary. It names the forms to return, so they lie there before
    # it does; and those that it no longer names go last, for until then the summary of before still stands on them.
    returned = [out.place(form) for form in sorted(forms)]
    path = out.write_keeping_previous(f"summary-{plan.settings.round_id}.xlsx", workbook)
    out.remove_others(f"returned/{plan.settings.round_id}-*.xlsx")
    return Written(checked, path, tuple(returned), tuple(out.beside))


def _taken(inputs: Path, writers: Writers, progress: Progress, answers: Answers | None) -> Taken:
    """What lies in the folder; where it is much, readers make room for a writer that gets ready while it is checked."""
    taken = take_in(inputs, progress, answers)
    if len(taken.forms) >= _SOME_COME_BACK:
        shared_readers().shutdown()
        writers.get_ready()
    return taken


def _kept(out: Outputs) -> Cache:
    """What is kept of the forms that earlier runs wrote."""
    return Cache(out.folder / CACHE, FORMS, kept=True)


def _done(progress: Progress, every: int) -> Callable[[int], None]:
    return lambda number: progress("forms", number, every)


def _owners(who: pd.DataFrame) -> dict[str, str]:
    """File → department of the forms that count."""
    counting = who[who["state"] == CANDIDATE]
    return dict(zip(counting["file"], counting["department"], strict=True))


def the_plan(taken: Taken) -> tuple[Plan | None, pd.DataFrame]:
    """The one plan of a folder, and its findings; none where there is not exactly one, or it has errors."""
    if len(taken.plans) != 1:
        names = ", ".join(sorted(taken.plans))
        rule = "PLAN_TWICE" if taken.plans else "PLAN_NOT_FOUND"
        return None, findings([{"rule": rule, "found": names}])
    ((file, sheets),) = taken.plans.items()
    return read_plan(file, sheets)


def who_sent(plan: Plan | None, taken: Taken) -> pd.DataFrame:
    """Whose forms these are, as `identities` tells; without a plan nobody can say."""
    return identities(plan, taken.forms) if plan else pd.DataFrame(columns=IDENTITY_COLUMNS)
