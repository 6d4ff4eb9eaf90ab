"""The words of the form that no field, choice or rule already has."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.fields import Text
from schemas.plan import UNDEFINED_LEVEL

# --- the workbook

FORM_OF_ROUND = Text("แบบรายงานผลการดำเนินงาน {round}", "Performance report form · {round}")
FISCAL_YEAR = Text("{title} ปีงบประมาณ พ.ศ. {year}", "{title}, fiscal year {year} B.E.")
FORM_FOOT = Text(
    "แบบรายงานรุ่น {version} · รอบ {round} · ฉบับที่ {revision}", "Form {version} · round {round} · revision {revision}"
)
PAGE = (Text("หน้า", "page"), Text("จาก", "of"))
HOME = Text("หน้าหลัก", "Start here")
TO_FIX = Text("รายการที่ต้องแก้ไข", "To fix")
BACK = Text("‹ หน้าหลัก", "‹ Start here")
ROUND_DAYS = Text("{round} ({first} – {last})", "{round} ({first} – {last})")

# --- states, each a sign and words

EMPTY = Text("○ ยังไม่เริ่มกรอก", "○ not started")
INCOMPLETE = Text("… กรอกไม่ครบ", "… incomplete")
PROBLEMS = Text("! ต้องตรวจแก้ ", "! to put right: ")
PROBLEMS_AFTER = Text(" จุด", "")
READY = Text("✓ พร้อมส่ง", "✓ ready to send")
ALL_EMPTY = Text("○ ยังไม่เริ่มกรอก", "○ Not started")
ALL_MISSING = Text("… ยังต้องกรอกอีก ", "… Cells still to fill: ")
ALL_MISSING_AFTER = Text(" ช่อง", "")
ALL_PROBLEMS = Text("! ต้องตรวจแก้ ", "! Items to put right: ")
ALL_PROBLEMS_AFTER = Text(" รายการ", "")
ALL_READY = Text("✓ ครบถ้วน พร้อมส่ง", "✓ Complete, ready to send")
READY_SIGN, WARN_SIGN, EMPTY_SIGN, INCOMPLETE_SIGN = "✓", "!", "○", "…"
FILLED_OF = (Text("กรอกแล้ว ", "Filled "), Text(" จาก ", " of "), Text(" ช่อง คิดเป็นร้อยละ", " cells; in percent"))
OF = Text(" จาก ", " of ")

# --- home

OVERALL = Text("ภาพรวม", "Overall")
DEADLINE = Text("กำหนดส่ง {day}", "Due {day}")
STEPS_TITLE = Text("ขั้นตอน", "Steps")
STEPS = (
    Text(
        "กรอกข้อมูลผู้รายงานในตารางด้านล่าง",
        "Fill in who reports, in the table below",
    ),
    Text(
        "คลิกรหัสตัวชี้วัดในตาราง แล้วกรอกช่องสีเหลืองให้ครบ ช่องขาวกรอกเพิ่มเติมได้ ช่องอื่นล็อกไว้",
        "Click a KPI's code in the table and fill every yellow cell; white cells may be filled too, all others are locked",
    ),
    Text(
        "อ่านคำอธิบายข้างช่องที่ขึ้นเครื่องหมาย ! แล้วแก้ให้สอดคล้องกัน จนทุกตัวชี้วัดขึ้น ✓ พร้อมส่ง",
        "Where a cell has a ! beside it, make the answers agree, until every KPI says ✓ ready to send",
    ),
    Text(
        "บันทึกเป็นแฟ้ม .xlsx โดยไม่ลบแถว คอลัมน์ หรือแผ่นงาน แล้วส่งกลับภายในวันที่ {deadline}",
        "Save as .xlsx without deleting rows, columns or sheets, and send it back by {deadline}",
    ),
)
FIX_STEP = Text(
    "เริ่มที่แผ่น “รายการที่ต้องแก้ไข” แก้ช่องตามรายการ แล้วส่งแฟ้มนี้กลับ",
    "Begin with the sheet “To fix”: correct the cells it lists, and send this workbook back",
)
KPIS_TITLE = Text("ตัวชี้วัดที่ต้องรายงาน", "KPIs to report")
KPI_COLUMNS = (
    Text("รหัส", "Code"),
    Text("โครงการและตัวชี้วัด", "Project and KPI"),
    Text("ช่องที่กรอก", "Filled"),
    Text("ร้อยละ", "%"),
    Text("สถานะ", "State"),
)
LEGEND_TITLE = Text("ความหมายของสีและเครื่องหมาย", "What the colours and signs mean")
LEGEND = (
    ("warning", Text("ต้องกรอก *", "required *"), Text("ช่องที่ต้องกรอกและยังว่างอยู่", "a required cell that is still empty")),
    ("centre", Text("กรอกได้", "open"), Text("ช่องที่กรอกแล้ว หรือกรอกเพิ่มเติมได้", "filled, or may be filled")),
    ("computed", Text("คำนวณให้", "computed"), Text("คำนวณจากช่องอื่น ไม่ต้องกรอก", "worked out from other cells")),
    (
        "error",
        Text("! ขัดแย้ง", "! conflict"),
        Text(
            "คำตอบไม่สอดคล้องกันหรืออ่านไม่ได้ อ่านคำอธิบายข้างช่อง",
            "answers that disagree or cannot be read; see the words beside the cell",
        ),
    ),
    ("good", Text("✓ ผ่าน", "✓ fine"), Text("นับเป็นคะแนนแล้ว หรือพร้อมส่ง", "counts towards the score, or ready to send")),
)
RETURNED_LEGEND = (
    (
        "error",
        Text("! ต้องแก้ไข", "! error"),
        Text("ช่องที่ส่งคืนให้แก้ไข ชี้ที่ช่องเพื่ออ่านหมายเหตุ", "returned to be corrected; point at it to read the note"),
    ),
    (
        "warning",
        Text("! ควรตรวจสอบ", "! warning"),
        Text("ช่องที่ขอให้ตรวจสอบอีกครั้ง ชี้ที่ช่องเพื่ออ่านหมายเหตุ", "to be looked at again; point at it to read the note"),
    ),
)

# --- KPI sheets

KPI_TITLE = Text("ตัวชี้วัด {code} · {project}", "KPI {code} · {project}")
PART = Text("ส่วนที่ {number}  {title}", "Part {number}  {title}")
PROJECT = Text("โครงการ", "Project")
KPI = Text("ตัวชี้วัด", "KPI")
ISSUE = Text("เรื่อง", "Issue")
FROM_PLAN = Text("ตามแผน", "From the plan")
FACT_METHOD = Text("วิธีให้คะแนน: {}", "Method: {}")
FACT_UNIT = Text("หน่วยนับ: {}", "Unit: {}")
FACT_TARGET = Text("ค่าเป้าหมาย: {}", "Target: {}")
FACT_STEP = Text("ช่วงปรับเกณฑ์: ±{} ต่อ 1 คะแนน", "Interval: ±{} per point")
FACT_WEIGHT = Text("น้ำหนัก: {}", "Weight: {}")
FACT_PLANNED = Text("ระดับตามแผน{round}: {level}", "Planned level, {round}: {level}")
AS_PLANNED = Text("ตามแผน ไม่ต้องกรอก", "As in the plan; nothing to fill in")
METHOD_HINTS: Mapping[str, Text] = {
    "milestones": Text(
        "คะแนนคือระดับสูงสุดที่แล้วเสร็จต่อเนื่องกันตั้งแต่ระดับแรก",
        "The score is the highest level with every level up to it done",
    ),
    "checklist": Text(
        "คะแนนคือจำนวนรายการที่แล้วเสร็จ ไม่ต้องเรียงลำดับ",
        "The score is the number of items done, in whatever order",
    ),
    "thresholds": Text(
        "คะแนนคือระดับสูงสุดที่ค่าที่ทำได้จริงถึงเกณฑ์ กรอกค่าในส่วนที่ 2",
        "The score is the highest level whose threshold the value reaches; fill the value in part 2",
    ),
    "mixed": Text(
        "นับต่อเนื่องกันตั้งแต่ระดับแรก ระดับที่มีค่าเป้าหมายนับเมื่อค่าที่ทำได้จริง (ส่วนที่ 2) ถึงเกณฑ์",
        "Levels count one after the other; one with a threshold counts once the value in part 2 reaches it",
    ),
    "interpolated": Text(
        "คะแนนเทียบบัญญัติไตรยางศ์ระหว่างเกณฑ์ของสองระดับที่ค่าอยู่ระหว่างกลาง สูงสุดเท่าระดับสุดท้าย กรอกค่าในส่วนที่ 2",
        "Between two levels the score is in proportion, at most that of the last; fill the value in part 2",
    ),
    "interval": Text(
        "ค่า {target} {unit} ได้ {level} คะแนน {better}ทุก {step} {unit} เพิ่ม 1 คะแนน {worse}ทุก {step} {unit} ลด 1 คะแนน "
        "สูงสุด 5 คะแนน กรอกค่าในส่วนที่ 2",
        "{target} {unit} scores {level}; every {step} {unit} {better} adds a point and every {step} {unit} {worse} takes "
        "one off, up to 5; fill the value in part 2",
    ),
    "proportional": Text(
        "คะแนน = 5 × ค่าที่ทำได้จริง ÷ ค่าเป้าหมาย {target} {unit} สูงสุด 5 คะแนน กรอกค่าในส่วนที่ 2",
        "The score is 5 × the value ÷ the target of {target} {unit}, at most 5; fill the value in part 2",
    ),
    "two_sided": Text(
        "ต่างจากเป้าหมาย {target} {unit} ไม่เกินร้อยละ {full} ได้ 5 คะแนน ต่างตั้งแต่ร้อยละ {none} ขึ้นไปได้ 0 คะแนน "
        "ระหว่างนั้นลดลงตามสัดส่วน กรอกค่าในส่วนที่ 2",
        "Within {full} percent of the target of {target} {unit} the score is 5, from {none} percent on it is 0, and in "
        "proportion between; fill the value in part 2",
    ),
    "three_level": Text(
        "ระดับ 1, 2 และ 3 คือร้อยละ 50, 75 และ 100 ระหว่างระดับเทียบตามสัดส่วน คะแนน = ร้อยละ ÷ 20 กรอกค่าในส่วนที่ 2",
        "Levels 1, 2 and 3 are 50, 75 and 100 percent, in proportion between; the score is percent ÷ 20; "
        "fill the value in part 2",
    ),
}
ABOVE, BELOW = Text("สูงกว่านั้น", "more"), Text("ต่ำกว่านั้น", "less")
# Method → policy below the first level → what it means.
_ZERO_BELOW = Text("ไม่ถึงระดับ 1 ได้ 0 คะแนน", "short of level 1 there is no point")
_SHARE_BELOW = Text("ไม่ถึงระดับ 1 ลดลงตามสัดส่วนของระดับ 1", "short of level 1 in proportion to it")
BELOW_FIRST: Mapping[str, Mapping[str, Text]] = {
    "interpolated": {
        "zero": _ZERO_BELOW,
        "lowest": Text("ไม่ถึงระดับ 1 ยังได้ 1 คะแนน", "short of level 1 the score is still 1"),
        "proportional": _SHARE_BELOW,
    },
    "interval": {
        "zero": Text("ที่คิดได้ไม่ถึง 1 ให้ 0 คะแนน", "less than 1 becomes 0"),
        "lowest": Text("ที่คิดได้ไม่ถึง 1 ให้ 1 คะแนน", "less than 1 becomes 1"),
        "proportional": Text("ต่ำสุด 0 คะแนน", "no less than 0"),
    },
    "three_level": {
        "zero": _ZERO_BELOW,
        "lowest": Text("ไม่ถึงระดับ 1 ยังได้ร้อยละ 50", "short of level 1 it is still 50 percent"),
        "proportional": _SHARE_BELOW,
    },
}
BY_COUNTS = Text(
    "คะแนนขึ้นกับจำนวนรายการที่แล้วเสร็จ ไม่ต้องเรียงลำดับ", "The score goes by how many items are done, in whatever order"
)
ITEMS_FOR = Text("ครบ {items} รายการ ได้ {score} คะแนน", "{items} items score {score}")
THRESHOLD = Text("เกณฑ์ของค่าที่ทำได้จริง", "Value to reach")
AT_LEAST = Text("ตั้งแต่ {} ขึ้นไป", "{} or more")
AT_MOST = Text("ไม่เกิน {}", "{} or less")
WITHIN = Text("ต่างไม่เกินร้อยละ {}", "within {} percent")
COUNTS = Text("นับคะแนน", "Counts")
COUNTED = Text("✓ นับ", "✓ counts")
NOT_COUNTED = "–"
LEVEL_BEFORE = (Text("ระดับ ", "level "), Text(" ยังไม่แล้วเสร็จ", " is not done"))
NOT_ON_LIST = Text("! ไม่อยู่ในรายการ", "! not on the list")
UNDEFINED = Text(f"เกณฑ์ไม่กำหนดระดับนี้ ({UNDEFINED_LEVEL})", f"The rubric leaves this level undefined ({UNDEFINED_LEVEL})")
SCORE = Text("คะแนนตามเกณฑ์ (คำนวณให้)", "Score by the rubric (computed)")
SCORE_PERCENT = Text("คิดเป็นร้อยละ", "Percent")
RATE = Text("ร้อยละการเบิกจ่าย", "Disbursement rate (%)")
RATE_HINT = Text("คำนวณให้: เบิกจ่ายจริง ÷ งบประมาณที่ได้รับ × 100", "Computed: disbursed ÷ received × 100")
UNIT_HINT = Text("หน่วย: {}", "In {}")
REQUIRED = Text("ต้องกรอก", "Required")
IF_ALLOCATED = Text("ต้องกรอกเมื่อได้รับจัดสรรงบประมาณ", "Required when a budget is allocated")
IF_OBSTACLE = Text("ต้องกรอกเมื่อเลือก “มี”", "Required when the answer is yes")
IF_LEVELS_DONE = Text("ต้องกรอกเมื่อระดับก่อนหน้าแล้วเสร็จครบ", "Required once every level before it is done")
BUDGET_ELSEWHERE = Text(
    "งบประมาณของโครงการนี้รายงานที่แผ่น {code}", "The budget of this project is reported on sheet {code}"
)

ECHO = (Text("= ", "= "), Text(" บาท (", " baht ("), Text(")", ")"))
NOT_NEEDED = Text("– ไม่ต้องกรอก", "– nothing to fill in")
DATE_OUTSIDE = Text("! วันที่อยู่นอกรอบ", "! date outside the round")
DATE_UNREADABLE = Text("! อ่านวันที่ไม่ได้", "! not a date")

# --- what is carried over from an earlier round

CARRIED_SIGN = "↺"
CARRIED = Text(f"{CARRIED_SIGN} ยกมา", f"{CARRIED_SIGN} carried over")
CARRIED_FROM = Text(
    f"{CARRIED_SIGN} ยกมาจาก{{round}} ตรวจและแก้ให้เป็นปัจจุบัน",
    f"{CARRIED_SIGN} carried over from {{round}}; bring it up to date",
)
CARRIED_STEP = Text(
    f"ช่องที่ขึ้น {CARRIED_SIGN} ยกมาจากที่รายงานไว้ใน{{round}} ตรวจทุกช่องและแก้ให้เป็นปัจจุบัน",
    f"Cells with {CARRIED_SIGN} hold what was reported for {{round}}; check each and bring it up to date",
)
CARRIED_LEGEND = (
    "carried_sign",
    CARRIED,
    Text("ยกมาจากรอบก่อน ยังไม่ได้แก้ไข", "carried over from an earlier round, and not changed since"),
)

# --- help at the cell

CHECK_ENTRY = Text("โปรดตรวจสอบ", "Please check")
NOT_AS_EXPECTED = Text("ควรเป็น: {expected} หากตรวจแล้วถูกต้อง ใช้ค่านี้ต่อได้", "Expected: {expected}. If it is right, keep it.")
DAY_IN_YEAR = Text("{expected} ระหว่าง {first} ถึง {last}", "{expected} between {first} and {last}")
SEPARATOR = " · "

# --- what has no place in the form

LEFTOVERS_TITLE = Text("ส่วนที่ไม่มีที่ในแบบ {count} ช่อง", "{count} cells without a place in the form")
LEFTOVERS_HINT = Text(
    "สิ่งที่ส่งมานอกช่องของแบบ เก็บไว้ที่นี่ให้ครบ หากเป็นส่วนหนึ่งของรายงาน ให้คัดลอกลงในช่องของแบบ",
    "What was sent outside the form's cells, all of it; what belongs to the report, copy into a cell of the form",
)
LAST_SHEET = Text("แผ่นท้าย", "last sheet")

# --- what is returned

FIX_TITLE = Text("รายการที่ต้องแก้ไข {errors} จุด", "{errors} to fix")
CHECK_TITLE = Text("รายการที่ควรตรวจสอบ {warnings} จุด", "{warnings} to check")
AND_CHECK = Text(" · ควรตรวจสอบ {warnings} จุด", " · {warnings} to check")
ACCEPTED_OF = Text("รับแล้ว {accepted} จาก {all} ตัวชี้วัด", "{accepted} of {all} KPIs accepted")
FIX_HINT = Text(
    "คลิกช่องเพื่อไปแก้ไข แล้วบันทึกและส่งแฟ้มนี้กลับ", "Click a cell to go there, correct it, save, and send this workbook back"
)
FIX_COLUMNS = (
    Text("ที่", "No."),
    Text("ช่อง", "Cell"),
    Text("รายการ", "Item"),
    Text("ค่าที่พบ", "Found"),
    Text("สิ่งที่ไม่ถูกต้อง", "What is wrong"),
    Text("ค่าที่ควรเป็น", "Expected"),
    Text("วิธีแก้ไข", "How to fix it"),
    Text("ตัวอย่าง", "Example"),
)
BLANK = Text("(ว่าง)", "(empty)")
WHOLE_FORM = Text("ข้อมูลผู้รายงานและทั้งแฟ้ม", "Reporter and the whole form")
GROUP = Text("ตัวชี้วัด {code} · {name}", "KPI {code} · {name}")
SECTION = Text("{severity} {count} รายการ", "{severity}: {count}")
