"""Questions of every class over a made-up archive, each with the statements that answer it, found by looking at all."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from synthetic import NEWS, SMALL, archive, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthetic import Row

CLASSES = (
    "speaker",
    "speaker + topic",
    "topic",
    "verbatim fragment",
    "misquoted fragment",
    "misspelt speaker",
    "misspelt topic",
)
FRAGMENT = 7  # words of a quotation
_PLAIN = frozenset((*SMALL, *NEWS[:20]))
_TEMPLATES = {
    "speaker": "what did {name} say?",
    "speaker + topic": "what did {name} say about {topic}?",
    "topic": "what was said about {topic}?",
    "verbatim fragment": 'who said "{topic}"?',
    "misquoted fragment": 'who said "{topic}"?',
    "misspelt speaker": "what did {name} say about {topic}?",
    "misspelt topic": "what was said about {topic}?",
}


@dataclass
class Probe:
    """A question of one class; `bare` is the same without template words."""

    kind: str
    question: str
    bare: str
    name: str | None  # who a right answer is by
    needs: tuple[str, ...]  # words a right answer has …
    phrase: str | None  # … or has in this order, side by side
    relevant: set[str] = field(default_factory=set)  # keys of the right answers

    def answered_by(self, row: Row, words: frozenset[str]) -> bool:
        """Whether a statement answers the question."""
        if self.name is not None and row.speaker != self.name:
            return False
        if self.phrase is not None:
            return f" {self.phrase} " in f" {row.words} "
        return words.issuperset(self.needs)


def slip(rng: random.Random, word: str) -> str:
    """A typing error inside a word: a letter dropped, doubled, or swapped with the next."""
    at, how = rng.randint(1, len(word) - 3), rng.randrange(3)
    if how == 0:
        return word[:at] + word[at + 1 :]
    if how == 1:
        return word[: at + 1] + word[at:]
    at = next((i for i in (at, *range(1, len(word) - 2)) if word[i] != word[i + 1]), at)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _probe(rng: random.Random, kind: str, row: Row) -> Probe | None:
    said = row.words.split()
    rare = [word for word in dict.fromkeys(said) if word not in _PLAIN and len(word) > 5]
    if len(rare) < 2 or len(said) < FRAGMENT + 2:
        return None
    topic, name, phrase = tuple(rng.sample(rare, 2)), row.speaker, None
    at = rng.randrange(len(said) - FRAGMENT)
    match kind:
        case "speaker":
            topic = ()
        case "speaker + topic" | "misspelt speaker":
            topic = topic[:1]
        case "verbatim fragment" | "misquoted fragment":
            phrase = " ".join(said[at : at + FRAGMENT])
    typed, asked, by = " ".join(topic), name, name
    if kind == "misspelt speaker":
        first, _, last = name.rpartition(" ")
        if len(last) < 6:
            return None
        asked = f"{first} {slip(rng, last)}"
    if kind == "misspelt topic":
        typed = " ".join(slip(rng, word) for word in topic)
    if phrase is not None:
        typed = _misquoted(rng, phrase) if kind.startswith("mis") else phrase
    question = _TEMPLATES[kind].format(name=asked, topic=typed)
    has_name = "{name}" in _TEMPLATES[kind]
    bare = f"{asked} {typed}".strip() if has_name else typed
    return Probe(kind, question, bare, by if has_name else None, topic, phrase)


def _misquoted(rng: random.Random, phrase: str) -> str:
    """One word dropped and another replaced by a common one."""
    said = phrase.split()
    del said[rng.randint(1, len(said) - 2)]
    said[rng.randint(1, len(said) - 2)] = rng.choice(NEWS)
    return " ".join(said)


def probes(statements: int, count: int, seed: int = 11) -> list[Probe]:
    """`count` questions of each class about an archive of this size, answers included."""
    rng = random.Random(seed)
    total = statements // 10
    wanted = sorted(rng.sample(range(total), min(total, 6 * count * len(CLASSES))))
    drawn = _drawn(statements, frozenset(wanted))
    rng.shuffle(drawn)
    found: list[Probe] = []
    for at, row in enumerate(drawn):
        kind = CLASSES[at % len(CLASSES)]
        if sum(probe.kind == kind for probe in found) < count and (made := _probe(rng, kind, row)):
            found.append(made)
    _answer(found, statements)
    return sorted(found, key=lambda probe: CLASSES.index(probe.kind))


def _all(statements: int) -> Iterator[Row]:
    for article, said in archive(statements):
        yield from rows(article, said)


def _drawn(statements: int, wanted: frozenset[int]) -> list[Row]:
    """The third statement of each article drawn."""
    pairs = enumerate(archive(statements))
    return [rows(article, said)[2] for number, (article, said) in pairs if number in wanted]


def _answer(found: list[Probe], statements: int) -> None:
    """Look at every statement for every question it may answer: by its speaker, or by a word all answers have."""
    by_name: defaultdict[str, list[Probe]] = defaultdict(list)
    by_word: defaultdict[str, list[Probe]] = defaultdict(list)
    for probe in found:
        if probe.name is not None:
            by_name[probe.name].append(probe)
        else:
            by_word[max((probe.phrase or " ".join(probe.needs)).split(), key=len)].append(probe)
    for row in _all(statements):
        words = frozenset(row.words.split())
        sought = [*by_name.get(row.speaker, ()), *(p for word in words & by_word.keys() for p in by_word[word])]
        for probe in sought:
            if probe.answered_by(row, words):
                probe.relevant.add(row.key)
