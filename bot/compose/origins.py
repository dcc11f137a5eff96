"""On whose word an answer rests: the articles, what they republish, reports that are not in the record. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.compose.cards import printed, republished_from
from bot.text import fold
from bot.wording import possessive

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Coverage, Hit

_PRESS = re.compile(
    r"\b(?:Times|Post|News|Journal|Reuters|AFP|AP|BBC|CNN|CBS|NBC|ABC|Jazeera|Associated Press|Guardian|Tribune|Herald"
    r"|Gazette|Chronicle|Telegraph|Courier|Agency|Radio|TV|Television|Magazine|Weekly|Daily|Observer|Bloomberg)\b"
)


def origins(hits: Sequence[Hit], coverage: Coverage, these: str = "All") -> tuple[str, ...]:
    """On whose word it all rests: the one article all come from, what it republishes, reports not in the record."""
    records = [hit.record for hit in hits]
    articles = {r.article.id: r.article for r in records}
    lines = []
    republished = {a.id: origin for a in articles.values() if (origin := republished_from(a.text))}
    if len(articles) == 1 and not any(h.also for h in hits):
        line = f"{these} from: {printed(records[0])}"
        lines.append(line + (f", republished from {republished[records[0].article.id]}." if republished else "."))
    else:
        lines += [f"{articles[i].outlet or 'One article'} republishes {origin}." for i, origin in republished.items()]
    told = dict.fromkeys(name for r in records for name in (r.statement.addressee, *r.statement.via) if name)
    absent = [name for name in told if _outlet(name) and not _held(name, coverage)]
    return (
        *lines,
        *(f"{possessive(name[0].upper() + name[1:])} own report is not in the record." for name in absent[:3]),
    )


def _held(name: str, coverage: Coverage) -> bool:
    """Whether a report of this outlet can be in the record: "the Herald" is the Skerry Herald."""
    short = fold(name).removeprefix("the ")
    return any(short in outlet or outlet in short for outlet in coverage.outlet_names if outlet)


def _outlet(name: str) -> bool:
    """Whether an addressee is a publication, not a person or a crowd: it has a word that outlets are named with."""
    return bool(_PRESS.search(name))
