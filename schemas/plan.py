"""The plan workbook's tables: the one file that the planning officer edits."""

from __future__ import annotations

from schemas.fields import NO_TEXT, Choice, Field, Kind, Table, Text

CODE_PATTERN = r"[0-9A-Za-z\u0E01-\u0E2E][0-9A-Za-z\u0E01-\u0E2E._-]{0,19}"
TOP_LEVEL = 5
UNDEFINED_LEVEL = "-"

METHODS = (
    Choice("milestones", Text("ขั้นตอนตามลำดับ", "milestones"), ("ขั้นตอน", "milestone")),
    Choice("checklist", Text("นับรายการที่แล้วเสร็จ", "checklist"), ("รายการตรวจสอบ",)),
    Choice("thresholds", Text("ค่าเป้าหมายเป็นขั้น", "thresholds"), ("ค่าเป้าหมาย", "threshold")),
    Choice("mixed", Text("ขั้นตอนและค่าเป้าหมาย", "mixed"), ("ผสม",)),
)
DIRECTIONS = (
    Choice("higher", Text("ยิ่งมากยิ่งดี", "higher is better")),
    Choice("lower", Text("ยิ่งน้อยยิ่งดี", "lower is better")),
)
BUDGET_TYPES = (
    Choice("overall", Text("ภาพรวม", "overall")),
    Choice("operating", Text("รายจ่ายประจำ", "operating")),
    Choice("investment", Text("รายจ่ายลงทุน", "investment")),
)
LANGUAGES = (Choice("th", Text("ไทย", "Thai")), Choice("en", Text("อังกฤษ", "English")))
NUMERALS = (Choice("thai", Text("เลขไทย", "Thai digits")), Choice("arabic", Text("เลขอารบิก", "Arabic digits")))
ROUNDS = (
    Choice("6", Text("รอบ 6 เดือน", "6 months"), ("6", "6 เดือน")),
    Choice("9", Text("รอบ 9 เดือน", "9 months"), ("9", "9 เดือน")),
    Choice("12", Text("รอบ 12 เดือน", "12 months"), ("12", "12 เดือน")),
)
ACTIONS = (
    Choice("accept", Text("รับ", "accept")),
    Choice("correct", Text("แก้ไข", "correct")),
    Choice("waive", Text("ยกเว้น", "waive")),
)

_MISSING = "PLAN_VALUE_MISSING"
_WEIGHT = Field(
    id="weight",
    title=Text("น้ำหนัก", "Weight"),
    kind=Kind.NUMBER,
    help=Text("เว้นว่างได้ หมายถึงน้ำหนักเท่ากัน", "Empty means equal weights"),
    width=10,
    between=(0, 1000),
)


def _code(id_: str, title: Text, help_: Text = NO_TEXT, width: float = 10) -> Field:
    return Field(id=id_, title=title, kind=Kind.CODE, help=help_, width=width, required=_MISSING)


def _name(title: Text, width: float = 60) -> Field:
    return Field(id="name", title=title, kind=Kind.TEXT, width=width, required=_MISSING)


SETTINGS = Table(
    id="settings",
    title=Text("ตั้งค่า", "Settings"),
    help=Text("ค่าประจำแผนและรอบรายงาน", "The plan and the reporting round"),
    record=True,
    fields=(
        Field(id="organisation", title=Text("ชื่อหน่วยงานเจ้าของแผน", "Organisation"), kind=Kind.TEXT, required=_MISSING),
        Field(id="plan_name", title=Text("ชื่อแผน", "Plan name"), kind=Kind.TEXT, required=_MISSING),
        Field(
            id="fiscal_year",
            title=Text("ปีงบประมาณ (พ.ศ.)", "Fiscal year (B.E.)"),
            kind=Kind.INTEGER,
            required=_MISSING,
            between=(2400, 2700),
        ),
        Field(id="round", title=Text("รอบรายงาน", "Round"), kind=Kind.CHOICE, choices=ROUNDS, required=_MISSING),
        Field(id="first_day", title=Text("วันเริ่มรอบ", "First day of the round"), kind=Kind.DATE, required=_MISSING),
        Field(id="last_day", title=Text("วันสิ้นสุดรอบ", "Last day of the round"), kind=Kind.DATE, required=_MISSING),
        Field(
            id="deadline",
            title=Text("กำหนดส่ง", "Deadline"),
            kind=Kind.DATE,
            help=Text("วันสุดท้ายที่หน่วยงานต้องส่งแบบรายงาน", "The last day for departments to send the form"),
            required=_MISSING,
        ),
        Field(
            id="report_date",
            title=Text("วันที่จัดทำรายงาน", "Report date"),
            kind=Kind.DATE,
            help=Text(
                "ใช้เป็นวันที่ของรายงาน ไม่ใช้นาฬิกาของเครื่อง", "Stands on the report; the computer's clock is never used"
            ),
            required=_MISSING,
        ),
        Field(
            id="language",
            title=Text("ภาษาของรายงาน", "Language"),
            kind=Kind.CHOICE,
            choices=LANGUAGES,
            required=_MISSING,
        ),
        Field(
            id="numerals",
            title=Text("ตัวเลขที่ใช้แสดง", "Numerals"),
            kind=Kind.CHOICE,
            choices=NUMERALS,
            required=_MISSING,
        ),
        Field(id="font", title=Text("แบบอักษร", "Font"), kind=Kind.TEXT, required=_MISSING),
    ),
)

DEPARTMENTS = Table(
    id="departments",
    title=Text("หน่วยงาน", "Departments"),
    key=("code",),
    fields=(
        _code("code", Text("รหัสหน่วยงาน", "Department code"), width=14),
        _name(Text("ชื่อหน่วยงาน", "Department")),
        Field(
            id="aliases",
            title=Text("ชื่ออื่น", "Aliases"),
            kind=Kind.TEXT,
            help=Text("คั่นด้วย ;", "Separated by ;"),
            width=30,
        ),
        Field(id="contact", title=Text("ผู้ประสานงาน", "Contact"), kind=Kind.TEXT, width=24),
        Field(id="email", title=Text("อีเมล", "E-mail"), kind=Kind.TEXT, width=28),
    ),
)

ISSUES = Table(
    id="issues",
    title=Text("เรื่อง", "Strategic issues"),
    key=("code",),
    fields=(_code("code", Text("รหัสเรื่อง", "Issue code")), _name(Text("ชื่อเรื่อง", "Strategic issue")), _WEIGHT),
)

PROJECTS = Table(
    id="projects",
    title=Text("โครงการ", "Projects"),
    key=("code",),
    fields=(
        _code("code", Text("รหัสโครงการ", "Project code")),
        _code("issue", Text("รหัสเรื่อง", "Issue code")),
        _code("department", Text("รหัสหน่วยงาน", "Department code"), width=14),
        _name(Text("ชื่อโครงการ", "Project")),
        Field(
            id="short_name",
            title=Text("ชื่อย่อ", "Short name"),
            kind=Kind.TEXT,
            help=Text("ใช้ในแผนภูมิ ไม่เกิน 30 ตัวอักษร", "For charts; 30 characters at most"),
            width=26,
        ),
        Field(
            id="aliases",
            title=Text("ชื่ออื่น", "Aliases"),
            kind=Kind.TEXT,
            help=Text("คั่นด้วย ;", "Separated by ;"),
            width=30,
        ),
        Field(id="budget_type", title=Text("ประเภทงบ", "Budget type"), kind=Kind.CHOICE, choices=BUDGET_TYPES),
        Field(
            id="allocated",
            title=Text("งบประมาณตามแผน (บาท)", "Allocated budget (baht)"),
            kind=Kind.AMOUNT,
            width=20,
            between=(0, 1e13),
        ),
        _WEIGHT,
    ),
)

KPIS = Table(
    id="kpis",
    title=Text("ตัวชี้วัด", "KPIs"),
    key=("code",),
    fields=(
        _code("code", Text("รหัสตัวชี้วัด", "KPI code")),
        _code("project", Text("รหัสโครงการ", "Project code")),
        _name(Text("ชื่อตัวชี้วัด", "KPI")),
        Field(id="unit", title=Text("หน่วยนับ", "Unit"), kind=Kind.TEXT, width=10),
        Field(
            id="method",
            title=Text("วิธีให้คะแนน", "Method"),
            kind=Kind.CHOICE,
            choices=METHODS,
            width=22,
            required=_MISSING,
        ),
        Field(
            id="direction",
            title=Text("ทิศทาง", "Direction"),
            kind=Kind.CHOICE,
            choices=DIRECTIONS,
            help=Text("เว้นว่าง หมายถึงยิ่งมากยิ่งดี", "Empty means higher is better"),
            width=16,
        ),
        _WEIGHT,
        *(
            Field(
                id=f"planned_{months}",
                title=Text(f"ระดับตามแผนรอบ {months} เดือน", f"Planned level, {months} months"),
                kind=Kind.INTEGER,
                width=12,
                between=(0, TOP_LEVEL),
            )
            for months in (6, 9, 12)
        ),
        Field(
            id="first_round",
            title=Text("รอบแรก", "First round"),
            kind=Kind.CHOICE,
            choices=ROUNDS,
            help=Text("เว้นว่าง หมายถึงรายงานทุกรอบ", "Empty means every round"),
        ),
        Field(id="last_round", title=Text("รอบสุดท้าย", "Last round"), kind=Kind.CHOICE, choices=ROUNDS),
    ),
)

RUBRIC = Table(
    id="rubric",
    title=Text("เกณฑ์การให้คะแนน", "Rubric levels"),
    key=("kpi", "level"),
    fields=(
        _code("kpi", Text("รหัสตัวชี้วัด", "KPI code")),
        Field(
            id="level",
            title=Text("ระดับ", "Level"),
            kind=Kind.INTEGER,
            width=8,
            required=_MISSING,
            between=(1, TOP_LEVEL),
        ),
        Field(
            id="criterion",
            title=Text("คำอธิบายเกณฑ์", "Criterion"),
            kind=Kind.LONG_TEXT,
            help=Text("ระดับที่ไม่กำหนดให้ใส่ -", "Write - where a level is left undefined"),
            width=90,
            required=_MISSING,
        ),
        Field(id="threshold", title=Text("ค่าเป้าหมาย", "Threshold"), kind=Kind.NUMBER, width=12),
    ),
)

ALIGNMENT = Table(
    id="alignment",
    title=Text("ความสอดคล้อง", "Alignment"),
    key=("tier", "name"),
    fields=(
        Field(
            id="tier",
            title=Text("แผนระดับที่", "Tier"),
            kind=Kind.INTEGER,
            width=10,
            required=_MISSING,
            between=(1, 3),
        ),
        _name(Text("ชื่อแผน", "Plan"), width=100),
    ),
)

TARGETS = Table(
    id="targets",
    title=Text("เป้าหมายการเบิกจ่าย", "Disbursement targets"),
    key=("fiscal_year", "quarter", "budget_type"),
    fields=(
        Field(
            id="fiscal_year",
            title=Text("ปีงบประมาณ (พ.ศ.)", "Fiscal year (B.E.)"),
            kind=Kind.INTEGER,
            required=_MISSING,
            between=(2400, 2700),
        ),
        Field(id="quarter", title=Text("ไตรมาส", "Quarter"), kind=Kind.INTEGER, required=_MISSING, between=(1, 4)),
        Field(
            id="budget_type",
            title=Text("ประเภทงบ", "Budget type"),
            kind=Kind.CHOICE,
            choices=BUDGET_TYPES,
            required=_MISSING,
        ),
        Field(
            id="percent",
            title=Text("เป้าหมายสะสม (ร้อยละ)", "Cumulative target (%)"),
            kind=Kind.NUMBER,
            width=20,
            required=_MISSING,
            between=(0, 100),
        ),
        Field(id="source", title=Text("แหล่งที่มา", "Source"), kind=Kind.TEXT, width=70),
    ),
)

DECISIONS = Table(
    id="decisions",
    title=Text("คำวินิจฉัย", "Decisions"),
    fields=(
        Field(id="kpi", title=Text("รหัสตัวชี้วัด", "KPI code"), kind=Kind.CODE),
        Field(id="finding", title=Text("ข้อสังเกต", "Finding"), kind=Kind.TEXT, width=26),
        Field(
            id="action", title=Text("คำสั่ง", "Action"), kind=Kind.CHOICE, choices=ACTIONS, width=12, required=_MISSING
        ),
        Field(id="value", title=Text("ค่าที่ให้ใช้", "Value"), kind=Kind.TEXT, width=16),
        Field(id="reason", title=Text("เหตุผล", "Reason"), kind=Kind.LONG_TEXT, width=50, required=_MISSING),
        Field(id="by", title=Text("ผู้วินิจฉัย", "By"), kind=Kind.TEXT, width=24, required=_MISSING),
        Field(id="date", title=Text("วันที่", "Date"), kind=Kind.DATE, required=_MISSING),
        Field(id="until", title=Text("ใช้ถึงวันที่", "Until"), kind=Kind.DATE),
    ),
)

PLAN_TABLES = (SETTINGS, DEPARTMENTS, ISSUES, PROJECTS, KPIS, RUBRIC, ALIGNMENT, TARGETS, DECISIONS)
