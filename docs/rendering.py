"""Workbooks as LibreOffice prints them, and pages of those prints as pictures (needs LibreOffice and poppler-utils)."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path


def printed(workbooks: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """These workbooks as PDFs in a folder, by one start of LibreOffice: name → file."""
    for name, data in workbooks.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    files = [str(folder / f"{name}.xlsx") for name in workbooks]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    _run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files)
    return {name: folder / f"{name}.pdf" for name in workbooks}


def pages(pdf: Path) -> list[str]:
    """The text of each page, its running line first."""
    return _run("pdftotext", "-raw", str(pdf), "-").split("\f")[:-1]


def picture(pdf: Path, page: int, target: Path, dots_per_inch: int) -> None:
    """A page, counted from 1, as `target`.png."""
    number = ("-f", str(page), "-l", str(page))
    _run("pdftoppm", "-r", str(dots_per_inch), *number, "-singlefile", "-png", str(pdf), str(target))


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
