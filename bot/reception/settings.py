"""The word `settings`: what is known of who asks and where, and the few things that can be set."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from bot.compose import settings
from bot.errors import UsageError
from bot.people import is_direct
from bot.people.threads import FOLLOW, OFF
from bot.reception.standing import require

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import Preferences
    from bot.reception.rooms import Word

ZONE = "zone"  # the preference of a person
BACK = frozenset({"slack", "default", "none", "off"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Shows and changes them; `off` tells what is off, given the scopes that were granted."""

    newsroom: Newsroom
    preferences: Preferences | None
    off: Callable[[frozenset[str]], list[str]]

    def words(self) -> Mapping[str, Word]:
        """One word; what stands after it is set."""
        return {"settings": self._settings}

    def _settings(self, request: Request, typed: str, asker: Asker) -> Page:
        """Show, or change one. Raises UsageError, and StandingError for whoever may not."""
        if self.preferences is None:
            raise UsageError("There is nothing to set at the terminal: VERBATIM_TIMEZONE is the zone.")
        name, _, value = " ".join(typed.split()).partition(" ")
        match name.casefold():
            case "":
                return self._shown(request, self.preferences)
            case "zone":
                return self._zone(request, value, asker, self.preferences)
            case "follow":
                return self._follow(request, value.casefold(), asker, self.preferences)
        raise UsageError(f"There is no setting “{name}”: settings alone shows what can be set.")

    def _shown(self, request: Request, kept: Preferences) -> Page:
        people = self.newsroom.people
        granted = people.granted()
        return settings.page(
            people.person(request.user),
            None if is_direct(request.channel) else people.channel(request.channel),
            (self.newsroom.zone, kept.preference(f"user:{request.user}", ZONE)),
            follows=kept.preference(f"channel:{request.channel}", FOLLOW) != OFF,
            off=self.off(granted) if granted is not None else [],
        )

    def _zone(self, request: Request, typed: str, asker: Asker, kept: Preferences) -> Page:
        """A person's own zone; it holds for answers, not for digests, which have one of their own."""
        require(asker, "set a zone")
        zone = None if typed.casefold() in BACK else _zone_named(typed)
        kept.prefer(f"user:{request.user}", ZONE, zone, by=request.user, now=self.newsroom.clock())
        return settings.zone_set(zone, self.newsroom.people.person(request.user).zone or self.newsroom.zone)

    def _follow(self, request: Request, typed: str, asker: Asker, kept: Preferences) -> Page:
        """Whether follow-ups in a channel's threads are answered without a mention."""
        require(asker, "change the settings of a channel")
        if is_direct(request.channel):
            raise UsageError("In a direct message nothing needs a mention: set it in the channel it is meant for.")
        if typed not in {"on", "off"}:
            raise UsageError("Say settings follow on, or settings follow off.")
        value = OFF if typed == OFF else None
        kept.prefer(f"channel:{request.channel}", FOLLOW, value, by=request.user, now=self.newsroom.clock())
        return settings.follow_set(on=value is None)


def _zone_named(typed: str) -> str:
    """The IANA zone of that name, or of that city. Raises UsageError that names what is near."""
    known = zoneinfo.available_timezones()
    wanted = "_".join(typed.split()).casefold()
    if not wanted:
        raise UsageError("Name a zone after it, e.g. settings zone Europe/Berlin, or settings zone slack.")
    exact = [zone for zone in known if zone.casefold() == wanted]
    cities = [zone for zone in known if "/" in zone and zone.casefold().rpartition("/")[2] == wanted]
    if exact or len(cities) == 1:
        return (exact or cities)[0]
    near = sorted(cities) or get_close_matches(typed, sorted(known), 3, 0.6)
    hint = f" Did you mean {' or '.join(near[:3])}?" if near else " They read like Europe/Berlin."
    raise UsageError(f"There is no time zone “{typed[:60]}”.{hint}")
