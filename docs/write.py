"""Writes the reference pages from the schemas: `python -m docs.write`. A test fails when they are stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from docs import scoring
from pipeline.intake.limits import listed
from schemas.fields import Field, Table
from schemas.plan import PLAN_TABLES
from schemas.rules import RULES, SEVERITIES, Rule
from schemas.submission import FORM_TABLES
from schemas.summary import SUMMARY_TABLES

FOLDER = Path(__file__).parent
_MADE = "<!-- Made from schemas/ by `python -m docs.write`; edit there. -->"
_LIMITS_MADE = _MADE.replace("schemas/", "pipeline/intake/limits.py")
_ABOUT = {
    "plan": "แฟ้มแผน · The plan workbook",
    "file": "แฟ้มที่ส่งมา · Files",
    "entry": "ช่องในแบบรายงาน · Entries of the form",
}
_SEVERITY = {choice.id: f"{choice.title.th} · {choice.title.en}" for choice in SEVERITIES}


def pages() -> Mapping[str, str]:
    """File name → content of every generated page."""
    return {
        "rules.md": _rules(),
        "plan.md": _tables("แฟ้มแผน · The plan workbook", PLAN_TABLES),
        "form.md": _tables("แบบรายงาน · The form", FORM_TABLES),
        "summary.md": _tables("ตารางข้อมูลในรายงาน · The summary's tables", SUMMARY_TABLES),
        "limits.md": _limits(),
        "scoring.md": scoring.page(),
    }


def _rules() -> str:
    lines = ["# กฎการตรวจสอบ · Rules", _MADE, ""]
    for about, title in _ABOUT.items():
        lines += [f"## {title}", "", "| กฎ · Rule | ระดับ · Severity | พบอะไร · What is wrong | วิธีแก้ · How to fix it |"]
        lines += ["|---|---|---|---|", *map(_rule, (r for r in RULES.values() if r.about == about)), ""]
    return "\n".join(lines)


def _rule(rule: Rule) -> str:
    return _row(f"`{rule.id}`", _SEVERITY[rule.severity], _both(rule.wrong), _both(rule.fix))


def _limits() -> str:
    lines = ["# ขนาดสูงสุดของแฟ้มที่รับ · Limits of files", _LIMITS_MADE, ""]
    lines += ["| สิ่งที่นับ · What is counted | id | ไม่เกิน · At most | ที่มา · Source |", "|---|---|---:|---|"]
    rows = (_row(_both(limit.title), f"`{limit.name}`", f"{limit.most:,}", limit.source) for limit in listed())
    return "\n".join([*lines, *rows, ""])


def _tables(title: str, tables: Iterable[Table]) -> str:
    lines = [f"# {title}", _MADE, ""]
    for table in tables:
        lines += [f"## {table.title.th} · {table.title.en} (`{table.id}`)", ""]
        lines += [_both(table.help), ""] if table.help.th else []
        lines += ["| คอลัมน์ · Column | id | ค่า · Holds | คำอธิบาย · Help |", "|---|---|---|---|", *map(_field, table), ""]
    return "\n".join(lines)


def _field(field: Field) -> str:
    needed = " *" if field.required else ""
    words = _both(field.help) if field.help.th else ""
    return _row(
        _both(field.title) + needed, f"`{field.id}`", f"{field.expected('th')}<br>{field.expected('en')}", words
    )


def _both(text: tuple[str, str]) -> str:
    return f"{text[0]}<br>{text[1]}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    for name, content in pages().items():
        (FOLDER / name).write_text(content, encoding="utf-8", newline="\n")
