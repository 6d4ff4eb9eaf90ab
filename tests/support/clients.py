"""LibreOffice and poppler, as tests use them: one start for many files, with a profile of its own."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

needs_libreoffice = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed")
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils (pdftotext) is not installed")


def converted(files: Iterable[Path], to: str, folder: Path) -> dict[str, Path]:
    """These files, opened and saved by LibreOffice as `to` (xlsx, ods, xls, pdf): stem → the new file."""
    given = list(files)
    folder.mkdir(parents=True, exist_ok=True)
    profile = (folder / ".profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", to]
    subprocess.run([*command, "--outdir", str(folder), *map(str, given)], check=True, capture_output=True, timeout=300)
    shutil.rmtree(folder / ".profile", ignore_errors=True)
    made = {path.stem: folder / f"{path.stem}.{to.partition(':')[0]}" for path in given}
    missing = [path.name for path in made.values() if not path.exists()]
    assert not missing, f"LibreOffice did not write {missing}"
    return made


def pdf_text(path: Path) -> str:
    """The text of a PDF, as it stands on its pages."""
    done = subprocess.run(["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8")
