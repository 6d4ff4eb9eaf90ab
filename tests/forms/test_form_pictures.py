"""What the sheets of a form say, row by row: the visible cells of a row between bars, a line break as a slash."""

from __future__ import annotations

import pytest

from pipeline.forms.form import write_form
from pipeline.validation.findings import findings

ANSWERS = {
    "reporter|name": "สมชาย",
    "M|level|1|status": "แล้วเสร็จ",
    "M|level|2|status": "ยังไม่ดำเนินการ",
    "M|level|3|status": "แล้วเสร็จ",
    "M|level|3|evidence": "กค ๐๒๐๓/๑",
    "M|self_score": 3,
    "M|narrative": "ดำเนินการแล้ว",
    "M|has_obstacle": "มี",
    "M|budget|status": "ได้รับจัดสรรงบประมาณ",
    "M|budget|received": "๑,๐๐๐,๐๐๐",
    "M|budget|disbursed": 1250000.5,
    "T|value": 225,
    "T|self_score": 3,
    "T|narrative": "x",
    "T|has_obstacle": "no",
    "T|budget|status": "no budget used",
}
FOUND = [
    {"rule": "ENTRY_REQUIRED", "kpi": "M", "key": "M|obstacle", "field": "results.obstacle"},
    {"rule": "NUMBER_UNREADABLE", "kpi": "T", "key": "T|value", "field": "results.value", "found": "สองร้อย"},
    {"rule": "ENTRY_EXPECTED", "key": "reporter|phone", "field": "reporter.phone"},
    {
        "rule": "DISBURSED_OVER_RECEIVED",
        "kpi": "M",
        "key": "M|budget|disbursed",
        "field": "budgets.disbursed",
        "found": "1,250,000.50",
        "other": "1,000,000.00",
    },
]

HOME = """\
แบบรายงานผลการดำเนินงาน รอบ ๖ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๕
ศูนย์บริการร่วม · แผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง) · สำนักงานปลัดกระทรวงการคลัง
ภาพรวม | ○ ยังไม่เริ่มกรอก | กำหนดส่ง ๑๕ เมษายน ๒๕๖๕
ขั้นตอน
๑ | กรอกข้อมูลผู้รายงานในตารางด้านล่าง
๒ | คลิกรหัสตัวชี้วัดในตาราง แล้วกรอกช่องสีเหลืองให้ครบ ช่องขาวกรอกเพิ่มเติมได้ ช่องอื่นล็อกไว้
๓ | อ่านคำอธิบายข้างช่องที่ขึ้นเครื่องหมาย ! แล้วแก้ให้สอดคล้องกัน จนทุกตัวชี้วัดขึ้น ✓ พร้อมส่ง
๔ | บันทึกเป็นแฟ้ม .xlsx โดยไม่ลบแถว คอลัมน์ หรือแผ่นงาน แล้วส่งกลับภายในวันที่ ๑๕ เมษายน ๒๕๖๕
ตัวชี้วัดที่ต้องรายงาน
รหัส | โครงการและตัวชี้วัด | ช่องที่กรอก | ร้อยละ | สถานะ
M | โครงการ M / ตัวชี้วัด M | ๐ จาก ๙ | 0 | ○ ยังไม่เริ่มกรอก
S | โครงการ M / ตัวชี้วัด S | ๐ จาก ๘ | 0 | ○ ยังไม่เริ่มกรอก
G | โครงการ G / ตัวชี้วัด G | ๐ จาก ๗ | 0 | ○ ยังไม่เริ่มกรอก
C | โครงการ C / ตัวชี้วัด C | ๐ จาก ๙ | 0 | ○ ยังไม่เริ่มกรอก
T | โครงการ T / ตัวชี้วัด T | ๐ จาก ๕ | 0 | ○ ยังไม่เริ่มกรอก
L | โครงการ L / ตัวชี้วัด L | ๐ จาก ๕ | 0 | ○ ยังไม่เริ่มกรอก
X | โครงการ X / ตัวชี้วัด X | ๐ จาก ๗ | 0 | ○ ยังไม่เริ่มกรอก
ข้อมูลผู้รายงาน
ชื่อ–สกุลผู้รายงาน * | พิมพ์ชื่อและนามสกุลของผู้กรอกแบบรายงาน
ตำแหน่ง | ตำแหน่งของผู้รายงาน
โทรศัพท์ * | หมายเลขที่ติดต่อได้ในเวลาราชการ
อีเมล | อีเมลราชการของผู้รายงาน
วันที่รายงาน * | เช่น ๓๑ มี.ค. ๒๕๖๕ หรือ ๓๑/๓/๒๕๖๕
ผู้รับรองรายงาน | ชื่อและตำแหน่งของผู้บังคับบัญชาที่รับรอง
ความหมายของสีและเครื่องหมาย
ต้องกรอก * | ช่องที่ต้องกรอกและยังว่างอยู่
กรอกได้ | ช่องที่กรอกแล้ว หรือกรอกเพิ่มเติมได้
คำนวณให้ | คำนวณจากช่องอื่น ไม่ต้องกรอก
! ขัดแย้ง | คำตอบไม่สอดคล้องกันหรืออ่านไม่ได้ อ่านคำอธิบายข้างช่อง
✓ ผ่าน | นับเป็นคะแนนแล้ว หรือพร้อมส่ง
"""

MILESTONES = """\
‹ หน้าหลัก | กรอกแล้ว ๙ จาก ๑๒ ช่อง คิดเป็นร้อยละ | 75 | ! ต้องตรวจแก้ ๒ จุด
เรื่อง | ๑  การเพิ่มประสิทธิภาพการดำเนินงาน
โครงการ | M  โครงการ M
ตัวชี้วัด | M  ตัวชี้วัด M
ตามแผน | วิธีให้คะแนน: ขั้นตอนตามลำดับ · หน่วยนับ: คน · น้ำหนัก: ๑๒.๕ · ระดับตามแผนรอบ ๖ เดือน: ๓
ส่วนที่ ๑  เกณฑ์การให้คะแนน
คะแนนคือระดับสูงสุดที่แล้วเสร็จต่อเนื่องกันตั้งแต่ระดับแรก
ระดับ | คำอธิบายเกณฑ์ | สถานะ * | วันที่แล้วเสร็จ | หลักฐานอ้างอิง | นับคะแนน
๑ | เกณฑ์ระดับ 1 | แล้วเสร็จ | ✓ นับ
๒ | เกณฑ์ระดับ 2 | ยังไม่ดำเนินการ | –
๓ | เกณฑ์ระดับ 3 | แล้วเสร็จ | กค ๐๒๐๓/๑ | ! ระดับ ๒ ยังไม่แล้วเสร็จ
๔ | เกณฑ์ระดับ 4 | –
๕ | เกณฑ์ระดับ 5 | –
คะแนนตามเกณฑ์ (คำนวณให้) | 1 | คิดเป็นร้อยละ | 20
ส่วนที่ ๒  ผลการดำเนินงาน
คะแนนประเมินตนเอง * | 3 | คะแนน ๐ ถึง ๕ ที่หน่วยงานประเมินตนเอง
รายละเอียดการดำเนินงาน * | ดำเนินการแล้ว | สรุปสิ่งที่ทำแล้วในรอบนี้ ระบุเลขที่หนังสือ วันที่ และผลที่ได้ ขึ้นบรรทัดใหม่ด้วย Alt+Enter
มีปัญหาอุปสรรคหรือไม่ * | มี | เลือก มี หรือ ไม่มี
ปัญหาอุปสรรค | … ยังไม่ได้กรอก “ปัญหาอุปสรรค”
ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน | สิ่งที่จะทำต่อ หรือขอให้ช่วยเหลือ
ส่วนที่ ๓  ผลการใช้จ่ายงบประมาณ
งบประมาณตามแผน (บาท) | 1000000 | ตามแผน ไม่ต้องกรอก
สถานะงบประมาณ * | ได้รับจัดสรรงบประมาณ | เลือกว่าโครงการนี้ใช้งบประมาณหรือไม่
งบประมาณที่ได้รับ (บาท) | ๑,๐๐๐,๐๐๐ | = ๑,๐๐๐,๐๐๐ บาท (หนึ่งล้านบาทถ้วน)
ผูกพัน/PO (บาท) | เงินที่ก่อหนี้ผูกพันแล้วแต่ยังไม่เบิกจ่าย ไม่มีให้เว้นว่าง
เบิกจ่ายจริง (บาท) | 1250000.5 | ! เบิกจ่าย ๑,๒๕๐,๐๐๐.๕๐ มากกว่างบประมาณที่ได้รับ ๑,๐๐๐,๐๐๐
ร้อยละการเบิกจ่าย | 125.00005 | คำนวณให้: เบิกจ่ายจริง ÷ งบประมาณที่ได้รับ × ๑๐๐
"""

SECOND_OF_A_PROJECT = """\
‹ หน้าหลัก | กรอกแล้ว ๐ จาก ๘ ช่อง คิดเป็นร้อยละ | 0 | ○ ยังไม่เริ่มกรอก
เรื่อง | ๑  การเพิ่มประสิทธิภาพการดำเนินงาน
โครงการ | M  โครงการ M
ตัวชี้วัด | S  ตัวชี้วัด S
ตามแผน | วิธีให้คะแนน: ขั้นตอนตามลำดับ · หน่วยนับ: คน
ส่วนที่ ๑  เกณฑ์การให้คะแนน
คะแนนคือระดับสูงสุดที่แล้วเสร็จต่อเนื่องกันตั้งแต่ระดับแรก
ระดับ | คำอธิบายเกณฑ์ | สถานะ * | วันที่แล้วเสร็จ | หลักฐานอ้างอิง | นับคะแนน
๑ | เกณฑ์ระดับ 1 | –
๒ | เกณฑ์ระดับ 2 | –
๓ | เกณฑ์ระดับ 3 | –
๔ | เกณฑ์ระดับ 4 | –
๕ | เกณฑ์ระดับ 5 | –
คะแนนตามเกณฑ์ (คำนวณให้) | 0 | คิดเป็นร้อยละ | 0
ส่วนที่ ๒  ผลการดำเนินงาน
คะแนนประเมินตนเอง * | คะแนน ๐ ถึง ๕ ที่หน่วยงานประเมินตนเอง
รายละเอียดการดำเนินงาน * | สรุปสิ่งที่ทำแล้วในรอบนี้ ระบุเลขที่หนังสือ วันที่ และผลที่ได้ ขึ้นบรรทัดใหม่ด้วย Alt+Enter
มีปัญหาอุปสรรคหรือไม่ * | เลือก มี หรือ ไม่มี
ปัญหาอุปสรรค | ต้องกรอกเมื่อเลือก “มี” · เกิดอะไรขึ้น กระทบขั้นตอนใด ตั้งแต่เมื่อใด
ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน | สิ่งที่จะทำต่อ หรือขอให้ช่วยเหลือ
ส่วนที่ ๓  ผลการใช้จ่ายงบประมาณ
งบประมาณของโครงการนี้รายงานที่แผ่น M
"""

LEVELS_UNDEFINED = """\
‹ หน้าหลัก | กรอกแล้ว ๐ จาก ๗ ช่อง คิดเป็นร้อยละ | 0 | ○ ยังไม่เริ่มกรอก
เรื่อง | ๑  การเพิ่มประสิทธิภาพการดำเนินงาน
โครงการ | G  โครงการ G
ตัวชี้วัด | G  ตัวชี้วัด G
ตามแผน | วิธีให้คะแนน: ขั้นตอนตามลำดับ · หน่วยนับ: คน
ส่วนที่ ๑  เกณฑ์การให้คะแนน
คะแนนคือระดับสูงสุดที่แล้วเสร็จต่อเนื่องกันตั้งแต่ระดับแรก
ระดับ | คำอธิบายเกณฑ์ | สถานะ * | วันที่แล้วเสร็จ | หลักฐานอ้างอิง | นับคะแนน
๑ | เกณฑ์ระดับ 1 | –
๒ | เกณฑ์ไม่กำหนดระดับนี้ (-)
๓ | เกณฑ์ระดับ 3 | –
๔ | เกณฑ์ไม่กำหนดระดับนี้ (-)
๕ | เกณฑ์ระดับ 5 | –
คะแนนตามเกณฑ์ (คำนวณให้) | 0 | คิดเป็นร้อยละ | 0
ส่วนที่ ๒  ผลการดำเนินงาน
คะแนนประเมินตนเอง * | คะแนน ๐ ถึง ๕ ที่หน่วยงานประเมินตนเอง
รายละเอียดการดำเนินงาน * | สรุปสิ่งที่ทำแล้วในรอบนี้ ระบุเลขที่หนังสือ วันที่ และผลที่ได้ ขึ้นบรรทัดใหม่ด้วย Alt+Enter
มีปัญหาอุปสรรคหรือไม่ * | เลือก มี หรือ ไม่มี
ปัญหาอุปสรรค | ต้องกรอกเมื่อเลือก “มี” · เกิดอะไรขึ้น กระทบขั้นตอนใด ตั้งแต่เมื่อใด
ข้อเสนอแนะ/สิ่งที่ขอรับการสนับสนุน | สิ่งที่จะทำต่อ หรือขอให้ช่วยเหลือ
ส่วนที่ ๓  ผลการใช้จ่ายงบประมาณ
งบประมาณตามแผน (บาท) | 1000000 | ตามแผน ไม่ต้องกรอก
สถานะงบประมาณ * | เลือกว่าโครงการนี้ใช้งบประมาณหรือไม่
งบประมาณที่ได้รับ (บาท) | ต้องกรอกเมื่อได้รับจัดสรรงบประมาณ · จำนวนเงินที่ได้รับจัดสรร หน่วยบาท ไม่ใช่ล้านบาท
ผูกพัน/PO (บาท) | เงินที่ก่อหนี้ผูกพันแล้วแต่ยังไม่เบิกจ่าย ไม่มีให้เว้นว่าง
เบิกจ่ายจริง (บาท) | ต้องกรอกเมื่อได้รับจัดสรรงบประมาณ · ยังไม่มีการเบิกจ่ายให้ใส่ ๐
ร้อยละการเบิกจ่าย | – | คำนวณให้: เบิกจ่ายจริง ÷ งบประมาณที่ได้รับ × ๑๐๐
"""

THRESHOLDS = """\
‹ Start here | Filled 5 of 5 cells; in percent | 100 | ✓ ready to send
Issue | 1  การเพิ่มประสิทธิภาพการดำเนินงาน
Project | T  โครงการ T
KPI | T  ตัวชี้วัด T
From the plan | Method: thresholds · Unit: คน · higher is better
Part 1  Rubric levels
The score is the highest level whose threshold the value reaches; fill the value in part 2
Level | Criterion | Value to reach | Counts
1 | เกณฑ์ระดับ 1 | 100 คน or more | ✓ counts
2 | เกณฑ์ระดับ 2 | 150 คน or more | ✓ counts
3 | เกณฑ์ระดับ 3 | 200 คน or more | ✓ counts
4 | เกณฑ์ระดับ 4 | 250 คน or more | –
5 | เกณฑ์ระดับ 5 | 300 คน or more | –
Score by the rubric (computed) | 3 | Percent | 60
Part 2  Results
Value reached | 225 | Required · In คน · Cumulative to the end of the round, digits only
Self-assessed score * | 3 | 0 to 5, as the department sees it
Narrative * | x | What was done in this round, with letter numbers, dates and results; Alt+Enter starts a new line
Any obstacle? * | no | Choose yes or no
Obstacle | – nothing to fill in
Suggestion or support needed | What will be done, or what help is asked for
Part 3  Budget
Allocated budget (baht) | 1000000 | As in the plan; nothing to fill in
Budget status * | no budget used | Choose whether this project uses a budget
Received (baht) | – nothing to fill in
Committed (baht) | – nothing to fill in
Disbursed (baht) | – nothing to fill in
Disbursement rate (%) | – | Computed: disbursed ÷ received × 100
"""

MIXED = """\
‹ Start here | Filled 0 of 7 cells; in percent | 0 | ○ not started
Issue | 1  การเพิ่มประสิทธิภาพการดำเนินงาน
Project | X  โครงการ X
KPI | X  ตัวชี้วัด X
From the plan | Method: mixed · Unit: คน · higher is better
Part 1  Rubric levels
Levels count one after the other; one with a threshold counts once the value in part 2 reaches it
Level | Criterion | Status * | Date done | Evidence | Counts
1 | เกณฑ์ระดับ 1 | –
2 | เกณฑ์ระดับ 2 | –
3 | เกณฑ์ระดับ 3 | –
4 | เกณฑ์ระดับ 4 | 10 คน or more | –
5 | เกณฑ์ระดับ 5 | 20 คน or more | –
Score by the rubric (computed) | 0 | Percent | 0
Part 2  Results
Value reached | Required once every level before it is done · In คน · Cumulative to the end of the round, digits only
Self-assessed score * | 0 to 5, as the department sees it
Narrative * | What was done in this round, with letter numbers, dates and results; Alt+Enter starts a new line
Any obstacle? * | Choose yes or no
Obstacle | Required when the answer is yes · What happened, which step it holds up, since when
Suggestion or support needed | What will be done, or what help is asked for
Part 3  Budget
Allocated budget (baht) | 1000000 | As in the plan; nothing to fill in
Budget status * | Choose whether this project uses a budget
Received (baht) | Required when a budget is allocated · In baht, not in millions
Committed (baht) | Ordered but not yet paid; leave empty if none
Disbursed (baht) | Required when a budget is allocated · Write 0 where nothing was paid yet
Disbursement rate (%) | – | Computed: disbursed ÷ received × 100
"""

FIX_LIST = """\
รายการที่ต้องแก้ไข ๒ จุด · ควรตรวจสอบ ๒ จุด
รับแล้ว ๕ จาก ๗ ตัวชี้วัด · ศูนย์บริการร่วม · คลิกช่องเพื่อไปแก้ไข แล้วบันทึกและส่งแฟ้มนี้กลับ
ที่ | ช่อง | รายการ | ค่าที่พบ | สิ่งที่ไม่ถูกต้อง | ค่าที่ควรเป็น | วิธีแก้ไข | ตัวอย่าง
ต้องแก้ไข ๒ รายการ
ตัวชี้วัด M · ตัวชี้วัด M
๑ | M · C27 | ปัญหาอุปสรรค | (ว่าง) | ยังไม่ได้กรอก “ปัญหาอุปสรรค” | เกิดอะไรขึ้น กระทบขั้นตอนใด ตั้งแต่เมื่อใด | กรอกช่องนี้ | ไม่มีผู้ยื่นข้อเสนอตั้งแต่เดือน ก.พ. ๒๕๖๕ ระดับที่ ๓ จึงล่าช้า ๒ เดือน
ตัวชี้วัด T · ตัวชี้วัด T
๒ | T · C24 | ค่าที่ทำได้จริง | สองร้อย | “สองร้อย” ไม่ใช่ตัวเลขที่อ่านได้ | ตัวเลข เช่น 310 หรือ ๓๑๐ | พิมพ์ตัวเลขอย่างเดียว | 310 หรือ ๓๑๐
ควรตรวจสอบ ๒ รายการ
ข้อมูลผู้รายงานและทั้งแฟ้ม
๓ | หน้าหลัก · C28 | โทรศัพท์ | (ว่าง) | ยังไม่ได้กรอก “โทรศัพท์” | หมายเลขที่ติดต่อได้ในเวลาราชการ | กรอกช่องนี้ให้ครบ | ๐ ๒๐๐๐ ๐๐๐๐ ต่อ ๑๒๓๔
ตัวชี้วัด M · ตัวชี้วัด M
๔ | M · C35 | เบิกจ่ายจริง (บาท) | 1,250,000.50 | เบิกจ่าย 1,250,000.50 มากกว่างบประมาณที่ได้รับ 1,000,000.00 | จำนวนเงินเป็นบาท เช่น ๓๖,๐๐๐.๐๐ | ตรวจจำนวนเงินทั้งสองช่อง | ได้รับ ๓๖,๐๐๐.๐๐ เบิกจ่าย ๑๒,๕๐๐.๐๐
"""

RETURNED_HOME = """\
แบบรายงานผลการดำเนินงาน รอบ ๖ เดือน ปีงบประมาณ พ.ศ. ๒๕๖๕
ศูนย์บริการร่วม · แผนปฏิบัติการรายปี (พ.ศ. ๒๕๖๕) (ฉบับปรับปรุง) · สำนักงานปลัดกระทรวงการคลัง
ภาพรวม | ! ต้องตรวจแก้ ๒ รายการ | กำหนดส่ง ๑๕ เมษายน ๒๕๖๕
ขั้นตอน
๑ | เริ่มที่แผ่น “รายการที่ต้องแก้ไข” แก้ช่องตามรายการ แล้วส่งแฟ้มนี้กลับ
๒ | กรอกข้อมูลผู้รายงานในตารางด้านล่าง
๓ | คลิกรหัสตัวชี้วัดในตาราง แล้วกรอกช่องสีเหลืองให้ครบ ช่องขาวกรอกเพิ่มเติมได้ ช่องอื่นล็อกไว้
๔ | อ่านคำอธิบายข้างช่องที่ขึ้นเครื่องหมาย ! แล้วแก้ให้สอดคล้องกัน จนทุกตัวชี้วัดขึ้น ✓ พร้อมส่ง
๕ | บันทึกเป็นแฟ้ม .xlsx โดยไม่ลบแถว คอลัมน์ หรือแผ่นงาน แล้วส่งกลับภายในวันที่ ๑๕ เมษายน ๒๕๖๕
ตัวชี้วัดที่ต้องรายงาน
รหัส | โครงการและตัวชี้วัด | ช่องที่กรอก | ร้อยละ | สถานะ
M | โครงการ M / ตัวชี้วัด M | ๙ จาก ๑๒ | 75 | ! ต้องตรวจแก้ ๒ จุด
S | โครงการ M / ตัวชี้วัด S | ๐ จาก ๘ | 0 | ○ ยังไม่เริ่มกรอก
G | โครงการ G / ตัวชี้วัด G | ๐ จาก ๗ | 0 | ○ ยังไม่เริ่มกรอก
C | โครงการ C / ตัวชี้วัด C | ๐ จาก ๙ | 0 | ○ ยังไม่เริ่มกรอก
T | โครงการ T / ตัวชี้วัด T | ๕ จาก ๕ | 100 | ! ต้องตรวจแก้ ๑ จุด
L | โครงการ L / ตัวชี้วัด L | ๐ จาก ๕ | 0 | ○ ยังไม่เริ่มกรอก
X | โครงการ X / ตัวชี้วัด X | ๐ จาก ๗ | 0 | ○ ยังไม่เริ่มกรอก
ข้อมูลผู้รายงาน
"""

FIX_LIST_IN_ENGLISH = """\
2 to fix · 2 to check
5 of 7 KPIs accepted · ศูนย์บริการร่วม · Click a cell to go there, correct it, save, and send this workbook back
No. | Cell | Item | Found | What is wrong | Expected | How to fix it | Example
error: 2
KPI M · ตัวชี้วัด M
1 | M · C27 | Obstacle | (empty) | “Obstacle” is empty | What happened, which step it holds up, since when | Fill this cell | No bids since February 2565, so level 3 is two months late
KPI T · ตัวชี้วัด T
2 | T · C24 | Value reached | สองร้อย | “สองร้อย” is not a number | a number such as 310 | Type digits only | 310
warning: 2
Reporter and the whole form
3 | Start here · C28 | Telephone | (empty) | “Telephone” is empty | A number that answers in office hours | Please fill this cell | 0 2000 0000 ext. 1234
KPI M · ตัวชี้วัด M
4 | M · C35 | Disbursed (baht) | 1,250,000.50 | Disbursed 1,250,000.50 is more than received 1,000,000.00 | an amount in baht such as 36,000.00 | Check both amounts | Received 36,000.00, disbursed 12,500.00
"""


@pytest.fixture(scope="module")
def picture(as_seen):
    """Sheet, first and last column → its visible rows as lines of text."""

    def drawn(sheet, columns):
        rows = sheet.iter_rows(min_col=columns[0], max_col=columns[1])
        shown = [row for row in rows if not sheet.row_dimensions[row[0].row].hidden]
        keys = {f"A{number}" for number in range(4, sheet.max_row + 1)}
        seen = [[cell for cell in row if cell.value is not None and cell.coordinate not in keys] for row in shown]
        cells = [[str(as_seen(cell)) for cell in row] for row in seen]
        lines = [" | ".join(cells).replace("\n", " / ").replace("\u00a0", " ") for cells in cells if cells]
        return "\n".join(lines) + "\n"

    return drawn


@pytest.fixture(scope="module")
def books(every_method, opened):
    """What is written → the workbook with what its cells show."""
    found = findings(FOUND)
    wrong = ANSWERS | {"T|value": "สองร้อย"}
    forms = {
        "blank": write_form(every_method, "CSC", "th"),
        "filled": write_form(every_method, "CSC", "th", answers=ANSWERS),
        "in English": write_form(every_method, "CSC", "en", answers=ANSWERS),
        "returned": write_form(every_method, "CSC", "th", answers=wrong, findings=found, revision=2),
        "returned in English": write_form(every_method, "CSC", "en", answers=wrong, findings=found, revision=2),
    }
    return {name: opened(form, values=True) for name, form in forms.items()}


HOME_COLUMNS, KPI_COLUMNS, LIST_COLUMNS = (2, 6), (2, 7), (1, 9)


@pytest.mark.parametrize(
    ("form", "sheet", "expected"),
    [
        ("filled", "M", MILESTONES),
        ("filled", "S", SECOND_OF_A_PROJECT),
        ("blank", "G", LEVELS_UNDEFINED),
        ("in English", "T", THRESHOLDS),
        ("in English", "X", MIXED),
    ],
)
def test_the_sheet_of_a_kpi(books, picture, form, sheet, expected):
    assert picture(books[form][sheet], KPI_COLUMNS) == expected


def test_the_home_sheet(books, picture):
    assert picture(books["blank"].worksheets[0], HOME_COLUMNS) == HOME


def test_the_home_sheet_of_a_returned_form(books, picture):
    assert picture(books["returned"].worksheets[1], HOME_COLUMNS).startswith(RETURNED_HOME)


@pytest.mark.parametrize(("form", "expected"), [("returned", FIX_LIST), ("returned in English", FIX_LIST_IN_ENGLISH)])
def test_the_list_of_what_to_fix(books, picture, form, expected):
    assert picture(books[form].worksheets[0], LIST_COLUMNS) == expected
