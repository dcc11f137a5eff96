"""What is counted as statements come and go: words, names and roles, each by who may see them.

Counting up and counting down take the same stored row, so that what was counted in can always be counted out.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from bot.ask.terms import surface
from bot.model import PUBLIC
from store import namings

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from store.connection import Session

LONGEST_WORD = 40  # what is longer is a link or noise, and nobody misspells it
_VOWELS = str.maketrans("", "", "aeiouy'")


@dataclass(frozen=True, slots=True)
class Place:
    """Who may see an article."""

    scope: str
    hidden_until: str  # "" = no embargo


PUBLIC_PLACE = Place(PUBLIC, "")


class Counted(NamedTuple):
    """A statement as far as it is counted."""

    speaker_id: int | None  # after corrections, unmerged
    name: str | None
    alias: str | None  # None where a correction gives the statement to somebody else
    role: str | None
    said: str
    bag: AbstractSet[str] = frozenset()  # the words of the statement and its sentence


def counted(row: sqlite3.Row) -> Counted:
    """The tally of a row of `statements`: mention and role are the extracted speaker's, not a corrected one's.

    A namesake to whom the desk gave it is who the article calls so.
    """
    extracted = row["ascribed_id"] == row["speaker_id"] or row["ascribed"] == row["speaker"]
    return Counted(
        row["ascribed_id"],
        row["ascribed"],
        row["alias"] if extracted else None,
        row["role"] if extracted else None,
        row["said"],
        bag_of(row),
    )


def bag_of(row: sqlite3.Row) -> frozenset[str]:
    """The words of a row of `statements` and of its sentence."""
    return frozenset(surface(f"{row['words']} {row['context']}"))


@lru_cache(maxsize=2**15)
def skeleton(word: str) -> str:
    """What stays of a folded word however its vowels are written: "meshal", "meshaal" and "mishal" are "mshl"."""
    bare = word[:1] + word[1:].translate(_VOWELS)
    return "".join(char for i, char in enumerate(bare) if i == 0 or char != bare[i - 1])


def tally(
    session: Session, place: Place, statements: Iterable[Counted], sign: int, version: int | None, *, into: str = ""
) -> None:
    """Count `statements` in (sign 1) or out (-1); `version` is the directory's after this change.

    `into` is what follows the names of tables that are built beside, of which no directory knows.
    """
    statements = list(statements)
    words(session, place, Counter(chain.from_iterable([one.bag for one in statements])), sign, into=into)
    names(session, place, statements, sign, into=into)
    if version is not None:
        touch(session, {one.speaker_id for one in statements if one.speaker_id is not None}, version)


def names(session: Session, place: Place, statements: Sequence[Counted], sign: int, *, into: str = "") -> None:
    """The names and roles alone of `tally`."""
    if sign > 0:
        namings.found(session, statements, into)
    _names(session, place, statements, sign, into)
    _roles(session, place, statements, sign, into)
    if sign < 0:
        namings.lost(session, statements, into)


def touch(session: Session, speakers: Iterable[int], version: int) -> None:
    """These are to be read again by whoever has an earlier version of the directory."""
    session.many("UPDATE speakers SET touched = ? WHERE id = ?", [(version, one) for one in sorted(speakers)])


def words(session: Session, place: Place, count: Mapping[str, int], sign: int, *, into: str = "") -> None:
    """The words alone: `count` is in how many statements each stands.

    All of them in one statement, each row of which costs a third of a bound one; what is new beforehand.
    """
    listed = {word: sign * count[word] for word in sorted(count) if len(word) <= LONGEST_WORD}
    where = {"counts": json.dumps(listed, ensure_ascii=False, separators=(",", ":")), **asdict(place)}
    new = [row["word"] for row in session.all(_NEW_WORDS.format(into=into), where)]
    session.many(
        f"INSERT INTO words{into} (word, scope, hidden_until, count, backward, skeleton) VALUES (?, ?, ?, 0, ?, ?)",
        [(word, place.scope, place.hidden_until, word[::-1], skeleton(word)) for word in new],
    )
    session.run(_COUNT_WORDS.format(into=into), where)
    if sign < 0:
        session.run(_DROP_WORDS.format(into=into), where)


_NEW_WORDS = """
    SELECT key AS word FROM json_each(:counts) WHERE NOT EXISTS (
        SELECT 1 FROM words{into} WHERE word = key AND scope = :scope AND hidden_until = :hidden_until)
"""
# All of them are there by now: nothing is inserted. An UPDATE ... FROM would be free to read all words instead.
_COUNT_WORDS = """
    INSERT INTO words{into} (word, scope, hidden_until, count, backward, skeleton)
    SELECT key, :scope, :hidden_until, value, '', '' FROM json_each(:counts) WHERE true
    ON CONFLICT DO UPDATE SET count = count + excluded.count
"""
_DROP_WORDS = """
    DELETE FROM words{into} WHERE word IN (SELECT key FROM json_each(:counts))
    AND scope = :scope AND hidden_until = :hidden_until AND count <= 0
"""


def _names(session: Session, place: Place, statements: Sequence[Counted], sign: int, into: str) -> None:
    count: Counter[tuple[int, str, int]] = Counter()
    for one in statements:
        if one.speaker_id is not None and one.name:
            count[one.speaker_id, one.name, 1] += 1
            if one.alias and one.alias != one.name:
                count[one.speaker_id, one.alias, 0] += 1
    rows = [(*key, place.scope, place.hidden_until, sign * n) for key, n in count.items()]
    session.many(
        f"INSERT INTO speaker_aliases{into} (speaker_id, alias, own, scope, hidden_until, count)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        rows,
    )
    if sign < 0:
        session.many(
            f"DELETE FROM speaker_aliases{into} WHERE speaker_id = ? AND alias = ? AND own = ? AND scope = ?"
            " AND hidden_until = ? AND count <= 0",
            [row[:5] for row in rows],
        )


def _roles(session: Session, place: Place, statements: Sequence[Counted], sign: int, into: str) -> None:
    rows = [
        (one.speaker_id, one.role, place.scope, place.hidden_until, sign, one.said, one.said)
        for one in statements
        if one.speaker_id is not None and one.role
    ]
    session.many(
        f"INSERT INTO speaker_roles{into} (speaker_id, role, scope, hidden_until, count, first_on, last_on)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count,"
        " first_on = CASE WHEN first_on = '' THEN excluded.first_on WHEN excluded.first_on = '' THEN first_on"
        " ELSE min(first_on, excluded.first_on) END,"
        " last_on = max(last_on, excluded.last_on)"
        if sign > 0
        else f"UPDATE speaker_roles{into} SET count = count - 1"
        " WHERE speaker_id = ? AND role = ? AND scope = ? AND hidden_until = ?",
        rows if sign > 0 else [row[:4] for row in rows],
    )
    if sign < 0:
        session.many(
            f"DELETE FROM speaker_roles{into} WHERE speaker_id = ? AND role = ? AND scope = ? AND hidden_until = ?"
            " AND count <= 0",
            [row[:4] for row in rows],
        )
