"""How things look: every colour, font size and border by the role it plays; nothing outside names a colour."""

from __future__ import annotations

import math
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pipeline.drawing.figures import Figures
from pipeline.drawing.fonts import family

NAVY = "#1F3864"
GOLD = "#BF9000"
DEEP_GOLD = "#7F6000"
INK = "#262626"
MUTED = "#595959"
LINE = "#B4C6E0"
PALE = "#DCE6F2"
PALER = "#F3F6FB"
WHITE = "#FFFFFF"
LINK = "#1F3FA8"
URGENT = "#B45309"
ASK = "#FFF2CC"
ASK_LINE = "#B45309"
ERROR = "#A80000"
ERROR_FILL = "#F8CBAD"
WARNING_FILL = "#FFE699"
WARNING_INK = "#7F4A00"
GOOD_FILL = "#E2EFDA"
GOOD_INK = "#2F5D1E"
CARRIED_FILL = "#E4DFEC"
BAR = "#8EA9DB"
PALE_BAR = "#BDD0EC"
PALE_RATE_BAR = "#EBD58F"

# Chart colours of scores 0 to 5: from what must be hurried to what is done.
SCORE_COLOURS = ("#7F1D1D", "#843C0C", "#DD8A4F", "#D9DEE8", "#8EA9DB", "#1F3864")
SCORE_INKS = (WHITE, WHITE, INK, INK, INK, WHITE)
# Chart colours of the states of a KPI.
STATE_COLOURS = {"reported": BAR, "returned": "#843C0C", "missing": "#DD8A4F", "not_due": PALE, "cancelled": "#D0CECE"}
STATE_INKS = {"reported": INK, "returned": WHITE, "missing": INK, "not_due": INK, "cancelled": INK}

BODY = 10.5
_TOP = {"valign": "top", "text_wrap": True}
_CELL = {"border": 1, "border_color": LINE, "valign": "vcenter"}
_LEFT = {"align": "left", "indent": 1}
_WRAP = {"text_wrap": True}
_BAND = {"top": 1, "bottom": 1, "top_color": LINE, "bottom_color": LINE}
# A figure that is too wide, in a font that took the place of a missing one, is drawn smaller and never as ###.
_FIGURE = {"shrink": True}
_ENTRY = {"border": 1, "border_color": LINE, "locked": False, "text_wrap": True, "valign": "vcenter"}

ROLES: dict[str, dict[str, Any]] = {
    # page furniture
    "title": {"size": 16, "bold": True, "color": WHITE, "bg": NAVY, "valign": "vcenter", **_LEFT, **_WRAP},
    "subtitle": {"size": BODY, "color": "#D9E2F3", "bg": NAVY, "valign": "vcenter", **_LEFT, **_WRAP},
    "rule": {"bg": GOLD},
    "alert_title": {"size": 16, "bold": True, "color": WHITE, "bg": ERROR, "valign": "vcenter", **_LEFT, **_WRAP},
    "alert_subtitle": {"size": BODY, "color": "#F6D5D5", "bg": ERROR, "valign": "vcenter", **_LEFT, **_WRAP},
    "heading": {"size": 12, "bold": True, "color": NAVY, "valign": "vcenter", "bottom": 2, "bottom_color": NAVY},
    "project_heading": {
        "size": 13,
        "bold": True,
        "color": NAVY,
        "valign": "vcenter",
        "bottom": 2,
        "bottom_color": GOLD,
        "text_wrap": True,
    },
    "project_back": {
        "size": BODY,
        "color": LINK,
        "underline": 1,
        "align": "right",
        "valign": "vcenter",
        "bottom": 2,
        "bottom_color": GOLD,
    },
    "caption": {"size": 9, "italic": True, "color": MUTED, "valign": "vcenter"},
    "caption_wrap": {"size": 9, "italic": True, "color": MUTED, **_TOP},
    "plain": {"color": INK, "valign": "vcenter"},
    "plain_wrap": {"color": INK, **_TOP},
    "decided": {"size": 9, "color": NAVY, "bg": PALER, **_CELL, **_LEFT, **_WRAP},
    "lead": {"size": 12, "color": INK, **_TOP},
    "bold": {"bold": True, "color": INK, "valign": "vcenter"},
    "link": {"color": LINK, "underline": 1, "valign": "vcenter"},
    "link_right": {"color": LINK, "underline": 1, "align": "right", "valign": "vcenter"},
    # cover
    "cover_title": {"size": 22, "bold": True, "color": NAVY, "align": "center", "valign": "vcenter", **_WRAP},
    "cover_line": {"size": 14, "color": INK, "align": "center", "valign": "vcenter", **_WRAP},
    "cover_small": {"size": BODY, "color": MUTED, "align": "center", "valign": "vcenter", **_WRAP},
    "cover_organisation": {
        "size": 14,
        "bold": True,
        "color": DEEP_GOLD,
        "align": "center",
        "valign": "vcenter",
        **_WRAP,
    },
    "contents_code": {"color": LINK, "underline": 1, "align": "right", "indent": 1, **_CELL},
    "contents_project": {"size": 9, "color": MUTED, "align": "left", "indent": 2, **_CELL, **_WRAP},
    # opening pages: a paragraph is 16 points of TH SarabunPSK, as in official letters
    "opening_title": {"size": 15, "bold": True, "color": INK, "align": "center", "valign": "vcenter", **_WRAP},
    "opening_heading": {"size": 12, "bold": True, "color": NAVY, "valign": "vcenter", **_WRAP},
    "paragraph": {"size": 11.25, "color": INK, **_TOP},
    "listed": {"size": 9, "color": INK, **_CELL, **_LEFT, **_WRAP},
    # tables
    "head": {"bold": True, "color": WHITE, "bg": NAVY, "align": "center", **_CELL, **_WRAP},
    "label": {"bold": True, "color": INK, "bg": PALE, **_CELL, **_LEFT, **_WRAP},
    "text": {"color": INK, **_CELL, **_LEFT, **_WRAP},
    "text_right": {"color": INK, "align": "right", "indent": 1, **_CELL, **_WRAP},
    "text_top": {"color": INK, **_CELL, **_LEFT, **_TOP},
    "small_top": {"size": 9, "color": INK, **_CELL, **_LEFT, **_TOP},
    "small": {"size": 8, "color": MUTED, "align": "left", **_CELL, **_WRAP},
    "centre": {"color": INK, "align": "center", **_CELL, **_WRAP},
    "centre_top": {"color": INK, "align": "center", **_CELL, **_TOP},
    "muted": {"color": MUTED, "align": "center", **_CELL, **_WRAP},
    "number": {"color": INK, "align": "right", **_CELL, **_FIGURE},
    "number_centre": {"color": INK, "align": "center", **_CELL, **_FIGURE},
    "strong_number": {"bold": True, "color": INK, "align": "center", **_CELL, **_FIGURE},
    "code_link": {"color": LINK, "underline": 1, "align": "center", **_CELL},
    "code_link_top": {"color": LINK, "underline": 1, "align": "center", **_CELL, "valign": "top"},
    "score_top": {"bold": True, "color": INK, "align": "center", **_CELL, "valign": "top"},
    "text_link": {"color": LINK, "underline": 1, **_CELL, **_LEFT},
    # A line of a table whose words run on over the cells beside theirs: no border stands in them.
    "band": {"bold": True, "color": NAVY, "bg": PALE, "valign": "vcenter", **_LEFT, **_BAND},
    "group": {"bold": True, "color": NAVY, "bg": PALE, **_CELL, **_LEFT},
    "group_number": {"bold": True, "color": NAVY, "bg": PALE, "align": "right", **_CELL, **_FIGURE},
    "group_centre": {"bold": True, "color": NAVY, "bg": PALE, "align": "center", **_CELL, **_FIGURE},
    "total": {"bold": True, "color": WHITE, "bg": NAVY, **_CELL, **_LEFT},
    "total_number": {"bold": True, "color": WHITE, "bg": NAVY, "align": "right", **_CELL, **_FIGURE},
    "total_centre": {"bold": True, "color": WHITE, "bg": NAVY, "align": "center", **_CELL, **_FIGURE},
    "amount": {"color": INK, "align": "right", "indent": 1, **_CELL, **_FIGURE},
    "amount_warning": {
        "bold": True,
        "color": WARNING_INK,
        "bg": ASK,
        "align": "right",
        "indent": 1,
        **_CELL,
        **_FIGURE,
    },
    "group_amount": {"bold": True, "color": NAVY, "bg": PALE, "align": "right", "indent": 1, **_CELL, **_FIGURE},
    "total_amount": {"bold": True, "color": WHITE, "bg": NAVY, "align": "right", "indent": 1, **_CELL, **_FIGURE},
    "group_count": {"color": NAVY, "bg": PALE, "align": "right", "indent": 1, **_CELL},
    "group_link": {"bold": True, "color": LINK, "underline": 1, "bg": PALE, "align": "center", **_CELL},
    "group_name": {"bold": True, "color": NAVY, "bg": PALE, **_CELL, **_LEFT, **_WRAP},
    "total_name": {"bold": True, "color": WHITE, "bg": NAVY, **_CELL, **_LEFT, **_WRAP},
    "dots": {"size": 12, "color": NAVY, "align": "center", **_CELL},
    "big_score": {"size": 16, "bold": True, "color": NAVY, "align": "center", **_CELL, "valign": "top"},
    "big_score_low": {"size": 16, "bold": True, "color": URGENT, "align": "center", **_CELL, "valign": "top"},
    "level": {"bold": True, "color": MUTED, "bg": PALER, "align": "center", **_CELL},
    "level_counts": {"bold": True, "color": NAVY, "bg": PALE, "align": "center", **_CELL},
    "level_met": {"bold": True, "color": WHITE, "bg": NAVY, "align": "center", **_CELL},
    "criterion": {"color": MUTED, **_CELL, **_LEFT, **_WRAP},
    "criterion_met": {"color": INK, **_CELL, **_LEFT, **_WRAP},
    "criterion_top": {"bold": True, "color": INK, "bg": PALE, **_CELL, **_LEFT, **_WRAP},
    "fact_top": {"bold": True, "color": INK, "bg": PALE, "align": "center", **_CELL},
    "status_top": {"bold": True, "color": NAVY, "bg": PALE, "align": "center", **_CELL, **_WRAP},
    "error": {"bold": True, "color": ERROR, "bg": ERROR_FILL, "align": "center", **_CELL, **_WRAP},
    "warning": {"bold": True, "color": WARNING_INK, "bg": ASK, "align": "center", **_CELL, **_WRAP},
    "note": {"color": MUTED, "bg": PALER, "align": "center", **_CELL, **_WRAP},
    "good": {"bold": True, "color": GOOD_INK, "bg": GOOD_FILL, "align": "center", **_CELL, **_WRAP},
    # executive page
    "card_label": {
        "size": BODY,
        "color": MUTED,
        "bg": PALER,
        "align": "center",
        "valign": "vcenter",
        "top": 5,
        "top_color": NAVY,
    },
    "card_value": {
        "size": 22,
        "bold": True,
        "color": NAVY,
        "bg": PALER,
        "align": "center",
        "valign": "vcenter",
        **_FIGURE,
    },
    "card_note": {"color": MUTED, "bg": PALER, "align": "center", "valign": "vcenter"},
    "urgent_label": {
        "size": BODY,
        "color": MUTED,
        "bg": PALER,
        "align": "center",
        "valign": "vcenter",
        "top": 5,
        "top_color": URGENT,
    },
    "urgent_value": {
        "size": 22,
        "bold": True,
        "color": URGENT,
        "bg": PALER,
        "align": "center",
        "valign": "vcenter",
        **_FIGURE,
    },
    "sentence": {"color": INK, **_TOP, "bottom": 1, "bottom_color": LINE},
    "card_link": {"color": LINK, "underline": 1, "bg": PALER, "align": "center", "valign": "vcenter"},
    "card_gap": {"size": 4},
    "message": {"size": 13, "bold": True, "color": NAVY, "valign": "vcenter", **_LEFT, **_WRAP},
    "reporting": {"color": INK, "valign": "vcenter", **_LEFT, **_WRAP},
    "reporting_urgent": {"bold": True, "color": URGENT, "valign": "vcenter", **_LEFT, **_WRAP},
    "heading_link": {
        "color": LINK,
        "underline": 1,
        "align": "right",
        "valign": "vcenter",
        "bottom": 2,
        "bottom_color": NAVY,
    },
    "bullet": {"color": URGENT, "align": "center", "valign": "vcenter", "bottom": 1, "bottom_color": LINE},
    "follow_up": {"color": INK, "valign": "vcenter", "text_wrap": True, "bottom": 1, "bottom_color": LINE},
    "follow_up_link": {
        "color": LINK,
        "underline": 1,
        "align": "right",
        "valign": "vcenter",
        "bottom": 1,
        "bottom_color": LINE,
    },
    # form entries
    "entry": {"color": INK, "align": "left", "indent": 1, **_ENTRY},
    "entry_top": {"color": INK, "align": "left", "indent": 1, **_ENTRY, "valign": "top"},
    "entry_centre": {"color": INK, "align": "center", **_ENTRY},
    "entry_number": {"color": INK, "align": "right", "indent": 1, **_ENTRY},
    "computed": {"color": INK, "bg": PALER, "align": "center", **_CELL},
    "computed_number": {"color": INK, "bg": PALER, "align": "right", "indent": 1, **_CELL},
    "state": {"bold": True, "color": INK, "align": "center", **_CELL, **_WRAP},
    "hint": {"size": 9, "italic": True, "color": MUTED, "valign": "vcenter", **_LEFT, **_WRAP},
    "step": {"bold": True, "color": WHITE, "bg": NAVY, "align": "center", **_CELL},
    "carried_sign": {"bold": True, "color": INK, "bg": CARRIED_FILL, "align": "center", **_CELL, **_WRAP},
    "section_error": {"bold": True, "color": WHITE, "bg": ERROR, **_CELL, **_LEFT},
    "section_warning": {"bold": True, "color": WARNING_INK, "bg": WARNING_FILL, **_CELL, **_LEFT},
    "section_note": {"bold": True, "color": MUTED, "bg": PALER, **_CELL, **_LEFT},
    "key": {"size": 8, "color": "#A6A6A6"},
    # data sheets: one line a row, whatever it holds
    "data": {"size": 9, "color": INK, "valign": "vcenter", "align": "left"},
    "data_centre": {"size": 9, "color": INK, "valign": "vcenter", "align": "center", **_FIGURE},
    "data_number": {"size": 9, "color": INK, "valign": "vcenter", "align": "right", "indent": 1, **_FIGURE},
    # plan workbook
    "help": {"size": 9, "italic": True, "color": MUTED, "bg": PALER, **_CELL, **_TOP, **_LEFT},
    # looks laid over a cell by a condition
    "asked": {"bg": ASK, "border": 1, "border_color": ASK_LINE},
    "contradicts": {"bg": ERROR_FILL, "color": ERROR, "border": 1, "border_color": ERROR},
    "ready": {"bg": GOOD_FILL, "color": GOOD_INK},
    "carried": {"bg": CARRIED_FILL, "color": INK},
    "unneeded": {"bg": PALER, "color": MUTED},
    "whole": {},
    "quiet_zero": {"num_format": '"·"'},
}

# An entry with a finding keeps the shape of its kind.
_FLAGGED = {
    "error": {"color": ERROR, "bg": ERROR_FILL, "border_color": ERROR},
    "warning": {"color": WARNING_INK, "bg": WARNING_FILL, "border_color": URGENT},
}
ROLES |= {
    f"{entry}_{severity}": {**ROLES[entry], **look}
    for entry in ("entry", "entry_top", "entry_centre", "entry_number")
    for severity, look in _FLAGGED.items()
}

_NAMES = {"size": "font_size", "color": "font_color", "bg": "bg_color"}
_OVERLAYS = ("asked", "contradicts", "ready", "carried", "unneeded", "whole", "quiet_zero")


class Theme:
    """The formats of one workbook: by role, and by the name of a number format.

    `size`: the points of its body text, all else in proportion; None for those that suit the font.
    """

    def __init__(self, book: Workbook, font: str, figures: Figures, size: float | None = None) -> None:
        self.font = font
        self.figures = figures
        self._book = book
        self._formats: dict[tuple[str, str], Format] = {}
        self._family = family(font)
        self._enlarged = 1.0 if size is None else size / (BODY * self._family.scale)

    def size(self, role: str) -> float:
        """The font size of a role, in points of this workbook's font."""
        return self.points(ROLES[role].get("size", BODY))

    def points(self, size: float) -> float:
        """A size of the theme in points of this workbook's font, to half a point; one that was chosen is not exceeded."""
        halves = size * self._family.scale * self._enlarged * 2
        return (round(halves) if self._enlarged == 1 else math.floor(halves + 1e-6)) / 2

    def pitch(self, role: str) -> float:
        """The points from one line of a role's text to the next."""
        return self._measured(role) * self._family.pitch

    def measure(self, role: str) -> float:
        """The size to measure a role's text by: that of the font whose widths are known, a little more when bold."""
        return self._measured(role) * (1.06 if ROLES[role].get("bold") else 1.0)

    def _measured(self, role: str) -> float:
        return float(ROLES[role].get("size", BODY)) * self._enlarged

    def role(self, role: str, number: str = "") -> Format:
        """The format of a role, with the number format that a name of `Figures.format` stands for."""
        known = self._formats.get((role, number))
        if known is None:
            known = self._formats[role, number] = self._make(role, number)
        return known

    def _make(self, role: str, number: str) -> Format:
        look = {_NAMES.get(name, name): value for name, value in ROLES[role].items()}
        if role not in _OVERLAYS:
            look |= {"font_name": self.font, "font_size": self.size(role), "font_charset": 222}
        if number:
            look["num_format"] = self.figures.format(number)
        return self._book.add_format(look)
