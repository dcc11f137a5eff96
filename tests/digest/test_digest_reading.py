"""Digests of the corpus's ten days: what comes first, what is grouped, what is shown once, and that nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from digest_corpus import admit, pieces
from digest_kit import at, brought, read, said, words_of
from fakes.archives import blank
from fakes.listed import indexed_between

from bot.digest.criteria import Criteria, Named, Terms
from bot.digest.gather import gather
from bot.digest.model import Window
from bot.model import PUBLIC, Article
from handlers.render import render
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.digest.gather import Gathered
    from store import Store

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The whole corpus; nothing here changes it."""
    made = open_archive(tmp_path_factory.mktemp("corpus") / "v.db")
    admit(made)
    yield made
    made.close()


def titles(found: Gathered) -> list[str | None]:
    return [story.articles[0].title for story in found.digest.stories]


def looked_at(found: Gathered) -> list[int]:
    """Every statement that the digest shows, with those that report the same."""
    return [r.id for story in found.digest.stories for hit in story.hits for r in (hit.record, *hit.also)]


def test_the_corpus_is_as_large_as_it_has_to_be() -> None:
    days = {piece.indexed.date() for piece in pieces()}
    assert (len(pieces()) >= 60, len(days)) == (True, 10)


def test_a_morning_is_grouped_under_the_first_reports_own_headlines(store: Store) -> None:
    found = brought(store, at("10 07:30"), at("11 07:30"))
    assert titles(found) == [
        "Ostian rebels accept ceasefire from midnight",  # four outlets
        "Former harbour chief Brandt jailed for four years over bribes",  # three
        "Whale stranded at Port Maren swims free at high tide",  # two, a speaker nobody knew
        "Wind turbines off Lesk get their permit",  # two
        "Herring prices double in Port Maren",  # one
    ]
    ceasefire = found.digest.stories[0]
    assert [article.outlet for article in ceasefire.articles] == [
        "Harbour Wire", "Northern Post", "Maren Courier", "Channel Nine",
    ]  # fmt: skip


@pytest.mark.parametrize("day", range(2, 11))
def test_no_utterance_is_shown_twice_and_none_is_lost(store: Store, day: int) -> None:
    since, until = at(f"{day} 07:30"), at(f"{day + 1} 07:30")
    found = brought(store, since, until)
    shown = [hit.record.utterance for story in found.digest.stories for hit in story.hits]
    assert len(shown) == len(set(shown)) == found.digest.statements == len(found.contents)
    with store.snapshot((PUBLIC,), until) as snapshot:
        news = {r.id for r in indexed_between(snapshot, since, until) if r.news}
    assert {*looked_at(found), *found.repeated} == news
    on_pages = [i for page in read(found) for s in page.sections for card in s.cards for i in card.statements]
    assert sorted(on_pages) == sorted(hit.record.id for story in found.digest.stories for hit in story.hits)


def test_wire_copies_are_one_statement_with_its_reports(store: Store) -> None:
    found = brought(store, at("2 00:00"), at("2 12:00"))
    facts = [card.facts[-1] for page in read(found) for s in page.sections for card in s.cards]
    assert "Harbour Wire; Maren Courier reports the same words" in facts


def test_words_that_were_news_before_are_counted_and_not_listed(store: Store) -> None:
    """np02 reprints what mc02 had; between them a digest was posted."""
    found = brought(store, at("4 07:30"), at("4 08:00"))
    assert found.digest.repeated == 1
    [page] = read(found)
    assert words_of(page) == ["Dora Engel said the first flour had come at dawn."]
    assert "1 statement in words that were news before, not listed again." in page.notes


def test_a_late_article_is_in_the_digest_after_it_came_in(store: Store) -> None:
    """Printed on Friday, indexed on Monday at 23:50."""
    before, after = brought(store, at("6 07:30"), at("9 07:30")), brought(store, at("9 07:30"), at("10 07:30"))
    assert "What three percent means for mortgages" not in titles(before)
    assert "What three percent means for mortgages" in titles(after)


def test_imports_are_one_counted_line(store: Store) -> None:
    found = brought(store, at("10 11:00"), at("10 12:30"))
    assert found.digest.older == 2
    assert "2 statements of older or imported articles not listed." in read(found)[0].notes
    assert "Aldun bridge passes inspection" not in titles(found)


def test_one_origin_is_said_of_two_outlets_with_one_diplomat(store: Store) -> None:
    [story] = brought(store, at("6 15:59"), at("6 17:30")).digest.stories
    assert {article.outlet for article in story.articles} == {"Harbour Wire", "Maren Courier"}
    [page] = read(brought(store, at("6 15:59"), at("6 17:30")))
    line = page.sections[0].notes[-1]
    assert line.startswith("One origin: ")
    assert "Northern Post. Not independent reports." in line


def test_denials_stand_with_what_they_deny(store: Store) -> None:
    pages = [page for day in (7, 9, 11) for page in read(brought(store, at(f"{day} 00:00") - DAY, at(f"{day} 23:00")))]
    adds = {f"{card.adder} adds: {card.adds}" for page in pages for s in page.sections for card in s.cards if card.adds}
    assert adds >= {
        "Northern Post adds: But the hospital's own list, seen by the Northern Post, names eleven.",
        "The article adds: However, two Ostian papers printed what they called the annex on Monday.",
        "The article adds: That has been contradicted by doctors in the south, who treated nine wounded.",
    }
    assert not any("Orlov denied that a secret annex existed" in words for words in adds)  # her own, of something else


def test_words_that_were_news_before_are_listed_again_where_they_are_disputed(store: Store) -> None:
    found = brought(store, at("7 06:00"), at("7 07:30"))
    [told] = [card.adds for page in read(found) for s in page.sections for card in s.cards if card.adds]
    assert told == "But the hospital's own list, seen by the Northern Post, names eleven."
    assert found.digest.repeated == 0


def test_what_a_speaker_said_earlier_on_the_topic_is_shown_once_with_its_day(store: Store) -> None:
    found = brought(store, at("8 06:00"), at("8 07:30"))
    [card] = [card for page in read(found) for s in page.sections for card in s.cards]
    assert card.heading == "Ruth Adler, medical director of Port Maren hospital"
    assert "Earlier on this topic – PARAPHRASE (" in (card.earlier or "")
    assert "no operation of the hospital had been put off" in (card.earlier or "")


def test_reasons_are_told_in_words(store: Store) -> None:
    found = brought(store, at("10 07:30"), at("11 07:30"))
    first = found.digest.stories[0].hits[0]
    assert first.why == "4 outlets; first time Nasser is quoted in the record; direct quote"
    later = {hit.why for story in found.digest.stories for hit in story.hits}
    assert any("first time in 14 days that Orlov is quoted on “ceasefire”" in str(why) for why in later)


def test_a_week_reads_in_a_minute_with_the_rest_in_the_thread(store: Store) -> None:
    found = brought(store, at("2 00:00"), at("9 00:00"))
    first, *rest = read(found)
    words = sum(len(text.split()) for text in words_of(first))
    assert len(words_of(first)) <= 15
    assert words <= 300
    assert rest
    assert first.footer == f"{found.digest.statements - len(words_of(first))} more in the thread."
    for page in (first, *rest):
        assert len(render(page).blocks) <= 50


def test_everything_is_kept_by_story_and_as_printed(store: Store) -> None:
    found = brought(store, at("10 07:30"), at("11 07:30"))
    with store.snapshot((PUBLIC,), at("11 07:30")) as snapshot:
        outlets = [record.article.outlet for record in snapshot.records(found.contents)][:5]
    assert outlets == ["Harbour Wire", "Harbour Wire", "Northern Post", "Maren Courier", "Channel Nine"]


def test_an_empty_window_says_so(store: Store) -> None:
    [page] = read(brought(store, at("1 00:00"), at("1 12:00")))
    assert page.notes[0].startswith("Nothing new")


def test_criteria_keep_what_is_wanted_and_say_why_not(store: Store) -> None:
    orlov = Criteria(Terms(speakers=(Named("orlov"),)))
    found = brought(store, at("10 07:30"), at("11 07:30"), orlov)
    assert {hit.record.statement.speaker for s in found.digest.stories for hit in s.hits} == {"Nadia Orlov"}
    assert found.digest.statements == 2
    assert set(found.rejected.values()) == {"not by Nadia Orlov"}
    assert len(found.rejected) == 20  # with the copies


def test_words_are_not_old_where_the_criteria_kept_their_first_report_out(store: Store) -> None:
    """Northern Post reprints mc02: whoever reads only that outlet has not had them."""
    only = Criteria(Terms(outlets=("Northern Post",)))
    found = brought(store, at("4 07:30"), at("4 08:00"), only)
    assert (found.digest.repeated, found.digest.statements) == (0, 2)


def test_an_embargo_is_kept_and_what_ends_is_news_then(tmp_path: Path) -> None:
    made = open_archive(blank(tmp_path / "v.db"))
    record = said("Ann Hill", "“Not before noon.”", "a1", "Embargoed", published="2026-03-05")
    held: Article = replace(record.article, visible_from=at("5 12:00"))
    made.admit(held, [record.statement], now=at("5 06:00"), news=True, extractor="x")
    assert brought(made, at("5 00:00"), at("5 07:30")).digest.articles == 0
    assert titles(brought(made, at("5 07:30"), at("6 07:30"))) == ["Embargoed"]
    made.close()


def test_what_is_private_is_in_its_own_channels_digest_only(tmp_path: Path) -> None:
    made = open_archive(blank(tmp_path / "v.db"))
    record = said("Ann Hill", "“Among us.”", "a1", "Private", scope="channel:C1", published="2026-03-05")
    made.admit(record.article, [record.statement], now=at("5 06:00"), news=True, extractor="x")
    window = (at("5 00:00"), at("5 07:30"))
    assert titles(brought(made, *window)) == []
    assert titles(brought(made, *window, None, "channel:C1")) == ["Private"]
    made.close()


def test_an_outlet_that_fell_silent_comes_first_by_name(tmp_path: Path) -> None:
    made = open_archive(blank(tmp_path / "v.db"))
    for day in range(2, 15):
        for outlet in ("The Courier", "The Echo"):
            if outlet == "The Courier" or day < 12:
                record = said("Ann", "“A.”", f"{outlet}{day}", f"T {day}", outlet=outlet, published=f"2026-03-{day:02}")
                made.admit(record.article, [record.statement], now=at(f"{day} 06:00"), news=True, extractor="x")
    found = brought(made, at("13 07:30"), at("14 07:30"))
    assert found.digest.first == (
        "Silent too long: The Echo, nothing since Wed 11 Mar 06:00; it had delivered on 10 of the 14 days before.",
    )
    assert read(found)[0].notes[0] == found.digest.first[0]
    made.close()


def test_a_huge_window_is_named_and_counted_to_the_last_statement(tmp_path: Path) -> None:
    made = open_archive(blank(tmp_path / "v.db"))
    for number in range(100):
        records = [
            said(f"P{number} Q", f"“Words {number} {k}.”", f"a{number}", f"Topic{number} alone") for k in range(4)
        ]
        text = "\n\n".join(record.article.text for record in records)
        starts = [text.index(record.article.text) for record in records]
        moved = [_moved(record.statement, start) for record, start in zip(records, starts, strict=True)]
        article = replace(records[0].article, text=text, published="2026-03-05")
        made.admit(article, moved, now=at("5 06:00"), news=True, extractor="x")
    found = brought(made, at("5 00:00"), at("5 07:30"))
    digest = found.digest
    hits = sum(len(story.hits) + story.left for story in digest.stories)
    further = sum(one.statements for one in digest.further)
    assert (digest.articles, digest.statements) == (100, 400)
    assert hits + further + digest.left == 400
    assert sum(len(words_of(page)) for page in read(found)) == 60
    made.close()


def test_a_digest_asks_the_archive_as_often_for_a_week_as_for_an_hour(store: Store) -> None:
    """And reads whole what it shows, not what came in: a question may ask eight times."""
    asked = []
    for since, until in ((at("5 07:00"), at("5 08:00")), (at("2 00:00"), at("9 00:00"))):
        with store.snapshot((PUBLIC,), until) as snapshot:
            gather(snapshot, Window(1, "w", until, since, until), "UTC")
            asked.append(snapshot.queries)
    assert max(asked) <= 14


def _moved(statement, start):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - a Statement, from one text into another
    def move(span):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        return None if span is None else replace(span, start=span.start + start, end=span.end + start)

    return replace(
        statement, spans=tuple(map(move, statement.spans)), cue=move(statement.cue), mention=move(statement.mention)
    )
