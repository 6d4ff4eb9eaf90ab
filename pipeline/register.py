"""The register: every file of the inputs folder with its one state, and the reason in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from pipeline.intake.taken import FileRecord
from pipeline.validation import findings as words
from pipeline.validation.identity import CANDIDATE
from schemas.fields import Text
from schemas.summary import REGISTER

_REASONS = {
    "plan": Text("แฟ้มแผนของรอบนี้", "The plan of this round"),
    CANDIDATE: Text("แบบรายงานของหน่วยงาน", "The department's form"),
    "superseded": Text("มีฉบับใหม่กว่า: {other}", "A later revision stands: {other}"),
    "unchanged_copy": Text("เนื้อหาเหมือนแฟ้ม {other}", "Same content as {other}"),
    "earlier_summary": Text("รายงานที่ระบบจัดทำในรอบก่อน", "A summary made in an earlier round"),
    "ignored": Text("แฟ้มระบบหรือแฟ้มชั่วคราว", "A system file or a temporary one"),
    "form": Text("ยังไม่ได้ตรวจ เพราะไม่มีแผนที่ใช้ได้", "Not looked at, since there is no usable plan"),
}

# A form that counts is accepted until its KPIs are judged; without a plan nothing can be said of a form.
_SHOWN = {CANDIDATE: "accepted", "form": "ignored"}


def register(files: Sequence[FileRecord], identities: pd.DataFrame, lang: str) -> pd.DataFrame:
    """A frame of REGISTER: a row a file, in the order of their names."""
    known = {row["file"]: row for row in identities.to_dict("records")}
    return REGISTER.frame([_row(record, known.get(record.name, {}), lang) for record in files])


def file_findings(files: Sequence[FileRecord], identities: pd.DataFrame) -> pd.DataFrame:
    """The findings about whole files: what could not be read, and forms that cannot count."""
    return words.findings([*_of_records(files), *_of_identities(identities)])


def _row(record: FileRecord, identity: Mapping[Any, Any], lang: str) -> dict[str, Any]:
    state = identity.get("state", record.state)
    rule = identity.get("rule") or record.rule
    finding = {**record._asdict(), **identity, "rule": rule}
    reason = words.wrong(finding, lang) if isinstance(rule, str) and rule else _reason(state, identity, lang)
    own = {name: identity.get(name) or None for name in ("department", "round", "revision")}
    state = _SHOWN.get(state, state)
    return {"file": record.name, "state": state, "reason": reason, "size": record.size, "sha256": record.sha256} | own


def _reason(state: str, identity: Mapping[Any, Any], lang: str) -> str:
    sentence = _REASONS[state].to(lang) if state in _REASONS else ""
    return sentence.replace("{other}", str(identity.get("other", "")))


def _of_records(files: Sequence[FileRecord]) -> Iterator[dict[str, Any]]:
    for record in files:
        if record.rule:
            yield {"rule": record.rule, "file": record.name, "found": record.found, "expected": record.expected}


def _of_identities(identities: pd.DataFrame) -> Iterator[dict[str, Any]]:
    told = set()
    for row in identities.to_dict("records"):
        rule = row["rule"]
        # Two files that clash are one finding, which names both.
        clash = (row["department"], row["revision"]) if rule == "FORM_SENT_TWICE" else row["file"]
        if isinstance(rule, str) and clash not in told:
            told.add(clash)
            said = {name: row[name] for name in ("found", "expected", "other") if isinstance(row[name], str)}
            yield {"rule": rule, "file": row["file"], "department": row["department"]} | said
