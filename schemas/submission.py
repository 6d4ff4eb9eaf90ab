"""The form's entries, and the tables that they become.

Each entry cell has a key: the row's key (`3.2|level|4`) and the column's (`status`) joined, so `3.2|level|4|status`.
KPI entries start with the KPI's code, budget entries with the project's, and the form's own with `form` or `reporter`.
What the form prints of the plan has keys too, so that a locked cell that was changed is seen.
"""

from __future__ import annotations

import re

from schemas.fields import Choice, Field, Kind, Table, Text

FORM_VERSION = "2"
LONGEST_TEXT = 8000
LARGEST_BAHT = 1e13

# What marks the hidden row and column of keys on a sheet of the form: the corner cell, and a column of entries. The
# mark without a name is a row or a column that the form only prints; what has no mark at all is not the form's.
KEY_CORNER = "#key"
COLUMN_MARK = "#"
VALUE_COLUMN = "value"
LEVEL_PART = "level"
THRESHOLD_PART = "threshold"
BUDGET_PART = "budget"

# The keys of the head of the form: for which round it is, and whose (department · plan · organisation).
HEAD_SEPARATOR = " · "
HEAD_ROUND, HEAD_OWNER = HEAD_KEYS = ("head|round", "head|owner")

# The keys of what the form prints of the plan: the head, `3.2|kpi`, the criterion `3.2|level|4`, the threshold
# `3.2|threshold|4|status` (it stands where other levels have their status), and `3.2|budget|allocated`.
PRINTED_KEY = re.compile(
    rf"{'|'.join(map(re.escape, HEAD_KEYS))}|"
    rf"[^|]+\|(?:issue|project|kpi|{LEVEL_PART}\|\d+|{THRESHOLD_PART}\|\d+(?:\|\w+)?|{BUDGET_PART}\|allocated)"
)

LEVEL_STATUSES = (
    Choice("done", Text("แล้วเสร็จ", "done"), ("เสร็จ", "เสร็จแล้ว", "ดำเนินการแล้วเสร็จ", "completed")),
    Choice("in_progress", Text("อยู่ระหว่างดำเนินการ", "in progress"), ("กำลังดำเนินการ", "อยู่ระหว่างการดำเนินการ")),
    Choice("not_started", Text("ยังไม่ดำเนินการ", "not started"), ("ยังไม่ได้ดำเนินการ", "ยังไม่เริ่ม")),
)
YES_NO = (
    Choice("yes", Text("มี", "yes")),
    Choice("no", Text("ไม่มี", "no"), ("-",)),
)
BUDGET_STATUSES = (
    Choice("no_budget", Text("ไม่ใช้งบประมาณ", "no budget used"), ("ไม่มีใช้งบประมาณ", "ดำเนินการโดยไม่ใช้งบประมาณ")),
    Choice("allocated", Text("ได้รับจัดสรรงบประมาณ", "allocated"), ("ได้รับงบประมาณ", "ได้รับจัดสรร")),
    Choice("not_stated", Text("ยังไม่ระบุ", "not stated"), ("ไม่ระบุ",)),
)

LEFTOVERS = Table(
    id="leftovers",
    title=Text("ส่วนที่ไม่มีที่ในแบบ", "No place in the form"),
    help=Text(
        "สิ่งที่ส่งมาแต่ไม่มีช่องในแบบรายงาน เก็บไว้ที่นี่ไม่ให้สูญหาย",
        "What was sent and has no cell in the form; kept here so that nothing is lost",
    ),
    fields=(
        Field(id="file", title=Text("แฟ้ม", "File"), kind=Kind.TEXT, width=28),
        Field(id="sheet", title=Text("แผ่นงาน", "Sheet"), kind=Kind.TEXT, width=24),
        Field(id="cell", title=Text("ช่อง", "Cell"), kind=Kind.TEXT, width=12),
        Field(id="text", title=Text("ข้อความที่ส่งมา", "What was sent"), kind=Kind.LONG_TEXT, width=100),
    ),
)

IDENTITY = Table(
    id="form",
    title=Text("ข้อมูลประจำแบบ", "Identity of the form"),
    help=Text("แผ่นซ่อน ห้ามแก้ไข", "Hidden; not to be edited"),
    record=True,
    fields=(
        Field(id="version", title=Text("รุ่นของแบบ", "Form version"), kind=Kind.CODE, required="FORM_IDENTITY_MISSING"),
        Field(id="plan", title=Text("ลายนิ้วมือของแผน", "Plan fingerprint"), kind=Kind.CODE),
        Field(
            id="department", title=Text("รหัสหน่วยงาน", "Department"), kind=Kind.CODE, required="FORM_IDENTITY_MISSING"
        ),
        Field(
            id="fiscal_year",
            title=Text("ปีงบประมาณ", "Fiscal year"),
            kind=Kind.INTEGER,
            required="FORM_IDENTITY_MISSING",
        ),
        Field(id="round", title=Text("รอบ", "Round"), kind=Kind.CODE, required="FORM_IDENTITY_MISSING"),
        Field(
            id="revision",
            title=Text("ฉบับที่", "Revision"),
            kind=Kind.INTEGER,
            required="FORM_IDENTITY_MISSING",
            between=(1, 999),
        ),
    ),
)

# The keys of all that the form fills itself: what it says of itself, and of the plan.
FORM_KEY = re.compile(rf"{IDENTITY.id}\|(?s:.*)|{PRINTED_KEY.pattern}")

REPORTER = Table(
    id="reporter",
    title=Text("ข้อมูลผู้รายงาน", "Reporter"),
    record=True,
    fields=(
        Field(
            id="name",
            title=Text("ชื่อ–สกุลผู้รายงาน", "Reporter's name"),
            kind=Kind.TEXT,
            help=Text("พิมพ์ชื่อและนามสกุลของผู้กรอกแบบรายงาน", "Name of the person who fills the form"),
            sample=Text("สมศรี ใจดี", "Somsri Jaidee"),
            required="ENTRY_EXPECTED",
        ),
        Field(
            id="position",
            title=Text("ตำแหน่ง", "Position"),
            kind=Kind.TEXT,
            help=Text("ตำแหน่งของผู้รายงาน", "The reporter's position"),
            sample=Text("นักวิเคราะห์นโยบายและแผนชำนาญการ", "Plan and policy analyst"),
        ),
        Field(
            id="phone",
            title=Text("โทรศัพท์", "Telephone"),
            kind=Kind.TEXT,
            help=Text("หมายเลขที่ติดต่อได้ในเวลาราชการ", "A number that answers in office hours"),
            sample=Text("0 2000 0000 ต่อ 1234", "0 2000 0000 ext. 1234"),
            required="ENTRY_EXPECTED",
        ),
        Field(
            id="email",
            title=Text("อีเมล", "E-mail"),
            kind=Kind.TEXT,
            help=Text("อีเมลราชการของผู้รายงาน", "The reporter's official e-mail"),
            sample=Text("somsri@example.go.th", "somsri@example.go.th"),
        ),
        Field(
            id="date",
            title=Text("วันที่รายงาน", "Date of report"),
            kind=Kind.DATE,
            help=Text("เช่น 31 มี.ค. 2565 หรือ 31/3/2565", "Such as 31/3/2565"),
            required="ENTRY_EXPECTED",
        ),
        Field(
            id="approver",
            title=Text("ผู้รับรองรายงาน", "Approved by"),
            kind=Kind.TEXT,
            help=Text("ชื่อและตำแหน่งของผู้บังคับบัญชาที่รับรอง", "Name and position of the approving superior"),
            sample=Text("มานะ รักงาน ผู้อำนวยการกอง", "Mana Rakngan, division director"),
        ),
    ),
)

LEVELS = Table(
    id="levels",
    title=Text("ผลตามเกณฑ์แต่ละระดับ", "Levels"),
    key=("kpi", "level"),
    fields=(
        Field(id="kpi", title=Text("รหัสตัวชี้วัด", "KPI code"), kind=Kind.CODE),
        Field(id="level", title=Text("ระดับ", "Level"), kind=Kind.INTEGER),
        Field(
            id="status",
            title=Text("สถานะ", "Status"),
            kind=Kind.CHOICE,
            help=Text(
                "เลือกสถานะของระดับนี้ ณ วันสิ้นสุดรอบ นับเฉพาะที่แล้วเสร็จจริง",
                "Choose the status of this level at the end of the round; only what is done counts",
            ),
            choices=LEVEL_STATUSES,
            required="ENTRY_REQUIRED",
        ),
        Field(
            id="date",
            title=Text("วันที่แล้วเสร็จ", "Date done"),
            kind=Kind.DATE,
            help=Text("วันที่ระดับนี้แล้วเสร็จ เช่น 31 มี.ค. 2565", "The day this level was done, such as 31/3/2565"),
        ),
        Field(
            id="evidence",
            title=Text("หลักฐานอ้างอิง", "Evidence"),
            kind=Kind.TEXT,
            help=Text("เลขที่หนังสือ ชื่อเอกสาร หรือลิงก์", "Letter number, document or link"),
            sample=Text("หนังสือที่ 123/2565 ลงวันที่ 15 มี.ค. 2565", "Letter 123/2565 of 15 March 2565"),
        ),
    ),
)

RESULTS = Table(
    id="results",
    title=Text("ผลการดำเนินงาน", "Results"),
    key=("kpi",),
    fields=(
        Field(id="kpi", title=Text("รหัสตัวชี้วัด", "KPI code"), kind=Kind.CODE),
        Field(
            id="value",
            title=Text("ค่าที่ทำได้จริง", "Value reached"),
            kind=Kind.NUMBER,
            help=Text("ตัวเลขสะสมถึงวันสิ้นสุดรอบ ไม่ต้องพิมพ์หน่วย", "Cumulative to the end of the round, digits only"),
            between=(-1e12, 1e12),
        ),
        Field(
            id="self_score",
            title=Text("คะแนนประเมินตนเอง", "Self-assessed score"),
            kind=Kind.NUMBER,
            help=Text("คะแนน 0 ถึง 5 ที่หน่วยงานประเมินตนเอง", "0 to 5, as the department sees it"),
            sample=Text("3", "3"),
            required="ENTRY_EXPECTED",
            between=(0, 5),
        ),
        Field(
            id="narrative",
            title=Text("รายละเอียดการดำเนินงาน", "Narrative"),
            kind=Kind.LONG_TEXT,
            help=Text(
                "สรุปสิ่งที่ทำแล้วในรอบนี้ ระบุเลขที่หนังสือ วันที่ และผลที่ได้ ขึ้นบรรทัดใหม่ด้วย Alt+Enter",
                "What was done in this round, with letter numbers, dates and results; Alt+Enter starts a new line",
            ),
            sample=Text(
                "ประชุมคณะทำงานเมื่อ 15 ก.พ. 2565 มีผู้เข้าร่วม 25 คน เห็นชอบร่างแผนแล้ว",
                "The working group met on 15 February 2565; 25 people took part and agreed to the draft",
            ),
            required="ENTRY_REQUIRED",
        ),
        Field(
            id="has_obstacle",
            title=Text("มีปัญหาอุปสรรคหรือไม่", "Any obstacle?"),
            kind=Kind.CHOICE,
            help=Text("เลือก มี หรือ ไม่มี", "Choose yes or no"),
            choices=YES_NO,
            required="ENTRY_REQUIRED",
        ),
        Field(
            id="obstacle",
            title=Text("ปัญหาอุปสรรค", "Obstacle"),
            kind=Kind.LONG_TEXT,
            help=Text("เกิดอะไรขึ้น กระทบขั้นตอนใด ตั้งแต่เมื่อใด", "What happened, which step it holds up, since when"),
            sample=Text(
                "ไม่มีผู้ยื่นข้อเสนอตั้งแต่เดือน ก.พ. 2565 ระดับที่ 3 จึงล่าช้า 2 เดือน",
                "No bids since February 2565, so level 3 is two months late",
            ),
        ),
        Field(
            id="suggestion",
            title=Text("ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน", "Suggestion or support needed"),
            kind=Kind.LONG_TEXT,
            help=Text("สิ่งที่จะทำต่อ หรือขอให้ช่วยเหลือ", "What will be done, or what help is asked for"),
            sample=Text("ขอขยายเวลาถึงเดือน มิ.ย. 2565", "Extend to June 2565"),
        ),
    ),
)

AMOUNTS = (
    Field(
        id="received",
        title=Text("งบประมาณที่ได้รับ (บาท)", "Received (baht)"),
        kind=Kind.AMOUNT,
        help=Text("จำนวนเงินที่ได้รับจัดสรร หน่วยบาท ไม่ใช่ล้านบาท", "In baht, not in millions"),
        between=(0, LARGEST_BAHT),
    ),
    Field(
        id="committed",
        title=Text("ผูกพัน/PO (บาท)", "Committed (baht)"),
        kind=Kind.AMOUNT,
        help=Text("เงินที่ก่อหนี้ผูกพันแล้วแต่ยังไม่เบิกจ่าย ไม่มีให้เว้นว่าง", "Ordered but not yet paid; leave empty if none"),
        between=(0, LARGEST_BAHT),
    ),
    Field(
        id="disbursed",
        title=Text("เบิกจ่ายจริง (บาท)", "Disbursed (baht)"),
        kind=Kind.AMOUNT,
        help=Text("ยังไม่มีการเบิกจ่ายให้ใส่ 0", "Write 0 where nothing was paid yet"),
        between=(0, LARGEST_BAHT),
    ),
)

BUDGETS = Table(
    id="budgets",
    title=Text("ผลการใช้จ่ายงบประมาณ", "Budget"),
    key=("project",),
    fields=(
        Field(id="project", title=Text("รหัสโครงการ", "Project code"), kind=Kind.CODE),
        Field(
            id="status",
            title=Text("สถานะงบประมาณ", "Budget status"),
            kind=Kind.CHOICE,
            help=Text("เลือกว่าโครงการนี้ใช้งบประมาณหรือไม่", "Choose whether this project uses a budget"),
            choices=BUDGET_STATUSES,
            required="ENTRY_REQUIRED",
        ),
        *AMOUNTS,
    ),
)

FORM_TABLES = (IDENTITY, REPORTER, LEVELS, RESULTS, BUDGETS)
