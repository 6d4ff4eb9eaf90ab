"""An inputs folder made from the shipped one by the changes that an `inputs.toml` describes."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl

from examples import source
from pipeline.forms.plan_workbook import write_plan
from pipeline.recipe import consolidate
from support.fill import fill
from support.reading import keyed_in

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "inputs"
FILES = Path(__file__).parents[1] / "files"


def submission(department: str) -> str:
    """The name of a department's form in the shipped inputs."""
    return f"submissions/2565-06-{department}.xlsx"


def make(folder: Path, changes: Mapping[str, Any]) -> Path:
    """Fill `folder` with the shipped inputs, changed."""
    shutil.copytree(SHIPPED, folder)
    if "summarise" in changes:
        _summarise(folder, changes["summarise"])
    if changes.get("plan"):
        _change_plan(folder, changes["plan"])
    for change in changes.get("fill", ()):
        _fill(folder, change)
    for change in changes.get("edit", ()):
        _edit(folder / submission(change["department"]), change)
    for name, copy in changes.get("copy", {}).items():
        shutil.copy(folder / name, folder / copy)
    for name in changes.get("remove", ()):
        for path in [p for p in folder.rglob(name) if p.is_file()] if "*" in name else [folder / name]:
            path.unlink()
    for name, text in changes.get("write", {}).items():
        (folder / name).write_text(text, "utf-8")
    for name, file in changes.get("place", {}).items():
        shutil.copy(FILES / file, folder / name)
    return folder


def change_table(rows: list[dict[str, Any]], change: Mapping[str, Any]) -> None:
    """Change the rows of a table of the plan: `set` values in a `row`, from 0, or `add` one."""
    if "add" in change:
        rows.append(change["add"])
    else:
        rows[change["row"]] |= change["set"]


def _change_plan(folder: Path, changes: list[dict[str, Any]]) -> None:
    for name in dict.fromkeys(change.get("as", "plan.xlsx") for change in changes):
        tables = source.plan_tables()
        for change in changes:
            if change.get("as", "plan.xlsx") == name:
                change_table(tables[change["table"]], change)
        (folder / name).write_bytes(write_plan(tables, "th"))


def _fill(folder: Path, change: Mapping[str, Any]) -> None:
    original = folder / submission(change["department"])
    typed = {key: None if value == "" else value for key, value in change.get("type", {}).items()}
    if "revision" in change:
        typed["form|revision"] = change["revision"]
    target = folder / change["as"] if "as" in change else original
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(fill(original.read_bytes(), typed))


def _edit(path: Path, change: Mapping[str, Any]) -> None:
    book = openpyxl.load_workbook(path)
    if "delete_row" in change:
        cells = keyed_in(path.read_bytes()).to_dict("records")
        cell = next(c for c in cells if c["key"].startswith(change["delete_row"]))
        sheet = book[cell["sheet"]]
        sheet.delete_rows(sheet[cell["cell"]].row)
    if "formula" in change:
        places = {c["key"]: c for c in keyed_in(path.read_bytes()).to_dict("records")}
        for key, formula in change["formula"].items():
            book[places[key]["sheet"]][places[key]["cell"]] = formula
    for place, text in change.get("beside", {}).items():
        sheet, _, cell = place.partition("!")
        (book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet))[cell] = text
    if "delete_sheet" in change:
        book.remove(book[change["delete_sheet"]])
    if "duplicate_sheet" in change:
        book.copy_worksheet(book[change["duplicate_sheet"]])
    out = BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())


def _summarise(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(shipped_summary())


@cache
def shipped_summary() -> bytes:
    """The summary workbook of the shipped inputs."""
    with TemporaryDirectory() as folder:
        written = consolidate(SHIPPED, Path(folder), "th")
        assert written.summary
        return written.summary.read_bytes()
