"""A narrative that is hardly more than its rubric's text is a copy; one that has something to tell is not."""

from __future__ import annotations

import random

import pytest
from evidence.small import evidence, found, kpi
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evidence import copied as copied_rule
from pipeline.evidence.copied import COPIED, RUN, copy_of
from pipeline.thai import key, to_arabic, to_thai

STUDY = "ศึกษารวบรวมและวิเคราะห์ข้อมูลที่เกี่ยวข้องกับข้อร้องเรียน"
ASSESS = "ประเมินความเสี่ยงรอบ ๖ เดือน และนำข้อมูลรายงานผู้บริหาร"
REPORT = "นำข้อมูลรายงานผู้บริหาร"
SHORT = "ลงนามสัญญา"
RUBRIC = (STUDY, ASSESS, REPORT, SHORT)
DIGITS = pytest.mark.parametrize("digits", [to_arabic, to_thai], ids=["Arabic digits", "Thai digits"])


def copied(narrative, **given):
    return found("NARRATIVE_COPIED", kpi(narrative=narrative), **{"criteria": RUBRIC, **given})


@pytest.mark.parametrize(
    ("narrative", "words", "levels"),
    [
        (STUDY, STUDY, "1"),
        (ASSESS, ASSESS, "2"),
        (REPORT, REPORT, "2"),
        (STUDY.replace("และ", " และ\n"), STUDY.replace("และ", " และ\n"), "1"),
        (f"{STUDY} และ {ASSESS}", STUDY, "1, 2"),
        (f"๑. {STUDY} แล้ว", STUDY, "1"),
        (STUDY[:-6], STUDY[:-6], "1"),
        (STUDY[6:], STUDY[6:], "1"),
        (f"ได้ {ASSESS} เรียบร้อย", ASSESS, "2"),
    ],
    ids=[
        *("a criterion word for word", "with a digit in it", "a part that two levels have", "broken into lines"),
        *("two criteria joined", "numbered and with a word after", "without its end", "without its beginning"),
        "with a word before and one after",
    ],
)
@DIGITS
def test_text_of_the_rubric_is_a_copy_however_it_is_set(narrative, words, levels, digits):
    assert copied(digits(narrative)) == [("1|narrative", {"found": digits(words), "other": levels})]


@pytest.mark.parametrize(
    "narrative",
    [
        "ประชุมคณะทำงานเมื่อ 15 ก.พ. 2565 มีผู้เข้าร่วม 25 คน เห็นชอบร่างแผนแล้ว",
        f"{STUDY} โดยประชุมคณะทำงานเมื่อ 15 ก.พ. 2565 มีผู้เข้าร่วม 25 คน",
        f"{REPORT} ตามหนังสือที่ กค 0203.4/2382 ลงวันที่ 31 มีนาคม 2565",
        "ศึกษาข้อมูล ประเมินความเสี่ยง และรายงานผล",
        SHORT,
        STUDY[: RUN - 1],
        "วิเคราะห์ข้อมูลแล้วพบข้อร้องเรียน 12 เรื่อง ลดลงจากปีก่อน 3 เรื่อง",
        "ประเมินความเสี่ยงรอบ 12 เดือน แล้วพบว่าลดลง",
        "จัดทำร่างขอบเขตของงานพร้อมราคากลาง",
        "".join(letter + "ๆ" for letter in STUDY),
    ],
    ids=[
        *("of its own words", "a criterion and what was done", "a criterion and a letter", "the words, put otherwise"),
        *("shorter than a run", "a letter less than a run", "its nouns with figures", "another round of the year"),
        *("a criterion of another KPI", "its letters, apart"),
    ],
)
@DIGITS
def test_a_narrative_with_something_of_its_own_is_no_copy(narrative, digits):
    assert copied(digits(narrative)) == []


def test_only_the_rubric_of_the_same_kpi_counts():
    rubric = [{"kpi": "1", "level": 1, "criterion": ASSESS}, {"kpi": "2", "level": 1, "criterion": STUDY}]
    both = (kpi("1", narrative=STUDY), kpi("2", narrative=STUDY))
    assert [at for at, _ in found("NARRATIVE_COPIED", *both, rubric=rubric)] == ["2|narrative"]


def test_what_is_not_reported_is_not_judged():
    rows = evidence(kpi(narrative=STUDY, state="returned"), criteria=RUBRIC)
    assert rows == []


def test_a_long_copy_is_quoted_from_its_beginning():
    ((_, words),) = copied(STUDY + ASSESS, criteria=(STUDY + ASSESS,))
    assert words["found"].endswith("…") and len(words["found"]) <= 60
    assert (STUDY + ASSESS).startswith(words["found"][:-1])


LETTERS = "abcdefgh"


@pytest.mark.parametrize(
    ("own", "is_copy"),
    [(0, True), (25, True), (26, False), (100, False)],
    ids=["all of it", "four fifths", "a letter less", "half"],
)
def test_four_fifths_of_the_letters_make_a_copy(own, is_copy):
    criterion = "".join(LETTERS[n % 7] + LETTERS[n // 7 % 7] for n in range(50))
    narrative = criterion + "z" * own
    assert len(criterion) * 100 / (len(criterion) + 25) == COPIED
    assert (copy_of(narrative, {1: criterion}) is not None) == is_copy


def slow_share(letters, rubric):
    """The share of letters within a run that stands in a criterion, told letter by letter."""
    covered = set()
    for start in range(len(letters) - RUN + 1):
        if any(letters[start : start + RUN] in text for text in rubric.values()):
            covered |= set(range(start, start + RUN))
    return len(covered) / max(len(letters), 1)


texts = st.text(st.sampled_from("ab"), max_size=60)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(texts, st.lists(texts, max_size=3))
def test_a_copy_is_covered_by_its_rubric_and_its_longest_run_stands_there(letters, criteria):
    rubric = dict(enumerate(criteria, start=1))
    copy = copy_of(letters, rubric)
    if copy:
        assert slow_share(letters, rubric) >= COPIED / 100
        assert any(letters[copy.start : copy.end] in rubric[level] for level in copy.levels)
        assert copy.end - copy.start >= RUN


def patchwork(dice):
    """A narrative of pieces of criteria with words of its own between them, and the criteria."""
    criteria = ["".join(dice.choices(LETTERS, k=dice.randint(4, 60))) for _ in range(dice.randint(1, 4))]
    own = ("".join(dice.choices("xyz", k=dice.randint(0, 6))) for _ in range(9))
    return "".join(text[dice.randint(0, 9) :] + next(own) for text in criteria * 2), criteria


def test_no_copy_is_overlooked():
    dice = random.Random(7)
    drawn = {str(code): patchwork(dice) for code in range(400)}
    rubric = [
        {"kpi": code, "level": level, "criterion": text}
        for code, (_, criteria) in drawn.items()
        for level, text in enumerate(criteria, start=1)
    ]
    rows = found("NARRATIVE_COPIED", *(kpi(code, narrative=text) for code, (text, _) in drawn.items()), rubric=rubric)
    copies = [code for code, (text, criteria) in drawn.items() if copy_of(text, dict(enumerate(criteria, start=1)))]
    assert [at for at, _ in rows] == [f"{code}|narrative" for code in copies]
    assert 100 < len(copies) < 300


def test_every_kpi_of_many_is_laid_beside_its_own_rubric():
    number = 2 * copied_rule._TOGETHER + 1
    texts = [STUDY if n % 1000 == 0 else ASSESS for n in range(number)]
    rubric = [{"kpi": str(n), "level": 1, "criterion": STUDY} for n in reversed(range(number))]
    rows = found("NARRATIVE_COPIED", *(kpi(str(n), narrative=text) for n, text in enumerate(texts)), rubric=rubric)
    assert [at for at, _ in rows] == [f"{n}|narrative" for n in range(0, number, 1000)]


def test_the_longest_entries_take_no_time():
    long = "ก" * 7999
    assert copy_of(long + "ข", {level: long for level in range(1, 6)}).end == 7999
    assert copy_of("กข" * 4000, {1: key(long)}) is None
