"""The reference pages: everything that the schemas describe is on its page, as a row of a table that stays a table."""

from __future__ import annotations

import re

import pytest

from docs import write
from pipeline.intake.limits import listed
from schemas.fields import Field, Kind, Table, Text
from schemas.plan import PLAN_TABLES
from schemas.rules import RULES, Rule, Severity
from schemas.submission import FORM_TABLES
from schemas.summary import SUMMARY_TABLES

PAGES = {"plan.md": PLAN_TABLES, "form.md": FORM_TABLES, "summary.md": SUMMARY_TABLES}
TABLES = [pytest.param(page, table, id=f"{page}-{table.id}") for page, tables in PAGES.items() for table in tables]
COLUMNS = 4


def cells(line):
    """The cells of a table's row as a Markdown reader parts them: at pipes that are not escaped."""
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def rows(text):
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [cells(line) for line in lines if not set(line) <= set("|- ")]


def section(page, heading):
    """The part of a page under a heading of the second order."""
    _, _, after = write.pages()[page].partition(f"## {heading}\n")
    return after.partition("\n## ")[0]


def test_there_is_a_page_for_each_kind_of_table_and_one_each_for_rules_limits_and_scoring():
    assert set(write.pages()) == {*PAGES, "rules.md", "limits.md", "scoring.md"}


@pytest.mark.parametrize(("page", "table"), TABLES)
def test_every_column_of_every_table_has_a_row_in_order(page, table):
    own = rows(section(page, f"{table.title.th} · {table.title.en} (`{table.id}`)"))[1:]
    assert [row[1] for row in own] == [f"`{name}`" for name in table.columns]
    for row, field in zip(own, table, strict=True):
        assert field.title.th in row[0] and field.title.en in row[0]
        assert row[0].endswith(" *") == (field.required is not None)
        assert field.expected("en").replace("|", r"\|") in row[2]
        assert field.help.th.replace("|", r"\|") in row[3]


def test_every_limit_stands_once_with_its_number_and_where_it_comes_from():
    told = [row for row in rows(write.pages()["limits.md"])[1:] if set("".join(row)) - set("-:")]
    assert len(told) == len(listed())
    for limit, row in zip(listed(), told, strict=True):
        assert {f"`{limit.name}`", f"{limit.most:,}", limit.source} <= set(row)
        assert any(limit.title.th in cell and limit.title.en in cell for cell in row)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES.values()])
def test_every_rule_stands_once_with_its_severity_and_its_words(rule):
    (row,) = [row for row in rows(write.pages()["rules.md"]) if row[0] == f"`{rule.id}`"]
    assert row[1].endswith(f" · {rule.severity}")
    for words in rule.wrong:
        assert words.replace("|", r"\|") in row[2]
    for words in rule.fix:
        assert words.replace("|", r"\|") in row[3]


@pytest.mark.parametrize("page", [*PAGES, "rules.md"])
def test_every_row_has_as_many_cells_as_its_heading(page):
    assert {len(row) for row in rows(write.pages()[page])} == {COLUMNS}


@pytest.mark.parametrize("page", [*PAGES, "rules.md"])
def test_a_page_says_how_it_is_made_and_ends_with_a_line(page):
    text = write.pages()[page]
    assert text.startswith("# ")
    assert "python -m docs.write" in text.splitlines()[1]
    assert text.endswith("|\n")


def test_pages_are_the_same_each_time():
    assert write.pages() == write.pages()


def test_a_pipe_in_words_is_escaped_and_stays_in_its_cell(monkeypatch):
    rule = Rule("A_RULE", Severity.NOTE, "file", Text("ก|ข", "a|b"), Text("แก้|ไข", "f|x"))
    monkeypatch.setattr(write, "RULES", {"A_RULE": rule})
    field = Field(id="x", title=Text("ช่อง|๑", "one|1"), kind=Kind.TEXT, help=Text("ช่วย|เหลือ", "h|elp"))
    monkeypatch.setattr(write, "PLAN_TABLES", (Table(id="t", title=Text("ต", "t"), fields=(field,)),))
    pages = write.pages()
    (row,) = [row for row in rows(pages["rules.md"]) if row[0] == "`A_RULE`"]
    assert row[2:] == [r"ก\|ข<br>a\|b", r"แก้\|ไข<br>f\|x"]
    assert rows(pages["plan.md"])[-1] == [r"ช่อง\|๑<br>one\|1", "`x`", "ข้อความ<br>text", r"ช่วย\|เหลือ<br>h\|elp"]
