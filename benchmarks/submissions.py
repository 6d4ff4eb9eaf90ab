"""A workspace of any size to measure with: a plan, and what its departments sent.

Every department has five projects of three KPIs, scored in six ways, and sends a form as `pipeline forms` writes it: filled
with narratives of some five hundred letters, no two alike, with Thai digits in every other answer and with faults in one
form of ten. One form is drawn; all others are that one with the codes, the fingerprint of the plan and the answers of their
department, which takes milliseconds instead of tenths of a second. The same size gives the same files.

`python -m benchmarks.submissions FOLDER --departments 300` writes FOLDER/inputs.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import zipfile
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from examples import source
from pipeline import thai
from pipeline.forms.form import write_form
from pipeline.validation.plan import Plan
from schemas.plan import PLAN_TABLES

PROJECTS, KPIS_OF_A_PROJECT = 5, 3
KPIS = PROJECTS * KPIS_OF_A_PROJECT
FAULTY = 10

Tables = dict[str, list[dict[str, Any]]]

# --- the plan

# The department that the drawn form is of; its codes are as long as all others'.
_TEMPLATE = 0
_METHODS = (
    ("milestones", "proportional", "milestones"),
    ("milestones", "interval", "checklist"),
    ("milestones", "proportional", "thresholds"),
    ("milestones", "interval", "milestones"),
    ("milestones", "proportional", "interpolated"),
)
_TARGET, _STEP, _THRESHOLD = 100, 10, 20
_BY_VALUE = {"proportional", "interval", "thresholds", "interpolated"}
_BY_TARGET = {"proportional": {"target": _TARGET}, "interval": {"target": _TARGET, "step": _STEP}}
_TOPICS = (
    "ระบบบริการประชาชนผ่านช่องทางดิจิทัล",
    "ถนนและทางเท้าในเขตชุมชน",
    "การจัดเก็บขยะมูลฝอยและการคัดแยกที่ต้นทาง",
    "ศูนย์พัฒนาเด็กเล็กและโภชนาการ",
    "การดูแลผู้สูงอายุและผู้ป่วยติดเตียง",
    "แหล่งน้ำเพื่อการเกษตรและการป้องกันน้ำท่วม",
    "ทะเบียนทรัพย์สินและแผนที่ภาษี",
    "การฝึกอาชีพและตลาดชุมชน",
    "ความโปร่งใสและการเปิดเผยข้อมูลการจัดซื้อ",
    "สมรรถนะบุคลากรด้านการเงินและพัสดุ",
    "ไฟฟ้าสาธารณะและกล้องวงจรปิด",
    "การท่องเที่ยวเชิงวัฒนธรรมและภูมิปัญญา",
    "การป้องกันโรคติดต่อและสุขาภิบาลอาหาร",
)
_STEPS = (
    "จัดทำแผนและได้รับความเห็นชอบจากผู้บริหาร",
    "แต่งตั้งคณะทำงานและชี้แจงผู้เกี่ยวข้อง",
    "ดำเนินการตามแผนได้ไม่น้อยกว่าครึ่งหนึ่ง",
    "ดำเนินการครบถ้วนและประเมินผล",
    "สรุปผลเสนอผู้บริหารและเผยแพร่ต่อสาธารณะ",
)


_WRITTEN = datetime(2022, 1, 1)


def plan_tables(departments: range) -> Tables:
    """The rows of a plan of these departments."""
    example = source.plan_tables()
    names = [f"ด้าน{topic}" for topic in _TOPICS]
    rows: Tables = {
        "issues": [{"code": str(n + 1), "name": names[n]} for n in range(PROJECTS)],
        "departments": [{"code": _unit(n), "name": f"องค์การบริหารส่วนตำบลที่ {_unit(n)}"} for n in departments],
        "projects": [_project(n, p) for n in departments for p in range(PROJECTS)],
        "kpis": [_kpi(n, k) for n in departments for k in range(KPIS)],
        "rubric": [level for n in departments for k in range(KPIS) for level in _levels(n, k)],
    }
    return {"settings": example["settings"], "opening": example["opening"]} | rows


def _unit(department: int) -> str:
    return f"D{department:05}"


def _project(department: int, project: int) -> dict[str, Any]:
    code = f"{_unit(department)}-P{project + 1}"
    name = f"โครงการพัฒนา{_TOPICS[project * 2]} ({code})"
    return {"code": code, "issue": str(project + 1), "department": _unit(department), "name": name}


def _code(department: int, kpi: int) -> str:
    return f"{_unit(department)}-{kpi + 1:02}"


def _method(kpi: int) -> str:
    return _METHODS[kpi // KPIS_OF_A_PROJECT][kpi % KPIS_OF_A_PROJECT]


def _kpi(department: int, kpi: int) -> dict[str, Any]:
    method = _method(kpi)
    project = f"{_unit(department)}-P{kpi // KPIS_OF_A_PROJECT + 1}"
    name = f"ระดับความสำเร็จของการพัฒนา{_TOPICS[kpi % len(_TOPICS)]} ตัวที่ {kpi + 1}"
    own = {"code": _code(department, kpi), "project": project, "name": name, "method": method}
    return own | ({"unit": "ราย"} if method in _BY_VALUE else {}) | _BY_TARGET.get(method, {})


def _levels(department: int, kpi: int) -> Iterator[dict[str, Any]]:
    method = _method(kpi)
    if method in _BY_TARGET:
        return
    for level, step in enumerate(_STEPS, start=1):
        of_value = {"threshold": level * _THRESHOLD} if method in _BY_VALUE else {}
        criterion = f"ไม่น้อยกว่า {level * _THRESHOLD} ราย" if of_value else f"{step} เรื่อง{_TOPICS[kpi % len(_TOPICS)]}"
        yield {"kpi": _code(department, kpi), "level": level, "criterion": criterion} | of_value


def write_plan(tables: Tables, path: Path) -> None:
    """A plan workbook without looks: what an officer exports from another system."""
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": _WRITTEN})
        day = book.add_format({"num_format": "d/m/yyyy"})
        for table in PLAN_TABLES:
            rows, sheet = tables.get(table.id, []), book.add_worksheet(table.title.th[:31])
            if table.record:
                cells = [[field.title.th, rows[0].get(field.id)] for field in table]
            else:
                cells = [[field.title.th for field in table]] + [[row.get(f.id) for f in table] for row in rows]
            for at, values in enumerate(cells):
                for col, value in enumerate(values):
                    if isinstance(value, date):
                        sheet.write_datetime(at, col, value, day)
                    elif isinstance(value, str):
                        sheet.write_string(at, col, value)
                    elif value is not None:
                        sheet.write_number(at, col, value)


# --- what the departments answer

_DONE, _GOING, _OPEN = "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ"
_MONTHS = (("ตุลาคม", 2564), ("พฤศจิกายน", 2564), ("ธันวาคม", 2564), ("ม.ค.", 2565), ("ก.พ.", 2565), ("มี.ค.", 2565))
_SENTENCES = (
    "จัดประชุมคณะทำงานเรื่อง{topic} ครั้งที่ {few}/2565 เมื่อวันที่ {day} มีผู้เข้าร่วม {some} คน",
    "ลงพื้นที่สำรวจ{topic} จำนวน {some} แห่ง และบันทึกผลในทะเบียนเล่มที่ {many}",
    "เสนอร่างแผนงานด้าน{topic} ต่อผู้บริหารตามหนังสือที่ มท {many}/{some} ลงวันที่ {day}",
    "อบรมเจ้าหน้าที่และอาสาสมัครด้าน{topic} รวม {some} ราย ผ่านเกณฑ์ {few} รุ่น",
    "จัดทำสัญญาจ้างเลขที่ {many}/2565 เพื่อดำเนินงาน{topic} ส่งมอบแล้ว {few} งวด",
    "เผยแพร่ผลการดำเนินงาน{topic} ทางเว็บไซต์ มีผู้เข้าชม {many} ครั้ง และข้อร้องเรียน {few} เรื่อง",
    "ประสานหน่วยงานที่เกี่ยวข้องกับ{topic} {few} หน่วยงาน ได้ข้อสรุปเมื่อวันที่ {day}",
    "ติดตามผล{topic} ในหมู่ที่ {few} พบว่าครัวเรือน {many} ครัวเรือนได้รับประโยชน์",
)
_AMOUNT_IN_WORDS, _STATUS_OF_ITS_OWN, _VALUE_IN_WORDS = "สามหมื่นบาท", "เสร็จไปบางส่วน", "ประมาณแปดสิบ"


def answers(department: int, faulty: bool) -> dict[str, object]:
    """Entry key → what the department types there; every answer that the form could ask for is given, if only as ''."""
    drawn = random.Random(department)
    given: dict[str, object] = {
        "reporter|name": f"ผู้รายงานประจำหน่วยที่ {department}",
        "reporter|phone": "0 0000 0000",
        "reporter|position": "นักวิเคราะห์นโยบายและแผน",
        "reporter|email": "",
        "reporter|date": "๕ เมษายน ๒๕๖๕",
        "reporter|approver": "ปลัดองค์การบริหารส่วนตำบล",
    }
    for kpi in range(KPIS):
        given |= _of_kpi(department, kpi, drawn)
    for project in range(PROJECTS):
        given |= _of_project(department, project, drawn)
    return given | (_faults(department, drawn) if faulty else {})


def _of_kpi(department: int, kpi: int, drawn: random.Random) -> dict[str, object]:
    code, method, score = _code(department, kpi), _method(kpi), drawn.randint(1, 5)
    own: dict[str, object] = {}
    if method not in _BY_VALUE:
        for level in range(1, 6):
            status = _DONE if level <= score else _GOING if level == score + 1 else _OPEN
            done = _day(drawn) if level <= score and level % 2 else ""
            own |= {f"level|{level}|status": status, f"level|{level}|date": done, f"level|{level}|evidence": ""}
    else:
        value = _TARGET + (score - 3) * _STEP if method == "interval" else score * _THRESHOLD
        own["value"] = _digits(value, kpi)
    troubled = drawn.random() < 0.2
    own |= {
        "self_score": _digits(score, kpi),
        "narrative": " ".join(f"{n}. {_sentence(drawn)}" for n in range(1, drawn.randint(4, 9))),
        "has_obstacle": "มี" if troubled else "ไม่มี",
        "obstacle": f"ล่าช้าเพราะ{_sentence(drawn)}" if troubled else "",
        "suggestion": f"ขอให้{_sentence(drawn)}" if troubled else "",
    }
    return {f"{code}|{key}": value for key, value in own.items()}


def _of_project(department: int, project: int, drawn: random.Random) -> dict[str, object]:
    head, funded = f"{_unit(department)}-P{project + 1}|budget", project % 2 == 0
    received = drawn.randint(1, 400) * 25_000
    spent = received * drawn.randint(0, 100) // 100
    paid = drawn.randint(0, spent)
    amounts = {"received": received, "committed": spent - paid, "disbursed": paid} if funded else {}
    own = {
        field: _digits(amounts[field], project) if funded else "" for field in ("received", "committed", "disbursed")
    }
    return {f"{head}|status": "ได้รับจัดสรรงบประมาณ" if funded else "ไม่ใช้งบประมาณ"} | {
        f"{head}|{field}": value for field, value in own.items()
    }


def _faults(department: int, drawn: random.Random) -> dict[str, object]:
    """One to three answers that cannot be used."""
    wrong: list[tuple[str, object]] = [
        (f"{_unit(department)}-P1|budget|disbursed", _AMOUNT_IN_WORDS),
        (f"{_code(department, 3)}|level|2|status", _STATUS_OF_ITS_OWN),
        (f"{_code(department, 8)}|value", _VALUE_IN_WORDS),
        (f"{_code(department, 9)}|narrative", ""),
    ]
    return dict(drawn.sample(wrong, drawn.randint(1, 3)))


def _digits(number: int, of: int) -> object:
    """A number as people type it: every other one in Thai digits, with commas."""
    return number if of % 2 else thai.to_thai(f"{number:,}")


def _sentence(drawn: random.Random) -> str:
    some = {"few": drawn.randint(2, 12), "some": drawn.randint(15, 180), "many": drawn.randint(1000, 99_999)}
    said = drawn.choice(_SENTENCES).format(topic=drawn.choice(_TOPICS), day=_day(drawn), **some)
    return thai.to_thai(said) if drawn.random() < 0.5 else said


def _day(drawn: random.Random) -> str:
    month, year = drawn.choice(_MONTHS)
    return f"{drawn.randint(1, 28)} {month} {year}"


# --- the forms

# As fast as packing goes; unpacking takes the same time.
_LOOSELY = 1
_STRINGS = "xl/sharedStrings.xml"
_MARK = re.compile(rb"~(\d+)~")
_NUMBER = re.compile(rb"<v>7770(\d{4})</v>")


class Forms:
    """Writes the forms of a plan's departments, from the one that is drawn."""

    def __init__(self, fingerprints: Mapping[str, str], faulty: bool = True) -> None:
        self._fingerprints, self._faulty = fingerprints, faulty
        plan = plan_of(range(_TEMPLATE, _TEMPLATE + 1))
        self._own = plan.form_fingerprints[_unit(_TEMPLATE)].encode()
        given = answers(_TEMPLATE, faulty=False)
        # What is typed as a number is marked by a number, and stays one.
        marks = {
            key: f"~{at}~" if isinstance(value, str) else 77_700_000 + at
            for at, (key, value) in enumerate(given.items())
        }
        book = io.BytesIO(write_form(plan, _unit(_TEMPLATE), "th", answers=marks))
        with zipfile.ZipFile(book) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}

    def write(self, folder: Path, department: int) -> None:
        """The form that a department sent, into the folder."""
        faulty = self._faulty and department % FAULTY == 0
        given = [str(value).encode() for value in answers(department, faulty).values()]
        unit = _unit(department)
        # The form prints the plan in the digits of the report, and keeps its own keys in the plan's.
        codes = [(in_digits(_unit(_TEMPLATE)).encode(), in_digits(unit).encode()) for in_digits in (str, thai.to_thai)]
        codes.append((self._own, self._fingerprints[unit].encode()))
        with zipfile.ZipFile(folder / f"2565-06-{unit}.xlsx", "w") as out:
            for name, content in self._parts.items():
                own = content
                for drawn, meant in codes:
                    own = own.replace(drawn, meant)
                own = _MARK.sub(lambda mark: given[int(mark[1])], own) if name == _STRINGS else own
                own = _NUMBER.sub(lambda n: b"<v>%s</v>" % given[int(n[1])], own)
                out.writestr(zipfile.ZipInfo(name), own, zipfile.ZIP_DEFLATED, _LOOSELY)


def plan_of(departments: range) -> Plan:
    """The plan of these departments, as the pipeline reads it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan(plan_tables(departments), path)
        return source.plan_of(path.read_bytes())


def fill(folder: Path, departments: int, faulty: bool = True) -> Path:
    """Write a workspace into `folder` and give its inputs: a plan of so many departments, and a form of each."""
    inputs = folder / "inputs"
    (inputs / "submissions").mkdir(parents=True)
    every = range(1, departments + 1)
    write_plan(plan_tables(every), inputs / "plan.xlsx")
    some = [every[at : at + _AT_ONCE] for at in range(0, departments, _AT_ONCE)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        told = (map if len(some) == 1 else pool.map)(partial(_fill, inputs / "submissions", faulty), some)
        deque(told, maxlen=0)
    return inputs


_AT_ONCE = 250


def _fill(folder: Path, faulty: bool, departments: range) -> None:
    # A fingerprint is of the rows of one department, so that of a part of the plan is that of the whole.
    forms = Forms(plan_of(departments).form_fingerprints, faulty)
    for department in departments:
        forms.write(folder, department)


def main() -> None:
    """Write a workspace."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--departments", type=int, default=300)
    options.add_argument("--sound", action="store_true", help="no form has a fault")
    given = options.parse_args()
    print(fill(given.folder, given.departments, not given.sound))


if __name__ == "__main__":
    main()
