"""Speakers: who a name is, merges by people, and the directory as one asker may see it.

A name is one row across articles when it is folded the same and of the same kind; a lone surname is a row of its own
and never joins a full name by itself. Names, aliases and roles reach the directory only through what was counted from
visible statements (`store.tallies`).
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.model import SpeakerEntry, SpeakerKind
from bot.text import words
from store.codec import instant, searchable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Hashable, Iterable
    from datetime import datetime

    from store.connection import Session
    from store.view import View

LONGEST_NAME = 200


def folded_name(name: str) -> str:
    """The words of a name, without case, accents and possessive: what makes two spellings one speaker."""
    return " ".join(word.removesuffix("'s") for word in words(name))


def resolve(session: Session, name: str, kind: SpeakerKind, now: datetime) -> int | None:
    """The unmerged id of the speaker called `name`, made where it is new; None for a name without a word."""
    folded = folded_name(name)[:LONGEST_NAME]
    if not folded:
        return None
    known = session.one("SELECT id FROM speakers WHERE folded = ? AND kind = ? AND namesake = 0", [folded, kind])
    if known:
        return int(known["id"])
    made = session.insert(
        "INSERT INTO speakers (kind, name, folded, root_id, made_at) VALUES (?, ?, ?, 0, ?)",
        [kind, searchable(name)[:LONGEST_NAME], folded, instant(now)],
    )
    session.run("UPDATE speakers SET root_id = id WHERE id = ?", [made])
    return made


def next_version(session: Session) -> int:
    """The directory changes: its next version, for `touched`."""
    session.run("UPDATE state SET value = value + 1 WHERE key = 'directory'")
    row = session.one("SELECT value FROM state WHERE key = 'directory'")
    return int(row["value"]) if row else 0


def merge(session: Session, from_id: int, into_id: int, by: str, now: datetime) -> int:
    """Say that two speakers are one; returns the merge's id. UsageError where they are already, or are the same."""
    roots = {row["id"]: row["root_id"] for row in _both(session, from_id, into_id)}
    if len(roots) != 2 or roots[from_id] == roots[into_id]:
        raise UsageError("These are one speaker already, or one of them is not on record: choose two others.")
    made = session.insert(
        "INSERT INTO speaker_merges (from_id, into_id, by, at) VALUES (?, ?, ?, ?)",
        [roots[from_id], into_id, by, instant(now)],
    )
    _reroot(session)
    return made


def unmerge(session: Session, merge_id: int, by: str, now: datetime) -> bool:
    """Undo a merge; False when it was undone before."""
    undone = session.run(
        "UPDATE speaker_merges SET undone_by = ?, undone_at = ? WHERE id = ? AND undone_at IS NULL",
        [by, instant(now), merge_id],
    )
    if undone:
        _reroot(session)
    return bool(undone)


def _both(session: Session, *ids: int) -> list[sqlite3.Row]:
    return session.all("SELECT id, root_id FROM speakers WHERE id IN (?, ?)", ids)


def _reroot(session: Session) -> None:
    """Derive every root from the standing merges; those that changed, and their roots, are touched."""
    into = {r["from_id"]: r["into_id"] for r in session.all("SELECT * FROM speaker_merges WHERE undone_at IS NULL")}
    merged = session.all(
        "SELECT id, root_id FROM speakers WHERE root_id <> id OR id IN (SELECT from_id FROM speaker_merges)"
    )
    version = next_version(session)
    for row in merged:
        root = row["id"]
        while root in into:  # ends: a merge starts at a root and never leads to the same one
            root = into[root]
        if root != row["root_id"]:
            session.run("UPDATE speakers SET root_id = ? WHERE id = ?", [root, row["id"]])
            touched = [version, row["id"], root, row["root_id"]]
            session.run("UPDATE speakers SET touched = ? WHERE id IN (?, ?, ?)", touched)


@dataclass
class _Pile:
    """What leads to one merged speaker."""

    kind: str = SpeakerKind.PERSON
    own: Counter[str] = field(default_factory=Counter)  # names of the root itself
    names: Counter[str] = field(default_factory=Counter)  # names of every member, once a statement
    aliases: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)

    def add(self, row: sqlite3.Row) -> None:
        """Count one row of `_PILES`."""
        is_root = row["id"] == row["root_id"]
        if is_root or not self.names:
            self.kind = row["kind"]
        text, count = row["text"], row["count"]
        if row["what"] == "role":
            self.roles[text] += count
        elif row["what"] == "name":
            self.names[text] += count
            self.own[text] += count if is_root else 0
        else:
            self.aliases[text] += count

    def entry(self, root: int) -> SpeakerEntry | None:
        """The speaker; None when no statement of theirs is visible."""
        if not self.names:
            return None
        name = max(self.own or self.names, key=lambda n: ((self.own or self.names)[n], n))
        others = [text for text, _ in (self.names + self.aliases).most_common() if text != name]
        roles = tuple(text for text, _ in self.roles.most_common())
        kind = SpeakerKind(self.kind)
        return SpeakerEntry(root, name, kind, tuple(others), roles, sum(self.names.values()))


_PILES = """
    WITH wanted AS (
        SELECT id, root_id, kind FROM speakers
        WHERE root_id IN (SELECT root_id FROM speakers WHERE touched > :since)
           OR id IN (SELECT id FROM speakers WHERE touched > :since)
    )
    SELECT w.id, w.root_id, w.kind, CASE n.own WHEN 1 THEN 'name' ELSE 'alias' END AS what, n.alias AS text, n.count
    FROM wanted w LEFT JOIN speaker_aliases n ON n.speaker_id = w.id
        AND n.scope IN (SELECT value FROM json_each(:scopes)) AND n.hidden_until <= :now
    UNION ALL
    SELECT w.id, w.root_id, w.kind, 'role', r.role, r.count
    FROM wanted w JOIN speaker_roles r ON r.speaker_id = w.id
    WHERE r.scope IN (SELECT value FROM json_each(:scopes)) AND r.hidden_until <= :now
"""


@dataclass(frozen=True, slots=True)
class Directory:
    """The speakers of one view at one version."""

    version: int
    entries: dict[int, SpeakerEntry]
    listed: tuple[SpeakerEntry, ...]


def load(session: Session, view: View, version: int, base: Directory | None) -> Directory:
    """The directory at `version`: `base` with what was touched since, or all of it. One query."""
    entries = dict(base.entries) if base else {}
    piles: dict[int, _Pile] = {}
    for row in session.each(_PILES, {**view.params, "since": base.version if base else -1}):
        entries.pop(row["id"], None)
        pile = piles.setdefault(row["root_id"], _Pile())
        if row["text"] is not None:
            pile.add(row)
    for root, pile in piles.items():
        entries.pop(root, None)
        entry = pile.entry(root)
        if entry:
            entries[root] = entry
    return Directory(version, entries, tuple(entries.values()))


class Directories:
    """The last few directories, so that a question does not read 50,000 speakers again for one that changed."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Directory] = OrderedDict()
        self._lock = threading.Lock()

    def at(self, session: Session, view: View, version: int, seen: Iterable[Hashable]) -> Directory:
        """The directory of what is `seen` (visible scopes and embargoes that are over) at `version`."""
        key = frozenset(seen)
        with self._lock:
            base = self._kept.get(key)
        if base is not None and base.version == version:
            return base
        made = load(session, view, version, base if base is not None and base.version < version else None)
        with self._lock:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
