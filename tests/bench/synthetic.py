"""A made-up archive of any size, always the same: skewed speakers whose surnames collide, skewed words.

Everything is put together from the words written here; nothing is anybody's text.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.model import Article, Kind, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PER_ARTICLE = 10  # statements
FIRST = "Ada Bram Cleo Dario Elif Fenna Goran Hedda Ivo Jorun Kemal Lena Milo Nadia Orla Pavel Quirin Rosa Sami".split()
SURNAMES = (
    "Abara Achterberg Brandt Castellan Croce Danso Elstein Farquhar Gage Hohl Idle Kowal Lindqvist Marchetti Moberg "
    "Okonjo Osei Petrik Quist Rask Ruzicka Solheim Tench Tolliver Valdimar Vance Whitlock Yilmaz Zoric Zeller"
).split()
OUTLETS = ("Harbour Wire", "Meridian Post", "Northgate Tribune", "Skerry Herald", "Coastline Live")
COMMON = (
    "the of a to and in that on with for by at from under over after before against between without council harbour "
    "ferry winter budget bridge school storm price market union court river island police hospital border train"
).split()
STEMS = "bal cor dan fel gor hal jun kel lor mar nev ost pel quin ros sul tar ulm vor wes yar zin".split()
ENDS = "ada eck ide imo ont ora uss ava elt ine ok urn ash ety isk".split()
RARE = [a + b + c for a in STEMS for b in ("", *STEMS[:12]) for c in ENDS]
FIRST_DAY = date(2016, 1, 1)
DAYS = 3650


@dataclass(frozen=True)
class Probe:
    """A question of one class."""

    kind: str
    question: str


def skewed(rng: random.Random, count: int) -> int:
    """An index below `count`, small ones much oftener, as speakers and words are."""
    return min(count - 1, int(count * rng.random() ** 3))


def speaker(rng: random.Random) -> str:
    """One of some thousands of names; surnames collide."""
    number = skewed(rng, len(FIRST) * len(SURNAMES) * 4)
    middle = "" if number < len(FIRST) * len(SURNAMES) else f"{RARE[number % len(RARE)].title()}-"
    return f"{FIRST[number % len(FIRST)]} {middle}{SURNAMES[number // len(FIRST) % len(SURNAMES)]}"


def words(rng: random.Random) -> str:
    """Six to twenty words, every second one from the long tail."""
    pick = [COMMON[skewed(rng, len(COMMON))] if rng.random() < 0.5 else RARE[skewed(rng, len(RARE))] for _ in range(20)]
    return " ".join(pick[: rng.randint(6, 20)])


def archive(statements: int, seed: int = 7) -> Iterator[tuple[Article, list[Statement]]]:
    """Articles of ten statements each, until there are `statements`."""
    rng = random.Random(seed)
    for number in range(statements // PER_ARTICLE):
        yield _article(rng, number)


def _article(rng: random.Random, number: int) -> tuple[Article, list[Statement]]:
    text, found = "", []
    for _ in range(PER_ARTICLE):
        name, said, quoted = speaker(rng), words(rng), rng.random() < 0.4
        start = len(text) + len(name) + (7 if quoted else 6)
        text += f'{name} said: "{said}."\n' if quoted else f"{name} said {said}.\n"
        spans = (Span(start, start + len(said) + 3),) if quoted else (Span(start, start + len(said)),)
        at = start - (7 if quoted else 6)
        cue = Span(at + 1, at + 5)
        kind = Kind.DIRECT if quoted else Kind.INDIRECT
        found.append(Statement(spans, kind, cue, Span(at - len(name), at), name))
    day = FIRST_DAY + timedelta(days=number * 7 % DAYS)
    outlet = OUTLETS[number % len(OUTLETS)]
    return Article(f"made-{number:07}", text, f"Report {number}", outlet, None, day.isoformat()), found


def probes(given: Sequence[tuple[Article, Sequence[Statement]]], count: int, seed: int = 11) -> list[Probe]:
    """`count` questions of each class, about people and words that the archive `given` has."""
    rng, found = random.Random(seed), []
    for _ in range(count):
        article, statements = given[rng.randrange(len(given))]
        statement = statements[rng.randrange(len(statements))]
        name, said = str(statement.speaker), statement.words(article.text).strip('".')
        at, topic = rng.randint(1, len(name) - 2), rng.choice(said.split())
        found += [
            Probe("speaker", f"what did {name} say?"),
            Probe("speaker + topic", f"what did {name} say about {topic}?"),
            Probe("topic", f"anything on {topic} {rng.choice(COMMON[16:])}"),
            Probe("fragment", f'who said "{said}"?'),
            Probe("misspelt speaker", f"what did {name[:at] + name[at + 1 :]} say?"),
        ]
    return found
