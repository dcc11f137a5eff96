"""Two people of one name, told apart by what articles call them. Pure.

What somebody is printed to be belongs to fields of work. Fields that hardly anybody changes between (a striker who is a
bishop) and offices that nobody holds twice (mayor of two towns) are two people, unless the article itself tells of the
one life: "the former striker". Whatever careers are known to lead to stays one person. A wrong merge is worse than a
split, and a wrong speaker worse than none: a bare name that may be several people's is nobody's of them for sure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from bot.ask.roles import describe
from bot.ask.stems import stem
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NEAR = 150  # characters around the name in which an article tells of an earlier life
SURELY = 20  # statements of the better known one before a bare name is theirs …
TIMES = 10  # … if they are this many times those of all others together

_WORK = {
    "football": "striker midfielder winger goalkeeper footballer fullback",
    "baseball": "pitcher shortstop outfielder infielder catcher",
    "gridiron": "quarterback linebacker cornerback linemen lineman",
    "cricket": "batsman batter bowler wicketkeeper cricketer",
    "rugby": "flanker hooker scrummager",
    "hockey": "goaltender goalie defenseman",
    "tennis": "tennis",
    "golf": "golfer",
    "ring": "boxer wrestler heavyweight",
    "track": "sprinter hurdler swimmer gymnast skier cyclist jockey rower marathoner",
    "office": "minister senator governor premier chancellor congressman congresswoman lawmaker mp legislator "
    "parliamentarian mayor councillor councilman councilwoman councilor alderman",
    "law": "judge magistrate prosecutor barrister solicitor",
    "police": "detective constable sheriff policeman policewoman",
    "army": "colonel admiral brigadier",
    "science": "professor researcher scientist physicist chemist biologist geologist astronomer historian economist "
    "archaeologist",
    "medicine": "surgeon nurse paediatrician pediatrician physician cardiologist midwife dentist psychiatrist "
    "epidemiologist oncologist",
    "arts": "actor actress singer guitarist drummer rapper novelist poet painter sculptor playwright composer comedian "
    "violinist pianist cellist soprano tenor dancer choreographer",
    "church": "bishop archbishop rabbi imam pastor priest vicar",
    "business": "ceo banker trader broker stockbroker",
    "everyday": "student pupil schoolboy schoolgirl waiter waitress barber baker butcher plumber electrician "
    "firefighter trucker miner farmer fisherman carpenter teacher",
}
_FIELD = {word: field for field, row in _WORK.items() for word in row.split()}
# Whoever leaves one of these is often printed as the other: lawyers, officers, doctors and bankers go into politics,
# doctors do research, teachers become councillors, pastors teach.
_CAREERS = frozenset(
    frozenset(pair.split())
    for pair in (
        "office law", "office army", "office science", "office medicine", "office business", "office police",
        "office everyday", "office church", "law police", "law science", "law business", "army police", "army science",
        "army medicine", "army business", "science medicine", "science business", "science church", "science everyday",
        "medicine business", "arts business", "arts science", "arts everyday", "church everyday",
    )
)  # fmt: skip
_HIGH = frozenset("minister senator governor premier chancellor congressman congresswoman mp".split())
_YOUNG = frozenset("student pupil schoolboy schoolgirl".split())  # who is in office is not at school
# Offices of one place at a time; of what else a role says only the place is theirs.
_LOCAL = frozenset(("mayor", "governor", "sheriff", "bishop", "archbishop"))
_NATIONAL = frozenset(("minister", "premier", "chancellor", "president"))
_NATIONS = frozenset(
    map(
        stem,
        """american british russian turkish french german israeli palestinian chinese iranian iraqi syrian ukrainian
        egyptian mexican japanese spanish italian greek polish indian pakistani korean saudi canadian australian irish
        scottish welsh dutch belgian swedish norwegian danish finnish hungarian austrian swiss brazilian nigerian kenyan
        lebanese jordanian qatari yemeni afghan serbian croatian bulgarian romanian portuguese""".split(),
    )
)
_NO_PLACE = frozenset(
    map(
        stem,
        """democratic republican labour conservative liberal green independent tory city town county state deputy vice
        lord lady greater former acting the then interim metro mayor governor sheriff bishop archbishop""".split(),
    )
)
_CAPITAL = re.compile(r"[^\W\d_][\w'’-]*")


class Apart(StrEnum):
    """What a name is where it is nobody's on record."""

    NEW = "new"  # somebody else of that name
    UNCLEAR = "unclear"  # one of several, and nothing says which


@dataclass(frozen=True, slots=True)
class Mention:
    """A speaker as one article has them."""

    name: str
    roles: frozenset[str]  # as written
    text: str  # the article's
    outlet: str = ""  # folded


@dataclass(frozen=True, slots=True)
class Known:
    """A speaker of that name on record, as far as whoever may see the article may know."""

    id: int
    roles: frozenset[str]
    outlets: frozenset[str] = frozenset()  # folded
    statements: int = 0


def choose(mention: Mention, known: Sequence[Known]) -> int | Apart:
    """Who of those `known` by a name (not empty) it is; Apart where it is none of them for sure."""
    fits = [one for one in known if not apart(mention, one)]
    if not fits:
        return Apart.NEW
    if len(known) == 1:
        return known[0].id
    backed = [one for one in fits if _backs(mention.roles, one.roles)]
    if len(backed) == 1:
        return backed[0].id
    if read(mention.roles).fields and not backed:
        return Apart.UNCLEAR
    return _decided(mention, backed or fits)


def _decided(mention: Mention, fits: Sequence[Known]) -> int | Apart:
    """By what stands around the name, else by who was in this outlet, else by who is far better known."""
    told = [one for one in fits if _tells_of(mention, one.roles)]
    if len(told) == 1:
        return told[0].id
    printed = [one for one in fits if mention.outlet and mention.outlet in one.outlets]
    if len(printed) == 1 and not told:
        return printed[0].id
    first, *rest = sorted(told or fits, key=lambda one: -one.statements)
    others = sum(one.statements for one in rest)
    if first.statements >= max(SURELY, TIMES * others) and not mention.roles:
        return first.id
    return Apart.UNCLEAR


def apart(mention: Mention, known: Known) -> bool:
    """Whether who is mentioned cannot be the one on record."""
    here, there = read(mention.roles), read(known.roles)
    if _two_places(here, there):
        return True
    if not here.fields or not there.fields or here.fields & there.fields:
        return False
    pairs = product(here.work, there.work)
    return all(_exclude(one, other) for one, other in pairs) and not _bridged(mention, there)


@dataclass(frozen=True, slots=True)
class _Read:
    """What roles say: words for work, their fields, and (head, places) of offices."""

    work: frozenset[str]
    fields: frozenset[str]
    offices: tuple[tuple[str, frozenset[str]], ...]


@lru_cache(maxsize=20_000)
def read(roles: frozenset[str]) -> _Read:
    """What the roles of one person say of their work."""
    found = [_role(role) for role in sorted(roles)]
    work = frozenset(word for one in found for word in one.work)
    return _Read(work, frozenset(_FIELD[word] for word in work), tuple(o for one in found for o in one.offices))


@lru_cache(maxsize=50_000)
def _role(role: str) -> _Read:
    """Of one role as printed: what belongs to others ("spokesman for the mayor") is not theirs."""
    own = re.split(r"\b(?:for|to|with|at|whose|who|against)\b", role, maxsplit=1)[0]
    single = {_single(word) for word in words(own)}
    work = frozenset(word for word in single if word in _FIELD)
    if single & _SERVING:
        return _Read(frozenset(), frozenset(), ())
    return _Read(work, frozenset(_FIELD[word] for word in work), tuple(_offices(own)))


_SERVING = frozenset(
    "spokesman spokeswoman spokesperson aide adviser advisor assistant lawyer wife husband son daughter widow brother "
    "sister secretary candidate".split()
)


def _single(word: str) -> str:
    word = word.removesuffix("'s")
    return word.removesuffix("s") if word not in _FIELD and word.endswith("s") else word


def _offices(role: str) -> Iterable[tuple[str, frozenset[str]]]:
    """As ("mayor", {"leed"}) of "mayor of Leeds", ("minister", {"turkish"}) of "Turkish Foreign Minister"."""
    described = describe(role, every=True)
    if described is None or re.search(r"\b(?:former|ex|deputy|vice|shadow)\b", fold(role)):
        return
    noun = _single(described.noun)
    around = described.modifiers | described.loose
    if noun in _LOCAL:
        capital = {stem(fold(word)) for word in _CAPITAL.findall(role) if word[:1].isupper()}
        kept = {word for word in around if word in capital or word in _NATIONS} - _NO_PLACE
        if kept:
            yield noun, frozenset(kept)
    elif noun in _NATIONAL and described.modifiers & _NATIONS:
        yield noun, described.modifiers & _NATIONS


def _two_places(here: _Read, there: _Read) -> bool:
    """Whether one office is held in two places, and nowhere in the same."""
    pairs = [(a, b) for (h, a), (k, b) in product(here.offices, there.offices) if h == k]
    return bool(pairs) and not any(a & b for a, b in pairs)


@lru_cache(maxsize=4096)
def _exclude(one: str, other: str) -> bool:
    """Whether hardly anybody is both of two words for work."""
    if {one, other} & _HIGH and {one, other} & _YOUNG:
        return True
    fields = frozenset((_FIELD[one], _FIELD[other]))
    return len(fields) == 2 and fields not in _CAREERS


def _backs(here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether what both are called speaks for one person: a field of work, or a name in both."""
    if read(here).fields & read(there).fields:
        return True
    return bool(_proper(here) & _proper(there))


@lru_cache(maxsize=20_000)
def _proper(roles: frozenset[str]) -> frozenset[str]:
    """Capitalised words of roles but for those that say no more than the post."""
    found = {fold(word) for role in roles for word in _CAPITAL.findall(role) if word[:1].isupper()}
    return frozenset(word for word in found if word not in _FIELD and stem(word) not in _NO_PLACE and len(word) > 2)


def _bridged(mention: Mention, there: _Read) -> bool:
    """Whether the article tells of the other life beside the name: "the former striker"."""
    near = _around(mention)
    return bool(near & _EARLIER) and bool(there.fields & {_FIELD[word] for word in near & _WORDS})


_EARLIER = frozenset("former formerly ex once retired turned previously career".split())
_WORDS = frozenset(_FIELD)


def _tells_of(mention: Mention, roles: frozenset[str]) -> bool:
    """Whether words of these roles stand near the name."""
    near = _around(mention)
    return bool(near & (read(roles).work | {stem(word) for word in _proper(roles)} | _proper(roles)))


@lru_cache(maxsize=256)
def _around(mention: Mention) -> frozenset[str]:
    """The words near the name wherever it is printed in full."""
    found: set[str] = set()
    for at in re.finditer(re.escape(mention.name), mention.text):
        found.update(map(_single, words(mention.text[max(0, at.start() - NEAR) : at.end() + NEAR])))
    return frozenset(found)
