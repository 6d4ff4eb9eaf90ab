"""The rules for zip files: what is listed is what is there, each member once, and no more than the limits inflated."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

from pipeline.intake.limits import Limits, damaged, hold, refuse

_LISTED, _MEMBER = b"PK\x01\x02", b"PK\x03\x04"
_END = b"PK\x05\x06"
_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY, _LAST = struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_END_SIZE = 22
# The record of large files, which some programs always write, and what says where it is: both lie before the end's own.
_LARGE_END = struct.Struct("<4s20x2Q16x4s4xQ4x")
_LARGE_MARKS, _IN_LARGE_END = (b"PK\x06\x06", b"PK\x06\x07"), 0xFFFF
_ENCRYPTED, _SIZES_FOLLOW, _UTF_8 = 0x1, 0x8, 0x800
_UNKNOWN_SIZE = 0xFFFFFFFF
# The version of zip that reads what is stored, and the first day that it knows.
_VERSION, _DAY = 20, 0x21
_OUTSIDE = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|\\|\0")


class Member(NamedTuple):
    """A member of a zip file: its name, where its packed content begins and ends, whether it is packed at all, and how
    many bytes it has and with what checksum."""

    name: str
    start: int
    end: int
    deflated: bool
    size: int
    checksum: int


def directory(data: bytes, limits: Limits) -> Sequence[Member]:
    """The members that a zip file lists, in the order in which they lie in it; nothing is inflated.

    Raises Refused: damaged, too many, encrypted, or something that no spreadsheet program writes.
    """
    hold(limits, "members", data.count(_LISTED))
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            listed, end = sorted(package.infolist(), key=lambda member: member.header_offset), package.start_dir
    # zipfile promises no closed list of what bad bytes make it raise.
    except Exception:
        damaged("zip")
    if not listed:
        damaged("zip")
    _is_whole(data, len(listed))
    for info in listed:
        _is_plain(info)
    if len({info.orig_filename.casefold() for info in listed}) < len(listed):
        refuse("FILE_SUSPICIOUS", "zip: two members of one name")
    members = [_member(data, info) for info in listed]
    _lie_apart(members, [*(info.header_offset for info in listed), end])
    return members


def _is_whole(data: bytes, members: int) -> None:
    """The end record counts the members, which some readers believe, and its comment is the last thing in the file."""
    end = data.rfind(_END)
    if set(_counted(data, end)) != {members}:
        refuse("FILE_SUSPICIOUS", "zip: members that are not counted")
    if end + _END_SIZE + int.from_bytes(data[end + 20 : end + _END_SIZE], "little") != len(data):
        refuse("FILE_SUSPICIOUS", "zip: something behind its end")


def _counted(data: bytes, end: int) -> tuple[int, int]:
    """How many members there are by the end record: on this disk, and in all."""
    here, all_ = (int.from_bytes(data[end + at : end + at + 2], "little") for at in (8, 10))
    place = end - _LARGE_END.size
    if _IN_LARGE_END in (here, all_) and place > 0:
        mark, here, all_, next_mark, told = _LARGE_END.unpack_from(data, place)
        return (here, all_) if (mark, next_mark) == _LARGE_MARKS and told == place else (0, 0)
    return here, all_


def _is_plain(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename
    if member.flag_bits & _ENCRYPTED:
        refuse("FILE_ENCRYPTED", kind="encrypted")
    if _OUTSIDE.search(name):
        refuse("FILE_SUSPICIOUS", f"zip: {name}")
    if stat.S_ISLNK(member.external_attr >> 16):
        refuse("FILE_SUSPICIOUS", f"zip: {name} is a link")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        refuse("FILE_SUSPICIOUS", f"zip: {name} is compressed by method {member.compress_type}")


def _lie_apart(members: Sequence[Member], starts: Sequence[int]) -> None:
    """Members begin with the file, and none reaches into the next or into the directory."""
    if starts[0]:
        refuse("FILE_SUSPICIOUS", "zip: something before its first member")
    if any(member.end > start for member, start in zip(members, starts[1:], strict=True)):
        refuse("FILE_SUSPICIOUS", "zip: members that overlap")


class _Local(NamedTuple):
    """What a member's own header says."""

    mark: bytes
    version: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name: int
    extra: int


def _member(data: bytes, member: zipfile.ZipInfo) -> Member:
    """A member whose own header says what the directory says."""
    start = member.header_offset + _LOCAL.size
    if data[member.header_offset : member.header_offset + 4] != _MEMBER or start > len(data):
        damaged(member.orig_filename)
    own = _Local(*_LOCAL.unpack_from(data, member.header_offset))
    name = data[start : start + own.name].decode("utf-8" if own.flags & _UTF_8 else "cp437", "replace")
    # A program that writes as it goes does not know the sizes yet.
    unknown = (_UNKNOWN_SIZE, 0) if own.flags & _SIZES_FOLLOW else (_UNKNOWN_SIZE,)
    sizes = ((own.crc, member.CRC), (own.packed, member.compress_size), (own.size, member.file_size))
    agree = all(stated == listed or stated in unknown for stated, listed in sizes)
    if not agree or own.method != member.compress_type or name != member.orig_filename:
        refuse("FILE_SUSPICIOUS", f"zip: {member.orig_filename} is not what the directory says")
    start += own.name + own.extra
    deflated = own.method == zipfile.ZIP_DEFLATED
    return Member(name, start, start + member.compress_size, deflated, member.file_size, member.CRC)


def inflated(data: bytes, members: Sequence[Member], limits: Limits) -> dict[str, bytes]:
    """Name → content of every member; sizes are counted, and never taken from headers.

    Raises Refused: more than the limits, or content that is damaged.
    """
    contents: dict[str, bytes] = {}
    left = limits.total_bytes
    for member in members:
        content = _inflate(data[member.start : member.end], member, limits, left)
        left -= len(content)
        contents[member.name] = content
    return contents


def _inflate(packed: bytes, member: Member, limits: Limits, left: int) -> bytes:
    dense = max(limits.ratio_from, limits.ratio * len(packed))
    content = _content(packed, member, min(limits.member_bytes, left, dense) + 1)
    hold(limits, "member_bytes", len(content))
    if len(content) > dense:
        hold(limits, "ratio", -(-len(content) // len(packed)))
    if len(content) > left:
        hold(limits, "total_bytes", limits.total_bytes - left + len(content))
    if len(content) != member.size or zlib.crc32(content) != member.checksum:
        damaged(member.name)
    return content


def _content(packed: bytes, member: Member, most: int) -> bytes:
    """What is packed, or so much of it as shows that it is too much."""
    if not member.deflated:
        return packed
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, most)
    except zlib.error:
        damaged(member.name)
    if len(content) < most and (not inflater.eof or inflater.unused_data):
        damaged(member.name)
    return content


def stored(members: Sequence[Member], contents: Mapping[str, bytes]) -> bytes:
    """A zip file of the same members, none of them packed: for readers, which then see what was inflated here and nothing
    else, and do not have to inflate it once more."""
    pieces: list[bytes] = []
    listed: list[bytes] = []
    place = 0
    for member in members:
        name, size = member.name.encode(), member.size
        told = (_UTF_8, zipfile.ZIP_STORED, 0, _DAY, member.checksum, size, size, len(name), 0)
        pieces += (_LOCAL.pack(_MEMBER, _VERSION, *told), name, contents[member.name])
        listed += (_ENTRY.pack(_LISTED, _VERSION, _VERSION, *told, 0, 0, 0, 0, place), name)
        place += _LOCAL.size + len(name) + size
    entries = b"".join(listed)
    end = _LAST.pack(_END, 0, 0, len(members), len(members), len(entries), place, 0)
    return b"".join((*pieces, entries, end))
