"""Figures as people read them: number formats for cells, and numbers inside sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pipeline import thai

# The LCID that makes Excel and LibreOffice draw Thai digits; it must stand in every section of a format.
_THAI = "[$-D00041E]"
_FORMATS = {
    "integer": "#,##0",
    "plain": "0",
    "number": "#,##0.####",
    "score": "0.00",
    "percent": "0.0",
    "percent2": "0.00",
    "amount": "#,##0.00",
    "baht": "#,##0",
    "million": "#,##0.00,,",
}


# The same words and codes stand in many cells.
_to_thai = lru_cache(maxsize=4096)(thai.to_thai)


@dataclass(frozen=True)
class Figures:
    """How this workbook shows figures: its language ("th", "en") and its numerals ("thai", "arabic")."""

    lang: str
    numerals: str

    @property
    def thai_digits(self) -> bool:
        """Whether digits are drawn as ๐-๙; English text always has Arabic ones."""
        return self.numerals == "thai" and self.lang == "th"

    def format(self, name: str) -> str:
        """The number format of a name such as "amount" or "score"; cells keep their numbers."""
        if name == "date":
            return "[$-D07041E]d mmm yyyy" if self.thai_digits else self._arabic_date()
        if name not in _FORMATS:
            return name
        body = _FORMATS[name]
        return f"{_THAI}{body};{_THAI}-{body};{_THAI}{body}" if self.thai_digits else body

    def format_with(self, before: str, name: str, after: str) -> str:
        """The number format of a name with words around the number; the cell keeps its number."""
        quoted = [f'"{words.replace(chr(34), "”")}"' if words else "" for words in (before, after)]
        return f"{_THAI if self.thai_digits else ''}{quoted[0]}{_FORMATS[name]}{quoted[1]}"

    def format_of_change(self, name: str, words: tuple[str, str, str]) -> str:
        """The number format of a name for a difference, with words for more, for less (which say the sign) and for none."""
        more, less, none = (f'"{word}"' for word in words)
        lead, body = _THAI if self.thai_digits else "", _FORMATS[name]
        return f"{lead}{more}{body};{lead}{less}{body};{lead}{none}"

    def _arabic_date(self) -> str:
        return "[$-107041E]d mmm yyyy" if self.lang == "th" else "d mmm yyyy"

    def digits(self, text: str) -> str:
        """A text with its digits in this workbook's numerals: for codes and labels, never for submitted text."""
        return _to_thai(text) if self.thai_digits else text

    def integer(self, value: int) -> str:
        """A whole number in a sentence."""
        return self.digits(f"{value:,}")

    def decimal(self, value: float | Fraction, places: int) -> str:
        """A number in a sentence, rounded half up to `places`."""
        return self.digits(f"{thai.half_up(value, places):,}")

    def plain(self, value: float) -> str:
        """A number in a sentence with no more decimals than it has, four at most, rounded half up."""
        return self.digits(f"{Decimal(thai.plain(value, 4)):,}")

    def baht(self, satang: int) -> str:
        """Satang as baht in a sentence, satang shown only where there are any."""
        places = 2 if satang % 100 else 0
        return self.decimal(Fraction(satang, 100), places)

    def million(self, satang: int) -> str:
        """Satang as millions of baht in a sentence, to two decimals."""
        return self.decimal(Fraction(satang, 100_000_000), 2)

    def date(self, day: date, short: bool = False) -> str:
        """A date in a sentence, Buddhist era in Thai."""
        return thai.format_date(day, self.lang, self.thai_digits, short)
