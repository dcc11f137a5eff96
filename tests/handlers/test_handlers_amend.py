"""What was posted and is corrected since: found again by its blocks, changed, and everything else left as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fakes.blocks import every, texts
from fakes.workspace import unfit
from hypothesis import given, settings
from hypothesis import strategies as st
from test_handlers_render import PAGE, PAGES, PARAPHRASE, QUOTE

from bot.compose.amended import Amendment, note
from bot.model import Message
from bot.page import Card, Page, Run, Section
from handlers.amend import amended
from handlers.owners import owned, owners, told_apart
from handlers.render import TEXT, render

if TYPE_CHECKING:
    from bot.compose.amended import Ids

AT = datetime(2025, 12, 11, 11, 2, tzinfo=UTC)
NOW = Card(
    look="QUOTE",
    runs=QUOTE.runs,
    quotation=True,
    facts=("Olga Brandt", "said: date not given"),
    statements=(1,),
    url=QUOTE.url,
    warning="speaker corrected by the desk, 11 Dec 2025, 11:02 UTC",
    instants=(("11 Dec 2025, 11:02 UTC", AT),),
)
CORRECTED = Amendment(AT, (NOW,))
REMOVED = Amendment(AT, told="Taken out by the desk, 11 Dec 2025, 11:02 UTC: not a statement.")


def first(ids: Ids) -> Amendment | None:
    return CORRECTED if 1 in ids else None


def test_corrected_card_is_changed_and_the_rest_is_as_it_was() -> None:
    before = render(PAGE)
    after = amended(before, first, "UTC")
    old = {b["block_id"] for b in before.blocks if owners(b) == (1,)}
    rest = [b for b in before.blocks if b.get("block_id") not in old]
    assert [b for b in after.blocks[1:] if owners(b) != (1,)] == [
        b if not owners(b) else b | {"block_id": b["block_id"]} for b in rest
    ]
    told = " ".join(texts(after.blocks))
    assert "Olga Brandt · said: date not given" in told
    assert "Mara Lind, harbour minister" not in told
    assert after.text.startswith("Corrected by the desk since it was posted: 1 statement, 11 Dec 2025, 11:02 UTC.\n")
    assert "(Olga Brandt · said: date not given)" in after.text
    assert "Mara Lind, harbour minister" not in after.text
    assert PARAPHRASE.facts[0] in after.text


def test_instants_are_shown_in_the_readers_zone() -> None:
    mrkdwn = [m["text"] for m in every(amended(render(PAGE), first, "UTC").blocks, "mrkdwn")]
    token = f"<!date^{int(AT.timestamp())}^{{date_short_pretty}} {{time}}|11 Dec 2025, 11:02 UTC>"
    assert sum(token in text for text in mrkdwn) == 2  # above, and beside the card


def test_what_is_taken_out_leaves_a_line() -> None:
    after = amended(render(PAGE), lambda ids: REMOVED if 1 in ids else None, "UTC")
    assert "open the harbour" not in after.text + str(after.blocks)
    assert REMOVED.told in texts(after.blocks)
    assert REMOVED.told in after.text


def test_nothing_corrected_changes_nothing() -> None:
    before = render(PAGE)
    assert amended(before, lambda _: None, "UTC") is before


def test_message_of_another_release_is_left_alone() -> None:
    bare = Message("text", tuple({k: v for k, v in b.items() if k != "block_id"} for b in render(PAGE).blocks))
    assert amended(bare, first, "UTC") is bare


def test_statement_shown_twice_is_changed_twice_under_ids_of_its_own() -> None:
    twice = render(Page("All", (Section((QUOTE,), "A"), Section((QUOTE,), "B"))))
    for message in (twice, amended(twice, first, "UTC")):
        ids = [b["block_id"] for b in message.blocks if "block_id" in b]
        assert len(ids) == len(set(ids)) == 6
    assert "2 statements, the last" in texts(amended(twice, first, "UTC").blocks[0])[0]


def test_compact_card_is_found_as_well() -> None:
    digest = render(Page("Digest", (Section((replace(QUOTE, compact=True),)),)))
    assert every(digest.blocks, "overflow") == []
    assert "Olga Brandt" in str(amended(digest, first, "UTC").blocks)


def test_next_card_of_a_digest_says_who_speaks_where_the_one_over_it_was_corrected() -> None:
    first_, second = replace(QUOTE, heading="Mara Lind, harbour minister"), replace(PARAPHRASE, heading=None)
    other = replace(PARAPHRASE, statements=(3,), heading="Ivo Brandt")
    story = Section((first_, second, other), title="Storm")
    after = amended(render(Page("Digest", (story,), footer="End.")), first, "UTC")
    heads = [b["elements"][0]["elements"][0]["text"] for b in after.blocks if owners(b) and b["type"] == "rich_text"]
    assert heads == ["QUOTE", "Mara Lind, harbour minister", "Ivo Brandt"]
    untouched = amended(render(Page("Digest", (story,))), lambda ids: CORRECTED if 3 in ids else None, "UTC")
    assert sum("Mara Lind, harbour minister" in texts(b) for b in untouched.blocks) == 1


def test_card_of_very_many_statements_is_not_marked() -> None:
    many = tuple(range(10**9, 10**9 + 40))
    assert owned([{"type": "divider"}], many) == [{"type": "divider"}]
    assert owners({"type": "divider"}) == owners({"block_id": "speakers"}) == ()


def test_full_message_stays_within_what_slack_takes() -> None:
    cards = tuple(replace(QUOTE, statements=(i,), runs=(Run("word " * 100),)) for i in range(1, 20))
    before = render(Page("All", (Section(cards),), footer="Searched."))
    after = amended(before, lambda ids: replace(CORRECTED, cards=(replace(NOW, statements=ids),)), "UTC")
    assert unfit({"text": after.text, "blocks": list(after.blocks)}) is None
    assert len(after.text) <= TEXT


def test_note_tells_the_last_of_several() -> None:
    text, instants = note([CORRECTED, replace(REMOVED, at=AT.replace(hour=9))], "UTC")
    assert text == "Corrected by the desk since it was posted: 2 statements, the last 11 Dec 2025, 11:02 UTC."
    assert instants == (("11 Dec 2025, 11:02 UTC", AT),)


@given(PAGES, st.booleans())
@settings(max_examples=40, deadline=None)
def test_any_message_can_be_amended_and_slack_takes_it(page: Page, removed: bool) -> None:
    before = render(page)
    after = amended(before, lambda _: REMOVED if removed else CORRECTED, "UTC")
    assert unfit({"text": after.text, "blocks": list(after.blocks)}) is None
    ids = [b["block_id"] for b in after.blocks if "block_id" in b]
    assert len(ids) == len(set(ids))
    assert told_apart(after.blocks) == after.blocks
