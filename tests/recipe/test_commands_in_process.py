"""What the commands say and return, called in this process: counts, findings, totals and exit codes."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from support.inputs import make, submission

from pipeline.cli import CLEAN, ERRORS, NOTHING, USAGE, cli

OTHERS = [submission(code) for code in ("ACOC", "HRM", "ICT", "PSDG")]
HRM_ONLY = {"remove": [submission(code) for code in ("ACOC", "CSC", "ICT", "PSDG")]}
CSC_ONLY = {"remove": OTHERS}
# Every status of four KPIs is unreadable: 20 findings, beside those that are there anyway.
MANY = {f"3.{kpi}|level|{level}|status": "?" for kpi in (1, 2, 4, 5) for level in range(1, 6)}
FEW_SHOWN = 20


def run(*arguments):
    """(exit code, stdout, stderr) of a command."""
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.stdout, done.stderr


def findings_in(said):
    """The lines of the findings, which come after those of the files."""
    lines = said.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(("ข้อสังเกต:", "Findings:")))
    return [line for line in lines[first:] if line.startswith("  [")]


@pytest.fixture(scope="module")
def hrm(tmp_path_factory):
    return make(tmp_path_factory.mktemp("hrm") / "inputs", HRM_ONLY)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    return make(folder / "inputs", {"fill": [{"department": "ICT", "type": MANY}]})


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "th",
            [
                "แฟ้มในโฟลเดอร์นำเข้า: แผน 1, รับแล้ว 1",
                "  [แผน] plan.xlsx: แฟ้มแผนของรอบนี้",
                "  [รับแล้ว] submissions/2565-06-HRM.xlsx (HRM 2565-06 ฉบับที่ 1): แบบรายงานของหน่วยงาน",
                "ข้อสังเกต: ควรตรวจสอบ 7",
                "คะแนนเฉลี่ย 3.5000 (ร้อยละ 70.00) จาก 2 ใน 11 ตัวชี้วัด",
                "ได้รับ 275,100.00 บาท เบิกจ่าย 36,000.00 บาท (ร้อยละ 13.0862)",
            ],
        ),
        (
            "en",
            [
                "Files in the inputs folder: plan 1, accepted 1",
                "  [plan] plan.xlsx: The plan of this round",
                "  [accepted] submissions/2565-06-HRM.xlsx (HRM 2565-06 revision 1): The department's form",
                "Findings: warning 7",
                "Mean score 3.5000 (70.00 %) of 2 of 11 KPIs",
                "Received 275,100.00 baht, disbursed 36,000.00 baht (13.0862 %)",
            ],
        ),
    ],
)
def test_a_check_says_files_findings_and_totals_in_either_language(hrm, lang, lines):
    code, said, trouble = run("check", "--inputs", hrm, "--lang", lang)
    assert (code, trouble) == (CLEAN, "")
    findings = findings_in(said)
    assert [line for line in said.splitlines() if line not in findings] == lines
    assert len(findings) == 7


def test_every_finding_says_what_is_wrong_and_how_to_fix_it(hrm):
    _, said, _ = run("check", "--inputs", hrm, "--lang", "en")
    findings = findings_in(said)
    assert all(re.fullmatch(r"  \[warning\] .+ → .+", line) for line in findings)
    assert "  [warning] Nothing has come from ศูนย์บริการร่วม → Ask the department for its form" in findings


@pytest.mark.parametrize(
    ("lang", "more"),
    [
        ("th", r"  และอีก (\d+) ข้อ รายงานรวมแสดงครบทุกข้อในแผ่น “ข้อสังเกต”"),
        ("en", r"  and (\d+) more; the summary lists all of them on its sheet “Findings”"),
    ],
)
def test_of_more_than_twenty_findings_the_rest_are_counted(many, lang, more):
    code, said, _ = run("check", "--inputs", many, "--lang", lang)
    assert code == ERRORS
    lines = said.splitlines()
    shown = findings_in(said)
    (told,) = [int(found[1]) for line in lines if (found := re.fullmatch(more, line))]
    counted = next(line for line in lines if line.startswith(("ข้อสังเกต", "Findings")))
    assert len(shown) == FEW_SHOWN
    assert FEW_SHOWN + told == sum(map(int, re.findall(r"\d+", counted)))


def test_twenty_or_fewer_are_shown_whole(hrm):
    _, said, _ = run("check", "--inputs", hrm)
    assert "และอีก" not in said


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (CSC_ONLY, CLEAN),
        (CSC_ONLY | {"fill": [{"department": "CSC", "type": {"1.1|narrative": ""}}]}, ERRORS),
        (CSC_ONLY | {"write": {"notes.txt": "hello"}}, ERRORS),
        ({"remove": ["plan.xlsx"]}, NOTHING),
        ({"remove": ["*"]}, NOTHING),
    ],
    ids=["clean", "a KPI returned", "a file refused", "no plan", "nothing at all"],
)
def test_the_exit_code_says_how_it_went(tmp_path, changes, code):
    inputs = make(tmp_path / "inputs", changes)
    found, _, trouble = run("check", "--inputs", inputs)
    assert found == code
    assert trouble == ("ยังรวบรวมไม่ได้ แก้ไขแผนก่อน\n" if code == NOTHING else "")


def test_where_nothing_is_reported_there_is_no_mean_to_tell(tmp_path):
    inputs = make(tmp_path / "inputs", {"remove": [*OTHERS, submission("CSC")]})
    code, said, _ = run("check", "--inputs", inputs)
    assert code == CLEAN
    assert "คะแนนเฉลี่ย" not in said
    assert "เบิกจ่าย" not in said


def test_where_every_weight_is_0_there_is_no_mean_to_tell(tmp_path):
    inputs = make(
        tmp_path / "inputs",
        CSC_ONLY | {"plan": [{"table": "issues", "row": row, "set": {"weight": 0}} for row in range(3)]},
    )
    code, said, _ = run("check", "--inputs", inputs)
    assert code == CLEAN
    assert "คะแนนเฉลี่ย" not in said


@pytest.mark.parametrize(
    ("lang", "summary", "returned"),
    [("th", "รายงานรวม", "แบบรายงานที่ต้องส่งคืน"), ("en", "Summary", "Forms to return")],
)
def test_consolidate_names_every_file_that_it_wrote(tmp_path, lang, summary, returned):
    changes = CSC_ONLY | {"fill": [{"department": "CSC", "type": {"1.1|narrative": ""}}]}
    inputs, outputs = make(tmp_path / "inputs", changes), tmp_path / "ผลลัพธ์"
    code, said, _ = run("consolidate", "--inputs", inputs, "--outputs", outputs, "--lang", lang)
    assert code == ERRORS
    assert said.splitlines()[-3:] == [
        f"{summary}: {outputs / 'summary-2565-06.xlsx'}",
        f"{returned}:",
        f"  {outputs / 'returned' / '2565-06-CSC-r2.xlsx'}",
    ]


def test_forms_names_every_form_and_new_names_the_plan(tmp_path):
    code, said, _ = run("new", tmp_path / "ws", "--lang", "en")
    plan = tmp_path / "ws" / "inputs" / "plan.xlsx"
    assert (code, said) == (CLEAN, f"The workspace is ready; fill the plan in this file: {plan}\n")
    code, _, trouble = run("forms", "--inputs", plan.parent, "--outputs", tmp_path / "out", "--lang", "en")
    assert (code, trouble) == (NOTHING, "Nothing was consolidated; correct the plan first\n")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [("th", "มีแฟ้มแผนอยู่แล้ว จึงไม่เขียนทับ"), ("en", "A plan workbook is there already, and was not overwritten")],
)
def test_new_in_a_workspace_that_is_there_is_wrong_usage(tmp_path, lang, words):
    plan = tmp_path / "inputs" / "plan.xlsx"
    plan.parent.mkdir()
    plan.write_bytes(b"mine")
    assert run("new", tmp_path, "--lang", lang) == (USAGE, "", f"{words}: {plan}\n")


def test_a_line_says_the_beginning_of_what_was_typed_however_long_that_is(tmp_path):
    inputs = make(tmp_path / "inputs", {"fill": [{"department": "CSC", "type": {"1.1|self_score": "๕x" * 2000}}]})
    _, said, _ = run("check", "--inputs", inputs)
    (line,) = [line for line in findings_in(said) if "1.1!" in line and "๕x" in line]
    assert "๕x" * 150 in line and "…" in line and len(line) < 700
