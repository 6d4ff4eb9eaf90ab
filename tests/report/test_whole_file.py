"""The file of the example's summary: small, the same at every run, and with its title, subject and author."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from support.whole import INPUTS, LANGUAGES, shipped, shipped_book

from pipeline.consolidation.summary import Summary

ROOT = Path(__file__).parents[2]
_AGAIN = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from support.whole import shipped_book
import hashlib
print(*(hashlib.sha256(shipped_book(lang).data).hexdigest() for lang in ("th", "en")))
"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_small_enough_for_every_mailbox(lang):
    assert 50_000 < len(shipped_book(lang).data) < 200_000


def test_another_process_writes_the_same_bytes():
    done = subprocess.run([sys.executable, "-c", _AGAIN], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [sha256(shipped_book(lang).data).hexdigest() for lang in LANGUAGES]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_properties_say_what_it_is_whose_and_of_when(lang):
    settings = shipped().plan.settings
    said = shipped_book(lang).values.properties
    assert said.title == f"{settings.plan_name} · {settings.round_id}"
    assert said.creator == said.lastModifiedBy == settings.organisation
    assert said.subject == {"th": "รายงานรวมทั้งกระทรวง", "en": "Ministry-wide summary"}[lang]
    assert said.created.date() == settings.report_date


def test_it_is_the_summary_of_what_is_shipped():
    summary = shipped()
    assert isinstance(summary, Summary)
    files = sorted(path.relative_to(INPUTS).as_posix() for path in INPUTS.rglob("*.xlsx"))
    assert sorted(summary.register["file"]) == files


def test_no_member_of_the_file_is_dated_by_a_clock():
    with zipfile.ZipFile(BytesIO(shipped_book().data)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
