"""Filled forms that are damaged at random are refused, or read as what they were.

Claimed of every mutant: its reading ends, in time, and the same worker reads on. Of a damaged package: what is read is
the original to the last cell. Of a flipped bit inside a part, which no checksum can tell from typing: only the cell that
was hit is another, or the cells that show the text that was hit; where it hit the styles, numbers may show as dates and
dates as numbers; where it hit anything else, nothing is another but a sheet's name. Of two parts in each other's place:
whatever is read stands in the cell where it stood, under the same key, though the sheets may have changed their names.

Not claimed: a bit that hits a cell's own address may move that one cell within its row, to where nothing stood; and
nothing of a bit inside an ods, whose cells have no addresses.

`--mutations 20000` reads more of them. `support.mutants.mutant(number)` makes the one that a message names.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import unescape

import pytest
from support.mutants import INSIDE, PACKAGE, forms, mutant
from support.reading import sheets_in

from pipeline.intake.addresses import column_of
from pipeline.intake.reader import Reader
from pipeline.intake.reading import Reading, reading

CHUNK = 100
CELL = re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
STRING = re.compile(rb"<si>.*?</si>", re.DOTALL)
BOOK, STRINGS, STYLES, SHEET = "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet"


def pytest_generate_tests(metafunc):
    if "first" in metafunc.fixturenames:
        most = metafunc.config.getoption("--mutations", 2000)
        metafunc.parametrize("first", range(0, most, CHUNK))


@pytest.fixture(scope="module")
def reader():
    reader = Reader()
    yield reader
    reader.close()


@cache
def original(form):
    return reading(forms()[form])


def test_damaged_forms_are_refused_or_read_as_what_they_were(reader, first):
    reader.read(b"")
    outcomes, process = Counter(), reader._process
    for number in range(first, first + CHUNK):
        made = mutant(number)
        said = reader.read(made.data).content
        outcomes["read" if isinstance(said, Reading) else said.state] += 1
        trouble = wrong(made, said)
        assert not trouble, f"mutant {number} of {made.form}, {made.kind} {made.part} {made.place}: {trouble}"
    assert min(outcomes[state] for state in ("read", "refused", "unreadable")) > CHUNK // 20, outcomes
    assert reader._process is process


def wrong(made, said):
    """What is not as claimed, in words; nothing where all is."""
    if not isinstance(said, Reading):
        return "the reader was stopped" if said.rule == "FILE_READER_STOPPED" else ""
    if made.kind in PACKAGE:
        return "" if said == original(made.form) else "read as something else"
    if not made.part:
        return wrong_places(made, said)
    return "" if made.form == "ods" else wrong_inside(made)


def wrong_places(made, said):
    """Of parts in each other's place."""
    was, now = ({cell[1:3] for cell in found.cells} for found in (original(made.form), said))
    return "" if was == now else f"keys that moved: {was ^ now}"


def wrong_inside(made):
    """Of a flipped bit inside a part."""
    was, now = shown(forms()[made.form]), shown(made.data)
    changed = {place for place in was.keys() | now.keys() if was.get(place) != now.get(place)}
    return f"{sorted(changed - hit(made, was, now))} changed" if changed - hit(made, was, now) else ""


def shown(data):
    """Number of the sheet, row and column → what stands there, where something does; and the sheets' names."""
    sheets = sheets_in(data)
    places = (
        ((number, row, column), value)
        for number, sheet in enumerate(sheets, start=1)
        for row, values in enumerate(sheet.rows, start=1)
        for column, value in enumerate(values, start=1)
        if value != ""
    )
    return dict(places) | {("name", number): sheet.name for number, sheet in enumerate(sheets)}


def hit(made, was, now):
    """The places which the flipped bit may have changed."""
    if made.part.startswith(SHEET):
        return places_of_cell(made, was)
    if made.part == STRINGS:
        text = unescape(re.sub(rb"<[^>]*>", b"", element(STRING, made)).decode())
        return {place for place, value in was.items() if value == text}
    if made.part == STYLES:
        return {place for place in was.keys() & now.keys() if not isinstance(was[place], str)}
    return {("name", number) for number in range(len(was))} if made.part == BOOK else set()


def places_of_cell(made, was):
    """The cell that was hit, and the empty ones beside it."""
    found = CELL.match(element(CELL, made))
    if not found:
        return set()
    sheet, row = int(made.part.removeprefix(SHEET).removesuffix(".xml")), int(found[2])
    beside = {(sheet, row, column) for column in range(1, 16_385)} - was.keys()
    return beside | {(sheet, row, column_of(found[1].decode()))}


def element(pattern, made):
    """What matches where the bit was flipped."""
    spans = (found for found in pattern.finditer(made.before) if found.start() <= made.place < found.end())
    return next((found[0] for found in spans), b"")


def test_every_kind_of_damage_has_a_turn_in_every_chunk():
    assert {mutant(number).kind for number in range(CHUNK)} == PACKAGE.keys() | INSIDE.keys()


def test_a_mutant_is_the_same_every_time():
    for number in range(30):
        made = mutant(number)
        assert mutant(number) == made
        assert made.data != forms()[made.form] or made.kind == "members swapped"
