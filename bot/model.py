"""The vocabulary: frozen values and their invariants. Read this first.

Everything here is plain data of the standard library: no Slack, no SQL, no clock. Offsets are code points
into `Article.text`, half-open; texts shown to people are always cut from there and never put together.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

PUBLIC = "public"


class Kind(StrEnum):
    """How much of a statement stands inside quotation marks in the article."""

    DIRECT = "direct"  # all of it: a QUOTE
    MIXED = "mixed"  # some of it: a PART-QUOTE
    INDIRECT = "indirect"  # none: a PARAPHRASE, the outlet's words

    @property
    def look(self) -> str:
        """The label that goes wherever the statement goes."""
        return {"direct": "QUOTE", "mixed": "PART-QUOTE", "indirect": "PARAPHRASE"}[self.value]


class Attribution(StrEnum):
    """How the article points at the speaker."""

    NAMED = "named"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"
    ORGANISATION = "organisation"
    ANONYMOUS = "anonymous"
    NONE = "none"


class SpeakerKind(StrEnum):
    """What sort of source speaks."""

    PERSON = "person"
    ORGANISATION = "organisation"
    GROUP = "group"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}-{self.end}")

    def of(self, text: str) -> str:
        """The words of `text` this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One text as printed. Immutable: a changed page is a new revision with the same id."""

    id: str  # as given by the source; unique in its scope (a private copy of a public article is another article)
    text: str  # exactly as given, never stripped or normalised
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None  # ISO date, or date and time with zone, as far as known
    url: str | None = None
    language: str = "en"  # what is not "en" is stored and not analysed
    scope: str = PUBLIC  # "public" | "channel:ID" | "user:ID"
    visible_from: datetime | None = None  # embargo: nowhere before this instant

    @property
    def sha256(self) -> str:
        """Hash of the text, by which a stored copy is checked whenever its words are shown."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def published_on(self) -> str | None:
        """The civil date of publication, `YYYY-MM-DD`, as printed."""
        return self.published[:10] if self.published else None


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what, and how, as one article gives it; what the extractor returns.

    Spans are ordered and disjoint; there are several where the tag splits the words ("A," he said, "B").
    """

    spans: tuple[Span, ...]
    kind: Kind
    cue: Span | None = None  # the reporting words: "said", "according to"
    mention: Span | None = None  # where this statement's source is written: "He", "the official"
    speaker: str | None = None  # who that is, resolved within the article: "Hakan Fidan"; None = not known
    speaker_kind: SpeakerKind = SpeakerKind.PERSON
    role: str | None = None  # as written anywhere in the article: "Turkish Foreign Minister"
    attribution: Attribution = Attribution.NAMED
    addressee: str | None = None  # "told Reuters" -> "Reuters"
    via: tuple[str, ...] = ()  # on whose word, nearest first: ("The Jerusalem Post",)
    said_on: str | None = None  # YYYY[-MM[-DD]] or A/B; None = not given
    said_on_how: str | None = None  # stated | weekday | relative | dateline
    said_span: Span | None = None  # the words it is known from: "On Saturday"
    confidence: float = 1.0  # that the speaker is right; below 0.5 is flagged wherever shown

    def __post_init__(self) -> None:
        if not self.spans:
            raise ValueError("a statement needs at least one span")
        if any(a.end > b.start for a, b in zip(self.spans, self.spans[1:], strict=False)):
            raise ValueError("spans of a statement are ordered and disjoint")

    @property
    def hull(self) -> Span:
        """From the first word to the last, the tag between included."""
        return Span(self.spans[0].start, self.spans[-1].end)

    def words(self, text: str) -> str:
        """The slices of `text`, joined by " … "; `text` must be the article's."""
        return " … ".join(span.of(text) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a statement's article since it was read; instants are when that was noted."""

    retracted: datetime | None = None  # withdrawn by its outlet
    notice: str | None = None  # the words of the page's notice, or the reason that people gave
    altered: datetime | None = None  # the article's wording of this statement changed last
    lost: datetime | None = None  # its page was twice not at its address; that alone retracts nothing


@dataclass(frozen=True, slots=True)
class Record:
    """A stored statement with the article it stands in, as an Archive returns it: verified and visible."""

    id: int  # opaque, given once, survives re-extraction
    statement: Statement  # as extracted, with corrections by the desk laid over
    article: Article
    speaker_id: int | None  # after merges; None = not known
    utterance: int  # the same words of the same speaker in several reports share it
    indexed_at: datetime
    news: bool  # published within the news window when indexed, and not backfilled
    corrected: datetime | None = None  # when the desk last set its speaker
    fate: Fate = Fate()
    score: float = 0.0  # of the search that found it; 0 where no search did

    @property
    def text(self) -> str:
        """The statement's words."""
        return self.statement.words(self.article.text)

    @property
    def said_or_published(self) -> str:
        """What "newest" goes by: the first day it can have been said, else the day it was printed, else ""."""
        return (self.statement.said_on or self.article.published_on or "").partition("/")[0]


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    """One speaker as the asker may see it: merged, with every name that leads here."""

    id: int
    name: str
    kind: SpeakerKind
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()  # as written, most frequent first
    statements: int = 0  # visible ones


class Intent(StrEnum):
    """What a question wants."""

    SAID = "said"  # what did X say [about Y]
    WHO = "who"  # who said Y
    VERIFY = "verify"  # did X say "Y"
    TOPIC = "topic"  # anything about Y, whoever said it
    LATEST = "latest"
    FIRST = "first"
    CHANGED = "changed"  # how has X on Y changed
    COMPARE = "compare"  # X and Z on Y
    NEW = "new"  # since the asker's last question


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood. The chips above an answer are written from this."""

    text: str  # as typed
    intent: Intent = Intent.SAID
    speakers: tuple[str, ...] = ()  # as asked for: "fidan"; resolved names are in Answer.speakers
    topic: str | None = None
    fragment: str | None = None  # the words to check or to find a speaker for
    quoted: bool = False  # the fragment stood in quotation marks
    since: str | None = None  # ISO date, included
    until: str | None = None  # ISO date, included
    outlet: str | None = None
    addressee: str | None = None
    kind: Kind | None = None  # "direct quotes only"
    besides: tuple[str, ...] = ()  # whom "who else?" leaves out
    indexed_since: datetime | None = None  # of NEW: what came into the record after this
    since_asked: bool = False  # that instant is the asker's last question; otherwise a day ago
    answered_by: tuple[str, ...] = ()  # of an answer's query: who speaks in it, so that "he" has a meaning after it


class Outcome(StrEnum):
    """What became of a question."""

    FOUND = "found"
    AMBIGUOUS = "ambiguous"
    NOTHING = "nothing"


class VerdictKind(StrEnum):
    """What the record says of words that were put to it."""

    VERBATIM = "verbatim"
    ALTERED = "altered"
    OTHER_SPEAKER = "other_speaker"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The check of one quotation. `diff` is ((op, words), …) with op in "=", "-" (record only), "+" (draft only)."""

    kind: VerdictKind
    reason: str | None = None  # changed | spliced | cut | paraphrase, where altered
    diff: tuple[tuple[str, str], ...] = ()
    source: Hit | None = None  # the statement it was held against


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer to a question: a record, why it is here, and its other reports."""

    record: Record
    score: float = 0.0
    also: tuple[Record, ...] = ()  # the same utterance in other articles, first report first
    why: str | None = None  # of a nearest hit: "NOT Lavrov, his spokesperson"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was searched, for this asker at this instant."""

    articles: int = 0
    statements: int = 0
    outlets: int = 0
    outlet_names: frozenset[str] = frozenset()  # folded
    first_published: str | None = None
    last_published: str | None = None
    newest_indexed: datetime | None = None
    not_analysed: int = 0  # articles in a language that is stored only


@dataclass(frozen=True, slots=True)
class Answer:
    """What the record says to one question. `nothing` has no hits; what is near is in `nearest`."""

    outcome: Outcome
    query: Query
    coverage: Coverage
    hits: tuple[Hit, ...] = ()  # best first; cut to the asker's limit
    total: int = 0  # utterances found before the cut
    speakers: tuple[SpeakerEntry, ...] = ()  # who the query's speakers turned out to be
    others: tuple[SpeakerEntry, ...] = ()  # whom the one name that was typed fits as well, most statements first
    nearest: tuple[Hit, ...] = ()
    candidates: tuple[SpeakerEntry, ...] = ()  # of an ambiguous one: "Which one?"
    verdict: Verdict | None = None
    mentions: int = 0  # articles that name the speaker, who is never quoted in them
    corrected_words: tuple[tuple[str, str], ...] = ()  # (typed, understood) of misspelt names and words
    ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, from where: what they may see and how their days run."""

    scopes: tuple[str, ...] = (PUBLIC,)
    zone: str = "UTC"
    user: str | None = None
    limit: int = 5
    last_asked: datetime | None = None  # when they last asked; None = not known
    may_change: bool = True  # a full member: not a guest, outsider, bot, or somebody Slack has not told us about


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """What a button's opaque id stands for: the question as understood, what it found, and who asked."""

    query: Query
    statements: tuple[int, ...]
    asker: Asker
    made_at: datetime
    choices: tuple[str, ...] = ()  # questions to ask instead, of "Which one?"


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person changed about a statement, and whether it was taken back."""

    id: int
    statement: int
    field: str  # "speaker" | "not_statement"
    value: str | None  # the speaker's name
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Retraction:
    """Somebody's word, or the page's own, that an article was withdrawn by its outlet."""

    id: int
    by: str  # as Slack knows them; "the page" or "command line"
    reason: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of a statement and its article over time."""

    revisions: tuple[datetime, ...]  # when each was read, the first first
    wordings: tuple[tuple[str, datetime], ...] = ()  # words it had before, and when they were replaced
    words: str = ""  # as they stand, or stood last
    gone: datetime | None = None  # no longer in the article since
    lost: datetime | None = None
    retractions: tuple[Retraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to Slack: `text` is a real answer by itself (notification, screen reader, search)."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One thing somebody asked of the bot, as committed to the inbox before Slack is told that it arrived."""

    id: str  # ours, opaque; the run key of the reply
    surface: str  # "mention" | "direct" | "said" (a slash command) | "click" | "form" | "shortcut" | "home" | "deleted"
    text: str  # the question, or what a form was filled in with (JSON); erased once answered
    channel: str
    user: str
    ts: str | None = None  # of the message, also the one clicked on; None for a command and on a private answer
    thread_ts: str | None = None  # where the reply goes; None = the channel itself
    private: bool = True  # answered for one person's eyes: scope user:ID counts too
    response_url: str | None = None  # of a command or click: the only way to answer it ephemerally
    action: str | None = None  # what was clicked ("more", "cite", …), the word a command stands for, or "edited"
    target: str | None = None  # the opaque id that the button carries; of an edit, the request it changes
    view: str | None = None  # of a form: the view that was sent in
    outside: bool = False  # people of another organisation ask or read along: nothing but what is public


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way to a channel, frozen before the first try."""

    run_key: str  # unique; travels in the message's metadata, by which it is found again
    purpose: str  # "reply" | "digest"
    channel: str
    message: Message
    thread_ts: str | None = None
    part: int = 0  # parts of one purpose and ref go in order
    ref: str | None = None  # the request's id, or "SUBSCRIPTION/WINDOW"
    state: str = "pending"  # pending | posting | posted | uncertain | failed
    posting_at: datetime | None = None
    not_before: datetime | None = None
    attempt: int = 0
    statements: tuple[int, ...] = ()  # what it shows
    code: str | None = None  # Slack's word for why it was refused: "is_archived"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A visible statement a search found, light enough to rank by the hundred; shown only as a Record."""

    id: int
    speaker_id: int | None  # after merges
    utterance: int
    words: str  # the statement's words as indexed; for ranking, never for showing
    context: str  # the rest of its sentence
    kind: Kind
    said: str  # see Record.said_or_published
    article: str
    start: int
    confidence: float
    score: float  # of the full-text search, higher is better; 0 without words
