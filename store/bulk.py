"""Articles that are new: read outside the lock, then stored in few statements of many rows.

    articles -> drawn (store.drawing, no lock) -> | speakers -> statements -> utterances -> index -> names -> holdings |

Words and fingerprints are owed for a while where very many come (`store.settling`). Ids are given out here, because
whoever writes holds the write lock: those of statements above every one that was ever given.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.ask.terms import speaker_tag
from store import namesakes, numbering, tallies, utterances
from store.codec import text_of
from store.columns import COLUMNS
from store.holdings import hold
from store.namesakes import Sayings
from store.settling import Owed
from store.statements import TERMS, restrict
from store.tallies import Counted, Place

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from store.connection import Session
    from store.drawing import Drawn, Said
    from store.settling import Debt

_AT = {name: at for at, name in enumerate(COLUMNS)}
_ID, _ARTICLE, _REVISION = _AT["id"], _AT["article_id"], _AT["revision_id"]
_SPEAKER, _ASCRIBED, _UTTERANCE = _AT["speaker_id"], _AT["ascribed_id"], _AT["utterance"]
_NAME, _ALIAS, _ROLE, _SAID = (_AT[name] for name in ("ascribed", "alias", "role", "said"))


def insert(session: Session, drawn: Sequence[Drawn], now: datetime, debt: Debt) -> None:
    """Store articles, none of which is on record and no two of which are the same, with everything derived.

    `debt` is of this process, whatever it holds.
    """
    debt.follow(session)
    last = _number(session.all(_FREE)[0], drawn)
    said = [statement for one in drawn for statement in one.said]
    _name(session, drawn, now)
    _say_the_same(session, said, debt)
    _write(session, "articles", drawn[0].row, [tuple(one.row.values()) for one in drawn])
    _write(session, "revisions", drawn[0].revision, [tuple(one.revision.values()) for one in drawn])
    # Article and revision name each other; put off until the commit, the check would read all articles for each.
    both = [(one.revision["id"], one.row["id"]) for one in drawn]
    session.many("UPDATE articles SET revision_id = ? WHERE id = ?", both)
    _write(session, "statements", COLUMNS, [one.row for one in said])
    session.many(TERMS, [(one.row[_ID], one.words, one.context, _tag(one.row[_ASCRIBED])) for one in said])
    session.many("INSERT INTO article_terms (rowid, text) VALUES (?, ?)", [(one.row["id"], one.terms) for one in drawn])
    for place, there in _by_place(drawn).items():
        own = [statement.row for one in there for statement in one.said]
        restrict(session, [row[_ID] for row in own], place)
        tallies.names(session, place, [_counted(row) for row in own], 1)
        for one in there:
            debt.words[place].update(one.bags.split())
    hold(session, [one.row for one in drawn])
    debt.speakers.update(one.row[_ASCRIBED] for one in said if one.row[_ASCRIBED] is not None)
    debt.pay(session, last)


# The first ids that were never given; also after deletions, where the table says so (AUTOINCREMENT).
_FREE = f"""
    SELECT 1 + max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'statements'), 0),
            coalesce((SELECT max(id) FROM statements), 0)) AS statement,
        1 + {numbering.last("articles")} AS article, 1 + {numbering.last("revisions")} AS revision
"""


def _write(session: Session, table: str, names: Iterable[str], rows: Sequence[Sequence[Any]]) -> None:
    if rows:
        listed = ", ".join(f'"{name}"' for name in names)
        session.many(f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _number(free: sqlite3.Row, drawn: Sequence[Drawn]) -> int:
    """Give out the ids; returns the last of a statement."""
    number = count(int(free["statement"]))
    for at, one in enumerate(drawn):
        one.row["id"] = one.revision["article_id"] = article = free["article"] + at
        one.revision["id"] = revision = free["revision"] + at
        for statement in one.said:
            row = statement.row
            row[_ID], row[_ARTICLE], row[_REVISION] = next(number), article, revision
    return next(number) - 1


def _name(session: Session, drawn: Sequence[Drawn], now: datetime) -> None:
    """Give each statement its speaker's id."""
    articles = []
    for one in drawn:
        named = [(s.named, s.row[_ROLE]) for s in one.said if s.named]
        articles.append(Sayings(Place(*one.place), one.row["outlet_folded"], text_of(one.revision["text"]), named))
    for one, whom in zip(drawn, namesakes.ids(session, articles, now), strict=True):
        for said in one.said:
            if said.named:
                said.row[_SPEAKER] = said.row[_ASCRIBED] = whom[said.named]


def _tag(speaker: int | None) -> str:
    return "" if speaker is None else speaker_tag(speaker)


def _counted(row: Sequence[Any]) -> Counted:
    return Counted(row[_ASCRIBED], row[_NAME], row[_ALIAS], row[_ROLE], row[_SAID])


def _say_the_same(session: Session, said: Sequence[Said], debt: Debt) -> None:
    """Give the utterance of an earlier report, on record, owed or among these, to whoever repeats it elsewhere."""
    by_speaker: defaultdict[int, set[int]] = defaultdict(set)
    for one in said:
        if one.row[_SPEAKER] is not None:
            by_speaker[one.row[_SPEAKER]].update(one.prints)
    whole = utterances.together(session, by_speaker)
    on_record = _on_record(session, by_speaker, whole)
    for one in said:
        row, speaker = one.row, one.row[_SPEAKER]
        row[_UTTERANCE] = row[_ID]
        if speaker is None:
            continue
        found = None
        if speaker in on_record and not on_record[speaker].isdisjoint(one.prints):
            mine = Owed.of(row)
            found = utterances.earlier(
                session, mine.article_id, speaker, one.prints, mine.words, mine.when, one.telling
            )
        if found is None and (others := debt.among(whole[speaker], one.prints)):
            found = _among(others, Owed.of(row), one.telling)
        row[_UTTERANCE] = found or row[_ID]
        debt.remember(speaker, row, one.prints)


def _on_record(session: Session, prints: Mapping[int, set[int]], whole: Mapping[int, list[int]]) -> dict[int, set[int]]:
    """Which of each speaker's fingerprints are on record, of theirs or of whoever they were merged with."""
    asked: defaultdict[int, set[int]] = defaultdict(set)
    for speaker, others in whole.items():
        for other in others:
            asked[other] |= prints[speaker]
    known = utterances.known(session, asked)
    none: set[int] = set()
    found = {
        speaker: known.get(speaker, none) if len(others) == 1 else none.union(*(known.get(one, none) for one in others))
        for speaker, others in whole.items()
    }
    return {speaker: those for speaker, those in found.items() if those}


def _among(others: Sequence[Owed], mine: Owed, telling: int) -> int | None:
    """The utterance of the first of these that are the same words in another article."""
    when = mine.when
    for one in others:
        if one.article_id != mine.article_id and utterances.same(mine.words, one.words, when, one.when, telling):
            return one.utterance
    return None


def _by_place(drawn: Sequence[Drawn]) -> dict[Place, list[Drawn]]:
    found: defaultdict[Place, list[Drawn]] = defaultdict(list)
    for one in drawn:
        found[Place(*one.place)].append(one)
    return found
