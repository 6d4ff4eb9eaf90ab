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

# Every department has a KPI for each of four payloads, and one of them in each line about its reporter.
EACH = 4
UNITS = {f"D{at // EACH:02}": PAYLOADS[at : at + EACH] for at in range(0, len(PAYLOADS), EACH)}
KPIS = {f"{unit}.{n}": payload for unit, own in UNITS.items() for n, payload in enumerate(own)}
TEXTS = ("narrative", "obstacle", "suggestion")
REPORTER = ("name", "position", "phone", "email")
# Parts that bring something from elsewhere, or run.
FOREIGN = re.compile(
    r"externalLinks|embeddings|activeX|ctrlProps|vbaProject|macrosheets|connections|queryTables|webExt"
)
# Where text may stand: cells, what formulas gave, and the words of charts.
TEXT = {"t", "v"}


def tables():
    """A plan of a project and a KPI for each payload."""
    made = plan_tables() | {name: [] for name in ("alignment", "decisions")}
    made["issues"] = [{"code": "1", "name": "เรื่อง"}]
    made["departments"] = [{"code": unit, "name": f"กอง {unit}"} for unit in UNITS]
    projects = ({"code": f"P{k}", "issue": "1", "department": k[:3], "name": f"โครงการ {k}"} for k in KPIS)
    made["projects"] = list(projects)
    named = ({"code": k, "project": f"P{k}", "name": f"ตัวชี้วัด {k}", "method": "milestones"} for k in KPIS)
    made["kpis"] = list(named)
    made["rubric"] = [{"kpi": k, "level": n, "criterion": f"ขั้นที่ {n}"} for k in KPIS for n in range(1, 6)]
    return made


def answers(unit, wrong):
    """Every text about a KPI is its payload; `wrong`: so is what should be a number, a date or a choice."""
    told = {f"reporter|{field}": payload for field, payload in zip(REPORTER, UNITS[unit], strict=True)}
    for kpi, payload in KPIS.items():
        told |= about(kpi, payload, wrong) if kpi.startswith(unit) else {}
    return told


def about(kpi, payload, wrong):
    told = {f"{kpi}|{field}": payload for field in TEXTS}
    told |= {f"{kpi}|level|{n}|status": "แล้วเสร็จ" if n == 1 else "ยังไม่ดำเนินการ" for n in range(1, 6)}
    told |= {f"{kpi}|level|1|evidence": payload, f"{kpi}|has_obstacle": "มี", f"{kpi}|self_score": 1}
    told |= {f"P{kpi}|budget|status": "ไม่ใช้งบประมาณ"}
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
    """A consolidation of the forms; of every second one, what is no text is wrong too, so that it is returned.

    Every payload is the name of a file: the first of a department's that of its form, the others of files that are none.
    """
    folder = tmp_path_factory.mktemp("injection")
    (folder / "inputs").mkdir()
    (folder / "inputs" / "plan.xlsx").write_bytes(write_plan(tables(), "th"))
    plan = plan_of(tables())
    files = dict.fromkeys((file_name(payload, number) for number, payload in enumerate(PAYLOADS)), b"no form")
    for number, (unit, (payload, *_)) in enumerate(UNITS.items()):
        form = write_form(plan, unit, "th", answers=answers(unit, number % 2))
        files[file_name(payload, EACH * number)] = form if number else with_all_below(form)
    for name, data in files.items():
        (folder / "inputs" / name).write_bytes(data)
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
    register = written.checked.register
    states = register["state"].value_counts()
    assert (states["accepted"], states["returned"], states["refused"], len(written.returned)) == (25, 25, 150, 25)
    assert register["file"].str.contains(MARK).sum() == len(PAYLOADS) == 200
    for path in (written.summary, *written.returned):
        assert list(unsafe(path.read_bytes())) == [], path.name
    _every_text_comes_out_as_it_went_in(written)


def _every_text_comes_out_as_it_went_in(written):
    summary = written.checked.summary
    scores, levels = summary.scores.set_index("kpi"), summary.level_results.set_index(["kpi", "level"])
    reporters = summary.reporters.set_index("department")
    returned = {path.name[8:11]: keyed_in(path.read_bytes()).set_index("key")["raw"] for path in written.returned}
    for unit, payloads in UNITS.items():
        assert reporters.loc[unit, list(REPORTER)].tolist() == [thai.clean(payload) for payload in payloads]
    for kpi, payload in KPIS.items():
        text = thai.clean(payload)
        if kpi[:3] in returned:
            raws = returned[kpi[:3]]
            shown = [raws[f"{kpi}|{name}"] for name in (*TEXTS, "self_score", "level|1|date", "level|1|evidence")]
            assert {thai.clean(raw) for raw in shown} == {text}
        else:
            assert scores.loc[kpi, list(TEXTS)].tolist() == [text] * len(TEXTS)
            assert levels.loc[(kpi, 1), "evidence"] == text
    outside = summary.ledger.loc[summary.ledger["reason"] == "OUTSIDE_THE_FORM", "raw"]
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
