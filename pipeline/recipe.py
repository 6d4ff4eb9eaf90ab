"""What each command does, step by step: the whole flow on one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline import thai
from pipeline.consolidation.summary import Summary
from pipeline.consolidation.summary import consolidate as consolidated
from pipeline.drawing.figures import Figures
from pipeline.forms.form import form_name, write_form
from pipeline.forms.plan_workbook import empty_settings, write_plan
from pipeline.intake.taken import Taken, take_in
from pipeline.outputs import keep_only, write_whole
from pipeline.register import file_findings, register
from pipeline.report.workbook import write_summary
from pipeline.validation.findings import findings, joined
from pipeline.validation.identity import CANDIDATE, identities
from pipeline.validation.identity import COLUMNS as IDENTITY_COLUMNS
from pipeline.validation.plan import Plan, read_plan
from pipeline.validation.submissions import Validated, validate

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Checked:
    """What a check brings to light. Without a usable plan there is no summary, and only findings and files remain."""

    findings: pd.DataFrame
    register: pd.DataFrame
    plan: Plan | None = None
    summary: Summary | None = None
    validated: Validated | None = None

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return bool((self.findings["severity"] == "error").any())


@dataclass(frozen=True)
class Written:
    """What a consolidation wrote, beside what its check found."""

    checked: Checked
    summary: Path | None
    returned: tuple[Path, ...]


def new(folder: Path, lang: str) -> Path:
    """An empty workspace: inputs with a plan workbook to fill, and outputs. Gives the plan; raises FileExistsError."""
    plan = folder / "inputs" / "plan.xlsx"
    if plan.exists():
        raise FileExistsError(plan)
    (folder / "outputs").mkdir(parents=True, exist_ok=True)
    write_whole(plan, write_plan({"settings": [empty_settings(lang)]}, lang))
    return plan


def forms(inputs: Path, outputs: Path, lang: str | None) -> tuple[Checked, list[Path]]:
    """A blank form for every department that reports this round."""
    taken = take_in(inputs)
    plan, found = the_plan(taken)
    who = who_sent(plan, taken)
    found = found if plan else joined(found, file_findings(taken.files, who))
    checked = Checked(found, register(taken.files, who, lang or "th"), plan)
    if plan is None:
        return checked, []
    written = []
    for department in plan.reporting:
        path = outputs / "forms" / form_name(plan, department)
        write_whole(path, write_form(plan, department, lang or plan.settings.language))
        written.append(path)
    return checked, written


def check(inputs: Path, lang: str | None, progress: Progress = lambda name: None) -> Checked:
    """Read, validate and score what lies in `inputs`, and write nothing."""
    taken = take_in(inputs, progress)
    plan, found = the_plan(taken)
    who = who_sent(plan, taken)
    found = joined(found, file_findings(taken.files, who))
    if plan is None:
        return Checked(found, register(taken.files, who, lang or "th"))
    counting = who[who["state"] == CANDIDATE]
    owners = dict(zip(counting["file"], counting["department"], strict=True))
    refused = set(who.loc[who["state"] == "refused", "department"])
    validated = validate(plan, taken.cells, owners)
    files = register(taken.files, who, lang or plan.settings.language)
    summary = consolidated(plan, validated, owners, refused, files, found)
    return Checked(summary.findings, summary.register, plan, summary, validated)


def consolidate(inputs: Path, outputs: Path, lang: str | None, progress: Progress = lambda name: None) -> Written:
    """Check, then write the summary workbook and the forms that go back to their departments."""
    checked = check(inputs, lang, progress)
    plan, summary, validated = checked.plan, checked.summary, checked.validated
    if plan is None or summary is None or validated is None:
        return Written(checked, None, ())
    language = lang or plan.settings.language
    back = returned_forms(summary, validated, language)
    path = outputs / f"summary-{plan.settings.round_id}.xlsx"
    write_whole(path, write_summary(summary, Figures(language, plan.settings.numerals)))
    folder = outputs / "returned"
    for name, data in back.items():
        write_whole(folder / name, data)
    keep_only(folder, set(back), f"{plan.settings.round_id}-*.xlsx")
    return Written(checked, path, tuple(folder / name for name in sorted(back)))


def returned_forms(summary: Summary, validated: Validated, lang: str) -> dict[str, bytes]:
    """File name → a fresh form of what its department sent, with its findings, for every form with an error."""
    back = {}
    files = summary.register[summary.register["state"].isin(("returned", "accepted_in_part"))]
    for department, revision in zip(files["department"], files["revision"], strict=True):
        cells = validated.cells[validated.cells["department"] == department].drop_duplicates("key")
        filled = cells[~cells["raw"].map(thai.is_blank)]
        answers = dict(zip(filled["key"], filled["raw"], strict=True))
        own = summary.findings[summary.findings["department"] == department]
        again = int(revision) + 1
        name = form_name(summary.plan, department).removesuffix(".xlsx") + f"-r{again}.xlsx"
        back[name] = write_form(summary.plan, department, lang, answers=answers, findings=own, revision=again)
    return back


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
    return identities(plan, taken.cells) if plan else pd.DataFrame(columns=IDENTITY_COLUMNS)
