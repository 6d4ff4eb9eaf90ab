"""The guide for those who fill the form shows what the form shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.pictures import FOLDER, PICTURES
from pipeline.forms import words
from schemas.fields import Text
from schemas.plan import RUBRIC
from schemas.submission import BUDGETS, FORM_TABLES, LEFTOVERS, RESULTS

GUIDE = (Path(__file__).parents[2] / "docs" / "คู่มือผู้กรอก.md").read_text("utf-8")


def said_by_the_form():
    """Every word of the form in Thai."""
    listed = [value for value in vars(words).values() if isinstance(value, Text)]
    listed += [field.title for table in FORM_TABLES for field in table]
    listed += [choice.title for table in FORM_TABLES for field in table for choice in field.choices]
    listed += [table.title for table in (*FORM_TABLES, LEFTOVERS, RUBRIC)]
    listed += [title for titles in (words.KPI_COLUMNS, words.FIX_COLUMNS) for title in titles]
    return [text.th for text in listed]


def test_every_picture_is_shown_and_is_there():
    shown = re.findall(r"\]\(pictures/([\w-]+)\.png\)", GUIDE)
    assert sorted(shown) == sorted(PICTURES)
    for name in shown:
        assert (FOLDER / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_every_picture_has_words_for_those_who_cannot_see_it():
    assert len(re.findall(r"!\[[^\]]{8,}\]\(pictures/", GUIDE)) == len(PICTURES)


@pytest.mark.parametrize("quoted", sorted(set(re.findall("“([^”]+)”", GUIDE))))
def test_what_the_guide_quotes_the_form_says(quoted):
    assert any(quoted in text for text in said_by_the_form())


@pytest.mark.parametrize("state", re.findall(r"^\| ([○…!✓] [^|]+?) \|", GUIDE, re.MULTILINE))
def test_the_states_are_those_of_the_form(state):
    assert state in {text.th.strip() for text in (words.EMPTY, words.INCOMPLETE, words.PROBLEMS, words.READY)}


@pytest.mark.parametrize("number, title", [(1, RUBRIC.title), (2, RESULTS.title), (3, BUDGETS.title)])
def test_the_parts_are_those_of_a_sheet(number, title):
    assert f"**{words.PART.th.format(number=number, title=title.th).replace('  ', ' ')}**" in GUIDE
