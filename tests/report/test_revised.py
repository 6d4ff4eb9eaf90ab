"""What came corrected, as the sheet of submissions and the data show it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.drawn import Drawn, drawn_seed
from support.seed import seed_summary

from pipeline.report.revised import _where_they_differ
from schemas.summary import CHANGES

HRM, ICT = "กองบริหารทรัพยากรบุคคล", "ศูนย์เทคโนโลยีสารสนเทศและการสื่อสาร"
LONG = "ก" * 400
PLACES = {"file_before": "a.xlsx", "sheet_before": "2.2", "cell_before": "C20", "file": "b.xlsx"}
ROWS = [
    {
        "department": "HRM",
        "kpi": "2.2",
        "field": "results.value",
        "was": "สามร้อย",
        "now": "310",
        "sheet": "2.2",
        "cell": "C24",
    },
    {"department": "HRM", "kpi": "2.2", "field": "results.narrative", "was": LONG, "now": ""},
    {
        "department": "ICT",
        "kpi": "3.1",
        "field": "levels.status",
        "level": 2,
        "was": "",
        "now": "แล้วเสร็จ",
        "sheet": "3.1",
        "cell": "D17",
    },
    {"department": "ICT", "field": "reporter.phone", "was": "1", "now": "2", "sheet": "หน้าหลัก", "cell": "C22"},
]
HEADING = {"th": "เปลี่ยนแปลงจากฉบับก่อน", "en": "Changes since the last revision"}
TITLES = ("รายการ", "ตัวชี้วัด", "เดิม", "ปัจจุบัน")


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    changes = CHANGES.frame([PLACES | row for row in ROWS])
    return Drawn(replace(seed_summary(), changes=changes))


def test_where_nothing_was_corrected_there_is_no_table():
    assert HEADING["th"] not in drawn_seed().texts("status")
    assert HEADING["en"] not in drawn_seed("en").texts("status")


def test_each_department_has_its_changes_under_its_name_and_files(drawn):
    rows = [tuple(row[title] for title in TITLES) for row in drawn.table("status", *TITLES)]
    assert rows == [
        (f"{HRM} · ๒ ข้อ · b.xlsx ← a.xlsx", None, None, None),
        ("ค่าที่ทำได้จริง", "๒.๒", "สามร้อย", "310"),
        ("รายละเอียดการดำเนินงาน", "๒.๒", f"{'ก' * 240}…", "–"),
        (f"{ICT} · ๒ ข้อ · b.xlsx ← a.xlsx", None, None, None),
        ("ระดับ ๒ · สถานะ", "๓.๑", "–", "แล้วเสร็จ"),
        ("โทรศัพท์", "–", "1", "2"),
    ]


def test_a_change_says_where_it_stands_now_and_what_is_gone_where_it_stood(drawn):
    places = [row["แผ่นงาน!ช่อง"] for row in drawn.table("status", *TITLES)]
    assert places == [None, "2.2!C24", "2.2!C20", None, "3.1!D17", "หน้าหลัก!C22"]


def test_codes_lead_to_the_pages_of_their_projects(drawn):
    assert drawn.links("status")["๒.๒"] == drawn.canvas.link_to_project("2.2").lstrip("#")


def test_the_register_stands_below_as_ever(drawn):
    files = [row["แฟ้ม"] for row in drawn.table("status", "แฟ้ม", "สถานะ", "เหตุผล")]
    assert files == drawn.summary.register["file"].tolist()


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("เดิม", "ใหม่", ("เดิม", "ใหม่")),
        ("ก" * 240, "", ("ก" * 240, "")),
        ("ก" * 241, "", ("ก" * 240 + "…", "")),
        ("ก" * 300 + "x", "ก" * 300 + "y", ("…" + "ก" * 40 + "x", "…" + "ก" * 40 + "y")),
        ("ก" * 300, "ก" * 299, ("…" + "ก" * 41, "…" + "ก" * 40)),
        ("x" + "ก" * 300, "y" + "ก" * 300, ("x" + "ก" * 239 + "…", "y" + "ก" * 239 + "…")),
        ("ก" * 41 + "x" * 300, "ก" * 41, ("…" + "ก" * 40 + "x" * 200 + "…", "…" + "ก" * 40)),
    ],
    ids=["short", "as long as may be", "emptied", "at the end", "its end is gone", "at the beginning", "in the middle"],
)
def test_of_long_texts_the_part_is_shown_in_which_they_differ(was, now, shown):
    assert _where_they_differ(was, now) == shown


def test_in_english_too():
    drawn = Drawn(replace(seed_summary(), changes=CHANGES.frame([PLACES | ROWS[2]])), "en")
    assert HEADING["en"] in drawn.texts("status")
    (_, row) = drawn.table("status", "Item", "Was", "Is")
    assert (row["Item"], row["Sheet!cell"], row["Was"], row["Is"]) == ("level 2 · Status", "3.1!D17", "–", "แล้วเสร็จ")
