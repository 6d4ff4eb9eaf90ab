"""Texts that break careless workbooks, in every field that somebody types: one summary that holds them all."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pipeline.consolidation.summary import Summary
from support.seed import plan_of, summary_of
from support.zoo import ALLOCATED, REPORTING, Zoo

# What stands in a cell of Excel at the most.
FULL = 32_767
LONGEST = " ".join(f"ครั้งที่ {n} คณะกรรมการรับทราบความพร้อม (readiness) ของระบบแล้ว" for n in range(999))[: FULL - 3] + "จบ."
LONGEST_KPI = "1.1"
RIGHT_TO_LEFT = "ผลงาน مرحبا بالعالم 123 และ שלום עולם จบ"
EMOJI = "เสร็จ 😀 👩‍👩‍👧 🇹🇭 ✅ 50 % จบ"
# Name of a kind → the text.
NASTY = {
    "the longest": LONGEST,
    "right to left": RIGHT_TO_LEFT,
    "emoji": EMOJI,
    "a formula": "=1+1",
    "a plus": "+66 2 123 4567",
    "a minus": "-5 หรือ - 6",
    "an at": "@SUM(A1:A9)",
    "a full-width formula": "＝1+1",
    "a link by formula": '=HYPERLINK("http://evil.example","กดที่นี่")',
    "a command": "=cmd|' /C calc'!A0",
    "a link": "http://evil.example/?a=1&b=2#c",
    "a mail link": "mailto:x@evil.example?subject=y",
    "a share": r"\\evil\share\x.xlsx",
    "a file link": "file:///etc/passwd",
    "an inner link": "internal:'ปก'!A1",
    "another workbook": "'[evil.xlsx]Sheet1'!A1",
    "a tab": "\tก\tข",
    "line breaks": "บรรทัด 1\r\nบรรทัด 2\rบรรทัด 3\n\n\nบรรทัด 6",
    "an escaped break": "ก_x000D_ข _x0041_",
    "controls": "ก\x01ข\x07ค\x1b[31mง",
    "spaces around": "  ก  ข  ",
    "nothing to see": "ก\u200bข\ufeffค\u00adง\u00a0จ",
    "markup": "</t></is></c><c><f>1+1</f></c> & \"x\" 'y' ]]>",
    "codes of a header": "&G &P &[File] &&",
    "braces": "{0} {found} %s {{x}}",
    "an apostrophe": "'=1+1",
    "a number": "00123",
    "a truth": "TRUE",
    "an error": "#REF!",
}
TEXTS = ("narrative", "obstacle", "suggestion")
SHORT = {kind: text for kind, text in NASTY.items() if kind != "the longest"}
CODES = {kind: f"1.{number}" for number, kind in enumerate(NASTY, start=1)}


@cache
def nasty() -> Summary:
    """A project for each kind, whose names, criteria, evidence, results and reporter say it; not to be changed.

    A form takes fewer letters than a cell: the longest text is put where what a form says would stand.
    """
    zoo = Zoo()
    for kind, text in NASTY.items():
        name = text if kind in SHORT else "โครงการที่เล่ายาว"
        zoo.project(CODES[kind], name=name)
        zoo.kpi(CODES[kind], levels=2, plan={"name": name, "unit": name, "criteria": [name] * 5}, has_obstacle="มี")
        zoo.answers[REPORTING] |= {f"{CODES[kind]}|{field}": text if kind in SHORT else "ยาว" for field in TEXTS}
        zoo.level(CODES[kind], 1, evidence=name)
        zoo.budget(CODES[kind], ALLOCATED, 1_000_000, 250_000)
    zoo.tables["opening"] = [{"heading": text, "text": text} for text in SHORT.values()]
    zoo.tables["departments"][0] |= {"name": NASTY["a link by formula"], "contact": NASTY["a command"]}
    zoo.tables["issues"][0]["name"] = NASTY["an at"]
    zoo.tables["settings"][0] |= {"organisation": "=กรม+1", "plan_name": "@แผน & ผล"}
    reporter = dict(zip(("name", "position", "phone", "email", "approver"), list(SHORT.values())[2:], strict=False))
    zoo.answers[REPORTING] |= {f"reporter|{field}": text for field, text in reporter.items()}
    summary = summary_of(plan_of(zoo.tables), zoo.answers)
    long = summary.scores["kpi"] == LONGEST_KPI
    return replace(summary, scores=summary.scores.assign(narrative=summary.scores["narrative"].mask(long, LONGEST)))
