"""What one would write in an afternoon: the peer to which the pipeline is compared. Uses nothing of the project.

`python -m benchmarks.naive INPUTS OUTPUT.xlsx` reads every form with `pandas.read_excel`, checks each with pandera, scores,
adds up and writes five plain tables. It does far less: no look at what the files hold before it opens them, no findings in
words, no sheet that one could print, no account of the cells, no forms to return, no proof.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_STATUSES = ["แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยังไม่ดำเนินการ"]
_BUDGETS = ["ได้รับจัดสรรงบประมาณ", "ไม่ใช้งบประมาณ", "ยังไม่ระบุ"]

RESULTS = pa.DataFrameSchema(
    {
        "kpi": pa.Column(str, unique=True),
        "value": pa.Column(float, nullable=True, coerce=True),
        "self_score": pa.Column(float, pa.Check.in_range(0, 5), nullable=True, coerce=True),
        "narrative": pa.Column(str, pa.Check.str_length(15, 8000)),
        "has_obstacle": pa.Column(str, pa.Check.isin(["มี", "ไม่มี"])),
    }
)
LEVELS = pa.DataFrameSchema(
    {"kpi": pa.Column(str), "level": pa.Column(int), "status": pa.Column(str, pa.Check.isin(_STATUSES))}
)
MONEY = pa.DataFrameSchema(
    {
        "project": pa.Column(str, unique=True),
        "status": pa.Column(str, pa.Check.isin(_BUDGETS)),
        "received": pa.Column(float, pa.Check.ge(0), nullable=True, coerce=True),
        "disbursed": pa.Column(float, pa.Check.ge(0), nullable=True, coerce=True),
    }
)


def answers(path: Path) -> dict[str, Any]:
    """Key → answer, from every sheet of a form that has the hidden column of keys."""
    found: dict[str, Any] = {}
    for sheet in pd.read_excel(
        path, sheet_name=None, header=None, dtype=object, keep_default_na=False, engine="openpyxl"
    ).values():
        rows = sheet.to_numpy().tolist()
        top = next((at for at, row in enumerate(rows) if row and row[0] == "#key"), None)
        if top is None:
            continue
        columns = {col: mark[1:] for col, mark in enumerate(rows[top]) if isinstance(mark, str) and len(mark) > 1}
        for row in rows[top + 1 :]:
            key = str(row[0])
            for col, name in columns.items():
                if "|" in key and name != "key":
                    found[key if name == "value" else f"{key}|{name}"] = row[col]
    return found


def number(raw: Any) -> Any:
    """A number, also of one in Thai digits; what is none stays as it is, for the schema to refuse."""
    text = str(raw).translate(_THAI_DIGITS).replace(",", "").strip()
    try:
        return float(text) if text else None
    except ValueError:
        return raw


def tables(given: dict[str, Any], department: str) -> dict[str, pd.DataFrame]:
    """The three tables of a form."""
    kpis: dict[str, dict[str, Any]] = {}
    money: dict[str, dict[str, Any]] = {}
    levels: dict[tuple[str, int], dict[str, Any]] = {}
    for key, raw in given.items():
        code, *field = key.split("|")
        if not code.startswith(department):
            continue
        if field[0] == "level" and len(field) == 3:
            levels.setdefault((code, int(field[1])), {"kpi": code, "level": int(field[1])})[field[2]] = raw
        elif field[0] == "budget" and len(field) == 2:
            numeric = field[1] in ("received", "committed", "disbursed")
            money.setdefault(code, {"project": code})[field[1]] = number(raw) if numeric else raw
        elif field in (["value"], ["self_score"], ["narrative"], ["has_obstacle"], ["obstacle"], ["suggestion"]):
            numeric = field[0] in ("value", "self_score")
            kpis.setdefault(code, {"kpi": code})[field[0]] = number(raw) if numeric else raw
    results = pd.DataFrame(list(kpis.values()))
    if "value" not in results:
        results["value"] = None
    told = pd.DataFrame(list(levels.values()))
    return {"results": results, "levels": told[told["status"] != ""], "money": pd.DataFrame(list(money.values()))}


def checked(schema: pa.DataFrameSchema, frame: pd.DataFrame, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that keep a schema, and the failures of the others."""
    try:
        return schema.validate(frame, lazy=True), pd.DataFrame()
    except pa.errors.SchemaErrors as errors:
        failures = errors.failure_cases.assign(file=file)
        wrong = failures["index"].dropna().astype(int).unique()
        return schema.validate(frame.drop(index=wrong)), failures


def scores(results: pd.DataFrame, levels: pd.DataFrame, kpis: pd.DataFrame, rubric: pd.DataFrame) -> pd.Series:
    """The score of every KPI, 0 to 5."""
    done = levels[levels["status"] == _STATUSES[0]]
    highest = done.groupby("kpi")["level"].max()
    count = done.groupby("kpi").size()
    thresholds = rubric.dropna(subset=["ค่าเป้าหมาย"]).merge(
        results[["kpi", "value"]], left_on="รหัสตัวชี้วัด", right_on="kpi"
    )
    met = thresholds[thresholds["value"] >= thresholds["ค่าเป้าหมาย"]].groupby("kpi")["ระดับ"].max()
    rows = results.merge(kpis, left_on="kpi", right_on="รหัสตัวชี้วัด")
    by = rows["วิธีให้คะแนน"]
    score = rows["kpi"].map(highest)
    score = score.where(by != "checklist", rows["kpi"].map(count))
    score = score.where(~by.isin(["thresholds", "interpolated"]), rows["kpi"].map(met))
    target, step = rows["ค่าเป้าหมายของตัวชี้วัด"], rows["ช่วงปรับเกณฑ์ ± ต่อ 1 คะแนน"]
    score = score.where(by != "proportional", 5 * rows["value"] / target)
    score = score.where(by != "interval", 3 + (rows["value"] - target) / step)
    return score.fillna(0).clip(0, 5)


def consolidate(inputs: Path, output: Path) -> None:
    """Read, check, score, add up and write."""
    plan = pd.read_excel(inputs / "plan.xlsx", sheet_name=["โครงการ", "ตัวชี้วัด", "เกณฑ์การให้คะแนน"], engine="openpyxl")
    projects, kpis, rubric = plan.values()
    kept: dict[str, list[pd.DataFrame]] = {"results": [], "levels": [], "money": []}
    failures = []
    for path in sorted((inputs / "submissions").glob("*.xlsx")):
        department = path.stem.rpartition("-")[2]
        own = tables(answers(path), department)
        for name, schema in (("results", RESULTS), ("levels", LEVELS), ("money", MONEY)):
            frame, wrong = checked(schema, own[name].reset_index(drop=True), path.name)
            kept[name].append(frame.assign(file=path.name, department=department))
            if len(wrong):
                failures.append(wrong)
    results, levels, money = (pd.concat(frames, ignore_index=True) for frames in kept.values())
    results["score"] = scores(results, levels, kpis, rubric)
    results["percent"] = results["score"] * 20
    results = results.merge(kpis[["รหัสตัวชี้วัด", "รหัสโครงการ"]], left_on="kpi", right_on="รหัสตัวชี้วัด")
    money = money.merge(projects[["รหัสโครงการ", "รหัสเรื่อง"]], left_on="project", right_on="รหัสโครงการ")
    by_department = results.groupby("department")["score"].agg(["count", "mean"])
    sums = money.groupby("department")[["received", "disbursed"]].sum()
    by_department = by_department.join(sums).assign(rate=lambda own: own["disbursed"] / own["received"] * 100)
    by_issue = money.groupby("รหัสเรื่อง")[["received", "disbursed"]].sum()
    with pd.ExcelWriter(output, engine="xlsxwriter") as book:
        results.to_excel(book, sheet_name="results", index=False)
        levels.to_excel(book, sheet_name="levels", index=False)
        money.to_excel(book, sheet_name="money", index=False)
        by_department.to_excel(book, sheet_name="departments")
        by_issue.to_excel(book, sheet_name="issues")
        if failures:
            pd.concat(failures).astype(str).to_excel(book, sheet_name="failures", index=False)


def main() -> None:
    """Consolidate a folder."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("inputs", type=Path)
    options.add_argument("output", type=Path)
    given = options.parse_args()
    consolidate(given.inputs, given.output)


if __name__ == "__main__":
    main()
