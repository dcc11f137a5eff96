"""What is in a digest: news, grouped by story, each utterance once with its reports. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.model import Hit, Kind, Story
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Article, Record

# Headlines of one event share at least three words of content and a third of all they have; measured on headline
# pairs of wire copy and rewrites, where two thirds of the pairs of one event do and unrelated ones do not.
SHARED_WORDS, SHARED_PART = 3, 0.33
_SMALL = frozenset(
    """
    a an and are as at be by for from has have he her his in into is it its not of on or over says said she that
    the their they this to up was were who will with after amid new more than us
    """.split()
)


def stories(records: Sequence[Record]) -> tuple[Story, ...]:
    """The records by story, most reported first; within one, by speaker, then as printed."""
    articles = {r.article.id: r.article for r in records}
    groups = _groups(list(articles.values()), records)
    made = [_story(group, records) for group in groups]
    return tuple(sorted(made, key=lambda s: (-_outlets(s), -len(s.hits), s.articles[0].published or "")))


def _outlets(story: Story) -> int:
    return len({a.outlet for a in story.articles})


def _groups(articles: list[Article], records: Sequence[Record]) -> list[list[Article]]:
    """Articles joined where they share an utterance or their headlines tell of the same."""
    utterances: dict[str, set[int]] = {a.id: set() for a in articles}
    for record in records:
        utterances[record.article.id].add(record.utterance)
    groups: list[list[Article]] = []
    for article in articles:
        mine = [g for g in groups if any(_same_event(article, other, utterances) for other in g)]
        groups = [g for g in groups if g not in mine] + [[a for g in mine for a in g] + [article]]
    return groups


def _same_event(one: Article, other: Article, utterances: dict[str, set[int]]) -> bool:
    if utterances[one.id] & utterances[other.id]:
        return True
    a, b = content_words(one.title or ""), content_words(other.title or "")
    shared = a & b
    return len(shared) >= SHARED_WORDS and len(shared) / len(a | b) >= SHARED_PART


def content_words(headline: str) -> frozenset[str]:
    """The words of a headline that say what it is about, plural and possessive endings aside."""
    bare = (w.removesuffix("'s").replace("'", "") for w in words(headline.replace("U.S.", "US")))
    return frozenset(w[:-1] if w.endswith("s") and len(w) > 3 else w for w in bare if w not in _SMALL)


def _story(articles: Iterable[Article], records: Sequence[Record]) -> Story:
    ordered = sorted(articles, key=lambda a: (a.published or "9999", a.id))
    ids = [a.id for a in ordered]
    mine = sorted(
        (r for r in records if r.article.id in ids), key=lambda r: (ids.index(r.article.id), r.statement.hull)
    )
    by_utterance: dict[int, list[Record]] = {}
    for record in mine:
        by_utterance.setdefault(record.utterance, []).append(record)
    hits = [Hit(first, also=tuple(rest)) for first, *rest in by_utterance.values()]
    return Story(tuple(ordered), tuple(_by_speaker(hits)))


def _by_speaker(hits: list[Hit]) -> list[Hit]:
    """Speakers with the most reports and the most of their own words first; each one's statements stay together."""
    weight: Counter[int | None] = Counter()
    place: dict[int | None, int] = {}
    for i, hit in enumerate(hits):
        speaker = hit.record.speaker_id
        weight[speaker] += 2 * len(hit.also) + (2 if hit.record.statement.kind is Kind.DIRECT else 1)
        place.setdefault(speaker, i)
    return sorted(hits, key=lambda h: (-weight[h.record.speaker_id], place[h.record.speaker_id]))


def one_origin(story: Story) -> str | None:
    """The report that every article of a story rests on ("The Jerusalem Post"); None where they are independent."""
    if len(story.articles) < 2:
        return None
    named: dict[str, set[str]] = {a.id: set() for a in story.articles}
    for record in (r for h in story.hits for r in (h.record, *h.also)):
        statement = record.statement
        named[record.article.id] |= {n for n in (statement.addressee, *statement.via) if n}
    common = set.intersection(*named.values())
    return min(common) if common else None
