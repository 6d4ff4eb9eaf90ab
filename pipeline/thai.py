"""Thai text, digits, numbers and dates: cleaned, compared, parsed and written.

A parser takes whatever a cell holds and gives None for what it cannot read with certainty; it never raises.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import itertools
import math
import numbers
import re
import unicodedata
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import NamedTuple

_DIGITS = tuple(zip("๐๑๒๓๔๕๖๗๘๙", "0123456789", strict=True))
_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")

# Soft hyphen, ZWSP, ZWNJ, ZWJ, LRM, RLM, word joiner, BOM.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_LINE_BREAK = re.compile(r"(?:_x000D_|\r)\n?", re.IGNORECASE)
_ESCAPED_BREAK = re.compile("_x000D_", re.IGNORECASE)
# All but a plain space on its own, which is what most are.
_OTHER_SPACES = re.compile(r"(?: (?=[^\S\n])|[^\S\n ])[^\S\n]*")
_LINE_END = re.compile(r" +\n")
_MANY_BLANK_LINES = re.compile(r"\n{3,}")

# Unicode has an order for the marks of one letter, and each its class in it. Most Thai vowels above, and thanthakhat, have
# none; here they have that of the vowels below, and of the tone marks. Sara am comes after its tone mark.
_VOWELS = "\u0e31\u0e34-\u0e39"
_TONES = "\u0e48-\u0e4b"
# Maitaikhu, nikhahit and yamakkan stay where they are.
_CLASSLESS = "\u0e47\u0e4d\u0e4e"
_THANTHAKHAT, _SARA_AM = "\u0e4c", "\u0e33"
_TWO_SARA_E, _SARA_AE = "\u0e40\u0e40", "\u0e41"
_CLASSES = dict.fromkeys("\u0e31\u0e34\u0e35\u0e36\u0e37", 103) | {_THANTHAKHAT: 107, _SARA_AM: 108}
# Signs side by side, among them all marks; sara am too, but where a vowel is put on it nobody knows what is meant.
_SIGNS = re.compile(rf"(?:[^\w\s!-~]|{_SARA_AM}(?![^\w\s{_CLASSLESS}]*[{_VOWELS}\u0e3a{_THANTHAKHAT}])){{2,}}")
_SPLIT_SARA_AM = re.compile(f"\u0e4d([{_TONES}]*)\u0e32")
# Most texts are clean as they stand, which is soon told: no sign that may go, be joined or change places by itself, so only
# visible ASCII without _, spaces and line ends, and Thai without phinthu and nikhahit; no mark behind one that it belongs
# before; and none of what is written shorter.
_RARE = re.compile("[^\n -^`-~\u0e01-\u0e39\u0e3f-\u0e4c\u0e4e-\u0e5b]")
_MISPLACED = re.compile(f"[{_SARA_AM}{_TONES}{_THANTHAKHAT}][{_VOWELS}{_TONES}{_THANTHAKHAT}]")
_SHORTENED = (_TWO_SARA_E, "  ", " \n", "\n\n\n")
# No letter has so many marks. Python takes time by the square of their number to put them in Unicode's order.
_PILE = re.compile(r"[^\w\s]{32,}")

# A group of thousands never starts with 0: "0,125" is far more likely a decimal comma.
_WHOLE = r"[+-]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = re.compile(rf"{_WHOLE}(?:\.[0-9]+)?")
_AMOUNT = re.compile(rf"(?:฿\s*)?(?P<number>{_WHOLE}(?:\.[0-9]+|\.-)?)\s*(?:บาท\s*(?:ถ้วน)?)?")

# What Excel itself keeps of a number.
_FIFTEEN_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
_FLOAT_NOISE = Decimal("0.000001")
_MOST_BAHT = 10**15
_SATANG = Decimal("0.01")

_THAI_MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_THAI_SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_BUDDHIST_ERA = 543
_FIRST_YEAR, _LAST_YEAR = 1957, 2157

_PREFIX = r"(?:(?:เมื่อ)?วันที่\s*)?"
_ERA_AND_YEAR = r"(?P<era>พ\.?\s*ศ\.?\s*)?(?P<year>[0-9]{4}|[0-9]{2})"
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00:00)?")
_DATE_IN_WORDS = re.compile(rf"{_PREFIX}(?P<day>[0-9]{{1,2}})\s*(?P<month>[^0-9]+?)\s*{_ERA_AND_YEAR}")
_DATE_IN_DIGITS = re.compile(
    rf"{_PREFIX}(?P<day>[0-9]{{1,2}})\s*(?P<mark>[/-])\s*(?P<month>[0-9]{{1,2}})\s*(?P=mark)\s*{_ERA_AND_YEAR}"
)


def to_arabic(text: str) -> str:
    """The text with Thai digits as Arabic ones, and nothing else changed."""
    # Ten searches take a twentieth of the time of one translation, which looks every letter up.
    for thai, arabic in _DIGITS:
        text = text.replace(thai, arabic)
    return text


def to_thai(text: str) -> str:
    """The text with Arabic digits as Thai ones, and nothing else changed."""
    return text.translate(_TO_THAI)


def clean(text: str) -> str:
    """The text as it was meant: no invisible characters, plain single spaces, marks in their proper order.

    Lines are kept, with at most one blank line between them. Cleaning what is clean changes nothing.
    """
    return text if _is_proper(text) else _put_right(text)


def _is_proper(text: str) -> bool:
    """Whether cleaning is sure to change nothing; False where only cleaning can tell."""
    if _RARE.search(text) or _MISPLACED.search(text):
        return False
    return text == text.strip() and not any(signs in text for signs in _SHORTENED)


def _put_right(text: str) -> str:
    text = _PILE.sub(_spread, _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text).replace(_TWO_SARA_E, _SARA_AE)
    text = _SIGNS.sub(_in_order, _SPLIT_SARA_AM.sub(f"\\1{_SARA_AM}", text))
    # Marks that changed places may stand beside a letter that has a sign of its own with them.
    return _clean_spaces(unicodedata.normalize("NFC", text))


def _spread(pile: re.Match[str]) -> str:
    """Signs taken apart as far as Unicode does, and in its order."""
    return _sorted_marks("".join(unicodedata.normalize("NFD", sign) for sign in pile[0]), unicodedata.combining)


def _in_order(signs: re.Match[str]) -> str:
    return _ordered(signs[0])


@functools.lru_cache(maxsize=4096)
def _ordered(signs: str) -> str:
    """Few marks ever stand together, and the same ones again and again."""
    return _sorted_marks(signs, _class)


def _class(sign: str) -> int:
    return _CLASSES.get(sign) or unicodedata.combining(sign)


def _sorted_marks(signs: str, class_of: Callable[[str], int]) -> str:
    """The signs with the marks of each letter in the order of their classes; what is no mark stays where it is."""
    runs = itertools.groupby(signs, lambda sign: class_of(sign) > 0)
    return "".join(sign for _, run in runs for sign in sorted(run, key=class_of))


def _clean_spaces(text: str) -> str:
    text = _LINE_BREAK.sub("\n", text)
    text = _OTHER_SPACES.sub(" ", text)
    text = _LINE_END.sub("\n", text)
    return _MANY_BLANK_LINES.sub("\n\n", text).strip()


def key(text: str) -> str:
    """What names are compared by: the cleaned text without white space, in Arabic digits and one letter case."""
    # Spaces go first, so that a space inside a misspelling does not hide it from cleaning.
    return to_arabic(clean(_ESCAPED_BREAK.sub("", "".join(text.split())))).casefold()


def digest(key: str) -> bytes:
    """Sixteen bytes in the place of the `key` of a long text that is only compared: they are the same where the keys are."""
    return hashlib.blake2b(key.encode("utf-16", "surrogatepass"), digest_size=16).digest()


def is_blank(raw: object) -> bool:
    """Whether a cell holds nothing: None, not-a-number, not-a-time, or text with nothing to see in it."""
    if isinstance(raw, str):
        # Cleaning takes no letter, digit or sign of ASCII away but `_x000D_`, and most texts begin with one.
        return not raw or not (raw[0].isalnum() or "!" <= raw[0] < "_" or clean(raw))
    return raw is None or (isinstance(raw, float | datetime.date) and raw != raw)


def parse_number(raw: object) -> Decimal | None:
    """The number that a cell holds, as a number or as text in Thai or Arabic digits.

    A float is rounded to 15 significant digits. Text may have a sign, decimals and thousands commas in their places.
    None for all else: ranges, words, units, exponents, dates, booleans, infinity and blanks.
    """
    if isinstance(raw, str):
        text = to_arabic(clean(raw))
        return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None
    if isinstance(raw, numbers.Integral) and not isinstance(raw, bool):
        return Decimal(int(raw))
    if isinstance(raw, float) and math.isfinite(raw):
        return _FIFTEEN_DIGITS.create_decimal(repr(float(raw)))
    return None


def parse_amount(raw: object) -> int | None:
    """The satang of an amount in baht: a number as for `parse_number`; text may also say ฿, .-, บาท or บาทถ้วน.

    None for what is no number, counts in other units (ล้านบาท, พันบาท), is finer than a satang, or is over 10**15 baht.
    """
    baht = parse_number(_without_currency(raw) if isinstance(raw, str) else raw)
    if baht is None or abs(baht) > _MOST_BAHT:
        return None
    rounded = baht.quantize(_SATANG, ROUND_HALF_UP)
    # Only a float can be off by a trace through no fault of the person who typed it.
    allowed = _FLOAT_NOISE if isinstance(raw, float) else 0
    return int(rounded * 100) if abs(baht - rounded) <= allowed else None


def _without_currency(text: str) -> str:
    found = _AMOUNT.fullmatch(to_arabic(clean(text)))
    return found["number"].removesuffix(".-") if found else ""


def format_baht(satang: int) -> str:
    """Satang as baht with separators, as an officer reads it."""
    whole, part = divmod(abs(satang), 100)
    return f"{'-' if satang < 0 else ''}{whole:,}.{part:02d}"


def half_up(value: float | Decimal | Fraction, places: int) -> Decimal:
    """The value rounded to so many decimal places, halves away from zero; a float counts as what its repr says.

    Infinity and not-a-number are errors.
    """
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Fraction(value)
    above, below = exact.as_integer_ratio()
    units = (2 * abs(above) * 10**places + below) // (2 * below)
    return Decimal(f"{-units if above < 0 else units}E{-places}")


def plain(value: float, places: int) -> str:
    """A number rounded half up, without the decimals that say nothing: 3.70 is 3.7, and 100.00 is 100."""
    return f"{half_up(float(value), places).normalize():f}"


def parse_date(raw: object) -> datetime.date | None:
    """The day that a cell holds: a date, ISO text, day/month/year, or a day with a Thai or English month and a year.

    A year from 2400 on is B.E., in real dates too. Two digits are B.E. 25yy where พ.ศ. says so, and from 43 on after
    a Thai month or with slashes. None for all else: ranges, days that do not exist, other short years, no year,
    bare numbers, blanks, and years outside 1957-2157 C.E.
    """
    if isinstance(raw, datetime.date):
        return _day(raw.year, raw.month, raw.day)
    if not isinstance(raw, str):
        return None
    text = to_arabic(clean(raw))
    if found := _ISO_DATE.fullmatch(text):
        return _day(*map(int, found.groups()))
    if found := _DATE_IN_DIGITS.fullmatch(text):
        return _day(_year(found, found["mark"] == "/"), int(found["month"]), int(found["day"]))
    if found := _DATE_IN_WORDS.fullmatch(text):
        name = _month_key(found["month"])
        return _day(_year(found, not name.isascii()), _MONTHS.get(name, 0), int(found["day"]))
    return None


@functools.lru_cache(maxsize=256)
def _month_key(name: str) -> str:
    """A month's name without dots, white space and capitals: มี.ค. is also written มีค, มีค. and มี. ค."""
    return key(name).replace(".", "")


_MONTHS = {
    _month_key(name): month
    for names in (_THAI_MONTHS, _THAI_SHORT, _ENGLISH_MONTHS, [name[:3] for name in _ENGLISH_MONTHS])
    for month, name in enumerate(names, 1)
}


_MONTH_NAME = "|".join(
    r"\s?".join(rf"{re.escape(part)}\.?" for part in name.split(".") if part)
    for name in (*_THAI_MONTHS, *_THAI_SHORT, *_ENGLISH_MONTHS, *(name[:3] for name in _ENGLISH_MONTHS))
)
_TO = r"\s?(?:[-–—,&]|ถึง|และ|to|and)\s?(?:วันที่\s?)?"
# The 19 of COVID-19 is no day, nor are the digits of a longer number. A short year may not be the head of an amount.
_DAYS_IN_TEXT = re.compile(
    rf"(?P<days>[0-9](?<![0-9]{{2}})(?<![0-9][./][0-9])(?<![A-Za-z][-–][0-9])[0-9]?(?:{_TO}[0-9]{{1,2}}(?![0-9])){{,9}})\s?"
    rf"(?:(?:เดือน\s?)?(?P<name>{_MONTH_NAME})|(?P<mark>[/-])(?P<number>[0-9]{{1,2}})(?P=mark))\s?"
    r"(?P<era>พ\.?\s?ศ\.?\s?)?(?P<year>[0-9]{4}(?![0-9])|[0-9]{2}(?![0-9]|[.,:/][0-9]))",
    re.IGNORECASE,
)
_DAY_NUMBER = re.compile("[0-9]+")
_DOTS_AND_SPACES = re.compile(r"[.\s]+")


class Mention(NamedTuple):
    """A day that a running text tells of: its words are `text[start:end]`."""

    day: datetime.date
    start: int
    end: int


def days_in(text: str) -> list[Mention]:
    """Every day that a cleaned text tells of, in its order; of a range its first and its last, with the same words.

    A day has its number, its month in words or digits, and its year, as for `parse_date`, beside one another. So
    "วันที่ ๗ มกราคม" is no day, nor are ครั้งที่ ๑/๒๕๖๕ and กค ๐๒๐๓.๔/๒๓๘๒. Days of one month may share it: "7-11 มี.ค. 2565".
    """
    return [
        Mention(day, found.start(), found.end())
        for found in _DAYS_IN_TEXT.finditer(to_arabic(text))
        for number in _DAY_NUMBER.findall(found["days"])
        if (day := _day(*_month_of(found), int(number)))
    ]


def _month_of(found: re.Match[str]) -> tuple[int, int]:
    """The year and the month of days in a text."""
    if found["name"] is None:
        return _year(found, found["mark"] == "/"), int(found["number"])
    name = _DOTS_AND_SPACES.sub("", found["name"]).casefold()
    return _year(found, not name.isascii()), _MONTHS[name]


def _year(found: re.Match[str], short_is_thai: bool) -> int:
    """The year as written, two digits made four; 0 for one that could be of either era or denies the era it names."""
    year, era = int(found["year"]), found["era"] is not None
    if len(found["year"]) == 4:
        return 0 if era and year < 2400 else year
    # 2543 B.E. is 2000 C.E.: a short year below 43 is C.E. of this century as likely as B.E. of the last one.
    return 2500 + year if era or (short_is_thai and year >= 43) else 0


def _day(year: int, month: int, day: int) -> datetime.date | None:
    if year >= 2400:
        year -= _BUDDHIST_ERA
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def format_date(day: datetime.date, lang: str, thai_digits: bool, short: bool = False) -> str:
    """The day in words: "31 มีนาคม 2565" with a B.E. year, or for "en" "31 March 2022" in C.E. and Arabic digits."""
    if lang == "en":
        month = _ENGLISH_MONTHS[day.month - 1]
        return f"{day.day} {month[:3] if short else month} {day.year}"
    month = (_THAI_SHORT if short else _THAI_MONTHS)[day.month - 1]
    text = f"{day.day} {month} {day.year + _BUDDHIST_ERA}"
    return to_thai(text) if thai_digits else text
