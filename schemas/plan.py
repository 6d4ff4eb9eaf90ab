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
    Choice("interpolated", Text("ค่าเป้าหมายเทียบสัดส่วน", "interpolated thresholds"), ("เทียบบัญญัติไตรยางศ์",)),
    Choice("interval", Text("ช่วงปรับเกณฑ์ ±", "interval ±"), ("ช่วงปรับเกณฑ์การให้คะแนน", "ช่วงปรับเกณฑ์")),
    Choice("proportional", Text("ตามสัดส่วนของเป้าหมาย", "proportional to the target"), ("ตามสัดส่วน",)),
    Choice("two_sided", Text("เบี่ยงเบนจากเป้าหมาย", "deviation from the target"), ("เบี่ยงเบนสองทาง",)),
    Choice("three_level", Text("สามระดับ 50/75/100", "three levels 50/75/100"), ("50/75/100",)),
)
# What a method goes by: levels done, a value beside thresholds of the rubric, or a value beside the KPI's own target.
BY_THRESHOLDS = ("thresholds", "interpolated", "three_level")
BY_TARGET = ("interval", "proportional", "two_sided")
BY_STEPS = ("milestones", "mixed")
# Methods that know no lower-is-better.
WITHOUT_DIRECTION = ("proportional", "two_sided")
# The levels of each scale; a KPI on three levels has 50, 75 or 100 percent at them.
LEVELS_OF = {"three_level": (1, 2, 3)}
ALL_LEVELS = (1, 2, 3, 4, 5)
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
BELOW_FIRST = (
    Choice("zero", Text("0 คะแนน", "no point")),
    Choice("lowest", Text("คะแนนของระดับแรก", "that of the first level")),
    Choice("proportional", Text("ตามสัดส่วนของระดับแรก", "in proportion to the first level")),
)
ACTIONS = (
    Choice("accept", Text("รับ", "accept")),
    Choice("correct", Text("แก้ไข", "correct")),
    Choice("waive", Text("ยกเว้น", "waive")),
)
# What a decision may correct.
ITEMS = (
    Choice("score", Text("คะแนน", "score")),
    Choice("value", Text("ค่าที่ทำได้จริง", "value reached")),
    Choice("received", Text("งบประมาณที่ได้รับ", "received"), ("ได้รับ",)),
    Choice("committed", Text("ผูกพัน/PO", "committed"), ("ผูกพัน",)),
    Choice("disbursed", Text("เบิกจ่ายจริง", "disbursed"), ("เบิกจ่าย",)),
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
        Field(
            id="font",
            title=Text("แบบอักษร", "Font"),
            kind=Kind.TEXT,
            help=Text(
                "เครื่องที่ไม่มีแบบอักษรนี้จะแสดงด้วยแบบอักษรไทยอื่นที่มี",
                "A computer without it shows another Thai font that it has",
            ),
            required=_MISSING,
        ),
        Field(
            id="font_size",
            title=Text("ขนาดอักษรของรายงาน (พอยต์)", "Font size of the report (points)"),
            kind=Kind.NUMBER,
            help=Text(
                "ขนาดของเนื้อความ ส่วนอื่นปรับตาม ไม่ใช้กับแบบรายงานของหน่วยงาน · 8 ถึง 14 ตระกูล TH 11 ถึง 20 เว้นว่าง = 10.5 ตระกูล TH 15",
                "Of the text, the rest in proportion; forms keep theirs; 8–14, TH fonts 11–20; empty means 10.5, TH fonts 15",
            ),
        ),
        Field(
            id="below_first",
            title=Text("คะแนนเมื่อต่ำกว่าระดับแรก", "Score below the first level"),
            kind=Kind.CHOICE,
            help=Text(
                "ใช้กับค่าเป้าหมายเทียบสัดส่วน ช่วงปรับเกณฑ์ และสามระดับ เว้นว่าง = 0 คะแนน",
                "For interpolated, interval and three-level KPIs; empty means no point",
            ),
            choices=BELOW_FIRST,
            default="zero",
        ),
        Field(
            id="two_sided_full",
            title=Text("เบี่ยงเบนที่ยังได้คะแนนเต็ม (ร้อยละ)", "Deviation with the full score (%)"),
            kind=Kind.NUMBER,
            help=Text("ใช้กับตัวชี้วัดที่ให้คะแนนตามการเบี่ยงเบน เว้นว่าง = 10", "For KPIs by deviation; empty means 10"),
            between=(0, 1000),
            default=10.0,
        ),
        Field(
            id="two_sided_none",
            title=Text("เบี่ยงเบนที่ไม่ได้คะแนน (ร้อยละ)", "Deviation without a score (%)"),
            kind=Kind.NUMBER,
            help=Text("ต้องมากกว่าช่องก่อนหน้า เว้นว่าง = 20", "More than the one before; empty means 20"),
            between=(0, 1000),
            default=20.0,
        ),
        Field(
            id="short_narrative",
            title=Text("รายละเอียดขั้นต่ำต่อระดับ (ตัวอักษร)", "Shortest narrative a level (letters)"),
            kind=Kind.INTEGER,
            help=Text(
                "รายละเอียดที่สั้นกว่านี้ × คะแนนที่ได้ จะถูกทักว่าสั้นเกินไป เว้นว่าง = 15",
                "A narrative shorter than this × its score is too short; empty means 15",
            ),
            between=(0, 1000),
            default=15,
        ),
        Field(
            id="low_percent",
            title=Text("คะแนนต่ำ (น้อยกว่าร้อยละ)", "A low score (below, %)"),
            kind=Kind.NUMBER,
            help=Text(
                "คะแนนต่ำกว่านี้ควรมีปัญหาอุปสรรคอธิบาย เว้นว่าง = 40",
                "Below this an obstacle should explain the score; empty means 40",
            ),
            between=(0, 100),
            default=40.0,
        ),
        Field(
            id="good_percent",
            title=Text("คะแนนดี (ตั้งแต่ร้อยละ)", "A good score (from, %)"),
            kind=Kind.NUMBER,
            help=Text(
                "เส้นแบ่งคะแนนของตารางคะแนนกับเงิน เว้นว่าง = 60", "Where score against money is parted; empty means 60"
            ),
            between=(0, 100),
            default=60.0,
        ),
        Field(
            id="good_rate",
            title=Text("เบิกจ่ายดี (ตั้งแต่ร้อยละ)", "A good disbursement (from, %)"),
            kind=Kind.NUMBER,
            help=Text("เส้นแบ่งเงินของตารางคะแนนกับเงิน เว้นว่าง = 50", "Where money against score is parted; empty means 50"),
            between=(0, 100),
            default=50.0,
        ),
        Field(
            id="pages_at_most",
            title=Text("หน้ารายโครงการไม่เกิน (โครงการ)", "Pages for at most (projects)"),
            kind=Kind.INTEGER,
            help=Text(
                "แผนที่มีโครงการมากกว่านี้ไม่มีหน้ารายโครงการ และรายงานบอกไว้ เว้นว่าง = 500",
                "A plan of more projects has no page for each, and the report says so; empty means 500",
            ),
            between=(0, 900),
            default=500,
        ),
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
        Field(
            id="target",
            title=Text("ค่าเป้าหมายของตัวชี้วัด", "Target"),
            kind=Kind.NUMBER,
            help=Text(
                "ใช้กับช่วงปรับเกณฑ์ ตามสัดส่วน และเบี่ยงเบน ไม่ต้องกรอกเกณฑ์รายระดับ",
                "For interval, proportional and deviation; these need no rubric levels",
            ),
            width=12,
        ),
        Field(
            id="step",
            title=Text("ช่วงปรับเกณฑ์ ± ต่อ 1 คะแนน", "Interval ± per point"),
            kind=Kind.NUMBER,
            help=Text("ใช้กับช่วงปรับเกณฑ์", "For interval"),
            width=12,
        ),
        Field(
            id="target_level",
            title=Text("คะแนนที่ค่าเป้าหมาย", "Score at the target"),
            kind=Kind.INTEGER,
            help=Text("ใช้กับช่วงปรับเกณฑ์ เว้นว่าง = 3", "For interval; empty means 3"),
            width=12,
            between=(1, TOP_LEVEL),
            default=3,
        ),
        _WEIGHT,
        *(
            Field(
                id=f"weight_{months}",
                title=Text(f"น้ำหนักรอบ {months} เดือน", f"Weight, {months} months"),
                kind=Kind.NUMBER,
                help=Text("ใช้แทนน้ำหนักในรอบนี้ เว้นว่างได้", "Instead of the weight in this round; may stay empty"),
                width=10,
                between=(0, 1000),
            )
            for months in (6, 9, 12)
        ),
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

OPENING = Table(
    id="opening",
    title=Text("บทนำ", "Opening"),
    help=Text(
        "ข้อความเปิดรายงาน เช่น ฐานอำนาจตามกฎหมายและความสอดคล้องกับแผน แถวละหนึ่งย่อหน้า พิมพ์ตามลำดับ เว้นว่างทั้งแผ่นได้",
        "The text that opens the report, such as its legal basis: a row a paragraph, printed in order; may stay empty",
    ),
    fields=(
        Field(
            id="heading",
            title=Text("หัวข้อ", "Heading"),
            kind=Kind.TEXT,
            help=Text("พิมพ์เหนือย่อหน้า เว้นว่างได้", "Stands above the paragraph; may stay empty"),
            width=30,
        ),
        Field(id="text", title=Text("ข้อความ", "Text"), kind=Kind.LONG_TEXT, width=110, required=_MISSING),
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
    help=Text(
        "รับแบบที่ส่งช้า ยกเว้นข้อสังเกต หรือแก้คะแนนและค่า ทุกข้อแสดงในรายงานพร้อมผู้วินิจฉัย",
        "Accept late, waive a finding, or correct a score or a value; the report shows each, and who decided",
    ),
    fields=(
        Field(
            id="action",
            title=Text("คำสั่ง", "Action"),
            kind=Kind.CHOICE,
            help=Text(
                "รับ = รับแบบที่ส่งช้า · แก้ไข = ใช้ค่าที่ให้ใช้แทน · ยกเว้น = ไม่ถือเป็นข้อสังเกต",
                "accept: a form that came late · correct: use the value given · waive: a finding no longer counts",
            ),
            choices=ACTIONS,
            width=12,
            required=_MISSING,
        ),
        Field(id="department", title=Text("รหัสหน่วยงาน", "Department code"), kind=Kind.CODE, width=14),
        Field(id="kpi", title=Text("รหัสตัวชี้วัด", "KPI code"), kind=Kind.CODE),
        Field(
            id="finding",
            title=Text("ข้อสังเกต", "Finding"),
            kind=Kind.TEXT,
            help=Text("ใช้กับ ยกเว้น: รหัสกฎจากแผ่นข้อสังเกต", "To waive: the rule's id on the sheet of findings"),
            width=30,
        ),
        Field(
            id="item",
            title=Text("รายการที่แก้ไข", "Item"),
            kind=Kind.CHOICE,
            help=Text("ใช้กับ แก้ไข", "To correct"),
            choices=ITEMS,
            width=20,
        ),
        Field(
            id="value",
            title=Text("ค่าที่ให้ใช้", "Value"),
            kind=Kind.TEXT,
            help=Text("ใช้กับ แก้ไข: คะแนน ค่า หรือจำนวนเงินเป็นบาท", "To correct: a score, a value, or an amount in baht"),
            width=16,
        ),
        Field(id="reason", title=Text("เหตุผล", "Reason"), kind=Kind.LONG_TEXT, width=50, required=_MISSING),
        Field(id="by", title=Text("ผู้วินิจฉัย", "By"), kind=Kind.TEXT, width=24, required=_MISSING),
        Field(id="date", title=Text("วันที่", "Date"), kind=Kind.DATE, required=_MISSING),
        Field(id="until", title=Text("ใช้ถึงวันที่", "Until"), kind=Kind.DATE),
    ),
)

PLAN_TABLES = (SETTINGS, DEPARTMENTS, ISSUES, PROJECTS, KPIS, RUBRIC, OPENING, ALIGNMENT, TARGETS, DECISIONS)
