"""On whose word an answer rests: the articles, what they republish, reports that are not in the record. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.compose.cards import printed, speaker_line, whole_sentence
from bot.compose.provenance import PRESS, cited_source, key, on_word_of, republished_from
from bot.wording import possessive

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.model import Article, Coverage, Hit, Record

ABSENT = 3  # reports that are named as missing


def origins(hits: Sequence[Hit], coverage: Coverage, these: str = "All") -> tuple[str, ...]:
    """On whose word it all rests: the one article or report all come from, reprints, reports not in the record."""
    records = [hit.record for hit in hits]
    articles = {r.article.id: r.article for r in records}
    republished = {a.id: origin for a in articles.values() if (origin := republished_from(a.text))}
    lines = []
    if len(articles) == 1 and not any(h.also for h in hits):
        line = f"{these} from: {printed(records[0])}"
        lines.append(line + (f", republished from {republished[records[0].article.id]}." if republished else "."))
    else:
        lines += [f"{articles[i].outlet or 'One article'} republishes {origin}." for i, origin in republished.items()]
    every = [r for hit in hits for r in (hit.record, *hit.also)]
    common = one_origin([r.article for r in every], every, coverage.outlet_names)
    told = dict.fromkeys(name for r in records for name in (r.statement.addressee, *r.statement.via) if name)
    absent = [name for name in told if PRESS.search(name) and not held(name, coverage.outlet_names)]
    absent = [name for name in absent if not (common and name in common)]
    return (
        *lines,
        *([common] if common else []),
        *(f"{possessive(name[0].upper() + name[1:])} own report is not in the record." for name in absent[:ABSENT]),
    )


def one_origin(articles: Iterable[Article], records: Sequence[Record], outlets: Collection[str]) -> str | None:
    """As in "One origin: an unnamed U.S. official to The Post. Not independent reports; …"; None where there is none.

    There is one where several articles print what all of them have from one report: each says so of a statement of its
    own among `records`, reprints it, or is that report. `outlets` are the folded names of those in the record: of
    another it is said that its report is not there.
    """
    listed = list(articles)
    if len({_place(article) for article in listed}) < 2:
        return None
    resting = [(record, on_word_of(record, whole_sentence(record).of(record.article.text))) for record in records]
    named: dict[str, dict[str, str]] = {_place(article): _own(article) for article in listed}
    for record, names in resting:
        named.setdefault(_place(record.article), {}).update({key(name): name for name in names})
    common = set.intersection(*(set(names) for names in named.values()))
    common &= {key(name) for _, names in resting for name in names} | {
        key(of) for article in listed if (of := republished_from(article.text))
    }
    if not common:
        return None
    chosen = min(common)
    name = next(reversed(named.values()))[chosen]
    said = [record for record, names in resting if chosen in map(key, names)]
    line = f"One origin: {_source(name, said)}. Not independent reports"
    return f"{line}." if held(name, outlets) else f"{line}; that report is not in the record."


def _place(article: Article) -> str:
    return f"{article.scope}/{article.id}"


def _own(article: Article) -> dict[str, str]:
    """The report that an article is, and the one it republishes."""
    names = (article.outlet, republished_from(article.text))
    return {key(name): name for name in names if name}


def _source(name: str, said: Sequence[Record]) -> str:
    """With who told that report, where all say it of one: "an unnamed official to The Post", "The Post, citing …"."""
    spoken = [record for record in said if record.statement.speaker]  # of the rest only the sentence names that report
    who = {speaker_line(record).casefold(): speaker_line(record) for record in spoken}
    told = [_told(record, name) for record in spoken]
    if len(who) == 1 and any(told) and all(to or _passed_on(r, name) for r, to in zip(spoken, told, strict=True)):
        return f"{_unnamed_first(next(iter(who.values())))} to {name}"
    cited = {cited_source(whole_sentence(record).of(record.article.text)) for record in said} - {None}
    return f"{name}, citing {cited.pop()}" if len(cited) == 1 else name


def _told(record: Record, name: str) -> bool:
    """Whether the speaker said it to that outlet."""
    return key(record.statement.addressee or "") == key(name)


def _passed_on(record: Record, name: str) -> bool:
    """Whether the speaker's words come through that outlet."""
    return key(name) in map(key, record.statement.via)


def _unnamed_first(who: str) -> str:
    """As a sentence has it: "an unnamed U.S. official" of "U.S. official, unnamed"; a name without its role."""
    name, _, rest = who.partition(", ")
    if rest != "unnamed":
        return name
    bare = name.removeprefix("a ").removeprefix("an ").removeprefix("A ").removeprefix("An ")
    return f"unnamed {bare}" if bare.endswith("s") else f"an unnamed {bare}"


def held(name: str, outlets: Collection[str]) -> bool:
    """Whether a report of this outlet can be in the record: "the Herald" is the Skerry Herald."""
    short = key(name)
    return any(short in outlet or outlet in short for outlet in outlets if outlet)
