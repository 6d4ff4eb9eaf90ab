"""Filled forms that were damaged at random: a number tells the mutant, the same one every time.

Most kinds damage the package, as a disk or a mail program would, without knowing what is in it. The last two damage what
the package holds and zip it again with the right checksums, as a program with a fault would.
"""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import NamedTuple

import pandas as pd

from pipeline.intake.workbook import read
from support.inputs import SHIPPED, submission

_DEPARTMENTS = ("ACOC", "CSC", "HRM", "ICT", "PSDG")
_LOCAL, _LONGEST_RUN = 30, 2000
_TAG = re.compile(rb"<[^>]*>")


class Mutant(NamedTuple):
    """A damaged form: which one, how it was damaged, its bytes; and where one bit of a part of it was flipped: the part,
    the byte, and the part's content before that."""

    form: str
    kind: str
    data: bytes
    part: str = ""
    place: int = 0
    before: bytes = b""


def mutant(number: int) -> Mutant:
    """The mutant of this number; the kinds take turns, and the forms are drawn."""
    drawn = random.Random(number)
    kind = _TURNS[number % len(_TURNS)]
    form = drawn.choice(list(forms()))
    return INSIDE[kind](drawn, form) if kind in INSIDE else Mutant(form, kind, PACKAGE[kind](drawn, forms()[form]))


@cache
def forms() -> Mapping[str, bytes]:
    """The forms that are damaged, by name: the shipped ones, and one of them as pandas saves it as ods."""
    shipped = {department: (SHIPPED / submission(department)).read_bytes() for department in _DEPARTMENTS}
    return shipped | {"ods": _as_ods(shipped["PSDG"])}


def _as_ods(form: bytes) -> bytes:
    book, out = read(form), BytesIO()
    with pd.ExcelWriter(out, engine="odf") as writer:
        for sheet in book.sheets:  # type: ignore[union-attr]
            pd.DataFrame(sheet.rows).to_excel(writer, sheet_name=sheet.name, header=False, index=False)
    # The moment of saving is in it, and would make every day's mutants others.
    contents = _contents(out.getvalue())
    moment = re.compile(rb"(<dc:date>|<meta:creation-date>)[^<]*")
    return _zipped({name: moment.sub(rb"\g<1>2022-04-01T00:00:00", content) for name, content in contents.items()})


# --- zip files


class _Span(NamedTuple):
    """Where something begins in a file, and where it ends."""

    start: int
    end: int


def _contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _zipped(contents: Mapping[str, bytes]) -> bytes:
    """A zip with right checksums; what says which kind of OpenDocument it is lies there as it is."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in contents.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def _members(data: bytes) -> list[_Span]:
    """Where each member lies, its header and its content."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        starts = sorted(member.header_offset for member in package.infolist())
        return [_Span(start, end) for start, end in zip(starts, [*starts[1:], package.start_dir], strict=True)]


def _headers(data: bytes) -> list[_Span]:
    """Where the zip describes itself: the members' headers, each entry of the directory, and the end."""
    own = [_Span(start, _content_at(data, start)) for start, _ in _members(data)]
    listed = [found.start() for found in re.finditer(b"PK\1\2|PK\5\6", data)]
    return own + [_Span(start, end) for start, end in zip(listed, [*listed[1:], len(data)], strict=True)]


def _content_at(data: bytes, start: int) -> int:
    name, extra = (int.from_bytes(data[start + at : start + at + 2], "little") for at in (26, 28))
    return start + _LOCAL + name + extra


# --- damage to the package


def _flipped(drawn: random.Random, data: bytes, spans: list[_Span], most: int = 8) -> bytes:
    """One to eight bits flipped, each in one of the spans."""
    damaged = bytearray(data)
    for _ in range(drawn.randint(1, most)):
        span = drawn.choice(spans)
        damaged[drawn.randrange(*span)] ^= 1 << drawn.randrange(8)
    return bytes(damaged)


def cut_short(drawn: random.Random, data: bytes) -> bytes:
    """Ends anywhere."""
    return data[: drawn.randrange(len(data))]


def bits_flipped(drawn: random.Random, data: bytes) -> bytes:
    """Bits anywhere."""
    return _flipped(drawn, data, [_Span(0, len(data))])


def bits_flipped_in_headers(drawn: random.Random, data: bytes) -> bytes:
    """Bits where the zip describes itself, mostly one: more of them seldom pass."""
    return _flipped(drawn, data, _headers(data), drawn.choice((1, 1, 8)))


def bits_flipped_in_the_end(drawn: random.Random, data: bytes) -> bytes:
    """Bits of the record at the end, which says how many members there are and where they are listed."""
    return _flipped(drawn, data, [_headers(data)[-1]], drawn.choice((1, 1, 8)))


def bits_flipped_in_content(drawn: random.Random, data: bytes) -> bytes:
    """Bits of what is packed."""
    return _flipped(drawn, data, [_Span(_content_at(data, start), end) for start, end in _members(data)])


def run_overwritten(drawn: random.Random, data: bytes) -> bytes:
    """Some bytes are others."""
    run = _run(drawn, data)
    return data[: run.start] + drawn.randbytes(run.end - run.start) + data[run.end :]


def run_deleted(drawn: random.Random, data: bytes) -> bytes:
    """Some bytes are missing."""
    run = _run(drawn, data)
    return data[: run.start] + data[run.end :]


def run_inserted(drawn: random.Random, data: bytes) -> bytes:
    """Some bytes are too many."""
    run = _run(drawn, data)
    return data[: run.start] + drawn.randbytes(run.end - run.start) + data[run.start :]


def run_duplicated(drawn: random.Random, data: bytes) -> bytes:
    """Some bytes stand there again, beside themselves or elsewhere."""
    run, place = _run(drawn, data), drawn.randrange(len(data) + 1)
    place = drawn.choice((run.end, place))
    return data[:place] + data[run.start : run.end] + data[place:]


def _run(drawn: random.Random, data: bytes) -> _Span:
    start = drawn.randrange(len(data))
    return _Span(start, min(len(data), start + int(_LONGEST_RUN ** drawn.random())))


def members_swapped(drawn: random.Random, data: bytes) -> bytes:
    """Two members lie where the other one lay; the directory knows, or does not."""
    one, other = sorted(drawn.sample(_members(data), 2))
    between = data[one.end : other.start]
    swapped = data[: one.start] + data[slice(*other)] + between + data[slice(*one)] + data[other.end :]
    return _listed_anew(swapped, data) if drawn.random() < 0.5 else swapped


def _listed_anew(data: bytes, before: bytes) -> bytes:
    """The directory tells where each member lies now."""
    with zipfile.ZipFile(BytesIO(before)) as package:
        moved = {member.header_offset: before[slice(*_whole(before, member))] for member in package.infolist()}
        head, tail = data[: package.start_dir], bytearray(data[package.start_dir :])
    for found in re.finditer(b"PK\1\2", bytes(tail)):
        at = slice(found.start() + 42, found.start() + 46)
        tail[at] = head.index(moved[int.from_bytes(tail[at], "little")]).to_bytes(4, "little")
    return head + bytes(tail)


def _whole(data: bytes, member: zipfile.ZipInfo) -> _Span:
    return next(span for span in _members(data) if span.start == member.header_offset)


# --- damage to what the package holds, with right checksums


def bit_of_a_part(drawn: random.Random, form: str) -> Mutant:
    """A bit of what is unpacked, of a tag as often as of anything; of a sheet as often as of any other part."""
    contents = _contents(forms()[form])
    part = drawn.choice(list(_grouped(contents, drawn)))
    before = contents[part]
    place = drawn.randrange(len(before))
    if drawn.random() < 0.5:
        place = drawn.randrange(*drawn.choice([found.span() for found in _TAG.finditer(before)] or [(0, len(before))]))
    flipped = before[:place] + bytes([before[place] ^ 1 << drawn.randrange(8)]) + before[place + 1 :]
    return Mutant(form, "bit of a part", _zipped(contents | {part: flipped}), part, place, before)


def _grouped(contents: Mapping[str, bytes], drawn: random.Random) -> Iterator[str]:
    """Some of the sheets, and every other part."""
    sheets = [name for name in contents if name.startswith("xl/worksheets/sheet")]
    yield from drawn.choices(sheets, k=8 * bool(sheets))
    yield from (name for name in contents if name not in sheets)


def parts_exchanged(drawn: random.Random, form: str) -> Mutant:
    """Two parts have the name of the other one."""
    contents = _contents(forms()[form])
    one, other = drawn.sample(list(contents), 2)
    exchanged = contents | {one: contents[other], other: contents[one]}
    return Mutant(form, "parts exchanged", _zipped(exchanged))


Damage = Callable[[random.Random, bytes], bytes]
PACKAGE: Mapping[str, Damage] = {
    "cut short": cut_short,
    "bits flipped": bits_flipped,
    "bits flipped in headers": bits_flipped_in_headers,
    "bits flipped in the end": bits_flipped_in_the_end,
    "bits flipped in content": bits_flipped_in_content,
    "run overwritten": run_overwritten,
    "run deleted": run_deleted,
    "run inserted": run_inserted,
    "run duplicated": run_duplicated,
    "members swapped": members_swapped,
}
INSIDE: Mapping[str, Callable[[random.Random, str], Mutant]] = {
    "bit of a part": bit_of_a_part,
    "parts exchanged": parts_exchanged,
}
# Flipped bits of parts are a third of all: of them most is to be known.
_TURNS = (*PACKAGE, *INSIDE, *["bit of a part"] * 4)
