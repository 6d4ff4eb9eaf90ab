"""What a text looks like to a spreadsheet program never makes it run: every payload, through every field and file name."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest
from support.payloads import MARK, PAYLOADS
from support.reading import keyed_in
from support.seed import plan_of, plan_tables

from pipeline import recipe, thai
from pipeline.forms.form import write_form
from pipeline.forms.plan_workbook import write_plan

CODES = [f"D{number:03}" for number in range(len(PAYLOADS))]
TEXTS = ("narrative", "obstacle", "suggestion")
REPORTER = ("name", "position", "phone", "email")
# Parts that bring something from elsewhere, or run.
FOREIGN = re.compile(
    r"externalLinks|embeddings|activeX|ctrlProps|vbaProject|macrosheets|connections|queryTables|webExt"
)
# Where text may stand: cells, what formulas gave, and the words of charts.
TEXT = {"t", "v"}


def tables():
    """A plan of a department, a project and a KPI for each payload."""
    made = plan_tables() | {name: [] for name in ("alignment", "decisions")}
    made["issues"] = [{"code": "1", "name": "เรื่อง"}]
    made["departments"] = [{"code": code, "name": f"กอง {code}"} for code in CODES]
    made["projects"] = [{"code": f"P{c}", "issue": "1", "department": c, "name": f"โครงการ {c}"} for c in CODES]
    named = ({"code": f"K{c}", "project": f"P{c}", "name": f"ตัวชี้วัด {c}", "method": "milestones"} for c in CODES)
    made["kpis"] = list(named)
    made["rubric"] = [{"kpi": f"K{c}", "level": n, "criterion": f"ขั้นที่ {n}"} for c in CODES for n in range(1, 6)]
    return made


def answers(code, payload, wrong):
    """Every text of a form is the payload; `wrong`: so is what should be a number, a date or a choice."""
    kpi, project = f"K{code}", f"P{code}"
    told = {f"{kpi}|{field}": payload for field in TEXTS} | {f"reporter|{field}": payload for field in REPORTER}
    told |= {f"{kpi}|level|{n}|status": "แล้วเสร็จ" if n == 1 else "ยังไม่ดำเนินการ" for n in range(1, 6)}
    told |= {f"{kpi}|level|1|evidence": payload, f"{kpi}|has_obstacle": "มี", f"{kpi}|self_score": 1}
    told |= {f"{project}|budget|status": "ไม่ใช้งบประมาณ"}
    if wrong:
        told |= {f"{kpi}|self_score": payload, f"{kpi}|level|1|date": payload, f"{kpi}|level|2|status": payload}
    return told


def file_name(payload, number):
    """The payload as far as a file can be called so."""
    letters = re.sub("[/\0]", "∕", payload).encode()[:150].decode("utf-8", "ignore")
    return f"{letters} {MARK} {number}.xlsx"


def with_all_below(form):
    """A form, and every payload below what is the form's."""
    plain = (text.replace("_x", "_x005F_x") for text in PAYLOADS)
    texts = (re.sub("[\x00-\x08\x0b-\x1f]", lambda sign: f"_x{ord(sign[0]):04X}_", text) for text in plain)
    rows = "".join(
        f'<row r="{row}"><c r="B{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c></row>'
        for row, text in enumerate(texts, start=500)
    )
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(form)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            below = rows + "</sheetData>" if name == "xl/worksheets/sheet1.xml" else "</sheetData>"
            new.writestr(name, old.read(name).replace(b"</sheetData>", below.encode()))
    return out.getvalue()


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A consolidation of a form a payload; of every second one, what is no text is wrong too, so that it is returned."""
    folder = tmp_path_factory.mktemp("injection")
    (folder / "inputs").mkdir()
    (folder / "inputs" / "plan.xlsx").write_bytes(write_plan(tables(), "th"))
    plan = plan_of(tables())
    for number, (code, payload) in enumerate(zip(CODES, PAYLOADS, strict=True)):
        form = write_form(plan, code, "th", answers=answers(code, payload, number % 2))
        form = form if number else with_all_below(form)
        (folder / "inputs" / file_name(payload, number)).write_bytes(form)
    return recipe.consolidate(folder / "inputs", folder / "outputs", "th")


def unsafe(workbook):
    """What in a workbook would run, or lead out of it, and carries the mark; and any part or link to elsewhere."""
    with zipfile.ZipFile(BytesIO(workbook)) as parts:
        for name in parts.namelist():
            if FOREIGN.search(name):
                yield name
            for element in ElementTree.fromstring(parts.read(name)).iter():
                tag = element.tag.rpartition("}")[2]
                if element.get("TargetMode") == "External" or any(MARK in value for value in element.attrib.values()):
                    yield f"{name}: {tag} {element.attrib}"
                if MARK in (element.text or "") and tag not in TEXT:
                    yield f"{name}: {tag}: {element.text}"


# One test, so that the workspace is made by one worker only.
def test_no_payload_becomes_anything_but_text(written):
    checked = written.checked
    states = checked.register["state"].value_counts()
    assert (states["accepted"], states["returned"], len(written.returned)) == (100, 100, 100)
    assert checked.register["file"].str.contains(MARK).sum() == 200
    for path in (written.summary, *written.returned):
        assert list(unsafe(path.read_bytes())) == [], path.name
    _every_text_comes_out_as_it_went_in(written)


def _every_text_comes_out_as_it_went_in(written):
    scores = written.checked.summary.scores.set_index("department")
    levels = written.checked.summary.level_results.set_index(["kpi", "level"])
    reporters = written.checked.summary.reporters.set_index("department")
    ledger = written.checked.summary.ledger
    returned = {path.name[8:12]: path for path in written.returned}
    for code, payload in zip(CODES, PAYLOADS, strict=True):
        text = thai.clean(payload)
        assert reporters.loc[code, list(REPORTER)].tolist() == [text] * len(REPORTER)
        if code in returned:
            raws = keyed_in(returned[code].read_bytes()).set_index("key")["raw"]
            shown = [raws[f"K{code}|{name}"] for name in (*TEXTS, "self_score", "level|1|date", "level|1|evidence")]
            assert {thai.clean(raw) for raw in shown} == {text}
        else:
            assert scores.loc[code, list(TEXTS)].tolist() == [text] * len(TEXTS)
            assert levels.loc[(f"K{code}", 1), "evidence"] == text
    outside = ledger.loc[ledger["reason"] == "OUTSIDE_THE_FORM", "raw"]
    assert [thai.clean(text) for text in outside] == [thai.clean(text) for text in PAYLOADS]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param({"xl/externalLinks/externalLink1.xml": "<x/>"}, id="a link to another workbook"),
        pytest.param({"r.rels": '<R TargetMode="External"/>'}, id="a link out"),
        pytest.param({"s.xml": f"<c><f>1+{MARK}</f></c>"}, id="a formula"),
        pytest.param({"s.xml": f'<c r="{MARK}"/>'}, id="an attribute"),
        pytest.param({"s.xml": f"<definedName>{MARK}</definedName>"}, id="a name"),
    ],
)
def test_the_look_for_what_runs_would_find_it(part):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, xml in part.items():
            package.writestr(name, xml)
    assert len(list(unsafe(out.getvalue()))) == 1
