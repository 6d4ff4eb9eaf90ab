"""What a summary of very many projects leaves out, and how it says so.

Excel stays quick and readable up to some size; beyond it, a page a project is left out (the plan's settings say from how
many on), then a line a project; the data sheets have every row always.
"""

from __future__ import annotations

from pipeline.report.canvas import Canvas
from schemas.fields import Text

# Lines of projects, KPIs, findings or files that a sheet for people shows; more are found by filtering the data sheets.
LINES_AT_MOST = 10_000

_NO_PAGES = Text(
    "แผนมี {projects} โครงการ เกินกว่าที่ตั้งค่าไว้ ({most}) จึงไม่มีหน้ารายโครงการ ข้อมูลครบทุกโครงการอยู่ในแผ่นข้อมูล",
    "The plan has {projects} projects, more than its settings allow ({most}), so they have no pages of their own; the data sheets have them all",
)
_PLAIN = Text(
    "รายการในตารางเป็นค่า ไม่ใช่สูตร เพราะมีจำนวนมาก ยอดรวมยังเป็นสูตรจากแผ่นข้อมูล",
    "Lines of tables hold values instead of formulas, for they are many; totals are formulas over the data sheets",
)
_FIRST = Text(
    "แผ่นสำหรับอ่านแสดงไม่เกิน {most} รายการ ข้อมูลครบทุกรายการอยู่ในแผ่นข้อมูล",
    "Sheets for reading show {most} lines at most; the data sheets have every row",
)
_SHOWN = Text(
    "แสดง {shown} จาก {all} รายการ ที่เหลืออยู่ในแผ่นข้อมูล", "{shown} of {all} are shown; the others stand in the data sheets"
)


def notices(canvas: Canvas) -> list[str]:
    """What this workbook leaves out, in sentences; none for most plans."""
    figures, settings, projects = canvas.figures, canvas.plan.settings, len(canvas.plan.projects)
    most = max(len(canvas.summary.scores), len(canvas.summary.findings), len(canvas.summary.register))
    said = (
        (not canvas.has_pages, _NO_PAGES),
        (not all(map(canvas.is_live, (canvas.groups("department"), projects))), _PLAIN),
        (most > LINES_AT_MOST, _FIRST),
    )
    words = {
        _NO_PAGES: {"projects": figures.integer(projects), "most": figures.integer(settings.pages_at_most)},
        _FIRST: {"most": figures.integer(LINES_AT_MOST)},
    }
    return [text.to(canvas.lang).format(**words.get(text, {})) for holds, text in said if holds]


def only_issues(canvas: Canvas) -> bool:
    """Whether there are too many KPIs for a table of them under their issues: then it has the issues alone."""
    return len(canvas.summary.scores) > LINES_AT_MOST


def cut_off(canvas: Canvas, every: int) -> str:
    """That only the first lines are shown, where there are more."""
    if every <= LINES_AT_MOST:
        return ""
    figures = canvas.figures
    return _SHOWN.to(canvas.lang).format(shown=figures.integer(LINES_AT_MOST), all=figures.integer(every))
