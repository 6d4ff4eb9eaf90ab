"""A plan of many small projects, each one of a kind: one workbook that shows how every kind is drawn."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from support.drawn import Drawn, drawn_of
from support.seed import Answers, plan_tables

REPORTING, SILENT = "DEP", "QUIET"
DONE, BUSY, OPEN = "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ"
LONGEST = ("narrative", "obstacle", "suggestion")
LONG = "คณะกรรมการได้ประชุมครั้งที่ ๑/๒๕๖๕ และรับทราบความพร้อม (readiness) ของระบบ "


def long_text(mark: str, length: int = 8000) -> str:
    """A text of so many characters, which begins and ends with a mark of its own."""
    return f"<{mark} {LONG * (length // len(LONG) + 1)}"[: length - len(mark) - 1] + f"{mark}>"


class Zoo:
    """The plan and the answers being put together."""

    def __init__(self) -> None:
        self.tables: dict[str, list[dict[str, Any]]] = plan_tables()
        self.tables |= {name: [] for name in ("projects", "kpis", "rubric", "alignment")}
        # The second round of the year, so that there is one before it and one after it.
        self.tables["settings"][0] |= {"round": "9", "last_day": date(2022, 6, 30)}
        self.tables["departments"] = [
            {"code": REPORTING, "name": "กองที่รายงาน", "contact": "นางสาวใจดี", "email": "dep@example.go.th"},
            {"code": SILENT, "name": "กองที่เงียบ"},
        ]
        self.tables["issues"] = [{"code": "1", "name": "เรื่องที่มีโครงการ"}, {"code": "2", "name": "เรื่องที่ว่าง"}]
        self.answers: Answers = {REPORTING: {"reporter|name": "ผู้รายงาน", "reporter|phone": "02"}}

    def project(self, code: str, **plan: Any) -> None:
        """A project of the first issue."""
        owner = {"issue": "1", "department": REPORTING, "name": f"โครงการ {code}"}
        self.tables["projects"].append({"code": code, **owner, **plan})

    def kpi(
        self, code: str, project: str = "", levels: int = 0, plan: dict[str, Any] | None = None, **told: Any
    ) -> None:
        """A KPI with a rubric of five levels, and what is told of it; the first `levels` are done.

        `plan` changes the KPI's row; "criteria" and "thresholds" in it are those of its levels.
        """
        own = dict(plan or {})
        criteria = own.pop("criteria", [f"ขั้นที่ {level} ของ {code}" for level in range(1, 6)])
        thresholds = own.pop("thresholds", [None] * 5)
        row = {"code": code, "project": project or code, "name": f"ตัวชี้วัด {code}", "method": "milestones"}
        self.tables["kpis"].append(row | own)
        for level, (criterion, threshold) in enumerate(zip(criteria, thresholds, strict=True), start=1):
            words = {"kpi": code, "level": level, "criterion": criterion, "threshold": threshold}
            self.tables["rubric"].append(words)
            if criterion != "-" and threshold is None:
                self.answers[REPORTING][f"{code}|level|{level}|status"] = DONE if level <= levels else OPEN
        given = {"narrative": f"ผล {code}", "has_obstacle": "ไม่มี", "self_score": levels} | told
        self.answers[REPORTING] |= {f"{code}|{field}": value for field, value in given.items()}

    def budget(
        self, project: str, status: str, received: object = "", disbursed: object = "", committed: object = ""
    ) -> None:
        """What is told of a project's money."""
        told = {"status": status, "received": received, "disbursed": disbursed, "committed": committed}
        self.answers[REPORTING] |= {f"{project}|budget|{field}": value for field, value in told.items()}

    def level(self, kpi: str, level: int, **told: object) -> None:
        """What is told of one level."""
        self.answers[REPORTING] |= {f"{kpi}|level|{level}|{field}": value for field, value in told.items()}

    def one(self, code: str, levels: int = 2, plan: dict[str, Any] | None = None, **told: Any) -> None:
        """A project with one KPI of its own code, and no budget."""
        self.project(code)
        self.kpi(code, levels=levels, plan=plan, **told)
        self.budget(code, "ไม่ใช้งบประมาณ")


ALLOCATED = "ได้รับจัดสรรงบประมาณ"


def filled_zoo() -> Zoo:
    """The kinds; codes up to 1.19 are about money, from 1.20 about rubrics, 1.40 about texts, 1.60 about states."""
    zoo = Zoo()
    _money(zoo)
    _rubrics(zoo)
    _texts(zoo)
    _states(zoo)
    return zoo


def _money(zoo: Zoo) -> None:
    amounts = {
        "1.1": (ALLOCATED, 1000, 250),
        "1.2": (ALLOCATED, 1000, 0),
        "1.3": (ALLOCATED, 1000, 100, 400),
        "1.4": (ALLOCATED, 1000, 1018.7),
        "1.5": (ALLOCATED, 0, 0),
        "1.6": ("ไม่ใช้งบประมาณ",),
        "1.7": ("ยังไม่ระบุ",),
        # A code that a careless condition takes for 1.1.
        "1.10": (ALLOCATED, 90000, 9000),
    }
    types = {"1.2": "investment", "1.3": "investment", "1.10": "operating"}
    for code, money in amounts.items():
        zoo.project(code, budget_type=types.get(code))
        zoo.kpi(code, levels=2)
        zoo.budget(code, *money)


def _rubrics(zoo: Zoo) -> None:
    zoo.one("1.20", levels=0)
    zoo.one("1.21", levels=5)
    zoo.one("1.22", levels=1)
    zoo.level("1.22", 3, status=DONE)
    zoo.level("1.22", 2, status=BUSY)
    counted = {"method": "thresholds", "unit": "คน", "thresholds": [10, 20, 30, 40, 50.5]}
    zoo.one("1.23", plan=counted, value=35, self_score=3)
    zoo.one("1.24", plan=counted, value=5, self_score=0)
    zoo.one("1.25", plan=counted | {"direction": "lower", "thresholds": [50, 40, 30, 20, 10]}, value=40, self_score=2)
    zoo.one("1.26", plan={"method": "checklist"}, levels=0, self_score=2)
    zoo.level("1.26", 2, status=DONE)
    zoo.level("1.26", 5, status=DONE, date="31 มี.ค. 2565", evidence="หนังสือที่ กค 1/2565")
    zoo.one("1.27", levels=3, plan={"criteria": ["ก", "-", "ค", "-", "จ"]})
    mixed = {"method": "mixed", "unit": "ชุด", "thresholds": [None, None, None, None, 20]}
    zoo.one("1.28", levels=4, plan=mixed, value=20, self_score=5)
    zoo.level("1.28", 1, date="1 ต.ค. 2564", evidence="หลักฐาน")
    zoo.one("1.29", levels=2, plan={"planned_9": 3, "weight": 2.5}, self_score=4)
    zoo.one("1.30", levels=2, plan={"planned_9": 2})


def _texts(zoo: Zoo) -> None:
    zoo.one("1.40", narrative="=1+1", has_obstacle="มี", obstacle="+ปัญหา", suggestion="@ขอรับการสนับสนุน")
    zoo.one("1.41", has_obstacle="มี", **{name: long_text(name) for name in LONGEST})
    zoo.one("1.42", narrative="บรรทัดแรก\n\nบรรทัดที่สาม", has_obstacle="มี", obstacle="๑) หนึ่ง\n๒) สอง")
    zoo.one(
        "1.43", narrative="The committee met twice; minutes are at https://example.go.th/very-long-address-" + "x" * 90
    )
    zoo.one("1.44", suggestion="ขอให้ขยายเวลา")
    zoo.project("1.45", weight=1.5)
    for number, levels in ((1, 1), (2, 2), (3, 3)):
        zoo.kpi(f"1.45-{number}", "1.45", levels=levels, narrative=f"ผลของตัวชี้วัดที่ {number}")
    zoo.kpi("1.45-4", "1.45", levels=3, narrative="ยาว" * 500)
    zoo.budget("1.45", ALLOCATED, 500, 125)


def _states(zoo: Zoo) -> None:
    zoo.one("1.60")
    zoo.level("1.60", 1, status="?")
    zoo.one("1.61", plan={"first_round": "12"})
    zoo.one("1.62", plan={"last_round": "6"})
    zoo.project("1.63", department=SILENT)
    zoo.kpi("1.63")
    zoo.project("1.64")
    for key in [key for key in zoo.answers[REPORTING] if key.startswith(("1.61|", "1.62|", "1.63|"))]:
        del zoo.answers[REPORTING][key]


@cache
def drawn_zoo(lang: str = "th") -> Drawn:
    """The summary of all of them; not to be changed."""
    zoo = filled_zoo()
    return drawn_of(zoo.tables, zoo.answers, lang)


@cache
def drawn_texts() -> Drawn:
    """A summary of few pages, with the longest texts that there can be, and findings; not to be changed."""
    zoo = Zoo()
    zoo.one("1.40", narrative="=1+1", has_obstacle="มี", obstacle="+ปัญหา", suggestion="@ขอรับการสนับสนุน")
    zoo.one("1.41", has_obstacle="มี", **{name: long_text(name) for name in LONGEST})
    zoo.one("1.60")
    zoo.level("1.60", 1, status="?")
    return drawn_of(zoo.tables, zoo.answers)
