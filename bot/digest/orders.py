"""From what somebody asked for to a subscription, and from that to a form and back. Pure.

line or form -> Wish -> names looked up in the record, remarks on what that gave -> Subscription
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.compose.schedules import days_words, what_words
from bot.digest.criteria import Criteria, Named, Terms, as_json, of_json, printed_in, resolved
from bot.digest.extras import EXTRAS
from bot.digest.model import Subscription
from bot.digest.spoken import Wish, parse, zone_of
from bot.digest.spoken_times import EVERY_DAY, When, take
from bot.model import Article
from bot.page import Field
from bot.text import fold
from bot.wording import joined
from bot.zones import is_zone

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from bot.ask.people import Directory

SURE = 0.9  # how well a name that is left out must fit a speaker to be read as one
NAME = 60  # letters
MOST = 12  # times a day
A_DAY = timedelta(days=1)
WEEKDAYS = tuple(
    zip(map(str, range(7)), "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), strict=True)
)
_EACH = re.compile(r"\b(?:by|from|about)\s", re.IGNORECASE)  # what is left out stays so after each of these
EMPTY = (("line", "One line that says so"), ("nothing", "Nothing is posted"))
MISSED = (
    ("late 1", "Post it late, within an hour"),
    ("late 3", "Post it late, within 3 hours"),
    ("late 6", "Post it late, within 6 hours"),
    ("late 12", "Post it late, within 12 hours"),
    ("late 24", "Post it late, within a day"),
    ("merge", "Never late: what it had comes with the next"),
    ("skip", "Skip it with what it had"),
)
LOOKS = (("all", "Quotes, part-quotes and paraphrases"), ("quotes", "Quotes only"))


@dataclass(frozen=True, slots=True)
class Settled:
    """Criteria whose names were looked up, and what there is to say about that."""

    criteria: Criteria
    remarks: tuple[str, ...] = ()


def settle(criteria: Criteria, directory: Directory, outlets: Collection[str]) -> Settled:
    """Look every name up, so that the speakers meant now stay the ones meant; say what was read for what was typed.

    `outlets` are those of the record. What is left out without saying what it is becomes an outlet or a speaker where
    the record knows one of that name, else it stays a topic.
    """
    criteria = replace(criteria, left_out=_told_apart(criteria.left_out, directory, outlets))
    found = resolved(criteria, directory)
    remarks = [_read_as(n, directory) for n in (*found.wanted.speakers, *found.left_out.speakers)]
    remarks += [
        f"“{n.words}” is a speaker, too: what {n.shown} says counts as being about them."
        for n in found.wanted.topics
        if n.ids
    ]
    named = (*found.wanted.outlets, *found.left_out.outlets)
    unknown = [name for name in named if not any(_is_outlet(name, known) for known in outlets)]
    if unknown:
        remarks.append(f"Nothing printed in {joined(unknown)} is in the record yet.")
    return Settled(found, tuple(remark for remark in remarks if remark))


def _told_apart(out: Terms, directory: Directory, outlets: Collection[str]) -> Terms:
    """What is left out, with outlets and speakers told from topics."""
    for named in out.topics:
        if any(_is_outlet(named.words, known) for known in outlets):
            out = replace(out, outlets=(*out.outlets, named.words))
        elif (best := directory.match(named.words).best) and best.score >= SURE:
            out = replace(out, speakers=(*out.speakers, named))
        else:
            continue
        out = replace(out, topics=tuple(n for n in out.topics if n is not named))
    return out


def _is_outlet(name: str, known: str) -> bool:
    return printed_in(Article("", "", outlet=known), name)


def _read_as(named: Named, directory: Directory) -> str | None:
    """What was read for a speaker's name, where that is not the same."""
    people = [p for p in directory.match(named.words).people if set(p.ids) & set(named.ids)]
    if not people:
        return f"Nobody called {named.words} is on record yet: whoever says something under that name will be in."
    if len(people) > 1:
        names = joined(person.shown.name for person in people[:5])
        return f"“{named.words}” fits {names}: all of them are in. Give the full name for one of them."
    return f"“{named.words}” is read as {named.shown}." if fold(named.shown) != fold(named.words) else None


def subscription(wish: Wish, criteria: Criteria, *, channel: str, owner: str, zone: str, now: datetime) -> Subscription:
    """A new digest as wished for; `zone` is its creator's."""
    zone = wish.zone or zone
    made = Subscription(
        0,
        channel,
        wish.times,
        zone,
        now,
        weekdays=wish.weekdays or EVERY_DAY,
        owner=owner,
        criteria=as_json(criteria),
        name=(wish.name or name_for(wish, criteria))[:NAME],
        monthly=wish.monthly,
        times_from=now,
        backfill_from=_midnight(wish.since, zone),
    )
    return _with_settings(made, wish)


def changed(old: Subscription, wish: Wish, criteria: Criteria, now: datetime) -> Subscription:
    """A digest as it is wished for now. Its times hold from now on; what came in since the last one is in the next."""
    zone = wish.zone or old.zone
    new = replace(
        old,
        times=wish.times,
        weekdays=wish.weekdays or EVERY_DAY,
        monthly=wish.monthly,
        zone=zone,
        criteria=as_json(criteria),
        name=(wish.name or old.name)[:NAME],
        zone_changes=old.zone_changes + (zone != old.zone),
    )
    moved = (new.times, new.weekdays, new.monthly, new.zone) != (old.times, old.weekdays, old.monthly, old.zone)
    return _with_settings(replace(new, times_from=now) if moved else new, wish)


def resumed(old: Subscription, now: datetime) -> Subscription:
    """A paused digest taken up again: from now where somebody paused it, with everything since where Slack did."""
    back = replace(old, state="active", reason=None, times_from=now)
    return back if old.reason else replace(back, starts_at=now, backfill_from=None)


def _with_settings(made: Subscription, wish: Wish) -> Subscription:
    return replace(
        made,
        when_empty=wish.when_empty or made.when_empty,
        catch_up=wish.catch_up or made.catch_up,
        catch_up_hours=wish.catch_up_hours or made.catch_up_hours,
    )


def _midnight(day: str | None, zone: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time(), ZoneInfo(zone)).astimezone(UTC) if day else None


def name_for(wish: Wish, criteria: Criteria) -> str:
    """What a digest is called whose creator gave it no name: what it is about, else when it comes."""
    wanted = criteria.wanted
    about = [n.words for n in (*wanted.speakers, *wanted.topics)] + [*wanted.outlets, *wanted.sources]
    name = ", ".join(about) or ("Quotes" if criteria.quotes_only else days_words(wish.weekdays, wish.monthly))
    return name[:NAME].rstrip(" ,")


# -- forms


def fields(made: Subscription | None, zone: str, *, fresh: bool = False) -> tuple[Field, ...]:
    """What is asked for; filled in with what stands, or with what most people want. `fresh`: of a new one."""
    criteria = of_json(made.criteria) if made else Criteria()
    wanted = criteria.wanted
    missed = f"late {made.catch_up_hours}" if made and made.catch_up == "late" else made.catch_up if made else "late 6"
    options = MISSED if missed in dict(MISSED) else (*MISSED, (missed, f"Post it late, within {missed[5:]} hours"))
    days = [str(day) for day in made.weekdays] if made else [str(day) for day in range(5)]
    first = (
        Field("times", "At", "8:00, 17:30", value=(", ".join(made.times or ("",)),) if made else ("08:00",)),
        Field("days", "On", "Days of the week", kind="choices", options=WEEKDAYS, optional=True, value=tuple(days)),
        Field("monthly", "Or once a month on", "1st, 15th, last day, last Friday", optional=True, value=_monthly(made)),
        Field("zone", "Time zone", "Europe/Istanbul", value=(made.zone if made else zone,)),
        Field("topics", "About", "Gaza, ceasefire", optional=True, value=_words(wanted.topics)),
        Field("speakers", "By", "Any speaker", kind="known", source="speakers", most=10, optional=True,
              value=tuple(n.words for n in wanted.speakers)),
        Field("outlets", "Printed in", "Any outlet", kind="known", source="outlets", most=20, optional=True,
              value=wanted.outlets),
        Field("sources", "From sites", "nytimes.com", optional=True, value=_line(wanted.sources)),
        Field("out", "Leave out", "opinion, by Lind, from The Echo", optional=True, value=_left_out(criteria.left_out)),
        Field("looks", "Which statements", kind="choice", options=LOOKS,
              value=("quotes" if criteria.quotes_only else "all",)),
        Field("extras", "Add in the thread", "Nothing", kind="choices", options=EXTRAS, optional=True,
              value=criteria.extras),
        Field("empty", "When nothing came in", kind="choice", options=EMPTY,
              value=(made.when_empty if made else "line",)),
        Field("missed", "When one was missed", kind="choice", options=options, value=(missed,)),
        Field("name", "Name", "What it is called in lists", optional=True, value=(made.name,) if made else ()),
    )  # fmt: skip
    back = made.backfill_from.astimezone(ZoneInfo(made.zone)).date() if made and made.backfill_from else None
    since = Field("since", "The first one reaches back to", "Only from now on", kind="date", optional=True,
                  value=(back.isoformat(),) if back else ())  # fmt: skip
    return (*first, since) if fresh else first


def _line(names: Sequence[str]) -> tuple[str, ...]:
    return (", ".join(f'"{name}"' if "," in name or " and " in name else name for name in names),) if names else ()


def _words(named: Sequence[Named]) -> tuple[str, ...]:
    return _line([n.words for n in named])


def _monthly(made: Subscription | None) -> tuple[str, ...]:
    return (days_words((), made.monthly).removeprefix("monthly on "),) if made and made.monthly else ()


def _left_out(out: Terms) -> tuple[str, ...]:
    by = [f"by {name}" for name in _words(out.speakers)]
    from_ = [f"from {name}" for name in _line((*out.outlets, *out.sources))]
    text = " ".join((*_words(out.topics), *by, *from_))
    return (text,) if text else ()


def wish_of(entered: Mapping[str, tuple[str, ...]], today: date) -> Wish:
    """What a form was filled in with."""
    first = {name: values[0] for name, values in entered.items() if values}
    rest, when = take(first.get("times", ""), When(), bare=False)
    rest, when = take(rest, when, bare=True)
    monthly = parse(f"monthly on {first['monthly']} 8:00", today) if first.get("monthly") else Wish()
    asked = parse(f"8:00 {_clauses(first)}", today)
    missed = first.get("missed", "late 6").split()
    days = (
        () if monthly.monthly else tuple(sorted(int(day) for day in entered.get("days", ()) if day in dict(WEEKDAYS)))
    )
    unread = (first["times"],) if any(c.isalnum() for c in rest) else ()
    zone = first.get("zone", "")
    named = zone if is_zone(zone) else zone_of(zone)
    lost = (f"“{zone}” is no time zone; one is Europe/Istanbul",) if zone and not named else ()
    return Wish(
        times=when.times[:MOST],
        weekdays=days,
        monthly=monthly.monthly,
        zone=named,
        criteria=_criteria_of(entered, asked.criteria),
        when_empty=first.get("empty"),
        catch_up=missed[0],
        catch_up_hours=int(missed[1]) if len(missed) > 1 else None,
        since=first.get("since"),
        name=first.get("name") or None,
        strange=(*unread, *monthly.strange, *asked.strange),
        wrong=(*when.wrong, *monthly.wrong, *asked.wrong, *lost),
        missing=() if when.times else ("at what time",),
    )


def _criteria_of(entered: Mapping[str, tuple[str, ...]], typed: Criteria) -> Criteria:
    """What was typed, with what was chosen among the known."""
    speakers = tuple(map(Named, entered.get("speakers", ())))
    wanted = replace(typed.wanted, speakers=speakers, outlets=tuple(entered.get("outlets", ())))
    extras = tuple(name for name in entered.get("extras", ()) if name in dict(EXTRAS))
    return replace(typed, wanted=wanted, quotes_only=entered.get("looks") == ("quotes",), extras=extras)


def _clauses(first: Mapping[str, str]) -> str:
    """The typed lists of a form as one line says them."""
    parts = [f"about {first['topics']}"] if first.get("topics") else []
    parts += [f"sources: {first['sources']}"] if first.get("sources") else []
    out = _EACH.sub(r"except \g<0>", first.get("out", ""))
    parts += [f"except {out}"] if out else []
    return " ".join(parts)


def told(made: Subscription) -> str:
    """A digest in words, for the record of changes."""
    when = f"{days_words(made.weekdays, made.monthly)} at {joined(made.times)} ({made.zone})"
    return f"{made.name}: {when}; {what_words(of_json(made.criteria))}"
