"""TO DRAW."""

from __future__ import annotations

from pipeline.drawing.page import Page
from pipeline.report.canvas import Canvas
from schemas.fields import Text

ABOUT = Text("status", "status")
WIDTHS: list[float] = [12.0] * 8


def draw(canvas: Canvas, page: Page) -> None:
    """TO DRAW."""
    page.banner(canvas.title, canvas.round)
