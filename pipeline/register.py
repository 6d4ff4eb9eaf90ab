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
    "superseded": Text("มีฉบับที่ {expected} ซึ่งใหม่กว่า: {other}", "Revision {expected} is later: {other}"),
    "unchanged_copy": Text("ข้อมูลเหมือนแฟ้ม {other}", "Same data as {other}"),
    "earlier_summary": Text("รายงานรวมที่จัดทำไว้ของรอบ {round}", "The summary of round {round}"),
    "ignored": Text("แฟ้มระบบหรือแฟ้มชั่วคราว", "A system file or a temporary one"),
    "form": Text("ยังไม่ได้ตรวจ เพราะไม่มีแผนที่ใช้ได้", "Not looked at, since there is no usable plan"),
}

_REVISION = Text("ฉบับที่ {}", "revision {}")
# What the run goes by.
_READ = ("plan", "form", "earlier_summary")
# What a consolidation says of a form that it judged.
_VERDICTS = {
    "accepted_in_part": Text("มี {} ข้อที่ต้องแก้ไข ส่วนอื่นใช้ได้", "Findings to correct: {}; the rest is used"),
    "returned": Text("มี {} ข้อที่ต้องแก้ไข จึงยังไม่ใช้", "Findings to correct: {}; nothing of it is used yet"),
}
# A form that counts is accepted until its KPIs are judged; without a plan nothing can be said of a form.
_SHOWN = {CANDIDATE: "accepted", "form": "ignored"}


def register(files: Sequence[FileRecord], identities: pd.DataFrame, lang: str) -> pd.DataFrame:
    """A frame of REGISTER: a row a file, in the order of their names."""
    known = {row["file"]: row for row in identities.to_dict("records")}
    return REGISTER.frame([_row(record, known.get(record.name, {}), lang) for record in files])


def with_verdicts(register: pd.DataFrame, findings: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The register, and of forms that are returned, whole or in part, how much their departments have to correct."""
    errors = findings.loc[findings["severity"] == "error", "department"].value_counts()

    def reason(state: str, department: object, said: str) -> str:
        return _VERDICTS[state].to(lang).format(errors.get(department, 0)) if state in _VERDICTS else said

    own = register[["state", "department", "reason"]].itertuples(index=False)
    return register.assign(reason=pd.Series([reason(*row) for row in own], index=register.index, dtype="str"))


def file_findings(files: Sequence[FileRecord], identities: pd.DataFrame) -> pd.DataFrame:
    """The findings about whole files: what could not be read, and forms that cannot count."""
    return words.findings([*_of_records(files), *_of_identities(identities)])


def as_line(file: Mapping[Any, Any], lang: str) -> str:
    """A row of the register in one line: state, file, whose and which form it is, and the reason."""
    names = [words.text_of(file, name) for name in ("department", "round")]
    revision = [] if pd.isna(file["revision"]) else [_REVISION.to(lang).format(file["revision"])]
    whose = " ".join(filter(None, [*names, *revision]))
    about = f" ({whose})" if whose else ""
    return f"[{REGISTER['state'].choice_title(file['state'], lang)}] {file['file']}{about}: {words.text_of(file, 'reason')}"


def _row(record: FileRecord, identity: Mapping[Any, Any], lang: str) -> dict[str, Any]:
    state = identity.get("state", record.state)
    rule = identity.get("rule") or record.rule
    finding = {**record._asdict(), **identity, "rule": rule}
    reason = words.wrong(finding, lang) if isinstance(rule, str) and rule else _reason(state, finding, lang)
    return {
        "file": record.name,
        "state": _SHOWN.get(state, state),
        "reason": reason,
        "kind": record.kind or None,
        "version": record.version or None,
        "department": identity.get("department") or None,
        "round": identity.get("round") or record.round or None,
        "revision": identity.get("revision") or None,
        "size": record.size,
        "sha256": record.sha256,
    }


def _reason(state: str, finding: Mapping[Any, Any], lang: str) -> str:
    sentence = _REASONS[state].to(lang) if state in _REASONS else ""
    for name in ("expected", "round", "other"):
        sentence = sentence.replace(f"{{{name}}}", words.text_of(finding, name))
    return sentence


def _of_records(files: Sequence[FileRecord]) -> Iterator[dict[str, Any]]:
    for record in files:
        if record.rule:
            yield {"rule": record.rule, "file": record.name, "found": record.found, "expected": record.expected}
        # What is said of a workbook that is none of ours would only distract.
        elif record.state in _READ:
            yield from ({"rule": remark.rule, "file": record.name, "found": remark.found} for remark in record.remarks)


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
