"""Every public method of Store, on a sound file, on one that is held and on one that is damaged.

What a method is called with goes by what its arguments say they are, so that a new method is held to this as well.
"""

from __future__ import annotations

import inspect
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from store_kit import NOW, put, report, words_by_id

from bot.digest.model import Subscription, Window
from bot.errors import ArchiveError, BusyError
from bot.export import Filed, Merged, Name
from bot.ingest.parcel import Entry
from bot.ingest.sources import Settled, Source
from bot.model import Asker, Delivery, Message, Query, Request, SpeakerKind
from bot.people import Channel, Person
from bot.ports import Incoming
from bot.removal import Clearing, Target, Weighed
from bot.speakers import Alias
from bot.watch import News, Told, Watch
from store import Store, open_archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOUND = report("z", ("Ann Hill", "the bridge stays open"))
DELIVERY = Delivery("k", "reply", "C1", Message("text"))
WINDOW = Window(1, "2026-03-05/07:30", NOW, NOW, NOW)
WATCH = Watch(1, "C1", "U1", personal=False, criteria={})
CLEARING = Clearing(lambda message, *_: message, Message, "UTC")
# Something sensible for each kind of argument.
SAMPLES: dict[str, object] = {
    "str": "C1",
    "str | None": "C1",
    "datetime | None": NOW,
    "int": 1,
    "bool": True,
    "datetime": NOW,
    "Sequence[int]": (1,),
    "Iterable[int]": (1,),
    "Sequence[str]": ("C1",),
    "Iterable[str]": ("C1",),
    "Article": FOUND[0],
    "Sequence[Article]": [FOUND[0]],
    "Sequence[Statement]": FOUND[1],
    "Sequence[Incoming]": [Incoming(*FOUND, news=True)],
    "Asker": Asker(),
    "Query": Query("?"),
    "Request": Request("r", "mention", "?", "C1", "U1"),
    "Delivery": DELIVERY,
    "Delivery | None": DELIVERY,
    "Sequence[Delivery]": (DELIVERY,),
    "Message": Message("text"),
    "Subscription": Subscription(1, "C1", ("07:30",), "UTC", NOW),
    "Window": WINDOW,
    "Sequence[tuple[Window, str]]": [(WINDOW, "missed")],
    "Source": Source(1, "feed", "https://courier.example/feed", NOW, NOW),
    "Sequence[Source]": [Source(1, "feed", "https://courier.example/feed", NOW, NOW)],
    "Sequence[Entry]": [Entry("https://courier.example/1")],
    "Settled": Settled("done"),
    "Watch": WATCH,
    "Sequence[Watch]": [WATCH],
    "Sequence[News]": [News(DELIVERY, ((1, 1, "a label"),))],
    "Told": Told(1, 1, "C1", "1.1", "a label", "a note", "removed", None, NOW),
    "Person": Person("U1"),
    "Channel": Channel("C1"),
    "Sequence[Alias]": [Alias(1, "Ann Hill", SpeakerKind.PERSON, "Annie")],
    "Merged": Merged(Name("Ann Hill", "person", 0), Name("Bo Lind", "person", 0), "U1", NOW),
    "Sequence[Filed]": [Filed(FOUND[0], (), (), "x1", NOW, news=True)],
    "Weighed": Weighed(Target("article", (1,)), "an article"),
}
# Those whose arguments go together, or that are no plain call.
CALLS: dict[str, Callable[[Store], object]] = {
    "snapshot": words_by_id,
    "admit_each": lambda s: list(
        s.admit_each([[Incoming(*FOUND, news=True)]], clock=lambda: NOW, extractor="x1"),
    ),
    "correct": lambda s: s.correct(1, "speaker", "Bo Lind", by="U1", now=NOW),
    "merge_speakers": lambda s: s.merge_speakers(1, 2, by="U1", now=NOW),
    "mark": lambda s: s.mark(DELIVERY, "posting", now=NOW),
    "split_speaker": lambda s: s.split_speaker(1, article="a", by="U1", now=NOW),
    "take_apart": lambda s: s.take_apart("merge/1", by="U1", now=NOW),
    "finish_removal": lambda s: s.finish_removal(
        s.begin_removal(Weighed(Target("article", (1,)), "it"), by="U1", posted=False, names=(), now=NOW),
        CLEARING,
        lambda: NOW,
    ),
    "subscribe": lambda s: s.subscribe("C1", ["07:30"], "UTC", NOW),
    "backup": lambda s: s.backup(s.path.parent / "copy.db"),
}
PUBLIC = (name for name, _ in inspect.getmembers(Store, inspect.isfunction) if not name.startswith("_"))
METHODS = [name for name in PUBLIC if name != "close"]


def called(method: str, store: Store) -> object:
    """What a method gives for samples of the arguments it must have."""
    if method in CALLS:
        return CALLS[method](store)
    parameters = inspect.signature(getattr(Store, method)).parameters.values()
    given: dict[str, Any] = {
        one.name: SAMPLES[one.annotation]
        for one in parameters
        if one.name != "self" and (one.default is one.empty or one.annotation == "Delivery | None")
    }
    found = partial(getattr(store, method), **given)()
    return list(found) if isinstance(found, Iterator) else found


@pytest.fixture(scope="session")
def something(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("something") / "archive.db"
    with closing(open_archive(path)) as maker:
        put(maker, report("a", ("Ann Hill", "the bridge stays open"), ("Bo Lind", "the road is shut")))
        put(maker, report("b", ("Ann Hill", "the harbour is full")))
        maker.subscribe("C1", ["07:30"], "UTC", NOW)
        maker.add_watch(WATCH, NOW)
    return path


@pytest.fixture
def filled(path: Path, something: Path) -> Iterator[Store]:
    """A database with something in it, and a store that has no connection to it yet."""
    shutil.copyfile(something, path)
    with closing(open_archive(path, busy_seconds=0.02)) as opened:
        yield opened


@pytest.mark.parametrize("method", METHODS)
def test_every_method_works_on_a_sound_file(filled: Store, method: str) -> None:
    called(method, filled)
    assert filled.check() == []


@pytest.mark.parametrize("method", METHODS)
def test_every_method_says_that_the_file_is_held(filled: Store, path: Path, method: str) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError, match="try again") as refusal:
        called(method, filled)
    assert "\n" not in str(refusal.value)
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_says_that_the_file_is_damaged(filled: Store, path: Path, method: str) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(ArchiveError, match="damaged") as refusal:
        called(method, filled)
    assert "\n" not in str(refusal.value)
