"""The formulas of a KPI's sheet: what is required, what is missing, what contradicts, and what the rubric gives."""

from __future__ import annotations

from pipeline.forms import arithmetic, live, words
from pipeline.forms.asking import ask
from pipeline.forms.carrying import mark_carried
from pipeline.forms.contradictions import judge_entries, judge_levels, still_wrong
from pipeline.forms.filling import Filling
from pipeline.forms.layout import (
    ASKED,
    COUNTS,
    FILLED,
    FIRST,
    MEANING,
    MISSING,
    PROBLEM,
    SHARE,
    STATE,
    STATUS,
    STRIP,
    VALUE,
    WRONG_DAY,
    Layout,
    Rate,
    Score,
)
from pipeline.forms.live import Cells, Live, constant
from pipeline.forms.reading import Reading
from pipeline.forms.scoring import first_gap, score
from pipeline.forms.workings import Workings

PERCENT_PER_LEVEL = 20
_PERCENT_DECIMALS = 8


def kpi_formulas(filling: Filling, layout: Layout, workings: Workings) -> Cells:
    """Every formula of a KPI's sheet, with the value that it gives for what was answered."""
    sheet = Reading(filling, layout, workings)
    ((at, _),) = layout.of(Score)
    result = sheet.cells.put(at, STATUS, score(sheet))
    gap = sheet.cells.put(at, MEANING, first_gap(sheet))
    sheet.cells.put(at, COUNTS, arithmetic.rounded(arithmetic.times(result, PERCENT_PER_LEVEL), _PERCENT_DECIMALS))
    ask(sheet)
    mark_carried(sheet)
    judge_levels(sheet, result, gap)
    judge_entries(sheet, result)
    _rate(sheet)
    _strip(sheet)
    return sheet.cells


def _rate(sheet: Reading) -> None:
    for at, _ in sheet.layout.of(Rate):
        received, disbursed = sheet.meaning["budgets.received"], sheet.meaning["budgets.disbursed"]
        sound = live.all_of(live.known(received), live.known(disbursed), live.over(received, 0))
        share = live.when(sound, arithmetic.percent(disbursed, received), constant(words.NOT_COUNTED))
        sheet.cells.put(at, VALUE, share)


def _strip(sheet: Reading) -> None:
    """Under the banner: how much of the sheet is filled in, and its state."""
    cells, last = sheet.cells, sheet.layout.last
    asked, missing = (cells.put(STRIP, column, cells.total(FIRST, last, column)) for column in (ASKED, MISSING))
    wrong = (cells.total(FIRST, last, column) for column in (PROBLEM, WRONG_DAY))
    problems = cells.put(STRIP, PROBLEM, arithmetic.plus(*wrong, *still_wrong(sheet)))
    filled = arithmetic.less(asked, missing)
    cells.put(STRIP, FILLED, _filled_of(sheet.filling, filled, asked))
    cells.put(STRIP, SHARE, arithmetic.whole_percent(filled, asked))
    cells.put(STRIP, STATE, _state(sheet.filling, asked, missing, problems))


def _filled_of(filling: Filling, filled: Live, asked: Live) -> Live:
    before, between, after = (constant(filling.say(text)) for text in words.FILLED_OF)
    return live.joined(
        before, live.counted(filled, filling.figures), between, live.counted(asked, filling.figures), after
    )


def _state(filling: Filling, asked: Live, missing: Live, problems: Live) -> Live:
    """A sign and words. What contradicts outranks what is missing."""
    before, after = constant(filling.say(words.PROBLEMS)), constant(filling.say(words.PROBLEMS_AFTER))
    cases = [
        (live.over(problems, 0), live.joined(before, live.counted(problems, filling.figures), after)),
        (live.same(missing, asked), constant(filling.say(words.EMPTY))),
        (live.over(missing, 0), constant(filling.say(words.INCOMPLETE))),
    ]
    return live.first_true(cases, constant(filling.say(words.READY)))
