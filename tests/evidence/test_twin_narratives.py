"""A narrative that was told before, for another project or in the earlier round, is a twin; likeness alone is none."""

from __future__ import annotations

import random

import numpy as np
import pytest
from evidence.small import GOOD, earlier, evidence, found, kpi

from pipeline.evidence import twins
from pipeline.evidence.fingerprints import fingerprints
from pipeline.thai import key, to_arabic, to_thai

LONG = (
    "คณะทำงานได้ประชุมร่วมกับผู้แทนจากส่วนราชการในสังกัดทั้งสิ้น 12 แห่ง เมื่อวันที่ 7 มกราคม 2565 เพื่อพิจารณาร่างแผนการจัดเก็บข้อมูล "
    "และกำหนดผู้รับผิดชอบของแต่ละหน่วยงาน โดยที่ประชุมมีมติเห็นชอบร่างแผนดังกล่าว และให้ฝ่ายเลขานุการแจ้งเวียนภายใน 15 วัน"
)


def twins_of(one, other, **told):
    """Who is named as the twin of whom, of KPIs 1 and 2."""
    rows = found("NARRATIVE_TWIN", kpi("1", narrative=one), kpi("2", narrative=other, **told))
    return [(at, words["other"]) for at, words in rows]


BOTH = [("1|narrative", "2"), ("2|narrative", "1")]


@pytest.mark.parametrize(
    ("other", "digits"),
    [
        (LONG, to_arabic),
        (LONG, to_thai),
        (LONG.replace(" ", ""), to_arabic),
        (LONG.replace(" ", " \n"), to_thai),
        (LONG + " แล้ว", to_arabic),
        ("1. " + LONG, to_thai),
        (LONG.replace("12 แห่ง", "9 แห่ง"), to_arabic),
        (LONG.replace("7 มกราคม", "26 มกราคม"), to_thai),
        (LONG.replace("ส่วนราชการ", "หน่วยงาน"), to_arabic),
        (LONG[:-12], to_arabic),
    ],
    ids=[
        *("the same", "the same in Thai digits", "without spaces", "on other lines", "and a word more", "numbered"),
        *("with another figure", "with another day", "with another word", "without its end"),
    ],
)
def test_projects_that_tell_the_same_or_nearly_so_are_twins(other, digits):
    assert twins_of(LONG, digits(other)) == BOTH


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (LONG, GOOD, {}),
        (LONG, LONG[: len(LONG) // 2], {}),
        (LONG, LONG + GOOD, {}),
        (LONG, " ".join(reversed(LONG.split())), {}),
        (LONG, LONG, {"project": "1"}),
        (LONG, LONG, {"state": "returned"}),
        ("ดำเนินการแล้วเสร็จตามแผน", "ดำเนินการแล้วเสร็จตามแผน", {}),
        ("อบรม 310 คน", "อบรม ๓๑๐ คน", {}),
        (
            "ผู้เข้าอบรมหลักสูตรด้านดิจิทัล ทั้งหมด 7 หลักสูตร จำนวน 310 คน",
            "ผู้เข้าอบรมหลักสูตรด้านดิจิทัล ทั้งหมด 5 หลักสูตร จำนวน 25 คน",
            {},
        ),
        (LONG, LONG[:70] + "สำรวจความเห็นของประชาชนในพื้นที่เป้าหมายแล้วสรุปผลเสนอผู้บริหาร" + LONG[130:], {}),
        (None, None, {}),
    ],
    ids=[
        *("of other things", "half of it", "it and as much again", "its phrases in another order"),
        *("of the same project", "of one that is not reported", "a word that anybody says", "short, in other digits"),
        *("short, with other figures", "with another middle", "nothing told"),
    ],
)
@pytest.mark.parametrize("digits", [to_arabic, to_thai], ids=["Arabic digits", "Thai digits"])
def test_projects_that_are_only_alike_are_no_twins(one, other, told, digits):
    assert twins_of(one and digits(one), other, **told) == []


def test_a_twin_is_quoted_from_its_beginning():
    ((_, words), _) = found("NARRATIVE_TWIN", kpi("1", narrative=LONG), kpi("2", narrative=LONG))
    assert LONG.startswith(words["found"][:-1]) and 50 <= len(words["found"]) <= 60


def test_a_few_others_are_named_and_then_there_are_more():
    rows = found("NARRATIVE_TWIN", *(kpi(code, narrative=LONG) for code in "123456"))
    assert [words["other"] for _, words in rows[:2]] == ["2, 3, 4, …", "1, 3, 4, …"]
    assert len(rows) == 6


def test_order_of_rows_changes_no_twin():
    rows = [kpi(str(n), narrative=LONG + "ก" * (n // 2)) for n in range(8)] + [kpi("9", narrative=GOOD)]
    keys = {at for at, _ in found("NARRATIVE_TWIN", *rows)}
    assert keys == {at for at, _ in found("NARRATIVE_TWIN", *reversed(rows))} == {f"{n}|narrative" for n in range(8)}


def candidates_of(texts, rows=None):
    return twins._candidates(fingerprints(texts), np.arange(len(texts)) if rows is None else np.array(rows, np.intp))


def near(texts):
    """Every pair of different texts that share nearly all shingles, by comparing all with all."""
    return {
        (one, other)
        for one in range(len(texts))
        for other in range(one)
        if texts[one] != texts[other] and twins._share(texts[one], texts[other]) >= twins.NEAR
    }


def test_near_texts_are_found_without_comparing_all_with_all():
    draw = random.Random(1)
    first = [key("".join(draw.choices(LONG, k=draw.randint(60, 300)))) for _ in range(100)]
    changed = [text[:9] + draw.choice("กขค") + text[10:] for text in first]
    texts = list(dict.fromkeys([*first, *changed]))
    candidates = {(max(pair), min(pair)) for pair in candidates_of(texts).tolist()}
    pairs = near(texts)
    assert len(pairs) > 70
    assert len(pairs & candidates) >= 0.99 * len(pairs)
    assert len(candidates) < 2 * len(texts)


def test_a_letter_that_everybody_copies_is_compared_with_few():
    texts = [key(LONG) + f"{number:03d}" for number in range(600)]
    assert len(candidates_of(texts)) <= 600 * 8 * twins._BESIDE


def test_only_the_rows_that_are_asked_for_are_compared():
    texts = [key(LONG) + "ก" * number for number in range(6)]
    assert set(candidates_of(texts, [1, 3, 4]).ravel().tolist()) == {1, 3, 4}
    assert candidates_of(texts, []).tolist() == candidates_of(texts, [2]).tolist() == []


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        ((LONG, 2), {"score": 3}, "2 → 3"),
        ((LONG, 3), {"score": 2}, "3 → 2"),
        ((LONG, 0), {"score": 1}, "0 → 1"),
        ((LONG, 3.5), {"score": 4.16666}, "3.5 → 4.17"),
        ((to_thai(LONG), 2), {}, "2 → 3"),
        ((LONG.replace(" ", "\n"), 2), {}, "2 → 3"),
        (("ลงนามแล้ว", 2), {"narrative": "ลงนามแล้ว"}, "2 → 3"),
        ((LONG, 2), {"percent": None}, "2 → 3"),
    ],
    ids=["risen", "fallen", "from nothing", "by decimals", "in other digits", "on other lines", "short", "no percent"],
)
def test_a_narrative_of_the_earlier_round_explains_no_other_score(before, now, words):
    rows = found("NARRATIVE_UNCHANGED", kpi(**{"narrative": LONG, **now}), before=earlier(k1=before))
    assert [(at, said["other"]) for at, said in rows] == [("1|narrative", words)]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"k1": (LONG, 3)}, {}),
        ({"k1": (LONG, 3.00001)}, {}),
        ({"k1": (LONG + " แล้ว", 2)}, {}),
        ({"k1": (LONG.replace("12", "13"), 2)}, {}),
        ({"k1": (None, 2)}, {}),
        ({"k1": (LONG, None)}, {}),
        ({"k1": (LONG, 2)}, {"score": None}),
        ({"k2": (LONG, 2)}, {}),
        ({"k1": (LONG, 2)}, {"state": "returned"}),
        ({"k1": (None, 2)}, {"narrative": None}),
        ({}, {}),
    ],
    ids=[
        *("the score is the same", "by less than is shown", "a word was added", "a figure is new", "told nothing then"),
        *("no score then", "no score now", "another KPI's", "not reported now", "told nothing at all", "no KPI then"),
    ],
)
def test_a_narrative_may_stay_where_the_score_does(before, now):
    assert found("NARRATIVE_UNCHANGED", kpi(**{"narrative": LONG, **now}), before=earlier(**before)) == []


def test_without_an_earlier_round_nothing_is_unchanged():
    assert [row for row in evidence(kpi(narrative=LONG)) if row["rule"] == "NARRATIVE_UNCHANGED"] == []
