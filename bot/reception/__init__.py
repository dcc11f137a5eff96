"""What is answered to a request: a word is routed to its room, a click or a form to the room that gave it out.

Each room says which words and clicks are its own; a new capability is a new room in `Reception.of`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.compose import answers
from bot.errors import SearchBudgetError, UsageError
from bot.reception.asking import Asking
from bot.reception.contents import Contents
from bot.reception.correcting import Correcting
from bot.reception.desk import Desk
from bot.reception.digests import DigestRoom
from bot.reception.drafting import Drafting
from bot.reception.home import Home
from bot.reception.indexing import Indexing
from bot.reception.retracting import Retracting
from bot.reception.settings import Settings
from bot.reception.sources import Sources
from bot.reception.speakers import Speakers
from bot.reception.standing import Gate, StandingError
from bot.reception.watching import Watching
from bot.words import SAID, command_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from bot.digest.rows import Timetable
    from bot.digest.run import Digests
    from bot.extract import Extractor
    from bot.ingest.intake import Intake
    from bot.ingest.shelf import Shelf
    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import Files, Ledger, Preferences
    from bot.reception.rooms import Click, Word
    from bot.speakers import Cast
    from bot.watch import Watches

SLOW = frozenset({"index", "draft"})  # words that wait for other people's servers
FOUND = 50  # hits kept for [More]
STRANGE = "This button belongs to another version of Verbatim: ask again."


@dataclass(frozen=True, slots=True)
class Reception:
    """Answers requests with pages."""

    newsroom: Newsroom
    words: Mapping[str, Word]
    clicks: Mapping[str, Click]
    home: Callable[[Asker], Page]
    gate: Gate

    @classmethod
    def of(
        cls,
        newsroom: Newsroom,
        ledger: Ledger,
        extractor: Callable[[], Extractor],
        mode: str = "terminal",
        preferences: Preferences | None = None,
        intake: Intake | None = None,
        shelf: Shelf | None = None,
        watches: Watches | None = None,
        files: Files | None = None,
        off: Callable[[Collection[str]], list[str]] = lambda _: [],
        digests: tuple[Timetable, Digests] | None = None,
        standing: Callable[[], Sequence[str]] = tuple,
        cast: Cast | None = None,
    ) -> Reception:
        """The reception with all its rooms; `extractor` is made when a draft is first checked.

        `standing` says what `status` adds: what is wrong, and what is promised less.
        """
        asking, correcting = Asking(newsroom, ledger), Correcting(newsroom, ledger)
        retracting = Retracting(newsroom, ledger)
        own = {**Drafting(newsroom, extractor, files).words(), **Settings(newsroom, preferences, off).words()}
        desk, watching = Desk(newsroom, extractor, mode, standing), Watching(newsroom, ledger, watches)
        room = DigestRoom(newsroom, *digests) if digests else None
        sources = Sources(newsroom, shelf)
        return cls(
            newsroom,
            words={
                **asking.words(),
                **own,
                **desk.words(),
                **Indexing(newsroom, intake).words(),
                **sources.words(),
                **watching.words(),
                **Speakers(newsroom, cast).words(),
                **retracting.words(),
                **(room.words() if room else {}),
            },
            clicks={
                **asking.clicks(),
                **correcting.clicks(),
                **retracting.clicks(),
                **watching.clicks(),
                **Speakers(newsroom, cast).clicks(),
                **sources.clicks(),
                **Contents(newsroom, ledger).clicks(),
                **(room.clicks() if room else {}),
            },
            home=Home(newsroom, watches, room, shelf).page,
            gate=Gate(newsroom, preferences),
        )

    def page(self, request: Request) -> Page:
        """What is shown for a request. Raises nothing that is foreseen: what cannot be done is a page that says so."""
        asker = replace(self.newsroom.asker(request), limit=FOUND)
        try:
            self.gate.pass_(request, asker)
            page = self._page(request, asker)
        except StandingError as error:
            return self.gate.refused(request, error)
        except (SearchBudgetError, UsageError) as error:
            return answers.problem(str(error))
        return page if "watch" in self.clicks else replace(page, watch=None)

    def home_after(self, request: Request) -> Page | None:
        """The Home tab of who has just changed what stands on it: a watch or a digest; None after anything else."""
        asked = request.action or ""
        if request.surface not in {"click", "form"}:
            asked = self._word(request)[0] if request.surface in {"mention", "direct", "said"} else ""
        if not asked.startswith(("watch", "digest", "source")):
            return None
        return self.home(replace(self.newsroom.asker(replace(request, surface="home", channel="")), limit=FOUND))

    def waits(self, request: Request) -> bool:
        """Whether answering this waits for other people's servers; it is done aside, and no other answer behind it."""
        if request.surface in {"click", "form", "home"}:
            return request.surface == "form" and request.action == "source_made"
        word, rest = self._word(request)
        return word in SLOW or (word == "sources" and rest.lower().startswith("add"))

    def _page(self, request: Request, asker: Asker) -> Page:
        if request.surface in {"click", "form"}:
            return self._clicked(request, asker)
        return self.home(asker) if request.surface == "home" else self._typed(request, asker)

    def _typed(self, request: Request, asker: Asker) -> Page:
        word, rest = self._word(request)
        return self.words[word](request, rest, asker)

    def _word(self, request: Request) -> tuple[str, str]:
        named = request.action if request.surface in {"said", "shortcut"} or request.action == "draft" else None
        if named and named != SAID:
            return named, request.text
        word, rest = command_of(request.text)  # "/said status" means the status, too
        return (SAID, request.text) if named and word == "unknown" else (word, rest)

    def _clicked(self, request: Request, asker: Asker) -> Page:
        room = self.clicks.get(request.action or "")
        return room(request, asker) if room else answers.problem(STRANGE)
