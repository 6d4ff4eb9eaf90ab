"""How many lines a text takes in a column, and how high its row must be: nothing fits rows for Thai text by itself."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

# Advance widths in thousandths of the font's size, read from Laksaman (regular), which draws Thai and Latin like
# TH SarabunPSK at 1.42 times the size. Vowels and tone marks above and below take no width.
_ZERO = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
_WIDE = {"ฌ": 780, "ญ": 780, "ฑ": 693, "ฒ": 800, "ณ": 816, "ฬ": 682, "M": 824, "W": 884, "w": 762, "m": 904, "@": 806}
_NARROW = {
    **dict.fromkeys("il.,:;'!|·", 230),
    **dict.fromkeys("เโใไ", 350),
    **dict.fromkeys("fjrt()[]- ", 324),
    **dict.fromkeys("/*IJ", 420),
    **dict.fromkeys("าำร", 480),
}
_THAI_LETTER = 600
_THAI_DIGIT = 675
_CAPITAL = 650
_OTHER = 560

# Thai is broken between words that only a dictionary knows, so a line ends up to a short word early.
_RESERVE = 0.94
_WORD_LOSS = 1.1
_PIECE = re.compile(r"[ \t]+|[^\s\u0e00-\u0e7f]+|[\u0e00-\u0e7f]+")

LINE_HEIGHT = 1.98
LOWEST_ROW = 15.0
HIGHEST_ROW = 405.0


def advance(text: str) -> float:
    """The width of a text on one line, in units of its font size."""
    return sum(map(_advance, text)) / 1000


def _advance(char: str) -> int:
    if char in _ZERO:
        return 0
    known = _NARROW.get(char) or _WIDE.get(char)
    if known:
        return known
    if "๐" <= char <= "๙":
        return _THAI_DIGIT
    if "\u0e00" <= char <= "\u0e7f":
        return _THAI_LETTER
    return _CAPITAL if char.isupper() else _OTHER


def column_points(width: float) -> float:
    """The points of text that a column of this Excel width holds (7 pixels a character at 96 dpi, less the padding)."""
    return max(width * 7 - 4, 7) * 0.75


def lines(text: str, width: float, size: float) -> int:
    """How many lines `text` takes in a column `width` characters wide at `size` points; never less than one."""
    return sum(1 for _ in wrapped(text, width, size)) or 1


def wrapped(text: str, width: float, size: float) -> Iterator[str]:
    """The text as it may be broken into lines: at spaces, and inside Thai where it must."""
    room = column_points(width) * _RESERVE / size
    for paragraph in text.split("\n"):
        yield from _paragraph(paragraph, room)


def _paragraph(paragraph: str, room: float) -> Iterator[str]:
    line, used = "", 0.0
    for piece in _PIECE.findall(paragraph):
        wide = advance(piece)
        if used + wide <= room:
            line, used = line + piece, used + wide
            continue
        if piece.isspace():
            continue
        if not _is_thai(piece) and wide <= room:
            yield line
            line, used = piece, wide
            continue
        for char in piece:
            step = _advance(char) / 1000
            if used + step > room - (_WORD_LOSS if _is_thai(piece) else 0) and step and line:
                yield line
                line, used = "", 0.0
            line, used = line + char, used + step
    yield line


def _is_thai(piece: str) -> bool:
    return "\u0e00" <= piece[0] <= "\u0e7f"


def height(line_count: int, size: float) -> float:
    """The height in points of a row that shows so many lines, capped at what Excel allows."""
    return min(HIGHEST_ROW, max(LOWEST_ROW, math.ceil(line_count * size * LINE_HEIGHT + 4)))


def parts(text: str, width: float, size: float) -> list[str]:
    """A text too high for one row, cut into texts that each fit a row of their own; joined they are the text."""
    most = int((HIGHEST_ROW - 4) / (size * LINE_HEIGHT))
    if lines(text, width, size) <= most:
        return [text]
    cut: list[str] = []
    start = here = 0
    count = 0
    for line in wrapped(text, width, size):
        if count == most:
            cut.append(text[start:here])
            start, count = here, 0
        here = text.index(line, here) + len(line) if line else here + 1
        count += 1
    return [*cut, text[start:]]
