"""What became of an article: ids and corrections outlive revisions, wordings are told, retractions are heeded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, seen
from test_store_amendments import post
from test_store_desk import delivery, put_out

from bot.ingest.retraction import notice
from bot.model import PUBLIC, Article, Record

if TYPE_CHECKING:
    from datetime import datetime

    from store import Store

HOUR = timedelta(hours=1)
WORDS = "the old bridge over the river stays open for carts and walkers until the end of the month"
EDITS = (
    WORDS.replace("stays", "remains"),
    WORDS.replace("old ", ""),
    WORDS.replace("carts", "lorries"),
    WORDS + " of May",
    WORDS.replace("the end of ", ""),
    WORDS.replace("walkers", "cyclists"),
    WORDS.replace("open", "half open"),
    WORDS.replace("month", "year"),
    "so far " + WORDS,
    WORDS,
)
NOTICE = "This article has been retracted: its figures could not be confirmed."


def at(hours: int) -> datetime:
    return NOW + hours * HOUR


def record(store: Store, number: int = 1, *scopes: str, now: datetime = NOW + 99 * HOUR) -> Record:
    with seen(store, *scopes, now=now) as snapshot:
        (found,) = snapshot.records([number])
    return found


def test_id_and_correction_are_kept_over_ten_revisions(store: Store) -> None:
    others = [("Bo Berg", f"snow fell on hill number {n} in the night") for n in range(3)]
    put(store, report("a", ("Ann Hill", WORDS), *others))
    store.correct(1, "speaker", "Mara Lind", by="U1", now=NOW)
    for number, words in enumerate(EDITS, 1):
        shuffled = [*others[number % 3 :], ("Ann Hill", words), *others[: number % 3]]
        assert put(store, report("a", *shuffled), now=at(number)).outcome == "changed"
        found = record(store)
        assert (found.text, found.statement.speaker) == (words, "Mara Lind")
    past = store.past(1, (PUBLIC,), at(20))
    assert past is not None
    assert [words for words, _ in past.wordings] == [WORDS, *EDITS[:-1]]
    assert [until for _, until in past.wordings] == [at(n) for n in range(1, 11)]
    assert (len(past.revisions), past.words, past.gone) == (11, WORDS, None)
    assert found.fate.altered == at(10)
    assert store.check() == []


def test_vanished_statement_is_told_with_its_last_words_and_to_nobody_else(store: Store) -> None:
    put(store, report("a", ("Ann Hill", WORDS), ("Bo Berg", "it snowed"), scope="channel:C1"))
    put(store, report("a", ("Bo Berg", "it snowed"), scope="channel:C1"), now=at(1))
    past = store.past(1, (PUBLIC, "channel:C1"), at(2))
    assert past is not None
    assert (past.gone, past.words) == (at(1), WORDS)
    assert store.past(1, (PUBLIC,), at(2)) is None
    assert store.past(99, (PUBLIC,), at(2)) is None


def test_unchanged_statement_of_a_changed_article_says_nothing(store: Store) -> None:
    put(store, report("a", ("Ann Hill", WORDS)))
    put(store, report("a", ("Bo Berg", "it snowed"), ("Ann Hill", WORDS)), now=at(1))
    assert record(store).fate.altered is None


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        (None, f"Rain in Lund\n{NOTICE}\nAnn Hill said it rained.", True),  # under the headline
        (None, f"Rain in Lund\nIt rained.\nIt stopped.\n{NOTICE}", True),  # at the end
        (None, "Rain in Lund\nEditor's note: This story was withdrawn on Monday.\nIt rained.", True),
        (None, "Rain in Lund\nThe Courier has withdrawn this article.\nIt rained.", True),
        ("RETRACTED: Rain in Lund", "Rain in Lund\nIt rained.", True),
        (None, "[Retracted] – Rain in Lund\nIt rained.", True),
        (None, "Rain\n“This article has been retracted,” the journal said.", False),  # a report on another's
        (None, "Rain\nThe study was retracted by its authors.", False),
        (None, "Rain\nThe minister said that this article has been withdrawn.", False),
        (None, "Rain\nThis article has been corrected: it rained on Monday.", False),
        ("Minister withdrawn from the race", "Minister withdrawn from the race\nIt rained.", False),
        (None, "Troops withdrawn: what now\nIt rained.", False),
    ],
)
def test_notice_is_the_pages_own_word_only(title: str | None, text: str, *, said: bool) -> None:
    assert (notice(Article("a", text, title)) is not None) is said


def test_page_that_says_so_is_retracted_and_taken_back_with_the_notice(store: Store) -> None:
    lines = [("Ann Hill", WORDS)]
    article, statements = report("a", *lines)
    put(store, (article, statements))
    retracted = Article("a", f"{article.text}{NOTICE}\n", None, article.outlet, None, article.published)
    put(store, (retracted, statements), now=at(1))
    found = record(store)
    assert (found.fate.retracted, found.fate.notice) == (at(1), NOTICE)
    put(store, (article, statements), now=at(2))
    assert record(store).fate.retracted is None


def test_what_people_took_back_the_same_notice_does_not_say_again(store: Store) -> None:
    article, statements = report("a", ("Ann Hill", WORDS))
    text = f"{article.text}{NOTICE}\n"
    put(store, (Article("a", text, None, "The Courier"), statements))
    (made,) = store.retractions(1)
    assert store.undo_retraction(made.id, (PUBLIC,), by="U1", now=at(1))
    put(store, (Article("a", f"{text}More.\n", None, "The Courier"), statements), now=at(2))
    assert record(store).fate.retracted is None


def test_retraction_by_people_is_confirmed_once_undone_once_and_only_where_it_is_seen(store: Store) -> None:
    put(store, report("a", ("Ann Hill", WORDS), scope="channel:C1"))
    here = (PUBLIC, "channel:C1")
    assert store.named("a", (PUBLIC,), NOW) == []
    (found,) = store.named("a", here, NOW)
    proposed = store.propose_retraction(found.id, "withdrawn  on Monday", by="U1", now=NOW)
    assert record(store, 1, *here).fate.retracted is None  # asked first
    assert store.retract(proposed, (PUBLIC,), at(1)) is None
    assert store.retract(proposed, here, at(1)) == found
    assert store.retract(proposed, here, at(2)) is None
    assert record(store, 1, *here).fate.notice == "withdrawn on Monday"
    assert store.undo_retraction(proposed, (PUBLIC,), by="U2", now=at(3)) is None
    assert store.undo_retraction(proposed, here, by="U2", now=at(3)) is not None
    assert store.undo_retraction(proposed, here, by="U2", now=at(4)) is None
    assert record(store, 1, *here).fate.retracted is None
    (kept,) = store.retractions(found.id)
    assert (kept.by, kept.undone_by) == ("U1", "U2")


def test_messages_that_show_it_are_due_once(store: Store) -> None:
    put(store, report("a", ("Ann Hill", WORDS), ("Bo Berg", "it snowed")))
    one = delivery("k", statements=(1, 2))
    put_out(store, one)
    post(store, one, "1.1")
    made = store.propose_retraction(1, "withdrawn", by="U1", now=NOW)
    assert store.amendments(at(1), 9) == []
    store.retract(made, (PUBLIC,), at(1))
    (standing,) = store.amendments(at(2), 9)
    assert standing.statements == (1, 2)
    assert store.amended(standing.run_key, standing.revision, "done", None, None)
    assert store.amendments(at(2), 9) == []
