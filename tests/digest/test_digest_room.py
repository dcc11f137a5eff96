"""Digests as people set them up and change them: who may, what is read back, what each button does."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.delivery.workers import goes_to
from bot.digest.criteria import of_json
from bot.digest.run import Digests
from bot.extract import Extractor
from bot.model import Article, Message, Request
from bot.newsroom import Newsroom
from bot.people import Channel, Person, Standing, Where
from bot.reception import Reception
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.digest.model import Subscription
    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)  # a Thursday
TEXT = (
    "“We are wet,” said Ann Hill, the mayor of Lund. Hill said that the bridge was shut. "
    "Olga Brandt said that the ferry was late."
)
_ids = itertools.count()


@dataclass
class Wall:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class People:
    """U1 and U2 are in C1, U3 in C2; UGUEST is a guest of C1; the bot is not in CFAR, and nobody knows of CNEW."""

    rosters: dict[str, set[str]] = field(
        default_factory=lambda: {"C1": {"U1", "U2", "UGUEST"}, "C2": {"U3"}, "CFAR": {"U1"}, "CNEW": {"U1"}}
    )
    absent: set[str] = field(default_factory=lambda: {"CFAR"})
    unknown: set[str] = field(default_factory=lambda: {"CNEW"})
    archived: set[str] = field(default_factory=set)

    def person(self, user: str) -> Person:
        return Person(user, Standing.GUEST if user == "UGUEST" else Standing.MEMBER, "Europe/Istanbul")

    def channel(self, channel: str) -> Channel:
        if channel in self.unknown:
            return Channel(channel)
        here, archived = channel not in self.absent, channel in self.archived
        return Channel(channel, Where.PUBLIC, shared=False, archived=archived, here=here, known=True)

    def members(self, channel: str) -> frozenset[str] | None:
        return frozenset(self.rosters[channel]) if channel in self.rosters else None

    def belongs(self, user: str, channel: str) -> bool:
        return user in (self.members(channel) or ())

    def granted(self) -> frozenset[str] | None:
        return None

    def expect(self, user: str, channel: str) -> None:
        pass


@dataclass
class House:
    store: Store
    people: People
    wall: Wall
    desk: Reception
    runner: Digests

    def say(self, text: str, **fields: object) -> Page:
        return self.desk.page(sent("said", text, action="digest", **fields))

    def press(self, action: str, target: object, **fields: object) -> Page:
        return self.desk.page(sent("click", action=action, target=str(target), **fields))

    def send(self, action: str, given: dict[str, object], **fields: object) -> Page:
        return self.desk.page(sent("form", json.dumps(given), action=action, **fields))

    @property
    def all(self) -> list[Subscription]:
        return self.store.standing(everywhere=True)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store, people, wall = open_archive(blank(tmp_path / "v.db")), People(), Wall()
    newsroom = Newsroom(store, store, clock=wall, people=people)
    list(newsroom.index([Article("a1", TEXT, "Rain", "The Courier", published="2025-12-10")], Extractor()))
    runner = Digests(store, store, lambda page: Message(page.headline), wall, store, people)
    yield House(
        store, people, wall, Reception.of(newsroom, store, Extractor, "socket", digests=(store, runner)), runner
    )
    store.close()


def sent(surface: str, text: str = "", **fields: object) -> Request:
    known = {"channel": "C1", "user": "U1", "private": True} | fields
    return Request(f"r{next(_ids)}", surface, text, **known)  # type: ignore[arg-type]


def told(page: Page) -> str:
    parts = [page.headline, *page.notes]
    for section in page.sections:
        parts += [section.title or "", *section.notes]
    return "\n".join(parts)


def actions(page: Page) -> dict[str, str]:
    return {label: target for _, label, target in page.buttons}


# -- one line


def test_a_line_is_read_back_with_the_next_three_runs(house: House) -> None:
    page = house.say("weekdays 8:00 about bridges, Hill")
    assert page.headline == (
        "Set up: digest “bridges, Hill”: every weekday (Monday to Friday) at 08:00, time zone Europe/Istanbul, "
        "statements about bridges or Hill."
    )
    assert page.notes[0] == (
        "Next: Fri 12 Dec 2025, 08:00; Mon 15 Dec 2025, 08:00; Tue 16 Dec 2025, 08:00 (Europe/Istanbul)."
    )
    assert "“Hill” is a speaker, too: what Ann Hill says counts as being about them." in page.notes
    assert "It starts from now: what came in before is not in it." in page.notes
    assert list(actions(page)) == ["Change", "Pause", "Delete", "Preview", "Log"]
    [made] = house.all
    assert (made.channel, made.owner, made.times, made.zone) == ("C1", "U1", ("08:00",), "Europe/Istanbul")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("daily 8 by hill", "“hill” is read as Ann Hill."),
        ("daily 8 by Sund", "Nobody called Sund is on record yet: whoever says something under that name will be in."),
        ("daily 8 from Reuters", "Nothing printed in Reuters is in the record yet."),
        ("daily 8 since Monday", "The first one reaches back to Mon 8 Dec 2025, 00:00."),
        (
            "daily 8 nothing when empty late within 3 hours",
            "When nothing came in, nothing is posted. One that was missed is posted late within 3 h; after that",
        ),
        ("daily 8 skip missed", "One that was missed is skipped with the statements it had."),
        (
            "monthly on the 1st and the last day 9 UTC",
            "Next: Wed 31 Dec 2025, 09:00; Thu 1 Jan 2026, 09:00; Sat 31 Jan 2026, 09:00 (UTC).",
        ),
    ],
)
def test_what_was_understood_is_said(house: House, line: str, says: str) -> None:
    assert says in told(house.say(line))


def test_what_is_left_out_becomes_what_the_record_knows_of_that_name(house: House) -> None:
    page = house.say("daily 8 except opinion, The Courier and Brandt")
    assert "without what is by Olga Brandt, about opinion or printed in The Courier" in page.headline
    [made] = house.all
    out = of_json(made.criteria).left_out
    assert ([n.name for n in out.speakers], [n.words for n in out.topics], out.outlets) == (
        ["Olga Brandt"],
        ["opinion"],
        ("The Courier",),
    )


def test_what_is_not_understood_is_said_and_the_form_is_offered_filled_in(house: House) -> None:
    page = house.say("8:00 bridges fortnightly about Hill")
    assert page.headline == "No digest was set up. I did not understand “bridges fortnightly”."
    assert house.all == []
    form = house.press("digest_form", actions(page)["Open the form"]).form
    assert form is not None
    values = {f.name: f.value for f in form.fields}
    assert (values["times"], values["topics"]) == (("08:00",), ("Hill",))


def test_a_request_answered_again_makes_one_digest(house: House) -> None:
    request = sent("said", "daily 8", action="digest")
    first, again = house.desk.page(request), house.desk.page(request)
    assert first.headline == again.headline
    assert len(house.all) == 1


# -- the form


def test_digest_alone_opens_the_form_over_what_there_is(house: House) -> None:
    house.say("daily 8 about bridges")
    request = sent("said", "", action="digest")
    page = house.desk.page(request)
    assert goes_to(request) == "view"
    assert page.form is not None
    assert page.form.action == "digest_made"
    assert page.notes[0].startswith("“bridges”: every day at 08:00")
    assert "Next: Fri 12 Dec 2025, 08:00" in page.notes[0]
    assert [f.value for f in page.form.fields if f.name in {"times", "zone"}] == [("08:00",), ("Europe/Istanbul",)]


def test_in_a_thread_a_button_opens_the_form(house: House) -> None:
    page = house.desk.page(sent("mention", "digest", private=False, thread_ts="1.1"))
    assert actions(page)["New digest"] == "-"
    assert page.form is None


FILLED = {
    "times": "8:00, 17.30", "days": ["0", "2"], "zone": "UTC", "topics": "bridges", "speakers": ["Ann Hill"],
    "outlets": ["The Courier"], "sources": "coast.example", "out": "opinion, by Brandt", "looks": "quotes",
    "empty": "nothing", "missed": "late 3", "name": "Wet", "since": "2025-12-08",
}  # fmt: skip


def test_the_form_says_everything_a_line_can(house: House) -> None:
    page = house.send("digest_made", FILLED)
    assert page.headline == (
        "Set up: digest “Wet”: every Monday and Wednesday at 08:00 and 17:30, time zone UTC, statements by Ann Hill "
        "about bridges printed in The Courier from coast.example, quotes only, without what is by Olga Brandt or about "
        "opinion."
    )
    [made] = house.all
    assert (made.when_empty, made.catch_up, made.catch_up_hours) == ("nothing", "late", 3)
    assert made.backfill_from == datetime(2025, 12, 8, tzinfo=UTC)


def test_a_form_opened_again_has_what_stands(house: House) -> None:
    house.send("digest_made", FILLED)
    [made] = house.all
    form = house.press("digest_change", made.id).form
    assert form is not None
    values = {f.name: f.value for f in form.fields}
    standing: dict[str, tuple[str, ...]] = {
        "times": ("08:00, 17:30",), "days": ("0", "2"), "monthly": (), "zone": ("UTC",), "topics": ("bridges",),
        "speakers": ("Ann Hill",), "outlets": ("The Courier",), "sources": ("coast.example",),
        "out": ("opinion by Brandt",), "looks": ("quotes",), "empty": ("nothing",), "missed": ("late 3",),
        "name": ("Wet",),
    }  # fmt: skip
    assert {name: values[name] for name in standing} == standing
    before = house.all
    house.wall.now += timedelta(hours=1)
    page = house.send("digest_changed", {name: list(value) for name, value in values.items()}, target=str(made.id))
    assert page.headline.startswith("Changed: digest “Wet”")
    assert house.all == before  # nothing was changed, so its times hold as long as before


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"times": "soon"}, "I did not understand “soon”"),
        ({"times": ""}, "Say at what time."),
        ({"times": "8", "zone": "Mars"}, "“Mars” is no time zone"),
        ({"times": "8", "monthly": "now and then"}, "I did not understand “now and then”"),
        ({"times": "26:00"}, "“26:00” is no time of day"),
    ],
)
def test_a_form_filled_in_wrongly_is_told_and_kept(house: House, given: dict[str, str], says: str) -> None:
    page = house.send("digest_made", given)
    assert says in page.headline
    assert house.all == []
    assert house.press("digest_form", actions(page)["Open the form"]).form is not None


def test_monthly_in_the_form_goes_before_the_days(house: House) -> None:
    house.send("digest_made", {"times": "8", "days": ["0"], "monthly": "1st and last Friday"})
    [made] = house.all
    assert made.monthly == ("1", "lastfri")


# -- where the bot is, and who may


def test_where_the_bot_is_not_what_was_asked_for_is_kept_for_the_retry(house: House) -> None:
    page = house.say("weekdays 8:00 about bridges", channel="CFAR")
    assert page.headline == (
        "No digest was set up yet. Verbatim is not in this channel: invite it (/invite @Verbatim), then press Retry."
    )
    retry = actions(page)["Retry"]
    assert house.press("digest_retry", retry, channel="CFAR").headline == page.headline  # still not invited
    house.people.absent.clear()
    assert house.press("digest_retry", retry, user="U2", channel="CFAR").headline.startswith("What was filled in")
    assert house.press("digest_retry", retry, channel="CFAR").headline.startswith("Set up: digest “bridges”")
    [made] = house.all
    assert made.channel == "CFAR"


def test_whoever_left_the_channel_meanwhile_cannot_retry_from_elsewhere(house: House) -> None:
    retry = actions(house.say("daily 8", channel="CFAR"))["Retry"]
    house.people.absent.clear()
    house.people.rosters["CFAR"].clear()
    page = house.press("digest_retry", retry, channel="D1", ts="1.1")
    assert page.headline == "No digest was set up: you are not in that channel."
    assert house.all == []


def test_a_digest_needs_a_place(house: House) -> None:
    assert "type “digest” there" in house.send("digest_made", {"times": "8"}, channel="").headline


def test_where_slack_has_not_told_nothing_is_guessed(house: House) -> None:
    page = house.say("daily 8", channel="CNEW")
    assert "Slack has not told yet whether Verbatim is in this channel: press Retry in a moment" in page.headline
    assert house.all == []


def test_in_an_archived_channel_there_is_none(house: House) -> None:
    house.people.archived.add("C1")
    assert house.say("daily 8").headline == "The channel is archived: no digest can be posted there."


@pytest.mark.parametrize("action", ["change", "pause", "resume", "delete", "preview", "log", "run", "restore"])
@pytest.mark.parametrize("user", ["UGUEST", "U3"])
def test_no_guest_and_nobody_from_elsewhere_changes_or_sees_one(house: House, action: str, user: str) -> None:
    house.say("daily 8 about bridges")
    [made] = house.all
    page = house.press(f"digest_{action}", made.id, user=user, ts="1.1")
    assert "bridges" not in told(page)
    assert house.all == [made]


def test_a_guest_is_told_why(house: House) -> None:
    page = house.say("daily 8", user="UGUEST")
    assert "Guests of this workspace can ask, but not set up or change a digest" in page.headline
    assert house.all == []


def test_other_channels_digests_are_not_listed(house: House) -> None:
    house.say("daily 8 about bridges", channel="C2", user="U3")
    assert "bridges" not in told(house.say("list"))
    assert house.say("pause bridges").headline.startswith("No digest “bridges” in this channel")
    assert "bridges" in told(house.say("list", channel="D3", user="U3"))
    assert "bridges" not in told(house.say("list", channel="D1"))


def test_its_owner_may_from_anywhere_but_not_see_what_a_left_channel_has(house: House) -> None:
    house.say("daily 8 about bridges")
    house.people.rosters["C1"].discard("U1")
    [made] = house.all
    assert house.press("digest_pause", made.id, channel="D1", ts="1.1").headline.startswith("Paused")
    assert house.press("digest_preview", made.id, channel="D1", ts="1.1").headline.startswith("This digest is gone")


def test_a_digest_of_ones_own_is_ones_own(house: House) -> None:
    house.say("daily 8 about bridges", channel="D1")
    assert "bridges" in told(house.say("list", channel="D1"))
    assert "bridges" not in told(house.say("list", channel="D2", user="U2"))
    assert house.runner.scopes(house.all[0]) == ("public", "user:U1")


def test_strangers_reading_along_see_what_is_public(house: House) -> None:
    house.say("daily 8")
    [made] = house.all
    assert house.runner.scopes(made) == ("public", "channel:C1")
    house.people.channel = lambda channel: Channel(channel, shared=True, known=True)  # type: ignore[method-assign]
    assert house.runner.scopes(made) == ("public",)


# -- what is done with one


def test_pause_and_resume_start_from_then(house: House) -> None:
    house.say("daily 8 about bridges")
    assert house.say("pause bridges").headline == "Paused: digest “bridges”."
    assert house.store.timetable() == []
    assert "Paused." in told(house.say("list"))
    house.wall.now += timedelta(days=3)
    page = house.say("resume")
    assert page.notes == (
        "Next: Mon 15 Dec 2025, 08:00; Tue 16 Dec 2025, 08:00; Wed 17 Dec 2025, 08:00 (Europe/Istanbul).",
        "It starts from now.",
    )
    assert house.all[0].starts_at == house.wall.now


def test_one_that_slack_paused_goes_on_where_it_was(house: House) -> None:
    house.say("daily 8")
    [made] = house.all
    wanted = replace(made, state="paused", reason="its channel is archived")
    house.store.change_subscription(wanted, NOW, by="Verbatim", what="paused", detail="")
    assert "Paused: its channel is archived." in told(house.say("list"))
    house.people.absent.add("C1")
    page = house.say("resume")
    assert page.headline.startswith("“every day” stays paused. Verbatim is not in this channel: invite it")
    house.people.absent.clear()
    house.wall.now += timedelta(days=1)
    assert "The next one has what came in since the last one." in house.press("digest_resume", made.id).notes
    assert (house.all[0].starts_at, house.all[0].reason) == (NOW, None)


def test_delete_can_be_taken_back(house: House) -> None:
    house.say("daily 8 about bridges")
    [made] = house.all
    page = house.say("delete bridges")
    assert house.all == []
    assert house.say("log bridges").headline.startswith("No digest “bridges”")
    assert house.press("digest_restore", actions(page)["Take back"]).headline == "Resumed: digest “bridges”."
    assert house.all[0].id == made.id


def test_several_that_fit_a_name_are_asked_about(house: House) -> None:
    house.say("daily 8 about bridges")
    house.say("daily 9 about bridges")
    assert "digest pause bridges 2" in told(house.say("pause"))
    assert house.say("pause bridges 2").headline == "Paused: digest “bridges 2”."
    assert [s.state for s in house.all] == ["active", "paused"]


def test_preview_is_what_would_be_posted_with_the_reasons(house: House) -> None:
    house.say("daily 8 since Monday about bridges")
    page = house.say("preview")
    text = told(page)
    assert page.headline.startswith("Verbatim digest, Thu 11 Dec 2025")
    cards = [card for section in page.sections for card in section.cards]
    assert ["bridge" in "".join(run.text for run in card.runs) for card in cards] == [True]
    assert "In the message (1)" in text
    assert "Not wanted (2)" in text
    assert "QUOTE, Ann Hill (The Courier), beginning: “We are wet,” – not about bridges" in text
    assert "PARAPHRASE, Olga Brandt (The Courier), beginning: that the ferry was late – not about bridges" in text
    assert house.store.due(NOW) == []


def test_run_now_posts_one_besides_once_a_request(house: House) -> None:
    house.say("daily 8 since Monday")
    [made] = house.all
    request = sent("click", action="digest_run", target=str(made.id))
    assert "is being posted now" in house.desk.page(request).headline
    assert "was posted for this request before" in house.desk.page(request).headline
    assert len(house.store.due(NOW)) == 1
    assert house.store.last_window(made.id) is None  # the regular one still has everything
    assert [what for _, _, what, _ in house.store.changes(made.id)] == ["made", "run"]


def test_log_tells_every_window_and_every_change(house: House) -> None:
    house.say("daily 8 about bridges")
    house.wall.now = datetime(2025, 12, 13, 9, tzinfo=UTC)  # two missed, the second one four hours late
    assert house.runner.tick() == 1
    page = house.say("log")
    text = told(page)
    assert "Sat 13 Dec 2025, 08:00: on its way" in text
    assert "Fri 12 Dec 2025, 08:00: skipped – missed; in the digest of 2025-12-13/08:00" in text
    assert [(change.by, change.text) for change in page.changes] == [
        ("U1", "Made Thu 11 Dec 10:12: bridges: every day at 08:00 (Europe/Istanbul); statements about bridges")
    ]


def test_a_configured_one_is_seen_and_not_changed(house: House) -> None:
    made = house.store.subscribe("C1", ["07:30"], "UTC", NOW)
    assert "VERBATIM_DIGEST_CHANNELS" in told(house.say("list"))
    assert "cannot be changed from Slack" in house.say("delete Daily").headline
    assert house.press("digest_run", made.id).headline.startswith("Digest “Daily” is being posted now")
    assert [s.id for s in house.all] == [made.id]


@pytest.mark.parametrize("target", ["", "0", "999", "x", "1; DROP TABLE subscriptions", "9" * 40])
def test_a_button_made_up_does_nothing(house: House, target: str) -> None:
    assert house.press("digest_delete", target).headline.startswith("This digest is gone")
    assert house.press("digest_retry", target).headline.startswith("What was filled in is no longer kept")


def test_home_has_ones_own_and_those_of_ones_channels(house: House) -> None:
    house.say("daily 8 about bridges", user="U2")
    house.say("daily 8 about ferries", channel="C2", user="U3")
    house.say("daily 9 about tolls", channel="D1")
    mine = house.desk.page(Request("r", "home", "", "", "U1"))
    assert "“bridges”, every day at 08:00, time zone Europe/Istanbul: next Fri 12 Dec 08:00" in told(mine)
    assert "“tolls”" in told(mine)
    assert "ferries" not in told(mine)
    guest = house.desk.page(Request("r", "home", "", "", "UGUEST"))
    assert "bridges" not in told(guest)
