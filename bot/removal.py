"""Removal on request: what is to go, what is said before and after, and what stands in the place of what was posted.

    found -> weighed (a dry run ends here) -> a row with its plan -> slices beside a running bot -> index merged, VACUUM

A removal that ended in the middle has its plan in its row: whatever is removed next finishes it first. Words stay in
nothing but copies that were made before (backups, exports), which nobody can take back from here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.compose.amended import REMOVED, Amendment
from bot.wording import hour, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import datetime

    from bot.compose.amended import Ids
    from bot.model import Message

    Layout = Callable[[Message, Callable[[Ids], Amendment | None], str], Message]

KINDS = ("article", "speaker", "source")
LEAST = 12  # characters of words that are looked for in what was posted; shorter ones stand everywhere


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be removed, by the archive's own numbers."""

    kind: str  # article | speaker | source
    articles: tuple[int, ...] = ()
    speakers: tuple[int, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a removal takes with it."""

    target: Target
    label: str  # as it is called, for who asks; kept nowhere
    articles: int = 0
    statements: int = 0
    others: int = 0  # of the statements, those of other speakers
    messages: int = 0  # of ours, that show some of them
    orders: int = 0  # watches and digests that name a speaker
    named: int = 0  # articles that only name the speaker, and stay


@dataclass(frozen=True, slots=True)
class Clearing:
    """How messages of ours are rewritten: `layout` puts something in the place of cards, `blank` is a whole message."""

    layout: Layout
    blank: Callable[[str], Message]
    zone: str

    def cleared(self, message: Message, ids: Collection[int], traces: Iterable[str], now: datetime) -> Message:
        """`message` without the cards of these statements, or nothing of it where a trace would be left."""
        told = f"Removed on request, {hour(now, self.zone)}."
        gone = Amendment(now, told=told, what=REMOVED)
        made = self.layout(message, lambda those: gone if set(those) & set(ids) else None, self.zone)
        if traced(made, traces):
            return self.blank(f"What stood here was removed on request, {hour(now, self.zone)}.")
        return made


def traced(message: Message, traces: Iterable[str]) -> bool:
    """Whether any of these texts stands in a message, also in pieces of differing style."""
    whole = _folded("".join(_texts(message.blocks))) + "\n" + _folded(message.text)
    return any(trace in whole for trace in map(_folded, traces) if trace)


def _folded(text: str) -> str:
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return " ".join(text.casefold().split())


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - the JSON of blocks
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            if key not in {"type", "block_id", "action_id", "style"}:
                yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def mark(scope: str, name: str) -> str:
    """What is kept of an id or address, so that it is not read again: a hash, from which no word can be read."""
    return hashlib.sha256(f"{scope}\n{name}".encode("utf-8", "surrogatepass")).hexdigest()


def told(found: Weighed) -> list[str]:
    """What a dry run says, a line each."""
    lines = [f"{found.label}: {plural(found.articles, 'article')} with {plural(found.statements, 'statement')}."]
    if found.target.kind == "speaker" and found.others:
        lines.append(
            f"Articles are removed whole, as their text has the words: {plural(found.others, 'statement')} of other "
            "speakers go with them."
        )
    if found.named:
        lines.append(f"Only named in {plural(found.named, 'article')}: left as it is; --mentions removes that, too.")
    if found.orders:
        lines.append(f"Watches and digests that name them end: {found.orders}.")
    if found.messages:
        lines.append(
            f"Shown in {plural(found.messages, 'message')} of ours: our copies are cleared; --posted also changes what "
            "stands in Slack."
        )
    return lines
