"""A form is for everybody: ink that stands out, signs beside colours, help at every entry, an order to read it in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from unittest.mock import patch

import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.utils import range_boundaries

from pipeline.drawing.theme import ROLES, WHITE, Theme
from pipeline.forms.filling import Carried
from pipeline.forms.form import write_form
from pipeline.validation.findings import findings
from schemas.submission import LEFTOVERS

LANGUAGES = ("th", "en")
# What ordinary text needs by WCAG 2.1, level AA (success criterion 1.4.3).
ENOUGH = 4.5
BLACK = "#000000"
# Excel shows no longer title at a cell.
LONGEST_PROMPT_TITLE = 32
OVERLAYS = ("asked", "contradicts", "ready", "carried", "unneeded")
ENTRIES = ("entry", "entry_top", "entry_centre", "entry_number")

ANSWERS = {
    "reporter|name": "สมชาย",
    "reporter|date": "เมื่อวาน",
    "M|level|1|status": "แล้วเสร็จ",
    "M|level|1|date": "1/4/2565",
    "M|level|2|status": "ยังไม่ดำเนินการ",
    "M|level|3|status": "แล้วเสร็จ",
    "M|level|4|status": "เกือบเสร็จ",
    "M|level|5|date": "ปลายเดือน",
    "M|self_score": 7,
    "M|narrative": "ก" * 8001,
    "M|has_obstacle": "มี",
    "M|budget|status": "ได้รับจัดสรรงบประมาณ",
    "M|budget|received": 5,
    "M|budget|committed": "สามหมื่น",
    "M|budget|disbursed": 1250000.5,
    "G|has_obstacle": "ไม่มี",
    "G|obstacle": "ฝนตก",
    "G|budget|status": "ไม่ใช้งบประมาณ",
    "G|budget|disbursed": 5,
    "C|has_obstacle": "ไม่มี",
    "C|budget|status": "ยังไม่ระบุ",
    "T|value": "สามร้อย",
    "X|level|1|status": "แล้วเสร็จ",
    "X|level|2|status": "แล้วเสร็จ",
    "X|level|3|status": "แล้วเสร็จ",
    "X|budget|status": "ได้รับจัดสรรงบประมาณ",
    "L|value": 9,
    "L|budget|status": "ไม่ใช้งบประมาณ",
}
CARRIED = {
    "M|level|1|status": "แล้วเสร็จ",
    "M|level|1|evidence": "กค ๐๒๐๓/๑",
    "M|budget|status": "ได้รับจัดสรรงบประมาณ",
    "M|budget|received": 500_000.0,
    "C|level|2|status": "เกือบเสร็จ",
    "C|budget|received": 5.0,
    "C|budget|status": "ได้รับจัดสรรงบประมาณ",
    "G|budget|status": "ไม่ใช้งบประมาณ",
    "X|budget|status": "ยังไม่ระบุ",
}
FOUND = [
    {"rule": "ENTRY_REQUIRED", "kpi": "M", "key": "M|obstacle", "field": "results.obstacle"},
    {"rule": "SCORE_DIFFERS", "kpi": "M", "key": "M|self_score", "field": "results.self_score", "found": "7"},
    {"rule": "LEVEL_SKIPPED", "kpi": "M", "key": "M|level|3|status", "field": "levels.status", "found": "3"},
    {"rule": "AMOUNT_UNREADABLE", "kpi": "M", "key": "M|budget|committed", "field": "budgets.committed", "found": "x"},
    {"rule": "BUDGET_NOT_STATED", "kpi": "C", "key": "C|budget|status", "field": "budgets.status"},
    {"rule": "ENTRY_EXPECTED", "key": "reporter|phone", "field": "reporter.phone"},
    {"rule": "OUTSIDE_THE_FORM", "sheet": "M", "cell": "J9", "found": "x", "other": "1"},
    {"rule": "FORM_OF_EARLIER_PLAN"},
]
LEFT = LEFTOVERS.frame([{"file": "f", "sheet": "M", "cell": "J9", "text": "ดูภาคผนวก"}])
KINDS = ("blank", "filled", "carried", "returned")


@pytest.fixture(scope="module")
def written(every_method):
    """Kind and language → the form; and the roles that any of them is drawn with."""
    roles = set()
    own = Theme.role

    def noting(theme, role, number=""):
        roles.add(role)
        return own(theme, role, number)

    more = {
        "blank": {},
        "filled": {"answers": ANSWERS},
        "carried": {"carried": Carried("6", CARRIED)},
        "returned": {"answers": ANSWERS, "findings": findings(FOUND), "leftovers": LEFT, "revision": 2},
    }
    with patch.object(Theme, "role", noting):
        forms = {
            (kind, lang): write_form(every_method, "CSC", lang, **own_more)
            for kind, own_more in more.items()
            for lang in LANGUAGES
        }
    return forms, roles


@pytest.fixture(scope="module")
def books(written, opened):
    """Kind and language → the form with what its cells show."""
    return {which: opened(form, values=True) for which, form in written[0].items()}


def visible(book):
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


# --- contrast


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    """How far two colours are apart: from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "two", "ratio"),
    [
        ("#000000", "#FFFFFF", 21),
        ("#FFFFFF", "#FFFFFF", 1),
        ("#777777", "#FFFFFF", 4.478),
        ("#767676", "#FFFFFF", 4.542),
        ("#FF0000", "#FFFFFF", 3.998),
    ],
)
def test_contrast_is_measured_as_wcag_does(one, two, ratio):
    assert contrast(one, two) == contrast(two, one) == pytest.approx(ratio, abs=0.001)


# Nobody reads them: the keys are hidden, a rule is a line.
WITHOUT_WORDS = {"key", "rule"}


def test_every_role_that_a_form_is_drawn_with_stands_out_from_its_ground(written):
    _, roles = written
    assert {"entry", "entry_top", "entry_centre", "entry_number", "hint", "alert_title", "carried_sign"} <= roles
    looks = {role: ROLES[role] for role in roles - WITHOUT_WORDS - {*OVERLAYS, "whole"}}
    ratios = {role: contrast(look.get("color", BLACK), look.get("bg", WHITE)) for role, look in looks.items()}
    assert {role: ratio for role, ratio in ratios.items() if ratio < ENOUGH} == {}


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("base", [*ENTRIES, "hint", "centre", "state"])
def test_so_does_what_a_condition_lays_over_it(overlay, base):
    over, under = ROLES[overlay], ROLES[base]
    ink, ground = (over.get(name, under.get(name, other)) for name, other in (("color", BLACK), ("bg", WHITE)))
    assert contrast(ink, ground) >= ENOUGH


@pytest.mark.parametrize("overlay", [*OVERLAYS, "whole"])
@pytest.mark.parametrize("base", [f"{entry}_{severity}" for entry in ENTRIES for severity in ("error", "warning")])
def test_also_over_an_entry_that_was_returned(overlay, base):
    over, under = ROLES[overlay], ROLES[base]
    assert contrast(over.get("color", under["color"]), over.get("bg", under["bg"])) >= ENOUGH


def colour(argb: object, other: str) -> str:
    return f"#{argb[2:]}" if isinstance(argb, str) and argb != "00000000" else other


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_drawn_is_what_the_theme_says(books, kind, lang):
    """Of every cell that shows something, in the workbook itself."""
    faint = {}
    for sheet in visible(books[kind, lang]):
        for cell in (c for row in sheet.iter_rows(min_col=2) for c in row if c.value is not None):
            hidden = sheet.row_dimensions[cell.row].hidden or is_hidden(sheet, cell.column)
            ink = colour(cell.font.color and cell.font.color.rgb, BLACK)
            ground = colour(cell.fill.fgColor.rgb if cell.fill.fill_type else None, WHITE)
            if not hidden and contrast(ink, ground) < ENOUGH:
                faint[f"{sheet.title}!{cell.coordinate}"] = (ink, ground)
    assert faint == {}


def is_hidden(sheet, column: int) -> bool:
    return any(d.hidden and d.min <= column <= d.max for d in sheet.column_dimensions.values())


# --- signs beside colours


def holds(sheet, rule: Rule, first: int, row: int) -> bool:
    """Whether the condition of a look holds in a row, by what the cells show; it is written for the first."""
    formula = rule.formula[0]
    mark = re.fullmatch(r"\$([A-Z])(\d+)=1", formula)
    sign = re.fullmatch(r'LEFT\(\$([A-Z])(\d+),1\)="(.)"', formula)
    words = re.fullmatch(r'\$([A-Z])(\d+)="(.+)"', formula)
    found = mark or sign or words
    assert found, formula
    assert int(found[2]) == first, "a rule refers to its first row"
    value = sheet[f"{found[1]}{row}"].value
    return value == 1 if mark else str(value or "").startswith(sign[3]) if sign else value == words[3]


def looks(book) -> Iterator[tuple[object, object, str]]:
    """Sheet, cell and fill of every look that is laid over a cell now: the first of the conditions that hold."""
    for sheet in visible(book):
        first_of: dict[str, tuple[int, str]] = {}
        for cells in sheet.conditional_formatting:
            for rule in (r for r in cells.rules if "INT(" not in r.formula[0]):
                fill = rule.dxf.fill.bgColor.rgb
                bounds = [range_boundaries(str(area)) for area in cells.sqref.ranges]
                first = min(top for _, top, _, _ in bounds)
                for left, top, _, bottom in bounds:
                    for row in range(top, bottom + 1):
                        cell = sheet.cell(row, left)
                        known = first_of.get(cell.coordinate)
                        if holds(sheet, rule, first, row) and (known is None or rule.priority < known[0]):
                            first_of[cell.coordinate] = (rule.priority, fill)
        yield from ((sheet, sheet[place], fill) for place, (_, fill) in first_of.items())


def head_of(sheet, cell) -> str:
    """What a level's cell is called: the head of its column above it."""
    heads = (sheet.cell(row, cell.column).value for row in range(cell.row, 0, -1))
    return next((value for value in heads if str(value).endswith("*")), "")


def said_beside(sheet, cell) -> str:
    """The label of a row, the words beside its entry, or beside its level."""
    is_level = "|level|" in str(sheet[f"A{cell.row}"].value)
    texts = [
        sheet[f"B{cell.row}"].value,
        *([sheet[f"G{cell.row}"].value] if is_level else [sheet[f"D{cell.row}"].value]),
    ]
    return "\n".join(str(text) for text in (*texts, head_of(sheet, cell) if is_level else "") if text)


SIGNS = {
    "asked": ("*", "…", "ต้องกรอก", "equired"),
    "contradicts": ("!",),
    "ready": ("✓",),
    "carried": ("↺",),
    "unneeded": ("–",),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_look_says_what_no_sign_and_no_words_say(books, kind, lang):
    """A star, or words, where something is asked; ! where it contradicts; ✓ ready; ↺ carried over; – not needed."""
    roles = {"FF" + ROLES[role]["bg"][1:]: role for role in OVERLAYS}
    silent = {}
    for sheet, cell, fill in looks(books[kind, lang]):
        role = roles[fill]
        own = str(cell.value or "") if cell.protection.locked else said_beside(sheet, cell)
        if not any(sign in own for sign in SIGNS[role]):
            silent[f"{sheet.title}!{cell.coordinate}"] = (role, own)
    assert silent == {}


def test_every_look_is_laid_somewhere_in_these_forms(books):
    """Else the test above would look at nothing."""
    seen = {fill for book in books.values() for _, _, fill in looks(book)}
    assert seen == {"FF" + ROLES[role]["bg"][1:] for role in OVERLAYS}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_returned_has_words_at_its_cell(books, written, entries_of, lang):
    """A note, and for an entry with words beside it those too."""
    book, entries = books["returned", lang], entries_of(written[0]["returned", lang])
    for key in (finding["key"] for finding in FOUND if "key" in finding):
        sheet, cell, _ = entries[key]
        assert book[sheet][cell].comment.text.strip(), key
        if cell[0] == "C" and not key.startswith("reporter|"):
            assert str(book[sheet][f"D{cell[1:]}"].value).startswith("!"), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_legend_shows_each_look_with_its_sign(books, lang):
    """In its own colours, and in words."""
    for kind, count in (("blank", 5), ("returned", 7), ("carried", 6)):
        home = next(sheet for sheet in visible(books[kind, lang]) if sheet.title in ("หน้าหลัก", "Start here"))
        title = {"th": "ความหมายของสีและเครื่องหมาย", "en": "What the colours and signs mean"}[lang]
        first = next(cell.row for cell in home["B"] if cell.value == title) + 1
        rows = [(home.cell(row, 2).value, home.cell(row, 3).value) for row in range(first, home.max_row + 1)]
        assert len(rows) == count
        assert all(sign and meaning for sign, meaning in rows)


# --- help at every entry


@pytest.fixture(scope="module")
def prompts(books):
    """Kind and language → (sheet, cell) → the prompt there."""
    found = {}
    for which, book in books.items():
        found[which] = {
            (sheet.title, sheet.cell(row, col).coordinate): rule
            for sheet in book.worksheets
            for rule in sheet.data_validations.dataValidation
            for area in rule.sqref.ranges
            for row, col in area.cells
        }
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_has_a_prompt_whose_title_is_its_label(books, written, entries_of, prompts, kind, lang):
    """So that who hears the form hears at each cell what it is for."""
    checked = 0
    for key, (name, cell, _) in entries_of(written[0][kind, lang]).items():
        if key.startswith("form|"):
            continue
        sheet, rule = books[kind, lang][name], prompts[kind, lang][name, cell]
        column, row = cell[0], int(cell[1:])
        heads = (sheet[f"{column}{at}"] for at in range(row, 0, -1))
        level = "|level|" in key
        label = next(c.value for c in heads if c.font.b and c.value) if level else sheet[f"B{row}"].value
        assert rule.showInputMessage
        assert rule.promptTitle == shortened(label.removesuffix("\u00a0*")), key
        assert rule.prompt.strip(), key
        checked += 1
    assert checked > 100


def shortened(label: str) -> str:
    return label if len(label) <= LONGEST_PROMPT_TITLE else f"{label[: LONGEST_PROMPT_TITLE - 1]}…"


# --- an order to read it in


@pytest.mark.parametrize(
    ("kind", "lang", "names"),
    [
        ("blank", "th", ["หน้าหลัก", *"MSGCTLX"]),
        ("carried", "en", ["Start here", *"MSGCTLX"]),
        ("returned", "th", ["รายการที่ต้องแก้ไข", "หน้าหลัก", *"MSGCTLX", "ส่วนที่ไม่มีที่ในแบบ"]),
        ("returned", "en", ["To fix", "Start here", *"MSGCTLX", "No place in the form"]),
    ],
)
def test_sheets_stand_in_the_order_in_which_they_are_worked_through(books, kind, lang, names):
    """What to fix, the home sheet, the KPIs in the order of the plan, and at the end what has no place."""
    assert [sheet.title for sheet in visible(books[kind, lang])] == names


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_opens_at_its_first_sheet(books, kind):
    assert books[kind, "th"].active.title == visible(books[kind, "th"])[0].title


@pytest.mark.parametrize("kind", KINDS)
def test_entries_follow_each_other_row_by_row(every_method, written, entries_of, kind):
    """In the order in which the plan lists them: from left to right, and from top to bottom."""
    entries = entries_of(written[0][kind, "th"])
    for _, asked in every_method.entries.groupby("kpi", sort=False):
        places = [entries[key] for key in asked["key"]]
        assert len({sheet for sheet, _, _ in places}) == 1
        order = [(int(cell[1:]), cell[0]) for _, cell, _ in places]
        assert order == sorted(order)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_entry_of_a_sheet_is_selected(books, written, entries_of, kind, lang):
    """Whoever does not use a mouse can type at once, and goes on with Tab."""
    own: dict[str, list[tuple[int, str]]] = {}
    for key, (sheet, cell, _) in entries_of(written[0][kind, lang]).items():
        if not key.startswith("form|"):
            own.setdefault(sheet, []).append((int(cell[1:]), cell[0]))
    assert len(own) == 8
    for sheet, places in own.items():
        row, column = min(places)
        active = {selection.activeCell for selection in books[kind, lang][sheet].sheet_view.selection}
        assert f"{column}{row}" in active, sheet


@pytest.mark.parametrize("kind", KINDS)
def test_a_label_stands_left_of_its_entry(books, written, entries_of, kind):
    """Merged areas are read once: none hides a label, and no entry is part of one."""
    book = books[kind, "th"]
    for key, (name, cell, _) in entries_of(written[0][kind, "th"]).items():
        if not key.startswith("form|"):
            assert book[name][f"B{cell[1:]}"].value, key


# --- nothing that only eyes can take in


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_there_is_no_picture_no_chart_and_no_shape(written, kind, lang):
    """The only drawings are the boxes of notes, and each note has words."""
    with zipfile.ZipFile(BytesIO(written[0][kind, lang])) as package:
        names = package.namelist()
        drawn = [name for name in names if re.search(r"media|chart|drawing|diagram|embeddings|ctrlProps", name, re.I)]
        notes = [package.read(name).decode() for name in names if re.search(r"comments\d*\.xml$", name)]
        shapes = [package.read(name).decode() for name in drawn]
    assert all(name.startswith("xl/drawings/vmlDrawing") for name in drawn)
    assert bool(drawn) == (kind == "returned")
    boxes = sum(shape.count('ObjectType="Note"') for shape in shapes)
    assert sum(shape.count("<v:shape ") for shape in shapes) == boxes
    texts = [text for note in notes for text in re.findall(r"<comment [^>]*>(.*?)</comment>", note, re.S)]
    assert len(texts) == boxes
    assert all(re.sub("<[^>]+>", "", text).strip() for text in texts)


# --- on paper


@pytest.fixture(scope="module")
def long_ones(write, answers, twenty_kpis, opened):
    """Forms with sheets that run over: answers of many pages, twenty KPIs, and hundreds of findings."""
    rows = [{"rule": "ENTRY_NOT_ASKED", "kpi": "3.1", "key": f"9.{n}|narrative", "found": "x"} for n in range(300)]
    left = LEFTOVERS.frame([{"file": "f", "sheet": "x", "cell": f"A{n}", "text": "ก" * 300} for n in range(1, 200)])
    long = answers["ICT"] | {"3.1|narrative": "สรุปผลการดำเนินงาน " * 400, "3.4|obstacle": "ฝนตก\n" * 60}
    return [
        opened(write("ICT", answers=long, findings=findings(rows), leftovers=left)),
        opened(write_form(twenty_kpis, "CSC", "th")),
    ]


def test_every_sheet_prints_on_a4_one_page_wide(books, long_ones):
    for book in (*books.values(), *long_ones):
        for sheet in visible(book):
            assert sheet.page_setup.paperSize == 9, sheet.title
            assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToWidth or 1) == (True, 1)


def test_a_sheet_that_may_run_over_says_on_every_page_what_it_is(long_ones):
    """Title rows are repeated on each page, so that a page that was left in the printer is known again."""
    over = {sheet.title: sheet.print_title_rows for book in long_ones for sheet in visible(book) if runs_over(sheet)}
    assert {"รายการที่ต้องแก้ไข", "หน้าหลัก", "3.1", "ส่วนที่ไม่มีที่ในแบบ"} <= set(over)
    assert {title for title, rows in over.items() if not rows} == set()


def runs_over(sheet) -> bool:
    return sheet.page_setup.fitToHeight == 0


def test_every_page_says_whose_it_is_and_which_page(books, long_ones):
    for book in (*books.values(), *long_ones):
        for sheet in visible(book):
            assert sheet.oddHeader.left.text
            assert sheet.oddHeader.right.text
            assert "&P" in sheet.oddFooter.center.text.replace("[Page]", "&P")
