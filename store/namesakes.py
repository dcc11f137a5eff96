"""Names in articles -> speakers: who of several people of one name is meant, decided in the articles' own transaction.

What may be seen where an article may be seen decides, and nothing else: a private role tells nobody's namesakes apart
elsewhere. Articles are taken in their order, each with what those before it say, so that many at once come out as one
by one. A bare name that may be several people's is a speaker of its own (UNCLEAR), never one of them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.ingest.namesakes import Apart, Known, Mention, choose
from bot.model import PUBLIC, SpeakerKind
from store.codec import instant, pack, searchable
from store.speakers import LONGEST_NAME, folded_name
from store.tallies import Place

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from store.connection import Session

UNCLEAR = -1  # the namesake number of statements by one of several, nobody knows which
Named = tuple[str, str]  # as `store.statements.speaker_of` gives it


@dataclass(frozen=True, slots=True)
class Sayings:
    """Who speaks in one article, as far as it tells them apart."""

    place: Place
    outlet: str  # folded
    text: str
    named: Sequence[tuple[Named, str | None]]  # a statement each: who, and as what
    kept: Mapping[str, int] = field(default_factory=dict)  # whom a folded name was in an earlier reading of it


@dataclass(slots=True)
class _Person:
    """One of a name, with what is known of them by place."""

    id: int
    namesake: int
    roles: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))
    outlets: dict[Place, set[str]] = field(default_factory=lambda: defaultdict(set))
    counts: dict[Place, int] = field(default_factory=lambda: defaultdict(int))

    def seen_from(self, place: Place, now: str) -> Known | None:
        """What may be known of them where articles of `place` may be read; None where that is nothing."""
        places = [p for p in self.counts if _open(p, place, now)]
        return self._known(places) if places else None

    def whole(self) -> Known:
        """Everything that is known of them."""
        return self._known(self.counts)

    def _known(self, places: Iterable[Place]) -> Known:
        places = list(places)
        roles = frozenset(role for p in places for role in self.roles.get(p, ()))
        outlets = frozenset(outlet for p in places for outlet in self.outlets.get(p, ()))
        return Known(self.id, roles, outlets, sum(self.counts[p] for p in places))


def _open(what: Place, place: Place, now: str) -> bool:
    """Whether whoever may read articles of `place` may know of what lies at `what`."""
    return what == place or (what.scope in (PUBLIC, place.scope) and what.hidden_until <= now)


def ids(session: Session, articles: Sequence[Sayings], now: datetime) -> Sequence[Mapping[Named, int | None]]:
    """For each article, whom each of its names means, made where new; None for a name without a word."""
    naming = _Naming(session, articles, now)
    found = [naming.whom(one) for one in articles]
    naming.store()
    return found


class _Naming:
    """The people of the names in some articles, and who is new."""

    def __init__(self, session: Session, articles: Sequence[Sayings], now: datetime) -> None:
        self.session, self.now = session, instant(now)
        names = dict.fromkeys([named for one in articles for named, _ in one.named])  # the first spelling is kept
        self.folded = {named: (folded_name(named[0])[:LONGEST_NAME], named[1]) for named in names}
        self.people: defaultdict[tuple[str, str], list[_Person]] = defaultdict(list)
        self.made: list[tuple[int, str, str, str, int, int, str]] = []
        last = session.one("SELECT seq FROM sqlite_sequence WHERE name = 'speakers'")
        self.last = int(last["seq"]) if last else 0
        self.printed: set[tuple[str, str]] = set()
        self._look()
        self.asked = {self.folded[named] for one in articles for named, role in one.named if role}
        self.asked |= {key for key, people in self.people.items() if [one.namesake for one in people] != [0]}
        self.plain: dict[Named, int | None] = {}
        self._evidence()

    def _look(self) -> None:
        """Who is on record under these names."""
        rows = self.session.all(
            "SELECT id, folded, kind, namesake FROM speakers WHERE folded IN (SELECT value FROM json_each(?))"
            " ORDER BY folded, kind, namesake",
            [pack({folded for folded, _ in self.folded.values()})],
        )
        for row in rows:
            self.people[row["folded"], row["kind"]].append(_Person(row["id"], row["namesake"]))

    def whom(self, one: Sayings) -> Mapping[Named, int | None]:
        """Whom each name of an article means; by far most are nobody else's, whatever else there is about them."""
        if not self.asked.isdisjoint(self.folded[named] for named, _ in one.named):
            return self.read(one)
        for named, _ in one.named:
            if named not in self.plain:
                key = self.folded[named]
                person = self._whom(key, named[0], frozenset(), one)
                self.plain[named] = person.id if person is not None else None
        return self.plain

    def _evidence(self) -> None:
        """What is known of those whom a role or a namesake makes it a question of."""
        persons = {one.id: one for key in self.asked if _is_person(key) for one in self.people.get(key, ())}
        if not persons:
            return
        wanted = [pack(persons)]
        for row in self.session.all(_ROLES, wanted):
            persons[row["speaker_id"]].roles[_place(row)].add(row["role"])
        for row in self.session.all(_COUNTS, wanted):
            persons[row["speaker_id"]].counts[_place(row)] += row["count"]

    def _outlets(self, key: tuple[str, str]) -> None:
        """Where those of a name were printed before these articles; looked up once they are several."""
        if key in self.printed:
            return
        self.printed.add(key)
        people = {person.id: person for person in self.people[key]}
        for row in self.session.all(_OUTLETS, [pack(people)]):
            people[row["speaker_id"]].outlets[_place(row)].add(row["outlet_folded"])

    def read(self, one: Sayings) -> dict[Named, int | None]:
        """Whom each name of an article means; what it says of them is known from here on."""
        roles: dict[tuple[str, str], set[str]] = {}
        spelt: dict[tuple[str, str], str] = {}
        counts: defaultdict[tuple[str, str], int] = defaultdict(int)
        for named, role in one.named:
            key = self.folded[named]
            spelt.setdefault(key, named[0])
            roles.setdefault(key, set()).update([role] if role else [])
            counts[key] += 1
        found = {key: self._whom(key, spelt[key], frozenset(said), one) for key, said in roles.items()}
        for key, person in found.items():
            if person is not None:
                person.roles[one.place] |= roles[key]
                person.outlets[one.place].add(one.outlet)
                person.counts[one.place] += counts[key]
        return {
            named: person.id if (person := found[self.folded[named]]) is not None else None for named, _ in one.named
        }

    def _whom(self, key: tuple[str, str], name: str, roles: frozenset[str], one: Sayings) -> _Person | None:
        people = self.people[key]
        if not key[0]:
            return None
        if not people:
            return self._made(key, name, 0)
        if len(people) == 1 and (not roles or not _is_person(key)) and people[0].namesake != UNCLEAR:
            return people[0]  # by far most
        sure = [person for person in people if person.namesake != UNCLEAR]
        if len(sure) > 1:
            self._outlets(key)
        chosen = self._chosen(Mention(name, roles, one.text, one.outlet), sure, one)
        if isinstance(chosen, int):
            return next(person for person in people if person.id == chosen)
        if chosen is Apart.NEW:
            return self._made(key, name, 1 + max((person.namesake for person in sure), default=-1))
        return next((person for person in people if person.namesake == UNCLEAR), None) or self._made(key, name, UNCLEAR)

    def _chosen(self, mention: Mention, sure: Sequence[_Person], one: Sayings) -> int | Apart:
        """Among those who may be seen, else, since it is the first one sees of either, among the others.

        Another reading of an article leaves a name whose it was, unless that cannot be any more.
        """
        views = [known for person in sure if (known := person.seen_from(one.place, self.now))]
        before = [known for known in views if known.id == one.kept.get(folded_name(mention.name))]
        chosen = choose(mention, before) if before else Apart.NEW
        if chosen is Apart.NEW and views:
            chosen = choose(mention, views)
        if chosen is not Apart.NEW:
            return chosen
        seen = {known.id for known in views}
        hidden = [person.whole() for person in sure if person.id not in seen]
        chosen = choose(mention, hidden) if hidden else Apart.NEW
        return chosen if isinstance(chosen, int) or views else Apart.NEW

    def _made(self, key: tuple[str, str], name: str, namesake: int) -> _Person:
        self.last += 1
        person = _Person(self.last, namesake)
        self.people[key].append(person)
        shown = searchable(name)[:LONGEST_NAME]
        self.made.append((self.last, key[1], shown, key[0], namesake, self.last, self.now))
        return person

    def store(self) -> None:
        """Put who is new on record."""
        self.session.many(
            "INSERT INTO speakers (id, kind, name, folded, namesake, root_id, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            self.made,
        )


_THESE = "(SELECT value FROM json_each(?))"
_ROLES = f"SELECT speaker_id, role, scope, hidden_until FROM speaker_roles WHERE speaker_id IN {_THESE}"
_COUNTS = f"""
    SELECT speaker_id, scope, hidden_until, sum(count) AS count FROM speaker_aliases
    WHERE own = 1 AND speaker_id IN {_THESE} GROUP BY 1, 2, 3
"""
_OUTLETS = f"""
    SELECT DISTINCT s.ascribed_id AS speaker_id, a.outlet_folded, a.scope, a.hidden_until
    FROM statements s JOIN articles a ON a.id = s.article_id
    WHERE s.live = 1 AND s.ascribed_id IN {_THESE}
"""


def _is_person(key: tuple[str, str]) -> bool:
    return key[1] == SpeakerKind.PERSON.value


def _place(row: sqlite3.Row) -> Place:
    return Place(row["scope"], row["hidden_until"])


def kept(session: Session, article_id: int) -> dict[str, int]:
    """Whom the names of an article meant when it was read before; those that meant several are left out."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row in session.all(
        "SELECT DISTINCT p.folded, p.id FROM statements s JOIN speakers p ON p.id = s.speaker_id"
        " WHERE s.article_id = ? AND p.kind = 'person' AND p.namesake <> ?",
        [article_id, UNCLEAR],
    ):
        found[row["folded"]].add(row["id"])
    return {folded: min(those) for folded, those in found.items() if len(those) == 1}


def sayings_of(rows: Iterable[tuple[Named | None, str | None]]) -> list[tuple[Named, str | None]]:
    """The statements of an article whose speaker is known."""
    return [(named, role) for named, role in rows if named is not None]
