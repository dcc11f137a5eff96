"""A watch asked for in words: "Fidan about Hamas, quotes only", "mute 3 for 2 days", "quiet 3 22:00-7:00". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.digest import criteria
from bot.digest.criteria import Criteria, Named, Terms
from bot.digest.spoken import parse as digest_wish
from bot.model import Kind

if TYPE_CHECKING:
    from datetime import date

    from bot.ask.people import Directory
    from bot.model import Query

MORNING = time(7)  # until when what is muted "until Monday" is silent
LONGEST = timedelta(days=366)
_MINE = re.compile(r"^(?:for\s+me\b[:,]?|me:)\s*|\s*,?\s*\bfor\s+me$", re.IGNORECASE)
_LEAD = re.compile(r"^(?:what|when|whatever|everything|anything|out\s+for|for)\s+", re.IGNORECASE)
_SAYS = re.compile(r"\s+(?:says?|said|tells?)\b(?=\s*(?:$|about|on|,))", re.IGNORECASE)
_ON = re.compile(r"\s+on\s+(?=\S)", re.IGNORECASE)
_CLAUSED = re.compile(r"(?:about|regarding|concerning|topics?:|by|from|quotes?\s+only|except|without)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be watched, and what of it was not understood."""

    criteria: Criteria
    mine: bool = False  # "for me", wherever it was typed
    unknown: tuple[str, ...] = ()  # names that nobody on record has
    several: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a name, and all whom it may mean
    strange: tuple[str, ...] = ()


def parse(text: str, today: date, directory: Directory) -> Wish:
    """What `text` asks to be told of. What stands first is a speaker where the record knows one, else a topic.

    Never raises; nothing is guessed silently: what was not understood is in `strange`.
    """
    bare = _MINE.sub("", text.strip())
    mine, bare = bare != text.strip(), _ON.sub(" about ", _SAYS.sub("", _LEAD.sub("", bare.strip(" .!?"))), count=1)
    wish = digest_wish(bare if _CLAUSED.match(bare) else f"by {bare}", today)
    strange = list(wish.strange)
    if not (bare.strip() and (wish.criteria.wanted or wish.criteria.quotes_only)):
        strange = ["whom or what to watch"]
    if wish.times or wish.weekdays or wish.monthly:
        strange.append("a watch tells at once; times and days make a digest")
    return _read(Wish(wish.criteria, mine, strange=tuple(strange)), directory)


def of_query(query: Query, directory: Directory) -> Wish:
    """The watch for what a question asked, as the question was understood; what of it cannot be watched is strange."""
    topic = query.topic or query.fragment
    wanted = Terms(
        speakers=tuple(Named(name) for name in query.speakers),
        topics=(Named(topic),) if topic else (),
        outlets=(query.outlet,) if query.outlet else (),
    )
    found = _read(Wish(Criteria(wanted, quotes_only=query.kind is Kind.DIRECT)), directory)
    return found if wanted else replace(found, strange=("a speaker, a topic or an outlet",))


def _read(wish: Wish, directory: Directory) -> Wish:
    """With the speakers that names mean; a name that is nobody's, where no topic was given, is a topic."""
    wanted = wish.criteria.wanted
    nobody = tuple(n for n in wanted.speakers if not directory.match(n.words).people)
    if nobody and not wanted.topics and not wanted.speakers[len(nobody) :]:
        wanted, nobody = replace(wanted, speakers=(), topics=nobody), ()
    found = criteria.resolved(replace(wish.criteria, wanted=wanted), directory)
    return replace(
        wish,
        criteria=found,
        unknown=tuple(n.words for n in nobody),
        several=tuple((n.words, _who(n, directory)) for n in found.wanted.speakers if n.ids and n.name is None),
    )


def _who(named: Named, directory: Directory) -> tuple[str, ...]:
    return tuple(person.shown.name for person in directory.match(named.words).people[:5])


_CHANGE = re.compile(
    r"(?P<what>stop|end|delete|remove|mute|unmute|quiet)\s+(?:watch\s+)?#?(?P<number>\d{1,9})\b\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_HOURS = re.compile(
    r"(?:from\s+)?(\d{1,2})(?:[:.](\d\d))?\s*(?:h\b)?\s*(?:-|–|to|until|till)\s*(\d{1,2})(?:[:.](\d\d))?h?"
)
_FOR = re.compile(
    r"(?:for\s+)?(?:(?P<count>\d{1,4}|an?|one|two|three)\s+)?(?P<unit>hour|day|week|month)s?", re.IGNORECASE
)
_UNITS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1), "month": timedelta(days=30)}
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def change_of(text: str) -> tuple[str, int, str] | None:
    """(what, number, rest) of words that change a watch: "stop" | "mute" | "unmute" | "quiet"; None for others."""
    match = _CHANGE.fullmatch(text.strip())
    if not match:
        return None
    what = match["what"].casefold()
    return ("stop" if what in {"end", "delete", "remove"} else what), int(match["number"]), match["rest"].strip(" .")


def muted_until(text: str, now: datetime, zone: str) -> datetime | None:
    """The end of "for 2 days", "until Monday", "until 14:00" (nothing said: a day); None for what is none of these."""
    bare = text.strip().casefold()
    if not bare:
        return now + timedelta(days=1)
    if match := _FOR.fullmatch(bare):
        count = _COUNTS.get(match["count"] or "a") or int(match["count"])
        return now + min(count * _UNITS[match["unit"]], LONGEST)
    return _until(bare.removeprefix("until ").removeprefix("till ").strip(), now.astimezone(ZoneInfo(zone)))


def _until(bare: str, local: datetime) -> datetime | None:
    """A weekday, tomorrow, a date or a time of day, the next there is."""
    if bare[:3] in _DAYS and bare.isalpha():
        days = (_DAYS.index(bare[:3]) - local.weekday() - 1) % 7 + 1
        return datetime.combine(local.date() + timedelta(days=days), MORNING, local.tzinfo)
    if bare == "tomorrow":
        return datetime.combine(local.date() + timedelta(days=1), MORNING, local.tzinfo)
    try:
        if ":" not in bare:
            on = datetime.combine(datetime.fromisoformat(bare).date(), MORNING, local.tzinfo)
            return on if local < on < local + LONGEST else None
        at = datetime.combine(local.date(), time.fromisoformat(bare.rjust(5, "0")), local.tzinfo)
    except ValueError:
        return None
    return at if at > local else at + timedelta(days=1)


def quiet_hours(text: str) -> tuple[str, str] | None:
    """("22:00", "07:00") of "22-7", "from 22:00 to 7.30"; None for what is no range of hours."""
    match = _HOURS.fullmatch(text.strip().casefold())
    if not match:
        return None
    begins, ends = (_clock(match[at], match[at + 1]) for at in (1, 3))
    return (begins, ends) if begins and ends and begins != ends else None


def _clock(hour: str, minute: str | None) -> str | None:
    if int(hour) == 24 and not int(minute or 0):
        hour = "0"
    return f"{int(hour):02}:{int(minute or 0):02}" if int(hour) < 24 and int(minute or 0) < 60 else None
