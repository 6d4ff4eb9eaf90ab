"""What contradicts on a KPI's sheet, as formulas: a sentence beside the cell, and a count that outranks "complete"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.forms import arithmetic, live, words
from pipeline.forms.identity_sheet import number_of
from pipeline.forms.layout import COUNTS, EVIDENCE, HINT, MEANING, MISSING, PROBLEM, WRONG_DAY, Entry, hint
from pipeline.forms.live import Case, Live, constant
from pipeline.forms.reading import AMOUNT_NAMES, CHOICES, TEXTS, Reading
from pipeline.forms.remarks import remarks
from pipeline.forms.said import said_of, start_of
from pipeline.validation.cross_rules import IN_MILLIONS
from schemas.fields import Kind
from schemas.submission import LONGEST_TEXT

_NO = number_of("has_obstacle", "no")
_NO_BUDGET, _ALLOCATED = number_of("budget", "no_budget"), number_of("budget", "allocated")
# A score that people gave themselves has no more decimals than this: it agrees with what is the same to as many.
_AS_TYPED = 2


def judge_levels(sheet: Reading, score: Live, gap: Live) -> None:
    """Say beside each level whether it counts; `gap`: the first level that is not met."""
    first, last = (constant(live.as_excel(day)) for day in sheet.filling.plan.settings.reported_days)
    counted, why = constant(sheet.filling.say(words.COUNTED)), _after_gap(sheet, gap)
    for at, level in sheet.levels:
        beyond = live.over(constant(level.number), score)
        counts = (live.no(beyond) if sheet.sequential else sheet.met[at], counted)
        after_gap = [(live.all_of(sheet.met[at], beyond), why[level.asks])] if sheet.sequential else []
        cases = [counts, *after_gap]
        if level.asks:
            cases = [*_status_problems(sheet, at, after_gap), *_day_problems(sheet, at, first, last), counts]
        sheet.cells.put(at, COUNTS, live.first_true(cases, constant(words.NOT_COUNTED)))


def _status_problems(sheet: Reading, at: int, after_gap: list[Case]) -> list[Case]:
    strange = live.all_of(live.given(sheet.status(at)), live.same(sheet.cells.at(at, MEANING), 0))
    cases = [*after_gap, (strange, sheet.workings.say(sheet.filling.say(words.NOT_ON_LIST)))]
    sheet.cells.put(at, PROBLEM, live.flag(live.any_of(*(condition for condition, _ in cases))))
    return cases


def _day_problems(sheet: Reading, at: int, first: Live, last: Live) -> list[Case]:
    """What can be wrong with the day on which a level was done; `first`, `last`: of those that may be reported."""
    day = sheet.days[at]
    unreadable = live.same(day, constant(live.UNKNOWN))
    outside = live.all_of(sheet.met[at], live.over(day, 0), live.any_of(live.under(day, first), live.over(day, last)))
    cases = [(unreadable, words.DATE_UNREADABLE), (outside, words.DATE_OUTSIDE)]
    sheet.cells.put(at, WRONG_DAY, live.flag(live.any_of(unreadable, outside)))
    return [(condition, sheet.workings.say(sheet.filling.say(text))) for condition, text in cases]


def _after_gap(sheet: Reading, gap: Live) -> Mapping[bool, Live]:
    """Why a level that is met does not count, by whether somebody said that it is done: then it is a contradiction."""
    before, after = (constant(sheet.filling.say(text)) for text in words.LEVEL_BEFORE)
    said = (before, live.counted(gap, sheet.figures), after)
    signs = {True: words.WARN_SIGN, False: words.NOT_COUNTED}
    return {asks: live.joined(constant(f"{sign} "), *said) for asks, sign in signs.items()}


def judge_entries(sheet: Reading, score: Live) -> None:
    """Say beside each entry what contradicts; where nothing does, its hint stands there."""
    for name, (at, entry) in sheet.entries.items():
        problems = [*_own_problems(sheet, name, entry), *_problems_with_others(sheet, name, entry, score)]
        sheet.cells.put(at, PROBLEM, live.flag(live.any_of(*(condition for condition, _ in problems))))
        cases = problems + list(remarks(sheet, name, at, entry))
        sheet.cells.put(at, HINT, live.first_true(cases, sheet.workings.say(hint(sheet.filling, sheet.layout, entry))))


def _own_problems(sheet: Reading, name: str, entry: Entry) -> Iterator[Case]:
    """What can be wrong with an entry by itself."""
    if entry.field.kind in TEXTS:
        length = live.length(sheet.entry(name))
        too_long = live.over(length, LONGEST_TEXT)
        yield too_long, said_of(sheet, "TEXT_TOO_LONG", entry, found=live.counted(length, sheet.figures))
    elif name in CHOICES:
        strange = live.all_of(live.given(sheet.entry(name)), live.same(sheet.meaning[name], 0))
        yield strange, said_of(sheet, "CHOICE_NOT_ON_LIST", entry, found=start_of(sheet, name))
    else:
        yield from _number_problems(sheet, name, entry)


def _number_problems(sheet: Reading, name: str, entry: Entry) -> Iterator[Case]:
    value = sheet.meaning[name]
    rule = "AMOUNT_UNREADABLE" if entry.field.kind is Kind.AMOUNT else "NUMBER_UNREADABLE"
    if name in AMOUNT_NAMES:
        too_fine = live.same(value, constant(live.TOO_FINE))
        yield too_fine, said_of(sheet, "AMOUNT_TOO_FINE", entry, found=start_of(sheet, name))
    unreadable = live.all_of(live.given(sheet.entry(name)), live.no(live.known(value)))
    yield unreadable, said_of(sheet, rule, entry, found=start_of(sheet, name))
    if entry.field.between:
        low, high = entry.field.between
        outside = live.all_of(live.known(value), live.any_of(live.under(value, low), live.over(value, high)))
        yield outside, said_of(sheet, entry.field.between_rule, entry, found=live.shown(value, sheet.figures))


def _problems_with_others(sheet: Reading, name: str, entry: Entry, score: Live) -> Iterator[Case]:
    """What can be wrong with an entry beside another."""
    if name == "results.obstacle":
        denied = live.same(sheet.meaning["results.has_obstacle"], _NO)
        yield live.all_of(denied, sheet.is_filled(name)), said_of(sheet, "OBSTACLE_UNMARKED", entry)
    elif name == "results.self_score":
        yield _score_differs(sheet, entry, score)
    elif name in AMOUNT_NAMES:
        yield _amount_without_budget(sheet, name, entry)
        yield from _in_millions(sheet, name, entry)
        if name == "budgets.disbursed":
            yield _disbursed_over_received(sheet, name, entry)


def _score_differs(sheet: Reading, entry: Entry, score: Live) -> Case:
    """A score unlike the rubric's, said only once what the rubric looks at is filled in."""
    own, figures = sheet.meaning["results.self_score"], sheet.figures
    rows = [at for at, level in sheet.levels if level.asks]
    decided = [live.same(sheet.cells.total(min(rows), max(rows), MISSING), 0)] if rows else []
    if "results.value" in sheet.entries:
        at, _ = sheet.entries["results.value"]
        decided += [live.same(sheet.cells.at(at, column), 0) for column in (MISSING, PROBLEM)]
    unlike = live.no(live.same(*(arithmetic.rounded(term, _AS_TYPED) for term in (own, score))))
    # AND looks at all its terms, and nothing that is no number can be rounded.
    differs = live.when(live.all_of(*decided, live.known(own)), unlike, Live("FALSE", False))
    found, expected = live.plain(own, figures), live.plain(score, figures)
    return differs, said_of(sheet, "SCORE_DIFFERS", entry, found=found, expected=expected)


def _amount_without_budget(sheet: Reading, name: str, entry: Entry) -> Case:
    value = sheet.meaning[name]
    unused = live.same(sheet.meaning["budgets.status"], _NO_BUDGET)
    stated = live.all_of(unused, live.known(value), live.no(live.same(value, 0)))
    return stated, said_of(sheet, "AMOUNT_WITHOUT_BUDGET", entry, found=live.shown(value, sheet.figures))


def _disbursed_over_received(sheet: Reading, name: str, entry: Entry) -> Case:
    value, received = sheet.meaning[name], sheet.meaning["budgets.received"]
    more = live.all_of(live.known(value), live.known(received), live.over(value, received))
    found, other = live.shown(value, sheet.figures), live.shown(received, sheet.figures)
    return more, said_of(sheet, "DISBURSED_OVER_RECEIVED", entry, found=found, other=other)


def _in_millions(sheet: Reading, name: str, entry: Entry) -> Iterator[Case]:
    """An amount that is hardly anything beside the allocated budget."""
    allocated = sheet.allocated
    if allocated is not None:
        value, most = sheet.meaning[name], (allocated // IN_MILLIONS) / 100
        with_money = live.same(sheet.meaning["budgets.status"], _ALLOCATED)
        tiny = live.all_of(with_money, live.known(value), live.over(value, 0), live.no(live.over(value, most)))
        found, other = live.shown(value, sheet.figures), constant(sheet.figures.baht(allocated))
        yield tiny, said_of(sheet, "AMOUNT_IN_MILLIONS", entry, found=found, other=other)


def still_wrong(sheet: Reading) -> Iterator[Live]:
    """1 for each cell that was returned as unreadable and still holds what it held, where no formula can tell."""
    texts = {entry.key for _, entry in sheet.entries.values() if entry.field.kind in TEXTS}
    for key, (at, column) in sheet.layout.places.items():
        if key in sheet.filling.unread and (key in texts or column == EVIDENCE):
            raw = sheet.filling.answers.get(key)
            yield live.flag(live.still_holds(live.cell(at, column, raw), raw, sheet.workings.keep))
