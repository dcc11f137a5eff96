"""Edits of quotations, made at run time from what is indexed, with the verdict that each must get.

`cases` takes quoted words of the record and changes them as people and programs do: a negation, a number, a name, a
tense, a word added, dropped or swapped, a splice, a cut, a paraphrase put in quotation marks, another speaker; and as
nobody would mind: typography, ellipses, brackets, fragments. Everything is decided on plain words here, by other means
than the checker's: an edit that happens to stand in some article is thrown away.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING

from bot.model import Kind, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.model import Record

CLASSES = ("verbatim", "changed", "spliced", "cut", "paraphrase", "other_speaker", "not_found")
_PLAIN = re.compile(r"[a-z0-9]+")
_MARKED = re.compile(r"“([^“”\"]+)”|\"([^“”\"]+)\"")
_AUX = "will would is are was were can could should must do did have has had".split()
_TENSES = {
    "will": "would", "is": "was", "are": "were", "has": "had", "have": "had", "can": "could", "was": "is",
    "were": "are", "do": "did", "want": "wanted", "need": "needed", "think": "thought", "believe": "believed",
}  # fmt: skip
_NUMBERS = "two three four five six seven eight nine ten twelve twenty thirty hundred thousand million billion".split()
_EXTRA = "really clearly perhaps simply certainly almost always hardly entirely".split()
_INSERTED = ("[sic]", "[the council]", "[last year]")
_NO = "not never no nor none nobody nothing neither cannot without hardly".split()
_TURN = "unless except provided if only until but".split()
_SMALL = frozenset(
    """the a an of to in on at by for from with and or but is are was were be that this it as his her their our your my
    its about into onto over under after before between than then rather itself himself itself more most very much who
    which what when where while because there these those them they been being without within against toward towards
    through during across around among also just only even ever never every some such other another""".split()
)
_FRAMES = (
    "{speaker} said: “{words}”",
    "“{words},” {speaker} said on Tuesday.",
    "“{words},” said {speaker}.",
    'Asked again, {speaker} said: "{words}"',
)


@dataclass(frozen=True)
class Case:
    """A draft with one quotation, what was done to it, and what the check must say."""

    draft: str
    edit: str
    expected: str  # one of CLASSES


@dataclass(frozen=True)
class Quote:
    """Quoted words of one record, as they stand between the marks."""

    text: str
    record: Record

    @property
    def speaker(self) -> str:
        return str(self.record.statement.speaker)


def plain(text: str) -> str:
    """Words without marks, one blank between them, to look for one text in another."""
    return f" {' '.join(_PLAIN.findall(text.lower()))} "


def quotes(records: Iterable[Record]) -> list[Quote]:
    """What named people are quoted with; what holds marks of its own is left out."""
    out = []
    for record in records:
        statement = record.statement
        named = statement.speaker_kind is SpeakerKind.PERSON and " " in (statement.speaker or "")
        if not named or statement.kind is Kind.INDIRECT or record.speaker_id is None:
            continue
        found = [pair for span in statement.spans for pair in _MARKED.findall(span.of(record.article.text))]
        texts = [(first or second).strip() for first, second in found]
        # What a tag cuts off in mid-sentence is no whole quotation.
        out += [
            Quote(text, record) for i, text in enumerate(texts) if text and (i + 1 == len(texts) or text[-1] in ".?!")
        ]
    return [q for q in out if "[" not in q.text and "…" not in q.text and "..." not in q.text]


class Editor:
    """Makes cases of one archive, the same ones for the same seed."""

    def __init__(self, records: Sequence[Record], absent: Sequence[Record], seed: int) -> None:
        self.dice = random.Random(seed)
        self.quotes = quotes(records)
        self.long = [q for q in self.quotes if 7 <= len(q.text.split()) <= 60]
        self.everything = [plain(text) for text in dict.fromkeys(r.article.text for r in records)]
        self.words = {word for text in self.everything for word in text.split()}
        self.speakers = sorted({q.speaker for q in self.quotes})
        self.names = sorted({word for q in self.quotes for word in q.speaker.split()[-1:]})
        self.paraphrases = [r for r in records if r.statement.kind is Kind.INDIRECT and _named(r)]
        self.absent = [q for q in quotes(absent) if len(q.text.split()) >= 6]
        self.frames = cycle(_FRAMES)

    def there(self, text: str) -> bool:
        """Whether the words stand in any article."""
        return any(plain(text) in one for one in self.everything)

    def case(self, words: str, speaker: str, edit: str, expected: str) -> Case:
        frame = next(self.frames)
        inside = words.rstrip(".,") if ",”" in frame else words
        return Case(frame.format(words=inside, speaker=speaker), edit, expected)

    def changed(self, change: Callable[[list[str]], list[str] | None], edit: str) -> Case | None:
        """A word or two of a quotation changed; None where this one cannot be, or what comes of it is printed too."""
        quote = self.dice.choice(self.long)
        made = change(quote.text.split())
        if made is None or self.there(" ".join(made)) or plain(" ".join(made)) == plain(quote.text):
            return None
        return self.case(" ".join(made), quote.speaker, edit, "changed")

    # -- words changed

    def negation(self, words: list[str]) -> list[str] | None:
        if (at := self._inner(words, lambda w: w in ("not", "never"))) is not None and self.dice.random() < 0.5:
            return words[:at] + words[at + 1 :]
        at = self._inner(words, lambda w: w in _AUX)
        return None if at is None else [*words[: at + 1], "not", *words[at + 1 :]]

    def number(self, words: list[str]) -> list[str] | None:
        at = self._inner(words, lambda w: w.isdigit() or w.lower() in _NUMBERS)
        if at is None:
            return None
        other = str(int(words[at]) + self.dice.choice((1, 3, 10))) if words[at].isdigit() else None
        other = other or self.dice.choice([n for n in _NUMBERS if n != words[at].lower()])
        return [*words[:at], other, *words[at + 1 :]]

    def name(self, words: list[str]) -> list[str] | None:
        at = self._inner(words, lambda w: w.isalpha() and w[0].isupper() and len(w) > 2, first=1)
        if at is None or words[at - 1][-1] in ".!?:":
            return None
        return [*words[:at], self.dice.choice([n for n in self.names if n != words[at]]), *words[at + 1 :]]

    def tense(self, words: list[str]) -> list[str] | None:
        at = self._inner(words, lambda w: w in _TENSES)
        return None if at is None else [*words[:at], _TENSES[words[at]], *words[at + 1 :]]

    def added(self, words: list[str]) -> list[str] | None:
        at = self.dice.randrange(1, len(words))
        extra = self.dice.choice(_EXTRA)
        return None if extra in words else [*words[:at], extra, *words[at:]]

    def dropped(self, words: list[str]) -> list[str] | None:
        at = self.dice.randrange(1, len(words) - 1)
        return words[:at] + words[at + 1 :] if plain(words[at]).strip() else None

    def swapped(self, words: list[str]) -> list[str] | None:
        at = self.dice.randrange(1, len(words) - 2)
        return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]

    def _inner(self, words: list[str], wanted: Callable[[str], bool], first: int = 0) -> int | None:
        places = [i for i in range(first, len(words) - 1) if wanted(words[i])]
        return self.dice.choice(places) if places else None

    # -- words from elsewhere, words left out

    def splice(self) -> Case | None:
        one = self.dice.choice(self.long)
        others = [q for q in self.long if q.speaker == one.speaker and _far(one, q)]
        if not others:
            return None
        first, second = one.text.split(), self.dice.choice(others).text.split()
        head = first[: self.dice.randrange(4, len(first))]
        tail = second[self.dice.randrange(1, len(second) - 3) :]
        made = " ".join([*head, *tail])
        return None if self.there(made) else self.case(made, one.speaker, "splice", "spliced")

    def gap(self) -> Case | None:
        quote = self.dice.choice(self.long)
        words = quote.text.split()
        if len(words) < 16:
            return None
        at = self.dice.randrange(4, len(words) - 10)
        to = self.dice.randrange(at + 5, len(words) - 4)
        made = " ".join([*words[:at], *words[to:]])
        return None if self.there(made) else self.case(made, quote.speaker, "splice within", "spliced")

    def cut_end(self) -> Case | None:
        """A sentence from its beginning, broken off where nothing but a word follows."""
        quote = self.dice.choice(self.long)
        words = self._sentence(quote.text).split()
        if len(words) < 8 or not words[0][0].isupper():
            return None
        end = self.dice.randrange(4, len(words) - 2)
        made = " ".join(words[:end])
        if not words[end - 1][-1].isalnum() or not words[end][0].isalnum():
            return None
        return self._once(made, quote, "cut in mid-clause", "cut")

    def cut_negation(self) -> Case | None:
        quote = self.dice.choice(self.long)
        words = self._sentence(quote.text).split()
        places = [i for i, w in enumerate(words) if w in ("not", "never") or w.endswith(("n't", "n’t"))]
        if not places or len(words) - places[-1] < 5:
            return None
        return self._once(" ".join(words[places[-1] + 1 :]), quote, "cut after a negation", "cut")

    def _once(self, made: str, quote: Quote, edit: str, expected: str) -> Case | None:
        """Only words that no other place has: there they might be no cut."""
        times = sum(text.count(plain(made)) for text in self.everything)
        return self.case(made, quote.speaker, edit, expected) if times == 1 else None

    def _sentence(self, text: str) -> str:
        return self.dice.choice(re.split(r"(?<=[.!?]) ", text))

    # -- the outlet's words, other people's, nobody's

    def paraphrase(self) -> Case | None:
        record = self.dice.choice(self.paraphrases) if self.paraphrases else None
        if record is None:
            return None
        words = record.statement.spans[0].of(record.article.text).removeprefix("that ").split()
        made = " ".join(words[: self.dice.randrange(6, max(7, min(20, len(words) + 1)))])
        quoted = any(plain(made) in plain(q.text) for q in self.quotes)
        if len(made.split()) < 6 or quoted or re.search(r"[“”\"\[\]…\n]|\.\.\.|''", made):
            return None
        return self.case(made, str(record.statement.speaker), "paraphrase", "paraphrase")

    def other(self) -> Case | None:
        quote = self.dice.choice(self.long)
        owners = {q.speaker for q in self.quotes if plain(quote.text) in plain(q.text)}
        rivals = [s for s in self.speakers if not set(s.lower().split()) & set(" ".join(owners).lower().split())]
        times = sum(text.count(plain(quote.text)) for text in self.everything)
        if not rivals or times != 1:
            return None
        return self.case(quote.text, self.dice.choice(rivals), "other speaker", "other_speaker")

    def invented(self) -> Case | None:
        quote = self.dice.choice(self.absent) if self.absent else None
        if quote is None:
            return None
        words = plain(quote.text).split()
        grams = [" ".join(words[i : i + 4]) for i in range(len(words) - 3)]
        if any(f" {gram} " in text for gram in grams for text in self.everything):
            return None
        return self.case(quote.text, self.dice.choice(self.speakers), "not in the record", "not_found")

    # -- no alterations

    def whole(self) -> Case:
        quote = self.dice.choice(self.quotes)
        return self.case(quote.text, quote.speaker, "unchanged", "verbatim")

    def fragment(self) -> Case | None:
        """From any word that no negation stands near before, to the end of a clause."""
        quote = self.dice.choice(self.long)
        words = quote.text.split()
        whole = words[-1][-1] in ".?!"  # else it may go on behind a tag
        ends = [i + 1 for i, w in enumerate(words) if w[-1] in ".;:!?," and _goes_well(words, i)]
        start = self.dice.randrange(len(words) - 3)
        before = {plain(w).strip() for w in words[max(0, start - 4) : start]}
        good = [end for end in [*ends, len(words)] if end - start >= 3 and (end < len(words) or whole)]
        if not good or before.intersection(_NO) or any("n't" in w.replace("’", "'") for w in words[:start]):
            return None
        return self.case(" ".join(words[start : self.dice.choice(good)]), quote.speaker, "fragment", "verbatim")

    def phrase(self) -> Case | None:
        quote = self.dice.choice(self.long)
        words = quote.text.split()
        at = self.dice.randrange(1, len(words) - 3)
        made = words[at : at + self.dice.choice((2, 3))]
        edges = {plain(made[0]).strip(), plain(made[-1]).strip(), plain(words[at - 1]).strip()}
        if edges & (_SMALL | set(_NO) | set(_AUX) | {""}) or any(len(w) < 4 or "n" + "’t" in w for w in made):
            return None
        following = plain(words[at + len(made)]).strip() if at + len(made) < len(words) else ""
        if following in _TURN or not all(w.isalpha() for w in made) or "n't" in words[at - 1].replace("’", "'"):
            return None
        frame = "{speaker} spoke of “{words}” that day."
        return Case(frame.format(words=" ".join(made), speaker=quote.speaker), "phrase", "verbatim")

    def typography(self) -> Case | None:
        quote = self.dice.choice(self.long)
        made = quote.text
        for change in self.dice.sample(self._changes, 3):
            made = change(made)
        return self.case(made, quote.speaker, "typography", "verbatim")

    @property
    def _changes(self) -> list[Callable[[str], str]]:
        return [
            lambda t: t[0].swapcase() + t[1:],
            lambda t: t.replace("’", "'") if "’" in t else t.replace("'", "’"),
            lambda t: t.replace("–", "-").replace("—", " - ").replace("-", "‑"),
            lambda t: t.replace(" ", "\xa0", 2).replace(". ", ".  "),
            lambda t: t.rstrip(".,!?") + self.dice.choice((",", "", ".")),
            lambda t: t.replace("ffi", "ﬃ").replace("fi", "ﬁ"),
            self._bracket,
            self._ellipsis,
        ]

    def _bracket(self, text: str) -> str:
        words = text.split(" ")
        if len(words) < 2 or "[" in text or ". . ." in text or "…" in text:
            return text
        at = self.dice.randrange(1, len(words))
        return " ".join([*words[:at], self.dice.choice(_INSERTED), *words[at:]])

    def _ellipsis(self, text: str) -> str:
        """Some words in the middle left out with a sign, no negation among them."""
        words = text.split(" ")
        if len(words) < 9 or "[" in text:
            return text
        at = self.dice.randrange(3, len(words) - 5)
        gone = words[at : at + self.dice.randrange(1, 3)]
        if any("[" in w or plain(w).strip() in _NO for w in gone):
            return text
        return " ".join([*words[:at], self.dice.choice(("…", "[...]", "(…)", ". . .")), *words[at + len(gone) :]])


def _named(record: Record) -> bool:
    person = record.statement.speaker_kind is SpeakerKind.PERSON and " " in (record.statement.speaker or "")
    return person and record.speaker_id is not None and len(record.statement.spans) == 1


def _far(one: Quote, other: Quote) -> bool:
    """Whether two quotations are not neighbours in one article."""
    if one.record.utterance == other.record.utterance:
        return False
    apart = abs(one.record.statement.hull.start - other.record.statement.hull.start)
    return one.record.article.id != other.record.article.id or apart > 600


def _goes_well(words: Sequence[str], at: int) -> bool:
    """Whether what follows a comma does not turn what stands before it."""
    return words[at][-1] != "," or at + 1 == len(words) or words[at + 1].lower().strip(",") not in _TURN


def cases(records: Sequence[Record], absent: Sequence[Record], count: int, seed: int = 1) -> Iterator[Case]:
    """`count` cases over all kinds of edit, as evenly as the record allows; the same for the same seed."""
    editor = Editor(records, absent, seed)
    words = ("negation", "number", "name", "tense", "added", "dropped", "swapped")
    makers: list[Callable[[], Case | None]] = [
        *((lambda e=edit: editor.changed(getattr(editor, e), e)) for edit in words),
        *(editor.splice, editor.gap, editor.splice, editor.cut_end, editor.cut_negation, editor.cut_end),
        *(editor.paraphrase, editor.paraphrase, editor.other, editor.other, editor.invented, editor.invented),
        *(editor.whole, editor.fragment, editor.phrase, editor.typography, editor.typography),
    ]
    made: set[str] = set()
    for _ in range(40):
        for maker in makers:
            for _ in range(60):
                case = maker()
                if case and case.draft not in made:
                    made.add(case.draft)
                    yield case
                    break
            if len(made) >= count:
                return
