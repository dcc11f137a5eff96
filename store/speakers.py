"""Speakers: who a name is, and the directory as one asker may see it; merges by people are in `store.merging`.

A name is one row across articles when it is folded the same and of the same kind; a lone surname is a row of its own
and never joins a full name by itself. Names, aliases and roles reach the directory only through what was counted from
visible statements (`store.tallies`).
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.collecting import uncollected
from bot.model import SpeakerEntry, SpeakerKind
from bot.text import words
from store.codec import instant, pack, searchable

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from datetime import datetime

    from store.connection import Session
    from store.view import View

LONGEST_NAME = 200


def folded_name(name: str) -> str:
    """The words of a name, without case, accents and possessive: what makes two spellings one speaker."""
    return " ".join(word.removesuffix("'s") for word in words(name))


def resolve(session: Session, name: str, kind: str, now: datetime) -> int | None:
    """The unmerged id of the speaker called `name`, made where it is new; None for a name without a word."""
    folded = folded_name(name)[:LONGEST_NAME]
    if not folded:
        return None
    known = session.one("SELECT id FROM speakers WHERE folded = ? AND kind = ? AND namesake = 0", [folded, kind])
    if known:
        return int(known["id"])
    return make(session, kind, searchable(name)[:LONGEST_NAME], folded, 0, now)


def make(session: Session, kind: str, name: str, folded: str, namesake: int, now: datetime) -> int:
    """Put a speaker on record; returns the id."""
    made = session.insert(
        "INSERT INTO speakers (kind, name, folded, namesake, root_id, made_at) VALUES (?, ?, ?, ?, 0, ?)",
        [kind, name, folded, namesake, instant(now)],
    )
    session.run("UPDATE speakers SET root_id = id WHERE id = ?", [made])
    return made


def exact(session: Session, name: str, kind: str, namesake: int, now: datetime) -> int:
    """The unmerged id of this very one of a name, made where it is new."""
    folded = folded_name(searchable(name))[:LONGEST_NAME]
    known = session.one(
        "SELECT id FROM speakers WHERE folded = ? AND kind = ? AND namesake = ?", [folded, kind, namesake]
    )
    return int(known["id"]) if known else make(session, kind, searchable(name)[:LONGEST_NAME], folded, namesake, now)


def next_version(session: Session) -> int:
    """The directory changes: its next version, for `touched`."""
    row = session.one("UPDATE state SET value = value + 1 WHERE key = 'directory' RETURNING value")
    return int(row["value"]) if row else 0


_OWN, _ALIAS, _ROLE = 0, 2, 3
_KINDS = {kind.value: kind for kind in SpeakerKind}


_Row = tuple[int, int, str, int, str | None, int]  # speaker, merged speaker, kind, sort, text, count
_Counted = tuple[str, int]


def _entry(root: int, rows: list[_Row]) -> SpeakerEntry | None:
    """The merged speaker to whom these lead; None when no statement of theirs is visible."""
    if len(rows) == 1:  # 50,000 times at a start
        _, _, kind, sort, text, count = rows[0]
        return SpeakerEntry(root, text, _KINDS[kind], (), (), count) if text is not None and sort == _OWN else None
    named = [(row[0], row[4], row[5]) for row in rows if row[4] is not None and row[3] == _OWN]
    own = [(text, count) for speaker, text, count in named if speaker == root]
    others = [(text, count) for speaker, text, count in named if speaker != root]
    return _named(root, rows, own, others) if named else None


def _named(root: int, rows: list[_Row], own: list[_Counted], others: list[_Counted]) -> SpeakerEntry:
    """By the root's own names where it has any; aliases and roles are any member's."""
    name = _ranked(own or others)[0]
    kind = next((row[2] for row in rows if row[0] == root), rows[0][2])
    aliases, roles = ([(row[4], row[5]) for row in rows if row[4] and row[3] == one] for one in (_ALIAS, _ROLE))
    also = tuple(text for text in _ranked(own + others + aliases) if text != name)
    count = sum(count for _, count in own + others)
    return SpeakerEntry(root, name, _KINDS[kind], also, _ranked(roles), count)


def _ranked(counted: list[tuple[str, int]]) -> tuple[str, ...]:
    """Each text once, most frequent first, then by text."""
    if len(counted) < 2:
        return (counted[0][0],) if counted else ()
    total: Counter[str] = Counter()
    for text, count in counted:
        total[text] += count
    return tuple(sorted(total, key=lambda text: (-total[text], text)))


# A left join, so that a touched speaker whom nobody sees any more is still found to be taken out.
_WANTED = """
    SELECT w.id, w.root_id, w.kind, CASE n.own WHEN 1 THEN 0 ELSE 2 END, n.alias, n.count
    FROM speakers w LEFT JOIN speaker_aliases n ON n.speaker_id = w.id
        AND n.scope IN (SELECT value FROM json_each(:scopes)) AND n.hidden_until <= :now
    {where}
    UNION ALL
    SELECT w.id, w.root_id, w.kind, 3, r.role, r.count
    FROM speaker_roles r JOIN speakers w ON w.id = r.speaker_id
    WHERE r.scope IN (SELECT value FROM json_each(:scopes)) AND r.hidden_until <= :now {and_where}
"""
_CHANGED = """(w.root_id IN (SELECT root_id FROM speakers WHERE touched > :since)
    OR w.id IN (SELECT id FROM speakers WHERE touched > :since))"""
_NAMED_SO = """w.root_id IN (SELECT p.root_id FROM speakers p JOIN name_words n ON n.speaker_id = p.id
    WHERE n.word IN (SELECT value FROM json_each(:words)))"""
_EVERYBODY = _WANTED.format(where="", and_where="")
_ONE = _WANTED.format(where="WHERE w.root_id = :root", and_where="AND w.root_id = :root")
_TOUCHED = _WANTED.format(where=f"WHERE {_CHANGED}", and_where=f"AND {_CHANGED}")
_HAVING = _WANTED.format(where=f"WHERE {_NAMED_SO}", and_where=f"AND {_NAMED_SO}")


@dataclass(frozen=True, slots=True)
class Directory:
    """The speakers of one view at one version."""

    version: int
    entries: dict[int, SpeakerEntry]
    listed: tuple[SpeakerEntry, ...]


def load(session: Session, view: View, version: int, base: Directory | None) -> Directory:
    """The directory at `version`: `base` with what was touched since, or all of it. One query.

    50,000 new objects, none of which refers back, would be looked through for cycles again and again.
    """
    with uncollected():
        return _loaded(session, view, version, base)


def _loaded(session: Session, view: View, version: int, base: Directory | None) -> Directory:
    entries = dict(base.entries) if base else {}
    if base:
        rows = session.plainly(_TOUCHED, {**view.params, "since": base.version})
    else:
        rows = session.plainly(_EVERYBODY, view.params)
    by_root: dict[int, list[_Row]] = {}
    for row in rows:
        entries.pop(row[0], None)
        if row[1] in by_root:
            by_root[row[1]].append(row)
        else:
            by_root[row[1]] = [row]
    for root, theirs in by_root.items():
        entries.pop(root, None)
        if entry := _entry(root, theirs):
            entries[root] = entry
    return Directory(version, entries, tuple(entries.values()))


def having(session: Session, view: View, found: Iterable[str]) -> tuple[SpeakerEntry, ...]:
    """Those of the directory with one of these words in a name or a role, in the order that the whole has. One query.

    `name_words` is nobody's view: what may be seen is decided where names are read.
    """
    by_root: dict[int, list[_Row]] = {}
    for row in sorted(session.plainly(_HAVING, {**view.params, "words": pack(found)}), key=itemgetter(0)):
        by_root.setdefault(row[1], []).append(row)
    return tuple(entry for root, theirs in by_root.items() if (entry := _entry(root, theirs)))


def entry_of(session: Session, view: View, root: int) -> SpeakerEntry | None:
    """One of the directory, by the merged id; None where nothing of theirs may be seen."""
    rows: list[_Row] = list(session.plainly(_ONE, {**view.params, "root": root}))
    return _entry(root, rows) if rows else None


class Directories:
    """The last few directories, so that a question does not read 50,000 speakers again for one that changed."""

    def __init__(self, most: int = 8) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Directory] = OrderedDict()
        self._lock = threading.Lock()
        self.first = True  # nobody has asked yet: most commands ask once, and need a few of all speakers

    def once(self) -> bool:
        """Whether this is the first time; whoever asks again is given all of them, and they are kept."""
        with self._lock:
            was, self.first = self.first, False
            return was

    def at(self, session: Session, view: View, version: int, seen: Iterable[Hashable]) -> Directory:
        """The directory of what is `seen` (visible scopes and embargoes that are over) at `version`."""
        key = frozenset(seen)
        with self._lock:
            self.first = False
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
