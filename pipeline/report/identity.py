"""The hidden sheet by which a summary is known when it lies in a later round's inputs."""

from __future__ import annotations

from pipeline.report.canvas import Canvas
from schemas.submission import COLUMN_MARK, KEY_CORNER, VALUE_COLUMN
from schemas.summary import SUMMARY_IDENTITY, SUMMARY_VERSION


def write_identity(canvas: Canvas) -> None:
    """Write the hidden sheet; it comes last."""
    page = canvas.book.page(SUMMARY_IDENTITY, [24.0, 16], hidden=True)
    page.text(0, 0, KEY_CORNER, "key")
    page.text(0, 1, COLUMN_MARK + VALUE_COLUMN, "key")
    said = {"version": SUMMARY_VERSION, "round": canvas.plan.settings.round_id, "plan": canvas.plan.fingerprint}
    for row, (name, value) in enumerate(said.items(), start=1):
        page.text(row, 0, f"{SUMMARY_IDENTITY}|{name}", "key")
        page.text(row, 1, value, "key")
