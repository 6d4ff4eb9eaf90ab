"""The consolidated tables: what the summary's data sheets hold, and what the next round reads back."""

from __future__ import annotations

from dataclasses import replace

from schemas.fields import Choice, Field, Kind, Table, Text
from schemas.plan import ACTIONS, BUDGET_TYPES, ITEMS, METHODS, TOP_LEVEL
from schemas.rules import FINDINGS
from schemas.submission import BUDGET_STATUSES, LEVEL_STATUSES, REPORTER, YES_NO

FILE_STATES = (
    Choice("plan", Text("แผน", "plan")),
    Choice("accepted", Text("รับแล้ว", "accepted")),
    Choice("accepted_in_part", Text("รับบางส่วน", "accepted in part")),
    Choice("returned", Text("ส่งคืนให้แก้ไข", "returned")),
    Choice("superseded", Text("มีฉบับใหม่แทน", "superseded")),
    Choice("unchanged_copy", Text("สำเนาซ้ำ", "unchanged copy")),
    Choice("other_round", Text("ของรอบอื่น", "other round")),
    Choice("other_unit", Text("ของหน่วยงานอื่น", "other unit's")),
    Choice("earlier_summary", Text("รายงานรอบก่อน", "earlier summary")),
    Choice("not_a_form", Text("ไม่ใช่แบบรายงาน", "not a form")),
    Choice("unreadable", Text("เปิดอ่านไม่ได้", "unreadable")),
    Choice("refused", Text("ไม่รับ", "refused")),
    Choice("ignored", Text("ไม่เกี่ยวข้อง", "ignored")),
)
# What a file is, told by its content.
FILE_KINDS = (
    Choice("xlsx", Text("สมุดงาน Excel", "Excel workbook")),
    Choice("xlsm", Text("สมุดงาน Excel ที่มีมาโคร", "Excel workbook with macros")),
    Choice("xlsb", Text("สมุดงาน Excel แบบไบนารี", "binary Excel workbook")),
    Choice("xls", Text("สมุดงาน Excel 97-2003", "Excel 97-2003 workbook")),
    Choice("ods", Text("สมุดงาน OpenDocument", "OpenDocument spreadsheet")),
    Choice("encrypted", Text("แฟ้มที่ตั้งรหัสผ่าน", "file with a password")),
    Choice("document", Text("เอกสาร เช่น Word", "document, such as of Word")),
    Choice("slides", Text("งานนำเสนอ เช่น PowerPoint", "slides, such as of PowerPoint")),
    Choice("pdf", Text("PDF", "PDF")),
    Choice("image", Text("รูปภาพ", "picture")),
    Choice("html", Text("หน้าเว็บ", "web page")),
    Choice("xml", Text("XML", "XML")),
    Choice("zip", Text("แฟ้มบีบอัด zip", "zip archive")),
    Choice("archive", Text("แฟ้มบีบอัดชนิดอื่น", "other archive")),
    Choice("text", Text("ข้อความล้วน เช่น CSV", "plain text, such as CSV")),
    Choice("empty", Text("แฟ้มว่างเปล่า", "empty file")),
    Choice("other", Text("อื่น ๆ", "other")),
)
KPI_STATES = (
    Choice("reported", Text("รายงานแล้ว", "reported")),
    Choice("returned", Text("ส่งคืนให้แก้ไข", "returned")),
    Choice("missing", Text("ยังไม่ส่ง", "missing")),
    Choice("not_due", Text("ยังไม่ถึงรอบ", "not due")),
    Choice("cancelled", Text("ยกเลิก", "cancelled")),
)
# A KPI in one of these was asked for in its round.
OWED = ("reported", "returned", "missing")
FATES = (
    Choice("used", Text("ใช้ในรายงาน", "used")),
    Choice("rejected", Text("ไม่รับ", "rejected")),
    Choice("replaced", Text("แทนด้วยคำวินิจฉัย", "replaced by a decision")),
    Choice("ignored", Text("ไม่ได้ใช้", "ignored")),
)
# Why a cell is ignored, where a finding does not say it of this cell alone.
NO_BUDGET, DASH, DECISION, OUTSIDE = "no_budget", "dash", "decision", "OUTSIDE_THE_FORM"
IGNORED_SINCE = (
    Choice(
        NO_BUDGET,
        Text("โครงการไม่ได้รับงบประมาณ จึงไม่นับจำนวนเงิน", "The project has no budget, so its amounts do not count"),
    ),
    Choice(DASH, Text("เครื่องหมายแทนช่องว่าง", "A mark in place of an empty cell")),
    Choice(DECISION, Text("ใช้ค่าตามคำวินิจฉัยแทน", "A decision gives another value")),
    Choice(OUTSIDE, Text("อยู่นอกช่องของแบบรายงาน", "Outside the form's own cells")),
)
PACES = (
    Choice("ahead", Text("เร็วกว่าแผน", "ahead of plan")),
    Choice("on_plan", Text("ตามแผน", "on plan")),
    Choice("behind", Text("ช้ากว่าแผน", "behind plan")),
)
SINCE = (
    Choice("continued", Text("ต่อเนื่อง", "continued")),
    Choice("new", Text("ใหม่ในรอบนี้", "new this round")),
    Choice("gone", Text("ไม่มีในรอบนี้", "gone this round")),
)
OUTCOMES = (
    Choice("applied", Text("นำไปใช้แล้ว", "applied")),
    Choice("expired", Text("หมดอายุ", "expired")),
    Choice("unmatched", Text("ไม่พบสิ่งที่วินิจฉัย", "nothing to decide")),
    Choice("incomplete", Text("นำไปใช้ไม่ได้", "cannot be applied")),
)
SCOPES = (
    Choice("ministry", Text("ภาพรวม", "ministry")),
    Choice("issue", Text("เรื่อง", "issue")),
    Choice("department", Text("หน่วยงาน", "department")),
    Choice("project", Text("โครงการ", "project")),
)

# By this a summary is known when it lies in a later round's inputs: a hidden sheet that holds it by its keys.
SUMMARY_VERSION = "1"
SUMMARY_IDENTITY = "summary"


def _code(id_: str, th: str, en: str) -> Field:
    return Field(id=id_, title=Text(th, en), kind=Kind.CODE, width=12)


def _text(id_: str, th: str, en: str, width: float = 30) -> Field:
    return Field(id=id_, title=Text(th, en), kind=Kind.TEXT, width=width)


def _long(id_: str, th: str, en: str) -> Field:
    return Field(id=id_, title=Text(th, en), kind=Kind.LONG_TEXT, width=50)


def _count(id_: str, th: str, en: str) -> Field:
    return Field(id=id_, title=Text(th, en), kind=Kind.INTEGER, width=10)


def _number(id_: str, th: str, en: str) -> Field:
    return Field(id=id_, title=Text(th, en), kind=Kind.NUMBER, width=12)


def _amount(id_: str, th: str, en: str) -> Field:
    return Field(id=id_, title=Text(th, en), kind=Kind.AMOUNT, width=18)


def _choice(id_: str, th: str, en: str, choices: tuple[Choice, ...]) -> Field:
    return Field(id=id_, title=Text(th, en), kind=Kind.CHOICE, choices=choices, width=16)


# Where a row comes from: the file with its hash, and the first of its cells; the ledger has the cell of each value.
_SOURCE = (
    _text("file", "แฟ้มต้นทาง", "Source file"),
    _text("sheet", "แผ่นงานต้นทาง", "Source sheet", 14),
    _text("cell", "ช่องต้นทาง", "Source cell", 8),
)
_HASH = _long("sha256", "ลายนิ้วมือแฟ้ม (SHA-256)", "SHA-256 of the file")

REGISTER = Table(
    id="register",
    title=Text("ทะเบียนแฟ้ม", "Register of files"),
    help=Text("ทุกแฟ้มที่พบในโฟลเดอร์นำเข้า และผลที่ได้", "Every file found in the inputs folder, and what became of it"),
    key=("file",),
    fields=(
        _text("file", "แฟ้ม", "File", 40),
        _choice("state", "สถานะ", "State", FILE_STATES),
        _choice("kind", "ชนิดแฟ้ม", "Kind", FILE_KINDS),
        _code("version", "รุ่นของแบบ", "Form version"),
        _code("department", "หน่วยงาน", "Department"),
        _code("round", "รอบ", "Round"),
        _count("revision", "ฉบับที่", "Revision"),
        _count("size", "ขนาด (ไบต์)", "Size (bytes)"),
        _long("reason", "เหตุผล", "Reason"),
        _long("sha256", "ลายนิ้วมือ (SHA-256)", "SHA-256"),
    ),
)

SCORES = Table(
    id="scores",
    title=Text("ข้อมูลผลรายตัวชี้วัด", "KPI data"),
    help=Text("หนึ่งแถวต่อหนึ่งตัวชี้วัด ตามลำดับในแผน", "A row a KPI, in the order of the plan"),
    key=("kpi",),
    fields=(
        _code("kpi", "รหัสตัวชี้วัด", "KPI code"),
        _code("project", "รหัสโครงการ", "Project code"),
        _code("issue", "รหัสเรื่อง", "Issue code"),
        _code("department", "รหัสหน่วยงาน", "Department code"),
        _choice("state", "สถานะ", "State", KPI_STATES),
        _choice("method", "วิธีให้คะแนน", "Method", METHODS),
        _number("weight", "น้ำหนัก", "Weight"),
        _number("value", "ค่าที่ทำได้จริง", "Value reached"),
        _number("achievement", "ร้อยละของเป้าหมาย", "Achievement (%)"),
        _number("rubric_score", "คะแนนตามเกณฑ์", "Score by the rubric"),
        _number("score", "คะแนน", "Score"),
        _number("percent", "ร้อยละ", "Percent"),
        _number("weighted", "คะแนน × น้ำหนัก", "Score × weight"),
        _number("self_score", "คะแนนประเมินตนเอง", "Self-assessed score"),
        _count("planned", "ระดับตามแผน", "Planned level"),
        _choice("pace", "เทียบกับแผน", "Against the plan", PACES),
        _choice("has_obstacle", "มีปัญหาอุปสรรค", "Any obstacle", YES_NO),
        *_SOURCE,
        _long("narrative", "รายละเอียดการดำเนินงาน", "Narrative"),
        _long("obstacle", "ปัญหาอุปสรรค", "Obstacle"),
        _long("suggestion", "ข้อเสนอแนะ", "Suggestion"),
        _HASH,
    ),
)

LEVEL_RESULTS = Table(
    id="level_results",
    title=Text("ข้อมูลผลรายระดับ", "Level data"),
    help=Text("หนึ่งแถวต่อหนึ่งระดับของเกณฑ์", "A row a rubric level"),
    key=("kpi", "level"),
    fields=(
        _code("kpi", "รหัสตัวชี้วัด", "KPI code"),
        _count("level", "ระดับ", "Level"),
        _number("threshold", "ค่าเป้าหมาย", "Threshold"),
        _choice("status", "สถานะ", "Status", LEVEL_STATUSES),
        Field(id="date", title=Text("วันที่แล้วเสร็จ", "Date done"), kind=Kind.DATE),
        _choice("met", "นับเป็นผลสำเร็จ", "Met", YES_NO),
        *_SOURCE,
        _long("criterion", "คำอธิบายเกณฑ์", "Criterion"),
        _long("evidence", "หลักฐานอ้างอิง", "Evidence"),
        _HASH,
    ),
)

BUDGET_RESULTS = Table(
    id="budget_results",
    title=Text("ข้อมูลงบประมาณ", "Budget data"),
    help=Text("หนึ่งแถวต่อหนึ่งโครงการ", "A row a project"),
    key=("project",),
    fields=(
        _code("project", "รหัสโครงการ", "Project code"),
        _code("issue", "รหัสเรื่อง", "Issue code"),
        _code("department", "รหัสหน่วยงาน", "Department code"),
        _choice("budget_type", "ประเภทงบ", "Budget type", BUDGET_TYPES),
        _choice("state", "สถานะการรายงาน", "State", KPI_STATES),
        _choice("status", "สถานะงบประมาณ", "Budget status", BUDGET_STATUSES),
        _amount("allocated", "งบประมาณตามแผน (บาท)", "Allocated (baht)"),
        _amount("received", "ได้รับ (บาท)", "Received (baht)"),
        _amount("committed", "ผูกพัน (บาท)", "Committed (baht)"),
        _amount("disbursed", "เบิกจ่าย (บาท)", "Disbursed (baht)"),
        _amount("remaining", "คงเหลือ (บาท)", "Remaining (baht)"),
        _number("rate", "ร้อยละการเบิกจ่าย", "Disbursement rate (%)"),
        _number("target", "เป้าหมายการเบิกจ่าย (ร้อยละ)", "Disbursement target (%)"),
        _number("gap", "ผลต่างจากเป้าหมาย (จุดร้อยละ)", "Gap to the target (points)"),
        *_SOURCE,
        _HASH,
    ),
)

ROLLUPS = Table(
    id="rollups",
    title=Text("ผลรวม", "Roll-ups"),
    help=Text("ผลรวมตามภาพรวม เรื่อง หน่วยงาน และโครงการ", "By ministry, issue, department and project"),
    key=("scope", "code"),
    fields=(
        _choice("scope", "กลุ่ม", "Scope", SCOPES),
        _code("code", "รหัส", "Code"),
        _count("projects", "โครงการ", "Projects"),
        _count("kpis", "ตัวชี้วัด", "KPIs"),
        _count("due", "ต้องรายงาน", "Due"),
        _count("reported", "รายงานแล้ว", "Reported"),
        _number("score", "คะแนนเฉลี่ย", "Mean score"),
        _number("percent", "ร้อยละเฉลี่ย", "Mean percent"),
        _number("score_all", "คะแนนเฉลี่ย (ไม่รายงาน = 0)", "Mean score (missing = 0)"),
        _number("percent_all", "ร้อยละเฉลี่ย (ไม่รายงาน = 0)", "Mean percent (missing = 0)"),
        *(_count(f"score_{k}", f"คะแนน {k}", f"Score {k}") for k in range(TOP_LEVEL + 1)),
        _count("ahead", "เร็วกว่าแผน", "Ahead of plan"),
        _count("on_plan", "ตามแผน", "On plan"),
        _count("behind", "ช้ากว่าแผน", "Behind plan"),
        _count("with_budget", "โครงการที่ได้รับงบ", "With a budget"),
        _count("no_budget", "โครงการที่ไม่ใช้งบ", "Without a budget"),
        _count("not_stated", "โครงการที่ไม่ระบุ", "Budget not stated"),
        _amount("received", "ได้รับ (บาท)", "Received (baht)"),
        _amount("committed", "ผูกพัน (บาท)", "Committed (baht)"),
        _amount("disbursed", "เบิกจ่าย (บาท)", "Disbursed (baht)"),
        _amount("remaining", "คงเหลือ (บาท)", "Remaining (baht)"),
        _number("rate", "ร้อยละการเบิกจ่าย", "Disbursement rate (%)"),
        _count("obstacles", "ตัวชี้วัดที่มีปัญหาอุปสรรค", "With obstacles"),
    ),
)

REPORTERS = Table(
    id="reporters",
    title=Text("ข้อมูลผู้รายงาน", "Reporter data"),
    help=Text("หนึ่งแถวต่อหนึ่งหน่วยงานที่ส่ง", "A row a department that sent its form"),
    key=("department",),
    fields=(
        _code("department", "รหัสหน่วยงาน", "Department code"),
        *(replace(field, required=None) for field in REPORTER),
        *_SOURCE,
        _HASH,
    ),
)

LEDGER = Table(
    id="ledger",
    title=Text("บัญชีช่องข้อมูล", "Ledger of cells"),
    help=Text("ทุกช่องที่หน่วยงานกรอก และผลที่ได้", "Every filled cell, and what became of it"),
    key=("file", "sheet", "cell"),
    fields=(
        _text("file", "แฟ้ม", "File", 40),
        _text("sheet", "แผ่นงาน", "Sheet", 14),
        _text("cell", "ช่อง", "Cell", 8),
        _text("key", "รหัสช่อง", "Key", 24),
        _code("department", "หน่วยงาน", "Department"),
        _code("kpi", "ตัวชี้วัด", "KPI"),
        _text("field", "รหัสรายการ", "Field", 20),
        _count("level", "ระดับ", "Level"),
        _choice("fate", "ผล", "Fate", FATES),
        _text("reason", "เหตุผล", "Reason", 24),
        _count("finding", "ข้อสังเกตที่", "Finding"),
        _text("shown_in", "แสดงในตาราง", "Shown in", 24),
        _count("shown_row", "แถวที่", "Row"),
        _long("raw", "ค่าที่กรอก", "As filled"),
        _HASH,
    ),
)

CONTROLS = Table(
    id="controls",
    title=Text("ยอดควบคุม", "Control totals"),
    help=Text(
        "ยอดเงินที่กรอก + ค่าที่วินิจฉัย = ใช้ในรายงาน + ไม่รับ + แทนด้วยคำวินิจฉัย + ไม่นับ",
        "What was filled in, and what decisions give = what is used + rejected + replaced + ignored",
    ),
    key=("department", "field"),
    fields=(
        _code("department", "หน่วยงาน", "Department"),
        _text("field", "รายการ", "Amount", 24),
        _amount("filled", "ที่กรอก (บาท)", "Filled in (baht)"),
        _amount("decided", "ค่าที่วินิจฉัย (บาท)", "As decided (baht)"),
        _amount("used", "ใช้ในรายงาน (บาท)", "Used (baht)"),
        _amount("rejected", "ไม่รับ (บาท)", "Rejected (baht)"),
        _amount("replaced", "แทนด้วยคำวินิจฉัย (บาท)", "Replaced by a decision (baht)"),
        _amount("ignored", "ไม่นับ (บาท)", "Ignored (baht)"),
        _amount("difference", "ผลต่าง (บาท)", "Difference (baht)"),
    ),
)

CHANGES = Table(
    id="changes",
    title=Text("เปลี่ยนแปลงจากฉบับก่อน", "Changes since the last revision"),
    help=Text(
        "ทุกคำตอบที่ต่างจากฉบับก่อนหน้าของหน่วยงานเดียวกัน", "Every answer that differs from the department's revision before"
    ),
    key=("department", "kpi", "field", "level"),
    fields=(
        _code("department", "หน่วยงาน", "Department"),
        _code("kpi", "ตัวชี้วัด", "KPI"),
        _text("field", "รหัสรายการ", "Field", 20),
        _count("level", "ระดับ", "Level"),
        _long("was", "เดิม", "Was"),
        _long("now", "ปัจจุบัน", "Is"),
        _text("file_before", "แฟ้มฉบับก่อน", "File before", 40),
        _text("sheet_before", "แผ่นงานเดิม", "Sheet before", 14),
        _text("cell_before", "ช่องเดิม", "Cell before", 8),
        _text("file", "แฟ้ม", "File", 40),
        _text("sheet", "แผ่นงาน", "Sheet", 14),
        _text("cell", "ช่อง", "Cell", 8),
    ),
)


def _moved(id_: str, th: str, en: str, kind: Kind) -> tuple[Field, ...]:
    """A measure in the earlier round, now, and how much it moved."""
    now = Field(id=id_, title=Text(th, en), kind=kind, width=14)
    before = replace(now, id=f"{id_}_before", title=Text(f"{th} รอบก่อน", f"{en}, before"))
    return before, now, replace(now, id=f"{id_}_change", title=Text(f"{th} เปลี่ยนแปลง", f"{en}, change"))


COMPARISON = Table(
    id="comparison",
    title=Text("ข้อมูลเปรียบเทียบรายตัวชี้วัด", "KPI comparison data"),
    help=Text("หนึ่งแถวต่อหนึ่งตัวชี้วัด เทียบกับรอบก่อน", "A row a KPI, beside the earlier round"),
    key=("kpi",),
    fields=(
        _code("kpi", "รหัสตัวชี้วัด", "KPI code"),
        _code("project", "รหัสโครงการ", "Project code"),
        _code("issue", "รหัสเรื่อง", "Issue code"),
        _code("department", "รหัสหน่วยงาน", "Department code"),
        _choice("since", "ความต่อเนื่อง", "Since then", SINCE),
        *_moved("score", "คะแนน", "Score", Kind.NUMBER),
        *_moved("levels", "ระดับที่ทำสำเร็จ", "Levels met", Kind.INTEGER),
        *_moved("value", "ค่าที่ทำได้จริง", "Value", Kind.NUMBER),
    ),
)

BUDGET_COMPARISON = Table(
    id="budget_comparison",
    title=Text("ข้อมูลเปรียบเทียบงบประมาณ", "Budget comparison data"),
    help=Text("หนึ่งแถวต่อหนึ่งโครงการ เทียบกับรอบก่อน", "A row a project, beside the earlier round"),
    key=("project",),
    fields=(
        _code("project", "รหัสโครงการ", "Project code"),
        _code("issue", "รหัสเรื่อง", "Issue code"),
        _code("department", "รหัสหน่วยงาน", "Department code"),
        *_moved("received", "ได้รับ (บาท)", "Received (baht)", Kind.AMOUNT),
        *_moved("committed", "ผูกพัน (บาท)", "Committed (baht)", Kind.AMOUNT),
        *_moved("disbursed", "เบิกจ่าย (บาท)", "Disbursed (baht)", Kind.AMOUNT),
        *_moved("rate", "ร้อยละการเบิกจ่าย", "Disbursement rate (%)", Kind.NUMBER),
    ),
)

DECIDED = Table(
    id="decided",
    title=Text("ข้อมูลคำวินิจฉัย", "Decision data"),
    help=Text("คำวินิจฉัยทุกข้อในแผน และผลที่ได้", "Every decision of the plan, and what came of it"),
    key=("number",),
    fields=(
        _count("number", "ข้อที่", "Number"),
        _choice("outcome", "ผล", "Outcome", OUTCOMES),
        _choice("action", "คำสั่ง", "Action", ACTIONS),
        _code("department", "หน่วยงาน", "Department"),
        _code("kpi", "ตัวชี้วัด", "KPI"),
        _code("finding", "ข้อสังเกต", "Finding"),
        _choice("item", "รายการ", "Item", ITEMS),
        _text("reported", "ที่รายงาน", "As reported", 20),
        _text("decided", "ที่วินิจฉัย", "As decided", 20),
        _text("by", "ผู้วินิจฉัย", "By", 24),
        Field(id="date", title=Text("วันที่", "Date"), kind=Kind.DATE),
        Field(id="until", title=Text("ใช้ถึงวันที่", "Until"), kind=Kind.DATE),
        _long("reason", "เหตุผล", "Reason"),
    ),
)

# The data sheets. What is long stands last in them: it is read on the screen, and not printed.
DATA_TABLES = (
    SCORES,
    LEVEL_RESULTS,
    BUDGET_RESULTS,
    REPORTERS,
    COMPARISON,
    BUDGET_COMPARISON,
    DECIDED,
    FINDINGS,
    LEDGER,
    REGISTER,
)
SUMMARY_TABLES = (*DATA_TABLES, ROLLUPS, CONTROLS, CHANGES)
