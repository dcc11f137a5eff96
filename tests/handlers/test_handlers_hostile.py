"""Row 19: hostile text through name, title, quote, question and file name gives no exception, mention or link.

The short version runs always, 10,000 strings with `make soak`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from fakes import hostile
from fakes.workspace import unfit, unfit_view

from bot.ask import suggest
from bot.compose import answers, clicks, desk, searching
from bot.compose.amended import Amendment
from bot.model import (
    Answer,
    Article,
    Correction,
    Coverage,
    Hit,
    Intent,
    Kind,
    Outcome,
    Query,
    Record,
    Request,
    Span,
    SpeakerEntry,
    SpeakerKind,
    Statement,
    Verdict,
    VerdictKind,
)
from bot.reception import drafting
from handlers import inputs, views
from handlers.amend import amended
from handlers.classic import versions
from handlers.mrkdwn import units
from handlers.render import TEXT, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.page import Field, Page

    Json = dict[str, Any]

SHORT, LONG = 200, 10_000
OURS = re.compile(r"<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^<>]*>|<@[UW][A-Z0-9]{2,20}>")
ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:\d+)?([/?#]|$)")
PARSED = ("link", "channel", "broadcast", "usergroup", "team", "emoji", "color")
REQUEST = Request("r1", "click", "", "C1", "U1", action="cite", target="1")
ZONE = "Europe/Istanbul"


def live(text: str) -> list[str]:
    """What Slack would make more than text of: every angle bracket that is not of a date of ours."""
    return re.findall(r"<[^>]*>?", OURS.sub("", text))


def harmless(part: Json | list[Json] | tuple[Json, ...]) -> bool:
    """Whether nothing in these blocks mentions anybody, or links anywhere but to a page with its host shown."""
    found: dict[str, list[Json]] = {}
    sort(part, found)
    marked = [m for m in found.get("mrkdwn", ()) if live(m["text"].replace("\n> ", "\n")) or not m["verbatim"]]
    people = [u for u in found.get("user", ()) if not re.fullmatch("[UW][A-Z0-9]{2,20}", u["user_id"])]
    links = [b for b in found.get("button", ()) if "url" in b and not _honest(b["url"], b["text"]["text"])]
    return not (marked or people or links or any(kind in found for kind in PARSED))


def sort(part: object, found: dict[str, list[Json]]) -> None:
    """Every object in the blocks by its type, in one pass."""
    if isinstance(part, dict):
        found.setdefault(part.get("type", ""), []).append(part)
        for value in part.values():
            sort(value, found)
    elif isinstance(part, list | tuple):
        for value in part:
            sort(value, found)


def _honest(url: str, label: str) -> bool:
    """Whether a link goes to a page, and its label begins with the host of that, which may be too long for it."""
    host = (urlsplit(url).hostname or "-").removeprefix("www.")
    told = label.removeprefix("Open ").split(" ")[0]
    return bool(ADDRESS.match(url)) and (told == host or (label.endswith(" …") and host.startswith(told)))


def shown(page: Page) -> Iterator[Json]:
    """Every form in which Slack gets a page, as (text, blocks) or a view."""
    message = render(page)
    now = Amendment(hostile.AT, told=page.headline)
    cards = tuple(card for section in page.sections for card in section.cards)
    for changed in (now, Amendment(hostile.AT, cards)):
        after = amended(message, lambda _, to=changed: to, ZONE)
        yield {"text": after.text, "blocks": list(after.blocks)}
    for version in versions(message):
        yield {"text": version.text, "blocks": list(version.blocks)}
    yield views.modal(page, REQUEST)
    yield views.home(page)


def hold(page: Page, *, taken: bool = True) -> None:
    """The law, for one page; `taken`: also that Slack takes it, which slack_sdk needs most of the time for."""
    for made in shown(page):
        text = made.get("text", "-")
        assert text.strip()
        assert units(text) <= TEXT
        assert live(text) == []
        assert harmless(made["blocks"])
        if taken:
            assert (unfit_view(made) if "type" in made else unfit(made)) is None


def through_pages(text: str, *, taken: bool = True) -> None:
    page = hostile.page(text)
    hold(page, taken=taken)
    form = page.form
    assert form is not None
    view = views.modal(replace(page, form=replace(form, fields=tuple(fields(form.fields[0], text)))), REQUEST)
    assert unfit_view(view) is None
    assert harmless(view["blocks"])
    offered = inputs.options([(text, text), (text + "x", "")])
    assert all(0 < len(o["value"]) <= 150 and 0 < units(o["text"]["text"]) <= 75 for o in offered)


def fields(one: Field, text: str) -> Iterator[Field]:
    """The field as every kind there is."""
    for kind in ("text", "lines", "date", "time", "choice", "choices", "known"):
        value = {"date": "2025-12-11", "time": "07:30"}.get(kind, text)
        options = (("a", text), (text, "b"))  # one is ours, so that there is something to choose
        yield replace(one, name=kind, kind=kind, value=(value,), options=options)


def record(text: str) -> Record:
    """A statement whose every word is hostile."""
    whole = f"{text} said “{text}” to {text}. However, {text} denied {text}."
    at = len(text) + 6
    said = Span(at, at + len(text) + 2)
    statement = Statement(
        (said,),
        Kind.MIXED,
        cue=Span(at - 5, at - 1),
        speaker=text or None,
        role=text,
        addressee=text or None,
        via=(text,),
        said_on=text[:10] or None,
        said_on_how="weekday",
        said_span=said,
        confidence=0.1,
    )
    article = Article("a", whole, text, text, text, text[:25] or None, f"https://news.example/{text}")
    return Record(1, statement, article, 1, 1, hostile.AT, news=True, corrected=hostile.AT)


def about(text: str) -> Iterator[Page]:
    """What the rooms say about that statement, to a question that is as bad."""
    one = record(text)
    hit = Hit(one, also=(one,), why=text)
    person = SpeakerEntry(1, text, SpeakerKind.PERSON, (text,), (text,), 3)
    coverage = Coverage(2, 9, 2, newest_indexed=hostile.AT)
    query = Query(text, speakers=(text, "Bo Berg"), topic=text, outlet=text, addressee=text, besides=(text,))
    found = Answer(Outcome.FOUND, query, coverage, (hit,), 9, (person,), corrected_words=((text, text),))
    checking = replace(query, fragment=text, intent=Intent.VERIFY)
    verdict = Verdict(VerdictKind.ALTERED, "changed", (("-", text), ("+", text)), hit)
    for answer in (
        found,
        replace(found, query=replace(query, intent=Intent.CHANGED, speakers=(text,))),
        replace(found, outcome=Outcome.NOTHING, hits=(), nearest=(hit,), mentions=2),
        replace(found, outcome=Outcome.AMBIGUOUS, candidates=(person, person)),
        replace(found, query=checking, verdict=verdict),
        replace(found, query=checking, verdict=Verdict(VerdictKind.NOT_FOUND)),
    ):
        yield replace(answers.page(answer, ZONE), answer="opaque", shareable=True, following=5)
    correction = Correction(1, 1, "speaker", text, text, hostile.AT)
    yield from (clicks.context([one]), clicks.citation([one], ZONE), clicks.no_statement([one], "1"))
    yield from (clicks.wrong_speaker([one], "1", text or None), clicks.history([one], [correction], ZONE))
    yield from (clicks.corrected([correction], ZONE), clicks.undone(correction), answers.problem(text, text))
    yield searching.form(query, (text,), "opaque")
    yield searching.form(searching.asked(dict.fromkeys(("speakers", "topic", "since", "until", "words"), (text,))))
    yield from (desk.unknown(text, text), desk.sources(coverage, [(text, 2)], ZONE), desk.speakers([person], text))
    yield from (desk.speakers([], text), desk.home([one], coverage, ZONE))
    for sentence in (drafting.TOO_LARGE, drafting.TOO_LONG, drafting.STRANGE):
        yield answers.problem(sentence.format(name=text, limit=5))  # a file's name


def through_rooms(text: str, *, taken: bool = True) -> None:
    for page in about(text):
        hold(page, taken=taken)
    person = SpeakerEntry(1, text or "x", SpeakerKind.PERSON, (text,), (text,), 3)
    for offers in (suggest.speakers((person,), text[:50]), suggest.outlets([(text, 2)], text)):
        assert all(o["text"]["type"] == "plain_text" and len(o["value"]) <= 150 for o in inputs.options(offers))


@pytest.mark.parametrize("part", range(10))
def test_hostile_text_stays_text_on_every_page(part: int) -> None:
    for i, text in enumerate(hostile.strings(SHORT)[part::10]):
        through_pages(text, taken=i % 4 == 0)


@pytest.mark.parametrize("part", range(4))
def test_hostile_text_stays_text_through_the_rooms(part: int) -> None:
    for i, text in enumerate(hostile.strings(SHORT)[part * 5 :: 20]):
        through_rooms(text, taken=i % 4 == 0)


@pytest.mark.soak
def test_ten_thousand_hostile_strings() -> None:
    texts = hostile.strings(LONG)
    for i, text in enumerate(texts):
        through_pages(text, taken=i % 10 == 0)
        if i % 20 == 0:
            through_rooms(text, taken=i % 100 == 0)
    print(f"row 19: {len(texts)} hostile strings: 0 exceptions, 0 live mentions, 0 links not ours")  # noqa: T201 - its output


def test_the_law_can_fail() -> None:
    for bad in (
        {"type": "mrkdwn", "text": "<!channel>", "verbatim": True},
        {"type": "mrkdwn", "text": "<https://evil.example|bbc.co.uk>", "verbatim": True},
        {"type": "mrkdwn", "text": "plain", "verbatim": False},
        {"type": "link", "url": "https://evil.example"},
        {"type": "user", "user_id": "U1> <!here"},
        {"type": "button", "url": "javascript:alert(1)", "text": {"type": "plain_text", "text": "Open"}},
        {"type": "button", "url": "https://evil.example/", "text": {"type": "plain_text", "text": "Open bbc.co.uk"}},
    ):
        assert not harmless([bad])
    assert harmless(
        [{"type": "mrkdwn", "text": "<!date^1^{date_short_pretty} {time}|x> &lt;!here&gt;", "verbatim": True}]
    )
