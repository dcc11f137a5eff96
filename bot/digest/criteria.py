"""What a digest or a watch is about: who, which topics, outlets and sources, in which look; and what is left out. Pure.

Everything is wanted where nothing is named. Within one kind any will do ("about Gaza or Hamas"), between kinds all
must hold ("by Fidan about Hamas"). Names keep the words they were asked by beside the speakers these meant when they
were saved: `resolved` looks the words up again, so that a new spelling or a merge counts from the moment it is on
record, and the speakers chosen then keep namesakes out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.ask import rank
from bot.ask.acronyms import defined, expanded
from bot.ask.fits import one_person
from bot.ask.names import tokens
from bot.ask.outlets import full_name
from bot.ask.stems import related
from bot.ask.terms import rest_of_sentence, surface
from bot.model import Candidate, Kind
from bot.text import fold
from bot.wording import either, possessive

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.ask.people import Directory, Person
    from bot.model import Article, Record

INSIDE = 0.5  # of a topic that a statement's own sentence must carry where no speaker is named, as when it is asked for
NEAR = 320  # code points a side in which the rest of a statement's sentence ends (bot.ask.terms takes 300)
KNOWN = 0.9  # how well a topic must fit a speaker's name to be taken for that speaker, too


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something as asked for, and the speakers it meant when that was saved."""

    words: str  # "fidan"
    name: str | None = None  # "Hakan Fidan": who was read for it; None = nobody on record then, or no speaker at all
    ids: tuple[int, ...] = ()  # of that speaker's entries, as merged at that time

    @property
    def shown(self) -> str:
        """The fullest name there is."""
        return self.name or self.words


@dataclass(frozen=True, slots=True)
class Terms:
    """Lists of names, each empty where it does not restrict."""

    speakers: tuple[Named, ...] = ()
    topics: tuple[Named, ...] = ()  # one that is a speaker's name is met by what that speaker says, too
    outlets: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()  # hosts of the articles' addresses: "coast.example" has "www.coast.example", too

    def __bool__(self) -> bool:
        return bool(self.speakers or self.topics or self.outlets or self.sources)


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is in and what is left out; everything is in where nothing is named."""

    wanted: Terms = Terms()
    left_out: Terms = Terms()
    quotes_only: bool = False  # QUOTE, and neither PART-QUOTE nor PARAPHRASE, as "quotes only" asks for
    extras: tuple[str, ...] = ()  # what a digest adds in its thread (bot.digest.extras); restricts nothing


def as_json(criteria: Criteria) -> dict[str, object]:
    """What is stored: plain lists and objects, nothing for what is not restricted."""
    sides = {"wanted": _terms_json(criteria.wanted), "left_out": _terms_json(criteria.left_out)}
    stored: dict[str, object] = {name: terms for name, terms in sides.items() if terms}
    stored |= {"quotes_only": True} if criteria.quotes_only else {}
    return stored | ({"extras": list(criteria.extras)} if criteria.extras else {})


def _terms_json(terms: Terms) -> dict[str, list[object]]:
    named = {"speakers": terms.speakers, "topics": terms.topics}
    plain = {"outlets": terms.outlets, "sources": terms.sources}
    lists: dict[str, list[object]] = {
        kind: [{"words": n.words, "name": n.name, "ids": list(n.ids)} for n in names] for kind, names in named.items()
    }
    lists |= {kind: list(names) for kind, names in plain.items()}
    return {kind: names for kind, names in lists.items() if names}


def of_json(stored: Mapping[str, Any]) -> Criteria:
    """What `as_json` gave; of an empty object everything."""
    return Criteria(
        _terms_of(stored.get("wanted") or {}),
        _terms_of(stored.get("left_out") or {}),
        bool(stored.get("quotes_only")),
        tuple(stored.get("extras") or ()),
    )


def _terms_of(stored: Mapping[str, Any]) -> Terms:
    def named(kind: str) -> tuple[Named, ...]:
        return tuple(Named(n["words"], n.get("name"), tuple(n.get("ids") or ())) for n in stored.get(kind) or ())

    return Terms(
        named("speakers"), named("topics"), tuple(stored.get("outlets") or ()), tuple(stored.get("sources") or ())
    )


# -- whom the names mean


def resolved(criteria: Criteria, directory: Directory) -> Criteria:
    """The criteria with the speakers that their names mean in `directory`, the record's as of now."""
    return replace(
        criteria, wanted=_resolved(criteria.wanted, directory), left_out=_resolved(criteria.left_out, directory)
    )


def _resolved(terms: Terms, directory: Directory) -> Terms:
    return replace(
        terms,
        speakers=tuple(_meaning(named, directory, 0.0) for named in terms.speakers),
        topics=tuple(_meaning(named, directory, KNOWN) for named in terms.topics),
    )


def _meaning(named: Named, directory: Directory, at_least: float) -> Named:
    """With the entries of whom it means: those chosen before with their new spellings, else everybody it fits."""
    people = tuple(p for p in directory.match(named.words).people if p.score >= at_least)
    if named.ids:
        people = _same(people, named.ids) or (directory.match(named.name).people if named.name else ())
    ids = tuple(sorted({i for person in people for i in person.ids}))
    if not ids:
        return named
    return replace(named, ids=ids, name=named.name or (people[0].shown.name if len(people) == 1 else None))


def _same(people: Iterable[Person], ids: tuple[int, ...]) -> tuple[Person, ...]:
    return tuple(person for person in people if set(person.ids) & set(ids))


# -- in or out


def why_not(record: Record, criteria: Criteria) -> str | None:
    """The reason why a statement is not in, in words; None where it is. Names mean what `resolved` made of them."""
    wanted, out = criteria.wanted, criteria.left_out
    if criteria.quotes_only and record.statement.kind is not Kind.DIRECT:
        return f"a {record.statement.kind.look}, where only quotes are wanted"
    if wanted.speakers and not any(says(record, named) for named in wanted.speakers):
        return f"not by {either(n.shown for n in wanted.speakers)}"
    if wanted.outlets and not any(printed_in(record.article, outlet) for outlet in wanted.outlets):
        return f"printed in {record.article.outlet or 'no outlet'}, not in {either(wanted.outlets)}"
    if wanted.sources and not any(came_from(record.article, source) for source in wanted.sources):
        return f"from {_host(record.article) or 'no address'}, not from {either(wanted.sources)}"
    if reason := _left_out(record, out):
        return reason
    if wanted.topics and not any(is_about(record, n, by_name=bool(wanted.speakers)) for n in wanted.topics):
        return f"not about {either(n.shown for n in wanted.topics)}"
    return None


def _left_out(record: Record, out: Terms) -> str | None:
    """Which exclusion a statement falls under."""
    for named in out.speakers:
        if says(record, named):
            return f"{possessive(named.shown)} words are left out"
    for outlet in out.outlets:
        if printed_in(record.article, outlet):
            return f"{outlet} is left out"
    for source in out.sources:
        if came_from(record.article, source):
            return f"{source} is left out"
    for named in out.topics:
        if is_about(record, named, by_name=False) or _headed(record.article, named.words):
            return f"about {named.shown}, which is left out"
    return None


def why(record: Record, criteria: Criteria) -> str:
    """What a statement that is in is in for: "by Hakan Fidan, about Gaza", else "everything is wanted"."""
    wanted = criteria.wanted
    by = [f"by {n.shown}" for n in wanted.speakers if says(record, n)][:1]
    about = [f"about {n.shown}" for n in wanted.topics if is_about(record, n, by_name=bool(wanted.speakers))]
    where = [f"in {outlet}" for outlet in wanted.outlets if printed_in(record.article, outlet)][:1]
    where += [f"from {source}" for source in wanted.sources if came_from(record.article, source)][:1]
    look = ["a quote"] if criteria.quotes_only else []
    return ", ".join((*by, *about, *where, *look)) or "everything is wanted"


def says(record: Record, named: Named) -> bool:
    """Whether the statement is this speaker's; by the name alone where nobody of that name was on record."""
    if named.ids:
        return record.speaker_id in named.ids
    asked, printed = tokens(named.words), tokens(record.statement.speaker or "")
    return bool(asked and printed) and one_person(asked, printed) and set(asked) <= set(printed)


def printed_in(article: Article, outlet: str) -> bool:
    """Whether the article is this outlet's: its name, or whole words of it; abbreviations are read as names."""
    asked, printed = _name_words(outlet), _name_words(article.outlet or "")
    return bool(asked.strip()) and (asked in printed or asked == f" {article.outlet and fold(article.outlet)} ")


@lru_cache(maxsize=4096)
def _name_words(outlet: str) -> str:
    """Folded words with a blank on each side, without an article before them."""
    return f" {' '.join(surface(full_name(outlet))).removeprefix('the ')} "


def came_from(article: Article, source: str) -> bool:
    """Whether the article's address is on this host, or on one below it."""
    host, asked = _host(article), fold(source).removeprefix("www.")
    return bool(host) and (host == asked or host.endswith(f".{asked}"))


def _host(article: Article) -> str:
    try:
        return (urlsplit(article.url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _headed(article: Article, words: str) -> bool:
    """Whether headline or address name the section that is left out: "Opinion: …", /opinion/2025/…."""
    asked = rank.topic_words(words)
    try:
        path = urlsplit(article.url or "").path
    except ValueError:
        path = ""
    there = {*surface(article.title or ""), *surface(path.replace("/", " ").replace("-", " "))}
    return bool(asked) and all(any(related(word, other) for other in there) for word in asked)


def is_about(record: Record, named: Named, *, by_name: bool) -> bool:
    """Whether a statement is on a topic, measured as for a question; what the one named says is on the topic, too.

    `by_name`: a speaker is named besides, so that what stands around the sentence counts as it does for a question.
    """
    if named.ids and record.speaker_id in named.ids:
        return True
    topic = _topic(named.words)
    spelt = expanded(topic.words, defined(record.article.text))
    topic = replace(topic, spelt=spelt) if spelt else topic
    if not _may_be_about(record, rank.heads(topic) if spelt else _heads(named.words)):
        return False
    parts = rank.score(_candidate(record), topic, record if by_name else None)
    return rank.met(parts, topic) if by_name else parts.inside >= INSIDE


def _may_be_about(record: Record, heads: frozenset[str]) -> bool:
    """Whether any word of a topic begins near the statement; reading every word takes twenty times as long."""
    hull = record.statement.hull
    around = fold(record.article.text[max(0, hull.start - NEAR) : hull.end + NEAR])
    return any(head in around for head in heads)


@lru_cache(maxsize=1024)
def _heads(words: str) -> frozenset[str]:
    return rank.heads(_topic(words))


@lru_cache(maxsize=1024)
def _topic(words: str) -> rank.Topic:
    """A topic whose words all weigh the same: what is rare on one day is not on another."""
    return rank.topic(rank.topic_words(words) or tuple(surface(words)), {}, 0)


def _candidate(record: Record) -> Candidate:
    """What ranking reads of a statement."""
    text, statement = record.article.text, record.statement
    return Candidate(
        id=record.id,
        speaker_id=record.speaker_id,
        utterance=record.utterance,
        words=record.text,
        context=rest_of_sentence(text, statement),
        kind=statement.kind,
        said="",
        article=record.article.id,
        start=statement.hull.start,
        confidence=statement.confidence,
        score=0.0,
    )
