"""How much of everything a file may have: one table, from which the reference page is made."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, NoReturn

from pipeline.intake.verdict import Refusal
from schemas.fields import Text

_MB = 1024 * 1024
_POI = "Apache POI, ZipSecureFile"
_SEEN = "the worst public workbooks that were tried"
_EXCEL = "Excel's own limit"


def _most(default: int, th: str, en: str, source: str) -> Any:
    return field(default=default, metadata={"title": Text(th, en), "source": source})


@dataclass(frozen=True)
class Limits:
    """The most that a file may have of each; sizes in bytes, all else counted.

    What a limit counts is its title, and where the number comes from its source: see `listed`.
    """

    file_bytes: int = _most(25 * _MB, "ขนาดแฟ้ม (ไบต์)", "bytes of the file", "US Federal Audit Clearinghouse")
    members: int = _most(1000, "จำนวนส่วนในแฟ้ม", "members of the zip", _POI)
    member_bytes: int = _most(128 * _MB, "ขนาดของส่วนหนึ่งเมื่อคลาย (ไบต์)", "bytes of a member, inflated", _SEEN)
    total_bytes: int = _most(256 * _MB, "ขนาดทั้งหมดเมื่อคลาย (ไบต์)", "bytes of all members, inflated", _SEEN)
    ratio: int = _most(200, "อัตราการบีบอัด (เท่า)", "times that a member was compressed", f"{_POI}, twice its 100")
    ratio_from: int = _most(
        1 * _MB,
        "ขนาดที่เริ่มดูอัตราการบีบอัด (ไบต์)",
        "bytes up to which any compression will do",
        "small parts repeat themselves",
    )
    depth: int = _most(64, "ชั้นของ XML", "levels of XML", "defusedxml")
    # A form has a sheet for each KPI of its department, and a summary one for each strategic issue.
    sheets: int = _most(500, "แผ่นงาน", "sheets", "our own forms: a sheet for each KPI")
    names: int = _most(5000, "ชื่อที่กำหนดไว้", "defined names", _SEEN)
    formats: int = _most(10_000, "รูปแบบเซลล์", "cell formats", _SEEN)
    cells: int = _most(3_000_000, "เซลล์ที่เก็บไว้", "stored cells", "a plan of 8,000 departments has 2,050,000")
    grid: int = _most(20_000_000, "พื้นที่ตาราง (เซลล์)", "cells of the grid, empty ones too", _SEEN)
    sparse_grid: int = _most(2_000_000, "พื้นที่ตารางที่เกือบว่าง (เซลล์)", "cells of a grid that is nearly empty", _SEEN)
    sparse: int = _most(
        1000, "เซลล์ในตารางต่อหนึ่งเซลล์ที่เก็บไว้", "cells of the grid to a stored one, or it is nearly empty", _SEEN
    )
    covered: int = _most(200_000, "เซลล์ที่ผสานหรือมีลิงก์", "cells under merges or links", _SEEN)
    cell_characters: int = _most(32_767, "อักขระในเซลล์", "characters of a cell", _EXCEL)
    text: int = _most(64 * _MB, "อักขระทั้งหมดในเซลล์", "characters of all cells", _SEEN)


LIMITS = Limits()


class Limit(NamedTuple):
    """One row of the table: name, default, what it counts, and where the number comes from."""

    name: str
    most: int
    title: Text
    source: str


def listed(limits: Limits = LIMITS) -> list[Limit]:
    """The table, a row a limit."""
    return [Limit(f.name, getattr(limits, f.name), f.metadata["title"], f.metadata["source"]) for f in fields(limits)]


class Refused(Exception):
    """Leaves a guard from the midst of a part; `guard` gives its refusal as a value."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def hold(limits: Limits, name: str, count: int) -> None:
    """Refuse what has more than the limit of this name."""
    most = getattr(limits, name)
    if count > most:
        title = Limits.__dataclass_fields__[name].metadata["title"]
        raise Refused(Refusal("refused", "FILE_TOO_HEAVY", f"{title.th} · {title.en}: {count:,}", f"{most:,}"))


def too_large(size: int, limits: Limits) -> Refusal | None:
    """The refusal of a file of so many bytes, if it has too many."""
    most = limits.file_bytes
    said = (f"{bytes_ / _MB:,.1f} MB" for bytes_ in (size, most))
    return Refusal("refused", "FILE_TOO_LARGE", *said) if size > most else None


def refuse(rule: str, found: str = "", kind: str = "") -> NoReturn:
    """Refuse a file by a rule; a kind only where it was taken for another."""
    raise Refused(Refusal("refused", rule, found, kind=kind))


def damaged(found: str) -> NoReturn:
    """Refuse a file that is damaged; `found` names the part."""
    raise Refused(Refusal("unreadable", "FILE_UNREADABLE", found))
