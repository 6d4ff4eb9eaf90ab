"""An amount in baht said in words, as on a cheque, by formulas: its digits in one cell, the sentence in the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pipeline.forms import live
from pipeline.forms.identity_sheet import number_words
from pipeline.forms.live import Cells, Live, constant
from pipeline.forms.words import NOT_COUNTED

IN_WORDS_COLUMNS = 2
MOST_BAHT = 10**13
# Fourteen digits of baht and two of satang.
_DIGITS = 16
# A sentence begins with it, and so does what follows the baht in Thai.
_START = "|"


class _Said(NamedTuple):
    """Some of the digits, counted from 1, and what is said of them.

    `words`: a list of `number_words`, or a word for nothing but zeros and one for all else.
    """

    first: int
    length: int
    words: str | tuple[str, str]


def _digits(first: int, *places: str) -> list[_Said]:
    """A digit each, from the first on."""
    return [_Said(first + after, 1, place) for after, place in enumerate(places)]


_SENTENCES: Mapping[str, Sequence[_Said]] = {
    "th": (
        _Said(1, 16, ("ศูนย์บาท", "")),
        *_digits(1, "สิบ", "หน่วย"),
        _Said(1, 2, ("", "ล้าน")),
        *_digits(3, "แสน", "หมื่น", "พัน", "ร้อย", "สิบ", "หน่วย"),
        _Said(1, 8, ("", "ล้าน")),
        *_digits(9, "แสน", "หมื่น", "พัน", "ร้อย", "สิบ", "หน่วย"),
        _Said(1, 14, ("", f"บาท{_START}")),
        *_digits(15, "สิบ", "หน่วย"),
        _Said(15, 2, ("ถ้วน", "สตางค์")),
    ),
    "en": (
        _Said(1, 16, (" zero baht", "")),
        _Said(1, 2, "ones"),
        _Said(1, 2, ("", " trillion")),
        _Said(3, 1, "hundreds"),
        _Said(4, 2, "ones"),
        _Said(3, 3, ("", " billion")),
        _Said(6, 1, "hundreds"),
        _Said(7, 2, "ones"),
        _Said(6, 3, ("", " million")),
        _Said(9, 1, "hundreds"),
        _Said(10, 2, "ones"),
        _Said(9, 3, ("", " thousand")),
        _Said(12, 1, "hundreds"),
        _Said(13, 2, "ones"),
        _Said(1, 14, ("", " baht")),
        _Said(15, 2, "ones"),
        _Said(15, 2, ("", " satang")),
    ),
}
# What takes the starts out again. One is said เอ็ด after anything higher, but หนึ่ง where it comes first.
_REPAIRS = {"th": ((f"{_START}เอ็ด", "หนึ่ง"), (_START, "")), "en": ((f"{_START} ", ""),)}


def in_words(cells: Cells, row: int, columns: Sequence[int], amount: Live, lang: str) -> Live:
    """Put the formulas into hidden cells of a row; gives the reference to the sentence.

    `amount`: the reference to a number of at most two decimals. A dash stands where it is no number, below 0 or over
    MOST_BAHT.
    """
    dash = constant(NOT_COUNTED)
    sound = live.all_of(live.known(amount), live.no(live.under(amount, 0)), live.no(live.over(amount, MOST_BAHT)))
    digits = cells.put(row, columns[0], live.when(sound, live.satang(amount, _DIGITS), dash))
    return cells.put(row, columns[1], live.when(live.same(digits, dash), dash, _sentence(digits, lang)))


@live.by_value
def _sentence(digits: Live, lang: str) -> Live:
    sentence = live.joined(constant(_START), *(_say(digits, said, lang) for said in _SENTENCES[lang]))
    for old, new in _REPAIRS[lang]:
        sentence = live.replaced(sentence, old, new)
    return sentence


def _say(digits: Live, said: _Said, lang: str) -> Live:
    part = live.piece(digits, said.first, said.length)
    if isinstance(said.words, str):
        return live.word_at(part, *number_words(lang, said.words))
    zeros, others = map(constant, said.words)
    return live.when(live.same(part, constant("0" * said.length)), zeros, others)
