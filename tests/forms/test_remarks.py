"""What is said beside an entry that contradicts nothing: an amount once more, what is due, what is not needed."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from pipeline.forms import layout as lay
from pipeline.forms.filling import NOT_CARRIED, Carried, Filling
from pipeline.forms.form import write_form
from pipeline.forms.kpi_live import kpi_formulas
from pipeline.forms.workings import Workings
from pipeline.validation.findings import findings

LANGUAGES = ("th", "en")
ALLOCATED, NONE, UNSTATED = "ได้รับจัดสรรงบประมาณ", "ไม่ใช้งบประมาณ", "ยังไม่ระบุ"


@pytest.fixture(scope="module")
def said(every_method):
    """Answers of M, language, numerals → entry → what stands beside it. A project of M is allocated 1,000,000 baht."""

    def beside(answers, lang="th", numerals="thai", carried=NOT_CARRIED, found=()):
        plan = replace(every_method, settings=replace(every_method.settings, numerals=numerals))
        given = {f"M|{name}": raw for name, raw in answers.items()}
        filling = Filling(plan, "CSC", lang, given, findings(found), 1, carried)
        layout = lay.layout(filling, filling.kpis[0], "M")
        formulas = kpi_formulas(filling, layout, Workings()).formulas
        hints = {row.key.removeprefix("M|"): formulas[at, lay.HINT].value for at, row in layout.of(lay.Entry)}
        problems = {row.key.removeprefix("M|") for at, row in layout.of(lay.Entry) if formulas[at, lay.PROBLEM].value}
        return hints, problems

    return beside


# --- an amount once more


@pytest.mark.parametrize(
    ("raw", "thai", "english"),
    [
        (36000, "= ๓๖,๐๐๐ บาท (สามหมื่นหกพันบาทถ้วน)", "= 36,000 baht (thirty-six thousand baht)"),
        ("๓๖,๐๐๐", "= ๓๖,๐๐๐ บาท (สามหมื่นหกพันบาทถ้วน)", "= 36,000 baht (thirty-six thousand baht)"),
        ("36000 บาท", "= ๓๖,๐๐๐ บาท (สามหมื่นหกพันบาทถ้วน)", "= 36,000 baht (thirty-six thousand baht)"),
        (
            275100.5,
            "= ๒๗๕,๑๐๐.๕๐ บาท (สองแสนเจ็ดหมื่นห้าพันหนึ่งร้อยบาทห้าสิบสตางค์)",
            "= 275,100.50 baht (two hundred seventy-five thousand one hundred baht fifty satang)",
        ),
        (0, "= ๐ บาท (ศูนย์บาทถ้วน)", "= 0 baht (zero baht)"),
        (21, "= ๒๑ บาท (ยี่สิบเอ็ดบาทถ้วน)", "= 21 baht (twenty-one baht)"),
        (11, "= ๑๑ บาท (สิบเอ็ดบาทถ้วน)", "= 11 baht (eleven baht)"),
        (1_000_001, "= ๑,๐๐๐,๐๐๑ บาท (หนึ่งล้านเอ็ดบาทถ้วน)", "= 1,000,001 baht (one million one baht)"),
        (
            10**13,
            "= ๑๐,๐๐๐,๐๐๐,๐๐๐,๐๐๐ บาท (สิบล้านล้านบาทถ้วน)",
            "= 10,000,000,000,000 baht (ten trillion baht)",
        ),
    ],
)
@pytest.mark.parametrize("name", ["received", "committed", "disbursed"])
def test_an_amount_is_said_with_its_thousands_apart_and_in_words(said, name, raw, thai, english):
    """A zero too many, or millions typed as baht, are seen before anything is sent."""
    answers = {"budget|status": UNSTATED, f"budget|{name}": raw}
    for lang, words in zip(LANGUAGES, (thai, english), strict=True):
        assert said(answers, lang)[0][f"budget|{name}"] == words


@pytest.mark.parametrize(
    ("numerals", "lang", "words"),
    [
        ("thai", "th", "= ๑,๒๓๔.๕๐ บาท (หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์)"),
        ("arabic", "th", "= 1,234.50 บาท (หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์)"),
        ("thai", "en", "= 1,234.50 baht (one thousand two hundred thirty-four baht fifty satang)"),
        ("arabic", "en", "= 1,234.50 baht (one thousand two hundred thirty-four baht fifty satang)"),
    ],
)
def test_in_the_numerals_of_the_plan(said, numerals, lang, words):
    hints, _ = said({"budget|status": UNSTATED, "budget|received": 1234.5}, lang, numerals)
    assert hints["budget|received"] == words


@pytest.mark.parametrize(
    ("status", "raw", "words"),
    [
        (ALLOCATED, "", "ต้องกรอกเมื่อได้รับจัดสรรงบประมาณ · จำนวนเงินที่ได้รับจัดสรร หน่วยบาท ไม่ใช่ล้านบาท"),
        (ALLOCATED, " \u00a0", "ต้องกรอกเมื่อได้รับจัดสรรงบประมาณ · จำนวนเงินที่ได้รับจัดสรร หน่วยบาท ไม่ใช่ล้านบาท"),
        (ALLOCATED, "สามหมื่น", "! “สามหมื่น” ไม่ใช่จำนวนเงินที่อ่านได้"),
        (ALLOCATED, -36000, "! ค่า -๓๖,๐๐๐ อยู่นอกช่วงที่กำหนด"),
        (ALLOCATED, "-", "! “-” ไม่ใช่จำนวนเงินที่อ่านได้"),
        (NONE, 36000, "! ระบุว่าไม่ใช้งบประมาณ แต่กรอก “งบประมาณที่ได้รับ (บาท)” ๓๖,๐๐๐"),
        (NONE, 0, "= ๐ บาท (ศูนย์บาทถ้วน)"),
    ],
)
def test_what_is_no_sound_amount_is_not_said_again(said, status, raw, words):
    assert said({"budget|status": status, "budget|received": raw})[0]["budget|received"] == words


# --- what is not needed

NOT_NEEDED = {"th": "– ไม่ต้องกรอก", "en": "– nothing to fill in"}
MAY_BE = ("obstacle", "budget|received", "budget|committed", "budget|disbursed")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("answers", "needless"),
    [
        pytest.param({}, set(), id="nothing is answered"),
        pytest.param({"has_obstacle": "ไม่มี"}, {"obstacle"}, id="no obstacle"),
        pytest.param({"has_obstacle": "no"}, {"obstacle"}, id="no obstacle, in English"),
        pytest.param({"has_obstacle": "มี"}, set(), id="an obstacle"),
        pytest.param({"has_obstacle": "ไม่แน่"}, set(), id="an answer that is none"),
        pytest.param({"has_obstacle": "ไม่มี", "obstacle": "-"}, {"obstacle"}, id="a dash is no text"),
        pytest.param({"has_obstacle": "ไม่มี", "obstacle": "ฝน"}, set(), id="filled in all the same"),
        pytest.param({"budget|status": NONE}, set(MAY_BE[1:]), id="no budget"),
        pytest.param({"budget|status": "no budget used"}, set(MAY_BE[1:]), id="no budget, in English"),
        pytest.param({"budget|status": ALLOCATED}, set(), id="a budget"),
        pytest.param({"budget|status": UNSTATED}, set(), id="not stated"),
        pytest.param(
            {"budget|status": NONE, "budget|committed": 0},
            {"budget|received", "budget|disbursed"},
            id="an amount of 0 is filled in",
        ),
        pytest.param({"has_obstacle": "ไม่มี", "budget|status": NONE}, set(MAY_BE), id="neither"),
    ],
)
def test_what_another_answer_makes_needless(said, answers, needless, lang):
    hints, _ = said(answers, lang)
    assert {name for name, words in hints.items() if words == NOT_NEEDED[lang]} == needless


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_cells_are_grey_by_these_very_words(every_method, entries_of, opened, lang):
    """The condition of the look is that the words stand there, so that neither is without the other."""
    form = write_form(every_method, "CSC", lang)
    for name in MAY_BE:
        sheet, cell, _ = entries_of(form)[f"M|{name}"]
        rules = [
            rule.formula[0]
            for cells in opened(form)[sheet].conditional_formatting
            if cell in cells.sqref
            for rule in cells.rules
        ]
        assert [rule for rule in rules if rule.endswith(f'="{NOT_NEEDED[lang]}"')], name


# --- what is due, and what is only pointed out


@pytest.mark.parametrize(
    ("answers", "name", "thai", "english"),
    [
        ({"has_obstacle": "มี"}, "obstacle", "… ยังไม่ได้กรอก “ปัญหาอุปสรรค”", "… “Obstacle” is empty"),
        ({"has_obstacle": "มี", "obstacle": " – "}, "obstacle", "… ยังไม่ได้กรอก “ปัญหาอุปสรรค”", "… “Obstacle” is empty"),
        (
            {"budget|status": UNSTATED},
            "budget|status",
            "… ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอดงบประมาณ",
            "… Whether a budget was used is not stated; the totals leave it out",
        ),
        (
            {"budget|status": "not stated"},
            "budget|status",
            "… ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอดงบประมาณ",
            "… Whether a budget was used is not stated; the totals leave it out",
        ),
    ],
)
def test_what_is_still_due_has_its_own_sign_and_is_no_contradiction(said, answers, name, thai, english):
    for lang, words in zip(LANGUAGES, (thai, english), strict=True):
        hints, problems = said(answers, lang)
        assert (hints[name], problems) == (words, set())


@pytest.mark.parametrize(
    ("answers", "name", "thai"),
    [
        ({"has_obstacle": "มี", "obstacle": "ฝน"}, "obstacle", "ต้องกรอกเมื่อเลือก “มี”"),
        ({"budget|status": ALLOCATED}, "budget|status", "เลือกว่าโครงการนี้ใช้งบประมาณหรือไม่"),
        ({}, "obstacle", "ต้องกรอกเมื่อเลือก “มี”"),
        ({}, "budget|status", "เลือกว่าโครงการนี้ใช้งบประมาณหรือไม่"),
    ],
)
def test_where_nothing_is_to_be_said_the_hint_stands(said, answers, name, thai):
    assert said(answers)[0][name].startswith(thai)


# --- which comes first


@pytest.mark.parametrize(
    ("answers", "carried", "name", "begins"),
    [
        pytest.param({"budget|received": 500}, {}, "budget|received", "= ๕๐๐ บาท (ห้าร้อยบาทถ้วน)", id="an amount alone"),
        pytest.param(
            {"budget|received": 500.0}, {"budget|received": 500.0}, "budget|received",
            "= ๕๐๐ บาท (ห้าร้อยบาทถ้วน) · ↺ ยกมาจากรอบ ๖ เดือน", id="one that is carried over",
        ),
        pytest.param(
            {"budget|received": 501}, {"budget|received": 500.0}, "budget|received",
            "= ๕๐๑ บาท (ห้าร้อยเอ็ดบาทถ้วน)", id="one that was changed",
        ),
        pytest.param(
            {"budget|status": ALLOCATED, "budget|received": 10.0}, {"budget|received": 10.0}, "budget|received",
            "! “งบประมาณที่ได้รับ (บาท)” ๑๐ บาท น้อยผิดปกติเมื่อเทียบกับงบประมาณตามแผน", id="one that is in millions",
        ),
        pytest.param(
            {"budget|status": NONE, "budget|received": ""}, {"budget|received": 10.0}, "budget|received",
            "– ไม่ต้องกรอก", id="one that was cleared because it is needless",
        ),
        pytest.param(
            {"budget|status": UNSTATED}, {"budget|status": UNSTATED}, "budget|status",
            "… ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอดงบประมาณ · ↺ ยกมาจากรอบ ๖ เดือน",
            id="a budget that is carried over as not stated",
        ),
        pytest.param(
            {"budget|status": NONE}, {"budget|status": NONE}, "budget|status",
            "↺ ยกมาจากรอบ ๖ เดือน", id="one that is carried over as stated",
        ),
    ],
)  # fmt: skip
def test_what_contradicts_comes_first_then_what_is_needless_then_where_it_is_from(said, answers, carried, name, begins):
    given = Carried("6", {f"M|{key}": raw for key, raw in carried.items()})
    words = said(answers, carried=given)[0][name]
    assert words == begins or words.startswith(begins + " ")


def test_a_budget_that_is_not_stated_in_other_words_is_not_the_one_that_was_carried_over(said):
    carried = Carried("6", {"M|budget|status": UNSTATED})
    hints, _ = said({"budget|status": "not stated"}, carried=carried)
    assert hints["budget|status"] == "… ยังไม่ระบุว่าใช้งบประมาณหรือไม่ จึงไม่รวมในยอดงบประมาณ"


@pytest.mark.parametrize(
    ("key", "field", "answers", "words"),
    [
        ("M|obstacle", "results.obstacle", {"has_obstacle": "ไม่มี"}, "! ยังไม่ได้กรอก “ปัญหาอุปสรรค”"),
        ("M|budget|received", "budgets.received", {"budget|status": NONE}, "! ยังไม่ได้กรอก “งบประมาณที่ได้รับ (บาท)”"),
        ("M|narrative", "results.narrative", {}, "! ยังไม่ได้กรอก “รายละเอียดการดำเนินงาน”"),
    ],
)
def test_what_the_form_was_returned_for_comes_before_what_is_needless(said, key, field, answers, words):
    found = [{"rule": "ENTRY_REQUIRED", "kpi": "M", "key": key, "field": field}]
    assert said(answers, found=found)[0][key.removeprefix("M|")] == words


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
def test_calculated_afresh_no_cell_changes(every_method, recalculated, differing, tmp_path):
    """In every language and numerals; Thai ones are in other tests too."""
    answers = {
        **{"M|has_obstacle": "no", "M|budget|status": ALLOCATED, "M|budget|received": 1234567.89},
        **{"M|budget|committed": 5, "M|budget|disbursed": "๒๑", "T|budget|status": NONE, "L|budget|status": UNSTATED},
        **{"T|has_obstacle": "มี", "X|budget|received": 10**13, "C|budget|disbursed": 0.01, "G|budget|received": -1},
    }
    arabic = replace(every_method, settings=replace(every_method.settings, numerals="arabic"))
    plans = {"th": every_method, "en": every_method, "arabic": arabic}
    books = {n: write_form(p, "CSC", "en" if n == "en" else "th", answers=answers) for n, p in plans.items()}
    after = recalculated(books, tmp_path)
    assert {name: found for name, book in books.items() if (found := differing(book, after[name]))} == {}
