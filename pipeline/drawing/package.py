"""How a workbook of xlsxwriter is packed: each part as soon as it is written, so that none waits in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from functools import lru_cache
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "_": "_x005F_"}
# What a text cannot hold as it is: markup, what XML forbids, and the start of what would read as an escape.
_ESCAPED = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")


class PackedWorkbook(Workbook):  # type: ignore[misc]  # xlsxwriter has no types
    """A workbook whose parts go into a zip of our own, and whose shared texts may still grow while they do."""

    def __init__(self, options: dict[str, Any], worksheet_class: type[Worksheet]) -> None:
        # xlsxwriter is left to fill a zip that nobody reads.
        super().__init__(BytesIO(), options)
        self.worksheet_class = worksheet_class
        self._package: ZipFile | None = None

    def pack(self, package: ZipFile) -> None:
        """Write everything into a zip that is open."""
        self._package = package
        self.close()
        # Each holds the other, so that both would stay in memory until somebody looks for what nobody can reach.
        self.worksheets_objs.clear()
        self.sheetnames.clear()

    def add_format(self, properties: Mapping[str, Any] | None = None) -> Format:
        """A look, made from another workbook's that is the same where there was one: thousands of forms have one theme."""
        described = self.default_format_properties | dict(properties or {})
        look = copy(_look(tuple(described.items())))
        look.xf_format_indices, look.dxf_format_indices = self.xf_format_indices, self.dxf_format_indices
        self.formats.append(look)
        return look

    def _get_packager(self) -> Packager:
        assert self._package is not None, "a workbook is packed, not closed"
        return _Packager(self._package)

    def _prepare_sst_string_data(self) -> None:
        """List the shared texts, in the order of their numbers, and leave their table open."""
        self.str_table.string_array = list(self.str_table.string_table)


class _Look(Format):  # type: ignore[misc]  # xlsxwriter has no types
    """A look with the keys by which xlsxwriter tells looks apart: made once, and not for every workbook that has it."""

    def __init__(self, properties: dict[str, Any]) -> None:
        super().__init__(properties)
        self._font_key: str = super()._get_font_key()
        self._border_key: str = super()._get_border_key()
        self._format_key: str = super()._get_format_key()

    def _get_font_key(self) -> str:
        return self._font_key

    def _get_border_key(self) -> str:
        return self._border_key

    def _get_format_key(self) -> str:
        return self._format_key


@lru_cache(maxsize=1024)
def _look(properties: tuple[tuple[str, Any], ...]) -> _Look:
    return _Look(dict(properties))


class Part(StringIO):
    """A part of a workbook while it is written."""

    def __init__(self, package: ZipFile, name: str) -> None:
        super().__init__()
        self._member = package.open(name, "w")

    def stream(self, blocks: Iterable[bytes]) -> None:
        """Add blocks of XML that are never together in memory: each is packed while the next one is made."""
        self._member.write(self.getvalue().encode())
        self.seek(0)
        self.truncate()
        with ThreadPoolExecutor(max_workers=1) as packer:
            packed: Future[int] | None = None
            for block in blocks:
                if packed:
                    packed.result()
                packed = packer.submit(self._member.write, block)
            if packed:
                packed.result()

    def finish(self) -> None:
        """Pack the rest."""
        self._member.write(self.getvalue().encode())
        self._member.close()
        self.close()


class _Packager(Packager):  # type: ignore[misc]  # xlsxwriter has no types
    """xlsxwriter's, which writes a part as a whole before it asks for the next."""

    def __init__(self, package: ZipFile) -> None:
        super().__init__()
        self._package = package
        self._part: Part | None = None

    def _filename(self, xml_filename: str) -> Part:
        if self._part:
            self._part.finish()
        self._part = Part(self._package, xml_filename)
        return self._part

    def _create_package(self) -> list[Any]:
        try:
            others: list[Any] = super()._create_package()
        finally:
            # After a fault too: a zip with an open member cannot be closed, and would tell of that instead.
            if self._part:
                self._part.finish()
        return others

    def _write_shared_strings_file(self) -> None:
        self.workbook._prepare_sst_string_data()
        texts = _SharedTexts()
        texts.string_table = self.workbook.str_table
        if texts.string_table.count:
            texts._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            texts._assemble_xml_file()


class _SharedTexts(SharedStrings):  # type: ignore[misc]  # xlsxwriter has no types
    """xlsxwriter's table of shared texts, each of which it would escape in five steps."""

    def _write_si(self, string: str) -> None:
        if string.startswith("<r>") and string.endswith("</r>"):
            super()._write_si(string)
        else:
            self.fh.write(f"<si>{text_element(string)}</si>")


def text_element(text: str) -> str:
    """A text in XML, every letter of it as Excel and xlsxwriter write it."""
    # Most texts have nothing to escape, which is told sooner than it is looked for.
    if not text.isprintable() or "&" in text or "<" in text or ">" in text or "_x" in text:
        text = _ESCAPED.sub(lambda sign: _MARKUP.get(sign[0]) or f"_x{ord(sign[0]):04X}_", text)
    return f'<t xml:space="preserve">{text}</t>' if text != text.strip() else f"<t>{text}</t>"
