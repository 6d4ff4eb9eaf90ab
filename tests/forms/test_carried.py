"""What a form begins with after an earlier round: what is carried over, how it is told apart, and until when."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date

import pytest
from support.fill import fill
from support.reading import sheets_in
from support.seed import plan_of, plan_tables, summary_of

from pipeline.drawing.figures import Figures
from pipeline.drawing.theme import CARRIED_FILL
from pipeline.forms import layout as lay
from pipeline.forms.carried import carried
from pipeline.forms.filling import NOT_CARRIED, Carried
from pipeline.forms.form import write_form
from pipeline.report.workbook import write_summary
from pipeline.validation.earlier import latest_before

# What CSC reported for six months, beside what every KPI says.
TOLD = {
    "reporter|name": "สมชาย",
    "reporter|phone": "0 2000 0000",
    "M|level|1|status": "เสร็จแล้ว",
    "M|level|1|date": "๓๑ ม.ค. ๒๕๖๕",
    "M|level|1|evidence": "กค ๐๒๐๓/๑",
    "M|level|2|status": "อยู่ระหว่างดำเนินการ",
    "M|level|2|date": "  ",
    "M|level|3|evidence": "ร่างรายงาน\nฉบับที่ 2",
    "M|self_score": 1,
    "M|narrative": "ดำเนินการแล้ว",
    "M|has_obstacle": "มี",
    "M|obstacle": "ฝนตก",
    "M|suggestion": "ขอขยายเวลา",
    "M|budget|status": "allocated",
    "M|budget|received": "๑,๐๐๐,๐๐๐.๕๐ บาท",
    "M|budget|disbursed": 1250.25,
    "G|level|1|status": "done",
    "G|budget|status": "ยังไม่ระบุ",
    "C|level|4|status": "แล้วเสร็จ",
    "T|value": 225,
    "L|value": 9,
    "X|level|1|status": "แล้วเสร็จ",
    "X|value": 15,
}
NOT_STARTED = {
    f"{kpi}|level|{level}|status": ("ยังไม่ดำเนินการ", "not started")
    for kpi, levels in {"M": "345", "S": "12345", "G": "35", "C": "1235", "X": "23"}.items()
    for level in levels
}
REPORTED = {
    **{key: thai for key, (thai, _) in NOT_STARTED.items()},
    **{f"{kpi}|narrative": "รายละเอียด" for kpi in "MSGCTLX"},
    **{f"{kpi}|has_obstacle": "ไม่มี" for kpi in "MSGCTLX"},
    **{f"{project}|budget|status": "ไม่ใช้งบประมาณ" for project in "MGCTLX"},
    **TOLD,
}
# Key → what the form of nine months begins with, in Thai and in English.
CARRIED_OVER = {
    "M|level|1|status": ("แล้วเสร็จ", "done"),
    "M|level|1|date": (date(2022, 1, 31), date(2022, 1, 31)),
    "M|level|1|evidence": ("กค ๐๒๐๓/๑", "กค ๐๒๐๓/๑"),
    "M|level|2|status": ("อยู่ระหว่างดำเนินการ", "in progress"),
    "M|level|3|evidence": ("ร่างรายงาน\nฉบับที่ 2", "ร่างรายงาน\nฉบับที่ 2"),
    "M|budget|status": ("ได้รับจัดสรรงบประมาณ", "allocated"),
    "M|budget|received": (1_000_000.5, 1_000_000.5),
    "M|budget|disbursed": (1250.25, 1250.25),
    "G|level|1|status": ("แล้วเสร็จ", "done"),
    "G|budget|status": ("ยังไม่ระบุ", "not stated"),
    "C|level|4|status": ("แล้วเสร็จ", "done"),
    "X|level|1|status": ("แล้วเสร็จ", "done"),
    **{f"{project}|budget|status": ("ไม่ใช้งบประมาณ", "no budget used") for project in "CTLX"},
    **NOT_STARTED,
}
LANGUAGES = ("th", "en")


@pytest.fixture(scope="module")
def summary(every_method):
    """The summary of six months, as its workbook's sheets."""
    return sheets_in(write_summary(summary_of(every_method, {"CSC": REPORTED}), Figures("th", "thai")))


@pytest.fixture(scope="module")
def nine_months(every_method):
    """The same plan in its next round."""
    return in_nine_months(every_method)


def in_nine_months(plan):
    return replace(plan, settings=replace(plan.settings, round=9, last_day=date(2022, 6, 30)))


@pytest.fixture(scope="module")
def earlier(nine_months, summary):
    """What the round before reported."""
    return latest_before(nine_months.settings, {"summary.xlsx": summary})


def changed(plan, frame, row, **values):
    """The plan with other values in the rows of a frame that `row` names."""
    rows = getattr(plan, frame)
    wanted = (rows[list(row)] == list(row.values())).all(axis=1)
    return replace(plan, **{frame: rows.assign(**{name: rows[name].mask(wanted, v) for name, v in values.items()})})


# --- what is carried over


@pytest.mark.parametrize("lang", LANGUAGES)
def test_statuses_dates_evidence_and_money_are_carried_over_and_nothing_else(nine_months, earlier, lang):
    """What was done stays done and what was paid stays paid; what happened since is told anew."""
    given = carried(nine_months, earlier, "CSC", lang)
    assert given.answers == {key: both[LANGUAGES.index(lang)] for key, both in CARRIED_OVER.items()}
    assert given.round == "6"


@pytest.mark.parametrize("key", CARRIED_OVER)
def test_each_is_of_the_kind_that_somebody_would_type(nine_months, earlier, key):
    assert type(carried(nine_months, earlier, "CSC", "th").answers[key]) is type(CARRIED_OVER[key][0])


def test_without_an_earlier_round_nothing_is(nine_months):
    assert carried(nine_months, None, "CSC", "th") is NOT_CARRIED


@pytest.mark.parametrize("department", ["HRM", "NOBODY"])
def test_a_department_gets_only_what_is_its_own(nine_months, earlier, department):
    assert carried(nine_months, earlier, department, "th").answers == {}


M_LEVEL_1 = {key for key in CARRIED_OVER if key.startswith("M|level|1|")}
OF_C = {key for key in CARRIED_OVER if key.startswith("C|")}


@pytest.mark.parametrize(
    ("frame", "row", "values", "left_out"),
    [
        pytest.param("rubric", {"kpi": "M", "level": 1}, {"criterion": "เกณฑ์อื่น"}, M_LEVEL_1, id="another criterion"),
        pytest.param("rubric", {"kpi": "M", "level": 1}, {"criterion": "เกณฑ์ ระดับ  ๑"}, set(), id="the same, spaced"),
        pytest.param(
            "rubric", {"kpi": "M", "level": 5}, {"criterion": "x"}, {"M|level|5|status"}, id="of a level not started"
        ),
        pytest.param("rubric", {"kpi": "M", "level": 1}, {"criterion": "-"}, M_LEVEL_1, id="a level left undefined"),
        pytest.param(
            "rubric", {"kpi": "M", "level": 1}, {"threshold": 5.0}, M_LEVEL_1, id="a level that a value decides"
        ),
        pytest.param("kpis", {"code": "C"}, {"last_round": "6"}, OF_C, id="a KPI that is cancelled"),
        pytest.param("kpis", {"code": "C"}, {"name": "ชื่อใหม่"}, set(), id="a KPI with another name"),
        pytest.param("projects", {"code": "C"}, {"department": "HRM"}, OF_C, id="a project of another department"),
        pytest.param("projects", {"code": "C"}, {"allocated": 5}, set(), id="another allocated budget"),
    ],
)
def test_what_the_plan_no_longer_asks_in_this_way_is_left_out(nine_months, earlier, frame, row, values, left_out):
    given = carried(changed(nine_months, frame, row, **values), earlier, "CSC", "th")
    assert set(given.answers) == set(CARRIED_OVER) - left_out


def test_a_project_takes_what_was_reported_on_it_to_its_new_department(nine_months, earlier):
    plan = changed(nine_months, "projects", {"code": "C"}, department="HRM")
    assert set(carried(plan, earlier, "HRM", "th").answers) == OF_C


def test_a_kpi_that_is_dropped_from_the_plan_is_left_out(nine_months, earlier):
    kept = {frame: getattr(nine_months, frame) for frame in ("projects", "kpis", "rubric")}
    kept = {name: rows[rows["kpi" if name == "rubric" else "code"] != "C"] for name, rows in kept.items()}
    given = carried(replace(nine_months, **kept), earlier, "CSC", "th")
    assert set(given.answers) == set(CARRIED_OVER) - OF_C


@pytest.mark.parametrize(
    ("wrong", "left_out"),
    [
        pytest.param({"C|narrative": ""}, OF_C, id="nothing is told of it"),
        pytest.param({"C|level|1|date": "ปลายเดือน"}, OF_C, id="a date that cannot be read"),
    ],
)
def test_a_kpi_that_was_returned_and_never_corrected_is_left_out(every_method, nine_months, wrong, left_out):
    data = write_summary(summary_of(every_method, {"CSC": REPORTED | wrong}), Figures("th", "thai"))
    earlier = latest_before(nine_months.settings, {"s.xlsx": sheets_in(data)})
    assert set(carried(nine_months, earlier, "CSC", "th").answers) == set(CARRIED_OVER) - left_out


def test_a_criterion_that_became_another_levels_is_not_its_result(every_method, earlier):
    """Levels 1 and 2 change places: what was done is known by level and criterion together."""
    rubric = every_method.rubric
    names = {1: "เกณฑ์ระดับ 2", 2: "เกณฑ์ระดับ 1"}
    own = (rubric["kpi"] == "M") & rubric["level"].isin(names)
    plan = replace(
        every_method, rubric=rubric.assign(criterion=rubric["criterion"].mask(own, rubric["level"].map(names)))
    )
    given = carried(in_nine_months(plan), earlier, "CSC", "th")
    assert set(given.answers) == set(CARRIED_OVER) - M_LEVEL_1 - {"M|level|2|status"}


# --- how it is told apart


@pytest.fixture(scope="module")
def begun(nine_months, earlier):
    """Language → the form of nine months, begun with six."""
    forms = {lang: carried(nine_months, earlier, "CSC", lang) for lang in LANGUAGES}
    return {lang: write_form(nine_months, "CSC", lang, carried=given) for lang, given in forms.items()}


# What somebody then types over it, and which of the marks go with it.
TYPED = {
    "M|level|1|status": "อยู่ระหว่างดำเนินการ",
    "M|level|2|status": "แล้วเสร็จ",
    "M|level|2|date": "1/6/2565",
    "M|budget|received": 2_000_000,
    "G|budget|status": "ไม่ใช้งบประมาณ",
}


@pytest.fixture(scope="module")
def updated(nine_months, earlier):
    """The same with some of it changed."""
    return write_form(nine_months, "CSC", "th", answers=TYPED, carried=carried(nine_months, earlier, "CSC", "th"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_stands_in_the_entries(begun, entries_of, lang):
    entries = entries_of(begun[lang])
    given = {key: raw for key, (_, _, raw) in entries.items() if raw != "" and not key.startswith("form|")}
    assert given == {key: both[LANGUAGES.index(lang)] for key, both in CARRIED_OVER.items()}


def test_what_is_answered_stands_in_place_of_what_is_carried_over(updated, entries_of):
    entries = entries_of(updated)
    expected = {key: both[0] for key, both in CARRIED_OVER.items()} | TYPED
    assert {key: entries[key][2] for key in expected} == expected


def beside(form, key, shown, entries_of, column):
    """What stands in a column of the row of an entry."""
    sheet, cell, _ = entries_of(form)[key]
    return shown(form)[sheet][f"{column}{cell[1:]}"]


@pytest.mark.parametrize(
    ("lang", "key", "label"),
    [
        ("th", "M|level|1|status", "๑   ↺ ยกมา"),
        ("th", "M|level|2|status", "๒   ↺ ยกมา"),
        ("th", "M|level|3|status", "๓   ↺ ยกมา"),
        ("en", "C|level|4|status", "4   ↺ carried over"),
        ("en", "X|level|1|status", "1   ↺ carried over"),
    ],
)
def test_a_level_says_so_beside_its_number(begun, entries_of, shown, lang, key, label):
    assert beside(begun[lang], key, shown, entries_of, "B") == label


@pytest.mark.parametrize(
    ("lang", "key", "words"),
    [
        ("th", "M|budget|status", "↺ ยกมาจากรอบ ๖ เดือน ตรวจและแก้ให้เป็นปัจจุบัน"),
        (
            "th",
            "M|budget|received",
            "= ๑,๐๐๐,๐๐๐.๕๐ บาท (หนึ่งล้านบาทห้าสิบสตางค์) · ↺ ยกมาจากรอบ ๖ เดือน ตรวจและแก้ให้เป็นปัจจุบัน",
        ),
        ("th", "M|budget|committed", "เงินที่ก่อหนี้ผูกพันแล้วแต่ยังไม่เบิกจ่าย ไม่มีให้เว้นว่าง"),
        ("th", "M|narrative", "สรุปสิ่งที่ทำแล้วในรอบนี้ ระบุเลขที่หนังสือ วันที่ และผลที่ได้ ขึ้นบรรทัดใหม่ด้วย Alt+Enter"),
        ("en", "C|budget|status", "↺ carried over from 6 months; bring it up to date"),
        (
            "en",
            "M|budget|disbursed",
            "= 1,250.25 baht (one thousand two hundred fifty baht twenty-five satang)"
            " · ↺ carried over from 6 months; bring it up to date",
        ),
        ("en", "C|budget|received", "– nothing to fill in"),
    ],
)
def test_another_entry_says_so_in_its_hint(begun, entries_of, shown, lang, key, words):
    assert beside(begun[lang], key, shown, entries_of, "D") == words


def carried_looks(form, entries_of, opened):
    """The entries over which the look of what is carried over may be laid, each with its condition."""
    book, found = opened(form), {}
    for key, (name, cell, _) in entries_of(form).items():
        for cells in book[name].conditional_formatting:
            for rule in cells.rules:
                fill_ = rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else ""
                if cell in cells.sqref and fill_ == "FF" + CARRIED_FILL[1:]:
                    found[key] = rule.formula[0]
    return found


def test_its_cells_are_violet_by_the_hidden_mark_of_their_row(begun, entries_of, opened):
    looks = carried_looks(begun["th"], entries_of, opened)
    assert set(looks) == set(CARRIED_OVER)
    assert {condition[:2] for condition in looks.values()} == {"$L"}
    assert "ABCDEFGHIJKL"[lay.CARRIED] == "L"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_is_violet_says_so_in_a_sign_too(begun, entries_of, opened, shown, lang):
    """While its mark is 1 the level's label, or the entry's hint, has the sign."""
    for key in carried_looks(begun[lang], entries_of, opened):
        assert beside(begun[lang], key, shown, entries_of, "L") == 1
        said = beside(begun[lang], key, shown, entries_of, "B" if "|level|" in key else "D")
        assert "↺" in said, key


@pytest.mark.parametrize(
    ("lang", "step", "sign", "meaning"),
    [
        (
            "th",
            "ช่องที่ขึ้น ↺ ยกมาจากที่รายงานไว้ในรอบ ๖ เดือน ตรวจทุกช่องและแก้ให้เป็นปัจจุบัน",
            "↺ ยกมา",
            "ยกมาจากรอบก่อน ยังไม่ได้แก้ไข",
        ),
        (
            "en",
            "Cells with ↺ hold what was reported for 6 months; check each and bring it up to date",
            "↺ carried over",
            "carried over from an earlier round, and not changed since",
        ),
    ],
)
def test_the_home_sheet_says_it_in_a_step_and_in_the_legend(begun, opened, lang, step, sign, meaning):
    home = opened(begun[lang]).worksheets[0]
    rows = {cell.value: home.cell(cell.row, 3).value for cell in home["B"] if cell.value}
    assert step in rows.values()
    assert rows[sign] == meaning
    steps = [value for label, value in rows.items() if str(label) in ("๑๒๓๔๕" if lang == "th" else "12345")]
    assert (len(steps), steps.index(step)) == (5, 2)


def test_a_form_that_carries_nothing_says_nothing_of_it(nine_months, shown):
    form = write_form(nine_months, "CSC", "th", carried=Carried("6", {}))
    assert form == write_form(nine_months, "CSC", "th")
    assert not [v for cells in shown(form).values() for v in cells.values() if "↺" in str(v)]


# --- until it is changed


@pytest.mark.parametrize(
    ("key", "column", "words"),
    [
        ("M|level|1|status", "B", "๑"),
        ("M|level|2|status", "B", "๒"),
        ("M|level|3|status", "B", "๓   ↺ ยกมา"),
        ("M|budget|received", "D", "= ๒,๐๐๐,๐๐๐ บาท (สองล้านบาทถ้วน)"),
        ("M|budget|status", "D", "↺ ยกมาจากรอบ ๖ เดือน ตรวจและแก้ให้เป็นปัจจุบัน"),
        ("G|budget|status", "D", "เลือกว่าโครงการนี้ใช้งบประมาณหรือไม่"),
        ("G|budget|received", "D", "– ไม่ต้องกรอก"),
    ],
)
def test_a_row_that_is_changed_is_like_any_other(updated, entries_of, shown, key, column, words):
    assert beside(updated, key, shown, entries_of, column) == words


def test_the_marks_follow_from_formulas_alone(begun, updated, formulas):
    """The two forms differ in what is typed into them, and in nothing that calculates."""
    assert formulas(begun["th"]) == formulas(updated)


MARKED, UNMARKED = 1, 0


@pytest.mark.parametrize(
    ("raw", "typed", "mark"),
    [
        ("กค ๐๒๐๓/๑", "กค ๐๒๐๓/๑", MARKED),
        ("กค ๐๒๐๓/๑", "กค ๐๒๐๓/๒", UNMARKED),
        ("กค ๐๒๐๓/๑", "", UNMARKED),
        ('หนังสือ "ด่วน" & <ลับ>', 'หนังสือ "ด่วน" & <ลับ>', MARKED),
        ("=1+1", "=1+1", MARKED),
        ("123", 123, UNMARKED),
        (" เว้นหน้า", "เว้นหน้า", UNMARKED),
        ("สอง\nบรรทัด", "สอง\nบรรทัด", MARKED),
        ("สอง\nบรรทัด", "สอง\nบรรทัดครึ่ง", UNMARKED),
        ("ก" * 200, "ก" * 199 + "ข", UNMARKED),
        ("ก" * 201, "ก" * 201, MARKED),
        ("ก" * 201, "ก" * 202, UNMARKED),
        ("ดี 👍", "ดี 👍", MARKED),
        ("ดี 👍 " * 60, "ดี 👍 " * 60, MARKED),
        ("ดี 👍\nมาก", "ดี 👍\nมาก", MARKED),
    ],
)
def test_a_text_is_carried_over_while_it_is_the_same(nine_months, entries_of, shown, raw, typed, mark):
    key = "M|level|1|evidence"
    form = write_form(nine_months, "CSC", "th", answers={key: typed}, carried=Carried("6", {key: raw}))
    assert beside(form, key, shown, entries_of, "L") == mark


@pytest.mark.parametrize(
    ("key", "raw", "typed", "mark"),
    [
        ("M|level|1|date", date(2022, 1, 31), date(2022, 1, 31), MARKED),
        ("M|level|1|date", date(2022, 1, 31), date(2022, 2, 1), UNMARKED),
        ("M|level|1|date", date(2022, 1, 31), "31/1/2565", UNMARKED),
        ("M|budget|received", 1_000_000.5, 1_000_000.5, MARKED),
        ("M|budget|received", 1_000_000.5, 1_000_000.51, UNMARKED),
        ("M|budget|received", 0.0, 0, MARKED),
        ("M|budget|received", 0.0, "", UNMARKED),
        ("M|budget|status", "ยังไม่ระบุ", "ไม่ใช้งบประมาณ", UNMARKED),
    ],
)
def test_a_day_an_amount_or_a_choice_too(nine_months, entries_of, shown, key, raw, typed, mark):
    form = write_form(nine_months, "CSC", "th", answers={key: typed}, carried=Carried("6", {key: raw}))
    assert beside(form, key, shown, entries_of, "L") == mark


def test_what_contradicts_is_said_before_where_it_comes_from(nine_months, entries_of, shown):
    given = {"M|budget|status": "ไม่ใช้งบประมาณ", "M|budget|received": 500.0}
    form = write_form(nine_months, "CSC", "th", carried=Carried("6", given))
    assert beside(form, "M|budget|received", shown, entries_of, "D").startswith("! ระบุว่าไม่ใช้งบประมาณ แต่กรอก")


@pytest.fixture(scope="module")
def calculated(begun, updated, recalculated, tmp_path_factory):
    """Forms as written, and as LibreOffice calculates them afresh; one typed into, as a department would."""
    books = {"th": begun["th"], "en": begun["en"], "updated": updated, "typed": fill(begun["th"], TYPED)}
    return books, recalculated(books, tmp_path_factory.mktemp("carried"))


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("name", ["th", "en", "updated"])
def test_calculated_afresh_no_cell_changes(calculated, differing, name):
    before, after = (books[name] for books in calculated)
    assert differing(before, after) == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_what_is_typed_into_it_takes_the_marks_away(calculated, updated, differing):
    _, after = calculated
    assert differing(updated, after["typed"]) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_summary_in_either_language_is_carried_over_alike(every_method, nine_months, lang):
    data = write_summary(summary_of(every_method, {"CSC": REPORTED}), Figures(lang, "thai"))
    earlier = latest_before(nine_months.settings, {"s.xlsx": sheets_in(data)})
    assert carried(nine_months, earlier, "CSC", "th").answers == {key: both[0] for key, both in CARRIED_OVER.items()}


def test_the_example_is_carried_over_into_its_next_round(plan, answers):
    """Every status, date, evidence and amount that was sent, and no more."""
    later = plan_of_next_round()
    data = write_summary(summary_of(plan, answers), Figures("th", "thai"))
    earlier = latest_before(later.settings, {"s.xlsx": sheets_in(data)})
    for department, sent in answers.items():
        parts = ("status", "date", "evidence", "received", "committed", "disbursed")
        filled = {key for key, raw in sent.items() if raw not in ("", None) and key.rpartition("|")[2] in parts}
        given = carried(later, earlier, department, "th").answers
        assert set(given) == {key for key in filled if "|level|" in key or "|budget|" in key}


def plan_of_next_round():
    """The example's plan in its second round."""
    tables = plan_tables()
    tables["settings"][0] |= {"round": "9", "last_day": date(2022, 6, 30)}
    return plan_of(tables)
