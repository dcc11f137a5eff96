"""Whom "he", "she", "they" and "it" go back to: recency, subjects, who spoke last, and gender where it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.lexicon import listed
from bot.extract.wordlists import ORGANISATION_WORDS
from bot.model import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.extract.cast import Cast, Figure, Mention
    from bot.model import Span

_REACH = 30  # mentions looked back at
_FAR = 1500  # code points: further back nothing is meant by a pronoun
_GENDER = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}
_GENERIC = listed("company firm group organisation organization agency outlet operator maker")
_UNSURE = 0.35
_TAG = 30  # code points of "he told the Post"
_SPOKEN_OF = 3.0  # against a candidate that is named in the words or spoken to


class Antecedents:
    """What pronouns and short descriptions may go back to, kept while a document is resolved in order."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._spoken: list[tuple[int, Figure]] = []  # in order of the statements
        self._noted: list[tuple[int, Figure]] = []  # unnamed sources by where they stand

    def note_speaker(self, offset: int, figure: Figure) -> None:
        """Somebody made the statement at `offset`."""
        self._spoken.append((offset, figure))

    def note(self, offset: int, figure: Figure) -> None:
        """An unnamed source stands at `offset`."""
        self._noted.append((offset, figure))

    def of(self, word: str, offset: int, own: tuple[Span, ...]) -> tuple[Figure | None, float]:
        """The figure a pronoun at `offset` means and how sure that is."""
        scores: dict[int, float] = {}
        barred = self._spoken_of(offset, own)
        figures: dict[int, Figure] = {}
        for figure, place in (*self._by_mention(offset, own), *self._by_speech(offset)):
            if _fits(word, figure):
                score = place - _SPOKEN_OF * (id(figure) in barred)
                figures[id(figure)] = figure
                bonus = 1.0 if figure.gender and _GENDER.get(word) == figure.gender else 0.0
                scores[id(figure)] = max(scores.get(id(figure), 0.0), score + bonus) + 0.05
        if not scores:
            return None, _UNSURE
        ranked = sorted(scores, key=scores.__getitem__, reverse=True)
        lead = scores[ranked[0]] - (scores[ranked[1]] if len(ranked) > 1 else 0.0)
        return figures[ranked[0]], _sureness(lead, alone=len(ranked) == 1)

    def right_before(self, offset: int) -> Figure | None:
        """The name a relative pronoun at `offset` follows, with at most a comma between."""
        place = self._cast.before(offset)
        if place:
            mention = self._cast.mentions[place - 1]
            if offset - mention.end <= 3:
                return mention.figure
        return None

    def nearest(self, figures: Iterable[Figure], offset: int) -> Figure | None:
        """Of these the one named last before `offset`, else the first one named after."""
        wanted = {id(f) for f in figures}
        place = self._cast.before(offset)
        for mention in reversed(self._cast.mentions[max(0, place - 200) : place]):
            if id(mention.figure) in wanted:
                return mention.figure
        return next((m.figure for m in self._cast.mentions[place : place + 200] if id(m.figure) in wanted), None)

    def last_speaker(self, offset: int) -> Figure | None:
        """The person who made the last statement, where that stands in the same paragraph."""
        paragraph = self._cast.document.paragraph_at(offset)
        if not self._spoken or paragraph is None or self._spoken[-1][0] < paragraph.start:
            return None
        figure = self._spoken[-1][1]
        return figure if figure.kind is SpeakerKind.PERSON else None

    def just_named(self, offset: int) -> Figure | None:
        """The one person without a role that the sentence before names, if it names one alone."""
        sentence = self._cast.document.sentence_at(offset)
        before = self._cast.document.sentence_at(sentence.start - 2) if sentence and sentence.start > 2 else None
        if before is None:
            return None
        people = {
            id(m.figure): m.figure
            for m in self._cast.within(before.start, before.end)[:_REACH]
            if m.figure.kind is SpeakerKind.PERSON
        }
        only = next(iter(people.values())) if len(people) == 1 else None
        return only if only and not only.roles else None

    def organisation(self, offset: int, head: str) -> Figure | None:
        """The organisation "the company" at `offset` goes back to: one so called, else the last that spoke."""
        place = self._cast.before(offset)
        for mention in reversed(self._cast.mentions[max(0, place - _REACH) : place]):
            figure = mention.figure
            if figure.kind is SpeakerKind.ORGANISATION and head in figure.words and len(figure.words) <= 5:
                return figure
        if head not in _GENERIC:
            return None
        spoken = (f for _, f in reversed(self._spoken[-8:]) if f.kind is SpeakerKind.ORGANISATION)
        return next(spoken, None)

    def publisher(self, head: str, offset: int) -> Figure | None:
        """The outlet behind "the report", where the article said "a report by the Post" before."""
        text = self._cast.document.text
        for mention in self._cast.mentions[: self._cast.before(offset + 60)][:400]:
            if not _is_outlet(mention):
                continue
            before = text[max(0, mention.start - 24) : mention.start].lower()
            if f"{head} by " in before or f"{head} from " in before or f"{head} in " in before:
                return _with_article(mention, text)
        return None

    def _spoken_of(self, offset: int, own: tuple[Span, ...]) -> set[int]:
        """Who is named in the words themselves, or as the one they are said to: hardly the one who says them."""
        places = [(s.start, s.end) for s in own] + [(offset, offset + _TAG)]
        return {id(m.figure) for start, end in places for m in self._cast.within(start, end)[:_REACH]}

    def _by_mention(self, offset: int, own: tuple[Span, ...]) -> Iterable[tuple[Figure, float]]:
        document = self._cast.document
        sentence = document.sentence_at(offset)
        paragraph = document.paragraph_at(offset)
        place = self._cast.before(offset)
        first_of: dict[int, int] = {}
        window = self._cast.mentions[max(0, place - _REACH) : place]
        for mention in window:
            where = document.sentence_at(mention.start)
            if where and not mention.possessive and mention.figure.kind is SpeakerKind.PERSON:
                first_of.setdefault(where.start, mention.start)
        for mention in reversed(window):
            if offset - mention.start > _FAR or any(s.start <= mention.start < s.end for s in own):
                continue
            where = document.sentence_at(mention.start)
            subject = where is not None and first_of.get(where.start) == mention.start
            score = 3.0 - (offset - mention.start) / 400
            score += 1.2 * subject - 1.0 * mention.possessive - 1.5 * document.is_quoted(mention.start)
            score -= 0.0 if paragraph and mention.start >= paragraph.start else 1.0
            score -= 0.6 if sentence and mention.start >= sentence.start and not subject else 0.0
            yield mention.figure, score
        yield from ((f, 2.5 - (offset - at) / 400) for at, f in self._noted[-4:] if 0 < offset - at < _FAR)

    def _by_speech(self, offset: int) -> Iterable[tuple[Figure, float]]:
        """Who made the last statements; the very last one is likely to go on."""
        paragraph = self._cast.document.paragraph_at(offset)
        for back, (at, figure) in enumerate(reversed(self._spoken[-3:])):
            near = paragraph is not None and at >= paragraph.start
            yield figure, (4.4 if near else 3.6) - 1.0 * back - max(0, offset - at) / 800


def _fits(word: str, figure: Figure) -> bool:
    if word in _GENDER:
        return (
            figure.kind in {SpeakerKind.PERSON, SpeakerKind.ANONYMOUS}
            and not figure.plural
            and figure.gender in {None, _GENDER[word]}
        )
    if word == "they":
        return figure.plural or figure.kind in {SpeakerKind.GROUP, SpeakerKind.ORGANISATION}
    if word == "it":
        return figure.kind in {SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT} and not figure.plural
    return False


def _sureness(lead: float, *, alone: bool) -> float:
    if alone:
        return 0.88
    return 0.85 if lead > 1.0 else 0.72 if lead > 0.4 else 0.58


def _is_outlet(mention: Mention) -> bool:
    return mention.figure.kind is SpeakerKind.ORGANISATION and any(
        w in ORGANISATION_WORDS for w in mention.figure.words
    )


def _with_article(mention: Mention, text: str) -> Figure:
    if text[max(0, mention.start - 4) : mention.start] == "The " and not mention.figure.name.startswith("The "):
        mention.figure.name = f"The {mention.figure.name}"
    return mention.figure
