"""Questions of a newsroom over sample and gold articles: the share that is answered right, which only rises."""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ask_questions import KINDS, NOTHING

from bot.app import extractor
from bot.ingest.files import articles
from bot.model import Article, Asker, Attribution, SpeakerKind
from bot.newsroom import Newsroom
from bot.text import words
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from bot.model import Answer, Statement

NOW = datetime(2025, 12, 11, 9, 0, tzinfo=UTC)
GOLD = Path(__file__).resolve().parents[1] / "gold"
# The share of each kind answered right at the first hit, in per cent.
FLOORS = {
    "speaker": 94, "topic": 91, "typo": 93, "role": 80, "who said": 95, "verify": 92, "limited": 83,
    "unanswerable": 100,
}  # fmt: skip
LEAST = 120
_KINDS = {Attribution.ANONYMOUS: SpeakerKind.ANONYMOUS, Attribution.ORGANISATION: SpeakerKind.ORGANISATION}


def gold() -> ModuleType:
    """The gold set's own reader; its folder is no package."""
    spec = importlib.util.spec_from_file_location("ask_gold", GOLD / "gold.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def with_role(statement: Statement, text: str) -> Statement:
    """A marked statement with the role that stands before the name in its mention: "The owner, Radu Filipescu"."""
    mention = statement.mention.of(text) if statement.mention else ""
    name = statement.speaker or ""
    before = mention[: mention.find(name)] if name and mention.find(name) > 0 else ""
    role = re.sub(r"^(?:the|a|an)\s+|[\s,]+$", "", before, flags=re.IGNORECASE)
    kind = _KINDS.get(statement.attribution, SpeakerKind.PERSON)
    return replace(statement, role=role or None, speaker_kind=kind)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    store = open_archive(tmp_path_factory.mktemp("questions") / "q.db")
    room = Newsroom(store, store, clock=lambda: NOW)
    with resources.as_file(resources.files("bot") / "samples" / "articles.jsonl") as path:
        samples = [one for one in articles(path) if isinstance(one, Article)]
    assert list(room.index(samples, extractor()))
    reader = gold()
    for name in reader.names():
        marked = reader.load(name)
        found = [with_role(one, marked.article.text) for one in marked.statements]
        store.admit(marked.article, found, now=NOW, news=False, extractor="by hand")
    yield room
    store.close()


def is_right(found: Answer, wanted: str) -> bool:
    """Whether an answer is the wanted one: nothing, a verdict, or "Surname: words" at the first hit."""
    if wanted == NOTHING:
        return found.outcome.value == NOTHING and not found.hits
    if ":" not in wanted:
        return found.verdict is not None and found.verdict.kind.value == wanted
    if not found.hits or found.verdict is not None:
        return False
    speaker, _, said = wanted.partition(": ")
    first = found.hits[0].record
    name = words(first.statement.speaker or "")
    return words(speaker)[-1] in name and said.casefold() in f"{first.text} {first.statement.speaker}".casefold()


@pytest.mark.parametrize("kind", KINDS)
def test_questions_of_a_kind_are_answered_right_as_often_as_before(newsroom: Newsroom, kind: str) -> None:
    asked = [(question, wanted, newsroom.ask(question, as_of=date(2025, 12, 11))) for question, wanted in KINDS[kind]]
    missed = [(question, wanted) for question, wanted, found in asked if not is_right(found, wanted)]
    assert 100 * (len(asked) - len(missed)) / len(asked) >= FLOORS[kind], missed


def test_no_hit_is_by_another_than_who_was_asked_for(newsroom: Newsroom) -> None:
    for kind in ("speaker", "topic", "typo", "limited"):
        for question, wanted in KINDS[kind]:
            for hit in newsroom.ask(question, Asker(limit=3)).hits:
                assert words(wanted.partition(":")[0])[-1] in words(hit.record.statement.speaker or ""), question


def test_there_are_enough_questions_to_mean_something() -> None:
    assert sum(map(len, KINDS.values())) >= LEAST
