"""How many lines a text takes in a column, and how high its row must be: nothing fits rows for Thai text by itself.

Measured against LibreOffice 7.4 (the example's texts in Laksaman, 9 to 12 points, regular and bold, 3,627 cells of 14 to
80 characters as wide as Excel draws them): 79 % have as many lines as counted here, 20 % one fewer, 1 % two fewer, and
5 cells, of 12 points bold or with words joined by strokes, one more. TH Sarabun New is 6 % narrower at its size, and
LibreOffice draws columns wider than Excel (6 % with Liberation Sans, 21 % where it must fall back to DejaVu Sans), so
with either there are fewer lines still.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Generator, Iterator
from functools import lru_cache
from itertools import accumulate, islice

# Advance widths in thousandths of the font's size, read from Laksaman (regular): the glyphs of TH Sarabun New, drawn
# 1.5 times as large. U+0020 to U+007E, then U+0E01 to U+0E5B; marks above and below, and what is not assigned, take none.
_LATIN = """
324 221 312 606 543 879 636 180 285 285 428 618 243 324 243 406 544 544 544 544 544 544 544 544 544 544 243 243 618 618
618 425 806 601 568 610 648 527 527 639 663 221 397 565 530 824 663 731 568 732 570 529 570 700 586 884 628 550 637 294
394 294 619 529 306 517 603 497 603 562 309 467 586 215 233 475 300 904 586 598 603 603 326 424 357 586 512 762 478 506
482 312 230 312 625
"""
_THAI = """
580 568 574 591 591 613 442 552 567 568 574 780 780 639 639 515 693 800 816 588 588 568 646 503 631 643 643 573 573 672
672 639 601 564 484 568 573 639 503 591 658 573 642 682 582 559 588 536 0 475 475 0 0 0 0 0 0 0 0 0 0 0 618 305 567 356
364 367 308 600 0 0 0 0 0 0 0 0 676 675 675 675 675 675 675 675 675 675 675 785 1048
"""


class _Advances(dict[str, int]):
    """The width of every character; of one that stands in no table here, that of a wide letter."""

    def __missing__(self, char: str) -> int:
        return 900


_ADVANCES = _Advances(zip(map(chr, range(0x20, 0x7F)), map(int, _LATIN.split()), strict=True))
_ADVANCES |= dict(zip(map(chr, range(0x0E01, 0x0E5C)), map(int, _THAI.split()), strict=True))
_ADVANCES |= {"“": 556, "”": 556, "‘": 371, "’": 371, "–": 541, "·": 243, "•": 324, "\u00a0": 324}

# A line of Thai ends between words that only a dictionary knows, so on average it stays short of the edge by so many
# thousandths of the font's size; and edges are rounded to pixels. Smaller values cut texts, larger ones leave rows too high.
_WORD_LOSS = 1000
_RESERVE = 0.965
# Together these are the whole text.
_PIECE = re.compile(r"\n|[^\S\n]+|[^\s\u0e01-\u0e5b]+|[\u0e01-\u0e5b]+")
# Inside a piece a line begins neither after a vowel that is written before its consonant, nor before a mark or a
# vowel that is written after.
_MAY_BEGIN = re.compile("(?<![เแโใไ])[^\u0e2f-\u0e3a\u0e45-\u0e4e]")

# A line break is wider than what is left of any line.
_IN_LINES = _Advances(_ADVANCES | {"\n": 1_000_000_000})

LOWEST_ROW = 15.0
HIGHEST_ROW = 405.0
_PADDING = 4


def advance(text: str) -> float:
    """The width of a text on one line, in units of its font size."""
    return sum(map(_ADVANCES.__getitem__, text)) / 1000


def column_points(width: float) -> float:
    """The points of text that a column of this Excel width holds (7 pixels a character at 96 dpi)."""
    return max(width, 1) * 7 * 0.75


@lru_cache(maxsize=4096)
def lines(text: str, width: float, size: float) -> int:
    """How many lines `text` takes in a column `width` characters wide at `size` points; never less than one."""
    return len(list(line_starts(text, width, size)))


def line_starts(text: str, width: float, size: float) -> Iterator[int]:
    """Where each line of the text begins, as an index: after spaces and line breaks, and inside Thai where it must."""
    yield 0
    room, before = _room(width, size), _before(text)
    if before[-1] <= room:
        return
    # The line that is being filled begins at `left`, measured as `before` is, and ends at `left + room`.
    left, at, starts = 0, 0, _starts(text)
    while (over := max(at, bisect_right(before, left + room) - 1)) < len(text):
        piece = bisect_right(starts, over)
        start, at = starts[piece - 1], starts[piece]
        if text[start] == "\n":
            yield at
            left = before[at]
        elif text[start].isspace():
            left = before[at] - room  # spaces hang over the edge
        else:
            if before[start] > left and not _is_thai(text[start]):
                yield start
                left = before[start]
            left = yield from _inside(text, start, at, left, room)


# A text is measured in several widths one after the other, to see which suits it.
@lru_cache(maxsize=64)
def _before(text: str) -> list[int]:
    """How wide is what stands before each character of a text, and before its end, in thousandths of its font size."""
    return list(accumulate(map(_IN_LINES.__getitem__, text), initial=0))


@lru_cache(maxsize=64)
def _starts(text: str) -> list[int]:
    """Where each piece of a text begins, and where the last of them ends."""
    return list(accumulate(map(len, _PIECE.findall(text)), initial=0))


@lru_cache(maxsize=256)
def _room(width: float, size: float) -> int:
    """What a line of such a column holds, in thousandths of the font's size."""
    return math.floor(column_points(width) * _RESERVE / size * 1000)


def _inside(text: str, start: int, end: int, left: int, room: int) -> Generator[int, None, int]:
    """Breaks inside a run of Thai or an over-long word of the text; gives where its last line begins, as `left`."""
    before = _before(text)
    if _is_thai(text[start]):
        room -= _WORD_LOSS
    while before[end] - left > room:
        over = bisect_right(before, left + room, start, end) - 1
        # Never before what would leave an empty line.
        least = start if before[start] > left else bisect_right(before, before[start], start, end)
        begins = _MAY_BEGIN.search(text, max(over, least), end)
        if begins is None:
            break
        start = begins.start()
        left = before[start]
        yield start
    return left


def _is_thai(char: str) -> bool:
    return "\u0e01" <= char <= "\u0e5b"


def height(line_count: int, pitch: float) -> float:
    """The height in points of a row with so many lines, `pitch` points each, capped at what Excel allows."""
    return min(HIGHEST_ROW, max(LOWEST_ROW, math.ceil(line_count * pitch + _PADDING)))


def parts(text: str, width: float, size: float, most: int) -> list[str]:
    """A text cut into texts of at most `most` lines each, where it can at a space; joined they are the text."""
    cut: list[str] = []
    while len(starts := list(islice(line_starts(text, width, size), most + 1))) > most:
        here = _cut(text, starts[most - 1] + 1, starts[most])
        cut.append(text[:here])
        text = text[here:]
    return [*cut, text]


def _cut(text: str, first: int, last: int) -> int:
    """Where to cut a text between two indices: after the last white space there, else at the end."""
    spaces = [found.end() for found in re.finditer(r"\s+", text[first:last])]
    return first + spaces[-1] if spaces else last
