"""All projects in one table: by strategic issue, with a line a KPI, subtotals and a grand total."""

from __future__ import annotations

from pipeline.consolidation.methods import PERCENT_PER_LEVEL
from pipeline.drawing.page import Page
from pipeline.drawing.theme import PALE_BAR, PALE_RATE_BAR
from pipeline.report import decided, limits, project_lines
from pipeline.report.canvas import Canvas
from pipeline.report.live import Group
from pipeline.report.nouns import KPI, PROJECT
from pipeline.report.project_lines import Sheet
from pipeline.report.spans import Column
from schemas.fields import Text
from schemas.plan import TOP_LEVEL

ABOUT = Text(
    "คะแนน ร้อยละ และงบประมาณของทุกโครงการ พร้อมยอดรวมรายเรื่อง",
    "Score, percent and budget of every project, with totals by strategic issue",
)
_TITLE = Text("สรุปผลการดำเนินงานรายโครงการ", "Results of all projects")
_SUBTITLE = Text(
    "คะแนนเต็ม {top} · ร้อยละ = คะแนน × {per} · จำนวนเงินเป็นบาท · คลิกรหัสเพื่อดูผลของโครงการ",
    "Scores out of {top} · percent = score × {per} · amounts in baht · click a code for the project's page",
)
_COLUMNS = (
    Column("code", Text("รหัส", "Code"), 6.5),
    Column("project", Text("โครงการ", "Project"), 46),
    Column("kpi", Text("ตัวชี้วัด", "KPI"), 44),
    Column("department", Text("หน่วยงาน", "Department"), 24),
    Column("score", Text("คะแนน", "Score"), 8),
    Column("percent", Text("ร้อยละ", "Percent"), 9.5),
    Column("level", Text("ระดับที่ได้", "Level\nreached"), 12.5),
    Column("planned", Text("ระดับ\nตามแผน", "Planned\nlevel"), 8),
    Column("pace", Text("เทียบกับแผน", "Against\nthe plan"), 16),
    Column("self_score", Text("คะแนนที่\nประเมินตนเอง", "Self-\nassessed"), 12),
    Column("received", Text("ได้รับ (บาท)", "Received\n(baht)"), 15),
    Column("disbursed", Text("เบิกจ่าย (บาท)", "Disbursed\n(baht)"), 14.5),
    Column("rate", Text("ร้อยละ\nเบิกจ่าย", "Rate\n(%)"), 9),
    Column("obstacle", Text("ปัญหา\nอุปสรรค", "Obstacle"), 9.5),
)
# These stand in the table only where there is something to show in them.
_NOT_ALWAYS = ("planned", "pace", "self_score")
WIDTHS: list[float] = [column.width for column in _COLUMNS if column.id not in _NOT_ALWAYS]

_TOTAL = Text("รวม {projects} {kpis}", "Total: {projects}, {kpis}")
_EQUAL = Text("ทุกตัวชี้วัดมีน้ำหนักเท่ากัน", "every KPI weighs the same")
_WEIGHTED = Text("ถ่วงน้ำหนักตามแผน", "weighted as the plan states")
_FOOT = Text(
    "คะแนนเฉลี่ยคิดเฉพาะตัวชี้วัดที่รายงานแล้ว {weights} · ร้อยละเบิกจ่าย = เบิกจ่ายรวม ÷ ได้รับรวม · “–” = ไม่มีข้อมูล",
    "Means are of the KPIs reported, {weights} · rate = all disbursed ÷ all received · “–” = nothing known",
)
_BOTH_MEANS = Text("เฉพาะที่รายงาน {mean}\nไม่รายงาน = 0: {all}", "of reported {mean}\nmissing = 0: {all}")
_DECIDED = Text(" · {sign} คะแนนตามคำวินิจฉัย", " · {sign} a score as decided")
_ISSUES_ONLY = Text(" · แต่ละโครงการอยู่ในแผ่นข้อมูล", " · each project stands in the data sheets")
# What is longer than a page by no more than this share of it is made to fit.
_SQUEEZED = 0.1


def draw(canvas: Canvas, page: Page) -> None:
    """Banner, table by issue, grand total and what the figures mean."""
    columns = [column for column in _COLUMNS if column.id not in _NOT_ALWAYS or _has(canvas, column.id)]
    wide = {name: canvas.amount_width(name) for name in ("received", "disbursed")}
    page.columns([wide.get(column.id, column.width) for column in columns])
    sheet = Sheet(canvas, page, {column.id: col for col, column in enumerate(columns)})
    words = _SUBTITLE.to(canvas.lang).format(top=TOP_LEVEL, per=PERCENT_PER_LEVEL)
    head = page.banner(_TITLE.to(canvas.lang), canvas.code(words))
    page.head_row(head, [column.title.to(canvas.lang) for column in columns])
    page.repeat(head, head)
    row = head + 1
    for issue in canvas.plan.issues["code"]:
        row = _issue(sheet, row, issue)
    _total(sheet, row)
    _foot(sheet, row + 1)
    page.sheet.freeze_panes(head + 1, sheet.at["project"])
    page.group(sheet.at["kpi"], sheet.at["department"])
    page.sheet.print_area(0, 0, row + 1, len(columns) - 1)
    if 0 > page.room(row + 1) > -_SQUEEZED * page.room(-1):
        page.sheet.set_h_pagebreaks([])
        page.sheet.fit_to_pages(1, 1)


def _has(canvas: Canvas, column: str) -> bool:
    """Whether a column that is not always there has something to show."""
    scores = canvas.summary.scores
    if column == "self_score":
        return any(map(project_lines.differs, scores["rubric_score"], scores["self_score"]))
    return bool(scores["planned"].notna().any())


def _issue(sheet: Sheet, row: int, issue: str) -> int:
    """The issue's line with its totals, and its projects; gives the next free row."""
    canvas, page = sheet.canvas, sheet.page
    projects = canvas.projects_of(issue)
    name = canvas.plan.name_of("issues", issue)
    words = f"{name} ({PROJECT.of(len(projects), canvas.figures)})"
    page.link(row, 0, canvas.link_to_issue(issue), canvas.code(issue), "group_link")
    _name(sheet, row, 1, words, Group(canvas, "issue", issue), "group")
    _totals(sheet, row, Group(canvas, "issue", issue), "group")
    begins, first = row, row + 1
    row = first
    # Too many lines for anybody to read: the issues are left, and the data sheets.
    for project in () if limits.only_issues(canvas) else projects:
        row = project_lines.draw(sheet, row, project)
        # The issue's own line stays with its first project.
        page.keep_together(begins, row - 1)
        begins = row
    if row > first:
        page.bars(first, row - 1, sheet.at["percent"], PALE_BAR)
    # A bar fills only the first of the rows that a project with several KPIs takes, so these have none.
    if row - first == len(projects) > 0:
        page.bars(first, row - 1, sheet.at["rate"], PALE_RATE_BAR)
    return row


def _total(sheet: Sheet, row: int) -> None:
    figures = sheet.canvas.figures
    whole = sheet.canvas.summary.rollup("ministry")
    words = _TOTAL.to(sheet.canvas.lang).format(
        projects=PROJECT.of(int(whole["projects"]), figures), kpis=KPI.of(int(whole["kpis"]), figures)
    )
    _name(sheet, row, 0, words, Group(sheet.canvas), "total")
    _totals(sheet, row, Group(sheet.canvas), "total")


def _name(sheet: Sheet, row: int, first: int, words: str, group: Group, look: str) -> None:
    """The name of a group up to its figures; where something is not reported both means stand beside the mean."""
    page, last, role = sheet.page, sheet.at["department"], f"{look}_name"
    texts = {}
    if Group(sheet.canvas).partial():
        both = group.both_means(_BOTH_MEANS)
        page.formula(row, last, *both, role)
        texts, last = {last: (str(both.value), role)}, last - 1
    page.merged(row, first, last, words, role)
    page.fit(row, {(first, last): (words, role), **texts}, least=26 if look == "total" else 24)


def _totals(sheet: Sheet, row: int, group: Group, look: str) -> None:
    """The figures of a group in its line: `look` is the family of roles that it is drawn in."""
    centre, number = f"{look}_centre", f"{look}_amount"
    sheet.page.fill(row, sheet.at["score"], len(sheet.at) - 1, centre)
    sheet.live(row, "score", group.mean(), centre, "score")
    sheet.live(row, "percent", group.percent(sheet.address(row, "score")), centre, "percent")
    sheet.live(row, "level", group.incomplete(), centre)
    sheet.live(row, "received", group.amount("received"), number, "baht")
    sheet.live(row, "disbursed", group.amount("disbursed"), number, "baht")
    rate = group.rate(sheet.address(row, "disbursed"), sheet.address(row, "received"))
    sheet.live(row, "rate", rate, centre, "percent")
    sheet.live(row, "obstacle", group.obstacles(), centre, "integer")


def _foot(sheet: Sheet, row: int) -> None:
    weights = _EQUAL if sheet.canvas.summary.scores["weight"].nunique() == 1 else _WEIGHTED
    words = _FOOT.to(sheet.canvas.lang).format(weights=weights.to(sheet.canvas.lang))
    if sheet.canvas.once(decided.scores):
        words += _DECIDED.to(sheet.canvas.lang).format(sign=decided.SIGN)
    if limits.only_issues(sheet.canvas):
        words += _ISSUES_ONLY.to(sheet.canvas.lang)
    last = len(sheet.at) - 1
    sheet.page.merged(row, 0, last, words, "caption_wrap")
    sheet.page.fit(row, {(0, last): (words, "caption_wrap")})
