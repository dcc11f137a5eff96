"""Text on its way into Slack: cleaned for display, cut, escaped. In that order, so that no cut falls into an entity.

What an article says never becomes markup: words go into `rich_text` elements (structure is the guard), everything
else through `escape`. Stored texts are not touched; only what is shown is cleaned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.page import Instant

# Bidirectional controls can turn a sentence around; zero-width characters and tag letters hide others in it
# (Unicode Technical Report 36). Blanks of other kinds stay: they are the article's.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_LONE = re.compile("[\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_WRITTEN = re.compile(r"[A-Z0-9][A-Za-z0-9 ,:]{5,40}")  # an instant as `bot.wording` writes it
CUT = " …"


def shown(text: str) -> str:
    """`text` as it may be displayed: without controls, with line breaks; never longer than it was."""
    if text.isprintable():  # most are, and then there is nothing of all this in them
        return text
    return _LONE.sub("\ufffd", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def line(text: str) -> str:
    """`text` on one line, for labels and facts."""
    return _BLANKS.sub(" ", shown(text)).strip()


def units(text: str) -> int:
    """Length as Slack's clients count it: UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def escape(text: str) -> str:
    """`text` with `& < >` as entities; what is typed can then be no mention, no link and no date.

    Exactly these three, "&" first [docs.slack.dev, formatting message text]; `translate` takes ten times as long.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """At most `limit` units of `text`, cut between words and marked with an ellipsis; "" where that has no room."""
    if units(text) <= limit:
        return text
    if limit <= len(CUT):
        return ""
    kept = _fitting(text, limit - len(CUT), str)
    inside = not text[len(kept)].isspace() and " " in kept[len(kept) // 2 :]
    return (kept.rpartition(" ")[0] if inside else kept).rstrip() + CUT


def escaped(text: str, limit: int) -> str:
    """`text` for a mrkdwn field that takes `limit` units: cut first, escaped after."""
    full = escape(text)
    if units(full) <= limit:
        return full
    kept = _fitting(text, limit - len(CUT), escape)
    return escape(kept.rstrip()) + CUT


def _fitting(text: str, limit: int, treat: Callable[[str], str]) -> str:
    """The longest beginning of `text` that has at most `limit` units once treated."""
    low, high = 0, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if units(treat(text[:middle])) <= limit else (low, middle - 1)
    return text[:low]


def quiet(text: str) -> str:
    """A one-line `text` for mrkdwn, which cannot begin a quotation of its own (Slack reads "&gt;" there as one)."""
    bare = line(text)
    return f"\u2009{bare}" if bare.startswith(">") else bare


def dated(marked: str, instants: Iterable[Instant]) -> str:
    """Escaped `marked` with each of our instants as a date that Slack shows in the reader's own zone.

    What stands there already is the fallback [docs.slack.dev/messaging/formatting-message-text, date formatting]. Only
    what can be one of our dates is marked up, in one pass, so that no date ever stands in another.
    """
    known = {written: int(at.timestamp()) for written, at in instants if _WRITTEN.fullmatch(written)}
    if not known:
        return marked
    any_of = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))))
    return any_of.sub(lambda m: f"<!date^{known[m[0]]}^{{date_short_pretty}} {{time}}|{m[0]}>", marked)
