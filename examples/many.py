"""A ministry of any size, made from the example: its projects again and again under other codes, with results of their own.

For tests and benchmarks of large reports. The texts are phrases of the example's, in an order that is each KPI's own; one
department in twenty has not reported, and one KPI in forty has an amount that cannot be read. The same size gives the same
ministry.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd

from examples import source
from pipeline.consolidation.summary import Summary, consolidate
from pipeline.intake.keyed import KeyedCell
from pipeline.intake.taken import Forms
from pipeline.validation.findings import findings
from pipeline.validation.plan import Plan
from pipeline.validation.submissions import validate
from schemas.submission import LEFTOVERS
from schemas.summary import REGISTER

_ISSUES = (
    "การเพิ่มประสิทธิภาพการดำเนินงาน",
    "การพัฒนาเสริมสร้างคุณภาพบุคลากร",
    "การบริหารจัดการเทคโนโลยีสารสนเทศและการสื่อสาร",
    "การรักษาวินัยและเสถียรภาพทางการคลัง",
    "การจัดเก็บรายได้อย่างทั่วถึงและเป็นธรรม",
    "การบริหารหนี้สาธารณะและความเสี่ยง",
    "การบริหารทรัพย์สินของรัฐให้เกิดประโยชน์สูงสุด",
    "การกำกับดูแลรัฐวิสาหกิจ",
    "การให้บริการประชาชนผ่านระบบดิจิทัล",
    "การป้องกันและปราบปรามการทุจริต",
    "การพัฒนากฎหมายและระเบียบด้านการเงินการคลัง",
    "ความร่วมมือทางเศรษฐกิจระหว่างประเทศ",
)
_UNIT = "กองที่ {} สำนักงานพัฒนาระบบบริหารและสนับสนุนการปฏิบัติงาน"
_SILENT, _UNREADABLE, _IDLE = 20, 40, 5
_PHRASES = 8
_WORDS = "สามหมื่นบาท"
_DAY = datetime(2022, 4, 5)
_DONE, _OPEN = "แล้วเสร็จ", "ยังไม่ดำเนินการ"


@dataclass(frozen=True)
class Ministry:
    """A plan, its departments' forms, and whose each file is."""

    plan: Plan
    forms: Forms
    owners: dict[str, str]

    def summary(self) -> Summary:
        """The ministry's reports, consolidated."""
        validated = validate(self.plan, self.forms, self.owners)
        files = REGISTER.frame(list(_files(self.plan, self.owners)))
        return consolidate(self.plan, validated, self.owners, set(), files, findings(), LEFTOVERS.frame())


def ministry(plan: Plan, projects: int, issues: int = 12, departments: int = 40) -> Ministry:
    """A ministry of so many projects, issues and departments, after the plan of the example."""
    made = _plan(plan, projects, issues, departments)
    reporting = [code for number, code in enumerate(made.reporting, start=1) if number % _SILENT]
    owners = {f"{made.settings.round_id}-{code}.xlsx": code for code in reporting}
    return Ministry(made, _forms(made, owners), owners)


def _plan(plan: Plan, projects: int, issues: int, departments: int) -> Plan:
    """The example's projects in turn, each under a code of its own, spread over issues and departments."""
    order = np.arange(projects)
    issue = order * issues // projects
    first = np.searchsorted(issue, np.arange(issues))
    codes = pd.Series([f"{of + 1}.{n - first[of] + 1}" for n, of in zip(order, issue, strict=True)])
    owners = [f"D{n * departments // projects + 1:04d}" for n in order]
    own = plan.projects.iloc[order % len(plan.projects)].reset_index(drop=True)
    names = own["name"] + [f" ({code})" for code in codes]
    own = own.assign(
        code=codes, issue=(issue + 1).astype(str), department=owners, name=names, aliases=None, allocated=pd.NA
    )
    kpis = plan.kpis.iloc[order % len(plan.kpis)].reset_index(drop=True)
    rubric = plan.rubric.set_index("kpi").loc[kpis["code"].unique()]
    levels = {code: rubric.loc[[code]].reset_index(drop=True) for code in rubric.index.unique()}
    sizes = [len(levels[code]) for code in kpis["code"]]
    columns = {name: np.concatenate([levels[code][name] for code in kpis["code"]]) for name in rubric.columns}
    unit = [{"code": f"D{n:04d}", "name": _UNIT.format(n)} for n in range(1, departments + 1)]
    named = [{"code": str(n), "name": _ISSUES[(n - 1) % len(_ISSUES)], "weight": None} for n in range(1, issues + 1)]
    return Plan(
        plan.settings,
        departments=_rows(plan.departments, unit),
        issues=_rows(plan.issues, named),
        projects=own.astype(plan.projects.dtypes),
        kpis=kpis.assign(code=codes, project=codes).astype(plan.kpis.dtypes),
        rubric=pd.DataFrame({"kpi": np.repeat(codes.to_numpy(), sizes), **columns}).astype(plan.rubric.dtypes),
        opening=plan.opening,
        alignment=plan.alignment,
        targets=plan.targets,
    )


def _rows(like: pd.DataFrame, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows).reindex(columns=like.columns).astype(like.dtypes)


def _forms(plan: Plan, owners: dict[str, str]) -> Forms:
    """Every asked entry of those that report, with an address, and an answer where the form would ask for one."""
    asked = plan.entries[plan.entries["department"].isin(set(owners.values()))].reset_index(drop=True)
    files = asked["department"].map({department: file for file, department in owners.items()})
    sheets = asked["kpi"].where(asked["kpi"] != "", "หน้าหลัก")
    rows = asked.groupby("department", sort=False).cumcount() + 10
    forms: dict[str, list[KeyedCell]] = {}
    for file, sheet, row, key, raw in zip(files, sheets, rows, asked["key"], _answers(asked), strict=True):
        forms.setdefault(file, []).append(KeyedCell(sheet, f"C{row}", key, raw))
    return forms


def _answers(asked: pd.DataFrame) -> Iterator[object]:
    """An answer for each entry in turn; each KPI's and project's own follow from its place in the plan."""
    told = [
        str(text) for given in source.answers().values() for key, text in given.items() if key.endswith("|narrative")
    ]
    phrases = np.array([phrase for text in told for phrase in text.split() if len(phrase) > 9])
    dice = np.random.default_rng(len(asked))
    reached: dict[str, int] = {}
    for kpi, field, level in zip(asked["kpi"], asked["field"], asked["level"], strict=True):
        of = kpi if isinstance(kpi, str) else ""
        score = reached.setdefault(of, int(dice.integers(0, 6)))
        yield _answer(field, level, score, len(reached), dice, phrases)


def _answer(
    field: str, level: Any, score: int, number: int, dice: np.random.Generator, phrases: np.ndarray[Any, Any]
) -> object:
    if field == "status" and pd.notna(level):
        return _DONE if level <= score else _OPEN
    if field in ("narrative", "obstacle", "suggestion"):
        if field != "narrative" and number % _IDLE:
            return ""
        return f"{' '.join(dice.choice(phrases, _PHRASES))} แล้วเสร็จวันที่ {number % 28 + 1} มีนาคม 2565 เรื่องที่ {number}"
    return _GIVEN[field](number, score) if field in _GIVEN else ""


def _funded(number: int) -> bool:
    return number % 2 == 0


def _received(number: int) -> int:
    return number * 25_000 % 9_000_000 + 50_000


def _disbursed(number: int) -> object:
    return _WORDS if number % _UNREADABLE == 0 else _received(number) * (number * 37 % 101) // 100


_GIVEN = {
    "name": lambda number, score: "ผู้รายงาน",
    "phone": lambda number, score: "0 0000 0000",
    "date": lambda number, score: "",
    "value": lambda number, score: score * 60 + 20,
    "self_score": lambda number, score: score,
    "has_obstacle": lambda number, score: "ไม่มี" if number % _IDLE else "มี",
    "status": lambda number, score: "ได้รับจัดสรรงบประมาณ" if _funded(number) else "ไม่ใช้งบประมาณ",
    "received": lambda number, score: _received(number) if _funded(number) else "",
    "disbursed": lambda number, score: _disbursed(number) if _funded(number) else "",
}


def _files(plan: Plan, owners: dict[str, str]) -> Iterator[dict[str, object]]:
    for number, (file, department) in enumerate(owners.items()):
        told = {"file": file, "state": "accepted", "reason": "แบบรายงานของหน่วยงาน", "department": department}
        yield told | {"round": plan.settings.round_id, "revision": 1, "size": 24_000, "sha256": f"{number:064x}"}
