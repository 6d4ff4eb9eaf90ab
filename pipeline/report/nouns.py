"""Counted things in words: ๓ โครงการ, 1 project, 3 projects."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.drawing.figures import Figures


class Noun(NamedTuple):
    """A thing that is counted: in Thai, and in English one of it and several."""

    th: str
    one: str
    many: str

    def of(self, number: int, figures: Figures) -> str:
        """So many of it."""
        return f"{figures.integer(number)} {self.named(number, figures.lang)}"

    def named(self, number: int, lang: str) -> str:
        """Its word beside that number."""
        if lang == "th":
            return self.th
        return self.one if number == 1 else self.many


PROJECT = Noun("โครงการ", "project", "projects")
KPI = Noun("ตัวชี้วัด", "KPI", "KPIs")
ISSUE = Noun("เรื่อง", "issue", "issues")
DEPARTMENT = Noun("หน่วยงาน", "department", "departments")
FINDING = Noun("ข้อ", "finding", "findings")
DECISION = Noun("ข้อ", "decision", "decisions")
ROW = Noun("แถว", "row", "rows")
PAGE = Noun("หน้า", "page", "pages")
