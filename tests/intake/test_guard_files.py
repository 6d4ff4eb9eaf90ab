"""The guards let pass what people send, and never raise, whatever the bytes are."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from support.clients import converted, needs_libreoffice
from support.probes import BOF, ods, ods_cell, ole, workbook

from docs.write import pages
from pipeline.intake import quick
from pipeline.intake.guard import Guarded, guard
from pipeline.intake.limits import LIMITS, listed
from pipeline.intake.verdict import Refusal, Remark

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / "inputs").rglob("*.xlsx"))
OLD = ROOT / "tests" / "files" / "form-of-version-1.xlsx"
LOCKED = ROOT / "tests" / "files" / "locked.xlsx"


def said_of(data):
    """What a guard says of a workbook that may be read; what may be read of it is the same, but for how it is packed."""
    guarded = guard(data)
    assert isinstance(guarded, Guarded)
    *said, read = guarded
    if guarded.kind == "xls":
        assert read == data
    else:
        assert unpacked(read) == unpacked(data)
    return tuple(said)


def unpacked(data):
    """Name → content of what a zip file holds."""
    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("path", [*FORMS, OLD], ids=lambda path: path.stem)
def test_of_our_own_files_nothing_is_said(path):
    assert said_of(path.read_bytes()) == ("xlsx", (), {})


def test_a_workbook_with_a_password_is_told_by_its_content():
    assert guard(LOCKED.read_bytes()) == Refusal("refused", "FILE_ENCRYPTED", kind="encrypted")


def saved_by_pandas(suffix, engine):
    out = BytesIO()
    with pd.ExcelWriter(out, engine=engine) as book:
        pd.DataFrame({"ก": [1, 2.5], "ข": ["x", None]}).to_excel(book)
    return out.getvalue(), suffix


@pytest.mark.parametrize("suffix, engine", [("xlsx", "openpyxl"), ("xlsx", "xlsxwriter"), ("ods", "odf")])
def test_what_pandas_saves_passes(suffix, engine):
    data, _ = saved_by_pandas(suffix, engine)
    assert said_of(data) == (suffix, (Remark("FILE_OLD_FORMAT", suffix),) if suffix == "ods" else (), {})


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """One form as LibreOffice saves it, by the end of its name."""
    folder = tmp_path_factory.mktemp("office")
    kinds = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods", "xls": "xls:MS Excel 97"}
    saved = {kind: converted([FORMS[-1]], to, folder / kind) for kind, to in kinds.items()}
    return {kind: files[FORMS[-1].stem].read_bytes() for kind, files in saved.items()}


@needs_libreoffice
@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
def test_a_form_that_libreoffice_saved_passes(office, kind):
    assert said_of(office[kind]) == (kind, () if kind == "xlsx" else (Remark("FILE_OLD_FORMAT", kind),), {})


@needs_libreoffice
def test_and_takes_the_quick_way(office):
    with zipfile.ZipFile(BytesIO(office["xlsx"])) as package:
        sheets = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        strings = package.read("xl/sharedStrings.xml")
    assert all(quick.quick_look(sheet, LIMITS) for sheet in sheets)
    assert quick.quick_lengths(strings, LIMITS)


FORM = FORMS[-1].read_bytes()
WHOLE = {
    "form": FORM,
    "workbook": workbook(),
    "ods": ods(ods_cell()),
    "xls": ole("Workbook", records=BOF),
    "locked": LOCKED.read_bytes(),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_cut_anywhere_gets_a_verdict(name):
    data = WHOLE[name]
    for end in range(0, len(data), max(1, len(data) // 150)):
        assert isinstance(guard(data[:end]), Refusal | Guarded)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("name", WHOLE)
def test_a_file_with_flipped_bits_gets_a_verdict(name, seed):
    drawn = random.Random(seed)
    data = bytearray(WHOLE[name])
    for _ in range(drawn.randint(1, 8)):
        data[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
    assert isinstance(guard(bytes(data)), Refusal | Guarded)


@pytest.mark.parametrize("seed", range(60))
def test_a_zip_whose_headers_are_shuffled_gets_a_verdict(seed):
    """Bits flipped only where the zip describes itself, which checksums do not guard."""
    drawn = random.Random(seed)
    data = bytearray(WHOLE["workbook"])
    start = data.index(b"PK\x01\x02")
    for _ in range(drawn.randint(1, 6)):
        data[drawn.randrange(start, len(data))] = drawn.randrange(256)
    assert isinstance(guard(bytes(data)), Refusal | Guarded)


@pytest.mark.parametrize("head", [b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml "])
def test_noise_is_refused(head):
    for seed in range(40):
        drawn = random.Random(seed)
        assert isinstance(guard(head + drawn.randbytes(drawn.randrange(3000))), Refusal)


def test_a_damaged_form_is_never_taken_for_a_whole_one():
    whole = {name: content for name, content in contents(FORM)}
    for seed in range(150):
        drawn = random.Random(seed)
        data = bytearray(FORM)
        data[drawn.randrange(len(data))] ^= 1 << drawn.randrange(8)
        if isinstance(guard(bytes(data)), Guarded):
            assert dict(contents(bytes(data))) == whole


def contents(data):
    with zipfile.ZipFile(BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def test_the_guards_are_light():
    """They run in a process that must be there long before pandas is."""
    heavy = "sorted({'pandas', 'pandera', 'openpyxl', 'numpy'} & set(sys.modules))"
    command = [sys.executable, "-c", f"import sys, pipeline.intake.guard; print({heavy})"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_limits_are_on_a_page_of_their_own():
    page = pages()["limits.md"]
    for limit in listed():
        assert f"`{limit.name}`" in page and f"{limit.most:,}" in page and limit.title.th in page
    assert len({limit.name for limit in listed()}) == len(listed()) == 17


def test_limits_cannot_be_changed_by_the_way():
    with pytest.raises(AttributeError):
        LIMITS.cells = 1
