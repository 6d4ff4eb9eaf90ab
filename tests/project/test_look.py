"""The pictures of the summary: one of every sheet that a reader sees, each shown once, and none that nobody shows."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest
from support.whole import shipped_book

from docs.sheets import FOLDER, PAGE, page, shown

SHOWN = shown()
PICTURES = sorted(path.stem for path in FOLDER.glob("*.png"))


def size(picture: Path) -> tuple[int, int]:
    """The width and height of a PNG."""
    head = picture.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n")
    return struct.unpack(">II", head[16:24])


def test_every_sheet_that_a_reader_sees_has_its_picture():
    own = [one.sheet for one in SHOWN if one.workbook == "example"]
    assert [name for name in shipped_book().sheetnames if name not in own] == []
    assert own[: len(shipped_book().sheetnames)] == shipped_book().sheetnames


def test_what_the_example_has_no_need_of_is_shown_too():
    assert [one.stem for one in SHOWN[-3:]] == ["executive-english", "executive-large", "longest-project"]


def test_no_picture_is_missing_and_none_is_left_over():
    assert sorted(one.stem for one in SHOWN) == PICTURES
    assert [path.name for path in FOLDER.iterdir() if path.suffix != ".png"] == [PAGE]


@pytest.mark.parametrize("stem", PICTURES)
def test_a_picture_is_an_a4_page(stem):
    wide, high = sorted(size(FOLDER / f"{stem}.png"))
    assert high / wide == pytest.approx(297 / 210, abs=0.01)
    assert wide > 480


def test_the_pictures_are_small():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000


def test_the_page_shows_them_in_order_with_words():
    told = (FOLDER / PAGE).read_text("utf-8")
    assert told == page(SHOWN), "run: python -m docs.pictures"
    assert re.findall(r"!\[[^\]]{10,}\]\(([\w-]+)\.png\)", told) == [one.stem for one in SHOWN]


def test_the_readme_leads_to_them():
    assert "](docs/look/README.md)" in (FOLDER.parents[1] / "README.md").read_text("utf-8")
