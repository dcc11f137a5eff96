"""Checked quotations as the command line prints them (docs: "The command line"). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.ask.machine import hit_json

if TYPE_CHECKING:
    from bot.check.draft import Checked


def as_json(checked: Checked) -> dict[str, Any]:
    """One object with every key of the contract, null where there is nothing to say.

    `start` and `end` are the hull in the draft's code points, quotation marks excluded; `text` the words in marks,
    joined by " … " where a tag splits them; `speaker` is whom the draft names, the source has the record's.
    """
    quoted, verdict = checked.quoted, checked.verdict
    return {
        "start": quoted.spans[0].start,
        "end": quoted.spans[-1].end,
        "text": quoted.text,
        "verdict": verdict.kind.value,
        "verdict_reason": verdict.reason,
        "diff": [list(row) for row in verdict.diff] or None,
        "speaker": quoted.speaker,
        "source": hit_json(verdict.source) if verdict.source else None,
    }
