"""The command line: the only module that prints and exits. Heavy imports stay inside the commands."""

from __future__ import annotations

import errno
import gc
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Self

import click

from pipeline import __version__

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.intake.answers import Answers
    from pipeline.recipe import Checked, Forms

CLEAN, ERRORS, USAGE, NOTHING = 0, 1, 2, 3
_MOST_SHOWN = 20
# Files that are listed one by one; of more, those that are as they should be are only counted.
_MOST_FILES = 100
_AS_THEY_SHOULD_BE = ("plan", "accepted")
# Objects that are made before Python looks for circles among them: a run makes millions that live until it ends.
_BETWEEN_COLLECTIONS = 100_000
# Letters of what is wrong: who typed a whole text into a cell finds all of it in the summary's ledger.
_LONGEST = 400
# Seconds: a run that is longer tells how far it is, and tells it again after so many.
_LONG_RUN, _AGAIN = 1.0, 0.1
# Controls, ends of lines, what turns the direction of writing, and halves of signs.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]")

_WORDS = {
    "files": ("แฟ้มในโฟลเดอร์นำเข้า", "Files in the inputs folder"),
    "findings": ("ข้อสังเกต", "Findings"),
    "none": ("ไม่มี", "none"),
    "more": (
        "และอีก {n} ข้อ รายงานรวมแสดงครบทุกข้อในแผ่น “ข้อสังเกต”",
        "and {n} more; the summary lists all of them on its sheet “Findings”",
    ),
    "more_files": ("และอีก {n} แฟ้ม", "and {n} more files"),
    "score": (
        "คะแนนเฉลี่ย {score} (ร้อยละ {percent}) จาก {reported} ใน {due} ตัวชี้วัด",
        "Mean score {score} ({percent} %) of {reported} of {due} KPIs",
    ),
    "money": (
        "ได้รับ {received} บาท เบิกจ่าย {disbursed} บาท (ร้อยละ {rate})",
        "Received {received} baht, disbursed {disbursed} baht ({rate} %)",
    ),
    "summary": ("รายงานรวม", "Summary"),
    "returned": ("แบบรายงานที่ต้องส่งคืน", "Forms to return"),
    "doing_files": ("กำลังอ่านแฟ้ม", "Reading files"),
    "doing_check": ("กำลังตรวจและให้คะแนน", "Checking and scoring"),
    "doing_summary": ("กำลังเขียนรายงานรวม", "Writing the summary"),
    "doing_forms": ("กำลังเขียนแบบรายงาน", "Writing forms"),
    "forms": ("แบบรายงานของหน่วยงาน", "Forms for the departments"),
    "earlier": ("ยกข้อมูลที่รายงานแล้วจาก", "What was reported already is carried over from"),
    "not_moved": ("ไม่มีแบบรายงานที่ย้ายคำตอบได้", "There is no form whose answers could be moved"),
    "new": ("สร้างพื้นที่ทำงานแล้ว กรอกแผนในแฟ้มนี้", "The workspace is ready; fill the plan in this file"),
    "exists": ("มีแฟ้มแผนอยู่แล้ว จึงไม่เขียนทับ", "A plan workbook is there already, and was not overwritten"),
    "nothing": ("ยังรวบรวมไม่ได้ แก้ไขแผนก่อน", "Nothing was consolidated; correct the plan first"),
    "beside": (
        "แฟ้มเดิมเปิดค้างอยู่ อาจเปิดใน Excel จึงเก็บฉบับใหม่ไว้เป็นอีกแฟ้มหนึ่ง โปรดปิดแฟ้มเดิมแล้วสั่งใหม่",
        "The file of before is open, perhaps in Excel, so the new one was kept beside it; close it and start again",
    ),
    "at_work": (
        "มีการสั่งงานอื่นกำลังเขียนลงโฟลเดอร์นี้ โปรดรอให้เสร็จแล้วสั่งใหม่",
        "Another run is at work on this folder; wait until it has finished and start again",
    ),
    "full": (
        "เนื้อที่จัดเก็บเต็ม แฟ้มเดิมไม่เสียหาย โปรดเพิ่มเนื้อที่ว่างแล้วสั่งใหม่",
        "The disk is full; no file is damaged. Make room and start again",
    ),
    "locked": (
        "เขียนแฟ้มไม่ได้ อาจเปิดอยู่ใน Excel หรือไม่มีสิทธิ์เขียน",
        "A file cannot be written; it may be open in Excel, or the folder is read-only",
    ),
    "trouble": ("อ่านหรือเขียนแฟ้มไม่ได้", "A file cannot be read or written"),
    "bug": (
        "ระบบขัดข้อง แฟ้มเดิมไม่เสียหาย โปรดแจ้งผู้ดูแลพร้อมข้อความนี้",
        "Something is wrong with the program; no file is damaged. Please report this message",
    ),
}
# What the system says of a file, as one of the words above.
_TROUBLES = {
    errno.EAGAIN: "at_work",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "locked",
    errno.EPERM: "locked",
    errno.EROFS: "locked",
}


_inputs = click.option(
    "--inputs",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path("inputs"),
    show_default=True,
    help="The folder with the plan and the forms; only read.",
)
_outputs = click.option(
    "--outputs",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("outputs"),
    show_default=True,
    help="The folder where workbooks are written.",
)
_lang = click.option("--lang", type=click.Choice(["th", "en"]), help="Language; the plan's where not given.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Departments' Excel forms in, one ministry-wide summary workbook out.

    Exit codes: 0 clean, 1 findings that are errors (outputs are written), 2 wrong usage, 3 nothing to consolidate.
    """


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--lang", type=click.Choice(["th", "en"]), default="th", show_default=True, help="Language.")
def new(folder: Path, lang: str) -> int:
    """Start a workspace in FOLDER, with a plan workbook to fill."""
    from pipeline import recipe

    try:
        plan = recipe.new(folder, lang)
    except FileExistsError as there:
        _tell(f"{_say('exists', lang)}: {there}", err=True)
        return USAGE
    _tell(f"{_say('new', lang)}: {plan}")
    return CLEAN


@cli.command()
@_inputs
@_outputs
@_lang
@click.option(
    "--from",
    "sources",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    multiple=True,
    metavar="FILE",
    help="A form of an earlier version or plan, whose answers are moved to the current form; may be given again.",
)
def forms(inputs: Path, outputs: Path, lang: str | None, sources: tuple[Path, ...]) -> int:
    """Write a form for every department of the plan, or move the answers of a form to the current one.

    A summary of an earlier round in the inputs folder gives the forms what was reported already.
    """
    answers = _answers(inputs, outputs, kept=True)
    from pipeline import recipe

    with _Progress(lang) as progress:
        if sources:
            made = recipe.moved_forms(inputs, outputs, sources, lang, answers)
        else:
            made = recipe.forms(inputs, outputs, lang, progress, answers)
    words = _language(made, lang)
    _say_findings(made.findings, words, len(made.findings))
    if not made.written:
        _tell(_say("not_moved" if made.plan else "nothing", words), err=True)
        return NOTHING
    if made.earlier:
        _tell(f"{_say('earlier', words)}: {made.earlier}")
    _tell(f"{_say('forms', words)}:")
    _list(made.written[:_MOST_FILES], len(made.written), words)
    return _say_beside(made.beside, words) or CLEAN


@cli.command()
@_inputs
@_lang
def check(inputs: Path, lang: str | None) -> int:
    """Validate and score everything in the inputs folder, and write nothing."""
    answers = _answers(inputs, inputs.absolute().parent / "outputs", kept=False)
    from pipeline import recipe

    with _Progress(lang) as progress:
        checked = recipe.check(inputs, lang, progress, answers)
    return _report(checked, lang)


@cli.command()
@_inputs
@_outputs
@_lang
def consolidate(inputs: Path, outputs: Path, lang: str | None) -> int:
    """Merge and score the forms; write the summary workbook and the forms to return."""
    answers = _answers(inputs, outputs, kept=True)
    from pipeline import recipe

    with _Progress(lang) as progress:
        written = recipe.consolidate(inputs, outputs, lang, progress, answers)
    code = _report(written.checked, lang)
    words = _language(written.checked, lang)
    if written.summary:
        _tell(f"{_say('summary', words)}: {written.summary}")
    if written.returned:
        _tell(f"{_say('returned', words)}:")
        _list(written.returned[:_MOST_FILES], len(written.returned), words)
    return _say_beside(written.beside, words) or code


def main() -> None:
    """The console command: no traceback reaches a user, whatever happens."""
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may not know Thai letters; a message with question marks beats an error.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    sys.exit(_run())


def _run() -> int:
    try:
        return int(cli.main(standalone_mode=False) or CLEAN)
    except click.ClickException as wrong:
        wrong.show()
        return USAGE
    except click.Abort:
        return USAGE
    except OSError as trouble:
        word = _TROUBLES.get(trouble.errno or 0, "trouble")
        _tell(f"{_both(word)}: {trouble if word == 'trouble' else trouble.filename or trouble}", err=True)
        return USAGE
    except Exception as bug:
        _tell(f"{_both('bug')}: {type(bug).__name__}: {bug}", err=True)
        return USAGE


def _report(checked: Checked, lang: str | None) -> int:
    words = _language(checked, lang)
    _say_files(checked.register, words)
    _say_findings(checked.findings, words, _MOST_SHOWN if checked.summary else len(checked.findings))
    if checked.summary is None:
        _tell(_say("nothing", words), err=True)
        return NOTHING
    _say_totals(checked, words)
    return ERRORS if checked.has_errors else CLEAN


def _say_files(register: pd.DataFrame, lang: str) -> None:
    """The register: how many files there are of each state, and every file with its reason."""
    from pipeline.register import as_line
    from schemas.summary import REGISTER

    counts = register["state"].value_counts(sort=False)
    told = ", ".join(f"{c.title.to(lang)} {counts[c.id]}" for c in REGISTER["state"].choices if c.id in counts)
    _tell(f"{_say('files', lang)}: {told or _say('none', lang)}")
    listed = register
    if len(register) > _MOST_FILES:
        listed = register[~register["state"].isin(_AS_THEY_SHOULD_BE)].head(_MOST_FILES)
    _list([as_line(file, lang) for file in listed.to_dict("records")], len(register), lang)


def _list(lines: Sequence[object], every: int, lang: str) -> None:
    """Some lines, and how many files they leave out."""
    for line in lines:
        _tell(f"  {line}")
    if len(lines) < every:
        _tell("  " + _say("more_files", lang).format(n=f"{every - len(lines):,}"))


def _say_findings(found: pd.DataFrame, lang: str, most: int) -> None:
    """The first findings: the summary lists all of them, and where there is none they are all said here."""
    from pipeline.report.findings import short
    from pipeline.validation.findings import fix, text_of, wrong
    from schemas.rules import FINDINGS

    field = FINDINGS["severity"]
    counts = found["severity"].value_counts()
    told = [f"{c.title.to(lang)} {counts[c.id]}" for c in field.choices if c.id in counts]
    _tell(f"{_say('findings', lang)}: {', '.join(told) or _say('none', lang)}")
    for finding in found.head(most).to_dict("records"):
        place = "!".join(filter(None, (text_of(finding, "sheet"), text_of(finding, "cell"))))
        where = " · ".join(filter(None, (text_of(finding, "file"), text_of(finding, "kpi"), place)))
        title = field.choice_title(finding["severity"], lang)
        said = short(wrong(finding, lang), _LONGEST)
        _tell(f"  [{title}] {where}{': ' if where else ''}{said} → {fix(finding, lang)}")
    if len(found) > most:
        _tell("  " + _say("more", lang).format(n=len(found) - most))


def _say_totals(checked: Checked, lang: str) -> None:
    from pipeline import thai

    assert checked.summary is not None
    total = checked.summary.rollup("ministry")
    if total["score"] == total["score"]:
        mean, percent = thai.half_up(total["score"], 4), thai.half_up(total["percent"], 2)
        counts = {"reported": total["reported"], "due": total["due"]}
        _tell(_say("score", lang).format(score=mean, percent=percent, **counts))
    if total["rate"] == total["rate"]:
        money = {name: thai.format_baht(int(total[name])) for name in ("received", "disbursed")}
        _tell(_say("money", lang).format(rate=thai.half_up(total["rate"], 4), **money))


def _say_beside(paths: Sequence[Path], lang: str) -> int:
    """What could not take its own place; gives the exit code of that, 0 where there is none."""
    if not paths:
        return CLEAN
    _tell(f"{_say('beside', lang)}:", err=True)
    for path in paths:
        _tell(f"  {path}", err=True)
    return USAGE


def _answers(inputs: Path, outputs: Path, kept: bool) -> Answers:
    """What gives the readings of files; the first ones are read while this process still imports what it needs."""
    from pipeline.cache import CACHE
    from pipeline.intake.answers import Answers

    answers = Answers(cache=outputs / CACHE, kept=kept)
    answers.begin(inputs)
    return answers


class _Progress:
    """Tells on a terminal how far a run is that takes long enough to wonder about: one line, gone when the block ends."""

    def __init__(self, lang: str | None) -> None:
        self._lang, self._start, self._last, self._shown = lang or "th", monotonic(), 0.0, ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = monotonic()
        if sys.stderr.isatty() and now >= max(self._start + _LONG_RUN, self._last + _AGAIN):
            counted = f" {done:,}/{total:,}" if total > 1 else ""
            self._show(f"{_say(f'doing_{stage}', self._lang)}{counted} …")
            self._last = now

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._show("")

    def _show(self, line: str) -> None:
        wiped = " " * len(self._shown)
        click.echo(f"\r{wiped}\r{line}", nl=False, err=True)
        self._shown = line


def _tell(line: str, err: bool = False) -> None:
    """Say a line; what a terminal would obey, in the name of a file or in what was typed, is shown as what it is."""
    click.echo(_OBEYED.sub(lambda sign: sign[0].encode("unicode_escape").decode(), line), err=err)


def _language(checked: Checked | Forms, lang: str | None) -> str:
    return lang or (checked.plan.settings.language if checked.plan else "th")


def _say(name: str, lang: str) -> str:
    return _WORDS[name][lang == "en"]


def _both(name: str) -> str:
    return " / ".join(_WORDS[name])
