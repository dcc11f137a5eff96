"""The entries of `ingest_utterances.txt`: two reports, and whether they are one utterance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("ingest_utterances.txt")
_PRINTED = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Report:
    """One report of somebody's words."""

    speaker: str
    printed: str
    said_on: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Two reports; `why` they are one utterance or not."""

    part: int
    same: bool
    why: str
    one: Report
    other: Report


def load(text: str | None = None) -> list[Entry]:
    """All of them, in the order of the file."""
    entries, part, heading, reports = [], 0, "", list[Report]()
    for line in (FILE.read_text(encoding="utf-8") if text is None else text).splitlines():
        if line.startswith("# part "):
            part = int(line[7:])
        elif line.startswith(("=", "!")):
            heading, reports = line, []
        elif "|" in line and not line.startswith("#"):
            reports.append(_report(line, reports[-1] if reports else Report("Ann Hill", "2025-03-04", None, "")))
            if len(reports) == 2:
                entries.append(Entry(part, heading[0] == "=", heading[1:].strip(), *reports))
    return entries


def _report(line: str, before: Report) -> Report:
    head, _, words = line.partition("|")
    head, _, said = head.strip().partition(" said ")
    printed = _PRINTED.search(head)
    speaker = _PRINTED.sub("", head).strip(" ,")
    return Report(
        speaker or before.speaker,
        printed.group() if printed else before.printed,
        said.strip() or None,
        words.strip(),
    )
