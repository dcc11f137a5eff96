"""A Page laid out for Slack: blocks for the eye, text for notifications, search and screen readers. Pure.

    Page -> headline, notes, chips | one piece per card | what was left out, choices, origins, footer -> Message

An article's words go into `rich_text` as plain text elements, where nothing is parsed; everything else is escaped
mrkdwn with `verbatim`. What does not fit is dropped from the last card backwards and counted; what an answer rests on
(headline, chips, origins, footer) is never dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

from bot.model import Message
from handlers.mrkdwn import cut, escaped, line, quiet, shown, units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.page import Card, Page, Run, Section

Block = dict[str, Any]
T = TypeVar("T")

# docs.slack.dev/reference/block-kit, except TEXT (beyond it an edit fails) and LETTERS (messages of some 13,200
# letters in blocks were refused; see the research on Slack), which are on the safe side of what others measured.
BLOCKS = 50
LETTERS = 12_000
TEXT = 4_000
WORDS = 2_900  # of one element
CONTEXT = 10  # elements of a context block
FIELD = 2_000  # of one of them
BUTTON = 75
URL = 3_000
OPEN = "open"  # action of the link buttons: Slack opens the page by itself and only wants to hear "seen"
_SAFE = ":/?#[]@!$&'()*+,;=%-._~"
_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")


def render(page: Page) -> Message:
    """The message that shows `page`, within every limit of Slack's."""
    cards = [_piece(section, i) for section in page.sections for i in range(len(section.cards))]
    bare = [tuple(_heading(section)) for section in page.sections if not section.cards]
    blocks = fit([*_head(page), *(b for heading in bare for b in heading)], cards, lambda n: _tail(page, n), fits)
    return Message(text_of(page), tuple(blocks))


def fit(
    head: Sequence[T], cards: Sequence[Sequence[T]], tail: Callable[[int], Sequence[T]], room: Callable[[list[T]], bool]
) -> list[T]:
    """`head`, as many of `cards` as `room` allows, and the `tail` for the number of those dropped."""
    for kept in range(len(cards), -1, -1):
        whole = [*head, *(part for card in cards[:kept] for part in card), *tail(len(cards) - kept)]
        if room(whole):
            break
    return whole


def fits(blocks: list[Block]) -> bool:
    """Whether Slack takes so many blocks with so many letters in one message."""
    return len(blocks) <= BLOCKS and sum(map(letters, blocks)) <= LETTERS


def letters(part: object) -> int:
    """Units of every text in a block, however deep."""
    if isinstance(part, dict):
        return sum(units(v) if k == "text" and isinstance(v, str) else letters(v) for k, v in part.items())
    return sum(map(letters, part)) if isinstance(part, list | tuple) else 0


def text_of(page: Page) -> str:
    """The whole answer as escaped text of at most `TEXT` units; its first line is the headline."""
    lines = fit(
        [line(page.headline), *map(line, page.notes)],
        [_spoken(section, i) for section in page.sections for i in range(len(section.cards))],
        lambda dropped: _closing(page, dropped),
        lambda parts: units(escaped("\n".join(parts), 10 * TEXT)) <= TEXT,
    )
    return escaped("\n".join(filter(None, lines)), TEXT) or "Verbatim"


def _spoken(section: Section, i: int) -> list[str]:
    """A card in words, after its section's title where it is the first."""
    card = section.cards[i]
    opening = [line(section.title or ""), *map(line, section.notes)] if i == 0 else []
    words = line("".join(run.text for run in card.runs))
    adds = f"The article adds: {line(card.adds)}" if card.adds else ""
    return [*opening, f"{line(card.look)}: {words} ({_joined(card.facts)})", line(card.warning or ""), adds]


def _closing(page: Page, dropped: int) -> list[str]:
    """The end of the text."""
    choices = [f"{line(label)}: ask “{line(question)}”" for label, question in page.choices]
    reference = [f"Reference: {line(page.error_id)}"] if page.error_id else []
    return [_more(page.more + dropped), *choices, *map(line, page.origins), line(page.footer or ""), *reference]


def _more(count: int) -> str:
    return f"{count} more not shown here: ask for a topic, a date or an outlet to narrow it." if count else ""


def _joined(facts: Iterable[str]) -> str:
    return " · ".join(filter(None, map(line, facts)))


# -- blocks ------------------------------------------------------------------------------------------------------------


def _head(page: Page) -> list[Block]:
    """Headline and notes in one block, the query as understood below."""
    headline = _section(_words(line(page.headline) or "Verbatim", bold=True))
    notes = [_section(_words(line(note))) for note in page.notes if line(note)]
    chips = " | ".join(f"{line(name)}: {line(value)}" for name, value in page.chips)
    return [_rich(headline, *notes), *_context([chips])]


def _heading(section: Section) -> list[Block]:
    """A section's title and notes, set off from what stands before."""
    if not section.title:
        return _context(section.notes)
    return [{"type": "divider"}, _rich(_section(_words(line(section.title), bold=True))), *_context(section.notes)]


def _piece(section: Section, i: int) -> list[Block]:
    """One card; the first of a section brings the heading along, so that no heading stands alone."""
    card = section.cards[i]
    facts = _context([_joined(card.facts), card.warning or ""])
    return [*(_heading(section) if i == 0 else []), _statement(card), *facts, *_actions(card)]


def _statement(card: Card) -> Block:
    """The label and the words: a quotation set as one, anything else as a sentence with the statement in bold."""
    kind = "rich_text_quote" if card.quotation else "rich_text_section"
    body = {"type": kind, "elements": _runs(card.runs, quoted=card.quotation)}
    adds = [_section(_words("The article adds: "), _words(card.adds))] if card.adds else []
    return _rich(_section(_words(line(card.look))), body, *adds)


def _runs(runs: tuple[Run, ...], *, quoted: bool) -> list[Block]:
    """A sentence with the statement in bold, or a quotation with the outlet's tag between its pieces in italics.

    Cut after `WORDS` units in all; nothing follows a cut.
    """
    elements, room = [], WORDS
    for run in runs:
        whole = shown(run.text)
        text = cut(whole, room)
        elements += [_words(text, bold=run.strong and not quoted, italic=quoted and not run.strong)] if text else []
        room -= units(text)
        if text != whole:
            break
    return elements or [_words("")]


def _actions(card: Card) -> list[Block]:
    """[Open], where there is a page to open; its label says whose."""
    target = link(card.url)
    if target is None:
        return []
    url, host = target
    label = cut(f"Open {host}", BUTTON)
    button = {"type": "button", "action_id": OPEN, "url": url, "text": _plain(label), "accessibility_label": label}
    return [{"type": "actions", "elements": [button]}]


def _tail(page: Page, dropped: int) -> list[Block]:
    """What was left out, what could be meant, what it rests on."""
    choices = [_section(_words(line(label), bold=True), _words(f" – ask: {line(q)}")) for label, q in page.choices]
    bullets = [_rich({"type": "rich_text_list", "style": "bullet", "elements": choices[:CONTEXT]})] if choices else []
    reference = f"Reference: {page.error_id}" if page.error_id else ""
    return [
        *_context([_more(page.more + dropped)]),
        *bullets,
        *_context(page.origins),
        *_context([page.footer or "", reference]),
    ]


def _context(texts: Iterable[str]) -> list[Block]:
    """Small print, ten to a block; empty texts and thereby empty blocks are left out."""
    elements = [
        {"type": "mrkdwn", "text": escaped(quiet(text), FIELD), "verbatim": True} for text in texts if line(text)
    ]
    return [{"type": "context", "elements": elements[i : i + CONTEXT]} for i in range(0, len(elements), CONTEXT)]


def _rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def _section(*elements: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def _words(text: str, *, bold: bool = False, italic: bool = False) -> Block:
    """Text that Slack parses nothing in; an empty one is refused, so it becomes a dash."""
    element: Block = {"type": "text", "text": cut(shown(text), WORDS) or "–"}
    style = {"bold": True} if bold else {"italic": True} if italic else {}
    return element | {"style": style} if style else element


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def link(url: str | None) -> tuple[str, str] | None:
    """(address, host to show) of a page that may be linked: http or https, a real host, nobody's name before it."""
    try:
        parts = urlsplit(shown(url or "").strip())
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = f":{parts.port}" if parts.port else ""
        address = quote(parts._replace(netloc=host + port).geturl(), safe=_SAFE)
    except ValueError:  # no address, a port that is none, a host that cannot be spelt in ASCII
        return None
    good = parts.scheme in {"http", "https"} and host and _HOST.issuperset(host) and "@" not in parts.netloc
    return (address, host.removeprefix("www.")) if good and len(address) <= URL else None
