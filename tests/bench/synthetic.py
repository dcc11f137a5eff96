"""A made-up archive of any size, always the same: skewed speakers whose surnames collide, skewed words, re-quotes.

Everything is put together from the words written here; nothing is anybody's text. A larger archive begins with the
articles of a smaller one only as far as its speakers are the same; each size is deterministic in itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING

from bot.model import Article, Kind, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PER_ARTICLE = 10  # statements
PER_SPEAKER = 20  # statements to a speaker, on the average
MOST_SPEAKERS = 50_000
WORDS = 80_000
FIRST = """Ada Agnes Amir Anton Aylin Bela Bram Carla Cleo Conrad Dalia Dario Edith Elif Emre Farid Fenna Florian
    Gerda Goran Greta Hanna Hedda Hugo Ines Ivo Jana Joris Jorun Karim Kemal Klara Lena Leon Lucia Magnus Malik Marta
    Milo Mona Nadia Nils Noor Olga Orla Otto Pavel Petra Quirin Rana Rosa Ruben Sami Selma Sven Tara Tomas Ursula
    Vera Viktor Walid Wanda Yara Yusuf Zelda Zoran""".split()
# Real-looking surnames: the same roots with other endings, so that many are one or two letters apart.
ROOTS = """Alder Ander Bach Berg Birk Blom Borg Brand Dahl Eber Eck Erik Falk Feld Frank Gran Hage Hall Halvor Ham
    Hart Hein Hell Holm Ivan Jakob Jan Johan Kal Karl Kas Kir Kow Kraus Kron Lager Lam Lind Lund Mal Mark Marin Mat
    Mich Mol Mor Nor Nyb Ole Os Pal Pav Pet Ras Ros Rud Sal San Sor Stan Stein Strand Sund Tan Tor Ul Vald Van Vik
    Wald Wester Wolf Yil Zab Zel Zim""".split()
ENDINGS = """a aker an ani as berg borg by dal ek el en enko er ers es eth ez feldt gaard gren ic idis in inen ini
    ius kamp lund man mann maz nes o off oglu ov ova quist roth sen ska ski son sson stad strom ter ton vic wald
    witz yan""".split()
OUTLETS = ("Harbour Wire", "Meridian Post", "Northgate Tribune", "Skerry Herald", "Coastline Live")
SMALL = """the of a to and in that on with for by at from under over after before against between without we they it
    is was will not no this more than have has been our their would could should must can all any""".split()
NEWS = """council harbour ferry winter budget bridge school storm price market union court river island police hospital
    border train minister government election vote law tax trade war peace army strike wage worker farmer energy gas oil
    water food health doctor patient child family housing rent city village road airport ship plane fire flood climate
    forest mine factory bank debt loan growth export import tariff treaty talks deal sanction refugee visa prison judge
    trial verdict appeal inquiry report survey science museum theatre stadium coach season final league""".split()
SYLLABLES = """ba be bi bo bra bri bu da de di do dra dre du fa fe fi flo fo fra ga ge gla go gri gu ha he hi ho ja je
    ka ke kli ko kra ku la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi pla po pra pri ra re ri ro ru sa se
    ska so sta ste stri su ta te ti to tra tri tu va ve vi vo wa we wi za ze zo""".split()
CLOSING = ("l", "n", "r", "s", "t", "m", "nd", "st", "rk", "lt", "")
FIRST_DAY = date(2016, 1, 1)
DAYS = 3650
REQUOTED = 0.07  # of the statements: the words of an earlier one again, in another article
RECENT = 5000  # statements that are still re-quoted


@dataclass(frozen=True)
class Row:
    """One statement of an archive, as every system of the comparison gets it."""

    key: str  # article and where the words start in it
    speaker: str
    words: str


@dataclass
class World:
    """Who speaks and with which words, by how often."""

    speakers: list[str]
    words: list[str]
    heard: list[float] = field(default_factory=list)  # cumulated weights of the speakers
    used: list[float] = field(default_factory=list)  # and of the words


def world(statements: int, seed: int = 7) -> World:
    """The speakers and words of an archive of this size."""
    rng = random.Random(seed)
    count = min(MOST_SPEAKERS, max(20, statements // PER_SPEAKER))
    surnames = [root + end for root in ROOTS for end in ENDINGS]
    names: dict[str, None] = {}
    while len(names) < count:
        middle = f" {rng.choice(FIRST)}" if len(names) > len(FIRST) * len(surnames) // 8 else ""
        names[f"{rng.choice(FIRST)}{middle} {rng.choice(surnames)}"] = None
    made = World(list(names), _vocabulary(rng))
    made.heard = list(accumulate(1 / (rank + 12) ** 0.85 for rank in range(count)))
    made.used = list(accumulate(1 / (rank + 4) ** 1.05 for rank in range(len(made.words))))
    return made


def _vocabulary(rng: random.Random) -> list[str]:
    """Small words, words of the news, and a long tail of made-up ones."""
    found = dict.fromkeys((*SMALL, *NEWS))
    while len(found) < WORDS:
        found["".join(rng.choices(SYLLABLES, k=rng.choice((3, 3, 4)))) + rng.choice(CLOSING)] = None
    return list(found)


def archive(statements: int, seed: int = 7) -> Iterator[tuple[Article, list[Statement]]]:
    """Articles of ten statements each, until there are `statements`."""
    made, rng = world(statements, seed), random.Random(seed + 1)
    recent: list[tuple[str, str]] = []
    for number in range(statements // PER_ARTICLE):
        said = _remarks(rng, made, recent)
        recent = [*recent[-RECENT:], *said] if len(recent) > 2 * RECENT else recent + said
        yield _article(rng, number, said)


def _remarks(rng: random.Random, made: World, recent: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Who says what in one article."""
    names = rng.choices(made.speakers, cum_weights=made.heard, k=PER_ARTICLE)
    remarks: list[tuple[str, str]] = []
    for name in names:
        if recent and rng.random() < REQUOTED:
            remarks.append(recent[rng.randrange(len(recent))])
        else:
            said = rng.choices(made.words, cum_weights=made.used, k=rng.randint(8, 22))
            remarks.append((name, " ".join(said)))
    return list(dict.fromkeys(remarks))


def _article(rng: random.Random, number: int, remarks: Sequence[tuple[str, str]]) -> tuple[Article, list[Statement]]:
    text, found = "", []
    for name, said in remarks:
        quoted = rng.random() < 0.4
        cue = len(text) + len(name) + 1
        start = cue + (6 if quoted else 5)
        text += f'{name} said: "{said}."\n' if quoted else f"{name} said {said}.\n"
        span = Span(start, start + len(said) + (3 if quoted else 0))
        kind = Kind.DIRECT if quoted else Kind.INDIRECT
        found.append(Statement((span,), kind, Span(cue, cue + 4), Span(cue - 1 - len(name), cue - 1), name))
    day = FIRST_DAY + timedelta(days=number * 7 % DAYS)
    outlet = OUTLETS[number % len(OUTLETS)]
    return Article(f"made-{number:07}", text, f"Report {number}", outlet, None, day.isoformat()), found


def rows(article: Article, statements: Sequence[Statement]) -> list[Row]:
    """The statements of an article as rows."""
    return [Row(f"{article.id}:{s.hull.start}", str(s.speaker), s.words(article.text).strip('".')) for s in statements]
