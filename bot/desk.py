"""The desk in the terminal: what Slack would answer, without Slack.

Questions, /said, /check, /reports, /digest, help and quit; a number opens the context of that hit, `more` shows the
next ones. Works at a prompt and with piped input.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.compose import answers, reports
from bot.errors import SearchBudgetError, VerbatimError
from bot.ingest import drafts
from bot.model import PUBLIC, Asker
from bot.newsroom import HELP
from bot.reception.correcting import GONE_STATEMENT, reports_of
from bot.terminal import context, layout
from bot.words import SAID, command_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from typing import TextIO

    from bot.model import Answer, Query
    from bot.newsroom import Newsroom
    from bot.page import Card, Page

PROMPT = "\nask> "
COMMANDS = "/said NAME, /check DRAFT, /reports NUMBER, /digest"
ALL = 20  # hits fetched at once; `more` pages through them
QUIT = frozenset({"quit", "exit", "q", "/quit", "/exit"})


class Desk:
    """One conversation: it remembers the last answer for numbers, `more` and follow-ups, and when it was asked."""

    def __init__(
        self, newsroom: Newsroom, digest: Callable[[], list[Page]], out: TextIO, *, check: Callable[[str], Page]
    ) -> None:
        self._newsroom = newsroom
        self._digest = digest
        self._check = check
        self._out = out
        self._bold = out.isatty()
        self._answer: Answer | None = None
        self._asked_at: datetime | None = None
        self._shown = 0
        self._cards: list[Card] = []
        self._choices: tuple[tuple[str, str], ...] = ()

    def run(self, lines: Iterable[str]) -> None:
        """Answer line by line until the lines end or one says quit."""
        for line in lines:
            text = line.strip()
            if text.casefold() in QUIT:
                return
            if text:
                self._say(self.answer(text))

    def answer(self, text: str) -> str:
        """What is printed for one line; an error is a sentence, never a traceback."""
        command, _, rest = text.partition(" ")
        try:
            if text.isdigit():
                return self._open(int(text))
            if text.casefold() in {"more", "/more"}:
                return self._more()
            if command == "/digest" or text.casefold() == "digest":
                return "\n".join(layout(page, bold=self._bold) for page in self._digest())
            if command in {"/said", "/verbatim"}:
                return self._ask(rest, None)
            if command.casefold() == "/reports" or (command.casefold() == "reports" and rest.strip().isdecimal()):
                return self._reports(rest.strip())
            if command.casefold().rstrip(":") in {"/check", "check"}:
                return self._checked(rest.strip())
            return self._asked(text, command)
        except VerbatimError as error:
            return f"{error}\n"

    def _asked(self, text: str, command: str) -> str:
        """A question; a word that only Slack has is said to be one, and not looked for."""
        if command.startswith("/") and text.casefold() not in HELP:
            return f"There is no command {command} here: type a question, {COMMANDS}, help or quit.\n"
        word, _ = command_of(text)
        if word == "help":
            return self._lay(answers.help_page())
        if word != SAID:
            return f"“{word}” is for Slack: here type a question, {COMMANDS}, help or quit.\n"
        return self._ask(text, self._answer.query if self._answer else None)

    def _ask(self, text: str, previous: Query | None) -> str:
        """The answer to a question, which may go on from the one before."""
        self._cards, self._choices, self._shown = [], (), 0
        if text.strip().casefold() in HELP:
            return self._lay(answers.help_page())
        asker = Asker(zone=self._newsroom.zone, limit=ALL, last_asked=self._asked_at)
        try:
            self._answer = self._newsroom.ask(text, asker, previous=previous)
        except SearchBudgetError as error:
            return self._lay(answers.problem(str(error)))
        self._asked_at = self._newsroom.clock()
        return self._next()

    def _checked(self, draft: str) -> str:
        """Every quotation of a draft, given as a file's name or as words."""
        if not draft:
            return "Name a file or give the words: /check draft.docx, or /check Fidan said “huge failure”.\n"
        page = self._check(drafts.read(Path(draft)) if _is_file(draft) else draft)
        self._answer, self._choices, self._shown = None, (), 0
        self._cards = [card for section in page.sections for card in section.cards]
        return self._lay(page)

    def _next(self) -> str:
        """The next hits of the answer."""
        if self._answer is None:
            return "Ask first.\n"
        page = answers.page(self._answer, self._newsroom.zone, start=self._shown)
        self._choices = page.choices
        text = self._lay(page, start=len(self._cards))
        self._cards += [card for section in page.sections for card in section.cards]
        self._shown += answers.SHOWN
        return text

    def _more(self) -> str:
        if self._answer is None or self._shown >= len(self._answer.hits):
            return "No more: ask something.\n"
        return self._next()

    def _open(self, number: int) -> str:
        """A hit's context; of "Which one?", the question asked again with that name."""
        if self._choices and 1 <= number <= len(self._choices):
            return self._ask(self._choices[number - 1][1], self._answer.query if self._answer else None)
        if 1 <= number <= len(self._cards):
            return context(self._cards[number - 1], bold=self._bold)
        return f"There is no {number} to open: ask first, then type the number of a hit.\n"

    def _reports(self, number: str) -> str:
        """Who printed a hit's words first, who carries them, and how the wordings differ."""
        at = int(number) if number.isascii() and number.isdecimal() else 0
        if not (1 <= at <= len(self._cards) and self._cards[at - 1].statements):
            return "Ask first, then give the number of a hit: /reports 2\n"
        with self._newsroom.archive.snapshot((PUBLIC,), self._newsroom.clock()) as snapshot:
            records = snapshot.records(self._cards[at - 1].statements[:1])
            outlets = snapshot.coverage().outlet_names
            found = reports_of(snapshot, records[0]) if records else []
        return self._lay(reports.page(found, outlets)) if found else f"{GONE_STATEMENT}\n"

    def _lay(self, page: Page, start: int = 0) -> str:
        return layout(page, bold=self._bold, start=start)

    def _say(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def _is_file(name: str) -> bool:
    """Whether this names a file; a sentence that no file system takes as a name does not."""
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def typed(prompt: str = PROMPT) -> Iterable[str]:
    """Lines from the keyboard with a prompt and, where Python has it, history; from a pipe without."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    with suppress(ImportError):  # not on every platform
        import readline  # noqa: F401, PLC0415 - gives input() its history
    while True:
        try:
            yield input(prompt)
        except EOFError:
            print()  # noqa: T201 - the shell's prompt begins on its own line
            return
