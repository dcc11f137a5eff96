"""A digest asked for in one line: "weekdays 8:00 about Gaza, Fidan". Pure; forgiving, and nothing is guessed silently.

    text -> quoted names, zone, settings, days and times taken out -> clauses (about, by, from, except) -> the rest

What is left and means nothing to us is in `strange`, what cannot be in `wrong`, what must be said and was not in
`missing`; a digest is made only where all are empty, and what was understood is read back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from bot.ask.when import find_period
from bot.digest.criteria import Criteria, Named, Terms
from bot.digest.spoken_times import TAKEN, When, take
from bot.zones import is_zone

if TYPE_CHECKING:
    from datetime import date

LONGEST = 1_000  # characters that are read
MOST_QUOTED = 200  # names in quotation marks that are read


EVERYTHING = Criteria()


@dataclass(frozen=True, slots=True)
class Wish:
    """A digest as somebody asked for it; None is what was not said."""

    times: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()  # none: every day
    monthly: tuple[str, ...] = ()
    zone: str | None = None
    criteria: Criteria = EVERYTHING  # what is left out is under its topics, until the record tells what it is
    when_empty: str | None = None
    catch_up: str | None = None
    catch_up_hours: int | None = None
    since: str | None = None  # ISO date: what came in from that day on is in the first one
    name: str | None = None
    strange: tuple[str, ...] = ()  # words that mean nothing to us
    wrong: tuple[str, ...] = ()  # what cannot be as it was said, a clause each: "“25:00” is no time of day"
    missing: tuple[str, ...] = ()  # what must be said: "at what time"

    @property
    def understood(self) -> bool:
        """Whether a digest can be made of it."""
        return not (self.strange or self.wrong or self.missing)


_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")
_HELD = re.compile(r"[\ue100-\ue1ff]")  # stands for quoted words
_NAME = re.compile(r"\b(?:called|named|name:)\s+(?P<name>[\ue100-\ue1ff]|[\w'-]+)", re.IGNORECASE)
_ZONE = re.compile(
    r"(?:\b(?:in|zone|time ?zone:?)\s+)?\(?\b(?P<zone>[A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_+-]+\d*)+|UTC|GMT)\b\)?"
)
_CITY = re.compile(r"\b(?:in\s+)?(?P<city>[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)\s+time\b")
_EMPTY = (
    r"(?:(?:when|if)\s+(?:it(?:'s|\s+is)\s+|they\s+are\s+)?"
    r"(?:empty|nothing(?:\s+(?:new|came\s+in))?|there(?:'s|\s+is)\s+nothing))"
)
_THEN = r"\s*[:,–-]?\s*(?:then\s+)?(?:(?:post|send|say|stay|be)\s+)?"  # "when empty: say nothing"
_SETTINGS: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), says)
    for pattern, says in (
        (rf"\b(?:nothing|skip(?:\s+it)?|silent|no\s+(?:post|message)|quiet)\s+{_EMPTY}", {"when_empty": "nothing"}),
        (r"\b(?:not|skip(?:\s+it)?|unless|never)\s+(?:when\s+|if\s+)?empty\b", {"when_empty": "nothing"}),
        (rf"\b(?:one\s+line|a\s+line|say\s+so|post)\s+{_EMPTY}|\beven\s+(?:when|if)\s+empty\b", {"when_empty": "line"}),
        (rf"\b{_EMPTY}{_THEN}(?:nothing|skip(?:\s+it)?|silent|quiet|no\s+(?:post|message))\b",
         {"when_empty": "nothing"}),
        (rf"\b{_EMPTY}{_THEN}(?:(?:one|a)\s+line|so)\b", {"when_empty": "line"}),
        (r"\b(?:skip|drop)\s+missed(?:\s+ones)?\b|\bmissed(?:\s+ones)?\s+skipped\b", {"catch_up": "skip"}),
        (r"\bmerge\s+missed(?:\s+ones)?(?:\s+into\s+the\s+next)?\b|\bnever\s+late\b", {"catch_up": "merge"}),
    )
)  # fmt: skip
_LATE = re.compile(r"\b(?:(?:post|posted)\s+)?late\s+(?:with)?in\s+(?P<hours>\d{1,3})\s*h(?:ours?)?\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:including|backfill(?:ed)?(?:\s+(?:from|since))?|starting\s+(?:from|with)|going\s+back\s+to|since)\s+(?P<what>[^,;\ue000]+)",
    re.IGNORECASE,
)
_QUOTES_ONLY = re.compile(
    r"\b(?:(?:direct\s+)?quot(?:e|es|ations)\s+only|only\s+(?:direct\s+)?quot(?:e|es|ations)|no\s+paraphrases?)\b",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(
    r"\b(?:about\s+)?(?:everything|anything|all(?:\s+of\s+it)?)"
    rf"(?=\s*(?:$|[,.;{TAKEN}]|(?:by|from|except|excluding|but|not|about|without)\b))",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\b(?P<out>(?:but\s+)?(?:except(?:\s+for)?|excluding|without|leaving\s+out|not)\b\s*)?"
    r"(?P<kind>about|regarding|concerning|on\s+the\s+topics?\s+of|topics?:|by|speakers?:|said\s+by|from|printed\s+in"
    r"|outlets?:|sources?:|in\s+the\s+outlets?)(?=\s|$)|\b(?P<but>(?:but\s+)?(?:except(?:\s+for)?|excluding|without|leaving\s+out))\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,\s*(?:and|or)\b|,|;|\band\b|\bor\b|&)\s*", re.IGNORECASE)
_LABEL = re.compile(r"^(?:(?:the\s+)?(?:outlet|source|speaker|topic)s?:?)\s+", re.IGNORECASE)
_FILLERS = frozenset(
    """digest digests a an the me us my our please post posted send sent at every each on and or in for of o'clock to
    new add make create subscribe set up give want i i'd we like one also with is be it this channel here time times
    statement statements said what news""".split()
) | {""}
_KINDS = (("about", "topics"), ("regarding", "topics"), ("concerning", "topics"), ("on", "topics"), ("topic", "topics"),
          ("by", "speakers"), ("said", "speakers"), ("speaker", "speakers"), ("source", "sources"))  # fmt: skip
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


def parse(text: str, today: date) -> Wish:
    """What `text` asks for, said on the civil day `today`. Never raises."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[1].strip())
        return f" {chr(0xE100 + len(held) - 1)} " if len(held) <= MOST_QUOTED else " "

    plain = " ".join(re.sub(r"[\ue000-\ue1ff]", " ", text[:LONGEST]).replace("’", "'").split())
    rest, wish = _settings(_QUOTED.sub(hold, plain), Wish(), today)
    rest, when = take(rest, When(), bare=False)
    rest = _EVERYTHING.sub(TAKEN, rest)
    clause = _CLAUSE.search(rest)
    head, what = (rest[: clause.start()], rest[clause.start() :]) if clause else (rest, "")
    head, when = take(head, when, bare=True)
    criteria, hollow = _clauses(what)
    wish = replace(
        wish,
        times=when.times,
        weekdays=when.weekdays,
        monthly=when.monthly,
        criteria=replace(criteria, quotes_only=wish.criteria.quotes_only),
        missing=_missing(when),
        strange=_left(head),
        wrong=(*wish.wrong, *when.wrong, *hollow),
    )
    return _released(_clashing(wish), held)


def _settings(text: str, wish: Wish, today: date) -> tuple[str, Wish]:
    """Name, zone and settings, which may stand anywhere."""
    for take_one in (_name, _zone, _city, _empty_or_missed, _late, _looks, _backfill):
        text, wish = take_one(text, wish, today)
    return text, wish


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {TAKEN} {text[match.end() :]}"


def _name(text: str, wish: Wish, _: date) -> tuple[str, Wish]:
    match = _NAME.search(text)
    return (_cut(text, match), replace(wish, name=match["name"])) if match else (text, wish)


def _zone(text: str, wish: Wish, _: date) -> tuple[str, Wish]:
    match = _ZONE.search(text)
    if not match:
        return text, wish
    zone = "UTC" if match["zone"] == "GMT" else match["zone"]
    if not is_zone(zone):
        return _cut(text, match), replace(wish, wrong=(f"“{zone}” is no time zone; one is Europe/Istanbul",))
    return _cut(text, match), replace(wish, zone=zone)


def _city(text: str, wish: Wish, _: date) -> tuple[str, Wish]:
    match = _CITY.search(text)
    zone = zone_of(match["city"]) if match else None
    return (_cut(text, match), replace(wish, zone=zone)) if match and zone else (text, wish)


def _empty_or_missed(text: str, wish: Wish, _: date) -> tuple[str, Wish]:
    for pattern, says in _SETTINGS:
        if match := pattern.search(text):
            text, wish = _cut(text, match), replace(wish, **says)  # type: ignore[arg-type]  # of the fields named there
    return text, wish


def _late(text: str, wish: Wish, _: date) -> tuple[str, Wish]:
    match = _LATE.search(text)
    if not match:
        return text, wish
    hours = max(1, min(int(match["hours"]), 24 * 7))
    return _cut(text, match), replace(wish, catch_up="late", catch_up_hours=hours)


def _looks(text: str, wish: Wish, _: date) -> tuple[str, Wish]:
    if match := _QUOTES_ONLY.search(text):
        text, wish = _cut(text, match), replace(wish, criteria=Criteria(quotes_only=True))
    return text, wish


def _backfill(text: str, wish: Wish, today: date) -> tuple[str, Wish]:
    """As in "since Monday", "including the last three days"."""
    match = _BACK.search(text)
    period = find_period(match["what"], today) or find_period(match[0], today) if match else None
    if not match or not period or period.since is None or period.since > today:
        return text, wish
    whole = find_period(match[0], today) if match[0].casefold().startswith("since") else None
    end = match.start() + whole.end if whole and not whole.start else match.start("what") + period.end
    return f"{text[: match.start()]} {TAKEN} {text[end:]}", replace(wish, since=period.since.isoformat())


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Zones by their city; where a city has two names (Asia/Istanbul, Europe/Istanbul) they are one zone."""
    outside = ("Etc/", "posix/", "right/", "US/", "SystemV/")
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(outside))
    return {zone.rpartition("/")[2].replace("_", " ").casefold(): zone for zone in named}


def zone_of(city: str) -> str | None:
    """The zone that is called by this city: "New York"."""
    return _cities().get(city.casefold())


# -- what it is about


def _clauses(text: str) -> tuple[Criteria, tuple[str, ...]]:
    """The lists after about, by, from and except; and which of these words nothing stands after."""
    found = list(_CLAUSE.finditer(text))
    wanted, out, hollow = Terms(), Terms(), []
    for i, match in enumerate(found):
        names = _names(text[match.end() : found[i + 1].start() if i + 1 < len(found) else len(text)])
        if not names:
            follows = i + 1 < len(found) and match["but"]
            hollow += [] if follows else [f"nothing stands after “{match[0].strip()}”"]
            continue
        if match["but"] or match["out"]:
            out = _with(out, match["kind"] or "about", names)
        else:
            wanted = _with(wanted, match["kind"], names)
    return Criteria(wanted, out), tuple(hollow)


def _names(text: str) -> tuple[str, ...]:
    parts = (piece for part in text.split(TAKEN) for piece in _AND.split(part))
    bare = (_LABEL.sub("", part.strip(" .:!?")) for part in parts)
    return tuple(dict.fromkeys(piece for piece in bare if re.search(r"[\w\ue100-\ue1ff]", piece)))


def _with(terms: Terms, keyword: str, names: tuple[str, ...]) -> Terms:
    """The terms with more names of the kind that a keyword begins; after "from" a host is a source, not an outlet."""
    kind = next((kind for start, kind in _KINDS if keyword.casefold().startswith(start)), "outlets")
    if kind in {"speakers", "topics"}:
        named = tuple(Named(name) for name in names)
        return replace(terms, **{kind: (*getattr(terms, kind), *named)})
    hosts = tuple(name for name in names if kind == "sources" or _HOST.fullmatch(name))
    outlets = tuple(name for name in names if name not in hosts)
    return replace(terms, sources=(*terms.sources, *hosts), outlets=(*terms.outlets, *outlets))


def _left(head: str) -> tuple[str, ...]:
    """What stands before any clause and is neither understood nor a word without a meaning of its own."""
    return tuple(left for piece in head.split(TAKEN) if (left := " ".join(_pared(piece.split())).strip(",.;: ")))


def _pared(words: list[str]) -> list[str]:
    """The words without those at either end that mean nothing by themselves."""
    told = [i for i, word in enumerate(words) if word.strip(",.;:!?-–—()'").casefold() not in _FILLERS]
    return words[told[0] : told[-1] + 1] if told else []


def _missing(when: When) -> tuple[str, ...]:
    """What has to be said."""
    missing = [] if when.times else ["at what time"]
    if when.every == "week" and not when.weekdays:
        missing.append("on which day of the week")
    if when.every == "month" and not when.monthly:
        missing.append("on which day of the month")
    return tuple(missing)


def _clashing(wish: Wish) -> Wish:
    if wish.weekdays and wish.monthly:
        return replace(wish, wrong=(*wish.wrong, "it cannot come on days of the week and on days of the month"))
    return wish


def _released(wish: Wish, held: list[str]) -> Wish:
    """The quoted words in their places."""

    def words(text: str) -> str:
        return " ".join(_HELD.sub(lambda m: held[ord(m[0]) - 0xE100], text).split())

    def terms(of: Terms) -> Terms:
        return Terms(
            tuple(replace(n, words=words(n.words)) for n in of.speakers),
            tuple(replace(n, words=words(n.words)) for n in of.topics),
            tuple(map(words, of.outlets)),
            tuple(map(words, of.sources)),
        )

    criteria = replace(wish.criteria, wanted=terms(wish.criteria.wanted), left_out=terms(wish.criteria.left_out))
    name = words(wish.name) if wish.name else None
    return replace(wish, criteria=criteria, name=name, strange=tuple(map(words, wish.strange)))
