"""Every rule: its id, how severe breaking it is, what is wrong and how to fix it, in both languages.

A finding is a rule, a place and a value; its words live here. `{found}`, `{expected}`, `{item}` and `{other}` in them
are filled from the finding.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from schemas.fields import NO_TEXT, Choice, Field, Kind, Table, Text


class Severity(StrEnum):
    """error: this KPI (or file, or plan) cannot be used; warning: used, and an officer should look; note: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


SEVERITIES = (
    Choice(Severity.ERROR, Text("ต้องแก้ไข", "error")),
    Choice(Severity.WARNING, Text("ควรตรวจสอบ", "warning")),
    Choice(Severity.NOTE, Text("เพื่อทราบ", "note")),
)


class Rule(NamedTuple):
    """A named rule; `about` says what it looks at: plan, file, entry or report.

    `example`: answers that keep the rule, where an example of the entry alone would not show it.
    """

    id: str
    severity: Severity
    about: str
    wrong: Text
    fix: Text
    example: Text = NO_TEXT


def _rules(
    about: str, *rules: tuple[str, Severity, Text, Text] | tuple[str, Severity, Text, Text, Text]
) -> dict[str, Rule]:
    return {id_: Rule(id_, severity, about, *words) for id_, severity, *words in rules}


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

RULES: dict[str, Rule] = {
    **_rules(
        "plan",
        (
            "PLAN_NOT_FOUND",
            _E,
            Text("ไม่พบแฟ้มแผน", "No plan workbook was found"),
            Text(
                "วางแฟ้ม plan.xlsx ในโฟลเดอร์นำเข้า (สร้างแฟ้มเปล่าได้ด้วยคำสั่ง pipeline new)",
                "Put plan.xlsx into the inputs folder (`pipeline new` makes an empty one)",
            ),
        ),
        (
            "PLAN_TWICE",
            _E,
            Text("พบแฟ้มแผนมากกว่าหนึ่งแฟ้ม: {found}", "More than one plan workbook was found: {found}"),
            Text("เหลือแฟ้มแผนไว้เพียงแฟ้มเดียว", "Leave only one plan workbook in the inputs folder"),
        ),
        (
            "PLAN_SHEET_MISSING",
            _E,
            Text("แฟ้มแผนไม่มีแผ่นงาน “{expected}”", "The plan workbook has no sheet “{expected}”"),
            Text("เพิ่มแผ่นงานนี้กลับเข้าไป โดยใช้ชื่อเดิม", "Put the sheet back under its name"),
        ),
        (
            "PLAN_COLUMN_MISSING",
            _E,
            Text("ไม่พบคอลัมน์ “{expected}”", "The column “{expected}” is missing"),
            Text("เพิ่มหัวคอลัมน์นี้ในแถวหัวตาราง", "Add this title to the header row"),
        ),
        (
            "PLAN_VALUE_MISSING",
            _E,
            Text("ยังไม่ได้กรอก “{item}”", "“{item}” is empty"),
            Text("กรอกค่าในช่องนี้: {expected}", "Fill this cell: {expected}"),
        ),
        (
            "PLAN_CODE_TWICE",
            _E,
            Text("รหัส {found} ซ้ำกับช่อง {other}", "The code {found} already stands in {other}"),
            Text("ใช้รหัสที่ไม่ซ้ำกัน", "Give every row a code of its own"),
        ),
        (
            "PLAN_CODE_UNKNOWN",
            _E,
            Text("รหัส {found} ไม่มีในแผ่น “{expected}”", "The code {found} is not on the sheet “{expected}”"),
            Text("แก้รหัสให้ตรง หรือเพิ่มรหัสนี้ในแผ่นดังกล่าว", "Correct the code, or add it to that sheet"),
        ),
        (
            "PLAN_CODE_FORM",
            _E,
            Text("รหัส “{found}” ใช้อักขระที่ไม่รองรับ", "The code “{found}” has a character that codes cannot have"),
            Text(
                "ใช้ตัวอักษร ตัวเลข จุด ขีด หรือขีดล่าง ไม่เกิน 20 ตัว",
                "Use letters, digits, full stops, hyphens or underscores, 20 at most",
            ),
        ),
        (
            "PLAN_LEVEL_MISSING",
            _E,
            Text("เกณฑ์ของตัวชี้วัด {found} ไม่มีระดับ {expected}", "The rubric of KPI {found} has no level {expected}"),
            Text("เพิ่มระดับที่ขาด ระดับที่ไม่กำหนดให้ใส่ “-”", "Add the level; write “-” where it is left undefined"),
        ),
        (
            "PLAN_THRESHOLD_MISSING",
            _E,
            Text(
                "ตัวชี้วัด {other} ให้คะแนนตามค่าเป้าหมาย แต่ระดับนี้ไม่มีค่า",
                "KPI {other} is scored by thresholds, but this level has none",
            ),
            Text("กรอกค่าเป้าหมายของระดับนี้เป็นตัวเลข", "Fill the threshold of this level with a number"),
        ),
        (
            "PLAN_THRESHOLD_ORDER",
            _E,
            Text(
                "ค่าเป้าหมาย {found} ไม่เรียงต่อจากระดับก่อนหน้า ({other})",
                "The threshold {found} is out of order after {other}",
            ),
            Text("เรียงค่าเป้าหมายให้เพิ่มขึ้น (หรือลดลง) ทุกระดับ", "Let the thresholds rise (or fall) at every level"),
        ),
        (
            "PLAN_ROUND_DATES",
            _E,
            Text("วันสิ้นสุดรอบ ({found}) อยู่ก่อนวันเริ่มรอบ ({other})", "The round ends ({found}) before it begins ({other})"),
            Text("แก้วันเริ่มและวันสิ้นสุดรอบให้ถูกต้อง", "Correct the first and the last day of the round"),
        ),
        (
            "PLAN_NO_KPI",
            _E,
            Text("แผนยังไม่มีตัวชี้วัด", "The plan has no KPI yet"),
            Text(
                "กรอกโครงการ ตัวชี้วัด และเกณฑ์การให้คะแนนในแฟ้มแผน",
                "Fill projects, KPIs and rubric levels into the plan workbook",
            ),
        ),
        (
            "PLAN_COUNT_BY_MILESTONES",
            _W,
            Text(
                "ตัวชี้วัด “{found}” เป็นการนับจำนวน แต่เกณฑ์ส่วนใหญ่เป็นขั้นตอน",
                "The KPI “{found}” is a count, but most of its rubric is milestones",
            ),
            Text("ทบทวนว่าชื่อตัวชี้วัดและเกณฑ์วัดสิ่งเดียวกัน", "Review whether name and rubric measure the same thing"),
        ),
        (
            "PLAN_PROJECT_WITHOUT_KPI",
            _W,
            Text("โครงการ {found} ไม่มีตัวชี้วัด", "Project {found} has no KPI"),
            Text("เพิ่มตัวชี้วัดของโครงการนี้ หรือลบโครงการออกจากแผน", "Add a KPI for the project, or take the project out"),
        ),
        (
            "PLAN_TARGET_MISSING",
            _E,
            Text(
                "ตัวชี้วัด {other} ให้คะแนนแบบ “{found}” แต่ยังไม่มี “{item}”",
                "KPI {other} is scored as “{found}”, but has no “{item}”",
            ),
            Text("กรอกช่องนี้เป็นตัวเลข", "Fill this cell with a number"),
        ),
        (
            "PLAN_TARGET_NOT_POSITIVE",
            _E,
            Text("“{item}” ต้องมากกว่า 0 แต่เป็น {found}", "“{item}” must be more than 0, but is {found}"),
            Text("กรอกตัวเลขที่มากกว่า 0 หรือเลือกวิธีให้คะแนนอื่น", "Fill in a number above 0, or choose another method"),
        ),
        (
            "PLAN_END_MISSING",
            _E,
            Text(
                "ตัวชี้วัด {found} ต้องมีค่าเป้าหมายของระดับ {expected} จึงเทียบสัดส่วนได้",
                "KPI {found} needs a threshold at level {expected} to be interpolated",
            ),
            Text("กรอกคำอธิบายและค่าเป้าหมายของระดับนี้", "Fill in the criterion and the threshold of that level"),
        ),
        (
            "PLAN_LEVEL_OFF_SCALE",
            _E,
            Text(
                "ตัวชี้วัด {other} มีเพียง {expected} ระดับ จึงไม่มีระดับ {found}",
                "KPI {other} is on {expected} levels, so it has no level {found}",
            ),
            Text("ลบระดับนี้ หรือใส่ “-” เป็นคำอธิบาย", "Take the level out, or write “-” as its criterion"),
        ),
        (
            "PLAN_COUNT_OVER_ITEMS",
            _E,
            Text(
                "ต้องทำ {found} รายการจึงได้ระดับนี้ แต่ตัวชี้วัด {other} มีเพียง {expected} รายการ",
                "This level takes {found} items, but KPI {other} has only {expected}",
            ),
            Text("แก้จำนวนรายการ (คอลัมน์ค่าเป้าหมาย) ให้ทำได้จริง", "Correct the count (in the threshold column)"),
        ),
        (
            "PLAN_DIRECTION_NOT_USED",
            _W,
            Text(
                "วิธี “{found}” ไม่มีแบบยิ่งน้อยยิ่งดี จึงไม่ใช้ทิศทางของตัวชี้วัด {other}",
                "“{found}” knows no lower-is-better, so the direction of KPI {other} is not used",
            ),
            Text("เลือกวิธีให้คะแนนอื่น หรือเว้นช่องทิศทางว่าง", "Choose another method, or leave the direction empty"),
        ),
        (
            "PLAN_DEVIATION_ORDER",
            _E,
            Text(
                "การเบี่ยงเบนที่ไม่ได้คะแนน ({found}) ต้องมากกว่าที่ยังได้คะแนนเต็ม ({other})",
                "The deviation without a score ({found}) must be more than the one with the full score ({other})",
            ),
            Text("แก้ตัวเลขทั้งสองในแผ่นตั้งค่า", "Correct the two numbers on the sheet of settings"),
        ),
        (
            "KPI_NEW",
            _N,
            Text(
                "ตัวชี้วัด {found} ไม่มีในรายงานรอบ {other} เดือน",
                "KPI {found} was not in the report of the {other}-month round",
            ),
            Text("ไม่ต้องแก้ไข ตารางเปรียบเทียบแสดงเป็นตัวชี้วัดใหม่", "Nothing to do; the comparison shows it as new"),
        ),
        (
            "KPI_GONE",
            _W,
            Text(
                "ตัวชี้วัด {found} มีในรายงานรอบ {other} เดือน แต่ไม่มีในแผนรอบนี้",
                "KPI {found} was in the report of the {other}-month round, but is not in the plan now",
            ),
            Text(
                "หากยกเลิก ให้คงไว้ในแผนและระบุรอบสุดท้าย",
                "If it was cancelled, keep it in the plan and state its last round",
            ),
        ),
        (
            "RUBRIC_CHANGED",
            _W,
            Text(
                "เกณฑ์ระดับ {expected} ของตัวชี้วัด {found} ต่างจากรอบ {other} เดือน คะแนนสองรอบจึงเทียบกันได้ไม่เต็มที่",
                "The rubric of KPI {found}, level {expected}, is not that of the {other}-month round: the scores are not quite comparable",
            ),
            Text("ตรวจว่าแผนแก้ไขเกณฑ์โดยตั้งใจ", "See whether the rubric was meant to change"),
        ),
        (
            "PLAN_BUDGET_CHANGED",
            _W,
            Text(
                "งบประมาณตามแผนของโครงการ {found} เปลี่ยนจาก {other} เป็น {expected} บาท ตั้งแต่รอบก่อน",
                "The allocated budget of project {found} went from {other} to {expected} baht since the earlier round",
            ),
            Text("ตรวจว่าแผนแก้ไขงบประมาณโดยตั้งใจ", "See whether the budget was meant to change"),
        ),
        (
            "DECISION_INCOMPLETE",
            _W,
            Text(
                "คำวินิจฉัยข้อนี้นำไปใช้ไม่ได้ เพราะ “{item}” เป็น “{found}”",
                "This decision cannot be applied: “{item}” is “{found}”",
            ),
            Text("กรอกช่องนี้ให้ครบและถูกต้อง: {expected}", "Fill this cell: {expected}"),
        ),
        (
            "DECISION_EXPIRED",
            _W,
            Text(
                "คำวินิจฉัยข้อนี้ใช้ได้ถึง {found} เท่านั้น จึงไม่นำไปใช้กับรายงานวันที่ {other}",
                "This decision was good until {found}, and is not applied to the report of {other}",
            ),
            Text("ขอคำวินิจฉัยใหม่ หรือลบออกจากแผน", "Ask for a new decision, or take this one out"),
        ),
        (
            "DECISION_UNMATCHED",
            _W,
            Text("คำวินิจฉัยข้อนี้ไม่ตรงกับสิ่งใดในรอบนี้ ({found})", "This decision meets nothing in this round ({found})"),
            Text(
                "ตรวจรหัสหน่วยงาน ตัวชี้วัด และรหัสกฎ หรือลบออกจากแผน",
                "Check department, KPI and rule, or take the decision out",
            ),
        ),
    ),
    **_rules(
        "file",
        (
            "FILE_NOT_A_WORKBOOK",
            _E,
            Text("แฟ้มนี้ไม่ใช่สมุดงาน Excel ({found})", "This file is not an Excel workbook ({found})"),
            Text("ส่งแบบรายงานเป็นแฟ้ม .xlsx", "Send the form as an .xlsx file"),
        ),
        (
            "FILE_ENCRYPTED",
            _E,
            Text("แฟ้มนี้ตั้งรหัสผ่านไว้ จึงเปิดอ่านไม่ได้", "This workbook is protected by a password and cannot be read"),
            Text("เอารหัสผ่านเปิดแฟ้มออก แล้วส่งใหม่", "Remove the password to open, and send it again"),
        ),
        (
            "FILE_EMPTY",
            _E,
            Text("แฟ้มว่างเปล่า (0 ไบต์)", "The file is empty (0 bytes)"),
            Text("ส่งแฟ้มใหม่อีกครั้ง", "Send the file again"),
        ),
        (
            "FILE_TOO_LARGE",
            _E,
            Text("แฟ้มใหญ่เกินไป ({found})", "The file is too large ({found})"),
            Text("ส่งแบบรายงานตามแบบ ขนาดไม่เกิน {expected}", "Send the form itself, at most {expected}"),
        ),
        (
            "FILE_UNREADABLE",
            _E,
            Text("เปิดอ่านแฟ้มไม่ได้ ({found})", "The file cannot be read ({found})"),
            Text("เปิดแฟ้มใน Excel แล้วบันทึกเป็น .xlsx ใหม่อีกครั้ง", "Open it in Excel, save it as .xlsx again, and send it"),
        ),
        (
            "FILE_STILL_CHANGING",
            _E,
            Text("แฟ้มนี้ยังเขียนไม่เสร็จ จึงยังไม่อ่าน", "This file is still being written, so it was not read"),
            Text("รอให้คัดลอกหรือบันทึกเสร็จ แล้วรวบรวมใหม่", "Wait until it is copied or saved, and run again"),
        ),
        (
            "FILE_NOT_DOWNLOADED",
            _E,
            Text("แฟ้มนี้ยังอยู่บนคลาวด์ ยังไม่ได้ดาวน์โหลดมาไว้ในเครื่อง", "This file is in the cloud and not on this machine yet"),
            Text("คลิกขวาที่แฟ้ม เลือก “เก็บไว้ในอุปกรณ์นี้เสมอ”", "Right-click it, and choose “Always keep on this device”"),
        ),
        (
            "FILE_IS_A_LINK",
            _E,
            Text("รายการนี้เป็นลิงก์ไปที่อื่น ไม่ใช่ตัวแฟ้ม", "This is a link to somewhere else, not a file"),
            Text("คัดลอกตัวแฟ้มมาวางแทนลิงก์", "Put a copy of the file itself in its place"),
        ),
        (
            "FILE_READER_STOPPED",
            _E,
            Text(
                "อ่านแฟ้มนี้ไม่สำเร็จภายในขีดจำกัด ({expected}) ระบบจึงหยุดอ่าน",
                "Reading this file was stopped at the limit of {expected}",
            ),
            Text(
                "คัดลอกคำตอบลงในแบบรายงานที่ได้รับ แล้วส่งแฟ้มนั้น",
                "Copy the answers into the form that was sent out, and send that",
            ),
        ),
        (
            "FILE_TOO_HEAVY",
            _E,
            Text(
                "แฟ้มมีข้อมูลมากเกินกว่าที่รับได้ ({found} ไม่ควรเกิน {expected})",
                "The file holds more than can be taken in ({found}, at most {expected})",
            ),
            Text("คัดลอกคำตอบลงในแบบรายงานต้นฉบับ แล้วส่งใหม่", "Copy the answers into the original form, and send that"),
        ),
        (
            "FILE_HAS_MACROS",
            _E,
            Text(
                "แฟ้มมีมาโครหรือส่วนที่ทำงานได้เอง ({found}) จึงไม่ได้เปิดอ่าน",
                "The file has macros, or something else that acts by itself ({found}), so it was not read",
            ),
            Text(
                "บันทึกเป็นสมุดงาน Excel (.xlsx) ที่ไม่มีมาโคร หรือคัดลอกคำตอบลงในแบบรายงานต้นฉบับ แล้วส่งใหม่",
                "Save it as an Excel Workbook (.xlsx) without them, or copy the answers into the original form, and send that",
            ),
        ),
        (
            "FILE_OTHER_FORMAT",
            _E,
            Text("แฟ้มบันทึกไว้ในรูปแบบที่ไม่รองรับ ({found})", "The file is in a format that is not read ({found})"),
            Text(
                "เปิดแฟ้มใน Excel บันทึกเป็น “สมุดงาน Excel (.xlsx)” แล้วส่งใหม่",
                "Open it in Excel, save it as “Excel Workbook (.xlsx)”, and send that",
            ),
        ),
        (
            "FILE_SUSPICIOUS",
            _E,
            Text(
                "แฟ้มมีส่วนที่ผิดปกติ ซึ่งโปรแกรมตารางคำนวณไม่ได้สร้างไว้ ({found}) จึงไม่ได้เปิดอ่าน",
                "The file has something in it that no spreadsheet program writes ({found}), so it was not read",
            ),
            Text("คัดลอกคำตอบลงในแบบรายงานต้นฉบับ แล้วส่งใหม่", "Copy the answers into the original form, and send that"),
        ),
        (
            "FILE_OLD_FORMAT",
            _N,
            Text(
                "แฟ้มเป็นชนิด .{found} ไม่ใช่ .xlsx คำตอบอ่านตามรหัสช่องได้ตามปกติ",
                "The file is .{found}, not .xlsx; its answers are read by their keys all the same",
            ),
            Text("ครั้งต่อไปให้บันทึกเป็นสมุดงาน Excel (.xlsx)", "Save it as an Excel Workbook (.xlsx) next time"),
        ),
        (
            "FILE_HAS_LINKS",
            _N,
            Text("แฟ้มมีสูตรที่เชื่อมโยงกับแฟ้มอื่น {found} แฟ้ม", "The file has formulas that take from other files ({found})"),
            Text(
                "ตรวจว่าค่าที่แสดงเป็นค่าล่าสุด หรือวางเฉพาะค่าแทนสูตร",
                "See that what they show is up to date, or paste the values in their place",
            ),
        ),
        (
            "FILE_HAS_HIDDEN_SHEETS",
            _N,
            Text("แฟ้มมีแผ่นงานที่ซ่อนไว้ ({found})", "The file has hidden sheets ({found})"),
            Text(
                "หากเป็นส่วนหนึ่งของรายงาน ให้ยกเลิกการซ่อน และย้ายข้อความลงในช่องของแบบ",
                "If they belong to the report, unhide them, and move what they say into cells of the form",
            ),
        ),
        (
            "FILE_OTHER_CALENDAR",
            _N,
            Text(
                "แฟ้มนับวันที่ตั้งแต่ปี ค.ศ. 1904 วันที่อ่านตามนั้น",
                "The file counts its dates from 1904; they are read accordingly",
            ),
            Text(
                "ตรวจดูวันที่ที่คัดลอกมาจากแฟ้มอื่น",
                "Look again at dates that were copied from other files",
            ),
        ),
        (
            "FILE_NOT_A_FORM",
            _W,
            Text("แฟ้มนี้ไม่ใช่แบบรายงาน จึงไม่ได้นำมาใช้", "This workbook is not the form, so nothing of it was used"),
            Text("หากตั้งใจส่งรายงาน ให้กรอกในแบบรายงานที่ได้รับ", "To report, fill the form that was sent out"),
        ),
        (
            "FORM_IDENTITY_MISSING",
            _E,
            Text("แบบรายงานขาดข้อมูลประจำแบบ ({found})", "The form has lost its identity ({found})"),
            Text("คัดลอกคำตอบลงในแบบรายงานต้นฉบับ แล้วส่งใหม่", "Copy the answers into the original form, and send that"),
        ),
        (
            "FORM_DEPARTMENT_UNKNOWN",
            _E,
            Text("รหัสหน่วยงาน {found} ไม่มีในแผน", "The department {found} is not in the plan"),
            Text("ตรวจว่าแบบรายงานนี้เป็นของแผนฉบับนี้", "Check that this form belongs to this plan"),
        ),
        (
            "FORM_OTHER_ROUND",
            _W,
            Text("แบบรายงานนี้เป็นของรอบ {found} ไม่ใช่รอบ {expected}", "This form is for round {found}, not {expected}"),
            Text("ใช้แบบรายงานของรอบปัจจุบัน", "Use the form of the current round"),
        ),
        (
            "FORM_OTHER_YEAR",
            _W,
            Text(
                "แบบรายงานนี้เป็นของปีงบประมาณ พ.ศ. {found} ไม่ใช่ {expected}",
                "This form is for fiscal year {found} B.E., not {expected}",
            ),
            Text("ใช้แบบรายงานของปีงบประมาณปัจจุบัน", "Use the form of the current fiscal year"),
        ),
        (
            "FORM_OF_OTHER_PLAN",
            _E,
            Text(
                "แบบรายงานนี้เป็นของแผนอื่น ({found}) ไม่ใช่ของ {expected}",
                "This form belongs to another plan ({found}), not to {expected}",
            ),
            Text("ใช้แบบรายงานที่ทำจากแผนนี้", "Use the form that was made from this plan"),
        ),
        (
            "FORM_HEAD_DIFFERS",
            _E,
            Text(
                "หัวแบบรายงานเขียนว่า “{found}” แต่แผ่นซ่อนระบุว่าเป็นของ {expected} จึงยังไม่ทราบว่าเป็นแบบของใคร",
                "The form's head says “{found}”, but its hidden sheet says {expected}: whose form it is cannot be told",
            ),
            Text(
                "คัดลอกคำตอบลงในแบบรายงานต้นฉบับของหน่วยงาน แล้วส่งใหม่",
                "Copy the answers into the department's original form, and send that",
            ),
        ),
        (
            "FORM_OF_OTHER_DEPARTMENT",
            _E,
            Text(
                "แผ่นซ่อนระบุว่าเป็นแบบของ {expected} แต่ตัวชี้วัดทุกตัวในแบบเป็นของ {found}",
                "The form's hidden sheet says {expected}, but every KPI in it is of {found}",
            ),
            Text(
                "คัดลอกคำตอบลงในแบบรายงานต้นฉบับของหน่วยงาน แล้วส่งใหม่",
                "Copy the answers into the department's original form, and send that",
            ),
        ),
        (
            "FORM_WITH_OTHERS_KPIS",
            _W,
            Text(
                "เป็นแบบของ {expected} แต่มีตัวชี้วัด {other} ตัวเป็นของ {found}",
                "This is the form of {expected}, but {other} of its KPIs are of {found}",
            ),
            Text(
                "ตรวจว่าแผนย้ายตัวชี้วัดไปหน่วยงานอื่น หรือมีการคัดลอกแผ่นงานจากแบบอื่น",
                "See whether the plan moved the KPIs, or whether sheets were copied from another form",
            ),
        ),
        (
            "FORM_NAMED_FOR_OTHER",
            _W,
            Text(
                "ชื่อแฟ้ม “{found}” เป็นของ {other} แต่ในแฟ้มเป็นแบบของ {expected}",
                "The file's name “{found}” is that of {other}, but it holds the form of {expected}",
            ),
            Text("ตรวจว่าหน่วยงานใดกรอกแบบนี้", "See which department filled this form"),
        ),
        (
            "REPORTER_OF_OTHER",
            _W,
            Text(
                "อีเมลผู้รายงาน {found} เป็นอีเมลของ {other} ในแผน",
                "In the plan the reporter's e-mail {found} is that of {other}",
            ),
            Text("ตรวจว่าหน่วยงานใดกรอกแบบนี้", "See which department filled this form"),
        ),
        (
            "FORM_REVISION_UNCHANGED",
            _W,
            Text(
                "ฉบับที่ {found} ไม่มีคำตอบใดต่างจากฉบับก่อน ({other})",
                "No answer of revision {found} differs from the one before it ({other})",
            ),
            Text("ตรวจว่าหน่วยงานส่งแฟ้มที่แก้ไขแล้ว", "See whether the corrected file was the one sent"),
        ),
        (
            "ANSWERS_SENT_AGAIN",
            _W,
            Text(
                "รายละเอียด ค่า และสถานะที่รายงาน ({found} ตัวชี้วัด) เหมือนรอบ {other} ทุกข้อ",
                "All narratives, values and statuses ({found} KPIs) are those of round {other}",
            ),
            Text("ยืนยันกับหน่วยงานว่าเป็นผลของรอบนี้", "Ask the department whether these are this round's results"),
        ),
        (
            "FORMS_ALIKE",
            _W,
            Text(
                "ข้อความทุกข้อของ {found} เหมือนของ {other}",
                "Every text of {found} is the same as in {other}",
            ),
            Text("ตรวจว่าหน่วยงานใดเป็นผู้รายงาน", "See which of the two departments reported it"),
        ),
        (
            "FORM_SENT_TWICE",
            _E,
            Text(
                "ฉบับที่ {expected} ของหน่วยงานนี้มี {other} แฟ้มที่เนื้อหาต่างกัน จึงยังไม่นับทุกแฟ้ม: {found}",
                "Revision {expected} of this department came in {other} files that differ, so none counts: {found}",
            ),
            Text("เหลือแฟ้มที่ถูกต้องไว้แฟ้มเดียว", "Keep only the right one of the files"),
        ),
        (
            "FORM_LATE",
            _W,
            Text(
                "วันที่รายงาน {found} อยู่หลังกำหนดส่ง {expected}",
                "The form is dated {found}, after the deadline of {expected}",
            ),
            Text(
                "หากรับแบบที่ส่งช้า ให้บันทึกคำวินิจฉัย “รับ” ในแฟ้มแผน",
                "To accept it late, write the decision “accept” into the plan",
            ),
        ),
        (
            "FORM_OF_OTHER_VERSION",
            _N,
            Text(
                "แบบรายงานนี้เป็นรุ่น {found} ไม่ใช่รุ่นปัจจุบัน ({expected}) คำตอบอ่านตามรหัสช่องได้ตามปกติ",
                "This form is of version {found}, not {expected}; its answers are read by their keys all the same",
            ),
            Text(
                "ย้ายคำตอบไปแบบรุ่นปัจจุบันได้ด้วยคำสั่ง pipeline forms --from",
                "`pipeline forms --from` moves the answers to the current form",
            ),
        ),
        (
            "FORM_OF_EARLIER_PLAN",
            _N,
            Text(
                "แบบรายงานนี้ทำจากแผนก่อนการแก้ไขครั้งล่าสุด ส่วนที่ต่างกันแสดงเป็นรายข้อ",
                "This form was made before the plan was last changed; what differs is listed one by one",
            ),
            Text(
                "ย้ายคำตอบไปแบบของแผนปัจจุบันได้ด้วยคำสั่ง pipeline forms --from",
                "`pipeline forms --from` moves the answers to the form of the current plan",
            ),
        ),
        (
            "OUTSIDE_THE_FORM",
            _W,
            Text(
                "มีข้อความนอกช่องของแบบ {other} ช่อง ซึ่งไม่ได้นำมาใช้ เริ่มด้วย “{found}”",
                "{other} cells outside the form's own hold something, and are not used; the first says “{found}”",
            ),
            Text(
                "หากเป็นส่วนหนึ่งของรายงาน ให้ย้ายลงในช่องของแบบ",
                "If it belongs to the report, move it into a cell of the form",
            ),
        ),
        (
            "DEPARTMENT_MISSING",
            _W,
            Text("ยังไม่ได้รับแบบรายงานของ {found}", "Nothing has come from {found}"),
            Text("ทวงถามหน่วยงาน", "Ask the department for its form"),
        ),
    ),
    **_rules(
        "entry",
        (
            "KEY_MISSING",
            _E,
            Text("แถวของ “{item}” หายไปจากแบบรายงาน", "The row of “{item}” is gone from the form"),
            Text("กรอกช่องนี้ในแบบรายงานที่ส่งคืน", "Fill it in the returned form"),
        ),
        (
            "REPORTER_ROW_MISSING",
            _W,
            Text("แถวของ “{item}” หายไปจากแบบรายงาน", "The row of “{item}” is gone from the form"),
            Text("ใช้แบบรายงานฉบับเต็มในครั้งต่อไป", "Use the whole form next time"),
        ),
        (
            "SHEET_MISSING",
            _E,
            Text("แบบรายงานไม่มีข้อมูลของตัวชี้วัดนี้", "The form has nothing for this KPI"),
            Text("กรอกแผ่นของตัวชี้วัดนี้ในแบบรายงานที่ส่งคืน", "Fill this KPI's sheet in the returned form"),
        ),
        (
            "KEY_TWICE",
            _E,
            Text("พบข้อมูลชุดเดียวกันสองที่: {found} และ {other}", "The same entries stand twice: {found} and {other}"),
            Text("เหลือไว้เพียงแผ่นเดียว แล้วส่งใหม่", "Keep only one of the two, and send it again"),
        ),
        (
            "ENTRY_REQUIRED",
            _E,
            Text("ยังไม่ได้กรอก “{item}”", "“{item}” is empty"),
            Text("กรอกช่องนี้: {expected}", "Fill this cell: {expected}"),
        ),
        (
            "ENTRY_EXPECTED",
            _W,
            Text("ยังไม่ได้กรอก “{item}”", "“{item}” is empty"),
            Text("กรอกช่องนี้ให้ครบ: {expected}", "Please fill this cell: {expected}"),
        ),
        (
            "FORMULA_NOT_CALCULATED",
            _E,
            Text("ช่องนี้เป็นสูตรที่ไม่มีผลลัพธ์ ({found})", "This cell is a formula saved without its result ({found})"),
            Text("พิมพ์ค่าแทนสูตร", "Type the value in place of the formula"),
        ),
        (
            "ERROR_VALUE",
            _E,
            Text("ช่องนี้แสดงข้อผิดพลาด {found}", "This cell shows the error {found}"),
            Text("พิมพ์ค่าที่ถูกต้องแทน: {expected}", "Type the right value instead: {expected}"),
        ),
        (
            "CHOICE_NOT_ON_LIST",
            _E,
            Text("“{found}” ไม่อยู่ในรายการให้เลือก", "“{found}” is not on the list"),
            Text("เลือกค่าใดค่าหนึ่ง: {expected}", "Choose one of: {expected}"),
        ),
        (
            "NUMBER_UNREADABLE",
            _E,
            Text("“{found}” ไม่ใช่ตัวเลขที่อ่านได้", "“{found}” is not a number"),
            Text("พิมพ์ตัวเลขอย่างเดียว: {expected}", "Type digits only: {expected}"),
        ),
        (
            "NUMBER_OUT_OF_RANGE",
            _E,
            Text("ค่า {found} อยู่นอกช่วงที่กำหนด", "{found} is out of range"),
            Text("แก้ไขให้อยู่ในช่วง: {expected}", "Keep within: {expected}"),
        ),
        (
            "AMOUNT_UNREADABLE",
            _E,
            Text("“{found}” ไม่ใช่จำนวนเงินที่อ่านได้", "“{found}” is not an amount"),
            Text("พิมพ์จำนวนเงินเป็นตัวเลข หน่วยบาท เช่น 36,000.00", "Type the amount in digits, in baht, such as 36,000.00"),
        ),
        (
            "AMOUNT_TOO_FINE",
            _E,
            Text(
                "“{found}” มีทศนิยมเกินสองตำแหน่ง อาจพิมพ์เป็นหน่วยล้านบาท",
                "“{found}” is finer than a satang; it may be in millions",
            ),
            Text("พิมพ์จำนวนเงินเต็มเป็นบาท เช่น 36,000.00", "Type the whole amount in baht, such as 36,000.00"),
        ),
        (
            "DATE_UNREADABLE",
            _E,
            Text("“{found}” ไม่ใช่วันที่ที่ระบุได้แน่นอน", "“{found}” is not one certain date"),
            Text("พิมพ์วันที่วันเดียว เช่น 31 มี.ค. 2565", "Type a single date, such as 31/3/2565"),
        ),
        (
            "TEXT_TOO_LONG",
            _E,
            Text("ข้อความยาว {found} ตัวอักษร เกินที่รับได้", "The text has {found} characters, more than can be kept"),
            Text("ย่อให้ไม่เกิน {expected} ตัวอักษร", "Shorten it to {expected} characters"),
        ),
        (
            "AMOUNT_WITHOUT_BUDGET",
            _E,
            Text("ระบุว่าไม่ใช้งบประมาณ แต่กรอก “{item}” {found}", "No budget is stated, yet “{item}” is {found}"),
            Text("ลบจำนวนเงิน หรือแก้สถานะงบประมาณ", "Clear the amount, or correct the budget status"),
            Text("สถานะ “ได้รับจัดสรรงบประมาณ” จึงกรอก 36,000.00", "Status “allocated”, and then 36,000.00"),
        ),
        (
            "DISBURSED_OVER_RECEIVED",
            _W,
            Text("เบิกจ่าย {found} มากกว่างบประมาณที่ได้รับ {other}", "Disbursed {found} is more than received {other}"),
            Text("ตรวจจำนวนเงินทั้งสองช่อง", "Check both amounts"),
            Text("ได้รับ 36,000.00 เบิกจ่าย 12,500.00", "Received 36,000.00, disbursed 12,500.00"),
        ),
        (
            "BUDGET_NOT_STATED",
            _W,
            Text(
                "ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอดงบประมาณ",
                "Whether a budget was used is not stated; the totals leave it out",
            ),
            Text("ระบุสถานะงบประมาณ: ไม่ใช้งบประมาณ หรือได้รับจัดสรร", "State the budget: not used, or allocated"),
        ),
        (
            "OBSTACLE_UNMARKED",
            _W,
            Text("ระบุว่าไม่มีปัญหาอุปสรรค แต่มีข้อความในช่อง “{item}”", "No obstacle is stated, yet “{item}” has text"),
            Text("แก้คำตอบให้ตรงกัน", "Make the two answers agree"),
            Text("เลือก “มี” เมื่อมีข้อความ หรือลบข้อความเมื่อ “ไม่มี”", "“yes” with a text, or “no” without one"),
        ),
        (
            "LEVEL_SKIPPED",
            _W,
            Text(
                "ระดับ {found} แล้วเสร็จ แต่ระดับ {other} ยังไม่แล้วเสร็จ จึงไม่นับระดับ {found}",
                "Level {found} is done but level {other} is not, so level {found} does not count",
            ),
            Text("ตรวจสถานะของระดับก่อนหน้า", "Check the levels before it"),
            Text("ระดับ 1 ถึง 3 แล้วเสร็จครบ จึงได้ 3 คะแนน", "Levels 1 to 3 all done give a score of 3"),
        ),
        (
            "DATE_OUTSIDE_ROUND",
            _W,
            Text(
                "วันที่แล้วเสร็จ {found} อยู่นอกช่วง {expected}",
                "The completion date {found} is not within {expected}",
            ),
            Text("ตรวจวันที่ หรือเปลี่ยนสถานะของระดับนี้", "Check the date, or the status of this level"),
        ),
        (
            "SCORE_DIFFERS",
            _W,
            Text(
                "คะแนนประเมินตนเอง {found} ไม่ตรงกับเกณฑ์ ซึ่งให้ {expected}",
                "The self-assessed score {found} differs from the rubric's {expected}",
            ),
            Text(
                "รายงานใช้คะแนนตามเกณฑ์ หากสถานะระดับไม่ถูกต้องให้แก้ที่สถานะ",
                "The report uses the rubric's score; if a level's status is wrong, correct it there",
            ),
        ),
        (
            "AMOUNT_IN_MILLIONS",
            _W,
            Text(
                "“{item}” {found} บาท น้อยผิดปกติเมื่อเทียบกับงบประมาณตามแผน {other} บาท อาจพิมพ์เป็นหน่วยล้านบาท",
                "“{item}” of {found} baht is tiny beside the allocated {other} baht; it may be in millions",
            ),
            Text("พิมพ์จำนวนเงินเต็มเป็นบาท เช่น 36,000.00", "Type the whole amount in baht, such as 36,000.00"),
        ),
        (
            "AMOUNT_IN_THOUSANDS",
            _W,
            Text(
                "“{item}” {found} บาท ใกล้หนึ่งในพันของงบประมาณตามแผน {other} บาท อาจพิมพ์เป็นหน่วยพันบาท",
                "“{item}” of {found} baht is about a thousandth of the allocated {other} baht; it may be in thousands",
            ),
            Text("พิมพ์จำนวนเงินเต็มเป็นบาท เช่น 36,000.00", "Type the whole amount in baht, such as 36,000.00"),
        ),
        (
            "AMOUNT_ENLARGED",
            _W,
            Text(
                "“{item}” {found} บาท มากกว่างบประมาณตามแผน {other} บาท หลายร้อยเท่า",
                "“{item}” of {found} baht is hundreds of times the allocated {other} baht",
            ),
            Text("พิมพ์จำนวนเงินเต็มเป็นบาท เช่น 36,000.00", "Type the whole amount in baht, such as 36,000.00"),
        ),
        (
            "RECEIVED_NOT_ALLOCATED",
            _W,
            Text(
                "งบประมาณที่ได้รับ {found} บาท ไม่เท่ากับงบประมาณตามแผน {other} บาท",
                "Received {found} baht is not the allocated {other} baht",
            ),
            Text(
                "ตรวจจำนวนเงิน หรือชี้แจงการโอนเปลี่ยนแปลงในรายละเอียด",
                "Check the amount, or tell of the transfer in the narrative",
            ),
        ),
        (
            "SPENT_OVER_RECEIVED",
            _W,
            Text(
                "เบิกจ่ายรวมผูกพัน {found} บาท มากกว่างบประมาณที่ได้รับ {other} บาท",
                "Disbursed and committed, {found} baht, are more than received {other} baht",
            ),
            Text("ตรวจจำนวนเงินทั้งสามช่อง", "Check the three amounts"),
        ),
        (
            "NARRATIVE_COPIED",
            _W,
            Text(
                "รายละเอียดเป็นข้อความเดียวกับเกณฑ์ระดับ {other}: “{found}”",
                "The narrative is the text of rubric level {other}: “{found}”",
            ),
            Text(
                "เล่าสิ่งที่ทำจริง: ใคร ทำอะไร เมื่อใด ผลเป็นอย่างไร",
                "Tell what was really done: who, what, when, and what came of it",
            ),
        ),
        (
            "NARRATIVE_TWIN",
            _W,
            Text(
                "รายละเอียดเหมือนหรือแทบเหมือนของตัวชี้วัด {other}: “{found}”",
                "The narrative is the same, or nearly so, as that of KPI {other}: “{found}”",
            ),
            Text("เล่าเฉพาะสิ่งที่ทำในโครงการนี้", "Tell what was done in this very project"),
        ),
        (
            "NARRATIVE_UNCHANGED",
            _W,
            Text(
                "คะแนนเปลี่ยน ({other}) แต่รายละเอียดเหมือนรอบก่อน: “{found}”",
                "The score moved ({other}), but the narrative is that of the earlier round: “{found}”",
            ),
            Text("เล่าสิ่งที่ทำเพิ่มในรอบนี้", "Tell what was done since"),
        ),
        (
            "NARRATIVE_SHORT",
            _W,
            Text(
                "รายละเอียดมีเพียง {found} ตัวอักษร สำหรับคะแนน {other}",
                "The narrative has only {found} letters for a score of {other}",
            ),
            Text(
                "เล่าให้ครบทุกระดับที่ทำได้ อย่างน้อย {expected} ตัวอักษร",
                "Tell of every level reached, in at least {expected} letters",
            ),
        ),
        (
            "LEVEL_WITHOUT_EVIDENCE",
            _W,
            Text(
                "ระดับ {found} แล้วเสร็จ แต่ไม่มีวันที่หรือหลักฐานทั้งในตารางและในรายละเอียด",
                "Level {found} is done, with no date or evidence in its row or in the narrative",
            ),
            Text("กรอกวันที่แล้วเสร็จ หรือหลักฐานอ้างอิงของระดับนี้", "Fill in the date or the evidence of this level"),
        ),
        (
            "DATE_AFTER_ROUND",
            _W,
            Text(
                "“{item}” กล่าวถึง “{found}” ซึ่งอยู่หลังวันสิ้นสุดรอบ ({expected})",
                "“{item}” tells of “{found}”, which is after the end of the round ({expected})",
            ),
            Text("แยกสิ่งที่ทำแล้วในรอบนี้ออกจากสิ่งที่จะทำต่อ", "Keep what was done in this round apart from what is to come"),
        ),
        (
            "DATES_BEFORE_ROUND",
            _W,
            Text(
                "วันที่ใน “{item}” ทุกวันอยู่ก่อนปีงบประมาณนี้ ({expected}) เช่น “{found}”",
                "All days in “{item}” are before this fiscal year ({expected}), such as “{found}”",
            ),
            Text("เล่าสิ่งที่ทำในรอบนี้", "Tell what was done in this round"),
        ),
        (
            "DATES_CONTRADICT",
            _W,
            Text(
                "“{item}” เขียนว่า “{found}” แต่อีกช่องเขียนว่า “{other}”",
                "“{item}” says “{found}”, but another entry says “{other}”",
            ),
            Text("ตรวจว่าเรื่องเดียวกันเกิดขึ้นวันใด แล้วแก้ให้ตรงกัน", "See on which day it happened, and make the two agree"),
        ),
        (
            "OBSTACLE_WITHOUT_SUGGESTION",
            _W,
            Text("มีปัญหาอุปสรรค (“{found}”) แต่ไม่มีข้อเสนอแนะ", "An obstacle is stated (“{found}”), but no suggestion"),
            Text("เขียนสิ่งที่จะทำต่อ หรือสิ่งที่ขอรับการสนับสนุน", "Write what will be done, or what help is asked for"),
        ),
        (
            "LOW_WITHOUT_OBSTACLE",
            _W,
            Text(
                "ได้คะแนนร้อยละ {found} ต่ำกว่าเกณฑ์หรือแผน (ร้อยละ {expected}) แต่ไม่ระบุปัญหาอุปสรรค",
                "The score is {found} percent, below the bound or the plan ({expected} percent), but no obstacle is stated",
            ),
            Text("เล่าว่าติดขัดที่ขั้นตอนใด เพราะอะไร", "Tell which step is held up, and why"),
        ),
        (
            "UNSPENT_WITHOUT_OBSTACLE",
            _W,
            Text(
                "ได้รับงบประมาณ {other} บาท ยังไม่เบิกจ่าย แต่ไม่ระบุปัญหาอุปสรรค",
                "{other} baht were received and nothing was disbursed, but no obstacle is stated",
            ),
            Text("เล่าว่าเหตุใดยังไม่เบิกจ่าย และจะเบิกจ่ายเมื่อใด", "Tell why nothing was disbursed, and when it will be"),
        ),
        (
            "SCORE_AND_MONEY_DISAGREE",
            _W,
            Text(
                "คะแนนร้อยละ {found} แต่เบิกจ่ายร้อยละ {other}",
                "The score is {found} percent, but {other} percent were disbursed",
            ),
            Text(
                "ตรวจคะแนนและจำนวนเงิน หรือชี้แจงในรายละเอียด",
                "Check the score and the amounts, or explain it in the narrative",
            ),
        ),
        (
            "VALUE_FELL",
            _W,
            Text(
                "ค่าสะสม {found} ลดลงจากรอบ {expected} เดือน ซึ่งรายงาน {other}",
                "The cumulative value {found} fell from {other} in the {expected}-month round",
            ),
            Text("รายงานตัวเลขสะสมตั้งแต่ต้นปีงบประมาณ", "Report the total since the fiscal year began"),
        ),
        (
            "AMOUNT_FELL",
            _W,
            Text(
                "“{item}” {found} บาท ลดลงจากรอบ {expected} เดือน ซึ่งรายงาน {other} บาท",
                "“{item}” of {found} baht fell from {other} baht in the {expected}-month round",
            ),
            Text("รายงานยอดสะสมตั้งแต่ต้นปีงบประมาณ", "Report the total since the fiscal year began"),
        ),
        (
            "RECEIVED_CHANGED",
            _W,
            Text(
                "งบประมาณที่ได้รับ {found} บาท ต่างจากรอบ {expected} เดือน ซึ่งรายงาน {other} บาท",
                "Received {found} baht differs from {other} baht in the {expected}-month round",
            ),
            Text(
                "ตรวจจำนวนเงิน หรือชี้แจงการโอนเปลี่ยนแปลงในรายละเอียด",
                "Check the amount, or tell of the transfer in the narrative",
            ),
        ),
        (
            "LEVEL_UNDONE",
            _W,
            Text(
                "ระดับ {found} แล้วเสร็จในรอบ {other} เดือน แต่รอบนี้ไม่แล้วเสร็จ",
                "Level {found} was done in the {other}-month round, but is not done now",
            ),
            Text(
                "ตรวจสถานะของระดับนี้ หรือชี้แจงในรายละเอียด", "Check the status of this level, or explain it in the narrative"
            ),
        ),
        (
            "PRINTED_TEXT_CHANGED",
            _W,
            Text(
                "ข้อความของแผนในแบบถูกแก้ไข: “{item}” เป็น “{found}”",
                "The form's text of the plan was changed: “{item}” says “{found}”",
            ),
            Text(
                "ใช้ข้อความตามแผนเสมอ: {expected}",
                "The plan's text is what counts: {expected}",
            ),
        ),
        (
            "PLAN_CHANGED_SINCE",
            _W,
            Text(
                "แผนแก้ไข “{item}” หลังจากทำแบบนี้ ในแบบเขียนว่า “{found}”",
                "The plan changed “{item}” after this form was made; the form says “{found}”",
            ),
            Text(
                "ตรวจว่าคำตอบยังตรงกับข้อความปัจจุบัน: {expected}",
                "See whether the answers still fit what the plan says now: {expected}",
            ),
        ),
        (
            "NOT_IN_THE_PLAN",
            _W,
            Text(
                "แผนรอบนี้ไม่มี {found} แล้ว คำตอบ {other} ช่องจึงไม่ได้นำมาใช้",
                "The plan of this round has no {found} any more, so its {other} answers were not used",
            ),
            Text("ตรวจว่าใช้แบบรายงานของรอบและแผนปัจจุบัน", "Check that the form is the current one"),
        ),
        (
            "ENTRY_NOT_ASKED",
            _W,
            Text("ช่องนี้ไม่ได้ถามในรอบนี้ จึงไม่ได้นำมาใช้", "This cell is not asked for, so it was not used"),
            Text("ตรวจว่าใช้แบบรายงานของรอบและแผนปัจจุบัน", "Check that the form is the current one"),
        ),
    ),
}

FINDINGS = Table(
    id="findings",
    title=Text("ข้อมูลข้อสังเกต", "Finding data"),
    help=Text(
        "ข้อสังเกตทุกข้อ พร้อมตำแหน่ง ค่าที่พบ และวิธีแก้ไข", "Every finding with its place, what was found and how to fix it"
    ),
    key=("number",),
    fields=(
        Field(id="number", title=Text("ข้อที่", "Number"), kind=Kind.INTEGER, width=8),
        Field(id="rule", title=Text("กฎ", "Rule"), kind=Kind.CODE, width=34),
        Field(id="severity", title=Text("ระดับ", "Severity"), kind=Kind.CHOICE, choices=SEVERITIES, width=12),
        Field(id="department", title=Text("หน่วยงาน", "Department"), kind=Kind.CODE, width=12),
        Field(id="kpi", title=Text("ตัวชี้วัด", "KPI"), kind=Kind.CODE, width=10),
        Field(id="file", title=Text("แฟ้ม", "File"), kind=Kind.TEXT, width=28),
        Field(id="sheet", title=Text("แผ่นงาน", "Sheet"), kind=Kind.TEXT, width=14),
        Field(id="cell", title=Text("ช่อง", "Cell"), kind=Kind.TEXT, width=8),
        Field(id="key", title=Text("รหัสช่อง", "Key"), kind=Kind.TEXT, width=22),
        Field(id="field", title=Text("รหัสรายการ", "Field"), kind=Kind.CODE, width=18),
        Field(id="level", title=Text("ระดับคะแนน", "Level"), kind=Kind.INTEGER, width=10),
        Field(id="decision", title=Text("คำวินิจฉัยข้อที่", "Decision"), kind=Kind.INTEGER, width=14),
        Field(id="found", title=Text("ค่าที่พบ", "Found"), kind=Kind.LONG_TEXT, width=30),
        Field(id="expected", title=Text("ค่าที่ควรเป็น", "Expected"), kind=Kind.LONG_TEXT, width=30),
        Field(id="other", title=Text("ค่าที่เกี่ยวข้อง", "Other"), kind=Kind.LONG_TEXT, width=20),
    ),
)


def severity_of(rule_id: str) -> str:
    """The severity of a rule, as text."""
    return RULES[rule_id].severity.value
