"""Who a mention is: a name, a pronoun, a description, or a source without a name.

`Sources.who` answers for one mention after another, in the order of the text: what it answered before (who spoke
last, which "U.S. official" there is) is what "he" and "the official" go back to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.cast import Figure
from bot.extract.lexicon import SOURCE_NOUNS, listed
from bot.extract.mentions import Parts, parts
from bot.extract.names import is_courtesy
from bot.extract.pronouns import Antecedents
from bot.extract.wordlists import (
    ANONYMOUS,
    DOCUMENTS,
    NATIONAL,
    ORGANISATION_WORDS,
    ORGANISATIONS,
    SOURCE_LIKE,
    TITLES,
    is_occupation,
)
from bot.model import Attribution, Span, SpeakerKind
from bot.text import fold

if TYPE_CHECKING:
    from bot.extract.cast import Cast, Mention

_RECENT = 60  # unnamed sources a description may go back to
_NOUNS = TITLES | SOURCE_NOUNS | ANONYMOUS | ORGANISATIONS | listed("questioner audience crowd moderator")
_PEOPLES = NATIONAL | listed("latino hispanic conservative liberal libertarian texan iowan evangelical kurd jew tory")
_UTTERED = frozenset(
    ("remark", "remarks", "comments", "words")
)  # "the official's remarks suggest …": the official does
# Labels of turns in a transcript that name nobody: how the speaker is called, who is unnamed.
_TURNS = {"question": "questioner", "q": "questioner", "answer": "interviewee", "a": "interviewee"} | {
    name: name for name in ("questioner", "reporter", "journalist", "interviewer", "moderator")
}
_WHOSE = frozenset(("my", "our", "his", "her", "their"))
_KIN = {
    "she": listed("mother mom mum wife ex-wife widow sister daughter grandmother aunt niece girlfriend"),
    "he": listed("father dad husband ex-husband widower brother son grandfather uncle nephew boyfriend"),
}
_GROUP_PRONOUNS = frozenset(("some", "many", "others", "several", "most", "few", "all", "both"))


@dataclass(frozen=True, slots=True)
class Who:
    """A mention resolved."""

    figure: Figure | None
    attribution: Attribution
    sure: float  # that it is this figure, 0..1
    role: str | None = None  # as printed in this very mention


class Sources:
    """Resolves the mentions of one document, in order."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._unnamed: list[tuple[int, Figure]] = []
        self._antecedents = Antecedents(cast)

    def who(self, mention: Span, own: tuple[Span, ...]) -> Who:
        """Whom `mention` means; `own` are the words of the statement, where its source is not looked for."""
        turn = self._turn(mention)
        if turn:
            return Who(self._new(turn, SpeakerKind.ANONYMOUS), Attribution.ANONYMOUS, 0.97)
        found = parts(self._cast.document, mention)
        if found is None:
            return Who(None, Attribution.NONE, 0.3)
        if found.pronoun:
            return self._pronoun(found, mention, own)
        if found.owner and found.head in _UTTERED:
            possessive = self._cast.document.tokens_in(Span(mention.start, found.start))[-1]
            return self.who(Span(mention.start, possessive.start), own)
        who = self._named(found) or self._described(found, mention)
        if who.figure and who.figure.kind is SpeakerKind.ANONYMOUS:
            self._unnamed.append((mention.start, who.figure))
        return who

    def _turn(self, mention: Span) -> str | None:
        """Whose turn it is where a line opens with "QUESTION:" or "Q:"; its speaker is unnamed, and not called that."""
        text = self._cast.document.text
        opens = not text[text.rfind("\n", 0, mention.start) + 1 : mention.start].strip()
        name = _TURNS.get(fold(mention.of(text)).strip(" :."))
        return name if opens and text[mention.end : mention.end + 3].lstrip(" .").startswith(":") else None

    def spoke(self, offset: int, figure: Figure) -> None:
        """Note who made the statement that begins at `offset`."""
        self._antecedents.note_speaker(offset, figure)

    # Pronouns ------------------------------------------------------------------------------------------------------
    def _pronoun(self, found: Parts, mention: Span, own: tuple[Span, ...]) -> Who:
        word = found.words[0]
        if word in _GROUP_PRONOUNS:
            return Who(self._new(found.printed, SpeakerKind.GROUP), Attribution.ANONYMOUS, 0.8)
        if word in {"who", "which", "whom"}:
            named = self._antecedents.right_before(mention.start)
            return Who(named, Attribution.PRONOUN, 0.85 if named else 0.3)
        opener = self._opener(mention.start) or self._kin(mention.start, word) if word in {"he", "she"} else None
        if opener:
            return Who(opener, Attribution.PRONOUN, 0.75)
        figure, sure = self._antecedents.of(word, mention.start, own)
        return Who(figure, Attribution.PRONOUN, sure)

    def _opener(self, offset: int) -> Figure | None:
        """An unnamed person that the pronoun's sentence began with: "One skipper, who …: the officers, he said, …"."""
        document = self._cast.document
        sentence = document.sentence_at(offset)
        tokens = document.tokens_in(Span(sentence.start, offset)) if sentence and sentence.start < offset else ()
        comma = next((t.start for t in tokens[:8] if t.text == ","), None)
        if comma is None or sentence is None or tokens[0].low not in {"a", "an", "one", "another"}:
            return None
        found = parts(document, Span(sentence.start, comma))
        human = found and (found.head in _NOUNS - ORGANISATIONS or is_occupation(found.head))
        return self._new(found.printed, SpeakerKind.ANONYMOUS, found) if found and human else None

    def _kin(self, offset: int, word: str) -> Figure | None:
        """A relative that the pronoun's sentence began with: "My mother is old, but she says …"."""
        document = self._cast.document
        sentence = document.sentence_at(offset)
        tokens = document.tokens_in(Span(sentence.start, offset)) if sentence and sentence.start < offset else ()
        if len(tokens) < 3 or tokens[0].low not in _WHOSE or tokens[1].low not in _KIN[word]:
            return None
        found = parts(document, Span(tokens[0].start, tokens[1].end))
        return self._new(found.printed, SpeakerKind.ANONYMOUS, found) if found else None

    # Names ---------------------------------------------------------------------------------------------------------
    def _named(self, found: Parts) -> Who | None:
        inside = self._cast.within(found.start, found.end)
        last = self._cast.ending(inside[-1], found.end) if inside else None
        if last is None:
            return None
        if _is_group(last):
            return Who(self._new(found.printed, SpeakerKind.GROUP, found), Attribution.ANONYMOUS, 0.95)
        if _is_noun(last, found):
            return None
        if len(inside) > 1 and " and " in self._cast.document.text[inside[-2].end : last.start + 1] + " ":
            return Who(self._pair(inside[-2], last), Attribution.NAMED, 0.8)
        figure = self._person_at_verb(last, found)
        if figure.kind is SpeakerKind.PERSON:
            role = self._cast.document.text[found.start : last.start].strip()
            role = "" if is_courtesy(role) else role
            return Who(figure, Attribution.NAMED, 0.97 if figure.sure else 0.9, role or None)
        self._complete(figure, last, found)
        return Who(figure, Attribution.ORGANISATION, 0.97 if figure.sure else 0.93)

    def _person_at_verb(self, mention: Mention, found: Parts) -> Figure:
        """A run of two or three capitalised words that speaks is a person unless its form says otherwise."""
        figure, name = mention.figure, mention.named
        if figure.kind is SpeakerKind.PERSON or figure.sure or found.definite:
            return figure
        if name.person is None and 2 <= len(name.words) <= 3 and not name.words[-1].endswith("s"):
            return self._cast.make_person(name)
        return figure

    def _complete(self, figure: Figure, mention: Mention, found: Parts) -> None:
        """An outlet's capital article belongs to its name where it does not begin a sentence."""
        text = self._cast.document.text
        sentence = self._cast.document.sentence_at(mention.start)
        begins = sentence is not None and mention.start - 4 <= sentence.start
        if (
            text[max(0, mention.start - 4) : mention.start] == "The "
            and not begins
            and not figure.name.startswith("The")
        ):
            figure.name = f"The {figure.name}"
        elif text[found.start : mention.start].strip() and not figure.name.startswith("The"):
            figure.name = text[found.start : mention.end]

    def _pair(self, first: Mention, second: Mention) -> Figure:
        kinds = {first.figure.kind, second.figure.kind}
        kind = SpeakerKind.GROUP if SpeakerKind.PERSON in kinds else SpeakerKind.ORGANISATION
        return Figure(f"{first.figure.name} and {second.figure.name}", kind, plural=True)

    # Descriptions --------------------------------------------------------------------------------------------------
    def _described(self, found: Parts, mention: Span) -> Who:
        head = found.head
        if found.definite:
            figure = self._known(found, mention.start)
            if figure:
                return Who(figure, Attribution.DESCRIPTION, 0.85)
        if head in DOCUMENTS:
            return self._document(found, mention)
        if head in ORGANISATIONS or head in ORGANISATION_WORDS:
            figure = self._new(_owned(found), SpeakerKind.ORGANISATION, found)
            return Who(figure, Attribution.ORGANISATION, 0.9)
        apposed = self._apposed(found)
        if apposed:
            return Who(apposed, Attribution.NAMED, 0.85)
        if found.plural and head not in ANONYMOUS:
            return Who(self._new(_owned(found), SpeakerKind.GROUP, found), Attribution.ANONYMOUS, 0.95)
        guess = self._guess(found, mention.start)
        if guess:
            return Who(guess, Attribution.DESCRIPTION, 0.6)
        if head in TITLES and not found.definite and mention.start == found.start and found.after - 1 == found.first:
            return Who(self._new(found.printed.lower(), SpeakerKind.ANONYMOUS, found), Attribution.DESCRIPTION, 0.75)
        role = found.whole if found.whole != found.printed else None
        figure = self._new(found.printed, SpeakerKind.ANONYMOUS, found)
        return Who(figure, Attribution.ANONYMOUS, 0.8 if found.definite else 0.97, role)

    def _known(self, found: Parts, offset: int) -> Figure | None:
        """Whom "the official", "the minister", "the company" goes back to, if to anyone in the article."""
        wanted = set(found.describing)
        head = found.head
        unnamed = [f for _, f in reversed(self._unnamed[-_RECENT:]) if f.plural == found.plural]
        figure = next((f for f in unnamed if wanted <= f.words), None)
        if figure is None and len(wanted) == 1 and head in SOURCE_LIKE:
            figure = next((f for f in unnamed if f.words & SOURCE_LIKE), None)
        if figure or found.plural:
            return figure
        if head in ORGANISATIONS and len(wanted) == 1 and not found.owner:
            return self._antecedents.organisation(offset, head)
        named = [f for f in self._cast.called(wanted) if f.kind is SpeakerKind.PERSON]
        return self._antecedents.nearest(named, offset) if named else None

    def _guess(self, found: Parts, offset: int) -> Figure | None:
        """Whom a definite description without a match most likely means: who just spoke, or was just named alone."""
        if not found.definite or found.owner or found.plural:
            return None
        named = self._antecedents.just_named(offset) if found.head in TITLES else None
        return self._antecedents.last_speaker(offset) or named

    def _apposed(self, found: Parts) -> Figure | None:
        """In "Lavrov's spokesperson, Maria Zakharova, …" the description is followed by its name."""
        tokens = self._cast.document.tokens
        at = found.after
        if at + 1 >= len(tokens) or tokens[at].low != "," or found.head not in TITLES | ANONYMOUS:
            return None
        for mention in self._cast.within(tokens[at].end, tokens[at].end + 2):
            if mention.figure.kind is SpeakerKind.PERSON:
                return mention.figure
        return None

    def _document(self, found: Parts, mention: Span) -> Who:
        publisher = self._antecedents.publisher(found.head, mention.end)
        if publisher:
            return Who(publisher, Attribution.DESCRIPTION, 0.8)
        for _, figure in reversed(self._unnamed[-_RECENT:]):
            if found.definite and figure.kind is SpeakerKind.DOCUMENT and found.head in figure.words:
                return Who(figure, Attribution.DESCRIPTION, 0.85)
        figure = self._new(found.printed, SpeakerKind.DOCUMENT, found)
        self._unnamed.append((mention.start, figure))
        return Who(figure, Attribution.DESCRIPTION, 0.93)

    def _new(self, printed: str, kind: SpeakerKind, found: Parts | None = None) -> Figure:
        words = {fold(w) for w in found.describing} if found else set()
        figure = Figure(_unopened(printed, found), kind, plural=bool(found and found.plural), words=words)
        self._antecedents.note(found.start if found else 0, figure)
        return figure


def _is_noun(mention: Mention, found: Parts) -> bool:
    """Whether a lone capitalised word is a noun that opens its sentence or a label: "Residents", "HOST"."""
    name = mention.named
    low = fold(name.words[-1])
    if len(name.words) > 1 or name.person is not None or mention.figure.kind is SpeakerKind.PERSON:
        return False
    if not (found.opens or name.words[0].isupper()):
        return False
    return low in _NOUNS or (low.endswith("s") and is_occupation(low) and mention.figure.seen == 1)


def _is_group(mention: Mention) -> bool:
    """Whether a name is that of a people or of a party's people: "Republicans"."""
    low = fold(mention.named.words[-1])
    return low.endswith("s") and low.removesuffix("s") in _PEOPLES and mention.figure.kind is not SpeakerKind.PERSON


def _owned(found: Parts) -> str:
    """The printed name with its possessor: "Cruz's campaign" is not any campaign."""
    return f"{found.owner} {found.printed}" if found.owner else found.printed


def _unopened(printed: str, found: Parts | None) -> str:
    """Without the capitals that a sentence's beginning or a label gave it: "Critics" -> "critics"."""
    if fold(printed) in _NOUNS:
        return printed.lower()
    if printed[:1].islower() or printed[1:2].isupper():
        return printed
    return printed[0].lower() + printed[1:] if found and found.opens and not found.name_first else printed
